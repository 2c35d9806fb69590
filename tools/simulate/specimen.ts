import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { PDFiumLibrary } from '@hyzyla/pdfium'
import sharp from 'sharp'
import type { ReadPage } from '../../modules/dossiers/public.ts'
import { compilePdf } from '../../platform/documents/typst.ts'
import type { FileStore } from '../../platform/files/store.ts'
import type { Upload } from '../../platform/http/endpoint.ts'
import { pngOf } from './papers.ts'

/** A document as it stands in the catalogue, with its pages. */
interface Paper {
  name: string
  category: 'complaint' | 'evidence' | 'filingNotice' | 'transcript'
  pages: Record<string, unknown>[]
}
const filler = (n: number): string[] =>
  [
    '原、被告经朋友介绍相识。双方就款项用途、利率及还款期限协商一致后，原告通过银行转账方式交付款项，被告出具收据一份。',
    '期限届满后，原告多次以电话、微信方式催要，被告以资金周转困难为由拖延。双方曾于调解组织主持下协商，未能达成一致。',
    '上述事实有收据、银行交易明细、聊天记录截图及证人书面陈述为证，足以认定。被告的行为已构成违约，应当承担相应的民事责任。',
    '为维护自身合法权益，依照《中华人民共和国民法典》第五百七十七条、第六百七十五条之规定，向贵院提起诉讼，请依法判决。',
  ].slice(0, n)
const complaint: Paper = {
  name: '起诉状',
  category: 'complaint',
  pages: [
    {
      title: '民事起诉状',
      lines: ['诉讼请求：一、判令被告返还款项并支付利息；二、本案诉讼费用由被告负担。', '事实与理由：', ...filler(2)],
    },
    { lines: [...filler(4).slice(2), '此致', '云川市临溪区人民法院'], stamp: '具状人签名' },
  ],
}
const identity: Paper = {
  name: '当事人身份证明',
  category: 'evidence',
  pages: [
    {
      title: '身份证明复印件',
      rows: [
        ['项目', '内容'],
        ['姓名', '（演示）'],
        ['住所', '云川市临溪区望溪路 12 号'],
        ['核对', '与原件核对无异'],
      ],
      stamp: '核对无异',
    },
  ],
}
const transfer: Paper = {
  name: '银行交易明细',
  category: 'evidence',
  pages: [1, 2].map((n) => ({
    title: n === 1 ? '个人账户交易明细' : undefined,
    rows: [
      ['日期', '摘要', '金额（元）', '余额（元）'],
      ...Array.from({ length: 16 }, (_, i) => [
        `2026-0${n + 2}-${String(i + 3).padStart(2, '0')}`,
        i % 3 ? '消费' : '转账支出',
        `${(i * 37 + n * 113) % 900}.00`,
        `${80_000 - i * 431}.00`,
      ]),
    ],
  })),
}
const contract: Paper = {
  name: '借款合同',
  category: 'evidence',
  pages: [
    {
      title: '借款合同',
      lines: [
        '甲方（出借人）与乙方（借款人）经协商一致，订立本合同。',
        '第一条　借款用途为生产经营周转。',
        '第二条　借款期限十二个月，自款项到账之日起计算。',
        '第三条　借款年利率百分之六，按季付息，到期还本。',
      ],
    },
    {
      lines: [
        '第四条　乙方逾期还款的，自逾期之日起按约定利率计付逾期利息。',
        '第五条　因本合同发生的争议，由合同签订地人民法院管辖。',
        '本合同一式两份，双方各执一份。',
      ],
      stamp: '合同专用章',
    },
  ],
}
const chat: Paper = {
  name: '微信聊天记录',
  category: 'evidence',
  pages: [0, 1, 2].map((n) => ({
    title: n ? undefined : '微信聊天记录截图',
    lines: filler(4).map((t, i) => `${9 + n}:${10 + i * 7}　${t.slice(0, 40)}`),
  })),
}
const notice: Paper = {
  name: '受理案件通知书',
  category: 'filingNotice',
  pages: [
    {
      title: '受理案件通知书',
      lines: [
        '你方提交的起诉材料收悉。经审查，起诉符合法定受理条件，本院决定立案审理。',
        '现将有关事项通知如下：在诉讼进程中，当事人依法享有诉讼权利，并应当遵守诉讼秩序，履行诉讼义务。',
      ],
      stamp: '院印（演示）',
    },
  ],
}
const talk: Paper = {
  name: '询问笔录',
  category: 'transcript',
  pages: [
    {
      title: '询问笔录',
      lines: [
        '时间：上午九时三十分。　地点：诉讼服务中心。',
        '问：你是否收到起诉状副本？',
        '答：收到。',
        '问：你对送达地址有无变更？',
        '答：没有，以地址确认书为准。',
      ],
    },
  ],
}

/** What lies in a batch; each bundle is one file from the scanner. */
const bundles: readonly (readonly Paper[])[] = [
  [complaint, identity, transfer],
  [complaint, identity, contract, transfer, notice],
  [complaint, identity, contract, chat, transfer, notice, talk],
]
export interface Bundle {
  file: Upload
  pages: readonly ReadPage[]
  papers: readonly { name: string; category: Paper['category']; pages: number }[]
}

