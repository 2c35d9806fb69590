import { STEP_TASK, CASE, INSTANCE, TASK } from './fill.ts'
import { type Ask, bytesOf, runHttp } from './http-load.ts'
import { byTurns, median, type Result, result } from './result.ts'
import { runSql, type Script, toolName, withValues } from './sql-load.ts'
import type { Stand } from './stand.ts'

const CLIENTS = 16
const ROUNDS = 3
const OVER_HTTP = 1600
const EACH = 250
/** Waiting tasks below are completed over HTTP, from here on by the reference, the later ones by ledger.ts. */
const REFERENCE_FROM = 10_000
export const LEDGER_FROM = 24_000

/** Completing the n-th waiting task by whom it is given to. */
const completion = (s: Stand, n: number): Ask => {
  const doer = s.court.doers[n % s.court.doers.length]!
  return {
    method: 'POST',
    path: `/api/tasks/${STEP_TASK + n}/complete`,
    token: doer.tokens[(n >> 2) % doer.tokens.length],
    revision: 1,
    body: {},
  }
}

/**
 * The statements of the n-th completion as a script over the waiting tasks from `from` on, `each` of them a client and round: its task, instance and
 * case become variables, and so does whatever id it draws.
 */
export const completionScript = async (s: Stand, n: number, from: number, each: number): Promise<Script> => {
  const sent = await s.statementsOf(completion(s, n))
  const names = new Map<string, string>([
    [String(STEP_TASK + n), ':t'],
    [String(INSTANCE + STEP_TASK - TASK + n), ':i'],
    [String(CASE + n), ':c'],
  ])
  const steps = sent.map((one, k) => {
    const text = withValues(one, (v) => (typeof v === 'number' || typeof v === 'string' ? (names.get(String(v)) ?? null) : null))
    if (!/nextval\(/.test(text) || one.first?.id === undefined) return { text }
    names.set(String(one.first.id), `:d${k}_id`)
    return { text, gset: `d${k}_` }
  })
  // Variables of a client live through its run: n counts its own transactions.
  return {
    set: [
      ['n', ':n + 1'],
      ['k', `${from} + :round * ${CLIENTS * each} + :client_id * ${each} + :n`],
      ['t', `${STEP_TASK} + :k`],
      ['i', `${INSTANCE + STEP_TASK - TASK} + :k`],
      ['c', `${CASE} + :k`],
    ],
    steps,
  }
}

/** Completing a task at 16 clients: session, permission, row scope, step, grant closed and opened, ledger; against the same statements alone. */
export const measureCompletion = async (s: Stand): Promise<Result[]> => {
  let next = 1
  const go = (total: number) => {
    const from = next
    next += total
    return runHttp(s.port, CLIENTS, total, (i) => bytesOf(completion(s, from + i)))
  }
  await go(300)
  const script = await completionScript(s, next++, REFERENCE_FROM, EACH)
  const turns = await byTurns(
    ROUNDS,
    () => go(OVER_HTTP),
    (r) => runSql(s.app, script, CLIENTS, EACH, r),
  )
  const failed = turns.ours.find((o) => o.failed > 0)
  if (failed) throw new Error(`completions failed: ${failed.failed}, ${failed.firstFailure}`)
  return [
    result('complete-task, 16 clients (1/s)', median(turns.ours.map((o) => o.rate)), median(turns.reference.map((o) => o.rate)), '≥ 0.5', [
      `reference: ${toolName}, the ${script.steps.length} statements of one completion`,
      `p99 ${median(turns.ours.map((o) => o.p99)).toFixed(0)} ms`,
    ]),
  ]
}
