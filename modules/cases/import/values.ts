import { halfWidth } from '../rules/case-number.ts'
import { isRealDate } from '../../organisations/rules/identity.ts'

export type Reading<T> = { ok: true; value: T } | { ok: false; code: string }

const EMPTY = /^(?:[-—/\\]|无|暂无|不详|null|n\/a)?$/i
/** '', a dash, 无 … : what people write into a cell that has nothing. */
export const isBlank = (text: string): boolean => EMPTY.test(text.trim())

const two = (n: number): string => (n < 10 ? `0${n}` : String(n))

/** Days since 1970-01-01 to a civil date (Howard Hinnant's algorithm, proleptic Gregorian). */
const civil = (days: number): [number, number, number] => {
  const z = days + 719_468
  const era = Math.floor(z / 146_097)
  const doe = z - era * 146_097
  const yoe = Math.floor((doe - Math.floor(doe / 1460) + Math.floor(doe / 36_524) - Math.floor(doe / 146_096)) / 365)
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100))
  const mp = Math.floor((5 * doy + 2) / 153)
  const month = mp < 10 ? mp + 3 : mp - 9
  return [yoe + era * 400 + (month <= 2 ? 1 : 0), month, doy - Math.floor((153 * mp + 2) / 5) + 1]
}

const YMD =
  /^(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|年(\d{1,2})月(\d{1,2})日?|(\d{2})(\d{2}))(?:[T ]?\d{1,2}[:时]\d{1,2}(?:[:分]\d{1,2}(?:\.\d+)?秒?)?Z?)?$/

/**
 * A date as courts write it: 2026-09-01, 2026/9/1, 2026.9.1, 20260901, 2026年9月1日, with or without a time, or a spreadsheet's serial number
 * (1900 system). Answers YYYY-MM-DD, null for an empty cell; a day that does not exist is refused, never moved.
 */
export const readDate = (input: string): Reading<string | null> => {
  if (isBlank(input)) return { ok: true, value: null }
  const text = halfWidth(input)
    .trim()
    .replace(/(?<=[年月])\s+/g, '')
    .replace(/\s*([-/.])\s*/g, '$1')
  const m = YMD.exec(text)
  if (m) {
    const [y, mo, d] = [Number(m[1]), Number(m[2] ?? m[4] ?? m[6]), Number(m[3] ?? m[5] ?? m[7])]
    if (!isRealDate(y, mo, d)) return { ok: false, code: 'date-impossible' }
    if (y < 1949 || y > 2100) return { ok: false, code: 'date-out-of-range' }
    return { ok: true, value: `${y}-${two(mo)}-${two(d)}` }
  }
  // 18264 = 1950-01-01, 73415 = 2100-12-31; 25569 = 1970-01-01.
  if (/^\d{5}(?:\.\d+)?$/.test(text)) {
    const serial = Math.floor(Number(text))
    if (serial >= 18_264 && serial <= 73_415) {
      const [y, mo, d] = civil(serial - 25_569)
      return { ok: true, value: `${y}-${two(mo)}-${two(d)}` }
    }
  }
  return { ok: false, code: 'date-format' }
}

const UNITS: Record<string, number> = { '': 0, 元: 0, 万: 4, 万元: 4, 亿: 8, 亿元: 8 }

/** An amount in yuan with two decimals as text ('12000.00'), from 1.2万元, 12,000, ￥12000元, full-width; null for an empty cell. Half a fen rounds up. */
export const readAmount = (input: string): Reading<string | null> => {
  if (isBlank(input)) return { ok: true, value: null }
  const text = halfWidth(input)
    .replace(/[\s,，]/g, '')
    .replace(/^(?:人民币|rmb|cny|¥|￥)+/i, '')
    .replace(/圆/g, '元')
    .replace(/元整$/, '元')
  if (/^-/.test(text)) return { ok: false, code: 'amount-negative' }
  const m = /^(\d{1,16})(?:\.(\d{1,12}))?(万元?|亿元?|元)?$/.exec(text)
  if (!m) return { ok: false, code: 'amount-format' }
  const shift = UNITS[m[3] ?? '']! + 2
  const fraction = (m[2] ?? '').padEnd(shift + 1, '0')
  let fen = BigInt(m[1]! + fraction.slice(0, shift))
  if (fraction[shift]! >= '5') fen += 1n
  if (fen >= 10n ** 18n) return { ok: false, code: 'amount-too-large' }
  const digits = fen.toString().padStart(3, '0')
  return { ok: true, value: `${digits.slice(0, -2)}.${digits.slice(-2)}` }
}

/** Several names, numbers or addresses in one cell: 、 ； ; and line breaks part them; a comma only beside Chinese, so that "Co., Ltd." stays whole. */
export const splitCell = (text: string): string[] =>
  text
    .split(/[、；;\n\r|]+|(?<=[\p{Script=Han}）)])[,，]|，|,(?=\p{Script=Han})/u)
    .map((s) => s.trim())
    .filter((s) => !isBlank(s))

/** Numbers are split by every comma and blank too: no paper or phone holds one. */
export const splitNumbers = (text: string): string[] =>
  text
    .split(/[、；;，,\n\r|]+/)
    .map((s) => s.trim())
    .filter((s) => !isBlank(s))

const ORGANISATION =
  /(?:公司|有限|银行|支行|分行|合作社|委员会|村委会|居委会|政府|人民法院|检察院|公安局|管理局|中心|协会|学校|小学|中学|大学|学院|幼儿园|医院|企业|集团|工厂|基金会|联社|信用社|事务所|工作室|经营部|商行|商店|超市|酒店|饭店|宾馆|分局|服务站|项目部|合伙)|(?:.{3,}(?:厂|店|局|院|部|所|社|站|队|馆|园|坊|行|会))$|\b(?:ltd|inc|corp|co|llc|gmbh|company)\b/iu

/** By its words: a body, else a natural person. Names of up to four characters are people unless a plain word of a body is in them. */
export const partyKind = (name: string): 'natural' | 'organisation' => (ORGANISATION.test(name) ? 'organisation' : 'natural')
