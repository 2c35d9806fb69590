import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import type { Ctx } from '../../platform/http/context.ts'
import { Fail } from '../../platform/http/problems.ts'
import { endGrantsOfTask, openGrant } from '../confidentiality/public.ts'
import { advance, dueAt, type Effect, type NodeOf, parseDue, type ProcessEvent, saveState, type State } from '../processes/public.ts'
import type { Loaded, TaskRow } from './load.ts'

/** What happened to an item of work; modules above subscribe (`onStep`) to keep their own records in the same transaction. */
export type StepEvent = { instanceId: number; key: string; caseId: number; subjectType: string; subjectId: number } & (
  | {
      type: 'opened'
      taskId: number
      elementId: string
      form: string
      dueAt: string
      assigneeId: number | null
      returnedFrom: string | null
    }
  | { type: 'closed'; taskId: number; elementId: string; form: string; how: string; by: number | null }
  | { type: 'announced'; event: string; elementId: string }
  | { type: 'suspended'; reason: string }
  | { type: 'resumed' }
  | { type: 'ended'; how: string; elementId: string | null }
)
const subscribers: ((ctx: Ctx, event: StepEvent) => Promise<void>)[] = []
export const onStep = (fn: (ctx: Ctx, event: StepEvent) => Promise<void>): void => void subscribers.push(fn)

/** A grant outlives an overdue task by this many days, so that late work can still be finished; then a lead must renew it. */
const GRACE_DAYS = 30

export interface Closing {
  taskId: number
  outcome?: string | null
  reason?: string | null
}

/** One step of a process: pure `advance`, then every consequence in this transaction. Answers the ids of newly opened tasks. */
export const applyEvent = async (
  ctx: Ctx,
  loaded: Loaded,
  event: ProcessEvent,
  closing?: Closing,
): Promise<{ opened: number[]; state: State }> => {
  const result = advance(loaded.definition, loaded.state, event)
  if (!result.ok) throw new Fail(`process-${result.code}`, 422, { element: result.elementId })
  const closedAt = await closingTimes(ctx, loaded, result.effects)
  const due = (text: string): string => {
    const rule = parseDue(text)
    if (!rule) throw new Fail('process-bad-due', 422, { due: text })
    return dueAt(rule, { openedAt: ctx.now, variables: result.state.variables, closedAt }, ctx.calendar).at.toString()
  }
  const writes: Promise<unknown>[] = [saveState(ctx, loaded.instanceId, loaded.state, result.state, (t) => due(t.due))]
  const base = {
    instanceId: loaded.instanceId,
    key: loaded.key,
    caseId: loaded.caseId,
    subjectType: loaded.subjectType,
    subjectId: loaded.subjectId,
  }
  const told: StepEvent[] = []
  const opened: number[] = []
  for (const effect of result.effects) {
    if (effect.type === 'closeTask') {
      const row = loaded.tasks.find((t) => t.local_id === effect.taskId)
      if (!row) continue
      writes.push(closeTask(ctx, row, effect.how, closing?.taskId === row.id ? closing : undefined))
      writes.push(endGrantsOfTask(ctx, row.id, effect.how))
      told.push({
        ...base,
        type: 'closed',
        taskId: row.id,
        elementId: row.element_id,
        form: row.form,
        how: effect.how,
        by: ctx.actor.personId,
      })
    } else if (effect.type === 'announce') told.push({ ...base, type: 'announced', event: effect.event, elementId: effect.elementId })
    else if (effect.type === 'suspended') told.push({ ...base, type: 'suspended', reason: effect.reasonCode })
    else if (effect.type === 'resumed') told.push({ ...base, type: 'resumed' })
    else if (effect.type === 'ended') told.push({ ...base, type: 'ended', how: effect.how, elementId: effect.elementId })
  }
  for (const effect of result.effects) {
    if (effect.type !== 'openTask' || !result.state.tasks.some((t) => t.id === effect.taskId)) continue
    const node = loaded.definition.nodes[effect.elementId] as NodeOf<'userTask'>
    const dueText = due(node.mark.due)
    const task = await openTask(ctx, loaded, effect, node, dueText, event)
    opened.push(task.id)
    told.push({
      ...base,
      type: 'opened',
      taskId: task.id,
      assigneeId: task.assigneeId,
      returnedFrom: task.returnedFrom,
      elementId: effect.elementId,
      form: node.mark.form,
      dueAt: dueText,
    })
  }
  await Promise.all(writes)
  for (const t of told) for (const tell of subscribers) await tell(ctx, t)
  return { opened, state: result.state }
}

