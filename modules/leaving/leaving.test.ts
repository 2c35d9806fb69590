import { beforeAll, describe, expect, it } from 'vitest'
import { testApp, type Visitor } from '../../test/support/app.ts'
import { testCourt, type TestCourt } from '../../test/support/court.ts'
import { enterWhole } from '../candidates/fixtures.ts'
import { runDuties } from '../duties/public.ts'
import { eraseDepartures } from './personal-data.ts'

const t = await testApp({ now: '2026-09-21T01:00:00Z' })
let court: TestCourt
const by = (who: string): Visitor => court.as(who)
const rev = (revision: number) => ({ 'if-match': `"${revision}"` })
const at = async (iso: string): Promise<void> => {
  t.clock.set(iso)
  await t.owner.query(
    "update accounts.session set seen_at = $1, expires_at = $1::timestamptz + interval '1 day' where revoked_at is null",
    [iso],
  )
  await runDuties(t.app, court.courtId)
}
const open = (who: string, person: string, o: object = {}) =>
  by(who).post('/departures', { personId: court.people[person], kind: 'resignation', lastDay: '2026-09-21', reason: '个人原因', ...o })
const read = async (id: number, who = 'management') => (await by(who).get(`/departures/${id}`)).body
const turn = async (who: string, id: number, verb: string, body: object = {}) =>
  by(who).post(`/departures/${id}/${verb}`, body, rev((await read(id)).revision))
const undone = async (id: number): Promise<string[]> =>
  (await read(id)).items.filter((i: { done: boolean }) => !i.done).map((i: { key: string }) => i.key)
const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')
const one = async (text: string, values: unknown[]) => (await t.owner.query(text, values)).rows[0]

beforeAll(async () => {
  court = await testCourt(t)
  for (const [who, role] of [
    ['hr', 'hr'],
    ['department', 'responsibleDepartment'],
    ['finance', 'finance'],
  ] as const)
    await court.person(who, role)
})

