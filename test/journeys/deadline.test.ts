import { beforeAll, describe, test } from 'vitest'
import { locale as deadlines } from '../../modules/deadlines/web/locale.ts'
import { testCourt, type TestCourt } from '../support/court.ts'
import { choose, type House, openHouse, say, visit, ways } from './house.ts'

let house: House
let court: TestCourt
beforeAll(async () => {
  house = await openHouse()
  court = await testCourt(house)
})

/** A3: served electronically on 2026-09-28; fifteen days end on 10-13, behind the National Day holiday. */
describe('期限计算器: the defence of scenario A3', () => {
  for (const way of ways)
    test(way.name, async () => {
      const { page, go, look } = await visit(house, way, court.as('clerk').token)
      await go('/deadlines')
      await look('calculator')
      const name = way.language === 'zh' ? '答辩期' : 'Period for the defence'
      await choose(page.locator('#deadline-rule'), name)
      const day = page.locator('#from')
      await day.fill('2026-09-28')
      await day.press('Enter')
      await page.getByRole('button', { name: say(deadlines, way, 'compute'), exact: true }).click()
      await page
        .getByText(way.language === 'zh' ? '2026年10月13日' : '13 Oct 2026')
        .first()
        .waitFor()
      await look('answer')
      // The address holds the inputs: the same answer for whoever is given it.
      const kept = new URL(page.url())
      await go(`${kept.pathname}${kept.search}`)
      await page
        .getByText(way.language === 'zh' ? '2026年10月13日' : '13 Oct 2026')
        .first()
        .waitFor()
    })
})
