import { beforeAll, describe, expect, it } from 'vitest'
import { readXlsxRows } from '../../platform/documents/spreadsheet.ts'
import { testApp, type Visitor } from '../../test/support/app.ts'
import { testCourt, type TestCourt } from '../../test/support/court.ts'
import { signedIn } from '../accounts/fixtures.ts'
import { runDuties } from '../duties/public.ts'
import { buildContractor, buildEngagement, buildPerson } from '../organisations/fixtures.ts'
import { listOf } from './fixtures.ts'
import { type ListKind, listKinds } from './rules.ts'

const t = await testApp({ now: '2026-09-21T01:00:00Z' })
let court: TestCourt
let stranger: Visitor
let names: string[]
const by = (who: string): Visitor => court.as(who)
const rev = (revision: number) => ({ 'if-match': `"${revision}"` })
/** The clock moves, the engine runs; nobody's session ends by it. */
const at = async (iso: string, engine = true): Promise<void> => {
  t.clock.set(iso)
  await t.owner.query("update accounts.session set seen_at = $1, expires_at = $1::timestamptz + interval '1 day'", [iso])
  if (engine) await runDuties(t.app, court.courtId)
}
const path = (month: string) => `/wages/${court.engagementId}/${month}`
const read = async (month: string, who = 'finance') => (await by(who).get(path(month))).body
const upload = async (month: string, kind: ListKind, rows?: (string | number)[][], who = 'finance') =>
  by(who).upload(`${path(month)}/lists`, { name: `${kind}.xlsx`, bytes: await listOf(kind, names, rows) }, { kind })
const submit = async (month: string, paidOn: string, o: object = {}) =>
  by('finance').post(`${path(month)}/submit`, { paidOn, ...o }, rev((await read(month)).revision))
const whole = async (month: string, paidOn: string): Promise<void> => {
  for (const k of listKinds) expect((await upload(month, k)).status).toBe(200)
  const r = await submit(month, paidOn)
  expect(r.status, JSON.stringify(r.body)).toBe(200)
}
const standing = async (who = 'management') =>
  (await by(who).get('/wages/standings')).body.items.find((s: { engagementId: number }) => s.engagementId === court.engagementId)

beforeAll(async () => {
  court = await testCourt(t)
  for (const [who, role] of [
    ['hr', 'hr'],
    ['finance', 'finance'],
    ['department', 'responsibleDepartment'],
  ] as const)
    await court.person(who, role)
  stranger = await t.app.asSystem(court.courtId, async (ctx) => {
    const contractorId = await buildContractor(ctx, { serial: 9 })
    const engagementId = await buildEngagement(ctx, { contractorId, fromDate: '2026-08-01', untilDate: '2027-08-01' })
    return t.visitor(
      await signedIn(
        ctx,
        await buildPerson(ctx, { name: '外财务', role: 'finance', contractorId, engagementId, courtId: court.courtId }),
        'stranger',
      ),
    )
  })
  await t.owner.query("update organisations.post set from_date = '2026-08-01' where engagement_id = $1", [court.engagementId])
  names = (
    await t.owner.query(
      'select p.name from organisations.post o join organisations.person p on p.id = o.person_id where o.engagement_id = $1 order by 1',
      [court.engagementId],
    )
  ).rows.map((r) => r.name)
  await at('2026-09-21T01:00:00Z')
})

