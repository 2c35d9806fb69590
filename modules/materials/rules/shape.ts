import { z } from 'zod'
import { line } from '../../../platform/http/text.ts'

const half = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\s\-‐–—]/g, '')
    .toUpperCase()
/** A carrier's number, however it was typed: full-width digits, blanks and hyphens of a scanned label. null: none. */
export const mailNumber = (text: string): string | null => {
  const shown = half(text)
  return /^(?=.*\d)[A-Z0-9]{6,30}$/.test(shown) ? shown : null
}
export const mailNo = z
  .string()
  .trim()
  .max(60)
  .refine((s) => mailNumber(s) !== null, { message: 'mail-number' })
/** A telephone as it is kept: digits in half width. null: none. */
export const phoneNumber = (text: string): string | null => {
  const shown = text.normalize('NFKC').replace(/[\s\-()]/g, '')
  return /^\+?\d{5,20}$/.test(shown) ? shown : null
}
export const phone = z
  .string()
  .trim()
  .max(40)
  .refine((s) => phoneNumber(s) !== null, { message: 'phone-shape' })
export const name = line(200)

/** Numbers on receipts and lists: SZ (received), FZ (sent), JJ (list), the day, a serial. */
export const serialNumber = (prefix: 'SZ' | 'FZ' | 'JJ', day: string, n: number): string =>
  `${prefix}${day.replaceAll('-', '')}-${String(n).padStart(4, '0')}`
export const isSerialNumber = (text: string): boolean => /^(?:SZ|FZ|JJ)\d{8}-\d{4,}$/.test(text.normalize('NFKC').trim().toUpperCase())
