import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { testApp } from '../../test/support/app.ts'
import { testCourt, type TestCourt } from '../../test/support/court.ts'
import { startItem } from '../worklist/public.ts'
import { placeOf, REPORTS_OF_ALL, REPORTS_OF_ONE } from './rules.ts'

const t = await testApp({ now: '2026-09-21T01:00:00Z' })
let court: TestCourt
beforeAll(async () => {
  court = await testCourt(t)
})
const by = (who: string) => court.as(who)
const told = '我看到有人用手机拍摄卷宗，时间是上午。'
const report = async (who = 'operator'): Promise<number> => {
  const r = await by(who).post('/incidents', { kind: 'copying', happenedOn: '2026-09-21', told })
  expect(r.status, JSON.stringify(r.body)).toBe(200)
  return r.body.id
}
const act = async (who: string, id: number, path: string, body: object = {}) => {
  const seen = (await by('management').get(`/incidents/${id}`)).body.revision as number
  return by(who).post(`/incidents/${id}/${path}`, body, { 'if-match': `"${seen}"` })
}
const ok = async (who: string, id: number, path: string, body: object = {}): Promise<void> => {
  const r = await act(who, id, path, body)
  expect(r.status, `${path} ${JSON.stringify(r.body)}`).toBe(200)
}

