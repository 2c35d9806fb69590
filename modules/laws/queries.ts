import { sql } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'
import { readCursor } from '../../platform/http/cursor.ts'
import type { ArticleRow, LawKind, ImpactState, VersionDates } from './rules.ts'

export interface LawRow {
  id: number
  courtId: number | null
  key: string
  kind: LawKind
  zh: string
  en: string | null
  issuer: string | null
}
export interface VersionRow extends VersionDates {
  courtId: number | null
  lawId: number
  label: string
  number: string | null
  promulgatedOn: string | null
  noteZh: string | null
  noteEn: string | null
  enteredBy: string | null
  enteredAt: string
  articles: (ArticleRow & { noteZh: string | null; noteEn: string | null })[]
  text: { id: number; name: string; type: string; size: number; sha256: string; attachedBy: string | null; at: string } | null
}
const lawColumns = sql`l.id, l.court_id as "courtId", l.key, l.kind, l.name_zh as zh, l.name_en as en, l.issuer`
// A court's own entry of a short name is read instead of the product's.
const mine = (ctx: Ctx) => sql`(l.court_id is null or l.court_id = ${ctx.actor.courtId}) and not (l.court_id is null
  and exists (select from laws.law o where o.key = l.key and o.court_id = ${ctx.actor.courtId}))`

export const selectLaws = async (
  ctx: Ctx,
  f: { q?: string; kind?: LawKind; keys?: readonly string[] | null; notKeys?: readonly string[]; ids?: readonly number[] },
  page: { after?: string; limit: number },
): Promise<LawRow[]> => {
  const [name, id] = readCursor(page.after, 2) ?? [null, 0]
  const where = [mine(ctx)]
  if (f.q)
    where.push(sql`(l.name_zh like ${`%${f.q.replace(/[\\%_]/g, '\\$&')}%`} or l.key = ${f.q} or l.name_en ilike ${`%${f.q.replace(/[\\%_]/g, '\\$&')}%`}
    or exists (select from laws.version v where v.law_id = l.id and v.number = ${f.q}))`)
  if (f.kind) where.push(sql`l.kind = ${f.kind}`)
  if (f.keys) where.push(sql`l.key = any (${f.keys as string[]})`)
  if (f.notKeys) where.push(sql`l.key <> all (${f.notKeys as string[]})`)
  if (f.ids) where.push(sql`l.id = any (${f.ids as number[]}::bigint[])`)
  if (name !== null) where.push(sql`(l.name_zh, l.id) > (${name}, ${id}::bigint)`)
  return (
    await sql<LawRow>`select ${lawColumns} from laws.law l where ${sql.join(where, sql` and `)} order by l.name_zh, l.id limit ${page.limit + 1}`.execute(
      ctx.tx,
    )
  ).rows
}
export const lawByKey = async (ctx: Ctx, key: string): Promise<LawRow | null> =>
  (
    await sql<LawRow>`select ${lawColumns} from laws.law l where l.key = ${key} and (l.court_id is null or l.court_id = ${ctx.actor.courtId}) order by l.court_id nulls last limit 1`.execute(
      ctx.tx,
    )
  ).rows[0] ?? null

export const versionsOf = async (ctx: Ctx, lawIds: readonly number[]): Promise<VersionRow[]> =>
  (
    await sql<VersionRow>`select v.id, v.court_id as "courtId", v.law_id as "lawId", v.label, v.number, v.year, v.promulgated_on as "promulgatedOn", v.effective_on as "effectiveOn",
      v.repealed_on as "repealedOn", v.note_zh as "noteZh", v.note_en as "noteEn", v.replaces_id as "replacesId", p.name as "enteredBy", v.entered_at as "enteredAt",
      coalesce((select json_agg(json_build_object('topic', a.topic, 'number', a.number, 'certain', a.certain, 'noteZh', a.note_zh, 'noteEn', a.note_en) order by a.topic)
        from laws.article a where a.version_id = v.id), '[]'::json) as articles,
      (select json_build_object('id', t.id, 'name', t.name, 'type', t.type, 'size', t.size, 'sha256', t.sha256, 'attachedBy', q.name, 'at', t.attached_at)
        from laws.full_text t left join organisations.person q on q.id = t.attached_by where t.court_id = ${ctx.actor.courtId} and t.version_id = v.id order by t.id desc limit 1) as text
    from laws.version v left join organisations.person p on p.id = v.entered_by where v.law_id = any (${lawIds as number[]}::bigint[])
      and (v.court_id is null or v.court_id = ${ctx.actor.courtId}) order by v.id`.execute(ctx.tx)
  ).rows
