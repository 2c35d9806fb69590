import type { z } from 'zod'
import type { Ctx } from '../../platform/http/context.ts'
import { checkInCode } from './codes.ts'
import { checkIn } from './commands/attendance.ts'
import { createSession, expectPeople } from './commands/sessions.ts'
import { handIn, readAttempt, saveAnswer, startTest } from './commands/tests.ts'
import type { Half } from './rules.ts'
import { type addQuestions, type createCourse, createCourse as endpointOfCourse } from './api.ts'
import { addQuestions as add, createCourse as create } from './commands/courses.ts'

/** Questions that stand, of all three kinds; the first option is right (true or false: true). */
export const questionsFor = (count: number): z.output<typeof addQuestions.body & z.ZodType>['questions'] =>
  Array.from({ length: count }, (_, i) => {
    const kind = (['single', 'multiple', 'trueFalse'] as const)[i % 3]!
    return {
      kind,
      wording: `${wordings[i % wordings.length]}（${i + 1}）`,
      options: kind === 'trueFalse' ? [] : ['应当', '可以不', '由服务商决定', '由个人决定'],
      answers: kind === 'multiple' ? [0, 2] : [0],
      explanation: '见培训材料第一章。',
    }
  })
const wordings = ['发现卷宗缺页时是否立即报告', '离岗时屏幕如何处理、卷宗如何存放', '当事人信息不得带出办公场所']

/** A course of the actor's side; `ctx` is that of an actor who may keep one. */
export const buildCourse = async (
  ctx: Ctx,
  o: Partial<z.input<typeof createCourse.body & z.ZodType>> & { questions?: ReturnType<typeof questionsFor> } = {},
): Promise<number> => {
  const { questions, ...fields } = o
  const { id } = await create(ctx, {
    body: (endpointOfCourse.body as z.ZodType).parse({
      title: '保密管理',
      topic: 'secrecy',
      phase: 'preJob',
      halfDays: 2,
      ...fields,
    }) as Parameters<typeof create>[1]['body'],
  })
  if (questions) await add(ctx, { params: { id }, body: { questions } })
  return id
}

/** A session with everybody of an engagement on its list. */
export const buildSession = async (
  ctx: Ctx,
  o: {
    courseId: number
    onDate: string
    place: string
    teacherId: number
    engagementId: number
    halves?: readonly Half[]
    capacity?: number
  },
): Promise<number> => {
  const held = o.halves ?? ['morning', 'afternoon']
  const { id } = await createSession(ctx, {
    params: { id: o.courseId },
    body: {
      place: o.place,
      onDate: o.onDate,
      teacherId: o.teacherId,
      capacity: o.capacity ?? 40,
      morning: held.includes('morning') ? { from: '09:00', until: '12:00' } : null,
      afternoon: held.includes('afternoon') ? { from: '14:00', until: '17:00' } : null,
    },
  })
  await expectPeople(ctx, { params: { id }, body: { personIds: [], engagementId: o.engagementId } })
  return id
}
/** The actor scans the code that is on the screen at this moment. */
export const attend = async (ctx: Ctx, sessionId: number, half: Half): Promise<void> => {
  const code = checkInCode(ctx.app.keys, { courtId: ctx.actor.courtId!, sessionId }, half, ctx.now.epochMilliseconds)
  await checkIn(ctx, { body: { sessionId, code } })
}
/** The actor takes the test; `know` gives the wording of what he holds right. Answers whether he passed. */
export const sitTest = async (ctx: Ctx, courseId: number, know: (wording: string) => readonly string[]): Promise<boolean> => {
  const { id } = await startTest(ctx, { params: { id: courseId } })
  for (const q of (await readAttempt(ctx, { params: { id } })).questions) {
    const shown = q.kind === 'trueFalse' ? ['对', '错'] : q.options
    const chosen = know(q.wording)
      .map((w) => shown.indexOf(w))
      .filter((i) => i >= 0)
    await saveAnswer(ctx, { params: { id }, body: { questionId: q.id, chosen } })
  }
  return (await handIn(ctx, { params: { id } })).passed
}
