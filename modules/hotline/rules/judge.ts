import type { Temporal } from 'temporal-polyfill'
import { ZONE } from '../../../platform/calendar/clock.ts'
import type { Calendar } from '../../../platform/calendar/workdays.ts'

/** Indicator c (8.2.3) as data: what leaves both sides of the rate. The hours are the court's working days (domain ⑥: 8:30–17:30). */
export interface CallSettings {
  /** A caller who gave up within this time was not kept waiting. */
  shortSeconds: number
  opensAt: string
  closesAt: string
  /** Service level: answered within so many seconds. */
  levelSeconds: number
}
export const usualHours: CallSettings = { shortSeconds: 5, opensAt: '08:30', closesAt: '17:30', levelSeconds: 15 }
export const exclusions = ['shortAbandon', 'outOfHours', 'test', 'ivrOnly'] as const
export type Exclusion = (typeof exclusions)[number]

export interface CallFacts {
  queuedAt: Temporal.Instant
  answeredAt: Temporal.Instant | null
  endedAt: Temporal.Instant | null
  toAgent: boolean
  test: boolean
}
const micros = (from: Temporal.Instant, to: Temporal.Instant): bigint => (to.epochNanoseconds - from.epochNanoseconds) / 1000n

/** Is the line staffed at this moment? Both ends belong to the hours (民法典1259: 至 includes): a call at 17:30:00 is in, at 17:30:01 out. */
export const inHours = (at: Temporal.Instant, s: CallSettings, calendar: Calendar): boolean => {
  const local = at.toZonedDateTimeISO(ZONE)
  if (!calendar.isWorkday(local.toPlainDate())) return false
  const of = (text: string): number => {
    const [h = 0, m = 0] = text.split(':').map(Number)
    return (h * 60 + m) * 60_000_000
  }
  const now =
    ((local.hour * 60 + local.minute) * 60 + local.second) * 1_000_000 +
    local.millisecond * 1000 +
    local.microsecond +
    local.nanosecond / 1000
  return now >= of(s.opensAt) && now <= of(s.closesAt)
}

/**
 * Why a call is in neither side of the rate; null: it counts. An answered call always counts where it came in time, however short. The first
 * reason that holds is named: menu only, test number, out of hours, given up at once.
 */
export const exclusionOf = (c: CallFacts, s: CallSettings, calendar: Calendar): Exclusion | null => {
  if (!c.toAgent) return 'ivrOnly'
  if (c.test) return 'test'
  if (!inHours(c.queuedAt, s, calendar)) return 'outOfHours'
  if (c.answeredAt === null && c.endedAt !== null && micros(c.queuedAt, c.endedAt) <= BigInt(s.shortSeconds) * 1_000_000n)
    return 'shortAbandon'
  return null
}
/** Answered within the service level: 15.000 s is, 15.001 s is not. */
export const withinLevel = (c: Pick<CallFacts, 'queuedAt' | 'answeredAt'>, s: Pick<CallSettings, 'levelSeconds'>): boolean =>
  c.answeredAt !== null && micros(c.queuedAt, c.answeredAt) <= BigInt(s.levelSeconds) * 1_000_000n
