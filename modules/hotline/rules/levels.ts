/** Levels of verification as data (domain ⑥: identity before case data). What a level opens are facts of field level C1 and nothing of the merits. */
export const facts = ['number', 'division', 'procedure', 'status', 'filedOn', 'closedOn'] as const
export type CaseFact = (typeof facts)[number]
export interface Level {
  level: 0 | 1 | 2
  /** What the caller has to say rightly; all of it. */
  asks: readonly ('caseNumber' | 'name' | 'paperEnd')[]
  opens: readonly CaseFact[]
}
export const levels: readonly Level[] = [
  { level: 0, asks: [], opens: [] },
  { level: 1, asks: ['caseNumber', 'name'], opens: ['number', 'division', 'procedure', 'status'] },
  { level: 2, asks: ['caseNumber', 'name', 'paperEnd'], opens: ['number', 'division', 'procedure', 'status', 'filedOn', 'closedOn'] },
]
/** Wrong answers in one call until verification is closed for it; the database counts too. */
export const MAX_FAILED = 5
/** Last signs of the paper the caller says. */
export const PAPER_END = 6

export const opened = <T extends Record<CaseFact, unknown>>(level: number, all: T): Partial<T> =>
  Object.fromEntries((levels[level]?.opens ?? []).map((f) => [f, all[f]])) as Partial<T>
