import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import y2018 from './data/2018.json' with { type: 'json' }
import y2019 from './data/2019.json' with { type: 'json' }
import y2020 from './data/2020.json' with { type: 'json' }
import y2021 from './data/2021.json' with { type: 'json' }
import y2022 from './data/2022.json' with { type: 'json' }
import y2023 from './data/2023.json' with { type: 'json' }
import y2024 from './data/2024.json' with { type: 'json' }
import y2025 from './data/2025.json' with { type: 'json' }
import y2026 from './data/2026.json' with { type: 'json' }
import type { Calendar } from './workdays.ts'

/** One State Council notice in the form of github.com/NateScarlet/holiday-cn; days not named are ordinary. */
export interface HolidayYear {
  year: number
  /** Addresses of the notices. */
  papers: string[]
  days: { name: string; date: string; isOffDay: boolean }[]
}

const isoDate = z.string().refine((text) => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() === text
  } catch {
    return false
  }
})

const holidayYear = z.object({
  year: z.int().min(2007).max(2100),
  papers: z.array(z.string().max(500)).default([]),
  days: z
    .array(z.object({ name: z.string().min(1).max(50), date: isoDate, isOffDay: z.boolean() }))
    .max(100)
    .refine((days) => new Set(days.map((d) => d.date)).size === days.length),
})

export type ParsedHolidayYear =
  | { ok: true; year: HolidayYear }
  /** 'not-published': well formed, but without days. `where`: path inside the file. */
  | { ok: false; code: 'malformed' | 'not-published' | 'wrong-year'; where: string }

/** Checks an imported holiday-cn file (parsed JSON). A notice may also name days of the neighbouring years (e.g. 31 December). */
export const parseHolidayYear = (json: unknown): ParsedHolidayYear => {
  const parsed = holidayYear.safeParse(json)
  if (!parsed.success) return { ok: false, code: 'malformed', where: parsed.error.issues[0]?.path.join('.') ?? '' }
  const { year, papers, days } = parsed.data
  if (days.length === 0) return { ok: false, code: 'not-published', where: 'days' }
  const stray = days.findIndex((d) => Math.abs(Number(d.date.slice(0, 4)) - year) > 1)
  if (stray >= 0) return { ok: false, code: 'wrong-year', where: `days.${stray}.date` }
  if (!days.some((d) => Number(d.date.slice(0, 4)) === year)) return { ok: false, code: 'wrong-year', where: 'year' }
  return { ok: true, year: { year, papers, days } }
}

/**
 * A guess for years without a notice: the statutory days (全国年节及纪念日放假办法, 2025). Festivals of the lunar year are known for the
 * years below only. Whatever reaches such a year is flagged, and computed again when the notice is imported.
 */
const fixedDays = ['01-01', '05-01', '05-02', '10-01', '10-02', '10-03']
const festivals: Record<number, readonly [qingming: string, newYear: string, dragonBoat: string, midAutumn: string]> = {
  2027: ['2027-04-05', '2027-02-06', '2027-06-09', '2027-09-15'],
  2028: ['2028-04-04', '2028-01-26', '2028-05-28', '2028-10-03'],
  2029: ['2029-04-04', '2029-02-13', '2029-06-16', '2029-09-22'],
  2030: ['2030-04-05', '2030-02-03', '2030-06-05', '2030-09-12'],
}

/** Days since 1970-01-01 of a proleptic Gregorian date: whole numbers are far cheaper than date objects in the loops below. */
const dayNumber = (year: number, month: number, day: number): number => {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1
  return era * 146097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719468
}
const numberOf = (date: Temporal.PlainDate): number => dayNumber(date.year, date.month, date.day)
const numberOfText = (text: string): number => dayNumber(Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8, 10)))
/** 1970-01-01 was a Thursday. */
const isWeekend = (n: number): boolean => {
  const weekday = (((n + 3) % 7) + 7) % 7
  return weekday >= 5
}

