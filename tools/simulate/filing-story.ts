import {
  checkEntry,
  decide,
  decideAfterNotice,
  decideFee,
  examine,
  feePaid,
  giveNotices,
  handOver,
  issueSupplement,
  keyIn,
  makeDocuments,
  receiveFiling,
  refuseFiling,
  supplementArrived,
} from '../../modules/filing/public.ts'
import { requiredDocuments, rolesOf, suggestFee } from '../../modules/filing/rules.ts'
import { editCase, findCase, partiesOf } from '../../modules/cases/public.ts'
import type { Temporal } from 'temporal-polyfill'
import { allocated } from './allocation-story.ts'
import type { Story } from './clockwork.ts'
import { civilCauses, madeParty, type MadeParty } from './names.ts'
import type { Player } from './people.ts'
import { randomOf } from './random.ts'
import { act, anyone, awaited, count, type Course, openTasks, pass, passDays, people, spawn, step, today } from './world.ts'

interface Plan {
  typeCode: '民初' | '执'
  channel: 'window' | 'online' | 'mail'
  procedure: 'ordinary' | 'simple' | 'small'
  cause: string
  amount: string
  claimants: MadeParty[]
  opponents: MadeParty[]
}
const plan = (c: Course): Plan => {
  const r = c.random
  const enforcement = r.chance(0.2)
  const amount = Math.round(10 ** (3.3 + r.next() * 3) / 10) * 10
  return {
    typeCode: enforcement ? '执' : '民初',
    channel: r.pick(['window', 'window', 'online', 'mail'] as const),
    procedure: enforcement ? 'ordinary' : amount < 30_000 ? 'small' : r.chance(0.6) ? 'simple' : 'ordinary',
    amount: `${amount}.00`,
    cause: enforcement ? '民间借贷纠纷' : r.pick(civilCauses),
    claimants: [madeParty(r, 0.4)],
    opponents: Array.from({ length: r.chance(0.2) ? 2 : 1 }, () => madeParty(r, 0.3)),
  }
}
export interface Filed {
  caseId: number
  judge: Player
  clerk: Player
  /** The papers are paper. */
  paper: boolean
}

/** From the window to the division's desk. Answers the case when it was filed and handed over, null when it went another way. */
export async function* fileCase(c: Course): AsyncGenerator<Temporal.Instant, Filed | null, void> {
  const r = c.random
  const p = plan(c)
  const officer = anyone(c, 'filingOfficer')
  const lacking = r.chance(0.08)
  const received = await act(c, officer, (ctx) =>
    receiveFiling(ctx, {
      applicant: p.claimants[0]!.name,
      applicantKind: p.claimants[0]!.kind,
      respondent: p.opponents[0]!.name,
      respondentKind: p.opponents[0]!.kind,
      channel: p.channel,
      statement: `请求判令对方支付${p.amount}元及利息。`,
      typeCode: p.typeCode,
      divisionId: null,
      engagementId: null,
      materials: [
        { name: '起诉状', copies: 2, pages: r.int(2, 6), original: true },
        { name: '身份证明', copies: 1, pages: 1, original: false },
        { name: '证据材料', copies: 2, pages: r.int(5, 60), original: false },
      ],
      next: lacking ? 'examine' : 'complete',
    }),
  )
  count(c.world, 'filed')
  const item = { type: 'filing', id: received.id }
  if (lacking && !(yield* supplement(c, received.id, officer))) return null
  // Three of a hundred are keyed in only when they are long overdue.
  if (r.chance(0.03)) yield* passDays(c, r.int(2, 6))
  let mark: string | null = null
  for (let round = 1; ; round++) {
    const entry = yield* step(
      c,
      item,
      'filing-key-in',
      () => anyone(c, 'operator', { team: 'filing' }),
      round === 1 ? 40 : 15,
      (ctx, task) => keyed(ctx, task.id, task.revision, received.caseId, p, mark),
    )
    mark = round === 1 && r.chance(0.07) ? '电话号码与起诉状不一致' : null
    const marks = mark ? [{ field: 'parties.1.phone', note: mark }] : []
    yield* step(
      c,
      item,
      'filing-check',
      () => leadNot(c, entry.by),
      25,
      (ctx, task) => checkEntry(ctx, task.id, task.revision, { passed: !mark, marks }),
    )
    if (!mark) break
    count(c.world, 'entriesReturned')
  }
  return yield* decideAndHandOver(c, received, p, item)
}
const leadNot = (c: Course, maker: Player): Player =>
  c.random.pick(people(c.world, 'teamLead', { team: 'filing' }).filter((t) => t !== maker))

