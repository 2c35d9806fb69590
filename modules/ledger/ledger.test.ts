import { Temporal } from 'temporal-polyfill'
import { beforeAll, describe, expect, test } from 'vitest'
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
test("the whole ledger is exported while it is one court's; beside a second court nobody of one court has it", async () => {
  await c.person('auditor', 'securityAuditor')
  expect((await c.as('auditor').get('/ledger/export')).status).toBe(200)
  await testCourt(t, { code: '苏1297', name: '云川市北河区人民法院', serial: 3 })
  const refused = await c.as('auditor').get('/ledger/export')
  expect([refused.status, refused.body.code]).toEqual([403, 'other-courts-too'])
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
describe('a reader reads names, not numbers', () => {
  test('the case by its number, the person by name, what was refused in words', async () => {
    const id = await c.newCase()
    const { title } = (await c.as('judge').get(`/cases/${id}`)).body
    expect((await c.as('operator').get(`/cases/${id}`)).status).toBe(404)
    const seen = (await c.as('commissioner').get('/ledger?limit=200')).body.items
    expect(seen.find((e: { verb: string }) => e.verb === 'case.read')).toMatchObject({
      objectType: 'case',
      objectId: String(id),
      objectName: title,
    })
    const closed = seen.find((e: { verb: string }) => e.verb === 'access.refused')
    expect([closed.asked.zh, closed.objectName]).toEqual([expect.stringMatching(/^[一-鿿]+$/), title])
    const refused = (await c.as('commissioner').get('/access/refusals')).body.items[0]
    expect(refused).toMatchObject({ caseId: id, what: { zh: expect.stringMatching(/[一-鿿]/), en: expect.stringMatching(/[a-z]/) } })
    expect(refused.objectName).toContain(title)
    expect(JSON.stringify(refused)).not.toContain('GET /')
  })
  test('by person and by days, the last day wholly', async () => {
    const all = (await c.as('commissioner').get('/ledger?limit=200')).body.items
    const judge = await c.as('commissioner').get(`/ledger?limit=200&personId=${c.people.judge}`)
    expect(judge.body.items.length).toBeGreaterThan(0)
    expect(new Set(judge.body.items.map((e: { personName: string }) => e.personName))).toEqual(new Set(['judge甲']))
    const day = Temporal.Instant.from(all[0].at).toZonedDateTimeISO('Asia/Shanghai').toPlainDate()
    const within = (from: string, until: string) => c.as('commissioner').get(`/ledger?limit=200&atFrom=${from}&atUntil=${until}`)
    expect((await within(String(day), String(day))).body.items.map((e: { id: number }) => e.id)).toEqual(
      expect.arrayContaining([all[0].id]),
    )
    expect((await within(String(day.add({ days: 1 })), String(day.add({ days: 2 })))).body.items).toEqual([])
    expect((await within('2026-13-01', String(day))).status).toBe(400)
  })
})
