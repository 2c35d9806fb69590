import { beforeAll, describe, expect, test } from 'vitest'
import { type Desk, testDesk } from './test-desk.ts'

let d: Desk
beforeAll(async () => {
  d = await testDesk()
})
// biome-ignore lint/suspicious/noExplicitAny: tests look into what came
type Any = any

describe('收转: from the counter to the signature (7.2.2, 8.2.3 a)', () => {
  test('matched at the counter, listed, signed item by item; access ends with the step; the item feeds indicator a', async () => {
    const { c, row } = d
    const m = await d.matched({
      items: [
        { kind: 'evidence', title: '转账记录', copies: 2, pages: 3, original: false },
        { kind: 'defence', title: '答辩状', copies: 3, pages: 4, original: true },
      ],
    })
    expect(m.number).toMatch(/^SZ20260921-\d{4}$/)
    const seen = await c.as('operator').get(`/materials/${m.id}`)
    expect(seen.body).toMatchObject({
      caseNumber: m.caseNumber,
      caseTitle: null,
      senderName: '张三',
      phone: '13900001111',
      state: 'carry',
      items: 2,
      copies: 5,
      pages: 18,
      dueAt: '2026-09-22T09:00:00Z',
    })
    const pdf = await c.as('operator').get(`/materials/${m.id}/receipt`)
    expect([pdf.status, pdf.body.subarray(0, 5).toString()]).toEqual([200, '%PDF-'])
    // The parties of the case and its dossier stay shut: the grant is for this material alone (7.3.2.2).
    expect((await c.as('operator').get(`/cases/${m.caseId}`)).body.parties ?? []).toEqual([])
    expect((await c.as('operator2').get(`/materials/${m.id}`)).status).toBe(404)
    const list = await d.carry(m.id)
    expect((await c.as('operator').get(`/materials/${m.id}`)).status).toBe(404)
    expect((await c.as('operator').get(`/cases/${m.caseId}`)).status).toBe(404)
    // What became of it the desk still sees, without case and sender.
    expect((await c.as('operator').get('/materials?view=unsigned')).body.items.find((x: Any) => x.id === m.id)).toMatchObject({
      state: 'carried',
      caseNumber: null,
      senderName: null,
      recipientName: 'clerk甲',
    })
    expect((await c.as('operator').get(`/materials/lists/${list}`)).body).toMatchObject({
      lines: 1,
      open: 1,
      can: { sign: 'signature-is-the-courts' },
      materials: [{ hidden: true, items: [], caseNumber: null }],
    })
    expect((await c.as('operator').get(`/materials/lists/${list}/sheet`)).status).toBe(200)
    await d.at('2026-09-21T03:30:00Z')
    expect((await d.sign('clerk', list, 'signed')).body).toEqual({ signed: 1, refused: 0 })
    expect(await row('select state, signed_at from materials.intake where id = $1', [m.id])).toEqual({
      state: 'signed',
      signed_at: '2026-09-21T03:30:00Z',
    })
    expect(
      await row('select due_at, done_at, exclusion_code, counted, person_id::int from materials.indicator_fact_a where item_id = $1', [
        m.id,
      ]),
    ).toEqual({
      due_at: '2026-09-22T09:00:00Z',
      done_at: '2026-09-21T03:30:00Z',
      exclusion_code: null,
      counted: true,
      person_id: c.people.operator,
    })
    expect((await row("select state from processes.instance where subject_type = 'material' and subject_id = $1", [m.id])).state).toBe(
      'completed',
    )
    expect((await c.as('clerk').get('/materials/lists?view=mine')).body.items.find((l: Any) => l.id === list)).toBeUndefined()
    expect((await c.as('clerk').get(`/materials/${m.id}`)).body).toMatchObject({
      signatures: [{ outcome: 'signed', by: 'clerk甲' }, { outcome: 'signed' }],
      matches: [{ how: 'facts', facts: ['number', 'sender'] }],
    })
    await d.at('2026-09-21T01:00:00Z')
  })

  test('an urgent kind goes to the judge the same day, by kind and not by words', async () => {
    const urgent = await d.matched({ items: [{ kind: 'preservation', title: '申请书', copies: 1, pages: 2, original: true }] })
    expect(urgent.dueAt).toBe('2026-09-21T09:00:00Z')
    expect(
      (await d.row("select count(*)::int as n from worklist.notice where kind = 'material-urgent' and person_id = $1", [d.c.people.judge]))
        .n,
    ).toBe(1)
    const named = await d.matched({ items: [{ kind: 'other', title: '财产保全申请（紧急）', copies: 1, pages: 2, original: true }] })
    expect(named.dueAt).toBe('2026-09-22T09:00:00Z')
    const list = await d.carry(urgent.id)
    expect(await d.taskOf(urgent.id)).toMatchObject({
      form: 'material-sign',
      assignee_id: d.c.people.judge,
      due_at: '2026-09-21T09:00:00Z',
    })
    // The clerk of the division may sign for the judge in his own name, with a reason; the judge is told.
    expect((await d.sign('clerk', list, 'signed')).body).toMatchObject({ code: 'stand-in-reason' })
    expect((await d.sign('clerk', list, 'signed', undefined, { standInBecause: '法官开庭' })).body).toEqual({ signed: 1, refused: 0 })
    expect(
      await d.row('select by_person::int, for_person::int, stand_in_because from materials.signature where intake_id = $1', [urgent.id]),
    ).toEqual({ by_person: d.c.people.clerk, for_person: d.c.people.judge, stand_in_because: '法官开庭' })
    expect(
      (
        await d.row("select count(*)::int as n from worklist.notice where kind = 'material-stand-in' and person_id = $1", [
          d.c.people.judge,
        ])
      ).n,
    ).toBe(1)
    expect(await d.stateOf(urgent.id)).toBe('signed')
    // A court may add kinds; from then on they are urgent too.
    const o = await d.c.as('management').get('/materials/options')
    const put = (revision: number) =>
      d.c
        .as('management')
        .put('/materials/settings', { urgentKinds: ['appraisal'], workdays: 2, poolHours: 12 }, { 'if-match': `"${revision}"` })
    expect((await put(o.body.settingsRevision)).status).toBe(200)
    expect((await put(o.body.settingsRevision)).body.code).toBe('stale-revision')
    const m = await d.matched({ items: [{ kind: 'appraisal', title: '鉴定申请', copies: 1, pages: 1, original: true }] })
    expect(m.dueAt).toBe('2026-09-21T09:00:00Z')
    expect((await d.matched()).dueAt).toBe('2026-09-23T09:00:00Z')
    await d.t.owner.query("delete from bw.setting where key = 'materials.rules'")
  })

  test('refused with a reason, put right, carried again; not of this case goes back to the pool', async () => {
    const m = await d.listed()
    expect((await d.sign('clerk', m.list, 'refused')).body.code).toBe('refusal-reason')
    expect((await d.sign('clerk', m.list, 'refused', 'pagesDiffer')).body).toEqual({ signed: 0, refused: 1 })
    expect(await d.stateOf(m.id)).toBe('refused')
    const item = (await d.row('select id::int from materials.item where intake_id = $1', [m.id])).id
    expect(
      (await d.form('operator2', m.id, 'put-right', { note: '重新清点', items: [{ itemId: item + 999, copies: 1, pages: 1 }] })).body.code,
    ).toBe('item-unknown')
    expect(
      (await d.form('operator2', m.id, 'put-right', { note: '重新清点为四页', items: [{ itemId: item, copies: 2, pages: 4 }] })).status,
    ).toBe(200)
    const again = await d.taskOf(m.id)
    await d.c.as('operator2').post(`/tasks/${again.id}/claim`, {}, { 'if-match': `"${again.revision}"` })
    const second = await d.carry(m.id, 'operator2')
    expect((await d.sign('clerk', second, 'signed')).status).toBe(200)
    expect(await d.stateOf(m.id)).toBe('signed')

    const other = await d.listed()
    expect((await d.sign('clerk', other.list, 'refused', 'wrongCase', {})).status).toBe(200)
    expect(await d.row('select state, case_id from materials.intake where id = $1', [other.id])).toEqual({
      state: 'escalated',
      case_id: null,
    })
    expect(await d.row('select undone_by::int from materials.match where intake_id = $1', [other.id])).toEqual({
      undone_by: d.c.people.clerk,
    })
    const right = await d.filed('王五', '赵六')
    expect((await d.act('filingOfficer', other.id, 'court-match', { caseId: right.id, reason: '来电核实' })).status).toBe(200)
    const record = (await d.c.as('filingOfficer').get(`/materials/${other.id}`)).body
    expect(record.matches).toMatchObject([
      { how: 'facts', undoneBy: 'clerk甲' },
      { how: 'court', caseNumber: right.number, undoneAt: null },
    ])
    // The step of the wrong case is over; the new one waits for the desk.
    expect(await d.taskOf(other.id)).toMatchObject({ form: 'material-carry', state: 'ready' })
    // The operator who notices it first says so, and decides nothing.
    const mine = await d.matched()
    expect((await d.form('operator', mine.id, 'wrong-case', { reason: '证据上是另一个案号' })).status).toBe(200)
    expect(await d.stateOf(mine.id)).toBe('escalated')
    expect((await d.c.as('filingOfficer').get(`/materials/${mine.id}`)).body.matches[0]).toMatchObject({
      undoneBecause: '证据上是另一个案号',
    })
    // Found after signature: the court corrects, and it stays readable.
    const late = await d.listed()
    await d.sign('clerk', late.list, 'signed')
    expect((await d.act('operator', late.id, 'correct', { reason: '错' })).status).toBe(403)
    expect((await d.act('clerk', late.id, 'correct', { reason: '装订时发现不属本案' })).status).toBe(200)
    expect(await d.stateOf(late.id)).toBe('escalated')
  })
})

