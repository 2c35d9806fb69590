import { parseArgs } from 'node:util'
import { resolve } from 'node:path'
import { Fail } from '../platform/http/problems.ts'
import { explainFailure } from './failures.ts'
import { help, usage } from './help.ts'
import type { Environment } from './serve.ts'
import { root, version } from './version.ts'

const environment = (flags: { demo?: boolean; port?: string; host?: string }): Environment => ({
  dataDir: resolve(process.env.BAILIWICK_DATA || `${root}/data`),
  // Set to nothing is not set.
  host: flags.host || process.env.HOST || '127.0.0.1',
  port: Number(flags.port || process.env.PORT || 3000),
  databaseUrl: process.env.DATABASE_URL || null,
  secure: process.env.BAILIWICK_TLS === '1',
  demo: flags.demo ?? false,
})

let toldFull = Number.NEGATIVE_INFINITY
const log = (line: Record<string, unknown>): void => {
  // Once a minute is enough for whoever looks at the console.
  if (line.event === 'disk-full') {
    if (performance.now() - toldFull > 60_000) process.stderr.write(`${explainFailure(new Fail('disk-full-now')).text}\n`)
    toldFull = performance.now()
    return
  }
  if (line.level === 'error' || process.env.BAILIWICK_LOG) process.stderr.write(`${JSON.stringify(line)}\n`)
}

const start = async (args: string[]): Promise<void> => {
  const { values } = parseArgs({
    args,
    options: { demo: { type: 'boolean' }, port: { type: 'string' }, host: { type: 'string' }, json: { type: 'boolean' } },
  })
  const env = environment(values)
  if (!Number.isInteger(env.port) || env.port < 0 || env.port > 65535)
    throw Object.assign(new Error('bad-port'), { code: 'BAD_PORT', port: values.port ?? process.env.PORT })
  const { prepare, serve } = await import('./serve.ts')
  const prepared = await prepare(env, () => {})
  let running: Awaited<ReturnType<typeof serve>> | null = null
  let stopping: Promise<void> | null = null
  const stop = (): Promise<void> => {
    stopping ??= (async () => {
      await running?.stop().catch(() => {})
      await prepared.close()
    })()
    return stopping
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop().then(() => process.exit(0)))
  prepared.onLost((failure) => {
    const told = explainFailure(failure)
    process.stderr.write(`${told.text}\n`)
    void stop().then(() => process.exit(told.exitCode))
  })
  try {
    const holding = env.demo ? await (await import('../tools/simulate/demo.ts')).holdingOf(prepared.owner) : null
    if (holding === 'court')
      process.stdout.write('数据目录中已有法院，不生成演示数据。\nThe data directory already holds a court: no demo is made.\n')
    env.demo = holding !== null && holding !== 'court'
    env.demoToMake = env.demo && holding !== 'demo'
    running = await serve(env, prepared, log, async (on, o) => (await import('../tools/simulate/demo.ts')).makeDemo(on, o))
    if (env.demoToMake) {
      if (!values.json) process.stdout.write(`\n  ${running.url}\n`)
      // The page is there already and says how far it is.
      await running.makeDemo()
      running.setupCode = null
    }
  } catch (e) {
    await stop()
    throw e
  }
  prepared.tell({ url: running.url })
  if (values.json) return void process.stdout.write(`${JSON.stringify({ url: running.url, setupCode: running.setupCode })}\n`)
  process.stdout.write(`\n  Bailiwick 法院辅助事务外包管理平台\n  ${running.url}\n`)
  if (running.setupCode) process.stdout.write(`\n  一次性设置码 / one-time setup code: ${running.setupCode}\n`)
  process.stdout.write('\n  Ctrl-C 停止 / stops\n')
}

const commands: Record<string, (args: string[]) => Promise<void>> = {
  start,
  deadline: async (args) => {
    const { runDeadlineCommand } = await import('../modules/deadlines/public.ts')
    const out = runDeadlineCommand(args)
    process.stdout.write(`${out.text}\n`)
    process.exitCode = out.exitCode
  },
  import: async (args) => (await import('./commands/import.ts')).importCommand(args, environment({})),
  simulate: async (args) => (await import('./commands/simulate.ts')).simulateCommand(args, environment({})),
  'verify-ledger': async (args) => (await import('./commands/verify-ledger.ts')).verifyLedgerCommand(args, environment({})),
  bench: async (args) => (await import('../tools/bench/bench.ts')).benchCommand(args),
}

const [name = 'help', ...args] = process.argv.slice(2)
const command = Object.hasOwn(commands, name) ? commands[name] : undefined
const json = process.argv.includes('--json')
// Two commands know their own help better (per rule, per option).
const ownHelp = name === 'deadline' || name === 'verify-ledger'
try {
  if (command && (ownHelp || !args.some((a) => a === '--help' || a === '-h'))) await command(args)
  else if (command) process.stdout.write(`${help[name]}\n`)
  else if (name === 'help' || name === '--help' || name === '-h') process.stdout.write(`${usage()}\n`)
  else if (name === '--version') process.stdout.write(`${await version()}\n`)
  else throw Object.assign(new Error('no-command'), { code: 'NO_COMMAND', name: name.slice(0, 60) })
} catch (e) {
  const told = explainFailure(e)
  if (json) process.stdout.write(`${JSON.stringify({ error: told.code, message: told.text })}\n`)
  else process.stderr.write(`${told.text}\n${told.code === 'no-command' ? `\n${usage()}\n` : ''}`)
  process.exit(told.exitCode)
}
