import pg from 'pg'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Reply, testApp, type TestApp } from '../../test/support/app.ts'
import { testCourt, type TestCourt } from '../../test/support/court.ts'
import { signedIn } from '../accounts/fixtures.ts'
import { fireTimer } from '../worklist/public.ts'
import { complaint, typed } from './fixtures.ts'

let t: TestApp
let c: TestCourt
beforeAll(async () => {
  t = await testApp({ now: '2026-09-21T01:00:00Z' })
  c = await testCourt(t)
})

/** Signed in now: sessions end while the clock of a test runs through weeks. */
const as = async (who: string) => t.visitor(await t.app.asSystem(c.courtId, (ctx) => signedIn(ctx, c.people[who]!)))
const revisionOf = async (taskId: number): Promise<number> => (await t.owner.query('select revision from worklist.task where id = $1', [taskId])).rows[0].revision
const send = async (who: string, taskId: number, verb: string, body: unknown): Promise<Reply> => (await as(who)).post(`/filing/tasks/${taskId}/${verb}`, body, { 'if-match': `"${await revisionOf(taskId)}"` })
const claim = async (who: string, taskId: number): Promise<Reply> => (await as(who)).post(`/tasks/${taskId}/claim`, {}, { 'if-match': `"${await revisionOf(taskId)}"` })
const openTask = async (recordId: number, element: string): Promise<number> =>
  (await t.owner.query("select id from worklist.task where subject_type = 'filing' and subject_id = $1 and element_id = $2 and state in ('ready','claimed','started') order by id desc limit 1", [recordId, element])).rows[0]?.id ?? 0
const receive = async (over = {}): Promise<{ id: number; caseId: number; taskId: number | null }> => {
  const r = await (await as('filingOfficer')).post('/filing/records', complaint(over))
  expect(r.body, JSON.stringify(r.body)).toMatchObject({ id: expect.any(Number) })
  return r.body
}
const keyIn = async (recordId: number, over = {}, who = 'operator'): Promise<Reply> => {
  const task = await openTask(recordId, 'keyIn')
  const claimed = (await t.owner.query('select assignee_id from worklist.task where id = $1', [task])).rows[0].assignee_id
  if (!claimed) expect((await claim(who, task)).status).toBe(200)
  const form = await (await as(who)).get(`/filing/tasks/${task}`)
  expect(form.status, JSON.stringify(form.body)).toBe(200)
  return send(who, task, 'key-in', typed(form.body.keyed, over))
}
const check = async (recordId: number, body: unknown = { passed: true }): Promise<Reply> => {
  const task = await openTask(recordId, 'check')
  expect((await claim('teamLead', task)).status).toBe(200)
  return send('teamLead', task, 'check', body)
}
const toDecision = async (over = {}, typing = {}): Promise<{ id: number; caseId: number; task: number }> => {
  const r = await receive(over)
  const keyed = await keyIn(r.id, typing)
  expect(keyed.status, JSON.stringify(keyed.body)).toBe(200)
  expect((await check(r.id)).status).toBe(200)
  return { ...r, task: await openTask(r.id, 'decision') }
}
const accept = { decision: 'accept', fee: '1150.00' }
const acceptNow = async (over = {}): Promise<{ id: number; caseId: number; number: string }> => {
  const r = await toDecision(over)
  await claim('filingOfficer', r.task)
  const d = await send('filingOfficer', r.task, 'decide', { ...accept, divisionId: c.divisions.civil })
  expect(d.status, JSON.stringify(d.body)).toBe(200)
  return { ...r, number: d.body.number }
}
const record = async (id: number, who = 'filingOfficer') => (await (await as(who)).get(`/filing/records/${id}`)).body

