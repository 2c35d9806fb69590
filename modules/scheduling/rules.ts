/** Why a judge does not take part in the lot for a case. */
export const exclusions = ['absent', 'barred', 'noShare', 'otherWork', 'before'] as const
export type Exclusion = (typeof exclusions)[number]
export const balances = ['load', 'even'] as const
export type Balance = (typeof balances)[number]
export const absenceKinds = ['leave', 'training', 'secondment', 'other'] as const
export const designateReasons = ['special', 'related', 'expertise', 'other'] as const
export const changeReasons = ['recusal', 'absence', 'load', 'transfer', 'mistake', 'other'] as const
export const reasons = [...new Set([...designateReasons, ...changeReasons])] as [Because, ...Because[]]
export type Because = (typeof designateReasons)[number] | (typeof changeReasons)[number]

export interface Judge {
  judgeId: number
  /** Share of the work in percent (100: a whole desk). */
  percent: number
  /** Open and suspended cases in hand. */
  load: number
  /** Case types and procedures he takes; empty: all. */
  types: readonly string[]
  procedures: readonly string[]
  absent: boolean
  barred: boolean
  /** Had the case before and loses it by a change. */
  before: boolean
}
export interface Candidate {
  judgeId: number
  percent: number
  load: number
  excluded: Exclusion | null
  /** Lots in the urn; 0 exactly when excluded. */
  weight: number
}

const excluded = (j: Judge, of: { type: string | null; procedure: string }): Exclusion | null => {
  if (j.before) return 'before'
  if (j.barred) return 'barred'
  if (j.absent) return 'absent'
  if (j.percent === 0) return 'noShare'
  if (
    (j.types.length > 0 && !(of.type !== null && j.types.includes(of.type))) ||
    (j.procedures.length > 0 && !j.procedures.includes(of.procedure))
  )
    return 'otherWork'
  return null
}

/**
 * Lots of each judge, by judge's id. balance 'even': lots = share. 'load': lots = share × (most cases in hand of those who take part − own + 1), so that
 * who has fewer is drawn sooner and nobody is ever out of it. Domain ⑧: by the court's rule, explained line by line.
 */
export const weigh = (judges: readonly Judge[], of: { type: string | null; procedure: string }, balance: Balance): Candidate[] => {
  const seen = judges.map((j) => ({ ...j, out: excluded(j, of) })).toSorted((a, b) => a.judgeId - b.judgeId)
  const most = Math.max(0, ...seen.filter((j) => j.out === null).map((j) => j.load))
  return seen.map(({ judgeId, percent, load, out }) => ({
    judgeId,
    percent,
    load,
    excluded: out,
    weight: out === null ? percent * (balance === 'even' ? 1 : most - load + 1) : 0,
  }))
}

/** What the lot is drawn over: case, turn and every judge's lots. Signed with the day's seed (HMAC-SHA256), so none of it can be changed afterwards. */
export const messageOf = (number: string, turn: number, candidates: readonly Candidate[]): string =>
  `${number}|${turn}|${candidates
    .filter((c) => c.weight > 0)
    .map((c) => `${c.judgeId}:${c.weight}`)
    .join(',')}`

/** The judge whose lots hold the ticket: ticket = HMAC as a whole number modulo all lots. Null when nobody takes part. `hmac`: 64 hex digits. */
export const drawn = (hmac: string, candidates: readonly Candidate[]): { judgeId: number; ticket: number; total: number } | null => {
  const total = candidates.reduce((n, c) => n + c.weight, 0)
  if (total === 0) return null
  const ticket = Number(BigInt(`0x${hmac}`) % BigInt(total))
  let below = 0
  for (const c of candidates) {
    below += c.weight
    if (ticket < below) return { judgeId: c.judgeId, ticket, total }
  }
  throw new RangeError('a ticket beyond all lots')
}
