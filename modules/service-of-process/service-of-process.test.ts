import { beforeAll, describe, expect, test } from 'vitest'
import { editCase, findCase } from '../cases/public.ts'
import { dueTimers } from '../processes/public.ts'
import { fireTimer } from '../worklist/public.ts'
import { serviceDesk, type ServiceDesk } from './test-desk.ts'

let d: ServiceDesk
beforeAll(async () => {
  d = await serviceDesk()
})

describe('A4 mail', () => {
  test('returned from the address the addressee confirmed: served on the day of return; defence 09-29; closing day is the posting day', async () => {
    const id = await d.mailed()
    expect((await d.order(id)).effect).toMatchObject({
      served: true,
      effective: '2026-09-14',
      closingOn: '2026-09-07',
      basis: [expect.objectContaining({ key: '专递11' })],
    })
    d.good(await d.form('clerk', id, 'confirm', 'confirm', { validity: 'effective' }))
    const after = await d.order(id)
    expect(after).toMatchObject({ state: 'served', effectiveOn: '2026-09-14', closingOn: '2026-09-07', can: { correct: true } })
    expect(d.inForce(after)).toEqual({ defence: '2026-09-29', 'jurisdiction-objection': '2026-09-29' })
    expect(after.deadlines[0]).toMatchObject({
      version: '2024-01-01',
      calendar: expect.any(String),
      inputs: { from: '2026-09-14', abroad: false },
      basis: expect.arrayContaining([expect.objectContaining({ key: '民诉128', zh: expect.stringContaining('第128条') })]),
    })
  })
  test('variant: address from the plaintiff, 查无此人: not served, the next method; public notice needs the judge', async () => {
    const id = await d.mailed({ source: 'opponent', reason: 'unknown-person' })
    expect((await d.order(id)).effect).toMatchObject({ served: false, refusal: { code: 'address-not-addressees' } })
    const bare = await d.form('clerk', id, 'confirm', 'confirm', { validity: 'effective', effectiveOn: '2026-09-14' })
    expect([bare.status, bare.body.code]).toEqual([422, 'effect-reason-missing'])
    d.good(await d.form('clerk', id, 'confirm', 'confirm', { validity: 'notEffective' }))
    const o = await d.order(id)
    expect(o).toMatchObject({ state: 'address', effectiveOn: null, deadlines: [] })
    const mail = o.ladder.find((s: { method: string }) => s.method === 'mail')
    expect(mail).toMatchObject({ lawful: false, reasons: expect.arrayContaining([expect.objectContaining({ code: 'method-failed' })]) })
    const notice = await d.form('operator', id, 'address', 'address', {
      method: 'publicNotice',
      ground: '下落不明',
      whereaboutsUnknown: true,
    })
    d.good(notice)
    const approval = await d.openTask(id, 'judgeApproval')
    expect(Number(approval.assignee_id)).toBe(d.c.people.judge)
    // The operator who opened the judge's step may not read it; the judge is told all the same.
    const told = (await (await d.as('judge')).get('/notices?limit=20')).body.items
    expect(told).toContainEqual(expect.objectContaining({ kind: 'task-waiting', link: `/tasks/${approval.id}` }))
    const clerk = await (await d.as('clerk')).post(
      `/service-of-process/tasks/${approval.id}/approval`,
      { approval: 'approved', reason: '穷尽其他方式' },
      { 'if-match': `"${approval.revision}"` },
    )
    expect(clerk.status).toBe(403)
    d.good(await d.form('judge', id, 'judgeApproval', 'approval', { approval: 'approved', reason: '多次送达未果，查无此人' }))
    expect(await d.order(id)).toMatchObject({ state: 'attempt', approvals: [{ approved: true, method: 'publicNotice' }] })
  })
})

