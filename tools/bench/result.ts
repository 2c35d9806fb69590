export interface Result {
  name: string
  /** Figure of the product, in the unit the name tells. */
  ours: number
  reference: number
  /** ours ÷ reference. */
  ratio: number
  /** e.g. '≥ 0.5'. Null: told beside, no goal. */
  goal: string | null
  met: boolean | null
  /** What the reader must know beside the figures: the reference's tool, latency, a plan. */
  notes: string[]
}

const short = (n: number): number => Number(n.toPrecision(4))

/** A result whose ratio is compared with its goal; `and` is a second condition (a latency). */
export const result = (name: string, ours: number, reference: number, goal: string | null, notes: string[] = [], and = true): Result => {
  const ratio = ours / reference
  const [, sign, bound] = goal === null ? [] : /([≥≤]) ([\d.]+)/.exec(goal)!
  const met = sign === undefined ? null : (sign === '≥' ? ratio >= Number(bound) : ratio <= Number(bound)) && and
  return { name, ours: short(ours), reference: short(reference), ratio: short(ratio), goal, met, notes }
}

export const median = (all: readonly number[]): number => {
  const s = [...all].sort((a, b) => a - b)
  return s.length % 2 ? s[(s.length - 1) / 2]! : (s[s.length / 2 - 1]! + s[s.length / 2]!) / 2
}

/** Runs the two sides by turns, so that whatever else the machine does falls on both. Medians of the rounds. */
export const byTurns = async <A, B>(
  rounds: number,
  ours: (round: number) => Promise<A>,
  reference: (round: number) => Promise<B>,
): Promise<{ ours: A[]; reference: B[] }> => {
  const all = { ours: [] as A[], reference: [] as B[] }
  for (let r = 0; r < rounds; r++) {
    if (r % 2 === 0) {
      all.ours.push(await ours(r))
      all.reference.push(await reference(r))
    } else {
      all.reference.push(await reference(r))
      all.ours.push(await ours(r))
    }
  }
  return all
}
