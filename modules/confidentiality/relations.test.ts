import { beforeAll, expect, test } from 'vitest'
import { runDuties } from '../duties/public.ts'
import { idNoOf } from '../organisations/fixtures.ts'
import { startItem } from '../worklist/public.ts'
import { testApp, type TestApp } from '../../test/support/app.ts'
import { testCourt, type TestCourt } from '../../test/support/court.ts'
import { forgetRelations, knowSelves } from './relations.ts'

// Annex E, 7.3.2.2: a declared relative who is a party keeps the declarant from the case, before he sees it; nobody is told who matched.
const nobody = {
  accountId: null,
  personId: null,
  contractorId: null,
  roles: [],
  divisionIds: [],
  engagementIds: [],
  name: '',
  sessionId: null,
  ip: null,
}
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

test('who is the party himself is kept from the case by the number of his own record, whichever of the two comes first', async () => {
  const hr = await c.person('hr', 'hr')
  expect(hr).toBeGreaterThan(0)
  const record = async (who: string) => (await c.as('hr').get(`/people/${c.people[who]}`)).body
  const give = async (who: string, idNo: string | null) =>
    (await c.as('hr').patch(`/people/${c.people[who]}`, { idNo }, { 'if-match': `"${(await record(who)).revision}"` })).status
  // The number is known, then he turns out to be a party.
  await c.person('self1', 'operator')
  expect(await give('self1', idNoOf(31))).toBe(200)
  const first = await c.newCase()
  const id = await task(first)
  expect((await claim('self1', id)).status).toBe(200)
  expect(await withNumber(first, 31)).toBe(200)
  expect((await c.as('self1').get(`/cases/${first}`)).status).toBe(404)
  // The party was there before his number was.
  const second = await c.newCase()
  expect(await withNumber(second, 32)).toBe(200)
  await c.person('self2', 'operator')
  const waits = await task(second)
  expect(await give('self2', idNoOf(32))).toBe(200)
  expect((await claim('self2', waits)).body.code).toBe('denied-recusal')
  expect((await c.as('commissioner').get('/access/denials')).body.items.slice(0, 2)).toMatchObject([
    { relation: 'self', caseId: second, personId: c.people.self2 },
    { relation: 'self', caseId: first, personId: c.people.self1 },
  ])
  // It is no declaration of his, and a number that was wrong is matched no longer.
  expect((await c.as('self2').get('/access/relations')).body.items).toEqual([])
  expect(await give('self2', idNoOf(33))).toBe(200)
  const third = await c.newCase()
  expect(await withNumber(third, 32)).toBe(200)
  expect((await claim('self2', await task(third))).status).toBe(200)
  const { rows } = await t.owner.query(
    "select count(*)::int as n from confidentiality.relative where person_id = $1 and relation = 'self' and removed_at is null",
    [c.people.self2],
  )
  expect(rows[0].n).toBe(1)
})
test('an older record is matched at the next start; a leaver’s declaration goes with his file', async () => {
  await c.person('older', 'operator')
  const party = await c.newCase()
  expect(await withNumber(party, 41)).toBe(200)
  // As it stood before numbers were matched.
  const { sealed, hash } = (
    await t.owner.query('select id_no_sealed as sealed, id_no_hash as hash from organisations.person where id = $1', [c.people.self1])
  ).rows[0]
  expect([sealed, hash]).not.toContain(null)
  const kept = { courtId: null, purpose: 'organisations.person.id_no' }
  await t.owner.query('update organisations.person set id_no_sealed = $2, id_no_hash = $3 where id = $1', [
    c.people.older,
    t.app.keys.encrypt(idNoOf(41), kept).toString('base64'),
    t.app.keys.blindIndex(idNoOf(41), kept),
  ])
  expect((await c.as('commissioner').get('/access/denials')).body.items[0].caseId).not.toBe(party)
  await t.app.asSystem(null, knowSelves)
  expect((await c.as('commissioner').get('/access/denials')).body.items[0]).toMatchObject({ relation: 'self', caseId: party })
  await t.app.asSystem(c.courtId, (ctx) => forgetRelations(ctx, c.people.older!))
  await expect(
    t.app.asActor({ ...nobody, side: 'court', courtId: c.courtId }, (ctx) => forgetRelations(ctx, c.people.operator!)),
  ).rejects.toThrow()
  const left = await t.owner.query('select count(*)::int as n from confidentiality.relative where person_id = $1', [c.people.older])
  expect(left.rows[0].n).toBe(0)
})
test('the declaration is owed within a week of the first day, and each year from the last statement', async () => {
  const duties = async (who: string) =>
    (
      await t.owner.query(
        "select period, state from duties.duty where key = 'confidentiality.relations' and subject_id = $1 order by period",
        [c.people[who]],
      )
    ).rows
  await c.person('yearly', 'operator')
  expect(await duties('yearly')).toEqual([{ period: '2026-09-28', state: 'open' }])
  expect((await c.as('yearly').post('/access/relations/statement', {})).status).toBe(200)
  expect(await duties('yearly')).toEqual([
    { period: '2026-09-28', state: 'done' },
    { period: '2027-09-21', state: 'planned' },
  ])
  // Said again the same day it is the same duty.
  expect((await c.as('yearly').post('/access/relations/statement', {})).status).toBe(200)
  expect(await duties('yearly')).toHaveLength(2)
  // Who owes it is reminded, and misses it by name of the duty, not of the person.
  await c.person('silent', 'operator')
  t.clock.set('2026-09-29T01:00:00Z')
  await runDuties(t.app, c.courtId)
  expect(await duties('silent')).toEqual([{ period: '2026-09-28', state: 'breached' }])
  expect((await duties('yearly'))[0]!.state).toBe('done')
})
