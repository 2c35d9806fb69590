import { sql } from 'kysely'
import { ZONE } from '../../platform/calendar/clock.ts'
import type { AppServices } from '../../platform/http/context.ts'
import { todayOf } from '../organisations/public.ts'
import { notify } from '../worklist/public.ts'
import { closingOf } from './places.ts'

/** Once a day, from the court's own closing time on: what should be back is told to its holder and the commissioner. A night with the server off is told in the morning. */
export const alarmOverdue = async (app: AppServices): Promise<void> => {
  const courts = await app.asSystem(
    null,
    async (ctx) => (await sql<{ id: number }>`select id from organisations.court order by id`.execute(ctx.tx)).rows,
  )
  for (const { id } of courts)
    await app.asSystem(id, async (ctx) => {
      const closed = ctx.now.toZonedDateTimeISO(ZONE).toPlainTime().toString({ smallestUnit: 'minute' }) >= (await closingOf(ctx))
      // Due today: alarmed from today's closing on; due before: alarmed when today's alarm has not been told yet.
      const { rows } = await sql<{
        id: number
        code: string
        holder: number
        caseId: number
      }>`update custody.volume v set alarmed_on = ${todayOf(ctx)}::date where v.court_id = ${id} and v.state <> 'lost' and v.return_by <= ${todayOf(ctx)}::date
          and case when ${closed} then v.alarmed_on is distinct from ${todayOf(ctx)}::date else v.return_by < ${todayOf(ctx)}::date and v.alarmed_on is null end
        returning v.id, v.code, v.holder_id as holder, v.case_id as "caseId"`.execute(ctx.tx)
      for (const v of rows) {
        await notify(ctx, { personIds: [v.holder] }, 'volume-overdue', { code: v.code }, `/custody/${v.id}`)
        await notify(ctx, { role: 'commissioner' }, 'volume-overdue', { code: v.code }, `/custody/${v.id}`)
        await ctx.audit({ verb: 'volume.overdue', objectType: 'volume', objectId: v.id, caseId: v.caseId })
      }
    })
}
