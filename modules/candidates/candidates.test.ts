import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { readXlsxRows, writeXlsx } from '../../platform/documents/spreadsheet.ts'
import { testApp, type Visitor } from '../../test/support/app.ts'
import { testCourt, type TestCourt } from '../../test/support/court.ts'
import { buildContractor, buildEngagement, buildPerson } from '../organisations/fixtures.ts'
import { signedIn } from '../accounts/fixtures.ts'
import { eraseAll } from './commands/erase.ts'
import { enterWhole, idNoFor, wholeCandidate } from './fixtures.ts'

const t = await testApp({ now: '2026-09-21T01:00:00Z' })
let court: TestCourt
let stranger: Visitor
/** The clock moves; nobody's session ends by it. */
const at = async (iso: string): Promise<void> => {
  t.clock.set(iso)
  await t.owner.query("update accounts.session set seen_at = $1, expires_at = $1::timestamptz + interval '1 day'", [iso])
}
const by = (who: string): Visitor => court.as(who)
const rev = (revision: number) => ({ 'if-match': `"${revision}"` })
const read = async (id: number, who = 'hr') => (await by(who).get(`/candidates/${id}`)).body
const propose = (...list: { id: number; revision: number }[]) =>
  by('hr').post('/candidate-proposals', {
    engagementId: court.engagementId,
    candidates: list.map((c) => ({ id: c.id, revision: c.revision, role: 'operator', fromDate: '2026-09-21' })),
  })
const turn = async (who: string, id: number, verb: string, body: object = {}, revision?: number) =>
  by(who).post(`/candidates/${id}/${verb}`, body, rev(revision ?? (await read(id)).revision))
const pass = { passed: true, opinion: '同意', reviewedOn: '2026-09-21', skillsHalfDays: 4, skillsContent: '立案录入操作' }
const count = async (text: string, values: unknown[] = []): Promise<number> => Number((await t.owner.query(text, values)).rows[0].n)

beforeAll(async () => {
  court = await testCourt(t)
  await court.person('department', 'responsibleDepartment')
  await court.person('hr', 'hr')
  stranger = await t.app.asSystem(court.courtId, async (ctx) => {
    const contractorId = await buildContractor(ctx, { serial: 9 })
    const engagementId = await buildEngagement(ctx, { contractorId, fromDate: '2026-08-01', untilDate: '2027-08-01' })
    return t.visitor(
      await signedIn(
        ctx,
        await buildPerson(ctx, { name: '外人事', role: 'hr', contractorId, engagementId, courtId: court.courtId }),
        'stranger',
      ),
    )
  })
})

describe('entering (7.1.1)', () => {
  it('keeps the number sealed, refuses a second living candidate of the same human, staff, and what is no number', async () => {
    const c = await enterWhole(by('hr'), 1)
    const row = (await t.owner.query('select id_no_sealed, name from candidates.candidate where id = $1', [c.id])).rows[0]
    expect(row.id_no_sealed).not.toContain(idNoFor(1))
    expect((await read(c.id)).idNoMasked).toBe(`3201**********${idNoFor(1).slice(-4)}`)
    expect((await by('hr').post('/candidates', wholeCandidate(1))).body.code).toBe('candidate-twice')
    const wide = [...idNoFor(1)].map((d) => (/\d/.test(d) ? String.fromCodePoint(d.codePointAt(0)! + 0xfee0) : d)).join('')
    expect((await by('hr').post('/candidates', wholeCandidate(1, { idNo: wide }))).body.code).toBe('candidate-twice')
    expect((await by('hr').post('/candidates', wholeCandidate(2, { idNo: `${idNoFor(2).slice(0, 17)}Q` }))).body.code).toBe('id-characters')
    expect((await by('hr').post('/candidates', wholeCandidate(2, { contractFrom: '2026-02-29' }))).status).toBe(400)
    const both = await Promise.all([by('hr').post('/candidates', wholeCandidate(3)), by('hr').post('/candidates', wholeCandidate(3))])
    expect(both.map((r) => r.status).sort()).toEqual([200, 409])
    // The same human may be a candidate of another contractor; nobody sees the other's.
    expect((await stranger.post('/candidates', wholeCandidate(1))).status).toBe(200)
    expect((await stranger.get(`/candidates/${c.id}`)).status).toBe(404)
    expect((await by('management').get(`/candidates/${c.id}`)).status).toBe(404)
    // Who is staff of another contractor is not told: neither at entry nor when a person is registered; the own staff is.
    expect(
      (await by('hr').post('/people', { side: 'contractor', contractorId: court.contractorId, name: '本单位', idNo: idNoFor(97) })).status,
    ).toBe(200)
    expect((await by('hr').post('/candidates', wholeCandidate(97))).body.code).toBe('id-no-taken')
    expect((await stranger.post('/candidates', wholeCandidate(97))).status).toBe(200)
    expect((await stranger.post('/people', { side: 'contractor', name: '别家', idNo: idNoFor(97) })).body.code).toBe('id-no-refused')
    for (const who of ['operator', 'judge', 'projectManager'])
      expect((await by(who).post('/candidates', wholeCandidate(4))).status).toBe(403)
    expect(
      (await by('hr').upload(`/candidates/${c.id}/files`, { name: 'a.pdf', bytes: Buffer.from('<html>') }, { kind: 'diploma' })).status,
    ).toBe(415)
  })
})

