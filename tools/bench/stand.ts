import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { migrationFolders } from '../../app/modules.ts'
import { seed } from '../../app/seed.ts'
import { startEmbedded } from '../../platform/db/embedded.ts'
import { migrate } from '../../platform/db/migrate.ts'
import { prepareJobs } from '../../platform/jobs/boss.ts'
import { fill } from './fill.ts'
import { type Ask, askOnce } from './http-load.ts'
import type { Court, Order } from './server.ts'
import type { Database, Sent } from './sql-load.ts'

export interface Stand {
  owner: Database
  app: Database
  /** One connection of the owner, no row scope. */
  client: pg.Client
  port: number
  court: Court
  /** A definition of two steps whose tasks are completed: operator, then the case's clerk. */
  dataDir: string
  order: <T>(o: Order) => Promise<T>
  /** Every statement the server sends for a request. */
  statementsOf: (a: Ask) => Promise<Sent[]>
  /** Another server process on the same database: Fastify and pg alone. Answers its port. */
  bare: () => Promise<number>
  stop: () => Promise<void>
}

const startChild = (): { child: ChildProcess; order: <T>(o: Order) => Promise<T> } => {
  const child = fork(join(import.meta.dirname, 'server.ts'), { serialization: 'advanced' })
  const waiting = new Map<number, { resolve: (v: never) => void; reject: (e: Error) => void }>()
  let count = 0
  child.on('message', (m: { id: number; answer?: unknown; error?: string }) => {
    const w = waiting.get(m.id)
    waiting.delete(m.id)
    if (m.error !== undefined) w?.reject(new Error(m.error))
    else w?.resolve(m.answer as never)
  })
  child.on('exit', (code) => {
    for (const w of waiting.values()) w.reject(new Error(`the measured server ended with ${code}`))
    waiting.clear()
  })
  const order = <T>(o: Order): Promise<T> =>
    new Promise((resolve, reject) => {
      waiting.set(++count, { resolve, reject })
      child.send({ id: count, order: o })
    })
  return { child, order }
}

/** A cluster of its own in a temporary folder (fsync on, as installed), migrated; the real application in a process of its own; data by SQL. */
export const makeStand = async (say: (line: string) => void): Promise<Stand> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'bw-bench-'))
  const cluster = await startEmbedded({ dataDir, log: () => {}, settings: { max_connections: '120' } })
  const children: ChildProcess[] = []
  const stop = async (): Promise<void> => {
    for (const c of children) c.kill('SIGKILL')
    await cluster.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
  try {
    await migrate(cluster.owner, migrationFolders(), cluster.appPassword, seed)
    await prepareJobs(cluster.owner)
    const app = { ...cluster.owner, user: 'bailiwick_app', password: cluster.appPassword }
    const client = new pg.Client(cluster.owner)
    client.on('error', () => {})
    await client.connect()
    const { child, order } = startChild()
    children.push(child)
    const { port } = await order<{ port: number }>({ do: 'start', connect: app, dataDir, bare: false })
    const court = await order<Court>({ do: 'court' })
    say('filling: 100,000 cases, 200,000 open tasks, grants')
    await fill(client, court)
    return {
      owner: cluster.owner,
      app,
      client,
      port,
      court,
      dataDir,
      order,
      statementsOf: async (a) => {
        await order({ do: 'capture' })
        const answer = await askOnce(port, a)
        const all = await order<Sent[]>({ do: 'captured' })
        if (answer.status !== 200) throw new Error(`${a.path}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 600)}`)
        // The sealer and the jobs of the same process speak on other connections, or before and after.
        const entered = all.findIndex((x) => /accounts\.enter/.test(x.text))
        const own = all.slice(entered - 1).filter((x) => x.connection === all[entered]!.connection)
        return own.slice(0, own.findIndex((x) => x.text === 'commit') + 1)
      },
      bare: async () => {
        const b = startChild()
        children.push(b.child)
        return (await b.order<{ port: number }>({ do: 'start', connect: app, dataDir, bare: true })).port
      },
      stop: async () => {
        await order({ do: 'stop' }).catch(() => {})
        await client.end().catch(() => {})
        await stop()
      },
    }
  } catch (e) {
    await stop()
    throw e
  }
}
