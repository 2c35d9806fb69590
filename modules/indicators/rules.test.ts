import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Fact, figureOf, indicatorOf, indicators, percent, periodOf } from './rules.ts'
import { locale } from './web/locale.ts'

const timely: Fact = { dueAt: 10, doneAt: 9, exclusion: null, counted: true }
const late: Fact = { dueAt: 10, doneAt: 11, exclusion: null, counted: true }
const of = (n: number, f: Fact): Fact[] => Array.from({ length: n }, () => f)

describe('8.2.3 indicators', () => {
  test('A10 b: 168 due, 3 excluded, 160 timely → 96.97', () => {
    expect(
      figureOf(indicatorOf('b')!, [...of(160, timely), ...of(5, late), ...of(3, { ...late, exclusion: 'returnedToParty' })], 20),
    ).toEqual({ numerator: 160, denominator: 165, excluded: 3, pending: 0, value: 96.97 })
  })
  test('A10 d: 200 due, 4 excluded, 6 late → 3.06', () => {
    expect(figureOf(indicatorOf('d')!, [...of(190, timely), ...of(6, late), ...of(4, { ...late, exclusion: 'publicNotice' })], 20)).toEqual(
      { numerator: 6, denominator: 196, excluded: 4, pending: 0, value: 3.06 },
    )
  })
  test('no volume is not rated, never 100 %', () => {
    expect(figureOf(indicatorOf('b')!, [], 20).value).toBeNull()
  })
  test('open work past due is late; open work not yet due is neither', () => {
    expect(figureOf(indicatorOf('d')!, [{ ...late, doneAt: null }], 11).numerator).toBe(1)
    expect(figureOf(indicatorOf('d')!, [{ ...late, doneAt: null }], 10)).toMatchObject({
      numerator: 0,
      denominator: 0,
      pending: 1,
      value: null,
    })
    // Nine done in time and six still within theirs are nine of nine, not sixty percent; and one done early counts at once.
    const running = [...of(9, timely), ...of(6, { ...timely, doneAt: null })]
    expect(figureOf(indicatorOf('b')!, running, 9)).toEqual({ numerator: 9, denominator: 9, excluded: 0, pending: 6, value: 100 })
    expect(figureOf(indicatorOf('b')!, running, 11)).toMatchObject({ numerator: 9, denominator: 15, pending: 0, value: 60 })
  })
  test('percent: two decimals half up, between 0 and 100', () => {
    expect(percent(1, 3)).toBe(33.33)
    expect(percent(1, 800)).toBe(0.13)
    fc.assert(
      fc.property(fc.nat(5000), fc.integer({ min: 1, max: 5000 }), (a, b) => {
        const n = Math.min(a, b)
        const p = percent(n, b)!
        expect(Math.abs(p - (n / b) * 100)).toBeLessThanOrEqual(0.005 + 1e-9)
      }),
    )
  })
  test('every ground of an exclusion has words: a code says nothing to whoever reads the figure', () => {
    const grounds = [...indicators.flatMap((i) => i.exclusions), 'wrongCase']
    for (const lng of ['zh', 'en'] as const)
      expect(grounds.filter((g) => !(g in (locale[lng] as { exclusion: Record<string, string> }).exclusion))).toEqual([])
  })
  test('periods', () => {
    expect(periodOf('2026-12')).toMatchObject({ from: '2026-12-01', until: '2027-01-01' })
    expect(periodOf('2026-Q4')).toMatchObject({ from: '2026-10-01', until: '2027-01-01' })
    expect(periodOf('2026')).toMatchObject({ from: '2026-01-01', until: '2027-01-01' })
    for (const bad of ['2026-13', '2026-Q5', '', '26', '2026-1']) expect(periodOf(bad)).toBeNull()
  })
})
