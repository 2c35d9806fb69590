import type pg from 'pg'
import { gather, run } from '../db/connection.ts'
import { type Act, appendActs } from './append.ts'

/** Writes who read what; answers once it is on disk. */
export type Readings = (acts: readonly Act[]) => Promise<void>

/**
 * Readings of many requests travel to the ledger together: while one group is being written the next gathers, so that a commit that waits for
 * the disk is paid once for all who read meanwhile. An answer leaves only after its own
 * group is committed; of a group that fails each is tried alone, so that nobody answers for his neighbour.
 */
export const groupReadings = (pool: pg.Pool, businessTime: () => string | null): Readings => {
  let waiting: { acts: readonly Act[]; done: () => void; failed: (e: unknown) => void }[] = []
  let writing = false
  const write = async (acts: readonly Act[]): Promise<void> => {
    const client = await pool.connect()
    let broken: Error | undefined
    try {
      const at = businessTime()
      gather(client)
      if (at === null) return await appendActs(client, acts)
      const begun = client.query('begin')
      const set = run(client, "select set_config('bw.now', $1, true)", [at])
      await Promise.all([begun, set, appendActs(client, acts), client.query('commit')])
    } catch (e) {
      broken = e as Error
      throw e
    } finally {
      // A connection on which a group failed may still be inside its transaction: it is not used again.
      client.release(broken)
    }
  }
  const go = async (): Promise<void> => {
    writing = true
    while (waiting.length > 0) {
      const group = waiting
      waiting = []
      const whole = await write(group.flatMap((g) => g.acts)).then(
        () => true,
        () => false,
      )
      for (const g of group) await (whole ? g.done() : write(g.acts).then(g.done, g.failed))
    }
    writing = false
  }
  return (acts) =>
    new Promise((done, failed) => {
      waiting.push({ acts, done, failed })
      if (!writing) void go()
    })
}
