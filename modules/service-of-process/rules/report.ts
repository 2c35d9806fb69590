import type { Method, Outcome } from './shape.ts'

export type Verdict = { ok: true } | { ok: false; code: string; field?: string }
const no = (code: string, field?: string): Verdict => ({ ok: false, code, field })

/** What can come of each method. */
export const outcomesOf: Readonly<Record<Method, readonly Outcome[]>> = {
  electronic: ['arrived', 'failed'],
  pickup: ['signed', 'refusedAtCourt', 'pronounced', 'failed'],
  direct: ['signed', 'refused', 'failed'],
  leave: ['left', 'failed'],
  mail: ['signed', 'returned', 'failed'],
  commission: ['signed', 'returned', 'failed'],
  transfer: ['signed', 'returned', 'failed'],
  publicNotice: ['published', 'failed'],
  presumed: [],
  awaitAddress: [],
}

/** Is a report of an attempt complete enough to be judged? Dates YYYY-MM-DD. `evidence`: kinds on file; `carrier`: the carrier's own state is on record. */
export const checkReport = (r: {
  method: Method
  outcome: Outcome
  happenedOn: string | null
  dispatchedOn: string | null
  today: string
  receiver: string | null
  returnReason: string | null
  witness: string | null
  evidence: readonly string[]
  carrier: boolean
}): Verdict => {
  if (!outcomesOf[r.method].includes(r.outcome)) return no('outcome-not-of-method', 'outcome')
  if (r.outcome === 'failed') return { ok: true }
  if (r.outcome === 'published')
    return r.evidence.some((k) => k === 'newspaper' || k === 'photo' || k === 'screenshot') ? { ok: true } : no('evidence-missing')
  if (!r.happenedOn) return no('date-missing', r.outcome === 'arrived' ? 'happenedAt' : 'happenedOn')
  if (r.happenedOn > r.today) return no('date-in-future', 'happenedOn')
  if (r.dispatchedOn && r.outcome !== 'pronounced' && r.happenedOn < r.dispatchedOn) return no('date-before-dispatch', 'happenedOn')
  if (r.outcome === 'returned' && r.method === 'mail' && !r.returnReason) return no('return-reason-missing', 'returnReason')
  if (r.outcome === 'signed' && !r.receiver && !r.carrier) return no('receiver-missing', 'receiver')
  // Left without proof is no service (民诉89): a witness, or photographs or video of the course.
  if (r.outcome === 'left' && !r.witness && !r.evidence.some((k) => k === 'photo' || k === 'video')) return no('evidence-missing')
  // 民诉87: who receives signs the return; photographs of the visit do not replace it.
  if (r.outcome === 'signed' && r.method === 'direct' && !r.evidence.includes('receipt')) return no('service-return-missing')
  if ((r.outcome === 'signed' || r.outcome === 'refused') && r.method !== 'mail' && r.evidence.length === 0) return no('evidence-missing')
  if (r.method === 'mail' && !r.carrier && r.evidence.length === 0) return no('evidence-missing')
  return { ok: true }
}
