import { Temporal } from 'temporal-polyfill'
import { ZONE } from '../../../platform/calendar/clock.ts'
import type { Calendar } from '../../../platform/calendar/workdays.ts'
import { atTime } from '../../../platform/calendar/zoned.ts'
import { CLOSING } from '../../processes/rules/working-time.ts'
import type { MaterialSettings } from './kinds.ts'

export interface Due {
  at: Temporal.Instant
  provisional: boolean
}
/**
 * When material has to be in the recipient's hands. Urgent: the same day by closing time; what comes after closing time or on a day off by closing
 * time of the next working day. All else: so many working days, the day of arrival not counted (民诉85).
 */
export const deliveryDue = (
  receivedAt: Temporal.Instant,
  urgent: boolean,
  s: Pick<MaterialSettings, 'workdays'>,
  calendar: Calendar,
): Due => {
  const day = receivedAt.toZonedDateTimeISO(ZONE).toPlainDate()
  const closing = (d: Temporal.PlainDate): Temporal.Instant => atTime(d, CLOSING)
  const inTime = calendar.isWorkday(day) && Temporal.Instant.compare(receivedAt, closing(day)) < 0
  const last = urgent ? (inTime ? day : calendar.addWorkdays(day, 1)) : calendar.addWorkdays(day, s.workdays)
  return { at: closing(last), provisional: !calendar.isPublished(last.year) }
}
/** The pool's clock runs through day and night: what nobody can place goes to the court (domain ④: 24 hours). */
export const poolDue = (from: Temporal.Instant, s: Pick<MaterialSettings, 'poolHours'>): Temporal.Instant =>
  from.add({ hours: s.poolHours })

export type Light = 'late' | 'today' | 'soon' | 'calm' | 'done'
export const lightOf = (due: Temporal.Instant, now: Temporal.Instant, done: boolean, calendar: Calendar): Light => {
  if (done) return 'done'
  if (Temporal.Instant.compare(due, now) < 0) return 'late'
  const day = (at: Temporal.Instant): Temporal.PlainDate => at.toZonedDateTimeISO(ZONE).toPlainDate()
  if (day(due).equals(day(now))) return 'today'
  return Temporal.PlainDate.compare(day(due), calendar.addWorkdays(day(now), 1)) <= 0 ? 'soon' : 'calm'
}
