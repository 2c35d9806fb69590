import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import type { z } from 'zod'
import type { Ctx } from '../../platform/http/context.ts'
import { pageOf } from '../../platform/http/cursor.ts'
import type { Input, Output } from '../../platform/http/endpoint.ts'
import { Fail } from '../../platform/http/problems.ts'
import { revokeSessionsOf } from '../accounts/public.ts'
import { type PersonRow, selectPerson, todayOf } from '../organisations/public.ts'
import { type Decision, no, yes } from '../organisations/rules/structure.ts'
import type * as api from './api.ts'
import { announceVeto } from './events.ts'
import { changed } from './evidence.ts'
import { type FactRow, type GateRow, openVeto, selectFact, selectFacts, selectGate, selectRoster, selectVetoEffects } from './queries.ts'
import {
  clauseOf,
  factKinds,
  factStands,
  gateItems,
  mayRecord,
  REQUIRED_TOPICS,
  sideOfItem,
  TRAINING_HALF_DAYS,
  whyMissing,
} from './rules.ts'

const courtOf = (ctx: Ctx): number => {
  if (ctx.actor.courtId === null) throw new Fail('not-allowed', 403)
  return ctx.actor.courtId
}
/** An outsourced person of my court's contractors or my contractor; locked when something is to change. Fail: not-found, not-outsourced. */
const outsourced = async (ctx: Ctx, id: number, lock: boolean): Promise<PersonRow & { contractorId: number }> => {
  const p = await selectPerson(ctx, [courtOf(ctx)], todayOf(ctx), id, lock)
  if (!p) throw new Fail('not-found', 404)
  if (p.contractorId === null) throw new Fail('not-outsourced', 422)
  return { ...p, contractorId: p.contractorId }
}

/** 'workforce.gate' of the court or the installation: months a records check may be old; three by default. */
const monthsOf = async (ctx: Ctx): Promise<number> => {
  const found = await sql<{ months: number | null }>`select (value ->> 'recordsCheckMonths')::int as months from bw.setting
    where key = 'workforce.gate' and court_id in (0, ${courtOf(ctx)}) order by court_id desc limit 1`.execute(ctx.tx)
  return found.rows[0]?.months ?? 3
}

const checklist = (rows: readonly GateRow[], facts: readonly FactRow[], today: string): Output<typeof api.readMyGate>['gate'] => {
  const soonBefore = Temporal.PlainDate.from(today).add({ days: 30 }).toString()
  const counting = facts.filter((f) => f.revokedAt === null && f.onDate <= today)
  return gateItems.map((item) => {
    const row = rows.find((r) => r.item === item) ?? { met: false, since: null, until: null }
    // In-service training is owed each year and never makes up for what was due before the first task (workforce.trained says the same).
    const trained = item === 'training' ? counting.filter((f) => f.kind === 'training' && f.passed && f.phase === 'preJob') : []
    const done = item === 'training' ? trained.reduce((n, f) => n + (f.halfDays ?? 0), 0) : null
    return {
      item,
      clause: clauseOf[item],
      met: row.met,
      missing: whyMissing(item, row.met, counting.find((f) => f.kind === item) ?? null, done ?? 0, row.until),
      since: row.since,
      until: row.until,
      done,
      needed: item === 'training' ? TRAINING_HALF_DAYS : null,
      topicsMissing: item === 'training' ? REQUIRED_TOPICS.filter((t) => !trained.some((f) => f.topics?.includes(t))) : [],
      by: sideOfItem[item],
      soon: row.met && row.until !== null && row.until <= soonBefore,
    }
  })
}

export const listRoster = async (ctx: Ctx, { query }: Input<typeof api.listRoster>): Promise<Output<typeof api.listRoster>> =>
  pageOf(await selectRoster(ctx, courtOf(ctx), query, query), query.limit, (r) => [r.name, r.personId])

const both = (a: Decision, b: Decision): Decision => (a.ok ? b : a)

