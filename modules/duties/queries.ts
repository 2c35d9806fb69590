import { type RawBuilder, sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { startOfDay } from '../../platform/calendar/zoned.ts'
import type { Ctx } from '../../platform/http/context.ts'
import { declarations } from './registry.ts'
import { type DutyState, sideOf } from './rules/states.ts'

export interface DutyRow {
  id: number
  key: string
  debtor: 'court' | 'contractor'
  state: DutyState
  period: string
  opensAt: string
  dueAt: string
  provisional: boolean
  kind: string
  subjectId: number
  subjectName: string | null
  contractorName: string | null
  fulfilledAt: string | null
  asked: boolean
  revision: number
}
export interface DutyFilter {
  tab: 'mine' | 'ours' | 'theirs'
  states: readonly DutyState[]
  clause?: string
  key?: string
  kind?: string
  subjectId?: number
  dueFrom?: string
  dueUntil?: string
  asked?: boolean
}

// A person is named to whom the row itself is open; a case only as far as its own policy lets it be seen.
const columns = sql`d.id, d.key, d.debtor, d.state, d.period, d.opens_at as "opensAt", d.due_at as "dueAt", d.provisional, d.kind, d.subject_id as "subjectId",
  case d.kind when 'person' then p.name when 'engagement' then e.title when 'court' then t.name when 'case' then c.number else d.label end as "subjectName",
  k.name as "contractorName", d.fulfilled_at as "fulfilledAt", exists (select from duties.excuse x where x.court_id = d.court_id and x.duty_id = d.id and x.approved is null) as asked, d.revision`
const joins = sql`left join organisations.person p on d.kind = 'person' and p.id = d.subject_id
  left join organisations.engagement e on e.court_id = d.court_id and e.id = d.engagement_id
  left join organisations.contractor k on k.id = e.contractor_id
  left join organisations.court t on d.kind = 'court' and t.id = d.subject_id
  left join cases.case_record c on d.kind = 'case' and c.court_id = d.court_id and c.id = d.subject_id`

/** Keys of what these roles answer for. */
export const keysOf = (roles: readonly string[]): string[] =>
  declarations()
    .filter((d) => d.roles.some((r) => roles.includes(r)))
    .map((d) => d.key)
const dayStart = (day: string, plus = 0): string => startOfDay(Temporal.PlainDate.from(day).add({ days: plus })).toString()

const conditions = (ctx: Ctx, f: DutyFilter): RawBuilder<unknown> => {
  const side = sideOf(ctx.actor) ?? 'court'
  const other = side === 'court' ? 'contractor' : 'court'
  const of: RawBuilder<unknown>[] = [sql`d.court_id = ${ctx.actor.courtId}`]
  if (f.tab === 'mine') {
    of.push(sql`d.debtor = ${side}`)
    of.push(sql`(d.key = any (${keysOf(ctx.actor.roles)}::text[]) or (d.kind = 'person' and d.subject_id = ${ctx.actor.personId}))`)
  } else of.push(sql`d.debtor = ${f.tab === 'ours' ? side : other}`)
  // The contractor's rows are named by engagement besides the policy, which alone would not find the index.
  if (ctx.actor.side === 'contractor') of.push(sql`d.engagement_id = any (${ctx.actor.engagementIds as number[]}::int[])`)
  // What waits has an index of its own; its condition has to stand here word for word.
  if (f.states.join() === 'open,breached') of.push(sql`d.state in ('open', 'breached')`)
  else of.push(sql`d.state = any (${f.states as string[]}::text[])`)
  if (f.clause) {
    const wanted = f.clause.toLowerCase()
    of.push(
      sql`d.key = any (${declarations()
        .filter((x) => x.clauses.some((c) => c.toLowerCase() === wanted || c.toLowerCase().startsWith(`${wanted}.`)))
        .map((x) => x.key)}::text[])`,
    )
  }
  if (f.key) of.push(sql`d.key = ${f.key}`)
  if (f.kind) of.push(sql`d.kind = ${f.kind}`)
  if (f.subjectId) of.push(sql`d.subject_id = ${f.subjectId}`)
  if (f.dueFrom) of.push(sql`d.due_at >= ${dayStart(f.dueFrom)}`)
  if (f.dueUntil) of.push(sql`d.due_at < ${dayStart(f.dueUntil, 1)}`)
  if (f.asked) of.push(sql`exists (select from duties.excuse x where x.court_id = d.court_id and x.duty_id = d.id and x.approved is null)`)
  return sql.join(of, sql` and `)
}

export const selectDuties = async (
  ctx: Ctx,
  f: DutyFilter,
  page: { sort: 'due' | '-due'; after: (string | number | null)[] | null; limit: number },
): Promise<DutyRow[]> => {
  const [down, dir] = [page.sort === '-due', page.sort === '-due' ? sql`desc` : sql`asc`]
  const past = page.after
    ? down
      ? sql`and (d.due_at, d.id) < (${page.after[0]}::timestamptz, ${page.after[1]}::bigint)`
      : sql`and (d.due_at, d.id) > (${page.after[0]}::timestamptz, ${page.after[1]}::bigint)`
    : sql``
  const { rows } =
    await sql<DutyRow>`with page as materialized (select d.* from duties.duty d where ${conditions(ctx, f)} ${past} order by d.due_at ${dir}, d.id ${dir} limit ${page.limit})
    select ${columns} from page d ${joins} order by d.due_at ${dir}, d.id ${dir}`.execute(ctx.tx)
  return rows
}

export interface FullDuty extends DutyRow {
  basis: { step: string; value: string; n?: number }[]
  calendar: string
  remindAt: string[]
  openedAt: string | null
  remindedAt: string | null
  breachedAt: string | null
  fulfilledByName: string | null
  evidenceType: string | null
  evidenceId: string | null
  settledAt: string | null
  note: string | null
}
export const selectDuty = async (ctx: Ctx, id: number): Promise<FullDuty | null> => {
  const { rows } =
    await sql<FullDuty>`select ${columns}, d.basis, d.calendar, to_jsonb(d.remind_at) as "remindAt", d.opened_at as "openedAt", d.reminded_at as "remindedAt", d.breached_at as "breachedAt",
      b.name as "fulfilledByName", d.evidence_type as "evidenceType", d.evidence_id as "evidenceId", d.settled_at as "settledAt", d.note
    from duties.duty d ${joins} left join organisations.person b on b.id = d.fulfilled_by where d.court_id = ${ctx.actor.courtId} and d.id = ${id}`.execute(
      ctx.tx,
    )
  return rows[0] ?? null
}
export interface ExcuseRow {
  id: number
  reason: string
  askedBy: number
  askedByName: string
  askedAt: string
  decidedByName: string | null
  decidedAt: string | null
  approved: boolean | null
  decision: string | null
}
export const selectExcuses = async (ctx: Ctx, dutyId: number): Promise<ExcuseRow[]> =>
  (
    await sql<ExcuseRow>`select x.id, x.reason, x.asked_by as "askedBy", a.name as "askedByName", x.asked_at as "askedAt", b.name as "decidedByName", x.decided_at as "decidedAt", x.approved, x.decision
      from duties.excuse x join organisations.person a on a.id = x.asked_by left join organisations.person b on b.id = x.decided_by
      where x.court_id = ${ctx.actor.courtId} and x.duty_id = ${dutyId} order by x.id`.execute(ctx.tx)
  ).rows

/** How many of what fall due on each day of a month. */
export const selectMonth = async (
  ctx: Ctx,
  tab: DutyFilter['tab'],
  from: string,
  until: string,
): Promise<{ date: string; key: string; state: DutyState; n: number }[]> => {
  const states: DutyState[] = ['open', 'breached', 'done', 'late', 'excused', 'planned']
  const { rows } = await sql<{
    date: string
    key: string
    state: DutyState
    n: number
  }>`select (d.due_at at time zone 'Asia/Shanghai')::date as date, d.key, d.state, count(*)::int as n
    from duties.duty d where ${conditions(ctx, { tab, states, dueFrom: from, dueUntil: until })} group by 1, 2, 3 order by 1, 2, 3`.execute(
    ctx.tx,
  )
  return rows
}
/** How many will owe each of these periods, which nobody has opened yet: [declaration, first and last day of the period]. */
export const selectComing = async (
  ctx: Ctx,
  tab: DutyFilter['tab'],
  of: readonly { key: string; from: string; until: string }[],
): Promise<number[]> => {
  const mine =
    tab === 'mine'
      ? sql`and (s.key = any (${keysOf(ctx.actor.roles)}::text[]) or (s.kind = 'person' and s.subject_id = ${ctx.actor.personId}))`
      : sql``
  const { rows } = await sql<{
    n: number
  }>`select (select count(*)::int from duties.subject s where s.court_id = ${ctx.actor.courtId} and s.key = u.key and s.since <= u.until
      and (s.until is null or s.until >= u.from) and s.opened_through < u.from ${mine}) as n
    from unnest(${of.map((o) => o.key)}::text[], ${of.map((o) => o.from)}::date[], ${of.map((o) => o.until)}::date[]) with ordinality u(key, "from", until, i) order by i`.execute(
    ctx.tx,
  )
  return rows.map((r) => r.n)
}
/** What a calendar program is given: of what the person answers for, a month back and all that is known ahead; nothing of whom it concerns. */
export const selectFeed = async (
  ctx: Ctx,
): Promise<
  { id: number; key: string; state: DutyState; period: string; dueAt: string; remindAt: string[]; revision: number; changedAt: string }[]
> => {
  const since = ctx.now.subtract({ hours: 24 * 31 }).toString()
  const { rows } = await sql<{
    id: number
    key: string
    state: DutyState
    period: string
    dueAt: string
    remindAt: string[]
    revision: number
    changedAt: string
  }>`
    select d.id, d.key, d.state, d.period, d.due_at as "dueAt", to_jsonb(d.remind_at) as "remindAt", d.revision, coalesce(d.settled_at, d.opened_at, d.opens_at) as "changedAt"
    from duties.duty d where ${conditions(ctx, { tab: 'mine', states: ['planned', 'open', 'breached', 'withdrawn', 'done', 'late'] })} and d.due_at >= ${since} order by d.due_at, d.id limit 1000`.execute(
    ctx.tx,
  )
  return rows
}
