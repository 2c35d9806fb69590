import type { z } from 'zod'
import type { Ctx } from '../../platform/http/context.ts'
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
  o: Partial<z.input<typeof createCourse.body & z.ZodType>> & { questions?: number } = {},
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
  if (questions) await add(ctx, { params: { id }, body: { questions: questionsFor(questions) } })
  return id
}
