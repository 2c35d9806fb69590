import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { ZONE } from '../../../platform/calendar/clock.ts'
import type { Ctx } from '../../../platform/http/context.ts'
import type { Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { assignPost, createPerson, selectPerson, todayOf } from '../../organisations/public.ts'
import { type Evidence, recordFact } from '../../workforce/public.ts'
import { notify } from '../../worklist/public.ts'
import type * as api from '../api.ts'
import { type CandidateRow, selectReviews } from '../queries.ts'
import { courtOf, gapsOf, idNoOf, toTurn } from './facts-of.ts'
import { eraseDay } from './propose.ts'

const SOURCE = 'candidates'
const tellHr = (ctx: Ctx, c: CandidateRow, kind: string): Promise<void> =>
  c.proposedBy === null ? Promise.resolve() : notify(ctx, { personIds: [c.proposedBy] }, kind, {}, `/candidates/${c.id}`)

type ReviewBody = Input<typeof api.reviewCandidate>['body']
/** Writes one review; `notBefore`: the day of the proposal, or of the review before. */
const keepReview = async (
  ctx: Ctx,
  c: CandidateRow,
  body: ReviewBody,
  notBefore: string,
): Promise<{ round: number; validUntil: string | null }> => {
  if (body.reviewedOn > todayOf(ctx)) throw new Fail('review-in-future', 422, { field: 'reviewedOn' })
  if (body.reviewedOn < notBefore) throw new Fail('review-before-proposal', 422, { field: 'reviewedOn' })
  const longest = Temporal.PlainDate.from(body.reviewedOn).add({ years: 1 }).subtract({ days: 1 }).toString()
  const validUntil = body.passed ? (body.validUntil ?? longest) : null
  if (validUntil !== null && validUntil > longest) throw new Fail('review-too-long', 422, { field: 'validUntil' })
  if (validUntil !== null && validUntil < body.reviewedOn) throw new Fail('valid-until-reversed', 422, { field: 'validUntil' })
  const round = ((await selectReviews(ctx, c.id))[0]?.round ?? 0) + 1
  await sql`insert into candidates.review (court_id, candidate_id, passed, opinion, reviewed_on, valid_until, skills_half_days, skills_content, reviewed_by, round)
    values (${courtOf(ctx)}, ${c.id}, ${body.passed}, ${body.opinion}, ${body.reviewedOn}, ${validUntil}, ${body.skillsHalfDays ?? null}, ${body.skillsContent || null}, ${ctx.actor.personId}, ${round})`.execute(
    ctx.tx,
  )
  return { round, validUntil }
}
const refuseGaps = async (ctx: Ctx, c: CandidateRow): Promise<void> => {
  const gaps = (await gapsOf(ctx, [c]))[0]!
  if (gaps.length) throw new Fail('candidate-gaps', 409, { missing: gaps })
}
const dayOf = (instant: string): string =>
  Temporal.Instant.from(instant.replace(' ', 'T')).toZonedDateTimeISO(ZONE).toPlainDate().toString()

/** 政治审核 (6.6.1): what was complete on the day of the proposal has to be so on the day of the review, too. */
export const reviewCandidate = async (
  ctx: Ctx,
  { params, body, revision }: Input<typeof api.reviewCandidate>,
): Promise<Output<typeof api.reviewCandidate>> => {
  const c = await toTurn(ctx, params.id, 'review', revision)
  if (body.passed) await refuseGaps(ctx, c)
  const { round } = await keepReview(ctx, c, body, dayOf(c.proposedAt!))
  await sql`update candidates.candidate set state = 'reviewed', revision = revision + 1 where court_id = ${courtOf(ctx)} and id = ${c.id}`.execute(
    ctx.tx,
  )
  await ctx.audit({ verb: 'candidate.review', objectType: 'candidate', objectId: c.id, after: body, data: { passed: body.passed, round } })
  return { id: c.id, revision: c.revision + 1 }
}

export const rejectCandidate = async (
  ctx: Ctx,
  { params, body, revision }: Input<typeof api.rejectCandidate>,
): Promise<Output<typeof api.rejectCandidate>> => {
  const c = await toTurn(ctx, params.id, 'reject', revision)
  await sql`update candidates.candidate set state = 'rejected', reason = ${body.reason}, decided_by = ${ctx.actor.personId}, decided_at = bw.now(), erase_on = ${await eraseDay(ctx)},
      revision = revision + 1 where court_id = ${courtOf(ctx)} and id = ${c.id}`.execute(ctx.tx)
  await ctx.audit({ verb: 'candidate.reject', objectType: 'candidate', objectId: c.id, after: { reason: body.reason } })
  await tellHr(ctx, c, 'candidate-rejected')
  return { id: c.id, revision: c.revision + 1 }
}

/** Person, post and the facts of the gate stand or fall with the decision; the row's lock and revision make it once. */
export const acceptCandidate = async (
  ctx: Ctx,
  { params, body, revision }: Input<typeof api.acceptCandidate>,
): Promise<Output<typeof api.acceptCandidate>> => {
  const courtId = courtOf(ctx)
  const today = todayOf(ctx)
  const c = await toTurn(ctx, params.id, 'accept', revision)
  await refuseGaps(ctx, c)
  const review = (await selectReviews(ctx, c.id))[0]!
  if (review.validUntil! < today) throw new Fail('review-expired', 409)
  // Numbers are given one after the other.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`candidates.registration.${courtId}`}, 0))`.execute(ctx.tx)
  const used = await sql`select from candidates.candidate where court_id = ${courtId} and registration_no = ${body.registrationNo}`.execute(
    ctx.tx,
  )
  if (used.rows.length) throw new Fail('registration-taken', 409, { field: 'registrationNo' })
  const { id: personId } = await createPerson(ctx, {
    body: {
      side: 'contractor',
      name: c.name!,
      contractorId: c.contractorId,
      phone: c.phone,
      idNo: ctx.app.keys.decryptText(Buffer.from(c.idNoSealed!, 'base64'), idNoOf(courtId)),
    },
  })
  const fact = (e: Omit<Evidence, 'personId' | 'source'>) => recordFact(ctx, { ...e, personId, source: SOURCE })
  await fact({ kind: 'education', onDate: c.xuexinOn!, reference: `${c.school} ${c.diplomaNo}` })
  await fact({ kind: 'recordsCheck', onDate: c.recordsOn!, reference: `${c.recordsAuthority} ${c.recordsNo}` })
  await fact({
    kind: 'labourContract',
    onDate: c.contractSignedOn!,
    validUntil: c.contractUntil,
    reference: `劳动合同 ${c.contractSignedOn}`,
  })
  await fact({ kind: 'vetting', onDate: review.reviewedOn, validUntil: review.validUntil, reference: `政治审核 ${review.reviewedOn}` })
  await assignPost(ctx, {
    params: { id: personId },
    body: { role: c.role!, courtId, engagementId: c.engagementId, team: c.team, fromDate: c.fromDate! > today ? c.fromDate! : today },
  })
  const { admitted } = await fact({ kind: 'registration', onDate: today, reference: body.registrationNo })
  await sql`update candidates.candidate set state = 'accepted', person_id = ${personId}, registration_no = ${body.registrationNo}, decided_by = ${ctx.actor.personId}, decided_at = bw.now(),
      revision = revision + 1 where court_id = ${courtId} and id = ${c.id}`.execute(ctx.tx)
  await ctx.audit({ verb: 'candidate.accept', objectType: 'candidate', objectId: c.id, after: body, data: { personId } })
  await tellHr(ctx, c, 'candidate-accepted')
  return { id: c.id, revision: c.revision + 1, personId, admitted }
}

/** Each year anew: a later fact of the gate, which settles the duty of the renewal; not passed, it shuts the gate at once. */
export const renewReview = async (
  ctx: Ctx,
  { params, body, revision }: Input<typeof api.renewReview>,
): Promise<Output<typeof api.renewReview>> => {
  const c = await toTurn(ctx, params.id, 'renew', revision)
  const p = await selectPerson(ctx, [courtOf(ctx)], todayOf(ctx), c.personId!, true)
  if (!p || (p.leftOn !== null && p.leftOn <= todayOf(ctx))) throw new Fail('person-left', 409)
  const last = (await selectReviews(ctx, c.id))[0]!
  const { validUntil, round } = await keepReview(ctx, c, body, last.reviewedOn)
  await recordFact(ctx, {
    personId: c.personId!,
    kind: 'vetting',
    passed: body.passed,
    onDate: body.reviewedOn,
    validUntil,
    reference: `年度复审 ${body.reviewedOn}`,
    source: SOURCE,
  })
  await sql`update candidates.candidate set revision = revision + 1 where court_id = ${courtOf(ctx)} and id = ${c.id}`.execute(ctx.tx)
  await ctx.audit({ verb: 'candidate.renew', objectType: 'candidate', objectId: c.id, after: body, data: { passed: body.passed, round } })
  return { id: c.id, revision: c.revision + 1 }
}
