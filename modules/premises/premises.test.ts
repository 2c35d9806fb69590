import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { beforeAll, describe, expect, it } from 'vitest'
import { builtInCalendar } from '../../platform/calendar/holiday-calendar.ts'
import { writeXlsx } from '../../platform/documents/spreadsheet.ts'
import { testApp } from '../../test/support/app.ts'
import { testCourt, type TestCourt } from '../../test/support/court.ts'
import { runDuties } from '../duties/public.ts'
import { codeOf, columnTitles, maintainerOf, OFFICE_HOURS, workMinutes } from './rules.ts'

const at = (s: string) => Temporal.PlainDateTime.from(s)
describe('repair time in office hours (A-10.4)', () => {
  it('counts the hours of working days only', () => {
    const m = (a: string, b: string) => workMinutes(builtInCalendar, at(a), at(b))
    expect(m('2026-09-21T09:00', '2026-09-21T10:30')).toBe(90)
    expect(m('2026-09-21T11:00', '2026-09-21T14:00')).toBe(90)
    expect(m('2026-09-21T16:00', '2026-09-22T10:00')).toBe(120)
    // Friday 25 September 2026 is Mid-Autumn, 26 and 27 the weekend.
    expect(m('2026-09-24T16:00', '2026-09-28T10:00')).toBe(120)
    expect(m('2026-09-27T08:00', '2026-09-27T20:00')).toBe(0)
    expect(m('2026-09-22T10:00', '2026-09-21T10:00')).toBe(0)
  })
  it('is the plain count of minutes, and never shrinks as time goes on', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 * 24 * 12 }), fc.integer({ min: 0, max: 60 * 24 * 12 }), (a, b) => {
        const start = at('2026-09-20T00:00')
        const [from, until] = [Math.min(a, b), Math.max(a, b)]
        let n = 0
        for (let i = from; i < until; i++) {
          const t = start.add({ minutes: i })
          const minute = t.hour * 60 + t.minute
          if (builtInCalendar.isWorkday(t.toPlainDate()) && OFFICE_HOURS.some(([x, y]) => minute >= x && minute < y)) n++
        }
        expect(workMinutes(builtInCalendar, start.add({ minutes: from }), start.add({ minutes: until }))).toBe(n)
      }),
      { numRuns: 25 },
    ))
  it('knows who keeps what in order, and a code however it is written', () => {
    expect(maintainerOf('court', 'scanner')).toBe('court')
    expect(maintainerOf('court', 'printer')).toBe('contractor')
    expect(maintainerOf('contractor', 'system')).toBe('contractor')
    for (const c of ['abcde 23456', 'ＡＢＣＤＥ２３４５６', 'http://x/equipment/7?code=ABCDE23456']) expect(codeOf(c)).toBe('ABCDE23456')
  })
})

const t = await testApp({ now: '2026-09-21T01:00:00Z' })
let court: TestCourt
let zone = 0
let away = 0
beforeAll(async () => {
  court = await testCourt(t)
  const place = (await by('management').post('/premises', { name: '诉讼服务中心', address: '法院路1号' })).body.id
  const make = async (name: string, engagementIds: number[]) =>
    (await by('management').post('/zones', { placeId: place, name, purpose: '扫描', engagementIds })).body.id
  zone = await make('扫描室', [court.engagementId])
  away = await make('档案室', [])
})
const by = (who: string) => court.as(who)
const serial = (() => {
  let n = 0
  return () => `SN-${++n}`
})()
const make = async (who: string, o: object = {}) => {
  const r = await by(who).post('/equipment', {
    name: '高速扫描仪',
    kind: 'scanner',
    serialNo: serial(),
    owner: who === 'management' ? 'court' : 'contractor',
    zoneId: zone,
    ...o,
  })
  expect(r.status, JSON.stringify(r.body)).toBe(200)
  return r.body as { id: number; code: string }
}
const turn = async (who: string, path: string, act: string, body: object = {}) => {
  const { revision } = (await by('management').get(path)).body
  return by(who).post(`${path}/${act}`, body, { 'if-match': `"${revision}"` })
}

