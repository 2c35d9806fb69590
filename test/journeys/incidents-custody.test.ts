import { beforeAll, describe, expect, test } from 'vitest'
import { locale as custody } from '../../modules/custody/web/locale.ts'
import { locale } from '../../modules/incidents/web/locale.ts'
import { locale as leaving } from '../../modules/leaving/web/locale.ts'
import { locale as ui } from '../../platform/ui/locale.ts'
import { testCourt, type TestCourt } from '../support/court.ts'
import { type House, openHouse, say, visit, type Way, ways } from './house.ts'

let house: House
let court: TestCourt
beforeAll(async () => {
  house = await openHouse()
  court = await testCourt(house)
})
const w = (way: Way, key: string, values: Record<string, string | number> = {}): string => say(locale, way, key, values)
const [desk, ...others] = ways

/** 7.3.2.6, A-21: one report without a name and one by name, contained and graded; then the pages in the other ways. */
describe('7.3.2.6: a leak is reported, contained, told and read', () => {
  let id = 0
  test(desk!.name, async () => {
    const way = desk!
    const nobody = await visit(house, way)
    await nobody.go('/leak-report')
    await nobody.page.getByLabel(w(way, 'told'), { exact: true }).fill('看到有人在走廊拍摄卷宗。')
    await nobody.look('report without a name')
    await nobody.page.getByRole('button', { name: w(way, 'public.send'), exact: true }).click()
    const receipt = nobody.page.locator('p.bw-figures')
    await receipt.waitFor()
    const code = (await receipt.innerText()) as string
    await nobody.page.getByLabel(w(way, 'public.look'), { exact: true }).fill(code)
    await nobody.page.getByRole('button', { name: w(way, 'public.lookUp'), exact: true }).click()
    await nobody.page.getByText(w(way, 'state.reported')).waitFor()
    await nobody.look('receipt')

    const me = await visit(house, way, court.as('operator').token)
    await me.go('/incidents/new')
    await me.page.getByLabel(w(way, 'kindOf'), { exact: true }).click()
    await me.page.locator('.ant-select-item-option', { hasText: w(way, 'kind.copying') }).click()
    await me.page.getByLabel(w(way, 'told'), { exact: true }).fill('看到有人用手机拍摄卷宗。')
    await me.page.getByRole('button', { name: say(ui, way, 'act.save'), exact: true }).click()
    await me.page.waitForURL(/\/incidents\/\d+/)
    id = Number(me.page.url().match(/incidents\/(\d+)/)?.[1])

    const office = await visit(house, way, court.as('commissioner').token)
    await office.go(`/incidents/${id}`)
    await office.page.getByRole('button', { name: w(way, 'act.acknowledge'), exact: true }).click()
    await office.page.getByText(w(way, 'state.handling')).first().waitFor()
    const revision = (await court.as('commissioner').get(`/incidents/${id}`)).body.revision as number
    const concerned = await court
      .as('commissioner')
      .post(`/incidents/${id}/concern`, { personId: court.people.operator2 }, { 'if-match': `"${revision}"` })
    expect(concerned.status, JSON.stringify(concerned.body)).toBe(200)
    await office.go(`/incidents/${id}`)
    await office.page.getByRole('button', { name: w(way, 'act.contain'), exact: true }).click()
    const sheet = office.page.getByRole('dialog')
    await sheet.getByLabel(w(way, 'reason'), { exact: true }).fill('先行控制')
    await office.look('contain')
    await sheet.getByRole('button', { name: say(ui, way, 'act.save'), exact: true }).click()
    await office.page
      .getByText(w(way, 'live', { what: w(way, 'freeze.person') }))
      .first()
      .waitFor()
    await office.look('incident')
    await office.go('/incidents')
    await office.page.getByText(w(way, 'kind.copying')).first().waitFor()
    await office.look('incidents')
  })
  for (const way of others)
    test(way.name, async () => {
      const office = await visit(house, way, court.as('management').token)
      await office.go(`/incidents/${id}`)
      await office.page.getByText(w(way, 'entry.contained')).first().waitFor()
      await office.look('incident')
      await office.go('/emergency-plans')
      await office.page.getByText(w(way, 'plansNone')).first().waitFor()
      await office.look('plans')
      const nobody = await visit(house, way)
      await nobody.go('/leak-report')
      await nobody.page.getByLabel(w(way, 'told'), { exact: true }).waitFor()
      await nobody.look('report without a name')
    })
})

/** 5.2: a place is counted volume by volume; 个保法45: what is kept of oneself. */
describe('5.2: volumes have places, and a place is counted', () => {
  const c = (way: Way, key: string, values: Record<string, string | number> = {}): string => say(custody, way, key, values)
  let counted = ''
  test(desk!.name, async () => {
    const way = desk!
    const clerk = court.as('clerk')
    const placeId = (await clerk.post('/custody/places', { name: '民一庭卷柜', kind: 'shelf' })).body.id
    const caseId = await court.newCase()
    const volume = (serial: number) => clerk.post('/volumes', { caseId, kind: 'main', serial, pages: 80, placeId })
    const [first] = [(await volume(1)).body, (await volume(2)).body]
    const me = await visit(house, way, clerk.token)
    await me.go(`/custody-places/${placeId}`)
    await me.look('place')
    await me.page.getByRole('button', { name: c(way, 'startCount'), exact: true }).click()
    await me.page.waitForURL(/\/custody-counts\/\d+/)
    counted = new URL(me.page.url()).pathname
    await me.page.getByLabel(c(way, 'code'), { exact: true }).fill(first.code)
    await me.page.getByLabel(c(way, 'counted'), { exact: true }).fill('79')
    await me.page.getByRole('button', { name: c(way, 'countThis'), exact: true }).click()
    await me.page.getByText(c(way, 'resultOf.differs')).first().waitFor()
    await me.look('count')
  })
  for (const way of others)
    test(way.name, async () => {
      const me = await visit(house, way, court.as('clerk').token)
      await me.go(counted)
      await me.page.getByText(c(way, 'resultOf.missing')).first().waitFor()
      await me.look('count')
      const operator = await visit(house, way, court.as('operator').token)
      await operator.go('/personal-data')
      await operator.page
        .getByText(say(leaving, way, 'holdingOf.facts'))
        .first()
        .waitFor()
      await operator.look('personal data kept')
    })
})
