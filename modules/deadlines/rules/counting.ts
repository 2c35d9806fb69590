import { Temporal } from 'temporal-polyfill'
import type { Calendar } from '../../../platform/calendar/workdays.ts'
import type { Interval } from './fields.ts'
import type { Step } from './shape.ts'

/** A period that has been counted. */
export interface Counted {
  /** The last day, after rolling. */
  last: Temporal.PlainDate
  /** The last day before rolling; extensions are counted from the start, never from here. */
  nominal: Temporal.PlainDate
  steps: Step[]
}
export type Unit = 'day' | 'month' | 'year'
export interface Period {
  from: Temporal.PlainDate
  amount: number
  unit: Unit
  /** Last day on an off-day moves to the first working day after it (民诉85). Default true. */
  roll?: boolean
  excluded?: readonly Interval[]
}

const unitWords: Record<Unit, { zh: string; one: string; many: string }> = {
  day: { zh: '日', one: 'day', many: 'days' },
  month: { zh: '个月', one: 'month', many: 'months' },
  year: { zh: '年', one: 'year', many: 'years' },
}
export const amountInWords = (amount: number, unit: Unit): { zh: string; en: string } => ({
  zh: `${amount}${unitWords[unit].zh}`,
  en: `${amount} ${amount === 1 ? unitWords[unit].one : unitWords[unit].many}`,
})
const weekdaysZh = ['一', '二', '三', '四', '五', '六', '日']
const weekdaysEn = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
/** 2026-10-25（周日） / 2026-10-25 (Sun) */
export const dayInWords = (date: Temporal.PlainDate): { zh: string; en: string } => ({
  zh: `${date}（周${weekdaysZh[date.dayOfWeek - 1]}）`,
  en: `${date} (${weekdaysEn[date.dayOfWeek - 1]})`,
})

export const isAfter = (a: Temporal.PlainDate, b: Temporal.PlainDate): boolean => Temporal.PlainDate.compare(a, b) > 0
export const laterOf = (a: Temporal.PlainDate, b: Temporal.PlainDate): Temporal.PlainDate => (isAfter(a, b) ? a : b)
const daysBetween = (a: Temporal.PlainDate, b: Temporal.PlainDate): number => a.until(b, { largestUnit: 'days' }).days

/** The union of spans, in order: days in two of them are left out once (审限9, 解释243). */
export const unionOf = (spans: readonly Interval[]): Interval[] => {
  const merged: Interval[] = []
  for (const span of [...spans].sort((a, b) => Temporal.PlainDate.compare(a.from, b.from))) {
    const open = merged.at(-1)
    if (open && !isAfter(span.from, open.to)) open.to = laterOf(open.to, span.to)
    else merged.push({ from: span.from, to: span.to })
  }
  return merged
}

/**
 * Counts a period: the start day is not counted (民诉85); a month or year ends on the corresponding day or, when there is none, on the last
 * day of that month (民法典202 by analogy); days in excluded spans do not count; a last day that is no working day rolls.
 */
export const countPeriod = (p: Period, calendar: Calendar): Counted => {
  const words = amountInWords(p.amount, p.unit)
  const plain = p.from.add(p.unit === 'day' ? { days: p.amount } : p.unit === 'month' ? { months: p.amount } : { years: p.amount })
  const from = dayInWords(p.from)
  const end = dayInWords(plain)
  const steps: Step[] = [
    {
      code: 'start-day-not-counted',
      zh: `开始之日 ${from.zh}不计算在期间内，自次日起算`,
      en: `The start day ${from.en} is not counted; the period runs from the next day`,
      date: p.from.add({ days: 1 }).toString(),
    },
    { code: 'period-counted', zh: `计${words.zh}，至 ${end.zh}`, en: `${words.en}, to ${end.en}`, date: plain.toString() },
  ]
  if (p.unit !== 'day' && plain.day !== p.from.day) {
    steps.push({
      code: 'no-corresponding-day',
      zh: `该月没有 ${p.from.day} 日，以月末日为最后一日`,
      en: `That month has no day ${p.from.day}; its last day ends the period`,
      date: plain.toString(),
    })
  }
  const nominal = leaveOut(p.from, plain, p.excluded ?? [], steps)
  const last = p.roll === false ? nominal : rollLastDay(nominal, calendar, steps)
  return { last, nominal, steps }
}

/** The first day by which as many days outside the spans have passed as lie between `from` and `end`. */
const leaveOut = (from: Temporal.PlainDate, end: Temporal.PlainDate, excluded: readonly Interval[], steps: Step[]): Temporal.PlainDate => {
  let left = daysBetween(from, end)
  let at = from
  let skipped = 0
  for (const span of unionOf(excluded)) {
    const begin = laterOf(span.from, at)
    if (!isAfter(span.to, begin)) continue
    const before = daysBetween(at, begin)
    if (before >= left) break
    left -= before
    skipped += daysBetween(begin, span.to)
    at = span.to
  }
  const last = at.add({ days: left })
  if (skipped > 0) {
    const words = dayInWords(last)
    steps.push({
      code: 'excluded-days',
      zh: `扣除不计入的期间共 ${skipped} 日（重叠部分只扣一次），至 ${words.zh}`,
      en: `${skipped} excluded days are left out (overlaps once), to ${words.en}`,
      date: last.toString(),
    })
  }
  return last
}

const rollLastDay = (nominal: Temporal.PlainDate, calendar: Calendar, steps: Step[]): Temporal.PlainDate => {
  const last = calendar.rollForward(nominal)
  if (isAfter(last, nominal)) {
    const [a, b] = [dayInWords(nominal), dayInWords(last)]
    steps.push({
      code: 'rolled',
      zh: `最后一日 ${a.zh}为法定休假日，顺延至其后第一日 ${b.zh}`,
      en: `The last day ${a.en} is an off-day; it moves to ${b.en}`,
      date: last.toString(),
    })
  }
  return last
}

/** Hours run from the next full hour and through off-days (民诉85, 解释125). */
export const countHours = (from: Temporal.PlainDateTime, hours: number): { last: Temporal.PlainDateTime; steps: Step[] } => {
  const start = from.with({ minute: 0, second: 0, millisecond: 0, microsecond: 0, nanosecond: 0 }).add({ hours: 1 })
  const last = start.add({ hours })
  const text = (at: Temporal.PlainDateTime) => `${at.toPlainDate()} ${at.toPlainTime().toString({ smallestUnit: 'minute' })}`
  return {
    last,
    steps: [
      {
        code: 'next-hour',
        zh: `以时计算的期间从次时 ${text(start)} 起算`,
        en: `Hours run from the next hour, ${text(start)}`,
        date: start.toPlainDate().toString(),
      },
      {
        code: 'hours-counted',
        zh: `计 ${hours} 小时，至 ${text(last)}`,
        en: `${hours} hours, to ${text(last)}`,
        date: last.toPlainDate().toString(),
      },
    ],
  }
}

export interface Timeliness {
  inTime: boolean
  /** 'posted-before-expiry': it arrived later but was posted in time (民诉85); keep the envelope. */
  code: 'in-time' | 'posted-before-expiry' | 'late'
}
/** Was the act in time? `due` includes the day itself (民法典1259). */
export const timeliness = (
  due: Temporal.PlainDate,
  act: { received: Temporal.PlainDate; posted?: Temporal.PlainDate | null },
): Timeliness => {
  if (!isAfter(act.received, due)) return { inTime: true, code: 'in-time' }
  if (act.posted && !isAfter(act.posted, due)) return { inTime: true, code: 'posted-before-expiry' }
  return { inTime: false, code: 'late' }
}