describe('7.2.2 from the receipt to the division', () => {
  test('the whole way, with access opening and closing behind it', async () => {
    const r = await receive({ next: 'examine' })
    expect(await record(r.id)).toMatchObject({ state: 'open', dueOn: '2026-09-28', number: null, materials: [{ name: '民事起诉状' }, {}], deadlines: [{ rule: 'filing-decision', basis: expect.arrayContaining(['民诉126']), inputs: { from: '2026-09-21' } }], documents: [{ kind: 'receipt' }] })
    expect((await send('filingOfficer', r.taskId!, 'intake', { outcome: 'accept' })).status).toBe(200)
    expect((await (await as('operator')).get(`/cases/${r.caseId}`)).status).toBe(404)
    expect((await keyIn(r.id)).body).toEqual({ ok: true, nextTaskId: null })
    expect((await (await as('operator')).get(`/cases/${r.caseId}`)).status).toBe(404)

    const returned = await check(r.id, { passed: false, marks: [{ field: 'parties.1.representative', note: '法定代表人应为全名' }] })
    expect(returned.status, JSON.stringify(returned.body)).toBe(200)
    const again = await openTask(r.id, 'keyIn')
    const { rows } = await t.owner.query('select assignee_id from worklist.task where id = $1', [again])
    expect(rows[0].assignee_id).toBe(c.people.operator)
    const form = (await (await as('operator')).get(`/filing/tasks/${again}`)).body
    expect(form.entries[0]).toMatchObject({ passed: false, marks: [{ field: 'parties.1.representative', note: '法定代表人应为全名' }] })
    expect(form.keyed.parties).toHaveLength(3)
    expect(form.keyed.parties[0]).toMatchObject({ paper: '11010519491231002X', sex: 'female', birthOn: '1949-12-31' })
    const [a, b, agent] = form.keyed.parties
    const second = { parties: [{ ...typed(form.keyed).parties[0]!, id: a.id }, { ...typed(form.keyed).parties[1]!, id: b.id, representative: '顾启明' }, { ...typed(form.keyed).parties[2]!, id: agent.id }] }
    expect((await keyIn(r.id, second)).status).toBe(200)
    expect((await check(r.id)).status).toBe(200)

    const decision = await openTask(r.id, 'decision')
    await claim('filingOfficer', decision)
    expect((await (await as('filingOfficer')).get(`/filing/tasks/${decision}`)).body).toMatchObject({ suggestedFee: '1150.00', keyed: { cause: '民间借贷纠纷', causeKnown: true, procedure: 'simple', amount: '100000.00' } })
    const d = await send('filingOfficer', decision, 'decide', { ...accept, divisionId: c.divisions.civil })
    expect(d.body.number).toMatch(/^（2026）苏1299民初\d+号$/)
    expect(await record(r.id)).toMatchObject({ state: 'accepted', number: d.body.number, light: 'done', decisions: expect.arrayContaining([expect.objectContaining({ kind: 'accept', inTime: true, dueOn: '2026-09-28', number: d.body.number })]) })

    const notices = await openTask(r.id, 'notices')
    await claim('operator2', notices)
    expect((await send('operator2', notices, 'notices', {})).body.code).toBe('documents-missing')
    const docs = await (await as('operator2')).post(`/filing/tasks/${notices}/documents`, { kinds: ['acceptance', 'feeNotice', 'evidenceNotice', 'addressForm'] })
    expect(docs.body.items).toHaveLength(4)
    const pdf = await (await as('operator2')).get(`/filing/documents/${docs.body.items[1].id}`)
    expect([pdf.status, pdf.body.subarray(0, 5).toString()]).toEqual([200, '%PDF-'])
    expect((await send('operator2', notices, 'notices', {})).status).toBe(200)
    expect((await (await as('operator2')).get(`/filing/documents/${docs.body.items[1].id}`)).status).toBe(404)
    expect(await record(r.id)).toMatchObject({ fee: { amount: '1150.00', noticedOn: '2026-09-21', dueOn: '2026-09-28', light: 'calm' } })

    const handover = await openTask(r.id, 'handover')
    await claim('operator2', handover)
    expect((await send('operator2', handover, 'handover', { volumes: 1, pages: 9, receiverId: c.people.filingOfficer })).body.code).toBe('receiver-not-of-division')
    expect((await send('operator2', handover, 'handover', { volumes: 1, pages: 9, receiverId: c.people.clerk })).status).toBe(200)
    expect((await (await as('filingOfficer')).post(`/filing/records/${r.id}/fee-paid`, { paidOn: '2026-09-21', receiptNo: 'Z-001' })).body).toEqual({ inTime: true })
    const { rows: ended } = await t.owner.query("select state from processes.instance where subject_type = 'filing' and subject_id = $1", [r.id])
    expect(ended[0].state).toBe('completed')
    expect(await record(r.id, 'judge')).toMatchObject({ handover: { volumes: 1, pages: 9 }, fee: { paidOn: '2026-09-21' }, steps: [] })
  })
  test('what is wrong is said at its field', async () => {
    const r = await receive()
    const bad = await keyIn(r.id, { papers: ['110105194912310021', '91350100M000100Y43'] })
    expect([bad.status, bad.body.code, bad.body.detail.field]).toEqual([422, 'id-check-digit', 'parties.0.paper'])
    expect((await keyIn(r.id, { papers: ['11010519491231002X', '91350100M000100Y4A'] })).body.code).toBe('uscc-check-digit')
    const task = await openTask(r.id, 'keyIn')
    const { keyed } = (await (await as('operator')).get(`/filing/tasks/${task}`)).body
    expect((await send('operator', task, 'key-in', { ...typed(keyed), caseRevision: keyed.revision + 3 })).body.code).toBe('stale-revision')
    expect((await send('operator', task, 'key-in', typed(keyed, { parties: typed(keyed).parties.filter((p) => p.role !== 'defendant') }))).body.code).toBe('opponent-missing')
    const stale = await (await as('operator')).post(`/filing/tasks/${task}/key-in`, typed(keyed), { 'if-match': '"1"' })
    expect([stale.status, stale.body.code]).toEqual([409, 'stale-revision'])
    expect((await (await as('operator')).post(`/filing/tasks/${task}/key-in`, typed(keyed))).status).toBe(428)
    // Nothing of the refused ones was kept.
    expect((await t.owner.query('select count(*)::int as n from filing.entry where record_id = $1', [r.id])).rows[0].n).toBe(0)
  })
  test('6.6.1: an operator who is not admitted gets neither task nor form', async () => {
    const r = await receive()
    const task = await openTask(r.id, 'keyIn')
    const refused = await claim('candidate', task)
    expect([refused.status, refused.body.code]).toEqual([403, 'not-admitted'])
    expect((await (await as('candidate')).get(`/filing/tasks/${task}`)).status).toBeGreaterThanOrEqual(403)
    expect((await send('candidate', task, 'key-in', typed({ revision: 1, parties: [] }))).status).toBeGreaterThanOrEqual(403)
  })
  test('maker and checker are two people', async () => {
    const r = await receive()
    await keyIn(r.id)
    await t.owner.query('update filing.entry set keyed_by = $1 where record_id = $2', [c.people.teamLead, r.id])
    expect((await check(r.id)).body.code).toBe('own-entry')
  })
})

