import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import type { Ctx } from '../../platform/http/context.ts'
import { Fail } from '../../platform/http/problems.ts'
import { announceGate } from './events.ts'
import { selectAdmitted } from './queries.ts'

/** `until` makes those who hold access bring it to what the gate now says, in every court: who is absent loses all, who goes later what reaches into it. */
export const settleAbsence = async (ctx: Ctx, personId: number, day: string): Promise<void> => {
  const courtId = ctx.actor.courtId
  if (courtId === null) throw new Fail('not-allowed', 403)
  await announceGate(ctx, { courtId, personId, admitted: await selectAdmitted(ctx, courtId, personId), until: day })
}
const dayOf = (at: string): string => Temporal.Instant.from(at).toZonedDateTimeISO('Asia/Shanghai').toPlainDate().toString()

/** From `fromAt` (now at the earliest) to `untilAt`, ISO instants, the gate is shut; by itself open again then. Never for oneself (the policy holds it, too). Answers its id. */
export const recordAbsence = async (
  ctx: Ctx,
  a: { personId: number; fromAt: string; untilAt: string; source: string },
): Promise<number> => {
  const { rows } = await sql<{ id: number }>`insert into workforce.absence (court_id, person_id, from_at, until_at, source)
    values (${ctx.actor.courtId}, ${a.personId}, greatest(${a.fromAt}::timestamptz, bw.now()), ${a.untilAt}, ${a.source}) returning id`.execute(
    ctx.tx,
  )
  await settleAbsence(ctx, a.personId, dayOf(a.fromAt))
  return rows[0]!.id
}
/** Back sooner, or not gone at all: never longer than it was. */
export const endAbsence = async (ctx: Ctx, id: number, personId: number): Promise<void> => {
  await sql`update workforce.absence set until_at = greatest(from_at, bw.now()), revision = revision + 1
    where court_id = ${ctx.actor.courtId} and id = ${id} and until_at > bw.now()`.execute(ctx.tx)
  await settleAbsence(ctx, personId, dayOf(ctx.now.toString()))
}
