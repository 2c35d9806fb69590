import { beforeAll, describe, expect, it } from 'vitest'
import { signedIn } from '../accounts/fixtures.ts'
import { testApp, type Visitor } from '../../test/support/app.ts'
import { type TestCourt, testCourt } from '../../test/support/court.ts'
import { readXlsxRows } from '../../platform/documents/spreadsheet.ts'
import { buildCourt, buildPerson } from '../organisations/fixtures.ts'
import { runAll } from './engine/run.ts'
import { addSubjects, fulfilDuty, onDutyMissed, runDuties, triggerDuty, withdrawSubject } from './public.ts'
import { CALENDAR_YEAR, LABOUR_CONTRACT, VETTING_RENEWAL } from './duties.ts'
import { declareDuties, installDuties, type MissedDuty } from './registry.ts'
import { specimens } from './specimens.ts'

// biome-ignore lint/suspicious/noExplicitAny: replies are looked into
type Any = any
declareDuties([
  specimens.patrol,
  specimens.wages,
  specimens.injury,
  specimens.byHand,
  { ...specimens.patrol, key: 'specimen.room', subject: 'premises' },
])
const t = await testApp({ now: '2026-09-21T01:00:00Z' })
const missed: MissedDuty[] = []
onDutyMissed('injuryUntold', async (_ctx, list) => void missed.push(...list))
const rev = (n: number): Record<string, string> => ({ 'if-match': `"${n}"` })

let court: TestCourt
let other: TestCourt
let admin: Visitor
const run = () => runDuties(t.app, court.courtId)
const list = async (who: Visitor, query: string): Promise<Any[]> => {
  const r = await who.get(`/duties?${query}`)
  expect(r.status, JSON.stringify(r.body)).toBe(200)
  return r.body.items
}
const inCourt = <T>(fn: Parameters<typeof t.app.asSystem<T>>[1]): Promise<T> => t.app.asSystem(court.courtId, fn)

beforeAll(async () => {
  await t.app.asSystem(null, installDuties)
  court = await testCourt(t)
  await court.person('hr', 'hr')
  admin = t.visitor(
    await inCourt(async (ctx) =>
      signedIn(ctx, await buildPerson(ctx, { name: '系统管理员', role: 'systemAdmin', courtId: court.courtId })),
    ),
  )
  other = await testCourt(t, { code: '苏1298', name: '邻院', serial: 2 })
  // The clock is turned by months: sessions outlive it here.
  await t.owner.query("update accounts.session set expires_at = '2030-01-01', idle_seconds = 200000000")
  await run()
})

