import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { atTime, startOfDay, toDate } from '../../../platform/calendar/zoned.ts'
import type { Ctx } from '../../../platform/http/context.ts'
import type { Upload } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { CLOSING } from '../../processes/public.ts'
import { completeTask, type FormTask, nextStepFor, taskForForm } from '../../worklist/public.ts'
import { type AttemptRow, attemptFacts, dayOf, one, type Whole, wholeOrder } from '../queries.ts'
import { readMailNumber } from '../rules/carrier.ts'
import { proposalOf } from '../rules/effect.ts'
import { checkReport } from '../rules/report.ts'
import { evidenceKinds, type Outcome, type Receiver, type ReturnReason } from '../rules/shape.ts'

export interface Dispatch {
  taskId: number
  revision: number
  dispatchedAt: string
  mailNo?: string | null
  carrier?: string | null
  channel?: string | null
  courtMember?: string | null
  publishedOn: readonly string[]
  note?: string | null
}

const current = (whole: Whole, states: readonly string[]): AttemptRow => {
  const last = whole.attempts.at(-1)
  if (!last || !states.includes(last.state)) throw new Fail('task-closed', 409)
  return last
}

/** Step "attempt service": what was sent, handed over or published, and when. The first dispatch stops the clock of the contract (indicator d). */
export const recordAttempt = async (ctx: Ctx, d: Dispatch): Promise<number | null> => {
  const task = await taskForForm(ctx, d.taskId, 'service-attempt')
  const whole = await wholeOrder(ctx, task.subject_id, true)
  const { order } = whole
  const attempt = current(whole, ['planned', 'dispatched'])
  const at = Temporal.Instant.from(d.dispatchedAt)
  if (Temporal.Instant.compare(at, ctx.now) > 0) throw new Fail('date-in-future', 422, { field: 'dispatchedAt' })
  if (Temporal.PlainDate.compare(toDate(at), toDate(Temporal.Instant.from(order.handed_over_at))) < 0)
    throw new Fail('date-before-hand-over', 422, { field: 'dispatchedAt' })
  const mailNo = d.mailNo ? readMailNumber(d.mailNo) : null
  if (d.mailNo && !mailNo) throw new Fail('mail-number-shape', 422, { field: 'mailNo' })
  if (attempt.method === 'mail' && !mailNo) throw new Fail('mail-number-missing', 422, { field: 'mailNo' })
  // 解释131: the return is signed by a judge or clerk; outsourced staff assist on a visit by two, one of the court (4.1), and bring proof of it.
  const visit = attempt.method === 'direct' || attempt.method === 'leave'
  const alone = ctx.actor.side === 'contractor' || attempt.method === 'leave'
  if (visit && alone && !d.courtMember) throw new Fail('court-member-missing', 422, { field: 'courtMember' })
  if (visit && ctx.actor.side === 'contractor' && attempt.evidence.length === 0) throw new Fail('visit-evidence-missing', 422)
  const today = toDate(ctx.now).toString()
  const published = [...new Set(d.publishedOn)].sort()
  if (attempt.method === 'publicNotice') {
    if (published.length === 0) throw new Fail('publication-missing', 422, { field: 'publishedOn' })
    if (published.some((p) => p > today)) throw new Fail('date-in-future', 422, { field: 'publishedOn' })
  }
  await unlessUsed(
    sql`update service_of_process.attempt set state = 'dispatched', dispatched_at = ${at.toString()}::timestamptz, mail_no = ${mailNo}, carrier = ${d.carrier ?? null}, channel = ${d.channel ?? null}, court_member = ${d.courtMember ?? null},
        published_on = ${published}::date[], note = ${d.note ?? null}, by_person = ${ctx.actor.personId}, revision = revision + 1 where court_id = ${ctx.actor.courtId} and id = ${attempt.id}`.execute(
      ctx.tx,
    ),
  )
  await sql`update service_of_process.service_order set dispatched_at = coalesce(dispatched_at, ${at.toString()}::timestamptz), revision = revision + 1 where court_id = ${ctx.actor.courtId} and id = ${order.id}`.execute(
    ctx.tx,
  )
  const variables: Record<string, string | null> = { dispatchedAt: at.toString() }
  const last = published.at(-1)
  if (attempt.method === 'publicNotice' && last) {
    // The notice runs from its last publication (解释138); while it runs nobody is late.
    const from = startOfDay(Temporal.PlainDate.from(last)).toString()
    variables.publishedAt = from
    // How long it runs is the law's answer (30 days; 60 for whoever lives abroad, 民诉283), not the diagram's: the process waits for that day.
    const running = { ...attemptFacts(attempt), state: 'dispatched' as const, dispatchedOn: toDate(at).toString(), publishedOn: published }
    const effect = proposalOf(
      { ...whole.facts, attempts: whole.facts.attempts.map((a) => (a.id === attempt.id ? running : a)) },
      running,
      ctx.calendar,
      toDate(ctx.now),
    )?.effect
    const over = effect?.served ? effect.effective : effect?.expected
    variables.noticeUntil = over ? atTime(Temporal.PlainDate.from(over), CLOSING).toString() : null
    await sql`select service_of_process.open_hold(${order.id}, 'publicNotice', ${from}::timestamptz), service_of_process.follow(${order.id}, 'notice', null)`.execute(
      ctx.tx,
    )
  }
  await ctx.audit({
    verb: 'service.attempt',
    objectType: 'service',
    objectId: order.id,
    caseId: order.case_id,
    grantId: task.grant_id,
    data: { attempt: attempt.id, method: attempt.method, round: attempt.round },
  })
  const { opened } = await completeTask(ctx, { taskId: d.taskId, revision: d.revision, variables, outcome: attempt.method })
  return nextStepFor(ctx, opened)
}
const unlessUsed = async (write: Promise<unknown>): Promise<void> => {
  try {
    await write
  } catch (e) {
    if ((e as { code?: string }).code === '23505') throw new Fail('mail-number-used', 409, { field: 'mailNo' })
    throw e
  }
}

