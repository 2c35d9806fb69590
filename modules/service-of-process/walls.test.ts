import iconv from 'iconv-lite'
import pg from 'pg'
import { beforeAll, describe, expect, test } from 'vitest'
import { type ServiceDesk, serviceDesk } from './test-desk.ts'

let d: ServiceDesk
beforeAll(async () => {
  d = await serviceDesk()
})

/** SQL as the application's role in the operator's scope: what a stolen connection could do. */
const asOperator = async (run: (client: pg.Client) => Promise<unknown>): Promise<string | null> => {
  const client = new pg.Client(d.t.connect)
  await client.connect()
  try {
    await client.query('begin')
    await client.query("select bw.act_as($1, null, $2, $3, 'contractor', '{operator}', '{}', $4, $5)", [
      d.c.people.operator,
      d.c.courtId,
      d.c.contractorId,
      [d.c.engagementId],
      d.t.clock.now().toString(),
    ])
    await run(client)
    return null
  } catch (e) {
    return (e as { code?: string }).code ?? 'error'
  } finally {
    await client.query('rollback')
    await client.end()
  }
}

describe('4.1 validity and date are the court’s', () => {
  let id = 0
  test('an operator can neither take, nor confirm, nor write the day of service by SQL', async () => {
    id = await d.mailed()
    const task = await d.openTask(id, 'confirm')
    const operator = await d.as('operator')
    const body = { validity: 'effective', effectiveOn: '2026-09-14' }
    expect((await operator.post(`/service-of-process/tasks/${task.id}/confirm`, body, { 'if-match': `"${task.revision}"` })).status).toBe(
      403,
    )
    expect((await operator.post(`/tasks/${task.id}/claim`, {}, { 'if-match': `"${task.revision}"` })).status).toBeGreaterThanOrEqual(403)
    const attempt = (await d.t.owner.query('select id, case_id from service_of_process.attempt where order_id = $1', [id])).rows[0]
    const insert = (side: string, by: number) => (client: pg.Client) =>
      client.query(
        `insert into service_of_process.confirmation (court_id, order_id, case_id, attempt_id, effective, effective_on, proposal, decided_by, decided_side) values ($1, $2, $3, $4, true, '2026-09-14', '{}', $5, $6)`,
        [d.c.courtId, id, attempt.case_id, attempt.id, by, side],
      )
    // In his own name, in the clerk's name, with a false side: the policy, then the foreign key and the check refuse.
    expect(await asOperator(insert('court', d.c.people.operator!))).toBe('42501')
    expect(await asOperator(insert('court', d.c.people.clerk!))).toBe('42501')
    expect(await asOperator(insert('contractor', d.c.people.operator!))).toMatch(/23514|42501/)
    await expect(
      d.t.owner.query(
        `insert into service_of_process.confirmation (court_id, order_id, case_id, attempt_id, effective, proposal, decided_by) values ($1, $2, $3, $4, false, '{}', $5)`,
        [d.c.courtId, id, attempt.case_id, attempt.id, d.c.people.operator],
      ),
    ).rejects.toMatchObject({ code: '23503' })
    let changed = -1
    await asOperator(async (client) => {
      changed =
        (await client.query(`update service_of_process.service_order set effective_on = '2026-09-14' where id = $1`, [id])).rowCount ?? 0
    })
    expect(changed).toBe(0)
  })
  test('even with a live grant to write, the day is refused', async () => {
    const [open] = (await d.handOver(await d.newCase())) as [number]
    await d.claim('operator', open, 'address')
    expect(
      await asOperator((client) =>
        client.query(`update service_of_process.service_order set effective_on = '2026-09-14' where id = $1`, [open]),
      ),
    ).toBe('BW004')
    expect(
      await asOperator((client) => client.query(`update service_of_process.service_order set state = 'served' where id = $1`, [open])),
    ).toBe('42501')
  })
  test('a stale revision and a second confirmation are refused', async () => {
    const task = await d.openTask(id, 'confirm')
    const clerk = await d.as('clerk')
    const post = (revision: number) =>
      clerk.post(`/service-of-process/tasks/${task.id}/confirm`, { validity: 'effective' }, { 'if-match': `"${revision}"` })
    expect((await post(task.revision + 7)).body.code).toBe('stale-revision')
    expect((await clerk.post(`/service-of-process/tasks/${task.id}/confirm`, { validity: 'effective' })).status).toBe(428)
    d.good(await post(task.revision))
    expect((await post(task.revision)).body.code).toBe('task-closed')
  })
})

