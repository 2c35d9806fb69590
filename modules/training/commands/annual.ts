import { sql } from 'kysely'
import type { AppServices, Ctx } from '../../../platform/http/context.ts'
import { addSubjects, fulfilDuty, withdrawSubject } from '../../duties/public.ts'
import { todayOf } from '../../organisations/public.ts'
import { ANNUAL } from '../duties.ts'
import { selectShortfalls } from './shortfalls.ts'

/** Who works here today owes the year's days; who does not any more owes nothing. Told again it changes nothing. */
export const settleAnnual = async (ctx: Ctx, personId: number): Promise<void> => {
  const courtId = ctx.actor.courtId
  if (courtId === null) return
  const today = todayOf(ctx)
  const { rows } = await sql<{
    engagementId: number
  }>`select o.engagement_id as "engagementId" from organisations.post o join organisations.engagement e on e.court_id = o.court_id and e.id = o.engagement_id
      join organisations.person p on p.id = o.person_id
    where o.court_id = ${courtId} and o.person_id = ${personId} and o.side = 'contractor' and o.from_date <= ${today}::date and (o.until_date is null or o.until_date >= ${today}::date)
      and e.state <> 'ended' and (p.left_on is null or p.left_on > ${today}::date) order by o.from_date desc, o.id desc limit 1`.execute(
    ctx.tx,
  )
  const here = rows[0]
  if (!here) {
    await withdrawSubject(ctx, 'person', personId, { keys: [ANNUAL], because: 'no-post' })
    return
  }
  await addSubjects(ctx, ANNUAL, [{ id: personId, engagementId: here.engagementId, since: today }])
  const done = await sql<{ year: number; fact: number }>`select extract(year from on_date)::int as year, max(id) as fact from workforce.fact
    where court_id = ${courtId} and person_id = ${personId} and kind = 'training' and phase = 'inService' and passed and revoked_at is null group by 1`.execute(
    ctx.tx,
  )
  for (const { year, fact } of done.rows)
    if ((await selectShortfalls(ctx, courtId, { year, personId }, null))[0]?.state === 'met')
      await fulfilDuty(ctx, ANNUAL, personId, { period: String(year) }, { type: 'fact', id: fact })
}

/** Each night, and so after an upgrade too: posts that begin or end by their date, facts seen by nobody who may read them all. */
export const settleAnnualOfAll = async (app: AppServices): Promise<void> => {
  const courts = await app.asSystem(
    null,
    async (ctx) => (await sql<{ id: number }>`select id from organisations.court order by id`.execute(ctx.tx)).rows,
  )
  for (const { id } of courts)
    await app.asSystem(id, async (ctx) => {
      const people = await sql<{
        id: number
      }>`select distinct person_id as id from organisations.post where court_id = ${id} and side = 'contractor'
        and (until_date is null or until_date >= ${todayOf(ctx)}::date - 7)`.execute(ctx.tx)
      for (const p of people.rows) await settleAnnual(ctx, p.id)
    })
}
