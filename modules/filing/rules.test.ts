import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { builtInCalendar as calendar } from '../../platform/calendar/holiday-calendar.ts'
import { wordingOf } from './documents/wording.ts'
import {
  canOf,
  decisionInTime,
  halfWidth,
  keepDeadline,
  lightOf,
  likelyCases,
  type Likeness,
  mayIssueSupplement,
  requiredDocuments,
  rolesOf,
  sidesMissing,
  suggestFee,
  tidyAmount,
} from './rules.ts'

const day = (n: number) => Temporal.PlainDate.from('2026-01-01').add({ days: n }).toString()
const anyDay = fc.integer({ min: 0, max: 500 }).map(day)

describe('periods of filing', () => {
  test('A2: received 09-21, supplied 09-28, due 10-08; 10-08 in time, 10-09 late', () => {
    expect(keepDeadline('filing-decision', { from: '2026-09-21' }, calendar)).toMatchObject({ dueOn: '2026-09-28', provisional: false })
    const due = keepDeadline('filing-decision', { from: '2026-09-21', supplemented: '2026-09-28' }, calendar)
    expect(due).toMatchObject({
      dueOn: '2026-10-08',
      inputs: { from: '2026-09-21', supplemented: '2026-09-28' },
      calendarVersion: calendar.version,
    })
    expect(due.basis).toContain('民诉126')
    expect(decisionInTime(due.dueOn, '2026-10-08')).toBe(true)
    expect(decisionInTime(due.dueOn, '2026-10-09')).toBe(false)
  })
  test('fee seven days from the day after notice; transfer three days; unpublished year is provisional', () => {
    expect(keepDeadline('filing-fee', { from: '2026-09-24' }, calendar).dueOn).toBe('2026-10-08')
    expect(keepDeadline('transfer-to-division', { from: '2026-09-22' }, calendar).dueOn).toBe('2026-09-28')
    expect(keepDeadline('filing-decision', { from: '2026-12-28' }, calendar).provisional).toBe(true)
  })
  test('property: never due on an off-day, never before the seventh day, later start never due earlier; a supplement never shortens', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: 40 }), (from, later) => {
        const a = keepDeadline('filing-decision', { from }, calendar).dueOn
        const supplemented = Temporal.PlainDate.from(from).add({ days: later }).toString()
        const b = keepDeadline('filing-decision', { from, supplemented }, calendar).dueOn
        expect(calendar.isWorkday(Temporal.PlainDate.from(a))).toBe(true)
        expect(a >= Temporal.PlainDate.from(from).add({ days: 7 }).toString()).toBe(true)
        expect(b >= a).toBe(true)
        expect(keepDeadline('filing-decision', { from: supplemented }, calendar).dueOn).toBe(b)
      }),
    )
  })
  test('the light of the desk', () => {
    expect(lightOf('2026-10-08', '2026-10-09', calendar, false)).toBe('late')
    expect(lightOf('2026-10-08', '2026-10-08', calendar, false)).toBe('today')
    expect(lightOf('2026-10-08', '2026-09-30', calendar, false)).toBe('soon')
    expect(lightOf('2026-10-08', '2026-09-24', calendar, false)).toBe('calm')
    expect(lightOf('2026-10-08', '2026-10-20', calendar, true)).toBe('done')
  })
})

describe('one-time supplement notice (登记7)', () => {
  const today = '2026-09-30'
  test('a further notice for what was visible at first needs reasons', () => {
    const items = [{ what: '缺授权委托书', visibleOn: '2026-09-21' }]
    expect(mayIssueSupplement({ items, firstNoticeOn: null, today, reason: '' })).toEqual({ ok: true })
    expect(mayIssueSupplement({ items, firstNoticeOn: '2026-09-22', today, reason: '' })).toMatchObject({
      ok: false,
      code: 'second-notice-needs-reason',
      detail: { item: '缺授权委托书' },
    })
    expect(mayIssueSupplement({ items, firstNoticeOn: '2026-09-22', today, reason: '授权书被新材料推翻' })).toEqual({ ok: true })
    expect(
      mayIssueSupplement({ items: [{ what: '新副本缺页', visibleOn: '2026-09-28' }], firstNoticeOn: '2026-09-22', today, reason: '' }),
    ).toEqual({ ok: true })
  })
  test('empty, twice, future', () => {
    expect(mayIssueSupplement({ items: [], firstNoticeOn: null, today, reason: '' })).toMatchObject({ code: 'supplement-empty' })
    expect(
      mayIssueSupplement({
        items: [
          { what: '缺 副本', visibleOn: today },
          { what: '缺副本', visibleOn: today },
        ],
        firstNoticeOn: null,
        today,
        reason: '',
      }),
    ).toMatchObject({ code: 'supplement-item-twice' })
    expect(
      mayIssueSupplement({ items: [{ what: '缺副本', visibleOn: '2026-10-01' }], firstNoticeOn: null, today, reason: '' }),
    ).toMatchObject({ code: 'supplement-item-future' })
  })
  test('property: refused exactly when some item was visible by the first notice and no reason is given', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(
          fc.string({ minLength: 1, maxLength: 8 }).filter((s) => s.trim() !== ''),
          { minLength: 1, maxLength: 6, selector: (s) => s.replace(/\s+/g, '') },
        ),
        fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 6, maxLength: 6 }),
        fc.integer({ min: 0, max: 30 }),
        fc.boolean(),
        (words, seen, first, reasoned) => {
          const items = words.map((what, i) => ({ what, visibleOn: day(seen[i]!) }))
          const v = mayIssueSupplement({ items, firstNoticeOn: day(first), today: day(30), reason: reasoned ? 'x' : ' ' })
          expect(v.ok).toBe(reasoned || items.every((i) => i.visibleOn > day(first)))
        },
      ),
    )
  })
})

