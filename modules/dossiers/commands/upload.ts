import { sql } from 'kysely'
import { imageSize } from '../../../platform/files/image-size.ts'
import { storedSource } from '../../../platform/files/byte-source.ts'
import type { Ctx } from '../../../platform/http/context.ts'
import type { Upload } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { startSplitting } from '../pages/split-upload.ts'
import { put } from '../queries.ts'
import { MAX_PAGES } from '../rules.ts'
import { loadForm } from './load-form.ts'

const kinds: Readonly<Record<string, 'jpg' | 'png' | 'tiff' | 'pdf'>> = {
  'application/pdf': 'pdf',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/tiff': 'tiff',
}

/** A scan in its place; its pages are read in the background. Fail: file-type-refused, too-many-pages, too-many-pixels, damaged-image, page-unknown. */
export const addUpload = async (ctx: Ctx, taskId: number, file: Upload, read: typeof startSplitting = startSplitting): Promise<number> => {
  const { task, batch } = await loadForm(ctx, taskId, 'scan-pages')
  const courtId = ctx.actor.courtId!
  const kind = kinds[file.type]
  if (!kind) throw new Fail('file-type-refused', 415, { found: file.type })
  // Headers are judged before anything is decoded: a few kilobytes can claim a picture that fills the memory.
  if (kind !== 'pdf') await imageSize(await storedSource(ctx.app.files, courtId, file.sha256), kind, { maxPages: MAX_PAGES })
  const replaces = file.fields.replaces ? Number(file.fields.replaces) : null
  if (replaces !== null) {
    const { rows } = Number.isSafeInteger(replaces)
      ? await sql`select from dossiers.page where court_id = ${courtId} and batch_id = ${batch.id} and id = ${replaces}`.execute(ctx.tx)
      : { rows: [] }
    if (rows.length === 0) throw new Fail('page-unknown', 422)
  }
  const id = await put(ctx, 'upload', batch, {
    sha256: file.sha256,
    size: file.size,
    name: file.name || 'scan',
    type: file.type,
    replaces_page_id: replaces,
  })
  await ctx.audit({
    verb: 'upload.add',
    objectType: 'upload',
    objectId: id,
    caseId: batch.caseId,
    grantId: task.grant_id,
    data: { sha256: file.sha256, size: file.size, type: file.type },
  })
  const { app } = ctx
  ctx.afterCommit(() => read(app, { courtId, id, batchId: batch.id, size: file.size }))
  return id
}

/** Stops reading a file; pages already there are hidden, not destroyed. Fail: not-found, not-yours, upload-finished. */
export const cancelUpload = async (ctx: Ctx, id: number): Promise<void> => {
  const { rows } = await sql<{
    case_id: number
    by_person: number
    state: string
  }>`select case_id, by_person, state from dossiers.upload where court_id = ${ctx.actor.courtId} and id = ${id} for update`.execute(ctx.tx)
  const upload = rows[0]
  if (!upload) throw new Fail('not-found', 404)
  if (upload.by_person !== ctx.actor.personId) throw new Fail('not-yours', 403)
  if (upload.state !== 'queued' && upload.state !== 'running') throw new Fail('upload-finished', 409)
  await sql`update dossiers.upload set state = 'cancelled' where court_id = ${ctx.actor.courtId} and id = ${id}`.execute(ctx.tx)
  await sql`update dossiers.page set state = 'deleted' where court_id = ${ctx.actor.courtId} and upload_id = ${id}`.execute(ctx.tx)
  await ctx.audit({ verb: 'upload.cancel', objectType: 'upload', objectId: id, caseId: upload.case_id })
}
