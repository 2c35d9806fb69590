import { timingSafeEqual } from 'node:crypto'
import type { CipherSuite } from '../auth/cipher-suite.ts'

/**
 * A file at rest: a head of 96 bytes, then frames of 64 KiB of plaintext, each sealed for itself, so that any range opens by reading only its
 * frames. Every file has its own key (derived from the court's by a random salt), hence a counter is nonce enough. The
 * head binds the content's hash and size: frames that are dropped, reordered, cut or taken from another file do not open.
 *
 *   0  'BWF1'    4  suite    5  log2 of the frame    6  0 0    8  salt (16)    24  size (u64)    32  SHA-256 of the content    64  MAC (32)
 */
export const HEAD = 96
export const FRAME = 65_536
const MAGIC = Buffer.from('BWF1')

export interface Head {
  salt: Buffer
  size: number
  sha256: string
}

export const fileKey = (suite: CipherSuite, courtKey: Uint8Array, salt: Uint8Array): Buffer =>
  suite.derive(courtKey, salt, 'bailiwick/file', suite.keyBytes)

export const writeHead = (suite: CipherSuite, key: Uint8Array, head: Head): Buffer => {
  const b = Buffer.alloc(HEAD)
  MAGIC.copy(b)
  b[4] = suite.id
  b[5] = Math.log2(FRAME)
  head.salt.copy(b, 8)
  b.writeBigUInt64BE(BigInt(head.size), 24)
  Buffer.from(head.sha256, 'hex').copy(b, 32)
  suite.mac(key, b.subarray(0, 64)).copy(b, 64)
  return b
}

/** Null when these are not 96 bytes that we wrote with this court's key. */
export const readHead = (suite: CipherSuite, courtKey: Uint8Array, b: Buffer): (Head & { key: Buffer }) | null => {
  if (b.length !== HEAD || !b.subarray(0, 4).equals(MAGIC) || b[4] !== suite.id || b[5] !== Math.log2(FRAME)) return null
  const salt = b.subarray(8, 24)
  const key = fileKey(suite, courtKey, salt)
  if (!timingSafeEqual(suite.mac(key, b.subarray(0, 64)), b.subarray(64))) return null
  return { salt, key, size: Number(b.readBigUInt64BE(24)), sha256: b.subarray(32, 64).toString('hex') }
}

const nonceOf = (suite: CipherSuite, frame: number): Buffer => {
  const nonce = Buffer.alloc(suite.nonceBytes)
  nonce.writeUIntBE(frame, suite.nonceBytes - 6, 6)
  return nonce
}
const none = Buffer.alloc(0)

export const sealFrame = (suite: CipherSuite, key: Uint8Array, frame: number, plain: Uint8Array): Buffer =>
  suite.seal(key, nonceOf(suite, frame), none, plain)
export const openFrame = (suite: CipherSuite, key: Uint8Array, frame: number, sealed: Uint8Array): Buffer =>
  suite.open(key, nonceOf(suite, frame), none, sealed)
