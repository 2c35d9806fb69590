import type { Ctx } from '../../platform/http/context.ts'
import type { Upload } from '../../platform/http/endpoint.ts'
import { editCase, findCase, partiesOf } from '../../modules/cases/public.ts'
import {
  addDocument,
  addEvidence,
  checkResult,
  chooseMethod,
  confirmService,
  createSet,
  decideMethod,
  handOver,
  ladderOf,
  provideAddress,
  recordAttempt,
  reportResult,
  wholeOrder,
} from '../../modules/service-of-process/public.ts'
import type { Method, Outcome, ReturnReason } from '../../modules/service-of-process/rules/shape.ts'
import type { Story } from './clockwork.ts'
import type { Filed } from './filing-story.ts'
import type { Player } from './people.ts'
import { randomOf } from './random.ts'
import { act, anyone, awaited, count, type Course, isFail, pass, passDays, people, spawn, step, today } from './world.ts'

const opponents = ['defendant', 'respondent', 'appellee', 'debtor']

/** The clerk hands the complaint over for service; each recipient goes his own way. */
export async function* serveDocuments(c: Course, f: Filed): Story {
  yield* pass(c, 300)
  if (c.random.chance(0.06)) yield* passDays(c, c.random.int(3, 6))
  const orders = await act(c, f.clerk, async (ctx) => {
    const record = (await findCase(ctx, f.caseId))!
    const complaint = record.procedure !== 'enforcement'
    const set = await createSet(ctx, {
      caseId: f.caseId,
      kind: complaint ? 'complaint' : 'notice',
      title: complaint ? '起诉状副本、应诉通知书、举证通知书' : '执行通知书、报告财产令',
      evidenceDays: complaint ? (record.procedure === 'ordinary' ? 15 : 7) : null,
      appealable: false,
    })
    const ready = await addDocument(ctx, set.id, complaint ? c.world.papers.document : c.world.papers.order)
    const recipients = (await partiesOf(ctx, f.caseId))
      .filter((p) => opponents.includes(p.role))
      .map((p) => ({ partyId: p.id, abroad: false }))
    return handOver(ctx, { setId: set.id, revision: ready.revision, recipients })
  })
  for (const [i, id] of orders.entries()) {
    count(c.world, 'serviceOrders')
    const own: Course = { ...c, random: randomOf(c.random.int(0, 2 ** 31 - 1), i) }
    spawn(own, serveOne(own, f, id))
  }
  if (c.random.chance(0.4)) {
    yield* passDays(c, c.random.int(25, 60))
    await act(c, f.judge, async (ctx) => {
      const record = (await findCase(ctx, f.caseId))!
      if (record.status === 'open') await editCase(ctx, f.caseId, record.revision, { status: 'closed', closedOn: today(c) })
    })
    count(c.world, 'closed')
  }
}

const operator = (c: Course) => (): Player => anyone(c, 'operator', { team: 'service' })

/** One recipient: up the ladder of methods until service has effect, or the story ends. */
async function* serveOne(c: Course, f: Filed, orderId: number): Story {
  const r = c.random
  const item = { type: 'service', id: orderId }
  for (let round = 1; round <= 6; round++) {
    // Some orders lie: the overdue list needs something to show (8.2.3 d).
    if (round === 1 && r.chance(0.05)) yield* passDays(c, r.int(3, 5))
    const chosen = yield* step(c, item, 'service-address', operator(c), 50, (ctx, task) => choose(c, ctx, task.id, task.revision, orderId))
    const method = chosen.done
    if (method === 'awaitAddress') {
      yield* passDays(c, r.int(2, 8))
      await act(c, f.clerk, (ctx) =>
        provideAddress(ctx, orderId, { source: 'otherSuits', kind: 'postal', address: `云川市临溪区柳堤路${r.int(1, 200)}号` }),
      )
      continue
    }
    if (method === 'leave' || method === 'presumed' || method === 'publicNotice') {
      const approver = method === 'publicNotice' ? f.judge : f.clerk
      yield* step(
        c,
        item,
        'service-method-approval',
        () => approver,
        120,
        (ctx, task) =>
          decideMethod(ctx, { taskId: task.id, revision: task.revision, approval: 'approved', reason: '符合法定条件，同意。' }),
      )
    }
    if (method !== 'presumed' && !(yield* carryOut(c, item, orderId, method))) return
    const effective = yield* step(
      c,
      item,
      'service-confirm',
      () => f.clerk,
      150,
      (ctx, task) => confirm(ctx, task.id, task.revision),
    )
    if (effective.done) return count(c.world, 'served')
    count(c.world, 'servicesFailed')
  }
}

/** The first lawful method mostly; of addresses the first in lawful order that has not failed yet. */
const choose = async (c: Course, ctx: Ctx, taskId: number, revision: number, orderId: number): Promise<Method> => {
  const r = c.random
  const { facts, addresses, attempts } = await wholeOrder(ctx, orderId)
  const directDifficult = facts.directDifficult || r.chance(0.75)
  const whereaboutsUnknown = facts.whereaboutsUnknown || (attempts.length >= 2 && r.chance(0.5))
  const lawful = ladderOf({ ...facts, directDifficult, whereaboutsUnknown })
    .filter((s) => s.lawful)
    .map((s) => s.method)
  const order: Method[] = ['leave', 'presumed', 'electronic', 'mail', 'direct', 'pickup', 'publicNotice', 'awaitAddress']
  const method = order.find((m) => lawful.includes(m) && !(m === 'electronic' && r.chance(0.15))) ?? lawful[0] ?? 'awaitAddress'
  const kind = method === 'electronic' ? 'electronic' : method === 'mail' || method === 'direct' || method === 'leave' ? 'postal' : null
  const tried = new Set(attempts.filter((a) => a.method === method).map((a) => a.address_id))
  const fit = addresses.filter((a) => a.kind === kind)
  const address = fit.find((a) => !tried.has(a.id)) ?? fit[0]
  await chooseMethod(ctx, {
    taskId,
    revision,
    method,
    directDifficult,
    whereaboutsUnknown,
    addressId: kind ? (address?.id ?? null) : null,
    ground:
      method === 'leave'
        ? '同住成年家属拒绝签收'
        : method === 'presumed'
          ? '邮寄退回，地址为当事人提供'
          : method === 'publicNotice'
            ? '其他方式均无法送达，下落不明'
            : null,
  })
  return method
}

