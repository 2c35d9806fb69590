import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'
import { pageOf, readCursor } from '../../platform/http/cursor.ts'
import { Fail } from '../../platform/http/problems.ts'
import type { procedures } from './api.ts'
import type { Balance, Because, Candidate, Judge } from './rules.ts'

type Procedure = (typeof procedures)[number]
export const courtOf = (ctx: Ctx): number => {
  if (ctx.actor.courtId === null) throw new Fail('not-allowed', 403)
  return ctx.actor.courtId
}
const today = sql`((select bw.now()) at time zone 'Asia/Shanghai')::date`

export interface WaitingCase {
  id: number
  number: string
  title: string
  cause: string | null
  procedure: Procedure
  type: string | null
  filedOn: string | null
  divisionId: number | null
  division: string | null
}
const waiting = sql`select c.id, c.number, c.title, c.cause_name as cause, c.procedure, c.type_code as type, c.filed_on::text as "filedOn",
    c.division_id as "divisionId", d.name as division
  from cases.case_record c left join organisations.division d on d.court_id = c.court_id and d.id = c.division_id`
const waits = sql`c.judge_id is null and c.status = 'open' and c.number is not null`

const since = sql`coalesce(c.filed_on, date '1900-01-01')`
/** Numbered cases without a judge, the oldest first, before them those without a day of filing; pages by (day, id). */
export const selectWaiting = async (
  ctx: Ctx,
  f: { divisionId?: number | undefined; procedure?: string | undefined; after?: string | undefined; limit: number },
): Promise<{ items: WaitingCase[]; next: string | null }> => {
  const from = readCursor(f.after, 2)
  const { rows } = await sql<WaitingCase>`${waiting} where c.court_id = ${courtOf(ctx)} and ${waits}
    ${f.divisionId ? sql`and c.division_id = ${f.divisionId}` : sql``} ${f.procedure ? sql`and c.procedure = ${f.procedure}` : sql``}
    ${from ? sql`and (${since}, c.id) > (coalesce(${from[0]}::date, date '1900-01-01'), ${from[1]}::bigint)` : sql``}
    order by ${since}, c.id limit ${sql.lit(f.limit + 1)}`.execute(ctx.tx)
  return pageOf(rows, f.limit, (r) => [r.filedOn, r.id])
}
export interface CaseForLot {
  id: number
  number: string | null
  type: string | null
  procedure: string
  divisionId: number | null
  judgeId: number | null
  status: string
  revision: number
}
export const selectCases = async (ctx: Ctx, ids: readonly number[]): Promise<CaseForLot[]> =>
  (
    await sql<CaseForLot>`select c.id, c.number, c.type_code as type, c.procedure, c.division_id as "divisionId", c.judge_id as "judgeId", c.status, c.revision
      from cases.case_record c where c.court_id = ${courtOf(ctx)} and c.id = any (${[...ids]}::bigint[])`.execute(ctx.tx)
  ).rows

export interface JudgeRow extends Omit<Judge, 'absent' | 'barred' | 'before'> {
  judge: string
  divisionId: number
  division: string
  procedures: Procedure[]
  types: string[]
  version: number
  absences: { id: number; fromDate: string; untilDate: string; kind: 'leave' | 'training' | 'secondment' | 'other' }[]
  absentToday: boolean
}
/** Who holds a judge's post in a division today, with what he takes. One row for each division he sits in. */
export const selectJudges = async (ctx: Ctx, of: { divisionId?: number | undefined; judgeId?: number } = {}): Promise<JudgeRow[]> =>
  (
    await sql<JudgeRow>`with bench as (
        select distinct o.person_id, p.name, o.division_id, d.name as division from organisations.post o
          join organisations.person p on p.id = o.person_id join organisations.division d on d.court_id = o.court_id and d.id = o.division_id
         where o.court_id = ${courtOf(ctx)} and o.side = 'court' and o.role = 'judge' and o.from_date <= ${today} and (o.until_date is null or o.until_date >= ${today})
           ${of.divisionId ? sql`and o.division_id = ${of.divisionId}` : sql``} ${of.judgeId ? sql`and o.person_id = ${of.judgeId}` : sql``})
      select b.person_id as "judgeId", b.name as judge, b.division_id as "divisionId", b.division, coalesce(s.percent, 100) as percent, coalesce(s.types, '{}') as types,
        coalesce(s.procedures, '{}') as procedures, coalesce(s.version, 0) as version, coalesce(l.open_cases, 0) as load,
        coalesce((select jsonb_agg(jsonb_build_object('id', a.id, 'fromDate', a.from_date, 'untilDate', a.until_date, 'kind', a.kind) order by a.from_date) from scheduling.absence a
          where a.court_id = ${courtOf(ctx)} and a.judge_id = b.person_id and a.ended_at is null and a.until_date >= ${today}), '[]') as absences,
        exists (select from scheduling.absence a where a.court_id = ${courtOf(ctx)} and a.judge_id = b.person_id and a.ended_at is null and ${today} between a.from_date and a.until_date) as "absentToday"
      from bench b
        left join lateral (select x.* from scheduling.share x where x.court_id = ${courtOf(ctx)} and x.judge_id = b.person_id order by x.version desc limit 1) s on true
        left join scheduling.loads(array(select person_id from bench)) l on l.judge_id = b.person_id
      order by b.division, b.name, b.person_id limit 1000`.execute(ctx.tx)
  ).rows
