import { beforeAll, expect, test } from 'vitest'
import { idNoOf } from '../../modules/organisations/fixtures.ts'
import { testApp, type TestApp } from '../support/app.ts'
import { testCourt, type TestCourt } from '../support/court.ts'

// A court with a PostgreSQL of its own gives us a role that owns the database and is no superuser (docs/operate.md): row security forced on the
// tables holds for that role too, and with it every function that answers past a caller's scope.
let t: TestApp
let c: TestCourt
beforeAll(async () => {
  t = await testApp({ plainOwner: true })
  c = await testCourt(t)
})

test('what must look past a caller’s scope does: broken glass opens, relatives meet parties, a leaver’s things are found', async () => {
  await c.person('judgeElsewhere', 'judge')
  const caseId = await c.newCase()
  const number = '（2026）苏1299民初88号'
  await t.owner.query('update cases.case_record set number = $2 where id = $1', [caseId, number])
  const glass = await c.as('judgeElsewhere').post('/access/break-glass', { number, reason: '当事人到庭急需核对送达情况', hours: 2 })
  expect(glass.status, JSON.stringify(glass.body)).toBe(200)
  expect((await c.as('judgeElsewhere').get(`/cases/${caseId}`)).status).toBe(404)
  expect(
    (await c.as('commissioner').post(`/access/break-glass/${glass.body.id}/decide`, { open: true }, { 'if-match': '"1"' })).status,
  ).toBe(200)
  expect((await c.as('judgeElsewhere').get(`/cases/${caseId}`)).status).toBe(200)

  const shown = (await c.as('judge').get(`/cases/${caseId}`)).body
  const party = await c
    .as('judge')
    .patch(
      `/cases/${caseId}/parties/${shown.parties[0].id}`,
      { paperKind: 'idCard', paper: idNoOf(41) },
      { 'if-match': `"${shown.revision}"` },
    )
  expect(party.status, JSON.stringify(party.body)).toBe(200)
  const told = await c.as('judgeElsewhere').post('/access/relations', { relation: 'sibling', name: '张三', idNo: idNoOf(41) })
  expect(told.status, JSON.stringify(told.body)).toBe(200)
  expect((await c.as('judgeElsewhere').get(`/cases/${caseId}`)).status).toBe(404)

  await t.owner.query(
    `with place as (insert into custody.place (court_id, name, kind) values ($1, '民一庭卷柜', 'shelf') returning id)
     insert into custody.volume (court_id, code, case_id, kind, serial, pages, place_id, holder_id, made_by) select $1, 'ABCD2345', $2, 'main', 1, 120, place.id, $3, $3 from place`,
    [c.courtId, caseId, c.people.clerk],
  )
  const held = await t.app.asSystem(c.courtId, async (ctx) =>
    ctx.tx.executeQuery({ sql: 'select volumes, posts from leaving.held($1)', parameters: [c.people.clerk] } as never),
  )
  expect(held.rows).toEqual([{ volumes: 1, posts: 1 }])
})

test('on every table its owner finds what is there', async () => {
  const { rows } = await t.owner.query<{ name: string }>(
    "select c.oid::regclass::text as name from pg_class c where c.relkind in ('r', 'p') and c.relforcerowsecurity order by 1",
  )
  expect(rows.length).toBeGreaterThan(100)
  const as = await t.owner.connect()
  try {
    const blind: string[] = []
    for (const { name } of rows) {
      const all = (await as.query(`select count(*)::int as n from ${name}`)).rows[0].n
      await as.query(`set role ${t.connect.database}`)
      const seen = (await as.query(`select count(*)::int as n from ${name}`)).rows[0].n
      await as.query('reset role')
      if (all !== seen) blind.push(`${name}: ${seen} of ${all}`)
    }
    expect(blind).toEqual([])
  } finally {
    as.release()
  }
})
