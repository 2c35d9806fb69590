import { afterAll, beforeAll, expect, test } from 'vitest'
import { signedIn } from '../../modules/accounts/fixtures.ts'
import { createCase } from '../../modules/cases/public.ts'
import { brought } from '../../modules/materials/fixtures.ts'
import { locale as materials } from '../../modules/materials/web/locale.ts'
import { testCourt, type TestCourt } from '../support/court.ts'
import { type House, openHouse, say, type Visit, visit, type Way, ways } from './house.ts'

let house: House
let court: TestCourt
const number = '（2026）苏1299民初7号'
beforeAll(async () => {
  house = await openHouse()
  court = await testCourt(house)
  await house.owner.query("update organisations.engagement set services = services || '{materials}'::text[] where id = $1", [
    court.engagementId,
  ])
  const parties = [
    { role: 'plaintiff', kind: 'natural', name: '章佳禾' },
    { role: 'defendant', kind: 'natural', name: '顾明𠮷' },
  ]
  const caseId = await house.app.asSystem(
    court.courtId,
    async (ctx) =>
      (
        await createCase(ctx, {
          procedure: 'ordinary',
          receivedOn: '2026-09-14',
          filedOn: '2026-09-15',
          divisionId: court.divisions.civil,
          judgeId: court.people.judge,
          clerkId: court.people.clerk,
          parties,
        } as never)
      ).id,
  )
  await house.owner.query("update cases.case_record set number = $2, status = 'open' where id = $1", [caseId, number])
})
// Completing a step ends its grant: a page that then reads on would have its own user refused and reported (6.4.2).
afterAll(async () => {
  expect((await house.owner.query("select object_type, object_id, data from audit.event where verb = 'access.refused'")).rows).toEqual([])
})

const sit = async (way: Way, who: string): Promise<Visit> =>
  visit(house, way, await house.app.asSystem(court.courtId, (ctx) => signedIn(ctx, court.people[who]!)))
const words = (v: Visit, key: string, values = {}): string => say(materials, v.way, key, values)
const press = (v: Visit, key: string, values = {}) =>
  v.page
    .getByRole('button', { name: words(v, key, values), exact: true })
    .first()
    .click()
const lastOf = async (table: string): Promise<number> =>
  (await house.owner.query(`select max(id)::int as id from materials.${table}`)).rows[0].id

