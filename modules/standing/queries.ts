import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'
import { Fail } from '../../platform/http/problems.ts'
import type { EventKind, EventSource, EventState, Outcome, PaperKind, StepKind } from './rules/events.ts'
import type { Figures, Finding, ThresholdRow } from './rules/indicators.ts'
import type { StatementState } from './rules/statements.ts'

export const courtOf = (ctx: Ctx): number => {
  if (ctx.actor.courtId === null) throw new Fail('not-allowed', 403)
  return ctx.actor.courtId
}
export interface StatementRow {
  id: number
  contractorId: number
  contractor: string
  period: string
  version: number
  state: StatementState
  figures: Figures
  restates: string | null
  madeBy: number
  filedBy: string | null
  filedAt: string | null
  filedOn: string | null
  reviewedBy: string | null
  reviewedAt: string | null
  review: string | null
  /** No later version was handed in. */
  newest: boolean
  files: number
  revision: number
}
export const selectStatements = async (
  ctx: Ctx,
  f: { id?: number; contractorIds?: readonly number[]; period?: string },
): Promise<StatementRow[]> => {
  const where: RawBuilder<unknown>[] = [sql`s.court_id = ${courtOf(ctx)}`]
  if (f.id !== undefined) where.push(sql`s.id = ${f.id}`)
  if (f.contractorIds) where.push(sql`s.contractor_id = any (${f.contractorIds}::int[])`)
  if (f.period) where.push(sql`s.period = ${f.period}`)
  return (
    await sql<StatementRow>`select s.id, s.contractor_id as "contractorId", k.name as contractor, s.period, s.version, s.state, s.figures, s.restates, s.made_by as "madeBy", p.name as "filedBy",
        s.filed_at as "filedAt", (s.filed_at at time zone 'Asia/Shanghai')::date::text as "filedOn", r.name as "reviewedBy", s.reviewed_at as "reviewedAt", s.review, s.revision,
        not exists (select from standing.statement n where n.court_id = s.court_id and n.contractor_id = s.contractor_id and n.period = s.period and n.version > s.version and n.state <> 'draft') as newest,
        (select count(*)::int from standing.paper f where f.court_id = s.court_id and f.statement_id = s.id) as files
      from standing.statement s join organisations.contractor k on k.id = s.contractor_id left join organisations.person p on p.id = s.filed_by left join organisations.person r on r.id = s.reviewed_by
      where ${sql.join(where, sql` and `)} order by s.period, s.version limit 5000`.execute(ctx.tx)
  ).rows
}
export const selectStatement = async (ctx: Ctx, id: number): Promise<StatementRow> => {
  const [row] = await selectStatements(ctx, { id })
  if (!row) throw new Fail('not-found', 404)
  return row
}
/** What the duties say of a contractor's periods; of one engagement or of several it is one statement. */
export const selectOwed = async (
  ctx: Ctx,
  contractorIds: readonly number[],
): Promise<{ contractorId: number; period: string; missing: boolean; late: boolean }[]> =>
  (
    await sql<{
      contractorId: number
      period: string
      missing: boolean
      late: boolean
    }>`select e.contractor_id as "contractorId", d.period, bool_or(d.state in ('late', 'breached')) as late,
        bool_or(d.state = 'breached') and not exists (select from standing.statement s where s.court_id = ${courtOf(ctx)} and s.contractor_id = e.contractor_id and s.period = d.period
          and s.state in ('filed', 'reviewed')) as missing
      from duties.duty d join organisations.engagement e on e.court_id = d.court_id and e.id = d.subject_id
      where d.court_id = ${courtOf(ctx)} and d.key in ('standing.quarter-statement', 'standing.year-statement') and d.state <> 'withdrawn' and e.contractor_id = any (${contractorIds}::int[])
      group by e.contractor_id, d.period order by d.period`.execute(ctx.tx)
  ).rows
export const selectThresholds = async (ctx: Ctx): Promise<(ThresholdRow & { setBy: string | null })[]> =>
  (
    await sql<
      ThresholdRow & { setBy: string | null }
    >`select h.key, h.from_date as "fromDate", h.watch::float8 as watch, h.serious::float8 as serious, p.name as "setBy"
      from standing.threshold h left join organisations.person p on p.id = h.set_by where h.court_id = ${courtOf(ctx)} order by h.from_date desc, h.key limit 1000`.execute(
      ctx.tx,
    )
  ).rows
/** Contractors admitted to this court, now or once. */
export const selectContractors = async (
  ctx: Ctx,
  f: { id?: number; after?: (string | number | null)[] | null; limit: number },
): Promise<{ id: number; name: string; openEvents: number }[]> => {
  const where: RawBuilder<unknown>[] = [
    sql`exists (select from organisations.engagement e where e.court_id = ${courtOf(ctx)} and e.contractor_id = k.id)`,
  ]
  if (ctx.actor.side === 'contractor') where.push(sql`k.id = ${ctx.actor.contractorId}`)
  if (f.id !== undefined) where.push(sql`k.id = ${f.id}`)
  if (f.after) where.push(sql`(k.name, k.id) > (${f.after[0]}, ${f.after[1]}::int)`)
  return (
    await sql<{
      id: number
      name: string
      openEvents: number
    }>`select k.id, k.name, (select count(*)::int from standing.event v where v.court_id = ${courtOf(ctx)} and v.contractor_id = k.id and v.state <> 'closed') as "openEvents"
      from organisations.contractor k where ${sql.join(where, sql` and `)} order by k.name, k.id limit ${f.limit}`.execute(ctx.tx)
  ).rows
}
export const engagementsOf = async (ctx: Ctx, contractorId: number): Promise<number[]> =>
  (
    await sql<{
      id: number
    }>`select id from organisations.engagement where court_id = ${courtOf(ctx)} and contractor_id = ${contractorId} and state <> 'ended' order by id`.execute(
      ctx.tx,
    )
  ).rows.map((r) => r.id)

