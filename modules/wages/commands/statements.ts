import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import { pageOf, readCursor } from '../../../platform/http/cursor.ts'
import type { FileReply, Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { fulfilDuty, triggerDuty } from '../../duties/public.ts'
import { type Decision, no, yes } from '../../organisations/rules/structure.ts'
import { notify, notifyEach } from '../../worklist/public.ts'
import type * as api from '../api.ts'
import { CORRECT_STATEMENT, STATEMENTS } from '../duties.ts'
import { courtOf, keepersOf, selectStatement, selectStatements, type StatementRow } from '../queries.ts'
import { mayDecide, maySubmitStatement, periodFits } from '../rules.ts'

const TYPES = ['application/pdf', 'image/jpeg', 'image/png']
const MOST = 50
const listed = (s: StatementRow) => ({
  id: s.id,
  kind: s.kind,
  period: s.period,
  engagementId: s.engagementId,
  engagement: s.engagement,
  contractor: s.contractor,
  state: s.state,
  submittedAt: s.submittedAt,
  files: s.files,
})
const permitted = (permission: string, ctx: Ctx, d: Decision): Decision => (ctx.may(permission) ? d : no('not-allowed'))
const open = (s: StatementRow): Decision => (s.state === 'draft' || s.state === 'returned' ? yes : no('statement-submitted'))

export const listStatements = async (ctx: Ctx, { query }: Input<typeof api.listStatements>): Promise<Output<typeof api.listStatements>> => {
  const page = pageOf(await selectStatements(ctx, query, { after: readCursor(query.after, 2), limit: query.limit }), query.limit, (s) => [
    s.period,
    s.id,
  ])
  return { items: page.items.map(listed), next: page.next, can: { create: permitted('wages.keep', ctx, yes) } }
}
export const readStatement = async (
  ctx: Ctx,
  { params }: Pick<Input<typeof api.readStatement>, 'params'>,
): Promise<Output<typeof api.readStatement>> => {
  const s = await selectStatement(ctx, params.id)
  const receipts = (
    await sql<{
      id: number
      name: string
      size: number
      addedAt: string
    }>`select id, name, size::int as size, added_at as "addedAt" from wages.receipt
      where court_id = ${courtOf(ctx)} and statement_id = ${s.id} and removed_at is null order by id`.execute(ctx.tx)
  ).rows
  await ctx.audit({ verb: 'expense-statement.read', objectType: 'expense-statement', objectId: s.id })
  return {
    ...listed(s),
    text: s.text,
    fen: s.fen,
    reason: s.reason,
    decidedBy: s.decidedBy,
    decidedAt: s.decidedAt,
    revision: s.revision,
    receipts,
    can: {
      change: permitted('wages.keep', ctx, open(s)),
      submit: permitted('wages.keep', ctx, maySubmitStatement(s)),
      decide: permitted('wages.decide', ctx, mayDecide(s.state)),
    },
  }
}
export const createStatement = async (
  ctx: Ctx,
  { body }: Input<typeof api.createStatement>,
): Promise<Output<typeof api.createStatement>> => {
  const courtId = courtOf(ctx)
  const e = (
    await sql<{
      contractorId: number
      fromDate: string
      untilDate: string
    }>`select contractor_id as "contractorId", from_date as "fromDate", until_date as "untilDate" from organisations.engagement
      where court_id = ${courtId} and id = ${body.engagementId} and contractor_id = ${ctx.actor.contractorId}`.execute(ctx.tx)
  ).rows[0]
  if (!e) throw new Fail('engagement-unknown', 422, { field: 'engagementId' })
  const fits = periodFits(body.kind, body.period, e)
  if (!fits.ok) throw new Fail(fits.code, 422, { field: 'period' })
  const { rows } = await sql<{
    id: number
    revision: number
  }>`insert into wages.statement (court_id, engagement_id, contractor_id, kind, period, wording, fen, made_by)
    values (${courtId}, ${body.engagementId}, ${e.contractorId}, ${body.kind}, ${body.period}, ${body.text}, ${body.fen ?? null}, ${ctx.actor.personId}) on conflict do nothing returning id, revision`.execute(
    ctx.tx,
  )
  const made = rows[0]
  if (!made) throw new Fail('statement-known', 409, { field: 'period' })
  await ctx.audit({
    verb: 'expense-statement.create',
    objectType: 'expense-statement',
    objectId: made.id,
    after: body,
    data: { kind: body.kind, period: body.period },
  })
  return made
}
const toChange = async (ctx: Ctx, id: number, revision: number | null): Promise<StatementRow> => {
  const s = await selectStatement(ctx, id)
  const may = open(s)
  if (!may.ok) throw new Fail(may.code, 409)
  if (revision !== null && s.revision !== revision) throw new Fail('stale-revision', 409, { revision: s.revision })
  return s
}
export const changeStatement = async (
  ctx: Ctx,
  { params, body, revision }: Input<typeof api.changeStatement>,
): Promise<Output<typeof api.changeStatement>> => {
  const s = await toChange(ctx, params.id, revision)
  const done =
    await sql`update wages.statement set wording = ${body.text}, fen = ${body.fen ?? null}, revision = revision + 1 where court_id = ${courtOf(ctx)} and id = ${s.id} and revision = ${revision}`.execute(
      ctx.tx,
    )
  if (!done.numAffectedRows) throw new Fail('stale-revision', 409)
  await ctx.audit({ verb: 'expense-statement.change', objectType: 'expense-statement', objectId: s.id, after: body })
  return { id: s.id, revision: revision + 1 }
}
export const addReceipt = async (
  ctx: Ctx,
  { params, file }: Pick<Input<typeof api.addReceipt>, 'params' | 'file'>,
): Promise<Output<typeof api.addReceipt>> => {
  const s = await toChange(ctx, params.id, null)
  if (!TYPES.includes(file.type)) throw new Fail('file-kind', 415)
  if (s.files >= MOST) throw new Fail('too-many-files', 422, { limit: MOST })
  const { rows } = await sql<{ id: number }>`insert into wages.receipt (court_id, statement_id, sha256, name, type, size, added_by)
    values (${courtOf(ctx)}, ${s.id}, ${file.sha256}, ${file.name}, ${file.type}, ${file.size}, ${ctx.actor.personId}) returning id`.execute(
    ctx.tx,
  )
  await ctx.audit({
    verb: 'expense-statement.receipt.add',
    objectType: 'expense-statement',
    objectId: s.id,
    data: { sha256: file.sha256, size: file.size },
  })
  return { id: rows[0]!.id }
}
export const readReceipt = async (ctx: Ctx, { params }: Pick<Input<typeof api.readReceipt>, 'params'>): Promise<FileReply> => {
  const f = (
    await sql<{ sha256: string; name: string; type: string; size: number }>`select sha256, name, type, size::int as size from wages.receipt
      where court_id = ${courtOf(ctx)} and statement_id = ${params.id} and id = ${params.receiptId} and removed_at is null`.execute(ctx.tx)
  ).rows[0]
  if (!f) throw new Fail('not-found', 404)
  await ctx.audit({
    verb: 'expense-statement.receipt.read',
    objectType: 'expense-statement',
    objectId: params.id,
    data: { sha256: f.sha256 },
  })
  return { file: await ctx.app.files.open(courtOf(ctx), f.sha256), type: f.type, name: f.name, inline: true, length: f.size }
}
export const submitStatement = async (
  ctx: Ctx,
  { params, revision }: Pick<Input<typeof api.submitStatement>, 'params' | 'revision'>,
): Promise<Output<typeof api.submitStatement>> => {
  const s = await toChange(ctx, params.id, revision)
  const may = maySubmitStatement(s)
  if (!may.ok) throw new Fail(may.code, 422)
  const done =
    await sql`update wages.statement set state = 'submitted', submitted_by = ${ctx.actor.personId}, submitted_at = bw.now(), decided_by = null, decided_at = null, revision = revision + 1
    where court_id = ${courtOf(ctx)} and id = ${s.id} and revision = ${revision} and state in ('draft', 'returned')`.execute(ctx.tx)
  if (!done.numAffectedRows) throw new Fail('stale-revision', 409)
  await ctx.audit({
    verb: 'expense-statement.submit',
    objectType: 'expense-statement',
    objectId: s.id,
    data: { kind: s.kind, period: s.period },
  })
  const evidence = { type: 'expense-statement', id: s.id }
  if (s.state === 'returned') await fulfilDuty(ctx, CORRECT_STATEMENT, s.id, null, evidence)
  await fulfilDuty(ctx, STATEMENTS[s.kind], s.engagementId, { period: s.period }, evidence)
  await notify(
    ctx,
    { role: 'trialManagement' },
    'statement-submitted',
    { period: s.period, engagement: s.engagement },
    `/expense-statements/${s.id}`,
  )
  return { id: s.id, revision: revision + 1 }
}
export const decideStatement = async (
  ctx: Ctx,
  { params, body, revision }: Input<typeof api.decideStatement>,
): Promise<Output<typeof api.decideStatement>> => {
  const s = await selectStatement(ctx, params.id)
  const may = mayDecide(s.state)
  if (!may.ok) throw new Fail(may.code, 409)
  if (!body.accept && !body.reason) throw new Fail('reason-needed', 422, { field: 'reason' })
  const done =
    await sql`update wages.statement set state = ${body.accept ? 'received' : 'returned'}, reason = ${body.reason || null}, decided_by = ${ctx.actor.personId}, decided_at = bw.now(), revision = revision + 1
    where court_id = ${courtOf(ctx)} and id = ${s.id} and revision = ${revision} and state = 'submitted'`.execute(ctx.tx)
  if (!done.numAffectedRows) throw new Fail('stale-revision', 409)
  await ctx.audit({ verb: 'expense-statement.decide', objectType: 'expense-statement', objectId: s.id, data: { accepted: body.accept } })
  if (!body.accept) await triggerDuty(ctx, CORRECT_STATEMENT, { id: s.id, engagementId: s.engagementId, label: s.period }, ctx.now)
  await notifyEach(
    ctx,
    (await keepersOf(ctx, s.engagementId)).map((personId) => ({
      personId,
      kind: body.accept ? 'statement-received' : 'statement-returned',
      data: { period: s.period },
      link: `/expense-statements/${s.id}`,
    })),
  )
  return { id: s.id, revision: revision + 1 }
}