describe('leak incident (7.3.2.6, A-21)', () => {
  it('is reported, contained in one press, graded, told, closed by a second person and reopened', async () => {
    const id = await report()
    expect((await by('operator2').get(`/incidents/${id}`)).status).toBe(404)
    expect((await by('judge').get(`/incidents/${id}`)).status).toBe(404)
    expect((await by('operator').get(`/incidents/${id}`)).body.can).toMatchObject({ handle: { ok: false }, contain: { ok: false } })
    expect((await by('projectManager').get('/incidents')).body.items).toEqual([])
    await ok('commissioner', id, 'acknowledge')
    expect((await act('management', id, 'acknowledge')).body.code).toBe('already-acknowledged')
    expect((await act('commissioner', id, 'contain', { what: ['person'], reason: '先行控制' })).body.code).toBe('nothing-to-contain')
    const caseId = await court.newCase()
    await ok('commissioner', id, 'concern', { personId: court.people.operator2, caseId })
    expect((await act('operator', id, 'contain', { what: ['person'], reason: '先行控制' })).status).toBe(403)
    await ok('commissioner', id, 'contain', { what: ['person', 'case'], reason: '先行控制' })
    const seen = (await by('management').get(`/incidents/${id}`)).body
    expect(seen.freezes).toEqual([
      { what: 'person', live: true },
      { what: 'case', live: true },
    ])
    expect(seen.contractorId).toBe(court.contractorId)
    // Two people to lift, as ever.
    const denials = (await by('management').get('/access/denials')).body.items as { id: number; personId: number | null }[]
    const one = denials.find((d) => d.personId === court.people.operator2)!
    expect((await by('commissioner').post(`/access/denials/${one.id}/lift`, {})).body.code).toBe('second-person-needed')
    expect((await by('management').post(`/access/denials/${one.id}/lift`, {})).status).toBe(200)
    expect((await act('commissioner', id, 'ask-closing', { lessons: '加强现场管理。' })).body.code).toBe('incident-not-graded')
    await ok('commissioner', id, 'grade', { grade: 'serious', reason: '拍摄两页' })
    await ok('commissioner', id, 'grade', { grade: 'grave', reason: '已外传' })
    expect((await act('commissioner', id, 'ask-closing', { lessons: '加强现场管理。' })).body.code).toBe('incident-without-measure')
    await ok('commissioner', id, 'entries', { kind: 'measure', text: '收回手机并删除照片' })
    await ok('commissioner', id, 'entries', { kind: 'note', text: '内部研判意见' })
    expect((await act('commissioner', id, 'ask-closing', { lessons: '加强现场管理。' })).body.code).toBe('other-side-not-told')
    expect((await by('projectManager').get(`/incidents/${id}`)).status).toBe(404)
    await ok('commissioner', id, 'tell', { text: '请立即采取补救措施并书面报告。' })
    const theirs = (await by('projectManager').get(`/incidents/${id}`)).body
    expect(theirs.entries.map((e: { kind: string }) => e.kind)).toEqual(['acknowledged', 'measure', 'told'])
    expect(JSON.stringify(theirs)).not.toContain('内部研判')
    expect(theirs.reach).toEqual([])
    await ok('projectManager', id, 'contractor-acknowledge')
    expect((await t.owner.query("select key, state from duties.duty where kind = 'incident' order by key")).rows).toEqual([
      { key: 'incidents.acknowledge', state: 'done' },
      { key: 'incidents.contractor-acknowledge', state: 'done' },
      { key: 'incidents.tell', state: 'done' },
    ])
    await ok('commissioner', id, 'ask-closing', { lessons: '加强现场管理。' })
    expect((await act('commissioner', id, 'close', { agree: true, reason: '同意' })).body.code).toBe('second-person-needed')
    const twice = await Promise.all(['management', 'leader'].map((who) => act(who, id, 'close', { agree: true, reason: '同意' })))
    expect(twice.map((r) => r.status).sort()).toEqual([200, 409])
    expect((await act('commissioner', id, 'grade', { grade: 'general', reason: '复核' })).body.code).toBe('incident-over')
    await ok('management', id, 'reopen', { reason: '再次发现拍摄' })
    expect((await by('management').get(`/incidents/${id}`)).body).toMatchObject({ state: 'handling', reopened: 1 })
    const pdf = await by('management').get(`/incidents/${id}/report`)
    expect(pdf.status).toBe(200)
    expect((await by('operator').get(`/incidents/${id}/report`)).status).toBe(403)
  })

  it('is reported without a name: nothing of the reporter is kept, the receipt opens the state and takes more', async () => {
    const nobody = t.visitor(null)
    const door = await nobody.get('/leak-report')
    expect(door.body.courts).toContainEqual({ id: court.courtId, name: expect.any(String) })
    const r = await nobody.post('/leak-report', { courtId: court.courtId, kind: 'leak', told: '有人向当事人透露案情。<script>𠮷' })
    expect(r.status, JSON.stringify(r.body)).toBe(200)
    const code = r.body.code as string
    expect(code).toMatch(/^([A-Z2-9]{4}-){3}[A-Z2-9]{4}$/)
    const row = (await t.owner.query('select * from incidents.incident where receipt_hash is not null')).rows[0]
    expect(row.reporter_id).toBeNull()
    const kept = JSON.stringify([
      row,
      (await t.owner.query('select * from incidents.entry where incident_id = $1', [row.id])).rows,
      (await t.owner.query("select * from audit.event where object_type = 'incident' and object_id = $1", [String(row.id)])).rows,
    ])
    expect(kept).not.toContain('127.0.0.1')
    expect(kept).not.toContain(code)
    expect(
      (
        await t.owner.query("select person_id, session_ref from audit.event where verb = 'incident.report' and object_id = $1", [
          String(row.id),
        ])
      ).rows[0],
    ).toEqual({
      person_id: null,
      session_ref: null,
    })
    await ok('commissioner', row.id, 'entries', { kind: 'answer', text: '请补充时间和地点。' })
    const typed = code.toLowerCase().replaceAll('-', ' ')
    const state = await nobody.post('/leak-report/state', { code: typed })
    expect(state.body.entries.map((e: { text: string }) => e.text)).toEqual(['请补充时间和地点。'])
    expect((await nobody.post('/leak-report/more', { code, told: '昨天下午在二楼走廊。' })).status).toBe(200)
    expect((await nobody.post('/leak-report/state', { code: 'AAAA-BBBB-CCCC-DDDD' })).body.code).toBe('receipt-unknown')
    const codes: string[] = []
    for (let n = 0; n < 6; n++)
      codes.push((await nobody.post('/leak-report', { courtId: court.courtId, kind: 'leak', told: `第 ${n} 次报告` })).body.code)
    expect(codes.at(-1)).toBe('too-many-reports')
  })

  it('refuses days ahead, empty and huge texts, days that do not exist', async () => {
    const say = (b: object) => by('operator').post('/incidents', { kind: 'leak', told, ...b })
    expect((await say({ happenedOn: '2026-09-22' })).body.code).toBe('day-in-future')
    expect((await say({ happenedOn: '2026-02-29' })).status).toBe(400)
    expect((await say({ told: '   ' })).status).toBe(400)
    expect((await say({ told: '泄'.repeat(5001) })).status).toBe(400)
    expect((await say({ kind: 'nothing' })).status).toBe(400)
  })
})

