import { holds } from './conditions.ts'
import type { Definition } from './definition.ts'

export interface StepName {
  zh: string
  en: string
}
export interface StepAnswer extends StepName {
  value: string
  /** The way the answer takes out of the gateway behind the task; null: there is no gateway right behind it, or none of its ways. */
  flowId: string | null
  next: StepName[]
}

/** The answers a task may give, each in the words of the way it takes and with what comes then; `next`: what comes of a task that asks nothing. */
export const answersOf = (definition: Definition, taskId: string): { answers: StepAnswer[]; next: StepName[] } => {
  const task = definition.nodes[taskId]
  if (task?.kind !== 'userTask') return { answers: [], next: [] }
  const behind = definition.flows[task.outgoing[0] ?? '']?.to ?? ''
  const outcome = task.mark.outcome
  if (!outcome) return { answers: [], next: nextFrom(definition, behind) }
  const gateway = definition.nodes[behind]
  return {
    next: [],
    answers: outcome.values.map((value) => {
      const taken =
        gateway?.kind === 'exclusive'
          ? (gateway.outgoing.find((id) => {
              const condition = definition.flows[id]?.condition
              return id !== gateway.default && condition ? holds(condition, { [outcome.variable]: value }) : false
            }) ?? gateway.default)
          : null
      const flow = taken === null ? undefined : definition.flows[taken]
      return {
        value,
        flowId: flow?.id ?? null,
        zh: flow?.name ?? '',
        en: flow?.nameEn ?? '',
        next: nextFrom(definition, flow?.to ?? behind),
      }
    }),
  }
}

/** What somebody will see happen next: steps, waits and ends; a question on the way that is not answered yet stands for what lies behind it. */
const nextFrom = (definition: Definition, id: string): StepName[] => {
  const found = new Map<string, StepName>()
  const seen = new Set<string>()
  const stack = [id]
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    const node = definition.nodes[at]
    if (!node || seen.has(at)) continue
    seen.add(at)
    const passed =
      node.kind === 'announce' ||
      node.kind === 'parallel' ||
      node.kind === 'eventBased' ||
      (node.kind === 'exclusive' && node.outgoing.length === 1)
    if (passed || node.name.trim() === '') stack.push(...node.outgoing.map((flow) => definition.flows[flow]?.to ?? '').reverse())
    else found.set(node.id, { zh: node.name, en: node.nameEn || node.name })
  }
  return [...found.values()]
}
