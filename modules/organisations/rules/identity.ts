/**
 * The two numbers with a check digit, for everybody who keeps one: 居民身份证 by GB 11643 (ISO 7064 MOD 11-2), 统一社会信用代码 by GB 32100 (MOD 31).
 */
export const idFaults = [
  'paper-empty',
  'id-15-digits',
  'id-length',
  'id-characters',
  'id-region',
  'id-birth-date',
  'id-birth-future',
  'id-check-digit',
] as const
export const usccFaults = ['paper-empty', 'uscc-length', 'uscc-characters', 'uscc-check-digit'] as const
export type NumberFault = (typeof idFaults)[number] | (typeof usccFaults)[number]

export interface ResidentFacts {
  /** YYYY-MM-DD */
  birth: string
  sex: 'male' | 'female'
}
export type NumberReading = { ok: true; text: string; resident?: ResidentFacts } | { ok: false; code: NumberFault }

/** Stored spelling: half-width, capitals, no blanks, dashes or invisible signs. */
export const tidyNumber = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\s\u200b\ufeff\-‐‑–—]/g, '')
    .toUpperCase()

const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const ID_CHECK = '10X98765432'
/** Provinces of GB/T 2260, and 81–83: 港澳台居民居住证 uses the same number and check digit. */
export const PROVINCES = new Set(
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
export const readResidentId = (input: string, today?: string): NumberReading => {
  const text = tidyNumber(input)
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
  return { ok: true, text, resident: { birth, sex: Number(text[16]) % 2 === 1 ? 'male' : 'female' } }
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

export const readUscc = (input: string): NumberReading => {
  const text = tidyNumber(input)
  if (text === '') return { ok: false, code: 'paper-empty' }
  if (text.length !== 18) return { ok: false, code: 'uscc-length' }
  for (const c of text) if (!USCC_VALUES.has(c)) return { ok: false, code: 'uscc-characters' }
  if (usccCheckDigit(text) !== text[17]) return { ok: false, code: 'uscc-check-digit' }
  return { ok: true, text }
}

/** What most eyes may see of an ID number: neither birth date nor sequence. */
export const maskResidentId = (text: string): string => `${text.slice(0, 4)}**********${text.slice(-4)}`
