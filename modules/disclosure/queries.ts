import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'
import { readCursor } from '../../platform/http/cursor.ts'
import { Fail } from '../../platform/http/problems.ts'
import {
  type capacities,
  type channels,
  type ReleaseFacts,
  type ReleaseKind,
  type ReleaseState,
  type Scope,
  type ShownState,
  type tellable,
} from './rules.ts'

export const courtOf = (ctx: Ctx): number => {
  if (ctx.actor.courtId === null) throw new Fail('not-allowed', 403)
  return ctx.actor.courtId
}
const all = sql` and `

export interface ContactRow {
  id: number
  number: string
  byId: number
  by: string
  contractor: string | null
  happenedAt: string
  madeAt: string
  asker: string
  capacity: (typeof capacities)[number]
  channel: (typeof channels)[number]
  caseId: number | null
  caseNumber: string | null
  caseSaid: string | null
  asked: string
  answered: string
  toldTo: (typeof tellable)[number]
  supplements: number
}
// The case's number comes with each reading, under the reader's own right to see it.
const contact = sql`select c.id, c.number, c.by_id as "byId", p.name as by, k.name as contractor, c.happened_at as "happenedAt", c.made_at as "madeAt", c.asker, c.capacity, c.channel,
    c.case_id as "caseId", r.number as "caseNumber", c.case_said as "caseSaid", c.asked, c.answered, c.told_to as "toldTo",
    (select count(*)::int from disclosure.supplement s where s.court_id = c.court_id and s.contact_id = c.id) as supplements
  from disclosure.contact c join organisations.person p on p.id = c.by_id left join organisations.contractor k on k.id = c.contractor_id
    left join cases.case_record r on r.court_id = c.court_id and r.id = c.case_id`
export interface ContactFilter {
  capacity?: string | undefined
  channel?: string | undefined
  happenedFrom?: string | undefined
  happenedUntil?: string | undefined
  mine?: 'yes' | undefined
}
export interface Page {
  after?: string | undefined
  limit: number
}
export const selectContacts = async (ctx: Ctx, f: ContactFilter, page: Page): Promise<ContactRow[]> => {
  const where: RawBuilder<unknown>[] = [sql`c.court_id = ${courtOf(ctx)}`]
  // Said again for the index: who may see no more than his own asks for no more.
  if (f.mine || !ctx.may('disclosure.review')) where.push(sql`c.by_id = ${ctx.actor.personId}`)
  if (f.capacity) where.push(sql`c.capacity = ${f.capacity}`)
  if (f.channel) where.push(sql`c.channel = ${f.channel}`)
  if (f.happenedFrom) where.push(sql`c.happened_at >= ${f.happenedFrom}::date::timestamp at time zone 'Asia/Shanghai'`)
  if (f.happenedUntil) where.push(sql`c.happened_at < (${f.happenedUntil}::date + 1)::timestamp at time zone 'Asia/Shanghai'`)
  const at = readCursor(page.after, 2)
  if (at) where.push(sql`(c.happened_at, c.id) < (${at[0]}::timestamptz, ${at[1]}::bigint)`)
  return (
    await sql<ContactRow>`${contact} where ${sql.join(where, all)} order by c.happened_at desc, c.id desc limit ${page.limit + 1}`.execute(
      ctx.tx,
    )
  ).rows
}
export const selectContact = async (ctx: Ctx, id: number): Promise<ContactRow> => {
  const c = (await sql<ContactRow>`${contact} where c.court_id = ${courtOf(ctx)} and c.id = ${id}`.execute(ctx.tx)).rows[0]
  if (!c) throw new Fail('not-found', 404)
  return c
}
export const selectSupplements = async (ctx: Ctx, id: number) =>
  (
    await sql<{
      id: number
      by: string
      at: string
      text: string
    }>`select s.id, p.name as by, s.at, s.wording as text from disclosure.supplement s
      join organisations.person p on p.id = s.by_id where s.court_id = ${courtOf(ctx)} and s.contact_id = ${id} order by s.id limit 500`.execute(
      ctx.tx,
    )
  ).rows

