import { Temporal } from 'temporal-polyfill'
import { toDate } from '../../platform/calendar/zoned.ts'
import type { Ctx } from '../../platform/http/context.ts'
import { citation, deadlineRules } from '../deadlines/public.ts'
import type { AttemptView, EffectView, OrderDetail, OrderItem, SetView } from './api.ts'
import { type Proposal, proposalOf } from './rules/effect.ts'
import { inLawfulOrder, ladderOf } from './rules/ladder.ts'
import {
  type AddressRow,
  approvalsOf,
  attemptFacts,
  type AttemptRow,
  confirmationsOf,
  deadlinesOf,
  findSet,
  type OrderRow,
  pleadingsOf,
  type SetRow,
  wholeOrder,
} from './queries.ts'

export const shownSet = (s: SetRow): SetView => ({
  id: s.id,
  caseId: s.case_id,
  kind: s.kind,
  title: s.title,
  hearingOn: s.hearing_on,
  evidenceDays: s.evidence_days,
  appealable: s.appealable,
  handedOverAt: s.handed_over_at,
  documents: s.documents.map((d) => ({ id: d.id, name: d.name, size: d.size, uploadedAt: d.uploaded_at })),
  revision: s.revision,
})

const before = (at: string | null, now: Temporal.Instant): boolean =>
  at !== null && Temporal.Instant.compare(Temporal.Instant.from(at), now) < 0
export const shownOrder = (ctx: Ctx, o: OrderRow): OrderItem => {
  const open = o.state !== 'served' && o.state !== 'cancelled'
  const late: OrderItem['late'] = []
  if (open && before(o.next_due_at, ctx.now)) late.push('step')
  if (open && o.dispatched_at === null && before(o.sla_due_at, ctx.now)) late.push('dispatch')
  if (o.legal_due_on !== null && (o.effective_on ?? (open ? toDate(ctx.now).toString() : '')) > o.legal_due_on) late.push('legal')
  return {
    id: o.id,
    recipient: o.recipient,
    recipientRole: o.recipient_role,
    caseId: o.case_id,
    caseNumber: o.case_number,
    caseTitle: o.case_title,
    setTitle: o.set_title,
    kind: o.kind,
    method: o.method,
    state: o.state as OrderItem['state'],
    nextDueAt: o.next_due_at,
    slaDueAt: o.sla_due_at,
    legalDueOn: o.legal_due_on,
    dispatchedAt: o.dispatched_at,
    handedOverAt: o.handed_over_at,
    effectiveOn: o.effective_on,
    late,
    abroad: o.abroad,
    revision: o.revision,
  }
}

const shownAttempt = (a: AttemptRow, addresses: readonly AddressRow[]): AttemptView => {
  const address = addresses.find((x) => x.id === a.address_id)
  return {
    id: a.id,
    round: a.round,
    method: a.method,
    addressId: a.address_id,
    address: address?.address ?? null,
    addressSource: address?.source ?? null,
    ground: a.ground,
    state: a.state,
    dispatchedAt: a.dispatched_at,
    mailNo: a.mail_no,
    carrier: a.carrier,
    channel: a.channel,
    courtMember: a.court_member,
    publishedOn: a.published_on,
    tries: a.tries,
    outcome: a.outcome,
    happenedOn: a.happened_on,
    happenedAt: a.happened_at,
    readOn: a.read_on,
    acknowledgedOn: a.acknowledged_on,
    receiver: a.receiver,
    receiverName: a.receiver_name,
    receiverIsOpponent: a.receiver_is_opponent,
    returnReason: a.return_reason,
    witness: a.witness,
    recorded: a.recorded,
    note: a.note,
    carrierStatus: a.carrier_status,
    byName: a.by_name,
    evidence: a.evidence.map((e) => ({ ...e, kind: e.kind as AttemptView['evidence'][number]['kind'] })),
    revision: a.revision,
  }
}

