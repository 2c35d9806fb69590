import { beforeAll, describe, expect, it } from 'vitest'
import { testApp, type Visitor } from '../../test/support/app.ts'
import { testCourt, type TestCourt } from '../../test/support/court.ts'
import { signedIn } from '../accounts/fixtures.ts'
import { runDuties } from '../duties/public.ts'
import { buildContractor, buildEngagement, buildPerson } from '../organisations/fixtures.ts'
import { soundFigures, statementPdf } from './fixtures.ts'
import type { Figures } from './rules/indicators.ts'
import { dueOf } from './rules/statements.ts'

const t = await testApp({ now: '2026-09-21T01:00:00Z' })
let court: TestCourt
let stranger: Visitor
let strangers: number
const by = (who: string): Visitor => court.as(who)
const rev = (revision: number) => ({ 'if-match': `"${revision}"` })
const at = async (iso: string, engine = true): Promise<void> => {
  t.clock.set(iso)
  await t.owner.query("update accounts.session set seen_at = $1, expires_at = $1::timestamptz + interval '1 day'", [iso])
  if (engine) await runDuties(t.app, court.courtId)
}
const pdf = { name: '报表.pdf', bytes: statementPdf }
const begin = (period: string, o: Partial<Figures> = {}, more: object = {}, who = by('finance')) =>
  who.post('/financial-statements', { period, figures: soundFigures(o), ...more })
const filed = async (period: string, o: Partial<Figures> = {}, more: object = {}, who = by('finance')) => {
  const made = await begin(period, o, more, who)
  expect(made.status, JSON.stringify(made.body)).toBe(200)
  expect((await who.upload(`/financial-statements/${made.body.id}/papers`, pdf)).status).toBe(200)
  const r = await who.post(`/financial-statements/${made.body.id}/file`, {}, rev(1))
  expect(r.status, JSON.stringify(r.body)).toBe(200)
  return r.body as { id: number; eventId: number | null }
}
const duties = async (key: string, more = '') =>
  (await t.owner.query(`select id, state, due_at, subject_id, period from duties.duty where key = $1 ${more} order by id`, [key])).rows
const report = (who: string, fields: Record<string, string>) => by(who).upload('/standing-events', pdf, fields)
const event = async (id: number, who = 'management') => (await by(who).get(`/standing-events/${id}`)).body
const act = async (who: string, id: number, what: string, body: object) =>
  by(who).post(`/standing-events/${id}/${what}`, body, rev((await event(id)).revision))

beforeAll(async () => {
  court = await testCourt(t)
  await court.person('finance', 'finance')
  await court.person('department', 'responsibleDepartment')
  await court.person('management2', 'trialManagement')
  stranger = await t.app.asSystem(court.courtId, async (ctx) => {
    strangers = await buildContractor(ctx, { serial: 9 })
    const engagementId = await buildEngagement(ctx, { contractorId: strangers, fromDate: '2026-08-01', untilDate: '2027-08-01' })
    return t.visitor(
      await signedIn(
        ctx,
        await buildPerson(ctx, { name: '外财务', role: 'finance', contractorId: strangers, engagementId, courtId: court.courtId }),
        'stranger',
      ),
    )
  })
  await at('2026-09-21T01:00:00Z')
})

