import { createHash, createHmac } from 'node:crypto'
import { Temporal } from 'temporal-polyfill'
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { testApp } from '../../test/support/app.ts'
import { testCourt, type TestCourt } from '../../test/support/court.ts'
import { createCase } from '../cases/public.ts'
import { buildPerson } from '../organisations/fixtures.ts'
import { revealSeeds } from './commands/allocate.ts'
import { drawn, weigh } from './rules.ts'

const t = await testApp({ now: '2026-09-21T01:30:00Z' })
let court: TestCourt
const judges: number[] = []
let serial = 100
const waiting = (over: object = {}): Promise<number> =>
  t.app.asSystem(
    court.courtId,
    async (ctx) =>
      (
        await createCase(ctx, {
          number: `（2026）苏1204民初${serial++}号`,
          procedure: 'simple',
          typeCode: '民初',
          filedOn: '2026-09-18',
          divisionId: court.divisions.civil,
          parties: [
            { role: 'plaintiff', kind: 'natural', name: '张𠮷' },
            { role: 'defendant', kind: 'natural', name: '李四' },
          ],
          ...over,
        } as never)
      ).id,
  )
const by = (who: string) => court.as(who)
const actor = (who: string, roles: string[], side: 'court' | 'contractor' = 'court') => ({
  accountId: null,
  personId: court.people[who]!,
  courtId: court.courtId,
  contractorId: side === 'contractor' ? court.contractorId : null,
  side,
  roles,
  divisionIds: [],
  engagementIds: [],
  name: who,
  sessionId: null,
  ip: null,
})
const draw = async (who: string, caseIds: number[]) => by(who).post('/allocations', { caseIds })
const allocationOf = async (caseId: number) => (await by('management').get(`/allocations?caseId=${caseId}&state=live`)).body.items[0]

beforeAll(async () => {
  court = await testCourt(t)
  judges.push(court.people.judge!)
  for (const name of ['乙法官', '丙法官'])
    judges.push(
      await t.app.asSystem(court.courtId, (ctx) =>
        buildPerson(ctx, { name, role: 'judge', courtId: court.courtId, divisionId: court.divisions.civil }),
      ),
    )
})

