import { expect, test } from 'vitest'
import { modules } from '../../app/modules.ts'
import { verbsOf } from '../../modules/disclosure/rules.ts'

test('7.3.2.5: whoever takes a list along is counted, whichever list it is', () => {
  const bulk = modules.flatMap((m) => m.bindings.filter((b) => b.endpoint.bulk).map((b) => b.endpoint.audit))
  expect(bulk.length).toBeGreaterThan(5)
  const counted = new Set(verbsOf('exported'))
  expect([...new Set(bulk)].filter((verb) => !counted.has(verb))).toEqual([])
})
