import { sql } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'
import type { PieceKind } from './rules.ts'

/** What a person still has of badge, uniform and devices here: for the checklist of leaving. What is lost is blocked, and no longer held. */
export interface HeldPiece {
  id: number
  kind: PieceKind
  number: string
  name: string
  issuedAt: string
  recallAt: string | null
}
export const heldBy = async (ctx: Ctx, personId: number): Promise<HeldPiece[]> =>
  (
    await sql<HeldPiece>`select id, kind, number, name, issued_at as "issuedAt", recall_at as "recallAt" from badges.piece
      where court_id = ${ctx.actor.courtId} and person_id = ${personId} and returned_at is null and lost_at is null order by id`.execute(
      ctx.tx,
    )
  ).rows
export { impound } from './commands.ts'
