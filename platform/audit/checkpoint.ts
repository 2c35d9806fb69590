import { createPrivateKey, createPublicKey, generateKeyPairSync, hash, sign, verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'

/** Signs checkpoints. `name` is the log's origin: a name for this ledger, without spaces and `+`. */
export interface Signer {
  name: string
  /** Public half as a signed-note verifier key: `name+keyId+base64(0x01 ‖ public key)`. */
  verifier: string
  sign: (text: string) => Uint8Array
}

/** A statement about the tree: it had `size` leaves and this root when `sealedAt` (UTC, microseconds) had come. */
export interface Checkpoint {
  origin: string
  size: number
  root: Uint8Array
  batch: number
  sealedAt: string
}

const ED25519 = 1
const SPKI = Buffer.from('302a300506032b6570032100', 'hex')
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

/** C2SP signed-note: first 4 bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key). */
const keyId = (name: string, key: Uint8Array): Buffer =>
  hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), Buffer.from([ED25519]), key]), 'buffer').subarray(0, 4)

const publicBytes = (key: KeyObject): Buffer => createPublicKey(key).export({ type: 'spki', format: 'der' }).subarray(-32)

/** Signer from the 32 secret bytes of an Ed25519 key (RFC 8032 seed). */
export const ed25519Signer = (name: string, seed: Uint8Array): Signer => {
  if (!/^[^\s+]+$/.test(name)) throw new RangeError('a ledger name has no spaces and no +')
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), type: 'pkcs8', format: 'der' })
  const open = publicBytes(key)
  const id = keyId(name, open)
  return {
    name,
    verifier: `${name}+${id.toString('hex')}+${Buffer.concat([Buffer.from([ED25519]), open]).toString('base64')}`,
    sign: (text) => sign(null, Buffer.from(text), key),
  }
}

/** Signer on a key held elsewhere: its 32 public bytes and the act of signing. */
export const signerWith = (name: string, open: Uint8Array, signText: (text: string) => Uint8Array): Signer => ({
  name,
  verifier: `${name}+${keyId(name, open).toString('hex')}+${Buffer.concat([Buffer.from([ED25519]), open]).toString('base64')}`,
  sign: signText,
})

/** A fresh Ed25519 seed, to be kept secret. */
export const newSeed = (): Buffer => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'der' }).subarray(-32)

export interface Verifier {
  name: string
  id: string
  verify: (text: string, signature: Uint8Array) => boolean
}
/** null when the text is not an Ed25519 verifier key whose id fits its bytes. */
export const parseVerifier = (text: string): Verifier | null => {
  const m = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/.exec(text.trim())
  if (!m) return null
  const [, name = '', id = '', data = ''] = m
  const bytes = Buffer.from(data, 'base64')
  if (bytes.length !== 33 || bytes[0] !== ED25519 || bytes.toString('base64') !== data) return null
  const open = bytes.subarray(1)
  if (keyId(name, open).toString('hex') !== id) return null
  const key = createPublicKey({ key: Buffer.concat([SPKI, open]), type: 'spki', format: 'der' })
  return { name, id, verify: (note, signature) => verify(null, Buffer.from(note), key, signature) }
}

/** C2SP tlog-checkpoint text; batch and time are extension lines and so are signed as well. */
export const checkpointText = (c: Checkpoint): string =>
  `${c.origin}\n${c.size}\n${Buffer.from(c.root).toString('base64')}\nbatch ${c.batch}\nsealed ${c.sealedAt}\n`

export const signCheckpoint = (signer: Signer, text: string): string => {
  const id = Buffer.from(signer.verifier.split('+')[1] ?? '', 'hex')
  return `— ${signer.name} ${Buffer.concat([id, signer.sign(text)]).toString('base64')}`
}

/** The whole signed note, as handed to the court and the contractor. */
export const signedNote = (text: string, signature: string): string => `${text}\n${signature}\n`

/** Splits a signed note into its text and its (last) signature line; null when it is none. */
export const splitNote = (note: string): { text: string; signature: string } | null => {
  const m = /^([\s\S]*\n)\n(— \S+ \S+)\n?$/.exec(note.replaceAll('\r\n', '\n'))
  return m ? { text: m[1] as string, signature: m[2] as string } : null
}

/** null when the text is not exactly a checkpoint of ours. */
export const parseCheckpoint = (text: string): Checkpoint | null => {
  const m =
    /^([^\s+]+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\nbatch ([1-9]\d{0,15})\nsealed (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)\n$/.exec(
      text,
    )
  if (!m) return null
  const c = {
    origin: m[1] as string,
    size: Number(m[2]),
    root: Buffer.from(m[3] as string, 'base64'),
    batch: Number(m[4]),
    sealedAt: m[5] as string,
  }
  return checkpointText(c) === text ? c : null
}

export type SignatureState = 'good' | 'bad' | 'unknown-key'
export const checkSignature = (text: string, signature: string, verifiers: readonly Verifier[]): SignatureState => {
  const m = /^— (\S+) ([A-Za-z0-9+/=]+)$/.exec(signature)
  if (!m) return 'bad'
  const bytes = Buffer.from(m[2] as string, 'base64')
  if (bytes.length !== 68 || bytes.toString('base64') !== m[2]) return 'bad'
  const id = bytes.subarray(0, 4).toString('hex')
  const known = verifiers.find((v) => v.name === m[1] && v.id === id)
  if (!known) return 'unknown-key'
  return known.verify(text, bytes.subarray(4)) ? 'good' : 'bad'
}
