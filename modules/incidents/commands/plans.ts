import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import { pageOf, readCursor } from '../../../platform/http/cursor.ts'
import type { Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { fulfilDuty } from '../../duties/public.ts'
import { todayOf } from '../../organisations/public.ts'
import { no, yes } from '../../organisations/rules/structure.ts'
import { notify } from '../../worklist/public.ts'
import type * as api from '../api.ts'
import { DRILL } from '../duties.ts'
import { courtOf } from '../queries.ts'

type PlanRow = Output<typeof api.listPlans>['items'][number] & {
  text: string
  reason: string | null
  madeBy: number
  contractorId: number
  revision: number
}
const planSelect = (
  ctx: Ctx,
) => sql`select p.id, k.name as "contractorName", p.contractor_id as "contractorId", p.version, p.title, p.wording as text, p.state, p.made_at as "madeAt", p.made_by as "madeBy",
    p.decided_at as "decidedAt", p.reason, p.revision, (select count(*)::int from incidents.plan_read r where r.court_id = p.court_id and r.plan_id = p.id) as reads,
    exists (select from incidents.plan_read r where r.court_id = p.court_id and r.plan_id = p.id and r.person_id = ${ctx.actor.personId}) as "readByMe"
  from incidents.plan p join organisations.contractor k on k.id = p.contractor_id`
const shown = ({ text: _t, reason: _r, madeBy: _m, contractorId: _c, revision: _v, ...p }: PlanRow) => p
const planOf = async (ctx: Ctx, id: number): Promise<PlanRow> => {
  const p = (await sql<PlanRow>`${planSelect(ctx)} where p.court_id = ${courtOf(ctx)} and p.id = ${id}`.execute(ctx.tx)).rows[0]
  if (!p) throw new Fail('not-found', 404)
  return p
}
export const listPlans = async (ctx: Ctx, { query }: Input<typeof api.listPlans>): Promise<Output<typeof api.listPlans>> => {
  const after = readCursor(query.after, 1)
  const { rows } =
    await sql<PlanRow>`${planSelect(ctx)} where p.court_id = ${courtOf(ctx)} ${query.state ? sql`and p.state = ${query.state}` : sql``}
    ${after ? sql`and p.id < ${after[0]}::bigint` : sql``} order by p.id desc limit ${query.limit + 1}`.execute(ctx.tx)
  const page = pageOf(rows, query.limit, (p) => [p.id])
  return { items: page.items.map(shown), next: page.next }
}
export const readPlan = async (ctx: Ctx, { params }: Input<typeof api.readPlan>): Promise<Output<typeof api.readPlan>> => {
  const p = await planOf(ctx, params.id)
  await ctx.audit({ verb: 'plan.read', objectType: 'emergency-plan', objectId: p.id })
  return {
    ...shown(p),
    text: p.text,
    reason: p.reason,
    revision: p.revision,
    can: {
      decide: !ctx.may('incidents.decide-plan') ? no('not-allowed') : p.state === 'submitted' ? yes : no('plan-decided'),
      confirm:
        ctx.actor.contractorId !== p.contractorId
          ? no('not-allowed')
          : p.state !== 'approved'
            ? no('plan-not-approved')
            : p.readByMe
              ? no('plan-confirmed')
              : yes,
    },
  }
}
/** One version waits at a time; what the court refused stays on record with its reason. */
export const submitPlan = async (ctx: Ctx, { body }: Input<typeof api.submitPlan>): Promise<Output<typeof api.submitPlan>> => {
  const courtId = courtOf(ctx)
  const contractorId = ctx.actor.contractorId
  await sql`select pg_advisory_xact_lock(hashtext('incidents.plan'), ${courtId})`.execute(ctx.tx)
  const known = await sql<{
    version: number
    waiting: boolean
  }>`select coalesce(max(version), 0) as version, coalesce(bool_or(state = 'submitted'), false) as waiting
    from incidents.plan where court_id = ${courtId} and contractor_id = ${contractorId}`.execute(ctx.tx)
  if (known.rows[0]!.waiting) throw new Fail('plan-waiting', 409)
  const { rows } = await sql<{ id: number }>`insert into incidents.plan (court_id, contractor_id, version, title, wording, made_by)
    values (${courtId}, ${contractorId}, ${known.rows[0]!.version + 1}, ${body.title}, ${body.text}, ${ctx.actor.personId}) returning id`.execute(
    ctx.tx,
  )
  const id = rows[0]!.id
  await ctx.audit({
    verb: 'plan.submit',
    objectType: 'emergency-plan',
    objectId: id,
    after: body,
    data: { version: known.rows[0]!.version + 1 },
  })
  await notify(ctx, { role: 'trialManagement' }, 'plan-submitted', {}, `/emergency-plans/${id}`)
  return { id }
}
export const decidePlan = async (
  ctx: Ctx,
  { params, body, revision }: Input<typeof api.decidePlan>,
): Promise<Output<typeof api.decidePlan>> => {
  const p = await planOf(ctx, params.id)
  if (p.state !== 'submitted') throw new Fail('plan-decided', 409)
  const r =
    await sql`update incidents.plan set state = ${body.approve ? 'approved' : 'refused'}, decided_by = ${ctx.actor.personId}, decided_at = bw.now(), reason = ${body.reason}, revision = revision + 1
    where court_id = ${courtOf(ctx)} and id = ${p.id} and revision = ${revision} and state = 'submitted'`.execute(ctx.tx)
  if (!r.numAffectedRows) throw new Fail('stale-revision', 409)
  await ctx.audit({ verb: 'plan.decide', objectType: 'emergency-plan', objectId: p.id, data: { approved: body.approve } })
  await notify(ctx, { personIds: [p.madeBy] }, body.approve ? 'plan-approved' : 'plan-refused', {}, `/emergency-plans/${p.id}`)
  return { id: p.id, revision: p.revision + 1 }
}
export const confirmPlan = async (ctx: Ctx, { params }: Input<typeof api.confirmPlan>): Promise<Output<typeof api.confirmPlan>> => {
  const p = await planOf(ctx, params.id)
  if (p.state !== 'approved') throw new Fail('plan-not-approved', 409)
  const r =
    await sql`insert into incidents.plan_read (court_id, plan_id, person_id) values (${courtOf(ctx)}, ${p.id}, ${ctx.actor.personId}) on conflict do nothing`.execute(
      ctx.tx,
    )
  if (r.numAffectedRows) await ctx.audit({ verb: 'plan.confirm', objectType: 'emergency-plan', objectId: p.id })
  return { ok: true }
}
export const listDrills = async (ctx: Ctx, { query }: Input<typeof api.listDrills>): Promise<Output<typeof api.listDrills>> => {
  const after = readCursor(query.after, 2)
  const { rows } = await sql<
    Output<typeof api.listDrills>['items'][number]
  >`select d.id, d.on_date as "onDate", k.name as "contractorName", d.scenario, d.participants, d.result, d.improvements
    from incidents.drill d join organisations.contractor k on k.id = d.contractor_id where d.court_id = ${courtOf(ctx)} ${query.result ? sql`and d.result = ${query.result}` : sql``}
    ${after ? sql`and (d.on_date, d.id) < (${after[0]}::date, ${after[1]}::bigint)` : sql``} order by d.on_date desc, d.id desc limit ${query.limit + 1}`.execute(
    ctx.tx,
  )
  return pageOf(rows, query.limit, (d) => [d.onDate, d.id])
}
export const recordDrill = async (ctx: Ctx, { body }: Input<typeof api.recordDrill>): Promise<Output<typeof api.recordDrill>> => {
  const courtId = courtOf(ctx)
  if (body.onDate > todayOf(ctx)) throw new Fail('day-in-future', 422, { field: 'onDate' })
  const engagement = await sql<{
    id: number
  }>`select id from organisations.engagement where court_id = ${courtId} and contractor_id = ${ctx.actor.contractorId}
    and from_date <= ${body.onDate}::date and until_date >= ${body.onDate}::date order by id desc limit 1`.execute(ctx.tx)
  const engagementId = engagement.rows[0]?.id
  if (engagementId === undefined) throw new Fail('no-engagement-then', 422, { field: 'onDate' })
  const { rows } = await sql<{
    id: number
  }>`insert into incidents.drill (court_id, engagement_id, contractor_id, on_date, scenario, participants, result, improvements, made_by)
    values (${courtId}, ${engagementId}, ${ctx.actor.contractorId}, ${body.onDate}::date, ${body.scenario}, ${body.participants}, ${body.result}, ${body.improvements}, ${ctx.actor.personId}) returning id`.execute(
    ctx.tx,
  )
  const id = rows[0]!.id
  await ctx.audit({ verb: 'drill.record', objectType: 'drill', objectId: id, data: { result: body.result } })
  await fulfilDuty(ctx, DRILL, engagementId, { period: body.onDate.slice(0, 4) }, { type: 'drill', id })
  return { id }
}
