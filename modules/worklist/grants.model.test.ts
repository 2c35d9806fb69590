import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import type { Actor } from '../../platform/http/context.ts'
import { Fail } from '../../platform/http/problems.ts'
import { testApp, type TestApp } from '../../test/support/app.ts'
import { testCourt, type TestCourt } from '../../test/support/court.ts'
import { signedIn } from '../accounts/fixtures.ts'
import { freeze, thaw } from '../confidentiality/public.ts'
import {
  assignTask,
  cancelItem,
  claimTask,
  completeTask,
  delegateTask,
  releaseTask,
  resumeTask,
  returnTask,
  startItem,
  suspendTask,
} from './public.ts'
import { liftVeto, vetoPerson } from '../workforce/public.ts'

// 7.3.2.2, model-based: whatever happens in whatever order, a person sees a case iff a live cause exists and nothing denies.
let t: TestApp
let c: TestCourt
const people = ['operator', 'operator2'] as const
type Who = (typeof people)[number]
const CASES = 2

beforeAll(async () => {
  t = await testApp()
  c = await testCourt(t)
  // The courses wait for decades altogether: term and vetting must not run out beside the point.
  await t.owner.query("update organisations.engagement set until_date = '2999-12-31'")
  await t.owner.query('update workforce.fact set valid_until = null')
})
const actor = (who: string, side: Actor['side'], roles: string[]): Actor => ({
  accountId: null,
  personId: c.people[who]!,
  courtId: c.courtId,
  contractorId: side === 'contractor' ? c.contractorId : null,
  side,
  roles,
  divisionIds: [],
  engagementIds: side === 'contractor' ? [c.engagementId] : [],
  name: who,
  sessionId: null,
  ip: null,
})
const outsourced = (who: Who): Actor => actor(who, 'contractor', ['operator'])
const lead = (): Actor => actor('teamLead', 'contractor', ['teamLead'])
const management = (): Actor => actor('management', 'court', ['trialManagement'])
const commissioner = (): Actor => actor('commissioner', 'court', ['commissioner'])

interface Item {
  caseId: number
  taskId: number
  element: string
  holder: Who | null
  suspended: boolean
  over: boolean
  frozen: number | null
  until: number
}
interface World {
  items: Item[]
  vetoed: Set<Who>
  left: Set<Who>
  contract: boolean
}
type Hand = 'claim' | 'release' | 'suspend' | 'resume' | 'complete' | 'assign' | 'return' | 'delegate'
type Op =
  | { op: Hand; who: Who | 'holder'; item: number }
  | { op: 'veto'; who: Who }
  | { op: 'lift'; who: Who }
  | { op: 'leave'; who: Who }
  | { op: 'contractEnds' }
  | { op: 'contractBack' }
  | { op: 'freeze'; item: number }
  | { op: 'thaw'; item: number }
  | { op: 'cancel'; item: number }
  | { op: 'wait'; days: number }
  | { op: 'both'; item: number }

const who = fc.constantFrom(...people)
// Mostly whoever has the task in hand: a random person is refused most acts.
const doer = fc.constantFrom<Who | 'holder'>(...people, 'holder', 'holder', 'holder')
const item = fc.integer({ min: 0, max: CASES - 1 })
const anyOp: fc.Arbitrary<Op> = fc.oneof(
  {
    weight: 14,
    arbitrary: fc.record({
      op: fc.constantFrom(
        'claim',
        'claim',
        'assign',
        'assign',
        'release',
        'suspend',
        'resume',
        'resume',
        'complete',
        'complete',
        'return',
        'return',
        'delegate',
      ),
      who: doer,
      item,
    }) as fc.Arbitrary<Op>,
  },
  { weight: 2, arbitrary: fc.record({ op: fc.constantFrom('veto', 'lift'), who }) as fc.Arbitrary<Op> },
  { weight: 2, arbitrary: fc.record({ op: fc.constantFrom('freeze', 'thaw', 'cancel'), item }) as fc.Arbitrary<Op> },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('wait'), days: fc.constantFrom(1, 40) }) as fc.Arbitrary<Op> },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('both'), item }) as fc.Arbitrary<Op> },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('leave'), who }) as fc.Arbitrary<Op> },
  { weight: 1, arbitrary: fc.record({ op: fc.constantFrom('contractEnds', 'contractBack') }) as fc.Arbitrary<Op> },
)
const revisionOf = async (taskId: number): Promise<number> =>
  (await t.owner.query('select revision from worklist.task where id = $1', [taskId])).rows[0].revision
