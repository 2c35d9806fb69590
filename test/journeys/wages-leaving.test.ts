import { beforeAll, describe, expect, test } from 'vitest'
import { locale as entry } from '../../modules/accounts/web/locale-entry.ts'
import { locale as badges } from '../../modules/badges/web/locale.ts'
import { locale as injuries } from '../../modules/injuries/web/locale.ts'
import { locale as leaving } from '../../modules/leaving/web/locale.ts'
import { listOf } from '../../modules/wages/fixtures.ts'
import { listKinds } from '../../modules/wages/rules.ts'
import { locale as wages } from '../../modules/wages/web/locale.ts'
import { locale as ui } from '../../platform/ui/locale.ts'
import { testCourt, type TestCourt } from '../support/court.ts'
import { choose, type House, openHouse, say, visit, type Visit, type Way, ways } from './house.ts'

let house: House
let court: TestCourt
let names: string[]
beforeAll(async () => {
  house = await openHouse()
  court = await testCourt(house)
  await court.person('hr', 'hr')
  await court.person('finance', 'finance')
  await house.owner.query("update organisations.post set from_date = '2026-08-01' where engagement_id = $1", [court.engagementId])
  names = (
    await house.owner.query(
      'select p.name from organisations.post o join organisations.person p on p.id = o.person_id where o.engagement_id = $1 order by 1',
      [court.engagementId],
    )
  ).rows.map((r) => r.name)
})
const [desk, ...others] = ways
const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')
const w = (way: Way, key: string, values = {}): string => say(wages, way, key, values)
const l = (way: Way, key: string, values = {}): string => say(leaving, way, key, values)
const save = (way: Way): string => say(ui, way, 'act.save')
const press = (v: Visit, name: string) => v.page.getByRole('button', { name, exact: true }).click()
const inDrawer = (v: Visit, name: string) => v.page.getByRole('dialog').getByRole('button', { name, exact: true }).click()

/** wages are handed in and received, somebody leaves with his checklist, an injury runs on its clocks. */
describe('A-12: wages to the court, and the way out', () => {
  const month = (): string => `/wages/${court.engagementId}/2026-08`
  let departure = ''
  let injury = ''
  test(desk.name, async () => {
    const way = desk
    const finance = await visit(house, way, court.as('finance').token)
    await finance.go(month())
    const upload = async (n: number, name: string, bytes: Uint8Array): Promise<void> => {
      await finance.page
        .locator('input[type=file]')
        .nth(n)
        .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) })
      await finance.page.getByRole('link', { name, exact: true }).waitFor()
    }
    const wrong = names.slice(2).map((n) => [n, 5000, 4400])
    await upload(0, '有误.xlsx', await listOf('pay', [], [...wrong, ['生面孔', '５，０００', 4400], ['合计', 1, 1]]))
    await press(finance, w(way, 'showLines'))
    // What is wrong comes person by person, what wants a word in one line with all its names.
    await finance.page
      .getByRole('row', { name: /^生面孔/ })
      .first()
      .waitFor()
    await finance.page.getByText(w(way, 'severalPeople', { names: names.slice(0, 2).join('、'), n: 2 })).waitFor()
    await finance.look('wages faults')
    for (const [i, kind] of listKinds.entries()) await upload(i, `${kind}.xlsx`, await listOf(kind, names))
    await press(finance, w(way, 'act.submit'))
    await finance.page.getByRole('dialog').getByLabel(w(way, 'paidOn'), { exact: true }).fill('2026年9月14日')
    await finance.page.keyboard.press('Enter')
    await inDrawer(finance, w(way, 'act.submit'))
    await finance.page.getByText(w(way, 'state.submitted')).first().waitFor()

    const office = await visit(house, way, court.as('management').token)
    await office.go('/')
    await office.page.getByText(w(way, 'bench', { n: 1 })).waitFor()
    await office.page.getByRole('link', { name: w(way, 'benchMonth', { month: '2026年8月' }) }).click()
    await press(office, w(way, 'act.receive'))
    await inDrawer(office, w(way, 'act.receive'))
    await office.page.getByText(w(way, 'state.received')).first().waitFor()
    await office.look('wages received')

    // The form with its time, as a clerk types it.
    const me = await visit(house, way, court.as('operator').token)
    await me.go('/injuries/new')
    await me.page.getByLabel(say(injuries, way, 'happenedAt'), { exact: true }).fill('2026-09-21 08:10')
    await me.page.keyboard.press('Enter')
    await me.page.getByLabel(say(injuries, way, 'place'), { exact: true }).fill('扫描室')
    await me.page.getByLabel(say(injuries, way, 'text'), { exact: true }).fill('搬运卷宗时滑倒')
    await press(me, save(way))
    await me.page.waitForURL(/\/injuries\/\d+/)
    injury = new URL(me.page.url()).pathname

    const issued = await court.as('hr').post('/badges', { personId: court.people.operator, kind: 'badge', number: 'WB001' })
    expect(issued.status, JSON.stringify(issued.body)).toBe(200)
    const hr = await visit(house, way, court.as('hr').token)
    await hr.go('/departures/new')
    await choose(hr.page.getByLabel(l(way, 'person'), { exact: true }), 'operator乙')
    await choose(hr.page.getByLabel(l(way, 'kindOf'), { exact: true }), l(way, 'kind.resignation'))
    await hr.page.getByLabel(l(way, 'lastDay'), { exact: true }).fill('20260921')
    await hr.page.keyboard.press('Enter')
    await hr.page.getByLabel(l(way, 'reason'), { exact: true }).fill('个人原因')
    await press(hr, save(way))
    await hr.page.waitForURL(/\/departures\/\d+/)
    departure = new URL(hr.page.url()).pathname
    // The same hour: the leaver's next page is the login.
    await me.go('/')
    await me.page.getByLabel(say(entry, way, 'login'), { exact: true }).waitFor()
    await hr.page.getByText(l(way, 'byPaper')).waitFor()
    await hr.look('departure open')
    await hr.page.locator('input[type=file]').setInputFiles({ name: '声明.pdf', mimeType: 'application/pdf', buffer: pdf })
    await hr.page.getByRole('link', { name: l(way, 'how.paper') }).waitFor()
    await press(hr, l(way, 'act.media'))
    await hr.page.getByRole('dialog').getByText(l(way, 'media.none'), { exact: true }).click()
    await inDrawer(hr, save(way))
    await hr.page.getByRole('dialog').waitFor({ state: 'detached' })
    await hr.page.getByRole('link', { name: l(way, 'toPieces') }).click()
    await press(hr, say(badges, way, 'act.return'))
    await inDrawer(hr, save(way))
    await hr.page
      .getByText(say(badges, way, 'states.returned'))
      .first()
      .waitFor()

    await office.go(departure)
    await press(office, l(way, 'act.sign'))
    await office.page.getByText(l(way, 'state.signed')).first().waitFor()
    await office.look('departure signed')
  })
  for (const way of others)
    test(way.name, async () => {
      const finance = await visit(house, way, court.as('finance').token)
      await finance.go(month())
      await finance.look('wages month')
      const office = await visit(house, way, court.as('management').token)
      for (const [path, name] of [
        ['/wages', 'wages'],
        [departure, 'departure'],
        [`/personal-data?personId=${court.people.operator}`, 'personal data kept'],
        [injury, 'injury'],
      ] as const) {
        await office.go(path)
        await office.look(name)
      }
    })
})
