import Fastify from 'fastify'
import pg from 'pg'
import { signedIn } from '../../modules/accounts/fixtures.ts'
import { importCasesFile } from '../../modules/cases/public.ts'
import { buildContractor, buildCourt, buildDivision, buildEngagement, buildPerson } from '../../modules/organisations/fixtures.ts'
import type { Role } from '../../modules/organisations/rules/roles.ts'
import { admittedOperator } from '../../modules/workforce/fixtures.ts'
import { type Composed, compose } from '../../app/compose.ts'
import { loadKeys } from '../../platform/auth/keys.ts'
import { openFileStore } from '../../platform/files/store.ts'
import type { Database, Sent } from './sql-load.ts'

/** The people the measurements act as: person id and the tokens of their sessions. */
export interface Acting {
  personId: number
  tokens: string[]
}
export interface Court {
  courtId: number
  contractorId: number
  engagementId: number
  divisionId: number
  management: Acting
  filingOfficer: Acting
  judge: Acting
  clerk: Acting
  teamLead: Acting
  /** Whose worklists are read. */
  readers: Acting[]
  /** Whose tasks are completed. */
  doers: Acting[]
}
export type Order =
  | { do: 'start'; connect: Database; dataDir: string; bare: boolean }
  | { do: 'court' }
  | { do: 'capture' }
  | { do: 'captured' }
  | { do: 'import'; courtId: number; path: string }
  | { do: 'stop' }

let composed: Composed | null = null
let captured: Sent[] | null = null
const connections = new WeakMap<object, number>()
let counted = 0

// What the application says to the database, word for word: the reference runs the same.
const query = pg.Client.prototype.query
pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
  const asked = args[0] as string | { text: string; values?: unknown[] }
  const result = (query as (...a: unknown[]) => unknown).apply(this, args) as Promise<pg.QueryResult> | undefined
  if (captured) {
    if (!connections.has(this)) connections.set(this, ++counted)
    const connection = connections.get(this)!
    const sent: Sent =
      typeof asked === 'string'
        ? { connection, text: asked, values: [], first: null }
        : { connection, text: asked.text, values: asked.values ?? [], first: null }
    // BEGIN travels before the statement that opens a transaction; to the reference it is a statement.
    if ((asked as { begins?: boolean }).begins) captured.push({ ...sent, text: 'begin', values: [] })
    captured.push(sent)
    result?.then?.(
      (r) => {
        if (r?.rows?.length === 1) sent.first = r.rows[0]
      },
      () => {},
    )
  }
  return result
} as typeof query

/** Fastify and pg with nothing between: what the two plain endpoints could reach at most. */
const bareServer = async (connect: Database): Promise<number> => {
  const pool = new pg.Pool({ ...connect, max: 16 })
  pool.on('error', () => {})
  const server = Fastify({ logger: false })
  server.post('/rows', async (req) => {
    const b = req.body as Record<string, unknown>
    const client = await pool.connect()
    try {
      await client.query('begin')
      const { rows } = await client.query({
        name: 'insert',
        text: 'insert into bench.plain (number, title, type, procedure, status, cause, amount, filed_on, division, judge, note) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11) returning id',
        values: [b.number, b.title, b.type, b.procedure, b.status, b.cause, b.amount, b.filedOn, b.division, b.judge, b.note],
      })
      await client.query({
        name: 'audit',
        text: "insert into bench.plain_audit (row_id, act, data) values ($1, 'create', $2)",
        values: [rows[0].id, JSON.stringify(b)],
      })
      await client.query('commit')
      return { id: rows[0].id }
    } finally {
      client.release()
    }
  })
  server.get('/rows', async (req) => {
    const q = req.query as { status: string; type: string }
    const { rows } = await pool.query({
      name: 'list',
      text: 'select * from bench.plain where status = $1 and type = $2 order by filed_on desc, id desc limit 50',
      values: [q.status, q.type],
    })
    return { items: rows }
  })
  await server.listen({ host: '127.0.0.1', port: 0 })
  return (server.server.address() as { port: number }).port
}

