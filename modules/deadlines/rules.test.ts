import { Temporal } from 'temporal-polyfill'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { builtInCalendar } from '../../platform/calendar/holiday-calendar.ts'
import { citation } from './rules/citations.ts'
import { countHours, countPeriod, unionOf } from './rules/counting.ts'
import type { FieldDescriptor } from './rules/fields.ts'
import { deadlineRules } from './rules/registry.ts'
import { computeDeadline } from './rules/run.ts'
import { smallClaimsEligible } from './rules/trial-limits.ts'

const day = (text: string) => Temporal.PlainDate.from(text)
const compute = (rule: string, inputs: Record<string, unknown>) => computeDeadline(rule, inputs, builtInCalendar)
const outcome = (rule: string, inputs: Record<string, unknown>): string => {
  const a = compute(rule, inputs)
  return a.ok ? a.result.due : a.code === 'refused' ? a.reason : a.code
}
const anyDay = fc.integer({ min: 0, max: 2900 }).map((n) => day('2018-02-01').add({ days: n }))

/** Every rule by a date worked by hand: [rule, inputs, due]. September 25–27 and October 1–7, 2026 are off. */
const worked: [string, Record<string, unknown>, string][] = [
  ['filing-decision', { from: '2026-11-02' }, '2026-11-09'],
  ['third-party-revocation-decision', { from: '2026-09-01' }, '2026-10-08'],
  ['enforcement-objection-suit-decision', { from: '2026-09-01' }, '2026-09-16'],
  ['filing-fee', { from: '2026-09-18' }, '2026-09-28'],
  ['transfer-to-division', { from: '2026-09-22' }, '2026-09-28'],
  ['filing-complaint', { from: '2026-09-16' }, '2026-10-08'],
  ['obstacle-extension', { from: '2026-09-10' }, '2026-09-20'],
  ['complaint-copy', { from: '2026-09-30' }, '2026-10-08'],
  ['defence', { from: '2026-11-02' }, '2026-11-17'],
  ['jurisdiction-objection', { from: '2026-11-02', abroad: true }, '2026-12-02'],
  ['defence-copy', { from: '2026-11-02' }, '2026-11-09'],
  ['evidence', { from: '2026-11-02' }, '2026-11-17'],
  ['evidence', { from: '2026-11-02', days: 14 }, 'evidence-too-short'],
  ['evidence', { from: '2026-11-02', procedure: 'second-instance' }, '2026-11-12'],
  ['evidence', { from: '2026-11-02', procedure: 'simple', days: 16 }, 'evidence-too-long'],
  ['evidence', { from: '2026-11-02', procedure: 'small-claims' }, '2026-11-09'],
  ['public-notice-service', { from: '2026-11-02' }, '2026-12-02'],
  ['commissioned-service', { from: '2026-11-02' }, '2026-11-12'],
  ['hearing-notice', { from: '2026-11-20' }, '2026-11-17'],
  ['panel-notice', { from: '2026-11-02' }, '2026-11-05'],
  ['recusal-decision', { from: '2026-11-05' }, '2026-11-09'],
  ['first-instance-ordinary', { from: '2026-03-02' }, '2026-09-02'],
  ['first-instance-ordinary', { from: '2026-03-02', extension: 'president', approved: '2026-08-20' }, '2027-03-02'],
  ['first-instance-ordinary', { from: '2025-05-06', extension: 'superior', superiorMonths: 3, approved: '2026-05-06' }, '2026-08-06'],
  ['first-instance-ordinary', { from: '2025-05-06', extension: 'superior', approved: '2026-05-07' }, 'extension-after-expiry'],
  ['first-instance-simple', { from: '2026-07-13', extensionMonths: 1, approved: '2026-10-13' }, '2026-11-13'],
  ['first-instance-simple', { from: '2026-07-13', extensionMonths: 2 }, 'extension-too-long'],
  ['first-instance-simple', { from: '2021-05-10', extensionMonths: 3 }, '2021-11-10'],
  ['small-claims', { from: '2026-09-09' }, '2026-11-09'],
  ['special-procedure', { from: '2026-11-02' }, '2026-12-02'],
  ['second-instance-judgment', { from: '2026-08-10' }, '2026-11-10'],
  ['second-instance-ruling', { from: '2026-11-02', extension: 10, approved: '2026-11-30' }, '2026-12-14'],
  ['appeal-judgment', { from: '2026-11-02' }, '2026-11-17'],
  ['appeal-ruling', { from: '2026-11-02' }, '2026-11-12'],
  ['appeal-copy', { from: '2026-11-02' }, '2026-11-09'],
  ['appeal-reply', { from: '2026-11-02' }, '2026-11-17'],
  ['appeal-file-transfer', { from: '2026-11-02' }, '2026-11-09'],
  ['upper-call-up', { from: '2026-11-02' }, '2026-11-09'],
  ['upper-call-up', { from: '2026-11-02', distance: 'special' }, '2026-11-12'],
  ['preservation-ruling', { from: '2026-11-02', security: '2026-11-04' }, '2026-11-09'],
  ['preservation-ruling-urgent', { from: '2026-09-25T15:20' }, '2026-09-27T16:00'],
  ['preservation-ruling-urgent', { from: '2026-09-25 15:00', kind: 'pre-suit' }, '2026-09-27T16:00'],
  ['pre-suit-preservation-suit', { from: '2026-11-02' }, '2026-12-02'],
  ['enforcement-filing', { from: '2026-11-02' }, '2026-11-09'],
  ['enforcement-handler', { from: '2026-11-02' }, '2026-11-09'],
  ['enforcement-notice', { from: '2026-11-02' }, '2026-11-12'],
  ['enforcement-notice-by-handler', { from: '2026-11-02' }, '2026-11-05'],
  ['first-contact', { from: '2026-11-02' }, '2026-11-05'],
  ['property-search', { from: '2026-11-02' }, '2026-11-09'],
  ['property-report-change', { from: '2026-11-02' }, '2026-11-12'],
  ['property-clue', { from: '2026-11-02' }, '2026-11-09'],
  ['property-clue', { from: '2026-11-02', urgency: 'urgent' }, '2026-11-05'],
  ['property-investigation', { from: '2026-11-02' }, '2026-11-12'],
  ['six-month-application', { from: '2026-05-11' }, '2026-11-12'],
  ['application-period', { from: '2024-09-26' }, '2026-09-28'],
  ['application-period', { from: '2024-02-29' }, '2026-02-28'],
  ['application-period', { from: '2023-05-08', interrupted: '2024-11-11' }, '2026-11-11'],
  ['application-period', { from: '2023-05-08', interrupted: '2025-05-09' }, 'interruption-outside-period'],
  ['objection-review', { from: '2026-11-02' }, '2026-11-17'],
  ['objection-reconsideration', { from: '2026-11-02' }, '2026-11-12'],
  ['freeze-term', { from: '2025-10-04' }, '2026-10-04'],
  ['freeze-term', { from: '2026-11-02', months: 13 }, 'freeze-too-long'],
  ['freeze-term', { from: '2023-11-02', kind: 'real-estate' }, '2026-11-02'],
  ['ending-enforcement', { from: '2026-08-03' }, '2026-11-04'],
  ['ending-recheck', { from: '2026-05-11' }, '2026-11-11'],
  ['enforcement-limit', { from: '2026-05-11', extension: 3, approved: '2026-11-11' }, '2027-02-11'],
  ['binding', { from: '2026-09-03' }, '2026-10-08'],
  ['retention', { from: '2026-11-02' }, '2056-11-02'],
  ['retention', { from: '2026-11-02', period: 'permanent' }, 'kept-for-ever'],
]

