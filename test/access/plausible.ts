import { modules } from '../../app/modules.ts'
import type { TestApp } from '../support/app.ts'

export interface Schema {
  type?: string | string[]
  properties?: Record<string, Schema>
  items?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  enum?: unknown[]
  const?: unknown
  format?: string
  minimum?: number
  minLength?: number
  minItems?: number
  pattern?: string
}
/** A body of the right shape, so that a strange value reaches past the shape of the others. */
export const plausible = (s: Schema | undefined): unknown => {
  if (!s) return null
  if (s.const !== undefined) return s.const
  if (s.enum) return s.enum[0]
  if (s.anyOf ?? s.oneOf) return plausible((s.anyOf ?? s.oneOf)![0])
  const type = Array.isArray(s.type) ? s.type[0] : s.type
  if (type === 'object') return Object.fromEntries(Object.entries(s.properties ?? {}).map(([k, v]) => [k, plausible(v)]))
  if (type === 'array') return s.minItems ? Array.from({ length: s.minItems }, () => plausible(s.items)) : []
  if (type === 'integer' || type === 'number') return Math.max(1, s.minimum ?? 1)
  if (type === 'boolean') return true
  if (s.format === 'date') return '2026-09-21'
  if (s.format === 'date-time') return '2026-09-21T01:00:00Z'
  return '测试'.padEnd(s.minLength ?? 2, '测')
}

/** Bodies of all endpoints as the API's own description gives them, by `METHOD path`. */
export const schemasOf = async (t: TestApp): Promise<Map<string, Schema | undefined>> => {
  const doc = (await t.visitor(null).get('/openapi.json')).body
  return new Map(
    modules.flatMap((m) =>
      m.bindings.map(({ endpoint: e }) => [
        `${e.method} ${e.path}`,
        doc.paths[`/api${e.path.replace(/:([a-zA-Z]+)/g, '{$1}')}`]?.[e.method.toLowerCase()]?.requestBody?.content?.['application/json']
          ?.schema,
      ]),
    ),
  )
}
