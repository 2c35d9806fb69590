import { sql } from 'kysely'
import type { z } from 'zod'
import type { Ctx } from '../../../platform/http/context.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { completeTask } from '../../worklist/public.ts'
import type { entryInput } from '../api.ts'
import { countingPages, put, recordOf } from '../queries.ts'
import { rangesCover } from '../rules.ts'
import { loadForm } from './load-form.ts'

/**
 * 编目: entries over all the pages the cataloguer sees, replacing his earlier ones; what the clerk has put in the secondary volume is neither
 * shown to him nor touched. Fail: range-wrong, range-overlaps, range-gap.
 */
export const saveCatalogue = async (
  ctx: Ctx,
  taskId: number,
  revision: number,
  entries: readonly z.output<typeof entryInput>[],
): Promise<void> => {
  const { task, batch } = await loadForm(ctx, taskId, 'scan-catalogue')
  const pages = await countingPages(ctx, batch.id)
  const sorted = [...entries].sort((a, b) => a.from - b.from)
  const verdict = rangesCover(sorted, pages.length)
  if (!verdict.ok) throw new Fail(verdict.code, 422, verdict.detail ?? {})
  await sql`delete from dossiers.entry where court_id = ${ctx.actor.courtId} and batch_id = ${batch.id} and volume <> 'secondary'`.execute(
    ctx.tx,
  )
  const doubtful: number[] = []
  for (const e of sorted) {
    const id = await put(ctx, 'entry', batch, {
      name: e.name,
      category: e.category,
      volume: e.volume,
      submitter: e.submitter,
      submitted_on: e.submittedOn ?? null,
    })
    const range = pages.slice(e.from - 1, e.to)
    if (e.volume === 'doubtful') doubtful.push(...range)
    await sql`update dossiers.page set entry_id = ${id}, category = ${e.volume === 'main' ? e.category : null} where court_id = ${ctx.actor.courtId} and id = any (${range}::bigint[])`.execute(
      ctx.tx,
    )
  }
  const volumes = doubtful.length > 0 ? 'doubtful' : 'clear'
  await ctx.audit({
    verb: 'batch.catalogue',
    objectType: 'batch',
    objectId: batch.id,
    caseId: batch.caseId,
    grantId: task.grant_id,
    after: sorted,
    data: { entries: sorted.length, doubtful: doubtful.length },
  })
  await completeTask(ctx, { taskId, revision, variables: { volumes }, outcome: volumes })
}

export interface VolumeDecisions {
  outcome: 'settled' | 'recatalogue'
  note: string
  decisions: readonly { entryId: number; volume: 'main' | 'secondary' }[]
}
/** 正副卷认定 in the clerk's own name (4.1): what is secondary is from now on out of every outsourced person's sight. Fail: entry-unknown, entries-undecided. */
export const decideVolume = async (ctx: Ctx, taskId: number, revision: number, b: VolumeDecisions): Promise<void> => {
  const { task, batch } = await loadForm(ctx, taskId, 'scan-volume-decision')
  const doubtful = (await recordOf(ctx, batch)).entries.filter((e) => e.volume === 'doubtful')
  for (const d of b.decisions) {
    const entry = doubtful.find((e) => e.id === d.entryId)
    if (!entry) throw new Fail('entry-unknown', 422, { field: 'decisions' })
    const category = d.volume === 'secondary' ? 'secondaryVolume' : entry.category
    await sql`update dossiers.entry set volume = ${d.volume}, category = ${category} where court_id = ${ctx.actor.courtId} and id = ${entry.id}`.execute(
      ctx.tx,
    )
    await sql`update dossiers.page set category = ${category} where court_id = ${ctx.actor.courtId} and entry_id = ${entry.id}`.execute(
      ctx.tx,
    )
    await put(ctx, 'volume_decision', batch, { task_id: taskId, entry_id: entry.id, entry_name: entry.name, volume: d.volume })
  }
  const open = doubtful.length - new Set(b.decisions.map((d) => d.entryId)).size
  if (b.outcome === 'settled' && open > 0) throw new Fail('entries-undecided', 422, { entries: open })
  await put(ctx, 'quality_check', batch, { task_id: taskId, kind: 'volume', outcome: b.outcome, note: b.note })
  await ctx.audit({
    verb: 'batch.volume-decision',
    objectType: 'batch',
    objectId: batch.id,
    caseId: batch.caseId,
    grantId: task.grant_id,
    data: { outcome: b.outcome, secondary: b.decisions.filter((d) => d.volume === 'secondary').length },
  })
  await completeTask(ctx, { taskId, revision, variables: { volume: b.outcome }, outcome: b.outcome })
}
