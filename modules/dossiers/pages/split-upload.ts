import { Worker } from 'node:worker_threads'
import { sql } from 'kysely'
import type { AppServices, Ctx } from '../../../platform/http/context.ts'
import { isBatchNumber, MAX_PAGES } from '../rules.ts'
import type { SplitJob, SplitMessage } from './split-worker.ts'

interface UploadRow {
  id: number
  batch_id: number
  case_id: number
  sha256: string
  type: string
  replaces_page_id: number | null
  state: string
  pages_done: number
}

// Files of two batches are decoded at a time: the machine also serves pages to everybody else. Those of one batch come one after the other, so
// that its pages stand in the order in which they were sent.
const waiting: Waiting[] = []
const inHand = new Set<string>()
const batchesRead = new Set<string>()
const LANES = 2
/** Of files this large only one is in memory: its bytes, the decoder's copy and room to draw. */
const HEAVY = 48 * 1024 * 1024
let heavy = 0
/** No page takes so long unless the file was made to. */
const PAGE_SECONDS = 120

interface Waiting {
  courtId: number
  id: number
  batchId: number
  size: number
}
const batchKey = (w: Waiting): string => `${w.courtId}/${w.batchId}`

/** Takes an upload into work in this process; calls for one already in hand are nothing. */
export const startSplitting = (app: AppServices, w: Waiting): void => {
  const key = `${w.courtId}/${w.id}`
  if (inHand.has(key)) return
  inHand.add(key)
  waiting.push(w)
  pump(app)
}
const pump = (app: AppServices): void => {
  while (batchesRead.size < LANES) {
    // The first of each batch, so that none overtakes.
    const at = waiting.findIndex(
      (w, i) =>
        !batchesRead.has(batchKey(w)) && waiting.findIndex((x) => batchKey(x) === batchKey(w)) === i && (w.size < HEAVY || heavy === 0),
    )
    const w = at < 0 ? undefined : waiting.splice(at, 1)[0]
    if (!w) return
    batchesRead.add(batchKey(w))
    if (w.size >= HEAVY) heavy++
    void splitUpload(app, w.courtId, w.id)
      .catch(() => setState(app, w.courtId, w.id, { state: 'failed', error: 'damaged-file' }).catch(() => {}))
      .finally(() => {
        batchesRead.delete(batchKey(w))
        if (w.size >= HEAVY) heavy--
        inHand.delete(`${w.courtId}/${w.id}`)
        pump(app)
      })
  }
}
/** Uploads that a stopped server left unread, of one court. */
export const resumeUploads = async (app: AppServices, courtId: number): Promise<void> => {
  const rows = await app.asSystem(
    courtId,
    async (ctx) =>
      (
        await sql<{
          id: number
          batchId: number
          size: number
        }>`select id, batch_id as "batchId", size::int8 as size from dossiers.upload where court_id = ${courtId} and state in ('queued', 'running') order by id`.execute(
          ctx.tx,
        )
      ).rows,
  )
  for (const r of rows) startSplitting(app, { courtId, ...r })
}

const setState = async (app: AppServices, courtId: number, id: number, v: { state: string; error?: string }): Promise<void> => {
  await app.asSystem(courtId, (ctx) =>
    sql`update dossiers.upload set state = ${v.state}, error = ${v.error ?? null} where court_id = ${courtId} and id = ${id} and state in ('queued', 'running')`.execute(
      ctx.tx,
    ),
  )
}

const splitUpload = async (app: AppServices, courtId: number, id: number): Promise<void> => {
  const upload = await app.asSystem(courtId, async (ctx) => {
    const { rows } =
      await sql<UploadRow>`update dossiers.upload set state = 'running' where court_id = ${courtId} and id = ${id} and state in ('queued', 'running')
      returning id, batch_id, case_id, sha256, type, replaces_page_id, state, pages_done`.execute(ctx.tx)
    return rows[0]
  })
  if (!upload) return
  const bytes = await wholeOf(app, courtId, upload.sha256)
  const data: SplitJob = {
    bytes,
    type: upload.type,
    maxPages: MAX_PAGES,
    onlyFirst: upload.replaces_page_id !== null,
    from: upload.pages_done,
  }
  // Handed over, not copied: of a 200 MB file there is one in memory, and the decoder's own.
  const worker = new Worker(new URL('./split-worker.ts', import.meta.url), { workerData: data, transferList: [bytes.buffer] })
  let tooLong: ReturnType<typeof setTimeout> | undefined
  try {
    await new Promise<void>((resolve, reject) => {
      const watch = (): void => {
        clearTimeout(tooLong)
        tooLong = setTimeout(() => reject(new Error('a page takes too long')), PAGE_SECONDS * 1000)
      }
      watch()
      worker.on('error', reject)
      worker.on('exit', () => resolve())
      worker.on('message', (m: SplitMessage) => {
        clearTimeout(tooLong)
        hear(app, courtId, upload, m).then((go) => {
          if (!go) return resolve()
          watch()
          if (m.kind === 'page') worker.postMessage('next')
        }, reject)
      })
    })
  } finally {
    clearTimeout(tooLong)
    await worker.terminate()
  }
}
/** The plaintext in memory of its own, filled as it is opened: joining pieces would hold it twice. */
const wholeOf = async (app: AppServices, courtId: number, sha256: string): Promise<Uint8Array<ArrayBuffer>> => {
  const bytes = new Uint8Array((await app.files.size(courtId, sha256)) ?? 0)
  let at = 0
  for await (const piece of await app.files.open(courtId, sha256)) {
    bytes.set(piece as Uint8Array, at)
    at += (piece as Uint8Array).length
  }
  return bytes
}

