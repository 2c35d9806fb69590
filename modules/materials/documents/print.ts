import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { toSVG } from 'bwip-js/node'
import { Temporal } from 'temporal-polyfill'
import { ZONE } from '../../../platform/calendar/clock.ts'
import { compilePdf } from '../../../platform/documents/typst.ts'
import type { Ctx } from '../../../platform/http/context.ts'
import type { FileReply } from '../../../platform/http/endpoint.ts'
import type { HandOverList } from '../api-lists.ts'
import { courtName, type recordOf } from '../queries.ts'
import type { Kind } from '../rules/kinds.ts'

const receipt = readFileSync(join(import.meta.dirname, 'receipt.typ'), 'utf8')
const list = readFileSync(join(import.meta.dirname, 'list.typ'), 'utf8')
/** The court's papers are in Chinese, whatever the reader's language. */
const kindNames: Readonly<Record<Kind, string>> = {
  preservation: '保全申请',
  recusal: '回避申请',
  jurisdiction: '管辖权异议',
  evidenceExtension: '延期举证申请',
  complaint: '起诉状及补充',
  defence: '答辩状',
  evidence: '证据材料',
  authorisation: '授权委托手续',
  addressConfirmation: '送达地址确认书',
  appraisal: '鉴定申请',
  appeal: '上诉状',
  withdrawal: '撤诉申请',
  correction: '补正材料',
  opinion: '代理意见',
  receipt: '缴费凭证',
  letter: '函件',
  other: '其他材料',
}
const channelNames = { counter: '窗口', mail: '邮寄', dropBox: '院内投递箱', electronic: '电子', court: '承办人交出' } as const
const asNames = { party: '当事人', agent: '代理人', unit: '其他单位', other: '其他人员', court: '本院' } as const
const paperNames = {
  idCard: '居民身份证',
  lawyerLicence: '律师执业证',
  officialLetter: '单位公函',
  other: '其他证件',
  none: '未出示',
} as const
const moment = (text: string): string => {
  const at = Temporal.Instant.from(text).toZonedDateTimeISO(ZONE)
  return `${at.year}年${at.month}月${at.day}日 ${at.toPlainTime().toString({ smallestUnit: 'minute' })}`
}
const day = (text: string): string => {
  const d = Temporal.PlainDate.from(text)
  return `${d.year}年${d.month}月${d.day}日`
}
const qr = (ctx: Ctx, path: string): string =>
  toSVG({ bcid: 'qrcode', text: `${ctx.app.settings.baseUrl}${path}`, scale: 3, backgroundcolor: 'FFFFFF' })
const file = (bytes: Uint8Array, name: string): FileReply => ({
  file: bytes,
  type: 'application/pdf',
  name,
  inline: true,
  length: bytes.length,
})

/** 材料收据: what was received, when, by whom. It says nothing about whether it is in time: that is the judge's (4.1). */
export const receiptOf = async (ctx: Ctx, m: Awaited<ReturnType<typeof recordOf>>): Promise<FileReply> => {
  const out = m.direction === 'out'
  const content = m.content as { kind: Kind; title: string; copies: number; pages: number; original: boolean }[]
  const bytes = (ctx.app.print ?? compilePdf)(receipt, {
    court: await courtName(ctx),
    title: `${out ? '材料发出登记' : '材料收据'} ${m.number}`,
    heading: out ? '材料发出登记单' : '材料收据',
    number: m.number,
    urgent: m.urgent,
    qr: qr(ctx, `/materials/${m.id}`),
    pairs: out
      ? [
          ['案号', m.caseNumber ?? '（未编号）'],
          ['交出人', m.senderName ?? ''],
          ['收件人', m.addressee],
          ['交出时间', moment(m.receivedAt)],
        ]
      : [
          ['案号', m.caseNumber ?? (m.numberStated ? `${m.numberStated}（提交人所称）` : '（待匹配）')],
          ['收到时间', moment(m.receivedAt)],
          ['提交人', `${m.senderName}（${asNames[m.senderAs as keyof typeof asNames]}）`],
          ['证件', paperNames[m.shownPaper as keyof typeof paperNames]],
          ['收件方式', channelNames[m.channel as keyof typeof channelNames]],
          ['联系电话', m.phone ?? '—'],
          ['邮件号', m.mailNo ?? '—'],
          ['交邮日（邮戳）', m.postmarkedOn ? day(m.postmarkedOn) : '—'],
        ],
    rows: content.map((i, n) => [
      String(n + 1),
      kindNames[i.kind],
      i.title,
      String(i.copies),
      String(i.pages),
      i.original ? '原件' : '复印件',
    ]),
    total: `${m.items} 项，${m.copies} 份，${m.pages} 页`,
    notes: out
      ? ['交付时请收件人核对份数、页数后签名；邮寄的，登记邮件号。']
      : [
          '本收据只证明材料已收到；是否逾期、是否采纳由承办法官决定。',
          '期限届满前交邮的，以邮戳日为准，不算过期（民事诉讼法第八十五条）。',
          '来院或者致电查询时请提供编号。',
        ],
    left: out ? '交出人：' : '提交人（签名）：',
    right: `${out ? '窗口经办人：' : '收件人：'}${m.registeredBy}`,
    printed: moment(ctx.now.toString()),
  })
  return file(bytes, `${m.number}.pdf`)
}
/** 交接清单 with a QR that opens its page on the phone that scans it; names no party, because it travels openly. */
export const sheetOf = async (ctx: Ctx, l: HandOverList, code: string): Promise<FileReply> => {
  let n = 0
  const bytes = (ctx.app.print ?? compilePdf)(list, {
    court: await courtName(ctx),
    title: `材料交接清单 ${l.number}`,
    number: l.number,
    recipient: l.recipientName,
    by: l.madeBy,
    at: moment(l.madeAt),
    count: l.lines,
    qr: qr(ctx, `/materials/lists/${l.id}?code=${code}`),
    rows: l.materials.flatMap((m) =>
      m.hidden
        ? [[String(++n), m.number, '—', '—', '—', '—', moment(m.dueAt), '']]
        : m.items.map((i) => [
            String(++n),
            `${m.number}${m.urgent ? '（急）' : ''}`,
            m.caseNumber ?? '—',
            i.title,
            String(i.copies),
            String(i.pages),
            moment(m.dueAt),
            '',
          ]),
    ),
    printed: moment(ctx.now.toString()),
  })
  return file(bytes, `${l.number}.pdf`)
}
