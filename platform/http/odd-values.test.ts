import { beforeAll, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../test/support/app.ts'
import { testCourt, type TestCourt } from '../../test/support/court.ts'

let t: TestApp
let c: TestCourt
beforeAll(async () => {
  t = await testApp()
  c = await testCourt(t)
})
const cursor = (values: unknown) => Buffer.from(JSON.stringify(values)).toString('base64url')

test.each([
  '/courts?q=%00',
  '/people?q=a%00b',
  '/people?contractorId=2147483648',
  `/people?after=${cursor(['x', 'y'])}`,
  '/contractors/9007199254740991',
  `/divisions?after=${cursor([1.5])}`,
  '/cases?type=%00',
  '/cases?filedFrom=0000-01-01',
  '/cases?divisionId=2147483648',
  `/cases?cursor=${cursor(['2026-09-01', 'x'])}`,
  `/cases?cursor=${cursor([1e300, 1e300])}`,
  `/tasks?cursor=${cursor(['2026-09-01T00:00:00Z', 'x'])}`,
])('a value that no column holds is the caller’s fault, not a failure of the server: %s', async (path) => {
  const r = await c.as('management').get(path)
  expect([r.status, r.body.code]).toEqual([400, 'malformed'])
})

test('nor is text that PostgreSQL cannot keep', async () => {
  for (const reason of ['a\u0000b', '\u0000\u0000']) {
    const r = await c.as('commissioner').post('/access/denials', { personId: c.people.operator, kind: 'freeze', reason })
    expect([r.status, r.body.code]).toEqual([400, 'malformed'])
  }
})
