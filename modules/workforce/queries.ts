import { sql } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'
import { readCursor } from '../../platform/http/cursor.ts'
import { personInScope, todayOf } from '../organisations/public.ts'
import type { Role } from '../organisations/rules/roles.ts'
import type { FactKind, GateItem, TrainingPhase, TrainingTopic } from './rules.ts'

export interface GateRow {
  item: GateItem
  met: boolean
  since: string | null
  until: string | null
}
/** The gate as the database holds it, now (the transaction's own clock, by which facts are stamped). */
export const selectGate = async (ctx: Ctx, courtId: number, personId: number): Promise<GateRow[]> =>
  (await sql<GateRow>`select item, met, since, until from workforce.gate(${courtId}, ${personId}, bw.now())`.execute(ctx.tx)).rows

export const selectAdmitted = async (ctx: Ctx, courtId: number, personId: number): Promise<boolean> =>
  (await sql<{ ok: boolean }>`select workforce.admitted(${courtId}, ${personId}, bw.now()) as ok`.execute(ctx.tx)).rows[0]?.ok ?? false

export interface FactRow {
  id: number
  personId: number
  kind: FactKind
  passed: boolean
  onDate: string
  validUntil: string | null
  halfDays: number | null
  topics: TrainingTopic[] | null
  phase: TrainingPhase | null
  source: string | null
  reference: string | null
  note: string | null
  recordedById: number | null
  recordedBy: string | null
  recordedAt: string
  revokedAt: string | null
  revokedBy: string | null
}
const factSelect = sql`select f.id, f.person_id as "personId", f.kind, f.passed, f.on_date as "onDate", f.valid_until as "validUntil", f.half_days as "halfDays",
    f.topics, f.phase, f.source, f.reference, f.note, f.recorded_by as "recordedById", r.name as "recordedBy", f.recorded_at as "recordedAt", f.revoked_at as "revokedAt", v.name as "revokedBy"
  from workforce.fact f left join organisations.person r on r.id = f.recorded_by left join organisations.person v on v.id = f.revoked_by`

/** Newest first, revoked ones too. */
export const selectFacts = async (ctx: Ctx, courtId: number, personId: number): Promise<FactRow[]> =>
  (
    await sql<FactRow>`${factSelect} where f.court_id = ${courtId} and f.person_id = ${personId} order by f.on_date desc, f.id desc limit 500`.execute(
      ctx.tx,
    )
  ).rows
export const selectFact = async (ctx: Ctx, courtId: number, id: number): Promise<FactRow | null> =>
  (await sql<FactRow>`${factSelect} where f.court_id = ${courtId} and f.id = ${id} for no key update of f`.execute(ctx.tx)).rows[0] ?? null
export const openVeto = async (ctx: Ctx, courtId: number, personId: number): Promise<FactRow | null> =>
  (
    await sql<FactRow>`${factSelect} where f.court_id = ${courtId} and f.person_id = ${personId} and f.kind = 'veto' and f.revoked_at is null
      order by f.id desc limit 1 for no key update of f`.execute(ctx.tx)
  ).rows[0] ?? null

/** What a veto ended, in figures; null for one made before they were kept. */
export const selectVetoEffects = async (ctx: Ctx, courtId: number, factId: number): Promise<Record<string, number> | null> =>
  (
    await sql<{
      effects: Record<string, number>
    }>`select effects from workforce.veto_effect where court_id = ${courtId} and fact_id = ${factId}`.execute(ctx.tx)
  ).rows[0]?.effects ?? null

export interface RosterRow {
  personId: number
  name: string
  staffNo: string | null
  contractorId: number
  contractorName: string
  roles: Role[]
  team: string | null
  admitted: boolean
  vetoed: boolean
  missing: GateItem[]
  expiresOn: string | null
}
export interface RosterFilter {
  q?: string
  contractorId?: number
  engagementId?: number
  admitted?: 'yes' | 'no'
  personId?: number
}
/** Outsourced staff of the court with the state of their gate. */
export const selectRoster = async (
  ctx: Ctx,
  courtId: number,
  f: RosterFilter,
  page: { after?: string; limit: number },
): Promise<RosterRow[]> => {
  const [name, id] = readCursor(page.after, 2) ?? [null, 0]
  const today = todayOf(ctx)
  const conditions = [sql`p.side = 'contractor'`, personInScope(ctx, [courtId])]
  if (f.personId) conditions.push(sql`p.id = ${f.personId}`)
  else conditions.push(sql`(p.left_on is null or p.left_on > ${today}::date)`)
  if (f.q) conditions.push(sql`(p.name like ${`%${f.q.replace(/[\\%_]/g, '\\$&')}%`} or p.staff_no = ${f.q})`)
  if (f.contractorId) conditions.push(sql`p.contractor_id = ${f.contractorId}`)
  if (f.engagementId)
    conditions.push(sql`exists (select from organisations.post o where o.person_id = p.id and o.court_id = ${courtId} and o.engagement_id = ${f.engagementId}
      and (o.until_date is null or o.until_date >= ${today}::date))`)
  if (f.admitted) conditions.push(sql`workforce.admitted(${courtId}, p.id, bw.now()) = ${f.admitted === 'yes'}`)
  if (name !== null) conditions.push(sql`(p.name, p.id) > (${name}, ${id}::bigint)`)
  const found = await sql<RosterRow>`
    select p.id as "personId", p.name, p.staff_no as "staffNo", p.contractor_id as "contractorId", c.name as "contractorName", w.roles, w.team,
      g.admitted, g.vetoed, g.missing, g."expiresOn"
    from organisations.person p join organisations.contractor c on c.id = p.contractor_id
      cross join lateral (select coalesce(array_agg(distinct o.role order by o.role), '{}') as roles, max(o.team) as team from organisations.post o
        where o.person_id = p.id and o.court_id = ${courtId} and o.from_date <= ${today}::date and (o.until_date is null or o.until_date >= ${today}::date)) w
      cross join lateral (select bool_and(x.met) as admitted, bool_or(x.item = 'veto' and not x.met) as vetoed,
          coalesce(array_agg(x.item) filter (where not x.met), '{}') as missing, min(x.until) filter (where x.met) as "expiresOn"
        from workforce.gate(${courtId}, p.id, bw.now()) x) g
    where ${sql.join(conditions, sql` and `)}
    order by p.name, p.id limit ${page.limit + 1}`.execute(ctx.tx)
  return found.rows
}
