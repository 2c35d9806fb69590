import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { testApp, type Reply, type Visitor } from '../../test/support/app.ts'
import { testCourt, type TestCourt } from '../../test/support/court.ts'
import { buildCourt, buildEngagement, buildPerson, idNoOf, usccOf } from './fixtures.ts'
import type { Role } from './rules/roles.ts'

const t = await testApp({ now: '2026-09-21T01:00:00Z' })
let c: TestCourt
const rev = (r: { body: { revision: number } } | number) => ({ 'if-match': `"${typeof r === 'number' ? r : r.body.revision}"` })
const said = (r: Reply): unknown[] => [r.status, r.body.code]
let system: Visitor
let security: Visitor
let auditor: Visitor
beforeAll(async () => {
  c = await testCourt(t)
  for (const role of ['systemAdmin', 'securityAdmin', 'securityAuditor', 'responsibleDepartment', 'hr'] as Role[])
    await c.person(role, role, { admitted: false })
  system = c.as('systemAdmin')
  security = c.as('securityAdmin')
  auditor = c.as('securityAuditor')
})

describe('courts and divisions', () => {
  it('makes a tree by level, changes it, refuses circles and wrong levels', async () => {
    const below = { parentId: c.courtId, code: '苏1295', name: '云川市第五人民法庭', level: 'basic' }
    expect(said(await system.post('/courts', below))).toEqual([422, 'court-parent-level'])
    expect(said(await system.post('/courts', { ...below, parentId: 999_999 }))).toEqual([422, 'court-parent-unknown'])
    expect(said(await auditor.post('/courts', below))).toEqual([403, 'not-allowed'])
    const list = (await system.get('/courts')).body.items
    const mine = list.find((k: { id: number }) => k.id === c.courtId)
    const raised = await system.patch(`/courts/${c.courtId}`, { level: 'intermediate', name: '云川市中级人民法院' }, rev(mine.revision))
    expect(raised.status).toBe(200)
    expect(said(await system.patch(`/courts/${c.courtId}`, { name: '甲' }, rev(mine.revision)))).toEqual([409, 'stale-revision'])
    expect(said(await system.post('/courts', { ...below, code: 'X1' }))).toEqual([422, 'court-code-malformed'])
    const child = await system.post('/courts', below)
    expect(child.status).toBe(200)
    expect(said(await system.post('/courts', below))).toEqual([409, 'court-code-taken'])
    expect(said(await system.patch(`/courts/${c.courtId}`, { parentId: child.body.id }, rev(raised)))[0]).toBe(422)
    expect((await system.get('/courts')).body.items.map((k: { id: number }) => k.id)).toContain(child.body.id)
    // The court above sees the court below; an unrelated court is no court at all.
    const other = await t.app.asSystem(null, (ctx) => buildCourt(ctx, { code: '浙0199', name: '无关法院' }))
    expect((await system.get(`/divisions?courtId=${child.body.id}`)).status).toBe(200)
    expect((await system.get(`/divisions?courtId=${other}`)).status).toBe(404)
  })

  it('adds, renames and closes divisions; one with posts stays open', async () => {
    expect(said(await c.as('management').post('/divisions', { name: '民二庭', kind: 'civil' }))).toEqual([403, 'not-allowed'])
    const made = await system.post('/divisions', { name: '民二庭', kind: 'civil' })
    expect(said(await system.post('/divisions', { name: '民二庭', kind: 'civil' }))).toEqual([409, 'division-name-taken'])
    const renamed = await system.patch(`/divisions/${made.body.id}`, { name: '民事审判第二庭' }, rev(made))
    expect(said(await system.patch(`/divisions/${made.body.id}`, { name: '民一庭' }, rev(renamed)))).toEqual([409, 'division-name-taken'])
    expect((await system.patch(`/divisions/${made.body.id}`, { closedOn: '2026-09-21' }, rev(renamed))).status).toBe(200)
    const open = (await system.get('/divisions')).body.items as { id: number; revision: number }[]
    expect(open.map((d) => d.id)).not.toContain(made.body.id)
    const civil = open.find((d) => d.id === c.divisions.civil)
    expect(said(await system.patch(`/divisions/${c.divisions.civil}`, { closedOn: '2026-09-21' }, rev(civil?.revision ?? 0)))).toEqual([
      409,
      'division-has-posts',
    ])
  })
})

