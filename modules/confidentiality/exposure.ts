import { sql } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'

/**
 * Exposure (7.3.2.2): stages of the case one person has touched ÷ stages of the case so far, were he also given `stage`.
 * A case's first stages are few, so the share only counts once the case has at least four (a court may set the cap per engagement).
 */
export const exposureOf = async (ctx: Ctx, personId: number, caseId: number, stage: string, stagesOfCase: number): Promise<{ touched: number; of: number; share: number }> => {
  const { rows } = await sql<{ touched: number }>`select count(distinct stage)::int as touched from (
      select stage from confidentiality.access_grant where court_id = ${ctx.actor.courtId} and case_id = ${caseId} and person_id = ${personId}
      union select ${stage}) s`.execute(ctx.tx)
  const touched = rows[0]?.touched ?? 1
  const of = Math.max(stagesOfCase, 1)
  return { touched, of, share: touched / of }
}
