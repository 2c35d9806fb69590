import { type RawBuilder, sql } from 'kysely'
import { startOfDay } from '../../platform/calendar/zoned.ts'
import { Temporal } from 'temporal-polyfill'
import type { Ctx } from '../../platform/http/context.ts'
import { readCursor } from '../../platform/http/cursor.ts'
import { Fail } from '../../platform/http/problems.ts'
import { todayOf } from '../organisations/public.ts'
import type { TrainingPhase, TrainingTopic } from '../workforce/rules.ts'
import { type Half, halves, TOLERANCE_MINUTES } from './rules.ts'

export const courtOf = (ctx: Ctx): number => {
  if (ctx.actor.courtId === null) throw new Fail('not-allowed', 403)
  return ctx.actor.courtId
}
/** 'training.rules' of the court or the installation. */
export const rulesOf = async (ctx: Ctx, courtId = courtOf(ctx)): Promise<{ proRata: boolean; tolerance: number }> => {
  const found = await sql<{ value: { proRata?: boolean; toleranceMinutes?: number } }>`select value from bw.setting
    where key = 'training.rules' and court_id in (0, ${courtId}) order by court_id desc limit 1`.execute(ctx.tx)
  const value = found.rows[0]?.value
  return { proRata: value?.proRata ?? false, tolerance: value?.toleranceMinutes ?? TOLERANCE_MINUTES }
}

export interface CourseRow {
  id: number
  title: string
  topic: TrainingTopic
  phase: TrainingPhase
  organiser: 'court' | 'contractor'
  contractorId: number | null
  contractorName: string | null
  halfDays: number
  description: string
  questionCount: number
  passMark: number
  tries: number
  minutes: number
  state: 'open' | 'closed'
  nextOn: string | null
  bank: number
  attended: number
  revision: number
}
const courseSelect = (
  today: string,
) => sql`select c.id, c.title, c.topic, c.phase, c.organiser, c.contractor_id as "contractorId", k.name as "contractorName",
    c.half_days as "halfDays", c.description, c.question_count as "questionCount", c.pass_mark as "passMark", c.tries, c.minutes, c.state, c.revision,
    (select min(s.on_date) from training.session s where s.court_id = c.court_id and s.course_id = c.id and s.cancelled_at is null and s.on_date >= ${today}::date) as "nextOn",
    cardinality(training.bank(c.court_id, c.id)) as bank,
    (select count(*)::int from training.attendance a join training.session s on s.court_id = a.court_id and s.id = a.session_id
      where s.court_id = c.court_id and s.course_id = c.id and a.void_at is null) as attended
  from training.course c left join organisations.contractor k on k.id = c.contractor_id`

export interface CourseFilter {
  q?: string | undefined
  topic?: string | undefined
  phase?: string | undefined
  organiser?: string | undefined
  state?: string | undefined
  mine?: 'yes' | undefined
}
export const selectCourses = async (ctx: Ctx, f: CourseFilter, page: { after?: string; limit: number }): Promise<CourseRow[]> => {
  const where: RawBuilder<unknown>[] = [sql`c.court_id = ${courtOf(ctx)}`]
  if (f.q) where.push(sql`c.title like ${`%${f.q.replace(/[\\%_]/g, '\\$&')}%`}`)
  if (f.topic) where.push(sql`c.topic = ${f.topic}`)
  if (f.phase) where.push(sql`c.phase = ${f.phase}`)
  if (f.organiser) where.push(sql`c.organiser = ${f.organiser}`)
  if (f.state) where.push(sql`c.state = ${f.state}`)
  if (f.mine) where.push(sql`training.keeps(c.organiser, c.contractor_id)`)
  const at = readCursor(page.after, 2)
  if (at) where.push(sql`(c.title, c.id) > (${at[0]}, ${at[1]}::bigint)`)
  const found = await sql<CourseRow>`${courseSelect(todayOf(ctx))} where ${sql.join(where, sql` and `)}
    order by c.title, c.id limit ${page.limit + 1}`.execute(ctx.tx)
  return found.rows
}
/** Fail: not-found. */
export const selectCourse = async (ctx: Ctx, id: number): Promise<CourseRow> => {
  const found = await sql<CourseRow>`${courseSelect(todayOf(ctx))} where c.court_id = ${courtOf(ctx)} and c.id = ${id}`.execute(ctx.tx)
  const c = found.rows[0]
  if (!c) throw new Fail('not-found', 404)
  return c
}

