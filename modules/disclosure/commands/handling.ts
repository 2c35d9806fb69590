import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { endOfDay, startOfDay } from '../../../platform/calendar/zoned.ts'
import type { Ctx } from '../../../platform/http/context.ts'
import { pageOf, readCursor } from '../../../platform/http/cursor.ts'
import type { Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { todayOf } from '../../organisations/public.ts'
import { courtRoles } from '../../organisations/rules/roles.ts'
import { no, yes } from '../../organisations/rules/structure.ts'
import { notify } from '../../worklist/public.ts'
import type * as api from '../api-handling.ts'
import { courtOf } from '../queries.ts'
import { HANDLING_DAYS, HANDLING_TOP, handlingVerbs, mayExport, PERMIT_DAYS, verbsOf } from '../rules.ts'

type Permit = Output<typeof api.listPermits>['items'][number]

/** bw.setting 'disclosure.exports' { freeRoles }: court roles that take lists along without asking; all of the court by default. */
const freeRoles = async (ctx: Ctx): Promise<readonly string[]> => {
  const { rows } = await sql<{
    value: { freeRoles?: unknown }
  }>`select value from bw.setting where key = 'disclosure.exports' and court_id in (0, ${courtOf(ctx)})
    order by court_id desc limit 1`.execute(ctx.tx)
  const set = rows[0]?.value.freeRoles
  return Array.isArray(set) ? set.filter((r): r is string => typeof r === 'string') : courtRoles
}
/** Before every endpoint that declares itself a bulk export (7.3.2.5). Fail: bulk-export-not-permitted. */
export const standExport = async (ctx: Ctx): Promise<void> => {
  if (ctx.actor.personId === null || ctx.actor.courtId === null) return
  const { rows } = await sql<{
    one: number
  }>`select 1 as one from disclosure.export_permit where court_id = ${ctx.actor.courtId} and person_id = ${ctx.actor.personId}
    and ended_at is null and from_at <= bw.now() and until_at > bw.now() limit 1`.execute(ctx.tx)
  const may = mayExport(ctx.actor, await freeRoles(ctx), rows.length > 0)
  if (!may.ok) throw new Fail(may.code, 403)
}

export const listPermits = async (ctx: Ctx, { query }: Input<typeof api.listPermits>): Promise<Output<typeof api.listPermits>> => {
  const after = readCursor(query.after, 2)
  const { rows } = await sql<
    Omit<Permit, 'can'>
  >`select x.id, x.person_id as "personId", p.name as person, k.name as contractor, x.reason, x.from_at as "fromAt", x.until_at as "untilAt",
      g.name as "givenBy", x.ended_at as "endedAt", x.revision, case when x.ended_at is null and x.until_at > bw.now() then 'running' else 'over' end as state
    from disclosure.export_permit x join organisations.person p on p.id = x.person_id join organisations.person g on g.id = x.given_by left join organisations.contractor k on k.id = p.contractor_id
    where x.court_id = ${courtOf(ctx)}
      ${query.state === 'running' ? sql`and x.ended_at is null and x.until_at > bw.now()` : query.state === 'over' ? sql`and (x.ended_at is not null or x.until_at <= bw.now())` : sql``}
      ${after ? sql`and (x.from_at, x.id) < (${after[0]}::timestamptz, ${after[1]}::bigint)` : sql``}
    order by x.from_at desc, x.id desc limit ${query.limit + 1}`.execute(ctx.tx)
  const page = pageOf(rows, query.limit, (r) => [r.fromAt, r.id])
  await ctx.audit({ verb: 'export-permit.list', objectType: 'export-permits', objectId: '-', data: { rows: page.items.length } })
  const end = (r: { state: string }) =>
    !ctx.may('disclosure.permit') ? no('not-allowed') : r.state === 'running' ? yes : no('permit-over')
  return { items: page.items.map((r) => ({ ...r, can: { end: end(r) } })), next: page.next }
}
/** With a reason and an end; to nobody himself, and one at a time. */
export const givePermit = async (ctx: Ctx, { body }: Input<typeof api.givePermit>): Promise<Output<typeof api.givePermit>> => {
  const courtId = courtOf(ctx)
  const today = todayOf(ctx)
  if (body.personId === ctx.actor.personId) throw new Fail('second-person-needed', 422, { field: 'personId' })
  if (body.untilOn < today) throw new Fail('until-in-past', 422, { field: 'untilOn' })
  if (body.untilOn >= Temporal.PlainDate.from(today).add({ days: PERMIT_DAYS }).toString())
    throw new Fail('permit-too-long', 422, { field: 'untilOn', days: PERMIT_DAYS })
  await sql`select pg_advisory_xact_lock(hashtext('disclosure.export_permit'), ${courtId})`.execute(ctx.tx)
  const { rows: people } =
    await sql`select 1 from organisations.post where court_id = ${courtId} and person_id = ${body.personId} and from_date <= ${today}::date
    and (until_date is null or until_date >= ${today}::date) limit 1`.execute(ctx.tx)
  if (!people.length) throw new Fail('unknown-person', 422, { field: 'personId' })
  const { rows: running } =
    await sql`select 1 from disclosure.export_permit where court_id = ${courtId} and person_id = ${body.personId} and ended_at is null
    and until_at > bw.now() limit 1`.execute(ctx.tx)
  if (running.length) throw new Fail('already-permitted', 409)
  const until = endOfDay(Temporal.PlainDate.from(body.untilOn)).toString()
  const { rows } = await sql<{ id: number }>`insert into disclosure.export_permit (court_id, person_id, reason, until_at, given_by)
    values (${courtId}, ${body.personId}, ${body.reason}, ${until}, ${ctx.actor.personId}) returning id`.execute(ctx.tx)
  const id = rows[0]!.id
  await ctx.audit({ verb: 'export-permit.give', objectType: 'export-permit', objectId: id, after: body, data: { untilOn: body.untilOn } })
  await notify(ctx, { personIds: [body.personId] }, 'export-permitted', { until: body.untilOn }, null)
  await notify(ctx, { role: 'commissioner' }, 'export-permit-given', {}, '/export-permits')
  return { id }
}
export const endPermit = async (ctx: Ctx, { params, revision }: Input<typeof api.endPermit>): Promise<Output<typeof api.endPermit>> => {
  const { rows } = await sql<{
    revision: number
    running: boolean
  }>`select revision, ended_at is null and until_at > bw.now() as running from disclosure.export_permit
    where court_id = ${courtOf(ctx)} and id = ${params.id}`.execute(ctx.tx)
  if (!rows[0]) throw new Fail('not-found', 404)
  if (!rows[0].running) throw new Fail('permit-over', 409)
  const done = await sql`update disclosure.export_permit set ended_at = bw.now(), ended_by = ${ctx.actor.personId}, revision = revision + 1
    where court_id = ${courtOf(ctx)} and id = ${params.id} and revision = ${revision} and ended_at is null`.execute(ctx.tx)
  if (!done.numAffectedRows) throw new Fail('stale-revision', 409)
  await ctx.audit({ verb: 'export-permit.end', objectType: 'export-permit', objectId: params.id })
  return { id: params.id, revision: revision + 1 }
}

interface Counted {
  personId: number | null
  person: string | null
  contractor: string | null
  verb: keyof typeof handlingVerbs
  caseId: number | null
  caseNumber: string | null
  times: number
  pieces: number
  lastAt: string
}
/** Who handled what how often, the most first: pages count by the case's dossier, everything else by its kind and case. */
export const readHandling = async (ctx: Ctx, { query }: Input<typeof api.readHandling>): Promise<Output<typeof api.readHandling>> => {
  const until = Temporal.PlainDate.from(query.atUntil ?? todayOf(ctx))
  const from = query.atFrom ? Temporal.PlainDate.from(query.atFrom) : until.subtract({ days: 6 })
  if (from.until(until, { largestUnit: 'days' }).days >= HANDLING_DAYS) throw new Fail('period-too-long', 422, { days: HANDLING_DAYS })
  // The literal list lets the partial index serve; the second names what is asked for.
  const all = sql.join(verbsOf(undefined).map((v) => sql.lit(v)))
  const { rows } = await sql<Counted>`with counted as (
      select e.person_id, e.verb, e.case_id, count(*)::int as times, count(distinct e.object_id)::int as pieces, max(e.at) as last_at from audit.event e
      where e.court_id = ${courtOf(ctx)} and e.at >= ${startOfDay(from).toString()}::timestamptz and e.at < ${startOfDay(until.add({ days: 1 })).toString()}::timestamptz
        and e.verb in (${all}) and e.verb = any (${verbsOf(query.how)}::text[]) ${query.personId ? sql`and e.person_id = ${query.personId}` : sql``}
      group by 1, 2, 3 order by times desc, last_at desc limit ${Math.min(query.limit, HANDLING_TOP)})
    select n.person_id as "personId", p.name as person, k.name as contractor, n.verb, n.case_id as "caseId", c.number as "caseNumber",
      n.times, n.pieces, n.last_at as "lastAt"
    from counted n left join organisations.person p on p.id = n.person_id left join organisations.contractor k on k.id = p.contractor_id
      left join cases.case_record c on c.court_id = ${courtOf(ctx)} and c.id = n.case_id order by n.times desc, n.last_at desc`.execute(
    ctx.tx,
  )
  await ctx.audit({
    verb: 'handling.read',
    objectType: 'handling',
    objectId: '-',
    data: { from: from.toString(), until: until.toString(), rows: rows.length },
  })
  return {
    items: rows.map(({ verb, ...r }) => ({
      ...r,
      key: `${r.personId} ${verb} ${r.caseId}`,
      how: handlingVerbs[verb][0],
      what: handlingVerbs[verb][1],
    })),
    next: null,
    from: from.toString(),
    until: until.toString(),
  }
}
