import { type RawBuilder, sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { ZONE } from '../../../platform/calendar/clock.ts'
import type { Ctx } from '../../../platform/http/context.ts'
import { pageOf, readCursor } from '../../../platform/http/cursor.ts'
import type { Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { type Decision, no, yes } from '../../organisations/rules/structure.ts'
import { notify } from '../../worklist/public.ts'
import type * as api from '../api-faults.ts'
import { type Hours, maintainerOf, OFFICE_HOURS, type Owner, workMinutes } from '../rules.ts'
import { equipmentOf, setEquipment, sideOf } from './equipment.ts'
import { courtOf } from './places.ts'

type Full = Omit<Output<typeof api.readFault>, 'can' | 'workMinutes'> & {
  workMinutes: number | null
  kind: Parameters<typeof maintainerOf>[1]
  engagementId: number | null
  lossById: number | null
}
const select = sql`select f.id, f.equipment_id as "equipmentId", e.name as equipment, e.owner, e.kind, e.engagement_id as "engagementId", coalesce(z.name, '') as zone, f.wording as text, f.state, f.reported_at as "reportedAt",
    r.name as reporter, f.repaired_at as "repairedAt", m.name as repairer, f.repair_text as "repairText", f.work_minutes as "workMinutes", f.loss_side as "lossSide", f.loss_fen as "lossFen", f.loss_text as "lossText",
    f.loss_from as "lossFrom", f.loss_by as "lossById", l.name as "lossBy", f.loss_at as "lossAt", f.answer, f.answer_text as "answerText", a.name as "answeredBy", f.answered_at as "answeredAt", f.revision
  from premises.fault f join premises.equipment e on e.court_id = f.court_id and e.id = f.equipment_id left join premises.zone z on z.court_id = e.court_id and z.id = e.zone_id
    join organisations.person r on r.id = f.reported_by left join organisations.person m on m.id = f.repaired_by left join organisations.person l on l.id = f.loss_by left join organisations.person a on a.id = f.answered_by`
/** 'premises.hours' of the court or the installation: [["09:00","12:00"],["13:30","17:00"]]. */
const hoursOf = async (ctx: Ctx): Promise<Hours> => {
  const { rows } = await sql<{
    value: [string, string][]
  }>`select value from bw.setting where key = 'premises.hours' and court_id in (0, ${courtOf(ctx)}) order by court_id desc limit 1`.execute(
    ctx.tx,
  )
  const minutes = (t: string): number => Number(t.slice(0, 2)) * 60 + Number(t.slice(3, 5))
  return rows[0]?.value.map(([a, b]) => [minutes(a), minutes(b)] as const) ?? OFFICE_HOURS
}
const wall = (at: string | Temporal.Instant): Temporal.PlainDateTime =>
  Temporal.Instant.from(String(at)).toZonedDateTimeISO(ZONE).toPlainDateTime()
const elapsed = (ctx: Ctx, hours: Hours, f: Full): number =>
  f.workMinutes ?? workMinutes(ctx.calendar, wall(f.reportedAt), wall(ctx.now), hours)
const faultOf = async (ctx: Ctx, id: number, revision?: number): Promise<Full> => {
  const f = (await sql<Full>`${select} where f.court_id = ${courtOf(ctx)} and f.id = ${id}`.execute(ctx.tx)).rows[0]
  if (!f) throw new Fail('not-found', 404)
  if (revision !== undefined && f.revision !== revision) throw new Fail('stale-revision', 409)
  return f
}
export const listFaults = async (
  ctx: Ctx,
  { query: q }: Pick<Input<typeof api.listFaults>, 'query'>,
): Promise<Output<typeof api.listFaults>> => {
  const where: RawBuilder<unknown>[] = [sql`f.court_id = ${courtOf(ctx)}`]
  if (q.state) where.push(sql`f.state = ${q.state}`)
  if (q.owner) where.push(sql`e.owner = ${q.owner}`)
  if (q.loss) where.push(q.loss === 'waiting' ? sql`f.loss_side is not null and f.answer is null` : sql`f.answer = ${q.loss}`)
  const at = readCursor(q.after, 1)
  if (at) where.push(sql`f.id < ${at[0]}::bigint`)
  const { rows } = await sql<Full>`${select} where ${sql.join(where, sql` and `)} order by f.id desc limit ${q.limit + 1}`.execute(ctx.tx)
  const page = pageOf(rows, q.limit, (f) => [f.id])
  const hours = await hoursOf(ctx)
  return {
    items: page.items.map((f) => ({
      id: f.id,
      equipmentId: f.equipmentId,
      equipment: f.equipment,
      owner: f.owner,
      zone: f.zone,
      text: f.text,
      state: f.state,
      reportedAt: f.reportedAt,
      reporter: f.reporter,
      repairedAt: f.repairedAt,
      workMinutes: elapsed(ctx, hours, f),
      lossSide: f.lossSide,
      answer: f.answer,
    })),
    next: page.next,
  }
}
/** Who lets the repair wait is who has to make it (A-10.4). */
const repairs = (ctx: Ctx, f: Full): Decision =>
  f.state === 'repaired'
    ? no('fault-repaired')
    : maintainerOf(f.owner, f.kind) === sideOf(ctx) && (sideOf(ctx) === 'contractor' ? ctx.may('premises.equipment') : true)
      ? yes
      : no('repair-not-yours')
const proposes = (ctx: Ctx, f: Full): Decision =>
  !ctx.may('premises.loss') ? no('not-allowed') : f.lossSide && f.answer !== 'contested' ? no('loss-proposed') : yes
const answers = (ctx: Ctx, f: Full): Decision =>
  !ctx.may('premises.loss')
    ? no('not-allowed')
    : !f.lossSide
      ? no('no-loss-proposed')
      : f.answer
        ? no('loss-answered')
        : f.lossFrom === sideOf(ctx)
          ? no('other-side-answers')
          : yes
export const readFault = async (
  ctx: Ctx,
  { params }: Pick<Input<typeof api.readFault>, 'params'>,
): Promise<Output<typeof api.readFault>> => {
  const f = await faultOf(ctx, params.id)
  const { kind: _k, engagementId: _e, lossById: _l, ...rest } = f
  return {
    ...rest,
    workMinutes: elapsed(ctx, await hoursOf(ctx), f),
    can: { repair: repairs(ctx, f), loss: proposes(ctx, f), answer: answers(ctx, f) },
  }
}
const set = async (ctx: Ctx, f: Full, columns: Record<string, unknown>): Promise<{ id: number; revision: number }> => {
  const pairs = Object.entries(columns).map(([k, v]) => sql`${sql.ref(k)} = ${v}`)
  const r =
    await sql`update premises.fault set ${sql.join([...pairs, sql`revision = revision + 1`])} where court_id = ${courtOf(ctx)} and id = ${f.id} and revision = ${f.revision}`.execute(
      ctx.tx,
    )
  if (!r.numAffectedRows) throw new Fail('stale-revision', 409)
  return { id: f.id, revision: f.revision + 1 }
}
const stand = (d: Decision): void => {
  if (!d.ok) throw new Fail(d.code, d.code === 'not-allowed' ? 403 : 409)
}
/** Those of a side who are told: the court's responsible department, or the managers of the engagements at work in the zone. */
const tell = async (ctx: Ctx, side: Owner, kind: string, f: { id: number; equipmentId: number; equipment: string }): Promise<void> => {
  const link = `/faults/${f.id}`
  if (side === 'court') {
    for (const role of ['responsibleDepartment', 'trialManagement']) await notify(ctx, { role }, kind, { name: f.equipment }, link)
    return
  }
  const { rows } = await sql<{ person: number }>`select distinct o.person_id as person from premises.equipment e
    left join premises.zone_use u on u.court_id = e.court_id and u.zone_id = e.zone_id and not u.ended
    join organisations.post o on o.court_id = e.court_id and o.engagement_id = coalesce(e.engagement_id, u.engagement_id) and o.role = 'projectManager'
    where e.court_id = ${courtOf(ctx)} and e.id = ${f.equipmentId} and (o.until_date is null or o.until_date >= (bw.now() at time zone 'Asia/Shanghai')::date)`.execute(
    ctx.tx,
  )
  await notify(ctx, { personIds: rows.map((r) => r.person) }, kind, { name: f.equipment }, link)
}
export const reportFault = async (
  ctx: Ctx,
  { params, body }: Pick<Input<typeof api.reportFault>, 'params' | 'body'>,
): Promise<Output<typeof api.reportFault>> => {
  const e = await equipmentOf(ctx, params.id)
  if (e.state === 'retired') throw new Fail('equipment-retired', 409)
  const { rows } = await sql<{
    id: number
  }>`insert into premises.fault (court_id, equipment_id, wording, reported_by) values (${courtOf(ctx)}, ${e.id}, ${body.text}, ${ctx.actor.personId})
    on conflict (court_id, equipment_id) where state = 'open' do nothing returning id`.execute(ctx.tx)
  if (!rows[0]) throw new Fail('fault-open', 409)
  await setEquipment(ctx, e, { state: 'faulty' })
  await ctx.audit({ verb: 'fault.report', objectType: 'fault', objectId: rows[0].id, data: { equipment: e.id } })
  await tell(ctx, maintainerOf(e.owner, e.kind), 'fault-reported', { id: rows[0].id, equipmentId: e.id, equipment: e.name })
  return rows[0]
}
export const repairFault = async (
  ctx: Ctx,
  { params, body: b, revision }: Pick<Input<typeof api.repairFault>, 'params' | 'body' | 'revision'>,
): Promise<Output<typeof api.repairFault>> => {
  const f = await faultOf(ctx, params.id, revision)
  stand(repairs(ctx, f))
  const at = Temporal.Instant.from(b.repairedAt)
  // The field knows minutes, the report seconds: a repair in the same minute is at the moment of the report.
  const from = Temporal.Instant.from(String(f.reportedAt))
  const then = Temporal.Instant.compare(at, from) < 0 && from.since(at).total('minutes') < 1 ? from : at
  if (Temporal.Instant.compare(then, from) < 0 || Temporal.Instant.compare(then, ctx.now) > 0)
    throw new Fail('moment-outside', 422, { field: 'repairedAt' })
  const minutes = workMinutes(ctx.calendar, wall(f.reportedAt), wall(then), await hoursOf(ctx))
  const r = await set(ctx, f, {
    state: 'repaired',
    repaired_at: then.toString(),
    repaired_by: ctx.actor.personId,
    repair_text: b.text,
    work_minutes: minutes,
  })
  const e = await equipmentOf(ctx, f.equipmentId)
  await setEquipment(ctx, e, { state: 'in-use' })
  await ctx.audit({ verb: 'fault.repair', objectType: 'fault', objectId: f.id, data: { minutes } })
  return r
}
/** A loss that was contested may be proposed anew, by either side; the contest stays in the ledger. */
export const proposeLoss = async (
  ctx: Ctx,
  { params, body: b, revision }: Pick<Input<typeof api.proposeLoss>, 'params' | 'body' | 'revision'>,
): Promise<Output<typeof api.proposeLoss>> => {
  const f = await faultOf(ctx, params.id, revision)
  stand(proposes(ctx, f))
  const r = await set(ctx, f, {
    loss_side: b.side,
    loss_fen: b.fen,
    loss_text: b.text,
    loss_from: sideOf(ctx),
    loss_by: ctx.actor.personId,
    loss_at: ctx.now.toString(),
    answer: null,
    answer_text: null,
    answered_by: null,
    answered_from: null,
    answered_at: null,
  })
  await ctx.audit({ verb: 'fault.loss', objectType: 'fault', objectId: f.id, data: { side: b.side, fen: b.fen, from: sideOf(ctx) } })
  await tell(ctx, sideOf(ctx) === 'court' ? 'contractor' : 'court', 'loss-proposed', f)
  return r
}
export const answerLoss = async (
  ctx: Ctx,
  { params, body: b, revision }: Pick<Input<typeof api.answerLoss>, 'params' | 'body' | 'revision'>,
): Promise<Output<typeof api.answerLoss>> => {
  const f = await faultOf(ctx, params.id, revision)
  stand(answers(ctx, f))
  const r = await set(ctx, f, {
    answer: b.accept ? 'accepted' : 'contested',
    answer_text: b.text,
    answered_by: ctx.actor.personId,
    answered_from: sideOf(ctx),
    answered_at: ctx.now.toString(),
  })
  await ctx.audit({ verb: 'fault.answer', objectType: 'fault', objectId: f.id, data: { accepted: b.accept } })
  if (f.lossById)
    await notify(ctx, { personIds: [f.lossById] }, b.accept ? 'loss-accepted' : 'loss-contested', { name: f.equipment }, `/faults/${f.id}`)
  return r
}