export const readGate = async (ctx: Ctx, { params }: Input<typeof api.readGate>): Promise<Output<typeof api.readGate>> => {
  const courtId = courtOf(ctx)
  const p = await outsourced(ctx, params.id, false)
  const row = (await selectRoster(ctx, courtId, { personId: p.id }, { limit: 1 }))[0]
  if (!row) throw new Fail('not-found', 404)
  const facts = await selectFacts(ctx, courtId, p.id)
  const today = todayOf(ctx)
  const gone: Decision = p.leftOn !== null && p.leftOn <= today ? no('person-left') : yes
  const holds = (permission: string): Decision => (ctx.may(permission) ? yes : no('not-allowed'))
  const veto = facts.find((f) => f.kind === 'veto' && f.revokedAt === null)
  const mayVeto = both(holds('workforce.veto'), mayRecord(ctx.actor, p, 'veto'))
  await ctx.audit({ verb: 'workforce.read', objectType: 'person', objectId: p.id })
  return {
    ...row,
    gate: checklist(await selectGate(ctx, courtId, p.id), facts, today),
    veto: veto
      ? {
          onDate: veto.onDate,
          at: veto.recordedAt,
          by: veto.recordedBy,
          reason: veto.note,
          effects: await selectVetoEffects(ctx, courtId, veto.id),
        }
      : null,
    facts: facts.map((f) => ({ ...f, can: { revoke: mayRevoke(ctx, p, f) } })),
    can: {
      record: Object.fromEntries(
        factKinds.filter((k) => k !== 'veto').map((k) => [k, both(holds('workforce.record'), both(mayRecord(ctx.actor, p, k), gone))]),
      ),
      veto: both(mayVeto, veto ? no('already-vetoed') : yes),
      liftVeto: both(
        mayVeto,
        !veto
          ? no('not-vetoed')
          : veto.recordedById !== null && veto.recordedById === ctx.actor.personId
            ? no('second-person-required')
            : yes,
      ),
    },
  }
}

export const readMyGate = async (ctx: Ctx): Promise<Output<typeof api.readMyGate>> => {
  const courtId = courtOf(ctx)
  if (ctx.actor.side !== 'contractor' || ctx.actor.personId === null) throw new Fail('not-outsourced', 422)
  const rows = await selectGate(ctx, courtId, ctx.actor.personId)
  return { admitted: rows.every((r) => r.met), gate: checklist(rows, await selectFacts(ctx, courtId, ctx.actor.personId), todayOf(ctx)) }
}

/** Fail: see api.ts. Answers whether the person is admitted now. */
export const recordFact = async (
  ctx: Ctx,
  { params, body }: { params: { id: number }; body: z.input<NonNullable<typeof api.recordFact.body>> },
): Promise<Output<typeof api.recordFact>> => {
  const courtId = courtOf(ctx)
  const p = await outsourced(ctx, params.id, true)
  const may = mayRecord(ctx.actor, p, body.kind)
  if (!may.ok) throw new Fail(may.code, 403)
  const today = todayOf(ctx)
  if (p.leftOn !== null && p.leftOn <= today) throw new Fail('person-left', 409)
  const stand = factStands(
    { ...body, passed: body.passed ?? true },
    {
      today,
      recordsCheckFrom: Temporal.PlainDate.from(today)
        .subtract({ months: await monthsOf(ctx) })
        .toString(),
      vettingUntil: Temporal.PlainDate.from(body.onDate).add({ years: 1 }).subtract({ days: 1 }).toString(),
    },
  )
  if (!stand.ok) throw new Fail(stand.code, 422)
  const made = await sql<{
    id: number
  }>`insert into workforce.fact (court_id, person_id, kind, passed, on_date, valid_until, half_days, topics, phase, reference, note, recorded_by)
    values (${courtId}, ${p.id}, ${body.kind}, ${body.passed ?? true}, ${body.onDate}, ${stand.validUntil}, ${body.halfDays ?? null},
      ${body.topics?.length ? [...new Set(body.topics)] : null}, ${body.kind === 'training' ? (body.phase ?? 'preJob') : null}, ${body.reference ?? null}, ${body.note ?? null}, ${ctx.actor.personId})
    returning id`.execute(ctx.tx)
  const id = made.rows[0]!.id
  await ctx.audit({
    verb: 'workforce.record',
    objectType: 'fact',
    objectId: id,
    after: { ...body, validUntil: stand.validUntil },
    data: { personId: p.id, kind: body.kind, passed: body.passed ?? true },
  })
  return { id, admitted: await changed(ctx, courtId, p.id) }
}

const mayRevoke = (ctx: Ctx, p: PersonRow, f: FactRow): Decision => {
  if (f.kind === 'veto') return no('veto-lift-instead')
  if (f.revokedAt !== null) return no('fact-revoked')
  // What rests on evidence is put right where the evidence is.
  if (f.source !== null) return no('fact-from-evidence')
  return ctx.may('workforce.record') ? mayRecord(ctx.actor, p, f.kind) : no('not-allowed')
}

