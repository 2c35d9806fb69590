import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { ZONE } from '../../../platform/calendar/clock.ts'
import type { AppServices, Ctx } from '../../../platform/http/context.ts'
import { fulfilDuty, triggerDuty, withdrawSubject } from '../../duties/public.ts'
import { todayOf } from '../../organisations/public.ts'
import { notifyEach } from '../../worklist/public.ts'
import { REFILL } from '../duties.ts'
import { type Cause, type Holding, type Place, shortOf } from '../rules.ts'

/** Somebody on the roster of an engagement today, with one of his posts; `absent` null: he counts. */
export interface RosterLine extends Holding {
  engagementId: number
  name: string
  absent: 'notAdmitted' | 'onLeave' | null
}
/** Posts that count today, with whether their holders do: admitted, not gone, not on leave (the gate says all three). */
export const rosterOf = async (ctx: Ctx, engagementIds: readonly number[]): Promise<RosterLine[]> =>
  (
    await sql<RosterLine>`with held as materialized (select o.engagement_id, o.person_id, o.role, o.services from organisations.post o
        where o.court_id = ${ctx.actor.courtId} and o.engagement_id = any (${engagementIds as number[]}) and o.role in ('projectManager', 'teamLead', 'operator')
          and o.from_date <= ${todayOf(ctx)}::date and (o.until_date is null or o.until_date >= ${todayOf(ctx)}::date)),
      who as materialized (select h.person_id, workforce.admitted(${ctx.actor.courtId}::int, h.person_id, bw.now()) as ok, workforce.absent_until(h.person_id, bw.now()) is not null as away
        from (select distinct person_id from held) h)
      select h.engagement_id as "engagementId", h.person_id as "personId", p.name, h.role, h.services,
        case when w.ok then null when w.away then 'onLeave' else 'notAdmitted' end as absent
      from held h join who w on w.person_id = h.person_id join organisations.person p on p.id = h.person_id
      where p.left_on is null or p.left_on > ${todayOf(ctx)}::date order by h.person_id`.execute(ctx.tx)
  ).rows

export const placesOf = async (ctx: Ctx, engagementIds: readonly number[]): Promise<(Place & { engagementId: number; name: string })[]> =>
  (
    await sql<
      Place & { engagementId: number; name: string }
    >`select id, engagement_id as "engagementId", name, role, services, minimum from staffing.post
      where court_id = ${ctx.actor.courtId} and engagement_id = any (${engagementIds as number[]}) and ended_at is null order by id`.execute(
      ctx.tx,
    )
  ).rows

/** The last day of the duty that a vacancy opened. */
export const refillBy = (ctx: Ctx, openedAt: string): string =>
  ctx.calendar.addWorkdays(Temporal.Instant.from(openedAt).toZonedDateTimeISO(ZONE).toPlainDate(), 5).toString()

/** Court's supervision and the contractor's manager and hr of the engagement. */
export const bothSides = async (ctx: Ctx, engagementId: number, sides: { court: boolean; contractor: boolean }): Promise<number[]> =>
  (
    await sql<{ id: number }>`select distinct o.person_id as id from organisations.post o where o.court_id = ${ctx.actor.courtId}
        and ((${sides.court} and o.role in ('trialManagement', 'commissioner')) or (${sides.contractor} and o.engagement_id = ${engagementId} and o.role in ('projectManager', 'hr')))
        and o.from_date <= ${todayOf(ctx)}::date and (o.until_date is null or o.until_date >= ${todayOf(ctx)}::date)`.execute(ctx.tx)
  ).rows.map((r) => r.id)

/** What one transaction has reckoned: a new agreement that shuts out five hundred people at once needs no five hundred reckonings. The minute's job does the rest. */
const often = new WeakMap<object, Map<number, number>>()
const tooOften = (ctx: Ctx, engagementId: number): boolean => {
  const seen = often.get(ctx) ?? new Map<number, number>()
  often.set(ctx, seen)
  const n = (seen.get(engagementId) ?? 0) + 1
  seen.set(engagementId, n)
  return n > 8
}

