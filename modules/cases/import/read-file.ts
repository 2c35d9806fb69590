import { isWorkbook, MAX_COLUMNS, readXlsxRows, unharmed } from '../../../platform/documents/spreadsheet.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { findHeader } from '../rules/headers.ts'
import { guessDelimiter, readCsvRows, textBytes, type RawRow } from './read-csv.ts'

export interface ListFile {
  format: 'csv' | 'xlsx'
  encoding: string | null
  delimiter: string | null
}

/** What kind of list these bytes are. Fail: import-wrong-type, import-not-text, and what the archive guard refuses (unsafe-archive). */
export const inspectList = async (bytes: Uint8Array, size: 'list' | 'register' = 'list'): Promise<ListFile> => {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    if (!(await isWorkbook(bytes, size))) throw new Fail('import-wrong-type', 415)
    return { format: 'xlsx', encoding: null, delimiter: null }
  }
  if (/^(?:%PDF|\x89PNG|\xff\xd8|\xd0\xcf\x11\xe0)/.test(Buffer.from(bytes.subarray(0, 8)).toString('latin1')))
    throw new Fail('import-wrong-type', 415)
  const text = textBytes(bytes)
  if (!text) throw new Fail('import-not-text', 422)
  return { format: 'csv', encoding: text.encoding, delimiter: guessDelimiter(text.utf8) }
}

/** Its rows in batches, apostrophes of a harmless export taken off again. Fail import-not-text when it breaks off in the middle. */
export async function* listRows(bytes: Uint8Array, file: ListFile): AsyncGenerator<RawRow[]> {
  const rows = file.format === 'xlsx' ? readXlsxRows(bytes) : readCsvRows(textBytes(bytes)!.utf8, file.delimiter ?? ',')
  try {
    for await (const batch of rows) {
      for (const r of batch) {
        if (r.cells.length > MAX_COLUMNS) r.cells.length = MAX_COLUMNS
        for (let i = 0; i < r.cells.length; i++) if (r.cells[i]!.startsWith("'")) r.cells[i] = unharmed(r.cells[i]!)
      }
      yield batch
    }
  } catch (e) {
    throw e instanceof Fail ? e : new Fail('import-not-text', 422)
  }
}

/** Header and the first `n` rows below it. Fail import-empty. */
export const headOf = async (
  bytes: Uint8Array,
  file: ListFile,
  n = 20,
): Promise<{ header: { row: number; cells: string[] }; rows: RawRow[] }> => {
  const first: RawRow[] = []
  for await (const batch of listRows(bytes, file)) {
    first.push(...batch.slice(0, n + 20))
    if (first.length >= n + 20) break
  }
  const header = findHeader(first)
  if (!header) throw new Fail('import-empty', 422)
  // Columns beyond the last that has a name are not read.
  while (header.cells.length && header.cells.at(-1)!.trim() === '') header.cells.pop()
  header.cells = header.cells.slice(0, 512).map((c) => c.trim().slice(0, 100))
  return { header, rows: first.filter((r) => r.row > header.row).slice(0, n) }
}
