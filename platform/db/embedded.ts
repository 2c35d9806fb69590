import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  fsyncSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  openSync,
  closeSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { loadSecrets } from '../auth/secrets.ts'
import { Fail } from '../http/problems.ts'
import { type Binaries, findBinaries, type RunAs } from './embedded-binaries.ts'
import { processesIn, readPid, stopOrphan } from './embedded-orphan.ts'

export interface EmbeddedOptions {
  dataDir: string
  /** Lines of the server's log, without statements or values. */
  log: (line: string) => void
  /** The server ended by itself; told why: disk-full, else database-lost { reason }. Not called by stop(). Connections are broken by then. */
  onExit?: (failure: Fail) => void
  /** PostgreSQL settings over ours, e.g. `{ commit_delay: '2000' }`. */
  settings?: Readonly<Record<string, string>>
}
export interface Embedded {
  /** Folder of the socket; give it to pg as `host`. Stays the same over restarts. */
  socketDir: string
  /** The role that owns the database: migrations and backups only. */
  owner: { host: string; port: number; user: string; password: string; database: string }
  /** Password for the application's role, which `migrate` creates. */
  appPassword: string
  /** '18.4' */
  version: string
  pid: number
  /** Orderly shutdown; resolves when no process is left. May be called again. */
  stop: () => Promise<void>
}

const OWNER = 'bailiwick_owner'
const DATABASE = 'bailiwick'
const PORT = 5432

// For two cores and a district court; nothing durable is traded away.
const ours: Readonly<Record<string, string>> = {
  listen_addresses: '',
  unix_socket_directories: '.',
  unix_socket_permissions: '0700',
  port: String(PORT),
  cluster_name: 'bailiwick',
  max_connections: '60',
  shared_buffers: '256MB',
  effective_cache_size: '2GB',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  random_page_cost: '1.1',
  jit: 'off',
  max_parallel_workers_per_gather: '1',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  wal_level: 'replica',
  max_wal_senders: '0',
  max_wal_size: '2GB',
  password_encryption: 'scram-sha-256',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Statements and the values in "Key (id_number)=(…)" are personal data: they stay out of the log.
  log_statement: 'none',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
  log_line_prefix: '',
}

const isRoot = process.geteuid?.() === 0

/** PostgreSQL refuses to run as root and needs a uid that has an entry: nobody. */
const unprivileged = (): RunAs | undefined => {
  if (!isRoot) return undefined
  const entries = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((l) => l.split(':'))
  const entry = entries.find((e) => e[2] === '65534') ?? entries.find((e) => e[0] === 'nobody')
  if (!entry) throw new Fail('no-unprivileged-user', 503)
  return { uid: Number(entry[2]), gid: Number(entry[3]) }
}

// As root, the data directory may lie under folders that nobody cannot enter. The process is put into the directory before it gives
// up its rights and names it by this link, which needs no way there.
const self = (as: RunAs | undefined, path: string): string => (as && process.platform === 'linux' ? '/proc/self/cwd' : path)