describe('every rule', () => {
  test.each(worked)('%s %j → %s', (rule, inputs, expected) => expect(outcome(rule, inputs)).toBe(expected))

  test('is worked at least once above, named in both languages, and its articles are known', () => {
    expect(Object.keys(deadlineRules).filter((id) => !worked.some(([w]) => w === id))).toEqual([])
    for (const rule of Object.values(deadlineRules)) {
      expect(rule.id).toMatch(/^[a-z]+(-[a-z]+)*$/)
      expect(rule.title.zh && rule.title.en).toBeTruthy()
      expect(rule.basis.length).toBeGreaterThan(0)
      for (const key of rule.basis) expect(citation(key).zh, key).not.toBe(key)
      for (const field of Object.values(rule.fields)) {
        const { label } = (field as { descriptor: FieldDescriptor }).descriptor
        expect(label.zh && label.en).toBeTruthy()
      }
    }
  })
  test('an answer computes again from its own inputs', () => {
    for (const [rule, inputs] of worked) {
      const first = compute(rule, inputs)
      if (!first.ok) continue
      expect(compute(rule, JSON.parse(JSON.stringify(first.result.inputs)))).toEqual(first)
      expect(first.result.calendar).toBe(builtInCalendar.version)
    }
  })
})

describe('further dates and warnings', () => {
  const also = (rule: string, inputs: Record<string, unknown>) => {
    const a = compute(rule, inputs)
    return a.ok ? Object.fromEntries(a.result.also.map((f) => [f.code, f.date])) : a
  }
  const warned = (rule: string, inputs: Record<string, unknown>) => {
    const a = compute(rule, inputs)
    return a.ok ? a.result.warnings.map((w) => w.code) : a
  }
  test('request for an extension ten days before expiry (审限12)', () => {
    expect(also('first-instance-ordinary', { from: '2026-05-11' })).toEqual({ 'extension-request-by': '2026-11-01' })
  })
  test('binding: sorting in three working days over National Day, outer three months', () => {
    expect(also('binding', { from: '2026-09-30' })).toEqual({ 'sorted-by': '2026-10-10', 'outer-limit': '2026-12-30' })
  })
  test('a freeze is renewed on a working day before it ends (解释485)', () => {
    expect(also('freeze-term', { from: '2025-10-04' })).toEqual({ 'renew-by': '2026-09-30' })
  })
  test('appeal period after a judgment served by public notice', () => {
    expect(also('public-notice-service', { from: '2026-11-02', document: 'judgment' })).toEqual({ 'appeal-ends': '2026-12-17' })
  })
  test('small claims: longer than the usual seven days; older law; unpublished calendar', () => {
    expect(warned('evidence', { from: '2026-11-02', procedure: 'small-claims', days: 10 })).toEqual(['longer-than-usual'])
    expect(warned('defence', { from: '2023-11-02' })).toEqual(['older-law'])
    expect(warned('defence', { from: '2026-12-25' })).toEqual(['calendar-not-published'])
  })
  test('small claims: half the average wage, twice by agreement, excluded kinds never (民诉165, 166)', () => {
    const q = { amount: 60_000, averageWage: 120_000, agreed: false, excludedKind: false }
    expect(smallClaimsEligible(q)).toEqual({ ok: true })
    expect(smallClaimsEligible({ ...q, amount: 60_001 })).toMatchObject({ refused: 'small-claims-too-large' })
    expect(smallClaimsEligible({ ...q, amount: 240_000, agreed: true })).toEqual({ ok: true })
    expect(smallClaimsEligible({ ...q, amount: 240_001, agreed: true })).toMatchObject({ refused: 'small-claims-too-large' })
    expect(smallClaimsEligible({ ...q, excludedKind: true })).toMatchObject({ refused: 'small-claims-excluded-kind' })
  })
})

