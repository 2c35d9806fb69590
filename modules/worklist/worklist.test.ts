import { beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../test/support/app.ts'
import { testCourt, type TestCourt } from '../../test/support/court.ts'
import { startItem } from './public.ts'

let t: TestApp
let c: TestCourt
beforeAll(async () => {
  t = await testApp()
  c = await testCourt(t)
})

const newItem = async (): Promise<{ caseId: number; taskId: number; instanceId: number }> => {
  const caseId = await c.newCase()
  const { instanceId, opened } = await t.app.asSystem(c.courtId, (ctx) =>
    startItem(ctx, {
      key: 'scan-catalogue',
      caseId,
      subjectType: 'batch',
      subjectId: 1,
      engagementId: c.engagementId,
      variables: { handedOverAt: ctx.now.toString() },
    }),
  )
  return { caseId, taskId: opened[0]!, instanceId }
}
const task = async (who: string, id: number) => (await c.as(who).get(`/tasks/${id}`)).body
const act = async (who: string, id: number, verb: string, body: unknown = {}) =>
  c.as(who).post(`/tasks/${id}/${verb}`, body, {
    'if-match': `"${(await t.owner.query('select revision from worklist.task where id = $1', [id])).rows[0].revision}"`,
  })

describe('7.3.2.2 staged access follows the task', () => {
  test('claiming opens the case, releasing closes it, in the same act', async () => {
    const { caseId, taskId } = await newItem()
    expect((await c.as('operator').get(`/cases/${caseId}`)).status).toBe(404)
    expect((await act('operator', taskId, 'claim')).status).toBe(200)
    expect((await c.as('operator').get(`/cases/${caseId}`)).status).toBe(200)
    expect((await c.as('operator2').get(`/cases/${caseId}`)).status).toBe(404)
    expect((await act('operator', taskId, 'release')).status).toBe(200)
    expect((await c.as('operator').get(`/cases/${caseId}`)).status).toBe(404)
    const { rows } = await t.owner.query('select ended_because from confidentiality.access_grant where case_id = $1', [caseId])
    expect(rows).toEqual([{ ended_because: 'released' }])
  })
  test('a task in the pool shows no case; in hand it does', async () => {
    const { caseId, taskId } = await newItem()
    const pool = (await c.as('operator').get('/tasks?scope=pool&limit=200')).body.items.find((x: { id: number }) => x.id === taskId)
    expect(pool).toMatchObject({ caseTitle: null, caseNumber: null })
    await act('operator', taskId, 'claim')
    // Scanning is level C2: the case is open, the names of its parties (C1) are not.
    expect((await task('operator', taskId)).caseTitle).toBeNull()
    expect((await c.as('operator').get(`/cases/${caseId}`)).body).toMatchObject({ id: caseId, title: null, parties: [] })
  })
  test('a list that shows a case is a reading of it, with the grants behind it; a pool shows none', async () => {
    const { caseId, taskId } = await newItem()
    await t.owner.query("update cases.case_record set number = '（2026）苏1299民初4711号' where id = $1", [caseId])
    const listed = async () =>
      (await t.owner.query("select data from audit.event where verb = 'task.list' and person_id = $1 order by id", [c.people.operator2]))
        .rows
    const before = (await listed()).length
    await c.as('operator2').get('/tasks?scope=pool&limit=200')
    expect(await listed()).toHaveLength(before)
    await act('operator2', taskId, 'claim')
    await c.as('operator2').get('/tasks?scope=mine&limit=200')
    const grants = (await t.owner.query('select id::int from confidentiality.access_grant where case_id = $1', [caseId])).rows.map(
      (r) => r.id,
    )
    const told = (await listed()).at(-1).data
    expect(told).toMatchObject({ scope: 'mine', rows: 1 })
    expect(told.grants).toEqual(grants)
    await act('operator2', taskId, 'release')
  })
  test('two claim at once: one has it, the other is told', async () => {
    const { taskId } = await newItem()
    const both = await Promise.all(
      ['operator', 'operator2'].map((who) => c.as(who).post(`/tasks/${taskId}/claim`, {}, { 'if-match': '"1"' })),
    )
    expect(both.map((r) => r.status).sort()).toEqual([200, 409])
    expect(both.find((r) => r.status === 409)?.body.code).toBe('already-taken')
  })
  test('6.6.1: who is not through the gate cannot take a task', async () => {
    const { taskId } = await newItem()
    const r = await act('candidate', taskId, 'claim')
    expect([r.status, r.body.code]).toEqual([403, 'not-admitted'])
  })
  test('6.6.1 veto: access and tasks end in the same transaction', async () => {
    const { caseId, taskId } = await newItem()
    await c.person('vetoed', 'operator')
    await act('vetoed', taskId, 'claim')
    expect((await c.as('vetoed').get(`/cases/${caseId}`)).status).toBe(200)
    const veto = await c.as('management').post(`/workforce/${c.people.vetoed}/veto`, { reason: '背景核查发现问题' })
    expect(veto.status).toBe(200)
    expect((await c.as('vetoed').get(`/cases/${caseId}`)).status).toBe(401)
    const { rows } = await t.owner.query('select state, assignee_id from worklist.task where id = $1', [taskId])
    expect(rows[0]).toEqual({ state: 'ready', assignee_id: null })
  })
  test('6.6.1 veto lifted by a second person: the door opens again; the gate closing shuts it', async () => {
    // Not by the door beside: the denial of a veto ends with the veto.
    const denial = await t.owner.query(
      "select id from confidentiality.denial where person_id = $1 and kind = 'veto' and ended_at is null",
      [c.people.vetoed],
    )
    expect((await c.as('commissioner').post(`/access/denials/${denial.rows[0].id}/lift`)).status).toBe(409)
    const again = await c.as('commissioner').post(`/workforce/${c.people.vetoed}/veto/lift`, { reason: '核查澄清，恢复准入' })
    expect(again.status).toBe(200)
    const { rows } = await t.owner.query(
      'select count(*)::int as n from confidentiality.denial where person_id = $1 and ended_at is null',
      [c.people.vetoed],
    )
    expect(rows[0].n).toBe(0)
    const { caseId, taskId } = await newItem()
    await act('operator2', taskId, 'claim')
    const filed = await t.owner.query("select id from workforce.fact where person_id = $1 and kind = 'registration'", [c.people.operator2])
    const revoked = await c.as('management').post(`/workforce/facts/${filed.rows[0].id}/revoke`, { reason: '备案撤回' })
    expect(revoked.status).toBe(200)
    expect((await c.as('operator2').get(`/cases/${caseId}`)).status).toBe(404)
    await t.owner.query('update workforce.fact set revoked_at = null where id = $1', [filed.rows[0].id])
  })
  test('declared relation: the task goes back, the case stays closed', async () => {
    const { caseId, taskId } = await newItem()
    await act('operator2', taskId, 'claim')
    expect((await c.as('operator2').get(`/tasks/${taskId}`)).body.can.recuse).toBe(true)
    expect((await c.as('operator').get(`/tasks/${taskId}`)).body.can?.recuse).not.toBe(true)
    // Who does not see the case has nothing to step back from.
    expect((await c.as('operator').post(`/cases/${caseId}/recusal`, { reason: '与当事人系亲属' })).status).toBe(404)
    expect((await c.as('operator2').post(`/cases/${caseId}/recusal`, { reason: '与当事人系亲属' })).status).toBe(200)
    const kinds = async (who: string) => (await c.as(who).get('/notices')).body.items.map((n: { kind: string }) => n.kind)
    expect(await kinds('commissioner')).toContain('recusal-declared')
    expect(await kinds('teamLead')).toContain('recusal-task-free')
    expect(JSON.stringify((await c.as('teamLead').get('/notices')).body.items)).not.toContain('亲属')
    expect((await c.as('operator2').get(`/cases/${caseId}`)).status).toBe(404)
    // Nor is it offered to him again; to his colleague it is.
    expect((await c.as('operator2').get(`/tasks/${taskId}`)).body.can.claim).toBe('denied-recusal')
    expect((await c.as('operator').get(`/tasks/${taskId}`)).body.can.claim).toBe(true)
    const r = await act('operator2', taskId, 'claim')
    expect([r.status, r.body.code]).toEqual([403, 'denied-recusal'])
  })
  test('7.3.2.6: a frozen case is closed to the court too, which is told why; not offered until somebody else lifts it', async () => {
    const { caseId, taskId } = await newItem()
    await act('operator', taskId, 'claim')
    const frozen = await c.as('commissioner').post('/access/denials', { caseId, reason: '疑似泄露，先行冻结' })
    expect([frozen.status, frozen.body.tasks]).toEqual([200, 1])
    const judge = await c.as('management').get(`/cases/${caseId}`)
    expect([judge.status, judge.body.code]).toEqual([403, 'case-frozen'])
    const outside = await c.as('operator').get(`/cases/${caseId}`)
    expect([outside.status, outside.body.code]).toEqual([404, 'not-found'])
    expect((await c.as('operator').get(`/tasks/${taskId}`)).body.can.claim).toBe('denied-freeze')
    expect((await c.as('commissioner').post(`/access/denials/${frozen.body.id}/lift`)).status).toBe(403)
    expect((await c.as('management').post(`/access/denials/${frozen.body.id}/lift`)).status).toBe(200)
    expect((await c.as('operator').get(`/tasks/${taskId}`)).body.can.claim).toBe(true)
    expect((await c.as('management').get(`/cases/${caseId}`)).status).toBe(200)
  })
  test('suspension moves the due time by exactly what it stood still', async () => {
    const { taskId } = await newItem()
    await act('operator', taskId, 'claim')
    const before = (await task('operator', taskId)).dueAt
    expect((await act('operator', taskId, 'suspend', { reason: 'systemFault', note: '扫描仪故障' })).status).toBe(200)
    t.clock.advance({ minutes: 40 })
    expect((await act('operator', taskId, 'resume')).status).toBe(200)
    const after = (await task('operator', taskId)).dueAt
    expect(Date.parse(after) - Date.parse(before)).toBe(40 * 60_000)
  })
})

describe('4.1 judgement is never outsourced', () => {
  const judgement = async (): Promise<number> =>
    (await t.owner.query("select id from worklist.task where nature = 'judgement' limit 1")).rows[0]?.id
  test('by SQL as the application role: no outsourced assignee, no procedural disguise', async () => {
    const caseId = await c.newCase()
    await t.app.asSystem(c.courtId, (ctx) =>
      startItem(ctx, {
        key: 'filing-entry',
        caseId,
        subjectType: 'filing',
        subjectId: 1,
        engagementId: c.engagementId,
        variables: { receivedAt: ctx.now.toString() },
      }),
    )
    const id = await judgement()
    expect(id).toBeGreaterThan(0)
    const asApp = (sql: string, values: unknown[]) =>
      t.app.asSystem(
        c.courtId,
        async () =>
          await t.pool.connect().then(async (client) => {
            try {
              await client.query('begin')
              await client.query("select bw.act_as(null, null, $1, null, 'job', null, null, null, null)", [c.courtId])
              return await client.query(sql, values)
            } finally {
              await client.query('rollback')
              client.release()
            }
          }),
      )
    await expect(
      asApp("update worklist.task set assignee_id = $1, assignee_side = 'contractor', state = 'claimed' where id = $2", [
        c.people.operator,
        id,
      ]),
    ).rejects.toThrow(/check|constraint/)
    await expect(asApp("update worklist.task set performer = 'outsourced' where id = $1", [id])).rejects.toThrow()
    await expect(asApp("update worklist.task set nature = 'procedural' where id = $1", [id])).rejects.toThrow()
    await expect(
      asApp("insert into processes.form (form, nature, title_zh, title_en) values ('x', 'procedural', 'x', 'x')", []),
    ).rejects.toThrow(/permission denied|not-allowed/)
    await expect(asApp("update organisations.person set side = 'court' where id = $1", [c.people.operator])).rejects.toThrow(
      /permission denied|not-allowed/,
    )
  })
  test('by API: an operator who posts the claim is refused', async () => {
    const id = await judgement()
    const r = await act('operator', id, 'claim')
    expect([403, 404]).toContain(r.status)
  })
  test('by a hand-made BPMN file: the form keeps its nature', async () => {
    const { rows } = await t.owner.query("select id from processes.definition where key = 'filing-entry' and state = 'published'")
    const { xml } = (await c.as('management').get(`/processes/${rows[0].id}`)).body
    const forged = (xml as string)
      .replaceAll('bw:nature="judgement"', 'bw:nature="procedural"')
      .replaceAll('bw:performer="court"', 'bw:performer="outsourced"')
      .replaceAll('bw:role="filingOfficer"', 'bw:role="operator"')
    const check = (await c.as('management').post('/processes/check', { xml: forged })).body
    // Playing a large file through takes seconds of the server: only whoever draws processes may ask for it.
    expect((await c.as('operator').post('/processes/check', { xml: forged })).status).toBe(403)
    expect(check.findings.length).toBeGreaterThan(0)
    const up = await c.as('management').post('/processes', { key: 'filing-entry', xml: forged, note: '伪造' })
    if (up.status === 200)
      expect((await c.as('management').post(`/processes/${up.body.id}/propose`, {}, { 'if-match': '"1"' })).body.code).toBe(
        'process-cannot-run',
      )
  })
})

describe('lists', () => {
  test('pages by due time without loss or doubling', async () => {
    for (let i = 0; i < 7; i++) await act('operator', (await newItem()).taskId, 'claim')
    const all = (await c.as('operator').get('/tasks?scope=mine&limit=200')).body.items.map((x: { id: number }) => x.id)
    const paged: number[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const r: { items: { id: number }[]; next: string | null } = (
        await c.as('operator').get(`/tasks?scope=mine&limit=3${cursor ? `&cursor=${cursor}` : ''}`)
      ).body
      paged.push(...r.items.map((x) => x.id))
      cursor = r.next
    }
    expect(paged).toEqual(all)
  })
  test('a bad cursor, an unknown scope, somebody else’s scope are refused', async () => {
    expect((await c.as('operator').get('/tasks?cursor=!!!')).status).toBe(400)
    expect((await c.as('operator').get('/tasks?scope=everything')).status).toBe(400)
    expect((await c.as('operator').get('/tasks?scope=court')).status).toBe(403)
    expect((await c.as('operator').get('/tasks?scope=team')).status).toBe(403)
  })
  test('stale, missing and repeated submits', async () => {
    const { taskId } = await newItem()
    expect((await c.as('operator').post(`/tasks/${taskId}/claim`)).status).toBe(428)
    expect((await c.as('operator').post(`/tasks/${taskId}/claim`, {}, { 'if-match': '"9"' })).body.code).toBe('stale-revision')
    const headers = { 'if-match': '"1"', 'idempotency-key': 'same-key-123456' }
    expect((await c.as('operator').post(`/tasks/${taskId}/claim`, {}, headers)).status).toBe(200)
    expect((await c.as('operator').post(`/tasks/${taskId}/claim`, {}, headers)).status).toBe(200)
  })
})

describe('what is told', () => {
  test('notices stand by their moment and name the step; the case only to whoever sees it now; read up to the top one', async () => {
    const { caseId, taskId } = await newItem()
    const number = (await t.owner.query('select number from cases.case_record where id = $1', [caseId])).rows[0].number
    // Written in this order, but the second happened before the first.
    for (const at of ["now() + interval '2 hours'", "now() + interval '1 hour'"])
      await t.owner.query(`insert into worklist.notice (court_id, person_id, kind, link, at) values ($1, $2, 'task-waiting', $3, ${at})`, [
        c.courtId,
        c.people.operator,
        `/tasks/${taskId}`,
      ])
    const read = async () => (await c.as('operator').get('/notices?limit=2')).body
    const before = await read()
    expect(before.items[0].at > before.items[1].at).toBe(true)
    expect(before.items[0].task).toEqual({ nameZh: expect.any(String), nameEn: expect.any(String), caseNumber: null })
    await act('operator', taskId, 'claim')
    expect((await read()).items[0].task.caseNumber).toBe(number)
    await act('operator', taskId, 'release')
    expect((await read()).items[0].task.caseNumber).toBeNull()
    const second = (await c.as('operator').get(`/notices?limit=1&cursor=${before.items[0].id}`)).body.items
    expect(second.map((n: { id: number }) => n.id)).toEqual([before.items[1].id])
    expect((await c.as('operator').post('/notices/read', { upTo: before.items[1].id })).status).toBe(200)
    expect((await read()).items.map((n: { readAt: string | null }) => n.readAt !== null)).toEqual([false, true])
  })
  test('who oversees the court gets its figures, nobody else does; late is what its list says', async () => {
    const { taskId } = await newItem()
    await t.owner.query("update worklist.task set due_at = opened_at - interval '1 day' where id = $1", [taskId])
    const figures = (await c.as('commissioner').get('/tasks/summary')).body
    const late = (await c.as('commissioner').get('/tasks?scope=court&late=true&limit=200')).body.items
    expect(late.map((x: { id: number }) => x.id)).toContain(taskId)
    expect(figures.courtLate).toBe(late.length)
    expect((await c.as('operator').get('/tasks/summary')).body).toMatchObject({ courtOpen: null, courtLate: null, courtToday: null })
  })
})
