import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { builtInCalendar as calendar } from '../../platform/calendar/holiday-calendar.ts'
import { ZONE } from '../../platform/calendar/clock.ts'
import { deliveryDue, lightOf, poolDue } from './rules/due.ts'
import { alwaysUrgent, isUrgent, kinds } from './rules/kinds.ts'
import { isSerialNumber, mailNumber, phoneNumber, serialNumber } from './rules/shape.ts'
import { maySign, verdictOf } from './rules/sign.ts'
import { differs, sumOf } from './rules/statement.ts'

const at = (text: string): Temporal.Instant => Temporal.Instant.from(text)
const beijing = (i: Temporal.Instant): string => i.toZonedDateTimeISO(ZONE).toPlainDateTime().toString()

describe('when material has to be in the recipient’s hands', () => {
  it.each([
    ['2026-09-21T01:00:00Z', false, '2026-09-22T17:00:00'],
    ['2026-09-21T01:00:00Z', true, '2026-09-21T17:00:00'],
    ['2026-09-21T08:59:59Z', true, '2026-09-21T17:00:00'],
    ['2026-09-21T09:00:00Z', true, '2026-09-22T17:00:00'], // at closing time: the next day
    ['2026-09-24T02:00:00Z', false, '2026-09-28T17:00:00'], // 25 to 27 September are off
    ['2026-09-24T12:00:00Z', true, '2026-09-28T17:00:00'],
    ['2026-10-10T02:00:00Z', true, '2026-10-10T17:00:00'], // a Saturday worked (补班)
    ['2026-09-30T02:00:00Z', false, '2026-10-08T17:00:00'],
  ])('received %s, urgent %s: %s', (received, urgent, due) => {
    expect(beijing(deliveryDue(at(received), urgent, { workdays: 1 }, calendar).at)).toBe(due)
  })
  it('is provisional where the year is not published', () => {
    expect(deliveryDue(at('2026-12-31T02:00:00Z'), false, { workdays: 1 }, calendar).provisional).toBe(true)
    expect(deliveryDue(at('2026-12-31T02:00:00Z'), true, { workdays: 1 }, calendar).provisional).toBe(false)
  })
  const moment = fc.integer({ min: 0, max: 364 * 24 * 3600 - 1 }).map((s) => at('2025-12-31T16:00:00Z').add({ seconds: s }))
  it('always after the arrival, on a working day at closing time; urgent never later than the rest; later arrival, never earlier due', () => {
    fc.assert(
      fc.property(moment, moment, fc.integer({ min: 1, max: 10 }), (a, b, workdays) => {
        const [x, y] = Temporal.Instant.compare(a, b) <= 0 ? [a, b] : [b, a]
        const due = (i: Temporal.Instant, urgent: boolean) => deliveryDue(i, urgent, { workdays }, calendar).at
        for (const urgent of [true, false]) {
          const d = due(x, urgent).toZonedDateTimeISO(ZONE)
          expect(Temporal.Instant.compare(due(x, urgent), x)).toBe(1)
          expect(calendar.isWorkday(d.toPlainDate())).toBe(true)
          expect(d.toPlainTime().toString()).toBe('17:00:00')
          expect(Temporal.Instant.compare(due(x, urgent), due(y, urgent))).toBeLessThanOrEqual(0)
        }
        expect(Temporal.Instant.compare(due(x, true), due(x, false))).toBeLessThanOrEqual(0)
      }),
    )
  })
  it('the pool runs through day and night; lights follow the clock', () => {
    expect(poolDue(at('2026-09-26T10:00:00Z'), { poolHours: 24 }).toString()).toBe('2026-09-27T10:00:00Z')
    const due = at('2026-09-22T09:00:00Z')
    const light = (now: string, done = false): string => lightOf(due, at(now), done, calendar)
    expect([
      light('2026-09-22T09:00:01Z'),
      light('2026-09-22T01:00:00Z'),
      light('2026-09-21T01:00:00Z'),
      light('2026-09-17T01:00:00Z'),
      light('2026-09-23T01:00:00Z', true),
    ]).toEqual(['late', 'today', 'soon', 'calm', 'done'])
  })
})

