import { completionScript, LEDGER_FROM } from './complete-task.ts'
import { CASE } from './fill.ts'
import { byTurns, median, type Result, result } from './result.ts'
import { runSql, type Script, toolName } from './sql-load.ts'
import type { Stand } from './stand.ts'

const CLIENTS = 16
const ROUNDS = 3
/** Completions a client and turn; 3 rounds of two turns at two delays, and warming up, use 21,760 of the 24,000 waiting tasks. */
const COMPLETIONS = 110
const WARM = 20
const INSERTS = 400

const COLUMNS =
  'court_id, account_id, person_id, contractor_id, side, session_ref, verb, object_type, object_id, case_id, grant_id, before_hash, after_hash, data'
/** The event of a plain act, as platform/audit/append.ts writes it, into the ledger or into an ordinary table. */
const insertInto = (table: string, s: Stand): string =>
  `insert into ${table} (${COLUMNS}) values (${s.court.courtId}, 1, ${s.court.clerk.personId}, null, 'court', '0123456789abcdef', 'bench.act', 'bench', '1', :c, null, null, null, '{"key": "bench"}'::jsonb)`

/** An ordinary log: the ledger's columns and indexes, not partitioned, without transaction number and leaf hash, which nobody seals. */
const makePlainLog = async (s: Stand): Promise<void> => {
  await s.client.query(`create table bench.log (like audit.event including indexes including defaults);
    drop index if exists bench.log_xid_id_idx;
    alter table bench.log drop column leaf_hash, drop column xid;
    grant insert on bench.log to ${s.app.user}`)
}

/**
 * What the ledger costs: the statements of completing a task with its events and without them; and, what being tamper-evident adds to a log, one event
 * alone into the ledger and into an ordinary table. The sealer works all the while.
 */
export const measureLedger = async (s: Stand): Promise<Result[]> => {
  await makePlainLog(s)
  let block = 0
  /** Scripts over waiting tasks that nobody has completed. */
  const completions = async (ledger: boolean, each: number): Promise<Script> => {
    const script = await completionScript(s, LEDGER_FROM - 1 - taken++, LEDGER_FROM + block, each)
    return ledger ? script : { ...script, steps: script.steps.filter((x) => !x.text.includes('audit.event')) }
  }
  let taken = 0
  const measureAct = async (name: string): Promise<Result> => {
    const run = async (ledger: boolean, each: number) => {
      const script = await completions(ledger, each)
      block += CLIENTS * each
      return runSql(s.app, script, CLIENTS, each)
    }
    await run(true, WARM)
    const turns = await byTurns(
      ROUNDS,
      () => run(true, COMPLETIONS),
      () => run(false, COMPLETIONS),
    )
    return result(name, median(turns.ours.map((o) => o.rate)), median(turns.reference.map((o) => o.rate)), '≥ 0.85', [
      `both by ${toolName}`,
    ])
  }
  const measureEvent = async (name: string): Promise<Result> => {
    const script = (table: string): Script => ({
      set: [['c', `random(${CASE}, ${CASE + 99_999})`]],
      steps: [{ text: insertInto(table, s) }],
    })
    await runSql(s.app, script('audit.event'), CLIENTS, 50)
    const turns = await byTurns(
      ROUNDS + 2,
      () => runSql(s.app, script('audit.event'), CLIENTS, INSERTS),
      () => runSql(s.app, script('bench.log'), CLIENTS, INSERTS),
    )
    return result(name, median(turns.ours.map((o) => o.rate)), median(turns.reference.map((o) => o.rate)), '≥ 0.85', [
      `both by ${toolName}`,
    ])
  }
  const both = async (suffix: string): Promise<Result[]> => [
    await measureAct(`ledger on against off, completing a task${suffix} (tx/s)`),
    await measureEvent(`ledger against an ordinary log, one event a transaction${suffix} (tx/s)`),
  ]
  const plain = await both(', 16 clients')
  await s.client.query('alter role bailiwick_app set commit_delay = 2000')
  try {
    return [...plain, ...(await both(', commit_delay 2 ms'))]
  } finally {
    await s.client.query('alter role bailiwick_app reset commit_delay')
  }
}
