import { Fail } from '../http/problems.ts'

export type FileKind = 'pdf' | 'jpg' | 'png' | 'tiff' | 'xlsx' | 'docx' | 'zip' | 'csv' | 'text'
export interface Sniffed {
  kind: FileKind
  /** Media type to store and to serve. */
  type: string
}

const types: Readonly<Record<FileKind, string>> = {
  pdf: 'application/pdf',
  jpg: 'image/jpeg',
  png: 'image/png',
  tiff: 'image/tiff',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  zip: 'application/zip',
  csv: 'text/csv',
  text: 'text/plain',
}
const as = (kind: FileKind): Sniffed => ({ kind, type: types[kind] })
const starts = (b: Uint8Array, ...bytes: number[]): boolean => bytes.every((v, i) => b[i] === v)
const refuse = (found: string): never => {
  throw new Fail('wrong-media-type', 415, { found })
}

// The names in the local headers near the beginning; the central directory has the last word (zip.ts).
const zipKind = (head: Uint8Array): FileKind => {
  const b = Buffer.from(head.buffer, head.byteOffset, head.length)
  for (let at = 0; at >= 0 && at + 30 <= b.length; at = b.indexOf('PK\u0003\u0004', at + 4, 'latin1')) {
    const name = b.subarray(at + 30, at + 30 + b.readUInt16LE(at + 26)).toString('latin1')
    if (name.startsWith('xl/')) return 'xlsx'
    if (name.startsWith('word/')) return 'docx'
  }
  return 'zip'
}

/** Text of the encodings courts use: UTF-8 and GB18030, with or without BOM, and what Excel calls Unicode (UTF-16LE). Null when it is not text. */
const textOf = (head: Uint8Array): string | null => {
  if (starts(head, 0xff, 0xfe)) return new TextDecoder('utf-16le').decode(head.subarray(0, head.length & ~1))
  for (const encoding of ['utf-8', 'gb18030']) {
    // The last character may be cut where the head ends.
    for (let less = 0; less < 4 && less <= head.length; less++) {
      try {
        const text = new TextDecoder(encoding, { fatal: true }).decode(head.subarray(0, head.length - less))
        // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters tell data from text
        if (/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text)) return null
        return text
      } catch {
        // Not this encoding, or cut a byte earlier.
      }
    }
  }
  return null
}

/** A table when the first lines agree in their number of separators outside quotes. */
const looksLikeCsv = (text: string): boolean => {
  const lines = text
    .replace(/"(?:[^"]|"")*"/g, 'q')
    .split(/\r?\n/)
    .slice(0, 6)
  if (lines.length > 1 && text.length > 60_000) lines.pop()
  const filled = lines.filter((l) => l.trim() !== '')
  return [',', ';', '\t'].some((s) => {
    const counts = filled.map((l) => l.split(s).length)
    return counts.length > 0 && counts[0]! > 1 && counts.every((c) => c === counts[0])
  })
}

/**
 * What a file is by its first bytes (give up to 64 KiB), never by its name. Anything a browser might run (HTML, SVG, XML) and
 * whatever is not listed in FileKind is refused. Fail: wrong-media-type (415) { found }.
 */
export const sniff = (head: Uint8Array): Sniffed => {
  if (head.length === 0) return refuse('empty')
  if (starts(head, 0x25, 0x50, 0x44, 0x46, 0x2d) || starts(head, 0xef, 0xbb, 0xbf, 0x25, 0x50, 0x44, 0x46, 0x2d)) return as('pdf')
  if (starts(head, 0xff, 0xd8, 0xff)) return as('jpg')
  if (starts(head, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return as('png')
  // 43: BigTIFF, for scans beyond 4 GB.
  if (
    starts(head, 0x49, 0x49, 0x2a, 0) ||
    starts(head, 0x4d, 0x4d, 0, 0x2a) ||
    starts(head, 0x49, 0x49, 0x2b, 0) ||
    starts(head, 0x4d, 0x4d, 0, 0x2b)
  )
    return as('tiff')
  if (starts(head, 0x50, 0x4b, 3, 4)) return as(zipKind(head))
  if (starts(head, 0x50, 0x4b, 5, 6)) return refuse('empty-zip')
  const text = textOf(head)
  if (text === null) return refuse('unknown')
  const body = text.replace(/^\uFEFF/, '').trimStart()
  if (/^<(?:[!?/a-z])/i.test(body)) return refuse('markup')
  return as(looksLikeCsv(body) ? 'csv' : 'text')
}