describe('lists', () => {
  it('mine, ours, the other side’s: each sees its own side of it', async () => {
    const patrols = await list(court.as('commissioner'), 'tab=mine&key=specimen.patrol')
    expect(patrols).toHaveLength(1)
    expect(patrols[0]).toMatchObject({
      debtor: 'court',
      state: 'open',
      period: '2026-09-21',
      dueAt: '2026-09-21T09:30:00Z',
      clauses: ['8.1.2.1'],
      subjectName: '辅助事务外包服务',
      provisional: false,
      workdaysLeft: 0,
    })
    expect(await list(court.as('management'), 'tab=mine&key=specimen.patrol')).toEqual([])
    expect(await list(court.as('management'), 'tab=ours&key=specimen.patrol')).toHaveLength(1)
    expect(await list(court.as('hr'), 'tab=theirs&key=specimen.patrol')).toHaveLength(1)
    expect(await list(court.as('hr'), 'tab=ours&key=specimen.patrol')).toEqual([])
    expect(await list(court.as('judge'), 'tab=ours')).toEqual([])
    expect(await list(other.as('management'), 'tab=ours&key=specimen.patrol')).toEqual([])
    expect((await other.as('management').get(`/duties/${patrols[0].id}`)).status).toBe(404)
    expect((await court.as('operator').get(`/duties/${patrols[0].id}`)).status).toBe(404)
    expect((await t.visitor(null).get('/duties')).status).toBe(401)
    expect((await court.as('management').get('/duties?state=whatever')).body.code).toBe('unknown-state')
  })
  it('filters and pages by key without loss or repetition', async () => {
    await inCourt((ctx) =>
      addSubjects(
        ctx,
        'specimen.room',
        [1, 2, 3, 4, 5].map((id) => ({ id, label: `用房${id}`, since: '2026-09-21' })),
      ),
    )
    await run()
    const who = court.as('commissioner')
    const all = await list(who, 'tab=mine&kind=premises')
    expect(all.map((d) => d.subjectName)).toEqual(['用房1', '用房2', '用房3', '用房4', '用房5'])
    const seen: number[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: Any = (await who.get(`/duties?tab=mine&kind=premises&sort=-due&limit=2${cursor ? `&cursor=${cursor}` : ''}`)).body
      seen.push(...page.items.map((d: Any) => d.id))
      cursor = page.next
    }
    expect(seen).toEqual(all.map((d) => d.id).reverse())
    expect(await list(who, 'tab=mine&kind=premises&clause=8.1.2')).toHaveLength(5)
    expect(await list(who, 'tab=mine&kind=premises&clause=8.1.3')).toEqual([])
    expect(await list(who, 'tab=mine&kind=premises&dueFrom=2026-09-22')).toEqual([])
    const month = (await who.get('/duties/month?tab=mine&month=2026-09')).body
    expect(month.days.find((d: Any) => d.date === '2026-09-21').duties.find((d: Any) => d.key === 'specimen.room')).toMatchObject({
      n: 5,
      state: 'open',
    })
    expect(month.days.find((d: Any) => d.date === '2026-09-25').workday).toBe(false)
    expect((await who.get('/duties?cursor=xyz')).body.code).toBe('malformed')
    // Next year's calendar opens 45 days before the year ends: in September one sees it coming, a contractor sees nothing of the court's.
    const ahead = (await who.get('/duties/month?tab=ours&month=2026-12')).body
    expect(ahead.coming.filter((x: Any) => x.key === 'duties.calendar-year')).toMatchObject([
      { date: '2026-12-31', n: 1, provisional: false },
    ])
    const theirs = (await court.as('projectManager').get('/duties/month?tab=theirs&month=2026-12')).body
    expect(theirs.coming.filter((x: Any) => x.key === 'duties.calendar-year')).toEqual([])
  })
  it('exports what the filters show, to those who may', async () => {
    const r = await court.as('commissioner').get('/duties/export?tab=mine&kind=premises&language=zh')
    const rows: string[][] = []
    for await (const batch of readXlsxRows(r.body)) rows.push(...batch.map((b) => b.cells))
    expect(rows).toHaveLength(6)
    expect(rows[1]!.slice(0, 5)).toEqual(['样例 specimen.patrol', '8.1.2.1', '法院', '用房1', ''])
    expect((await court.as('judge').get('/duties/export')).status).toBe(403)
  })
})

