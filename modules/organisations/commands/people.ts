import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import { pageOf } from '../../../platform/http/cursor.ts'
import type { Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import type * as api from '../api.ts'
import { ID_NO, maskedIdNo } from '../id-no.ts'
import { announcePerson, logins } from '../events.ts'
import { type PersonRow, selectPeople, selectPerson, selectPostsOf } from '../queries/people.ts'
import { mayGivePost, mayManage } from '../rules/authority.ts'
import { readResidentId } from '../rules/identity.ts'
import { type Decision, no, yes } from '../rules/structure.ts'
import { courtsOf, dayBefore, todayOf } from '../scope.ts'
import { postOut } from './posts.ts'

const hasLeft = (p: PersonRow, today: string): boolean => p.leftOn !== null && p.leftOn <= today
const gone = (p: PersonRow, today: string): Decision => (hasLeft(p, today) ? no('person-left') : yes)
const both = (a: Decision, b: Decision): Decision => (a.ok ? b : a)

export const listPeople = async (ctx: Ctx, { query }: Input<typeof api.listPeople>): Promise<Output<typeof api.listPeople>> => {
  const page = pageOf(await selectPeople(ctx, await courtsOf(ctx), todayOf(ctx), query, query), query.limit, (p) => [p.name, p.id])
  const names = await logins(
    ctx,
    page.items.map((p) => p.id),
  )
  const add = (side: 'court' | 'contractor' | 'system'): Decision =>
    mayManage(ctx.actor, { id: null, side, contractorId: ctx.actor.contractorId })
  return {
    next: page.next,
    items: page.items.map((p) => ({ ...p, login: names.get(p.id) ?? null })),
    can: { createCourt: add('court'), createContractor: add('contractor'), createSystem: add('system') },
  }
}

export const pickPeople = async (ctx: Ctx, { query }: Input<typeof api.pickPeople>): Promise<Output<typeof api.pickPeople>> => {
  const [courts, today] = [await courtsOf(ctx), todayOf(ctx)]
  const rows = await selectPeople(ctx, courts, today, { ...query, left: 'no' }, { limit: 19 })
  const chosen = query.chosen && !rows.some((r) => r.id === query.chosen) ? await selectPerson(ctx, courts, today, query.chosen) : null
  return { items: chosen ? [...rows, chosen] : rows }
}

export const readPerson = async (ctx: Ctx, { params }: Input<typeof api.readPerson>): Promise<Output<typeof api.readPerson>> => {
  const today = todayOf(ctx)
  const courts = await courtsOf(ctx)
  const p = await selectPerson(ctx, courts, today, params.id)
  if (!p) throw new Fail('not-found', 404)
  const posts = await selectPostsOf(ctx, p.id, courts, today)
  const login = (await logins(ctx, [p.id])).get(p.id) ?? null
  const manage = both(mayManage(ctx.actor, p), gone(p, today))
  await ctx.audit({ verb: 'person.read', objectType: 'person', objectId: p.id, courtId: ctx.actor.courtId })
  return {
    ...p,
    login,
    idNoMasked: maskedIdNo(ctx, p),
    posts: posts.map((o) => postOut(ctx, p, o, today)),
    can: {
      change: manage,
      assignPost: both(mayGivePost(ctx.actor, p, null), gone(p, today)),
      leave: ctx.actor.personId === p.id ? no('not-yourself') : manage,
      createAccount: !ctx.may('accounts.create') ? no('not-allowed') : login ? no('account-exists') : gone(p, today),
    },
  }
}

const sealed = async (
  ctx: Ctx,
  idNo: string | null | undefined,
  except: number | null,
): Promise<{ sealed: string | null; hash: Buffer | null } | null> => {
  if (idNo === undefined) return null
  if (idNo === null || idNo === '') return { sealed: null, hash: null }
  const read = readResidentId(idNo, todayOf(ctx))
  if (!read.ok) throw new Fail(read.code, 422)
  const hash = ctx.app.keys.blindIndex(read.text, ID_NO)
  // One human, one living record: the gate, a veto and the three-administrator rule hang on it.
  const twin = await sql<{
    contractorId: number | null
  }>`select contractor_id as "contractorId" from organisations.person where id_no_hash = ${hash} and left_on is null and (${except}::bigint is null or id <> ${except}) limit 1`.execute(
    ctx.tx,
  )
  // A contractor is not told that somebody works for another, or for the court: only that the court must settle it.
  if (twin.rows[0])
    throw new Fail(
      ctx.actor.side === 'contractor' && twin.rows[0].contractorId !== ctx.actor.contractorId ? 'id-no-refused' : 'id-no-taken',
      409,
    )
  return { sealed: ctx.app.keys.encrypt(read.text, ID_NO).toString('base64'), hash }
}

/**
 * Is there a living record of the human with this (well-formed) number, as far as the caller may know: a contractor among its own staff. For modules
 * above that take in people before they are staff; whoever works elsewhere is found by the court when it accepts them.
 */
export const idNoTaken = async (ctx: Ctx, idNo: string): Promise<boolean> =>
  (
    await sql`select from organisations.person where id_no_hash = ${ctx.app.keys.blindIndex(idNo, ID_NO)} and left_on is null
      and (${ctx.actor.side !== 'contractor'} or contractor_id = ${ctx.actor.contractorId}) limit 1`.execute(ctx.tx)
  ).rows.length > 0

/** Fail: not-your-people, organisation-unknown, id-… */
export const createPerson = async (
  ctx: Ctx,
  { body }: Pick<Input<typeof api.createPerson>, 'body'>,
): Promise<Output<typeof api.createPerson>> => {
  const outsourced = body.side === 'contractor'
  const contractorId = outsourced ? (body.contractorId ?? ctx.actor.contractorId) : null
  const courtId = outsourced ? null : (body.courtId ?? ctx.actor.courtId)
  const may = mayManage(ctx.actor, { id: null, side: body.side, contractorId })
  if (!may.ok) throw new Fail(may.code, 403)
  const courts = await courtsOf(ctx)
  if (outsourced) {
    const engaged =
      await sql`select from organisations.engagement where contractor_id = ${contractorId} and court_id = any (${courts}) and state <> 'ended' limit 1`.execute(
        ctx.tx,
      )
    if (!engaged.rows.length) throw new Fail('organisation-unknown', 422)
  } else if (courtId === null || !courts.includes(courtId)) throw new Fail('organisation-unknown', 422)
  const paper = await sealed(ctx, body.idNo, null)
  const made = await sql<{ id: number; revision: number }>`
    insert into organisations.person (side, court_id, contractor_id, name, staff_no, phone, id_no_sealed, id_no_hash)
    values (${body.side}, ${courtId}, ${contractorId}, ${body.name}, ${body.staffNo ?? null}, ${body.phone ?? null}, ${paper?.sealed ?? null}, ${paper?.hash ?? null})
    returning id, revision`.execute(ctx.tx)
  const row = made.rows[0]!
  await ctx.audit({
    verb: 'person.create',
    objectType: 'person',
    objectId: row.id,
    courtId: courtId ?? ctx.actor.courtId,
    after: body,
    data: { side: body.side },
  })
  await announcePerson(ctx, {
    kind: 'created',
    personId: row.id,
    side: body.side,
    courtId: null,
    postId: null,
    from: todayOf(ctx),
    now: true,
  })
  return row
}

const toManage = async (ctx: Ctx, id: number): Promise<PersonRow> => {
  const today = todayOf(ctx)
  const p = await selectPerson(ctx, await courtsOf(ctx), today, id, true)
  if (!p) throw new Fail('not-found', 404)
  const may = mayManage(ctx.actor, p)
  if (!may.ok) throw new Fail(may.code, 403)
  if (hasLeft(p, today)) throw new Fail('person-left', 409)
  return p
}

export const changePerson = async (
  ctx: Ctx,
  { params, body, revision }: Input<typeof api.changePerson>,
): Promise<Output<typeof api.changePerson>> => {
  const before = await toManage(ctx, params.id)
  const paper = await sealed(ctx, body.idNo, before.id)
  const after = { ...before, ...body }
  const done = await sql<{
    revision: number
  }>`update organisations.person set name = ${after.name}, staff_no = ${after.staffNo ?? null}, phone = ${after.phone ?? null},
      id_no_sealed = case when ${paper !== null} then ${paper?.sealed ?? null} else id_no_sealed end,
      id_no_hash = case when ${paper !== null} then ${paper?.hash ?? null}::bytea else id_no_hash end, revision = revision + 1
    where id = ${before.id} and revision = ${revision} returning revision`.execute(ctx.tx)
  if (!done.rows[0]) throw new Fail('stale-revision', 409)
  await ctx.audit({
    verb: 'person.change',
    objectType: 'person',
    objectId: before.id,
    courtId: ctx.actor.courtId,
    before,
    after,
    data: { fields: Object.keys(body) },
  })
  await announcePerson(ctx, {
    kind: 'changed',
    personId: before.id,
    side: before.side,
    courtId: null,
    postId: null,
    from: todayOf(ctx),
    now: true,
  })
  return { id: before.id, revision: done.rows[0].revision }
}

/**
 * One particular put right at the person's own asking, granted by the court (modules/leaving, 个保法46), also of somebody who has left. Fail: not-found,
 * not-your-people, id-….
 */
export const correctPerson = async (ctx: Ctx, personId: number, field: 'name' | 'phone' | 'idNo', value: string | null): Promise<void> => {
  const p = await selectPerson(ctx, await courtsOf(ctx), todayOf(ctx), personId, true)
  if (!p) throw new Fail('not-found', 404)
  const may = mayManage(ctx.actor, p)
  if (!may.ok) throw new Fail(may.code, 403)
  const paper = field === 'idNo' ? await sealed(ctx, value, p.id) : null
  const was = field === 'idNo' ? await idNoKept(ctx, p.id) : p[field]
  await sql`update organisations.person set ${
    field === 'idNo'
      ? sql`id_no_sealed = ${paper?.sealed ?? null}, id_no_hash = ${paper?.hash ?? null}::bytea`
      : field === 'name'
        ? sql`name = ${value}`
        : sql`phone = ${value}`
  }, revision = revision + 1 where id = ${p.id}`.execute(ctx.tx)
  await ctx.audit({
    verb: 'person.correct',
    objectType: 'person',
    objectId: p.id,
    courtId: ctx.actor.courtId,
    before: { [field]: was },
    after: { [field]: value },
    data: { field },
  })
  await announcePerson(ctx, {
    kind: 'changed',
    personId: p.id,
    side: p.side,
    courtId: null,
    postId: null,
    from: todayOf(ctx),
    now: true,
  })
}
/** `onDate` is the first day without the person; today: everything ends at once (exit: access revoked the same hour). */
export const personLeaves = async (
  ctx: Ctx,
  { params, body, revision }: Input<typeof api.personLeaves>,
): Promise<Output<typeof api.personLeaves>> => {
  const today = todayOf(ctx)
  const before = await toManage(ctx, params.id)
  if (ctx.actor.personId === before.id) throw new Fail('not-yourself', 409)
  const onDate = body.onDate ?? today
  if (onDate < today) throw new Fail('leave-in-past', 422)
  const done = await sql<{ revision: number }>`update organisations.person set left_on = ${onDate}, revision = revision + 1
    where id = ${before.id} and revision = ${revision} returning revision`.execute(ctx.tx)
  if (!done.rows[0]) throw new Fail('stale-revision', 409)
  const last = dayBefore(onDate)
  await sql`update organisations.post set until_date = ${last}, revision = revision + 1
    where person_id = ${before.id} and (until_date is null or until_date > ${last}::date)`.execute(ctx.tx)
  await ctx.audit({
    verb: 'person.leave',
    objectType: 'person',
    objectId: before.id,
    courtId: ctx.actor.courtId,
    after: { onDate, reason: body.reason },
    data: { onDate },
  })
  await announcePerson(ctx, {
    kind: 'left',
    personId: before.id,
    side: before.side,
    courtId: null,
    postId: null,
    from: onDate,
    now: onDate <= today,
  })
  return { id: before.id, revision: done.rows[0].revision }
}

/** The retention of a leaver's file is over: number and telephone go, the name stays with the acts that bear it. */
export const forgetPerson = async (ctx: Ctx, personId: number): Promise<void> => {
  await sql`update organisations.person set phone = null, id_no_sealed = null, id_no_hash = null, revision = revision + 1 where id = ${personId} and left_on is not null`.execute(
    ctx.tx,
  )
  await ctx.audit({ verb: 'person.forget', objectType: 'person', objectId: personId, courtId: ctx.actor.courtId })
}
/** His number opened, for matching inside the platform (confidentiality): no reply carries it. */
export const idNoKept = async (ctx: Ctx, personId: number): Promise<string | null> => {
  const { rows } = await sql<{
    sealed: string | null
  }>`select id_no_sealed as sealed from organisations.person where id = ${personId}`.execute(ctx.tx)
  const number = rows[0]?.sealed
  return number ? ctx.app.keys.decryptText(Buffer.from(number, 'base64'), ID_NO) : null
}
/** What is kept of a person here, the number opened: for the file he may ask for (个保法45). */
export const personKept = async (ctx: Ctx, personId: number): Promise<Record<string, unknown> | null> => {
  const { rows } = await sql<{
    name: string
    phone: string | null
    staffNo: string | null
    sealed: string | null
    leftOn: string | null
  }>`select name, phone, staff_no as "staffNo", id_no_sealed as sealed, left_on as "leftOn" from organisations.person where id = ${personId}`.execute(
    ctx.tx,
  )
  const p = rows[0]
  if (!p) return null
  const { sealed: number, ...shown } = p
  return { ...shown, idNo: number ? ctx.app.keys.decryptText(Buffer.from(number, 'base64'), ID_NO) : null }
}
