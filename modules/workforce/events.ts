import type { Ctx } from '../../platform/http/context.ts'

/** A veto or its lifting; the denial that stops all access is written by confidentiality, which subscribes. */
export interface VetoEvent {
  kind: 'vetoed' | 'lifted'
  courtId: number
  personId: number
  contractorId: number
  factId: number
  reason: string
}
/** What a veto did, counted: `grants`, `tasks`, `sessions`, and whatever a module above adds under its own name (`badges`). Kept for the person's page. */
export type VetoEffects = Record<string, number>
/** The gate of a person may have opened or closed in this court. */
export interface GateEvent {
  courtId: number
  personId: number
  admitted: boolean
  /** Last day something the gate rests on counts, where that day was set just now: what he holds ends there too. */
  until?: string
}
type VetoListener = (ctx: Ctx, event: VetoEvent) => Promise<VetoEffects | void>
const vetoListeners: VetoListener[] = []
const gateListeners: ((ctx: Ctx, event: GateEvent) => Promise<void>)[] = []

/** Subscribed to in a higher module's server.ts; runs inside the transaction, before the answer. Answers what it did, in figures. */
export const onVeto = (fn: VetoListener): void => void vetoListeners.push(fn)
/** Told after every fact recorded or revoked: who is no longer admitted loses his grants in the same transaction. */
export const onGateChanged = (fn: (ctx: Ctx, event: GateEvent) => Promise<void>): void => void gateListeners.push(fn)

export const announceVeto = async (ctx: Ctx, event: VetoEvent): Promise<VetoEffects> => {
  const all: VetoEffects = {}
  for (const fn of vetoListeners) for (const [what, n] of Object.entries((await fn(ctx, event)) ?? {})) all[what] = (all[what] ?? 0) + n
  return all
}
export const announceGate = async (ctx: Ctx, event: GateEvent): Promise<void> => {
  for (const fn of gateListeners) await fn(ctx, event)
}
