import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { assignTask, completeTask } from '../../worklist/public.ts'
import { lastEntry, put } from '../queries.ts'
import { loadForm } from './load-form.ts'

/** The team lead passes the entry on to the court or sends it back with marks on the fields. Fail: marks-missing, marks-with-pass, own-entry. */
export const checkEntry = async (ctx: Ctx, taskId: number, revision: number, b: { passed: boolean; marks: readonly { field: string; note: string }[] }): Promise<void> => {
  const { task, filing, of } = await loadForm(ctx, taskId, 'filing-check')
  if (!b.passed && b.marks.length === 0) throw new Fail('marks-missing', 422, { field: 'marks' })
  if (b.passed && b.marks.length > 0) throw new Fail('marks-with-pass', 422, { field: 'marks' })
  const entry = await lastEntry(ctx, filing.id)
  if (!entry) throw new Fail('not-found', 404)
  // Maker and checker are two people, whatever posts one of them holds.
  if (entry.keyed_by === ctx.actor.personId) throw new Fail('own-entry', 403)
  const checkId = await put(ctx, 'entry_check', of, { entry_id: entry.id, passed: b.passed, checked_by: ctx.actor.personId })
  for (const m of b.marks) await put(ctx, 'mark', of, { check_id: checkId, field: m.field, note: m.note })
  await ctx.audit({ verb: 'filing.check', objectType: 'filing', objectId: filing.id, caseId: filing.case_id, grantId: task.grant_id, data: { passed: b.passed, marks: b.marks.length, round: entry.round } })
  const { opened } = await completeTask(ctx, { taskId, revision, variables: { check: b.passed ? 'pass' : 'return' }, outcome: b.passed ? 'pass' : 'return' })
  const again = opened[0]
  if (b.passed || again === undefined) return
  // Back to the one who typed it, when he may still work; otherwise it waits in the pool.
  await sql`savepoint back`.execute(ctx.tx)
  try {
    await assignTask(ctx, again, entry.keyed_by)
    await sql`release savepoint back`.execute(ctx.tx)
  } catch {
    await sql`rollback to savepoint back`.execute(ctx.tx)
  }
}
