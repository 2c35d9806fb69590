import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { endOfDay, toDate } from '../../../platform/calendar/zoned.ts'
import type { Ctx } from '../../../platform/http/context.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { receivePleading as judgePleading } from '../../deadlines/public.ts'
import { completeTask, nextStepFor, notify, taskForForm } from '../../worklist/public.ts'
import { type AttemptRow, attemptFacts, confirmationsOf, dayOf, deadlinesOf, findOrder, one, type Whole, wholeOrder } from '../queries.ts'
import { type PleadingKind, pleadingRule } from '../rules/dependents.ts'
import { closingOf, type Proposal, proposalOf } from '../rules/effect.ts'
import { recomputeSet } from './dependents.ts'

/** No reason can make these a service: there is nothing yet, or the law excludes it. */
const impossible = [
  'not-signed-yet',
  'still-under-way',
  'notice-running',
  'notice-not-posted',
  'notice-simple-procedure',
  'notice-mediation',
  'mediation-not-left',
  'receiver-is-opponent',
]

export interface Confirmation {
  taskId: number
  revision: number
  validity: 'effective' | 'notEffective'
  effectiveOn?: string | null
  closingOn?: string | null
  reason?: string | null
}

/**
 * The clerk's judgement (4.1): does the attempt count, and from which day. Derived effect and decision are both kept; to depart from what the
 * rules derive he gives a reason. Dependent periods are computed in the same transaction.
 */
export const confirmService = async (ctx: Ctx, c: Confirmation): Promise<number | null> => {
  const task = await taskForForm(ctx, c.taskId, 'service-confirm')
  if (ctx.actor.side !== 'court') throw new Fail('judgement-is-the-courts', 403)
  const whole = await wholeOrder(ctx, task.subject_id, true)
  const { order } = whole
  const attempt = whole.attempts.at(-1)
  if (!attempt || attempt.state !== 'reported') throw new Fail('task-closed', 409)
  const proposal = proposalOf(whole.facts, attemptFacts(attempt), ctx.calendar, toDate(ctx.now))
  if (c.validity === 'effective') {
    const { effectiveOn, closingOn } = chosenDays(ctx, whole, attempt, proposal, c)
    await insertConfirmation(ctx, whole, attempt, proposal, {
      effective: true,
      effectiveOn,
      closingOn,
      reason: c.reason ?? null,
      corrects: null,
    })
    await setEffect(ctx, order.id, effectiveOn, closingOn)
    await closeNotice(ctx, order.id, effectiveOn)
    await recomputeSet(ctx, order, 'confirmed')
  } else {
    if (proposal?.effect.served && !c.reason)
      throw new Fail('effect-reason-missing', 422, { field: 'reason', derived: proposal.effect.effective })
    await insertConfirmation(ctx, whole, attempt, proposal, {
      effective: false,
      effectiveOn: null,
      closingOn: null,
      reason: c.reason ?? null,
      corrects: null,
    })
    await closeNotice(ctx, order.id, toDate(ctx.now).toString())
  }
  await sql`update service_of_process.attempt set state = ${c.validity === 'effective' ? 'effective' : 'failed'}, revision = revision + 1 where court_id = ${ctx.actor.courtId} and id = ${attempt.id}`.execute(
    ctx.tx,
  )
  await ctx.audit({
    verb: 'service.confirm',
    objectType: 'service',
    objectId: order.id,
    caseId: order.case_id,
    grantId: task.grant_id,
    data: { attempt: attempt.id, validity: c.validity, method: attempt.method },
  })
  const { opened } = await completeTask(ctx, {
    taskId: c.taskId,
    revision: c.revision,
    variables: { validity: c.validity },
    outcome: c.validity,
  })
  return nextStepFor(ctx, opened)
}

