import { beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../test/support/app.ts'
import { testCourt, type TestCourt } from '../../test/support/court.ts'
import { recordAbsence, endAbsence } from '../workforce/public.ts'
import { startItem } from './public.ts'

let t: TestApp
let c: TestCourt
beforeAll(async () => {
  t = await testApp()
  c = await testCourt(t)
})
const newTask = async (): Promise<{ id: number; caseId: number; revision: number }> => {
  const caseId = await c.newCase()
  const { opened } = await t.app.asSystem(c.courtId, (ctx) =>
    startItem(ctx, {
      key: 'scan-catalogue',
      caseId,
      subjectType: 'batch',
      subjectId: 1,
      engagementId: c.engagementId,
      variables: { handedOverAt: ctx.now.toString() },
    }),
  )
  return { id: opened[0]!, caseId, revision: 1 }
}
const claim = (who: string, tasks: { id: number; revision: number }[]) =>
  c.as(who).post('/tasks/claim', { tasks: tasks.map(({ id, revision }) => ({ id, revision })) })
const holder = async (id: number): Promise<number | null> =>
  (await t.owner.query('select assignee_id::int as id from worklist.task where id = $1', [id])).rows[0].id

describe('many tasks are claimed in one act', () => {
  test('each stands or falls alone and says why; the case of each opens with it', async () => {
    const [free, free2, taken, stale] = [await newTask(), await newTask(), await newTask(), await newTask()]
    await claim('operator2', [taken])
    const r = await claim('operator', [free, taken, { ...stale, revision: 7 }, free2, free, { id: 2_000_000_000, revision: 1 }])
    expect(r.status).toBe(200)
    expect(r.body.claimed).toBe(2)
    expect(r.body.refused.map((x: { taskId: number; code: string }) => [x.taskId, x.code]).sort()).toEqual(
      [
        [taken.id, 'already-taken'],
        [stale.id, 'stale-revision'],
        [2_000_000_000, 'not-found'],
      ].sort(),
    )
    for (const x of [free, free2]) expect((await c.as('operator').get(`/cases/${x.caseId}`)).status).toBe(200)
    for (const x of [taken, stale]) expect((await c.as('operator').get(`/cases/${x.caseId}`)).status).toBe(404)
    const { rows } = await t.owner.query(
      "select count(*)::int as n from audit.event where verb = 'task.assign' and person_id = $1 and object_id = any ($2)",
      [c.people.operator, [free.id, free2.id, taken.id, stale.id].map(String)],
    )
    expect(rows[0].n).toBe(2)
  })
  test('two who claim the same ones in another order: every task has one holder, nobody waits for ever', async () => {
    const tasks = await Promise.all([1, 2, 3, 4, 5, 6].map(newTask))
    const [a, b] = await Promise.all([claim('operator', tasks), claim('operator2', [...tasks].reverse())])
    expect([a.status, b.status]).toEqual([200, 200])
    expect(a.body.claimed + b.body.claimed).toBe(tasks.length)
    for (const x of tasks) expect([c.people.operator, c.people.operator2]).toContain(await holder(x.id))
  })
  test('none, too many and what is not a task are refused; of a single one the refusal is the answer', async () => {
    const one = await newTask()
    expect((await claim('operator', [])).status).toBe(400)
    expect(
      (
        await claim(
          'operator',
          Array.from({ length: 201 }, (_, n) => ({ id: n + 1, revision: 1 })),
        )
      ).status,
    ).toBe(400)
    const r = await claim('candidate', [one])
    expect([r.status, r.body.code]).toEqual([403, 'not-admitted'])
    // 4.1: a step of the court is taken by nobody from outside, in bulk neither.
    expect((await claim('clerk', [one])).body.code).toBe('outsourced-task')
  })
})

describe('the pool says for whom it is', () => {
  const can = async (who: string) => (await c.as(who).get('/tasks/claiming')).body.can
  test('on leave, not admitted, frozen: told before trying, on the list and at the task', async () => {
    const one = await newTask()
    expect([await can('operator'), await can('candidate'), await can('clerk')]).toEqual([true, 'not-admitted', true])
    const away = await t.app.asSystem(c.courtId, (ctx) =>
      recordAbsence(ctx, {
        personId: c.people.operator!,
        fromAt: ctx.now.subtract({ hours: 1 }).toString(),
        untilAt: ctx.now.add({ hours: 30 }).toString(),
        source: 'test',
      }),
    )
    expect(await can('operator')).toBe('on-leave')
    expect((await c.as('operator').get(`/tasks/${one.id}`)).body.can.claim).toBe('on-leave')
    await t.app.asSystem(c.courtId, (ctx) => endAbsence(ctx, away, c.people.operator!))
    const froze = await c.as('commissioner').post('/access/denials', { personId: c.people.operator2, reason: '核查中，暂停接触案件' })
    expect(froze.status).toBe(200)
    expect(await can('operator2')).toBe('denied-freeze')
  })
  test('a case one has stepped back from is marked in the pool, for him alone', async () => {
    const one = await newTask()
    await claim('operator', [one])
    expect((await c.as('operator').post(`/cases/${one.caseId}/recusal`, { reason: '与当事人系亲属' })).status).toBe(200)
    const marked = async (who: string) =>
      (await c.as(who).get('/tasks?scope=pool&limit=200')).body.items.find((x: { id: number }) => x.id === one.id)?.barred
    expect(await marked('operator')).toBe('denied-recusal')
    await c.person('third', 'operator')
    expect(await marked('third')).toBeNull()
  })
})
