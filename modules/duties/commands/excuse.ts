import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import type { Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { notifyEach } from '../../worklist/public.ts'
import type * as api from '../api.ts'
import { type FullDuty, selectDuty, selectExcuses } from '../queries.ts'
import { declarationOf } from '../registry.ts'
import { isTick } from '../rules/declaration.ts'
import { excusers, mayAskExcuse, mayDecideExcuse, mayTick } from '../rules/states.ts'
import { fulfilOne } from './settle.ts'

const found = async (ctx: Ctx, id: number, revision: number): Promise<FullDuty> => {
  const r = await selectDuty(ctx, id)
  if (!r) throw new Fail('not-found', 404)
  if (r.revision !== revision) throw new Fail('stale-revision', 409)
  return r
}
const status = (code: string): 403 | 409 | 422 =>
  code === 'duty-settled' || code === 'excuse-waits' ? 409 : code === 'evidence-needed' ? 422 : 403

const tellDeciders = async (ctx: Ctx, r: FullDuty): Promise<void> => {
  const { rows } = await sql<{
    person: number
  }>`select distinct o.person_id as person from organisations.post o where o.court_id = ${ctx.actor.courtId} and o.role = any (${excusers[r.debtor] as string[]}::text[])
    and o.person_id <> ${ctx.actor.personId} and o.from_date <= (bw.now() at time zone 'Asia/Shanghai')::date and (o.until_date is null or o.until_date >= (bw.now() at time zone 'Asia/Shanghai')::date)`.execute(
    ctx.tx,
  )
  await notifyEach(
    ctx,
    rows.map((p) => ({ personId: p.person, kind: 'duty-excuse-asked', data: wordsOf(r), link: `/duties/${r.id}` })),
  )
}
const wordsOf = (r: FullDuty) => {
  const words = declarationOf(r.key)?.words
  return { zh: words?.zh.name ?? r.key, en: words?.en.name ?? r.key }
}

/** The reason goes to somebody else; until he decides the clock runs on. */
export const askExcuse = async (
  ctx: Ctx,
  { params, body, revision }: Input<typeof api.askExcuse>,
): Promise<Output<typeof api.askExcuse>> => {
  const r = await found(ctx, params.id, revision)
  const may = mayAskExcuse(ctx.actor, { state: r.state, debtor: r.debtor, roles: declarationOf(r.key)?.roles ?? [], asked: r.asked })
  if (!may.ok) throw new Fail(may.code, status(may.code))
  const { rows } = await sql<{
    id: number
  }>`insert into duties.excuse (court_id, duty_id, reason, asked_by) values (${ctx.actor.courtId}, ${r.id}, ${body.reason}, ${ctx.actor.personId}) returning id`.execute(
    ctx.tx,
  )
  await ctx.audit({
    verb: 'duty.excuse-ask',
    objectType: 'duty',
    objectId: r.id,
    after: { reason: body.reason },
    data: { key: r.key, period: r.period },
  })
  await tellDeciders(ctx, r)
  return { id: rows[0]!.id }
}

/** Maker is not checker: in the rules here, and in the table. */
export const decideExcuse = async (
  ctx: Ctx,
  { params, body, revision }: Input<typeof api.decideExcuse>,
): Promise<Output<typeof api.decideExcuse>> => {
  const r = await found(ctx, params.id, revision)
  const x = (await selectExcuses(ctx, r.id)).find((e) => e.approved === null)
  if (!x) throw new Fail('no-excuse-asked', 409)
  const may = mayDecideExcuse(ctx.actor, r, x.askedBy)
  if (!may.ok) throw new Fail(may.code, status(may.code))
  const done =
    await sql`update duties.excuse set decided_by = ${ctx.actor.personId}, decided_at = bw.now(), approved = ${body.approved}, decision = ${body.reason}
    where court_id = ${ctx.actor.courtId} and id = ${x.id} and approved is null`.execute(ctx.tx)
  if (!done.numAffectedRows) throw new Fail('no-excuse-asked', 409)
  if (body.approved) {
    const { rows } = await sql`select id from duties.settle_excuse(${r.id}, ${revision})`.execute(ctx.tx)
    if (!rows.length) throw new Fail('stale-revision', 409)
  }
  await ctx.audit({
    verb: 'duty.excuse-decide',
    objectType: 'duty',
    objectId: r.id,
    after: body,
    data: { key: r.key, period: r.period, approved: body.approved },
  })
  await notifyEach(ctx, [
    { personId: x.askedBy, kind: body.approved ? 'duty-excused' : 'duty-not-excused', data: wordsOf(r), link: `/duties/${r.id}` },
  ])
  return { ok: true }
}

export const tickDuty = async (ctx: Ctx, { params, body, revision }: Input<typeof api.tickDuty>): Promise<Output<typeof api.tickDuty>> => {
  const r = await found(ctx, params.id, revision)
  const d = declarationOf(r.key)
  const may = mayTick(ctx.actor, { state: r.state, debtor: r.debtor, roles: d?.roles ?? [], tick: d ? isTick(d) : false })
  if (!may.ok) throw new Fail(may.code, status(may.code))
  const done = await fulfilOne(ctx, r.key, r.id, { type: 'tick', id: `person-${ctx.actor.personId}` }, body.note)
  if (!done) throw new Fail('duty-settled', 409)
  await ctx.audit({
    verb: 'duty.tick',
    objectType: 'duty',
    objectId: r.id,
    after: { note: body.note },
    data: { key: r.key, period: r.period },
  })
  return { ok: true }
}
