import { Temporal } from 'temporal-polyfill'
import { atTime, toDate } from '../../platform/calendar/zoned.ts'
import { type Entry, officeLater, type Story } from './clockwork.ts'
import { call } from './page-call.ts'
import { demoPaper } from './papers.ts'
import type { Random } from './random.ts'
import { count, type Course, today, type World } from './world.ts'

const OFFICE = 'shenguan.zhou'
const DEPARTMENT = 'zeren.fang'
const MANAGER = 'xiangmu.cheng'
const HR = 'renshi.dai'
/** Goes on leave for two days; his team lead decides. */
const AWAY = 'saomiao.feng'

/** Where the work is done and with what, the rules it is done by, and what happens to those who do it: premises, rulebook, badges, attendance, injuries, disclosure. */
export const siteStories = (world: World, random: Random, days: readonly Temporal.PlainDate[]): Entry[] => {
  const nth = (share: number): number => Math.min(days.length - 1, Math.floor(days.length * share))
  const on = (share: number, time: string): Temporal.Instant => atTime(days[nth(share)]!, time)
  const entry = (at: Temporal.Instant, story: (c: Course) => Story): Entry => ({
    at,
    alone: true,
    story: story({ world, random, now: at }),
  })
  const site: Site = { equipment: [], zone: 0 }
  return [
    entry(on(0, '09:20'), (c) => furnish(c, site)),
    entry(on(0, '10:20'), badges),
    entry(on(0, '11:00'), (c) => shifts(c)),
    entry(on(0.05, '09:30'), rules),
    entry(on(0.3, '14:10'), disclosure),
    ...(days.length > 4 ? [entry(atTime(days[nth(0.4) - 1]!, '14:30'), (c) => leave(c, days.slice(nth(0.4), nth(0.4) + 3)))] : []),
    entry(on(0.45, '10:05'), (c) => fault(c, site)),
    entry(on(0.55, '15:10'), notice),
    entry(on(0.62, '09:40'), recall),
    entry(on(0.65, '16:20'), injury),
    entry(on(0.75, '16:10'), (c) => spotCount(c, site)),
    entry(on(0.97, '09:20'), (c) => stillBroken(c, site)),
    entry(on(0.98, '11:40'), takenAlong),
    ...monthsAfter(days[0]!, toDate(world.until)).map((first) =>
      entry(officeLater(atTime(first.with({ day: 20 }), '16:40'), 0, world.calendar), (c) => maintain(c, site)),
    ),
  ].filter((e) => Temporal.Instant.compare(e.at, world.until) < 0)
}

const monthsAfter = (from: Temporal.PlainDate, until: Temporal.PlainDate): Temporal.PlainDate[] => {
  const found: Temporal.PlainDate[] = []
  for (let first = from.with({ day: 1 }).add({ months: 1 }); Temporal.PlainDate.compare(first, until) < 0; first = first.add({ months: 1 }))
    found.push(first)
  return found
}
/** The next moment of the same story, a number of hours on, within office hours. */
async function* later(c: Course, hours: number): Story {
  c.now = officeLater(c.now.add({ hours }), c.random.int(2, 25), c.world.calendar)
  yield c.now
}
/** One more act on a record, with the revision it has by then. */
const turn = async (c: Course, login: string, record: string, what: string, body: object): Promise<unknown> => {
  const { revision } = await call(c, login, 'GET', record)
  return call(c, login, 'POST', `${record}/${what}`, { revision, body })
}

