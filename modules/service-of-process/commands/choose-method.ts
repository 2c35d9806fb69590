import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import { toDate } from '../../../platform/calendar/zoned.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { completeTask, deliverMessage, nextStepFor, notify, taskForForm } from '../../worklist/public.ts'
import { findOrder, one, wholeOrder } from '../queries.ts'
import { readAddress } from '../rules/address.ts'
import { ladderOf } from '../rules/ladder.ts'
import { type AddressKind, type Consent, gated, type Method, type OrderFacts } from '../rules/shape.ts'
import { insertAddress } from './hand-over.ts'

export interface Choice {
  taskId: number
  revision: number
  method: Method
  addressId?: number | null
  ground?: string | null
  consent?: Consent | null
  directDifficult?: boolean
  otherCourt?: boolean
  institution?: boolean
  whereaboutsUnknown?: boolean
}
const needs: Partial<Record<Method, AddressKind>> = { electronic: 'electronic', direct: 'postal', mail: 'postal', leave: 'postal' }

/** Refuses a method that the ladder does not open, with the reasons (民诉88–95). */
const refuseUnlawful = (facts: OrderFacts, method: Method): void => {
  const step = ladderOf(facts).find((s) => s.method === method)
  if (!step?.lawful)
    throw new Fail('method-not-lawful', 422, {
      method,
      reasons: step?.reasons.map((r) => r.code) ?? [],
      words: step?.reasons ?? [],
      basis: step?.reasons.map((r) => r.basis) ?? [],
    })
}

/** No step waits at anybody's desk while the clock stands: whoever handed the papers over is told, or the order is forgotten. */
const askForAddress = async (ctx: Ctx, order: { id: number; case_id: number; set_id: number }): Promise<void> => {
  const { rows } = await sql<{
    made_by: number
  }>`select made_by from service_of_process.document_set where court_id = ${ctx.actor.courtId} and id = ${order.set_id}`.execute(ctx.tx)
  await notify(
    ctx,
    { personIds: [one(rows).made_by] },
    'service-address-awaited',
    { orderId: order.id, caseId: order.case_id },
    `/service-orders/${order.id}`,
  )
}

/** Step "choose address and method": facts of the recipient, then the method, which must be lawful now. Methods of the gate go to the court next. */
export const chooseMethod = async (ctx: Ctx, c: Choice): Promise<number | null> => {
  const task = await taskForForm(ctx, c.taskId, 'service-address')
  const { order } = await wholeOrder(ctx, task.subject_id, true)
  await sql`update service_of_process.service_order set consent = ${c.consent === undefined ? order.consent : c.consent}, direct_difficult = ${c.directDifficult ?? order.direct_difficult}, other_court = ${c.otherCourt ?? order.other_court},
      institution = ${c.institution ?? order.institution}, whereabouts_unknown = ${c.whereaboutsUnknown ?? order.whereabouts_unknown}, method = ${c.method}, revision = revision + 1
    where court_id = ${ctx.actor.courtId} and id = ${order.id}`.execute(ctx.tx)
  const { addresses, attempts, facts } = await wholeOrder(ctx, order.id)
  refuseUnlawful(facts, c.method)
  const kind = needs[c.method]
  const address = c.addressId ? addresses.find((a) => a.id === c.addressId) : undefined
  if (c.addressId && !address) throw new Fail('address-unknown', 422, { field: 'addressId' })
  if (kind && address?.kind !== kind) throw new Fail('address-missing', 422, { field: 'addressId', kind })
  if (gated.includes(c.method) && !c.ground) throw new Fail('ground-missing', 422, { field: 'ground' })
  if (c.method !== 'awaitAddress') {
    const relied =
      c.method === 'presumed'
        ? attempts.filter((a) => a.method === 'mail' && a.outcome === 'returned' && a.state === 'failed').at(-1)
        : undefined
    await sql`insert into service_of_process.attempt (court_id, order_id, case_id, round, method, address_id, ground, state, relies_on, by_person)
      values (${ctx.actor.courtId}, ${order.id}, ${order.case_id}, ${attempts.length + 1}, ${c.method}, ${address?.id ?? relied?.address_id ?? null}, ${c.ground ?? null}, 'planned', ${relied?.id ?? null}, ${ctx.actor.personId})`.execute(
      ctx.tx,
    )
  }
  await ctx.audit({
    verb: 'service.method',
    objectType: 'service',
    objectId: order.id,
    caseId: order.case_id,
    grantId: task.grant_id,
    data: { method: c.method, address: address?.source ?? null },
  })
  if (c.method === 'awaitAddress') await askForAddress(ctx, order)
  const { opened } = await completeTask(ctx, { taskId: c.taskId, revision: c.revision, variables: { method: c.method }, outcome: c.method })
  return nextStepFor(ctx, opened)
}

