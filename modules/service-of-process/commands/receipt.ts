import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { compilePdf } from '../../../platform/documents/typst.ts'
import type { Ctx } from '../../../platform/http/context.ts'
import type { FileReply } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { grantOf } from '../../confidentiality/public.ts'
import { citation } from '../../deadlines/public.ts'
import { printedBy } from '../documents/printed.ts'
import { type AttemptRow, confirmationsOf, dayOf, findSet, wholeOrder } from '../queries.ts'

const template = readFileSync(join(import.meta.dirname, '../documents/receipt.typ'), 'utf8')

// A court's paper is in Chinese whatever language the reader uses.
const methodWords: Record<string, string> = {
  electronic: '电子送达',
  pickup: '到院领取',
  direct: '直接送达',
  leave: '留置送达',
  mail: '邮寄送达',
  commission: '委托送达',
  transfer: '转交送达',
  publicNotice: '公告送达',
  presumed: '推定送达',
}
const outcomeWords: Record<string, string> = {
  signed: '签收',
  arrived: '到达特定系统',
  refusedAtCourt: '到院拒绝签收',
  refused: '拒绝签收',
  left: '留置',
  returned: '退回',
  failed: '未成',
  published: '已公告',
  pronounced: '宣判时拒不签收',
}
const receiverWords: Record<string, string> = {
  party: '本人',
  'adult-cohabitant': '同住成年家属',
  'legal-representative': '法定代表人、负责人',
  mailroom: '收发部门',
  agent: '诉讼代理人',
  'nominated-recipient': '指定代收人',
  minor: '未成年人',
  other: '其他人',
}
const returnWords: Record<string, string> = {
  refused: '拒收',
  'wrong-address': '地址不确',
  moved: '迁移',
  'unknown-person': '查无此人',
  'not-collected': '逾期未领',
}

const dayZh = (d: string): string => `${Number(d.slice(0, 4))}年${Number(d.slice(5, 7))}月${Number(d.slice(8, 10))}日`
const dayOr = (d: string | null | undefined, none: string): string => (d ? dayZh(d) : none)

const attemptLine = (a: AttemptRow, address: string | null): string[] => [
  [
    address,
    a.mail_no && `邮件号 ${a.mail_no}`,
    a.channel,
    a.published_on.length > 0 && `公告日 ${a.published_on.map(dayZh).join('、')}`,
    a.witness && `见证人 ${a.witness}`,
    a.method === 'presumed' && a.ground,
  ]
    .filter(Boolean)
    .join('；') || '—',
  methodWords[a.method] ?? a.method,
  dayOr(a.happened_on ?? dayOf(a.dispatched_at), '—'),
  [
    a.outcome && outcomeWords[a.outcome],
    a.return_reason && returnWords[a.return_reason],
    a.receiver && receiverWords[a.receiver],
    a.receiver_name,
  ]
    .filter(Boolean)
    .join('，') || '—',
]

/** 送达回证, or for electronic service the 电子送达凭证 of the same force (在线31). Signed by hand by the court's own (解释131). Fail: receipt-no-attempt. */
export const receiptPdf = async (ctx: Ctx, orderId: number): Promise<FileReply> => {
  const { order, addresses, attempts } = await wholeOrder(ctx, orderId)
  // 推定送达 is an attempt without a trip: nothing is sent and nothing comes back, what it rests on stands in its ground.
  const reported = attempts.filter(
    (a) => a.outcome !== null || a.dispatched_at !== null || (a.method === 'presumed' && a.state === 'effective'),
  )
  if (!reported.some((a) => a.outcome !== null)) throw new Fail('receipt-no-attempt', 409)
  const set = await findSet(ctx, order.set_id)
  const { rows } = await sql<{ name: string }>`select name from organisations.court where id = ${ctx.actor.courtId}`.execute(ctx.tx)
  const confirmed = (await confirmationsOf(ctx, orderId)).find((c) => c.effective && c.superseded_at === null)
  const last = reported.at(-1)!
  const electronic = last.method === 'electronic'
  const title = electronic ? '电子送达凭证' : '送达回证'
  const bytes = compilePdf(template, {
    court: rows[0]?.name ?? '',
    title,
    printed: printedBy(ctx),
    server: last.by_name ?? '',
    rows: [
      ['案号', order.case_number ?? '—'],
      ['案件', order.case_title ?? '—'],
      ['受送达人', order.recipient],
      ['送达文书', `${set.title}：${set.documents.map((d) => d.name.replace(/\.pdf$/i, '')).join('、')}`],
      ['送达日期', dayOr(confirmed?.effective_on, '（待书记员确认）')],
      ['依据', confirmed ? confirmed.basis.map((b) => citation(b).zh).join('、') || '—' : '—'],
      ['确认人', confirmed?.by_name ?? '—'],
      ['备注', confirmed?.reason ?? last.note ?? '—'],
    ],
    attempts: reported.map((a) => attemptLine(a, addresses.find((x) => x.id === a.address_id)?.address ?? null)),
    notes: [
      electronic
        ? '电子送达凭证与送达回证具有同等效力（《人民法院在线诉讼规则》第三十一条）。'
        : '送达回证由受送达人注明收到日期、签名或盖章；拒绝签收的，由送达人注明情况，审判人员、书记员签名。',
      `送达任务 ${orderId}`,
    ],
  })
  await ctx.audit({
    verb: 'service.receipt-print',
    objectType: 'service',
    objectId: orderId,
    caseId: order.case_id,
    grantId: (await grantOf(ctx, order.case_id))?.id ?? null,
  })
  return { file: bytes, type: 'application/pdf', name: `${title}-${orderId}.pdf`, inline: true, length: bytes.length }
}
