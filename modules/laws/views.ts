import type { Ctx } from '../../platform/http/context.ts'
import { pageOf } from '../../platform/http/cursor.ts'
import type { Input, Output } from '../../platform/http/endpoint.ts'
import { Fail } from '../../platform/http/problems.ts'
import { todayOf } from '../organisations/public.ts'
import { type Decision, no, yes } from '../organisations/rules/structure.ts'
import type * as api from './api.ts'
import { lawById } from './commands/keep.ts'
import { allPlaces, type Place } from './places.ts'
import { changesOf, type LawRow, lawByKey, openReviewsOf, selectLaws, type VersionRow, versionsOf } from './queries.ts'
import { type Citation, cite, compareLines, inForce, standing, stateOn } from './rules.ts'

type Row = Output<typeof api.listLaws>['items'][number]
type Version = Output<typeof api.compareVersions>['from']

const keeps = (ctx: Ctx): Decision => (ctx.may('laws.keep') ? yes : no('not-allowed'))

const rowOf = (l: LawRow, versions: readonly VersionRow[], today: string, cited: number, openReviews: number): Row => {
  const v = inForce(versions, today) ?? standing(versions).at(-1) ?? null
  return {
    id: l.id,
    key: l.key,
    kind: l.kind,
    name: { zh: l.zh, en: l.en },
    issuer: l.issuer,
    own: l.courtId !== null,
    version: v?.label ?? null,
    number: v?.number ?? null,
    effectiveOn: v?.effectiveOn ?? null,
    state: v ? stateOn(versions, v, today) : null,
    incomplete: standing(versions).some((x) => x.effectiveOn === null),
    cited,
    openReviews,
  }
}
const citing = (places: readonly Place[], key: string): Place[] => places.filter((p) => p.cites.some((c) => c.law === key))

export const listLaws = async (ctx: Ctx, { query }: Input<typeof api.listLaws>): Promise<Output<typeof api.listLaws>> => {
  const places = await allPlaces(ctx)
  const keys = [...new Set(places.flatMap((p) => p.cites.map((c) => c.law)))]
  const today = todayOf(ctx)
  const filter = { q: query.q, kind: query.kind, ...(query.cited === 'yes' ? { keys } : query.cited === 'no' ? { notKeys: keys } : {}) }
  // Missing dates are told by rule, not by SQL: the register is small enough to look at whole.
  const laws = await selectLaws(ctx, filter, query.incomplete ? { after: query.after, limit: 2000 } : query)
  const versions = await versionsOf(
    ctx,
    laws.map((l) => l.id),
  )
  const reviews = await openReviewsOf(
    ctx,
    laws.map((l) => l.id),
  )
  const rows = laws
    .map((l) =>
      rowOf(
        l,
        versions.filter((v) => v.lawId === l.id),
        today,
        citing(places, l.key).length,
        reviews.get(l.id) ?? 0,
      ),
    )
    .filter((r) => query.incomplete === undefined || r.incomplete === (query.incomplete === 'yes'))
  return { ...pageOf(rows.slice(0, query.limit + 1), query.limit, (r) => [r.name.zh, r.id]), can: { create: keeps(ctx) } }
}

const versionView = (ctx: Ctx, all: readonly VersionRow[], v: VersionRow, today: string): Version => {
  const stands = standing(all).some((s) => s.id === v.id)
  const may = keeps(ctx)
  const onStanding = !may.ok ? may : stands ? yes : no('version-replaced')
  return {
    id: v.id,
    own: v.courtId !== null,
    label: v.label,
    number: v.number,
    year: v.year,
    promulgatedOn: v.promulgatedOn,
    effectiveOn: v.effectiveOn,
    repealedOn: v.repealedOn,
    note: { zh: v.noteZh, en: v.noteEn },
    replacesId: v.replacesId,
    state: stateOn(all, v, today),
    articles: v.articles.map((a) => ({
      topic: a.topic,
      number: a.number,
      certain: a.certain,
      note: a.noteZh ? { zh: a.noteZh, en: a.noteEn ?? a.noteZh } : null,
    })),
    text: v.text,
    enteredBy: v.enteredBy,
    enteredAt: v.enteredAt,
    can: { correct: onStanding, repeal: onStanding.ok && v.repealedOn !== null ? no('version-repealed') : onStanding, attach: onStanding },
  }
}

