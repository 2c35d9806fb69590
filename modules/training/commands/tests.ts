import { sql } from 'kysely'
import type { AppServices, Ctx } from '../../../platform/http/context.ts'
import type { Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { todayOf } from '../../organisations/public.ts'
import type * as api from '../api-tests.ts'
import { commitmentOf, freshSeed } from '../codes.ts'
import { type CourseRow, courtOf, selectCourse } from '../queries.ts'
import { drawQuestions, isPassed, isRight, optionOrder, type QuestionKind } from '../rules.ts'
import { attendedOf, passesOf, settleCredits } from './credits.ts'

interface AttemptRow {
  id: number
  courseId: number
  personId: number
  contractorId: number
  seed: string
  commitment: string
  questionIds: number[]
  passMark: number
  startedAt: string
  endsAt: string
  closedAt: string | null
  handedIn: boolean
  right: number | null
  passed: boolean | null
}
const attemptSelect = sql`select id, course_id as "courseId", person_id as "personId", contractor_id as "contractorId", seed, commitment, question_ids as "questionIds",
  pass_mark as "passMark", started_at as "startedAt", ends_at as "endsAt", closed_at as "closedAt", handed_in as "handedIn", right_count as "right", passed
  from training.attempt`
/** One's own; nobody writes or reads another's test. Locked, so that an answer and the end of time do not pass each other. */
const ownAttempt = async (ctx: Ctx, id: number): Promise<AttemptRow> => {
  const found = await sql<AttemptRow>`${attemptSelect} where court_id = ${courtOf(ctx)} and id = ${id} and person_id = ${ctx.actor.personId}
    for no key update`.execute(ctx.tx)
  if (!found.rows[0]) throw new Fail('not-found', 404)
  return found.rows[0]
}
const timeIsUp = (ctx: Ctx, a: AttemptRow): boolean => ctx.now.epochMilliseconds > Date.parse(a.endsAt)

/** Counts a test: handed in, or its time is over; then what was saved by its end counts, as of its end. */
const close = async (ctx: Ctx, a: AttemptRow, handedIn: boolean): Promise<AttemptRow> => {
  const courtId = courtOf(ctx)
  const graded = await sql<{ n: number }>`select training.grade(${courtId}, ${a.id}) as n`.execute(ctx.tx)
  const right = graded.rows[0]!.n
  const passed = isPassed(right, a.questionIds.length, a.passMark)
  const closedAt = handedIn ? ctx.now.toString() : a.endsAt
  await sql`update training.attempt set closed_at = ${closedAt}, handed_in = ${handedIn}, right_count = ${right}, passed = ${passed}
    where court_id = ${courtId} and id = ${a.id} and closed_at is null`.execute(ctx.tx)
  await ctx.audit({
    verb: handedIn ? 'training.test.handIn' : 'training.test.timeUp',
    objectType: 'test',
    objectId: a.id,
    data: { personId: a.personId, right, asked: a.questionIds.length, passed },
  })
  await settleCredits(ctx, await selectCourse(ctx, a.courseId), { id: a.personId, contractorId: a.contractorId }, '')
  return { ...a, closedAt, handedIn, right, passed }
}

/** Tries count from the day one last attended: whoever has used them up comes to the course again. */
export const triesLeft = async (ctx: Ctx, course: Pick<CourseRow, 'id' | 'tries'>, personId: number): Promise<number> => {
  const last = (await attendedOf(ctx, personId, course.id))
    .map((a) => a.onDate)
    .sort()
    .at(-1)
  const used = await sql<{
    n: number
  }>`select count(*)::int as n from training.attempt where court_id = ${courtOf(ctx)} and course_id = ${course.id}
    and person_id = ${personId} and (started_at at time zone 'Asia/Shanghai')::date >= ${last ?? '2000-01-01'}::date`.execute(ctx.tx)
  return Math.max(0, course.tries - used.rows[0]!.n)
}

export const startTest = async (
  ctx: Ctx,
  { params }: Pick<Input<typeof api.startTest>, 'params'>,
): Promise<Output<typeof api.startTest>> => {
  const courtId = courtOf(ctx)
  const { personId, contractorId } = ctx.actor
  if (personId === null || contractorId === null) throw new Fail('test-needs-attendance', 403)
  const course = await selectCourse(ctx, params.id)
  if (course.questionCount === 0) throw new Fail('no-test', 409)
  await sql`select pg_advisory_xact_lock(hashtextextended(${`training.test ${courtId} ${course.id} ${personId}`}, 0))`.execute(ctx.tx)
  const open =
    await sql<AttemptRow>`${attemptSelect} where court_id = ${courtId} and course_id = ${course.id} and person_id = ${personId} and closed_at is null`.execute(
      ctx.tx,
    )
  if (open.rows[0]) {
    if (!timeIsUp(ctx, open.rows[0])) return { id: open.rows[0].id }
    await close(ctx, open.rows[0], false)
  }
  if ((await attendedOf(ctx, personId, course.id)).length === 0) throw new Fail('test-needs-attendance', 409)
  const passes = await passesOf(ctx, personId, course.id)
  const year = todayOf(ctx).slice(0, 4)
  if (passes.some((d) => course.phase === 'preJob' || d.startsWith(year))) throw new Fail('already-passed', 409)
  if ((await triesLeft(ctx, course, personId)) === 0) throw new Fail('no-tries-left', 409)
  const bank = (await sql<{ ids: number[] }>`select training.bank(${courtId}, ${course.id}) as ids`.execute(ctx.tx)).rows[0]!.ids
  if (bank.length < course.questionCount) throw new Fail('bank-too-small', 409, { bank: bank.length, needed: course.questionCount })
  const seed = freshSeed()
  const made = await sql<{ id: number }>`insert into training.attempt
      (court_id, course_id, person_id, contractor_id, seed, commitment, question_ids, pass_mark, started_at, ends_at)
    values (${courtId}, ${course.id}, ${personId}, ${contractorId}, ${seed}, ${commitmentOf(seed)}, ${drawQuestions(seed, bank, course.questionCount)}::bigint[],
      ${course.passMark}, ${ctx.now.toString()}, ${ctx.now.add({ minutes: course.minutes }).toString()}) returning id`.execute(ctx.tx)
  const id = made.rows[0]!.id
  await ctx.audit({
    verb: 'training.test.start',
    objectType: 'test',
    objectId: id,
    data: { courseId: course.id, personId, commitment: commitmentOf(seed) },
  })
  return { id }
}

interface Asked {
  id: number
  kind: QuestionKind
  wording: string
  options: string[]
}
const askedOf = async (ctx: Ctx, a: AttemptRow): Promise<Asked[]> => {
  const found = await sql<Asked>`select id, kind, wording, options from training.question
    where court_id = ${courtOf(ctx)} and id = any (${a.questionIds}::bigint[])`.execute(ctx.tx)
  return a.questionIds.map((id) => found.rows.find((q) => q.id === id)!)
}
/** Place shown → option as written. */
const orderOf = (a: AttemptRow, q: Asked): number[] => (q.kind === 'trueFalse' ? [0, 1] : optionOrder(a.seed, q.id, q.options.length))

export const readAttempt = async (
  ctx: Ctx,
  { params }: Pick<Input<typeof api.readAttempt>, 'params'>,
): Promise<Output<typeof api.readAttempt>> => {
  const courtId = courtOf(ctx)
  let a = await ownAttempt(ctx, params.id)
  if (a.closedAt === null && timeIsUp(ctx, a)) a = await close(ctx, a, false)
  const over = a.closedAt !== null
  const course = await selectCourse(ctx, a.courseId)
  const asked = await askedOf(ctx, a)
  const chosen = new Map(
    (
      await sql<{
        id: number
        chosen: number[]
      }>`select question_id as id, chosen from training.answer where court_id = ${courtId} and attempt_id = ${a.id}`.execute(ctx.tx)
    ).rows.map((r) => [r.id, r.chosen]),
  )
  const keys = new Map(
    over
      ? (
          await sql<{
            id: number
            answers: number[]
            explanation: string
          }>`select question_id as id, answers, explanation from training.answer_key
            where court_id = ${courtId} and question_id = any (${a.questionIds}::bigint[])`.execute(ctx.tx)
        ).rows.map((r) => [r.id, r])
      : [],
  )
  await ctx.audit({ verb: 'training.test.read', objectType: 'test', objectId: a.id })
  return {
    id: a.id,
    courseId: a.courseId,
    title: course.title,
    state: over ? 'over' : 'running',
    startedAt: a.startedAt,
    endsAt: a.endsAt,
    msLeft: Math.max(0, Date.parse(a.endsAt) - ctx.now.epochMilliseconds),
    questions: asked.map((q) => {
      const order = orderOf(a, q)
      const said = chosen.get(q.id) ?? []
      const key = keys.get(q.id)
      return {
        id: q.id,
        kind: q.kind,
        wording: q.wording,
        options: q.kind === 'trueFalse' ? [] : order.map((i) => q.options[i]!),
        chosen: said.map((c) => order.indexOf(c)).sort((x, y) => x - y),
        answers: key ? key.answers.map((c) => order.indexOf(c)).sort((x, y) => x - y) : null,
        right: key ? isRight(key.answers, said) : null,
        explanation: key ? key.explanation : null,
      }
    }),
    passMark: a.passMark,
    commitment: a.commitment,
    seed: over ? a.seed : null,
    right: a.right,
    passed: a.passed,
    handedIn: a.handedIn,
    triesLeft: a.passed ? 0 : await triesLeft(ctx, course, a.personId),
  }
}

/** The server's clock decides: what comes after the end is not taken, and the policy of the table says the same. */
export const saveAnswer = async (
  ctx: Ctx,
  { params, body }: Pick<Input<typeof api.saveAnswer>, 'params' | 'body'>,
): Promise<{ ok: true }> => {
  const a = await ownAttempt(ctx, params.id)
  if (a.closedAt !== null || timeIsUp(ctx, a)) throw new Fail('test-over', 409)
  const q = (await askedOf(ctx, a)).find((x) => x?.id === body.questionId)
  if (!q) throw new Fail('question-not-asked', 422)
  const order = orderOf(a, q)
  if (new Set(body.chosen).size !== body.chosen.length || body.chosen.some((c) => c >= order.length))
    throw new Fail('answers-malformed', 422)
  if (q.kind !== 'multiple' && body.chosen.length > 1) throw new Fail('one-answer-only', 422)
  await sql`insert into training.answer (court_id, attempt_id, question_id, chosen)
    values (${courtOf(ctx)}, ${a.id}, ${q.id}, ${body.chosen.map((c) => order[c]!)}::int[])
    on conflict (court_id, attempt_id, question_id) do update set chosen = excluded.chosen, at = bw.now()`.execute(ctx.tx)
  await ctx.audit({ verb: 'training.test.answer', objectType: 'test', objectId: a.id, data: { questionId: q.id } })
  return { ok: true }
}

export const handIn = async (ctx: Ctx, { params }: Pick<Input<typeof api.handIn>, 'params'>): Promise<Output<typeof api.handIn>> => {
  const a = await ownAttempt(ctx, params.id)
  if (a.closedAt !== null || timeIsUp(ctx, a)) throw new Fail('test-over', 409)
  const done = await close(ctx, a, true)
  return { passed: done.passed!, right: done.right!, asked: done.questionIds.length }
}

/** Tests left lying: each is counted as of its own end, however late the job comes. */
export const closeOverdue = async (app: AppServices): Promise<void> => {
  const due = await app.asSystem(
    null,
    async (ctx) => (await sql<{ id: number }>`select id from organisations.court order by id`.execute(ctx.tx)).rows,
  )
  for (const { id } of due)
    await app.asSystem(id, async (ctx) => {
      const open =
        await sql<AttemptRow>`${attemptSelect} where court_id = ${id} and closed_at is null and ends_at < bw.now() order by id limit 500 for no key update skip locked`.execute(
          ctx.tx,
        )
      for (const a of open.rows) await close(ctx, a, false)
    })
}
