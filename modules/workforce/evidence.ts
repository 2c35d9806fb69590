import { sql } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'
import { Fail } from '../../platform/http/problems.ts'
import { announceGate } from './events.ts'
import { selectAdmitted } from './queries.ts'
import type { FactKind, TrainingPhase, TrainingTopic } from './rules.ts'

/** Tells whether the person is admitted now, and everybody who has to know. */
export const changed = async (ctx: Ctx, courtId: number, personId: number): Promise<boolean> => {
  const admitted = await selectAdmitted(ctx, courtId, personId)
  await announceGate(ctx, { courtId, personId, admitted })
  return admitted
}

/** A fact that a higher module derives from its own evidence (attendance, a signature); who may give that evidence is settled there. */
export interface Evidence {
  personId: number
  kind: Exclude<FactKind, 'veto'>
  /** Default true; false shuts the gate (a renewal that was not passed). */
  passed?: boolean
  /** Not after today. */
  onDate: string
  validUntil?: string | null
  /** Training only, and then both. */
  halfDays?: number
  topics?: readonly TrainingTopic[]
  phase?: TrainingPhase
  reference: string
  /** The deriving module: such a fact is not revoked by hand. */
  source: string
}
const courtOf = (ctx: Ctx): number => {
  if (ctx.actor.courtId === null) throw new Fail('not-allowed', 403)
  return ctx.actor.courtId
}
/** Nobody is named as its recorder: nobody typed it in. Effective in the caller's transaction (`onGateChanged`). */
export const recordEvidence = async (ctx: Ctx, e: Evidence): Promise<{ id: number; admitted: boolean }> => {
  const courtId = courtOf(ctx)
  const made = await sql<{ id: number }>`insert into workforce.fact
      (court_id, person_id, kind, passed, on_date, valid_until, half_days, topics, phase, reference, source)
    values (${courtId}, ${e.personId}, ${e.kind}, ${e.passed ?? true}, ${e.onDate}, ${e.validUntil ?? null}, ${e.halfDays ?? null},
      ${e.topics ?? null}, ${e.phase ?? null}, ${e.reference}, ${e.source}) returning id`.execute(ctx.tx)
  const id = made.rows[0]!.id
  await ctx.audit({
    verb: 'workforce.record',
    objectType: 'fact',
    objectId: id,
    after: e,
    data: { personId: e.personId, kind: e.kind, passed: e.passed ?? true, source: e.source },
  })
  return { id, admitted: await changed(ctx, courtId, e.personId) }
}
/** Takes back what the same module recorded; a second time changes nothing. */
export const revokeEvidence = async (ctx: Ctx, id: number, reason: string): Promise<void> => {
  const courtId = courtOf(ctx)
  const found = await sql<{ personId: number; kind: FactKind }>`update workforce.fact
    set revoked_at = bw.now(), revoked_by = ${ctx.actor.personId}
    where court_id = ${courtId} and id = ${id} and source is not null and revoked_at is null
    returning person_id as "personId", kind`.execute(ctx.tx)
  const f = found.rows[0]
  if (!f) return
  await ctx.audit({
    verb: 'workforce.revoke',
    objectType: 'fact',
    objectId: id,
    after: { reason },
    data: { personId: f.personId, kind: f.kind },
  })
  await changed(ctx, courtId, f.personId)
}
