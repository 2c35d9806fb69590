import { Temporal } from 'temporal-polyfill'
import { wholeCandidate } from '../../modules/candidates/fixtures.ts'
import { soundFigures } from '../../modules/standing/fixtures.ts'
import { listOf } from '../../modules/wages/fixtures.ts'
import { listKinds } from '../../modules/wages/rules.ts'
import { atTime, toDate } from '../../platform/calendar/zoned.ts'
import type { Entry, Story } from './clockwork.ts'
import { demoPaper } from './papers.ts'
import { call } from './page-call.ts'
import type { Random } from './random.ts'
import { count, type Course, type World } from './world.ts'

/** People and what is owed for them (part 2 of the standard's life): hiring, staffing, wages, a leak that was none, people who ask. */
export const peopleStories = (world: World, random: Random, days: readonly Temporal.PlainDate[]): Entry[] => {
  const on = (share: number, time: string): Temporal.Instant =>
    atTime(days[Math.min(days.length - 1, Math.floor(days.length * share))]!, time)
  const entry = (at: Temporal.Instant, story: (c: Course) => Story): Entry => ({
    at,
    alone: true,
    story: story({ world, random, now: at }),
  })
  return [
    entry(on(0.04, '09:40'), posts),
    entry(on(0.2, '09:10'), hiring),
    entry(on(0.95, '09:10'), waiting),
    entry(on(0.5, '14:20'), leak),
    entry(on(0.7, '15:30'), drill),
    ...[0.3, 0.65, 0.9].map((share, n) => entry(on(share, '11:20'), (c) => asked(c, n))),
    ...periodsBetween(days[0]!, toDate(world.until)).map(({ period, on }, n) => entry(atTime(on, '15:10'), (c) => statement(c, period, n))),
    // 6.6.1: checked anew before the year of the first day runs out.
    entry(atTime(days[0]!.add({ days: 345 }), '10:30'), reviewedAnew),
    ...monthsBetween(days[0]!, toDate(world.until)).map(({ month, first, last }) =>
      entry(atTime(last ? first.with({ day: 16 }) : first.with({ day: 12 }), '10:00'), (c) => wages(c, month, first)),
    ),
  ].filter((e) => Temporal.Instant.compare(e.at, world.until) < 0)
}

/** Months whose wages fall due within the story: the last of them comes a day late. */
const monthsBetween = (
  from: Temporal.PlainDate,
  until: Temporal.PlainDate,
): { month: string; first: Temporal.PlainDate; last: boolean }[] => {
  const found: { month: string; first: Temporal.PlainDate }[] = []
  for (
    let first = from.with({ day: 1 }).add({ months: 1 });
    Temporal.PlainDate.compare(first.with({ day: 16 }), until) < 0;
    first = first.add({ months: 1 })
  )
    found.push({ month: first.subtract({ days: 1 }).toPlainYearMonth().toString(), first })
  return found.map((f, n) => ({ ...f, last: n === found.length - 1 && n > 0 }))
}

/** Quarters and years that end within the story, told on the 20th of the month after (the year in April). */
const periodsBetween = (from: Temporal.PlainDate, until: Temporal.PlainDate): { period: string; on: Temporal.PlainDate }[] => {
  const found: { period: string; on: Temporal.PlainDate }[] = []
  for (let year = from.year; year <= until.year; year++) {
    for (const quarter of [1, 2, 3, 4]) {
      const last = Temporal.PlainDate.from({ year, month: quarter * 3, day: 30 })
      if (Temporal.PlainDate.compare(last, from) > 0)
        found.push({ period: `${year}-Q${quarter}`, on: last.add({ months: 1 }).with({ day: 20 }) })
    }
    if (year > from.year) found.push({ period: `${year - 1}`, on: Temporal.PlainDate.from({ year, month: 4, day: 15 }) })
  }
  return found.filter((f) => Temporal.PlainDate.compare(f.on, until) < 0).sort((a, b) => Temporal.PlainDate.compare(a.on, b.on))
}
/** 7.1.2: the contractor's figures of a period with their paper, looked through by the court. */
async function* statement(c: Course, period: string, n: number): Story {
  yield c.now
  const drift = 1 + n * 0.02
  const figures = soundFigures({ liabilities: Math.round(500_000_000 * drift), cash: Math.round(200_000_000 / drift) })
  const { id } = await call(c, 'caiwu.qian', 'POST', '/financial-statements', { body: { period, figures } })
  await call(c, 'caiwu.qian', 'POST', `/financial-statements/${id}/papers`, {
    upload: { name: `${period} 财务报表.pdf`, bytes: documentOf('statement') },
  })
  const begun = await call(c, 'caiwu.qian', 'GET', `/financial-statements/${id}`)
  await call(c, 'caiwu.qian', 'POST', `/financial-statements/${id}/file`, { revision: begun.revision, body: {} })
  c.now = c.now.add({ hours: 26 })
  yield c.now
  const filed = await call(c, 'zeren.fang', 'GET', `/financial-statements/${id}`)
  await call(c, 'zeren.fang', 'POST', `/financial-statements/${id}/review`, {
    revision: filed.revision,
    body: { accept: true, note: '与上期比较无异常。' },
  })
  count(c.world, 'statements')
}
/** Political review of everybody outsourced, each year anew (6.6.1). */
async function* reviewedAnew(c: Course): Story {
  yield c.now
  for (const p of c.world.court.players.filter((x) => x.actor.side === 'contractor')) {
    const { gate } = await call(c, 'shenguan.zhou', 'GET', `/workforce/${p.personId}`)
    // Whoever was vetoed meanwhile, or has gone, is not asked for.
    if ((gate as { item: string; met: boolean }[]).some((g) => (g.item === 'veto' || g.item === 'engagement') && !g.met)) continue
    await call(c, 'shenguan.zhou', 'POST', `/workforce/${p.personId}/facts`, {
      body: { kind: 'vetting', onDate: toDate(c.now).toString(), reference: `云法政审〔${toDate(c.now).year}〕${p.personId}号` },
    })
    count(c.world, 'reviewedAnew')
  }
}

