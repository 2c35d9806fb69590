import { Fail } from '../http/problems.ts'
import type { FileStore } from './store.ts'

/** Random access to a file's plaintext, so that a 200 MB container is judged by a few reads. */
export interface ByteSource {
  size: number
  /** Bytes from `from` up to, not including, `to`; shorter at the end of the file. */
  read(from: number, to: number): Promise<Buffer>
}

export const bytesSource = (bytes: Uint8Array): ByteSource => ({
  size: bytes.length,
  read: async (from, to) => Buffer.from(bytes.subarray(from, to)),
})

/** Fail: not-found. */
export const storedSource = async (files: FileStore, courtId: number, sha256: string): Promise<ByteSource> => {
  const size = await files.size(courtId, sha256)
  if (size === null) throw new Fail('not-found', 404)
  return { size, read: (from, to) => files.read(courtId, sha256, { from, to }) }
}
