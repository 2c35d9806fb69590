import { sql } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'
import type { Input, Output } from '../../platform/http/endpoint.ts'
import { Fail } from '../../platform/http/problems.ts'
import { parseCaseNumber } from '../cases/public.ts'
import type * as api from './api-glass.ts'
import { isDenied } from './grants.ts'

/** A request nobody decided on within a day is not decided on any more. */
const LAPSES_HOURS = 24

export interface GlassEvent {
  kind: 'asked' | 'opened' | 'refused' | 'ended'
  id: number
  personId: number
  personName: string
  /** Judge of the case and who opened it; they are told. */
  concerned: number[]
}
const subscribers: ((ctx: Ctx, e: GlassEvent) => Promise<void>)[] = []
/** The worklist tells people: it stands above. */
export const onGlass = (fn: (ctx: Ctx, e: GlassEvent) => Promise<void>): void => void subscribers.push(fn)
const tell = async (ctx: Ctx, e: GlassEvent): Promise<void> => {
  for (const fn of subscribers) await fn(ctx, e)
}

/** bw.setting 'confidentiality.breakGlass' { hours }: the longest opening; four hours by default, eight at most (the table's own limit). */
const mostHours = async (ctx: Ctx): Promise<number> => {
  const { rows } = await sql<{
    hours: number | null
  }>`select (value ->> 'hours')::int as hours from bw.setting where key = 'confidentiality.breakGlass' and court_id in (0, ${ctx.actor.courtId}) order by court_id desc limit 1`.execute(
    ctx.tx,
  )
  return Math.min(Math.max(rows[0]?.hours ?? 4, 1), 8)
}

interface Row {
  id: number
  personId: number
  personName: string
  caseId: number
  caseNumber: string
  reason: string
  hours: number
  askedAt: string
  state: (typeof api.glassStates)[number]
  decidedBy: number | null
  decidedByName: string | null
  decidedAt: string | null
  note: string | null
  untilAt: string | null
  endedAt: string | null
  endedByName: string | null
  reads: number
  revision: number
}
const stateNow = sql`case when b.until_at is not null and b.ended_at is not null then 'ended' when b.until_at is not null and b.until_at <= bw.now() then 'over'
  when b.until_at is not null then 'live' when b.decided_at is not null then 'refused' when b.ended_because = 'lapsed' then 'lapsed' when b.ended_at is not null then 'withdrawn'
  when b.asked_at <= bw.now() - make_interval(hours => ${sql.lit(LAPSES_HOURS)}) then 'lapsed' else 'asked' end`
const rowsWhere = async (ctx: Ctx, of: { id?: number; cursor?: number | undefined; limit: number }): Promise<Row[]> => {
  const { rows } =
    await sql<Row>`select b.id, b.person_id as "personId", p.name as "personName", b.case_id as "caseId", b.case_number as "caseNumber", b.reason, b.hours,
      b.asked_at as "askedAt", ${stateNow} as state, b.decided_by as "decidedBy", d.name as "decidedByName", b.decided_at as "decidedAt", b.note, b.until_at as "untilAt",
      b.ended_at as "endedAt", e.name as "endedByName", b.revision, 0 as reads
    from confidentiality.break_glass b join organisations.person p on p.id = b.person_id left join organisations.person d on d.id = b.decided_by
      left join organisations.person e on e.id = b.ended_by
    where b.court_id = ${ctx.actor.courtId} ${of.id ? sql`and b.id = ${of.id}` : sql``} ${of.cursor ? sql`and b.id < ${of.cursor}` : sql``}
    order by b.id desc limit ${sql.lit(of.limit)}`.execute(ctx.tx)
  if (of.id) return rows
  const { rows: reads } = await sql<{
    id: number
    n: number
  }>`select g.glass_id as id, count(*)::int as n from confidentiality.access_grant g
      join audit.event e on e.court_id = g.court_id and e.grant_id = g.id and e.verb like '%.read'
    where g.court_id = ${ctx.actor.courtId} and g.glass_id = any (${rows.map((r) => r.id)}::bigint[]) group by 1`.execute(ctx.tx)
  const read = new Map(reads.map((r) => [r.id, r.n]))
  return rows.map((r) => ({ ...r, reads: read.get(r.id) ?? 0 }))
}
const mayDecide = (ctx: Ctx, r: Row): true | string => {
  if (!ctx.may('confidentiality.glassDecide')) return 'not-allowed'
  if (r.state !== 'asked') return r.state === 'lapsed' ? 'glass-lapsed' : 'glass-decided'
  return r.personId === ctx.actor.personId ? 'second-person-needed' : true
}
const mayEnd = (ctx: Ctx, r: Row): true | string => {
  const me = ctx.actor.personId
  if (r.state === 'asked') return r.personId === me || 'glass-not-yours'
  if (r.state !== 'live') return 'glass-not-open'
  return r.personId === me || r.decidedBy === me || 'glass-not-yours'
}

