import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import type { FileReply, Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { fulfilDuty, triggerDuty, withdrawSubject } from '../../duties/public.ts'
import { todayOf } from '../../organisations/public.ts'
import { type Decision, no, yes } from '../../organisations/rules/structure.ts'
import { notify } from '../../worklist/public.ts'
import type * as api from '../api.ts'
import { CORRECT, REVIEW, STATEMENT } from '../duties.ts'
import {
  courtOf,
  engagementsOf,
  selectContractors,
  selectOwed,
  selectPapers,
  selectStatement,
  selectStatements,
  selectThresholds,
} from '../queries.ts'
import type { Figures } from '../rules/indicators.ts'
import { contradiction, dueOf, kindOf, mayBegin, mayChange, mayFile, mayReview, periodStands } from '../rules/statements.ts'
import { findingsAt, lookAt, seriesOf, tellContractor } from './warnings.ts'

const TYPES = ['application/pdf', 'image/jpeg', 'image/png', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet']
const MOST = 20
export const kindFits = (type: string): void => {
  if (!TYPES.includes(type)) throw new Fail('statement-file-kind', 415)
}
const permitted = (permission: string, ctx: Ctx, d: Decision): Decision => (ctx.may(permission) ? d : no('not-allowed'))
const shown = (f: Awaited<ReturnType<typeof selectPapers>>) => f.map(({ sha256: _s, type: _t, ...rest }) => rest)
export const papersOf = async (ctx: Ctx, of: { statementId?: number; eventId?: number }) => shown(await selectPapers(ctx, of))

export const readFinancialStatement = async (
  ctx: Ctx,
  { params }: Pick<Input<typeof api.readFinancialStatement>, 'params'>,
): Promise<Output<typeof api.readFinancialStatement>> => {
  const s = await selectStatement(ctx, params.id)
  const all = await selectStatements(ctx, { contractorIds: [s.contractorId] })
  const owed = await selectOwed(ctx, [s.contractorId])
  const missing = owed.filter((o) => o.missing).map((o) => o.period)
  const duty = owed.find((o) => o.period === s.period)
  // A draft or an older version is weighed by its own figures, in the place of what counts.
  const mine = [...all.filter((x) => x.period !== s.period || (x.id !== s.id && x.version < s.version)), { ...s, state: 'filed' as const }]
  const before = all.filter((x) => x.period === s.period && x.version < s.version && x.state !== 'draft').at(-1)
  const drafting = all.some((x) => x.period === s.period && x.state === 'draft')
  await ctx.audit({ verb: 'financial-statement.read', objectType: 'financial-statement', objectId: s.id })
  const { contractorId, contractor, period, version, state, newest, figures, restates, filedBy, filedAt, reviewedBy, reviewedAt, review } =
    s
  return {
    id: s.id,
    contractorId,
    contractor,
    period,
    version,
    state,
    newest,
    dueOn: duty ? dueOf(period) : null,
    late: duty?.late ?? false,
    figures,
    restates,
    filedBy,
    filedAt,
    reviewedBy,
    reviewedAt,
    review,
    findings: findingsAt(
      seriesOf(
        mine,
        missing.filter((m) => m !== period),
        kindOf(period),
      ),
      period,
      s.filedOn ?? todayOf(ctx),
      await selectThresholds(ctx),
    ),
    before: before?.figures ?? null,
    papers: await papersOf(ctx, { statementId: s.id }),
    revision: s.revision,
    can: {
      change: permitted('standing.keep', ctx, mayChange(s)),
      file: permitted('standing.keep', ctx, mayFile(s)),
      review: permitted('standing.assess', ctx, mayReview(s)),
      restate: permitted('standing.keep', ctx, state === 'draft' || !newest || drafting ? no('financial-statement-known') : yes),
    },
  }
}
const coherent = (f: Figures): void => {
  const field = contradiction(f)
  if (field) throw new Fail('figures-contradict', 422, { field })
}
export const beginStatement = async (ctx: Ctx, { body }: Input<typeof api.beginStatement>): Promise<Output<typeof api.beginStatement>> => {
  const contractorId = ctx.actor.contractorId
  if (contractorId === null || !(await selectContractors(ctx, { id: contractorId, limit: 1 })).length)
    throw new Fail('contractor-unknown', 422)
  const stands = periodStands(body.period, todayOf(ctx))
  if (!stands.ok) throw new Fail(stands.code, 422, { field: 'period' })
  coherent(body.figures)
  const newest = (await selectStatements(ctx, { contractorIds: [contractorId], period: body.period })).at(-1) ?? null
  const may = mayBegin(newest, body.restates ?? null)
  if (!may.ok)
    throw new Fail(may.code, may.code === 'financial-statement-known' ? 409 : 422, {
      field: may.code === 'financial-statement-known' ? 'period' : 'restates',
    })
  const over = newest !== null && newest.state !== 'returned'
  const { rows } = await sql<{
    id: number
    revision: number
  }>`insert into standing.statement (court_id, contractor_id, period, version, figures, restates, made_by)
    values (${courtOf(ctx)}, ${contractorId}, ${body.period}, ${(newest?.version ?? 0) + 1}, ${JSON.stringify(body.figures)}::jsonb, ${over ? (body.restates ?? null) : null}, ${ctx.actor.personId})
    on conflict do nothing returning id, revision`.execute(ctx.tx)
  const made = rows[0]
  if (!made) throw new Fail('financial-statement-known', 409, { field: 'period' })
  await ctx.audit({
    verb: 'financial-statement.begin',
    objectType: 'financial-statement',
    objectId: made.id,
    after: body,
    data: { period: body.period, restated: over },
  })
  return made
}
const locked = async (ctx: Ctx, id: number) => {
  await sql`select from standing.statement where court_id = ${courtOf(ctx)} and id = ${id} and state in ('draft', 'filed') for no key update`.execute(
    ctx.tx,
  )
  return selectStatement(ctx, id)
}
export const changeFigures = async (
  ctx: Ctx,
  { params, body, revision }: Input<typeof api.changeFigures>,
): Promise<Output<typeof api.changeFigures>> => {
  const s = await locked(ctx, params.id)
  const may = mayChange(s)
  if (!may.ok) throw new Fail(may.code, 409)
  if (s.restates !== null && !body.restates) throw new Fail('restatement-reason', 422, { field: 'restates' })
  coherent(body.figures)
  const done =
    await sql`update standing.statement set figures = ${JSON.stringify(body.figures)}::jsonb, restates = ${s.restates === null ? null : (body.restates ?? null)}, revision = revision + 1
    where court_id = ${courtOf(ctx)} and id = ${s.id} and revision = ${revision} and state = 'draft'`.execute(ctx.tx)
  if (!done.numAffectedRows) throw new Fail('stale-revision', 409)
  await ctx.audit({ verb: 'financial-statement.change', objectType: 'financial-statement', objectId: s.id, after: body })
  return { id: s.id, revision: revision + 1 }
}
export const addStatementPaper = async (
  ctx: Ctx,
  { params, file }: Pick<Input<typeof api.addStatementPaper>, 'params' | 'file'>,
): Promise<Output<typeof api.addStatementPaper>> => {
  const s = await locked(ctx, params.id)
  const may = mayChange(s)
  if (!may.ok) throw new Fail(may.code, 409)
  kindFits(file.type)
  if (s.files >= MOST) throw new Fail('papers-too-many', 422, { limit: MOST })
  const { rows } = await sql<{ id: number }>`insert into standing.paper (court_id, statement_id, kind, sha256, name, type, size, added_by)
    values (${courtOf(ctx)}, ${s.id}, 'statement', ${file.sha256}, ${file.name}, ${file.type}, ${file.size}, ${ctx.actor.personId}) returning id`.execute(
    ctx.tx,
  )
  await ctx.audit({
    verb: 'financial-statement.paper',
    objectType: 'financial-statement',
    objectId: s.id,
    data: { sha256: file.sha256, size: file.size },
  })
  return { id: rows[0]!.id }
}
/** Handed in: what is owed is done, the court owes its review, and the warnings are reckoned in the same transaction. */
export const fileStatement = async (
  ctx: Ctx,
  { params, revision }: Pick<Input<typeof api.fileStatement>, 'params' | 'revision'>,
): Promise<Output<typeof api.fileStatement>> => {
  const s = await locked(ctx, params.id)
  const may = mayFile(s)
  if (!may.ok) throw new Fail(may.code, may.code === 'statement-filed' ? 409 : 422)
  const done =
    await sql`update standing.statement set state = 'filed', filed_by = ${ctx.actor.personId}, filed_at = bw.now(), revision = revision + 1
    where court_id = ${courtOf(ctx)} and id = ${s.id} and revision = ${revision} and state = 'draft'`.execute(ctx.tx)
  if (!done.numAffectedRows) throw new Fail('stale-revision', 409)
  await ctx.audit({
    verb: 'financial-statement.file',
    objectType: 'financial-statement',
    objectId: s.id,
    data: { period: s.period, version: s.version },
  })
  const evidence = { type: 'financial-statement', id: s.id }
  const engagements = await engagementsOf(ctx, s.contractorId)
  for (const engagementId of engagements) await fulfilDuty(ctx, STATEMENT[kindOf(s.period)], engagementId, { period: s.period }, evidence)
  for (const old of (await selectStatements(ctx, { contractorIds: [s.contractorId], period: s.period })).filter(
    (x) => x.version < s.version,
  )) {
    if (old.state === 'returned') await fulfilDuty(ctx, CORRECT, old.id, null, evidence)
    // Nobody reviews any more what was restated before anybody came to it.
    if (old.state === 'filed') await withdrawSubject(ctx, 'financial-statement', old.id, { keys: [REVIEW], because: 'restated' })
  }
  await triggerDuty(ctx, REVIEW, { id: s.id, engagementId: engagements[0] ?? null, label: s.period }, ctx.now)
  for (const role of ['responsibleDepartment', 'commissioner'])
    await notify(
      ctx,
      { role },
      'financial-statement-filed',
      { contractor: s.contractor, period: s.period },
      `/financial-statements/${s.id}`,
    )
  return { id: s.id, revision: revision + 1, eventId: await lookAt(ctx, s.contractorId, s.period, s.id) }
}
export const reviewStatement = async (
  ctx: Ctx,
  { params, body, revision }: Input<typeof api.reviewStatement>,
): Promise<Output<typeof api.reviewStatement>> => {
  const s = await locked(ctx, params.id)
  const may = mayReview(s)
  if (!may.ok) throw new Fail(may.code, 409)
  if (!body.accept && !body.note) throw new Fail('reason-needed', 422, { field: 'note' })
  const done =
    await sql`update standing.statement set state = ${body.accept ? 'reviewed' : 'returned'}, review = ${body.note || null}, reviewed_by = ${ctx.actor.personId}, reviewed_at = bw.now(),
    revision = revision + 1 where court_id = ${courtOf(ctx)} and id = ${s.id} and revision = ${revision} and state = 'filed'`.execute(
      ctx.tx,
    )
  if (!done.numAffectedRows) throw new Fail('stale-revision', 409)
  await ctx.audit({
    verb: 'financial-statement.review',
    objectType: 'financial-statement',
    objectId: s.id,
    data: { accepted: body.accept, period: s.period },
  })
  await fulfilDuty(ctx, REVIEW, s.id, null, { type: 'financial-statement', id: s.id })
  if (!body.accept) {
    const [engagementId = null] = await engagementsOf(ctx, s.contractorId)
    await triggerDuty(ctx, CORRECT, { id: s.id, engagementId, label: s.period }, ctx.now)
  }
  await tellContractor(
    ctx,
    s.contractorId,
    body.accept ? 'financial-statement-reviewed' : 'financial-statement-returned',
    { period: s.period },
    `/financial-statements/${s.id}`,
  )
  return { id: s.id, revision: revision + 1 }
}
export const readStandingPaper = async (ctx: Ctx, { params }: Pick<Input<typeof api.readStandingPaper>, 'params'>): Promise<FileReply> => {
  const [f] = await selectPapers(ctx, { id: params.id })
  if (!f) throw new Fail('not-found', 404)
  await ctx.audit({ verb: 'standing.paper.read', objectType: 'standing-paper', objectId: f.id, data: { sha256: f.sha256 } })
  const inline = !f.type.includes('spreadsheet')
  return { file: await ctx.app.files.open(courtOf(ctx), f.sha256), type: f.type, name: f.name, inline, length: f.size }
}
