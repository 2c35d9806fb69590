import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import type { Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { courtsOf, selectPerson, todayOf } from '../../organisations/public.ts'
import { no, yes } from '../../organisations/rules/structure.ts'
import { REQUIRED_TOPICS, TRAINING_HALF_DAYS, type TrainingTopic } from '../../workforce/rules.ts'
import type * as api from '../api-tests.ts'
import { courtOf, rulesOf } from '../queries.ts'
import { annualDue, attendanceAt, type Half, halves } from '../rules.ts'
import { certificatesOf } from './certificates.ts'
import { selectShortfalls } from './shortfalls.ts'
import { triesLeft } from './tests.ts'

type Training = Output<typeof api.readMine>

interface CourseLine {
  courseId: number
  title: string
  topic: TrainingTopic
  phase: 'preJob' | 'inService'
  organiser: 'court' | 'contractor'
  halfDays: number
  hasTest: boolean
  tries: number
  year: number
  attended: number
  waiting: number
  counted: number
  running: number | null
  last: number | null
  passed: boolean
}
/** Courses of a person by calendar year (0: pre-job): attended, counted, and where the test stands. */
const coursesOf = async (ctx: Ctx, personId: number): Promise<CourseLine[]> => {
  const courtId = courtOf(ctx)
  return (
    await sql<CourseLine>`with came as (
        select s.course_id, case c.phase when 'preJob' then 0 else extract(year from s.on_date)::int end as year,
          count(*) filter (where a.way = 'code' or a.confirmed_at is not null)::int as attended,
          count(*) filter (where a.way = 'signature' and a.confirmed_at is null)::int as waiting
        from training.attendance a join training.session s on s.court_id = a.court_id and s.id = a.session_id join training.course c on c.court_id = s.court_id and c.id = s.course_id
        where a.court_id = ${courtId} and a.person_id = ${personId} and a.void_at is null group by 1, 2),
      counts as (
        select e.course_id, case c.phase when 'preJob' then 0 else extract(year from e.on_date)::int end as year, sum(e.half_days)::int as counted
        from training.credit e join training.course c on c.court_id = e.court_id and c.id = e.course_id
        where e.court_id = ${courtId} and e.person_id = ${personId} and e.ended_at is null group by 1, 2),
      lines as (select coalesce(a.course_id, b.course_id) as course_id, coalesce(a.year, b.year) as year, coalesce(a.attended, 0) as attended,
          coalesce(a.waiting, 0) as waiting, coalesce(b.counted, 0) as counted from came a full join counts b on b.course_id = a.course_id and b.year = a.year)
      select c.id as "courseId", c.title, c.topic, c.phase, c.organiser, c.half_days as "halfDays", c.question_count > 0 as "hasTest", c.tries, l.year, l.attended, l.waiting, l.counted,
        (select t.id from training.attempt t where t.court_id = c.court_id and t.course_id = c.id and t.person_id = ${personId} and t.closed_at is null) as running,
        (select t.id from training.attempt t where t.court_id = c.court_id and t.course_id = c.id and t.person_id = ${personId} order by t.id desc limit 1) as last,
        exists (select from training.attempt t where t.court_id = c.court_id and t.course_id = c.id and t.person_id = ${personId} and t.passed
          and (l.year = 0 or extract(year from t.closed_at at time zone 'Asia/Shanghai')::int >= l.year)) as passed
      from lines l join training.course c on c.court_id = ${courtId} and c.id = l.course_id order by l.year <> 0, l.year desc, c.title, c.id limit 200`.execute(
      ctx.tx,
    )
  ).rows
}

type Coming = Omit<Training['coming'][number], 'morning' | 'afternoon' | 'open'> & {
  mf: string | null
  mu: string | null
  af: string | null
  au: string | null
}
const comingOf = async (ctx: Ctx, personId: number): Promise<Training['coming']> => {
  const { tolerance } = await rulesOf(ctx)
  const found =
    await sql<Coming>`select s.id as "sessionId", c.id as "courseId", c.title, s.place, s.on_date as "onDate", s.morning_from as mf, s.morning_until as mu,
      s.afternoon_from as af, s.afternoon_until as au, coalesce(p.name, s.teacher_name) as teacher,
      coalesce((select json_agg(a.half) from training.attendance a where a.court_id = s.court_id and a.session_id = s.id and a.person_id = e.person_id and a.void_at is null), '[]') as present
    from training.expected e join training.session s on s.court_id = e.court_id and s.id = e.session_id join training.course c on c.court_id = s.court_id and c.id = s.course_id
      left join organisations.person p on p.id = s.teacher_id
    where e.court_id = ${courtOf(ctx)} and e.person_id = ${personId} and s.on_date >= ${todayOf(ctx)}::date and s.cancelled_at is null
    order by s.on_date, s.id limit 50`.execute(ctx.tx)
  return found.rows.map(({ mf, mu, af, au, ...r }) => {
    const times: Record<Half, { from: string; until: string } | null> = {
      morning: mf && mu ? { from: mf, until: mu } : null,
      afternoon: af && au ? { from: af, until: au } : null,
    }
    const open = halves.findLast((h) => {
      const t = times[h]
      const when = t ? attendanceAt(ctx.now.epochMilliseconds, { from: Date.parse(t.from), until: Date.parse(t.until) }, tolerance) : null
      return when === 'open' && !r.present.includes(h)
    })
    return { ...r, ...times, open: open ?? null }
  })
}

export const trainingOf = async (ctx: Ctx, person: { id: number; name: string }): Promise<Training> => {
  const courtId = courtOf(ctx)
  const year = Number(todayOf(ctx).slice(0, 4))
  const before = await sql<{ done: number; topics: TrainingTopic[] }>`select coalesce(sum(f.half_days), 0)::int as done,
      coalesce((select json_agg(distinct t) from workforce.fact g cross join lateral unnest(g.topics) t where g.court_id = ${courtId} and g.person_id = ${person.id}
        and g.kind = 'training' and g.phase = 'preJob' and g.passed and g.revoked_at is null), '[]') as topics
    from workforce.fact f where f.court_id = ${courtId} and f.person_id = ${person.id} and f.kind = 'training' and f.phase = 'preJob' and f.passed and f.revoked_at is null`.execute(
    ctx.tx,
  )
  const { done, topics } = before.rows[0]!
  const topicsMissing = REQUIRED_TOPICS.filter((t) => !topics.includes(t))
  const annual = (await selectShortfalls(ctx, courtId, { year, personId: person.id }, null))[0]
  const courses: Training['courses'] = []
  for (const c of await coursesOf(ctx, person.id)) {
    // A year that is over takes no test any more.
    const current = c.year === 0 || c.year === year
    const left =
      c.hasTest && current && !c.passed && c.running === null ? await triesLeft(ctx, { id: c.courseId, tries: c.tries }, person.id) : 0
    const test = !c.hasTest
      ? 'none'
      : c.passed
        ? 'passed'
        : c.running !== null && current
          ? 'running'
          : left > 0 && c.attended > 0
            ? 'due'
            : 'failed'
    const { hasTest: _h, tries: _t, running, last, passed: _p, ...line } = c
    courses.push({
      ...line,
      test: test === 'failed' && c.attended === 0 ? 'none' : test,
      attemptId: running ?? last,
      triesLeft: left,
      certificate: c.counted > 0 ? yes : no('nothing-completed'),
    })
  }
  return {
    personId: person.id,
    name: person.name,
    preJob: { done, needed: TRAINING_HALF_DAYS, topicsMissing, met: done >= TRAINING_HALF_DAYS && topicsMissing.length === 0 },
    year: annual
      ? { year, done: annual.done, ofCourt: annual.ofCourt, needed: annual.needed, dueOn: annualDue(year), state: annual.state }
      : null,
    coming: await comingOf(ctx, person.id),
    courses,
    certificates: await certificatesOf(ctx, person.id),
  }
}
export const readMine = async (ctx: Ctx): Promise<Training> => {
  if (ctx.actor.side !== 'contractor' || ctx.actor.personId === null) throw new Fail('not-outsourced', 422)
  return trainingOf(ctx, { id: ctx.actor.personId, name: ctx.actor.name })
}
export const readPersonTraining = async (ctx: Ctx, { params }: Input<typeof api.readPersonTraining>): Promise<Training> => {
  const p = await selectPerson(ctx, await courtsOf(ctx), todayOf(ctx), params.id)
  if (!p) throw new Fail('not-found', 404)
  if (p.contractorId === null) throw new Fail('not-outsourced', 422)
  await ctx.audit({ verb: 'training.person.read', objectType: 'person', objectId: p.id })
  return trainingOf(ctx, p)
}
