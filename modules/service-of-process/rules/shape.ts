/** Words of the process (bw:outcome of step `address`). */
export const methods = [
  'electronic',
  'pickup',
  'direct',
  'leave',
  'mail',
  'commission',
  'transfer',
  'publicNotice',
  'presumed',
  'awaitAddress',
] as const
export type Method = (typeof methods)[number]
/** Methods the court must decide on before they are used (4.1, 民诉89, 95). */
export const gated: readonly Method[] = ['leave', 'publicNotice', 'presumed']
export const setKinds = ['complaint', 'notice', 'summons', 'judgment', 'ruling', 'mediation', 'appeal', 'other'] as const
export type SetKind = (typeof setKinds)[number]
/** In the order in which they are to be used (送达19 §8–9); the other side's information comes last and binds nobody. */
export const addressSources = ['confirmed', 'contract', 'ownPapers', 'otherSuits', 'habitual', 'registered', 'opponent'] as const
export type AddressSource = (typeof addressSources)[number]
export const addressKinds = ['postal', 'electronic', 'telephone'] as const
export type AddressKind = (typeof addressKinds)[number]
export const consents = ['express', 'address-offered', 'prior-promise', 'conduct'] as const
export type Consent = (typeof consents)[number]
export const outcomes = ['signed', 'arrived', 'refusedAtCourt', 'refused', 'left', 'returned', 'failed', 'published', 'pronounced'] as const
export type Outcome = (typeof outcomes)[number]
export const receivers = [
  'party',
  'adult-cohabitant',
  'legal-representative',
  'mailroom',
  'agent',
  'nominated-recipient',
  'minor',
  'other',
] as const
export type Receiver = (typeof receivers)[number]
export const returnReasons = ['refused', 'wrong-address', 'moved', 'unknown-person', 'not-collected'] as const
export type ReturnReason = (typeof returnReasons)[number]
export const evidenceKinds = ['photo', 'video', 'receipt', 'mailSlip', 'screenshot', 'newspaper', 'other'] as const
export const orderStates = [
  'address',
  'approval',
  'awaitingAddress',
  'attempt',
  'notice',
  'feedback',
  'check',
  'confirm',
  'served',
  'cancelled',
] as const
export const attemptStates = ['planned', 'refused', 'dispatched', 'reported', 'effective', 'failed'] as const

export interface AddressFacts {
  id: number
  source: AddressSource
  kind: AddressKind
  confirmedOn: string | null
}
export interface AttemptFacts {
  id: number
  method: Method
  addressId: number | null
  state: (typeof attemptStates)[number]
  dispatchedOn: string | null
  publishedOn: readonly string[]
  outcome: Outcome | null
  happenedOn: string | null
  acknowledgedOn: string | null
  receiver: Receiver | null
  receiverIsOpponent: boolean
  returnReason: ReturnReason | null
  witness: boolean
  photoOrVideo: boolean
  recorded: boolean
  reliesOn: number | null
  /** The court approved the method, with the reason and course on record (民诉95). */
  approved: boolean
}
/** One recipient of one document set, as far as the law asks. Dates are YYYY-MM-DD. */
export interface OrderFacts {
  kind: SetKind
  /** As the registry of cases names it. */
  procedure: string
  abroad: boolean
  consent: Consent | null
  directDifficult: boolean
  otherCourt: boolean
  institution: boolean
  whereaboutsUnknown: boolean
  addresses: readonly AddressFacts[]
  attempts: readonly AttemptFacts[]
}
