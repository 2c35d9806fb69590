/** Kinds of ticket as data: whose it is, by when, whether it needs a verified case. Clocks as processes write them (P3WD: working days; P15D: days). */
export const routes = ['judge', 'clerk', 'filingOfficer', 'trialManagement', 'commissioner', 'courtLeader'] as const
export type Route = (typeof routes)[number]
/** Routes that the drawing of the process has; a ticket of another office has no case's step. */
export const caseRoutes: readonly Route[] = ['judge', 'clerk', 'filingOfficer']
export interface TicketKind {
  route: Route
  due: string
  needsCase?: true
  /** Only the court's leader opens it; the agent keeps number and day. */
  sealed?: true
}
export const kinds = {
  enquiry: { route: 'filingOfficer', due: 'P3WD' },
  caseEnquiry: { route: 'clerk', due: 'P3WD', needsCase: true },
  contactJudge: { route: 'judge', due: 'P5WD', needsCase: true },
  // 登记13: complaints about filing are answered within fifteen days; not by those complained of.
  filingComplaint: { route: 'trialManagement', due: 'P15D' },
  serviceComplaint: { route: 'commissioner', due: 'P5WD' },
  suggestion: { route: 'trialManagement', due: 'P5WD' },
  discipline: { route: 'courtLeader', due: 'P5WD', sealed: true },
} as const satisfies Record<string, TicketKind>
export type Kind = keyof typeof kinds
export const kindKeys = Object.keys(kinds) as [Kind, ...Kind[]]
export const kindOf = (k: Kind): TicketKind => kinds[k]

/** Clocks a court has set for itself, by kind; the fifteen days of the law are not lengthened. */
export const dueOf = (k: Kind, own: Readonly<Record<string, number>>): string => {
  const days = own[k]
  if (!days) return kinds[k].due
  return k === 'filingComplaint' ? `P${Math.min(days, 15)}D` : `P${days}WD`
}
/** Reroute: what a court member may hand it on to. Sealed tickets stay where they are. */
export const mayRoute = (k: Kind, hasCase: boolean, to: Route): boolean =>
  !('sealed' in kinds[k]) && (hasCase || (to !== 'judge' && to !== 'clerk')) && !(k === 'filingComplaint' && to === 'filingOfficer')

export const dangers = ['selfHarm', 'violence', 'petition'] as const
/** What an agent never answers (domain ⑥, 4.1); the sentence he says instead stands in the locale. */
export const forbidden = ['merits', 'outcome', 'panel', 'unissued'] as const
export const matters = ['enquiry', 'caseProgress', 'contactJudge', 'filing', 'service', 'enforcement', 'complaint', 'other'] as const
/** Attempts to reach the caller before a ticket may be closed without him. */
export const MAX_ATTEMPTS = 3
export const topics = ['filing', 'fees', 'procedure', 'service', 'enforcement', 'dossiers', 'visit', 'general'] as const
