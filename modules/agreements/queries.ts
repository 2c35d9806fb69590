import { sql } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'
import { readCursor } from '../../platform/http/cursor.ts'
import { personInScope, todayOf } from '../organisations/public.ts'
import type { AgreementKind, agreementStates, routes, Stand, TemplateDates, templateStates } from './rules.ts'

type State = (typeof agreementStates)[number]
type Route = (typeof routes)[number]

export interface TemplateRow extends TemplateDates {
  kind: AgreementKind
  label: string
  title: string
  source: string
  body: string
  notes: { place: string; clause: string; zh: string; en: string }[]
  state: (typeof templateStates)[number]
  reason: string | null
  draftedById: number | null
  draftedBy: string | null
  proposedById: number | null
  proposedBy: string | null
  approvedBy: string | null
  approvedOn: string | null
  revision: number
}
export const selectTemplates = async (
  ctx: Ctx,
  f: { kind?: AgreementKind; id?: number; approved?: boolean; lock?: boolean },
): Promise<TemplateRow[]> =>
  (
    await sql<TemplateRow>`select t.id, t.court_id is not null as own, t.kind, t.label, t.title, t.source, t.body, t.notes, t.state, t.effective_on as "effectiveOn", t.grace_days as "graceDays", t.reason,
      t.drafted_by as "draftedById", d.name as "draftedBy", t.proposed_by as "proposedById", p.name as "proposedBy", a.name as "approvedBy",
      (t.approved_at at time zone 'Asia/Shanghai')::date as "approvedOn", t.revision
    from agreements.template t left join organisations.person d on d.id = t.drafted_by left join organisations.person p on p.id = t.proposed_by left join organisations.person a on a.id = t.approved_by
    where (t.court_id is null or t.court_id = ${ctx.actor.courtId}) and (${f.kind ?? null}::text is null or t.kind = ${f.kind ?? null}) and (${f.id ?? null}::bigint is null or t.id = ${f.id ?? null})
      and (${!f.approved} or t.state = 'approved')
    order by t.id desc ${f.lock ? sql`for no key update of t` : sql``}`.execute(ctx.tx)
  ).rows

/** Where a person works as outsourced staff here today: the engagement his agreement names. */
export const engagementOf = async (
  ctx: Ctx,
  personId: number,
): Promise<{ id: number; title: string; court: string; contractorId: number; contractor: string } | null> =>
  (
    await sql<{
      id: number
      title: string
      court: string
      contractorId: number
      contractor: string
    }>`select e.id, e.title, k.name as court, e.contractor_id as "contractorId", c.name as contractor
      from organisations.post o join organisations.engagement e on e.court_id = o.court_id and e.id = o.engagement_id join organisations.court k on k.id = e.court_id
        join organisations.contractor c on c.id = e.contractor_id
      where o.court_id = ${ctx.actor.courtId} and o.person_id = ${personId} and (o.until_date is null or o.until_date >= ${todayOf(ctx)}::date) and e.state <> 'ended'
      order by o.from_date, o.id desc limit 1`.execute(ctx.tx)
  ).rows[0] ?? null

