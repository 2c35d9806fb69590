import { z } from 'zod'

/**
 * Signs that nobody sees and that make text read otherwise than it is: controls, format signs (marks that turn the direction, U+202E; blanks of no
 * width), line and paragraph separators, halves of a character. What people write stays: every letter and dot of a name (𠮷 䶮 · •),
 * variants of a character, its own code points of older systems (private use), and tab and line breaks.
 */
const HIDDEN = /[\p{Cf}\p{Zl}\p{Zp}\p{Cs}]|(?![\t\n\r])\p{Cc}/u
const HIDDEN_ALL = new RegExp(HIDDEN.source, 'gu')

/** The first hidden sign of a text, as people can look it up (U+202E); null: none. NUL is told as malformed elsewhere: no column holds it. */
export const hiddenSign = (text: string): string | null => {
  const found = HIDDEN.exec(text)?.[0]
  return found === undefined ? null : `U+${found.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`
}
/** For text out of files, where such signs come along unasked (a list pasted from a web page): taken out. */
export const withoutHidden = (text: string): string => text.replace(HIDDEN_ALL, '')

/** What is never shown as text: passwords are compared, not read. */
const unread = new Set(['password', 'current', 'next', 'token'])
export interface Hidden {
  field: string
  sign: string
}
/** Looks through all text of a request, keys too; the address of the first field with a hidden sign. */
export const findHidden = (value: unknown, field = ''): Hidden | null => {
  if (typeof value === 'string') {
    // A file begins with its byte order mark.
    const sign = hiddenSign(value.replaceAll('\u0000', '').replace(/^\ufeff/, ''))
    return sign ? { field, sign } : null
  }
  if (typeof value !== 'object' || value === null) return null
  for (const [key, inner] of Object.entries(value)) {
    if (unread.has(key)) continue
    const at = field ? `${field}.${key}` : key
    const found = findHidden(inner, at) ?? (hiddenSign(key) ? { field, sign: hiddenSign(key)! } : null)
    if (found) return found
  }
  return null
}

/** One line of text (a name, a title): trimmed, something in it, no tab or line break inside. Hidden signs are refused for all requests alike. */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((s) => !/[\t\n\r\v\f]/.test(s), { message: 'one-line' })
