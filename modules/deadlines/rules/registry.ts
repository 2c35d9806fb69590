import { appealRules } from './appeal.ts'
import { dossierRules } from './dossier.ts'
import { enforcementRules } from './enforcement.ts'
import { filingRules } from './filing.ts'
import { hearingRules } from './hearing.ts'
import { pleadingsRules } from './pleadings.ts'
import { preservationRules } from './preservation.ts'
import { servicePeriodRules } from './service-periods.ts'
import type { AnyRule } from './shape.ts'
import { trialLimitRules } from './trial-limits.ts'

/** Every calculator, by its id, in the order of a case's life. */
export const deadlineRules: Readonly<Record<string, AnyRule>> = Object.fromEntries(
  [
    ...filingRules,
    ...pleadingsRules,
    ...servicePeriodRules,
    ...hearingRules,
    ...trialLimitRules.filter((r) => r.group === 'trial-limit'),
    ...appealRules,
    ...preservationRules,
    ...enforcementRules,
    ...trialLimitRules.filter((r) => r.group === 'enforcement'),
    ...dossierRules,
  ].map((r) => [r.id, r]),
)
