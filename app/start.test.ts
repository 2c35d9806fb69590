import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { TOTP } from 'otpauth'
import { afterAll, expect, test } from 'vitest'
import { systemClock } from '../platform/calendar/clock.ts'
import { processesIn, readPid } from '../platform/db/embedded-orphan.ts'

// What `npm start` runs, as a process of its own, on data of its own; tools/launch.test.ts has what stands before it.
const data = mkdtempSync(join(tmpdir(), 'bw-start-'))
const pgDir = join(data, 'pg')
const children = new Set<ChildProcess>()
afterAll(() => {
  for (const c of children) c.kill('SIGKILL')
  for (const pid of processesIn(pgDir))
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It ended meanwhile.
    }
  rmSync(data, { recursive: true, force: true })
})

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const s = createServer().listen(0, '127.0.0.1', () => {
      const { port } = s.address() as { port: number }
      s.close(() => resolve(port))
    })
  })

interface Started {
  pid: number
  url: string
  setupCode: string | null
  signal: (name: NodeJS.Signals) => void
  over: Promise<{ code: number | null; said: string }>
}
const start = async (port: number, environment: Record<string, string> = {}): Promise<Started> => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'cli.ts'), 'start', '--json'], {
    env: { ...process.env, DATABASE_URL: '', HOST: '', PORT: String(port), BAILIWICK_DATA: data, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  children.add(child)
  let out = ''
  let said = ''
  child.stderr.on('data', (d) => {
    said += d
  })
  const over = new Promise<{ code: number | null; said: string }>((resolve) =>
    child.once('close', (code) => {
      children.delete(child)
      resolve({ code, said: said || out })
    }),
  )
  const line = await new Promise<string>((resolve) => {
    child.stdout.on('data', (d) => {
      out += d
      if (out.includes('\n')) resolve(out)
    })
    child.once('close', () => resolve(out))
  })
  const told = JSON.parse(line || '{}') as { url?: string; setupCode?: string | null }
  return { pid: child.pid as number, url: told.url ?? '', setupCode: told.setupCode ?? null, signal: (name) => void child.kill(name), over }
}

interface Session {
  call: (method: string, path: string, body?: unknown) => Promise<{ status: number; body: Record<string, unknown> }>
}
const sessionAt = (url: string): Session => {
  let cookie = ''
  return {
    call: async (method, path, body) => {
      const r = await fetch(`${url}/api${path}`, {
        method,
        headers: { 'content-type': 'application/json', 'x-bailiwick': '1', cookie },
        ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
      })
      const set = r.headers.getSetCookie()[0]
      if (set) cookie = set.split(';')[0] as string
      return { status: r.status, body: (await r.json()) as Record<string, unknown> }
    },
  }
}

const PASSWORD = 'Chunfeng-Huaxue-2026'
let secret = ''
const stepNow = (): number => Math.floor(systemClock.now().epochMilliseconds / 30_000)
let lastStep = 0
/** A code nobody has used: each step is taken once, and five refused codes would lock the account; so the next step is waited for. */
const freshCode = async (): Promise<string> => {
  lastStep = Math.max(lastStep + 1, stepNow())
  // The server takes the next step's code too.
  while (lastStep > stepNow() + 1) await sleep(500)
  return new TOTP({ secret }).generate({ timestamp: lastStep * 30_000 })
}
const signIn = async (url: string): Promise<Session> => {
  const s = sessionAt(url)
  expect((await s.call('POST', '/session', { login: 'zhou.xt', password: PASSWORD })).status).toBe(200)
  expect((await s.call('POST', '/session/code', { code: await freshCode() })).body).toMatchObject({ stage: 'full' })
  return s
}

/** Four clients write until the server is gone; answers the names whose answer came back. */
const writeUntilGone = async (s: Session, prefix: string): Promise<string[]> => {
  const acknowledged: string[] = []
  await Promise.all(
    Array.from({ length: 4 }, async (_, client) => {
      for (let n = 0; ; n++) {
        const name = `${prefix}${client}-${n}`
        const r = await s.call('POST', '/divisions', { name, kind: 'other' }).catch(() => null)
        if (r?.status === 200) acknowledged.push(name)
        else return
      }
    }),
  )
  return acknowledged
}
const divisionsAt = async (s: Session): Promise<string[]> => {
  const names: string[] = []
  for (let after: string | null = ''; after !== null; ) {
    const { body }: { body: Record<string, unknown> } = await s.call('GET', `/divisions?limit=100${after && `&after=${after}`}`)
    names.push(...(body.items as { name: string }[]).map((d) => d.name))
    after = body.next as string | null
  }
  return names
}
const missing = (wanted: string[], there: string[]): string[] => {
  const set = new Set(there)
  return wanted.filter((w) => !set.has(w))
}

test('starts with a code, refuses a second start by name, recovers from two kills with every acknowledged act, stops without a trace', async () => {
  const port = await freePort()
  let run = await start(port)
  expect(run.url || (await run.over).said).toBe(`http://127.0.0.1:${port}`)
  expect(run.setupCode).toMatch(/^([2-9A-Z]{4}-){3}[2-9A-Z]{4}$/)
  expect((await sessionAt(run.url).call('GET', '/health')).body).toMatchObject({ live: true, ready: true })

  // The same data again: told where it runs. The same port with other data: told which.
  const again = await (await start(await freePort())).over
  expect([again.code, again.said]).toEqual([75, expect.stringContaining(`${run.url}`)])
  expect(again.said).not.toMatch(/\n\s+at /)
  const elsewhere = mkdtempSync(join(tmpdir(), 'bw-start-'))
  const taken = await (await start(port, { BAILIWICK_DATA: elsewhere })).over
  expect([taken.code, taken.said]).toEqual([69, expect.stringContaining(String(port))])
  expect(processesIn(join(elsewhere, 'pg'))).toEqual([])
  rmSync(elsewhere, { recursive: true, force: true })

  const official = (name: string, login: string) => ({ name, login })
  let admin = sessionAt(run.url)
  const made = await admin.call('POST', '/setup', {
    code: run.setupCode,
    court: { name: '云川市临溪区人民法院', code: '苏1204', level: 'basic' },
    systemAdmin: official('周系统', 'zhou.xt'),
    securityAdmin: official('吴保密', 'wu.bm'),
    securityAuditor: official('郑审计', 'zheng.sj'),
  })
  const token = (made.body.links as { token: string }[])[0]?.token
  await admin.call('POST', '/links/use', { token, password: PASSWORD })
  secret = (await admin.call('POST', '/session/enrolment')).body.secret as string
  expect((await admin.call('POST', '/session/enrolment/confirm', { code: await freshCode() })).body).toMatchObject({ stage: 'full' })

  // The server is killed in the middle of writing.
  const first = writeUntilGone(admin, '服务器')
  await sleep(1500)
  run.signal('SIGKILL')
  const acknowledged = await first
  await run.over
  expect(acknowledged.length).toBeGreaterThan(20)
  expect(processesIn(pgDir).length).toBeGreaterThan(0)
  run = await start(port)
  expect(run.setupCode).toBe(null)
  admin = await signIn(run.url)
  expect(missing(acknowledged, await divisionsAt(admin))).toEqual([])

  // The database is killed: one sentence, an end, and nothing missing after the next start.
  const second = writeUntilGone(admin, '数据库')
  await sleep(1500)
  process.kill(readPid(pgDir)?.pid as number, 'SIGKILL')
  const more = await second
  const lost = await run.over
  expect(more.length).toBeGreaterThan(20)
  expect([lost.code, lost.said]).toEqual([69, expect.stringMatching(/^数据库意外停止.*\nThe database stopped.*\n$/)])
  run = await start(port)
  admin = await signIn(run.url)
  expect(missing([...acknowledged, ...more], await divisionsAt(admin))).toEqual([])

  run.signal('SIGTERM')
  expect((await run.over).code).toBe(0)
  expect(processesIn(pgDir)).toEqual([])
  expect(() => process.kill(-run.pid, 0)).toThrow(/ESRCH/)
}, 180_000)
