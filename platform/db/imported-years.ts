import type pg from 'pg'
import { builtInCalendar, builtInYears, type HolidayYear, makeCalendar } from '../calendar/holiday-calendar.ts'
import type { Calendar } from '../calendar/workdays.ts'

/** The calendar carried with the product and the years imported since. */
export const loadCalendar = async (pool: pg.Pool): Promise<Calendar> => {
  const { rows } = await pool.query<{ value: HolidayYear }>(
    "select value from bw.setting where court_id = 0 and key like 'calendar.year.%' order by key",
  )
  return rows.length ? makeCalendar([...builtInYears, ...rows.map((r) => r.value)]) : builtInCalendar
}