describe('whose hands an incident may be in (7.3.2.6)', () => {
  const sql = async (
    who: string,
    roles: string[],
    side: 'court' | 'contractor',
    text: string,
    values: unknown[],
  ): Promise<number | string> =>
    t.app
      .asActor(
        {
          accountId: null,
          personId: court.people[who]!,
          courtId: court.courtId,
          contractorId: side === 'contractor' ? court.contractorId : null,
          side,
          roles,
          divisionIds: [],
          engagementIds: [court.engagementId],
          name: who,
          sessionId: null,
          ip: null,
        },
        async (ctx) => Number((await ctx.tx.executeQuery({ sql: text, parameters: values } as never)).numAffectedRows),
      )
      .catch((e: { code: string }) => e.code)

  it('whoever is concerned neither handles it nor reads what is noted; the auditor only reads', async () => {
    await court.person('securityAuditor', 'securityAuditor')
    const id = await report()
    expect((await act('management', id, 'concern', { personId: court.people.management })).body.code).toBe('incident-concerns-you')
    await ok('commissioner', id, 'concern', { personId: court.people.management })
    const seen = (await by('commissioner').get(`/incidents/${id}`)).body.revision as number
    const mine = (path: string, body: object = {}) => by('management').post(`/incidents/${id}/${path}`, body, { 'if-match': `"${seen}"` })
    expect((await by('management').get(`/incidents/${id}`)).status).toBe(404)
    expect((await by('management').get(`/incidents/${id}/report`)).status).toBe(404)
    expect((await mine('acknowledge')).status).toBe(404)
    expect((await mine('grade', { grade: 'general', reason: '小事' })).status).toBe(404)
    // Who reported himself follows it as a reporter does.
    const own = await report('management')
    await ok('commissioner', own, 'concern', { personId: court.people.management })
    await ok('commissioner', own, 'entries', { kind: 'note', text: '内部研判意见' })
    const shown = (await by('management').get(`/incidents/${own}`)).body
    expect(JSON.stringify(shown.entries)).not.toContain('研判')
    expect([shown.personId, shown.can.handle.code]).toEqual([null, 'incident-concerns-you'])
    expect((await act('management', own, 'acknowledge')).body.code).toBe('incident-concerns-you')

    expect((await by('securityAuditor').get(`/incidents/${id}`)).body.can.add).toEqual({ ok: false, code: 'not-allowed' })
    expect(
      (await by('securityAuditor').post(`/incidents/${id}/entries`, { kind: 'added', text: '补充' }, { 'if-match': `"${seen}"` })).status,
    ).toBe(403)
    const grade = 'update incidents.incident set grade = $2 where id = $1'
    expect(await sql('securityAuditor', ['securityAuditor'], 'court', grade, [id, 'general'])).toBe(0)
    expect(await sql('management', ['trialManagement'], 'court', grade, [id, 'general'])).toBe(0)
    expect(await sql('commissioner', ['commissioner'], 'court', grade, [id, 'general'])).toBe(1)
    const line = 'insert into incidents.entry (court_id, incident_id, kind, by_id) values (bw.court(), $1, $2, bw.person())'
    expect(await sql('securityAuditor', ['securityAuditor'], 'court', line, [id, 'closed'])).toBe('not-allowed')
    expect(await sql('operator', ['operator'], 'contractor', line, [id, 'closed'])).toBe('not-allowed')
  })

  it('the project manager who was told acknowledges, and changes nothing else; closing is in one’s own name', async () => {
    const id = await report()
    await ok('commissioner', id, 'concern', { contractorId: court.contractorId })
    await ok('commissioner', id, 'tell', { text: '请立即采取补救措施并书面报告。' })
    const pm = (set: string) =>
      sql('projectManager', ['projectManager'], 'contractor', `update incidents.incident set ${set} where id = $1`, [id])
    for (const set of ["state = 'closed', closed_at = bw.now()", "grade = 'general'", 'told_at = null', 'contractor_acknowledged_by = 1'])
      expect([set, await pm(set)]).toEqual([set, 'not-allowed'])
    expect(await pm('contractor_acknowledged_at = bw.now(), contractor_acknowledged_by = bw.person()')).toBe(1)
    const closing = "update incidents.incident set state = 'closing', closing_by = $2 where id = $1"
    expect(await sql('commissioner', ['commissioner'], 'court', closing, [id, court.people.leader])).toBe('not-allowed')
  })

  it('one place has its share of the public door; the others find it open', () => {
    expect(placeOf('::ffff:10.0.0.7')).toBe('10.0.0.7')
    expect(placeOf('2001:db8:0:1::7')).toBe(placeOf('2001:DB8::1:ffff:1:2:3'))
    expect(placeOf('2001:db8:0:1::7')).not.toBe(placeOf('2001:db8:0:2::7'))
    expect(REPORTS_OF_ALL).toBeGreaterThanOrEqual(100 * REPORTS_OF_ONE)
  })
})