describe('contractors and engagements', () => {
  it('keeps contractors by a credit code that stands, once', async () => {
    const management = c.as('management')
    expect(said(await security.post('/contractors', { name: '甲公司', uscc: usccOf(7) }))).toEqual([403, 'not-allowed'])
    expect((await management.post('/contractors', { name: '甲公司', uscc: usccOf(7).slice(0, 17) + 'A' })).status).toBe(422)
    const made = await management.post('/contractors', { name: '甲公司', uscc: usccOf(7) })
    expect(made.status).toBe(200)
    expect((await management.post('/contractors', { name: '乙公司', uscc: usccOf(7) })).status).toBe(409)
    expect((await management.patch(`/contractors/${made.body.id}`, { name: '甲辅助服务公司' }, rev(made))).status).toBe(200)
    expect((await management.get(`/contractors/${made.body.id}`)).body.name).toBe('甲辅助服务公司')
    // A contractor sees itself only.
    expect((await c.as('hr').get('/contractors')).body.items.map((k: { id: number }) => k.id)).toEqual([c.contractorId])
    expect((await c.as('hr').get(`/contractors/${made.body.id}`)).status).toBe(404)
    expect((await c.as('operator').get('/contractors')).status).toBe(403)
  })

  it('freezes, thaws and ends an engagement; an ended one never comes back', async () => {
    const management = c.as('management')
    const body = {
      contractorId: c.contractorId,
      title: '扫描项目',
      fromDate: '2026-09-01',
      untilDate: '2027-08-31',
      services: ['scan-catalogue'],
    }
    expect(said(await management.post('/engagements', { ...body, untilDate: '2026-08-01' }))).toEqual([422, 'term-reversed'])
    expect(said(await management.post('/engagements', { ...body, fromDate: '2025-01-01', untilDate: '2025-12-31' }))).toEqual([
      422,
      'term-over',
    ])
    expect(said(await management.post('/engagements', { ...body, contractorId: 999_999 }))).toEqual([422, 'contractor-unknown'])
    expect(said(await management.post('/engagements', { ...body, services: ['scan-catalogue', 'scan-catalogue'] }))).toEqual([
      422,
      'service-twice',
    ])
    const made = await management.post('/engagements', body)
    const id = made.body.id
    expect(said(await c.as('hr').post(`/engagements/${id}/end`, { reason: '合同到期' }, rev(made)))).toEqual([403, 'not-allowed'])
    const frozen = await management.post(`/engagements/${id}/freeze`, { reason: '整改' }, rev(made))
    expect((await management.get(`/engagements/${id}`)).body).toMatchObject({ state: 'frozen' })
    expect(said(await management.post(`/engagements/${id}/freeze`, { reason: '整改' }, rev(frozen)))).toEqual([409, 'engagement-frozen'])
    // Maker ≠ checker, on the page, in the command and in the database.
    const shown = (await management.get(`/engagements/${id}`)).body
    expect([shown.can.unfreeze, shown.frozenByName]).toEqual([{ ok: false, code: 'frozen-by-yourself' }, expect.any(String)])
    expect(said(await management.post(`/engagements/${id}/unfreeze`, { reason: '已整改' }, rev(frozen)))).toEqual([
      403,
      'frozen-by-yourself',
    ])
    await expect(
      t.app.asActor(
        {
          accountId: null,
          personId: c.people.management!,
          courtId: c.courtId,
          contractorId: null,
          side: 'court',
          roles: ['trialManagement'],
          divisionIds: [],
          engagementIds: [],
          name: '审管办',
          sessionId: null,
          ip: null,
        },
        (ctx) => sql`update organisations.engagement set state = 'active', frozen_by = null where id = ${id}`.execute(ctx.tx),
      ),
    ).rejects.toThrow('not-allowed')
    const second = c.as('responsibleDepartment')
    expect((await second.get(`/engagements/${id}`)).body.can.unfreeze).toEqual({ ok: true })
    const thawed = await second.post(`/engagements/${id}/unfreeze`, { reason: '已整改' }, rev(frozen))
    expect(said(await management.post(`/engagements/${id}/unfreeze`, { reason: '已整改' }, rev(thawed)))).toEqual([
      409,
      'engagement-not-frozen',
    ])
    const longer = await management.patch(`/engagements/${id}`, { untilDate: '2028-08-31' }, rev(thawed))
    const ended = await management.post(`/engagements/${id}/end`, { reason: '合同解除' }, rev(longer))
    expect(ended.status).toBe(200)
    expect(said(await management.patch(`/engagements/${id}`, { title: '再来' }, rev(ended)))).toEqual([409, 'engagement-ended'])
    expect(said(await management.post(`/engagements/${id}/unfreeze`, { reason: '再来' }, rev(ended)))).toEqual([409, 'engagement-ended'])
    const events = await t.owner.query("select verb from audit.event where object_type = 'engagement' and object_id = $1 order by id", [
      String(id),
    ])
    expect(events.rows.map((e) => e.verb)).toEqual([
      'engagement.create',
      'engagement.freeze',
      'engagement.unfreeze',
      'engagement.change',
      'engagement.end',
    ])
  })
})

