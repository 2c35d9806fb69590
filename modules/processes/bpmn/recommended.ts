import { createRequire } from 'node:module'
import type { Finding, FindingCode } from '../rules/findings.ts'
import { bpmnModdle, type Element } from './parse.ts'

// bpmnlint is CommonJS and ships no declarations its exports would show; this is the part we use.
interface Report {
  id: string | null
  category: 'error' | 'warn' | 'rule-error'
}
interface BpmnLint {
  Linter: new (options: { config: object; resolver: object }) => { lint: (root: unknown) => Promise<Record<string, Report[]>> }
}
const load = createRequire(import.meta.url)
const { Linter } = load('bpmnlint') as BpmnLint
const NodeResolver = load('bpmnlint/lib/resolver/node-resolver') as new (options: { require: NodeJS.Require }) => object

/**
 * The errors of bpmnlint's recommended rules, beside our own: what a modeller would mark red in the file is not published. Its warnings are
 * matters of taste (a task with two ways in is a loop drawn short) and are left to the modeller.
 */
const asCode: Readonly<Record<string, FindingCode>> = {
  'ad-hoc-sub-process': 'unsupported-element',
  'conditional-flows': 'modelled-conditional-flows',
  'end-event-required': 'modelled-end-event',
  'event-based-gateway': 'bad-event-gateway',
  'event-sub-process-typed-start-event': 'unsupported-element',
  'label-required': 'modelled-label',
  'link-event': 'unsupported-event',
  'no-bpmndi': 'modelled-no-drawing',
  'no-complex-gateway': 'unsupported-element',
  'no-disconnected': 'modelled-disconnected',
  'no-duplicate-sequence-flows': 'modelled-duplicate-flow',
  'no-gateway-join-fork': 'modelled-join-fork',
  'no-implicit-end': 'modelled-implicit-end',
  'no-implicit-split': 'implicit-split',
  'no-implicit-start': 'modelled-implicit-start',
  'single-blank-start-event': 'one-start-only',
  'single-event-definition': 'unsupported-event',
  'start-event-required': 'one-start-only',
  'sub-process-blank-start-event': 'unsupported-element',
}
export const recommendedFindings = async (xml: string): Promise<Finding[]> => {
  const { rootElement } = await bpmnModdle().fromXML(xml)
  const elements = new Map<string, Element>()
  const walk = (e: Element): void => {
    if (e.id) elements.set(e.id, e)
    for (const inner of [...((e.rootElements as Element[]) ?? []), ...((e.flowElements as Element[]) ?? [])]) walk(inner)
  }
  walk(rootElement as Element)
  // A linter of its own for each file: some rules keep what they have seen.
  const linter = new Linter({ config: { extends: 'bpmnlint:recommended' }, resolver: new NodeResolver({ require: load }) })
  const reports = await linter.lint(rootElement)
  return Object.entries(reports).flatMap(([rule, found]) =>
    found
      .filter((r) => r.category !== 'warn')
      // Joining and waiting at one event or exclusive gateway has one meaning only; at a parallel one it has two.
      .filter((r) => rule !== 'no-gateway-join-fork' || elements.get(r.id ?? '')?.$type === 'bpmn:ParallelGateway')
      .map((r) => {
        const element = r.id ? elements.get(r.id) : undefined
        const name = (element?.name as string | undefined) ?? null
        return {
          code: asCode[rule] ?? 'modelled-other',
          elementId: element ? r.id : null,
          elementName: name,
          detail: asCode[rule] ? (element?.$type.replace('bpmn:', '') ?? '') : rule,
        }
      }),
  )
}
