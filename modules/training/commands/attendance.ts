import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import type { Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { todayOf } from '../../organisations/public.ts'
import type * as api from '../api.ts'
import { checkInCode, halfOfCode, plainCode, qrSquares } from '../codes.ts'
import {
  courtOf,
  rulesOf,
  selectAttendance,
  selectCourse,
  selectExpected,
  selectOneAttendance,
  selectSession,
  type SessionRow,
  timesOf,
} from '../queries.ts'
import { attendanceAt, codeUntil, type Half, halves, mayConfirm, mayRun } from '../rules.ts'
import { refuse } from './courses.ts'
import { settleCredits } from './credits.ts'

const windowOf = (ctx: Ctx, s: SessionRow, half: Half, tolerance: number) => {
  const t = timesOf(s, half)
  return t ? attendanceAt(ctx.now.epochMilliseconds, t, tolerance) : null
}
/** The half in which one may check in now. Fail: attendance-not-begun, attendance-over. */
const openHalf = (ctx: Ctx, s: SessionRow, tolerance: number): Half => {
  const states = halves.map((h) => windowOf(ctx, s, h, tolerance))
  // Where two overlap by the tolerance, the one that began last.
  const open = states.lastIndexOf('open')
  if (open >= 0) return halves[open]!
  throw new Fail(states.includes('not-begun') ? 'attendance-not-begun' : 'attendance-over', 409)
}

/** What the teacher's screen shows; the page asks again when its half minute is over. */
export const showCode = async (ctx: Ctx, { params, query }: Input<typeof api.showCode>): Promise<Output<typeof api.showCode>> => {
  const s = await selectSession(ctx, params.id)
  refuse(mayRun(ctx.actor, s, s))
  if (s.cancelled) throw new Fail('session-cancelled', 409)
  const half = openHalf(ctx, s, (await rulesOf(ctx)).tolerance)
  const now = ctx.now.epochMilliseconds
  const code = checkInCode(ctx.app.keys, { courtId: courtOf(ctx), sessionId: s.id }, half, now)
  const attendance = await selectAttendance(ctx, s.id)
  return {
    half,
    code,
    msLeft: codeUntil(now) - now,
    qr: qrSquares(`${query.origin}/training/check-in?s=${s.id}&c=${code}`),
    present: attendance.filter((a) => a.half === half && !a.void).length,
    expected: s.taken,
  }
}

const expectedToday = async (ctx: Ctx): Promise<number[]> =>
  (
    await sql<{
      id: number
    }>`select s.id from training.session s join training.expected e on e.court_id = s.court_id and e.session_id = s.id
      where s.court_id = ${courtOf(ctx)} and e.person_id = ${ctx.actor.personId} and s.on_date = ${todayOf(ctx)}::date and s.cancelled_at is null order by s.id`.execute(
      ctx.tx,
    )
  ).rows.map((r) => r.id)

/** On the trainee's own phone, signed in: a code proves the room, the session proves the person. */
export const checkIn = async (ctx: Ctx, { body }: Pick<Input<typeof api.checkIn>, 'body'>): Promise<Output<typeof api.checkIn>> => {
  const courtId = courtOf(ctx)
  const { personId, contractorId } = ctx.actor
  if (personId === null || contractorId === null) throw new Fail('not-expected', 403)
  const now = ctx.now.epochMilliseconds
  const candidates = body.sessionId ? [body.sessionId] : await expectedToday(ctx)
  if (candidates.length === 0) throw new Fail('not-expected', 403)
  const said = candidates.map((sessionId) => ({ sessionId, half: halfOfCode(ctx.app.keys, { courtId, sessionId }, body.code, now) }))
  const hit = said.find((x) => x.half !== null && x.half !== 'expired') ?? said.find((x) => x.half === 'expired') ?? said[0]!
  const s = await selectSession(ctx, hit.sessionId)
  if (!(await selectExpected(ctx, s.id)).some((e) => e.personId === personId)) throw new Fail('not-expected', 403)
  if (s.cancelled) throw new Fail('session-cancelled', 409)
  if (hit.half === null) throw new Fail('code-wrong', 422, { code: plainCode(body.code).slice(0, 8) })
  if (hit.half === 'expired') throw new Fail('code-expired', 409)
  const open = windowOf(ctx, s, hit.half, (await rulesOf(ctx)).tolerance)
  if (open !== 'open') throw new Fail(open === 'not-begun' ? 'attendance-not-begun' : 'attendance-over', 409)
  const made = await sql<{
    id: number
    at: string
  }>`insert into training.attendance (court_id, session_id, person_id, contractor_id, half, way)
    values (${courtId}, ${s.id}, ${personId}, ${contractorId}, ${hit.half}, 'code')
    on conflict (court_id, session_id, person_id, half) where void_at is null do nothing returning id, at`.execute(ctx.tx)
  const row = made.rows[0]
  if (!row) throw new Fail('already-attended', 409)
  await ctx.audit({
    verb: 'training.check-in',
    objectType: 'training-session',
    objectId: s.id,
    data: { attendanceId: row.id, half: hit.half, personId },
  })
  const counted = await settleCredits(ctx, await selectCourse(ctx, s.courseId), { id: personId, contractorId }, '')
  return { sessionId: s.id, title: s.title, half: hit.half, at: row.at, counted }
}

/** From the sheet on paper: nothing counts before another hand has confirmed it. */
export const markSigned = async (
  ctx: Ctx,
  { params, body }: Pick<Input<typeof api.markSigned>, 'params' | 'body'>,
): Promise<Output<typeof api.markSigned>> => {
  const courtId = courtOf(ctx)
  const s = await selectSession(ctx, params.id, true)
  refuse(mayRun(ctx.actor, s, s))
  if (s.cancelled) throw new Fail('session-cancelled', 409)
  const open = windowOf(ctx, s, body.half, (await rulesOf(ctx)).tolerance)
  if (open === null) throw new Fail('no-such-half', 422)
  if (open === 'not-begun') throw new Fail('attendance-not-begun', 409)
  if (open === 'too-late') throw new Fail('attendance-too-late', 409)
  if (open === 'late' && !body.reason) throw new Fail('late-needs-reason', 422, { field: 'reason' })
  const expected = await selectExpected(ctx, s.id)
  const ids = [...new Set(body.personIds)]
  if (ids.includes(ctx.actor.personId ?? 0)) throw new Fail('not-yourself', 403)
  const people = ids.map((id) => expected.find((e) => e.personId === id))
  if (people.some((p) => !p)) throw new Fail('not-expected', 422)
  const made = await sql<{
    id: number
  }>`insert into training.attendance (court_id, session_id, person_id, contractor_id, half, way, marked_by, late_reason)
    select ${courtId}, ${s.id}, u.person, u.contractor, ${body.half}, 'signature', ${ctx.actor.personId}::bigint, ${open === 'late' ? body.reason : null}
    from unnest(${ids}::bigint[], ${people.map((p) => p!.contractorId)}::int[]) u(person, contractor)
    on conflict (court_id, session_id, person_id, half) where void_at is null do nothing returning id`.execute(ctx.tx)
  if (made.rows.length < ids.length) throw new Fail('already-attended', 409)
  await ctx.audit({
    verb: 'training.mark',
    objectType: 'training-session',
    objectId: s.id,
    data: { half: body.half, personIds: ids, late: open === 'late' },
  })
  return { marked: ids.length }
}

/** Maker ≠ checker: who entered the sheet does not confirm it, nobody confirms himself. */
export const confirmSigned = async (
  ctx: Ctx,
  { params, body }: Pick<Input<typeof api.confirmSigned>, 'params' | 'body'>,
): Promise<Output<typeof api.confirmSigned>> => {
  const s = await selectSession(ctx, params.id, true)
  refuse(mayConfirm(ctx.actor, s, s))
  const wanted = (await selectAttendance(ctx, s.id)).filter((a) => body.attendanceIds.includes(a.id))
  const open = wanted.filter((a) => a.way === 'signature' && !a.void && a.confirmedBy === null)
  if (open.length === 0 || open.length < new Set(body.attendanceIds).size) throw new Fail('nothing-to-confirm', 409)
  if (open.some((a) => a.personId === ctx.actor.personId)) throw new Fail('not-yourself', 403)
  if (open.some((a) => a.markedById === ctx.actor.personId)) throw new Fail('second-hand-required', 403)
  await sql`update training.attendance set confirmed_by = ${ctx.actor.personId}, confirmed_at = bw.now()
    where court_id = ${courtOf(ctx)} and id = any (${open.map((a) => a.id)}::bigint[])`.execute(ctx.tx)
  await ctx.audit({
    verb: 'training.confirm',
    objectType: 'training-session',
    objectId: s.id,
    data: { attendanceIds: open.map((a) => a.id) },
  })
  const course = await selectCourse(ctx, s.courseId)
  const expected = await selectExpected(ctx, s.id)
  for (const id of [...new Set(open.map((a) => a.personId))].sort((a, b) => a - b))
    await settleCredits(ctx, course, { id, contractorId: expected.find((e) => e.personId === id)!.contractorId }, '')
  return { confirmed: open.length }
}

/** A correction: the half days and the gate follow in the same transaction, and a task in hand goes back when the gate shuts. */
export const voidAttendance = async (
  ctx: Ctx,
  { params, body }: Pick<Input<typeof api.voidAttendance>, 'params' | 'body'>,
): Promise<{ ok: true }> => {
  const a = await selectOneAttendance(ctx, params.id)
  if (!a) throw new Fail('not-found', 404)
  const s = await selectSession(ctx, a.sessionId, true)
  refuse(mayConfirm(ctx.actor, s, s))
  if (a.personId === ctx.actor.personId) throw new Fail('not-yourself', 403)
  const done = await sql`update training.attendance set void_at = bw.now(), void_by = ${ctx.actor.personId}, void_reason = ${body.reason}
    where court_id = ${courtOf(ctx)} and id = ${a.id} and void_at is null`.execute(ctx.tx)
  if (!done.numAffectedRows) throw new Fail('already-void', 409)
  await ctx.audit({
    verb: 'training.void',
    objectType: 'training-session',
    objectId: s.id,
    before: a,
    data: { attendanceId: a.id, personId: a.personId, reason: body.reason },
  })
  const person = (await selectExpected(ctx, s.id)).find((e) => e.personId === a.personId)!
  await settleCredits(ctx, await selectCourse(ctx, s.courseId), { id: a.personId, contractorId: person.contractorId }, body.reason)
  return { ok: true }
}
