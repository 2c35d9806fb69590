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