describe('clock', () => {
  it('reminds once, misses at the true minute when the server was off, tells both sides, and is done by evidence only', async () => {
    const [patrol] = await list(court.as('commissioner'), 'tab=mine&key=specimen.patrol')
    t.clock.set('2026-09-21T07:31:00Z')
    await run()
    await run()
    const notices = async (who: string) => (await court.as(who).get('/notices')).body.items.filter((n: Any) => n.kind.startsWith('duty-'))
    expect((await notices('commissioner')).map((n: Any) => [n.kind, n.data.n, n.link])).toEqual([
      ['duty-due', 5, '/duties?key=specimen.room'],
      ['duty-due', 1, `/duties/${patrol.id}`],
    ])
    // Two working days without a server.
    t.clock.set('2026-09-23T03:00:00Z')
    await Promise.all([run(), run()])
    const late = await list(court.as('commissioner'), 'tab=mine&key=specimen.patrol&state=breached')
    expect(late.map((d) => d.period)).toEqual(['2026-09-21', '2026-09-22'])
    const record = (await court.as('commissioner').get(`/duties/${patrol.id}`)).body
    expect(record.history.map((h: Any) => [h.kind, h.at])).toEqual([
      ['breached', '2026-09-21T09:30:00Z'],
      ['reminded', '2026-09-21T07:31:00Z'],
      ['opened', '2026-09-21T01:00:00Z'],
    ])
    expect(record.basis.map((s: Any) => s.step)).toEqual(['period', 'due'])
    expect(record.can).toEqual({
      ask: { ok: true },
      decide: { ok: false, code: 'no-excuse-asked' },
      tick: { ok: false, code: 'evidence-needed' },
    })
    expect((await court.as('commissioner').post(`/duties/${patrol.id}/tick`, { note: '做了' }, rev(record.revision))).body.code).toBe(
      'evidence-needed',
    )
    // The leader hears of the court's own miss.
    expect((await notices('leader')).map((n: Any) => [n.kind, n.data.n]).sort()).toEqual([
      ['duty-missed', 10],
      ['duty-missed', 2],
    ])
    await inCourt((ctx) => fulfilDuty(ctx, 'specimen.patrol', court.engagementId, { period: '2026-09-22' }, { type: 'patrol', id: 7 }))
    const done = await list(court.as('commissioner'), 'tab=mine&key=specimen.patrol&state=late')
    expect(done).toMatchObject([{ period: '2026-09-22', state: 'late', fulfilledAt: '2026-09-23T03:00:00Z' }])
    expect((await court.as('commissioner').get(`/duties/${done[0].id}`)).body.evidence).toEqual({ type: 'patrol', id: '7' })
    await expect(inCourt((ctx) => fulfilDuty(ctx, 'specimen.patrol', court.engagementId, null, { type: 'word', id: 7 }))).rejects.toThrow(
      'no evidence',
    )
  })

  it('a trigger sets a clock once; done before it opens counts; a miss found by the evidence itself is told', async () => {
    const at = t.clock.now()
    const about = { id: court.people.operator!, engagementId: court.engagementId }
    const id = await inCourt((ctx) => triggerDuty(ctx, 'specimen.injury', about, at))
    expect(await inCourt((ctx) => triggerDuty(ctx, 'specimen.injury', about, at))).toBeNull()
    const mine = await list(court.as('projectManager'), 'tab=mine&key=specimen.injury')
    expect(mine).toMatchObject([{ id, dueAt: '2026-09-24T03:00:00Z', subjectName: 'operator乙' }])
    // About himself he sees it too; his colleague does not.
    expect((await court.as('operator').get(`/duties/${id}`)).status).toBe(200)
    expect((await court.as('operator2').get(`/duties/${id}`)).status).toBe(404)
    t.clock.set('2026-09-24T03:01:00Z')
    missed.length = 0
    await inCourt((ctx) => fulfilDuty(ctx, 'specimen.injury', about.id, null, { type: 'notice', id: 1 }))
    expect(missed.map((m) => m.id)).toEqual([id])
    await run()
    expect(missed).toHaveLength(1)
    // October's wages register comes before the duty is opened.
    const early = await inCourt((ctx) =>
      fulfilDuty(ctx, 'specimen.wages', court.engagementId, { period: '2026-10' }, { type: 'payRegister', id: 3 }),
    )
    expect((await court.as('hr').get(`/duties/${early}`)).body).toMatchObject({ state: 'done', period: '2026-10' })
    t.clock.set('2026-11-03T01:00:00Z')
    await run()
    const { rows } = await t.owner.query(
      "select period, state from duties.duty where key = 'specimen.wages' and court_id = $1 order by period",
      [court.courtId],
    )
    expect(rows).toEqual([
      { period: '2026-09', state: 'breached' },
      { period: '2026-10', state: 'done' },
    ])
  })

  it('a subject that ends owes nothing new; what it missed stays, what outlives it stays owed', async () => {
    await inCourt((ctx) => withdrawSubject(ctx, 'premises', 1, { because: 'closed' }))
    const { rows } = await t.owner.query(
      "select state, count(*)::int as n from duties.duty where key = 'specimen.room' and subject_id = 1 group by 1 order by 1",
    )
    expect(rows.map((r) => r.state)).toEqual(['breached', 'withdrawn'])
    t.clock.set('2026-11-05T01:00:00Z')
    await run()
    expect(
      (
        await t.owner.query(
          "select count(*)::int as n from duties.duty where key = 'specimen.room' and subject_id = 1 and period > '2026-11-03'",
        )
      ).rows[0].n,
    ).toBe(0)
    expect(
      (
        await t.owner.query(
          "select count(*)::int as n from duties.duty where key = 'specimen.room' and subject_id = 2 and period > '2026-11-03'",
        )
      ).rows[0].n,
    ).toBe(2)
  })
})

