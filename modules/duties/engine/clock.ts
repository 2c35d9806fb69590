import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import { announceMissed } from '../registry.ts'
import { eventOf, TURNED, type Turned } from './rows.ts'
import { tellMisses, tellReminders } from './tell.ts'

const BITE = 5000

/** What passed its due time is missed since that minute, whenever this runs. */
export const breachDue = async (ctx: Ctx): Promise<number> => {
  const { rows } =
    await sql<Turned>`update duties.duty set state = 'breached', breached_at = due_at, next_remind_at = null, revision = revision + 1
    where court_id = ${ctx.actor.courtId} and id = any (array(select id from duties.duty where court_id = ${ctx.actor.courtId} and state = 'open' and due_at < ${ctx.now.toString()}
      order by due_at limit ${BITE} for update skip locked)) returning ${sql.raw(TURNED)}`.execute(ctx.tx)
  await recordMisses(ctx, rows)
  return rows.length
}
export const recordMisses = async (ctx: Ctx, rows: readonly Turned[]): Promise<void> => {
  if (!rows.length) return
  await ctx.auditAll(rows.map((r) => eventOf('duty.breach', r)))
  await tellMisses(ctx, rows)
  await announceMissed(
    ctx,
    rows.map((r) => ({
      id: r.id,
      key: r.key,
      kind: r.kind,
      subjectId: r.subject_id,
      engagementId: r.engagement_id,
      period: r.period,
      dueAt: r.due_at,
    })),
  )
}

/** Reminders that fell into a pause are one reminder. Runs after `breachDue`: nobody is reminded of what he has already missed. */
export const remindDue = async (ctx: Ctx): Promise<number> => {
  const now = ctx.now.toString()
  const { rows } =
    await sql<Turned>`update duties.duty set reminded_at = ${now}, next_remind_at = (select min(r) from unnest(remind_at) r where r > ${now}::timestamptz)
    where court_id = ${ctx.actor.courtId} and id = any (array(select id from duties.duty where court_id = ${ctx.actor.courtId} and state = 'open' and next_remind_at <= ${now}
      order by next_remind_at limit ${BITE} for update skip locked)) returning ${sql.raw(TURNED)}`.execute(ctx.tx)
  if (!rows.length) return 0
  await ctx.auditAll(rows.map((r) => eventOf('duty.remind', r)))
  await tellReminders(ctx, rows)
  return rows.length
}
