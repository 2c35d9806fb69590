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
