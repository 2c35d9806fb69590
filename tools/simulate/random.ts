/** mulberry32: 32 bits of state, the same numbers on every machine. */
export interface Random {
  /** [0, 1) */
  next: () => number
  /** Whole number in [from, to]. */
  int: (from: number, to: number) => number
  chance: (share: number) => boolean
  pick: <T>(list: readonly T[]) => T
  /** Answers what goes back to this point: an act that is tried again draws the same numbers. */
  mark: () => () => void
}

/** A stream of its own for each part of the story: what one case does never shifts another's numbers, whatever order they run in. */
export const randomOf = (seed: number, stream: number): Random => {
  let a = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(stream + 1, 0x85ebca6b)) >>> 0
  const next = (): number => {
    a = (a + 0x6d2b79f5) >>> 0
    let t = Math.imul(a ^ (a >>> 15), a | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  // Neighbouring seeds start alike; the first numbers are thrown away.
  for (let i = 0; i < 4; i++) next()
  const int = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1))
  const mark = () => {
    const here = a
    return () => {
      a = here
    }
  }
  return { mark, next, int, chance: (share) => next() < share, pick: (list) => list[int(0, list.length - 1)]! }
}
