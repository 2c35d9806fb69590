import { beforeAll, describe, expect, test } from 'vitest'
import { signedIn } from '../../modules/accounts/fixtures.ts'
import { complaint, typed } from '../../modules/filing/fixtures.ts'
import { locale as filing } from '../../modules/filing/web/locale.ts'
import { locale as indicators } from '../../modules/indicators/web/locale.ts'
import { locale as work } from '../../modules/worklist/web/locale.ts'
import { fireTimer } from '../../modules/worklist/public.ts'
import { locale as ui } from '../../platform/ui/locale.ts'
import { testCourt, type TestCourt } from '../support/court.ts'
import { choose, type House, openHouse, say, type Visit, visit, type Way, ways } from './house.ts'

let house: House
let court: TestCourt
beforeAll(async () => {
  house = await openHouse()
  court = await testCourt(house)
})

const later = (days: number): void => house.clock.advance({ hours: 24 * days })
/** Signed in now: sessions end while the clock runs through weeks. */
const tokenOf = (who: string): Promise<string> => house.app.asSystem(court.courtId, (ctx) => signedIn(ctx, court.people[who]!))
const as = async (who: string) => house.visitor(await tokenOf(who))
const sit = async (way: Way, who: string): Promise<Visit> => {
  const v = await visit(house, way, await tokenOf(who))
  await v.page.clock.setFixedTime(house.clock.now().epochMilliseconds)
  return v
}
const openTask = async (recordId: number, element: string): Promise<{ id: number; revision: number }> =>
  (
    await house.owner.query(
      "select id::int, revision from worklist.task where subject_type = 'filing' and subject_id = $1 and element_id = $2 and state in ('ready', 'claimed', 'started') order by id desc",
      [recordId, element],
    )
  ).rows[0]
