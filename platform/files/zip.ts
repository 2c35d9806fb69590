import { Fail } from '../http/problems.ts'
import type { ByteSource } from './byte-source.ts'
import { type Sniffed, sniff } from './sniff.ts'

export interface ZipEntry {
  name: string
  packed: number
  size: number
}
export interface ZipLimits {
  /** Sum of the unpacked sizes, bytes. */
  total: number
  /** Unpacked ÷ packed of any entry above 1 MiB and of the whole. Honest spreadsheets reach some tens, deflate's limit is 1032. */
  ratio: number
  entries: number
}
const usual: ZipLimits = { total: 1_073_741_824, ratio: 200, entries: 20_000 }

const bad = (because: string): never => {
  throw new Fail('unsafe-archive', 422, { because })
}

/**
 * The entries of a ZIP container (also XLSX, DOCX) from its central directory, without unpacking. Refuses bombs (ratio, total, number,
 * entries sharing the same bytes), encryption, names that lead outside, and directories that do not add up.
 * The sizes are claims: who unpacks must stop at `size`. Fail: unsafe-archive (422) { because }.
 */
export const inspectZip = async (source: ByteSource, limits: Partial<ZipLimits> = {}): Promise<ZipEntry[]> => {
  const max = { ...usual, ...limits }
  const tailAt = Math.max(0, source.size - 65_557)
  const tail = await source.read(tailAt, source.size)
  const end = tail.lastIndexOf('PK\u0005\u0006', undefined, 'latin1')
  if (end < 0 || end + 22 > tail.length) return bad('no-directory')
  const count = tail.readUInt16LE(end + 10)
  const length = tail.readUInt32LE(end + 12)
  const start = tail.readUInt32LE(end + 16)
  // ZIP64 begins beyond 65,535 entries or 4 GiB: both are past our limits.
  if (count === 0xffff || length === 0xffffffff || start === 0xffffffff) return bad('too-big')
  if (tail.readUInt16LE(end + 4) !== 0 || tail.readUInt16LE(end + 8) !== count) return bad('several-disks')
  if (count > max.entries) return bad('entries')
  if (start + length > tailAt + end) return bad('directory')
  const directory = await source.read(start, start + length)
  const entries: ZipEntry[] = []
  const spans: [number, number][] = []
  let total = 0
  let packedTotal = 0
  let at = 0
  for (let i = 0; i < count; i++) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== 0x02014b50) return bad('directory')
    const flags = directory.readUInt16LE(at + 8)
    const packed = directory.readUInt32LE(at + 20)
    const size = directory.readUInt32LE(at + 24)
    const nameLength = directory.readUInt16LE(at + 28)
    const next = at + 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
    const offset = directory.readUInt32LE(at + 42)
    if (next > directory.length) return bad('directory')
    const name = directory.subarray(at + 46, at + 46 + nameLength).toString('utf8')
    if (flags & 1) return bad('encrypted')
    if (packed === 0xffffffff || size === 0xffffffff || offset === 0xffffffff) return bad('too-big')
    if (name.includes('\0') || /^[/\\]|^[a-z]:|(^|[/\\])\.\.([/\\]|$)/i.test(name)) return bad('path')
    if (size > 1_048_576 && size > packed * max.ratio) return bad('ratio')
    total += size
    packedTotal += packed
    if (total > max.total) return bad('total')
    // A local header is 30 bytes and the name.
    spans.push([offset, offset + 30 + nameLength + packed])
    entries.push({ name, packed, size })
    at = next
  }
  if (at !== directory.length) return bad('directory')
  if (total > 1_048_576 && total > packedTotal * max.ratio) return bad('ratio')
  spans.sort((a, b) => a[0] - b[0])
  for (let i = 0; i < spans.length; i++) if (spans[i]![1] > (spans[i + 1]?.[0] ?? start)) return bad('overlap')
  return entries
}

/**
 * The full judgement of a stored or received file: its kind by content, and for containers by their directory, with bombs refused.
 * Office files with macros are refused. Fail: wrong-media-type, unsafe-archive.
 */
export const sniffSource = async (source: ByteSource, limits: Partial<ZipLimits> = {}): Promise<Sniffed> => {
  const found = sniff(await source.read(0, 65_536))
  if (found.kind !== 'zip' && found.kind !== 'xlsx' && found.kind !== 'docx') return found
  const names = new Set((await inspectZip(source, limits)).map((e) => e.name))
  if ([...names].some((n) => /(^|\/)vbaProject\.bin$/i.test(n))) throw new Fail('wrong-media-type', 415, { found: 'macros' })
  const office = names.has('[Content_Types].xml')
  if (office && names.has('xl/workbook.xml'))
    return { kind: 'xlsx', type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' }
  if (office && names.has('word/document.xml'))
    return { kind: 'docx', type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' }
  return { kind: 'zip', type: 'application/zip' }
}
