import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, expect, test } from 'vitest'
import { Fail } from '../http/problems.ts'
import { lockData } from './data-lock.ts'
import { type Embedded, type EmbeddedOptions, startEmbedded } from './embedded.ts'
import { processesIn } from './embedded-orphan.ts'

const root = process.geteuid?.() === 0
const made: string[] = []
const running: { stop: () => Promise<void> }[] = []
const children: ChildProcess[] = []
const folder = (): string => {
  const d = mkdtempSync(join(tmpdir(), 'bw-pg-'))
  made.push(d)
  return d
}
const start = async (dataDir: string, more: Partial<EmbeddedOptions> = {}): Promise<Embedded> => {
  const e = await startEmbedded({ dataDir, log: () => {}, ...more })
  running.push(e)
  return e
}
const ask = async (e: Embedded, sql: string): Promise<Record<string, unknown>[]> => {
  const client = new pg.Client(e.owner)
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}
const failure = async (p: Promise<unknown>): Promise<Fail> =>
  p.then(
    () => new Fail('none'),
    (e) => (e instanceof Fail ? e : new Fail(String(e))),
  )

/** Another process that runs this file's product code; `say` gives its lines. */
const elsewhere = (code: string): { child: ChildProcess; say: () => Promise<string> } => {
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', code], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]()
  return { child, say: async () => (await lines.next()).value ?? '' }
}
const over = (child: ChildProcess): Promise<unknown> =>
  new Promise((resolve) => (child.exitCode !== null || child.signalCode !== null ? resolve(null) : child.once('exit', resolve)))
const module = (name: string): string => JSON.stringify(join(import.meta.dirname, name))

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const r of running.splice(0)) await r.stop()
  for (const d of made.splice(0)) {
    for (const pid of processesIn(join(d, 'pg'))) process.kill(pid, 'SIGKILL')
    rmSync(d, { recursive: true, force: true })
  }
})

test('starts, keeps what was written, stops without a trace', async () => {
  const d = folder()
  const begun = performance.now()
  const first = await start(d)
  expect(performance.now() - begun).toBeLessThan(8000)
  expect(first.version).toMatch(/^18\./)
  expect(
    await ask(
      first,
      "select current_setting('listen_addresses') as tcp, current_setting('fsync') as fsync, current_setting('log_statement') as log",
    ),
  ).toEqual([{ tcp: '', fsync: 'on', log: 'none' }])
  expect(
    await ask(
      first,
      "select datcollate, pg_encoding_to_char(encoding) as encoding, datlocprovider as provider, datlocale from pg_database where datname = 'bailiwick'",
    ),
  ).toEqual([{ datcollate: 'C', encoding: 'UTF8', provider: 'b', datlocale: 'C.UTF-8' }])
  expect(statSync(join(d, 'secrets.json')).mode & 0o777).toBe(0o600)
  if (root) expect(readFileSync(`/proc/${first.pid}/status`, 'utf8')).toMatch(/Uid:\s+65534\s+65534/)
  const wrong = new pg.Client({ ...first.owner, password: 'wrong' })
  await expect(wrong.connect()).rejects.toThrow(/password/)
  await ask(first, 'create table kept (n int); insert into kept values (1)')
  await first.stop()
  await first.stop()
  expect(processesIn(join(d, 'pg'))).toEqual([])
  expect(existsSync(join(d, 'pg', 'postmaster.pid'))).toBe(false)
  const second = await start(d)
  expect(second.socketDir).toBe(first.socketDir)
  expect(await ask(second, 'select n from kept')).toEqual([{ n: 1 }])
})

test('a session open at the stop does not hold it up', async () => {
  const e = await start(folder())
  const client = new pg.Client(e.owner)
  client.on('error', () => {})
  await client.connect()
  const slow = client.query('select pg_sleep(60)').catch((err) => err.code)
  const begun = performance.now()
  await e.stop()
  expect(performance.now() - begun).toBeLessThan(5000)
  expect(await slow).toBe('57P01')
})

test('the database is killed: it is told once, and every acknowledged row is there after the next start', async () => {
  const d = folder()
  const told: string[] = []
  const e = await start(d, { onExit: (failure) => told.push(failure.code) })
  await ask(e, 'create table acts (n int primary key)')
  const client = new pg.Client(e.owner)
  client.on('error', () => {})
  await client.connect()
  let acknowledged = 0
  const writing = (async () => {
    for (;;) {
      await client.query('insert into acts values ($1)', [acknowledged + 1])
      acknowledged++
    }
  })().catch(() => {})
  await sleep(300)
  process.kill(e.pid, 'SIGKILL')
  await writing
  await sleep(200)
  expect(told).toEqual(['database-lost'])
  const again = await start(d)
  const rows = await ask(again, 'select count(*)::int as n, max(n) as last from acts')
  expect(acknowledged).toBeGreaterThan(10)
  // One more may have been written whose answer was lost.
  expect([acknowledged, acknowledged + 1]).toContain(rows[0]!.n)
  expect(rows[0]!.last).toBe(rows[0]!.n)
})

