import { fillTasks, OPEN_TASKS } from './fill.ts'
import { type Ask, askOnce, bytesOf, runHttp } from './http-load.ts'
import { byTurns, median, type Result, result } from './result.ts'
import { runSql, type Script, toolName, withValues } from './sql-load.ts'
import type { Stand } from './stand.ts'

const CLIENTS = 16
const ROUNDS = 3
const MOST_TASKS = 2_000_000

const request = (s: Stand, i: number): Ask => {
  const reader = s.court.readers[i % s.court.readers.length]!
  return { path: '/api/tasks?scope=mine&limit=50', token: reader.tokens[(i >> 2) % reader.tokens.length] }
}

/**
 * The list's statement by the owner, to whom no policy applies, for one reader after another. The view of one's own live grants is written out as
 * what it says: without an actor it is empty, and the list would be spared the cases of its fifty tasks (the answers were compared: same rows).
 */
const bareQuery = async (s: Stand): Promise<Script> => {
  const list = (await s.statementsOf(request(s, 0))).find((x) => x.text.includes('worklist.task'))
  if (!list) throw new Error('the worklist asked no tasks')
  const people = s.court.readers.map((r) => r.personId)
  const low = Math.min(...people)
  const bare = (person: string): string =>
    withValues(list, (v) => (v === people[0] ? person : null)).replace(
      'from cases.live_grant g where',
      `from (select x.id as grant_id, x.case_id, x.levels from confidentiality.access_grant x
        where x.court_id = ${s.court.courtId} and x.person_id = ${person} and x.ended_at is null and x.from_at <= now() and x.until_at > now()) g where`.replaceAll(
        /\s+/g,
        ' ',
      ),
    )
  const shown = ((await askOnce(s.port, request(s, 0))).body as { items: { caseNumber: string | null }[] }).items
  const { rows } = await s.client.query(bare(String(people[0])))
  const same = shown.every((t, i) => t.caseNumber !== null && t.caseNumber === rows[i]?.case_number)
  if (!same || shown.length === 0) throw new Error('the bare query does not answer what the worklist shows')
  return { set: [['p', `random(${low}, ${Math.max(...people)})`]], steps: [{ text: bare(':p') }] }
}

const measure = async (s: Stand, rounds: number) => {
  const script = await bareQuery(s)
  const go = (total: number) => runHttp(s.port, CLIENTS, total, (i) => bytesOf(request(s, i)))
  // A server at work is warm: code compiled, statements prepared on all connections.
  await go(6000)
  const turns = await byTurns(
    rounds,
    () => go(2000),
    (r) => runSql(s.owner, script, CLIENTS, 300, r),
  )
  const failed = turns.ours.find((o) => o.failed > 0)
  if (failed) throw new Error(`worklists failed: ${failed.firstFailure}`)
  return {
    ours: median(turns.ours.map((o) => o.rate)),
    reference: median(turns.reference.map((o) => o.rate)),
    p99: median(turns.ours.map((o) => o.p99)),
  }
}

/** One operator's worklist (50 of 200) among all open tasks; with `full`, also among ten times as many. */
export const measureWorklist = async (s: Stand, full: boolean, say: (line: string) => void): Promise<Result[]> => {
  const small = await measure(s, ROUNDS)
  const results = [
    result(
      'worklist of one operator among 200,000 open tasks, 16 clients (1/s)',
      small.ours,
      small.reference,
      '≥ 0.25',
      [`reference: ${toolName}, the bare query by the owner`, `p99 ${small.p99.toFixed(0)} ms (goal < 50)`],
      small.p99 < 50,
    ),
  ]
  if (!full) return results
  say('filling up to 2,000,000 open tasks')
  await s.client.query('set session_replication_role = replica; set synchronous_commit = off')
  // The operators' own lists stay as they were: the further tasks belong to others.
  await fillTasks(s.client, { ...s.court, readers: [] }, OPEN_TASKS + 1, MOST_TASKS)
  await s.client.query('set session_replication_role = origin; set synchronous_commit = on')
  await s.client.query('vacuum analyze')
  await s.client.query('checkpoint')
  const large = await measure(s, ROUNDS)
  results.push(
    result('worklist: time among 2,000,000 against 200,000 (ms a request)', 1000 / large.ours, 1000 / small.ours, '≤ 1.3', [
      `p99 ${large.p99.toFixed(0)} ms; bare query ${large.reference.toFixed(0)}/s`,
    ]),
  )
  return results
}
