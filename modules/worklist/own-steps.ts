import { sql } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'
import { answersOf, definitionOf, forms, type NodeOf, type StepName } from '../processes/public.ts'
import type { ListedTask } from './queries.ts'

export interface OwnStep {
  documentation: string
  answers: (StepName & { value: string; next: StepName[] })[]
  next: StepName[]
}
const isOwn = (t: ListedTask): boolean => Object.hasOwn(forms, t.form) && forms[t.form]?.own === true

/** What the drawing says of the item's steps of the court's own: of the one at hand all, of those done what was answered. The version is the item's own. */
export const ownSteps = async (
  ctx: Ctx,
  task: ListedTask & { instance_id: number },
  history: readonly (ListedTask & { outcome: string | null })[],
): Promise<{ step: OwnStep | null; answerOf: (h: ListedTask & { outcome: string | null }) => StepName | null }> => {
  if (!isOwn(task) && !history.some(isOwn)) return { step: null, answerOf: () => null }
  const { rows } = await sql<{
    id: number
  }>`select definition_id as id from worklist.task where court_id = ${ctx.actor.courtId} and id = ${task.id}`.execute(ctx.tx)
  const definition = await definitionOf(ctx, rows[0]!.id)
  const node = definition.nodes[task.element_id] as NodeOf<'userTask'>
  return {
    step: isOwn(task)
      ? {
          documentation: node.documentation ?? '',
          ...answersOf(definition, node.id),
        }
      : null,
    answerOf: (h) => {
      const answer = isOwn(h) && h.outcome !== null && answersOf(definition, h.element_id).answers.find((a) => a.value === h.outcome)
      return answer ? { zh: answer.zh, en: answer.en } : null
    },
  }
}
