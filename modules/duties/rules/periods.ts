import { Temporal } from 'temporal-polyfill'
import type { Calendar } from '../../../platform/calendar/workdays.ts'
import type { Cadence } from './declaration.ts'

type Day = Temporal.PlainDate
export interface Period {
  /** '2026-09-21', '2026-W39', '2026-09', '2026-Q3', '2026-H2', '2026'. */
  key: string
  from: Day
  /** Last day. */
  until: Day
}
const two = (n: number): string => String(n).padStart(2, '0')
const months = (every: Cadence['every']): number | null => ({ month: 1, quarter: 3, 'half-year': 6, year: 12 })[every as 'month'] ?? null

/** The period a day lies in; of the cadence 'workday' the day itself, whether it is one or not. */
export const periodOf = (every: Cadence['every'], day: Day): Period => {
  if (every === 'workday') return { key: day.toString(), from: day, until: day }
  if (every === 'week') {
    const from = day.subtract({ days: day.dayOfWeek - 1 })
    return { key: `${day.yearOfWeek}-W${two(day.weekOfYear ?? 1)}`, from, until: from.add({ days: 6 }) }
  }
  const span = months(every) as number
  const first = day.month - ((day.month - 1) % span)
  const from = Temporal.PlainDate.from({ year: day.year, month: first, day: 1 })
  const part = { 1: two(first), 3: `Q${(first - 1) / 3 + 1}`, 6: `H${(first - 1) / 6 + 1}` }[span]
  return { key: part ? `${day.year}-${part}` : `${day.year}`, from, until: from.add({ months: span }).subtract({ days: 1 }) }
}

/** The next period after the one that begins with or before `after`: the first that begins later. Off-days are no period of the cadence 'workday'. */
export const nextPeriod = (every: Cadence['every'], after: Day, calendar: Calendar): Period => {
  if (every === 'workday') return periodOf(every, calendar.rollForward(after.add({ days: 1 })))
  const here = periodOf(every, after)
  return periodOf(every, here.until.add({ days: 1 }))
}

/** A mark before the period that `since` lies in, such that `nextPeriod` answers that one first. */
export const markBefore = (every: Cadence['every'], since: Day): Day => periodOf(every, since).from.subtract({ days: 1 })

/** A period from its key; null when it is none of this cadence. The number of a repeated one ('2026-09#2') is left aside. */
export const periodFromKey = (every: Cadence['every'], key: string): Period | null => {
  const bare = key.replace(/#\d+$/, '')
  const m = /^(\d{4})(?:-(?:W(\d{2})|Q([1-4])|H([12])|(\d{2})(?:-(\d{2}))?))?$/.exec(bare)
  if (!m) return null
  const [, year, week, quarter, half, month, day] = m
  try {
    const start = week
      ? Temporal.PlainDate.from({ year: Number(year), month: 1, day: 4 }).add({ days: (Number(week) - 1) * 7 })
      : Temporal.PlainDate.from(
          {
            year: Number(year),
            month: quarter ? Number(quarter) * 3 : half ? Number(half) * 6 : Number(month ?? 1),
            day: Number(day ?? 1),
          },
          { overflow: 'reject' },
        )
    const p = periodOf(every, start)
    return p.key === bare ? p : null
  } catch {
    return null
  }
}
