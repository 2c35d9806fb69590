import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { builtInCalendar, builtInYears, makeCalendar } from '../../platform/calendar/holiday-calendar.ts'
import type { Calendar } from '../../platform/calendar/workdays.ts'
import { duties } from './duties.ts'
import { type DutyDeclaration, faultsOfDeclaration } from './rules/declaration.ts'
import { calendarText, escapeText, fold } from './rules/icalendar.ts'
import { markBefore, nextPeriod, periodFromKey, periodOf } from './rules/periods.ts'
import { again, ofPeriod, ofTrigger, openUntil, referenceKey } from './rules/reckon.ts'
import { mayAskExcuse, mayDecideExcuse, mayTick } from './rules/states.ts'
import { specimens } from './specimens.ts'

const day = (t: string) => Temporal.PlainDate.from(t)
const beijing = (at: Temporal.Instant) => at.toZonedDateTimeISO('Asia/Shanghai').toPlainDateTime().toString({ smallestUnit: 'second' })
const dueOf = (d: DutyDeclaration, date: string, cal: Calendar = builtInCalendar) =>
  ofPeriod(d, periodOf('every' in d.when ? d.when.every : 'month', day(date)), cal)[0]!
/** 2027 as nobody has published it: the Saturday 2 January is worked, Monday 4 January is off. */
const with2027 = makeCalendar([
  ...builtInYears,
  {
    year: 2027,
    papers: [],
    days: [
      { name: '元旦', date: '2027-01-01', isOffDay: true },
      { name: '元旦', date: '2027-01-02', isOffDay: false },
      { name: '元旦', date: '2027-01-04', isOffDay: true },
    ],
  },
])

describe('periods', () => {
  it('are days, ISO weeks, months, quarters, halves, years; the key leads back', () => {
    expect(periodOf('week', day('2027-01-01'))).toMatchObject({ key: '2026-W53' })
    expect(periodOf('week', day('2026-09-27')).from.toString()).toBe('2026-09-21')
    expect(
      [
        periodOf('month', day('2026-02-11')),
        periodOf('quarter', day('2026-08-31')),
        periodOf('half-year', day('2026-06-30')),
        periodOf('year', day('2026-06-30')),
      ].map((p) => `${p.key} ${p.from} ${p.until}`),
    ).toEqual([
      '2026-02 2026-02-01 2026-02-28',
      '2026-Q3 2026-07-01 2026-09-30',
      '2026-H1 2026-01-01 2026-06-30',
      '2026 2026-01-01 2026-12-31',
    ])
    fc.assert(
      fc.property(
        fc.constantFrom('workday', 'week', 'month', 'quarter', 'half-year', 'year' as const),
        fc.integer({ min: 0, max: 8000 }),
        (every, n) => {
          const p = periodOf(every as 'week', day('2018-01-01').add({ days: n }))
          expect(periodFromKey(every as 'week', p.key)?.from.toString()).toBe(p.from.toString())
          expect(periodFromKey(every as 'week', `${p.key}#2`)?.key).toBe(p.key)
          expect(Temporal.PlainDate.compare(markBefore(every as 'week', p.until), p.from)).toBe(-1)
          if (every !== 'workday')
            expect(nextPeriod(every as 'week', markBefore(every as 'week', p.until), builtInCalendar).key).toBe(p.key)
        },
      ),
    )
    for (const wrong of ['2026-13', '2026-02-30', '2026-W54', 'x', '2026-Q5'])
      for (const every of ['month', 'workday', 'week', 'quarter'] as const) expect(periodFromKey(every, wrong)).toBeNull()
  })
})

