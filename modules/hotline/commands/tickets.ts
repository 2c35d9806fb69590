import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { fulfilDuty } from '../../duties/public.ts'
import { completeTask, notify, notifyEach, type StepEvent } from '../../worklist/public.ts'
import { COMPLAINT_DUTY } from '../duties.ts'
import { findTicket, type TicketRecord } from '../queries-tickets.ts'
import { caseRoutes, MAX_ATTEMPTS, mayRoute, type Route, routes } from '../rules/kinds.ts'
import { putEvent, ticketDue } from './open-ticket.ts'

/** One writer at a time, and none who acts on what he saw before. Fail: not-found, stale-revision. */
const held = async (ctx: Ctx, id: number, revision: number): Promise<TicketRecord> => {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`hotline.ticket ${ctx.actor.courtId} ${id}`}, 0))`.execute(ctx.tx)
  const t = await findTicket(ctx, id)
  if (t.revision !== revision) throw new Fail('stale-revision', 409, { revision: t.revision })
  return t
}
const move = async (
  ctx: Ctx,
  t: TicketRecord,
  state: 'open' | 'answered' | 'closed',
  o: { route?: Route; due?: string } = {},
): Promise<void> => {
  const { rows } = await sql<{
    done: boolean
  }>`select hotline.move(${t.id}::bigint, ${state}, ${o.route ?? null}, ${o.due ?? null}::timestamptz) as done`.execute(ctx.tx)
  if (!rows[0]?.done) throw new Fail('not-your-ticket', 403)
}
/** What the actor may do with the ticket now; the reason when not. */
export const canOf = (ctx: Ctx, t: TicketRecord): { reply: true | string; reroute: true | string; callBack: true | string } => {
  const mine = (form: string): boolean =>
    t.inProcess
      ? t.taskForm === form
      : form === 'hotline-reply'
        ? ctx.actor.side === 'court' && ctx.actor.roles.includes(t.route)
        : ctx.actor.side === 'contractor'
  const reply = !ctx.may('hotline.reply')
    ? 'not-allowed'
    : t.state !== 'open'
      ? 'ticket-not-open'
      : mine('hotline-reply')
        ? true
        : 'not-your-ticket'
  return {
    reply,
    reroute: reply !== true ? reply : targets(t).length ? true : 'route-not-possible',
    callBack: !ctx.may('hotline.callBack')
      ? 'not-allowed'
      : t.state !== 'answered'
        ? 'ticket-not-answered'
        : t.sealed || !mine('hotline-call-back')
          ? 'not-your-ticket'
          : true,
  }
}
/** Where a ticket may be handed on to: one that runs as a process stays among the routes its drawing has. */
export const targets = (t: TicketRecord): Route[] =>
  routes.filter(
    (r) =>
      r !== t.route && (t.inProcess ? caseRoutes.includes(r) : r !== 'judge' && r !== 'clerk') && mayRoute(t.kind, t.case_id !== null, r),
  )
const refuse = (verdict: true | string): void => {
  if (verdict !== true) throw new Fail(verdict, verdict.startsWith('ticket-') ? 409 : verdict === 'route-not-possible' ? 422 : 403)
}

/** 4.1: what the court says to the caller. A sealed report is closed by it: nobody calls back about that. */
export const replyTicket = async (ctx: Ctx, id: number, revision: number, text: string): Promise<void> => {
  const t = await held(ctx, id, revision)
  refuse(canOf(ctx, t).reply)
  await sql`update hotline.content set reply = ${text} where court_id = ${ctx.actor.courtId} and ticket_id = ${id}`.execute(ctx.tx)
  await putEvent(ctx, id, 'replied')
  await ctx.audit({
    verb: 'hotline.ticket.reply',
    objectType: 'ticket',
    objectId: id,
    caseId: t.case_id,
    grantId: t.grantId,
    data: { number: t.number, late: t.late },
  })
  if (t.kind === 'filingComplaint') await fulfilDuty(ctx, COMPLAINT_DUTY, id, null, { type: 'ticket', id })
  if (t.inProcess)
    await completeTask(ctx, { taskId: t.taskId!, revision: t.taskRevision!, variables: { reply: 'answered' }, outcome: 'answered' })
  await move(ctx, t, 'answered')
  if (t.sealed) {
    await move(ctx, t, 'closed')
    await putEvent(ctx, id, 'closed')
  }
}
/** 改派: to another office, or within the case to judge, clerk or filing desk; the clock runs on. */
export const rerouteTicket = async (ctx: Ctx, id: number, revision: number, b: { route: Route; reason: string }): Promise<void> => {
  const t = await held(ctx, id, revision)
  refuse(canOf(ctx, t).reply)
  if (!targets(t).includes(b.route)) throw new Fail('route-not-possible', 422, { field: 'route' })
  await putEvent(ctx, id, 'rerouted', b.reason)
  await ctx.audit({
    verb: 'hotline.ticket.reroute',
    objectType: 'ticket',
    objectId: id,
    caseId: t.case_id,
    grantId: t.grantId,
    data: { number: t.number, from: t.route, to: b.route },
  })
  if (t.inProcess)
    await completeTask(ctx, {
      taskId: t.taskId!,
      revision: t.taskRevision!,
      variables: { reply: 'reroute', route: b.route },
      outcome: 'reroute',
    })
  else await notify(ctx, { role: b.route }, 'hotline-ticket', { number: t.number }, `/hotline/tickets/${id}`)
  await move(ctx, t, 'open', { route: b.route })
}

export interface CallBack {
  outcome: 'satisfied' | 'again' | 'notReached' | 'closeUnreached'
  score?: number | null | undefined
  note: string
}
/** The reply is read to the caller, who scores it, or asks for more: then it goes back to whoever replied, on a new clock. Fail: score-missing, attempts-missing. */
export const callBackTicket = async (ctx: Ctx, id: number, revision: number, b: CallBack): Promise<string> => {
  const t = await held(ctx, id, revision)
  refuse(canOf(ctx, t).callBack)
  if (b.outcome === 'satisfied' && !b.score) throw new Fail('score-missing', 422, { field: 'score' })
  if (b.outcome === 'closeUnreached' && t.attempts < MAX_ATTEMPTS)
    throw new Fail('attempts-missing', 409, { made: t.attempts, of: MAX_ATTEMPTS })
  await ctx.audit({
    verb: 'hotline.ticket.call-back',
    objectType: 'ticket',
    objectId: id,
    caseId: t.case_id,
    grantId: t.grantId,
    data: { number: t.number, outcome: b.outcome, score: b.score ?? null },
  })
  if (b.outcome === 'notReached') {
    await putEvent(ctx, id, 'notReached', b.note)
    await sql`update hotline.ticket set attempts = attempts + 1, revision = revision + 1 where court_id = ${ctx.actor.courtId} and id = ${id}`.execute(
      ctx.tx,
    )
    return 'answered'
  }
  const again = b.outcome === 'again'
  await putEvent(ctx, id, again ? 'reopened' : b.outcome === 'satisfied' ? 'reached' : 'closed', b.note)
  if (b.score && !again)
    await sql`update hotline.ticket set score = ${b.score} where court_id = ${ctx.actor.courtId} and id = ${id}`.execute(ctx.tx)
  const due = again ? (await ticketDue(ctx, t.kind)).at : undefined
  if (t.inProcess)
    await completeTask(ctx, {
      taskId: t.taskId!,
      revision: t.taskRevision!,
      outcome: again ? 'reopen' : 'closed',
      variables: again ? { callBack: 'reopen', route: t.route, ticketDueAt: due! } : { callBack: 'closed' },
    })
  else if (again) await notify(ctx, { role: t.route }, 'hotline-ticket', { number: t.number }, `/hotline/tickets/${id}`)
  await move(ctx, t, again ? 'open' : 'closed', due ? { due } : {})
  return again ? 'open' : 'closed'
}

/** What is past its time is put before whoever answers for it, once: case tickets before the commissioner and trial management, sealed ones before leaders only. */
export const escalateLate = async (ctx: Ctx): Promise<number> => {
  const { rows } = await sql<{
    id: number
    number: string
    sealed: boolean
    judge: number | null
  }>`update hotline.ticket t set escalated_at = bw.now(), revision = t.revision + 1
    where t.court_id = ${ctx.actor.courtId} and t.state = 'open' and t.due_at < bw.now() and t.escalated_at is null
    returning t.id, t.number, t.sealed, (select case t.route when 'judge' then c.judge_id when 'clerk' then c.clerk_id end from cases.case_record c where c.court_id = t.court_id and c.id = t.case_id) as judge`.execute(
    ctx.tx,
  )
  for (const t of rows) {
    await putEvent(ctx, t.id, 'escalated')
    await ctx.audit({ verb: 'hotline.ticket.escalate', objectType: 'ticket', objectId: t.id, data: { number: t.number } })
    for (const role of t.sealed ? ['courtLeader'] : ['trialManagement', 'commissioner'])
      await notify(ctx, { role }, 'hotline-late', { number: t.number }, `/hotline/tickets/${t.id}`)
    if (t.judge)
      await notifyEach(ctx, [{ personId: t.judge, kind: 'hotline-late', data: { number: t.number }, link: `/hotline/tickets/${t.id}` }])
  }
  return rows.length
}

/** The court ended the item (entered by mistake): its ticket ends with it. */
export const cancelWithItem = async (ctx: Ctx, e: StepEvent): Promise<void> => {
  if (e.key !== 'hotline' || e.type !== 'ended' || e.how !== 'cancelled') return
  const { rows } = await sql<{
    id: number
  }>`select id from hotline.ticket where court_id = ${ctx.actor.courtId} and call_id = ${e.subjectId} and in_process and state <> 'closed'`.execute(
    ctx.tx,
  )
  if (!rows[0]) return
  await sql`select hotline.move(${rows[0].id}::bigint, 'closed', null, null)`.execute(ctx.tx)
  await putEvent(ctx, rows[0].id, 'closed')
}
