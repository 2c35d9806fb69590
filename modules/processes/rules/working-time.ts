import { Temporal } from 'temporal-polyfill'
import { ZONE } from '../../../platform/calendar/clock.ts'
import { atTime } from '../../../platform/calendar/zoned.ts'
import type { Calendar } from '../../../platform/calendar/workdays.ts'

/**
 * Courts close at this hour: a step due on a day is due by then, since where there are business hours a last day ends with them (民法典203).
 * A period of procedure is kept as a date and runs to midnight: it is met by posting as well (民诉85).
 */
export const CLOSING = '17:00'
/** Work is counted from this hour to closing time: eight hours a day. */
export const OPENING = '09:00'

const dayOf = (at: Temporal.Instant): Temporal.PlainDate => at.toZonedDateTimeISO(ZONE).toPlainDate()
export const later = (a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant => (Temporal.Instant.compare(a, b) >= 0 ? a : b)
const earlier = (a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant => (Temporal.Instant.compare(a, b) <= 0 ? a : b)

/** Seconds of working time between two moments; 0 when the second is not after the first. */
export const workingSeconds = (from: Temporal.Instant, to: Temporal.Instant, calendar: Calendar): number => {
  let sum = 0
  for (let day = dayOf(from); Temporal.PlainDate.compare(day, dayOf(to)) <= 0; day = day.add({ days: 1 })) {
    if (!calendar.isWorkday(day)) continue
    const start = later(from, atTime(day, OPENING))
    const end = earlier(to, atTime(day, CLOSING))
    sum += Math.max(0, end.epochMilliseconds - start.epochMilliseconds) / 1000
  }
  return sum
}

/** The moment at which so many seconds of working time have passed since `from`. */
export const addWorkingTime = (from: Temporal.Instant, seconds: number, calendar: Calendar): Temporal.Instant => {
  let left = seconds
  for (let day = dayOf(from); ; day = day.add({ days: 1 })) {
    if (!calendar.isWorkday(day)) continue
    const start = later(from, atTime(day, OPENING))
    const room = Math.max(0, atTime(day, CLOSING).epochMilliseconds - start.epochMilliseconds) / 1000
    if (left <= room) return start.add({ seconds: Math.ceil(left) })
    left -= room
  }
}
