import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import type { Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import type * as api from '../api-times.ts'
import { timesStand } from '../rules.ts'
import { timesOf } from '../sessions.ts'

const courtOf = (ctx: Ctx): number => {
  if (ctx.actor.courtId === null) throw new Fail('not-allowed', 403)
  return ctx.actor.courtId
}
export const readSessionTimes = async (ctx: Ctx): Promise<Output<typeof api.readSessionTimes>> => {
  const times = await timesOf(ctx, courtOf(ctx))
  const { rows } = await sql<{
    revision: number
  }>`select revision from bw.setting where court_id = ${courtOf(ctx)} and key = 'accounts.sessions'`.execute(ctx.tx)
  return {
    lockMinutes: times.lockSeconds / 60,
    lockMinutesContractor: times.lockSecondsContractor / 60,
    idleMinutes: times.idleSeconds / 60,
    sessionHours: times.absoluteSeconds / 3600,
    passwordDays: times.passwordDays,
    revision: rows[0]?.revision ?? 0,
  }
}
/** Holds from everybody's next sign-in; a session that runs keeps what it began with. */
export const setSessionTimes = async (
  ctx: Ctx,
  { body: b, revision }: Pick<Input<typeof api.setSessionTimes>, 'body' | 'revision'>,
): Promise<Output<typeof api.setSessionTimes>> => {
  const stand = timesStand(b)
  if (!stand.ok) throw new Fail(stand.code, 422, { field: stand.field })
  const before = await readSessionTimes(ctx)
  const value = JSON.stringify({
    lockSeconds: b.lockMinutes * 60,
    lockSecondsContractor: b.lockMinutesContractor * 60,
    idleSeconds: b.idleMinutes * 60,
    absoluteSeconds: b.sessionHours * 3600,
    passwordDays: b.passwordDays,
  })
  const set = await sql`insert into bw.setting as s (court_id, key, value) values (${courtOf(ctx)}, 'accounts.sessions', ${value}::jsonb)
    on conflict (court_id, key) do update set value = s.value || excluded.value, revision = s.revision + 1 where s.revision = ${revision}`.execute(
    ctx.tx,
  )
  // Two who find no setting yet: the second meets the first one's row, which is not revision 0.
  if (!set.numAffectedRows || (revision > 0 && before.revision === 0)) throw new Fail('stale-revision', 409)
  const { revision: _, ...was } = before
  await ctx.audit({ verb: 'account.sessionTimes', objectType: 'court', objectId: courtOf(ctx), before: was, after: b })
  return { revision: revision + 1 }
}
