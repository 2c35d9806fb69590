import { sql, type RawBuilder } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'
import { titleOfCase } from '../cases/public.ts'

export interface GrantView {
  id: number
  personId: number
  personName: string
  side: 'court' | 'contractor'
  caseId: number
  caseNumber: string | null
  caseTitle: string | null
  taskId: number | null
  stage: string
  categories: string[]
  levels: string[]
  actions: string[]
  fromAt: string
  untilAt: string
  endedAt: string | null
  endedBecause: string | null
  reads: number
}
export interface Paging {
  cursor?: number
  limit: number
}

/** Newest first, by id. `reads`: how often the grant let somebody read. */
export const grantsWhere = async (
  ctx: Ctx,
  of: { caseId?: number; personId?: number; live?: boolean },
  p: Paging,
): Promise<{ items: GrantView[]; next: number | null }> => {
  // The page is cut first, its rows are then read by id: as one statement it was planned anew at each call, and planning took longer than running.
  const { rows: page } = await sql<{ id: number }>`select g.id from confidentiality.access_grant g where g.court_id = ${ctx.actor.courtId}
      ${of.caseId === undefined ? sql`` : sql`and g.case_id = ${of.caseId}`} ${of.personId === undefined ? sql`` : sql`and g.person_id = ${of.personId}`}
      ${of.live ? sql`and g.ended_at is null and g.until_at > (select bw.now())` : sql``} ${p.cursor ? sql`and g.id < ${p.cursor}` : sql``}
    order by g.id desc limit ${sql.lit(p.limit + 1)}`.execute(ctx.tx)
  const ids = page.map((g) => g.id)
  const { rows } =
    await sql<GrantView>`select g.id, g.person_id as "personId", p.name as "personName", g.side, g.case_id as "caseId", c.number as "caseNumber", ${titleOfCase(ctx)} as "caseTitle", g.task_id as "taskId", g.stage, g.categories, g.levels, g.actions,
      g.from_at as "fromAt", g.until_at as "untilAt", g.ended_at as "endedAt", g.ended_because as "endedBecause", 0 as reads
    from confidentiality.access_grant g join organisations.person p on p.id = g.person_id left join cases.case_record c on c.court_id = g.court_id and c.id = g.case_id
    where g.court_id = ${ctx.actor.courtId} and g.id = any (${ids}::bigint[]) order by g.id desc`.execute(ctx.tx)
  // The ledger has a part for each month: asked once for the page, it is planned once a connection; asked per row, it cost 8 ms at each call to plan.
  const { rows: reads } = await sql<{ id: number; n: number }>`select e.grant_id as id, count(*)::int as n from audit.event e
    where e.court_id = ${ctx.actor.courtId} and e.grant_id = any (${ids}::bigint[]) and e.verb like '%.read' group by 1`.execute(ctx.tx)
  const read = new Map(reads.map((r) => [r.id, r.n]))
  return cut(
    rows.map((g) => ({ ...g, reads: read.get(g.id) ?? 0 })),
    p.limit,
  )
}
const cut = <T extends { id: number }>(rows: T[], limit: number): { items: T[]; next: number | null } => {
  const items = rows.slice(0, limit)
  return { items, next: rows.length > limit ? items.at(-1)!.id : null }
}

export interface DenialView {
  id: number
  kind: 'veto' | 'freeze' | 'recusal'
  reason: string
  relation: string | null
  personId: number | null
  personName: string | null
  contractorId: number | null
  contractorName: string | null
  caseId: number | null
  caseNumber: string | null
  fromAt: string
  endedAt: string | null
  madeBy: number | null
  madeByName: string | null
  endedByName: string | null
}
export const denials = async (
  ctx: Ctx,
  p: Paging,
  where: RawBuilder<unknown> = sql`true`,
): Promise<{ items: DenialView[]; next: number | null }> => {
  const { rows } =
    await sql<DenialView>`select d.id, d.kind, d.reason, d.relation, d.person_id as "personId", p.name as "personName", d.contractor_id as "contractorId", k.name as "contractorName", d.case_id as "caseId", c.number as "caseNumber",
      d.from_at as "fromAt", d.ended_at as "endedAt", d.made_by as "madeBy", m.name as "madeByName", e.name as "endedByName"
    from confidentiality.denial d left join organisations.person p on p.id = d.person_id left join organisations.contractor k on k.id = d.contractor_id
      left join organisations.person m on m.id = d.made_by left join organisations.person e on e.id = d.ended_by
      left join cases.case_record c on c.court_id = d.court_id and c.id = d.case_id
    where d.court_id = ${ctx.actor.courtId} and ${where} ${p.cursor ? sql`and d.id < ${p.cursor}` : sql``} order by d.id desc limit ${sql.lit(p.limit + 1)}`.execute(
      ctx.tx,
    )
  return cut(rows, p.limit)
}

