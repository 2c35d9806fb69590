import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import type { Ctx } from '../../../platform/http/context.ts'
import { dayBefore } from '../../organisations/public.ts'
import { declarationOf } from '../registry.ts'
import { isCadence } from '../rules/declaration.ts'
import { again, firstGuess, type Occurrence, ofPeriod, workdayPeriods } from '../rules/reckon.ts'
import { columnsOf, eventOf, TURNED, type Turned } from './rows.ts'

const PERIODS = 500
const LIVE = sql`state in ('planned', 'open', 'breached')`
/** What was done under a guess is judged by the true time too. */
const RECKONED = sql`state not in ('excused', 'withdrawn')`

/**
 * A calendar has been published: what rested on a guess is reckoned again; what did not stays where it was. A miss whose true time is yet to come is
 * none. Answers how many periods were reckoned.
 */
export const reckonGuessed = async (ctx: Ctx): Promise<number> => {
  const court = ctx.actor.courtId
  const { version } = ctx.calendar
  const { rows: guessed } = await sql<{ key: string; period: string }>`select distinct key, period from duties.duty
    where court_id = ${court} and provisional and ${RECKONED} and calendar <> ${version} limit ${PERIODS}`.execute(ctx.tx)
  if (!guessed.length) return 0
  const kept: Occurrence[] = []
  const fallen: { key: string; period: string }[] = []
  const orphans: string[] = []
  for (const g of guessed) {
    const d = declarationOf(g.key)
    const o = d && again(d, g.period, ctx.calendar)
    if (o) kept.push(o)
    else if (d) fallen.push(g)
    else orphans.push(g.key)
  }
  // What nobody declares any more has no rule to be reckoned by: it stays as it is.
  await sql`update duties.duty set calendar = ${version} where court_id = ${court} and provisional and key = any (${orphans}) and calendar <> ${version}`.execute(
    ctx.tx,
  )
  const c = columnsOf(kept)
  const now = ctx.now.toString()
  const { rows: moved } = await sql<Turned & { was: string }>`with new as (
      select * from unnest(${c.key}::text[], ${c.period}::text[], ${c.opensAt}::timestamptz[], ${c.dueAt}::timestamptz[], ${c.remindAt}::text[], ${c.provisional}::boolean[], ${c.basis}::text[])
        n(key, period, opens_at, due_at, remind_at, provisional, basis)),
      old as (select id, key, period, due_at from duties.duty where court_id = ${court} and provisional and ${RECKONED} and (key, period) in (select key, period from new) for update)
    update duties.duty d set opens_at = n.opens_at, due_at = n.due_at, remind_at = n.remind_at::timestamptz[], provisional = n.provisional, calendar = ${version}, basis = n.basis::jsonb,
      state = case when d.fulfilled_at is not null then case when d.fulfilled_at > n.due_at then 'late' else 'done' end when d.state = 'breached' and n.due_at >= ${now}::timestamptz then 'open' else d.state end,
      breached_at = case when coalesce(d.fulfilled_at > n.due_at, d.state = 'breached' and n.due_at < ${now}::timestamptz) then n.due_at end,
      next_remind_at = case when d.state = 'planned' or d.fulfilled_at is not null or n.due_at < ${now}::timestamptz then null
        else (select min(r) from unnest(n.remind_at::timestamptz[]) r where r > coalesce(d.reminded_at, '-infinity')) end,
      revision = d.revision + 1
    from old join new n on n.key = old.key and n.period = old.period where d.court_id = ${court} and d.id = old.id
    returning ${sql.raw(TURNED.replaceAll(/(\w+)/g, 'd.$1'))}, old.due_at as was`.execute(ctx.tx)
  const { rows: gone } =
    await sql<Turned>`update duties.duty set state = 'withdrawn', breached_at = null, settled_at = ${now}, note = 'calendar', next_remind_at = null, revision = revision + 1
    where court_id = ${court} and provisional and ${LIVE} and (key, period) in (select * from unnest(${fallen.map((f) => f.key)}::text[], ${fallen.map((f) => f.period)}::text[]))
    returning ${sql.raw(TURNED)}`.execute(ctx.tx)
  // What was done on a day that turned out to be off stays done.
  await sql`update duties.duty set provisional = false, calendar = ${version} where court_id = ${court} and provisional and ${RECKONED}
    and (key, period) in (select * from unnest(${fallen.map((f) => f.key)}::text[], ${fallen.map((f) => f.period)}::text[]))`.execute(
    ctx.tx,
  )
  await ctx.auditAll([
    ...moved.filter((r) => r.was !== r.due_at).map((r) => eventOf('duty.reckon', r, { was: r.was })),
    ...gone.map((r) => eventOf('duty.withdraw', r, { because: 'calendar' })),
  ])
  return guessed.length
}

/** Working days that were guessed to be off are opened now; every subject's next opening is reckoned by the new calendar. */
export const walkAgain = async (ctx: Ctx): Promise<number> => {
  const court = ctx.actor.courtId
  const { version } = ctx.calendar
  const { rows: marks } = await sql<{
    key: string
    from: string | null
    through: string
  }>`select distinct key, guessed_from as from, opened_through as through from duties.subject
    where court_id = ${court} and calendar <> ${version} limit ${PERIODS}`.execute(ctx.tx)
  if (!marks.length) return 0
  for (const m of marks) {
    const d = declarationOf(m.key)
    if (d && m.from && isCadence(d.when) && d.when.every === 'workday') {
      const days = workdayPeriods(Temporal.PlainDate.from(m.from).subtract({ days: 1 }), Temporal.PlainDate.from(m.through), ctx.calendar)
      const c = columnsOf(days.flatMap((p) => ofPeriod(d, p, ctx.calendar)))
      const { rows } =
        await sql<Turned>`insert into duties.duty (court_id, key, kind, subject_id, engagement_id, label, period, period_from, period_until, debtor, opens_at, due_at, remind_at,
          next_remind_at, state, provisional, calendar, basis, opened_at)
        select s.court_id, s.key, s.kind, s.subject_id, s.engagement_id, s.label, o.period, o.pfrom, o.puntil, ${d.debtor}, o.opens_at, o.due_at, o.remind_at::timestamptz[],
          (o.remind_at::timestamptz[])[1], 'open', o.provisional, ${version}, o.basis::jsonb, ${ctx.now.toString()}::timestamptz
        from duties.subject s cross join unnest(${c.period}::text[], ${c.from}::date[], ${c.until}::date[], ${c.opensAt}::timestamptz[], ${c.dueAt}::timestamptz[], ${c.remindAt}::text[],
          ${c.provisional}::boolean[], ${c.basis}::text[]) o(period, pfrom, puntil, opens_at, due_at, remind_at, provisional, basis)
        where s.court_id = ${court} and s.key = ${m.key} and s.guessed_from = ${m.from} and s.opened_through = ${m.through} and o.puntil >= s.since and o.pfrom <= coalesce(s.until, 'infinity')
        on conflict (court_id, key, subject_id, period) do nothing returning ${sql.raw(TURNED)}`.execute(ctx.tx)
      await ctx.auditAll(rows.map((r) => eventOf('duty.open', r, { because: 'calendar' })))
    }
    await sql`update duties.subject set calendar = ${version}, next_open_at = '-infinity', guessed_from = ${m.from && firstGuess(dayBefore(m.from), m.through, ctx.calendar)}
      where court_id = ${court} and key = ${m.key} and guessed_from is not distinct from ${m.from} and opened_through = ${m.through}`.execute(
      ctx.tx,
    )
  }
  return marks.length
}
