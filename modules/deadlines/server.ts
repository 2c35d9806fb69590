import { toDate } from '../../platform/calendar/zoned.ts'
import { bind, type ModuleServer } from '../../platform/http/module.ts'
import { Fail } from '../../platform/http/problems.ts'
import { calculateDeadline, listDeadlineRules, permissions, type RuleDescription } from './api.ts'
import { registerCitations } from '../laws/public.ts'
import { citation, citedLaw } from './rules/citations.ts'
import type { FieldDescriptor } from './rules/fields.ts'
import { deadlineRules } from './rules/registry.ts'
import { computeDeadline } from './rules/run.ts'

const articles = (keys: readonly string[]) => keys.map((key) => ({ key, ...citation(key) }))

const descriptions: RuleDescription[] = Object.values(deadlineRules).map((r) => ({
  id: r.id,
  group: r.group,
  title: r.title,
  basis: articles(r.basis),
  versions: [...r.versions],
  rolls: r.rolls,
  inputs: Object.entries(r.fields).map(([name, f]) => {
    const d = (f as { descriptor: FieldDescriptor }).descriptor
    return { name, ...d, choices: d.choices ? [...d.choices] : undefined }
  }),
}))

// 5.1: where the law changes, every rule that rests on it is looked at again.
registerCitations('deadlines', async () =>
  Object.values(deadlineRules).map((r) => ({
    place: r.id,
    title: r.title,
    link: `/deadlines?rule=${r.id}`,
    cites: r.basis.map(citedLaw).filter((c) => c !== null),
  })),
)

/** Deadlines of procedure (domain.md §2): pure functions behind two endpoints; no tables. */
export const deadlines: ModuleServer = {
  name: 'deadlines',
  dependsOn: ['laws'],
  permissions,
  bindings: [
    bind(listDeadlineRules, async (ctx) => ({ today: toDate(ctx.now).toString(), calendar: ctx.calendar.version, rules: descriptions })),
    bind(calculateDeadline, async (ctx, { params, body }) => {
      const answer = computeDeadline(params.rule, body, ctx.calendar)
      if (answer.ok) return { ...answer.result, basis: articles(answer.result.basis) }
      if (answer.code === 'unknown-rule') throw new Fail('unknown-rule', 404, { nearest: answer.nearest })
      if (answer.code === 'inputs-invalid')
        throw new Fail('inputs-invalid', 422, {
          issues: answer.issues.map((i) => ({ path: i.input, code: i.code })),
        })
      throw new Fail('deadline-refused', 422, { reason: answer.reason, ...answer.words, basis: articles(answer.basis) })
    }),
  ],
}