test('A1 public notice: board 09-23, newspaper 09-25 → served 10-26, defence ends 11-10; not a day earlier', async () => {
  d.at('2026-09-22T09:00')
  const caseId = await d.newCase({ filedOn: '2026-09-21', defendant: { residence: null, phone: null } })
  const [id] = (await d.handOver(caseId)) as [number]
  d.good(await d.form('operator', id, 'address', 'address', { method: 'publicNotice', ground: '经查下落不明', whereaboutsUnknown: true }))
  d.good(await d.form('judge', id, 'judgeApproval', 'approval', { approval: 'approved', reason: '下落不明，经过已记明' }))
  d.at('2026-09-25T18:00')
  const missing = await d.form('operator', id, 'attempt', 'attempt', { dispatchedAt: '2026-09-23T09:00:00+08:00' })
  expect(missing.body).toMatchObject({ code: 'publication-missing' })
  d.good(
    await d.form('operator', id, 'attempt', 'attempt', {
      dispatchedAt: '2026-09-23T09:00:00+08:00',
      publishedOn: ['2026-09-23', '2026-09-25'],
    }),
  )
  expect(await d.order(id)).toMatchObject({ state: 'notice', effect: { served: false, expected: '2026-10-26' } })
  d.at('2026-10-26T17:01')
  const { rows } = await d.t.owner.query(
    'select m.instance_id, m.id, m.due_at from processes.timer m join service_of_process.service_order o on o.instance_id = m.instance_id where o.id = $1',
    [id],
  )
  expect(rows[0].due_at.toISOString?.() ?? rows[0].due_at).toContain('2026-10-26T09:00')
  await d.t.app.asSystem(d.c.courtId, (ctx) => fireTimer(ctx, Number(rows[0].instance_id), rows[0].id))
  expect((await d.order(id)).state).toBe('feedback')
  d.good(await d.evidence(id, 'feedback', 'newspaper'))
  d.good(await d.form('operator', id, 'feedback', 'feedback', { outcome: 'published' }))
  d.good(await d.check(id))
  d.good(await d.form('clerk', id, 'confirm', 'confirm', { validity: 'effective' }))
  const o = await d.order(id)
  expect(o).toMatchObject({ state: 'served', effectiveOn: '2026-10-26', closingOn: '2026-09-25' })
  expect(d.inForce(o)).toMatchObject({ defence: '2026-11-10' })
  const fact = (
    await d.t.owner.query('select excluded_seconds, done_at from service_of_process.indicator_fact_d_legal where item_id = $1', [id])
  ).rows[0]
  // From the start of 09-25 to the end of 10-26: the notice's own days are nobody's delay.
  expect(Number(fact.excluded_seconds)).toBe(32 * 86_400 - 1)
})

test('民诉283 public notice abroad runs 60 days, and so does the timer of its process', async () => {
  d.at('2026-09-22T09:00')
  const caseId = await d.newCase({ filedOn: '2026-09-21', defendant: { residence: null, phone: null } })
  const [id] = (await d.handOver(caseId, { abroad: true })) as [number]
  d.good(await d.form('operator', id, 'address', 'address', { method: 'publicNotice', ground: '经查下落不明', whereaboutsUnknown: true }))
  d.good(await d.form('judge', id, 'judgeApproval', 'approval', { approval: 'approved', reason: '下落不明，经过已记明' }))
  d.at('2026-09-25T18:00')
  d.good(await d.form('operator', id, 'attempt', 'attempt', { dispatchedAt: '2026-09-25T09:00:00+08:00', publishedOn: ['2026-09-25'] }))
  expect(await d.order(id)).toMatchObject({ state: 'notice', effect: { served: false, expected: '2026-11-24' } })
  const due = async (): Promise<number[]> => {
    const { rows } = await d.t.owner.query(
      'select m.id::int from processes.timer m join service_of_process.service_order o on o.instance_id = m.instance_id where o.id = $1',
      [id],
    )
    const all = await d.t.app.asSystem(d.c.courtId, (ctx) => dueTimers(ctx, 500))
    return rows.map((r) => r.id).filter((m) => all.some((t) => Number(t.id) === m))
  }
  d.at('2026-10-27T09:00')
  expect(await due()).toEqual([])
  d.at('2026-11-24T16:59')
  expect(await due()).toEqual([])
  d.at('2026-11-24T17:01')
  expect(await due()).toHaveLength(1)
})