export interface AgreementRow {
  id: number
  kind: AgreementKind
  templateId: number
  personId: number
  name: string
  leftOn: string | null
  contractor: string
  engagement: string
  keyPostId: number | null
  keyPost: string | null
  title: string
  label: string
  body: string
  bodySha256: string
  code: string
  route: Route
  state: State
  signedOn: string
  signedAt: string
  typedName: string | null
  signatureSha256: string | null
  ip: string | null
  sessionRef: string | null
  scanSha256: string | null
  scanType: string | null
  scanName: string | null
  scanSize: number | null
  madeById: number | null
  madeBy: string | null
  checkedBy: string | null
  checkedAt: string | null
  checkNote: string | null
  revision: number
}
export const selectAgreements = async (ctx: Ctx, f: { id?: number; personId?: number; lock?: boolean }): Promise<AgreementRow[]> =>
  (
    await sql<AgreementRow>`select a.id, a.kind, a.template_id as "templateId", a.person_id as "personId", a.person_name as name, q.left_on as "leftOn", c.name as contractor, e.title as engagement,
      a.key_post_id as "keyPostId", k.name as "keyPost", a.title, t.label, a.body, a.body_sha256 as "bodySha256", a.code, a.route, a.state, a.signed_on as "signedOn", a.signed_at as "signedAt",
      a.typed_name as "typedName", a.signature_sha256 as "signatureSha256", a.ip, a.session_ref as "sessionRef", a.scan_sha256 as "scanSha256", a.scan_type as "scanType", a.scan_name as "scanName",
      a.scan_size as "scanSize", a.made_by as "madeById", m.name as "madeBy", h.name as "checkedBy", a.checked_at as "checkedAt", a.check_note as "checkNote", a.revision
    from agreements.agreement a join agreements.template t on t.id = a.template_id join organisations.person q on q.id = a.person_id join organisations.contractor c on c.id = a.contractor_id
      join organisations.engagement e on e.court_id = a.court_id and e.id = a.engagement_id left join agreements.key_post k on k.court_id = a.court_id and k.id = a.key_post_id
      left join organisations.person m on m.id = a.made_by left join organisations.person h on h.id = a.checked_by
    where a.court_id = ${ctx.actor.courtId} and (${f.id ?? null}::bigint is null or a.id = ${f.id ?? null}) and (${f.personId ?? null}::bigint is null or a.person_id = ${f.personId ?? null})
    order by a.id desc limit 200 ${f.lock ? sql`for no key update of a` : sql``}`.execute(ctx.tx)
  ).rows

export interface StandRow {
  personId: number
  name: string
  staffNo: string | null
  contractor: string
  leftOn: string | null
  stand: Stand
  agreementId: number | null
  label: string | null
  route: Route | null
  signedOn: string | null
  mustBy: string | null
  waitingId: number | null
}
export interface StandFilter {
  q?: string
  stand?: Stand
  contractorId?: number
  engagementId?: number
  personId?: number
  left?: 'yes' | 'no'
}
/** Outsourced people of the court with the agreement they stand under; `asked`: the version that is asked for. The same cases as `standOf` (a test holds them together). */
export const selectStands = async (
  ctx: Ctx,
  asked: number,
  f: StandFilter,
  page: { after?: string; limit: number },
): Promise<StandRow[]> => {
  const [name, id] = readCursor(page.after, 2) ?? [null, 0]
  const today = todayOf(ctx)
  const court = ctx.actor.courtId
  const where = [sql`p.side = 'contractor'`, personInScope(ctx, [court ?? 0])]
  if (f.personId) where.push(sql`p.id = ${f.personId}`)
  else if (f.left === 'yes') where.push(sql`p.left_on <= ${today}::date`)
  else where.push(sql`(p.left_on is null or p.left_on > ${today}::date)`)
  if (f.q)
    where.push(sql`(p.name like ${`%${f.q.replace(/[\\%_]/g, '\\$&')}%`} or p.staff_no = ${f.q} or exists (select from agreements.agreement z where z.court_id = ${court} and z.person_id = p.id
      and z.code = upper(${f.q})))`)
  if (f.contractorId) where.push(sql`p.contractor_id = ${f.contractorId}`)
  if (f.engagementId)
    where.push(
      sql`exists (select from organisations.post o where o.person_id = p.id and o.court_id = ${court} and o.engagement_id = ${f.engagementId} and (o.until_date is null or o.until_date >= ${today}::date))`,
    )
  if (name !== null) where.push(sql`(p.name, p.id) > (${name}, ${id}::bigint)`)
  return (
    await sql<StandRow>`select * from (
      select p.id as "personId", p.name, p.staff_no as "staffNo", c.name as contractor, p.left_on as "leftOn",
        case when s.template_id = ${asked} then 'signed' when w.id is not null then 'waiting' when s.id is null then case when g.met then 'recorded' else 'none' end when g.met then 'due' else 'lapsed' end as stand,
        s.id as "agreementId", t.label, s.route, s.signed_on as "signedOn", case when g.met then g.until end as "mustBy", w.id as "waitingId"
      from organisations.person p join organisations.contractor c on c.id = p.contractor_id
        left join lateral (select a.* from agreements.agreement a where a.court_id = ${court} and a.person_id = p.id and a.kind = 'nda' and a.state = 'signed' order by a.id desc limit 1) s on true
        left join agreements.template t on t.id = s.template_id
        left join lateral (select a.id from agreements.agreement a where a.court_id = ${court} and a.person_id = p.id and a.kind = 'nda' and a.state = 'waiting' limit 1) w on true
        cross join lateral (select x.met, x.until from workforce.gate(${court}::int, p.id, bw.now()) x where x.item = 'nda') g
      where ${sql.join(where, sql` and `)}) y
    where ${f.stand ?? null}::text is null or y.stand = ${f.stand ?? null} order by y.name, y."personId" limit ${page.limit + 1}`.execute(
      ctx.tx,
    )
  ).rows
}

