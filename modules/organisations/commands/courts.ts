import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import { pageOf } from '../../../platform/http/cursor.ts'
import type { Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import type * as api from '../api.ts'
import { selectCourt, selectCourtAndAbove, selectCourts, selectDivision, selectDivisions } from '../queries/structure.ts'
import { type Decision, isCourtCode, mayStandBelow, no, yes } from '../rules/structure.ts'
import { courtsOf, todayOf } from '../scope.ts'

const structure = (ctx: Ctx): Decision => (ctx.may('organisations.structure') ? yes : no('not-allowed'))

export const listCourts = async (ctx: Ctx, { query }: Input<typeof api.listCourts>): Promise<Output<typeof api.listCourts>> => {
  const can = structure(ctx)
  const page = pageOf(await selectCourts(ctx, await courtsOf(ctx), query.q, query), query.limit, (c) => [c.code])
  const below = (level: string): Decision => (can.ok && level === 'basic' ? no('court-parent-level') : can)
  return {
    ...page,
    items: page.items.map((c) => ({ ...c, can: { change: can, addCourt: below(c.level), addDivision: can } })),
    can: { create: can },
  }
}

export const createCourt = async (ctx: Ctx, { body }: Input<typeof api.createCourt>): Promise<Output<typeof api.createCourt>> => {
  const parent = (await courtsOf(ctx)).includes(body.parentId) ? await selectCourt(ctx, body.parentId) : null
  if (!parent) throw new Fail('court-parent-unknown', 422)
  const fits = mayStandBelow(body.level, parent.level)
  if (!fits.ok) throw new Fail(fits.code, 422)
  return insertCourt(ctx, body)
}

/** Also for the first court, which has none above it. Fail: court-code-malformed, court-code-taken. */
export const insertCourt = async (
  ctx: Ctx,
  c: { parentId: number | null; code: string; name: string; level: string },
): Promise<{ id: number; revision: number }> => {
  const code = c.code.normalize('NFKC').replace(/\s/g, '')
  if (!isCourtCode(code)) throw new Fail('court-code-malformed', 422)
  const made = await sql<{ id: number; revision: number }>`insert into organisations.court (parent_id, code, name, level)
    values (${c.parentId}, ${code}, ${c.name}, ${c.level}) on conflict (code) do nothing returning id, revision`.execute(ctx.tx)
  const row = made.rows[0]
  if (!row) throw new Fail('court-code-taken', 409)
  await ctx.audit({ verb: 'court.create', objectType: 'court', objectId: row.id, courtId: row.id, after: { ...c, code } })
  return row
}

export const changeCourt = async (
  ctx: Ctx,
  { params, body, revision }: Input<typeof api.changeCourt>,
): Promise<Output<typeof api.changeCourt>> => {
  const courts = await courtsOf(ctx)
  const before = courts.includes(params.id) ? await selectCourt(ctx, params.id) : null
  if (!before) throw new Fail('not-found', 404)
  const after = { ...before, ...body }
  if (body.parentId !== undefined && body.parentId !== before.parentId) {
    // The root of the caller's tree cannot be hung elsewhere by the caller.
    if (body.parentId === null || !courts.includes(body.parentId)) throw new Fail('court-parent-unknown', 422)
    if ((await selectCourtAndAbove(ctx, body.parentId)).includes(params.id)) throw new Fail('court-parent-circle', 422)
  }
  const parent = after.parentId === null ? null : await selectCourt(ctx, after.parentId)
  const fits = parent ? mayStandBelow(after.level, parent.level) : yes
  if (!fits.ok) throw new Fail(fits.code, 422)
  const children = await sql<{
    level: typeof after.level
  }>`select distinct level from organisations.court where parent_id = ${params.id}`.execute(ctx.tx)
  if (children.rows.some((c) => !mayStandBelow(c.level, after.level).ok)) throw new Fail('court-parent-level', 422)
  const done = await sql<{
    revision: number
  }>`update organisations.court set name = ${after.name}, level = ${after.level}, parent_id = ${after.parentId}, revision = revision + 1
    where id = ${params.id} and revision = ${revision} returning revision`.execute(ctx.tx)
  if (!done.rows[0]) throw new Fail('stale-revision', 409)
  await ctx.audit({ verb: 'court.change', objectType: 'court', objectId: params.id, courtId: params.id, before, after })
  return { id: params.id, revision: done.rows[0].revision }
}

const mine = async (ctx: Ctx, courtId: number | undefined): Promise<number> => {
  const id = courtId ?? ctx.actor.courtId
  if (id === null || !(await courtsOf(ctx)).includes(id)) throw new Fail('not-found', 404)
  return id
}

export const listDivisions = async (ctx: Ctx, { query }: Input<typeof api.listDivisions>): Promise<Output<typeof api.listDivisions>> => {
  const can = structure(ctx)
  const rows = await selectDivisions(ctx, await mine(ctx, query.courtId), query.closed === 'yes', todayOf(ctx), query)
  const page = pageOf(rows, query.limit, (d) => [d.id])
  return {
    ...page,
    items: page.items.map((d) => ({ ...d, can: { change: can, close: can.ok && d.closedOn ? no('division-closed') : can } })),
    can: { create: can },
  }
}

export const createDivision = async (
  ctx: Ctx,
  { body }: Pick<Input<typeof api.createDivision>, 'body'>,
): Promise<Output<typeof api.createDivision>> => {
  const courtId = await mine(ctx, body.courtId)
  const made = await sql<{
    id: number
    revision: number
  }>`insert into organisations.division (court_id, name, kind) values (${courtId}, ${body.name}, ${body.kind})
    on conflict (court_id, name) do nothing returning id, revision`.execute(ctx.tx)
  const row = made.rows[0]
  if (!row) throw new Fail('division-name-taken', 409)
  await ctx.audit({ verb: 'division.create', objectType: 'division', objectId: row.id, courtId, after: body })
  return row
}

export const changeDivision = async (
  ctx: Ctx,
  { params, body, revision }: Input<typeof api.changeDivision>,
): Promise<Output<typeof api.changeDivision>> => {
  const before = await selectDivision(ctx, await courtsOf(ctx), params.id)
  if (!before) throw new Fail('not-found', 404)
  const after = { ...before, ...body }
  if (after.closedOn && after.closedOn !== before.closedOn) {
    const held = await sql`select from organisations.post where court_id = ${before.courtId} and division_id = ${before.id}
      and (until_date is null or until_date >= ${after.closedOn}::date) limit 1`.execute(ctx.tx)
    if (held.rows.length) throw new Fail('division-has-posts', 409)
  }
  const twin =
    await sql`select from organisations.division where court_id = ${before.courtId} and name = ${after.name} and id <> ${before.id}`.execute(
      ctx.tx,
    )
  if (twin.rows.length) throw new Fail('division-name-taken', 409)
  const done = await sql<{
    revision: number
  }>`update organisations.division set name = ${after.name}, kind = ${after.kind}, closed_on = ${after.closedOn}, revision = revision + 1
    where court_id = ${before.courtId} and id = ${before.id} and revision = ${revision} returning revision`.execute(ctx.tx)
  if (!done.rows[0]) throw new Fail('stale-revision', 409)
  await ctx.audit({ verb: 'division.change', objectType: 'division', objectId: before.id, courtId: before.courtId, before, after })
  return { id: before.id, revision: done.rows[0].revision }
}
