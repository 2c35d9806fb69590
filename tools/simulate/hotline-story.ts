import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { atTime } from '../../platform/calendar/zoned.ts'
import { Fail } from '../../platform/http/problems.ts'
import {
  answerCall,
  decideVersion,
  finishCall,
  findTicket,
  importCalls,
  inHand,
  newArticle,
  replyTicket,
  setExtension,
  verifyCaller,
} from '../../modules/hotline/public.ts'
import type { Kind } from '../../modules/hotline/rules/kinds.ts'
import type { Entry, Story } from './clockwork.ts'
import type { Random } from './random.ts'
import { act, count, type Course, people, type World } from './world.ts'

const HEAD =
  'calldate,clid,src,dst,dcontext,channel,dstchannel,lastapp,lastdata,duration,billsec,disposition,amaflags,accountcode,uniqueid,userfield'
const articles = [
  ['filing', '网上立案需要哪些材料', '起诉状、身份证明、证据目录和证据副本。材料不齐的，立案人员一次性书面告知补正。', '民诉122、登记7'],
  ['fees', '诉讼费什么时候交', '接到交费通知次日起七日内预交。有困难的可以申请缓交、减交、免交，由法院决定。', '诉讼费用交纳办法22'],
  ['service', '怎样确认收到法院的短信是真的', '短信中的链接不放心的，可以凭案号到诉讼服务中心核实，热线核验身份后也可以告知办理阶段。', ''],
  ['dossiers', '怎样申请阅卷', '当事人和代理人凭证件、委托手续到诉讼服务中心提出，经批准后查阅正卷。', '阅卷4'],
] as const
const tickets: readonly [Kind, string, string][] = [
  ['contactJudge', '想与承办法官沟通举证期限。', '举证期限以通知书为准，确有困难可在届满前书面申请延长。'],
  ['caseEnquiry', '问诉讼材料是否已经收到。', '材料已收到，并已转交承办法官。'],
  ['suggestion', '建议在诉讼服务中心增加引导标识。', '已安排增设，感谢建议。'],
  ['filingComplaint', '反映递交立案材料后没有得到回执。', '经查，当日系统故障，回执已补发。'],
  ['contactJudge', '申请变更送达地址。', '请提交书面变更申请，收到后按新地址送达。'],
  ['serviceComplaint', '反映窗口等候时间较长。', '已增开一个窗口，高峰时段有人引导。'],
]

/** 12368: what agents may say is approved early; the telephone system's file comes once, with the days before, and once for this morning; a few calls become tickets. */
export const hotline = (world: World, random: Random, days: readonly Temporal.PlainDate[]): Entry[] => {
  if (days.length < 20) return []
  const last = days.at(-1)!
  const seed = (d: Temporal.PlainDate, time: string): Course => ({ world, random, now: atTime(d, time) })
  const file = days.slice(-20)
  return [
    { at: atTime(file[0]!, '08:45'), alone: true, story: knowledge(seed(file[0]!, '08:45')) },
    ...tickets.map(([kind, text, reply], n): Entry => {
      const day = days.at(-9 + n)!
      return {
        at: atTime(day, `10:${10 + n * 7}`),
        alone: true,
        story: call(seed(day, `10:${10 + n * 7}`), kind, text, n < 4 ? reply : null),
      }
    }),
    { at: atTime(last, '08:42'), alone: true, story: records(seed(last, '08:42'), file.slice(0, -1)) },
  ]
}

async function* knowledge(c: Course): Story {
  yield c.now
  const lead = people(c.world, 'teamLead', { team: 'service' })[0]!
  const office = people(c.world, 'trialManagement')[0]!
  for (const [topic, title, body, basis] of articles) {
    const id = await act(c, lead, (ctx) => newArticle(ctx, { topic, title, body, basis }))
    await act(c, office, async (ctx) => {
      const { rows } = await sql<{
        id: number
      }>`select id from hotline.article_version where court_id = ${ctx.actor.courtId} and article_id = ${id}`.execute(ctx.tx)
      await decideVersion(ctx, rows[0]!.id, 1, { approve: true, reason: '' })
    })
    count(c.world, 'articles')
  }
  const agents = people(c.world, 'operator', { team: 'service' })
  for (const [n, a] of agents.entries())
    await act(c, office, (ctx) => setExtension(ctx, { extension: `800${n + 1}`, personId: a.personId }))
}

