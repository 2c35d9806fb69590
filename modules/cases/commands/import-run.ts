import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { AppServices, Ctx } from '../../../platform/http/context.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { rowReader, type CaseDraft, type RowFault } from '../import/draft.ts'
import type { RawRow } from '../import/read-csv.ts'
import { listRows } from '../import/read-file.ts'
import { causes, db } from '../queries.ts'
import { findJob, mappingOf, type JobRow } from './import-list.ts'
import { type Lookups, type Outcome, writeDrafts } from './import-batch.ts'
import { todayOf } from './party-row.ts'

/** Rows per transaction: long enough to be fast, short enough that nobody waits for its locks. */
const BATCH = 2_000
/** A worker whose heartbeat is older is taken for dead (killed server): another begins anew; what was written is then unchanged. */
const DEAD_AFTER = '60 seconds'
/** Rows kept for people to look at; the counts stay exact. */
const MAX_KEPT = 20_000

const lookUps = async (ctx: Ctx, courtId: number): Promise<Lookups> => {
  const { rows: courts } = await sql<{ code: string }>`select code from organisations.court where id = ${courtId}`.execute(ctx.tx)
  if (!courts[0]) throw new Fail('not-found', 404)
  const { rows: divisions } = await sql<{
    id: number
    name: string
  }>`select id, name from organisations.division where court_id = ${courtId}`.execute(ctx.tx)
  // A name that two people of the court share names nobody.
  const { rows: people } = await sql<{
    id: number
    name: string
  }>`select min(id) as id, name from organisations.person where court_id = ${courtId} and side = 'court' and left_on is null group by name having count(*) = 1`.execute(
    ctx.tx,
  )
  const types = await db(ctx).selectFrom('cases.case_type').select('code').where('enabled', '=', true).execute()
  return {
    causes: await causes(ctx),
    courtCode: courts[0].code,
    types: new Set(types.map((t) => t.code)),
    today: todayOf(ctx),
    divisions: new Map(divisions.map((d) => [d.name, d.id])),
    people: new Map(people.map((p) => [p.name, Number(p.id)])),
  }
}

/** Takes the job: nobody else's, or whose worker is silent. Null: nothing to do. */
const take = async (ctx: Ctx, id: number, worker: string): Promise<JobRow | null> => {
  const { rows } = await sql<{
    id: number
  }>`update cases.import_job set worker = ${worker}, heartbeat_at = clock_timestamp(), done_rows = 0, created_count = 0, unchanged_count = 0, changed_count = 0,
      updated_count = 0, error_count = 0, flag_count = 0
    where court_id = ${ctx.actor.courtId} and id = ${id} and state in ('checking', 'running') and (worker is null or heartbeat_at < clock_timestamp() - ${DEAD_AFTER}::interval) returning id`.execute(
    ctx.tx,
  )
  if (!rows[0]) return null
  await sql`delete from cases.import_row where court_id = ${ctx.actor.courtId} and job_id = ${id}`.execute(ctx.tx)
  return findJob(ctx, id)
}

interface Batch {
  rows: number
  drafts: CaseDraft[]
  faults: { row: number; number: string | null; faults: RowFault[] }[]
  flags: { row: number; number: string; faults: RowFault[] }[]
}

/** Writes one batch and its progress in one transaction. False: cancelled, or taken over by another worker. */
const step = async (
  ctx: Ctx,
  job: JobRow,
  worker: string,
  batch: Batch,
  lookups: Lookups,
  chosen: (row: number) => boolean,
): Promise<boolean> => {
  const { rows: mine } = await sql<{
    cancel_requested: boolean
  }>`select cancel_requested from cases.import_job where court_id = ${job.court_id} and id = ${job.id} and worker = ${worker} and state = ${job.state} for update`.execute(
    ctx.tx,
  )
  if (!mine[0] || mine[0].cancel_requested) return false
  const outcome: Outcome = await writeDrafts(
    ctx,
    { courtId: job.court_id, importId: job.id, write: job.state === 'running', chosen },
    batch.drafts,
    lookups,
  )
  const kept = [
    ...batch.faults.map((f) => ({ row_no: f.row, state: 'error', number: f.number, case_id: null, detail: { faults: f.faults } })),
    ...outcome.rows.map((r) => ({
      row_no: r.row,
      state: r.state,
      number: r.number,
      case_id: r.caseId,
      detail: { differences: r.differences },
    })),
  ]
  const named = new Set(kept.map((k) => k.row_no))
  for (const f of batch.flags)
    if (!named.has(f.row))
      kept.push({ row_no: f.row, state: 'flagged', number: f.number, case_id: null, detail: { faults: f.faults } as never })
  const room = Math.max(0, MAX_KEPT - (job.error_count + job.changed_count + job.flag_count))
  if (kept.length && room > 0) {
    await sql`insert into cases.import_row (court_id, job_id, row_no, state, number, case_id, detail)
      select ${job.court_id}, ${job.id}, r.* from json_to_recordset(${JSON.stringify(kept.slice(0, room))}::json) as r(row_no int, state text, number text, case_id bigint, detail jsonb)`.execute(
      ctx.tx,
    )
  }
  // Kept in memory too, to know when the room for rows is used up.
  job.error_count += batch.faults.length
  job.changed_count += outcome.changed
  job.flag_count += batch.flags.length
  await sql`update cases.import_job set heartbeat_at = clock_timestamp(), done_rows = done_rows + ${batch.rows}, created_count = created_count + ${outcome.created}, unchanged_count = unchanged_count + ${outcome.unchanged},
      changed_count = ${job.changed_count}, updated_count = updated_count + ${outcome.updated}, error_count = ${job.error_count}, flag_count = ${job.flag_count}
    where court_id = ${job.court_id} and id = ${job.id}`.execute(ctx.tx)
  return true
}

