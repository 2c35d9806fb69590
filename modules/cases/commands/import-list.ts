import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import type { Upload } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { CSV_TYPE, writeCsv, writeXlsx, XLSX_TYPE, type Cell } from '../../../platform/documents/spreadsheet.ts'
import type { FileReply } from '../../../platform/http/endpoint.ts'
import type { ImportJob, ImportRow } from '../api-import.ts'
import { headOf, inspectList } from '../import/read-file.ts'
import { db } from '../queries.ts'
import { problemRows } from '../rules/problem-words.ts'
import { checkMapping, guessMapping, headerSignature, importFields, type ImportField, type Mapping } from '../rules/headers.ts'
import { maskPaper } from '../rules/identity.ts'
import type { Selectable } from 'kysely'
import type { ImportJobTable } from '../tables.ts'

export type JobRow = Selectable<ImportJobTable>
export const IMPORT_JOB = 'cases-import'

export const mappingOf = (columns: readonly string[]): Mapping =>
  columns.map((f) => (importFields.includes(f as ImportField) ? (f as ImportField) : null))
const stored = (mapping: Mapping): string[] => mapping.map((f) => f ?? '')

export const shownJob = (j: JobRow): ImportJob => ({
  id: j.id,
  fileName: j.file_name,
  fileSize: j.file_size,
  format: j.format,
  encoding: j.encoding,
  headers: j.headers,
  headerRow: j.header_row,
  mapping: mappingOf(j.mapping),
  state: j.state,
  totalRows: j.total_rows,
  doneRows: j.done_rows,
  created: j.created_count,
  unchanged: j.unchanged_count,
  changed: j.changed_count,
  updated: j.updated_count,
  errors: j.error_count,
  flags: j.flag_count,
  cancelRequested: j.cancel_requested,
  failure: j.failure,
  createdAt: j.created_at,
  finishedAt: j.finished_at,
  revision: j.revision,
})

export const findJob = async (ctx: Ctx, id: number, lock = false): Promise<JobRow> => {
  let q = db(ctx).selectFrom('cases.import_job').selectAll().where('court_id', '=', ctx.actor.courtId!).where('id', '=', id)
  if (lock) q = q.forUpdate()
  const job = await q.executeTakeFirst()
  if (!job) throw new Fail('not-found', 404)
  return job
}

/** Registers a stored list: its kind, header and mapping (remembered for these headers, else guessed). Fail: import-wrong-type, import-not-text, import-empty. */
export const registerList = async (ctx: Ctx, file: Pick<Upload, 'sha256' | 'size' | 'name'>): Promise<JobRow> => {
  const courtId = ctx.actor.courtId!
  const bytes = await ctx.app.files.read(courtId, file.sha256)
  const kind = await inspectList(bytes, 'register')
  const { header, rows } = await headOf(bytes, kind)
  if (rows.length === 0) throw new Fail('import-empty', 422)
  const signature = headerSignature(header.cells)
  const known = await db(ctx)
    .selectFrom('cases.import_mapping')
    .select('mapping')
    .where('court_id', '=', courtId)
    .where('signature', '=', signature)
    .executeTakeFirst()
  const mapping = known?.mapping ?? stored(guessMapping(header.cells))
  const job = await db(ctx)
    .insertInto('cases.import_job')
    .values({
      court_id: courtId,
      file_sha256: file.sha256,
      file_name: file.name,
      file_size: file.size,
      format: kind.format,
      encoding: kind.encoding,
      delimiter: kind.delimiter,
      header_row: header.row,
      headers: header.cells,
      signature,
      mapping,
      made_by: ctx.actor.personId,
    } as never)
    .returningAll()
    .executeTakeFirstOrThrow()
  await ctx.audit({ verb: 'import.upload', objectType: 'import', objectId: job.id, data: { sha256: file.sha256, size: file.size } })
  return job
}

const PERSONAL = /papers$|phones$/i
/** The first rows as they stand; whatever is mapped as a paper or phone, and any long number elsewhere, is masked. */
export const sampleOf = async (ctx: Ctx, id: number): Promise<{ rows: { row: number; cells: string[] }[] }> => {
  const job = await findJob(ctx, id)
  const bytes = await ctx.app.files.read(job.court_id, job.file_sha256)
  const { rows } = await headOf(bytes, job)
  await ctx.audit({ verb: 'import.sample', objectType: 'import', objectId: id })
  const hide = (cell: string, i: number): string =>
    PERSONAL.test(job.mapping[i] ?? '') || (!job.mapping[i] && /\d{11}/.test(cell))
      ? maskPaper('other', cell.slice(0, 40))
      : cell.slice(0, 200)
  return { rows: rows.map((r) => ({ row: r.row, cells: job.headers.map((_h, i) => hide(r.cells[i] ?? '', i)) })) }
}

/** Fixes the mapping and remembers it for lists of the same headers. Fail: the mapping's fault; stale-revision; import-state once it runs. */
export const mapList = async (ctx: Ctx, id: number, revision: number, mapping: Mapping): Promise<JobRow> => {
  const job = await findJob(ctx, id, true)
  if (job.revision !== revision) throw new Fail('stale-revision', 409, { revision: job.revision })
  if (job.state !== 'mapping' && job.state !== 'checked') throw new Fail('import-state', 409, { state: job.state })
  const fault = checkMapping(mapping, job.headers.length)
  if (!fault.ok) throw new Fail(fault.code, 422, { field: fault.field })
  await db(ctx)
    .insertInto('cases.import_mapping')
    .values({ court_id: job.court_id, signature: job.signature, mapping: stored(mapping) })
    .onConflict((c) => c.columns(['court_id', 'signature']).doUpdateSet({ mapping: stored(mapping) }))
    .execute()
  return update(ctx, id, { mapping: stored(mapping), state: 'mapping' })
}