interface Site {
  zone: number
  equipment: { id: number; code: string; kind: string; owner: 'court' | 'contractor' }[]
}
const EQUIPMENT = [
  ['高速扫描仪一号', 'scanner', 'FS-7700-01', 'court'],
  ['高速扫描仪二号', 'scanner', 'FS-7700-02', 'court'],
  ['高拍仪', 'camera', 'GP-1200-01', 'court'],
  ['标签打印机', 'printer', 'BQ-300-01', 'court'],
  ['编目工作站', 'computer', 'MH-PC-011', 'contractor'],
] as const
/** 7.1.4: a place of its own, its zones, what stands there, and who keeps it in order how often. */
async function* furnish(c: Course, site: Site): Story {
  yield c.now
  const { engagementId } = c.world.court
  const { id: placeId } = await call(c, OFFICE, 'POST', '/premises', {
    body: { name: '诉讼服务中心', address: '云川市临溪区法治路 1 号' },
  })
  for (const [name, purpose] of [
    ['立案录入区', '立案信息录入'],
    ['送达外联室', '电话、邮寄、电子送达'],
    ['扫描编目室', '卷宗拆装、扫描、编目'],
  ] as const)
    site.zone = (await call(c, OFFICE, 'POST', '/zones', { body: { placeId, name, purpose, engagementIds: [engagementId] } })).id
  for (const [name, kind, serialNo, owner] of EQUIPMENT) {
    const made = await call(c, owner === 'court' ? OFFICE : MANAGER, 'POST', '/equipment', {
      body: { name, kind, serialNo, owner, zoneId: site.zone },
    })
    site.equipment.push({ ...made, kind, owner })
  }
  await call(c, DEPARTMENT, 'POST', `/equipment/${site.equipment[0]!.id}/plans`, { body: { every: 'month', work: '清洁扫描仓、校准色彩' } })
  await call(c, MANAGER, 'POST', `/equipment/${site.equipment[4]!.id}/plans`, { body: { every: 'month', work: '安全补丁与病毒库更新' } })
  await kept(c, site)
}
const kept = async (c: Course, site: Site): Promise<void> => {
  for (const [login, n, work] of [
    [DEPARTMENT, 0, '清洁扫描仓，校准色彩，试扫十页无条纹。'],
    [MANAGER, 4, '已装系统补丁，更新病毒库，查毒无异常。'],
  ] as const) {
    const { id } = site.equipment[n]!
    const { plans } = await call(c, login, 'GET', `/equipment/${id}`)
    await call(c, login, 'POST', `/equipment/${id}/maintenance`, {
      body: { planId: plans[0].id, onDate: today(c), work, result: 'good' },
    })
    count(c.world, 'maintained')
  }
}
async function* maintain(c: Course, site: Site): Story {
  yield c.now
  await kept(c, site)
}
/** a fault of what the court provides; repaired the next day; whose the loss is, agreed by both. */
async function* fault(c: Course, site: Site): Story {
  yield c.now
  const { id } = await call(c, 'saomiao.zheng', 'POST', `/equipment/${site.equipment[1]!.id}/faults`, {
    body: { text: '连续双张进纸，提示搓纸轮异常，已停用。' },
  })
  yield* later(c, 25)
  await turn(c, DEPARTMENT, `/faults/${id}`, 'repair', {
    repairedAt: c.now.subtract({ minutes: 20 }).toString(),
    text: '更换搓纸轮，试扫一百页正常。',
  })
  await turn(c, 'jianguan.xu', `/faults/${id}`, 'loss', {
    side: 'contractor',
    fen: 26_000,
    text: '未按规程去除装订钉，搓纸轮划伤，配件费 260 元。',
  })
  yield* later(c, 3)
  await turn(c, MANAGER, `/faults/${id}`, 'answer', { accept: true, text: '情况属实，同意承担，并已提醒全组先拆钉再扫描。' })
  count(c.world, 'faults')
}
async function* stillBroken(c: Course, site: Site): Story {
  yield c.now
  await call(c, 'saomiao.wu', 'POST', `/equipment/${site.equipment[3]!.id}/faults`, {
    body: { text: '标签打印偏移，二维码缺角，无法扫码。' },
  })
  count(c.world, 'faults')
}
/** One piece is not where it should be; the count says so in words. */
async function* spotCount(c: Course, site: Site): Story {
  yield c.now
  const { id } = await call(c, 'jianguan.xu', 'POST', '/spot-counts', { body: { zoneId: site.zone } })
  for (const e of site.equipment)
    if (e.kind !== 'camera') await call(c, 'jianguan.xu', 'POST', `/spot-counts/${id}/found`, { body: { code: e.code } })
  await turn(c, 'jianguan.xu', `/spot-counts/${id}`, 'close', { remark: '高拍仪借至立案庭窗口使用，已要求当日归还并补登记。' })
  count(c.world, 'counted')
}

/** everybody has a badge from another's hand; one is lost and replaced. */
async function* badges(c: Course): Story {
  yield c.now
  const staff = c.world.court.players.filter((p) => p.actor.side === 'contractor')
  let lost = 0
  for (const [n, p] of staff.entries()) {
    const by = p.login === HR ? MANAGER : HR
    const made = await call(c, by, 'POST', '/badges', {
      body: { personId: p.personId, kind: 'badge', number: `MH-${String(n + 1).padStart(3, '0')}` },
    })
    if (p.login === 'songda.he') lost = made.id
  }
  const phone = c.world.court.players.find((p) => p.login === 'songda.gao')!
  await call(c, HR, 'POST', '/badges', { body: { personId: phone.personId, kind: 'device', number: 'MH-SJ-01', name: '外出送达专用手机' } })
  count(c.world, 'badges')
  yield* later(c, 76)
  const found = (await call(c, HR, 'GET', '/badges?limit=100')).items.find((b: { id: number }) => b.id === lost)
  await call(c, 'songda.he', 'POST', `/badges/${lost}/lose`, {
    revision: found.revision,
    body: { note: '外出送达途中遗失，已向车站查询。' },
  })
  await call(c, HR, 'POST', `/badges/${lost}/replace`, { revision: found.revision + 1, body: { number: 'MH-101' } })
}
/** 6.6.1: what a vetoed person still holds comes back. */
async function* recall(c: Course): Story {
  yield* later(c, 24)
  for (const b of (await call(c, HR, 'GET', '/badges?state=recalled&limit=100')).items) {
    await call(c, HR, 'POST', `/badges/${b.id}/return`, { revision: b.revision, body: { note: '本人当面交回，已注销门禁。' } })
    count(c.world, 'recalled')
  }
}