async function* supplement(c: Course, recordId: number, officer: Player): AsyncGenerator<Temporal.Instant, boolean, void> {
  const item = { type: 'filing', id: recordId }
  yield* pass(c, 60)
  await act(c, officer, async (ctx) => {
    const task = (await openTasks(ctx, 'filing', recordId))[0]!
    await examine(ctx, task.id, task.revision, { outcome: 'supplement', note: '' })
  })
  yield* pass(c, 20)
  await act(c, officer, async (ctx) => {
    const task = (await openTasks(ctx, 'filing', recordId))[0]!
    await issueSupplement(ctx, task.id, task.revision, {
      items: [
        { what: '被告的明确住址', article: '民事诉讼法第一百二十四条' },
        { what: '证据副本一份', article: '登记立案规定第六条' },
      ],
      againReason: '',
    })
  })
  count(c.world, 'supplements')
  if (c.random.chance(0.15)) {
    // Nothing comes: after the period the officer returns the papers.
    yield* passDays(c, 15)
    yield* awaited(c, item, 'filing-not-supplemented')
    yield* step(
      c,
      item,
      'filing-not-supplemented',
      () => officer,
      30,
      (ctx, task) =>
        decideAfterNotice(ctx, task.id, task.revision, { outcome: 'returned', reason: '逾期未补正，退回起诉材料并记录在册。' }),
    )
    return false
  }
  yield* passDays(c, c.random.int(2, 9))
  await act(c, officer, (ctx) =>
    supplementArrived(ctx, recordId, { materials: [{ name: '补正材料', copies: 1, pages: 3, original: true }] }),
  )
  yield* pass(c, 30)
  await act(c, officer, async (ctx) => {
    const task = (await openTasks(ctx, 'filing', recordId))[0]!
    await examine(ctx, task.id, task.revision, { outcome: 'accept', note: '' })
  })
  return true
}

const keyed = async (
  ctx: Parameters<typeof keyIn>[0],
  taskId: number,
  revision: number,
  caseId: number,
  p: Plan,
  corrected: string | null,
): Promise<void> => {
  const record = (await findCase(ctx, caseId))!
  const known = (await partiesOf(ctx, caseId)).filter((x) => x.role !== 'agent')
  const roles = rolesOf(p.typeCode)
  const wanted = [...p.claimants.map((m) => ({ role: roles.claimant, ...m })), ...p.opponents.map((m) => ({ role: roles.opponent, ...m }))]
  const left = [...known]
  const parties = wanted.map((m, i) => {
    const at = left.findIndex((k) => k.role === m.role && k.name === m.name)
    const id = at >= 0 ? left.splice(at, 1)[0]!.id : null
    // What the lead marked is put right in the second round: the last digit was misread.
    return { ...m, id, phone: corrected && i === 1 ? m.phone.replace(/.$/, (d) => String((Number(d) + 1) % 10)) : m.phone }
  })
  await keyIn(ctx, taskId, revision, {
    caseRevision: record.revision,
    typeCode: p.typeCode,
    procedure: p.procedure,
    cause: p.cause,
    amount: p.amount,
    warnings: 0,
    parties,
  })
}