const articles = (keys: readonly string[]) => keys.map((key) => ({ key, ...citation(key) }))
export const shownEffect = (p: Proposal): EffectView => {
  const e = p.effect
  return e.served
    ? {
        served: true,
        effective: e.effective,
        closingOn: p.closingOn,
        expected: null,
        provisional: e.provisional,
        refusal: null,
        steps: e.steps,
        basis: articles(e.basis),
        warnings: e.warnings,
      }
    : {
        served: false,
        effective: null,
        closingOn: null,
        expected: e.expected ?? null,
        provisional: false,
        refusal: { code: e.code, zh: e.zh, en: e.en },
        steps: [],
        basis: articles(e.basis),
        warnings: [],
      }
}

/** Everything the screens of one order need, with the ladder and the legal effect of its last attempt. */
export const orderDetail = async (ctx: Ctx, id: number): Promise<OrderDetail> => {
  const { order, addresses, attempts, facts } = await wholeOrder(ctx, id)
  const set = await findSet(ctx, order.set_id)
  const last = attempts.at(-1)
  const proposal = last && last.state !== 'refused' ? proposalOf(facts, attemptFacts(last), ctx.calendar, toDate(ctx.now)) : null
  const court = ctx.actor.side === 'court'
  const decides = ctx.may('service-of-process.decide')
  const open = order.state !== 'served' && order.state !== 'cancelled'
  return {
    ...shownOrder(ctx, order),
    set: shownSet(set),
    procedure: order.procedure,
    consent: order.consent,
    directDifficult: order.direct_difficult,
    otherCourt: order.other_court,
    institution: order.institution,
    whereaboutsUnknown: order.whereabouts_unknown,
    closingOn: order.closing_on,
    addresses: inLawfulOrder(addresses).map((a) => ({
      id: a.id,
      source: a.source,
      kind: a.kind,
      address: a.address,
      confirmedOn: a.confirmed_on,
    })),
    attempts: attempts.map((a) => shownAttempt(a, addresses)),
    ladder: ladderOf(facts),
    effect: proposal && shownEffect(proposal),
    approvals: (await approvalsOf(ctx, id)).map((a) => ({
      id: a.id,
      method: a.method,
      approved: a.approved,
      reason: a.reason,
      byName: a.by_name,
      decidedAt: a.decided_at,
    })),
    confirmations: (await confirmationsOf(ctx, id)).map((c) => ({
      id: c.id,
      effective: c.effective,
      effectiveOn: c.effective_on,
      closingOn: c.closing_on,
      basis: articles(c.basis),
      reason: c.reason,
      corrects: c.corrects,
      byName: c.by_name,
      decidedAt: c.decided_at,
      supersededAt: c.superseded_at,
    })),
    deadlines: (await deadlinesOf(ctx, id)).map((d) => ({
      id: d.id,
      rule: d.rule,
      title: deadlineRules[d.rule]?.title ?? { zh: d.rule, en: d.rule },
      version: d.version,
      calendar: d.calendar,
      inputs: d.inputs,
      due: d.due,
      also: d.also,
      steps: d.steps,
      basis: articles(d.basis),
      provisional: d.provisional,
      computedAt: d.computed_at,
      supersededAt: d.superseded_at,
      supersededBecause: d.superseded_because,
    })),
    pleadings: (await pleadingsOf(ctx, id)).map((p) => ({
      id: p.id,
      kind: p.kind,
      receivedOn: p.received_on,
      postedOn: p.posted_on,
      due: p.due,
      timeliness: p.timeliness,
    })),
    can: {
      addAddress: open ? true : 'order-closed',
      addressProvided: !decides ? 'judgement-is-the-courts' : order.state === 'awaitingAddress' ? true : 'not-awaiting',
      correct: !court || !decides ? 'judgement-is-the-courts' : order.state === 'served' ? true : 'not-served',
      pleading: order.state === 'served' ? true : 'not-served',
      receipt: attempts.some((a) => a.outcome !== null) ? true : 'receipt-no-attempt',
    },
  }
}
