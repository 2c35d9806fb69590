import { Temporal } from 'temporal-polyfill'
import { ZONE } from './clock.ts'

/** The day a moment falls on at the court. */
export const toDate = (at: Temporal.Instant): Temporal.PlainDate => at.toZonedDateTimeISO(ZONE).toPlainDate()

/** 00:00:00 of a court day. */
export const startOfDay = (date: Temporal.PlainDate): Temporal.Instant => date.toZonedDateTime(ZONE).toInstant()

/** The last second of a court day: a period of procedure that ends on a day is kept until midnight, posting included (民诉85). Steps of work end at closing time: modules/processes/rules/due.ts. */
export const endOfDay = (date: Temporal.PlainDate): Temporal.Instant => startOfDay(date.add({ days: 1 })).subtract({ seconds: 1 })

/** `time` is HH:MM on the court's clock. */
export const atTime = (date: Temporal.PlainDate, time: string): Temporal.Instant =>
  date.toZonedDateTime({ timeZone: ZONE, plainTime: Temporal.PlainTime.from(time) }).toInstant()