describe('lists, person by person', () => {
  it('tell who is missing, strange, twice, under the minimum, and a total that is none', async () => {
    await by('management').post('/wages/minimums', { fromDate: '2026-01-01', fen: 249000 })
    expect((await by('management').post('/wages/minimums', { fromDate: '2026-01-01', fen: 1 })).body.code).toBe('minimum-known')
    expect((await by('finance').post('/wages/minimums', { fromDate: '2026-02-01', fen: 1 })).status).toBe(403)
    await at('2026-10-09T01:00:00Z')
    const rows = [
      [names[0]!, '５，０００.00', 4400],
      [names[0]!, 5000, 4400],
      ['生面孔', 5000, 4400],
      [names[1]!, 2489.99, 2000],
      [names[2]!, 'x', 2000],
      [names[3]!, 3000, 4000],
      ['合计', 99, 16800],
    ]
    const r = await upload('2026-09', 'pay', rows)
    expect(r.status, JSON.stringify(r.body)).toBe(200)
    const list = (await by('finance').get(`/wages/lists/${r.body.id}`)).body
    expect(list.faults.filter((f: { row: number }) => f.row > 0).map((f: { row: number; code: string }) => `${f.row} ${f.code}`)).toEqual([
      '3 person-twice',
      '4 person-unknown',
      '5 below-minimum',
      '6 amount-wrong',
      '7 net-above-gross',
      '8 total-differs',
      '8 total-differs',
    ])
    expect(
      list.faults
        .filter((f: { code: string }) => f.code === 'person-missing')
        .map((f: { name: string }) => f.name)
        .sort(),
    ).toEqual(names.slice(4).sort())
    expect((await read('2026-09')).can.submit.code).toBe('lists-missing')
    const file = await by('finance').get(`/wages/lists/${r.body.id}/faults`)
    const lines = []
    for await (const b of readXlsxRows(file.body)) lines.push(...b)
    expect(lines).toHaveLength(list.faults.length + 1)
    // What follows in the sheet's own words: whoever writes 应发合计 or a title above.
    expect(
      (
        await by('finance').upload(
          `${path('2026-09')}/lists`,
          { name: 'a.csv', bytes: Buffer.from('九月工资表,,\n姓名,应发合计(元),实发合计(元)\n甲,1,1\n') },
          { kind: 'pay' },
        )
      ).body.rows,
    ).toBe(1)
    expect(
      (await by('finance').upload(`${path('2026-09')}/lists`, { name: 'a.csv', bytes: Buffer.from('a,b\n1,2\n') }, { kind: 'pay' })).body
        .code,
    ).toBe('wages-columns')
    expect(
      (await by('finance').upload(`${path('2026-09')}/lists`, { name: 'a.csv', bytes: Buffer.from('x') }, { kind: 'bonus' })).status,
    ).toBe(400)
  })
  it('amounts are sealed, in no ledger line, and open to four offices only', async () => {
    await upload(
      '2026-08',
      'pay',
      names.map((n) => [n, 5123.45, 4400]),
    )
    const id = (await read('2026-08')).lists[0].id
    const kept = (await t.owner.query('select lines_sealed from wages.list where id = $1', [id])).rows[0].lines_sealed
    expect(Buffer.from(kept, 'base64').toString('latin1')).not.toContain('512345')
    const said = JSON.stringify((await t.owner.query("select * from audit.event where verb like 'wages.%'")).rows)
    expect(said).not.toContain('512345')
    expect(said).not.toContain(names[0])
    for (const who of ['finance', 'hr', 'management', 'department'])
      expect((await by(who).get(`/wages/lists/${id}`)).body.lines).toHaveLength(names.length)
    for (const who of ['operator', 'projectManager', 'commissioner', 'leader', 'judge'])
      expect((await by(who).get(`/wages/lists/${id}`)).status).toBe(403)
    expect((await stranger.get(`/wages/lists/${id}`)).status).toBe(404)
    expect((await stranger.get(path('2026-08'))).status).toBe(404)
    expect((await by('operator').get('/wages')).status).toBe(403)
    expect((await read('2026-08', 'projectManager')).can.amounts).toBe(false)
    // Row scope in the database itself, without the endpoint.
    const seen = await t.app.asActor(
      {
        accountId: null,
        personId: court.people.projectManager!,
        courtId: court.courtId,
        contractorId: court.contractorId,
        side: 'contractor',
        roles: ['projectManager'],
        divisionIds: [],
        engagementIds: [court.engagementId],
        name: '',
        sessionId: null,
        ip: null,
      },
      async (ctx) => (await ctx.tx.selectFrom('wages.list').selectAll().execute()).length,
    )
    expect(seen).toBe(0)
  })
  it('the unusual wants a word, the stale is told, the days are days', async () => {
    for (const k of listKinds) await upload('2026-08', k, k === 'pay' ? names.slice(1).map((n) => [n, 5000, 4400]) : undefined)
    const revision = (await read('2026-08')).revision
    expect((await submit('2026-08', '2026-10-10')).body.code).toBe('day-in-future')
    expect((await submit('2026-08', '2026-07-31')).body.code).toBe('paid-before-month')
    expect((await submit('2026-08', '2026-02-29')).status).toBe(400)
    expect((await submit('2026-08', '2026-09-14')).body.code).toBe('note-needed')
    expect(
      (await by('finance').post(`${path('2026-08')}/submit`, { paidOn: '2026-09-14', note: '停薪' }, rev(revision - 1))).body.code,
    ).toBe('stale-revision')
    const both = await Promise.all(
      [0, 1].map(() => by('finance').post(`${path('2026-08')}/submit`, { paidOn: '2026-09-14', note: '𠮷某停薪' }, rev(revision))),
    )
    expect(both.map((r) => r.status).sort()).toEqual([200, 409])
    expect((await upload('2026-08', 'pay')).body.code).toBe('wages-submitted')
    expect((await by('finance').get('/wages/999999/2026-08')).status).toBe(404)
    expect((await upload('2027-01', 'pay')).body.code).toBe('month-outside')
  })
  it('the court returns with a reason, which is owed again within five working days, or receives', async () => {
    const decide = async (body: object, who = 'management') =>
      by(who).post(`${path('2026-08')}/decide`, body, rev((await read('2026-08')).revision))
    expect((await decide({ accept: false })).body.code).toBe('reason-needed')
    expect((await decide({ accept: true }, 'commissioner')).status).toBe(403)
    expect((await decide({ accept: false, reason: '公积金清单缺页' })).status).toBe(200)
    const owed = await t.owner.query("select state, due_at from duties.duty where key = 'wages.correct-month'")
    expect(owed.rows).toMatchObject([{ state: 'open' }])
    expect((await submit('2026-08', '2026-09-14', { note: '已补' })).status).toBe(200)
    expect((await t.owner.query("select state from duties.duty where key = 'wages.correct-month'")).rows[0].state).toBe('done')
    expect((await decide({ accept: true })).status).toBe(200)
    expect((await decide({ accept: true })).body.code).toBe('not-submitted')
    expect((await by('management').get('/wages?waiting=yes')).body.items).toEqual([])
    // Who handed in and who received stands on the page; what was paid in time wants no excuse.
    const done = await read('2026-08')
    expect(done).toMatchObject({ submittedBy: 'finance', decidedBy: 'management甲', decidedAt: '2026-10-09T01:00:00Z' })
    expect(done.can.askCause).toEqual({ ok: false, code: 'paid-in-time' })
    expect((await by('finance').post(`${path('2026-08')}/causes`, { reason: '银行系统故障' })).body.code).toBe('paid-in-time')
  })
  it('a template comes with the names of the roster, to nobody else’s contractor', async () => {
    const sheet = async (query: string, who: Visitor) => {
      const file = await who.get(`/wages/templates/pay${query}`)
      if (file.status !== 200) return file.status
      const rows = []
      for await (const b of readXlsxRows(file.body)) rows.push(...b)
      return rows.slice(1).map((r) => r.cells[0])
    }
    expect(((await sheet(`?engagementId=${court.engagementId}&month=2026-08`, by('finance'))) as string[]).sort()).toEqual(
      [...names].sort(),
    )
    expect(await sheet('', by('hr'))).toEqual([])
    expect(await sheet(`?engagementId=${court.engagementId}&month=2026-08`, stranger)).toBe(404)
    expect(await sheet(`?engagementId=${court.engagementId}&month=2026-13`, by('hr'))).toBe(400)
  })
})

