import { Temporal } from 'temporal-polyfill'
import type { Calendar } from '../../../platform/calendar/workdays.ts'
import { ZONE } from '../../../platform/calendar/clock.ts'
import type { Variables } from './state.ts'
import { addWorkingTime, CLOSING } from './working-time.ts'

/**
 * `P2WD` (working days), `P7D` (calendar days), `P1M`, `PT4H`, `PT30M`, with an optional `from=a,b|c`: the later of a and b; c when neither is
 * known. `until=v`: where the variable v holds an instant, that is the answer: a period the law counts otherwise from case to case (a notice
 * abroad runs 60 days, at home 30: 民诉95, 283) is computed by the rule of that law, and the process waits for its result.
 */
export interface DueRule {
  amount: number
  unit: 'workday' | 'day' | 'month' | 'hour' | 'minute'
  /** Variables that hold an instant, or user tasks (the moment they were last closed), by preference. None known: the moment the step opened. */
  from: string[][]
  /** Variable whose instant, once known, goes before the amount. */
  until: string | null
}

const units = { WD: 'workday', D: 'day', M: 'month', TH: 'hour', TM: 'minute' } as const

/** null when the text is not a due rule. */
export const parseDue = (text: string): DueRule | null => {
  const match =
    /^P(?:(\d{1,3})(WD|D|M)|T(\d{1,4})([HM]))(?: from=([A-Za-z_][\w.-]*(?:[|,][A-Za-z_][\w.-]*)*))?(?: until=([A-Za-z_][\w.-]*))?$/.exec(
      text.trim(),
    )
  if (!match) return null
  const unit = match[2] !== undefined ? units[match[2] as 'WD' | 'D' | 'M'] : units[`T${match[4] as 'H' | 'M'}`]
  const amount = Number(match[1] ?? match[3])
  return amount > 0 ? { amount, unit, from: match[5]?.split('|').map((names) => names.split(',')) ?? [], until: match[6] ?? null } : null
}

export interface DueMoments {
  openedAt: Temporal.Instant
  variables: Variables
  /** Last closing of each user task of this instance. */
  closedAt: Record<string, Temporal.Instant>
}

/**
 * When a step is due. The start day is not counted and a last day that is no working day rolls forward (民诉85);
 * hours of a step are hours of work, so that what comes at 16:00 and has four hours is due at noon of the next working day. `provisional` (暂定): the answer reaches a year whose calendar is not published.
 */
export const dueAt = (rule: DueRule, moments: DueMoments, calendar: Calendar): { at: Temporal.Instant; provisional: boolean } => {
  const until = rule.until === null ? null : momentOf(rule.until, moments)
  if (until) return { at: until, provisional: !calendar.isPublished(until.toZonedDateTimeISO(ZONE).year) }
  const from = startOf(rule, moments)
  if (rule.unit === 'hour') {
    const at = addWorkingTime(from, rule.amount * 3600, calendar)
    return { at, provisional: !calendar.isPublished(at.toZonedDateTimeISO(ZONE).year) }
  }
  if (rule.unit === 'minute') return { at: from.add({ minutes: rule.amount }), provisional: false }
  const day = from.toZonedDateTimeISO(ZONE).toPlainDate()
  const last =
    rule.unit === 'workday'
      ? calendar.addWorkdays(day, rule.amount)
      : calendar.rollForward(day.add(rule.unit === 'day' ? { days: rule.amount } : { months: rule.amount }))
  const at = last.toZonedDateTime({ timeZone: ZONE, plainTime: Temporal.PlainTime.from(CLOSING) }).toInstant()
  return { at, provisional: !calendar.isPublished(last.year) }
}

const startOf = (rule: DueRule, moments: DueMoments): Temporal.Instant => {
  for (const names of rule.from) {
    const known = names.flatMap((name) => momentOf(name, moments) ?? []).sort(Temporal.Instant.compare)
    const latest = known.at(-1)
    if (latest) return latest
  }
  return moments.openedAt
}

const momentOf = (name: string, moments: DueMoments): Temporal.Instant | null => {
  if (Object.hasOwn(moments.closedAt, name) && moments.closedAt[name]) return moments.closedAt[name]
  const value = Object.hasOwn(moments.variables, name) ? moments.variables[name] : null
  if (typeof value !== 'string') return null
  try {
    return Temporal.Instant.from(value)
  } catch {
    // Not an instant, so not a moment: the next one named holds.
    return null
  }
}
