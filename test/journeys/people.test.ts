import { beforeAll, describe, expect, test } from 'vitest'
import { enterWhole, idNoFor } from '../../modules/candidates/fixtures.ts'
import { locale as candidates } from '../../modules/candidates/web/locale.ts'
import { locale as workforce } from '../../modules/workforce/web/locale.ts'
import { writeCsv } from '../../platform/documents/spreadsheet.ts'
import { testCourt, type TestCourt } from '../support/court.ts'
import { choose, type House, openHouse, say, visit, ways } from './house.ts'

let house: House
let court: TestCourt
beforeAll(async () => {
  house = await openHouse()
  court = await testCourt(house)
  await court.person('trial', 'trialManagement')
  await court.person('department', 'responsibleDepartment')
  await court.person('hr', 'hr')
})

describe('6.6.1, 7.1.1: from the contractor’s candidate to the court’s register, and the veto', () => {
  let id = 0
  let personId = 0
  test('the whole way, 中文', async () => {
    const way = ways[0]!
    const w = (key: string, values = {}): string => say(candidates, way, key, values)
    const hr = await visit(house, way, court.as('hr').token)
    await hr.go('/candidates/import')
    await hr.page.locator('input[type=file]').setInputFiles({
      name: '名单.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(
        writeCsv([
          ['姓名', '公民身份号码', '学历'],
          ['许名单', idNoFor(301), '大专'],
          ['坏一行', '123', '大专'],
        ]),
      ),
    })
    await hr.page.getByText(w('checked', { rows: 2, good: 1, bad: 1 })).waitFor()
    await hr.look('candidates-import')
    await hr.page.getByRole('button', { name: w('runImport', { n: 1 }) }).click()
    await hr.page.getByText(w('imported', { good: 1, bad: 1 })).waitFor()
    await hr.go('/candidates')
    await hr.page.getByRole('link', { name: '许名单' }).click()
    await hr.page.getByText(w('gap.no-xuexin')).waitFor()
    await hr.look('candidate-gaps')
    // Refused as long as anything is missing, with every reason.
    await hr.page.getByRole('button', { name: w('propose'), exact: true }).click()
    const drawer = hr.page.getByRole('dialog')
    await choose(drawer.getByLabel(w('engagement')), '')
    await drawer.getByRole('button', { name: w('propose'), exact: true }).click()
    await drawer.getByText(w('gap.no-diploma-file')).waitFor()
    await hr.look('candidate-refused')

    const whole = await enterWhole(court.as('hr'), 302, { name: '孟拟派' })
    id = whole.id
    await hr.go(`/candidates/${id}`)
    await hr.page.getByText(w('complete')).waitFor()
    await hr.page.getByRole('button', { name: w('propose'), exact: true }).click()
    await choose(drawer.getByLabel(w('engagement')), '')
    await drawer.getByRole('button', { name: w('propose'), exact: true }).click()
    await hr.page.getByText(w('state.proposed')).first().waitFor()

    const trial = await visit(house, way, court.as('trial').token)
    await trial.go('/')
    await trial.page.getByRole('link', { name: w('bench.review', { n: 1 }) }).click()
    await trial.page.getByRole('link', { name: '孟拟派' }).waitFor()
    await trial.look('candidates-queue')
    await trial.page.getByRole('link', { name: '孟拟派' }).click()
    await trial.page.getByRole('button', { name: w('review'), exact: true }).click()
    const form = trial.page.getByRole('dialog')
    await form.getByLabel(w('passed'), { exact: true }).check()
    await form.getByLabel(w('opinion')).fill('经审核，未发现不宜录用的情形。')
    await form.getByLabel(w('skillsHalfDays')).fill('4')
    await form.getByLabel(w('skillsContent')).fill('立案录入与卷宗扫描操作')
    await trial.look('candidate-review')
    await form.locator('button[type=submit]').click()
    await trial.page.getByText(w('state.reviewed')).first().waitFor()
    // The reviewer does not register.
    expect(await trial.page.getByRole('button', { name: w('accept'), exact: true }).isDisabled()).toBe(true)

    const department = await visit(house, way, court.as('department').token)
    await department.go(`/candidates/${id}`)
    await department.page.getByRole('button', { name: w('accept'), exact: true }).click()
    await department.page
      .getByRole('dialog')
      .getByRole('button', { name: w('accept'), exact: true })
      .click()
    await department.page.getByText(w('state.accepted')).first().waitFor()
    await department.look('candidate-accepted')
    personId = (await court.as('trial').get(`/candidates/${id}`)).body.personId
    await trial.go(`/workforce/${personId}`)
    await trial.page.getByText(say(workforce, way, 'why.too-few')).waitFor()
    await trial.page.getByRole('button', { name: say(workforce, way, 'veto'), exact: true }).click()
    const veto = trial.page.getByRole('dialog')
    await veto.getByLabel(say(workforce, way, 'reason')).fill('核实有不实申报')
    await veto.getByRole('button', { name: say(workforce, way, 'veto'), exact: true }).click()
    await trial.page.getByText(say(workforce, way, 'vetoPanel')).waitFor()
    await trial.look('veto-effects')
  })
  for (const way of ways.slice(1))
    test(way.name, async () => {
      const { go, look } = await visit(house, way, court.as('department').token)
      await go('/candidates')
      await look('candidates-queue')
      await go(`/candidates/${id}`)
      await look('candidate-accepted')
      await go(`/workforce/${personId}`)
      await look('veto-effects')
      const hr = await visit(house, way, court.as('hr').token)
      await hr.go('/candidates/new')
      await hr.look('candidate-new')
      await hr.go('/candidates/import')
      await hr.look('candidates-import')
    })
})
