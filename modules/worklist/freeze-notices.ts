import { sql } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'
import type { EngagementEvent } from '../organisations/public.ts'
import { notify } from './notices.ts'

interface Frozen {
  personId?: number | null
  contractorId?: number | null
  caseId?: number | null
  kind: string
}

/** Whose desk is suddenly empty is told why, and told when he may claim again: the people of a frozen contractor, or the person and his project manager (7.3.2.6). */
const tell =
  (notice: 'access-frozen' | 'access-lifted') =>
  async (ctx: Ctx, f: Frozen): Promise<void> => {
    // A freeze of one case stands on its page; a veto and a recusal have words of their own.
    if (f.kind !== 'freeze' || f.caseId) return
    const { rows } = await sql<{ name: string; people: number[] }>`with live as (
        select o.person_id, o.role, p.contractor_id from organisations.post o join organisations.person p on p.id = o.person_id
        where o.court_id = ${ctx.actor.courtId} and o.from_date <= (bw.now() at time zone 'Asia/Shanghai')::date
          and (o.until_date is null or o.until_date >= (bw.now() at time zone 'Asia/Shanghai')::date))
      select k.name, array(select distinct l.person_id from live l where l.contractor_id = k.id) as people
        from organisations.contractor k where k.id = ${f.contractorId ?? null}
      union all
      select p.name, array(select p.id union select l.person_id from live l where l.contractor_id = p.contractor_id and l.role = 'projectManager')
        from organisations.person p where p.id = ${f.personId ?? null}`.execute(ctx.tx)
    for (const { name, people } of rows) if (people.length) await notify(ctx, { personIds: people }, notice, { by: name }, '/workbench')
  }
export const tellOfFreeze = tell('access-frozen')
export const tellOfLift = tell('access-lifted')

/** A frozen or ended engagement empties the same desks. */
export const tellOfEngagement = async (ctx: Ctx, e: EngagementEvent): Promise<void> => {
  if (e.kind !== 'frozen' && e.kind !== 'unfrozen' && e.kind !== 'ended') return
  const { rows } = await sql<{
    title: string
    people: number[]
  }>`select e.title, array(select distinct o.person_id from organisations.post o
        where o.court_id = e.court_id and o.engagement_id = e.id and o.from_date <= (bw.now() at time zone 'Asia/Shanghai')::date
          and (o.until_date is null or o.until_date >= (bw.now() at time zone 'Asia/Shanghai')::date)) as people
    from organisations.engagement e where e.court_id = ${ctx.actor.courtId} and e.id = ${e.engagementId}`.execute(ctx.tx)
  for (const { title, people } of rows)
    if (people.length) await notify(ctx, { personIds: people }, `engagement-${e.kind}`, { by: title }, '/workbench')
}
