import { afterAll, beforeAll, expect, test } from 'vitest'
import { locale as hotline } from '../../modules/hotline/web/locale.ts'
import { claimOf, desk, hotlineCourt, numbered, onCall, take } from '../../modules/hotline/test-desk.ts'
import { locale as ui } from '../../platform/ui/locale.ts'
import { type TestCourt } from '../support/court.ts'
import { type House, openHouse, say, visit, type Visit, ways } from './house.ts'

let house: House
let court: TestCourt
const NUMBER = '（2026）苏1299民初21号'
beforeAll(async () => {
  house = await openHouse()
  court = await hotlineCourt(house)
  await numbered(house, court, NUMBER, '张三')
})
// The case closes to the agent with the call: no page may go on asking for it.
afterAll(async () => {
  const { rows } = await house.owner.query("select data from audit.event where verb = 'access.refused'")
  expect(rows).toEqual([])
})
const [zh, en] = ways
const words = (key: string): string => say(hotline, zh, key)
const press = ({ page }: Visit, key: string): Promise<void> =>
  page
    .getByRole('button', { name: words(key), exact: true })
    .first()
    .click()
const field = ({ page }: Visit, key: string) => page.getByLabel(words(key), { exact: true }).first()
const save = ({ page }: Visit): Promise<void> =>
  page
    .getByRole('dialog')
    .getByRole('button', { name: say(ui, zh, 'act.save'), exact: true })
    .click()
let ticket = 0

test('7.2.2 a call: taken, verified, ticket, the judge replies, called back; the board', async () => {
  const agent = await visit(house, zh, court.as('operator').token)
  await agent.go('/hotline/desk')
  await agent.look('desk free')
  await field(agent, 'desk.number').fill('１３９１２３４５６７８')
  await agent.page.keyboard.press('Enter')
  await agent.page.getByText('139****5678').waitFor()
  // Nothing of a case before verification.
  expect(await agent.page.getByText(NUMBER).count()).toBe(0)
  await field(agent, 'verify.caseNumber').fill('(2026)苏1299民初21号')
  await field(agent, 'verify.name').fill('张三')
  await press(agent, 'verify.check')
  await agent.page.getByText(NUMBER).waitFor()
  await agent.page.getByRole('button', { name: words('refuse.outcome'), exact: true }).click()
  await agent.page.getByText(words('refuse.say.outcome')).waitFor()
  await agent.look('desk verified')
  await agent.page.keyboard.press('Alt+f')
  const form = agent.page.getByRole('dialog')
  await form.getByLabel(words('finish.matter'), { exact: true }).click()
  await agent.page
    .locator('.ant-select-item-option', { hasText: words('matter.contactJudge') })
    .first()
    .click()
  await form.getByText(words('finish.ticket'), { exact: true }).click()
  await form.getByLabel(words('kindOf'), { exact: true }).click()
  await agent.page
    .locator('.ant-select-item-option:visible', { hasText: words('kind.contactJudge') })
    .first()
    .click()
  await form.getByLabel(words('ticketText'), { exact: true }).fill('想了解开庭时间。')
  await agent.look('finish')
  await save(agent)
  await agent.page.getByText(words('desk.free'), { exact: true }).waitFor()
  expect(await desk(court, 'operator')).toBeNull()
  expect(await agent.page.getByText(NUMBER).count()).toBe(0)

  const { rows } = await house.owner.query(
    "select t.id::int, t.call_id::int, k.id::int as task from hotline.ticket t join worklist.task k on k.subject_type = 'hotlineCall' and k.subject_id = t.call_id and k.state = 'claimed'",
  )
  ticket = rows[0].id
  const judge = await visit(house, zh, court.as('judge').token)
  await judge.go(`/tasks/${rows[0].task}`)
  await judge.page.getByText('想了解开庭时间。').waitFor()
  await judge.look('judge replies')
  await press(judge, 'act.reply')
  await judge.page.getByRole('dialog').getByLabel(words('reply'), { exact: true }).fill('开庭时间以传票为准，传票三日内送达。')
  await save(judge)
  await judge.page.waitForURL(/\/tasks$/)

  const task = await claimOf(house, court, 'operator2', rows[0].call_id)
  const second = await visit(house, zh, court.as('operator2').token)
  await second.go(`/tasks/${task}`)
  await press(second, 'showNumber')
  await second.page.getByText('13912345678').waitFor()
  await press(second, 'act.callBack')
  await second.page.getByRole('dialog').getByText(words('back.satisfied'), { exact: true }).click()
  await second.page.getByRole('dialog').getByText(words('scores.5'), { exact: true }).click()
  await second.look('call back')
  await save(second)
  await second.page.waitForURL(/\/tasks$/)

  const lead = await visit(house, zh, court.as('management').token)
  await lead.go(`/hotline/tickets/${ticket}`)
  await lead.page.getByText('5 / 5').waitFor()
  await lead.look('ticket closed')
  await lead.go('/hotline')
  await lead.page.getByText(words('board.rate')).first().waitFor()
  await lead.look('wallboard')
})

test(`${en.name}: the pages that the work left`, async () => {
  await take(court, 'operator', null)
  await onCall(court, 'operator', 'alarm', { danger: 'violence', note: '扬言到法院闹事' })
  const made = (
    await court
      .as('teamLead')
      .post('/hotline/articles', { topic: 'filing', title: '网上立案材料', body: '起诉状、身份证明。', basis: '民诉122' })
  ).body
  await court.as('operator').post('/hotline/gaps', { question: '能否邮寄立案' })
  const office = await visit(house, en, court.as('management').token)
  for (const path of [
    '/hotline',
    '/hotline/calls',
    '/hotline/tickets',
    `/hotline/tickets/${ticket}`,
    `/hotline/articles/${made.id}`,
    '/hotline/articles',
    '/hotline/gaps',
    '/hotline/import',
    '/hotline/settings',
    '/hotline/callbacks',
  ]) {
    await office.go(path)
    await office.look(`hotline${path.replaceAll('/', ' ')}`)
  }
  const agent = await visit(house, en, court.as('operator').token)
  for (const path of ['/hotline/desk', '/hotline/calls/new']) {
    await agent.go(path)
    await agent.look(`hotline${path.replaceAll('/', ' ')}`)
  }
})
