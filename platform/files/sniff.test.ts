import fc from 'fast-check'
import iconv from 'iconv-lite'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { zip } from '../../test/support/zip.ts'
import { Fail } from '../http/problems.ts'
import { bytesSource } from './byte-source.ts'
import { imageSize } from './image-size.ts'
import { sniff } from './sniff.ts'
import { inspectZip, sniffSource } from './zip.ts'

const kindOf = (b: Uint8Array): string => {
  try {
    return sniff(b).kind
  } catch (e) {
    if (e instanceof Fail && e.status === 415) return `refused: ${e.detail.found}`
    throw e
  }
}
const because = async (p: Promise<unknown>): Promise<unknown> =>
  p.then(
    () => 'accepted',
    (e) => (e instanceof Fail ? (e.detail.because ?? e.detail.found ?? e.code) : e),
  )

const xml = Buffer.from('<?xml version="1.0"?><a/>')
const office = (...names: string[]): Buffer => zip(['[Content_Types].xml', '_rels/.rels', ...names].map((name) => ({ name, body: xml })))
const csv = '案号,案由,当事人\n（2026）京0105民初1号,民间借贷纠纷,"张三,李四"\n（2026）京0105民初2号,买卖合同纠纷,王五\n'

describe('the kind of a file comes from its bytes', () => {
  test.each<[string, Uint8Array, string]>([
    ['PDF', Buffer.from('%PDF-1.7\n%âãÏÓ'), 'pdf'],
    ['PDF after a BOM', Buffer.from('\uFEFF%PDF-1.4'), 'pdf'],
    ['PDF after HTML', Buffer.from('<html>%PDF-1.4'), 'refused: markup'],
    ['JPG', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]), 'jpg'],
    ['PNG', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), 'png'],
    ['TIFF little', Buffer.from([0x49, 0x49, 0x2a, 0, 8, 0, 0, 0]), 'tiff'],
    ['TIFF big-endian', Buffer.from([0x4d, 0x4d, 0, 0x2a, 0, 0, 0, 8]), 'tiff'],
    ['BigTIFF', Buffer.from([0x49, 0x49, 0x2b, 0, 8, 0, 0, 0]), 'tiff'],
    ['ZIP', zip([{ name: 'a.pdf', body: xml }]), 'zip'],
    ['XLSX', office('xl/workbook.xml'), 'xlsx'],
    ['DOCX', office('word/document.xml'), 'docx'],
    ['empty ZIP', Buffer.from('PK\u0005\u0006'), 'refused: empty-zip'],
    ['CSV in UTF-8', Buffer.from(csv), 'csv'],
    ['CSV with BOM', Buffer.from(`\uFEFF${csv}`), 'csv'],
    ['CSV in GB18030', iconv.encode(csv, 'gb18030'), 'csv'],
    ['CSV in UTF-16', Buffer.from(`\uFEFF${csv.replaceAll(',', '\t')}`, 'utf16le'), 'csv'],
    ['CSV with a formula and a tag in a cell', Buffer.from('a,b\n=cmd(),<script>\n'), 'csv'],
    ['text', Buffer.from('送达地址确认书\n我已知晓。\n'), 'text'],
    ['text cut inside a character', Buffer.from('送达地址').subarray(0, 11), 'text'],
    ['HTML', Buffer.from('<!DOCTYPE html><p>'), 'refused: markup'],
    ['HTML after blanks', Buffer.from('\n \t<HTML>'), 'refused: markup'],
    ['HTML after a BOM', Buffer.from('\uFEFF<script>alert(1)</script>'), 'refused: markup'],
    ['HTML in UTF-16', Buffer.from('\uFEFF<html>', 'utf16le'), 'refused: markup'],
    ['HTML after a comment', Buffer.from('<!-- x --><html>'), 'refused: markup'],
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'refused: markup'],
    ['SVG after a prolog', Buffer.from('<?xml version="1.0"?><svg/>'), 'refused: markup'],
    ['a program', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0]), 'refused: unknown'],
    ['a Windows program', Buffer.from([0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0]), 'refused: unknown'],
    ['an old Office file', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0]), 'refused: unknown'],
    ['GIF', Buffer.from('GIF89a\u0001\u0000\u0001\u0000', 'latin1'), 'refused: unknown'],
    ['nothing', Buffer.alloc(0), 'refused: empty'],
  ])('%s', (_, bytes, kind) => {
    expect(kindOf(bytes)).toBe(kind)
  })

  test('no input whatever makes it fail in another way', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.constantFrom('', 'PK\u0003\u0004', '%PDF-', '\ufeff<'),
        (b, start) => void kindOf(Buffer.concat([Buffer.from(start), b])),
      ),
      { numRuns: 1000 },
    )
  })
})

