import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import type { z } from 'zod'
import type { Ctx } from '../../../platform/http/context.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { createCase } from '../../cases/public.ts'
import { completeTask, startItem } from '../../worklist/public.ts'
import type { receiveFiling as endpoint } from '../api.ts'
import { makeDocument } from '../documents/make.ts'
import { divisions, engagements, findFiling, put } from '../queries.ts'
import { rolesOf } from '../rules.ts'
import { storeDeadline } from './keep-deadline.ts'
import { takeNext } from './load-form.ts'
import { todayOf } from './today.ts'

export type Received = z.output<NonNullable<typeof endpoint.body>>

/** Takes in a complaint: receipt with date, draft in the register, filing period, work begun (登记2, 民诉126). Fail: received-in-future, no-engagement, division-unknown. */
export const receiveFiling = async (ctx: Ctx, b: Received): Promise<{ id: number; caseId: number; taskId: number | null; mine: boolean; documentId: number }> => {
  const at = b.receivedAt ? Temporal.Instant.from(b.receivedAt) : ctx.now
  if (Temporal.Instant.compare(at, ctx.now) > 0) throw new Fail('received-in-future', 422, { field: 'receivedAt' })
  const engaged = await engagements(ctx)
  const engagement = b.engagementId ? engaged.find((e) => e.id === b.engagementId) : engaged.length === 1 ? engaged[0] : undefined
  if (!engagement) throw new Fail('no-engagement', 422, { field: 'engagementId', count: engaged.length })
  if (b.divisionId && !(await divisions(ctx)).some((d) => d.id === b.divisionId)) throw new Fail('division-unknown', 422, { field: 'divisionId' })
  const receivedOn = todayOf(ctx, at.toString())
  const roles = rolesOf(b.typeCode)
  const made = await createCase(ctx, {
    typeCode: b.typeCode, procedure: 'ordinary', receivedOn, status: 'draft',
    parties: [{ role: roles.claimant, kind: b.applicantKind, name: b.applicant }, { role: roles.opponent, kind: b.respondentKind, name: b.respondent }],
  })
  const { rows } = await sql<{ id: number }>`insert into filing.record (court_id, case_id, received_at, channel, applicant, respondent, statement, division_id, officer_id)
    values (${ctx.actor.courtId}, ${made.id}, ${at.toString()}::timestamptz, ${b.channel}, ${b.applicant}, ${b.respondent}, ${b.statement}, ${b.divisionId ?? null}, ${ctx.actor.personId}) returning id`.execute(ctx.tx)
  const id = rows[0]!.id
  const of = { caseId: made.id, recordId: id }
  for (const m of b.materials) await put(ctx, 'material', of, { name: m.name, copies: m.copies, pages: m.pages, original: m.original, received_at: at.toString() })
  const due = await storeDeadline(ctx, of, 'filing-decision', { from: receivedOn })
  await ctx.audit({ verb: 'filing.receive', objectType: 'filing', objectId: id, caseId: made.id, data: { materials: b.materials.length, channel: b.channel, dueOn: due.dueOn, calendar: due.calendarVersion } })
  const receipt = await makeDocument(ctx, (await findFiling(ctx, id))!, 'receipt', { materials: b.materials })
  const { opened } = await startItem(ctx, { key: 'filing-entry', caseId: made.id, subjectType: 'filing', subjectId: id, engagementId: engagement.id, variables: { receivedAt: at.toString() } })
  const taskId = await takeNext(ctx, opened)
  if (b.next === 'complete' && taskId !== null) {
    await put(ctx, 'decision', of, { task_id: taskId, kind: 'intake-accept', decided_by: ctx.actor.personId, article: '登记2', due_on: due.dueOn, in_time: todayOf(ctx) <= due.dueOn })
    const { opened: keyIn } = await completeTask(ctx, { taskId, revision: 2, variables: { intake: 'accept' }, outcome: 'accept' })
    return { id, caseId: made.id, taskId: keyIn[0] ?? null, mine: false, documentId: receipt.id }
  }
  return { id, caseId: made.id, taskId, mine: true, documentId: receipt.id }
}
