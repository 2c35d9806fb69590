import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { startOfDay, toDate } from '../../../platform/calendar/zoned.ts'
import type { Ctx } from '../../../platform/http/context.ts'
import { hashOf, settingsOf } from '../queries.ts'
import { type CallFacts, type CallSettings, exclusionOf } from '../rules/judge.ts'

/** Numbers the court tests its line with, by their hash. */
export const testHashes = async (ctx: Ctx): Promise<Set<string>> =>
  new Set(
    (
      await sql<{
        h: string
      }>`select encode(number_hash, 'hex') as h from hotline.test_number where court_id = ${ctx.actor.courtId} and ended_at is null`.execute(
        ctx.tx,
      )
    ).rows.map((r) => r.h),
  )

/** Says of one call whether it counts, under the settings in force. */
export const judge = (ctx: Ctx, s: CallSettings, tests: Set<string>, c: Omit<CallFacts, 'test'> & { number: string | null }) =>
  exclusionOf({ ...c, test: c.number !== null && tests.has(hashOf(ctx, c.number).toString('hex')) }, s, ctx.calendar)

/** After a change of the settings or test numbers: the calls of this month are judged anew; what was said of months before stays. */
export const judgeMonth = async (ctx: Ctx): Promise<number> => {
  const s = await settingsOf(ctx)
  const from = startOfDay(toDate(ctx.now).with({ day: 1 }))
  const { rows } = await sql<{
    id: number
    queued: string
    answered: string | null
    ended: string | null
    agent: boolean
    test: boolean
    exclusion: string | null
  }>`select c.id, c.queued_at as queued, c.answered_at as answered, c.ended_at as ended, c.to_agent as agent, c.exclusion,
      exists (select from hotline.test_number n where n.court_id = c.court_id and n.number_hash = c.number_hash and n.ended_at is null) as test
    from hotline.call c where c.court_id = ${ctx.actor.courtId} and c.queued_at >= ${from.toString()}::timestamptz`.execute(ctx.tx)
  const at = (text: string | null): Temporal.Instant | null => (text === null ? null : Temporal.Instant.from(text))
  const changed = rows
    .map((r) => ({
      id: r.id,
      was: r.exclusion,
      is: exclusionOf(
        { queuedAt: at(r.queued)!, answeredAt: at(r.answered), endedAt: at(r.ended), toAgent: r.agent, test: r.test },
        s,
        ctx.calendar,
      ),
    }))
    .filter((r) => r.was !== r.is)
  if (changed.length)
    await sql`update hotline.call c set exclusion = u.exclusion from unnest(${changed.map((r) => r.id)}::bigint[], ${changed.map((r) => r.is)}::text[]) u(id, exclusion) where c.court_id = ${ctx.actor.courtId} and c.id = u.id`.execute(
      ctx.tx,
    )
  return changed.length
}