describe('containers are judged by their directory', () => {
  test('kinds', async () => {
    expect((await sniffSource(bytesSource(office('xl/workbook.xml')))).kind).toBe('xlsx')
    expect((await sniffSource(bytesSource(office('word/document.xml')))).kind).toBe('docx')
    expect((await sniffSource(bytesSource(zip([{ name: 'xl/fake.txt', body: xml }])))).kind).toBe('zip')
    expect(await because(sniffSource(bytesSource(office('word/document.xml', 'word/vbaProject.bin'))))).toBe('macros')
  })
  test('bombs and tricks', async () => {
    const zeros = { name: 'z', body: Buffer.alloc(5_000_000) }
    expect(await because(inspectZip(bytesSource(zip([zeros]))))).toBe('ratio')
    expect(await because(inspectZip(bytesSource(zip([zeros])), { ratio: 2000 }))).toBe('accepted')
    expect(await because(inspectZip(bytesSource(zip([zeros])), { ratio: 2000, total: 4_000_000 }))).toBe('total')
    const small = { name: 's', body: Buffer.alloc(900_000) }
    expect(await because(inspectZip(bytesSource(zip([small, { ...small, name: 't' }]))))).toBe('ratio')
    expect(await because(inspectZip(bytesSource(zip([{ name: 'a', body: xml, packed: 9000 }]))))).toBe('overlap')
    expect(
      await because(
        inspectZip(
          bytesSource(
            zip([
              { name: 'a', body: xml },
              { name: 'b', body: xml, offset: 0 },
            ]),
          ),
        ),
      ),
    ).toBe('overlap')
    expect(await because(inspectZip(bytesSource(zip([{ name: 'a', body: xml, flags: 1 }]))))).toBe('encrypted')
    for (const name of ['../a', '/etc/a', 'a/../../b', 'C:\\a', 'a\\..\\b'])
      expect(await because(inspectZip(bytesSource(zip([{ name, body: xml }]))))).toBe('path')
    expect(await because(inspectZip(bytesSource(zip([{ name: 'a', body: xml }], 2))))).toBe('directory')
    expect(
      await because(
        inspectZip(
          bytesSource(
            zip([
              { name: 'a', body: xml },
              { name: 'b', body: xml },
            ]),
          ),
          { entries: 1 },
        ),
      ),
    ).toBe('entries')
    expect(await because(inspectZip(bytesSource(zip([{ name: 'a', body: xml }]).subarray(0, -10))))).toBe('no-directory')
  })
  test('damage is refused, never a crash', async () => {
    const good = office('xl/workbook.xml')
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 1), fc.nat(255), fc.nat(good.length), async (at, value, cut) => {
        const b = Buffer.from(good)
        b[at] = value
        for (const bytes of [b, good.subarray(0, cut)])
          await because(sniffSource(bytesSource(bytes))).then((r) => expect(r).not.toBeInstanceOf(Error))
      }),
      { numRuns: 500 },
    )
  })
})

describe('pixels are counted before anything decodes them', () => {
  const picture = sharp({ create: { width: 320, height: 200, channels: 3, background: '#fff' } })
  test('JPG, PNG, TIFF', async () => {
    for (const kind of ['jpg', 'png', 'tiff'] as const) {
      const bytes = await picture
        .clone()
        .toFormat(kind === 'jpg' ? 'jpeg' : kind)
        .toBuffer()
      expect(sniff(bytes).kind).toBe(kind)
      expect(await imageSize(bytesSource(bytes), kind)).toEqual([{ width: 320, height: 200 }])
      expect(await because(imageSize(bytesSource(bytes), kind, { maxPixels: 63_999 }))).toBe('too-many-pixels')
      expect(await because(imageSize(bytesSource(bytes.subarray(0, 12)), kind))).toBe('damaged-image')
    }
  })
  test('pages of a TIFF; a circle of pages ends', async () => {
    const page = (next: number): Buffer => {
      const b = Buffer.alloc(2 + 24 + 4)
      b.writeUInt16LE(2)
      for (const [i, tag] of [256, 257].entries()) {
        b.writeUInt16LE(tag, 2 + i * 12)
        b.writeUInt16LE(3, 4 + i * 12)
        b.writeUInt32LE(1, 6 + i * 12)
        b.writeUInt16LE(100 + i, 10 + i * 12)
      }
      b.writeUInt32LE(next, 26)
      return b
    }
    const head = Buffer.from([0x49, 0x49, 0x2a, 0, 8, 0, 0, 0])
    const two = Buffer.concat([head, page(38), page(0)])
    expect(await imageSize(bytesSource(two), 'tiff')).toEqual([
      { width: 100, height: 101 },
      { width: 100, height: 101 },
    ])
    expect(await because(imageSize(bytesSource(two), 'tiff', { maxPages: 1 }))).toBe('too-many-pages')
    expect(await because(imageSize(bytesSource(Buffer.concat([head, page(38), page(8)])), 'tiff'))).toBe('damaged-image')
  })
})