describe('excuses', () => {
  it('are asked by who owes, decided by somebody else, refused when stale, doubled, foreign or settled', async () => {
    const hr = court.as('hr')
    const [wages] = await list(hr, 'tab=mine&key=specimen.wages&state=breached')
    const ask = (who: Visitor, r = wages.revision) => who.post(`/duties/${wages.id}/excuse`, { reason: '银行系统停机两日' }, rev(r))
    expect((await hr.post(`/duties/${wages.id}/excuse`, { reason: '银行系统停机' })).body.code).toBe('revision-required')
    expect((await ask(hr, wages.revision + 5)).body.code).toBe('stale-revision')
    expect((await ask(court.as('projectManager'))).body.code).toBe('not-your-duty')
    expect((await ask(court.as('commissioner'))).body.code).toBe('not-your-duty')
    expect((await ask(other.as('management'))).status).toBe(404)
    expect((await ask(hr)).status).toBe(200)
    expect((await ask(hr)).body.code).toBe('excuse-waits')
    const decide = (who: Visitor, approved: boolean, r = wages.revision) =>
      who.post(`/duties/${wages.id}/excuse/decide`, { approved, reason: '已核实银行公告' }, rev(r))
    expect((await decide(hr, true)).status).toBe(403)
    expect((await decide(other.as('commissioner'), true)).status).toBe(404)
    expect((await court.as('commissioner').get('/notices')).body.items.find((n: Any) => n.kind === 'duty-excuse-asked')).toMatchObject({
      link: `/duties/${wages.id}`,
    })
    expect((await decide(court.as('commissioner'), false)).status).toBe(200)
    expect((await decide(court.as('commissioner'), true)).body.code).toBe('no-excuse-asked')
    expect((await list(hr, 'tab=mine&key=specimen.wages&state=breached'))[0].id).toBe(wages.id)
    expect((await ask(hr)).status).toBe(200)
    expect((await decide(court.as('commissioner'), true)).status).toBe(200)
    const after = (await hr.get(`/duties/${wages.id}`)).body
    expect(after.state).toBe('excused')
    expect(
      after.history
        .slice(0, 4)
        .map((h: Any) => h.kind)
        .sort(),
    ).toEqual(['excuse-approved', 'excuse-asked', 'excuse-asked', 'excuse-refused'])
    expect((await ask(hr, after.revision)).body.code).toBe('duty-settled')
    expect(
      (await hr.get('/notices')).body.items
        .slice(0, 2)
        .map((n: Any) => n.kind)
        .sort(),
    ).toEqual(['duty-excused', 'duty-not-excused'])
  })
  it('of the court’s own: never by the one who asked, in the rules and in the table', async () => {
    const commissioner = court.as('commissioner')
    const [patrol] = await list(commissioner, 'tab=mine&key=specimen.patrol&state=breached')
    expect((await commissioner.post(`/duties/${patrol.id}/excuse`, { reason: '全院停电' }, rev(patrol.revision))).status).toBe(200)
    expect(
      (await commissioner.post(`/duties/${patrol.id}/excuse/decide`, { approved: true, reason: '自己批' }, rev(patrol.revision))).body.code,
    ).toBe('not-your-decision')
    await expect(
      t.owner.query('update duties.excuse set decided_by = asked_by, approved = true where duty_id = $1', [patrol.id]),
    ).rejects.toMatchObject({ code: '23514' })
    expect(
      (await court.as('leader').post(`/duties/${patrol.id}/excuse/decide`, { approved: true, reason: '属实' }, rev(patrol.revision)))
        .status,
    ).toBe(200)
  })
  it('a tick by hand counts only where the declaration says that nothing else can', async () => {
    t.clock.set('2026-11-06T01:00:00Z')
    await run()
    const [d] = await list(court.as('commissioner'), 'tab=mine&key=specimen.by-hand')
    expect((await court.as('management').post(`/duties/${d.id}/tick`, { note: '已通报' }, rev(d.revision))).body.code).toBe('not-your-duty')
    expect((await court.as('commissioner').post(`/duties/${d.id}/tick`, { note: '已通报' }, rev(d.revision))).status).toBe(200)
    const done = (await court.as('commissioner').get(`/duties/${d.id}`)).body
    expect([done.evidence.type, done.note]).toEqual(['tick', '已通报'])
    expect((await court.as('commissioner').post(`/duties/${d.id}/tick`, { note: '再来' }, rev(done.revision))).body.code).toBe(
      'duty-settled',
    )
  })
})

