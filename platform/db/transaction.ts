import type pg from 'pg'
import type { Kysely } from 'kysely'
import { Fail } from '../http/problems.ts'
import { begin, commitLater, gather, kyselyOn, notBegun, run } from './connection.ts'

const byState: Record<string, () => Fail> = {
  BW001: () => new Fail('not-admitted', 403),
  BW002: () => new Fail('access-denied', 403),
  BW003: () => new Fail('service-not-engaged', 403),
  BW006: () => new Fail('service-not-in-post', 403),
  '42501': () => new Fail('not-allowed', 403),
  '23505': () => new Fail('duplicate', 409),
  // Values that no column holds (a NUL, a number past int8, the year 0000, a cursor somebody made up): the caller's fault, not ours.
  '22003': () => new Fail('malformed', 400),
  '22007': () => new Fail('malformed', 400),
  '22008': () => new Fail('malformed', 400),
  '22021': () => new Fail('malformed', 400),
  '22P02': () => new Fail('malformed', 400),
  '22P05': () => new Fail('malformed', 400),
  '53100': () => new Fail('disk-full', 503),
  '57P01': () => new Fail('unavailable', 503),
  '57P03': () => new Fail('unavailable', 503),
  '57P02': () => new Fail('unavailable', 503),
  ECONNREFUSED: () => new Fail('unavailable', 503),
  ECONNRESET: () => new Fail('unavailable', 503),
  EPIPE: () => new Fail('unavailable', 503),
  ENOENT: () => new Fail('unavailable', 503),
}
/** Database errors that a person can act on become problems; all others stay errors (500, logged without values). */
export const asProblem = (e: unknown): unknown => {
  // The database went away in the middle; pg tells it by words alone.
  if (
    e instanceof Error &&
    /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect)/.test(e.message)
  )
    return new Fail('unavailable', 503)
  const code = (e as { code?: string })?.code
  return e instanceof Fail || !code ? e : (byState[code]?.() ?? e)
}

export interface Open {
  client: pg.PoolClient
  // biome-ignore lint/suspicious/noExplicitAny: modules narrow to their own tables
  tx: Kysely<any>
  /** Statements that were sent and whose answers nobody waits for (ledger events); without all of them there is no commit. */
  said: Promise<unknown>[]
}

const retryable = new Set(['40001', '40P01'])

const firstFailure = async (said: readonly Promise<unknown>[], otherwise: unknown): Promise<unknown> =>
  (await Promise.allSettled(said)).find((s) => s.status === 'rejected')?.reason ?? otherwise

/** Sends without waiting; a failure undoes the transaction at its commit. */
export const saying = (open: Open, statement: Promise<unknown>): void => {
  statement.catch(() => {})
  open.said.push(statement)
}

/** Who it was the last time. The work begins with it while the database still answers who it is now, and counts only if that holds. */
export interface Guess<S> {
  scope: S
  holds: (found: S) => boolean
}
const wrongGuess = new Error('who acts is no longer who it was')

/**
 * One transaction: `begin` and the statement that sets the scope travel together, so the scope costs no round trip of its own.
 * `enter` sets the scope (session token or known actor); with a guess (readings only) the first statements of `fn` travel with it as well.
 * Deadlocks and serialisation failures are tried again, twice.
 */
export const inTransaction = async <S, T>(
  pool: pg.Pool,
  enter: (client: pg.PoolClient) => Promise<S>,
  fn: (open: Open, scope: S) => Promise<T>,
  guess?: Guess<S>,
): Promise<T> => {
  let guessed = guess
  for (let attempt = 0; ; attempt++) {
    const client = await pool.connect().catch((e) => {
      throw asProblem(e)
    })
    let broken = false
    let entered = false
    const said: Promise<unknown>[] = []
    try {
      begin(client)
      const entering = enter(client).then((scope) => {
        entered = true
        return scope
      })
      const open = { client, tx: kyselyOn(client), said }
      let result: T
      if (guessed) {
        // Row scope is the database's either way: what a wrong guess asked found nothing it should not, and is thrown away.
        const [who, worked] = await Promise.allSettled([entering, fn(open, guessed.scope)])
        if (who.status === 'rejected') throw who.reason
        if (!guessed.holds(who.value)) throw wrongGuess
        if (worked.status === 'rejected') throw worked.reason
        result = worked.value
      } else {
        const scope = await entering
        result = await fn(open, scope)
      }
      if (guessed && said.length === 0) {
        commitLater(client)
        return result
      }
      // What was said last and the commit travel together: each packet wakes a process of the server, which costs more than the statement.
      gather(client)
      const [{ command }] = await Promise.all([client.query('commit'), ...said])
      if (command !== 'COMMIT') throw new Error('a failed transaction was to be committed')
      return result
    } catch (thrown) {
      await client.query('rollback').catch(() => {
        broken = true
      })
      // The driver believes the opening statement to be prepared since BEGIN was: where it failed, the connection is not used again.
      if (!entered && !(thrown instanceof Fail)) broken = true
      // A statement after the one that failed is told only that the transaction is aborted (25P02): the cause is the earlier one.
      const e = (thrown as { code?: string }).code === '25P02' ? await firstFailure(said, thrown) : thrown
      if (e === wrongGuess) {
        guessed = undefined
        continue
      }
      if (attempt < 2 && retryable.has((e as { code?: string }).code ?? '')) continue
      throw asProblem(e)
    } finally {
      notBegun(client)
      client.release(broken)
    }
  }
}

export interface ScopeOf {
  personId: number | null
  accountId: number | null
  courtId: number | null
  contractorId: number | null
  side: string
  roles: readonly string[]
  divisionIds: readonly number[]
  engagementIds?: readonly number[]
}
/** Sets the row scope of the open transaction for a known actor (jobs, simulate, tests). */
export const actAs = (client: pg.ClientBase, a: ScopeOf, at: string | null): Promise<unknown> =>
  run(client, 'select bw.act_as($1, $2, $3, $4, $5, $6, $7, $8, $9)', [
    a.personId,
    a.accountId,
    a.courtId,
    a.contractorId,
    a.side,
    a.roles,
    a.divisionIds,
    a.engagementIds ?? [],
    at,
  ])