export const listGlass = async (ctx: Ctx, { query }: Input<typeof api.listGlass>): Promise<Output<typeof api.listGlass>> => {
  const rows = await rowsWhere(ctx, { cursor: query.cursor, limit: query.limit + 1 })
  const items = rows.slice(0, query.limit)
  return {
    items: items.map(({ decidedBy: _, ...r }) => ({
      ...r,
      can: { decide: mayDecide(ctx, { ...r, decidedBy: _ }), end: mayEnd(ctx, { ...r, decidedBy: _ }) },
    })),
    next: rows.length > query.limit ? items.at(-1)!.id : null,
    most: await mostHours(ctx),
    can: { ask: ctx.may('confidentiality.glass') || 'not-allowed' },
  }
}
export const myGlass = async (ctx: Ctx): Promise<Output<typeof api.myGlass>> => {
  const { rows } = await sql<{ id: number; caseId: number; caseNumber: string; untilAt: string }>`
    select b.id, b.case_id as "caseId", b.case_number as "caseNumber", b.until_at as "untilAt" from confidentiality.break_glass b
    where b.court_id = ${ctx.actor.courtId} and b.person_id = ${ctx.actor.personId} and b.until_at > bw.now() and b.ended_at is null order by b.until_at`.execute(
    ctx.tx,
  )
  return { items: rows }
}

export const askGlass = async (ctx: Ctx, { body }: Input<typeof api.askGlass>): Promise<Output<typeof api.askGlass>> => {
  const most = await mostHours(ctx)
  if (body.hours > most) throw new Fail('glass-too-long', 422, { field: 'hours', most })
  const number = parseCaseNumber(body.number)
  const { rows: found } = await sql<{
    id: number | null
    sees: boolean
  }>`select k.id, coalesce(confidentiality.sees_case(k.id), false) as sees
    from confidentiality.case_numbered(${number.ok ? number.text : body.number}) k(id)`.execute(ctx.tx)
  const caseId = found[0]?.id
  if (!caseId) throw new Fail('no-such-case', 422, { field: 'number' })
  if (found[0]!.sees) throw new Fail('glass-sees-already', 409, { field: 'number' })
  // A recusal or a freeze is not broken by anybody's reason.
  if (await isDenied(ctx, ctx.actor.personId!, caseId)) throw new Fail('access-denied', 403)
  await sql`update confidentiality.break_glass set ended_at = bw.now(), ended_because = 'lapsed', revision = revision + 1 where court_id = ${ctx.actor.courtId} and person_id = ${ctx.actor.personId}
    and case_id = ${caseId} and decided_at is null and ended_at is null and asked_at <= bw.now() - make_interval(hours => ${sql.lit(LAPSES_HOURS)})`.execute(
    ctx.tx,
  )
  const { rows } = await sql<{
    id: number
  }>`insert into confidentiality.break_glass (court_id, person_id, case_id, case_number, reason, hours)
    values (${ctx.actor.courtId}, ${ctx.actor.personId}, ${caseId}, ${number.ok ? number.text : body.number}, ${body.reason}, ${body.hours})
    on conflict do nothing returning id`.execute(ctx.tx)
  if (!rows[0]) throw new Fail('glass-asked-already', 409)
  const id = rows[0].id
  await ctx.audit({ verb: 'glass.ask', objectType: 'break-glass', objectId: id, caseId, data: { hours: body.hours } })
  await tell(ctx, { kind: 'asked', id, personId: ctx.actor.personId!, personName: ctx.actor.name, concerned: [] })
  return { id, revision: 1 }
}

const found = async (ctx: Ctx, id: number): Promise<Row> => {
  const [row] = await rowsWhere(ctx, { id, limit: 1 })
  if (!row) throw new Fail('not-found', 404)
  return row
}
const judgeOf = async (ctx: Ctx, caseId: number): Promise<number[]> => {
  const { rows } = await sql<{
    id: number | null
  }>`select judge_id as id from cases.case_record where court_id = ${ctx.actor.courtId} and id = ${caseId}`.execute(ctx.tx)
  return rows.flatMap((r) => (r.id === null ? [] : [r.id]))
}

