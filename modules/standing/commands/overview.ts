import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import { pageOf, readCursor } from '../../../platform/http/cursor.ts'
import type { Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { todayOf } from '../../organisations/public.ts'
import { type Decision, no, yes } from '../../organisations/rules/structure.ts'
import type * as api from '../api.ts'
import { courtOf, selectContractors, selectOwed, selectStatements, selectThresholds } from '../queries.ts'
import { type ThresholdKey, thresholdKeys, thresholdsOn, thresholdsStand } from '../rules/indicators.ts'
import { kindOf } from '../rules/statements.ts'
import { counting, findingsAt, seriesOf } from './warnings.ts'

const permitted = (permission: string, ctx: Ctx): Decision => (ctx.may(permission) ? yes : no('not-allowed'))
const SHOWN = 8

export const listStandings = async (ctx: Ctx, { query }: Input<typeof api.listStandings>): Promise<Output<typeof api.listStandings>> => {
  const page = pageOf(await selectContractors(ctx, { after: readCursor(query.after, 2), limit: query.limit + 1 }), query.limit, (k) => [
    k.name,
    k.id,
  ])
  const ids = page.items.map((k) => k.id)
  const statements = await selectStatements(ctx, { contractorIds: ids })
  const missing = (await selectOwed(ctx, ids)).filter((o) => o.missing)
  const thresholds = await selectThresholds(ctx)
  const today = todayOf(ctx)
  const items = page.items.map((k) => {
    const rows = statements.filter((s) => s.contractorId === k.id)
    const gaps = missing.filter((m) => m.contractorId === k.id).map((m) => m.period)
    const quarters = seriesOf(rows, gaps, 'quarter')
    const years = seriesOf(rows, gaps, 'year')
    const last = [...counting(rows).values()].filter((s) => kindOf(s.period) === 'quarter').at(-1) ?? [...counting(rows).values()].at(-1)
    // Both series warn; what is unknown in one may be known in the other.
    const found = [quarters, years].flatMap((s) => (s.length ? findingsAt(s, s.at(-1)!.period, today, thresholds) : []))
    const of = (level: 'serious' | 'watch') => [...new Set(found.filter((f) => f.level === level).map((f) => f.key))]
    const serious = of('serious')
    return {
      contractorId: k.id,
      contractor: k.name,
      lastPeriod: last?.period ?? null,
      filedAt: last?.filedAt ?? null,
      serious,
      watch: of('watch').filter((key) => !serious.includes(key)),
      missing: gaps,
      openEvents: k.openEvents,
    }
  })
  return {
    items,
    next: page.next,
    can: {
      keep: permitted('standing.keep', ctx),
      report: permitted('standing.report', ctx),
      thresholds: permitted('standing.thresholds', ctx),
    },
  }
}
export const readStanding = async (
  ctx: Ctx,
  { params, query }: Pick<Input<typeof api.readStanding>, 'params' | 'query'>,
): Promise<Output<typeof api.readStanding>> => {
  const [k] = await selectContractors(ctx, { id: params.contractorId, limit: 1 })
  if (!k) throw new Fail('not-found', 404)
  const rows = await selectStatements(ctx, { contractorIds: [k.id] })
  const owed = await selectOwed(ctx, [k.id])
  const gaps = owed.filter((o) => o.missing).map((o) => o.period)
  const thresholds = await selectThresholds(ctx)
  const count = counting(rows)
  const series = seriesOf(rows, gaps, query.kind)
  const today = todayOf(ctx)
  await ctx.audit({ verb: 'standing.read', objectType: 'standing', objectId: k.id })
  return {
    contractorId: k.id,
    contractor: k.name,
    periods: series
      .slice(-SHOWN)
      .reverse()
      .map((p) => {
        const s = count.get(p.period)
        return {
          period: p.period,
          statementId: s?.id ?? null,
          version: s?.version ?? null,
          state: s?.state ?? null,
          filedAt: s?.filedAt ?? null,
          late: owed.some((o) => o.period === p.period && o.late),
          missing: p.missing,
          figures: p.figures,
          findings: findingsAt(series, p.period, s?.filedOn ?? today, thresholds),
        }
      }),
    drafts: rows.filter((r) => r.state === 'draft').map((r) => ({ id: r.id, period: r.period, version: r.version })),
    can: { keep: permitted('standing.keep', ctx), report: permitted('standing.report', ctx) },
  }
}
export const listThresholds = async (ctx: Ctx): Promise<Output<typeof api.listThresholds>> => {
  const set = await selectThresholds(ctx)
  const now = thresholdsOn(set, todayOf(ctx))
  return {
    today: thresholdKeys.map((key: ThresholdKey) => ({ key, ...now[key] })),
    set: set.slice(0, 200),
    can: { set: permitted('standing.thresholds', ctx) },
  }
}
export const setThreshold = async (ctx: Ctx, { body }: Input<typeof api.setThreshold>): Promise<Output<typeof api.setThreshold>> => {
  if (body.fromDate < todayOf(ctx)) throw new Fail('day-in-past', 422, { field: 'fromDate' })
  // Two decimals, as they are kept and compared.
  const t = { watch: Math.round(body.watch * 100) / 100, serious: body.serious === null ? null : Math.round(body.serious * 100) / 100 }
  if (!thresholdsStand(body.key, t)) throw new Fail('threshold-order', 422, { field: 'serious' })
  const done = await sql`insert into standing.threshold (court_id, key, from_date, watch, serious, set_by)
    values (${courtOf(ctx)}, ${body.key}, ${body.fromDate}::date, ${t.watch}, ${t.serious}, ${ctx.actor.personId}) on conflict do nothing`.execute(
    ctx.tx,
  )
  if (!done.numAffectedRows) throw new Fail('threshold-known', 409, { field: 'fromDate' })
  await ctx.audit({
    verb: 'standing.threshold.set',
    objectType: 'standing-threshold',
    objectId: body.key,
    after: body,
    data: { key: body.key, fromDate: body.fromDate, ...t },
  })
  return { ok: true }
}
