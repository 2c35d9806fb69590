import { beforeAll, describe, expect, it } from 'vitest'
import { type Reply, testApp } from '../../test/support/app.ts'
import { testCourt, type TestCourt } from '../../test/support/court.ts'
import { signedIn } from '../accounts/fixtures.ts'
import { assignTask, startItem } from '../worklist/public.ts'
import { settleLeaves } from './commands/leaves.ts'

const t = await testApp({ now: '2026-09-21T01:00:00Z' })
let c: TestCourt
let other: TestCourt
const rev = (n: number): Record<string, string> => ({ 'if-match': `"${n}"` })
// biome-ignore lint/suspicious/noExplicitAny: what came over the wire
type Any = any
const code = (r: Reply): [number, string] => [r.status, r.body.code]
const ask = (who: string, over: object = {}): Promise<Reply> =>
  c
    .as(who)
    .post('/attendance/leaves', {
      kind: 'annual',
      fromDate: '2026-09-21',
      fromHalf: 'pm',
      untilDate: '2026-09-22',
      untilHalf: 'am',
      reason: '家中有事',
      ...over,
    })
const leave = async (id: number, who = 'teamLead'): Promise<Any> => (await c.as(who).get(`/attendance/leaves/${id}`)).body
const turn = async (who: string, id: number, act: string, note = '同意', revision?: number): Promise<Reply> =>
  c.as(who).post(`/attendance/leaves/${id}/${act}`, { note }, rev(revision ?? (await leave(id)).revision))
const later = async (instant: string): Promise<void> => {
  t.clock.set(instant)
  for (const court of [c, other]) {
    const tokens: Record<string, string> = {}
    for (const who of Object.keys(court.people))
      tokens[who] = await t.app.asSystem(court.courtId, (ctx) => signedIn(ctx, court.people[who]!))
    court.as = (who) => t.visitor(tokens[who]!)
  }
}
/** Two tasks in the operator's hands, each with its case. */
const work = async (who: string): Promise<{ caseId: number; taskId: number }> => {
  const caseId = await c.newCase()
  const { opened } = await t.app.asSystem(c.courtId, (ctx) =>
    startItem(ctx, {
      key: 'scan-catalogue',
      caseId,
      subjectType: 'batch',
      subjectId: 1,
      engagementId: c.engagementId,
      variables: { handedOverAt: ctx.now.toString() },
    }),
  )
  const r = await claim(who, opened[0]!)
  expect(r.status, JSON.stringify(r.body)).toBe(200)
  return { caseId, taskId: opened[0]! }
}
const claim = async (who: string, id: number): Promise<Reply> =>
  c
    .as(who)
    .post(`/tasks/${id}/claim`, {}, rev((await t.owner.query('select revision from worklist.task where id = $1', [id])).rows[0].revision))
const holder = async (id: number): Promise<number | null> =>
  (await t.owner.query('select assignee_id::int as id from worklist.task where id = $1', [id])).rows[0].id
const sees = async (who: string, caseId: number): Promise<number> => (await c.as(who).get(`/cases/${caseId}`)).status

beforeAll(async () => {
  c = await testCourt(t)
  other = await testCourt(t, { code: '苏1298', serial: 77 })
  await c.person('hr', 'hr')
})

