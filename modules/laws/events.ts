import type { Ctx } from '../../platform/http/context.ts'

/** What a change of the law makes owed (7.3.1), for the duties above this floor: opened, answered, or its answer returned. */
export interface LawObligationEvent {
  kind: 'law-review' | 'law-impact'
  turn: 'opened' | 'answered' | 'returned'
  id: number
  engagementId: number | null
  /** Short name of the law; names no person. */
  label: string
  /** Day of the due time, 'YYYY-MM-DD' (at 17:00, Beijing time). */
  dueOn: string
  /** What answers it: the review itself, or the proof. */
  evidence: { type: string; id: number } | null
}
type Listener = (ctx: Ctx, e: LawObligationEvent) => Promise<void>
const listeners: Listener[] = []
/** Subscribed to in a higher module's server.ts; runs in the transaction of the act. */
export const onLawObligation = (fn: Listener): void => void listeners.push(fn)
export const announceObligation = async (ctx: Ctx, e: LawObligationEvent): Promise<void> => {
  for (const fn of listeners) await fn(ctx, e)
}
