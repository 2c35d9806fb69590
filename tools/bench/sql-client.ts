import { text } from 'node:stream/consumers'
import pg from 'pg'
import type { Database, Script } from './sql-load.ts'

// Where the machine has no pgbench: the same script by bare pg with prepared statements, in this process of its own.
const { db, script, clients, each, round } = JSON.parse(await text(process.stdin)) as {
  db: Database
  script: Script
  clients: number
  each: number
  round: number
}

const prepared = script.steps.map((s, i) => {
  const names: string[] = []
  const words = s.text.replaceAll(/(?<!:):([A-Za-z_]\w*)/g, (_all, name: string) => {
    if (!names.includes(name)) names.push(name)
    return `$${names.indexOf(name) + 1}`
  })
  return { name: `s${i}`, text: words, names, gset: s.gset }
})
// The expressions are ours: numbers, variables, arithmetic and random(a, b).
const expressions = script.set.map(([name, expression]) => {
  const js = expression
    .replaceAll(/:([A-Za-z_]\w*)/g, 'v.$1')
    .replaceAll(/\brandom\(([^,]+),([^)]+)\)/g, '(Math.floor(Math.random() * (($2) - ($1) + 1)) + ($1))')
  return [name, new Function('v', `return ${js}`) as (v: Record<string, number>) => number] as const
})

const connections = await Promise.all(
  Array.from({ length: clients }, async () => {
    const c = new pg.Client(db)
    await c.connect()
    return c
  }),
)
let spent = 0
const began = performance.now()
await Promise.all(
  connections.map(async (c, client_id) => {
    const v: Record<string, number> = { client_id, round, n: 0 }
    for (let i = 0; i < each; i++) {
      const before = performance.now()
      for (const [name, compute] of expressions) v[name] = compute(v)
      for (const s of prepared) {
        const r = await c.query({ name: s.name, text: s.text, values: s.names.map((n) => v[n]) })
        if (s.gset) for (const [k, value] of Object.entries(r.rows[0] as Record<string, number>)) v[s.gset + k] = value
      }
      spent += performance.now() - before
    }
  }),
)
const seconds = (performance.now() - began) / 1000
await Promise.all(connections.map((c) => c.end()))
process.stdout.write(`${JSON.stringify({ rate: (clients * each) / seconds, latency: spent / (clients * each) })}\n`)
