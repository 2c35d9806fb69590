import pg from 'pg'
import { fillItems } from './fill-items.ts'
import { fillRegisters } from './fill-registers.ts'
import { nameOf } from './fill.ts'
import type { Ask } from './http-load.ts'
import { median, type Result, result } from './result.ts'
import { asked, behind, type Meaning, meanings } from './row-scope-asks.ts'
import type { Sent } from './sql-load.ts'
import type { Stand } from './stand.ts'

const MOST = 200
const LEAST = 7
const SPEND_MS = 500
const LARGE = [
  'case_record',
  'party',
  'task',
  'access_grant',
  'event',
  'instance',
  'token',
  'record',
  'batch',
  'service_order',
  'attempt',
  'deadline',
  'decision',
  'notice',
]

/** Not what is asked: the frame of a request. */
const frame = /^\s*(begin|commit)|accounts\.(enter|session)|audit\.event\s*\(|bw\.idempotency/i

/** The statement with each table of the actor's scope read through the plain condition: what the policy means, without the policy. */
const written = (sent: Sent, meaning: Meaning): Sent => {
  let text = sent.text
  for (const [table, condition] of Object.entries(meaning))
    text = text.replaceAll(
      new RegExp(`\\b(from|join)\\s+${table.replace('.', '\\.')}\\s+(\\w+)`, 'g'),
      (_all, word: string, alias: string) => `${word} (select * from ${behind[table] ?? table} x where ${condition}) ${alias}`,
    )
  return { ...sent, text }
}

interface Node {
  'Node Type': string
  'Relation Name'?: string
  Plans?: Node[]
}
const walked = (n: Node): string[] => [
  ...(n['Node Type'] === 'Seq Scan' && LARGE.includes(n['Relation Name'] ?? '') ? [n['Relation Name']!] : []),
  ...(n.Plans ?? []).flatMap(walked),
]

/** One side: a connection inside a transaction with the actor's scope set, and the request's statements under their names. */
interface Side {
  client: pg.Client
  statements: readonly { name: string; text: string; values: unknown[] }[]
}
/** Milliseconds until the last answer: named statements one after another, as the product's driver sends them. */
const once = async ({ client, statements }: Side): Promise<number> => {
  const began = performance.now()
  for (const s of statements) await client.query(s)
  return performance.now() - began
}
/** The plans of a statement just run; the values are given as the statement got them, so that the general plan in use is told. */
const explain = async ({ client, statements }: Side, how: string): Promise<string[][]> => {
  const all: string[][] = []
  for (const s of statements) {
    const { rows } = await client.query({ text: `explain (${how}) ${s.text}`, values: s.values })
    all.push(rows.map((r) => (typeof r['QUERY PLAN'] === 'string' ? r['QUERY PLAN'] : JSON.stringify(r['QUERY PLAN']))))
  }
  return all
}
const large = async (side: Side): Promise<string[]> =>
  (await explain(side, 'format json')).flatMap(([plan]) => walked((JSON.parse(plan!) as { Plan: Node }[])[0]!.Plan))

/**
 * Every list, count and search under its policies against the same with the conditions written out. Both sides over one connection each, the
 * statements prepared under a name as the product's are, by turns, many times: the time until the answer is there, medians. (EXPLAIN ANALYZE
 * told a single figure, and for statements of 0.05 ms it was mostly its own bookkeeping.) What an empty statement takes stands beside.
 */
export const measureRowScope = async (s: Stand, say: (line: string) => void): Promise<Result[]> => {
  say('filling: 100,000 filings, batches, orders, notices, events; registers of people, places and papers')
  await fillRegisters(s.client, s.court)
  await fillItems(s.client, s.court)
  say('filled')
  return measureAsks(s, say)
}

/** The measurement alone, on a stand already filled. */
export const measureAsks = async (
  s: Pick<Stand, 'app' | 'owner' | 'court' | 'statementsOf'>,
  say: (line: string) => void,
): Promise<Result[]> => {
  const app = new pg.Client(s.app)
  const owner = new pg.Client(s.owner)
  await Promise.all([app.connect(), owner.connect()])
  const results: Result[] = []
  try {
    const meaning = meanings(s.court)
    let k = 0
    const only = new RegExp(process.env.BENCH_ASK ?? '')
    for (const q of asked(s.court, nameOf(71)).filter((x) => only.test(x.name))) {
      k++
      const ask: Ask = { path: q.ask, token: q.as.tokens[0] }
      let all: Sent[]
      try {
        await s.statementsOf(ask)
        all = await s.statementsOf(ask)
      } catch (e) {
        // One that cannot be asked is told, and does not cost the others.
        say(`${q.name}: ${(e as Error).message}`)
        process.exitCode = 1
        continue
      }
      const enter = all.find((x) => /accounts\.enter/.test(x.text))!
      const sent = all.filter((x) => !frame.test(x.text))
      const side = (client: pg.Client, as: string, of: readonly Sent[]): Side => ({
        client,
        statements: of.map((x, i) => ({ name: `${as}${k}_${i}`, text: x.text, values: x.values })),
      })
      const under = side(app, 'u', sent)
      const plain = side(
        owner,
        'p',
        sent.map((x) => written(x, meaning[q.who])),
      )
      for (const { client } of [under, plain]) {
        await client.query('begin')
        await client.query(enter.text, enter.values)
      }
      // The first eight settle whether PostgreSQL keeps a general plan.
      const ours: number[] = []
      const reference: number[] = []
      let spent = 0
      for (let i = 0; i < MOST + 8 && (ours.length < 3 || (ours.length < LEAST && spent < 4 * SPEND_MS) || spent < SPEND_MS); i++) {
        const turn = i % 2 ? [under, plain] : [plain, under]
        const first = await once(turn[0]!)
        const second = await once(turn[1]!)
        const [a, b] = i % 2 ? [first, second] : [second, first]
        if (i < 8 && a + b < 50) continue
        spent += a + b
        ours.push(a)
        reference.push(b)
      }
      const known = await large(plain)
      const seq = (await large(under)).filter((t) => !known.includes(t))
      const r = result(
        `row scope: ${q.name} (ms)`,
        median(ours),
        median(reference),
        '≤ 1.5',
        seq.length ? [`walks ${[...new Set(seq)].join(', ')} row by row`] : [],
      )
      results.push(r)
      if (!r.met || seq.length) {
        say(`${r.name}: ${r.ours} ÷ ${r.reference} = ${r.ratio} ${r.notes.join()}`)
        if (process.env.BENCH_EXPLAIN)
          for (const [mark, x] of [
            ['', under],
            ['    | ', plain],
          ] as const)
            for (const plan of await explain(x, 'analyze, buffers')) for (const line of plan) say(`${mark}${line}`)
      }
      for (const { client } of [under, plain]) {
        await client.query('rollback')
        await client.query('deallocate all')
      }
    }
    const empty: Side = { client: app, statements: [{ name: 'empty', text: 'select 1', values: [] }] }
    const bare: number[] = []
    for (let i = 0; i < MOST; i++) bare.push(await once(empty))
    results.push(result('row scope: an empty statement beside them (ms)', median(bare), median(bare), null))
  } finally {
    await Promise.all([app.end(), owner.end()])
  }
  return results
}
