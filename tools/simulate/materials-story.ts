import { sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import { findCase, partiesOf } from '../../modules/cases/public.ts'
import {
  decideMatch,
  escalate,
  handIn,
  handOut,
  countAtDesk,
  makeLists,
  putRight,
  readList,
  register,
  signList,
} from '../../modules/materials/public.ts'
import type { Kind } from '../../modules/materials/rules/kinds.ts'
import type { Ctx } from '../../platform/http/context.ts'
import type { Filed } from './filing-story.ts'
import type { Player } from './people.ts'
import { randomOf } from './random.ts'
import { act, anyone, count, type Course, type Item, pass, passDays, spawn, step } from './world.ts'

type Steps<T = void> = AsyncGenerator<Temporal.Instant, T, void>
const operator = (c: Course) => (): Player => anyone(c, 'operator', { team: 'filing' })

/** Of every seven cases one gets something more over the counter or by mail, of every twenty one sends something out. Its own chance: the other stories stay as they were. */
export const materialsOf = (c: Course, f: Filed): void => {
  const random = randomOf(f.caseId, 61)
  if (random.chance(0.15)) spawn(c, incoming({ ...c, random }, f))
  if (random.chance(0.04)) spawn(c, outgoing({ ...c, random: randomOf(f.caseId, 62) }, f))
}

const lastList = async (ctx: Ctx, intakeId: number): Promise<number> =>
  (
    await sql<{
      id: number
    }>`select list_id as id from materials.list_line where court_id = ${ctx.actor.courtId} and intake_id = ${intakeId} order by list_id desc limit 1`.execute(
      ctx.tx,
    )
  ).rows[0]!.id
const itemsOf = async (ctx: Ctx, intakeId: number): Promise<{ id: number; copies: number; pages: number }[]> =>
  (
    await sql<{
      id: number
      copies: number
      pages: number
    }>`select id, copies, pages from materials.item where court_id = ${ctx.actor.courtId} and intake_id = ${intakeId} order by position`.execute(
      ctx.tx,
    )
  ).rows

const titles: readonly [Kind, string, number][] = [
  ['evidence', '补充证据：银行转账凭证', 6],
  ['defence', '民事答辩状', 4],
  ['authorisation', '授权委托书及律师事务所函', 3],
  ['addressConfirmation', '送达地址确认书', 1],
  ['opinion', '代理词', 5],
  ['jurisdiction', '管辖权异议申请书', 3],
  ['preservation', '财产保全申请书', 4],
  ['evidenceExtension', '延期举证申请书', 1],
]
const titleOf = (c: Course): readonly [Kind, string, number] => titles[c.random.chance(0.12) ? c.random.int(5, 7) : c.random.int(0, 4)]!
const brought = ([kind, title, pages]: readonly [Kind, string, number], copies: number) => ({
  kind,
  title,
  copies,
  pages,
  original: copies === 1,
})

/** 收转 (7.2.2): registered, matched by number and name (some only by the court), listed, signed for or refused once. */
async function* incoming(c: Course, f: Filed): Steps {
  const r = c.random
  yield* passDays(c, r.int(1, 12))
  const about = await act(c, f.clerk, async (ctx) => ({
    number: (await findCase(ctx, f.caseId))?.number ?? '',
    names: (await partiesOf(ctx, f.caseId)).filter((p) => p.role !== 'agent').map((p) => p.name),
  }))
  const mail = r.chance(0.3)
  const unnamed = r.chance(0.08)
  const desk = operator(c)()
  const made = await act(c, desk, (ctx) =>
    register(ctx, {
      channel: mail ? 'mail' : r.pick(['counter', 'counter', 'dropBox'] as const),
      senderName: r.pick(about.names),
      senderAs: 'party',
      shownPaper: mail ? 'none' : 'idCard',
      phone: null,
      caseNumber: unnamed ? '' : about.number,
      partyName: '',
      opponentName: '',
      mailNo: mail ? `EMS${r.int(100_000_000, 999_999_999)}` : null,
      postmarkedOn: null,
      items: [brought(titleOf(c), r.int(1, 3))],
      note: '',
    }),
  )
  count(c.world, 'materials')
  const item: Item = { type: 'material', id: made.id }
  if (!made.matched) {
    yield* pass(c, 90)
    await act(c, operator(c)(), (ctx) => escalate(ctx, made.id, 1, '提交人未写案号，姓名有同名，请认定。'))
    // Some are still with the court in the morning of the demo.
    if (c.random.chance(0.4)) return
    yield* pass(c, 120)
    await act(c, anyone(c, 'filingOfficer'), (ctx) => decideMatch(ctx, made.id, 2, { caseId: f.caseId, reason: '经电话核实。' }))
  }
  yield* carried(c, item)
  if (r.chance(0.05)) {
    yield* signed(c, item, 'refused')
    yield* step(c, item, 'material-put-right', operator(c), 40, (ctx, task) =>
      putRight(ctx, task.id, task.revision, { note: '已重新清点，页数更正。', items: [] }),
    )
    yield* carried(c, item)
  }
  if (r.chance(0.03)) yield* passDays(c, 2)
  yield* signed(c, item, 'signed')
}
const carried = (c: Course, item: Item) =>
  step(c, item, 'material-carry', operator(c), 45, (ctx, task) => makeLists(ctx, [{ id: task.id, revision: task.revision }]))
async function* signed(c: Course, item: Item, outcome: 'signed' | 'refused'): Steps {
  const to = await act(c, anyone(c, 'trialManagement'), async (ctx) => {
    const { rows } = await sql<{
      id: number
    }>`select recipient_id as id from materials.list where court_id = ${ctx.actor.courtId} and id = ${await lastList(ctx, item.id)}`.execute(
      ctx.tx,
    )
    return c.world.court.players.find((p) => p.personId === rows[0]!.id)!
  })
  yield* step(
    c,
    item,
    'material-sign',
    () => to,
    80,
    async (ctx) => {
      const list = await readList(ctx, await lastList(ctx, item.id))
      const items = list.materials.filter((m) => m.id === item.id).flatMap((m) => m.items.filter((i) => i.state !== 'signed'))
      await signList(ctx, list.id, list.revision, {
        answers: items.map((i) => ({
          itemId: i.id,
          outcome,
          ...(outcome === 'refused' ? { reason: 'pagesDiffer' as const } : {}),
          note: outcome === 'refused' ? '少一页，请核对。' : '',
        })),
        standInBecause: '',
      })
    },
  )
}

/** 发出: a clerk hands something to the desk, which counts it and hands it out. */
async function* outgoing(c: Course, f: Filed): Steps {
  yield* passDays(c, c.random.int(2, 15))
  const made = await act(c, f.clerk, (ctx) =>
    handIn(ctx, {
      caseId: f.caseId,
      addressee: c.random.pick(['云川市不动产登记中心', '云川市车辆管理所', '云川市临溪区公证处']),
      items: [brought(['letter', '协助查询函', 2], 1)],
      note: '',
      engagementId: c.world.court.engagementId,
    }),
  )
  count(c.world, 'materials')
  const item: Item = { type: 'material', id: made.id }
  yield* step(c, item, 'material-desk-count', operator(c), 30, async (ctx, task) => {
    const content = await itemsOf(ctx, made.id)
    await countAtDesk(ctx, task.id, task.revision, {
      counts: content.map((i) => ({ itemId: i.id, copies: i.copies, pages: i.pages })),
      note: '',
    })
  })
  yield* step(c, item, 'material-hand-out', operator(c), 60, (ctx, task) =>
    handOut(ctx, task.id, task.revision, { how: 'unit', receiver: '收发室', mailNo: null, note: '' }),
  )
}
