import type pg from 'pg'
import type { Temporal } from 'temporal-polyfill'
import { run } from '../db/connection.ts'
import { checkpointText, type Signer, signCheckpoint, signedNote } from './checkpoint.ts'
import { addLeaf, type Frontier, frontierRoot, type Hash } from './merkle.ts'

/** UTC with microseconds, as in exports and checkpoints. */
export const timeFormat = `'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'`

/** A transaction that sees the ledger of all courts. Rolled back when `fn` throws. */
export const overWholeLedger = async <T>(
  db: pg.Pool,
  isolation: 'read committed' | 'repeatable read',
  fn: (client: pg.PoolClient) => Promise<T>,
): Promise<T> => {
  const client = await db.connect()
  let broken: Error | undefined
  try {
    await client.query(`begin isolation level ${isolation}`)
    await client.query("select set_config('bw.side', 'job', true)")
    const result = await fn(client)
    await client.query('commit')
    return result
  } catch (e) {
    await client.query('rollback').catch((failed) => {
      broken = failed
    })
    throw e
  } finally {
    client.release(broken)
  }
}

export const unpackHashes = (packed: Uint8Array): Hash[] => {
  const hashes: Hash[] = []
  for (let at = 0; at < packed.length; at += 32) hashes.push(packed.subarray(at, at + 32))
  return hashes
}

interface Head {
  batch: string
  era: number
  tree_size: string
  last_xid: string
  last_id: string
  peaks: Uint8Array
}
interface Batch {
  count: number
  ids: string
  leaves: Uint8Array
  last_xid: string
  last_id: string
}

// The sorted subquery feeds the aggregates in tree order; sorting in each of them again would double the time.
const takeRows = (
  horizon: string,
) => `select count(*)::integer as count, array_agg(id)::text as ids, string_agg(leaf_hash, ''::bytea) as leaves,
    (array_agg(xid))[count(*)]::text as last_xid, (array_agg(id))[count(*)]::text as last_id
  from (select id, xid, leaf_hash from audit.event
    where (xid, id) > ($1::xid8, $2::bigint) and id >= $3::bigint and ${horizon}
    order by xid, id limit $5) as batch`
const takeSettled = takeRows('xid < $4::xid8')
const takeOfEarlierEra = takeRows('id < $4::bigint')

const WRAP = 4_294_967_296
/**
 * The first transaction number of this database that may still bring rows. pg_snapshot_xmin would do as well, but it belongs to the whole
 * cluster: a forgotten transaction in somebody else's database would keep this ledger open. So: numbers given out before the first statement
 * and not running in this database at the second one have ended, and the statements after it see their rows. Running ones are told in
 * 32 bits and are put into the turn (2^32) that lies nearest.
 */
const settledBelow = async (client: pg.ClientBase): Promise<string> => {
  const given = await run<{ xid: string }>(client, 'select pg_snapshot_xmax(pg_current_snapshot())::text as xid')
  const found = await run<{ xid: string }>(
    client,
    `select least(x.next, min(case when r.xid - x.next > ${WRAP / 2} then r.xid - ${WRAP} when x.next - r.xid > ${WRAP / 2} then r.xid + ${WRAP} else r.xid end))::text as xid
       from (select $1::bigint as next) x left join lateral (
         select x.next / ${WRAP} * ${WRAP} + running.xid::text::bigint as xid from (
           select backend_xid as xid from pg_stat_activity where datname = current_database() and backend_xid is not null and pid <> pg_backend_pid()
           union all select transaction from pg_prepared_xacts where database = current_database()) as running) r on true
      group by x.next`,
    [given.rows[0]?.xid],
  )
  return found.rows[0]?.xid as string
}

/**
 * Rows that nobody can still precede, after the last sealed one, in the order (xid, id): those below `settledBelow`;
 * rows of an earlier cluster (era) are all final.
 */
const takeBatch = async (client: pg.ClientBase, head: Head | undefined, limit: number): Promise<{ era: number; batch: Batch } | null> => {
  await run(client, 'select audit.open_era()')
  const eras = await run<{ era: number; first: string; next: string | null }>(
    client,
    `select era, first_event_id::text as first, (lead(first_event_id) over (order by era))::text as next from audit.era where era >= $1 order by era`,
    [head?.era ?? 0],
  )
  const settled = await settledBelow(client)
  for (const { era, first, next } of eras.rows) {
    const [xid, id] = head?.era === era ? [head.last_xid, head.last_id] : ['0', '-1']
    const found = await run<Batch & pg.QueryResultRow>(client, next === null ? takeSettled : takeOfEarlierEra, [
      xid,
      id,
      first,
      next ?? settled,
      limit,
    ])
    const batch = found.rows[0]
    if (batch && batch.count > 0) return { era, batch }
  }
  return null
}