describe('民诉126, 登记7: periods and the one-time notice (A2)', () => {
  const at = (day: string, hour = '02:00') => t.clock.set(`2026-${day}T${hour}:00Z`)
  test('received 09-21, notice 09-22, supplied 09-28: due 10-08; 10-08 in time, 10-09 late; a second notice needs reasons', async () => {
    at('09-21')
    const [one, two] = [await receive({ next: 'examine' }), await receive({ next: 'examine', applicant: '蒋小满' })]
    at('09-22')
    const notice: number[] = []
    for (const r of [one, two]) {
      const i = await send('filingOfficer', r.taskId!, 'intake', { outcome: 'supplement' })
      const s = await send('filingOfficer', i.body.nextTaskId, 'supplement', { items: [{ what: '缺起诉状副本一份', article: '民诉124' }, { what: '缺授权委托书', article: '民诉62' }] })
      expect(s.status, JSON.stringify(s.body)).toBe(200)
      notice.push(s.body.documentId)
    }
    expect(await record(one.id)).toMatchObject({ state: 'awaiting', dueOn: null, supplements: [{ round: 1, items: [{ what: '缺起诉状副本一份' }, { what: '缺授权委托书' }] }] })
    expect((await (await as('filingOfficer')).get(`/filing/documents/${notice[0]}`)).body.subarray(0, 5).toString()).toBe('%PDF-')
    at('09-28')
    for (const r of [one, two]) {
      const arrived = await (await as('filingOfficer')).post(`/filing/records/${r.id}/supplement`, { materials: [{ name: '起诉状副本', copies: 1, pages: 3 }] })
      expect(arrived.body, JSON.stringify(arrived.body)).toMatchObject({ dueOn: '2026-10-08' })
      expect((await (await as('filingOfficer')).post(`/filing/records/${r.id}/supplement`, { materials: [{ name: '再次', copies: 1, pages: 3 }] })).body.code).toBe('no-supplement-awaited')
    }
    expect((await record(one.id)).deadlines).toMatchObject([{ dueOn: '2026-10-08', inputs: { from: '2026-09-21', supplemented: '2026-09-28' } }, { dueOn: '2026-09-28' }])

    // A second notice for what was visible on 09-21.
    const examine = await openTask(two.id, 'intake')
    const again = await send('filingOfficer', examine, 'intake', { outcome: 'supplement' })
    const late = { items: [{ what: '缺被告主体信息', visibleOn: '2026-09-21' }] }
    const refused = await send('filingOfficer', again.body.nextTaskId, 'supplement', late)
    expect([refused.status, refused.body.code, refused.body.detail.item]).toEqual([422, 'second-notice-needs-reason', '缺被告主体信息'])
    expect((await send('filingOfficer', again.body.nextTaskId, 'supplement', { ...late, againReason: '原审查时被告登记信息尚未变更' })).status).toBe(200)

    await send('filingOfficer', await openTask(one.id, 'intake'), 'intake', { outcome: 'accept' })
    await keyIn(one.id)
    await check(one.id)
    const decision = await openTask(one.id, 'decision')
    const { rows } = await t.owner.query('select due_at from worklist.task where id = $1', [decision])
    expect(new Date(rows[0].due_at).toISOString()).toBe('2026-10-08T09:00:00.000Z')
    at('10-08')
    expect(await record(one.id)).toMatchObject({ light: 'today' })
    await claim('filingOfficer', decision)
    await send('filingOfficer', decision, 'decide', { ...accept, divisionId: c.divisions.civil })
    expect((await record(one.id)).decisions.at(-1)).toMatchObject({ kind: 'accept', inTime: true, dueOn: '2026-10-08' })
  })
  test('10-09 is late', async () => {
    at('09-30')
    const r = await toDecision()
    at('10-09')
    expect(await record(r.id)).toMatchObject({ dueOn: '2026-10-08', light: 'late' })
    await claim('filingOfficer', r.task)
    await send('filingOfficer', r.task, 'decide', { ...accept, divisionId: c.divisions.civil })
    expect((await record(r.id)).decisions.at(-1)).toMatchObject({ kind: 'accept', inTime: false })
  })
  test('refusal is a ruling with its text; the number stays unused', async () => {
    at('10-10')
    const r = await toDecision({ applicant: '费六一' })
    await claim('filingOfficer', r.task)
    expect((await send('filingOfficer', r.task, 'decide', { decision: 'refuse' })).body.code).toBe('reason-required')
    const d = await send('filingOfficer', r.task, 'decide', { decision: 'refuse', reason: '不属于人民法院受理民事诉讼的范围' })
    const ruled = await send('filingOfficer', d.body.nextTaskId, 'refuse', { article: '《中华人民共和国民事诉讼法》第一百二十二条、第一百二十六条', reason: '起诉不属于人民法院受理民事诉讼的范围。' })
    expect(ruled.status, JSON.stringify(ruled.body)).toBe(200)
    expect(await record(r.id)).toMatchObject({ state: 'refused', number: null, steps: [] })
    expect((await t.owner.query('select status from cases.case_record where id = $1', [r.caseId])).rows[0].status).toBe('refused')
  })
})

