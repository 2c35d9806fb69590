import type { z } from 'zod'
import type { Ctx } from '../../../platform/http/context.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { type CaseRow, editCase, findCase, nextNumber, partiesOf } from '../../cases/public.ts'
import { completeTask } from '../../worklist/public.ts'
import type { decide as endpoint } from '../api.ts'
import { makeDocument } from '../documents/make.ts'
import { divisions, type FilingRow, latestDue, put } from '../queries.ts'
import { decisionInTime } from '../rules.ts'
import { storeDeadline } from './keep-deadline.ts'
import { loadForm, takeNext } from './load-form.ts'
import { todayOf } from './today.ts'

export type Decided = z.output<NonNullable<typeof endpoint.body>>
type Of = { caseId: number; recordId: number }

/** The decision's row: who, when, by which article, in time or not (民诉126). Only a court person in his own name passes the database. */
export const writeDecision = async (ctx: Ctx, of: Of, taskId: number, kind: string, more: { article: string; reason?: string; number?: string | null }): Promise<{ dueOn: string | null; inTime: boolean | null }> => {
  // While a supplement is awaited no period of the court runs (登记7): what is decided on its absence is neither early nor late.
  const awaited = kind === 'returned' || kind === 'insists'
  const dueOn = awaited ? null : kind.startsWith('fee-') ? await latestDue(ctx, of.recordId, 'filing-fee') : await latestDue(ctx, of.recordId, 'filing-decision')
  const inTime = dueOn === null || kind.startsWith('fee-') ? null : decisionInTime(dueOn, todayOf(ctx))
  await put(ctx, 'decision', of, { task_id: taskId, kind, decided_by: ctx.actor.personId, due_on: dueOn, in_time: inTime, article: more.article, reason: more.reason ?? '', number: more.number ?? null })
  await ctx.audit({ verb: 'filing.decide', objectType: 'filing', objectId: of.recordId, caseId: of.caseId, data: { kind, dueOn, inTime, article: more.article, number: more.number ?? null } })
  return { dueOn, inTime }
}

export const examine = async (ctx: Ctx, taskId: number, revision: number, b: { outcome: 'accept' | 'supplement'; note: string }): Promise<number | null> => {
  const { of } = await loadForm(ctx, taskId, 'filing-intake')
  await writeDecision(ctx, of, taskId, `intake-${b.outcome}`, { article: b.outcome === 'accept' ? '登记2' : '登记7', reason: b.note })
  const { opened } = await completeTask(ctx, { taskId, revision, variables: { intake: b.outcome }, outcome: b.outcome })
  return b.outcome === 'supplement' ? takeNext(ctx, opened) : null
}

/** 立案、补正或者不予受理 (民诉126, 登记7–9): the filing officer's alone. Answers the number issued and the follow-up step in his hands. */
export const decide = async (ctx: Ctx, taskId: number, revision: number, b: Decided): Promise<{ number: string | null; nextTaskId: number | null }> => {
  const { filing, of } = await loadForm(ctx, taskId, 'filing-decision')
  if (b.decision !== 'accept') {
    if (b.decision === 'refuse' && b.reason === '') throw new Fail('reason-required', 422, { field: 'reason' })
    await writeDecision(ctx, of, taskId, b.decision, { article: b.decision === 'supplement' ? '登记7' : '民诉126', reason: b.reason })
    const { opened } = await completeTask(ctx, { taskId, revision, variables: { decision: b.decision }, outcome: b.decision })
    return { number: null, nextTaskId: await takeNext(ctx, opened) }
  }
  const number = await accept(ctx, taskId, filing, of, b)
  await completeTask(ctx, { taskId, revision, variables: { decision: 'accept' }, outcome: 'accept' })
  return { number, nextTaskId: null }
}

