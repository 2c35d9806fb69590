import { beforeAll, describe, expect, test } from 'vitest'
import { locale as cases } from '../../modules/cases/web/locale.ts'
import { testCourt, type TestCourt } from '../support/court.ts'
import { type House, openHouse, say, visit, ways } from './house.ts'

let house: House
let court: TestCourt
beforeAll(async () => {
  house = await openHouse()
  court = await testCourt(house)
  await court.newCase('欧阳青禾', '云川启明商贸有限公司')
  await court.newCase('章远帆', '李四')
})

describe('a case found by pinyin initials', () => {
  for (const way of ways)
    test(way.name, async () => {
      const { page, go, look } = await visit(house, way, court.as('judge').token)
      await go('/cases')
      await page.getByText('章远帆').first().waitFor()
      await page.getByPlaceholder(say(cases, way, 'list.q')).fill('oyqh')
      await page.getByText('欧阳青禾').first().waitFor()
      await page.getByText('章远帆').first().waitFor({ state: 'detached' })
      await look('cases')
      await page.locator('a[href^="/cases/"].bw-rowlink').first().click()
      await page.waitForURL(/\/cases\/\d+$/)
      await page.getByText('欧阳青禾').first().waitFor()
      await look('case')
      expect(await page.title()).not.toBe('')
    })
})
