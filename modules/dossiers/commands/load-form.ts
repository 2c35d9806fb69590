import type { Ctx } from '../../../platform/http/context.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { type FormTask, taskForForm } from '../../worklist/public.ts'
import { type BatchRow, findBatch } from '../queries.ts'

export const forms = [
  'scan-receive',
  'scan-return-slip',
  'scan-pages',
  'scan-self-check',
  'scan-check',
  'scan-wrong-case',
  'scan-catalogue',
  'scan-volume-decision',
  'scan-return-originals',
] as const

/** The task of a form, in the actor's hands, with its batch. Fail: not-found, task-closed, not-yours, task-suspended. */
export const loadForm = async (
  ctx: Ctx,
  taskId: number,
  form: string | readonly string[],
): Promise<{ task: FormTask; batch: BatchRow }> => {
  const task = await taskForForm(ctx, taskId, form)
  // A step of a court's own may stand in any process: its number is a batch's only where the process is about one.
  if (task.subject_type !== 'batch') throw new Fail('not-found', 404)
  return { task, batch: await findBatch(ctx, task.subject_id) }
}
