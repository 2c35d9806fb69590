import { createHmac, randomBytes, createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import type { Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { setJudge } from '../../cases/public.ts'
import { todayOf } from '../../organisations/public.ts'
import { notify } from '../../worklist/public.ts'
import type * as api from '../api.ts'
import {
  type CaseForLot,
  courtOf,
  type JudgeRow,
  namesOf,
  selectAllocation,
  selectBarred,
  selectCases,
  selectJudges,
  selectRule,
} from '../queries.ts'
import { type Because, type Candidate, drawn, messageOf, weigh } from '../rules.ts'

const purpose = 'scheduling.seed'
type Why = { because: Because; reason: string } | null
type Refused = 'case-not-waiting' | 'no-division' | 'nobody-takes-part'

/** One lot after the other: each draw sees what the one before has added to a desk. Held to the commit. */
const inTurn = async (ctx: Ctx): Promise<void> => {
  await sql`select pg_advisory_xact_lock(${courtOf(ctx)}, hashtext('scheduling.draw'))`.execute(ctx.tx)
}

/** The day's seed; made by the first lot of a day, its hash in the ledger from then on, itself under the court's key until the day is over. `seed`: simulate's own. */
export const seedOf = async (ctx: Ctx, seed: Buffer = randomBytes(32)): Promise<Buffer> => {
  const courtId = courtOf(ctx)
  const day = todayOf(ctx)
  const { rows } = await sql<{
    sealed: Buffer
  }>`select sealed from scheduling.seed where court_id = ${courtId} and day = ${day}::date`.execute(ctx.tx)
  if (rows[0]) return ctx.app.keys.decrypt(rows[0].sealed, { courtId, purpose })
  const commitment = createHash('sha256').update(seed).digest('hex')
  await sql`insert into scheduling.seed (court_id, day, commitment, sealed) values (${courtId}, ${day}::date, ${commitment}, ${ctx.app.keys.encrypt(seed, { courtId, purpose })})`.execute(
    ctx.tx,
  )
  await ctx.audit({ verb: 'allocation.seed', objectType: 'allocation-seed', objectId: day, data: { day, commitment } })
  return seed
}

const insert = async (
  ctx: Ctx,
  a: {
    caseId: number
    turn: number
    kind: 'drawn' | 'designated'
    judgeId: number
    ruleVersion?: number
    seedDay?: string
    candidates?: readonly Candidate[]
    message?: string
    ticket?: number
    total?: number
    why: Why
  },
): Promise<number> => {
  const { rows } = await sql<{
    id: number
  }>`insert into scheduling.allocation (court_id, case_id, turn, kind, judge_id, rule_version, seed_day, candidates, message, ticket, total, because, reason, made_by)
    values (${courtOf(ctx)}, ${a.caseId}, ${a.turn}, ${a.kind}, ${a.judgeId}, ${a.ruleVersion ?? null}, ${a.seedDay ?? null}::date, ${JSON.stringify(a.candidates ?? [])}::jsonb, ${a.message ?? null},
      ${a.ticket ?? null}, ${a.total ?? null}, ${a.why?.because ?? null}, ${a.why?.reason ?? null}, ${ctx.actor.personId}) returning id`.execute(
    ctx.tx,
  )
  return rows[0]!.id
}

/** Draws one case among the judges of its division and writes it. Turn 1 is the first allocation. */
const draw = async (
  ctx: Ctx,
  c: CaseForLot,
  judges: readonly JudgeRow[],
  turn: number,
  before: number | null,
  why: Why,
): Promise<{ id: number; judgeId: number } | Refused> => {
  if (c.divisionId === null) return 'no-division'
  const bench = judges.filter((j) => j.divisionId === c.divisionId)
  const barred = await selectBarred(
    ctx,
    c.id,
    bench.map((j) => j.judgeId),
  )
  const rule = await selectRule(ctx)
  const candidates = weigh(
    bench.map((j) => ({ ...j, absent: j.absentToday, barred: barred.has(j.judgeId), before: j.judgeId === before })),
    c,
    rule.balance,
  )
  const message = messageOf(c.number!, turn, candidates)
  const hit = drawn(
    createHmac('sha256', await seedOf(ctx))
      .update(message)
      .digest('hex'),
    candidates,
  )
  if (hit === null) return 'nobody-takes-part'
  const id = await insert(ctx, {
    caseId: c.id,
    turn,
    kind: 'drawn',
    ruleVersion: rule.version,
    seedDay: todayOf(ctx),
    candidates,
    message,
    why,
    ...hit,
  })
  await setJudge(ctx, c.id, hit.judgeId)
  await notify(ctx, { personIds: [hit.judgeId] }, 'case-allocated', { number: c.number }, `/cases/${c.id}`)
  return { id, judgeId: hit.judgeId }
}

const waits = (c: CaseForLot | undefined): c is CaseForLot =>
  c !== undefined && c.judgeId === null && c.status === 'open' && c.number !== null

export const drawCases = async (ctx: Ctx, { body }: Input<typeof api.drawCases>): Promise<Output<typeof api.drawCases>> => {
  await inTurn(ctx)
  const ids = [...new Set(body.caseIds)]
  const cases = new Map((await selectCases(ctx, ids)).map((c) => [c.id, c]))
  const judges = await selectJudges(ctx)
  const results: Output<typeof api.drawCases>['results'] = []
  for (const id of ids) {
    const c = cases.get(id)
    const hit = waits(c) ? await draw(ctx, c, judges, (await turnsOf(ctx, id)) + 1, null, null) : 'case-not-waiting'
    if (typeof hit === 'string') {
      results.push({ caseId: id, number: c?.number ?? null, allocationId: null, judge: null, code: hit })
      continue
    }
    // The next lot of this call sees the desk as it is now.
    for (const j of judges) if (j.judgeId === hit.judgeId) j.load++
    results.push({
      caseId: id,
      number: c!.number,
      allocationId: hit.id,
      judge: judges.find((j) => j.judgeId === hit.judgeId)!.judge,
      code: null,
    })
    await ctx.audit({ verb: 'allocation.draw', objectType: 'allocation', objectId: hit.id, caseId: id, data: { judgeId: hit.judgeId } })
  }
  return { results }
}
const turnsOf = async (ctx: Ctx, caseId: number): Promise<number> =>
  (
    await sql<{
      turn: number
    }>`select coalesce(max(turn), 0) as turn from scheduling.allocation where court_id = ${courtOf(ctx)} and case_id = ${caseId}`.execute(
      ctx.tx,
    )
  ).rows[0]!.turn

/** Any judge of the court may be designated, of whatever division; not one who is kept from the case, and nobody himself. */
const checkDesignated = async (ctx: Ctx, caseId: number, judgeId: number): Promise<string> => {
  const [judge] = await selectJudges(ctx, { judgeId })
  if (!judge) throw new Fail('not-a-judge', 422, { field: 'judgeId' })
  if (judgeId === ctx.actor.personId) throw new Fail('not-to-oneself', 403, { field: 'judgeId' })
  if ((await selectBarred(ctx, caseId, [judgeId])).has(judgeId)) throw new Fail('judge-barred', 409, { field: 'judgeId' })
  return judge.judge
}

export const designate = async (ctx: Ctx, { body }: Input<typeof api.designate>): Promise<Output<typeof api.designate>> => {
  await inTurn(ctx)
  const [c] = await selectCases(ctx, [body.caseId])
  if (!c) throw new Fail('not-found', 404)
  if (!waits(c)) throw new Fail('case-not-waiting', 409)
  const judge = await checkDesignated(ctx, c.id, body.judgeId)
  const id = await insert(ctx, { caseId: c.id, turn: (await turnsOf(ctx, c.id)) + 1, kind: 'designated', judgeId: body.judgeId, why: body })
  await setJudge(ctx, c.id, body.judgeId)
  await ctx.audit({
    verb: 'allocation.designate',
    objectType: 'allocation',
    objectId: id,
    caseId: c.id,
    data: { judgeId: body.judgeId, because: body.because },
  })
  await notify(ctx, { personIds: [body.judgeId] }, 'case-allocated', { number: c.number }, `/cases/${c.id}`)
  return { id, judge }
}

export const changeAllocation = async (
  ctx: Ctx,
  { params, body, revision }: Input<typeof api.changeAllocation>,
): Promise<Output<typeof api.changeAllocation>> => {
  await inTurn(ctx)
  const old = await selectAllocation(ctx, params.id)
  if (old.endedAt) throw new Fail('allocation-ended', 409)
  if (old.revision !== revision) throw new Fail('stale-revision', 409, { revision: old.revision })
  const [c] = await selectCases(ctx, [old.caseId])
  if (!c || c.number === null || !['open', 'suspended'].includes(c.status)) throw new Fail('case-not-waiting', 409)
  const why = { because: body.because, reason: body.reason }
  await sql`update scheduling.allocation set ended_at = bw.now(), revision = revision + 1 where court_id = ${courtOf(ctx)} and id = ${old.id}`.execute(
    ctx.tx,
  )
  const turn = (await turnsOf(ctx, c.id)) + 1
  let made: { id: number; judgeId: number }
  if (body.how === 'draw') {
    const hit = await draw(ctx, c, await selectJudges(ctx), turn, old.judgeId, why)
    if (typeof hit === 'string') throw new Fail(hit, 409)
    made = hit
  } else {
    if (!body.judgeId) throw new Fail('not-a-judge', 422, { field: 'judgeId' })
    if (body.judgeId === old.judgeId) throw new Fail('same-judge', 422, { field: 'judgeId' })
    await checkDesignated(ctx, c.id, body.judgeId)
    made = { judgeId: body.judgeId, id: await insert(ctx, { caseId: c.id, turn, kind: 'designated', judgeId: body.judgeId, why }) }
    await setJudge(ctx, c.id, body.judgeId)
    await notify(ctx, { personIds: [body.judgeId] }, 'case-allocated', { number: c.number }, `/cases/${c.id}`)
  }
  await notify(ctx, { personIds: [old.judgeId] }, 'case-taken-over', { number: c.number }, null)
  await ctx.audit({
    verb: 'allocation.change',
    objectType: 'allocation',
    objectId: made.id,
    caseId: c.id,
    data: { judgeId: made.judgeId, before: old.judgeId, because: body.because, how: body.how },
  })
  return { id: made.id, judge: (await namesOf(ctx, [made.judgeId])).get(made.judgeId)! }
}

/** Seeds of days that are over are laid open, so that anybody may draw every lot of the day again. */
export const revealSeeds = async (ctx: Ctx): Promise<number> => {
  const courtId = courtOf(ctx)
  const { rows } = await sql<{
    day: string
    sealed: Buffer
  }>`select day::text, sealed from scheduling.seed where court_id = ${courtId} and revealed is null
    and day < ${todayOf(ctx)}::date order by day limit 400`.execute(ctx.tx)
  for (const s of rows) {
    const revealed = ctx.app.keys.decrypt(s.sealed, { courtId, purpose }).toString('hex')
    await sql`update scheduling.seed set revealed = ${revealed}, revealed_at = bw.now() where court_id = ${courtId} and day = ${s.day}::date and revealed is null`.execute(
      ctx.tx,
    )
    await ctx.audit({ verb: 'allocation.reveal', objectType: 'allocation-seed', objectId: s.day, data: { day: s.day, seed: revealed } })
  }
  return rows.length
}