/** Stores what the reader says; false: nothing more is wanted (finished, failed, cancelled by its uploader). */
const hear = async (app: AppServices, courtId: number, u: UploadRow, m: SplitMessage): Promise<boolean> => {
  if (m.kind === 'failed') return setState(app, courtId, u.id, { state: 'failed', error: m.code }).then(() => false)
  if (m.kind === 'done') return setState(app, courtId, u.id, { state: 'done' }).then(() => false)
  if (m.kind === 'total') {
    await app.asSystem(courtId, (ctx) =>
      sql`update dossiers.upload set pages_total = ${m.pages} where court_id = ${courtId} and id = ${u.id}`.execute(ctx.tx),
    )
    return true
  }
  const image = await app.files.put(courtId, m.image)
  const thumb = await app.files.put(courtId, m.thumb)
  return app.asSystem(courtId, async (ctx) => {
    const { rows } =
      await sql`update dossiers.upload set pages_done = ${m.n} where court_id = ${courtId} and id = ${u.id} and state = 'running' and pages_done = ${m.n - 1} returning id`.execute(
        ctx.tx,
      )
    // Cancelled, or another server reads it: each page is written once.
    if (rows.length === 0) return false
    const files = { sha256: image.sha256, thumb: thumb.sha256, width: m.width, height: m.height }
    await (u.replaces_page_id === null ? addPage(ctx, courtId, u, m.n, m.barcode, files) : addVersion(ctx, courtId, u, files))
    return true
  })
}

interface Files {
  sha256: string
  thumb: string
  width: number
  height: number
}
const addPage = async (ctx: Ctx, courtId: number, u: UploadRow, n: number, barcode: string | null, f: Files): Promise<void> => {
  const cover = barcode !== null && isBatchNumber(barcode)
  // A cover sheet begins a document: the page after it starts one. Pages of two files being read at once keep each file's own order.
  const { rows } = await sql<{
    id: number
  }>`insert into dossiers.page (court_id, batch_id, case_id, position, state, starts_document, barcode, upload_id, source_page)
    select ${courtId}, ${u.batch_id}, ${u.case_id}, coalesce((select max(position) from dossiers.page where court_id = ${courtId} and batch_id = ${u.batch_id}), 0) + 1,
      ${cover ? 'cover' : 'kept'}, ${!cover} and (${n}::int = 1 or exists (select from dossiers.page p where p.court_id = ${courtId} and p.upload_id = ${u.id} and p.source_page = ${n - 1} and p.state = 'cover')), ${barcode}, ${u.id}, ${n}
    returning id`.execute(ctx.tx)
  await putVersion(ctx, courtId, u, rows[0]!.id, 1, f)
}
/** A rescan: the new image comes into force, the earlier one stays as a version. */
const addVersion = async (ctx: Ctx, courtId: number, u: UploadRow, f: Files): Promise<void> => {
  const { rows } = await sql<{
    version: number
  }>`update dossiers.page set version = version + 1, state = 'kept', state_note = '', rotation = 0 where court_id = ${courtId} and id = ${u.replaces_page_id} returning version`.execute(
    ctx.tx,
  )
  if (rows[0]) await putVersion(ctx, courtId, u, u.replaces_page_id!, rows[0].version, f)
}
const putVersion = (ctx: Ctx, courtId: number, u: UploadRow, pageId: number, version: number, f: Files) =>
  sql`insert into dossiers.page_version (court_id, page_id, batch_id, case_id, version, sha256, thumb_sha256, width, height)
    values (${courtId}, ${pageId}, ${u.batch_id}, ${u.case_id}, ${version}, ${f.sha256}, ${f.thumb}, ${f.width}, ${f.height})`.execute(
    ctx.tx,
  )
