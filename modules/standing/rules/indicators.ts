/** What a contractor keys in from its statements (7.1.2), whole fen; flows are those of the period alone. */
export const figureKeys = [
  'assets',
  'liabilities',
  'currentAssets',
  'currentLiabilities',
  'cash',
  'revenue',
  'netProfit',
  'operatingCash',
  'wagesOwed',
  'taxesOwed',
  'litigation',
] as const
export type FigureKey = (typeof figureKeys)[number]
export type Figures = Readonly<Record<FigureKey, number>>
/** What may be less than nothing. */
export const signed: readonly FigureKey[] = ['netProfit', 'operatingCash']

export type Level = 'none' | 'watch' | 'serious' | 'unknown'
/** How an indicator is read off the statements: a share, a run of periods below nothing, a fall against a year before, a number of periods that were … */
type Measure =
  | { how: 'share'; of: FigureKey; in: FigureKey; times: 1 | 100 }
  | { how: 'run'; of: FigureKey }
  | { how: 'fall'; of: FigureKey }
  | { how: 'count'; of: 'restated' | 'missing' }
export const indicatorKeys = [
  'debtRatio',
  'currentRatio',
  'cashRatio',
  'losses',
  'negativeCash',
  'wagesOwed',
  'taxesOwed',
  'litigation',
  'revenueFall',
  'restated',
  'missing',
] as const
export type IndicatorKey = (typeof indicatorKeys)[number]
export interface Indicator {
  key: IndicatorKey
  measure: Measure
  /** From which side of its thresholds it warns; a number of periods warns when it reaches them. */
  worse: 'above' | 'below' | 'reached'
  unit: 'percent' | 'ratio' | 'periods'
  watch: number
  serious: number
}
/** The indicators and the thresholds that hold where the court has set none. */
export const indicators: readonly Indicator[] = [
  {
    key: 'debtRatio',
    measure: { how: 'share', of: 'liabilities', in: 'assets', times: 100 },
    worse: 'above',
    unit: 'percent',
    watch: 70,
    serious: 85,
  },
  {
    key: 'currentRatio',
    measure: { how: 'share', of: 'currentAssets', in: 'currentLiabilities', times: 1 },
    worse: 'below',
    unit: 'ratio',
    watch: 1,
    serious: 0.7,
  },
  {
    key: 'cashRatio',
    measure: { how: 'share', of: 'cash', in: 'currentLiabilities', times: 1 },
    worse: 'below',
    unit: 'ratio',
    watch: 0.2,
    serious: 0.05,
  },
  { key: 'losses', measure: { how: 'run', of: 'netProfit' }, worse: 'reached', unit: 'periods', watch: 2, serious: 4 },
  { key: 'negativeCash', measure: { how: 'run', of: 'operatingCash' }, worse: 'reached', unit: 'periods', watch: 2, serious: 4 },
  {
    key: 'wagesOwed',
    measure: { how: 'share', of: 'wagesOwed', in: 'revenue', times: 100 },
    worse: 'above',
    unit: 'percent',
    watch: 0,
    serious: 10,
  },
  {
    key: 'taxesOwed',
    measure: { how: 'share', of: 'taxesOwed', in: 'revenue', times: 100 },
    worse: 'above',
    unit: 'percent',
    watch: 0,
    serious: 10,
  },
  {
    key: 'litigation',
    measure: { how: 'share', of: 'litigation', in: 'assets', times: 100 },
    worse: 'above',
    unit: 'percent',
    watch: 20,
    serious: 50,
  },
  { key: 'revenueFall', measure: { how: 'fall', of: 'revenue' }, worse: 'above', unit: 'percent', watch: 30, serious: 50 },
  { key: 'restated', measure: { how: 'count', of: 'restated' }, worse: 'reached', unit: 'periods', watch: 1, serious: 3 },
  { key: 'missing', measure: { how: 'count', of: 'missing' }, worse: 'reached', unit: 'periods', watch: 1, serious: 2 },
]
/** So many watched indicators at once count as deterioration, too. */
export const TOGETHER = 'together'
export const TOGETHER_WATCH = 4
export const thresholdKeys = [...indicatorKeys, TOGETHER] as const
export type ThresholdKey = (typeof thresholdKeys)[number]
/** Restated and missing are counted over so many periods. */
export const LOOK_BACK = 4

