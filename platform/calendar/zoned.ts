import { Temporal } from 'temporal-polyfill'
import { ZONE } from './clock.ts'
import type { Calendar } from './workdays.ts'

/** The day a moment falls on at the court. */
export const toDate = (at: Temporal.Instant): Temporal.PlainDate => at.toZonedDateTimeISO(ZONE).toPlainDate()

/** 00:00:00 of a court day. */
export const startOfDay = (date: Temporal.PlainDate): Temporal.Instant => date.toZonedDateTime(ZONE).toInstant()

/** The last second of a court day: what is due "on" a day is in time until midnight (民诉85 knows no office hours). */
export const endOfDay = (date: Temporal.PlainDate): Temporal.Instant => startOfDay(date.add({ days: 1 })).subtract({ seconds: 1 })

/** `time` is HH:MM on the court's clock. */
export const atTime = (date: Temporal.PlainDate, time: string): Temporal.Instant =>
  date.toZonedDateTime({ timeZone: ZONE, plainTime: Temporal.PlainTime.from(time) }).toInstant()

/** Due moment n working days after `at` (its own day not counted, n ≥ 0): the last second of the n-th working day, not closing time. */
export const addWorkdaysAt = (at: Temporal.Instant, n: number, calendar: Calendar): Temporal.Instant =>
  endOfDay(calendar.addWorkdays(toDate(at), n))
