import { sql } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'
import { pageOf, readCursor } from '../../platform/http/cursor.ts'
import type { Input, Output } from '../../platform/http/endpoint.ts'
import { Fail } from '../../platform/http/problems.ts'
import { no, yes } from '../organisations/rules/structure.ts'
import { notify } from '../worklist/public.ts'
import type * as api from './api-places.ts'
import { audit, countVolume, courtOf, event, volumeOf } from './commands.ts'
import { placeOf } from './places.ts'
import { codeIn } from './rules.ts'

type Row = Output<typeof api.listInventories>['items'][number] & { remark: string | null; revision: number }
type Line = Output<typeof api.readInventory>['lines'][number]
const rowOf = sql`select i.id, i.place_id as "placeId", p.name as place, i.state, b.name as by, i.made_at as "madeAt", i.closed_at as "closedAt", i.remark, i.revision, n.expected, n.found, n.missing, n.surplus, n.differs
  from custody.inventory i join custody.place p on p.court_id = i.court_id and p.id = i.place_id join organisations.person b on b.id = i.made_by
    cross join lateral (select count(*) filter (where l.expected)::int as expected, count(l.found_at)::int as found, count(*) filter (where l.found_at is null)::int as missing,
        count(*) filter (where not l.expected)::int as surplus, count(*) filter (where l.counted_pages <> l.pages)::int as differs
      from custody.inventory_line l where l.court_id = i.court_id and l.inventory_id = i.id) n`
const inventoryOf = async (ctx: Ctx, id: number, revision?: number): Promise<Row> => {
  const i = (await sql<Row>`${rowOf} where i.court_id = ${courtOf(ctx)} and i.id = ${id}`.execute(ctx.tx)).rows[0]
  if (!i) throw new Fail('not-found', 404)
  if (revision !== undefined && i.revision !== revision) throw new Fail('stale-revision', 409)
  return i
}
const linesOf = async (ctx: Ctx, id: number): Promise<Line[]> =>
  (
    await sql<Line>`select l.volume_id as "volumeId", v.code, v.kind, v.serial, c.number as "caseNumber", l.expected, l.pages, l.counted_pages as counted, l.found_at as "foundAt", h.name as holder, v.state
      from custody.inventory_line l join custody.volume v on v.court_id = l.court_id and v.id = l.volume_id join organisations.person h on h.id = v.holder_id
        left join cases.case_record c on c.court_id = v.court_id and c.id = v.case_id
      where l.court_id = ${courtOf(ctx)} and l.inventory_id = ${id} order by (l.found_at is null) desc, (l.counted_pages is distinct from l.pages) desc, l.volume_id limit 5000`.execute(
      ctx.tx,
    )
  ).rows
