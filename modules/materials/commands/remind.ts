import { sql } from 'kysely'
import type { AppServices, Ctx } from '../../../platform/http/context.ts'
import { courtsOf } from '../../organisations/public.ts'
import { notify } from '../../worklist/public.ts'

interface Row {
  id: number
  number: string
  recipient_id: number | null
  registered_by: number
  carried_by: number | null
  urgent: boolean
  state: string
}
/** What is due soon or late is told once for each step it stands at: urgent material two hours before, all else when it is late, the pool four hours before its end and at its end. */
export const remindCourt = async (ctx: Ctx): Promise<number> => {
  const { rows } =
    await sql<Row>`update materials.intake i set told_at = bw.now() where i.court_id = ${ctx.actor.courtId} and i.direction = 'in' and (
      (i.state in ('carry', 'carried', 'refused') and i.told_at is null and i.due_at < bw.now() + case when i.urgent then interval '2 hours' else interval '0' end)
      or (i.state = 'pool' and ((i.told_at is null and i.pool_due_at < bw.now() + interval '4 hours') or (i.told_at < i.pool_due_at and i.pool_due_at < bw.now()))))
    returning i.id, i.number, i.recipient_id, i.registered_by, i.carried_by, i.urgent, i.state`.execute(ctx.tx)
  for (const m of rows) {
    const link = `/materials/${m.id}`
    if (m.state === 'pool') await notify(ctx, { personIds: [m.registered_by] }, 'material-pool-due', { number: m.number }, link)
    else if (m.state === 'carried') {
      if (m.recipient_id)
        await notify(
          ctx,
          { personIds: [m.recipient_id] },
          m.urgent ? 'material-urgent-due' : 'material-late',
          { number: m.number },
          '/materials/lists?view=mine',
        )
      if (m.urgent) await notify(ctx, { role: 'commissioner' }, 'material-urgent-due', { number: m.number }, link)
    } else
      await notify(
        ctx,
        { personIds: [m.carried_by ?? m.registered_by] },
        m.urgent ? 'material-urgent-due' : 'material-late',
        { number: m.number },
        link,
      )
  }
  return rows.length
}
export const remind = async (app: AppServices): Promise<void> => {
  for (const courtId of await app.asSystem(null, courtsOf)) await app.asSystem(courtId, remindCourt)
}
