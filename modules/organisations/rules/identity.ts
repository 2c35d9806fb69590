/** 统一社会信用代码 by GB 32100 (MOD 31) and 居民身份证 by GB 11643 (ISO 7064 MOD 11-2). */
export type Reading = { ok: true; text: string } | { ok: false; code: string }

/** Half-width, capitals, no blanks, dashes or invisible signs. */
const tidy = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\s\u200b\ufeff\-‐‑–—]/g, '')
    .toUpperCase()

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** The 18th character that GB 32100 asks for after these 17 of its alphabet. */
export const usccCheck = (first17: string): string => {
  let sum = 0
  let weight = 1
  for (const c of first17) {
    sum += ALPHABET.indexOf(c) * weight
    weight = (weight * 3) % 31
  }
  return ALPHABET[(31 - (sum % 31)) % 31] ?? ''
}
export const checkUscc = (input: string): Reading => {
  const text = tidy(input)
  if (text.length !== 18) return { ok: false, code: 'uscc-length' }
  for (const c of text) if (!ALPHABET.includes(c)) return { ok: false, code: 'uscc-characters' }
  return usccCheck(text.slice(0, 17)) === text[17] ? { ok: true, text } : { ok: false, code: 'uscc-check-digit' }
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
export const residentCheck = (first17: string): string =>
  '10X98765432'[WEIGHTS.reduce((sum, w, i) => sum + (first17.charCodeAt(i) - 48) * w, 0) % 11] ?? ''

/** `today` 'YYYY-MM-DD' refuses a birth in the future. */
export const checkResidentId = (input: string, today: string): Reading => {
  const text = tidy(input)
  // First-generation numbers lost their validity on 2013-01-01 (居民身份证法, 2011).
  if (/^\d{15}$/.test(text)) return { ok: false, code: 'id-15-digits' }
  if (text.length !== 18) return { ok: false, code: 'id-length' }
  if (!/^\d{17}[\dX]$/.test(text)) return { ok: false, code: 'id-characters' }
  const [y, m, d] = [Number(text.slice(6, 10)), Number(text.slice(10, 12)), Number(text.slice(12, 14))]
  const leap = (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][m - 1] ?? 0
  if (y < 1900 || d < 1 || d > days || `${text.slice(6, 10)}-${text.slice(10, 12)}-${text.slice(12, 14)}` > today)
    return { ok: false, code: 'id-birth-date' }
  return residentCheck(text.slice(0, 17)) === text[17] ? { ok: true, text } : { ok: false, code: 'id-check-digit' }
}
/** What eyes may see of it: neither birth date nor sequence. */
export const maskResidentId = (text: string): string => `${text.slice(0, 4)}**********${text.slice(-4)}`
