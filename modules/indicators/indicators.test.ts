import { expect, test } from 'vitest'
import { readXlsxRows } from '../../platform/documents/spreadsheet.ts'
import { testApp } from '../../test/support/app.ts'
import { testCourt } from '../../test/support/court.ts'
import { keepClosed } from './server.ts'

// A month as it runs, as it is closed, and as it is corrected (8.2.3).
const t = await testApp({ now: '2026-09-21T01:00:00Z' })
const c = await testCourt(t)
const batch = async (): Promise<number> =>
  (
    await c
      .as('clerk')
      .post('/dossiers/batches', { caseId: await c.newCase('=1+1', '李四'), node: 'filing', pages: 3, engagementId: c.engagementId })
  ).body.id
const first = await batch()
await batch()

const at = async (who: string, period = '2026-09', by = 'total') =>
  (await c.as(who).get(`/indicators?period=${period}&by=${by}`)).body.items.find((i: { letter: string }) => i.letter === 'b')
const versions = async (period = '2026-09') => (await c.as('leader').get(`/indicators/b/versions?period=${period}`)).body.items
const night = () => t.app.asSystem(c.courtId, keepClosed)

test('what closes is kept the night after, a correction is the next version and the first stays', async () => {
  await night()
  expect(await versions()).toEqual([])
  t.clock.set('2026-10-09T01:00:00Z')
  await night()
  await night()
  const of = (v: { version: number; numerator: number; denominator: number }) => [v.version, v.numerator, v.denominator]
  const kept = await t.owner.query(
    "select letter, period, version, numerator, denominator from indicators.figure where letter = 'b' order by period, version",
  )
  expect(kept.rows).toEqual([
    { letter: 'b', period: '2026-09', version: 1, numerator: 0, denominator: 2 },
    { letter: 'b', period: '2026-Q3', version: 1, numerator: 0, denominator: 2 },
  ])
  t.clock.set('2026-09-21T01:30:00Z')
  const ask = { letter: 'b', itemType: 'batch', itemId: first, code: 'systemFault', reason: '扫描仪当日停机' }
  const asked = await c.as('projectManager').post('/indicators/exclusions', ask)
  expect(asked.status).toBe(200)
  expect((await c.as('commissioner').post(`/indicators/exclusions/${asked.body.id}/decide`, { approved: true })).status).toBe(200)
  t.clock.set('2026-10-10T01:00:00Z')
  await night()
  t.clock.set('2026-09-21T01:30:00Z')
  expect((await versions()).map(of)).toEqual([
    [2, 0, 1],
    [1, 0, 2],
  ])
  expect((await versions('2026-Q3')).map(of)).toEqual([
    [2, 0, 1],
    [1, 0, 2],
  ])
})

test('every figure drills to its items, a team’s too', async () => {
  const groups = (await at('commissioner', '2026-09', 'team')).groups
  expect(groups.length).toBe(1)
  const key = groups[0].key || '-'
  const items = async (team: string) =>
    (await c.as('commissioner').get(`/indicators/b/items?period=2026-09&team=${encodeURIComponent(team)}`)).body.items.length
  expect([await items(key), await items('没有这个班组')]).toEqual([2, 0])
})

test('the workbook has names for its groups, units, targets, and no judge reads it', async () => {
  const rows: string[][] = []
  const file = await c.as('commissioner').get('/indicators/export?period=2026-09&by=service&language=zh')
  expect(file.status).toBe(200)
  for await (const some of readXlsxRows(file.body as Uint8Array)) rows.push(...some.map((r) => r.cells))
  expect(rows[0]).toEqual(['期间', '指标', '分组', '分子', '分母', '剔除', '未到期', '数值', '单位', '目标', '口径版本', '数值版本'])
  const b = rows.filter((r) => r[1]?.startsWith('b '))
  expect(b.map((r) => [r[2], r[3], r[4], r[5], r[6], r[8], r[9]])).toEqual([
    ['合计', '0', '0', '1', '1', '%', '≥ 97%'],
    ['编目扫描', '0', '0', '1', '1', '%', '≥ 97%'],
  ])
  expect(rows.find((r) => r[1]?.startsWith('h '))?.[7]).toBe('暂无数据')
  expect(rows.flat().filter((x) => /scan-catalogue|filing-entry/.test(x))).toEqual([])
  for (const who of ['judge', 'clerk', 'operator'])
    for (const path of ['/indicators?period=2026-09&by=person', '/indicators/b/items?period=2026-09', '/indicators/export?period=2026-09'])
      expect([who, (await c.as(who).get(path)).status]).toEqual([who, 403])
})
