import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { writeXlsx } from '../../../platform/documents/spreadsheet.ts'
import type { Ctx } from '../../../platform/http/context.ts'
import { pageOf, readCursor } from '../../../platform/http/cursor.ts'
import type { FileReply, Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { personInScope, selectPerson, todayOf } from '../../organisations/public.ts'
import { no, yes } from '../../organisations/rules/structure.ts'
import type * as api from '../api.ts'
import { type Half, instantsOf, isDue, type MarkKind, monthDays, monthRow, overlap } from '../rules.ts'
import { exportWords } from '../words.ts'
import { shiftsOf, workdays } from './shifts.ts'

type SheetRow = Output<typeof api.readSheet>['items'][number]
interface Filter {
  engagementId?: number | undefined
  q?: string | undefined
}
const rowsOf = async (ctx: Ctx, month: string, f: Filter, page: { after?: string | undefined; limit: number }): Promise<SheetRow[]> => {
  const days = monthDays(month)
  const [first, last] = [days[0]!, days.at(-1)!]
  const [name, id] = readCursor(page.after, 2) ?? [null, 0]
  const { rows: people } = await sql<{
    personId: number
    name: string
    staffNo: string | null
    team: string | null
    leftOn: string | null
    posts: { from: string; until: string | null }[]
  }>`select p.id as "personId", p.name, p.staff_no as "staffNo", p.left_on as "leftOn", w.team, w.posts
    from organisations.person p cross join lateral (select max(o.team) as team, json_agg(json_build_object('from', o.from_date, 'until', o.until_date)) as posts
        from organisations.post o where o.court_id = ${ctx.actor.courtId} and o.person_id = p.id and o.engagement_id is not null
          and (${f.engagementId ?? null}::int is null or o.engagement_id = ${f.engagementId ?? null}) and o.from_date <= ${last}::date and (o.until_date is null or o.until_date >= ${first}::date)) w
    where p.side = 'contractor' and ${personInScope(ctx, [ctx.actor.courtId!])} and w.posts is not null and (p.left_on is null or p.left_on > ${first}::date)
      and (${f.q ?? null}::text is null or p.name like ${`%${(f.q ?? '').replace(/[\\%_]/g, '\\$&')}%`} or p.staff_no = ${f.q ?? ''})
      and (${name}::text is null or (p.name, p.id) > (${name}, ${id}::bigint)) order by p.name, p.id limit ${page.limit + 1}`.execute(
    ctx.tx,
  )
  const ids = people.map((p) => p.personId)
  const bounds = [instantsOf({ fromDate: first, fromHalf: 'am', untilDate: last, untilHalf: 'pm' })]
  const { rows: leaves } = await sql<{
    personId: number
    fromAt: string
    untilAt: string
  }>`select person_id as "personId", from_at as "fromAt", until_at as "untilAt" from attendance.leave
    where court_id = ${ctx.actor.courtId} and person_id = any (${ids}) and state in ('approved', 'returned')
      and from_at < ${bounds[0]!.untilAt.toString()}::timestamptz and until_at > ${bounds[0]!.fromAt.toString()}::timestamptz`.execute(
    ctx.tx,
  )
  const { rows: marks } = await sql<{
    personId: number
    date: string
    half: Half
    kind: MarkKind
  }>`select person_id as "personId", on_date as date, half, kind from attendance.mark
    where court_id = ${ctx.actor.courtId} and person_id = any (${ids}) and void_at is null and on_date between ${first}::date and ${last}::date`.execute(
    ctx.tx,
  )
  const shift = await shiftsOf(ctx, ids)
  const isWorkday = workdays(ctx)
  const today = todayOf(ctx)
  const named = today < first ? first : today > last ? last : today
  return people.map(({ posts, leftOn, ...p }) => ({
    ...p,
    shift: shift(p.personId, named).name ?? null,
    ...monthRow({
      month,
      today,
      isWorkday,
      inService: (d) => (leftOn === null || d < leftOn) && posts.some((o) => o.from <= d && (o.until === null || o.until >= d)),
      shift: (d) => shift(p.personId, d),
      leaves: leaves
        .filter((l) => l.personId === p.personId)
        .map((l) => ({ fromAt: Temporal.Instant.from(l.fromAt), untilAt: Temporal.Instant.from(l.untilAt) })),
      marks: marks.filter((m) => m.personId === p.personId),
    }),
  }))
}

export const readSheet = async (ctx: Ctx, { query }: Input<typeof api.readSheet>): Promise<Output<typeof api.readSheet>> => {
  const month = query.month ?? todayOf(ctx).slice(0, 7)
  const page = pageOf(await rowsOf(ctx, month, query, query), query.limit, (r) => [r.name, r.personId])
  await ctx.audit({ verb: 'attendance.sheet', objectType: 'attendance', objectId: month, data: { people: page.items.length } })
  return { ...page, month, can: { mark: ctx.may('attendance.lead') ? yes : no('not-allowed') } }
}
const EXPORT_LIMIT = 5000
export const exportSheet = async (ctx: Ctx, { query }: Input<typeof api.exportSheet>): Promise<FileReply> => {
  const month = query.month ?? todayOf(ctx).slice(0, 7)
  const rows = await rowsOf(ctx, month, query, { limit: EXPORT_LIMIT })
  if (rows.length > EXPORT_LIMIT) throw new Fail('export-too-large', 422, { limit: EXPORT_LIMIT })
  await ctx.audit({ verb: 'attendance.export', objectType: 'attendance', objectId: month, data: { people: rows.length } })
  const w = exportWords[query.language]
  const days = monthDays(month)
  const sums = ['due', 'worked', 'leave', 'absent', 'late', 'extra'] as const
  const half = (cells: string, i: number): string => {
    const [am, pm] = [w.cell[cells[2 * i] as keyof typeof w.cell], w.cell[cells[2 * i + 1] as keyof typeof w.cell]]
    return am === pm ? am : `${am}/${pm}`
  }
  const file = await writeXlsx([
    {
      name: w.sheet,
      header: [...w.head, ...sums.map((s) => w.sum[s]), ...days.map((d) => String(Number(d.slice(8))))],
      rows: rows.map((r) => [r.name, r.staffNo, r.team, ...sums.map((s) => r[s] / 2), ...days.map((_, i) => half(r.cells, i))]),
      widths: [14, 12, 12, ...sums.map(() => 10), ...days.map(() => 6)],
    },
  ])
  return { file, type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', name: `${w.file} ${month}.xlsx` }
}

/** Fail: see api.ts. Only what departs from the shift is entered, by another, within two months. */
export const markDay = async (ctx: Ctx, { body }: Pick<Input<typeof api.markDay>, 'body'>): Promise<{ id: number }> => {
  if (body.personId === ctx.actor.personId) throw new Fail('not-yourself', 403)
  const today = todayOf(ctx)
  if (body.onDate > today) throw new Fail('mark-in-future', 422, { field: 'onDate' })
  if (body.onDate < Temporal.PlainDate.from(today).subtract({ months: 2 }).toString())
    throw new Fail('mark-too-old', 422, { field: 'onDate' })
  const p = await selectPerson(ctx, [ctx.actor.courtId!], today, body.personId, true)
  if (!p) throw new Fail('not-found', 404)
  if (p.contractorId === null) throw new Fail('not-outsourced', 422)
  const shift = (await shiftsOf(ctx, [p.id]))(p.id, body.onDate)
  const due = isDue(shift, workdays(ctx)(body.onDate), body.half)
  if (due && body.kind === 'extra') throw new Fail('mark-working-time', 422, { field: 'kind' })
  if (!due && body.kind !== 'extra') throw new Fail('mark-off-day', 422, { field: 'onDate' })
  const span = instantsOf({ fromDate: body.onDate, fromHalf: body.half, untilDate: body.onDate, untilHalf: body.half })
  const { rows: leaves } = await sql<{
    fromAt: string
    untilAt: string
  }>`select from_at as "fromAt", until_at as "untilAt" from attendance.leave
    where person_id = ${p.id} and state in ('approved', 'returned') and until_at > ${span.fromAt.toString()}::timestamptz`.execute(ctx.tx)
  if (leaves.some((l) => overlap(span, { fromAt: Temporal.Instant.from(l.fromAt), untilAt: Temporal.Instant.from(l.untilAt) })))
    throw new Fail('mark-on-leave', 409, { field: 'onDate' })
  const made = await sql<{
    id: number
  }>`insert into attendance.mark (court_id, person_id, contractor_id, on_date, half, kind, note, marked_by)
    values (${ctx.actor.courtId}, ${p.id}, ${p.contractorId}, ${body.onDate}, ${body.half}, ${body.kind}, ${body.note}, ${ctx.actor.personId})
    on conflict (court_id, person_id, on_date, half) where void_at is null do nothing returning id`.execute(ctx.tx)
  if (!made.rows[0]) throw new Fail('mark-twice', 409, { field: 'onDate' })
  await ctx.audit({
    verb: 'attendance.mark',
    objectType: 'attendance-mark',
    objectId: made.rows[0].id,
    after: body,
    data: { personId: p.id },
  })
  return { id: made.rows[0].id }
}
export const voidMark = async (ctx: Ctx, { params, body }: Input<typeof api.voidMark>): Promise<{ ok: true }> => {
  const done =
    await sql`update attendance.mark set void_by = ${ctx.actor.personId}, void_at = bw.now() where court_id = ${ctx.actor.courtId} and id = ${params.id} and void_at is null`.execute(
      ctx.tx,
    )
  if (!done.numAffectedRows) throw new Fail('not-found', 404)
  await ctx.audit({ verb: 'attendance.mark.void', objectType: 'attendance-mark', objectId: params.id, after: body })
  return { ok: true }
}
export const listMarks = async (ctx: Ctx, { query }: Input<typeof api.listMarks>): Promise<Output<typeof api.listMarks>> => {
  const [after] = readCursor(query.after, 1) ?? [null]
  type Row = Omit<Output<typeof api.listMarks>['items'][number], 'can'>
  const { rows } =
    await sql<Row>`select m.id, m.person_id as "personId", p.name, m.on_date as "onDate", m.half, m.kind, m.note, b.name as by, m.void_at is not null as void
    from attendance.mark m join organisations.person p on p.id = m.person_id join organisations.person b on b.id = m.marked_by
    where m.court_id = ${ctx.actor.courtId} and (${query.personId ?? null}::bigint is null or m.person_id = ${query.personId ?? null})
      and (${after}::bigint is null or m.id < ${after}::bigint) order by m.id desc limit ${query.limit + 1}`.execute(ctx.tx)
  const page = pageOf(rows, query.limit, (r) => [r.id])
  return {
    next: page.next,
    items: page.items.map((m) => ({
      ...m,
      can: { void: !m.void && ctx.may('attendance.lead') && m.personId !== ctx.actor.personId ? yes : no('not-allowed') },
    })),
  }
}
