import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import { Fail } from '../../../platform/http/problems.ts'

/** What the database's own gate says (triggers of worklist.task), as the codes people are told. */
const saidByGate: Readonly<Record<string, string>> = {
  BW001: 'not-admitted',
  BW002: 'access-denied',
  BW003: 'service-not-engaged',
  BW006: 'service-not-in-post',
}
export interface RefusedTask {
  taskId: number
  code: string
  detail?: Record<string, unknown>
}

/**
 * One act on many tasks in one transaction: each stands or falls alone, and what was refused is told with its reason. Of a single one the refusal is
 * the answer. Instances are taken in one order by everybody, so that two who act on the same tasks wait for each other and never in a circle.
 */
export const eachTask = async (ctx: Ctx, taskIds: readonly number[], act: (taskId: number) => Promise<void>): Promise<RefusedTask[]> => {
  const unique = [...new Set(taskIds)]
  const { rows } = await sql<{
    id: number
    instance_id: number
  }>`select id, instance_id from worklist.task where court_id = ${ctx.actor.courtId} and id = any (${unique}::bigint[])`.execute(ctx.tx)
  const instance = new Map(rows.map((r) => [r.id, r.instance_id]))
  const order = unique.sort((a, b) => (instance.get(a) ?? 0) - (instance.get(b) ?? 0) || a - b)
  const refused: RefusedTask[] = []
  for (const taskId of order) {
    await sql`savepoint one`.execute(ctx.tx)
    try {
      await act(taskId)
      await sql`release savepoint one`.execute(ctx.tx)
    } catch (e) {
      await sql`rollback to savepoint one`.execute(ctx.tx)
      const code = e instanceof Fail ? e.code : saidByGate[(e as { code?: string }).code ?? '']
      if (!code) throw e
      if (order.length === 1) throw e instanceof Fail ? e : new Fail(code, 403)
      refused.push({ taskId, code, ...(e instanceof Fail && e.detail ? { detail: e.detail } : {}) })
    }
  }
  return refused
}
