import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'
import { pageOf, readCursor } from '../../platform/http/cursor.ts'
import type { Input, Output } from '../../platform/http/endpoint.ts'
import { Fail } from '../../platform/http/problems.ts'
import { no, yes } from '../organisations/rules/structure.ts'
import type * as api from './api-places.ts'
import { CLOSING, type PlaceKind, placeFits } from './rules.ts'

const courtOf = (ctx: Ctx): number => {
  if (ctx.actor.courtId === null) throw new Fail('not-allowed', 403)
  return ctx.actor.courtId
}
interface PlaceRow {
  id: number
  name: string
  kind: PlaceKind
  closed: boolean
  volumes: number
  countedAt: string | null
  openCount: number | null
  revision: number
}
// How many volumes: of those the reader sees.
const rowOf = sql`select p.id, p.name, p.kind, p.closed_at is not null as closed, (select count(*)::int from custody.volume v where v.court_id = p.court_id and v.place_id = p.id and v.state <> 'lost') as volumes,
    (select max(i.closed_at) from custody.inventory i where i.court_id = p.court_id and i.place_id = p.id) as "countedAt",
    (select i.id from custody.inventory i where i.court_id = p.court_id and i.place_id = p.id and i.state = 'open') as "openCount", p.revision from custody.place p`
export const placeOf = async (ctx: Ctx, id: number, revision?: number): Promise<PlaceRow> => {
  const p = (await sql<PlaceRow>`${rowOf} where p.court_id = ${courtOf(ctx)} and p.id = ${id}`.execute(ctx.tx)).rows[0]
  if (!p) throw new Fail('not-found', 404)
  if (revision !== undefined && p.revision !== revision) throw new Fail('stale-revision', 409)
  return p
}
/** The place a volume is put into. Fail: place-unknown, place-closed, secondary-in-court. */
export const placeFor = async (ctx: Ctx, id: number, volume: 'main' | 'secondary'): Promise<{ id: number; name: string }> => {
  const { rows } = await sql<{
    name: string
    kind: PlaceKind
    closed: boolean
  }>`select name, kind, closed_at is not null as closed from custody.place where court_id = ${courtOf(ctx)} and id = ${id}`.execute(ctx.tx)
  const p = rows[0]
  if (!p) throw new Fail('place-unknown', 422, { field: 'placeId' })
  const fits = placeFits(p, volume)
  if (!fits.ok) throw new Fail(fits.code, 422, { field: 'placeId' })
  return { id, name: p.name }
}
export const listPlaces = async (ctx: Ctx, { query: q }: Input<typeof api.listPlaces>): Promise<Output<typeof api.listPlaces>> => {
  const where: RawBuilder<unknown>[] = [sql`p.court_id = ${courtOf(ctx)}`]
  if (q.kind) where.push(sql`p.kind = ${q.kind}`)
  if (q.state) where.push(q.state === 'open' ? sql`p.closed_at is null` : sql`p.closed_at is not null`)
  const at = readCursor(q.after, 2)
  if (at) where.push(sql`(p.name, p.id) > (${at[0]}, ${at[1]}::bigint)`)
  const { rows } = await sql<PlaceRow>`${rowOf} where ${sql.join(where, sql` and `)} order by p.name, p.id limit ${q.limit + 1}`.execute(
    ctx.tx,
  )
  const page = pageOf(rows, q.limit, (p) => [p.name, p.id])
  const keep = ctx.may('custody.keep') ? yes : no('not-allowed')
  return { items: page.items, next: page.next, closing: await closingOf(ctx), can: { make: keep, closing: closes(ctx) } }
}
const closes = (ctx: Ctx) => (ctx.may('custody.lost') ? yes : no('not-allowed'))
export const readPlace = async (ctx: Ctx, { params }: Input<typeof api.readPlace>): Promise<Output<typeof api.readPlace>> => {
  const p = await placeOf(ctx, params.id)
  const keep = ctx.may('custody.keep') ? yes : no('not-allowed')
  return {
    ...p,
    can: {
      change: keep,
      close: !keep.ok ? keep : p.closed ? no('place-closed') : p.volumes ? no('place-in-use') : yes,
      count: !keep.ok ? keep : p.closed ? no('place-closed') : p.openCount ? no('count-open') : p.volumes ? yes : no('place-empty'),
    },
  }
}
export const makePlace = async (ctx: Ctx, { body: b }: Input<typeof api.makePlace>): Promise<Output<typeof api.makePlace>> => {
  const { rows } = await sql<{ id: number }>`insert into custody.place (court_id, name, kind, made_by)
    values (${courtOf(ctx)}, ${b.name}, ${b.kind}, ${ctx.actor.personId}) on conflict (court_id, name) do nothing returning id`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw new Fail('place-known', 409, { field: 'name' })
  await ctx.audit({ verb: 'place.make', objectType: 'custody-place', objectId: rows[0].id, data: { kind: b.kind } })
  return { id: rows[0].id, revision: 1 }
}
const turned = async (ctx: Ctx, p: PlaceRow, set: RawBuilder<unknown>): Promise<{ id: number; revision: number }> => {
  const r =
    await sql`update custody.place set ${set}, revision = revision + 1 where court_id = ${courtOf(ctx)} and id = ${p.id} and revision = ${p.revision}`.execute(
      ctx.tx,
    )
  if (!r.numAffectedRows) throw new Fail('stale-revision', 409)
  return { id: p.id, revision: p.revision + 1 }
}
export const changePlace = async (
  ctx: Ctx,
  { params, body: b, revision }: Input<typeof api.changePlace>,
): Promise<Output<typeof api.changePlace>> => {
  const p = await placeOf(ctx, params.id, revision)
  const used = await sql`select from custody.place where court_id = ${courtOf(ctx)} and name = ${b.name} and id <> ${p.id}`.execute(ctx.tx)
  if (used.rows.length) throw new Fail('place-known', 409, { field: 'name' })
  if (b.kind === 'site' && (await holds(ctx, p.id, 'secondary'))) throw new Fail('secondary-in-court', 422, { field: 'kind' })
  await ctx.audit({ verb: 'place.change', objectType: 'custody-place', objectId: p.id, data: { kind: b.kind } })
  return turned(ctx, p, sql`name = ${b.name}, kind = ${b.kind}`)
}
/** Volumes of cases that the asker does not see lie there too. */
const holds = async (ctx: Ctx, id: number, kind: 'main' | 'secondary' | null): Promise<boolean> =>
  (await sql<{ is: boolean }>`select custody.place_holds(${id}, ${kind}) as is`.execute(ctx.tx)).rows[0]?.is ?? false
