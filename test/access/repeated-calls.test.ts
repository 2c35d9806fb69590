import { beforeAll, expect, test } from 'vitest'
import { complaint, typed } from '../../modules/filing/fixtures.ts'
import { sweepAnswers } from '../../platform/http/repeated-calls.ts'
import { testApp, type TestApp } from '../support/app.ts'
import { testCourt, type TestCourt } from '../support/court.ts'

let t: TestApp
let c: TestCourt
beforeAll(async () => {
  t = await testApp()
  c = await testCourt(t)
})
const kept = async (): Promise<string> =>
  (await t.owner.query("select coalesce(string_agg(response::text, ' '), '') as all from bw.idempotency")).rows[0].all
const key = (name: string) => ({ 'idempotency-key': `${name}-0001` })

test('7.3.2.2: what a look-up told of other cases is not told again by its key once the access is over', async () => {
  const other = await c.newCase('章佳禾', '云川启明商贸有限公司')
  await t.owner.query("update cases.case_record set number = '（2026）苏1299民初77号' where id = $1", [other])
  const { taskId } = (await c.as('filingOfficer').post('/filing/records', complaint())).body
  const operator = c.as('operator')
  const revision = async () => ({
    'if-match': `"${(await t.owner.query('select revision from worklist.task where id = $1', [taskId])).rows[0].revision}"`,
  })
  expect((await operator.post(`/tasks/${taskId}/claim`, {}, await revision())).status).toBe(200)
  const entry = typed((await operator.get(`/filing/tasks/${taskId}`)).body.keyed)
  const ask = { parties: entry.parties.map(({ role, name }) => ({ role, name })) }
  const told = await operator.post(`/filing/tasks/${taskId}/lookup`, ask, key('lookup'))
  expect(told.body.items.map((i: { number: string }) => i.number)).toEqual(['（2026）苏1299民初77号'])

  const body = { ...entry, caseRevision: (await operator.get(`/filing/tasks/${taskId}`)).body.keyed.revision }
  const seen = await revision()
  expect((await operator.post(`/filing/tasks/${taskId}/key-in`, body, { ...seen, ...key('key-in') })).status).toBe(200)
  // The act itself may be repeated: it answers what it answered.
  expect((await operator.post(`/filing/tasks/${taskId}/key-in`, body, { ...seen, ...key('key-in') })).body).toEqual({
    ok: true,
    nextTaskId: null,
  })
  expect([(await operator.post(`/filing/tasks/${taskId}/lookup`, ask, key('lookup'))).body.code]).toEqual(['task-closed'])
  expect(await kept()).not.toContain('苏1299')
})

test('a paper number is kept nowhere in clear, and each look at it is an event', async () => {
  const caseId = await c.newCase()
  const judge = c.as('judge')
  const party = (await judge.get(`/cases/${caseId}`)).body.parties[0]
  const changed = await judge.patch(
    `/cases/${caseId}/parties/${party.id}`,
    { paperKind: 'idCard', paper: '11010519491231002X' },
    { 'if-match': `"${(await judge.get(`/cases/${caseId}`)).body.revision}"` },
  )
  expect(changed.body.code).toBeUndefined()
  for (let i = 0; i < 2; i++) {
    const shown = await judge.post(`/cases/${caseId}/parties/${party.id}/reveal`, { reason: '核对身份' }, key('reveal'))
    expect(shown.body.paper).toBe('11010519491231002X')
  }
  const { rows } = await t.owner.query("select from audit.event where verb = 'party.reveal' and object_id = $1", [String(party.id)])
  expect(rows).toHaveLength(2)
  expect(await kept()).not.toContain('11010519491231002X')
})

test('answers kept for repeated calls go after a day', async () => {
  await t.owner.query(
    "insert into bw.idempotency (account_id, key, request_hash, status, response, created_at) values (1, 'of-long-ago', '\\x00', 200, '{}', now() - interval '25 hours'), (1, 'of-this-morning', '\\x00', 200, '{}', now() - interval '2 hours')",
  )
  await sweepAnswers.run(t.app, {})
  const { rows } = await t.owner.query("select key from bw.idempotency where key like 'of-%'")
  expect(rows.map((r) => r.key)).toEqual(['of-this-morning'])
})
