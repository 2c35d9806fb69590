import type { Debtor } from './declaration.ts'

/**
 * planned: known, not yet open · open · breached: past its due time, still owed · done: evidence in time · late: evidence after the due time ·
 * excused: another person accepted the reason · withdrawn: its subject or its working day fell away
 */
export const dutyStates = ['planned', 'open', 'breached', 'done', 'late', 'excused', 'withdrawn'] as const
export type DutyState = (typeof dutyStates)[number]
export const unsettled: readonly DutyState[] = ['open', 'breached']

export interface Who {
  personId: number | null
  side: 'court' | 'contractor' | 'system' | 'public'
  roles: readonly string[]
}
export type Decision = { ok: true } | { ok: false; code: string }
const yes: Decision = { ok: true }
const no = (code: string): Decision => ({ ok: false, code })

/** The side that owes; the court's administrators stand on the court's side. */
export const sideOf = (who: Who): Debtor | null =>
  who.side === 'contractor' ? 'contractor' : who.side === 'court' || who.side === 'system' ? 'court' : null

/** Asked by somebody who answers for the duty; while it is open or missed, one question at a time. */
export const mayAskExcuse = (who: Who, duty: { state: DutyState; debtor: Debtor; roles: readonly string[]; asked: boolean }): Decision => {
  if (sideOf(who) !== duty.debtor || !duty.roles.some((r) => who.roles.includes(r))) return no('not-your-duty')
  if (duty.state !== 'open' && duty.state !== 'breached') return no('duty-settled')
  return duty.asked ? no('excuse-waits') : yes
}
/** Contractor's duties are excused by the court's supervision, the court's own by its leader or trial management; never by the one who asked. */
export const excusers: Readonly<Record<Debtor, readonly string[]>> = {
  contractor: ['commissioner', 'trialManagement', 'courtLeader'],
  court: ['courtLeader', 'trialManagement'],
}
export const mayDecideExcuse = (who: Who, duty: { state: DutyState; debtor: Debtor }, askedBy: number): Decision => {
  if (who.side !== 'court' || !excusers[duty.debtor].some((r) => who.roles.includes(r))) return no('not-your-decision')
  if (who.personId === askedBy) return no('second-person-required')
  return duty.state === 'open' || duty.state === 'breached' ? yes : no('duty-settled')
}
/** By hand only where nothing in the system could show it. */
export const mayTick = (who: Who, duty: { state: DutyState; debtor: Debtor; roles: readonly string[]; tick: boolean }): Decision => {
  if (!duty.tick) return no('evidence-needed')
  if (sideOf(who) !== duty.debtor || !duty.roles.some((r) => who.roles.includes(r))) return no('not-your-duty')
  return duty.state === 'open' || duty.state === 'breached' ? yes : no('duty-settled')
}
