import { beforeAll, describe, expect, it } from 'vitest'
import { testApp, type Visitor } from '../../test/support/app.ts'
import { testCourt, type TestCourt } from '../../test/support/court.ts'
import { runDuties } from '../duties/public.ts'

const t = await testApp({ now: '2026-09-22T01:00:00Z' })
let court: TestCourt
const by = (who: string): Visitor => court.as(who)
const rev = (revision: number) => ({ 'if-match': `"${revision}"` })
const at = async (iso: string): Promise<void> => {
  t.clock.set(iso)
  await t.owner.query("update accounts.session set seen_at = $1, expires_at = $1::timestamptz + interval '1 day'", [iso])
  await runDuties(t.app, court.courtId)
}
const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')
const report = (who: string, o: object = {}) =>
  by(who).post('/injuries', {
    happenedAt: '2026-09-22T08:30:00+08:00',
    place: '二号楼楼梯',
    text: '搬运卷宗时滑倒𠮷',
    hospital: '市人民医院',
    ...o,
  })
const paper = (id: number, kind: string, onDate: string, who = 'hr') =>
  by(who).upload(`/injuries/${id}/papers`, { name: `${kind}.pdf`, bytes: pdf }, { kind, onDate, text: '' })
const duty = async (key: string, id: number) =>
  (await t.owner.query('select state, due_at from duties.duty where key = $1 and subject_id = $2', [key, id])).rows[0]

beforeAll(async () => {
  court = await testCourt(t)
  for (const [who, role] of [
    ['hr', 'hr'],
    ['department', 'responsibleDepartment'],
    ['finance', 'finance'],
  ] as const)
    await court.person(who, role)
  await t.owner.query("update organisations.post set from_date = '2026-08-01' where engagement_id = $1", [court.engagementId])
})

