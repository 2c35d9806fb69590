import { evaluate, parseExpression } from 'feelin'
import type { Scalar, Variables } from './state.ts'

/**
 * Conditions are FEEL, cut down to what a reader can check by eye and what always ends: comparisons, and/or/not, arithmetic,
 * lists and a few functions of their arguments only. No loops, no clock (`now`, `today`), no user functions.
 */
export const safeFunctions: readonly string[] = [
  'not',
  'is defined',
  'contains',
  'starts with',
  'ends with',
  'string length',
  'list contains',
  'abs',
  'min',
  'max',
]

const MAX_LENGTH = 300
const allowedNodes = new Set([
  'Expression',
  'Comparison',
  'CompareOp',
  'Conjunction',
  'Disjunction',
  'ArithmeticExpression',
  'ArithOp',
  'ParenthesizedExpression',
  'InExpression',
  'PositiveUnaryTests',
  'PositiveUnaryTest',
  'Interval',
  'List',
  'VariableName',
  'Identifier',
  'AdditionalIdentifier',
  'Name',
  'NumericLiteral',
  'StringLiteral',
  'BooleanLiteral',
  'FunctionInvocation',
  'PositionalParameters',
  'and',
  'or',
  'in',
  'between',
  'null',
])

export interface ConditionReading {
  variables: string[]
  /** Literals each variable is compared with, when the whole condition is made of `variable <op> literal`. */
  literals: Record<string, Scalar[]>
  /** false when something is compared that is not a variable against a literal: then exhaustiveness cannot be shown. */
  plain: boolean
}

export type ReadCondition =
  | { ok: true; reading: ConditionReading }
  | { ok: false; code: 'condition-syntax' | 'condition-forbidden'; part: string }

/** Reads a FEEL condition without running it. */
export const readCondition = (text: string): ReadCondition => {
  if (text.trim() === '' || text.length > MAX_LENGTH) return { ok: false, code: 'condition-syntax', part: text.slice(0, 60) }
  const reading: ConditionReading = { variables: [], literals: {}, plain: true }
  let problem: Extract<ReadCondition, { ok: false }> | null = null
  const shapes: { variables: string[]; literals: Scalar[]; other: boolean }[] = []
  // The safe functions' names are given as context so that names with a space are read as one name.
  const context = Object.fromEntries(safeFunctions.map((name) => [name, () => null]))
  parseExpression(text, context, undefined).iterate({
    enter: (node) => {
      const part = text.slice(node.from, node.to)
      if (node.type.isError) problem ??= { ok: false, code: 'condition-syntax', part: part || text }
      else if (/^[A-Za-z]/.test(node.name) && !allowedNodes.has(node.name)) problem ??= { ok: false, code: 'condition-forbidden', part }
      const shape = shapes.at(-1)
      if (node.name === 'Comparison') shapes.push({ variables: [], literals: [], other: false })
      else if (node.name === 'VariableName') {
        const called = text.slice(node.to).trimStart().startsWith('(')
        if (called) {
          if (!safeFunctions.includes(part)) problem ??= { ok: false, code: 'condition-forbidden', part }
          if (part !== 'not') reading.plain = false
        } else {
          reading.variables.push(part)
          if (shape) shape.variables.push(part)
          else reading.literals[part] = [...(reading.literals[part] ?? []), true]
        }
      } else if (/Literal$/.test(node.name) || node.name === 'null') {
        if (shape) shape.literals.push(literalOf(part))
      } else if (shape && !['CompareOp', 'Identifier', 'AdditionalIdentifier', 'Name'].includes(node.name) && /^[A-Za-z]/.test(node.name)) {
        shape.other = true
      }
    },
    leave: (node) => {
      if (node.name !== 'Comparison') return
      const shape = shapes.pop()
      const [variable] = shape?.variables ?? []
      if (!shape || shape.other || !variable || shape.variables.length !== 1 || shape.literals.length !== 1) reading.plain = false
      else reading.literals[variable] = [...(reading.literals[variable] ?? []), shape.literals[0] ?? null]
    },
  })
  if (problem) return problem
  reading.variables = [...new Set(reading.variables)]
  return { ok: true, reading }
}

const literalOf = (text: string): Scalar => {
  try {
    const { value } = evaluate(text)
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null
  } catch {
    return null
  }
}

/** Does the condition hold? Anything but a clear `true` is no: a missing variable never opens a path. */
export const holds = (condition: string, variables: Variables): boolean => {
  try {
    return evaluate(condition, { ...variables }).value === true
  } catch {
    return false
  }
}

const MAX_SAMPLES = 20_000

/**
 * Do the conditions leave no case open? Every variable is tried with the values it is compared with, their neighbours, something else
 * and nothing at all; `declared` narrows a variable to the answers its task may give. Only plain comparisons can be shown exhaustive.
 */
export const areExhaustive = (conditions: readonly string[], declared: Record<string, readonly Scalar[]>): boolean => {
  const samples: Record<string, Scalar[]> = {}
  for (const condition of conditions) {
    const read = readCondition(condition)
    if (!read.ok || !read.reading.plain) return false
    for (const variable of read.reading.variables) {
      const compared = read.reading.literals[variable] ?? []
      const near = compared.flatMap((value): Scalar[] => (typeof value === 'number' ? [value - 1, value, value + 1] : [value]))
      const open = [...near, null, true, false, '\u0000other', Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]
      samples[variable] = [...new Set([...(samples[variable] ?? []), ...(declared[variable] ?? open)])]
    }
  }
  const names = Object.keys(samples)
  if (names.reduce((product, name) => product * (samples[name]?.length ?? 1), 1) > MAX_SAMPLES) return false
  const covered = (index: number, chosen: Variables): boolean => {
    const name = names[index]
    if (name === undefined) return conditions.some((condition) => holds(condition, chosen))
    return (samples[name] ?? []).every((value) => covered(index + 1, { ...chosen, [name]: value }))
  }
  return covered(0, {})
}
