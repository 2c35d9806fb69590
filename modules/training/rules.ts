import { Temporal } from 'temporal-polyfill'
import type { Who } from '../organisations/rules/authority.ts'
import { type Decision, no, yes } from '../organisations/rules/structure.ts'
import type { TrainingPhase } from '../workforce/rules.ts'

export const halves = ['morning', 'afternoon'] as const
export type Half = (typeof halves)[number]
export const questionKinds = ['single', 'multiple', 'trueFalse'] as const
export type QuestionKind = (typeof questionKinds)[number]

/** 7.1.1.5: three days in service each calendar year, in half days. */
export const ANNUAL_HALF_DAYS = 6
/** The code on the screen changes this often; the one before still counts, so that nobody is late by the time of a click. */
export const CODE_SECONDS = 30
/** How long after a half has ended its attendance is taken without a reason. */
export const TOLERANCE_MINUTES = 15
/** A signature sheet is entered within these days; afterwards nobody remembers who sat there. */
export const SHEET_DAYS = 30
export const usualTimes: Readonly<Record<Half, { from: string; until: string }>> = {
  morning: { from: '09:00', until: '12:00' },
  afternoon: { from: '14:00', until: '17:00' },
}

/** Whose hand keeps a course: the court's offices the court's own, the contractor's hr its own (the policies say the same). */
export const mayKeep = (who: Who, course: { organiser: 'court' | 'contractor'; contractorId: number | null }): Decision => {
  if (who.side === 'system' && who.personId === null) return yes
  if (course.organiser === 'court')
    return who.side === 'court' && who.roles.some((r) => r === 'trialManagement' || r === 'responsibleDepartment')
      ? yes
      : no('course-of-the-court')
  return who.side === 'contractor' && who.roles.includes('hr') && who.contractorId === course.contractorId
    ? yes
    : no('course-of-contractor')
}
/** Its teacher too runs a session: shows the code, marks signatures. */
export const mayRun = (
  who: Who,
  course: { organiser: 'court' | 'contractor'; contractorId: number | null },
  session: { teacherId: number | null },
): Decision =>
  session.teacherId !== null && session.teacherId === who.personId ? yes : mayKeep(who, course).ok ? yes : no('not-your-session')

/** A sheet that one hand entered is confirmed by another: whoever runs the session, the court's offices, the contractor's manager. */
export const mayConfirm = (
  who: Who,
  course: { organiser: 'court' | 'contractor'; contractorId: number | null },
  session: { teacherId: number | null },
): Decision => {
  if (mayRun(who, course, session).ok) return yes
  if (who.side === 'court' && who.roles.some((r) => ['trialManagement', 'responsibleDepartment', 'commissioner'].includes(r))) return yes
  const manager = who.side === 'contractor' && who.roles.includes('projectManager') && who.contractorId === course.contractorId
  return manager ? yes : no('not-your-session')
}

export interface Times {
  from: number
  until: number
}
/** Where a moment stands to a half (milliseconds); `late`: over, but a sheet may still be entered with a reason. */
export const attendanceAt = (now: number, half: Times, tolerance = TOLERANCE_MINUTES): 'not-begun' | 'open' | 'late' | 'too-late' => {
  if (now < half.from) return 'not-begun'
  if (now <= half.until + tolerance * 60_000) return 'open'
  return now <= half.until + SHEET_DAYS * 86_400_000 ? 'late' : 'too-late'
}
/** The count of periods since 1970: what a code is made of. */
export const codeStep = (now: number): number => Math.floor(now / (CODE_SECONDS * 1000))
/** When the code of a moment changes. */
export const codeUntil = (now: number): number => (codeStep(now) + 1) * CODE_SECONDS * 1000

/** Times of a session are in order: a half ends after it begins, the morning before the afternoon. */
export const sessionStands = (morning: Times | null, afternoon: Times | null): Decision => {
  if (!morning && !afternoon) return no('no-half-day')
  if ((morning && morning.until <= morning.from) || (afternoon && afternoon.until <= afternoon.from)) return no('times-reversed')
  if (morning && afternoon && afternoon.from < morning.until) return no('times-reversed')
  return yes
}
export const questionStands = (q: { kind: QuestionKind; options: readonly string[]; answers: readonly number[] }): Decision => {
  const count = q.kind === 'trueFalse' ? 2 : q.options.length
  if (q.kind === 'trueFalse' ? q.options.length > 0 : q.options.length < 2 || new Set(q.options).size !== q.options.length)
    return no('options-malformed')
  if (q.answers.length === 0 || new Set(q.answers).size !== q.answers.length || q.answers.some((a) => a < 0 || a >= count))
    return no('answers-malformed')
  return q.kind !== 'multiple' && q.answers.length !== 1 ? no('one-answer-only') : yes
}

// What counts -----------------------------------------------------------------------------------------------------------

export interface Attended {
  sessionId: number
  onDate: string
  /** Halves attended, 1 or 2. */
  halves: number
}
export interface Credit {
  sessionId: number
  halfDays: number
  /** The day from which the half days are complete: the later of attendance and test passed. Past years never grow. */
  onDate: string
}
/**
 * Half days that count: attended and, where the course has a test, passed. A course gives no more than its own half days: once for all before
 * the first task, once a calendar year in service (a year's course is repeated every year). A test passed in an earlier year proves nothing
 * about this year's.
 */