const WIDTH = 1120
const DPI = WIDTH / 8.27
/** The bundles a thousand batches are made of: printed, drawn and stored once. */
export const makeBundles = async (files: FileStore, courtId: number): Promise<Bundle[]> => {
  const template = readFileSync(join(import.meta.dirname, 'specimen.typ'), 'utf8')
  const all = [...new Set(bundles.flat())]
  const library = await PDFiumLibrary.init()
  const drawn = new Map<Paper, ReadPage[]>()
  try {
    const document = await library.loadDocument(compilePdf(template, { pages: all.flatMap((p) => p.pages) }))
    let n = 0
    for (const paper of all) {
      const pages: ReadPage[] = []
      for (const _ of paper.pages) {
        const bitmap = await document.getPage(n++).render({ scale: DPI / 72, render: 'bitmap' })
        const picture = sharp(bitmap.data, { raw: { width: bitmap.width, height: bitmap.height, channels: 4 } }).flatten({
          background: '#fff',
        })
        const image = await files.put(courtId, await picture.clone().jpeg({ quality: 82 }).toBuffer())
        const thumb = await files.put(
          courtId,
          await picture.resize({ width: 240, height: 340, fit: 'inside' }).webp({ quality: 70 }).toBuffer(),
        )
        pages.push({ sha256: image.sha256, thumb: thumb.sha256, width: bitmap.width, height: bitmap.height, barcode: null })
      }
      drawn.set(paper, pages)
    }
    document.destroy()
  } finally {
    library.destroy()
  }
  const made: Bundle[] = []
  for (const papers of bundles) {
    const stored = await files.put(courtId, compilePdf(template, { pages: papers.flatMap((p) => p.pages) }))
    made.push({
      file: { ...stored, name: '材料.pdf', type: 'application/pdf', fields: {} },
      pages: papers.flatMap((p) => drawn.get(p)!),
      papers: papers.map((p) => ({ name: p.name, category: p.category, pages: p.pages.length })),
    })
  }
  return made
}

// The bars alone come only from the package's CommonJS half.
const { raw } = createRequire(import.meta.url)('bwip-js/node') as { raw: (o: { bcid: string; text: string }) => [{ sbs: number[] }] }
const SHEET = { width: 832, height: 1176 }
/** The sheets that lie on top of the batches: the part they share is drawn once, the number and its bars for each, in one bit a dot like a scanner. */
export const coverSheets = async (court: string): Promise<(number: string) => Uint8Array> => {
  const row = SHEET.width / 8
  const ink = (text: string, px: number) =>
    sharp({ text: { text, font: `Noto Sans SC ${px}`, fontfile: fontFile, dpi: 72 } })
      .toColourspace('b-w')
      .raw()
      .toBuffer({ resolveWithObject: true })
  const blank = Buffer.alloc(row * SHEET.height, 0xff)
  const dot = (on: Buffer, x: number, y: number): void => void (on[y * row + (x >> 3)]! &= ~(0x80 >> (x & 7)))
  const print = (on: Buffer, of: Awaited<ReturnType<typeof ink>>, x: number, y: number): void => {
    const { width, height, channels } = of.info
    for (let j = 0; j < height; j++) for (let i = 0; i < width; i++) if (of.data[(j * width + i) * channels]! > 110) dot(on, x + i, y + j)
  }
  for (const [text, px, y] of [
    [court, 34, 110],
    ['材料扫描封面', 28, 175],
  ] as const) {
    const drawn = await ink(text, px)
    print(blank, drawn, Math.round((SHEET.width - drawn.info.width) / 2), y)
  }
  const glyphs = new Map<string, Awaited<ReturnType<typeof ink>>>()
  for (const c of 'SM0123456789') glyphs.set(c, await ink(c, 32))
  return (number) => {
    const sheet = Buffer.from(blank)
    const bars = raw({ bcid: 'code128', text: number })[0].sbs
    const module = 3
    let x = Math.round((SHEET.width - bars.reduce((a, b) => a + b, 0) * module) / 2)
    for (const [i, w] of bars.entries()) {
      if (i % 2 === 0) for (let y = 270; y < 400; y++) for (let k = 0; k < w * module; k++) dot(sheet, x + k, y)
      x += w * module
    }
    x = 250
    for (const c of number) {
      const g = glyphs.get(c)
      // The hyphen is a stroke; letters stand on one line.
      if (g) print(sheet, g, x, 450 - g.info.height)
      else for (let k = 2; k < 12; k++) for (let t = 0; t < 3; t++) dot(sheet, x + k, 438 + t)
      x += (g?.info.width ?? 14) + 5
    }
    return pngOf(SHEET.width, SHEET.height, 1, deflateSync(filtered(sheet, row), { level: 1 }))
  }
}
const fontFile = join(import.meta.dirname, '../../node_modules/@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf')
/** PNG wants a filter's number before each row. */
const filtered = (dots: Buffer, row: number): Buffer => {
  const rows = dots.length / row
  const out = Buffer.alloc(dots.length + rows)
  for (let y = 0; y < rows; y++) dots.copy(out, y * (row + 1) + 1, y * row, (y + 1) * row)
  return out
}
export const SHEET_SIZE = SHEET