describe('7.3.2.2 who sees an order', () => {
  test('an operator while the task is his, with the documents; before and after nothing; another operator never', async () => {
    const [id] = (await d.handOver(await d.newCase())) as [number]
    const operator = await d.as('operator')
    const other = await d.as('operator2')
    expect((await operator.get(`/service-orders/${id}`)).status).toBe(404)
    await d.claim('operator', id, 'address')
    const seen = d.good(await operator.get(`/service-orders/${id}`)).body
    const file = `/service-documents/${seen.set.documents[0].id}/file`
    expect((await operator.get(file)).status).toBe(200)
    expect((await other.get(`/service-orders/${id}`)).status).toBe(404)
    expect((await other.get(file)).status).toBe(404)
    expect((await operator.get('/service-orders')).body.items.map((o: { id: number }) => o.id)).toContain(id)
    expect((await other.get('/service-orders')).body.items).toEqual([])
    d.good(await d.form('operator', id, 'address', 'address', { method: 'direct', addressId: await d.addressOf(id, 'postal') }))
    expect((await operator.get(file)).status).toBe(404)
    const { rows } = await d.t.owner.query("select grant_id from audit.event where verb = 'service.document-read' order by id desc limit 1")
    expect(rows[0].grant_id).not.toBeNull()
    expect((await d.t.visitor(null).get(`/service-orders/${id}`)).status).toBe(401)
  })
  test('the other party’s order of the same case stays closed', async () => {
    const caseId = await d.newCase()
    const [mine, theirs] = (await d.handOver(caseId, { recipients: await d.partiesOf(caseId) })) as [number, number]
    await d.claim('operator', mine, 'address')
    expect((await (await d.as('operator')).get(`/service-orders/${theirs}`)).status).toBe(404)
  })
  test('only an issued PDF enters a set, and none after hand-over', async () => {
    const clerk = await d.as('clerk')
    const set = d.good(await clerk.post('/service-sets', { caseId: await d.newCase(), kind: 'judgment', title: '判决书' })).body
    expect((await clerk.upload(`/service-sets/${set.id}/documents`, d.PNG)).body.code).toBe('document-not-pdf')
    expect(
      (
        await clerk.post(
          `/service-sets/${set.id}/hand-over`,
          { engagementId: d.c.engagementId, recipients: [{ partyId: 1 }] },
          { 'if-match': `"${set.revision}"` },
        )
      ).body.code,
    ).toBe('set-empty')
    expect((await (await d.as('operator')).post('/service-sets', { caseId: 1, kind: 'other', title: 'x' })).status).toBe(403)
  })
})

test('a clock is not stopped while a method is left; with none it stops, and runs again when the clerk brings an address', async () => {
  d.at('2026-09-16T09:00')
  const [id] = (await d.handOver(await d.newCase({ defendant: { residence: null, phone: null } }))) as [number]
  d.good(await d.form('operator', id, 'address', 'address', { method: 'awaitAddress' }))
  expect((await d.order(id)).state).toBe('awaitingAddress')
  // Nobody has a task now: the clerk who handed it over is told.
  const told = await d.t.owner.query("select person_id, link from worklist.notice where kind = 'service-address-awaited'")
  expect(told.rows).toEqual([{ person_id: d.c.people.clerk, link: `/service-orders/${id}` }])
  d.at('2026-09-18T09:00')
  const clerk = await d.as('clerk')
  for (const wrong of [
    { kind: 'electronic', address: 'lu.jie@@' },
    { kind: 'electronic', address: '顾明远的微信' },
    { kind: 'telephone', address: '等他回电' },
    { kind: 'postal', address: '云川市临溪区五号', confirmedOn: '2026-09-19' },
  ])
    expect(await clerk.post(`/service-orders/${id}/address-provided`, { source: 'confirmed', ...wrong })).toMatchObject({
      status: 422,
      body: { code: wrong.confirmedOn ? 'date-in-future' : 'address-shape' },
    })
  d.good(await clerk.post(`/service-orders/${id}/address-provided`, { source: 'registered', kind: 'postal', address: '云川市临溪区五号' }))
  expect((await d.order(id)).state).toBe('address')
  const again = await d.form('operator', id, 'address', 'address', { method: 'awaitAddress' })
  expect(again.body).toMatchObject({ code: 'method-not-lawful', detail: { reasons: ['await-methods-left'] } })
  const { rows } = await d.t.owner.query('select excluded_seconds from service_of_process.indicator_fact_d where item_id = $1', [id])
  expect(Number(rows[0].excluded_seconds)).toBe(2 * 86_400)
})

