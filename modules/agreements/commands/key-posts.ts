import { sql } from 'kysely'
import { atTime, toDate } from '../../../platform/calendar/zoned.ts'
import type { Ctx } from '../../../platform/http/context.ts'
import { pageOf } from '../../../platform/http/cursor.ts'
import type { Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { triggerDuty, withdrawSubject } from '../../duties/public.ts'
import { selectPostsOf, todayOf } from '../../organisations/public.ts'
import { type Decision, no, yes } from '../../organisations/rules/structure.ts'
import { notify } from '../../worklist/public.ts'
import type * as api from '../api.ts'
import { LETTER } from '../duties.ts'
import { selectKeyPosts } from '../queries.ts'
import { outsourced } from './sign.ts'

/** bw.setting 'agreements.keyPosts' { letterDays }: working days the owner of a key post has for the letter; five by default. */
const letterDays = async (ctx: Ctx): Promise<number> => {
  const found = await sql<{
    days: number | null
  }>`select (value ->> 'letterDays')::int as days from bw.setting where key = 'agreements.keyPosts' and court_id in (0, ${ctx.actor.courtId}) order by court_id desc limit 1`.execute(
    ctx.tx,
  )
  return found.rows[0]?.days ?? 5
}
const mayKeep = (ctx: Ctx): Decision => (ctx.may('agreements.posts') ? yes : no('not-allowed'))

export const listKeyPosts = async (ctx: Ctx, { query }: Input<typeof api.listKeyPosts>): Promise<Output<typeof api.listKeyPosts>> => {
  const page = pageOf(await selectKeyPosts(ctx, query, query), query.limit, (r) => [r.name, r.id])
  return {
    ...page,
    items: page.items.map((k) => ({ ...k, can: { end: k.endedAt !== null ? no('key-post-ended') : mayKeep(ctx) } })),
    can: { name: mayKeep(ctx) },
  }
}

const end = async (ctx: Ctx, id: number): Promise<void> => {
  const done =
    await sql`update agreements.key_post set ended_at = bw.now(), ended_by = ${ctx.actor.personId} where court_id = ${ctx.actor.courtId} and id = ${id} and ended_at is null`.execute(
      ctx.tx,
    )
  // Two hands at once: the second finds it ended.
  if (!done.numAffectedRows) throw new Fail('key-post-ended', 409)
  await withdrawSubject(ctx, 'key-post', id, { because: 'key-post-ended' })
}
export const nameKeyPost = async (ctx: Ctx, { body }: Input<typeof api.nameKeyPost>): Promise<Output<typeof api.nameKeyPost>> => {
  const owner = await outsourced(ctx, body.ownerId)
  const today = todayOf(ctx)
  if (owner.leftOn !== null && owner.leftOn <= today) throw new Fail('person-left', 409, { field: 'ownerId' })
  const engagement = (
    await sql<{
      contractorId: number
    }>`select contractor_id as "contractorId" from organisations.engagement where court_id = ${ctx.actor.courtId} and id = ${body.engagementId} and state <> 'ended'`.execute(
      ctx.tx,
    )
  ).rows[0]
  if (!engagement || (ctx.actor.side === 'contractor' && engagement.contractorId !== ctx.actor.contractorId))
    throw new Fail('engagement-unknown', 422, { field: 'engagementId' })
  const posts = await selectPostsOf(ctx, owner.id, [ctx.actor.courtId!], today)
  if (!posts.some((p) => p.engagementId === body.engagementId && (p.untilDate === null || p.untilDate >= today)))
    throw new Fail('owner-of-other-engagement', 422, { field: 'ownerId' })
  const before = (await selectKeyPosts(ctx, { engagementId: body.engagementId, name: body.name, ended: 'no', lock: true }, { limit: 1 }))[0]
  if (before?.ownerId === owner.id) throw new Fail('already-owner', 409, { field: 'ownerId' })
  if (before) await end(ctx, before.id)
  const dueOn = ctx.calendar.addWorkdays(toDate(ctx.now), await letterDays(ctx))
  const due = atTime(dueOn, '17:00').toString()
  const made = await sql<{
    id: number
  }>`insert into agreements.key_post (court_id, engagement_id, contractor_id, name, owner_id, named_by, due_at)
    values (${ctx.actor.courtId}, ${body.engagementId}, ${engagement.contractorId}, ${body.name}, ${owner.id}, ${ctx.actor.personId}, ${due}) returning id`.execute(
    ctx.tx,
  )
  const id = made.rows[0]!.id
  await ctx.audit({
    verb: 'key-post.name',
    objectType: 'key-post',
    objectId: id,
    ...(before ? { before: { owner: before.ownerId } } : {}),
    after: body,
  })
  await triggerDuty(ctx, LETTER, { id, engagementId: body.engagementId, label: body.name }, dueOn.toString())
  await notify(ctx, { personIds: [owner.id] }, 'responsibility-letter', { post: body.name }, '/agreements/mine')
  return { id }
}
export const endKeyPost = async (ctx: Ctx, { params, body }: Input<typeof api.endKeyPost>): Promise<{ ok: true }> => {
  const k = (await selectKeyPosts(ctx, { id: params.id }, { limit: 1 }))[0]
  if (!k) throw new Fail('not-found', 404)
  if (k.endedAt !== null) throw new Fail('key-post-ended', 409)
  await end(ctx, k.id)
  await ctx.audit({ verb: 'key-post.end', objectType: 'key-post', objectId: k.id, after: body })
  return { ok: true }
}
