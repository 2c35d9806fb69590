import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import { pageOf } from '../../../platform/http/cursor.ts'
import type { Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { courtsOf, selectPerson, todayOf } from '../../organisations/public.ts'
import { type Decision, no, yes } from '../../organisations/rules/structure.ts'
import { notify } from '../../worklist/public.ts'
import type * as api from '../api.ts'
import {
  courtOf,
  instantOf,
  selectAttendance,
  selectExpected,
  selectSession,
  selectSessions,
  type SessionRow,
  stateOf,
} from '../queries.ts'
import { type Half, halves, mayConfirm, mayKeep, mayRun, sessionStands } from '../rules.ts'
import { keptCourse, mayCreate, refuse } from './courses.ts'

export const itemOf = (ctx: Ctx, s: SessionRow): Output<typeof api.listSessions>['items'][number] => ({
  id: s.id,
  courseId: s.courseId,
  title: s.title,
  topic: s.topic,
  phase: s.phase,
  organiser: s.organiser,
  contractorName: s.contractorName,
  place: s.place,
  onDate: s.onDate,
  morning: s.morning,
  afternoon: s.afternoon,
  teacher: s.teacher,
  capacity: s.capacity,
  taken: s.taken,
  state: stateOf(ctx, s),
})
export const listSessions = async (ctx: Ctx, { query }: Input<typeof api.listSessions>): Promise<Output<typeof api.listSessions>> => {
  const page = pageOf(await selectSessions(ctx, query, query), query.limit, (s) => [s.onDate, s.id])
  return { next: page.next, items: page.items.map((s) => itemOf(ctx, s)), can: { create: mayCreate(ctx) } }
}

type Fields = Input<typeof api.createSession>['body']
const times = (b: Fields, half: Half) => {
  const t = b[half]
  return t ? { from: instantOf(b.onDate, t.from), until: instantOf(b.onDate, t.until) } : null
}
const ms = (t: { from: string; until: string } | null) => (t ? { from: Date.parse(t.from), until: Date.parse(t.until) } : null)
/** Fail: no-half-day, times-reversed, session-in-past, teacher-required, teacher-unknown. */
const fieldsStand = async (ctx: Ctx, b: Fields) => {
  const [morning, afternoon] = [times(b, 'morning'), times(b, 'afternoon')]
  const stands = sessionStands(ms(morning), ms(afternoon))
  if (!stands.ok) throw new Fail(stands.code, 422)
  if (b.onDate < todayOf(ctx)) throw new Fail('session-in-past', 422, { field: 'onDate' })
  if (!b.teacherId && !b.teacherName) throw new Fail('teacher-required', 422, { field: 'teacherId' })
  if (b.teacherId && !(await selectPerson(ctx, await courtsOf(ctx), todayOf(ctx), b.teacherId)))
    throw new Fail('teacher-unknown', 422, { field: 'teacherId' })
  return { morning, afternoon }
}

export const createSession = async (
  ctx: Ctx,
  { params, body: b }: { params: { id: number }; body: Fields },
): Promise<Output<typeof api.createSession>> => {
  const c = await keptCourse(ctx, params.id)
  if (c.state === 'closed') throw new Fail('course-closed', 409)
  const { morning, afternoon } = await fieldsStand(ctx, b)
  const made = await sql<{ id: number }>`insert into training.session
      (court_id, course_id, place, on_date, morning_from, morning_until, afternoon_from, afternoon_until, teacher_id, teacher_name, capacity, made_by)
    values (${courtOf(ctx)}, ${c.id}, ${b.place}, ${b.onDate}, ${morning?.from ?? null}, ${morning?.until ?? null}, ${afternoon?.from ?? null},
      ${afternoon?.until ?? null}, ${b.teacherId ?? null}, ${b.teacherId ? '' : (b.teacherName ?? '')}, ${b.capacity}, ${ctx.actor.personId})
    returning id`.execute(ctx.tx)
  const id = made.rows[0]!.id
  await ctx.audit({
    verb: 'training.session.create',
    objectType: 'training-session',
    objectId: id,
    after: b,
    data: { courseId: c.id, onDate: b.onDate },
  })
  return { id, revision: 1 }
}

const attendedAny = async (ctx: Ctx, id: number): Promise<boolean> =>
  (
    await sql`select 1 from training.attendance where court_id = ${courtOf(ctx)} and session_id = ${id} and void_at is null limit 1`.execute(
      ctx.tx,
    )
  ).rows.length > 0
/** A session one keeps and that may still be changed. Fail: not-found, course-of-…, session-cancelled, session-attended, stale-revision. */
const changeable = async (ctx: Ctx, id: number, revision: number): Promise<SessionRow> => {
  const s = await selectSession(ctx, id, true)
  refuse(mayKeep(ctx.actor, s))
  if (s.cancelled) throw new Fail('session-cancelled', 409)
  if (await attendedAny(ctx, id)) throw new Fail('session-attended', 409)
  if (s.revision !== revision) throw new Fail('stale-revision', 409)
  return s
}
export const changeSession = async (
  ctx: Ctx,
  { params, body: b, revision }: Input<typeof api.changeSession>,
): Promise<Output<typeof api.changeSession>> => {
  const s = await changeable(ctx, params.id, revision)
  const { morning, afternoon } = await fieldsStand(ctx, b)
  if (b.capacity < s.taken) throw new Fail('session-full', 409, { field: 'capacity', capacity: b.capacity, taken: s.taken })
  await sql`update training.session set place = ${b.place}, on_date = ${b.onDate}, morning_from = ${morning?.from ?? null}, morning_until = ${morning?.until ?? null},
      afternoon_from = ${afternoon?.from ?? null}, afternoon_until = ${afternoon?.until ?? null}, teacher_id = ${b.teacherId ?? null},
      teacher_name = ${b.teacherId ? '' : (b.teacherName ?? '')}, capacity = ${b.capacity}, revision = revision + 1
    where court_id = ${courtOf(ctx)} and id = ${s.id}`.execute(ctx.tx)
  await ctx.audit({ verb: 'training.session.change', objectType: 'training-session', objectId: s.id, before: s, after: b })
  if (b.onDate !== s.onDate || b.place !== s.place || JSON.stringify([morning, afternoon]) !== JSON.stringify([s.morning, s.afternoon]))
    await tellExpected(ctx, s.id, 'training-moved', { title: s.title, date: b.onDate })
  return { id: s.id, revision: revision + 1 }
}
export const cancelSession = async (
  ctx: Ctx,
  { params, body, revision }: Input<typeof api.cancelSession>,
): Promise<Output<typeof api.cancelSession>> => {
  const s = await changeable(ctx, params.id, revision)
  await sql`update training.session set cancelled_at = bw.now(), cancelled_by = ${ctx.actor.personId}, cancel_reason = ${body.reason}, revision = revision + 1
    where court_id = ${courtOf(ctx)} and id = ${s.id}`.execute(ctx.tx)
  await ctx.audit({ verb: 'training.session.cancel', objectType: 'training-session', objectId: s.id, data: { reason: body.reason } })
  await tellExpected(ctx, s.id, 'training-cancelled', { title: s.title, date: s.onDate })
  return { id: s.id, revision: revision + 1 }
}
const tellExpected = async (ctx: Ctx, sessionId: number, kind: string, data: Record<string, unknown>): Promise<void> => {
  const people = await selectExpected(ctx, sessionId)
  if (people.length > 0) await notify(ctx, { personIds: people.map((p) => p.personId) }, kind, data, '/training/mine')
}

/** A contractor's hr brings its own people to the court's training, too (7.1.1.5). */
const mayExpect = (ctx: Ctx, s: SessionRow): Decision => {
  if (!ctx.may('training.keep')) return no('not-allowed')
  if (mayRun(ctx.actor, s, s).ok) return yes
  return s.organiser === 'court' && ctx.actor.side === 'contractor' && ctx.actor.roles.includes('hr') ? yes : no('not-your-session')
}
export const expectPeople = async (
  ctx: Ctx,
  { params, body }: { params: { id: number }; body: { personIds: readonly number[]; engagementId?: number | null | undefined } },
): Promise<Output<typeof api.expectPeople>> => {
  const s = await selectSession(ctx, params.id, true)
  refuse(ctx.actor.side === 'system' ? yes : mayExpect(ctx, s))
  const state = stateOf(ctx, s)
  if (state === 'cancelled') throw new Fail('session-cancelled', 409)
  if (state === 'over') throw new Fail('session-over', 409)
  // Outsourced staff of this court only, and of one's own contractor when one is a contractor.
  const found = await sql<{
    id: number
    contractorId: number
  }>`select distinct p.id, p.contractor_id as "contractorId" from organisations.person p
    where p.side = 'contractor' and (p.left_on is null or p.left_on > ${s.onDate}::date)
      and (${s.contractorId}::int is null or p.contractor_id = ${s.contractorId}) and (${ctx.actor.contractorId}::int is null or p.contractor_id = ${ctx.actor.contractorId})
      and exists (select from organisations.post o where o.person_id = p.id and o.court_id = ${courtOf(ctx)} and (o.until_date is null or o.until_date >= ${todayOf(ctx)}::date)
        and (p.id = any (${body.personIds as number[]}::bigint[]) or o.engagement_id = ${body.engagementId ?? null}))`.execute(ctx.tx)
  const known = new Set(found.rows.map((r) => r.id))
  if (body.personIds.some((id) => !known.has(id))) throw new Fail('not-your-people', 403)
  if (found.rows.length === 0) throw new Fail('nobody-named', 422)
  const already = new Set((await selectExpected(ctx, s.id)).map((e) => e.personId))
  const fresh = found.rows.filter((r) => !already.has(r.id))
  if (s.taken + fresh.length > s.capacity)
    throw new Fail('session-full', 409, { capacity: s.capacity, taken: s.taken, wanted: fresh.length })
  if (fresh.length === 0) return { added: 0 }
  await sql`insert into training.expected (court_id, session_id, person_id, contractor_id, added_by)
    select ${courtOf(ctx)}, ${s.id}, u.person, u.contractor, ${ctx.actor.personId}::bigint
    from unnest(${fresh.map((r) => r.id)}::bigint[], ${fresh.map((r) => r.contractorId)}::int[]) u(person, contractor)`.execute(ctx.tx)
  await ctx.audit({
    verb: 'training.expect',
    objectType: 'training-session',
    objectId: s.id,
    data: { added: fresh.length, personIds: fresh.map((r) => r.id) },
  })
  await notify(ctx, { personIds: fresh.map((r) => r.id) }, 'training-expected', { title: s.title, date: s.onDate }, '/training/mine')
  return { added: fresh.length }
}
export const removeExpected = async (ctx: Ctx, { params, body }: Input<typeof api.removeExpected>): Promise<{ ok: true }> => {
  const s = await selectSession(ctx, params.id, true)
  refuse(mayExpect(ctx, s))
  const person = (await selectExpected(ctx, s.id)).find((e) => e.personId === body.personId)
  if (!person) throw new Fail('not-found', 404)
  if (ctx.actor.side === 'contractor' && person.contractorId !== ctx.actor.contractorId) throw new Fail('not-your-people', 403)
  // Taken back or not, an attendance stays on the list: it is part of the proof.
  if ((await selectAttendance(ctx, s.id)).some((a) => a.personId === body.personId)) throw new Fail('already-attended', 409)
  await sql`delete from training.expected where court_id = ${courtOf(ctx)} and session_id = ${s.id} and person_id = ${body.personId}`.execute(
    ctx.tx,
  )
  await ctx.audit({ verb: 'training.expect.remove', objectType: 'training-session', objectId: s.id, data: { personId: body.personId } })
  return { ok: true }
}

export const readSession = async (ctx: Ctx, { params }: Input<typeof api.readSession>): Promise<Output<typeof api.readSession>> => {
  const s = await selectSession(ctx, params.id)
  const run = mayRun(ctx.actor, s, s)
  if (!run.ok && !ctx.may('training.see')) throw new Fail('not-found', 404)
  const [people, attendance] = [await selectExpected(ctx, s.id), await selectAttendance(ctx, s.id)]
  const state = stateOf(ctx, s)
  const keep = ctx.may('training.keep') ? mayKeep(ctx.actor, s) : no('not-allowed')
  const attended = attendance.some((a) => !a.void)
  const change: Decision = !keep.ok ? keep : s.cancelled ? no('session-cancelled') : attended ? no('session-attended') : yes
  const confirm = mayConfirm(ctx.actor, s, s)
  const expect = mayExpect(ctx, s)
  const live = (d: Decision): Decision =>
    !d.ok ? d : s.cancelled ? no('session-cancelled') : state === 'planned' ? no('attendance-not-begun') : yes
  await ctx.audit({ verb: 'training.session.read', objectType: 'training-session', objectId: s.id })
  return {
    ...itemOf(ctx, s),
    revision: s.revision,
    teacherId: s.teacherId,
    cancelReason: s.cancelReason,
    people: people.map((p) => ({
      personId: p.personId,
      name: p.name,
      staffNo: p.staffNo,
      contractorName: p.contractorName,
      attendance: attendance
        .filter((a) => a.personId === p.personId)
        .map((a) => ({
          id: a.id,
          half: a.half,
          way: a.way,
          at: a.at,
          markedBy: a.markedBy,
          lateReason: a.lateReason,
          confirmedBy: a.confirmedBy,
          voidedBy: a.voidedBy,
          voidReason: a.voidReason,
          can: {
            confirm:
              a.way === 'code' || a.void || a.confirmedBy !== null
                ? no('nothing-to-confirm')
                : p.personId === ctx.actor.personId
                  ? no('not-yourself')
                  : a.markedById === ctx.actor.personId
                    ? no('second-hand-required')
                    : confirm,
            void: a.void ? no('already-void') : p.personId === ctx.actor.personId ? no('not-yourself') : confirm,
          },
        })),
      can: { remove: !expect.ok ? expect : attendance.some((a) => a.personId === p.personId) ? no('already-attended') : yes },
    })),
    can: {
      change,
      cancel: change,
      expect: !expect.ok ? expect : s.cancelled ? no('session-cancelled') : state === 'over' ? no('session-over') : yes,
      showCode: state === 'over' ? no('attendance-over') : live(run),
      mark: live(run),
      sheet: run.ok || confirm.ok ? yes : no('not-your-session'),
    },
  }
}
export const halvesOf = (s: SessionRow): Half[] => halves.filter((h) => s[h] !== null)
