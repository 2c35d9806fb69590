import { sql } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'

/**
 * Exposure (7.3.2.2): stages of the case one person has touched ÷ stages of the case so far, were he also given `stage`.
 * A case's first stages are few, so the share only counts once the case has at least four (a court may set the cap per engagement).
 */
export const exposureOf = async (
  ctx: Ctx,
  personId: number,
  caseId: number,
  stage: string,
  stagesOfCase: number,
): Promise<{ touched: number; of: number; share: number }> => {
  const { rows } = await sql<{ touched: number }>`select count(distinct stage)::int as touched from (
      select stage from confidentiality.access_grant where court_id = ${ctx.actor.courtId} and case_id = ${caseId} and person_id = ${personId}
      union select ${stage}) s`.execute(ctx.tx)
  const touched = rows[0]?.touched ?? 1
  const of = Math.max(stagesOfCase, 1)
  return { touched, of, share: touched / of }
}

/** What outsourced people have touched of a case so far, most first (7.3.2.2: computed, capped and reported). */
export const exposureOfCase = async (
  ctx: Ctx,
  caseId: number,
): Promise<{ personId: number; personName: string; touched: number; of: number; cap: number | null }[]> => {
  const { rows } = await sql<{ personId: number; personName: string; touched: number; of: number; cap: string | null }>`
    select g.person_id as "personId", p.name as "personName", count(distinct g.stage)::int as touched,
      greatest((select count(distinct s.stage)::int from processes.published_stage s where s.court_id is null or s.court_id = ${ctx.actor.courtId}), 1) as of,
      (select max(e.exposure_cap) from organisations.post o join organisations.engagement e on e.court_id = o.court_id and e.id = o.engagement_id
        where o.court_id = ${ctx.actor.courtId} and o.person_id = g.person_id and e.state = 'active') as cap
    from confidentiality.access_grant g join organisations.person p on p.id = g.person_id
    where g.court_id = ${ctx.actor.courtId} and g.case_id = ${caseId} and g.side = 'contractor' group by 1, 2 order by 3 desc, 2 limit 50`.execute(
    ctx.tx,
  )
  return rows.map((r) => ({ ...r, cap: r.cap === null ? null : Number(r.cap) }))
}

/** The other way round: the cases of which one outsourced person has come to see most. The number shows only where the reader may read the case. */
export const exposureOfPerson = async (
  ctx: Ctx,
  personId: number,
): Promise<{ caseId: number; caseNumber: string | null; touched: number; of: number; cap: number | null }[]> => {
  const { rows } = await sql<{ caseId: number; caseNumber: string | null; touched: number; of: number; cap: string | null }>`
    with most as materialized (select g.case_id, count(distinct g.stage)::int as touched from confidentiality.access_grant g
      where g.court_id = ${ctx.actor.courtId} and g.person_id = ${personId} and g.side = 'contractor' group by 1 order by 2 desc, 1 desc limit 20)
    select m.case_id as "caseId", c.number as "caseNumber", m.touched,
      greatest((select count(distinct s.stage)::int from processes.published_stage s where s.court_id is null or s.court_id = ${ctx.actor.courtId}), 1) as of,
      (select max(e.exposure_cap) from organisations.post o join organisations.engagement e on e.court_id = o.court_id and e.id = o.engagement_id
        where o.court_id = ${ctx.actor.courtId} and o.person_id = ${personId} and e.state = 'active') as cap
    from most m left join cases.case_record c on c.court_id = ${ctx.actor.courtId} and c.id = m.case_id order by m.touched desc, m.case_id desc`.execute(
    ctx.tx,
  )
  return rows.map((r) => ({ ...r, cap: r.cap === null ? null : Number(r.cap) }))
}