const environment = { PATH: process.platform === 'win32' ? '' : '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }

const giveTo = (path: string, as: RunAs): void => {
  lchownSync(path, as.uid, as.gid)
  if (lstatSync(path).isDirectory()) for (const name of readdirSync(path)) giveTo(join(path, name), as)
}

const syncFolder = (path: string): void => {
  const fd = openSync(path, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

const isFull = (lines: readonly string[]): boolean => lines.some((l) => /No space left on device|Disk quota exceeded/.test(l))

const failureFrom = (lines: readonly string[], fallback: string): Fail => {
  const text = lines.join('\n')
  if (isFull(lines)) return new Fail('disk-full', 503)
  if (/could not look up effective user ID/.test(text)) return new Fail('no-user-entry', 503, { uid: process.geteuid?.() })
  const told = lines.findLast((l) => /(FATAL|PANIC|error):/i.test(l)) ?? lines.at(-1) ?? fallback
  return new Fail('database-start', 503, { because: told.slice(0, 400) })
}

const collect = (child: ChildProcess, log: (line: string) => void): string[] => {
  const last: string[] = []
  for (const stream of [child.stdout, child.stderr])
    if (stream)
      createInterface({ input: stream }).on('line', (line) => {
        last.push(line)
        if (last.length > 30) last.shift()
        log(line)
      })
  return last
}

/** Makes the cluster aside and moves it into place when it is whole. */
const initialise = async (dataDir: string, pgDir: string, bin: Binaries, as: RunAs | undefined, password: string): Promise<void> => {
  const aside = join(dataDir, 'pg.new')
  rmSync(aside, { recursive: true, force: true })
  const fresh = join(aside, 'pg')
  mkdirSync(fresh, { recursive: true, mode: 0o700 })
  writeFileSync(join(aside, 'pw'), `${password}\n`, { mode: 0o600 })
  if (as) giveTo(aside, as)
  const args = [
    '-D',
    self(as, fresh),
    '-U',
    OWNER,
    '-A',
    'scram-sha-256',
    '--pwfile=../pw',
    '-E',
    'UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
  ]
  const child = spawn(bin.initdb, args, { ...as, cwd: fresh, env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
  const said = collect(child, () => {})
  const code = await new Promise<number | string | null>((resolve) => {
    child.on('error', (e) => resolve(e.message))
    child.on('close', resolve)
  })
  if (code !== 0) {
    rmSync(aside, { recursive: true, force: true })
    throw failureFrom(said, `initdb: ${code}`)
  }
  rmSync(join(aside, 'pw'))
  renameSync(fresh, pgDir)
  syncFolder(dataDir)
  rmdirSync(aside)
}

/** Refuses a directory of another user before anything is written into it. */
const checkOwner = (dataDir: string, pgDir: string, as: RunAs | undefined): void => {
  const me = process.geteuid?.() ?? 0
  const folder = lstatSync(realpathSync(dataDir))
  if (!isRoot && folder.uid !== me) throw new Fail('wrong-owner', 503, { path: dataDir, owner: folder.uid, needs: me })
  if (!existsSync(pgDir)) return
  const owner = lstatSync(pgDir).uid
  const needs = as?.uid ?? me
  // A copy or a restore made by root belongs to root.
  if (as && owner === 0) giveTo(pgDir, as)
  else if (owner !== needs) throw new Fail('wrong-owner', 503, { path: pgDir, owner, needs })
}

// The address of a Unix socket holds about a hundred bytes: for longer paths a short link, in a folder only we can enter.
const socketDirFor = (pgDir: string): string => {
  if (Buffer.byteLength(join(pgDir, `.s.PGSQL.${PORT}`)) < 100) return pgDir
  const base = Buffer.byteLength(tmpdir()) < 55 ? tmpdir() : '/tmp'
  const folder = join(base, `bailiwick-${createHash('sha256').update(pgDir).digest('hex').slice(0, 12)}`)
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (e) {
    if ((e as NodeJS.ErrnoException).code !== 'EEXIST') throw e
    const s = lstatSync(folder)
    if (!s.isDirectory() || s.uid !== process.geteuid?.() || s.mode & 0o077)
      throw new Fail('wrong-owner', 503, { path: folder, owner: s.uid, needs: process.geteuid?.() })
  }
  const link = join(folder, 'pg')
  rmSync(`${link}.new`, { force: true })
  symlinkSync(pgDir, `${link}.new`)
  renameSync(`${link}.new`, link)
  return link
}

/** Connects as the owner; makes the database at the first start. */
const openDoor = async (owner: Embedded['owner'], fresh: boolean): Promise<void> => {
  const attempt = async (database: string, sql: string): Promise<void> => {
    const client = new pg.Client({ ...owner, database })
    client.on('error', () => {})
    await client.connect()
    try {
      await client.query(sql)
    } finally {
      await client.end().catch(() => {})
    }
  }
  const create = (): Promise<void> => attempt('postgres', `create database ${DATABASE} template template0`)
  if (fresh) return create()
  try {
    await attempt(owner.database, 'select 1')
  } catch (e) {
    const code = (e as { code?: string }).code
    if (code === '28P01') throw new Fail('secrets-mismatch', 503)
    if (code !== '3D000') throw e
    await create()
  }
}

const ended = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null

const untilReady = async (child: ChildProcess, pgDir: string, said: string[], log: (line: string) => void): Promise<void> => {
  let spoken = performance.now()
  for (;;) {
    if (ended(child)) {
      await sleep(50)
      throw failureFrom(said, `postgres: ${child.exitCode ?? child.signalCode}`)
    }
    const told = readPid(pgDir)
    if (told?.pid === child.pid && told?.status === 'ready') return
    // Replay after a crash takes as long as it takes; giving up would only begin it again.
    if (performance.now() - spoken > 10_000) {
      spoken = performance.now()
      log('PostgreSQL is recovering; still waiting')
    }
    await sleep(10)
  }
}

/**
 * Runs PostgreSQL on `dataDir/pg`, reachable through a Unix socket only; made at the first start. The caller holds the lock of the data
 * directory (data-lock.ts). Fail: disk-full, wrong-owner, secrets-missing, secrets-corrupt, secrets-mismatch, database-version,
 * database-damaged, database-binaries, no-unprivileged-user, no-user-entry, database-start.
 */
export const startEmbedded = async (options: EmbeddedOptions): Promise<Embedded> => {
  const { log } = options
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 })
  const dataDir = realpathSync(options.dataDir)
  const pgDir = join(dataDir, 'pg')
  const as = unprivileged()
  checkOwner(dataDir, pgDir, as)
  const secrets = loadSecrets(dataDir)
  const bin = findBinaries(dataDir, as)
  if (existsSync(pgDir) && !existsSync(join(pgDir, 'PG_VERSION'))) {
    if (readdirSync(pgDir).length > 0) throw new Fail('database-damaged', 503, { path: pgDir })
    rmdirSync(pgDir)
  }
  const fresh = !existsSync(pgDir)
  if (fresh) await initialise(dataDir, pgDir, bin, as, secrets.database.owner)
  const major = Number(readFileSync(join(pgDir, 'PG_VERSION'), 'utf8'))
  if (major !== bin.major) throw new Fail('database-version', 503, { found: major, needs: bin.major })
  await stopOrphan(pgDir, log)

  const socketDir = socketDirFor(pgDir)
  const settings = Object.entries({ ...ours, ...options.settings }).flatMap(([k, v]) => ['-c', `${k}=${v}`])
  // In a session of its own: Ctrl-C reaches us alone, and we stop it when the last request is done.
  const child = spawn(bin.postgres, ['-D', self(as, pgDir), ...settings], {
    ...as,
    cwd: pgDir,
    env: environment,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let spawnError = ''
  child.on('error', (e) => {
    spawnError = e.message
  })
  const said = collect(child, log)
  const over = new Promise<void>((resolve) => child.once('exit', () => resolve()).once('error', () => resolve()))
  if (child.pid === undefined) {
    await over
    throw new Fail('database-start', 503, { because: spawnError })
  }
  const pid = child.pid
  const lastWill = (): void => {
    try {
      process.kill(pid, 'SIGINT')
    } catch {
      // It ended before us.
    }
  }
  process.on('exit', lastWill)
  let stopping: Promise<void> | undefined
  const stop = (): Promise<void> => {
    stopping ??= (async () => {
      // Fast: sessions are ended, a checkpoint written. Then harder; the log makes up for it.
      for (const [name, seconds] of [
        ['SIGINT', 30],
        ['SIGQUIT', 5],
        ['SIGKILL', 5],
      ] as const) {
        if (ended(child)) break
        child.kill(name)
        await Promise.race([over, sleep(seconds * 1000, undefined, { ref: false })])
      }
      await over
      process.off('exit', lastWill)
      for (const left of processesIn(pgDir)) process.kill(left, 'SIGKILL')
      if (socketDir !== pgDir) rmSync(join(socketDir, '..'), { recursive: true, force: true })
    })()
    return stopping
  }
  const owner = { host: socketDir, port: PORT, user: OWNER, password: secrets.database.owner, database: DATABASE }
  try {
    await untilReady(child, pgDir, said, log)
    await openDoor(owner, fresh)
  } catch (e) {
    await stop()
    throw e
  }
  void over.then(async () => {
    // Its last lines may still be in the pipe; sessions it left behind may hold the pipe open.
    await sleep(50)
    if (stopping) return
    process.off('exit', lastWill)
    const reason = said.at(-1) ?? `${child.signalCode ?? child.exitCode}`
    options.onExit?.(isFull(said) ? new Fail('disk-full', 503) : new Fail('database-lost', 503, { reason }))
  })
  return { socketDir, owner, appPassword: secrets.database.app, version: bin.version, pid, stop }
}
