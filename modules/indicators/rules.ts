import definitions from '../../standard/indicators.json' with { type: 'json' }

/** Indicator definitions of 8.2.3 a–h: data with a version; a figure always says by which it was computed. */
export interface Indicator {
  letter: string
  version: number
  nameZh: string
  nameEn: string
  kind: string
  direction: string
  target: number | null
  numerator: { zh: string; en: string }
  denominator: { zh: string; en: string } | null
  clock: { zh: string; en: string }
  exclusions: string[]
}
export const indicators: readonly Indicator[] = definitions

export const indicatorOf = (letter: string): Indicator | undefined => indicators.find((i) => i.letter === letter)

/** One item of work as an indicator sees it. Instants in ms; `now` decides whether open work is late. */
export interface Fact {
  dueAt: number | null
  doneAt: number | null
  /** Approved exclusion, or null. */
  exclusion: string | null
  /** For counts: whether it counts (confirmed, not void). */
  counted: boolean
}
export interface Figure {
  numerator: number
  denominator: number
  excluded: number
  /** Of a rate: open and not yet due, so neither; they join the figure when they are done or their time has come. */
  pending: number
  /** Percent with two decimals, half up; null: no volume is "not rated", never 100 % (8.2.3). Counts: the count. */
  value: number | null
}

/** Percentage with two decimals, half up, exactly (integers only): 160 of 165 → 96.97. Null when there is nothing to rate. */
export const percent = (numerator: number, denominator: number): number | null =>
  denominator === 0 ? null : Number((BigInt(numerator) * 20_000n + BigInt(denominator)) / (BigInt(denominator) * 2n)) / 100

/** On time: done at or before its due time. Open and past due is late; open and not yet due is not late. */
export const isLate = (f: Fact, now: number): boolean => f.dueAt !== null && (f.doneAt ?? now) > f.dueAt

/** Neither late nor in time: while a period runs, work that may still be done in time says nothing of it. */
export const isPending = (f: Fact, now: number): boolean => f.doneAt === null && f.dueAt !== null && f.dueAt >= now

/** Cohort of one period: items due in it. Excluded items leave both sides. */
export const figureOf = (indicator: Indicator, facts: readonly Fact[], now: number): Figure => {
  const kept = facts.filter((f) => f.exclusion === null)
  const excluded = facts.length - kept.length
  if (indicator.kind === 'count') {
    const n = kept.filter((f) => f.counted).length
    return { numerator: n, denominator: n, excluded, pending: 0, value: n }
  }
  const settled = kept.filter((f) => !isPending(f, now))
  // Timely needs the doing, not only the absence of lateness.
  const numerator = settled.filter((f) => (indicator.direction === 'lower' ? isLate(f, now) : f.doneAt !== null && !isLate(f, now))).length
  return {
    numerator,
    denominator: settled.length,
    excluded,
    pending: kept.length - settled.length,
    value: percent(numerator, settled.length),
  }
}

export interface Period {
  from: string
  until: string
  label: string
}
/** '2026-09' | '2026-Q3' | '2026' → first day and the day after the last, Beijing dates. Null when it is none of these. */
export const periodOf = (text: string): Period | null => {
  const m = /^((?:19|20)\d{2})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])))?$/.exec(text)
  if (!m) return null
  const year = Number(m[1])
  const start = m[2] ? Number(m[2]) : m[3] ? Number(m[3]) * 3 - 2 : 1
  const length = m[2] ? 1 : m[3] ? 3 : 12
  const end = start + length
  const day = (y: number, month: number): string => `${y}-${String(month).padStart(2, '0')}-01`
  return { label: text, from: day(year, start), until: end > 12 ? day(year + 1, end - 12) : day(year, end) }
}