/** 7.1.1.3: brings the vacancies of an engagement to what the roster says now. Opens and fulfils the contractor's duty, tells both sides. */
export const reckon = async (ctx: Ctx, engagementId: number, cause: Cause): Promise<void> => {
  // Without the whole picture nothing is reckoned (an administrator of the system sees no posts); the minute's job has it.
  if (ctx.actor.courtId === null || ctx.actor.side === 'public' || (ctx.actor.side === 'system' && ctx.actor.personId !== null)) return
  const { rows } = await sql<{
    minStaff: number
    live: boolean
    watched: boolean
  }>`select e.min_staff as "minStaff", e.state = 'active' and e.from_date <= ${todayOf(ctx)}::date and e.until_date >= ${todayOf(ctx)}::date as live,
      (e.min_staff > 0 or exists (select from staffing.post p where p.court_id = e.court_id and p.engagement_id = e.id and p.ended_at is null)
        or exists (select from staffing.vacancy v where v.court_id = e.court_id and v.engagement_id = e.id and v.closed_at is null)) as watched
    from organisations.engagement e where e.court_id = ${ctx.actor.courtId} and e.id = ${engagementId}`.execute(ctx.tx)
  const e = rows[0]
  if (!e?.watched || tooOften(ctx, engagementId)) return
  const places = e.live ? await placesOf(ctx, [engagementId]) : []
  const roster = e.live ? await rosterOf(ctx, [engagementId]) : []
  const short = e.live
    ? shortOf(
        places,
        roster.filter((r) => r.absent === null),
        e.minStaff,
      )
    : []
  const away = cause === 'gate' || cause === 'time' ? roster.some((r) => r.absent === 'onLeave') : false
  const moved = await sql<{
    id: number
    post_id: number | null
    missing: number
    opened: boolean
  }>`select * from staffing.turn(${engagementId}, ${JSON.stringify(short)}::jsonb, ${away ? 'leave' : cause}, ${e.live ? cause : 'engagement'})`.execute(
    ctx.tx,
  )
  for (const m of moved.rows) {
    const name = m.post_id === null ? null : (places.find((p) => p.id === m.post_id)?.name ?? null)
    await ctx.audit({
      verb: m.opened ? 'staffing.vacancy.open' : 'staffing.vacancy.close',
      objectType: 'vacancy',
      objectId: m.id,
      data: { engagementId, postId: m.post_id, missing: m.missing, cause },
    })
    if (m.opened) {
      await triggerDuty(ctx, REFILL, { id: m.id, engagementId, label: name ?? '项目最低人数' }, ctx.now)
      const people = await bothSides(ctx, engagementId, { court: true, contractor: true })
      await notifyEach(
        ctx,
        people.map((personId) => ({
          personId,
          kind: name === null ? 'staffing-short-all' : 'staffing-short',
          data: { post: name, n: m.missing },
          link: '/staffing',
        })),
      )
    } else if (!e.live || cause === 'minimum' || cause === 'engagement') {
      // The court asks for fewer, or for nobody: nothing was filled.
      await withdrawSubject(ctx, 'vacancy', m.id, { because: 'no-longer-asked' })
    } else await fulfilDuty(ctx, REFILL, m.id, null, { type: 'vacancy', id: m.id })
  }
}

/** Every engagement he has or had a post in. */
export const reckonFor = async (ctx: Ctx, personId: number, cause: Cause): Promise<void> => {
  if (ctx.actor.courtId === null) return
  const { rows } = await sql<{ id: number }>`select distinct engagement_id as id from organisations.post
    where court_id = ${ctx.actor.courtId} and person_id = ${personId} and engagement_id is not null order by 1`.execute(ctx.tx)
  for (const { id } of rows) await reckon(ctx, id, cause)
}

/** What time alone changes: a leave begins or ends, a record runs out, a post's first day comes. */
export const reckonAll = async (app: AppServices): Promise<void> => {
  const courts = await app.asSystem(
    null,
    async (ctx) => (await sql<{ id: number }>`select id from organisations.court order by id`.execute(ctx.tx)).rows,
  )
  for (const court of courts)
    await app.asSystem(court.id, async (ctx) => {
      const { rows } = await sql<{
        id: number
      }>`select e.id from organisations.engagement e where e.court_id = ${court.id} and (e.state <> 'ended'
        or exists (select from staffing.vacancy v where v.court_id = e.court_id and v.engagement_id = e.id and v.closed_at is null)) order by e.id`.execute(
        ctx.tx,
      )
      for (const { id } of rows) await reckon(ctx, id, 'time')
    })
}
