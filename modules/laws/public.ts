import { sql } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'

export { citationAt } from './views.ts'
export type { Citation } from './rules.ts'
export { type CitingPlace, lendRuleVersions, registerCitations, type RuleVersions } from './places.ts'

export interface LawObligation {
  kind: 'law-review' | 'law-impact'
  subjectId: number
  side: 'court' | 'contractor'
  engagementId: number | null
  openedAt: string
  dueAt: string
  fulfilledAt: string | null
  fulfilledBy: number | null
  evidenceType: string
  evidenceId: string | null
}
/** What changes of the law have made owed and is not fulfilled yet; the view `laws.obligation` holds the fulfilled ones too. */
export const openLawObligations = async (ctx: Ctx): Promise<LawObligation[]> =>
  (
    await sql<LawObligation>`select kind, subject_id as "subjectId", side, engagement_id as "engagementId", opened_at as "openedAt", due_at as "dueAt", fulfilled_at as "fulfilledAt", fulfilled_by as "fulfilledBy",
      evidence_type as "evidenceType", evidence_id as "evidenceId" from laws.obligation where court_id = ${ctx.actor.courtId} and fulfilled_at is null order by due_at, subject_id`.execute(
      ctx.tx,
    )
  ).rows
