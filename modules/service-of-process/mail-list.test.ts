import { PDFiumLibrary } from '@hyzyla/pdfium'
import { Temporal } from 'temporal-polyfill'
import { beforeAll, expect, test } from 'vitest'
import { readXlsxRows, writeXlsx } from '../../platform/documents/spreadsheet.ts'
import { orderNumber, readOrderNumber } from './rules/carrier.ts'
import { serviceDesk, type ServiceDesk } from './test-desk.ts'

let d: ServiceDesk
beforeAll(async () => {
  d = await serviceDesk()
})
const FILE = { name: '结果.csv', type: 'text/csv' }

/** An order by mail whose posting is in the operator's hands. */
const toPost = async (name: string, address = '云川市临溪区九号'): Promise<number> => {
  const caseId = await d.newCase({
    filedOn: '2026-09-04',
    defendant: { name, serviceAddress: address, serviceAddressConfirmedOn: '2026-09-02' },
  })
  const [id] = (await d.handOver(caseId)) as [number]
  const addressId = await d.addressOf(id, 'postal', 'confirmed')
  d.good(await d.form('operator', id, 'address', 'address', { method: 'mail', addressId, directDifficult: true }))
  await d.claim('operator', id, 'attempt')
  return id
}
const imported = async (lines: string[]) =>
  d.good(await (await d.as('operator')).upload('/service-imports', { ...FILE, bytes: Buffer.from(lines.join('\n')) })).body
const applied = async (list: { id: number; revision: number }) =>
  d.good(await (await d.as('operator')).post(`/service-imports/${list.id}/apply`, {}, { 'if-match': `"${list.revision}"` })).body

const pdfText = async (bytes: Uint8Array): Promise<string> => {
  const library = await PDFiumLibrary.init()
  const document = await library.loadDocument(bytes)
  const text = document.getPage(0).getText()
  document.destroy()
  library.destroy()
  return text
}

test('our order number is read back as it was written, also in full width or without its letters', () => {
  expect(orderNumber(42)).toBe('SD000042')
  for (const text of ['SD000042', 'sd 000042', 'ＳＤ０００042', '42']) expect(readOrderNumber(text), text).toBe(42)
  for (const text of ['', 'SD', 'SD0', '4x2', '-', 'EMS42']) expect(readOrderNumber(text), text).toBeNull()
})

test('the list goes to the carrier, comes back with its numbers, is the dispatch, and then the result', async () => {
  d.at('2026-09-07T09:00')
  const a = await toPost('𠮷田䶮', '=HYPERLINK("http://x")云川市九号')
  const b = await toPost('顾明远')
  const operator = await d.as('operator')
  const csv = await operator.get(`/service-mail-list?ids=${a},${b}&format=csv`)
  expect(csv.status).toBe(200)
  const text = String(csv.body)
  expect(text).toContain('序号,送达编号,收件人,地址,电话,案号,内件,邮件号,状态,时间')
  expect(text).toContain(`${orderNumber(a)},𠮷田䶮,"'=HYPERLINK(""http://x"")云川市九号"`)
  const ledger = await d.t.owner.query("select object_id from audit.event where verb = 'service.mail-list' order by 1")
  expect(ledger.rows.map((r) => Number(r.object_id)).sort()).toEqual([a, b].sort())
  for (const format of ['pdf', 'xlsx']) expect((await operator.get(`/service-mail-list?ids=${a}&format=${format}`)).status).toBe(200)

  // Of a sheet that lies about it is said whose copy it is, to the second of the ledger's event.
  const sheet = await pdfText((await operator.get(`/service-mail-list?ids=${a}&format=pdf`)).body as Uint8Array)
  const of = (
    await d.t.owner.query(
      "select e.at, p.name from audit.event e join organisations.person p on p.id = e.person_id where e.verb = 'service.mail-list' order by e.id desc limit 1",
    )
  ).rows[0]
  const second = Temporal.Instant.fromEpochMilliseconds(new Date(of.at).getTime())
    .toZonedDateTimeISO('Asia/Shanghai')
    .toPlainDateTime()
    .toString()
    .slice(0, 19)
    .replace('T', ' ')
  expect(sheet.replace(/\s+/g, ' ')).toContain(`打印：${of.name} ${second}`)

  d.at('2026-09-08T09:00')
  // A result without a posting, an order of nobody, and a number that is none stand beside the good row and hold nothing up.
  const list = await imported([
    '送达编号,邮件号,状态,时间',
    `${orderNumber(a)},EMS90000001CN,已收寄,2026-09-07 16:00`,
    `${orderNumber(b)},EMS90000002CN,已签收,2026-09-07 16:00`,
    'SD999999,EMS90000003CN,已收寄,2026-09-07 16:00',
    'SDX,EMS90000004CN,已收寄,2026-09-07 16:00',
    `${orderNumber(b)},,已收寄,2026-09-07 16:00`,
  ])
  expect(list.rows.map((r: { code: string | null }) => r.code)).toEqual([
    null,
    'attempt-not-dispatched',
    'order-number-unknown',
    'order-number-shape',
    'mail-number-missing',
  ])
  // The wrong row says which order it is about.
  expect(list.rows[1]).toMatchObject({ orderId: b, orderNo: orderNumber(b) })
  const after = await applied(list)
  expect(after.rows[0]).toMatchObject({ state: 'applied' })
  expect((await d.order(a)).attempts[0]).toMatchObject({
    state: 'dispatched',
    mailNo: 'EMS90000001CN',
    dispatchedAt: expect.stringContaining('2026-09-07'),
  })
  expect((await d.order(b)).attempts[0]).toMatchObject({ state: 'planned', mailNo: null })

  d.at('2026-09-10T09:00')
  await d.claim('operator', a, 'feedback')
  const result = await imported([
    '送达编号,邮件号,状态,时间',
    `${orderNumber(a)},EMS90000009CN,已签收,2026-09-09 10:00`,
    `${orderNumber(a)},,已签收,2026-09-09 10:00`,
  ])
  expect(result.rows.map((r: { code: string | null; state: string }) => r.code ?? r.state)).toEqual(['mail-number-other', 'ready'])
  await applied(result)
  expect((await d.order(a)).attempts[0]).toMatchObject({ outcome: 'signed', happenedOn: '2026-09-09' })
})

