import { Temporal } from 'temporal-polyfill'
import type { Calendar } from '../../../platform/calendar/workdays.ts'
import { dayInWords } from './counting.ts'
import { publicNoticeServed } from './service-periods.ts'
import { type ServiceReason, serviceReasons } from './service-reasons.ts'
import type { Step } from './shape.ts'

export type ServedDocument = 'complaint' | 'notice' | 'judgment' | 'ruling' | 'mediation-statement' | 'other'
type Day = Temporal.PlainDate

export interface Channel {
  /** Confirmed by the addressee in the confirmation of addresses, or not. */
  address: 'confirmed' | 'unconfirmed'
  /** Arrival in the addressee's system; null: the send failed or there is no answer yet. */
  arrived: Day | null
  /** The addressee proved another day of arrival (解释135). */
  provedArrival?: Day | null
  /** Replied, acted on the content, or is shown to have read it (在线31). */
  acknowledged?: Day | null
}
/** What was done to serve one recipient once; each method with the facts its effect depends on (domain.md §2.3). */
export type ServiceAct =
  | {
      method: 'direct' | 'commissioned' | 'forwarded'
      signed: Day | null
      receiver: 'party' | 'adult-cohabitant' | 'legal-representative' | 'mailroom' | 'agent' | 'nominated-recipient' | 'minor' | 'other'
      receiverIsOpponent?: boolean
    }
  | { method: 'at-court-refusal'; refused: Day; recorded: boolean }
  | { method: 'left'; left: Day; refused: boolean; witness: boolean; photoOrVideo: boolean }
  | { method: 'electronic'; consent: 'express' | 'address-offered' | 'prior-promise' | 'conduct' | 'none'; channels: readonly Channel[] }
  | {
      method: 'mail'
      signed: Day | null
      receiver?: 'party' | 'adult-cohabitant' | 'legal-representative' | 'mailroom' | 'agent' | 'nominated-recipient' | 'minor' | 'other'
      receiverIsOpponent?: boolean
      returned: Day | null
      returnReason?: 'refused' | 'wrong-address' | 'moved' | 'unknown-person' | 'not-collected' | 'carrier-error'
      /** 'addressee': confirmed or given by the addressee; 'registered-after-refusal': it refused to give one and was told the consequence. */
      addressSource: 'addressee' | 'registered-after-refusal' | 'opponent' | 'other'
    }
  | {
      method: 'public-notice'
      procedure: ServiceProcedure
      postings: readonly Day[]
      abroad: boolean
      whereaboutsUnknown: boolean
      allOthersFailed: boolean
      courseRecorded: boolean
      roll?: boolean
      effective?: 'last-day' | 'day-after'
      /** Today; before the notice has run there is no effect yet. */
      today?: Day
    }
  | { method: 'pronouncement-refusal'; pronounced: Day; recorded: boolean }

export type ServiceProcedure = 'ordinary' | 'simple' | 'small-claims' | 'special' | 'second-instance' | 'enforcement'

export type ServiceEffect =
  | { served: true; effective: string; provisional: boolean; steps: Step[]; basis: string[]; warnings: ServiceReason[] }
  /** `expected`: when the effect will come, if that is known (a running notice). */
  | { served: false; code: ServiceReason; zh: string; en: string; basis: string[]; expected?: string }

const notServed = (code: ServiceReason, ...basis: string[]): ServiceEffect => ({ served: false, code, ...serviceReasons[code], basis })

/** Does this act of service have effect, and from which day? The clerk confirms the answer (4.1); this only derives it. */
export const serviceEffect = (act: ServiceAct, document: ServedDocument, calendar: Calendar): ServiceEffect => {
  const served = (on: Day, code: string, zh: string, en: string, basis: string[], warnings: ServiceReason[] = []): ServiceEffect => {
    const words = dayInWords(on)
    return {
      served: true,
      effective: on.toString(),
      provisional: !calendar.isPublished(on.year),
      steps: [{ code, zh: `${zh}：${words.zh}`, en: `${en}: ${words.en}`, date: on.toString() }],
      basis,
      warnings,
    }
  }
  switch (act.method) {
    case 'direct':
    case 'commissioned':
    case 'forwarded': {
      const basis =
        act.method === 'direct' ? ['民诉88', '解释130'] : act.method === 'commissioned' ? ['民诉91'] : ['民诉92', '民诉93', '民诉94']
      if (!act.signed) return notServed('not-signed-yet', ...basis)
      const wrong = wrongReceiver(act.receiver, act.receiverIsOpponent === true, document)
      if (wrong) return notServed(wrong.code, ...wrong.basis)
      return served(act.signed, 'signed', '以签收之日为送达之日', 'Served on the day of signature', basis)
    }
    case 'at-court-refusal':
      if (document === 'mediation-statement') return notServed('mediation-needs-own-signature', '解释133')
      if (!act.recorded) return notServed('refusal-not-recorded', '解释131')
      return served(act.refused, 'refused-at-court', '到院后拒绝签收，视为送达', 'Refused at the court; deemed served', ['解释131'])
    case 'left':
      if (document === 'mediation-statement') return notServed('mediation-not-left', '解释133')
      if (!act.refused) return notServed('no-refusal', '民诉89')
      if (!act.witness && !act.photoOrVideo) return notServed('no-proof-of-leaving', '民诉89')
      return served(act.left, 'left', '留置送达之日', 'Left at the residence', ['民诉89', '解释131'], ['court-member-present'])
    case 'electronic':
      return electronicEffect(act.consent, act.channels, document, served)
    case 'mail': {
      if (act.signed) {
        const wrong = wrongReceiver(act.receiver ?? 'party', act.receiverIsOpponent === true, document)
        if (wrong) return notServed(wrong.code, ...wrong.basis)
        return served(act.signed, 'mail-received', '以回执注明的收件日期为送达之日', 'Served on the day of receipt on the return card', [
          '民诉91',
        ])
      }
      if (!act.returned) return notServed('still-under-way', '民诉91')
      if (document === 'mediation-statement') return notServed('mediation-needs-own-signature', '解释133')
      if (!act.returnReason) return notServed('return-reason-missing', '专递11')
      const ownAddress = act.addressSource === 'addressee' || act.addressSource === 'registered-after-refusal'
      if (act.returnReason === 'refused' || (ownAddress && act.returnReason !== 'carrier-error')) {
        return served(
          act.returned,
          'returned',
          '因受送达人自身原因退回，以退回之日为送达之日',
          'Returned through the addressee’s own doing; served on the day of return',
          ['专递11'],
        )
      }
      return notServed(act.addressSource === 'opponent' ? 'address-not-addressees' : 'return-not-addressees-fault', '专递11')
    }
    case 'public-notice':
      return noticeEffect(act, document, calendar)
    case 'pronouncement-refusal':
      if (document !== 'judgment' && document !== 'ruling') return notServed('receiver-not-entitled', '解释141')
      if (!act.recorded) return notServed('refusal-not-recorded', '解释141')
      return served(
        act.pronounced,
        'refused-at-pronouncement',
        '定期宣判拒不签收，宣判之日视为送达',
        'Refused at a fixed pronouncement; served that day',
        ['解释141'],
      )
  }
}