describe('the carrier’s list', () => {
  const sent = async (mailNo: string): Promise<number> => {
    d.at('2026-09-21T09:00')
    const [id] = (await d.handOver(
      await d.newCase({ defendant: { serviceAddress: '云川市临溪区九号', serviceAddressConfirmedOn: '2026-09-02' } }),
    )) as [number]
    d.good(await d.form('operator', id, 'address', 'address', { method: 'mail', addressId: await d.addressOf(id, 'postal', 'confirmed') }))
    d.good(await d.form('operator', id, 'attempt', 'attempt', { dispatchedAt: '2026-09-21T09:00:00+08:00', mailNo }))
    await d.claim('operator', id, 'feedback')
    return id
  }
  test('GB18030 with bad rows: dry run, then the good ones are written and their reports finished; again changes nothing', async () => {
    const signed = await sent('1199887766551')
    const back = await sent('1199887766552')
    const unclear = await sent('1199887766553')
    d.at('2026-09-24T09:00')
    const lines = [
      '状态,邮件号,时间,网点',
      '已签收（本人签收）,1199887766551,2026-09-22 10:05,临溪',
      '退回 拒收,１１９９８８７７６６５５２,2026年9月23日 16时20分,临溪',
      '已签收，他人代收,1199887766553,2026/9/22 11:00,临溪',
      '已签收,0000000000000,2026-09-22 10:05,',
      '不知所云,1199887766554,2026-09-22,',
      '已签收,1199887766551,2026-09-22,',
      '已签收,12,2026-09-22,',
      '已签收,1199887766555,2026-13-41,',
      '已签收,1199887766556,2027-01-01,',
    ]
    lines[3] = lines[3]!.replace('，', ' ')
    const operator = await d.as('operator')
    const dry = d.good(
      await operator.upload('/service-imports', { name: '投递结果.csv', bytes: iconv.encode(lines.join('\r\n'), 'gb18030') }),
    ).body
    expect(dry).toMatchObject({ encoding: 'gb18030', ready: 3, errors: 6 })
    expect(dry.rows.map((r: { row: number; state: string; code: string | null }) => [r.row, r.code])).toEqual([
      [2, null],
      [3, null],
      [4, null],
      [5, 'mail-number-unknown'],
      [6, 'carrier-status-unknown'],
      [7, 'mail-number-twice'],
      [8, 'mail-number-shape'],
      [9, 'carrier-time'],
      [10, 'carrier-time-in-future'],
    ])
    expect((await d.order(signed)).attempts[0].outcome).toBeNull()
    const apply = (revision: number) => operator.post(`/service-imports/${dry.id}/apply`, {}, { 'if-match': `"${revision}"` })
    d.good(await apply(dry.revision))
    expect((await apply(dry.revision)).body.code).toBe('import-state')
    expect(await d.order(signed)).toMatchObject({ state: 'check', effect: { served: true, effective: '2026-09-22' } })
    expect(await d.order(back)).toMatchObject({
      state: 'check',
      attempts: [{ outcome: 'returned', returnReason: 'refused', happenedOn: '2026-09-23' }],
    })
    // Who signed is not said: a person has to find out.
    expect(await d.order(unclear)).toMatchObject({ state: 'feedback', attempts: [{ outcome: 'signed', carrierStatus: '已签收 他人代收' }] })
    // The next list comes to whoever may see the attempts; to another operator the numbers are unknown.
    const theirs = d.good(
      await (await d.as('operator2')).post('/service-imports/scan', {
        mailNos: ['1199887766553'],
        status: '已签收',
        at: '2026-09-22 11:00',
      }),
    ).body
    expect(theirs.rows[0].code).toBe('mail-number-unknown')
    const again = d.good(
      await operator.post('/service-imports/scan', { mailNos: ['1199887766553'], status: '已签收 他人代收', at: '2026-09-22 11:00' }),
    ).body
    expect(again).toMatchObject({ ready: 0, unchanged: 1 })
  })
  test('a file without the three columns is refused as a whole', async () => {
    const r = await (await d.as('operator')).upload('/service-imports', { name: 'x.csv', bytes: Buffer.from('甲,乙\n1,2\n') })
    expect([r.status, r.body.code]).toEqual([422, 'carrier-columns-missing'])
  })
})

test('送达回证 is a PDF with the course of service, and its printing is on the ledger', async () => {
  d.at('2026-09-24T12:00')
  const id = await d.mailed({ posted: '2026-09-25', returned: '2026-09-29' })
  const r = await (await d.as('clerk')).get(`/service-orders/${id}/receipt`)
  expect(r.status, JSON.stringify(r.body)).toBe(200)
  expect(Buffer.from(r.body).subarray(0, 5).toString()).toBe('%PDF-')
  const { rows } = await d.t.owner.query("select case_id from audit.event where verb = 'service.receipt-print' and object_id = $1", [
    String(id),
  ])
  expect(rows).toHaveLength(1)
})
