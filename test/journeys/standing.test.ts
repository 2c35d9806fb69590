import { Temporal } from 'temporal-polyfill'
import { beforeAll, describe, expect, test } from 'vitest'
import { TEST_PASSWORD } from '../../modules/accounts/fixtures.ts'
import { locale as entry } from '../../modules/accounts/web/locale-entry.ts'
import { soundFigures, statementPdf } from '../../modules/standing/fixtures.ts'
import { figureKeys } from '../../modules/standing/rules/indicators.ts'
import { locale as standing } from '../../modules/standing/web/locale.ts'
import { testCourt, type TestCourt } from '../support/court.ts'
import { type House, openHouse, say, visit, type Way, ways } from './house.ts'

let house: House
let court: TestCourt
beforeAll(async () => {
  house = await openHouse()
  court = await testCourt(house)
  await court.person('finance', 'finance')
  await court.person('department', 'responsibleDepartment')
})
const [desk, ...others] = ways
const s = (way: Way, key: string, values?: Record<string, string | number>): string => say(standing, way, key, values)

/** 7.1.2, 6.6.3, 7.3.2.5: statements come in and warn, a serious change is assessed and decided by two hands, the screen locks with the decision half written. */
describe('7.1.2, 6.6.3: standing of a contractor, behind a screen that locks', () => {
  let statementId = 0
  let eventId = 0
  test(desk!.name, async () => {
    const way = desk!
    const finance = await visit(house, way, court.as('finance').token)
    await finance.go('/financial-statements/new')
    await finance.page.getByLabel(s(way, 'period'), { exact: true }).click()
    await finance.page.locator('.ant-select-item-option', { hasText: s(way, 'periodQuarter', { year: '2026', quarter: '2' }) }).click()
    const figures = soundFigures({ liabilities: 900_000_000, netProfit: -12_345_678 })
    for (const k of figureKeys) await finance.page.getByLabel(s(way, `figure.${k}`), { exact: true }).fill(String(figures[k] / 100))
    await finance.look('statements keyed in')
    await finance.page.getByRole('button', { name: s(way, 'saveDraft'), exact: true }).click()
    await finance.page.waitForURL(/\/financial-statements\/\d+/)
    statementId = Number(finance.page.url().match(/statements\/(\d+)/)?.[1])
    // Its paper by the API: uploads are looked at elsewhere.
    const paper = await court.as('finance').upload(`/financial-statements/${statementId}/papers`, { name: '季报.pdf', bytes: statementPdf })
    expect(paper.status, JSON.stringify(paper.body)).toBe(200)
    await finance.page.reload()
    await finance.page.getByRole('button', { name: s(way, 'act.file'), exact: true }).click()
    await finance.page.getByText(s(way, 'filedDeteriorated')).waitFor()

    const office = await visit(house, way, court.as('department').token)
    await office.go(`/standing/${court.contractorId}`)
    await office.page.getByText('90%').first().waitFor()
    eventId = (await court.as('department').get('/standing-events')).body.items[0].id
    await office.go(`/standing-events/${eventId}`)
    await office.page.getByRole('button', { name: s(way, 'act.assess'), exact: true }).click()
    const sheet = office.page.getByRole('dialog')
    await sheet.getByLabel(s(way, 'assessment'), { exact: true }).fill('负债率过高')
    await sheet.getByText(s(way, 'outcome.continue'), { exact: true }).click()
    await office.look('assess')
    await sheet.getByRole('button', { name: s(way, 'act.assess'), exact: true }).click()
    await office.page.getByText(s(way, 'proposedLine', { by: 'department', outcome: s(way, 'outcome.continue') })).waitFor()

    // Another hand decides; he leaves his desk in the middle of his reason.
    await house.owner.query(
      'update accounts.session s set lock_seconds = 300 from accounts.account a where a.id = s.account_id and a.person_id = $1',
      [court.people.leader],
    )
    const leader = await visit(house, way, court.as('leader').token)
    await leader.go(`/standing-events/${eventId}`)
    const second = await leader.page.context().newPage()
    await second.goto(`${house.url}/standing`)
    await second.getByRole('heading', { level: 1 }).waitFor()
    await leader.page.getByRole('button', { name: s(way, 'act.agree'), exact: true }).click()
    const why = leader.page.getByRole('dialog').getByLabel(s(way, 'reason'), { exact: true })
    await why.fill('已核实，')
    await leader.page.keyboard.press('Control+Alt+KeyL')
    const lock = leader.page.locator('dialog.bw-lock')
    const password = lock.getByLabel(say(entry, way, 'password'), { exact: true })
    await password.waitFor()
    await leader.look('locked')
    expect(await leader.page.title()).toBe(say(entry, way, 'lock.title'))
    expect(await why.isVisible()).toBe(false)
    await second.locator('dialog.bw-lock').waitFor()
    expect((await court.as('leader').get('/standing')).body).toMatchObject({ code: 'session-incomplete', detail: { stage: 'locked' } })
    await leader.page.keyboard.press('Escape')
    await leader.page.keyboard.press('Escape')
    await password.fill('not-the-password')
    await password.press('Enter')
    await lock.getByRole('alert').waitFor()
    await password.fill(TEST_PASSWORD)
    await password.press('Enter')
    await lock.waitFor({ state: 'detached' })
    await second.locator('dialog.bw-lock').waitFor({ state: 'detached' })
    expect(await why.inputValue()).toBe('已核实，')

    // Five minutes without hands, on the browser's clock: by itself.
    await leader.page.clock.setFixedTime(house.clock.now().add({ minutes: 4, seconds: 59 }).epochMilliseconds)
    await leader.page.waitForTimeout(1200)
    expect(await lock.count()).toBe(0)
    await leader.page.clock.setFixedTime(house.clock.now().add(Temporal.Duration.from({ minutes: 6 })).epochMilliseconds)
    await password.fill(TEST_PASSWORD)
    await password.press('Enter')
    await lock.waitFor({ state: 'detached' })
    await why.pressSequentially('同意')
    await leader.page
      .getByRole('dialog')
      .getByRole('button', { name: s(way, 'act.agree'), exact: true })
      .click()
    await leader.page.getByText('已核实，同意').first().waitFor()
    await leader.look('decided')
    expect((await court.as('finance').get(`/standing-events/${eventId}`)).body).toMatchObject({ state: 'closed', outcome: 'continue' })
  })
  for (const way of others)
    test(way.name, async () => {
      const office = await visit(house, way, court.as('commissioner').token)
      for (const [path, name] of [
        [`/standing/${court.contractorId}`, 'standing'],
        ['/standing', 'standings'],
        [`/standing-events/${eventId}`, 'serious change'],
        [`/financial-statements/${statementId}?tab=warnings`, 'statement'],
        ['/standing-thresholds', 'thresholds'],
        ['/access/exposure', 'exposure report'],
      ] as const) {
        await office.go(path)
        await office.look(name)
      }
      await office.page.keyboard.press('Control+Alt+KeyL')
      await office.page.locator('dialog.bw-lock').waitFor()
      // Loaded anew, there is still nothing behind it.
      await office.go('/standing')
      await office.page.getByRole('heading', { name: say(entry, way, 'lock.title') }).waitFor()
      await office.look('locked, loaded anew')
      await office.page.getByLabel(say(entry, way, 'password'), { exact: true }).fill(TEST_PASSWORD)
      await office.page.keyboard.press('Enter')
      await office.page.getByRole('heading', { name: s(way, 'title') }).waitFor()
    })
})
