import { hash } from 'node:crypto'
import type pg from 'pg'
import type { Temporal } from 'temporal-polyfill'
import { run } from '../db/connection.ts'
import { canonicalJson, stateHash } from './encoding.ts'

/** One act for the ledger. `before`/`after` are hashed, not stored; `data` must hold no personal data in clear. */
export interface LedgerEntry {
  verb: string
  objectType: string
  objectId: string | number
  courtId?: number | null
  caseId?: number | null
  grantId?: number | null
  before?: unknown
  after?: unknown
  data?: Record<string, unknown>
}

/** Who acts: the part of the request's actor that the ledger keeps. */
export interface LedgerActor {
  accountId: number | null
  personId: number | null
  courtId: number | null
  contractorId: number | null
  side: 'court' | 'contractor' | 'system' | 'public'
  sessionId: string | null
}

/** What the ledger says of a session: enough to tell sessions apart, useless as a cookie (first 16 hex of its SHA-256). */
export const sessionRef = (sessionId: string | null): string | null => (sessionId === null ? null : hash('sha256', sessionId).slice(0, 16))

const row = (actor: LedgerActor, entry: LedgerEntry) => ({
  court: entry.courtId === undefined ? actor.courtId : entry.courtId,
  objectId: String(entry.objectId),
  before: stateHash(entry.before),
  after: stateHash(entry.after),
  data: entry.data === undefined ? null : canonicalJson(entry.data),
})

const INSERT = `insert into audit.event (court_id, account_id, person_id, contractor_id, side, session_ref, verb, object_type, object_id,
  case_id, grant_id, before_hash, after_hash, data)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14::jsonb)`

/** One INSERT in the caller's transaction; nothing is read back, so it may be sent without waiting (pipelining). */
export const appendEvent = async (client: pg.ClientBase, actor: LedgerActor, entry: LedgerEntry): Promise<void> => {
  const r = row(actor, entry)
  await run(client, INSERT, [
    r.court,
    actor.accountId,
    actor.personId,
    actor.contractorId,
    actor.side,
    sessionRef(actor.sessionId),
    entry.verb,
    entry.objectType,
    r.objectId,
    entry.caseId ?? null,
    entry.grantId ?? null,
    r.before,
    r.after,
    r.data,
  ])
}

const INSERT_MANY = `insert into audit.event (court_id, account_id, person_id, contractor_id, side, session_ref, verb, object_type, object_id,
  case_id, grant_id, before_hash, after_hash, data)
  select u.court_id, u.account_id, u.person_id, u.contractor_id, u.side, u.session_ref, u.verb, u.object_type, u.object_id,
    u.case_id, u.grant_id, u.before_hash, u.after_hash, u.data::jsonb
  from unnest($1::integer[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
    $10::bigint[], $11::bigint[], $12::bytea[], $13::bytea[], $14::text[]) with ordinality
    as u (court_id, account_id, person_id, contractor_id, side, session_ref, verb, object_type, object_id, case_id, grant_id, before_hash, after_hash, data, position)
  order by u.position`

/** Who did what. */
export interface Act {
  actor: LedgerActor
  entry: LedgerEntry
}
/** Many acts in one INSERT (imports, bulk entry, readings), in the order given. */
export const appendActs = async (client: pg.ClientBase, acts: readonly Act[]): Promise<void> => {
  if (acts.length === 0) return
  const rows = acts.map(({ actor, entry }) => ({ actor, entry, ...row(actor, entry) }))
  await run(client, INSERT_MANY, [
    rows.map((r) => r.court),
    rows.map((r) => r.actor.accountId),
    rows.map((r) => r.actor.personId),
    rows.map((r) => r.actor.contractorId),
    rows.map((r) => r.actor.side),
    rows.map((r) => sessionRef(r.actor.sessionId)),
    rows.map((r) => r.entry.verb),
    rows.map((r) => r.entry.objectType),
    rows.map((r) => r.objectId),
    rows.map((r) => r.entry.caseId ?? null),
    rows.map((r) => r.entry.grantId ?? null),
    rows.map((r) => r.before),
    rows.map((r) => r.after),
    rows.map((r) => r.data),
  ])
}
/** Many acts of one actor in one INSERT. */
export const appendEvents = (client: pg.ClientBase, actor: LedgerActor, entries: readonly LedgerEntry[]): Promise<void> =>
  appendActs(
    client,
    entries.map((entry) => ({ actor, entry })),
  )

/** At every start, before serving, and daily: this and the next `months` months have partitions, and the era is this cluster's. */
export const prepareLedger = async (db: pg.Pool | pg.ClientBase, now: Temporal.Instant, months = 3): Promise<void> => {
  const day = now.toZonedDateTimeISO('Asia/Shanghai').toPlainDate().toString()
  await db.query('select audit.open_era(), audit.ensure_partitions($1::date, $2::integer)', [day, months + 1])
}
