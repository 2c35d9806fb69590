import type { Ctx } from '../../../platform/http/context.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { completeTask } from '../../worklist/public.ts'
import { countingPages, expectedPages, put } from '../queries.ts'
import type { slipReasons } from '../rules.ts'
import { loadForm } from './load-form.ts'

/** 接收清点: the count against the sender's; whether they agree is the server's arithmetic, not the operator's answer. */
export const receiveBatch = async (ctx: Ctx, taskId: number, revision: number, b: { pages: number; note: string }): Promise<void> => {
  const { task, batch } = await loadForm(ctx, taskId, 'scan-receive')
  const sent = await expectedPages(ctx, batch)
  const receipt = sent === b.pages ? 'matched' : 'mismatch'
  await put(ctx, 'receipt', batch, { task_id: taskId, sent_pages: sent, counted_pages: b.pages, note: b.note })
  await ctx.audit({
    verb: 'batch.receive',
    objectType: 'batch',
    objectId: batch.id,
    caseId: batch.caseId,
    grantId: task.grant_id,
    data: { sent, counted: b.pages },
  })
  await completeTask(ctx, { taskId, revision, variables: { receipt }, outcome: receipt })
}

/** 退回单: what is wrong with the papers; the process stops the clock when it is out. Answers its id. */
export const issueSlip = async (
  ctx: Ctx,
  taskId: number,
  revision: number,
  b: { reason: (typeof slipReasons)[number]; note: string },
): Promise<number> => {
  const { task, batch } = await loadForm(ctx, taskId, 'scan-return-slip')
  const id = await put(ctx, 'return_slip', batch, { task_id: taskId, reason: b.reason, note: b.note })
  await ctx.audit({
    verb: 'batch.return-slip',
    objectType: 'batch',
    objectId: batch.id,
    caseId: batch.caseId,
    grantId: task.grant_id,
    data: { reason: b.reason },
  })
  await completeTask(ctx, { taskId, revision, outcome: b.reason })
  return id
}

/** 归还原件 with a count and a receiver; a different count needs words (it is an incident otherwise). Fail: originals-count. */
export const giveBackOriginals = async (
  ctx: Ctx,
  taskId: number,
  revision: number,
  b: { pages: number; receiver: string; note: string },
): Promise<void> => {
  const { task, batch } = await loadForm(ctx, taskId, 'scan-return-originals')
  const sent = await expectedPages(ctx, batch)
  if (b.pages !== sent && b.note === '') throw new Fail('originals-count', 422, { field: 'note', sent, pages: b.pages })
  await put(ctx, 'originals_return', batch, { task_id: taskId, pages: b.pages, receiver: b.receiver, note: b.note })
  await ctx.audit({
    verb: 'batch.return-originals',
    objectType: 'batch',
    objectId: batch.id,
    caseId: batch.caseId,
    grantId: task.grant_id,
    data: { pages: b.pages },
  })
  await completeTask(ctx, { taskId, revision })
}

/** 错卷处置 by the clerk: where the papers go; the batch ends here. */
export const disposeWrongCase = async (ctx: Ctx, taskId: number, revision: number, note: string): Promise<void> => {
  const { task, batch } = await loadForm(ctx, taskId, 'scan-wrong-case')
  await put(ctx, 'disposal', batch, { task_id: taskId, note })
  const pages = await countingPages(ctx, batch.id)
  await ctx.audit({
    verb: 'batch.wrong-case',
    objectType: 'batch',
    objectId: batch.id,
    caseId: batch.caseId,
    grantId: task.grant_id,
    data: { pages: pages.length },
  })
  await completeTask(ctx, { taskId, revision })
}
