import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import type { z } from 'zod'
import type { Ctx } from '../../../platform/http/context.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { openPaper, parseCaseNumber } from '../../cases/public.ts'
import { tidyName } from '../../cases/rules/names.ts'
import { claimTask, completeTask, notify, startItem, taskForForm } from '../../worklist/public.ts'
import type { finishCall as finishEndpoint } from '../api.ts'
import { type CallInHand, engagementFor, inHand, settingsOf } from '../queries.ts'
import type { dangers } from '../rules/kinds.ts'
import { MAX_FAILED, PAPER_END } from '../rules/levels.ts'
import { phoneNumber } from '../rules/shape.ts'
import { numberColumns } from './enter-call.ts'
import { judge, testHashes } from './judge-calls.ts'
import { openTicket } from './open-ticket.ts'

/** Fail: not-in-hand, stale-revision. */
const held = async (ctx: Ctx, id: number, revision: number): Promise<CallInHand> => {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`hotline.call ${ctx.actor.courtId} ${id}`}, 0))`.execute(ctx.tx)
  const call = await inHand(ctx, id)
  if (!call) throw new Fail('not-in-hand', 409)
  if (call.revision !== revision) throw new Fail('stale-revision', 409, { revision: call.revision })
  return call
}
const touched = async (ctx: Ctx, id: number): Promise<void> => {
  await sql`update hotline.call set revision = revision + 1 where court_id = ${ctx.actor.courtId} and id = ${id}`.execute(ctx.tx)
}

/** The telephone rings at the agent's place: number as shown there, seconds the caller waited. The telephone system's own record is joined to it later. */
export const answerCall = async (ctx: Ctx, b: { number?: string | null | undefined; waitedSeconds: number }): Promise<number> => {
  const engagementId = await engagementFor(ctx)
  if (await inHand(ctx)) throw new Fail('call-in-hand', 409)
  const number = b.number ? phoneNumber(b.number) : null
  const kept = numberColumns(ctx, number)
  const queuedAt = ctx.now.subtract({ seconds: b.waitedSeconds })
  const exclusion = judge(ctx, await settingsOf(ctx), await testHashes(ctx), {
    queuedAt,
    answeredAt: ctx.now,
    endedAt: null,
    toAgent: true,
    number,
  })
  const { rows } = await sql<{
    id: number
  }>`insert into hotline.call (court_id, engagement_id, source, number_sealed, number_hash, number_masked, queued_at, answered_at, agent_id, exclusion)
    values (${ctx.actor.courtId}, ${engagementId}, 'desk', ${kept.sealed}, ${kept.hash}::bytea, ${kept.masked}, ${queuedAt.toString()}::timestamptz, bw.now(), ${ctx.actor.personId}, ${exclusion})
    on conflict (court_id, agent_id) where ended_at is null do nothing returning id`.execute(ctx.tx)
  if (!rows[0]) throw new Fail('call-in-hand', 409)
  await ctx.audit({ verb: 'hotline.call.answer', objectType: 'call', objectId: rows[0].id })
  return rows[0].id
}

export interface Verified {
  agreed: boolean
  level: number
  attemptsLeft: number
}
/**
 * Case number and a party's name. Only what agrees opens the case, by a task and its grant (7.3.2.2); what does not is counted and says nothing of
 * which of the two was wrong. Fail: already-verified, verification-closed, case-number-wrong, and what keeps a grant from opening.
 */
export const verifyCaller = async (ctx: Ctx, id: number, revision: number, b: { caseNumber: string; name: string }): Promise<Verified> => {
  const call = await held(ctx, id, revision)
  if (call.level > 0) throw new Fail('already-verified', 409)
  if (call.failed >= MAX_FAILED) throw new Fail('verification-closed', 409)
  const number = parseCaseNumber(b.caseNumber)
  if (!number.ok) throw new Fail('case-number-wrong', 422, { field: 'caseNumber' })
  const { rows } = await sql<{
    case_id: number | null
    left_: number
  }>`select case_id, left_ from hotline.verify(${id}::bigint, ${number.text}, ${tidyName(b.name)})`.execute(ctx.tx)
  if (!rows[0]) throw new Fail('not-in-hand', 409)
  await touched(ctx, id)
  const caseId = rows[0].case_id
  if (caseId === null) {
    await ctx.audit({ verb: 'hotline.verify', objectType: 'call', objectId: id, data: { level: 1, agreed: false } })
    return { agreed: false, level: 0, attemptsLeft: rows[0].left_ }
  }
  const { opened } = await startItem(ctx, {
    key: 'hotline',
    caseId,
    subjectType: 'hotlineCall',
    subjectId: id,
    engagementId: call.engagementId,
    variables: {},
  })
  await claimTask(ctx, opened[0]!, 1)
  await ctx.audit({
    verb: 'hotline.verify',
    objectType: 'call',
    objectId: id,
    caseId,
    grantId: (await inHand(ctx, id))?.grantId ?? null,
    data: { level: 1, agreed: true },
  })
  return { agreed: true, level: 1, attemptsLeft: rows[0].left_ }
}
/** The last signs of the party's paper, compared on the server: the paper itself is shown to nobody. Fail: not-verified, paper-unknown, verification-closed. */
export const verifyPaper = async (ctx: Ctx, id: number, revision: number, digits: string): Promise<Verified> => {
  const call = await held(ctx, id, revision)
  if (call.level === 0 || call.caseId === null || call.taskId === null) throw new Fail('not-verified', 409)
  if (call.level > 1) throw new Fail('already-verified', 409)
  if (call.failed >= MAX_FAILED) throw new Fail('verification-closed', 409)
  const { rows } = await sql<{
    sealed: string | null
  }>`select id_no_sealed as sealed from cases.party where court_id = ${ctx.actor.courtId} and case_id = ${call.caseId} and id = ${call.partyId}`.execute(
    ctx.tx,
  )
  if (!rows[0]?.sealed) throw new Fail('paper-unknown', 422)
  const agreed = openPaper(ctx, ctx.actor.courtId!, rows[0].sealed).toUpperCase().slice(-PAPER_END) === digits
  await sql`insert into hotline.verification (court_id, call_id, case_id, party_id, level, outcome, by_person)
    values (${ctx.actor.courtId}, ${id}, ${agreed ? call.caseId : null}, ${agreed ? call.partyId : null}, ${agreed ? 2 : 1}, ${agreed ? 'agreed' : 'failed'}, ${ctx.actor.personId})`.execute(
    ctx.tx,
  )
  await touched(ctx, id)
  await ctx.audit({
    verb: 'hotline.verify',
    objectType: 'call',
    objectId: id,
    caseId: call.caseId,
    grantId: call.grantId,
    data: { level: 2, agreed },
  })
  return { agreed, level: agreed ? 2 : 1, attemptsLeft: MAX_FAILED - call.failed - (agreed ? 0 : 1) }
}

/** Harm is spoken of: leaders, commissioner and filing desk hear of it while the caller is still on the line. */
export const raiseAlarm = async (
  ctx: Ctx,
  id: number,
  revision: number,
  b: { danger: (typeof dangers)[number]; note: string },
): Promise<void> => {
  const call = await held(ctx, id, revision)
  await sql`insert into hotline.alarm (court_id, call_id, danger, note, by_person) values (${ctx.actor.courtId}, ${id}, ${b.danger}, ${b.note}, ${ctx.actor.personId})`.execute(
    ctx.tx,
  )
  await touched(ctx, id)
  await ctx.audit({
    verb: 'hotline.alarm',
    objectType: 'call',
    objectId: id,
    caseId: call.caseId,
    grantId: call.grantId,
    data: { danger: b.danger },
  })
  for (const role of ['courtLeader', 'commissioner', 'filingOfficer'])
    await notify(ctx, { role }, `hotline-alarm-${b.danger}`, {}, '/hotline')
}
/** Fail: already-taken. */
export const takeAlarm = async (ctx: Ctx, id: number, note: string): Promise<void> => {
  const r =
    await sql`update hotline.alarm set taken_by = ${ctx.actor.personId}, taken_at = bw.now(), taken_note = ${note} where court_id = ${ctx.actor.courtId} and id = ${id} and taken_at is null`.execute(
      ctx.tx,
    )
  if (!r.numAffectedRows) {
    const { rows } = await sql`select from hotline.alarm where court_id = ${ctx.actor.courtId} and id = ${id}`.execute(ctx.tx)
    throw rows.length ? new Fail('already-taken', 409) : new Fail('not-found', 404)
  }
  await ctx.audit({ verb: 'hotline.alarm.take', objectType: 'alarm', objectId: id })
}

export type Finish = z.output<NonNullable<typeof finishEndpoint.body>>
/** Hang-up: what it was about, a ticket where one is needed. The case closes to the agent with this act. Fail: ticket-needs-case, article-unknown. */
export const finishCall = async (
  ctx: Ctx,
  id: number,
  revision: number,
  b: Finish,
): Promise<{ ticketId: number | null; ticketNumber: string | null }> => {
  const call = await held(ctx, id, revision)
  if (b.articleId) {
    const { rows } = await sql`select from hotline.article where court_id = ${ctx.actor.courtId} and id = ${b.articleId}`.execute(ctx.tx)
    if (!rows.length) throw new Fail('article-unknown', 422, { field: 'articleId' })
  }
  const caseId = call.taskId === null ? null : call.caseId
  const ticket = b.ticket ? await openTicket(ctx, { ...b.ticket, callId: id, caseId, engagementId: call.engagementId }) : null
  await sql`insert into hotline.wrap (court_id, call_id, matter, note, refused, article_id, by_person)
    values (${ctx.actor.courtId}, ${id}, ${b.matter}, ${b.note}, ${b.refused}::text[], ${b.articleId ?? null}, ${ctx.actor.personId})`.execute(
    ctx.tx,
  )
  const answered = Temporal.Instant.from(call.answeredAt)
  await sql`update hotline.call set ended_at = greatest(bw.now(), ${answered.toString()}::timestamptz), revision = revision + 1 where court_id = ${ctx.actor.courtId} and id = ${id}`.execute(
    ctx.tx,
  )
  await ctx.audit({
    verb: 'hotline.call.finish',
    objectType: 'call',
    objectId: id,
    caseId,
    grantId: call.grantId,
    data: { matter: b.matter, refused: b.refused, ticket: ticket?.number ?? null },
  })
  // Last: it ends the grant that all before was done under.
  if (call.taskId !== null)
    await completeTask(ctx, {
      taskId: call.taskId,
      revision: call.taskRevision!,
      variables: ticket?.inProcess ? { answer: 'ticket', route: ticket.route, ticketDueAt: ticket.dueAt } : { answer: 'done' },
      outcome: ticket?.inProcess ? 'ticket' : 'done',
    })
  return { ticketId: ticket && !ticket.sealed ? ticket.id : null, ticketNumber: ticket?.number ?? null }
}

/** Ends a step that stayed behind when its call ended without it (released, taken over). Fail: call-in-hand. */
export const closeLeftOver = async (ctx: Ctx, taskId: number, revision: number): Promise<void> => {
  const task = await taskForForm(ctx, taskId, 'hotline-answer')
  if (await inHand(ctx, task.subject_id)) throw new Fail('call-in-hand', 409)
  await ctx.audit({
    verb: 'hotline.step.close',
    objectType: 'call',
    objectId: task.subject_id,
    caseId: task.case_id,
    grantId: task.grant_id,
  })
  await completeTask(ctx, { taskId, revision, variables: { answer: 'done' }, outcome: 'done' })
}