const fireTimers = async (recordId: number): Promise<void> => {
  const { rows } = await house.owner.query(
    'select t.instance_id::int, t.id::int from processes.timer t join processes.instance i on i.id = t.instance_id where i.subject_id = $1 and t.due_at <= $2',
    [recordId, house.clock.now().toString()],
  )
  expect(rows).toHaveLength(1)
  await house.app.asSystem(court.courtId, (ctx) => fireTimer(ctx, rows[0].instance_id, rows[0].id))
}
const press = async ({ page, way }: Visit, key: string, words = filing, values = {}): Promise<void> => {
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
const pick = ({ page, way }: Visit, key: string): Promise<void> =>
  page
    .getByRole('radio', { name: say(filing, way, key) })
    .first()
    .click()
/** Done by API what other journeys click: from the receipt to the number. */
const filed = async (): Promise<number> => {
  const { id } = (await (await as('filingOfficer')).post('/filing/records', complaint())).body
  const act = async (who: string, element: string, verb: string, body: (taskId: number) => Promise<unknown>) => {
    const task = await openTask(id, element)
    const v = await as(who)
    await v.post(`/tasks/${task.id}/claim`, {}, { 'if-match': `"${task.revision}"` })
    const r = await v.post(`/filing/tasks/${task.id}/${verb}`, await body(task.id), {
      'if-match': `"${(await openTask(id, element)).revision}"`,
    })
    expect(r.status, JSON.stringify(r.body)).toBe(200)
  }
  await act('operator', 'keyIn', 'key-in', async (task) => typed((await (await as('operator')).get(`/filing/tasks/${task}`)).body.keyed))
  await act('teamLead', 'check', 'check', async () => ({ passed: true }))
  await act('filingOfficer', 'decision', 'decide', async () => ({ decision: 'accept', fee: '1150.00', divisionId: court.divisions.civil }))
  return id
}

describe('登记7 the one-time notice, its lapse, and the ruling when the party insists', () => {
  for (const way of ways)
    test(way.name, async () => {
      const made = await (await as('filingOfficer')).post(
        '/filing/records',
        complaint({ next: 'examine', applicant: '陈䶮', statement: '<script>alert(1)</script>请求返还货款。' }),
      )
      const id = made.body.id as number
      const officer = await sit(way, 'filingOfficer')
      const { page, go, look } = officer
      await go(`/tasks/${made.body.taskId}`)
      await pick(officer, 'decide.supplementText')
      await press(officer, 'decide.supplementSubmit')
      await page.getByRole('region', { name: say(filing, way, 'supplement.title'), exact: true }).waitFor()
      await page.getByRole('button', { name: `+ ${say(filing, way, 'supplement.usual.copies')}` }).click()
      await press(officer, 'supplement.add')
      await page.getByRole('textbox', { name: say(filing, way, 'supplement.item', { n: 2 }) }).fill('授权委托书原件 <b>02-29</b>')
      await look('filing exceptions: supplement')
      await press(officer, 'supplement.submit', filing, { n: 2 })
      await page.waitForURL(/\/tasks$/)
      await go(`/filing/${id}`)
      await page.getByText('<b>02-29</b>').first().waitFor()
      // It arrives: the period starts anew, and the officer has the examination in hand.
      await press(officer, 'act.supplementArrived')
      const drawer = page.getByRole('dialog')
      await drawer.getByRole('combobox', { name: say(filing, way, 'material.name', { n: 1 }) }).fill('起诉状副本')
      await look('filing exceptions: arrived')
      await drawer.getByRole('button', { name: say(ui, way, 'act.save'), exact: true }).click()
      await page.waitForURL(/\/tasks\/\d+$/)
      // A further notice on what could be seen from the first day needs reasons.
      await pick(officer, 'decide.supplementText')
      await press(officer, 'decide.supplementSubmit')
      await page.getByRole('textbox', { name: say(filing, way, 'supplement.item', { n: 1 }) }).fill('被告的身份信息')
      const seenOn = page.getByLabel(say(filing, way, 'supplement.visibleOn'))
      await seenOn.fill(house.clock.now().toZonedDateTimeISO('Asia/Shanghai').toPlainDate().subtract({ days: 1 }).toString())
      await seenOn.press('Enter')
      const submit = page.getByRole('button', { name: say(filing, way, 'supplement.submit', { n: 1 }), exact: true })
      await look('filing exceptions: second notice')
      expect(await submit.isDisabled()).toBe(true)
      await page.getByRole('textbox', { name: say(filing, way, 'supplement.reason') }).fill('首次告知时材料被遮挡，未能发现')
      await submit.click()
      await page.waitForURL(/\/tasks$/)

      later(18)
      await fireTimers(id)
      const again = await sit(way, 'filingOfficer')
      await again.go(`/tasks/${(await openTask(id, 'notSupplemented')).id}`)
      await press(again, 'act.claim', work)
      await pick(again, 'afterNotice.insistsText')
      await again.page.locator('#reason').fill('当事人坚持起诉')
      await press(again, 'decide.make')
      await again.page.getByRole('region', { name: say(filing, way, 'refusal.title'), exact: true }).waitFor()
      await again.look('filing exceptions: refusal')
      await press(again, 'refusal.submit')
      await again.page.waitForURL(/\/tasks$/)
      await again.go(`/filing/${id}`)
      await again.page
        .getByText(say(filing, way, 'state.refused'))
        .first()
        .waitFor()
      await again.page.getByRole('link', { name: say(filing, way, 'document.refusalRuling') }).waitFor()
      await again.look('filing exceptions: refused')
    })
})

describe('7.2.2 notices, hand-over and the fee that was not paid', () => {
  for (const way of ways)
    test(way.name, async () => {
      const id = await filed()
      const month = house.clock.now().toZonedDateTimeISO('Asia/Shanghai').toPlainDate().toString().slice(0, 7)
      const operator = await sit(way, 'operator')
      const notices = `/tasks/${(await openTask(id, 'notices')).id}`
      await operator.go(notices)
      await press(operator, 'act.claim', work)
      await press(operator, 'notices.make')
      await operator.page
        .getByText(say(filing, way, 'notices.made'))
        .first()
        .waitFor()
      await press(operator, 'notices.submit')
      // The next step is his own: one click further.
      await operator.page.waitForURL((u) => /\/tasks\/\d+$/.test(u.pathname) && u.pathname !== notices)
      expect(operator.page.url()).toContain(`/tasks/${(await openTask(id, 'handover')).id}`)
      await press(operator, 'act.claim', work)
      await choose(operator.page.locator('#receiverId'), 'clerk甲')
      await operator.look('filing exceptions: hand-over')
      await press(operator, 'handover.submit')
      await operator.page.waitForURL(/\/tasks$/)

      // Seven days, a weekend behind them and the closing hour: longer than any of the three.
      later(12)
      await fireTimers(id)
      const judge = await sit(way, 'judge')
      await judge.go(`/tasks/${(await openTask(id, 'feeDecision')).id}`)
      await press(judge, 'act.claim', work)
      await pick(judge, 'feeDecision.withdrawnText')
      await judge.page.locator('#reason').fill('逾期未交费')
      await judge.look('filing exceptions: fee decision')

      // Meanwhile the party pays at the desk: the judge's step ends, his late click is told so and changes nothing.
      const officer = await sit(way, 'filingOfficer')
      await officer.go('/filing/fees')
      await officer.go(`/filing/${id}`)
      await press(officer, 'act.feePaid')
      await officer.page.locator('#receiptNo').fill('Z-２０２６-001')
      await officer.look('filing exceptions: fee paid')
      await officer.page
        .getByRole('dialog')
        .getByRole('button', { name: say(ui, way, 'act.save'), exact: true })
        .click()
      await officer.page.getByText(say(filing, way, 'fees.lateButPaid')).waitFor()
      await press(judge, 'decide.make')
      await judge.page
        .getByText(say(work, way, 'problem.task-closed.text'))
        .or(judge.page.getByText(say(work, way, 'formClosed')))
        .first()
        .waitFor()
      await officer.look('filing exceptions: record')

      // 8.2.3 e: the entry counts, and the figure opens to the item and its ledger.
      const management = await sit(way, 'management')
      await management.go(`/indicators/e?period=${month}`)
      await management.page
        .getByText(say(indicators, way, 'counted'))
        .first()
        .waitFor()
      await management.page
        .getByRole('button', { name: say(indicators, way, 'events'), exact: true })
        .first()
        .click()
      await management.page
        .getByText(say({ zh: { x: '移送审判庭' }, en: { x: 'Handed over to the division' } }, way, 'x'))
        .first()
        .waitFor()
      await management.look('filing exceptions: ledger of the item')
    })
})