describe('proposal', () => {
  it('is refused with every reason of everybody, and then as a whole', async () => {
    const good = await enterWhole(by('hr'), 10)
    const bare = (await by('hr').post('/candidates', { name: '𠮷<script>', idNo: idNoFor(11), education: 'below', conviction: true })).body
    const r = await propose(good, bare)
    expect(r.status).toBe(422)
    expect(r.body.code).toBe('candidates-not-ready')
    expect(r.body.detail.candidates).toHaveLength(1)
    const codes = r.body.detail.candidates[0].missing.map((m: { code: string }) => m.code)
    expect(codes).toEqual(
      expect.arrayContaining(['education-low', 'no-diploma', 'no-diploma-file', 'no-xuexin', 'no-contract', 'no-records', 'no-relations']),
    )
    expect((await read(good.id)).state).toBe('draft')
    expect((await by('management').get('/candidates')).body.items).toEqual([])
  })
  it('a certificate older than three months, a conviction and a late contract stop it, each by its clause', async () => {
    for (const [o, code, clause] of [
      [{ recordsOn: '2026-06-20' }, 'records-old', '7.1.1.4'],
      [{ conviction: true }, 'conviction', '6.6.1'],
      [{ startOn: '2026-07-31' }, 'contract-late', '劳动合同法10'],
      [{ xuexin: 'mismatch' }, 'xuexin-mismatch', '7.1.1.3'],
    ] as const) {
      const c = await enterWhole(by('hr'), 20, o)
      const r = await propose(c)
      expect(r.body.detail?.candidates?.[0]?.missing).toEqual([{ code, clause }])
      await turn('hr', c.id, 'close')
    }
  })
})

