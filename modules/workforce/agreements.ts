import { sql } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'
import { Fail } from '../../platform/http/problems.ts'
import { dayBefore } from '../organisations/public.ts'
import { announceGate } from './events.ts'
import { recordEvidence } from './evidence.ts'
import { selectAdmitted } from './queries.ts'

const SOURCE = 'agreements'
const courtOf = (ctx: Ctx): number => {
  if (ctx.actor.courtId === null) throw new Fail('not-allowed', 403)
  return ctx.actor.courtId
}

/**
 * A signature that stands is the fact (7.3.2.4, Annex E); called by the module that keeps the signatures. One agreement stands at a time: the one
 * before gives way in the same breath.
 */
export const recordAgreement = async (
  ctx: Ctx,
  a: { personId: number; onDate: string; reference: string },
): Promise<{ id: number; admitted: boolean }> => {
  await sql`update workforce.fact set revoked_at = bw.now(), revoked_by = ${ctx.actor.personId} where court_id = ${courtOf(ctx)} and person_id = ${a.personId}
    and kind = 'nda' and revoked_at is null`.execute(ctx.tx)
  return recordEvidence(ctx, { ...a, kind: 'nda', source: SOURCE })
}

/**
 * All agreements of the court count until the day before `from` only: whoever has not signed anew is shut out from that midnight on, and his grants end
 * there. A fact is never changed, so each is revoked and recorded anew with its last day. Answers how many people are asked.
 */
export const endAgreements = async (ctx: Ctx, from: string, because: string): Promise<number> => {
  const courtId = courtOf(ctx)
  const last = dayBefore(from)
  const old = (
    await sql<{
      personId: number
      onDate: string
      reference: string | null
    }>`update workforce.fact f set revoked_at = bw.now(), revoked_by = ${ctx.actor.personId}
      where f.court_id = ${courtId} and f.kind = 'nda' and f.revoked_at is null and (f.valid_until is null or f.valid_until > ${last}::date)
      returning f.person_id as "personId", f.on_date as "onDate", f.reference`.execute(ctx.tx)
  ).rows
  const kept = old.filter((f) => f.onDate <= last).map((f) => ({ person_id: f.personId, on_date: f.onDate, reference: f.reference }))
  if (kept.length)
    await sql`insert into workforce.fact (court_id, person_id, kind, passed, on_date, valid_until, reference, note, source)
      select ${courtId}, t.person_id, 'nda', true, t.on_date, ${last}, t.reference, ${because}, ${SOURCE}
      from json_to_recordset(${JSON.stringify(kept)}::json) as t(person_id bigint, on_date date, reference text)`.execute(ctx.tx)
  const people = [...new Set(old.map((f) => f.personId))]
  for (const personId of people)
    await announceGate(ctx, { courtId, personId, admitted: await selectAdmitted(ctx, courtId, personId), until: last })
  return people.length
}
