import { randomBytes } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import { pageOf, readCursor } from '../../../platform/http/cursor.ts'
import type { Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { withdrawSubject } from '../../duties/public.ts'
import { type Decision, no, yes } from '../../organisations/rules/structure.ts'
import type * as api from '../api.ts'
import { codeOf, maintainerOf, type Owner } from '../rules.ts'
import { courtOf } from './places.ts'

export type EquipmentRow = api.EquipmentItem & { engagementId: number | null; retiredReason: string | null; revision: number }
export const equipmentSelect = sql`select e.id, e.code, e.name, e.kind, e.serial_no as "serialNo", e.owner, k.name as contractor, e.zone_id as "zoneId", p.name as place, z.name as zone, e.state,
    e.engagement_id as "engagementId", e.retired_reason as "retiredReason", e.revision
  from premises.equipment e left join premises.zone z on z.court_id = e.court_id and z.id = e.zone_id left join premises.place p on p.court_id = z.court_id and p.id = z.place_id
    left join organisations.engagement g on g.court_id = e.court_id and g.id = e.engagement_id left join organisations.contractor k on k.id = g.contractor_id`
/** Fail: not-found, stale-revision. */
export const equipmentOf = async (ctx: Ctx, id: number, revision?: number): Promise<EquipmentRow> => {
  const e = (await sql<EquipmentRow>`${equipmentSelect} where e.court_id = ${courtOf(ctx)} and e.id = ${id}`.execute(ctx.tx)).rows[0]
  if (!e) throw new Fail('not-found', 404)
  if (revision !== undefined && e.revision !== revision) throw new Fail('stale-revision', 409)
  return { ...e, place: e.place ?? '', zone: e.zone ?? '' }
}
const shown = ({ engagementId: _e, retiredReason: _r, revision: _v, ...e }: EquipmentRow): api.EquipmentItem => ({
  ...e,
  place: e.place ?? '',
  zone: e.zone ?? '',
})
export const sideOf = (ctx: Ctx): Owner => (ctx.actor.side === 'contractor' ? 'contractor' : 'court')
/** Each side keeps its own; the court may keep both, since it keeps the register. */
export const keeps = (ctx: Ctx, owner: Owner): Decision =>
  !ctx.may('premises.equipment') ? no('not-allowed') : sideOf(ctx) === 'contractor' && owner === 'court' ? no('owner-not-yours') : yes
/** Who keeps it in order plans and records that. */
export const maintains = (ctx: Ctx, e: Pick<EquipmentRow, 'owner' | 'kind' | 'state'>): Decision =>
  !ctx.may('premises.equipment')
    ? no('not-allowed')
    : e.state === 'retired'
      ? no('equipment-retired')
      : maintainerOf(e.owner, e.kind) === sideOf(ctx)
        ? yes
        : no('owner-not-yours')
export const stand = (d: Decision): void => {
  if (!d.ok) throw new Fail(d.code, d.code === 'not-allowed' ? 403 : 409)
}

export const listEquipment = async (
  ctx: Ctx,
  { query: q }: Pick<Input<typeof api.listEquipment>, 'query'>,
): Promise<Output<typeof api.listEquipment>> => {
  const where: RawBuilder<unknown>[] = [sql`e.court_id = ${courtOf(ctx)}`]
  if (q.q) where.push(sql`(position(${q.q} in e.name) > 0 or e.serial_no = ${q.q} or e.code = ${codeOf(q.q)})`)
  if (q.kind) where.push(sql`e.kind = ${q.kind}`)
  if (q.owner) where.push(sql`e.owner = ${q.owner}`)
  if (q.state) where.push(sql`e.state = ${q.state}`)
  if (q.zoneId) where.push(sql`e.zone_id = ${q.zoneId}`)
  const at = readCursor(q.after, 1)
  if (at) where.push(sql`e.id < ${at[0]}::bigint`)
  const { rows } =
    await sql<EquipmentRow>`${equipmentSelect} where ${sql.join(where, sql` and `)} order by e.id desc limit ${q.limit + 1}`.execute(ctx.tx)
  const page = pageOf(rows, q.limit, (e) => [e.id])
  return { items: page.items.map(shown), next: page.next }
}
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
const newCode = (): string => Array.from(randomBytes(10), (x) => LETTERS[x % 32]).join('')
/** The zones the caller may put equipment in. */
export const openZones = async (ctx: Ctx): Promise<{ id: number; place: string; name: string }[]> =>
  (
    await sql<{
      id: number
      place: string
      name: string
    }>`select z.id, p.name as place, z.name from premises.zone z join premises.place p on p.court_id = z.court_id and p.id = z.place_id
      where z.court_id = ${courtOf(ctx)} and z.closed_on is null order by z.id limit 2000`.execute(ctx.tx)
  ).rows
/** Whose equipment a contractor enters: that of its engagement there; the court names it. Fail: unknown-subject, owner-not-yours. */
export const engagementFor = async (ctx: Ctx, owner: Owner, asked: number | null | undefined, zoneId: number): Promise<number | null> => {
  if (owner === 'court') {
    if (sideOf(ctx) === 'contractor') throw new Fail('owner-not-yours', 422, { field: 'owner' })
    return null
  }
  // Of several engagements it is the one that works in the zone.
  const there = await sql<{
    id: number
  }>`select engagement_id as id from premises.zone_use where court_id = ${courtOf(ctx)} and zone_id = ${zoneId} and not ended
    and engagement_id = any (${[...ctx.actor.engagementIds]}::int[]) order by 1 limit 1`.execute(ctx.tx)
  const id = asked ?? (sideOf(ctx) === 'contractor' ? (there.rows[0]?.id ?? ctx.actor.engagementIds[0]) : undefined)
  if (id === undefined) throw new Fail('unknown-subject', 422, { field: 'engagementId' })
  if (sideOf(ctx) === 'contractor' && !ctx.actor.engagementIds.includes(id))
    throw new Fail('unknown-subject', 422, { field: 'engagementId' })
  const { rows } =
    await sql`select from organisations.engagement where court_id = ${courtOf(ctx)} and id = ${id} and state <> 'ended'`.execute(ctx.tx)
  if (!rows.length) throw new Fail('unknown-subject', 422, { field: 'engagementId' })
  return id
}
/** null: a serial number that is known. */
export const insertEquipment = async (
  ctx: Ctx,
  e: { name: string; kind: string; serialNo: string; owner: Owner; zoneId: number; engagementId: number | null },
): Promise<{ id: number; code: string } | null> => {
  const { rows } = await sql<{
    id: number
    code: string
  }>`insert into premises.equipment (court_id, code, name, kind, serial_no, owner, engagement_id, zone_id, made_by)
    values (${courtOf(ctx)}, ${newCode()}, ${e.name}, ${e.kind}, ${e.serialNo}, ${e.owner}, ${e.engagementId}, ${e.zoneId}, ${ctx.actor.personId}) on conflict (court_id, serial_no) do nothing returning id, code`.execute(
    ctx.tx,
  )
  return rows[0] ?? null
}
export const makeEquipment = async (
  ctx: Ctx,
  { body: b }: Pick<Input<typeof api.makeEquipment>, 'body'>,
): Promise<Output<typeof api.makeEquipment>> => {
  const engagementId = await engagementFor(ctx, b.owner, b.engagementId, b.zoneId)
  if (!(await openZones(ctx)).some((z) => z.id === b.zoneId)) throw new Fail('unknown-subject', 422, { field: 'zoneId' })
  const made = await insertEquipment(ctx, { ...b, serialNo: b.serialNo.normalize('NFKC'), engagementId })
  if (!made) throw new Fail('serial-known', 409, { field: 'serialNo' })
  await ctx.audit({ verb: 'equipment.make', objectType: 'equipment', objectId: made.id, after: b })
  return made
}
export const findEquipment = async (
  ctx: Ctx,
  { params }: Pick<Input<typeof api.findEquipment>, 'params'>,
): Promise<Output<typeof api.findEquipment>> => {
  const { rows } = await sql<{
    id: number
  }>`select id from premises.equipment where court_id = ${courtOf(ctx)} and code = ${codeOf(params.code)}`.execute(ctx.tx)
  if (!rows[0]) throw new Fail('not-found', 404)
  return rows[0]
}
export const readEquipment = async (
  ctx: Ctx,
  { params }: Pick<Input<typeof api.readEquipment>, 'params'>,
): Promise<Output<typeof api.readEquipment>> => {
  const e = await equipmentOf(ctx, params.id)
  const courtId = courtOf(ctx)
  type R = Output<typeof api.readEquipment>
  const plans = await sql<
    R['plans'][number]
  >`select id, every, work, side, since, ended_on as "endedOn" from premises.plan where court_id = ${courtId} and equipment_id = ${e.id} order by ended_on is not null, id desc limit 100`.execute(
    ctx.tx,
  )
  const maintenance = await sql<
    R['maintenance'][number]
  >`select m.id, m.on_date as "onDate", m.work, m.result, b.name as by, m.duty_id is not null as planned, m.made_at as at
    from premises.maintenance m join organisations.person b on b.id = m.made_by where m.court_id = ${courtId} and m.equipment_id = ${e.id} order by m.id desc limit 200`.execute(
    ctx.tx,
  )
  const faults = await sql<
    R['faults'][number]
  >`select f.id, f.wording as text, f.state, f.reported_at as "reportedAt", b.name as reporter, f.work_minutes as "workMinutes"
    from premises.fault f join organisations.person b on b.id = f.reported_by where f.court_id = ${courtId} and f.equipment_id = ${e.id} order by f.id desc limit 200`.execute(
    ctx.tx,
  )
  const open = await sql<{
    id: number
  }>`select id from premises.spot_count where court_id = ${courtId} and zone_id = ${e.zoneId} and state = 'open'`.execute(ctx.tx)
  const fault = faults.rows.find((f) => f.state === 'open')
  const keep = keeps(ctx, e.owner)
  return {
    ...shown(e),
    retiredReason: e.retiredReason,
    maintainer: maintainerOf(e.owner, e.kind),
    openFaultId: fault?.id ?? null,
    openCountId: ctx.may('premises.count') ? (open.rows[0]?.id ?? null) : null,
    revision: e.revision,
    plans: plans.rows,
    maintenance: maintenance.rows,
    faults: faults.rows,
    can: {
      change: keep.ok ? (e.state === 'retired' ? no('equipment-retired') : fault ? no('fault-open') : yes) : keep,
      plan: maintains(ctx, e),
      maintain: maintains(ctx, e),
      report: e.state === 'retired' ? no('equipment-retired') : fault ? no('fault-open') : yes,
    },
  }
}
export const setEquipment = async (
  ctx: Ctx,
  e: EquipmentRow,
  columns: Record<string, unknown>,
): Promise<{ id: number; revision: number }> => {
  const pairs = Object.entries(columns).map(([k, v]) => sql`${sql.ref(k)} = ${v}`)
  const r =
    await sql`update premises.equipment set ${sql.join([...pairs, sql`revision = revision + 1`])} where court_id = ${courtOf(ctx)} and id = ${e.id} and revision = ${e.revision}`.execute(
      ctx.tx,
    )
  if (!r.numAffectedRows) throw new Fail('stale-revision', 409)
  return { id: e.id, revision: e.revision + 1 }
}
export const changeEquipment = async (
  ctx: Ctx,
  { params, body: b, revision }: Pick<Input<typeof api.changeEquipment>, 'params' | 'body' | 'revision'>,
): Promise<Output<typeof api.changeEquipment>> => {
  const e = await equipmentOf(ctx, params.id, revision)
  stand(keeps(ctx, e.owner))
  if (e.state === 'retired') throw new Fail('equipment-retired', 409)
  if (e.state === 'faulty') throw new Fail('fault-open', 409)
  if (b.state === 'retired' && !b.reason) throw new Fail('reason-missing', 422, { field: 'reason' })
  if (b.zoneId !== e.zoneId && !(await openZones(ctx)).some((z) => z.id === b.zoneId))
    throw new Fail('unknown-subject', 422, { field: 'zoneId' })
  const r = await setEquipment(ctx, e, { zone_id: b.zoneId, state: b.state, retired_reason: b.state === 'retired' ? b.reason : null })
  if (b.state === 'retired') {
    const plans = await sql<{
      id: number
    }>`update premises.plan set ended_on = (bw.now() at time zone 'Asia/Shanghai')::date where court_id = ${courtOf(ctx)} and equipment_id = ${e.id} and ended_on is null returning id`.execute(
      ctx.tx,
    )
    for (const p of plans.rows) await withdrawSubject(ctx, 'maintenance-plan', p.id, { because: b.reason! })
  }
  await ctx.audit({
    verb: 'equipment.change',
    objectType: 'equipment',
    objectId: e.id,
    before: { zoneId: e.zoneId, state: e.state },
    after: b,
  })
  return r
}
