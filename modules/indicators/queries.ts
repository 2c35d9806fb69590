import { sql, type RawBuilder } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'
import { titleOfCase } from '../cases/public.ts'
import { factViews } from './facts.ts'
import { type Figure, type Indicator, percent, type Period } from './rules.ts'

export type Grouping = 'total' | 'service' | 'team' | 'person'

/** Facts of all modules that feed the letter, with the approved exclusions laid over them. */
const facts = (ctx: Ctx, i: Indicator): RawBuilder<unknown> => {
  const columns = sql`f.item_type, f.item_id, f.case_id, f.service, f.engagement_id, f.team, f.person_id, f.due_at, f.started_at, f.done_at, f.counted`
  const one = (view: string): RawBuilder<unknown> =>
    sql`select ${columns}, coalesce(x.code, f.exclusion_code) as exclusion from ${sql.table(view)} f
      left join indicators.exclusion x on x.court_id = f.court_id and x.letter = ${i.letter} and x.item_type = f.item_type and x.item_id = f.item_id and x.approved
      where f.court_id = ${ctx.actor.courtId}`
  return sql.join(factViews(i.letter).map(one), sql` union all `)
}
const at = (day: string): RawBuilder<unknown> => sql`(${day}::date::timestamp at time zone 'Asia/Shanghai')`
/** Rates go by due time, counts by the day of doing. The contractor's people see their own engagement's items only. */
const inPeriod = (ctx: Ctx, i: Indicator, p: Period): RawBuilder<unknown> => {
  const moment = i.kind === 'rate' ? sql`f.due_at` : sql`f.done_at`
  const own = ctx.actor.side === 'contractor' ? sql`and f.engagement_id = any (${ctx.actor.engagementIds as number[]}::int[])` : sql``
  return sql`${moment} >= ${at(p.from)} and ${moment} < ${at(p.until)} ${own}`
}
const pendingSql = sql`(f.done_at is null and f.due_at >= (select bw.now()))`
const lateSql = sql`(f.due_at is not null and coalesce(f.done_at, (select bw.now())) > f.due_at)`

export interface GroupFigure extends Figure {
  key: string
  name: string
}
export const figures = async (ctx: Ctx, i: Indicator, p: Period, by: Grouping): Promise<GroupFigure[] | null> => {
  if (factViews(i.letter).length === 0) return null
  const key =
    by === 'service'
      ? sql`f.service`
      : by === 'team'
        ? sql`coalesce(f.team, '')`
        : by === 'person'
          ? sql`coalesce(f.person_id::text, '')`
          : sql`''`
  const hit = i.kind === 'count' ? sql`f.counted` : i.direction === 'lower' ? lateSql : sql`(f.done_at is not null and not ${lateSql})`
  // Counts know no due time.
  const neither = i.kind === 'count' ? sql`false` : pendingSql
  const { rows } = await sql<{
    key: string
    name: string | null
    numerator: number
    denominator: number
    excluded: number
    pending: number
  }>`
    select g.key, pr.name, g.numerator, g.denominator, g.excluded, g.pending from (
      select ${key} as key, count(*) filter (where f.exclusion is null and ${hit})::int as numerator, count(*) filter (where f.exclusion is null and not ${neither})::int as denominator, count(*) filter (where f.exclusion is null and ${neither})::int as pending, count(*) filter (where f.exclusion is not null)::int as excluded
      from (${facts(ctx, i)}) f where ${inPeriod(ctx, i, p)} group by 1) g
    left join organisations.person pr on ${by === 'person' ? sql`pr.id::text = g.key` : sql`false`} order by g.key limit 500`.execute(
    ctx.tx,
  )
  return rows.map((r) => ({
    key: r.key,
    name: r.name ?? r.key,
    numerator: r.numerator,
    denominator: i.kind === 'count' ? r.numerator : r.denominator,
    excluded: r.excluded,
    pending: r.pending,
    value: i.kind === 'count' ? r.numerator : percent(r.numerator, r.denominator),
  }))
}

