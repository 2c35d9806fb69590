/** Signs of a token: no I, L, O, U, so that what a photograph shows can be typed in again. */
const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const double = (x: number): number => ((x << 1) & 32 ? (x << 1) ^ 0b100101 : x << 1)
/** Over the field of 32: one wrong sign and two that changed places are both found. */
const checkOf = (token: string): string => SIGNS[[...token].reduce((sum, sign) => double(sum ^ SIGNS.indexOf(sign)), 0)]!

/** Eight signs out of five bytes of chance. */
export const tokenOf = (bytes: Uint8Array): string => {
  let n = 0n
  for (const b of bytes.slice(0, 5)) n = (n << 8n) | BigInt(b)
  return Array.from({ length: 8 }, (_, i) => SIGNS[Number((n >> BigInt(35 - 5 * i)) & 31n)]).join('')
}
/** As it stands on a page: 7K3M-9QXA-4, the last sign for checking. */
export const shownToken = (token: string): string => `${token.slice(0, 4)}-${token.slice(4)}-${checkOf(token)}`
/** As typed: full width, small letters, O for 0, I or l for 1, dashes and blanks. Null: not nine signs of ours; false: a sign is wrong. */
export const readToken = (typed: string): string | null | false => {
  const signs = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
    .replace(/[\s\-–—‐_.·]/g, '')
  if (!/^[0-9A-HJKMNP-TV-Z]{9}$/.test(signs)) return null
  const token = signs.slice(0, 8)
  return checkOf(token) === signs[8] ? token : false
}
