import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { ZONE } from '../../../platform/calendar/clock.ts'
import type { Ctx } from '../../../platform/http/context.ts'
import type { Upload } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { taskForForm } from '../../worklist/public.ts'
import type { CarrierImport } from '../api-carrier.ts'
import { dayOf, one } from '../queries.ts'
import { readCarrierStatus, readCarrierTime, readMailNumber, readOrderNumber } from '../rules/carrier.ts'
import type { Outcome, ReturnReason } from '../rules/shape.ts'
import { type RawRow, readCarrierFile } from './carrier-file.ts'
import { recordAttempt, writeReport } from './record-attempt.ts'

interface Checked extends RawRow {
  state: 'ready' | 'unchanged' | 'error'
  code: string | null
  attemptId: number | null
  orderId: number | null
  outcome: Outcome | null
  returnReason: ReturnReason | null
  instant: string | null
}

interface Match {
  id: number
  order_id: number
  mail_no: string
  state: string
  dispatched_at: string | null
  carrier_status: string | null
  outcome: string | null
  happened_on: string | null
  method: string
  newest: boolean
  handed_over_at: string
  to_post: boolean
}
/** Each row on its own: a bad one never holds the others. Only attempts that the actor may see are found (row scope). */
const checkRows = async (ctx: Ctx, rows: readonly RawRow[]): Promise<Checked[]> => {
  const numbers = rows.map((r) => readMailNumber(r.mailNo))
  const known = [...new Set(numbers.filter((n): n is string => n !== null))]
  const ours = rows.map((r) => (r.orderNo ? readOrderNumber(r.orderNo) : null))
  const { rows: found } =
    await sql<Match>`select a.id, a.order_id, a.mail_no, a.state, a.dispatched_at, a.carrier_status, a.outcome, a.happened_on, a.method, o.handed_over_at,
      a.round = (select max(x.round) from service_of_process.attempt x where x.court_id = a.court_id and x.order_id = a.order_id) as newest,
      exists (select from worklist.task t where t.court_id = a.court_id and t.subject_type = 'service' and t.subject_id = a.order_id and t.form = 'service-attempt'
        and t.assignee_id = ${ctx.actor.personId} and t.state in ('claimed', 'started')) as to_post
    from service_of_process.attempt a join service_of_process.service_order o on o.court_id = a.court_id and o.id = a.order_id
    where a.court_id = ${ctx.actor.courtId} and (a.mail_no = any (${known}::text[]) or a.order_id = any (${ours.filter((n) => n !== null)}::bigint[]))`.execute(
      ctx.tx,
    )
  const byNumber = new Map(found.flatMap((m) => (m.mail_no ? [[m.mail_no, m] as const] : [])))
  const byOrder = new Map(found.flatMap((m) => (m.newest && m.method === 'mail' ? [[m.order_id, m] as const] : [])))
  const seen = new Set<string>()
  return rows.map((raw, i): Checked => {
    const order = ours[i] ?? null
    // Our own number tells the order first; the carrier's number then has to agree with what is known of it.
    const match = raw.orderNo ? (order === null ? undefined : byOrder.get(order)) : byNumber.get(numbers[i] ?? '')
    // A wrong row says which order it is about, where that is known.
    const bad = (code: string): Checked => ({
      ...raw,
      state: 'error',
      code,
      attemptId: match?.id ?? null,
      orderId: match?.order_id ?? null,
      outcome: null,
      returnReason: null,
      instant: null,
    })
    if (raw.orderNo && order === null) return bad('order-number-shape')
    if (raw.orderNo && !match) return bad('order-number-unknown')
    if (raw.mailNo && !numbers[i]) return bad('mail-number-shape')
    const number = numbers[i] ?? match?.mail_no
    if (!number) return bad(raw.orderNo ? 'mail-number-missing' : 'mail-number-shape')
    if (match?.mail_no && match.mail_no !== number) return bad('mail-number-other')
    if (seen.has(number)) return bad('mail-number-twice')
    seen.add(number)
    const status = readCarrierStatus(raw.status)
    if (!status.ok) return bad(status.code)
    const local = readCarrierTime(raw.at)
    if (!local) return bad('carrier-time')
    const instant = Temporal.PlainDateTime.from(local).toZonedDateTime(ZONE).toInstant()
    if (Temporal.Instant.compare(instant, ctx.now) > 0) return bad('carrier-time-in-future')
    if (!match) return bad('mail-number-unknown')
    if (match.state === 'planned') {
      // Not posted with us yet: what the carrier took in is the dispatch, and the mail number comes with it. A result alone tells no day of posting.
      if (byNumber.has(number)) return bad('mail-number-used')
      if (status.outcome !== null) return bad('attempt-not-dispatched')
      if (!match.to_post) return bad('attempt-not-in-hand')
      if (local.slice(0, 10) < dayOf(match.handed_over_at)!) return bad('date-before-hand-over')
    } else if (match.state !== 'dispatched' && match.state !== 'reported') return bad('attempt-closed')
    const dispatched = dayOf(match.dispatched_at)
    if (dispatched && local.slice(0, 10) < dispatched) return bad('date-before-dispatch')
    const same =
      match.carrier_status === raw.status &&
      (status.outcome === null || (match.outcome === status.outcome && match.happened_on === local.slice(0, 10)))
    return {
      ...raw,
      mailNo: number,
      state: same ? 'unchanged' : 'ready',
      code: null,
      attemptId: match.id,
      orderId: match.order_id,
      outcome: status.outcome,
      returnReason: status.returnReason,
      instant: instant.toString(),
    }
  })
}

