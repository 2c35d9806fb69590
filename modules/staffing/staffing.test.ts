import { beforeAll, describe, expect, it } from 'vitest'
import { type Reply, testApp } from '../../test/support/app.ts'
import { testCourt, type TestCourt } from '../../test/support/court.ts'
import { signedIn } from '../accounts/fixtures.ts'
import { buildPerson } from '../organisations/fixtures.ts'
import { recordAbsence } from '../workforce/public.ts'
import { reckonAll } from './commands/reckon.ts'

const t = await testApp({ now: '2026-09-21T01:00:00Z' })
let c: TestCourt
let other: TestCourt
const rev = (n: number): Record<string, string> => ({ 'if-match': `"${n}"` })
// biome-ignore lint/suspicious/noExplicitAny: what came over the wire
type Any = any
const posts = async (query = ''): Promise<Any[]> => (await c.as('management').get(`/staffing/posts${query}`)).body.items
const post = async (name: string): Promise<Any> => (await posts()).find((p) => p.name === name)
const code = (r: Reply): [number, string] => [r.status, r.body.code]
const notices = async (who: string, kind: string): Promise<number> =>
  (await c.as(who).get('/notices?limit=100')).body.items.filter((n: Any) => n.kind === kind).length
const duty = async (key: string, subject: number): Promise<Any[]> =>
  (
    await t.owner.query('select state, due_at, evidence_type from duties.duty where key = $1 and subject_id = $2 order by id', [
      key,
      subject,
    ])
  ).rows
const vacancies = async (query = ''): Promise<Any[]> => (await c.as('projectManager').get(`/staffing/vacancies${query}`)).body.items

/** Hours later: the sessions have run out, everybody signs in anew. */
const later = async (instant: string): Promise<void> => {
  t.clock.set(instant)
  const tokens: Record<string, string> = {}
  for (const who of Object.keys(c.people)) {
    const left = await t.owner.query('select 1 from organisations.person where id = $1 and left_on is not null', [c.people[who]])
    if (!left.rows.length) tokens[who] = await t.app.asSystem(c.courtId, (ctx) => signedIn(ctx, c.people[who]!))
  }
  c.as = (who) => t.visitor(tokens[who]!)
}
beforeAll(async () => {
  c = await testCourt(t)
  other = await testCourt(t, { code: '苏1298', serial: 77 })
  await c.person('hr', 'hr')
})

describe('posts of the contract', () => {
  it('are set by the court, filled by the roster', async () => {
    const made = await c
      .as('management')
      .post('/staffing/posts', { engagementId: c.engagementId, name: '扫描岗', services: ['scan-catalogue'], minimum: 2 })
    expect(made.status, JSON.stringify(made.body)).toBe(200)
    expect(await post('扫描岗')).toMatchObject({ filled: 2, missing: 0, minimum: 2, vacantSince: null })
    // The third is on the roster, and does not count before he is admitted.
    expect((await post('扫描岗')).people.map((p: Any) => [p.name, p.absent])).toEqual([
      ['operator乙', null],
      ['operator2乙', null],
      ['未准入丙', 'notAdmitted'],
    ])
    expect((await c.as('projectManager').get('/staffing/posts')).body.items).toHaveLength(1)
    expect((await c.as('projectManager').get('/staffing/posts')).body.can.make.ok).toBe(false)
  })
  it('refuse what does not stand', async () => {
    const make = (who: string, over: object): Promise<Reply> =>
      c.as(who).post('/staffing/posts', { engagementId: c.engagementId, name: '立案岗', services: ['filing-entry'], minimum: 1, ...over })
    expect(code(await make('management', { name: '扫描岗' }))).toEqual([409, 'post-name-taken'])
    expect(code(await make('management', { services: ['hotline'] }))).toEqual([422, 'post-service-outside'])
    expect(code(await make('management', { services: ['filing-entry', 'filing-entry'] }))).toEqual([422, 'service-twice'])
    expect(code(await make('management', { engagementId: other.engagementId }))).toEqual([422, 'engagement-unknown'])
    expect((await make('management', { minimum: 0 })).status).toBe(400)
    expect((await make('management', { name: ' ' })).status).toBe(400)
    expect((await make('commissioner', {})).status).toBe(403)
    expect((await make('projectManager', {})).status).toBe(403)
    expect((await c.as('operator').get('/staffing/posts')).status).toBe(403)
    expect((await other.as('management').get('/staffing/posts')).body.items).toEqual([])
    expect((await other.as('commissioner').get('/staffing/replacements')).body.items).toEqual([])
    const p = await post('扫描岗')
    const change = (revision: number, name = '扫描岗') =>
      c
        .as('management')
        .put(`/staffing/posts/${p.id}`, { name, services: ['scan-catalogue'], minimum: 2, skills: '𠮷<script>' }, rev(revision))
    expect(code(await change(99))).toEqual([409, 'stale-revision'])
    const both = await Promise.all([change(1), change(1)])
    expect(both.map((r) => r.status).sort()).toEqual([200, 409])
    expect((await other.as('management').put(`/staffing/posts/${p.id}`, { name: 'x', minimum: 1 }, rev(2))).status).toBe(404)
  })
})

