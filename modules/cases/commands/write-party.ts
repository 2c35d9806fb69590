import type { Ctx } from '../../../platform/http/context.ts'
import { Fail } from '../../../platform/http/problems.ts'
import type { PartyInput } from '../api.ts'
import { db, findParty, grantFor, partiesOf } from '../queries.ts'
import { openPaper, openPhone, partyColumns } from './party-row.ts'
import { drawIds, titleColumns, touchCase } from './write-case.ts'

type Changed = { id: number; revision: number }

const retitle = async (ctx: Ctx, caseId: number, revision: number): Promise<Changed> => {
  const parties = await partiesOf(ctx, caseId)
  await touchCase(ctx, caseId, revision, titleColumns(parties as never))
  return { id: caseId, revision: revision + 1 }
}

const note = async (
  ctx: Ctx,
  verb: string,
  caseId: number,
  partyId: number,
  fields: string[],
  before?: unknown,
  after?: unknown,
): Promise<void> =>
  ctx.audit({
    verb,
    objectType: 'party',
    objectId: partyId,
    caseId,
    grantId: (await grantFor(ctx, caseId))?.grant_id ?? null,
    before,
    after,
    data: { fields },
  })

const checkRepresents = async (ctx: Ctx, caseId: number, representsId: number | null | undefined): Promise<void> => {
  if (!representsId) return
  const known = (await partiesOf(ctx, caseId)).some((p) => p.id === representsId && p.role !== 'agent')
  if (!known) throw new Fail('represents-unknown', 422, { field: 'representsId' })
}

export const addParty = async (ctx: Ctx, caseId: number, revision: number, input: PartyInput): Promise<Changed> => {
  await checkRepresents(ctx, caseId, input.representsId)
  const row = partyColumns(ctx, input, input.kind)
  const [id] = await drawIds(ctx, 'party', 1)
  // The case first: its revision is what two people at once would fight for.
  await touchCase(ctx, caseId, revision)
  await db(ctx)
    .insertInto('cases.party')
    .values({ ...row, id: id!, case_id: caseId, court_id: ctx.actor.courtId! } as never)
    .execute()
  await note(ctx, 'party.create', caseId, id!, Object.keys(row), undefined, row)
  return retitle(ctx, caseId, revision + 1)
}

export const editParty = async (
  ctx: Ctx,
  caseId: number,
  partyId: number,
  revision: number,
  input: Partial<PartyInput>,
): Promise<Changed> => {
  const before = await findParty(ctx, caseId, partyId)
  await checkRepresents(ctx, caseId, input.representsId)
  const row = partyColumns(ctx, input, input.kind ?? (before.kind as 'natural'), before.id_kind)
  await touchCase(ctx, caseId, revision)
  const r = await db(ctx)
    .updateTable('cases.party')
    .set({ ...row, revision: before.revision + 1 } as never)
    .where('court_id', '=', ctx.actor.courtId!)
    .where('id', '=', partyId)
    .executeTakeFirst()
  if (!r.numUpdatedRows) throw new Fail('not-allowed', 403)
  await note(ctx, 'party.change', caseId, partyId, Object.keys(row), before, row)
  return retitle(ctx, caseId, revision + 1)
}

export const removeParty = async (ctx: Ctx, caseId: number, partyId: number, revision: number): Promise<Changed> => {
  const before = await findParty(ctx, caseId, partyId)
  const all = await partiesOf(ctx, caseId)
  if (all.some((p) => p.represents_id === partyId)) throw new Fail('party-represented', 422)
  if (before.role !== 'agent' && all.filter((p) => p.role !== 'agent').length === 1) throw new Fail('party-missing', 422)
  await touchCase(ctx, caseId, revision)
  await db(ctx).deleteFrom('cases.party').where('court_id', '=', ctx.actor.courtId!).where('id', '=', partyId).execute()
  await note(ctx, 'party.remove', caseId, partyId, [], before)
  return retitle(ctx, caseId, revision + 1)
}

/** The full paper number and phone, for the one who needs them; each look is an event with its reason (7.3.2.2). */
export const revealParty = async (
  ctx: Ctx,
  caseId: number,
  partyId: number,
  reason: string,
): Promise<{ paper: string | null; phone: string | null }> => {
  const p = await findParty(ctx, caseId, partyId)
  await ctx.audit({
    verb: 'party.reveal',
    objectType: 'party',
    objectId: partyId,
    caseId,
    grantId: (await grantFor(ctx, caseId))?.grant_id ?? null,
    data: { reason },
  })
  const courtId = ctx.actor.courtId!
  return {
    paper: p.id_no_sealed ? openPaper(ctx, courtId, p.id_no_sealed) : null,
    phone: p.phone_sealed ? openPhone(ctx, courtId, p.phone_sealed) : null,
  }
}
