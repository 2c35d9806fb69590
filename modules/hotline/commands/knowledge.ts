import { sql } from 'kysely'
import { toDate } from '../../../platform/calendar/zoned.ts'
import type { Ctx } from '../../../platform/http/context.ts'
import { pageOf, readCursor } from '../../../platform/http/cursor.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { nameGrams, queryGrams } from '../../cases/rules/names.ts'
import type { Article, ArticleRow } from '../api-knowledge.ts'
import type { topics } from '../rules/kinds.ts'

type Topic = (typeof topics)[number]
interface Words {
  title: string
  body: string
  basis: string
}
const today = (ctx: Ctx): string => toDate(ctx.now).toString()
const inForce = (
  ctx: Ctx,
) => sql`v.state = 'approved' and v.from_date <= ${today(ctx)}::date and (v.until_date is null or v.until_date > ${today(ctx)}::date)
  and not exists (select from hotline.article_version n where n.court_id = v.court_id and n.article_id = v.article_id and n.version > v.version and n.state = 'approved' and n.from_date <= ${today(ctx)}::date)`

/** What is in force, by its words (single signs and pairs, so that two characters find); the court and leads see articles that are drafts only as well. */
export const listArticles = async (
  ctx: Ctx,
  f: { q?: string | undefined; topic?: Topic | undefined; cursor?: string | undefined; limit: number },
): Promise<{ items: ArticleRow[]; next: string | null }> => {
  const at = readCursor(f.cursor, 1)
  const words = (f.q ?? '').trim()
  const grams = queryGrams(words)
  const found =
    words === ''
      ? sql``
      : grams.length
        ? sql`and v.id = any (array(select x.id from hotline.find_articles(${grams}::text[], 200) x))`
        : sql`and false`
  const shown =
    words === '' && ctx.may('hotline.draft')
      ? sql`(${inForce(ctx)} or not exists (select from hotline.article_version o where o.court_id = v.court_id and o.article_id = v.article_id and o.version > v.version) and not exists (select from hotline.article_version o where o.court_id = v.court_id and o.article_id = v.article_id and o.state = 'approved' and o.until_date is null and o.from_date <= ${today(ctx)}::date))`
      : inForce(ctx)
  const { rows } =
    await sql<ArticleRow>`select a.id, v.id as "versionId", v.version, a.topic, v.title, left(v.body, 140) as excerpt, v.state, v.from_date::text as "fromDate", ${inForce(ctx)} as "inForce",
      exists (select from hotline.article_version d where d.court_id = a.court_id and d.article_id = a.id and d.state = 'draft') as "draftWaiting"
    from hotline.article a join hotline.article_version v on v.court_id = a.court_id and v.article_id = a.id
    where a.court_id = ${ctx.actor.courtId} and ${shown} ${found} ${f.topic ? sql`and a.topic = ${f.topic}` : sql``} ${at ? sql`and a.id < ${at[0]}::bigint` : sql``} order by a.id desc limit ${f.limit + 1}`.execute(
      ctx.tx,
    )
  return pageOf(rows, f.limit, (r) => [r.id])
}
/** Fail: not-found. */
export const readArticle = async (ctx: Ctx, id: number): Promise<Article> => {
  const { rows } = await sql<
    Omit<Article, 'can'>
  >`select a.id, a.topic, (select json_agg(json_build_object('id', v.id, 'version', v.version, 'title', v.title, 'body', v.body, 'basis', v.basis, 'state', v.state, 'inForce', ${inForce(ctx)}, 'fromDate', v.from_date::text,
      'madeBy', (select p.name from organisations.person p where p.id = v.made_by), 'madeAt', v.made_at, 'decidedBy', (select p.name from organisations.person p where p.id = v.decided_by), 'decidedAt', v.decided_at, 'reason', v.reason, 'revision', v.revision) order by v.version desc)
      from hotline.article_version v where v.court_id = a.court_id and v.article_id = a.id) as versions from hotline.article a where a.court_id = ${ctx.actor.courtId} and a.id = ${id}`.execute(
    ctx.tx,
  )
  const a = rows[0]
  if (!a?.versions) throw new Fail('not-found', 404)
  const draft = a.versions.find((v) => v.state === 'draft')
  return {
    ...a,
    can: {
      draft: !ctx.may('hotline.draft') ? 'not-allowed' : draft ? 'draft-waits' : true,
      decide: !ctx.may('hotline.approve')
        ? 'not-allowed'
        : !draft
          ? 'not-draft'
          : draft.madeBy === ctx.actor.name && (await madeBy(ctx, draft.id)) === ctx.actor.personId
            ? 'same-person'
            : true,
      end: !ctx.may('hotline.approve') ? 'not-allowed' : a.versions.some((v) => v.inForce) ? true : 'not-approved',
    },
  }
}
const madeBy = async (ctx: Ctx, versionId: number): Promise<number | null> =>
  (
    await sql<{
      m: number
    }>`select made_by as m from hotline.article_version where court_id = ${ctx.actor.courtId} and id = ${versionId}`.execute(ctx.tx)
  ).rows[0]?.m ?? null

