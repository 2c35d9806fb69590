import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import type { Text } from './shape.ts'

/** A span of days that does not count: the day `from` itself still counts, `to` is the last day left out. */
export interface Interval {
  from: Temporal.PlainDate
  to: Temporal.PlainDate
}
export type FieldKind = 'date' | 'moment' | 'flag' | 'number' | 'choice' | 'dates' | 'intervals'

/** What a form needs to know of an input. */
export interface FieldDescriptor {
  kind: FieldKind
  label: Text
  required: boolean
  /** As typed; absent: empty. */
  initial?: string | number | boolean
  choices?: readonly { value: string; label: Text }[]
  min?: number
  max?: number
}
/** An input: its description and the schema that reads what was typed or sent. Issue messages are codes. */
export interface Field<T> {
  readonly descriptor: FieldDescriptor
  readonly schema: z.ZodType<T>
}
// biome-ignore lint/suspicious/noExplicitAny: a record of fields of different values
export type Fields = Readonly<Record<string, Field<any>>>
export type Values<F extends Fields> = { [K in keyof F]: F[K] extends Field<infer T> ? T : never }

type Reading<T> = { value: T } | { issue: string }
const reader = <T>(read: (raw: unknown) => Reading<T>): z.ZodType<T> =>
  z.any().transform((raw, ctx): T => {
    const reading = read(raw)
    if ('value' in reading) return reading.value
    ctx.addIssue({ code: 'custom', message: reading.issue })
    return z.NEVER
  })
const isEmpty = (raw: unknown): boolean => raw === undefined || raw === null || (typeof raw === 'string' && raw.trim() === '')

const FIRST_YEAR = 1990
const LAST_YEAR = 2200

/** Reads 2026-09-24, ２０２６年９月２４日, 2026/9/24 or 2026.9.24; a day that does not exist is no date. */
export const readDate = (raw: unknown): Reading<Temporal.PlainDate> => {
  if (raw instanceof Temporal.PlainDate) return { value: raw }
  if (typeof raw !== 'string') return { issue: 'bad-date' }
  const text = raw
    .normalize('NFKC')
    .trim()
    .replaceAll(/[–—−‐-]/g, '-')
  const m = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$/.exec(text)
  if (!m) return { issue: 'bad-date' }
  const year = Number(m[1])
  try {
    const value = Temporal.PlainDate.from({ year, month: Number(m[2]), day: Number(m[3]) }, { overflow: 'reject' })
    return year < FIRST_YEAR || year > LAST_YEAR ? { issue: 'date-out-of-range' } : { value }
  } catch {
    return { issue: 'no-such-day' }
  }
}
const readMoment = (raw: unknown): Reading<Temporal.PlainDateTime> => {
  if (raw instanceof Temporal.PlainDateTime) return { value: raw }
  if (typeof raw !== 'string') return { issue: 'bad-moment' }
  const m = /^(.*?)[T\s]\s*(\d{1,2})\s*[:时]\s*(\d{1,2})(?::\d{1,2})?\s*分?$/.exec(raw.normalize('NFKC').trim())
  if (!m) return { issue: 'bad-moment' }
  const date = readDate(m[1])
  if ('issue' in date) return date
  const hour = Number(m[2])
  const minute = Number(m[3])
  if (hour > 23 || minute > 59) return { issue: 'bad-moment' }
  return { value: date.value.toPlainDateTime({ hour, minute }) }
}
const listOf = (raw: unknown): unknown[] =>
  Array.isArray(raw) ? raw : isEmpty(raw) ? [] : typeof raw === 'string' ? raw.split(/[,，;；、\s]+/).filter((s) => s !== '') : [raw]

/** More than any case has, so that a list cannot be used to keep the server busy. */
const LONGEST_LIST = 200

