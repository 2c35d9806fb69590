export { type LawObligationEvent, onLawObligation } from './events.ts'
export { citationAt } from './views.ts'
export type { Citation } from './rules.ts'
export { type CitingPlace, lendRuleVersions, registerCitations, type RuleVersions } from './places.ts'