/** One call that becomes a ticket, and what its office says to it. */
async function* call(c: Course, kind: Kind, text: string, reply: string | null): Story {
  yield c.now
  const agent = c.random.pick(people(c.world, 'operator', { team: 'service' }))
  const callId = await act(c, agent, (ctx) =>
    answerCall(ctx, { number: `139${c.random.int(10_000_000, 99_999_999)}`, waitedSeconds: c.random.int(2, 14) }),
  )
  if (kind === 'contactJudge' || kind === 'caseEnquiry') {
    const known = await c.world.clock.at(c.now, () =>
      c.world.composed.app.asSystem(c.world.court.courtId, async (ctx) => {
        const { rows } = await sql<{
          number: string
          name: string
        }>`select r.number, p.name from cases.case_record r join cases.party p on p.court_id = r.court_id and p.case_id = r.id and p.role = 'plaintiff'
          where r.court_id = ${ctx.actor.courtId} and r.number is not null and r.status = 'open' and r.judge_id is not null and r.clerk_id is not null order by r.number_type, r.number_seq limit 40`.execute(
          ctx.tx,
        )
        return rows
      }),
    )
    const one = known.length ? c.random.pick(known) : null
    // Whoever has seen too much of a case, or declared a relation, is refused: then the caller is only noted.
    if (one)
      await act(c, agent, async (ctx) =>
        verifyCaller(ctx, callId, (await inHand(ctx))!.revision, { caseNumber: one.number, name: one.name }),
      ).catch((e: unknown) => {
        if (!(e instanceof Fail)) throw e
      })
  }
  c.now = c.now.add({ minutes: 3 })
  yield c.now
  const made = await act(c, agent, async (ctx) => {
    const held = (await inHand(ctx))!
    const fitting: Kind = held.level > 0 || !(kind === 'contactJudge' || kind === 'caseEnquiry') ? kind : 'enquiry'
    return finishCall(ctx, callId, held.revision, {
      matter: 'other',
      note: '',
      refused: [],
      articleId: null,
      ticket: { kind: fitting, callerName: '来电人', text },
    })
  })
  count(c.world, 'hotline tickets')
  if (reply === null || made.ticketId === null) return
  c.now = c.now.add({ hours: 4 })
  yield c.now
  const id = made.ticketId
  const route = await c.world.clock.at(c.now, () =>
    c.world.composed.app.asSystem(c.world.court.courtId, async (ctx) => {
      const { rows } = await sql<{
        inProcess: boolean
        route: string
        holder: number | null
      }>`select t.in_process as "inProcess", t.route, (select k.assignee_id from worklist.task k where k.court_id = t.court_id and k.subject_type = 'hotlineCall' and k.subject_id = t.call_id and k.state = 'claimed' limit 1) as holder
        from hotline.ticket t where t.court_id = ${ctx.actor.courtId} and t.id = ${id}`.execute(ctx.tx)
      return rows[0]!
    }),
  )
  const who = c.world.court.players.find((p) => (route.inProcess ? p.personId === route.holder : p.role === route.route))
  if (!who) return
  await act(c, who, async (ctx) => replyTicket(ctx, id, (await findTicket(ctx, id)).revision, reply))
  count(c.world, 'hotline replies')
}

/** 20 days of the telephone system in one file: most answered within seconds, some given up, some at night, some that the menu answered. */
async function* records(c: Course, days: readonly Temporal.PlainDate[]): Story {
  yield c.now
  const { random: r } = c
  const lines: string[] = []
  for (const d of days)
    for (let n = 0, of = d.dayOfWeek === 1 ? 28 : 18; n < of; n++) {
      const late = r.next() < 0.03
      const minutes = late ? r.int(18 * 60, 21 * 60) : r.int(8 * 60 + 31, 17 * 60 + 25)
      const fate = r.next()
      const answered = !late && fate < 0.92
      const wait = answered ? r.int(2, fate < 0.8 ? 15 : 40) : fate < 0.95 ? r.int(1, 5) : r.int(6, 70)
      const talk = answered ? r.int(35, 420) : 0
      const when = `${d.toString()} ${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}:${String(r.int(0, 59)).padStart(2, '0')}`
      const menu = !answered && r.next() < 0.2
      lines.push(
        `${when},,13${r.int(100_000_000, 999_999_999)},12368,hotline,SIP/trunk-1,${answered ? `SIP/800${r.int(1, 4)}-1` : ''},${menu ? 'Playback' : 'Queue'},,${wait + talk},${talk},${answered ? 'ANSWERED' : 'NO ANSWER'},3,,${d.toString().replaceAll('-', '')}.${n},`,
      )
    }
  const stored = await c.world.files.put(c.world.court.courtId, Buffer.from([HEAD, ...lines].join('\n')))
  await act(c, people(c.world, 'trialManagement')[0]!, (ctx) =>
    importCalls(ctx, { ...stored, name: '话务明细.csv', type: 'text/csv', fields: {} }),
  )
  c.world.tally['hotline calls'] = lines.length
}
