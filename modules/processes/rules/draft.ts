import type { Definition, ProcessNode } from './definition.ts'
import type { CloseReason, Effect, RefusalCode, State, Token, Variables } from './state.ts'
import { isSafeName } from './definition.ts'

/** The engine's own copy of a state while one event is worked off; never the caller's object. */
export interface Draft {
  definition: Definition
  state: State
  effects: Effect[]
  /** Tokens on their way: each entry is one micro-step. */
  moving: { token: Token; flowId: string }[]
  steps: number
  refusal: { code: RefusalCode; elementId: string | null } | null
  lastEnd: string | null
}

export const draftOf = (definition: Definition, state: State): Draft => ({
  definition,
  state: {
    ...state,
    tokens: state.tokens.map((token) => ({ ...token, path: [...token.path] })),
    tasks: state.tasks.map((task) => ({ ...task })),
    timers: state.timers.map((timer) => ({ ...timer })),
    variables: { ...state.variables },
  },
  effects: [],
  moving: [],
  steps: 0,
  refusal: null,
  lastEnd: null,
})

export const refuse = (draft: Draft, code: RefusalCode, elementId: string | null = null): void => {
  draft.refusal ??= { code, elementId }
}

export const nodeOf = (draft: Draft, id: string): ProcessNode => {
  const node = draft.definition.nodes[id]
  if (!node) throw new Error(`definition has no element ${id}`)
  return node
}

export const newToken = (draft: Draft, elementId: string, parentId: number | null): Token => {
  const token: Token = { id: draft.state.nextId++, elementId, status: 'waiting', flowId: null, parentId, path: [] }
  draft.state.tokens.push(token)
  return token
}

export const dropToken = (draft: Draft, token: Token): void => {
  draft.state.tokens = draft.state.tokens.filter((other) => other.id !== token.id)
}

export const openTimer = (draft: Draft, token: Token, elementId: string, due: string): void => {
  const timerId = draft.state.nextId++
  draft.state.timers.push({ id: timerId, tokenId: token.id, elementId, due })
  draft.effects.push({ type: 'openTimer', timerId, tokenId: token.id, elementId, due })
}

export const closeTimer = (draft: Draft, timerId: number, how: 'fired' | 'cancelled'): void => {
  const timer = draft.state.timers.find((t) => t.id === timerId)
  if (!timer) return
  draft.state.timers = draft.state.timers.filter((t) => t.id !== timerId)
  draft.effects.push({ type: 'closeTimer', timerId, elementId: timer.elementId, how })
}

/** The token leaves where it waits: its task closes, its timers stop. */
export const leave = (draft: Draft, token: Token, how: CloseReason): void => {
  for (const task of draft.state.tasks.filter((t) => t.tokenId === token.id)) {
    draft.effects.push({ type: 'closeTask', taskId: task.id, elementId: task.elementId, how })
  }
  draft.state.tasks = draft.state.tasks.filter((t) => t.tokenId !== token.id)
  for (const timer of draft.state.timers.filter((t) => t.tokenId === token.id)) closeTimer(draft, timer.id, 'cancelled')
}

export const dropAll = (draft: Draft, how: CloseReason): void => {
  for (const token of draft.state.tokens) leave(draft, token, how)
  draft.state.tokens = []
  draft.moving = []
}

/** Scalars only, so that a variable is one row and a condition cannot walk into foreign objects. */
export const setVariables = (draft: Draft, variables: Variables | undefined): void => {
  for (const [name, value] of Object.entries(variables ?? {})) {
    const scalar = value === null || ['string', 'boolean'].includes(typeof value) || (typeof value === 'number' && Number.isFinite(value))
    if (!isSafeName(name) || !scalar) return refuse(draft, 'bad-variable')
    if (Object.hasOwn(draft.state.variables, name) && draft.state.variables[name] === value) continue
    draft.state.variables[name] = value
    draft.effects.push({ type: 'setVariable', name, value })
  }
}

const isUnder = (draft: Draft, token: Token, ancestorId: number): boolean => {
  const seen = new Set<number>()
  for (let at: Token | undefined = token; at?.parentId != null && !seen.has(at.id); ) {
    if (at.parentId === ancestorId) return true
    seen.add(at.id)
    const parentId: number = at.parentId
    at = draft.state.tokens.find((t) => t.id === parentId)
  }
  return false
}

/** Tokens of the branches that a split token was divided into, however deep. */
export const descendants = (draft: Draft, ancestorId: number): Token[] =>
  draft.state.tokens.filter((token) => isUnder(draft, token, ancestorId))

export const ancestors = (draft: Draft, token: Token): Token[] => {
  const found: Token[] = []
  for (let parentId = token.parentId; parentId !== null; ) {
    const parent = draft.state.tokens.find((t) => t.id === parentId)
    if (!parent || found.includes(parent)) break
    found.push(parent)
    parentId = parent.parentId
  }
  return found
}