export interface Sealed {
  batch: number
  size: number
  count: number
  /** The signed note to hand out. */
  note: string
}

/**
 * Closes at most `limit` events into one signed batch, in its own transaction. null: nothing to seal, or another
 * sealer is at work. `now` is the caller's clock; the time sealed never runs backwards.
 */
export const sealOnce = (db: pg.Pool, signer: Signer, now: Temporal.Instant, limit = 65_536): Promise<Sealed | null> =>
  // READ COMMITTED: once the lock is ours, the next statement must see the seal that its last holder committed.
  overWholeLedger(db, 'read committed', async (client) => {
    const lock = await run<{ mine: boolean }>(client, "select pg_try_advisory_xact_lock(hashtext('audit.seal')) as mine")
    if (!lock.rows[0]?.mine) return null
    const heads = await run<Head & pg.QueryResultRow>(
      client,
      `select batch::text as batch, era, tree_size::text as tree_size, last_xid::text as last_xid, last_id::text as last_id, peaks
       from audit.seal order by seal.batch desc limit 1`,
    )
    const head = heads.rows[0]
    const taken = await takeBatch(client, head, limit)
    if (!taken) return null
    const { era, batch } = taken
    const time = await run<{ sealed_at: string }>(
      client,
      `select to_char(greatest($1::timestamptz, (select s.sealed_at from audit.seal s order by s.batch desc limit 1)) at time zone 'UTC', ${timeFormat}) as sealed_at`,
      [now.toString()],
    )
    const sealedAt = time.rows[0]?.sealed_at as string

    const tree: Frontier = { size: Number(head?.tree_size ?? 0), peaks: head ? unpackHashes(head.peaks) : [] }
    const from = tree.size
    const levels: number[] = []
    const indexes: number[] = []
    const nodes: Uint8Array[] = []
    for (const leaf of unpackHashes(batch.leaves))
      addLeaf(tree, leaf, (height, index, node) => {
        if (height % 8 !== 0) return
        levels.push(height / 8)
        indexes.push(index)
        nodes.push(node)
      })
    const number = Number(head?.batch ?? 0) + 1
    const root = frontierRoot(tree)
    const text = checkpointText({ origin: signer.name, size: tree.size, root, batch: number, sealedAt })
    const signature = signCheckpoint(signer, text)
    await run(client, 'insert into audit.sealer_key (verifier, first_used) values ($1, $2) on conflict do nothing', [
      signer.verifier,
      sealedAt,
    ])
    await run(
      client,
      `insert into audit.seal (batch, era, first_position, tree_size, event_ids, leaf_hashes, last_xid, last_id, root, peaks, sealed_at, checkpoint, signature)
       values ($1, $2, $3, $4, $5::bigint[], $6, $7::xid8, $8, $9, $10, $11, $12, $13)`,
      [
        number,
        era,
        from,
        tree.size,
        batch.ids,
        batch.leaves,
        batch.last_xid,
        batch.last_id,
        root,
        Buffer.concat(tree.peaks),
        sealedAt,
        text,
        signature,
      ],
    )
    if (levels.length > 0)
      await run(client, 'insert into audit.subtree (level, index, hash) select * from unnest($1::integer[], $2::bigint[], $3::bytea[])', [
        levels,
        indexes,
        nodes,
      ])
    return { batch: number, size: tree.size, count: batch.count, note: signedNote(text, signature) }
  })

/** Seals until nothing is left that may be sealed; answers how many events were sealed. */
export const sealAll = async (db: pg.Pool, signer: Signer, now: () => Temporal.Instant, limit = 65_536): Promise<number> => {
  let total = 0
  for (;;) {
    const sealed = await sealOnce(db, signer, now(), limit)
    total += sealed?.count ?? 0
    if (!sealed || sealed.count < limit) return total
  }
}

/** The latest checkpoint as a signed note, for the court and the contractor to keep; null before the first seal. */
export const latestCheckpoint = async (db: pg.Pool | pg.ClientBase): Promise<string | null> => {
  const found = await db.query<{ checkpoint: string; signature: string }>(
    'select checkpoint, signature from audit.seal order by batch desc limit 1',
  )
  const seal = found.rows[0]
  return seal ? signedNote(seal.checkpoint, seal.signature) : null
}