describe('leaving (A-16, A-22)', () => {
  it('today: access, tasks and sessions end in the same call; what is left is derived, and signed by another hand', async () => {
    expect((await open('hr', 'operator', { lastDay: '2026-09-20' })).body.code).toBe('leave-in-past')
    expect((await open('hr', 'operator', { lastDay: '2026-02-30' })).status).toBe(400)
    expect((await open('operator', 'operator')).status).toBe(403)
    expect((await open('management', 'judge')).body.code).toBe('not-outsourced')
    expect((await by('operator').get('/session')).body.stage ?? 'full').toBe('full')
    const badge = (await by('hr').post('/badges', { personId: court.people.operator, kind: 'badge', number: 'G-1' })).body.id
    const both = await Promise.all([open('hr', 'operator'), open('hr', 'operator')])
    expect(both.map((r) => r.status).sort()).toEqual([200, 409])
    const id = both.find((r) => r.status === 200)!.body.id
    // The same hour: the very next request of the leaver is nobody's.
    expect((await by('operator').get('/departures')).status).toBe(401)
    expect(
      await one('select count(*)::int as n from organisations.post where person_id = $1 and (until_date is null or until_date >= $2)', [
        court.people.operator,
        '2026-09-21',
      ]),
    ).toEqual({ n: 0 })
    expect(await undone(id)).toEqual(['pieces', 'media', 'declaration'])
    const piece = await one('select revision from badges.piece where id = $1', [badge])
    expect((await by('hr').post(`/badges/${badge}/return`, {}, rev(piece.revision))).status).toBe(200)
    expect(await undone(id)).toEqual(['media', 'declaration'])
    expect((await read(id)).can.sign.code).toBe('items-open')
    expect((await turn('management', id, 'media', { media: 'none' })).status).toBe(403)
    expect((await turn('hr', id, 'media', { media: 'returned', note: 'U盘一只' })).status).toBe(200)
    expect((await by('hr').upload(`/departures/${id}/declaration`, { name: 'a.html', bytes: Buffer.from('<b>') })).status).toBe(415)
    expect((await by('hr').upload(`/departures/${id}/declaration`, { name: '声明.pdf', bytes: pdf })).status).toBe(200)
    expect((await by('hr').upload(`/departures/${id}/declaration`, { name: '声明.pdf', bytes: pdf })).body.code).toBe('declared-already')
    // Whoever signs has read it.
    const scan = await by('department').get(`/departures/${id}/declaration`)
    expect([scan.status, Buffer.from(scan.body).equals(pdf)]).toEqual([200, true])
    expect((await by('judge').get(`/departures/${id}/declaration`)).status).toBe(403)
    expect((await by('operator2').get(`/departures/${id}/declaration`)).status).toBe(404)
    expect((await read(id)).boundSince).toMatch(/^2026-/)
    expect((await turn('hr', id, 'sign')).status).toBe(403)
    const revision = (await read(id)).revision
    const signed = await Promise.all(['management', 'department'].map((w) => by(w).post(`/departures/${id}/sign`, {}, rev(revision))))
    expect(signed.map((r) => r.status).sort()).toEqual([200, 409])
    expect(await read(id)).toMatchObject({ state: 'signed', eraseOn: '2029-09-21' })
    expect((await one("select state from duties.duty where key = 'leaving.handover' and subject_id = $1", [id])).state).toBe('done')
  })
  it('the database itself asks for the other hand', async () => {
    const id = (await open('management', 'candidate')).body.id
    await turn('hr', id, 'media', { media: 'none' })
    await by('hr').upload(`/departures/${id}/declaration`, { name: '声明.pdf', bytes: pdf })
    expect((await turn('management', id, 'sign')).body.code).toBe('second-person-required')
    await expect(
      t.owner.query("update leaving.departure set state = 'signed', signed_by = opened_by, erase_on = '2029-01-01' where id = $1", [id]),
    ).rejects.toThrow(/check constraint/)
    expect((await turn('department', id, 'sign')).status).toBe(200)
  })
  it('on a last day to come he declares on screen himself; a veto, a record closed and an ended engagement open the checklist too', async () => {
    const id = (await open('hr', 'operator2', { lastDay: '2026-09-30', kind: 'dismissal' })).body.id
    expect(await undone(id)).toContain('access')
    expect((await turn('teamLead', id, 'declare', { name: 'x' })).status).toBe(404)
    const revision = (await read(id, 'operator2')).revision
    expect((await by('operator2').post(`/departures/${id}/declare`, { name: '别人' }, rev(revision))).body.code).toBe(
      'name-not-as-registered',
    )
    expect((await by('operator2').post(`/departures/${id}/declare`, { name: 'operator2乙' }, rev(revision))).status).toBe(200)
    expect(await read(id)).toMatchObject({ declaredHow: 'screen', declaredText: expect.stringContaining('不保留') })
    expect((await by('hr').get(`/departures/${id}/declaration`)).status).toBe(404)
    const veto = await by('management').post(`/workforce/${court.people.teamLead}/veto`, { reason: '违反纪律' })
    expect(veto.status, JSON.stringify(veto.body)).toBe(200)
    expect((await by('management').get('/departures?state=open')).body.items.map((d: { kind: string }) => d.kind).sort()).toEqual([
      'dismissal',
      'veto',
    ])
  })
})