export interface Thresholds {
  watch: number
  /** Null for `together`, which has one. */
  serious: number | null
}
export interface ThresholdRow extends Thresholds {
  key: ThresholdKey
  fromDate: string
}
/** What holds on a day: the newest of the court that has begun, else the product's own. */
export const thresholdsOn = (
  rows: readonly ThresholdRow[],
  day: string,
): Record<ThresholdKey, Thresholds & { fromDate: string | null }> => {
  const newest = (key: string) =>
    rows.filter((r) => r.key === key && r.fromDate <= day).sort((a, b) => b.fromDate.localeCompare(a.fromDate))[0]
  const own: [string, Thresholds][] = [
    ...indicators.map((i): [string, Thresholds] => [i.key, { watch: i.watch, serious: i.serious }]),
    [TOGETHER, { watch: TOGETHER_WATCH, serious: null }],
  ]
  return Object.fromEntries(
    own.map(([key, d]) => {
      const set = newest(key)
      return [key, set ? { watch: set.watch, serious: set.serious, fromDate: set.fromDate } : { ...d, fromDate: null }]
    }),
  ) as Record<ThresholdKey, Thresholds & { fromDate: string | null }>
}
/** Both on the right side of one another. */
export const thresholdsStand = (key: ThresholdKey, t: Thresholds): boolean => {
  if (key === TOGETHER) return t.serious === null && Number.isInteger(t.watch) && t.watch >= 1
  const i = indicators.find((x) => x.key === key)
  if (!i || t.serious === null) return false
  if (i.unit === 'periods' && !(Number.isInteger(t.watch) && Number.isInteger(t.serious) && t.watch >= 1)) return false
  return i.worse === 'below' ? t.serious <= t.watch : t.serious >= t.watch
}

/** One period of a series, oldest first; without figures: nothing was handed in. */
export interface PeriodFacts {
  period: string
  figures: Figures | null
  restated: boolean
  missing: boolean
}
export interface Finding {
  key: IndicatorKey
  level: Level
  value: number | null
  /** Why there is no value: nothing to divide by. */
  note: 'nothing-below' | 'no-comparison' | null
  watch: number
  serious: number
}
/** Two decimals, half up: what is compared is what is shown. */
const rounded = (n: number): number => Math.round(n * 100 + (n < 0 ? -1e-7 : 1e-7)) / 100
const yearBefore = (period: string): string => `${Number(period.slice(0, 4)) - 1}${period.slice(4)}`

const measured = (
  m: Measure,
  series: readonly PeriodFacts[],
  last: PeriodFacts | undefined,
): { value: number | null; beyond?: boolean; note: Finding['note'] } => {
  if (m.how === 'count') return { value: series.slice(-LOOK_BACK).filter((p) => p[m.of]).length, note: null }
  const now = last?.figures
  if (!now) return { value: null, note: null }
  if (m.how === 'share') {
    const [over, under] = [now[m.of], now[m.in]]
    if (under > 0) return { value: rounded((over / under) * m.times), note: null }
    return over > 0 ? { value: null, beyond: true, note: 'nothing-below' } : { value: 0, note: null }
  }
  if (m.how === 'run') {
    let n = 0
    // A period that is missing neither breaks a run nor lengthens it.
    for (const p of [...series].reverse().filter((x) => x.figures)) {
      if ((p.figures as Figures)[m.of] >= 0) break
      n++
    }
    return { value: n, note: null }
  }
  const before = series.find((p) => p.period === yearBefore(last.period))?.figures
  if (!before || before[m.of] <= 0) return { value: null, note: 'no-comparison' }
  return { value: rounded(((before[m.of] - now[m.of]) / before[m.of]) * 100), note: null }
}
/** Every indicator as of the last period of the series; figures are those last handed in. */
export const findingsOf = (series: readonly PeriodFacts[], t: ReturnType<typeof thresholdsOn>): Finding[] => {
  const last = [...series].reverse().find((p) => p.figures)
  return indicators.map((i) => {
    const key = i.key
    const { watch } = t[key]
    const serious = t[key].serious ?? watch
    const { value, beyond, note } = measured(i.measure, series, last)
    const past = (limit: number): boolean =>
      value !== null && (i.worse === 'above' ? value > limit : i.worse === 'below' ? value < limit : value >= limit)
    // Nothing to divide by: owing with no assets or no revenue is the worst, current debts of nothing are no worry.
    const level: Level = beyond
      ? i.worse === 'below'
        ? 'none'
        : 'serious'
      : value === null
        ? 'unknown'
        : i.measure.how === 'share' && i.worse === 'below' && last?.figures?.[i.measure.in] === 0
          ? 'none'
          : past(serious)
            ? 'serious'
            : past(watch)
              ? 'watch'
              : 'none'
    return { key, level, value, note, watch, serious }
  })
}
/** 财务状况恶化 (6.6.3): one serious warning, or several to be watched at once. */
export const deteriorated = (findings: readonly Finding[], t: ReturnType<typeof thresholdsOn>): boolean =>
  findings.some((f) => f.level === 'serious') || findings.filter((f) => f.level === 'watch').length >= t[TOGETHER].watch
