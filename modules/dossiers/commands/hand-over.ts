import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { toDate } from '../../../platform/calendar/zoned.ts'
import type { Ctx } from '../../../platform/http/context.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { findCase } from '../../cases/public.ts'
import { dueAfterStandstill, dueAt, parseDue } from '../../processes/public.ts'
import { deliverMessage, startItem } from '../../worklist/public.ts'
import { clockOf, engagements, findBatch, put, putEvent } from '../queries.ts'
import { batchNumber, type nodes } from '../rules.ts'

export interface NewBatch {
  caseId: number
  node: (typeof nodes)[number]
  pages: number
  note: string
  engagementId?: number | null | undefined
}

/** Mount due: one working day from the signed hand-over (indicator b; domain notes §1.1 ②). */
const mountDue = (ctx: Ctx): string =>
  dueAt(parseDue('P1WD')!, { openedAt: ctx.now, variables: {}, closedAt: {} }, ctx.calendar).at.toString()

/** After a return slip the clock goes on with what was left of it. */
export const movedDue = async (ctx: Ctx, batchId: number): Promise<string> => {
  const { dueAt: due, stoppedAt } = await clockOf(ctx, batchId)
  return stoppedAt === null
    ? due
    : dueAfterStandstill(Temporal.Instant.from(due), Temporal.Instant.from(stoppedAt), ctx.now, ctx.calendar).toString()
}

/** A batch with its number, and the work begun. Fail: not-found, no-engagement. */
export const handOver = async (ctx: Ctx, b: NewBatch): Promise<{ id: number; number: string }> => {
  const record = await findCase(ctx, b.caseId)
  if (!record) throw new Fail('not-found', 404)
  const engaged = await engagements(ctx)
  const engagement = b.engagementId ? engaged.find((e) => e.id === b.engagementId) : engaged.length === 1 ? engaged[0] : undefined
  if (!engagement) throw new Fail('no-engagement', 422, { field: 'engagementId', count: engaged.length })
  const day = toDate(ctx.now).toString()
  // One number after the other: two hand-overs at once wait for each other, not for anything else.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`dossiers.batch ${ctx.actor.courtId} ${day}`}, 0))`.execute(ctx.tx)
  const { rows: last } = await sql<{ n: number }>`select dossiers.batches_of_day(${batchNumber(day, 0).slice(0, 11)}) as n`.execute(ctx.tx)
  const number = batchNumber(day, last[0]!.n + 1)
  const { rows } = await sql<{
    id: number
  }>`insert into dossiers.batch (court_id, number, case_id, node, sent_pages, note, engagement_id, sender_id, handed_over_at)
    values (${ctx.actor.courtId}, ${number}, ${b.caseId}, ${b.node}, ${b.pages}, ${b.note}, ${engagement.id}, ${ctx.actor.personId}, bw.now()) returning id`.execute(
    ctx.tx,
  )
  const id = rows[0]!.id
  await putEvent(ctx, { batchId: id, caseId: b.caseId, kind: 'handedOver', dueAt: mountDue(ctx) })
  await ctx.audit({
    verb: 'batch.hand-over',
    objectType: 'batch',
    objectId: id,
    caseId: b.caseId,
    data: { number, pages: b.pages, node: b.node },
  })
  await startItem(ctx, {
    key: 'scan-catalogue',
    caseId: b.caseId,
    subjectType: 'batch',
    subjectId: id,
    engagementId: engagement.id,
    variables: { handedOverAt: ctx.now.toString() },
  })
  return { id, number }
}

/** The sender completes a returned batch: the clock runs again. Fail: not-found, not-returned. */
export const resubmit = async (ctx: Ctx, batchId: number, b: { pages: number; note: string }): Promise<void> => {
  const batch = await findBatch(ctx, batchId)
  if (batch.state !== 'stopped') throw new Fail('not-returned', 409)
  await put(ctx, 'resubmission', batch, { sent_pages: b.pages, note: b.note })
  await ctx.audit({ verb: 'batch.resubmit', objectType: 'batch', objectId: batchId, caseId: batch.caseId, data: { pages: b.pages } })
  await deliverMessage(ctx, batch.instanceId, 'resubmitted', {
    resubmittedAt: ctx.now.toString(),
    mountDueAt: await movedDue(ctx, batchId),
  })
}
