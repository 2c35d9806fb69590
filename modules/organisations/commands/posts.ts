import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import type { Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import type * as api from '../api-posts.ts'
import { announcePerson, type PersonEvent } from '../events.ts'
import { type PersonRow, type PostRow, selectPerson, selectPost, selectPostsOf } from '../queries/people.ts'
import { selectDivision, selectEngagement } from '../queries/structure.ts'
import { mayGivePost, roleFits } from '../rules/authority.ts'
import { threeAdministrators } from '../rules/roles.ts'
import { type Decision, no, postServicesStand } from '../rules/structure.ts'
import { courtsOf, dayBefore, todayOf } from '../scope.ts'

/** A post with what the caller may do with it. */
export const postOut = (ctx: Ctx, p: PersonRow, o: PostRow, today: string) => {
  const may: Decision = o.untilDate !== null && o.untilDate < today ? no('post-ended') : mayGivePost(ctx.actor, p, o.role)
  return { ...o, can: { change: may, end: may } }
}

const place = async (
  ctx: Ctx,
  p: PersonRow,
  o: {
    role: string
    courtId: number
    divisionId: number | null
    engagementId: number | null
    services: readonly string[] | null
    fromDate: string
    untilDate: string | null
  },
  /** Services named anew; what a post named before stays readable when the engagement has since become narrower. */
  named = true,
): Promise<void> => {
  if (o.untilDate !== null && o.untilDate < o.fromDate) throw new Fail('term-reversed', 422)
  if (o.divisionId !== null) {
    const d = await selectDivision(ctx, [o.courtId], o.divisionId)
    if (!d) throw new Fail('division-unknown', 422)
    if (d.closedOn && d.closedOn <= o.fromDate) throw new Fail('division-closed', 422)
  }
  if (p.side !== 'contractor') {
    if (o.services !== null) throw new Fail('post-service-outside', 422)
    return
  }
  if (o.engagementId === null) throw new Fail('engagement-required', 422)
  const e = await selectEngagement(ctx, [o.courtId], todayOf(ctx), o.engagementId)
  if (!e || e.contractorId !== p.contractorId) throw new Fail('engagement-unknown', 422)
  if (e.state === 'ended') throw new Fail('engagement-ended', 409)
  if (o.fromDate > e.untilDate || (o.untilDate !== null && o.untilDate < e.fromDate)) throw new Fail('post-outside-term', 422)
  const stand = named ? postServicesStand(o.role, o.services, e.services) : null
  if (stand && !stand.ok) throw new Fail(stand.code, 422)
}

const announce = (ctx: Ctx, kind: PersonEvent['kind'], p: PersonRow, o: { id: number; courtId: number }, from: string): Promise<void> =>
  announcePerson(ctx, { kind, personId: p.id, side: p.side, courtId: o.courtId, postId: o.id, from, now: from <= todayOf(ctx) })

/** Fail: see api.ts; the database holds 三员分立 a second time (post_one_of_three). */
export const assignPost = async (
  ctx: Ctx,
  { params, body }: Pick<Input<typeof api.assignPost>, 'params' | 'body'>,
): Promise<Output<typeof api.assignPost>> => {
  const today = todayOf(ctx)
  const courts = await courtsOf(ctx)
  const p = await selectPerson(ctx, courts, today, params.id, true)
  if (!p) throw new Fail('not-found', 404)
  const fits = roleFits(p.side, body.role)
  if (!fits.ok) throw new Fail(fits.code, 422)
  const may = mayGivePost(ctx.actor, p, body.role)
  if (!may.ok) throw new Fail(may.code, 403)
  if (p.leftOn !== null) throw new Fail('person-left', 409)
  const engagementId = p.side === 'contractor' ? (body.engagementId ?? null) : null
  const courtId = body.courtId ?? ctx.actor.courtId ?? p.courtId
  if (courtId === null || !courts.includes(courtId)) throw new Fail('not-found', 404)
  const wanted = {
    role: body.role,
    courtId,
    divisionId: body.divisionId ?? null,
    engagementId,
    services: body.services ?? null,
    fromDate: body.fromDate ?? today,
    untilDate: body.untilDate ?? null,
  }
  await place(ctx, p, wanted)
  const held = await selectPostsOf(ctx, p.id, null, today)
  const three = threeAdministrators(held, wanted)
  if (!three.ok) throw new Fail(three.code, 409)
  const same = held.some(
    (h) =>
      h.courtId === courtId &&
      h.role === wanted.role &&
      h.divisionId === wanted.divisionId &&
      h.engagementId === engagementId &&
      (h.untilDate === null || h.untilDate >= wanted.fromDate) &&
      (wanted.untilDate === null || wanted.untilDate >= h.fromDate),
  )
  if (same) throw new Fail('post-held', 409)
  const made = await sql<{ id: number; revision: number }>`
    insert into organisations.post (court_id, person_id, side, role, division_id, engagement_id, team, services, from_date, until_date)
    values (${courtId}, ${p.id}, ${p.side}, ${wanted.role}, ${wanted.divisionId}, ${engagementId}, ${body.team ?? null}, ${wanted.services}, ${wanted.fromDate}, ${wanted.untilDate})
    returning id, revision`.execute(ctx.tx)
  const row = made.rows[0]!
  await ctx.audit({
    verb: 'post.assign',
    objectType: 'post',
    objectId: row.id,
    courtId,
    after: wanted,
    data: { personId: p.id, role: wanted.role },
  })
  await announce(ctx, 'postAssigned', p, { id: row.id, courtId }, wanted.fromDate)
  return row
}

const toTurn = async (ctx: Ctx, id: number): Promise<{ p: PersonRow; o: PostRow }> => {
  const today = todayOf(ctx)
  const courts = await courtsOf(ctx)
  const o = await selectPost(ctx, courts, today, id)
  const p = o ? await selectPerson(ctx, courts, today, o.personId, true) : null
  if (!o || !p) throw new Fail('not-found', 404)
  const may = mayGivePost(ctx.actor, p, o.role)
  if (!may.ok) throw new Fail(may.code, 403)
  if (o.untilDate !== null && o.untilDate < today) throw new Fail('post-ended', 409)
  return { p, o }
}

export const changePost = async (
  ctx: Ctx,
  { params, body, revision }: Input<typeof api.changePost>,
): Promise<Output<typeof api.changePost>> => {
  const { p, o } = await toTurn(ctx, params.id)
  const after = { ...o, ...body }
  if (after.untilDate !== null && after.untilDate !== o.untilDate && after.untilDate < todayOf(ctx)) throw new Fail('post-ended', 409)
  if (p.leftOn !== null && (after.untilDate === null || after.untilDate >= p.leftOn)) throw new Fail('person-left', 409)
  await place(ctx, p, after, body.services !== undefined)
  const others = (await selectPostsOf(ctx, p.id, null, todayOf(ctx))).filter((h) => h.id !== o.id)
  const three = threeAdministrators(others, after)
  if (!three.ok) throw new Fail(three.code, 409)
  const done = await sql<{
    revision: number
  }>`update organisations.post set division_id = ${after.divisionId}, team = ${after.team}, services = ${after.services}, until_date = ${after.untilDate}, revision = revision + 1
    where court_id = ${o.courtId} and id = ${o.id} and revision = ${revision} returning revision`.execute(ctx.tx)
  if (!done.rows[0]) throw new Fail('stale-revision', 409)
  await ctx.audit({
    verb: 'post.change',
    objectType: 'post',
    objectId: o.id,
    courtId: o.courtId,
    before: o,
    after,
    data: { personId: p.id },
  })
  await announce(ctx, 'postChanged', p, o, todayOf(ctx))
  return { id: o.id, revision: done.rows[0].revision }
}

/** Without a date the post ends now: its last day was yesterday, so no right of it is left in this transaction. */
export const endPost = async (ctx: Ctx, { params, body, revision }: Input<typeof api.endPost>): Promise<Output<typeof api.endPost>> => {
  const { p, o } = await toTurn(ctx, params.id)
  const today = todayOf(ctx)
  const until = body.untilDate ?? dayBefore(today)
  if (body.untilDate !== undefined && body.untilDate < today) throw new Fail('leave-in-past', 422)
  const done = await sql<{ revision: number }>`update organisations.post set until_date = ${until}, revision = revision + 1
    where court_id = ${o.courtId} and id = ${o.id} and revision = ${revision} returning revision`.execute(ctx.tx)
  if (!done.rows[0]) throw new Fail('stale-revision', 409)
  await ctx.audit({
    verb: 'post.end',
    objectType: 'post',
    objectId: o.id,
    courtId: o.courtId,
    before: { untilDate: o.untilDate },
    after: { untilDate: until, reason: body.reason },
    data: { personId: p.id, role: o.role },
  })
  await announce(ctx, 'postEnded', p, o, body.untilDate === undefined ? today : until)
  return { id: o.id, revision: done.rows[0].revision }
}