async function* posts(c: Course): Story {
  yield c.now
  const { engagementId } = c.world.court
  for (const [name, services, minimum] of [
    ['立案录入员', ['filing-entry'], 4],
    ['扫描编目员', ['scan-catalogue'], 4],
    ['送达员', ['service-of-process'], 3],
  ] as const)
    await call(c, 'shenguan.zhou', 'POST', '/staffing/posts', {
      body: { engagementId, name, role: 'operator', services, skills: '熟悉法院业务系统，打字每分钟 60 字以上', minimum },
    })
}

const DOCUMENTS = ['diploma', 'contract', 'records'] as const
type Printed = (typeof DOCUMENTS)[number] | 'statement'
/** Printed once, for everybody the same. */
const printed = new Map<string, Uint8Array>()
const documentOf = (kind: Printed): Uint8Array => {
  const known = printed.get(kind) ?? demoPaper(kind)
  printed.set(kind, known)
  return known
}
const enter = async (c: Course, n: number, over: object): Promise<{ id: number; revision: number }> => {
  const today = toDate(c.now)
  const ago = (days: number): string => today.subtract({ days }).toString()
  const made = await call(c, 'renshi.dai', 'POST', '/candidates', {
    body: wholeCandidate(n, {
      xuexinOn: ago(12),
      contractSignedOn: ago(10),
      contractFrom: ago(10),
      contractUntil: today.add({ years: 3 }).toString(),
      startOn: ago(10),
      recordsOn: ago(15),
      recordsAuthority: '云川市公安局',
      ...over,
    }),
  })
  for (const kind of DOCUMENTS)
    await call(c, 'renshi.dai', 'POST', `/candidates/${made.id}/files`, {
      upload: { name: `${kind}.pdf`, bytes: documentOf(kind), fields: { kind } },
    })
  const { revision } = await call(c, 'renshi.dai', 'GET', `/candidates/${made.id}`)
  return { id: made.id, revision }
}
const propose = (c: Course, of: { id: number; revision: number }[]): Promise<unknown> =>
  call(c, 'renshi.dai', 'POST', '/candidate-proposals', {
    body: {
      engagementId: c.world.court.engagementId,
      candidates: of.map((o) => ({ ...o, role: 'operator', team: '扫描编目组', fromDate: toDate(c.now).toString() })),
    },
  })

/** Two are proposed; the court takes one on and refuses the other with a reason (6.6.1). */
async function* hiring(c: Course): Story {
  yield c.now
  const good = await enter(c, 1, { name: '沈新蕊' })
  const kin = await enter(c, 2, {
    name: '郭述亲',
    relationsDeclared: 'list',
    relations: [{ name: '郭述理', relation: '父亲', place: '另一在审案件的当事人' }],
  })
  await propose(c, [good, kin])
  c.now = atTime(toDate(c.now), '14:30')
  yield c.now
  const today = toDate(c.now).toString()
  const review = async (id: number, opinion: string): Promise<void> => {
    const { revision } = await call(c, 'shenguan.zhou', 'GET', `/candidates/${id}`)
    await call(c, 'shenguan.zhou', 'POST', `/candidates/${id}/review`, {
      revision,
      body: { passed: true, opinion, reviewedOn: today, skillsHalfDays: 4, skillsContent: '卷宗整理与编目' },
    })
  }
  await review(good.id, '经审核，政治素质良好，无不良记录，同意使用。')
  const seen = await call(c, 'zeren.fang', 'GET', `/candidates/${good.id}`)
  await call(c, 'zeren.fang', 'POST', `/candidates/${good.id}/accept`, { revision: seen.revision, body: { registrationNo: seen.nextNo } })
  const other = await call(c, 'shenguan.zhou', 'GET', `/candidates/${kin.id}`)
  await call(c, 'shenguan.zhou', 'POST', `/candidates/${kin.id}/reject`, {
    revision: other.revision,
    body: { reason: '近亲属为本院在审案件当事人，不宜安排接触卷宗。' },
  })
  count(c.world, 'hired')
}
/** One is proposed and waits for the court when the story ends. */
async function* waiting(c: Course): Story {
  yield c.now
  await propose(c, [await enter(c, 3, { name: '秦䶮', lawBackground: true, courtYears: 3 })])
}

