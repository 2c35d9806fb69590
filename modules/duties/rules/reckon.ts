import { Temporal } from 'temporal-polyfill'
import type { Calendar } from '../../../platform/calendar/workdays.ts'
import { atTime, endOfDay, startOfDay, toDate } from '../../../platform/calendar/zoned.ts'
import { type DueRule, type DutyDeclaration, isCadence, type Offset } from './declaration.ts'
import { markBefore, nextPeriod, periodFromKey, type Period } from './periods.ts'

type Day = Temporal.PlainDate
/** How a due time came about: a code that the page words, and the day or moment it led to. */
export interface Step {
  step:
    | 'period'
    | 'event'
    | 'last-day'
    | 'day-of-month'
    | 'weekday'
    | 'workdays'
    | 'days'
    | 'months'
    | 'hours'
    | 'rolled'
    | 'rolled-back'
    | 'due'
  value: string
  n?: number
}
/** One duty of whomever it concerns: due times depend on the declaration, the period and the calendar alone, never on the subject. */
export interface Occurrence {
  key: string
  /** Unique together with declaration and subject: the period's key, with '#n' when there are several; of a trigger its day or moment. */
  period: string
  from: string
  until: string
  opensAt: Temporal.Instant
  dueAt: Temporal.Instant
  remindAt: Temporal.Instant[]
  basis: Step[]
  /** Some day asked for lies in a year whose calendar is not published: reckoned again when it is. */
  provisional: boolean
  calendar: string
}

/** The calendar, remembering whether it was asked about a year that nobody has published. */
const watched = (calendar: Calendar) => {
  let guessed = false
  const look = (day: Day): void => {
    if (!calendar.isPublished(day.year)) guessed = true
  }
  const isWorkday = (day: Day): boolean => (look(day), calendar.isWorkday(day))
  const step = (day: Day, by: 1 | -1): Day => {
    let d = day
    do d = d.add({ days: by })
    while (!isWorkday(d))
    return d
  }
  const walk = (day: Day, n: number, by: 1 | -1): Day => {
    let d = day
    for (let left = n; left > 0; left--) d = step(d, by)
    return d
  }
  return { isWorkday, walk, step, look, guessed: () => guessed }
}
type Watched = ReturnType<typeof watched>

const dueDay = (rule: Exclude<DueRule, { hours: number }>, anchor: Day, period: Period | null, c: Watched): { day: Day; steps: Step[] } => {
  if ('workdays' in rule) {
    const day = c.walk(anchor, rule.workdays, 1)
    return { day, steps: [{ step: 'workdays', value: day.toString(), n: rule.workdays }] }
  }
  if ('days' in rule) {
    const day = anchor.add({ days: rule.days })
    return { day, steps: rule.days ? [{ step: 'days', value: day.toString(), n: rule.days }] : [] }
  }
  if ('weekday' in rule) {
    const day = (period?.from ?? anchor).add({ days: rule.weekday - 1 })
    return { day, steps: [{ step: 'weekday', value: day.toString(), n: rule.weekday }] }
  }
  if ('day' in rule) {
    // The N-th of the month `months` after the period's last one; a month that is too short: its last day (民法典202).
    const month = anchor.with({ day: 1 }).add({ months: rule.months ?? 0 })
    const short = rule.day === 'last' && period && !rule.months
    const day = short ? period.until : month.with({ day: Math.min(rule.day === 'last' ? 31 : rule.day, month.daysInMonth) })
    return {
      day,
      steps: [
        { step: rule.day === 'last' ? 'last-day' : 'day-of-month', value: day.toString(), ...(rule.day === 'last' ? {} : { n: rule.day }) },
      ],
    }
  }
  const { months } = rule as { months: number }
  const day = anchor.add({ months })
  return { day, steps: [{ step: 'months', value: day.toString(), n: months }] }
}

const rolled = (rule: DueRule, day: Day, c: Watched): { day: Day; steps: Step[] } => {
  const roll = rule.roll ?? 'none'
  if (roll === 'none' || c.isWorkday(day)) return { day, steps: [] }
  const to = c.step(day, roll === 'forward' ? 1 : -1)
  return { day: to, steps: [{ step: roll === 'forward' ? 'rolled' : 'rolled-back', value: to.toString() }] }
}