test('the workbook that went out comes back filled in; a workbook that is none, or holds no list, is refused', async () => {
  d.at('2026-09-14T09:00')
  const id = await toPost('𠮷田䶮')
  const operator = await d.as('operator')
  const out = (await operator.get(`/service-mail-list?ids=${id}&format=xlsx`)).body as Buffer
  const rows: string[][] = []
  for await (const some of readXlsxRows(out)) rows.push(...some.map((r) => r.cells))
  const head = rows.findIndex((r) => r.includes('送达编号'))
  const [header, filled] = [rows[head]!, [...rows[head + 1]!]]
  for (const [column, value] of [
    ['邮件号', 'EMS70000001CN'],
    ['状态', '已收寄'],
    ['时间', '2026-09-14 16:00:00'],
  ] as const)
    filled[header.indexOf(column)] = value
  const sheet = (cells: readonly (readonly string[])[]) => writeXlsx([{ name: '清单', header: cells[0]!, rows: cells.slice(1) }])
  const upload = async (bytes: Uint8Array, name = '结果.xlsx') =>
    (await d.as('operator')).upload('/service-imports', {
      name,
      type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      bytes: Buffer.from(bytes),
    })
  d.at('2026-09-15T09:00')
  const list = d.good(await upload(await sheet([header, header.map(() => ''), filled]))).body
  expect(list).toMatchObject({ encoding: 'xlsx', ready: 1, errors: 0 })
  // The row as the spreadsheet counts it, the empty one above included.
  expect(list.rows[0]).toMatchObject({ row: 3, orderId: id, mailNo: 'EMS70000001CN', state: 'ready' })
  await applied(list)
  expect((await d.order(id)).attempts[0]).toMatchObject({ state: 'dispatched', mailNo: 'EMS70000001CN' })

  const code = async (bytes: Uint8Array) => ((r) => [r.status, r.body.code])(await upload(bytes))
  expect(await code(await sheet([['收件人', '备注']]))).toEqual([422, 'carrier-columns-missing'])
  expect(await code(await sheet([header]))).toEqual([422, 'import-empty'])
  const broken = Buffer.from(await sheet([header, filled]))
  expect((await code(broken.subarray(0, broken.length - 40)))[0]).toBeGreaterThanOrEqual(400)
})

test('who has no order does not see it, what is not by mail is not listed, and nonsense is refused', async () => {
  d.at('2026-09-07T09:00')
  const id = await toPost('顾明远')
  expect((await (await d.as('commissioner')).get(`/service-mail-list?ids=${id}`)).status).toBe(403)
  const operator = await d.as('operator')
  expect((await operator.get('/service-mail-list?ids=999999')).status).toBe(404)
  for (const ids of ['', '1;2', 'x', '１'])
    expect((await operator.get(`/service-mail-list?ids=${encodeURIComponent(ids)}`)).status, ids).toBe(400)
  const many = Array.from({ length: 201 }, (_, i) => i + 1).join(',')
  expect((await operator.get(`/service-mail-list?ids=${many}`)).body).toMatchObject({ code: 'mail-list-too-long' })
  const served = await d.mailed()
  expect((await (await d.as('clerk')).get(`/service-mail-list?ids=${served}`)).body).toMatchObject({
    code: expect.stringMatching(/order-not-for-mail|forbidden/),
  })
})