describe('emergency plan and drills (7.3.2.6)', () => {
  it('is handed in by the contractor, approved by the court, read by the staff; a drill fulfils the year', async () => {
    const hand = () =>
      by('projectManager').post('/emergency-plans', { title: '泄密应急预案', text: '发现泄密立即停止操作、保护现场、报告法院监管专员。' })
    const { body } = await hand()
    expect((await hand()).body.code).toBe('plan-waiting')
    expect(
      (await by('commissioner').post('/emergency-plans', { title: 'x', text: '发现泄密立即停止操作、保护现场、报告法院监管专员。' }))
        .status,
    ).toBe(403)
    expect((await by('operator').post(`/emergency-plans/${body.id}/confirm`, {})).body.code).toBe('plan-not-approved')
    expect(
      (await by('management').post(`/emergency-plans/${body.id}/decide`, { approve: true, reason: '可行' }, { 'if-match': `"1"` })).status,
    ).toBe(200)
    expect(
      (await by('leader').post(`/emergency-plans/${body.id}/decide`, { approve: false, reason: '不可行' }, { 'if-match': `"2"` })).body
        .code,
    ).toBe('plan-decided')
    expect((await by('operator').post(`/emergency-plans/${body.id}/confirm`, {})).status).toBe(200)
    expect((await by('management').get(`/emergency-plans/${body.id}`)).body).toMatchObject({ reads: 1, state: 'approved', version: 1 })
    const drill = { scenario: '卷宗照片外传', participants: '全体操作员', result: 'gaps', improvements: '补训' }
    expect((await by('projectManager').post('/drills', { ...drill, onDate: '2026-09-22' })).body.code).toBe('day-in-future')
    expect((await by('projectManager').post('/drills', { ...drill, onDate: '2020-01-01' })).body.code).toBe('no-engagement-then')
    expect((await by('projectManager').post('/drills', { ...drill, onDate: '2026-09-20' })).status).toBe(200)
    expect((await by('management').get('/drills?result=gaps')).body.items).toHaveLength(1)
    expect((await by('operator').post('/drills', { ...drill, onDate: '2026-09-20' })).status).toBe(403)
  })
})

