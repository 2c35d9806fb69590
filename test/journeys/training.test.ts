import { beforeAll, describe, expect, test } from 'vitest'
import { questionsFor } from '../../modules/training/fixtures.ts'
import { locale } from '../../modules/training/web/locale.ts'
import { locale as ui } from '../../platform/ui/locale.ts'
import { testCourt, type TestCourt } from '../support/court.ts'
import { type House, openHouse, say, type Visit, visit, type Way, ways } from './house.ts'

let house: House
let court: TestCourt
beforeAll(async () => {
  house = await openHouse()
  court = await testCourt(house)
  await court.person('hr', 'hr')
})
const w = (way: Way, key: string, values: Record<string, string | number> = {}): string => say(locale, way, key, values)
const press = async ({ page, way }: Visit, key: string, values: Record<string, string | number> = {}): Promise<void> => {
  const name = w(way, key, values)
  const b = page.getByRole('button', { name, exact: true }).first()
  const more = page.getByRole('button', { name: say(ui, way, 'act.moreActs'), exact: true }).first()
  // The acts of a page come with its record.
  await b.or(more).first().waitFor()
  if (await b.isVisible()) return b.click()
  await more.click()
  await page.getByRole('menuitem', { name, exact: true }).click()
}
const rightOf = (q: { kind: string; options: string[] }): string[] => (q.kind === 'multiple' ? ['应当', '由服务商决定'] : ['应当'])

/** A course with a test and a session of today, by the forms; answers the session's id. */
const planned = async (hr: Visit, title: string): Promise<number> => {
  const { way, page } = hr
  const save = () => page.getByRole('button', { name: say(ui, way, 'act.save'), exact: true }).click()
  if (!way.phone) {
    await hr.go('/training/courses')
    await hr.look('courses')
  }
  await hr.go('/training/courses/new')
  await page.getByLabel(w(way, 'course'), { exact: true }).fill(title)
  await page.getByLabel(w(way, 'topicOf'), { exact: true }).click()
  await page.locator('.ant-select-item-option', { hasText: w(way, 'topic.secrecy') }).click()
  await page.getByLabel(w(way, 'phase.inService'), { exact: true }).check()
  await page.getByLabel(w(way, 'questionCount'), { exact: true }).fill('3')
  await hr.look('new course')
  await save()
  await page.waitForURL(/\/training\/courses\/\d+/)
  const courseId = Number(page.url().match(/courses\/(\d+)/)?.[1])
  await court.as('hr').post(`/training/courses/${courseId}/questions`, { questions: questionsFor(6) })
  if (!way.phone) {
    await hr.go(`/training/courses/${courseId}?tab=questions`)
    await hr.look('question bank')
  }
  await press(hr, 'newSession')
  await page.getByLabel(w(way, 'place'), { exact: true }).fill('二楼培训室')
  await page.getByLabel(w(way, 'teacherName'), { exact: true }).fill('外聘讲师王老师')
  if (way.phone) await hr.look('new session')
  await save()
  await page.waitForURL(/\/training\/sessions\/\d+/)
  const sessionId = Number(page.url().match(/sessions\/(\d+)/)?.[1])
  const expected = await court.as('hr').post(`/training/sessions/${sessionId}/expected`, { engagementId: court.engagementId })
  expect(expected.status, JSON.stringify(expected.body)).toBe(200)
  return sessionId
}

/** 7.1.1.5 from the course to the certificate; the session begins as the house's clock stands at 09:00. */
describe('7.1.1.5: a course is planned, attended by code, tested, and counts', () => {
  for (const way of ways)
    test(way.name, async () => {
      const title = `保密管理与案例 ${way.language}${way.phone ? '手机' : ''}`
      const hr = await visit(house, way, court.as('hr').token)
      const sessionId = await planned(hr, title)
      await hr.go(`/training/sessions/${sessionId}`)

      // The teacher's screen; the trainee's phone opens what it says.
      await press(hr, 'showCode')
      const qr = hr.page.locator('svg.tr-qr')
      await qr.waitFor()
      await hr.look('code')
      const code = ((await hr.page.locator('.tr-signs').innerText()) as string).replace(/\s/g, '')
      const me = await visit(house, way, court.as('operator').token)
      await me.go('/training/check-in?c=AAAABBBB')
      await me.page.getByText(w(way, 'problem.code-wrong.text')).first().waitFor()
      if (way.phone) await me.look('check-in refused')
      await me.go(`/training/check-in?s=${sessionId}&c=${code}`)
      await me.page.getByText(w(way, 'checkedIn')).waitFor()
      await me.look('checked in')
      expect(me.page.url()).not.toContain(code)

      // The test on the phone: answered one by one, handed in, explained.
      await me.go('/training/mine')
      await me.look('my training')
      await press(me, 'startTest')
      await me.page.waitForURL(/\/training\/tests\/\d+/)
      const attempt = Number(me.page.url().match(/tests\/(\d+)/)?.[1])
      await me.page.getByRole('timer').waitFor()
      await me.look('test')
      const asked = (await court.as('operator').get(`/training/attempts/${attempt}`)).body.questions as {
        kind: string
        options: string[]
      }[]
      for (const [i, q] of asked.entries()) {
        const box = me.page.locator('fieldset.tr-question').nth(i)
        for (const o of q.kind === 'trueFalse' ? [w(way, 'isTrue')] : rightOf(q)) await box.getByText(o, { exact: true }).click()
        await box.getByText(w(way, 'savedAnswer')).waitFor()
      }
      await press(me, 'handIn')
      await me.page
        .locator('.ant-popconfirm')
        .getByRole('button', { name: w(way, 'handIn') })
        .click()
      await me.page.getByText(w(way, 'resultText', { right: 3, of: 3, mark: 80 })).waitFor()
      await me.look('result')
      await me.go('/training/mine')
      await press(me, 'issue')
      await me.page.getByText(w(way, 'openPdf')).first().waitFor()
      const certificate = (await court.as('operator').get('/training/mine')).body.certificates[0].code as string

      // The sheet on paper for another, entered by hr and confirmed by the contractor's manager.
      await hr.go(`/training/sessions/${sessionId}`)
      await hr.page.locator('tr', { hasText: 'operator2乙' }).getByRole('checkbox').check()
      await press(hr, 'mark')
      if (!way.phone) await hr.look('enter the sheet')
      await hr.page
        .getByRole('dialog')
        .getByRole('button', { name: say(ui, way, 'act.save'), exact: true })
        .click()
      await hr.page.getByText(w(way, 'waiting')).first().waitFor()
      const manager = await visit(house, way, court.as('projectManager').token)
      await manager.go(`/training/sessions/${sessionId}`)
      await press(manager, 'confirmAll', { n: 1 })
      await manager.page
        .getByText(w(way, 'confirmer', { by: 'projectManager乙' }))
        .first()
        .waitFor()
      await manager.look('confirmed')

      // The court: who falls short, and whether the certificate is good.
      const office = await visit(house, way, court.as('management').token)
      await office.go('/training/annual')
      await office.page.getByText('operator乙').first().waitFor()
      await office.look('annual')
      await office.go('/training/certificates')
      await office.page.getByLabel(w(way, 'code'), { exact: true }).fill(certificate)
      await press(office, 'check')
      await office.page.getByText(w(way, 'checkGood')).waitFor()
      await office.look('certificate good')
      await office.go('/training')
      await office.look('sessions')
    })
})
