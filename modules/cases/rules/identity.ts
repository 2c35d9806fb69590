import { halfWidth } from './case-number.ts'

/**
 * Papers of persons and bodies. 居民身份证 by GB 11643 (ISO 7064 MOD 11-2), 统一社会信用代码 by GB 32100 (MOD 31);
 * the other papers have no check digit that a court can rely on: only their shape is looked at.
 */
export const paperKinds = ['idCard', 'uscc', 'passport', 'hkMacauPermit', 'taiwanPermit', 'permanentResident', 'other'] as const
export type PaperKind = (typeof paperKinds)[number]

export type PaperFault =
  | 'paper-empty'
  | 'id-15-digits'
  | 'id-length'
  | 'id-characters'
  | 'id-region'
  | 'id-birth-date'
  | 'id-birth-future'
  | 'id-check-digit'
  | 'uscc-length'
  | 'uscc-characters'
  | 'uscc-check-digit'
  | 'paper-shape'

export interface ResidentFacts {
  /** YYYY-MM-DD */
  birth: string
  sex: 'male' | 'female'
}
export type PaperReading = { ok: true; kind: PaperKind; text: string; resident?: ResidentFacts } | { ok: false; code: PaperFault }

/** Stored spelling of any paper number: half-width, capitals, no blanks or dashes. */
export const tidyPaper = (text: string): string =>
  halfWidth(text)
    .replace(/[\s\u200b\ufeff\-‐‑–—]/g, '')
    .toUpperCase()

const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const ID_CHECK = '10X98765432'
/** Provinces of GB/T 2260, and 81–83: 港澳台居民居住证 uses the same number and check digit. */
const PROVINCES = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 91'.split(' '),
)
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** True for a day that exists in the Gregorian calendar. */
export const isRealDate = (y: number, m: number, d: number): boolean => {
  if (m < 1 || m > 12 || d < 1) return false
  const leap = (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0
  return d <= (m === 2 && leap ? 29 : MONTH_DAYS[m - 1]!)
}

/** The 18th character that GB 11643 asks for after these 17 digits. */
export const residentCheckDigit = (first17: string): string => {
  let sum = 0
  for (let i = 0; i < 17; i++) sum += (first17.charCodeAt(i) - 48) * ID_WEIGHTS[i]!
  return ID_CHECK[sum % 11]!
}

/** `today` (YYYY-MM-DD) refuses births in the future; without it that is not looked at. */
export const readResidentId = (input: string, today?: string): PaperReading => {
  const text = tidyPaper(input)
  if (text === '') return { ok: false, code: 'paper-empty' }
  // First-generation numbers lost their validity on 2013-01-01 (居民身份证法 2011 amendment): say so instead of "wrong length".
  if (/^\d{15}$/.test(text)) return { ok: false, code: 'id-15-digits' }
  if (text.length !== 18) return { ok: false, code: 'id-length' }
  if (!/^\d{17}[\dX]$/.test(text)) return { ok: false, code: 'id-characters' }
  if (!PROVINCES.has(text.slice(0, 2))) return { ok: false, code: 'id-region' }
  const birth = `${text.slice(6, 10)}-${text.slice(10, 12)}-${text.slice(12, 14)}`
  const year = Number(text.slice(6, 10))
  if (year < 1850 || !isRealDate(year, Number(text.slice(10, 12)), Number(text.slice(12, 14)))) return { ok: false, code: 'id-birth-date' }
  if (today !== undefined && birth > today) return { ok: false, code: 'id-birth-future' }
  if (residentCheckDigit(text) !== text[17]) return { ok: false, code: 'id-check-digit' }
  return { ok: true, kind: 'idCard', text, resident: { birth, sex: Number(text[16]) % 2 === 1 ? 'male' : 'female' } }
}

const USCC_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const USCC_VALUES = new Map([...USCC_ALPHABET].map((c, i) => [c, i]))
const USCC_WEIGHTS = Array.from({ length: 17 }, (_, i) => {
  let w = 1
  for (let k = 0; k < i; k++) w = (w * 3) % 31
  return w
})

/** The 18th character that GB 32100 asks for after these 17. */
export const usccCheckDigit = (first17: string): string => {
  let sum = 0
  for (let i = 0; i < 17; i++) sum += (USCC_VALUES.get(first17[i]!) ?? 0) * USCC_WEIGHTS[i]!
  return USCC_ALPHABET[(31 - (sum % 31)) % 31]!
}

export const readUscc = (input: string): PaperReading => {
  const text = tidyPaper(input)
  if (text === '') return { ok: false, code: 'paper-empty' }
  if (text.length !== 18) return { ok: false, code: 'uscc-length' }
  for (const c of text) if (!USCC_VALUES.has(c)) return { ok: false, code: 'uscc-characters' }
  if (usccCheckDigit(text) !== text[17]) return { ok: false, code: 'uscc-check-digit' }
  return { ok: true, kind: 'uscc', text }
}

const SHAPES: Record<Exclude<PaperKind, 'idCard' | 'uscc'>, RegExp> = {
  passport: /^[A-Z0-9]{5,20}$/,
  // 来往内地通行证: H (Hong Kong) or M (Macao), 8 digits, older ones with a 2-digit renewal count.
  hkMacauPermit: /^[HM]\d{8}(?:\d{2})?$/,
  // 来往大陆通行证: 8 digits, older ones 10 digits with a letter.
  taiwanPermit: /^(?:\d{8}|\d{10}(?:[A-Z])?)$/,
  // 外国人永久居留身份证: 3 letters + 12 digits, or since 2023 18 digits that begin with 9.
  permanentResident: /^(?:[A-Z]{3}\d{12}|9\d{16}[\dX])$/,
  other: /^.{2,40}$/u,
}

/** Checks a paper of a stated kind. */
export const readPaper = (kind: PaperKind, input: string, today?: string): PaperReading => {
  if (kind === 'idCard') return readResidentId(input, today)
  if (kind === 'uscc') return readUscc(input)
  const text = tidyPaper(input)
  if (text === '') return { ok: false, code: 'paper-empty' }
  return SHAPES[kind].test(text) ? { ok: true, kind, text } : { ok: false, code: 'paper-shape' }
}

/** The kind a number without a label most likely has: for imports, where one column holds them all. */
export const guessPaperKind = (input: string, party: 'natural' | 'organisation'): PaperKind => {
  const text = tidyPaper(input)
  if (party === 'organisation') return 'uscc'
  if (SHAPES['permanentResident'].test(text) && !(text.length === 18 && PROVINCES.has(text.slice(0, 2)))) return 'permanentResident'
  if (/^\d{15}$/.test(text) || /^\d{16,17}[\dX]$/.test(text)) return 'idCard'
  if (SHAPES['hkMacauPermit'].test(text)) return 'hkMacauPermit'
  if (SHAPES['taiwanPermit'].test(text)) return 'taiwanPermit'
  if (/^[A-Z]{1,2}\d{7,8}$/.test(text)) return 'passport'
  return 'idCard'
}

/** What most eyes may see of a paper: neither birth date nor sequence. A USCC is public and stays whole. */
export const maskPaper = (kind: PaperKind, text: string): string => {
  if (kind === 'uscc') return text
  const signs = [...text]
  const [head, tail] = kind === 'idCard' ? [4, 4] : [2, 2]
  if (signs.length <= head + tail) return '*'.repeat(signs.length)
  return signs.map((c, i) => (i < head || i >= signs.length - tail ? c : '*')).join('')
}

export const maskPhone = (text: string): string => (text.length < 7 ? '*'.repeat(text.length) : `${text.slice(0, 3)}****${text.slice(-4)}`)