describe('leave shuts the gate for its time', () => {
  let [one, two] = [
    { caseId: 0, taskId: 0 },
    { caseId: 0, taskId: 0 },
  ]
  let id = 0
  it('is asked by the person, decided by a second one, and nothing changes before its first instant', async () => {
    ;[one, two] = [await work('operator'), await work('operator')]
    const asked = await ask('operator')
    expect(asked, JSON.stringify(asked.body)).toMatchObject({ status: 200, body: { halfDays: 2 } })
    id = asked.body.id
    expect((await turn('operator', id, 'approve')).status).toBe(403)
    expect(code(await turn('operator2', id, 'approve'))).toEqual([403, 'not-allowed'])
    expect(code(await turn('teamLead', id, 'approve', '', 99))).toEqual([409, 'stale-revision'])
    const both = await Promise.all([turn('teamLead', id, 'approve', '', 1), turn('projectManager', id, 'approve', '', 1)])
    expect(both.map((r) => r.status).sort(), JSON.stringify(both.map((r) => r.body))).toEqual([200, 409])
    expect(await sees('operator', one.caseId)).toBe(200)
    // No grant reaches into the leave, before anything has to run.
    const { rows } = await t.owner.query('select until_at from confidentiality.access_grant where person_id = $1 and ended_at is null', [
      c.people.operator,
    ])
    expect(rows.map((r: Any) => new Date(r.until_at).toISOString())).toEqual(['2026-09-21T04:00:00.000Z', '2026-09-21T04:00:00.000Z'])
  })
  it('one task goes to a stand-in by name; the rest goes back to the pool; at the first instant nothing is read or claimed', async () => {
    const given = await c.as('teamLead').post('/tasks/assign', { taskIds: [two.taskId], personId: c.people.operator2 })
    expect(given, JSON.stringify(given.body)).toMatchObject({ status: 200, body: { assigned: 1, refused: [] } })
    expect([await sees('operator', two.caseId), await sees('operator2', two.caseId), await sees('operator2', one.caseId)]).toEqual([
      404, 200, 404,
    ])
    await later('2026-09-21T04:00:00Z')
    expect(await sees('operator', one.caseId)).toBe(404)
    await settleLeaves(t.app)
    await settleLeaves(t.app)
    expect([await holder(one.taskId), await holder(two.taskId)]).toEqual([null, c.people.operator2])
    expect((await claim('operator', one.taskId)).status).toBe(403)
    await expect(t.app.asSystem(c.courtId, (ctx) => assignTask(ctx, one.taskId, c.people.operator!))).rejects.toThrow()
    const gate = (await c.as('operator').get('/workforce/mine')).body
    expect(gate.admitted).toBe(false)
    expect(gate.gate.find((g: Any) => g.item === 'present')).toMatchObject({ met: false, missing: 'on-leave', until: '2026-09-22' })
    expect((await leave(id)).running).toBe(true)
  })
  it('back early, the gate opens at once; not by himself', async () => {
    expect((await turn('operator', id, 'end')).status).toBe(403)
    expect((await turn('teamLead', id, 'end', '提前返岗')).status).toBe(200)
    expect((await c.as('operator').get('/workforce/mine')).body.admitted).toBe(true)
    expect((await claim('operator', one.taskId)).status).toBe(200)
    expect(await leave(id)).toMatchObject({ state: 'returned', note: '提前返岗' })
    expect(code(await turn('teamLead', id, 'end'))).toEqual([409, 'leave-not-running'])
  })
  it('called off before it begins, grants reach as far as before; its end opens the gate by itself', async () => {
    const first = (await ask('operator', { fromDate: '2026-09-22', fromHalf: 'am', untilDate: '2026-09-22', untilHalf: 'am' })).body.id
    expect((await turn('teamLead', first, 'approve')).status).toBe(200)
    expect((await turn('projectManager', first, 'end')).status).toBe(200)
    expect((await leave(first)).state).toBe('cancelled')
    await settleLeaves(t.app)
    await later('2026-09-22T01:00:00Z')
    expect(await sees('operator', one.caseId)).toBe(200)
    const second = (await ask('operator', { fromDate: '2026-09-22', fromHalf: 'am', untilDate: '2026-09-22', untilHalf: 'am' })).body.id
    // Begun already: shut in the transaction of the decision.
    expect((await turn('teamLead', second, 'approve')).status).toBe(200)
    expect([await sees('operator', one.caseId), await holder(one.taskId)]).toEqual([404, null])
    await later('2026-09-22T04:00:00Z')
    expect((await claim('operator', one.taskId)).status).toBe(200)
  })
  it('sick leave is entered by another and stands at once', async () => {
    const enter = (who: string, over: object = {}) =>
      c
        .as(who)
        .post('/attendance/leaves/entered', {
          personId: c.people.operator2,
          kind: 'sick',
          fromDate: '2026-09-22',
          untilDate: '2026-09-24',
          reason: '急诊',
          ...over,
        })
    expect(code(await enter('hr', { kind: 'annual' }))[0]).toBe(400)
    expect(code(await enter('teamLead', { personId: c.people.teamLead }))).toEqual([403, 'not-yourself'])
    expect((await enter('hr', { personId: other.people.operator })).status).toBe(404)
    expect((await enter('operator')).status).toBe(403)
    const done = await enter('hr')
    expect(done.status, JSON.stringify(done.body)).toBe(200)
    expect(await sees('operator2', two.caseId)).toBe(404)
    expect(await holder(two.taskId)).toBeNull()
    // Illness is told to those who lead; the court sees that he is away.
    expect((await leave(done.body.id)).reason).toBe('急诊')
    expect(await leave(done.body.id, 'management')).toMatchObject({ reason: null, running: true })
    expect((await c.as('operator').get(`/attendance/leaves/${done.body.id}`)).status).toBe(404)
    expect((await other.as('management').get('/attendance/leaves')).body.items).toEqual([])
  })
  it('refuses what does not stand', async () => {
    expect(code(await ask('operator2', { fromDate: '2026-09-24', untilDate: '2026-09-25' }))).toEqual([409, 'leave-overlaps'])
    const twice = await Promise.all([1, 2].map(() => ask('teamLead', { fromDate: '2026-10-12', untilDate: '2026-10-12', fromHalf: 'am', untilHalf: 'pm' })))
    expect(twice.map((r) => r.status).sort()).toEqual([200, 409])
    const own = (twice.find((r) => r.status === 200) as Reply).body.id
    expect(code(await turn('teamLead', own, 'approve'))).toEqual([403, 'not-yourself'])
    expect(code(await turn('projectManager', own, 'refuse', ''))).toEqual([422, 'reason-required'])
    expect((await turn('teamLead', own, 'withdraw')).status).toBe(200)
    expect(code(await ask('operator', { fromDate: '2026-09-20', untilDate: '2026-09-23' }))).toEqual([422, 'leave-begun'])
    expect((await ask('operator', { fromDate: '2026-02-29' })).status).toBe(400)
    expect((await ask('operator', { reason: ' ' })).status).toBe(400)
    expect(code(await ask('management'))).toEqual([422, 'not-outsourced'])
    await expect(
      t.owner.query(`insert into attendance.leave (court_id, person_id, contractor_id, kind, from_date, from_half, until_date, until_half, from_at, until_at, half_days, reason, state, asked_by, decided_by)
        select court_id, person_id, contractor_id, kind, from_date + 90, from_half, until_date + 90, until_half, from_at + interval '90 days', until_at + interval '90 days', 1, 'xx', 'approved', person_id, person_id
        from attendance.leave limit 1`),
    ).rejects.toThrow(/check/)
  })
})

