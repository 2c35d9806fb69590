import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import { beforeAll, describe, expect, it } from 'vitest'
import { zip } from '../../test/support/zip.ts'
import { readXlsxRows, writeXlsx } from '../../platform/documents/spreadsheet.ts'
import { resumeLists, runList } from './commands/import-run.ts'
import { importCasesFile } from './public.ts'
import { idNo, testCourt, type TestCourt } from './test-court.ts'

let app: TestCourt['app']
let court: number
let as: TestCourt['as']
let one: TestCourt['one']
let ledger: TestCourt['ledger']
beforeAll(async () => {
  ;({ app, court, as, one, ledger } = await testCourt())
})

const header = '案号,立案日期,案由,原告,被告,标的额,原告身份证,联系电话,承办部门,承办人,备注'
const row = (n: number, over: { amount?: string; name?: string; paper?: string; date?: string } = {}): string =>
  `（2026）苏1204民初${n}号,${over.date ?? '2026/9/1'},民间借贷纠纷,${over.name ?? `钱某${n}`},"李四、某某有限公司","${over.amount ?? '1,234.50'}",${over.paper ?? idNo(n)},1390000${String(n).padStart(4, '0')},民一庭,甲judge,=cmd`

describe('import', () => {
  const figures = (j: Record<string, unknown>) => [j.state, j.created, j.unchanged, j.changed, j.updated, j.errors, j.flags]
  it('a workbook that unpacks to two gigabytes is refused before it is unpacked, and nothing of it stays', async () => {
    const xml = Buffer.from('<?xml version="1.0"?><a/>')
    const sheet = { name: 'xl/worksheets/sheet1.xml', body: Buffer.alloc(20_000_000, ' '), claim: 2_000_000_000 }
    const bomb = zip([...['[Content_Types].xml', '_rels/.rels', 'xl/workbook.xml'].map((name) => ({ name, body: xml })), sheet])
    const before = await one<{ n: number }>('select count(*)::int as n from cases.import_job')
    const memory = process.memoryUsage.rss()
    const up = await as('filing').upload('/case-imports', { name: '案件.xlsx', bytes: bomb, type: 'application/vnd.ms-excel' })
    expect([up.status, up.body.code]).toEqual([422, 'unsafe-archive'])
    expect(process.memoryUsage.rss() - memory).toBeLessThan(300_000_000)
    expect(await one('select count(*)::int as n from cases.import_job')).toEqual(before)
  })
  it('over HTTP: upload, map, dry run, run; errors row by row; again changes nothing', async () => {
    const list = [
      header,
      row(2001),
      row(2002),
      row(2003, { date: '2026-02-30' }),
      row(2001),
      row(2004, { paper: '110105194912310021' }),
      '',
    ].join('\r\n')
    const up = await as('filing').upload('/case-imports', { name: '九月.csv', bytes: iconv.encode(list, 'gb18030'), type: 'text/csv' })
    expect(up.status, JSON.stringify(up.body)).toBe(200)
    const id = up.body.id
    expect(up.body).toMatchObject({
      encoding: 'gb18030',
      state: 'mapping',
      mapping: ['number', 'filedOn', 'cause', 'plaintiffs', 'defendants', 'amount', 'plaintiffPapers', 'phones', 'division', 'judge', null],
    })
    const sample = (await as('filing').get(`/case-imports/${id}/sample`)).body.rows
    expect(JSON.stringify(sample)).not.toContain(idNo(2001))
    const mapped = await as('filing').put(`/case-imports/${id}/mapping`, { mapping: up.body.mapping }, { 'if-match': '1' })
    expect(mapped.status, JSON.stringify(mapped.body)).toBe(200)
    expect((await as('filing').post(`/case-imports/${id}/check`)).body.state).toBe('checking')
    expect((await as('filing').post(`/case-imports/${id}/run`)).body.code).toBe('import-state')
    await runList(app.app, court, id)
    const before = await one<{ n: number }>('select count(*)::int as n from cases.case_record')
    expect(figures((await as('filing').get(`/case-imports/${id}`)).body)).toEqual(['checked', 2, 0, 0, 0, 3, 0])
    await as('filing').post(`/case-imports/${id}/run`, { update: 'none' })
    await runList(app.app, court, id)
    expect(figures((await as('filing').get(`/case-imports/${id}`)).body)).toEqual(['done', 2, 0, 0, 0, 3, 0])
    expect((await one<{ n: number }>('select count(*)::int as n from cases.case_record')).n).toBe(before.n + 2)
    const faults = (await as('filing').get(`/case-imports/${id}/rows?state=error`)).body.items
    expect(
      faults.map((f: { row: number; faults: { column: string; code: string; value: string }[] }) => [
        f.row,
        f.faults[0]!.column,
        f.faults[0]!.code,
        f.faults[0]!.value,
      ]),
    ).toEqual([
      [4, '立案日期', 'date-impossible', '2026-02-30'],
      [5, '案号', 'number-twice', '2'],
      [6, '原告身份证', 'id-check-digit', '11**************21'],
    ])
    const csv = await as('filing').get(`/case-imports/${id}/errors?format=csv`)
    expect(String(csv.headers['content-disposition'])).toContain('attachment')
    expect(csv.body.toString('utf8')).toMatch(/6,（\d{4}）[^,]+号,原告身份证,11\*{14}21,.*校验/)
    const book: string[][] = []
    for await (const b of readXlsxRows((await as('filing').get(`/case-imports/${id}/errors`)).body)) book.push(...b.map((r) => r.cells))
    expect(book).toHaveLength(4)
    const made = (await as('filing').get(`/cases?q=${encodeURIComponent('钱某2001')}`)).body.items[0]
    const detail = (await as('filing').get(`/cases/${made.id}`)).body
    expect(detail).toMatchObject({
      title: '钱某2001与李四等',
      divisionName: '民一庭',
      judgeName: '甲judge',
      source: 'import',
      amount: '1234.50',
    })
    expect(detail.parties).toHaveLength(3)
    expect((await as('filing').get(`/cases?q=${idNo(2001)}`)).body.items.map((c: { id: number }) => c.id)).toEqual([made.id])
    expect((await ledger('case.create', made.id))[0]!.data).toMatchObject({ import: id })
  })
  it('again changes nothing; a changed row shows its difference and is taken over only when chosen; the mapping is remembered', async () => {
    const list = [header, row(2001), row(2002, { amount: '5万元' })].join('\n')
    const path = join(app.dataDir, 'again.csv')
    writeFileSync(path, `\ufeff${list}`)
    const first = await importCasesFile(app.app, court, path)
    expect(figures(first as never)).toEqual(['done', 0, 1, 1, 0, 0, 0])
    const rows = (await as('filing').get(`/case-imports/${first.id}/rows?state=changed`)).body.items
    expect(rows).toEqual([expect.objectContaining({ row: 3, differences: [{ field: 'amount', before: '1234.50', after: '50000.00' }] })])
    const amountOf = async () =>
      (await one<{ amount: string }>("select amount from cases.case_record where number = '（2026）苏1204民初2002号'")).amount
    expect(await amountOf()).toBe('1234.50')
    await as('filing').post(`/case-imports/${first.id}/run`, { update: [3] })
    await runList(app.app, court, first.id)
    expect(figures((await as('filing').get(`/case-imports/${first.id}`)).body)).toEqual(['done', 0, 1, 0, 1, 0, 0])
    expect(await amountOf()).toBe('50000.00')
    expect(figures((await importCasesFile(app.app, court, path)) as never)).toEqual(['done', 0, 2, 0, 0, 0, 0])
    const shuffled = await as('filing').upload('/case-imports', { name: 'b.csv', bytes: Buffer.from('原告,未知列,案号\nx,y,z\n') })
    expect(shuffled.body.mapping).toEqual(['plaintiffs', null, 'number'])
    await as('filing').put(`/case-imports/${shuffled.body.id}/mapping`, { mapping: ['plaintiffs', 'judge', 'number'] }, { 'if-match': '1' })
    expect(
      (await as('filing').upload('/case-imports', { name: 'c.csv', bytes: Buffer.from('原告,未知列,案号\nx,y,z') })).body.mapping,
    ).toEqual(['plaintiffs', 'judge', 'number'])
  })
  it('reads XLSX with a title row and real dates', async () => {
    const bytes = await writeXlsx([
      {
        name: '清单',
        header: ['2026年9月收案清单'],
        rows: [
          ['案号', '立案日期', '原告', '被告'],
          ['（2026）苏1204民初3001号', 46266, '赵六', '钱七'],
        ],
      },
    ])
    const path = join(app.dataDir, 'list.xlsx')
    writeFileSync(path, bytes)
    expect(figures((await importCasesFile(app.app, court, path)) as never)).toEqual(['done', 1, 0, 0, 0, 0, 0])
    expect(
      (await one<{ filed_on: string }>("select filed_on::text from cases.case_record where number = '（2026）苏1204民初3001号'")).filed_on,
    ).toBe('2026-09-01')
  })
  it('refuses what is no list, and whoever may not', async () => {
    for (const [bytes, code] of [
      [Buffer.from('%PDF-1.7 x'), 'import-wrong-type'],
      [Buffer.from('\n\n'), 'import-empty'],
      [Buffer.from('案号,原告,被告\n'), 'import-empty'],
    ] as const)
      expect((await as('filing').upload('/case-imports', { name: 'x.csv', bytes })).body.code).toBe(code)
    expect((await as('judge').upload('/case-imports', { name: 'x.csv', bytes: Buffer.from('案号') })).status).toBe(403)
    expect((await as('operator').get('/case-imports')).status).toBe(403)
    expect((await as('elsewhere').get('/case-imports')).body.items).toEqual([])
  })
  it('an abandoned import is taken up again; a cancelled one stops and keeps what is written', async () => {
    const bytes = Buffer.from([header, ...Array.from({ length: 5000 }, (_, i) => row(5000 + i, { paper: '' }))].join('\n'))
    const up = (await as('filing').upload('/case-imports', { name: 'big.csv', bytes })).body
    await as('filing').post(`/case-imports/${up.id}/run`)
    // A server died with it: the worker's heartbeat is old.
    await app.owner.query(
      "update cases.import_job set worker = 'dead', heartbeat_at = now() - interval '5 minutes', done_rows = 2000 where id = $1",
      [up.id],
    )
    expect((await as('filing').upload('/case-imports', { name: 'b.csv', bytes })).status).toBe(200)
    expect((await as('filing').post(`/case-imports/${up.id + 1}/run`)).body.code).toBe('import-busy')
    await resumeLists(app.app)
    expect(figures((await as('filing').get(`/case-imports/${up.id}`)).body)).toEqual(['done', 5000, 0, 0, 0, 0, 0])
    await as('filing').post(`/case-imports/${up.id + 1}/run`)
    await as('filing').post(`/case-imports/${up.id + 1}/cancel`)
    await runList(app.app, court, up.id + 1)
    expect((await as('filing').get(`/case-imports/${up.id + 1}`)).body).toMatchObject({ state: 'cancelled', created: 0 })
  })
  it('the register holds no number in clear, anywhere', async () => {
    for (const table of ['cases.case_record', 'cases.party', 'cases.import_job', 'cases.import_row', 'audit.event']) {
      const { n } = await one<{ n: number }>(`select count(*)::int as n from ${table} t where t::text like $1`, [`%${idNo(2001)}%`])
      expect(n, table).toBe(0)
    }
  })
})
