import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import { recordFact, revokeFact } from '../../workforce/public.ts'
import { type CourseRow, courtOf } from '../queries.ts'
import { type Attended, creditsOf } from '../rules.ts'

interface Live {
  id: number
  sessionId: number
  halfDays: number
  onDate: string
  factId: number
}
export const attendedOf = async (ctx: Ctx, personId: number, courseId: number): Promise<Attended[]> =>
  (
    await sql<Attended>`select session_id as "sessionId", on_date as "onDate", halves from training.attended(${courtOf(ctx)}, ${personId}, ${courseId})`.execute(
      ctx.tx,
    )
  ).rows
export const passesOf = async (ctx: Ctx, personId: number, courseId: number): Promise<string[]> =>
  (await sql<{ d: string }>`select d from training.passes(${courtOf(ctx)}, ${personId}, ${courseId}) d`.execute(ctx.tx)).rows.map(
    (r) => r.d,
  )
const liveOf = async (ctx: Ctx, personId: number, courseId: number): Promise<Live[]> =>
  (
    await sql<Live>`select id, session_id as "sessionId", half_days as "halfDays", on_date as "onDate", fact_id as "factId"
      from training.credits(${courtOf(ctx)}, ${personId}, ${courseId})`.execute(ctx.tx)
  ).rows

/**
 * Brings the half days that count, and with them the facts of the gate, to what attendance and tests say now: after each of them, in the same
 * transaction. Written once for a check-in, a confirmation, a correction and a test; asked twice it changes nothing. Answers the half days.
 */
export const settleCredits = async (
  ctx: Ctx,
  course: Pick<CourseRow, 'id' | 'title' | 'topic' | 'phase' | 'halfDays' | 'questionCount'>,
  person: { id: number; contractorId: number },
  why: string,
): Promise<number> => {
  const courtId = courtOf(ctx)
  await sql`select pg_advisory_xact_lock(hashtextextended(${`training.credit ${courtId} ${course.id} ${person.id}`}, 0))`.execute(ctx.tx)
  const wanted = creditsOf(
    { phase: course.phase, halfDays: course.halfDays, hasTest: course.questionCount > 0 },
    await attendedOf(ctx, person.id, course.id),
    await passesOf(ctx, person.id, course.id),
  )
  const live = await liveOf(ctx, person.id, course.id)
  const same = (a: { sessionId: number; halfDays: number; onDate: string }, b: typeof a): boolean =>
    a.sessionId === b.sessionId && a.halfDays === b.halfDays && a.onDate === b.onDate
  // What is still due comes first, so that a correction never shuts the gate for a moment on the way.
  const gone = live.filter((l) => !wanted.some((w) => same(l, w)))
  for (const l of gone)
    await sql`update training.credit set ended_at = bw.now() where court_id = ${courtId} and id = ${l.id}`.execute(ctx.tx)
  for (const w of wanted.filter((x) => !live.some((l) => same(l, x)))) {
    const fact = await recordFact(ctx, {
      personId: person.id,
      kind: 'training',
      onDate: w.onDate,
      halfDays: w.halfDays,
      topics: [course.topic],
      phase: course.phase,
      reference: course.title,
      source: 'training',
    })
    await sql`insert into training.credit (court_id, person_id, contractor_id, course_id, session_id, half_days, on_date, fact_id)
      values (${courtId}, ${person.id}, ${person.contractorId}, ${course.id}, ${w.sessionId}, ${w.halfDays}, ${w.onDate}, ${fact.id})`.execute(
      ctx.tx,
    )
  }
  for (const l of gone) await revokeFact(ctx, l.factId, why)
  return wanted.reduce((n, w) => n + w.halfDays, 0)
}
