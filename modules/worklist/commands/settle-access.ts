import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'

/** Takes from a person what his posts and the gate no longer carry, in all courts; one ledger event for each court. */
export const settleAccess = async (ctx: Ctx, personId: number, because: string): Promise<number> => {
  const { rows } = await sql<{
    court: number
    tasks: number[]
  }>`select court, tasks from worklist.settle_access(${personId}, ${because})`.execute(ctx.tx)
  for (const r of rows)
    await ctx.audit({
      verb: 'task.release',
      objectType: 'task',
      objectId: r.tasks[0]!,
      courtId: r.court,
      data: { because, personId, tasks: r.tasks.slice(0, 200).map(Number), count: r.tasks.length },
    })
  return rows.reduce((n, r) => n + r.tasks.length, 0)
}

/** Outsourced staff with work in hand whose vetting, record or term ran out over night: nobody acted, so nothing announced it. */
export const settleLapsed = async (ctx: Ctx): Promise<number> => {
  const { rows } = await sql<{ id: number }>`select h.assignee_id as id from (select distinct assignee_id from worklist.task
      where court_id = ${ctx.actor.courtId} and assignee_side = 'contractor' and state in ('claimed', 'started', 'suspended')) h
    where not workforce.admitted(${ctx.actor.courtId}::int, h.assignee_id, bw.now())`.execute(ctx.tx)
  let taken = 0
  for (const { id } of rows) taken += await settleAccess(ctx, id, 'not-admitted')
  return taken
}