const withdraw = async (ctx: Ctx, courtId: number, f: FactRow): Promise<void> => {
  await sql`update workforce.fact set revoked_at = bw.now(), revoked_by = ${ctx.actor.personId} where court_id = ${courtId} and id = ${f.id}`.execute(
    ctx.tx,
  )
}

export const revokeFact = async (ctx: Ctx, { params, body }: Input<typeof api.revokeFact>): Promise<Output<typeof api.revokeFact>> => {
  const courtId = courtOf(ctx)
  const f = await selectFact(ctx, courtId, params.id)
  if (!f) throw new Fail('not-found', 404)
  const p = await outsourced(ctx, f.personId, true)
  const may = mayRevoke(ctx, p, f)
  if (!may.ok) throw new Fail(may.code, ['fact-revoked', 'fact-from-evidence', 'veto-lift-instead'].includes(may.code) ? 409 : 403)
  await withdraw(ctx, courtId, f)
  await ctx.audit({
    verb: 'workforce.revoke',
    objectType: 'fact',
    objectId: f.id,
    before: f,
    after: { reason: body.reason },
    data: { personId: p.id, kind: f.kind },
  })
  return { id: f.id, admitted: await changed(ctx, courtId, p.id) }
}

/** 一票否决 (6.6.1): the fact, the denial (subscriber) and the end of all sessions stand or fall together. */
export const vetoPerson = async (
  ctx: Ctx,
  { params, body }: Pick<Input<typeof api.vetoPerson>, 'params' | 'body'>,
): Promise<Output<typeof api.vetoPerson>> => {
  const courtId = courtOf(ctx)
  const p = await outsourced(ctx, params.id, true)
  const may = mayRecord(ctx.actor, p, 'veto')
  if (!may.ok) throw new Fail(may.code, 403)
  if (await openVeto(ctx, courtId, p.id)) throw new Fail('already-vetoed', 409)
  const made = await sql<{ id: number }>`insert into workforce.fact (court_id, person_id, kind, passed, on_date, note, recorded_by)
    values (${courtId}, ${p.id}, 'veto', false, ${todayOf(ctx)}, ${body.reason}, ${ctx.actor.personId}) returning id`.execute(ctx.tx)
  const id = made.rows[0]!.id
  await ctx.audit({ verb: 'workforce.veto', objectType: 'fact', objectId: id, after: { reason: body.reason }, data: { personId: p.id } })
  const effects = await announceVeto(ctx, {
    kind: 'vetoed',
    courtId,
    personId: p.id,
    contractorId: p.contractorId,
    factId: id,
    reason: body.reason,
  })
  await changed(ctx, courtId, p.id)
  const sessionsEnded = await revokeSessionsOf(ctx, p.id, 'veto')
  await sql`insert into workforce.veto_effect (court_id, fact_id, effects) values (${courtId}, ${id}, ${JSON.stringify({ ...effects, sessions: sessionsEnded })}::jsonb)`.execute(
    ctx.tx,
  )
  return { id, sessionsEnded }
}

export const liftVeto = async (
  ctx: Ctx,
  { params, body }: Pick<Input<typeof api.liftVeto>, 'params' | 'body'>,
): Promise<Output<typeof api.liftVeto>> => {
  const courtId = courtOf(ctx)
  const p = await outsourced(ctx, params.id, true)
  const may = mayRecord(ctx.actor, p, 'veto')
  if (!may.ok) throw new Fail(may.code, 403)
  const f = await openVeto(ctx, courtId, p.id)
  if (!f) throw new Fail('not-vetoed', 409)
  // Maker and checker: the hand that barred does not open.
  if (f.recordedById !== null && f.recordedById === ctx.actor.personId) throw new Fail('second-person-required', 403)
  await withdraw(ctx, courtId, f)
  await ctx.audit({
    verb: 'workforce.liftVeto',
    objectType: 'fact',
    objectId: f.id,
    before: { reason: f.note },
    after: { reason: body.reason },
    data: { personId: p.id },
  })
  await announceVeto(ctx, { kind: 'lifted', courtId, personId: p.id, contractorId: p.contractorId, factId: f.id, reason: body.reason })
  return { id: f.id, admitted: await changed(ctx, courtId, p.id) }
}
