import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { testApp } from '../../test/support/app.ts'
import { testCourt, type TestCourt } from '../../test/support/court.ts'
import { insideScope, mayDisclose, shownState, verbsOf } from './rules.ts'

const t = await testApp({ now: '2026-09-21T01:30:00Z' })
let court: TestCourt
beforeAll(async () => {
  court = await testCourt(t)
})
const by = (who: string) => court.as(who)
/** What the same person could do in the database, past every command. */
const inSql = (who: string, role: string, statement: string) =>
  t.app.asActor(
    {
      accountId: null,
      personId: court.people[who]!,
      courtId: court.courtId,
      contractorId: role === 'projectManager' || role === 'operator' ? court.contractorId : null,
      side: role === 'projectManager' || role === 'operator' ? 'contractor' : 'court',
      roles: [role],
      divisionIds: [],
      engagementIds: [court.engagementId],
      name: who,
      sessionId: null,
      ip: null,
    },
    async (ctx) => Number((await sql.raw(statement).execute(ctx.tx)).numAffectedRows ?? 0),
  )
const contact = {
  happenedOn: '2026-09-21',
  happenedAt: '09:10',
  asker: '自称王某的亲戚 𠮷 <b>x</b>',
  capacity: 'relative',
  channel: 'phone',
  asked: '问什么时候开庭',
  answered: '告知不能透露，已挂断',
  toldTo: 'teamLead',
}
const say = (who: string, o: object = {}) => by(who).post('/contacts', { ...contact, ...o })

describe('contact log (Annex E)', () => {
  it('is written by every role, seen by oneself and by the supervision, corrected by supplement only', async () => {
    const mine = await say('operator', { caseSaid: '（2026）苏1204民初12号' })
    expect(mine.status, JSON.stringify(mine.body)).toBe(200)
    expect(mine.body.number).toBe('JC2026-001')
    const id = mine.body.id as number
    expect((await say('judge')).body.number).toBe('JC2026-002')
    expect((await by('operator').get('/contacts')).body.items.map((c: { id: number }) => c.id)).toEqual([id])
    expect((await by('operator2').get('/contacts')).body.items).toEqual([])
    expect((await by('projectManager').get('/contacts')).body.items).toEqual([])
    expect((await by('operator2').get(`/contacts/${id}`)).status).toBe(404)
    expect((await by('commissioner').get('/contacts?capacity=relative')).body.items).toHaveLength(2)
    const first = (await by('management').get('/contacts?limit=1')).body
    expect(first.items).toHaveLength(1)
    expect((await by('management').get(`/contacts?limit=1&after=${first.next}`)).body.items[0].id).not.toBe(first.items[0].id)
    expect((await by('operator').post(`/contacts/${id}/supplements`, { text: '实为来电号码尾号1234' })).status).toBe(200)
    expect((await by('leader').post(`/contacts/${id}/supplements`, { text: '多余' })).body.code).toBe('not-your-entry')
    const seen = (await by('commissioner').get(`/contacts/${id}`)).body
    expect(seen).toMatchObject({ asked: contact.asked, asker: contact.asker, supplements: 1, added: [{ text: '实为来电号码尾号1234' }] })
    await expect(inSql('operator', 'operator', `update disclosure.contact set asked = 'x' where id = ${id}`)).rejects.toThrow()
    expect((await by('operator').get('/contacts/export')).status).toBe(403)
    const xlsx = await by('commissioner').get('/contacts/export?language=en')
    expect(xlsx.status).toBe(200)
    expect((await by('commissioner').get('/notices')).body.items.map((n: { kind: string }) => n.kind)).toContain('contact-recorded')
  })
  it('names a case only that the writer sees; refuses what is ahead, empty, huge, no day', async () => {
    const caseId = await court.newCase()
    expect((await say('operator', { caseId })).body.code).toBe('unknown-case')
    const r = await say('judge', { caseId })
    expect(r.status).toBe(200)
    expect((await by('commissioner').get(`/contacts/${r.body.id}`)).body.caseId).toBe(caseId)
    expect((await say('operator', { happenedAt: '09:31' })).body.code).toBe('time-in-future')
    expect((await say('operator', { happenedOn: '2026-02-29' })).status).toBe(400)
    expect((await say('operator', { happenedAt: '24:00' })).status).toBe(400)
    expect((await say('operator', { asked: '  ' })).status).toBe(400)
    expect((await say('operator', { answered: '长'.repeat(5001) })).status).toBe(400)
    const two = await Promise.all([say('clerk'), say('clerk')])
    expect(new Set(two.map((x) => x.body.number)).size).toBe(2)
  })
})

const about = {
  recipient: '某审计事务所',
  scope: ['progress', 'statistics'],
  text: '2026年上半年工作量',
  purpose: '合同审计',
  untilOn: '2026-10-31',
  caseSaid: null,
}
const ask = (who = 'projectManager', o: object = {}) => by(who).post('/releases', { ...about, ...o })
const act = async (who: string, id: number, path: string, body: object = {}) => {
  const seen = (await by('management').get(`/releases/${id}`)).body.revision as number
  return by(who).post(`/releases/${id}/${path}`, body, { 'if-match': `"${seen}"` })
}
const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')
const paper = (who: string, id: number) => by(who).upload(`/releases/${id}/papers`, { name: '申请.pdf', bytes: pdf })
const permit = { permit: true, allowed: ['progress'], allowedUntil: '2026-09-30', reason: '可以' }

