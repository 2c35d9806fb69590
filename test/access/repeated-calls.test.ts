import { beforeAll, describe, expect, test } from 'vitest'
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

describe('a key is for one call of one person', () => {
  const made = async (): Promise<number> =>
    Number((await t.owner.query("select count(*)::int as n from audit.event where verb = 'case.create'")).rows[0].n)
  const body = {
    procedure: 'ordinary',
    receivedOn: '2026-09-21',
    filedOn: '2026-09-21',
    parties: [{ role: 'plaintiff', kind: 'natural', name: '张三' }],
  }

  test('another body, address or person with it is another call; the same at once is done once', async () => {
    const before = await made()
    const v = c.as('filingOfficer')
    const first = await v.post('/cases', body, key('one-call'))
    expect(first.status, JSON.stringify(first.body)).toBe(200)
    expect((await v.post('/cases', body, key('one-call'))).body).toEqual(first.body)
    expect((await v.post('/cases', { ...body, amount: '1.00' }, key('one-call'))).body.code).toBe('duplicate-request')
    expect((await v.post('/cases?x=1', body, key('one-call'))).body.code).toBe('duplicate-request')
    // Keys are one's own: another's same key neither finds this answer nor is stopped by it.
    const other = await c.as('management').post('/cases', body, key('one-call'))
    expect(other.body.id).not.toBe(first.body.id)
    const both = await Promise.all([1, 2, 3].map(() => v.post('/cases', body, key('at-once'))))
    expect(both.filter((r) => r.status === 200).length).toBeGreaterThan(0)
    expect(new Set(both.filter((r) => r.status === 200).map((r) => r.body.id)).size).toBe(1)
    expect(both.filter((r) => r.status !== 200 && r.status !== 409)).toEqual([])
    expect((await made()) - before).toBe(3)
  })

  test('a key of ten kilobytes, of seven signs, of a session that ended', async () => {
    const v = c.as('filingOfficer')
    expect((await v.post('/cases', body, { 'idempotency-key': 'x'.repeat(10_240) })).status).toBe(400)
    expect((await v.post('/cases', body, { 'idempotency-key': 'x'.repeat(7) })).status).toBe(400)
    expect((await v.post('/cases', body, key('after-end'))).status).toBe(200)
    await t.owner.query(
      'update accounts.session set revoked_at = now() where account_id = (select id from accounts.account where person_id = $1)',
      [c.people.filingOfficer],
    )
    expect((await v.post('/cases', body, key('after-end'))).status).toBe(401)
  })

  test('an upload is its file and its fields: checked first and taken in then is not the same call', async () => {
    const v = c.as('management')
    const rules = { name: '规定.txt', bytes: Buffer.from('第一条') }
    const fields = { title: '诉讼服务中心管理规定', summary: '摘要', effectiveOn: '2026-10-09' }
    const one = await v.upload('/rules', rules, fields, key('rules'))
    expect(one.status, JSON.stringify(one.body)).toBe(200)
    expect((await v.upload('/rules', rules, fields, key('rules'))).body).toEqual(one.body)
    expect((await v.upload('/rules', rules, { ...fields, title: '另一规定' }, key('rules'))).body.code).toBe('duplicate-request')
  })

  test('If-Match: missing, any, negative, too large or another object’s', async () => {
    const v = c.as('management')
    const { id } = (await v.post('/cases', body)).body
    const change = (ifMatch?: string) => v.patch(`/cases/${id}`, { amount: '2.00' }, ifMatch === undefined ? {} : { 'if-match': ifMatch })
    const said = []
    for (const m of [undefined, '*', '"-1"', '"99999999999"', 'W/"1"', '"1", "2"', '"1e0"', '"１"']) said.push((await change(m)).status)
    expect(said).toEqual([428, 428, 428, 428, 428, 428, 428, 428])
    expect((await change('"999999999"')).body.code).toBe('stale-revision')
    expect((await change('"1"')).status).toBe(200)
    expect((await change('"1"')).body.code).toBe('stale-revision')
  })
})