const keep = async (ctx: Ctx, fileName: string, encoding: string, raw: readonly RawRow[]): Promise<CarrierImport> => {
  const rows = await checkRows(ctx, raw)
  const count = (state: string) => rows.filter((r) => r.state === state).length
  const { rows: made } = await sql<{
    id: number
  }>`insert into service_of_process.carrier_import (court_id, file_name, encoding, ready, unchanged, errors, made_by)
    values (${ctx.actor.courtId}, ${fileName.slice(0, 200)}, ${encoding}, ${count('ready')}, ${count('unchanged')}, ${count('error')}, ${ctx.actor.personId}) returning id`.execute(
    ctx.tx,
  )
  const id = one(made).id
  await sql`insert into service_of_process.carrier_row (court_id, import_id, row_no, order_no, mail_no, status, at_text, state, code, attempt_id, order_id, outcome, return_reason, at)
    select ${ctx.actor.courtId}, ${id}, r.row, r."orderNo", r."mailNo", r.status, r.at, r.state, r.code, r."attemptId", r."orderId", r.outcome, r."returnReason", r.instant
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(row int, "orderNo" text, "mailNo" text, status text, at text, state text, code text, "attemptId" bigint, "orderId" bigint, outcome text, "returnReason" text, instant timestamptz)`.execute(
    ctx.tx,
  )
  await ctx.audit({
    verb: 'service-import.check',
    objectType: 'service-import',
    objectId: id,
    data: { rows: rows.length, ready: count('ready'), errors: count('error') },
  })
  return findImport(ctx, id)
}

/** A dry run of the carrier's list (CSV or XLSX): columns 邮件号, 状态, 时间. Nothing is written to any attempt. */
export const checkCarrierFile = async (ctx: Ctx, file: Upload): Promise<CarrierImport> => {
  const { rows, encoding } = await readCarrierFile(await ctx.app.files.read(ctx.actor.courtId!, file.sha256))
  return keep(ctx, file.name, encoding, rows)
}
/** Scanned mail numbers that share one state and time. */
export const checkScanned = (ctx: Ctx, s: { mailNos: readonly string[]; status: string; at: string }): Promise<CarrierImport> =>
  keep(
    ctx,
    'scan',
    'utf-8',
    s.mailNos.map((mailNo, i) => ({ row: i + 1, orderNo: null, mailNo, status: s.status, at: s.at })),
  )

