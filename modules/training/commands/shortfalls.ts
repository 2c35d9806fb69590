import { type RawBuilder, sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { endOfDay } from '../../../platform/calendar/zoned.ts'
import { writeXlsx, XLSX_TYPE } from '../../../platform/documents/spreadsheet.ts'
import type { Ctx } from '../../../platform/http/context.ts'
import { pageOf, readCursor } from '../../../platform/http/cursor.ts'
import type { FileReply, Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { todayOf } from '../../organisations/public.ts'
import type * as apiMain from '../api.ts'
import type * as api from '../api-tests.ts'
import { courtOf, rulesOf } from '../queries.ts'
import { annualDue, ANNUAL_HALF_DAYS } from '../rules.ts'

export interface ShortfallRow {
  personId: number
  name: string
  staffNo: string | null
  contractorId: number
  contractorName: string
  needed: number
  done: number
  ofCourt: number
  missing: number
  state: 'met' | 'open' | 'short'
}
interface Filter {
  year: number
  state?: string | undefined
  contractorId?: number | undefined
  q?: string | undefined
  personId?: number | undefined
}
/**
 * Who has how much of the year's three days: outsourced staff in service today (a year that is over: on its last day). The words of
 * `annualNeed` and `annualState` in SQL, so that lists page; training.test.ts holds one against the other.
 */
export const selectShortfalls = async (
  ctx: Ctx,
  courtId: number,
  f: Filter,
  page: { after?: string | undefined; limit: number } | null,
): Promise<ShortfallRow[]> => {
  const { proRata } = await rulesOf(ctx, courtId)
  const today = todayOf(ctx)
  const [first, last] = [`${f.year}-01-01`, annualDue(f.year)]
  const reference = today > last ? last : today < first ? first : today
  const needed = proRata
    ? sql`ceil(${ANNUAL_HALF_DAYS}::numeric * d.days / (${last}::date - ${first}::date + 1))::int`
    : sql`${ANNUAL_HALF_DAYS}::int`
  const people: RawBuilder<unknown>[] = [
    sql`o.court_id = ${courtId}`,
    sql`o.side = 'contractor'`,
    sql`o.from_date <= u.last`,
    sql`u.last >= ${first}::date`,
  ]
  if (f.contractorId) people.push(sql`p.contractor_id = ${f.contractorId}`)
  if (f.personId) people.push(sql`p.id = ${f.personId}`)
  else if (ctx.actor.side === 'contractor') people.push(sql`p.contractor_id = ${ctx.actor.contractorId}`)
  if (f.q) people.push(sql`(p.name like ${`%${f.q.replace(/[\\%_]/g, '\\$&')}%`} or p.staff_no = ${f.q})`)
  const rows: RawBuilder<unknown>[] = [sql`true`]
  if (f.state) rows.push(sql`r.state = ${f.state}`)
  const at = readCursor(page?.after, 2)
  if (at) rows.push(sql`(r.name, r."personId") > (${at[0]}, ${at[1]}::bigint)`)
  const found = await sql<ShortfallRow>`
    with served as (
      select p.id, p.name, p.staff_no, p.contractor_id, range_agg(daterange(greatest(o.from_date, ${first}::date), u.last, '[]')) as spans,
        bool_or(o.from_date <= ${reference}::date and u.last >= ${reference}::date) as here
      from organisations.post o join organisations.person p on p.id = o.person_id
        cross join lateral (select least(coalesce(o.until_date, ${last}::date), coalesce(p.left_on - 1, ${last}::date), ${last}::date) as last) u
      where ${sql.join(people, sql` and `)} group by p.id),
    r as (
      select w.id as "personId", w.name, w.staff_no as "staffNo", w.contractor_id as "contractorId", k.name as "contractorName", n.needed, g.done, g."ofCourt",
        greatest(0, n.needed - g.done) as missing,
        case when g.done >= n.needed then 'met' when ${today}::date > ${last}::date then 'short' else 'open' end as state
      from served w join organisations.contractor k on k.id = w.contractor_id
        cross join lateral (select sum(upper(x) - lower(x))::int as days from unnest(w.spans) x) d
        cross join lateral (select ${needed} as needed) n
        cross join lateral (select coalesce(sum(t.half_days), 0)::int as done,
            coalesce(sum(t.half_days) filter (where c.organiser = 'court' or by.side = 'court'), 0)::int as "ofCourt"
          from workforce.fact t left join training.credit e on e.court_id = t.court_id and e.fact_id = t.id
            left join training.course c on c.court_id = e.court_id and c.id = e.course_id left join organisations.person by on by.id = t.recorded_by
          where t.court_id = ${courtId} and t.person_id = w.id and t.kind = 'training' and t.phase = 'inService' and t.passed and t.revoked_at is null
            and t.on_date between ${first}::date and ${last}::date) g
      where w.here)
    select * from r where ${sql.join(rows, sql` and `)} order by r.name, r."personId" ${page ? sql`limit ${page.limit + 1}` : sql``}`.execute(
    ctx.tx,
  )
  return found.rows
}
const yearOf = (ctx: Ctx, year: number | undefined): number => year ?? Number(todayOf(ctx).slice(0, 4))

export const listShortfalls = async (ctx: Ctx, { query }: Input<typeof api.listShortfalls>): Promise<Output<typeof api.listShortfalls>> => {
  const year = yearOf(ctx, query.year)
  const page = pageOf(await selectShortfalls(ctx, courtOf(ctx), { ...query, year }, query), query.limit, (r) => [r.name, r.personId])
  return { year, next: page.next, items: page.items.map((r) => ({ ...r, dueOn: annualDue(year) })) }
}
const stateWords = { met: ['已满足', 'done'], open: ['未满足，未到期', 'open'], short: ['逾期未满足', 'missed'] } as const
export const exportShortfalls = async (ctx: Ctx, { query }: Input<typeof api.exportShortfalls>): Promise<FileReply> => {
  const year = yearOf(ctx, query.year)
  const rows = await selectShortfalls(ctx, courtOf(ctx), { ...query, year }, null)
  const zh = query.language === 'zh'
  await ctx.audit({ verb: 'training.export', objectType: 'training', objectId: String(year), data: { rows: rows.length } })
  const header = zh
    ? ['姓名', '工号', '服务商', '应训（半天）', '已训（半天）', '其中法院组织', '尚缺（半天）', '截止日', '状态']
    : [
        'Name',
        'Staff no.',
        'Contractor',
        'Owed (half days)',
        'Done (half days)',
        'Of these by the court',
        'Missing (half days)',
        'Due',
        'State',
      ]
  const file = await writeXlsx([
    {
      name: String(year),
      header,
      rows: rows.map((r) => [
        r.name,
        r.staffNo,
        r.contractorName,
        r.needed,
        r.done,
        r.ofCourt,
        r.missing,
        annualDue(year),
        stateWords[r.state][zh ? 0 : 1],
      ]),
    },
  ])
  return { file, type: XLSX_TYPE, name: `${zh ? '年度在岗培训' : 'annual-training'}-${year}.xlsx` }
}

const clock = (at: string | null): string | null => {
  if (!at) return null
  const z = Temporal.Instant.from(at).toZonedDateTimeISO('Asia/Shanghai')
  return `${z.toPlainDate()} ${z.toPlainTime().toString({ smallestUnit: 'minute' })}`
}
/** Every attendance of a period the caller may see, corrected ones too. Fail: bad-period. */
export const exportAttendance = async (ctx: Ctx, { query }: Input<typeof apiMain.exportAttendance>): Promise<FileReply> => {
  if (query.until < query.from || Temporal.PlainDate.from(query.from).add({ years: 2 }).toString() < query.until)
    throw new Fail('bad-period', 422)
  const zh = query.language === 'zh'
  const found = await sql<{
    onDate: string
    title: string
    name: string
    staffNo: string | null
    contractor: string
    half: string
    way: string
    at: string
    markedBy: string | null
    confirmedBy: string | null
    lateReason: string | null
    voidReason: string | null
  }>`select s.on_date as "onDate", c.title, p.name, p.staff_no as "staffNo", k.name as contractor, a.half, a.way, a.at, m.name as "markedBy", y.name as "confirmedBy",
      a.late_reason as "lateReason", a.void_reason as "voidReason"
    from training.attendance a join training.session s on s.court_id = a.court_id and s.id = a.session_id join training.course c on c.court_id = s.court_id and c.id = s.course_id
      join organisations.person p on p.id = a.person_id join organisations.contractor k on k.id = a.contractor_id
      left join organisations.person m on m.id = a.marked_by left join organisations.person y on y.id = a.confirmed_by
    where a.court_id = ${courtOf(ctx)} and s.on_date between ${query.from}::date and ${query.until}::date
    order by s.on_date, s.id, p.name, a.id limit 50000`.execute(ctx.tx)
  await ctx.audit({
    verb: 'training.export',
    objectType: 'training',
    objectId: `${query.from}/${query.until}`,
    data: { rows: found.rows.length },
  })
  const header = zh
    ? ['日期', '课程', '姓名', '工号', '服务商', '半天', '方式', '时间', '登记人', '复核人', '补登原因', '撤销原因']
    : [
        'Date',
        'Course',
        'Name',
        'Staff no.',
        'Contractor',
        'Half day',
        'By',
        'Time',
        'Entered by',
        'Confirmed by',
        'Late because',
        'Taken back because',
      ]
  const words = (zhWord: string, enWord: string): string => (zh ? zhWord : enWord)
  const rows = found.rows.map((r) => [
    r.onDate,
    r.title,
    r.name,
    r.staffNo,
    r.contractor,
    r.half === 'morning' ? words('上午', 'morning') : words('下午', 'afternoon'),
    r.way === 'code' ? words('扫码', 'code') : words('签到表', 'sheet'),
    clock(r.at),
    r.markedBy,
    r.confirmedBy,
    r.lateReason,
    r.voidReason,
  ])
  const file = await writeXlsx([{ name: words('签到', 'attendance'), header, rows }])
  return { file, type: XLSX_TYPE, name: `${words('培训签到', 'attendance')}-${query.from}-${query.until}.xlsx` }
}

/** For the duties (7.1.1.5): everybody who owes something in a year, with the instant at which it is missed. */
export const shortfalls = async (ctx: Ctx, courtId: number, year: number): Promise<(ShortfallRow & { dueOn: string; dueAt: string })[]> => {
  const dueOn = annualDue(year)
  const dueAt = endOfDay(Temporal.PlainDate.from(dueOn)).toString()
  return (await selectShortfalls(ctx, courtId, { year }, null)).map((r) => ({ ...r, dueOn, dueAt }))
}
