import { Temporal } from 'temporal-polyfill'
import type { Calendar } from '../../../platform/calendar/workdays.ts'
import { addWorkingTime, later, workingSeconds } from './working-time.ts'

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
  const left = workingSeconds(stoppedAt, due, calendar)
  if (left === 0) return Temporal.Instant.compare(due, stoppedAt) < 0 ? due : later(due, resumedAt)
  return addWorkingTime(resumedAt, left, calendar)
}