describe('statements of each period (7.1.2)', () => {
  it('are refused as they should be', async () => {
    expect((await begin('2026-Q3')).body.code).toBe('period-not-over')
    expect((await begin('2026-Q9')).body.code).toBe('period-unknown')
    expect((await begin('2026-Q1', {}, {}, by('management'))).status).toBe(403)
    expect((await begin('2026-Q1', {}, {}, by('projectManager'))).status).toBe(403)
    expect((await begin('2026-Q1', { assets: -1 })).status).toBe(400)
    expect((await begin('2026-Q1', { revenue: 1.5 })).status).toBe(400)
    expect((await begin('2026-Q1', { cash: 999_999_999 })).body).toMatchObject({ code: 'figures-contradict', detail: { field: 'cash' } })
    const two = await Promise.all([begin('2026-Q1'), begin('2026-Q1')])
    expect(two.map((r) => r.status).sort()).toEqual([200, 409])
    const { id } = two.find((r) => r.status === 200)!.body
    const file = () => by('finance').post(`/financial-statements/${id}/file`, {}, rev(1))
    expect((await file()).body.code).toBe('statement-file-missing')
    const page = { name: 'a.html', bytes: Buffer.from('<script>alert(1)</script>') }
    expect((await by('finance').upload(`/financial-statements/${id}/papers`, page)).status).toBe(415)
    await by('finance').upload(`/financial-statements/${id}/papers`, pdf)
    // A draft is the contractor's own.
    expect((await by('management').get(`/financial-statements/${id}`)).status).toBe(404)
    expect((await by('projectManager').get(`/financial-statements/${id}`)).status).toBe(200)
    expect((await by('finance').patch(`/financial-statements/${id}`, { figures: soundFigures() }, rev(9))).body.code).toBe('stale-revision')
    expect((await Promise.all([file(), file()])).map((r) => r.status).sort()).toEqual([200, 409])
    expect((await by('finance').patch(`/financial-statements/${id}`, { figures: soundFigures() }, rev(2))).body.code).toBe(
      'statement-filed',
    )
    expect((await by('management').get(`/financial-statements/${id}`)).body).toMatchObject({
      state: 'filed',
      late: false,
      dueOn: null,
      version: 1,
    })
  })
  it('are seen by their own contractor and the court’s supervision alone, also in the database', async () => {
    const { id } = (await t.owner.query('select id from standing.statement')).rows[0]
    const paper = (await by('finance').get(`/financial-statements/${id}`)).body.papers[0].id
    for (const path of [`/financial-statements/${id}`, `/standing-papers/${paper}`, `/standing/${court.contractorId}`])
      expect((await stranger.get(path)).status, path).toBe(404)
    expect((await stranger.get('/standing')).body.items.map((i: { contractorId: number }) => i.contractorId)).toEqual([strangers])
    for (const who of ['operator', 'teamLead', 'judge', 'clerk', 'filingOfficer']) expect((await by(who).get('/standing')).status).toBe(403)
    for (const who of ['leader', 'management', 'commissioner', 'department'])
      expect((await by(who).get(`/standing-papers/${paper}`)).headers['content-type']).toBe('application/pdf')
    const seen = (side: 'court' | 'contractor', roles: string[], contractorId: number | null) =>
      t.app.asActor(
        {
          accountId: null,
          personId: court.people.operator!,
          courtId: court.courtId,
          contractorId,
          side,
          roles,
          divisionIds: [],
          engagementIds: [],
          name: '',
          sessionId: null,
          ip: null,
        },
        async (ctx) =>
          (await ctx.tx.selectFrom('standing.statement').selectAll().execute()).length +
          (await ctx.tx.selectFrom('standing.paper').selectAll().execute()).length,
      )
    expect(await seen('contractor', ['finance'], strangers)).toBe(0)
    expect(await seen('contractor', ['operator'], court.contractorId)).toBe(0)
    expect(await seen('court', ['judge'], null)).toBe(0)
    expect(await seen('contractor', ['finance'], court.contractorId)).toBe(2)
  })
  it('are reviewed, or sent back and owed again; a restatement says why and is counted', async () => {
    const { id } = (await t.owner.query('select id from standing.statement')).rows[0]
    const review = (sid: number, body: object, r = 2, who = 'department') =>
      by(who).post(`/financial-statements/${sid}/review`, body, rev(r))
    expect(await duties('standing.review')).toMatchObject([{ state: 'open', subject_id: id }])
    expect((await review(id, { accept: true }, 2, 'leader')).status).toBe(403)
    expect((await review(id, { accept: false })).body.code).toBe('reason-needed')
    expect((await review(id, { accept: false, note: '现金流量表缺页' })).status).toBe(200)
    expect(await duties('standing.review')).toMatchObject([{ state: 'done' }])
    expect(await duties('standing.correct')).toMatchObject([{ state: 'open' }])
    const second = await filed('2026-Q1')
    expect(await duties('standing.correct')).toMatchObject([{ state: 'done' }])
    expect((await begin('2026-Q1')).body.code).toBe('restatement-reason')
    const third = await filed('2026-Q1', { netProfit: -1 }, { restates: '补提坏账准备' })
    // Nobody reviews what was restated before he came to it.
    expect((await review(second.id, { accept: true })).body.code).toBe('version-superseded')
    expect((await duties('standing.review')).map((d) => d.state)).toEqual(['done', 'withdrawn', 'open'])
    expect((await review(third.id, { accept: true, note: '已核对' })).status).toBe(200)
    const page = (await by('commissioner').get(`/standing/${court.contractorId}`)).body
    expect(page.periods).toMatchObject([{ period: '2026-Q1', version: 3, state: 'reviewed' }])
    expect(page.periods[0].findings.find((f: { key: string }) => f.key === 'restated')).toMatchObject({ value: 1, level: 'watch' })
    expect((await by('finance').get(`/financial-statements/${third.id}`)).body.before.netProfit).toBe(20_000_000)
    await expect(t.owner.query('update standing.statement set reviewed_by = filed_by where id = $1', [third.id])).rejects.toThrow(
      /check constraint/,
    )
  })
  it('are owed a month after the quarter; in time is done, a miss warns, two misses are deterioration', async () => {
    await at('2026-10-08T01:00:00Z')
    const owed = (await duties('standing.quarter-statement', 'and subject_id = ' + court.engagementId)).filter(
      (d) => d.period === '2026-Q3',
    )
    expect(owed).toMatchObject([{ state: 'open' }])
    // The day of the duty is the day of the rules.
    expect(new Date(owed[0].due_at).toISOString().slice(0, 10)).toBe(dueOf('2026-Q3'))
    expect((await filed('2026-Q3')).eventId).toBeNull()
    expect(
      (await duties('standing.quarter-statement', 'and subject_id = ' + court.engagementId)).find((d) => d.period === '2026-Q3'),
    ).toMatchObject({ state: 'done' })
    await at('2026-11-01T01:00:00Z')
    const row = async (id: number) =>
      (await by('management').get('/standing')).body.items.find((i: { contractorId: number }) => i.contractorId === id)
    expect(await row(strangers)).toMatchObject({ missing: ['2026-Q3'], watch: ['missing'], serious: [], openEvents: 0 })
    expect(await row(court.contractorId)).toMatchObject({ missing: [], lastPeriod: '2026-Q3', watch: ['restated'] })
    await at('2027-02-01T01:00:00Z')
    expect(await row(strangers)).toMatchObject({ missing: ['2026-Q3', '2026-Q4'], serious: ['missing'], openEvents: 1 })
    // Late is no longer missing; what was found stands until the court settles it.
    const late = await filed('2026-Q4', {}, {}, stranger)
    expect((await stranger.get(`/financial-statements/${late.id}`)).body).toMatchObject({ late: true, dueOn: '2027-01-31' })
    expect(await row(strangers)).toMatchObject({ missing: ['2026-Q3'], openEvents: 1 })
  })
  it('thresholds are set from a day on, never backwards', async () => {
    const set = (body: object, who = 'department') => by(who).post('/standing/thresholds', body)
    expect((await set({ key: 'debtRatio', fromDate: '2027-01-31', watch: 40, serious: 60 })).body.code).toBe('day-in-past')
    expect((await set({ key: 'debtRatio', fromDate: '2027-02-30', watch: 40, serious: 60 })).status).toBe(400)
    expect((await set({ key: 'debtRatio', fromDate: '2027-02-10', watch: 60, serious: 40 })).body.code).toBe('threshold-order')
    expect((await set({ key: 'debtRatio', fromDate: '2027-02-10', watch: 40, serious: 45 }, 'commissioner')).status).toBe(403)
    const both = await Promise.all([0, 1].map(() => set({ key: 'debtRatio', fromDate: '2027-02-10', watch: 40, serious: 45 })))
    expect(both.map((r) => r.status).sort()).toEqual([200, 409])
    const ratio = async () =>
      (await by('finance').get('/standing/thresholds')).body.today.find((x: { key: string }) => x.key === 'debtRatio')
    expect(await ratio()).toMatchObject({ watch: 70, fromDate: null })
    await at('2027-02-10T01:00:00Z')
    expect(await ratio()).toMatchObject({ watch: 40, fromDate: '2027-02-10' })
    // What was handed in before is weighed as it was.
    const q3 = (await by('finance').get(`/standing/${court.contractorId}`)).body.periods.find(
      (p: { period: string }) => p.period === '2026-Q3',
    )
    expect(q3.findings.find((f: { key: string }) => f.key === 'debtRatio')).toMatchObject({ value: 50, watch: 70, level: 'none' })
  })
})

