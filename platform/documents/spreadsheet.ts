import { streamXlsxRows, writeXlsx as writeWorkbook } from 'hucre/xlsx'
import { bytesSource } from '../files/byte-source.ts'
import { inspectZip } from '../files/zip.ts'
import { Fail } from '../http/problems.ts'

/** The one door to spreadsheets: the library behind it can be changed here without anyone noticing. */
export type Cell = string | number | boolean | null

export interface SheetOut {
  name: string
  header: readonly string[]
  rows: readonly (readonly Cell[])[]
  /** Widths in characters, by column; without them they follow the header. */
  widths?: readonly number[]
}

// C0 controls are illegal in XML and useless in CSV; tab, LF and CR are kept here and judged below.
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is the point
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g
const PLAIN_NUMBER = /^[+-]?\d+(?:[.,]\d+)*%?$/

/**
 * A cell that no spreadsheet will run: text that begins with = + - @ (also full-width), tab or line break gets an apostrophe before it.
 * Plain numbers are left alone: -12.50 is an amount, not a formula.
 */
export const harmless = (cell: Cell): Cell => {
  if (typeof cell !== 'string') return cell
  const text = cell.replace(CONTROLS, '')
  return /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/.test(text) && !PLAIN_NUMBER.test(text.trim()) ? `'${text}` : text
}

/** Takes off the apostrophe that harmless() put before a cell, so that what we exported comes back as it was. */
export const unharmed = (text: string): string => (/^'\s*[=+\-@＝＋－＠\t\r\n]/.test(text) ? text.slice(1) : text)

const sheetName = (name: string): string => name.replace(/[[\]:*?/\\]/g, ' ').slice(0, 31) || 'Sheet'
/** What one cell of an .xlsx may hold. */
const MAX_CELL = 32_767

/** One workbook as bytes; header frozen and filterable, every cell harmless. */
export const writeXlsx = async (sheets: readonly SheetOut[]): Promise<Uint8Array> =>
  writeWorkbook({
    sheets: sheets.map((s) => ({
      name: sheetName(s.name),
      columns: s.header.map((h, i) => ({ width: s.widths?.[i] ?? Math.min(40, Math.max(10, h.length * 2 + 2)) })),
      rows: [s.header, ...s.rows].map((row) =>
        row.map((c) => {
          const cell = harmless(c)
          return typeof cell === 'string' && cell.length > MAX_CELL ? cell.slice(0, MAX_CELL) : cell
        }),
      ),
      freezePane: { rows: 1 },
    })),
  })

const quoted = (cell: Cell): string => {
  const text = cell === null ? '' : String(harmless(cell))
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** CSV as bytes: UTF-8 with BOM (Excel in Chinese opens it without asking), CRLF, every cell harmless. */
export const writeCsv = (rows: Iterable<readonly Cell[]>): Uint8Array => {
  const lines: string[] = []
  for (const row of rows) lines.push(row.map(quoted).join(','))
  return new TextEncoder().encode(`\ufeff${lines.join('\r\n')}\r\n`)
}

export const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
export const CSV_TYPE = 'text/csv; charset=utf-8'

const day = (d: Date): string => {
  const iso = d.toISOString()
  return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso.slice(0, 19).replace('T', ' ')
}

/** What a workbook may unpack to, bytes. Its texts stand in memory together, at ten times their size; a few packed megabytes can be gigabytes of them. */
const unpacked = {
  /** A list of people or things: some thousand rows. */
  list: { total: 67_108_864, texts: 16_777_216 },
  /** A court's case list: 100,000 rows. */
  register: { total: 402_653_184, texts: 67_108_864 },
} as const

/** Judged by its directory before anything is unpacked: is it a workbook at all, and none that fills the memory. Fail: unsafe-archive. */
export const isWorkbook = async (bytes: Uint8Array, size: keyof typeof unpacked): Promise<boolean> => {
  const max = unpacked[size]
  const entries = await inspectZip(bytesSource(bytes), { total: max.total })
  for (const e of entries)
    if (/(^|\/)sharedStrings\.xml$/i.test(e.name) && e.size > max.texts) throw new Fail('unsafe-archive', 422, { because: 'total' })
  return entries.some((e) => e.name === 'xl/workbook.xml')
}

/** Largest sheet that is read; a guard against files that name millions of empty cells. */
const MAX_ROWS = 1_048_576
export const MAX_COLUMNS = 512

/**
 * Rows of the first sheet, in batches, as text ('' for empty; dates as YYYY-MM-DD). `row` is 1-based as the user sees it.
 * The caller has made sure that the archive is no bomb. Throws on what is no workbook.
 */
export async function* readXlsxRows(bytes: Uint8Array, batch = 500): AsyncGenerator<{ row: number; cells: string[] }[]> {
  let rows: { row: number; cells: string[] }[] = []
  for await (const r of streamXlsxRows(bytes)) {
    if (r.index >= MAX_ROWS) return
    const values = r.values.length > MAX_COLUMNS ? r.values.slice(0, MAX_COLUMNS) : r.values
    rows.push({
      row: r.index + 1,
      cells: Array.from(values, (v) => (v === null || v === undefined ? '' : v instanceof Date ? day(v) : String(v))),
    })
    if (rows.length >= batch) {
      yield rows
      rows = []
    }
  }
  if (rows.length) yield rows
}
