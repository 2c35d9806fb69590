import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { ZONE } from '../../platform/calendar/clock.ts'
import type { Ctx } from '../../platform/http/context.ts'
import type { Input, Output } from '../../platform/http/endpoint.ts'
import { Fail } from '../../platform/http/problems.ts'
import { readPaper } from '../cases/rules/identity.ts'
import type * as api from './api-relations.ts'

/** The same purpose as the parties' numbers have (cases/commands/party-row.ts): equal numbers have equal hashes, and nothing else is learnt. */
const hashOf = (ctx: Ctx, number: string): Buffer =>
  ctx.app.keys.blindIndex(number, { courtId: ctx.actor.courtId, purpose: 'cases.party.id_no' })
const nameIn = (ctx: Ctx) => ({ courtId: ctx.actor.courtId, purpose: 'confidentiality.relative.name' })

export const myRelations = async (ctx: Ctx): Promise<Output<typeof api.myRelations>> => {
  const { rows } = await sql<{ id: number; relation: 'spouse'; sealed: string; declaredAt: string }>`
    select id, relation, name_sealed as sealed, declared_at as "declaredAt" from confidentiality.relative
    where court_id = ${ctx.actor.courtId} and person_id = ${ctx.actor.personId} and removed_at is null and relation <> 'self' order by id limit 200`.execute(
    ctx.tx,
  )
  const { rows: stated } = await sql<{ at: string | null }>`select max(stated_at) as at from confidentiality.relations_statement
    where court_id = ${ctx.actor.courtId} and person_id = ${ctx.actor.personId}`.execute(ctx.tx)
  const statedAt = stated[0]?.at ?? null
  const renewBy = statedAt ? Temporal.Instant.from(statedAt).toZonedDateTimeISO(ZONE).toPlainDate().add({ years: 1 }) : null
  const today = ctx.now.toZonedDateTimeISO(ZONE).toPlainDate()
  return {
    items: rows.map(({ sealed, ...r }) => ({ ...r, name: ctx.app.keys.decryptText(Buffer.from(sealed, 'base64'), nameIn(ctx)) })),
    statedAt,
    renewBy: renewBy?.toString() ?? null,
    due: renewBy === null || Temporal.PlainDate.compare(renewBy, today) <= 0,
  }
}

export const declareRelative = async (
  ctx: Ctx,
  { body }: Input<typeof api.declareRelative>,
): Promise<Output<typeof api.declareRelative>> => {
  const today = ctx.now.toZonedDateTimeISO(ZONE).toPlainDate().toString()
  // Whoever is no resident has another paper: then only its shape can be looked at.
  const resident = readPaper('idCard', body.idNo, today)
  const paper = resident.ok || /^[0-9０-９Xxｘ\s-]{15,}$/u.test(body.idNo) ? resident : readPaper('other', body.idNo, today)
  if (!paper.ok) throw new Fail(paper.code, 422, { field: 'idNo' })
  const sealed = ctx.app.keys.encrypt(body.name, nameIn(ctx)).toString('base64')
  const { rows } = await sql<{ id: number }>`insert into confidentiality.relative (court_id, person_id, relation, name_sealed, id_hash)
    values (${ctx.actor.courtId}, ${ctx.actor.personId}, ${body.relation}, ${sealed}, ${hashOf(ctx, paper.text)}) on conflict do nothing returning id`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw new Fail('relative-known', 409, { field: 'idNo' })
  await ctx.audit({ verb: 'relation.declare', objectType: 'relative', objectId: rows[0].id, data: { relation: body.relation } })
  return { id: rows[0].id }
}

export const removeRelative = async (
  ctx: Ctx,
  { params }: Input<typeof api.removeRelative>,
): Promise<Output<typeof api.removeRelative>> => {
  const r = await sql`update confidentiality.relative set removed_at = bw.now()
    where court_id = ${ctx.actor.courtId} and id = ${params.id} and person_id = ${ctx.actor.personId} and removed_at is null`.execute(
    ctx.tx,
  )
  if (!r.numAffectedRows) throw new Fail('not-found', 404)
  await ctx.audit({ verb: 'relation.remove', objectType: 'relative', objectId: params.id })
  return { ok: true as const }
}

export const stateRelations = async (ctx: Ctx): Promise<Output<typeof api.stateRelations>> => {
  const { rows } = await sql<{ id: number; n: number }>`insert into confidentiality.relations_statement (court_id, person_id, relatives)
    select ${ctx.actor.courtId}::int, ${ctx.actor.personId}::bigint, count(*)::int from confidentiality.relative r
      where r.court_id = ${ctx.actor.courtId} and r.person_id = ${ctx.actor.personId} and r.removed_at is null and r.relation <> 'self' returning id, relatives as n`.execute(
    ctx.tx,
  )
  await ctx.audit({ verb: 'relation.state', objectType: 'relations-statement', objectId: rows[0]!.id, data: { relatives: rows[0]!.n } })
  return { ok: true as const }
}
