import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { completeTask } from '../../worklist/public.ts'
import { put, recordOf } from '../queries.ts'
import { checkAgrees, type checkOutcomes, type DefectCode, scanFinished, type Verdict } from '../rules.ts'
import { loadForm } from './load-form.ts'

const insist = (v: Verdict): void => {
  if (!v.ok) throw new Fail(v.code, 422, v.detail ?? {})
}

/** 扫描完成: nothing is being read, nothing waits for a rescan, a count that differs from the paper is explained. */
export const finishScan = async (ctx: Ctx, taskId: number, revision: number, note: string): Promise<void> => {
  const { task, batch } = await loadForm(ctx, taskId, 'scan-pages')
  const r = await recordOf(ctx, batch)
  const counted = r.receipts.at(-1)?.countedPages ?? batch.sentPages
  insist(
    scanFinished({
      kept: batch.pages - r.rescan,
      rescan: r.rescan,
      reading: r.uploads.filter((u) => u.state === 'queued' || u.state === 'running').length,
      counted,
      note,
    }),
  )
  if (note !== '') await put(ctx, 'quality_check', batch, { task_id: taskId, kind: 'scan', outcome: 'differs', note })
  await ctx.audit({
    verb: 'batch.pages',
    objectType: 'batch',
    objectId: batch.id,
    caseId: batch.caseId,
    grantId: task.grant_id,
    data: { scanned: batch.pages, counted, explained: note !== '' },
  })
  await completeTask(ctx, { taskId, revision })
}

export const selfCheck = async (
  ctx: Ctx,
  taskId: number,
  revision: number,
  b: { outcome: 'pass' | 'redo'; note: string },
): Promise<void> => {
  const { task, batch } = await loadForm(ctx, taskId, 'scan-self-check')
  const r = await recordOf(ctx, batch)
  if (b.outcome === 'pass' && r.rescan > 0) throw new Fail('rescans-open', 422, { pages: r.rescan })
  await put(ctx, 'quality_check', batch, { task_id: taskId, kind: 'self', outcome: b.outcome, note: b.note })
  await ctx.audit({
    verb: 'batch.self-check',
    objectType: 'batch',
    objectId: batch.id,
    caseId: batch.caseId,
    grantId: task.grant_id,
    data: { outcome: b.outcome },
  })
  await completeTask(ctx, { taskId, revision, variables: { selfCheck: b.outcome }, outcome: b.outcome })
}

export interface Check {
  outcome: (typeof checkOutcomes)[number]
  note: string
  defects: readonly { code: DefectCode; pageId?: number | null | undefined; note: string }[]
}
/** 组长质检 with typed defects; pages named in a rescan are marked so, the original stays. Fail: defect-missing, defects-forbid-pass, rescans-open, page-unknown. */
export const checkScan = async (ctx: Ctx, taskId: number, revision: number, b: Check): Promise<void> => {
  const { task, batch } = await loadForm(ctx, taskId, 'scan-check')
  const r = await recordOf(ctx, batch)
  insist(checkAgrees(b.outcome, b.defects, r.rescan))
  const named = [...new Set(b.defects.flatMap((d) => (d.pageId ? [d.pageId] : [])))]
  const { rows } = await sql<{
    id: number
  }>`select id from dossiers.page where court_id = ${ctx.actor.courtId} and batch_id = ${batch.id} and id = any (${named}::bigint[])`.execute(
    ctx.tx,
  )
  if (rows.length !== named.length) throw new Fail('page-unknown', 422, { field: 'defects' })
  const checkId = await put(ctx, 'quality_check', batch, { task_id: taskId, kind: 'lead', outcome: b.outcome, note: b.note })
  for (const d of b.defects) await put(ctx, 'defect', batch, { check_id: checkId, code: d.code, page_id: d.pageId ?? null, note: d.note })
  if (b.outcome === 'rescan')
    await sql`update dossiers.page set state = 'rescan', state_note = ${b.note} where court_id = ${ctx.actor.courtId} and batch_id = ${batch.id} and id = any (${named}::bigint[]) and state = 'kept'`.execute(
      ctx.tx,
    )
  await ctx.audit({
    verb: 'batch.check',
    objectType: 'batch',
    objectId: batch.id,
    caseId: batch.caseId,
    grantId: task.grant_id,
    data: { outcome: b.outcome, defects: b.defects.map((d) => d.code) },
  })
  await completeTask(ctx, { taskId, revision, variables: { check: b.outcome }, outcome: b.outcome })
}
