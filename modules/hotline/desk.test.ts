import { beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../test/support/app.ts'
import type { TestCourt } from '../../test/support/court.ts'
import { idNoOf } from '../organisations/fixtures.ts'
import { claimOf, desk, etag, hotlineCourt, numbered, onCall, onTicket, take } from './test-desk.ts'

let t: TestApp
let c: TestCourt
const NUMBER = '（2026）苏1299民初11号'
let caseId: number
beforeAll(async () => {
  t = await testApp({ now: '2026-09-21T01:00:00Z' })
  c = await hotlineCourt(t)
  caseId = await numbered(t, c, NUMBER, '𠮷野家', idNoOf(77))
})
const grants = async (): Promise<number> =>
  (
    await t.owner.query(
      'select count(*)::int as n from confidentiality.access_grant where case_id = $1 and person_id = $2 and ended_at is null',
      [caseId, c.people.operator],
    )
  ).rows[0].n
const finish = (who: string, ticket: object | null = null) => onCall(c, who, 'finish', { matter: 'enquiry', note: '', ticket })

describe('7.2.2 ⑥ identity before case data (7.3.2.2)', () => {
  test('nothing of a case before verification; it opens with it, and closes with the call', async () => {
    const call = await take(c, 'operator', '１３９ １２３４ ５６７８')
    expect([call.number, call.level, call.facts, call.attemptsLeft]).toEqual(['139****5678', 0, null, 5])
    expect((await c.as('operator').get(`/cases/${caseId}`)).status).toBe(404)
    // Whose case a number is is not told: neither the wrong name nor the wrong number says which of them was wrong.
    const wrong = await onCall(c, 'operator', 'verify', { caseNumber: NUMBER, name: '王五' })
    const other = await onCall(c, 'operator', 'verify', { caseNumber: '（2026）苏1299民初999号', name: '𠮷野家' })
    expect([wrong.body, other.body]).toEqual([
      { agreed: false, level: 0, attemptsLeft: 4 },
      { agreed: false, level: 0, attemptsLeft: 3 },
    ])
    expect((await onCall(c, 'operator', 'verify', { caseNumber: '民初11', name: '𠮷野家' })).body.code).toBe('case-number-wrong')
    // Full-width digits, half-width brackets, a blank in the name: the same case, the same person.
    expect((await onCall(c, 'operator', 'verify', { caseNumber: '(２０２６)苏1299民初11号', name: ' 𠮷野家 ' })).body).toEqual({
      agreed: true,
      level: 1,
      attemptsLeft: 3,
    })
    const open = await desk(c, 'operator')
    expect(open.facts).toEqual({ number: NUMBER, division: '民一庭', procedure: 'ordinary', status: 'open' })
    expect(await grants()).toBe(1)
    expect((await onCall(c, 'operator', 'verify-paper', { digits: '000000' })).body).toEqual({ agreed: false, level: 1, attemptsLeft: 2 })
    expect((await onCall(c, 'operator', 'verify-paper', { digits: idNoOf(77).slice(-6) })).body).toMatchObject({ agreed: true, level: 2 })
    expect(Object.keys((await desk(c, 'operator')).facts)).toContain('filedOn')
    // Every reading of the case stands in the ledger with the grant that let it in.
    const { rows } = await t.owner.query(
      "select data, grant_id from audit.event where verb = 'hotline.case.read' and case_id = $1 order by id",
      [caseId],
    )
    expect(rows.length).toBeGreaterThan(1)
    expect(rows.every((r) => r.grant_id !== null)).toBe(true)
    expect((await finish('operator')).status).toBe(200)
    expect([await grants(), await desk(c, 'operator'), (await c.as('operator').get(`/cases/${caseId}`)).status]).toEqual([0, null, 404])
  })
  test('five wrong answers close it for this call, the right one too', async () => {
    await take(c, 'operator')
    for (let i = 0; i < 5; i++) await onCall(c, 'operator', 'verify', { caseNumber: NUMBER, name: '王五' })
    const r = await onCall(c, 'operator', 'verify', { caseNumber: NUMBER, name: '𠮷野家' })
    expect([r.status, r.body.code]).toEqual([409, 'verification-closed'])
    await finish('operator')
  })
  test('a private case, and whoever is kept away from the case, never opens by telephone', async () => {
    await t.owner.query("update cases.case_record set secrecy = 'private' where id = $1", [caseId])
    await take(c, 'operator')
    expect((await onCall(c, 'operator', 'verify', { caseNumber: NUMBER, name: '𠮷野家' })).body.agreed).toBe(false)
    await t.owner.query("update cases.case_record set secrecy = 'normal' where id = $1", [caseId])
    await finish('operator')
  })
  test('one call in hand, also of two presses at once; nobody acts on another’s; a stale page is refused', async () => {
    const [a, b] = await Promise.all([
      c.as('operator2').post('/hotline/desk/answer', {}),
      c.as('operator2').post('/hotline/desk/answer', {}),
    ])
    expect([a.status, b.status].sort()).toEqual([200, 409])
    const call = await desk(c, 'operator2')
    expect((await c.as('operator').post(`/hotline/calls/${call.id}/finish`, { matter: 'other' }, etag(call.revision))).body.code).toBe(
      'not-in-hand',
    )
    expect((await c.as('operator2').post(`/hotline/calls/${call.id}/finish`, { matter: 'other' }, etag(call.revision + 3))).body.code).toBe(
      'stale-revision',
    )
    expect(
      (await onCall(c, 'operator2', 'finish', { matter: 'caseProgress', ticket: { kind: 'contactJudge', text: '请回电' } })).body.code,
    ).toBe('ticket-needs-case')
    expect((await finish('operator2')).status).toBe(200)
    for (const who of ['candidate', 'teamLead', 'judge', 'leader'])
      expect([who, (await c.as(who).post('/hotline/desk/answer', {})).status === 200]).toEqual([who, false])
  })
  test('danger is told to the court while the caller speaks, and taken over once', async () => {
    await take(c, 'operator')
    expect((await onCall(c, 'operator', 'alarm', { danger: 'selfHarm', note: '来电人称要<script>跳楼' })).status).toBe(200)
    expect((await c.as('leader').get('/notices')).body.items[0]).toMatchObject({ kind: 'hotline-alarm-selfHarm', data: {} })
    const [alarm] = (await c.as('commissioner').get('/hotline/wallboard')).body.alarms
    expect(alarm.takenAt).toBeNull()
    const takes = await Promise.all(
      ['commissioner', 'filingOfficer'].map((who) => c.as(who).post(`/hotline/alarms/${alarm.id}/take`, { note: '法警已到' })),
    )
    expect(takes.map((r) => r.status).sort()).toEqual([200, 409])
    await finish('operator')
  })
})

describe('tickets', () => {
  test('of a case: to its judge, back to a caller who scores it; the case is open to each only meanwhile', async () => {
    const call = await take(c, 'operator')
    await onCall(c, 'operator', 'verify', { caseNumber: NUMBER, name: '𠮷野家' })
    const made = await finish('operator', { kind: 'contactJudge', callerName: '𠮷野家', text: '想了解何时开庭' })
    expect(made.body.ticketNumber).toMatch(/^GD20260921-\d{4}$/)
    const id = made.body.ticketId
    const judgeSees = (await c.as('judge').get(`/hotline/tickets/${id}`)).body
    expect(judgeSees).toMatchObject({
      text: '想了解何时开庭',

      can: { reply: true, reroute: true },
      dueAt: expect.stringContaining('2026-09-29'),
    })
    // The agent's access ended with the call: he sees that there is a ticket and how it stands, not what it says.
    expect((await c.as('operator').get(`/hotline/tickets/${id}`)).body).toMatchObject({
      text: null,
      caseNumber: null,
      contentHidden: true,
      can: { callBack: 'ticket-not-answered' },
    })
    expect((await onTicket(c, 'operator', id, 'reply', { reply: 'x' })).status).toBe(403)
    expect((await onTicket(c, 'clerk', id, 'reply', { reply: 'x' })).body.code).toBe('not-your-ticket')
    const both = await Promise.all([
      onTicket(c, 'judge', id, 'reply', { reply: '九月二十八日上午九时开庭。' }),
      onTicket(c, 'judge', id, 'reply', { reply: '重复' }),
    ])
    expect(both.map((r) => r.status).sort()).toEqual([200, 409])
    expect((await onTicket(c, 'operator2', id, 'call-back', { outcome: 'satisfied', score: 5 })).body.code).toBe('not-your-ticket')
    await claimOf(t, c, 'operator2', call.id)
    const back = (await c.as('operator2').get(`/hotline/tickets/${id}`)).body
    expect(back).toMatchObject({ reply: expect.any(String), caseNumber: NUMBER, can: { callBack: true } })
    expect((await c.as('operator2').post(`/hotline/calls/${call.id}/number`, {})).body).toEqual({ number: '13912345678' })
    expect((await c.as('operator').post(`/hotline/calls/${call.id}/number`, {})).body.code).toBe('not-to-call-back')
    expect((await onTicket(c, 'operator2', id, 'call-back', { outcome: 'satisfied' })).body.code).toBe('score-missing')
    // Asks for more: to the judge again, on a new clock.
    expect((await onTicket(c, 'operator2', id, 'call-back', { outcome: 'again', note: '没听清法庭' })).body.state).toBe('open')
    expect((await onTicket(c, 'judge', id, 'reply', { reply: '第三法庭。' })).status).toBe(200)
    await claimOf(t, c, 'operator', call.id)
    expect((await onTicket(c, 'operator', id, 'call-back', { outcome: 'closeUnreached' })).body.code).toBe('attempts-missing')
    for (let i = 0; i < 3; i++) expect((await onTicket(c, 'operator', id, 'call-back', { outcome: 'notReached' })).status).toBe(200)
    expect((await onTicket(c, 'operator', id, 'call-back', { outcome: 'satisfied', score: 6 })).status).toBe(400)
    expect((await onTicket(c, 'operator', id, 'call-back', { outcome: 'satisfied', score: 4 })).body.state).toBe('closed')
    expect((await c.as('judge').get(`/hotline/tickets/${id}`)).body).toMatchObject({ state: 'closed', score: 4, attempts: 3 })
    expect(await grants()).toBe(0)
  })
  test('rerouted within the case; an office’s ticket by whoever holds the office', async () => {
    await take(c, 'operator')
    await onCall(c, 'operator', 'verify', { caseNumber: NUMBER, name: '𠮷野家' })
    const { ticketId } = (await finish('operator', { kind: 'caseEnquiry', text: '问送达情况' })).body
    expect((await onTicket(c, 'clerk', ticketId, 'reroute', { route: 'courtLeader', reason: 'x' })).body.code).toBe('route-not-possible')
    expect((await onTicket(c, 'clerk', ticketId, 'reroute', { route: 'judge', reason: '请法官说明' })).status).toBe(200)
    expect((await onTicket(c, 'judge', ticketId, 'reply', { reply: '已送达。' })).status).toBe(200)
    await take(c, 'operator', null)
    const office = (await finish('operator', { kind: 'suggestion', text: '建议增加停车位' })).body
    expect((await onTicket(c, 'commissioner', office.ticketId, 'reply', { reply: 'x' })).body.code).toBe('not-your-ticket')
    expect((await onTicket(c, 'management', office.ticketId, 'reply', { reply: '已列入计划。' })).status).toBe(200)
    expect((await onTicket(c, 'operator2', office.ticketId, 'call-back', { outcome: 'satisfied', score: 3 })).body.state).toBe('closed')
  })
  test('a step let go of during the call shows nothing more, and is closed when the call is over; the court’s cancelling ends the ticket', async () => {
    const call = await take(c, 'operator')
    await onCall(c, 'operator', 'verify', { caseNumber: NUMBER, name: '𠮷野家' })
    const { taskId } = await desk(c, 'operator')
    const at = async (): Promise<number> =>
      (await t.owner.query('select revision from worklist.task where id = $1', [taskId])).rows[0].revision
    expect((await c.as('operator').post(`/tasks/${taskId}/release`, {}, etag(await at()))).status).toBe(200)
    expect((await desk(c, 'operator')).facts).toBeNull()
    expect((await finish('operator', { kind: 'contactJudge', text: 'x' })).body.code).toBe('ticket-needs-case')
    expect((await finish('operator')).status).toBe(200)
    await claimOf(t, c, 'operator2', call.id)
    expect((await c.as('operator2').get(`/hotline/tasks/${taskId}`)).body).toMatchObject({ inHand: false, ticketId: null })
    expect((await c.as('operator2').post(`/hotline/tasks/${taskId}/close`, {}, etag(await at()))).status).toBe(200)
    expect(await grants()).toBe(0)

    await take(c, 'operator')
    await onCall(c, 'operator', 'verify', { caseNumber: NUMBER, name: '𠮷野家' })
    const { ticketId } = (await finish('operator', { kind: 'contactJudge', text: '误登记' })).body
    const task = (await c.as('judge').get(`/hotline/tickets/${ticketId}`)).body.taskId
    const revision = (await t.owner.query('select revision from worklist.task where id = $1', [task])).rows[0].revision
    // What was sent is not sent back to a call that is over.
    expect((await c.as('judge').post(`/tasks/${task}/return`, { to: 'answer', reason: '退回' }, etag(revision))).status).toBeGreaterThan(
      399,
    )
    expect((await c.as('management').post(`/tasks/${task}/cancel`, { reason: '误登记' }, etag(revision))).status).toBe(200)
    expect((await c.as('management').get(`/hotline/tickets/${ticketId}`)).body.state).toBe('closed')
  })
  test('登记13: fifteen days, a duty of the court until it is answered', async () => {
    await take(c, 'operator')
    const { ticketId, ticketNumber } = (await finish('operator', { kind: 'filingComplaint', text: '立案材料被拒收' })).body
    // Fifteen days from 09-21 end on 10-06, a day off: the first working day after.
    expect((await c.as('management').get(`/hotline/tickets/${ticketId}`)).body.dueAt).toContain('2026-10-08')
    const duty = async () =>
      (await t.owner.query("select state, label from duties.duty where key = 'hotline.filing-complaint' and subject_id = $1", [ticketId]))
        .rows[0]
    expect(await duty()).toEqual({ state: 'open', label: ticketNumber })
    expect((await onTicket(c, 'management', ticketId, 'reply', { reply: '已核查。' })).status).toBe(200)
    expect((await duty()).state).toBe('done')
  })
  test('a report about discipline is the leader’s alone; who took it keeps number and day', async () => {
    await take(c, 'operator', '05231234567')
    await onCall(c, 'operator', 'verify', { caseNumber: NUMBER, name: '𠮷野家' })
    const made = (await finish('operator', { kind: 'discipline', callerName: '李某', text: '反映某法官收受礼品' })).body
    expect([made.ticketId, typeof made.ticketNumber]).toEqual([null, 'string'])
    const { rows } = await t.owner.query('select id::int, case_id from hotline.ticket where number = $1', [made.ticketNumber])
    expect(rows[0].case_id).toBeNull()
    const sealed = `/hotline/tickets/${rows[0].id}`
    for (const who of ['operator', 'teamLead', 'projectManager', 'management', 'commissioner', 'filingOfficer', 'judge', 'clerk']) {
      expect([who, (await c.as(who).get(sealed)).status]).toEqual([who, 404])
      expect(JSON.stringify((await c.as(who).get('/hotline/tickets?limit=200')).body)).not.toContain(made.ticketNumber)
    }
    expect((await c.as('operator').get('/hotline/sealed')).body.items).toEqual([
      { number: made.ticketNumber, openedAt: expect.any(String) },
    ])
    expect((await c.as('operator2').get('/hotline/sealed')).body.items).toEqual([])
    expect((await c.as('leader').get(sealed)).body).toMatchObject({
      text: '反映某法官收受礼品',
      can: { reply: true, reroute: 'route-not-possible' },
    })
    expect((await onTicket(c, 'leader', rows[0].id, 'reply', { reply: '已转督察。' })).status).toBe(200)
    // Nothing of its words in the ledger.
    const told = await t.owner.query("select count(*)::int as n from audit.event where data::text like '%礼品%'")
    expect(told.rows[0].n).toBe(0)
  })
  test('late ones are put before those who answer for them, once', async () => {
    await take(c, 'operator')
    const { ticketId, ticketNumber } = (await finish('operator', { kind: 'serviceComplaint', text: '等待太久' })).body
    await t.owner.query("update hotline.ticket set due_at = '2026-09-20T00:00:00Z', opened_at = '2026-09-10T00:00:00Z' where id = $1", [
      ticketId,
    ])
    const { escalateLate } = await import('./public.ts')
    expect(await t.app.asSystem(c.courtId, escalateLate)).toBe(1)
    expect(await t.app.asSystem(c.courtId, escalateLate)).toBe(0)
    expect((await c.as('commissioner').get('/notices')).body.items[0]).toMatchObject({
      kind: 'hotline-late',
      data: { number: ticketNumber },
    })
    expect((await c.as('management').get('/hotline/tickets?view=late')).body.items.map((i: { id: number }) => i.id)).toEqual([ticketId])
  })
})
