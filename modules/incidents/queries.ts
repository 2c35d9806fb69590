import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'
import { readCursor } from '../../platform/http/cursor.ts'
import { Fail } from '../../platform/http/problems.ts'
import type { IncidentFacts, IncidentGrade, IncidentKind, IncidentState } from './rules.ts'

export const courtOf = (ctx: Ctx): number => {
  if (ctx.actor.courtId === null) throw new Fail('not-allowed', 403)
  return ctx.actor.courtId
}
export interface IncidentRow {
  id: number
  number: string
  kind: IncidentKind
  grade: IncidentGrade | null
  gradeReason: string | null
  state: IncidentState
  happenedOn: string | null
  reportedAt: string
  reporterId: number | null
  anonymous: boolean
  personId: number | null
  personName: string | null
  contractorId: number | null
  contractorName: string | null
  caseId: number | null
  caseNumber: string | null
  deviceId: number | null
  deviceName: string | null
  acknowledgedAt: string | null
  toldAt: string | null
  contractorAcknowledgedAt: string | null
  lessons: string | null
  closingBy: number | null
  reopened: number
  contained: boolean
  measures: number
  revision: number
}
const row = sql`select i.id, i.number, i.kind, i.grade, i.grade_reason as "gradeReason", i.state, i.happened_on as "happenedOn", i.reported_at as "reportedAt", i.reporter_id as "reporterId",
    i.receipt_hash is not null as anonymous, i.person_id as "personId", p.name as "personName", i.contractor_id as "contractorId", k.name as "contractorName", i.case_id as "caseId", c.number as "caseNumber",
    i.device_id as "deviceId", concat_ws(' ', b.number, nullif(b.name, '')) as "deviceName",
    i.acknowledged_at as "acknowledgedAt", i.told_at as "toldAt", i.contractor_acknowledged_at as "contractorAcknowledgedAt", i.lessons, i.closing_by as "closingBy", i.reopened, i.revision,
    exists (select from incidents.entry e where e.court_id = i.court_id and e.incident_id = i.id and e.kind = 'contained') as contained,
    (select count(*)::int from incidents.entry e where e.court_id = i.court_id and e.incident_id = i.id and e.kind = 'measure') as measures
  from incidents.incident i left join organisations.person p on p.id = i.person_id left join organisations.contractor k on k.id = i.contractor_id
    left join cases.case_record c on c.court_id = i.court_id and c.id = i.case_id
    left join badges.piece b on b.court_id = i.court_id and b.id = i.device_id`

export interface IncidentFilter {
  kind?: string | undefined
  grade?: string | undefined
  state?: string | undefined
  mine?: 'yes' | undefined
}
export const selectIncidents = async (
  ctx: Ctx,
  f: IncidentFilter,
  page: { after?: string | undefined; limit: number },
): Promise<IncidentRow[]> => {
  const where: RawBuilder<unknown>[] = [sql`i.court_id = ${courtOf(ctx)}`]
  if (f.kind) where.push(sql`i.kind = ${f.kind}`)
  if (f.grade) where.push(sql`i.grade = ${f.grade}`)
  if (f.state) where.push(sql`i.state = ${f.state}`)
  if (f.mine) where.push(sql`i.reporter_id = ${ctx.actor.personId}`)
  const at = readCursor(page.after, 2)
  if (at) where.push(sql`(i.reported_at, i.id) < (${at[0]}::timestamptz, ${at[1]}::bigint)`)
  return (
    await sql<IncidentRow>`${row} where ${sql.join(where, sql` and `)} order by i.reported_at desc, i.id desc limit ${page.limit + 1}`.execute(
      ctx.tx,
    )
  ).rows
}
/** Fail: not-found; stale-revision when the caller saw another. */
export const selectIncident = async (ctx: Ctx, id: number, revision?: number): Promise<IncidentRow> => {
  const i = (await sql<IncidentRow>`${row} where i.court_id = ${courtOf(ctx)} and i.id = ${id}`.execute(ctx.tx)).rows[0]
  if (!i) throw new Fail('not-found', 404)
  if (revision !== undefined && i.revision !== revision) throw new Fail('stale-revision', 409)
  return i
}
export const factsOf = (i: IncidentRow): IncidentFacts => ({
  state: i.state,
  grade: i.grade,
  acknowledged: i.acknowledgedAt !== null,
  told: i.toldAt !== null,
  contractorAcknowledged: i.contractorAcknowledgedAt !== null,
  contractorId: i.contractorId,
  measures: i.measures,
  closingBy: i.closingBy,
})
/** Whoever handles it sees all, others what is told them. */
export const handles = (ctx: Ctx): boolean => ctx.may('incidents.handle') || ctx.actor.roles.includes('securityAuditor')