export const selectBarred = async (ctx: Ctx, caseId: number, judges: readonly number[]): Promise<Set<number>> =>
  new Set(
    (
      await sql<{ judge_id: number }>`select judge_id from scheduling.barred(${caseId}::bigint, ${[...judges]}::bigint[])`.execute(ctx.tx)
    ).rows.map((r) => r.judge_id),
  )

export interface RuleRow {
  version: number
  balance: Balance
  note: string | null
  setBy: string | null
  setAt: string | null
}
/** The rule in force; version 0 is what the product begins with. */
export const selectRule = async (ctx: Ctx): Promise<RuleRow> =>
  (
    await sql<RuleRow>`select r.version, r.balance, r.note, p.name as "setBy", r.set_at as "setAt" from scheduling.rule r join organisations.person p on p.id = r.set_by
      where r.court_id = ${courtOf(ctx)} order by r.version desc limit 1`.execute(ctx.tx)
  ).rows[0] ?? { version: 0, balance: 'load', note: null, setBy: null, setAt: null }
export const balanceOf = async (ctx: Ctx, version: number): Promise<Balance> =>
  version === 0
    ? 'load'
    : (
        await sql<{
          balance: Balance
        }>`select balance from scheduling.rule where court_id = ${courtOf(ctx)} and version = ${version}`.execute(ctx.tx)
      ).rows[0]!.balance

export interface AllocationRow {
  id: number
  caseId: number
  number: string | null
  title: string | null
  turn: number
  kind: 'drawn' | 'designated'
  judgeId: number
  judge: string
  because: Because | null
  reason: string | null
  madeBy: string
  madeAt: string
  endedAt: string | null
  ruleVersion: number | null
  seedDay: string | null
  commitment: string | null
  revealed: string | null
  candidates: Candidate[]
  message: string | null
  ticket: number | null
  total: number | null
  revision: number
}
const listed = sql`a.id, a.case_id as "caseId", c.number, c.title, a.turn, a.kind, a.judge_id as "judgeId", j.name as judge, a.because, m.name as "madeBy", a.made_at as "madeAt", a.ended_at as "endedAt"`
const joined = sql`from scheduling.allocation a join organisations.person j on j.id = a.judge_id join organisations.person m on m.id = a.made_by
  left join cases.case_record c on c.court_id = a.court_id and c.id = a.case_id`

/** Newest first; pages by id. */
export const selectAllocations = async (
  ctx: Ctx,
  f: {
    judgeId?: number | undefined
    caseId?: number | undefined
    kind?: string | undefined
    state?: string | undefined
    after?: string | undefined
    limit: number
  },
): Promise<{ items: AllocationRow[]; next: string | null }> => {
  const from = readCursor(f.after, 1)
  const where: RawBuilder<unknown>[] = [sql`a.court_id = ${courtOf(ctx)}`]
  if (f.judgeId) where.push(sql`a.judge_id = ${f.judgeId}`)
  if (f.caseId) where.push(sql`a.case_id = ${f.caseId}`)
  if (f.kind) where.push(sql`a.kind = ${f.kind}`)
  if (f.state) where.push(f.state === 'live' ? sql`a.ended_at is null` : sql`a.ended_at is not null`)
  if (from) where.push(sql`a.id < ${from[0]}::bigint`)
  const { rows } =
    await sql<AllocationRow>`select ${listed} ${joined} where ${sql.join(where, sql` and `)} order by a.id desc limit ${sql.lit(f.limit + 1)}`.execute(
      ctx.tx,
    )
  return pageOf(rows, f.limit, (r) => [r.id])
}
export const selectAllocation = async (ctx: Ctx, id: number): Promise<AllocationRow> => {
  const { rows } =
    await sql<AllocationRow>`select ${listed}, a.reason, a.rule_version as "ruleVersion", a.seed_day::text as "seedDay", s.commitment, s.revealed, a.candidates, a.message,
      a.ticket::float8 as ticket, a.total::float8 as total, a.revision
    ${joined} left join scheduling.seed s on s.court_id = a.court_id and s.day = a.seed_day where a.court_id = ${courtOf(ctx)} and a.id = ${id}`.execute(
      ctx.tx,
    )
  if (!rows[0]) throw new Fail('not-found', 404)
  return rows[0]
}
export const namesOf = async (ctx: Ctx, people: readonly number[]): Promise<Map<number, string>> =>
  new Map(
    (
      await sql<{ id: number; name: string }>`select id, name from organisations.person where id = any (${[...people]}::bigint[])`.execute(
        ctx.tx,
      )
    ).rows.map((r) => [r.id, r.name]),
  )
