import { sql } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'
import { isDenied } from '../confidentiality/public.ts'
import { selectGate } from '../workforce/public.ts'

/** No case has it: asked for what closes every case to a person. */
const NO_CASE = 0

/**
 * Why the actor can claim nothing at all just now, whatever the task; null: he can. The pool says so before he tries: whoever is on leave, frozen or not
 * through the gate sees the work that waits and is told why it is not for him (6.6.1, 7.3.2.6).
 */
export const whyNoClaim = async (ctx: Ctx): Promise<string | null> => {
  const me = ctx.actor.personId
  if (me === null) return 'not-allowed'
  const denied = await isDenied(ctx, me, NO_CASE)
  if (denied) return `denied-${denied}`
  if (ctx.actor.side !== 'contractor') return null
  const unmet = (await selectGate(ctx, ctx.actor.courtId!, me)).filter((g) => !g.met).map((g) => g.item)
  if (unmet.length === 0) return null
  if (unmet.includes('present')) {
    const { rows } = await sql<{ away: boolean }>`select workforce.absent_until(${me}, bw.now()) is not null as away`.execute(ctx.tx)
    if (rows[0]?.away) return 'on-leave'
  }
  return unmet.length === 1 && unmet[0] === 'engagement' ? 'engagement-not-active' : 'not-admitted'
}
