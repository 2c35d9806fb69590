import type { Kysely, Transaction } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import type { Calendar } from '../calendar/workdays.ts'
import type { LedgerEntry } from '../audit/append.ts'

/** Who acts, fixed at the start of the request. `side` decides what may ever be reached (clause 4.1). */
export interface Actor {
  accountId: number | null
  personId: number | null
  courtId: number | null
  contractorId: number | null
  side: 'court' | 'contractor' | 'system' | 'public'
  roles: readonly string[]
  divisionIds: readonly number[]
  /** Engagements the actor works under (contractor side). */
  engagementIds: readonly number[]
  name: string
  sessionId: string | null
  ip: string | null
  agent?: string | null
  /** What the login still lacks; only 'public' endpoints let an unfinished one in. Absent: nothing is missing. */
  stage?: 'full' | 'totp' | 'enrol' | 'password' | 'locked'
}

/** One use case = one database transaction with the actor's row scope set; thrown errors roll everything back. */
export interface Ctx {
  /** Kysely on the transaction's connection. Modules narrow it in queries.ts: `ctx.tx as Transaction<CasesTables>`. */
  // biome-ignore lint/suspicious/noExplicitAny: each module narrows to its own tables
  tx: Transaction<any>
  actor: Actor
  now: Temporal.Instant
  calendar: Calendar
  /** Append one ledger event in this transaction; sent, not waited for: a failure undoes the transaction at its commit. */
  audit: (entry: LedgerEntry) => Promise<void>
  /** Many events in one statement, in order (imports, bulk entry). */
  auditAll: (entries: readonly LedgerEntry[]) => Promise<void>
  /** A reading that changes nothing else: written with those of other requests, on disk before the answer leaves. */
  auditReading: (entry: LedgerEntry) => Promise<void>
  /** Permission key held by the actor's roles? */
  may: (permission: string) => boolean
  /** Permission keys of all modules that these roles hold, sorted. */
  permissionsOf: (roles: readonly string[]) => string[]
  /** The session cookie of the answer, sent only when the use case succeeded; in jobs it goes nowhere. */
  cookies: { set: (token: string) => void; clear: () => void }
  /** Run after the commit (notify, enqueue in memory); never for anything that must not be lost. */
  afterCommit: (fn: () => void | Promise<void>) => void
  /** Enqueue a job in this transaction (pg-boss). */
  enqueue: (job: string, data: object, options?: { startAfter?: Date; singletonKey?: string }) => Promise<void>
  app: AppServices
}

/** Things made once at start-up and shared by all requests. */
export interface AppServices {
  // biome-ignore lint/suspicious/noExplicitAny: as above
  db: Kysely<any>
  /** Run `fn` as the system actor in its own transaction (jobs, simulate, import). */
  asSystem: <T>(courtId: number | null, fn: (ctx: Ctx) => Promise<T>) => Promise<T>
  /** Run `fn` as a given actor in its own transaction. */
  asActor: <T>(actor: Actor, fn: (ctx: Ctx) => Promise<T>) => Promise<T>
  /** Reads the imported years of the working-day calendar anew; where there are several servers the others follow within a minute. */
  reloadCalendar?: () => Promise<void>
  files: import('../files/store.ts').FileStore
  /** How a document is set from its template; the compiler's own way when absent (simulate sets specimens). */
  print?: (template: string, data: unknown) => Uint8Array
  keys: import('../auth/keys.ts').Keys
  /** The whole ledger, for those whose office it is; permission is checked by the endpoint. */
  /** What an endpoint does, by `METHOD path`, in words: the ledger keeps the address of what was refused, a reader is told what it was. */
  summaries: ReadonlyMap<string, { readonly zh: string; readonly en: string }>
  ledger: {
    export: (out: import('node:stream').Writable) => Promise<void>
    prove: (id: number) => Promise<import('../audit/prove.ts').EventProof | 'unsealed' | null>
    checkpoint: () => Promise<string | null>
  }
  settings: {
    demo: boolean
    /** While the demo court is being built: working day now and in all. */
    demoMaking?: { day: number; of: number } | null
    dataDir: string
    baseUrl: string
    version: string
  }
}