const chosenDays = (
  ctx: Ctx,
  whole: Whole,
  attempt: AttemptRow,
  proposal: Proposal | null,
  c: Pick<Confirmation, 'effectiveOn' | 'closingOn' | 'reason'>,
): { effectiveOn: string; closingOn: string } => {
  const derived = proposal?.effect
  if (!derived) throw new Fail('effect-impossible', 422, { because: 'not-reported' })
  if (!derived.served && impossible.includes(derived.code))
    throw new Fail('effect-impossible', 422, {
      because: derived.code,
      zh: derived.zh,
      en: derived.en,
      basis: derived.basis,
      expected: derived.expected,
    })
  const effectiveOn = c.effectiveOn ?? (derived.served ? derived.effective : null)
  if (!effectiveOn) throw new Fail('date-missing', 422, { field: 'effectiveOn' })
  if ((!derived.served || derived.effective !== effectiveOn) && !c.reason)
    throw new Fail('effect-reason-missing', 422, { field: 'reason', derived: derived.served ? derived.effective : derived.code })
  checkDay(ctx, attempt, effectiveOn)
  return { effectiveOn, closingOn: c.closingOn ?? closingOf(whole.facts, attemptFacts(attempt), effectiveOn) }
}
const checkDay = (ctx: Ctx, attempt: AttemptRow, effectiveOn: string): void => {
  if (effectiveOn > toDate(ctx.now).toString()) throw new Fail('date-in-future', 422, { field: 'effectiveOn' })
  const dispatched = dayOf(attempt.dispatched_at)
  if (dispatched && effectiveOn < dispatched && attempt.outcome !== 'pronounced')
    throw new Fail('date-before-dispatch', 422, { field: 'effectiveOn' })
}

const insertConfirmation = async (
  ctx: Ctx,
  whole: Whole,
  attempt: { id: number },
  proposal: Proposal | null,
  v: { effective: boolean; effectiveOn: string | null; closingOn: string | null; reason: string | null; corrects: number | null },
): Promise<number> => {
  const { rows } = await sql<{
    id: number
  }>`insert into service_of_process.confirmation (court_id, order_id, case_id, attempt_id, effective, effective_on, closing_on, basis, proposal, reason, corrects, decided_by)
    values (${ctx.actor.courtId}, ${whole.order.id}, ${whole.order.case_id}, ${attempt.id}, ${v.effective}, ${v.effectiveOn}::date, ${v.closingOn}::date, ${proposal?.effect.basis ?? []}::text[], ${JSON.stringify(proposal ?? {})}::jsonb,
      ${v.reason}, ${v.corrects}, ${ctx.actor.personId}) returning id`.execute(ctx.tx)
  return one(rows).id
}
const setEffect = (ctx: Ctx, orderId: number, effectiveOn: string, closingOn: string) =>
  sql`update service_of_process.service_order set effective_on = ${effectiveOn}::date, closing_on = ${closingOn}::date, revision = revision + 1 where court_id = ${ctx.actor.courtId} and id = ${orderId}`.execute(
    ctx.tx,
  )
const closeNotice = (ctx: Ctx, orderId: number, on: string) =>
  sql`select service_of_process.close_hold(${orderId}, 'publicNotice', ${endOfDay(Temporal.PlainDate.from(on)).toString()}::timestamptz)`.execute(
    ctx.tx,
  )

