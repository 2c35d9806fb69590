import { beforeAll, expect, it } from 'vitest'
import { testApp } from '../../test/support/app.ts'
import { testCourt, type TestCourt } from '../../test/support/court.ts'
import { TEST_PASSWORD } from '../accounts/fixtures.ts'
import { onGateChanged } from '../workforce/public.ts'
import { admit } from '../workforce/fixtures.ts'
import { startItem } from '../worklist/public.ts'
import { drawnName } from './fixtures.ts'

// 7.3.2.4 against 7.3.2.2: what a signature opens and a new version closes, down to the grants of a case.
const t = await testApp({ now: '2026-09-21T01:00:00Z' })
let c: TestCourt
let refuse = false
onGateChanged(async () => {
  if (refuse) throw new Error('a subscriber refuses')
})
beforeAll(async () => {
  c = await testCourt(t)
  await c.person('trialManagement', 'trialManagement')
})
const grants = async (): Promise<{ until: string; ended: boolean; state: string }[]> =>
  (
    await t.owner.query(
      `select to_char(g.until_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI') as until, g.ended_at is not null as ended, t.state
       from confidentiality.access_grant g join worklist.task t on t.court_id = g.court_id and t.id = g.task_id where g.person_id = $1 order by g.id`,
      [c.people.operator],
    )
  ).rows
const approve = async (label: string, effectiveOn: string): Promise<void> => {
  const base = (await c.as('trialManagement').get('/agreement-templates?kind=nda')).body.items.at(-1)
  const { body } = (await c.as('trialManagement').get(`/agreement-templates/${base.id}`)).body
  const { id } = (await c.as('trialManagement').post('/agreement-templates', { kind: 'nda', label, title: '员工保密协议', body })).body
  await c.as('trialManagement').post(`/agreement-templates/${id}/propose`, { effectiveOn }, { 'if-match': '"1"' })
  expect((await c.as('leader').post(`/agreement-templates/${id}/approve`, {}, { 'if-match': '"2"' })).status).toBe(200)
}

it('grants in hand end with the day an older signature is good for, and at once when that day is today', async () => {
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
  expect((await c.as('operator').post(`/tasks/${opened[0]}/claim`, {}, { 'if-match': '"1"' })).status).toBe(200)
  const [before] = await grants()
  expect((before?.until ?? '') > '2026-09-25').toBe(true)
  await approve('第2版', '2026-09-25')
  // Midnight in Beijing before the 25th: nothing has to run for the access to be over.
  expect(await grants()).toEqual([{ until: '2026-09-24T16:00', ended: false, state: 'claimed' }])
  await approve('第3版', '2026-09-21')
  expect(await grants()).toMatchObject([{ ended: true, state: 'ready' }])
  expect((await c.as('operator').post(`/tasks/${opened[0]}/claim`, {}, { 'if-match': '"3"' })).body.code).toBe('not-admitted')
})

it('a signature and the opened gate stand or fall together', async () => {
  const id = await c.person('郑同签', 'operator', { admitted: false })
  await t.app.asSystem(c.courtId, (ctx) => admit(ctx, id, { without: ['nda'] }))
  const signature = (await drawnName()).toString('base64')
  const [paper] = (await c.as('郑同签').get('/agreements/mine')).body.toSign
  const sign = () =>
    c
      .as('郑同签')
      .post('/agreements/sign', { kind: 'nda', bodySha256: paper.bodySha256, typedName: '郑同签', signature, password: TEST_PASSWORD })
  refuse = true
  expect((await sign()).status).toBe(500)
  refuse = false
  expect((await c.as('郑同签').get('/agreements/mine')).body.signed).toEqual([])
  expect((await c.as('郑同签').get('/workforce/mine')).body.admitted).toBe(false)
  expect((await sign()).body.admitted).toBe(true)
  expect((await c.as('郑同签').get('/workforce/mine')).body.admitted).toBe(true)
})
