import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { XLSX_TYPE, writeXlsx } from '../../../platform/documents/spreadsheet.ts'
import type { Ctx } from '../../../platform/http/context.ts'
import type { FileReply } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { workingSeconds } from '../../processes/rules/working-time.ts'
import { differs, sumOf, type Tally } from '../rules/statement.ts'

export interface Period {
  from: string
  until: string
  direction: 'in' | 'out'
}
type Line = Tally & { recipientId: number; recipientName: string; differs: boolean }
export interface Statement {
  rows: Line[]
  sum: Tally
  received: number
  delivered: number
  averageHours: number | null
  unmatched: number
}
const MOST_DAYS = 92
const within = (column: string, p: Period) =>
  sql`${sql.raw(column)} >= (${p.from}::date::timestamp at time zone 'Asia/Shanghai') and ${sql.raw(column)} < ((${p.until}::date + 1)::timestamp at time zone 'Asia/Shanghai')`

/**
 * 收发对账: what was carried to each recipient in the period against what he signed for (out: what each handed in against what left the desk). Figures of
 * the reader's own scope. Fail: period-order, period-too-long.
 */
export const statementOf = async (ctx: Ctx, p: Period): Promise<Statement> => {
  if (p.until < p.from) throw new Fail('period-order', 422, { field: 'until' })
  if (Temporal.PlainDate.from(p.from).until(p.until, { largestUnit: 'day' }).days >= MOST_DAYS)
    throw new Fail('period-too-long', 422, { most: MOST_DAYS })
  const court = sql`r.court_id = ${ctx.actor.courtId}`
  const from =
    ctx.actor.side === 'contractor'
      ? sql`materials.desk`
      : ctx.actor.roles.every((r) => r === 'judge' || r === 'clerk')
        ? sql`materials.intake_in_scope`
        : sql`materials.intake`
  const moved = p.direction === 'in' ? 'r.carried_at' : 'r.received_at'
  const there = p.direction === 'in' ? sql`r.state = 'signed'` : sql`r.state = 'sent'`
  const { rows } = await sql<
    Tally & { recipientId: number; recipientName: string }
  >`select r.recipient_id as "recipientId", (select n.name from organisations.person n where n.id = r.recipient_id) as "recipientName",
      count(*)::int as sent, sum(r.items)::int as "sentItems", sum(r.pages)::int as "sentPages", (count(*) filter (where ${there}))::int as arrived, coalesce(sum(r.items) filter (where ${there}), 0)::int as "arrivedItems",
      coalesce(sum(r.pages) filter (where ${there}), 0)::int as "arrivedPages", (count(*) filter (where r.state in ('refused', 'differs')))::int as refused, (count(*) filter (where r.state in ('carried', 'carry', 'desk', 'handOut')))::int as open,
      (count(*) filter (where coalesce(r.signed_at, (select bw.now())) > r.due_at))::int as late
    from ${from} r where ${court} and r.direction = ${p.direction} and r.recipient_id is not null and r.state <> 'cancelled' and ${within(moved, p)} group by 1 order by 2, 1 limit 1000`.execute(
    ctx.tx,
  )
  const lines = rows.map((r) => ({ ...r, differs: differs(r) }))
  const { rows: counts } = await sql<{
    received: number
    delivered: number
    unmatched: number
  }>`select (select count(*)::int from ${from} r where ${court} and r.direction = ${p.direction} and ${within('r.received_at', p)}) as received,
    (select count(*)::int from ${from} r where ${court} and r.direction = ${p.direction} and r.state in ('signed', 'sent') and ${within('r.signed_at', p)}) as delivered,
    (select count(*)::int from ${from} r where ${court} and r.direction = ${p.direction} and r.state in ('pool', 'escalated', 'awaiting') and ${within('r.received_at', p)}) as unmatched`.execute(
    ctx.tx,
  )
  const { rows: times } = await sql<{
    received_at: string
    signed_at: string
  }>`select r.received_at, r.signed_at from ${from} r where ${court} and r.direction = ${p.direction} and r.state in ('signed', 'sent') and ${within('r.signed_at', p)} limit 5000`.execute(
    ctx.tx,
  )
  const hours = times.map(
    (t) => workingSeconds(Temporal.Instant.from(t.received_at), Temporal.Instant.from(t.signed_at), ctx.calendar) / 3600,
  )
  return {
    rows: lines,
    sum: sumOf(lines),
    ...counts[0]!,
    averageHours: hours.length ? Math.round((hours.reduce((a, b) => a + b, 0) / hours.length) * 10) / 10 : null,
  }
}

export const statementFile = async (ctx: Ctx, p: Period): Promise<FileReply> => {
  const s = await statementOf(ctx, p)
  await ctx.audit({
    verb: 'material.statement.export',
    objectType: 'materialStatement',
    objectId: `${p.from}/${p.until}`,
    data: { direction: p.direction, rows: s.rows.length },
  })
  const out = p.direction === 'out'
  const header = [
    out ? '交出人' : '接收人',
    '送出（份）',
    '送出（项）',
    '送出（页）',
    out ? '已发出（份）' : '签收（份）',
    out ? '已发出（项）' : '签收（项）',
    out ? '已发出（页）' : '签收（页）',
    '退回（份）',
    '未结（份）',
    '超期（份）',
    '是否一致',
  ]
  const row = (name: string, t: Tally) => [
    name,
    t.sent,
    t.sentItems,
    t.sentPages,
    t.arrived,
    t.arrivedItems,
    t.arrivedPages,
    t.refused,
    t.open,
    t.late,
    differs(t) ? '不一致' : '一致',
  ]
  const bytes = await writeXlsx([
    { name: out ? '发出对账' : '收转对账', header, rows: [...s.rows.map((r) => row(r.recipientName, r)), row('合计', s.sum)] },
  ])
  return { file: bytes, type: XLSX_TYPE, name: `材料${out ? '发出' : '收转'}对账-${p.from}至${p.until}.xlsx` }
}
