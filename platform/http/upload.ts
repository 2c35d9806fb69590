import type { FastifyRequest } from 'fastify'
import type { FileStore } from '../files/store.ts'
import { sniff } from '../files/sniff.ts'
import type { Upload } from './endpoint.ts'
import { Fail } from './problems.ts'

/** A received file whose use case has not spoken yet: a refused one leaves nothing on the disk. */
export interface Received {
  upload: Upload
  keep: () => void
  drop: () => void
}

/**
 * A name as people wrote it: browsers send UTF-8, old scan programs GB18030. Only a name, never a path; no control or direction-turning
 * characters, with which "fdp.exe" reads "exe.pdf".
 */
export const fileName = (raw: string): string => {
  let name = raw
  // Every character below 256 means bytes nobody has decoded yet.
  if (/[\u0080-\u00ff]/.test(raw) && !/[^\u0000-\u00ff]/.test(raw)) {
    const bytes = Buffer.from(raw, 'latin1')
    for (const encoding of ['utf-8', 'gb18030']) {
      try {
        name = new TextDecoder(encoding, { fatal: true }).decode(bytes)
        break
      } catch {
        // Not this one.
      }
    }
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  const plain = name.replaceAll(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
  return [...(plain.split(/[/\\]/).at(-1) ?? '').trim()].slice(0, 200).join('')
}

/** Stores what is arriving, judged by its first bytes before anything is written. Fail: empty-file, wrong-media-type, too-large, disk-full. */
export const takeIn = async (
  files: FileStore,
  courtId: number,
  content: AsyncIterable<Uint8Array>,
  about: { name: string; fields: Record<string, string>; maxBytes: number },
): Promise<Received> => {
  const { type, all } = await judged(content)
  const { sha256, size, keep, drop } = await files.take(courtId, all, { maxBytes: about.maxBytes })
  return { upload: { sha256, size, name: fileName(about.name), type, fields: about.fields }, keep, drop }
}

/** What the beginning says, and the same bytes again. */
const judged = async (content: AsyncIterable<Uint8Array>): Promise<{ type: string; all: AsyncIterable<Uint8Array> }> => {
  const source = content[Symbol.asyncIterator]()
  const head: Uint8Array[] = []
  let size = 0
  while (size < 65_536) {
    const { value, done } = await source.next()
    if (done) break
    head.push(value)
    size += value.length
  }
  if (size === 0) throw new Fail('empty-file', 422)
  const { type } = sniff(Buffer.concat(head).subarray(0, 65_536))
  const all = async function* (): AsyncGenerator<Uint8Array> {
    yield* head
    for (;;) {
      const { value, done } = await source.next()
      if (done) return
      yield value
    }
  }
  return { type, all: all() }
}

/** Takes one file of a multipart request into the encrypted store. */
export const receiveUpload = async (req: FastifyRequest, files: FileStore, courtId: number, maxBytes: number): Promise<Received> => {
  if (!req.isMultipart()) throw new Fail('wrong-media-type', 415)
  const part = await req.file({ limits: { fileSize: maxBytes + 1 } })
  if (!part) throw new Fail('malformed', 400, { because: 'no-file' })
  const received = await takeIn(files, courtId, part.file, { name: part.filename, fields: {}, maxBytes })
  if (part.file.truncated || received.upload.size > maxBytes) {
    received.drop()
    throw new Fail('too-large', 413, { maxBytes })
  }
  for (const [name, field] of Object.entries(part.fields)) {
    const f = Array.isArray(field) ? field[0] : field
    if (f && 'value' in f && typeof f.value === 'string') received.upload.fields[name] = f.value
  }
  return received
}
