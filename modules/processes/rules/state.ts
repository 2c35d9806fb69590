/** A running process, shaped so that each token, open task and timer is one row. Ids count from 1 inside the instance. */
export interface State {
  status: Status
  /** Why it is suspended or cancelled. */
  reasonCode: string | null
  tokens: Token[]
  tasks: OpenTask[]
  timers: OpenTimer[]
  variables: Variables
  nextId: number
}

export type Status = 'new' | 'running' | 'suspended' | 'completed' | 'terminated' | 'cancelled'
export type Scalar = string | number | boolean | null
export type Variables = Record<string, Scalar>

export interface Token {
  id: number
  elementId: string
  /** waiting: at a task, timer, message or event gateway; joining: at a parallel join, arrived by `flowId`; split: its children are under way. */
  status: 'waiting' | 'joining' | 'split'
  flowId: string | null
  /** The token that was split into this one. */
  parentId: number | null
  /** User tasks this token has completed and may be returned to (退回), oldest first, each once. */
  path: string[]
}

export interface OpenTask {
  id: number
  tokenId: number
  elementId: string
}

export interface OpenTimer {
  id: number
  tokenId: number
  /** The timer event itself (intermediate or boundary). */
  elementId: string
  due: string
}

export type ProcessEvent =
  | { type: 'start'; variables?: Variables }
  | { type: 'taskCompleted'; taskId: number; variables?: Variables }
  /** 退回: back to a task this token came through. */
  | { type: 'taskReturned'; taskId: number; to: string; reason: string }
  /** 撤回: whoever completed `elementId` takes it back before anything after it was completed. */
  | { type: 'withdraw'; elementId: string }
  /** A fact about the case (fee paid, supplement received): it wakes every token that waits for it. */
  | { type: 'message'; name: string; variables?: Variables }
  | { type: 'timerFired'; timerId: number }
  | { type: 'suspend'; reasonCode: string }
  | { type: 'resume' }
  | { type: 'cancel'; reasonCode: string }

export type CloseReason = 'completed' | 'returned' | 'withdrawn' | 'interrupted' | 'terminated' | 'cancelled'

export type Effect =
  | { type: 'openTask'; taskId: number; tokenId: number; elementId: string }
  | { type: 'closeTask'; taskId: number; elementId: string; how: CloseReason }
  | { type: 'openTimer'; timerId: number; tokenId: number; elementId: string; due: string }
  | { type: 'closeTimer'; timerId: number; elementId: string; how: 'fired' | 'cancelled' }
  | { type: 'setVariable'; name: string; value: Scalar }
  | { type: 'announce'; elementId: string; event: string; feeds: string[] }
  | { type: 'suspended'; reasonCode: string }
  | { type: 'resumed' }
  /** `elementId`: the end event reached last; null when cancelled. */
  | { type: 'ended'; how: 'completed' | 'terminated' | 'cancelled'; elementId: string | null }

export type RefusalCode =
  | 'already-started'
  | 'not-started'
  | 'process-ended'
  | 'process-suspended'
  | 'not-suspended'
  | 'no-such-task'
  | 'no-such-timer'
  | 'reason-required'
  | 'not-come-through'
  | 'nothing-to-withdraw'
  | 'message-not-awaited'
  | 'outcome-missing'
  | 'bad-variable'
  | 'no-path'
  | 'too-many-steps'

export type Advance = { ok: true; state: State; effects: Effect[] } | { ok: false; code: RefusalCode; elementId: string | null }

export const newState = (): State => ({
  status: 'new',
  reasonCode: null,
  tokens: [],
  tasks: [],
  timers: [],
  variables: {},
  nextId: 1,
})

export interface RowChanges<T> {
  inserted: T[]
  updated: T[]
  deleted: number[]
}

/** What to write so that the rows of `before` become those of `after`; rows are compared by value. */
export const rowChanges = <T extends { id: number }>(before: readonly T[], after: readonly T[]): RowChanges<T> => {
  const old = new Map(before.map((row) => [row.id, row]))
  const kept = new Set(after.map((row) => row.id))
  return {
    inserted: after.filter((row) => !old.has(row.id)),
    updated: after.filter((row) => old.has(row.id) && JSON.stringify(old.get(row.id)) !== JSON.stringify(row)),
    deleted: before.filter((row) => !kept.has(row.id)).map((row) => row.id),
  }
}
