import { beforeAll, describe, expect, test } from 'vitest'
import { TEST_PASSWORD } from '../../modules/accounts/fixtures.ts'
import { locale as entry } from '../../modules/accounts/web/locale-entry.ts'
import { complaint } from '../../modules/filing/fixtures.ts'
import { locale as work } from '../../modules/worklist/web/locale.ts'
import { locale as ui } from '../../platform/ui/locale.ts'
import { testCourt, type TestCourt } from '../support/court.ts'
import { choose, type House, openHouse, say, type Visit, visit, type Way, ways } from './house.ts'

let house: House
let court: TestCourt
beforeAll(async () => {
  house = await openHouse()
  court = await testCourt(house)
})

const newTask = async (applicant: string): Promise<{ caseId: number; taskId: number }> => {
  const r = await court.as('filingOfficer').post('/filing/records', complaint({ applicant }))
  expect(r.status, JSON.stringify(r.body)).toBe(200)
  // The officer who takes a complaint in is not told the operator's task.
  const { rows } = await house.owner.query("select id::int from worklist.task where case_id = $1 and element_id = 'keyIn'", [r.body.caseId])
  return { caseId: r.body.caseId, taskId: rows[0].id }
}
const press = async ({ page, way }: Visit, key: string): Promise<void> => {
  const button = page.getByRole('button', { name: say(work, way, key), exact: true })
  // Acts that do not fit stand under "more".
  if (!(await button.isVisible())) await page.getByRole('button', { name: say(ui, way, 'act.more') }).click()
  await button.or(page.getByRole('menuitem', { name: say(work, way, key), exact: true })).click()
}
const applicants: Record<string, string> = { 中文: '欧阳青禾', 'English 390×844': '章远帆' }

describe('7.3.2.2 the case opens with the task and closes with it', () => {
  for (const way of ways)
    test(way.name, async () => {
      const applicant = applicants[way.name] as string
      const { caseId, taskId } = await newTask(applicant)
      const operator = await visit(house, way)
      const { page, go, look } = operator
      await go('/')
      await page.getByLabel(say(entry, way, 'login'), { exact: true }).fill(`operator${court.courtId}`)
      await page.getByLabel(say(entry, way, 'password'), { exact: true }).fill(TEST_PASSWORD)
      await page.getByRole('button', { name: say(entry, way, 'enter'), exact: true }).click()

      await page.getByRole('heading', { name: say(work, way, 'workbench'), exact: true }).waitFor()
      await look('workbench')
      await go('/tasks?scope=pool')
      await page.locator(`a[href="/tasks/${taskId}"]`).waitFor()
      // Before the claim not even the name of the party is told.
      expect(await page.locator('body').innerText()).not.toContain(applicant)
      await look('pool')
      await page.locator(`a[href="/tasks/${taskId}"]`).click()
      await page.getByText(say(work, way, 'formWait')).waitFor()
      await look('task before the claim')
      await press(operator, 'act.claim')
      await page.getByText(applicant).first().waitFor()
      await look('task in hand')
      await go(`/cases/${caseId}`)
      await page.getByText(applicant).first().waitFor()
      await look('case of the task')

      await go(`/tasks/${taskId}`)
      await press(operator, 'act.release')
      await page.getByText(say(work, way, 'formWait')).waitFor()
      await go(`/cases/${caseId}`)
      // Closed again: a sentence that says what to do, and nothing of the case.
      await page.getByText(say(ui, way, 'problem.not-found.text')).waitFor()
      await page.getByText(say(ui, way, 'problem.not-found.todo')).waitFor()
      expect(await page.locator('body').innerText()).not.toContain(applicant)
      await look('case closed')

      await commissionerSees(way)
    })
})

/** A11: the refused access is told to the commissioner the same day. */
const commissionerSees = async (way: Way): Promise<void> => {
  const { page, go, look } = await visit(house, way, court.as('commissioner').token)
  await go('/notices')
  await page
    .getByText(say(work, way, 'notice.access-refused', { by: 'operator乙' }))
    .first()
    .waitFor()
  await look('notices')
  await page
    .getByText(say(work, way, 'notice.access-refused', { by: 'operator乙' }))
    .first()
    .click()
  await page.waitForURL('**/access/refusals')
  await page.getByText('operator乙').first().waitFor()
  await look('refused accesses')
}

describe('a team lead assigns in bulk', () => {
  for (const way of ways)
    test(way.name, async () => {
      const made = [await newTask('甲申请人'), await newTask('乙申请人')]
      const lead = await visit(house, way, court.as('teamLead').token)
      const { page, go, look } = lead
      await go('/')
      await look('workbench of a lead')
      await go('/tasks?scope=team')
      for (const { taskId } of made)
        await page
          .locator('tr', { has: page.locator(`a[href="/tasks/${taskId}"]`) })
          .getByRole('checkbox')
          .check()
      await page.getByText(say(ui, way, 'list.selected', { count: 2 })).waitFor()
      await look('chosen tasks')
      await press(lead, 'act.assign')
      await choose(page.getByRole('combobox', { name: say(work, way, 'who') }), 'operator2乙')
      await look('assign')
      await page
        .getByRole('dialog')
        .getByRole('button', { name: say(ui, way, 'act.save'), exact: true })
        .click()
      await page.getByText(say(work, way, 'assigned', { n: 2 })).waitFor()
      const { rows } = await house.owner.query('select distinct assignee_id::int as id from worklist.task where id = any($1)', [
        made.map((m) => m.taskId),
      ])
      expect(rows).toEqual([{ id: court.people.operator2 }])
      await go('/tasks?scope=team')
      await page.getByText('operator2乙').first().waitFor()
      await look('team')
    })
})
