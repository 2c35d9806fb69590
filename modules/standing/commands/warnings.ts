import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import { type MissedDuty, triggerDuty } from '../../duties/public.ts'
import type { PersonEvent } from '../../organisations/public.ts'
import { todayOf } from '../../organisations/public.ts'
import { notify, notifyEach } from '../../worklist/public.ts'
import { ASSESSMENT, NOTICE } from '../duties.ts'
import { courtOf, engagementsOf, selectOwed, selectStatements, selectThresholds, type StatementRow } from '../queries.ts'
import { deteriorated, type Finding, findingsOf, type PeriodFacts, type ThresholdRow, thresholdsOn } from '../rules/indicators.ts'
import { kindOf, lastDayOf, type PeriodKind } from '../rules/statements.ts'

/** The version of a period that counts: the newest that was handed in and not sent back. */
export const counting = (rows: readonly StatementRow[]): Map<string, StatementRow> => {
  const found = new Map<string, StatementRow>()
  for (const r of rows) if (r.state === 'filed' || r.state === 'reviewed') found.set(r.period, r)
  return found
}
/** One kind of period of one contractor, oldest first. */
export const seriesOf = (rows: readonly StatementRow[], missing: readonly string[], kind: PeriodKind): PeriodFacts[] => {
  const count = counting(rows)
  const restated = new Set(rows.filter((r) => r.restates !== null && r.state !== 'draft').map((r) => r.period))
  const periods = [...new Set([...count.keys(), ...missing])].filter((p) => kindOf(p) === kind).sort()
  return periods.map((period) => ({
    period,
    figures: count.get(period)?.figures ?? null,
    restated: restated.has(period),
    missing: missing.includes(period),
  }))
}
/** As of a period, under the thresholds of the day it was handed in (of today, when it is missing). */
export const findingsAt = (series: readonly PeriodFacts[], period: string, day: string, thresholds: readonly ThresholdRow[]): Finding[] =>
  findingsOf(
    series.filter((p) => p.period <= period),
    thresholdsOn(thresholds, day),
  )