describe('duties of the first part', () => {
  it('a labour contract within a month of the first day, done by the fact', async () => {
    const due = await list(court.as('hr'), `tab=mine&key=${LABOUR_CONTRACT}&subjectId=${court.people.candidate}&state=open,breached`)
    expect(due).toMatchObject([{ period: '2026-09-21', dueAt: '2026-10-21T15:59:59Z', state: 'breached', subjectName: '未准入丙' }])
    const r = await court.as('hr').post(`/workforce/${court.people.candidate}/facts`, { kind: 'labourContract', onDate: '2026-10-01' })
    expect(r.status).toBe(200)
    expect((await court.as('hr').get(`/duties/${due[0].id}`)).body).toMatchObject({
      state: 'late',
      evidence: { type: 'fact', id: String(r.body.id) },
    })
    const prompt = await list(court.as('hr'), `tab=mine&key=${LABOUR_CONTRACT}&subjectId=${court.people.operator}&state=done`)
    expect(prompt).toHaveLength(1)
  })
  it('a vetting is renewed before it ends; taken back, the duty goes with it; who leaves owes nothing', async () => {
    const who = court.as('management')
    const id = court.people.operator2!
    const planned = await list(who, `tab=mine&key=${VETTING_RENEWAL}&subjectId=${id}&state=planned`)
    expect(planned.map((d) => d.period)).toEqual(['2027-09-10'])
    const made = await who.post(`/workforce/${id}/facts`, { kind: 'vetting', onDate: '2026-11-06' })
    const next = await list(who, `tab=mine&key=${VETTING_RENEWAL}&subjectId=${id}&state=planned,done`)
    expect(next.map((d) => [d.period, d.state])).toEqual([
      ['2027-09-10', 'done'],
      ['2027-11-05', 'planned'],
    ])
    expect((await who.post(`/workforce/facts/${made.body.id}/revoke`, { reason: '录错' })).status).toBe(200)
    expect((await list(who, `tab=mine&key=${VETTING_RENEWAL}&subjectId=${id}&state=withdrawn`)).map((d) => d.period)).toEqual([
      '2027-11-05',
    ])
    const left = (await who.get(`/people/${court.people.candidate}`)).body
    await who.post(`/workforce/${court.people.candidate}/facts`, { kind: 'vetting', onDate: '2026-11-06' })
    expect(await list(who, `tab=mine&key=${VETTING_RENEWAL}&subjectId=${left.id}&state=planned`)).toHaveLength(1)
    expect((await who.post(`/people/${left.id}/leave`, { reason: '离职' }, rev(left.revision))).status).toBe(200)
    expect(await list(who, `tab=mine&key=${VETTING_RENEWAL}&subjectId=${left.id}&state=planned`)).toEqual([])
    // Nobody vets again whom the court has refused; when the veto is lifted it is owed again.
    const vetoed = (await who.get(`/people/${court.people.operator}`)).body
    const owed = () => list(who, `tab=mine&key=${VETTING_RENEWAL}&subjectId=${vetoed.id}&state=planned,open`)
    expect(await owed()).toHaveLength(1)
    expect((await court.as('commissioner').post(`/workforce/${vetoed.id}/veto`, { reason: '审查发现新情况' })).status).toBe(200)
    expect(await owed()).toEqual([])
    expect((await who.post(`/workforce/${vetoed.id}/veto/lift`, { reason: '查明不实' })).status).toBe(200)
    expect(await owed()).toHaveLength(1)
    // Without a post nobody has to be vetted again; what was done before stays.
    const gone = (await who.get(`/people/${court.people.teamLead}`)).body
    expect(await list(who, `tab=mine&key=${VETTING_RENEWAL}&subjectId=${gone.id}&state=planned`)).toHaveLength(1)
    expect((await who.post(`/posts/${gone.posts[0].id}/end`, { reason: '撤岗' }, rev(gone.posts[0].revision))).status).toBe(200)
    expect(await list(who, `tab=mine&key=${VETTING_RENEWAL}&subjectId=${gone.id}&state=planned`)).toEqual([])
  })
  it('next year’s calendar: imported once, done for every court, and what was provisional is reckoned again', async () => {
    t.clock.set('2026-12-30T01:00:00Z')
    await run()
    await runDuties(t.app, other.courtId)
    const [duty] = await list(admin, `tab=mine&key=${CALENDAR_YEAR}`)
    expect(duty).toMatchObject({ period: '2026', dueAt: '2026-12-31T15:59:59Z', state: 'open' })
    t.clock.set('2027-01-04T01:00:00Z')
    await run()
    const guessed = await list(court.as('commissioner'), 'tab=mine&key=specimen.patrol&dueFrom=2027-01-01')
    expect(guessed).toMatchObject([{ period: '2027-01-04', provisional: true }])
    const notice = {
      year: 2027,
      papers: [],
      days: [
        { name: '元旦', date: '2027-01-01', isOffDay: true },
        { name: '元旦', date: '2027-01-02', isOffDay: false },
        { name: '元旦', date: '2027-01-04', isOffDay: true },
      ],
    }
    const send = (who: Visitor, body: unknown) =>
      who.post('/duties/calendar', { notice: typeof body === 'string' ? body : JSON.stringify(body) })
    expect((await send(court.as('management'), notice)).status).toBe(403)
    expect((await send(admin, 'x{')).body.code).toBe('calendar-malformed')
    expect((await send(admin, { ...notice, days: [] })).body.code).toBe('calendar-empty')
    expect((await send(admin, { ...notice, year: 2026, days: [{ name: 'x', date: '2026-01-01', isOffDay: true }] })).body.code).toBe(
      'year-published',
    )
    expect((await send(admin, notice)).body).toEqual({ year: 2027, days: 3 })
    expect((await send(admin, notice)).body.code).toBe('year-published')
    expect((await admin.get('/duties/calendar')).body).toMatchObject({
      next: 2028,
      years: expect.arrayContaining([{ year: 2027, imported: true }]),
    })
    await runDuties(t.app, other.courtId)
    for (const c of [court, other])
      expect(
        (
          await t.owner.query('select state, evidence_id from duties.duty where key = $1 and court_id = $2 and period = $3', [
            CALENDAR_YEAR,
            c.courtId,
            '2026',
          ])
        ).rows,
      ).toEqual([{ state: 'late', evidence_id: '2027' }])
    await run()
    const { rows } = await t.owner.query(
      "select period, state, note, provisional from duties.duty where key = 'specimen.patrol' and court_id = $1 and period > '2027' order by period",
      [court.courtId],
    )
    expect(rows).toEqual([
      { period: '2027-01-02', state: 'breached', note: null, provisional: false },
      { period: '2027-01-04', state: 'withdrawn', note: 'calendar', provisional: true },
    ])
  })
})

