import { beforeAll, describe, expect, test } from 'vitest'
import { type Reply, testApp, type TestApp } from '../../test/support/app.ts'
import { testCourt, type TestCourt } from '../../test/support/court.ts'
import { signedIn } from '../accounts/fixtures.ts'
import { complaint, typed } from './fixtures.ts'

// Several who send one entry at once, over the API, each in a transaction of his own: one wins, the others are told it is done, and nobody is
// reported for an access he was refused.
let t: TestApp
let c: TestCourt
beforeAll(async () => {
  t = await testApp({ now: '2026-09-21T01:00:00Z' })
  c = await testCourt(t)
})
const revisionOf = async (taskId: number): Promise<number> =>
  (await t.owner.query('select revision from worklist.task where id = $1', [taskId])).rows[0].revision
const entry = async (): Promise<{ recordId: number; taskId: number }> => {
  const r = await c.as('filingOfficer').post('/filing/records', complaint())
  const { rows } = await t.owner.query(
    "select id from worklist.task where subject_type = 'filing' and subject_id = $1 and element_id = 'keyIn' order by id desc limit 1",
    [r.body.id],
  )
  return { recordId: r.body.id, taskId: Number(rows[0].id) }
}
const refusals = async (): Promise<number> =>
  (await t.owner.query("select count(*)::int as n from audit.event where verb = 'access.refused'")).rows[0].n
const outcome = (r: Reply): string => `${r.status} ${r.body.code ?? 'ok'}`
const rounds = async (recordId: number): Promise<number> =>
  (await t.owner.query('select count(*)::int as n from filing.entry where record_id = $1', [recordId])).rows[0].n

describe('one entry, sent at once', () => {
  test('by one person from four windows', async () => {
    const { recordId, taskId } = await entry()
    expect((await c.as('operator').post(`/tasks/${taskId}/claim`, {}, { 'if-match': '"1"' })).status).toBe(200)
    const windows = await Promise.all(
      [1, 2, 3, 4].map(async () => t.visitor(await t.app.asSystem(c.courtId, (ctx) => signedIn(ctx, c.people.operator!)))),
    )
    const form = (await windows[0]!.get(`/filing/tasks/${taskId}`)).body
    const before = await refusals()
    const rev = { 'if-match': `"${await revisionOf(taskId)}"` }
    const sent = await Promise.all(windows.map((w) => w.post(`/filing/tasks/${taskId}/key-in`, typed(form.keyed, {}), rev)))
    expect(sent.map(outcome).sort()).toEqual(['200 ok', '409 task-closed', '409 task-closed', '409 task-closed'])
    expect(await rounds(recordId)).toBe(1)
    expect(await refusals()).toBe(before)
  })
  test('by two people, the task given from one to the other meanwhile: the holder wins, round after round', async () => {
    for (let round = 0; round < 5; round++) {
      const { recordId, taskId } = await entry()
      expect((await c.as('operator').post(`/tasks/${taskId}/claim`, {}, { 'if-match': '"1"' })).status).toBe(200)
      const form = (await c.as('operator').get(`/filing/tasks/${taskId}`)).body
      const seen = await revisionOf(taskId)
      expect((await c.as('teamLead').post('/tasks/assign', { taskIds: [taskId], personId: c.people.operator2 })).status).toBe(200)
      const other = (await c.as('operator2').get(`/filing/tasks/${taskId}`)).body
      const before = await refusals()
      const rev = await revisionOf(taskId)
      const [first, second] = await Promise.all([
        c.as('operator').post(`/filing/tasks/${taskId}/key-in`, typed(form.keyed, {}), { 'if-match': `"${seen}"` }),
        c.as('operator2').post(`/filing/tasks/${taskId}/key-in`, typed(other.keyed, {}), { 'if-match': `"${rev}"` }),
      ])
      expect([outcome(first), outcome(second)]).toEqual(['409 task-closed', '200 ok'])
      expect(await rounds(recordId)).toBe(1)
      expect(await refusals()).toBe(before)
    }
  })
  test('who never held it is still refused, and that is a fact of the ledger', async () => {
    const { taskId } = await entry()
    expect((await c.as('operator').post(`/tasks/${taskId}/claim`, {}, { 'if-match': '"1"' })).status).toBe(200)
    const form = (await c.as('operator').get(`/filing/tasks/${taskId}`)).body
    const before = await refusals()
    const r = await c.as('operator2').post(`/filing/tasks/${taskId}/key-in`, typed(form.keyed, {}), { 'if-match': `"${await revisionOf(taskId)}"` })
    expect(outcome(r)).toBe('403 not-yours')
    expect(await refusals()).toBe(before + 1)
  })
})
