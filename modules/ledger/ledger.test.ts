import { beforeAll, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../test/support/app.ts'
import { testCourt, type TestCourt } from '../../test/support/court.ts'

let t: TestApp
let c: TestCourt
beforeAll(async () => {
  t = await testApp()
  c = await testCourt(t)
})

test('7.3.2.3 the commissioner reads who did what; an operator does not', async () => {
  const id = await c.newCase()
  await c.as('judge').get(`/cases/${id}`)
  const seen = await c.as('commissioner').get('/ledger?verb=case.read')
  expect(seen.status).toBe(200)
  expect(seen.body.items[0]).toMatchObject({ verb: 'case.read', personName: 'judge甲' })
  expect((await c.as('operator').get('/ledger')).status).toBe(403)
  expect((await c.as('commissioner').get('/ledger/export')).status).toBe(403)
})
test('pages by id, refuses a verb that is none', async () => {
  const first = (await c.as('commissioner').get('/ledger?limit=2')).body
  const second = (await c.as('commissioner').get(`/ledger?limit=2&cursor=${first.next}`)).body
  expect(first.items.at(-1).id).toBeGreaterThan(second.items[0].id)
  expect((await c.as('commissioner').get("/ledger?verb=x';--")).status).toBe(400)
})
test('one court never reads another', async () => {
  const other = await testCourt(t, { code: '苏1298', name: '云川市南河区人民法院', serial: 2 })
  const mine = (await c.as('commissioner').get('/ledger?limit=200')).body.items.map((e: { id: number }) => e.id)
  const theirs = (await other.as('commissioner').get('/ledger?limit=200')).body.items.map((e: { id: number }) => e.id)
  expect(theirs.length).toBeGreaterThan(0)
  expect(mine.filter((id: number) => theirs.includes(id))).toEqual([])
  const proof = await other.as('commissioner').get(`/ledger/${mine[0]}/proof`)
  expect(proof.status).toBe(404)
})