export interface RefusalView {
  id: number
  at: string
  personName: string | null
  code: string
  what: { zh: string; en: string } | null
  caseId: number | null
  objectName: string | null
  objectId: string
}
/** Addresses whose `:id` is a case or a person; of other things the number is all there is. */
const ofCase = (endpoint: string): boolean => /^[A-Z]+ (\/access)?\/cases\/:id(\/|$)/.test(endpoint)
const ofPerson = (endpoint: string): boolean => /^[A-Z]+ (\/access)?\/(people|persons|workforce)\/:id(\/|$)/.test(endpoint)
/** Newest first. What was asked in words; the case by number and title where its own policy shows it to the reader. */
export const refusedAccesses = async (ctx: Ctx, p: Paging): Promise<{ items: RefusalView[]; next: number | null }> => {
  const { rows } = await sql<{
    id: number
    at: string
    personName: string | null
    code: string
    endpoint: string
    objectId: string
  }>`select e.id, e.at, p.name as "personName", coalesce(e.data->>'code', '') as code, coalesce(e.data->>'endpoint', '') as endpoint, e.object_id as "objectId"
    from audit.event e left join organisations.person p on p.id = e.person_id
    where e.court_id = ${ctx.actor.courtId} and e.verb = 'access.refused' ${p.cursor ? sql`and e.id < ${p.cursor}` : sql``} order by e.id desc limit ${sql.lit(p.limit + 1)}`.execute(
    ctx.tx,
  )
  // Names for the whole page in one question; what was asked for need not exist, nor be a number.
  const ids = (is: (endpoint: string) => boolean) =>
    rows.filter((r) => is(r.endpoint) && /^[1-9]\d{0,8}$/.test(r.objectId)).map((r) => Number(r.objectId))
  const { rows: named } = await sql<{ of: 'case' | 'person'; id: number; name: string }>`
    select 'case' as of, c.id, concat_ws(' ', c.number, ${titleOfCase(ctx)}) as name from cases.case_record c where c.court_id = ${ctx.actor.courtId} and c.id = any (${ids(ofCase)}::bigint[])
    union all select 'person', p.id, p.name from organisations.person p where p.id = any (${ids(ofPerson)}::bigint[])
      and (p.court_id = ${ctx.actor.courtId} or p.contractor_id in (select contractor_id from organisations.engagement where court_id = ${ctx.actor.courtId}))`.execute(
    ctx.tx,
  )
  const names = new Map(named.map((n) => [`${n.of} ${n.id}`, n.name]))
  const page = cut(rows, p.limit)
  return {
    next: page.next,
    items: page.items.map(({ endpoint, ...r }) => {
      const aCase = ofCase(endpoint) ? names.get(`case ${r.objectId}`) : undefined
      return {
        ...r,
        what: ctx.app.summaries.get(endpoint) ?? null,
        caseId: aCase ? Number(r.objectId) : null,
        objectName: aCase ?? (ofPerson(endpoint) ? names.get(`person ${r.objectId}`) : undefined) ?? null,
      }
    }),
  }
}

/** A freeze of the actor himself or of his whole contractor, in force now: since when, not why; the reason is the court's. */
export const stopOf = async (ctx: Ctx): Promise<{ of: 'person' | 'contractor' | 'engagement'; fromAt: string | null } | null> => {
  if (ctx.actor.side !== 'contractor') return null
  const { rows } = await sql<{
    of: 'person' | 'contractor'
    fromAt: string
  }>`select case when person_id is null then 'contractor' else 'person' end as of, from_at as "fromAt"
    from confidentiality.denial where court_id = ${ctx.actor.courtId} and kind = 'freeze' and case_id is null and ended_at is null
      and (person_id = ${ctx.actor.personId} or contractor_id = ${ctx.actor.contractorId}) order by from_at limit 1`.execute(ctx.tx)
  if (rows[0]) return rows[0]
  // A frozen engagement shuts the same door: without a word of it his checklist would only say that he has no post.
  const { rows: posts } = await sql<{ frozen: boolean }>`select e.state = 'frozen' as frozen from organisations.post o
      join organisations.engagement e on e.court_id = o.court_id and e.id = o.engagement_id
    where o.court_id = ${ctx.actor.courtId} and o.person_id = ${ctx.actor.personId} and e.state <> 'ended'
      and o.from_date <= (bw.now() at time zone 'Asia/Shanghai')::date and (o.until_date is null or o.until_date >= (bw.now() at time zone 'Asia/Shanghai')::date)`.execute(
    ctx.tx,
  )
  return posts.length && posts.every((x) => x.frozen) ? { of: 'engagement', fromAt: null } : null
}
