import { describe, expect, test } from 'vitest'
import { testApp } from '../../test/support/app.ts'
import { signedIn } from '../accounts/fixtures.ts'
import { createCase } from '../cases/public.ts'
import { buildContractor, buildCourt, buildDivision, buildEngagement, buildPerson } from '../organisations/fixtures.ts'
import type { Role } from '../organisations/rules/roles.ts'
import { admit } from '../workforce/fixtures.ts'
import { startItem } from './public.ts'

// What a new court is told it still lacks follows from its records, step by step, until nothing is left to be told.
const t = await testApp({ now: '2026-09-21T01:00:00Z' })

describe('first steps', () => {
  test('each step is done by its records, told to whom it concerns, and gone at the end', async () => {
    const courtId = await t.app.asSystem(null, (ctx) => buildCourt(ctx))
    const inCourt = <T>(fn: Parameters<typeof t.app.asSystem<T>>[1]) => t.app.asSystem(courtId, fn)
    const sign = async (id: number) => t.visitor(await inCourt((ctx) => signedIn(ctx, id)))
    const person = (name: string, role: Role, more: object = {}) => inCourt((ctx) => buildPerson(ctx, { name, role, courtId, ...more }))
    const system = await sign(await person('周系统', 'systemAdmin'))
    const management = await sign(await person('王审管', 'trialManagement'))
    const left = async (by = system): Promise<string[]> =>
      (await by.get('/first-steps')).body.items.filter((s: { done: boolean }) => !s.done).map((s: { key: string }) => s.key)
    const step = async (key: string) => (await system.get('/first-steps')).body.items.find((s: { key: string }) => s.key === key)
    const remaining = ['divisions', 'people', 'accounts', 'contractor', 'engagement', 'posts', 'admission', 'cases', 'work']
    const gone = async (...keys: string[]) => {
      for (const k of keys) remaining.splice(remaining.indexOf(k), 1)
      expect(await left()).toEqual(remaining)
    }
    await gone()
    // The one sees where he does it, the other who does.
    expect(await step('divisions')).toMatchObject({ to: '/courts', by: ['systemAdmin'] })
    expect((await step('engagement')).to).toBeNull()
    expect((await management.get('/first-steps')).body.items.find((s: { key: string }) => s.key === 'engagement').to).toBe('/engagements')

    const divisionId = await inCourt((ctx) => buildDivision(ctx, { courtId }))
    await gone('divisions')
    expect((await step('people')).missing).toEqual(['filingOfficer', 'judge', 'clerk'])
    const court = [await person('沈立安', 'filingOfficer', { divisionId }), await person('韩明法', 'judge', { divisionId })]
    expect((await step('people')).missing).toEqual(['clerk'])
    court.push(await person('叶书宁', 'clerk', { divisionId }))
    await gone('people')
    const contractorId = await inCourt((ctx) => buildContractor(ctx))
    await gone('contractor')
    const engagementId = await inCourt((ctx) =>
      buildEngagement(ctx, { contractorId, fromDate: '2026-09-01', untilDate: '2027-08-31', services: ['filing-entry', 'scan-catalogue'] }),
    )
    await gone('engagement')
    const outside = { contractorId, engagementId }
    const staff = [
      await person('罗立组', 'teamLead', outside),
      await person('王小录', 'operator', { ...outside, services: ['filing-entry'] }),
    ]
    expect(await step('posts')).toMatchObject({ done: false, missing: ['scan-catalogue'] })
    staff.push(await person('吴描新', 'operator', { ...outside, services: ['scan-catalogue'] }))
    await gone('posts')
    expect((await step('admission')).missing).toEqual(['operator', 'teamLead'])
    for (const id of staff) await inCourt((ctx) => admit(ctx, id))
    await gone('admission')
    for (const id of [...court, ...staff.slice(0, 2)]) await sign(id)
    await gone('accounts')
    const made = await inCourt((ctx) =>
      createCase(ctx, {
        procedure: 'ordinary',
        receivedOn: '2026-09-21',
        filedOn: '2026-09-21',
        divisionId,
        parties: [{ role: 'plaintiff', kind: 'natural', name: '张三' }],
      } as never),
    )
    await gone('cases')
    // A register full of cases is no work yet: somebody has to hand it over.
    expect(await step('work')).toMatchObject({ done: false, to: null })
    expect((await management.get('/first-steps')).body.items.find((s: { key: string }) => s.key === 'work').to).toBe('/service-orders/new')
    await inCourt((ctx) =>
      startItem(ctx, {
        key: 'scan-catalogue',
        caseId: made.id,
        subjectType: 'batch',
        subjectId: 1,
        engagementId,
        variables: { handedOverAt: '2026-09-21T01:00:00Z' },
      }),
    )
    await gone('work')
    expect((await system.get('/first-steps')).body.done).toBe(true)
    // Who only works there is told nothing; nor is the contractor.
    expect((await (await sign(court[1]!)).get('/first-steps')).status).toBe(403)
    // A year that no notice covers is named.
    t.clock.set('2031-01-06T01:00:00Z')
    const later = await sign(await person('钱系统', 'systemAdmin'))
    const year = (await later.get('/first-steps')).body.items.find((s: { key: string }) => s.key === 'calendar')
    expect(year).toMatchObject({ done: false, missing: ['2031'], to: null })
    t.clock.set('2026-09-21T01:00:00Z')
  })

  test('put away by one, still there for the other; and back', async () => {
    const courtId = await t.app.asSystem(null, (ctx) => buildCourt(ctx, { code: '苏1298' }))
    const [one, other] = await Promise.all(
      ['甲一', '乙二'].map(async (name) =>
        t.visitor(
          await t.app.asSystem(courtId, async (ctx) => signedIn(ctx, await buildPerson(ctx, { name, role: 'systemAdmin', courtId }))),
        ),
      ),
    )
    const away = async (v: typeof one) => (await v!.get('/first-steps')).body.putAway
    expect((await one!.put('/first-steps', { putAway: true })).status).toBe(200)
    expect([await away(one), await away(other)]).toEqual([true, false])
    await one!.put('/first-steps', { putAway: true })
    await one!.put('/first-steps', { putAway: false })
    expect(await away(one)).toBe(false)
  })
})

