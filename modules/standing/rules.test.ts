import { describe, expect, it } from 'vitest'
import { soundFigures } from './fixtures.ts'
import { type EventFacts, mayAddPaper, mayDecide, maySettle, proposalStands } from './rules/events.ts'
import {
  deteriorated,
  type Figures,
  type Finding,
  findingsOf,
  indicatorKeys,
  indicators,
  type PeriodFacts,
  thresholdsOn,
  thresholdsStand,
} from './rules/indicators.ts'
import { contradiction, dueOf, lastDayOf, mayBegin, periodStands } from './rules/statements.ts'

const own = thresholdsOn([], '2026-11-23')
const at = (period: string, o: Partial<Figures> | null = {}, more: Partial<PeriodFacts> = {}): PeriodFacts => ({
  period,
  figures: o === null ? null : soundFigures(o),
  restated: false,
  missing: o === null,
  ...more,
})
const of = (key: string, ...series: PeriodFacts[]): Finding => findingsOf(series, own).find((f) => f.key === key)!

describe('indicators are data, warned by thresholds (7.1.2)', () => {
  it('names each once', () => {
    expect(indicators.map((i) => i.key)).toEqual([...indicatorKeys])
    for (const i of indicators) expect(thresholdsStand(i.key, i)).toBe(true)
  })
  it('compares what it shows: at the threshold no warning, a hundredth past it one', () => {
    expect(of('debtRatio', at('2026-Q3', { liabilities: 700_000_000 }))).toMatchObject({ value: 70, level: 'none' })
    // 70.004 % is shown as 70.00 % and is no more than 70.
    expect(of('debtRatio', at('2026-Q3', { liabilities: 700_040_000 }))).toMatchObject({ value: 70, level: 'none' })
    expect(of('debtRatio', at('2026-Q3', { liabilities: 700_050_000 }))).toMatchObject({ value: 70.01, level: 'watch' })
    expect(of('debtRatio', at('2026-Q3', { liabilities: 850_100_000 }))).toMatchObject({ value: 85.01, level: 'serious' })
    expect(of('currentRatio', at('2026-Q3', { currentLiabilities: 600_000_000, liabilities: 600_000_000 }))).toMatchObject({
      value: 1,
      level: 'none',
    })
    expect(of('currentRatio', at('2026-Q3', { currentAssets: 396_000_000 }))).toMatchObject({ value: 0.99, level: 'watch' })
    expect(of('wagesOwed', at('2026-Q3', { wagesOwed: 100_000 }))).toMatchObject({ value: 0.03, level: 'watch' })
  })
  it('knows nothing to divide by', () => {
    expect(of('debtRatio', at('2026-Q3', { assets: 0, currentAssets: 0, cash: 0 }))).toMatchObject({
      value: null,
      level: 'serious',
      note: 'nothing-below',
    })
    expect(of('wagesOwed', at('2026-Q3', { revenue: 0, wagesOwed: 1 }))).toMatchObject({ value: null, level: 'serious' })
    expect(of('wagesOwed', at('2026-Q3', { revenue: 0 }))).toMatchObject({ value: 0, level: 'none' })
    expect(of('currentRatio', at('2026-Q3', { currentLiabilities: 0 }))).toMatchObject({ value: null, level: 'none' })
    expect(of('currentRatio', at('2026-Q3', { currentLiabilities: 0, currentAssets: 0, cash: 0 }))).toMatchObject({ level: 'none' })
  })
  it('counts losses in a row, over a gap, and forgets them after a profit', () => {
    const loss = { netProfit: -1 }
    expect(of('losses', at('2025-Q4', loss), at('2026-Q1'), at('2026-Q2', loss))).toMatchObject({ value: 1, level: 'none' })
    expect(of('losses', at('2025-Q4', loss), at('2026-Q1', null), at('2026-Q2', loss))).toMatchObject({ value: 2, level: 'watch' })
    const four = ['2025-Q3', '2025-Q4', '2026-Q1', '2026-Q2'].map((p) => at(p, loss))
    expect(of('losses', ...four)).toMatchObject({ value: 4, level: 'serious' })
    expect(of('losses', ...four, at('2026-Q3', { netProfit: 0 }))).toMatchObject({ value: 0, level: 'none' })
  })
  it('compares revenue with the same period a year before, when there is one', () => {
    expect(of('revenueFall', at('2025-Q3'), at('2026-Q3', { revenue: 207_000_000 }))).toMatchObject({ value: 31, level: 'watch' })
    expect(of('revenueFall', at('2025-Q3'), at('2026-Q3', { revenue: 600_000_000 }))).toMatchObject({ value: -100, level: 'none' })
    expect(of('revenueFall', at('2026-Q2'), at('2026-Q3'))).toMatchObject({ value: null, level: 'unknown', note: 'no-comparison' })
    expect(of('revenueFall', at('2025'), at('2026', { revenue: 1 }))).toMatchObject({ value: 100, level: 'serious' })
  })
  it('counts what is missing or restated in the last four periods only', () => {
    const q = ['2025-Q2', '2025-Q3', '2025-Q4', '2026-Q1', '2026-Q2']
    expect(of('missing', ...q.map((p, i) => at(p, i === 0 ? null : {})))).toMatchObject({ value: 0, level: 'none' })
    expect(of('missing', ...q.map((p, i) => at(p, i === 1 || i === 4 ? null : {})))).toMatchObject({ value: 2, level: 'serious' })
    expect(of('restated', ...q.map((p, i) => at(p, {}, { restated: i < 2 })))).toMatchObject({ value: 1, level: 'watch' })
    expect(findingsOf([at('2026-Q2', null)], own).filter((f) => f.level === 'unknown')).toHaveLength(9)
  })
  it('one serious warning is deterioration; of those to be watched it takes several', () => {
    const watched = { liabilities: 750_000_000, currentAssets: 396_000_000, cash: 70_000_000 }
    expect(deteriorated(findingsOf([at('2026-Q3', watched)], own), own)).toBe(false)
    expect(deteriorated(findingsOf([at('2026-Q3', { ...watched, taxesOwed: 100_000 })], own), own)).toBe(true)
    expect(deteriorated(findingsOf([at('2026-Q3', { liabilities: 900_000_000 })], own), own)).toBe(true)
    expect(deteriorated(findingsOf([at('2026-Q3')], own), own)).toBe(false)
  })
  it('a threshold holds from its day, and must not contradict itself', () => {
    const set = [
      { key: 'debtRatio' as const, fromDate: '2026-12-01', watch: 40, serious: 45 },
      { key: 'debtRatio' as const, fromDate: '2026-11-01', watch: 60, serious: 80 },
    ]
    expect(thresholdsOn(set, '2026-10-31').debtRatio).toMatchObject({ watch: 70, fromDate: null })
    expect(thresholdsOn(set, '2026-11-30').debtRatio).toMatchObject({ watch: 60 })
    expect(thresholdsOn(set, '2026-12-01').debtRatio).toMatchObject({ watch: 40 })
    expect(thresholdsStand('debtRatio', { watch: 80, serious: 70 })).toBe(false)
    expect(thresholdsStand('currentRatio', { watch: 1, serious: 1.2 })).toBe(false)
    expect(thresholdsStand('losses', { watch: 1.5, serious: 2 })).toBe(false)
    expect(thresholdsStand('together', { watch: 3, serious: null })).toBe(true)
    expect(thresholdsStand('together', { watch: 3, serious: 4 })).toBe(false)
  })
})
describe('statements and events', () => {
  it('a period is over before it is handed in, and its days are those of the calendar', () => {
    expect(lastDayOf('2026-Q2')).toBe('2026-06-30')
    expect([dueOf('2026-Q1'), dueOf('2026-Q4'), dueOf('2026')]).toEqual(['2026-04-30', '2027-01-31', '2027-04-30'])
    expect(periodStands('2026-Q3', '2026-09-30')).toEqual({ ok: false, code: 'period-not-over' })
    expect(periodStands('2026-Q3', '2026-10-01').ok).toBe(true)
    for (const p of ['2026-Q5', '２０２６-Q1', '26-Q1', '2026-13'])
      expect(periodStands(p, '2026-10-01')).toEqual({ ok: false, code: 'period-unknown' })
    expect(periodStands('2020', '2026-10-01')).toEqual({ ok: false, code: 'period-too-old' })
  })
  it('a part is not more than its whole', () => {
    expect(contradiction(soundFigures())).toBeNull()
    expect(contradiction(soundFigures({ cash: 600_000_001 }))).toBe('cash')
    expect(contradiction(soundFigures({ liabilities: 399_999_999 }))).toBe('currentLiabilities')
  })
  it('over what counts only a restatement; over what was sent back a correction', () => {
    expect(mayBegin(null, null).ok).toBe(true)
    expect(mayBegin({ state: 'draft' }, '更正').ok).toBe(false)
    expect(mayBegin({ state: 'reviewed' }, null)).toEqual({ ok: false, code: 'restatement-reason' })
    expect(mayBegin({ state: 'returned' }, null).ok).toBe(true)
  })
  it('another hand decides, a cure has a day to come and its proof', () => {
    const e: EventFacts = { state: 'assessed', source: 'court', noticed: false, assessedBy: 7, cureBy: null, cureProof: false }
    expect(mayDecide(e, 7)).toEqual({ ok: false, code: 'not-the-assessor' })
    expect(mayDecide(e, 8).ok).toBe(true)
    expect(proposalStands({ outcome: 'cure', cureBy: null }, '2026-11-23')).toEqual({ ok: false, code: 'cure-day-needed' })
    expect(proposalStands({ outcome: 'cure', cureBy: '2026-11-23' }, '2026-11-23')).toEqual({ ok: false, code: 'cure-day-past' })
    const curing: EventFacts = { ...e, state: 'curing', cureBy: '2026-12-01' }
    expect(maySettle(curing, true, '2026-12-02')).toEqual({ ok: false, code: 'cure-proof-missing' })
    expect(maySettle(curing, false, '2026-12-01')).toEqual({ ok: false, code: 'cure-runs' })
    expect(maySettle(curing, false, '2026-12-02').ok).toBe(true)
    expect(maySettle({ ...curing, cureProof: true }, true, '2026-11-25').ok).toBe(true)
    expect(mayAddPaper('notice', 'court', e)).toEqual({ ok: false, code: 'not-allowed' })
    expect(mayAddPaper('notice', 'contractor', { ...e, noticed: true })).toEqual({ ok: false, code: 'event-noticed' })
    expect(mayAddPaper('cure', 'contractor', e)).toEqual({ ok: false, code: 'not-curing' })
  })
})
