import { sql } from 'kysely'
import { builtInYears, parseHolidayYear } from '../../../platform/calendar/holiday-calendar.ts'
import { toDate } from '../../../platform/calendar/zoned.ts'
import type { Ctx } from '../../../platform/http/context.ts'
import type { Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import type * as api from '../api.ts'
import { CALENDAR_YEAR } from '../duties.ts'
import { fulfilDuty } from './settle.ts'

const importedYears = async (ctx: Ctx): Promise<number[]> =>
  (
    await sql<{
      year: number
    }>`select substring(key from 15)::int as year from bw.setting where court_id = 0 and key like 'calendar.year.%' order by 1`.execute(
      ctx.tx,
    )
  ).rows.map((r) => r.year)

export const listCalendarYears = async (ctx: Ctx): Promise<Output<typeof api.listCalendarYears>> => {
  const imported = await importedYears(ctx)
  const years = [
    ...builtInYears.map((y) => ({ year: y.year, imported: false })),
    ...imported.map((year) => ({ year, imported: true })),
  ].sort((a, b) => b.year - a.year)
  return { years, next: (years[0]?.year ?? toDate(ctx.now).year) + 1 }
}

const codes = { malformed: 'calendar-malformed', 'not-published': 'calendar-empty', 'wrong-year': 'calendar-wrong-year' } as const
/** A year once published is not changed any more: what was reckoned by it must not move. The duty of every court to have it is done with it. */
export const importCalendarYear = async (
  ctx: Ctx,
  { body }: Input<typeof api.importCalendarYear>,
): Promise<Output<typeof api.importCalendarYear>> => {
  let json: unknown
  try {
    json = JSON.parse(body.notice)
  } catch {
    throw new Fail('calendar-malformed', 422, { where: '' })
  }
  const parsed = parseHolidayYear(json)
  if (!parsed.ok) throw new Fail(codes[parsed.code], 422, { where: parsed.where })
  const { year } = parsed.year
  const kept =
    await sql`insert into bw.setting (court_id, key, value) select 0, ${`calendar.year.${year}`}, ${JSON.stringify(parsed.year)}::jsonb
    where not ${builtInYears.some((y) => y.year === year && y.days.length > 0)} on conflict do nothing`.execute(ctx.tx)
  if (!kept.numAffectedRows) throw new Fail('year-published', 409, { year })
  await ctx.audit({
    verb: 'calendar.import',
    objectType: 'calendar',
    objectId: year,
    after: parsed.year,
    data: { year, days: parsed.year.days.length },
  })
  if (ctx.actor.courtId !== null)
    await fulfilDuty(ctx, CALENDAR_YEAR, ctx.actor.courtId, { period: String(year - 1) }, { type: 'calendar', id: year })
  // The other courts find it at their next minute (settleCalendar).
  ctx.afterCommit(() => ctx.app.reloadCalendar?.())
  return { year, days: parsed.year.days.length }
}

/** A year that is known, imported by whatever court or carried by a new version, fulfils what this court still owes of it. */
export const settleCalendar = async (ctx: Ctx): Promise<void> => {
  const { courtId } = ctx.actor
  if (courtId === null) return
  const { rows } = await sql<{ period: string }>`select period from duties.owed(${CALENDAR_YEAR}, ${courtId})`.execute(ctx.tx)
  for (const { period } of rows) {
    const year = Number(period) + 1
    if (ctx.calendar.isPublished(year)) await fulfilDuty(ctx, CALENDAR_YEAR, courtId, { period }, { type: 'calendar', id: year })
  }
}
