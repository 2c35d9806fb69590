import { type RawBuilder, sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { ZONE } from '../../platform/calendar/clock.ts'
import { toDate } from '../../platform/calendar/zoned.ts'
import type { Ctx } from '../../platform/http/context.ts'
import { pageOf, readCursor } from '../../platform/http/cursor.ts'
import { Fail } from '../../platform/http/problems.ts'
import { aboutParty, anyOf, pageInScope } from '../cases/public.ts'
import type { BegunSet } from './api.ts'
import { readOrderNumber } from './rules/carrier.ts'
import type {
  AddressKind,
  AddressSource,
  AttemptFacts,
  Consent,
  Method,
  OrderFacts,
  Outcome,
  Receiver,
  ReturnReason,
  SetKind,
} from './rules/shape.ts'

export const one = <R>(rows: readonly R[]): R => {
  const row = rows[0]
  if (!row) throw new Fail('not-found', 404)
  return row
}

export interface SetRow {
  id: number
  case_id: number
  kind: SetKind
  title: string
  hearing_on: string | null
  evidence_days: number | null
  appealable: boolean
  handed_over_at: string | null
  revision: number
  documents: { id: number; name: string; size: number; uploaded_at: string }[]
}
export const findSet = async (ctx: Ctx, id: number): Promise<SetRow> => {
  const { rows } =
    await sql<SetRow>`select s.id, s.case_id, s.kind, s.title, s.hearing_on, s.evidence_days, s.appealable, s.handed_over_at, s.revision,
      (select coalesce(json_agg(json_build_object('id', d.id, 'name', d.name, 'size', d.size, 'uploaded_at', d.uploaded_at) order by d.id), '[]') from service_of_process.document d where d.court_id = s.court_id and d.set_id = s.id) as documents
    from service_of_process.document_set s where s.court_id = ${ctx.actor.courtId} and s.id = ${id}`.execute(ctx.tx)
  return one(rows)
}

/** Sets not handed over yet, newest first. */
export const listBegunSets = async (
  ctx: Ctx,
  f: { mine?: 'yes'; kind?: SetKind; cursor?: string; limit: number },
): Promise<{ items: BegunSet[]; next: string | null }> => {
  const where: RawBuilder<unknown>[] = [sql`r.handed_over_at is null`]
  if (f.mine) where.push(sql`r.made_by = ${ctx.actor.personId}`)
  if (f.kind) where.push(sql`r.kind = ${f.kind}`)
  const at = readCursor(f.cursor, 1)
  if (at) where.push(sql`r.id < ${at[0]}::bigint`)
  const from = { view: 'service_of_process.set_in_scope', table: 'service_of_process.document_set' }
  const ids = await pageInScope(ctx, from, { columns: sql`r.id`, where, order: sql`1 desc`, limit: f.limit + 1 })
  const { rows } =
    await sql<BegunSet>`select s.id, s.case_id as "caseId", c.number as "caseNumber", c.title as "caseTitle", s.kind, s.title,
      (select count(*)::int from service_of_process.document d where d.court_id = s.court_id and d.set_id = s.id) as documents,
      (select p.name from organisations.person p where p.id = s.made_by) as "madeByName", s.created_at as "createdAt"
    from service_of_process.document_set s left join cases.case_record c on c.court_id = s.court_id and c.id = s.case_id
    where s.court_id = ${ctx.actor.courtId} and s.id = ${anyOf(ids)} order by s.id desc`.execute(ctx.tx)
  return pageOf(rows, f.limit, (r) => [r.id])
}

export interface OrderRow {
  id: number
  set_id: number
  case_id: number
  party_id: number
  recipient: string
  recipient_role: string
  abroad: boolean
  consent: Consent | null
  direct_difficult: boolean
  other_court: boolean
  institution: boolean
  whereabouts_unknown: boolean
  engagement_id: number | null
  instance_id: number | null
  state: string
  method: Method | null
  handed_over_at: string
  sla_due_at: string
  legal_due_on: string | null
  dispatched_at: string | null
  next_due_at: string | null
  effective_on: string | null
  closing_on: string | null
  revision: number
  case_number: string | null
  case_title: string | null
  procedure: string | null
  judge_id: number | null
  kind: SetKind
  set_title: string
}
const orderColumns = sql`o.id, o.set_id, o.case_id, o.party_id, o.recipient, o.recipient_role, o.abroad, o.consent, o.direct_difficult, o.other_court, o.institution, o.whereabouts_unknown, o.engagement_id, o.instance_id, o.state, o.method,
  o.handed_over_at, o.sla_due_at, o.legal_due_on, o.dispatched_at, o.next_due_at, o.effective_on, o.closing_on, o.revision, c.number as case_number, c.title as case_title, c.procedure, c.judge_id, s.kind, s.title as set_title`
const orderJoins = sql`join service_of_process.document_set s on s.court_id = o.court_id and s.id = o.set_id left join cases.case_record c on c.court_id = o.court_id and c.id = o.case_id`

/** The order as the actor's scope shows it. `lock`: until the end of the transaction, for whoever is about to change it. */
export const findOrder = async (ctx: Ctx, id: number, lock = false): Promise<OrderRow> => {
  const { rows } =
    await sql<OrderRow>`select ${orderColumns} from service_of_process.service_order o ${orderJoins} where o.court_id = ${ctx.actor.courtId} and o.id = ${id} ${lock ? sql`for update of o` : sql``}`.execute(
      ctx.tx,
    )
  return one(rows)
}

export interface OrderFilter {
  q?: string
  due?: 'late' | 'today' | 'soon'
  method?: string
  state?: string
  caseId?: number
  cursor?: string
  limit: number
}
/** Newest first; with `due` the open ones, most urgent first. A contractor's orders are named by his open tasks, so no row of others is visited. */
export const listOrders = async (ctx: Ctx, f: OrderFilter): Promise<{ items: OrderRow[]; next: string | null }> => {
  const where: RawBuilder<unknown>[] = []
  // Digits alone are a case's number to everybody; ours is written with its letters.
  const ours = f.q && /^\s*SD/i.test(f.q.normalize('NFKC')) ? readOrderNumber(f.q) : null
  const words = ours === null ? await aboutParty(ctx, f.q) : sql`r.id = ${ours}`
  if (words) where.push(words)
  const cut = async (columns: RawBuilder<unknown>, order: RawBuilder<unknown>, again: RawBuilder<unknown>): Promise<OrderRow[]> => {
    const from = { view: 'service_of_process.order_in_scope', table: 'service_of_process.service_order' }
    const ids = await pageInScope(ctx, from, { columns, where, order, limit: f.limit + 1, named: Boolean(f.caseId || words) })
    return (
      await sql<OrderRow>`select ${orderColumns} from service_of_process.service_order o ${orderJoins} where o.court_id = ${ctx.actor.courtId} and o.id = ${anyOf(ids)} order by ${again}`.execute(
        ctx.tx,
      )
    ).rows
  }
  if (ctx.actor.side === 'contractor') {
    where.push(
      sql`r.id = any (array(select t.subject_id from worklist.task t where t.court_id = ${ctx.actor.courtId} and t.assignee_id = ${ctx.actor.personId} and t.subject_type = 'service' and t.state in ('claimed', 'started')))`,
    )
  }
  if (f.method) where.push(sql`r.method = ${f.method}`)
  if (f.state === 'open') where.push(sql`r.state not in ('served', 'cancelled')`)
  else if (f.state) where.push(sql`r.state = ${f.state}`)
  if (f.caseId) where.push(sql`r.case_id = ${f.caseId}`)
  if (f.due) {
    const today = toDate(ctx.now)
    const until = f.due === 'soon' ? ctx.calendar.addWorkdays(today, 1) : today
    const end = until.add({ days: 1 }).toZonedDateTime(ZONE).toInstant().toString()
    where.push(sql`r.state not in ('served', 'cancelled')`)
    if (f.due === 'late')
      where.push(
        sql`(r.next_due_at < (select bw.now()) or (r.dispatched_at is null and r.sla_due_at < (select bw.now())) or r.legal_due_on < (select ${today.toString()}::date))`,
      )
    else where.push(sql`r.next_due_at >= (select bw.now()) and r.next_due_at < ${end}::timestamptz`)
    const at = readCursor(f.cursor, 2)
    if (at) where.push(sql`(coalesce(r.next_due_at, 'infinity'), r.id) > (${at[0]}::timestamptz, ${at[1]}::bigint)`)
    const rows = await cut(sql`coalesce(r.next_due_at, 'infinity') as due, r.id`, sql`1, 2`, sql`coalesce(o.next_due_at, 'infinity'), o.id`)
    return pageOf(rows, f.limit, (r) => [r.next_due_at ?? 'infinity', r.id])
  }
  const at = readCursor(f.cursor, 1)
  if (at) where.push(sql`r.id < ${at[0]}::bigint`)
  const rows = await cut(sql`r.id`, sql`1 desc`, sql`o.id desc`)
  return pageOf(rows, f.limit, (r) => [r.id])
}

export interface AddressRow {
  id: number
  source: AddressSource
  kind: AddressKind
  address: string
  confirmed_on: string | null
}
export interface AttemptRow {
  id: number
  round: number
  method: Method
  address_id: number | null
  ground: string | null
  state: AttemptFacts['state']
  dispatched_at: string | null
  mail_no: string | null
  carrier: string | null
  channel: string | null
  court_member: string | null
  published_on: string[]
  tries: string[]
  outcome: Outcome | null
  happened_on: string | null
  happened_at: string | null
  read_on: string | null
  acknowledged_on: string | null
  receiver: Receiver | null
  receiver_name: string | null
  receiver_is_opponent: boolean
  return_reason: ReturnReason | null
  witness: string | null
  recorded: boolean
  note: string | null
  relies_on: number | null
  carrier_status: string | null
  by_person: number | null
  by_name: string | null
  revision: number
  approved: boolean
  evidence: { id: number; kind: string; name: string; type: string; at: string }[]
}
export const addressesOf = async (ctx: Ctx, orderId: number): Promise<AddressRow[]> =>
  (
    await sql<AddressRow>`select id, source, kind, address, confirmed_on from service_of_process.address where court_id = ${ctx.actor.courtId} and order_id = ${orderId} order by id`.execute(
      ctx.tx,
    )
  ).rows
// Days of arrays go out as text: the driver's own reading of date[] would move them into the machine's time zone.
export const attemptsOf = async (ctx: Ctx, orderId: number): Promise<AttemptRow[]> =>
  (
    await sql<AttemptRow>`select a.id, a.round, a.method, a.address_id, a.ground, a.state, a.dispatched_at, a.mail_no, a.carrier, a.channel, a.court_member, a.published_on::text[] as published_on, a.tries::text[] as tries, a.outcome, a.happened_on,
      a.happened_at, a.read_on, a.acknowledged_on, a.receiver, a.receiver_name, a.receiver_is_opponent, a.return_reason, a.witness, a.recorded, a.note, a.relies_on, a.carrier_status, a.by_person, p.name as by_name, a.revision,
      exists (select from service_of_process.approval x where x.court_id = a.court_id and x.attempt_id = a.id and x.approved) as approved,
      (select coalesce(json_agg(json_build_object('id', e.id, 'kind', e.kind, 'name', e.name, 'type', e.type, 'at', e.at) order by e.id), '[]') from service_of_process.evidence e where e.court_id = a.court_id and e.attempt_id = a.id) as evidence
    from service_of_process.attempt a left join organisations.person p on p.id = a.by_person where a.court_id = ${ctx.actor.courtId} and a.order_id = ${orderId} order by a.round`.execute(
      ctx.tx,
    )
  ).rows

export const dayOf = (at: string | null): string | null => (at === null ? null : toDate(Temporal.Instant.from(at)).toString())

/** The order as the pure rules see it. */
export const orderFacts = (o: OrderRow, addresses: readonly AddressRow[], attempts: readonly AttemptRow[]): OrderFacts => ({
  kind: o.kind,
  procedure: o.procedure ?? 'ordinary',
  abroad: o.abroad,
  consent: o.consent,
  directDifficult: o.direct_difficult,
  otherCourt: o.other_court,
  institution: o.institution,
  whereaboutsUnknown: o.whereabouts_unknown,
  addresses: addresses.map((a) => ({ id: a.id, source: a.source, kind: a.kind, confirmedOn: a.confirmed_on })),
  attempts: attempts.map((a) => attemptFacts(a)),
})
export const attemptFacts = (a: AttemptRow): AttemptFacts => ({
  id: a.id,
  method: a.method,
  addressId: a.address_id,
  state: a.state,
  dispatchedOn: dayOf(a.dispatched_at),
  publishedOn: a.published_on,
  outcome: a.outcome,
  happenedOn: a.happened_on,
  acknowledgedOn: a.acknowledged_on,
  receiver: a.receiver,
  receiverIsOpponent: a.receiver_is_opponent,
  returnReason: a.return_reason,
  witness: (a.witness ?? '') !== '',
  photoOrVideo: a.evidence.some((e) => e.kind === 'photo' || e.kind === 'video'),
  recorded: a.recorded,
  reliesOn: a.relies_on,
  approved: a.approved,
})

export interface Whole {
  order: OrderRow
  addresses: AddressRow[]
  attempts: AttemptRow[]
  facts: OrderFacts
}
export const wholeOrder = async (ctx: Ctx, id: number, lock = false): Promise<Whole> => {
  const order = await findOrder(ctx, id, lock)
  const [addresses, attempts] = [await addressesOf(ctx, id), await attemptsOf(ctx, id)]
  return { order, addresses, attempts, facts: orderFacts(order, addresses, attempts) }
}

export interface ConfirmationRow {
  id: number
  effective: boolean
  effective_on: string | null
  closing_on: string | null
  basis: string[]
  reason: string | null
  corrects: number | null
  by_name: string | null
  decided_at: string
  superseded_at: string | null
  attempt_id: number
}
export const confirmationsOf = async (ctx: Ctx, orderId: number): Promise<ConfirmationRow[]> =>
  (
    await sql<ConfirmationRow>`select c.id, c.effective, c.effective_on, c.closing_on, c.basis, c.reason, c.corrects, p.name as by_name, c.decided_at, c.superseded_at, c.attempt_id
    from service_of_process.confirmation c left join organisations.person p on p.id = c.decided_by where c.court_id = ${ctx.actor.courtId} and c.order_id = ${orderId} order by c.id`.execute(
      ctx.tx,
    )
  ).rows
export interface ApprovalRow {
  id: number
  method: Method
  approved: boolean
  reason: string
  by_name: string | null
  decided_at: string
}
export const approvalsOf = async (ctx: Ctx, orderId: number): Promise<ApprovalRow[]> =>
  (
    await sql<ApprovalRow>`select a.id, a.method, a.approved, a.reason, p.name as by_name, a.decided_at from service_of_process.approval a left join organisations.person p on p.id = a.decided_by
    where a.court_id = ${ctx.actor.courtId} and a.order_id = ${orderId} order by a.id`.execute(ctx.tx)
  ).rows
export interface DeadlineRow {
  id: number
  rule: string
  version: string
  calendar: string
  inputs: Record<string, unknown>
  due: string
  also: { code: string; zh: string; en: string; date: string }[]
  steps: { code: string; zh: string; en: string; date?: string }[]
  basis: string[]
  provisional: boolean
  computed_at: string
  superseded_at: string | null
  superseded_because: string | null
}
/** In force first, the replaced ones after them with their old values. */
export const deadlinesOf = async (ctx: Ctx, orderId: number): Promise<DeadlineRow[]> =>
  (
    await sql<DeadlineRow>`select id, rule, version, calendar, inputs, due, also, steps, basis, provisional, computed_at, superseded_at, superseded_because from service_of_process.dependent_deadline
    where court_id = ${ctx.actor.courtId} and order_id = ${orderId} order by superseded_at is not null, due, id desc`.execute(ctx.tx)
  ).rows
export interface PleadingRow {
  id: number
  kind: string
  received_on: string
  posted_on: string | null
  due: string
  timeliness: string
}
export const pleadingsOf = async (ctx: Ctx, orderId: number): Promise<PleadingRow[]> =>
  (
    await sql<PleadingRow>`select id, kind, received_on, posted_on, due, timeliness from service_of_process.pleading where court_id = ${ctx.actor.courtId} and order_id = ${orderId} order by id`.execute(
      ctx.tx,
    )
  ).rows