describe('every minute', () => {
  it('only courts that have anything to do are gone through, all of them first and once an hour', async () => {
    expect(await runAll(t.app)).toBe(2)
    expect(await runAll(t.app)).toBe(0)
    t.clock.set('2027-01-05T09:31:00Z')
    // Both owe patrols and have missed today's by now.
    expect(await runAll(t.app)).toBe(2)
    expect(await runAll(t.app)).toBe(0)
    const third = await t.app.asSystem(null, (ctx) => buildCourt(ctx, { code: '苏1297', name: '新院' }))
    expect(await runAll(t.app)).toBe(1)
    expect((await t.owner.query('select key from duties.subject where court_id = $1', [third])).rows).toEqual([{ key: CALENDAR_YEAR }])
    expect(await runAll(t.app)).toBe(0)
  })
})

describe('an engagement that ends', () => {
  it('takes along what only it was the reason for', async () => {
    const open = async () =>
      (
        await t.owner.query("select count(*)::int as n from duties.duty where court_id = $1 and kind = 'person' and state = 'planned'", [
          other.courtId,
        ])
      ).rows[0].n
    expect(await open()).toBeGreaterThan(2)
    const e = (await other.as('management').get(`/engagements/${other.engagementId}`)).body
    expect((await other.as('management').post(`/engagements/${e.id}/end`, { reason: '合同解除' }, rev(e.revision))).status).toBe(200)
    expect(await open()).toBe(0)
    expect(
      (await t.owner.query('select distinct until from duties.subject where court_id = $1 and kind = $2', [other.courtId, 'engagement']))
        .rows,
    ).toHaveLength(1)
    t.clock.advance({ hours: 72 })
    await runDuties(t.app, other.courtId)
    expect(
      (
        await t.owner.query(
          "select count(*)::int as n from duties.duty where court_id = $1 and key = 'specimen.patrol' and period >= '2027-01-06' and state <> 'withdrawn'",
          [other.courtId],
        )
      ).rows[0].n,
    ).toBe(0)
  })
})

