import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import { Fail } from '../../../platform/http/problems.ts'

const COLUMNS = { education: 'education', school: 'school', major: 'major', diplomaNo: 'diploma_no' } as const
export type Particular = keyof typeof COLUMNS
/** One particular of somebody who was taken on, put right at his own asking (modules/leaving, 个保法46). Fail: nothing-kept. */
export const correctAccepted = async (ctx: Ctx, personId: number, field: Particular, value: string | null): Promise<void> => {
  const column = sql.ref(COLUMNS[field])
  const found = await sql<{
    id: number
    was: string | null
  }>`select id, ${column} as was from candidates.candidate where court_id = ${ctx.actor.courtId} and person_id = ${personId} and state = 'accepted' order by id desc limit 1 for update`.execute(
    ctx.tx,
  )
  const c = found.rows[0]
  if (!c) throw new Fail('nothing-kept', 409)
  await sql`update candidates.candidate set ${column} = ${value}, revision = revision + 1 where court_id = ${ctx.actor.courtId} and id = ${c.id}`.execute(
    ctx.tx,
  )
  await ctx.audit({
    verb: 'candidate.correct',
    objectType: 'candidate',
    objectId: c.id,
    before: { [field]: c.was },
    after: { [field]: value },
    data: { field },
  })
}