describe('分案: by lot (domain ⑧)', () => {
  it('goes to a judge of the division, and tells him', async () => {
    const id = await waiting()
    expect((await by('filingOfficer').get('/allocation-queue')).body.items.map((c: { id: number }) => c.id)).toContain(id)
    const { status, body } = await draw('filingOfficer', [id])
    expect(status, JSON.stringify(body)).toBe(200)
    const [result] = body.results
    expect(result).toMatchObject({ caseId: id, code: null })
    expect((await by('filingOfficer').get('/allocation-queue')).body.items.map((c: { id: number }) => c.id)).not.toContain(id)
    const a = (await by('management').get(`/allocations/${result.allocationId}`)).body
    expect(judges).toContain(a.judgeId)
    expect((await by('management').get(`/cases/${id}`)).body).toMatchObject({ judgeId: a.judgeId })
    expect(a.candidates.map((c: { judgeId: number }) => c.judgeId).sort()).toEqual([...judges].sort())
    expect(a.seed).toMatchObject({ day: '2026-09-21', revealed: null })
    // Nobody learns the seed before the day is over.
    expect(await t.app.asSystem(court.courtId, revealSeeds)).toBe(0)
  })
  it('evens the desks out: thirty cases in one go differ by few; each lot sees the one before', async () => {
    const ids: number[] = []
    for (let i = 0; i < 30; i++) ids.push(await waiting())
    const { body } = await draw('management', ids)
    expect(body.results.every((r: { code: string | null }) => r.code === null)).toBe(true)
    const loads = (await by('management').get('/allocation-judges')).body.items.map((j: { load: number }) => j.load)
    expect(loads.reduce((a: number, b: number) => a + b)).toBe(31)
    expect(Math.max(...loads) - Math.min(...loads)).toBeLessThan(10)
  })
  it('leaves out who is absent, has no share, takes other work or is kept from the case; says so; refuses when nobody is left', async () => {
    const [a, b, c] = judges as [number, number, number]
    expect(
      (
        await by('management').post(`/allocation-judges/${a}/absences`, {
          fromDate: '2026-09-21',
          untilDate: '2026-09-30',
          kind: 'training',
        })
      ).status,
    ).toBe(200)
    expect(
      (await by('management').post(`/allocation-judges/${a}/absences`, { fromDate: '2026-09-30', untilDate: '2026-10-02', kind: 'leave' }))
        .body.code,
    ).toBe('absence-overlaps')
    expect(
      (await by('management').post(`/allocation-judges/${a}/absences`, { fromDate: '2027-02-29', untilDate: '2027-03-02', kind: 'leave' }))
        .status,
    ).toBe(400)
    const share = (judge: number, over: object, revision: number) =>
      by('management').put(
        `/allocation-judges/${judge}`,
        { percent: 100, types: [], procedures: [], reason: '测试安排', ...over },
        { 'if-match': `"${revision}"` },
      )
    expect((await share(b, { procedures: ['ordinary'] }, 0)).body.version).toBe(1)
    expect((await share(b, { percent: 50 }, 0)).body.code).toBe('stale-revision')
    expect((await share(b, { types: ['无此类型'] }, 1)).body.code).toBe('type-unknown')
    const id = await waiting()
    await t.owner.query(
      'insert into confidentiality.denial (court_id, kind, person_id, case_id, reason, made_by) values ($1, $2, $3, $4, $5, $6)',
      [court.courtId, 'recusal', c, id, '当事人近亲属', court.people.management],
    )
    const none = await draw('filingOfficer', [id])
    expect(none.body.results[0]).toMatchObject({ code: 'nobody-takes-part', judge: null })
    await share(b, { procedures: ['simple'] }, 1)
    expect((await draw('filingOfficer', [id])).body.results[0].code).toBeNull()
    const one = (await by('leader').get(`/allocations/${(await allocationOf(id)).id}`)).body
    expect(one.judgeId).toBe(b)
    expect(Object.fromEntries(one.candidates.map((x: { judgeId: number; excluded: string }) => [x.judgeId, x.excluded]))).toEqual({
      [a]: 'absent',
      [b]: null,
      [c]: 'barred',
    })
    const { body } = await by('management').get('/allocation-judges')
    const absence = body.items.find((j: { judgeId: number }) => j.judgeId === a).absences[0]
    expect((await by('management').post(`/allocation-absences/${absence.id}/end`, {})).status).toBe(200)
    expect((await by('management').post(`/allocation-absences/${absence.id}/end`, {})).status).toBe(404)
    await share(b, {}, 2)
  })
  it('two who draw the same cases at once: each case has one judge', async () => {
    const ids = [await waiting(), await waiting(), await waiting()]
    const all = await Promise.all(['filingOfficer', 'management', 'leader'].map((who) => draw(who, ids)))
    const codes = all.flatMap((r) => r.body.results.map((x: { code: string | null }) => x.code))
    expect(codes.filter((c: string | null) => c === null)).toHaveLength(3)
    expect(codes.filter((c: string | null) => c === 'case-not-waiting')).toHaveLength(6)
  })
  it('pages the queue by key, cases without a day of filing first', async () => {
    const undated = await waiting({ filedOn: null })
    await waiting()
    const first = (await by('management').get('/allocation-queue?limit=1')).body
    expect(first.items.map((c: { id: number }) => c.id)).toEqual([undated])
    const second = (await by('management').get(`/allocation-queue?limit=1&after=${first.next}`)).body
    expect(second.items).toHaveLength(1)
    expect(second.items[0].id).not.toBe(undated)
    expect((await by('management').get('/allocation-queue?after=xx')).status).toBe(400)
  })
  it('refuses an empty list, too many, a case of elsewhere, a draft', async () => {
    expect((await draw('management', [])).status).toBe(400)
    expect(
      (
        await draw(
          'management',
          Array.from({ length: 101 }, (_, i) => i + 1),
        )
      ).status,
    ).toBe(400)
    expect((await draw('management', [99_999_999])).body.results[0].code).toBe('case-not-waiting')
    const draft = await t.app.asSystem(
      court.courtId,
      async (ctx) =>
        (
          await createCase(ctx, {
            procedure: 'simple',
            divisionId: court.divisions.civil,
            parties: [{ role: 'plaintiff', kind: 'natural', name: '无号' }],
          } as never)
        ).id,
    )
    expect((await draw('management', [draft])).body.results[0].code).toBe('case-not-waiting')
    const homeless = await waiting({ divisionId: null })
    expect((await draw('management', [homeless])).body.results[0].code).toBe('no-division')
  })
})