describe('待匹配池', () => {
  test('the desk is told a number only where two facts agree; one name alone shows that there is such a case', async () => {
    const k = await d.filed('欧阳𠮷', '云川启明商贸有限公司')
    const r = await d.register({ senderName: '欧阳𠮷' })
    expect(r.body).toMatchObject({ matched: false, taskId: null })
    const found = await d.c.as('operator').get(`/materials/${r.body.id}/candidates`)
    expect(found.body.items).toEqual([{ caseId: null, number: null, facts: ['sender'] }])
    expect((await d.act('operator', r.body.id, 'match', { caseId: k.id })).body.code).toBe('facts-do-not-agree')
    expect((await d.c.as('filingOfficer').get(`/materials/${r.body.id}/candidates`)).body.items).toMatchObject([
      { caseId: k.id, number: k.number },
    ])
    // With the other side's name a second fact agrees: offered, and taken by a person, since a number was not given.
    const more = await d.act('operator', r.body.id, 'facts', { opponentName: '云川启明商贸有限公司' })
    expect(more.body).toEqual({ matched: false, taskId: null })
    expect((await d.c.as('operator').get(`/materials/${r.body.id}/candidates`)).body.items).toEqual([
      { caseId: k.id, number: k.number, facts: ['opponent', 'sender'] },
    ])
    expect((await d.act('operator', r.body.id, 'match', { caseId: k.id })).body.taskId).toBeGreaterThan(0)
    expect(await d.stateOf(r.body.id)).toBe('carry')
    // A number alone, of a case of other people, matches nothing.
    const wrong = await d.register({ caseNumber: k.number, senderName: '路人甲乙' })
    expect(wrong.body.matched).toBe(false)
    expect((await d.c.as('operator').get(`/materials/${wrong.body.id}/candidates`)).body.items).toEqual([
      { caseId: null, number: null, facts: ['number'] },
    ])
  })

  test('escalated: the court decides; time with court and party is not the contractor’s; pending party data is excluded', async () => {
    const { row } = d
    const k = await d.filed('钱七', '孙八')
    const r = await d.register({ senderName: '周九' })
    const id = r.body.id as number
    expect(await row("select state from duties.duty where key = 'materials.match' and subject_id = $1", [id])).toMatchObject({
      state: 'open',
    })
    await d.at('2026-09-21T03:00:00Z')
    expect((await d.act('operator', id, 'escalate', { reason: '未写案号，电话无人接听' })).status).toBe(200)
    expect((await d.act('operator', id, 'escalate', { reason: '再次' })).body.code).toBe('already-escalated')
    expect(await row("select state from duties.duty where key = 'materials.match' and subject_id = $1", [id])).toMatchObject({
      state: 'done',
    })
    await d.at('2026-09-21T05:00:00Z')
    expect((await d.act('filingOfficer', id, 'pool-decision', { outcome: 'askParty', reason: '请当事人说明所涉案件' })).status).toBe(200)
    expect(await row('select exclusion_code, counted from materials.indicator_fact_a where item_id = $1', [id])).toEqual({
      exclusion_code: 'partyData',
      counted: true,
    })
    await d.at('2026-09-22T01:00:00Z')
    const done = await d.act('operator', id, 'facts', { caseNumber: k.number, partyName: '钱七' })
    expect(done.body).toMatchObject({ matched: true })
    // Received Monday 09:00, due Tuesday 17:00; it stood from Monday 11:00 to Tuesday 09:00, six working hours: due Wednesday 15:00.
    expect(await row('select due_at, state from materials.intake where id = $1', [id])).toEqual({
      due_at: '2026-09-23T07:00:00Z',
      state: 'carry',
    })
    expect(await row('select exclusion_code, excluded_seconds::int from materials.indicator_fact_a where item_id = $1', [id])).toEqual({
      exclusion_code: null,
      excluded_seconds: 22 * 3600,
    })
    const back = await d.register({ senderName: '无名氏' })
    expect((await d.act('operator', back.body.id, 'pool-decision', { outcome: 'returned', reason: '非本院' })).status).toBe(403)
    expect((await d.act('filingOfficer', back.body.id, 'pool-decision', { outcome: 'returned', reason: '非本院案件，退回' })).status).toBe(
      200,
    )
    expect((await d.act('operator', back.body.id, 'facts', { caseNumber: k.number, partyName: '钱七' })).body.code).toBe(
      'material-given-back',
    )
    await d.at('2026-09-21T01:00:00Z')
  })
})

