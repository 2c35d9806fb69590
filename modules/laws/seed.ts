import { sql } from 'kysely'
import seeds from '../../standard/laws/laws.json' with { type: 'json' }
import type { AppServices, Ctx } from '../../platform/http/context.ts'
import type { LawKind } from './rules.ts'
import { announceChange } from './commands/change.ts'

export interface LawSeed {
  key: string
  kind: LawKind
  zh: string
  en: string
  issuer: string | null
  versions: {
    label: string
    number?: string
    year?: number
    effectiveOn?: string
    zh?: string
    en?: string
    articles?: { topic: string; number: string; certain?: boolean; zh?: string; en?: string }[]
  }[]
}
export const lawSeeds = seeds as LawSeed[]

/**
 * The laws the product itself cites, read by every court.
 */
export const seedLaws = async (ctx: Ctx): Promise<void> => {
  const known = (await sql<{ id: number; key: string }>`select id, key from laws.law where court_id is null`.execute(ctx.tx)).rows
  const before = new Map(known.map((k) => [k.key, k.id]))
  const fresh = lawSeeds.filter((s) => !before.has(s.key))
  if (fresh.length)
    await sql`insert into laws.law (key, kind, name_zh, name_en, issuer) select * from json_to_recordset(${JSON.stringify(fresh.map((s) => ({ key: s.key, kind: s.kind, zh: s.zh, en: s.en, issuer: s.issuer })))}::json)
      as t(key text, kind text, zh text, en text, issuer text)`.execute(ctx.tx)
  const versions = lawSeeds.flatMap((s) =>
    s.versions.map((v) => ({
      key: s.key,
      label: v.label,
      number: v.number ?? null,
      year: v.year ?? null,
      effective_on: v.effectiveOn ?? null,
      zh: v.zh ?? null,
      en: v.en ?? null,
    })),
  )
  const added = (
    await sql<{
      id: number
      lawId: number
      key: string
      label: string
      effectiveOn: string | null
    }>`insert into laws.version (law_id, label, number, year, effective_on, note_zh, note_en)
      select l.id, t.label, t.number, t.year, t.effective_on, t.zh, t.en from json_to_recordset(${JSON.stringify(versions)}::json)
        as t(key text, label text, number text, year int, effective_on date, zh text, en text) join laws.law l on l.key = t.key and l.court_id is null
      where not exists (select from laws.version v where v.law_id = l.id and v.court_id is null and v.label = t.label)
      returning id, law_id as "lawId", (select key from laws.law where id = law_id) as key, label, effective_on as "effectiveOn"`.execute(
      ctx.tx,
    )
  ).rows
  const articles = added.flatMap((a) =>
    (lawSeeds.find((s) => s.key === a.key)?.versions.find((v) => v.label === a.label)?.articles ?? []).map((x) => ({
      version_id: a.id,
      topic: x.topic,
      number: x.number,
      certain: x.certain ?? true,
      zh: x.zh ?? null,
      en: x.en ?? null,
    })),
  )
  if (articles.length)
    await sql`insert into laws.article (version_id, topic, number, certain, note_zh, note_en) select * from json_to_recordset(${JSON.stringify(articles)}::json)
      as t(version_id bigint, topic text, number text, certain boolean, zh text, en text)`.execute(ctx.tx)
}

/**
 * A later release brings a version of a law that was here before: announced in every court once, as if somebody there had entered it. Asked
 * after each start and daily, so that a start that was cut short loses nothing; after three months a new court is not told of old news.
 */
export const announceSeeds = async (app: AppServices): Promise<void> => {
  const news = await app.asSystem(
    null,
    async (ctx) =>
      (
        await sql<{
          courtId: number
          lawId: number
          key: string
          versionId: number
          countsOn: string | null
        }>`select k.id as "courtId", l.id as "lawId", l.key, v.id as "versionId", v.effective_on as "countsOn"
        from laws.version v join laws.law l on l.id = v.law_id cross join organisations.court k
        where v.court_id is null and l.court_id is null and v.entered_at > l.entered_at and v.entered_at > bw.now() - interval '90 days'
          and not laws.announced(k.id, v.id) order by k.id, v.id`.execute(ctx.tx)
      ).rows,
  )
  for (const courtId of new Set(news.map((n) => n.courtId)))
    await app.asSystem(courtId, async (ctx) => {
      for (const n of news.filter((x) => x.courtId === courtId))
        await announceChange(ctx, {
          lawId: n.lawId,
          key: n.key,
          versionId: n.versionId,
          kind: 'version',
          countsOn: n.countsOn,
          note: null,
          impact: true,
        })
    })
}
