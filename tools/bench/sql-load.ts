import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'

export interface Database {
  host: string
  port: number
  user: string
  password: string
  database: string
}
/** What the application sent, as seen at its driver. */
export interface Sent {
  connection: number
  text: string
  values: unknown[]
  first: Record<string, unknown> | null
}
/** `:name` in the text stands for a variable; `gset` keeps the columns of its one row as variables with this prefix. */
export interface Step {
  text: string
  gset?: string
}
/** Variables computed anew for each transaction, in pgbench's words; `round` and `client_id` are given. */
export interface Script {
  set: [name: string, expression: string][]
  steps: Step[]
}

const PGBENCH = '/usr/bin/pgbench'
export const hasPgbench = existsSync(PGBENCH)
/** What stands in the table as the tool of the reference. */
export const toolName = hasPgbench ? 'pgbench -M prepared' : 'bare pg, prepared statements, own process'

const element = (v: unknown): string =>
  v === null ? 'NULL' : Buffer.isBuffer(v) ? `"\\\\x${v.toString('hex')}"` : `"${String(v).replaceAll(/(["\\])/g, '\\$1')}"`
/** A value as a literal that PostgreSQL types by its place, as it does a parameter. */
export const literal = (v: unknown): string => {
  if (v === null || v === undefined) return 'null'
  if (Buffer.isBuffer(v)) return `'\\x${v.toString('hex')}'`
  let text = Array.isArray(v) ? `{${v.map(element).join(',')}}` : String(v)
  // pgbench takes `:name` for a variable wherever it stands; JSON may carry a blank there.
  if (/^[[{]/.test(text)) text = text.replaceAll(/:(?=[A-Za-z_])/g, ': ')
  return pg.escapeLiteral(text).trim()
}

/** Puts values into a statement: named ones as variables, all others as they were. */
export const withValues = (sent: Sent, named: (value: unknown) => string | null): string =>
  sent.text.replaceAll(/\s*\n\s*/g, ' ').replaceAll(/\$(\d+)/g, (_all, n) => {
    const value = sent.values[Number(n) - 1]
    return named(value) ?? literal(value)
  })

const toPgbench = (s: Script): string =>
  [
    ...s.set.map(([name, expression]) => `\\set ${name} ${expression}`),
    ...s.steps.map((x) => (x.gset ? `${x.text} \\gset ${x.gset}` : `${x.text};`)),
  ].join('\n')

const collect = (command: string, args: string[], env: Record<string, string>, input?: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: { PATH: '/usr/bin:/bin', ...env }, stdio: ['pipe', 'pipe', 'pipe'] })
    let out = ''
    child.stdout.on('data', (d) => (out += d))
    child.stderr.on('data', (d) => (out += d))
    child.on('error', reject)
    child.on('close', (code) => (code === 0 ? resolve(out) : reject(new Error(`${command} ended with ${code}: ${out.slice(-1500)}`))))
    child.stdin.end(input ?? '')
  })

/** Transactions per second and mean milliseconds of `each` runs of the script by each of `clients`. `round` shifts the variables. */
export const runSql = async (
  db: Database,
  script: Script,
  clients: number,
  each: number,
  round = 0,
): Promise<{ rate: number; latency: number }> => {
  if (!hasPgbench) {
    const task = JSON.stringify({ db, script, clients, each, round })
    const out = await collect(process.execPath, [join(import.meta.dirname, 'sql-client.ts')], {}, task)
    return JSON.parse(out.trim().split('\n').at(-1)!)
  }
  const folder = mkdtempSync(join(tmpdir(), 'bw-pgbench-'))
  try {
    const file = join(folder, 'script.sql')
    writeFileSync(file, `${toPgbench(script)}\n`)
    const out = await collect(
      PGBENCH,
      [
        '-n',
        '-M',
        'prepared',
        '-c',
        String(clients),
        '-j',
        '1',
        '-t',
        String(each),
        '-D',
        `round=${round}`,
        '-D',
        'n=0',
        '-f',
        file,
        '-h',
        db.host,
        '-p',
        String(db.port),
        '-U',
        db.user,
        db.database,
      ],
      { PGPASSWORD: db.password },
    )
    const failed = /number of failed transactions: (\d+)/.exec(out)?.[1]
    if ((failed && failed !== '0') || !/tps = /.test(out)) throw new Error(`pgbench: ${out.slice(-1500)}`)
    return { rate: Number(/tps = ([\d.]+)/.exec(out)![1]), latency: Number(/latency average = ([\d.]+)/.exec(out)![1]) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
