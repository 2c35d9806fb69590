import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import pg from 'pg'
import { makeSetupCode, onDemoRequested } from '../modules/accounts/public.ts'
import { explainFailure } from './failures.ts'
import { seed } from './seed.ts'
import { loadKeys } from '../platform/auth/keys.ts'
import type { Connect } from '../platform/db/connection.ts'
import { type DataLock, lockData } from '../platform/db/data-lock.ts'
import { startEmbedded } from '../platform/db/embedded.ts'
import { migrate } from '../platform/db/migrate.ts'
import { openFileStore } from '../platform/files/store.ts'
import { Fail } from '../platform/http/problems.ts'
import { prepareJobs } from '../platform/jobs/boss.ts'
import { type Composed, compose, type Composition } from './compose.ts'
import { migrationFolders } from './modules.ts'
import { root, version } from './version.ts'

/** The application's role: owns nothing, no row policy spares it. */
const APP = 'bailiwick_app'

export interface Environment {
  dataDir: string
  host: string
  port: number
  databaseUrl: string | null
  /** Behind TLS (a proxy says so): cookies get Secure, HSTS is sent. */
  secure: boolean
  demo: boolean
  /** The demo is made as soon as the server listens; the page says so from its first moment. */
  demoToMake?: boolean
}

export interface Prepared {
  composition: Omit<Composition, 'settings'>
  owner: pg.ClientConfig
  close: () => Promise<void>
  /** Schema and reference data brought up to the code: once at start, and again after a half-made demo was taken away. */
  raise: () => Promise<void>
  /** Adds to what a second start on the same data is told: where this one listens, that it is on its way out. */
  tell: DataLock['tell']
  /** Called when the embedded server dies under us. */
  onLost: (fn: (failure: Error) => void) => void
}

/** Data directory locked, database up and migrated, keys loaded: what `start` and the other commands stand on. */
export const prepare = async (env: Pick<Environment, 'dataDir' | 'databaseUrl'>, log: (line: string) => void): Promise<Prepared> => {
  const lock = await lockData(env.dataDir)
  let lost: (failure: Error) => void = () => {}
  try {
    // A database of the court's own is looked at first: keys made anew would open nothing of what it holds.
    const found = env.databaseUrl ? await lookInto(env.databaseUrl) : null
    const keys = loadKeys(env.dataDir, found?.held)
    if (found?.keys && found.keys !== keys.fingerprint) throw new Fail('secrets-mismatch', 503)
    const embedded = env.databaseUrl ? null : await startEmbedded({ dataDir: env.dataDir, log, onExit: (failure) => lost(failure) })
    try {
      const owner: pg.ClientConfig = embedded ? embedded.owner : { connectionString: env.databaseUrl as string }
      const appPassword =
        embedded?.appPassword ?? keys.blindIndex(APP, { courtId: 0, purpose: 'database-role' } as never).toString('base64url')
      const raise = async (): Promise<void> => {
        await migrate(owner, migrationFolders(), appPassword, async (client) => {
          await client.query(
            "insert into bw.setting (court_id, key, value) values (0, 'keys.fingerprint', $1::jsonb) on conflict do nothing",
            [JSON.stringify(keys.fingerprint)],
          )
          await seed(client)
        })
        await prepareJobs(owner)
      }
      await raise()
      const connect: Connect = embedded
        ? { ...embedded.owner, user: APP, password: appPassword }
        : appConnect(env.databaseUrl as string, appPassword)
      if (!embedded) await refuseStrong(connect)
      return {
        owner,
        composition: { connect, keys, files: openFileStore({ dataDir: env.dataDir, keys }) },
        onLost: (fn) => {
          lost = fn
        },
        raise,
        tell: lock.tell,
        close: async () => {
          lock.tell({ stopping: true })
          await embedded?.stop()
          await lock.release()
        },
      }
    } catch (e) {
      await embedded?.stop()
      throw e
    }
  } catch (e) {
    await lock.release()
    throw e
  }
}

