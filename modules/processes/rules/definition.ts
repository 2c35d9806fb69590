/** A process as the engine runs it: plain JSON made by bpmn/parse.ts from a BPMN 2.0 file and stored with the version it belongs to. */
export interface Definition {
  format: 1
  processId: string
  name: string
  nameEn: string
  documentation: string
  clause: string
  service: string
  /** Element id of the one start event. */
  start: string
  nodes: Record<string, ProcessNode>
  flows: Record<string, Flow>
}

export interface Flow {
  id: string
  name: string
  /** Absent in files read before flows had English names. */
  nameEn?: string
  from: string
  to: string
  /** FEEL; only on flows that leave an exclusive gateway. */
  condition: string | null
}

interface NodeBase {
  id: string
  name: string
  nameEn: string
  /** Flow ids in the order of the file: an exclusive gateway takes the first condition that holds. */
  incoming: string[]
  outgoing: string[]
}

export type ProcessNode = NodeBase &
  (
    | { kind: 'start' }
    | { kind: 'end'; terminate: boolean }
    | { kind: 'userTask'; mark: TaskMark; boundaries: string[]; documentation?: string }
    | { kind: 'exclusive'; default: string | null }
    | { kind: 'parallel' }
    | { kind: 'eventBased' }
    | { kind: 'timer'; due: string }
    | { kind: 'message'; message: string }
    | { kind: 'boundary'; attachedTo: string; interrupting: boolean; on: Trigger }
    | { kind: 'announce'; event: string; feeds: string[] }
  )

export type NodeKind = ProcessNode['kind']
export type NodeOf<K extends NodeKind> = Extract<ProcessNode, { kind: K }>

export type Trigger = { kind: 'timer'; due: string } | { kind: 'message'; message: string }

/** What the standard says about a task (clauses 4.1, 7.2, 7.3.2.2, 8.2.3). Empty strings mean "not said" and are refused by lint. */
export interface TaskMark {
  clause: string
  service: string
  nature: string
  performer: string
  /** Role key of rules/roles.ts. */
  role: string
  stage: string
  /** Document categories this stage may see. */
  categories: string[]
  /** Confidentiality levels C1..C5. */
  fields: string[]
  actions: string[]
  /** See rules/due.ts, e.g. `P2WD from=handedOver`. */
  due: string
  /** Key of rules/forms.ts. */
  form: string
  /** Indicator letters a..h of 8.2.3. */
  feeds: string[]
  /** The variable this task must answer with, and the answers it may give. */
  outcome: { variable: string; values: string[] } | null
}

/** Names a file may give to variables, messages, announcements. Never a name every object already has (`constructor`, `toString` …). */
export const isSafeName = (name: string): boolean => /^[A-Za-z][A-Za-z0-9_]{0,63}$/.test(name) && !(name in Object.prototype)

/** Ids are XML names without colon, ASCII, and never a name every object already has (`__proto__`). */
export const isSafeId = (id: string): boolean => /^[A-Za-z_][A-Za-z0-9_.-]{0,99}$/.test(id) && !(id in Object.prototype)

export const userTasks = (definition: Definition): NodeOf<'userTask'>[] =>
  Object.values(definition.nodes).filter((node) => node.kind === 'userTask')
