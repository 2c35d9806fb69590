import iconv from 'iconv-lite'
import pg from 'pg'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Reply, testApp, type TestApp } from '../../test/support/app.ts'
import { testCourt, type TestCourt } from '../../test/support/court.ts'
import { signedIn } from '../accounts/fixtures.ts'
import { createCase, editCase, findCase } from '../cases/public.ts'

let t: TestApp
let c: TestCourt
beforeAll(async () => {
  t = await testApp({ now: '2026-05-10T01:00:00Z' })
  c = await testCourt(t)
})

const PDF = { name: '应诉通知书.pdf', bytes: Buffer.from('%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n') }
const PNG = { name: '现场.png', bytes: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64') }
const at = (text: string) => t.clock.set(`${text}+08:00`)
/** Signed in now: sessions end while the clock of a test runs through weeks. */
const as = async (who: string) => t.visitor(await t.app.asSystem(c.courtId, (ctx) => signedIn(ctx, c.people[who]!)))
const good = (r: Reply): Reply => {
  expect(r.status, JSON.stringify(r.body)).toBe(200)
  return r
}
type PartyOver = Record<string, unknown>
const newCase = (o: { procedure?: string; filedOn?: string; defendant?: PartyOver } = {}): Promise<number> =>
  t.app.asSystem(c.courtId, async (ctx) =>
    (
      await createCase(ctx, {
        procedure: o.procedure ?? 'ordinary', receivedOn: o.filedOn ?? '2026-09-01', filedOn: o.filedOn ?? '2026-09-01', divisionId: c.divisions.civil, judgeId: c.people.judge, clerkId: c.people.clerk,
        parties: [{ role: 'plaintiff', kind: 'natural', name: '章佳禾' }, { role: 'defendant', kind: 'natural', name: '顾明远', residence: '云川市临溪区二号', phone: '13900002222', ...o.defendant }],
      } as never)
    ).id,
  )
const partiesOf = async (caseId: number): Promise<number[]> => (await t.owner.query('select id from cases.party where case_id = $1 order by id', [caseId])).rows.map((r) => Number(r.id))
const handOver = async (caseId: number, o: { kind?: string; recipients?: number[]; extra?: object } = {}): Promise<number[]> => {
  const clerk = await as('clerk')
  const set = good(await clerk.post('/service-sets', { caseId, kind: o.kind ?? 'complaint', title: '起诉状副本、应诉通知书', ...o.extra })).body
  const withDocument = good(await clerk.upload(`/service-sets/${set.id}/documents`, PDF)).body
  const recipients = o.recipients ?? [(await partiesOf(caseId))[1]!]
  return good(await clerk.post(`/service-sets/${set.id}/hand-over`, { engagementId: c.engagementId, recipients: recipients.map((partyId) => ({ partyId })) }, { 'if-match': `"${withDocument.revision}"` })).body.orderIds
}
const openTask = async (orderId: number, element: string): Promise<{ id: number; revision: number; assignee_id: number | null }> => {
  const { rows } = await t.owner.query("select id, revision, assignee_id from worklist.task where subject_type = 'service' and subject_id = $1 and element_id = $2 and state in ('ready','claimed','started') order by id desc limit 1", [orderId, element])
  expect(rows, `no open ${element} of ${orderId}`).toHaveLength(1)
  return { id: Number(rows[0].id), revision: rows[0].revision, assignee_id: rows[0].assignee_id }
}
const claim = async (who: string, orderId: number, element: string): Promise<number> => {
  const task = await openTask(orderId, element)
  if (!task.assignee_id) good(await (await as(who)).post(`/tasks/${task.id}/claim`, {}, { 'if-match': `"${task.revision}"` }))
  return task.id
}
const form = async (who: string, orderId: number, element: string, verb: string, body: unknown): Promise<Reply> => {
  await claim(who, orderId, element)
  const task = await openTask(orderId, element)
  return (await as(who)).post(`/service-of-process/tasks/${task.id}/${verb}`, body, { 'if-match': `"${task.revision}"` })
}
const evidence = async (orderId: number, element: string, kind: string): Promise<Reply> => (await as('operator')).upload(`/service-of-process/tasks/${await claim('operator', orderId, element)}/evidence`, PNG, { kind })
const order = async (id: number, who = 'clerk') => good(await (await as(who)).get(`/service-orders/${id}`)).body
const addressOf = async (id: number, kind: string, source?: string): Promise<number> => (await order(id)).addresses.find((a: { kind: string; source: string }) => a.kind === kind && (!source || a.source === source)).id
const check = (orderId: number) => form('teamLead', orderId, 'check', 'check', { check: 'pass' })
const inForce = (o: { deadlines: { rule: string; due: string; supersededAt: string | null }[] }) => Object.fromEntries(o.deadlines.filter((d) => !d.supersededAt).map((d) => [d.rule, d.due]))

let mails = 10_000_000
const nextMail = () => `EMS${++mails}CN`
/** By mail up to the clerk's desk. */
const mailed = async (o: { source?: 'confirmed' | 'opponent'; reason?: string; mailNo?: string; posted?: string; returned?: string } = {}): Promise<number> => {
  at(`${o.posted ?? '2026-09-07'}T09:00`)
  const confirmed = o.source !== 'opponent'
  const caseId = await newCase({ filedOn: '2026-09-04', defendant: confirmed ? { serviceAddress: '云川市临溪区九号', serviceAddressConfirmedOn: '2026-09-02' } : { residence: null } })
  const [id] = (await handOver(caseId)) as [number]
  if (!confirmed) good(await (await as('clerk')).post(`/service-orders/${id}/addresses`, { source: 'opponent', kind: 'postal', address: '云川市临溪区八号' }))
  const addressId = await addressOf(id, 'postal', o.source ?? 'confirmed')
  good(await form('operator', id, 'address', 'address', { method: 'mail', addressId, directDifficult: true }))
  at(`${o.posted ?? '2026-09-07'}T10:00`)
  good(await form('operator', id, 'attempt', 'attempt', { dispatchedAt: `${o.posted ?? '2026-09-07'}T10:00:00+08:00`, mailNo: o.mailNo ?? nextMail(), carrier: 'EMS' }))
  at(`${o.returned ?? '2026-09-14'}T15:00`)
  good(await evidence(id, 'feedback', 'mailSlip'))
  good(await form('operator', id, 'feedback', 'feedback', { outcome: 'returned', happenedOn: o.returned ?? '2026-09-14', returnReason: o.reason ?? 'not-collected', tries: ['2026-09-09', '2026-09-10', '2026-09-12'] }))
  good(await check(id))
  return id
}

describe('A4 mail', () => {
  test('returned from the address the addressee confirmed: served on the day of return; defence 09-29; closing day is the posting day', async () => {
    const id = await mailed()
    expect((await order(id)).effect).toMatchObject({ served: true, effective: '2026-09-14', closingOn: '2026-09-07', basis: [expect.objectContaining({ key: '专递11' })] })
    good(await form('clerk', id, 'confirm', 'confirm', { validity: 'effective' }))
    const after = await order(id)
    expect(after).toMatchObject({ state: 'served', effectiveOn: '2026-09-14', closingOn: '2026-09-07', can: { correct: true } })
    expect(inForce(after)).toEqual({ defence: '2026-09-29', 'jurisdiction-objection': '2026-09-29' })
    expect(after.deadlines[0]).toMatchObject({ version: '2024-01-01', calendar: expect.any(String), inputs: { from: '2026-09-14', abroad: false }, basis: expect.arrayContaining(['民诉128']) })
  })
  test('variant: address from the plaintiff, 查无此人: not served, the next method; public notice needs the judge', async () => {
    const id = await mailed({ source: 'opponent', reason: 'unknown-person' })
    expect((await order(id)).effect).toMatchObject({ served: false, refusal: { code: 'address-not-addressees' } })
    const bare = await form('clerk', id, 'confirm', 'confirm', { validity: 'effective', effectiveOn: '2026-09-14' })
    expect([bare.status, bare.body.code]).toEqual([422, 'effect-reason-missing'])
    good(await form('clerk', id, 'confirm', 'confirm', { validity: 'notEffective' }))
    const o = await order(id)
    expect(o).toMatchObject({ state: 'address', effectiveOn: null, deadlines: [] })
    const mail = o.ladder.find((s: { method: string }) => s.method === 'mail')
    expect(mail).toMatchObject({ lawful: false, reasons: expect.arrayContaining([expect.objectContaining({ code: 'method-failed' })]) })
    const notice = await form('operator', id, 'address', 'address', { method: 'publicNotice', ground: '下落不明', whereaboutsUnknown: true })
    good(notice)
    const approval = await openTask(id, 'judgeApproval')
    expect(Number(approval.assignee_id)).toBe(c.people.judge)
    const clerk = await (await as('clerk')).post(`/service-of-process/tasks/${approval.id}/approval`, { approval: 'approved', reason: '穷尽其他方式' }, { 'if-match': `"${approval.revision}"` })
    expect(clerk.status).toBe(403)
    good(await form('judge', id, 'judgeApproval', 'approval', { approval: 'approved', reason: '多次送达未果，查无此人' }))
    expect(await order(id)).toMatchObject({ state: 'attempt', approvals: [{ approved: true, method: 'publicNotice' }] })
  })
})

test('A1 public notice: board 09-23, newspaper 09-25 → served 10-26, defence ends 11-10; not a day earlier', async () => {
  at('2026-09-22T09:00')
  const caseId = await newCase({ filedOn: '2026-09-21', defendant: { residence: null, phone: null } })
  const [id] = (await handOver(caseId)) as [number]
  good(await form('operator', id, 'address', 'address', { method: 'publicNotice', ground: '经查下落不明', whereaboutsUnknown: true }))
  good(await form('judge', id, 'judgeApproval', 'approval', { approval: 'approved', reason: '下落不明，经过已记明' }))
  at('2026-09-25T18:00')
  const missing = await form('operator', id, 'attempt', 'attempt', { dispatchedAt: '2026-09-23T09:00:00+08:00' })
  expect(missing.body).toMatchObject({ code: 'publication-missing' })
  good(await form('operator', id, 'attempt', 'attempt', { dispatchedAt: '2026-09-23T09:00:00+08:00', publishedOn: ['2026-09-23', '2026-09-25'] }))
  expect(await order(id)).toMatchObject({ state: 'notice', effect: { served: false, expected: '2026-10-26' } })
  at('2026-10-26T17:01')
  const { rows } = await t.owner.query('select m.instance_id, m.id, m.due_at from processes.timer m join service_of_process.service_order o on o.instance_id = m.instance_id where o.id = $1', [id])
  expect(rows[0].due_at.toISOString?.() ?? rows[0].due_at).toContain('2026-10-26T09:00')
  const { fireTimer } = await import('../worklist/public.ts')
  await t.app.asSystem(c.courtId, (ctx) => fireTimer(ctx, Number(rows[0].instance_id), rows[0].id))
  expect((await order(id)).state).toBe('feedback')
  good(await evidence(id, 'feedback', 'newspaper'))
  good(await form('operator', id, 'feedback', 'feedback', { outcome: 'published' }))
  good(await check(id))
  good(await form('clerk', id, 'confirm', 'confirm', { validity: 'effective' }))
  const o = await order(id)
  expect(o).toMatchObject({ state: 'served', effectiveOn: '2026-10-26', closingOn: '2026-09-25' })
  expect(inForce(o)).toMatchObject({ defence: '2026-11-10' })
  const fact = (await t.owner.query('select excluded_seconds, done_at from service_of_process.indicator_fact_d_legal where item_id = $1', [id])).rows[0]
  // From the start of 09-25 to the end of 10-26: the notice's own days are nobody's delay.
  expect(Number(fact.excluded_seconds)).toBe(32 * 86_400 - 1)
})

describe('A3 electronic service', () => {
  let id = 0
  test('arrival 09-28 15:21 at the confirmed address counts, read 09-30 does not; defence and objection until 10-13', async () => {
    at('2026-09-25T09:00')
    const caseId = await newCase({ filedOn: '2026-09-24', defendant: { eServiceConsent: true, eServiceAddress: 'guming@example.invalid' } })
    id = (await handOver(caseId))[0]!
    expect(await order(id)).toMatchObject({ legalDueOn: '2026-09-29', consent: 'express' })
    expect((await order(id)).ladder.find((s: { suggested: boolean }) => s.suggested).method).toBe('electronic')
    good(await form('operator', id, 'address', 'address', { method: 'electronic', addressId: await addressOf(id, 'electronic') }))
    at('2026-09-28T15:30')
    good(await form('operator', id, 'attempt', 'attempt', { dispatchedAt: '2026-09-28T15:20:00+08:00', channel: '送达平台' }))
    at('2026-09-30T16:00')
    good(await form('operator', id, 'feedback', 'feedback', { outcome: 'arrived', happenedAt: '2026-09-28T15:21:00+08:00', readOn: '2026-09-30' }))
    good(await check(id))
    good(await form('clerk', id, 'confirm', 'confirm', { validity: 'effective' }))
    const o = await order(id)
    expect(o).toMatchObject({ effectiveOn: '2026-09-28', attempts: [{ readOn: '2026-09-30', outcome: 'arrived' }] })
    expect(inForce(o)).toEqual({ defence: '2026-10-13', 'jurisdiction-objection': '2026-10-13' })
  })
  test('objection of 10-14 goes to the judge, marked late; posted in time it is timely', async () => {
    at('2026-10-14T10:00')
    const late = good(await (await as('clerk')).post(`/service-orders/${id}/pleadings`, { kind: 'jurisdictionObjection', receivedOn: '2026-10-14' }))
    expect(late.body).toEqual({ timeliness: 'late', due: '2026-10-13', goesTo: 'judge' })
    const posted = good(await (await as('clerk')).post(`/service-orders/${id}/pleadings`, { kind: 'defence', receivedOn: '2026-10-14', postedOn: '2026-10-13' }))
    expect(posted.body.timeliness).toBe('posted-before-expiry')
    const { rows } = await t.owner.query("select data from worklist.notice where person_id = $1 and kind = 'service-pleading' order by id", [c.people.judge])
    expect(rows[0].data).toMatchObject({ orderId: id, timeliness: 'late' })
    // The outsourced side cannot even reach it once the order is served: there is nothing it could reject.
    expect((await (await as('operator')).post(`/service-orders/${id}/pleadings`, { kind: 'defence', receivedOn: '2026-10-14' })).status).toBe(404)
  })
  test('7.3.2.1 a correction keeps the old day and the old periods beside the new', async () => {
    const before = await order(id)
    const clerk = await as('clerk')
    const body = { effectiveOn: '2026-09-29', reason: '受送达人证明到达日期为9月29日（解释135）' }
    expect((await clerk.post(`/service-orders/${id}/correct`, body, { 'if-match': `"${before.revision - 1}"` })).body.code).toBe('stale-revision')
    good(await clerk.post(`/service-orders/${id}/correct`, body, { 'if-match': `"${before.revision}"` }))
    const o = await order(id)
    expect(o.confirmations.map((x: { effectiveOn: string; supersededAt: string | null }) => [x.effectiveOn, x.supersededAt !== null])).toEqual([['2026-09-28', true], ['2026-09-29', false]])
    expect(o.confirmations[1].corrects).toBe(o.confirmations[0].id)
    expect(inForce(o)).toEqual({ defence: '2026-10-14', 'jurisdiction-objection': '2026-10-14' })
    expect(o.deadlines.filter((d: { supersededAt: string | null }) => d.supersededAt).map((d: { due: string; supersededBecause: string }) => [d.due, d.supersededBecause])).toEqual([['2026-10-13', 'corrected'], ['2026-10-13', 'corrected']])
    expect((await (await as('operator')).post(`/service-orders/${id}/correct`, body, { 'if-match': `"${o.revision}"` })).status).toBe(403)
  })
})

test('A5 simple procedure: public notice is blocked until the judge has converted the case', async () => {
  at('2026-08-05T09:00')
  const caseId = await newCase({ procedure: 'simple', filedOn: '2026-05-11', defendant: { residence: null, phone: null } })
  const [id] = (await handOver(caseId)) as [number]
  const blocked = await form('operator', id, 'address', 'address', { method: 'publicNotice', ground: '下落不明', whereaboutsUnknown: true })
  expect([blocked.status, blocked.body.code, blocked.body.detail.reasons]).toEqual([422, 'method-not-lawful', ['notice-simple-procedure']])
  expect((await order(id)).state).toBe('address')
  at('2026-08-06T09:00')
  await t.app.asSystem(c.courtId, async (ctx) => {
    const record = await findCase(ctx, caseId)
    await editCase(ctx, caseId, record!.revision, { procedure: 'ordinary' } as never)
  })
  good(await form('operator', id, 'address', 'address', { method: 'publicNotice', ground: '下落不明', whereaboutsUnknown: true }))
  expect((await order(id)).state).toBe('approval')
})

test('A6 a judgment: each party by its own service, both end 10-08; it takes effect on 10-09 once the last is served', async () => {
  at('2026-09-15T09:00')
  const caseId = await newCase()
  const ids = await handOver(caseId, { kind: 'judgment', recipients: await partiesOf(caseId) })
  const serve = async (orderId: number, day: string): Promise<void> => {
    good(await (await as('clerk')).post(`/service-orders/${orderId}/addresses`, { source: 'ownPapers', kind: 'postal', address: '云川市临溪区三号' }))
    good(await form('operator', orderId, 'address', 'address', { method: 'direct', addressId: await addressOf(orderId, 'postal') }))
    at(`${day}T11:00`)
    good(await form('operator', orderId, 'attempt', 'attempt', { dispatchedAt: `${day}T10:00:00+08:00`, courtMember: '王书记员' }))
    const body = { outcome: 'signed', happenedOn: day, receiver: 'party', receiverName: '本人' }
    expect((await form('operator', orderId, 'feedback', 'feedback', body)).body.code).toBe('evidence-missing')
    good(await evidence(orderId, 'feedback', 'receipt'))
    good(await form('operator', orderId, 'feedback', 'feedback', body))
    good(await check(orderId))
    good(await form('clerk', orderId, 'confirm', 'confirm', { validity: 'effective' }))
  }
  await serve(ids[0]!, '2026-09-16')
  expect(inForce(await order(ids[0]!))).toEqual({ 'appeal-judgment': '2026-10-08' })
  await serve(ids[1]!, '2026-09-18')
  for (const id of ids) {
    const o = await order(id)
    expect(inForce(o)).toEqual({ 'appeal-judgment': '2026-10-08' })
    expect(o.deadlines[0].also.find((a: { code: string }) => a.code === 'effective').date).toBe('2026-10-09')
  }
  const first = await order(ids[0]!)
  expect(first.deadlines.filter((d: { supersededAt: string | null }) => d.supersededAt)).toMatchObject([{ supersededBecause: 'other-recipient' }])
})
