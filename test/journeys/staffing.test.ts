import { beforeAll, describe, expect, test } from 'vitest'
import { locale as attendance } from '../../modules/attendance/web/locale.ts'
import { locale as badges } from '../../modules/badges/web/locale.ts'
import { locale as staffing } from '../../modules/staffing/web/locale.ts'
import { locale as ui } from '../../platform/ui/locale.ts'
import { testCourt, type TestCourt } from '../support/court.ts'
import { type House, openHouse, say, visit, type Way, ways } from './house.ts'

let house: House
let court: TestCourt
beforeAll(async () => {
  house = await openHouse()
  court = await testCourt(house)
  await court.person('hr', 'hr')
})
const [desk, ...others] = ways
const save = (way: Way): string => say(ui, way, 'act.save')

/** 7.1.1.3, A-9.3, A-12.2–3: a post is set up, a leave leaves it short, another person is asked for, a badge is issued and lost. */
describe('7.1.1.3: posts, leave and badges', () => {
  let leaveId = 0
  test(desk!.name, async () => {
    const way = desk!
    const post = await court.as('management').post('/staffing/posts', {
      engagementId: court.engagementId,
      name: '扫描岗',
      services: ['scan-catalogue'],
      minimum: 2,
      skills: '熟悉高速扫描仪',
    })
    expect(post.status, JSON.stringify(post.body)).toBe(200)

    // The person asks for the rest of the day, his lead decides, and the post is short in the same moment.
    const me = await visit(house, way, court.as('operator').token)
    await me.go('/attendance/leaves/new')
    await me.page.getByLabel(say(attendance, way, 'kindOf'), { exact: true }).click()
    await me.page.locator('.ant-select-item-option', { hasText: say(attendance, way, 'kind.annual') }).click()
    await me.page.getByLabel(say(attendance, way, 'untilDate'), { exact: true }).fill('2026-09-21')
    await me.page.keyboard.press('Enter')
    await me.page.getByLabel(say(attendance, way, 'reason'), { exact: true }).fill('家中有事')
    await me.look('leave new')
    await me.page.getByRole('button', { name: save(way), exact: true }).click()
    await me.page.waitForURL(/\/attendance\/leaves\/\d+/)
    leaveId = Number(me.page.url().match(/leaves\/(\d+)/)?.[1])
    const lead = await visit(house, way, court.as('teamLead').token)
    await lead.go(`/attendance/leaves/${leaveId}`)
    await lead.look('leave to decide')
    await lead.page.getByRole('button', { name: say(attendance, way, 'act.approve'), exact: true }).click()
    await lead.page
      .getByRole('dialog')
      .getByRole('button', { name: say(attendance, way, 'act.approve'), exact: true })
      .click()
    await lead.page
      .getByText(say(attendance, way, 'running'))
      .first()
      .waitFor()
    expect((await court.as('operator').get('/workforce/mine')).body.admitted).toBe(false)

    const office = await visit(house, way, court.as('management').token)
    await office.go('/staffing')
    await office.page
      .getByText(say(staffing, way, 'missingN', { n: 1 }))
      .first()
      .waitFor()
    await office.look('posts')
    await office.go('/staffing/replacements')
    await office.page.getByRole('button', { name: say(staffing, way, 'act.ask'), exact: true }).click()
    await office.look('ask for a replacement')
    const asked = await court.as('management').post('/staffing/replacements', {
      engagementId: court.engagementId,
      personId: court.people.operator2,
      reason: '业务不熟',
      dueOn: '2026-09-28',
    })
    expect(asked.status, JSON.stringify(asked.body)).toBe(200)

    const hr = await visit(house, way, court.as('hr').token)
    await hr.go('/badges')
    const issued = await court.as('hr').post('/badges', { personId: court.people.operator, kind: 'badge', number: 'WB001' })
    expect(issued.status, JSON.stringify(issued.body)).toBe(200)
    await hr.go('/badges')
    await hr.page.getByText('WB001').first().waitFor()
    await hr.look('badges')
  })
  for (const way of others)
    test(way.name, async () => {
      const office = await visit(house, way, court.as('management').token)
      for (const path of ['/staffing', '/staffing/replacements', '/staffing/vacancies', '/attendance']) {
        await office.go(path)
        await office.look(path.replaceAll('/', ' ').trim())
      }
      const { rows } = await house.owner.query("select code from badges.piece where number = 'WB001'")
      await office.go(`/badges/check?code=${rows[0].code}`)
      await office.page
        .getByText(say(badges, way, 'notAdmitted'))
        .first()
        .waitFor()
      await office.look('badge checked')
      const hr = await visit(house, way, court.as('hr').token)
      for (const path of ['/badges', '/attendance/leaves', `/attendance/leaves/${leaveId}`, '/attendance/shifts']) {
        await hr.go(path)
        await hr.look(path.replaceAll('/', ' ').replace(/\d+/, 'one').trim())
      }
    })
})
