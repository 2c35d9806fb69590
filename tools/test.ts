import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

// `npm test`: every check of the project, one closing line. A check that runs tests counts them; any other counts as one.
const root = join(import.meta.dirname, '..')
const bin = (name: string): string => join(root, 'node_modules/.bin', name)
const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)

interface Check {
  name: string
  command: string
  args: string[]
  counts?: boolean
}
const checks: Check[] = [
  { name: 'types', command: bin('tsc'), args: ['--noEmit'] },
  { name: 'lint', command: bin('oxlint'), args: ['--deny-warnings', 'app', 'platform', 'modules', 'tools', 'test'] },
  { name: 'boundaries', command: process.execPath, args: ['test/boundaries/check.ts'] },
  {
    name: 'unit and API',
    command: process.execPath,
    args: [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--reporter=default'],
    counts: true,
  },
  { name: 'web build', command: process.execPath, args: [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'] },
]
if (existsSync(join(root, 'test/journeys')))
  checks.push({
    name: 'journeys',
    command: process.execPath,
    args: [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--config', 'vitest.journeys.config.ts'],
    counts: true,
  })

const only = process.argv.slice(2)
let passed = 0
let failed = 0
for (const check of checks) {
  if (only.length && !only.includes(check.name)) continue
  const started = performance.now()
  process.stdout.write(`\n== ${check.name}\n`)
  const { code, output } = await run(check)
  // "Tests  3 failed | 120 passed (123)" in vitest's own closing lines; a crash outside a test still fails the check.
  const line = check.counts
    ? /^\s*Tests\s+(?:(\d+) failed(?: \| )?)?(?:(\d+) passed)?/m.exec(output.replaceAll(/\u001b\[[0-9;]*m/g, ''))
    : null
  if (line) {
    failed += Number(line[1] ?? 0)
    passed += Number(line[2] ?? 0)
    if (code !== 0 && !Number(line[1] ?? 0)) failed++
  } else if (code === 0) passed++
  else failed++
  process.stdout.write(`-- ${check.name}: ${code === 0 ? 'ok' : 'FAILED'} in ${Math.round((performance.now() - started) / 1000)} s\n`)
}
if (!chromium) process.stdout.write('\nNo Chromium found: install it (Debian: apt-get install chromium fonts-noto-cjk) for the journeys.\n')
process.stdout.write(`\n${passed} passed, ${failed} failed\n`)
process.exit(failed === 0 ? 0 : 1)

function run(check: Check): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(check.command, check.args, { cwd: root, env: { ...process.env, CI: 'true' }, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (d: Buffer) => {
        output = (output + d.toString()).slice(-200_000)
        process.stdout.write(d)
      })
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}