describe('evidence, reach and containment (7.3.2.6)', () => {
  const PDF = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')
  const read = async (id: number, who = 'commissioner') => (await by(who).get(`/incidents/${id}`)).body
  /** Somebody with a case on his desk and a device in his hands. */
  const atWork = async (who: string): Promise<{ id: number; caseId: number; taskId: number; deviceId: number }> => {
    const id = await court.person(who, 'operator')
    const caseId = await court.newCase()
    const taskId = await t.app.asSystem(court.courtId, async (ctx) => {
      const variables = { handedOverAt: ctx.now.toString() }
      const item = { key: 'scan-catalogue', caseId, subjectType: 'model', subjectId: caseId, engagementId: court.engagementId, variables }
      return (await startItem(ctx, item)).opened[0]!
    })
    expect((await by(who).post(`/tasks/${taskId}/claim`, {}, { 'if-match': '"1"' })).status).toBe(200)
    const made = await by('hr').post('/badges', { personId: id, kind: 'device', number: `D-${who}`, name: '扫描笔记本' })
    expect(made.status, JSON.stringify(made.body)).toBe(200)
    return { id, caseId, taskId, deviceId: made.body.id }
  }
  beforeAll(async () => {
    await court.person('hr', 'hr')
  })

  it('a file is kept as it came, named by its hash in the entry, the ledger and the report; each look is an event', async () => {
    const id = await report()
    const sha256 = createHash('sha256').update(PDF).digest('hex')
    const added = await by('operator').upload(`/incidents/${id}/evidence`, { name: '照片截图.pdf', bytes: PDF })
    expect(added.status, JSON.stringify(added.body)).toBe(200)
    const entry = (await read(id)).entries.find((e: { kind: string }) => e.kind === 'evidence')
    expect(entry).toMatchObject({ fileName: '照片截图.pdf', sha256 })
    const back = await by('commissioner').get(`/incident-evidence/${entry.id}`)
    expect(createHash('sha256').update(back.body).digest('hex')).toBe(sha256)
    const { rows } = await t.owner.query(
      "select verb, person_id, data ->> 'sha256' as sha256 from audit.event where object_type = 'incident' and object_id = $1 and verb like 'incident.evidence%' order by id",
      [String(id)],
    )
    expect(rows).toEqual([
      { verb: 'incident.evidence', person_id: court.people.operator, sha256 },
      { verb: 'incident.evidence.read', person_id: court.people.commissioner, sha256 },
    ])
    // What was handed in is changed and taken away by nobody, and others see neither file nor name.
    for (const [who, roles] of [
      ['commissioner', ['commissioner']],
      ['operator', ['operator']],
    ] as const)
      for (const text of ["update incidents.entry set file_sha256 = 'x' where id = $1", 'delete from incidents.entry where id = $1'])
        await expect(
          t.app.asActor(
            {
              accountId: null,
              personId: court.people[who]!,
              courtId: court.courtId,
              contractorId: who === 'operator' ? court.contractorId : null,
              side: who === 'operator' ? 'contractor' : 'court',
              roles,
              divisionIds: [],
              engagementIds: [],
              name: who,
              sessionId: null,
              ip: null,
            },
            (ctx) => ctx.tx.executeQuery({ sql: text, parameters: [entry.id] } as never),
          ),
        ).rejects.toMatchObject({ code: 'not-allowed' })
    expect((await by('operator2').get(`/incident-evidence/${entry.id}`)).status).toBe(404)
    expect((await by('operator').upload(`/incidents/${id}/evidence`, { name: 'a.html', bytes: Buffer.from('<b>') })).status).toBe(415)
  })

  it('reach is what was open on the day to the person, the contractor, on the case, to whoever held the device then', async () => {
    const one = await atWork('reached1')
    const two = await atWork('reached2')
    const id = await report()
    const reach = async (): Promise<string[]> =>
      (await read(id)).reach.map((r: { personId: number; caseId: number }) => `${r.personId}/${r.caseId}`)
    expect(await reach()).toEqual([])
    await ok('commissioner', id, 'concern', { personId: one.id })
    expect(await reach()).toEqual([`${one.id}/${one.caseId}`])
    await ok('commissioner', id, 'concern', { personId: null, caseId: two.caseId })
    expect(await reach()).toEqual([`${two.id}/${two.caseId}`])
    await ok('commissioner', id, 'concern', { caseId: null })
    expect(await reach()).toEqual(expect.arrayContaining([`${one.id}/${one.caseId}`, `${two.id}/${two.caseId}`]))
    await ok('commissioner', id, 'concern', { deviceId: two.deviceId })
    expect(await reach()).toEqual([`${two.id}/${two.caseId}`])
    // It is in other hands now; on the day it was in his.
    const { revision } = (await t.owner.query('select revision from badges.piece where id = $1', [two.deviceId])).rows[0]
    expect((await by('hr').post(`/badges/${two.deviceId}/return`, {}, { 'if-match': `"${revision}"` })).status).toBe(200)
    const given = (await by('hr').post('/badges', { personId: one.id, kind: 'device', number: 'D-reached2', name: '扫描笔记本' })).body
    await ok('commissioner', id, 'concern', { deviceId: given.id })
    expect((await reach()).sort()).toEqual([`${one.id}/${one.caseId}`, `${two.id}/${two.caseId}`].sort())
    expect((await act('commissioner', id, 'concern', { deviceId: 999_999 })).body.code).toBe('unknown-subject')
    expect((await read(id, 'operator')).reach).toEqual([])
  })

  it('one press contains each of the four in one transaction', async () => {
    const p = await atWork('contained')
    const id = await report()
    await ok('commissioner', id, 'concern', { personId: p.id, caseId: p.caseId, deviceId: p.deviceId })
    const twice = await Promise.all(
      ['commissioner', 'management'].map((who) => act(who, id, 'contain', { what: ['device'], reason: '先行控制' })),
    )
    expect(twice.map((r) => r.status).sort()).toEqual([200, 409])
    // The device: its holder is signed out in that moment and owes it back; his work goes on elsewhere.
    expect((await by('contained').get('/tasks?scope=mine')).status).toBe(401)
    expect((await t.owner.query('select recall_because from badges.piece where id = $1', [p.deviceId])).rows[0].recall_because).toBe(
      'incident',
    )
    expect(
      (await t.owner.query("select state from duties.duty where key = 'badges.recall' and subject_id = $1", [p.deviceId])).rows,
    ).toEqual([{ state: 'open' }])
    const holds = async () =>
      (await t.owner.query('select count(*)::int as n from confidentiality.access_grant where person_id = $1 and ended_at is null', [p.id]))
        .rows[0].n
    expect(await holds()).toBe(1)
    await ok('commissioner', id, 'contain', { what: ['person', 'case', 'contractor'], reason: '四项一并控制' })
    expect(await holds()).toBe(0)
    expect((await t.owner.query('select state, assignee_id from worklist.task where id = $1', [p.taskId])).rows[0]).toEqual({
      state: 'ready',
      assignee_id: null,
    })
    const seen = (await read(id)).freezes as { what: string; live: boolean }[]
    expect(seen.map((f) => f.what).sort()).toEqual(['case', 'contractor', 'device', 'person'])
    expect(seen.every((f) => f.live)).toBe(true)
    // Nobody of the contractor reaches anything, the court neither reads the frozen case.
    expect((await by('operator2').get(`/cases/${p.caseId}`)).status).toBe(404)
    expect((await by('judge').get(`/cases/${p.caseId}`)).body.code).toBe('case-frozen')
    const { rows } = await t.owner.query(
      "select count(*)::int as n, count(distinct from_at)::int as moments, count(distinct xmin::text)::int as transactions from confidentiality.denial where ended_at is null and reason = '四项一并控制'",
    )
    expect(rows[0]).toEqual({ n: 3, moments: 1, transactions: 1 })
    expect((await act('commissioner', id, 'contain', { what: ['device', 'person'], reason: '再次' })).body.code).toBe('nothing-to-contain')
    const { revision } = (await t.owner.query('select revision from badges.piece where id = $1', [p.deviceId])).rows[0]
    expect((await by('hr').post(`/badges/${p.deviceId}/return`, {}, { 'if-match': `"${revision}"` })).status).toBe(200)
    expect((await read(id)).freezes).toContainEqual({ what: 'device', live: false })
  })
})