const putVersion = async (ctx: Ctx, articleId: number, version: number, w: Words): Promise<void> => {
  const r = await sql`insert into hotline.article_version (court_id, article_id, version, title, body, basis, grams, made_by)
    values (${ctx.actor.courtId}, ${articleId}, ${version}, ${w.title}, ${w.body}, ${w.basis}, ${nameGrams(`${w.title} ${w.body}`)}::text[], ${ctx.actor.personId}) on conflict do nothing`.execute(
    ctx.tx,
  )
  if (!r.numAffectedRows) throw new Fail('draft-waits', 409)
  await ctx.audit({ verb: 'hotline.article.draft', objectType: 'article', objectId: articleId, data: { version } })
}
export const newArticle = async (ctx: Ctx, b: Words & { topic: Topic; gapId?: number | null | undefined }): Promise<number> => {
  const drawn = await sql<{ id: number }>`select nextval(pg_get_serial_sequence('hotline.article', 'id')) as id`.execute(ctx.tx)
  const id = Number(drawn.rows[0]!.id)
  await sql`insert into hotline.article (id, court_id, topic, made_by) values (${id}, ${ctx.actor.courtId}, ${b.topic}, ${ctx.actor.personId})`.execute(
    ctx.tx,
  )
  await putVersion(ctx, id, 1, b)
  if (b.gapId) {
    const r =
      await sql`update hotline.gap set article_id = ${id}, settled_by = ${ctx.actor.personId}, settled_at = bw.now(), revision = revision + 1 where court_id = ${ctx.actor.courtId} and id = ${b.gapId} and settled_at is null`.execute(
        ctx.tx,
      )
    if (!r.numAffectedRows) throw new Fail('gap-settled', 409, { field: 'gapId' })
  }
  return id
}
/** Fail: not-found, draft-waits. */
export const newVersion = async (ctx: Ctx, id: number, w: Words): Promise<number> => {
  const { rows } = await sql<{
    n: number | null
  }>`select (select max(v.version) from hotline.article_version v where v.court_id = a.court_id and v.article_id = a.id) as n from hotline.article a where a.court_id = ${ctx.actor.courtId} and a.id = ${id}`.execute(
    ctx.tx,
  )
  if (!rows[0]?.n) throw new Fail('not-found', 404)
  await putVersion(ctx, id, rows[0].n + 1, w)
  return rows[0].n + 1
}

const lockVersion = async (ctx: Ctx, id: number, revision: number) => {
  const { rows } = await sql<{
    article_id: number
    state: string
    made_by: number
    revision: number
  }>`select article_id, state, made_by, revision from hotline.article_version where court_id = ${ctx.actor.courtId} and id = ${id} for update`.execute(
    ctx.tx,
  )
  const v = rows[0]
  if (!v) throw new Fail('not-found', 404)
  if (v.revision !== revision) throw new Fail('stale-revision', 409, { revision: v.revision })
  return v
}
/** The court's word on what its agents may say; never the writer's own. Fail: same-person, not-draft, date-past, reason-missing. */
export const decideVersion = async (
  ctx: Ctx,
  id: number,
  revision: number,
  b: { approve: boolean; fromDate?: string | null | undefined; reason: string },
): Promise<void> => {
  const v = await lockVersion(ctx, id, revision)
  if (v.state !== 'draft') throw new Fail('not-draft', 409)
  if (v.made_by === ctx.actor.personId) throw new Fail('same-person', 403)
  const from = b.fromDate ?? today(ctx)
  if (b.approve && from < today(ctx)) throw new Fail('date-past', 422, { field: 'fromDate' })
  if (!b.approve && b.reason === '') throw new Fail('reason-missing', 422, { field: 'reason' })
  await sql`update hotline.article_version set state = ${b.approve ? 'approved' : 'refused'}, from_date = ${b.approve ? from : null}::date, decided_by = ${ctx.actor.personId}, decided_at = bw.now(), reason = ${b.reason}, revision = revision + 1
    where court_id = ${ctx.actor.courtId} and id = ${id}`.execute(ctx.tx)
  await ctx.audit({ verb: 'hotline.article.decide', objectType: 'article', objectId: v.article_id, data: { approve: b.approve, from } })
}
export const endVersion = async (ctx: Ctx, id: number, revision: number, reason: string): Promise<void> => {
  const v = await lockVersion(ctx, id, revision)
  if (v.state !== 'approved') throw new Fail('not-approved', 409)
  await sql`update hotline.article_version set state = 'ended', until_date = ${today(ctx)}::date, reason = ${reason}, revision = revision + 1 where court_id = ${ctx.actor.courtId} and id = ${id}`.execute(
    ctx.tx,
  )
  await ctx.audit({ verb: 'hotline.article.end', objectType: 'article', objectId: v.article_id })
}