describe('due times', () => {
  it('patrol: 17:30 of each working day, reminded two hours before', () => {
    const o = dueOf(specimens.patrol, '2026-10-10')
    expect(beijing(o.dueAt)).toBe('2026-10-10T17:30:00')
    expect(o.remindAt.map(beijing)).toEqual(['2026-10-10T15:30:00'])
    expect(beijing(o.opensAt)).toBe('2026-10-10T00:00:00')
    // National Day to its make-up Saturday: 09-30, 10-08, 10-09, 10-10.
    const opened = openUntil(specimens.patrol, '2026-09-29', Temporal.Instant.from('2026-10-11T00:00:00Z'), builtInCalendar, 100)
    expect(opened.occurrences.map((x) => x.period)).toEqual(['2026-09-30', '2026-10-08', '2026-10-09', '2026-10-10'])
    expect(beijing(opened.nextOpenAt)).toBe('2026-10-12T00:00:00')
  })
  it('wages: the 15th of the next month to its end, also on an off-day; opened a fortnight before', () => {
    const o = dueOf(specimens.wages, '2026-07-20')
    expect(o.period).toBe('2026-07')
    expect(beijing(o.dueAt)).toBe('2026-08-15T23:59:59') // a Saturday
    expect(beijing(o.opensAt)).toBe('2026-07-31T00:00:00')
    expect(o.remindAt.map(beijing)).toEqual(['2026-08-12T09:00:00', '2026-08-14T09:00:00'])
    expect(beijing(dueOf(specimens.wages, '2026-01-02').dueAt)).toBe('2026-02-15T23:59:59')
  })
  it('two inspections a month: two duties, due on the last working day', () => {
    const two = ofPeriod(specimens.inspection, periodOf('month', day('2026-10-01')), builtInCalendar)
    expect(two.map((o) => [o.period, beijing(o.dueAt)])).toEqual([
      ['2026-10#1', '2026-10-30T17:00:00'],
      ['2026-10#2', '2026-10-30T17:00:00'],
    ])
    expect(two[0]!.basis.map((s) => s.step)).toEqual(['period', 'last-day', 'rolled-back', 'due'])
  })
  it('weekly by Friday, moved back before a holiday; quarterly five working days after; short months end earlier', () => {
    expect(beijing(dueOf(specimens.weekly, '2026-09-23').dueAt)).toBe('2026-09-24T17:00:00') // Friday 09-25 is a holiday
    expect(beijing(dueOf(specimens.quarterly, '2026-09-01').dueAt)).toBe('2026-10-13T23:59:59')
    const thirtyFirst: DutyDeclaration = { ...specimens.wages, due: { day: 31, months: 1 }, opens: undefined } as DutyDeclaration
    expect(beijing(dueOf(thirtyFirst, '2026-01-02').dueAt)).toBe('2026-02-28T23:59:59')
  })
  it('24 hours run from the minute, through nights and holidays, and rest on no calendar', () => {
    const o = ofTrigger(specimens.injury, referenceKey(Temporal.Instant.from('2026-12-31T06:20:31.9Z')), builtInCalendar)
    expect(o.period).toBe('2026-12-31T06:20:31Z')
    expect([beijing(o.opensAt), beijing(o.dueAt), ...o.remindAt.map(beijing), o.provisional]).toEqual([
      '2026-12-31T14:20:31',
      '2027-01-01T14:20:31',
      '2027-01-01T08:20:31',
      false,
    ])
  })
  it('a vetting that ends: opened thirty days before, due to the end of its last day', () => {
    const o = ofTrigger(duties[0]!, '2026-09-20', builtInCalendar)
    expect([beijing(o.opensAt), beijing(o.dueAt)]).toEqual(['2026-08-21T00:00:00', '2026-09-20T23:59:59'])
    expect(o.remindAt.map(beijing)).toEqual(['2026-08-21T09:00:00', '2026-09-14T09:00:00', '2026-09-18T09:00:00'])
    expect(beijing(ofTrigger(duties[1]!, '2026-01-31', builtInCalendar).dueAt)).toBe('2026-02-28T23:59:59')
  })
  it('what reaches an unpublished year is provisional, and is reckoned again when it is published', () => {
    const guess = dueOf(specimens.quarterly, '2026-12-31')
    expect([beijing(guess.dueAt), guess.provisional]).toEqual(['2027-01-08T23:59:59', true])
    const known = again(specimens.quarterly, guess.period, with2027)!
    // 2 January is worked now, 4 January off: 2, 5, 6, 7, 8.
    expect([beijing(known.dueAt), known.provisional, known.calendar]).toEqual(['2027-01-08T23:59:59', false, with2027.version])
    expect(again(specimens.patrol, '2027-01-04', builtInCalendar)?.provisional).toBe(true)
    expect(again(specimens.patrol, '2027-01-04', with2027)).toBeNull()
    expect(again(specimens.inspection, '2026-10#2', builtInCalendar)?.period).toBe('2026-10#2')
    expect(again(specimens.inspection, '2026-10#3', builtInCalendar)).toBeNull()
  })
  it('property: opened before due, reminded between, later periods never earlier, and a period reckons the same however it is come to', () => {
    const recurring = [
      specimens.patrol,
      specimens.inspection,
      specimens.wages,
      specimens.weekly,
      specimens.quarterly,
      specimens.yearly,
      specimens.byHand,
    ] as readonly DutyDeclaration[]
    fc.assert(
      fc.property(fc.constantFrom(...recurring), fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 1, max: 5 }), (d, n, limit) => {
        const from = day('2019-01-05').add({ days: n })
        const now = from.add({ days: 120 }).toZonedDateTime('Asia/Shanghai').toInstant()
        const all = openUntil(d, from.toString(), now, builtInCalendar, 1000)
        for (const [i, o] of all.occurrences.entries()) {
          expect(Temporal.Instant.compare(o.opensAt, o.dueAt)).toBeLessThanOrEqual(0)
          expect(Temporal.Instant.compare(o.opensAt, now)).toBeLessThanOrEqual(0)
          for (const r of o.remindAt)
            expect(Temporal.Instant.compare(o.opensAt, r) <= 0 && Temporal.Instant.compare(r, o.dueAt) < 0).toBe(true)
          const before = all.occurrences[i - 1]
          if (before)
            expect(Temporal.Instant.compare(before.dueAt, o.dueAt) <= 0 && Temporal.Instant.compare(before.opensAt, o.opensAt) <= 0).toBe(
              true,
            )
          expect(again(d, o.period, builtInCalendar)).toEqual(o)
        }
        // In bites it is the same.
        const pieces: string[] = []
        let through = from.toString()
        for (let more = true; more; ) {
          const bite = openUntil(d, through, now, builtInCalendar, limit)
          pieces.push(...bite.occurrences.map((o) => o.period))
          through = bite.through
          more = Temporal.Instant.compare(bite.nextOpenAt, now) <= 0
        }
        expect(pieces).toEqual(all.occurrences.map((o) => o.period))
        expect(new Set(pieces).size).toBe(pieces.length)
      }),
      { numRuns: 120 },
    )
  })
})

