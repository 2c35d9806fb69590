import { Temporal } from 'temporal-polyfill'

/** The only place that reads the machine's time. Everything else takes `ctx.now` or a Clock. */
export interface Clock {
  now(): Temporal.Instant
}
export const systemClock: Clock = { now: () => Temporal.Now.instant() }

/** A clock that stands still until it is moved; for tests and `simulate`. */
export const virtualClock = (start: string | Temporal.Instant): Clock & { set(to: Temporal.Instant | string): void; advance(d: Temporal.DurationLike): void } => {
  let at = Temporal.Instant.from(start)
  return {
    now: () => at,
    set: (to) => {
      at = Temporal.Instant.from(to)
    },
    advance: (d) => {
      at = at.add(d)
    },
  }
}

/** Courts keep Beijing time. */
export const ZONE = 'Asia/Shanghai'