const grantUntil = async (taskId: number): Promise<number> =>
  Date.parse((await t.owner.query('select max(until_at) as u from confidentiality.access_grant where task_id = $1', [taskId])).rows[0].u)
/** Does the act go through? A refusal is an answer, anything else is a fault of the product. */
const goes = async (fn: () => Promise<unknown>): Promise<boolean> => {
  try {
    await fn()
    return true
  } catch (e) {
    if (e instanceof Fail) return false
    throw e
  }
}

/** The steps of scanning that an operator has in hand, and what each comes from; the quality check is the lead's. */
const before: Record<string, string> = { scan: 'receive', selfCheck: 'scan' }
const answers = { receipt: 'matched', selfCheck: 'pass' }
const nextOf = async (i: Item): Promise<void> => {
  const next = await t.owner.query(
    "select id, element_id from worklist.task where case_id = $1 and state = 'ready' order by id desc limit 1",
    [i.caseId],
  )
  Object.assign(i, { holder: null, suspended: false, taskId: next.rows[0].id, element: next.rows[0].element_id })
}
const contractBack = () => t.owner.query("update organisations.engagement set state = 'active', until_date = '2999-12-31'")
const manager = async () => t.visitor(await t.app.asSystem(c.courtId, (ctx) => signedIn(ctx, c.people.management!)))
const comeBack = async (): Promise<void> => {
  await t.owner.query('update organisations.post set until_date = null where person_id = any ($1)', [people.map((p) => c.people[p])])
  await t.owner.query('update organisations.person set left_on = null where id = any ($1)', [people.map((p) => c.people[p])])
}
/** Whom the gate lets in now. */
const admitted = (w: World, p: Who): boolean => w.contract && !w.vetoed.has(p) && !w.left.has(p)

/** Acts that went through: a model whose acts are all refused proves nothing. */
const happened = new Set<string>()

