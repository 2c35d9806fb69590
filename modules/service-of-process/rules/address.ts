import type { AddressKind } from './shape.ts'

const email = /^[\w.+%-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}$/
/** Text message, fax, or the account of a platform (在线29: 电子邮箱、移动通信号、平台账号). */
const account = /^\+?[A-Za-z0-9][A-Za-z0-9_.-]{4,59}$/
const telephone = /^\+?\d{5,20}(-\d{1,6})?$/
/**
 * An address as it is kept: figures and signs of an electronic address or a telephone are put to half width. null: papers sent there reach nobody,
 * and a slip here would count as an attempt (民诉90).
 */
export const readAddress = (kind: AddressKind, text: string): string | null => {
  if (kind === 'postal') return text.trim()
  const clean = text.normalize('NFKC').replace(/\s/g, '')
  if (kind === 'electronic') return (clean.includes('@') ? email : account).test(clean) ? clean : null
  const number = /^(\+?[\d-]+)$/.test(clean) ? clean.replace(/(?<=\d)-(?=\d{5,})/g, '') : ''
  return telephone.test(number) ? number : null
}
