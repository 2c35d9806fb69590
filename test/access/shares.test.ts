import { beforeAll, expect, test } from 'vitest'
import { signedIn } from '../../modules/accounts/fixtures.ts'
import { complaint, typed } from '../../modules/filing/fixtures.ts'
import { buildContractor, buildEngagement } from '../../modules/organisations/fixtures.ts'
import { admittedOperator } from '../../modules/workforce/fixtures.ts'
import { testApp, type TestApp, type Visitor } from '../support/app.ts'
import { testCourt, type TestCourt } from '../support/court.ts'

let t: TestApp
let c: TestCourt
let rival: Visitor
beforeAll(async () => {
  t = await testApp()
  c = await testCourt(t)
  rival = await t.app.asSystem(c.courtId, async (ctx) => {
    const contractorId = await buildContractor(ctx, { serial: 77, name: '云川另一司法辅助有限公司' })
    const engagementId = await buildEngagement(ctx, { contractorId, fromDate: '2026-08-01', untilDate: '2027-08-01' })
    const person = { name: '另一经理', contractorId, engagementId, courtId: c.courtId, role: 'projectManager' as const }
    return t.visitor(await signedIn(ctx, await admittedOperator(ctx, person), 'rival'))
  })
  const { id, taskId } = (await c.as('filingOfficer').post('/filing/records', complaint({ engagementId: c.engagementId } as never))).body
  const doing = async (who: string, element: string, verb: string, body: (task: number) => Promise<unknown>) => {
    const find = async () =>
      (
        await t.owner.query(
          "select id, revision from worklist.task where subject_type = 'filing' and subject_id = $1 and element_id = $2 order by id desc limit 1",
          [id, element],
        )
      ).rows[0]
    const task = await find()
    await c.as(who).post(`/tasks/${task.id}/claim`, {}, { 'if-match': `"${task.revision}"` })
    const held = await find()
    const r = await c.as(who).post(`/filing/tasks/${task.id}/${verb}`, await body(task.id), { 'if-match': `"${held.revision}"` })
    expect([verb, r.status]).toEqual([verb, 200])
  }
  expect(taskId).toBeGreaterThan(0)
  await doing('operator', 'keyIn', 'key-in', async (task) => typed((await c.as('operator').get(`/filing/tasks/${task}`)).body.keyed))
  await doing('teamLead', 'check', 'check', async () => ({ passed: true }))
  await doing('filingOfficer', 'decision', 'decide', async () => ({ decision: 'accept', fee: '1150.00', divisionId: c.divisions.civil }))
  const batch = { caseId: await c.newCase(), node: 'filing', pages: 3, engagementId: c.engagementId }
  expect((await c.as('clerk').post('/dossiers/batches', batch)).status).toBe(200)
})
/** Whatever is seen of the letter: what is settled and what is not due yet. */
const counted = async (v: Visitor, letter: string): Promise<number> => {
  const { figure } = (await v.get('/indicators?period=2026-09')).body.items.find((i: { letter: string }) => i.letter === letter)
  return figure.denominator + figure.pending
}

test('8.2.3: a contractor sees its own share although its access is over, another contractor nothing of it', async () => {
  expect([await counted(c.as('commissioner'), 'e'), await counted(c.as('commissioner'), 'b')]).toEqual([1, 1])
  for (const who of ['projectManager', 'teamLead']) expect([await counted(c.as(who), 'e'), await counted(c.as(who), 'b')]).toEqual([1, 1])
  expect([await counted(rival, 'e'), await counted(rival, 'b')]).toEqual([0, 0])
  const behind = (await c.as('projectManager').get('/indicators/e/items?period=2026-09')).body.items
  expect(behind).toMatchObject([{ itemType: 'filing', caseNumber: null, caseTitle: null }])
  expect((await rival.get('/indicators/e/items?period=2026-09')).body.items).toEqual([])
})

