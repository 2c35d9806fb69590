import type { Ctx } from '../../../platform/http/context.ts'
import { put } from '../queries.ts'
import { type FilingRule, keepDeadline, type KeptDeadline } from '../rules.ts'

/** Computes a period and keeps it with rule, inputs and calendar version; the last row of a rule holds, earlier ones stay. */
export const storeDeadline = async (ctx: Ctx, of: { caseId: number; recordId: number }, rule: FilingRule, inputs: Record<string, string>): Promise<KeptDeadline> => {
  const d = keepDeadline(rule, inputs, ctx.calendar)
  await put(ctx, 'deadline', of, { rule, version: d.version, basis: d.basis, inputs: JSON.stringify(d.inputs), due_on: d.dueOn, steps: JSON.stringify(d.steps), calendar_version: d.calendarVersion, provisional: d.provisional })
  return d
}
