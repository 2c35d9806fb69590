import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'
import { pageOf, readCursor } from '../../platform/http/cursor.ts'
import { Fail } from '../../platform/http/problems.ts'
import { parseCaseNumber } from '../cases/public.ts'
import type { TicketRow, ticketViews } from './api-tickets.ts'
import type { Kind } from './rules/kinds.ts'
import { hashOf } from './queries.ts'
import { phoneNumber, readTicketNumber } from './rules/shape.ts'

const columns = sql`t.id, t.number, t.kind, t.state, t.route, t.sealed, t.opened_at as "openedAt", t.due_at as "dueAt", t.provisional, t.answered_at as "answeredAt", t.closed_at as "closedAt", t.escalated_at as "escalatedAt", t.score,
  coalesce(t.answered_at, case when t.state = 'open' then (select bw.now()) end, t.due_at) > t.due_at as late, (select p.name from organisations.person p where p.id = t.opened_by) as "openedBy", c.id as "caseId", c.number as "caseNumber"`
const from = sql`hotline.ticket t left join cases.case_record c on c.court_id = t.court_id and c.id = t.case_id`
/** Judges and clerks: tickets of the cases they conduct, found by the case's own index; everybody else by the policy. */
const narrow = (ctx: Ctx): boolean =>
  ctx.actor.side === 'court' &&
  !ctx.actor.roles.some((r) =>
    ['courtLeader', 'trialManagement', 'commissioner', 'responsibleDepartment', 'filingOfficer', 'archivist'].includes(r),
  )

const inView = (ctx: Ctx, view: (typeof ticketViews)[number]): RawBuilder<unknown>[] => {
  switch (view) {
    case 'all':
      return []
    case 'mine':
      return ctx.actor.side === 'contractor'
        ? [sql`t.opened_by = ${ctx.actor.personId}`]
        : [sql`t.state = 'open'`, sql`t.route = any (${[...ctx.actor.roles]}::text[])`]
    case 'open':
    case 'answered':
    case 'closed':
      return [sql`t.state = ${view}`]
    case 'late':
      return [sql`t.state = 'open'`, sql`t.due_at < (select bw.now())`]
  }
}
export interface TicketFilter {
  view: (typeof ticketViews)[number]
  kind?: Kind | undefined
  q?: string | undefined
  caseId?: number | undefined
  cursor?: string | undefined
  limit: number
}
/** Newest first; pages by id. Found by ticket number, case number, or the caller's whole number. */
export const listTickets = async (ctx: Ctx, f: TicketFilter): Promise<{ items: TicketRow[]; next: string | null }> => {
  const where = [sql`t.court_id = ${ctx.actor.courtId}`, ...inView(ctx, f.view)]
  if (narrow(ctx))
    where.push(
      sql`t.case_id = any (array(select s.id from cases.case_in_scope s where s.court_id = ${ctx.actor.courtId} and (s.judge_id = ${ctx.actor.personId} or s.clerk_id = ${ctx.actor.personId})))`,
    )
  if (f.kind) where.push(sql`t.kind = ${f.kind}`)
  if (f.caseId) where.push(sql`t.case_id = ${f.caseId}`)
  if (f.q) {
    const ticket = readTicketNumber(f.q)
    const number = parseCaseNumber(f.q)
    const phone = phoneNumber(f.q)
    where.push(
      ticket
        ? sql`t.number = ${ticket}`
        : number.ok
          ? sql`t.case_id = any (array(select k.id from cases.case_record k where k.court_id = ${ctx.actor.courtId} and k.number = ${number.text}))`
          : phone
            ? sql`t.call_id = any (array(select k.id from hotline.call k where k.court_id = ${ctx.actor.courtId} and k.number_hash = ${hashOf(ctx, phone)}))`
            : sql`false`,
    )
  }
  const at = readCursor(f.cursor, 1)
  if (at) where.push(sql`t.id < ${at[0]}::bigint`)
  const { rows } =
    await sql<TicketRow>`select ${columns} from ${from} where ${sql.join(where, sql` and `)} order by t.id desc limit ${f.limit + 1}`.execute(
      ctx.tx,
    )
  return pageOf(rows, f.limit, (r) => [r.id])
}

export type TicketRecord = TicketRow & {
  revision: number
  callId: number
  case_id: number | null
  inProcess: boolean
  attempts: number
  callerName: string | null
  text: string | null
  reply: string | null
  callerNumber: string
  taskId: number | null
  taskRevision: number | null
  taskForm: string | null
  grantId: number | null
  events: { kind: string; note: string; by: string | null; at: string }[]
}
/** The ticket as the actor's scope shows it, with the task of it that is in his hands. Fail: not-found. */
export const findTicket = async (ctx: Ctx, id: number): Promise<TicketRecord> => {
  const { rows } =
    await sql<TicketRecord>`select ${columns}, t.revision, t.call_id as "callId", t.case_id, t.in_process as "inProcess", t.attempts, o.caller_name as "callerName", o.text, o.reply,
      coalesce((select k.number_masked from hotline.call k where k.court_id = t.court_id and k.id = t.call_id), '') as "callerNumber", w.id as "taskId", w.revision as "taskRevision", w.form as "taskForm",
      (select g.id from confidentiality.access_grant g where g.court_id = t.court_id and g.task_id = w.id and g.person_id = ${ctx.actor.personId} and g.ended_at is null limit 1) as "grantId",
      coalesce((select json_agg(json_build_object('kind', e.kind, 'note', e.note, 'by', (select p.name from organisations.person p where p.id = e.by_person), 'at', e.at) order by e.id) from hotline.ticket_event e where e.court_id = t.court_id and e.ticket_id = t.id), '[]') as events
    from ${from} left join hotline.content o on o.court_id = t.court_id and o.ticket_id = t.id
    left join lateral (select k.id, k.revision, k.form from worklist.task k where t.in_process and k.court_id = t.court_id and k.subject_type = 'hotlineCall' and k.subject_id = t.call_id and k.assignee_id = ${ctx.actor.personId} and k.state in ('claimed', 'started') order by k.id desc limit 1) w on true
    where t.court_id = ${ctx.actor.courtId} and t.id = ${id}`.execute(ctx.tx)
  if (!rows[0]) throw new Fail('not-found', 404)
  return rows[0]
}
