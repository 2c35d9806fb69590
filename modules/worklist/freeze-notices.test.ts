import { beforeAll, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../test/support/app.ts'
import { testCourt, type TestCourt } from '../../test/support/court.ts'

// Whose desk is emptied is told so, and told when it is over (7.3.2.6); one lifts, not two, and a veto is no freeze.
let t: TestApp
let c: TestCourt
beforeAll(async () => {
  t = await testApp()
  c = await testCourt(t)
})
const told = async (who: string): Promise<string[]> =>
  (await c.as(who).get('/notices')).body.items
    .filter((n: { kind: string }) => /^(access|engagement)-/.test(n.kind))
    .map((n: { kind: string; data: { by: string } }) => n.kind)

test('a frozen contractor: its people are told, the court’s are not; of two who lift one is told it is lifted', async () => {
  const made = await c.as('commissioner').post('/access/denials', { contractorId: c.contractorId, reason: '成批材料外流，先行冻结' })
  expect(made.status).toBe(200)
  for (const who of ['operator', 'teamLead', 'projectManager']) expect([who, await told(who)]).toEqual([who, ['access-frozen']])
  expect(await told('judge')).toEqual([])
  const [row] = (await c.as('management').get('/access/denials')).body.items
  expect(row).toMatchObject({ madeByName: 'commissioner甲', endedByName: null, canLift: true })
  const lift = (who: string) => c.as(who).post(`/access/denials/${made.body.id}/lift`)
  expect((await lift('commissioner')).body.code).toBe('second-person-needed')
  const both = await Promise.all([lift('management'), lift('leader')])
  expect(both.map((r) => r.status).sort()).toEqual([200, 409])
  expect(both.find((r) => r.status === 409)?.body.code).toBe('already-lifted')
  expect((await told('operator')).sort()).toEqual(['access-frozen', 'access-lifted'])
  expect((await c.as('commissioner').post('/access/denials/999999/lift')).status).toBe(404)
})

test('a frozen person is told, and his project manager; his colleague is not', async () => {
  await c.as('commissioner').post('/access/denials', { personId: c.people.operator2, reason: '配合调查' })
  expect((await told('operator2')).filter((k) => k === 'access-frozen').length).toBe(2)
  expect((await told('projectManager')).filter((k) => k === 'access-frozen').length).toBe(2)
  expect((await told('teamLead')).filter((k) => k === 'access-frozen').length).toBe(1)
})

test('a frozen engagement says so on the desk, not that one has no post', async () => {
  const stop = async () => (await c.as('operator').get('/access/mine/stop')).body.stop
  expect(await stop()).toBeNull()
  const engagement = (await c.as('management').get(`/engagements/${c.engagementId}`)).body
  const frozen = await c
    .as('management')
    .post(`/engagements/${c.engagementId}/freeze`, { reason: '履行争议' }, { 'if-match': `"${engagement.revision}"` })
  expect(frozen.status).toBe(200)
  expect(await stop()).toEqual({ of: 'engagement', fromAt: null })
  expect(await told('operator')).toContain('engagement-frozen')
})

test('what a veto denies ends with the veto alone, and says so before and after', async () => {
  const veto = await c.as('management').post(`/workforce/${c.people.operator2}/veto`, { reason: '擅自拍摄卷宗' })
  expect(veto.status).toBe(200)
  const row = (await c.as('leader').get('/access/denials')).body.items.find((d: { kind: string }) => d.kind === 'veto')
  expect(row.canLift).toBe('ends-with-the-veto')
  const r = await c.as('leader').post(`/access/denials/${row.id}/lift`)
  expect([r.status, r.body.code]).toEqual([409, 'ends-with-the-veto'])
})
