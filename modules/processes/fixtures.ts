import type { Definition, ProcessNode, TaskMark } from './rules/definition.ts'

/** A block-structured process, for tests: what it should do can be said without tokens (rules/advance.property.test.ts). */
export type Block =
  | { kind: 'task' }
  | { kind: 'timer' }
  | { kind: 'message' }
  | { kind: 'announce' }
  | { kind: 'sequence'; blocks: Block[] }
  | { kind: 'choice'; variable: string; yes: Block; no: Block }
  | { kind: 'both'; blocks: Block[] }
  | { kind: 'repeat'; variable: string; body: Block }
  /** A task that a timer may interrupt; then `instead` is done. */
  | { kind: 'guarded'; instead: Block }

export type Placed = Block & { id: string }

export const mark = (over: Partial<TaskMark> = {}): TaskMark => ({
  clause: '7.2.2',
  service: 'test',
  nature: 'procedural',
  performer: 'outsourced',
  role: 'operator',
  stage: 'test',
  categories: [],
  fields: ['C1'],
  actions: ['read'],
  due: 'P2WD',
  form: 'test-form',
  feeds: [],
  outcome: null,
  ...over,
})

type Shape = ProcessNode extends infer N
  ? N extends ProcessNode
    ? Omit<N, 'id' | 'name' | 'nameEn' | 'incoming' | 'outgoing'>
    : never
  : never

/** Builds definitions by hand: `node` adds an element, `flow` connects two. */
export const drawing = () => {
  const definition: Definition = {
    format: 1,
    processId: 'test',
    name: '测试',
    nameEn: 'Test',
    documentation: '',
    clause: '7.2.2',
    service: 'test',
    start: 'start',
    nodes: {},
    flows: {},
  }
  const node = (id: string, shape: Shape): string => {
    definition.nodes[id] = { id, name: `名${id}`, nameEn: id, incoming: [], outgoing: [], ...shape } as ProcessNode
    if (shape.kind === 'boundary') {
      const host = definition.nodes[shape.attachedTo]
      if (host?.kind === 'userTask') host.boundaries.push(id)
    }
    return id
  }
  const flow = (from: string, to: string, condition: string | null = null, isDefault = false): void => {
    const id = `f${Object.keys(definition.flows).length}`
    definition.flows[id] = { id, name: '', from, to, condition }
    const source = definition.nodes[from]
    source?.outgoing.push(id)
    if (isDefault && source?.kind === 'exclusive') source.default = id
    definition.nodes[to]?.incoming.push(id)
  }
  node('start', { kind: 'start' })
  return { definition, node, flow }
}

/** The definition of a block, and the block with the element ids its leaves were given. */
export const definitionOfBlock = (block: Block): { definition: Definition; placed: Placed } => {
  const { definition, node, flow } = drawing()
  let count = 0
  const fresh = (): string => `n${count++}`
  /** Draws a block after `from`; answers the element to go on from. */
  const draw = (b: Block, from: string, condition: string | null = null, isDefault = false): [string, Placed] => {
    const id = fresh()
    const enter = (to: string) => flow(from, to, condition, isDefault)
    switch (b.kind) {
      case 'task':
        enter(node(id, { kind: 'userTask', mark: mark(), boundaries: [] }))
        return [id, { ...b, id }]
      case 'timer':
        enter(node(id, { kind: 'timer', due: 'P1D' }))
        return [id, { ...b, id }]
      case 'message':
        enter(node(id, { kind: 'message', message: `m${id}` }))
        return [id, { ...b, id }]
      case 'announce':
        enter(node(id, { kind: 'announce', event: `e${id}`, feeds: [] }))
        return [id, { ...b, id }]
      case 'guarded': {
        enter(node(id, { kind: 'userTask', mark: mark(), boundaries: [] }))
        node(`${id}b`, { kind: 'boundary', attachedTo: id, interrupting: true, on: { kind: 'timer', due: 'PT1H' } })
        const [last, instead] = draw(b.instead, `${id}b`)
        node(`${id}m`, { kind: 'exclusive', default: null })
        flow(id, `${id}m`)
        flow(last, `${id}m`)
        return [`${id}m`, { ...b, instead, id } as Placed]
      }
      case 'sequence': {
        enter(node(id, { kind: 'exclusive', default: null }))
        let at = id
        const blocks = b.blocks.map((inner) => {
          const [last, placed] = draw(inner, at)
          at = last
          return placed
        })
        return [at, { ...b, blocks, id } as Placed]
      }
      case 'choice': {
        enter(node(id, { kind: 'exclusive', default: null }))
        const [yesEnd, yes] = draw(b.yes, id, `${b.variable} = true`)
        const [noEnd, no] = draw(b.no, id, null, true)
        node(`${id}m`, { kind: 'exclusive', default: null })
        flow(yesEnd, `${id}m`)
        flow(noEnd, `${id}m`)
        return [`${id}m`, { ...b, yes, no, id } as Placed]
      }
      case 'both': {
        enter(node(id, { kind: 'parallel' }))
        node(`${id}j`, { kind: 'parallel' })
        const blocks = b.blocks.map((inner) => {
          const [last, placed] = draw(inner, id)
          flow(last, `${id}j`)
          return placed
        })
        return [`${id}j`, { ...b, blocks, id } as Placed]
      }
      case 'repeat': {
        enter(node(id, { kind: 'exclusive', default: null }))
        const [last, body] = draw(b.body, id)
        node(`${id}d`, { kind: 'exclusive', default: null })
        flow(last, `${id}d`)
        flow(`${id}d`, id, `${b.variable} = true`)
        node(`${id}o`, { kind: 'exclusive', default: null })
        flow(`${id}d`, `${id}o`, null, true)
        return [`${id}o`, { ...b, body, id } as Placed]
      }
    }
  }
  const [last, placed] = draw(block, 'start')
  node('end', { kind: 'end', terminate: false })
  flow(last, 'end')
  return { definition, placed }
}

