import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { toDate } from '../../../platform/calendar/zoned.ts'
import type { Ctx } from '../../../platform/http/context.ts'
import { pageOf } from '../../../platform/http/cursor.ts'
import type { FileReply, Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { type Decision, no, yes } from '../../organisations/rules/structure.ts'
import type * as api from '../api.ts'
import { announceObligation, type LawObligationEvent } from '../events.ts'
import { ruleVersionsOf } from '../places.ts'
import { type ImpactRow, selectImpacts, selectProofs, selectReviews } from '../queries.ts'
import { paperKind } from './keep.ts'

const maySubmit = (ctx: Ctx, t: ImpactRow): Decision =>
  ctx.actor.side !== 'contractor' || !ctx.may('laws.act')
    ? no('not-allowed')
    : t.state === 'accepted'
      ? no('impact-accepted')
      : t.state === 'submitted'
        ? no('impact-waits')
        : yes
const mayDecide = (ctx: Ctx, t: ImpactRow): Decision =>
  !ctx.may('laws.review') ? no('not-allowed') : t.state !== 'submitted' ? no('impact-nothing-submitted') : yes

export const listReviews = async (ctx: Ctx, { query }: Input<typeof api.listReviews>): Promise<Output<typeof api.listReviews>> => {
  const page = pageOf(await selectReviews(ctx, query, query), query.limit, (r) => [r.dueAt, r.id])
  return {
    ...page,
    items: page.items.map((r) => ({
      ...r,
      can: { close: r.doneAt !== null ? no('review-done') : ctx.may('laws.review') ? yes : no('not-allowed') },
    })),
  }
}
const turned = (
  ctx: Ctx,
  kind: LawObligationEvent['kind'],
  turn: LawObligationEvent['turn'],
  about: { id: number; engagementId?: number; law: { zh: string }; dueAt: string },
  evidence: LawObligationEvent['evidence'],
): Promise<void> =>
  announceObligation(ctx, {
    kind,
    turn,
    id: about.id,
    engagementId: about.engagementId ?? null,
    label: about.law.zh,
    dueOn: toDate(Temporal.Instant.from(about.dueAt)).toString(),
    evidence,
  })
export const closeReview = async (ctx: Ctx, { params, body }: Input<typeof api.closeReview>): Promise<{ ok: true }> => {
  const r = (await selectReviews(ctx, { id: params.id }, { limit: 1 }))[0]
  if (!r) throw new Fail('not-found', 404)
  const done =
    await sql`update laws.review set outcome = ${body.outcome}, note = ${body.note}, done_by = ${ctx.actor.personId}, done_at = bw.now()
    where court_id = ${ctx.actor.courtId} and id = ${params.id} and done_at is null`.execute(ctx.tx)
  if (!done.numAffectedRows) throw new Fail('review-done', 409)
  await ctx.audit({ verb: 'law.review.close', objectType: 'law-review', objectId: params.id, after: body })
  await turned(ctx, 'law-review', 'answered', r, { type: 'law-review', id: r.id })
  return { ok: true }
}

export const listImpacts = async (ctx: Ctx, { query }: Input<typeof api.listImpacts>): Promise<Output<typeof api.listImpacts>> =>
  pageOf(await selectImpacts(ctx, query, query), query.limit, (r) => [r.dueAt, r.id])

const impact = async (ctx: Ctx, id: number, lock: boolean): Promise<ImpactRow> => {
  // What is accepted is closed for good, and so out of reach of the lock.
  const t =
    (lock ? (await selectImpacts(ctx, { id, lock }, { limit: 0 }))[0] : undefined) ?? (await selectImpacts(ctx, { id }, { limit: 0 }))[0]
  if (!t) throw new Fail('not-found', 404)
  return t
}
export const readImpact = async (ctx: Ctx, { params }: Input<typeof api.readImpact>): Promise<Output<typeof api.readImpact>> => {
  const t = await impact(ctx, params.id, false)
  const versions = await ruleVersionsOf(ctx, t.contractorId)
  const proofs = await selectProofs(ctx, { taskId: t.id })
  return {
    ...t,
    proofs: proofs.map((p) => ({
      ...p,
      file: p.sha256 === null ? null : { name: p.name ?? '', size: p.size ?? 0, type: p.type ?? '' },
      ruleVersion: p.ruleVersionId === null ? null : (versions.find((v) => v.id === p.ruleVersionId)?.title ?? String(p.ruleVersionId)),
    })),
    ruleVersions: [...versions],
    can: { submit: maySubmit(ctx, t), decide: mayDecide(ctx, t) },
  }
}
const submit = async (
  ctx: Ctx,
  t: ImpactRow,
  proof: { sha256?: string; size?: number; type?: string; name?: string; ruleVersionId?: number; words: string },
): Promise<{ id: number }> => {
  const may = maySubmit(ctx, t)
  if (!may.ok) throw new Fail(may.code, may.code === 'not-allowed' ? 403 : 409)
  const made = await sql<{
    id: number
  }>`insert into laws.impact_proof (court_id, task_id, sha256, size, type, name, rule_version_id, words, submitted_by)
    values (${ctx.actor.courtId}, ${t.id}, ${proof.sha256 ?? null}, ${proof.size ?? null}, ${proof.type ?? null}, ${proof.name ?? null}, ${proof.ruleVersionId ?? null}, ${proof.words}, ${ctx.actor.personId})
    returning id`.execute(ctx.tx)
  const id = made.rows[0]!.id
  await sql`update laws.impact_task set state = 'submitted', submitted_at = bw.now(), revision = revision + 1 where court_id = ${ctx.actor.courtId} and id = ${t.id}`.execute(
    ctx.tx,
  )
  await ctx.audit({ verb: 'law.impact.submit', objectType: 'law-impact', objectId: t.id, after: proof, data: { proof: id } })
  await turned(ctx, 'law-impact', 'answered', t, { type: 'law-impact-proof', id })
  return { id }
}
export const proveByFile = async (
  ctx: Ctx,
  { params, file }: Pick<Input<typeof api.proveByFile>, 'params' | 'file'>,
): Promise<{ id: number }> => {
  const words = (file.fields.words ?? '').trim()
  if (words.length < 2 || words.length > 1000) throw new Fail('proof-words', 422, { field: 'words' })
  return submit(ctx, await impact(ctx, params.id, true), {
    sha256: file.sha256,
    size: file.size,
    type: paperKind(file),
    name: file.name,
    words,
  })
}
export const proveByRule = async (ctx: Ctx, { params, body }: Input<typeof api.proveByRule>): Promise<{ id: number }> => {
  const t = await impact(ctx, params.id, true)
  if (!(await ruleVersionsOf(ctx, t.contractorId)).some((v) => v.id === body.ruleVersionId))
    throw new Fail('rule-version-unknown', 422, { field: 'ruleVersionId' })
  return submit(ctx, t, body)
}
export const decideImpact = async (ctx: Ctx, { params, body, revision }: Input<typeof api.decideImpact>): Promise<{ ok: true }> => {
  const t = await impact(ctx, params.id, true)
  if (t.revision !== revision) throw new Fail('stale-revision', 409)
  const may = mayDecide(ctx, t)
  if (!may.ok) throw new Fail(may.code, may.code === 'not-allowed' ? 403 : 409)
  if (!body.accepted && !body.note) throw new Fail('reason-required', 422, { field: 'note' })
  await sql`update laws.impact_proof set accepted = ${body.accepted}, decision = ${body.note || null}, decided_by = ${ctx.actor.personId}, decided_at = bw.now()
    where court_id = ${ctx.actor.courtId} and task_id = ${t.id} and accepted is null`.execute(ctx.tx)
  // Returned: what was handed in does not count as handed in; the due time stays.
  await sql`update laws.impact_task set state = ${body.accepted ? 'accepted' : 'returned'}, accepted_at = ${body.accepted ? sql`bw.now()` : null}, submitted_at = ${body.accepted ? sql`submitted_at` : null},
    revision = revision + 1 where court_id = ${ctx.actor.courtId} and id = ${t.id}`.execute(ctx.tx)
  await ctx.audit({ verb: 'law.impact.decide', objectType: 'law-impact', objectId: t.id, after: body })
  if (!body.accepted) await turned(ctx, 'law-impact', 'returned', t, null)
  return { ok: true }
}
export const readProof = async (ctx: Ctx, { params }: Pick<Input<typeof api.readProof>, 'params'>): Promise<FileReply> => {
  const p = (await selectProofs(ctx, { id: params.id }))[0]
  if (!p?.sha256) throw new Fail('not-found', 404)
  await ctx.audit({ verb: 'law.impact.read', objectType: 'law-impact', objectId: p.taskId, data: { proof: p.id, sha256: p.sha256 } })
  return {
    file: await ctx.app.files.open(ctx.actor.courtId!, p.sha256),
    type: p.type ?? 'application/octet-stream',
    name: p.name ?? 'proof',
    length: p.size ?? undefined,
  }
}
