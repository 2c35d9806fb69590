import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { atTime } from '../../../platform/calendar/zoned.ts'
import type { Ctx } from '../../../platform/http/context.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { type CaseRow, editCase, findCase, partiesOf } from '../../cases/public.ts'
import { cancelItem, completeTask, deliverMessage, nextStepFor } from '../../worklist/public.ts'
import { makeDocument } from '../documents/make.ts'
import type { DocumentKind } from '../documents/wording.ts'
import { findFiling, madeKinds, put, receivers } from '../queries.ts'
import { requiredDocuments } from '../rules.ts'
import { storeDeadline } from './keep-deadline.ts'
import { loadForm } from './load-form.ts'
import { todayOf } from './today.ts'

/** Generates notices as PDF; made again, the later one holds. */
export const makeDocuments = async (ctx: Ctx, taskId: number, kinds: readonly DocumentKind[]): Promise<{ id: number; kind: DocumentKind; name: string; size: number }[]> => {
  const { filing } = await loadForm(ctx, taskId, 'filing-notices')
  const record = (await findCase(ctx, filing.case_id)) as CaseRow
  const parties = await partiesOf(ctx, filing.case_id)
  const made = []
  for (const kind of new Set(kinds)) made.push(await makeDocument(ctx, filing, kind, { parties, procedure: record.procedure, cause: record.cause_name }))
  return made
}

/** The notices are given out: the fee period runs from the day after (交纳办法22). Fail: documents-missing, noticed-in-future, noticed-before-filing. */
export const giveNotices = async (ctx: Ctx, taskId: number, revision: number, b: { feeNoticedOn?: string | null | undefined }): Promise<number | null> => {
  const { task, filing, of } = await loadForm(ctx, taskId, 'filing-notices')
  const feeDue = !filing.fee_waived && Number(filing.fee_amount ?? 0) > 0
  const made = await madeKinds(ctx, filing.id)
  const missing = requiredDocuments(feeDue).filter((k) => !made.includes(k))
  if (missing.length > 0) throw new Fail('documents-missing', 422, { missing: missing.join(', '), kinds: missing })
  const today = todayOf(ctx)
  const on = b.feeNoticedOn ?? today
  const filedOn = ((await findCase(ctx, filing.case_id)) as CaseRow).filed_on
  if (on > today) throw new Fail('noticed-in-future', 422, { field: 'feeNoticedOn' })
  if (filedOn && on < filedOn) throw new Fail('noticed-before-filing', 422, { field: 'feeNoticedOn' })
  if (feeDue) {
    await put(ctx, 'fee', of, { kind: 'noticed', amount: filing.fee_amount, happened_on: on, noted_by: ctx.actor.personId })
    await storeDeadline(ctx, of, 'filing-fee', { from: on })
  }
  await ctx.audit({ verb: 'filing.notices', objectType: 'filing', objectId: filing.id, caseId: filing.case_id, grantId: task.grant_id, data: { documents: made, feeDue } })
  const { opened } = await completeTask(ctx, { taskId, revision, variables: { noticedAt: atTime(Temporal.PlainDate.from(on), '12:00').toString() } })
  // No fee to wait for: the watch ends before it begins.
  if (!feeDue) await deliverMessage(ctx, task.instance_id, 'feePaid')
  return nextStepFor(ctx, opened)
}

/** 移送审判庭 within three days (审限7): volumes and pages counted, the division's own person signs. */
export const handOver = async (ctx: Ctx, taskId: number, revision: number, b: { volumes: number; pages: number; receiverId: number; note: string }): Promise<void> => {
  const { task, filing, of } = await loadForm(ctx, taskId, 'filing-handover')
  if (!filing.division_id) throw new Fail('division-required', 422)
  if (!(await receivers(ctx, filing.division_id)).some((r) => r.id === b.receiverId)) throw new Fail('receiver-not-of-division', 422, { field: 'receiverId' })
  await put(ctx, 'handover', of, { division_id: filing.division_id, volumes: b.volumes, pages: b.pages, handed_by: ctx.actor.personId, received_by: b.receiverId, note: b.note })
  await ctx.audit({ verb: 'filing.handover', objectType: 'filing', objectId: filing.id, caseId: filing.case_id, grantId: task.grant_id, data: { volumes: b.volumes, pages: b.pages, receiverId: b.receiverId } })
  await completeTask(ctx, { taskId, revision, variables: {} })
}

/** 作废 of a numbered entry: the number is never used again, open work ends, indicator e no longer counts it. */
export const voidFiling = async (ctx: Ctx, recordId: number, reason: string): Promise<void> => {
  const filing = await findFiling(ctx, recordId)
  if (!filing) throw new Fail('not-found', 404)
  if (filing.state === 'void') throw new Fail('already-void', 409)
  if (filing.state !== 'accepted') throw new Fail('not-filed', 409)
  await sql`insert into filing.void (court_id, record_id, case_id, reason, voided_by) values (${ctx.actor.courtId}, ${recordId}, ${filing.case_id}, ${reason}, ${ctx.actor.personId})`.execute(ctx.tx)
  const record = (await findCase(ctx, filing.case_id)) as CaseRow
  await editCase(ctx, filing.case_id, record.revision, { status: 'void' })
  await ctx.audit({ verb: 'filing.void', objectType: 'filing', objectId: recordId, caseId: filing.case_id, data: { number: filing.number } })
  const open = filing.steps[0]
  if (open) await cancelItem(ctx, open.taskId, 'void')
}
