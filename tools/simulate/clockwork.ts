import { AsyncLocalStorage } from 'node:async_hooks'
import { Temporal } from 'temporal-polyfill'
import type { Clock } from '../../platform/calendar/clock.ts'
import type { Calendar } from '../../platform/calendar/workdays.ts'
import { atTime, toDate } from '../../platform/calendar/zoned.ts'

/** Each act has its own moment: acts that run side by side on this machine were still minutes apart at the court. */
export const storyClock = (start: Temporal.Instant): Clock & { at: <T>(moment: Temporal.Instant, fn: () => Promise<T>) => Promise<T> } => {
  const moments = new AsyncLocalStorage<Temporal.Instant>()
  // A request through the server is answered outside its caller's context; who makes one is alone, so the latest moment is his.
  let latest = start
  return {
    now: () => moments.getStore() ?? latest,
    at: (moment, fn) => {
      latest = moment
      return moments.run(moment, fn)
    },
  }
}

const shifts = [
  ['09:00', '12:00'],
  ['13:30', '17:30'],
] as const
const minutesBetween = (a: Temporal.Instant, b: Temporal.Instant): number => (b.epochMilliseconds - a.epochMilliseconds) / 60_000

/** `minutes` of office time later; a moment outside the office hours first moves to the next opening. */
export const officeLater = (from: Temporal.Instant, minutes: number, calendar: Calendar): Temporal.Instant => {
  let day = toDate(from)
  let left = minutes
  for (;;) {
    if (calendar.isWorkday(day))
      for (const [opens, closes] of shifts) {
        const end = atTime(day, closes)
        const open = atTime(day, opens)
        const begin = Temporal.Instant.compare(from, open) > 0 ? from : open
        const room = minutesBetween(begin, end)
        if (room <= 0) continue
        if (left < room) return begin.add({ milliseconds: Math.round(left * 60_000) })
        left -= room
      }
    day = day.add({ days: 1 })
  }
}

/** The last `n` working days up to `until`, oldest first. */
export const lastWorkdays = (until: Temporal.Instant, n: number, calendar: Calendar): Temporal.PlainDate[] => {
  const days: Temporal.PlainDate[] = []
  for (let day = toDate(until); days.length < n; day = day.subtract({ days: 1 })) if (calendar.isWorkday(day)) days.unshift(day)
  return days
}

/** A course of acts: yields the moment of its next act and is resumed there. */
export type Story = AsyncGenerator<Temporal.Instant, void, void>
export interface Entry {
  at: Temporal.Instant
  story: Story
  /** Changes what others may do (a veto): runs alone, before the rest of its window. */
  alone?: boolean
}

const WINDOW_MS = 30 * 60_000
const SIDE_BY_SIDE = 6

/**
 * Plays stories in order of time up to `until`; what would happen later stays undone, as in any office at any moment. Within half an hour
 * several run side by side; they touch different cases, and chance is each story's own, so the outcome does not depend on their order.
 */
export const play = async (
  entries: readonly Entry[],
  until: Temporal.Instant,
  onWindow: (at: Temporal.Instant) => void,
  spawning: (spawn: (e: Entry) => void) => void,
): Promise<void> => {
  const end = until.epochMilliseconds
  const windows = new Map<number, Entry[]>()
  const order: number[] = []
  const put = (e: Entry): void => {
    const ms = e.at.epochMilliseconds
    if (ms > end) return
    const key = Math.floor(ms / WINDOW_MS)
    const there = windows.get(key)
    if (there) return void there.push(e)
    windows.set(key, [e])
    // Few windows are open at once: insertion keeps them sorted.
    let i = order.length
    while (i > 0 && order[i - 1]! > key) i--
    order.splice(i, 0, key)
  }
  let limit = 0
  // Born in the present window: first heard in the next, like everybody who comes late.
  spawning((e) => put(e.at.epochMilliseconds < limit ? { ...e, at: Temporal.Instant.fromEpochMilliseconds(limit) } : e))
  for (const e of entries) put(e)
  const step = async (e: Entry): Promise<void> => {
    for (;;) {
      const next = await e.story.next()
      if (next.done) return
      if (next.value.epochMilliseconds >= limit || next.value.epochMilliseconds > end) return put({ ...e, at: next.value })
    }
  }
  while (order.length > 0) {
    const key = order.shift()!
    const all = windows.get(key)!.sort((a, b) => a.at.epochMilliseconds - b.at.epochMilliseconds)
    windows.delete(key)
    limit = (key + 1) * WINDOW_MS
    onWindow(all[0]!.at)
    for (const e of all) if (e.alone) await step(e)
    const queue = all.filter((e) => !e.alone)
    await Promise.all(
      Array.from({ length: SIDE_BY_SIDE }, async () => {
        for (let e = queue.shift(); e; e = queue.shift()) await step(e)
      }),
    )
  }
}