describe('numbers', () => {
  test('two officers at once: distinct, consecutive, no gap after a refused step', async () => {
    await c.person('officer2', 'filingOfficer')
    const [a, b] = [await toDecision(), await toDecision()]
    await claim('filingOfficer', a.task)
    await claim('officer2', b.task)
    const before = Number((await t.owner.query("select coalesce(max(number_seq), 0) as n from cases.case_record where court_id = $1 and number_type = '民初'", [c.courtId])).rows[0].n)
    expect((await send('filingOfficer', a.task, 'decide', { decision: 'accept', divisionId: c.divisions.civil })).body.code).toBe('fee-required')
    const both = await Promise.all([send('filingOfficer', a.task, 'decide', { ...accept, divisionId: c.divisions.civil }), send('officer2', b.task, 'decide', { ...accept, divisionId: c.divisions.civil })])
    expect(both.map((r) => r.status)).toEqual([200, 200])
    const seqs = both.map((r) => Number(/民初(\d+)号/.exec(r.body.number)![1])).sort((x, y) => x - y)
    expect(seqs).toEqual([before + 1, before + 2])
  })
  test('void keeps the number used and leaves indicator e', async () => {
    const r = await acceptNow()
    const counted = async () => Number((await t.owner.query('select count(*) filter (where counted) as n from filing.indicator_fact_e where item_id = $1', [r.id])).rows[0].n)
    expect(await counted()).toBe(1)
    expect((await (await as('filingOfficer')).post(`/filing/records/${r.id}/void`, { reason: '重复' })).status).toBe(403)
    expect((await (await as('management')).post(`/filing/records/${r.id}/void`, { reason: '重复登记' })).body).toEqual({ ok: true })
    expect(await counted()).toBe(0)
    expect(await record(r.id)).toMatchObject({ state: 'void', number: r.number, steps: [] })
    const after = await acceptNow()
    expect(Number(/民初(\d+)号/.exec(after.number)![1])).toBe(Number(/民初(\d+)号/.exec(r.number)![1]) + 1)
    const { rows } = await t.owner.query('select person_id, team, excluded_seconds, service from filing.indicator_fact_e where item_id = $1', [after.id])
    expect(rows[0]).toMatchObject({ person_id: c.people.operator, service: 'filing-entry' })
  })
})