describe('month sheet, shifts and marks', () => {
  const sheet = async (who = 'teamLead'): Promise<Any> => (await c.as(who).get('/attendance/month?month=2026-09')).body
  const row = async (name: string): Promise<Any> => (await sheet()).items.find((r: Any) => r.name === name)
  it('counts by shift and calendar; what nobody marked was worked', async () => {
    // In service from the 21st; 25 and 27 September 2026 are days off (Mid-Autumn), the 20th was a working Sunday.
    const r = await row('operator乙')
    expect(r).toMatchObject({ absent: 0, leave: 1 })
    expect(r.cells.slice(0, 40).trim()).toBe('')
    const mark = (over: object = {}, who = 'teamLead') =>
      c.as(who).post('/attendance/marks', { personId: c.people.operator, onDate: '2026-09-22', half: 'pm', kind: 'late', ...over })
    expect((await mark()).status).toBe(200)
    expect(code(await mark())).toEqual([409, 'mark-twice'])
    expect(code(await mark({ half: 'am' }))).toEqual([409, 'mark-on-leave'])
    expect(code(await mark({ kind: 'extra' }))).toEqual([422, 'mark-working-time'])
    expect(code(await mark({ onDate: '2026-09-12' }))).toEqual([422, 'mark-off-day'])
    expect(code(await mark({ onDate: '2026-09-23' }))).toEqual([422, 'mark-in-future'])
    expect(code(await mark({ onDate: '2026-01-05' }))).toEqual([422, 'mark-too-old'])
    expect(code(await mark({ personId: c.people.teamLead }))).toEqual([403, 'not-yourself'])
    expect((await mark({}, 'management')).status).toBe(403)
    expect((await row('operator乙')).late).toBe(1)
    const [m] = (await c.as('hr').get('/attendance/marks')).body.items
    expect((await c.as('hr').post(`/attendance/marks/${m.id}/void`, { reason: '误登' })).status).toBe(200)
    expect((await c.as('hr').post(`/attendance/marks/${m.id}/void`, { reason: '误登' })).status).toBe(404)
    expect((await row('operator乙')).late).toBe(0)
  })
  it('a shift of mornings halves what is owed from its day on', async () => {
    const before = (await row('operator2乙')).due
    const make = (over: object = {}) =>
      c.as('hr').post('/attendance/shifts', { engagementId: c.engagementId, name: '早班', am: true, pm: false, ...over })
    expect(code(await make({ am: false }))).toEqual([422, 'shift-empty'])
    expect(code(await make({ engagementId: other.engagementId }))).toEqual([422, 'engagement-unknown'])
    const made = await make()
    expect(made.status).toBe(200)
    expect(code(await make())).toEqual([409, 'shift-taken'])
    const give = (over: object = {}) =>
      c.as('hr').post(`/attendance/shifts/${made.body.id}/people`, { personId: c.people.operator2, fromDate: '2026-09-28', ...over })
    expect(code(await give({ fromDate: '2026-09-21' }))).toEqual([422, 'shift-in-past'])
    expect(code(await give({ personId: other.people.operator }))).toEqual([422, 'person-not-in-engagement'])
    expect((await give()).status).toBe(200)
    expect((await row('operator2乙')).due).toBe(before - 3)
    expect((await c.as('hr').get('/attendance/shifts')).body.items).toMatchObject([{ name: '早班', people: 0 }])
  })
  it('is exported as a workbook, for whoever may see it', async () => {
    const file = await c.as('management').get('/attendance/month/export?month=2026-09')
    expect([file.status, Buffer.from(file.body).subarray(0, 2).toString()]).toEqual([200, 'PK'])
    expect((await c.as('operator').get('/attendance/month')).status).toBe(403)
    expect((await c.as('management').get('/attendance/month?month=2026-13')).status).toBe(400)
    expect((await other.as('teamLead').get('/attendance/month?month=2026-09')).body.items.map((r: Any) => r.personId)).not.toContain(
      c.people.operator,
    )
  })
})