describe('fee, typing, sides', () => {
  test('交纳办法13 by its own table', () => {
    const cases = {
      '5000': '50.00',
      '10000': '50.00',
      '100000': '2300.00',
      '200000': '4300.00',
      '500000': '8800.00',
      '1000000': '13800.00',
      '2000000': '22800.00',
      '5000000': '46800.00',
      '10000000': '81800.00',
      '20000000': '141800.00',
      '30000000': '191800.00',
    }
    for (const [amount, fee] of Object.entries(cases)) expect(suggestFee(amount, 'ordinary'), amount).toBe(fee)
    expect(suggestFee('100000', 'simple')).toBe('1150.00')
    expect(suggestFee('x', 'ordinary')).toBe('0.00')
  })
  test('property: the fee never falls when the amount rises', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 50_000_000 }), fc.integer({ min: 0, max: 50_000_000 }), (a, b) => {
        expect(Number(suggestFee(String(Math.max(a, b)), 'ordinary'))).toBeGreaterThanOrEqual(
          Number(suggestFee(String(Math.min(a, b)), 'ordinary')),
        )
      }),
    )
  })
  test('full-width typing', () => {
    expect(halfWidth('１１０１０５Ｘ　ａ')).toBe('110105X a')
    expect(halfWidth('张三，李四')).toBe('张三，李四')
    expect(tidyAmount('１２，３００．５０元')).toBe('12300.50')
    expect(tidyAmount('3.5万')).toBe('35000')
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (s) => {
        expect(halfWidth(halfWidth(s))).toBe(halfWidth(s))
      }),
    )
  })
  test('sides by kind of case', () => {
    expect(rolesOf('民初')).toEqual({ claimant: 'plaintiff', opponent: 'defendant' })
    expect(rolesOf('民终').claimant).toBe('appellant')
    expect(rolesOf('执').opponent).toBe('respondent')
    expect(sidesMissing('民初', ['plaintiff', 'agent'])).toMatchObject({ code: 'opponent-missing' })
    expect(sidesMissing('民初', ['defendant'])).toMatchObject({ code: 'claimant-missing' })
    expect(sidesMissing('民特', ['applicant'])).toEqual({ ok: true })
  })
  test('documents and acts', () => {
    expect(requiredDocuments(false)).not.toContain('feeNotice')
    expect(requiredDocuments(true)).toHaveLength(4)
    const all = () => true
    expect(canOf({ state: 'awaiting', feeNoticed: false, feeSettled: false }, all)).toEqual({
      supplementArrived: true,
      feePaid: 'fee-not-due',
      void: 'not-filed',
    })
    expect(canOf({ state: 'accepted', feeNoticed: true, feeSettled: true }, all)).toEqual({
      supplementArrived: 'no-supplement-awaited',
      feePaid: 'fee-already-paid',
      void: true,
    })
    expect(canOf({ state: 'accepted', feeNoticed: true, feeSettled: false }, () => false)).toEqual({
      supplementArrived: 'not-allowed',
      feePaid: 'not-allowed',
      void: 'trial-management-only',
    })
  })
  test('every item stands in the notice', () => {
    const facts = {
      court: '某法院',
      number: null,
      date: '2026-09-22',
      claimants: ['甲'],
      opponents: ['乙'],
      cause: '民间借贷纠纷',
      fee: '50.00',
      evidenceDays: 15,
      receivedOn: '2026-09-21',
      items: [
        { what: '缺副本', article: '民诉124' },
        { what: '缺授权', article: '' },
      ],
      materials: [],
      article: '',
      reason: '',
      officer: '丙',
    }
    expect(wordingOf('supplementNotice', facts).rows).toEqual([
      ['1', '缺副本（民诉124）'],
      ['2', '缺授权'],
    ])
    expect(wordingOf('feeNotice', facts).paragraphs.join('')).toContain('50.00')
  })
})

describe('duplicates', () => {
  const hit = (over: Partial<Likeness>): Likeness => ({
    caseId: 1,
    number: '（2026）苏1299民初1号',
    status: 'open',
    causeName: '民间借贷纠纷',
    secret: false,
    typedRole: 'plaintiff',
    role: 'plaintiff',
    byPaper: false,
    ...over,
  })
  const both = [hit({}), hit({ typedRole: 'defendant', role: 'defendant' })]
  test('both sides and the cause: duplicate; another cause: same pair; one side by name: nothing; by paper: same party', () => {
    expect(likelyCases(both, '民间借贷纠纷')).toMatchObject([{ kind: 'duplicate', number: '（2026）苏1299民初1号' }])
    expect(likelyCases(both, '买卖合同纠纷')).toMatchObject([{ kind: 'samePair' }])
    expect(likelyCases([hit({})], '民间借贷纠纷')).toEqual([])
    expect(likelyCases([hit({ byPaper: true })], null)).toMatchObject([{ kind: 'sameParty', byPaper: true }])
    expect(likelyCases([hit({ role: 'defendant' }), hit({ typedRole: 'defendant', role: 'plaintiff' })], '民间借贷纠纷')).toEqual([])
  })
  test('a secret case shows no number', () => {
    expect(
      likelyCases(
        both.map((h) => ({ ...h, secret: true })),
        null,
      ),
    ).toMatchObject([{ number: null }])
  })
})