/** shifts, one who came late, two days of leave. */
async function* shifts(c: Course): Story {
  yield c.now
  const { engagementId, players } = c.world.court
  const make = async (name: string, pm: boolean): Promise<number> =>
    (await call(c, HR, 'POST', '/attendance/shifts', { body: { engagementId, name, am: true, pm } })).id
  const day = await make('日班', true)
  const morning = await make('立案窗口上午班', false)
  for (const p of players.filter((x) => x.role === 'operator'))
    if (p.team !== 'service')
      await call(c, HR, 'POST', `/attendance/shifts/${p.login === 'luru.zhao' ? morning : day}/people`, {
        body: { personId: p.personId, fromDate: today(c) },
      })
  const late = players.find((p) => p.login === 'songda.ma')!
  await call(c, 'zuzhang.du', 'POST', '/attendance/marks', {
    body: { personId: late.personId, onDate: today(c), half: 'am', kind: 'late', note: '交通管制，迟到二十分钟，已说明。' },
  })
}
async function* leave(c: Course, [from, until, back]: Temporal.PlainDate[]): Story {
  yield c.now
  // The story is too short for two days and a return.
  if (!from || !until || !back) return
  const { id } = await call(c, AWAY, 'POST', '/attendance/leaves', {
    body: { kind: 'annual', fromDate: from.toString(), untilDate: until.toString(), reason: '回乡探亲。' },
  })
  yield* later(c, 1)
  await turn(c, 'zuzhang.song', `/attendance/leaves/${id}`, 'approve', { note: '手头批次交郑少卷。' })
  c.now = atTime(toDate(c.now), '23:50')
  yield c.now
  // From midnight he reaches nothing (7.3.2.2); his colleagues take up what he had.
  c.world.barred.add(AWAY)
  c.now = atTime(back, '07:00')
  yield c.now
  c.world.barred.delete(AWAY)
  count(c.world, 'leaves')
}

const COURT_RULE = `第一条 外包服务人员进入工作区域应当佩戴工牌，下班前将卷宗归还原处。
第二条 个人手机、移动存储介质不得带入扫描编目室。
第三条 离开工位应当锁定屏幕；打印件即打即取。`
const OWN_RULE = `第一条 驻场人员入场时将个人手机存入门口储物柜，登记存取时间。
第二条 工作电脑不得接入移动存储介质，不得连接互联网。
第三条 违反前两条的，当日停止上岗并报告法院。`
/** the court's rule is served and acknowledged; the contractor's is reviewed, published and read by almost everybody. */
async function* rules(c: Course): Story {
  yield c.now
  const effectiveOn = toDate(c.now).add({ days: 7 }).toString()
  await call(c, OFFICE, 'POST', '/rules', {
    upload: {
      name: '外包服务场所管理规定.txt',
      bytes: Buffer.from(COURT_RULE),
      fields: { title: '外包服务场所管理规定', summary: '佩戴工牌、手机存放、锁屏与打印件管理。', effectiveOn },
    },
  })
  yield* later(c, 3)
  const served = (await call(c, MANAGER, 'GET', '/court-notices?state=waiting')).items[0]
  await turn(c, MANAGER, `/court-notices/${served.id}`, 'acknowledge', { remark: '已收悉，将在一周内组织学习。' })
  const { id } = await call(c, HR, 'POST', '/rules', {
    upload: {
      name: '驻场人员手机与存储介质管理制度.txt',
      bytes: Buffer.from(OWN_RULE),
      fields: { title: '驻场人员手机与存储介质管理制度', summary: '落实法院场所管理规定，手机入柜、禁用移动介质。', effectiveOn },
    },
  })
  yield* later(c, 23)
  const waiting = (await call(c, 'jianguan.xu', 'GET', `/rules/${id}`)).versions[0]
  await call(c, 'jianguan.xu', 'POST', `/rule-versions/${waiting.id}/review`, {
    revision: waiting.revision,
    body: { notLaxer: true, text: '不低于法院规定，第三条严于本院要求。' },
  })
  await call(c, HR, 'POST', `/rule-versions/${waiting.id}/publish`, { revision: waiting.revision + 1, body: {} })
  yield* later(c, 22)
  for (const p of c.world.court.players.filter((x) => x.actor.side === 'contractor' && !c.world.barred.has(x.login))) {
    // Two or three put it off; both offices see who.
    if (c.random.next() < 0.12) continue
    await call(c, p.login, 'POST', `/rule-versions/${waiting.id}/read`, { body: {} })
    count(c.world, 'read')
  }
}
/** a changed arrangement, more than a week before. */
async function* notice(c: Course): Story {
  yield c.now
  const { id } = await call(c, OFFICE, 'POST', '/court-notices', {
    body: {
      engagementId: c.world.court.engagementId,
      title: '送达外联室调整至三楼',
      text: '因二楼改造，送达外联室调整至三楼 305 室，电话与专递柜一并迁移。请提前整理待送达材料。',
      startOn: toDate(c.now).add({ days: 10 }).toString(),
    },
  })
  yield* later(c, 1)
  await turn(c, MANAGER, `/court-notices/${id}`, 'acknowledge', { remark: '' })
  count(c.world, 'notices')
}

