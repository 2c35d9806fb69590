import type { Ctx } from '../../../platform/http/context.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { claimTask, type FormTask, taskForForm } from '../../worklist/public.ts'
import { type FilingRow, findFiling } from '../queries.ts'

/** The task of a form, in the actor's hands, with the filing it is about. Fail: not-found, task-closed, not-yours, task-suspended. */
export const loadForm = async (ctx: Ctx, taskId: number, form: string | readonly string[]): Promise<{ task: FormTask; filing: FilingRow; of: { caseId: number; recordId: number } }> => {
  const task = await taskForForm(ctx, taskId, form)
  const filing = await findFiling(ctx, task.subject_id)
  if (!filing) throw new Fail('not-found', 404)
  return { task, filing, of: { caseId: filing.case_id, recordId: filing.id } }
}

/** The follow-up step of one's own decision (write the notice, write the ruling) comes into one's own hands at once. */
export const takeNext = async (ctx: Ctx, opened: readonly number[]): Promise<number | null> => {
  const id = opened[0]
  if (id === undefined) return null
  await claimTask(ctx, id, 1)
  return id
}
