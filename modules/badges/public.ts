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
/** With a leaver's file his photographs go; contents that nobody else's badge shows are removed once this is committed. */
export const forgetPhotos = async (ctx: Ctx, personId: number): Promise<void> => {
  const courtId = ctx.actor.courtId
  if (courtId === null) return
  const { rows } = await sql<{ sha256: string }>`select sha256 from badges.forget_photos(${personId})`.execute(ctx.tx)
  for (const { sha256 } of rows) ctx.afterCommit(() => ctx.app.files.remove(courtId, sha256))
}
export { impound } from './commands.ts'
