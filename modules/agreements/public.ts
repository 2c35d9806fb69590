import { sql } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'

export interface AgreementObligation {
  kind: 'responsibility-letter'
  subjectId: number
  side: 'contractor'
  engagementId: number
  openedAt: string
  dueAt: string
  fulfilledAt: string | null
  fulfilledBy: number | null
  evidenceType: string
  evidenceId: string | null
}
/** Letters of key posts that are owed and not signed; the view `agreements.obligation` holds the signed ones too. */
export const openAgreementObligations = async (ctx: Ctx): Promise<AgreementObligation[]> =>
  (
    await sql<AgreementObligation>`select kind, subject_id as "subjectId", side, engagement_id as "engagementId", opened_at as "openedAt", due_at as "dueAt", fulfilled_at as "fulfilledAt", fulfilled_by as "fulfilledBy",
      evidence_type as "evidenceType", evidence_id as "evidenceId" from agreements.obligation where court_id = ${ctx.actor.courtId} and fulfilled_at is null order by due_at, subject_id`.execute(
      ctx.tx,
    )
  ).rows
