import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { PDFiumLibrary } from '@hyzyla/pdfium'
import sharp, { type Sharp } from 'sharp'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'

// Runs in its own thread: decoding a 500-page bundle takes minutes of computing, in which the server must answer others.
export interface SplitJob {
  bytes: Uint8Array
  type: string
  maxPages: number
  onlyFirst: boolean
  /** Pages already read before the server stopped. */
  from: number
}
export type SplitMessage =
  | { kind: 'total'; pages: number }
  | { kind: 'page'; n: number; image: Uint8Array; thumb: Uint8Array; width: number; height: number; barcode: string | null }
  | { kind: 'done' }
  | { kind: 'failed'; code: string }

const DPI = 200
// A page may claim any size: A2 at 200 dpi is 15 million pixels.
const MAX_PIXELS = 40_000_000
// The same limit as for images: a few kilobytes may claim a picture that fills the memory when it is drawn.
const MAX_IMAGE_PIXELS = 120_000_000
const job = workerData as SplitJob
const port = parentPort!
const say = (m: SplitMessage): void => port.postMessage(m)
const next = (): Promise<void> => new Promise((go) => port.once('message', () => go()))

const require = createRequire(import.meta.url)
const wasm = readFileSync(join(require.resolve('zxing-wasm/reader'), '../../../reader/zxing_reader.wasm'))
prepareZXingModule({ overrides: { wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) as ArrayBuffer } })

const barcodeOf = async (image: Uint8Array): Promise<string | null> => {
  const { data, info } = await sharp(image)
    .resize({ width: 1200, withoutEnlargement: true })
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const found = await readBarcodes(
    {
      data: new Uint8ClampedArray(data.buffer, data.byteOffset, data.length),
      width: info.width,
      height: info.height,
      colorSpace: 'srgb',
    } as unknown as ImageData,
    { formats: ['Code128', 'QRCode'], maxNumberOfSymbols: 2 },
  )
  return found.find((f) => f.isValid)?.text ?? null
}
const give = async (n: number, source: Sharp): Promise<void> => {
  const { data, info } = await source
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .jpeg({ quality: 85 })
    .toBuffer({ resolveWithObject: true })
  const thumb = await sharp(data).resize({ width: 240, height: 340, fit: 'inside' }).webp({ quality: 70 }).toBuffer()
  say({ kind: 'page', n, image: data, thumb, width: info.width, height: info.height, barcode: await barcodeOf(data) })
  await next()
}

/** Size of the largest picture a PDF claims to hold. Dictionaries of images stand in the file as plain text, also in encrypted and compressed ones. */
const largestImage = (bytes: Buffer): { width: number; height: number } | null => {
  let largest: { width: number; height: number } | null = null
  for (let at = bytes.indexOf('/Width'); at >= 0; at = bytes.indexOf('/Width', at + 6)) {
    const width = Number(/^\/Width\s+(\d{1,10})/.exec(bytes.toString('latin1', at, at + 24))?.[1] ?? 0)
    if (width === 0) continue
    const around = bytes.toString('latin1', Math.max(0, at - 400), at + 400)
    const height = Number(/\/Height\s+(\d{1,10})/.exec(around)?.[1] ?? 0)
    if (!largest || width * height > largest.width * largest.height) largest = { width, height }
  }
  return largest
}

const readPdf = async (): Promise<void> => {
  const bytes = Buffer.from(job.bytes.buffer, job.bytes.byteOffset, job.bytes.byteLength)
  const image = largestImage(bytes)
  if (image && image.width * image.height > MAX_IMAGE_PIXELS) return say({ kind: 'failed', code: 'image-too-large' })
  const library = await PDFiumLibrary.init()
  const document = await library.loadDocument(job.bytes)
  // The library has its own copy now.
  job.bytes = new Uint8Array(0)
  const pages = document.getPageCount()
  if (pages === 0) return say({ kind: 'failed', code: 'damaged-file' })
  if (pages > job.maxPages) return say({ kind: 'failed', code: 'too-many-pages' })
  const upTo = job.onlyFirst ? 1 : pages
  say({ kind: 'total', pages: upTo })
  for (let i = job.from; i < upTo; i++) {
    const page = document.getPage(i)
    const { originalWidth: width, originalHeight: height } = page.getOriginalSize()
    const scale = Math.min(DPI / 72, Math.sqrt(MAX_PIXELS / Math.max(1, width * height)))
    const bitmap = await page.render({ scale, render: 'bitmap' })
    await give(i + 1, sharp(bitmap.data, { raw: { width: bitmap.width, height: bitmap.height, channels: 4 } }))
  }
  document.destroy()
  library.destroy()
}
const readImage = async (): Promise<void> => {
  const pages = job.type === 'image/tiff' ? ((await sharp(job.bytes).metadata()).pages ?? 1) : 1
  if (pages > job.maxPages) return say({ kind: 'failed', code: 'too-many-pages' })
  const upTo = job.onlyFirst ? 1 : pages
  say({ kind: 'total', pages: upTo })
  for (let i = job.from; i < upTo; i++) await give(i + 1, sharp(job.bytes, { page: i, limitInputPixels: MAX_IMAGE_PIXELS }).rotate())
}

// One decoded file after the other would otherwise stay in the decoder's own cache.
sharp.cache(false)
try {
  await (job.type === 'application/pdf' ? readPdf() : readImage())
  say({ kind: 'done' })
} catch (e) {
  // What the decoder says of a broken file is of no use to the person who scanned it; that a password is asked is.
  say({ kind: 'failed', code: /password|security/i.test((e as Error).message) ? 'encrypted-file' : 'damaged-file' })
}
