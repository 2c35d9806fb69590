import { Temporal } from 'temporal-polyfill'
import { ZONE } from '../../../platform/calendar/clock.ts'
import { atTime } from '../../../platform/calendar/zoned.ts'
import type { Calendar } from '../../../platform/calendar/workdays.ts'
import { CLOSING } from './due.ts'

/** Work is counted from this hour to closing time: eight hours a day. */
export const OPENING = '09:00'

const dayOf = (at: Temporal.Instant): Temporal.PlainDate => at.toZonedDateTimeISO(ZONE).toPlainDate()
const later = (a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant => (Temporal.Instant.compare(a, b) >= 0 ? a : b)
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

/**
 * When work is due that stood still between two moments (退回单; domain notes §4: time the papers are with the sender is no one's delay). The clock
 * goes on with what was left of it, in working time; what was overdue already stays so.
 */
export const dueAfterStandstill = (
  due: Temporal.Instant,
  stoppedAt: Temporal.Instant,
  resumedAt: Temporal.Instant,
  calendar: Calendar,
): Temporal.Instant => {
  let left = workingSeconds(stoppedAt, due, calendar)
  if (left === 0) return Temporal.Instant.compare(due, stoppedAt) < 0 ? due : later(due, resumedAt)
  for (let day = dayOf(resumedAt); ; day = day.add({ days: 1 })) {
    if (!calendar.isWorkday(day)) continue
    const start = later(resumedAt, atTime(day, OPENING))
    const room = Math.max(0, atTime(day, CLOSING).epochMilliseconds - start.epochMilliseconds) / 1000
    if (left <= room) return start.add({ seconds: Math.ceil(left) })
    left -= room
  }
}
