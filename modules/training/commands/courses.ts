import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import { pageOf } from '../../../platform/http/cursor.ts'
import type { FileReply, Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { type Decision, no, yes } from '../../organisations/rules/structure.ts'
import type * as api from '../api.ts'
import { courtOf, type CourseRow, selectCourse, selectCourses } from '../queries.ts'
import { mayKeep, questionStands } from '../rules.ts'

/** The side whose course this person would make. */
const ownSide = (ctx: Ctx) =>
  ctx.actor.side === 'contractor'
    ? { organiser: 'contractor' as const, contractorId: ctx.actor.contractorId }
    : { organiser: 'court' as const, contractorId: null }
export const mayCreate = (ctx: Ctx): Decision => (ctx.may('training.keep') ? mayKeep(ctx.actor, ownSide(ctx)) : no('not-allowed'))
export const refuse = (d: Decision): void => {
  if (!d.ok) throw new Fail(d.code, 403)
}
/** The course, kept by the caller. Fail: not-found, course-of-the-court, course-of-contractor. */
export const keptCourse = async (ctx: Ctx, id: number): Promise<CourseRow> => {
  const c = await selectCourse(ctx, id)
  refuse(mayKeep(ctx.actor, c))
  return c
}
const item = (c: CourseRow): Output<typeof api.listCourses>['items'][number] => ({
  id: c.id,
  title: c.title,
  topic: c.topic,
  phase: c.phase,
  organiser: c.organiser,
  contractorId: c.contractorId,
  contractorName: c.contractorName,
  halfDays: c.halfDays,
  hasTest: c.questionCount > 0,
  state: c.state,
  nextOn: c.nextOn,
})

export const listCourses = async (ctx: Ctx, { query }: Input<typeof api.listCourses>): Promise<Output<typeof api.listCourses>> => {
  const page = pageOf(await selectCourses(ctx, query, query), query.limit, (c) => [c.title, c.id])
  return { next: page.next, items: page.items.map(item), can: { create: mayCreate(ctx) } }
}

export const createCourse = async (
  ctx: Ctx,
  { body: b }: Pick<Input<typeof api.createCourse>, 'body'>,
): Promise<Output<typeof api.createCourse>> => {
  const side = ownSide(ctx)
  refuse(mayKeep(ctx.actor, side))
  const made = await sql<{ id: number }>`insert into training.course
      (court_id, organiser, contractor_id, title, topic, phase, half_days, description, question_count, pass_mark, tries, minutes, made_by)
    values (${courtOf(ctx)}, ${side.organiser}, ${side.contractorId}, ${b.title}, ${b.topic}, ${b.phase}, ${b.halfDays}, ${b.description},
      ${b.questionCount}, ${b.passMark}, ${b.tries}, ${b.minutes}, ${ctx.actor.personId}) returning id`.execute(ctx.tx)
  const id = made.rows[0]!.id
  await ctx.audit({
    verb: 'training.course.create',
    objectType: 'course',
    objectId: id,
    after: b,
    data: { topic: b.topic, phase: b.phase },
  })
  return { id, revision: 1 }
}

export const readCourse = async (ctx: Ctx, { params }: Input<typeof api.readCourse>): Promise<Output<typeof api.readCourse>> => {
  const c = await selectCourse(ctx, params.id)
  const materials = await sql<{ id: number; name: string; size: number; addedAt: string }>`
    select id, name, file_size as size, added_at as "addedAt" from training.material
    where court_id = ${courtOf(ctx)} and course_id = ${c.id} and removed_at is null order by id`.execute(ctx.tx)
  const change = ctx.may('training.keep') ? mayKeep(ctx.actor, c) : no('not-allowed')
  await ctx.audit({ verb: 'training.course.read', objectType: 'course', objectId: c.id })
  return {
    ...item(c),
    description: c.description,
    questionCount: c.questionCount,
    passMark: c.passMark,
    tries: c.tries,
    minutes: c.minutes,
    bank: c.bank,
    attended: c.attended,
    revision: c.revision,
    materials: materials.rows,
    can: { change, frame: change.ok && c.attended > 0 ? no('course-in-use') : change.ok ? yes : change },
  }
}

/** What decides whether half days count; fixed once somebody attended, or the past would change. */
const frame = ['topic', 'phase', 'halfDays', 'questionCount', 'passMark'] as const
export const changeCourse = async (
  ctx: Ctx,
  { params, body, revision }: Input<typeof api.changeCourse>,
): Promise<Output<typeof api.changeCourse>> => {
  const c = await keptCourse(ctx, params.id)
  if (c.revision !== revision) throw new Fail('stale-revision', 409)
  if (c.attended > 0 && frame.some((k) => body[k] !== undefined && body[k] !== c[k])) throw new Fail('course-in-use', 409)
  const n = { ...c, ...Object.fromEntries(Object.entries(body).filter(([, v]) => v !== undefined)) }
  const done = await sql`update training.course set title = ${n.title}, topic = ${n.topic}, phase = ${n.phase}, half_days = ${n.halfDays},
      description = ${n.description}, question_count = ${n.questionCount}, pass_mark = ${n.passMark}, tries = ${n.tries}, minutes = ${n.minutes},
      state = ${n.state}, revision = revision + 1
    where court_id = ${courtOf(ctx)} and id = ${c.id} and revision = ${revision}`.execute(ctx.tx)
  if (!done.numAffectedRows) throw new Fail('stale-revision', 409)
  await ctx.audit({ verb: 'training.course.change', objectType: 'course', objectId: c.id, before: c, after: n })
  return { id: c.id, revision: revision + 1 }
}

/** Documents and pictures, no programs: told by their bytes, not by their names. */
const taken =
  /^(application\/pdf|image\/(png|jpeg|webp)|video\/mp4|text\/plain|application\/zip|application\/vnd\.openxmlformats-officedocument\..+)$/
export const addMaterial = async (ctx: Ctx, { params, file }: Input<typeof api.addMaterial>): Promise<Output<typeof api.addMaterial>> => {
  const c = await keptCourse(ctx, params.id)
  if (!taken.test(file.type)) throw new Fail('file-type-refused', 422)
  const made = await sql<{
    id: number
  }>`insert into training.material (court_id, course_id, name, file_sha256, file_size, file_type, added_by)
    values (${courtOf(ctx)}, ${c.id}, ${file.name}, ${file.sha256}, ${file.size}, ${file.type}, ${ctx.actor.personId}) returning id`.execute(
    ctx.tx,
  )
  const id = made.rows[0]!.id
  await ctx.audit({ verb: 'training.material.add', objectType: 'course', objectId: c.id, data: { materialId: id, sha256: file.sha256 } })
  return { id }
}
const materialOf = async (ctx: Ctx, id: number) => {
  const found = await sql<{ courseId: number; name: string; sha256: string; size: number; type: string }>`
    select course_id as "courseId", name, file_sha256 as sha256, file_size as size, file_type as type from training.material
    where court_id = ${courtOf(ctx)} and id = ${id} and removed_at is null`.execute(ctx.tx)
  if (!found.rows[0]) throw new Fail('not-found', 404)
  return found.rows[0]
}
export const removeMaterial = async (ctx: Ctx, { params }: Input<typeof api.removeMaterial>): Promise<{ ok: true }> => {
  const m = await materialOf(ctx, params.id)
  await keptCourse(ctx, m.courseId)
  await sql`update training.material set removed_at = bw.now() where court_id = ${courtOf(ctx)} and id = ${params.id}`.execute(ctx.tx)
  await ctx.audit({ verb: 'training.material.remove', objectType: 'course', objectId: m.courseId, data: { materialId: params.id } })
  return { ok: true }
}
export const readMaterial = async (ctx: Ctx, { params }: Input<typeof api.readMaterial>): Promise<FileReply> => {
  const m = await materialOf(ctx, params.id)
  await ctx.audit({ verb: 'training.material.read', objectType: 'course', objectId: m.courseId, data: { materialId: params.id } })
  return { file: await ctx.app.files.open(courtOf(ctx), m.sha256), type: m.type, name: m.name, length: m.size, inline: true }
}

export const listQuestions = async (
  ctx: Ctx,
  { params, query }: Input<typeof api.listQuestions>,
): Promise<Output<typeof api.listQuestions>> => {
  const c = await keptCourse(ctx, params.id)
  const after = Number(query.after ?? 0)
  if (!Number.isSafeInteger(after)) throw new Fail('malformed', 400)
  const found = await sql<
    Output<typeof api.listQuestions>['items'][number]
  >`select q.id, q.kind, q.wording, q.options, k.answers, k.explanation
    from training.question q join training.answer_key k on k.court_id = q.court_id and k.question_id = q.id
    where q.court_id = ${courtOf(ctx)} and q.course_id = ${c.id} and q.retired_at is null and q.id > ${after}
    order by q.id limit ${query.limit + 1}`.execute(ctx.tx)
  const items = found.rows.slice(0, query.limit)
  return { items, next: found.rows.length > query.limit ? String(items.at(-1)!.id) : null }
}
export const addQuestions = async (
  ctx: Ctx,
  { params, body }: { params: { id: number }; body: Input<typeof api.addQuestions>['body'] },
): Promise<Output<typeof api.addQuestions>> => {
  const c = await keptCourse(ctx, params.id)
  for (const [i, q] of body.questions.entries()) {
    const stands = questionStands(q)
    if (!stands.ok) throw new Fail(stands.code, 422, { number: i + 1 })
  }
  for (const q of body.questions) {
    const made = await sql<{ id: number }>`insert into training.question (court_id, course_id, kind, wording, options, made_by)
      values (${courtOf(ctx)}, ${c.id}, ${q.kind}, ${q.wording}, ${q.options}::text[], ${ctx.actor.personId}) returning id`.execute(ctx.tx)
    await sql`insert into training.answer_key (court_id, question_id, answers, explanation)
      values (${courtOf(ctx)}, ${made.rows[0]!.id}, ${q.answers}::int[], ${q.explanation})`.execute(ctx.tx)
  }
  await ctx.audit({ verb: 'training.question.add', objectType: 'course', objectId: c.id, data: { added: body.questions.length } })
  return { added: body.questions.length }
}
export const retireQuestion = async (ctx: Ctx, { params }: Input<typeof api.retireQuestion>): Promise<{ ok: true }> => {
  const found = await sql<{ courseId: number }>`select course_id as "courseId" from training.question
    where court_id = ${courtOf(ctx)} and id = ${params.id} and retired_at is null`.execute(ctx.tx)
  if (!found.rows[0]) throw new Fail('not-found', 404)
  await keptCourse(ctx, found.rows[0].courseId)
  await sql`update training.question set retired_at = bw.now() where court_id = ${courtOf(ctx)} and id = ${params.id}`.execute(ctx.tx)
  await ctx.audit({
    verb: 'training.question.retire',
    objectType: 'course',
    objectId: found.rows[0].courseId,
    data: { questionId: params.id },
  })
  return { ok: true }
}
