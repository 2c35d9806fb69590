import { beforeAll, expect, test } from 'vitest'
import { modules } from '../../app/modules.ts'
import { testApp, type TestApp, type Visitor } from '../support/app.ts'
import { testCourt, type TestCourt } from '../support/court.ts'
import { plausible, type Schema, schemasOf } from './plausible.ts'

let t: TestApp
let c: TestCourt
beforeAll(async () => {
  t = await testApp()
  c = await testCourt(t)
  await c.newCase()
  for (const [key, schema] of await schemasOf(t)) schemas.set(key, schema)
})
const endpoints = modules.flatMap((m) => m.bindings.map((b) => b.endpoint))
/** What people and programs send that is no value of the field: empty, huge, of another kind, with signs nobody sees, days that do not exist. */
const strange: unknown[] = [
  '',
  'x'.repeat(200_000),
  'a\u0000b',
  'a\u202eb',
  '<script>alert(1)</script>',
  '2026-02-30',
  '2028-02-29',
  '１２３',
  '𠮷',
  '-1',
  "'; drop table x --",
  -1,
  0,
  1.5,
  1e308,
  2 ** 53,
  true,
  null,
  [],
  {},
]

const schemas = new Map<string, Schema | undefined>()
const leaves = (s: Schema | undefined, at: string[] = []): string[][] =>
  s?.properties ? Object.entries(s.properties).flatMap(([k, v]) => leaves(v, [...at, k])) : [at]
const withValue = (body: unknown, [key, ...rest]: string[], value: unknown): unknown =>
  key === undefined ? value : { ...(body as object), [key]: withValue((body as Record<string, unknown>)?.[key] ?? {}, rest, value) }

const pathOf = (path: string, id: string): string => path.replace(/:[a-zA-Z]+/g, id)
const send = (v: Visitor, method: string, path: string, body?: unknown) => {
  const headers = { 'if-match': '"1"' }
  if (method === 'GET') return v.get(path)
  if (method === 'DELETE') return v.delete(path, headers)
  return v[method.toLowerCase() as 'post'](path, body, headers)
}
const stack = /\bat .+\.ts:\d+|node_modules|select .+ from |insert into |pg_catalog|bailiwick_app/i

test('7.3.2.5: every list that leaves as a file asks for the permission to export', () => {
  // The ledger leaves with the auditor and for proof; its own permission is narrower.
  const lists = endpoints.filter((e) => e.bytes === 'file' && /export/.test(`${e.path} ${e.audit}`) && e.permission !== 'ledger.export')
  expect(lists.length).toBeGreaterThan(8)
  expect(lists.filter((e) => !e.bulk).map((e) => e.path)).toEqual([])
})

test('without a login every endpoint that is not public answers 401, and says nothing else', async () => {
  // Bodies are made from the API's own description: without it nothing below would reach a use case.
  expect([...schemas.values()].filter(Boolean).length).toBeGreaterThan(150)
  const nobody = t.visitor(null)
  const open: string[] = []
  for (const e of endpoints) {
    const key = `${e.method} ${e.path}`
    const r = await send(nobody, e.method, pathOf(e.path, '1'), e.bytes === 'upload' ? undefined : plausible(schemas.get(key)))
    if (e.permission === 'public') continue
    // The shape of a request is told to anybody, as docs/openapi.json does; nothing of the data is.
    if (r.status !== 401 && !(r.status === 400 && r.body.code === 'malformed')) open.push(`${key}: ${r.status}`)
  }
  expect(open).toEqual([])
})

/** Each field meets a few of the strange values, another field others; all of them with EVERY_VALUE=1, which takes minutes. */
let turn = 0
const some = <T>(values: readonly T[], n: number): readonly T[] =>
  process.env.EVERY_VALUE ? values : Array.from({ length: n }, () => values[turn++ % values.length]!)
const strangeIds = ['-1', '0', '9007199254740993', '1e308', '%00', '%E2%80%AE', '１', 'x'.repeat(300)]

test.each(['management', 'operator'] as const)(
  'nothing that can be sent makes an endpoint fail or tell how it is built: %s',
  async (who) => {
    const v = c.as(who)
    const bad: string[] = []
    const look = async (method: string, path: string, body?: unknown, say = ''): Promise<void> => {
      const r = await send(v, method, path, body)
      // Here nobody lends the making of a demo; the product does.
      if (r.status >= 500 && r.body.code !== 'demo-unavailable')
        bad.push(`${method} ${path} ${say || JSON.stringify(body)?.slice(0, 200)}: ${r.status}`)
      else if (r.status >= 400 && stack.test(JSON.stringify(r.body)))
        bad.push(`${method} ${path} tells: ${JSON.stringify(r.body).slice(0, 200)}`)
    }
    for (const e of endpoints) {
      // Leaving a session behind would make everything after it a 401.
      if (/logout|sessions?$|password|sign-out/.test(e.path) && e.method !== 'GET') continue
      const at = pathOf(e.path, '1')
      if (who === 'management' && e.path.includes(':')) for (const id of some(strangeIds, 1)) await look(e.method, pathOf(e.path, id), {})
      if (e.method === 'GET' || e.bytes === 'upload') continue
      const schema = schemas.get(`${e.method} ${e.path}`)
      for (const whole of some([{}, [], 'x', null], 1)) await look(e.method, at, whole)
      const good = plausible(schema)
      // Whoever may do most meets the values; the others are refused before them.
      const fields = leaves(schema)
      for (const leaf of who === 'operator' ? [] : process.env.EVERY_VALUE ? fields : some(fields, Math.min(2, fields.length))) {
        if (!leaf.length) continue
        for (const value of some(strange, 1))
          await look(e.method, at, withValue(good, leaf, value), `${leaf.join('.')}=${JSON.stringify(value)?.slice(0, 40)}`)
      }
    }
    expect(bad).toEqual([])
  },
  process.env.EVERY_VALUE ? 900_000 : 30_000,
)
