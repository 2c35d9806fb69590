import { areExhaustive, readCondition } from '../rules/conditions.ts'
import { type Definition, type NodeOf, type ProcessNode, type TaskMark, userTasks } from '../rules/definition.ts'
import { parseDue } from '../rules/due.ts'
import type { Finding, FindingCode } from '../rules/findings.ts'
import { roleSides } from '../rules/roles.ts'
import type { Scalar } from '../rules/state.ts'
import { checkDecided, checkOwnSteps } from './own-steps.ts'
import { findFlaws } from './soundness.ts'

export type FormNatures = Readonly<Record<string, { nature: 'procedural' | 'judgement'; performer?: 'court'; own?: true }>>

/** What must be right before a process is published; an empty answer means it may be. */
export const lintDefinition = (definition: Definition, forms: FormNatures): Finding[] => {
  const findings: Finding[] = []
  const say = (code: FindingCode, node: { id: string; name: string } | null, detail?: string): void => {
    findings.push({ code, elementId: node?.id ?? null, elementName: node?.name ?? null, ...(detail === undefined ? {} : { detail }) })
  }
  const self = { id: definition.processId, name: definition.name }
  if (definition.clause === '') say('clause-missing', self)
  if (definition.service === '') say('service-missing', self)
  if (definition.name.trim() === '') say('name-missing', self)
  if (definition.nameEn.trim() === '') say('name-en-missing', self)
  for (const task of userTasks(definition)) checkTask(task, forms, (code, detail) => say(code, task, detail))
  for (const node of Object.values(definition.nodes)) {
    if (node.kind === 'announce') for (const letter of node.feeds) if (!isIndicator(letter)) say('feeds-unknown', node, letter)
    if (node.kind === 'exclusive') checkChoice(definition, node, say)
  }
  checkPaths(definition, say)
  checkOwnSteps(definition, forms, say)
  checkDecided(definition, say)
  // Only a process whose every element is connected can be played through.
  if (!findings.some((f) => ['no-end', 'unreachable', 'dead-end'].includes(f.code))) {
    for (const flaw of findFlaws(definition)) say(flaw.code, definition.nodes[flaw.elementId] ?? null)
  }
  return findings
}

export type Say = (code: FindingCode, node: { id: string; name: string } | null, detail?: string) => void

/** What outsourced staff may never be granted (4.1, 7.3.2.2): 副卷, deliberation, unissued judgments, results of asset searches. */
export const courtOnlyCategories: readonly string[] = ['secondaryVolume', 'deliberation', 'unissuedJudgment', 'assetSearchResult']
const levels = ['C1', 'C2', 'C3', 'C4', 'C5']
const isIndicator = (letter: string): boolean => /^[a-h]$/.test(letter)

const checkTask = (task: NodeOf<'userTask'>, forms: FormNatures, say: (code: FindingCode, detail?: string) => void): void => {
  const { mark } = task
  if (task.name.trim() === '') say('name-missing')
  if (task.nameEn.trim() === '') say('name-en-missing')
  if (mark.clause === '') say('clause-missing')
  if (mark.service === '') say('service-missing')
  if (mark.stage === '') say('stage-missing')
  if (mark.nature !== 'procedural' && mark.nature !== 'judgement') say('nature-missing', mark.nature)
  if (mark.performer !== 'outsourced' && mark.performer !== 'court') say('performer-missing', mark.performer)
  if (mark.due === '') say('due-missing')
  else if (!parseDue(mark.due)) say('bad-due', mark.due)
  checkWall(mark, forms, say)
  for (const level of mark.fields) if (!levels.includes(level)) say('level-unknown', level)
  for (const letter of mark.feeds) if (!isIndicator(letter)) say('feeds-unknown', letter)
}