async function* decideAndHandOver(
  c: Course,
  received: { id: number; caseId: number },
  p: Plan,
  item: { type: string; id: number },
): AsyncGenerator<Temporal.Instant, Filed | null, void> {
  const r = c.random
  const division = p.typeCode === '执' ? 'enforcement' : 'civil'
  if (r.chance(0.03)) yield* passDays(c, r.int(5, 9))
  const refused = r.chance(0.015)
  const decided = yield* step(
    c,
    item,
    'filing-decision',
    () => anyone(c, 'filingOfficer'),
    90,
    (ctx, task) =>
      decide(
        ctx,
        task.id,
        task.revision,
        refused
          ? { decision: 'refuse', reason: '起诉不属于人民法院受理民事诉讼的范围。', waiveFee: false }
          : {
              decision: 'accept',
              reason: '',
              divisionId: c.world.court.divisions[division],
              fee: suggestFee(p.amount, p.procedure),
              waiveFee: division === 'enforcement',
            },
      ),
  )
  if (refused) {
    count(c.world, 'refused')
    yield* pass(c, 45)
    await act(c, decided.by, async (ctx) => {
      const task = (await openTasks(ctx, 'filing', received.id)).find((t) => t.form === 'filing-refusal')!
      await refuseFiling(ctx, task.id, task.revision, {
        article: '《中华人民共和国民事诉讼法》第一百二十二条、第一百二十六条',
        reason: '起诉事项不属于人民法院受理民事诉讼的范围。',
      })
    })
    return null
  }
  count(c.world, 'accepted')
  const clerk = anyone(c, 'clerk', { division })
  const feeDue = division !== 'enforcement'
  yield* step(
    c,
    item,
    'filing-notices',
    () => anyone(c, 'operator', { team: 'filing' }),
    45,
    async (ctx, task) => {
      await makeDocuments(ctx, task.id, requiredDocuments(feeDue))
      await giveNotices(ctx, task.id, task.revision, { feeNoticedOn: today(c) })
    },
  )
  if (r.chance(0.05)) yield* passDays(c, r.int(4, 7))
  yield* step(
    c,
    item,
    'filing-handover',
    () => anyone(c, 'operator', { team: 'filing' }),
    120,
    (ctx, task) => handOver(ctx, task.id, task.revision, { volumes: 1, pages: r.int(20, 120), receiverId: clerk.personId, note: '' }),
  )
  const judge = yield* allocated(c, received.caseId)
  await act(c, anyone(c, 'trialManagement'), async (ctx) => {
    const record = (await findCase(ctx, received.caseId))!
    await editCase(ctx, received.caseId, record.revision, {
      clerkId: clerk.personId,
      ...(division === 'enforcement' ? { procedure: 'enforcement' as const } : {}),
    })
  })
  if (feeDue) spawn(c, payFee({ ...c, random: randomOf(r.int(0, 2 ** 31 - 1), 0) }, received.id))
  return { caseId: received.caseId, judge, clerk, paper: p.channel !== 'online' }
}

/** Of those whose seven days end in the demo's last week more stay away: the judges of its morning have something that is not yet late. */
const paysInTime = (c: Course): number => {
  const days = (c.world.until.epochMilliseconds - c.now.epochMilliseconds) / 86_400_000
  return days > 8 && days < 14 ? 0.6 : 0.9
}

/** Nine of ten pay within the seven days; over the others the timer calls the judge, who relieves or treats the suit as withdrawn. */
async function* payFee(c: Course, recordId: number): Story {
  count(c.world, 'feesAwaited')
  if (c.random.chance(paysInTime(c))) {
    yield* passDays(c, c.random.int(1, 5))
    await act(c, anyone(c, 'filingOfficer'), (ctx) =>
      feePaid(ctx, recordId, { paidOn: today(c), receiptNo: `JF${String(recordId).padStart(8, '0')}` }),
    )
    return count(c.world, 'feesPaid')
  }
  yield* passDays(c, 8)
  yield* awaited(c, { type: 'filing', id: recordId }, 'fee-decision')
  const relief = c.random.chance(0.5)
  yield* step(
    c,
    { type: 'filing', id: recordId },
    'fee-decision',
    () => anyone(c, 'judge'),
    60,
    (ctx, task) =>
      decideFee(
        ctx,
        task.id,
        task.revision,
        relief
          ? { decision: 'relief', reason: '确有困难，准予缓交。' }
          : { decision: 'withdrawn', reason: '逾期未交纳案件受理费，按撤诉处理。' },
      ),
  )
  count(c.world, 'feesDecided')
}