/** 7.3.2.5: what is printed and taken along is counted, of the court's own people, too. */
async function* takenAlong(c: Course): Story {
  yield c.now
  await call(c, 'jianguan.xu', 'GET', '/contacts/export')
  await call(c, 'jianguan.xu', 'GET', '/access/exposure/export')
  await call(c, OFFICE, 'GET', '/attendance/month/export')
  for (const r of (await call(c, OFFICE, 'GET', '/releases')).items)
    for (const p of (await call(c, OFFICE, 'GET', `/releases/${r.id}`)).papers) await call(c, OFFICE, 'GET', `/release-papers/${p.id}`)
}
/** Printed once, for the request and for each paper of the injury. */
const written: { paper?: Uint8Array } = {}
const paper = (): Uint8Array => {
  written.paper ??= demoPaper('written')
  return written.paper
}
/** told in writing within the day, filed within thirty, recognised, settled, closed by the court. */
async function* injury(c: Course): Story {
  yield c.now
  const hurt = c.world.court.players.find((p) => p.login === 'songda.gao')!
  const { id } = await call(c, HR, 'POST', '/injuries', {
    body: {
      personId: hurt.personId,
      happenedAt: c.now.subtract({ hours: 1 }).toString(),
      place: '外出送达途中，临溪区和平路口',
      text: '骑行送达途中避让行人摔倒，右手腕挫伤。',
      hospital: '云川市第二人民医院',
    },
  })
  const add = (kind: string, name: string, text: string): Promise<unknown> =>
    call(c, HR, 'POST', `/injuries/${id}/papers`, { upload: { name, bytes: paper(), fields: { kind, onDate: today(c), text } } })
  c.now = c.now.add({ minutes: 50 })
  yield c.now
  await add('notice', '工伤书面告知.pdf', '已书面告知法院。')
  yield* later(c, 24 * 8)
  await add('filing', '工伤认定申请.pdf', '已向临溪区人力资源和社会保障局提出申请。')
  yield* later(c, 24 * 28)
  await add('recognition', '认定工伤决定书.pdf', '认定为工伤。')
  yield* later(c, 24 * 20)
  await add('settlement', '工伤待遇核定表.pdf', '医疗费由工伤保险基金支付，本人已领取。')
  yield* later(c, 22)
  await turn(c, OFFICE, `/injuries/${id}`, 'close', { outcome: 'settled', reason: '待遇已落实，本人无异议。' })
  count(c.world, 'injuries')
}
/** asked with a written request, permitted for less than was asked, told once within it. */
async function* disclosure(c: Course): Story {
  yield c.now
  const { id } = await call(c, MANAGER, 'POST', '/releases', {
    body: {
      recipient: '云川正衡会计师事务所',
      scope: ['statistics', 'progress'],
      text: '本季度各服务事项的任务数量与按时完成情况。',
      purpose: '公司年度审计需核对合同履行情况。',
      untilOn: toDate(c.now).add({ days: 40 }).toString(),
    },
  })
  await call(c, MANAGER, 'POST', `/releases/${id}/papers`, { upload: { name: '披露申请.pdf', bytes: paper() } })
  yield* later(c, 19)
  await turn(c, OFFICE, `/releases/${id}`, 'decide', {
    permit: true,
    allowed: ['statistics'],
    allowedUntil: toDate(c.now).add({ days: 20 }).toString(),
    reason: '仅提供汇总数字，不得包含案号、当事人信息。',
  })
  yield* later(c, 24)
  await call(c, MANAGER, 'POST', `/releases/${id}/disclosed`, {
    body: {
      what: 'statistics',
      text: '提供三类事项任务总数和按时率汇总表一页。',
      takenBy: '云川正衡会计师事务所 审计员钟某',
      happenedOn: today(c),
      happenedAt: '09:00',
    },
  })
  count(c.world, 'disclosed')
}