/** Who of the contractor answers for its standing here, to be told. */
export const tellContractor = async (
  ctx: Ctx,
  contractorId: number,
  kind: string,
  data: Record<string, unknown>,
  link: string,
): Promise<void> => {
  const { rows } = await sql<{
    id: number
  }>`select distinct o.person_id as id from organisations.post o join organisations.engagement e on e.court_id = o.court_id and e.id = o.engagement_id
    where o.court_id = ${courtOf(ctx)} and e.contractor_id = ${contractorId} and o.role in ('finance', 'projectManager') and o.from_date <= ${todayOf(ctx)}::date
      and coalesce(o.until_date, 'infinity') >= ${todayOf(ctx)}::date`.execute(ctx.tx)
  await notifyEach(
    ctx,
    rows.map((p) => ({ personId: p.id, kind, data, link })),
  )
}
/** 6.6.3: the court's month runs from the day it is known; the contractor owes its written notice. */
export const startClocks = async (
  ctx: Ctx,
  e: { id: number; number: string; contractorId: number; knownOn: string; noticeFrom: string },
): Promise<void> => {
  const [engagementId = null] = await engagementsOf(ctx, e.contractorId)
  const subject = { id: e.id, engagementId, label: e.number }
  await triggerDuty(ctx, ASSESSMENT, subject, e.knownOn)
  await triggerDuty(ctx, NOTICE, subject, e.noticeFrom)
  const said = { number: e.number }
  for (const role of ['trialManagement', 'responsibleDepartment', 'commissioner'])
    await notify(ctx, { role }, 'standing-event', said, `/standing-events/${e.id}`)
  await tellContractor(ctx, e.contractorId, 'standing-event', said, `/standing-events/${e.id}`)
}
/** What the rules find is an event by itself; one of a kind as long as it is not settled. */
export const derive = async (
  ctx: Ctx,
  d: {
    contractorId: number
    kind: 'deterioration' | 'keyPostLoss'
    happenedOn: string
    findings: readonly Finding[]
    statementId: number | null
  },
): Promise<number | null> => {
  const { rows } = await sql<{
    id: number | null
  }>`select standing.derive(${d.contractorId}, ${d.kind}, ${d.happenedOn}::date, ${JSON.stringify(d.findings)}::jsonb, ${d.statementId}::bigint)::float8 as id`.execute(
    ctx.tx,
  )
  const id = rows[0]?.id ?? null
  if (id === null) return null
  const today = todayOf(ctx)
  const number = (
    await sql<{ number: string }>`select number from standing.event where court_id = ${courtOf(ctx)} and id = ${id}`.execute(ctx.tx)
  ).rows[0]?.number
  await ctx.audit({
    verb: 'standing-event.derive',
    objectType: 'standing-event',
    objectId: id,
    data: { kind: d.kind, warnings: d.findings.map((f) => f.key) },
  })
  await startClocks(ctx, { id, number: number ?? '', contractorId: d.contractorId, knownOn: today, noticeFrom: today })
  return id
}
const worrying = (findings: readonly Finding[]): Finding[] => findings.filter((f) => f.level === 'watch' || f.level === 'serious')
/** Looks at a contractor's series as it stands now; told by what was handed in, or by what was missed. */
export const lookAt = async (ctx: Ctx, contractorId: number, period: string, statementId: number | null): Promise<number | null> => {
  const rows = await selectStatements(ctx, { contractorIds: [contractorId] })
  const missing = (await selectOwed(ctx, [contractorId])).filter((o) => o.missing).map((o) => o.period)
  const thresholds = await selectThresholds(ctx)
  const today = todayOf(ctx)
  const findings = findingsAt(seriesOf(rows, missing, kindOf(period)), period, today, thresholds)
  return deteriorated(findings, thresholdsOn(thresholds, today))
    ? derive(ctx, { contractorId, kind: 'deterioration', happenedOn: lastDayOf(period), findings: worrying(findings), statementId })
    : null
}
/** Statements that did not come: the warning counts at once, in the transaction of the miss. */
export const statementsMissed = async (ctx: Ctx, missed: readonly MissedDuty[]): Promise<void> => {
  const seen = new Set<string>()
  for (const m of missed) {
    const { rows } = await sql<{
      contractorId: number
    }>`select contractor_id as "contractorId" from organisations.engagement where court_id = ${courtOf(ctx)} and id = ${m.subjectId}`.execute(
      ctx.tx,
    )
    const contractorId = rows[0]?.contractorId
    if (contractorId === undefined || seen.has(`${contractorId} ${m.period}`)) continue
    seen.add(`${contractorId} ${m.period}`)
    // Late, but in the very transaction that hands it in: looked at there.
    const there = await selectStatements(ctx, { contractorIds: [contractorId], period: m.period })
    if (!counting(there).has(m.period)) await lookAt(ctx, contractorId, m.period, null)
  }
}
/** 6.6.3 关键岗位人员流失, seen in the roster itself: a project manager, or the owner of a key post, goes. */
export const rosterChanged = async (ctx: Ctx, e: PersonEvent): Promise<void> => {
  if (e.side !== 'contractor' || (e.kind !== 'left' && e.kind !== 'postEnded') || ctx.actor.courtId === null) return
  const { rows } = await sql<{
    contractorId: number
  }>`select g.contractor_id as "contractorId" from organisations.post o join organisations.engagement g on g.court_id = o.court_id and g.id = o.engagement_id
    where o.court_id = ${courtOf(ctx)} and o.person_id = ${e.personId} and g.state <> 'ended' and g.until_date > ${todayOf(ctx)}::date
      and ((${e.kind} = 'left' and o.from_date <= ${todayOf(ctx)}::date and coalesce(o.until_date, 'infinity') >= ${todayOf(ctx)}::date - 1) or o.id = ${e.postId})
      and (o.role = 'projectManager' or exists (select from agreements.key_post k where k.court_id = o.court_id and k.engagement_id = o.engagement_id and k.owner_id = o.person_id
        and (k.ended_at is null or k.ended_at >= bw.now() - interval '1 day'))) limit 1`.execute(ctx.tx)
  const contractorId = rows[0]?.contractorId
  if (contractorId !== undefined)
    await derive(ctx, { contractorId, kind: 'keyPostLoss', happenedOn: todayOf(ctx), findings: [], statementId: null })
}
