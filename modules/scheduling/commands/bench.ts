import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import type { Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { caseTypes } from '../../cases/public.ts'
import { no, yes } from '../../organisations/rules/structure.ts'
import { todayOf } from '../../organisations/public.ts'
import type * as api from '../api.ts'
import { courtOf, selectJudges, selectRule } from '../queries.ts'

export const listJudges = async (ctx: Ctx, { query }: Input<typeof api.listJudges>): Promise<Output<typeof api.listJudges>> => ({
  items: await selectJudges(ctx, query),
  rule: await selectRule(ctx),
  can: { set: ctx.may('scheduling.rules') ? yes : no('not-allowed') },
})
const theJudge = async (ctx: Ctx, judgeId: number) => {
  const [judge] = await selectJudges(ctx, { judgeId })
  if (!judge) throw new Fail('not-a-judge', 422)
  return judge
}
/** The version is the key: of two who set at once, the second is told that it changed meanwhile. */
const asStale = (e: unknown): unknown => ((e as { code?: string }).code === '23505' ? new Fail('stale-revision', 409) : e)

export const setShare = async (ctx: Ctx, { params, body, revision }: Input<typeof api.setShare>): Promise<Output<typeof api.setShare>> => {
  const judge = await theJudge(ctx, params.id)
  if (judge.version !== revision) throw new Fail('stale-revision', 409, { revision: judge.version })
  const known = new Set((await caseTypes(ctx)).map((t) => t.code))
  const unknown = body.types.find((t) => !known.has(t))
  if (unknown) throw new Fail('type-unknown', 422, { field: 'types', type: unknown })
  const version = revision + 1
  await sql`insert into scheduling.share (court_id, judge_id, version, percent, types, procedures, reason, set_by)
    values (${courtOf(ctx)}, ${params.id}, ${version}, ${body.percent}, ${body.types}::text[], ${body.procedures}::text[], ${body.reason}, ${ctx.actor.personId})`
    .execute(ctx.tx)
    .catch((e) => {
      throw asStale(e)
    })
  await ctx.audit({
    verb: 'allocation.share',
    objectType: 'allocation-judge',
    objectId: params.id,
    before: { percent: judge.percent, types: judge.types, procedures: judge.procedures },
    after: body,
    data: { version, percent: body.percent },
  })
  return { version }
}
export const addAbsence = async (ctx: Ctx, { params, body }: Input<typeof api.addAbsence>): Promise<Output<typeof api.addAbsence>> => {
  const judge = await theJudge(ctx, params.id)
  // Of days that are over no lot can be drawn any more.
  if (body.untilDate < body.fromDate || body.untilDate < todayOf(ctx) || daysBetween(body.fromDate, body.untilDate) > 1096)
    throw new Fail('absence-days', 422, { field: 'untilDate' })
  if (judge.absences.some((a) => a.fromDate <= body.untilDate && body.fromDate <= a.untilDate))
    throw new Fail('absence-overlaps', 409, { field: 'fromDate' })
  const { rows } = await sql<{ id: number }>`insert into scheduling.absence (court_id, judge_id, from_date, until_date, kind, set_by)
    values (${courtOf(ctx)}, ${params.id}, ${body.fromDate}::date, ${body.untilDate}::date, ${body.kind}, ${ctx.actor.personId}) returning id`.execute(
    ctx.tx,
  )
  await ctx.audit({
    verb: 'allocation.absence',
    objectType: 'allocation-judge',
    objectId: params.id,
    data: { from: body.fromDate, until: body.untilDate, kind: body.kind },
  })
  return { id: rows[0]!.id }
}
const daysBetween = (from: string, until: string): number => (Date.parse(until) - Date.parse(from)) / 86_400_000
export const endAbsence = async (ctx: Ctx, { params }: Input<typeof api.endAbsence>): Promise<Output<typeof api.endAbsence>> => {
  const { rows } = await sql<{
    judge_id: number
  }>`update scheduling.absence set ended_at = bw.now() where court_id = ${courtOf(ctx)} and id = ${params.id} and ended_at is null
    returning judge_id`.execute(ctx.tx)
  if (!rows[0]) throw new Fail('not-found', 404)
  await ctx.audit({
    verb: 'allocation.absence-end',
    objectType: 'allocation-judge',
    objectId: rows[0].judge_id,
    data: { absenceId: params.id },
  })
  return { id: params.id }
}
export const setRule = async (ctx: Ctx, { body, revision }: Input<typeof api.setRule>): Promise<Output<typeof api.setRule>> => {
  const now = await selectRule(ctx)
  if (now.version !== revision) throw new Fail('stale-revision', 409, { revision: now.version })
  const version = revision + 1
  await sql`insert into scheduling.rule (court_id, version, balance, note, set_by) values (${courtOf(ctx)}, ${version}, ${body.balance}, ${body.note}, ${ctx.actor.personId})`
    .execute(ctx.tx)
    .catch((e) => {
      throw asStale(e)
    })
  await ctx.audit({
    verb: 'allocation.rule',
    objectType: 'allocation-rule',
    objectId: version,
    before: { balance: now.balance },
    after: { balance: body.balance },
    data: { version, balance: body.balance },
  })
  return { version }
}
