import { isUtf8 } from 'node:buffer'
import { parse } from 'csv-parse/sync'
import { isWorkbook, readXlsxRows } from '../../../platform/documents/spreadsheet.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { carrierColumns } from '../rules/carrier.ts'

const MAX_ROWS = 2_000
interface Line {
  row: number
  cells: string[]
}
/** A row as the carrier wrote it; `row` as a spreadsheet counts. */
export interface RawRow {
  row: number
  orderNo: string | null
  mailNo: string
  status: string
  at: string
}

/** UTF-8 (with or without BOM) by validity, else GB18030, which the carriers' systems export. Fail: import-not-text, import-wrong-type. */
const textOf = (bytes: Buffer): { text: string; encoding: string } => {
  if (/^(?:%PDF|\x89PNG|\xff\xd8|\xd0\xcf\x11\xe0)/.test(bytes.subarray(0, 8).toString('latin1'))) throw new Fail('import-wrong-type', 415)
  if (bytes.includes(0)) throw new Fail('import-not-text', 422)
  if (isUtf8(bytes)) return { text: bytes.toString('utf8').replace(/^﻿/, ''), encoding: 'utf-8' }
  try {
    return { text: new TextDecoder('gb18030', { fatal: true }).decode(bytes), encoding: 'gb18030' }
  } catch {
    throw new Fail('import-not-text', 422)
  }
}
/** Lines of a text list, numbered as a spreadsheet numbers them. */
const textLines = (text: string): Line[] => {
  const first = text.split(/\r?\n/, 1)[0] ?? ''
  const delimiter = [',', '\t', ';', '，'].reduce((a, b) => (first.split(b).length > first.split(a).length ? b : a))
  try {
    const records: string[][] = parse(text, {
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
      max_record_size: 1_000_000,
    })
    return records.map((cells, i) => ({ row: i + 1, cells }))
  } catch {
    throw new Fail('import-not-text', 422)
  }
}
/** Lines of the first sheet of a workbook. Fail: import-wrong-type, and what the archive guard refuses (unsafe-archive). */
const sheetLines = async (bytes: Buffer): Promise<Line[]> => {
  if (!(await isWorkbook(bytes, 'list'))) throw new Fail('import-wrong-type', 415)
  const lines: Line[] = []
  try {
    for await (const some of readXlsxRows(bytes)) {
      lines.push(...some)
      // Empty lines between rows are no rows; a sheet far longer than any list is not read to its end.
      if (lines.length > MAX_ROWS * 5) break
    }
  } catch {
    throw new Fail('import-not-text', 422)
  }
  return lines
}
const linesOf = async (bytes: Buffer): Promise<{ lines: Line[]; encoding: string }> => {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return { lines: await sheetLines(bytes), encoding: 'xlsx' }
  const { text, encoding } = textOf(bytes)
  return { lines: textLines(text), encoding }
}
const rowsOf = (lines: readonly Line[]): RawRow[] => {
  const head = lines.findIndex((l) => l.cells.some((c) => c.trim() !== ''))
  if (head < 0) throw new Fail('import-empty', 422)
  const at = carrierColumns(lines[head]!.cells)
  if (at.mailNo === null || at.status === null || at.at === null)
    throw new Fail('carrier-columns-missing', 422, {
      missing: Object.entries(at)
        .filter(([k, i]) => i === null && k !== 'orderNo')
        .map(([k]) => k),
    })
  const cell = (r: readonly string[], i: number) => (r[i] ?? '').trim().replace(/^'/, '').slice(0, 200)
  const rows = lines.slice(head + 1).flatMap(({ row, cells }) =>
    cells.every((c) => c.trim() === '')
      ? []
      : [
          {
            row,
            orderNo: (at.orderNo !== null && cell(cells, at.orderNo)) || null,
            mailNo: cell(cells, at.mailNo!),
            status: cell(cells, at.status!),
            at: cell(cells, at.at!),
          },
        ],
  )
  if (rows.length === 0) throw new Fail('import-empty', 422)
  if (rows.length > MAX_ROWS) throw new Fail('carrier-too-many-rows', 422, { most: MAX_ROWS })
  return rows
}

/** The rows of a carrier's list, CSV or XLSX. Fail: import-empty, import-not-text, import-wrong-type, carrier-columns-missing, carrier-too-many-rows. */
export const readCarrierFile = async (bytes: Buffer): Promise<{ rows: RawRow[]; encoding: string }> => {
  const { lines, encoding } = await linesOf(bytes)
  return { rows: rowsOf(lines), encoding }
}