describe('counting (民诉85, 民法典202, 解释125)', () => {
  test('month ends and leap years: the last day of a month without the corresponding day', () => {
    const months = (from: string, amount: number) =>
      countPeriod({ from: day(from), amount, unit: 'month', roll: false }, builtInCalendar).last.toString()
    expect(months('2025-08-31', 6)).toBe('2026-02-28')
    expect(months('2023-08-31', 6)).toBe('2024-02-29')
    expect(months('2026-01-31', 1)).toBe('2026-02-28')
    expect(months('2026-02-28', 1)).toBe('2026-03-28')
  })
  test('hours start with the next hour and run through off-days', () => {
    const at = (text: string) => countHours(Temporal.PlainDateTime.from(text), 48).last.toString()
    expect(at('2026-10-01T23:59:59')).toBe('2026-10-04T00:00:00')
  })
  test('spans before the start and after the end do not count; a touching span does from its second day', () => {
    const due = (from: string, to: string) =>
      countPeriod(
        { from: day('2026-11-02'), amount: 10, unit: 'day', roll: false, excluded: [{ from: day(from), to: day(to) }] },
        builtInCalendar,
      ).last.toString()
    expect(due('2026-10-01', '2026-11-02')).toBe('2026-11-12')
    expect(due('2026-10-01', '2026-11-04')).toBe('2026-11-14')
    expect(due('2026-11-12', '2026-11-20')).toBe('2026-11-12')
    expect(due('2026-11-11', '2026-11-20')).toBe('2026-11-21')
  })

  const rolling = [
    'defence',
    'filing-decision',
    'appeal-ruling',
    'first-instance-ordinary',
    'small-claims',
    'binding',
    'public-notice-service',
    'application-period',
  ]
  test('property: never due on an off-day when rolling, for every rolling rule', () => {
    const ids = Object.values(deadlineRules).filter((r) => r.rolls)
    expect(ids.length).toBeGreaterThan(40)
    fc.assert(
      fc.property(anyDay, fc.constantFrom(...ids), (from, rule) => {
        const a = compute(rule.id, { from: from.toString() })
        expect(a.ok && builtInCalendar.isWorkday(day(a.result.due))).toBe(true)
      }),
      { numRuns: 400 },
    )
  })
  test('property: monotone in the start date', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2000 }), fc.integer({ min: 0, max: 60 }), fc.constantFrom(...rolling), (start, more, rule) => {
        // Within one version of the law: a shorter notice under a newer law may well end earlier.
        const from = day('2022-01-01').add({ days: start })
        const [a, b] = [outcome(rule, { from: from.toString() }), outcome(rule, { from: from.add({ days: more }).toString() })]
        expect(a <= b).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
  test('property: due after the start, by no less than the period', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 200 }), (from, n) => {
        const c = countPeriod({ from, amount: n, unit: 'day' }, builtInCalendar)
        expect(from.until(c.last).days).toBeGreaterThanOrEqual(n)
        expect(from.until(c.nominal).days).toBe(n)
      }),
    )
  })

  const spans = fc.array(
    fc.tuple(fc.integer({ min: -40, max: 200 }), fc.integer({ min: 0, max: 50 })).map(([a, n]) => ({
      from: day('2026-01-05').add({ days: a }),
      to: day('2026-01-05').add({ days: a + n }),
    })),
    { maxLength: 8 },
  )
  test('property: excluded spans act as their union, day by day', () => {
    fc.assert(
      fc.property(spans, fc.integer({ min: 1, max: 180 }), (excluded, n) => {
        const from = day('2026-01-05')
        // The plainest reading of the rule: walk day by day and count the days no span leaves out.
        let at = from
        for (let left = n; left > 0; ) {
          at = at.add({ days: 1 })
          const out = excluded.some((s) => Temporal.PlainDate.compare(at, s.from) > 0 && Temporal.PlainDate.compare(at, s.to) <= 0)
          if (!out) left -= 1
        }
        const count = (list: typeof excluded) =>
          countPeriod({ from, amount: n, unit: 'day', roll: false, excluded: list }, builtInCalendar).last.toString()
        expect(count(excluded)).toBe(at.toString())
        expect(count(unionOf(excluded))).toBe(at.toString())
        expect(count([...excluded, ...excluded].reverse())).toBe(at.toString())
      }),
    )
  })
})

