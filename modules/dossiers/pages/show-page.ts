import { join } from 'node:path'
import sharp from 'sharp'
import type { Ctx } from '../../../platform/http/context.ts'
import type { ImageRow } from '../queries.ts'
import { markText } from './watermark.ts'

// Our own font: a court's server may have none that knows Chinese.
const font = join(import.meta.dirname, '../../../node_modules/@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf')
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

// The text of one viewer and minute is drawn once; a reader turns many pages in a minute.
const drawn = new Map<string, Promise<Buffer>>()
const markOf = (text: string, px: number): Promise<Buffer> => {
  const key = `${px} ${text}`
  const known = drawn.get(key)
  if (known) return known
  if (drawn.size > 200) drawn.clear()
  const made = drawTile(text, px)
  drawn.set(key, made)
  return made
}
const drawTile = async (text: string, px: number): Promise<Buffer> => {
  const line = await sharp({
    text: { text: `<span foreground="#5a5a5a55">${escaped(text)}</span>`, font: `Noto Sans SC ${px}`, fontfile: font, rgba: true, dpi: 72 },
  })
    .png()
    .toBuffer()
  return sharp(line)
    .rotate(-24, { background: '#0000' })
    .extend({ top: px * 2, bottom: px * 2, left: px * 2, right: px * 2, background: '#0000' })
    .png()
    .toBuffer()
}

/** Whoever asks for the list will ask for pages: the mark in the viewer's size is drawn meanwhile, the first time a large font is read for it. */
export const prepareMark = async (ctx: Ctx, batch: { id: number; caseId: number }): Promise<void> => {
  const text = await markText(ctx, { caseId: batch.caseId, batchId: batch.id })
  markOf(text, 38).catch(() => drawn.delete(`38 ${text}`))
}

/** The page as JPG of at most `width` pixels, turned as arranged, with the viewer's name, the time and a token burned in: nothing leaves without it. */
export const shownPage = async (ctx: Ctx, image: ImageRow, width: number): Promise<Buffer> => {
  const small = width <= 240
  const bytes = await ctx.app.files.read(ctx.actor.courtId!, small ? image.thumb : image.sha256)
  const turned = image.rotation === 90 || image.rotation === 270
  const base = await sharp(bytes)
    .rotate(image.rotation)
    .resize({ width: Math.min(width, small ? 340 : 4000), withoutEnlargement: true })
    .raw()
    .toBuffer({ resolveWithObject: true })
  const text = await markText(ctx, image)
  const px = Math.max(9, Math.round((turned ? base.info.height : base.info.width) / 32))
  let tile = await markOf(text, px)
  const size = await sharp(tile).metadata()
  // A tile larger than the picture would be refused.
  if ((size.width ?? 0) > base.info.width || (size.height ?? 0) > base.info.height)
    tile = await sharp(tile).resize({ width: base.info.width, height: base.info.height, fit: 'inside' }).png().toBuffer()
  return sharp(base.data, { raw: { width: base.info.width, height: base.info.height, channels: base.info.channels } })
    .composite([{ input: tile, tile: true }])
    .jpeg({ quality: small ? 70 : 80 })
    .toBuffer()
}
