import { beforeAll, expect, test } from 'vitest'
import { startItem } from '../worklist/public.ts'
import { testApp, type TestApp } from '../../test/support/app.ts'
import { testCourt, type TestCourt } from '../../test/support/court.ts'

let t: TestApp
let c: TestCourt
beforeAll(async () => {
  t = await testApp()
  c = await testCourt(t)
})

test('7.3.2.2: the share of a case is the same from the person and from the case, most first, each stage once', async () => {
  const [much, little] = [await c.newCase(), await c.newCase()]
  const operator = c.people.operator
  const touch = (caseId: number, stage: string) =>
    t.owner.query(
      `insert into confidentiality.access_grant (court_id, person_id, side, case_id, task_id, stage, from_at, until_at, ended_at)
       values ($1, $2, 'contractor', $3, 1, $4, bw.now(), bw.now() + interval '1 day', bw.now())`,
      [c.courtId, operator, caseId, stage],
    )
  for (const [id, stage] of [
    [little, 'filing'],
    [much, 'filing'],
    [much, 'scan'],
    [much, 'scan'],
  ] as const)
    await touch(id, stage)
  const seen = (await c.as('commissioner').get(`/access/persons/${operator}`)).body.exposure
  expect(seen.map((e: { caseId: number; touched: number }) => [e.caseId, e.touched])).toEqual([
    [much, 2],
    [little, 1],
  ])
  expect(seen[0].cap).toBe(1)
  const ofCase = (await c.as('commissioner').get(`/cases/${much}/access`)).body.exposure
  expect(ofCase).toMatchObject([{ personId: operator, touched: 2, of: seen[0].of, cap: 1 }])
})

test('court staff count for no exposure, and outsourced staff may not ask', async () => {
  expect((await c.as('commissioner').get(`/access/persons/${c.people.judge}`)).body.exposure).toEqual([])
  expect((await c.as('projectManager').get(`/access/persons/${c.people.operator}`)).status).toBe(403)
})

test('the cap refuses by the figure the pages show: at the cap a task is given, one stage above it is not', async () => {
  const caseId = await c.newCase()
  const who = c.people.operator2
  await t.owner.query(
    `insert into confidentiality.access_grant (court_id, person_id, side, case_id, task_id, stage, from_at, until_at, ended_at)
     values ($1, $2, 'contractor', $3, 1, 'filing', bw.now(), bw.now() + interval '1 day', bw.now())`,
    [c.courtId, who, caseId],
  )
  const shown = async () =>
    (await c.as('commissioner').get(`/cases/${caseId}/access`)).body.exposure[0] as { touched: number; of: number; cap: number }
  const { of } = await shown()
  expect(of).toBeGreaterThan(2)
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
  const cap = (stages: number) =>
    t.owner.query('update organisations.engagement set exposure_cap = $2 where id = $1', [
      c.engagementId,
      Math.floor((stages / of) * 1000 + 1) / 1000,
    ])
  const claim = () => c.as('operator2').post(`/tasks/${opened[0]}/claim`, {}, { 'if-match': '"1"' })
  await cap(1)
  const refused = await claim()
  expect([refused.status, refused.body.code]).toEqual([403, 'exposure-cap'])
  expect(refused.body.detail).toMatchObject({ touched: 2, of })
  expect((await shown()).touched).toBe(1)
  await cap(2)
  expect((await claim()).status).toBe(200)
  expect(await shown()).toMatchObject({ touched: 2, of })
  await t.owner.query('update organisations.engagement set exposure_cap = 1 where id = $1', [c.engagementId])
})