describe('review and decision', () => {
  it('two hands make a member of staff, once, with the facts of the gate', async () => {
    const c = await enterWhole(by('hr'), 30)
    expect((await propose(c)).status).toBe(200)
    expect((await by('hr').patch(`/candidates/${c.id}`, { school: '别处' }, rev(c.revision + 1))).body.code).toBe('candidate-state')
    expect((await turn('commissioner', c.id, 'review', pass)).status).toBe(403)
    expect((await turn('management', c.id, 'accept', { registrationNo: '备1' })).body.code).toBe('candidate-state')
    expect((await turn('management', c.id, 'review', { ...pass, validUntil: '2027-09-21' })).body.code).toBe('review-too-long')
    expect((await turn('management', c.id, 'review', { ...pass, reviewedOn: '2026-09-22' })).body.code).toBe('review-in-future')
    expect((await turn('management', c.id, 'review', pass)).status).toBe(200)
    expect((await turn('management', c.id, 'accept', { registrationNo: '备1' })).body.code).toBe('second-person-required')
    const seen = await read(c.id, 'department')
    expect(seen.nextNo).toBe('备〔2026〕0001号')
    const both = await Promise.all(
      [0, 1].map(() => by('department').post(`/candidates/${c.id}/accept`, { registrationNo: seen.nextNo }, rev(seen.revision))),
    )
    expect(both.map((r) => r.status).sort()).toEqual([200, 409])
    const after = await read(c.id, 'department')
    expect(after).toMatchObject({ state: 'accepted', registrationNo: seen.nextNo, reviews: [{ validUntil: '2027-09-20', passed: true }] })
    expect(await count("select count(*) as n from organisations.person where name = '拟派30'")).toBe(1)
    const gate = (await by('management').get(`/workforce/${after.personId}`)).body
    expect(gate.missing.sort()).toEqual(['nda', 'training'])
    expect(gate.roles).toEqual(['operator'])
    // 6.6.1: the yearly renewal is owed as a duty, and a renewal settles it; the labour contract is not owed.
    const owed = await t.owner.query(
      "select period, state from duties.duty where subject_id = $1 and kind = 'person' and key = 'workforce.vetting-renewal'",
      [after.personId],
    )
    expect(owed.rows).toEqual([{ period: '2027-09-20', state: 'planned' }])
    await at('2026-09-22T01:00:00Z')
    expect((await turn('management', c.id, 'renew', { ...pass, reviewedOn: '2026-09-22', passed: false, opinion: '不合格' })).status).toBe(
      200,
    )
    expect((await by('management').get(`/workforce/${after.personId}`)).body.missing).toContain('vetting')
    await at('2026-09-21T01:00:00Z')
    const pdf = await by('management').get(`/candidates/${c.id}/form`)
    expect(pdf.headers['content-type']).toBe('application/pdf')
    expect(pdf.body.subarray(0, 5).toString()).toBe('%PDF-')
  })
  it('the database itself asks for the second hand', async () => {
    const c = await enterWhole(by('hr'), 31)
    await propose(c)
    await turn('management', c.id, 'review', pass)
    await expect(
      t.owner.query("update candidates.candidate set state = 'accepted', person_id = $2, decided_by = $3 where id = $1", [
        c.id,
        court.people.operator,
        court.people.management,
      ]),
    ).rejects.toThrow(/does not register/)
  })
  it('a refusal tells why; the data go after the retention, a document that others need stays', async () => {
    const c = await enterWhole(by('hr'), 40)
    const shared = (await t.owner.query('select sha256 from candidates.file where candidate_id = $1 order by id', [c.id])).rows.map(
      (r) => r.sha256,
    )
    const other = await enterWhole(by('hr'), 41)
    await t.owner.query('update candidates.file set sha256 = $1 where candidate_id = $2 and kind = $3', [shared[0], other.id, 'diploma'])
    await propose(c)
    expect((await turn('management', c.id, 'reject', { reason: '  ' })).status).toBe(400)
    expect((await turn('management', c.id, 'reject', { reason: '岗位已满' })).status).toBe(200)
    expect(await read(c.id)).toMatchObject({ state: 'rejected', reason: '岗位已满', eraseOn: '2027-03-21' })
    expect((await turn('management', c.id, 'review', pass)).body.code).toBe('candidate-state')
    await eraseAll(t.app)
    expect((await read(c.id)).state).toBe('rejected')
    await at('2027-03-21T01:00:00Z')
    await eraseAll(t.app)
    await at('2026-09-21T01:00:00Z')
    const row = (await t.owner.query('select * from candidates.candidate where id = $1', [c.id])).rows[0]
    expect(row).toMatchObject({
      state: 'erased',
      name: null,
      id_no_sealed: null,
      id_no_hash: null,
      school: null,
      records_no: null,
      reason: null,
    })
    expect(await t.app.files.exists(court.courtId, shared[0])).toBe(true)
    expect(await t.app.files.exists(court.courtId, shared[1])).toBe(false)
  })
  it('hr withdraws before the decision, proposes again; the stale and the late are told', async () => {
    const c = await enterWhole(by('hr'), 50)
    await propose(c)
    expect((await turn('hr', c.id, 'withdraw', {}, c.revision)).body.code).toBe('stale-revision')
    expect((await turn('hr', c.id, 'withdraw')).status).toBe(200)
    expect((await turn('management', c.id, 'review', pass, 3)).body.code).toBe('candidate-state')
    expect((await propose({ id: c.id, revision: 3 })).status).toBe(200)
  })
  it('the court sees law background and court experience first, then the years', async () => {
    const plain = await enterWhole(by('hr'), 60, { lawBackground: false, courtYears: 0 })
    const years = await enterWhole(by('hr'), 61, { lawBackground: false, courtYears: 9 })
    const both = await enterWhole(by('hr'), 62, { courtYears: 5 })
    await propose(plain, years, both)
    const ids = (await by('commissioner').get('/candidates?state=proposed')).body.items.map((i: { id: number }) => i.id)
    expect(ids.filter((i: number) => [plain.id, years.id, both.id].includes(i))).toEqual([both.id, years.id, plain.id])
    const first = (await by('commissioner').get('/candidates?state=proposed&limit=1')).body
    expect((await by('commissioner').get(`/candidates?state=proposed&limit=1&after=${first.next}`)).body.items[0].id).not.toBe(
      first.items[0].id,
    )
  })
})

