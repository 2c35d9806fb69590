import { z } from 'zod'

/** A caller's number as it is kept: half width, without blanks, hyphens, brackets and the country code of ours. null: none (withheld, a name). */
export const phoneNumber = (text: string): string | null => {
  const shown = text.normalize('NFKC').replace(/[\s\-‐–—()（）]/g, '')
  const local = shown.replace(/^(?:\+|00)86(?=1\d{10}$|0\d{9,11}$)/, '')
  return /^\+?\d{3,20}$/.test(local) ? local : null
}
export const phone = z
  .string()
  .trim()
  .max(40)
  .refine((s) => phoneNumber(s) !== null, { message: 'phone-shape' })
/** Head and tail are shown; a short one (an extension) shows its end only. */
export const maskNumber = (text: string): string =>
  text.length < 7 ? `${'*'.repeat(Math.max(0, text.length - 2))}${text.slice(-2)}` : `${text.slice(0, 3)}****${text.slice(-4)}`

/** Number of a ticket, e.g. GD20260921-0001. */
export const ticketNumber = (day: string, n: number): string => `GD${day.replaceAll('-', '')}-${String(n).padStart(4, '0')}`
export const readTicketNumber = (text: string): string | null => {
  const shown = text.normalize('NFKC').trim().toUpperCase()
  return /^GD\d{8}-\d{4,6}$/.test(shown) ? shown : null
}
/** The last signs of a paper as a caller says them. */
export const lastDigits = (text: string): string => text.normalize('NFKC').replace(/\s/g, '').toUpperCase()