/** 没有找到答案: what agents could not answer becomes the next article, or is laid aside with a reason. */
export const addGap = async (ctx: Ctx, question: string): Promise<number> => {
  const { rows } = await sql<{ id: number }>`insert into hotline.gap (court_id, call_id, question, by_person)
    values (${ctx.actor.courtId}, (select c.id from hotline.call c where c.court_id = ${ctx.actor.courtId} and c.agent_id = ${ctx.actor.personId} and c.ended_at is null limit 1), ${question}, ${ctx.actor.personId}) returning id`.execute(
    ctx.tx,
  )
  await ctx.audit({ verb: 'hotline.gap', objectType: 'gap', objectId: rows[0]!.id })
  return rows[0]!.id
}
export interface Gap {
  id: number
  question: string
  by: string
  at: string
  articleId: number | null
  settledAt: string | null
  settledBy: string | null
  reason: string
  revision: number
}
export const listGaps = async (
  ctx: Ctx,
  f: { open?: 'yes' | 'no' | undefined; cursor?: string | undefined; limit: number },
): Promise<{ items: Gap[]; next: string | null }> => {
  const at = readCursor(f.cursor, 1)
  const { rows } =
    await sql<Gap>`select g.id, g.question, (select p.name from organisations.person p where p.id = g.by_person) as by, g.at, g.article_id as "articleId", g.settled_at as "settledAt", (select p.name from organisations.person p where p.id = g.settled_by) as "settledBy", g.reason, g.revision
    from hotline.gap g where g.court_id = ${ctx.actor.courtId} ${f.open ? (f.open === 'yes' ? sql`and g.settled_at is null` : sql`and g.settled_at is not null`) : sql``} ${at ? sql`and g.id < ${at[0]}::bigint` : sql``} order by g.id desc limit ${f.limit + 1}`.execute(
      ctx.tx,
    )
  return pageOf(rows, f.limit, (r) => [r.id])
}
/** Fail: gap-settled, article-unknown, stale-revision. */
export const settleGap = async (
  ctx: Ctx,
  id: number,
  revision: number,
  b: { articleId?: number | null | undefined; reason: string },
): Promise<void> => {
  const { rows } = await sql<{
    revision: number
    settled: boolean
  }>`select revision, settled_at is not null as settled from hotline.gap where court_id = ${ctx.actor.courtId} and id = ${id} for update`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw new Fail('not-found', 404)
  if (rows[0].settled) throw new Fail('gap-settled', 409)
  if (rows[0].revision !== revision) throw new Fail('stale-revision', 409, { revision: rows[0].revision })
  if (
    b.articleId &&
    !(await sql`select from hotline.article where court_id = ${ctx.actor.courtId} and id = ${b.articleId}`.execute(ctx.tx)).rows.length
  )
    throw new Fail('article-unknown', 422, { field: 'articleId' })
  await sql`update hotline.gap set article_id = ${b.articleId ?? null}, settled_by = ${ctx.actor.personId}, settled_at = bw.now(), reason = ${b.reason}, revision = revision + 1 where court_id = ${ctx.actor.courtId} and id = ${id}`.execute(
    ctx.tx,
  )
  await ctx.audit({ verb: 'hotline.gap.settle', objectType: 'gap', objectId: id })
}