describe('lists', () => {
  const header = ['姓名', '公民身份号码', '学历', '法律专业背景', '法院从业年数', '用工日期']
  it('are checked row by row first and entered once; the file is not kept', async () => {
    const rows = [
      ['名单一', idNoFor(201), '本科', '是', '３', '2026-09-01'],
      ['', idNoFor(202), '本科', '否', '', ''],
      ['名单三', `${idNoFor(203).slice(0, 17)}Q`, '小学', '也许', '99', '2026-02-29'],
      ['名单四', idNoFor(201), '大专', '否', '0', ''],
    ]
    const bytes = await writeXlsx([{ name: '名单', header, rows }])
    const r = await by('hr').upload('/candidate-imports', { name: '名单.xlsx', bytes })
    expect(r.status, JSON.stringify(r.body)).toBe(200)
    expect(r.body).toMatchObject({ state: 'checked', rows: 4, good: 1 })
    const faults = r.body.faults.map((f: { row: number; code: string }) => `${f.row} ${f.code}`)
    expect(faults.sort()).toEqual([
      '3 name-missing',
      '4 date-impossible',
      '4 education-unknown',
      '4 id-characters',
      '4 years-range',
      '4 yes-no',
      '5 row-twice',
    ])
    expect(await count("select count(*) as n from candidates.candidate where name = '名单一'")).toBe(0)
    expect(await t.app.files.exists(court.courtId, createHash('sha256').update(bytes).digest('hex'))).toBe(false)
    const two = await Promise.all([0, 1].map(() => by('hr').post(`/candidate-imports/${r.body.id}/run`, {}, rev(1))))
    expect(two.map((x) => x.status).sort()).toEqual([200, 409])
    expect(
      (await t.owner.query("select court_years, law_background, start_on::text from candidates.candidate where name = '名单一'")).rows,
    ).toEqual([{ court_years: 3, law_background: true, start_on: '2026-09-01' }])
    const file = await by('hr').get(`/candidate-imports/${r.body.id}/faults`)
    const lines = []
    for await (const b of readXlsxRows(file.body)) lines.push(...b)
    expect(lines).toHaveLength(8)
    expect((await stranger.get(`/candidate-imports/${r.body.id}/faults`)).status).toBe(404)
  })
  it('come as GB18030 too; what is no list is refused', async () => {
    const gb = Buffer.concat([
      Buffer.from([0xd0, 0xd5, 0xc3, 0xfb]),
      Buffer.from(','),
      Buffer.from([0xc9, 0xed, 0xb7, 0xdd, 0xd6, 0xa4, 0xba, 0xc5]),
      Buffer.from(`\n`),
      Buffer.from([0xd5, 0xc5, 0xc8, 0xfd]),
      Buffer.from(`,${idNoFor(210)}\n`),
    ])
    expect((await by('hr').upload('/candidate-imports', { name: 'a.csv', bytes: gb })).body).toMatchObject({ rows: 1, good: 1 })
    expect((await by('hr').upload('/candidate-imports', { name: 'a.csv', bytes: Buffer.from('a,b\n1,2\n') })).body.code).toBe(
      'import-columns',
    )
    expect((await by('hr').upload('/candidate-imports', { name: 'a.csv', bytes: Buffer.from('姓名,身份证号\n') })).body.code).toBe(
      'import-empty',
    )
    const many = `姓名,身份证号\n${'张三,1\n'.repeat(1001)}`
    expect((await by('hr').upload('/candidate-imports', { name: 'a.csv', bytes: Buffer.from(many) })).body.code).toBe('import-too-long')
    expect((await by('hr').get('/candidate-imports/template')).status).toBe(200)
  })
})
