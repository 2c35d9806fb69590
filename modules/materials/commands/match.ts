import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import type { Ctx } from '../../../platform/http/context.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { tidyName } from '../../cases/rules/names.ts'
import { fulfilDuty } from '../../duties/public.ts'
import { dueAfterStandstill } from '../../processes/public.ts'
import { claimTask, notify, startItem } from '../../worklist/public.ts'
import { MATCH_DUTY } from '../duties.ts'
import { findIntake, type Intake, lockIntake, putEvent, settingsOf } from '../queries.ts'
import { poolDue } from '../rules/due.ts'
import { statedNumber, wantedNames } from '../rules/facts.ts'

export interface Candidate {
  caseId: number | null
  number: string | null
  facts: string[]
}
export const candidatesOf = async (ctx: Ctx, intakeId: number): Promise<Candidate[]> =>
  (await sql<Candidate>`select case_id as "caseId", number, facts from materials.candidates(${intakeId}::bigint)`.execute(ctx.tx)).rows

/** When it is due after the clock stood for the court or the party: what was left of the time goes on from now. */
const dueNow = async (ctx: Ctx, i: Intake): Promise<string> => {
  const { rows } = await sql<{
    from_at: string
    until_at: string | null
  }>`select from_at, until_at from materials.hold where court_id = ${ctx.actor.courtId} and intake_id = ${i.id} order by from_at`.execute(
    ctx.tx,
  )
  let due = Temporal.Instant.from(i.due_at)
  // Only what still runs: what ended before has moved the due moment already.
  for (const h of rows) if (h.until_at === null) due = dueAfterStandstill(due, Temporal.Instant.from(h.from_at), ctx.now, ctx.calendar)
  return due.toString()
}
/** Matches and begins the work; the step goes into the hands of the operator who did it. null: the database says no. */
const match = async (ctx: Ctx, i: Intake, caseId: number): Promise<{ taskId: number | null } | null> => {
  const due = await dueNow(ctx, i)
  const { rows } = await sql<{
    judge_id: number | null
    clerk_id: number | null
  }>`select * from materials.match_to(${i.id}::bigint, ${caseId}::bigint)`.execute(ctx.tx)
  if (!rows[0]) return null
  await sql`select materials.move_due(${i.id}::bigint, ${due}::timestamptz)`.execute(ctx.tx)
  await ctx.audit({
    verb: 'material.match',
    objectType: 'material',
    objectId: i.id,
    caseId,
    data: { number: i.number, how: ctx.actor.side === 'court' ? 'court' : 'facts' },
  })
  const { opened } = await startItem(ctx, {
    key: 'materials',
    caseId,
    subjectType: 'material',
    subjectId: i.id,
    engagementId: i.engagement_id,
    variables: {
      direction: 'in',
      pace: i.urgent ? 'urgent' : 'ordinary',
      receivedAt: Temporal.Instant.from(i.received_at).toString(),
      dueAt: due,
    },
  })
  await putEvent(ctx, i.id, 'matched')
  const judge = rows[0].judge_id ?? rows[0].clerk_id
  if (i.urgent && judge) await notify(ctx, { personIds: [judge] }, 'material-urgent', { number: i.number }, `/materials/${i.id}`)
  await fulfilDuty(ctx, MATCH_DUTY, i.id, null, { type: 'material', id: i.id })
  const taskId = opened[0] ?? null
  if (taskId === null || ctx.actor.side !== 'contractor') return { taskId: null }
  // Whoever stands at the counter has the paper in hand. Where the gate or the share of the case forbids it, the step waits in the pool.
  await sql`savepoint mine`.execute(ctx.tx)
  try {
    await claimTask(ctx, taskId, 1)
    await sql`release savepoint mine`.execute(ctx.tx)
    return { taskId }
  } catch {
    await sql`rollback to savepoint mine`.execute(ctx.tx)
    return { taskId: null }
  }
}

/** At registration and after new facts: one case whose number and a name agree, or two names. More than one: a person chooses. */
export const matchByFacts = async (ctx: Ctx, intakeId: number): Promise<{ taskId: number | null } | null> => {
  const found = (await candidatesOf(ctx, intakeId)).filter((c) => c.facts.length > 1 && c.facts.includes('number'))
  return found.length === 1 ? match(ctx, await findIntake(ctx, intakeId), found[0]!.caseId!) : null
}
const inPool = (i: Intake): void => {
  if (i.state === 'returned') throw new Fail('material-given-back', 409)
  if (i.case_id !== null) throw new Fail('not-in-pool', 409)
}