const evidenceTypes = /^(?:image\/(?:png|jpeg|webp|tiff)|application\/pdf|video\/)/
export const addEvidence = async (
  ctx: Ctx,
  taskId: number,
  file: Upload,
): Promise<{ id: number; kind: (typeof evidenceKinds)[number]; name: string; type: string; at: string }> => {
  const task = await taskForForm(ctx, taskId, ['service-attempt', 'service-feedback'])
  const whole = await wholeOrder(ctx, task.subject_id)
  const attempt = whole.attempts.at(-1)
  if (!attempt || !['planned', 'dispatched', 'reported'].includes(attempt.state)) throw new Fail('evidence-no-attempt', 409)
  const kind = evidenceKinds.find((k) => k === file.fields.kind)
  if (!kind) throw new Fail('evidence-kind', 422, { field: 'kind' })
  if (!evidenceTypes.test(file.type)) throw new Fail('evidence-type', 415)
  const { rows } = await sql<{
    id: number
    at: string
  }>`insert into service_of_process.evidence (court_id, attempt_id, order_id, case_id, kind, name, sha256, size, type, by_person)
    values (${ctx.actor.courtId}, ${attempt.id}, ${whole.order.id}, ${whole.order.case_id}, ${kind}, ${file.name}, ${file.sha256}, ${file.size}, ${file.type}, ${ctx.actor.personId}) returning id, at`.execute(
    ctx.tx,
  )
  const row = one(rows)
  await ctx.audit({
    verb: 'service.evidence',
    objectType: 'service',
    objectId: whole.order.id,
    caseId: whole.order.case_id,
    grantId: task.grant_id,
    data: { evidence: row.id, kind, sha256: file.sha256 },
  })
  return { id: row.id, kind, name: file.name, type: file.type, at: row.at }
}