const wrongReceiver = (
  receiver: string,
  isOpponent: boolean,
  document: ServedDocument,
): { code: ServiceReason; basis: string[] } | null => {
  if (isOpponent) return { code: 'receiver-is-opponent', basis: ['专递7', '民诉88'] }
  if (receiver === 'minor') return { code: 'receiver-is-minor', basis: ['民诉88'] }
  if (receiver === 'other') return { code: 'receiver-not-entitled', basis: ['民诉88', '解释130'] }
  if (document === 'mediation-statement' && !['party', 'legal-representative', 'nominated-recipient'].includes(receiver)) {
    return { code: 'mediation-needs-own-signature', basis: ['解释133'] }
  }
  return null
}

type Served = (on: Day, code: string, zh: string, en: string, basis: string[], warnings?: ServiceReason[]) => ServiceEffect

/** Several channels: the earliest that took effect counts (在线31). */
const electronicEffect = (consent: string, channels: readonly Channel[], document: ServedDocument, served: Served): ServiceEffect => {
  if (consent === 'none') return notServed('no-consent', '民诉90', '在线29')
  const days: Day[] = []
  for (const c of channels) {
    if (c.address === 'confirmed' && c.arrived) days.push(c.provedArrival ?? c.arrived)
    else if (c.address === 'unconfirmed' && c.acknowledged) days.push(c.acknowledged)
  }
  const [first, ...others] = days
  if (!first) {
    const unconfirmed = channels.some((c) => c.address === 'unconfirmed' && c.arrived)
    return unconfirmed ? notServed('unconfirmed-address', '在线31') : notServed('not-arrived', '解释135', '民诉90')
  }
  const on = others.reduce((a, b) => (Temporal.PlainDate.compare(b, a) < 0 ? b : a), first)
  const judgment = document === 'judgment' || document === 'ruling' || document === 'mediation-statement'
  return served(
    on,
    'arrived',
    '以到达受送达人特定系统（或确认收悉）之日为送达之日，阅读时间不影响',
    'Served on arrival in the addressee’s system (or acknowledgement); when it was read does not matter',
    ['民诉90', '解释135', '在线31'],
    judgment ? ['paper-on-request'] : [],
  )
}

const noticeEffect = (
  act: Extract<ServiceAct, { method: 'public-notice' }>,
  document: ServedDocument,
  calendar: Calendar,
): ServiceEffect => {
  if (act.procedure === 'simple' || act.procedure === 'small-claims') return notServed('notice-simple-procedure', '解释140')
  if (document === 'mediation-statement') return notServed('notice-mediation', '解释133')
  if (!act.whereaboutsUnknown && !act.allOthersFailed) return notServed('notice-not-last-resort', '民诉95')
  if (!act.courseRecorded) return notServed('notice-course-not-recorded', '民诉95')
  if (act.postings.length === 0) return notServed('notice-not-posted', '解释138')
  const notice = publicNoticeServed(
    { postings: act.postings, abroad: act.abroad, roll: act.roll ?? true, effective: act.effective ?? 'last-day' },
    calendar,
  )
  const effective = notice.served.toString()
  if (act.today && Temporal.PlainDate.compare(act.today, notice.served) < 0) {
    return { served: false, code: 'notice-running', ...serviceReasons['notice-running'], basis: notice.basis, expected: effective }
  }
  return {
    served: true,
    effective,
    provisional: !calendar.isPublished(notice.served.year),
    steps: notice.steps,
    basis: notice.basis,
    warnings: ['judge-decides'],
  }
}