/** The operator takes a case the server named. Fail: facts-do-not-agree. */
export const matchMaterial = async (ctx: Ctx, id: number, revision: number, caseId: number): Promise<{ taskId: number | null }> => {
  const i = await lockIntake(ctx, id, revision)
  inPool(i)
  const done = await match(ctx, i, caseId)
  if (!done) throw new Fail('facts-do-not-agree', 422)
  return done
}
/** 4.1: which case it is where facts do not say so is the filing officer's word. */
export const decideMatch = async (ctx: Ctx, id: number, revision: number, b: { caseId: number; reason: string }): Promise<void> => {
  const i = await lockIntake(ctx, id, revision)
  inPool(i)
  if (!(await match(ctx, i, b.caseId))) throw new Fail('no-such-case', 422, { field: 'caseId' })
}
/** What the party said since; what was asked of him no longer stops the clock. */
export const supplementFacts = async (
  ctx: Ctx,
  id: number,
  revision: number,
  b: { caseNumber: string; partyName: string; opponentName: string },
): Promise<{ matched: boolean; taskId: number | null }> => {
  const i = await lockIntake(ctx, id, revision)
  inPool(i)
  const { rows } = await sql<{
    sender_name: string
    sender_as: string
  }>`select sender_name, sender_as from materials.intake where court_id = ${ctx.actor.courtId} and id = ${id}`.execute(ctx.tx)
  const wanted = wantedNames({
    senderName: rows[0]!.sender_name,
    senderAs: rows[0]!.sender_as,
    partyName: b.partyName,
    opponentName: b.opponentName,
  })
  await sql`update materials.intake set number_stated = ${statedNumber(b.caseNumber)}, party_stated = ${tidyName(b.partyName)}, opponent_stated = ${tidyName(b.opponentName)}, wanted = ${JSON.stringify(wanted)}::jsonb, revision = revision + 1
    where court_id = ${ctx.actor.courtId} and id = ${id}`.execute(ctx.tx)
  await putEvent(ctx, id, 'supplemented')
  await ctx.audit({ verb: 'material.facts', objectType: 'material', objectId: id, data: { number: i.number } })
  const done = await matchByFacts(ctx, id)
  if (!done && i.state === 'awaiting') await setStanding(ctx, i, 'pool', null)
  return { matched: done !== null, taskId: done?.taskId ?? null }
}
const setStanding = async (
  ctx: Ctx,
  i: Intake,
  state: 'pool' | 'escalated' | 'awaiting' | 'returned',
  hold: 'court' | 'party' | null,
): Promise<void> => {
  const due = await dueNow(ctx, i)
  const { rows } = await sql<{
    done: boolean
  }>`select materials.stand_in_pool(${i.id}::bigint, ${state}, ${hold}, ${due}::timestamptz) as done`.execute(ctx.tx)
  if (!rows[0]?.done) throw new Fail('not-in-pool', 409)
}
/** The desk puts it before the court; the time until the answer is not the contractor's. */
export const escalate = async (ctx: Ctx, id: number, revision: number, reason: string): Promise<void> => {
  const i = await lockIntake(ctx, id, revision)
  inPool(i)
  if (i.state === 'escalated') throw new Fail('already-escalated', 409)
  await setStanding(ctx, i, 'escalated', 'court')
  await putEvent(ctx, id, 'escalated', reason)
  await ctx.audit({ verb: 'material.escalate', objectType: 'material', objectId: id, data: { number: i.number } })
  await fulfilDuty(ctx, MATCH_DUTY, id, null, { type: 'material', id })
  await notify(
    ctx,
    { role: 'filingOfficer' },
    i.urgent ? 'material-escalated-urgent' : 'material-escalated',
    { number: i.number },
    `/materials/${id}`,
  )
}
/** The filing officer: ask the party, back to the desk with a hint, or give it back to the sender. */
export const decidePool = async (
  ctx: Ctx,
  id: number,
  revision: number,
  b: { outcome: 'askParty' | 'backToDesk' | 'returned'; reason: string },
): Promise<void> => {
  const i = await lockIntake(ctx, id, revision)
  inPool(i)
  const state = { askParty: 'awaiting', backToDesk: 'pool', returned: 'returned' } as const
  await setStanding(ctx, i, state[b.outcome], b.outcome === 'askParty' ? 'party' : null)
  await putEvent(ctx, id, b.outcome === 'askParty' ? 'awaiting' : b.outcome === 'returned' ? 'returned' : 'supplemented', b.reason)
  await ctx.audit({ verb: 'material.pool-decision', objectType: 'material', objectId: id, data: { number: i.number, outcome: b.outcome } })
}
/** A match found wrong after signature: the court takes it back, the record keeps both. */
export const correctMatch = async (ctx: Ctx, id: number, revision: number, reason: string): Promise<void> => {
  const i = await lockIntake(ctx, id, revision)
  if (i.direction !== 'in' || i.state !== 'signed') throw new Fail('not-signed-yet', 409)
  await ctx.audit({ verb: 'material.correct', objectType: 'material', objectId: id, caseId: i.case_id, data: { number: i.number } })
  await putEvent(ctx, id, 'unmatched', reason)
  await takeBack(ctx, id)
}
/** Called when the process says "not of this case", and by the correction; why stands in the event before. */
export const takeBack = async (ctx: Ctx, id: number): Promise<void> => {
  const until = poolDue(ctx.now, await settingsOf(ctx)).toString()
  const { rows } = await sql<{ number: string | null }>`select materials.take_back(${id}::bigint, ${until}::timestamptz) as number`.execute(
    ctx.tx,
  )
  await notify(ctx, { role: 'filingOfficer' }, 'material-unmatched', { number: rows[0]?.number ?? '' }, `/materials/${id}`)
}
