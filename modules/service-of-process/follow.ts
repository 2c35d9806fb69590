import { sql } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'
import type { StepEvent } from '../worklist/public.ts'

const stateOf: Record<string, string> = {
  address: 'address',
  clerkApproval: 'approval',
  judgeApproval: 'approval',
  attempt: 'attempt',
  feedback: 'feedback',
  check: 'check',
  confirm: 'confirm',
}

/** Keeps the order where its process is. The actor's grant may have ended with his task, so the database does it in its own right. */
export const followProcess = async (ctx: Ctx, e: StepEvent): Promise<void> => {
  if (e.key !== 'service-of-process' || e.subjectType !== 'service') return
  const id = e.subjectId
  const now = ctx.now.toString()
  if (e.type === 'opened') {
    const state = stateOf[e.elementId]
    if (state) await sql`select service_of_process.follow(${id}, ${state}, ${e.dueAt}::timestamptz)`.execute(ctx.tx)
  } else if (e.type === 'announced' && e.event === 'clockStopped') {
    await sql`select service_of_process.open_hold(${id}, 'awaitingAddress', ${now}::timestamptz), service_of_process.follow(${id}, 'awaitingAddress', null)`.execute(
      ctx.tx,
    )
  } else if (e.type === 'announced' && e.event === 'clockResumed') {
    await sql`select service_of_process.close_hold(${id}, 'awaitingAddress', ${now}::timestamptz)`.execute(ctx.tx)
  } else if (e.type === 'announced' && e.event === 'serviceEffective') {
    await sql`select service_of_process.finish(${id})`.execute(ctx.tx)
  } else if (e.type === 'ended' && e.how === 'cancelled') {
    await sql`select service_of_process.follow(${id}, 'cancelled', null)`.execute(ctx.tx)
  }
}
