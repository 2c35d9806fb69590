import { type RawBuilder, sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { ZONE } from '../../platform/calendar/clock.ts'
import type { Ctx } from '../../platform/http/context.ts'
import { pageOf, readCursor } from '../../platform/http/cursor.ts'
import type { FileReply, Input, Output } from '../../platform/http/endpoint.ts'
import { Fail } from '../../platform/http/problems.ts'
import { fulfilDuty, triggerDuty, withdrawSubject } from '../duties/public.ts'
import { todayOf } from '../organisations/public.ts'
import { type Decision, no, yes } from '../organisations/rules/structure.ts'
import { notify, notifyEach } from '../worklist/public.ts'
import type * as api from './api.ts'
import { FILING, NOTICE } from './duties.ts'
import { mayAdd, mayClose, NOTICE_HOURS, type Outcome, outcomeFits, type StepKind, stepKinds } from './rules.ts'

const TYPES = ['application/pdf', 'image/jpeg', 'image/png']
const courtOf = (ctx: Ctx): number => {
  if (ctx.actor.courtId === null) throw new Fail('not-allowed', 403)
  return ctx.actor.courtId
}
interface Row {
  id: number
  number: string
  personId: number
  personName: string
  contractor: string
  contractorId: number
  engagement: string
  engagementId: number
  happenedAt: string
  place: string
  text: string
  hospital: string | null
  state: 'open' | 'closed'
  outcome: Outcome | null
  reportedById: number
  reportedBy: string | null
  reportedAt: string
  notifiedAt: string | null
  filedAt: string | null
  closedBy: string | null
  closedAt: string | null
  reason: string | null
  noticeDueAt: string
  filingDueOn: string
  noticeLate: boolean
  filingLate: boolean
  revision: number
}
const select = async (ctx: Ctx, where: RawBuilder<unknown>[], limit: number): Promise<Row[]> =>
  (
    await sql<Row>`select i.id, i.number, i.person_id as "personId", p.name as "personName", k.name as contractor, i.contractor_id as "contractorId", e.title as engagement, i.engagement_id as "engagementId",
        i.happened_at as "happenedAt", i.place, i.wording as text, i.hospital, i.state, i.outcome, i.reported_by as "reportedById", r.name as "reportedBy", i.reported_at as "reportedAt",
        i.notified_at as "notifiedAt", i.filed_at as "filedAt", c.name as "closedBy", i.closed_at as "closedAt", i.reason, i.revision, i.happened_at + make_interval(hours => ${NOTICE_HOURS}) as "noticeDueAt",
        ((i.happened_at at time zone 'Asia/Shanghai')::date + 30) as "filingDueOn", coalesce(i.notified_at, bw.now()) > i.happened_at + make_interval(hours => ${NOTICE_HOURS}) as "noticeLate",
        (coalesce(i.filed_at, bw.now()) at time zone 'Asia/Shanghai')::date > (i.happened_at at time zone 'Asia/Shanghai')::date + 30 and coalesce(i.outcome, '') <> 'notWorkInjury' as "filingLate"
      from injuries.injury i join organisations.person p on p.id = i.person_id join organisations.contractor k on k.id = i.contractor_id
        join organisations.engagement e on e.court_id = i.court_id and e.id = i.engagement_id left join organisations.person r on r.id = i.reported_by left join organisations.person c on c.id = i.closed_by
      where i.court_id = ${courtOf(ctx)} and ${sql.join(where, sql` and `)} order by i.happened_at desc, i.id desc limit ${limit}`.execute(
      ctx.tx,
    )
  ).rows
const one = async (ctx: Ctx, id: number): Promise<Row> => {
  const [row] = await select(ctx, [sql`i.id = ${id}`], 1)
  if (!row) throw new Fail('not-found', 404)
  return row
}
interface Step {
  id: number
  kind: StepKind
  onDate: string
  text: string
  file: string | null
  by: string | null
  at: string
}
const stepsOf = async (ctx: Ctx, id: number): Promise<Step[]> =>
  (
    await sql<Step>`select s.id, s.kind, s.on_date as "onDate", s.wording as text, s.name as file, p.name as by, s.at from injuries.step s left join organisations.person p on p.id = s.by_id
      where s.court_id = ${courtOf(ctx)} and s.injury_id = ${id} order by s.id limit 500`.execute(ctx.tx)
  ).rows
const listed = (r: Row) => ({
  id: r.id,
  number: r.number,
  personName: r.personName,
  contractor: r.contractor,
  happenedAt: r.happenedAt,
  place: r.place,
  state: r.state,
  outcome: r.outcome,
  noticeDueAt: r.noticeDueAt,
  notifiedAt: r.notifiedAt,
  filingDueOn: r.filingDueOn,
  filedAt: r.filedAt,
})
const reportsOthers = (ctx: Ctx): boolean => ctx.may('injuries.keep') || ctx.may('injuries.close')

export const listInjuries = async (ctx: Ctx, { query }: Input<typeof api.listInjuries>): Promise<Output<typeof api.listInjuries>> => {
  const at = readCursor(query.after, 2)
  // Said again for the index: who may see no more than his own asks for no more.
  const where: RawBuilder<unknown>[] = [reportsOthers(ctx) ? sql`true` : sql`i.person_id = ${ctx.actor.personId}`]
  if (query.state) where.push(sql`i.state = ${query.state}`)
  if (at) where.push(sql`(i.happened_at, i.id) < (${at[0]}::timestamptz, ${at[1]}::bigint)`)
  const page = pageOf(await select(ctx, where, query.limit + 1), query.limit, (r) => [r.happenedAt, r.id])
  await ctx.audit({ verb: 'injury.list', objectType: 'injuries', objectId: courtOf(ctx) })
  return { items: page.items.map(listed), next: page.next, can: { reportOthers: reportsOthers(ctx) ? yes : no('not-allowed') } }
}
export const readInjury = async (
  ctx: Ctx,
  { params }: Pick<Input<typeof api.readInjury>, 'params'>,
): Promise<Output<typeof api.readInjury>> => {
  const r = await one(ctx, params.id)
  const steps = await stepsOf(ctx, r.id)
  const done = steps.map((s) => s.kind)
  const keep = (d: Decision): Decision => (ctx.may('injuries.keep') ? d : no('not-allowed'))
  await ctx.audit({ verb: 'injury.read', objectType: 'injury', objectId: r.id })
  const { contractorId: _c, engagementId: _e, reportedById, ...shown } = r
  return {
    ...shown,
    steps,
    can: {
      add: keep(r.state === 'open' ? yes : no('injury-closed')),
      notice: keep(mayAdd('notice', done, r.state, true)),
      filing: keep(mayAdd('filing', done, r.state, true)),
      close: ctx.may('injuries.close') ? mayClose({ ...r, reportedBy: reportedById }, ctx.actor.personId) : no('not-allowed'),
    },
  }
}
/** By hr or manager, the two offices, or whom it happened to; the clocks run from the event, and both sides are told. */
export const reportInjury = async (ctx: Ctx, { body }: Input<typeof api.reportInjury>): Promise<Output<typeof api.reportInjury>> => {
  const courtId = courtOf(ctx)
  const personId = body.personId ?? ctx.actor.personId
  if (personId !== ctx.actor.personId && !reportsOthers(ctx)) throw new Fail('not-allowed', 403)
  const happened = Temporal.Instant.from(body.happenedAt)
  if (Temporal.Instant.compare(happened, ctx.now) > 0) throw new Fail('day-in-future', 422, { field: 'happenedOn' })
  const day = happened.toZonedDateTimeISO(ZONE).toPlainDate().toString()
  const post = (
    await sql<{
      engagementId: number
      contractorId: number
    }>`select e.id as "engagementId", e.contractor_id as "contractorId" from organisations.post o
      join organisations.engagement e on e.court_id = o.court_id and e.id = o.engagement_id
      where o.court_id = ${courtId} and o.person_id = ${personId} and o.from_date <= ${day}::date and coalesce(o.until_date, 'infinity') >= ${day}::date
        and (${ctx.actor.contractorId}::int is null or e.contractor_id = ${ctx.actor.contractorId}) order by o.id desc limit 1`.execute(
      ctx.tx,
    )
  ).rows[0]
  if (!post) throw new Fail('not-on-duty', 422, { field: 'personId' })
  await sql`select pg_advisory_xact_lock(hashtext('injuries.number'), ${courtId})`.execute(ctx.tx)
  const { rows } = await sql<{
    id: number
    number: string
  }>`insert into injuries.injury (court_id, number, engagement_id, contractor_id, person_id, happened_at, place, wording, hospital, reported_by)
    values (${courtId}, injuries.next_number(${todayOf(ctx).slice(0, 4)}), ${post.engagementId}, ${post.contractorId}, ${personId}, ${happened.toString()}, ${body.place}, ${body.text}, ${body.hospital || null},
      ${ctx.actor.personId}) on conflict (court_id, person_id, happened_at) do nothing returning id, number`.execute(ctx.tx)
  const made = rows[0]
  if (!made) throw new Fail('injury-known', 409)
  // Nothing about health in the ledger: that there is one, and its number.
  await ctx.audit({ verb: 'injury.report', objectType: 'injury', objectId: made.id, data: { number: made.number } })
  const subject = { id: made.id, engagementId: post.engagementId, label: made.number }
  await triggerDuty(ctx, NOTICE, subject, happened)
  await triggerDuty(ctx, FILING, subject, happened)
  await tell(ctx, post.engagementId, 'injury-reported', made)
  await notify(ctx, { role: 'trialManagement' }, 'injury-reported', { number: made.number }, `/injuries/${made.id}`)
  return made
}
const tell = async (ctx: Ctx, engagementId: number, kind: string, i: { id: number; number: string }): Promise<void> => {
  const { rows } = await sql<{
    id: number
  }>`select distinct o.person_id as id from organisations.post o where o.court_id = ${courtOf(ctx)} and o.engagement_id = ${engagementId} and o.role in ('hr', 'projectManager')
    and o.from_date <= ${todayOf(ctx)}::date and coalesce(o.until_date, 'infinity') >= ${todayOf(ctx)}::date`.execute(ctx.tx)
  await notifyEach(
    ctx,
    rows.map((p) => ({ personId: p.id, kind, data: { number: i.number }, link: `/injuries/${i.id}` })),
  )
}
const add = async (
  ctx: Ctx,
  id: number,
  s: { kind: StepKind; onDate: string; text: string },
  file: { sha256: string; name: string; type: string; size: number } | null,
): Promise<{ id: number }> => {
  // Two who hand in the notice at once: one is told that it is there.
  await sql`select from injuries.injury where court_id = ${courtOf(ctx)} and id = ${id} for no key update`.execute(ctx.tx)
  const r = await one(ctx, id)
  const may = mayAdd(
    s.kind,
    (await stepsOf(ctx, id)).map((x) => x.kind),
    r.state,
    file !== null,
  )
  if (!may.ok) throw new Fail(may.code, may.code === 'injury-closed' || may.code === 'step-done' ? 409 : 422)
  if (s.onDate > todayOf(ctx)) throw new Fail('day-in-future', 422, { field: 'onDate' })
  if (s.onDate < Temporal.Instant.from(r.happenedAt).toZonedDateTimeISO(ZONE).toPlainDate().toString())
    throw new Fail('before-injury', 422, { field: 'onDate' })
  const { rows } = await sql<{
    id: number
  }>`insert into injuries.step (court_id, injury_id, kind, on_date, wording, sha256, name, type, size, by_id)
    values (${courtOf(ctx)}, ${id}, ${s.kind}, ${s.onDate}::date, ${s.text}, ${file?.sha256 ?? null}, ${file?.name ?? null}, ${file?.type ?? null}, ${file?.size ?? null}, ${ctx.actor.personId}) returning id`.execute(
    ctx.tx,
  )
  await sql`update injuries.injury set revision = revision + 1, notified_at = case when ${s.kind} = 'notice' then bw.now() else notified_at end,
    filed_at = case when ${s.kind} = 'filing' then bw.now() else filed_at end where court_id = ${courtOf(ctx)} and id = ${id}`.execute(
    ctx.tx,
  )
  await ctx.audit({
    verb: file ? 'injury.paper' : 'injury.step',
    objectType: 'injury',
    objectId: id,
    data: { kind: s.kind, onDate: s.onDate, ...(file ? { sha256: file.sha256 } : {}) },
  })
  if (s.kind === 'notice' || s.kind === 'filing')
    await fulfilDuty(ctx, s.kind === 'notice' ? NOTICE : FILING, id, null, { type: 'injury', id })
  if (s.kind === 'notice') await notify(ctx, { role: 'trialManagement' }, 'injury-notice', { number: r.number }, `/injuries/${id}`)
  return { id: rows[0]!.id }
}
export const addStep = async (ctx: Ctx, { params, body }: Input<typeof api.addStep>): Promise<Output<typeof api.addStep>> =>
  add(ctx, params.id, body, null)
export const addPaper = async (
  ctx: Ctx,
  { params, file }: Pick<Input<typeof api.addPaper>, 'params' | 'file'>,
): Promise<Output<typeof api.addPaper>> => {
  const { kind, onDate, text = '' } = file.fields as { kind?: StepKind; onDate?: string; text?: string }
  const real = z.iso.date().safeParse(onDate).success
  if (!kind || !stepKinds.includes(kind) || !onDate || !real || text.length > 1000) throw new Fail('malformed', 400, { because: 'fields' })
  if (!TYPES.includes(file.type)) throw new Fail('file-kind', 415)
  return add(ctx, params.id, { kind, onDate, text: text.trim() }, file)
}
export const readPaper = async (ctx: Ctx, { params }: Pick<Input<typeof api.readPaper>, 'params'>): Promise<FileReply> => {
  const f = (
    await sql<{
      sha256: string
      name: string
      type: string
      size: number
      injuryId: number
    }>`select sha256, name, type, size::int as size, injury_id as "injuryId" from injuries.step
      where court_id = ${courtOf(ctx)} and id = ${params.id} and sha256 is not null`.execute(ctx.tx)
  ).rows[0]
  if (!f) throw new Fail('not-found', 404)
  await ctx.audit({ verb: 'injury.paper.read', objectType: 'injury', objectId: f.injuryId, data: { sha256: f.sha256 } })
  return { file: await ctx.app.files.open(courtOf(ctx), f.sha256), type: f.type, name: f.name, inline: true, length: f.size }
}
export const closeInjury = async (
  ctx: Ctx,
  { params, body, revision }: Input<typeof api.closeInjury>,
): Promise<Output<typeof api.closeInjury>> => {
  const r = await one(ctx, params.id)
  const may = mayClose({ ...r, reportedBy: r.reportedById }, ctx.actor.personId)
  if (!may.ok) throw new Fail(may.code, may.code === 'second-person-required' ? 403 : 409)
  const fits = outcomeFits(
    body.outcome,
    (await stepsOf(ctx, r.id)).map((s) => s.kind),
  )
  if (!fits.ok) throw new Fail(fits.code, 422, { field: 'outcome' })
  const done =
    await sql`update injuries.injury set state = 'closed', outcome = ${body.outcome}, reason = ${body.reason}, closed_by = ${ctx.actor.personId}, closed_at = bw.now(), revision = revision + 1
    where court_id = ${courtOf(ctx)} and id = ${r.id} and revision = ${revision} and state = 'open'`.execute(ctx.tx)
  if (!done.numAffectedRows) throw new Fail('stale-revision', 409)
  await ctx.audit({ verb: 'injury.close', objectType: 'injury', objectId: r.id, data: { outcome: body.outcome } })
  if (body.outcome === 'notWorkInjury') await withdrawSubject(ctx, 'injury', r.id, { keys: [FILING], because: r.number })
  await tell(ctx, r.engagementId, 'injury-closed', r)
  return { id: r.id, revision: revision + 1 }
}
