import { beforeAll, describe, expect, test } from 'vitest'
import { signedIn } from '../../modules/accounts/fixtures.ts'
import { LABOUR_CONTRACT } from '../../modules/duties/duties.ts'
import { runDuties } from '../../modules/duties/public.ts'
import { locale as duties } from '../../modules/duties/web/locale.ts'
import { buildPerson } from '../../modules/organisations/fixtures.ts'
import { testCourt, type TestCourt } from '../support/court.ts'
import { type House, openHouse, say, visit, ways } from './house.ts'

let house: House
let court: TestCourt
let admin = ''
beforeAll(async () => {
  house = await openHouse()
  court = await testCourt(house)
  await court.person('hr', 'hr')
  admin = await house.app.asSystem(court.courtId, async (ctx) =>
    signedIn(ctx, await buildPerson(ctx, { name: '系统管理员', role: 'systemAdmin', courtId: court.courtId })),
  )
  // One person for each way: who asks to be excused once is not asked again.
  for (const way of ways)
    await house.app.asSystem(court.courtId, (ctx) =>
      buildPerson(ctx, {
        name: `新人${way.name.slice(0, 2)}`,
        role: 'operator',
        contractorId: court.contractorId,
        engagementId: court.engagementId,
        courtId: court.courtId,
      }),
    )
  await runDuties(house.app, court.courtId)
})

describe('履责: a labour contract that is owed, an excuse asked for and decided by another hand, month and feed', () => {
  for (const way of ways)
    test(way.name, async () => {
      const who = `新人${way.name.slice(0, 2)}`
      const asked = await visit(house, way, court.as('hr').token)
      await asked.go(`/duties?key=${LABOUR_CONTRACT}`)
      await asked.look('duties list')
      await asked.page.getByText(who).first().waitFor()
      const list = (await court.as('hr').get(`/duties?key=${LABOUR_CONTRACT}`)).body.items as { id: number; subjectName: string }[]
      const duty = list.find((d) => d.subjectName === who)!
      await asked.go(`/duties/${duty.id}`)
      await asked.look('duty')
      await asked.page.getByRole('button', { name: say(duties, way, 'excuse.ask') }).click()
      await asked.page.locator('.ant-drawer textarea').fill('劳动合同正在办理电子签')
      await asked.page.locator('.ant-drawer button[type=submit]').click()
      await asked.page.getByText('劳动合同正在办理电子签').first().waitFor()

      const decided = await visit(house, way, court.as('commissioner').token)
      if (way.phone) {
        await decided.go('/duties?tab=theirs&asked=yes')
        await decided.look('the other side')
      }
      await decided.go(`/duties/${duty.id}`)
      await decided.page.getByRole('button', { name: say(duties, way, 'excuse.approve'), exact: true }).click()
      await decided.page.locator('.ant-drawer textarea').fill('情况属实')
      await decided.page.locator('.ant-drawer button[type=submit]').click()
      await decided.page
        .getByText(say(duties, way, 'states.excused'))
        .first()
        .waitFor()
      await decided.look('excused')

      await asked.go('/duties/month?month=2026-10')
      await asked.look('month')
      if (!way.phone) {
        await asked.page.locator('[data-day="2026-10-01"]').focus()
        await asked.page.keyboard.press('ArrowDown')
        await asked.page.keyboard.press('ArrowRight')
        expect(await asked.page.evaluate(() => (document.activeElement as HTMLElement).dataset.day)).toBe('2026-10-09')
        await asked.page.keyboard.press('Enter')
        await asked.page.waitForURL(/dueFrom=2026-10-09/)
      }
      await asked.go('/duties')
      await asked.page.getByRole('button', { name: say(duties, way, 'feed.open') }).click()
      await asked.page
        .getByRole('button', {
          name: new RegExp(`${say(duties, way, 'feed.make')}|${say(duties, way, 'feed.again').replaceAll(/[()（）]/g, '.')}`),
        })
        .click()
      const address = await asked.page.locator('.ant-drawer textarea').inputValue()
      expect((await fetch(address.replace(/^https?:\/\/[^/]+/, house.url))).headers.get('content-type')).toContain('text/calendar')
      await asked.look('feed')
      if (!way.phone) {
        const years = await visit(house, way, admin)
        await years.go('/duties/calendar')
        await years.look('calendar years')
        await years.page.getByRole('button', { name: /2027/ }).click()
        await years.page.locator('.ant-drawer textarea').fill('{"year": 2027, "days": []}')
        await years.page.locator('.ant-drawer button[type=submit]').click()
        await years.page
          .getByText(say(duties, way, 'problem.calendar-empty'))
          .first()
          .waitFor()
        await years.look('calendar refused')
      }
    })
})
