import { sql } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'
import { percent } from '../indicators/rules.ts'
import { inHours } from './rules/judge.ts'
import { callbacksSql, settingsOf, todayFrom } from './queries.ts'

interface Today {
  inHand: number
  answered: number
  abandoned: number
  excluded: number
  level: number
  averageWait: number | null
  toCallBack: number
  openTickets: number
  lateTickets: number
  hours: { hour: number; answered: number; abandoned: number }[]
  agents: { name: string; answered: number; talkSeconds: number; busy: boolean }[]
  alarms: { id: number; danger: 'selfHarm' | 'violence' | 'petition'; note: string; by: string; at: string; takenAt: string | null }[]
}
/** Today at a glance; rate and level are reckoned as the indicator is, over the calls that count. */
export const wallboard = async (ctx: Ctx) => {
  const s = await settingsOf(ctx)
  const { day, from } = todayFrom(ctx)
  const { rows } =
    await sql<Today>`with c as materialized (select * from hotline.call c where c.court_id = ${ctx.actor.courtId} and c.queued_at >= ${from.toString()}::timestamptz and c.queued_at <= (select bw.now()))
    select (select count(*)::int from hotline.call h where h.court_id = ${ctx.actor.courtId} and h.ended_at is null) as "inHand",
      (select count(*)::int from c where exclusion is null and answered_at is not null) as answered,
      (select count(*)::int from c where exclusion is null and answered_at is null) as abandoned,
      (select count(*)::int from c where exclusion is not null) as excluded,
      (select count(*)::int from c where exclusion is null and answered_at <= queued_at + make_interval(secs => ${s.levelSeconds})) as level,
      (select round(avg(extract(epoch from answered_at - queued_at))::numeric, 1)::float8 from c where exclusion is null and answered_at is not null) as "averageWait",
      (select count(*)::int from (${callbacksSql(ctx)}) b) as "toCallBack",
      (select count(*)::int from hotline.ticket t where t.court_id = ${ctx.actor.courtId} and t.state = 'open') as "openTickets",
      (select count(*)::int from hotline.ticket t where t.court_id = ${ctx.actor.courtId} and t.state = 'open' and t.due_at < (select bw.now())) as "lateTickets",
      coalesce((select json_agg(json_build_object('hour', h.hour, 'answered', h.answered, 'abandoned', h.abandoned) order by h.hour) from (select extract(hour from queued_at at time zone 'Asia/Shanghai')::int as hour,
        count(*) filter (where answered_at is not null)::int as answered, count(*) filter (where answered_at is null)::int as abandoned from c where to_agent group by 1) h), '[]') as hours,
      coalesce((select json_agg(json_build_object('name', a.name, 'answered', a.answered, 'talkSeconds', a.talk, 'busy', a.busy) order by a.answered desc, a.name) from (select p.name, count(*) filter (where c.answered_at is not null)::int as answered,
        coalesce(sum(extract(epoch from c.ended_at - c.answered_at)), 0)::int as talk, bool_or(c.ended_at is null) as busy from c join organisations.person p on p.id = c.agent_id group by 1 limit 100) a), '[]') as agents,
      coalesce((select json_agg(json_build_object('id', a.id, 'danger', a.danger, 'note', a.note, 'by', (select p.name from organisations.person p where p.id = a.by_person), 'at', a.at, 'takenAt', a.taken_at) order by a.id desc)
        from hotline.alarm a where a.court_id = ${ctx.actor.courtId} and (a.taken_at is null or a.at >= ${from.toString()}::timestamptz)), '[]') as alarms`.execute(
      ctx.tx,
    )
  const t = rows[0]!
  return {
    ...t,
    now: ctx.now.toString(),
    today: day,
    inHours: inHours(ctx.now, s, ctx.calendar),
    levelSeconds: s.levelSeconds,
    rate: percent(t.answered, t.answered + t.abandoned),
    level: percent(t.level, t.answered + t.abandoned),
  }
}
