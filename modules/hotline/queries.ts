import { type RawBuilder, sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { toDate } from '../../platform/calendar/zoned.ts'
import type { Ctx } from '../../platform/http/context.ts'
import { pageOf, readCursor } from '../../platform/http/cursor.ts'
import { Fail } from '../../platform/http/problems.ts'
import type { CallRow, results } from './api.ts'
import { type CallSettings, type Exclusion, usualHours } from './rules/judge.ts'
import { type CaseFact, opened } from './rules/levels.ts'
import { phoneNumber } from './rules/shape.ts'

export const NUMBER = 'hotline.call.number'
export const hashOf = (ctx: Ctx, number: string): Buffer => ctx.app.keys.blindIndex(number, { courtId: ctx.actor.courtId, purpose: NUMBER })
export const sealNumber = (ctx: Ctx, number: string): string =>
  ctx.app.keys.encrypt(number, { courtId: ctx.actor.courtId, purpose: NUMBER }).toString('base64')

export interface HotlineSettings extends CallSettings {
  clocks: Record<string, number>
}
export const settingsOf = async (ctx: Ctx): Promise<HotlineSettings & { revision: number }> => {
  const { rows } = await sql<{
    value: Partial<HotlineSettings>
    revision: number
    own: boolean
  }>`select value, revision, court_id > 0 as own from bw.setting where key = 'hotline.rules' and court_id in (0, ${ctx.actor.courtId}) order by court_id desc limit 1`.execute(
    ctx.tx,
  )
  return { ...usualHours, clocks: {}, ...rows[0]?.value, revision: rows[0]?.own ? rows[0].revision : 0 }
}
/** Engagements in force for the hotline; outsourced staff: those at whose desk they work. */
export const engagements = async (ctx: Ctx): Promise<{ id: number; title: string; contractor: string }[]> => {
  const day = toDate(ctx.now).toString()
  return (
    await sql<{
      id: number
      title: string
      contractor: string
    }>`select e.id, e.title, k.name as contractor from organisations.engagement e join organisations.contractor k on k.id = e.contractor_id
      where e.court_id = ${ctx.actor.courtId} and e.state = 'active' and 'hotline' = any (e.services) and e.from_date <= ${day}::date and e.until_date >= ${day}::date
        ${ctx.actor.side === 'contractor' ? sql`and e.id = any ((select hotline.desks())::int[])` : sql``} order by e.id`.execute(ctx.tx)
  ).rows
}
/** Fail: no-engagement. */
export const engagementFor = async (ctx: Ctx, wanted?: number | null): Promise<number> => {
  const found = await engagements(ctx)
  const one = wanted ? found.find((e) => e.id === wanted) : found.length === 1 ? found[0] : undefined
  if (!one) throw new Fail('no-engagement', 422, { field: 'engagementId', count: found.length })
  return one.id
}
/** The people of the hotline's desks, for extensions and hand-made records. */
export const agents = async (ctx: Ctx): Promise<{ id: number; name: string }[]> =>
  (
    await sql<{
      id: number
      name: string
    }>`select distinct p.id, p.name from organisations.post o join organisations.engagement e on e.court_id = o.court_id and e.id = o.engagement_id join organisations.person p on p.id = o.person_id and p.left_on is null
      where o.court_id = ${ctx.actor.courtId} and o.role in ('operator', 'teamLead') and 'hotline' = any (e.services) and (o.services is null or 'hotline' = any (o.services))
        and (o.until_date is null or o.until_date >= ${toDate(ctx.now).toString()}::date) order by p.name limit 500`.execute(ctx.tx)
  ).rows

const seconds = (from: string, to: string): RawBuilder<unknown> =>
  sql`round(extract(epoch from ${sql.ref(to)} - ${sql.ref(from)})::numeric, 3)::float8`
const columns = sql`c.id, case when c.number_hash is null then '' else c.number_masked end as number, c.queued_at as "queuedAt", c.answered_at as "answeredAt", c.ended_at as "endedAt",
  round(extract(epoch from coalesce(c.answered_at, c.ended_at) - c.queued_at)::numeric, 3)::float8 as "waitSeconds", ${seconds('c.answered_at', 'c.ended_at')} as "talkSeconds",
  (select p.name from organisations.person p where p.id = c.agent_id) as "agentName", c.source, c.exclusion, c.called_back_at as "calledBackAt", c.revision,
  case when c.ended_at is null then 'inHand' when c.answered_at is not null then 'answered' when not c.to_agent then 'menu' else 'abandoned' end as result, t.id as "ticketId", t.number as "ticketNumber"`
const from = sql`hotline.call c left join hotline.ticket t on t.court_id = c.court_id and t.call_id = c.id`

const dayStart = (day: string): RawBuilder<unknown> => sql`(${day}::date::timestamp at time zone 'Asia/Shanghai')`
const byResult: Record<(typeof results)[number], (s: CallSettings) => RawBuilder<unknown>> = {
  answered: () => sql`c.answered_at is not null`,
  abandoned: () => sql`c.answered_at is null and c.to_agent and c.ended_at is not null`,
  menu: () => sql`not c.to_agent`,
  inHand: () => sql`c.ended_at is null`,
  inLevel: (s) => sql`c.exclusion is null and c.answered_at <= c.queued_at + make_interval(secs => ${s.levelSeconds})`,
  counted: () => sql`c.exclusion is null`,
  excluded: () => sql`c.exclusion is not null`,
}
export interface CallFilter {
  result?: (typeof results)[number] | undefined
  exclusion?: Exclusion | undefined
  agentId?: number | undefined
  q?: string | undefined
  queuedFrom?: string | undefined
  queuedUntil?: string | undefined
  cursor?: string | undefined
  limit: number
}
/** Newest first; pages by moment and id. A number is found whole, by its hash. */
export const listCalls = async (ctx: Ctx, f: CallFilter): Promise<{ items: CallRow[]; next: string | null }> => {
  const where = [sql`c.court_id = ${ctx.actor.courtId}`]
  if (f.result) where.push(byResult[f.result](await settingsOf(ctx)))
  if (f.exclusion) where.push(sql`c.exclusion = ${f.exclusion}`)
  if (f.agentId) where.push(sql`c.agent_id = ${f.agentId}`)
  if (f.queuedFrom) where.push(sql`c.queued_at >= ${dayStart(f.queuedFrom)}`)
  if (f.queuedUntil) where.push(sql`c.queued_at < ${dayStart(f.queuedUntil)} + interval '1 day'`)
  if (f.q) {
    const number = phoneNumber(f.q)
    where.push(number ? sql`c.number_hash = ${hashOf(ctx, number)}` : sql`c.unique_id = ${f.q}`)
  }
  const at = readCursor(f.cursor, 2)
  if (at) where.push(sql`(c.queued_at, c.id) < (${at[0]}::timestamptz, ${at[1]}::bigint)`)
  const { rows } =
    await sql<CallRow>`select ${columns} from ${from} where ${sql.join(where, sql` and `)} order by c.queued_at desc, c.id desc limit ${f.limit + 1}`.execute(
      ctx.tx,
    )
  return pageOf(rows, f.limit, (r) => [r.queuedAt, r.id])
}
export const readCall = async (ctx: Ctx, id: number) => {
  const { rows } = await sql<
    CallRow & {
      revision: number
      uniqueId: string | null
      extension: string | null
      matter: string | null
      note: string | null
      refused: string[]
      verifications: { level: number; outcome: 'agreed' | 'failed'; by: string; at: string }[]
      waiting: boolean
    }
  >`
    select ${columns}, c.unique_id as "uniqueId", c.extension, w.matter, w.note, coalesce(w.refused, '{}') as refused, c.id in (select b.id from (${callbacksSql(ctx)}) b) as waiting,
      coalesce((select json_agg(json_build_object('level', v.level, 'outcome', v.outcome, 'by', (select p.name from organisations.person p where p.id = v.by_person), 'at', v.at) order by v.id) from hotline.verification v where v.court_id = c.court_id and v.call_id = c.id), '[]') as verifications
    from ${from} left join hotline.wrap w on w.court_id = c.court_id and w.call_id = c.id where c.court_id = ${ctx.actor.courtId} and c.id = ${id}`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw new Fail('not-found', 404)
  return rows[0]
}

/** Days an abandoned call waits for being called back. */
const CALLBACK_DAYS = 3
/** Abandoned and not the menu's, a test or given up at once; nobody with this number got through since; the last call of a number stands for all. */
export const callbacksSql = (
  ctx: Ctx,
): RawBuilder<unknown> => sql`select c.id, case when c.number_hash is null then '' else c.number_masked end as number, c.number_hash is null as withheld, c.queued_at as "queuedAt",
    extract(epoch from c.ended_at - c.queued_at)::float8 as "waitSeconds", c.revision,
    (select count(*)::int from hotline.call o where o.court_id = c.court_id and o.number_hash = c.number_hash and o.answered_at is null and o.to_agent and o.queued_at <= c.queued_at and o.queued_at > (select bw.now()) - make_interval(days => ${sql.lit(CALLBACK_DAYS)})) as times
  from hotline.call c where c.court_id = ${ctx.actor.courtId} and c.answered_at is null and c.to_agent and c.called_back_at is null and c.ended_at is not null and c.number_hash is not null
    and coalesce(c.exclusion, '') not in ('test', 'shortAbandon', 'ivrOnly') and c.queued_at > (select bw.now()) - make_interval(days => ${sql.lit(CALLBACK_DAYS)})
    and not exists (select from hotline.call l where l.court_id = c.court_id and l.number_hash = c.number_hash and l.queued_at > c.queued_at)`
export interface Callback {
  id: number
  number: string
  withheld: boolean
  queuedAt: string
  waitSeconds: number
  times: number
  revision: number
}
/** Who has waited longest comes first. */
export const listCallbacks = async (
  ctx: Ctx,
  f: { cursor?: string | undefined; limit: number },
): Promise<{ items: Callback[]; next: string | null }> => {
  const at = readCursor(f.cursor, 2)
  const { rows } =
    await sql<Callback>`select * from (${callbacksSql(ctx)}) b ${at ? sql`where (b."queuedAt", b.id) > (${at[0]}::timestamptz, ${at[1]}::bigint)` : sql``} order by b."queuedAt", b.id limit ${f.limit + 1}`.execute(
      ctx.tx,
    )
  return pageOf(rows, f.limit, (r) => [r.queuedAt, r.id])
}

export interface CallInHand {
  id: number
  revision: number
  number: string
  queuedAt: string
  answeredAt: string
  engagementId: number
  caseId: number | null
  partyId: number | null
  level: number
  failed: number
  taskId: number | null
  taskRevision: number | null
  grantId: number | null
  alarmed: boolean
}
/** The call in the actor's own hands, with what was verified and the task that opened the case. */
export const inHand = async (ctx: Ctx, id?: number): Promise<CallInHand | null> => {
  const { rows } =
    await sql<CallInHand>`select c.id, c.revision, case when c.number_hash is null then '' else c.number_masked end as number, c.queued_at as "queuedAt", c.answered_at as "answeredAt", c.engagement_id as "engagementId", v.case_id as "caseId", v.party_id as "partyId", coalesce(v.level, 0) as level,
      (select count(*)::int from hotline.verification x where x.court_id = c.court_id and x.call_id = c.id and x.outcome = 'failed') as failed, k.id as "taskId", k.revision as "taskRevision",
      (select g.id from confidentiality.access_grant g where g.court_id = c.court_id and g.task_id = k.id and g.person_id = c.agent_id and g.ended_at is null limit 1) as "grantId",
      exists (select from hotline.alarm a where a.court_id = c.court_id and a.call_id = c.id) as alarmed
    from hotline.call c left join lateral (select x.case_id, x.party_id, x.level from hotline.verification x where x.court_id = c.court_id and x.call_id = c.id and x.outcome = 'agreed' order by x.level desc, x.id desc limit 1) v on true
    left join lateral (select t.id, t.revision from worklist.task t where t.court_id = c.court_id and t.subject_type = 'hotlineCall' and t.subject_id = c.id and t.form = 'hotline-answer' and t.assignee_id = c.agent_id and t.state in ('claimed', 'started') limit 1) k on true
    where c.court_id = ${ctx.actor.courtId} and c.agent_id = ${ctx.actor.personId} and c.ended_at is null ${id ? sql`and c.id = ${id}` : sql``} order by c.id desc limit 1`.execute(
      ctx.tx,
    )
  return rows[0] ?? null
}
/** What the level opens of the case, read under the agent's own grant: nothing once it has ended. */
export const caseFacts = async (ctx: Ctx, caseId: number, level: number): Promise<Partial<Record<CaseFact, string | null>> | null> => {
  const { rows } = await sql<
    Record<CaseFact, string | null>
  >`select c.number, d.name as division, c.procedure, c.status, c.filed_on::text as "filedOn", c.closed_on::text as "closedOn"
    from cases.case_record c left join organisations.division d on d.court_id = c.court_id and d.id = c.division_id where c.court_id = ${ctx.actor.courtId} and c.id = ${caseId}`.execute(
    ctx.tx,
  )
  return rows[0] ? opened(level, rows[0]) : null
}
export const earlier = async (ctx: Ctx, callId: number): Promise<{ number: string; kind: string; state: string; openedAt: string }[]> =>
  (
    await sql<{
      number: string
      kind: string
      state: string
      openedAt: string
    }>`select ticket_number as number, kind, state, opened_at as "openedAt" from hotline.earlier(${callId}::bigint)`.execute(ctx.tx)
  ).rows

/** The day's beginning on the court's clock. */
export const todayFrom = (ctx: Ctx): { day: string; from: Temporal.Instant } => {
  const day = toDate(ctx.now)
  return { day: day.toString(), from: day.toZonedDateTime('Asia/Shanghai').toInstant() }
}
