import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import type { AppServices, Ctx } from '../../../platform/http/context.ts'
import { pageOf, readCursor } from '../../../platform/http/cursor.ts'
import type { Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { selectPerson, todayOf } from '../../organisations/public.ts'
import { no, yes } from '../../organisations/rules/structure.ts'
import { endAbsence, recordAbsence, settleAbsence } from '../../workforce/public.ts'
import { notify } from '../../worklist/public.ts'
import type * as api from '../api.ts'
import { halfDaysOf, instantsOf, type LeaveAct, type LeaveKind, mayTurnLeave, type Span, spanStands } from '../rules.ts'
import { shiftsOf, workdays } from './shifts.ts'

type Shown = Omit<Output<typeof api.listLeaves>['items'][number], 'can'>
interface Row extends Shown {
  contractorId: number
  ofManager: boolean
  absenceId: number | null
  reason: string
}
const columns = (
  ctx: Ctx,
) => sql`l.id, l.person_id as "personId", p.name, c.name as contractor, l.contractor_id as "contractorId", l.kind, l.from_date as "fromDate",
    l.from_half as "fromHalf", l.until_date as "untilDate", l.until_half as "untilHalf", l.from_at as "fromAt", l.until_at as "untilAt", l.half_days as "halfDays", l.state,
    l.state = 'approved' and l.from_at <= bw.now() and l.until_at > bw.now() as running, a.name as "askedBy", l.asked_at as "askedAt", d.name as "decidedBy", l.decided_at as "decidedAt",
    l.note, l.ended_at as "endedAt", l.absence_id as "absenceId", l.reason, l.revision,
    exists (select from organisations.post o where o.court_id = l.court_id and o.person_id = l.person_id and o.role = 'projectManager'
      and o.from_date <= ${todayOf(ctx)}::date and (o.until_date is null or o.until_date >= ${todayOf(ctx)}::date)) as "ofManager"
  from attendance.leave l join organisations.person p on p.id = l.person_id join organisations.contractor c on c.id = l.contractor_id
    join organisations.person a on a.id = l.asked_by left join organisations.person d on d.id = l.decided_by`
const shown = (ctx: Ctx, { contractorId, ofManager, absenceId: _, reason: __, ...r }: Row) => {
  const may = (act: LeaveAct) => mayTurnLeave(act, { ...r, contractorId, ofManager }, ctx.actor)
  return { ...r, can: { approve: may('approve'), refuse: may('refuse'), withdraw: may('withdraw'), end: may('end') } }
}

export const listLeaves = async (ctx: Ctx, { query }: Input<typeof api.listLeaves>): Promise<Output<typeof api.listLeaves>> => {
  const [after] = readCursor(query.after, 1) ?? [null]
  const { rows } =
    await sql<Row>`select ${columns(ctx)} where l.court_id = ${ctx.actor.courtId} and (${query.state ?? null}::text is null or l.state = ${query.state ?? null})
      and (${query.mine ?? null}::text is null or l.person_id = ${ctx.actor.personId}) and (${query.personId ?? null}::bigint is null or l.person_id = ${query.personId ?? null})
      and (${query.running ?? null}::text is null or (l.state = 'approved' and l.from_at <= bw.now() and l.until_at > bw.now()))
      and (${after}::bigint is null or l.id < ${after}::bigint) order by l.id desc limit ${query.limit + 1}`.execute(ctx.tx)
  const page = pageOf(rows, query.limit, (r) => [r.id])
  return {
    next: page.next,
    items: page.items.map((r) => shown(ctx, r)),
    can: {
      ask: ctx.actor.side === 'contractor' ? yes : no('not-outsourced'),
      enter: ctx.may('attendance.lead') ? yes : no('not-allowed'),
    },
  }
}
const one = async (ctx: Ctx, id: number): Promise<Row> => {
  const { rows } = await sql<Row>`select ${columns(ctx)} where l.court_id = ${ctx.actor.courtId} and l.id = ${id}`.execute(ctx.tx)
  if (!rows[0]) throw new Fail('not-found', 404)
  return rows[0]
}
export const readLeave = async (ctx: Ctx, { params }: Input<typeof api.readLeave>): Promise<Output<typeof api.readLeave>> => {
  const r = await one(ctx, params.id)
  await ctx.audit({ verb: 'leave.read', objectType: 'leave', objectId: r.id })
  // Illness is for those who decide about it; the court needs to know that he is away.
  return { ...shown(ctx, r), reason: ctx.actor.side === 'contractor' ? r.reason : null }
}

/** Person of the actor's contractor, locked: two leaves of one person wait for each other. */
const whose = async (ctx: Ctx, personId: number) => {
  const p = await selectPerson(ctx, [ctx.actor.courtId!], todayOf(ctx), personId, true)
  if (!p) throw new Fail('not-found', 404)
  if (p.contractorId === null) throw new Fail('not-outsourced', 422)
  if (p.leftOn !== null && p.leftOn <= todayOf(ctx)) throw new Fail('person-left', 409)
  return { ...p, contractorId: p.contractorId }
}
const leadersOf = async (ctx: Ctx, personId: number): Promise<number[]> =>
  (
    await sql<{
      id: number
    }>`select distinct o.person_id as id from organisations.post o join organisations.post m on m.court_id = o.court_id and m.engagement_id = o.engagement_id
      where o.court_id = ${ctx.actor.courtId} and m.person_id = ${personId} and o.person_id <> ${personId} and o.role in ('projectManager', 'teamLead')
        and o.from_date <= ${todayOf(ctx)}::date and (o.until_date is null or o.until_date >= ${todayOf(ctx)}::date)`.execute(ctx.tx)
  ).rows.map((r) => r.id)

const enter = async (
  ctx: Ctx,
  personId: number,
  kind: LeaveKind,
  b: Span & { reason: string },
  entered: boolean,
): Promise<{ id: number; halfDays: number }> => {
  const p = await whose(ctx, personId)
  const stand = spanStands(b, todayOf(ctx), ctx.now, entered)
  if (!stand.ok)
    throw new Fail(stand.code, 422, { field: stand.code === 'leave-reversed' || stand.code === 'leave-over' ? 'untilDate' : 'fromDate' })
  const { fromAt, untilAt } = instantsOf(b)
  const twin = await sql`select from attendance.leave where person_id = ${p.id} and state in ('asked', 'approved', 'returned')
    and from_at < ${untilAt.toString()}::timestamptz and until_at > ${fromAt.toString()}::timestamptz limit 1`.execute(ctx.tx)
  if (twin.rows.length) throw new Fail('leave-overlaps', 409, { field: 'fromDate' })
  const shift = await shiftsOf(ctx, [p.id])
  const halfDays = halfDaysOf(b, (d) => shift(p.id, d), workdays(ctx))
  // The absence begins now at the earliest: what he did before he was entered as ill was done with access.
  const begun = Temporal.Instant.compare(fromAt, ctx.now) <= 0
  const absence = entered
    ? await recordAbsence(ctx, { personId: p.id, fromAt: fromAt.toString(), untilAt: untilAt.toString(), source: 'attendance' })
    : null
  const made = await sql<{
    id: number
  }>`insert into attendance.leave (court_id, person_id, contractor_id, kind, from_date, from_half, until_date, until_half, from_at, until_at, half_days, reason, state, asked_by, decided_by,
      decided_at, absence_id, settled)
    values (${ctx.actor.courtId}, ${p.id}, ${p.contractorId}, ${kind}, ${b.fromDate}, ${b.fromHalf}, ${b.untilDate}, ${b.untilHalf}, ${fromAt.toString()}, ${untilAt.toString()}, ${halfDays},
      ${b.reason}, ${entered ? 'approved' : 'asked'}, ${ctx.actor.personId}, ${entered ? ctx.actor.personId : null}, ${entered ? ctx.now.toString() : null}, ${absence},
      ${entered && begun}) returning id`.execute(ctx.tx)
  const id = made.rows[0]!.id
  await ctx.audit({
    verb: entered ? 'leave.enter' : 'leave.ask',
    objectType: 'leave',
    objectId: id,
    after: { ...b, kind },
    data: { personId: p.id, halfDays },
  })
  if (!entered) await notify(ctx, { personIds: await leadersOf(ctx, p.id) }, 'leave-asked', { by: p.name }, `/attendance/leaves/${id}`)
  return { id, halfDays }
}
/** Fail: see api.ts. */
export const askLeave = async (ctx: Ctx, { body }: Pick<Input<typeof api.askLeave>, 'body'>) => {
  if (ctx.actor.side !== 'contractor' || ctx.actor.personId === null) throw new Fail('not-outsourced', 422)
  return enter(ctx, ctx.actor.personId, body.kind, body, false)
}
export const enterLeave = async (ctx: Ctx, { body }: Pick<Input<typeof api.enterLeave>, 'body'>) => {
  if (body.personId === ctx.actor.personId) throw new Fail('not-yourself', 403)
  return enter(ctx, body.personId, body.kind, body, true)
}

const turning = async (ctx: Ctx, id: number, act: LeaveAct, revision: number): Promise<Row> => {
  await sql`select from attendance.leave where court_id = ${ctx.actor.courtId} and id = ${id} for no key update`.execute(ctx.tx)
  const r = await one(ctx, id)
  const may = mayTurnLeave(act, r, ctx.actor)
  if (!may.ok) throw new Fail(may.code, may.code === 'not-allowed' || may.code === 'not-yourself' ? 403 : 409)
  if (r.revision !== revision) throw new Fail('stale-revision', 409)
  return r
}
const told = (ctx: Ctx, r: Row, kind: string): Promise<void> =>
  notify(ctx, { personIds: [r.personId] }, kind, {}, `/attendance/leaves/${r.id}`)

/** From its first instant access is over; what is still in his hands then goes back to the pool (`settleLeaves`, or here when it begins at once). */
export const approveLeave = async (ctx: Ctx, { params, body, revision }: Input<typeof api.approveLeave>): Promise<{ ok: true }> => {
  const r = await turning(ctx, params.id, 'approve', revision)
  const [from, until] = [Temporal.Instant.from(r.fromAt), Temporal.Instant.from(r.untilAt)]
  if (Temporal.Instant.compare(until, ctx.now) <= 0) throw new Fail('leave-over', 409)
  const begun = Temporal.Instant.compare(from, ctx.now) <= 0
  const absence = await recordAbsence(ctx, {
    personId: r.personId,
    fromAt: from.toString(),
    untilAt: until.toString(),
    source: 'attendance',
  })
  await sql`update attendance.leave set state = 'approved', decided_by = ${ctx.actor.personId}, decided_at = bw.now(), note = ${body.note || null}, absence_id = ${absence},
    settled = ${begun}, revision = revision + 1 where court_id = ${ctx.actor.courtId} and id = ${r.id}`.execute(ctx.tx)
  await ctx.audit({ verb: 'leave.approve', objectType: 'leave', objectId: r.id, after: body, data: { personId: r.personId } })
  await told(ctx, r, 'leave-approved')
  return { ok: true }
}
export const refuseLeave = async (ctx: Ctx, { params, body, revision }: Input<typeof api.refuseLeave>): Promise<{ ok: true }> => {
  const r = await turning(ctx, params.id, 'refuse', revision)
  if (!body.note) throw new Fail('reason-required', 422, { field: 'note' })
  await sql`update attendance.leave set state = 'refused', decided_by = ${ctx.actor.personId}, decided_at = bw.now(), note = ${body.note}, revision = revision + 1
    where court_id = ${ctx.actor.courtId} and id = ${r.id}`.execute(ctx.tx)
  await ctx.audit({ verb: 'leave.refuse', objectType: 'leave', objectId: r.id, after: body, data: { personId: r.personId } })
  await told(ctx, r, 'leave-refused')
  return { ok: true }
}
export const withdrawLeave = async (ctx: Ctx, { params, revision }: Input<typeof api.withdrawLeave>): Promise<{ ok: true }> => {
  const r = await turning(ctx, params.id, 'withdraw', revision)
  await sql`update attendance.leave set state = 'withdrawn', revision = revision + 1 where court_id = ${ctx.actor.courtId} and id = ${r.id}`.execute(
    ctx.tx,
  )
  await ctx.audit({ verb: 'leave.withdraw', objectType: 'leave', objectId: r.id })
  return { ok: true }
}
/** Called off before it began, or back early: the gate opens again in this transaction. */
export const endLeave = async (ctx: Ctx, { params, body, revision }: Input<typeof api.endLeave>): Promise<{ ok: true }> => {
  const r = await turning(ctx, params.id, 'end', revision)
  const [from, until] = [Temporal.Instant.from(r.fromAt), Temporal.Instant.from(r.untilAt)]
  if (Temporal.Instant.compare(until, ctx.now) <= 0) throw new Fail('leave-over', 409)
  const begun = Temporal.Instant.compare(from, ctx.now) <= 0
  const at = (begun ? ctx.now : from).toString()
  // Grants that were cut to its beginning are set to what the gate says now by the minute's job: no contractor makes a grant longer.
  await sql`update attendance.leave set state = ${begun ? 'returned' : 'cancelled'}, until_at = ${at}, ended_by = ${ctx.actor.personId}, ended_at = bw.now(), settled = ${begun},
    note = coalesce(${body.note || null}, note), revision = revision + 1 where court_id = ${ctx.actor.courtId} and id = ${r.id}`.execute(
    ctx.tx,
  )
  if (r.absenceId !== null) await endAbsence(ctx, r.absenceId, r.personId)
  await ctx.audit({ verb: 'leave.end', objectType: 'leave', objectId: r.id, after: body, data: { personId: r.personId, early: begun } })
  await told(ctx, r, begun ? 'leave-back' : 'leave-cancelled')
  return { ok: true }
}

/** Leaves whose first instant has come, and those called off: access follows the gate, tasks not handed over go back to their pool. */
export const settleLeaves = async (app: AppServices): Promise<void> => {
  const courts = await app.asSystem(
    null,
    async (ctx) => (await sql<{ id: number }>`select id from organisations.court order by id`.execute(ctx.tx)).rows,
  )
  for (const court of courts)
    await app.asSystem(court.id, async (ctx) => {
      const { rows } = await sql<{
        id: number
        personId: number
        state: string
      }>`update attendance.leave set settled = true, revision = revision + 1
        where court_id = ${court.id} and not settled and (state = 'cancelled' or (state = 'approved' and from_at <= bw.now())) returning id, person_id as "personId", state`.execute(
        ctx.tx,
      )
      for (const l of rows) {
        await settleAbsence(ctx, l.personId, todayOf(ctx))
        await ctx.audit({
          verb: l.state === 'approved' ? 'leave.begin' : 'leave.called-off',
          objectType: 'leave',
          objectId: l.id,
          data: { personId: l.personId },
        })
      }
    })
}
