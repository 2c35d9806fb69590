import type { Outcome, ReturnReason } from './shape.ts'

export type CarrierReading =
  | { ok: true; outcome: Outcome | null; returnReason: ReturnReason | null }
  | { ok: false; code: 'carrier-status-unknown' }

/** Words carriers use, most telling first: 退回 decides over the reason, which is read from the rest of the text. */
const reasons: readonly [RegExp, ReturnReason][] = [
  [/拒收|拒签|拒绝/u, 'refused'],
  [/查无此人|无此人/u, 'unknown-person'],
  [/迁移|搬迁|迁址|已搬/u, 'moved'],
  [/地址不详|地址错误|无此地址|地址有误|无此单位/u, 'wrong-address'],
  [/逾期|未领|无人领取|无法联系|无人接收/u, 'not-collected'],
]
/** A carrier's state in our words; outcome null: still under way. */
export const readCarrierStatus = (text: string): CarrierReading => {
  const status = text.normalize('NFKC').replace(/\s+/g, '')
  const reason = reasons.find(([pattern]) => pattern.test(status))?.[1] ?? null
  if (/退回|退件|退返/u.test(status)) return { ok: true, outcome: 'returned', returnReason: reason ?? 'not-collected' }
  if (/签收|妥投|投交|已投递/u.test(status) && !/未(?:妥投|签收|投)/u.test(status))
    return { ok: true, outcome: 'signed', returnReason: null }
  if (/收寄|揽收|运输|在途|派送|投递中|未妥投|到达|离开|待投|转投/u.test(status)) return { ok: true, outcome: null, returnReason: null }
  return { ok: false, code: 'carrier-status-unknown' }
}

/** A mail number as printed: 13 characters for EMS, others 8 to 20; full width and blanks are put right. null when it is none. */
export const readMailNumber = (text: string): string | null => {
  const number = text.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase()
  return /^[0-9A-Z]{8,20}$/.test(number) ? number : null
}

/** Our own number on the outgoing list: SD and the order's id. */
export const orderNumber = (id: number): string => `SD${String(id).padStart(6, '0')}`
/** null when it is none; a carrier's system may have dropped the letters or put blanks in. */
export const readOrderNumber = (text: string): number | null => {
  const m = /^(?:SD)?0*([1-9]\d{0,14})$/.exec(text.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase())
  return m ? Number(m[1]) : null
}

/** 2026-09-14, 2026/9/14 16:05, 2026年9月14日 16时05分, 20260914 → local 'YYYY-MM-DDTHH:MM'; null when it is no time. */
export const readCarrierTime = (text: string): string | null => {
  const clean = text.normalize('NFKC').trim()
  const m =
    /^(\d{4})\s*[-/.年]?\s*(\d{1,2})\s*[-/.月]?\s*(\d{1,2})\s*日?(?:[T\s]*(\d{1,2})\s*[:时]\s*(\d{1,2})(?:\s*[:分]\s*(?:\d{1,2})?\s*秒?)?)?$/.exec(
      clean,
    )
  if (!m) return null
  const [, y, mo, d, h = '0', mi = '0'] = m as unknown as [string, string, string, string, string?, string?]
  const two = (n: string) => n.padStart(2, '0')
  const days = [
    31,
    Number(y) % 4 === 0 && (Number(y) % 100 !== 0 || Number(y) % 400 === 0) ? 29 : 28,
    31,
    30,
    31,
    30,
    31,
    31,
    30,
    31,
    30,
    31,
  ][Number(mo) - 1]
  if (days === undefined || Number(d) < 1 || Number(d) > days || Number(h) > 23 || Number(mi) > 59) return null
  return `${y}-${two(mo)}-${two(d)}T${two(h)}:${two(mi)}`
}

const columns = {
  orderNo: /^(?:送达编号|客户订单号|订单号|内部单号|orderno)$/iu,
  mailNo: /^(?:邮件号|邮件号码|运单号|单号|快递单号|面单号|mailno)$/iu,
  status: /^(?:状态|邮件状态|投递状态|最新状态|status)$/iu,
  at: /^(?:时间|状态时间|投递时间|签收时间|最新时间|time)$/iu,
} as const
/** Where the columns stand; null for one that is not there. Our order number may be missing, the other three may not. */
export const carrierColumns = (header: readonly string[]): Record<keyof typeof columns, number | null> => {
  const at = (pattern: RegExp): number | null => {
    const i = header.findIndex((h) => pattern.test(h.normalize('NFKC').replace(/[\s_﻿]/g, '')))
    return i < 0 ? null : i
  }
  return { orderNo: at(columns.orderNo), mailNo: at(columns.mailNo), status: at(columns.status), at: at(columns.at) }
}
