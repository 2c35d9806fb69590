import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import type { Ctx } from '../../../platform/http/context.ts'
import { todayOf } from '../../organisations/public.ts'
import { eventOf, TURNED, type Turned } from '../engine/rows.ts'
import { declarations, needDeclaration, recurring } from '../registry.ts'
import { type DutyDeclaration, isCadence } from '../rules/declaration.ts'
import { markBefore } from '../rules/periods.ts'

/** Whom a duty is about; `label` names kinds that this module cannot look up (a premises), never a person or a case. */
export interface Subject {
  id: number
  engagementId?: number | null
  label?: string | null
}
export interface RecurringSubject extends Subject {
  /** First day it is owed for, 'YYYY-MM-DD'. */
  since: string
  /** Last day; null: open. */
  until?: string | null
}

const join = async (ctx: Ctx, d: DutyDeclaration, subjects: readonly RecurringSubject[]): Promise<void> => {
  if (!isCadence(d.when) || !subjects.length) return
  const { every } = d.when
  await sql`select duties.join_subjects(${d.key}, ${d.subject}, ${subjects.map((s) => s.id)}::bigint[], ${subjects.map((s) => s.engagementId ?? null)}::int[],
    ${subjects.map((s) => s.label ?? null)}::text[], ${subjects.map((s) => s.since)}::date[], ${subjects.map((s) => s.until ?? null)}::date[],
    ${subjects.map((s) => markBefore(every, Temporal.PlainDate.from(s.since)).toString())}::date[])`.execute(ctx.tx)
}
/** From now on the engine walks these subjects from period to period. Courts and engagements join by themselves. */
export const addSubjects = (ctx: Ctx, key: string, subjects: readonly RecurringSubject[]): Promise<void> =>
  join(ctx, needDeclaration(key), subjects)

/** What recurs for the court and for its engagements; whoever is new owes from the day he is known, or begins. */
export const syncSubjects = async (ctx: Ctx): Promise<void> => {
  const court = ctx.actor.courtId
  const today = todayOf(ctx)
  for (const d of recurring()) {
    if (d.subject === 'court') {
      const { rows } = await sql`select from duties.subject where court_id = ${court} and key = ${d.key} and subject_id = ${court}`.execute(
        ctx.tx,
      )
      if (!rows.length && court !== null) await join(ctx, d, [{ id: court, since: today }])
    }
    if (d.subject === 'engagement') {
      const { rows } =
        await sql<RecurringSubject>`select e.id, e.id as "engagementId", greatest(e.from_date, coalesce(s.since, ${today}::date)) as since, e.until_date as until
        from organisations.engagement e left join duties.subject s on s.court_id = e.court_id and s.key = ${d.key} and s.subject_id = e.id
        where e.court_id = ${court} and e.state <> 'ended' and e.until_date >= ${today}::date and (s.id is null or s.until is distinct from e.until_date)`.execute(
          ctx.tx,
        )
      await join(ctx, d, rows)
    }
  }
}

/**
 * The subject is gone from a day on (today by default): what has not begun, and what falls away with it, is owed no longer; what was missed before stays
 * missed. `period`: only that one (a trigger that proved wrong).
 */
export const withdrawSubject = async (
  ctx: Ctx,
  kind: string,
  subjectId: number,
  o: { keys?: readonly string[]; from?: string; period?: string; because: string },
): Promise<number> => {
  const concerned = declarations().filter((d) => d.subject === kind && (!o.keys || o.keys.includes(d.key)))
  const falling = concerned.filter((d) => d.afterSubject !== 'stays-owed').map((d) => d.key)
  const { rows } =
    await sql<Turned>`select ${sql.raw(TURNED)} from duties.withdraw(${kind}, ${subjectId}, ${concerned.map((d) => d.key)}::text[], ${falling}::text[],
    ${o.from ?? todayOf(ctx)}::date, ${o.period ?? null}, ${o.because})`.execute(ctx.tx)
  await ctx.auditAll(rows.map((r) => eventOf('duty.withdraw', r, { because: o.because })))
  return rows.length
}