/** 留置, 推定: clerk or judge; 公告: a judge. Whether the method is lawful is asked again at the moment of the decision. */
export const decideMethod = async (
  ctx: Ctx,
  d: { taskId: number; revision: number; approval: 'approved' | 'rejected'; reason: string },
): Promise<number | null> => {
  const task = await taskForForm(ctx, d.taskId, 'service-method-approval')
  if (ctx.actor.side !== 'court') throw new Fail('judgement-is-the-courts', 403)
  const { order, attempts, facts } = await wholeOrder(ctx, task.subject_id, true)
  const planned = attempts.at(-1)
  if (!planned || planned.state !== 'planned') throw new Fail('task-closed', 409)
  if (planned.method === 'publicNotice' && !ctx.actor.roles.includes('judge')) throw new Fail('judge-decides', 403)
  const approved = d.approval === 'approved'
  if (approved) refuseUnlawful({ ...facts, attempts: facts.attempts.filter((a) => a.id !== planned.id) }, planned.method)
  await sql`insert into service_of_process.approval (court_id, order_id, case_id, attempt_id, method, approved, reason, decided_by)
    values (${ctx.actor.courtId}, ${order.id}, ${order.case_id}, ${planned.id}, ${planned.method}, ${approved}, ${d.reason}, ${ctx.actor.personId})`.execute(
    ctx.tx,
  )
  const state = !approved ? 'refused' : planned.method === 'presumed' ? 'reported' : 'planned'
  await sql`update service_of_process.attempt set state = ${state}, revision = revision + 1 where court_id = ${ctx.actor.courtId} and id = ${planned.id}`.execute(
    ctx.tx,
  )
  await ctx.audit({
    verb: 'service.method-decide',
    objectType: 'service',
    objectId: order.id,
    caseId: order.case_id,
    grantId: task.grant_id,
    data: { method: planned.method, approved },
  })
  const { opened } = await completeTask(ctx, {
    taskId: d.taskId,
    revision: d.revision,
    variables: { approval: d.approval },
    outcome: d.approval,
  })
  return nextStepFor(ctx, opened)
}

export interface NewAddress {
  source: string
  kind: AddressKind
  address: string
  confirmedOn?: string | null
}
/** As it is kept; what cannot be an address of its kind, and a confirmation that is yet to come, are refused. */
const tidy = (ctx: Ctx, a: NewAddress): NewAddress => {
  const address = readAddress(a.kind, a.address)
  if (!address) throw new Fail('address-shape', 422, { field: 'address' })
  if (a.confirmedOn && a.confirmedOn > toDate(ctx.now).toString()) throw new Fail('date-in-future', 422, { field: 'confirmedOn' })
  return { ...a, address, confirmedOn: a.confirmedOn ?? null }
}
export const addAddress = async (ctx: Ctx, orderId: number, said: NewAddress): Promise<{ id: number; revision: number }> => {
  const { order, addresses } = await wholeOrder(ctx, orderId)
  if (order.state === 'served' || order.state === 'cancelled') throw new Fail('order-closed', 409)
  const a = tidy(ctx, said)
  if (addresses.some((x) => x.kind === a.kind && x.address === a.address && x.source === a.source)) throw new Fail('address-known', 409)
  const id = await insertAddress(ctx, orderId, order.case_id, { ...a, confirmedOn: a.confirmedOn ?? null })
  await ctx.audit({
    verb: 'service.address-add',
    objectType: 'service',
    objectId: orderId,
    caseId: order.case_id,
    data: { addressId: id, source: a.source, kind: a.kind },
  })
  return { id: orderId, revision: order.revision }
}

/** The clerk brings the awaited address: the clock runs again from now. */
export const provideAddress = async (ctx: Ctx, orderId: number, said: NewAddress): Promise<{ id: number; revision: number }> => {
  const order = await findOrder(ctx, orderId, true)
  if (order.state !== 'awaitingAddress') throw new Fail('not-awaiting', 409)
  const a = tidy(ctx, said)
  await insertAddress(ctx, orderId, order.case_id, { ...a, confirmedOn: a.confirmedOn ?? null })
  const { rows } = await sql<{
    instance_id: number
  }>`select instance_id from service_of_process.service_order where court_id = ${ctx.actor.courtId} and id = ${orderId}`.execute(ctx.tx)
  await ctx.audit({
    verb: 'service.address-provided',
    objectType: 'service',
    objectId: orderId,
    caseId: order.case_id,
    data: { source: a.source, kind: a.kind },
  })
  await deliverMessage(ctx, one(rows).instance_id, 'addressProvided', { addressProvidedAt: ctx.now.toString() })
  return { id: orderId, revision: order.revision }
}
