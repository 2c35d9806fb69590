import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { ZONE } from '../../platform/calendar/clock.ts'
import type { Ctx } from '../../platform/http/context.ts'

/** Today in Beijing, 'YYYY-MM-DD'. */
export const todayOf = (ctx: Ctx): string => ctx.now.toZonedDateTimeISO(ZONE).toPlainDate().toString()
export const dayBefore = (date: string): string => Temporal.PlainDate.from(date).subtract({ days: 1 }).toString()

/** The courts an actor's lists reach: court and system side their court and those below it, a contractor the courts it is engaged in. */
export const courtsOf = async (ctx: Ctx): Promise<number[]> => {
  const { side, courtId, contractorId, personId } = ctx.actor
  const q =
    side === 'contractor'
      ? sql<{ id: number }>`select distinct court_id as id from organisations.engagement where contractor_id = ${contractorId}`
      : side === 'system' && personId === null && courtId === null
        ? sql<{ id: number }>`select id from organisations.court`
        : sql<{ id: number }>`with recursive below(id) as (
            select id from organisations.court where id = ${courtId}
            union select c.id from organisations.court c join below b on c.parent_id = b.id)
          select id from below`
  return (await q.execute(ctx.tx)).rows.map((r) => r.id)
}

/**
 * SQL condition on `organisations.person p`: the people of the caller's courts and of the contractors engaged there (not those who work
 * only in other courts), or of the caller's own contractor.
 */
export const personInScope = (ctx: Ctx, courts: readonly number[]) =>
  ctx.actor.side === 'contractor'
    ? sql<boolean>`p.contractor_id = ${ctx.actor.contractorId}`
    : sql<boolean>`(p.court_id = any (${courts}) or (p.side = 'contractor'
        and exists (select from organisations.engagement e where e.contractor_id = p.contractor_id and e.court_id = any (${courts}))
        and (exists (select from organisations.post o where o.person_id = p.id and o.court_id = any (${courts}))
          or not exists (select from organisations.post o where o.person_id = p.id))))`
