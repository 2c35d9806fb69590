import { sql } from 'kysely'
import { ZONE } from '../../platform/calendar/clock.ts'
import type { Ctx } from '../../platform/http/context.ts'
import type { Input, Output } from '../../platform/http/endpoint.ts'
import type * as api from './api-first-steps.ts'
import { type FirstStep, firstStepKeys } from './api-first-steps.ts'

/** Where each step is done, and by whom; the pages themselves hold the same roles. */
const doneAt: Readonly<Record<FirstStep, { to: string; by: readonly string[] }>> = {
  divisions: { to: '/courts', by: ['systemAdmin'] },
  // The person by one administrator, the post by the other.
  people: { to: '/people', by: ['systemAdmin', 'securityAdmin'] },
  accounts: { to: '/accounts', by: ['systemAdmin'] },
  contractor: { to: '/contractors', by: ['trialManagement', 'responsibleDepartment'] },
  engagement: { to: '/engagements', by: ['trialManagement', 'responsibleDepartment'] },
  posts: { to: '/people', by: ['trialManagement', 'responsibleDepartment', 'hr'] },
  admission: { to: '/workforce', by: ['trialManagement', 'commissioner', 'responsibleDepartment', 'hr'] },
  // State Council notices come with the product, year by year.
  calendar: { to: '/deadlines', by: [] },
  processes: { to: '/processes', by: ['trialManagement', 'courtLeader'] },
  cases: { to: '/cases/import', by: ['trialManagement', 'filingOfficer'] },
  // A list opens no task: service can be handed over by trial management itself, scanning by clerk and filing officer.
  work: { to: '/service-orders/new', by: ['trialManagement', 'clerk', 'judge'] },
}

export const readFirstSteps = async (ctx: Ctx): Promise<Output<typeof api.readFirstSteps>> => {
  const { rows } = await sql<{
    step: FirstStep
    met: boolean
    missing: string[]
  }>`select step, met, missing from worklist.first_steps()`.execute(ctx.tx)
  const year = ctx.now.toZonedDateTimeISO(ZONE).year
  const published = ctx.calendar.isPublished(year)
  const found = new Map(rows.map((r) => [r.step, r]))
  found.set('calendar', { step: 'calendar', met: published, missing: published ? [] : [String(year)] })
  const items = firstStepKeys.map((key) => {
    const { met, missing } = found.get(key)!
    const { to, by } = doneAt[key]
    return { key, done: met, missing, to: by.some((r) => ctx.actor.roles.includes(r)) ? to : null, by: [...by] }
  })
  const away =
    await sql`select from worklist.first_steps_put_away where court_id = ${ctx.actor.courtId} and person_id = ${ctx.actor.personId}`.execute(
      ctx.tx,
    )
  return { items, done: items.every((s) => s.done), putAway: away.rows.length > 0 }
}

export const putFirstStepsAway = async (
  ctx: Ctx,
  { body }: Pick<Input<typeof api.putFirstStepsAway>, 'body'>,
): Promise<Output<typeof api.putFirstStepsAway>> => {
  const { courtId, personId } = ctx.actor
  if (body.putAway)
    await sql`insert into worklist.first_steps_put_away (court_id, person_id) values (${courtId}, ${personId}) on conflict do nothing`.execute(
      ctx.tx,
    )
  else await sql`delete from worklist.first_steps_put_away where court_id = ${courtId} and person_id = ${personId}`.execute(ctx.tx)
  return { ok: true }
}
