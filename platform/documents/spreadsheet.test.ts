import fc from 'fast-check'
import { expect, it } from 'vitest'
import { harmless, readXlsxRows, unharmed, writeCsv, writeXlsx, isWorkbook } from './spreadsheet.ts'
import { zip } from '../../test/support/zip.ts'

it.each([
  ['=1+1', "'=1+1"],
  ['=HYPERLINK("http://x")', '\'=HYPERLINK("http://x")'],
  ['+cmd|calc', "'+cmd|calc"],
  ['-2+3', "'-2+3"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['\r=1', "'\r=1"],
  [' =1', "' =1"],
  ['＝1', "'＝1"],
  ['-12.50', '-12.50'],
  ['+8613800000000', '+8613800000000'],
  ['张三', '张三'],
  ['', ''],
])('%j becomes %j', (cell, safe) => {
  expect(harmless(cell)).toBe(safe)
})

it('no text of any kind stays dangerous, and comes back as it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'=+-@\t\r\n 1a张＝'), maxLength: 8 }), (text) => {
      const safe = harmless(text) as string
      expect(/^\s*[=+\-@＝]/.test(safe) && !/^\s*[+-]?\d+\s*$/.test(safe)).toBe(false)
      expect(unharmed(safe)).toBe(unharmed(text))
    }),
  )
})

it('writes CSV that quotes what needs it, with BOM', () => {
  const bytes = writeCsv([
    ['a', 'b,"c'],
    [1, null],
    ['=x', '第\n二'],
  ])
  expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  expect(new TextDecoder().decode(bytes)).toBe('a,"b,""c"\r\n1,\r\n\'=x,"第\n二"\r\n')
})

it('reads the workbook it wrote', async () => {
  const bytes = await writeXlsx([
    {
      name: '案件[1]',
      header: ['案号', '金额'],
      rows: [
        ['（2026）苏1204民初1号', 12.5],
        ['=1+1', null],
      ],
    },
  ])
  const rows = []
  for await (const batch of readXlsxRows(bytes)) rows.push(...batch)
  expect(rows.map((r) => r.cells)).toEqual(
    [['案号', '金额'], ['（2026）苏1204民初1号', '12.5'], ["'=1+1"]].map((r, i) => (i === 2 ? expect.arrayContaining(r) : r)),
  )
  expect(rows.map((r) => r.row)).toEqual([1, 2, 3])
})

it('a workbook whose texts would fill the memory is refused by its directory; a list is smaller than a register', async () => {
  // 24 MB of texts in 0.2 MB: far below the ratio that alone would give a bomb away, ten times as much in memory.
  const texts = Buffer.from(Array.from({ length: 400_000 }, (_, i) => `<si><t>${(i * 7919) % 1009}${'文'.repeat(10)}</t></si>`).join(''))
  const book = (body: Buffer) =>
    zip([
      { name: '[Content_Types].xml', body: Buffer.from('<a/>') },
      { name: 'xl/workbook.xml', body: Buffer.from('<a/>') },
      { name: 'xl/sharedStrings.xml', body },
    ])
  expect(texts.length).toBeGreaterThan(16_777_216)
  await expect(isWorkbook(book(texts), 'list')).rejects.toMatchObject({ code: 'unsafe-archive', detail: { because: 'total' } })
  expect(await isWorkbook(book(texts), 'register')).toBe(true)
  await expect(isWorkbook(book(Buffer.concat([texts, texts, texts, texts])), 'register')).rejects.toMatchObject({ code: 'unsafe-archive' })
  expect(await isWorkbook(book(texts.subarray(0, 1_000_000)), 'list')).toBe(true)
  expect(await isWorkbook(zip([{ name: 'a.txt', body: Buffer.from('x') }]), 'list')).toBe(false)
})
