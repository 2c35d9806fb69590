import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import type { z } from 'zod'
import type { Ctx } from '../../../platform/http/context.ts'
import { Fail } from '../../../platform/http/problems.ts'
import type { enterCall as endpoint } from '../api.ts'
import { agents, callbacksSql, engagementFor, hashOf, NUMBER, sealNumber, settingsOf } from '../queries.ts'
import { maskNumber, phoneNumber } from '../rules/shape.ts'
import { judge, testHashes } from './judge-calls.ts'

export type Entered = z.output<NonNullable<typeof endpoint.body>>
/** Columns that a number fills; a withheld one fills none. */
export const numberColumns = (ctx: Ctx, number: string | null) =>
  number === null
    ? { sealed: null, hash: null, masked: '' }
    : { sealed: sealNumber(ctx, number), hash: hashOf(ctx, number), masked: maskNumber(number) }

/** A call that no telephone system recorded. Fail: order-wrong, future, too-long-ago, agent-unknown, no-engagement. */
export const enterCall = async (ctx: Ctx, b: Entered): Promise<number> => {
  const engagementId = await engagementFor(ctx, b.engagementId)
  const queuedAt = Temporal.Instant.from(b.queuedAt)
  const answeredAt = b.answeredAt ? Temporal.Instant.from(b.answeredAt) : null
  const endedAt = Temporal.Instant.from(b.endedAt)
  if (answeredAt && Temporal.Instant.compare(answeredAt, queuedAt) < 0) throw new Fail('order-wrong', 422, { field: 'answeredAt' })
  if (Temporal.Instant.compare(endedAt, answeredAt ?? queuedAt) < 0) throw new Fail('order-wrong', 422, { field: 'endedAt' })
  if (Temporal.Instant.compare(endedAt, ctx.now) > 0) throw new Fail('future', 422, { field: 'endedAt' })
  // Older records come by the telephone system's own file, not by hand.
  if (Temporal.Instant.compare(queuedAt, ctx.now.subtract({ hours: 24 * 7 })) < 0)
    throw new Fail('too-long-ago', 422, { field: 'queuedAt' })
  // An agent enters his own calls; for another it is the lead who does.
  const agentId = ctx.actor.roles.includes('teamLead') ? (b.agentId ?? null) : ctx.actor.personId
  if (answeredAt && agentId === null) throw new Fail('agent-unknown', 422, { field: 'agentId' })
  if (agentId !== null && !(await agents(ctx)).some((a) => a.id === agentId)) throw new Fail('agent-unknown', 422, { field: 'agentId' })
  const number = b.number ? phoneNumber(b.number) : null
  const kept = numberColumns(ctx, number)
  const exclusion = judge(ctx, await settingsOf(ctx), await testHashes(ctx), { queuedAt, answeredAt, endedAt, toAgent: true, number })
  const { rows } = await sql<{
    id: number
  }>`insert into hotline.call (court_id, engagement_id, source, number_sealed, number_hash, number_masked, queued_at, answered_at, ended_at, agent_id, exclusion, entered_by)
    values (${ctx.actor.courtId}, ${engagementId}, 'entry', ${kept.sealed}, ${kept.hash}::bytea, ${kept.masked}, ${queuedAt.toString()}::timestamptz, ${answeredAt?.toString() ?? null}::timestamptz, ${endedAt.toString()}::timestamptz, ${answeredAt ? agentId : null}, ${exclusion}, ${ctx.actor.personId}) returning id`.execute(
    ctx.tx,
  )
  const id = rows[0]!.id
  await ctx.audit({ verb: 'hotline.call.enter', objectType: 'call', objectId: id, data: { answered: answeredAt !== null } })
  return id
}

const waiting = async (ctx: Ctx, id: number): Promise<boolean> =>
  (await sql`select from (${callbacksSql(ctx)}) b where b.id = ${id}`.execute(ctx.tx)).rows.length > 0
/** The number of a caller who waits to be called back: for the call queue, or with a ticket to call back about in one's hands. Each showing is an event. */
export const revealNumber = async (ctx: Ctx, id: number): Promise<string> => {
  const { rows } = await sql<{ sealed: string | null; ticket: boolean }>`select c.number_sealed as sealed,
      exists (select from hotline.ticket t where t.court_id = c.court_id and t.call_id = c.id and t.state = 'answered' and not t.sealed and (not t.in_process or hotline.holds(c.id))) as ticket
    from hotline.call c where c.court_id = ${ctx.actor.courtId} and c.id = ${id}`.execute(ctx.tx)
  const call = rows[0]
  if (!call) throw new Fail('not-found', 404)
  if (!call.ticket && !(await waiting(ctx, id))) throw new Fail('not-to-call-back', 409)
  if (call.sealed === null) throw new Fail('number-withheld', 422)
  await ctx.audit({ verb: 'hotline.number.reveal', objectType: 'call', objectId: id, data: { because: call.ticket ? 'ticket' : 'queue' } })
  return ctx.app.keys.decryptText(Buffer.from(call.sealed, 'base64'), { courtId: ctx.actor.courtId, purpose: NUMBER })
}
/** Takes a caller off the call-back queue. Two at once: one of them. */
export const calledBack = async (ctx: Ctx, id: number, revision: number): Promise<void> => {
  const { rows } = await sql<{
    revision: number
  }>`select revision from hotline.call where court_id = ${ctx.actor.courtId} and id = ${id} for update`.execute(ctx.tx)
  if (!rows[0]) throw new Fail('not-found', 404)
  if (rows[0].revision !== revision) throw new Fail('stale-revision', 409, { revision: rows[0].revision })
  if (!(await waiting(ctx, id))) throw new Fail('not-to-call-back', 409)
  await sql`update hotline.call set called_back_at = bw.now(), revision = revision + 1 where court_id = ${ctx.actor.courtId} and id = ${id}`.execute(
    ctx.tx,
  )
  await ctx.audit({ verb: 'hotline.call.called-back', objectType: 'call', objectId: id })
}
