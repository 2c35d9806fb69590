import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { beforeAll, describe, expect, it } from 'vitest'
import { testApp } from '../../test/support/app.ts'
import { testCourt, type TestCourt } from '../../test/support/court.ts'
import { earliestStart, mayServe } from './rules.ts'

const day = fc.integer({ min: 0, max: 365 * 12 }).map((n) => Temporal.PlainDate.from('2024-01-01').add({ days: n }).toString())
describe('A-10.3: one week of written notice', () => {
  it('A-10.3: is held on every day there is, 29 February and the turn of the year among them', () =>
    fc.assert(
      fc.property(day, fc.integer({ min: -20, max: 40 }), fc.boolean(), (served, gap, emergency) => {
        const start = Temporal.PlainDate.from(served).add({ days: gap }).toString()
        const r = mayServe(served, start, emergency ? '防汛' : null)
        expect(r.ok).toBe(gap >= 7 || (emergency && gap >= 0))
        if (!r.ok) expect(r.code).toBe(gap < 0 ? 'day-past' : 'notice-too-short')
      }),
    ))
  it('A-10.3: says the first day that is allowed', () => {
    expect(earliestStart('2028-02-22')).toBe('2028-02-29')
    expect(earliestStart('2026-12-28')).toBe('2027-01-04')
  })
})

const t = await testApp({ now: '2026-09-21T01:00:00Z' })
let court: TestCourt
beforeAll(async () => {
  court = await testCourt(t)
})
const by = (who: string) => court.as(who)
const file = { name: '制度.txt', bytes: Buffer.from('第一条 工作期间不得携带手机进入扫描室。') }
const add = (who: string, fields: Record<string, string>) =>
  by(who).upload('/rules', file, { summary: '手机管理', effectiveOn: '2026-10-09', ...fields })
const duty = async (key: string, id: number) =>
  (await t.owner.query('select state, due_at from duties.duty where key = $1 and subject_id = $2', [key, id])).rows[0]