const step = async (w: World, said: Op): Promise<void> => {
  const o =
    'who' in said && said.who === 'holder'
      ? { ...said, who: w.items[said.item]!.holder ?? people[0] }
      : (said as Exclude<Op, { op: Hand }> | { op: Hand; who: Who; item: number })
  if (o.op === 'wait') return t.clock.advance({ hours: 24 * o.days })
  if (o.op === 'veto') {
    const done = await goes(() =>
      t.app.asActor(management(), (ctx) => vetoPerson(ctx, { params: { id: c.people[o.who]! }, body: { reason: '模型检验' } } as never)),
    )
    expect(done).toBe(!w.vetoed.has(o.who))
    w.vetoed.add(o.who)
    for (const i of w.items) if (i.holder === o.who) i.holder = null
    return
  }
  if (o.op === 'lift') {
    const done = await goes(() =>
      t.app.asActor(commissioner(), (ctx) => liftVeto(ctx, { params: { id: c.people[o.who]! }, body: { reason: '模型检验' } } as never)),
    )
    expect(done).toBe(w.vetoed.has(o.who))
    w.vetoed.delete(o.who)
    return
  }
  if (o.op === 'leave') {
    if (w.left.has(o.who)) return
    const { rows } = await t.owner.query('select revision from organisations.person where id = $1', [c.people[o.who]])
    const done = await (await manager()).post(
      `/people/${c.people[o.who]}/leave`,
      { reason: '模型检验' },
      { 'if-match': `"${rows[0].revision}"` },
    )
    expect(done.status).toBe(200)
    w.left.add(o.who)
    happened.add('leave')
    for (const i of w.items) if (i.holder === o.who) i.holder = null
    return
  }
  if (o.op === 'contractBack') {
    await contractBack()
    w.contract = true
    return
  }
  if (o.op === 'contractEnds') {
    if (!w.contract) return
    const { rows } = await t.owner.query('select revision from organisations.engagement where id = $1', [c.engagementId])
    const done = await (await manager()).post(
      `/engagements/${c.engagementId}/end`,
      { reason: '模型检验' },
      { 'if-match': `"${rows[0].revision}"` },
    )
    expect(done.status).toBe(200)
    w.contract = false
    happened.add('contractEnds')
    for (const i of w.items) i.holder = null
    return
  }
  const i = w.items[o.item]!
  if (o.op === 'freeze') {
    if (i.frozen !== null) return
    i.frozen = (await t.app.asActor(management(), (ctx) => freeze(ctx, { caseId: i.caseId, kind: 'freeze', reason: '模型检验' }))).id
    i.holder = null
    return
  }
  if (o.op === 'thaw') {
    if (i.frozen === null) return
    // Maker ≠ checker: who froze cannot thaw.
    expect(await t.app.asActor(management(), (ctx) => thaw(ctx, i.frozen!))).toBe(false)
    expect(await t.app.asActor(commissioner(), (ctx) => thaw(ctx, i.frozen!))).toBe(true)
    i.frozen = null
    return
  }
  if (o.op === 'cancel') {
    // A frozen case is closed to everyone, so its work cannot be cancelled either before the thaw; trial management keeps the task in sight.
    const done = await goes(() => t.app.asActor(management(), (ctx) => cancelItem(ctx, i.taskId, '模型检验')))
    expect(done).toBe(!i.over)
    if (done) Object.assign(i, { over: true, holder: null })
    return
  }
  if (o.op === 'both') {
    const revision = await revisionOf(i.taskId)
    const won = await Promise.all(people.map((p) => goes(() => t.app.asActor(outsourced(p), (ctx) => claimTask(ctx, i.taskId, revision)))))
    const able = people.filter((p) => free(i) && admitted(w, p))
    expect(won.filter(Boolean).length).toBe(Math.min(1, able.length))
    const winner = people[won.indexOf(true)]
    if (winner) Object.assign(i, { holder: winner, until: await grantUntil(i.taskId) })
    return
  }
  const revision = await revisionOf(i.taskId)
  const act = {
    claim: () => t.app.asActor(outsourced(o.who), (ctx) => claimTask(ctx, i.taskId, revision)),
    assign: () => t.app.asActor(lead(), (ctx) => assignTask(ctx, i.taskId, c.people[o.who]!)),
    release: () => t.app.asActor(outsourced(o.who), (ctx) => releaseTask(ctx, i.taskId, revision)),
    suspend: () => t.app.asActor(outsourced(o.who), (ctx) => suspendTask(ctx, i.taskId, revision, 'systemFault', '')),
    resume: () => t.app.asActor(outsourced(o.who), (ctx) => resumeTask(ctx, i.taskId, revision)),
    complete: () => t.app.asActor(outsourced(o.who), (ctx) => completeTask(ctx, { taskId: i.taskId, revision, variables: answers })),
    return: () =>
      t.app.asActor(outsourced(o.who), (ctx) => returnTask(ctx, i.taskId, revision, before[i.element] ?? 'receive', '模型检验')),
    delegate: () => t.app.asActor(outsourced(o.who), (ctx) => delegateTask(ctx, i.taskId, c.people[other(o.who)]!, '模型检验', revision)),
  }[o.op]
  const mine = i.holder === o.who
  const ofOperators = i.element !== 'check'
  const inHand = mine && !i.suspended && !i.over
  const may = {
    claim: free(i) && ofOperators && admitted(w, o.who),
    assign: !i.over && !i.suspended && i.frozen === null && ofOperators && admitted(w, o.who),
    release: inHand,
    suspend: inHand,
    resume: mine && i.suspended && !i.over,
    complete: inHand,
    return: inHand && i.element in before,
    delegate: inHand && admitted(w, other(o.who)),
  }[o.op]
  const done = await goes(act)
  expect(`${o.op} ${done}`).toBe(`${o.op} ${may}`)
  if (!done) return
  happened.add(o.op)
  if (o.op === 'claim' || o.op === 'assign') Object.assign(i, { holder: o.who, until: await grantUntil(i.taskId) })
  if (o.op === 'delegate') Object.assign(i, { holder: other(o.who), until: await grantUntil(i.taskId) })
  if (o.op === 'release') i.holder = null
  if (o.op === 'suspend') i.suspended = true
  if (o.op === 'resume') i.suspended = false
  if (o.op === 'complete' || o.op === 'return') await nextOf(i)
}
const other = (p: Who): Who => people[1 - people.indexOf(p)]!
const free = (i: Item): boolean => i.holder === null && !i.suspended && !i.over && i.frozen === null

