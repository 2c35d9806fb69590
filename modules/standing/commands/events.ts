import { sql } from 'kysely'
import { z } from 'zod'
import type { Ctx } from '../../../platform/http/context.ts'
import { pageOf, readCursor } from '../../../platform/http/cursor.ts'
import type { Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { fulfilDuty, triggerDuty } from '../../duties/public.ts'
import { todayOf } from '../../organisations/public.ts'
import { type Decision, no, yes } from '../../organisations/rules/structure.ts'
import { notify } from '../../worklist/public.ts'
import type * as api from '../api-events.ts'
import { ASSESSMENT, CURE, NOTICE } from '../duties.ts'
import {
  courtOf,
  engagementsOf,
  type EventRow,
  selectContractors,
  selectEvent,
  selectEvents,
  selectPapers,
  selectSteps,
} from '../queries.ts'
import {
  daysStand,
  eventKinds,
  type EventFacts,
  mayAddPaper,
  mayAssess,
  mayDecide,
  maySettle,
  type Outcome,
  paperKinds,
  proposalStands,
  type StepKind,
} from '../rules/events.ts'
import { kindFits, papersOf } from './statements.ts'
import { startClocks, tellContractor } from './warnings.ts'

const MOST = 50
const permitted = (permission: string, ctx: Ctx, d: Decision): Decision => (ctx.may(permission) ? d : no('not-allowed'))
const factsOf = (e: EventRow): EventFacts => ({
  state: e.state,
  source: e.source,
  noticed: e.noticedAt !== null,
  assessedBy: e.assessedById,
  cureBy: e.cureBy,
  cureProof: e.cureProofAt !== null,
})
const listed = (e: EventRow) => ({
  id: e.id,
  number: e.number,
  contractorId: e.contractorId,
  contractor: e.contractor,
  kind: e.kind,
  source: e.source,
  state: e.state,
  outcome: e.outcome,
  happenedOn: e.happenedOn,
  knownOn: e.knownOn,
  assessBy: e.assessBy,
  decidedAt: e.decidedAt,
  late: e.late,
})
const step = async (ctx: Ctx, eventId: number, kind: StepKind, text = '', outcome: Outcome | null = null): Promise<void> => {
  await sql`insert into standing.step (court_id, event_id, kind, outcome, wording, by_id) values (${courtOf(ctx)}, ${eventId}, ${kind}, ${outcome}, ${text}, ${ctx.actor.personId})`.execute(
    ctx.tx,
  )
}
const locked = async (ctx: Ctx, id: number): Promise<EventRow> => {
  await sql`select from standing.event where court_id = ${courtOf(ctx)} and id = ${id} and state <> 'closed' for no key update`.execute(
    ctx.tx,
  )
  return selectEvent(ctx, id)
}
const fresh = (e: EventRow, revision: number): void => {
  if (e.revision !== revision) throw new Fail('stale-revision', 409, { revision: e.revision })
}
const refuse = (d: Decision): void => {
  if (!d.ok) throw new Fail(d.code, d.code === 'not-the-assessor' || d.code === 'not-allowed' ? 403 : 409)
}

export const listEvents = async (ctx: Ctx, { query }: Input<typeof api.listEvents>): Promise<Output<typeof api.listEvents>> => {
  const page = pageOf(await selectEvents(ctx, query, { after: readCursor(query.after, 2), limit: query.limit + 1 }), query.limit, (e) => [
    e.knownOn,
    e.id,
  ])
  return { items: page.items.map(listed), next: page.next, can: { report: permitted('standing.report', ctx, yes) } }
}
export const readEvent = async (
  ctx: Ctx,
  { params }: Pick<Input<typeof api.readEvent>, 'params'>,
): Promise<Output<typeof api.readEvent>> => {
  const e = await selectEvent(ctx, params.id)
  const facts = factsOf(e)
  const side = ctx.actor.side === 'contractor' ? 'contractor' : 'court'
  const today = todayOf(ctx)
  await ctx.audit({ verb: 'standing-event.read', objectType: 'standing-event', objectId: e.id })
  // An assessment is the court's own until it is decided.
  const hidden = side === 'contractor' && e.decidedAt === null
  return {
    ...listed(e),
    text: e.text,
    findings: e.findings ?? [],
    statementId: e.statementId,
    reportedBy: e.reportedBy,
    reportedAt: e.reportedAt,
    noticedAt: e.noticedAt,
    proposal: hidden ? null : e.proposal,
    assessment: hidden ? null : e.assessment,
    conditions: hidden ? null : e.conditions,
    cureBy: hidden ? null : e.cureBy,
    assessedBy: hidden ? null : e.assessedBy,
    reason: e.reason,
    decidedBy: e.decidedBy,
    papers: await papersOf(ctx, { eventId: e.id }),
    steps: (await selectSteps(ctx, e.id)).filter((s) => side === 'court' || (s.kind !== 'assessed' && s.kind !== 'sentBack')),
    revision: e.revision,
    can: {
      evidence: permitted('standing.report', ctx, mayAddPaper('evidence', side, facts)),
      notice: permitted('standing.report', ctx, mayAddPaper('notice', side, facts)),
      cure: permitted('standing.report', ctx, mayAddPaper('cure', side, facts)),
      assess: permitted('standing.assess', ctx, mayAssess(facts)),
      decide: permitted('standing.decide', ctx, mayDecide(facts, ctx.actor.personId)),
      settle: permitted('standing.decide', ctx, facts.cureProof ? maySettle(facts, true, today) : maySettle(facts, false, today)),
    },
  }
}
const reported = z.object({
  kind: z.enum(eventKinds),
  happenedOn: z.iso.date(),
  knownOn: z.iso.date().optional(),
  text: z.string().trim().min(2).max(5000),
  contractorId: z.coerce.number().int().positive().max(2_000_000_000).optional(),
})
const keep = async (
  ctx: Ctx,
  eventId: number,
  kind: 'evidence' | 'notice' | 'cure',
  f: { sha256: string; name: string; type: string; size: number },
): Promise<number> => {
  const { rows } = await sql<{ id: number }>`insert into standing.paper (court_id, event_id, kind, sha256, name, type, size, added_by)
    values (${courtOf(ctx)}, ${eventId}, ${kind}, ${f.sha256}, ${f.name}, ${f.type}, ${f.size}, ${ctx.actor.personId}) returning id`.execute(
    ctx.tx,
  )
  return rows[0]!.id
}
/** By either side, with evidence. The contractor's own report is its written notice; the court knows of it from that day. */
export const reportEvent = async (
  ctx: Ctx,
  { file }: Pick<Input<typeof api.reportEvent>, 'file'>,
): Promise<Output<typeof api.reportEvent>> => {
  const read = reported.safeParse(file.fields)
  if (!read.success) throw new Fail('malformed', 400, { because: 'fields' })
  kindFits(file.type)
  const b = read.data
  const own = ctx.actor.side === 'contractor'
  const contractorId = own ? ctx.actor.contractorId : (b.contractorId ?? null)
  if (contractorId === null || !(await selectContractors(ctx, { id: contractorId, limit: 1 })).length)
    throw new Fail('contractor-unknown', 422, { field: 'contractorId' })
  const today = todayOf(ctx)
  const knownOn = own ? today : (b.knownOn ?? today)
  const days = daysStand(b.happenedOn, knownOn, today)
  if (!days.ok) throw new Fail(days.code, 422, { field: days.code === 'day-in-future' && !own ? 'knownOn' : 'happenedOn' })
  await sql`select pg_advisory_xact_lock(hashtext('standing.number'), ${courtOf(ctx)})`.execute(ctx.tx)
  const { rows } = await sql<{
    id: number
    number: string
  }>`insert into standing.event (court_id, number, contractor_id, kind, source, happened_on, known_on, wording, reported_by, noticed_at)
    values (${courtOf(ctx)}, standing.next_number(${today.slice(0, 4)}), ${contractorId}, ${b.kind}, ${own ? 'contractor' : 'court'}, ${b.happenedOn}::date, ${knownOn}::date, ${b.text}, ${ctx.actor.personId},
      case when ${own} then bw.now() end) returning id, number`.execute(ctx.tx)
  const made = rows[0]!
  await keep(ctx, made.id, own ? 'notice' : 'evidence', file)
  await step(ctx, made.id, 'reported')
  await ctx.audit({
    verb: 'standing-event.report',
    objectType: 'standing-event',
    objectId: made.id,
    data: { number: made.number, kind: b.kind, sha256: file.sha256 },
  })
  await startClocks(ctx, { ...made, contractorId, knownOn, noticeFrom: own ? b.happenedOn : today })
  if (own) await fulfilDuty(ctx, NOTICE, made.id, null, { type: 'standing-event', id: made.id })
  return made
}
export const addEventPaper = async (
  ctx: Ctx,
  { params, file }: Pick<Input<typeof api.addEventPaper>, 'params' | 'file'>,
): Promise<Output<typeof api.addEventPaper>> => {
  const read = z.object({ kind: z.enum(paperKinds), text: z.string().trim().max(2000).default('') }).safeParse(file.fields)
  if (!read.success) throw new Fail('malformed', 400, { because: 'fields' })
  kindFits(file.type)
  const { kind, text } = read.data
  const e = await locked(ctx, params.id)
  refuse(mayAddPaper(kind, ctx.actor.side === 'contractor' ? 'contractor' : 'court', factsOf(e)))
  if ((await selectPapers(ctx, { eventId: e.id })).length >= MOST) throw new Fail('papers-too-many', 422, { limit: MOST })
  const id = await keep(ctx, e.id, kind, file)
  await ctx.audit({ verb: 'standing-event.paper', objectType: 'standing-event', objectId: e.id, data: { kind, sha256: file.sha256 } })
  if (kind === 'evidence') return { id }
  await sql`update standing.event set noticed_at = case when ${kind} = 'notice' then bw.now() else noticed_at end, cure_proof_at = case when ${kind} = 'cure' then bw.now() else cure_proof_at end,
    revision = revision + 1 where court_id = ${courtOf(ctx)} and id = ${e.id}`.execute(ctx.tx)
  await step(ctx, e.id, kind === 'notice' ? 'noticed' : 'cureProof', text)
  await fulfilDuty(ctx, kind === 'notice' ? NOTICE : CURE, e.id, null, { type: 'standing-event', id: e.id })
  for (const role of ['trialManagement', 'responsibleDepartment'])
    await notify(ctx, { role }, kind === 'notice' ? 'standing-notice' : 'standing-cure', { number: e.number }, `/standing-events/${e.id}`)
  return { id }
}
export const assessEvent = async (
  ctx: Ctx,
  { params, body, revision }: Input<typeof api.assessEvent>,
): Promise<Output<typeof api.assessEvent>> => {
  const e = await locked(ctx, params.id)
  fresh(e, revision)
  refuse(mayAssess(factsOf(e)))
  const cureBy = body.proposal === 'cure' ? (body.cureBy ?? null) : null
  const stands = proposalStands({ outcome: body.proposal, cureBy }, todayOf(ctx))
  if (!stands.ok) throw new Fail(stands.code, 422, { field: 'cureBy' })
  await sql`update standing.event set state = 'assessed', proposal = ${body.proposal}, assessment = ${body.assessment}, conditions = ${body.conditions || null}, cure_by = ${cureBy}::date,
    assessed_by = ${ctx.actor.personId}, assessed_at = bw.now(), decided_by = null, decided_at = null, outcome = null, reason = null, cure_proof_at = null, revision = revision + 1
    where court_id = ${courtOf(ctx)} and id = ${e.id}`.execute(ctx.tx)
  await step(ctx, e.id, 'assessed', body.assessment, body.proposal)
  await ctx.audit({
    verb: 'standing-event.assess',
    objectType: 'standing-event',
    objectId: e.id,
    after: body,
    data: { proposal: body.proposal },
  })
  for (const role of ['courtLeader', 'trialManagement'])
    await notify(ctx, { role }, 'standing-assessed', { number: e.number }, `/standing-events/${e.id}`)
  return { id: e.id, revision: revision + 1 }
}
/** 6.6.3: only the decision is the court's assessment; until then its month runs on. */
export const decideEvent = async (
  ctx: Ctx,
  { params, body, revision }: Input<typeof api.decideEvent>,
): Promise<Output<typeof api.decideEvent>> => {
  const e = await locked(ctx, params.id)
  fresh(e, revision)
  refuse(mayDecide(factsOf(e), ctx.actor.personId))
  const link = `/standing-events/${e.id}`
  if (!body.agree) {
    await sql`update standing.event set state = 'open', revision = revision + 1 where court_id = ${courtOf(ctx)} and id = ${e.id}`.execute(
      ctx.tx,
    )
    await step(ctx, e.id, 'sentBack', body.reason)
    await ctx.audit({ verb: 'standing-event.decide', objectType: 'standing-event', objectId: e.id, data: { agreed: false } })
    if (e.assessedById !== null) await notify(ctx, { personIds: [e.assessedById] }, 'standing-sent-back', { number: e.number }, link)
    return { id: e.id, revision: revision + 1 }
  }
  const outcome = e.proposal as Outcome
  const stands = proposalStands({ outcome, cureBy: e.cureBy }, todayOf(ctx))
  if (!stands.ok) throw new Fail(stands.code, 409)
  await sql`update standing.event set state = ${outcome === 'cure' ? 'curing' : 'closed'}, outcome = ${outcome}, reason = ${body.reason}, decided_by = ${ctx.actor.personId}, decided_at = bw.now(),
    revision = revision + 1 where court_id = ${courtOf(ctx)} and id = ${e.id}`.execute(ctx.tx)
  await step(ctx, e.id, 'decided', body.reason, outcome)
  await ctx.audit({ verb: 'standing-event.decide', objectType: 'standing-event', objectId: e.id, data: { agreed: true, outcome } })
  await fulfilDuty(ctx, ASSESSMENT, e.id, null, { type: 'capability-assessment', id: e.id })
  if (outcome === 'cure' && e.cureBy !== null) {
    const [engagementId = null] = await engagementsOf(ctx, e.contractorId)
    await triggerDuty(ctx, CURE, { id: e.id, engagementId, label: e.number }, e.cureBy)
  }
  await tellContractor(ctx, e.contractorId, 'standing-decided', { number: e.number }, link)
  return { id: e.id, revision: revision + 1 }
}
export const settleCure = async (
  ctx: Ctx,
  { params, body, revision }: Input<typeof api.settleCure>,
): Promise<Output<typeof api.settleCure>> => {
  const e = await locked(ctx, params.id)
  fresh(e, revision)
  refuse(maySettle(factsOf(e), body.cured, todayOf(ctx)))
  await sql`update standing.event set state = ${body.cured ? 'closed' : 'open'}, revision = revision + 1 where court_id = ${courtOf(ctx)} and id = ${e.id}`.execute(
    ctx.tx,
  )
  await step(ctx, e.id, body.cured ? 'cured' : 'notCured', body.reason)
  await ctx.audit({ verb: 'standing-event.settle', objectType: 'standing-event', objectId: e.id, data: { cured: body.cured } })
  // Not cured is known from now on: another month, another assessment.
  if (!body.cured) {
    const [engagementId = null] = await engagementsOf(ctx, e.contractorId)
    await triggerDuty(ctx, ASSESSMENT, { id: e.id, engagementId, label: e.number }, ctx.now)
  }
  await tellContractor(
    ctx,
    e.contractorId,
    body.cured ? 'standing-cured' : 'standing-not-cured',
    { number: e.number },
    `/standing-events/${e.id}`,
  )
  return { id: e.id, revision: revision + 1 }
}