describe('A3 electronic service', () => {
  let id = 0
  test('arrival 09-28 15:21 at the confirmed address counts, read 09-30 does not; defence and objection until 10-13', async () => {
    d.at('2026-09-25T09:00')
    const caseId = await d.newCase({
      filedOn: '2026-09-24',
      defendant: { eServiceConsent: true, eServiceAddress: 'guming@example.invalid' },
    })
    id = (await d.handOver(caseId))[0]!
    expect(await d.order(id)).toMatchObject({ legalDueOn: '2026-09-29', consent: 'express' })
    expect((await d.order(id)).ladder.find((s: { suggested: boolean }) => s.suggested).method).toBe('electronic')
    d.good(await d.form('operator', id, 'address', 'address', { method: 'electronic', addressId: await d.addressOf(id, 'electronic') }))
    d.at('2026-09-28T15:30')
    d.good(await d.form('operator', id, 'attempt', 'attempt', { dispatchedAt: '2026-09-28T15:20:00+08:00', channel: '送达平台' }))
    d.at('2026-09-30T16:00')
    d.good(
      await d.form('operator', id, 'feedback', 'feedback', {
        outcome: 'arrived',
        happenedAt: '2026-09-28T15:21:00+08:00',
        readOn: '2026-09-30',
      }),
    )
    d.good(await d.check(id))
    d.good(await d.form('clerk', id, 'confirm', 'confirm', { validity: 'effective' }))
    const o = await d.order(id)
    expect(o).toMatchObject({ effectiveOn: '2026-09-28', attempts: [{ readOn: '2026-09-30', outcome: 'arrived' }] })
    expect(d.inForce(o)).toEqual({ defence: '2026-10-13', 'jurisdiction-objection': '2026-10-13' })
  })
  test('objection of 10-14 goes to the judge, marked late; posted in time it is timely', async () => {
    d.at('2026-10-14T10:00')
    const late = d.good(
      await (await d.as('clerk')).post(`/service-orders/${id}/pleadings`, { kind: 'jurisdictionObjection', receivedOn: '2026-10-14' }),
    )
    expect(late.body).toEqual({ timeliness: 'late', due: '2026-10-13', goesTo: 'judge' })
    const posted = d.good(
      await (await d.as('clerk')).post(`/service-orders/${id}/pleadings`, {
        kind: 'defence',
        receivedOn: '2026-10-14',
        postedOn: '2026-10-13',
      }),
    )
    expect(posted.body.timeliness).toBe('posted-before-expiry')
    // The posting day decides: one after the arrival is a slip, and the same answer twice would tell the judge twice.
    for (const [postedOn, status, code] of [
      ['2026-10-15', 422, 'posted-after-received'],
      ['2026-10-13', 409, 'pleading-known'],
    ] as const) {
      const r = await (await d.as('clerk')).post(`/service-orders/${id}/pleadings`, { kind: 'defence', receivedOn: '2026-10-14', postedOn })
      expect([r.status, r.body.code]).toEqual([status, code])
    }
    const { rows } = await d.t.owner.query(
      "select data from worklist.notice where person_id = $1 and kind = 'service-pleading' order by id",
      [d.c.people.judge],
    )
    expect(rows[0].data).toMatchObject({ orderId: id, timeliness: 'late' })
    // The outsourced side cannot even reach it once the order is served: there is nothing it could reject.
    expect(
      (await (await d.as('operator')).post(`/service-orders/${id}/pleadings`, { kind: 'defence', receivedOn: '2026-10-14' })).status,
    ).toBe(404)
  })
  test('7.3.2.1 a correction keeps the old day and the old periods beside the new', async () => {
    const before = await d.order(id)
    const clerk = await d.as('clerk')
    const body = { effectiveOn: '2026-09-29', reason: '受送达人证明到达日期为9月29日（解释135）' }
    expect((await clerk.post(`/service-orders/${id}/correct`, body, { 'if-match': `"${before.revision - 1}"` })).body.code).toBe(
      'stale-revision',
    )
    d.good(await clerk.post(`/service-orders/${id}/correct`, body, { 'if-match': `"${before.revision}"` }))
    const o = await d.order(id)
    expect(
      o.confirmations.map((x: { effectiveOn: string; supersededAt: string | null }) => [x.effectiveOn, x.supersededAt !== null]),
    ).toEqual([
      ['2026-09-28', true],
      ['2026-09-29', false],
    ])
    expect(o.confirmations[1].corrects).toBe(o.confirmations[0].id)
    expect(d.inForce(o)).toEqual({ defence: '2026-10-14', 'jurisdiction-objection': '2026-10-14' })
    expect(
      o.deadlines
        .filter((d: { supersededAt: string | null }) => d.supersededAt)
        .map((d: { due: string; supersededBecause: string }) => [d.due, d.supersededBecause]),
    ).toEqual([
      ['2026-10-13', 'corrected'],
      ['2026-10-13', 'corrected'],
    ])
    expect((await (await d.as('operator')).post(`/service-orders/${id}/correct`, body, { 'if-match': `"${o.revision}"` })).status).toBe(403)
  })
})

test('A5 simple procedure: public notice is blocked until the judge has converted the case', async () => {
  d.at('2026-08-05T09:00')
  const caseId = await d.newCase({ procedure: 'simple', filedOn: '2026-05-11', defendant: { residence: null, phone: null } })
  const [id] = (await d.handOver(caseId)) as [number]
  const blocked = await d.form('operator', id, 'address', 'address', {
    method: 'publicNotice',
    ground: '下落不明',
    whereaboutsUnknown: true,
  })
  expect([blocked.status, blocked.body.code, blocked.body.detail.reasons]).toEqual([422, 'method-not-lawful', ['notice-simple-procedure']])
  expect((await d.order(id)).state).toBe('address')
  d.at('2026-08-06T09:00')
  await d.t.app.asSystem(d.c.courtId, async (ctx) => {
    const record = await findCase(ctx, caseId)
    await editCase(ctx, caseId, record!.revision, { procedure: 'ordinary' } as never)
  })
  d.good(await d.form('operator', id, 'address', 'address', { method: 'publicNotice', ground: '下落不明', whereaboutsUnknown: true }))
  expect((await d.order(id)).state).toBe('approval')
})