describe('shapes', () => {
  it('numbers of carriers however typed', () => {
    expect([
      mailNumber('ＥＭＳ　１２３４－５６７８'),
      mailNumber('1234567890123'),
      mailNumber('ab 12 34'),
      mailNumber('EMSABCDEF'),
      mailNumber('<b>123456</b>'),
      mailNumber('12345'),
    ]).toEqual(['EMS12345678', '1234567890123', 'AB1234', null, null, null])
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z]{2}\d{9}[A-Z]{2}$/), (n) => {
        const wide = [...n].map((s) => String.fromCodePoint(s.codePointAt(0)! + 0xfee0)).join('')
        expect(mailNumber(wide)).toBe(n)
        expect(mailNumber(n.toLowerCase())).toBe(n)
      }),
    )
    expect([phoneNumber('１３９ ０000－1111'), phoneNumber('abc')]).toEqual(['13900001111', null])
    expect([serialNumber('SZ', '2026-09-21', 7), isSerialNumber('ｓｚ２０２６０９２１－０００７'), isSerialNumber('SZ2026')]).toEqual([
      'SZ20260921-0007',
      true,
      false,
    ])
  })
  it('the four kinds of the law are urgent whatever a court sets', () => {
    for (const k of kinds)
      expect(isUrgent([{ kind: 'other' }, { kind: k }], { urgentKinds: [] })).toBe((alwaysUrgent as readonly string[]).includes(k))
    expect(isUrgent([{ kind: 'appraisal' }], { urgentKinds: ['appraisal'] })).toBe(true)
  })
})

describe('signing', () => {
  it('a material is answered whole; not of this case outweighs a refusal, a refusal a signature', () => {
    expect(verdictOf([1, 2], [{ itemId: 1, outcome: 'signed' }])).toBeNull()
    expect(
      verdictOf(
        [1, 2],
        [
          { itemId: 1, outcome: 'signed' },
          { itemId: 2, outcome: 'signed' },
        ],
      ),
    ).toBe('signed')
    expect(
      verdictOf(
        [1, 2],
        [
          { itemId: 1, outcome: 'signed' },
          { itemId: 2, outcome: 'refused', reason: 'damaged' },
        ],
      ),
    ).toBe('refused')
    expect(
      verdictOf(
        [1, 2],
        [
          { itemId: 1, outcome: 'refused', reason: 'damaged' },
          { itemId: 2, outcome: 'refused', reason: 'wrongCase' },
        ],
      ),
    ).toBe('wrongCase')
  })
  it('the recipient, or judge and clerk of the division in their own name; never outsourced staff', () => {
    const of = { recipientId: 7, divisionId: 3 }
    const who = (personId: number, side: string, roles: string[], divisionIds: number[], because = '出差') =>
      maySign({ personId, side, roles, divisionIds }, of, because)
    expect(who(7, 'court', ['clerk'], [3], '')).toBe('self')
    expect(who(8, 'court', ['judge'], [3])).toBe('standIn')
    expect(who(8, 'court', ['judge'], [3], '')).toEqual({ refused: 'stand-in-reason' })
    expect(who(8, 'court', ['judge'], [4])).toEqual({ refused: 'not-a-stand-in' })
    expect(who(8, 'court', ['trialManagement'], [3])).toEqual({ refused: 'not-a-stand-in' })
    expect(who(7, 'contractor', ['operator'], [])).toEqual({ refused: 'signature-is-the-courts' })
  })
  it('a statement differs when anything differs, and sums up', () => {
    const t = { sent: 2, sentItems: 3, sentPages: 9, arrived: 2, arrivedItems: 3, arrivedPages: 9, refused: 0, open: 0, late: 1 }
    expect([differs(t), differs({ ...t, arrivedPages: 8 })]).toEqual([false, true])
    expect(sumOf([t, t])).toMatchObject({ sent: 4, arrivedPages: 18, late: 2 })
  })
})