export const readLaw = async (ctx: Ctx, { params }: Input<typeof api.readLaw>): Promise<Output<typeof api.readLaw>> => {
  const law = await lawById(ctx, params.id)
  const versions = await versionsOf(ctx, [law.id])
  const places = citing(await allPlaces(ctx), law.key)
  const today = todayOf(ctx)
  const seesReviews = ctx.actor.side !== 'contractor' && ctx.may('laws.impacts')
  const changes = await changesOf(ctx, law.id)
  return {
    ...rowOf(law, versions, today, places.length, (await openReviewsOf(ctx, [law.id])).get(law.id) ?? 0),
    versions: versions.map((v) => versionView(ctx, versions, v, today)).reverse(),
    places: places.map((p) => ({
      module: p.module,
      place: p.place,
      title: p.title,
      link: p.link,
      articles: p.cites.filter((c) => c.law === law.key && c.article !== '').map((c) => c.article),
    })),
    changes: changes.map((c) => ({ ...c, reviews: seesReviews ? c.reviews : null, impacts: ctx.may('laws.impacts') ? c.impacts : null })),
    can: { addVersion: keeps(ctx) },
  }
}

const plainText = async (ctx: Ctx, v: VersionRow): Promise<string | null> => {
  if (v.text?.type !== 'text/plain' || v.text.size > 2_000_000) return null
  const bytes = await ctx.app.files.read(ctx.actor.courtId!, v.text.sha256)
  for (const encoding of ['utf-8', 'gb18030'])
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes)
    } catch {
      // Not this encoding.
    }
  return null
}
export const compareVersions = async (
  ctx: Ctx,
  { params, query }: Input<typeof api.compareVersions>,
): Promise<Output<typeof api.compareVersions>> => {
  const law = await lawById(ctx, params.id)
  const versions = await versionsOf(ctx, [law.id])
  const from = versions.find((v) => v.id === query.from)
  const until = versions.find((v) => v.id === query.until)
  if (!from || !until) throw new Fail('not-found', 404)
  const today = todayOf(ctx)
  const [a, b] = [await plainText(ctx, from), await plainText(ctx, until)]
  const topics = [...new Set([...from.articles, ...until.articles].map((x) => x.topic))].sort()
  const at = (v: VersionRow, topic: string) => v.articles.find((x) => x.topic === topic)
  return {
    from: versionView(ctx, versions, from, today),
    until: versionView(ctx, versions, until, today),
    articles: topics.map((topic) => ({
      topic,
      from: at(from, topic)?.number ?? null,
      until: at(until, topic)?.number ?? null,
      certain: at(from, topic)?.certain !== false && at(until, topic)?.certain !== false,
    })),
    lines: a === null || b === null ? null : compareLines(a, b),
  }
}

/** 5.1, dated: how a matter (or an article) of a law of the register is cited on a day, 'YYYY-MM-DD'. Null when the register does not know the law. */
export const citationAt = async (ctx: Ctx, law: string, article: string, on: string): Promise<Citation | null> => {
  const found = await lawByKey(ctx, law)
  return found ? cite(found, await versionsOf(ctx, [found.id]), article, on) : null
}
export const readCitation = async (ctx: Ctx, { query }: Input<typeof api.readCitation>): Promise<Output<typeof api.readCitation>> => {
  const found = await citationAt(ctx, query.law, query.article, query.on)
  if (!found) throw new Fail('law-unknown', 404, { law: query.law })
  return found
}
