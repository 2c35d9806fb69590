import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import { readCursor } from '../../../platform/http/cursor.ts'
import type { Role, Side } from '../rules/roles.ts'
import { personInScope } from '../scope.ts'

export interface PersonRow {
  id: number
  side: Side
  courtId: number | null
  contractorId: number | null
  organisation: string
  name: string
  staffNo: string | null
  phone: string | null
  idNoSealed: string | null
  roles: Role[]
  services: string[]
  leftOn: string | null
  revision: number
}
/** A post counts on a day when its own days and its engagement's do. */
const current = (today: string) => sql`o.from_date <= ${today}::date and (o.until_date is null or o.until_date >= ${today}::date)
  and (o.engagement_id is null or exists (select from organisations.engagement e where e.court_id = o.court_id and e.id = o.engagement_id
    and e.state <> 'ended' and e.from_date <= ${today}::date and e.until_date >= ${today}::date))`
const personColumns = (today: string) => sql`p.id, p.side, p.court_id as "courtId", p.contractor_id as "contractorId",
  coalesce((select c.name from organisations.contractor c where c.id = p.contractor_id), (select k.name from organisations.court k where k.id = p.court_id), '') as organisation,
  p.name, p.staff_no as "staffNo", p.phone, p.id_no_sealed as "idNoSealed", p.left_on as "leftOn", p.revision,
  (select coalesce(array_agg(distinct o.role order by o.role), '{}') from organisations.post o where o.person_id = p.id and ${current(today)}) as roles,
  (select coalesce(array_agg(distinct s.key order by s.key), '{}') from organisations.post o join organisations.engagement g on g.court_id = o.court_id and g.id = o.engagement_id
    cross join lateral unnest(g.services) s(key) where o.person_id = p.id and o.role in ('projectManager', 'teamLead', 'operator') and ${current(today)}
      and (o.services is null or s.key = any (o.services))) as services`

export interface PeopleFilter {
  q?: string
  side?: Side
  role?: Role
  contractorId?: number
  engagementId?: number
  divisionId?: number
  left: 'yes' | 'no'
}
const matches = (f: PeopleFilter, today: string) => {
  const parts = [f.left === 'yes' ? sql`p.left_on <= ${today}::date` : sql`(p.left_on is null or p.left_on > ${today}::date)`]
  if (f.q) parts.push(sql`(p.name like ${`%${f.q.replace(/[\\%_]/g, '\\$&')}%`} or p.staff_no = ${f.q})`)
  if (f.side) parts.push(sql`p.side = ${f.side}`)
  if (f.contractorId) parts.push(sql`p.contractor_id = ${f.contractorId}`)
  if (f.role || f.engagementId || f.divisionId)
    parts.push(sql`exists (select from organisations.post o where o.person_id = p.id and ${current(today)}
      and (${f.role ?? null}::text is null or o.role = ${f.role ?? null})
      and (${f.engagementId ?? null}::int is null or o.engagement_id = ${f.engagementId ?? null})
      and (${f.divisionId ?? null}::int is null or o.division_id = ${f.divisionId ?? null}))`)
  return sql.join(parts, sql` and `)
}

export const selectPeople = async (
  ctx: Ctx,
  courts: readonly number[],
  today: string,
  filter: PeopleFilter,
  page: { after?: string; limit: number },
): Promise<PersonRow[]> => {
  const [name, id] = readCursor(page.after, 2) ?? [null, 0]
  const found = await sql<PersonRow>`select ${personColumns(today)} from organisations.person p
    where ${personInScope(ctx, courts)} and ${matches(filter, today)} and (${name}::text is null or (p.name, p.id) > (${name}, ${id}::bigint))
    order by p.name, p.id limit ${page.limit + 1}`.execute(ctx.tx)
  return found.rows
}
/** For update: two hands on one person (posts, leaving) wait for each other. */
export const selectPerson = async (
  ctx: Ctx,
  courts: readonly number[],
  today: string,
  id: number,
  lock = false,
): Promise<PersonRow | null> => {
  if (lock) await sql`select from organisations.person where id = ${id} for no key update`.execute(ctx.tx)
  const found =
    await sql<PersonRow>`select ${personColumns(today)} from organisations.person p where p.id = ${id} and ${personInScope(ctx, courts)}`.execute(
      ctx.tx,
    )
  return found.rows[0] ?? null
}

export interface PostRow {
  id: number
  courtId: number
  courtName: string
  personId: number
  role: Role
  divisionId: number | null
  divisionName: string | null
  engagementId: number | null
  engagementTitle: string | null
  team: string | null
  services: string[] | null
  fromDate: string
  untilDate: string | null
  current: boolean
  revision: number
}
const postSelect = (today: string) => sql`select o.id, o.court_id as "courtId", k.name as "courtName", o.person_id as "personId", o.role,
    o.division_id as "divisionId", d.name as "divisionName", o.engagement_id as "engagementId", g.title as "engagementTitle", o.team, o.services,
    o.from_date as "fromDate", o.until_date as "untilDate", (${current(today)}) as current, o.revision
  from organisations.post o join organisations.court k on k.id = o.court_id
    left join organisations.division d on d.court_id = o.court_id and d.id = o.division_id
    left join organisations.engagement g on g.court_id = o.court_id and g.id = o.engagement_id`

/** Newest first; of the courts given, or all when null (a rule needs them all). */
export const selectPostsOf = async (ctx: Ctx, personId: number, courts: readonly number[] | null, today: string): Promise<PostRow[]> => {
  const found =
    await sql<PostRow>`${postSelect(today)} where o.person_id = ${personId} and (${courts}::int[] is null or o.court_id = any (${courts}))
    order by o.from_date desc, o.id desc`.execute(ctx.tx)
  return found.rows
}
export const selectPost = async (ctx: Ctx, courts: readonly number[], today: string, id: number): Promise<PostRow | null> =>
  (await sql<PostRow>`${postSelect(today)} where o.court_id = any (${courts}) and o.id = ${id} for no key update of o`.execute(ctx.tx))
    .rows[0] ?? null