const accept = async (ctx: Ctx, taskId: number, filing: FilingRow, of: Of, b: Decided): Promise<string> => {
  const record = (await findCase(ctx, filing.case_id)) as CaseRow
  const divisionId = b.divisionId ?? filing.division_id
  if (!divisionId) throw new Fail('division-required', 422, { field: 'divisionId' })
  if (!(await divisions(ctx)).some((d) => d.id === divisionId)) throw new Fail('division-unknown', 422, { field: 'divisionId' })
  const cause = b.cause?.trim() || record.cause_name
  if (!cause) throw new Fail('cause-required', 422, { field: 'cause' })
  if (!b.waiveFee && !b.fee) throw new Fail('fee-required', 422, { field: 'fee' })
  const today = todayOf(ctx)
  // Drawn last but one, under a lock held to the commit: a refused step leaves no gap, two officers wait for each other (法〔2015〕137号).
  const number = await nextNumber(ctx, Number(today.slice(0, 4)), record.type_code ?? '民初')
  await editCase(ctx, filing.case_id, record.revision, { number, filedOn: today, status: 'open', divisionId, cause, procedure: b.procedure ?? (record.procedure as 'ordinary') })
  await writeDecision(ctx, of, taskId, 'accept', { article: '民诉126', reason: b.reason, number })
  await put(ctx, 'fee', of, { kind: 'set', amount: b.waiveFee ? '0.00' : b.fee, happened_on: today, noted_by: ctx.actor.personId })
  if (b.waiveFee) await put(ctx, 'fee', of, { kind: 'waived', happened_on: today, noted_by: ctx.actor.personId })
  await storeDeadline(ctx, of, 'transfer-to-division', { from: today })
  return number
}

/** 逾期未补正: returned and registered, or on to a ruling when the party insists (登记7). */
export const decideAfterNotice = async (ctx: Ctx, taskId: number, revision: number, b: { outcome: 'returned' | 'insists'; reason: string }): Promise<number | null> => {
  const { filing, of } = await loadForm(ctx, taskId, 'filing-not-supplemented')
  await writeDecision(ctx, of, taskId, b.outcome, { article: '登记7', reason: b.reason })
  if (b.outcome === 'returned') await closeDraft(ctx, filing.case_id, 'withdrawn')
  // From here the court owes a ruling: its seven days begin (民诉126).
  else await storeDeadline(ctx, of, 'filing-decision', { from: todayOf(ctx) })
  const { opened } = await completeTask(ctx, { taskId, revision, variables: { afterNotice: b.outcome }, outcome: b.outcome })
  return b.outcome === 'insists' ? takeNext(ctx, opened) : null
}

/** 不予受理裁定 with its text as PDF; the party may appeal (民诉126). */
export const refuseFiling = async (ctx: Ctx, taskId: number, revision: number, b: { article: string; reason: string }): Promise<number> => {
  const { filing, of } = await loadForm(ctx, taskId, 'filing-refusal')
  await writeDecision(ctx, of, taskId, 'refuse-ruling', b)
  const parties = await partiesOf(ctx, filing.case_id)
  const doc = await makeDocument(ctx, filing, 'refusalRuling', { parties, article: b.article, reason: b.reason })
  await closeDraft(ctx, filing.case_id, 'refused')
  await completeTask(ctx, { taskId, revision, variables: {}, outcome: 'refused' })
  return doc.id
}
const closeDraft = async (ctx: Ctx, caseId: number, status: 'refused' | 'withdrawn'): Promise<void> => {
  const record = (await findCase(ctx, caseId)) as CaseRow
  await editCase(ctx, caseId, record.revision, { status })
}

/** 逾期未交费: wait on, grant relief, or treat as withdrawn (by ruling, 解释213): the judge's alone. */
export const decideFee = async (ctx: Ctx, taskId: number, revision: number, b: { decision: 'wait' | 'relief' | 'withdrawn'; reason: string }): Promise<void> => {
  const { filing, of } = await loadForm(ctx, taskId, 'fee-decision')
  await writeDecision(ctx, of, taskId, `fee-${b.decision}`, { article: b.decision === 'relief' ? '交纳办法48' : '解释213', reason: b.reason })
  const today = todayOf(ctx)
  if (b.decision === 'relief') await put(ctx, 'fee', of, { kind: 'waived', happened_on: today, noted_by: ctx.actor.personId })
  if (b.decision === 'withdrawn') await closeDraft(ctx, filing.case_id, 'withdrawn')
  // Waiting on gives the party the period once more; counted from now, else the timer would be due again at once.
  if (b.decision === 'wait') await storeDeadline(ctx, of, 'filing-fee', { from: today })
  await completeTask(ctx, { taskId, revision, variables: { feeDecision: b.decision, ...(b.decision === 'wait' ? { noticedAt: ctx.now.toString() } : {}) }, outcome: b.decision })
}