test('the supervisor is killed: its PostgreSQL is stopped by the next start, and nothing acknowledged is lost', async () => {
  const d = folder()
  const { child, say } = elsewhere(`
    import pg from 'pg'
    const { lockData } = await import(${module('data-lock.ts')})
    const { startEmbedded } = await import(${module('embedded.ts')})
    await lockData(${JSON.stringify(d)})
    const e = await startEmbedded({ dataDir: ${JSON.stringify(d)}, log: () => {} })
    const client = new pg.Client(e.owner)
    await client.connect()
    await client.query('create table acts (n int primary key)')
    for (let n = 1; ; n++) { await client.query('insert into acts values ($1)', [n]); console.log(n) }
  `)
  let acknowledged = 0
  while (acknowledged < 200) {
    const line = await say()
    if (!line) throw new Error('the other process ended early')
    acknowledged = Number(line)
  }
  expect((await failure(lockData(d, { busy: 200, stopping: 200 }))).code).toBe('data-in-use')
  child.kill('SIGKILL')
  await over(child)
  for (let line = await say(); line; line = await say()) acknowledged = Number(line)
  const orphans = processesIn(join(d, 'pg'))
  expect(orphans.length).toBeGreaterThan(1)
  const lock = await lockData(d)
  const e = await start(d)
  expect(processesIn(join(d, 'pg')).filter((p) => orphans.includes(p))).toEqual([])
  const rows = await ask(e, 'select count(*)::int as n from acts')
  expect([acknowledged, acknowledged + 1]).toContain(rows[0]!.n)
  await lock.release()
})

test('sessions that outlive a killed main process do not block the next start', async () => {
  const d = folder()
  const e = await start(d)
  const client = new pg.Client(e.owner)
  client.on('error', () => {})
  await client.connect()
  // Busy without looking up: it would not notice the end of its main process for a minute.
  const busy = client.query('do $$ declare s bigint := 0; begin for i in 1..2000000000 loop s := s + i; end loop; end $$').catch(() => {})
  await sleep(200)
  process.kill(e.pid, 'SIGKILL')
  await sleep(300)
  expect(processesIn(join(d, 'pg')).length).toBeGreaterThan(0)
  const again = await start(d)
  expect(await ask(again, 'select 1 as n')).toEqual([{ n: 1 }])
  await busy
})

test('a process number in postmaster.pid that belongs to somebody else by now does not matter', async () => {
  const d = folder()
  const e = await start(d)
  await ask(e, 'create table t ()')
  const before = readFileSync(join(d, 'pg', 'postmaster.pid'), 'utf8')
  await e.stop()
  const bystander = elsewhere('setInterval(() => {}, 1000)').child
  writeFileSync(join(d, 'pg', 'postmaster.pid'), before.replace(/^\d+/, String(bystander.pid)))
  if (root) chownSync(join(d, 'pg', 'postmaster.pid'), 65534, 65534)
  await start(d)
  expect(bystander.exitCode ?? bystander.signalCode).toBe(null)
})

test('a long path and closed folders above the data do not matter', async () => {
  const d = join(folder(), 'closed', '很长的目录名'.repeat(5), 'x'.repeat(100), 'data')
  mkdirSync(d, { recursive: true })
  chmodSync(join(d, '..', '..', '..'), 0o700)
  const e = await start(d)
  expect(Buffer.byteLength(e.socketDir)).toBeLessThan(100)
  expect(statSync(join(e.socketDir, '..'), {}).isDirectory()).toBe(true)
  expect(await ask(e, 'select 1 as n')).toEqual([{ n: 1 }])
  await e.stop()
  expect(existsSync(e.socketDir)).toBe(false)
})

test('a first start that was cut off is begun again; damage, other versions, other owners and lost secrets are named', async () => {
  const d = folder()
  mkdirSync(join(d, 'pg.new', 'pg', 'base'), { recursive: true })
  const e = await start(d)
  await e.stop()
  const version = join(d, 'pg', 'PG_VERSION')
  writeFileSync(version, '17\n')
  expect((await failure(start(d))).detail).toEqual({ found: 17, needs: 18 })
  rmSync(version)
  expect((await failure(start(d))).code).toBe('database-damaged')
  writeFileSync(version, '18\n')
  if (root) {
    chownSync(join(d, 'pg'), 12345, 12345)
    expect((await failure(start(d))).code).toBe('wrong-owner')
    // What root copied back belongs to root.
    chownSync(join(d, 'pg'), 0, 0)
  }
  await (await start(d)).stop()
  const secrets = readFileSync(join(d, 'secrets.json'), 'utf8')
  rmSync(join(d, 'secrets.json'))
  expect((await failure(start(d))).code).toBe('secrets-missing')
  writeFileSync(join(d, 'secrets.json'), secrets.slice(1))
  expect((await failure(start(d))).code).toBe('secrets-corrupt')
  const other = folder()
  const { loadSecrets } = await import('../auth/secrets.ts')
  loadSecrets(other)
  writeFileSync(join(d, 'secrets.json'), readFileSync(join(other, 'secrets.json')))
  expect((await failure(start(d))).code).toBe('secrets-mismatch')
  writeFileSync(join(d, 'secrets.json'), secrets)
  const bad = await failure(start(d, { settings: { shared_buffers: 'many' } }))
  expect([bad.code, String(bad.detail.because)]).toEqual(['database-start', expect.stringContaining('shared_buffers')])
})
