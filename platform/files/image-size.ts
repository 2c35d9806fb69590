import { Fail } from '../http/problems.ts'
import type { ByteSource } from './byte-source.ts'

export interface PageSize {
  width: number
  height: number
}

const damaged = (): never => {
  throw new Fail('damaged-image', 422)
}

const png = async (source: ByteSource): Promise<PageSize[]> => {
  const b = await source.read(0, 24)
  if (b.length < 24 || b.toString('latin1', 12, 16) !== 'IHDR') return damaged()
  return [{ width: b.readUInt32BE(16), height: b.readUInt32BE(20) }]
}

const jpg = async (source: ByteSource): Promise<PageSize[]> => {
  // Segments are walked, not searched: a thumbnail inside EXIF has a size of its own.
  for (let at = 2, n = 0; at < source.size && n < 1000; n++) {
    const b = await source.read(at, at + 9)
    if (b.length < 4 || b[0] !== 0xff) return damaged()
    const marker = b[1]!
    if (marker === 0xff) {
      at += 1
      continue
    }
    if (marker === 0xd9 || marker === 0xda) return damaged()
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
      if (b.length < 9) return damaged()
      return [{ height: b.readUInt16BE(5), width: b.readUInt16BE(7) }]
    }
    at += 2 + b.readUInt16BE(2)
  }
  return damaged()
}

/** Every page's size; each page of a TIFF is a directory pointing to the next. */
const tiff = async (source: ByteSource, maxPages: number): Promise<PageSize[]> => {
  const head = await source.read(0, 16)
  if (head.length < 8) return damaged()
  const little = head[0] === 0x49
  const u16 = (b: Buffer, at: number): number => (little ? b.readUInt16LE(at) : b.readUInt16BE(at))
  const u32 = (b: Buffer, at: number): number => (little ? b.readUInt32LE(at) : b.readUInt32BE(at))
  const u64 = (b: Buffer, at: number): number => Number(little ? b.readBigUInt64LE(at) : b.readBigUInt64BE(at))
  const big = u16(head, 2) === 43
  if (big && head.length < 16) return damaged()
  const [countBytes, entryBytes, pointerBytes] = big ? [8, 20, 8] : [2, 12, 4]
  const pages: PageSize[] = []
  const seen = new Set<number>()
  let at = big ? u64(head, 8) : u32(head, 4)
  while (at !== 0) {
    if (seen.has(at) || at + countBytes > source.size) return damaged()
    seen.add(at)
    if (pages.length >= maxPages) throw new Fail('too-many-pages', 422, { maxPages })
    const c = await source.read(at, at + countBytes)
    const count = big ? u64(c, 0) : u16(c, 0)
    if (count > 4096) return damaged()
    const b = await source.read(at + countBytes, at + countBytes + count * entryBytes + pointerBytes)
    if (b.length < count * entryBytes + pointerBytes) return damaged()
    const page = { width: 0, height: 0 }
    for (let i = 0; i < count; i++) {
      const e = i * entryBytes
      const [tag, kind] = [u16(b, e), u16(b, e + 2)]
      const value = kind === 3 ? u16(b, e + (big ? 12 : 8)) : kind === 16 ? u64(b, e + 12) : u32(b, e + (big ? 12 : 8))
      if (tag === 256) page.width = value
      if (tag === 257) page.height = value
    }
    pages.push(page)
    at = big ? u64(b, count * entryBytes) : u32(b, count * entryBytes)
  }
  return pages
}

/**
 * Pages of a JPG, PNG or TIFF in pixels, read from the headers. Before anything decodes them: a few kilobytes can claim a picture
 * that fills the memory. Fail: damaged-image, too-many-pages, too-many-pixels { width, height, maxPixels } (all 422).
 */
export const imageSize = async (
  source: ByteSource,
  kind: 'jpg' | 'png' | 'tiff',
  limits: { maxPixels?: number; maxPages?: number } = {},
): Promise<PageSize[]> => {
  // A3 at 600 dpi is 70 million; a 500-page bundle is the largest the scan room takes.
  const { maxPixels = 120_000_000, maxPages = 1000 } = limits
  const pages = kind === 'png' ? await png(source) : kind === 'jpg' ? await jpg(source) : await tiff(source, maxPages)
  if (pages.length === 0) return damaged()
  for (const { width, height } of pages) {
    if (!width || !height) return damaged()
    if (width * height > maxPixels) throw new Fail('too-many-pixels', 422, { width, height, maxPixels })
  }
  return pages
}