/** A day of service is corrected: the old decision and the old periods stay, marked as replaced; everything that hangs on it is computed again. */
export const correctService = async (
  ctx: Ctx,
  k: { orderId: number; revision: number; effectiveOn: string; closingOn?: string | null; reason: string },
): Promise<{ id: number; revision: number }> => {
  if (ctx.actor.side !== 'court') throw new Fail('judgement-is-the-courts', 403)
  const whole = await wholeOrder(ctx, k.orderId, true)
  const { order } = whole
  if (order.revision !== k.revision) throw new Fail('stale-revision', 409, { revision: order.revision })
  const old = (await confirmationsOf(ctx, order.id)).find((c) => c.effective && c.superseded_at === null)
  if (order.state !== 'served' || !old) throw new Fail('not-served', 409)
  const attempt = whole.attempts.find((a) => a.id === old.attempt_id)!
  checkDay(ctx, attempt, k.effectiveOn)
  const closingOn = k.closingOn ?? closingOf(whole.facts, attemptFacts(attempt), k.effectiveOn)
  await sql`update service_of_process.confirmation set superseded_at = bw.now() where court_id = ${ctx.actor.courtId} and id = ${old.id}`.execute(
    ctx.tx,
  )
  const proposal = proposalOf(whole.facts, attemptFacts(attempt), ctx.calendar, toDate(ctx.now))
  await insertConfirmation(ctx, whole, attempt, proposal, {
    effective: true,
    effectiveOn: k.effectiveOn,
    closingOn,
    reason: k.reason,
    corrects: old.id,
  })
  await setEffect(ctx, order.id, k.effectiveOn, closingOn)
  await recomputeSet(ctx, order, 'corrected')
  await ctx.audit({
    verb: 'service.correct',
    objectType: 'service',
    objectId: order.id,
    caseId: order.case_id,
    data: { from: old.effective_on, to: k.effectiveOn },
    before: { effectiveOn: old.effective_on, closingOn: old.closing_on },
    after: { effectiveOn: k.effectiveOn, closingOn },
  })
  if (order.judge_id)
    await notify(
      ctx,
      { personIds: [order.judge_id] },
      'service-corrected',
      { orderId: order.id, caseId: order.case_id, from: old.effective_on, to: k.effectiveOn },
      `/service-orders/${order.id}`,
    )
  return { id: order.id, revision: (await findOrder(ctx, order.id)).revision }
}

/** An answer that arrived: late or not, it goes to the judge; nobody else may turn it away (A3, 4.1). */
export const receivePleading = async (
  ctx: Ctx,
  p: { orderId: number; kind: PleadingKind; receivedOn: string; postedOn?: string | null },
): Promise<{ timeliness: 'in-time' | 'posted-before-expiry' | 'late'; due: string; goesTo: 'judge' }> => {
  const order = await findOrder(ctx, p.orderId, true)
  if (p.receivedOn > toDate(ctx.now).toString()) throw new Fail('date-in-future', 422, { field: 'receivedOn' })
  // A posting day after the arrival is a slip of the hand, and the posting day decides whether the answer is in time (民诉85).
  if (p.postedOn && p.postedOn > p.receivedOn) throw new Fail('posted-after-received', 422, { field: 'postedOn' })
  const same = await sql<{
    n: number
  }>`select 1 as n from service_of_process.pleading where court_id = ${ctx.actor.courtId} and order_id = ${order.id} and kind = ${p.kind} and received_on = ${p.receivedOn}::date
      and posted_on is not distinct from ${p.postedOn ?? null}::date`.execute(ctx.tx)
  if (same.rows.length > 0) throw new Fail('pleading-known', 409)
  const deadline = (await deadlinesOf(ctx, order.id)).find(
    (d) => d.superseded_at === null && (pleadingRule[p.kind] as readonly string[]).includes(d.rule),
  )
  if (!deadline) throw new Fail('pleading-no-deadline', 422)
  const verdict = judgePleading(Temporal.PlainDate.from(deadline.due.slice(0, 10)), {
    received: Temporal.PlainDate.from(p.receivedOn),
    posted: p.postedOn ? Temporal.PlainDate.from(p.postedOn) : null,
  })
  await sql`insert into service_of_process.pleading (court_id, order_id, case_id, kind, received_on, posted_on, due, timeliness, by_person)
    values (${ctx.actor.courtId}, ${order.id}, ${order.case_id}, ${p.kind}, ${p.receivedOn}::date, ${p.postedOn ?? null}::date, ${deadline.due}, ${verdict.code}, ${ctx.actor.personId})`.execute(
    ctx.tx,
  )
  await ctx.audit({
    verb: 'service.pleading',
    objectType: 'service',
    objectId: order.id,
    caseId: order.case_id,
    data: { kind: p.kind, timeliness: verdict.code },
  })
  await notify(
    ctx,
    order.judge_id ? { personIds: [order.judge_id] } : { role: 'judge' },
    'service-pleading',
    { orderId: order.id, caseId: order.case_id, kind: p.kind, timeliness: verdict.code },
    `/service-orders/${order.id}`,
  )
  return { timeliness: verdict.code, due: deadline.due, goesTo: verdict.goesTo }
}
