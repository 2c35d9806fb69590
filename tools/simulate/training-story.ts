import type { Temporal } from 'temporal-polyfill'
import { attend, buildCourse, buildSession, type questionsFor, sitTest } from '../../modules/training/fixtures.ts'
import { atTime, toDate } from '../../platform/calendar/zoned.ts'
import type { Entry, Story } from './clockwork.ts'
import type { Player } from './people.ts'
import type { Random } from './random.ts'
import { act, count, type Course, people, type World } from './world.ts'

type Question = ReturnType<typeof questionsFor>[number]
const single = (wording: string, right: string, ...wrong: string[]): Question => ({
  kind: 'single',
  wording,
  options: [right, ...wrong],
  answers: [0],
  explanation: '见《保密管理与警示案例》讲义。',
})
const judge = (wording: string, holds: boolean): Question => ({
  kind: 'trueFalse',
  wording,
  options: [],
  answers: [holds ? 0 : 1],
  explanation: '见《保密管理与警示案例》讲义。',
})
const questions: Question[] = [
  single('离开工位时，电脑屏幕应当如何处理？', '立即锁屏', '调低亮度', '不必处理', '请同事代看'),
  single('有外人打听案件情况，应当怎么办？', '拒绝并登记报告', '口头告知结论', '转告当事人', '自行判断是否告知'),
  single('工作中发现卷宗缺页，应当先做什么？', '停止操作并报告', '自行补印', '继续扫描', '在登记表中略去'),
  judge('可以用个人手机拍摄卷宗页面，以便回家核对。', false),
  judge('离职以后，保密义务仍然有效。', true),
  {
    kind: 'multiple',
    wording: '下列哪些属于外包人员不得为之？',
    options: ['携卷外出', '用移动存储介质拷贝', '自行接入互联网', '按流程归还卷宗'],
    answers: [0, 1, 2],
    explanation: '见附录 E 保密协议。',
  },
]
const right = new Map(
  questions.map((q) => [q.wording, q.answers.map((a) => (q.kind === 'trueFalse' ? ['对', '错'][a]! : q.options[a]!))] as const),
)
const nextWorkday = (world: World, from: Temporal.PlainDate): string => {
  let day = from.add({ days: 1 })
  while (!world.calendar.isWorkday(day)) day = day.add({ days: 1 })
  return day.toString()
}

/** 7.1.1.5: the court trains once in the middle of the story, with a test; one more session stands in the calendar. */
export const trainings = (world: World, random: Random, days: readonly Temporal.PlainDate[]): Entry[] => {
  const day = days[Math.floor(days.length * 0.45)]!
  const at = atTime(day, '08:45')
  return [{ at, alone: true, story: training({ world, random, now: at }, day) }]
}

async function* training(c: Course, day: Temporal.PlainDate): Story {
  yield c.now
  const { court } = c.world
  const office = people(c.world, 'trialManagement')[0]!
  const hr = people(c.world, 'hr')[0]!
  const lead = people(c.world, 'teamLead')[0]!
  const made = await act(c, office, async (ctx) => {
    const courseId = await buildCourse(ctx, {
      title: '保密管理与警示案例',
      topic: 'secrecy',
      phase: 'inService',
      halfDays: 2,
      description: '附录 E 保密协议逐条讲解，近年泄密案例，卷宗与电子数据的日常保护。',
      questionCount: 4,
      passMark: 75,
      minutes: 15,
      questions,
    })
    const sessionId = await buildSession(ctx, {
      courseId,
      onDate: day.toString(),
      place: '法院三楼培训室',
      teacherId: office.personId,
      engagementId: court.engagementId,
      halves: ['morning'],
    })
    return { courseId, sessionId }
  })
  await act(c, hr, async (ctx) => {
    for (const [title, topic] of [
      ['新员工岗前培训：常见程序性法律法规', 'procedure'],
      ['新员工岗前培训：保密管理', 'secrecy'],
      ['新员工岗前培训：职业健康与搬运安全', 'health'],
    ] as const)
      await buildCourse(ctx, { title, topic, phase: 'preJob', halfDays: 4 })
    const courseId = await buildCourse(ctx, { title: '职业健康与久坐防护', topic: 'health', phase: 'inService', halfDays: 1 })
    await buildSession(ctx, {
      courseId,
      onDate: nextWorkday(c.world, toDate(c.world.until)),
      place: '服务商二楼会议室',
      teacherId: lead.personId,
      engagementId: court.engagementId,
      halves: ['afternoon'],
    })
  })
  c.now = atTime(day, '09:02')
  yield c.now
  const staff = court.players.filter((p) => p.actor.side === 'contractor' && !c.world.barred.has(p.login))
  const there: Player[] = []
  for (const p of staff) {
    // Some are always elsewhere.
    if (c.random.next() < 0.15) continue
    await act(c, p, (ctx) => attend(ctx, made.sessionId, 'morning'))
    there.push(p)
    count(c.world, 'trained')
  }
  c.now = atTime(day, '11:30')
  yield c.now
  for (const p of there) {
    if (c.random.next() < 0.2) continue
    // Who knows nothing fails whatever is drawn: the same seed tells the same story.
    const sure = c.random.next() < 0.85
    await act(c, p, (ctx) => sitTest(ctx, made.courseId, (wording) => (sure ? (right.get(wording) ?? []) : ['不必处理'])))
  }
}