const start = async (o: Extract<Order, { do: 'start' }>): Promise<{ port: number }> => {
  if (o.bare) return { port: await bareServer(o.connect) }
  const keys = loadKeys(o.dataDir)
  composed = await compose({
    connect: o.connect,
    keys,
    jobs: true,
    rateMax: 100_000_000,
    files: openFileStore({ dataDir: o.dataDir, keys }),
    settings: { demo: false, dataDir: o.dataDir, baseUrl: 'http://127.0.0.1', version: 'bench' },
    log: (line) => void (line.level === 'error' && process.stderr.write(`${JSON.stringify(line)}\n`)),
  })
  await composed.server.listen({ host: '127.0.0.1', port: 0 })
  return { port: (composed.server.server.address() as { port: number }).port }
}

const SESSIONS = 4
const makeCourt = async ({ app }: Composed): Promise<Court> => {
  const courtId = await app.asSystem(null, (ctx) => buildCourt(ctx, {}))
  return app.asSystem(courtId, async (ctx) => {
    const divisionId = await buildDivision(ctx, { name: '民一庭', kind: 'civil', courtId })
    const other = await buildDivision(ctx, { name: '立案庭', kind: 'filing', courtId })
    const contractorId = await buildContractor(ctx)
    const today = ctx.now.toZonedDateTimeISO('Asia/Shanghai').toPlainDate()
    const engagementId = await buildEngagement(ctx, {
      contractorId,
      fromDate: today.subtract({ days: 60 }).toString(),
      untilDate: today.add({ years: 1 }).toString(),
      exposureCap: 1,
    })
    let n = 0
    const acting = async (personId: number): Promise<Acting> => {
      const login = `bench${n++}`
      const tokens: string[] = []
      for (let i = 0; i < SESSIONS; i++) tokens.push(await signedIn(ctx, personId, login))
      return { personId, tokens }
    }
    const ofCourt = async (role: Role, division: number) =>
      acting(await buildPerson(ctx, { name: `${role}甲`, role, courtId, divisionId: division }))
    const outsourced = async (role: Role, name: string) =>
      acting(await admittedOperator(ctx, { name, contractorId, engagementId, courtId, role }))
    const several = async (count: number, name: string): Promise<Acting[]> => {
      const all: Acting[] = []
      for (let i = 0; i < count; i++) all.push(await outsourced('operator', `${name}${i}`))
      return all
    }
    return {
      courtId,
      contractorId,
      engagementId,
      divisionId,
      management: await ofCourt('trialManagement', other),
      filingOfficer: await ofCourt('filingOfficer', other),
      judge: await ofCourt('judge', divisionId),
      clerk: await ofCourt('clerk', divisionId),
      teamLead: await outsourced('teamLead', '组长乙'),
      readers: await several(4, '操作员丙'),
      doers: await several(4, '操作员丁'),
    }
  })
}

const obey = async (o: Order): Promise<unknown> => {
  switch (o.do) {
    case 'start':
      return start(o)
    case 'court':
      return makeCourt(composed!)
    case 'capture':
      captured = []
      return null
    case 'captured': {
      const all = captured ?? []
      captured = null
      return all
    }
    case 'import':
      return importCasesFile(composed!.app, o.courtId, o.path)
    case 'stop':
      await composed?.stop()
      setTimeout(() => process.exit(0), 50)
      return null
  }
}

process.on('message', ({ id, order }: { id: number; order: Order }) => {
  obey(order).then(
    (answer) => process.send!({ id, answer }),
    (e: Error) => process.send!({ id, error: `${e.stack ?? e.message} ${JSON.stringify((e as { detail?: unknown }).detail ?? '')}` }),
  )
})
process.on('disconnect', () => process.exit(0))
