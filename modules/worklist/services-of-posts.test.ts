import { beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../test/support/app.ts'
import { testCourt, type TestCourt } from '../../test/support/court.ts'
import { changePost } from '../organisations/commands/posts.ts'
import { claimTask, startItem } from './public.ts'
import { mayAct, type TaskFacts } from './rules.ts'

// 7.1.1.1–2, 7.3.2.2: a post names the services it works on; nobody is offered, shown or given the work of others.
let t: TestApp
let c: TestCourt
let scan: number
let serve: number

const item = async (key: 'scan-catalogue' | 'filing-entry' | 'service-of-process'): Promise<number> => {
  const caseId = await c.newCase()
  const { opened } = await t.app.asSystem(c.courtId, (ctx) =>
    startItem(ctx, {
      key,
      caseId,
      subjectType: 'test',
      subjectId: caseId,
      engagementId: c.engagementId,
      variables: { handedOverAt: ctx.now.toString(), receivedAt: ctx.now.toString(), signedAt: ctx.now.toString() },
    }),
  )
  return opened[0]!
}
const revisionOf = async (id: number): Promise<number> =>
  (await t.owner.query('select revision from worklist.task where id = $1', [id])).rows[0].revision
const claim = async (who: string, id: number) => {
  const r = await c.as(who).post(`/tasks/${id}/claim`, {}, { 'if-match': `"${await revisionOf(id)}"` })
  return [r.status, r.body.code]
}
const listed = async (who: string, scope: string, more = ''): Promise<number[]> =>
  (await c.as(who).get(`/tasks?scope=${scope}&limit=200${more}`)).body.items.map((x: { id: number }) => x.id)
const name = async (who: string, services: string[] | null): Promise<{ status: number; body: { code?: string } }> => {
  const { rows } = await t.owner.query('select id, revision from organisations.post where person_id = $1', [c.people[who]])
  return c.as('management').patch(`/posts/${rows[0].id}`, { services }, { 'if-match': `"${rows[0].revision}"` })
}

beforeAll(async () => {
  t = await testApp()
  c = await testCourt(t)
  scan = await item('scan-catalogue')
  serve = await item('service-of-process')
  expect((await name('operator', ['scan-catalogue'])).status).toBe(200)
  expect((await name('operator2', ['service-of-process'])).status).toBe(200)
  await c.person('lead2', 'teamLead')
  expect((await name('lead2', ['service-of-process'])).status).toBe(200)
})

describe('what a post names', () => {
  test('pool: each sees the work of his own services, and the figures count no other', async () => {
    expect(await listed('operator', 'pool')).toEqual([scan])
    expect(await listed('operator2', 'pool')).toEqual([serve])
    expect((await c.as('operator').get('/tasks/summary')).body.pool).toBe(1)
    expect((await c.as('operator2').get('/tasks/summary')).body.pool).toBe(1)
  })
  test('team: a lead by his posts; one whose post names nothing has all of the engagement', async () => {
    expect(await listed('lead2', 'team')).toEqual([serve])
    expect((await listed('teamLead', 'team')).sort()).toEqual([scan, serve].sort())
    expect((await c.as('lead2').get('/tasks/summary')).body.team).toBe(1)
    expect(await listed('teamLead', 'team', '&key=scan-catalogue')).toEqual([scan])
    const load = (await c.as('lead2').get('/tasks/team-load')).body.items.map((x: { personId: number }) => x.personId)
    expect(load).toContain(c.people.operator2)
    expect(load).not.toContain(c.people.operator)
  })
  test('the policy: not there for him in SQL either, whatever is asked', async () => {
    const seen = async (who: string): Promise<number[]> =>
      t.app.asActor(
        {
          accountId: null,
          personId: c.people[who]!,
          courtId: c.courtId,
          contractorId: c.contractorId,
          side: 'contractor',
          roles: ['operator', 'teamLead'],
          divisionIds: [],
          engagementIds: [c.engagementId],
          name: who,
          sessionId: null,
          ip: null,
        },
        async (ctx) =>
          ((await ctx.tx.selectFrom('worklist.task').select('id').orderBy('id').execute()) as { id: number }[]).map((r) => Number(r.id)),
      )
    expect(await seen('operator')).toEqual([scan])
    expect(await seen('operator2')).toEqual([serve])
  })
  test('claiming the work of another service is refused in words; so is assigning it, by whom and to whom', async () => {
    expect(await claim('operator', serve)).toEqual([403, 'not-your-service'])
    const assign = async (who: string, id: number, to: string) => {
      const r = await c.as(who).post('/tasks/assign', { taskIds: [id], personId: c.people[to] })
      return [r.status, r.body.code]
    }
    expect(await assign('lead2', scan, 'operator')).toEqual([403, 'not-your-service'])
    expect(await assign('teamLead', scan, 'operator2')).toEqual([422, 'not-their-service'])
    const could = (await c.as('teamLead').get(`/tasks/${scan}/assignable`)).body.items.map((x: { personId: number }) => x.personId)
    expect(could).toContain(c.people.operator)
    expect(could).not.toContain(c.people.operator2)
  })
  test('the database refuses it under whatever statement', async () => {
    await expect(
      t.owner.query("update worklist.task set assignee_id = $1, assignee_side = 'contractor', state = 'claimed' where id = $2", [
        c.people.operator,
        serve,
      ]),
    ).rejects.toThrow('service-not-in-post')
  })
  test('only services of the engagement, each once, and only where a post has work', async () => {
    expect((await name('operator', ['hotline'])).body.code).toBe('post-service-outside')
    expect((await name('operator', ['scan-catalogue', 'scan-catalogue'])).body.code).toBe('service-twice')
    expect((await name('operator', [])).status).toBe(400)
    expect((await name('clerk', ['scan-catalogue'])).status).toBe(403)
    await c.person('staff', 'hr')
    expect((await name('staff', ['scan-catalogue'])).body.code).toBe('post-service-outside')
    const person = (await c.as('management').get(`/people/${c.people.operator}`)).body
    expect(person.posts[0].services).toEqual(['scan-catalogue'])
    expect(person.services).toEqual(['scan-catalogue'])
  })
})

describe('a post that changes while its work is in hand', () => {
  test('what it no longer names goes back to the pool with its clock, the case closes in the same act', async () => {
    const id = await item('scan-catalogue')
    const { rows: before } = await t.owner.query('select case_id, due_at from worklist.task where id = $1', [id])
    expect(await claim('operator', id)).toEqual([200, undefined])
    expect((await c.as('operator').get(`/cases/${before[0].case_id}`)).status).toBe(200)
    expect((await name('operator', ['filing-entry'])).status).toBe(200)
    expect((await c.as('operator').get(`/cases/${before[0].case_id}`)).status).toBe(404)
    const { rows } = await t.owner.query('select state, assignee_id, due_at from worklist.task where id = $1', [id])
    expect(rows[0]).toEqual({ state: 'ready', assignee_id: null, due_at: before[0].due_at })
    expect(await claim('operator', id)).toEqual([403, 'not-your-service'])
    expect((await name('operator', ['scan-catalogue'])).status).toBe(200)
  })
  test('the engagement drops a service: nobody holds work of it any longer', async () => {
    const id = await item('service-of-process')
    expect(await claim('operator2', id)).toEqual([200, undefined])
    const e = (await c.as('management').get(`/engagements/${c.engagementId}`)).body
    const change = (services: string[], revision: number) =>
      c.as('management').patch(`/engagements/${c.engagementId}`, { services }, { 'if-match': `"${revision}"` })
    expect((await change(['filing-entry', 'scan-catalogue'], e.revision)).status).toBe(200)
    const { rows } = await t.owner.query('select state, assignee_id from worklist.task where id = $1', [id])
    expect(rows[0]).toEqual({ state: 'ready', assignee_id: null })
    expect(await listed('operator2', 'pool')).toEqual([])
    expect((await change(e.services, e.revision + 1)).status).toBe(200)
    expect(await listed('operator2', 'pool')).toContain(id)
  })
  test('claim and change at once: never a task in the hands of who may not have it', async () => {
    const actor = {
      accountId: null,
      personId: c.people.operator!,
      courtId: c.courtId,
      contractorId: c.contractorId,
      side: 'contractor' as const,
      roles: ['operator'],
      divisionIds: [],
      engagementIds: [c.engagementId],
      name: 'x',
      sessionId: null,
      ip: null,
    }
    const court = {
      ...actor,
      personId: c.people.management!,
      contractorId: null,
      side: 'court' as const,
      roles: ['trialManagement'],
      engagementIds: [],
    }
    for (let round = 0; round < 8; round++) {
      const id = await item('scan-catalogue')
      const { rows } = await t.owner.query('select id, revision from organisations.post where person_id = $1', [c.people.operator])
      // One of the two is let wait inside its transaction, so that the other really meets it half done; now this one, now that one.
      const pause = (ms: number) => new Promise((done) => setTimeout(done, ms))
      const [taken] = await Promise.allSettled([
        t.app.asActor(actor, async (ctx) => {
          if (round % 2) await pause(20)
          await claimTask(ctx, id, 1)
          if (round % 2 === 0) await pause(60)
        }),
        t.app.asActor(court, async (ctx) => {
          if (round % 2 === 0) await pause(20)
          await changePost(ctx, {
            params: { id: Number(rows[0].id) },
            body: { services: ['filing-entry'] },
            query: undefined as never,
            file: undefined as never,
            revision: rows[0].revision,
          })
          if (round % 2) await pause(60)
        }),
      ])
      if (taken.status === 'rejected') expect(['service-not-in-post', 'not-your-service']).toContain(taken.reason.code)
      const after = await t.owner.query('select state, assignee_id from worklist.task where id = $1', [id])
      expect({ round, ...after.rows[0] }).toEqual({ round, state: 'ready', assignee_id: null })
      const open = await t.owner.query(
        'select count(*)::int as n from confidentiality.access_grant where task_id = $1 and ended_at is null',
        [id],
      )
      expect(open.rows[0].n).toBe(0)
      expect((await name('operator', ['scan-catalogue'])).status).toBe(200)
    }
  })
})

test('the rule on paper: role first, then service; a lead leads what his posts name', () => {
  const task: TaskFacts = {
    state: 'ready',
    nature: 'procedural',
    performer: 'outsourced',
    role: 'operator',
    assigneeId: null,
    engagementId: 1,
  }
  const who = (roles: string[], ofMyPosts: boolean) => ({ personId: 1, side: 'contractor', roles, engagementIds: [1], ofMyPosts })
  expect(mayAct('claim', task, who(['operator'], true))).toEqual({ ok: true })
  expect(mayAct('claim', task, who(['operator'], false))).toEqual({ ok: false, code: 'not-your-service' })
  expect(mayAct('claim', task, who(['teamLead'], false))).toEqual({ ok: false, code: 'not-your-role' })
  expect(mayAct('assign', task, who(['teamLead'], true))).toEqual({ ok: true })
  expect(mayAct('assign', task, who(['teamLead'], false))).toEqual({ ok: false, code: 'not-your-service' })
  expect(mayAct('assign', task, who(['operator'], false))).toEqual({ ok: false, code: 'leads-only' })
})