describe('third-party disclosure (A-18)', () => {
  it('needs a written request, is decided by another hand of the court, and is told only inside its scope and term', async () => {
    expect((await ask('operator')).status).toBe(403)
    expect((await ask('projectManager', { untilOn: '2026-09-20' })).body.code).toBe('until-in-past')
    expect((await ask('management')).body.code).toBe('engagement-needed')
    const { body } = await ask()
    const id = body.id as number
    expect((await by('operator').get(`/releases/${id}`)).status).toBe(404)
    expect((await by('judge').get('/releases')).body.items).toEqual([])
    expect((await act('management', id, 'decide', permit)).body.code).toBe('release-without-paper')
    const sent = await paper('projectManager', id)
    expect(sent.status, JSON.stringify(sent.body)).toBe(200)
    expect((await act('projectManager', id, 'decide', permit)).status).toBe(403)
    expect((await act('commissioner', id, 'decide', permit)).status).toBe(403)
    const told = { what: 'progress', text: '按月完成数', takenBy: '审计员 刘某', happenedOn: '2026-09-21', happenedAt: '09:30' }
    const tell = (o: object = {}, who = 'projectManager') => by(who).post(`/releases/${id}/disclosed`, { ...told, ...o })
    expect((await tell()).body.code).toBe('release-not-permitted')
    expect((await act('management', id, 'decide', { ...permit, allowed: ['evidence'] })).body.code).toBe('outside-scope')
    expect((await act('management', id, 'decide', { ...permit, allowed: [] })).body.code).toBe('scope-needed')
    expect((await act('management', id, 'decide', { ...permit, allowedUntil: '2026-11-01' })).body.code).toBe('outside-term')
    const twice = await Promise.all([act('management', id, 'decide', permit), act('leader', id, 'decide', permit)])
    expect(twice.map((r) => r.status).sort()).toEqual([200, 409])
    expect((await tell({ what: 'statistics' })).body.code).toBe('outside-scope')
    expect((await tell({ happenedAt: '09:29' })).body.code).toBe('before-permission')
    expect((await tell({ happenedAt: '09:45' })).body.code).toBe('time-in-future')
    expect((await tell()).status).toBe(200)
    expect((await tell({}, 'operator')).status).toBe(403)
    expect((await paper('projectManager', id)).body.code).toBe('release-decided')
    const seen = (await by('projectManager').get(`/releases/${id}`)).body
    expect(seen).toMatchObject({ state: 'permitted', allowed: ['progress'], allowedUntil: '2026-09-30', disclosed: [{ what: 'progress' }] })
    expect((await by('commissioner').get('/releases?state=permitted&kind=permission')).body.items).toHaveLength(1)
    const facts = {
      kind: 'permission',
      state: 'permitted',
      madeBy: 1,
      papers: 1,
      allowed: ['progress'],
      allowedUntil: '2026-09-30',
    } as const
    expect(shownState(facts, '2026-09-30')).toBe('permitted')
    expect(shownState(facts, '2026-10-01')).toBe('lapsed')
    expect(mayDisclose(facts, '2026-10-01')).toEqual({ ok: false, code: 'release-lapsed' })
    expect(insideScope(facts, 'progress', '2026-10-01')).toEqual({ ok: false, code: 'outside-term' })
    expect((await by('commissioner').get('/releases?state=lapsed')).body.items).toEqual([])
    expect((await act('commissioner', id, 'end', { reason: '审计结束' })).status).toBe(200)
    expect((await tell()).body.code).toBe('release-not-permitted')
    expect((await by('commissioner').get('/releases/export')).status).toBe(200)
  })
  it('holds in the database too: no decision by the asker, nothing told outside the scope', async () => {
    const { body } = await ask()
    await paper('projectManager', body.id)
    const skip = `update disclosure.release set state = 'permitted', decided_by = ${court.people.management}, decided_at = bw.now(), allowed = scope, allowed_until = until_on where id = ${body.id}`
    expect(await inSql('projectManager', 'projectManager', skip).catch(() => 0)).toBe(0)
    expect((await by('management').get(`/releases/${body.id}`)).body.state).toBe('asked')
    expect((await act('leader', body.id, 'decide', { ...permit, allowed: ['progress'] })).status).toBe(200)
    await expect(
      inSql(
        'projectManager',
        'projectManager',
        `insert into disclosure.disclosed (court_id, release_id, by_id, happened_at, what, wording, taken_by) values (${court.courtId}, ${body.id}, ${court.people.projectManager}, bw.now(), 'statistics', 'x', 'y')`,
      ),
    ).rejects.toThrow(/not-allowed/)
  })
  it('a demand by law runs a clock of two hours from when it arrived; the notice fulfils it', async () => {
    const demand = {
      ...about,
      recipient: '某市公安局',
      paperNo: '调字〔2026〕8号',
      receivedOn: '2026-09-21',
      receivedAt: '08:50',
      notifyNow: false,
    }
    expect((await by('judge').post('/releases/demands', demand)).status).toBe(403)
    const r = await by('operator').post('/releases/demands', demand)
    expect(r.status, JSON.stringify(r.body)).toBe(200)
    const duty = async (id: number) =>
      (await t.owner.query("select state, due_at from duties.duty where key = 'disclosure.notify-court' and subject_id = $1", [id])).rows[0]
    expect(await duty(r.body.id)).toMatchObject({ state: 'open', due_at: '2026-09-21T02:50:00Z' })
    expect((await act('management', r.body.id, 'decide', permit)).body.code).toBe('court-not-notified')
    expect((await act('operator2', r.body.id, 'notify')).status).toBe(404)
    expect((await act('projectManager', r.body.id, 'notify')).status).toBe(200)
    expect((await duty(r.body.id)).state).toBe('done')
    expect((await act('projectManager', r.body.id, 'notify')).body.code).toBe('court-already-notified')
    const late = await by('projectManager').post('/releases/demands', { ...demand, receivedOn: '2026-09-20', notifyNow: true })
    expect((await duty(late.body.id)).state).toBe('late')
    expect((await by('management').get('/releases?kind=demand')).body.items).toHaveLength(2)
  })
})

