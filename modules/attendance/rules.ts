import { Temporal } from 'temporal-polyfill'
import type { Who } from '../organisations/rules/authority.ts'
import { type Decision, no, yes } from '../organisations/rules/structure.ts'

export const leaveKinds = ['annual', 'sick', 'personal', 'marriage', 'maternity', 'bereavement', 'injury', 'other'] as const
export type LeaveKind = (typeof leaveKinds)[number]
/** What another enters for somebody who cannot. */
export const enteredKinds = ['sick', 'injury'] as const
export const leaveStates = ['asked', 'approved', 'refused', 'withdrawn', 'cancelled', 'returned'] as const
export type LeaveState = (typeof leaveStates)[number]
export const halves = ['am', 'pm'] as const
export type Half = (typeof halves)[number]
export const shiftDays = ['workdays', 'daily'] as const
export const markKinds = ['absent', 'late', 'extra'] as const
export type MarkKind = (typeof markKinds)[number]

export interface Span {
  fromDate: string
  fromHalf: Half
  untilDate: string
  untilHalf: Half
}
export interface Instants {
  fromAt: Temporal.Instant
  untilAt: Temporal.Instant
}
const COURT_ZONE = 'Asia/Shanghai'
const at = (date: string, days: number, time: string): Temporal.Instant =>
  Temporal.PlainDate.from(date)
    .add({ days })
    .toZonedDateTime({ timeZone: COURT_ZONE, plainTime: Temporal.PlainTime.from(time) })
    .toInstant()

/** A morning runs from midnight to noon, an afternoon from noon to midnight: no hour of a leave is left in which access would stand open. */
export const instantsOf = (s: Span): Instants => ({
  fromAt: at(s.fromDate, 0, s.fromHalf === 'am' ? '00:00' : '12:00'),
  untilAt: s.untilHalf === 'am' ? at(s.untilDate, 0, '12:00') : at(s.untilDate, 1, '00:00'),
})
export const overlap = (a: Instants, b: Instants): boolean =>
  Temporal.Instant.compare(a.fromAt, b.untilAt) < 0 && Temporal.Instant.compare(b.fromAt, a.untilAt) < 0

/** At most a year (maternity with all its extensions is shorter); asked for oneself it does not begin before today. */
export const spanStands = (s: Span, today: string, now: Temporal.Instant, entered: boolean): Decision => {
  const { fromAt, untilAt } = instantsOf(s)
  if (Temporal.Instant.compare(untilAt, fromAt) <= 0) return no('leave-reversed')
  if (Temporal.Instant.compare(untilAt, now) <= 0) return no('leave-over')
  const earliest = Temporal.PlainDate.from(today)
    .subtract({ days: entered ? 7 : 0 })
    .toString()
  if (s.fromDate < earliest) return no('leave-begun')
  return s.untilDate > Temporal.PlainDate.from(s.fromDate).add({ years: 1 }).toString() ? no('leave-too-long') : yes
}

export interface Shift {
  am: boolean
  pm: boolean
  days: (typeof shiftDays)[number]
}
export const ORDINARY: Shift = { am: true, pm: true, days: 'workdays' }
/** Is this half of the day working time of the shift? */
export const isDue = (shift: Shift, workday: boolean, half: Half): boolean => shift[half] && (shift.days === 'daily' || workday)
/** The shift of a day: the last one given up to it. */
export const shiftOn = (given: readonly (Shift & { fromDate: string })[], date: string): Shift =>
  given
    .filter((g) => g.fromDate <= date)
    .reduce<(Shift & { fromDate: string }) | null>((a, g) => (a && a.fromDate > g.fromDate ? a : g), null) ?? ORDINARY

const days = (from: string, until: string): string[] => {
  const out: string[] = []
  for (let d = Temporal.PlainDate.from(from); d.toString() <= until; d = d.add({ days: 1 })) out.push(d.toString())
  return out
}
/** Half days of working time that a leave takes. */
export const halfDaysOf = (s: Span, shift: (date: string) => Shift, isWorkday: (date: string) => boolean): number => {
  const span = instantsOf(s)
  let n = 0
  for (const date of days(s.fromDate, s.untilDate))
    for (const half of halves)
      if (
        isDue(shift(date), isWorkday(date), half) &&
        overlap(span, instantsOf({ fromDate: date, fromHalf: half, untilDate: date, untilHalf: half }))
      )
        n++
  return n
}

/** A half day on the month sheet: off, owed (still to come), worked, leave, absent, late, extra; ' ' when not in service. */
export type Cell = 'O' | 'D' | 'P' | 'L' | 'A' | 'T' | 'X' | ' '
export interface MonthFacts {
  month: string
  today: string
  inService: (date: string) => boolean
  shift: (date: string) => Shift
  isWorkday: (date: string) => boolean
  leaves: readonly Instants[]
  marks: readonly { date: string; half: Half; kind: MarkKind }[]
}
export interface MonthRow {
  /** Two signs a day, morning and afternoon. */
  cells: string
  due: number
  worked: number
  leave: number
  absent: number
  late: number
  extra: number
}
export const monthDays = (month: string): string[] =>
  days(`${month}-01`, Temporal.PlainYearMonth.from(month).toPlainDate({ day: 31 }).toString())

/** The month of one person. What nobody marked was worked when its day has come: exceptions are entered, not presence. */
export const monthRow = (f: MonthFacts): MonthRow => {
  const row: MonthRow = { cells: '', due: 0, worked: 0, leave: 0, absent: 0, late: 0, extra: 0 }
  for (const date of monthDays(f.month))
    for (const half of halves) {
      const due = f.inService(date) && isDue(f.shift(date), f.isWorkday(date), half)
      const mark = f.marks.find((m) => m.date === date && m.half === half)
      const span = instantsOf({ fromDate: date, fromHalf: half, untilDate: date, untilHalf: half })
      const cell: Cell = !f.inService(date)
        ? ' '
        : !due
          ? mark?.kind === 'extra'
            ? 'X'
            : 'O'
          : f.leaves.some((l) => overlap(l, span))
            ? 'L'
            : mark?.kind === 'absent'
              ? 'A'
              : date > f.today
                ? 'D'
                : mark?.kind === 'late'
                  ? 'T'
                  : 'P'
      row.cells += cell
      if (due) row.due++
      if (cell === 'P' || cell === 'T') row.worked++
      if (cell === 'L') row.leave++
      if (cell === 'A') row.absent++
      if (cell === 'T') row.late++
      if (cell === 'X') row.extra++
    }
  return row
}

const leads = (who: Who): boolean => who.side === 'contractor' && who.roles.some((r) => ['projectManager', 'teamLead', 'hr'].includes(r))
export type LeaveAct = 'approve' | 'refuse' | 'withdraw' | 'end'
/** A second person decides: team lead or project manager; about the project manager hr, too. */
export const mayTurnLeave = (
  act: LeaveAct,
  l: { state: LeaveState; personId: number; contractorId: number; ofManager: boolean },
  who: Who,
): Decision => {
  if (act === 'withdraw') return who.personId !== l.personId ? no('not-allowed') : l.state === 'asked' ? yes : no('leave-decided')
  if (who.contractorId !== l.contractorId || !leads(who)) return no('not-allowed')
  if (who.personId === l.personId) return no('not-yourself')
  if (act === 'end') return l.state === 'approved' ? yes : no('leave-not-running')
  if (!who.roles.some((r) => r === 'projectManager' || r === 'teamLead' || (l.ofManager && r === 'hr'))) return no('not-allowed')
  return l.state === 'asked' ? yes : no('leave-decided')
}
