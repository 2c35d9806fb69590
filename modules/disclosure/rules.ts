import { type Decision, no, yes } from '../organisations/rules/structure.ts'

export const capacities = ['party', 'agent', 'relative', 'official', 'media', 'colleague', 'unknown', 'other'] as const
export const channels = ['inPerson', 'phone', 'message', 'letter', 'throughOthers', 'other'] as const
/** Whom the one who was asked has told of it; 'nobody' is an honest answer too, the commissioner learns of every entry anyway. */
export const tellable = ['commissioner', 'trialManagement', 'courtLeader', 'projectManager', 'teamLead', 'nobody'] as const
export const releaseKinds = ['permission', 'demand'] as const
export type ReleaseKind = (typeof releaseKinds)[number]
export const releaseStates = ['received', 'asked', 'permitted', 'refused', 'ended'] as const
export type ReleaseState = (typeof releaseStates)[number]
/** 'lapsed' is no state of its own: the permission's last day has passed. */
export const shownStates = [...releaseStates, 'lapsed'] as const
export type ShownState = (typeof shownStates)[number]
export const scopes = ['caseFacts', 'parties', 'pleadings', 'evidence', 'judgments', 'progress', 'statistics', 'technical'] as const
export type Scope = (typeof scopes)[number]

export interface ReleaseFacts {
  kind: ReleaseKind
  state: ReleaseState
  madeBy: number
  papers: number
  allowed: readonly Scope[] | null
  allowedUntil: string | null
}
export const shownState = (r: ReleaseFacts, today: string): ShownState =>
  r.state === 'permitted' && r.allowedUntil !== null && r.allowedUntil < today ? 'lapsed' : r.state
export const mayNotify = (r: ReleaseFacts): Decision => (r.state === 'received' ? yes : no('court-already-notified'))
/** A-18 asks a written permission: without the written request there is nothing to decide; and never by who asked. */
export const mayDecide = (r: ReleaseFacts, personId: number | null): Decision => {
  if (r.state === 'received') return no('court-not-notified')
  if (r.state !== 'asked') return no('release-decided')
  if (r.papers === 0) return no('release-without-paper')
  return r.madeBy === personId ? no('second-person-needed') : yes
}
export const mayAddPaper = (r: ReleaseFacts): Decision => (r.state === 'received' || r.state === 'asked' ? yes : no('release-decided'))
/** What has lapsed by itself needs nobody to withdraw it. */
export const mayEnd = (r: ReleaseFacts, today: string): Decision => {
  const state = shownState(r, today)
  return state === 'permitted' ? yes : no(state === 'lapsed' ? 'release-lapsed' : 'release-not-permitted')
}
export const mayDisclose = (r: ReleaseFacts, today: string): Decision => {
  const state = shownState(r, today)
  return state === 'permitted' ? yes : no(state === 'lapsed' ? 'release-lapsed' : 'release-not-permitted')
}
/** What and when was told, against what was permitted. `day` is the court's day of the telling. */
export const insideScope = (r: ReleaseFacts, what: Scope, day: string): Decision => {
  if (!r.allowed?.includes(what)) return no('outside-scope')
  return r.allowedUntil !== null && day > r.allowedUntil ? no('outside-term') : yes
}
/** Hours in which the court is told of a statutory demand: 立即. */
export const NOTICE_HOURS = 2

// Handling rules (7.3.2.5) ------------------------------------------------------------------------------------------------
/** How a reading event of the ledger counts; the partial index of the migration names the same verbs. */
export const handlingVerbs = {
  'page.read': ['seen', 'pages'],
  'batch.cover': ['printed', 'cover'],
  'batch.slip-print': ['printed', 'slip'],
  'filing.document.read': ['downloaded', 'notice'],
  'service.receipt-print': ['printed', 'receipt'],
  'incident.print': ['printed', 'incident'],
  'incident.evidence.read': ['downloaded', 'evidence'],
  'volume.label': ['printed', 'volumeLabel'],
  'volume.history': ['printed', 'volumeHistory'],
  'release.paper.read': ['downloaded', 'release'],
  'case.export': ['exported', 'cases'],
  'duty.export': ['exported', 'duties'],
  'indicator.export': ['exported', 'indicators'],
  'contact.export': ['exported', 'contacts'],
  'release.export': ['exported', 'releases'],
  'service.document-read': ['downloaded', 'served'],
  'service.evidence-read': ['downloaded', 'proof'],
  'service.mail-list': ['printed', 'mailList'],
  'material.list.print': ['printed', 'materialList'],
  'material.receipt': ['printed', 'materialList'],
  'material.scan.read': ['downloaded', 'materialScan'],
  'exposure.export': ['exported', 'exposure'],
  'attendance.export': ['exported', 'attendance'],
  'agreement.export': ['exported', 'agreements'],
  'training.export': ['exported', 'trainings'],
  'material.statement.export': ['exported', 'materials'],
  'ledger.export': ['exported', 'ledger'],
} as const
export const handledPapers = [
  'pages',
  'cover',
  'slip',
  'notice',
  'receipt',
  'incident',
  'evidence',
  'volumeLabel',
  'volumeHistory',
  'release',
  'cases',
  'duties',
  'indicators',
  'contacts',
  'releases',
  'served',
  'proof',
  'mailList',
  'materialList',
  'materialScan',
  'exposure',
  'attendance',
  'agreements',
  'trainings',
  'materials',
  'ledger',
] as const
export const handlings = ['seen', 'printed', 'downloaded', 'exported'] as const
export type Handling = (typeof handlings)[number]
export const verbsOf = (how: Handling | undefined): string[] =>
  Object.entries(handlingVerbs).flatMap(([verb, [h]]) => (how === undefined || h === how ? [verb] : []))
export const HANDLING_DAYS = 92
export const HANDLING_TOP = 200

/** Outsourced staff never take lists along without a permission; of the court those whose role the setting leaves out. */
export const mayExport = (who: { side: string; roles: readonly string[] }, freeRoles: readonly string[], permitted: boolean): Decision =>
  permitted || (who.side !== 'contractor' && who.roles.some((r) => freeRoles.includes(r))) ? yes : no('bulk-export-not-permitted')
export const PERMIT_DAYS = 31
export const permitStates = ['running', 'over'] as const
