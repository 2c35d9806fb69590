import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import type { Ctx } from '../../../platform/http/context.ts'
import { recordMisses } from '../engine/clock.ts'
import { eventOf, TURNED, type Turned } from '../engine/rows.ts'
import { needDeclaration } from '../registry.ts'
import { type DutyDeclaration, isCadence } from '../rules/declaration.ts'
import { again, type Occurrence, ofTrigger, referenceKey } from '../rules/reckon.ts'
import type { Subject } from './subjects.ts'

/** What shows that a duty was done: an object of the system, its type and id. */
export interface DutyEvidence {
  type: string
  id: string | number
}

const put = async (ctx: Ctx, d: DutyDeclaration, s: Subject, o: Occurrence): Promise<Turned[]> => {
  const open = Temporal.Instant.compare(o.opensAt, ctx.now) <= 0
  const row = {
    key: d.key,
    kind: d.subject,
    subject_id: s.id,
    engagement_id: s.engagementId ?? null,
    label: s.label ?? null,
    period: o.period,
    period_from: o.from,
    period_until: o.until,
    debtor: d.debtor,
    opens_at: o.opensAt.toString(),
    due_at: o.dueAt.toString(),
    remind_at: o.remindAt.map(String),
    next_remind_at: open ? (o.remindAt[0]?.toString() ?? null) : null,
    state: open ? 'open' : 'planned',
    provisional: o.provisional,
    calendar: o.calendar,
    basis: o.basis,
  }
  const { rows } = await sql<Turned>`select ${sql.raw(TURNED)} from duties.put(${JSON.stringify([row])}::jsonb)`.execute(ctx.tx)
  return rows
}

/**
 * Something happened that sets a clock: an injury at a moment, a vetting that ends on a day ('YYYY-MM-DD'). Told twice it is one duty. Answers its id;
 * null when it was there already.
 */
export const triggerDuty = async (ctx: Ctx, key: string, subject: Subject, at: Temporal.Instant | string): Promise<number | null> => {
  const d = needDeclaration(key)
  if (isCadence(d.when)) throw new Error(`${key} recurs by itself`)
  const [row] = await put(ctx, d, subject, ofTrigger(d, referenceKey(at), ctx.calendar))
  if (!row) return null
  await ctx.audit(eventOf(row.state === 'planned' ? 'duty.plan' : 'duty.open', row))
  return row.id
}

const fulfil = async (
  ctx: Ctx,
  key: string,
  subjectId: number | null,
  which: { period?: string | null; id?: number },
  e: DutyEvidence,
  note: string | null = null,
): Promise<(Turned & { was: string }) | null> => {
  const { rows } = await sql<
    Turned & { was: string }
  >`select * from duties.fulfil(${key}, ${subjectId}, ${which.period ?? null}, ${which.id ?? null}, ${e.type}, ${String(e.id)}, ${ctx.now.toString()}, ${note})`.execute(
    ctx.tx,
  )
  const row = rows[0]
  if (!row) return null
  await ctx.audit(eventOf('duty.fulfil', row, { evidence: `${e.type}/${e.id}`, late: row.state === 'late' }))
  return row
}
/** Missed before the engine came to it, then done: the miss is told all the same. */
const missedJustNow = async (ctx: Ctx, row: Turned & { was: string }): Promise<void> => {
  if (row.state === 'late' && row.was !== 'breached') await recordMisses(ctx, [row])
}

/**
 * Done, shown by what exists in the system, as of now. `which`: a period's key ('2026-09'), an occurrence by its id, or nothing: what is owed longest.
 * Done before the engine opened it counts too. Answers the id of the duty; null when nothing of the kind is owed.
 */
export const fulfilDuty = async (
  ctx: Ctx,
  key: string,
  subjectId: number,
  which: { period: string } | { id: number } | null,
  evidence: DutyEvidence,
): Promise<number | null> => {
  const d = needDeclaration(key)
  if ('objects' in d.evidence && !d.evidence.objects.includes(evidence.type)) throw new Error(`${evidence.type} is no evidence of ${key}`)
  let row = await fulfil(ctx, key, subjectId, which ?? {}, evidence)
  if (!row && which && 'period' in which && isCadence(d.when)) {
    const o = again(d, which.period, ctx.calendar)
    const { rows } = await sql<{
      engagementId: number | null
      label: string | null
    }>`select engagement_id as "engagementId", label from duties.subject_of(${key}, ${subjectId})
      where ${o?.until ?? null}::date >= since and ${o?.from ?? null}::date <= coalesce(until, 'infinity')`.execute(ctx.tx)
    const known = rows[0]
    if (o && known && (await put(ctx, d, { id: subjectId, ...known }, o)).length) row = await fulfil(ctx, key, subjectId, which, evidence)
  }
  if (!row) return null
  await missedJustNow(ctx, row)
  return row.id
}
/** The same by the duty's own id, whatever its subject. */
export const fulfilOne = async (ctx: Ctx, key: string, id: number, evidence: DutyEvidence, note: string): Promise<Turned | null> => {
  const row = await fulfil(ctx, key, null, { id }, evidence, note)
  if (row) await missedJustNow(ctx, row)
  return row
}