export interface EventRow {
  id: number
  number: string
  contractorId: number
  contractor: string
  kind: EventKind
  source: EventSource
  state: EventState
  outcome: Outcome | null
  happenedOn: string
  knownOn: string
  assessBy: string
  decidedAt: string | null
  late: boolean
  text: string
  findings: Finding[] | null
  statementId: number | null
  reportedBy: string | null
  reportedAt: string
  noticedAt: string | null
  proposal: Outcome | null
  assessment: string | null
  conditions: string | null
  cureBy: string | null
  cureProofAt: string | null
  assessedById: number | null
  assessedBy: string | null
  reason: string | null
  decidedBy: string | null
  revision: number
}
export const selectEvents = async (
  ctx: Ctx,
  f: { id?: number; contractorId?: number | undefined; state?: string | undefined; kind?: string | undefined },
  page: { after: (string | number | null)[] | null; limit: number },
): Promise<EventRow[]> => {
  const where: RawBuilder<unknown>[] = [sql`v.court_id = ${courtOf(ctx)}`]
  if (f.id !== undefined) where.push(sql`v.id = ${f.id}`)
  if (f.contractorId !== undefined) where.push(sql`v.contractor_id = ${f.contractorId}`)
  if (f.state) where.push(sql`v.state = ${f.state}`)
  if (f.kind) where.push(sql`v.kind = ${f.kind}`)
  if (page.after) where.push(sql`(v.known_on, v.id) < (${page.after[0]}::date, ${page.after[1]}::bigint)`)
  // The month's last day as the calendar has it: 31 January leads to the end of February, as the duty does.
  return (
    await sql<EventRow>`select v.id, v.number, v.contractor_id as "contractorId", k.name as contractor, v.kind, v.source, v.state, v.outcome, v.happened_on as "happenedOn", v.known_on as "knownOn",
        (v.known_on + interval '1 month')::date as "assessBy", v.decided_at as "decidedAt",
        (coalesce(v.decided_at, bw.now()) at time zone 'Asia/Shanghai')::date > (v.known_on + interval '1 month')::date as late, v.wording as text, v.findings, v.statement_id as "statementId",
        r.name as "reportedBy", v.reported_at as "reportedAt", v.noticed_at as "noticedAt", v.proposal, v.assessment, v.conditions, v.cure_by as "cureBy", v.cure_proof_at as "cureProofAt",
        v.assessed_by as "assessedById", a.name as "assessedBy", v.reason, d.name as "decidedBy", v.revision
      from standing.event v join organisations.contractor k on k.id = v.contractor_id left join organisations.person r on r.id = v.reported_by left join organisations.person a on a.id = v.assessed_by
        left join organisations.person d on d.id = v.decided_by
      where ${sql.join(where, sql` and `)} order by v.known_on desc, v.id desc limit ${page.limit}`.execute(ctx.tx)
  ).rows
}
export const selectEvent = async (ctx: Ctx, id: number): Promise<EventRow> => {
  const [row] = await selectEvents(ctx, { id }, { after: null, limit: 1 })
  if (!row) throw new Fail('not-found', 404)
  return row
}
export interface StepRow {
  id: number
  kind: StepKind
  outcome: Outcome | null
  text: string
  by: string | null
  at: string
}
export const selectSteps = async (ctx: Ctx, eventId: number): Promise<StepRow[]> =>
  (
    await sql<StepRow>`select s.id, s.kind, s.outcome, s.wording as text, p.name as by, s.at from standing.step s left join organisations.person p on p.id = s.by_id
      where s.court_id = ${courtOf(ctx)} and s.event_id = ${eventId} order by s.id limit 500`.execute(ctx.tx)
  ).rows
export interface PaperRow {
  id: number
  kind: PaperKind | 'statement'
  name: string
  type: string
  size: number
  sha256: string
  addedBy: string | null
  addedAt: string
}
export const selectPapers = async (ctx: Ctx, f: { statementId?: number; eventId?: number; id?: number }): Promise<PaperRow[]> => {
  const which =
    f.id !== undefined
      ? sql`f.id = ${f.id}`
      : f.statementId !== undefined
        ? sql`f.statement_id = ${f.statementId}`
        : sql`f.event_id = ${f.eventId}`
  return (
    await sql<PaperRow>`select f.id, f.kind, f.name, f.type, f.size::int as size, f.sha256, p.name as "addedBy", f.added_at as "addedAt" from standing.paper f
      left join organisations.person p on p.id = f.added_by where f.court_id = ${courtOf(ctx)} and ${which} order by f.id limit 500`.execute(
      ctx.tx,
    )
  ).rows
}
