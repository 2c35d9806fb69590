/**
 * 案号 = （年）+ 法院代字 + [专门审判代字] + 类型代字 + 编号 + 号[之N]  (法〔2015〕137号, 法〔2018〕335号).
 * Half-width brackets and digits are accepted, the full-width form is what we store: two spellings are one case.
 */
export interface CaseNumber {
  year: number
  /** 法院代字, e.g. 苏1204, 苏12, 苏, 最高法. */
  court: string
  /** 专门审判代字: 知 (intellectual property), else ''. */
  special: '' | '知'
  /** 类型代字, e.g. 民初, 执恢. */
  type: string
  /** 1 to 99,999,999, sequential per court, year and type. */
  number: number
  /** N of 之N, for the several decisions of one case; null without. */
  sub: number | null
}

export type CaseNumberFault =
  | 'case-number-empty'
  | 'case-number-brackets'
  | 'case-number-year'
  | 'case-number-court'
  | 'case-number-type'
  | 'case-number-leading-zero'
  | 'case-number-number'
  | 'case-number-ending'
  | 'case-number-sub'

export type CaseNumberReading = { ok: true; value: CaseNumber; text: string } | { ok: false; code: CaseNumberFault }

const SHAPE =
  /^[（(](?<y>(?:19|20)\d{2})[）)](?<c>最高法|[京津冀晋内辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川黔云藏陕甘青宁新兵军](?:\d{2}(?:\d{2})?)?)(?<s>知)?(?<t>[\u4e00-\u9fa5]{1,5})(?<n>[1-9]\d{0,7})号(?:之(?<sub>[一二三四五六七八九十]+))?$/u

const NUMERALS = '一二三四五六七八九'

/** 1..99 in Chinese numerals, as 之N writes them. */
export const chineseNumeral = (n: number): string => {
  const tens = Math.floor(n / 10)
  const ones = n % 10
  const unit = ones ? NUMERALS[ones - 1]! : ''
  if (tens === 0) return unit
  return `${tens > 1 ? NUMERALS[tens - 1] : ''}十${unit}`
}

/** Undoes chineseNumeral; null for what nobody writes (十十, 一二). */
const numeralValue = (text: string): number | null => {
  for (let n = 1; n <= 99; n++) if (chineseNumeral(n) === text) return n
  return null
}

/** Full-width digits and Latin letters become half-width; spaces of any width go (spreadsheets are full of both). */
export const halfWidth = (text: string): string =>
  text.replace(/[！-～]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).replace(/\u3000/g, ' ')

const tidy = (text: string): string => halfWidth(text).replace(/[\s\u200b\ufeff]+/g, '')

/** The stored form: full-width brackets, half-width digits. */
export const formatCaseNumber = (c: CaseNumber): string =>
  `（${c.year}）${c.court}${c.special}${c.type}${c.number}号${c.sub ? `之${chineseNumeral(c.sub)}` : ''}`

/** Reads a 案号 in any spelling; answers its parts and stored text, or the first reason why it is none. */
export const parseCaseNumber = (input: string): CaseNumberReading => {
  const text = tidy(input)
  if (text === '') return { ok: false, code: 'case-number-empty' }
  const groups = SHAPE.exec(text)?.groups
  if (!groups) return { ok: false, code: whyNot(text) }
  const sub = groups.sub === undefined ? null : numeralValue(groups.sub)
  if (groups.sub !== undefined && sub === null) return { ok: false, code: 'case-number-sub' }
  const value: CaseNumber = {
    year: Number(groups.y),
    court: groups.c!,
    special: groups.s === '知' ? '知' : '',
    type: groups.t!,
    number: Number(groups.n),
    sub,
  }
  return { ok: true, value, text: formatCaseNumber(value) }
}

/** Walks the same parts in order, so that the person who types learns which one is wrong. */
const whyNot = (text: string): CaseNumberFault => {
  const year = /^[（(]([^）)]*)[）)]/u.exec(text)
  if (!year) return 'case-number-brackets'
  if (!/^(?:19|20)\d{2}$/.test(year[1]!)) return 'case-number-year'
  let rest = text.slice(year[0].length)
  const court = /^(?:最高法|[京津冀晋内辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川黔云藏陕甘青宁新兵军](?:\d{2}(?:\d{2})?)?)(?!\d)/u.exec(rest)
  if (!court) return 'case-number-court'
  rest = rest.slice(court[0].length)
  const type = /^知?[\u4e00-\u9fa5]+/u.exec(rest)
  if (!type || type[0].replace(/^知/, '').length > 5) return 'case-number-type'
  rest = rest.slice(type[0].length)
  if (/^0/.test(rest)) return 'case-number-leading-zero'
  const number = /^[1-9]\d{0,7}(?!\d)/.exec(rest)
  if (!number) return 'case-number-number'
  rest = rest.slice(number[0].length)
  if (!rest.startsWith('号')) return 'case-number-ending'
  return rest === '号' ? 'case-number-type' : 'case-number-sub'
}
