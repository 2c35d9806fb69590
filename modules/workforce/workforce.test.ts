import { beforeAll, describe, expect, it } from 'vitest'
import { testApp, type Visitor } from '../../test/support/app.ts'
import { signedIn } from '../accounts/fixtures.ts'
import { buildContractor, buildCourt, buildDivision, buildEngagement, buildPerson, idNoOf, usccOf } from '../organisations/fixtures.ts'
import { type EngagementEvent, onEngagementChanged, onPersonChanged, type PersonEvent } from '../organisations/public.ts'
import type { Role } from '../organisations/rules/roles.ts'
import { admit, admittedOperator } from './fixtures.ts'
import { endAgreements, onVeto, recordAgreement, type VetoEvent } from './public.ts'

const t = await testApp({ now: '2026-09-21T01:00:00Z' })
const told: (EngagementEvent | PersonEvent | VetoEvent)[] = []
onEngagementChanged(async (_ctx, e) => void told.push(e))
onPersonChanged(async (_ctx, e) => void told.push(e))
onVeto(async (_ctx, e) => void told.push(e))

let courtId = 0
let contractorId = 0
let engagementId = 0
let operator = 0
const ids: Record<string, number> = {}
const by: Record<string, Visitor> = {}
const rev = (n: number): Record<string, string> => ({ 'if-match': `"${n}"` })

beforeAll(async () => {
  courtId = await t.app.asSystem(null, (ctx) => buildCourt(ctx))
  await t.app.asSystem(courtId, async (ctx) => {
    await buildDivision(ctx, { courtId })
    contractorId = await buildContractor(ctx)
    engagementId = await buildEngagement(ctx, { contractorId, fromDate: '2026-01-01', untilDate: '2026-12-31' })
    const roles: Role[] = [
      'trialManagement',
      'responsibleDepartment',
      'commissioner',
      'judge',
      'systemAdmin',
      'securityAdmin',
      'securityAuditor',
      'hr',
      'projectManager',
      'operator',
    ]
    for (const role of roles) {
      ids[role] = await buildPerson(ctx, { name: `测试${role}`, role, courtId, contractorId, engagementId })
      by[role] = t.visitor(await signedIn(ctx, ids[role]!))
    }
    operator = ids.operator!
  })
})

/** As the module of the agreements does when a signature stands. */
const signed = (onDate: string) =>
  t.app.asSystem(courtId, (ctx) => recordAgreement(ctx, { personId: operator, onDate, reference: '协议1' }))

