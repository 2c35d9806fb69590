import { beforeAll, expect, test } from 'vitest'
import { idNoOf } from '../organisations/fixtures.ts'
import { startItem } from '../worklist/public.ts'
import { testApp, type TestApp } from '../../test/support/app.ts'
import { testCourt, type TestCourt } from '../../test/support/court.ts'

// Annex E, 7.3.2.2: a declared relative who is a party keeps the declarant from the case, before he sees it; nobody is told who matched.
let t: TestApp
let c: TestCourt
beforeAll(async () => {
  t = await testApp()
  c = await testCourt(t)
})
const withNumber = async (caseId: number, n: number): Promise<number> => {
  const shown = (await c.as('filingOfficer').get(`/cases/${caseId}`)).body
  const r = await c
    .as('filingOfficer')
    .patch(
      `/cases/${caseId}/parties/${shown.parties[0].id}`,
      { paperKind: 'idCard', paper: idNoOf(n) },
      { 'if-match': `"${shown.revision}"` },
    )
  return r.status
}
const task = (caseId: number): Promise<number> =>
  t.app.asSystem(
    c.courtId,
    async (ctx) =>
      (
        await startItem(ctx, {
          key: 'scan-catalogue',
          caseId,
          subjectType: 'model',
          subjectId: caseId,
          engagementId: c.engagementId,
          variables: { handedOverAt: ctx.now.toString() },
        })
      ).opened[0]!,
  )
const claim = (who: string, id: number, revision = 1) => c.as(who).post(`/tasks/${id}/claim`, {}, { 'if-match': `"${revision}"` })
const declare = (who: string, n: number, relation = 'sibling') =>
  c.as(who).post('/access/relations', { relation, name: '令狐冲虚', idNo: idNoOf(n) })

test('blocked before access: the claim is refused without a word about who matched', async () => {
  const caseId = await c.newCase()
  expect(await withNumber(caseId, 11)).toBe(200)
  const id = await task(caseId)
  expect((await declare('operator', 11)).status).toBe(200)
  const refused = await claim('operator', id)
  expect([refused.status, refused.body.code]).toEqual([403, 'denied-recusal'])
  expect(JSON.stringify(refused.body)).not.toMatch(/令狐|张三|sibling/)
  const lead = await c.as('teamLead').post('/tasks/assign', { taskIds: [id], personId: c.people.operator })
  expect(JSON.stringify(lead.body)).toMatch(/denied-recusal/)
  // Another takes it.
  expect((await claim('operator2', id)).status).toBe(200)
})

test('a party who is added or corrected later ends the grant in the same transaction, and the task waits for somebody else', async () => {
  const caseId = await c.newCase()
  const id = await task(caseId)
  expect((await declare('operator', 12, 'spouse')).status).toBe(200)
  expect((await claim('operator', id)).status).toBe(200)
  expect((await c.as('operator').get(`/cases/${caseId}`)).status).toBe(200)
  expect(await withNumber(caseId, 12)).toBe(200)
  expect((await c.as('operator').get(`/cases/${caseId}`)).status).toBe(404)
  const { rows } = await t.owner.query(
    'select g.ended_because, k.state, k.assignee_id from confidentiality.access_grant g join worklist.task k on k.id = g.task_id where g.task_id = $1',
    [id],
  )
  expect(rows).toEqual([{ ended_because: 'recusal', state: 'ready', assignee_id: null }])
  // Ended when the party was written, to the instant.
  const at = await t.owner.query(
    'select (select ended_at from confidentiality.access_grant where task_id = $1) = (select max(from_at) from confidentiality.denial where case_id = $2) as same',
    [id, caseId],
  )
  expect(at.rows[0].same).toBe(true)
  const told = await t.owner.query("select data from worklist.notice where person_id = $1 and kind = 'relation-matched'", [
    c.people.commissioner,
  ])
  expect(told.rows.length).toBeGreaterThan(0)
  const event = await t.owner.query("select data from audit.event where verb = 'access.relation' and case_id = $1", [caseId])
  expect(event.rows).toEqual([{ data: { personId: c.people.operator, relation: 'spouse', grants: 1 } }])
})

test('court staff too, past their own scope; the court sees that there is a match and of which kind, not with whom', async () => {
  const caseId = await c.newCase()
  expect((await c.as('judge').get(`/cases/${caseId}`)).status).toBe(200)
  expect(await withNumber(caseId, 13)).toBe(200)
  expect((await declare('judge', 13, 'inLaw')).status).toBe(200)
  expect((await c.as('judge').get(`/cases/${caseId}`)).status).toBe(404)
  const list = (await c.as('commissioner').get('/access/denials')).body.items
  expect(list[0]).toMatchObject({ kind: 'recusal', relation: 'inLaw', caseId, personId: c.people.judge })
  expect(JSON.stringify(list)).not.toContain('令狐')
  // Other people's declarations are nobody's business, the court's included; the number stands nowhere.
  expect((await c.as('commissioner').get('/access/relations')).body.items).toEqual([])
  expect((await c.as('judge').get('/access/relations')).body).toMatchObject({
    items: [{ relation: 'inLaw', name: '令狐冲虚' }],
    statedAt: null,
    due: true,
  })
  const dump = await t.owner.query(
    'select row_to_json(r)::text as t from confidentiality.relative r union all select row_to_json(e)::text from audit.event e',
  )
  expect(dump.rows.some((r) => r.t.includes(idNoOf(13)) || r.t.includes('令狐'))).toBe(false)
})

test('declared twice, malformed, taken back by others, stated for a year', async () => {
  expect((await declare('operator2', 14)).status).toBe(200)
  expect((await declare('operator2', 14, 'parent')).body.code).toBe('relative-known')
  const wide = [...idNoOf(14)].map((d) => String.fromCodePoint(d.codePointAt(0)! + 0xfee0)).join('')
  expect((await c.as('operator2').post('/access/relations', { relation: 'parent', name: '王', idNo: wide })).body.code).toBe(
    'relative-known',
  )
  const wrong = `${idNoOf(14).slice(0, 17)}${idNoOf(14)[17] === '1' ? '2' : '1'}`
  expect((await c.as('operator2').post('/access/relations', { relation: 'parent', name: '王', idNo: wrong })).status).toBe(422)
  const [mine] = (await c.as('operator2').get('/access/relations')).body.items
  expect((await c.as('operator').post(`/access/relations/${mine.id}/remove`, {})).status).toBe(404)
  expect((await c.as('operator2').post(`/access/relations/${mine.id}/remove`, {})).status).toBe(200)
  expect((await c.as('operator2').post('/access/relations/statement', {})).status).toBe(200)
  expect((await c.as('operator2').get('/access/relations')).body).toMatchObject({ items: [], due: false })
})
