import { beforeAll, describe, expect, test } from 'vitest'
import iconv from 'iconv-lite'
import { problemRows } from '../../modules/cases/rules/problem-words.ts'
import { locale as cases } from '../../modules/cases/web/locale.ts'
import { testCourt } from '../support/court.ts'
import { type House, openHouse, say, visit, ways } from './house.ts'

let house: House
beforeAll(async () => {
  house = await openHouse({ jobs: true })
})

/** Columns in another order than ours, in Chinese, saved by a Chinese Excel. */
const list = (court: string, defendant: string): Buffer =>
  iconv.encode(
    [
      '被告,原告,立案时间,案 号,案由,标的额（元）',
      `${defendant},䶮某,2026年9月1日,（２０２６）${court}民初７１号,买卖合同纠纷,１２３４５.６０`,
      `李四,"=HYPERLINK(""http://x"")",2026/9/2,(2026)${court}民初72号,买卖合同纠纷,800`,
      `王五,赵六,2025年2月29日,(2026)${court}民初73号,买卖合同纠纷,`,
      `王五,赵六,2026-09-03,(2026)${court}民初71号,买卖合同纠纷,`,
    ].join('\r\n'),
    'gb18030',
  )

describe('a case list comes in', () => {
  for (const [i, way] of ways.entries())
    test(way.name, async () => {
      const code = `苏12${10 + i}`
      const court = await testCourt(house, { code, name: `云川市第${'一二三'[i]}区人民法院`, serial: 20 + i })
      const { page, go, look } = await visit(house, way, court.as('management').token)
      const upload = (name: string, bytes: Buffer) =>
        page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer: bytes })
      const press = (key: string) => page.getByRole('button', { name: say(cases, way, key), exact: true }).click()
      const tab = (key: string, n: number) => page.getByRole('tab', { name: `${say(cases, way, `import.tab.${key}`)} (${n})` })

      await go('/cases/import')
      await upload('空.csv', Buffer.from(''))
      await page.getByRole('alert').first().waitFor()
      await look('import refused')
      await upload('清单.csv', list(code, '张𠮷'))
      await page.waitForURL(/\/cases\/import\/\d+$/)
      // Headers were guessed in any order; nothing is left to choose.
      await page.getByText('12345.60', { exact: false }).or(page.getByText('１２３４５.６０')).first().waitFor()
      await look('import columns')
      await press('import.check')
      await tab('error', 2).waitFor()
      await page.getByText('2025年2月29日').first().waitFor()
      await look('import dry run')
      expect((await court.as('management').get('/cases')).body.items).toEqual([])
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: say(cases, way, 'import.errorsCsv') }).click(),
      ])
      const stream = await file.createReadStream()
      let text = ''
      for await (const chunk of stream) text += String(chunk)
      // In words, for whoever corrects the list; no codes.
      expect(text).toContain(problemRows['date-impossible']?.[way.language === 'zh' ? 0 : 1])
      expect(text).not.toContain('date-impossible')
      await press('import.run')
      await page.getByText(say(cases, way, 'import.finished', { created: 2, updated: 0, errors: 2 })).waitFor()
      await look('import done')

      // The same list with one changed row: the difference is shown, and taken over only when chosen.
      await go('/cases/import')
      await upload('清单.csv', list(code, '张𠮷'))
      await page.waitForURL(/\/cases\/import\/\d+$/)
      await press('import.check')
      await tab('changed', 0).waitFor()
      expect(await page.getByRole('button', { name: say(cases, way, 'import.run'), exact: true }).isDisabled()).toBe(true)
      await go('/cases/import')
      await upload('清单.csv', Buffer.from(iconv.encode(iconv.decode(list(code, '张𠮷'), 'gb18030').replace('800', '900'), 'gb18030')))
      await page.waitForURL(/\/cases\/import\/\d+$/)
      await press('import.check')
      await tab('changed', 1).click()
      await page.locator('ins').first().waitFor()
      await look('import difference')
      await page.getByRole('radio', { name: say(cases, way, 'import.update.all') }).check()
      await press('import.run')
      await page.getByText(say(cases, way, 'import.finished', { created: 0, updated: 1, errors: 2 })).waitFor()
      const found = (await court.as('management').get('/cases?q=%F0%A0%AE%B7')).body.items
      expect(found.map((k: { title: string }) => k.title)).toEqual(['䶮某与张𠮷'])
    })
})
