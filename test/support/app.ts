import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, inject } from 'vitest'
import { migrationFolders } from '../../app/modules.ts'
import { seed } from '../../app/seed.ts'
import { migrate } from '../../platform/db/migrate.ts'
import { prepareJobs } from '../../platform/jobs/boss.ts'
import { compose, type Composed } from '../../app/compose.ts'
import { loadKeys } from '../../platform/auth/keys.ts'
import { virtualClock } from '../../platform/calendar/clock.ts'
import { openFileStore } from '../../platform/files/store.ts'

export interface Reply {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests look into what came
  body: any
  headers: Record<string, unknown>
}
export interface Visitor {
  get: (path: string, headers?: Record<string, string>) => Promise<Reply>
  post: (path: string, body?: unknown, headers?: Record<string, string>) => Promise<Reply>
  put: (path: string, body?: unknown, headers?: Record<string, string>) => Promise<Reply>
  patch: (path: string, body?: unknown, headers?: Record<string, string>) => Promise<Reply>
  delete: (path: string, headers?: Record<string, string>) => Promise<Reply>
  upload: (path: string, file: { name: string; bytes: Uint8Array; type?: string }, fields?: Record<string, string>, headers?: Record<string, string>) => Promise<Reply>
  token: string | null
}
export type TestApp = Composed & {
  clock: ReturnType<typeof virtualClock>
  /** Connection of the owner to this file's own database, for looking behind the curtain. */
  owner: pg.Pool
  /** Connection config of the application's role. */
  connect: { host: string; port: number; user: string; password: string; database: string }
  visitor: (token: string | null) => Visitor
  dataDir: string
}

/** A fresh database cloned from the migrated template, and the whole application on it, with a clock that stands still. */
export const testDatabase = async (plainOwner = false): Promise<{ connect: TestApp['connect']; owner: pg.Pool; drop: () => Promise<void> }> => {
  const base = inject('owner')
  const name = `t_${randomUUID().replaceAll('-', '').slice(0, 16)}`
  const admin = new pg.Client(base)
  await admin.connect()
  // Cloning waits its turn: two clones of one template at once are refused by PostgreSQL.
  await admin.query("select pg_advisory_lock(hashtext('clone'))")
  if (plainOwner) {
    // As at a court with a PostgreSQL of its own: the schema's owner is no superuser (docs/operate.md).
    await admin.query(`create role ${name} login createrole password 'owner-password-of-tests'`)
    await admin.query(`create database ${name} owner ${name}`)
    await admin.query(`grant bailiwick_app to ${name} with admin option`)
    const plain = { ...base, user: name, password: 'owner-password-of-tests', database: name }
    await migrate(plain, migrationFolders(), 'app-password-of-tests', seed)
    await prepareJobs(plain)
  } else await admin.query(`create database ${name} template ${inject('template')}`)
  await admin.end()
  const owner = new pg.Pool({ ...base, database: name, max: 4 })
  owner.on('error', () => {})
  return {
    connect: { ...base, user: 'bailiwick_app', password: 'app-password-of-tests', database: name },
    owner,
    drop: async () => {
      await owner.end()
      const again = new pg.Client(base)
      await again.connect()
      await again.query(`drop database if exists ${name} with (force)`)
      if (plainOwner) await again.query(`drop role if exists ${name}`)
      await again.end()
    },
  }
}

export const testApp = async (options: { now?: string; demo?: boolean; jobs?: boolean; secure?: boolean; rateMax?: number; plainOwner?: boolean } = {}): Promise<TestApp> => {
  const { connect, owner, drop } = await testDatabase(options.plainOwner)
  const dataDir = mkdtempSync(join(tmpdir(), 'bw-app-'))
  const clock = virtualClock(options.now ?? '2026-09-21T01:00:00Z')
  const keys = await loadKeys(dataDir)
  const composed = await compose({
    connect, keys, clock, virtual: true, jobs: options.jobs ?? false, secure: options.secure ?? false, poolSize: 6, rateMax: options.rateMax ?? 1_000_000,
    files: openFileStore({ dataDir, keys }),
    settings: { demo: options.demo ?? false, dataDir, baseUrl: 'http://127.0.0.1:3000', version: 'test' },
  })
  const visitor = (token: string | null): Visitor => {
    const send = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Reply> => {
      const r = await composed.server.inject({
        method: method as 'GET', url: `/api${path}`,
        headers: { ...(method === 'GET' ? {} : { 'x-bailiwick': '1' }), ...(body === undefined || Buffer.isBuffer(body) ? {} : { 'content-type': 'application/json' }), ...headers },
        cookies: token ? { bailiwick: token } : {},
        payload: body === undefined ? undefined : Buffer.isBuffer(body) ? body : JSON.stringify(body),
      })
      const json = /[/+]json/.test(String(r.headers['content-type'] ?? ''))
      return { status: r.statusCode, body: json ? r.json() : r.rawPayload, headers: r.headers }
    }
    return {
      token,
      get: (path, headers) => send('GET', path, undefined, headers),
      post: (path, body, headers) => send('POST', path, body ?? {}, headers),
      put: (path, body, headers) => send('PUT', path, body ?? {}, headers),
      patch: (path, body, headers) => send('PATCH', path, body ?? {}, headers),
      delete: (path, headers) => send('DELETE', path, undefined, headers),
      upload: (path, file, fields = {}, headers = {}) => {
        const boundary = `b${randomUUID()}`
        const parts = Object.entries(fields).map(([k, v]) => `--${boundary}\r\ncontent-disposition: form-data; name="${k}"\r\n\r\n${v}\r\n`)
        const payload = Buffer.concat([
          Buffer.from(parts.join('')),
          Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${file.name}"\r\ncontent-type: ${file.type ?? 'application/octet-stream'}\r\n\r\n`),
          file.bytes, Buffer.from(`\r\n--${boundary}--\r\n`),
        ])
        return send('POST', path, payload, { 'content-type': `multipart/form-data; boundary=${boundary}`, ...headers })
      },
    }
  }
  afterAll(async () => {
    await composed.stop()
    await drop()
    rmSync(dataDir, { recursive: true, force: true })
  })
  return Object.assign(composed, { clock, owner, connect, visitor, dataDir })
}
