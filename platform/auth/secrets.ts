import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto'
import { chmodSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { Fail } from '../http/problems.ts'

/** Everything this installation must keep secret, in one file that is backed up apart from the data. Binary values are base64. */
export interface Secrets {
  version: 1
  /** 32 bytes; every data key is derived from it. Lost master = lost identifiers and files. */
  master: string
  /** 32 bytes; keyed hashes for exact search. Apart from `master`, so that the master can be renewed without re-indexing. */
  index: string
  /** Ed25519, PKCS#8 DER: signs the ledger's checkpoints. */
  signing: string
  /** Signs cookies. */
  cookie: string
  /** Passwords of the embedded database's two roles; unused with DATABASE_URL. */
  database: { owner: string; app: string }
}

export const secretsPath = (dataDir: string): string => join(dataDir, 'secrets.json')

// A flipped bit in a key is found at start-up, not as unreadable identifiers weeks later.
const checksum = (s: Secrets): string =>
  createHash('sha256')
    .update(JSON.stringify([s.version, s.master, s.index, s.signing, s.cookie, s.database?.owner, s.database?.app]))
    .digest('hex')
    .slice(0, 16)

const generate = (): Secrets => ({
  version: 1,
  master: randomBytes(32).toString('base64'),
  index: randomBytes(32).toString('base64'),
  signing: generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
  cookie: randomBytes(32).toString('base64'),
  database: { owner: randomBytes(24).toString('base64url'), app: randomBytes(24).toString('base64url') },
})

/** Written beside, synced, renamed: a crash leaves the old file, the new one or none, never half of one. */
export const writeDurably = (path: string, text: string, mode = 0o600): void => {
  const tmp = `${path}.${process.pid}.new`
  rmSync(tmp, { force: true })
  const fd = openSync(tmp, 'wx', mode)
  try {
    writeSync(fd, text)
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
  renameSync(tmp, path)
  const folder = openSync(join(path, '..'), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

/**
 * The secrets of a data directory; made at the first start. `inUse`: data encrypted with them exists already (a database, stored files), so
 * a missing file is refused instead of being replaced by keys that open nothing. Fail: secrets-missing, secrets-corrupt.
 */
export const loadSecrets = (dataDir: string, inUse = existsSync(join(dataDir, 'pg', 'PG_VERSION'))): Secrets => {
  const path = secretsPath(dataDir)
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (e) {
    if ((e as NodeJS.ErrnoException).code !== 'ENOENT') throw e
    if (inUse) throw new Fail('secrets-missing', 503, { path })
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    const made = generate()
    writeDurably(path, `${JSON.stringify({ ...made, check: checksum(made) }, null, 2)}\n`)
    return made
  }
  let found: Secrets & { check?: string }
  try {
    found = JSON.parse(text)
  } catch {
    throw new Fail('secrets-corrupt', 503, { path })
  }
  if (found?.version !== 1 || found.check !== checksum(found)) throw new Fail('secrets-corrupt', 503, { path })
  // A restore with cp may have opened it to others.
  try {
    chmodSync(path, 0o600)
  } catch {
    // Not ours to change: reading it was all that was needed.
  }
  return found
}