describe('people and posts', () => {
  it('each keeps his own: court and system people, the contractor’s staff, one record a human', async () => {
    const person = (more: object) => ({ name: '新人', ...more })
    expect(said(await system.post('/people', person({ side: 'contractor', contractorId: c.contractorId })))).toEqual([
      403,
      'not-your-people',
    ])
    expect(said(await c.as('hr').post('/people', person({ side: 'court', courtId: c.courtId })))).toEqual([403, 'not-your-people'])
    expect(said(await security.post('/people', person({ side: 'court' })))).toEqual([403, 'not-allowed'])
    const idNo = idNoOf(1)
    const made = await c.as('hr').post('/people', person({ side: 'contractor', contractorId: c.contractorId, idNo }))
    expect(made.status).toBe(200)
    expect(said(await c.as('management').post('/people', person({ side: 'contractor', contractorId: c.contractorId, idNo })))).toEqual([
      409,
      'id-no-taken',
    ])
    expect(
      (
        await c
          .as('hr')
          .post(
            '/people',
            person({ side: 'contractor', contractorId: c.contractorId, idNo: `${idNo.slice(0, 17)}${idNo.endsWith('X') ? '1' : 'X'}` }),
          )
      ).body.code,
    ).toBe('id-check-digit')
    const shown = (await c.as('hr').get(`/people/${made.body.id}`)).body
    expect(JSON.stringify(shown)).not.toContain(idNo)
    expect((await c.as('hr').patch(`/people/${made.body.id}`, { name: '更名' }, rev(made))).status).toBe(200)
    expect((await c.as('hr').get('/people?q=更名')).body.items).toHaveLength(1)
    expect((await c.as('judge').get('/people')).status).toBe(403)
    expect((await c.as('judge').get('/people/pick?q=operator')).status).toBe(200)
    const kept = await c.as('judge').get(`/people/pick?q=operator&chosen=${c.people.judge}`)
    expect(kept.body.items.at(-1)).toMatchObject({ id: c.people.judge, name: 'judge甲' })
  })

  it('gives posts by the right hand only, never to oneself, never twice, within the term', async () => {
    const role = { role: 'clerk', divisionId: c.divisions.civil }
    const clerk = await system.post('/people', { side: 'court', name: '新书记', courtId: c.courtId })
    const path = `/people/${clerk.body.id}/posts`
    expect(said(await system.post(path, role))).toEqual([403, 'not-allowed'])
    expect(said(await security.post(path, { ...role, role: 'operator' }))).toEqual([422, 'role-of-other-side'])
    expect(said(await security.post(path, { ...role, divisionId: 999_999 }))).toEqual([422, 'division-unknown'])
    const given = await security.post(path, role)
    expect(given.status).toBe(200)
    expect(said(await security.post(path, role))).toEqual([409, 'post-held'])
    expect(said(await security.post(`/people/${c.people.securityAdmin}/posts`, { role: 'systemAdmin' }))).toEqual([403, 'not-yourself'])
    expect(said(await security.post(`/people/${c.people.systemAdmin}/posts`, { role: 'securityAuditor' }))).toEqual([
      409,
      'three-administrators',
    ])
    expect(
      said(await c.as('hr').post(`/people/${c.people.operator}/posts`, { role: 'projectManager', engagementId: c.engagementId })),
    ).toEqual([403, 'role-by-court-only'])
    expect(said(await c.as('management').post(`/people/${c.people.operator}/posts`, { role: 'teamLead' }))).toEqual([
      422,
      'engagement-required',
    ])
    expect(
      said(
        await c
          .as('management')
          .post(`/people/${c.people.operator}/posts`, { role: 'teamLead', engagementId: c.engagementId, fromDate: '2030-01-01' }),
      ),
    ).toEqual([422, 'post-outside-term'])
    const moved = await security.patch(`/posts/${given.body.id}`, { divisionId: c.divisions.filing }, rev(given))
    expect(moved.status).toBe(200)
    expect((await security.post(`/posts/${given.body.id}/end`, { reason: '调离' }, rev(moved))).status).toBe(200)
    expect(said(await security.patch(`/posts/${given.body.id}`, { team: '一组' }, rev(moved.body.revision + 1)))).toEqual([
      409,
      'post-ended',
    ])
  })

  it('who leaves loses posts and sessions at once', async () => {
    await c.person('leaver', 'clerk')
    expect((await c.as('leaver').get('/session')).body.signedIn).toBe(true)
    const p = (await system.get(`/people/${c.people.leaver}`)).body
    expect(said(await system.post(`/people/${c.people.leaver}/leave`, { reason: '辞职', onDate: '2026-01-01' }, rev(p.revision)))).toEqual([
      422,
      'leave-in-past',
    ])
    expect(
      said(
        await system.post(
          `/people/${c.people.systemAdmin}/leave`,
          { reason: '辞职' },
          rev((await system.get(`/people/${c.people.systemAdmin}`)).body.revision),
        ),
      ),
    ).toEqual([409, 'not-yourself'])
    expect((await system.post(`/people/${c.people.leaver}/leave`, { reason: '辞职' }, rev(p.revision))).status).toBe(200)
    expect((await c.as('leaver').get('/session')).body).toEqual({ signedIn: false })
    expect(said(await system.post(`/people/${c.people.leaver}/leave`, { reason: '辞职' }, rev(p.revision + 1)))).toEqual([
      409,
      'person-left',
    ])
  })
})

