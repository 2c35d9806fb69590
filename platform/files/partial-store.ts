import { randomBytes } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, rm, stat, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import type { Keys } from '../auth/keys.ts'
import { Fail } from '../http/problems.ts'
import type { ByteSource } from './byte-source.ts'
import { FRAME, fileKey, openFrame, sealFrame } from './sealed-format.ts'

/**
 * Files that are still arriving. Each call's bytes become a piece of their own, sealed in frames like a stored file but without a head that binds
 * the whole, because a line may break at any byte: what came before the break is kept. A frame that was torn when the server died does not open and is cut off.
 */
export interface PartialStore {
  create(courtId: number, id: string): Promise<void>
  /** Bytes kept so far; null when there is no such file. */
  offset(courtId: number, id: string): Promise<number | null>
  /** Appends at `from`, which must be the present offset; answers the new one. What came before the source failed stays. Fail: disk-full. */
  append(courtId: number, id: string, from: number, content: AsyncIterable<Uint8Array>): Promise<number>
  source(courtId: number, id: string): Promise<ByteSource>
  stream(courtId: number, id: string): AsyncGenerator<Buffer>
  /** Nothing happens when it is gone already. */
  remove(courtId: number, id: string): Promise<void>
  /** Every file of every court, with the age of its last write in milliseconds. */
  list(now: number): Promise<{ courtId: number; id: string; idle: number }[]>
}

const SALT = 16
const isId = (id: string): boolean => /^[0-9a-f-]{36}$/.test(id)

interface Piece {
  path: string
  from: number
  size: number
}

