import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { atTime } from '../../../platform/calendar/zoned.ts'
import type { Ctx } from '../../../platform/http/context.ts'
import { todayOf } from '../../organisations/public.ts'
import { announceObligation } from '../events.ts'
import { allPlaces } from '../places.ts'

/** bw.setting 'laws.changes' { reviewDays, impactDays }: working days; ten each by default (7.3.1 says "in time" and leaves the number open). */
const daysOf = async (ctx: Ctx): Promise<{ review: number; impact: number }> => {
  const found = await sql<{
    review: number | null
    impact: number | null
  }>`select (value ->> 'reviewDays')::int as review, (value ->> 'impactDays')::int as impact from bw.setting
    where key = 'laws.changes' and court_id in (0, ${ctx.actor.courtId}) order by court_id desc limit 1`.execute(ctx.tx)
  return { review: found.rows[0]?.review ?? 10, impact: found.rows[0]?.impact ?? 10 }
}

export interface Change {
  lawId: number
  key: string
  versionId: number
  kind: 'version' | 'repeal' | 'correction'
  countsOn: string | null
  note: string | null
  impact: boolean
}
/** 5.1 and 7.3.1: a change opens a review wherever the law is cited and, unless it is but a correction of the entry, a task for each engaged contractor. */
export const announceChange = async (ctx: Ctx, c: Change): Promise<{ id: number; reviews: number; impacts: number }> => {
  const courtId = ctx.actor.courtId
  const today = todayOf(ctx)
  const days = await daysOf(ctx)
  const dueOn = (n: number): Temporal.PlainDate => ctx.calendar.addWorkdays(Temporal.PlainDate.from(today), n)
  const due = (n: number): string => atTime(dueOn(n), '17:00').toString()
  const made = await sql<{ id: number }>`insert into laws.change (court_id, law_id, version_id, kind, noticed_on, counts_on, note, made_by)
    values (${courtId}, ${c.lawId}, ${c.versionId}, ${c.kind}, ${today}, ${c.countsOn}, ${c.note}, ${ctx.actor.personId}) returning id`.execute(
    ctx.tx,
  )
  const id = made.rows[0]!.id
  const places = (await allPlaces(ctx)).flatMap((p) => {
    const articles = p.cites.filter((x) => x.law === c.key).map((x) => x.article)
    return articles.length
      ? [{ module: p.module, place: p.place, zh: p.title.zh, en: p.title.en, link: p.link, articles: articles.filter(Boolean) }]
      : []
  })
  const reviews = places.length
    ? (
        await sql<{ id: number }>`insert into laws.review (court_id, change_id, module, place, title_zh, title_en, link, articles, due_at)
      select ${courtId}, ${id}, t.module, t.place, t.zh, t.en, t.link, array(select json_array_elements_text(t.articles)), ${due(days.review)}
      from json_to_recordset(${JSON.stringify(places)}::json) as t(module text, place text, zh text, en text, link text, articles json) returning id`.execute(
          ctx.tx,
        )
      ).rows
    : []
  const impacts = c.impact
    ? (
        await sql<{
          id: number
          engagementId: number
        }>`insert into laws.impact_task (court_id, change_id, engagement_id, contractor_id, due_at)
          select e.court_id, ${id}, e.id, e.contractor_id, ${due(days.impact)} from organisations.engagement e
          where e.court_id = ${courtId} and e.state <> 'ended' and e.until_date >= ${today}::date returning id, engagement_id as "engagementId"`.execute(
          ctx.tx,
        )
      ).rows
    : []
  const opened = (kind: 'law-review' | 'law-impact', about: { id: number; engagementId?: number }, n: number) =>
    announceObligation(ctx, {
      kind,
      turn: 'opened',
      id: about.id,
      engagementId: about.engagementId ?? null,
      label: c.key,
      dueOn: dueOn(n).toString(),
      evidence: null,
    })
  for (const r of reviews) await opened('law-review', r, days.review)
  for (const t of impacts) await opened('law-impact', t, days.impact)
  await ctx.audit({
    verb: 'law.change',
    objectType: 'law',
    objectId: c.lawId,
    data: { change: id, version: c.versionId, kind: c.kind, reviews: reviews.length, impacts: impacts.length },
  })
  return { id, reviews: reviews.length, impacts: impacts.length }
}
