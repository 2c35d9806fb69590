import { maskPhone } from '../rules/identity.ts'
import { partyKey } from './draft.ts'

/** What an import compares. Papers by keyed hash; phones in clear, in memory only: what is told of both is a mask. */
export interface Comparable {
  procedure: string
  causeName: string | null
  causeCode: string | null
  amount: string | null
  receivedOn: string | null
  filedOn: string | null
  closedOn: string | null
  status: string
  divisionId: number | null
  judgeId: number | null
  clerkId: number | null
  parties: readonly ComparableParty[]
}
export interface ComparableParty {
  role: string
  name: string
  paperMasked: string | null
  /** Hex of the keyed hash; equal papers have equal hashes. */
  paperHash: string | null
  phone: string | null
  residence: string | null
}
export interface Difference {
  field: string
  before: string | null
  after: string | null
}

const FIELDS = [
  'procedure',
  'causeName',
  'causeCode',
  'amount',
  'receivedOn',
  'filedOn',
  'closedOn',
  'status',
  'divisionId',
  'judgeId',
  'clerkId',
] as const

const text = (v: string | number | null): string | null => (v === null ? null : String(v))

/**
 * What a list would change in a case that is known already. A cell the list leaves empty changes nothing: lists are extracts, and
 * taking what they lack for deleted would empty the register. Parties the list does not name stay.
 */
export const diffCase = (existing: Comparable, draft: Comparable): Difference[] => {
  const found: Difference[] = []
  for (const field of FIELDS) {
    const [before, after] = [text(existing[field]), text(draft[field])]
    if (after !== null && after !== before) found.push({ field, before, after })
  }
  const known = new Map(existing.parties.map((p) => [partyKey(p), p]))
  for (const p of draft.parties) {
    const old = known.get(partyKey(p))
    const at = `party:${p.name}`
    if (!old) found.push({ field: `${at}.role`, before: null, after: p.role })
    if (p.paperHash !== null && p.paperHash !== (old?.paperHash ?? null))
      found.push({ field: `${at}.paper`, before: old?.paperMasked ?? null, after: p.paperMasked })
    if (p.phone !== null && p.phone !== (old?.phone ?? null))
      found.push({ field: `${at}.phone`, before: old?.phone ? maskPhone(old.phone) : null, after: maskPhone(p.phone) })
    if (p.residence !== null && p.residence !== (old?.residence ?? null))
      found.push({ field: `${at}.residence`, before: old?.residence ?? null, after: p.residence })
  }
  return found
}