/** Last closing of each user task named by a due rule; asked only when some newly opened step counts from one. */
const closingTimes = async (ctx: Ctx, loaded: Loaded, effects: readonly Effect[]): Promise<Record<string, Temporal.Instant>> => {
  const texts = effects.flatMap((e) =>
    e.type === 'openTimer' ? [e.due] : e.type === 'openTask' ? [(loaded.definition.nodes[e.elementId] as NodeOf<'userTask'>).mark.due] : [],
  )
  const named = texts.flatMap((t) => parseDue(t)?.from.flat() ?? []).filter((name) => loaded.definition.nodes[name])
  if (named.length === 0) return {}
  const { rows } = await sql<{ element_id: string; at: string }>`select element_id, max(completed_at) as at from worklist.task
    where court_id = ${ctx.actor.courtId} and instance_id = ${loaded.instanceId} and completed_at is not null and element_id = any (${named}::text[]) group by 1`.execute(
    ctx.tx,
  )
  return Object.fromEntries(rows.map((r) => [r.element_id, Temporal.Instant.from(r.at)]))
}

const closeTask = (ctx: Ctx, row: TaskRow, how: string, closing?: Closing): Promise<unknown> => {
  const state = how === 'completed' ? 'done' : how === 'returned' || how === 'withdrawn' ? 'returned' : 'cancelled'
  return sql`update worklist.task set state = ${state}, completed_at = bw.now(), done_by = ${ctx.actor.personId}, outcome = ${closing?.outcome ?? null}, reason = ${closing?.reason ?? null},
      suspended_seconds = suspended_seconds + case when suspended_at is null then 0 else extract(epoch from bw.now() - suspended_at)::bigint end, suspended_at = null, revision = revision + 1
    where court_id = ${ctx.actor.courtId} and id = ${row.id}`.execute(ctx.tx)
}

const openTask = async (
  ctx: Ctx,
  loaded: Loaded,
  effect: Extract<Effect, { type: 'openTask' }>,
  node: NodeOf<'userTask'>,
  due: string,
  event: ProcessEvent,
): Promise<{ id: number; assigneeId: number | null; returnedFrom: string | null }> => {
  const m = node.mark
  // A judge's or clerk's step goes to the case's own judge or clerk; all other work waits in its pool.
  const assignee = m.performer === 'court' ? (m.role === 'judge' ? loaded.judgeId : m.role === 'clerk' ? loaded.clerkId : null) : null
  const returned = event.type === 'taskReturned' ? (loaded.tasks.find((t) => t.local_id === event.taskId)?.element_id ?? null) : null
  // The identity is drawn first: who opens the next step may not read it (an operator's entry goes to the lead, the lead's to the court).
  const drawn = await sql<{ id: number }>`select nextval(pg_get_serial_sequence('worklist.task', 'id')) as id`.execute(ctx.tx)
  const id = Number(drawn.rows[0]!.id)
  const written =
    sql`insert into worklist.task (id, court_id, instance_id, definition_id, element_id, local_id, token_id, key, case_id, subject_type, subject_id, form, nature,
      performer, role, stage, division_id, engagement_id, state, assignee_id, assignee_side, opened_at, claimed_at, due_at, due_basis, returned_from, reason)
    values (${id}, ${ctx.actor.courtId}, ${loaded.instanceId}, ${loaded.definitionId}, ${node.id}, ${effect.taskId}, ${effect.tokenId}, ${loaded.key}, ${loaded.caseId}, ${loaded.subjectType},
      ${loaded.subjectId}, ${m.form}, ${m.nature}, ${m.performer}, ${m.role}, ${m.stage}, ${loaded.divisionId}, ${m.performer === 'outsourced' ? loaded.engagementId : null},
      ${assignee ? 'claimed' : 'ready'}, ${assignee}, ${assignee ? 'court' : null}, bw.now(), case when ${assignee}::bigint is null then null else bw.now() end, ${due}::timestamptz,
      ${JSON.stringify({ rule: m.due, calendar: ctx.calendar.version })}::jsonb, ${returned}, ${event.type === 'taskReturned' ? event.reason : null})`.execute(
      ctx.tx,
    )
  // Sent together: the grant's cause is the row before it.
  await Promise.all([written, assignee ? grantFor(ctx, loaded, { taskId: id, personId: assignee, side: 'court', node, due }) : null])
  return { id, assigneeId: assignee, returnedFrom: returned }
}

/** The grant a task causes for its assignee: the stage's categories, field levels and actions, until the task closes. */
export const grantFor = (
  ctx: Ctx,
  loaded: Loaded,
  g: { taskId: number; personId: number; side: 'court' | 'contractor'; node: NodeOf<'userTask'>; due: string },
): Promise<number> => {
  const later = Temporal.Instant.compare(Temporal.Instant.from(g.due), ctx.now) > 0 ? Temporal.Instant.from(g.due) : ctx.now
  return openGrant(ctx, {
    personId: g.personId,
    side: g.side,
    caseId: loaded.caseId,
    taskId: g.taskId,
    stage: g.node.mark.stage,
    categories: g.node.mark.categories,
    levels: g.node.mark.fields,
    actions: g.node.mark.actions.length ? g.node.mark.actions : ['read'],
    until: later.add({ hours: 24 * GRACE_DAYS }).toString(),
  })
}
