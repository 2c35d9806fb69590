import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import type { Ctx } from '../../../platform/http/context.ts'
import { pageOf, readCursor } from '../../../platform/http/cursor.ts'
import type { Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { fulfilDuty, triggerDuty, withdrawSubject } from '../../duties/public.ts'
import { todayOf } from '../../organisations/public.ts'
import { no, yes } from '../../organisations/rules/structure.ts'
import { notifyEach } from '../../worklist/public.ts'
import type * as api from '../api.ts'
import { REPLACE } from '../duties.ts'
import { mayTurnRequest, type RequestAct } from '../rules.ts'
import { liveEngagement } from './posts.ts'
import { bothSides } from './reckon.ts'

type Row = Omit<Output<typeof api.listReplacements>['items'][number], 'can'> & { contractorId: number; personId: number | null }
const columns = (
  ctx: Ctx,
) => sql`r.id, r.engagement_id as "engagementId", e.title as engagement, c.name as contractor, r.contractor_id as "contractorId", p.name as post,
    r.person_id as "personId", w.name as person, r.reason, r.due_on as "dueOn", r.state = 'asked' and r.due_on < ${todayOf(ctx)}::date as overdue, r.state, a.name as "askedBy", r.asked_at as "askedAt",
    o.name as offered, o.id as "offeredId", case when o.id is null then null else workforce.admitted(r.court_id, o.id, bw.now()) end as "offeredAdmitted",
    r.offer_note as "offerNote", r.offered_at as "offeredAt", r.refusals, r.decision_note as "decisionNote", d.name as "decidedBy", r.decided_at as "decidedAt", r.revision
  from staffing.request r join organisations.engagement e on e.court_id = r.court_id and e.id = r.engagement_id join organisations.contractor c on c.id = r.contractor_id
    join organisations.person a on a.id = r.asked_by left join staffing.post p on p.court_id = r.court_id and p.id = r.post_id
    left join organisations.person w on w.id = r.person_id left join organisations.person o on o.id = r.offered_person_id left join organisations.person d on d.id = r.decided_by`

export const listReplacements = async (
  ctx: Ctx,
  { query }: Input<typeof api.listReplacements>,
): Promise<Output<typeof api.listReplacements>> => {
  const [after] = readCursor(query.after, 1) ?? [null]
  const { rows } =
    await sql<Row>`select ${columns(ctx)} where r.court_id = ${ctx.actor.courtId} and (${query.state ?? null}::text is null or r.state = ${query.state ?? null})
      and (${query.overdue ?? null}::text is null or (r.state = 'asked' and r.due_on < ${todayOf(ctx)}::date)) and (${after}::bigint is null or r.id < ${after}::bigint)
    order by r.id desc limit ${query.limit + 1}`.execute(ctx.tx)
  const page = pageOf(rows, query.limit, (r) => [r.id])
  const can = (act: RequestAct, r: Row) => mayTurnRequest(act, r, ctx.actor)
  return {
    next: page.next,
    items: page.items.map((r) => ({
      ...r,
      can: { answer: can('answer', r), accept: can('accept', r), refuse: can('refuse', r), withdraw: can('withdraw', r) },
    })),
    can: { ask: ctx.may('staffing.ask') ? yes : no('not-allowed') },
  }
}

/** A day to come, within ninety days: the duty is opened that long ahead. */
const dueStands = (ctx: Ctx, dueOn: string): void => {
  const today = todayOf(ctx)
  if (dueOn < today) throw new Fail('due-in-past', 422, { field: 'dueOn' })
  if (dueOn > Temporal.PlainDate.from(today).add({ days: 90 }).toString()) throw new Fail('due-too-far', 422, { field: 'dueOn' })
}
/** Is he of this engagement's people now? Fail: person-not-in-engagement. */
const ofEngagement = async (ctx: Ctx, personId: number, engagementId: number): Promise<void> => {
  const { rows } = await sql`select from organisations.post o join organisations.person p on p.id = o.person_id
    where o.court_id = ${ctx.actor.courtId} and o.person_id = ${personId} and o.engagement_id = ${engagementId}
      and (o.until_date is null or o.until_date >= ${todayOf(ctx)}::date) and (p.left_on is null or p.left_on > ${todayOf(ctx)}::date) limit 1`.execute(
    ctx.tx,
  )
  if (!rows.length) throw new Fail('person-not-in-engagement', 422, { field: 'personId' })
}
const tell = async (
  ctx: Ctx,
  engagementId: number,
  side: 'court' | 'contractor',
  kind: string,
  data: Record<string, unknown>,
): Promise<void> => {
  const people = await bothSides(ctx, engagementId, { court: side === 'court', contractor: side === 'contractor' })
  await notifyEach(
    ctx,
    people.map((personId) => ({ personId, kind, data, link: '/staffing/replacements' })),
  )
}
const sayDuty = (ctx: Ctx, id: number, engagementId: number, dueOn: string) =>
  triggerDuty(ctx, REPLACE, { id, engagementId, label: '换人要求' }, dueOn)

/** Fail: see api.ts. */
export const askReplacement = async (ctx: Ctx, { body }: Pick<Input<typeof api.askReplacement>, 'body'>): Promise<{ id: number }> => {
  const e = await liveEngagement(ctx, body.engagementId)
  dueStands(ctx, body.dueOn)
  if (body.postId) {
    const { rows } =
      await sql`select from staffing.post where court_id = ${ctx.actor.courtId} and id = ${body.postId} and engagement_id = ${body.engagementId} and ended_at is null`.execute(
        ctx.tx,
      )
    if (!rows.length) throw new Fail('staffing-post-ended', 409, { field: 'postId' })
  }
  if (body.personId) await ofEngagement(ctx, body.personId, body.engagementId)
  const made = await sql<{
    id: number
  }>`insert into staffing.request (court_id, engagement_id, contractor_id, post_id, person_id, reason, due_on, asked_by)
    values (${ctx.actor.courtId}, ${body.engagementId}, ${e.contractorId}, ${body.postId ?? null}, ${body.personId ?? null}, ${body.reason}, ${body.dueOn}, ${ctx.actor.personId})
    on conflict (court_id, person_id) where person_id is not null and state in ('asked', 'offered') do nothing returning id`.execute(ctx.tx)
  const row = made.rows[0]
  if (!row) throw new Fail('replacement-open', 409, { field: 'personId' })
  await ctx.audit({ verb: 'staffing.replacement.ask', objectType: 'replacement', objectId: row.id, after: body })
  await sayDuty(ctx, row.id, body.engagementId, body.dueOn)
  await tell(ctx, body.engagementId, 'contractor', 'replacement-asked', { by: body.dueOn })
  return { id: row.id }
}

const turning = async (ctx: Ctx, id: number, act: RequestAct, revision: number): Promise<Row> => {
  await sql`select from staffing.request where court_id = ${ctx.actor.courtId} and id = ${id} for no key update`.execute(ctx.tx)
  const { rows } = await sql<Row>`select ${columns(ctx)} where r.court_id = ${ctx.actor.courtId} and r.id = ${id}`.execute(ctx.tx)
  const r = rows[0]
  if (!r) throw new Fail('not-found', 404)
  const may = mayTurnRequest(act, r, ctx.actor)
  if (!may.ok) throw new Fail(may.code, may.code === 'not-allowed' ? 403 : 409)
  if (r.revision !== revision) throw new Fail('stale-revision', 409)
  return r
}
const verbs: Record<RequestAct, string> = {
  answer: 'staffing.replacement.answer',
  accept: 'staffing.replacement.accept',
  refuse: 'staffing.replacement.refuse',
  withdraw: 'staffing.replacement.withdraw',
}
const audit = (ctx: Ctx, act: RequestAct, id: number, after: unknown): Promise<void> =>
  ctx.audit({ verb: verbs[act], objectType: 'replacement', objectId: id, after })

export const answerReplacement = async (
  ctx: Ctx,
  { params, body, revision }: Input<typeof api.answerReplacement>,
): Promise<{ ok: true }> => {
  const r = await turning(ctx, params.id, 'answer', revision)
  if (body.personId === r.personId) throw new Fail('same-person', 422, { field: 'personId' })
  await ofEngagement(ctx, body.personId, r.engagementId)
  await sql`update staffing.request set state = 'offered', offered_person_id = ${body.personId}, offer_note = ${body.note || null}, offered_by = ${ctx.actor.personId},
    offered_at = bw.now(), revision = revision + 1 where court_id = ${ctx.actor.courtId} and id = ${r.id}`.execute(ctx.tx)
  await audit(ctx, 'answer', r.id, body)
  await fulfilDuty(ctx, REPLACE, r.id, null, { type: 'replacement', id: r.id })
  await tell(ctx, r.engagementId, 'court', 'replacement-answered', {})
  return { ok: true }
}
export const acceptReplacement = async (
  ctx: Ctx,
  { params, body, revision }: Input<typeof api.acceptReplacement>,
): Promise<{ ok: true }> => {
  const r = await turning(ctx, params.id, 'accept', revision)
  await sql`update staffing.request set state = 'accepted', decision_note = ${body.note || null}, decided_by = ${ctx.actor.personId}, decided_at = bw.now(), revision = revision + 1
    where court_id = ${ctx.actor.courtId} and id = ${r.id}`.execute(ctx.tx)
  await audit(ctx, 'accept', r.id, body)
  await tell(ctx, r.engagementId, 'contractor', 'replacement-accepted', {})
  return { ok: true }
}
/** Refused, the request is open again, with a new day. */
export const refuseReplacement = async (
  ctx: Ctx,
  { params, body, revision }: Input<typeof api.refuseReplacement>,
): Promise<{ ok: true }> => {
  const r = await turning(ctx, params.id, 'refuse', revision)
  dueStands(ctx, body.dueOn)
  await sql`update staffing.request set state = 'asked', due_on = ${body.dueOn}, refusals = refusals + 1, decision_note = ${body.note}, decided_by = ${ctx.actor.personId},
    decided_at = bw.now(), revision = revision + 1 where court_id = ${ctx.actor.courtId} and id = ${r.id}`.execute(ctx.tx)
  await audit(ctx, 'refuse', r.id, body)
  await sayDuty(ctx, r.id, r.engagementId, body.dueOn)
  await tell(ctx, r.engagementId, 'contractor', 'replacement-refused', { by: body.dueOn })
  return { ok: true }
}
export const withdrawReplacement = async (
  ctx: Ctx,
  { params, body, revision }: Input<typeof api.withdrawReplacement>,
): Promise<{ ok: true }> => {
  const r = await turning(ctx, params.id, 'withdraw', revision)
  await sql`update staffing.request set state = 'withdrawn', decision_note = ${body.note}, decided_by = ${ctx.actor.personId}, decided_at = bw.now(), revision = revision + 1
    where court_id = ${ctx.actor.courtId} and id = ${r.id}`.execute(ctx.tx)
  await audit(ctx, 'withdraw', r.id, body)
  await withdrawSubject(ctx, 'replacement', r.id, { because: 'request-withdrawn' })
  await tell(ctx, r.engagementId, 'contractor', 'replacement-withdrawn', {})
  return { ok: true }
}
