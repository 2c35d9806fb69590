import type { Ctx } from '../../../platform/http/context.ts'
import type { LawObligationEvent } from '../../laws/public.ts'
import { LAW_IMPACT, LAW_IMPACT_AGAIN, LAW_REVIEW } from '../duties.ts'
import { fulfilDuty, triggerDuty } from './settle.ts'

/** 5.1, 7.3.1: what a change of the law makes owed. An answer that is returned was an answer in time; the better one has a clock of its own. */
export const settleLaw = async (ctx: Ctx, e: LawObligationEvent): Promise<void> => {
  const subject = { id: e.id, engagementId: e.engagementId, label: e.label }
  const key = e.kind === 'law-review' ? LAW_REVIEW : LAW_IMPACT
  if (e.turn === 'opened') await triggerDuty(ctx, key, subject, e.dueOn)
  else if (e.turn === 'returned') await triggerDuty(ctx, LAW_IMPACT_AGAIN, subject, ctx.now)
  else if (e.evidence) {
    await fulfilDuty(ctx, key, e.id, null, e.evidence)
    if (e.kind === 'law-impact') await fulfilDuty(ctx, LAW_IMPACT_AGAIN, e.id, null, e.evidence)
  }
}
