import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { beginStandstill, endStandstill, type State, type Variables } from '../../processes/public.ts'
import { isOwned } from '../forms.ts'
import { loadInstance, type Loaded, taskOf, type TaskRow } from '../load.ts'
import { heldBefore } from '../queries.ts'
import { suspendReasons } from '../rules.ts'
import { applyEvent } from '../step.ts'
import { refuseUnless } from './take-task.ts'

export interface Completion {
  taskId: number
  revision: number
  /** Answers the process asks for, e.g. {decision: 'accept'}. */
  variables?: Variables
  outcome?: string | null
}

/**
 * A step of a court's own, completed on the task's page: where a module has a form it is refused. The answer is set under the name the drawing gives it
 * and nothing else is, so that nobody writes into a process what another step decides (4.1).
 */
export const completeOwnStep = async (ctx: Ctx, c: { taskId: number; revision: number; outcome?: string; note: string }): Promise<void> => {
  const loaded = await loadInstance(ctx, { taskId: c.taskId })
  const task = taskOf(loaded, c.taskId)
  if (isOwned(task.form)) throw new Fail('use-form', 422, { form: task.form })
  const node = loaded.definition.nodes[task.element_id]
  const asked = node?.kind === 'userTask' ? node.mark.outcome : null
  if (!asked && c.outcome !== undefined) throw new Fail('process-bad-variable', 422)
  const variables = asked && c.outcome !== undefined ? { [asked.variable]: c.outcome } : {}
  await finish(ctx, loaded, task, { ...c, variables }, c.note)
}

/** Completes a task: the process moves on, the grant closes and the next opens, in this one transaction. Called by the module whose form it is. */
export const completeTask = async (
  ctx: Ctx,
  c: Completion,
): Promise<{ opened: number[]; state: State; caseId: number; instanceId: number }> => {
  const loaded = await loadInstance(ctx, { taskId: c.taskId })
  const task = taskOf(loaded, c.taskId)
  const { opened, state } = await finish(ctx, loaded, task, c)
  return { opened, state, caseId: loaded.caseId, instanceId: loaded.instanceId }
}

const finish = async (ctx: Ctx, loaded: Loaded, task: TaskRow, c: Completion, note = ''): Promise<{ opened: number[]; state: State }> => {
  if (task.assignee_id !== ctx.actor.personId && (await heldBefore(ctx, c.taskId))) throw new Fail('task-closed', 409)
  refuseUnless('complete', task, ctx)
  taskOf(loaded, c.taskId, c.revision)
  const done = await applyEvent(
    ctx,
    loaded,
    { type: 'taskCompleted', taskId: task.local_id, variables: c.variables },
    { taskId: task.id, outcome: c.outcome ?? null, reason: note || null },
  )
  await ctx.audit({
    verb: 'task.complete',
    objectType: 'task',
    objectId: task.id,
    caseId: loaded.caseId,
    data: { key: task.key, element: task.element_id, outcome: c.outcome ?? null },
  })
  return done
}

/** 退回: back to an earlier step it came through, with a reason that the other sees. */
export const returnTask = async (ctx: Ctx, taskId: number, revision: number, to: string, reason: string): Promise<number[]> => {
  const loaded = await loadInstance(ctx, { taskId })
  const task = taskOf(loaded, taskId)
  refuseUnless('return', task, ctx)
  taskOf(loaded, taskId, revision)
  const { opened } = await applyEvent(
    ctx,
    loaded,
    { type: 'taskReturned', taskId: task.local_id, to, reason },
    { taskId, outcome: 'returned', reason },
  )
  await ctx.audit({ verb: 'task.return', objectType: 'task', objectId: taskId, caseId: loaded.caseId, data: { to, key: task.key } })
  return opened
}

/** A fact about the item arrives (fee paid, supplement received). */
export const deliverMessage = async (ctx: Ctx, instanceId: number, name: string, variables?: Variables): Promise<number[]> => {
  const loaded = await loadInstance(ctx, { instanceId })
  const { opened } = await applyEvent(ctx, loaded, { type: 'message', name, variables })
  await ctx.audit({
    verb: 'item.message',
    objectType: loaded.subjectType,
    objectId: loaded.subjectId,
    caseId: loaded.caseId,
    data: { name },
  })
  return opened
}

/** Stops the clock with a reason code: this task's due time moves by the time it stood still; its grant ends meanwhile. */
export const suspendTask = async (ctx: Ctx, taskId: number, revision: number, reason: string, note: string): Promise<void> => {
  if (!(suspendReasons as readonly string[]).includes(reason)) throw new Fail('unknown-reason', 422)
  const loaded = await loadInstance(ctx, { taskId })
  const task = taskOf(loaded, taskId, revision)
  refuseUnless('suspend', task, ctx)
  await sql`update worklist.task set state = 'suspended', suspended_at = bw.now(), revision = revision + 1 where court_id = ${ctx.actor.courtId} and id = ${taskId}`.execute(
    ctx.tx,
  )
  await beginStandstill(ctx, { instanceId: loaded.instanceId, taskId, reason, note })
  await ctx.audit({ verb: 'task.suspend', objectType: 'task', objectId: taskId, caseId: loaded.caseId, data: { reason, key: task.key } })
}

/** The clock runs again; the due time moves by exactly the time it stood still. */
export const resumeTask = async (ctx: Ctx, taskId: number, revision?: number): Promise<void> => {
  const loaded = await loadInstance(ctx, { taskId })
  const task = taskOf(loaded, taskId, revision)
  refuseUnless('resume', task, ctx)
  await sql`update worklist.task set state = case when assignee_id is null then 'ready' when started_at is null then 'claimed' else 'started' end,
      due_at = due_at + (bw.now() - suspended_at), suspended_seconds = suspended_seconds + extract(epoch from bw.now() - suspended_at)::bigint, suspended_at = null, revision = revision + 1
    where court_id = ${ctx.actor.courtId} and id = ${taskId}`.execute(ctx.tx)
  await endStandstill(ctx, { instanceId: loaded.instanceId, taskId })
  await ctx.audit({ verb: 'task.resume', objectType: 'task', objectId: taskId, caseId: loaded.caseId, data: { key: task.key } })
}

/** Ends the whole item (merged, entered by mistake); only trial management, with a reason. */
export const cancelItem = async (ctx: Ctx, taskId: number, reason: string): Promise<void> => {
  const loaded = await loadInstance(ctx, { taskId })
  refuseUnless('cancel', taskOf(loaded, taskId), ctx)
  await applyEvent(ctx, loaded, { type: 'cancel', reasonCode: reason })
  await ctx.audit({
    verb: 'item.cancel',
    objectType: loaded.subjectType,
    objectId: loaded.subjectId,
    caseId: loaded.caseId,
    data: { reason: reason.slice(0, 200) },
  })
}

/** One timer whose time has come; a timer that is gone meanwhile is nothing. */
export const fireTimer = async (ctx: Ctx, instanceId: number, timerId: number): Promise<void> => {
  const loaded = await loadInstance(ctx, { instanceId })
  if (loaded.state.status !== 'running' || !loaded.state.timers.some((t) => t.id === timerId)) return
  await applyEvent(ctx, loaded, { type: 'timerFired', timerId })
  await ctx.audit({
    verb: 'item.timer',
    objectType: loaded.subjectType,
    objectId: loaded.subjectId,
    caseId: loaded.caseId,
    data: { timerId },
  })
}
