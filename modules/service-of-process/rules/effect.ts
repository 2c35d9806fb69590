import { Temporal } from 'temporal-polyfill'
import type { Calendar } from '../../../platform/calendar/workdays.ts'
import { closingDate } from '../../deadlines/rules/appeal.ts'
import { type ServiceAct, type ServiceEffect, serviceEffect } from '../../deadlines/rules/service-effect.ts'
import { ladderOf, procedureOf, servedDocument } from './ladder.ts'
import type { AttemptFacts, OrderFacts } from './shape.ts'

const day = (text: string | null): Temporal.PlainDate | null => (text === null ? null : Temporal.PlainDate.from(text))

/** The attempt in the words of the law's function; null while nothing has been reported. */
const actOf = (o: OrderFacts, a: AttemptFacts, today: Temporal.PlainDate): ServiceAct | null => {
  const on = day(a.happenedOn)
  if (a.method !== 'publicNotice' && a.method !== 'presumed' && a.outcome === null) return null
  if (a.outcome === 'pronounced') return on && { method: 'pronouncement-refusal', pronounced: on, recorded: a.recorded }
  const signed = a.outcome === 'signed' ? on : null
  const receiver = a.receiver ?? 'party'
  const address = o.addresses.find((x) => x.id === a.addressId)
  switch (a.method) {
    case 'pickup':
      return a.outcome === 'refusedAtCourt'
        ? on && { method: 'at-court-refusal', refused: on, recorded: a.recorded }
        : { method: 'direct', signed, receiver, receiverIsOpponent: a.receiverIsOpponent }
    case 'direct':
      return { method: 'direct', signed, receiver, receiverIsOpponent: a.receiverIsOpponent }
    case 'commission':
      return { method: 'commissioned', signed, receiver, receiverIsOpponent: a.receiverIsOpponent }
    case 'transfer':
      return { method: 'forwarded', signed, receiver, receiverIsOpponent: a.receiverIsOpponent }
    case 'leave':
      return (
        on && {
          method: 'left',
          left: on,
          refused: a.recorded || o.attempts.some((x) => x.outcome === 'refused'),
          witness: a.witness,
          photoOrVideo: a.photoOrVideo,
        }
      )
    case 'electronic':
      return {
        method: 'electronic',
        consent: o.consent ?? 'none',
        channels: [
          {
            address: address?.source === 'confirmed' ? 'confirmed' : 'unconfirmed',
            arrived: a.outcome === 'arrived' ? on : null,
            acknowledged: day(a.acknowledgedOn),
          },
        ],
      }
    case 'mail':
      return mailAct(
        a,
        address?.source === 'confirmed' || address?.source === 'ownPapers'
          ? 'addressee'
          : address?.source === 'opponent'
            ? 'opponent'
            : 'other',
      )
    case 'presumed': {
      // The clerk presumes service at an address of 送达19 §8–9 after the addressee, told of the consequence, gave none.
      const relied = o.attempts.find((x) => x.id === a.reliesOn)
      return relied ? mailAct(relied, 'registered-after-refusal') : null
    }
    case 'publicNotice':
      return {
        method: 'public-notice',
        procedure: procedureOf(o.procedure),
        postings: a.publishedOn.map((d) => Temporal.PlainDate.from(d)),
        abroad: o.abroad,
        whereaboutsUnknown: o.whereaboutsUnknown,
        // Measured without this attempt: was public notice the last resort when it was chosen?
        allOthersFailed: ladderOf({ ...o, attempts: o.attempts.filter((x) => x.id !== a.id) }).some(
          (s) => s.method === 'publicNotice' && s.lawful,
        ),
        courseRecorded: a.approved,
        today,
      }
    default:
      return null
  }
}
const mailAct = (a: AttemptFacts, addressSource: 'addressee' | 'registered-after-refusal' | 'opponent' | 'other'): ServiceAct => ({
  method: 'mail',
  signed: a.outcome === 'signed' ? day(a.happenedOn) : null,
  receiver: a.receiver ?? 'party',
  receiverIsOpponent: a.receiverIsOpponent,
  returned: a.outcome === 'returned' ? day(a.happenedOn) : null,
  returnReason: a.returnReason ?? undefined,
  addressSource,
})

export interface Proposal {
  effect: ServiceEffect
  /** The day that counts for closing the case (审限10); null when service has no effect. */
  closingOn: string | null
}
/** What the rules derive from one attempt. The clerk decides (4.1); this is what he is shown. null: nothing reported yet. */
export const proposalOf = (o: OrderFacts, attempt: AttemptFacts, calendar: Calendar, today: Temporal.PlainDate): Proposal | null => {
  const act = actOf(o, attempt, today)
  if (!act) return null
  const effect = serviceEffect(act, servedDocument(o.kind), calendar)
  return { effect, closingOn: effect.served ? closingOf(o, attempt, effect.effective) : null }
}

/** 审限10: mail counts from posting, public notice from publication, leaving from the day left; everything else from the day of service. */
export const closingOf = (o: OrderFacts, attempt: AttemptFacts, effective: string): string => {
  const source = attempt.method === 'presumed' ? (o.attempts.find((x) => x.id === attempt.reliesOn) ?? attempt) : attempt
  const method =
    source.method === 'mail' ? 'mail' : source.method === 'publicNotice' ? 'public-notice' : source.method === 'leave' ? 'left' : 'signed'
  const on =
    method === 'mail' ? source.dispatchedOn : method === 'public-notice' ? ([...source.publishedOn].sort().at(-1) ?? null) : effective
  return closingDate([{ method, on: Temporal.PlainDate.from(on ?? effective) }])?.date ?? effective
}
