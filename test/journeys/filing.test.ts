import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { complaint } from '../../modules/filing/fixtures.ts'
import { locale as filing } from '../../modules/filing/web/locale.ts'
import { testCourt, type TestCourt } from '../support/court.ts'
import { choose, type House, openHouse, say, type Visit, visit, ways } from './house.ts'

let house: House
let court: TestCourt
beforeAll(async () => {
  house = await openHouse()
  court = await testCourt(house)
})
// Completing a step ends its grant: a page that then reads on would have its own user refused and reported (6.4.2).
afterAll(async () => {
  const { rows } = await house.owner.query("select person_id, object_type, object_id, data from audit.event where verb = 'access.refused'")
  expect(rows).toEqual([])
})
/** What the server refused to this window. */
const refusalsOf = (v: Visit): string[] => {
  const seen: string[] = []
  v.page.on('response', (r) => r.status() >= 400 && seen.push(`${r.status()} ${r.request().method()} ${new URL(r.url()).pathname}`))
  return seen
}
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
      const refusedToOperator = refusalsOf(operator)
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
      // Sent right behind the last letter: the look-up of likely cases must not come after the step is over.
      await page.keyboard.press('End')
      await page.keyboard.type('某')
      await page.keyboard.press('Control+Enter')
      await page.waitForURL(/\/tasks$/)
      await page.waitForLoadState('networkidle')
      expect(refusedToOperator).toEqual([])

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
      const refused = refusalsOf(officer)
      await officer.go('/filing')
      await officer.look('filing desk')
      await officer.go(`/tasks/${decision}`)
      await officer.page.getByRole('radio', { name: say(filing, way, 'decide.acceptText') }).click()
      await officer.page.getByRole('button', { name: say(filing, way, 'decide.acceptSubmit') }).waitFor()
      await officer.look('decision')
      await choose(officer.page.locator('#divisionId'), '民一庭')
      await officer.page.getByRole('button', { name: say(filing, way, 'decide.acceptSubmit') }).click()
      await officer.page.waitForURL(/\/tasks$/)
      await officer.page.waitForLoadState('networkidle')
      expect(refused).toEqual([])
      await officer.go(`/filing/${r.id}`)
      await officer.look('filing record')
      // The record says by which article in words, not by the key of a rule.
      expect(await officer.page.locator('main').innerText()).not.toMatch(/登记2(?!\d)|民诉126/)
      await officer.go('/filing/new')
      await officer.look('receive a complaint')
      // Enter in the list of materials goes on in the list; only the button issues the receipt.
      const count = async () => (await house.owner.query('select count(*)::int as n from filing.record')).rows[0].n
      const before = await count()
      const material = (n: number) => officer.page.getByRole('combobox', { name: say(filing, way, 'material.name', { n }) })
      await officer.page.locator('#applicant').fill('章佳禾')
      await officer.page.locator('#respondent').fill('顾明远')
      await material(1).fill('起诉状')
      await material(1).press('Enter')
      await expect.poll(() => material(2).evaluate((e) => e === document.activeElement)).toBe(true)
      await material(2).fill('身份证明')
      await material(2).press('Enter')
      await material(3).waitFor()
      await officer.page.waitForTimeout(300)
      expect([await count(), new URL(officer.page.url()).pathname]).toEqual([before, '/filing/new'])
    })
})

test('a court without divisions: the list says who adds them, and has them when opened again', async () => {
  const closed = (on: string | null) =>
    house.owner.query('update organisations.division set closed_on = $1 where court_id = $2', [on, court.courtId])
  const way = ways[0]!
  const officer = await visit(house, way, court.as('filingOfficer').token)
  await closed('2026-09-01')
  try {
    await officer.go('/filing/new')
    await officer.page
      .getByText(say(filing, way, 'noDivisions'))
      .first()
      .waitFor()
    await officer.look('receive a complaint, no divisions')
  } finally {
    await closed(null)
  }
  await choose(officer.page.locator('#divisionId'), '民一庭')
  await officer.page.locator('.ant-select', { hasText: '民一庭' }).first().waitFor()
})
