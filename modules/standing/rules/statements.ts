import { type Decision, no, yes } from '../../organisations/rules/structure.ts'
import type { FigureKey, Figures } from './indicators.ts'

export const statementStates = ['draft', 'filed', 'returned', 'reviewed'] as const
export type StatementState = (typeof statementStates)[number]
export const periodKinds = ['quarter', 'year'] as const
export type PeriodKind = (typeof periodKinds)[number]

export const PERIOD = /^20\d{2}(?:-Q[1-4])?$/
export const kindOf = (period: string): PeriodKind => (period.includes('Q') ? 'quarter' : 'year')
const MONTH_ENDS = ['03-31', '06-30', '09-30', '12-31'] as const
export const lastDayOf = (period: string): string => {
  const [year, quarter] = period.split('-Q')
  return `${year}-${MONTH_ENDS[quarter ? Number(quarter) - 1 : 3]}`
}
/** The last day to hand it in: a month after a quarter, four months after a year; the same as the duties say. */
export const dueOf = (period: string): string => {
  const [y = '', quarter] = period.split('-Q')
  const year = Number(y)
  if (!quarter) return `${year + 1}-04-30`
  return quarter === '4' ? `${year + 1}-01-31` : `${year}-${['04-30', '07-31', '10-31'][Number(quarter) - 1]}`
}
const OLDEST = 5
/** Over, and not older than five years. */
export const periodStands = (period: string, today: string): Decision => {
  if (!PERIOD.test(period)) return no('period-unknown')
  if (lastDayOf(period) >= today) return no('period-not-over')
  return Number(period.slice(0, 4)) < Number(today.slice(0, 4)) - OLDEST ? no('period-too-old') : yes
}
const within: readonly [part: FigureKey, whole: FigureKey][] = [
  ['currentAssets', 'assets'],
  ['cash', 'currentAssets'],
  ['currentLiabilities', 'liabilities'],
]
/** The first figure that is more than the whole it is part of. */
export const contradiction = (f: Figures): FigureKey | null => within.find(([part, whole]) => f[part] > f[whole])?.[0] ?? null

export const mayChange = (s: { state: StatementState }): Decision => (s.state === 'draft' ? yes : no('statement-filed'))
/** With the statements themselves: figures alone show nothing (7.1.2). */
export const mayFile = (s: { state: StatementState; files: number }): Decision =>
  s.state !== 'draft' ? no('statement-filed') : s.files === 0 ? no('statement-file-missing') : yes
/** Maker ≠ checker comes with the two sides. */
export const mayReview = (s: { state: StatementState; newest: boolean }): Decision =>
  s.state !== 'filed' ? no('statement-not-filed') : s.newest ? yes : no('version-superseded')
/** Another version of a period: over one that counts only with the reason of the restatement; while none is being written. */
export const mayBegin = (newest: { state: StatementState } | null, reason: string | null): Decision => {
  if (newest?.state === 'draft') return no('financial-statement-known')
  return newest && newest.state !== 'returned' && !reason ? no('restatement-reason') : yes
}