describe('发出: from judge or clerk to a party or another unit', () => {
  test('handed in, counted, a difference goes back, handed out with evidence', async () => {
    const k = await d.filed()
    const made = await d.c.as('clerk').post('/materials/outgoing', {
      caseId: k.id,
      addressee: '云川市不动产登记中心',
      items: [{ kind: 'letter', title: '协助查询函', copies: 1, pages: 2, original: true }],
    })
    expect([made.status, made.body.number]).toEqual([200, expect.stringMatching(/^FZ20260921-/)])
    const id = made.body.id as number
    const item = (await d.row('select id::int from materials.item where intake_id = $1', [id])).id
    expect((await d.form('operator', id, 'desk-count', { counts: [{ itemId: item, copies: 1, pages: 1 }] })).body.code).toBe(
      'difference-note',
    )
    expect((await d.form('operator', id, 'desk-count', { counts: [{ itemId: item, copies: 1, pages: 1 }], note: '少一页' })).body).toEqual({
      matched: false,
    })
    expect(await d.stateOf(id)).toBe('differs')
    expect((await d.form('clerk', id, 'hand-in-again', { note: '补一页' })).status).toBe(200)
    expect((await d.form('operator', id, 'desk-count', { counts: [{ itemId: item, copies: 1, pages: 2 }] })).body).toEqual({
      matched: true,
    })
    expect((await d.form('operator', id, 'hand-out', { how: 'mail', receiver: '收发室' })).body.code).toBe('mail-number-missing')
    expect((await d.form('operator', id, 'hand-out', { how: 'mail', receiver: '收发室', mailNo: 'ＥＭＳ１２３４５６７８９' })).status).toBe(
      200,
    )
    expect(await d.row('select mail_no from materials.hand_out where intake_id = $1', [id])).toEqual({ mail_no: 'EMS123456789' })
    expect(await d.stateOf(id)).toBe('sent')
    expect((await d.c.as('operator').get(`/materials/${id}`)).status).toBe(404)
    expect((await d.c.as('clerk').get(`/materials/${id}`)).body.handOuts).toMatchObject([{ how: 'mail', receiver: '收发室' }])
  })
})

