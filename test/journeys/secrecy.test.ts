import { beforeAll, describe, expect, test } from 'vitest'
import { idNoOf } from '../../modules/organisations/fixtures.ts'
import { locale as access } from '../../modules/confidentiality/web/locale.ts'
import { locale as ui } from '../../platform/ui/locale.ts'
import { testCourt, type TestCourt } from '../support/court.ts'
import { choose, type House, openHouse, say, visit, ways } from './house.ts'

let house: House
let court: TestCourt
const number = '（2026）苏1299民初88号'
let caseId: number
beforeAll(async () => {
  house = await openHouse()
  court = await testCourt(house)
  await court.person('谢知非', 'judge')
  caseId = await court.newCase('欧阳青禾', '司徒明川')
  await house.owner.query('update cases.case_record set number = $2 where id = $1', [caseId, number])
})
const [desk] = ways

describe('7.3.2.1 break-glass: asked, opened by another, loud, ended early', () => {
  test('the whole course at the desk', async () => {
    const asker = await visit(house, desk, court.as('谢知非').token)
    const { page, go, look } = asker
    await go(`/cases/${caseId}`)
    await page.getByText(say(ui, desk, 'problem.not-found.text')).waitFor()
    await go('/access/break-glass')
    await page.getByRole('button', { name: say(access, desk, 'glass.ask'), exact: true }).click()
    await page.getByLabel(say(access, desk, 'glass.number'), { exact: true }).fill(number)
    await page.getByLabel(say(access, desk, 'glass.why'), { exact: true }).fill('当事人到庭，急需核对送达情况')
    await look('break-glass asked for')
    await page.getByRole('button', { name: say(access, desk, 'glass.send'), exact: true }).click()
    await page
      .getByRole('table')
      .getByText(say(access, desk, 'glass.state.asked'))
      .waitFor()

    const second = await visit(house, desk, court.as('commissioner').token)
    await second.go('/access/break-glass')
    await second.page
      .getByRole('button', { name: say(access, desk, 'glass.decide'), exact: true })
      .first()
      .click()
    await second.page.getByLabel(say(access, desk, 'glass.yes'), { exact: true }).check()
    await second.look('break-glass decided')
    await second.page
      .getByRole('dialog')
      .getByRole('button', { name: say(access, desk, 'glass.decide'), exact: true })
      .click()
    await second.page
      .getByRole('table')
      .getByText(say(access, desk, 'glass.state.live'))
      .waitFor()
    await second.look('break-glass list')

    await go('/')
    await page.getByRole('link', { name: say(access, desk, 'glass.toCase'), exact: true }).click()
    await page.getByText('欧阳青禾').first().waitFor()
    await look('case under break-glass')
  })
  for (const way of ways.slice(1))
    test(`the same pages: ${way.name}`, async () => {
      const { page, go, look } = await visit(house, way, court.as('谢知非').token)
      await go('/access/break-glass')
      await page.getByText(number).first().waitFor()
      await look('break-glass list')
    })
  test('given back before its time: the case is closed again', async () => {
    const { page, go } = await visit(house, desk, court.as('谢知非').token)
    await go('/access/break-glass')
    await page.getByRole('button', { name: say(access, desk, 'glass.end'), exact: true }).click()
    await page.getByRole('dialog').getByRole('button').last().click()
    await page
      .getByRole('table')
      .getByText(say(access, desk, 'glass.state.ended'))
      .waitFor()
    await go(`/cases/${caseId}`)
    await page.getByText(say(ui, desk, 'problem.not-found.text')).waitFor()
    expect(await page.locator('body').innerText()).not.toContain('欧阳青禾')
  })
})

describe('Annex E: one’s own declaration of relatives', () => {
  test('declared and stated complete; English on a phone', async () => {
    const { page, go, look } = await visit(house, desk, court.as('operator').token)
    await go('/access/relations')
    await page.getByRole('button', { name: say(access, desk, 'relations.add'), exact: true }).click()
    const drawer = page.getByRole('dialog')
    await drawer.getByLabel(say(access, desk, 'relations.name'), { exact: true }).fill('司徒明川')
    await choose(drawer.getByLabel(say(access, desk, 'relations.relation'), { exact: true }), say(access, desk, 'relationKind.sibling'))
    await drawer.getByLabel(say(access, desk, 'relations.idNo'), { exact: true }).fill(idNoOf(21))
    await drawer.getByRole('button', { name: say(access, desk, 'relations.add'), exact: true }).click()
    await page.getByRole('table').getByText('司徒明川').waitFor()
    await look('relatives declared')
    expect(await page.locator('body').innerText()).not.toContain(idNoOf(21))
    for (const way of ways.slice(1)) {
      const other = await visit(house, way, court.as('operator').token)
      await other.go('/access/relations')
      await other.look('relatives declared')
    }
  })
})
