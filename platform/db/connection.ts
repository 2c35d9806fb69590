import { createHash } from 'node:crypto'
import type { Socket } from 'node:net'
import pg from 'pg'
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'

// Numbers below 2^53 are safe for identities; instants travel as ISO strings (Temporal reads them), dates as 'YYYY-MM-DD'.
pg.types.setTypeParser(20, Number)
pg.types.setTypeParser(1082, (v) => v)
pg.types.setTypeParser(1184, (v) => v.replace(' ', 'T').replace(/\+00$/, 'Z'))
pg.types.setTypeParser(1016 as number as 20, (v) => (v === '{}' ? [] : v.slice(1, -1).split(',').map(Number)))

export type Connect = pg.PoolConfig

/** A pool of the application's role. Session time zone is UTC; a broken idle connection is only noted. */
export const openPool = (config: Connect, max = 16, onError: (e: Error) => void = () => {}): pg.Pool => {
  const pool = new pg.Pool({
    ...config,
    max,
    pipeline: true,
    options: `-c timezone=UTC -c statement_timeout=60000 -c idle_in_transaction_session_timeout=120000 ${config.options ?? ''}`.trim(),
  })
  pool.on('error', onError)
  pool.on('connect', (client) => client.on('error', onError))
  return pool
}

// Statements that recur are prepared once per connection; the cap keeps ad-hoc shapes (lists of ids) from filling the server.
const names = new Map<string, string | undefined>()
const nameOf = (text: string): string | undefined => {
  let name = names.get(text)
  if (name === undefined && !names.has(text)) {
    name = names.size < 600 ? `s${createHash('sha1').update(text).digest('hex').slice(0, 20)}` : undefined
    if (name) names.set(text, name)
  }
  return name
}

const streamOf = (client: pg.ClientBase): Socket => (client as unknown as { connection: { stream: Socket } }).connection.stream
const held = new WeakSet<Socket>()
const waiting = new WeakMap<Socket, () => void>()
/** What is said to the database until the current callbacks are done travels in one packet: a write and a wake-up of the server process cost more than most statements. */
export const gather = (client: pg.ClientBase): void => {
  const stream = streamOf(client)
  if (held.has(stream)) return
  held.add(stream)
  stream.cork()
  process.nextTick(() => {
    held.delete(stream)
    stream.uncork()
    waiting.get(stream)?.()
  })
}

const LATEST_MS = 3
/** Ends a transaction that only read: travels with what the connection is asked next, or after 3 ms. Nobody waits for it, there is nothing to lose. */
export const commitLater = (client: pg.ClientBase): void => {
  const stream = streamOf(client)
  stream.cork()
  client.query('commit').catch(() => {})
  const send = (): void => {
    clearTimeout(timer)
    waiting.delete(stream)
    stream.uncork()
  }
  const timer = setTimeout(send, LATEST_MS)
  waiting.set(stream, send)
}

/** A statement before which BEGIN travels, without an answer of its own to wait for: the server writes and the process wakes once for both. */
class Opening extends pg.Query {
  readonly begins = true
  prepare(connection: { parse: (q: object) => void; bind: (q: object) => void; execute: (q: object) => void }): void {
    connection.parse({ text: 'begin', name: '' })
    connection.bind({ statement: '' })
    connection.execute({})
    ;(pg.Query.prototype as unknown as Opening).prepare.call(this, connection)
  }
}
const toBegin = new WeakSet<pg.ClientBase>()
/** The next statement `run` on this client opens a transaction. */
export const begin = (client: pg.ClientBase): void => void toBegin.add(client)
/** Given back without having asked anything: the next who gets the client opens for himself. */
export const notBegun = (client: pg.ClientBase): void => void toBegin.delete(client)

/** Runs a statement on a client, prepared by name. */
export const run = <R extends pg.QueryResultRow>(
  client: pg.ClientBase,
  text: string,
  values: readonly unknown[] = [],
): Promise<pg.QueryResult<R>> => {
  gather(client)
  const asked = { text, values: values as unknown[], name: nameOf(text) }
  if (!toBegin.delete(client)) return client.query<R>(asked)
  return new Promise((resolve, reject) => {
    const opening = new Opening(asked, undefined as never)
    // Two statements, two results.
    const told = (e: Error | null, results?: [unknown, pg.QueryResult<R>]): void => (e ? reject(e) : resolve(results![1]))
    client.query(Object.assign(opening, { callback: told }) as pg.Submittable)
  })
}

const connectionOf = (client: pg.ClientBase): DatabaseConnection => ({
  async executeQuery<R>(q: CompiledQuery): Promise<QueryResult<R>> {
    const r = await run(client, q.sql, q.parameters)
    return { rows: r.rows as R[], numAffectedRows: r.rowCount === null ? undefined : BigInt(r.rowCount) }
  },
  // biome-ignore lint/correctness/useYield: streams are taken from cursors elsewhere
  async *streamQuery() {
    throw new Error('stream through a cursor instead')
  },
})

const driverOf = (acquire: () => Promise<DatabaseConnection>, release: (c: DatabaseConnection) => Promise<void>): Driver => ({
  init: async () => {},
  acquireConnection: acquire,
  releaseConnection: release,
  beginTransaction: async (c) => void (await c.executeQuery({ sql: 'begin', parameters: [] } as unknown as CompiledQuery)),
  commitTransaction: async (c) => void (await c.executeQuery({ sql: 'commit', parameters: [] } as unknown as CompiledQuery)),
  rollbackTransaction: async (c) => void (await c.executeQuery({ sql: 'rollback', parameters: [] } as unknown as CompiledQuery)),
  destroy: async () => {},
})

const kyselyWith = <T>(driver: Driver): Kysely<T> =>
  new Kysely<T>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => driver,
      createQueryCompiler: () => new PostgresQueryCompiler(),
      createIntrospector: (db) => new PostgresIntrospector(db),
    },
  })

// biome-ignore lint/suspicious/noExplicitAny: modules narrow to their own tables
const made = new WeakMap<pg.ClientBase, Kysely<any>>()
/** Kysely on one client whose transaction is already open; made once a client. */
export const kyselyOn = <T>(client: pg.ClientBase): Kysely<T> => {
  let kysely = made.get(client)
  if (!kysely) {
    const connection = connectionOf(client)
    kysely = kyselyWith<T>(
      driverOf(
        async () => connection,
        async () => {},
      ),
    )
    made.set(client, kysely)
  }
  return kysely
}

/** Kysely on a pool, for the few statements that need no scope (health, start-up). */
export const kyselyOnPool = <T>(pool: pg.Pool): Kysely<T> => {
  const clients = new WeakMap<DatabaseConnection, pg.PoolClient>()
  return kyselyWith<T>(
    driverOf(
      async () => {
        const client = await pool.connect()
        const c = connectionOf(client)
        clients.set(c, client)
        return c
      },
      async (c) => clients.get(c)?.release(),
    ),
  )
}