interface ImportRow {
  id: number
  file_name: string
  encoding: string
  ready: number
  unchanged: number
  errors: number
  made_at: string
  applied_at: string | null
  revision: number
}
interface CarrierRowRow {
  row_no: number
  order_no: string | null
  case_number: string | null
  mail_no: string
  status: string
  at_text: string
  state: 'ready' | 'unchanged' | 'error' | 'applied'
  code: string | null
  attempt_id: number | null
  order_id: number | null
  outcome: Outcome | null
  return_reason: ReturnReason | null
  at: string | null
}
const shown = (i: ImportRow) => ({
  id: i.id,
  fileName: i.file_name,
  encoding: i.encoding,
  ready: i.ready,
  unchanged: i.unchanged,
  errors: i.errors,
  madeAt: i.made_at,
  appliedAt: i.applied_at,
  revision: i.revision,
})
const importColumns = sql`id, file_name, encoding, ready, unchanged, errors, made_at, applied_at, revision`
const importRows = async (ctx: Ctx, id: number): Promise<CarrierRowRow[]> =>
  (
    await sql<CarrierRowRow>`select r.row_no, r.order_no, r.mail_no, r.status, r.at_text, r.state, r.code, r.attempt_id, r.order_id, r.outcome, r.return_reason, r.at,
        (select c.number from service_of_process.service_order o join cases.case_record c on c.court_id = o.court_id and c.id = o.case_id where o.court_id = r.court_id and o.id = r.order_id) as case_number
      from service_of_process.carrier_row r where r.court_id = ${ctx.actor.courtId} and r.import_id = ${id} order by r.row_no`.execute(
      ctx.tx,
    )
  ).rows
export const findImport = async (ctx: Ctx, id: number): Promise<CarrierImport> => {
  const { rows } =
    await sql<ImportRow>`select ${importColumns} from service_of_process.carrier_import where court_id = ${ctx.actor.courtId} and id = ${id}`.execute(
      ctx.tx,
    )
  const lines = await importRows(ctx, id)
  return {
    ...shown(one(rows)),
    rows: lines.map((r) => ({
      row: r.row_no,
      orderNo: r.order_no,
      caseNumber: r.case_number,
      mailNo: r.mail_no,
      status: r.status,
      at: r.at_text,
      state: r.state,
      code: r.code,
      orderId: r.order_id,
      outcome: r.outcome,
      returnReason: r.return_reason,
    })),
  }
}
export const listImports = async (ctx: Ctx) => {
  const { rows } =
    await sql<ImportRow>`select ${importColumns} from service_of_process.carrier_import where court_id = ${ctx.actor.courtId} order by id desc limit 50`.execute(
      ctx.tx,
    )
  return rows.map(shown)
}

/** 他人签收 tells nothing about who: a person has to say it before the report can be complete. */
const unclearReceiver = /他人|代收|代签|门卫|物业|前台|收发室|驿站|快递柜|自提/u

/**
 * Writes the rows that were found good. Where the report is a task in the actor's own hands it is finished with it; the check and the clerk's
 * confirmation follow as always. A row whose attempt was closed meanwhile becomes an error and holds nothing up.
 */
