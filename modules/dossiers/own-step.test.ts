import { readFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../test/support/app.ts'
import { testCourt, type TestCourt } from '../../test/support/court.ts'
import { withOwnSteps } from '../processes/fixtures.ts'

let t: TestApp
let c: TestCourt
beforeAll(async () => {
  t = await testApp()
  c = await testCourt(t)
  const xml = withOwnSteps(readFileSync(new URL('../../standard/processes/scan-catalogue.bpmn', import.meta.url), 'utf8'))
  const { id } = (await c.as('management').post('/processes', { key: 'scan-catalogue', xml, note: '' })).body
  await c.as('management').post(`/processes/${id}/propose`, {}, { 'if-match': '"1"' })
  expect((await c.as('leader').post(`/processes/${id}/approve`, {}, { 'if-match': '"2"' })).status).toBe(200)
})

test('who does a step of the court’s own reads the batch it is about, as long as it is in his hands; then the standard’s own form takes over', async () => {
  const made = await c
    .as('clerk')
    .post('/dossiers/batches', { caseId: await c.newCase(), node: 'pretrial', pages: 3, engagementId: c.engagementId })
  expect(made.status).toBe(200)
  const [task] = (await c.as('operator').get('/tasks?scope=pool')).body.items
  expect(task).toMatchObject({ elementId: 'sealCheck', subjectId: made.body.id })
  const form = () => c.as('operator').get(`/dossiers/tasks/${task.id}`)
  expect((await form()).status).toBe(403)
  await c.as('operator').post(`/tasks/${task.id}/claim`, {}, { 'if-match': '"1"' })
  expect((await form()).body).toMatchObject({ number: made.body.number, expectedPages: 3, form: 'own-step' })
  expect((await c.as('operator2').get(`/dossiers/tasks/${task.id}`)).status).toBe(403)
  const { rows } = await t.owner.query("select data->>'form' as form from audit.event where verb = 'batch.form.read' and person_id = $1", [
    c.people.operator,
  ])
  expect(rows).toEqual([{ form: 'own-step' }])
  expect((await c.as('operator').post(`/tasks/${task.id}/complete`, { outcome: 'intact' }, { 'if-match': '"2"' })).status).toBe(200)
  expect((await form()).status).toBe(409)
  const [next] = (await c.as('operator').get('/tasks?scope=pool')).body.items
  await c.as('operator').post(`/tasks/${next.id}/claim`, {}, { 'if-match': '"1"' })
  expect((await c.as('operator').get(`/dossiers/tasks/${next.id}`)).body.form).toBe('scan-receive')
})