export const closePlace = async (ctx: Ctx, { params, revision }: Input<typeof api.closePlace>): Promise<Output<typeof api.closePlace>> => {
  const p = await placeOf(ctx, params.id, revision)
  if (p.closed) throw new Fail('place-closed', 409)
  if (await holds(ctx, p.id, null)) throw new Fail('place-in-use', 409)
  await ctx.audit({ verb: 'place.close', objectType: 'custody-place', objectId: p.id })
  return turned(ctx, p, sql`closed_at = bw.now()`)
}
/** When the court closes: borrowed volumes are back by then, or their holders hear of it. */
export const closingOf = async (ctx: Ctx): Promise<string> =>
  (
    await sql<{
      at: string | null
    }>`select value ->> 'closingTime' as at from bw.setting where key = 'custody.rules' and court_id in (0, ${courtOf(ctx)}) order by court_id desc limit 1`.execute(
      ctx.tx,
    )
  ).rows[0]?.at ?? CLOSING
export const setClosing = async (ctx: Ctx, { body }: Input<typeof api.setClosing>): Promise<Output<typeof api.setClosing>> => {
  const before = await closingOf(ctx)
  await sql`insert into bw.setting (court_id, key, value) values (${courtOf(ctx)}, 'custody.rules', ${JSON.stringify({ closingTime: body.closing })}::jsonb)
    on conflict (court_id, key) do update set value = bw.setting.value || excluded.value, revision = bw.setting.revision + 1`.execute(
    ctx.tx,
  )
  await ctx.audit({ verb: 'custody.closing', objectType: 'court', objectId: courtOf(ctx), data: { from: before, to: body.closing } })
  return { closing: body.closing }
}
