import type { Ctx } from '../../platform/http/context.ts'

/** What higher modules must learn in the same transaction (grants end with their cause, 7.3.2.2). */
export interface EngagementEvent {
  kind: 'created' | 'changed' | 'frozen' | 'unfrozen' | 'ended'
  courtId: number
  engagementId: number
  contractorId: number
  /** Account of a reason given by a person; '' where none is asked. */
  reason: string
}
export interface PersonEvent {
  kind: 'created' | 'changed' | 'left' | 'postAssigned' | 'postChanged' | 'postEnded'
  personId: number
  side: 'court' | 'contractor' | 'system'
  /** Court of the post; null for what concerns the person everywhere. */
  courtId: number | null
  postId: number | null
  /** First day it counts, 'YYYY-MM-DD'; today or before: at once. */
  from: string
  /** true: it counts already now. */
  now: boolean
}
type Listener<E> = (ctx: Ctx, event: E) => Promise<void>
const engagementListeners: Listener<EngagementEvent>[] = []
const personListeners: Listener<PersonEvent>[] = []
type LoginsOf = (ctx: Ctx, personIds: readonly number[]) => Promise<ReadonlyMap<number, string>>
let loginsOf: LoginsOf = async () => new Map()

/** Subscribed to in a higher module's server.ts; runs inside the use case's transaction, in order of subscription. */
export const onEngagementChanged = (fn: Listener<EngagementEvent>): void => void engagementListeners.push(fn)
export const onPersonChanged = (fn: Listener<PersonEvent>): void => void personListeners.push(fn)
/** accounts stands above this module and lends the logins that lists of people show. */
export const lendLogins = (fn: LoginsOf): void => {
  loginsOf = fn
}
export const logins: LoginsOf = (ctx, personIds) => loginsOf(ctx, personIds)

export const announceEngagement = async (ctx: Ctx, event: EngagementEvent): Promise<void> => {
  for (const fn of engagementListeners) await fn(ctx, event)
}
export const announcePerson = async (ctx: Ctx, event: PersonEvent): Promise<void> => {
  for (const fn of personListeners) await fn(ctx, event)
}
