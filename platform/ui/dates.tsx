import { Tooltip } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Temporal } from 'temporal-polyfill'
import { systemClock, ZONE } from '../calendar/clock.ts'
import type { Calendar } from '../calendar/workdays.ts'
import { language } from './i18n.ts'
import { StateTag } from './marks.tsx'
import { ink } from './theme.ts'

let calendar: Pick<Calendar, 'workdaysBetween'> | null = null
/** app/web gives the court's calendar; until then due dates are shown without working days. */
export const showWorkdaysOf = (c: Pick<Calendar, 'workdaysBetween'> | null): void => {
  calendar = c
}

const today = (): Temporal.PlainDate => systemClock.now().toZonedDateTimeISO(ZONE).toPlainDate()
/** Reads '2026-11-24', an instant '2026-11-24T09:00:00Z' or PostgreSQL's '2026-11-24 09:00:00+08' as Beijing time. */
const read = (value: string): { date: Temporal.PlainDate; time: Temporal.PlainTime | null; at: Temporal.Instant | null } => {
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return { date: Temporal.PlainDate.from(value), time: null, at: null }
  const iso = value.replace(' ', 'T').replace(/([+-]\d{2})$/, '$1:00')
  const z = Temporal.Instant.from(iso).toZonedDateTimeISO(ZONE)
  return { date: z.toPlainDate(), time: z.toPlainTime(), at: z.toInstant() }
}

const two = (n: number): string => String(n).padStart(2, '0')
const month = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** '2026年11月24日' or '24 Nov 2026'; `short` leaves the current year out. */
export const dateText = (value: string | null | undefined, options: { short?: boolean } = {}): string => {
  if (!value) return '—'
  const { date: d } = read(value)
  const year = !options.short || d.year !== today().year
  if (language() === 'zh') return `${year ? `${d.year}年` : ''}${d.month}月${d.day}日`
  return `${d.day} ${month[d.month - 1]}${year ? ` ${d.year}` : ''}`
}

/** '2026年11月24日 17:00'; a pure date stays without a time. */
export const timeText = (value: string | null | undefined, options: { short?: boolean } = {}): string => {
  if (!value) return '—'
  const { time } = read(value)
  return time ? `${dateText(value, options)} ${two(time.hour)}:${two(time.minute)}` : dateText(value, options)
}

/** '2026-11' as '2026年11月' or 'Nov 2026'; '2026-Q4' as '2026年第4季度' or 'Q4 2026'. */
export const monthText = (value: string): string => {
  const [y, m] = value.split('-')
  if (m?.startsWith('Q')) return language() === 'zh' ? `${y}年第${m.slice(1)}季度` : `${m} ${y}`
  return language() === 'zh' ? `${y}年${Number(m)}月` : `${month[Number(m) - 1]} ${y}`
}
/** '2026-11-24', today in Beijing: for default values of date fields. */
export const todayText = (): string => today().toString()
/** This minute as an instant: for default values of time fields. */
export const nowText = (): string => systemClock.now().round({ smallestUnit: 'minute', roundingMode: 'floor' }).toString()

/** The clock in Beijing at an instant, '2026-11-24T17:00', and back; pickers show court time wherever the browser stands. */
export const wallOf = (instant: string): string => {
  const { date, time } = read(instant)
  return `${date.toString()}T${(time ?? Temporal.PlainTime.from('00:00')).toString({ smallestUnit: 'minute' })}`
}
export const instantOf = (wall: string): string => Temporal.PlainDateTime.from(wall).toZonedDateTime(ZONE).toInstant().toString()

/** A moment in tables: short text, the full one on hover, tabular figures. */
export const Moment = ({ at }: { at: string | null | undefined }): ReactNode => (
  <time dateTime={at ?? undefined} title={timeText(at)} style={{ whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' }}>
    {timeText(at, { short: true })}
  </time>
)

export interface DueProps {
  /** Instant or date (a date is due at the end of that day). */
  due: string | null | undefined
  /** Finished in time or not: nothing shouts any more. */
  done?: boolean
  /** Working days left (negative: late), when the server says it; otherwise counted here. */
  workdays?: number
  provisional?: boolean
}

/** "明天 17:00 (2 个工作日)": relative, full date on hover; red with ▲ and the word only when late. */
export const DueTag = ({ due, done, workdays, provisional }: DueProps): ReactNode => {
  const { t } = useTranslation('ui')
  if (!due) return <span style={{ color: ink.quiet }}>{t('due.none')}</span>
  const { date, time, at } = read(due)
  const day = today()
  const away = day.until(date, { largestUnit: 'days' }).days
  const late = !done && (at ? Temporal.Instant.compare(at, systemClock.now()) < 0 : away < 0)
  const left = workdays ?? (calendar ? (away >= 0 ? calendar.workdaysBetween(day, date) : -calendar.workdaysBetween(date, day)) : null)
  const dayWord =
    away === 0 ? t('due.today') : away === 1 ? t('due.tomorrow') : away === -1 ? t('due.yesterday') : dateText(due, { short: true })
  const clock = time ? ` ${two(time.hour)}:${two(time.minute)}` : ''
  const rest = late
    ? left !== null && left < 0
      ? t('due.lateBy', { count: -left })
      : t('due.late')
    : left !== null && left > 0 && !done
      ? t('due.workdays', { count: left })
      : null
  const soon = !late && !done && (left !== null ? left <= 1 : away <= 1)
  return (
    <Tooltip title={`${timeText(due)}${provisional ? ` · ${t('due.provisional')}: ${t('due.provisionalWhy')}` : ''}`}>
      <span style={{ whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' }}>
        {late ? (
          <StateTag tone="late">{rest}</StateTag>
        ) : soon ? (
          <StateTag tone="soon">{`${dayWord}${clock}`}</StateTag>
        ) : (
          `${dayWord}${clock}`
        )}
        {late ? (
          <span style={{ marginInlineStart: 6 }}>{`${dayWord}${clock}`}</span>
        ) : rest ? (
          <span style={{ color: ink.quiet }}> ({rest})</span>
        ) : null}
        {provisional ? <span style={{ color: ink.quiet }}> {t('due.provisional')}</span> : null}
      </span>
    </Tooltip>
  )
}