describe('7.1.1.3: below the minimum', () => {
  it('a veto opens the vacancy, the duty and the notices in its own transaction; lifting it fills the post and fulfils the duty', async () => {
    const veto = await c.as('management').post(`/workforce/${c.people.operator2}/veto`, { reason: '保密问题' })
    expect(veto.status, JSON.stringify(veto.body)).toBe(200)
    const p = await post('扫描岗')
    expect(p).toMatchObject({
      filled: 1,
      missing: 1,
      vacantSince: expect.stringContaining('2026-09-21'),
      cause: 'gate',
      dueAt: '2026-09-29',
    })
    expect((await posts('?short=yes')).map((x) => x.name)).toEqual(['扫描岗'])
    const [v] = await vacancies('?open=yes')
    expect(v).toMatchObject({ post: '扫描岗', missing: 1, closedAt: null })
    // 25 to 27 September are Mid-Autumn days off.
    expect(await duty('staffing.refill', v.id)).toMatchObject([{ state: 'open' }])
    for (const who of ['management', 'commissioner', 'projectManager', 'hr'])
      expect([who, await notices(who, 'staffing-short')]).toEqual([who, 1])
    expect(await notices('operator', 'staffing-short')).toBe(0)
    const lifted = await c.as('commissioner').post(`/workforce/${c.people.operator2}/veto/lift`, { reason: '查明无误' })
    expect(lifted.status, JSON.stringify(lifted.body)).toBe(200)
    expect(await post('扫描岗')).toMatchObject({ filled: 2, missing: 0, vacantSince: null })
    expect(await duty('staffing.refill', v.id)).toMatchObject([{ state: 'done', evidence_type: 'vacancy' }])
    expect((await vacancies())[0].closedAt).not.toBeNull()
  })
  it('a leave opens one by its first minute, its end fills it, both by time alone', async () => {
    await t.app.asSystem(c.courtId, (ctx) =>
      recordAbsence(ctx, { personId: c.people.operator!, fromAt: '2026-09-21T04:00:00Z', untilAt: '2026-09-21T08:00:00Z', source: 'test' }),
    )
    await reckonAll(t.app)
    expect((await post('扫描岗')).missing).toBe(0)
    await later('2026-09-21T04:00:00Z')
    await reckonAll(t.app)
    await reckonAll(t.app)
    expect(await post('扫描岗')).toMatchObject({ missing: 1, cause: 'leave' })
    expect((await post('扫描岗')).people).toContainEqual({ id: c.people.operator, name: 'operator乙', absent: 'onLeave' })
    expect(await vacancies('?open=yes')).toHaveLength(1)
    await later('2026-09-21T08:00:00Z')
    await reckonAll(t.app)
    expect(await vacancies('?open=yes')).toEqual([])
  })
  it('leaving opens one, for the post and for the engagement; the court asking for fewer withdraws the duty', async () => {
    const e = (await c.as('management').get(`/engagements/${c.engagementId}`)).body
    const asked = await c.as('management').patch(`/engagements/${c.engagementId}`, { minStaff: 4 }, rev(e.revision))
    expect(asked.status, JSON.stringify(asked.body)).toBe(200)
    const whole = async (): Promise<Any> => (await c.as('hr').get('/staffing/engagements')).body.items[0]
    // hr has a post there and does no work; candidate is not admitted.
    expect(await whole()).toMatchObject({ minStaff: 4, present: 4, missing: 0, manager: 'projectManager乙', changes: [] })
    const person = (await c.as('hr').get(`/people/${c.people.operator2}`)).body
    expect((await c.as('hr').post(`/people/${c.people.operator2}/leave`, { reason: '离职' }, rev(person.revision))).status).toBe(200)
    expect(await whole()).toMatchObject({ present: 3, missing: 1, cause: 'left' })
    const open = await vacancies('?open=yes')
    expect(open.map((v) => [v.post, v.cause])).toEqual(
      expect.arrayContaining([
        ['扫描岗', 'left'],
        [null, 'left'],
      ]),
    )
    const p = await post('扫描岗')
    expect((await c.as('management').post(`/staffing/posts/${p.id}/end`, { reason: '不再需要' }, rev(p.revision))).status).toBe(200)
    const ended = open.find((v) => v.post === '扫描岗')
    expect(await duty('staffing.refill', ended.id)).toMatchObject([{ state: 'withdrawn' }])
    expect(code(await c.as('management').post(`/staffing/posts/${p.id}/end`, { reason: '不再需要' }, rev(p.revision + 1)))).toEqual([
      409,
      'staffing-post-ended',
    ])
    expect(await vacancies('?open=yes')).toHaveLength(1)
  })
  it('counts a change of the project manager from the roster', async () => {
    await t.app.asSystem(c.courtId, (ctx) =>
      buildPerson(ctx, { name: '经理丁', role: 'projectManager', contractorId: c.contractorId, engagementId: c.engagementId }),
    )
    expect((await c.as('hr').get('/staffing/engagements')).body.items[0].changes).toEqual([{ year: '2026', n: 1 }])
  })
})