describe('分案: by hand', () => {
  it('4.1: only a leader or trial management designates or changes, with a reason, never to himself', async () => {
    const id = await waiting()
    const wanted = { caseId: id, judgeId: judges[1], because: 'related', reason: '与在办案件系关联案件' }
    for (const who of ['filingOfficer', 'judge', 'clerk', 'operator', 'projectManager'])
      expect((await by(who).post('/allocations/designated', wanted)).status, who).toBe(403)
    for (const who of ['judge', 'clerk', 'operator', 'teamLead', 'commissioner']) expect((await draw(who, [id])).status, who).toBe(403)
    expect((await by('management').post('/allocations/designated', { ...wanted, reason: ' ' })).status).toBe(400)
    expect((await by('management').post('/allocations/designated', { ...wanted, judgeId: court.people.clerk })).body.code).toBe(
      'not-a-judge',
    )
    const made = await by('leader').post('/allocations/designated', wanted)
    expect(made.body).toMatchObject({ judge: '乙法官' })
    expect((await by('leader').post('/allocations/designated', wanted)).body.code).toBe('case-not-waiting')

    const change = (revision: number, body: object) =>
      by('management').post(
        `/allocations/${made.body.id}/change`,
        { because: 'recusal', reason: '当事人申请回避成立', ...body },
        { 'if-match': `"${revision}"` },
      )
    expect((await change(1, { how: 'designate', judgeId: judges[1] })).body.code).toBe('same-judge')
    expect((await change(9, { how: 'draw' })).body.code).toBe('stale-revision')
    const changed = await change(1, { how: 'draw' })
    expect(changed.status, JSON.stringify(changed.body)).toBe(200)
    const now = (await by('management').get(`/allocations/${changed.body.id}`)).body
    expect(now).toMatchObject({ turn: 2, because: 'recusal', kind: 'drawn' })
    expect(now.judgeId).not.toBe(judges[1])
    expect(now.candidates.find((c: { judgeId: number }) => c.judgeId === judges[1])).toMatchObject({ excluded: 'before', weight: 0 })
    expect(now.others).toMatchObject([{ turn: 1, judge: '乙法官' }])
    expect((await change(2, { how: 'draw' })).body.code).toBe('allocation-ended')
    const notices = (
      await t.owner.query("select kind from worklist.notice where person_id = $1 and kind like 'case-%'", [judges[1]])
    ).rows.map((r) => r.kind)
    expect(notices).toContain('case-taken-over')
  })
  it('a form, a list or SQL does not change the judge of an allocated case', async () => {
    const id = await waiting()
    await draw('management', [id])
    const before = (await by('filingOfficer').get(`/cases/${id}`)).body
    const other = judges.find((j) => j !== before.judgeId)!
    const asked = await by('filingOfficer').patch(`/cases/${id}`, { judgeId: other }, { 'if-match': `"${before.revision}"` })
    expect(asked.body.code).toBe('judge-allocated')
    const inSql = (statement: string, who: string, roles: string[], side: 'court' | 'contractor' = 'court') =>
      t.app.asActor(actor(who, roles, side) as never, async (ctx) =>
        Number((await sql.raw(statement).execute(ctx.tx)).numAffectedRows ?? 0),
      )
    await expect(
      inSql(`update cases.case_record set judge_id = ${other} where id = ${id}`, 'filingOfficer', ['filingOfficer']),
    ).rejects.toThrow()
    await expect(inSql(`update scheduling.allocation set judge_id = ${other}`, 'management', ['trialManagement'])).rejects.toThrow()
    await expect(inSql(`delete from scheduling.allocation`, 'management', ['trialManagement'])).rejects.toThrow()
    await expect(
      inSql(
        `insert into scheduling.allocation (court_id, case_id, turn, kind, judge_id, because, reason, made_by) values (${court.courtId}, ${await waiting()}, 1, 'designated', ${other}, 'special', '越权', ${court.people.filingOfficer})`,
        'filingOfficer',
        ['filingOfficer'],
      ),
    ).rejects.toThrow()
    expect(await inSql('select * from scheduling.allocation', 'operator', ['operator'], 'contractor')).toBe(0)
    await expect(
      inSql("update scheduling.seed set revealed = repeat('0', 64), revealed_at = bw.now()", 'management', ['trialManagement']).then(
        (n) => {
          if (n === 0) throw new Error('no row')
        },
      ),
    ).rejects.toThrow()
  })
  it('a judge sees the allocations of his own cases, the commissioner all, outsourced staff none', async () => {
    const all = (await by('commissioner').get('/allocations?limit=200')).body.items as { judgeId: number; caseId: number }[]
    expect(new Set(all.map((a) => a.judgeId)).size).toBeGreaterThan(1)
    expect((await by('operator').get('/allocations')).status).toBe(403)
    expect((await by('operator').get('/allocation-judges')).status).toBe(403)
    expect((await by('commissioner').get('/allocation-queue')).status).toBe(403)
  })
  it('the rule is versioned; two at once: the second is told', async () => {
    const set = (who: string, revision: number) =>
      by(who).post('/allocation-rules', { balance: 'even', note: '本季度按比例平均分案' }, { 'if-match': `"${revision}"` })
    const both = await Promise.all([set('management', 0), set('leader', 0)])
    expect(both.map((r) => r.status).sort()).toEqual([200, 409])
    expect((await by('commissioner').get('/allocation-judges')).body.rule).toMatchObject({ version: 1, balance: 'even' })
    const id = await waiting()
    await draw('management', [id])
    const a = (await by('management').get(`/allocations/${(await allocationOf(id)).id}`)).body
    expect(a).toMatchObject({ balance: 'even', ruleVersion: 1 })
    expect(a.candidates.filter((c: { weight: number }) => c.weight > 0).map((c: { weight: number }) => c.weight)).toEqual(
      weigh(
        a.candidates.map((c: object) => ({ ...c, types: [], procedures: [], absent: false, barred: false, before: false })) as never,
        { type: '民初', procedure: 'simple' },
        'even',
      ).map((c) => c.weight),
    )
  })
})

