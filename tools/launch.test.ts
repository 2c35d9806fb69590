import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'

// A project in miniature: the real launcher, a lock file, and stand-ins for what it launches.
const made: string[] = []
const children: ChildProcess[] = []
afterEach(() => {
  for (const c of children.splice(0)) c.kill('SIGKILL')
  for (const d of made.splice(0)) rmSync(d, { recursive: true, force: true })
})
const project = (cli: string): string => {
  const d = realpathSync(mkdtempSync(join(tmpdir(), 'bw-launch-')))
  made.push(d)
  for (const f of ['launch.mjs', 'start.mjs', 'bailiwick.mjs', 'with-parent.mjs']) cpSync(join(import.meta.dirname, f), join(d, 'tools', f))
  mkdirSync(join(d, 'app'))
  mkdirSync(join(d, 'node_modules/node/bin'), { recursive: true })
  mkdirSync(join(d, 'node_modules/vite/bin'), { recursive: true })
  symlinkSync(process.execPath, join(d, 'node_modules/node/bin/node'))
  writeFileSync(join(d, 'package.json'), '{"type":"module"}')
  const packages = { '': {}, 'node_modules/vite': { version: '1.0.0' } }
  writeFileSync(join(d, 'package-lock.json'), JSON.stringify({ packages }))
  writeFileSync(join(d, 'node_modules/.package-lock.json'), JSON.stringify({ packages }))
  writeFileSync(
    join(d, 'node_modules/vite/bin/vite.js'),
    `import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
     const out = process.argv[process.argv.indexOf('--outDir') + 1]
     appendFileSync('builds', 'x'); mkdirSync(out, { recursive: true }); writeFileSync(out + '/index.html', 'built')
     if (process.env.BREAK) process.exit(1)`,
  )
  writeFileSync(join(d, 'node_modules/vite/package.json'), '{"type":"module"}')
  writeFileSync(join(d, 'index.html'), '<p>')
  writeFileSync(join(d, 'app/cli.ts'), cli)
  return d
}
const go = (
  d: string,
  args: string[],
  env: Record<string, string> = {},
): { child: ChildProcess; over: Promise<{ code: number | null; out: string; err: string }>; out: () => string } => {
  const child = spawn(process.execPath, args, {
    cwd: d,
    env: { ...process.env, npm_lifecycle_event: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  let out = ''
  let err = ''
  child.stdout!.on('data', (c) => (out += c))
  child.stderr!.on('data', (c) => (err += c))
  return { child, out: () => out, over: new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err }))) }
}
const says = async (text: () => string, wanted: string): Promise<void> => {
  for (let i = 0; !text().includes(wanted); i++) {
    if (i > 200) throw new Error(`waited in vain for ${wanted}: ${text()}`)
    await sleep(25)
  }
}
const dead = async (pid: number): Promise<boolean> => {
  for (let i = 0; i < 100; i++) {
    try {
      process.kill(pid, 0)
      if (/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))) return true
    } catch {
      return true
    }
    await sleep(25)
  }
  return false
}

test('arguments and exit code pass through; the web is built once, and again when a source changes', async () => {
  const d = project(`const args: string[] = process.argv.slice(2); console.log(args.join(' ')); process.exit(7)`)
  const builds = (): number => (existsSync(join(d, 'builds')) ? readFileSync(join(d, 'builds'), 'utf8').length : 0)
  const first = await go(d, ['tools/start.mjs', '--demo']).over
  expect([first.code, first.out.trim(), builds()]).toEqual([7, 'start --demo', 1])
  expect(readFileSync(join(d, 'dist/web/index.html'), 'utf8')).toBe('built')
  await go(d, ['tools/start.mjs']).over
  expect(builds()).toBe(1)
  mkdirSync(join(d, 'modules/cases/web'), { recursive: true })
  writeFileSync(join(d, 'modules/cases/web/list.tsx'), 'export {}')
  await go(d, ['tools/start.mjs']).over
  expect(builds()).toBe(2)
  writeFileSync(join(d, 'modules/cases/queries.ts'), 'export {}')
  await go(d, ['tools/start.mjs']).over
  expect(builds()).toBe(2)
  writeFileSync(join(d, 'modules/cases/rules.ts'), 'export {}')
  const broken = await go(d, ['tools/start.mjs'], { BREAK: '1' }).over
  expect([broken.code, broken.err.includes('网页构建失败'), broken.out]).toEqual([1, true, ''])
  const command = await go(d, ['tools/bailiwick.mjs', 'deadline', '--list']).over
  expect([command.code, command.out.trim(), command.err]).toEqual([7, 'deadline --list', ''])
})

const server = `process.on('SIGTERM', () => { console.log('closing'); setTimeout(() => process.exit(0), 50) }); console.log('up ' + process.pid); setInterval(() => {}, 1000)`

test('SIGTERM reaches the server, which ends in order; nothing is left', async () => {
  const d = project(server)
  const { child, out, over } = go(d, ['tools/start.mjs'])
  await says(out, 'up ')
  const pid = Number(/up (\d+)/.exec(out())![1])
  child.kill('SIGTERM')
  expect(await over).toMatchObject({ code: 0, out: expect.stringContaining('closing') })
  expect(await dead(pid)).toBe(true)
})

test('the launcher killed hard, or npm above it: the server ends by itself', async () => {
  const d = project(server)
  const first = go(d, ['tools/start.mjs'])
  await says(first.out, 'up ')
  first.child.kill('SIGKILL')
  expect(await dead(Number(/up (\d+)/.exec(first.out())![1]))).toBe(true)
  // npm runs a script with or without a shell that stays between, depending on the shell.
  for (const command of [`exec "$0" tools/start.mjs`, `"$0" tools/start.mjs; true`]) {
    const npm = go(d, [
      '-e',
      `require('child_process').spawn('sh', ['-c', process.argv[1], process.execPath], { stdio: 'inherit', env: { ...process.env, npm_lifecycle_event: 'start' } })`,
      command,
    ])
    await says(npm.out, 'up ')
    npm.child.kill('SIGKILL')
    expect(await dead(Number(/up (\d+)/.exec(npm.out())![1]))).toBe(true)
  }
})

test('a pinned Node whose install script was kept from running is put into its place', async () => {
  const d = project(`console.log('ran')`)
  rmSync(join(d, 'node_modules/node/bin'), { recursive: true })
  const name = `${process.platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node'}-${process.platform}-${process.arch}`
  mkdirSync(join(d, 'node_modules', name, 'bin'), { recursive: true })
  mkdirSync(join(d, 'node_modules/.bin'), { recursive: true })
  symlinkSync(process.execPath, join(d, 'node_modules', name, 'bin/node'))
  expect(await go(d, ['tools/bailiwick.mjs', 'x']).over).toMatchObject({ code: 0, out: 'ran\n' })
  expect(existsSync(join(d, 'node_modules/node/bin/node'))).toBe(true)
})