describe('calendar feed', () => {
  it('is read by its address alone, names nobody, ends with revocation and with the person’s posts, and is not asked too often', async () => {
    const hr = court.as('hr')
    expect((await hr.get('/duties/feed')).body).toEqual({ madeAt: null, readAt: null })
    const first = (await hr.post('/duties/feed', { language: 'zh' })).body.url as string
    const second = (await hr.post('/duties/feed', { language: 'zh' })).body.url as string
    const path = (url: string) => new URL(url).pathname.replace('/api', '')
    const nobody = t.visitor(null)
    expect((await nobody.get(path(first))).status).toBe(404)
    const r = await nobody.get(path(second))
    expect(r.status).toBe(200)
    expect(r.headers['content-type']).toContain('text/calendar')
    const text = (r.body as Buffer).toString().replaceAll('\r\n ', '')
    expect(text).toContain('SUMMARY:样例 specimen.wages')
    expect(text).not.toMatch(/乙|丙|hr甲|辅助事务外包服务|specimen\.patrol/)
    expect(
      (await t.owner.query('select encode(token_hash, $1) as h from duties.feed', ['hex'])).rows.every((f) => !second.includes(f.h)),
    ).toBe(true)
    for (let i = 0; i < 59; i++) await nobody.get(path(second))
    expect((await nobody.get(path(second))).status).toBe(429)
    t.clock.advance({ hours: 1 })
    expect((await nobody.get(path(second))).status).toBe(200)
    expect((await hr.post('/duties/feed/revoke', {})).status).toBe(200)
    expect((await hr.post('/duties/feed/revoke', {})).body.code).toBe('no-feed')
    expect((await nobody.get(path(second))).status).toBe(404)
    expect((await nobody.get('/duties/feed/short/duties.ics')).status).toBe(400)
  })
})

describe('row scope in the database', () => {
  it('holds without the application: another court, another contractor, an operator see nothing; nobody of them writes', async () => {
    const c = await t.pool.connect()
    const as = async (
      person: number | null,
      courtId: number,
      contractor: number | null,
      side: string,
      roles: string[],
      engagements: number[],
    ) => {
      await c.query('begin')
      await c.query('select bw.act_as($1, null, $2, $3, $4, $5, $6, $7, $8)', [
        person,
        courtId,
        contractor,
        side,
        roles,
        [],
        engagements,
        t.clock.now().toString(),
      ])
      const { rows } = await c.query('select count(*)::int as n from duties.duty where court_id = $1', [court.courtId])
      return rows[0].n as number
    }
    try {
      expect(await as(1, court.courtId, null, 'court', ['trialManagement'], [])).toBeGreaterThan(50)
      await expect(c.query("update duties.duty set state = 'withdrawn' where court_id = $1", [court.courtId])).resolves.toMatchObject({
        rowCount: 0,
      })
      await expect(
        c.query(
          "insert into duties.subject (court_id, key, kind, subject_id, since, opened_through) values ($1, 'specimen.room', 'premises', 99, '2026-01-01', '2026-01-01')",
          [court.courtId],
        ),
      ).rejects.toMatchObject({ code: '42501' })
      await c.query('rollback')
      expect(await as(1, other.courtId, null, 'court', ['trialManagement'], [])).toBe(0)
      await c.query('rollback')
      expect(await as(1, court.courtId, other.contractorId, 'contractor', ['projectManager'], [other.engagementId + 1000])).toBe(0)
      await c.query('rollback')
      expect(await as(court.people.operator2!, court.courtId, court.contractorId, 'contractor', ['operator'], [court.engagementId])).toBe(
        (
          await t.owner.query("select count(*)::int as n from duties.duty where court_id = $1 and kind = 'person' and subject_id = $2", [
            court.courtId,
            court.people.operator2,
          ])
        ).rows[0].n,
      )
      await c.query('rollback')
    } finally {
      c.release()
    }
  })
})
