import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { builtInCalendar as calendar } from '../../../platform/calendar/holiday-calendar.ts'
import { dueAfterStandstill } from './standstill.ts'
import { workingSeconds } from './working-time.ts'

const at = (text: string) => Temporal.ZonedDateTime.from(`${text}[Asia/Shanghai]`).toInstant()
const after = (due: string, stopped: string, resumed: string) =>
  dueAfterStandstill(at(due), at(stopped), at(resumed), calendar)
    .toZonedDateTimeISO('Asia/Shanghai')
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' })

describe('the clock goes on with what was left', () => {
  test.each([
    // due Tuesday 17:00; stopped Monday 16:00: an hour of Monday and all of Tuesday are left
    ['2026-09-15T17:00', '2026-09-14T16:00', '2026-09-15T09:00', '2026-09-16T10:00'],
    ['2026-09-15T17:00', '2026-09-14T16:00', '2026-09-18T10:00', '2026-09-20T11:00'], // Sunday 20 September is worked
    ['2026-09-15T17:00', '2026-09-14T10:00', '2026-09-14T16:00', '2026-09-16T15:00'],
    ['2026-09-15T17:00', '2026-09-14T16:00', '2026-09-14T16:00', '2026-09-15T17:00'],
    // over the National Day holidays
    ['2026-09-30T17:00', '2026-09-30T15:00', '2026-10-03T12:00', '2026-10-08T11:00'],
    // stopped and resumed in the evening: nothing of the working day was lost
    ['2026-09-15T17:00', '2026-09-14T19:00', '2026-09-14T21:00', '2026-09-15T17:00'],
    // overdue already when it was stopped
    ['2026-09-14T17:00', '2026-09-15T10:00', '2026-09-16T10:00', '2026-09-14T17:00'],
  ])('due %s, stopped %s, on again %s: %s', (due, stopped, resumed, expected) => {
    expect(after(due, stopped, resumed)).toBe(expected)
  })
  test('never more, never less working time than was left; never before the moment it goes on', () => {
    const minutes = fc.integer({ min: 0, max: 60 * 24 * 40 })
    fc.assert(
      fc.property(minutes, minutes, minutes, (a, b, c) => {
        const stopped = at('2026-09-10T08:00').add({ minutes: a })
        const due = at('2026-09-10T08:00').add({ minutes: b })
        const resumed = stopped.add({ minutes: c })
        const moved = dueAfterStandstill(due, stopped, resumed, calendar)
        if (Temporal.Instant.compare(due, stopped) < 0) return moved.equals(due)
        return (
          workingSeconds(resumed, moved, calendar) === workingSeconds(stopped, due, calendar) &&
          Temporal.Instant.compare(moved, resumed) >= 0
        )
      }),
    )
  })
})