export const lawOfVersion = async (ctx: Ctx, versionId: number): Promise<number | null> =>
  (
    await sql<{
      lawId: number
    }>`select law_id as "lawId" from laws.version where id = ${versionId} and (court_id is null or court_id = ${ctx.actor.courtId})`.execute(
      ctx.tx,
    )
  ).rows[0]?.lawId ?? null

const aboutChange = sql`c.id as "changeId", c.law_id as "lawId", json_build_object('zh', l.name_zh, 'en', l.name_en) as law, c.kind as change, v.label as version, c.counts_on as "countsOn"`
export interface AboutChange {
  changeId: number
  lawId: number
  law: { zh: string; en: string | null }
  change: 'version' | 'repeal' | 'correction'
  version: string
  countsOn: string | null
}
export const changesOf = async (ctx: Ctx, lawId: number) =>
  (
    await sql<{
      id: number
      kind: 'version' | 'repeal' | 'correction'
      version: string
      noticedOn: string
      countsOn: string | null
      note: string | null
      madeBy: string | null
      reviews: { open: number; all: number }
      impacts: { open: number; all: number }
    }>`
      select c.id, c.kind, v.label as version, c.noticed_on as "noticedOn", c.counts_on as "countsOn", c.note, p.name as "madeBy",
        (select json_build_object('open', count(*) filter (where r.done_at is null), 'all', count(*)) from laws.review r where r.court_id = c.court_id and r.change_id = c.id) as reviews,
        (select json_build_object('open', count(*) filter (where t.state <> 'accepted'), 'all', count(*)) from laws.impact_task t where t.court_id = c.court_id and t.change_id = c.id) as impacts
      from laws.change c join laws.version v on v.id = c.version_id left join organisations.person p on p.id = c.made_by
      where c.court_id = ${ctx.actor.courtId} and c.law_id = ${lawId} order by c.id desc limit 200`.execute(ctx.tx)
  ).rows
export const openReviewsOf = async (ctx: Ctx, lawIds: readonly number[]): Promise<Map<number, number>> =>
  new Map(
    (
      await sql<{
        id: number
        n: number
      }>`select c.law_id as id, count(*)::int as n from laws.review r join laws.change c on c.court_id = r.court_id and c.id = r.change_id
        where r.court_id = ${ctx.actor.courtId} and r.done_at is null and c.law_id = any (${lawIds as number[]}::bigint[]) group by 1`.execute(
        ctx.tx,
      )
    ).rows.map((r) => [r.id, r.n]),
  )

export interface ReviewRow extends AboutChange {
  id: number
  module: string
  title: { zh: string; en: string }
  link: string | null
  articles: string[]
  dueAt: string
  outcome: 'unchanged' | 'changed' | null
  note: string | null
  doneBy: string | null
  doneAt: string | null
}
export const selectReviews = async (
  ctx: Ctx,
  f: { state?: 'open' | 'done' | 'late'; lawId?: number; id?: number },
  page: { after?: string; limit: number },
): Promise<ReviewRow[]> => {
  const [due, id] = readCursor(page.after, 2) ?? [null, 0]
  const where = [sql`r.court_id = ${ctx.actor.courtId}`]
  if (f.id) where.push(sql`r.id = ${f.id}`)
  if (f.lawId) where.push(sql`c.law_id = ${f.lawId}`)
  if (f.state === 'done') where.push(sql`r.done_at is not null`)
  if (f.state === 'open' || f.state === 'late') where.push(sql`r.done_at is null`)
  if (f.state === 'late') where.push(sql`r.due_at < bw.now()`)
  if (due !== null) where.push(sql`(r.due_at, r.id) > (${due}::timestamptz, ${id}::bigint)`)
  return (
    await sql<ReviewRow>`select r.id, ${aboutChange}, r.module, json_build_object('zh', r.title_zh, 'en', r.title_en) as title, r.link, r.articles, r.due_at as "dueAt", r.outcome, r.note,
      p.name as "doneBy", r.done_at as "doneAt" from laws.review r join laws.change c on c.court_id = r.court_id and c.id = r.change_id join laws.law l on l.id = c.law_id
      join laws.version v on v.id = c.version_id left join organisations.person p on p.id = r.done_by where ${sql.join(where, sql` and `)} order by r.due_at, r.id limit ${page.limit + 1}`.execute(
      ctx.tx,
    )
  ).rows
}

