import { availableParallelism } from 'node:os'
import type { FastifyInstance } from 'fastify'
import type pg from 'pg'
import type { Keys } from '../platform/auth/keys.ts'
import { type Clock, systemClock } from '../platform/calendar/clock.ts'
import { builtInCalendar } from '../platform/calendar/holiday-calendar.ts'
import { loadCalendar } from '../platform/db/imported-years.ts'
import type { Calendar } from '../platform/calendar/workdays.ts'
import { type Connect, kyselyOnPool, openPool } from '../platform/db/connection.ts'
import { actAs, inTransaction } from '../platform/db/transaction.ts'
import type { FileStore } from '../platform/files/store.ts'
import type { Actor, AppServices } from '../platform/http/context.ts'
import { sweepAnswers } from '../platform/http/repeated-calls.ts'
import { sweepArriving } from '../platform/http/resumable.ts'
import { buildServer, contextOf, permissionsOf, type ServerParts } from '../platform/http/server.ts'
import { type Jobs, startJobs } from '../platform/jobs/boss.ts'
import { enterSession } from '../modules/accounts/public.ts'
import { notify } from '../modules/worklist/public.ts'
import { exportLedger } from '../platform/audit/export.ts'
import { proveEvent } from '../platform/audit/prove.ts'
import { latestCheckpoint } from '../platform/audit/seal.ts'
import { prepareLedger } from '../platform/audit/append.ts'
import { startSealer } from './sealer.ts'
import { healthRoute } from './health.ts'
import { modules } from './modules.ts'

/**
 * Four for each core. More processes of the database at work at once only take the cores from each other and from this one: on two cores, 16 instead of 8
 * cost a completion a quarter of its rate and the slowest lists a third more (docs/performance.md).
 */
const CONNECTIONS = Math.min(32, Math.max(8, 4 * availableParallelism()))

export interface Composition {
  connect: Connect
  keys: Keys
  files: FileStore
  settings: AppServices['settings']
  clock?: Clock
  calendar?: () => Calendar
  /** Virtual time is told to the database with every transaction; real time is the database's own. */
  virtual?: boolean
  jobs?: boolean
  poolSize?: number
  rateMax?: number
  secure?: boolean
  log?: (line: Record<string, unknown>) => void
}
export interface Composed {
  server: FastifyInstance
  app: AppServices
  pool: pg.Pool
  parts: ServerParts
  /** Runs `fn` while neither jobs nor the sealer are at work: it lives in another time (the demo's). */
  quietly: <T>(fn: () => Promise<T>) => Promise<T>
  stop: () => Promise<void>
}

const platformActor = (courtId: number | null): Actor => ({
  accountId: null,
  personId: null,
  courtId,
  contractorId: null,
  side: 'system',
  roles: [],
  divisionIds: [],
  engagementIds: [],
  name: 'bailiwick',
  sessionId: null,
  ip: null,
})

/** Puts the parts together: one pool, the modules, the jobs, the HTTP server (not yet listening). */
export const compose = async (c: Composition): Promise<Composed> => {
  const log = c.log ?? (() => {})
  const clock = c.clock ?? systemClock
  const pool = openPool(c.connect, c.poolSize ?? CONNECTIONS, (e) =>
    log({ level: 'warn', event: 'database-connection-lost', code: (e as { code?: string }).code }),
  )
  const granted = permissionsOf(modules)
  let jobs: Jobs | null = null
  // A year imported on one of several servers reaches the others within a minute.
  let calendar: Calendar = builtInCalendar
  const reloadCalendar = async (): Promise<void> => {
    calendar = await loadCalendar(pool)
  }
  await reloadCalendar()
  const reloading = setInterval(() => void reloadCalendar().catch(() => {}), 60_000)
  reloading.unref()
  const businessTime = (): string | null => (c.virtual ? clock.now().toString() : null)

  const inContext = async <T>(
    actor: Actor,
    side: string,
    fn: (ctx: Parameters<Parameters<AppServices['asSystem']>[1]>[0]) => Promise<T>,
  ): Promise<T> => {
    let after: (() => void | Promise<void>)[] = []
    const result = await inTransaction(
      pool,
      (client) => actAs(client, { ...actor, side }, businessTime()),
      (open) => {
        const made = contextOf(parts, open, actor, granted)
        after = made.after
        return fn(made.ctx)
      },
    )
    for (const done of after) await done()
    return result
  }
  const app: AppServices = {
    db: kyselyOnPool(pool),
    asSystem: (courtId, fn) => inContext(platformActor(courtId), 'job', fn),
    asActor: (actor, fn) => inContext(actor, actor.side, fn),
    reloadCalendar,
    files: c.files,
    keys: c.keys,
    summaries: new Map(modules.flatMap((m) => m.bindings.map(({ endpoint: e }) => [`${e.method} ${e.path}`, e.summary]))),
    ledger: { export: (out) => exportLedger(pool, out), prove: (id) => proveEvent(pool, id), checkpoint: () => latestCheckpoint(pool) },
    settings: c.settings,
  }
  const parts: ServerParts = {
    modules,
    app,
    pool,
    clock,
    businessTime,
    enter: enterSession,
    log,
    calendar: c.calendar ?? (() => calendar),
    enqueue: async (open, job, data, options) => jobs?.enqueue(open, job, data, options),
    onRefused: async (ctx, r) => {
      if (ctx.actor.side === 'contractor')
        await notify(ctx, { role: 'commissioner' }, 'access-refused', { code: r.code, by: ctx.actor.name }, '/access/refusals')
    },
    secure: c.secure,
    rateMax: c.rateMax,
  }
  const server = await buildServer(parts)
  healthRoute(server, pool, c.settings.version)
  for (const m of modules) if (m.onStart) await app.asSystem(null, m.onStart)
  let stopSealer: (() => Promise<void>) | null = null
  let stopped = false
  const startWork = async (): Promise<void> => {
    if (!c.jobs || stopped) return
    jobs = await startJobs(c.connect, [sweepArriving, sweepAnswers, ...modules.flatMap((m) => m.jobs ?? [])], app, (e) =>
      log({ level: 'warn', event: 'job', error: e.message.slice(0, 200) }),
    )
    stopSealer = startSealer(pool, c.keys, clock, (e) => log({ level: 'warn', event: 'sealer', error: e.message.slice(0, 200) }))
  }
  const stopWork = async (): Promise<void> => {
    await stopSealer?.()
    stopSealer = null
    await jobs?.stop()
    jobs = null
  }
  await prepareLedger(pool, clock.now())
  await startWork()
  return {
    server,
    app,
    pool,
    parts,
    quietly: async (fn) => {
      await stopWork()
      try {
        return await fn()
      } finally {
        await startWork()
      }
    },
    stop: async () => {
      stopped = true
      clearInterval(reloading)
      await server.close()
      await stopWork()
      await pool.end()
    },
  }
}
