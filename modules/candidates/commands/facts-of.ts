import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import type { Ctx } from '../../../platform/http/context.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { todayOf } from '../../organisations/public.ts'
import { type CandidateRow, selectCandidate, selectReviews } from '../queries.ts'
import { type MissingLine, mayTurn, missingOf, type Turn } from '../rules/candidate.ts'

/** What the sealed number of a candidate belongs to. */
export const idNoOf = (courtId: number) => ({ courtId, purpose: 'candidates.candidate.id_no' })
export const courtOf = (ctx: Ctx): number => {
  if (ctx.actor.courtId === null) throw new Fail('not-allowed', 403)
  return ctx.actor.courtId
}
const setting = async (ctx: Ctx, { key, name, otherwise }: { key: string; name: string; otherwise: number }): Promise<number> => {
  const { rows } = await sql<{
    n: number | null
  }>`select (value ->> ${name})::int as n from bw.setting where key = ${key} and court_id in (0, ${ctx.actor.courtId})
    order by court_id desc limit 1`.execute(ctx.tx)
  return rows[0]?.n ?? otherwise
}
/** Months a refused or given-up candidate's data are kept. */
export const retentionMonths = (ctx: Ctx): Promise<number> =>
  setting(ctx, { key: 'candidates.rules', name: 'retentionMonths', otherwise: 6 })

/** The same age of a records certificate as the gate's own (`workforce.gate`.`recordsCheckMonths`). */
export const gapsOf = async (ctx: Ctx, rows: readonly CandidateRow[]): Promise<MissingLine[][]> => {
  const today = todayOf(ctx)
  const months = await setting(ctx, { key: 'workforce.gate', name: 'recordsCheckMonths', otherwise: 3 })
  const recordsFrom = Temporal.PlainDate.from(today).subtract({ months }).toString()
  return rows.map((c) =>
    missingOf(
      { ...c, idNo: c.idNoSealed !== null, files: c.fileKinds },
      { today, recordsFrom, contractBy: c.startOn ? Temporal.PlainDate.from(c.startOn).add({ months: 1 }).toString() : null },
    ),
  )
}
/** Locked, and only if this turn is open to the caller and the revision is the one he saw. */
export const toTurn = async (ctx: Ctx, id: number, turn: Turn, revision: number | null): Promise<CandidateRow> => {
  const c = await selectCandidate(ctx, id, true)
  if (!c) throw new Fail('not-found', 404)
  const may = mayTurn(turn, { state: c.state, review: (await selectReviews(ctx, id))[0] ?? null }, ctx.actor)
  if (!may.ok) throw new Fail(may.code, may.code === 'candidate-state' || may.code === 'review-failed' ? 409 : 403)
  if (revision !== null && c.revision !== revision) throw new Fail('stale-revision', 409, { revision: c.revision })
  return c
}
