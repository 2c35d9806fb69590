import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { Keys } from '../auth/keys.ts'
import { Fail } from '../http/problems.ts'
import { openPartialStore, type PartialStore } from './partial-store.ts'
import { FRAME, fileKey, HEAD, openFrame, readHead, sealFrame, writeHead } from './sealed-format.ts'

/** Bytes from `from` up to, not including, `to`; both default to the ends and are cut to the file. */
export interface Range {
  from?: number
  to?: number
}
export type FileContent = Uint8Array | AsyncIterable<Uint8Array>
export interface Taken {
  sha256: string
  size: number
  keep: () => void
  drop: () => void
}

/** Files by the SHA-256 of their content, sealed with a key per court. Who refers to a file, and when it may go, is the modules' business. */
export interface FileStore {
  /** Stores once per court, whole or not at all. `size` in bytes. Fail: too-large (413), disk-full (503). */
  put(courtId: number, content: FileContent, options?: { maxBytes?: number }): Promise<{ sha256: string; size: number }>
  /** Like put, but not yet for good: what is dropped leaves nothing behind unless somebody else stored the same content. */
  take(courtId: number, content: FileContent, options?: { maxBytes?: number }): Promise<Taken>
  /** A stream of the plaintext. Fail: not-found; the stream ends in Fail 'file-damaged' when what lies on disk was changed. */
  open(courtId: number, sha256: string, range?: Range): Promise<Readable>
  /** The same in one piece. */
  read(courtId: number, sha256: string, range?: Range): Promise<Buffer>
  /** Plaintext size in bytes, null when it is not stored. */
  size(courtId: number, sha256: string): Promise<number | null>
  exists(courtId: number, sha256: string): Promise<boolean>
  /** Nothing happens when it is gone already. */
  remove(courtId: number, sha256: string): Promise<void>
  /** Files that are still on their way, piece by piece. */
  arriving: PartialStore
}

// Frames per write and read: 1 MiB keeps 500-page scans near the disk's speed.
const BATCH = 16
const SEALED = (tag: number): number => FRAME + tag

