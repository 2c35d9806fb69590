import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import type { FileReply, Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import type * as api from '../api.ts'
import { selectCandidate, selectFiles } from '../queries.ts'
import { type FileKind, fileKinds } from '../rules/candidate.ts'
import { courtOf, toTurn } from './facts-of.ts'

const TYPES = ['application/pdf', 'image/jpeg', 'image/png']
const MOST = 20

export const addFile = async (
  ctx: Ctx,
  { params, file }: Pick<Input<typeof api.addFile>, 'params' | 'file'>,
): Promise<Output<typeof api.addFile>> => {
  const c = await toTurn(ctx, params.id, 'change', null)
  const kind = file.fields.kind as FileKind
  if (!fileKinds.includes(kind)) throw new Fail('malformed', 400, { because: 'fields' })
  if (!TYPES.includes(file.type)) throw new Fail('file-kind', 415)
  if ((await selectFiles(ctx, c.id)).length >= MOST) throw new Fail('too-many-files', 422, { limit: MOST })
  const made = await sql<{ id: number }>`insert into candidates.file (court_id, candidate_id, kind, sha256, type, name, size, added_by)
    values (${courtOf(ctx)}, ${c.id}, ${kind}, ${file.sha256}, ${file.type}, ${file.name}, ${file.size}, ${ctx.actor.personId}) returning id`.execute(
    ctx.tx,
  )
  await ctx.audit({
    verb: 'candidate.file.add',
    objectType: 'candidate',
    objectId: c.id,
    data: { kind, sha256: file.sha256, size: file.size },
  })
  return { id: made.rows[0]!.id }
}
export const readFile = async (ctx: Ctx, { params }: Pick<Input<typeof api.readFile>, 'params'>): Promise<FileReply> => {
  const c = await selectCandidate(ctx, params.id)
  const f = c ? (await selectFiles(ctx, c.id, params.fileId))[0] : undefined
  if (!f) throw new Fail('not-found', 404)
  await ctx.audit({ verb: 'candidate.file.read', objectType: 'candidate', objectId: params.id, data: { kind: f.kind, sha256: f.sha256 } })
  return { file: await ctx.app.files.open(courtOf(ctx), f.sha256), type: f.type, name: f.name, inline: true, length: f.size }
}
export const removeFile = async (
  ctx: Ctx,
  { params }: Pick<Input<typeof api.removeFile>, 'params'>,
): Promise<Output<typeof api.removeFile>> => {
  const c = await toTurn(ctx, params.id, 'change', null)
  const gone =
    await sql`update candidates.file set removed_at = bw.now() where court_id = ${courtOf(ctx)} and candidate_id = ${c.id} and id = ${params.fileId} and removed_at is null`.execute(
      ctx.tx,
    )
  if (!gone.numAffectedRows) throw new Fail('not-found', 404)
  await ctx.audit({ verb: 'candidate.file.remove', objectType: 'candidate', objectId: c.id, data: { fileId: params.fileId } })
  return { id: params.fileId }
}