/** A required day. */
export const day = (zh: string, en: string): Field<Temporal.PlainDate> => ({
  descriptor: { kind: 'date', label: { zh, en }, required: true },
  schema: reader((raw) => (isEmpty(raw) ? { issue: 'missing' } : readDate(raw))),
})
/** A day that may be left out (null). */
export const dayIfAny = (zh: string, en: string): Field<Temporal.PlainDate | null> => ({
  descriptor: { kind: 'date', label: { zh, en }, required: false },
  schema: reader<Temporal.PlainDate | null>((raw) => (isEmpty(raw) ? { value: null } : readDate(raw))),
})
/** A required moment on the court's clock, YYYY-MM-DDTHH:MM. */
export const moment = (zh: string, en: string): Field<Temporal.PlainDateTime> => ({
  descriptor: { kind: 'moment', label: { zh, en }, required: true },
  schema: reader((raw) => (isEmpty(raw) ? { issue: 'missing' } : readMoment(raw))),
})
const yes = ['true', 'on', 'yes', '1', '是']
const no = ['false', 'off', 'no', '0', '否']
export const flag = (zh: string, en: string, initial = false): Field<boolean> => ({
  descriptor: { kind: 'flag', label: { zh, en }, required: false, initial },
  schema: reader<boolean>((raw) => {
    if (isEmpty(raw)) return { value: initial }
    if (typeof raw === 'boolean') return { value: raw }
    const text = String(raw).normalize('NFKC').trim().toLowerCase()
    return yes.includes(text) ? { value: true } : no.includes(text) ? { value: false } : { issue: 'bad-flag' }
  }),
})
const readNumber = (raw: unknown, min: number, max: number): Reading<number> => {
  const text = String(raw).normalize('NFKC').trim()
  if (!/^\d{1,4}$/.test(text)) return { issue: 'bad-number' }
  const value = Number(text)
  return value < min || value > max ? { issue: 'number-out-of-range' } : { value }
}
/** A whole number with an initial value. */
export const count = (zh: string, en: string, initial: number, min: number, max: number): Field<number> => ({
  descriptor: { kind: 'number', label: { zh, en }, required: false, initial, min, max },
  schema: reader((raw) => (isEmpty(raw) ? { value: initial } : readNumber(raw, min, max))),
})
export const countIfAny = (zh: string, en: string, min: number, max: number): Field<number | null> => ({
  descriptor: { kind: 'number', label: { zh, en }, required: false, min, max },
  schema: reader<number | null>((raw) => (isEmpty(raw) ? { value: null } : readNumber(raw, min, max))),
})
/** One of a few words; the first is the initial one. */
export const choice = <V extends string>(zh: string, en: string, choices: Readonly<Record<V, Text>>): Field<V> => {
  const values = Object.keys(choices) as V[]
  const initial = values[0] as V
  return {
    descriptor: {
      kind: 'choice',
      label: { zh, en },
      required: false,
      initial,
      choices: values.map((value) => ({ value, label: choices[value] })),
    },
    schema: reader<V>((raw) => {
      if (isEmpty(raw)) return { value: initial }
      const value = values.find((v) => v === raw)
      return value === undefined ? { issue: 'not-a-choice' } : { value }
    }),
  }
}
/** Any number of days; as text: separated by commas. */
export const days = (zh: string, en: string): Field<Temporal.PlainDate[]> => ({
  descriptor: { kind: 'dates', label: { zh, en }, required: false },
  schema: reader<Temporal.PlainDate[]>((raw) => {
    const list = listOf(raw)
    if (list.length > LONGEST_LIST) return { issue: 'list-too-long' }
    const value: Temporal.PlainDate[] = []
    for (const item of list) {
      const date = readDate(item)
      if ('issue' in date) return date
      value.push(date.value)
    }
    return { value }
  }),
})
/** Any number of spans; as text: 2026-08-10..2026-09-09,… ; as data: {from,to}. */
export const intervals = (zh: string, en: string): Field<Interval[]> => ({
  descriptor: { kind: 'intervals', label: { zh, en }, required: false },
  schema: reader<Interval[]>((raw) => {
    const list = listOf(raw)
    if (list.length > LONGEST_LIST) return { issue: 'list-too-long' }
    const value: Interval[] = []
    for (const item of list) {
      const [a, b] = typeof item === 'string' ? item.split(/\.\.|~|至/) : [(item as Interval)?.from, (item as Interval)?.to]
      const from = readDate(a)
      const to = readDate(b)
      if ('issue' in from) return { issue: from.issue === 'no-such-day' ? 'no-such-day' : 'bad-interval' }
      if ('issue' in to) return { issue: to.issue === 'no-such-day' ? 'no-such-day' : 'bad-interval' }
      if (from.value.since(to.value).days > 0) return { issue: 'interval-backwards' }
      value.push({ from: from.value, to: to.value })
    }
    return { value }
  }),
})
