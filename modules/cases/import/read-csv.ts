import { isUtf8 } from 'node:buffer'
import { parse } from 'csv-parse'

/** A row as it stands in the file; `row` is 1-based, the header included, as a spreadsheet counts. */
export interface RawRow {
  row: number
  cells: string[]
}

export type Encoding = 'utf-8' | 'gb18030'

/** UTF-8 bytes of a text file, by validity: good UTF-8 (with or without BOM), else GB18030 (what Excel in Chinese saves); null when neither. */
export const textBytes = (bytes: Uint8Array): { utf8: Uint8Array; encoding: Encoding } | null => {
  // A zero byte is in no text file of either encoding: UTF-16, or no text at all.
  if (bytes.subarray(0, 4096).includes(0)) return null
  if (isUtf8(bytes)) return { utf8: bytes, encoding: 'utf-8' }
  try {
    return { utf8: Buffer.from(new TextDecoder('gb18030', { fatal: true }).decode(bytes)), encoding: 'gb18030' }
  } catch {
    return null
  }
}

/** The sign that splits the first line into most columns, outside quotes. */
export const guessDelimiter = (utf8: Uint8Array): string => {
  const head = new TextDecoder().decode(utf8.subarray(0, 20_000))
  const line = head.replace(/"(?:[^"]|"")*"/g, '').split(/\r?\n/, 1)[0] ?? ''
  const counts = [',', '\t', ';', '，', '|'].map((d) => ({ d, n: line.split(d).length - 1 }))
  const best = counts.reduce((a, b) => (b.n > a.n ? b : a))
  return best.n > 0 ? best.d : ','
}

const CHUNK = 64 * 1024

/** Rows in batches; the event loop turns between them, so that others are served meanwhile. Throws on a quote that never closes. */
export async function* readCsvRows(utf8: Uint8Array, delimiter: string): AsyncGenerator<RawRow[]> {
  const parser = parse({ delimiter, bom: true, relax_column_count: true, relax_quotes: true, max_record_size: 1_000_000 })
  let failed: Error | undefined
  const ended = new Promise<void>((done) => {
    parser.once('end', done)
    parser.once('error', (e) => {
      failed = e
      done()
    })
  })
  let number = 0
  const drain = (): RawRow[] => {
    const rows: RawRow[] = []
    for (let record = parser.read() as string[] | null; record !== null; record = parser.read() as string[] | null)
      rows.push({ row: ++number, cells: record })
    return rows
  }
  try {
    for (let at = 0; at < utf8.length && !failed; at += CHUNK) {
      parser.write(utf8.subarray(at, at + CHUNK))
      const rows = drain()
      if (rows.length) yield rows
      await new Promise((turn) => setImmediate(turn))
    }
    if (!failed) {
      parser.end()
      const rest: RawRow[] = []
      parser.on('readable', () => rest.push(...drain()))
      rest.push(...drain())
      await ended
      if (rest.length) yield rest
    }
    if (failed) throw failed
  } finally {
    parser.destroy()
  }
}