const onDisk = (e: unknown): unknown => {
  const code = (e as NodeJS.ErrnoException).code
  return code === 'ENOSPC' || code === 'EDQUOT' ? new Fail('disk-full', 503) : e
}

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (e) {
    return (e as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Cuts any stream into pieces of exactly one frame; the last is shorter, and absent for an empty file. */
async function* frames(content: FileContent): AsyncGenerator<Buffer> {
  const source = content instanceof Uint8Array ? [content] : content
  let rest: Uint8Array[] = []
  let held = 0
  for await (const piece of source) {
    rest.push(piece)
    held += piece.length
    if (held < FRAME) continue
    const all = Buffer.concat(rest)
    let at = 0
    for (; at + FRAME <= all.length; at += FRAME) yield all.subarray(at, at + FRAME)
    rest = [all.subarray(at)]
    held = all.length - at
  }
  if (held > 0) yield Buffer.concat(rest)
}

/** The store on the local disk, under `dataDir/files/<court>/<2 hex>/<sha256>`. */
export const openFileStore = ({ dataDir, keys }: { dataDir: string; keys: Keys }): FileStore => {
  const { suite } = keys
  const root = join(dataDir, 'files')
  const drafts = join(root, 'drafts')
  // Content whose fate is not settled yet: how many wait for it, and whether it is new.
  const inHand = new Map<string, { users: number; fresh: boolean }>()
  mkdirSync(drafts, { recursive: true, mode: 0o700 })
  // Half-written files of processes that ended.
  for (const name of readdirSync(drafts)) if (!alive(Number.parseInt(name, 10))) rmSync(join(drafts, name), { force: true })

  const keyOf = (courtId: number): Buffer => keys.courtKey(courtId, 'files')
  const pathOf = (courtId: number, sha256: string): string => {
    // Both become parts of a path.
    if (!Number.isSafeInteger(courtId) || courtId < 0 || !/^[0-9a-f]{64}$/.test(sha256)) throw new Fail('not-found', 404)
    return join(root, String(courtId), sha256.slice(0, 2), sha256)
  }
  const synced = async (folder: string): Promise<void> => {
    const handle = await open(folder, 'r')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  }

  const write = async (
    handle: FileHandle,
    courtId: number,
    content: FileContent,
    maxBytes: number,
  ): Promise<{ sha256: string; size: number }> => {
    const hash = createHash('sha256')
    const salt = randomBytes(16)
    const key = fileKey(suite, keyOf(courtId), salt)
    let size = 0
    let frame = 0
    let at = HEAD
    let batch: Buffer[] = []
    const flush = async (): Promise<void> => {
      const bytes = Buffer.concat(batch)
      batch = []
      for (let done = 0; done < bytes.length; ) {
        const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, at + done)
        done += bytesWritten
      }
      at += bytes.length
    }
    for await (const plain of frames(content)) {
      size += plain.length
      if (size > maxBytes) throw new Fail('too-large', 413, { maxBytes })
      hash.update(plain)
      batch.push(sealFrame(suite, key, frame++, plain))
      if (batch.length === BATCH) await flush()
    }
    await flush()
    const sha256 = hash.digest('hex')
    await handle.write(writeHead(suite, key, { salt, size, sha256 }), 0, HEAD, 0)
    await handle.sync()
    return { sha256, size }
  }

  const look = async (courtId: number, sha256: string): Promise<{ handle: FileHandle; key: Buffer; size: number }> => {
    let handle: FileHandle
    try {
      handle = await open(pathOf(courtId, sha256), 'r')
    } catch (e) {
      if ((e as NodeJS.ErrnoException).code === 'ENOENT') throw new Fail('not-found', 404)
      throw e
    }
    try {
      const b = Buffer.alloc(HEAD)
      const { bytesRead } = await handle.read(b, 0, HEAD, 0)
      const head = readHead(suite, keyOf(courtId), b.subarray(0, bytesRead))
      if (!head || head.sha256 !== sha256) throw new Fail('file-damaged', 503, { sha256 })
      return { handle, key: head.key, size: head.size }
    } catch (e) {
      await handle.close()
      throw e
    }
  }

  async function* plaintext(
    file: { handle: FileHandle; key: Buffer; size: number },
    sha256: string,
    from: number,
    to: number,
  ): AsyncGenerator<Buffer> {
    try {
      const sealed = SEALED(suite.tagBytes)
      const last = Math.ceil(to / FRAME)
      for (let first = Math.floor(from / FRAME); first < last; first += BATCH) {
        const count = Math.min(BATCH, last - first)
        const bytes = Buffer.allocUnsafe(count * sealed)
        let got = 0
        while (got < bytes.length) {
          const { bytesRead } = await file.handle.read(bytes, got, bytes.length - got, HEAD + first * sealed + got)
          if (bytesRead === 0) break
          got += bytesRead
        }
        for (let i = 0; i < count; i++) {
          const start = (first + i) * FRAME
          const length = Math.min(FRAME, file.size - start)
          const cut = bytes.subarray(i * sealed, Math.min(i * sealed + length + suite.tagBytes, got))
          let plain: Buffer
          try {
            plain = openFrame(suite, file.key, first + i, cut)
          } catch {
            throw new Fail('file-damaged', 503, { sha256 })
          }
          if (plain.length !== length) throw new Fail('file-damaged', 503, { sha256 })
          yield plain.subarray(Math.max(0, from - start), Math.min(length, to - start))
        }
      }
    } finally {
      await file.handle.close()
    }
  }

  const ranged = async (
    courtId: number,
    sha256: string,
    range: Range,
  ): Promise<{ pieces: AsyncGenerator<Buffer>; close: () => Promise<void> }> => {
    const file = await look(courtId, sha256)
    const from = Math.min(Math.max(0, range.from ?? 0), file.size)
    const to = Math.max(from, Math.min(range.to ?? file.size, file.size))
    return { pieces: plaintext(file, sha256, from, to), close: () => file.handle.close() }
  }

  const store: FileStore = {
    async put(courtId, content, options) {
      const { sha256, size, keep } = await store.take(courtId, content, options)
      keep()
      return { sha256, size }
    },
    async take(courtId, content, { maxBytes = Number.POSITIVE_INFINITY } = {}) {
      if (content instanceof Uint8Array && content.length > maxBytes) throw new Fail('too-large', 413, { maxBytes })
      const draft = join(drafts, `${process.pid}-${randomBytes(8).toString('hex')}`)
      let settle: (keep: boolean) => void = () => {}
      try {
        const handle = await open(draft, 'wx', 0o600)
        let stored: { sha256: string; size: number }
        try {
          stored = await write(handle, courtId, content, maxBytes)
        } finally {
          await handle.close()
        }
        const path = pathOf(courtId, stored.sha256)
        // From here on nobody who drops the same content takes it away under us.
        const held = inHand.get(path) ?? { users: 0, fresh: false }
        inHand.set(path, held)
        held.users++
        let settled = false
        settle = (keep) => {
          if (settled) return
          settled = true
          if (keep) held.fresh = false
          if (--held.users > 0) return
          inHand.delete(path)
          if (held.fresh) rmSync(path, { force: true })
        }
        if (!(await store.exists(courtId, stored.sha256))) held.fresh = true
        // Renaming over an equal file also mends one that was damaged.
        const made = await mkdir(join(path, '..'), { recursive: true, mode: 0o700 })
        await rename(draft, path)
        await synced(join(path, '..'))
        if (made) {
          await synced(join(path, '..', '..'))
          await synced(root)
        }
        return { ...stored, keep: () => settle(true), drop: () => settle(false) }
      } catch (e) {
        settle(false)
        await rm(draft, { force: true })
        throw onDisk(e)
      }
    },
    async open(courtId, sha256, range = {}) {
      const { pieces, close } = await ranged(courtId, sha256, range)
      const stream = Readable.from(pieces, { objectMode: false })
      // A reader that leaves before its first byte never enters the generator, whose end would close the file.
      stream.once('close', () => void close().catch(() => {}))
      return stream
    },
    async read(courtId, sha256, range = {}) {
      const { pieces } = await ranged(courtId, sha256, range)
      const all: Buffer[] = []
      for await (const piece of pieces) all.push(piece)
      return Buffer.concat(all)
    },
    async size(courtId, sha256) {
      try {
        const { handle, size } = await look(courtId, sha256)
        await handle.close()
        return size
      } catch (e) {
        if (e instanceof Fail && e.code === 'not-found') return null
        throw e
      }
    },
    async exists(courtId, sha256) {
      try {
        await stat(pathOf(courtId, sha256))
        return true
      } catch {
        return false
      }
    },
    async remove(courtId, sha256) {
      await rm(pathOf(courtId, sha256), { force: true })
    },
    arriving: openPartialStore({ dataDir, keys }),
  }
  return store
}