const exceptionsOf = (data: ReadonlyMap<number, HolidayYear>): Map<number, boolean> => {
  const working = new Map<number, boolean>()
  for (const text of Object.values(festivals).flatMap((f) => guessedFestivalDays(f))) {
    if (!data.has(Number(text.slice(0, 4)))) working.set(numberOfText(text), false)
  }
  for (const year of [...data.keys()].sort((a, b) => a - b)) {
    for (const day of data.get(year)?.days ?? []) working.set(numberOfText(day.date), !day.isOffDay)
  }
  return working
}
const guessedFestivalDays = ([qingming, newYear, dragonBoat, midAutumn]: readonly [string, string, string, string]): string[] => {
  const first = Temporal.PlainDate.from(newYear)
  return [qingming, dragonBoat, midAutumn, ...[-1, 0, 1, 2].map((d) => first.add({ days: d }).toString())]
}

/** FNV-1a over the days: two calendars with the same version answer alike. */
const versionOf = (data: ReadonlyMap<number, HolidayYear>): string => {
  let hash = 0x811c9dc5
  const years = [...data.keys()].sort((a, b) => a - b)
  for (const year of years) {
    const days = [...(data.get(year)?.days ?? [])].sort((a, b) => (a.date < b.date ? -1 : 1))
    for (const char of `${year}:${days.map((d) => `${d.date}${d.isOffDay ? '-' : '+'}`).join(',')};`) {
      hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193) >>> 0
    }
  }
  return `${years.at(-1) ?? 'none'}-${hash.toString(16).padStart(8, '0')}`
}

/** Days since 1970 between which working days are counted by running sums: 2000-01-01 to 2100-01-01. */
const [SUMS_FROM, SUMS_UNTIL] = [10_957, 47_482]

/** A calendar from the notices of single years; years without days count as not published. */
export const makeCalendar = (years: readonly HolidayYear[]): Calendar & { readonly publishedYears: readonly number[] } => {
  const data = new Map(years.filter((y) => y.days.length > 0).map((y) => [y.year, y]))
  const exceptions = exceptionsOf(data)
  const version = versionOf(data)
  const fixedOfYear = new Map<number, Set<number>>()
  const guessedOff = (n: number): boolean => {
    // Only reached on weekdays no notice speaks of; the year of a day number is found without a date object.
    const year = 1970 + Math.floor((n + 0.5) / 365.2425)
    for (const y of [year - 1, year, year + 1]) {
      if (data.has(y)) continue
      let set = fixedOfYear.get(y)
      if (!set) {
        set = new Set(fixedDays.map((md) => numberOfText(`${y}-${md}`)))
        fixedOfYear.set(y, set)
      }
      if (set.has(n)) return true
    }
    return false
  }
  const worksNumber = (n: number): boolean => exceptions.get(n) ?? (!isWeekend(n) && !guessedOff(n))
  // Running sums, as far as they were asked for: a list of fifty tasks counted each day up to fifty due days, both ways (a fifteenth of the server's time).
  const sums: number[] = [0]
  const workdaysUntil = (n: number): number => {
    for (let day = SUMS_FROM + sums.length; day <= n; day += 1) sums.push(sums.at(-1)! + (worksNumber(day) ? 1 : 0))
    return sums[n - SUMS_FROM]!
  }

  return {
    version,
    publishedYears: [...data.keys()].sort((a, b) => a - b),
    isPublished: (year) => data.has(year),
    isWorkday: (date) => worksNumber(numberOf(date)),
    rollForward: (date) => {
      const start = numberOf(date)
      let n = start
      while (!worksNumber(n)) n += 1
      return n === start ? date : date.add({ days: n - start })
    },
    addWorkdays: (date, count) => {
      if (!Number.isInteger(count) || count < 0) throw new RangeError(`working days to add: ${count}`)
      const start = numberOf(date)
      let n = start
      for (let left = count; left > 0; ) {
        n += 1
        if (worksNumber(n)) left -= 1
      }
      return date.add({ days: n - start })
    },
    workdaysBetween: (from, to) => {
      const [first, last] = [numberOf(from), numberOf(to)]
      if (last <= first) return 0
      if (first >= SUMS_FROM && last < SUMS_UNTIL) return workdaysUntil(last) - workdaysUntil(first)
      let days = 0
      for (let n = first + 1; n <= last; n += 1) if (worksNumber(n)) days += 1
      return days
    },
  }
}

/** The notices carried with the product (2018–2026). */
export const builtInYears: readonly HolidayYear[] = [y2018, y2019, y2020, y2021, y2022, y2023, y2024, y2025, y2026]
export const builtInCalendar = makeCalendar(builtInYears)