describe('4.1 the decision is the court’s', () => {
  test('by the API: operator, team lead and project manager are refused, whatever task they name', async () => {
    const r = await toDecision()
    for (const who of ['operator', 'teamLead', 'projectManager']) {
      for (const [verb, body] of [['decide', { ...accept, divisionId: c.divisions.civil }], ['intake', { outcome: 'accept' }], ['supplement', { items: [{ what: 'x' }] }], ['refuse', { article: 'x', reason: 'x' }], ['fee-decision', { decision: 'relief', reason: 'x' }]] as const) {
        const refused = await send(who, r.task, verb, body)
        expect([refused.status, refused.body.code], `${who} ${verb}`).toEqual([403, 'not-allowed'])
      }
      expect((await (await as(who)).post(`/tasks/${r.task}/complete`, { variables: { decision: 'accept' } }, { 'if-match': '"1"' })).status).toBeGreaterThanOrEqual(403)
    }
    expect((await (await as('operator')).post('/filing/records', complaint())).status).toBe(403)
  })
  test('by SQL as bailiwick_app: no decision row, no number, no filed state', async () => {
    const r = await receive()
    const task = await openTask(r.id, 'keyIn')
    await c.person('lonely', 'operator')
    expect((await claim('lonely', task)).status).toBe(200)
    const client = new pg.Client(t.connect)
    await client.connect()
    const tryIt = async (sql: string, params: unknown[]): Promise<string> => {
      await client.query('begin')
      await client.query("select bw.act_as($1, null, $2, $3, 'contractor', '{operator}', '{}', $4, $5)", [c.people.lonely, c.courtId, c.contractorId, [c.engagementId], t.clock.now().toString()])
      const said = await client.query(sql, params).then((x) => `ok ${x.rowCount}`, (e: { code: string }) => e.code)
      await client.query('rollback')
      return said
    }
    // He holds a live grant to key in this very case: content passes …
    expect(await tryIt("update cases.case_record set cause_name = '买卖合同纠纷' where id = $1", [r.caseId])).toBe('ok 1')
    // … but nothing that is a decision.
    for (const set of ["number = '（2026）苏1299民初9999号'", "status = 'open'", "filed_on = '2026-09-21'", 'judge_id = 1', "secrecy = 'secret'"])
      expect(await tryIt(`update cases.case_record set ${set} where id = $1`, [r.caseId]), set).toBe('BW004')
    const row = (by: number, kind = 'accept') => tryIt('insert into filing.decision (court_id, record_id, case_id, task_id, kind, decided_by, article) values ($1, $2, $3, $4, $5, $6, $7)', [c.courtId, r.id, r.caseId, task, kind, by, '民诉126'])
    expect(await row(c.people.lonely!)).toBe('42501')
    expect(await row(c.people.filingOfficer!)).toBe('42501')
    expect(await row(c.people.judge!, 'fee-relief')).toBe('42501')
    expect(await tryIt('insert into filing.supplement (court_id, record_id, case_id, task_id, round, issued_by) values ($1, $2, $3, $4, 1, $5)', [c.courtId, r.id, r.caseId, task, c.people.lonely])).toBe('42501')
    expect(await tryIt("update filing.record set received_at = now() where id = $1", [r.id])).toBe('42501')
    expect(await tryIt('select id from filing.record where id = $1', [r.id])).toBe('ok 1')
    expect(await tryIt('select id from filing.record where id <> $1', [r.id])).toBe('ok 0')
    await client.end()
    // Even the owner cannot name an outsourced person as the one who decided.
    await expect(t.owner.query('insert into filing.decision (court_id, record_id, case_id, task_id, kind, decided_by, article) values ($1, $2, $3, $4, $5, $6, $7)', [c.courtId, r.id, r.caseId, task, 'accept', c.people.lonely, '民诉126'])).rejects.toMatchObject({ code: '23503' })
  })
})

