import iconv from 'iconv-lite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signedIn } from '../../modules/accounts/fixtures.ts'
import { createCase } from '../../modules/cases/public.ts'
import { locale as indicators } from '../../modules/indicators/web/locale.ts'
import { locale as service } from '../../modules/service-of-process/web/locale.ts'
import { verbWords } from '../../modules/service-of-process/web/locale-verbs.ts'
import { locale as work } from '../../modules/worklist/web/locale.ts'
import { locale as ui } from '../../platform/ui/locale.ts'
import { testCourt, type TestCourt } from '../support/court.ts'
import { type House, openHouse, say, type Visit, visit, type Way, ways } from './house.ts'

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

const PDF = Buffer.from('%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
/** Each way has days of its own: the clock of the house only runs forward. */
const days: Record<string, [string, string, string]> = {
  中文: ['2026-09-21', '2026-09-22', '2026-09-24'],
  'English 390×844': ['2026-10-12', '2026-10-13', '2026-10-15'],
}
const at = (day: string, time: string): void => house.clock.set(`${day}T${time}+08:00`)
/** Signed in now: sessions end while the clock runs through days. */
const tokenOf = (who: string): Promise<string> => house.app.asSystem(court.courtId, (ctx) => signedIn(ctx, court.people[who]!))
const as = async (who: string) => house.visitor(await tokenOf(who))
/** A window with the clock on the wall of the house. */
const sit = async (way: Way, who: string): Promise<Visit> => {
  const v = await visit(house, way, await tokenOf(who))
  await v.page.clock.setFixedTime(house.clock.now().epochMilliseconds)
  return v
}
const newCase = (day: string): Promise<number> =>
  house.app.asSystem(
    court.courtId,
    async (ctx) =>
      (
        await createCase(ctx, {
          procedure: 'ordinary',
          receivedOn: day,
          filedOn: day,
          divisionId: court.divisions.civil,
          judgeId: court.people.judge,
          clerkId: court.people.clerk,
          parties: [
            { role: 'plaintiff', kind: 'natural', name: '章佳禾', serviceAddress: '云川市临溪区一号', serviceAddressConfirmedOn: day },
            {
              role: 'defendant',
              kind: 'natural',
              name: '顾明𠮷',
              residence: '云川市临溪区二号',
              serviceAddress: '云川市临溪区九号',
              serviceAddressConfirmedOn: day,
              phone: '13900002222',
            },
          ],
        } as never)
      ).id,
  )
const openTask = async (orderId: number, element: string): Promise<{ id: number; assignee_id: number | null }> =>
  (
    await house.owner.query(
      "select id::int, assignee_id from worklist.task where subject_type = 'service' and subject_id = $1 and element_id = $2 and state in ('ready', 'claimed', 'started') order by id desc",
      [orderId, element],
    )
  ).rows[0]
const press = async ({ page, way }: Visit, key: string, words = service, values = {}): Promise<void> => {
  const name = say(words, way, key, values)
  const button = page.getByRole('button', { name, exact: true })
  // Acts that do not fit stand under "more"; a page that still loads has neither.
  const here = await button
    .first()
    .waitFor({ timeout: 4_000 })
    .then(
      () => true,
      () => false,
    )
  if (!here) await page.getByRole('button', { name: say(ui, way, 'act.more') }).click()
  await button
    .or(page.getByRole('menuitem', { name, exact: true }))
    .first()
    .click()
}
/** A mark of state: shape and word together. */
const tag = ({ page }: Visit, shape: string, word: string) => page.locator('span', { hasText: new RegExp(`^${shape}\\s*${word}$`) }).first()
/** Goes to a task and takes it, unless it came into his hands by itself. */
const take = async (v: Visit, orderId: number, element: string): Promise<void> => {
  const task = await openTask(orderId, element)
  await v.go(`/tasks/${task.id}`)
  if (!task.assignee_id) await press(v, 'act.claim', work)
}
/** Sends a form whose next step is one's own: the page goes there. */
const step = async (v: Visit, act: string | (() => Promise<void>)): Promise<void> => {
  const from = new URL(v.page.url()).pathname
  await (typeof act === 'string' ? press(v, act) : act())
  await v.page.waitForURL((u) => /\/tasks\/\d+$/.test(u.pathname) && u.pathname !== from)
}

for (const way of ways)
  describe(`7.2.3 ${way.name}`, () => {
    const [first, second, third] = days[way.name]!
    const mailNo = `EMS1${first.replaceAll('-', '')}CN`
    let id = 0

    test('hand-over, method with its reasons, attempt with evidence', async () => {
      at(first, '09:00')
      const caseId = await newCase(first)
      const clerk = await sit(way, 'clerk')
      await clerk.go(`/service-orders/new?caseId=${caseId}`)
      await press(clerk, 'next')
      await clerk.page
        .locator('input[type=file]')
        .setInputFiles({ name: '起诉状副本.docx', mimeType: 'application/pdf', buffer: Buffer.from('a draft') })
      await clerk.page.getByText(say(service, way, 'problem.document-not-pdf')).waitFor()
      await clerk.page.locator('input[type=file]').setInputFiles({ name: '起诉状副本.pdf', mimeType: 'application/pdf', buffer: PDF })
      await clerk.page.getByRole('link', { name: '起诉状副本.pdf' }).waitFor()
      // The set stands in the address: a reload loses nothing.
      await clerk.page.reload()
      for (const name of [/章佳禾/, /顾明𠮷/]) await clerk.page.getByRole('checkbox', { name }).check()
      await clerk.look('new service')
      await press(clerk, 'handOver')
      await clerk.page.waitForURL(/service-orders\?/)
      const { rows } = await house.owner.query(
        "select id::int from service_of_process.service_order where case_id = $1 and recipient = '顾明𠮷'",
        [caseId],
      )
      id = rows[0].id

      const operator = await sit(way, 'operator')
      const { page } = operator
      await take(operator, id, 'address')
      // The ladder says why a method is closed, and opens with the facts.
      const notice = page.getByRole('radio', { name: new RegExp(say(service, way, 'methods.publicNotice')) })
      const mail = page.getByRole('radio', { name: new RegExp(`^${say(service, way, 'methods.mail')}`) })
      await notice.waitFor()
      expect(await notice.isDisabled()).toBe(true)
      await page
        .getByText(way.language === 'zh' ? /第95条/ : /art\. 95/)
        .first()
        .waitFor()
      await page.getByRole('checkbox', { name: say(service, way, 'situation.whereaboutsUnknown') }).check()
      await expect.poll(() => notice.isDisabled()).toBe(false)
      expect(await mail.isDisabled()).toBe(true)
      await page.getByRole('checkbox', { name: say(service, way, 'situation.whereaboutsUnknown') }).uncheck()
      await mail.check()
      await operator.look('choose address and method')
      await step(operator, 'choose')

      await press(operator, 'act.claim', work)
      await page.locator('#mailNo').waitFor()
      await page
        .locator('input[type=file]')
        .setInputFiles({ name: '现场.png', mimeType: 'image/png', buffer: Buffer.from('not a picture') })
      await page.getByText(say(service, way, 'problem.evidence-type')).waitFor()
      await page.locator('input[type=file]').setInputFiles({ name: '详情单.png', mimeType: 'image/png', buffer: PNG })
      await page.getByRole('link', { name: /详情单\.png/ }).waitFor()
      // A scanner that writes full width, and Enter behind the number: that alone sends the form.
      await page.locator('#mailNo').fill(mailNo.replace(/\d/g, (d) => String.fromCharCode(d.charCodeAt(0) + 0xfee0)))
      await operator.look('attempt with evidence')
      await step(operator, async () => page.locator('#mailNo').press('Enter'))
      await press(operator, 'act.claim', work)
    })

    test("the carrier's list, the lead's check, the clerk's confirmation", async () => {
      at(second, '10:00')
      const desk = await sit(way, 'operator')
      await desk.go('/service-orders/bulk')
      const list = [
        '邮件号,状态,时间',
        `${mailNo},已签收,${second} 09:30`,
        `${mailNo},已签收,${second}`,
        '12,已签收,2026-02-29',
        `EMS99999999CN,已签收,2026-02-29`,
      ]
      await desk.page
        .locator('input[type=file]')
        .setInputFiles({ name: '投递结果.csv', mimeType: 'text/csv', buffer: iconv.encode(list.join('\r\n'), 'gb18030') })
      await desk.page
        .getByText(
          say(service, way, 'importFigures', {
            ready: 1,
            unchanged: 0,
            errors: 3,
            encoding: say(service, way, 'encodingOf', { encoding: 'GB18030' }),
          }),
        )
        .waitFor()
      await desk.page.reload()
      await desk.page.getByText(say(service, way, 'problem.mail-number-twice')).waitFor()
      await desk.look("carrier's list, dry run")
      await press(desk, 'apply', service, { n: 1 })
      await desk.page
        .getByText(
          say(service, way, 'appliedFigures', {
            ready: 1,
            unchanged: 0,
            errors: 3,
            encoding: say(service, way, 'encodingOf', { encoding: 'GB18030' }),
          }),
        )
        .waitFor()

      const lead = await sit(way, 'teamLead')
      await take(lead, id, 'check')
      await lead.page.getByRole('radio', { name: say(service, way, 'checks.pass') }).check()
      await press(lead, 'send')
      await lead.page.waitForURL(/\/tasks$/)

      const judgeDesk = await sit(way, 'clerk')
      await take(judgeDesk, id, 'confirm')
      await judgeDesk.page
        .getByText(say(service, way, 'validities.effective'))
        .first()
        .waitFor()
      await judgeDesk.look('confirm validity and date')
      await press(judgeDesk, 'decide')
      await judgeDesk.page.waitForURL(/\/tasks$/)
    })

    test('a corrected day keeps the former values; what is overdue; indicator d down to the ledger', async () => {
      at(third, '18:00')
      const correct = await sit(way, 'clerk')
      await correct.go(`/service-orders/${id}`)
      await press(correct, 'correct')
      const drawer = correct.page.getByRole('dialog')
      await drawer.locator('#effectiveOn').fill(first)
      // Enter takes the day and tries to send: refused, for there is no reason yet.
      await drawer.locator('#effectiveOn').press('Enter')
      await drawer.locator('#reason').fill('回执记载为前一日 <script>alert(1)</script>')
      await drawer.getByRole('button', { name: say(ui, way, 'act.save'), exact: true }).click()
      await drawer.waitFor({ state: 'hidden' })
      await correct.page.getByRole('tab', { name: say(service, way, 'deadlines'), exact: true }).click()
      await correct.page.locator('del').first().waitFor()
      await correct.look('former values beside those in force')
      const { body: order } = await (await as('clerk')).get(`/service-orders/${id}`)
      const defence = order.deadlines.filter((d: { rule: string }) => d.rule === 'defence')
      expect(defence.map((d: { supersededBecause: string | null }) => d.supersededBecause).sort()).toEqual(['corrected', null])
      const receipt = await (await as('clerk')).get(`/service-orders/${id}/receipt`)
      expect([receipt.status, receipt.body.subarray(0, 5).toString()]).toEqual([200, '%PDF-'])

      // Nobody went to the plaintiff: his order is on the list of what is overdue, and late in indicator d.
      await correct.go('/service-orders?due=late')
      await correct.page.getByRole('link', { name: '章佳禾', exact: true }).first().waitFor()
      const management = await sit(way, 'management')
      await management.go(`/indicators/d?period=${first.slice(0, 7)}`)
      await tag(management, '▲', say(indicators, way, 'late')).waitFor()
      await tag(management, '✓', say(indicators, way, 'onTime')).waitFor()
      await management.look('indicator d')
      const served = management.page.locator('tr, li, article', { hasText: say(indicators, way, 'onTime') }).first()
      await served.getByRole('button', { name: say(indicators, way, 'events'), exact: true }).click()
      await management.page
        .getByText(say(verbWords, way, 'verb.service-correct'))
        .first()
        .waitFor()
    })
  })
