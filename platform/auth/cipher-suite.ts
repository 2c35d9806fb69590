import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto'

/**
 * The primitives everything else is built from. One object, so that another profile can take its place later: what is stored names its
 * suite by `id`, and old data stays readable.
 */
export interface CipherSuite {
  id: number
  name: string
  keyBytes: number
  nonceBytes: number
  tagBytes: number
  /** Ciphertext followed by its tag. */
  seal(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, plain: Uint8Array): Buffer
  /** Throws when anything was changed. */
  open(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, sealed: Uint8Array): Buffer
  mac(key: Uint8Array, data: Uint8Array): Buffer
  derive(key: Uint8Array, salt: Uint8Array, info: string, length: number): Buffer
}

const TAG = 16

export const aes256: CipherSuite = {
  id: 1,
  name: 'AES-256-GCM, HMAC-SHA256, HKDF-SHA256',
  keyBytes: 32,
  nonceBytes: 12,
  tagBytes: TAG,
  seal(key, nonce, aad, plain) {
    const c = createCipheriv('aes-256-gcm', key, nonce).setAAD(aad)
    return Buffer.concat([c.update(plain), c.final(), c.getAuthTag()])
  },
  open(key, nonce, aad, sealed) {
    if (sealed.length < TAG) throw new Error('too short')
    const d = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG }).setAAD(aad)
    d.setAuthTag(sealed.subarray(sealed.length - TAG))
    return Buffer.concat([d.update(sealed.subarray(0, sealed.length - TAG)), d.final()])
  },
  mac: (key, data) => createHmac('sha256', key).update(data).digest(),
  derive: (key, salt, info, length) => Buffer.from(hkdfSync('sha256', key, salt, info, length)),
}
