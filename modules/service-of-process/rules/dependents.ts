import type { SetKind } from './shape.ts'

export interface DependentRule {
  rule: string
  inputs: Record<string, unknown>
}
/** Evidence periods know these procedures only. */
const evidenceProcedure: Record<string, string> = {
  ordinary: 'ordinary',
  simple: 'simple',
  small: 'small-claims',
  second: 'second-instance',
  retrial: 'ordinary',
}

/**
 * The periods that run from one recipient's day of service, as rules of modules/deadlines with their inputs. `others`: days of service of the
 * other recipients of the same judgment or ruling; it takes effect only when all their periods have run (解释244).
 */
export const dependentRules = (s: {
  kind: SetKind
  procedure: string
  effectiveOn: string
  abroad: boolean
  evidenceDays: number | null
  appealable: boolean
  others: readonly { effectiveOn: string; abroad: boolean }[]
  allServed: boolean
}): DependentRule[] => {
  const from = s.effectiveOn
  const rules: DependentRule[] = []
  if (s.kind === 'complaint') {
    rules.push(
      { rule: 'defence', inputs: { from, abroad: s.abroad } },
      { rule: 'jurisdiction-objection', inputs: { from, abroad: s.abroad } },
    )
  }
  if (s.evidenceDays !== null && evidenceProcedure[s.procedure])
    rules.push({ rule: 'evidence', inputs: { from, procedure: evidenceProcedure[s.procedure], days: s.evidenceDays } })
  if (s.kind === 'judgment' || (s.kind === 'ruling' && s.appealable)) {
    // While a recipient is still unserved nobody can say when the document takes effect: only the own period is named.
    const others = s.allServed ? s.others.filter((o) => !o.abroad).map((o) => o.effectiveOn) : []
    const othersAbroad = s.allServed ? s.others.filter((o) => o.abroad).map((o) => o.effectiveOn) : []
    rules.push({ rule: `appeal-${s.kind}`, inputs: { from, abroad: s.abroad, others, othersAbroad } })
  }
  if (s.kind === 'appeal') rules.push({ rule: 'appeal-reply', inputs: { from, abroad: s.abroad } })
  return rules
}

/** Periods an answer of the addressee is measured by. */
export const pleadingRule = {
  defence: ['defence'],
  jurisdictionObjection: ['jurisdiction-objection'],
  appeal: ['appeal-judgment', 'appeal-ruling'],
} as const
export type PleadingKind = keyof typeof pleadingRule
