import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import { pageOf, readCursor } from '../../../platform/http/cursor.ts'
import type { Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { no, yes } from '../../organisations/rules/structure.ts'
import type * as api from '../api-faults.ts'
import { codeOf, countResult } from '../rules.ts'
import { courtOf } from './places.ts'

export type CountRow = Output<typeof api.listCounts>['items'][number] & { remark: string | null; revision: number }
type Line = Output<typeof api.readCount>['lines'][number]
const select = sql`select c.id, c.zone_id as "zoneId", p.name as place, z.name as zone, c.state, b.name as by, c.made_at as "madeAt", c.closed_at as "closedAt", c.remark, c.revision,
    n.expected, n.found, n.missing, n.surplus
  from premises.spot_count c join premises.zone z on z.court_id = c.court_id and z.id = c.zone_id join premises.place p on p.court_id = z.court_id and p.id = z.place_id
    join organisations.person b on b.id = c.made_by
    cross join lateral (select count(*) filter (where l.expected)::int as expected, count(l.found_at)::int as found, count(*) filter (where l.expected and l.found_at is null)::int as missing,
      count(*) filter (where not l.expected)::int as surplus from premises.count_line l where l.court_id = c.court_id and l.count_id = c.id) n`
export const countOf = async (ctx: Ctx, id: number, revision?: number): Promise<CountRow> => {
  const c = (await sql<CountRow>`${select} where c.court_id = ${courtOf(ctx)} and c.id = ${id}`.execute(ctx.tx)).rows[0]
  if (!c) throw new Fail('not-found', 404)
  if (revision !== undefined && c.revision !== revision) throw new Fail('stale-revision', 409)
  return c
}
export const linesOf = async (ctx: Ctx, id: number): Promise<Line[]> =>
  (
    await sql<Line>`select l.equipment_id as "equipmentId", e.code, e.name, e.kind, e.serial_no as "serialNo", coalesce(z.name, '') as home, l.expected, l.found_at as "foundAt", b.name as "foundBy"
      from premises.count_line l join premises.equipment e on e.court_id = l.court_id and e.id = l.equipment_id left join premises.zone z on z.court_id = e.court_id and z.id = e.zone_id
        left join organisations.person b on b.id = l.found_by
      where l.court_id = ${courtOf(ctx)} and l.count_id = ${id} order by (l.expected and l.found_at is null) desc, l.expected, e.id limit 5000`.execute(
      ctx.tx,
    )
  ).rows
export const listCounts = async (
  ctx: Ctx,
  { query: q }: Pick<Input<typeof api.listCounts>, 'query'>,
): Promise<Output<typeof api.listCounts>> => {
  const at = readCursor(q.after, 1)
  const { rows } =
    await sql<CountRow>`${select} where c.court_id = ${courtOf(ctx)} ${q.state ? sql`and c.state = ${q.state}` : sql``} ${at ? sql`and c.id < ${at[0]}::bigint` : sql``}
    order by c.id desc limit ${q.limit + 1}`.execute(ctx.tx)
  const page = pageOf(rows, q.limit, (c) => [c.id])
  return { items: page.items.map(({ remark: _m, revision: _r, ...c }) => c), next: page.next }
}
/** What should stand in the zone is fixed as the count begins; what moves later is not this count's difference. */
export const startCount = async (
  ctx: Ctx,
  { body }: Pick<Input<typeof api.startCount>, 'body'>,
): Promise<Output<typeof api.startCount>> => {
  const courtId = courtOf(ctx)
  if (!(await sql`select from premises.zone where court_id = ${courtId} and id = ${body.zoneId}`.execute(ctx.tx)).rows.length)
    throw new Fail('unknown-subject', 422, { field: 'zoneId' })
  const { rows } = await sql<{
    id: number
  }>`insert into premises.spot_count (court_id, zone_id, made_by) values (${courtId}, ${body.zoneId}, ${ctx.actor.personId})
    on conflict (court_id, zone_id) where state = 'open' do nothing returning id`.execute(ctx.tx)
  if (!rows[0]) throw new Fail('zone-count-open', 409)
  const lines =
    await sql`insert into premises.count_line (court_id, count_id, equipment_id, expected) select court_id, ${rows[0].id}, id, true from premises.equipment
    where court_id = ${courtId} and zone_id = ${body.zoneId} and state <> 'retired'`.execute(ctx.tx)
  if (!lines.numAffectedRows) throw new Fail('no-equipment', 422)
  await ctx.audit({ verb: 'count.start', objectType: 'spot-count', objectId: rows[0].id, data: { zone: body.zoneId } })
  return rows[0]
}
export const readCount = async (
  ctx: Ctx,
  { params }: Pick<Input<typeof api.readCount>, 'params'>,
): Promise<Output<typeof api.readCount>> => {
  const c = await countOf(ctx, params.id)
  const open = !ctx.may('premises.count') ? no('not-allowed') : c.state === 'closed' ? no('count-closed') : yes
  return { ...c, lines: await linesOf(ctx, c.id), can: { find: open, close: open } }
}
/** Scanned or typed. What belongs to another zone is a difference too, and is kept as found here. */
export const countOne = async (
  ctx: Ctx,
  { params, body }: Pick<Input<typeof api.countOne>, 'params' | 'body'>,
): Promise<Output<typeof api.countOne>> => {
  const courtId = courtOf(ctx)
  const c = await countOf(ctx, params.id)
  if (c.state === 'closed') throw new Fail('count-closed', 409)
  const found = await sql<{
    id: number
    name: string
  }>`select id, name from premises.equipment where court_id = ${courtId} and code = ${codeOf(body.code)}`.execute(ctx.tx)
  const e = found.rows[0]
  if (!e) throw new Fail('equipment-code-unknown', 422, { field: 'code' })
  const { rows } = await sql<{
    expected: boolean
  }>`insert into premises.count_line (court_id, count_id, equipment_id, expected, found_at, found_by) values (${courtId}, ${c.id}, ${e.id}, false, bw.now(), ${ctx.actor.personId})
    on conflict (court_id, count_id, equipment_id) do update set found_at = excluded.found_at, found_by = excluded.found_by where premises.count_line.found_at is null returning expected`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw new Fail('equipment-counted-already', 409)
  await ctx.audit({ verb: 'count.found', objectType: 'spot-count', objectId: c.id, data: { equipment: e.id } })
  return { id: e.id, name: e.name, expected: rows[0].expected }
}
/** Differences need a word of explanation. */
export const closeCount = async (
  ctx: Ctx,
  { params, body, revision }: Pick<Input<typeof api.closeCount>, 'params' | 'body' | 'revision'>,
): Promise<Output<typeof api.closeCount>> => {
  const c = await countOf(ctx, params.id, revision)
  if (c.state === 'closed') throw new Fail('count-closed', 409)
  const result = countResult((await linesOf(ctx, c.id)).map((l) => ({ expected: l.expected, found: l.foundAt !== null })))
  if (result.missing + result.surplus > 0 && !body.remark) throw new Fail('reason-missing', 422, { field: 'remark' })
  const r =
    await sql`update premises.spot_count set state = 'closed', closed_by = ${ctx.actor.personId}, closed_at = bw.now(), remark = ${body.remark ?? null}, revision = revision + 1
    where court_id = ${courtOf(ctx)} and id = ${c.id} and revision = ${c.revision} and state = 'open'`.execute(ctx.tx)
  if (!r.numAffectedRows) throw new Fail('stale-revision', 409)
  await ctx.audit({ verb: 'count.close', objectType: 'spot-count', objectId: c.id, data: { ...result } })
  return { id: c.id, revision: c.revision + 1 }
}
