import type pg from 'pg'
import { checkSignature, parseCheckpoint, parseVerifier, signedNote, splitNote } from './checkpoint.ts'
import { eventLeaf, isLedgerEvent } from './encoding.ts'
import { type EventLine, readEvents } from './export.ts'
import { completeRanges, type Hash, inclusionRanges, type Range, rangeHash, treeRoot, verifyInclusion } from './merkle.ts'
import { overWholeLedger, unpackHashes } from './seal.ts'

/** Everything needed to show that one event is in the ledger, without the rest of it. */
export interface EventProof {
  format: 'bailiwick-event-proof/1'
  event: EventLine
  /** Place in the tree, from 0. */
  position: number
  /** Sibling hashes from leaf to root (RFC 6962), base64. */
  path: string[]
  /** Signed checkpoint whose root the path leads to. */
  note: string
  keys: string[]
}

const leavesBetween = async (client: pg.ClientBase, [from, to]: Range): Promise<Hash[]> => {
  const found = await client.query<{ part: Buffer }>(
    `select substring(leaf_hashes from (32 * greatest(0, $1::bigint - first_position))::integer + 1
       for (32 * (least($2::bigint, tree_size) - greatest($1, first_position)))::integer) as part
     from audit.seal
     where tree_size > $1 and tree_size <= (select tree_size from audit.seal where tree_size >= $2 order by tree_size limit 1)
     order by tree_size`,
    [from, to],
  )
  return unpackHashes(Buffer.concat(found.rows.map((r) => r.part)))
}

/** Hash of an aligned range of 2^h leaves from at most 255 stored hashes: leaves, or roots of subtrees of 256^level. */
const completeHash = async (client: pg.ClientBase, range: Range): Promise<Hash> => {
  const height = Math.round(Math.log2(range[1] - range[0]))
  const level = Math.floor(height / 8)
  if (level === 0) return treeRoot(await leavesBetween(client, range))
  const width = 256 ** level
  const found = await client.query<{ hash: Buffer }>(
    'select hash from audit.subtree where level = $1 and index >= $2 and index < $3 order by index',
    [level, range[0] / width, range[1] / width],
  )
  return treeRoot(found.rows.map((r) => r.hash))
}

/** null: no such event; 'unsealed': it will be provable after the next seal. Reads O(log n) rows. */
export const proveEvent = (db: pg.Pool, id: number): Promise<EventProof | 'unsealed' | null> =>
  overWholeLedger(db, 'repeatable read', async (client) => {
    const event = (await readEvents(client, [id]))[0]
    if (!event) return null
    const place = await client.query<{ position: string | null }>(
      `select (first_position + array_position(event_ids, $1::bigint) - 1)::text as position from audit.seal
       where era = (select max(era) from audit.era where first_event_id <= $1) and (last_xid, last_id) >= ($2::xid8, $1)
       order by last_xid, last_id limit 1`,
      [id, event.xid],
    )
    const head = await client.query<{ tree_size: string; checkpoint: string; signature: string }>(
      'select tree_size::text as tree_size, checkpoint, signature from audit.seal order by batch desc limit 1',
    )
    const keys = await client.query<{ verifier: string }>('select verifier from audit.sealer_key order by first_used, verifier')
    const found = place.rows[0]
    const seal = head.rows[0]
    if (!found?.position || !seal) return 'unsealed'
    const position = Number(found.position)
    const ranges = inclusionRanges(position, Number(seal.tree_size))
    const complete = new Map<string, Hash>()
    for (const range of completeRanges(ranges)) complete.set(String(range), await completeHash(client, range))
    return {
      format: 'bailiwick-event-proof/1',
      event,
      position,
      path: ranges.map((range) => Buffer.from(rangeHash(range, (r) => complete.get(String(r)) as Hash)).toString('base64')),
      note: signedNote(seal.checkpoint, seal.signature),
      keys: keys.rows.map((r) => r.verifier),
    }
  })

/** Pure: does the proof lead from the event to a checkpoint signed by one of the keys (the proof's own when none are trusted)? */
export const verifyProof = (proof: EventProof, trusted: readonly string[] = proof.keys ?? []): boolean => {
  if (proof.format !== 'bailiwick-event-proof/1') return false
  const parts = splitNote(proof.note)
  const checkpoint = parts && parseCheckpoint(parts.text)
  if (!parts || !checkpoint || !isLedgerEvent(proof.event as unknown as Record<string, unknown>)) return false
  const verifiers = trusted.map(parseVerifier).filter((v) => v !== null)
  if (checkSignature(parts.text, parts.signature, verifiers) !== 'good') return false
  const path = proof.path.map((p) => Buffer.from(p, 'base64'))
  return verifyInclusion(eventLeaf(proof.event), proof.position, checkpoint.size, path, checkpoint.root)
}
