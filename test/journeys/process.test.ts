import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { complaint } from '../../modules/filing/fixtures.ts'
import { locale as processes } from '../../modules/processes/web/locale.ts'
import { locale as ui } from '../../platform/ui/locale.ts'
import { testCourt, type TestCourt } from '../support/court.ts'
import { type House, openHouse, say, type Visit, visit, ways } from './house.ts'

let house: House
let court: TestCourt
const standard = readFileSync(new URL('../../standard/processes/scan-catalogue.bpmn', import.meta.url), 'utf8')
/** As a court would have it from a modeller: two days for the originals instead of one. */
const changed = standard.replace('bw:due="P1WD from=catalogue"', 'bw:due="P2WD from=catalogue"')
/** 4.1 broken: the decision on the volume given to an operator. */
const broken = standard.replace(
  /(<bpmn:userTask id="volumeDecision"[^>]*)bw:performer="court" bw:role="clerk"/,
  '$1bw:performer="outsourced" bw:role="operator"',
)
const folder = mkdtempSync(join(tmpdir(), 'bw-bpmn-'))
const fileOf = (name: string, xml: string): string => {
  writeFileSync(join(folder, name), xml)
  return join(folder, name)
}
beforeAll(async () => {
  house = await openHouse()
  court = await testCourt(house)
  await court.person('second', 'courtLeader')
  await court.as('filingOfficer').post('/filing/records', complaint({ applicant: '纳兰初见' }))
  expect(changed).not.toBe(standard)
  expect(broken).not.toBe(standard)
})
const button = ({ page, way }: Visit, key: string) => page.getByRole('button', { name: say(processes, way, key), exact: true })
const press = async (v: Visit, key: string): Promise<void> => {
  const b = button(v, key).first()
  await b
    .or(v.page.getByRole('button', { name: say(ui, v.way, 'act.moreActs'), exact: true }))
    .first()
    .waitFor()
  if (!(await b.isVisible()))
    await v.page
      .getByRole('button', { name: say(ui, v.way, 'act.moreActs'), exact: true })
      .first()
      .click()
  await b
    .or(v.page.getByRole('menuitem', { name: say(processes, v.way, key), exact: true }))
    .first()
    .click()
}

describe('7.2.1 processes: seen with their work, changed by two people', () => {
  for (const [n, way] of ways.entries())
    test(way.name, async () => {
      const maker = await visit(house, way, court.as('management').token)
      const { page, go, look } = maker
      await go('/processes')
      await page.getByRole('heading', { name: say(processes, way, 'title'), exact: true }).waitFor()
      await page.locator('a[href^="/processes/"].bw-rowlink').first().click()
      await page.waitForURL(/\/processes\/\d+/)
      await page.locator('.djs-container svg .djs-shape').first().waitFor()
      expect(await page.locator('.djs-shape').count()).toBeGreaterThan(5)
      // The live count of the one filing that waits stands on its step.
      await page.locator('.bw-count b', { hasText: /^1$/ }).first().waitFor()
      await look('process')

      // A file that gives a judgement away is named as such, and cannot be proposed.
      await go('/processes/new?key=scan-catalogue')
      await page.locator('input[type="file"]').setInputFiles(fileOf(`broken-${n}.bpmn`, broken))
      await button(maker, 'check').click()
      await page.getByText('正副卷认定').or(page.getByText('Main or secondary volume')).first().waitFor()
      await page.getByText('4.1').first().waitFor()
      await look('lint')
      // The changed file is clean; what it changes is said in words.
      await page
        .locator('input[type="file"]')
        .setInputFiles(
          fileOf(`changed-${n}.bpmn`, n === 0 ? changed : changed.replace('P2WD from=catalogue', `P${n + 2}WD from=catalogue`)),
        )
      await button(maker, 'check').click()
      await page.getByText(say(processes, way, 'lint.clean')).waitFor()
      await page.locator('ins').first().waitFor()
      const words = await page.locator('ins').first().innerText()
      expect(words).toContain(way.language === 'zh' ? `${n + 2} 个工作日` : `${n + 2} working days`)
      expect(words).not.toContain('P')
      await look('difference before upload')
      await page.getByRole('textbox', { name: say(processes, way, 'note'), exact: true }).fill('归还原件改为两日')
      await button(maker, 'saveDraft').click()
      await page.waitForURL(/\/processes\/\d+$/)
      await press(maker, 'propose')
      await page
        .getByText(say(processes, way, 'state.proposed'))
        .first()
        .waitFor()
      await look('proposed, seen by its maker')
      // Whoever made it cannot publish it.
      expect(await button(maker, 'approve').isEnabled()).toBe(false)

      const id = Number(/\/processes\/(\d+)/.exec(page.url())![1])
      const second = await visit(house, way, court.as('second').token)
      await second.go(`/processes/${id}`)
      await second.page.getByRole('tab', { name: say(processes, way, 'diff.title') }).click()
      await second.page.locator('ins').first().waitFor()
      await second.look('difference at the second person')
      if (n === 1) {
        await press(second, 'refuse')
        await second.page
          .getByRole('dialog')
          .getByLabel(say(processes, way, 'reason'))
          .fill('期限仍按标准办理')
        await second.page
          .getByRole('dialog')
          .getByRole('button', { name: say(processes, way, 'refuse'), exact: true })
          .click()
        await second.page
          .getByText(say(processes, way, 'state.refused'))
          .first()
          .waitFor()
      } else {
        await press(second, 'approve')
        await second.page
          .getByRole('dialog')
          .getByRole('button', { name: say(processes, way, 'approve'), exact: true })
          .click()
        await second.page
          .getByText(say(processes, way, 'state.published'))
          .first()
          .waitFor()
        await second.look('published')
      }
      await second.page.getByRole('tab', { name: say(processes, way, 'tab.versions') }).click()
    })
})

test('an operator sees the processes, and nothing to change', async () => {
  const v = await visit(house, ways[0]!, court.as('operator').token)
  await v.go('/processes')
  await v.look('processes of an operator')
  expect(await button(v, 'upload').count()).toBe(0)
  expect(await v.page.getByRole('combobox', { name: say(processes, v.way, 'process') }).count()).toBe(0)
})
