import type { Definition } from './definition.ts'
import { descendants, type Draft, dropToken, leave, refuse } from './draft.ts'
import { arrive } from './move.ts'
import type { State, Token } from './state.ts'

/** Where a task may be returned to (退回), nearest first: user tasks its own token came through, none across an announcement or into a branch. */
export const returnTargets = (state: State, taskId: number): string[] => {
  const task = state.tasks.find((t) => t.id === taskId)
  const token = state.tokens.find((t) => t.id === task?.tokenId)
  return state.status === 'running' && token ? [...token.path].reverse() : []
}

export const returnTask = (draft: Draft, taskId: number, to: string, reason: string): void => {
  const task = draft.state.tasks.find((t) => t.id === taskId)
  const token = draft.state.tokens.find((t) => t.id === task?.tokenId)
  if (!task || !token) return refuse(draft, 'no-such-task')
  if (reason.trim() === '') return refuse(draft, 'reason-required', task.elementId)
  if (!token.path.includes(to)) return refuse(draft, 'not-come-through', to)
  leave(draft, token, 'returned')
  goTo(draft, token, to)
}

/** Elements whose completion can still be taken back (撤回): nothing after them has been completed or announced. */
export const withdrawable = (definition: Definition, state: State): string[] => {
  if (state.status !== 'running') return []
  const last = state.tokens.flatMap((token) => (canTakeBack(state, token) ? token.path.slice(-1) : []))
  return [...new Set(last)].filter((id) => definition.nodes[id]?.kind === 'userTask')
}

export const withdrawTask = (draft: Draft, elementId: string): void => {
  const token = draft.state.tokens.find((t) => t.path.at(-1) === elementId && canTakeBack(draft.state, t))
  if (!token) return refuse(draft, 'nothing-to-withdraw', elementId)
  for (const branch of descendants(draft, token.id)) {
    leave(draft, branch, 'withdrawn')
    dropToken(draft, branch)
  }
  leave(draft, token, 'withdrawn')
  goTo(draft, token, elementId)
}

/** A split token comes back only while all of its branches are there and none has completed a task. */
const canTakeBack = (state: State, token: Token): boolean => {
  if (token.status !== 'split') return token.status === 'waiting' && state.tasks.some((t) => t.tokenId === token.id)
  const children = state.tokens.filter((t) => t.parentId === token.id)
  return children.length >= 2 && children.every((t) => t.status === 'waiting' && t.path.length === 0)
}

const goTo = (draft: Draft, token: Token, elementId: string): void => {
  token.path = token.path.slice(0, token.path.indexOf(elementId))
  arrive(draft, token, elementId, null)
}