describe('6.6.3: serious changes', () => {
  it('deterioration is found when statements are handed in, once, and its month runs', async () => {
    const { eventId } = await filed('2026-Q4')
    const e = await event(eventId!)
    expect(e).toMatchObject({
      kind: 'deterioration',
      source: 'derived',
      state: 'open',
      happenedOn: '2026-12-31',
      knownOn: '2027-02-10',
      assessBy: '2027-03-10',
    })
    expect(e.findings.map((f: { key: string; level: string }) => `${f.key} ${f.level}`)).toContain('debtRatio serious')
    const [owed] = await duties('standing.assessment', `and subject_id = ${eventId}`)
    expect(owed).toMatchObject({ state: 'open' })
    expect(new Date(owed.due_at).toISOString()).toBe('2027-03-10T15:59:59.000Z')
    expect((await filed('2026', { revenue: 1_000_000_000 })).eventId).toBeNull()
    // The contractor owes its own account of it.
    expect(await duties('standing.notice', `and subject_id = ${eventId}`)).toMatchObject([{ state: 'open' }])
    expect((await by('department').upload(`/standing-events/${eventId}/papers`, pdf, { kind: 'notice' })).status).toBe(403)
    expect((await stranger.upload(`/standing-events/${eventId}/papers`, pdf, { kind: 'notice' })).status).toBe(404)
    const notice = () => by('projectManager').upload(`/standing-events/${eventId}/papers`, pdf, { kind: 'notice', text: '正在增资' })
    expect((await Promise.all([notice(), notice()])).map((r) => r.status).sort()).toEqual([200, 409])
    expect(await duties('standing.notice', `and subject_id = ${eventId}`)).toMatchObject([{ state: 'done' }])
  })
  it('is assessed by one, decided by another; what is not cured is owed another assessment', async () => {
    const id = (await by('management').get('/standing-events?kind=deterioration')).body.items.find(
      (e: { contractorId: number }) => e.contractorId === court.contractorId,
    ).id
    const proposal = { proposal: 'cure', assessment: '负债率过高，要求增资', cureBy: '2027-03-31' }
    expect((await act('management', id, 'assess', { ...proposal, cureBy: null })).body.code).toBe('cure-day-needed')
    expect((await act('management', id, 'assess', { ...proposal, cureBy: '2027-02-10' })).body.code).toBe('cure-day-past')
    expect((await act('management', id, 'decide', { agree: true, reason: '同意' })).body.code).toBe('not-assessed')
    expect((await act('leader', id, 'assess', proposal)).status).toBe(403)
    expect((await act('management', id, 'assess', proposal)).status).toBe(200)
    // Not shown to the contractor before it is decided.
    expect(await event(id, 'finance')).toMatchObject({
      proposal: null,
      assessment: null,
      steps: [{ kind: 'derived' }, { kind: 'noticed' }],
    })
    expect((await act('management', id, 'decide', { agree: true, reason: '同意' })).body.code).toBe('not-the-assessor')
    expect((await act('department', id, 'decide', { agree: true, reason: '同意' })).status).toBe(403)
    expect((await act('leader', id, 'decide', { agree: false, reason: '请补充现金流分析' })).status).toBe(200)
    expect((await act('department', id, 'assess', proposal)).status).toBe(200)
    const { revision } = await event(id)
    const both = await Promise.all(
      ['leader', 'management'].map((w) => by(w).post(`/standing-events/${id}/decide`, { agree: true, reason: '同意' }, rev(revision))),
    )
    expect(both.map((r) => r.status).sort()).toEqual([200, 409])
    expect(await duties('standing.assessment', `and subject_id = ${id}`)).toMatchObject([{ state: 'done' }])
    expect(await event(id, 'finance')).toMatchObject({
      state: 'curing',
      outcome: 'cure',
      cureBy: '2027-03-31',
      assessment: proposal.assessment,
    })
    await expect(t.owner.query('update standing.event set decided_by = assessed_by where id = $1', [id])).rejects.toThrow(
      /check constraint/,
    )
    expect((await act('leader', id, 'settle', { cured: true, reason: '已增资' })).body.code).toBe('cure-proof-missing')
    expect((await act('leader', id, 'settle', { cured: false, reason: '未增资' })).body.code).toBe('cure-runs')
    await at('2027-04-01T01:00:00Z')
    expect(await duties('standing.cure')).toMatchObject([{ state: 'breached' }])
    expect((await by('finance').upload(`/standing-events/${id}/papers`, pdf, { kind: 'cure' })).status).toBe(200)
    expect(await duties('standing.cure')).toMatchObject([{ state: 'late' }])
    expect((await act('leader', id, 'settle', { cured: false, reason: '增资未到位' })).status).toBe(200)
    expect((await duties('standing.assessment', `and subject_id = ${id}`)).map((d) => d.state)).toEqual(['done', 'open'])
    expect((await act('management', id, 'assess', { proposal: 'end', assessment: '不再具备履约能力' })).status).toBe(200)
    expect((await act('leader', id, 'decide', { agree: true, reason: '启动终止' })).status).toBe(200)
    expect(await event(id)).toMatchObject({ state: 'closed', outcome: 'end' })
    expect((await duties('standing.assessment', `and subject_id = ${id}`)).map((d) => d.state)).toEqual(['done', 'done'])
    expect((await act('management', id, 'assess', proposal)).body.code).toBe('event-closed')
    expect((await by('finance').upload(`/standing-events/${id}/papers`, pdf, { kind: 'evidence' })).body.code).toBe('event-closed')
  })
  it('either side enters one with evidence; the month runs from the knowledge, and is missed to the minute', async () => {
    const said = {
      kind: 'dishonestDebtor',
      happenedOn: '2027-03-20',
      knownOn: '2027-03-31',
      text: '被列入失信被执行人名单 <script>𠮷</script>',
      contractorId: String(court.contractorId),
    }
    expect((await report('department', { ...said, knownOn: '2027-04-02' })).body.code).toBe('day-in-future')
    expect((await report('department', { ...said, happenedOn: '2027-04-01' })).body.code).toBe('known-before-happened')
    expect((await report('department', { ...said, happenedOn: '2027-02-29' })).status).toBe(400)
    expect((await report('department', { ...said, contractorId: '999999' })).body.code).toBe('contractor-unknown')
    expect((await report('department', { ...said, kind: 'rumour' })).status).toBe(400)
    expect((await report('operator', said)).status).toBe(403)
    expect((await report('leader', said)).status).toBe(403)
    const entered = (await report('department', said)).body
    expect(entered.number).toMatch(/^变2027-\d{4}$/)
    // 31 March and a month: 30 April.
    expect(await event(entered.id)).toMatchObject({ source: 'court', knownOn: '2027-03-31', assessBy: '2027-04-30', text: said.text })
    expect((await stranger.get(`/standing-events/${entered.id}`)).status).toBe(404)
    // By the contractor: known today, whatever it says; its report is the notice, late or not.
    const own = (await report('finance', { ...said, kind: 'controlChange', contractorId: String(strangers) })).body
    expect(await event(own.id)).toMatchObject({ source: 'contractor', knownOn: '2027-04-01', contractorId: court.contractorId })
    expect(await duties('standing.notice', `and subject_id = ${own.id}`)).toMatchObject([{ state: 'late' }])
    await at('2027-05-01T01:00:00Z')
    const [missed] = await duties('standing.assessment', `and subject_id = ${entered.id}`)
    expect(missed).toMatchObject({ state: 'breached' })
    expect(new Date(missed.due_at).toISOString()).toBe('2027-04-30T15:59:59.000Z')
    expect((await event(entered.id)).late).toBe(true)
    const first = (await by('management').get('/standing-events?limit=1')).body
    const rest = (await by('management').get(`/standing-events?limit=50&after=${first.next}`)).body
    expect([...first.items, ...rest.items].map((e: { id: number }) => e.id)).toHaveLength(
      Number((await t.owner.query('select count(*) from standing.event')).rows[0].count),
    )
    const said2 = JSON.stringify((await t.owner.query("select data from audit.event where verb like 'standing%'")).rows)
    expect(said2).not.toContain('失信')
  })
  it('a project manager who goes is found in the roster itself', async () => {
    const post = (
      await t.owner.query("select id, revision from organisations.post where person_id = $1 and role = 'projectManager'", [
        court.people.projectManager,
      ])
    ).rows[0]
    const before = (await by('management').get('/standing-events?kind=keyPostLoss')).body.items.length
    const r = await by('management').post(`/posts/${post.id}/end`, { untilDate: '2027-05-01', reason: '离职' }, rev(post.revision))
    expect(r.status, JSON.stringify(r.body)).toBe(200)
    const items = (await by('management').get('/standing-events?kind=keyPostLoss')).body.items
    expect(items).toHaveLength(before + 1)
    expect(items[0]).toMatchObject({ source: 'derived', state: 'open', contractorId: court.contractorId })
  })
})