export interface ReleaseRow {
  id: number
  number: string
  kind: ReleaseKind
  state: ReleaseState
  contractorId: number
  contractor: string
  engagementId: number
  recipient: string
  paperNo: string | null
  receivedAt: string | null
  notifiedAt: string | null
  caseId: number | null
  caseNumber: string | null
  caseSaid: string | null
  scope: Scope[]
  text: string
  purpose: string
  untilOn: string
  madeById: number
  madeBy: string
  madeAt: string
  decidedBy: string | null
  decidedAt: string | null
  reason: string | null
  allowed: Scope[] | null
  allowedUntil: string | null
  endedAt: string | null
  endReason: string | null
  papers: number
  times: number
  revision: number
}
const release = sql`select r.id, r.number, r.kind, r.state, r.contractor_id as "contractorId", k.name as contractor, r.engagement_id as "engagementId", r.recipient, r.paper_no as "paperNo",
    r.received_at as "receivedAt", r.notified_at as "notifiedAt", r.case_id as "caseId", c.number as "caseNumber", r.case_said as "caseSaid", r.scope, r.wording as text, r.purpose, r.until_on as "untilOn",
    r.made_by as "madeById", m.name as "madeBy", r.made_at as "madeAt", d.name as "decidedBy", r.decided_at as "decidedAt", r.reason, r.allowed, r.allowed_until as "allowedUntil",
    r.ended_at as "endedAt", r.end_reason as "endReason", r.revision,
    (select count(*)::int from disclosure.paper p where p.court_id = r.court_id and p.release_id = r.id) as papers,
    (select count(*)::int from disclosure.disclosed x where x.court_id = r.court_id and x.release_id = r.id) as times
  from disclosure.release r join organisations.contractor k on k.id = r.contractor_id left join organisations.person m on m.id = r.made_by left join organisations.person d on d.id = r.decided_by
    left join cases.case_record c on c.court_id = r.court_id and c.id = r.case_id`
export interface ReleaseFilter {
  kind?: ReleaseKind | undefined
  state?: ShownState | undefined
}
export const selectReleases = async (ctx: Ctx, f: ReleaseFilter, today: string, page: Page): Promise<ReleaseRow[]> => {
  const where: RawBuilder<unknown>[] = [sql`r.court_id = ${courtOf(ctx)}`]
  if (f.kind) where.push(sql`r.kind = ${f.kind}`)
  if (f.state === 'lapsed') where.push(sql`r.state = 'permitted' and r.allowed_until < ${today}::date`)
  else if (f.state === 'permitted') where.push(sql`r.state = 'permitted' and r.allowed_until >= ${today}::date`)
  else if (f.state) where.push(sql`r.state = ${f.state}`)
  const at = readCursor(page.after, 2)
  if (at) where.push(sql`(r.made_at, r.id) < (${at[0]}::timestamptz, ${at[1]}::bigint)`)
  return (
    await sql<ReleaseRow>`${release} where ${sql.join(where, all)} order by r.made_at desc, r.id desc limit ${page.limit + 1}`.execute(
      ctx.tx,
    )
  ).rows
}
/** Fail: not-found; stale-revision when the caller saw another. */
export const selectRelease = async (ctx: Ctx, id: number, revision?: number): Promise<ReleaseRow> => {
  const r = (await sql<ReleaseRow>`${release} where r.court_id = ${courtOf(ctx)} and r.id = ${id}`.execute(ctx.tx)).rows[0]
  if (!r) throw new Fail('not-found', 404)
  if (revision !== undefined && r.revision !== revision) throw new Fail('stale-revision', 409)
  return r
}
export const factsOf = (r: ReleaseRow): ReleaseFacts => ({
  kind: r.kind,
  state: r.state,
  madeBy: r.madeById,
  papers: r.papers,
  allowed: r.allowed,
  allowedUntil: r.allowedUntil,
})
export const selectPapers = async (ctx: Ctx, id: number) =>
  (
    await sql<{
      id: number
      name: string
      by: string
      at: string
    }>`select f.id, f.file_name as name, p.name as by, f.at from disclosure.paper f
      join organisations.person p on p.id = f.by_id where f.court_id = ${courtOf(ctx)} and f.release_id = ${id} order by f.id limit 200`.execute(
      ctx.tx,
    )
  ).rows
export const selectDisclosed = async (ctx: Ctx, id: number) =>
  (
    await sql<{
      id: number
      what: Scope
      text: string
      takenBy: string
      by: string
      happenedAt: string
    }>`select x.id, x.what, x.wording as text, x.taken_by as "takenBy",
        p.name as by, x.happened_at as "happenedAt" from disclosure.disclosed x join organisations.person p on p.id = x.by_id
      where x.court_id = ${courtOf(ctx)} and x.release_id = ${id} order by x.happened_at, x.id limit 500`.execute(ctx.tx)
  ).rows
/** A case that the actor may name: one he sees. Fail: unknown-case. */
export const standCase = async (ctx: Ctx, caseId: number | null | undefined): Promise<void> => {
  if (caseId === null || caseId === undefined) return
  const { rows } = await sql`select 1 from cases.case_record where court_id = ${courtOf(ctx)} and id = ${caseId}`.execute(ctx.tx)
  if (!rows.length) throw new Fail('unknown-case', 422, { field: 'caseId' })
}
export const nextNumber = async (ctx: Ctx, kind: 'contact' | 'release', year: string): Promise<string> =>
  (await sql<{ number: string }>`select disclosure.next_number(${courtOf(ctx)}, ${kind}, ${Number(year)}) as number`.execute(ctx.tx))
    .rows[0]!.number
