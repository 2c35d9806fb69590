import type { Temporal } from 'temporal-polyfill'
import { completeTask, deliverMessage, startItem } from '../../modules/worklist/public.ts'
import type { Filed } from './filing-story.ts'
import type { Player } from './people.ts'
import { act, anyone, count, type Course, type Item, pass, passDays, step } from './world.ts'

const operator = (c: Course) => (): Player => anyone(c, 'operator', { team: 'scan' })
const lead = (c: Course) => (): Player => anyone(c, 'teamLead', { team: 'scan' })

/** 编目扫描 by the process alone: hand-over, count, scan, two checks, catalogue, originals back; with slips, rescans and doubtful volumes. */
export async function* scanDossier(c: Course, f: Filed): AsyncGenerator<Temporal.Instant, void, void> {
  const r = c.random
  yield* pass(c, 60)
  const started = await act(c, f.clerk, (ctx) =>
    startItem(ctx, {
      key: 'scan-catalogue',
      caseId: f.caseId,
      subjectType: 'case',
      subjectId: f.caseId,
      engagementId: c.world.court.engagementId,
      variables: { handedOverAt: ctx.now.toString() },
    }),
  )
  count(c.world, 'batches')
  const item: Item = { type: 'case', id: f.caseId }
  const done = (form: string, minutes: number, who: () => Player, variables: Record<string, string>, outcome?: string) =>
    step(c, item, form, who, minutes, (ctx, task) =>
      completeTask(ctx, { taskId: task.id, revision: task.revision, variables, outcome: outcome ?? null }),
    )
  async function* sendBack(): AsyncGenerator<Temporal.Instant, void, void> {
    yield* done('scan-return-slip', 30, operator(c), {})
    count(c.world, 'scansReturned')
    yield* passDays(c, r.int(1, 4))
    await act(c, f.clerk, (ctx) => deliverMessage(ctx, started.instanceId, 'resubmitted', { resubmittedAt: ctx.now.toString() }))
  }
  if (r.chance(0.04)) yield* passDays(c, r.int(2, 3))
  const mismatch = r.chance(0.05)
  yield* done('scan-receive', 30, operator(c), { receipt: mismatch ? 'mismatch' : 'matched' })
  if (mismatch) {
    yield* sendBack()
    yield* done('scan-receive', 20, operator(c), { receipt: 'matched' })
  }
  for (let redo = r.chance(0.08); ; redo = false) {
    yield* done('scan-pages', 60, operator(c), {})
    yield* done('scan-self-check', 15, operator(c), { selfCheck: 'pass' })
    yield* done('scan-check', 30, lead(c), { check: redo ? 'rescan' : 'pass' }, redo ? 'rescan' : 'pass')
    if (!redo) break
    count(c.world, 'rescans')
  }
  const doubtful = r.chance(0.06)
  yield* done('scan-catalogue', 45, operator(c), { volumes: doubtful ? 'doubtful' : 'clear' })
  if (doubtful) yield* done('scan-volume-decision', 60, () => f.clerk, { volume: 'settled' })
  yield* done('scan-return-originals', 90, operator(c), {})
  count(c.world, 'mounted')
}
