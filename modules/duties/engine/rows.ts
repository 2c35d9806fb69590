import type { LedgerEntry } from '../../../platform/audit/append.ts'
import type { Occurrence } from '../rules/reckon.ts'

/** What the engine gets back of a row it turned. */
export interface Turned {
  id: number
  key: string
  kind: string
  subject_id: number
  engagement_id: number | null
  period: string
  due_at: string
  state: string
}
export const TURNED = 'id, key, kind, subject_id, engagement_id, period, due_at, state'

/** Nothing of the subject but its number: a ledger line names no person. */
export const eventOf = (verb: string, r: Turned, more: Record<string, unknown> = {}): LedgerEntry => ({
  verb,
  objectType: 'duty',
  objectId: r.id,
  data: { key: r.key, period: r.period, dueAt: r.due_at, ...more },
})

/** An occurrence as columns of text, for unnest; moments as PostgreSQL reads them. */
export const columnsOf = (list: readonly Occurrence[]) => ({
  key: list.map((o) => o.key),
  period: list.map((o) => o.period),
  from: list.map((o) => o.from),
  until: list.map((o) => o.until),
  opensAt: list.map((o) => o.opensAt.toString()),
  dueAt: list.map((o) => o.dueAt.toString()),
  remindAt: list.map((o) => `{${o.remindAt.join(',')}}`),
  provisional: list.map((o) => o.provisional),
  basis: list.map((o) => JSON.stringify(o.basis)),
})
