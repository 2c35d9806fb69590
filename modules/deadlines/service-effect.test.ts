import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { builtInCalendar } from '../../platform/calendar/holiday-calendar.ts'
import { nextLawfulMethods, type Situation } from './rules/next-lawful-methods.ts'
import { type ServedDocument, type ServiceAct, serviceEffect } from './rules/service-effect.ts'

const day = (text: string) => Temporal.PlainDate.from(text)
const on = day('2026-11-03')
/** The effective day, or the reason why there is none. */
const effect = (act: ServiceAct, document: ServedDocument = 'complaint'): string => {
  const e = serviceEffect(act, document, builtInCalendar)
  return e.served ? e.effective : e.code
}

describe('direct, commissioned and forwarded service', () => {
  test.each(['party', 'adult-cohabitant', 'legal-representative', 'mailroom', 'agent', 'nominated-recipient'] as const)(
    '%s may sign: the day of signature (民诉88, 解释130)',
    (receiver) => expect(effect({ method: 'direct', signed: on, receiver })).toBe('2026-11-03'),
  )
  test('not signed, a minor, a stranger (民诉88)', () => {
    expect(effect({ method: 'direct', signed: null, receiver: 'party' })).toBe('not-signed-yet')
    expect(effect({ method: 'direct', signed: on, receiver: 'minor' })).toBe('receiver-is-minor')
    expect(effect({ method: 'direct', signed: on, receiver: 'other' })).toBe('receiver-not-entitled')
  })
  test('a cohabiting relative who is the opposing party cannot receive (专递7)', () => {
    expect(effect({ method: 'direct', signed: on, receiver: 'adult-cohabitant', receiverIsOpponent: true })).toBe('receiver-is-opponent')
    const mail = {
      method: 'mail',
      signed: on,
      receiver: 'adult-cohabitant',
      receiverIsOpponent: true,
      returned: null,
      addressSource: 'addressee',
    } as const
    expect(effect(mail)).toBe('receiver-is-opponent')
  })
  test('a mediation statement is for the party or the recipient it named (解释133)', () => {
    expect(effect({ method: 'direct', signed: on, receiver: 'adult-cohabitant' }, 'mediation-statement')).toBe(
      'mediation-needs-own-signature',
    )
    expect(effect({ method: 'direct', signed: on, receiver: 'nominated-recipient' }, 'mediation-statement')).toBe('2026-11-03')
  })
  test('commissioned and forwarded: signature (民诉91–94)', () => {
    expect(effect({ method: 'commissioned', signed: on, receiver: 'party' })).toBe('2026-11-03')
    expect(effect({ method: 'forwarded', signed: on, receiver: 'party' })).toBe('2026-11-03')
  })
})

describe('refusals', () => {
  test('at the court: that day, when recorded (解释131)', () => {
    expect(effect({ method: 'at-court-refusal', refused: on, recorded: true })).toBe('2026-11-03')
    expect(effect({ method: 'at-court-refusal', refused: on, recorded: false })).toBe('refusal-not-recorded')
    expect(effect({ method: 'at-court-refusal', refused: on, recorded: true }, 'mediation-statement')).toBe('mediation-needs-own-signature')
  })
  test('left: needs a refusal and a witness or pictures (民诉89); never a mediation statement (解释133)', () => {
    const left = { method: 'left', left: on, refused: true, witness: false, photoOrVideo: true } as const
    expect(effect(left)).toBe('2026-11-03')
    expect(effect({ ...left, photoOrVideo: false, witness: true })).toBe('2026-11-03')
    expect(effect({ ...left, photoOrVideo: false })).toBe('no-proof-of-leaving')
    expect(effect({ ...left, refused: false })).toBe('no-refusal')
    expect(effect(left, 'mediation-statement')).toBe('mediation-not-left')
  })
  test('at a fixed pronouncement (解释141)', () => {
    expect(effect({ method: 'pronouncement-refusal', pronounced: on, recorded: true }, 'judgment')).toBe('2026-11-03')
    expect(effect({ method: 'pronouncement-refusal', pronounced: on, recorded: false }, 'judgment')).toBe('refusal-not-recorded')
    expect(effect({ method: 'pronouncement-refusal', pronounced: on, recorded: true }, 'complaint')).toBe('receiver-not-entitled')
  })
})

describe('electronic service (民诉90, 解释135, 在线29, 31)', () => {
  const confirmed = { address: 'confirmed', arrived: day('2026-11-05') } as const
  const unconfirmed = { address: 'unconfirmed', arrived: day('2026-11-02') } as const
  test('needs consent', () => expect(effect({ method: 'electronic', consent: 'none', channels: [confirmed] })).toBe('no-consent'))
  test('the addressee may prove another day of arrival (解释135)', () => {
    expect(effect({ method: 'electronic', consent: 'conduct', channels: [{ ...confirmed, provedArrival: day('2026-11-06') }] })).toBe(
      '2026-11-06',
    )
  })
  test('an unconfirmed address needs a reply, an act or proof of reading; the earliest effective channel counts (在线31)', () => {
    expect(effect({ method: 'electronic', consent: 'express', channels: [unconfirmed] })).toBe('unconfirmed-address')
    const answered = { ...unconfirmed, acknowledged: day('2026-11-04') }
    expect(effect({ method: 'electronic', consent: 'express', channels: [confirmed, answered] })).toBe('2026-11-04')
  })
  test('a failed send has no effect; judgments carry a reminder of paper (民诉90)', () => {
    expect(effect({ method: 'electronic', consent: 'express', channels: [{ address: 'confirmed', arrived: null }] })).toBe('not-arrived')
    expect(serviceEffect({ method: 'electronic', consent: 'express', channels: [confirmed] }, 'judgment', builtInCalendar)).toMatchObject({
      warnings: ['paper-on-request'],
    })
  })
})

