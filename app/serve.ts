import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import pg from 'pg'
import { makeSetupCode, onDemoRequested } from '../modules/accounts/public.ts'
import { explainFailure } from './failures.ts'
import { seed } from './seed.ts'
import { loadKeys } from '../platform/auth/keys.ts'
import type { Connect } from '../platform/db/connection.ts'
import { lockData } from '../platform/db/data-lock.ts'
import { startEmbedded } from '../platform/db/embedded.ts'
import { migrate } from '../platform/db/migrate.ts'
import { openFileStore } from '../platform/files/store.ts'
import { prepareJobs } from '../platform/jobs/boss.ts'
import { type Composed, compose, type Composition } from './compose.ts'
import { migrationFolders } from './modules.ts'

export const root = join(import.meta.dirname, '..')

export interface Environment {
  dataDir: string
  host: string
  port: number
  databaseUrl: string | null
  /** Behind TLS (a proxy says so): cookies get Secure, HSTS is sent. */
  secure: boolean
  demo: boolean
}

export interface Prepared {
  composition: Omit<Composition, 'settings'>
  owner: pg.ClientConfig
  close: () => Promise<void>
  /** Called when the embedded server dies under us. */
  onLost: (fn: (reason: string) => void) => void
}

export const version = async (): Promise<string> => (JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string }).version

/** Data directory locked, database up and migrated, keys loaded: what `start` and the other commands stand on. */
export const prepare = async (env: Pick<Environment, 'dataDir' | 'databaseUrl'>, log: (line: string) => void): Promise<Prepared> => {
  const lock = await lockData(env.dataDir)
  let lost: (reason: string) => void = () => {}
  try {
    const keys = loadKeys(env.dataDir)
    const embedded = env.databaseUrl ? null : await startEmbedded({ dataDir: env.dataDir, log, onExit: (reason) => lost(reason) })
    try {
      const owner: pg.ClientConfig = embedded ? embedded.owner : { connectionString: env.databaseUrl as string }
      await refuseOld(owner)
      const appPassword = embedded?.appPassword ?? keys.blindIndex('bailiwick_app', { courtId: 0, purpose: 'database-role' } as never).toString('base64url')
      await migrate(owner, migrationFolders(), appPassword, seed)
      await prepareJobs(owner)
      const connect: Connect = embedded ? { ...embedded.owner, user: 'bailiwick_app', password: appPassword } : appUrl(env.databaseUrl as string, appPassword)
      return {
        owner,
        composition: { connect, keys, files: openFileStore({ dataDir: env.dataDir, keys }) },
        onLost: (fn) => {
          lost = fn
        },
        close: async () => {
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

const refuseOld = async (owner: pg.ClientConfig): Promise<void> => {
  const client = new pg.Client(owner)
  await client.connect()
  const { rows } = await client.query('show server_version_num')
  await client.end()
  if (Number(rows[0].server_version_num) < 150000) throw Object.assign(new Error('postgres-too-old'), { code: 'POSTGRES_TOO_OLD', version: rows[0].server_version_num })
}

const appUrl = (url: string, password: string): Connect => {
  const u = new URL(url)
  u.username = 'bailiwick_app'
  u.password = password
  return { connectionString: u.toString() }
}

/** The whole product on one port. Answers when it listens. */
export const serve = async (env: Environment, prepared: Prepared, log: (line: Record<string, unknown>) => void): Promise<Composed & { url: string; setupCode: string | null }> => {
  const url = `http://${env.host.includes(':') ? `[${env.host}]` : env.host}:${env.port}`
  const composed = await compose({
    ...prepared.composition, jobs: true, secure: env.secure, log,
    settings: { demo: env.demo, dataDir: env.dataDir, baseUrl: url, version: await version() },
  })
  // Data that was made as a demo stays one, however the server is started later.
  const kept = await composed.pool.query<{ made: boolean }>("select exists (select from bw.setting where court_id = 0 and key = 'demo' and value ->> 'state' = 'made') as made")
  composed.app.settings.demo ||= kept.rows[0]?.made ?? false
  onDemoRequested(() => makeDemoHere(composed, prepared))
  const dist = join(root, 'dist/web')
  if (existsSync(dist)) await serveWeb(composed, dist)
  const setupCode = await composed.app.asSystem(null, makeSetupCode)
  await composed.server.listen({ host: env.host, port: env.port })
  return { ...composed, url, setupCode }
}

/** "Demo court" on the first page: made in the running server, while its own jobs and its sealer stand still. */
const makeDemoHere = async (composed: Composed, prepared: Prepared): Promise<void> => {
  const { makeDemo } = await import('../tools/simulate/demo.ts')
  try {
    await composed.quietly(() => makeDemo(prepared, { onDay: (day, n) => (n % 10 === 0 ? void process.stdout.write(`  ${day}\n`) : undefined) }))
    composed.app.settings.demo = true
    process.stdout.write('  演示法院已生成 / the demo court is made\n')
  } catch (e) {
    process.stderr.write(`${explainFailure(e).text}\n`)
  }
}

/** The built web: hashed assets are kept for ever, the page itself is asked for anew each time; every unknown path is the page. */
export const serveWeb = async (composed: Pick<Composed, 'server'>, dist: string): Promise<void> => {
  await composed.server.register(fastifyStatic, {
    root: dist, wildcard: false, cacheControl: false, preCompressed: true,
    setHeaders: (reply, path) => void reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'),
  })
  composed.server.setNotFoundHandler(async (req, reply) => {
    if (/^\/(api|assets)\//.test(req.url) || req.method !== 'GET') {
      return reply.code(404).header('content-type', 'application/problem+json').send(JSON.stringify({ type: '/problems/not-found', title: 'not-found', status: 404, code: 'not-found', detail: {}, traceId: req.id }))
    }
    return reply.header('cache-control', 'no-cache').sendFile('index.html')
  })
}