const finish = async (
  ctx: Ctx,
  job: JobRow,
  worker: string,
  state: 'checked' | 'done' | 'cancelled' | 'failed',
  failure: string | null,
): Promise<void> => {
  const r =
    await sql`update cases.import_job set state = ${state}, failure = ${failure}, worker = null, cancel_requested = false, finished_at = bw.now(), total_rows = case when ${state} in ('checked', 'done') then done_rows else total_rows end,
      revision = revision + 1 where court_id = ${job.court_id} and id = ${job.id} and worker = ${worker}`.execute(ctx.tx)
  if (!r.numAffectedRows) return
  const now = await findJob(ctx, job.id)
  await ctx.audit({
    verb: `import.${state}`,
    objectType: 'import',
    objectId: job.id,
    data: { rows: now.done_rows, created: now.created_count, updated: now.updated_count, errors: now.error_count, startedBy: job.made_by },
  })
}

const emptyBatch = (): Batch => ({ rows: 0, drafts: [], faults: [], flags: [] })

/**
 * Runs a started import to its end, in transactions of 2,000 rows. May be called again at any time: a finished or busy one is left alone, an
 * abandoned one begins anew and finds what it wrote unchanged.
 */
export const runList = async (app: AppServices, courtId: number, importId: number): Promise<void> => {
  const worker = randomUUID()
  const taken = await app.asSystem(courtId, async (ctx) => {
    const job = await take(ctx, importId, worker)
    return job && { job, lookups: await lookUps(ctx, courtId) }
  })
  if (!taken) return
  const { job, lookups } = taken
  try {
    const bytes = await app.files.read(courtId, job.file_sha256)
    const lines = job.format === 'csv' ? countLines(bytes) - job.header_row : null
    if (lines !== null)
      await app.asSystem(courtId, (ctx) =>
        sql`update cases.import_job set total_rows = ${lines} where court_id = ${courtId} and id = ${importId}`.execute(ctx.tx),
      )
    const read = rowReader({ headers: job.headers, mapping: mappingOf(job.mapping), ...lookups })
    const chosenRows = new Set(job.update_rows)
    const chosen = (row: number): boolean => job.update_all || chosenRows.has(row)
    const seen = new Map<string, number>()
    let batch = emptyBatch()
    const flush = async (): Promise<boolean> => {
      const full = batch
      batch = emptyBatch()
      return full.rows === 0 ? true : app.asSystem(courtId, (ctx) => step(ctx, job, worker, full, lookups, chosen))
    }
    for await (const rows of listRows(bytes, job)) {
      for (const r of rows) {
        if (r.row <= job.header_row) continue
        take1(r, batch, read, seen, job.headers[job.mapping.indexOf('number')] ?? '')
        if (batch.rows >= BATCH && !(await flush())) return void (await stop(app, job, worker))
      }
    }
    if (!(await flush())) return void (await stop(app, job, worker))
    await app.asSystem(courtId, (ctx) => finish(ctx, job, worker, job.state === 'running' ? 'done' : 'checked', null))
  } catch (e) {
    await app.asSystem(courtId, (ctx) => finish(ctx, job, worker, 'failed', e instanceof Fail ? e.code : 'internal'))
    if (!(e instanceof Fail)) throw e
  }
}

const take1 = (r: RawRow, batch: Batch, read: ReturnType<typeof rowReader>, seen: Map<string, number>, column: string): void => {
  const reading = read(r.row, r.cells)
  if (reading.ok && reading.draft === null) return
  batch.rows++
  if (!reading.ok) return void batch.faults.push({ row: r.row, number: reading.number, faults: reading.faults })
  const draft = reading.draft!
  const first = seen.get(draft.number)
  if (first !== undefined) {
    batch.faults.push({
      row: r.row,
      number: draft.number,
      faults: [{ row: r.row, column, field: 'number', code: 'number-twice', value: String(first) }],
    })
    return
  }
  seen.set(draft.number, r.row)
  batch.drafts.push(draft)
  if (reading.flags.length) batch.flags.push({ row: r.row, number: draft.number, faults: reading.flags })
}

const stop = (app: AppServices, job: JobRow, worker: string): Promise<void> =>
  app.asSystem(job.court_id, (ctx) => finish(ctx, job, worker, 'cancelled', null))

/** Lines of a text, for the progress bar only: quoted line breaks count as lines too. */
const countLines = (bytes: Uint8Array): number => {
  let n = 0
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) n++
  return bytes.at(-1) === 10 ? n : n + 1
}

/** Imports whose worker fell silent (a killed server) are taken up again; called every minute. */
export const resumeLists = async (app: AppServices): Promise<void> => {
  const abandoned = await app.asSystem(null, async (ctx) => {
    const { rows } = await sql<{
      court_id: number
      id: number
    }>`select court_id, id from cases.import_job where state in ('checking', 'running')
      and (heartbeat_at is null or heartbeat_at < clock_timestamp() - ${DEAD_AFTER}::interval)`.execute(ctx.tx)
    return rows
  })
  for (const j of abandoned) await runList(app, j.court_id, j.id)
}
