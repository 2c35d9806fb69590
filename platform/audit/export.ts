import { once } from 'node:events'
import type { Writable } from 'node:stream'
import type pg from 'pg'
import { leafFields, type LedgerEvent } from './encoding.ts'
import { overWholeLedger, timeFormat } from './seal.ts'

/** First line of an export. Verifier keys are the signer's own claim: compare them with the key you were given. */
export interface HeaderLine {
  kind: 'header'
  format: 'bailiwick-ledger-export/1'
  keys: string[]
}
export interface EventLine extends LedgerEvent {
  kind: 'event'
  /** Hash stored with the row, hex. */
  leafHash: string
}
/** Closes the events before it, since the previous seal. `leaves` and `peaks`: 32-byte hashes one after another, base64. */
export interface SealLine {
  kind: 'seal'
  batch: number
  firstPosition: number
  size: number
  root: string
  sealedAt: string
  ids: number[]
  leaves: string
  peaks: string
  checkpoint: string
  signature: string
}
/** Last line: an export that broke off lacks it. */
export interface EndLine {
  kind: 'end'
  events: number
  seals: number
}
export type ExportLine = HeaderLine | EventLine | SealLine | EndLine

// An exported line has these keys in this order, so that one object has one spelling.
const keyOrder: Record<ExportLine['kind'], readonly string[]> = {
  header: ['kind', 'format', 'keys'],
  event: ['kind', ...leafFields.map(([field]) => field), 'leafHash'],
  seal: ['kind', 'batch', 'firstPosition', 'size', 'root', 'sealedAt', 'ids', 'leaves', 'peaks', 'checkpoint', 'signature'],
  end: ['kind', 'events', 'seals'],
}
/** JSON of a line without its newline; null when the object has other keys, or in another order, than a line of its kind. */
export const writeLine = (line: ExportLine): string | null => {
  const expected = Object.hasOwn(keyOrder, line.kind) ? keyOrder[line.kind] : []
  const keys = Object.keys(line)
  return keys.length === expected.length && keys.every((k, i) => k === expected[i]) ? JSON.stringify(line) : null
}

const columns: Record<keyof LedgerEvent, string> = {
  id: 'id::text',
  courtId: 'court_id::text',
  at: `to_char(at at time zone 'UTC', ${timeFormat})`,
  accountId: 'account_id::text',
  personId: 'person_id::text',
  contractorId: 'contractor_id::text',
  side: 'side',
  sessionRef: 'session_ref',
  verb: 'verb',
  objectType: 'object_type',
  objectId: 'object_id',
  caseId: 'case_id::text',
  grantId: 'grant_id::text',
  beforeHash: "encode(before_hash, 'hex')",
  afterHash: "encode(after_hash, 'hex')",
  data: 'data::text',
  xid: 'xid::text',
}
const select = `select ${Object.entries(columns)
  .map(([name, sql]) => `${sql} as "${name}"`)
  .join(', ')}, encode(leaf_hash, 'hex') as "leafHash" from audit.event`

const numbers = leafFields.filter(([, kind]) => kind === 'number').map(([field]) => field)
const toLine = (row: Record<string, string | null>): EventLine => {
  const line: Record<string, unknown> = { kind: 'event', ...row }
  for (const field of numbers) if (line[field] !== null) line[field] = Number(line[field])
  return line as unknown as EventLine
}

/** The events with these ids (at most one each), as export lines. */
export const readEvents = async (client: pg.ClientBase, ids: readonly number[]): Promise<EventLine[]> =>
  (await client.query<Record<string, string | null>>(`${select} where id = any($1::bigint[]) order by id`, [ids])).rows.map(toLine)

interface SealRow {
  batch: string
  era: number
  first_position: string
  tree_size: string
  last_xid: string
  last_id: string
  root: Buffer
  sealed_at: string
  ids: string
  leaf_hashes: Buffer
  peaks: Buffer
  checkpoint: string
  signature: string
}
interface Place {
  xid: string
  id: string
}
const PAGE = 5_000

/** All rows of an era in (after, upTo], in tree order, a page at a time. */
async function* eventsBetween(
  client: pg.ClientBase,
  era: { first: string; next: string | null },
  after: Place,
  upTo: Place | null,
): AsyncGenerator<EventLine[]> {
  let from = after
  for (;;) {
    const page = await client.query<Record<string, string | null>>(
      `${select} where (xid, id) > ($1::xid8, $2::bigint) and id >= $3::bigint and ($4::bigint is null or id < $4)
       ${upTo ? 'and (xid, id) <= ($6::xid8, $7::bigint)' : ''} order by event.xid, event.id limit $5`,
      [from.xid, from.id, era.first, era.next, PAGE, ...(upTo ? [upTo.xid, upTo.id] : [])],
    )
    const last = page.rows.at(-1)
    if (!last) return
    yield page.rows.map(toLine)
    if (page.rows.length < PAGE) return
    from = { xid: last.xid as string, id: last.id as string }
  }
}

/** All events and seals as lines, in tree order, from one snapshot; constant memory apart from one batch. */
async function* ledgerLines(client: pg.ClientBase): AsyncGenerator<ExportLine[]> {
  const keys = await client.query<{ verifier: string }>('select verifier from audit.sealer_key order by first_used, verifier')
  yield [{ kind: 'header', format: 'bailiwick-ledger-export/1', keys: keys.rows.map((r) => r.verifier) }]
  const eras = await client.query<{ era: number; first: string; next: string | null }>(
    'select era, first_event_id::text as first, (lead(first_event_id) over (order by era))::text as next from audit.era order by era',
  )
  let events = 0
  let seals = 0
  let batch = '0'
  for (const era of eras.rows) {
    let place: Place = { xid: '0', id: '-1' }
    for (;;) {
      const found = await client.query<SealRow>(
        `select batch::text as batch, era, first_position::text as first_position, tree_size::text as tree_size, last_xid::text as last_xid,
           last_id::text as last_id, root, to_char(sealed_at at time zone 'UTC', ${timeFormat}) as sealed_at, event_ids::text as ids,
           leaf_hashes, peaks, checkpoint, signature
         from audit.seal where batch > $1::bigint and era = $2 order by seal.batch limit 1`,
        [batch, era.era],
      )
      const seal = found.rows[0]
      if (!seal) break
      const end = { xid: seal.last_xid, id: seal.last_id }
      for await (const page of eventsBetween(client, era, place, end)) {
        events += page.length
        yield page
      }
      seals += 1
      batch = seal.batch
      place = end
      yield [
        {
          kind: 'seal',
          batch: Number(seal.batch),
          firstPosition: Number(seal.first_position),
          size: Number(seal.tree_size),
          root: seal.root.toString('base64'),
          sealedAt: seal.sealed_at,
          ids: seal.ids.slice(1, -1).split(',').map(Number),
          leaves: seal.leaf_hashes.toString('base64'),
          peaks: seal.peaks.toString('base64'),
          checkpoint: seal.checkpoint,
          signature: seal.signature,
        },
      ]
    }
    for await (const page of eventsBetween(client, era, place, null)) {
      events += page.length
      yield page
    }
  }
  yield [{ kind: 'end', events, seals }]
}

/** The export's bytes, a chunk per page. Needs one connection of the pool until the end. */
export const exportLedger = (db: pg.Pool, out: Writable): Promise<void> =>
  overWholeLedger(db, 'repeatable read', async (client) => {
    for await (const lines of ledgerLines(client)) {
      const text = lines.map((line) => `${writeLine(line)}\n`).join('')
      if (!out.write(text)) await once(out, 'drain')
    }
  })