describe('A12, its half of wages: due on the 15th, more than three reminders', () => {
  it('September paid on 10-16 without objective cause is a reminder; the third gives no right, the fourth does', async () => {
    // In time to the last minute of the 15th nothing is counted.
    await at('2026-10-15T15:59:59Z')
    expect(await standing()).toBeUndefined()
    await at('2026-10-16T02:00:00Z')
    expect(await standing()).toMatchObject({ counted: 1, right: false })
    await whole('2026-09', '2026-10-16')
    expect(await read('2026-09')).toMatchObject({ state: 'submitted', late: true, reminders: [1] })
    const duty = await t.owner.query(
      "select state, breached_at, due_at from duties.duty where key = 'wages.monthly' and period = '2026-09' and subject_id = $1",
      [court.engagementId],
    )
    expect(duty.rows[0]).toMatchObject({ state: 'late', due_at: duty.rows[0].breached_at })
    expect(new Date(duty.rows[0].due_at).toISOString()).toBe('2026-10-15T15:59:59.000Z')
    // October is paid in time, and nobody is reminded.
    await at('2026-11-13T02:00:00Z')
    await whole('2026-10', '2026-11-13')
    await at('2026-11-16T02:00:00Z')
    expect(await standing()).toMatchObject({ counted: 1 })
    // November is handed in late before the engine came: the submission itself brings the miss to light. 2026-12-15 is a Tuesday.
    await at('2026-12-16T00:00:00Z', false)
    await whole('2026-11', '2026-12-16')
    expect(await standing()).toMatchObject({ counted: 2, right: false })
    // December is due on 2027-01-15.
    await at('2027-01-16T00:00:00Z')
    expect(await standing()).toMatchObject({ counted: 3, right: false, rightSince: null })
    expect((await read('2026-12', 'management')).right).toBe(false)
    // January's 15th is a Monday, February's wages; a Saturday would not move it either (A-9.5: by the 15th).
    await at('2027-02-16T00:00:00Z')
    const s = await standing()
    expect(s).toMatchObject({ counted: 4, right: true })
    expect(new Date(s.rightSince).toISOString()).toBe('2027-02-15T15:59:59.000Z')
    expect(await read('2027-01', 'projectManager')).toMatchObject({ reminders: [4], right: true })
  })
  it('an objective cause counts by the court’s acceptance alone, and takes the right back', async () => {
    expect((await by('management').post(`${path('2027-01')}/causes`, { reason: '银行系统故障' })).status).toBe(403)
    const asked = await by('projectManager').post(`${path('2027-01')}/causes`, { reason: '银行系统故障' })
    expect((await by('management').get('/wages?waiting=yes')).body.items.map((m: { month: string }) => m.month)).toContain('2027-01')
    expect(asked.status).toBe(200)
    expect((await by('finance').post(`${path('2027-01')}/causes`, { reason: '银行系统故障' })).body.code).toBe('cause-waits')
    expect(await standing()).toMatchObject({ counted: 4, right: true })
    expect((await by('finance').post(`/wages/causes/${asked.body.id}/decide`, { approved: true, decision: '属实' })).status).toBe(403)
    await expect(
      t.owner.query('update wages.cause set approved = true, decided_by = asked_by where id = $1', [asked.body.id]),
    ).rejects.toThrow(/check constraint/)
    const both = await Promise.all(
      ['management', 'department'].map((w) => by(w).post(`/wages/causes/${asked.body.id}/decide`, { approved: true, decision: '属实' })),
    )
    expect(both.map((r) => r.status).sort()).toEqual([200, 409])
    expect(await standing()).toMatchObject({ counted: 3, right: false })
  })
  it('proof that it was paid in time takes a reminder back; what stays unpaid is reminded again, once a day', async () => {
    await whole('2026-12', '2027-01-14')
    // The contractor's own word does not: only what the court has received.
    expect(await standing()).toMatchObject({ counted: 3 })
    expect((await by('management').post(`${path('2026-12')}/reminders`, { note: '仍未发放' })).body.code).toBe('wages-submitted')
    const { revision } = await read('2026-12')
    expect((await by('management').post(`${path('2026-12')}/decide`, { accept: true }, rev(revision))).status).toBe(200)
    expect(await standing()).toMatchObject({ counted: 2 })
    await at('2027-03-16T02:00:00Z')
    expect(await standing()).toMatchObject({ counted: 3, right: false })
    expect((await by('finance').post(`${path('2027-02')}/reminders`, { note: '仍未发放' })).status).toBe(403)
    await at('2027-03-20T02:00:00Z')
    const twice = await Promise.all([0, 1].map(() => by('management').post(`${path('2027-02')}/reminders`, { note: '仍未发放' })))
    expect(twice.map((r) => r.status).sort()).toEqual([200, 409])
    expect(await standing()).toMatchObject({ counted: 4, right: true })
    expect((await by('management').post(`${path('2027-03')}/reminders`, { note: '仍未发放' })).body.code).toBe('not-due-yet')
    expect(
      (await by('management').get(`/wages?engagementId=${court.engagementId}&late=yes&limit=2`)).body.items.map(
        (m: { month: string }) => m.month,
      ),
    ).toEqual(['2027-02', '2027-01'])
  })
})

