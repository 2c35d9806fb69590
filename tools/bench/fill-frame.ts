import type pg from 'pg'
import { PERSON } from './fill.ts'
import type { Court } from './server.ts'

export const OTHERS = 9000
export const CONTRACTORS = 40
export const STAFF = 500
/** A hash as papers have it, another for each row. */
export const sha = "encode(sha256(n::text::bytea), 'hex')"

/** What the fillers of registers share: who acts, how a row is spread over people, contractors and days, and how rows are put in. */
export interface Frame {
  court: Court
  office: number
  officer: number
  clerk: number
  lead: number
  contractor: string
  person: string
  day: string
  at: string
  q: (text: string) => Promise<pg.QueryResult>
  /** `count` rows; each column by an expression of `n`, the court first. */
  rows: (table: string, count: number, columns: Record<string, string | number>, more?: string) => Promise<unknown>
}
export const frameOf = (client: pg.Client, court: Court): Frame => {
  const q = (text: string) => client.query(text)
  const [reader] = court.readers as [Court['readers'][number]]
  return {
    court,
    office: court.management.personId,
    officer: court.filingOfficer.personId,
    clerk: court.clerk.personId,
    lead: court.teamLead.personId,
    contractor: `${OTHERS} + n % ${CONTRACTORS}`,
    person: `(case when n % 97 = 0 then ${reader.personId} else ${PERSON} + n % ${STAFF} end)`,
    day: '(current_date - (n % 900) - 1)',
    at: "(now() - (n % 900 + 1) * interval '1 day' - (n % 1440) * interval '1 minute')",
    q,
    rows: (table, count, columns, more = '') =>
      q(
        `insert into ${table} (court_id, ${Object.keys(columns).join(', ')}) overriding system value select ${court.courtId}, ${Object.values(columns).join(', ')} from generate_series(1, ${count}) n ${more}`,
      ),
  }
}
