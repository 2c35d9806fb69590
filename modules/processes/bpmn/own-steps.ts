import { answersOf } from '../rules/answers.ts'
import { readCondition } from '../rules/conditions.ts'
import { type Definition, type ProcessNode, userTasks } from '../rules/definition.ts'
import { decidedBy, stages } from '../rules/forms.ts'
import type { FormNatures, Say } from './lint.ts'

/**
 * A step of a court's own has no module behind it: what is to be done, and which answers there are, stand in the file and nowhere else. Its answer has
 * a name of its own, so that no step of this kind can decide in the place of another (4.1).
 */
export const checkOwnSteps = (definition: Definition, forms: FormNatures, say: Say): void => {
  for (const node of Object.values(definition.nodes)) if (node.kind === 'exclusive') checkAsked(definition, node, say)
  for (const task of userTasks(definition)) {
    if (!Object.hasOwn(forms, task.mark.form) || !forms[task.mark.form]?.own) continue
    if (task.mark.stage !== '' && !stages.includes(task.mark.stage)) say('stage-unknown', task, task.mark.stage)
    if ((task.documentation ?? '').trim() === '') say('own-words-missing', task)
    if (!task.mark.outcome) continue
    if (!/^own[A-Z]/.test(task.mark.outcome.variable)) say('own-answer-name', task, task.mark.outcome.variable)
    const { answers } = answersOf(definition, task.id)
    for (const a of answers) {
      const shared = answers.some((other) => other !== a && other.flowId === a.flowId)
      if (a.flowId === null || shared || a.zh.trim() === '' || a.en.trim() === '') say('own-answer-unnamed', task, a.value)
    }
  }
}

const checkAsked = (definition: Definition, gateway: ProcessNode, say: Say): void => {
  const before = gateway.incoming.map((id) => definition.nodes[definition.flows[id]?.from ?? ''])
  const asked = gateway.outgoing.flatMap((id) => {
    const read = readCondition(definition.flows[id]?.condition ?? '')
    return read.ok ? read.reading.variables : []
  })
  for (const name of new Set(asked.filter((v) => /^own[A-Z]/.test(v))))
    if (before.some((n) => n?.kind !== 'userTask' || n.mark.outcome?.variable !== name)) say('own-answer-elsewhere', gateway, name)
}

/** Can an announcement of legal effect be reached without the court's decision before it? Looked for with all such decisions taken out of the drawing. */
export const checkDecided = (definition: Definition, say: Say): void => {
  for (const node of Object.values(definition.nodes)) {
    const form = node.kind === 'announce' && Object.hasOwn(decidedBy, node.event) ? decidedBy[node.event] : undefined
    if (form !== undefined && reaches(definition, node.id, form)) say('form-bypassed', node, form)
  }
}

const reaches = (definition: Definition, goal: string, without: string): boolean => {
  const seen = new Set<string>()
  const stack = [definition.start]
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    if (id === goal) return true
    const node = definition.nodes[id]
    if (!node || seen.has(id)) continue
    seen.add(id)
    // What interrupts the decision leads round it as well.
    if (node.kind === 'userTask') stack.push(...node.boundaries)
    if (node.kind === 'userTask' && node.mark.form === without) continue
    stack.push(...node.outgoing.map((flow) => definition.flows[flow]?.to ?? ''))
  }
  return false
}