export interface Report {
  outcome: Outcome
  happenedOn?: string | null
  happenedAt?: string | null
  readOn?: string | null
  acknowledgedOn?: string | null
  receiver?: Receiver | null
  receiverName?: string | null
  receiverIsOpponent: boolean
  returnReason?: ReturnReason | null
  tries: readonly string[]
  witness?: string | null
  recorded: boolean
  note?: string | null
}
/** Step "report the result": facts only; whether they amount to service is for the clerk (4.1). */
export const reportResult = async (ctx: Ctx, taskId: number, revision: number, r: Report): Promise<number | null> => {
  const task = await taskForForm(ctx, taskId, 'service-feedback')
  return writeReport(ctx, task, revision, r)
}
export const writeReport = async (ctx: Ctx, task: FormTask, revision: number, r: Report): Promise<number | null> => {
  const whole = await wholeOrder(ctx, task.subject_id, true)
  const attempt = current(whole, ['dispatched', 'reported'])
  const happenedOn = r.happenedAt ? dayOf(r.happenedAt) : (r.happenedOn ?? null)
  const verdict = checkReport({
    method: attempt.method,
    outcome: r.outcome,
    happenedOn,
    dispatchedOn: dayOf(attempt.dispatched_at),
    today: toDate(ctx.now).toString(),
    receiver: r.receiver ?? null,
    returnReason: r.returnReason ?? null,
    witness: r.witness ?? null,
    evidence: attempt.evidence.map((e) => e.kind),
    carrier: attempt.carrier_status !== null,
  })
  if (!verdict.ok) throw new Fail(verdict.code, 422, { field: verdict.field })
  await sql`update service_of_process.attempt set state = 'reported', outcome = ${r.outcome}, happened_on = ${happenedOn}::date, happened_at = ${r.happenedAt ?? null}::timestamptz, read_on = ${r.readOn ?? null}::date, acknowledged_on = ${r.acknowledgedOn ?? null}::date,
      receiver = ${r.receiver ?? null}, receiver_name = ${r.receiverName ?? null}, receiver_is_opponent = ${r.receiverIsOpponent}, return_reason = ${r.returnReason ?? null}, tries = ${[...r.tries].sort()}::date[], witness = ${r.witness ?? null},
      recorded = ${r.recorded}, note = coalesce(${r.note ?? null}, note), by_person = ${ctx.actor.personId}, revision = revision + 1
    where court_id = ${ctx.actor.courtId} and id = ${attempt.id}`.execute(ctx.tx)
  await ctx.audit({
    verb: 'service.feedback',
    objectType: 'service',
    objectId: whole.order.id,
    caseId: whole.order.case_id,
    grantId: task.grant_id,
    data: { attempt: attempt.id, outcome: r.outcome },
  })
  const { opened } = await completeTask(ctx, { taskId: task.id, revision, outcome: r.outcome })
  return nextStepFor(ctx, opened)
}

/** Second pair of eyes: nobody checks his own work (two-stage quality check). */
export const checkResult = async (
  ctx: Ctx,
  c: { taskId: number; revision: number; check: 'pass' | 'return'; note?: string | null },
): Promise<number | null> => {
  const task = await taskForForm(ctx, c.taskId, 'service-check')
  const { order, attempts } = await wholeOrder(ctx, task.subject_id)
  const attempt = attempts.at(-1)
  if (attempt?.by_person === ctx.actor.personId) throw new Fail('own-work', 403)
  if (c.check === 'return' && !c.note) throw new Fail('note-missing', 422, { field: 'note' })
  await ctx.audit({
    verb: 'service.check',
    objectType: 'service',
    objectId: order.id,
    caseId: order.case_id,
    grantId: task.grant_id,
    data: { attempt: attempt?.id ?? null, check: c.check, note: c.note ?? null },
  })
  const { opened } = await completeTask(ctx, {
    taskId: c.taskId,
    revision: c.revision,
    variables: { check: c.check, checkNote: c.note?.slice(0, 200) ?? null },
    outcome: c.check,
  })
  return nextStepFor(ctx, opened)
}