describe('the gate', () => {
  it('is a checklist that fills as the facts come in, each from the side that answers for it', async () => {
    const { hr, trialManagement, projectManager } = by as Record<string, Visitor>
    const first = (await by.operator!.get('/workforce/mine')).body
    expect(first.admitted).toBe(false)
    expect(first.gate.filter((g: { met: boolean }) => g.met).map((g: { item: string }) => g.item)).toEqual([
      'engagement',
      'present',
      'veto',
    ])
    const record = (v: Visitor, body: object) => v.post(`/workforce/${operator}/facts`, body)
    expect((await record(hr!, { kind: 'vetting', onDate: '2026-09-01' })).body.code).toBe('kind-by-court')
    expect((await record(trialManagement!, { kind: 'labourContract', onDate: '2026-09-01' })).body.code).toBe('kind-by-contractor')
    expect((await record(projectManager!, { kind: 'labourContract', onDate: '2026-09-01' })).status).toBe(403)
    expect((await by.hr!.post(`/workforce/${ids.hr}/facts`, { kind: 'labourContract', onDate: '2026-09-01' })).body.code).toBe(
      'not-yourself',
    )
    for (const v of [hr!, trialManagement!])
      expect((await record(v, { kind: 'nda', onDate: '2026-09-01' })).body.code).toBe('nda-by-agreement')
    for (const [kind, more] of Object.entries({
      education: { reference: '毕业证1' },
      recordsCheck: { reference: '证明1' },
      labourContract: {},
      training: { halfDays: 10, topics: ['procedure', 'health'] },
    }))
      expect(await record(hr!, { kind, onDate: '2026-09-01', ...more })).toMatchObject({ status: 200, body: { admitted: false } })
    await signed('2026-09-01')
    expect((await record(trialManagement!, { kind: 'vetting', onDate: '2026-09-01' })).body.admitted).toBe(false)
    expect((await record(trialManagement!, { kind: 'registration', onDate: '2026-09-02' })).body.admitted).toBe(false)
    const nearly = (await hr!.get(`/workforce/${operator}`)).body
    expect(nearly.missing).toEqual(['training'])
    expect(nearly.gate.find((g: { item: string }) => g.item === 'training')).toMatchObject({
      done: 10,
      needed: 10,
      missing: 'topics-missing',
      topicsMissing: ['secrecy'],
      by: 'contractor',
    })
    // 7.1.1.5: what is done in service does not make up for what was due before the first task.
    const secrecy = { kind: 'training', halfDays: 1, topics: ['secrecy'], onDate: '2026-09-03' }
    expect((await record(trialManagement!, { ...secrecy, topics: [] })).body.code).toBe('topics-required')
    expect((await record(trialManagement!, { ...secrecy, phase: 'inService' })).body.admitted).toBe(false)
    expect((await record(trialManagement!, secrecy)).body.admitted).toBe(true)
    expect((await trialManagement!.get('/workforce?admitted=yes')).body.items.map((r: { personId: number }) => r.personId)).toEqual([
      operator,
    ])
  })

  it('closes when a fact is revoked, fails, or runs out, and says which', async () => {
    const { hr, commissioner } = by as Record<string, Visitor>
    const gate = (await commissioner!.get(`/workforce/${operator}`)).body
    const labour = gate.facts.find((f: { kind: string }) => f.kind === 'labourContract')
    expect(labour.can.revoke.ok).toBe(false)
    expect((await hr!.post(`/workforce/facts/${labour.id}/revoke`, { reason: '重签' })).body.admitted).toBe(false)
    expect((await hr!.post(`/workforce/facts/${labour.id}/revoke`, { reason: '重签' })).body.code).toBe('fact-revoked')
    expect((await hr!.post(`/workforce/${operator}/facts`, { kind: 'labourContract', onDate: '2026-09-21' })).body.admitted).toBe(true)
    const nda = gate.facts.find((f: { kind: string }) => f.kind === 'nda')
    expect((await hr!.post(`/workforce/facts/${nda.id}/revoke`, { reason: '重签' })).body.code).toBe('fact-from-evidence')
    expect(
      (await commissioner!.post(`/workforce/${operator}/facts`, { kind: 'vetting', onDate: '2026-09-20', passed: false })).body.admitted,
    ).toBe(false)
    expect((await commissioner!.post(`/workforce/${operator}/facts`, { kind: 'vetting', onDate: '2026-09-21' })).body.admitted).toBe(true)
    const at = async (instant: string): Promise<string[]> =>
      (
        await t.owner.query('select array_agg(item) filter (where not met) as missing from workforce.gate($1, $2, $3)', [
          courtId,
          operator,
          instant,
        ])
      ).rows[0].missing ?? []
    // Valid through 2027-09-20; the engagement ends on 2026-12-31: midnight in Beijing is 16:00Z of the day before.
    expect(await at('2026-12-31T15:59:59Z')).toEqual([])
    expect(await at('2026-12-31T16:00:00Z')).toEqual(['engagement'])
    expect(await at('2027-09-20T15:59:59Z')).toEqual(['engagement'])
    expect(await at('2027-09-20T16:00:00Z')).toEqual(['vetting', 'engagement'])
  })

  it('asks for the agreement anew from the day a new version counts', async () => {
    const met = async (instant: string): Promise<boolean> =>
      (await t.owner.query('select met from workforce.gate($1, $2, $3) where item = $4', [courtId, operator, instant, 'nda'])).rows[0].met
    expect(await t.app.asSystem(courtId, (ctx) => endAgreements(ctx, '2026-10-01', '新版'))).toBe(1)
    expect([await met('2026-09-30T15:59:59Z'), await met('2026-09-30T16:00:00Z')]).toEqual([true, false])
    expect(await t.app.asSystem(courtId, (ctx) => endAgreements(ctx, '2026-10-01', '新版'))).toBe(0)
    expect((await signed('2026-09-21')).admitted).toBe(true)
    expect(await met('2026-09-30T16:00:00Z')).toBe(true)
    // At once: signed today, ended today.
    expect(await t.app.asSystem(courtId, (ctx) => endAgreements(ctx, '2026-09-21', '新版'))).toBe(1)
    expect((await by.hr!.get(`/workforce/${operator}`)).body.missing).toEqual(['nda'])
    await signed('2026-09-21')
  })

  it('shuts with a veto in the same breath, and opens by another hand only', async () => {
    expect((await by.operator!.get('/session')).body.signedIn).toBe(true)
    expect((await by.hr!.post(`/workforce/${operator}/veto`, { reason: 'x' })).status).toBe(403)
    expect((await by.trialManagement!.post(`/workforce/${ids.judge}/veto`, { reason: 'x' })).body.code).toBe('not-outsourced')
    const done = await by.trialManagement!.post(`/workforce/${operator}/veto`, { reason: '发现前科' })
    expect(done.body.sessionsEnded).toBe(1)
    expect(told.at(-1)).toMatchObject({ kind: 'vetoed', courtId, personId: operator, contractorId, reason: '发现前科' })
    expect((await by.operator!.get('/session')).body.signedIn).toBe(false)
    expect((await by.hr!.get(`/workforce/${operator}`)).body).toMatchObject({ admitted: false, vetoed: true, missing: ['veto'] })
    expect((await by.trialManagement!.post(`/workforce/${operator}/veto`, { reason: 'x' })).body.code).toBe('already-vetoed')
    expect((await by.trialManagement!.post(`/workforce/${operator}/veto/lift`, { reason: '查无实据' })).body.code).toBe(
      'second-person-required',
    )
    expect((await by.commissioner!.post(`/workforce/${operator}/veto/lift`, { reason: '查无实据' })).body.admitted).toBe(true)
    expect(told.at(-1)).toMatchObject({ kind: 'lifted', personId: operator })
  })

  it('undoes everything when a subscriber refuses', async () => {
    onVeto(async (_ctx, e) => {
      if (e.reason === 'refuse') throw new Error('subscriber')
    })
    const admitted = await t.app.asSystem(courtId, (ctx) => admittedOperator(ctx, { name: '小赵', contractorId, engagementId, courtId }))
    expect((await by.commissioner!.post(`/workforce/${admitted}/veto`, { reason: 'refuse' })).status).toBe(500)
    expect((await by.commissioner!.get(`/workforce/${admitted}`)).body).toMatchObject({ admitted: true, vetoed: false })
  })
})

