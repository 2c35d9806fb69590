import type { AppServices, Ctx } from '../../../platform/http/context.ts'
import { syncSubjects } from '../commands/subjects.ts'
import { breachDue, remindDue } from './clock.ts'
import { openDue, openPlanned } from './open.ts'
import { reckonGuessed, walkAgain } from './replan.ts'

/** In this order: by the calendar of today, then opened, then missed, and only what is neither is reminded of. */
const steps: readonly ((ctx: Ctx) => Promise<number>)[] = [reckonGuessed, walkAgain, openDue, openPlanned, breachDue, remindDue]

/**
 * Brings a court's duties to the present, in bites of one transaction each; run every minute, after whatever pause. Nothing is lost when it dies in the
 * middle, nothing doubled when two run at once. Answers how many rows were moved.
 */
export const runDuties = async (app: Pick<AppServices, 'asSystem'>, courtId: number): Promise<number> => {
  let moved = 0
  await app.asSystem(courtId, syncSubjects)
  for (const step of steps) for (let n = 1; n > 0; moved += n) n = await app.asSystem(courtId, step)
  return moved
}
