import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { ZONE } from '../../platform/calendar/clock.ts'
import type { Ctx } from '../../platform/http/context.ts'
import type { Input, Output } from '../../platform/http/endpoint.ts'
import { Fail } from '../../platform/http/problems.ts'
import { readPaper } from '../cases/rules/identity.ts'
import { idNoKept } from '../organisations/public.ts'
import type * as api from './api-relations.ts'

/** The same purpose as the parties' numbers have (cases/commands/party-row.ts): equal numbers have equal hashes, and nothing else is learnt. */
const hashOf = (ctx: Ctx, number: string, courtId = ctx.actor.courtId): Buffer =>
  ctx.app.keys.blindIndex(number, { courtId, purpose: 'cases.party.id_no' })
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

/** Told in the transaction in which somebody states that his declaration is complete (modules/duties asks again after a year). */
const listeners: ((ctx: Ctx, personId: number) => Promise<void>)[] = []
export const onRelationsStated = (fn: (ctx: Ctx, personId: number) => Promise<void>): void => void listeners.push(fn)

/** His own number is matched as those of his relatives: who is the party himself sees the case no more than they do. */
export const knowSelf = async (ctx: Ctx, personId: number, changed = true): Promise<void> => {
  const idNo = await idNoKept(ctx, personId)
  if (!idNo && !changed) return
  const { rows } = await sql<{ courts: number[] }>`select confidentiality.courts_of(${personId}) as courts`.execute(ctx.tx)
  for (const courtId of rows[0]?.courts ?? [])
    await sql`select confidentiality.know_self(${courtId}, ${personId}, ${idNo ? hashOf(ctx, idNo, courtId) : null}::bytea)`.execute(ctx.tx)
}
/** At the start: people whose record is older than the matching. */
export const knowSelves = async (ctx: Ctx): Promise<void> => {
  const { rows } = await sql<{
    courtId: number
    personId: number
  }>`select court_id as "courtId", person_id as "personId" from confidentiality.selves_unknown()`.execute(ctx.tx)
  for (const courtId of new Set(rows.map((r) => r.courtId)))
    await ctx.app.asSystem(courtId, async (job) => {
      for (const r of rows) if (r.courtId === courtId) await knowSelf(job, r.personId)
    })
}

/** How many he has declared that are still matched; the number alone, for whom it is about (modules/leaving, 个保法45). */
export const relationsKept = async (ctx: Ctx, personId: number): Promise<number> =>
  (await sql<{ n: number }>`select confidentiality.relations_kept(${personId}) as n`.execute(ctx.tx)).rows[0]?.n ?? 0
/** What a leaver declared goes with his file (modules/leaving, 个保法47). */
export const forgetRelations = async (ctx: Ctx, personId: number): Promise<void> => {
  await sql`select confidentiality.forget_relations(${personId})`.execute(ctx.tx)
}

export const stateRelations = async (ctx: Ctx): Promise<Output<typeof api.stateRelations>> => {
  const { rows } = await sql<{ id: number; n: number }>`insert into confidentiality.relations_statement (court_id, person_id, relatives)
    select ${ctx.actor.courtId}::int, ${ctx.actor.personId}::bigint, count(*)::int from confidentiality.relative r
      where r.court_id = ${ctx.actor.courtId} and r.person_id = ${ctx.actor.personId} and r.removed_at is null and r.relation <> 'self' returning id, relatives as n`.execute(
    ctx.tx,
  )
  await ctx.audit({ verb: 'relation.state', objectType: 'relations-statement', objectId: rows[0]!.id, data: { relatives: rows[0]!.n } })
  if (ctx.actor.personId !== null) for (const tell of listeners) await tell(ctx, ctx.actor.personId)
  return { ok: true as const }
}
