import { beforeAll, describe, expect, test } from 'vitest'
import { TEST_PASSWORD } from '../../modules/accounts/fixtures.ts'
import { locale as agreements } from '../../modules/agreements/web/locale.ts'
import { locale as laws } from '../../modules/laws/web/locale.ts'
import { locale as workforce } from '../../modules/workforce/web/locale.ts'
import { admit } from '../../modules/workforce/fixtures.ts'
import { testCourt, type TestCourt } from '../support/court.ts'
import { type House, openHouse, say, visit, ways } from './house.ts'

let house: House
let court: TestCourt
const people = ['章小签', '孔再签', '曹三签']
beforeAll(async () => {
  house = await openHouse()
  court = await testCourt(house)
  await court.person('trial', 'trialManagement')
  await court.person('hr', 'hr')
  for (const who of people) {
    const id = await court.person(who, 'operator', { admitted: false })
    await house.app.asSystem(court.courtId, (ctx) => admit(ctx, id, { without: ['nda'] }))
  }
  // Something to look at: a changed law, a draft, a key post.
  const law = (await court.as('trial').get('/laws?q=%E5%8F%8D%E6%B3%95&limit=200')).body.items.find(
    (l: { key: string }) => l.key === '反法',
  )
  await court.as('trial').post(`/laws/${law.id}/versions`, { label: '2027年修正', effectiveOn: '2027-01-01', note: '条文序号有改动' })
  const base = (await court.as('trial').get('/agreement-templates?kind=nda')).body.items[0]
  const { body } = (await court.as('trial').get(`/agreement-templates/${base.id}`)).body
  const draft = (
    await court
      .as('trial')
      .post('/agreement-templates', { kind: 'nda', label: '2026年第2版', title: '员工保密协议', body: `${body}\n5、未尽事宜另行约定。` })
  ).body
  await court.as('trial').post(`/agreement-templates/${draft.id}/propose`, { effectiveOn: '2026-10-01' }, { 'if-match': '"1"' })
  await court.as('hr').post('/key-posts', { engagementId: court.engagementId, name: '卷宗保管', ownerId: court.people.operator })
})

describe('7.3.2.4: from the checklist to the signature, and the gate is open', () => {
  for (const [i, way] of ways.entries())
    test(way.name, async () => {
      const who = people[i]!
      const { page, go, look } = await visit(house, way, court.as(who).token)
      await go('/workforce/mine')
      await page.getByRole('link', { name: say(agreements, way, 'goSign') }).click()
      await page.getByRole('heading', { name: say(agreements, way, 'mine'), level: 1 }).waitFor()
      const signButton = page.getByRole('button', { name: say(agreements, way, 'sign'), exact: true })
      expect(await signButton.isDisabled()).toBe(true)
      await page.getByLabel(say(agreements, way, 'typedName', { name: who })).fill(who)
      const pad = page.getByRole('img', { name: say(agreements, way, 'pad') })
      await pad.scrollIntoViewIfNeeded()
      const box = (await pad.boundingBox())!
      await page.mouse.move(box.x + 30, box.y + box.height * 0.6)
      await page.mouse.down()
      for (let k = 1; k <= 14; k++)
        await page.mouse.move(box.x + 30 + ((box.width - 60) * k) / 14, box.y + box.height * (0.5 + 0.3 * Math.sin(k)))
      await page.mouse.up()
      const password = page.getByLabel(say(agreements, way, 'password'))
      await password.fill('falsches-Kennwort')
      await signButton.click()
      await page.locator('.ant-alert, [role="alert"]').first().waitFor()
      await password.fill(TEST_PASSWORD)
      await look('agreement-filled')
      await signButton.click()
      await page.getByText(say(agreements, way, 'nothingToSign')).waitFor()
      await go('/workforce/mine')
      await page
        .getByText(say(workforce, way, 'admitted'))
        .first()
        .waitFor()
      await go('/agreements/mine')
      await page.getByRole('link', { name: '员工保密协议' }).first().click()
      await page.getByRole('img', { name: say(agreements, way, 'signatureOf', { name: who }) }).waitFor()
      await look('agreement-record')
    })
})

describe('5.1, 7.3.1: register, templates, key posts as the court sees them', () => {
  for (const way of ways)
    test(way.name, async () => {
      const { page, go, look } = await visit(house, way, court.as('trial').token)
      await go('/laws?kind=law')
      await look('laws')
      await page
        .getByRole('link', {
          name: way.language === 'zh' ? '中华人民共和国反不正当竞争法' : 'Anti-Unfair Competition Law of the PRC',
          exact: true,
        })
        .click()
      await page.getByRole('button', { name: say(laws, way, 'addVersion') }).waitFor()
      await look('law')
      if (!way.phone) {
        await page.getByRole('button', { name: say(laws, way, 'compare') }).click()
        await page.getByRole('heading', { name: /→/ }).waitFor()
        await look('law-compare')
      }
      if (!way.phone) {
        await go('/law-reviews')
        await look('law-reviews')
      }
      await go('/agreements')
      await page.getByText('operator乙').waitFor()
      await look('agreements')
      await go('/agreement-templates')
      await page.getByRole('link', { name: '2026年第2版' }).click()
      await look('template')
      await go('/key-posts')
      await page.getByText('卷宗保管').waitFor()
      await look('key-posts')
      if (way.phone) return
      const hr = await visit(house, way, court.as('hr').token)
      await hr.go('/law-impacts')
      await hr.page
        .getByRole('link', { name: way.language === 'zh' ? '中华人民共和国反不正当竞争法' : 'Anti-Unfair Competition Law of the PRC' })
        .click()
      await hr.page.getByRole('button', { name: say(laws, way, 'prove'), exact: true }).waitFor()
      await hr.look('law-impact')
    })
})
