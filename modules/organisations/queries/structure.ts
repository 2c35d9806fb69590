import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import { readCursor } from '../../../platform/http/cursor.ts'
import type { CourtLevel, DivisionKind, EngagementState } from '../rules/structure.ts'

export interface CourtRow {
  id: number
  parentId: number | null
  code: string
  name: string
  level: CourtLevel
  revision: number
}
const courtColumns = sql`id, parent_id as "parentId", code, name, level, revision`
const like = (q: string): string => `%${q.replace(/[\\%_]/g, '\\$&')}%`

interface Page {
  after?: string
  limit: number
}
export const selectCourts = async (ctx: Ctx, courts: readonly number[], q: string | undefined, page: Page): Promise<CourtRow[]> => {
  const [code] = readCursor(page.after, 1) ?? [null]
  const found = await sql<CourtRow>`select ${courtColumns} from organisations.court
    where id = any (${courts}) and (${code}::text is null or code > ${code}) and (${q ?? null}::text is null or name like ${like(q ?? '')} or code like ${like(q ?? '')})
    order by code limit ${page.limit + 1}`.execute(ctx.tx)
  return found.rows
}
export const selectCourt = async (ctx: Ctx, id: number): Promise<CourtRow | null> =>
  (await sql<CourtRow>`select ${courtColumns} from organisations.court where id = ${id}`.execute(ctx.tx)).rows[0] ?? null

/** The court and all courts above it, nearest first. */
export const selectCourtAndAbove = async (ctx: Ctx, id: number): Promise<number[]> =>
  (
    await sql<{ id: number }>`with recursive up(id, parent_id, depth) as (
        select id, parent_id, 0 from organisations.court where id = ${id}
        union select c.id, c.parent_id, up.depth + 1 from organisations.court c join up on c.id = up.parent_id)
      select id from up order by depth`.execute(ctx.tx)
  ).rows.map((r) => r.id)

export interface DivisionRow {
  id: number
  courtId: number
  name: string
  kind: DivisionKind
  closedOn: string | null
  revision: number
}
const divisionColumns = sql`id, court_id as "courtId", name, kind, closed_on as "closedOn", revision`
export const selectDivisions = async (ctx: Ctx, courtId: number, closed: boolean, today: string, page: Page): Promise<DivisionRow[]> => {
  const [id] = readCursor(page.after, 1) ?? [0]
  const found = await sql<DivisionRow>`select ${divisionColumns} from organisations.division
    where court_id = ${courtId} and id > ${id} and (${closed} or closed_on is null or closed_on > ${today}::date) order by id limit ${page.limit + 1}`.execute(
    ctx.tx,
  )
  return found.rows
}
export const selectDivision = async (ctx: Ctx, courts: readonly number[], id: number): Promise<DivisionRow | null> =>
  (
    await sql<DivisionRow>`select ${divisionColumns} from organisations.division where court_id = any (${courts}) and id = ${id}`.execute(
      ctx.tx,
    )
  ).rows[0] ?? null

export interface ContractorRow {
  id: number
  name: string
  uscc: string
  revision: number
  engagements: number
  people: number
}
const contractorColumns = (courts: readonly number[]) => sql`c.id, c.name, c.uscc, c.revision,
  (select count(*)::int from organisations.engagement e where e.contractor_id = c.id and e.court_id = any (${courts}) and e.state <> 'ended') as engagements,
  (select count(distinct o.person_id)::int from organisations.post o join organisations.person p on p.id = o.person_id
    where p.contractor_id = c.id and o.court_id = any (${courts}) and p.left_on is null) as people`

export const selectContractors = async (
  ctx: Ctx,
  courts: readonly number[],
  q: string | undefined,
  page: Page,
): Promise<ContractorRow[]> => {
  const [name, id] = readCursor(page.after, 2) ?? [null, 0]
  const own = ctx.actor.side === 'contractor' ? ctx.actor.contractorId : null
  const found = await sql<ContractorRow>`select ${contractorColumns(courts)} from organisations.contractor c
    where (${own}::int is null or c.id = ${own}) and (${q ?? null}::text is null or c.name like ${like(q ?? '')} or c.uscc like ${like((q ?? '').toUpperCase())})
      and (${name}::text is null or (c.name, c.id) > (${name}, ${id}::int)) order by c.name, c.id limit ${page.limit + 1}`.execute(ctx.tx)
  return found.rows
}
export const selectContractor = async (ctx: Ctx, courts: readonly number[], id: number): Promise<ContractorRow | null> => {
  const own = ctx.actor.side === 'contractor' ? ctx.actor.contractorId : null
  const found = await sql<ContractorRow>`select ${contractorColumns(courts)} from organisations.contractor c
    where c.id = ${id} and (${own}::int is null or c.id = ${own})`.execute(ctx.tx)
  return found.rows[0] ?? null
}

export interface EngagementRow {
  id: number
  courtId: number
  courtName: string
  contractorId: number
  contractorName: string
  title: string
  fromDate: string
  untilDate: string
  services: string[]
  minStaff: number
  staff: number
  exposureCap: number
  state: EngagementState
  stateReason: string | null
  frozenBy: number | null
  frozenByName: string | null
  revision: number
}
const engagementSelect = (
  today: string,
) => sql`select e.id, e.court_id as "courtId", k.name as "courtName", e.contractor_id as "contractorId",
    c.name as "contractorName", e.title, e.from_date as "fromDate", e.until_date as "untilDate", e.services, e.min_staff as "minStaff",
    (select count(distinct o.person_id)::int from organisations.post o join organisations.person p on p.id = o.person_id
      where o.court_id = e.court_id and o.engagement_id = e.id and o.from_date <= ${today}::date and (o.until_date is null or o.until_date >= ${today}::date)
        and (p.left_on is null or p.left_on > ${today}::date)) as staff,
    e.exposure_cap::float8 as "exposureCap", e.state, e.state_reason as "stateReason", e.frozen_by as "frozenBy",
    (select f.name from organisations.person f where f.id = e.frozen_by) as "frozenByName", e.revision
  from organisations.engagement e join organisations.contractor c on c.id = e.contractor_id join organisations.court k on k.id = e.court_id`
const ownOnly = (ctx: Ctx) => (ctx.actor.side === 'contractor' ? sql`e.contractor_id = ${ctx.actor.contractorId}` : sql`true`)

export const selectEngagements = async (
  ctx: Ctx,
  courts: readonly number[],
  today: string,
  filter: { contractorId?: number; courtId?: number; state?: EngagementState },
  page: Page,
): Promise<EngagementRow[]> => {
  const [id] = readCursor(page.after, 1) ?? [null]
  const found = await sql<EngagementRow>`${engagementSelect(today)}
    where e.court_id = any (${courts}) and ${ownOnly(ctx)} and (${id}::int is null or e.id < ${id})
      and (${filter.contractorId ?? null}::int is null or e.contractor_id = ${filter.contractorId ?? null})
      and (${filter.courtId ?? null}::int is null or e.court_id = ${filter.courtId ?? null})
      and (${filter.state ?? null}::text is null or e.state = ${filter.state ?? null})
    order by e.id desc limit ${page.limit + 1}`.execute(ctx.tx)
  return found.rows
}
export const selectEngagement = async (ctx: Ctx, courts: readonly number[], today: string, id: number): Promise<EngagementRow | null> => {
  const found =
    await sql<EngagementRow>`${engagementSelect(today)} where e.court_id = any (${courts}) and e.id = ${id} and ${ownOnly(ctx)}`.execute(
      ctx.tx,
    )
  return found.rows[0] ?? null
}