test('a step leads where those named may go', async () => {
  // The screens themselves cannot be loaded here; their addresses and permissions are text.
  const { globSync, readFileSync } = await import('node:fs')
  const { join } = await import('node:path')
  const root = join(import.meta.dirname, '../..')
  const text = globSync('modules/*/web/routes.tsx', { cwd: root })
    .map((f) => readFileSync(join(root, String(f)), 'utf8'))
    .join('\n')
  const steps = readFileSync(join(import.meta.dirname, 'first-steps.ts'), 'utf8')
  const granted: Record<string, readonly string[]> = {}
  for (const f of globSync('modules/*/api.ts', { cwd: root }))
    Object.assign(granted, ((await import(join(root, String(f)))) as { permissions?: Record<string, readonly string[]> }).permissions ?? {})
  const named = [...steps.matchAll(/\{ to: '([^']+)', by: \[([^\]]*)\] \}/g)]
  expect(named.length).toBe(11)
  for (const [, to, by] of named) {
    const at = text.indexOf(`path: '${to}'`)
    expect({ to, known: at > 0 }).toEqual({ to, known: true })
    const until = text.indexOf('path:', at + 5)
    const said = /permission: (?:'([^']+)'|\[([^\]]*)\])/.exec(text.slice(at, until === -1 ? undefined : until))
    // A route may be open to several permissions: one of them is enough.
    const permissions = said ? (said[1] ? [said[1]] : [...said[2]!.matchAll(/'([^']+)'/g)].map((m) => m[1]!)) : []
    const roles = [...by!.matchAll(/'(\w+)'/g)].map((m) => m[1]!)
    if (permissions.length > 0)
      expect({ to, shut: roles.filter((r) => !permissions.some((p) => granted[p]?.includes(r))) }).toEqual({ to, shut: [] })
  }
})