describe('statements and pay plans (A-12.8, A-12.9)', () => {
  it('come with receipts, are received or returned, and fulfil what is owed', async () => {
    const make = (o: object) =>
      by('finance').post('/expense-statements', {
        engagementId: court.engagementId,
        kind: 'quarter',
        period: '2026-Q4',
        text: '本季度费用',
        ...o,
      })
    expect((await make({ period: '2026' })).body.code).toBe('period-malformed')
    expect((await make({ period: '2025-Q4' })).body.code).toBe('period-outside')
    expect((await make({ engagementId: 99999 })).body.code).toBe('engagement-unknown')
    const s = (await make({ fen: 1234500 })).body
    expect((await make({})).body.code).toBe('statement-known')
    expect((await by('management').get(`/expense-statements/${s.id}`)).status).toBe(404)
    expect((await stranger.get(`/expense-statements/${s.id}`)).status).toBe(404)
    expect((await by('finance').post(`/expense-statements/${s.id}/submit`, {}, rev(1))).body.code).toBe('receipts-missing')
    expect(
      (await by('finance').upload(`/expense-statements/${s.id}/receipts`, { name: 'a.html', bytes: Buffer.from('<script>') })).status,
    ).toBe(415)
    const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')
    expect((await by('finance').upload(`/expense-statements/${s.id}/receipts`, { name: '票据.pdf', bytes: pdf })).status).toBe(200)
    expect((await by('finance').post(`/expense-statements/${s.id}/submit`, {}, rev(1))).status).toBe(200)
    const duty = async () =>
      (
        await t.owner.query(
          "select state from duties.duty where key = 'wages.quarter-statement' and period = '2026-Q4' and subject_id = $1",
          [court.engagementId],
        )
      ).rows[0].state
    expect(await duty()).toBe('late')
    expect((await by('management').post(`/expense-statements/${s.id}/decide`, { accept: false, reason: '票据不清' }, rev(2))).status).toBe(
      200,
    )
    expect((await by('finance').patch(`/expense-statements/${s.id}`, { text: '重写', fen: 1 }, rev(3))).status).toBe(200)
    expect((await by('finance').post(`/expense-statements/${s.id}/submit`, {}, rev(4))).status).toBe(200)
    expect((await t.owner.query("select state from duties.duty where key = 'wages.correct-statement'")).rows).toEqual([{ state: 'done' }])
    expect((await by('department').post(`/expense-statements/${s.id}/decide`, { accept: true }, rev(5))).status).toBe(200)
    expect((await by('commissioner').get('/expense-statements?state=received')).body.items).toMatchObject([{ id: s.id, files: 1 }])
    const receipt = (await by('commissioner').get(`/expense-statements/${s.id}`)).body.receipts[0]
    expect((await by('commissioner').get(`/expense-statements/${s.id}/receipts/${receipt.id}`)).headers['content-type']).toBe(
      'application/pdf',
    )
    const plan = (await make({ kind: 'payPlan', period: '2027' })).body
    expect((await by('finance').post(`/expense-statements/${plan.id}/submit`, {}, rev(1))).status).toBe(200)
  })
})