describe('三员分立', () => {
  const asApp = async (sql: string, values: unknown[] = [], then = 'select 1'): Promise<string> => {
    const client = await t.pool.connect()
    try {
      await client.query('begin')
      await client.query("select bw.act_as(null, null, $1, null, 'job', '{}', '{}', '{}', null)", [c.courtId])
      await client.query(sql, values)
      await client.query(then)
      return 'done'
    } catch (e) {
      return (e as { code: string }).code
    } finally {
      await client.query('rollback')
      client.release()
    }
  }
  const post =
    "insert into organisations.post (court_id, person_id, side, role, from_date, until_date) values ($1, $2, 'system', $3, $4, $5)"

  it('is held by the database, too: as the application’s role, in whatever court, on any common day', async () => {
    const who = c.people.systemAdmin
    const other = await t.app.asSystem(null, (ctx) => buildCourt(ctx, { code: '浙0198', name: '另一法院' }))
    expect(await asApp(post, [c.courtId, who, 'securityAdmin', '2026-09-21', null])).toBe('23P01')
    expect(await asApp(post, [other, who, 'securityAuditor', '2027-01-01', '2027-01-01'])).toBe('23P01')
    // Before he had the first there is no day on which he holds two.
    expect(await asApp(post, [c.courtId, who, 'securityAuditor', '2020-01-01', '2020-12-31'])).toBe('done')
    // Nor by moving the dates of an old one, nor by changing what a person or a post is.
    expect(
      await asApp(
        post,
        [c.courtId, who, 'securityAuditor', '2020-01-01', '2020-12-31'],
        "update organisations.post set until_date = null where until_date = '2020-12-31'",
      ),
    ).toBe('23P01')
    expect(await asApp("update organisations.post set role = 'securityAuditor' where person_id = $1", [who])).toBe('42501')
    expect(await asApp("update organisations.person set side = 'system' where id = $1", [c.people.clerk])).toBe('42501')
    expect(await asApp(post, [c.courtId, c.people.clerk, 'securityAuditor', '2026-09-21', null])).toBe('23503')
    expect(await asApp('delete from organisations.post where person_id = $1', [who])).toBe('42501')
  })

  it('the auditor only reads; no permission to write accounts is in two of the three hands, save that to disable', () => {
    const granted = new Map(t.parts.modules.flatMap((m) => Object.entries(m.permissions)))
    const writes = t.parts.modules.flatMap((m) => m.bindings).filter(({ endpoint: e }) => e.method !== 'GET')
    const byAuditor = writes
      .filter(({ endpoint: e }) => granted.get(e.permission)?.includes('securityAuditor'))
      .map(({ endpoint: e }) => `${e.method} ${e.path}`)
    expect(byAuditor).toEqual([])
    const byTwo = writes
      .filter(
        ({ endpoint: e }) => granted.get(e.permission)?.includes('systemAdmin') && granted.get(e.permission)?.includes('securityAdmin'),
      )
      .map(({ endpoint: e }) => e.path)
    // The second puts a reader's own list of first steps away.
    expect(byTwo).toEqual(['/accounts/:id/disable', '/first-steps'])
  })
})

// Last, since a day later nobody is signed in any more.
it('an engagement that ran out ends by itself', async () => {
  const { id, person } = await t.app.asSystem(c.courtId, async (ctx) => {
    const id = await buildEngagement(ctx, { contractorId: c.contractorId, fromDate: '2026-09-01', untilDate: '2026-09-21' })
    return {
      id,
      person: await buildPerson(ctx, {
        name: '短期丁',
        role: 'operator',
        contractorId: c.contractorId,
        engagementId: id,
        courtId: c.courtId,
      }),
    }
  })
  const job = t.parts.modules.find((m) => m.name === 'organisations')?.jobs?.find((j) => j.name === 'organisations.end-expired')
  await job?.run(t.app, {})
  expect((await c.as('management').get(`/engagements/${id}`)).body.state).toBe('active')
  t.clock.advance({ hours: 24 })
  await job?.run(t.app, {})
  const after = await t.owner.query(
    'select state, (select until_date from organisations.post where person_id = $2) as until from organisations.engagement where id = $1',
    [id, person],
  )
  expect(after.rows[0].state).toBe('ended')
})