export interface ImpactRow extends AboutChange {
  id: number
  note: string | null
  contractorId: number
  contractor: string
  engagementId: number
  engagement: string
  dueAt: string
  state: ImpactState
  late: boolean
  revision: number
}
export const selectImpacts = async (
  ctx: Ctx,
  f: { state?: ImpactState; late?: 'yes' | 'no'; lawId?: number; id?: number; lock?: boolean },
  page: { after?: string; limit: number },
): Promise<ImpactRow[]> => {
  const [due, id] = readCursor(page.after, 2) ?? [null, 0]
  // Late: nothing handed in by then, or handed in after.
  const late = sql`coalesce(t.submitted_at, bw.now()) > t.due_at`
  const where = [sql`t.court_id = ${ctx.actor.courtId}`]
  if (f.id) where.push(sql`t.id = ${f.id}`)
  if (f.state) where.push(sql`t.state = ${f.state}`)
  if (f.lawId) where.push(sql`c.law_id = ${f.lawId}`)
  if (f.late) where.push(f.late === 'yes' ? late : sql`not (${late})`)
  if (due !== null) where.push(sql`(t.due_at, t.id) > (${due}::timestamptz, ${id}::bigint)`)
  return (
    await sql<ImpactRow>`select t.id, ${aboutChange}, c.note, t.contractor_id as "contractorId", k.name as contractor, t.engagement_id as "engagementId", e.title as engagement, t.due_at as "dueAt", t.state, (${late}) as late, t.revision
      from laws.impact_task t join laws.change c on c.court_id = t.court_id and c.id = t.change_id join laws.law l on l.id = c.law_id join laws.version v on v.id = c.version_id
        join organisations.contractor k on k.id = t.contractor_id join organisations.engagement e on e.court_id = t.court_id and e.id = t.engagement_id
      where ${sql.join(where, sql` and `)} order by t.due_at, t.id limit ${page.limit + 1} ${f.lock ? sql`for no key update of t` : sql``}`.execute(
      ctx.tx,
    )
  ).rows
}
export interface ProofRow {
  id: number
  taskId: number
  sha256: string | null
  size: number | null
  type: string | null
  name: string | null
  ruleVersionId: number | null
  words: string
  submittedById: number
  submittedBy: string
  submittedAt: string
  accepted: boolean | null
  decision: string | null
  decidedBy: string | null
  decidedAt: string | null
}
export const selectProofs = async (ctx: Ctx, f: { taskId?: number; id?: number }): Promise<ProofRow[]> =>
  (
    await sql<ProofRow>`select p.id, p.task_id as "taskId", p.sha256, p.size, p.type, p.name, p.rule_version_id as "ruleVersionId", p.words, p.submitted_by as "submittedById", s.name as "submittedBy",
      p.submitted_at as "submittedAt", p.accepted, p.decision, d.name as "decidedBy", p.decided_at as "decidedAt"
    from laws.impact_proof p join organisations.person s on s.id = p.submitted_by left join organisations.person d on d.id = p.decided_by
    where p.court_id = ${ctx.actor.courtId} and (${f.taskId ?? null}::bigint is null or p.task_id = ${f.taskId ?? null}) and (${f.id ?? null}::bigint is null or p.id = ${f.id ?? null})
    order by p.id desc limit 100`.execute(ctx.tx)
  ).rows