export interface EntryRow {
  id: number
  kind: typeof import('./rules.ts').entryKinds[number]
  text: string
  openTo: 'court' | 'contractor' | 'reporter' | 'all'
  by: string | null
  at: string
  fileName: string | null
  sha256: string | null
  denialId: number | null
}
export const selectEntries = async (ctx: Ctx, id: number): Promise<EntryRow[]> =>
  (
    await sql<EntryRow>`select e.id, e.kind, e.wording as text, e.open_to as "openTo", p.name as by, e.at, e.file_name as "fileName", e.file_sha256 as sha256, e.denial_id as "denialId"
      from incidents.entry e left join organisations.person p on p.id = e.by_id where e.court_id = ${courtOf(ctx)} and e.incident_id = ${id} order by e.id limit 1000`.execute(
      ctx.tx,
    )
  ).rows
/** Freezes made here, and whether they still hold. */
export const selectFreezes = async (ctx: Ctx, id: number) =>
  (
    await sql<{
      what: 'person' | 'contractor' | 'case' | 'device'
      live: boolean
    }>`select what, live from (
        select e.id, case when d.person_id is not null then 'person' when d.contractor_id is not null then 'contractor' else 'case' end as what, d.ended_at is null as live
          from incidents.entry e join confidentiality.denial d on d.court_id = e.court_id and d.id = e.denial_id where e.court_id = ${courtOf(ctx)} and e.incident_id = ${id}
        union all select e.id, 'device', b.returned_at is null and b.lost_at is null
          from incidents.entry e join badges.piece b on b.court_id = e.court_id and b.id = e.device_id where e.court_id = ${courtOf(ctx)} and e.incident_id = ${id}) x order by id`.execute(
      ctx.tx,
    )
  ).rows
/** Grants that held on the day it happened (that of the report, when nobody knows): who could see what (7.3.2.6). */
export const selectReach = async (ctx: Ctx, i: IncidentRow) => {
  if (i.personId === null && i.contractorId === null && i.caseId === null && i.deviceId === null) return []
  const from = sql`coalesce(${i.happenedOn}::date::timestamp at time zone 'Asia/Shanghai', ${i.reportedAt}::timestamptz)`
  const until = sql`coalesce((${i.happenedOn}::date + 1)::timestamp at time zone 'Asia/Shanghai', ${i.reportedAt}::timestamptz)`
  // Of a device: what was open to whoever had it in hand then, whoever has it now.
  const byDevice =
    i.deviceId === null
      ? sql`false`
      : sql`g.person_id in (select h.person_id from badges.piece d join badges.piece h on h.court_id = d.court_id and h.kind = d.kind and h.number = d.number
          where d.court_id = ${courtOf(ctx)} and d.id = ${i.deviceId} and h.issued_at <= ${until} and coalesce(h.returned_at, h.lost_at, 'infinity') >= ${from})`
  const byWhom =
    i.personId !== null ? sql`g.person_id = ${i.personId}` : i.contractorId !== null ? sql`p.contractor_id = ${i.contractorId}` : sql`true`
  // A device brings its contractor along: then it is the narrower of the two.
  const of = i.deviceId !== null && i.personId === null ? byDevice : sql`(${byWhom} or ${byDevice})`
  const on = i.caseId !== null ? sql`g.case_id = ${i.caseId}` : sql`true`
  return (
    await sql<{
      id: number
      personId: number
      personName: string
      caseId: number
      caseNumber: string | null
      stage: string
      fromAt: string
      untilAt: string
    }>`
      select g.id, g.person_id as "personId", p.name as "personName", g.case_id as "caseId", c.number as "caseNumber", g.stage, g.from_at as "fromAt", coalesce(g.ended_at, g.until_at) as "untilAt"
      from confidentiality.access_grant g join organisations.person p on p.id = g.person_id left join cases.case_record c on c.court_id = g.court_id and c.id = g.case_id
      where g.court_id = ${courtOf(ctx)} and ${of} and ${on}
        and g.from_at <= ${until} and coalesce(g.ended_at, g.until_at) >= ${from}
      order by g.id desc limit 200`.execute(ctx.tx)
  ).rows
}
export const addLine = async (
  ctx: Ctx,
  incidentId: number,
  e: {
    kind: EntryRow['kind']
    text?: string
    openTo?: EntryRow['openTo']
    denialId?: number
    deviceId?: number
    file?: { name: string; sha256: string; size: number; type: string }
  },
): Promise<number> =>
  (
    await sql<{
      id: number
    }>`insert into incidents.entry (court_id, incident_id, kind, wording, open_to, by_id, denial_id, device_id, file_name, file_sha256, file_size, file_type)
      values (${courtOf(ctx)}, ${incidentId}, ${e.kind}, ${e.text ?? ''}, ${e.openTo ?? 'court'}, ${ctx.actor.personId}, ${e.denialId ?? null}, ${e.deviceId ?? null},
        ${e.file?.name ?? null}, ${e.file?.sha256 ?? null}, ${e.file?.size ?? null}, ${e.file?.type ?? null}) returning id`.execute(ctx.tx)
  ).rows[0]!.id
