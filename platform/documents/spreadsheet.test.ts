import fc from 'fast-check'
import { expect, it } from 'vitest'
import { harmless, readXlsxRows, unharmed, writeCsv, writeXlsx } from './spreadsheet.ts'

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
