import { type RawBuilder, sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { startOfDay } from '../../platform/calendar/zoned.ts'
import { type Cell, writeXlsx, XLSX_TYPE } from '../../platform/documents/spreadsheet.ts'
import type { Ctx } from '../../platform/http/context.ts'
import { cursorOf, readCursor } from '../../platform/http/cursor.ts'
import type { FileReply, Input, Output } from '../../platform/http/endpoint.ts'
import { Fail } from '../../platform/http/problems.ts'
import { todayOf } from '../organisations/public.ts'
import type * as api from './api-exposure.ts'
import { REPORT_DAYS } from './api-exposure.ts'
import { exposureWords } from './export-words.ts'

type Item = Output<typeof api.exposureReport>['items'][number]
type View = 'pair' | 'person' | 'contractor'
interface Asked {
  by: View
  atFrom?: string | undefined
  atUntil?: string | undefined
  contractorId?: number | undefined
  personId?: number | undefined
}
const EXPORT_LIMIT = 20_000

const periodOf = (ctx: Ctx, q: Asked): { from: Temporal.PlainDate; until: Temporal.PlainDate } => {
  const until = Temporal.PlainDate.from(q.atUntil ?? todayOf(ctx))
  const from = q.atFrom ? Temporal.PlainDate.from(q.atFrom) : until.subtract({ days: 29 })
  if (Temporal.PlainDate.compare(from, until) > 0) throw new Fail('period-backwards', 422, { field: 'atFrom' })
  if (from.until(until, { largestUnit: 'days' }).days >= REPORT_DAYS) throw new Fail('period-too-long', 422, { days: REPORT_DAYS })
  return { from, until }
}
/** What rows are of, and how they are told apart and set in order: the most of one case first, then the number of cases. */
const shapes: Record<View, { keys: RawBuilder<unknown>; names: RawBuilder<unknown>; width: number }> = {
  pair: { keys: sql`w.person_id, w.case_id`, names: sql`w.person_id, null::int as contractor_id, w.case_id`, width: 4 },
  person: { keys: sql`w.person_id`, names: sql`w.person_id, null::int as contractor_id, null::bigint as case_id`, width: 4 },
  contractor: { keys: sql`w.contractor_id`, names: sql`null::bigint as person_id, w.contractor_id, null::bigint as case_id`, width: 4 },
}
/**
 * A grant counts when it was in force for a moment of the period. Its share is of the period; the cap is held against everything touched up to its end, as the
 * assignment is (7.3.2.2). Of a contractor the share is what its people have touched together.
 */
const select = async (ctx: Ctx, q: Asked, after: (string | number | null)[] | null, limit: number): Promise<Item[]> => {
  const { from, until } = periodOf(ctx, q)
  const [start, end] = [startOfDay(from).toString(), startOfDay(until.add({ days: 1 })).toString()]
  const court = ctx.actor.courtId
  const shape = shapes[q.by]
  const inForce = sql`g.court_id = ${court} and g.side = 'contractor' and coalesce(g.ended_at, g.until_at) > ${start}::timestamptz and g.from_at < ${end}::timestamptz`
  const together =
    q.by === 'contractor'
      ? sql`join lateral (select max(n)::int as most, sum(n)::int as stages, count(*)::int as cases from (select count(distinct t.stage) as n from touched t where t.contractor_id = s.contractor_id group by t.case_id) c) u on true`
      : sql`join lateral (select s.most, s.stages, s.cases) u on true`
  const { rows } = await sql<Omit<Item, 'key' | 'reads' | 'cap'> & { cap: string | null; contractorId: number | null; order: number }>`
    with touched as materialized (select distinct g.person_id, p.contractor_id, g.case_id, g.stage from confidentiality.access_grant g join organisations.person p on p.id = g.person_id
        where ${inForce} ${q.personId ? sql`and g.person_id = ${q.personId}` : sql``} ${q.contractorId ? sql`and p.contractor_id = ${q.contractorId}` : sql``}),
      pair as materialized (select person_id, contractor_id, case_id, count(*)::int as n from touched group by 1, 2, 3),
      people as materialized (select x.person_id, (select max(e.exposure_cap) from organisations.post o join organisations.engagement e on e.court_id = o.court_id and e.id = o.engagement_id
          where o.court_id = ${court} and o.person_id = x.person_id and e.state = 'active') as cap from (select distinct person_id from pair) x),
      size as materialized (select greatest(count(distinct s.stage)::int, 1) as of from processes.published_stage s where s.court_id is null or s.court_id = ${court}),
      w as materialized (select pair.*, people.cap, t.total, t.total > 1 and t.total > people.cap * size.of as over from pair join people using (person_id) cross join size
        cross join lateral (select count(distinct a.stage)::int as total from confidentiality.access_grant a where a.court_id = ${court} and a.case_id = pair.case_id and a.person_id = pair.person_id
          and a.from_at < ${end}::timestamptz) t),
      s as (select ${shape.names}, count(distinct w.person_id)::int as people, count(distinct w.case_id)::int as cases, sum(w.n)::int as stages, max(w.n)::int as most,
          max(w.total)::int as total, max(w.cap) as cap, count(*) filter (where w.over)::int as over from w group by ${shape.keys}),
      r as (select s.person_id, s.contractor_id, s.case_id, s.people, u.cases, u.stages, u.most, s.total, s.cap, s.over,
          coalesce(s.contractor_id, s.person_id) as who, coalesce(s.case_id, 0) as what from s ${together})
    select r.person_id as "personId", p.name as "personName", k.id as "contractorId", k.name as "contractorName", r.case_id as "caseId", c.number as "caseNumber", r.people, r.cases, r.stages, r.most, size.of,
      case when ${q.by} = 'pair' then r.total end as total, case when ${q.by} <> 'contractor' then r.cap end as cap, r.over
    from r cross join size left join organisations.person p on p.id = r.person_id left join organisations.contractor k on k.id = coalesce(r.contractor_id, p.contractor_id)
      left join cases.case_record c on c.court_id = ${court} and c.id = r.case_id
    ${after ? sql`where (r.most, r.cases, r.who, r.what) < (${after[0]}::int, ${after[1]}::int, ${after[2]}::bigint, ${after[3]}::bigint)` : sql``}
    order by r.most desc, r.cases desc, r.who desc, r.what desc limit ${limit}`.execute(ctx.tx)
  const reads = await readsOf(ctx, q.by, rows, inForce, start, end)
  return rows.map(({ contractorId, cap, ...r }, i) => ({
    ...r,
    cap: cap === null ? null : Number(cap),
    key: `${r.personId ?? `k${contractorId}`} ${r.caseId ?? ''}`,
    reads: reads[i] ?? 0,
  }))
}
/** What was read with these grants in the period, from the ledger by its index of grants. */
const readsOf = async (
  ctx: Ctx,
  by: View,
  rows: readonly { personId: number | null; contractorId: number | null; caseId: number | null }[],
  inForce: RawBuilder<unknown>,
  start: string,
  end: string,
): Promise<number[]> => {
  if (!rows.length) return []
  const of =
    by === 'contractor'
      ? sql`p.contractor_id = any (${rows.map((r) => r.contractorId)}::int[])`
      : by === 'person'
        ? sql`g.person_id = any (${rows.map((r) => r.personId)}::bigint[])`
        : sql`(g.person_id, g.case_id) in (select * from unnest(${rows.map((r) => r.personId)}::bigint[], ${rows.map((r) => r.caseId)}::bigint[]))`
  const { rows: grants } = await sql<{
    id: number
    personId: number
    contractorId: number
    caseId: number
  }>`select g.id, g.person_id as "personId", p.contractor_id as "contractorId", g.case_id as "caseId"
    from confidentiality.access_grant g join organisations.person p on p.id = g.person_id where ${inForce} and ${of}`.execute(ctx.tx)
  const { rows: counted } = await sql<{ id: number; n: number }>`select e.grant_id as id, count(*)::int as n from audit.event e
    where e.grant_id = any (${grants.map((g) => g.id)}::bigint[]) and e.court_id = ${ctx.actor.courtId} and e.at >= ${start}::timestamptz and e.at < ${end}::timestamptz
      and e.verb like '%.read' group by 1`.execute(ctx.tx)
  const n = new Map(counted.map((c) => [c.id, c.n]))
  const keyOf = (g: { personId: number | null; contractorId: number | null; caseId: number | null }): string =>
    by === 'contractor' ? `${g.contractorId}` : by === 'person' ? `${g.personId}` : `${g.personId} ${g.caseId}`
  const sums = new Map<string, number>()
  for (const g of grants) sums.set(keyOf(g), (sums.get(keyOf(g)) ?? 0) + (n.get(g.id) ?? 0))
  return rows.map((r) => sums.get(keyOf(r)) ?? 0)
}

const orderOf = (r: Item, contractorId: number | null): (number | null)[] => [r.most, r.cases, r.personId ?? contractorId, r.caseId ?? 0]
const contractorOf = (r: Item): number | null => (r.key.startsWith('k') ? Number(r.key.slice(1)) : null)

export const exposureReport = async (
  ctx: Ctx,
  { query }: Pick<Input<typeof api.exposureReport>, 'query'>,
): Promise<Output<typeof api.exposureReport>> => {
  const rows = await select(ctx, query, readCursor(query.after, 4), query.limit + 1)
  const items = rows.slice(0, query.limit)
  const last = items.at(-1)
  const { from, until } = periodOf(ctx, query)
  await ctx.audit({
    verb: 'exposure.report',
    objectType: 'exposure',
    objectId: query.personId ?? query.contractorId ?? '-',
    data: { by: query.by, from: from.toString(), until: until.toString(), rows: items.length },
  })
  return {
    items,
    next: rows.length > query.limit && last ? cursorOf(orderOf(last, contractorOf(last))) : null,
    from: from.toString(),
    until: until.toString(),
  }
}
export const exportExposure = async (ctx: Ctx, { query }: Pick<Input<typeof api.exportExposure>, 'query'>): Promise<FileReply> => {
  const rows = await select(ctx, query, null, EXPORT_LIMIT + 1)
  if (rows.length > EXPORT_LIMIT) throw new Fail('export-too-large', 422, { limit: EXPORT_LIMIT })
  const { from, until } = periodOf(ctx, query)
  await ctx.audit({
    verb: 'exposure.export',
    objectType: 'exposure',
    objectId: query.personId ?? query.contractorId ?? '-',
    data: { by: query.by, from: from.toString(), until: until.toString(), rows: rows.length },
  })
  const w = exposureWords[query.language]
  const percent = (n: number): number => Math.round(n * 1000) / 10
  const cells = rows.map((r): Cell[] => [
    r.personName ?? '',
    r.contractorName ?? '',
    r.caseId === null ? '' : (r.caseNumber ?? w.hidden),
    r.people,
    r.cases,
    r.stages,
    r.most,
    r.of,
    percent(r.most / r.of),
    r.total === null ? null : percent(r.total / r.of),
    r.cap === null ? null : percent(r.cap),
    r.over,
    r.reads,
  ])
  return {
    file: await writeXlsx([{ name: w.sheet, header: w.header, rows: cells }]),
    type: XLSX_TYPE,
    name: `${w.file} ${from}–${until}.xlsx`,
  }
}
