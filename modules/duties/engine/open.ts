import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import { declarationOf } from '../registry.ts'
import { firstGuess, type Occurrence, openUntil } from '../rules/reckon.ts'
import { columnsOf, eventOf, TURNED, type Turned } from './rows.ts'

/** Subjects taken at a time, and the rows one transaction may open: months of down-time are caught up in bites. */
const SUBJECTS = 5000
const ROWS = 20_000

/**
 * Opens what has come to be opened: a bite of subjects is taken (whoever else works skips them), their marks name a few groups, each group's periods
 * are reckoned once, and one statement opens them for all. Answers how many subjects were moved on.
 */
export const openDue = async (ctx: Ctx): Promise<number> => {
  const now = ctx.now.toString()
  const court = ctx.actor.courtId
  const { rows: taken } = await sql<{
    id: number
    key: string
    through: string
  }>`select id, key, opened_through as through from duties.subject
    where court_id = ${court} and next_open_at <= ${now} order by next_open_at limit ${SUBJECTS} for update skip locked`.execute(ctx.tx)
  if (!taken.length) return 0
  const groups = new Map<string, { key: string; after: string; size: number }>()
  for (const s of taken) {
    const name = `${s.key} ${s.through}`
    const g = groups.get(name)
    if (g) g.size++
    else groups.set(name, { key: s.key, after: s.through, size: 1 })
  }
  const opened: Occurrence[] = []
  const afters: string[] = []
  const marks: { key: string; after: string; through: string; next: string; guessed: string | null }[] = []
  for (const g of groups.values()) {
    const d = declarationOf(g.key)
    if (!d) {
      marks.push({ key: g.key, after: g.after, through: g.after, next: 'infinity', guessed: null })
      continue
    }
    const o = openUntil(d, g.after, ctx.now, ctx.calendar, Math.max(1, Math.floor(ROWS / taken.length)))
    opened.push(...o.occurrences)
    afters.push(...o.occurrences.map(() => g.after))
    marks.push({
      key: g.key,
      after: g.after,
      through: o.through,
      next: o.nextOpenAt.toString(),
      guessed: o.through > g.after ? firstGuess(g.after, o.through, ctx.calendar) : null,
    })
  }
  const ids = taken.map((s) => s.id)
  if (opened.length) {
    const c = columnsOf(opened)
    const debtors = opened.map((o) => declarationOf(o.key)!.debtor)
    const partial = opened.map((o) => {
      const { when } = declarationOf(o.key)!
      return 'every' in when && when.partial === 'skip'
    })
    const { rows } =
      await sql<Turned>`insert into duties.duty (court_id, key, kind, subject_id, engagement_id, label, period, period_from, period_until, debtor, opens_at, due_at, remind_at,
        next_remind_at, state, provisional, calendar, basis, opened_at)
      select s.court_id, s.key, s.kind, s.subject_id, s.engagement_id, s.label, o.period, o.pfrom, o.puntil, o.debtor, o.opens_at, o.due_at, o.remind_at::timestamptz[],
        (o.remind_at::timestamptz[])[1], 'open', o.provisional, ${ctx.calendar.version}, o.basis::jsonb, ${now}::timestamptz
      from duties.subject s join unnest(${c.key}::text[], ${afters}::date[], ${c.period}::text[], ${c.from}::date[], ${c.until}::date[], ${c.opensAt}::timestamptz[], ${c.dueAt}::timestamptz[],
          ${c.remindAt}::text[], ${c.provisional}::boolean[], ${c.basis}::text[], ${debtors}::text[], ${partial}::boolean[])
        o(key, after, period, pfrom, puntil, opens_at, due_at, remind_at, provisional, basis, debtor, whole) on o.key = s.key and o.after = s.opened_through
      where s.court_id = ${court} and s.id = any (${ids}::bigint[]) and o.puntil >= s.since and o.pfrom <= coalesce(s.until, 'infinity')
        and (not o.whole or (o.pfrom >= s.since and o.puntil <= coalesce(s.until, 'infinity')))
      on conflict (court_id, key, subject_id, period) do nothing returning ${sql.raw(TURNED)}`.execute(ctx.tx)
    await ctx.auditAll(rows.map((r) => eventOf('duty.open', r)))
  }
  await sql`update duties.subject s set opened_through = m.through, next_open_at = m.next, calendar = ${ctx.calendar.version}, guessed_from = least(s.guessed_from, m.guessed)
    from unnest(${marks.map((m) => m.key)}::text[], ${marks.map((m) => m.after)}::date[], ${marks.map((m) => m.through)}::date[], ${marks.map((m) => m.next)}::timestamptz[], ${marks.map((m) => m.guessed)}::date[])
      m(key, after, through, next, guessed)
    where s.court_id = ${court} and s.id = any (${ids}::bigint[]) and s.key = m.key and s.opened_through = m.after`.execute(ctx.tx)
  // Past the end of a subject nothing opens any more.
  await sql`update duties.subject set next_open_at = 'infinity' where court_id = ${court} and id = any (${ids}::bigint[]) and until < opened_through`.execute(
    ctx.tx,
  )
  return taken.length
}

/** What was known before it opens (a vetting that ends next year). */
export const openPlanned = async (ctx: Ctx): Promise<number> => {
  const now = ctx.now.toString()
  const { rows } =
    await sql<Turned>`update duties.duty set state = 'open', opened_at = ${now}, next_remind_at = remind_at[1], revision = revision + 1
    where court_id = ${ctx.actor.courtId} and id = any (array(select id from duties.duty where court_id = ${ctx.actor.courtId} and state = 'planned' and opens_at <= ${now}
      order by opens_at limit ${SUBJECTS} for update skip locked)) returning ${sql.raw(TURNED)}`.execute(ctx.tx)
  await ctx.auditAll(rows.map((r) => eventOf('duty.open', r)))
  return rows.length
}