describe('personal data (个保法45, 46)', () => {
  it('all that is kept is given to whom it is about, on his asking, by the court’s answer within fifteen days', async () => {
    await t.owner.query("update organisations.person set phone = '13800000001' where id = $1", [court.people.projectManager])
    const both = await Promise.all([0, 1].map(() => by('projectManager').post('/personal-data-requests', { kind: 'export' })))
    expect(both.map((r) => r.status).sort()).toEqual([200, 409])
    const id = both.find((r) => r.status === 200)!.body.id
    expect(
      new Date(
        (await one("select due_at from duties.duty where key = 'leaving.data-request' and subject_id = $1", [id])).due_at,
      ).toISOString(),
    ).toBe('2026-10-06T15:59:59.000Z')
    expect((await by('projectManager').get(`/personal-data-requests/${id}/file`)).body.code).toBe('request-not-granted')
    expect(
      (await by('projectManager').post(`/personal-data-requests/${id}/decide`, { grant: true, reason: '依法提供' }, rev(1))).status,
    ).toBe(403)
    expect((await by('department').post(`/personal-data-requests/${id}/decide`, { grant: true, reason: '依法提供' }, rev(1))).status).toBe(
      200,
    )
    const json = (await by('projectManager').get(`/personal-data-requests/${id}/file?format=json`)).body
    expect(json.基本信息[0]).toMatchObject({ name: 'projectManager乙', phone: '13800000001' })
    expect(json.岗位).toHaveLength(1)
    expect(json.准入事实.length).toBeGreaterThan(4)
    expect(json.账号[0].login).toContain('projectmanager')
    expect(JSON.stringify(json)).not.toMatch(/password|sealed/)
    expect((await by('projectManager').get(`/personal-data-requests/${id}/file`)).headers['content-type']).toContain('spreadsheetml')
    expect((await by('hr').get(`/personal-data-requests/${id}/file`)).status).toBe(404)
    expect((await by('finance').get('/personal-data-requests')).body.items).toEqual([])
  })
  it('a correction says what is wrong and is answered with a reason; hr asks in the name of who has left', async () => {
    expect((await by('finance').post('/personal-data-requests', { kind: 'correction' })).body.code).toBe('wording-needed')
    expect(
      (await by('finance').post('/personal-data-requests', { kind: 'correction', text: 'x', personId: court.people.hr })).body.code,
    ).toBe('not-your-people')
    const id = (
      await by('hr').post('/personal-data-requests', { kind: 'correction', text: '毕业院校有误', personId: court.people.operator })
    ).body.id
    expect(
      (await by('management').post(`/personal-data-requests/${id}/decide`, { grant: false, reason: '与学信网一致' }, rev(1))).status,
    ).toBe(200)
    expect((await by('management').post(`/personal-data-requests/${id}/decide`, { grant: true, reason: '更正' }, rev(2))).body.code).toBe(
      'request-decided',
    )
  })
  it('what was granted is applied by the court, once; the old value stays in the ledger by its hash alone', async () => {
    const ask = (who: string, o: object) => by(who).post('/personal-data-requests', { kind: 'correction', text: '登记有误', ...o })
    const answer = async (id: number, grant = true) =>
      by('department').post(`/personal-data-requests/${id}/decide`, { grant, reason: '已核对证件' }, rev(1))
    const apply = (who: string, id: number, revision = 2) => by(who).post(`/personal-data-requests/${id}/apply`, {}, rev(revision))
    const listed = async (who: string, id: number) =>
      (await by(who).get('/personal-data-requests')).body.items.find((r: { id: number }) => r.id === id)
    const who = 'finance'
    await t.owner.query("update organisations.person set phone = '13900000003' where id = $1", [court.people[who]])
    expect((await ask(who, { field: 'idNo' })).body.code).toBe('wanted-needed')
    expect((await ask(who, { field: 'idNo', wanted: '110105194912310021' })).body.code).toBe('id-check-digit')
    expect((await ask(who, { field: 'education', wanted: 'wizard' })).body.code).toBe('education-unknown')
    expect((await ask(who, { field: 'shoe', wanted: '42' })).status).toBe(400)
    expect((await ask(who, { field: 'name', wanted: '赵\u200b云' })).status).toBe(422)

    // The number: shown by its ends, kept sealed, gone once it is written where it belongs.
    const id = (await ask(who, { field: 'idNo', wanted: '11010519491231002x' })).body.id
    expect((await apply('management', id, 1)).body.code).toBe('request-not-granted')
    expect((await answer(id)).status).toBe(200)
    expect(await listed('management', id)).toMatchObject({ field: 'idNo', wanted: '1101**********002X', can: { apply: { ok: true } } })
    const kept = async () => (await t.owner.query('select row_to_json(r)::text as t from leaving.request r')).rows.map((r) => r.t).join()
    expect(await kept()).not.toContain('11010519491231002')
    expect((await apply(who, id)).status).toBe(403)
    const twice = await Promise.all(['management', 'department'].map((w) => apply(w, id)))
    expect(twice.map((r) => r.status).sort()).toEqual([200, 409])
    expect((await apply('management', id, 3)).body.code).toBe('applied-already')
    expect((await by('hr').get(`/people/${court.people[who]}`)).body.idNoMasked).toBe('1101**********002X')
    expect(await listed(who, id)).toMatchObject({ state: 'granted', wanted: null, appliedBy: expect.any(String) })
    expect((await one('select wanted_sealed from leaving.request where id = $1', [id])).wanted_sealed).toBeNull()

    // The telephone is taken away; name and telephone are put right also of who has left.
    expect((await ask(who, { field: 'phone', wanted: '<b>一三八</b>' })).body.code).toBe('phone-malformed')
    const wide = (await ask(who, { field: 'phone', wanted: '１３８ ０００１' })).body.id
    await answer(wide)
    expect((await apply('management', wide)).status).toBe(200)
    expect((await one('select phone from organisations.person where id = $1', [court.people[who]])).phone).toBe('138 0001')
    const phone = (await ask(who, { field: 'phone' })).body.id
    await answer(phone)
    expect((await apply('management', phone)).status).toBe(200)
    expect((await one('select phone from organisations.person where id = $1', [court.people[who]])).phone).toBeNull()
    const left = (
      await by('hr').post('/personal-data-requests', {
        kind: 'correction',
        text: '同音字',
        field: 'name',
        wanted: 'operator𠮷',
        personId: court.people.operator,
      })
    ).body.id
    await answer(left)
    expect((await apply('management', left)).status).toBe(200)
    expect((await one('select name from organisations.person where id = $1', [court.people.operator])).name).toBe('operator𠮷')
    await t.owner.query("update organisations.person set name = 'operator乙' where id = $1", [court.people.operator])

    // Who was entered by hand has no proposal to put right; who is refused keeps what he had.
    const school = (await ask(who, { field: 'school', wanted: '江南大学' })).body.id
    await answer(school)
    expect((await apply('management', school)).body.code).toBe('nothing-kept')
    const other = (await ask('projectManager', { field: 'other' })).body.id
    await answer(other)
    expect((await apply('management', other)).body.code).toBe('not-applicable')
    const no = (await ask('projectManager', { field: 'name', wanted: '别名' })).body.id
    await answer(no, false)
    expect((await apply('management', no)).body.code).toBe('request-not-granted')
    expect((await one('select wanted_sealed from leaving.request where id = $1', [no])).wanted_sealed).toBeNull()

    const { rows } = await t.owner.query(
      "select verb, before_hash is not null and after_hash is not null and before_hash <> after_hash as hashed, data::text as data from audit.event where verb = 'person.correct' order by id",
    )
    expect(rows.map((r) => [r.verb, r.hashed])).toEqual([
      ['person.correct', true],
      ['person.correct', true],
      ['person.correct', true],
      ['person.correct', true],
    ])
    expect(JSON.stringify(rows)).not.toMatch(/13900000003|operator|1101/)
  })
  it('the database lets nobody change what was asked, or an answer', async () => {
    const id = (await one("select id from leaving.request where state = 'granted' and applied_at is not null limit 1", [])).id
    const client = await t.owner.connect()
    for (const set of ["wording = 'x'", "state = 'refused'", "reason = 'x'"]) {
      await client.query("begin; select set_config('bw.side', 'court', true)")
      await expect(client.query(`update leaving.request set ${set} where id = $1`, [id])).rejects.toThrow(/request/)
      await client.query('rollback')
    }
    client.release()
  })
  it('particulars of a proposal are put right where they stand', async () => {
    const c = await enterWhole(by('hr'), 7)
    const candidates = [{ id: c.id, revision: c.revision, role: 'operator', fromDate: '2026-09-21' }]
    expect((await by('hr').post('/candidate-proposals', { engagementId: court.engagementId, candidates })).status).toBe(200)
    const turn = async (who: string, verb: string, body: object) =>
      by(who).post(`/candidates/${c.id}/${verb}`, body, rev((await by('hr').get(`/candidates/${c.id}`)).body.revision))
    expect(
      (await turn('management', 'review', { passed: true, opinion: '同意', reviewedOn: '2026-09-21', skillsHalfDays: 0 })).status,
    ).toBe(200)
    const { personId } = (await turn('department', 'accept', { registrationNo: '备7' })).body
    for (const [field, wanted] of [
      ['education', 'master'],
      ['school', '江南大学研究生院'],
    ]) {
      const asked = await by('hr').post('/personal-data-requests', { kind: 'correction', text: '已取得新学历', personId, field, wanted })
      expect(asked.status, JSON.stringify(asked.body)).toBe(200)
      await by('department').post(`/personal-data-requests/${asked.body.id}/decide`, { grant: true, reason: '已核对' }, rev(1))
      expect((await by('management').post(`/personal-data-requests/${asked.body.id}/apply`, {}, rev(2))).status).toBe(200)
    }
    expect((await by('hr').get(`/candidates/${c.id}`)).body).toMatchObject({ education: 'master', school: '江南大学研究生院' })
  })
  it('says what is kept, what goes when, and what is retained', async () => {
    const mine = (await by('projectManager').get('/personal-data/holdings')).body
    expect(mine).toMatchObject({ personName: 'projectManager乙', eraseOn: null, retentionMonths: 36 })
    expect(mine.items.map((i: { key: string }) => i.key)).toEqual(
      expect.arrayContaining(['phone', 'name', 'facts', 'account', 'requests', 'ledger']),
    )
    expect((await by('projectManager').get(`/personal-data/holdings?personId=${court.people.finance}`)).body.code).toBe('not-your-people')
    expect((await by('hr').get(`/personal-data/holdings?personId=${court.people.operator}`)).body.eraseOn).toBe('2029-09-21')
    expect((await by('management').get(`/personal-data/holdings?personId=${court.people.operator}`)).status).toBe(200)
    expect((await by('management').get(`/personal-data/holdings?personId=${court.people.judge}`)).body.code).toBe('not-your-people')
  })
  it('after the retention number and telephone go, the name stays with the acts', async () => {
    await t.owner.query("update organisations.person set phone = '13800000002' where id = $1", [court.people.operator])
    await t.owner.query(
      "insert into confidentiality.relative (court_id, person_id, relation, name_sealed, id_hash) values ($1, $2, 'spouse', 'x', '\\x01')",
      [court.courtId, court.people.operator],
    )
    await t.owner.query("update badges.piece set photo_sha256 = $2, photo_type = 'image/png' where person_id = $1", [
      court.people.operator,
      'a'.repeat(64),
    ])
    const left = async () =>
      await one(
        `select (select count(*)::int from confidentiality.relative where person_id = $1) as relatives,
            (select count(*)::int from badges.piece where person_id = $1 and photo_sha256 is not null) as photos,
            (select count(*)::int from leaving.request where person_id = $1 and wording <> '—') as words`,
        [court.people.operator],
      )
    await eraseDepartures(t.app)
    expect((await one('select phone from organisations.person where id = $1', [court.people.operator])).phone).toBe('13800000002')
    expect(await left()).toEqual({ relatives: 1, photos: 1, words: 2 })
    await at('2029-09-21T01:00:00Z')
    await eraseDepartures(t.app)
    expect(await left()).toEqual({ relatives: 0, photos: 0, words: 0 })
    expect(await one('select phone, name from organisations.person where id = $1', [court.people.operator])).toEqual({
      phone: null,
      name: 'operator乙',
    })
    // Whoever still works here is not forgotten.
    expect((await one('select phone from organisations.person where id = $1', [court.people.projectManager])).phone).toBe('13800000001')
  })
})
