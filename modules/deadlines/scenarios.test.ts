import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { builtInCalendar } from '../../platform/calendar/holiday-calendar.ts'
import {
  closingDate,
  computeDeadline,
  convertProcedure,
  endingMissing,
  hearingNoticeVerdict,
  maySupplementAgain,
  nextLawfulMethods,
  receivePleading,
  serviceEffect,
  timeliness,
} from './public.ts'
import type { Situation } from './rules/next-lawful-methods.ts'

const day = (text: string) => Temporal.PlainDate.from(text)
const result = (rule: string, inputs: Record<string, unknown>) => {
  const answer = computeDeadline(rule, inputs, builtInCalendar)
  if (!answer.ok) throw new Error(JSON.stringify(answer))
  return answer.result
}
const due = (rule: string, inputs: Record<string, unknown>): string => result(rule, inputs).due
const further = (rule: string, inputs: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(result(rule, inputs).also.map((a) => [a.code, a.date]))
const refusal = (rule: string, inputs: Record<string, unknown>): string | undefined => {
  const answer = computeDeadline(rule, inputs, builtInCalendar)
  return !answer.ok && answer.code === 'refused' ? answer.reason : undefined
}

describe('A1 public notice 公告 (民诉95, 解释138, 民诉85, 128)', () => {
  const notice = { from: '2026-09-23', others: ['2026-09-25'], document: 'complaint' }
  test('counted from the last publication, rolled: served 10-26, defence to 11-10, hearing 11-13', () => {
    expect(due('public-notice-service', notice)).toBe('2026-10-26')
    expect(further('public-notice-service', notice)).toEqual({ 'defence-ends': '2026-11-10', 'hearing-third-day-after': '2026-11-13' })
    expect(due('defence', { from: '2026-10-26' })).toBe('2026-11-10')
  })
  test('roll=off: 10-25 and 11-09', () => {
    expect(due('public-notice-service', { ...notice, roll: 'off' })).toBe('2026-10-25')
    expect(further('public-notice-service', { ...notice, roll: 'off' })['defence-ends']).toBe('2026-11-09')
  })
  test('effective=day-after: 10-27', () => expect(due('public-notice-service', { ...notice, effective: 'day-after' })).toBe('2026-10-27'))
  test('60 days before the 2021 amendment; abroad three months, since 2024 60 days (民诉283)', () => {
    expect(result('public-notice-service', { from: '2021-11-01' })).toMatchObject({ due: '2021-12-31', version: '1991-04-09' })
    expect(result('public-notice-service', { from: '2022-01-04' })).toMatchObject({ due: '2022-02-07', version: '2022-01-01' })
    expect(result('public-notice-service', { from: '2023-03-15', abroad: true })).toMatchObject({
      due: '2023-06-15',
      version: '1991-04-09',
    })
    expect(result('public-notice-service', { from: '2026-08-03', abroad: true })).toMatchObject({
      due: '2026-10-08',
      version: '2024-01-01',
    })
  })
})

describe('A2 supplement 补正 (民诉126, 解释126, 登记7)', () => {
  test('the seven days start anew with the supplement: 10-05 is an off-day → 10-08', () => {
    const r = result('filing-decision', { from: '2026-09-21', supplemented: '2026-09-28' })
    expect(r.due).toBe('2026-10-08')
    expect(r.steps.find((s) => s.code === 'period-counted')?.date).toBe('2026-10-05')
    expect(due('filing-decision', { from: '2026-09-21' })).toBe('2026-09-28')
  })
  test('10-08 is in time, 10-09 late (民法典1259)', () => {
    expect(timeliness(day('2026-10-08'), { received: day('2026-10-08') })).toEqual({ inTime: true, code: 'in-time' })
    expect(timeliness(day('2026-10-08'), { received: day('2026-10-09') })).toEqual({ inTime: false, code: 'late' })
  })
  test('a second notice for what was visible on 09-21 is blocked unless the officer reasons (登记7)', () => {
    const second = { itemVisibleOn: day('2026-09-21'), firstNoticeOn: day('2026-09-22'), officerReason: '' }
    expect(maySupplementAgain(second)).toMatchObject({ refused: 'second-notice-needs-reason', basis: ['登记7'] })
    expect(maySupplementAgain({ ...second, officerReason: '原件真伪须补充核验' })).toEqual({ ok: true })
    expect(maySupplementAgain({ ...second, itemVisibleOn: day('2026-09-28') })).toEqual({ ok: true })
  })
  test('a supplement before the complaint is refused', () => {
    expect(refusal('filing-decision', { from: '2026-09-21', supplemented: '2026-09-20' })).toBe('supplement-before-complaint')
  })
})

describe('A3 electronic service (民诉90, 128, 130, 解释135, 在线31)', () => {
  test('filed 09-24: copy due 09-29', () => expect(due('complaint-copy', { from: '2026-09-24' })).toBe('2026-09-29'))
  test('effective on arrival 09-28, not on reading 09-30', () => {
    const effect = serviceEffect(
      {
        method: 'electronic',
        consent: 'express',
        channels: [{ address: 'confirmed', arrived: day('2026-09-28'), acknowledged: day('2026-09-30') }],
      },
      'complaint',
      builtInCalendar,
    )
    expect(effect).toMatchObject({ served: true, effective: '2026-09-28', basis: ['民诉90', '解释135', '在线31'] })
  })
  test('defence and objection until 10-13; an objection of 10-14 goes to the judge marked late', () => {
    expect(due('defence', { from: '2026-09-28' })).toBe('2026-10-13')
    expect(due('jurisdiction-objection', { from: '2026-09-28' })).toBe('2026-10-13')
    expect(receivePleading(day('2026-10-13'), { received: day('2026-10-14') })).toEqual({
      inTime: false,
      code: 'late',
      goesTo: 'judge',
      operatorMayReject: false,
    })
    expect(due('defence', { from: '2026-09-28', abroad: '是' })).toBe('2026-10-28')
  })
})

describe('A4 returned mail (专递11, 民诉128)', () => {
  const mail = { method: 'mail', signed: null, returned: day('2026-09-14') } as const
  test('address confirmed by the addressee: served on the day of return, defence 09-29', () => {
    expect(
      serviceEffect({ ...mail, addressSource: 'addressee', returnReason: 'not-collected' }, 'complaint', builtInCalendar),
    ).toMatchObject({
      served: true,
      effective: '2026-09-14',
      basis: ['专递11'],
    })
    expect(due('defence', { from: '2026-09-14' })).toBe('2026-09-29')
  })
  test('address supplied by the plaintiff, 查无此人: not served; public notice is a judge’s decision (民诉95)', () => {
    expect(
      serviceEffect({ ...mail, addressSource: 'opponent', returnReason: 'unknown-person' }, 'complaint', builtInCalendar),
    ).toMatchObject({
      served: false,
      code: 'address-not-addressees',
    })
    const notice = nextLawfulMethods({ ...nobodyHome, whereaboutsUnknown: true }).find((m) => m.method === 'public-notice')
    expect(notice).toMatchObject({ lawful: true, gate: { code: 'judge-decides' } })
  })
})

const nobodyHome: Situation = {
  document: 'complaint',
  procedure: 'ordinary',
  consent: false,
  hasTelephone: false,
  hasAddress: true,
  addressConfirmed: false,
  directDifficult: false,
  refused: false,
  livesInOtherCourtsArea: false,
  inInstitution: false,
  whereaboutsUnknown: false,
  failed: [],
}

describe('A5 conversion (民诉164, 152, 解释258, 140, 243, 审限8, 9)', () => {
  test('simple to 08-11; a public notice requested on 08-05 is blocked (解释140)', () => {
    expect(due('first-instance-simple', { from: '2026-05-11' })).toBe('2026-08-11')
    const notice = nextLawfulMethods({ ...nobodyHome, procedure: 'simple', whereaboutsUnknown: true }).find(
      (m) => m.method === 'public-notice',
    )
    expect(notice?.lawful).toBe(false)
    expect(notice?.reasons[0]).toMatchObject({ code: 'notice-simple-procedure', basis: '解释140' })
  })
  test('converted 08-06: ordinary limit 11-11 from filing; after 08-11 too late (解释258)', () => {
    const conversion = { from: 'simple', to: 'ordinary', filed: day('2026-05-11'), on: day('2026-08-06') } as const
    expect(String((convertProcedure(conversion, builtInCalendar) as { due: unknown }).due)).toBe('2026-11-11')
    expect(convertProcedure({ ...conversion, on: day('2026-08-12') }, builtInCalendar)).toMatchObject({
      refused: 'conversion-after-expiry',
    })
    expect(convertProcedure({ ...conversion, from: 'ordinary', to: 'simple' }, builtInCalendar)).toMatchObject({
      refused: 'conversion-not-upwards',
    })
  })
  test('notice 08-10 → served 09-09; its 30 days are left out → 12-11 (解释243)', () => {
    expect(due('public-notice-service', { from: '2026-08-10' })).toBe('2026-09-09')
    expect(due('first-instance-ordinary', { from: '2026-05-11', excluded: '2026-08-10..2026-09-09' })).toBe('2026-12-11')
  })
  test('overlapping spans are left out once', () => {
    const twice = '2026-08-10..2026-09-01，2026-08-20..2026-09-09'
    expect(due('first-instance-ordinary', { from: '2026-05-11', excluded: twice })).toBe('2026-12-11')
  })
})

describe('A6 appeal (民诉171, 解释244, 民诉85)', () => {
  test('10-01 and 10-03 both roll to 10-08; effective 10-09', () => {
    expect(due('appeal-judgment', { from: '2026-09-16' })).toBe('2026-10-08')
    expect(due('appeal-judgment', { from: '2026-09-18' })).toBe('2026-10-08')
    expect(further('appeal-judgment', { from: '2026-09-16', others: '2026-09-18' })).toEqual({
      'other-party-ends': '2026-10-08',
      effective: '2026-10-09',
    })
  })
  test('postmarked 10-08, arriving 10-12: timely (民诉85)', () => {
    expect(timeliness(day('2026-10-08'), { received: day('2026-10-12'), posted: day('2026-10-08') })).toEqual({
      inTime: true,
      code: 'posted-before-expiry',
    })
    expect(timeliness(day('2026-10-08'), { received: day('2026-10-12'), posted: day('2026-10-09') }).inTime).toBe(false)
  })
  test('ruling 10 days, abroad 30 (民诉286)', () => {
    expect(due('appeal-ruling', { from: '2026-09-16' })).toBe('2026-09-28')
    expect(due('appeal-judgment', { from: '2026-09-16', abroad: true })).toBe('2026-10-16')
    expect(further('appeal-ruling', { from: '2026-09-16', othersAbroad: ['2026-09-18'] }).effective).toBe('2026-10-20')
  })
})

describe('A7 hearing notice (民诉139, 163)', () => {
  const hearing = day('2026-10-13')
  test('served 10-10 (补班): allowed with a warning; 10-09 without; 10-11 blocked', () => {
    expect(hearingNoticeVerdict({ hearing, served: day('2026-10-09'), procedure: 'ordinary' })).toEqual({ ok: true, warnings: [] })
    expect(hearingNoticeVerdict({ hearing, served: day('2026-10-10'), procedure: 'ordinary' })).toMatchObject({
      ok: true,
      warnings: [{ code: 'hearing-notice-tight' }],
    })
    expect(hearingNoticeVerdict({ hearing, served: day('2026-10-11'), procedure: 'ordinary' })).toMatchObject({
      refused: 'hearing-notice-late',
    })
    expect(result('hearing-notice', { from: '2026-10-13', served: '2026-10-10' })).toMatchObject({ due: '2026-10-10' })
    expect(refusal('hearing-notice', { from: '2026-10-13', served: '2026-10-11' })).toBe('hearing-notice-late')
  })
  test('simple procedure: 10-11 is allowed (民诉163)', () => {
    expect(hearingNoticeVerdict({ hearing, served: day('2026-10-11'), procedure: 'simple' })).toEqual({ ok: true, warnings: [] })
    expect(refusal('hearing-notice', { from: '2026-10-13', procedure: 'simple', served: '2026-10-14' })).toBe('served-after-hearing')
  })
})

describe('A8 enforcement (期限35-2, 解释480, 终本1, 民诉237, 审限5)', () => {
  test('handler 09-25 → 09-28; notice 09-27 → 09-28; search by contract 09-23', () => {
    expect(due('enforcement-handler', { from: '2026-09-18' })).toBe('2026-09-28')
    expect(due('enforcement-notice', { from: '2026-09-17' })).toBe('2026-09-28')
    expect(due('property-search', { from: '2026-09-18' })).toBe('2026-09-23')
  })
  test('ending the round: 12-18 refused, 12-19 earliest (终本1)', () => {
    expect(due('ending-enforcement', { from: '2026-09-18' })).toBe('2026-12-19')
    expect(refusal('ending-enforcement', { from: '2026-09-18', on: '2026-12-18' })).toBe('ending-too-early')
    expect(due('ending-enforcement', { from: '2026-09-18', on: '2026-12-19' })).toBe('2026-12-19')
    const facts = {
      noticeAndReportOrder: true,
      restrictionsImposed: true,
      searchExhausted: true,
      missingPersonSearched: null,
      applicantSigned: false,
      panelAndPresident: true,
    }
    expect(endingMissing(day('2026-09-18'), day('2026-12-18'), facts)).toEqual(['three-months'])
    expect(endingMissing(day('2026-09-18'), day('2026-12-19'), facts)).toEqual([])
    const nothing = {
      ...facts,
      noticeAndReportOrder: false,
      restrictionsImposed: false,
      searchExhausted: false,
      missingPersonSearched: false,
      panelAndPresident: false,
    }
    expect(endingMissing(day('2026-09-18'), day('2026-12-19'), nothing)).toHaveLength(5)
  })
  test('six months: 2027-03-18, provisional', () => {
    expect(result('enforcement-limit', { from: '2026-09-18' })).toMatchObject({ due: '2027-03-18', provisional: true })
    // “超过六个月” from the application of 09-17 has its first day on the same date.
    expect(result('six-month-application', { from: '2026-09-17' })).toMatchObject({ due: '2027-03-18', provisional: true })
  })
})

describe('A9 small claims (民诉168, 165, 解释258)', () => {
  test('limit 10-03 → 10-08; one month approved on 09-30 → 11-03; approved on 10-09: refused', () => {
    expect(due('small-claims', { from: '2026-08-03' })).toBe('2026-10-08')
    expect(due('small-claims', { from: '2026-08-03', extensionMonths: 1, approved: '2026-09-30' })).toBe('2026-11-03')
    expect(refusal('small-claims', { from: '2026-08-03', extensionMonths: 1, approved: '2026-10-09' })).toBe('extension-after-expiry')
  })
  test('converted to simple on 09-15: three months, 11-03', () => {
    const c = { from: 'small-claims', to: 'simple', filed: day('2026-08-03'), on: day('2026-09-15') } as const
    expect(String((convertProcedure(c, builtInCalendar) as { due: unknown }).due)).toBe('2026-11-03')
  })
  test('three months before the 2021 amendment', () => {
    expect(result('small-claims', { from: '2021-12-31' })).toMatchObject({ due: '2022-03-31', version: '1991-04-09' })
    expect(result('small-claims', { from: '2022-01-04' })).toMatchObject({ due: '2022-03-04', version: '2022-01-01' })
  })
})

describe('closing of the case (审限10)', () => {
  test('by the last party, whose method decides which day', () => {
    expect(closingDate([])).toBeNull()
    expect(
      closingDate([
        { method: 'signed', on: day('2026-09-16') },
        { method: 'mail', on: day('2026-09-18') },
      ]),
    ).toMatchObject({ date: '2026-09-18', steps: [{ code: 'closed-by-mail' }], basis: ['审限10'] })
  })
})