describe('rules and notices (A-10.3, A-10.5, A-11.1)', () => {
  it('A-10.3: refuses a short notice, takes one in time or in an emergency, and it is acknowledged once', async () => {
    const serve = (o: object) =>
      by('management').post('/court-notices', {
        engagementId: court.engagementId,
        title: '扫描室搬迁',
        text: '迁至二楼',
        startOn: '2026-09-28',
        ...o,
      })
    const short = await serve({ startOn: '2026-09-27' })
    expect(short.body).toMatchObject({ code: 'notice-too-short', detail: { earliest: '2026-09-28' } })
    expect((await serve({ startOn: '2026-09-20', emergencyReason: '漏水' })).body.code).toBe('day-past')
    expect((await serve({ startOn: '2026-02-29' })).status).toBe(400)
    expect((await serve({ engagementId: 99999 })).body.code).toBe('unknown-subject')
    expect(
      (
        await by('projectManager').post('/court-notices', {
          engagementId: court.engagementId,
          title: 'x',
          text: 'x',
          startOn: '2026-09-28',
        })
      ).status,
    ).toBe(403)
    expect((await serve({ startOn: '2026-09-22', emergencyReason: '漏水' })).status).toBe(200)
    const { id } = (await serve({ title: '<b>𠮷</b>' })).body
    const n = (await by('projectManager').get(`/court-notices/${id}`)).body
    expect(n).toMatchObject({ emergency: false, can: { acknowledge: { ok: true } } })
    expect(await duty('rulebook.acknowledge', id)).toMatchObject({ state: 'open' })
    const both = await Promise.all(
      [1, 2].map(() => by('projectManager').post(`/court-notices/${id}/acknowledge`, {}, { 'if-match': `"${n.revision}"` })),
    )
    expect(both.map((r) => r.status).sort()).toEqual([200, 409])
    expect(await duty('rulebook.acknowledge', id)).toMatchObject({ state: 'done' })
    expect((await by('operator').post(`/court-notices/${id}/acknowledge`, {}, { 'if-match': '"2"' })).status).toBe(403)
    // The database holds the week by itself.
    await expect(
      t.owner.query(
        "insert into rulebook.notice (court_id, kind, engagement_id, title, wording, start_on, served_by) values ($1, 'arrangement', $2, 'x', 'x', (bw.now() at time zone 'Asia/Shanghai')::date + 6, $3)",
        [court.courtId, court.engagementId, court.people.management],
      ),
    ).rejects.toThrow(/check/)
  })
  it('of a contractor with two engagements here the rule belongs to the one that is named', async () => {
    const { rows } = await t.owner.query<{ id: number }>(
      `insert into organisations.engagement (court_id, contractor_id, title, from_date, until_date, services, min_staff, exposure_cap)
       select court_id, contractor_id, '第二项入驻', from_date, until_date, services, min_staff, exposure_cap from organisations.engagement where id = $1 returning id`,
      [court.engagementId],
    )
    const second = Number(rows[0]!.id)
    await t.owner.query(
      `insert into organisations.post (court_id, person_id, side, role, engagement_id, from_date) values ($1, $2, 'contractor', 'projectManager', $3, '2026-09-01')`,
      [court.courtId, court.people.projectManager, second],
    )
    expect((await add('projectManager', { title: '门禁制度' })).body).toMatchObject({ code: 'engagement-which' })
    expect((await add('projectManager', { title: '门禁制度', engagementId: '9999' })).body.code).toBe('unknown-subject')
    const made = await add('projectManager', { title: '门禁制度', engagementId: String(second) })
    expect(made.status, JSON.stringify(made.body)).toBe(200)
    expect((await t.owner.query('select engagement_id as e from rulebook.rule where id = $1', [made.body.id])).rows).toEqual([
      { e: second },
    ])
    await t.owner.query('delete from organisations.post where engagement_id = $1', [second])
    await t.owner.query("update organisations.engagement set state = 'ended' where id = $1", [second])
  })
  it('A-11.1: the contractor’s rules bind its staff only after a review, and who has not read them is named', async () => {
    const made = await add('projectManager', { title: '手机管理制度' })
    expect(made.status, JSON.stringify(made.body)).toBe(200)
    const { id } = made.body
    expect((await add('projectManager', { ruleId: String(id) })).body.code).toBe('version-waiting')
    expect((await add('projectManager', { title: 'x', effectiveOn: '2026-02-30' })).body.code).toBe('rule-fields')
    expect(
      (
        await by('projectManager').upload(
          '/rules',
          { name: 'x.png', bytes: Buffer.from('89504e470d0a1a0a', 'hex') },
          { title: 'x', summary: 'x', effectiveOn: '2026-10-09' },
        )
      ).status,
    ).toBe(415)
    expect((await by('operator').get(`/rules/${id}`)).status).toBe(404)
    const rule = async (who: string) => (await by(who).get(`/rules/${id}`)).body
    const act = async (who: string, path: string, body: object) => {
      const v = (await rule('management')).versions[0]
      return by(who).post(`/rule-versions/${v.id}/${path}`, body, { 'if-match': `"${v.revision}"` })
    }
    expect((await act('projectManager', 'publish', {})).body.code).toBe('version-not-approved')
    expect((await act('projectManager', 'review', { notLaxer: true, text: 'x' })).status).toBe(403)
    expect((await act('management', 'review', { notLaxer: false, text: '低于法院标准' })).status).toBe(200)
    expect((await add('projectManager', { ruleId: String(id) })).status).toBe(200)
    const { id: second } = (await rule('management')).versions[0]
    expect(await duty('rulebook.review', second)).toMatchObject({ state: 'open' })
    expect((await act('management', 'review', { notLaxer: true, text: '不低于法院标准' })).status).toBe(200)
    expect(await duty('rulebook.review', second)).toMatchObject({ state: 'done' })
    expect((await act('projectManager', 'publish', {})).status).toBe(200)
    const before = (await rule('management')).unread.length
    expect((await by('operator').post(`/rule-versions/${second}/read`, {})).status).toBe(200)
    expect((await by('operator').post(`/rule-versions/${second}/read`, {})).status).toBe(200)
    const after = await rule('management')
    expect(after.unread).toHaveLength(before - 1)
    expect(after.versions[0].readers).toBe(1)
    expect((await rule('operator')).unread).toBeNull()
    expect((await by('operator').get(`/rule-versions/${second}/file`)).status).toBe(200)
  })
  it('A-10.5: the court’s rules are served on every contractor as they are issued', async () => {
    const { id } = (await add('management', { title: '诉讼服务中心管理规定' })).body
    const n = (await by('projectManager').get('/court-notices?kind=rule')).body.items
    expect(n).toHaveLength(1)
    expect(n[0]).toMatchObject({ title: '诉讼服务中心管理规定', acknowledgedAt: null })
    expect((await by('operator').get(`/rules/${id}`)).body.versions[0].state).toBe('issued')
    expect(
      (await by('projectManager').upload('/rules', file, { ruleId: String(id), summary: 'x', effectiveOn: '2026-10-09' })).body.code,
    ).toBe('unknown-subject')
  })
})