export const listInventories = async (
  ctx: Ctx,
  { query: q }: Input<typeof api.listInventories>,
): Promise<Output<typeof api.listInventories>> => {
  const at = readCursor(q.after, 1)
  const { rows } =
    await sql<Row>`${rowOf} where i.court_id = ${courtOf(ctx)} ${q.placeId ? sql`and i.place_id = ${q.placeId}` : sql``} ${at ? sql`and i.id < ${at[0]}::bigint` : sql``}
    order by i.id desc limit ${q.limit + 1}`.execute(ctx.tx)
  const page = pageOf(rows, q.limit, (i) => [i.id])
  return { items: page.items.map(({ remark: _m, revision: _r, ...i }) => i), next: page.next }
}
/** What should lie there is fixed as the count begins: the volumes whoever counts may see. */
export const startInventory = async (ctx: Ctx, { body }: Input<typeof api.startInventory>): Promise<Output<typeof api.startInventory>> => {
  const p = await placeOf(ctx, body.placeId)
  if (p.closed) throw new Fail('place-closed', 409)
  const { rows } = await sql<{ id: number }>`insert into custody.inventory (court_id, place_id, made_by)
    values (${courtOf(ctx)}, ${p.id}, ${ctx.actor.personId}) on conflict (court_id, place_id) where state = 'open' do nothing returning id`.execute(
    ctx.tx,
  )
  const made = rows[0]
  if (!made) throw new Fail('count-open', 409)
  const lines = await sql`insert into custody.inventory_line (court_id, inventory_id, volume_id, expected, pages)
    select court_id, ${made.id}, id, true, pages from custody.volume where court_id = ${courtOf(ctx)} and place_id = ${p.id} and state <> 'lost'`.execute(
    ctx.tx,
  )
  if (!lines.numAffectedRows) throw new Fail('place-empty', 422)
  await ctx.audit({
    verb: 'inventory.start',
    objectType: 'inventory',
    objectId: made.id,
    data: { place: p.id, volumes: Number(lines.numAffectedRows) },
  })
  return made
}
export const readInventory = async (ctx: Ctx, { params }: Input<typeof api.readInventory>): Promise<Output<typeof api.readInventory>> => {
  const i = await inventoryOf(ctx, params.id)
  await ctx.audit({ verb: 'inventory.read', objectType: 'inventory', objectId: i.id })
  const open = !ctx.may('custody.keep') ? no('not-allowed') : i.state === 'closed' ? no('count-closed') : yes
  return { ...i, lines: await linesOf(ctx, i.id), can: { find: open, close: open } }
}
/** Scanned or typed, with the pages counted: one count of the volume as any other (another number is a difference), and what belongs elsewhere lies here now. */
export const findInInventory = async (
  ctx: Ctx,
  { params, body: b }: Input<typeof api.findInInventory>,
): Promise<Output<typeof api.findInInventory>> => {
  const i = await inventoryOf(ctx, params.id)
  if (i.state === 'closed') throw new Fail('count-closed', 409)
  const found = await sql<{
    id: number
  }>`select id from custody.volume where court_id = ${courtOf(ctx)} and code = ${codeIn(b.code)}`.execute(ctx.tx)
  if (!found.rows[0]) throw new Fail('code-unknown', 422, { field: 'code' })
  const v = await volumeOf(ctx, found.rows[0].id)
  const { rows } = await sql<{
    expected: boolean
  }>`insert into custody.inventory_line (court_id, inventory_id, volume_id, expected, pages, counted_pages, found_by, found_at)
      values (${courtOf(ctx)}, ${i.id}, ${v.id}, false, ${v.pages}, ${b.pages}, ${ctx.actor.personId}, bw.now())
    on conflict (court_id, inventory_id, volume_id) do update set counted_pages = excluded.counted_pages, found_by = excluded.found_by, found_at = excluded.found_at
      where custody.inventory_line.found_at is null returning expected`.execute(ctx.tx)
  if (!rows[0]) throw new Fail('counted-already', 409)
  // A lost volume that turns up is found by the court's decision, not by a scan; one on its way is its receiver's to count. Both are on the list of this count.
  if (v.state !== 'lost' && v.state !== 'moving')
    await countVolume(ctx, {
      params: { id: v.id },
      body: { code: v.code, pages: b.pages, placeId: i.placeId },
      revision: v.revision,
    } as Parameters<typeof countVolume>[1])
  else await event(ctx, v.id, 'counted', '', b.pages)
  await ctx.audit({ verb: 'inventory.find', objectType: 'inventory', objectId: i.id, caseId: v.caseId, data: { volume: v.id } })
  return { code: v.code, expected: rows[0].expected, same: b.pages === v.pages, state: v.state }
}
/** Whatever was not found is told to the commissioner: whether it is lost is the court's word (loseVolume). */
export const closeInventory = async (
  ctx: Ctx,
  { params, body, revision }: Input<typeof api.closeInventory>,
): Promise<Output<typeof api.closeInventory>> => {
  const i = await inventoryOf(ctx, params.id, revision)
  if (i.state === 'closed') throw new Fail('count-closed', 409)
  if (i.missing + i.surplus + i.differs > 0 && !body.remark) throw new Fail('reason-missing', 422, { field: 'remark' })
  const missing = (await linesOf(ctx, i.id)).filter((l) => l.foundAt === null)
  for (const l of missing) {
    const v = await volumeOf(ctx, l.volumeId)
    await event(ctx, v.id, 'missed', i.place)
    await audit(ctx, v, 'volume.miss', { inventory: i.id })
  }
  if (missing.length)
    await notify(ctx, { role: 'commissioner' }, 'volumes-missing', { place: i.place, n: missing.length }, `/custody-counts/${i.id}`)
  const r =
    await sql`update custody.inventory set state = 'closed', closed_by = ${ctx.actor.personId}, closed_at = bw.now(), remark = ${body.remark ?? null}, revision = revision + 1
    where court_id = ${courtOf(ctx)} and id = ${i.id} and revision = ${i.revision} and state = 'open'`.execute(ctx.tx)
  if (!r.numAffectedRows) throw new Fail('stale-revision', 409)
  await ctx.audit({
    verb: 'inventory.close',
    objectType: 'inventory',
    objectId: i.id,
    data: { expected: i.expected, missing: missing.length, surplus: i.surplus, differs: i.differs },
  })
  return { id: i.id, revision: i.revision + 1 }
}