/** Clause 4.1: judgement stays with the court, whatever the file says. Anything not plainly the court's is treated as outsourced. */
const checkWall = (mark: TaskMark, forms: FormNatures, say: (code: FindingCode, detail?: string) => void): void => {
  if (mark.nature === 'judgement' && mark.performer !== 'court') say('judgement-outsourced')
  const side = Object.hasOwn(roleSides, mark.role) ? roleSides[mark.role] : undefined
  if (mark.role === '') say('role-missing')
  else if (side === undefined) say('role-unknown', mark.role)
  else if ((side === 'court') !== (mark.performer === 'court')) say('role-wrong-side', mark.role)
  const form = Object.hasOwn(forms, mark.form) ? forms[mark.form] : undefined
  if (mark.form === '') say('form-missing')
  else if (!form) say('form-unknown', mark.form)
  else {
    if (form.nature === 'judgement' && (mark.nature !== 'judgement' || mark.performer !== 'court')) say('form-is-judgement', mark.form)
    if (form.nature === 'procedural' && mark.nature === 'judgement') say('form-is-procedural', mark.form)
    if (form.performer === 'court' && mark.performer !== 'court') say('form-is-court', mark.form)
  }
  if (mark.performer === 'court') return
  for (const secret of [
    ...mark.fields.filter((l) => l === 'C4' || l === 'C5'),
    ...mark.categories.filter((c) => courtOnlyCategories.includes(c)),
  ]) {
    say('sensitive-to-contractor', secret)
  }
}

const checkChoice = (definition: Definition, node: NodeOf<'exclusive'>, say: Say): void => {
  const conditions: string[] = []
  for (const id of node.outgoing) {
    const flow = definition.flows[id]
    if (!flow || id === node.default) continue
    if (flow.condition === null) {
      if (node.outgoing.length > 1) say('condition-missing', { id: flow.id, name: flow.name })
      continue
    }
    const read = readCondition(flow.condition)
    if (read.ok) conditions.push(flow.condition)
    else say(read.code, { id: flow.id, name: flow.name }, read.part)
  }
  const open = node.outgoing.length > 1 && node.default === null && conditions.length === node.outgoing.length
  if (open && !areExhaustive(conditions, answersBefore(definition, node))) say('not-exhaustive', node)
}

/** The answers a gateway can count on: those of the task before it, when every way to the gateway comes from a task that must give one. */
const answersBefore = (definition: Definition, gateway: ProcessNode): Record<string, Scalar[]> => {
  const tasks = new Set<ProcessNode>()
  const seen = new Set<string>()
  const stack = [gateway]
  for (let node = stack.pop(); node; node = stack.pop()) {
    for (const flowId of node.incoming) {
      const from = definition.nodes[definition.flows[flowId]?.from ?? '']
      if (!from || seen.has(from.id)) continue
      seen.add(from.id)
      if (from.kind === 'userTask' || from.kind === 'start' || from.kind === 'boundary') tasks.add(from)
      else stack.push(from)
    }
  }
  const outcomes = [...tasks].map((task) => (task.kind === 'userTask' ? task.mark.outcome : null))
  const variable = outcomes[0]?.variable
  if (variable === undefined || outcomes.some((outcome) => outcome?.variable !== variable)) return {}
  return { [variable]: outcomes.flatMap((outcome) => outcome?.values ?? []) }
}

const checkPaths = (definition: Definition, say: Say): void => {
  const nodes = Object.values(definition.nodes)
  if (!nodes.some((node) => node.kind === 'end')) say('no-end', null)
  const reached = new Set<string>()
  const stack = [definition.start]
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    const node = definition.nodes[id]
    if (!node || reached.has(id)) continue
    reached.add(id)
    stack.push(...node.outgoing.map((flow) => definition.flows[flow]?.to ?? ''), ...(node.kind === 'userTask' ? node.boundaries : []))
  }
  for (const node of nodes) {
    if (!reached.has(node.id)) say('unreachable', node)
    if (node.kind !== 'end' && node.outgoing.length === 0) say('dead-end', node)
    if (isBusyLoop(definition, node)) say('endless-without-wait', node)
  }
}

const waits = (node: ProcessNode | undefined): boolean =>
  node !== undefined && ['userTask', 'timer', 'message', 'eventBased'].includes(node.kind)

/** Does a way lead from the element back to itself without passing anything that waits for a person, a time or a message? */
const isBusyLoop = (definition: Definition, node: ProcessNode): boolean => {
  if (waits(node)) return false
  const seen = new Set<string>()
  const stack = [...node.outgoing]
  for (let flow = stack.pop(); flow !== undefined; flow = stack.pop()) {
    const next = definition.nodes[definition.flows[flow]?.to ?? '']
    if (!next || waits(next) || seen.has(next.id)) continue
    if (next.id === node.id) return true
    seen.add(next.id)
    stack.push(...next.outgoing)
  }
  return false
}
