/** One answer about one item of a hand-over list. */
export interface Answer {
  itemId: number
  outcome: 'signed' | 'refused'
  reason?: 'notMine' | 'pagesDiffer' | 'damaged' | 'wrongCase' | undefined
}
export type Verdict = 'signed' | 'refused' | 'wrongCase' | null

/** What the answers about one material come to: null while something is unanswered; not of this case outweighs all, a refusal outweighs a signature. */
export const verdictOf = (open: readonly number[], answers: readonly Answer[]): Verdict => {
  const mine = answers.filter((a) => open.includes(a.itemId))
  if (open.some((id) => !mine.some((a) => a.itemId === id))) return null
  if (mine.some((a) => a.outcome === 'refused' && a.reason === 'wrongCase')) return 'wrongCase'
  return mine.some((a) => a.outcome === 'refused') ? 'refused' : 'signed'
}

export interface Signer {
  personId: number
  side: string
  roles: readonly string[]
  divisionIds: readonly number[]
}
/**
 * Who signs: the recipient himself; in his absence (leave, a hearing) a judge or clerk of the case's division, in his own name and with a reason.
 * Never outsourced staff. The recipient is told. Answers the reason code of a refusal.
 */
export const maySign = (
  s: Signer,
  of: { recipientId: number; divisionId: number | null },
  because: string,
): 'self' | 'standIn' | { refused: string } => {
  if (s.side !== 'court') return { refused: 'signature-is-the-courts' }
  if (s.personId === of.recipientId) return 'self'
  if (!s.roles.some((r) => r === 'judge' || r === 'clerk')) return { refused: 'not-a-stand-in' }
  if (of.divisionId === null || !s.divisionIds.includes(of.divisionId)) return { refused: 'not-a-stand-in' }
  return because === '' ? { refused: 'stand-in-reason' } : 'standIn'
}