describe('mail (民诉91, 专递11)', () => {
  const back = { method: 'mail', signed: null, returned: on } as const
  test('receipt; under way', () => {
    expect(effect({ method: 'mail', signed: on, returned: null, addressSource: 'opponent' })).toBe('2026-11-03')
    expect(effect({ method: 'mail', signed: null, returned: null, addressSource: 'addressee' })).toBe('still-under-way')
  })
  test('returned: only what is the addressee’s own doing counts as service', () => {
    for (const returnReason of ['wrong-address', 'moved', 'unknown-person', 'not-collected', 'refused'] as const) {
      expect(effect({ ...back, addressSource: 'addressee', returnReason }), returnReason).toBe('2026-11-03')
      expect(effect({ ...back, addressSource: 'registered-after-refusal', returnReason }), returnReason).toBe('2026-11-03')
    }
    expect(effect({ ...back, addressSource: 'addressee', returnReason: 'carrier-error' })).toBe('return-not-addressees-fault')
    expect(effect({ ...back, addressSource: 'addressee' })).toBe('return-reason-missing')
    expect(effect({ ...back, addressSource: 'opponent', returnReason: 'refused' })).toBe('2026-11-03')
    expect(effect({ ...back, addressSource: 'opponent', returnReason: 'not-collected' })).toBe('address-not-addressees')
    expect(effect({ ...back, addressSource: 'addressee', returnReason: 'refused' }, 'mediation-statement')).toBe(
      'mediation-needs-own-signature',
    )
  })
})

describe('public notice (民诉95, 283, 解释138, 140)', () => {
  const notice: ServiceAct = {
    method: 'public-notice',
    procedure: 'ordinary',
    postings: [day('2026-09-25'), day('2026-09-23')],
    abroad: false,
    whereaboutsUnknown: true,
    allOthersFailed: false,
    courseRecorded: true,
  }
  test('30 days from the last posting; not before it has run', () => {
    expect(effect(notice)).toBe('2026-10-26')
    expect(serviceEffect({ ...notice, today: day('2026-10-25') }, 'complaint', builtInCalendar)).toMatchObject({
      served: false,
      code: 'notice-running',
      expected: '2026-10-26',
    })
    expect(effect({ ...notice, today: day('2026-10-26') })).toBe('2026-10-26')
  })
  test('blocked: simple procedure, mediation statement, other ways left, course not recorded, not posted', () => {
    expect(effect({ ...notice, procedure: 'simple' })).toBe('notice-simple-procedure')
    expect(effect({ ...notice, procedure: 'small-claims' })).toBe('notice-simple-procedure')
    expect(effect(notice, 'mediation-statement')).toBe('notice-mediation')
    expect(effect({ ...notice, whereaboutsUnknown: false })).toBe('notice-not-last-resort')
    expect(effect({ ...notice, courseRecorded: false })).toBe('notice-course-not-recorded')
    expect(effect({ ...notice, postings: [] })).toBe('notice-not-posted')
  })
})

describe('the ladder of methods', () => {
  const usual: Situation = {
    document: 'complaint',
    procedure: 'ordinary',
    consent: true,
    hasTelephone: true,
    hasAddress: true,
    addressConfirmed: false,
    directDifficult: false,
    refused: false,
    livesInOtherCourtsArea: false,
    inInstitution: false,
    whereaboutsUnknown: false,
    failed: [],
  }
  const lawful = (s: Partial<Situation>) =>
    nextLawfulMethods({ ...usual, ...s })
      .filter((m) => m.lawful)
      .map((m) => m.method)
  const why = (s: Partial<Situation>, method: string) =>
    nextLawfulMethods({ ...usual, ...s })
      .find((m) => m.method === method)
      ?.reasons.map((r) => r.code)

  test('with consent electronic comes first; without it is unlawful (民诉90)', () => {
    expect(lawful({})).toEqual(['electronic', 'at-court', 'direct'])
    expect(why({ consent: false }, 'electronic')).toEqual(['no-consent'])
  })
  test('leaving after a refusal, never a mediation statement (民诉89, 解释133)', () => {
    expect(lawful({ failed: ['electronic', 'at-court', 'direct'], refused: true })).toEqual(['left', 'mail'])
    expect(why({ refused: true, document: 'mediation-statement' }, 'left')).toEqual(['mediation-not-left'])
  })
  test('mail when direct service is difficult or the address is confirmed (民诉91)', () => {
    expect(why({}, 'mail')).toEqual(['direct-not-difficult'])
    expect(lawful({ addressConfirmed: true })).toContain('mail')
    expect(lawful({ failed: ['direct'], livesInOtherCourtsArea: true })).toContain('commissioned')
  })
  test('soldiers and prisoners through their unit (民诉92–94)', () => {
    expect(why({ inInstitution: true }, 'direct')).toEqual(['must-be-forwarded'])
    expect(lawful({ inInstitution: true })).toContain('forwarded')
  })
  test('public notice only when nothing else is left, and a judge decides (民诉95)', () => {
    expect(why({}, 'public-notice')).toEqual(['notice-not-last-resort'])
    expect(lawful({ failed: ['electronic', 'at-court', 'direct', 'mail'] })).toEqual(['public-notice'])
    expect(lawful({ failed: ['electronic', 'at-court', 'direct', 'mail'], procedure: 'simple' })).toEqual([])
    expect(why({ whereaboutsUnknown: true, document: 'mediation-statement' }, 'public-notice')).toEqual(['notice-mediation'])
  })
})