const check = async (w: World): Promise<void> => {
  for (const p of people)
    for (const i of w.items) {
      const live = i.holder === p && admitted(w, p) && i.frozen === null && t.clock.now().epochMilliseconds < i.until
      const { rows } = await t.app.asActor(outsourced(p), async (ctx) => ({
        rows: await ctx.tx.selectFrom('cases.case_record').select('id').where('id', '=', i.caseId).execute(),
      }))
      expect(`${p} sees ${rows.length}`).toBe(`${p} sees ${live ? 1 : 0}`)
      const parties = await t.app.asActor(outsourced(p), async (ctx) =>
        ctx.tx.selectFrom('cases.party').select('id').where('case_id', '=', i.caseId).execute(),
      )
      if (!live) expect(parties).toEqual([])
    }
}

/** One course in which each act goes through; chance alone does not reach all of them every time. */
const everyAct: Op[] = [
  ...(['claim', 'suspend', 'resume', 'release', 'assign', 'complete', 'claim', 'delegate'] as const).map(
    (op): Op => ({ op, who: 'operator', item: 0 }),
  ),
  { op: 'return', who: 'operator2', item: 0 },
  { op: 'claim', who: 'operator', item: 0 },
  { op: 'claim', who: 'operator2', item: 1 },
  { op: 'leave', who: 'operator' },
  { op: 'contractEnds' },
]

test('7.3.2.2 access exists iff a live cause exists and nothing denies (random courses)', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyOp, { minLength: 6, maxLength: 24 }), async (ops) => {
      for (const p of people)
        await goes(() =>
          t.app.asActor(commissioner(), (ctx) => liftVeto(ctx, { params: { id: c.people[p]! }, body: { reason: '模型检验' } } as never)),
        )
      await contractBack()
      await comeBack()
      const w: World = { items: [], vetoed: new Set(), left: new Set(), contract: true }
      for (let n = 0; n < CASES; n++) {
        const caseId = await c.newCase()
        const { opened } = await t.app.asSystem(c.courtId, (ctx) =>
          startItem(ctx, {
            key: 'scan-catalogue',
            caseId,
            subjectType: 'model',
            subjectId: caseId,
            engagementId: c.engagementId,
            variables: { handedOverAt: ctx.now.toString() },
          }),
        )
        w.items.push({
          caseId,
          taskId: opened[0]!,
          element: 'receive',
          holder: null,
          suspended: false,
          over: false,
          frozen: null,
          until: 0,
        })
      }
      for (const o of ops) {
        await step(w, o)
        await check(w)
      }
    }),
    { numRuns: 60, endOnFailure: true, examples: [[everyAct]] },
  )
  for (const act of ['claim', 'assign', 'release', 'suspend', 'resume', 'complete', 'return', 'delegate', 'leave', 'contractEnds'])
    expect(happened).toContain(act)
}, 120_000)
