import { sql } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'

/** Of the steps that were opened just now, the one the actor could take on himself: his page leads there instead of back to a list. */
export const nextStepFor = async (ctx: Ctx, opened: readonly number[]): Promise<number | null> => {
  if (opened.length === 0) return null
  const { rows } = await sql<{
    id: number
  }>`select id from worklist.task where court_id = ${ctx.actor.courtId} and id = any (${[...opened]}::bigint[]) and role = any (${[...ctx.actor.roles]}::text[])
    and (state = 'ready' or assignee_id = ${ctx.actor.personId}) order by id limit 1`.execute(ctx.tx)
  return rows[0]?.id ?? null
}
