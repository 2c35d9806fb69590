import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../test/support/app.ts'
import { testCourt, type TestCourt } from '../../test/support/court.ts'
import { withOwnSteps } from '../processes/fixtures.ts'
import { startItem } from './public.ts'

let t: TestApp
let c: TestCourt
const xml = withOwnSteps(readFileSync(new URL('../../standard/processes/scan-catalogue.bpmn', import.meta.url), 'utf8'))

/** Uploaded by one, published by another, as on the page. */
const publish = async (): Promise<void> => {
  const up = await c.as('management').post('/processes', { key: 'scan-catalogue', xml, note: '清点前核验封条' })
  expect([up.status, up.body.findings]).toEqual([200, []])
  const path = `/processes/${up.body.id}`
  expect((await c.as('management').post(`${path}/propose`, {}, { 'if-match': '"1"' })).status).toBe(200)
  expect((await c.as('leader').post(`${path}/approve`, {}, { 'if-match': '"2"' })).status).toBe(200)
}
beforeAll(async () => {
  t = await testApp()
  c = await testCourt(t)
  await publish()
})
const newItem = async (): Promise<{ caseId: number; taskId: number; instanceId: number }> => {
  const caseId = await c.newCase()
  const { instanceId, opened } = await t.app.asSystem(c.courtId, (ctx) =>
    startItem(ctx, {
      key: 'scan-catalogue',
      caseId,
      subjectType: 'batch',
      subjectId: 1,
      engagementId: c.engagementId,
      variables: { handedOverAt: ctx.now.toString() },
    }),
  )
  return { caseId, taskId: opened[0]!, instanceId }
}
const act = async (who: string, id: number, verb: string, body: unknown = {}) =>
  c.as(who).post(`/tasks/${id}/${verb}`, body, {
    'if-match': `"${(await t.owner.query('select revision from worklist.task where id = $1', [id])).rows[0].revision}"`,
  })
const openTask = async (instanceId: number): Promise<{ id: number; element: string; assignee: number | null }> =>
  (
    await t.owner.query(
      "select id::int, element_id as element, assignee_id::int as assignee from worklist.task where instance_id = $1 and state in ('ready', 'claimed')",
      [instanceId],
    )
  ).rows[0]

describe('7.2.1 a step that the court has drawn itself is worked like any other', () => {
  test('claimed, read with its words and answers, answered with a note; the wall and the grants hold', async () => {
    const { caseId, taskId, instanceId } = await newItem()
    expect((await act('operator', taskId, 'claim')).status).toBe(200)
    expect((await c.as('operator').get(`/cases/${caseId}`)).status).toBe(200)
    const page = (await c.as('operator').get(`/tasks/${taskId}`)).body
    expect(page.nameEn).toBe('Check the seal')
    expect(page.own.documentation).toContain('核对材料袋封条')
    expect(page.own.answers).toEqual([
      { value: 'intact', zh: '完好', en: 'Intact', next: [{ zh: '接收清点', en: 'Receive and count' }] },
      { value: 'broken', zh: '破损', en: 'Broken', next: [{ zh: '封条破损处置', en: 'Decide on the broken seal' }] },
    ])
    // Not without an answer, not with one the drawing does not know, and not by writing what another step decides.
    for (const body of [{}, { outcome: 'torn' }, { variables: { ownSeal: 'intact', receipt: 'matched' } }]) {
      const r = await act('operator', taskId, 'complete', body)
      expect([r.status, r.body.code]).toEqual([422, 'process-outcome-missing'])
    }
    expect((await act('operator2', taskId, 'complete', { outcome: 'intact' })).status).toBe(403)
    expect((await act('operator', taskId, 'complete', { outcome: 'broken', note: '𠮷字袋封口有拆痕' })).status).toBe(200)
    expect((await c.as('operator').get(`/cases/${caseId}`)).status).toBe(404)
    const { rows } = await t.owner.query(
      "select data->>'outcome' as outcome from audit.event where verb = 'task.complete' and object_id = $1",
      [String(taskId)],
    )
    expect(rows).toEqual([{ outcome: 'broken' }])

    // A judgement of the court's own drawing lands with the clerk of the case and can be done by nobody else.
    const decision = await openTask(instanceId)
    expect(decision).toMatchObject({ element: 'brokenSeal', assignee: c.people.clerk })
    for (const who of ['operator', 'teamLead', 'judge'])
      expect((await act(who, decision.id, 'complete')).status).toBeGreaterThanOrEqual(403)
    const seen = (await c.as('clerk').get(`/tasks/${decision.id}`)).body
    expect(seen.own).toMatchObject({ answers: [], next: [{ zh: '接收清点' }] })
    expect(seen.history[0]).toMatchObject({ answer: { zh: '破损', en: 'Broken' }, reason: '𠮷字袋封口有拆痕' })
    // What it does not ask it does not take.
    expect((await act('clerk', decision.id, 'complete', { outcome: 'intact' })).body.code).toBe('process-bad-variable')

    // Back to the operator with a reason; this time it is intact, and the process goes on with the standard's own step.
    expect((await act('clerk', decision.id, 'return', { to: 'sealCheck', reason: '请拍照后再核' })).status).toBe(200)
    const again = await openTask(instanceId)
    expect(again.element).toBe('sealCheck')
    await act('operator', again.id, 'claim')
    expect((await act('operator', again.id, 'complete', { outcome: 'intact' })).status).toBe(200)
    const next = await openTask(instanceId)
    expect(next.element).toBe('receive')
    const form = await act('operator', next.id, 'claim').then(() => act('operator', next.id, 'complete'))
    expect(form.body.code).toBe('use-form')
    // Out of the pool the course of the item is read, not what was noted about the case.
    await act('operator', next.id, 'release')
    const pool = (await c.as('operator2').get(`/tasks/${next.id}`)).body
    expect(pool.history[0]).toMatchObject({ nameZh: '核验封条', reason: null })
  })

  test('two complete at once: one has done it', async () => {
    const { taskId } = await newItem()
    await act('operator', taskId, 'claim')
    const both = await Promise.all(
      [1, 2].map(() => c.as('operator').post(`/tasks/${taskId}/complete`, { outcome: 'intact' }, { 'if-match': '"2"' })),
    )
    expect(both.map((r) => r.status).sort()).toEqual([200, 409])
  })
})
