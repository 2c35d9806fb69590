import { sql } from 'kysely'
import { toDate } from '../../../platform/calendar/zoned.ts'
import type { Ctx } from '../../../platform/http/context.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { tidyName } from '../../cases/rules/names.ts'
import { triggerDuty } from '../../duties/public.ts'
import { dueAt, parseDue } from '../../processes/public.ts'
import { notify } from '../../worklist/public.ts'
import { COMPLAINT_DUTY } from '../duties.ts'
import { settingsOf } from '../queries.ts'
import { caseRoutes, dueOf, type Kind, kindOf, type Route } from '../rules/kinds.ts'
import { ticketNumber } from '../rules/shape.ts'

export interface Opened {
  id: number
  number: string
  route: Route
  dueAt: string
  inProcess: boolean
  sealed: boolean
}
export const ticketDue = async (ctx: Ctx, kind: Kind): Promise<{ at: string; provisional: boolean }> => {
  const due = dueAt(
    parseDue(dueOf(kind, (await settingsOf(ctx)).clocks))!,
    { openedAt: ctx.now, variables: {}, closedAt: {} },
    ctx.calendar,
  )
  return { at: due.at.toString(), provisional: !ctx.calendar.isPublished(due.at.toZonedDateTimeISO('Asia/Shanghai').year) }
}
export const putEvent = (ctx: Ctx, ticketId: number, kind: string, note = ''): Promise<unknown> =>
  sql`insert into hotline.ticket_event (court_id, ticket_id, kind, note, by_person) values (${ctx.actor.courtId}, ${ticketId}, ${kind}, ${note}, ${ctx.actor.personId})`.execute(
    ctx.tx,
  )

/**
 * A ticket out of a call. One about a verified case goes the way of the process to the judge, the clerk or the filing desk; all others wait with their
 * office. A report about discipline is sealed: after this act not even its writer reads it. Fail: ticket-needs-case.
 */
export const openTicket = async (
  ctx: Ctx,
  b: { kind: Kind; callerName: string; text: string; callId: number; caseId: number | null; engagementId: number },
): Promise<Opened> => {
  const kind = kindOf(b.kind)
  if (kind.needsCase && b.caseId === null) throw new Fail('ticket-needs-case', 422, { field: 'ticket.kind' })
  const inProcess = b.caseId !== null && caseRoutes.includes(kind.route)
  const due = await ticketDue(ctx, b.kind)
  const day = toDate(ctx.now).toString()
  const prefix = ticketNumber(day, 0).slice(0, 11)
  await sql`select pg_advisory_xact_lock(hashtextextended(${`hotline.ticket ${ctx.actor.courtId} ${prefix}`}, 0))`.execute(ctx.tx)
  const drawn = await sql<{
    n: number
    id: number
  }>`select hotline.last_of_day(${prefix}) as n, nextval(pg_get_serial_sequence('hotline.ticket', 'id')) as id`.execute(ctx.tx)
  const id = Number(drawn.rows[0]!.id)
  const number = ticketNumber(day, drawn.rows[0]!.n + 1)
  // A sealed report names no case: a case's people must not find it by theirs.
  const caseId = kind.sealed ? null : b.caseId
  await sql`insert into hotline.ticket (id, court_id, number, kind, call_id, case_id, engagement_id, route, in_process, sealed, opened_by, due_at, provisional)
    values (${id}, ${ctx.actor.courtId}, ${number}, ${b.kind}, ${b.callId}, ${caseId}, ${b.engagementId}, ${kind.route}, ${inProcess}, ${kind.sealed ?? false}, ${ctx.actor.personId}, ${due.at}::timestamptz, ${due.provisional})`.execute(
    ctx.tx,
  )
  await sql`insert into hotline.content (court_id, ticket_id, caller_name, text) values (${ctx.actor.courtId}, ${id}, ${tidyName(b.callerName)}, ${b.text})`.execute(
    ctx.tx,
  )
  await putEvent(ctx, id, 'opened')
  await ctx.audit({ verb: 'hotline.ticket.open', objectType: 'ticket', objectId: id, caseId, data: { number, kind: b.kind } })
  if (!inProcess)
    await notify(ctx, { role: kind.route }, kind.sealed ? 'hotline-sealed' : 'hotline-ticket', { number }, `/hotline/tickets/${id}`)
  if (b.kind === 'filingComplaint') await triggerDuty(ctx, COMPLAINT_DUTY, { id, engagementId: b.engagementId, label: number }, ctx.now)
  return { id, number, route: kind.route, dueAt: due.at, inProcess, sealed: kind.sealed ?? false }
}