export interface Item {
  itemType: string
  itemId: number
  caseId: number | null
  caseNumber: string | null
  caseTitle: string | null
  service: string
  personName: string | null
  dueAt: string | null
  doneAt: string | null
  exclusion: string | null
  asked: boolean
  late: boolean
  counted: boolean
}
/** The items behind a figure, late ones first asked for by `late`; pages by item id. */
export const items = async (
  ctx: Ctx,
  i: Indicator,
  p: Period,
  f: { late?: boolean; person?: number; service?: string; team?: string; after?: number; limit: number },
): Promise<{ items: Item[]; next: number | null }> => {
  if (factViews(i.letter).length === 0) return { items: [], next: null }
  const { rows } =
    await sql<Item>`select f.item_type as "itemType", f.item_id as "itemId", f.case_id as "caseId", c.number as "caseNumber", ${titleOfCase(ctx)} as "caseTitle", f.service, pr.name as "personName", f.due_at as "dueAt", f.done_at as "doneAt",
      f.exclusion, ${lateSql} as late, f.counted,
      exists (select from indicators.exclusion w where w.court_id = ${ctx.actor.courtId} and w.letter = ${i.letter} and w.item_type = f.item_type and w.item_id = f.item_id and w.approved is null) as asked
    from (${facts(ctx, i)}) f left join cases.case_record c on c.court_id = ${ctx.actor.courtId} and c.id = f.case_id left join organisations.person pr on pr.id = f.person_id
    where ${inPeriod(ctx, i, p)} ${f.late ? sql`and ${lateSql} and f.exclusion is null` : sql``} ${f.person ? sql`and f.person_id = ${f.person}` : sql``} ${f.service ? sql`and f.service = ${f.service}` : sql``} ${f.team ? sql`and coalesce(nullif(f.team, ''), '-') = ${f.team}` : sql``}
      ${f.after ? sql`and f.item_id > ${f.after}` : sql``} order by f.item_id limit ${f.limit + 1}`.execute(ctx.tx)
  const page = rows.slice(0, f.limit)
  return { items: page, next: rows.length > f.limit ? page.at(-1)!.itemId : null }
}

/** What is said of a closed period is kept; when facts changed since, the correction is the next version. Answers the version in force. */
export const keepFigure = async (ctx: Ctx, i: Indicator, p: Period, now: Figure): Promise<number> => {
  const { rows } = await sql<{
    version: number
    numerator: number
    denominator: number
    excluded: number
    definition_version: number
  }>`select version, numerator, denominator, excluded, definition_version from indicators.figure
    where court_id = ${ctx.actor.courtId} and letter = ${i.letter} and period = ${p.label} and variant = '' order by version desc limit 1`.execute(
    ctx.tx,
  )
  const last = rows[0]
  if (
    last &&
    last.numerator === now.numerator &&
    last.denominator === now.denominator &&
    last.excluded === now.excluded &&
    last.definition_version === i.version
  )
    return last.version
  const version = (last?.version ?? 0) + 1
  await sql`insert into indicators.figure (court_id, letter, period, version, definition_version, numerator, denominator, excluded, value)
    values (${ctx.actor.courtId}, ${i.letter}, ${p.label}, ${version}, ${i.version}, ${now.numerator}, ${now.denominator}, ${now.excluded}, ${now.value}) on conflict do nothing`.execute(
    ctx.tx,
  )
  return version
}
export const versionsOf = async (
  ctx: Ctx,
  letter: string,
  period: string,
): Promise<{ version: number; value: number | null; numerator: number; denominator: number; computedAt: string }[]> => {
  const { rows } = await sql<{
    version: number
    value: string | null
    numerator: number
    denominator: number
    computedAt: string
  }>`select version, value, numerator, denominator, computed_at as "computedAt" from indicators.figure
    where court_id = ${ctx.actor.courtId} and letter = ${letter} and period = ${period} and variant = '' order by version desc limit 50`.execute(
    ctx.tx,
  )
  return rows.map((r) => ({ ...r, value: r.value === null ? null : Number(r.value) }))
}
/** Is this an item of the indicator, done under one of the asker's engagements? */
export const isOwn = async (ctx: Ctx, i: Indicator, itemType: string, itemId: number): Promise<boolean> => {
  if (factViews(i.letter).length === 0) return false
  const { rows } =
    await sql`select from (${facts(ctx, i)}) f where f.item_type = ${itemType} and f.item_id = ${itemId} and f.engagement_id = any (${ctx.actor.engagementIds as number[]}::int[]) limit 1`.execute(
      ctx.tx,
    )
  return rows.length > 0
}

/** Numbers (or titles, before there is one) of the cases that items belong to, as far as the reader may see them: "Batch 281" says nothing to whoever decides. */
export const caseNamesOf = async (
  ctx: Ctx,
  i: Indicator,
  wanted: readonly { itemType: string; itemId: number }[],
): Promise<Map<string, { caseId: number; name: string }>> => {
  if (factViews(i.letter).length === 0 || wanted.length === 0) return new Map()
  // Said again for the index: outsourced staff read no case but by a live grant.
  const opened = ctx.actor.side === 'contractor' ? sql`and f.case_id = any (array(select g.case_id from cases.live_grant g))` : sql``
  const { rows } = await sql<{
    key: string
    caseId: number
    name: string
  }>`select f.item_type || ' ' || f.item_id as key, f.case_id as "caseId", coalesce(c.number, ${titleOfCase(ctx)}) as name from (${facts(ctx, i)}) f
    join cases.case_record c on c.court_id = ${ctx.actor.courtId} and c.id = f.case_id
    where f.item_id = any (${wanted.map((w) => w.itemId)}::bigint[]) and f.item_type = any (${[...new Set(wanted.map((w) => w.itemType))]}::text[]) ${opened}`.execute(
    ctx.tx,
  )
  return new Map(rows.filter((r) => r.name).map((r) => [r.key, { caseId: r.caseId, name: r.name }]))
}