describe('对账、催签、提醒', () => {
  test('the statement sets what was sent against what arrived, both ways; its file says the same', async () => {
    const before = (await d.c.as('management').get('/materials/statement?from=2026-09-21&until=2026-09-21')).body
    const [a] = [await d.listed(), await d.listed()]
    await d.sign('clerk', a.list, 'signed')
    const after = (await d.c.as('management').get('/materials/statement?from=2026-09-21&until=2026-09-21')).body
    const of = (s: Any) => s.rows.find((r: Any) => r.recipientName === 'clerk甲') ?? { sent: 0, arrived: 0, open: 0 }
    expect([of(after).sent - of(before).sent, of(after).arrived - of(before).arrived, of(after).open - of(before).open]).toEqual([2, 1, 1])
    expect(of(after).differs).toBe(true)
    // The team lead reads the same of the contractor's own desk.
    expect((await d.c.as('teamLead').get('/materials/statement?from=2026-09-21&until=2026-09-21')).body.sum).toEqual(after.sum)
    const out = (await d.c.as('management').get('/materials/statement?from=2026-09-21&until=2026-09-21&direction=out')).body
    expect(out.rows).toMatchObject([{ recipientName: 'clerk甲', sent: 1, arrived: 1, differs: false }])
    const file = await d.c.as('management').get('/materials/statement/export?from=2026-09-21&until=2026-09-21')
    expect([file.status, file.body.subarray(0, 2).toString()]).toEqual([200, 'PK'])
    expect((await d.c.as('management').get('/materials/statement?from=2026-09-22&until=2026-09-21')).body.code).toBe('period-order')
    expect((await d.c.as('management').get('/materials/statement?from=2027-02-29&until=2027-03-01')).status).toBe(400)
    expect((await d.c.as('operator').get('/materials/statement?from=2026-09-21&until=2026-09-21')).status).toBe(403)
  })

  test('a chase names each recipient once; what is due is told once, urgent two hours before', async () => {
    const { remindCourt } = await import('./commands/remind.ts')
    const [a, b] = [await d.listed(), await d.listed()]
    expect((await d.c.as('teamLead').post('/materials/chase', { ids: [a.id, b.id, a.id] })).body).toEqual({ people: 1 })
    expect((await d.row("select count(*)::int as n from worklist.notice where kind = 'material-chased'")).n).toBe(1)
    expect((await d.c.as('clerk').post('/materials/chase', { ids: [a.id] })).status).toBe(403)
    await d.sign('clerk', a.list, 'signed')
    expect((await d.c.as('teamLead').post('/materials/chase', { ids: [a.id] })).body.code).toBe('nothing-to-chase')
    const urgent = await d.listed({ items: [{ kind: 'recusal', title: '回避申请书', copies: 1, pages: 1, original: true }] })
    const told = async (kind: string) =>
      (await d.row("select count(*)::int as n from worklist.notice where kind = $1 and data->>'number' = $2", [kind, urgent.number])).n
    const run = () => d.t.app.asSystem(d.c.courtId, remindCourt)
    await d.at('2026-09-21T06:59:00Z')
    await run()
    expect(await told('material-urgent-due')).toBe(0)
    await d.at('2026-09-21T07:01:00Z')
    await run()
    await run()
    // The judge, and the commissioner: an urgent application that lies is the court's own business too.
    expect(await told('material-urgent-due')).toBe(2)
    expect(urgent.dueAt).toBe('2026-09-21T09:00:00Z')
    await d.at('2026-09-21T01:00:00Z')
  })
})