describe('duplicates while typing', () => {
  const ask = async (who: string, task: number, over: { name?: string; other?: string; paper?: string | null; cause?: string } = {}) =>
    (await as(who)).post(`/filing/tasks/${task}/lookup`, { cause: over.cause ?? '民间借贷纠纷', parties: [{ role: 'plaintiff', name: over.name ?? '郑双鱼', paperKind: 'idCard', paper: over.paper ?? null }, { role: 'defendant', name: over.other ?? '云川双木制衣有限公司' }] })
  test('the fact and the number, nothing of the other case; one name alone is no answer', async () => {
    const known = await acceptNow({ applicant: '郑双鱼', respondent: '云川双木制衣有限公司' })
    await t.owner.query("update cases.party set name = '郑双鱼', name_grams = array['郑','双','鱼','郑双','双鱼'] where case_id = $1 and role = 'plaintiff'", [known.caseId])
    await t.owner.query("update cases.party set name = '云川双木制衣有限公司', name_grams = (select array_agg(substr('云川双木制衣有限公司', i, n)) from generate_series(1, 10) i, generate_series(1, 2) n) where case_id = $1 and role = 'defendant'", [known.caseId])
    const r = await receive()
    const task = await openTask(r.id, 'keyIn')
    await c.person('typist', 'operator')
    await claim('typist', task)
    const found = await ask('typist', task)
    expect(found.body.items, JSON.stringify(found.body)).toEqual([{ number: known.number, kind: 'duplicate', byPaper: false, status: 'open', caseId: null }])
    expect((await ask('typist', task, { cause: '买卖合同纠纷' })).body.items[0].kind).toBe('samePair')
    expect((await ask('typist', task, { other: '另一家公司' })).body.items).toEqual([])
    const byPaper = (await ask('typist', task, { name: '别名', other: '别家', paper: '１１０１０５１９４９１２３１００２ｘ' })).body.items
    expect(byPaper.length).toBeGreaterThan(0)
    expect(byPaper.every((x: { kind: string; byPaper: boolean; caseId: null }) => x.kind === 'sameParty' && x.byPaper && x.caseId === null)).toBe(true)
    // Without the task in hand there is no search.
    expect((await ask('operator2', task)).status).toBeGreaterThanOrEqual(403)
    // Who checks the entry is told the same as who typed it.
    expect((await keyIn(r.id, {}, 'typist')).status).toBe(200)
    const checking = await openTask(r.id, 'check')
    await claim('teamLead', checking)
    expect((await ask('teamLead', checking)).body.items).toEqual([{ number: known.number, kind: 'duplicate', byPaper: false, status: 'open', caseId: null }])
    const { rows } = await t.owner.query("select data from audit.event where verb = 'filing.lookup' and person_id = $1 limit 1", [c.people.typist])
    expect(JSON.stringify(rows[0].data)).not.toContain('郑双鱼')
  })
})

describe('登记7: the notice lapses', () => {
  const lapsed = async (): Promise<{ id: number; task: number }> => {
    const r = await receive({ next: 'examine' })
    const intake = await send('filingOfficer', r.taskId!, 'intake', { outcome: 'supplement' })
    expect((await send('filingOfficer', intake.body.nextTaskId, 'supplement', { items: [{ what: '缺授权委托书' }] })).status).toBe(200)
    t.clock.advance({ hours: 24 * 25 })
    const { rows } = await t.owner.query('select t.instance_id, t.id from processes.timer t join processes.instance i on i.id = t.instance_id where i.subject_id = $1 and t.due_at <= $2', [r.id, t.clock.now().toString()])
    for (const x of rows) await t.app.asSystem(c.courtId, (ctx) => fireTimer(ctx, Number(x.instance_id), Number(x.id)))
    const task = await openTask(r.id, 'notSupplemented')
    expect((await claim('filingOfficer', task)).status).toBe(200)
    return { id: r.id, task }
  }
  test('the party insists: no period ran while the court waited; seven days for the ruling begin', async () => {
    const r = await lapsed()
    const said = await send('filingOfficer', r.task, 'not-supplemented', { outcome: 'insists', reason: '当事人坚持起诉' })
    expect(said.status, JSON.stringify(said.body)).toBe(200)
    const today = t.clock.now().toZonedDateTimeISO('Asia/Shanghai').toPlainDate()
    const due = (await record(r.id)).dueOn
    expect(due >= today.add({ days: 7 }).toString()).toBe(true)
    expect((await send('filingOfficer', said.body.nextTaskId, 'refuse', { article: '民诉122', reason: '没有明确的被告' })).status).toBe(200)
    const { decisions, state } = await record(r.id)
    expect(state).toBe('refused')
    expect(decisions.map((d: { kind: string; inTime: boolean | null }) => [d.kind, d.inTime])).toEqual([['intake-supplement', true], ['insists', null], ['refuse-ruling', true]])
  })
  test('the supplement arrives before it is decided: that step ends, the examination is in hand, the period starts anew', async () => {
    const r = await lapsed()
    const came = await (await as('filingOfficer')).post(`/filing/records/${r.id}/supplement`, { materials: [{ name: '授权委托书', copies: 1, pages: 1, original: true }] })
    expect(came.status, JSON.stringify(came.body)).toBe(200)
    expect(came.body.taskId).toBe(await openTask(r.id, 'intake'))
    expect(await openTask(r.id, 'notSupplemented')).toBe(0)
    expect((await send('filingOfficer', r.task, 'not-supplemented', { outcome: 'returned', reason: 'x' })).body.code).toBe('task-closed')
  })
})