/** So long before a due time; whole days begin at `at`. */
const ahead = (offset: Offset, dueAt: Temporal.Instant, at: string, c: Watched): Temporal.Instant => {
  if ('hours' in offset) return dueAt.subtract({ hours: offset.hours })
  const day = toDate(dueAt)
  return atTime('days' in offset ? day.subtract({ days: offset.days }) : c.walk(day, offset.workdays, -1), at)
}
/** Reminders of whole days come when people begin to work. */
const MORNING = '09:00'

const finish = (
  d: DutyDeclaration,
  about: { period: string; from: Day; until: Day; begins: Temporal.Instant },
  dueAt: Temporal.Instant,
  steps: Step[],
  c: Watched,
  calendar: Calendar,
): Occurrence => {
  const wanted = d.opens ? ahead(d.opens, dueAt, '00:00', c) : about.begins
  // A day that is reached (a vetting ends) is announced before it comes; a period's duty is not opened after it is due.
  const opensAt = Temporal.Instant.compare(wanted, dueAt) > 0 ? dueAt : wanted
  const reminds = d.remind
    .map((o) => ahead(o, dueAt, MORNING, c))
    .filter((at) => Temporal.Instant.compare(at, opensAt) >= 0 && Temporal.Instant.compare(at, dueAt) < 0)
    .sort(Temporal.Instant.compare)
  return {
    key: d.key,
    period: about.period,
    from: about.from.toString(),
    until: about.until.toString(),
    opensAt,
    dueAt,
    remindAt: reminds.filter((at, i) => i === 0 || !at.equals(reminds[i - 1] as Temporal.Instant)),
    basis: [...steps, { step: 'due', value: dueAt.toString() }],
    provisional: c.guessed(),
    calendar: calendar.version,
  }
}
const momentOf = (rule: DueRule, day: Day): Temporal.Instant => (rule.at ? atTime(day, rule.at) : endOfDay(day))

/** The occurrences of one period. */
export const ofPeriod = (d: DutyDeclaration, period: Period, calendar: Calendar): Occurrence[] => {
  if (!isCadence(d.when) || 'hours' in d.due) throw new RangeError(`${d.key} has no periods`)
  const times = d.when.times ?? 1
  const c = watched(calendar)
  if (d.when.every === 'workday') c.look(period.from)
  const day = dueDay(d.due, period.until, period, c)
  const end = rolled(d.due, day.day, c)
  const dueAt = momentOf(d.due, end.day)
  const steps: Step[] = [{ step: 'period', value: period.key }, ...day.steps, ...end.steps]
  const one = finish(
    d,
    { period: period.key, from: period.from, until: period.until, begins: startOfDay(period.from) },
    dueAt,
    steps,
    c,
    calendar,
  )
  return times === 1 ? [one] : Array.from({ length: times }, (_, i) => ({ ...one, period: `${period.key}#${i + 1}` }))
}

/** A moment to the second, or a day 'YYYY-MM-DD': what a trigger is known by. */
export const referenceKey = (at: Temporal.Instant | string): string =>
  typeof at === 'string' ? Temporal.PlainDate.from(at).toString() : at.round({ smallestUnit: 'second', roundingMode: 'floor' }).toString()

/** The occurrence of one trigger, from what it is known by. */
export const ofTrigger = (d: DutyDeclaration, reference: string, calendar: Calendar): Occurrence => {
  const bare = /^\d{4}-\d{2}-\d{2}$/.test(reference)
  const day = bare ? Temporal.PlainDate.from(reference) : toDate(Temporal.Instant.from(reference))
  const at = bare ? startOfDay(day) : Temporal.Instant.from(reference)
  const c = watched(calendar)
  const steps: Step[] = [{ step: 'event', value: reference }]
  let dueAt: Temporal.Instant
  if ('hours' in d.due) {
    dueAt = at.add({ hours: d.due.hours })
    steps.push({ step: 'hours', value: dueAt.toString(), n: d.due.hours })
  } else {
    const reached = dueDay(d.due, day, null, c)
    const end = rolled(d.due, reached.day, c)
    dueAt = momentOf(d.due, end.day)
    steps.push(...reached.steps, ...end.steps)
  }
  return finish(d, { period: reference, from: day, until: day, begins: at }, dueAt, steps, c, calendar)
}

