import {
  type NumberFault,
  PROVINCES,
  readResidentId,
  readUscc,
  type ResidentFacts,
  tidyNumber,
} from '../../organisations/rules/identity.ts'

/**
 * Papers of persons and bodies. ID number and USCC are read by the rule everybody shares (organisations/rules/identity.ts); the other papers have
 * no check digit that a court can rely on: only their shape is looked at.
 */
export const paperKinds = ['idCard', 'uscc', 'passport', 'hkMacauPermit', 'taiwanPermit', 'permanentResident', 'other'] as const
export type PaperKind = (typeof paperKinds)[number]

export type PaperFault = NumberFault | 'paper-shape'
export type PaperReading = { ok: true; kind: PaperKind; text: string; resident?: ResidentFacts } | { ok: false; code: PaperFault }

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
  if (kind === 'idCard' || kind === 'uscc') {
    const read = kind === 'idCard' ? readResidentId(input, today) : readUscc(input)
    return read.ok ? { ...read, kind } : read
  }
  const text = tidyNumber(input)
  if (text === '') return { ok: false, code: 'paper-empty' }
  return SHAPES[kind].test(text) ? { ok: true, kind, text } : { ok: false, code: 'paper-shape' }
}

/** The kind a number without a label most likely has: for imports, where one column holds them all. */
export const guessPaperKind = (input: string, party: 'natural' | 'organisation'): PaperKind => {
  const text = tidyNumber(input)
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
