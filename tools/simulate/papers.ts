import { crc32, deflateSync } from 'node:zlib'
import { compilePdf } from '../../platform/documents/typst.ts'

const template = `#set page(paper: "a4", margin: 3cm)
#set text(font: "Noto Serif SC", size: 14pt)
#let data = json(bytes(sys.inputs.data))
#align(center)[#text(size: 22pt)[#data.title]]
#v(2em)
#for p in data.lines [#p #parbreak()]`

const titles = {
  complaint: ['应诉通知书（演示）', '附：起诉状副本、举证通知书、送达地址确认书。'],
  enforcement: ['执行通知书（演示）', '附：报告财产令、送达地址确认书。'],
  diploma: ['毕业证书（演示）', '附：学信网学历查询结果。'],
  contract: ['劳动合同（演示）', '书面劳动合同，期限三年。'],
  statement: ['财务报表（演示）', '资产负债表、利润表、现金流量表。'],
  records: ['无犯罪记录证明（演示）', '供驻场服务备案使用。'],
  written: ['书面材料（演示）', '由经办人签字、单位盖章后提交。'],
} as const
/** A one-page document, plainly of the demo: what is served in a suit, and what in enforcement (执行通知 and 报告财产令 go together, 财调3). */
export const demoPaper = (kind: keyof typeof titles): Uint8Array =>
  compilePdf(template, { title: titles[kind][0], lines: ['本文书由演示数据生成，所涉法院、当事人均为虚构。', titles[kind][1]] })

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const out = Buffer.alloc(8 + body.length)
  out.writeUInt32BE(data.length, 0)
  body.copy(out, 4)
  out.writeUInt32BE(crc32(body), 4 + body.length)
  return out
}
/** A PNG of grey dots (`depth` bits each) around rows that are packed already. */
export const pngOf = (width: number, height: number, depth: number, packed: Uint8Array): Uint8Array => {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([depth, 0, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk('IHDR', head),
    chunk('IDAT', Buffer.from(packed)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
/** A small grey photograph of nothing (PNG). */
export const demoImage = (width = 320, height = 240): Uint8Array => {
  const rows = Buffer.alloc(height * (width + 1))
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) rows[y * (width + 1) + 1 + x] = 160 + Math.round(60 * Math.sin(x / 37) * Math.cos(y / 29))
  return pngOf(width, height, 8, deflateSync(rows))
}
