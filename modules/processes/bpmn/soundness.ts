import type { Definition, ProcessNode } from '../rules/definition.ts'
import type { FindingCode } from '../rules/findings.ts'

export interface Flaw {
  code: FindingCode
  elementId: string
}

/** Processes of courts have dozens of states; a file that has more than this cannot be shown to end, so it is refused. */
const MAX_MARKINGS = 20_000

/** A token on a flow, with the boundary events that have already fired at the task it leads to: `flow` or `flow#b1,b2`. */
type Marking = readonly string[]

/**
 * Plays every choice, answer, timer and message against every other (conditions ignored) and reports joins that wait for ever, elements
 * that could hold two tokens at once, and situations from which no end can be reached.
 */
export const findFlaws = (definition: Definition): Flaw[] => {
  const start = definition.nodes[definition.start]?.outgoing ?? []
  const first = keyOf(start)
  const markings = new Map<string, Marking>([[first, start]])
  const cameFrom = new Map<string, string[]>()
  const flaws: Flaw[] = []
  const note = (code: FindingCode, elementId: string): void => {
    if (!flaws.some((flaw) => flaw.code === code && flaw.elementId === elementId)) flaws.push({ code, elementId })
  }
  const waiting = [first]
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    const marking = markings.get(key) ?? []
    const next = successors(definition, marking)
    if (next.length === 0 && marking.length > 0) note('deadlock', targetOf(definition, marking[0] ?? '').id)
    for (const after of next) {
      const twice = after.find((place, i) => flowOf(place) === flowOf(after[i + 1] ?? ''))
      if (twice !== undefined) {
        note('two-tokens', targetOf(definition, twice).id)
        continue
      }
      const afterKey = keyOf(after)
      cameFrom.set(afterKey, [...(cameFrom.get(afterKey) ?? []), key])
      if (markings.has(afterKey)) continue
      if (markings.size >= MAX_MARKINGS) return [{ code: 'too-complex', elementId: definition.start }]
      markings.set(afterKey, after)
      waiting.push(afterKey)
    }
  }
  if (flaws.length > 0) return flaws
  const ending = new Set<string>()
  for (const stack = [keyOf([])]; stack.length > 0; ) {
    const key = stack.pop() ?? ''
    if (ending.has(key)) continue
    ending.add(key)
    stack.push(...(cameFrom.get(key) ?? []))
  }
  for (const [key, marking] of markings) if (!ending.has(key)) note('never-ends', targetOf(definition, marking[0] ?? '').id)
  return flaws
}

const keyOf = (marking: Marking): string => marking.join(' ')
const flowOf = (place: string): string => place.split('#')[0] ?? ''
const usedAt = (place: string): string[] => place.split('#')[1]?.split(',') ?? []

const targetOf = (definition: Definition, place: string): ProcessNode => {
  const node = definition.nodes[definition.flows[flowOf(place)]?.to ?? '']
  if (!node) throw new Error(`no element behind ${place}`)
  return node
}

const replace = (marking: Marking, gone: readonly string[], come: readonly string[]): Marking => {
  const rest = [...marking]
  for (const place of gone) rest.splice(rest.indexOf(place), 1)
  return [...rest, ...come].sort()
}

/** As the engine does, whatever needs no waiting is worked off first; the order among such steps makes no difference. */
const successors = (definition: Definition, marking: Marking): Marking[] => {
  for (const place of marking) {
    const now = passing(definition, marking, place)
    if (now.length > 0) return now
  }
  return marking.flatMap((place) => {
    const node = targetOf(definition, place)
    if (node.kind === 'userTask')
      return [replace(marking, [place], node.outgoing), ...atBoundaries(definition, marking, place, node.boundaries)]
    if (node.kind === 'eventBased') return node.outgoing.map((flow) => replace(marking, [place], [flow]))
    return node.kind === 'timer' || node.kind === 'message' ? [replace(marking, [place], node.outgoing)] : []
  })
}

const passing = (definition: Definition, marking: Marking, place: string): Marking[] => {
  const node = targetOf(definition, place)
  if (node.kind === 'end') return node.terminate ? [[]] : [replace(marking, [place], [])]
  if (node.kind === 'exclusive') return node.outgoing.map((flow) => replace(marking, [place], [flow]))
  if (node.kind === 'announce') return [replace(marking, [place], node.outgoing)]
  const ready = node.kind === 'parallel' && node.incoming.every((flow) => marking.includes(flow))
  return ready ? [replace(marking, node.incoming, node.outgoing)] : []
}

const atBoundaries = (definition: Definition, marking: Marking, place: string, boundaries: readonly string[]): Marking[] =>
  boundaries.flatMap((id) => {
    const boundary = definition.nodes[id]
    if (boundary?.kind !== 'boundary' || usedAt(place).includes(id)) return []
    if (boundary.interrupting) return [replace(marking, [place], boundary.outgoing)]
    const used = [...usedAt(place), id].sort()
    return [replace(marking, [place], [`${flowOf(place)}#${used.join(',')}`, ...boundary.outgoing])]
  })