describe('fee watch', () => {
  test('unpaid after seven days: the judge is asked; waiting starts the period anew; relief settles it', async () => {
    const r = await acceptNow()
    const notices = await openTask(r.id, 'notices')
    await claim('operator', notices)
    await (await as('operator')).post(`/filing/tasks/${notices}/documents`, { kinds: ['acceptance', 'feeNotice', 'evidenceNotice', 'addressForm'] })
    expect((await send('operator', notices, 'notices', {})).status).toBe(200)
    const fire = async () => {
      const { rows } = await t.owner.query('select t.instance_id, t.id from processes.timer t join processes.instance i on i.id = t.instance_id where i.subject_id = $1 and t.due_at <= $2', [r.id, t.clock.now().toString()])
      for (const x of rows) await t.app.asSystem(c.courtId, (ctx) => fireTimer(ctx, Number(x.instance_id), Number(x.id)))
      return rows.length
    }
    expect(await fire()).toBe(0)
    t.clock.advance({ hours: 24 * 12 })
    expect((await (await as('filingOfficer')).get('/filing/records?view=fees')).body.items.find((x: { id: number }) => x.id === r.id)).toMatchObject({ fee: { light: 'late' } })
    expect(await fire()).toBe(1)
    const task = await openTask(r.id, 'feeDecision')
    const told = (await (await as('judge')).get('/notices')).body
    expect(JSON.stringify(told)).toContain(`/tasks/${task}`)
    expect((await claim('judge', task)).status).toBe(200)
    expect((await send('judge', task, 'fee-decision', { decision: 'wait', reason: '当事人称在途' })).status).toBe(200)
    expect(await fire()).toBe(0)
    t.clock.advance({ hours: 24 * 12 })
    expect(await fire()).toBe(1)
    const again = await openTask(r.id, 'feeDecision')
    await claim('judge', again)
    const done = await send('judge', again, 'fee-decision', { decision: 'relief', reason: '准予免交' })
    expect(done.status, JSON.stringify(done.body)).toBe(200)
    expect(await record(r.id)).toMatchObject({ fee: { waived: true, light: 'done' } })
    expect((await (await as('filingOfficer')).post(`/filing/records/${r.id}/fee-paid`, { paidOn: '2026-09-21', receiptNo: 'x' })).body.code).toBe('fee-already-paid')
  })
  test('paid while the judge has it in hand: his task and what he saw for it close, nothing is left to decide', async () => {
    const r = await acceptNow()
    const notices = await openTask(r.id, 'notices')
    await claim('operator', notices)
    await (await as('operator')).post(`/filing/tasks/${notices}/documents`, { kinds: ['acceptance', 'feeNotice', 'evidenceNotice', 'addressForm'] })
    expect((await send('operator', notices, 'notices', {})).status).toBe(200)
    t.clock.advance({ hours: 24 * 12 })
    const { rows } = await t.owner.query('select t.instance_id, t.id from processes.timer t join processes.instance i on i.id = t.instance_id where i.subject_id = $1 and t.due_at <= $2', [r.id, t.clock.now().toString()])
    for (const x of rows) await t.app.asSystem(c.courtId, (ctx) => fireTimer(ctx, Number(x.instance_id), Number(x.id)))
    const task = await openTask(r.id, 'feeDecision')
    expect((await claim('judge', task)).status).toBe(200)
    const paid = await (await as('filingOfficer')).post(`/filing/records/${r.id}/fee-paid`, { paidOn: t.clock.now().toString().slice(0, 10), receiptNo: 'Z-7' })
    expect([paid.status, paid.body]).toEqual([200, { inTime: false }])
    expect(await openTask(r.id, 'feeDecision')).toBe(0)
    expect((await t.owner.query('select count(*)::int as n from confidentiality.access_grant where task_id = $1 and ended_at is null', [task])).rows[0].n).toBe(0)
    const late = await send('judge', task, 'fee-decision', { decision: 'withdrawn', reason: '未交费' })
    expect([late.status, late.body.code]).toEqual([409, 'task-closed'])
    expect(await record(r.id)).toMatchObject({ state: 'accepted', fee: { light: 'done' }, steps: [{ elementId: 'handover' }] })
  })
  test('no fee: the watch ends with the notices', async () => {
    const r = await toDecision()
    await claim('filingOfficer', r.task)
    await send('filingOfficer', r.task, 'decide', { decision: 'accept', waiveFee: true, divisionId: c.divisions.civil })
    const notices = await openTask(r.id, 'notices')
    await claim('operator', notices)
    await (await as('operator')).post(`/filing/tasks/${notices}/documents`, { kinds: ['acceptance', 'evidenceNotice', 'addressForm'] })
    const given = await send('operator', notices, 'notices', {})
    expect(given.status, JSON.stringify(given.body)).toBe(200)
    expect((await t.owner.query('select count(*)::int as n from processes.timer t join processes.instance i on i.id = t.instance_id where i.subject_id = $1', [r.id])).rows[0].n).toBe(0)
  })
})