export interface KeyPostRow {
  id: number
  name: string
  contractorId: number
  contractor: string
  engagementId: number
  engagement: string
  ownerId: number
  owner: string
  namedAt: string
  dueAt: string
  agreementId: number | null
  signedAt: string | null
  late: boolean
  endedAt: string | null
}
export const selectKeyPosts = async (
  ctx: Ctx,
  f: {
    q?: string
    signed?: 'yes' | 'no'
    ended?: 'yes' | 'no'
    ownerId?: number
    id?: number
    engagementId?: number
    name?: string
    lock?: boolean
  },
  page: { after?: string; limit: number },
): Promise<KeyPostRow[]> => {
  const [name, id] = readCursor(page.after, 2) ?? [null, 0]
  const where = [sql`k.court_id = ${ctx.actor.courtId}`]
  if (f.id) where.push(sql`k.id = ${f.id}`)
  if (f.ended) where.push(f.ended === 'yes' ? sql`k.ended_at is not null` : sql`k.ended_at is null`)
  if (f.ownerId) where.push(sql`k.owner_id = ${f.ownerId}`)
  if (f.engagementId) where.push(sql`k.engagement_id = ${f.engagementId}`)
  if (f.name) where.push(sql`k.name = ${f.name}`)
  if (f.q) where.push(sql`(k.name like ${`%${f.q.replace(/[\\%_]/g, '\\$&')}%`} or p.name = ${f.q})`)
  if (f.signed) where.push(f.signed === 'yes' ? sql`a.id is not null` : sql`a.id is null`)
  if (name !== null) where.push(sql`(k.name, k.id) > (${name}, ${id}::bigint)`)
  return (
    await sql<KeyPostRow>`select k.id, k.name, k.contractor_id as "contractorId", c.name as contractor, k.engagement_id as "engagementId", e.title as engagement, k.owner_id as "ownerId", p.name as owner,
      k.named_at as "namedAt", k.due_at as "dueAt", a.id as "agreementId", a.at as "signedAt", coalesce(a.at, bw.now()) > k.due_at as late, k.ended_at as "endedAt"
    from agreements.key_post k join organisations.contractor c on c.id = k.contractor_id join organisations.engagement e on e.court_id = k.court_id and e.id = k.engagement_id
      join organisations.person p on p.id = k.owner_id
      left join lateral (select g.id, coalesce(g.checked_at, g.signed_at) as at from agreements.agreement g where g.court_id = k.court_id and g.key_post_id = k.id and g.state = 'signed' order by g.id desc limit 1) a on true
    where ${sql.join(where, sql` and `)} order by k.name, k.id limit ${page.limit + 1} ${f.lock ? sql`for no key update of k` : sql``}`.execute(
      ctx.tx,
    )
  ).rows
}
