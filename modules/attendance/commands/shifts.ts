import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import type { Ctx } from '../../../platform/http/context.ts'
import { pageOf, readCursor } from '../../../platform/http/cursor.ts'
import type { Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { todayOf } from '../../organisations/public.ts'
import { no, yes } from '../../organisations/rules/structure.ts'
import type * as api from '../api.ts'
import { type Shift, shiftOn } from '../rules.ts'

export const workdays =
  (ctx: Ctx) =>
  (date: string): boolean =>
    ctx.calendar.isWorkday(Temporal.PlainDate.from(date))

/** Which shift each of these people works on a day. */
export const shiftsOf = async (
  ctx: Ctx,
  people: readonly number[],
): Promise<(personId: number, date: string) => Shift & { name?: string }> => {
  const { rows } = await sql<
    Shift & { personId: number; fromDate: string; name: string }
  >`select g.person_id as "personId", g.from_date as "fromDate", s.name, s.am, s.pm, s.days
    from attendance.person_shift g join attendance.shift s on s.court_id = g.court_id and s.id = g.shift_id
    where g.court_id = ${ctx.actor.courtId} and g.person_id = any (${people as number[]})`.execute(ctx.tx)
  const by = Map.groupBy(rows, (r) => r.personId)
  return (personId, date) => shiftOn(by.get(personId) ?? [], date)
}

export const listShifts = async (ctx: Ctx, { query }: Input<typeof api.listShifts>): Promise<Output<typeof api.listShifts>> => {
  const [after] = readCursor(query.after, 1) ?? [null]
  const { rows } = await sql<
    Output<typeof api.listShifts>['items'][number]
  >`select s.id, s.name, s.engagement_id as "engagementId", e.title as engagement, s.am, s.pm, s.days,
      (select count(*)::int from attendance.person_shift g where g.court_id = s.court_id and g.shift_id = s.id and g.from_date <= ${todayOf(ctx)}::date
        and not exists (select from attendance.person_shift n where n.court_id = g.court_id and n.person_id = g.person_id and n.from_date > g.from_date and n.from_date <= ${todayOf(ctx)}::date)) as people
    from attendance.shift s join organisations.engagement e on e.court_id = s.court_id and e.id = s.engagement_id
    where s.court_id = ${ctx.actor.courtId} and (${query.engagementId ?? null}::int is null or s.engagement_id = ${query.engagementId ?? null})
      and (${after}::bigint is null or s.id > ${after}::bigint) order by s.id limit ${query.limit + 1}`.execute(ctx.tx)
  return { ...pageOf(rows, query.limit, (r) => [r.id]), can: { make: ctx.may('attendance.lead') ? yes : no('not-allowed') } }
}
export const makeShift = async (ctx: Ctx, { body }: Pick<Input<typeof api.makeShift>, 'body'>): Promise<{ id: number }> => {
  if (!body.am && !body.pm) throw new Fail('shift-empty', 422, { field: 'am' })
  const e =
    await sql`select from organisations.engagement where court_id = ${ctx.actor.courtId} and id = ${body.engagementId} and contractor_id = ${ctx.actor.contractorId} and state <> 'ended'`.execute(
      ctx.tx,
    )
  if (!e.rows.length) throw new Fail('engagement-unknown', 422, { field: 'engagementId' })
  const made = await sql<{ id: number }>`insert into attendance.shift (court_id, engagement_id, contractor_id, name, am, pm, days)
    values (${ctx.actor.courtId}, ${body.engagementId}, ${ctx.actor.contractorId}, ${body.name}, ${body.am}, ${body.pm}, ${body.days})
    on conflict (court_id, engagement_id, name) do nothing returning id`.execute(ctx.tx)
  if (!made.rows[0]) throw new Fail('shift-taken', 409, { field: 'name' })
  await ctx.audit({ verb: 'attendance.shift.make', objectType: 'shift', objectId: made.rows[0].id, after: body })
  return { id: made.rows[0].id }
}
/** From a day on, today at the earliest: days that were worked keep their shift. */
export const giveShift = async (ctx: Ctx, { params, body }: Input<typeof api.giveShift>): Promise<{ ok: true }> => {
  if (body.fromDate < todayOf(ctx)) throw new Fail('shift-in-past', 422, { field: 'fromDate' })
  const s = await sql<{
    engagementId: number
    contractorId: number
  }>`select engagement_id as "engagementId", contractor_id as "contractorId" from attendance.shift
    where court_id = ${ctx.actor.courtId} and id = ${params.id}`.execute(ctx.tx)
  const shift = s.rows[0]
  if (!shift) throw new Fail('not-found', 404)
  const there =
    await sql`select from organisations.post o join organisations.person p on p.id = o.person_id where o.court_id = ${ctx.actor.courtId} and o.person_id = ${body.personId}
    and o.engagement_id = ${shift.engagementId} and p.contractor_id = ${ctx.actor.contractorId} and (o.until_date is null or o.until_date >= ${body.fromDate}::date) limit 1`.execute(
      ctx.tx,
    )
  if (!there.rows.length) throw new Fail('person-not-in-engagement', 422, { field: 'personId' })
  await sql`insert into attendance.person_shift (court_id, person_id, from_date, shift_id, contractor_id, made_by)
    values (${ctx.actor.courtId}, ${body.personId}, ${body.fromDate}, ${params.id}, ${shift.contractorId}, ${ctx.actor.personId})
    on conflict (court_id, person_id, from_date) do update set shift_id = excluded.shift_id, made_by = excluded.made_by, revision = attendance.person_shift.revision + 1`.execute(
    ctx.tx,
  )
  await ctx.audit({
    verb: 'attendance.shift.give',
    objectType: 'shift',
    objectId: params.id,
    data: { personId: body.personId, fromDate: body.fromDate },
  })
  return { ok: true }
}