export const creditsOf = (
  course: { phase: TrainingPhase; halfDays: number; hasTest: boolean },
  attended: readonly Attended[],
  passedOn: readonly string[],
): Credit[] => {
  const used = new Map<string, number>()
  const found: Credit[] = []
  for (const a of [...attended].sort((x, y) => (x.onDate === y.onDate ? x.sessionId - y.sessionId : x.onDate < y.onDate ? -1 : 1))) {
    let onDate = a.onDate
    if (course.hasTest) {
      const passed = passedOn.filter((d) => course.phase === 'preJob' || d.slice(0, 4) >= a.onDate.slice(0, 4)).sort()[0]
      if (passed === undefined) continue
      if (passed > onDate) onDate = passed
    }
    const cycle = course.phase === 'preJob' ? 'once' : onDate.slice(0, 4)
    const halfDays = Math.min(a.halves, course.halfDays - (used.get(cycle) ?? 0))
    if (halfDays <= 0) continue
    used.set(cycle, (used.get(cycle) ?? 0) + halfDays)
    found.push({ sessionId: a.sessionId, halfDays, onDate })
  }
  return found
}

// Three days a year -----------------------------------------------------------------------------------------------------

export interface Span {
  from: string
  /** Last day; null: open. */
  until: string | null
}
const daysFrom = (from: Temporal.PlainDate, until: Temporal.PlainDate): number => from.until(until, { largestUnit: 'days' }).days + 1
/** Days of a calendar year somebody was in service; posts may overlap. */
export const daysInService = (year: number, spans: readonly Span[]): number => {
  const first = `${year}-01-01`
  const last = `${year}-12-31`
  let days = 0
  let reached = ''
  for (const s of [...spans].sort((a, b) => (a.from < b.from ? -1 : 1))) {
    let from = s.from > first ? s.from : first
    const until = s.until !== null && s.until < last ? s.until : last
    if (reached >= from) from = Temporal.PlainDate.from(reached).add({ days: 1 }).toString()
    if (from > until) continue
    days += daysFrom(Temporal.PlainDate.from(from), Temporal.PlainDate.from(until))
    reached = until
  }
  return days
}
/** Half days owed in a year: three days whole, or (setting) the share of the year in service, rounded up. */
export const annualNeed = (year: number, spans: readonly Span[], proRata: boolean): number => {
  const days = daysInService(year, spans)
  if (days === 0) return 0
  return proRata ? Math.ceil((ANNUAL_HALF_DAYS * days) / Temporal.PlainDate.from({ year, month: 1, day: 1 }).daysInYear) : ANNUAL_HALF_DAYS
}
/** The last day on which the year's training may still be done. */
export const annualDue = (year: number): string => `${year}-12-31`
/** met, still open, or missed: the year is over. */
export const annualState = (year: number, need: number, done: number, today: string): 'met' | 'open' | 'short' =>
  done >= need ? 'met' : today > annualDue(year) ? 'short' : 'open'

// Tests -----------------------------------------------------------------------------------------------------------------

/** A number source that gives the same numbers for the same seed (32 hex digits), for ever: xoshiro128**. */
const numbers = (seed: string, salt: number): ((below: number) => number) => {
  const s = [0, 8, 16, 24].map((i) => Number.parseInt(seed.slice(i, i + 8), 16) >>> 0)
  s[0] = (s[0]! ^ Math.imul(salt + 1, 0x9e3779b1)) >>> 0
  if (s.join('') === '0000') s[0] = 1
  const turn = (x: number, k: number): number => ((x << k) | (x >>> (32 - k))) >>> 0
  const next = (): number => {
    const result = Math.imul(turn(Math.imul(s[1]!, 5) >>> 0, 7), 9) >>> 0
    const t = (s[1]! << 9) >>> 0
    s[2] = (s[2]! ^ s[0]!) >>> 0
    s[3] = (s[3]! ^ s[1]!) >>> 0
    s[1] = (s[1]! ^ s[2]!) >>> 0
    s[0] = (s[0]! ^ s[3]!) >>> 0
    s[2] = (s[2]! ^ t) >>> 0
    s[3] = turn(s[3]!, 11)
    return result
  }
  for (let i = 0; i < 16; i++) next()
  return (below) => {
    // Values past the last whole multiple are drawn again: no question is likelier than another.
    const limit = 0x1_0000_0000 - (0x1_0000_0000 % below)
    let n = next()
    while (n >= limit) n = next()
    return n % below
  }
}
const shuffled = <T>(items: readonly T[], below: (n: number) => number): T[] => {
  const out = [...items]
  for (let i = out.length - 1; i > 0; i--) {
    const j = below(i + 1)
    ;[out[i], out[j]] = [out[j]!, out[i]!]
  }
  return out
}
/** The questions of a test, in the order they are asked. Anybody with the seed can draw them again. */
export const drawQuestions = (seed: string, bank: readonly number[], count: number): number[] =>
  shuffled(
    [...bank].sort((a, b) => a - b),
    numbers(seed, 0),
  ).slice(0, count)
/** The order in which a question's options are shown: position → option as written. */
export const optionOrder = (seed: string, questionId: number, count: number): number[] =>
  shuffled(
    Array.from({ length: count }, (_, i) => i),
    numbers(seed, questionId),
  )
/** A question is right as a whole or not at all. */
export const isRight = (answers: readonly number[], chosen: readonly number[]): boolean =>
  answers.length === chosen.length && answers.every((a) => chosen.includes(a))
/** Without rounding: 79.9 is not 80. */
export const isPassed = (right: number, asked: number, passMark: number): boolean => asked > 0 && right * 100 >= passMark * asked
