import { beforeAll, describe, expect, test } from 'vitest'
import { complaint } from '../../modules/filing/fixtures.ts'
import { locale as filing } from '../../modules/filing/web/locale.ts'
import { testCourt, type TestCourt } from '../support/court.ts'
import { type House, openHouse, say, visit, ways } from './house.ts'

let house: House
let court: TestCourt
beforeAll(async () => {
  house = await openHouse()
  court = await testCourt(house)
})
const claim = async (who: string, taskId: number): Promise<void> => {
  const { rows } = await house.owner.query('select revision from worklist.task where id = $1', [taskId])
  expect((await court.as(who).post(`/tasks/${taskId}/claim`, {}, { 'if-match': `"${rows[0].revision}"` })).status).toBe(200)
}
const openTask = async (recordId: number, element: string): Promise<number> =>
  (
    await house.owner.query(
      "select id from worklist.task where subject_type = 'filing' and subject_id = $1 and element_id = $2 and state in ('ready', 'claimed') order by id desc",
      [recordId, element],
    )
  ).rows[0].id

describe('7.2.2 from key-in to the number, by keyboard', () => {
  for (const way of ways)
    test(way.name, async () => {
      const r = (await court.as('filingOfficer').post('/filing/records', complaint())).body
      await claim('operator', r.taskId)
      const operator = await visit(house, way, court.as('operator').token)
      await operator.go(`/tasks/${r.taskId}`)
      const { page } = operator
      const form = page.getByRole('form', { name: say(filing, way, 'keyIn.title') })
      await form.waitFor()
      // Not one click: the cause has the cursor, Enter moves on, Alt+2 jumps to the first party.
      await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-path'))).toBe('cause')
      await page.keyboard.type('民间借贷纠纷')
      await page.keyboard.press('Enter')
      await page.keyboard.type('１００，０００')
      await page.keyboard.press('Enter')
      expect(await page.locator('[data-path="amount"]').inputValue()).toBe('100000')
      await page.keyboard.press('Alt+2')
      for (let i = 0; i < 4; i++) await page.keyboard.press('Enter')
      expect(await page.evaluate(() => document.activeElement?.getAttribute('data-path'))).toBe('parties.0.paper')
      await page.keyboard.type('110105194912310021')
      await page.keyboard.press('Enter')
      await form.getByRole('alert').first().waitFor()
      await operator.look('key-in with a wrong paper number')
      await page.keyboard.press('Shift+Enter')
      await page.keyboard.type('11010519491231002X')
      await page.keyboard.press('F2')
      await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-path'))).toBe('parties.2.name')
      await page.keyboard.type('第二被告')
      // The draft outlives a reload of the tab.
      await page.reload()
      await page.getByText(say(filing, way, 'keyIn.draft')).waitFor()
      expect(await page.locator('[data-path="parties.2.name"]').inputValue()).toBe('第二被告')
      await page.locator('[data-path="parties.2.name"]').focus()
      await page.keyboard.press('Control+Enter')
      await page.waitForURL(/\/tasks$/)

      const check = await openTask(r.id, 'check')
      await claim('teamLead', check)
      const lead = await visit(house, way, court.as('teamLead').token)
      await lead.go(`/tasks/${check}`)
      await lead.page.getByRole('button', { name: say(filing, way, 'check.pass') }).waitFor()
      await lead.look('check side by side')
      await lead.page.getByRole('button', { name: say(filing, way, 'check.pass') }).click()
      await lead.page.waitForURL(/\/tasks$/)

      const decision = await openTask(r.id, 'decision')
      await claim('filingOfficer', decision)
      const officer = await visit(house, way, court.as('filingOfficer').token)
      await officer.go('/filing')
      await officer.look('filing desk')
      await officer.go(`/tasks/${decision}`)
      await officer.page.getByRole('radio', { name: say(filing, way, 'decide.acceptText') }).click()
      await officer.page.getByRole('button', { name: say(filing, way, 'decide.acceptSubmit') }).waitFor()
      await officer.look('decision')
      expect(
        (
          await court
            .as('filingOfficer')
            .post(
              `/filing/tasks/${decision}/decide`,
              { decision: 'accept', fee: '1150.00', divisionId: court.divisions.civil },
              { 'if-match': '"2"' },
            )
        ).status,
      ).toBe(200)
      await officer.go(`/filing/${r.id}`)
      await officer.look('filing record')
      await officer.go('/filing/new')
      await officer.look('receive a complaint')
    })
})
