import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import type { Ctx } from '../../../platform/http/context.ts'
import type { Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { selectEngagement, todayOf } from '../../organisations/public.ts'
import { notify } from '../../worklist/public.ts'
import type * as api from '../api.ts'
import type { CandidateRow } from '../queries.ts'
import { courtOf, gapsOf, retentionMonths, toTurn } from './facts-of.ts'

/** All or none: whoever is not ready is named with everything that is missing (6.6.1, 7.1.1.2–4). */
export const proposeCandidates = async (
  ctx: Ctx,
  { body }: Pick<Input<typeof api.proposeCandidates>, 'body'>,
): Promise<Output<typeof api.proposeCandidates>> => {
  const courtId = courtOf(ctx)
  if (new Set(body.candidates.map((c) => c.id)).size !== body.candidates.length) throw new Fail('candidate-listed-twice', 422)
  const e = await selectEngagement(ctx, [courtId], todayOf(ctx), body.engagementId)
  if (!e || e.contractorId !== ctx.actor.contractorId) throw new Fail('engagement-unknown', 422)
  if (e.state === 'ended' || e.untilDate < todayOf(ctx)) throw new Fail('engagement-ended', 409)
  const rows: CandidateRow[] = []
  // In one order, so that two proposals of the same people wait for each other.
  for (const line of [...body.candidates].sort((a, b) => a.id - b.id)) {
    if (line.fromDate > e.untilDate || line.fromDate < e.fromDate) throw new Fail('post-outside-term', 422, { field: 'fromDate' })
    rows.push(await toTurn(ctx, line.id, 'propose', line.revision))
  }
  const gaps = await gapsOf(ctx, rows)
  const short = rows.flatMap((c, i) => (gaps[i]!.length ? [{ id: c.id, name: c.name, missing: gaps[i]! }] : []))
  if (short.length) throw new Fail('candidates-not-ready', 422, { candidates: short, names: short.map((s) => s.name).join('、') })
  for (const line of body.candidates)
    await sql`update candidates.candidate set state = 'proposed', engagement_id = ${e.id}, role = ${line.role}, team = ${line.team || null}, from_date = ${line.fromDate},
        proposed_at = bw.now(), proposed_by = ${ctx.actor.personId}, revision = revision + 1
      where court_id = ${courtId} and id = ${line.id}`.execute(ctx.tx)
  await ctx.auditAll(
    body.candidates.map((line) => ({
      verb: 'candidate.propose',
      objectType: 'candidate',
      objectId: line.id,
      data: { engagementId: e.id, role: line.role, fromDate: line.fromDate },
    })),
  )
  for (const role of ['trialManagement', 'responsibleDepartment'])
    await notify(ctx, { role }, 'candidates-proposed', { n: body.candidates.length, engagement: e.title }, '/candidates?state=proposed')
  return { proposed: body.candidates.length }
}

export const withdrawCandidate = async (
  ctx: Ctx,
  { params, revision }: Pick<Input<typeof api.withdrawCandidate>, 'params' | 'revision'>,
): Promise<Output<typeof api.withdrawCandidate>> => {
  const c = await toTurn(ctx, params.id, 'withdraw', revision)
  // Reviews made so far stay on record; the next proposal is reviewed anew.
  await sql`update candidates.candidate set state = 'draft', revision = revision + 1 where court_id = ${courtOf(ctx)} and id = ${c.id}`.execute(
    ctx.tx,
  )
  await ctx.audit({ verb: 'candidate.withdraw', objectType: 'candidate', objectId: c.id })
  return { id: c.id, revision: c.revision + 1 }
}

export const eraseDay = async (ctx: Ctx): Promise<string> =>
  Temporal.PlainDate.from(todayOf(ctx))
    .add({ months: await retentionMonths(ctx) })
    .toString()
export const closeCandidate = async (
  ctx: Ctx,
  { params, revision }: Pick<Input<typeof api.closeCandidate>, 'params' | 'revision'>,
): Promise<Output<typeof api.closeCandidate>> => {
  const c = await toTurn(ctx, params.id, 'close', revision)
  await sql`update candidates.candidate set state = 'closed', erase_on = ${await eraseDay(ctx)}, revision = revision + 1 where court_id = ${courtOf(ctx)} and id = ${c.id}`.execute(
    ctx.tx,
  )
  await ctx.audit({ verb: 'candidate.close', objectType: 'candidate', objectId: c.id })
  return { id: c.id, revision: c.revision + 1 }
}
