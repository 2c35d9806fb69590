import { sql } from 'kysely'
import type { z } from 'zod'
import type { Ctx } from '../../../platform/http/context.ts'
import { Fail } from '../../../platform/http/problems.ts'
import type { arrangeOp } from '../api.ts'
import { movedBefore } from '../rules.ts'
import { loadForm } from './load-form.ts'

/** Turns, moves, marks, splits or merges pages while scanning; `revision` is the batch's. Nothing is ever destroyed. Fail: stale-revision, page-unknown. */
export const arrangePages = async (ctx: Ctx, taskId: number, revision: number, b: z.output<typeof arrangeOp>): Promise<number> => {
  const { task, batch } = await loadForm(ctx, taskId, ['scan-pages', 'scan-self-check'])
  const { rows: locked } = await sql<{
    revision: number
  }>`update dossiers.batch set revision = revision + 1 where court_id = ${ctx.actor.courtId} and id = ${batch.id} and revision = ${revision} returning revision`.execute(
    ctx.tx,
  )
  if (!locked[0]) throw new Fail('stale-revision', 409, { revision: batch.revision })
  const { rows } = await sql<{
    id: number
  }>`select id from dossiers.page where court_id = ${ctx.actor.courtId} and batch_id = ${batch.id} order by position, id`.execute(ctx.tx)
  const order = rows.map((r) => r.id)
  const known = new Set(order)
  if (b.pageIds.some((id) => !known.has(id)) || (b.op === 'move' && b.before !== null && !known.has(b.before)))
    throw new Fail('page-unknown', 422)
  const these = sql`court_id = ${ctx.actor.courtId} and id = any (${b.pageIds}::bigint[])`
  switch (b.op) {
    case 'rotate':
      await sql`update dossiers.page set rotation = (rotation + ${b.by}::int) % 360 where ${these}`.execute(ctx.tx)
      break
    case 'mark':
      await sql`update dossiers.page set state = ${b.state}, state_note = ${b.note} where ${these}`.execute(ctx.tx)
      break
    case 'split':
    case 'merge':
      await sql`update dossiers.page set starts_document = ${b.op === 'split'} where ${these}`.execute(ctx.tx)
      break
    case 'move':
      await sql`update dossiers.page p set position = n.position from unnest(${movedBefore(order, b.pageIds, b.before)}::bigint[]) with ordinality n(id, position)
        where p.court_id = ${ctx.actor.courtId} and p.id = n.id and p.position <> n.position`.execute(ctx.tx)
  }
  await ctx.audit({
    verb: 'pages.arrange',
    objectType: 'batch',
    objectId: batch.id,
    caseId: batch.caseId,
    grantId: task.grant_id,
    data: { op: b.op, pages: b.pageIds.slice(0, 100) },
  })
  return locked[0].revision
}