/** Refuses a server that is too old; answers whether the database holds what only its own keys open, and which keys those are. */
const lookInto = async (databaseUrl: string): Promise<{ held: boolean; keys: string | null }> => {
  const client = new pg.Client({ connectionString: new URL(databaseUrl).toString(), connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  await client.connect()
  try {
    const { rows } = await client.query<{ version: number; there: boolean }>(
      "select current_setting('server_version_num')::int as version, to_regclass('bw.setting') is not null and to_regclass('organisations.court') is not null as there",
    )
    if ((rows[0]?.version ?? 0) < 150_000)
      throw Object.assign(new Error('postgres-too-old'), { code: 'POSTGRES_TOO_OLD', version: rows[0]?.version })
    if (!rows[0]?.there) return { held: false, keys: null }
    const held = await client.query<{ keys: string | null; court: boolean }>(
      "select (select value #>> '{}' from bw.setting where court_id = 0 and key = 'keys.fingerprint') as keys, exists (select from organisations.court) as court",
    )
    const { keys = null, court = false } = held.rows[0] ?? {}
    return { held: court || keys !== null, keys }
  } finally {
    await client.end()
  }
}

/** As the application's role. Not by rewriting the URL: one without a host (socket) would quietly keep its user, the owner whom no row policy holds. */
const appConnect = (databaseUrl: string, password: string): Connect => {
  const { host, port, database, ssl } = new pg.Client({ connectionString: databaseUrl })
  return { host, port, database, ssl: ssl || undefined, user: APP, password }
}

/** The wall of the row policies stands on this role being weak: one that was made strong by hand is refused. */
const refuseStrong = async (connect: Connect): Promise<void> => {
  const client = new pg.Client(connect)
  client.on('error', () => {})
  await client.connect()
  try {
    const { rows } = await client.query<{ weak: boolean }>(
      `select current_user = '${APP}' and not rolsuper and not rolbypassrls
         and not exists (select from pg_tables where tableowner = '${APP}' and schemaname not like 'pg\\_%') as weak from pg_roles where rolname = current_user`,
    )
    if (!rows[0]?.weak) throw new Fail('role-too-strong', 503, { role: APP })
  } finally {
    await client.end()
  }
}

/** Fills an empty installation with the demo court. Given by the command: what makes the demo stands on the server, not the server on it. */
export type DemoMaker = (
  prepared: Prepared,
  o: { onDay: (n: number, of: number) => void },
) => Promise<{ cases: number; tasksDone: number; events: number; seconds: number }>

/** The whole product on one port. Answers when it listens. */
export const serve = async (
  env: Environment,
  prepared: Prepared,
  log: (line: Record<string, unknown>) => void,
  demo: DemoMaker,
): Promise<Composed & { url: string; setupCode: string | null; makeDemo: () => Promise<void> }> => {
  const urlOn = (port: number): string => `http://${env.host.includes(':') ? `[${env.host}]` : env.host}:${port}`
  const composed = await compose({
    ...prepared.composition,
    jobs: true,
    secure: env.secure,
    log,
    settings: {
      demo: env.demo,
      demoMaking: env.demoToMake ? { day: 0, of: 1 } : null,
      dataDir: env.dataDir,
      baseUrl: urlOn(env.port),
      version: await version(),
    },
  })
  // Data that was made as a demo stays one, however the server is started later.
  const kept = await composed.pool.query<{ made: boolean }>(
    "select exists (select from bw.setting where court_id = 0 and key = 'demo' and value ->> 'state' = 'made') as made",
  )
  composed.app.settings.demo ||= kept.rows[0]?.made ?? false
  const makeDemo = () => makeDemoHere(composed, prepared, demo)
  onDemoRequested(() => makeDemo().catch((e) => void process.stderr.write(`${explainFailure(e).text}\n`)))
  const dist = join(root, 'dist/web')
  if (existsSync(dist)) await serveWeb(composed, dist)
  const setupCode = await composed.app.asSystem(null, makeSetupCode)
  await composed.server.listen({ host: env.host, port: env.port })
  // Port 0 asks the system for a free one.
  const at = composed.server.server.address()
  const url = urlOn(typeof at === 'object' && at ? at.port : env.port)
  composed.app.settings.baseUrl = url
  return { ...composed, url, setupCode, makeDemo }
}

/** The demo court, made in the running server while its own jobs and its sealer stand still; the page and the terminal say how far it is. */
const makeDemoHere = async (composed: Composed, prepared: Prepared, make: DemoMaker): Promise<void> => {
  const { settings } = composed.app
  const { stdout } = process
  settings.demoMaking = { day: 0, of: 1 }
  try {
    stdout.write('  正在生成演示法院（虚构数据） / making the demo court (fictional data)\n')
    const made = await composed.quietly(() =>
      make(prepared, {
        onDay: (day, of) => {
          settings.demoMaking = { day, of }
          if (stdout.isTTY) stdout.write(`\r  ${day}/${of} `)
          else if (day % 10 === 0) stdout.write(`  ${day}/${of}\n`)
        },
      }),
    )
    settings.demo = true
    stdout.write(
      `${stdout.isTTY ? '\r' : ''}  ${made.cases} 件案件、${made.tasksDone} 项任务、${made.events} 条台账，用时 ${made.seconds} 秒 / ${made.cases} cases, ${made.tasksDone} tasks, ${made.events} ledger events in ${made.seconds} s\n`,
    )
  } finally {
    settings.demoMaking = null
  }
}

/**
 * The built web: hashed assets are kept for ever, the page itself is asked for anew each time; every unknown path is the page.
 * Files are looked for when asked (wildcard) and not listed at the start: a web built anew under a running server names new ones.
 */
export const serveWeb = async (composed: Pick<Composed, 'server'>, dist: string): Promise<void> => {
  // A file that vanishes while it is sent (a new web is put in its place) fails after its headers were set: kept for a year in the browser, that
  // failure would be the page from then on.
  composed.server.addHook('onSend', async (_req, reply) => {
    if (reply.statusCode < 400 || !String(reply.getHeader('cache-control') ?? '').includes('immutable')) return
    reply.header('cache-control', 'no-store')
    for (const name of ['etag', 'last-modified']) reply.removeHeader(name)
  })
  await composed.server.register(fastifyStatic, {
    root: dist,
    wildcard: true,
    cacheControl: false,
    preCompressed: true,
    setHeaders: (reply, path) =>
      void reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'),
  })
  composed.server.setNotFoundHandler(async (req, reply) => {
    if (/^\/(api|assets)\//.test(req.url) || req.method !== 'GET') {
      return reply
        .code(404)
        .header('content-type', 'application/problem+json')
        .send(
          JSON.stringify({ type: '/problems/not-found', title: 'not-found', status: 404, code: 'not-found', detail: {}, traceId: req.id }),
        )
    }
    return reply.header('cache-control', 'no-cache').sendFile('index.html')
  })
}
