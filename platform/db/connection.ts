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

const held = new WeakSet<Socket>()
/** What is said to the database until the current callbacks are done travels in one packet: a write and a wake-up of the server process cost more than most statements. */
export const gather = (client: pg.ClientBase): void => {
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection
  if (held.has(stream)) return
  held.add(stream)
  stream.cork()
  process.nextTick(() => {
    held.delete(stream)
    stream.uncork()
  })
}

/** Runs a statement on a client, prepared by name. */
export const run = <R extends pg.QueryResultRow>(
  client: pg.ClientBase,
  text: string,
  values: readonly unknown[] = [],
): Promise<pg.QueryResult<R>> => {
  gather(client)
  return client.query<R>({ text, values: values as unknown[], name: nameOf(text) })
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