test('A6 a judgment: each party by its own service, both end 10-08; it takes effect on 10-09 once the last is served', async () => {
  d.at('2026-09-15T09:00')
  const caseId = await d.newCase()
  const ids = await d.handOver(caseId, { kind: 'judgment', recipients: await d.partiesOf(caseId) })
  const serve = async (orderId: number, day: string): Promise<void> => {
    d.good(
      await (await d.as('clerk')).post(`/service-orders/${orderId}/addresses`, {
        source: 'ownPapers',
        kind: 'postal',
        address: '云川市临溪区三号',
      }),
    )
    d.good(await d.form('operator', orderId, 'address', 'address', { method: 'direct', addressId: await d.addressOf(orderId, 'postal') }))
    d.at(`${day}T11:00`)
    const visit = { dispatchedAt: `${day}T10:00:00+08:00`, courtMember: '王书记员' }
    // 4.1, 解释131: outsourced staff only assist; without the court's own and without proof no visit is recorded.
    expect((await d.form('operator', orderId, 'attempt', 'attempt', { ...visit, courtMember: null })).body).toMatchObject({
      code: 'court-member-missing',
    })
    expect((await d.form('operator', orderId, 'attempt', 'attempt', visit)).body.code).toBe('visit-evidence-missing')
    d.good(await d.evidence(orderId, 'attempt', 'photo'))
    d.good(await d.form('operator', orderId, 'attempt', 'attempt', visit))
    const body = { outcome: 'signed', happenedOn: day, receiver: 'party', receiverName: '本人' }
    expect((await d.form('operator', orderId, 'feedback', 'feedback', body)).body.code).toBe('service-return-missing')
    d.good(await d.evidence(orderId, 'feedback', 'receipt'))
    d.good(await d.form('operator', orderId, 'feedback', 'feedback', body))
    d.good(await d.check(orderId))
    d.good(await d.form('clerk', orderId, 'confirm', 'confirm', { validity: 'effective' }))
  }
  await serve(ids[0]!, '2026-09-16')
  expect(d.inForce(await d.order(ids[0]!))).toEqual({ 'appeal-judgment': '2026-10-08' })
  await serve(ids[1]!, '2026-09-18')
  for (const id of ids) {
    const o = await d.order(id)
    expect(d.inForce(o)).toEqual({ 'appeal-judgment': '2026-10-08' })
    expect(o.deadlines[0].also.find((a: { code: string }) => a.code === 'effective').date).toBe('2026-10-09')
  }
  const first = await d.order(ids[0]!)
  expect(first.deadlines.filter((d: { supersededAt: string | null }) => d.supersededAt)).toMatchObject([
    { supersededBecause: 'other-recipient' },
  ])
})

test('a set that was begun stands in the list of its court until it is handed over or put away', async () => {
  const clerk = await d.as('clerk')
  const judge = await d.as('judge')
  const caseId = await d.newCase()
  const begin = async (who: typeof clerk, title: string): Promise<number> =>
    d.good(await who.post('/service-sets', { caseId, kind: 'complaint', title })).body.id
  const listed = async (query = '', who = clerk): Promise<number[]> =>
    d.good(await who.get(`/service-sets${query}`)).body.items.map((i: { id: number }) => i.id)
  const [a, b, c] = [await begin(clerk, '起诉状副本'), await begin(judge, '合议庭通知书'), await begin(clerk, '举证通知书')]
  expect(await listed()).toEqual([c, b, a])
  expect(await listed('?mine=yes')).toEqual([c, a])
  const first = d.good(await clerk.get('/service-sets?limit=2')).body
  expect(first.items[1]).toMatchObject({ id: b, title: '合议庭通知书', documents: 0, caseId, madeByName: expect.stringMatching(/./) })
  expect(await listed(`?limit=2&cursor=${encodeURIComponent(first.next)}`)).toEqual([a])
  expect((await (await d.as('operator')).get('/service-sets')).status).toBe(403)
  d.good(await clerk.upload(`/service-sets/${a}/documents`, d.PDF))
  d.good(await clerk.delete(`/service-sets/${a}`))
  expect(await listed()).toEqual([c, b])
  expect((await clerk.get(`/service-sets/${a}`)).status).toBe(404)
  const [order] = await d.handOver(caseId)
  expect(await listed()).toEqual([c, b])
  const handedOver = (await d.t.owner.query('select set_id from service_of_process.service_order where id = $1', [order])).rows[0].set_id
  expect((await clerk.delete(`/service-sets/${handedOver}`)).body.code).toBe('set-handed-over')
  const trace = await d.t.owner.query("select count(*)::int as n from audit.event where verb = 'service-set.discard' and object_id = $1", [
    String(a),
  ])
  expect(trace.rows[0].n).toBe(1)
})
