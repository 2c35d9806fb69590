import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { builtInCalendar } from '../../platform/calendar/holiday-calendar.ts'
import { figureOf, indicatorOf } from '../indicators/rules.ts'
import { layoutOf, mergeLegs, momentOf, readRow } from './rules/cdr.ts'
import { exclusionOf, inHours, usualHours, withinLevel } from './rules/judge.ts'
import { dueOf, kinds, mayRoute } from './rules/kinds.ts'
import { levels, opened } from './rules/levels.ts'
import { maskNumber, phoneNumber, readTicketNumber, ticketNumber } from './rules/shape.ts'

const at = (local: string): Temporal.Instant => Temporal.PlainDateTime.from(local).toZonedDateTime('Asia/Shanghai').toInstant()
const calendar = builtInCalendar
const judged = (queued: string, o: { wait?: number; answered?: boolean; toAgent?: boolean; test?: boolean } = {}) => {
  const queuedAt = at(queued)
  const end = queuedAt.add({ microseconds: Math.round((o.wait ?? 60) * 1e6) })
  return exclusionOf(
    {
      queuedAt,
      answeredAt: o.answered ? end : null,
      endedAt: o.answered ? end.add({ seconds: 30 }) : end,
      toAgent: o.toAgent ?? true,
      test: o.test ?? false,
    },
    usualHours,
    calendar,
  )
}

describe('8.2.3 c: which calls count, to the second', () => {
  test.each([
    [5, 'shortAbandon'],
    [4.999, 'shortAbandon'],
    [5.001, null],
    [6, null],
  ])('given up after %f s', (wait, expected) => expect(judged('2026-09-21T10:00:00', { wait })).toBe(expected))
  test('an answered call is never a short abandon', () => expect(judged('2026-09-21T10:00:00', { wait: 2, answered: true })).toBeNull())
  test.each([
    ['2026-09-21T08:30:00', null],
    ['2026-09-21T08:29:59.999999', 'outOfHours'],
    ['2026-09-21T17:30:00', null],
    ['2026-09-21T17:30:00.000001', 'outOfHours'],
    ['2026-09-21T17:30:01', 'outOfHours'],
    ['2026-09-19T10:00:00', 'outOfHours'], // Saturday
    ['2026-09-20T10:00:00', null], // 补班 Sunday
    ['2026-10-01T10:00:00', 'outOfHours'], // holiday
    ['2028-02-29T10:00:00', null],
  ])('at %s', (moment, expected) => expect(judged(moment)).toBe(expected))
  test('menu only and test numbers leave both sides, the first reason is named', () => {
    expect(judged('2026-09-21T10:00:00', { toAgent: false, test: true })).toBe('ivrOnly')
    expect(judged('2026-09-19T10:00:00', { test: true, wait: 1 })).toBe('test')
    expect(judged('2026-09-19T10:00:00', { wait: 1 })).toBe('outOfHours')
  })
  test('the hours are the setting’s', () => {
    expect(inHours(at('2026-09-21T17:45:00'), { ...usualHours, closesAt: '18:00' }, calendar)).toBe(true)
    expect(inHours(at('2026-09-21T09:00:00'), { ...usualHours, opensAt: '09:30' }, calendar)).toBe(false)
  })
  test('service level: 15 s is within, 15.001 s is not, unanswered never', () => {
    const queuedAt = at('2026-09-21T10:00:00')
    const level = (s: number | null) =>
      withinLevel({ queuedAt, answeredAt: s === null ? null : queuedAt.add({ microseconds: s * 1e6 }) }, usualHours)
    expect([level(15), level(15.001), level(null)]).toEqual([true, false, false])
  })
  test('A10 c: 420 to agents, 12 short, 8 out of hours, 391 answered → 97.75', () => {
    const fact = (answered: boolean, exclusion: string | null) => ({ dueAt: 1, doneAt: answered ? 1 : null, exclusion, counted: true })
    const of = (n: number, answered: boolean, exclusion: string | null) => Array.from({ length: n }, () => fact(answered, exclusion))
    const figure = figureOf(
      indicatorOf('c')!,
      [...of(391, true, null), ...of(9, false, null), ...of(12, false, 'shortAbandon'), ...of(8, false, 'outOfHours')],
      2,
    )
    expect(figure).toMatchObject({ numerator: 391, denominator: 400, excluded: 20, value: 97.75 })
  })
})

const now = at('2026-09-22T09:00:00')
const header =
  'calldate,clid,src,dst,dcontext,channel,dstchannel,lastapp,lastdata,duration,billsec,disposition,amaflags,accountcode,uniqueid,userfield'.split(
    ',',
  )
const cdr = (o: Partial<Record<string, string>>): string[] =>
  header.map(
    (h) =>
      ({
        calldate: '2026-09-21 09:00:00',
        src: '13912345678',
        dst: '12368',
        dstchannel: 'SIP/8001-0000002a',
        lastapp: 'Queue',
        duration: '75',
        billsec: '63',
        disposition: 'ANSWERED',
        uniqueid: '1758416400.1',
        ...o,
      })[h] ?? '',
  )
const read = (o: Partial<Record<string, string>>) => readRow(cdr(o), layoutOf(header)!, now)