interface Result {
  outcome: Outcome
  days: number
  returnReason?: ReturnReason
  evidence: 'photo' | 'receipt' | 'screenshot' | 'mailSlip' | 'newspaper'
}
const resultOf = (c: Course, method: Method): Result => {
  const r = c.random
  const luck = r.next()
  switch (method) {
    case 'electronic':
      return { outcome: luck < 0.9 ? 'arrived' : 'failed', days: 0, evidence: 'screenshot' }
    case 'pickup':
      return { outcome: luck < 0.7 ? 'signed' : 'failed', days: 1, evidence: 'receipt' }
    case 'direct':
      return { outcome: luck < 0.6 ? 'signed' : luck < 0.8 ? 'refused' : 'failed', days: 0, evidence: 'receipt' }
    case 'leave':
      return { outcome: 'left', days: 0, evidence: 'photo' }
    case 'publicNotice':
      return { outcome: 'published', days: 33, evidence: 'newspaper' }
    default:
      return luck < 0.78
        ? { outcome: 'signed', days: r.int(1, 4), evidence: 'receipt' }
        : luck < 0.96
          ? {
              outcome: 'returned',
              days: r.int(4, 9),
              returnReason: r.pick(['refused', 'moved', 'wrong-address', 'unknown-person', 'not-collected'] as const),
              evidence: 'mailSlip',
            }
          : { outcome: 'failed', days: 6, evidence: 'mailSlip' }
  }
}

/** Dispatch, result, second pair of eyes. False: the story ends before the notice period does. */
async function* carryOut(
  c: Course,
  item: { type: string; id: number },
  orderId: number,
  method: Method,
): AsyncGenerator<Course['now'], boolean, void> {
  const r = c.random
  const result = resultOf(c, method)
  const mailNo = `SIM${String(orderId).padStart(7, '0')}${r.int(100, 999)}`
  const visit = method === 'leave' || method === 'direct'
  yield* step(c, item, 'service-attempt', operator(c), 90, async (ctx, task) => {
    if (visit) await addEvidence(ctx, task.id, evidence(c.world.papers.image, 'photo'))
    return recordAttempt(ctx, {
      taskId: task.id,
      revision: task.revision,
      dispatchedAt: ctx.now.toString(),
      mailNo: method === 'mail' ? mailNo : null,
      carrier: method === 'mail' ? '邮政司法专递' : null,
      channel: method === 'electronic' ? '电子送达平台' : null,
      courtMember: visit ? '叶书宁' : null,
      publishedOn: method === 'publicNotice' ? [today(c)] : [],
    })
  })
  if (result.days > 0) yield* passDays(c, result.days)
  if (method === 'publicNotice') yield* awaited(c, item, 'service-feedback')
  let back = r.chance(0.05)
  for (;;) {
    const told = yield* step(c, item, 'service-feedback', operator(c), 40, async (ctx, task) => {
      await addEvidence(ctx, task.id, evidence(c.world.papers.image, result.evidence))
      const when = {
        happenedOn: today(c),
        ...(method === 'electronic' ? { happenedAt: ctx.now.toString(), acknowledgedOn: today(c) } : {}),
      }
      await reportResult(ctx, task.id, task.revision, {
        outcome: result.outcome,
        ...(result.outcome === 'failed' ? {} : when),
        receiver: result.outcome === 'signed' ? 'party' : null,
        receiverIsOpponent: false,
        returnReason: result.returnReason ?? null,
        tries: [],
        recorded: result.outcome === 'left' || result.outcome === 'refused',
        witness: null,
        note: null,
      })
    })
    const returned = back
    back = false
    yield* step(
      c,
      item,
      'service-check',
      () => r.pick(people(c.world, 'teamLead', { team: 'service' }).filter((t) => t !== told.by)),
      60,
      (ctx, task) =>
        checkResult(ctx, {
          taskId: task.id,
          revision: task.revision,
          check: returned ? 'return' : 'pass',
          note: returned ? '回执照片不清晰，请重新上传。' : null,
        }),
    )
    if (!returned) return true
    count(c.world, 'resultsReturned')
  }
}
const evidence = (image: Upload, kind: string): Upload => ({ ...image, fields: { kind } })

/** The clerk follows what the rules derive; where they derive no service, the next method is due. */
const confirm = async (ctx: Ctx, taskId: number, revision: number): Promise<boolean> => {
  try {
    await confirmService(ctx, { taskId, revision, validity: 'effective' })
    return true
  } catch (e) {
    if (!isFail(e, 'effect-impossible') && !isFail(e, 'date-missing')) throw e
    await confirmService(ctx, { taskId, revision, validity: 'notEffective', reason: null })
    return false
  }
}