describe('an injury at work (A-12.5)', () => {
  let id = 0
  it('is reported by whom it happened to or by the offices; the clocks run from the event', async () => {
    expect((await report('operator', { happenedAt: '2026-09-22T09:30:00+08:00' })).body.code).toBe('day-in-future')
    expect((await report('operator', { happenedAt: '2026-02-29T09:30:00+08:00' })).status).toBe(400)
    expect((await report('operator', { place: '' })).status).toBe(400)
    expect((await report('operator', { personId: court.people.operator2 })).status).toBe(403)
    expect((await report('judge')).status).toBe(403)
    expect((await report('management', { personId: court.people.judge })).body.code).toBe('not-on-duty')
    const twice = await Promise.all([0, 1].map(() => report('operator')))
    expect(twice.map((r) => r.status).sort()).toEqual([200, 409])
    id = twice.find((r) => r.status === 200)!.body.id
    expect(new Date((await duty('injuries.notice', id)).due_at).toISOString()).toBe('2026-09-23T00:30:00.000Z')
    expect(new Date((await duty('injuries.filing', id)).due_at).toISOString()).toBe('2026-10-22T15:59:59.000Z')
  })
  it('health data are read by hr, manager, two offices and himself, and stand in no ledger line', async () => {
    for (const who of ['hr', 'projectManager', 'management', 'department', 'operator'])
      expect((await by(who).get(`/injuries/${id}`)).status).toBe(200)
    for (const who of ['operator2', 'teamLead', 'finance']) expect((await by(who).get(`/injuries/${id}`)).status).toBe(404)
    for (const who of ['commissioner', 'leader', 'judge']) expect((await by(who).get(`/injuries/${id}`)).status).toBe(403)
    expect((await by('operator2').get('/injuries')).body.items).toEqual([])
    expect((await by('operator').get('/injuries')).body.items).toHaveLength(1)
    const said = JSON.stringify((await t.owner.query("select * from audit.event where verb like 'injury.%' or verb like 'duty.%'")).rows)
    expect(said).not.toContain('滑倒')
    expect(said).not.toContain('人民医院')
  })
  it('the written notice is a paper within 24 hours; a minute later it is late', async () => {
    expect((await by('hr').post(`/injuries/${id}/steps`, { kind: 'notice', onDate: '2026-09-22', text: 'x' })).body.code).toBe(
      'paper-needed',
    )
    expect(
      (await by('management').upload(`/injuries/${id}/papers`, { name: 'a.pdf', bytes: pdf }, { kind: 'notice', onDate: '2026-09-22' }))
        .status,
    ).toBe(403)
    expect(
      (
        await by('hr').upload(
          `/injuries/${id}/papers`,
          { name: 'a.pdf', bytes: Buffer.from('<html>') },
          { kind: 'notice', onDate: '2026-09-22' },
        )
      ).status,
    ).toBe(415)
    expect((await paper(id, 'notice', '2026-02-30')).status).toBe(400)
    expect((await paper(id, 'notice', '2026-09-21')).body.code).toBe('before-injury')
    await at('2026-09-23T00:29:00Z')
    expect((await paper(id, 'notice', '2026-09-23')).status).toBe(200)
    expect((await duty('injuries.notice', id)).state).toBe('done')
    expect((await paper(id, 'notice', '2026-09-23')).body.code).toBe('step-done')
    const other = (await report('projectManager', { personId: court.people.operator2 })).body.id
    await at('2026-09-23T00:31:00Z')
    expect((await duty('injuries.notice', other)).state).toBe('breached')
    expect((await by('management').get(`/injuries/${other}`)).body.noticeLate).toBe(true)
    expect((await paper(other, 'notice', '2026-09-23')).status).toBe(200)
    expect((await duty('injuries.notice', other)).state).toBe('late')
    // No work injury after all: the filing is owed no longer.
    const close = (body: object, who = 'management') => by(who).post(`/injuries/${other}/close`, body, rev(2))
    expect((await close({ outcome: 'settled', reason: '已结' })).body.code).toBe('settlement-missing')
    expect((await close({ outcome: 'notWorkInjury', reason: '下班后受伤' }, 'hr')).status).toBe(403)
    expect((await close({ outcome: 'notWorkInjury', reason: '下班后受伤' })).status).toBe(200)
    expect((await duty('injuries.filing', other)).state).toBe('withdrawn')
    expect((await paper(other, 'filing', '2026-09-23')).body.code).toBe('injury-closed')
  })
  it('steps of the claim follow one another; whoever reported does not close', async () => {
    const step = (kind: string, onDate = '2026-10-20') => by('hr').post(`/injuries/${id}/steps`, { kind, onDate, text: '办理' })
    expect((await step('recognition', '2026-09-23')).body.code).toBe('filing-first')
    await at('2026-10-20T01:00:00Z')
    expect((await paper(id, 'filing', '2026-10-20')).status).toBe(200)
    expect((await duty('injuries.filing', id)).state).toBe('done')
    expect((await step('assessment')).body.code).toBe('recognition-first')
    for (const k of ['recognition', 'assessment', 'settlement']) expect((await step(k)).status).toBe(200)
    const seen = (await by('management').get(`/injuries/${id}`)).body
    expect(seen.steps.map((s: { kind: string }) => s.kind)).toEqual(['notice', 'filing', 'recognition', 'assessment', 'settlement'])
    expect((await by('operator').get(`/injuries/papers/${seen.steps[0].id}`)).headers['content-type']).toBe('application/pdf')
    expect((await by('operator2').get(`/injuries/papers/${seen.steps[0].id}`)).status).toBe(404)
    const own = (await report('management', { personId: court.people.operator, happenedAt: '2026-10-20T08:00:00+08:00' })).body.id
    await paper(own, 'notice', '2026-10-20')
    expect((await by('management').post(`/injuries/${own}/close`, { outcome: 'notWorkInjury', reason: '轻微' }, rev(2))).body.code).toBe(
      'second-person-required',
    )
    expect(
      (await by('department').post(`/injuries/${id}/close`, { outcome: 'settled', reason: '赔付完毕' }, rev(seen.revision - 1))).body.code,
    ).toBe('stale-revision')
    expect(
      (await by('department').post(`/injuries/${id}/close`, { outcome: 'settled', reason: '赔付完毕' }, rev(seen.revision))).status,
    ).toBe(200)
  })
})