describe('records of the telephone system', () => {
  test('Asterisk: waited = duration − billsec, to the second', () => {
    const r = read({})
    expect(r).toMatchObject({ ok: true, call: { number: '13912345678', extension: '8001', toAgent: true } })
    if (!r.ok) throw new Error('row')
    expect([r.call.queuedAt, r.call.answeredAt, r.call.endedAt].map(String)).toEqual([
      '2026-09-21T01:00:00Z',
      '2026-09-21T01:00:12Z',
      '2026-09-21T01:01:15Z',
    ])
  })
  test('a queue that nobody left to a person was abandoned, a menu was never at an agent', () => {
    expect(read({ dstchannel: '' })).toMatchObject({ ok: true, call: { answeredAt: null, toAgent: true } })
    expect(read({ dstchannel: '', lastapp: 'Playback' })).toMatchObject({ ok: true, call: { answeredAt: null, toAgent: false } })
    expect(read({ disposition: 'NO ANSWER', billsec: '0' })).toMatchObject({ ok: true, call: { answeredAt: null } })
  })
  test.each([
    [{ calldate: '2026-02-30 09:00:00' }, 'time-wrong', 'calldate'],
    [{ calldate: '昨天' }, 'time-wrong', 'calldate'],
    [{ calldate: '2026-09-21 24:00:00' }, 'time-wrong', 'calldate'],
    [{ duration: '-3' }, 'seconds-wrong', 'duration'],
    [{ billsec: 'x' }, 'seconds-wrong', 'billsec'],
    [{ billsec: '76' }, 'order-wrong', 'billsec'],
    [{ uniqueid: '' }, 'id-missing', 'uniqueid'],
    [{ uniqueid: '<script>' }, 'id-shape', 'uniqueid'],
    [{ calldate: '2026-09-22 08:59:59' }, 'future', 'calldate'],
  ])('%j is named', (o, code, column) => expect(read(o)).toEqual({ ok: false, fault: { column, code } }))
  test('legs of one call are one call, answered by whoever picked up', () => {
    const leg = (o: Partial<Record<string, string>>) => {
      const r = read(o)
      if (!r.ok) throw new Error(r.fault.code)
      return r.call
    }
    const [call, ...more] = mergeLegs([
      leg({ dstchannel: 'SIP/8001-1', disposition: 'NO ANSWER', billsec: '0', duration: '10' }),
      leg({ dstchannel: 'SIP/8002-2', calldate: '2026-09-21 09:00:10', duration: '50', billsec: '45' }),
    ])
    expect(more).toEqual([])
    expect(call).toMatchObject({ extension: '8002', toAgent: true })
    expect([String(call!.queuedAt), String(call!.answeredAt), String(call!.endedAt)]).toEqual([
      '2026-09-21T01:00:00Z',
      '2026-09-21T01:00:15Z',
      '2026-09-21T01:01:00Z',
    ])
  })
  test('without a header by the order of the columns; others by their names; nonsense is no layout', () => {
    expect(layoutOf(cdr({}))).toMatchObject({ format: 'asterisk', header: false })
    const plain = layoutOf(['通话编号', '主叫号码', '来电时间', '接听时间', '挂断时间', '分机'])
    expect(plain).toMatchObject({ format: 'plain', at: { callId: 0, number: 1, queuedAt: 2, answeredAt: 3, endedAt: 4, extension: 5 } })
    expect(readRow(['A1', '０１３９１２３４５６７８', '2026/9/21 9:00:00', '', '2026/9/21 9:00:05.001', ''], plain!, now)).toMatchObject({
      ok: true,
      call: { number: '013912345678', answeredAt: null },
    })
    expect(readRow(['A1', '', '2026-09-21 09:00:00', '2026-09-21 08:00:00', '2026-09-21 09:01:00', ''], plain!, now)).toEqual({
      ok: false,
      fault: { column: 'endedAt', code: 'order-wrong' },
    })
    expect(layoutOf(['a', 'b'])).toBeNull()
  })
  test('full-width and 29 February', () => {
    expect(momentOf('２０２８-０２-２９ ０９:００:００')?.toString()).toBe('2028-02-29T01:00:00Z')
    expect(momentOf('2027-02-29 09:00:00')).toBeNull()
  })
})

test('numbers: one spelling, shown by their mask', () => {
  expect(['１３９ １２３４ ５６７８', '+86 13912345678', '139-1234-5678', '0086-13912345678'].map(phoneNumber)).toEqual(
    Array(4).fill('13912345678'),
  )
  expect(['anonymous', '', '12', '1'.repeat(21), "13'; drop"].map(phoneNumber)).toEqual([null, null, null, null, null])
  expect([maskNumber('13912345678'), maskNumber('8001')]).toEqual(['139****5678', '**01'])
  expect(readTicketNumber(' ｇｄ２０２６０９２１-０００１')).toBe(ticketNumber('2026-09-21', 1))
})
test('7.3.2.2: a level opens facts of the case and nothing of its merits', () => {
  const all = { number: 'n', division: 'd', procedure: 'p', status: 's', filedOn: 'f', closedOn: 'c' }
  expect(opened(0, all)).toEqual({})
  expect(Object.keys(opened(1, all))).toEqual(['number', 'division', 'procedure', 'status'])
  expect(levels.flatMap((l) => l.opens).filter((f) => /amount|judge|panel|title|party|cause/.test(f))).toEqual([])
})
test('tickets: the fifteen days of 登记13 are not lengthened, sealed ones stay, a complaint does not go to those complained of', () => {
  expect([dueOf('filingComplaint', { filingComplaint: 30 }), dueOf('filingComplaint', {}), dueOf('enquiry', { enquiry: 2 })]).toEqual([
    'P15D',
    'P15D',
    'P2WD',
  ])
  expect([
    mayRoute('discipline', false, 'commissioner'),
    mayRoute('filingComplaint', true, 'filingOfficer'),
    mayRoute('enquiry', false, 'judge'),
    mayRoute('enquiry', true, 'judge'),
  ]).toEqual([false, false, false, true])
  expect(
    Object.values(kinds)
      .filter((k) => 'sealed' in k)
      .map((k) => k.route),
  ).toEqual(['courtLeader'])
})
