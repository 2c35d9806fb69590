import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import { pageOf } from '../../../platform/http/cursor.ts'
import type { FileReply, Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { revokeSessionsOf } from '../../accounts/public.ts'
import { impound } from '../../badges/public.ts'
import { freeze } from '../../confidentiality/public.ts'
import { fulfilDuty, triggerDuty } from '../../duties/public.ts'
import { type Decision, no, yes } from '../../organisations/rules/structure.ts'
import { notify } from '../../worklist/public.ts'
import type * as api from '../api.ts'
import { ACKNOWLEDGE, CONTRACTOR_ACKNOWLEDGE, TELL } from '../duties.ts'
import {
  addLine,
  courtOf,
  factsOf,
  handles,
  type IncidentRow,
  selectEntries,
  selectFreezes,
  selectIncident,
  selectIncidents,
  selectReach,
} from '../queries.ts'
import { mayAskClosing, mayClose, mayTell, mayWork } from '../rules.ts'

const stand = (d: Decision): void => {
  if (!d.ok) throw new Fail(d.code, 409)
}
const item = (i: IncidentRow): Output<typeof api.listIncidents>['items'][number] => ({
  id: i.id,
  number: i.number,
  kind: i.kind,
  grade: i.grade,
  state: i.state,
  reportedAt: i.reportedAt,
  contractorName: i.contractorName,
  anonymous: i.anonymous,
  contained: i.contained,
})
export const listIncidents = async (ctx: Ctx, { query }: Input<typeof api.listIncidents>): Promise<Output<typeof api.listIncidents>> => {
  const page = pageOf(await selectIncidents(ctx, query, query), query.limit, (i) => [i.reportedAt, i.id])
  return { items: page.items.map(item), next: page.next }
}

export const readIncident = async (ctx: Ctx, { params }: Input<typeof api.readIncident>): Promise<Output<typeof api.readIncident>> => {
  const i = await selectIncident(ctx, params.id)
  // Whoever reported himself follows it as its reporter; it is handled by others.
  const own = i.personId !== null && i.personId === ctx.actor.personId
  const all = handles(ctx) && !own
  const facts = factsOf(i)
  const may = (key: string, d: Decision): Decision => (!ctx.may(key) ? no('not-allowed') : own ? no('incident-concerns-you') : d)
  const entries = (await selectEntries(ctx, i.id)).map(({ denialId: _, ...e }) => e)
  const manager = ctx.may('incidents.acknowledge-contractor') && i.contractorId === ctx.actor.contractorId && i.toldAt !== null
  await ctx.audit({ verb: 'incident.read', objectType: 'incident', objectId: i.id, caseId: i.caseId })
  return {
    ...item(i),
    happenedOn: i.happenedOn,
    // Whoever reported learns how it goes, not about whom.
    personId: all || manager ? i.personId : null,
    personName: all || manager ? i.personName : null,
    contractorId: all || manager ? i.contractorId : null,
    contractorName: all || manager ? i.contractorName : null,
    caseId: all ? i.caseId : null,
    caseNumber: all ? i.caseNumber : null,
    deviceId: all ? i.deviceId : null,
    deviceName: all && i.deviceId !== null ? i.deviceName : null,
    gradeReason: all ? i.gradeReason : null,
    acknowledgedAt: i.acknowledgedAt,
    toldAt: i.toldAt,
    contractorAcknowledgedAt: i.contractorAcknowledgedAt,
    lessons: all || manager ? i.lessons : null,
    reopened: i.reopened,
    revision: i.revision,
    freezes: all ? await selectFreezes(ctx, i.id) : [],
    entries,
    reach: all ? await selectReach(ctx, i) : [],
    can: {
      handle: may('incidents.handle', mayWork(facts)),
      acknowledge: may('incidents.handle', facts.acknowledged ? no('already-acknowledged') : yes),
      tell: may('incidents.handle', mayTell(facts)),
      contractorAcknowledge: manager ? (facts.contractorAcknowledged ? no('already-acknowledged') : yes) : no('not-allowed'),
      contain: may('incidents.contain', mayWork(facts)),
      askClosing: may('incidents.handle', mayAskClosing(facts)),
      close: may('incidents.handle', mayClose(facts, ctx.actor.personId)),
      reopen: may('incidents.handle', i.state === 'closed' ? yes : no('incident-not-closed')),
      add: mayAdd(ctx, i) ? mayWork(facts) : no('not-allowed'),
    },
  }
}

/** Nobody handles what concerns himself (7.3.2.6). Fail: not-found, stale-revision, incident-concerns-you. */
const toHandle = async (ctx: Ctx, id: number, revision: number): Promise<IncidentRow> => {
  const i = await selectIncident(ctx, id, revision)
  if (i.personId !== null && i.personId === ctx.actor.personId) throw new Fail('incident-concerns-you', 409)
  return i
}
/** Who handles it, who reported it and the contractor that was told; the auditor reads. */
const mayAdd = (ctx: Ctx, i: IncidentRow): boolean =>
  ctx.may('incidents.handle') ||
  i.reporterId === ctx.actor.personId ||
  (ctx.may('incidents.acknowledge-contractor') && i.contractorId === ctx.actor.contractorId)

/** The columns named are set if nobody was faster; one of two at once gets stale-revision. */
const set = async (ctx: Ctx, i: IncidentRow, columns: Record<string, unknown>): Promise<{ id: number; revision: number }> => {
  const pairs = Object.entries(columns).map(([k, v]) => sql`${sql.ref(k)} = ${v}`)
  const r = await sql`update incidents.incident set ${sql.join([...pairs, sql`revision = revision + 1`])}
    where court_id = ${courtOf(ctx)} and id = ${i.id} and revision = ${i.revision}`.execute(ctx.tx)
  if (!r.numAffectedRows) throw new Fail('stale-revision', 409)
  return { id: i.id, revision: i.revision + 1 }
}
const note = (ctx: Ctx, i: IncidentRow, verb: string, data: Record<string, unknown> = {}): Promise<void> =>
  ctx.audit({ verb, objectType: 'incident', objectId: i.id, caseId: i.caseId, data })
const at = (ctx: Ctx): string => ctx.now.toString()

export const acknowledge = async (
  ctx: Ctx,
  { params, revision }: Input<typeof api.acknowledge>,
): Promise<Output<typeof api.acknowledge>> => {
  const i = await toHandle(ctx, params.id, revision)
  if (i.acknowledgedAt) throw new Fail('already-acknowledged', 409)
  const r = await set(ctx, i, {
    acknowledged_at: at(ctx),
    acknowledged_by: ctx.actor.personId,
    state: i.state === 'reported' ? 'handling' : i.state,
  })
  await addLine(ctx, i.id, { kind: 'acknowledged', openTo: 'all' })
  await note(ctx, i, 'incident.acknowledge')
  await fulfilDuty(ctx, ACKNOWLEDGE, i.id, null, { type: 'incident', id: i.id })
  return r
}
export const concern = async (ctx: Ctx, { params, body, revision }: Input<typeof api.concern>): Promise<Output<typeof api.concern>> => {
  const i = await toHandle(ctx, params.id, revision)
  stand(mayWork(factsOf(i)))
  const next = {
    person: body.personId === undefined ? i.personId : body.personId,
    contractor: body.contractorId === undefined ? i.contractorId : body.contractorId,
    caseId: body.caseId === undefined ? i.caseId : body.caseId,
    device: body.deviceId === undefined ? i.deviceId : body.deviceId,
  }
  if (next.person !== null && next.person === ctx.actor.personId) throw new Fail('incident-concerns-you', 409)
  if (next.person !== null) {
    const p = (
      await sql<{
        contractor: number | null
      }>`select contractor_id as contractor from organisations.person where id = ${next.person}`.execute(ctx.tx)
    ).rows[0]
    if (!p) throw new Fail('unknown-subject', 422, { field: 'personId' })
    // An outsourced person brings his contractor along: it is the other side that must be told.
    next.contractor ??= p.contractor
  }
  if (next.device !== null) {
    const d = (
      await sql<{
        contractor: number
      }>`select contractor_id as contractor from badges.piece where court_id = ${courtOf(ctx)} and id = ${next.device} and kind = 'device'`.execute(
        ctx.tx,
      )
    ).rows[0]
    if (!d) throw new Fail('unknown-subject', 422, { field: 'deviceId' })
    next.contractor ??= d.contractor
  }
  if (
    next.contractor !== null &&
    !(await sql`select from organisations.contractor where id = ${next.contractor}`.execute(ctx.tx)).rows.length
  )
    throw new Fail('unknown-subject', 422, { field: 'contractorId' })
  if (
    next.caseId !== null &&
    next.caseId !== i.caseId &&
    !(await sql`select from cases.case_record where court_id = ${courtOf(ctx)} and id = ${next.caseId}`.execute(ctx.tx)).rows.length
  )
    throw new Fail('unknown-subject', 422, { field: 'caseId' })
  if (i.toldAt && next.contractor !== i.contractorId) throw new Fail('contractor-already-told', 409)
  const r = await set(ctx, i, { person_id: next.person, contractor_id: next.contractor, case_id: next.caseId, device_id: next.device })
  await addLine(ctx, i.id, { kind: 'concerned' })
  await note(ctx, { ...i, caseId: next.caseId }, 'incident.concern', {
    personId: next.person,
    contractorId: next.contractor,
    deviceId: next.device,
  })
  if (next.contractor !== null && !i.toldAt) await triggerDuty(ctx, TELL, { id: i.id, label: i.number }, ctx.now)
  return r
}
/** 7.3.2.6: one press; every freeze, its ended grants and returned tasks in this one transaction. Lifting stays with two people. */
export const contain = async (ctx: Ctx, { params, body, revision }: Input<typeof api.contain>): Promise<Output<typeof api.contain>> => {
  const i = await toHandle(ctx, params.id, revision)
  stand(mayWork(factsOf(i)))
  const subject = { person: i.personId, contractor: i.contractorId, case: i.caseId, device: i.deviceId }
  const held = new Set((await selectFreezes(ctx, i.id)).filter((f) => f.live).map((f) => f.what))
  const what = [...new Set(body.what)].filter((w) => subject[w] !== null && !held.has(w))
  if (!what.length) throw new Fail('nothing-to-contain', 409)
  const r = await set(ctx, i, { state: i.state === 'reported' ? 'handling' : i.state })
  for (const w of what) {
    if (w === 'device') {
      // It is given back, and whatever is open on it is open no longer.
      const holder = await impound(ctx, i.deviceId!)
      // Given back or lost before: nobody holds it any more.
      if (holder === null) {
        if (what.length === 1) throw new Fail('nothing-to-contain', 409)
        continue
      }
      await revokeSessionsOf(ctx, holder, 'incident')
      await addLine(ctx, i.id, { kind: 'contained', text: body.reason, deviceId: i.deviceId! })
      continue
    }
    const { id } = await freeze(ctx, { [`${w}Id`]: subject[w], kind: 'freeze', reason: body.reason })
    await addLine(ctx, i.id, { kind: 'contained', text: body.reason, denialId: id })
  }
  await note(ctx, i, 'incident.contain', { what })
  return r
}
export const gradeIncident = async (
  ctx: Ctx,
  { params, body, revision }: Input<typeof api.gradeIncident>,
): Promise<Output<typeof api.gradeIncident>> => {
  const i = await toHandle(ctx, params.id, revision)
  stand(mayWork(factsOf(i)))
  const r = await set(ctx, i, { grade: body.grade, grade_reason: body.reason })
  await addLine(ctx, i.id, { kind: 'graded', text: body.reason })
  await note(ctx, i, 'incident.grade', { from: i.grade, to: body.grade })
  if (body.grade === 'grave') await notify(ctx, { role: 'courtLeader' }, 'incident-grave', { number: i.number }, `/incidents/${i.id}`)
  return r
}
export const tellContractor = async (
  ctx: Ctx,
  { params, body, revision }: Input<typeof api.tellContractor>,
): Promise<Output<typeof api.tellContractor>> => {
  const i = await toHandle(ctx, params.id, revision)
  stand(mayTell(factsOf(i)))
  const r = await set(ctx, i, { told_at: at(ctx), told_by: ctx.actor.personId })
  await addLine(ctx, i.id, { kind: 'told', text: body.text, openTo: 'contractor' })
  const { rows } = await sql<{
    person: number
    engagement: number
  }>`select distinct o.person_id as person, o.engagement_id as engagement from organisations.post o
    join organisations.engagement e on e.court_id = o.court_id and e.id = o.engagement_id
    where o.court_id = ${courtOf(ctx)} and e.contractor_id = ${i.contractorId} and e.state <> 'ended' and o.role = 'projectManager'
      and o.from_date <= (bw.now() at time zone 'Asia/Shanghai')::date and (o.until_date is null or o.until_date >= (bw.now() at time zone 'Asia/Shanghai')::date)`.execute(
    ctx.tx,
  )
  await notify(ctx, { personIds: [...new Set(rows.map((x) => x.person))] }, 'incident-told', { number: i.number }, `/incidents/${i.id}`)
  await fulfilDuty(ctx, TELL, i.id, null, { type: 'incident', id: i.id })
  await triggerDuty(ctx, CONTRACTOR_ACKNOWLEDGE, { id: i.id, engagementId: rows[0]?.engagement, label: i.number }, ctx.now)
  await note(ctx, i, 'incident.tell', { contractorId: i.contractorId })
  return r
}
export const contractorAcknowledge = async (
  ctx: Ctx,
  { params, revision }: Input<typeof api.contractorAcknowledge>,
): Promise<Output<typeof api.contractorAcknowledge>> => {
  const i = await selectIncident(ctx, params.id, revision)
  if (i.contractorId !== ctx.actor.contractorId || !i.toldAt) throw new Fail('not-found', 404)
  if (i.contractorAcknowledgedAt) throw new Fail('already-acknowledged', 409)
  const r = await set(ctx, i, { contractor_acknowledged_at: at(ctx), contractor_acknowledged_by: ctx.actor.personId })
  await addLine(ctx, i.id, { kind: 'contractorAcknowledged', openTo: 'contractor' })
  await fulfilDuty(ctx, CONTRACTOR_ACKNOWLEDGE, i.id, null, { type: 'incident', id: i.id })
  await note(ctx, i, 'incident.contractor-acknowledge')
  return r
}
/** Reporter and contractor may add; only the court answers and orders measures. */
export const addEntry = async (ctx: Ctx, { params, body }: Input<typeof api.addEntry>): Promise<Output<typeof api.addEntry>> => {
  const i = await selectIncident(ctx, params.id)
  stand(mayWork(factsOf(i)))
  if (!mayAdd(ctx, i)) throw new Fail('not-allowed', 403)
  const manager = i.contractorId !== null && i.contractorId === ctx.actor.contractorId && ctx.may('incidents.acknowledge-contractor')
  const own = i.personId !== null && i.personId === ctx.actor.personId
  if ((!ctx.may('incidents.handle') || own) && body.kind !== 'added' && !(manager && body.kind === 'measure'))
    throw new Fail('not-allowed', 403)
  const openTo =
    body.kind === 'answer' ? 'reporter' : body.kind === 'measure' || manager ? 'contractor' : body.kind === 'added' ? 'reporter' : 'court'
  await addLine(ctx, i.id, { kind: body.kind, text: body.text, openTo })
  await note(ctx, i, 'incident.add', { kind: body.kind })
  return { id: i.id, revision: i.revision }
}
export const askClosing = async (
  ctx: Ctx,
  { params, body, revision }: Input<typeof api.askClosing>,
): Promise<Output<typeof api.askClosing>> => {
  const i = await toHandle(ctx, params.id, revision)
  stand(mayAskClosing(factsOf(i)))
  const r = await set(ctx, i, { state: 'closing', closing_by: ctx.actor.personId, lessons: body.lessons })
  await addLine(ctx, i.id, { kind: 'closing', text: body.lessons, openTo: 'contractor' })
  await note(ctx, i, 'incident.ask-closing')
  return r
}
export const closeIncident = async (
  ctx: Ctx,
  { params, body, revision }: Input<typeof api.closeIncident>,
): Promise<Output<typeof api.closeIncident>> => {
  const i = await toHandle(ctx, params.id, revision)
  stand(mayClose(factsOf(i), ctx.actor.personId))
  const r = body.agree
    ? await set(ctx, i, { state: 'closed', closed_at: at(ctx), closed_by: ctx.actor.personId })
    : await set(ctx, i, { state: 'handling', closing_by: null })
  await addLine(ctx, i.id, {
    kind: body.agree ? 'closed' : 'refusedClosing',
    text: body.agree ? '' : body.reason,
    openTo: body.agree ? 'all' : 'court',
  })
  await note(ctx, i, 'incident.close', { agreed: body.agree })
  return r
}
export const reopenIncident = async (
  ctx: Ctx,
  { params, body, revision }: Input<typeof api.reopenIncident>,
): Promise<Output<typeof api.reopenIncident>> => {
  const i = await toHandle(ctx, params.id, revision)
  if (i.state !== 'closed') throw new Fail('incident-not-closed', 409)
  const r = await set(ctx, i, { state: 'handling', closing_by: null, closed_by: null, closed_at: null, reopened: i.reopened + 1 })
  await addLine(ctx, i.id, { kind: 'reopened', text: body.reason })
  await note(ctx, i, 'incident.reopen')
  return r
}

const taken =
  /^(application\/pdf|image\/(png|jpeg|webp)|video\/mp4|text\/plain|application\/zip|application\/vnd\.openxmlformats-officedocument\..+)$/
export const addEvidence = async (ctx: Ctx, { params, file }: Input<typeof api.addEvidence>): Promise<Output<typeof api.addEvidence>> => {
  const i = await selectIncident(ctx, params.id)
  stand(mayWork(factsOf(i)))
  if (!mayAdd(ctx, i)) throw new Fail('not-allowed', 403)
  if (!taken.test(file.type)) throw new Fail('file-type-refused', 422)
  const id = await addLine(ctx, i.id, { kind: 'evidence', file, openTo: 'court' })
  await note(ctx, i, 'incident.evidence', { sha256: file.sha256 })
  return { id }
}
export const readEvidence = async (ctx: Ctx, { params }: Input<typeof api.readEvidence>): Promise<FileReply> => {
  const f = (
    await sql<{
      incident: number
      name: string
      sha256: string
      size: number
      type: string
    }>`select incident_id as incident, file_name as name, file_sha256 as sha256, file_size as size, file_type as type
      from incidents.entry where court_id = ${courtOf(ctx)} and id = ${params.id} and file_sha256 is not null`.execute(ctx.tx)
  ).rows[0]
  if (!f) throw new Fail('not-found', 404)
  await ctx.audit({ verb: 'incident.evidence.read', objectType: 'incident', objectId: f.incident, data: { sha256: f.sha256 } })
  return { file: await ctx.app.files.open(courtOf(ctx), f.sha256), type: f.type, name: f.name, length: f.size, inline: true }
}