const mechanics = 'bw:clause="7.2.2" bw:service="scan-catalogue" bw:stage="scan" bw:categories="complaint evidence" bw:due="PT4H"'
const drawn = (id: string, x: number, y: number, width: number, height: number): string =>
  `<bpmndi:BPMNShape id="${id}-shape" bpmnElement="${id}"><dc:Bounds x="${x}" y="${y}" width="${width}" height="${height}" /></bpmndi:BPMNShape>`
const line = (id: string, ...points: [number, number][]): string =>
  `<bpmndi:BPMNEdge id="${id}-edge" bpmnElement="${id}">${points.map(([x, y]) => `<di:waypoint x="${x}" y="${y}" />`).join('')}</bpmndi:BPMNEdge>`

/**
 * The standard's scan process as a court would extend it in a modeller: before the papers are counted an operator looks at the seal; a broken one is the
 * clerk's to decide (4.1). Two steps that no module knows.
 */
export const withOwnSteps = (standard: string): string => {
  const edge = /<bpmndi:BPMNEdge id="handedOver-to-receive-edge"[\s\S]*?<\/bpmndi:BPMNEdge>/
  const steps = `<bpmn:userTask id="sealCheck" name="核验封条" bw:nameEn="Check the seal" ${mechanics} bw:nature="procedural" bw:performer="outsourced" bw:role="operator" bw:fields="C2" bw:actions="read check" bw:form="own-step" bw:outcome="ownSeal=intact|broken"><bpmn:documentation>清点前核对材料袋封条：编号与移交单一致，封口没有拆动痕迹。
Before counting, compare the seal of the bag with the hand-over slip and look for signs of opening.</bpmn:documentation><bpmn:incoming>handedOver-to-receive</bpmn:incoming><bpmn:outgoing>sealCheck-to-sealChoice</bpmn:outgoing></bpmn:userTask>
    <bpmn:exclusiveGateway id="sealChoice" name="封条完好？" bw:nameEn="Seal intact?"><bpmn:incoming>sealCheck-to-sealChoice</bpmn:incoming><bpmn:outgoing>sealChoice-to-receive</bpmn:outgoing><bpmn:outgoing>sealChoice-to-brokenSeal</bpmn:outgoing></bpmn:exclusiveGateway>
    <bpmn:userTask id="brokenSeal" name="封条破损处置" bw:nameEn="Decide on the broken seal" ${mechanics} bw:nature="judgement" bw:performer="court" bw:role="clerk" bw:fields="C2" bw:actions="read decide" bw:form="own-decision"><bpmn:documentation>查明拆动原因，决定是否继续扫描，并在备注中写明。
Find out who opened the bag and whether scanning goes on; say so in the note.</bpmn:documentation><bpmn:incoming>sealChoice-to-brokenSeal</bpmn:incoming><bpmn:outgoing>brokenSeal-to-receive</bpmn:outgoing></bpmn:userTask>
    <bpmn:userTask id="receive"`
  const flows = `<bpmn:sequenceFlow id="handedOver-to-receive" sourceRef="handedOver" targetRef="sealCheck" />
    <bpmn:sequenceFlow id="sealCheck-to-sealChoice" sourceRef="sealCheck" targetRef="sealChoice" />
    <bpmn:sequenceFlow id="sealChoice-to-receive" name="完好" bw:nameEn="Intact" sourceRef="sealChoice" targetRef="receive"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">ownSeal = "intact"</bpmn:conditionExpression></bpmn:sequenceFlow>
    <bpmn:sequenceFlow id="sealChoice-to-brokenSeal" name="破损" bw:nameEn="Broken" sourceRef="sealChoice" targetRef="brokenSeal"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">ownSeal = "broken"</bpmn:conditionExpression></bpmn:sequenceFlow>
    <bpmn:sequenceFlow id="brokenSeal-to-receive" sourceRef="brokenSeal" targetRef="receive" />`
  const drawing = [
    drawn('sealCheck', 60, 30, 120, 80),
    drawn('sealChoice', 275, 45, 50, 50),
    drawn('brokenSeal', 400, 30, 120, 80),
    line('handedOver-to-receive', [120, 182], [120, 110]),
    line('sealCheck-to-sealChoice', [180, 70], [275, 70]),
    line('sealChoice-to-receive', [300, 95], [300, 160]),
    line('sealChoice-to-brokenSeal', [325, 70], [400, 70]),
    line('brokenSeal-to-receive', [460, 110], [460, 140], [340, 140], [340, 160]),
  ].join('')
  return standard
    .replace('<bpmn:userTask id="receive"', steps)
    .replace(
      '<bpmn:incoming>handedOver-to-receive</bpmn:incoming>\n      <bpmn:incoming>clock',
      '<bpmn:incoming>sealChoice-to-receive</bpmn:incoming><bpmn:incoming>brokenSeal-to-receive</bpmn:incoming>\n      <bpmn:incoming>clock',
    )
    .replace('<bpmn:sequenceFlow id="handedOver-to-receive" sourceRef="handedOver" targetRef="receive" />', flows)
    .replace(edge, drawing)
}
