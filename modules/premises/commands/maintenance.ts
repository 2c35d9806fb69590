import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import type { Ctx } from '../../../platform/http/context.ts'
import type { Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { addSubjects, fulfilDuty, withdrawSubject } from '../../duties/public.ts'
import { todayOf } from '../../organisations/public.ts'
import type * as api from '../api.ts'
import { maintainKey } from '../duties.ts'
import { type Cadence, type Owner, periodKey } from '../rules.ts'
import { equipmentOf, maintains, stand } from './equipment.ts'
import { courtOf } from './places.ts'

/** From now on one is owed each period, by the side that keeps the equipment in order. */
export const planMaintenance = async (
  ctx: Ctx,
  { params, body: b }: Pick<Input<typeof api.planMaintenance>, 'params' | 'body'>,
): Promise<Output<typeof api.planMaintenance>> => {
  const e = await equipmentOf(ctx, params.id)
  stand(maintains(ctx, e))
  const side: Owner = ctx.actor.side === 'contractor' ? 'contractor' : 'court'
  const engagementId = e.engagementId ?? (side === 'contractor' ? (ctx.actor.engagementIds[0] ?? null) : null)
  const since = todayOf(ctx)
  const { rows } = await sql<{
    id: number
  }>`insert into premises.plan (court_id, equipment_id, every, work, side, engagement_id, since, made_by)
    values (${courtOf(ctx)}, ${e.id}, ${b.every}, ${b.work}, ${side}, ${engagementId}, ${since}::date, ${ctx.actor.personId}) on conflict (court_id, equipment_id, work) where ended_on is null do nothing returning id`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw new Fail('plan-known', 409, { field: 'work' })
  await addSubjects(ctx, maintainKey(side, b.every), [{ id: rows[0].id, engagementId, label: `${e.name} ${e.serialNo}`, since }])
  await ctx.audit({ verb: 'maintenance.plan', objectType: 'equipment', objectId: e.id, after: b })
  return rows[0]
}
export const endPlan = async (
  ctx: Ctx,
  { params, body }: Pick<Input<typeof api.endPlan>, 'params' | 'body'>,
): Promise<Output<typeof api.endPlan>> => {
  const { rows } = await sql<{
    equipmentId: number
    ended: boolean
  }>`select equipment_id as "equipmentId", ended_on is not null as ended from premises.plan where court_id = ${courtOf(ctx)} and id = ${params.id}`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw new Fail('not-found', 404)
  if (rows[0].ended) throw new Fail('plan-ended', 409)
  stand(maintains(ctx, await equipmentOf(ctx, rows[0].equipmentId)))
  const r =
    await sql`update premises.plan set ended_on = ${todayOf(ctx)}::date where court_id = ${courtOf(ctx)} and id = ${params.id} and ended_on is null`.execute(
      ctx.tx,
    )
  if (!r.numAffectedRows) throw new Fail('plan-ended', 409)
  await withdrawSubject(ctx, 'maintenance-plan', params.id, { because: body.reason })
  await ctx.audit({ verb: 'maintenance.end', objectType: 'equipment', objectId: rows[0].equipmentId, data: { plan: params.id } })
  return { id: params.id }
}
/** What was done is the evidence: of its plan's period, or of what is owed longest. A year back is the past of another year's books. */
export const recordMaintenance = async (
  ctx: Ctx,
  { params, body: b }: Pick<Input<typeof api.recordMaintenance>, 'params' | 'body'>,
): Promise<Output<typeof api.recordMaintenance>> => {
  const e = await equipmentOf(ctx, params.id)
  stand(maintains(ctx, e))
  const today = todayOf(ctx)
  if (b.onDate > today) throw new Fail('day-in-future', 422, { field: 'onDate' })
  if (b.onDate < Temporal.PlainDate.from(today).subtract({ years: 1 }).toString()) throw new Fail('day-too-old', 422, { field: 'onDate' })
  const plan = b.planId
    ? (
        await sql<{
          id: number
          every: Cadence
          side: Owner
        }>`select id, every, side from premises.plan where court_id = ${courtOf(ctx)} and id = ${b.planId} and equipment_id = ${e.id} and ended_on is null`.execute(
          ctx.tx,
        )
      ).rows[0]
    : null
  if (plan === undefined) throw new Fail('unknown-subject', 422, { field: 'planId' })
  const id = (await sql<{ id: number }>`select nextval(pg_get_serial_sequence('premises.maintenance', 'id'))::bigint as id`.execute(ctx.tx))
    .rows[0]!.id
  const duty = plan
    ? await fulfilDuty(
        ctx,
        maintainKey(plan.side, plan.every),
        plan.id,
        { period: periodKey(plan.every, b.onDate) },
        { type: 'maintenance', id },
      )
    : null
  await sql`insert into premises.maintenance (court_id, id, equipment_id, plan_id, on_date, work, result, duty_id, made_by)
    values (${courtOf(ctx)}, ${id}, ${e.id}, ${plan?.id ?? null}, ${b.onDate}::date, ${b.work}, ${b.result}, ${duty}, ${ctx.actor.personId})`.execute(
    ctx.tx,
  )
  await ctx.audit({ verb: 'maintenance.record', objectType: 'equipment', objectId: e.id, data: { result: b.result, onDate: b.onDate } })
  return { id }
}
