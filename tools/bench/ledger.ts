import { byTurns, median, type Result, result } from './result.ts'
import { runSql, type Script, toolName } from './sql-load.ts'
import type { Stand } from './stand.ts'
import { CASE } from './fill.ts'

const CLIENTS = 16
const ROUNDS = 5

/** The statement of platform/audit/append.ts with the values of a plain act. */
const append = (s: Stand): string =>
  `insert into audit.event (court_id, account_id, person_id, contractor_id, side, session_ref, verb, object_type, object_id, case_id, grant_id, before_hash, after_hash, data)
  values (${s.court.courtId}, 1, ${s.court.clerk.personId}, null, 'court', '0123456789abcdef', 'bench.act', 'bench', '1', :c, null, null, null, '{"key": "bench"}'::jsonb)`.replaceAll(
    '\n',
    ' ',
  )

/** A transaction that inserts one row, with the ledger's event and without; the sealer works all the while. */
export const measureLedger = async (s: Stand): Promise<Result[]> => {
  const act = `insert into bench.acts (case_id, title) values (:c, 'what somebody did')`
  const script = (ledger: boolean): Script => ({
    set: [['c', `random(${CASE}, ${CASE + 99_999})`]],
    steps: [{ text: 'begin' }, { text: act }, ...(ledger ? [{ text: append(s) }] : []), { text: 'commit' }],
  })
  const measure = async (name: string, each: number): Promise<Result> => {
    await runSql(s.app, script(true), CLIENTS, 50)
    const turns = await byTurns(
      ROUNDS,
      () => runSql(s.app, script(true), CLIENTS, each),
      () => runSql(s.app, script(false), CLIENTS, each),
    )
    return result(name, median(turns.ours.map((o) => o.rate)), median(turns.reference.map((o) => o.rate)), '≥ 0.85', [
      `both by ${toolName}`,
    ])
  }
  const plain = await measure('ledger on against off, 16 clients (tx/s)', 400)
  await s.client.query('alter role bailiwick_app set commit_delay = 2000')
  try {
    return [plain, await measure('ledger on against off, commit_delay 2 ms (tx/s)', 250)]
  } finally {
    await s.client.query('alter role bailiwick_app reset commit_delay')
  }
}