describe('declarations', () => {
  it('of the product and the specimens stand; what cannot be reckoned is refused', () => {
    for (const d of [...duties, ...Object.values(specimens)]) expect(faultsOfDeclaration(d), d.key).toEqual([])
    const wrong = (more: object) => faultsOfDeclaration({ ...specimens.wages, ...more } as DutyDeclaration)
    expect(wrong({ key: 'Wages' })).toEqual(['key'])
    expect(wrong({ due: { hours: 24 } })).toEqual(['due-hours'])
    expect(wrong({ due: { day: 40 } })).toEqual(['due-day'])
    expect(wrong({ due: { weekday: 5 } })).toEqual(['due-weekday'])
    expect(wrong({ due: { day: 15, at: '25:00' } })).toEqual(['due-time'])
    expect(wrong({ evidence: { objects: [] } })).toEqual(['evidence'])
    expect(wrong({ roles: [], clauses: [] })).toEqual(['clauses', 'roles'])
    expect(wrong({ when: { every: 'month', times: 0 } })).toEqual(['times'])
    expect(wrong({ when: { every: 'workday' } })).toEqual(['due-day'])
    expect(wrong({ remind: [{ days: -1 }] })).toEqual(['offset'])
  })
})

describe('who may', () => {
  const who = (personId: number, side: 'court' | 'contractor', ...roles: string[]) => ({ personId, side, roles })
  const duty = { state: 'open' as const, debtor: 'contractor' as const, roles: ['hr'], asked: false, tick: true }
  it('ask: who answers for it, once, while it is owed', () => {
    expect(mayAskExcuse(who(1, 'contractor', 'hr'), duty)).toEqual({ ok: true })
    expect(mayAskExcuse(who(1, 'contractor', 'operator'), duty)).toEqual({ ok: false, code: 'not-your-duty' })
    expect(mayAskExcuse(who(1, 'court', 'hr'), duty)).toEqual({ ok: false, code: 'not-your-duty' })
    expect(mayAskExcuse(who(1, 'contractor', 'hr'), { ...duty, asked: true })).toEqual({ ok: false, code: 'excuse-waits' })
    expect(mayAskExcuse(who(1, 'contractor', 'hr'), { ...duty, state: 'done' })).toEqual({ ok: false, code: 'duty-settled' })
    expect(mayTick(who(1, 'contractor', 'hr'), { ...duty, tick: false })).toEqual({ ok: false, code: 'evidence-needed' })
  })
  it('decide: the other side, or another hand of the court; never the commissioner on the court’s own', () => {
    expect(mayDecideExcuse(who(2, 'court', 'commissioner'), duty, 1)).toEqual({ ok: true })
    expect(mayDecideExcuse(who(2, 'contractor', 'projectManager'), duty, 1)).toEqual({ ok: false, code: 'not-your-decision' })
    expect(mayDecideExcuse(who(2, 'court', 'commissioner'), { ...duty, debtor: 'court' }, 1)).toEqual({
      ok: false,
      code: 'not-your-decision',
    })
    expect(mayDecideExcuse(who(1, 'court', 'courtLeader'), { ...duty, debtor: 'court' }, 1)).toEqual({
      ok: false,
      code: 'second-person-required',
    })
    expect(mayDecideExcuse(who(2, 'court', 'courtLeader'), { ...duty, state: 'done' }, 1)).toEqual({ ok: false, code: 'duty-settled' })
  })
})

describe('iCalendar', () => {
  it('escapes, folds at 75 octets without cutting a character, and speaks UTC', () => {
    expect(escapeText('a;b,c\\d\ne\r\nf\u0007')).toBe('a\\;b\\,c\\\\d\\ne\\nf')
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
        const lines = fold(text.replaceAll(/[\r\n]/g, '')).split('\r\n')
        for (const l of lines) expect(Buffer.byteLength(l)).toBeLessThanOrEqual(75)
        expect(lines.map((l, i) => (i ? l.slice(1) : l)).join('')).toBe(text.replaceAll(/[\r\n]/g, ''))
      }),
    )
    const at = Temporal.Instant.from('2026-09-21T09:30:00Z')
    const text = calendarText('履责期限', [
      {
        uid: 'duty-1-2@court',
        name: '每日巡查；上午',
        text: 'a\nb',
        dueAt: at,
        remindAt: [at.subtract({ hours: 2 })],
        changedAt: at,
        revision: 3,
        url: 'http://x/duties/2',
        cancelled: false,
      },
    ])
    expect(text).toContain('DTSTART:20260921T093000Z\r\n')
    expect(text).toContain('TRIGGER;VALUE=DATE-TIME:20260921T073000Z\r\n')
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true)
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  })
})
