import { sql } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'

/** The volumes somebody still holds here, by their labels: he is not signed off before they are back (modules/leaving). */
export const volumesHeldBy = async (ctx: Ctx, personId: number): Promise<{ id: number; code: string; place: string }[]> =>
  (await sql<{ id: number; code: string; place: string }>`select id, code, place from custody.held_by(${personId})`.execute(ctx.tx)).rows
