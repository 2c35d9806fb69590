import { halfWidth, parseCaseNumber } from './case-number.ts'

/**
 * Names as people search them. Two-character LIKE cannot use trigrams and loses its index under row-level security
 * (performance.md): names are stored as an array of one- and two-character pieces.
 */

/** Comparable spelling: NFKC, half-width, lower case, one kind of middle dot, no blanks. Never shown. */
export const nameKey = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[•・‧．･⋅]/gu, '·')
    .replace(/[\s\p{Cf}]+/gu, '')

/** Displayed spelling: trimmed, inner runs of blanks as one; 张 三 (padded to align in a table) is 张三. */
export const tidyName = (text: string): string => {
  const trimmed = text
    .replace(/[\p{Cf}\p{Cs}]/gu, '') // signs of no width or that turn the direction come along from lists (platform/http/text.ts)
    .replace(/[\s\u3000]+/gu, ' ')
    .trim()
  return trimmed.replace(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, '')
}

const isWord = (sign: string): boolean => /[\p{L}\p{N}]/u.test(sign)

/** Single characters and neighbouring pairs, as code points, so that 𠮷 (outside the basic plane) is one sign. */
export const nameGrams = (text: string): string[] => {
  const signs = [...nameKey(text)].filter(isWord)
  const grams = new Set<string>(signs)
  for (let i = 0; i + 1 < signs.length; i++) grams.add(signs[i]! + signs[i + 1]!)
  return [...grams]
}

/** The pieces a query must find all of: pairs when it has two or more signs, the sign itself when it has one. */
export const queryGrams = (text: string): string[] => {
  const signs = [...nameKey(text)].filter(isWord)
  if (signs.length < 2) return signs
  const grams = new Set<string>()
  for (let i = 0; i + 1 < signs.length; i++) grams.add(signs[i]! + signs[i + 1]!)
  return [...grams]
}

export type Query =
  | { kind: 'empty' }
  /** A whole 案号, in its stored spelling. */
  | { kind: 'case-number'; text: string }
  /** The number alone, or with type or court before it: 苏1204民初12, 民初12, 12. */
  | { kind: 'case-part'; court: string | null; type: string | null; year: number | null; number: number }
  /** Looks like a paper or credit code: exact match by keyed hash only. */
  | { kind: 'paper'; text: string }
  /** Latin letters: full pinyin or initials, from the start of the name. */
  | { kind: 'pinyin'; text: string }
  | { kind: 'characters'; text: string; grams: string[] }

const PART =
  /^(?:[（(]?(?<y>(?:19|20)\d{2})[）)])?(?<c>最高法|[\u4e00-\u9fa5]\d{2}(?:\d{2})?)?(?<t>知?[\u4e00-\u9fa5]{1,5})?(?<n>[1-9]\d{0,7})号?$/u

/** What a person means by the words in the one search box. */
export const readQuery = (input: string): Query => {
  const text = halfWidth(input).trim()
  const dense = text.replace(/\s+/g, '')
  if (dense === '') return { kind: 'empty' }
  const whole = parseCaseNumber(dense)
  if (whole.ok) return { kind: 'case-number', text: whole.text }
  const paper = dense.toUpperCase()
  if (/^(?=(?:[^\d]*\d){6})[0-9A-Z]{8,20}$/.test(paper) && !/^\d{1,8}$/.test(paper)) return { kind: 'paper', text: paper }
  const part = PART.exec(dense)?.groups
  if (part) {
    return {
      kind: 'case-part',
      court: part.c ?? null,
      type: part.t ?? null,
      year: part.y ? Number(part.y) : null,
      number: Number(part.n),
    }
  }
  const latin = text
    .toLowerCase()
    .replace(/ü/g, 'v')
    .replace(/[\s'’·-]+/g, '')
  if (/^[a-z]+$/.test(latin)) return { kind: 'pinyin', text: latin }
  return { kind: 'characters', text: nameKey(text), grams: queryGrams(text) }
}