describe('inputs', () => {
  const issues = (rule: string, inputs: Record<string, unknown>) => {
    const a = compute(rule, inputs)
    return !a.ok && a.code === 'inputs-invalid' ? a.issues.map((i) => `${i.input}:${i.code}`) : a
  }
  test('dates in the ways people write them', () => {
    for (const from of ['2026-09-28', '２０２６-０９-２８', '2026年9月28日', '2026/9/28', ' 2026.09.28 ', '２０２６／９／２８']) {
      expect(outcome('defence', { from }), from).toBe('2026-10-13')
    }
  })
  test('what is no date, no number, no choice is told by code', () => {
    expect(issues('defence', {})).toEqual(['from:missing'])
    expect(issues('defence', { from: '2026-02-30' })).toEqual(['from:no-such-day'])
    expect(issues('defence', { from: '2025-02-29' })).toEqual(['from:no-such-day'])
    expect(issues('defence', { from: '明天' })).toEqual(['from:bad-date'])
    expect(issues('defence', { from: 20260928 })).toEqual(['from:bad-date'])
    expect(issues('defence', { from: '1026-09-28' })).toEqual(['from:date-out-of-range'])
    expect(issues('defence', { from: '2026-09-28', abroad: 'maybe' })).toEqual(['abroad:bad-flag'])
    expect(issues('defence', { from: '2026-09-28', form: 1 })).toEqual(['form:unknown-input'])
    expect(issues('evidence', { from: '2026-09-28', days: '1.5', procedure: '简易' })).toEqual([
      'procedure:not-a-choice',
      'days:bad-number',
    ])
    expect(issues('evidence', { from: '2026-09-28', days: 366 })).toEqual(['days:number-out-of-range'])
    expect(issues('preservation-ruling-urgent', { from: '2026-09-28' })).toEqual(['from:bad-moment'])
    expect(issues('preservation-ruling-urgent', { from: '2026-09-28T24:00' })).toEqual(['from:bad-moment'])
    expect(issues('small-claims', { from: '2026-09-28', excluded: '2026-10-09..2026-10-08' })).toEqual(['excluded:interval-backwards'])
    expect(issues('small-claims', { from: '2026-09-28', excluded: ['2026-10-09'] })).toEqual(['excluded:bad-interval'])
    expect(issues('small-claims', { from: '2026-09-28', excluded: [null] })).toEqual(['excluded:bad-interval'])
    expect(issues('appeal-ruling', { from: '2026-09-28', others: Array(201).fill('2026-09-28') })).toEqual(['others:list-too-long'])
  })
  test('unknown rules, also those named like parts of an object', () => {
    expect(compute('defense', {})).toEqual({ ok: false, code: 'unknown-rule', nearest: ['defence', 'defence-copy'] })
    expect(compute('constructor', {})).toMatchObject({ ok: false, code: 'unknown-rule' })
    expect(compute('', {})).toMatchObject({ ok: false, code: 'unknown-rule', nearest: [] })
    expect(compute('公告送达', {})).toMatchObject({ nearest: ['public-notice-service'] })
  })
  test('property: nothing typed makes it throw', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(deadlineRules)),
        fc.dictionary(fc.constantFrom('from', 'excluded', 'others', 'days', 'approved', 'served'), fc.anything()),
        (rule, raw) => {
          expect(compute(rule, raw)).toHaveProperty('ok')
        },
      ),
      { numRuns: 300 },
    )
  })
})