describe('A-9.3: another person', () => {
  const ask = (over: object = {}): Promise<Reply> =>
    c.as('commissioner').post('/staffing/replacements', {
      engagementId: c.engagementId,
      personId: c.people.operator,
      reason: '业务不熟',
      dueOn: '2026-09-25',
      ...over,
    })
  const one = async (who = 'commissioner'): Promise<Any> => (await c.as(who).get('/staffing/replacements')).body.items[0]
  it('is asked for with a deadline, answered, refused with a new one, answered, accepted', async () => {
    expect(code(await ask({ dueOn: '2026-09-20' }))).toEqual([422, 'due-in-past'])
    expect(code(await ask({ dueOn: '2027-09-20' }))).toEqual([422, 'due-too-far'])
    expect((await ask({ dueOn: '2026-02-29' })).status).toBe(400)
    expect(code(await ask({ personId: other.people.operator }))).toEqual([422, 'person-not-in-engagement'])
    const twice = await Promise.all([ask(), ask()])
    expect(twice.map((r) => r.status).sort()).toEqual([200, 409])
    const r = await one()
    expect(
      (await c.as('hr').post('/staffing/replacements', { engagementId: c.engagementId, reason: '自行换人', dueOn: '2026-09-25' })).status,
    ).toBe(403)
    const answer = (personId: number | undefined, revision: number, who = 'hr') =>
      c.as(who).post(`/staffing/replacements/${r.id}/answer`, { personId, note: '可以' }, rev(revision))
    expect(code(await answer(c.people.operator, 1))).toEqual([422, 'same-person'])
    expect(code(await answer(other.people.operator, 1))).toEqual([422, 'person-not-in-engagement'])
    expect((await answer(c.people.candidate, 1)).status).toBe(200)
    expect(await one('hr')).toMatchObject({ state: 'offered', offered: '未准入丙', offeredAdmitted: false })
    const decide = (act: string, body: object, revision: number, who = 'commissioner') =>
      c.as(who).post(`/staffing/replacements/${r.id}/${act}`, body, rev(revision))
    expect((await decide('accept', {}, 2, 'hr')).status).toBe(403)
    expect(code(await decide('accept', {}, 1))).toEqual([409, 'stale-revision'])
    expect((await decide('refuse', { note: '尚未准入', dueOn: '2026-09-28' }, 2)).status).toBe(200)
    expect(await one()).toMatchObject({ state: 'asked', refusals: 1, dueOn: '2026-09-28', decisionNote: '尚未准入' })
    expect((await duty('staffing.replace', r.id)).map((d) => d.state)).toEqual(['done', 'open'])
    expect((await answer(c.people.teamLead, 3)).status).toBe(200)
    expect((await decide('accept', { note: '同意' }, 4)).status).toBe(200)
    expect(await one()).toMatchObject({ state: 'accepted', can: { answer: { ok: false } } })
    expect(code(await decide('withdraw', { note: '不需要' }, 5))).toEqual([409, 'request-closed'])
    expect((await duty('staffing.replace', r.id)).map((d) => d.state)).toEqual(['done', 'done'])
  })
  it('overdue is seen by both sides', async () => {
    expect((await ask({ personId: null, dueOn: '2026-09-21' })).status).toBe(200)
    await later('2026-09-22T01:00:00Z')
    for (const side of ['commissioner', 'hr']) expect((await one(side)).overdue, side).toBe(true)
  })
})
