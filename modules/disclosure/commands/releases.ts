import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { toDate } from '../../../platform/calendar/zoned.ts'
import { type Cell, writeXlsx, XLSX_TYPE } from '../../../platform/documents/spreadsheet.ts'
import type { Ctx } from '../../../platform/http/context.ts'
import { pageOf } from '../../../platform/http/cursor.ts'
import type { FileReply, Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { fulfilDuty, triggerDuty } from '../../duties/public.ts'
import { todayOf } from '../../organisations/public.ts'
import { type Decision, no } from '../../organisations/rules/structure.ts'
import { notify } from '../../worklist/public.ts'
import type * as api from '../api.ts'
import { EXPORT_LIMIT } from '../api.ts'
import { exportWords } from '../data/export-words.ts'
import { NOTIFY_COURT } from '../duties.ts'
import {
  courtOf,
  factsOf,
  nextNumber,
  type ReleaseRow,
  selectDisclosed,
  selectPapers,
  selectRelease,
  selectReleases,
  standCase,
} from '../queries.ts'
import { insideScope, mayAddPaper, mayDecide, mayDisclose, mayEnd, mayNotify, shownState } from '../rules.ts'
import { momentOf, onClock } from './contacts.ts'

const stand = (d: Decision, status: 409 | 422 = 409): void => {
  if (!d.ok) throw new Fail(d.code, status)
}
const item = (r: ReleaseRow, today: string): Output<typeof api.listReleases>['items'][number] => ({
  id: r.id,
  number: r.number,
  kind: r.kind,
  state: shownState(factsOf(r), today),
  contractor: r.contractor,
  recipient: r.recipient,
  caseId: r.caseId,
  caseNumber: r.caseNumber,
  caseSaid: r.caseSaid,
  madeAt: r.madeAt,
  untilOn: r.untilOn,
  allowedUntil: r.allowedUntil,
  times: r.times,
})
const note = (ctx: Ctx, r: { id: number; caseId: number | null }, verb: string, data: Record<string, unknown> = {}): Promise<void> =>
  ctx.audit({ verb, objectType: 'release', objectId: r.id, caseId: r.caseId, data })

export const listReleases = async (ctx: Ctx, { query }: Input<typeof api.listReleases>): Promise<Output<typeof api.listReleases>> => {
  const today = todayOf(ctx)
  const page = pageOf(await selectReleases(ctx, query, today, query), query.limit, (r) => [r.madeAt, r.id])
  await ctx.audit({ verb: 'release.list', objectType: 'releases', objectId: '-', data: { rows: page.items.length } })
  return { items: page.items.map((r) => item(r, today)), next: page.next }
}
export const exportReleases = async (ctx: Ctx, { query }: Input<typeof api.exportReleases>): Promise<FileReply> => {
  const { language, ...filter } = query
  const today = todayOf(ctx)
  const rows: ReleaseRow[] = []
  for (let after: string | undefined; ; ) {
    const page = pageOf(await selectReleases(ctx, filter, today, { limit: 1000, after }), 1000, (r) => [r.madeAt, r.id])
    rows.push(...page.items)
    if (rows.length > EXPORT_LIMIT) throw new Fail('export-too-large', 422, { limit: EXPORT_LIMIT })
    if (!page.next) break
    after = page.next
  }
  await ctx.audit({ verb: 'release.export', objectType: 'releases', objectId: '-', data: { rows: rows.length } })
  const w = exportWords[language]
  const cells = rows.map((r): Cell[] => [
    r.number,
    w.kind[r.kind],
    w.state[shownState(factsOf(r), today)],
    r.contractor,
    r.recipient,
    r.paperNo,
    r.caseNumber ?? r.caseSaid,
    r.scope.map((s) => w.scope[s]).join(w.and),
    r.purpose,
    r.receivedAt && onClock(r.receivedAt),
    r.notifiedAt && onClock(r.notifiedAt),
    r.decidedBy,
    r.decidedAt && onClock(r.decidedAt),
    r.allowed?.map((s) => w.scope[s]).join(w.and) ?? null,
    r.allowedUntil,
    r.times,
  ])
  const file = await writeXlsx([{ name: w.releases, header: w.releaseHeader, rows: cells }])
  return { file, type: XLSX_TYPE, name: `${w.releases} ${today}.xlsx` }
}

export const readRelease = async (ctx: Ctx, { params }: Input<typeof api.readRelease>): Promise<Output<typeof api.readRelease>> => {
  const r = await selectRelease(ctx, params.id)
  const today = todayOf(ctx)
  const f = factsOf(r)
  const involved = r.madeById === ctx.actor.personId || r.contractorId === ctx.actor.contractorId
  const may = (allowed: boolean, d: Decision): Decision => (allowed ? d : no('not-allowed'))
  await note(ctx, r, 'release.read')
  return {
    ...item(r, today),
    paperNo: r.paperNo,
    receivedAt: r.receivedAt,
    notifiedAt: r.notifiedAt,
    scope: r.scope,
    text: r.text,
    purpose: r.purpose,
    madeBy: r.madeBy,
    decidedBy: r.decidedBy,
    decidedAt: r.decidedAt,
    reason: r.reason,
    allowed: r.allowed,
    endedAt: r.endedAt,
    endReason: r.endReason,
    revision: r.revision,
    papers: await selectPapers(ctx, r.id),
    disclosed: await selectDisclosed(ctx, r.id),
    can: {
      addPaper: may(involved || ctx.may('disclosure.ask'), mayAddPaper(f)),
      notify: may(involved, mayNotify(f)),
      decide: may(ctx.may('disclosure.decide'), mayDecide(f, ctx.actor.personId)),
      end: may(ctx.may('disclosure.end'), mayEnd(f, today)),
      disclose: may(ctx.may('disclosure.disclose'), mayDisclose(f, today)),
    },
  }
}

type About = Input<typeof api.askRelease>['body']
/** The engagement it is about: the asker's own, or the one the court names. Fail: engagement-needed. */
const engagementFor = async (ctx: Ctx, about: About): Promise<{ id: number; contractorId: number }> => {
  const { rows } = await sql<{
    id: number
    contractorId: number
  }>`select id, contractor_id as "contractorId" from organisations.engagement where court_id = ${courtOf(ctx)}
    and ${ctx.actor.side === 'contractor' ? sql`contractor_id = ${ctx.actor.contractorId}` : sql`id = ${about.engagementId ?? null}`}
    and (${about.engagementId ?? null}::bigint is null or id = ${about.engagementId ?? null}) order by (state = 'active') desc, until_date desc, id desc limit 1`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw new Fail('engagement-needed', 422, { field: 'engagementId' })
  return rows[0]
}
interface Demand {
  paperNo: string
  received: Temporal.Instant
  notifyNow: boolean
}
const enter = async (ctx: Ctx, about: About, demand: Demand | null): Promise<{ id: number; number: string }> => {
  const today = todayOf(ctx)
  if (about.untilOn < today) throw new Fail('until-in-past', 422, { field: 'untilOn' })
  await standCase(ctx, about.caseId)
  const engagement = await engagementFor(ctx, about)
  const number = await nextNumber(ctx, 'release', today.slice(0, 4))
  // What the court itself enters it knows.
  const told = demand === null || demand.notifyNow || ctx.actor.side !== 'contractor'
  const { rows } = await sql<{
    id: number
  }>`insert into disclosure.release (court_id, number, kind, contractor_id, engagement_id, state, recipient, paper_no, received_at, case_id, case_said, scope, wording, purpose, until_on,
      made_by, notified_by, notified_at)
    values (${courtOf(ctx)}, ${number}, ${demand ? 'demand' : 'permission'}, ${engagement.contractorId}, ${engagement.id}, ${told ? 'asked' : 'received'}, ${about.recipient}, ${demand?.paperNo ?? null},
      ${demand?.received.toString() ?? null}, ${about.caseId ?? null}, ${about.caseSaid ?? null}, ${[...new Set(about.scope)]}, ${about.text}, ${about.purpose}, ${about.untilOn}::date,
      ${ctx.actor.personId}, ${told ? ctx.actor.personId : null}, ${told ? ctx.now.toString() : null}) returning id`.execute(ctx.tx)
  const id = rows[0]!.id
  const made = { id, number, caseId: about.caseId ?? null }
  await ctx.audit({
    verb: demand ? 'release.demand' : 'release.ask',
    objectType: 'release',
    objectId: id,
    caseId: made.caseId,
    after: about,
    data: { scope: about.scope },
  })
  if (demand) await triggerDuty(ctx, NOTIFY_COURT, { id, engagementId: engagement.id, label: number }, demand.received)
  if (told) await tellCourt(ctx, made, demand !== null)
  return { id, number }
}
const tellCourt = async (ctx: Ctx, r: { id: number; number: string; caseId: number | null }, demand: boolean): Promise<void> => {
  for (const role of ['courtLeader', 'trialManagement', 'commissioner'])
    await notify(ctx, { role }, demand ? 'release-demanded' : 'release-asked', { number: r.number }, `/releases/${r.id}`)
  if (!demand) return
  await fulfilDuty(ctx, NOTIFY_COURT, r.id, null, { type: 'release', id: r.id })
  await note(ctx, r, 'release.notify')
}
export const askRelease = (ctx: Ctx, { body }: Input<typeof api.askRelease>): Promise<Output<typeof api.askRelease>> =>
  enter(ctx, body, null)
export const enterDemand = async (ctx: Ctx, { body }: Input<typeof api.enterDemand>): Promise<Output<typeof api.enterDemand>> => {
  if (ctx.actor.side !== 'contractor' && !ctx.may('disclosure.ask')) throw new Fail('not-for-this-role', 403)
  const received = momentOf(ctx, body.receivedOn, body.receivedAt, 'receivedAt')
  return enter(ctx, body, { paperNo: body.paperNo, received, notifyNow: body.notifyNow })
}

/** The columns named are set if nobody was faster; one of two at once gets stale-revision. */
const set = async (ctx: Ctx, r: ReleaseRow, columns: Record<string, unknown>): Promise<{ id: number; revision: number }> => {
  const pairs = Object.entries(columns).map(([k, v]) => sql`${sql.ref(k)} = ${v}`)
  const done = await sql`update disclosure.release set ${sql.join([...pairs, sql`revision = revision + 1`])}
    where court_id = ${courtOf(ctx)} and id = ${r.id} and revision = ${r.revision}`.execute(ctx.tx)
  if (!done.numAffectedRows) throw new Fail('stale-revision', 409)
  return { id: r.id, revision: r.revision + 1 }
}
export const notifyCourt = async (
  ctx: Ctx,
  { params, revision }: Input<typeof api.notifyCourt>,
): Promise<Output<typeof api.notifyCourt>> => {
  const r = await selectRelease(ctx, params.id, revision)
  stand(mayNotify(factsOf(r)))
  if (r.madeById !== ctx.actor.personId && r.contractorId !== ctx.actor.contractorId) throw new Fail('not-for-this-role', 403)
  const done = await set(ctx, r, { state: 'asked', notified_by: ctx.actor.personId, notified_at: ctx.now.toString() })
  await tellCourt(ctx, r, true)
  return done
}
export const decideRelease = async (
  ctx: Ctx,
  { params, body, revision }: Input<typeof api.decideRelease>,
): Promise<Output<typeof api.decideRelease>> => {
  const r = await selectRelease(ctx, params.id, revision)
  stand(mayDecide(factsOf(r), ctx.actor.personId))
  const until = body.allowedUntil ?? r.untilOn
  if (body.permit) {
    if (!body.allowed.length) throw new Fail('scope-needed', 422, { field: 'allowed' })
    if (body.allowed.some((s) => !r.scope.includes(s))) throw new Fail('outside-scope', 422, { field: 'allowed' })
    if (until < todayOf(ctx)) throw new Fail('until-in-past', 422, { field: 'allowedUntil' })
    if (until > r.untilOn) throw new Fail('outside-term', 422, { field: 'allowedUntil' })
  }
  const done = await set(ctx, r, {
    state: body.permit ? 'permitted' : 'refused',
    decided_by: ctx.actor.personId,
    decided_at: ctx.now.toString(),
    reason: body.reason,
    ...(body.permit ? { allowed: [...new Set(body.allowed)], allowed_until: until } : {}),
  })
  await note(ctx, r, 'release.decide', { permitted: body.permit, allowed: body.permit ? body.allowed : [] })
  await notify(
    ctx,
    { personIds: [r.madeById] },
    body.permit ? 'release-permitted' : 'release-refused',
    { number: r.number },
    `/releases/${r.id}`,
  )
  return done
}
export const endRelease = async (
  ctx: Ctx,
  { params, body, revision }: Input<typeof api.endRelease>,
): Promise<Output<typeof api.endRelease>> => {
  const r = await selectRelease(ctx, params.id, revision)
  stand(mayEnd(factsOf(r), todayOf(ctx)))
  const done = await set(ctx, r, { state: 'ended', ended_by: ctx.actor.personId, ended_at: ctx.now.toString(), end_reason: body.reason })
  await note(ctx, r, 'release.end')
  await notify(ctx, { personIds: [r.madeById] }, 'release-ended', { number: r.number }, `/releases/${r.id}`)
  return done
}
/** Only what a permission covers can be written down as disclosed; anything else is a leak and reported as one. */
export const recordDisclosed = async (
  ctx: Ctx,
  { params, body }: Input<typeof api.recordDisclosed>,
): Promise<Output<typeof api.recordDisclosed>> => {
  const r = await selectRelease(ctx, params.id)
  const f = factsOf(r)
  stand(mayDisclose(f, todayOf(ctx)))
  const happened = momentOf(ctx, body.happenedOn, body.happenedAt, 'happenedAt')
  // A form knows minutes only: what was told in the minute of the decision was told after it.
  const decided = Temporal.Instant.from(r.decidedAt!)
  if (Temporal.Instant.compare(happened.add({ minutes: 1 }), decided) <= 0)
    throw new Fail('before-permission', 422, { field: 'happenedAt' })
  stand(insideScope(f, body.what, toDate(happened).toString()), 422)
  const at = Temporal.Instant.compare(happened, decided) < 0 ? decided : happened
  const { rows } = await sql<{
    id: number
  }>`insert into disclosure.disclosed (court_id, release_id, by_id, happened_at, what, wording, taken_by)
    values (${courtOf(ctx)}, ${r.id}, ${ctx.actor.personId}, ${at.toString()}, ${body.what}, ${body.text}, ${body.takenBy}) returning id`.execute(
    ctx.tx,
  )
  await note(ctx, r, 'release.disclosed', { what: body.what })
  await notify(ctx, { role: 'commissioner' }, 'release-disclosed', { number: r.number }, `/releases/${r.id}`)
  return { id: rows[0]!.id }
}

const taken = /^(application\/pdf|image\/(png|jpeg|tiff)|application\/vnd\.openxmlformats-officedocument\.wordprocessingml\.document)$/
export const addPaper = async (ctx: Ctx, { params, file }: Input<typeof api.addPaper>): Promise<Output<typeof api.addPaper>> => {
  const r = await selectRelease(ctx, params.id)
  stand(mayAddPaper(factsOf(r)))
  if (!taken.test(file.type)) throw new Fail('file-type-refused', 422)
  const { rows } = await sql<{
    id: number
  }>`insert into disclosure.paper (court_id, release_id, by_id, file_name, file_sha256, file_size, file_type)
    values (${courtOf(ctx)}, ${r.id}, ${ctx.actor.personId}, ${file.name}, ${file.sha256}, ${file.size}, ${file.type}) returning id`.execute(
    ctx.tx,
  )
  await note(ctx, r, 'release.paper', { sha256: file.sha256 })
  return { id: rows[0]!.id }
}
export const readPaper = async (ctx: Ctx, { params }: Input<typeof api.readPaper>): Promise<FileReply> => {
  const f = (
    await sql<{
      release: number
      name: string
      sha256: string
      size: number
      type: string
    }>`select release_id as release, file_name as name, file_sha256 as sha256,
        file_size as size, file_type as type from disclosure.paper where court_id = ${courtOf(ctx)} and id = ${params.id}`.execute(ctx.tx)
  ).rows[0]
  if (!f) throw new Fail('not-found', 404)
  await ctx.audit({ verb: 'release.paper.read', objectType: 'release', objectId: f.release, data: { sha256: f.sha256 } })
  return { file: await ctx.app.files.open(courtOf(ctx), f.sha256), type: f.type, name: f.name, length: f.size, inline: true }
}
