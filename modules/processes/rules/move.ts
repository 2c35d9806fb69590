import { holds } from './conditions.ts'
import type { NodeOf } from './definition.ts'
import { ancestors, descendants, type Draft, dropAll, dropToken, leave, newToken, nodeOf, openTimer, refuse } from './draft.ts'
import type { Token } from './state.ts'

/** One act may not walk further than this: a loop without a waiting step is refused instead of run for ever. */
export const MAX_STEPS = 1000

/** Sends the token out by its element's only way. */
export const leaveBy = (draft: Draft, token: Token, elementId: string): void => {
  const [flowId] = nodeOf(draft, elementId).outgoing
  if (flowId === undefined) refuse(draft, 'no-path', elementId)
  else draft.moving.push({ token, flowId })
}

/** Works off everything that moves until every token waits, joins or has ended; then closes the process if none is left. */
export const settle = (draft: Draft): void => {
  for (let next = draft.moving.shift(); next && !draft.refusal; next = draft.moving.shift()) {
    draft.steps += 1
    if (draft.steps > MAX_STEPS) return refuse(draft, 'too-many-steps', next.token.elementId)
    const flow = draft.definition.flows[next.flowId]
    if (!flow) throw new Error(`definition has no flow ${next.flowId}`)
    arrive(draft, next.token, flow.to, flow.id)
  }
  if (draft.refusal) return
  forgetSplits(draft)
  if (draft.state.status === 'running' && draft.state.tokens.length === 0) {
    draft.state.status = 'completed'
    draft.effects.push({ type: 'ended', how: 'completed', elementId: draft.lastEnd })
  }
}

/** The token reaches an element. `flowId` is null when it is put there by a return. */
export const arrive = (draft: Draft, token: Token, elementId: string, flowId: string | null): void => {
  const node = nodeOf(draft, elementId)
  token.elementId = elementId
  token.status = 'waiting'
  token.flowId = null
  switch (node.kind) {
    case 'userTask': {
      const taskId = draft.state.nextId++
      draft.state.tasks.push({ id: taskId, tokenId: token.id, elementId })
      draft.effects.push({ type: 'openTask', taskId, tokenId: token.id, elementId })
      for (const boundaryId of node.boundaries) {
        const boundary = nodeOf(draft, boundaryId)
        if (boundary.kind === 'boundary' && boundary.on.kind === 'timer') openTimer(draft, token, boundaryId, boundary.on.due)
      }
      return
    }
    case 'timer':
      return openTimer(draft, token, elementId, node.due)
    case 'message':
      return
    case 'eventBased':
      for (const flow of node.outgoing) {
        const event = nodeOf(draft, draft.definition.flows[flow]?.to ?? '')
        if (event.kind === 'timer') openTimer(draft, token, event.id, event.due)
      }
      return
    case 'exclusive':
      return choose(draft, token, node)
    case 'parallel':
      if (node.incoming.length < 2 || flowId === null) return split(draft, token, node)
      token.status = 'joining'
      token.flowId = flowId
      return join(draft, token, node)
    case 'announce':
      draft.effects.push({ type: 'announce', elementId, event: node.event, feeds: [...node.feeds] })
      // What other modules have been told cannot be untold: nobody returns or takes back across an announcement.
      for (const passed of [token, ...ancestors(draft, token)]) passed.path = []
      return leaveBy(draft, token, elementId)
    case 'end':
      draft.lastEnd = elementId
      if (!node.terminate) return dropToken(draft, token)
      dropAll(draft, 'terminated')
      draft.state.status = 'terminated'
      draft.effects.push({ type: 'ended', how: 'terminated', elementId })
      return
    case 'start':
    case 'boundary':
      return leaveBy(draft, token, elementId)
  }
}

/** The first condition that holds, in the order of the file; else the default; else the act is refused and nothing has moved. */
const choose = (draft: Draft, token: Token, node: NodeOf<'exclusive'>): void => {
  const chosen = node.outgoing.find((flowId) => {
    if (flowId === node.default) return false
    const condition = draft.definition.flows[flowId]?.condition ?? null
    return condition === null ? node.outgoing.length === 1 : holds(condition, draft.state.variables)
  })
  const flowId = chosen ?? node.default
  if (flowId === null) refuse(draft, 'no-path', node.id)
  else draft.moving.push({ token, flowId })
}

const split = (draft: Draft, token: Token, node: NodeOf<'parallel'>): void => {
  if (node.outgoing.length < 2) return leaveBy(draft, token, node.id)
  token.elementId = node.id
  token.status = 'split'
  token.flowId = null
  for (const flowId of node.outgoing) draft.moving.push({ token: newToken(draft, node.id, token.id), flowId })
}

/** Fires when every incoming way has brought a token: takes exactly one from each, preferring those of the same split. */
const join = (draft: Draft, arrived: Token, node: NodeOf<'parallel'>): void => {
  const taken: Token[] = []
  for (const flowId of node.incoming) {
    const there = draft.state.tokens.filter((t) => t.status === 'joining' && t.elementId === node.id && t.flowId === flowId)
    const token = there.find((t) => t.parentId === arrived.parentId) ?? there[0]
    if (!token) return
    taken.push(token)
  }
  split(draft, merge(draft, taken, node.id), node)
}

/**
 * When all branches of a split have come together, the token that was split goes on, with the tasks it came through before: so work after a
 * join can be returned to before the split, and never into one of its branches.
 */
const merge = (draft: Draft, taken: Token[], elementId: string): Token => {
  const [first] = taken
  const common = first ? ancestors(draft, first).find((a) => taken.every((t) => ancestors(draft, t).includes(a))) : undefined
  const live = common ? descendants(draft, common.id).filter((t) => t.status !== 'split') : []
  const whole = common !== undefined && live.every((t) => taken.includes(t))
  const inner = common && whole ? descendants(draft, common.id) : taken
  for (const token of inner) dropToken(draft, token)
  const merged = common && whole ? common : newToken(draft, elementId, common?.id ?? null)
  merged.elementId = elementId
  merged.status = 'waiting'
  return merged
}

/** A split whose branches have all ended has nothing to come back to. */
const forgetSplits = (draft: Draft): void => {
  const idle = draft.state.tokens.filter((t) => t.status === 'split' && descendants(draft, t.id).every((d) => d.status === 'split'))
  for (const token of idle) dropToken(draft, token)
}

/** A boundary or catch event has happened for this token. */
export const trigger = (draft: Draft, token: Token, eventId: string): void => {
  const event = nodeOf(draft, eventId)
  if (event.kind !== 'boundary') {
    leave(draft, token, 'interrupted')
    return leaveBy(draft, token, eventId)
  }
  if (event.interrupting) {
    leave(draft, token, 'interrupted')
    return leaveBy(draft, token, eventId)
  }
  // The work goes on undisturbed; what the event starts runs beside it and belongs to no split.
  leaveBy(draft, newToken(draft, eventId, null), eventId)
}
