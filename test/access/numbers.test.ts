import { expect, test } from 'vitest'
import { signedIn } from '../../modules/accounts/fixtures.ts'
import { buildDivision, buildPerson } from '../../modules/organisations/fixtures.ts'
import { testApp } from '../support/app.ts'
import { testCourt } from '../support/court.ts'

const t = await testApp()
const c = await testCourt(t)

test('a 案号 is given by the filing desk: a judge who types one learns neither whether it is taken nor writes it', async () => {
  const number = '（2026）苏1299民初77号'
  const parties = [{ role: 'plaintiff', kind: 'natural', name: '章佳禾' }]
  const body = { procedure: 'ordinary', receivedOn: '2026-09-21', parties }
  expect((await c.as('filingOfficer').post('/cases', { ...body, number, divisionId: c.divisions.civil })).status).toBe(200)
  const elsewhere = await t.app.asSystem(c.courtId, async (ctx) => {
    const divisionId = await buildDivision(ctx, { name: '民二庭', kind: 'civil', courtId: c.courtId })
    const id = await buildPerson(ctx, { name: '他庭法官', role: 'judge', courtId: c.courtId, divisionId })
    return { divisionId, judge: t.visitor(await signedIn(ctx, id, 'elsewhere')) }
  })
  const said = []
  for (const tried of [number, '（2026）苏1299民初78号']) {
    const r = await elsewhere.judge.post('/cases', { ...body, number: tried, divisionId: elsewhere.divisionId })
    said.push([r.status, r.body.code])
  }
  expect(said).toEqual([
    [403, 'not-allowed'],
    [403, 'not-allowed'],
  ])
  const draft = await elsewhere.judge.post('/cases', { ...body, divisionId: elsewhere.divisionId })
  expect(draft.status).toBe(200)
  const later = await elsewhere.judge.patch(`/cases/${draft.body.id}`, { number }, { 'if-match': '"1"' })
  expect([later.status, later.body.code]).toEqual([403, 'not-allowed'])
})
