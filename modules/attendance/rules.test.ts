import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { halfDaysOf, instantsOf, mayTurnLeave, monthDays, monthRow, ORDINARY, overlap, type Span, shiftOn, spanStands } from './rules.ts'

const span = (fromDate: string, fromHalf: 'am' | 'pm', untilDate: string, untilHalf: 'am' | 'pm'): Span => ({
  fromDate,
  fromHalf,
  untilDate,
  untilHalf,
})
const weekday = (d: string): boolean => Temporal.PlainDate.from(d).dayOfWeek < 6
const now = Temporal.Instant.from('2026-09-21T01:00:00Z')

describe('a leave by halves of days', () => {
  it('runs on the court’s clock: morning to noon, afternoon to midnight', () => {
    const { fromAt, untilAt } = instantsOf(span('2026-09-21', 'pm', '2026-09-22', 'am'))
    expect([fromAt.toString(), untilAt.toString()]).toEqual(['2026-09-21T04:00:00Z', '2026-09-22T04:00:00Z'])
    expect(instantsOf(span('2028-02-29', 'am', '2028-02-29', 'pm')).untilAt.toString()).toBe('2028-02-29T16:00:00Z')
  })
  const half = fc.constantFrom('am' as const, 'pm' as const)
  const spans = fc
    .record({ start: fc.integer({ min: 0, max: 20 }), length: fc.integer({ min: 0, max: 10 }), fromHalf: half, untilHalf: half })
    .map((r) => {
      const from = Temporal.PlainDate.from('2026-09-01').add({ days: r.start })
      return span(from.toString(), r.fromHalf, from.add({ days: r.length }).toString(), r.untilHalf)
    })
    .filter((s) => !(s.fromDate === s.untilDate && s.fromHalf === 'pm' && s.untilHalf === 'am'))
  it('two overlap just when they share a half day', () => {
    const halvesOf = (s: Span): Set<string> =>
      new Set(
        monthDays('2026-09')
          .concat(monthDays('2026-10'))
          .flatMap((d) => (['am', 'pm'] as const).map((h) => `${d}${h}`))
          .filter((k) => k >= `${s.fromDate}${s.fromHalf}` && k <= `${s.untilDate}${s.untilHalf}`),
      )
    fc.assert(
      fc.property(spans, spans, (a, b) => {
        const shared = [...halvesOf(a)].some((k) => halvesOf(b).has(k))
        expect(overlap(instantsOf(a), instantsOf(b))).toBe(shared)
        expect(overlap(instantsOf(b), instantsOf(a))).toBe(shared)
        expect(halfDaysOf(a, () => ({ am: true, pm: true, days: 'daily' }), weekday)).toBe(halvesOf(a).size)
      }),
    )
  })
  it('takes working halves only: weekend free, a morning shift half as many', () => {
    const week = span('2026-09-18', 'pm', '2026-09-21', 'am')
    expect(halfDaysOf(week, () => ORDINARY, weekday)).toBe(2)
    expect(halfDaysOf(week, () => ({ am: true, pm: false, days: 'workdays' }), weekday)).toBe(1)
  })
  it.each([
    [span('2026-09-22', 'pm', '2026-09-22', 'am'), false, 'leave-reversed'],
    [span('2026-09-20', 'am', '2026-09-22', 'pm'), false, 'leave-begun'],
    [span('2026-09-20', 'am', '2026-09-22', 'pm'), true, null],
    [span('2026-09-18', 'am', '2026-09-20', 'pm'), true, 'leave-over'],
    [span('2026-09-21', 'am', '2027-09-22', 'pm'), false, 'leave-too-long'],
    [span('2026-09-21', 'am', '2026-09-21', 'am'), false, null],
  ])('stands or not: %o entered %s', (s, entered, code) => {
    const v = spanStands(s, '2026-09-21', now, entered)
    expect(v.ok ? null : v.code).toBe(code)
  })
})

describe('the month of one person', () => {
  it('worked, leave, absent, late, extra, to come, not yet in service; the signs add up', () => {
    const row = monthRow({
      month: '2026-09',
      today: '2026-09-21',
      inService: (d) => d >= '2026-09-02',
      shift: () => ORDINARY,
      isWorkday: weekday,
      leaves: [instantsOf(span('2026-09-03', 'pm', '2026-09-04', 'am'))],
      marks: [
        { date: '2026-09-07', half: 'am', kind: 'absent' },
        { date: '2026-09-08', half: 'am', kind: 'late' },
        { date: '2026-09-05', half: 'pm', kind: 'extra' },
        // On leave: what was marked by mistake before does not count twice.
        { date: '2026-09-04', half: 'am', kind: 'absent' },
      ],
    })
    expect(row.cells.slice(0, 16)).toBe('  PPPLLPOXOOAPTP')
    expect(row).toMatchObject({ leave: 2, absent: 1, late: 1, extra: 1 })
    expect(row.cells).toHaveLength(60)
    expect(row.due).toBe(row.worked + row.leave + row.absent + [...row.cells].filter((c) => c === 'D').length)
  })
  it('the shift given last holds', () => {
    const early = { am: true, pm: false, days: 'workdays' as const, fromDate: '2026-09-01' }
    const late = { am: false, pm: true, days: 'daily' as const, fromDate: '2026-09-10' }
    expect([shiftOn([late, early], '2026-08-31'), shiftOn([late, early], '2026-09-09'), shiftOn([early, late], '2026-09-10')]).toEqual([
      ORDINARY,
      early,
      late,
    ])
  })
})

describe('who decides', () => {
  const lead = { personId: 2, side: 'contractor', roles: ['teamLead'], contractorId: 7 } as const
  const leave = { state: 'asked', personId: 1, contractorId: 7, ofManager: false } as const
  it.each([
    ['approve', leave, lead, true],
    ['approve', { ...leave, personId: 2 }, lead, 'not-yourself'],
    ['approve', leave, { ...lead, contractorId: 8 }, 'not-allowed'],
    ['approve', leave, { ...lead, roles: ['hr'] }, 'not-allowed'],
    ['approve', { ...leave, ofManager: true }, { ...lead, roles: ['hr'] }, true],
    ['approve', { ...leave, state: 'withdrawn' }, lead, 'leave-decided'],
    ['withdraw', leave, lead, 'not-allowed'],
    ['withdraw', { ...leave, personId: 2 }, lead, true],
    ['end', leave, lead, 'leave-not-running'],
    ['end', { ...leave, state: 'approved' }, { ...lead, roles: ['operator'] }, 'not-allowed'],
  ] as const)('%s', (act, l, who, expected) => {
    const v = mayTurnLeave(act, l, who)
    expect(v.ok ? true : v.code).toBe(expected)
  })
})
