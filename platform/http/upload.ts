import type { FastifyRequest } from 'fastify'
import type { FileStore } from '../files/store.ts'
import { sniff } from '../files/sniff.ts'
import type { Upload } from './endpoint.ts'
import { Fail } from './problems.ts'

/** Takes one file of a multipart request into the encrypted store; the type comes from its bytes. */
export const receiveUpload = async (req: FastifyRequest, files: FileStore, courtId: number, maxBytes: number): Promise<Upload> => {
  if (!req.isMultipart()) throw new Fail('wrong-media-type', 415)
  const part = await req.file({ limits: { fileSize: maxBytes + 1 } })
  if (!part) throw new Fail('malformed', 400, { because: 'no-file' })
  const { sha256, size } = await files.put(courtId, part.file, { maxBytes })
  if (part.file.truncated || size > maxBytes) throw new Fail('too-large', 413, { maxBytes })
  if (size === 0) throw new Fail('empty-file', 422)
  const head = await files.read(courtId, sha256, { from: 0, to: Math.min(size, 65_536) })
  const fields: Record<string, string> = {}
  for (const [name, field] of Object.entries(part.fields)) {
    const f = Array.isArray(field) ? field[0] : field
    if (f && 'value' in f && typeof f.value === 'string') fields[name] = f.value
  }
  return { sha256, size, name: part.filename.slice(0, 200), type: sniff(head).type, fields }
}
