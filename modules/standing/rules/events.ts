import { type Decision, no, yes } from '../../organisations/rules/structure.ts'

/** 6.6.3 by name, and what else may end the service or make it drop sharply ("等"). */
export const eventKinds = [
  'legalRepresentative',
  'bankruptcy',
  'merger',
  'keyPostLoss',
  'deterioration',
  'mismanagement',
  'controlChange',
  'qualificationRevoked',
  'dishonestDebtor',
  'other',
] as const
export type EventKind = (typeof eventKinds)[number]
/** Found by rules out of statements and roster; anybody may also enter them. */
export const eventSources = ['contractor', 'court', 'derived'] as const
export type EventSource = (typeof eventSources)[number]
export const eventStates = ['open', 'assessed', 'curing', 'closed'] as const
export type EventState = (typeof eventStates)[number]
/** 继续履行（可附条件）、限期整改、启动终止. */
export const outcomes = ['continue', 'cure', 'end'] as const
export type Outcome = (typeof outcomes)[number]
export const stepKinds = ['reported', 'derived', 'noticed', 'assessed', 'sentBack', 'decided', 'cureProof', 'cured', 'notCured'] as const
export type StepKind = (typeof stepKinds)[number]
/** Papers of an event; of a statement there is one kind. */
export const paperKinds = ['evidence', 'notice', 'cure'] as const
export type PaperKind = (typeof paperKinds)[number]

export interface EventFacts {
  state: EventState
  source: EventSource
  noticed: boolean
  assessedBy: number | null
  cureBy: string | null
  cureProof: boolean
}
/** The day it happened is not after the day it became known, and that is not in the future (domain.md §7 item 12: the month runs from the knowledge). */
export const daysStand = (happenedOn: string, knownOn: string, today: string): Decision =>
  knownOn > today ? no('day-in-future') : happenedOn > knownOn ? no('known-before-happened') : yes
export const mayAddPaper = (kind: PaperKind, side: 'court' | 'contractor', e: EventFacts): Decision => {
  if (e.state === 'closed') return no('event-closed')
  if (kind === 'evidence') return yes
  if (side !== 'contractor') return no('not-allowed')
  if (kind === 'notice') return e.noticed ? no('event-noticed') : yes
  return e.state === 'curing' ? yes : no('not-curing')
}
export const mayAssess = (e: EventFacts): Decision =>
  e.state === 'open' ? yes : no(e.state === 'closed' ? 'event-closed' : 'event-assessed')
/** Another hand than wrote the assessment. */
export const mayDecide = (e: EventFacts, personId: number | null): Decision =>
  e.state !== 'assessed' ? no('not-assessed') : e.assessedBy === personId ? no('not-the-assessor') : yes
/** What a proposal needs: a day in the future for a cure, and only there. */
export const proposalStands = (p: { outcome: Outcome; cureBy: string | null }, today: string): Decision =>
  p.outcome === 'cure' ? (p.cureBy === null ? no('cure-day-needed') : p.cureBy > today ? yes : no('cure-day-past')) : yes
/** Told cured at any time; told not cured only when the proof came, or its day is over. */
export const maySettle = (e: EventFacts, cured: boolean, today: string): Decision => {
  if (e.state !== 'curing') return no('not-curing')
  if (cured) return e.cureProof ? yes : no('cure-proof-missing')
  return e.cureProof || (e.cureBy !== null && e.cureBy < today) ? yes : no('cure-runs')
}
