import { createHash, createHmac, randomBytes } from 'node:crypto'
import { createRequire } from 'node:module'
import type { Keys } from '../../platform/auth/keys.ts'
import { codeStep, type Half, halves } from './rules.ts'

// Its types know another call of raw() than the one that gives squares.
const { raw } = createRequire(import.meta.url)('bwip-js/node') as { raw: (o: object) => [{ pixs: number[]; pixx: number }] }

// Without I, L, O, U: what is read aloud or from a screen at the back of the room is typed right.
const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const signs = (bytes: Uint8Array, count: number): string => [...bytes.subarray(0, count)].map((b) => SIGNS[b & 31]).join('')

interface Where {
  courtId: number
  sessionId: number
}
const codeOf = (keys: Pick<Keys, 'courtKey'>, w: Where, half: Half, step: number): string =>
  signs(createHmac('sha256', keys.courtKey(w.courtId, 'training.check-in')).update(`${w.sessionId}|${half}|${step}`).digest(), 8)
/** The code on the teacher's screen: eight signs signed with the court's key over session, half and the half minute. */
export const checkInCode = (keys: Pick<Keys, 'courtKey'>, w: Where, half: Half, now: number): string => codeOf(keys, w, half, codeStep(now))
/** What people type: small letters, dashes, and the letters that look like figures. */
export const plainCode = (typed: string): string =>
  typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1')
/** The half a code stands for now or half a minute ago; 'expired' when it was right within the last day; null when it never was. */
export const halfOfCode = (keys: Pick<Keys, 'courtKey'>, w: Where, typed: string, now: number): Half | 'expired' | null => {
  const code = plainCode(typed)
  const step = codeStep(now)
  for (const half of halves) for (const s of [step, step - 1]) if (codeOf(keys, w, half, s) === code) return half
  // An hour back is enough to tell a photo sent to a friend from a typing error.
  for (const half of halves) for (let s = step - 2; s > step - 120; s--) if (codeOf(keys, w, half, s) === code) return 'expired'
  return null
}

export const freshSeed = (): string => randomBytes(16).toString('hex')
export const commitmentOf = (seed: string): string => createHash('sha256').update(seed).digest('hex')
/** Twelve signs, 60 bits: nobody guesses a certificate. */
export const certificateCode = (): string => signs(randomBytes(12), 12)

/** A QR code as its squares, row by row, for a page to draw. */
export const qrSquares = (text: string): { size: number; squares: string } => {
  const [found] = raw({ bcid: 'qrcode', text, eclevel: 'M' })
  return { size: found.pixx, squares: found.pixs.join('') }
}