export const applyImport = async (ctx: Ctx, id: number, revision: number): Promise<CarrierImport> => {
  const { rows: locked } = await sql<{
    revision: number
    applied_at: string | null
  }>`select revision, applied_at from service_of_process.carrier_import where court_id = ${ctx.actor.courtId} and id = ${id} for update`.execute(
    ctx.tx,
  )
  const head = one(locked)
  if (head.applied_at) throw new Fail('import-state', 409)
  if (head.revision !== revision) throw new Fail('stale-revision', 409, { revision: head.revision })
  const mark = (row: number, state: string, code: string | null) =>
    sql`update service_of_process.carrier_row set state = ${state}, code = ${code} where court_id = ${ctx.actor.courtId} and import_id = ${id} and row_no = ${row}`.execute(
      ctx.tx,
    )
  let applied = 0
  let failed = 0
  for (const r of await importRows(ctx, id)) {
    if (r.state !== 'ready') continue
    const posted = await post(ctx, r)
    if (posted !== 'before') {
      if (posted === 'now') applied++
      else failed++
      await mark(r.row_no, posted === 'now' ? 'applied' : 'error', posted === 'now' ? null : 'attempt-not-in-hand')
      continue
    }
    const day = dayOf(r.at)
    const { numAffectedRows } =
      await sql`update service_of_process.attempt set carrier_status = ${r.status}, carrier_at = ${r.at}::timestamptz, outcome = coalesce(${r.outcome}, outcome),
        happened_on = case when ${r.outcome}::text is null then happened_on else ${day}::date end, return_reason = coalesce(${r.return_reason}, return_reason), revision = revision + 1
      where court_id = ${ctx.actor.courtId} and id = ${r.attempt_id} and state in ('dispatched', 'reported')`.execute(ctx.tx)
    if (!numAffectedRows) {
      failed++
      await mark(r.row_no, 'error', 'attempt-closed')
      continue
    }
    applied++
    await mark(r.row_no, 'applied', null)
    if (r.outcome !== null && !unclearReceiver.test(r.status)) await finishReport(ctx, r, day!)
  }
  await sql`update service_of_process.carrier_import set applied_at = bw.now(), errors = errors + ${failed}, revision = revision + 1 where court_id = ${ctx.actor.courtId} and id = ${id}`.execute(
    ctx.tx,
  )
  await ctx.audit({ verb: 'service-import.apply', objectType: 'service-import', objectId: id, data: { applied, failed } })
  return findImport(ctx, id)
}
/** A row of an order that was not posted with us yet: the step "attempt" is done with the carrier's number and moment. */
const post = async (ctx: Ctx, r: CarrierRowRow): Promise<'before' | 'now' | 'not-in-hand'> => {
  const { rows } = await sql<{ state: string; task_id: number | null; revision: number | null }>`select a.state, t.id as task_id, t.revision
    from service_of_process.attempt a left join worklist.task t on t.court_id = a.court_id and t.subject_type = 'service' and t.subject_id = a.order_id and t.form = 'service-attempt'
      and t.assignee_id = ${ctx.actor.personId} and t.state in ('claimed', 'started')
    where a.court_id = ${ctx.actor.courtId} and a.id = ${r.attempt_id}`.execute(ctx.tx)
  const now = rows[0]
  if (now?.state !== 'planned') return 'before'
  if (now.task_id === null || now.revision === null) return 'not-in-hand'
  await recordAttempt(ctx, {
    taskId: now.task_id,
    revision: now.revision,
    dispatchedAt: Temporal.Instant.from(r.at!).toString(),
    mailNo: r.mail_no,
    publishedOn: [],
  })
  return 'now'
}
const finishReport = async (ctx: Ctx, r: CarrierRowRow, day: string): Promise<void> => {
  const { rows } = await sql<{
    id: number
    revision: number
  }>`select id, revision from worklist.task where court_id = ${ctx.actor.courtId} and subject_type = 'service' and subject_id = ${r.order_id} and form = 'service-feedback'
    and assignee_id = ${ctx.actor.personId} and state in ('claimed', 'started')`.execute(ctx.tx)
  const open = rows[0]
  if (!open) return
  const task = await taskForForm(ctx, open.id, 'service-feedback')
  await writeReport(ctx, task, open.revision, {
    outcome: r.outcome!,
    happenedOn: day,
    returnReason: r.return_reason,
    receiver: r.outcome === 'signed' ? 'party' : null,
    receiverIsOpponent: false,
    tries: [],
    recorded: false,
  })
}
