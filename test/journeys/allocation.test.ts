import { beforeAll, describe, expect, test } from 'vitest'
import { createCase } from '../../modules/cases/public.ts'
import { buildPerson } from '../../modules/organisations/fixtures.ts'
import { locale as scheduling } from '../../modules/scheduling/web/locale.ts'
import { testCourt, type TestCourt } from '../support/court.ts'
import { choose, type House, openHouse, say, visit, ways } from './house.ts'

const [desk, phone] = ways
let house: House
let court: TestCourt
let allocationId: number
beforeAll(async () => {
  house = await openHouse()
  court = await testCourt(house)
  await house.app.asSystem(court.courtId, async (ctx) => {
    await buildPerson(ctx, { name: '陆执中', role: 'judge', courtId: court.courtId, divisionId: court.divisions.civil })
    for (const n of [1, 2, 3])
      await createCase(ctx, {
        number: `（2026）苏1204民初${n}号`,
        procedure: 'simple',
        typeCode: '民初',
        filedOn: '2026-09-18',
        divisionId: court.divisions.civil,
        parties: [
          { role: 'plaintiff', kind: 'natural', name: `端木𠮷${n}` },
          { role: 'defendant', kind: 'natural', name: '李四' },
        ],
      } as never)
  })
})

describe('分案 (Annex C ⑧): lots drawn, explained, changed with a reason', () => {
  test('the whole course at the desk', async () => {
    const { page, go, look } = await visit(house, desk, court.as('management').token)
    await go('/allocation')
    await page.getByText('（2026）苏1204民初3号').waitFor()
    await page.locator('thead input[type=checkbox]').check()
    await look('allocation queue')
    await page.getByRole('button', { name: say(scheduling, desk, 'draw'), exact: true }).click()
    const results = page.getByRole('dialog')
    await results.getByText('（2026）苏1204民初1号').waitFor()
    await look('allocation results')
    await results.getByRole('link', { name: '（2026）苏1204民初2号' }).click()
    await page
      .getByRole('table')
      .getByText(say(scheduling, desk, 'hit'))
      .waitFor()
    await look('allocation')
    allocationId = Number(new URL(page.url()).pathname.split('/').pop())
    await page.getByRole('button', { name: say(scheduling, desk, 'change'), exact: true }).click()
    const drawer = page.getByRole('dialog')
    await choose(drawer.getByLabel(say(scheduling, desk, 'because'), { exact: true }), say(scheduling, desk, 'becauseOf.recusal'))
    await drawer.getByLabel(say(scheduling, desk, 'reason'), { exact: true }).fill('当事人申请回避成立')
    await drawer.locator('button[type=submit]').click()
    await page.waitForURL((u) => !u.pathname.endsWith(`/${allocationId}`))
    await page
      .getByText(say(scheduling, desk, 'excluded.before'))
      .first()
      .waitFor()
    await look('allocation changed')
    const { rows } = await house.owner.query(
      'select count(distinct judge_id)::int as n from scheduling.allocation a where case_id = (select case_id from scheduling.allocation where id = $1)',
      [allocationId],
    )
    expect(rows[0].n).toBe(2)
  })
  test(phone.name, async () => {
    const { go, look } = await visit(house, phone, court.as('management').token)
    for (const [path, name] of [
      ['/allocation', 'allocation queue'],
      ['/allocations', 'allocations'],
      [`/allocations/${allocationId}?tab=proof`, 'allocation proof'],
      ['/allocation-judges', 'allocation judges'],
    ] as const) {
      await go(path)
      await look(name)
    }
  })
})