export interface SessionRow {
  id: number
  courseId: number
  title: string
  topic: TrainingTopic
  phase: TrainingPhase
  organiser: 'court' | 'contractor'
  contractorId: number | null
  contractorName: string | null
  place: string
  onDate: string
  morning: { from: string; until: string } | null
  afternoon: { from: string; until: string } | null
  teacherId: number | null
  teacher: string
  capacity: number
  taken: number
  cancelReason: string | null
  cancelled: boolean
  revision: number
}
interface SessionRecord extends Omit<SessionRow, 'morning' | 'afternoon'> {
  mf: string | null
  mu: string | null
  af: string | null
  au: string | null
}
const sessionSelect = sql`select s.id, s.course_id as "courseId", c.title, c.topic, c.phase, c.organiser, c.contractor_id as "contractorId", k.name as "contractorName",
    s.place, s.on_date as "onDate", s.morning_from as mf, s.morning_until as mu, s.afternoon_from as af, s.afternoon_until as au, s.teacher_id as "teacherId",
    coalesce(p.name, s.teacher_name) as teacher, s.capacity, training.taken(s.court_id, s.id) as taken, s.cancel_reason as "cancelReason",
    s.cancelled_at is not null as cancelled, s.revision
  from training.session s join training.course c on c.court_id = s.court_id and c.id = s.course_id
    left join organisations.contractor k on k.id = c.contractor_id left join organisations.person p on p.id = s.teacher_id`
const shaped = ({ mf, mu, af, au, ...s }: SessionRecord): SessionRow => ({
  ...s,
  morning: mf && mu ? { from: mf, until: mu } : null,
  afternoon: af && au ? { from: af, until: au } : null,
})
export const timesOf = (s: SessionRow, half: Half): { from: number; until: number } | null => {
  const h = s[half]
  return h ? { from: Date.parse(h.from), until: Date.parse(h.until) } : null
}
export const stateOf = (ctx: Ctx, s: SessionRow): 'planned' | 'running' | 'over' | 'cancelled' => {
  if (s.cancelled) return 'cancelled'
  const times = halves.map((h) => timesOf(s, h)).filter((t) => t !== null)
  const now = ctx.now.epochMilliseconds
  return now < times[0]!.from ? 'planned' : now <= times.at(-1)!.until ? 'running' : 'over'
}

export interface SessionFilter {
  when: 'coming' | 'past' | 'all'
  topic?: string | undefined
  phase?: string | undefined
  organiser?: string | undefined
  courseId?: number | undefined
  unconfirmed?: 'yes' | undefined
}
/** Coming ones soonest first, others latest first. Who may not see all sees those he teaches. */
export const selectSessions = async (ctx: Ctx, f: SessionFilter, page: { after?: string; limit: number }): Promise<SessionRow[]> => {
  const today = todayOf(ctx)
  const up = f.when === 'coming'
  const where: RawBuilder<unknown>[] = [sql`s.court_id = ${courtOf(ctx)}`]
  if (!ctx.may('training.see')) where.push(sql`s.teacher_id = ${ctx.actor.personId}`)
  if (f.when === 'coming') where.push(sql`s.on_date >= ${today}::date`)
  if (f.when === 'past') where.push(sql`s.on_date < ${today}::date`)
  if (f.topic) where.push(sql`c.topic = ${f.topic}`)
  if (f.phase) where.push(sql`c.phase = ${f.phase}`)
  if (f.organiser) where.push(sql`c.organiser = ${f.organiser}`)
  if (f.courseId) where.push(sql`s.course_id = ${f.courseId}`)
  if (f.unconfirmed)
    where.push(sql`exists (select from training.attendance a where a.court_id = s.court_id and a.session_id = s.id and a.way = 'signature'
      and a.confirmed_at is null and a.void_at is null)`)
  const at = readCursor(page.after, 2)
  if (at)
    where.push(
      up ? sql`(s.on_date, s.id) > (${at[0]}::date, ${at[1]}::bigint)` : sql`(s.on_date, s.id) < (${at[0]}::date, ${at[1]}::bigint)`,
    )
  const found = await sql<SessionRecord>`${sessionSelect} where ${sql.join(where, sql` and `)}
    order by ${up ? sql`s.on_date, s.id` : sql`s.on_date desc, s.id desc`} limit ${page.limit + 1}`.execute(ctx.tx)
  return found.rows.map(shaped)
}
/** Fail: not-found. Changes of places and people of one session wait for each other. */
export const selectSession = async (ctx: Ctx, id: number, lock = false): Promise<SessionRow> => {
  if (lock) await sql`select pg_advisory_xact_lock(hashtextextended(${`training.session ${courtOf(ctx)} ${id}`}, 0))`.execute(ctx.tx)
  const found = await sql<SessionRecord>`${sessionSelect} where s.court_id = ${courtOf(ctx)} and s.id = ${id}`.execute(ctx.tx)
  const s = found.rows[0]
  if (!s) throw new Fail('not-found', 404)
  return shaped(s)
}