describe('handling rules (7.3.2.5)', () => {
  it('no list leaves with outsourced staff without a permission of the security administrator, with reason and end', async () => {
    await court.person('security', 'securityAdmin')
    const take = (who: string) => by(who).get('/cases/export?format=csv')
    expect((await take('teamLead')).body.code).toBe('bulk-export-not-permitted')
    expect((await by('projectManager').get('/duties/export')).body.code).toBe('bulk-export-not-permitted')
    expect((await take('judge')).status).toBe(200)
    const give = (o: object = {}, who = 'security') =>
      by(who).post('/export-permits', { personId: court.people.teamLead, reason: '月度核对', untilOn: '2026-09-25', ...o })
    expect((await give({}, 'management')).status).toBe(403)
    expect((await give({ personId: court.people.security })).body.code).toBe('second-person-needed')
    expect((await give({ untilOn: '2026-09-20' })).body.code).toBe('until-in-past')
    expect((await give({ untilOn: '2026-10-22' })).body.code).toBe('permit-too-long')
    expect((await give({ personId: 99999 })).body.code).toBe('unknown-person')
    const two = await Promise.all([give(), give()])
    expect(two.map((r) => r.status).sort()).toEqual([200, 409])
    expect((await take('teamLead')).status).toBe(200)
    const [permit] = (await by('commissioner').get('/export-permits?state=running')).body.items
    expect(permit).toMatchObject({ personId: court.people.teamLead, reason: '月度核对', can: { end: { ok: false } } })
    expect((await by('security').post(`/export-permits/${permit.id}/end`, {}, { 'if-match': '"1"' })).status).toBe(200)
    expect((await by('security').post(`/export-permits/${permit.id}/end`, {}, { 'if-match': '"2"' })).body.code).toBe('permit-over')
    expect((await take('teamLead')).status).toBe(403)
    // Which court roles export freely is a setting.
    await t.owner.query("insert into bw.setting (court_id, key, value) values ($1, 'disclosure.exports', $2)", [
      court.courtId,
      { freeRoles: ['trialManagement'] },
    ])
    expect((await take('judge')).body.code).toBe('bulk-export-not-permitted')
    expect((await take('management')).status).toBe(200)
    await t.owner.query("delete from bw.setting where key = 'disclosure.exports'")
  })
  it('counts what each person handled, from the ledger, by an index', async () => {
    const all = (await by('management').get('/handling')).body
    expect(all).toMatchObject({ from: '2026-09-15', until: '2026-09-21' })
    expect(all.items).toContainEqual(expect.objectContaining({ personId: court.people.judge, how: 'exported', what: 'cases', times: 1 }))
    expect((await by('management').get('/handling?how=printed')).body.items).toEqual([])
    expect(
      (await by('management').get(`/handling?personId=${court.people.teamLead}`)).body.items.every(
        (i: { personId: number }) => i.personId === court.people.teamLead,
      ),
    ).toBe(true)
    expect((await by('management').get('/handling?atFrom=2026-01-01&atUntil=2026-09-01')).body.code).toBe('period-too-long')
    expect((await by('operator').get('/handling')).status).toBe(403)
    const list = verbsOf(undefined)
      .map((v) => `'${v}'`)
      .join(', ')
    const client = await t.owner.connect()
    const plan = await (async () => {
      await client.query('set enable_seqscan = off')
      await client.query('set enable_bitmapscan = off')
      const { rows } = await client.query(
        `explain select person_id, count(*) from audit.event where court_id = 1 and at >= '2026-09-15' and at < '2026-09-22' and verb in (${list}) group by 1`,
      )
      return rows.map((r) => r['QUERY PLAN']).join('\n')
    })().finally(() => {
      client.release(true)
    })
    expect(plan).toMatch(/_court_id_at_idx/)
  })
})