async function* wages(c: Course, month: string, first: Temporal.PlainDate): Story {
  yield c.now
  const { court } = c.world
  const path = `/wages/${court.engagementId}/${month}`
  const last = first.subtract({ days: 1 }).toString()
  // Whoever was hired in the month is on its roster, too.
  const hired = await c.world.clock.at(c.now, () =>
    c.world.composed.app.asSystem(court.courtId, async (ctx) =>
      (
        await ctx.tx
          .selectFrom('organisations.post as o')
          .innerJoin('organisations.person as p', 'p.id', 'o.person_id')
          .where('o.engagement_id', '=', court.engagementId)
          .where('o.from_date', '<=', last)
          .select('p.name')
          .distinct()
          .orderBy('p.name')
          .execute()
      ).map((r) => String((r as { name: unknown }).name)),
    ),
  )
  for (const kind of listKinds)
    await call(c, 'caiwu.qian', 'POST', `${path}/lists`, {
      upload: { name: `${month} ${kind}.xlsx`, bytes: await listOf(kind, hired), fields: { kind } },
    })
  const { revision } = await call(c, 'caiwu.qian', 'GET', path)
  await call(c, 'caiwu.qian', 'POST', `${path}/submit`, { revision, body: { paidOn: toDate(c.now).toString(), note: '已按月足额发放。' } })
  count(c.world, 'wageMonths')
}

/** A report that proved harmless: acknowledged, graded, measured, closed by a second person (7.3.2.6). */
async function* leak(c: Course): Story {
  yield c.now
  const { id } = await call(c, 'saomiao.wu', 'POST', '/incidents', {
    body: { kind: 'copying', happenedOn: toDate(c.now).toString(), told: '午休后发现一页复印件遗留在扫描间打印机上，已当场封存交组长。' },
  })
  const turn = async (login: string, what: string, body: object): Promise<void> => {
    const { revision } = await call(c, login, 'GET', `/incidents/${id}`)
    await call(c, login, 'POST', `/incidents/${id}/${what}`, { revision, body })
  }
  c.now = c.now.add({ minutes: 50 })
  yield c.now
  await turn('jianguan.xu', 'acknowledge', {})
  await turn('jianguan.xu', 'grade', { grade: 'general', reason: '复印件未离开扫描间，无外人接触。' })
  await turn('jianguan.xu', 'entries', { kind: 'measure', text: '打印机改为刷卡取件；全组重温附录 E 第三条。' })
  await turn('jianguan.xu', 'ask-closing', { lessons: '打印件即打即取，离开时检查出纸口。' })
  await turn('shenguan.zhou', 'close', { agree: true, reason: '处置到位，同意结案。' })
}
async function* drill(c: Course): Story {
  yield c.now
  await call(c, 'xiangmu.cheng', 'POST', '/drills', {
    body: {
      onDate: toDate(c.now).toString(),
      scenario: '演练：发现有人用手机拍摄卷宗页面，立即报告并控制。',
      participants: '扫描编目组全体、项目经理',
      result: 'gaps',
      improvements: '应急联系人名单张贴到每个工位。',
    },
  })
}
const ASKED = [
  ['luru.chen', '自称当事人亲属的来电人', 'relative', 'phone', '询问案件何时立案。', '请其拨打 12368 查询，未告知任何案件信息。'],
  ['songda.ma', '楼下等候的中年男子', 'unknown', 'inPerson', '询问某公司有没有被起诉。', '告知无权答复，请到诉讼服务中心咨询。'],
  ['shuji.ye', '外地律师', 'agent', 'phone', '打听承办法官对证据的看法。', '拒绝答复，已提醒其依规定提交书面意见。'],
] as const
/** 有人打听案情: written down the same day (Annex E). */
async function* asked(c: Course, n: number): Story {
  yield c.now
  const [login, asker, capacity, channel, question, answered] = ASKED[n]!
  await call(c, login, 'POST', '/contacts', {
    body: {
      happenedOn: toDate(c.now).toString(),
      happenedAt: '10:50',
      asker,
      capacity,
      channel,
      caseSaid: null,
      asked: question,
      answered,
      toldTo: 'commissioner',
    },
  })
  count(c.world, 'contacts')
}
