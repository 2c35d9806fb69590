import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import { pageOf } from '../../../platform/http/cursor.ts'
import type { Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import type * as api from '../api.ts'
import { announceEngagement, type EngagementEvent } from '../events.ts'
import {
  type ContractorRow,
  type EngagementRow,
  selectContractor,
  selectContractors,
  selectEngagement,
  selectEngagements,
} from '../queries/structure.ts'
import { readUscc } from '../rules/identity.ts'
import { type Decision, mayChangeEngagement, mayLiftFreeze, mayTurnEngagement, no, termsStand, yes } from '../rules/structure.ts'
import { courtsOf, todayOf } from '../scope.ts'

const engage = (ctx: Ctx): Decision => (ctx.may('organisations.engage') ? yes : no('not-allowed'))
const both = (a: Decision, b: Decision): Decision => (a.ok ? b : a)

const contractorOut = (ctx: Ctx, c: ContractorRow) => ({
  ...c,
  can: {
    change: engage(ctx),
    engage: engage(ctx),
    addPerson: ctx.may('organisations.people.manage') && !ctx.actor.roles.includes('systemAdmin') ? yes : no('not-allowed'),
  },
})

export const listContractors = async (
  ctx: Ctx,
  { query }: Input<typeof api.listContractors>,
): Promise<Output<typeof api.listContractors>> => {
  const page = pageOf(await selectContractors(ctx, await courtsOf(ctx), query.q, query), query.limit, (c) => [c.name, c.id])
  return { ...page, items: page.items.map((c) => contractorOut(ctx, c)), can: { create: engage(ctx) } }
}
export const readContractor = async (
  ctx: Ctx,
  { params }: Input<typeof api.readContractor>,
): Promise<Output<typeof api.readContractor>> => {
  const found = await selectContractor(ctx, await courtsOf(ctx), params.id)
  if (!found) throw new Fail('not-found', 404)
  return contractorOut(ctx, found)
}
export const createContractor = async (
  ctx: Ctx,
  { body }: Pick<Input<typeof api.createContractor>, 'body'>,
): Promise<Output<typeof api.createContractor>> => {
  const uscc = readUscc(body.uscc)
  if (!uscc.ok) throw new Fail(uscc.code, 422)
  const made = await sql<{
    id: number
    revision: number
  }>`insert into organisations.contractor (name, uscc) values (${body.name}, ${uscc.text})
    on conflict (uscc) do nothing returning id, revision`.execute(ctx.tx)
  const row = made.rows[0]
  if (!row) throw new Fail('uscc-taken', 409)
  await ctx.audit({
    verb: 'contractor.create',
    objectType: 'contractor',
    objectId: row.id,
    courtId: ctx.actor.courtId,
    after: { name: body.name, uscc: uscc.text },
  })
  return row
}
export const changeContractor = async (
  ctx: Ctx,
  { params, body, revision }: Input<typeof api.changeContractor>,
): Promise<Output<typeof api.changeContractor>> => {
  const before = await selectContractor(ctx, await courtsOf(ctx), params.id)
  if (!before) throw new Fail('not-found', 404)
  const done = await sql<{ revision: number }>`update organisations.contractor set name = ${body.name}, revision = revision + 1
    where id = ${params.id} and revision = ${revision} returning revision`.execute(ctx.tx)
  if (!done.rows[0]) throw new Fail('stale-revision', 409)
  await ctx.audit({
    verb: 'contractor.change',
    objectType: 'contractor',
    objectId: params.id,
    courtId: ctx.actor.courtId,
    before: { name: before.name },
    after: body,
  })
  return { id: params.id, revision: done.rows[0].revision }
}

const ofMyCourt = (ctx: Ctx, e: { courtId: number }): Decision => (e.courtId === ctx.actor.courtId ? engage(ctx) : no('not-allowed'))
const engagementOut = (ctx: Ctx, e: EngagementRow) => ({
  ...e,
  can: {
    change: both(ofMyCourt(ctx, e), mayChangeEngagement(e.state)),
    freeze: both(ofMyCourt(ctx, e), mayTurnEngagement('freeze', e.state)),
    unfreeze: both(ofMyCourt(ctx, e), both(mayTurnEngagement('unfreeze', e.state), mayLiftFreeze(e.frozenBy, ctx.actor.personId))),
    end: both(ofMyCourt(ctx, e), mayTurnEngagement('end', e.state)),
    addPost: both(
      ctx.may('organisations.posts') && !ctx.actor.roles.includes('securityAdmin') ? yes : no('not-allowed'),
      mayChangeEngagement(e.state),
    ),
  },
})

export const listEngagements = async (
  ctx: Ctx,
  { query }: Input<typeof api.listEngagements>,
): Promise<Output<typeof api.listEngagements>> => {
  const page = pageOf(await selectEngagements(ctx, await courtsOf(ctx), todayOf(ctx), query, query), query.limit, (e) => [e.id])
  return { ...page, items: page.items.map((e) => engagementOut(ctx, e)), can: { create: engage(ctx) } }
}
export const readEngagement = async (
  ctx: Ctx,
  { params }: Input<typeof api.readEngagement>,
): Promise<Output<typeof api.readEngagement>> => {
  const found = await selectEngagement(ctx, await courtsOf(ctx), todayOf(ctx), params.id)
  if (!found) throw new Fail('not-found', 404)
  return engagementOut(ctx, found)
}

const announce = (
  ctx: Ctx,
  kind: EngagementEvent['kind'],
  e: { id: number; courtId: number; contractorId: number },
  reason = '',
): Promise<void> => announceEngagement(ctx, { kind, courtId: e.courtId, engagementId: e.id, contractorId: e.contractorId, reason })

/** The court admits a contractor; always for the court the caller works in. Fail: term-…, service-twice, contractor-unknown. */
export const createEngagement = async (
  ctx: Ctx,
  { body }: Pick<Input<typeof api.createEngagement>, 'body'>,
): Promise<Output<typeof api.createEngagement>> => {
  const courtId = ctx.actor.courtId
  if (courtId === null) throw new Fail('not-allowed', 403)
  const stand = termsStand(body, todayOf(ctx))
  if (!stand.ok) throw new Fail(stand.code, 422)
  const known = await sql`select from organisations.contractor where id = ${body.contractorId}`.execute(ctx.tx)
  if (!known.rows.length) throw new Fail('contractor-unknown', 422)
  const made = await sql<{ id: number; revision: number }>`
    insert into organisations.engagement (court_id, contractor_id, title, from_date, until_date, services, min_staff, exposure_cap)
    values (${courtId}, ${body.contractorId}, ${body.title}, ${body.fromDate}, ${body.untilDate}, ${body.services}, ${body.minStaff}, ${body.exposureCap})
    returning id, revision`.execute(ctx.tx)
  const row = made.rows[0]!
  await ctx.audit({ verb: 'engagement.create', objectType: 'engagement', objectId: row.id, courtId, after: body })
  await announce(ctx, 'created', { id: row.id, courtId, contractorId: body.contractorId })
  return row
}

/** Locked: freezing and ending wait for each other. Only the court itself turns its engagement. */
const toTurn = async (ctx: Ctx, id: number): Promise<EngagementRow> => {
  const courtId = ctx.actor.courtId
  await sql`select from organisations.engagement where court_id = ${courtId} and id = ${id} for no key update`.execute(ctx.tx)
  const found = courtId === null ? null : await selectEngagement(ctx, [courtId], todayOf(ctx), id)
  if (!found) throw new Fail('not-found', 404)
  return found
}

export const changeEngagement = async (
  ctx: Ctx,
  { params, body, revision }: Input<typeof api.changeEngagement>,
): Promise<Output<typeof api.changeEngagement>> => {
  const before = await toTurn(ctx, params.id)
  const may = mayChangeEngagement(before.state)
  if (!may.ok) throw new Fail(may.code, 409)
  const after = { ...before, ...body }
  const stand = termsStand(after, todayOf(ctx))
  if (!stand.ok) throw new Fail(stand.code, 422)
  const done = await sql<{
    revision: number
  }>`update organisations.engagement set title = ${after.title}, from_date = ${after.fromDate}, until_date = ${after.untilDate},
      services = ${after.services}, min_staff = ${after.minStaff}, exposure_cap = ${after.exposureCap}, revision = revision + 1
    where court_id = ${before.courtId} and id = ${before.id} and revision = ${revision} returning revision`.execute(ctx.tx)
  if (!done.rows[0]) throw new Fail('stale-revision', 409)
  await ctx.audit({ verb: 'engagement.change', objectType: 'engagement', objectId: before.id, courtId: before.courtId, before, after })
  await announce(ctx, 'changed', before)
  return { id: before.id, revision: done.rows[0].revision }
}

const states = { freeze: 'frozen', unfreeze: 'active', end: 'ended' } as const
const kinds = { freeze: 'frozen', unfreeze: 'unfrozen', end: 'ended' } as const
const turn =
  (verb: 'freeze' | 'unfreeze' | 'end') =>
  async (
    ctx: Ctx,
    { params, body, revision }: { params: { id: number }; body: { reason: string }; revision: number | null },
  ): Promise<{ id: number; revision: number }> => {
    const before = await toTurn(ctx, params.id)
    const may = mayTurnEngagement(verb, before.state)
    if (!may.ok) throw new Fail(may.code, 409)
    const second = verb === 'unfreeze' ? mayLiftFreeze(before.frozenBy, ctx.actor.personId) : null
    if (second && !second.ok) throw new Fail(second.code, 403)
    if (revision !== null && revision !== before.revision) throw new Fail('stale-revision', 409)
    const done = await sql<{
      revision: number
    }>`update organisations.engagement set state = ${states[verb]}, state_reason = ${body.reason}, frozen_by = ${verb === 'freeze' ? ctx.actor.personId : null}, revision = revision + 1
      where court_id = ${before.courtId} and id = ${before.id} returning revision`.execute(ctx.tx)
    await ctx.audit({
      verb: `engagement.${verb}`,
      objectType: 'engagement',
      objectId: before.id,
      courtId: before.courtId,
      before: { state: before.state },
      after: { state: states[verb], reason: body.reason },
    })
    await announce(ctx, kinds[verb], before, body.reason)
    return { id: before.id, revision: done.rows[0]!.revision }
  }
export const freezeEngagement = turn('freeze')
export const unfreezeEngagement = turn('unfreeze')
export const endEngagement = turn('end')

/** Engagements whose last day has passed end as if by hand; run daily and by simulate. Answers how many. */
export const endExpiredEngagements = async (ctx: Ctx): Promise<number> => {
  const over = await sql<{ id: number; court_id: number }>`select id, court_id from organisations.engagement
    where state <> 'ended' and until_date < ${todayOf(ctx)}::date and court_id = ${ctx.actor.courtId} order by id`.execute(ctx.tx)
  for (const e of over.rows) await endEngagement(ctx, { params: { id: e.id }, body: { reason: 'term-over' }, revision: null })
  return over.rows.length
}