/** Reckons an occurrence again from its period alone; null: that period is none any more (a guessed working day that became a holiday). */
export const again = (d: DutyDeclaration, period: string, calendar: Calendar): Occurrence | null => {
  if (!isCadence(d.when)) return ofTrigger(d, period, calendar)
  const p = periodFromKey(d.when.every, period)
  if (!p || (d.when.every === 'workday' && !calendar.isWorkday(p.from))) return null
  return ofPeriod(d, p, calendar).find((o) => o.period === period) ?? null
}

/** What falls due on a day of [from, until] and is not opened by `now`: for looking ahead. Periods that ended more than a year before are not looked at. */
export const comingWithin = (d: DutyDeclaration, from: Day, until: Day, now: Temporal.Instant, calendar: Calendar): Occurrence[] => {
  if (!isCadence(d.when)) return []
  const short = d.when.every === 'workday' || d.when.every === 'week'
  const found: Occurrence[] = []
  for (
    let p = nextPeriod(d.when.every, markBefore(d.when.every, from.subtract(short ? { days: 62 } : { months: 24 })), calendar);
    Temporal.PlainDate.compare(p.from, until) <= 0;
    p = nextPeriod(d.when.every, p.from, calendar)
  )
    found.push(
      ...ofPeriod(d, p, calendar).filter((o) => {
        const day = toDate(o.dueAt)
        return (
          Temporal.Instant.compare(o.opensAt, now) > 0 &&
          Temporal.PlainDate.compare(day, from) >= 0 &&
          Temporal.PlainDate.compare(day, until) <= 0
        )
      }),
    )
  return found
}

/** Periods of the cadence 'workday' in (after, through]. */
export const workdayPeriods = (after: Day, through: Day, calendar: Calendar): Period[] => {
  const found: Period[] = []
  for (
    let p = nextPeriod('workday', after, calendar);
    Temporal.PlainDate.compare(p.from, through) <= 0;
    p = nextPeriod('workday', p.from, calendar)
  )
    found.push(p)
  return found
}

/** The first day in (after, through] that no published calendar speaks of: what was opened, or passed over, from there on rests on a guess. */
export const firstGuess = (after: string, through: string, calendar: Calendar): string | null => {
  const first = Temporal.PlainDate.from(after).add({ days: 1 })
  const last = Temporal.PlainDate.from(through)
  for (let year = first.year; year <= last.year; year++)
    if (!calendar.isPublished(year)) return year === first.year ? first.toString() : `${year}-01-01`
  return null
}

export interface Opening {
  occurrences: Occurrence[]
  /** All periods that begin up to here are opened. */
  through: string
  /** When the next one opens; in the past when `limit` cut it off. */
  nextOpenAt: Temporal.Instant
}
/** What is to be opened by `now` after the periods that begin up to `through`, oldest first, `limit` periods at most. */
export const openUntil = (d: DutyDeclaration, through: string, now: Temporal.Instant, calendar: Calendar, limit: number): Opening => {
  if (!isCadence(d.when)) throw new RangeError(`${d.key} has no periods`)
  const occurrences: Occurrence[] = []
  let mark = Temporal.PlainDate.from(through)
  for (let n = 0; ; n++) {
    const period = nextPeriod(d.when.every, mark, calendar)
    const here = ofPeriod(d, period, calendar)
    const opensAt = (here[0] as Occurrence).opensAt
    if (n >= limit || Temporal.Instant.compare(opensAt, now) > 0) return { occurrences, through: mark.toString(), nextOpenAt: opensAt }
    occurrences.push(...here)
    mark = period.from
  }
}
