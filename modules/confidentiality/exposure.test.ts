import { beforeAll, expect, test } from 'vitest'
import { readXlsxRows } from '../../platform/documents/spreadsheet.ts'
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

test('the report of a period: by person and case, person and contractor, largest first, cap marked, readings counted, exported', async () => {
  const [one, two, old] = [await c.newCase(), await c.newCase(), await c.newCase()]
  const who = await c.person('exposed', 'operator')
  const touch = async (caseId: number, stage: string, from: string, until: string, ended: string | null = until) =>
    (
      await t.owner.query(
        `insert into confidentiality.access_grant (court_id, person_id, side, case_id, task_id, stage, from_at, until_at, ended_at)
         values ($1, $2, 'contractor', $3, 1, $4, $5, $6, $7) returning id`,
        [c.courtId, who, caseId, stage, from, until, ended],
      )
    ).rows[0].id as number
  await t.owner.query('alter table confidentiality.access_grant disable trigger access_grant_gate')
  // A year whose days nobody else has touched. The night of 31 March is April's already, in Beijing.
  await touch(one, 'filing', '2024-03-01T00:00:00Z', '2024-03-31T15:59:59Z')
  const scan = await touch(one, 'scan', '2024-04-02T00:00:00Z', '2024-04-03T00:00:00Z')
  await touch(one, 'scan', '2024-04-20T00:00:00Z', '2024-04-21T00:00:00Z')
  await touch(one, 'catalogue', '2024-03-31T10:00:00Z', '2024-05-01T00:00:00Z', '2024-03-31T16:00:01Z')
  await touch(two, 'scan', '2024-04-30T15:59:59Z', '2024-05-01T00:00:00Z')
  await touch(old, 'scan', '2024-04-30T16:00:00Z', '2024-05-01T00:00:00Z')
  await t.owner.query('alter table confidentiality.access_grant enable trigger access_grant_gate')
  await t.owner.query(
    `insert into audit.event (court_id, at, person_id, side, verb, object_type, object_id, case_id, grant_id) select $1, x::timestamptz, $2, 'contractor', v, 'case', '1', $3, $4
     from (values ('2024-04-02T01:00:00Z', 'case.read'), ('2024-04-02T02:00:00Z', 'page.read'), ('2024-04-02T03:00:00Z', 'scan.save'), ('2024-05-02T01:00:00Z', 'case.read')) e(x, v)`,
    [c.courtId, who, one, scan],
  )
  const ask = async (query: string, as = 'commissioner') => c.as(as).get(`/access/exposure?atFrom=2024-04-01&atUntil=2024-04-30&${query}`)
  const pairs = (await ask('')).body
  expect(pairs).toMatchObject({ from: '2024-04-01', until: '2024-04-30', next: null })
  expect(pairs.items).toMatchObject([
    { personId: who, caseId: one, stages: 2, most: 2, total: 3, cap: 1, over: 0, reads: 2 },
    { personId: who, caseId: two, stages: 1, most: 1, total: 1, reads: 0 },
  ])
  expect((await ask('by=person')).body.items).toMatchObject([{ personId: who, cases: 2, stages: 3, most: 2, over: 0, reads: 2 }])
  // What is touched counts to the end of the period for the cap: three stages so far, though two of them in April.
  const { of } = pairs.items[0]
  await t.owner.query('update organisations.engagement set exposure_cap = $2 where id = $1', [
    c.engagementId,
    Math.floor((2 / of) * 1000) / 1000,
  ])
  expect((await ask('')).body.items.map((i: { over: number }) => i.over)).toEqual([1, 0])
  expect((await ask('by=contractor')).body.items).toMatchObject([
    { personId: null, cap: null, people: 1, cases: 2, stages: 3, most: 2, over: 1, reads: 2 },
  ])
  await t.owner.query('update organisations.engagement set exposure_cap = 1 where id = $1', [c.engagementId])
  const first = (await ask('limit=1')).body
  const rest = (await ask(`limit=1&after=${first.next}`)).body
  expect([...first.items, ...rest.items].map((i: { caseId: number }) => i.caseId)).toEqual([one, two])
  expect(rest.next).toBeNull()
  expect((await ask(`personId=${c.people.operator}`)).body.items).toEqual([])
  const file = await c.as('commissioner').get('/access/exposure/export?atFrom=2024-04-01&atUntil=2024-04-30&by=pair&language=en')
  expect(file.status).toBe(200)
  const lines = []
  for await (const batch of readXlsxRows(file.body)) lines.push(...batch)
  expect(lines).toHaveLength(3)
  expect(lines[1]!.cells.slice(5, 13)).toEqual([
    '2',
    '2',
    `${of}`,
    `${Math.round((2 / of) * 1000) / 10}`,
    `${Math.round((3 / of) * 1000) / 10}`,
    '100',
    '0',
    '2',
  ])
  for (const as of ['projectManager', 'operator', 'judge', 'filingOfficer']) expect((await ask('', as)).status, as).toBe(403)
  expect((await c.as('commissioner').get('/access/exposure?atFrom=2024-05-01&atUntil=2024-04-30')).body.code).toBe('period-backwards')
  expect((await c.as('commissioner').get('/access/exposure?atFrom=2023-04-01&atUntil=2024-04-30')).body.code).toBe('period-too-long')
  expect((await c.as('commissioner').get('/access/exposure?atFrom=2023-02-29')).status).toBe(400)
  expect((await t.owner.query("select data from audit.event where verb = 'exposure.export'")).rows).toHaveLength(1)
})
