import { sql } from 'kysely'
import type { AppServices, Ctx } from '../../../platform/http/context.ts'
import { settleCalendar } from '../commands/calendar.ts'
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
  await app.asSystem(courtId, async (ctx) => {
    await syncSubjects(ctx)
    await settleCalendar(ctx)
  })
  for (const step of steps) for (let n = 1; n > 0; moved += n) n = await app.asSystem(courtId, step)
  return moved
}

let rounds = 0
const HOURLY = 60
/**
 * Every minute: the courts that have anything to do. Once an hour, and first after a start, all of them, so that what a new version declares finds its
 * subjects everywhere.
 */
export const runAll = async (app: Pick<AppServices, 'asSystem'>): Promise<number> => {
  const all = rounds++ % HOURLY === 0
  const courts = await app.asSystem(null, async (ctx) =>
    all
      ? (await sql<{ id: number }>`select id from organisations.court order by id`.execute(ctx.tx)).rows
      : (await sql<{ id: number }>`select id from duties.courts_due(${ctx.now.toString()}, ${ctx.calendar.version})`.execute(ctx.tx)).rows,
  )
  for (const { id } of courts) await runDuties(app, id)
  return courts.length
}
