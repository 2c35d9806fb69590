import { type Decision, no, yes } from '../organisations/rules/structure.ts'

export const incidentKinds = ['leak', 'loss', 'copying', 'access', 'device', 'other'] as const
export type IncidentKind = (typeof incidentKinds)[number]
export const incidentGrades = ['general', 'serious', 'grave'] as const
export type IncidentGrade = (typeof incidentGrades)[number]
export const incidentStates = ['reported', 'handling', 'closing', 'closed'] as const
export type IncidentState = (typeof incidentStates)[number]
/** What one press contains (7.3.2.6). */
export const containable = ['person', 'contractor', 'case', 'device'] as const
export const entryKinds = [
  'reported',
  'added',
  'note',
  'answer',
  'measure',
  'evidence',
  'contained',
  'concerned',
  'acknowledged',
  'graded',
  'told',
  'contractorAcknowledged',
  'closing',
  'refusedClosing',
  'closed',
  'reopened',
] as const
export const openTo = ['court', 'contractor', 'reporter', 'all'] as const
export const drillResults = ['good', 'gaps', 'failed'] as const
export const planStates = ['submitted', 'approved', 'refused'] as const

/** The code of a receipt: no letter that reads as another, in fours, as the reporter copies it from a screen. */
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
export const receiptCode = (bytes: Uint8Array): string =>
  Array.from(bytes, (b) => LETTERS[b % 32])
    .join('')
    .replace(/(.{4})(?=.)/g, '$1-')
/** As typed: full width, small letters, dashes and blanks are the same code. */
export const plainReceipt = (typed: string): string =>
  typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')

export interface IncidentFacts {
  state: IncidentState
  grade: IncidentGrade | null
  acknowledged: boolean
  told: boolean
  contractorAcknowledged: boolean
  contractorId: number | null
  measures: number
  closingBy: number | null
}
/** remedied and told, before anybody may call it over. */
export const mayAskClosing = (i: IncidentFacts): Decision => {
  if (i.state === 'closed' || i.state === 'closing') return no('incident-over')
  if (!i.acknowledged) return no('incident-not-acknowledged')
  if (i.grade === null) return no('incident-not-graded')
  if (i.measures === 0) return no('incident-without-measure')
  return i.contractorId !== null && !i.told ? no('other-side-not-told') : yes
}
/** Closed by another hand than asked for it. */
export const mayClose = (i: IncidentFacts, personId: number | null): Decision =>
  i.state !== 'closing' ? no('closing-not-asked') : i.closingBy === personId ? no('second-person-needed') : yes
export const mayTell = (i: IncidentFacts): Decision =>
  i.state === 'closed' ? no('incident-over') : i.contractorId === null ? no('no-contractor-concerned') : i.told ? no('already-told') : yes
export const mayWork = (i: IncidentFacts): Decision => (i.state === 'closed' ? no('incident-over') : yes)

/** Reports without a name: so many an hour from one place, so many in all; the place is a keyed hash in memory, gone with the process. What all
 * may send is far more than one place may: nobody closes the door to the others. */
export const REPORTS_OF_ONE = 5
export const LOOKS_OF_ONE = 60
export const REPORTS_OF_ALL = 600
/** One place: an address; of IPv6 the network, because one line has as many addresses as it likes. */
export const placeOf = (address: string): string => {
  const plain = address.toLowerCase().split('%')[0]!
  if (!plain.includes(':') || /^::ffff:\d+\./.test(plain)) return plain.replace('::ffff:', '')
  const [front = '', back] = plain.split('::')
  const head = front ? front.split(':') : []
  const tail = back ? back.split(':') : []
  const all =
    back === undefined ? head : [...head, ...Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => '0'), ...tail]
  return all
    .slice(0, 4)
    .map((g) => g.replace(/^0+(?=.)/, ''))
    .join(':')
}