describe('the desk', () => {
  test('lists page, lights, figures and search', async () => {
    t.clock.advance({ hours: 24 })
    await receive({ applicant: '寻得到', next: 'examine' })
    const first = (await (await as('filingOfficer')).get('/filing/records?limit=2')).body
    const second = (await (await as('filingOfficer')).get(`/filing/records?limit=2&cursor=${first.next}`)).body
    expect(first.items.map((x: { id: number }) => x.id)).not.toEqual(second.items.map((x: { id: number }) => x.id))
    expect((await (await as('filingOfficer')).get(`/filing/records?q=${encodeURIComponent('寻得到')}`)).body.items).toMatchObject([{ applicant: '寻得到', light: 'calm' }])
    const decide = (await (await as('filingOfficer')).get('/filing/records?view=decide&limit=200')).body.items
    expect(decide.every((x: { steps: { role: string }[] }) => x.steps.some((s) => s.role === 'filingOfficer'))).toBe(true)
    const figures = (await (await as('filingOfficer')).get('/filing/figures')).body
    expect(figures).toMatchObject({ today: 1, decide: decide.length })
    expect((await (await as('operator')).get('/filing/records')).status).toBe(403)
  })
  test('what is kept of the fee with the record is what its notices and payments say; the judge pages through his own', async () => {
    const noted = (kind: string) => t.owner.query(`insert into filing.fee (court_id, record_id, case_id, kind, happened_on, noted_by) select court_id, id, case_id, $1, '2026-09-22', officer_id from filing.record r
      where not exists (select from filing.void v where v.record_id = r.id) and not exists (select from filing.fee f where f.record_id = r.id and f.kind in ('paid', 'waived')) order by id desc limit 1 returning record_id`, [kind])
    const due = Number((await noted('noticed')).rows[0].record_id)
    const watched = async () => (await (await as('filingOfficer')).get('/filing/records?view=fees&limit=200')).body.items.map((x: { id: number }) => x.id)
    expect(await watched()).toContain(due)
    const { rows } = await t.owner.query(`select r.id, r.fee_open as kept, exists (select from filing.fee f where f.record_id = r.id and f.kind = 'noticed')
        and not exists (select from filing.fee f where f.record_id = r.id and f.kind in ('paid', 'waived')) and not exists (select from filing.void v where v.record_id = r.id) as said from filing.record r order by id`)
    expect(rows.map((r) => [r.id, r.kept])).toEqual(rows.map((r) => [r.id, r.said]))
    expect(new Set(rows.map((r) => r.kept)).size).toBe(2)
    expect(Number((await noted('paid')).rows[0].record_id)).toBe(due)
    expect(await watched()).not.toContain(due)
    const pages = async (who: string): Promise<number[]> => {
      const found: number[] = []
      for (let at = ''; ; ) {
        const page = (await (await as(who)).get(`/filing/records?limit=3${at}`)).body
        found.push(...page.items.map((x: { id: number }) => x.id))
        if (!page.next) return found
        at = `&cursor=${page.next}`
      }
    }
    const all = (await t.owner.query('select r.id, c.division_id, c.judge_id from filing.record r join cases.case_record c on c.id = r.case_id order by r.received_at desc, r.id desc')).rows
    const own = all.filter((r) => r.division_id === c.divisions.civil || Number(r.judge_id) === c.people.judge).map((r) => Number(r.id))
    const seen = await pages('judge')
    expect(own.length).toBeGreaterThan(3)
    expect(seen.filter((id) => own.includes(id))).toEqual(own)
    expect(await pages('filingOfficer')).toEqual(all.map((r) => Number(r.id)))
  })
})
