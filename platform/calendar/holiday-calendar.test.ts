import { Temporal } from 'temporal-polyfill'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { builtInCalendar, builtInYears, makeCalendar, parseHolidayYear } from './holiday-calendar.ts'
import { endOfDay, startOfDay, toDate } from './zoned.ts'

const day = (text: string) => Temporal.PlainDate.from(text)
const anyDay = fc.integer({ min: 0, max: 4500 }).map((n) => day('2018-01-01').add({ days: n }))

describe('State Council calendar', () => {
  test('2026: holidays, make-up working weekends and the neighbours', () => {
    for (const off of [
      '2026-01-01',
      '2026-02-15',
      '2026-04-06',
      '2026-05-05',
      '2026-06-19',
      '2026-09-25',
      '2026-10-07',
      '2026-10-11',
      '2026-11-21',
    ]) {
      expect(builtInCalendar.isWorkday(day(off)), off).toBe(false)
    }
    for (const on of ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10', '2026-10-08', '2026-11-23']) {
      expect(builtInCalendar.isWorkday(day(on)), on).toBe(true)
    }
  })
  test('working days between two days are the working days one by one, also beyond the years of the running sums', () => {
    const widely = fc.integer({ min: -400, max: 37_300 }).map((n) => day('2000-01-01').add({ days: n }))
    fc.assert(
      fc.property(widely, fc.integer({ min: -30, max: 400 }), (from, ahead) => {
        const to = from.add({ days: ahead })
        let counted = 0
        for (let n = 1; n <= ahead; n++) if (builtInCalendar.isWorkday(from.add({ days: n }))) counted++
        expect(builtInCalendar.workdaysBetween(from, to)).toBe(counted)
      }),
      { numRuns: 60 },
    )
  })
  test('248 working days in 2026, 22 in September, 18 in October (domain.md §8)', () => {
    expect(builtInCalendar.workdaysBetween(day('2025-12-31'), day('2026-12-31'))).toBe(248)
    expect(builtInCalendar.workdaysBetween(day('2026-08-31'), day('2026-09-30'))).toBe(22)
    expect(builtInCalendar.workdaysBetween(day('2026-09-30'), day('2026-10-31'))).toBe(18)
  })
  test('2027 is not published: a guess, said to be one', () => {
    expect(builtInCalendar.isPublished(2026)).toBe(true)
    expect(builtInCalendar.isPublished(2027)).toBe(false)
    expect(builtInCalendar.publishedYears).toEqual([2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026])
    for (const off of ['2027-01-01', '2027-02-05', '2027-02-06', '2027-02-08', '2027-05-01', '2027-10-01', '2027-03-06']) {
      expect(builtInCalendar.isWorkday(day(off)), off).toBe(false)
    }
    expect(builtInCalendar.isWorkday(day('2027-03-18'))).toBe(true)
  })
  test('rolls over National Day; counts working days from the next day', () => {
    expect(builtInCalendar.rollForward(day('2026-10-03')).toString()).toBe('2026-10-08')
    expect(builtInCalendar.rollForward(day('2026-10-10')).toString()).toBe('2026-10-10')
    expect(builtInCalendar.addWorkdays(day('2026-09-30'), 3).toString()).toBe('2026-10-10')
    expect(builtInCalendar.addWorkdays(day('2026-10-03'), 0).toString()).toBe('2026-10-03')
    expect(() => builtInCalendar.addWorkdays(day('2026-10-03'), -1)).toThrow(RangeError)
  })
  test('the last days of 2018 come from the notice for 2019', () => {
    expect(builtInCalendar.isWorkday(day('2018-12-29'))).toBe(true)
    expect(builtInCalendar.isWorkday(day('2018-12-31'))).toBe(false)
  })
  test('the version changes with the data and only with it', () => {
    expect(makeCalendar([...builtInYears].reverse()).version).toBe(builtInCalendar.version)
    const changed = builtInYears.map((y) => (y.year === 2026 ? { ...y, days: y.days.slice(1) } : y))
    expect(makeCalendar(changed).version).not.toBe(builtInCalendar.version)
    expect(makeCalendar([]).version).toMatch(/^none-/)
  })
  test('property: rolled days are working days, and adding and counting agree', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 300 }), (date, n) => {
        expect(builtInCalendar.isWorkday(builtInCalendar.rollForward(date))).toBe(true)
        const last = builtInCalendar.addWorkdays(date, n)
        expect(builtInCalendar.isWorkday(last)).toBe(true)
        expect(builtInCalendar.workdaysBetween(date, last)).toBe(n)
      }),
    )
  })
})

describe('import of a notice', () => {
  test('takes the stored files, refuses empty and broken ones', () => {
    for (const year of builtInYears) expect(parseHolidayYear(structuredClone(year))).toMatchObject({ ok: true })
    expect(parseHolidayYear({ year: 2027, papers: [], days: [] })).toEqual({ ok: false, code: 'not-published', where: 'days' })
    const one = (date: string) => ({ year: 2027, papers: [], days: [{ name: '元旦', date, isOffDay: true }] })
    expect(parseHolidayYear(one('2027-01-01'))).toMatchObject({ ok: true })
    expect(parseHolidayYear(one('2027-02-30'))).toMatchObject({ ok: false, code: 'malformed', where: 'days.0.date' })
    expect(parseHolidayYear(one('2017-01-01'))).toMatchObject({ ok: false, code: 'wrong-year' })
    expect(parseHolidayYear(one('2026-12-31'))).toMatchObject({ ok: false, code: 'wrong-year' })
    expect(parseHolidayYear('<html>')).toMatchObject({ ok: false, code: 'malformed' })
    const twice = { ...one('2027-01-01'), days: [...one('2027-01-01').days, ...one('2027-01-01').days] }
    expect(parseHolidayYear(twice)).toMatchObject({ ok: false, code: 'malformed', where: 'days' })
  })
  test('an imported year is published and changes the answer', () => {
    const notice = parseHolidayYear({ year: 2027, papers: [], days: [{ name: '元旦', date: '2027-01-02', isOffDay: false }] })
    if (!notice.ok) throw new Error(notice.code)
    const calendar = makeCalendar([...builtInYears, notice.year])
    expect(calendar.isPublished(2027)).toBe(true)
    expect(calendar.isWorkday(day('2027-01-02'))).toBe(true)
  })
})

describe('moments and days at the court', () => {
  test('a day is a day in Beijing', () => {
    expect(toDate(Temporal.Instant.from('2026-09-27T16:00:00Z')).toString()).toBe('2026-09-28')
    expect(startOfDay(day('2026-09-28')).toString()).toBe('2026-09-27T16:00:00Z')
    expect(endOfDay(day('2026-09-28')).toString()).toBe('2026-09-28T15:59:59Z')
  })
  test('two working days from a hand-over before National Day', () => {
    const due = builtInCalendar.addWorkdays(toDate(Temporal.Instant.from('2026-09-30T02:00:00Z')), 2)
    expect(due.toString()).toBe('2026-10-09')
  })
})
