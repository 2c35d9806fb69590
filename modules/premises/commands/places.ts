import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import { pageOf, readCursor } from '../../../platform/http/cursor.ts'
import type { Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { todayOf } from '../../organisations/public.ts'
import { type Decision, no, yes } from '../../organisations/rules/structure.ts'
import type * as api from '../api.ts'

export const courtOf = (ctx: Ctx): number => {
  if (ctx.actor.courtId === null) throw new Fail('not-allowed', 403)
  return ctx.actor.courtId
}
const keeps = (ctx: Ctx, d: Decision = yes): Decision => (ctx.may('premises.keep') ? d : no('not-allowed'))

type Zone = Omit<Output<typeof api.listZones>['items'][number], 'can'>
export const listZones = async (
  ctx: Ctx,
  { query: q }: Pick<Input<typeof api.listZones>, 'query'>,
): Promise<Output<typeof api.listZones>> => {
  const at = readCursor(q.after, 1)
  const { rows } =
    await sql<Zone>`select z.id, z.place_id as "placeId", p.name as place, z.name, z.purpose, z.closed_on as "closedOn", z.revision,
      (select count(*)::int from premises.equipment e where e.court_id = z.court_id and e.zone_id = z.id and e.state <> 'retired') as equipment,
      coalesce((select json_agg(json_build_object('id', g.id, 'title', g.title) order by g.id) from premises.zone_use u join organisations.engagement g on g.court_id = u.court_id and g.id = u.engagement_id
        where u.court_id = z.court_id and u.zone_id = z.id and not u.ended), '[]') as engagements
    from premises.zone z join premises.place p on p.court_id = z.court_id and p.id = z.place_id
    where z.court_id = ${courtOf(ctx)} ${q.placeId ? sql`and z.place_id = ${q.placeId}` : sql``} ${q.state ? (q.state === 'open' ? sql`and z.closed_on is null` : sql`and z.closed_on is not null`) : sql``}
      ${at ? sql`and z.id < ${at[0]}::bigint` : sql``} order by z.id desc limit ${q.limit + 1}`.execute(ctx.tx)
  const page = pageOf(rows, q.limit, (z) => [z.id])
  const live = (z: Zone): Decision => (z.closedOn ? no('premises-closed') : yes)
  return {
    items: page.items.map((z) => ({
      ...z,
      can: { keep: keeps(ctx, live(z)), close: keeps(ctx, z.equipment ? no('zone-in-use') : live(z)) },
    })),
    next: page.next,
  }
}
type Place = Omit<Output<typeof api.listPlaces>['items'][number], 'can'>
export const listPlaces = async (
  ctx: Ctx,
  { query: q }: Pick<Input<typeof api.listPlaces>, 'query'>,
): Promise<Output<typeof api.listPlaces>> => {
  const at = readCursor(q.after, 1)
  const { rows } = await sql<Place>`select p.id, p.name, p.address, p.closed_on as "closedOn", p.revision,
      (select count(*)::int from premises.zone z where z.court_id = p.court_id and z.place_id = p.id and z.closed_on is null) as zones
    from premises.place p where p.court_id = ${courtOf(ctx)} ${at ? sql`and p.id < ${at[0]}::bigint` : sql``} order by p.id desc limit ${q.limit + 1}`.execute(
    ctx.tx,
  )
  const page = pageOf(rows, q.limit, (p) => [p.id])
  return {
    items: page.items.map((p) => ({
      ...p,
      can: { close: keeps(ctx, p.closedOn ? no('premises-closed') : p.zones ? no('premises-in-use') : yes) },
    })),
    next: page.next,
  }
}
export const makePlace = async (
  ctx: Ctx,
  { body: b }: Pick<Input<typeof api.makePlace>, 'body'>,
): Promise<Output<typeof api.makePlace>> => {
  const { rows } = await sql<{
    id: number
  }>`insert into premises.place (court_id, name, address, made_by) values (${courtOf(ctx)}, ${b.name}, ${b.address}, ${ctx.actor.personId})
    on conflict (court_id, name) where closed_on is null do nothing returning id`.execute(ctx.tx)
  if (!rows[0]) throw new Fail('premises-known', 409, { field: 'name' })
  await ctx.audit({ verb: 'premises.make', objectType: 'premises', objectId: rows[0].id, after: b })
  return rows[0]
}
export const closePlace = async (
  ctx: Ctx,
  { params, revision }: Pick<Input<typeof api.closePlace>, 'params' | 'revision'>,
): Promise<Output<typeof api.closePlace>> => {
  const courtId = courtOf(ctx)
  // Nobody opens a zone in it meanwhile.
  const { rows } = await sql<{ closed: boolean; revision: number; zones: number }>`select p.closed_on is not null as closed, p.revision,
    (select count(*)::int from premises.zone z where z.court_id = p.court_id and z.place_id = p.id and z.closed_on is null) as zones
    from premises.place p where p.court_id = ${courtId} and p.id = ${params.id} for update`.execute(ctx.tx)
  const p = rows[0]
  if (!p) throw new Fail('not-found', 404)
  if (p.revision !== revision) throw new Fail('stale-revision', 409)
  if (p.closed) throw new Fail('premises-closed', 409)
  if (p.zones) throw new Fail('premises-in-use', 409)
  await sql`update premises.place set closed_on = ${todayOf(ctx)}::date, revision = revision + 1 where court_id = ${courtId} and id = ${params.id}`.execute(
    ctx.tx,
  )
  await ctx.audit({ verb: 'premises.close', objectType: 'premises', objectId: params.id })
  return { id: params.id, revision: revision + 1 }
}
const setUse = async (ctx: Ctx, zoneId: number, ids: readonly number[]): Promise<void> => {
  const courtId = courtOf(ctx)
  const known = await sql<{
    n: number
  }>`select count(*)::int as n from organisations.engagement where court_id = ${courtId} and id = any (${[...new Set(ids)]}::int[]) and state <> 'ended'`.execute(
    ctx.tx,
  )
  if (known.rows[0]!.n !== new Set(ids).size) throw new Fail('unknown-subject', 422, { field: 'engagementIds' })
  await sql`update premises.zone_use set ended = not (engagement_id = any (${ids as number[]}::int[])) where court_id = ${courtId} and zone_id = ${zoneId}`.execute(
    ctx.tx,
  )
  await sql`insert into premises.zone_use (court_id, zone_id, engagement_id) select ${courtId}, ${zoneId}, u from unnest(${[...new Set(ids)]}::int[]) u on conflict do nothing`.execute(
    ctx.tx,
  )
}
export const makeZone = async (ctx: Ctx, { body: b }: Pick<Input<typeof api.makeZone>, 'body'>): Promise<Output<typeof api.makeZone>> => {
  const courtId = courtOf(ctx)
  const place = await sql<{
    closed: boolean
  }>`select closed_on is not null as closed from premises.place where court_id = ${courtId} and id = ${b.placeId} for update`.execute(
    ctx.tx,
  )
  if (!place.rows[0]) throw new Fail('unknown-subject', 422, { field: 'placeId' })
  if (place.rows[0].closed) throw new Fail('premises-closed', 409)
  const { rows } = await sql<{
    id: number
  }>`insert into premises.zone (court_id, place_id, name, purpose) values (${courtId}, ${b.placeId}, ${b.name}, ${b.purpose})
    on conflict (court_id, place_id, name) where closed_on is null do nothing returning id`.execute(ctx.tx)
  if (!rows[0]) throw new Fail('zone-known', 409, { field: 'name' })
  await setUse(ctx, rows[0].id, b.engagementIds ?? [])
  await ctx.audit({ verb: 'zone.make', objectType: 'zone', objectId: rows[0].id, after: b })
  return rows[0]
}
const turnZone = async (ctx: Ctx, id: number, revision: number): Promise<number> => {
  const { rows } = await sql<{ closed: boolean; revision: number; equipment: number }>`select z.closed_on is not null as closed, z.revision,
    (select count(*)::int from premises.equipment e where e.court_id = z.court_id and e.zone_id = z.id and e.state <> 'retired') as equipment
    from premises.zone z where z.court_id = ${courtOf(ctx)} and z.id = ${id} for update`.execute(ctx.tx)
  const z = rows[0]
  if (!z) throw new Fail('not-found', 404)
  if (z.revision !== revision) throw new Fail('stale-revision', 409)
  if (z.closed) throw new Fail('premises-closed', 409)
  return z.equipment
}
export const useZone = async (
  ctx: Ctx,
  { params, body, revision }: Pick<Input<typeof api.useZone>, 'params' | 'body' | 'revision'>,
): Promise<Output<typeof api.useZone>> => {
  await turnZone(ctx, params.id, revision)
  await setUse(ctx, params.id, body.engagementIds)
  await sql`update premises.zone set revision = revision + 1 where court_id = ${courtOf(ctx)} and id = ${params.id}`.execute(ctx.tx)
  await ctx.audit({ verb: 'zone.use', objectType: 'zone', objectId: params.id, after: body })
  return { id: params.id, revision: revision + 1 }
}
export const closeZone = async (
  ctx: Ctx,
  { params, revision }: Pick<Input<typeof api.closeZone>, 'params' | 'revision'>,
): Promise<Output<typeof api.closeZone>> => {
  if (await turnZone(ctx, params.id, revision)) throw new Fail('zone-in-use', 409)
  await sql`update premises.zone set closed_on = ${todayOf(ctx)}::date, revision = revision + 1 where court_id = ${courtOf(ctx)} and id = ${params.id}`.execute(
    ctx.tx,
  )
  await ctx.audit({ verb: 'zone.close', objectType: 'zone', objectId: params.id })
  return { id: params.id, revision: revision + 1 }
}