test('an exclusion is asked for one’s own items and read by the court and one’s own people', async () => {
  const ask = { letter: 'b', itemType: 'batch', itemId: 1, code: 'systemFault', reason: '扫描仪当日停机' }
  expect((await rival.post('/indicators/exclusions', ask)).body.code).toBe('not-found')
  expect((await c.as('projectManager').post('/indicators/exclusions', ask)).status).toBe(200)
  expect((await rival.get('/indicators/exclusions')).body.items).toEqual([])
  expect((await c.as('teamLead').get('/indicators/exclusions')).body.items).toMatchObject([{ reason: ask.reason }])
  const [waiting] = (await c.as('commissioner').get('/indicators/exclusions')).body.items
  expect(waiting).toMatchObject({ reason: ask.reason, approved: null })
  // Whoever decides is told and reads which case it is; whoever asked sees that it waits, and cannot ask twice.
  const told = async (v: Visitor): Promise<string[]> => (await v.get('/notices')).body.items.map((n: { kind: string }) => n.kind)
  expect(await told(c.as('commissioner'))).toContain('exclusion-asked')
  expect(waiting.caseName).toBeTruthy()
  expect((await c.as('projectManager').get('/indicators/exclusions')).body.items[0].caseName).toBeNull()
  expect((await c.as('projectManager').get('/indicators/b/items?period=2026-09')).body.items).toMatchObject([
    { asked: true, exclusion: null },
  ])
  expect((await c.as('projectManager').post('/indicators/exclusions', ask)).status).toBe(409)
  expect((await c.as('projectManager').post(`/indicators/exclusions/${waiting.id}/decide`, { approved: true })).status).toBe(403)
  const decide = () => c.as('commissioner').post(`/indicators/exclusions/${waiting.id}/decide`, { approved: true })
  expect((await Promise.all([decide(), decide()])).map((r) => r.status).sort()).toEqual([200, 409])
  expect(await told(c.as('projectManager'))).toContain('exclusion-approved')
  expect((await c.as('projectManager').get('/indicators/b/items?period=2026-09')).body.items).toMatchObject([
    { asked: false, exclusion: 'systemFault' },
  ])
  expect(await counted(c.as('commissioner'), 'b')).toBe(0)
})

test('what the court said of a closed period is not shown to a contractor', async () => {
  expect((await c.as('commissioner').get('/indicators?period=2026-08')).status).toBe(200)
  expect((await c.as('commissioner').get('/indicators/e/versions?period=2026-08')).body.items).toHaveLength(1)
  expect((await rival.get('/indicators/e/versions?period=2026-08')).body.items).toEqual([])
})

test('a share is its fact view with a narrower question: whoever changes one and forgets the other is told here', async () => {
  const { rows } = await t.owner.query(
    "select schemaname || '.' || viewname as share, replace(schemaname || '.' || viewname, 'indicator_share_', 'indicator_fact_') as fact from pg_views where viewname like 'indicator\\_share\\_%'",
  )
  expect(rows.length).toBeGreaterThanOrEqual(3)
  const words = async (view: string): Promise<string> =>
    (await t.owner.query('select pg_get_viewdef($1::regclass) as text', [view])).rows[0].text.replace(/;\s*$/, '')
  // What a fact reads through a view of its own stands spelt out in the share, which asks as its owner.
  const spans = await words('service_of_process.excluded_span')
  for (const [n, { share, fact }] of rows.entries()) {
    const facts = (await words(fact)).replaceAll('service_of_process.excluded_span', `(${spans})`)
    await t.owner.query(`create temp view expected_${n} as select f.* from (${facts}) f
      where f.court_id = (select bw.court())
        and ((select bw.court_wide())
          or ((select bw.side() = 'contractor' and not confidentiality.barred()) and f.engagement_id = any ((select bw.engagements())::int[])))`)
    expect({ share, words: await words(share) }).toEqual({ share, words: await words(`expected_${n}`) })
    await t.owner.query(`drop view expected_${n}`)
  }
})

test('drill-down: a court’s items are read by who may see their cases, row by row', async () => {
  await c.person('otherJudge', 'judge')
  const items = async (who: string): Promise<{ caseTitle: string | null }[]> =>
    (await c.as(who).get('/indicators/e/items?period=2026-09')).body.items ?? []
  expect((await items('commissioner')).length).toBe(1)
  // A judge of no division and no case sees none of them.
  expect(await items('otherJudge')).toEqual([])
})