const update = async (ctx: Ctx, id: number, set: Record<string, unknown>): Promise<JobRow> =>
  db(ctx)
    .updateTable('cases.import_job')
    .set({ ...set, revision: sql`revision + 1` } as never)
    .where('court_id', '=', ctx.actor.courtId!)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()

const zero = {
  done_rows: 0,
  created_count: 0,
  unchanged_count: 0,
  changed_count: 0,
  updated_count: 0,
  error_count: 0,
  flag_count: 0,
  cancel_requested: false,
  worker: null,
  heartbeat_at: null,
  failure: null,
  finished_at: null,
}

/** Starts a dry run ('checking') or the import ('running'); the work is a job, so it outlives the request and the server. One at a time per court. */
export const startList = async (
  ctx: Ctx,
  id: number,
  state: 'checking' | 'running',
  update_: 'none' | 'all' | number[] = 'none',
): Promise<JobRow> => {
  // Two starts at once wait for each other here.
  await sql`select pg_advisory_xact_lock(${ctx.actor.courtId}, hashtext('cases.import'))`.execute(ctx.tx)
  const job = await findJob(ctx, id, true)
  if (job.state === 'checking' || job.state === 'running') throw new Fail('import-state', 409, { state: job.state })
  const fault = checkMapping(mappingOf(job.mapping), job.headers.length)
  if (!fault.ok) throw new Fail(fault.code, 422, { field: fault.field })
  const busy = await db(ctx)
    .selectFrom('cases.import_job')
    .select('id')
    .where('court_id', '=', job.court_id)
    .where('state', 'in', ['checking', 'running'])
    .executeTakeFirst()
  if (busy) throw new Fail('import-busy', 409, { import: busy.id })
  const row = await update(ctx, id, { ...zero, state, update_all: update_ === 'all', update_rows: Array.isArray(update_) ? update_ : [] })
  await ctx.enqueue(IMPORT_JOB, { courtId: job.court_id, importId: id })
  await ctx.audit({
    verb: state === 'running' ? 'import.run' : 'import.check',
    objectType: 'import',
    objectId: id,
    data: { update: Array.isArray(update_) ? update_.length : update_ },
  })
  return row
}

export const cancelList = async (ctx: Ctx, id: number): Promise<JobRow> => {
  const job = await findJob(ctx, id, true)
  if (job.state === 'checking' || job.state === 'running') return update(ctx, id, { cancel_requested: true })
  if (job.state === 'mapping' || job.state === 'checked') return update(ctx, id, { state: 'cancelled', finished_at: sql`bw.now()` })
  return job
}

export const rowsOf = async (
  ctx: Ctx,
  id: number,
  q: { state: string; after: number; limit: number },
): Promise<{ items: ImportRow[]; next: number | null }> => {
  await findJob(ctx, id)
  const rows = await db(ctx)
    .selectFrom('cases.import_row')
    .selectAll()
    .where('court_id', '=', ctx.actor.courtId!)
    .where('job_id', '=', id)
    .where('state', '=', q.state as 'error')
    .where('row_no', '>', q.after)
    .orderBy('row_no')
    .limit(q.limit + 1)
    .execute()
  const items = rows.slice(0, q.limit).map((r) => {
    const detail = r.detail as { faults?: ImportRow['faults']; differences?: ImportRow['differences'] }
    return {
      row: r.row_no,
      state: r.state,
      number: r.number,
      caseId: r.case_id,
      faults: detail.faults ?? [],
      differences: detail.differences ?? [],
    }
  })
  return { items, next: rows.length > q.limit ? items.at(-1)!.row : null }
}

// The line first: a row without a case number is found by it alone.
const HEADERS = { zh: ['行', '案号', '列', '内容', '问题'], en: ['Row', 'Case number', 'Column', 'Value', 'What is wrong'] } as const
const inWords = (code: string, value: string, language: 'zh' | 'en'): string =>
  (problemRows[code]?.[language === 'zh' ? 0 : 1] ?? code).replaceAll('{{value}}', value)

/** The faults as a file, one line each, every cell harmless. */
export const errorsFile = async (ctx: Ctx, id: number, format: 'xlsx' | 'csv', language: 'zh' | 'en'): Promise<FileReply> => {
  const job = await findJob(ctx, id)
  const found = await db(ctx)
    .selectFrom('cases.import_row')
    .select(['row_no', 'number', 'detail'])
    .where('court_id', '=', job.court_id)
    .where('job_id', '=', id)
    .where('state', '=', 'error')
    .orderBy('row_no')
    .execute()
  const rows: Cell[][] = found.flatMap((r) =>
    ((r.detail as { faults: ImportRow['faults'] }).faults ?? []).map((f) => [
      r.row_no,
      r.number,
      f.column,
      f.value,
      inWords(f.code, f.value, language),
    ]),
  )
  await ctx.audit({ verb: 'import.errors', objectType: 'import', objectId: id, data: { rows: rows.length } })
  const name = `${job.file_name.replace(/\.[^.]*$/, '')}-${language === 'zh' ? '错误清单' : 'errors'}.${format}`
  return format === 'xlsx'
    ? {
        file: await writeXlsx([{ name: language === 'zh' ? '错误清单' : 'errors', header: HEADERS[language], rows }]),
        type: XLSX_TYPE,
        name,
      }
    : { file: writeCsv([HEADERS[language], ...rows]), type: CSV_TYPE, name }
}
