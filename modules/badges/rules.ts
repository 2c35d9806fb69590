import type { Who } from '../organisations/rules/authority.ts'
import { type Decision, no, yes } from '../organisations/rules/structure.ts'

export const pieceKinds = ['badge', 'uniform', 'device'] as const
export type PieceKind = (typeof pieceKinds)[number]
export const pieceStates = ['held', 'recalled', 'lost', 'returned'] as const
export type PieceState = (typeof pieceStates)[number]

/** How a piece stands, from what happened to it; what came back is back, also when it had been called lost. */
export const stateOf = (p: { returnedAt: string | null; lostAt: string | null; recallAt: string | null }): PieceState =>
  p.returnedAt !== null ? 'returned' : p.lostAt !== null ? 'lost' : p.recallAt !== null ? 'recalled' : 'held'

export type PieceAct = 'return' | 'lose' | 'replace' | 'print'
const keeps = (who: Who, p: { contractorId: number }): boolean =>
  who.side === 'contractor' && who.contractorId === p.contractorId && who.roles.some((r) => r === 'hr' || r === 'projectManager')
/** The contractor's hr and manager keep them; who holds one may himself tell that it is lost, and takes none back. */
export const mayTurnPiece = (
  act: PieceAct,
  p: { state: PieceState; kind: PieceKind; personId: number; contractorId: number; replaced: boolean },
  who: Who,
): Decision => {
  const own = who.personId === p.personId
  if (!keeps(who, p) && !(act === 'lose' && own)) return no('not-allowed')
  if (act === 'lose') return p.state === 'held' || p.state === 'recalled' ? yes : no(p.state === 'lost' ? 'piece-lost' : 'piece-returned')
  if (own) return no('not-yourself')
  if (act === 'return') return p.state === 'returned' ? no('piece-returned') : yes
  if (act === 'print') return p.kind !== 'badge' ? no('not-a-badge') : p.state === 'held' ? yes : no('badge-blocked')
  if (p.state !== 'lost') return no('piece-not-lost')
  return p.replaced ? no('piece-replaced') : yes
}
/** Numbers as they are kept: no blanks, no full-width signs, capitals. */
export const plainNumber = (text: string): string => text.normalize('NFKC').replace(/\s+/g, '').toUpperCase()