// Last: the sessions of the day end with it.
describe('分案: after the day', () => {
  it('the seed is laid open, and every lot of the day can be drawn again by anybody', async () => {
    t.clock.set(Temporal.Instant.from('2026-09-21T16:05:00Z'))
    expect(await t.app.asSystem(court.courtId, revealSeeds)).toBe(1)
    expect(await t.app.asSystem(court.courtId, revealSeeds)).toBe(0)
    const { rows } = await t.owner.query(
      'select a.*, s.revealed, s.commitment from scheduling.allocation a join scheduling.seed s on s.court_id = a.court_id and s.day = a.seed_day where a.court_id = $1',
      [court.courtId],
    )
    expect(rows.length).toBeGreaterThan(30)
    for (const a of rows) {
      const seed = Buffer.from(a.revealed, 'hex')
      expect(createHash('sha256').update(seed).digest('hex')).toBe(a.commitment)
      expect(drawn(createHmac('sha256', seed).update(a.message).digest('hex'), a.candidates)).toEqual({
        judgeId: a.judge_id,
        ticket: Number(a.ticket),
        total: Number(a.total),
      })
    }
    const events = await t.owner.query(
      "select verb, data from audit.event where verb in ('allocation.seed', 'allocation.reveal') and court_id = $1 order by id",
      [court.courtId],
    )
    expect(events.rows.map((r) => r.verb)).toEqual(['allocation.seed', 'allocation.reveal'])
  })
})