export interface AttendanceRow {
  id: number
  sessionId: number
  personId: number
  half: Half
  way: 'code' | 'signature'
  at: string
  markedById: number | null
  markedBy: string | null
  lateReason: string | null
  confirmedBy: string | null
  voidedBy: string | null
  voidReason: string | null
  void: boolean
}
const attendanceSelect = sql`select a.id, a.session_id as "sessionId", a.person_id as "personId", a.half, a.way, a.at, a.marked_by as "markedById",
    m.name as "markedBy", a.late_reason as "lateReason", c.name as "confirmedBy", v.name as "voidedBy", a.void_reason as "voidReason", a.void_at is not null as void
  from training.attendance a left join organisations.person m on m.id = a.marked_by left join organisations.person c on c.id = a.confirmed_by
    left join organisations.person v on v.id = a.void_by`
export const selectAttendance = async (ctx: Ctx, sessionId: number): Promise<AttendanceRow[]> =>
  (
    await sql<AttendanceRow>`${attendanceSelect} where a.court_id = ${courtOf(ctx)} and a.session_id = ${sessionId}
      order by a.half = 'afternoon', a.id`.execute(ctx.tx)
  ).rows
export const selectOneAttendance = async (ctx: Ctx, id: number): Promise<AttendanceRow | null> =>
  (await sql<AttendanceRow>`${attendanceSelect} where a.court_id = ${courtOf(ctx)} and a.id = ${id}`.execute(ctx.tx)).rows[0] ?? null

export interface ExpectedRow {
  personId: number
  name: string
  staffNo: string | null
  contractorId: number
  contractorName: string
}
/** Who is expected and whom the caller may see. */
export const selectExpected = async (ctx: Ctx, sessionId: number): Promise<ExpectedRow[]> =>
  (
    await sql<ExpectedRow>`select e.person_id as "personId", p.name, p.staff_no as "staffNo", e.contractor_id as "contractorId", k.name as "contractorName"
      from training.expected e join organisations.person p on p.id = e.person_id join organisations.contractor k on k.id = e.contractor_id
      where e.court_id = ${courtOf(ctx)} and e.session_id = ${sessionId} order by k.name, p.name, p.id`.execute(ctx.tx)
  ).rows

/** The instant of a wall time on a court day. */
export const instantOf = (date: string, clock: string): string => {
  const time = Temporal.PlainTime.from(clock)
  return startOfDay(Temporal.PlainDate.from(date))
    .add({ minutes: time.hour * 60 + time.minute })
    .toString()
}
export const courtName = async (ctx: Ctx): Promise<string> =>
  (await sql<{ name: string }>`select name from organisations.court where id = ${courtOf(ctx)}`.execute(ctx.tx)).rows[0]?.name ?? ''
