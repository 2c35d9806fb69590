import { createHash, createPrivateKey, createPublicKey, sign as edSign, verify as edVerify, randomBytes } from 'node:crypto'
import { Fail } from '../http/problems.ts'
import { aes256, type CipherSuite } from './cipher-suite.ts'
import { loadSecrets, type Secrets } from './secrets.ts'

/**
 * What a sealed value belongs to. `purpose` names the column or use ('workforce.person.id_number'); `courtId` chooses the data key, null for
 * what no court owns. A value opened under another court or purpose is refused, so rows cannot be swapped.
 */
export interface KeyContext {
  courtId?: number | null
  purpose: string
}

export interface Keys {
  suite: CipherSuite
  /** Sealed bytes for a bytea column: version, suite, nonce, ciphertext, tag (30 bytes more than the plaintext). */
  encrypt(plain: string | Uint8Array, context: KeyContext): Buffer
  /** The plaintext as bytes. Fail 'unreadable' when changed, cut, or of another court or purpose. */
  decrypt(sealed: Uint8Array, context: KeyContext): Buffer
  decryptText(sealed: Uint8Array, context: KeyContext): string
  /** 32-byte keyed hash: equal values of one context have equal hashes. Normalise (case, width) before. */
  blindIndex(value: string, context: KeyContext): Buffer
  /** The data key of one court for one use, e.g. files. */
  courtKey(courtId: number | null, purpose: string): Buffer
  /** Ed25519 signature, 64 bytes. */
  sign(data: string | Uint8Array): Buffer
  /** Against our key, or another raw 32-byte public key. */
  verify(data: string | Uint8Array, signature: Uint8Array, publicKey?: Uint8Array): boolean
  /** Raw 32 bytes, as C2SP notes want it. */
  publicKey: Buffer
  cookieSecret: string
  /** Unguessable URL-safe text of `bytes` random bytes. */
  token(bytes?: number): string
  /** SHA-256 of a token as stored: a stolen table opens no session. */
  tokenHash(token: string): Buffer
  /** Names the key set without telling it: stored with the database, it shows keys that belong to other data. */
  fingerprint: string
}

const FORMAT = 1
// SubjectPublicKeyInfo of Ed25519 is this prefix and the 32 raw bytes (RFC 8410).
const SPKI = Buffer.from('302a300506032b6570032100', 'hex')
const bytes = (v: string | Uint8Array): Uint8Array => (typeof v === 'string' ? Buffer.from(v, 'utf8') : v)
const scope = (c: KeyContext): string => `${c.courtId ?? 'all'}|${c.purpose}`

export const keysFrom = (secrets: Secrets, suite: CipherSuite = aes256): Keys => {
  const master = Buffer.from(secrets.master, 'base64')
  const index = Buffer.from(secrets.index, 'base64')
  const privateKey = createPrivateKey({ key: Buffer.from(secrets.signing, 'base64'), format: 'der', type: 'pkcs8' })
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).subarray(SPKI.length)
  const nothing = Buffer.alloc(0)
  const derived = new Map<string, Buffer>()
  const key = (root: Buffer, kind: string, courtId: number | null | undefined, purpose: string): Buffer => {
    const info = `bailiwick/${suite.id}/${kind}/${courtId ?? 'all'}/${purpose}`
    let found = derived.get(info)
    if (!found) {
      found = suite.derive(root, nothing, info, suite.keyBytes)
      // Purposes are few; courts are thousands at most.
      if (derived.size < 50_000) derived.set(info, found)
    }
    return found
  }
  const head = Buffer.from([FORMAT, suite.id])
  const keys: Keys = {
    suite,
    encrypt(plain, context) {
      const nonce = randomBytes(suite.nonceBytes)
      // One data key per court; the purpose is bound as associated data.
      const sealed = suite.seal(key(master, 'data', context.courtId, ''), nonce, Buffer.from(scope(context)), bytes(plain))
      return Buffer.concat([head, nonce, sealed])
    },
    decrypt(sealed, context) {
      const start = head.length + suite.nonceBytes
      if (sealed.length < start + suite.tagBytes || sealed[0] !== FORMAT || sealed[1] !== suite.id)
        throw new Fail('unreadable', 503, { purpose: context.purpose })
      try {
        return suite.open(
          key(master, 'data', context.courtId, ''),
          sealed.subarray(head.length, start),
          Buffer.from(scope(context)),
          sealed.subarray(start),
        )
      } catch {
        throw new Fail('unreadable', 503, { purpose: context.purpose })
      }
    },
    decryptText: (sealed, context) => keys.decrypt(sealed, context).toString('utf8'),
    blindIndex: (value, context) => suite.mac(key(index, 'index', context.courtId, context.purpose), bytes(value)),
    courtKey: (courtId, purpose) => key(master, 'court', courtId, purpose),
    sign: (data) => edSign(null, bytes(data), privateKey),
    verify(data, signature, other) {
      if (signature.length !== 64 || (other && other.length !== 32)) return false
      const spki = Buffer.concat([SPKI, other ?? publicKey])
      return edVerify(null, bytes(data), createPublicKey({ key: spki, format: 'der', type: 'spki' }), signature)
    },
    publicKey,
    cookieSecret: secrets.cookie,
    token: (n = 32) => randomBytes(n).toString('base64url'),
    tokenHash: (token) => createHash('sha256').update(token).digest(),
    fingerprint: suite
      .mac(key(master, 'fingerprint', null, ''), index)
      .toString('hex')
      .slice(0, 16),
  }
  return keys
}

/** Keys of a data directory, made at the first start. `inUse` as in loadSecrets. Fail: secrets-missing, secrets-corrupt. */
export const loadKeys = (dataDir: string, inUse?: boolean): Keys => {
  const secrets = loadSecrets(dataDir, inUse)
  try {
    return keysFrom(secrets)
  } catch {
    throw new Fail('secrets-corrupt', 503, { path: dataDir })
  }
}