export const decideGlass = async (
  ctx: Ctx,
  { params, body, revision }: Input<typeof api.decideGlass>,
): Promise<Output<typeof api.decideGlass>> => {
  const row = await found(ctx, params.id)
  const can = mayDecide(ctx, row)
  if (can !== true) throw new Fail(can, can === 'glass-decided' || can === 'glass-lapsed' ? 409 : 403)
  const box = body.open ? sql`, from_at = bw.now(), until_at = bw.now() + make_interval(hours => hours)` : sql``
  const r =
    await sql`update confidentiality.break_glass set decided_by = ${ctx.actor.personId}, decided_at = bw.now(), note = ${body.note || null}, revision = revision + 1 ${box}
    where court_id = ${ctx.actor.courtId} and id = ${row.id} and revision = ${revision} and decided_at is null and ended_at is null`.execute(
      ctx.tx,
    )
  if (!r.numAffectedRows) throw new Fail('stale-revision', 409)
  let grantId: number | null = null
  if (body.open) {
    // The levels court staff read by their own scope; what no grant opens (C4, C5 to nobody but the desk itself) stays as it is.
    const { rows } = await sql<{
      id: number
    }>`with drawn as materialized (select nextval(pg_get_serial_sequence('confidentiality.access_grant', 'id')) as id), written as (
      insert into confidentiality.access_grant (id, court_id, person_id, side, case_id, glass_id, stage, levels, actions, from_at, until_at)
      select drawn.id, b.court_id, b.person_id, 'court', b.case_id, b.id, 'breakGlass', '{C1,C2,C3}', '{read}', b.from_at, b.until_at
        from drawn, confidentiality.break_glass b where b.court_id = ${ctx.actor.courtId}::int and b.id = ${row.id}::bigint)
      select id from drawn`.execute(ctx.tx)
    grantId = rows[0]!.id
  }
  const data = { personId: row.personId, hours: row.hours }
  await ctx.audit({
    verb: body.open ? 'glass.open' : 'glass.refuse',
    objectType: 'break-glass',
    objectId: row.id,
    caseId: row.caseId,
    grantId,
    data,
  })
  const concerned = body.open ? [...(await judgeOf(ctx, row.caseId)), ctx.actor.personId!] : []
  await tell(ctx, { kind: body.open ? 'opened' : 'refused', id: row.id, personId: row.personId, personName: row.personName, concerned })
  return { id: row.id, revision: revision + 1 }
}

export const endGlass = async (ctx: Ctx, { params }: Input<typeof api.endGlass>): Promise<Output<typeof api.endGlass>> => {
  const row = await found(ctx, params.id)
  const can = mayEnd(ctx, row)
  if (can !== true) throw new Fail(can, can === 'glass-not-open' ? 409 : 403)
  // Asked before the access is over: afterwards the one who ends it sees the case no more.
  const judge = await judgeOf(ctx, row.caseId)
  const because = row.personId === ctx.actor.personId ? 'glass-given-back' : 'glass-taken-back'
  const r =
    row.state === 'asked'
      ? await sql`update confidentiality.break_glass set ended_at = bw.now(), ended_by = ${ctx.actor.personId}, ended_because = 'withdrawn', revision = revision + 1
          where court_id = ${ctx.actor.courtId} and id = ${row.id} and decided_at is null and ended_at is null`.execute(ctx.tx)
      : await sql`update confidentiality.access_grant set ended_at = greatest(bw.now(), from_at), ended_because = ${because}
          where court_id = ${ctx.actor.courtId} and glass_id = ${row.id} and ended_at is null`.execute(ctx.tx)
  if (!r.numAffectedRows) throw new Fail('glass-not-open', 409)
  await ctx.audit({
    verb: 'glass.end',
    objectType: 'break-glass',
    objectId: row.id,
    caseId: row.caseId,
    data: { because: row.state === 'asked' ? 'withdrawn' : because },
  })
  if (row.state === 'live')
    await tell(ctx, {
      kind: 'ended',
      id: row.id,
      personId: row.personId,
      personName: row.personName,
      concerned: [...judge, ...(row.decidedBy ? [row.decidedBy] : [])],
    })
  return { ok: true as const }
}

/** Who leaves or loses his post loses an opening with it. */
export const endGlassOfLeaver = async (ctx: Ctx, personId: number): Promise<void> => {
  await sql`update confidentiality.access_grant set ended_at = greatest(bw.now(), from_at), ended_because = 'left'
    where court_id = ${ctx.actor.courtId} and person_id = ${personId} and glass_id is not null and ended_at is null`.execute(ctx.tx)
}