/** On the local disk, under `dataDir/files/arriving/<court>/<id>/<offset>`. */
export const openPartialStore = ({ dataDir, keys }: { dataDir: string; keys: Keys }): PartialStore => {
  const { suite } = keys
  const root = join(dataDir, 'files', 'arriving')
  const sealed = FRAME + suite.tagBytes
  const folderOf = (courtId: number, id: string): string => {
    // Both become parts of a path.
    if (!Number.isSafeInteger(courtId) || courtId < 0 || !isId(id)) throw new Fail('not-found', 404)
    return join(root, String(courtId), id)
  }
  const keyOf = (courtId: number, salt: Uint8Array): Buffer => fileKey(suite, keys.courtKey(courtId, 'files'), salt)
  const plainSize = (onDisk: number): number => {
    const body = Math.max(0, onDisk - SALT)
    return Math.floor(body / sealed) * FRAME + Math.max(0, (body % sealed) - suite.tagBytes)
  }

  const frameOf = async (handle: FileHandle, key: Buffer, n: number, length: number): Promise<Buffer> => {
    const bytes = Buffer.alloc(length + suite.tagBytes)
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, SALT + n * sealed)
    return openFrame(suite, key, n, bytes.subarray(0, bytesRead))
  }
  const keyIn = async (handle: FileHandle, courtId: number): Promise<Buffer> => {
    const salt = Buffer.alloc(SALT)
    await handle.read(salt, 0, SALT, 0)
    return keyOf(courtId, salt)
  }

  /** The pieces in order. Only the last can be torn: each is synced before the next begins. */
  const pieces = async (courtId: number, id: string): Promise<Piece[] | null> => {
    const folder = folderOf(courtId, id)
    const names = await readdir(folder).catch(() => null)
    if (!names) return null
    const all: Piece[] = []
    for (const name of names.sort()) {
      const path = join(folder, name)
      all.push({ path, from: Number(name), size: plainSize((await stat(path)).size) })
    }
    return all
  }
  const mended = async (courtId: number, id: string): Promise<number | null> => {
    const all = await pieces(courtId, id)
    if (!all) return null
    const last = all.at(-1)
    if (!last) return 0
    const handle = await open(last.path, 'r')
    let whole = last.size
    try {
      const key = await keyIn(handle, courtId)
      while (whole > 0) {
        const n = Math.ceil(whole / FRAME) - 1
        const ok = await frameOf(handle, key, n, whole - n * FRAME).catch(() => null)
        if (ok?.length === whole - n * FRAME) break
        whole = n * FRAME
      }
    } finally {
      await handle.close()
    }
    if (whole === 0) await rm(last.path, { force: true })
    else if (whole < last.size) await truncate(last.path, SALT + (whole / FRAME) * sealed)
    return last.from + whole
  }

  const store: PartialStore = {
    async create(courtId, id) {
      await mkdir(folderOf(courtId, id), { recursive: true, mode: 0o700 })
    },
    offset: mended,
    async append(courtId, id, from, content) {
      const at = await mended(courtId, id)
      if (at === null) throw new Fail('not-found', 404)
      if (at !== from) throw new Fail('stale-revision', 409, { offset: at })
      const path = join(folderOf(courtId, id), String(from).padStart(15, '0'))
      const salt = randomBytes(SALT)
      const key = keyOf(courtId, salt)
      let handle: FileHandle | null = null
      let held: Uint8Array[] = []
      let count = 0
      let frame = 0
      let size = 0
      const flush = async (all: boolean): Promise<void> => {
        const bytes = Buffer.concat(held)
        const out: Buffer[] = []
        let done = 0
        for (; done + FRAME <= bytes.length || (all && done < bytes.length); done += FRAME)
          out.push(sealFrame(suite, key, frame++, bytes.subarray(done, Math.min(done + FRAME, bytes.length))))
        held = done < bytes.length ? [bytes.subarray(done)] : []
        count = Math.max(0, bytes.length - done)
        size += bytes.length - count
        if (out.length === 0) return
        if (!handle) {
          handle = await open(path, 'wx', 0o600)
          out.unshift(salt)
        }
        await handle.appendFile(Buffer.concat(out))
      }
      try {
        try {
          for await (const piece of content) {
            held.push(piece)
            count += piece.length
            if (count >= 16 * FRAME) await flush(false)
          }
        } finally {
          // Also when the line broke: every byte that came need not come again.
          await flush(true)
        }
      } catch (e) {
        const code = (e as NodeJS.ErrnoException).code
        throw code === 'ENOSPC' || code === 'EDQUOT' ? new Fail('disk-full', 503) : e
      } finally {
        const open = handle as FileHandle | null
        await open?.sync().catch(() => {})
        await open?.close()
      }
      return from + size
    },
    async source(courtId, id) {
      const all = await pieces(courtId, id)
      if (!all) throw new Fail('not-found', 404)
      const last = all.at(-1)
      return {
        size: last ? last.from + last.size : 0,
        read: async (from, to) => {
          const out: Buffer[] = []
          for (const p of all)
            if (p.from < to && p.from + p.size > from) for await (const b of read(courtId, p, from - p.from, to - p.from)) out.push(b)
          return Buffer.concat(out)
        },
      }
    },
    async *stream(courtId, id) {
      for (const p of (await pieces(courtId, id)) ?? []) yield* read(courtId, p, 0, p.size)
    },
    async remove(courtId, id) {
      await rm(folderOf(courtId, id), { recursive: true, force: true })
    },
    async list(now) {
      const found: { courtId: number; id: string; idle: number }[] = []
      for (const court of await readdir(root).catch(() => []))
        for (const id of await readdir(join(root, court))) {
          if (!isId(id)) continue
          found.push({ courtId: Number(court), id, idle: now - (await stat(join(root, court, id))).mtimeMs })
        }
      return found
    },
  }

  async function* read(courtId: number, piece: Piece, from: number, to: number): AsyncGenerator<Buffer> {
    const handle = await open(piece.path, 'r')
    try {
      const key = await keyIn(handle, courtId)
      const [start, end] = [Math.max(0, from), Math.min(to, piece.size)]
      for (let n = Math.floor(start / FRAME); n * FRAME < end; n++) {
        const length = Math.min(FRAME, piece.size - n * FRAME)
        const plain = await frameOf(handle, key, n, length).catch(() => {
          throw new Fail('file-damaged', 503)
        })
        yield plain.subarray(Math.max(0, start - n * FRAME), Math.min(length, end - n * FRAME))
      }
    } finally {
      await handle.close()
    }
  }
  return store
}
