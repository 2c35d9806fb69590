import { BpmnModdle } from 'bpmn-moddle'
import { type Definition, isSafeId, type ProcessNode } from '../rules/definition.ts'
import type { Finding, FindingCode } from '../rules/findings.ts'
import bw from './bw.json' with { type: 'json' }
import { documentationOf, readNode } from './read-node.ts'

/** What bpmn-moddle gives for an element: typed loosely, as files come from anywhere. */
export interface Element {
  $type: string
  $attrs: Record<string, string>
  $parent?: Element
  id?: string
  name?: string
  // biome-ignore lint/suspicious/noExplicitAny: moddle properties are known by the meta-model only
  [property: string]: any
}

export type Parsed = { ok: true; definition: Definition } | { ok: false; findings: Finding[] }
export type Report = (code: FindingCode, element: Element | null, detail?: string) => void

export const MAX_FILE_BYTES = 1024 * 1024
/** The largest of the standard's own files has about 400 tags, 6 deep; a court's will not have twenty times as many. */
export const MAX_ELEMENTS = 8_000
export const MAX_DEPTH = 40

/** How many elements a text opens and how deep they stand, by its tags alone: asked before a tree is built of them. Comments and CDATA are no tags. */
const sizeOf = (xml: string): { elements: number; depth: number } => {
  let elements = 0
  let depth = 0
  let open = 0
  for (const [tag] of xml.matchAll(/<!--[\s\S]*?(?:-->|$)|<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|<\/|<[A-Za-z_:](?:"[^"]*"|'[^']*'|[^>"'])*>?/g)) {
    if (tag.startsWith('<!')) continue
    if (tag === '</') open--
    else {
      elements++
      if (!tag.endsWith('/>')) open++
      depth = Math.max(depth, open)
    }
  }
  return { elements, depth }
}

/** A reader and writer of BPMN files that knows the `bw:` attributes. */
export const bpmnModdle = (): BpmnModdle => new BpmnModdle({ bw })

/** BPMN 2.0 XML → Definition, or everything in the file that we cannot run, each with its element. Never throws on a bad file. */
export const parseBpmn = async (xml: string): Promise<Parsed> => {
  const findings: Finding[] = []
  const report: Report = (code, element, detail) => {
    findings.push({ code, elementId: element?.id ?? null, elementName: element?.name ?? null, ...(detail === undefined ? {} : { detail }) })
  }
  const definitions = await readXml(xml, report)
  const process = definitions && findings.length === 0 ? onlyProcess(definitions, report) : null
  const definition = process ? readProcess(process, report) : null
  return definition && findings.length === 0 ? { ok: true, definition } : { ok: false, findings }
}

const readXml = async (xml: string, report: Report): Promise<Element | null> => {
  if (Buffer.byteLength(xml) > MAX_FILE_BYTES) {
    report('file-too-large', null)
    return null
  }
  // Entities can blow up or reach out of the file; no modeller writes them.
  if (/<!(DOCTYPE|ENTITY)/i.test(xml)) {
    report('doctype-forbidden', null)
    return null
  }
  const { elements, depth } = sizeOf(xml)
  if (elements > MAX_ELEMENTS) report('too-many-elements', null, String(elements))
  if (depth > MAX_DEPTH) report('too-deep', null, String(depth))
  if (elements > MAX_ELEMENTS || depth > MAX_DEPTH) return null
  try {
    const { rootElement, warnings } = await bpmnModdle().fromXML(xml)
    const root = rootElement as unknown as Element
    if (root?.$type !== 'bpmn:Definitions') report('not-bpmn', null)
    for (const { message, element, property, value } of warnings as unknown as Warning[]) {
      const named = /<([^>]*)>/.exec(message)?.[1] ?? ''
      if (/illegal ID|duplicate ID/.test(message)) report('bad-id', null, /ID <([^>]*)>/.exec(message)?.[1] ?? named)
      else if (/unresolved reference/.test(message))
        report('unresolved-reference', element ?? null, `${property ?? ''} ${value ?? named}`.trim())
      else if (/unknown attribute/.test(message)) report('unknown-attribute', element ?? null, named)
      else if (/unknown type|unrecognized element|unknown tag/.test(message))
        report('unsupported-element', null, /type <([^>]*)>/.exec(message)?.[1] ?? named)
      else report('bad-xml', null, message.split('\n')[0] ?? '')
    }
    return root
  } catch (error) {
    const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : ''
    report(/failed to parse document as <bpmn:Definitions>/.test(message) ? 'not-bpmn' : 'bad-xml', null, message)
    return null
  }
}

interface Warning {
  message: string
  element?: Element
  property?: string
  value?: string
}

/** Beside its process a file may hold the frame drawn round it (one pool), messages and the diagram. */
const onlyProcess = (definitions: Element, report: Report): Element | null => {
  const roots: Element[] = definitions.rootElements ?? []
  const processes = roots.filter((root) => root.$type === 'bpmn:Process')
  for (const root of roots) {
    if (!['bpmn:Process', 'bpmn:Collaboration', 'bpmn:Message'].includes(root.$type)) report('unsupported-element', root, root.$type)
    if (root.$type === 'bpmn:Collaboration' && ((root.participants ?? []).length > 1 || (root.messageFlows ?? []).length > 0)) {
      report('one-process-only', root)
    }
  }
  const [process] = processes
  if (!process || processes.length > 1) {
    report('one-process-only', processes[1] ?? null)
    return null
  }
  if (process.isExecutable !== true) report('not-executable', process)
  return process
}

/** Drawn for the reader, without meaning for the run. */
const decoration = new Set(['bpmn:DataObject', 'bpmn:DataObjectReference', 'bpmn:DataStoreReference'])

const readProcess = (process: Element, report: Report): Definition | null => {
  const elements: Element[] = (process.flowElements ?? []).filter((e: Element) => !decoration.has(e.$type))
  // Ids become keys of plain objects: with a bad one nothing further can be read safely.
  for (const element of [process, ...elements]) {
    if (!element.id || !isSafeId(element.id)) report('bad-id', element, element.id ?? '')
    if ((element.extensionElements?.values ?? []).length > 0)
      report('foreign-extension', element, element.extensionElements.values[0].$type)
    const unknown = Object.keys(element.$attrs).find((name) => name.startsWith('bw:'))
    if (unknown) report('unknown-attribute', element, unknown)
  }
  const definition: Definition = {
    format: 1,
    processId: process.id ?? '',
    name: process.name ?? '',
    nameEn: process.get('bw:nameEn') ?? '',
    documentation: documentationOf(process),
    clause: process.get('bw:clause') ?? '',
    service: process.get('bw:service') ?? '',
    start: '',
    nodes: {},
    flows: {},
  }
  for (const element of elements.filter((e) => e.$type === 'bpmn:SequenceFlow')) readFlow(definition, element, report)
  const nodes = elements.filter((e) => e.$type !== 'bpmn:SequenceFlow').map((element) => readNode(element, report))
  for (const node of nodes) if (node && isSafeId(node.id)) definition.nodes[node.id] = node
  if ([process, ...elements].some(({ id }) => !id || !isSafeId(id))) return null
  connect(definition, elements, report)
  return definition
}

const readFlow = (definition: Definition, element: Element, report: Report): void => {
  const { id, sourceRef, targetRef, conditionExpression: condition } = element
  if (!id || !isSafeId(id)) return
  if (!sourceRef?.id || !targetRef?.id) return report('unresolved-reference', element)
  const language = condition?.language ?? ''
  if (condition && language !== '' && !/feel/i.test(language)) report('condition-forbidden', element, language)
  // Modellers of the Camunda family mark FEEL with a leading "=".
  const text = typeof condition?.body === 'string' ? condition.body.trim().replace(/^=\s*/, '') : ''
  definition.flows[id] = {
    id,
    name: element.name ?? '',
    nameEn: element.get('bw:nameEn') ?? '',
    from: sourceRef.id,
    to: targetRef.id,
    condition: text === '' ? null : text,
  }
}

/** Fills in who is connected with whom and refuses connections whose meaning would have to be guessed. */
const connect = (definition: Definition, elements: Element[], report: Report): void => {
  const elementOf = (id: string): Element | null => elements.find((e) => e.id === id) ?? null
  for (const flow of Object.values(definition.flows)) {
    definition.nodes[flow.from]?.outgoing.push(flow.id)
    definition.nodes[flow.to]?.incoming.push(flow.id)
    const from = definition.nodes[flow.from]
    const to = definition.nodes[flow.to]
    if (to?.kind === 'start' || to?.kind === 'boundary') report('flow-into-start', elementOf(flow.id))
    if (flow.condition !== null && from && from.kind !== 'exclusive') report('conditional-flow', elementOf(flow.id), flow.condition)
    if (flow.condition !== null && from?.kind === 'exclusive' && from.default === flow.id)
      report('condition-on-default', elementOf(flow.id))
    if (from?.kind === 'eventBased' && to && to.kind !== 'timer' && to.kind !== 'message') report('bad-event-gateway', elementOf(flow.to))
  }
  for (const node of Object.values(definition.nodes)) {
    const splits = ['exclusive', 'parallel', 'eventBased'].includes(node.kind)
    if (!splits && node.outgoing.length > 1) report('implicit-split', elementOf(node.id))
    if (node.kind === 'boundary') attach(definition, node)
    // A catch event that stands behind an event gateway is woken there, so nothing else may lead to it.
    const afterGateway = node.incoming.some((id) => definition.nodes[definition.flows[id]?.from ?? '']?.kind === 'eventBased')
    if (afterGateway && node.incoming.length > 1) report('bad-event-gateway', elementOf(node.id))
  }
  const starts = Object.values(definition.nodes).filter((node) => node.kind === 'start')
  if (starts.length !== 1) report('one-start-only', starts[1] ? elementOf(starts[1].id) : null)
  definition.start = starts[0]?.id ?? ''
}

const attach = (definition: Definition, node: Extract<ProcessNode, { kind: 'boundary' }>): void => {
  const host = definition.nodes[node.attachedTo]
  if (host?.kind === 'userTask') host.boundaries.push(node.id)
}
