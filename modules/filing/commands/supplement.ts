import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import type { Ctx } from '../../../platform/http/context.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { completeTask, deliverMessage } from '../../worklist/public.ts'
import { makeDocument } from '../documents/make.ts'
import { findFiling, instanceOf, put, supplementsOf } from '../queries.ts'
import { mayIssueSupplement } from '../rules.ts'
import { storeDeadline } from './keep-deadline.ts'
import { loadForm, takeNext } from './load-form.ts'
import { todayOf } from './today.ts'

/** 一次性书面告知 (登记7): one notice lists everything. Fail: supplement-empty, -item-twice, -item-future, second-notice-needs-reason. Answers the PDF's id. */
export const issueSupplement = async (ctx: Ctx, taskId: number, revision: number, b: { items: readonly { what: string; article: string; visibleOn?: string | undefined }[]; againReason: string }): Promise<number> => {
  const { filing, of } = await loadForm(ctx, taskId, 'filing-supplement')
  const earlier = await supplementsOf(ctx, filing.id)
  const receivedOn = todayOf(ctx, filing.received_at)
  // Unless the officer says otherwise, a lack could be seen from the first day.
  const items = b.items.map((i) => ({ ...i, visibleOn: i.visibleOn ?? receivedOn }))
  const first = earlier[0]
  const may = mayIssueSupplement({ items, firstNoticeOn: first ? todayOf(ctx, first.issued_at) : null, today: todayOf(ctx), reason: b.againReason })
  if (!may.ok) throw new Fail(may.code, 422, { field: may.code === 'second-notice-needs-reason' ? 'againReason' : 'items', ...may.detail })
  const id = await put(ctx, 'supplement', of, { task_id: taskId, round: earlier.length + 1, issued_by: ctx.actor.personId, again_reason: b.againReason })
  for (const i of items) await put(ctx, 'supplement_item', of, { supplement_id: id, what: i.what, article: i.article, visible_on: i.visibleOn })
  const doc = await makeDocument(ctx, filing, 'supplementNotice', { items })
  await ctx.audit({ verb: 'filing.supplement.issue', objectType: 'filing', objectId: filing.id, caseId: filing.case_id, data: { round: earlier.length + 1, items: items.length, reasoned: b.againReason !== '' } })
  await completeTask(ctx, { taskId, revision, variables: {}, outcome: 'issued' })
  return doc.id
}

/** The supplement reaches the court: the period starts anew from that day (解释126). Answers the new last day and the examination in the officer's hands. */
export const supplementArrived = async (ctx: Ctx, recordId: number, b: { receivedAt?: string | undefined; materials: readonly { name: string; copies: number; pages: number; original: boolean }[] }): Promise<{ dueOn: string; taskId: number | null }> => {
  const filing = await findFiling(ctx, recordId)
  if (!filing) throw new Fail('not-found', 404)
  const last = (await supplementsOf(ctx, recordId)).at(-1)
  if (!last || last.arrived) throw new Fail('no-supplement-awaited', 409)
  const at = b.receivedAt ? Temporal.Instant.from(b.receivedAt) : ctx.now
  if (Temporal.Instant.compare(at, ctx.now) > 0) throw new Fail('received-in-future', 422, { field: 'receivedAt' })
  if (Temporal.Instant.compare(at, Temporal.Instant.from(last.issued_at)) < 0) throw new Fail('supplement-before-notice', 422, { field: 'receivedAt' })
  const of = { caseId: filing.case_id, recordId }
  await put(ctx, 'supplement_arrival', of, { supplement_id: last.id, received_at: at.toString(), noted_by: ctx.actor.personId })
  for (const m of b.materials) await put(ctx, 'material', of, { name: m.name, copies: m.copies, pages: m.pages, original: m.original, received_at: at.toString(), supplement_id: last.id })
  const due = await storeDeadline(ctx, of, 'filing-decision', { from: todayOf(ctx, filing.received_at), supplemented: todayOf(ctx, at.toString()) })
  await ctx.audit({ verb: 'filing.supplement.arrive', objectType: 'filing', objectId: recordId, caseId: filing.case_id, data: { dueOn: due.dueOn, calendar: due.calendarVersion } })
  const opened = await deliverMessage(ctx, await instanceOf(ctx, recordId), 'supplementReceived', { receivedAt: at.toString() })
  return { dueOn: due.dueOn, taskId: await takeNext(ctx, opened) }
}

/** Registers the fee as paid; the watch ends (交纳办法22). Fail: fee-not-due, fee-already-paid, paid-in-future. */
export const feePaid = async (ctx: Ctx, recordId: number, b: { paidOn: string; receiptNo: string }): Promise<{ inTime: boolean }> => {
  const filing = await findFiling(ctx, recordId)
  if (!filing) throw new Fail('not-found', 404)
  if (!filing.fee_noticed_on || filing.state === 'void') throw new Fail('fee-not-due', 409)
  if (filing.fee_paid_on || filing.fee_waived) throw new Fail('fee-already-paid', 409)
  if (b.paidOn > todayOf(ctx)) throw new Fail('paid-in-future', 422, { field: 'paidOn' })
  await put(ctx, 'fee', { caseId: filing.case_id, recordId }, { kind: 'paid', amount: filing.fee_amount, receipt_no: b.receiptNo, happened_on: b.paidOn, noted_by: ctx.actor.personId })
  const inTime = filing.fee_due_on === null || b.paidOn <= filing.fee_due_on
  await ctx.audit({ verb: 'filing.fee.paid', objectType: 'filing', objectId: recordId, caseId: filing.case_id, data: { paidOn: b.paidOn, inTime } })
  await settleWatch(ctx, recordId)
  return { inTime }
}

/** The watch ends, also when the judge already has the unpaid fee on his desk: his task closes. */
const settleWatch = async (ctx: Ctx, recordId: number): Promise<void> => {
  try {
    await deliverMessage(ctx, await instanceOf(ctx, recordId), 'feePaid')
  } catch (e) {
    // An item that runs on an earlier edition of the process knows no payment while the judge decides: there his decision closes it.
    const judged = await sql`select 1 from worklist.task where court_id = ${ctx.actor.courtId} and subject_type = 'filing' and subject_id = ${recordId} and form = 'fee-decision' and state in ('ready', 'claimed', 'started', 'suspended')`.execute(ctx.tx)
    if (!(e instanceof Fail) || e.code !== 'process-message-not-awaited' || judged.rows.length === 0) throw e
  }
}