describe('premises and equipment (7.1.4)', () => {
  it('keeps premises and zones; a contractor sees the zones it works in and nothing else', async () => {
    expect((await by('management').post('/premises', { name: '诉讼服务中心', address: 'x' })).body.code).toBe('premises-known')
    expect((await by('operator').post('/premises', { name: 'x', address: 'x' })).status).toBe(403)
    expect((await by('management').post('/zones', { placeId: 999, name: 'x', purpose: 'x' })).body.code).toBe('unknown-subject')
    expect((await by('operator').get('/zones')).body.items.map((z: { name: string }) => z.name)).toEqual(['扫描室'])
    expect((await by('management').get('/zones')).body.items).toHaveLength(2)
    const hidden = await make('management', { zoneId: away })
    expect((await by('operator').get(`/equipment/${hidden.id}`)).status).toBe(404)
    expect((await by('operator').get(`/equipment/codes/${hidden.code}`)).status).toBe(404)
    const z = (await by('management').get('/zones')).body.items.find((x: { id: number }) => x.id === away)
    expect(z.can.close).toEqual({ ok: false, code: 'zone-in-use' })
    expect((await by('management').post(`/zones/${away}/close`, {}, { 'if-match': `"${z.revision}"` })).body.code).toBe('zone-in-use')
  })
  it('registers equipment once, by its owner, with labels', async () => {
    const e = await make('projectManager', { serialNo: 'ＤＵＰ１', name: '<script>𠮷</script>' })
    expect(
      (await by('management').post('/equipment', { name: 'x', kind: 'scanner', serialNo: 'DUP1', owner: 'court', zoneId: zone })).body.code,
    ).toBe('serial-known')
    expect(
      (await by('projectManager').post('/equipment', { name: 'x', kind: 'scanner', serialNo: serial(), owner: 'court', zoneId: zone })).body
        .code,
    ).toBe('owner-not-yours')
    expect(
      (await by('projectManager').post('/equipment', { name: 'x', kind: 'scanner', serialNo: serial(), owner: 'contractor', zoneId: away }))
        .body.code,
    ).toBe('unknown-subject')
    const labels = await by('projectManager').get(`/equipment/labels?ids=${e.id}`)
    expect(labels.status).toBe(200)
    expect((await by('operator').get('/equipment/labels')).status).toBe(403)
    expect((await by('management').get('/equipment/labels?ids=999999')).body.code).toBe('no-equipment')
    expect((await turn('projectManager', `/equipment/${e.id}`, 'change', { zoneId: zone, state: 'retired' })).body.code).toBe(
      'reason-missing',
    )
    expect((await turn('projectManager', `/equipment/${e.id}`, 'change', { zoneId: zone, state: 'retired', reason: '报废' })).status).toBe(
      200,
    )
    expect((await turn('projectManager', `/equipment/${e.id}`, 'change', { zoneId: zone, state: 'in-use' })).body.code).toBe(
      'equipment-retired',
    )
  })
  it('takes a list in row by row and says what is wrong with each', async () => {
    const list = await writeXlsx([
      {
        name: '台账',
        header: Object.values(columnTitles),
        rows: [
          ['扫描仪甲', '扫描仪', 'IN-1', '服务商', '诉讼服务中心', '扫描室'],
          ['扫描仪乙', '扫描仪', 'IN-1', '服务商', '诉讼服务中心', '扫描室'],
          ['', '飞机', 'IN-3', '法院', '诉讼服务中心', '档案室'],
        ],
      },
    ])
    const send = (fields: Record<string, string>) =>
      by('projectManager').upload('/equipment/import', { name: '台账.xlsx', bytes: list }, fields)
    const checked = await send({ check: 'yes' })
    expect(checked.body, JSON.stringify(checked.body)).toMatchObject({ rows: 3, good: 1, made: 0 })
    expect(checked.body.faults.map((f: { row: number; code: string }) => [f.row, f.code])).toEqual([
      [3, 'twice-in-list'],
      [4, 'empty'],
      [4, 'kind-unknown'],
      [4, 'not-yours'],
      [4, 'zone-unknown'],
    ])
    expect((await send({})).body.made).toBe(1)
    expect((await send({})).body).toMatchObject({ made: 0, good: 0 })
    const bad = await by('projectManager').upload('/equipment/import', { name: 'x.csv', bytes: Buffer.from('a,b\n1,2\n') })
    expect(bad.body.code).toBe('equipment-columns')
    expect((await by('projectManager').get('/equipment/template')).status).toBe(200)
  })
  it('owes each planned maintenance until its record fulfils it', async () => {
    const e = await make('projectManager')
    const plan = await by('projectManager').post(`/equipment/${e.id}/plans`, { every: 'month', work: '清洁滚轮' })
    expect(plan.status, JSON.stringify(plan.body)).toBe(200)
    expect((await by('projectManager').post(`/equipment/${e.id}/plans`, { every: 'year', work: '清洁滚轮' })).body.code).toBe('plan-known')
    expect((await by('management').post(`/equipment/${e.id}/plans`, { every: 'year', work: 'x' })).body.code).toBe('owner-not-yours')
    await runDuties(t.app, court.courtId)
    const owed = async () =>
      (
        await t.owner.query(
          "select state, period from duties.duty where key = 'premises.maintain-month' and subject_id = $1 order by period",
          [plan.body.id],
        )
      ).rows
    expect((await owed())[0]).toMatchObject({ period: '2026-09' })
    const record = (onDate: string) =>
      by('projectManager').post(`/equipment/${e.id}/maintenance`, { planId: plan.body.id, onDate, work: '已清洁', result: 'good' })
    expect((await record('2026-09-22')).body.code).toBe('day-in-future')
    expect((await record('2025-01-01')).body.code).toBe('day-too-old')
    expect((await record('2026-02-29')).status).toBe(400)
    expect((await record('2026-09-21')).status).toBe(200)
    expect((await owed())[0].state).toBe('done')
    expect((await by('projectManager').get(`/equipment/${e.id}`)).body.maintenance[0].planned).toBe(true)
  })
  it('A-10.4: a fault of what the court provides, its repair time, and the loss that the other side answers', async () => {
    const e = await make('management')
    const both = await Promise.all([1, 2].map(() => by('operator').post(`/equipment/${e.id}/faults`, { text: '不进纸' })))
    expect(both.map((r) => r.status).sort()).toEqual([200, 409])
    const id = both.find((r) => r.status === 200)!.body.id
    expect((await by('operator').get(`/equipment/${e.id}`)).body).toMatchObject({ state: 'faulty', openFaultId: id })
    expect((await turn('projectManager', `/faults/${id}`, 'repair', { repairedAt: '2026-09-21T01:00:00Z', text: 'x' })).body.code).toBe(
      'repair-not-yours',
    )
    expect((await turn('management', `/faults/${id}`, 'repair', { repairedAt: '2026-09-22T01:00:00Z', text: 'x' })).body.code).toBe(
      'moment-outside',
    )
    t.clock.set('2026-09-21T01:20:00Z')
    expect((await turn('management', `/faults/${id}`, 'repair', { repairedAt: '2026-09-21T01:20:00Z', text: '更换滚轮' })).status).toBe(200)
    expect((await by('operator').get(`/faults/${id}`)).body).toMatchObject({ state: 'repaired', workMinutes: 20 })
    expect((await by('operator').get(`/faults/${id}`)).body.can.loss).toEqual({ ok: false, code: 'not-allowed' })
    expect((await turn('projectManager', `/faults/${id}`, 'loss', { side: 'court', fen: 120000, text: '停工半日' })).status).toBe(200)
    expect((await turn('projectManager', `/faults/${id}`, 'answer', { accept: true, text: '认可' })).body.code).toBe('other-side-answers')
    expect((await turn('commissioner', `/faults/${id}`, 'answer', { accept: false, text: '修复及时' })).status).toBe(200)
    expect((await turn('management', `/faults/${id}`, 'loss', { side: 'shared', fen: 60000, text: '各半' })).status).toBe(200)
    expect((await turn('projectManager', `/faults/${id}`, 'answer', { accept: true, text: '同意' })).status).toBe(200)
    expect((await turn('management', `/faults/${id}`, 'loss', { side: 'none', fen: 0, text: 'x' })).body.code).toBe('loss-proposed')
    expect((await by('management').get('/faults?loss=accepted')).body.items).toHaveLength(1)
  })
  it('counts on the spot: what is there, missing, or belongs elsewhere', async () => {
    const stranger = await make('management', { zoneId: away })
    const mine = await make('projectManager')
    const start = await Promise.all([1, 2].map(() => by('commissioner').post('/spot-counts', { zoneId: zone })))
    expect(start.map((r) => r.status).sort()).toEqual([200, 409])
    const id = start.find((r) => r.status === 200)!.body.id
    const found = (code: string) => by('commissioner').post(`/spot-counts/${id}/found`, { code })
    expect((await found(`http://x/equipment/1?code=${mine.code}`)).body).toMatchObject({ expected: true })
    expect((await found(mine.code.toLowerCase())).body.code).toBe('equipment-counted-already')
    expect((await found(stranger.code)).body).toMatchObject({ expected: false })
    expect((await found('ZZZZZZZZZZ')).body.code).toBe('equipment-code-unknown')
    const c = (await by('projectManager').get(`/spot-counts/${id}`)).body
    expect(c).toMatchObject({ found: 2, surplus: 1 })
    expect(c.missing).toBe(c.expected - 1)
    expect((await turn('commissioner', `/spot-counts/${id}`, 'close', {})).body.code).toBe('reason-missing')
    expect((await turn('commissioner', `/spot-counts/${id}`, 'close', { remark: '在维修' })).status).toBe(200)
    expect((await found(mine.code)).body.code).toBe('count-closed')
    expect((await by('operator').get(`/spot-counts/${id}/print`)).status).toBe(200)
  })
})