describe('organisations', () => {
  it('holds the three administrators apart, in the command and in the database', async () => {
    const spare = (await by.systemAdmin!.post('/people', { side: 'system', name: '备用管理员' })).body.id
    expect((await by.systemAdmin!.post(`/people/${spare}/posts`, { role: 'systemAdmin' })).status).toBe(403)
    expect((await by.securityAdmin!.post(`/people/${spare}/posts`, { role: 'systemAdmin' })).status).toBe(200)
    expect((await by.securityAdmin!.post(`/people/${spare}/posts`, { role: 'securityAuditor' })).body.code).toBe('three-administrators')
    expect((await by.securityAdmin!.post(`/people/${ids.securityAdmin}/posts`, { role: 'systemAdmin' })).body.code).toBe('not-yourself')
    expect((await by.securityAdmin!.post(`/people/${operator}/posts`, { role: 'judge' })).body.code).toBe('role-of-other-side')
    const twice = t.owner.query(
      "insert into organisations.post (court_id, person_id, side, role, from_date) values ($1, $2, 'system', 'securityAuditor', '2026-09-21')",
      [courtId, spare],
    )
    await expect(twice).rejects.toMatchObject({ code: '23P01' })
    for (const path of ['/people', '/accounts', '/contractors', '/workforce'])
      expect((await by.securityAuditor!.get(path)).status).toBe(403)
    for (const path of ['/workforce', `/workforce/${operator}`]) expect((await by.systemAdmin!.get(path)).status).toBe(403)
  })

  it('knows contractors by their USCC and people by their ID number', async () => {
    const add = (body: object) => by.trialManagement!.post('/contractors', body)
    expect((await add({ name: '甲', uscc: usccOf(1) })).body.code).toBe('uscc-taken')
    expect((await add({ name: '甲', uscc: usccOf(2).slice(0, 17) })).body.code).toBe('uscc-length')
    expect((await add({ name: '甲', uscc: usccOf(2).toLowerCase() })).status).toBe(200)
    const man = await by.hr!.post('/people', { side: 'contractor', name: '钱多多', idNo: idNoOf(7) })
    expect(man.status).toBe(200)
    expect((await by.hr!.post('/people', { side: 'contractor', name: '钱少少', idNo: idNoOf(7) })).body.code).toBe('id-no-taken')
    expect((await by.hr!.get(`/people/${man.body.id}`)).body.idNoMasked).toMatch(/^3212\*{10}\d{3}[\dX]$/)
    const stored = await t.owner.query('select to_jsonb(p)::text as row from organisations.person p where id = $1', [man.body.id])
    expect(stored.rows[0].row).not.toContain(idNoOf(7))
    expect((await by.hr!.post('/people', { side: 'court', name: '冒牌法官' })).body.code).toBe('not-your-people')
    expect((await by.hr!.post(`/people/${man.body.id}/posts`, { role: 'projectManager', engagementId })).body.code).toBe(
      'role-by-court-only',
    )
    expect((await by.hr!.post(`/people/${man.body.id}/posts`, { role: 'operator' })).body.code).toBe('engagement-required')
    expect((await by.hr!.post(`/people/${man.body.id}/posts`, { role: 'operator', engagementId })).status).toBe(200)
    expect((await by.hr!.post(`/people/${man.body.id}/posts`, { role: 'operator', engagementId })).body.code).toBe('post-held')
  })

  it('pages by key without loss or repetition, and refuses a made-up cursor', async () => {
    const all = (await by.trialManagement!.get('/people?limit=200')).body.items.map((p: { id: number }) => p.id)
    const seen: number[] = []
    let after: string | null = ''
    while (after !== null) {
      const page: { items: { id: number }[]; next: string | null } = (
        await by.trialManagement!.get(`/people?limit=2${after ? `&after=${after}` : ''}`)
      ).body
      seen.push(...page.items.map((p) => p.id))
      after = page.next
    }
    expect(seen).toEqual(all)
    expect((await by.trialManagement!.get('/people?after=xyz')).body.code).toBe('malformed')
  })

  it('shows a contractor nobody but its own, and a court nothing of another', async () => {
    const other = await t.app.asSystem(null, (ctx) => buildCourt(ctx, { code: '苏1297', name: '邻院' }))
    const stranger = await t.app.asSystem(other, (ctx) => buildPerson(ctx, { name: '邻院审管', role: 'trialManagement', courtId: other }))
    const v = t.visitor(await t.app.asSystem(other, (ctx) => signedIn(ctx, stranger)))
    expect((await v.get('/people')).body.items.map((p: { id: number }) => p.id)).toEqual([stranger])
    for (const path of [`/people/${operator}`, `/workforce/${operator}`, `/engagements/${engagementId}`])
      expect((await v.get(path)).status).toBe(404)
    expect((await v.post(`/workforce/${operator}/veto`, { reason: 'x' })).status).toBe(404)
    expect((await v.post(`/engagements/${engagementId}/end`, { reason: 'x' }, rev(1))).status).toBe(404)
    const seen = (await by.hr!.get('/people?limit=200')).body.items
    expect(new Set(seen.map((p: { contractorId: number }) => p.contractorId))).toEqual(new Set([contractorId]))
    expect((await by.hr!.get('/people/pick?q=测试')).body.items.every((p: { side: string }) => p.side === 'contractor')).toBe(true)
  })

  it('refuses a stale hand, and ends a post, a person and an engagement at once with the hooks told', async () => {
    const person = (await by.trialManagement!.get(`/people/${ids.projectManager}`)).body
    expect((await by.trialManagement!.patch(`/people/${person.id}`, { name: '新名' })).body.code).toBe('revision-required')
    expect((await by.trialManagement!.patch(`/people/${person.id}`, { name: '新名' }, rev(99))).body.code).toBe('stale-revision')
    expect((await by.trialManagement!.patch(`/people/${person.id}`, { name: '新名' }, rev(person.revision))).status).toBe(200)
    expect((await by.projectManager!.get('/people')).status).toBe(200)
    expect(
      (await by.trialManagement!.post(`/posts/${person.posts[0].id}/end`, { reason: '更换' }, rev(person.posts[0].revision))).status,
    ).toBe(200)
    expect(told.at(-1)).toMatchObject({ kind: 'postEnded', personId: person.id, now: true })
    expect((await by.projectManager!.get('/people')).status).toBe(403)
    const gone = (await by.trialManagement!.get(`/people/${ids.projectManager}`)).body
    expect((await by.trialManagement!.post(`/people/${gone.id}/leave`, { reason: '离职' }, rev(gone.revision))).status).toBe(200)
    expect(told.at(-1)).toMatchObject({ kind: 'left', personId: gone.id, now: true })
    expect((await by.projectManager!.get('/session')).body.signedIn).toBe(false)

    const turn = async (verb: string, who = by.trialManagement!) => {
      const e = (await who.get(`/engagements/${engagementId}`)).body
      return who.post(`/engagements/${engagementId}/${verb}`, { reason: '整改' }, rev(e.revision))
    }
    expect((await turn('unfreeze')).body.code).toBe('engagement-not-frozen')
    expect((await turn('freeze')).status).toBe(200)
    expect(told.at(-1)).toMatchObject({ kind: 'frozen', courtId, engagementId, contractorId, reason: '整改' })
    expect((await by.commissioner!.get(`/workforce/${operator}`)).body.missing).toEqual(['engagement'])
    expect((await turn('unfreeze')).body.code).toBe('frozen-by-yourself')
    expect((await turn('unfreeze', by.responsibleDepartment!)).status).toBe(200)
    expect((await by.commissioner!.get(`/workforce/${operator}`)).body.admitted).toBe(true)
    expect((await turn('end')).status).toBe(200)
    expect(told.at(-1)).toMatchObject({ kind: 'ended', reason: '整改' })
    expect((await turn('freeze')).body.code).toBe('engagement-ended')
    expect((await by.hr!.get('/people')).status).toBe(403)
  })

  it('writes every act and every refusal to the ledger', async () => {
    const verbs = (await t.owner.query('select distinct verb from audit.event')).rows.map((r) => r.verb)
    for (const v of [
      'court.create',
      'contractor.create',
      'engagement.create',
      'engagement.freeze',
      'engagement.unfreeze',
      'engagement.end',
      'person.create',
      'person.change',
      'person.leave',
      'post.assign',
      'post.end',
      'workforce.record',
      'workforce.revoke',
      'workforce.veto',
      'workforce.liftVeto',
      'session.revoke',
      'person.read',
      'access.refused',
    ])
      expect(verbs).toContain(v)
  })
})

it('admits through the same commands in the fixtures', async () => {
  const made = await t.app.asSystem(null, (ctx) => buildCourt(ctx, { code: '苏1296', name: '第三法院' }))
  const ok = await t.app.asSystem(made, async (ctx) => {
    const c = await buildContractor(ctx, { name: '第二服务商', serial: 9 })
    const e = await buildEngagement(ctx, { contractorId: c, fromDate: '2026-01-01', untilDate: '2026-12-31' })
    const p = await buildPerson(ctx, { name: '小钱', role: 'operator', contractorId: c, engagementId: e, courtId: made })
    return [await admit(ctx, p, { without: ['nda'] }), await admit(ctx, p)]
  })
  expect(ok).toEqual([false, true])
})
