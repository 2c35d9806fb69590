import type { Temporal } from 'temporal-polyfill'

/** The court's working-day calendar: State Council notices as versioned data. Dates are Temporal.PlainDate in Asia/Shanghai. */
export interface Calendar {
  /** e.g. '2026-11-04' : changes whenever the data changes; stored with every computed deadline. */
  readonly version: string
  /** true when the year's State Council notice is in the data; results reaching other years are 暂定 (provisional). */
  isPublished(year: number): boolean
  isWorkday(date: Temporal.PlainDate): boolean
  /** The date itself when it is a working day, else the first working day after it. */
  rollForward(date: Temporal.PlainDate): Temporal.PlainDate
  /** n working days after `date` (date itself not counted; n ≥ 0). */
  addWorkdays(date: Temporal.PlainDate, n: number): Temporal.PlainDate
  /** Working days in (from, to]. */
  workdaysBetween(from: Temporal.PlainDate, to: Temporal.PlainDate): number
}
