import { beforeAll, describe, expect, test } from 'vitest'
import { locale as cases } from '../../modules/cases/web/locale.ts'
import { testCourt, type TestCourt } from '../support/court.ts'
import { locale as ui } from '../../platform/ui/locale.ts'
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

describe('the court keeps its own registers of causes and types', () => {
  for (const [n, way] of ways.entries())
    test(way.name, async () => {
      const { page, go, look } = await visit(house, way, court.as('management').token)
      await go('/workbench')
      if (way.phone) await go('/causes')
      else {
        // Of many entries the registers are folded.
        await page.getByRole('button', { name: say(ui, way, 'menu.registers') }).click()
        await page.getByRole('link', { name: say(cases, way, 'causes.title'), exact: true }).click()
      }
      await page.getByText('生命权、身体权、健康权纠纷').first().waitFor()
      await look('causes')
      await page.getByRole('button', { name: say(cases, way, 'causes.add'), exact: true }).click()
      await page.getByLabel(say(cases, way, 'causes.code'), { exact: true }).fill(`A.1.${90 + n}`)
      await page.getByLabel(say(cases, way, 'causes.name'), { exact: true }).fill(`声纹使用纠纷${n}`)
      await look('cause, new')
      await page.locator('.ant-drawer button[type=submit]').click()
      await page.locator('.ant-drawer').waitFor({ state: 'detached' })
      await page.getByPlaceholder(say(cases, way, 'causes.q')).fill(`声纹使用纠纷${n}`)
      await page.getByText('生命权、身体权、健康权纠纷').first().waitFor({ state: 'detached' })
      await page.getByText(`声纹使用纠纷${n}`).first().waitFor()

      await go(`/case-types?q=${encodeURIComponent('民')}`)
      await look('case types')
      // Each way ends a type of its own, so that each sees it go out of use.
      await go(`/case-types?q=${encodeURIComponent(['民撤', '民督', '民催'][n]!)}`)
      const state = (is: string) => page.locator('td', { hasText: say(cases, way, `types.is.${is}`) }).first()
      await state('inUse').waitFor()
      await page.getByRole('button', { name: say(cases, way, 'register.change'), exact: true }).click()
      await look('case type')
      const until = page.getByLabel(say(cases, way, 'types.until'), { exact: true })
      await until.fill('2026-09-01')
      await until.press('Enter')
      await page.locator('.ant-drawer button[type=submit]').click()
      await page.locator('.ant-drawer').waitFor({ state: 'detached' })
      await state('ended').waitFor()
      await look('case type, ended')
    })
})