test('from the counter to the judge’s signature, by hand; unmatched material to the court; then in English on a phone', async () => {
  const [desk] = ways
  const operator = await sit(desk, 'operator')
  // The counter: by mail, postmark kept, an urgent kind.
  await operator.go('/materials/new')
  await operator.page.getByLabel(words(operator, 'channel.mail')).check()
  await operator.page.getByLabel(words(operator, 'mailNo')).fill('ＥＭＳ１２３４５６７８９')
  await operator.page.getByLabel(words(operator, 'sender'), { exact: true }).fill('章佳禾')
  await operator.page.getByLabel(words(operator, 'new.caseNumber')).fill('(2026)苏1299民初7号')
  await operator.page
    .getByRole('combobox', { name: words(operator, 'item.kind') })
    .first()
    .click()
  await operator.page.getByText(`${words(operator, 'kind.preservation')}（${words(operator, 'urgent')}）`, { exact: true }).click()
  await operator.look('material register')
  await press(operator, 'new.submit')
  await operator.page.getByText(number).first().waitFor()
  await operator.look('material record')
  const id = await lastOf('intake')
  expect(
    (await house.owner.query('select urgent, mail_no, state, case_id is not null as matched from materials.intake where id = $1', [id]))
      .rows[0],
  ).toEqual({ urgent: true, mail_no: 'EMS123456789', state: 'carry', matched: true })
  // The step is in his hands; the list closes it and his access.
  await press(operator, 'act.task')
  await operator.page.getByText(words(operator, 'carry.formLead')).waitFor()
  await operator.look('material carry')
  await press(operator, 'carry.makeOne')
  await operator.page.getByText(words(operator, 'lists.hidden')).waitFor()
  await operator.look('material list desk')
  const list = await lastOf('list')

  // The judge signs item by item.
  const judge = await sit(desk, 'judge')
  await judge.go('/')
  await judge.page.getByText(words(judge, 'bench.sign')).waitFor()
  await judge.go(`/materials/lists/${list}`)
  await judge.page.getByText(words(judge, 'sign.signed'), { exact: true }).click()
  await judge.look('material sign')
  await press(judge, 'sign.some', { n: 1 })
  await judge.page.getByText(words(judge, 'lists.settled')).first().waitFor()
  expect((await house.owner.query('select state from materials.intake where id = $1', [id])).rows[0].state).toBe('signed')

  // Nobody knows the case: the desk puts it before the court, which says which it is.
  const pooled = (
    await house
      .visitor(await house.app.asSystem(court.courtId, (ctx) => signedIn(ctx, court.people.operator!)))
      .post('/materials', brought({ senderName: '顾明𠮷' }))
  ).body
  await operator.go(`/materials/${pooled.id}`)
  await operator.page.getByText(words(operator, 'pool.oneFact')).waitFor()
  await operator.look('material pool')
  await press(operator, 'act.escalate')
  await operator.page.getByLabel(words(operator, 'reasonLabel')).fill('只写了姓名，没有案号')
  await operator.page.locator('.ant-drawer button[type=submit]').click()
  await operator.page.getByText(words(operator, 'state.escalated')).first().waitFor()
  const officer = await sit(desk, 'filingOfficer')
  await officer.go(`/materials/${pooled.id}`)
  await press(officer, 'pool.say')
  await officer.page.getByText(words(officer, 'pool.matched')).waitFor()

  // A second list waits for the clerk, who refuses on the phone.
  const api = house.visitor(await house.app.asSystem(court.courtId, (ctx) => signedIn(ctx, court.people.operator!)))
  const more = (await api.post('/materials', brought({ senderName: '章佳禾', caseNumber: number }))).body
  const task = (
    await house.owner.query("select id::int, revision from worklist.task where subject_type = 'material' and subject_id = $1", [more.id])
  ).rows[0]
  const second = (await api.post('/materials/lists', { tasks: [task] })).body.lists[0].id

  const phone = ways[1]
  const clerk = await sit(phone, 'clerk')
  await clerk.go(`/materials/lists/${second}?code=x`)
  await clerk.page.getByText(words(clerk, 'sign.refused'), { exact: true }).click()
  await clerk.page.getByRole('combobox', { name: words(clerk, 'sign.reason') }).click()
  await clerk.page.getByText(words(clerk, 'reason.pagesDiffer'), { exact: true }).click()
  await clerk.look('material sign')
  await press(clerk, 'sign.some', { n: 1 })
  await clerk.page.getByText(words(clerk, 'lists.settled')).first().waitFor()
  expect((await house.owner.query('select state from materials.intake where id = $1', [more.id])).rows[0].state).toBe('refused')
  for (const path of ['/materials', '/materials/out', '/materials/lists?view=all', `/materials/${id}`]) {
    await clerk.go(path)
    await clerk.look(`clerk ${path.replaceAll(/[/?=]/g, ' ')}`)
  }
  const lead = await sit(phone, 'teamLead')
  for (const path of ['/materials?view=unsigned', '/materials/statement?periodFrom=2026-09-01&periodUntil=2026-09-30']) {
    await lead.go(path)
    await lead.look(`lead ${path.slice(0, 24).replaceAll(/[/?=]/g, ' ')}`)
  }
  const small = await sit(phone, 'operator')
  for (const path of ['/materials/new', '/materials/carry']) {
    await small.go(path)
    await small.look(`operator ${path.replaceAll('/', ' ')}`)
  }
})
