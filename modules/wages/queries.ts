import { type RawBuilder, sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import type { Ctx } from '../../platform/http/context.ts'
import { Fail } from '../../platform/http/problems.ts'
import type { Checked, ListKind, MonthState, OnRoster, StatementKind } from './rules.ts'

export const courtOf = (ctx: Ctx): number => {
  if (ctx.actor.courtId === null) throw new Fail('not-allowed', 403)
  return ctx.actor.courtId
}
export const lastDayOf = (month: string): string => Temporal.PlainYearMonth.from(month).toPlainDate({ day: 31 }).toString()
/** Engagements the caller may follow: the court's, or his contractor's own. */
const mine = (ctx: Ctx): RawBuilder<unknown> =>
  ctx.actor.side === 'contractor' ? sql`e.contractor_id = ${ctx.actor.contractorId}` : sql`true`

export interface MonthRow {
  id: number | null
  engagementId: number
  engagement: string
  contractor: string
  contractorId: number
  month: string
  state: MonthState
  dueOn: string
  paidOn: string | null
  submittedAt: string | null
  submittedBy: number | null
  note: string | null
  reason: string | null
  submittedByName: string | null
  decidedBy: string | null
  decidedAt: string | null
  late: boolean
  reminders: number[]
  excused: boolean
  lists: number
  revision: number
}
/** Every month of the term that has begun, whether anything was handed in or not. */
export const selectMonths = async (
  ctx: Ctx,
  today: string,
  f: { engagementId?: number | undefined; month?: string; late?: 'yes' | undefined; waiting?: 'yes' | undefined },
  page: { after: (string | number | null)[] | null; limit: number },
): Promise<MonthRow[]> => {
  const where: RawBuilder<unknown>[] = [sql`e.court_id = ${courtOf(ctx)}`, mine(ctx)]
  if (f.engagementId) where.push(sql`e.id = ${f.engagementId}`)
  if (f.month) where.push(sql`g.month = ${f.month}`)
  if (f.late) where.push(sql`x.late`)
  // Handed in, or a cause alleged: the court is to answer.
  if (f.waiting)
    where.push(
      sql`(m.state = 'submitted' or exists (select from wages.cause c where c.court_id = e.court_id and c.engagement_id = e.id and c.month = g.month and c.approved is null))`,
    )
  if (page.after) where.push(sql`(g.month, e.id) < (${page.after[0]}, ${page.after[1]}::int)`)
  return (
    await sql<MonthRow>`select m.id, e.id as "engagementId", e.title as engagement, k.name as contractor, e.contractor_id as "contractorId", g.month, coalesce(m.state, 'draft') as state,
        wages.due(g.month) as "dueOn", m.paid_on as "paidOn", m.submitted_at as "submittedAt", m.submitted_by as "submittedBy", m.note, m.reason, b.name as "submittedByName", p.name as "decidedBy", m.decided_at as "decidedAt", x.late,
        array(select n.n from (select r.month, (row_number() over (order by r.at, r.id))::int as n from wages.reminder_counted r where r.court_id = e.court_id and r.engagement_id = e.id) n
          where n.month = g.month order by n.n) as reminders,
        exists (select from wages.cause c where c.court_id = e.court_id and c.engagement_id = e.id and c.month = g.month and c.approved) as excused,
        (select count(*)::int from wages.list l where l.court_id = e.court_id and l.month_id = m.id and l.superseded_at is null) as lists, coalesce(m.revision, 0) as revision
      from organisations.engagement e join organisations.contractor k on k.id = e.contractor_id
        cross join lateral (select to_char(s, 'YYYY-MM') as month from generate_series(date_trunc('month', e.from_date), least(e.until_date, ${today}::date), interval '1 month') s) g
        left join wages.month m on m.court_id = e.court_id and m.engagement_id = e.id and m.month = g.month
        left join organisations.person p on p.id = m.decided_by left join organisations.person b on b.id = m.submitted_by
        cross join lateral (select case when m.state in ('submitted', 'received') then m.paid_on > wages.due(g.month) else ${today}::date > wages.due(g.month) end as late) x
      where ${sql.join(where, sql` and `)} order by g.month desc, e.id desc limit ${page.limit + 1}`.execute(ctx.tx)
  ).rows
}
export const selectMonth = async (ctx: Ctx, today: string, engagementId: number, month: string): Promise<MonthRow> => {
  const [row] = await selectMonths(ctx, today, { engagementId, month }, { after: null, limit: 1 })
  if (row) return row
  const known =
    await sql`select from organisations.engagement e where e.court_id = ${courtOf(ctx)} and e.id = ${engagementId} and ${mine(ctx)}`.execute(
      ctx.tx,
    )
  throw known.rows.length ? new Fail('month-outside', 422) : new Fail('not-found', 404)
}
/** The row, made when it is wanted, and locked. */
export const openMonth = async (ctx: Ctx, m: MonthRow): Promise<{ id: number; state: MonthState; revision: number }> => {
  await sql`insert into wages.month (court_id, engagement_id, contractor_id, month) values (${courtOf(ctx)}, ${m.engagementId}, ${m.contractorId}, ${m.month}) on conflict do nothing`.execute(
    ctx.tx,
  )
  const { rows } = await sql<{ id: number; state: MonthState; revision: number }>`select id, state, revision from wages.month
    where court_id = ${courtOf(ctx)} and engagement_id = ${m.engagementId} and month = ${m.month} for no key update`.execute(ctx.tx)
  const row = rows[0]
  // A submitted month is not the contractor's to lock any more.
  if (!row) throw new Fail('wages-submitted', 409)
  return row
}
/** Whoever held a post of the engagement on a day of that month. */
export const selectRoster = async (ctx: Ctx, engagementId: number, month: string): Promise<OnRoster[]> =>
  (
    await sql<OnRoster>`select distinct p.id as "personId", p.name, encode(p.id_no_hash, 'hex') as hash from organisations.post o join organisations.person p on p.id = o.person_id
      where o.court_id = ${courtOf(ctx)} and o.engagement_id = ${engagementId} and o.from_date <= ${lastDayOf(month)}::date and coalesce(o.until_date, 'infinity') >= greatest(o.from_date, ${`${month}-01`}::date)
      order by p.name, p.id`.execute(ctx.tx)
  ).rows
export const selectMinimum = async (ctx: Ctx, month: string): Promise<number | null> =>
  (
    await sql<{
      fen: number
    }>`select fen from wages.minimum where court_id = ${courtOf(ctx)} and from_date <= ${lastDayOf(month)}::date order by from_date desc limit 1`.execute(
      ctx.tx,
    )
  ).rows[0]?.fen ?? null

export interface ListRow {
  id: number
  monthId: number
  kind: ListKind
  name: string
  type: string
  size: number
  sha256: string
  rows: number
  hard: number
  soft: number
  addedAt: string
  addedBy: string | null
}
const listSelect = sql`select l.id, l.month_id as "monthId", l.kind, l.name, l.type, l.size, l.sha256, l.rows, l.hard, l.soft, l.added_at as "addedAt", p.name as "addedBy"
  from wages.list l left join organisations.person p on p.id = l.added_by`
export const selectLists = async (ctx: Ctx, monthId: number | null): Promise<ListRow[]> =>
  monthId === null
    ? []
    : (
        await sql<ListRow>`${listSelect} where l.court_id = ${courtOf(ctx)} and l.month_id = ${monthId} and l.superseded_at is null order by l.id`.execute(
          ctx.tx,
        )
      ).rows
export const selectList = async (ctx: Ctx, id: number): Promise<ListRow> => {
  const row = (
    await sql<ListRow>`${listSelect} where l.court_id = ${courtOf(ctx)} and l.id = ${id} and l.superseded_at is null`.execute(ctx.tx)
  ).rows[0]
  if (!row) throw new Fail('not-found', 404)
  return row
}
/** What the sealed lines of a list belong to. */
export const LINES = (courtId: number) => ({ courtId, purpose: 'wages.list.lines' })
export const openLines = async (ctx: Ctx, id: number): Promise<Checked> => {
  const { rows } = await sql<{
    lines: string | null
  }>`select lines_sealed as lines from wages.list where court_id = ${courtOf(ctx)} and id = ${id}`.execute(ctx.tx)
  const sealed = rows[0]?.lines
  if (!sealed) throw new Fail('not-found', 404)
  return JSON.parse(ctx.app.keys.decryptText(Buffer.from(sealed, 'base64'), LINES(courtOf(ctx)))) as Checked
}

export interface StatementRow {
  id: number
  kind: StatementKind
  period: string
  engagementId: number
  engagement: string
  contractor: string
  state: MonthState
  submittedAt: string | null
  submittedBy: number | null
  files: number
  text: string
  fen: number | null
  reason: string | null
  decidedBy: string | null
  decidedAt: string | null
  revision: number
}
export const selectStatements = async (
  ctx: Ctx,
  f: { id?: number; kind?: string | undefined; state?: string | undefined },
  page: { after: (string | number | null)[] | null; limit: number },
): Promise<StatementRow[]> => {
  const where: RawBuilder<unknown>[] = [sql`s.court_id = ${courtOf(ctx)}`]
  if (f.id) where.push(sql`s.id = ${f.id}`)
  if (f.kind) where.push(sql`s.kind = ${f.kind}`)
  if (f.state) where.push(sql`s.state = ${f.state}`)
  if (page.after) where.push(sql`(s.period, s.id) < (${page.after[0]}, ${page.after[1]}::bigint)`)
  return (
    await sql<StatementRow>`select s.id, s.kind, s.period, s.engagement_id as "engagementId", e.title as engagement, k.name as contractor, s.state, s.submitted_at as "submittedAt",
        s.submitted_by as "submittedBy", s.wording as text, s.fen::float8 as fen, s.reason, p.name as "decidedBy", s.decided_at as "decidedAt", s.revision,
        (select count(*)::int from wages.receipt r where r.court_id = s.court_id and r.statement_id = s.id and r.removed_at is null) as files
      from wages.statement s join organisations.engagement e on e.court_id = s.court_id and e.id = s.engagement_id join organisations.contractor k on k.id = s.contractor_id
        left join organisations.person p on p.id = s.decided_by
      where ${sql.join(where, sql` and `)} order by s.period desc, s.id desc limit ${page.limit + 1}`.execute(ctx.tx)
  ).rows
}
export const selectStatement = async (ctx: Ctx, id: number): Promise<StatementRow> => {
  const [row] = await selectStatements(ctx, { id }, { after: null, limit: 1 })
  if (!row) throw new Fail('not-found', 404)
  return row
}
/** Who answers for wages in an engagement, to be told. */
export const keepersOf = async (ctx: Ctx, engagementId: number): Promise<number[]> =>
  (
    await sql<{
      id: number
    }>`select distinct o.person_id as id from organisations.post o where o.court_id = ${courtOf(ctx)} and o.engagement_id = ${engagementId} and o.role in ('finance', 'hr', 'projectManager')
      and o.from_date <= (bw.now() at time zone 'Asia/Shanghai')::date and coalesce(o.until_date, 'infinity') >= (bw.now() at time zone 'Asia/Shanghai')::date`.execute(
      ctx.tx,
    )
  ).rows.map((r) => r.id)
