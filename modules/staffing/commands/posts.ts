import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import { pageOf, readCursor } from '../../../platform/http/cursor.ts'
import type { Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { todayOf } from '../../organisations/public.ts'
import { no, postServicesStand } from '../../organisations/rules/structure.ts'
import type * as api from '../api.ts'
import { type Cause, fillPosts, managerChanges, mayKeepPosts, type StaffedRole } from '../rules.ts'
import { placesOf, reckon, refillBy, rosterOf } from './reckon.ts'

interface PostRow {
  id: number
  name: string
  engagementId: number
  engagement: string
  contractor: string
  role: StaffedRole
  services: string[]
  skills: string
  minimum: number
  vacantSince: string | null
  missing: number
  cause: Cause | null
  ended: boolean
  revision: number
}
const columns = sql`p.id, p.name, p.engagement_id as "engagementId", e.title as engagement, c.name as contractor, p.role, p.services, p.skills, p.minimum,
    v.opened_at as "vacantSince", coalesce(v.missing, 0) as missing, v.cause, p.ended_at is not null as ended, p.revision
  from staffing.post p join organisations.engagement e on e.court_id = p.court_id and e.id = p.engagement_id join organisations.contractor c on c.id = p.contractor_id
    left join staffing.vacancy v on v.court_id = p.court_id and v.post_id = p.id and v.closed_at is null`

export const listPosts = async (ctx: Ctx, { query }: Input<typeof api.listPosts>): Promise<Output<typeof api.listPosts>> => {
  const [after] = readCursor(query.after, 1) ?? [null]
  const { rows } =
    await sql<PostRow>`select ${columns} where p.court_id = ${ctx.actor.courtId} and (p.ended_at is not null) = ${query.ended === 'yes'}
      and (${query.engagementId ?? null}::int is null or p.engagement_id = ${query.engagementId ?? null}) and (${query.short ?? null}::text is null or v.id is not null)
      and (${after}::bigint is null or p.id > ${after}::bigint) order by p.id limit ${query.limit + 1}`.execute(ctx.tx)
  const page = pageOf(rows, query.limit, (r) => [r.id])
  const engagements = [...new Set(page.items.filter((p) => !p.ended).map((p) => p.engagementId))]
  const roster = engagements.length ? await rosterOf(ctx, engagements) : []
  const places = engagements.length ? await placesOf(ctx, engagements) : []
  const filled = new Map(
    engagements.flatMap((id) => [
      ...fillPosts(
        places.filter((p) => p.engagementId === id),
        roster.filter((r) => r.engagementId === id && r.absent === null),
      ),
    ]),
  )
  const may = mayKeepPosts(ctx.actor)
  return {
    next: page.next,
    items: page.items.map((p) => {
      const here = filled.get(p.id) ?? []
      const fits = roster.filter(
        (r) =>
          r.engagementId === p.engagementId && r.role === p.role && p.services.every((s) => r.services === null || r.services.includes(s)),
      )
      const people = fits.filter(
        (r, i) => fits.findIndex((x) => x.personId === r.personId) === i && (r.absent !== null || here.includes(r.personId)),
      )
      return {
        ...p,
        filled: here.length,
        people: people.map((r) => ({ id: r.personId, name: r.name, absent: r.absent })),
        dueAt: p.vacantSince ? refillBy(ctx, p.vacantSince) : null,
        can: { change: p.ended ? no('staffing-post-ended') : may },
      }
    }),
    can: { make: may },
  }
}

export const listEngagementStaff = async (
  ctx: Ctx,
  { query }: Input<typeof api.listEngagementStaff>,
): Promise<Output<typeof api.listEngagementStaff>> => {
  const [after] = readCursor(query.after, 1) ?? [null]
  const own = ctx.actor.side === 'contractor' ? ctx.actor.contractorId : null
  const { rows } = await sql<{
    id: number
    title: string
    contractor: string
    minStaff: number
    since: string | null
    missing: number
    cause: Cause | null
    held: { personId: number; name: string; fromDate: string; untilDate: string | null }[]
  }>`select e.id, e.title, c.name as contractor, e.min_staff as "minStaff", v.opened_at as since, coalesce(v.missing, 0) as missing, v.cause,
      coalesce((select json_agg(json_build_object('personId', o.person_id, 'name', q.name, 'fromDate', o.from_date, 'untilDate', o.until_date) order by o.from_date, o.id)
        from organisations.post o join organisations.person q on q.id = o.person_id
        where o.court_id = e.court_id and o.engagement_id = e.id and o.role = 'projectManager'), '[]') as held
    from organisations.engagement e join organisations.contractor c on c.id = e.contractor_id
      left join staffing.vacancy v on v.court_id = e.court_id and v.engagement_id = e.id and v.post_id is null and v.closed_at is null
    where e.court_id = ${ctx.actor.courtId} and e.state <> 'ended' and (${own}::int is null or e.contractor_id = ${own})
      and (${after}::int is null or e.id > ${after}::int) order by e.id limit ${query.limit + 1}`.execute(ctx.tx)
  const page = pageOf(rows, query.limit, (r) => [r.id])
  const today = todayOf(ctx)
  const roster = page.items.length
    ? await rosterOf(
        ctx,
        page.items.map((e) => e.id),
      )
    : []
  return {
    next: page.next,
    items: page.items.map(({ held, ...e }) => {
      const all = roster.filter((r) => r.engagementId === e.id)
      return {
        ...e,
        onRoster: new Set(all.map((r) => r.personId)).size,
        present: new Set(all.filter((r) => r.absent === null).map((r) => r.personId)).size,
        dueAt: e.since ? refillBy(ctx, e.since) : null,
        manager: held.findLast((h) => h.fromDate <= today && (h.untilDate === null || h.untilDate >= today))?.name ?? null,
        changes: Object.entries(managerChanges(held, today))
          .sort(([a], [b]) => (a < b ? 1 : -1))
          .map(([year, n]) => ({ year, n })),
      }
    }),
  }
}

export const listVacancies = async (ctx: Ctx, { query }: Input<typeof api.listVacancies>): Promise<Output<typeof api.listVacancies>> => {
  const [after] = readCursor(query.after, 1) ?? [null]
  const { rows } = await sql<
    Omit<Output<typeof api.listVacancies>['items'][number], 'dueAt'>
  >`select v.id, p.name as post, e.title as engagement, c.name as contractor,
      v.cause, v.missing, v.worst, v.opened_at as "openedAt", v.closed_at as "closedAt"
    from staffing.vacancy v join organisations.engagement e on e.court_id = v.court_id and e.id = v.engagement_id join organisations.contractor c on c.id = v.contractor_id
      left join staffing.post p on p.court_id = v.court_id and p.id = v.post_id
    where v.court_id = ${ctx.actor.courtId} and (${query.engagementId ?? null}::int is null or v.engagement_id = ${query.engagementId ?? null})
      and (${query.open ?? null}::text is null or (v.closed_at is null) = ${query.open === 'yes'}) and (${after}::bigint is null or v.id < ${after}::bigint)
    order by v.id desc limit ${query.limit + 1}`.execute(ctx.tx)
  const page = pageOf(rows, query.limit, (r) => [r.id])
  return { next: page.next, items: page.items.map((v) => ({ ...v, dueAt: refillBy(ctx, v.openedAt) })) }
}

interface Engagement {
  contractorId: number
  services: string[]
  state: string
}
/** Locked against its end. Fail: engagement-unknown, engagement-ended. */
export const liveEngagement = async (ctx: Ctx, id: number): Promise<Engagement> => {
  const { rows } = await sql<Engagement>`select contractor_id as "contractorId", services, state from organisations.engagement
    where court_id = ${ctx.actor.courtId} and id = ${id} for share`.execute(ctx.tx)
  const e = rows[0]
  if (!e) throw new Fail('engagement-unknown', 422, { field: 'engagementId' })
  if (e.state === 'ended') throw new Fail('engagement-ended', 409)
  return e
}
const stand = async (
  ctx: Ctx,
  engagementId: number,
  own: number | null,
  b: { name: string; role: string; services: string[] },
  covered: string[],
): Promise<void> => {
  const fits = b.services.length ? postServicesStand(b.role, b.services, covered) : null
  if (fits && !fits.ok) throw new Fail(fits.code, 422, { field: 'services' })
  const twin =
    await sql`select from staffing.post where court_id = ${ctx.actor.courtId} and engagement_id = ${engagementId} and name = ${b.name} and ended_at is null
    and id is distinct from ${own}`.execute(ctx.tx)
  if (twin.rows.length) throw new Fail('post-name-taken', 409, { field: 'name' })
}
export const makePost = async (ctx: Ctx, { body }: Pick<Input<typeof api.makePost>, 'body'>): Promise<{ id: number }> => {
  const e = await liveEngagement(ctx, body.engagementId)
  await stand(ctx, body.engagementId, null, body, e.services)
  const made = await sql<{
    id: number
  }>`insert into staffing.post (court_id, engagement_id, contractor_id, name, role, services, skills, minimum)
    values (${ctx.actor.courtId}, ${body.engagementId}, ${e.contractorId}, ${body.name}, ${body.role}, ${body.services}, ${body.skills}, ${body.minimum})
    on conflict (court_id, engagement_id, name) where ended_at is null do nothing returning id`.execute(ctx.tx)
  const row = made.rows[0]
  if (!row) throw new Fail('post-name-taken', 409, { field: 'name' })
  await ctx.audit({ verb: 'staffing.post.make', objectType: 'staffing-post', objectId: row.id, after: body })
  await reckon(ctx, body.engagementId, 'minimum')
  return { id: row.id }
}
const toTurn = async (ctx: Ctx, id: number): Promise<PostRow> => {
  // Two hands wait for each other; an ended one is hidden from locks, and still found below.
  await sql`select from staffing.post where court_id = ${ctx.actor.courtId} and id = ${id} for no key update`.execute(ctx.tx)
  const { rows } = await sql<PostRow>`select ${columns} where p.court_id = ${ctx.actor.courtId} and p.id = ${id}`.execute(ctx.tx)
  if (!rows[0]) throw new Fail('not-found', 404)
  if (rows[0].ended) throw new Fail('staffing-post-ended', 409)
  return rows[0]
}
export const changePost = async (ctx: Ctx, { params, body, revision }: Input<typeof api.changePost>): Promise<{ ok: true }> => {
  const before = await toTurn(ctx, params.id)
  if (before.revision !== revision) throw new Fail('stale-revision', 409)
  await stand(ctx, before.engagementId, before.id, body, (await liveEngagement(ctx, before.engagementId)).services)
  await sql`update staffing.post set name = ${body.name}, role = ${body.role}, services = ${body.services}, skills = ${body.skills}, minimum = ${body.minimum},
    revision = revision + 1 where court_id = ${ctx.actor.courtId} and id = ${before.id}`.execute(ctx.tx)
  await ctx.audit({ verb: 'staffing.post.change', objectType: 'staffing-post', objectId: before.id, before, after: body })
  await reckon(ctx, before.engagementId, 'minimum')
  return { ok: true }
}
export const endStaffingPost = async (ctx: Ctx, { params, body, revision }: Input<typeof api.endStaffingPost>): Promise<{ ok: true }> => {
  const before = await toTurn(ctx, params.id)
  if (before.revision !== revision) throw new Fail('stale-revision', 409)
  await sql`update staffing.post set ended_at = bw.now(), ended_by = ${ctx.actor.personId}, revision = revision + 1 where court_id = ${ctx.actor.courtId} and id = ${before.id}`.execute(
    ctx.tx,
  )
  await ctx.audit({ verb: 'staffing.post.end', objectType: 'staffing-post', objectId: before.id, before, after: body })
  await reckon(ctx, before.engagementId, 'minimum')
  return { ok: true }
}
