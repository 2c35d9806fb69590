import { type Definition, isSafeName } from './definition.ts'
import { closeTimer, type Draft, draftOf, dropAll, leave, newToken, nodeOf, refuse, setVariables } from './draft.ts'
import { returnTask, withdrawTask } from './go-back.ts'
import { leaveBy, settle, trigger } from './move.ts'
import type { Advance, ProcessEvent, State, Token, Variables } from './state.ts'

/**
 * One step of a process: state × event → next state and what must be done about it. Pure and total: the caller's objects are never touched,
 * equal inputs give equal answers, and a refused event leaves no trace. Times are rules (`due`), never instants; the caller computes them.
 */
export const advance = (definition: Definition, state: State, event: ProcessEvent): Advance => {
  const draft = draftOf(definition, state)
  apply(draft, event)
  if (!draft.refusal) settle(draft)
  if (draft.refusal) return { ok: false, ...draft.refusal }
  return { ok: true, state: draft.state, effects: draft.effects }
}

const apply = (draft: Draft, event: ProcessEvent): void => {
  const { status } = draft.state
  if (event.type === 'start') return status === 'new' ? start(draft, event.variables) : refuse(draft, 'already-started')
  if (status === 'new') return refuse(draft, 'not-started')
  if (status !== 'running' && status !== 'suspended') return refuse(draft, 'process-ended')
  if (event.type === 'cancel') return cancel(draft, event.reasonCode)
  if (event.type === 'resume') return resume(draft)
  if (status === 'suspended') return refuse(draft, 'process-suspended')
  switch (event.type) {
    case 'taskCompleted':
      return complete(draft, event.taskId, event.variables)
    case 'taskReturned':
      return returnTask(draft, event.taskId, event.to, event.reason)
    case 'withdraw':
      return withdrawTask(draft, event.elementId)
    case 'message':
      return receive(draft, event.name, event.variables)
    case 'timerFired':
      return fire(draft, event.timerId)
    case 'suspend':
      return suspend(draft, event.reasonCode)
  }
}

const start = (draft: Draft, variables: Variables | undefined): void => {
  draft.state.status = 'running'
  setVariables(draft, variables)
  leaveBy(draft, newToken(draft, draft.definition.start, null), draft.definition.start)
}

const complete = (draft: Draft, taskId: number, variables: Variables | undefined): void => {
  const task = draft.state.tasks.find((t) => t.id === taskId)
  const token = draft.state.tokens.find((t) => t.id === task?.tokenId)
  if (!task || !token) return refuse(draft, 'no-such-task')
  const node = nodeOf(draft, task.elementId)
  if (node.kind !== 'userTask') return refuse(draft, 'no-such-task')
  const outcome = node.mark.outcome
  // The answer must come with this act; one left over from an earlier round never decides the next.
  const answer = outcome && variables && Object.hasOwn(variables, outcome.variable) ? variables[outcome.variable] : undefined
  if (outcome && !(typeof answer === 'string' && outcome.values.includes(answer))) return refuse(draft, 'outcome-missing', node.id)
  setVariables(draft, variables)
  leave(draft, token, 'completed')
  const before = token.path.indexOf(node.id)
  token.path = [...(before < 0 ? token.path : token.path.slice(0, before)), node.id]
  leaveBy(draft, token, node.id)
}

const receive = (draft: Draft, name: string, variables: Variables | undefined): void => {
  const waiting = draft.state.tokens.flatMap((token) => {
    const eventId = token.status === 'waiting' ? awaitedBy(draft, token, name) : undefined
    return eventId === undefined ? [] : [{ token, eventId }]
  })
  if (!isSafeName(name) || waiting.length === 0) return refuse(draft, 'message-not-awaited')
  setVariables(draft, variables)
  for (const { token, eventId } of waiting) trigger(draft, token, eventId)
}

/** The event by which this waiting token would take the message. */
const awaitedBy = (draft: Draft, token: Token, name: string): string | undefined => {
  const node = nodeOf(draft, token.elementId)
  if (node.kind === 'message') return node.message === name ? node.id : undefined
  if (node.kind === 'eventBased') {
    const targets = node.outgoing.map((flowId) => nodeOf(draft, draft.definition.flows[flowId]?.to ?? ''))
    return targets.find((target) => target.kind === 'message' && target.message === name)?.id
  }
  if (node.kind !== 'userTask') return undefined
  return node.boundaries.find((id) => {
    const boundary = nodeOf(draft, id)
    return boundary.kind === 'boundary' && boundary.on.kind === 'message' && boundary.on.message === name
  })
}

/** Messages that would be accepted now. */
export const awaitedMessages = (definition: Definition, state: State): string[] => {
  const names = Object.values(definition.nodes).flatMap((node) => {
    if (node.kind === 'message') return [node.message]
    return node.kind === 'boundary' && node.on.kind === 'message' ? [node.on.message] : []
  })
  if (state.status !== 'running') return []
  const draft = draftOf(definition, state)
  const waiting = draft.state.tokens.filter((token) => token.status === 'waiting')
  return [...new Set(names)].filter((name) => waiting.some((token) => awaitedBy(draft, token, name) !== undefined))
}

const fire = (draft: Draft, timerId: number): void => {
  const timer = draft.state.timers.find((t) => t.id === timerId)
  const token = draft.state.tokens.find((t) => t.id === timer?.tokenId)
  if (!timer || !token) return refuse(draft, 'no-such-timer')
  closeTimer(draft, timerId, 'fired')
  trigger(draft, token, timer.elementId)
}

const suspend = (draft: Draft, reasonCode: string): void => {
  if (reasonCode.trim() === '') return refuse(draft, 'reason-required')
  draft.state.status = 'suspended'
  draft.state.reasonCode = reasonCode
  draft.effects.push({ type: 'suspended', reasonCode })
}

const resume = (draft: Draft): void => {
  if (draft.state.status !== 'suspended') return refuse(draft, 'not-suspended')
  draft.state.status = 'running'
  draft.state.reasonCode = null
  draft.effects.push({ type: 'resumed' })
}

const cancel = (draft: Draft, reasonCode: string): void => {
  if (reasonCode.trim() === '') return refuse(draft, 'reason-required')
  dropAll(draft, 'cancelled')
  draft.state.status = 'cancelled'
  draft.state.reasonCode = reasonCode
  draft.effects.push({ type: 'ended', how: 'cancelled', elementId: null })
}
