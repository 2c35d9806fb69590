import { sql } from 'kysely'
import type { PoolClient } from 'pg'
import { beforeAll, describe, expect, test } from 'vitest'
import { claimTask, startItem } from '../../modules/worklist/public.ts'
import type { Actor } from '../../platform/http/context.ts'
import { testApp, type TestApp } from '../support/app.ts'
import { testCourt, type TestCourt } from '../support/court.ts'

// 6.6.1: a veto at any time, effective in its own transaction, also for somebody who holds more than anybody ever will.
const TASKS = 500
const GRANTS = 5000
const LIMIT_MS = 2000
let t: TestApp
let c: TestCourt
let operator: Actor

/** Copies of one row that the product itself has made, ids moved on by n; the rows' own checks are not what is measured. */
const copies = async (client: PoolClient, table: string, where: string, set: string, n: number): Promise<void> => {
  const { rows } = await client.query(
    "select string_agg(quote_ident(attname), ', ') as names, string_agg('c.' || quote_ident(attname), ', ') as given from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''",
    [table],
  )
  await client.query(
    `insert into ${table} (${rows[0].names}) select ${rows[0].given} from ${table} r, generate_series(1, ${n}) g(n), jsonb_populate_record(null::${table}, to_jsonb(r) || ${set}) c where ${where}`,
  )
}

beforeAll(async () => {
  t = await testApp()
  c = await testCourt(t)
  const caseId = await c.newCase()
  const taskId = await t.app.asSystem(c.courtId, async (ctx) => {
    const { opened } = await startItem(ctx, {
      key: 'scan-catalogue',
      caseId,
      subjectType: 'model',
      subjectId: caseId,
      engagementId: c.engagementId,
      variables: { handedOverAt: ctx.now.toString() },
    })
    return opened[0]!
  })
  operator = {
    accountId: null,
    personId: c.people.operator!,
    courtId: c.courtId,
    contractorId: c.contractorId,
    side: 'contractor',
    roles: ['operator'],
    divisionIds: [],
    engagementIds: [c.engagementId],
    name: 'operator',
    sessionId: null,
    ip: null,
  }
  await t.app.asActor(operator, (ctx) => claimTask(ctx, taskId, 1))
  const client = await t.owner.connect()
  try {
    await client.query("set session_replication_role = 'replica'")
    const { instance_id: instance } = (await client.query('select instance_id from worklist.task where id = $1', [taskId])).rows[0]
    await copies(
      client,
      'cases.case_record',
      `r.id = ${caseId}`,
      "jsonb_build_object('id', 1000000 + g.n, 'number', null, 'number_seq', null)",
      TASKS - 1,
    )
    await copies(
      client,
      'processes.instance',
      `r.id = ${instance}`,
      "jsonb_build_object('id', 1000000 + g.n, 'case_id', 1000000 + g.n, 'subject_id', 1000000 + g.n)",
      TASKS - 1,
    )
    await copies(
      client,
      'worklist.task',
      `r.id = ${taskId}`,
      "jsonb_build_object('id', 1000000 + g.n, 'case_id', 1000000 + g.n, 'instance_id', 1000000 + g.n, 'subject_id', 1000000 + g.n)",
      TASKS - 1,
    )
    await copies(
      client,
      'confidentiality.access_grant',
      `r.task_id = ${taskId}`,
      `jsonb_build_object('id', 1000000 + g.n, 'case_id', 1000001 + g.n % ${TASKS - 1}, 'task_id', 1000001 + g.n % ${TASKS - 1})`,
      GRANTS - 1,
    )
    await client.query('reset session_replication_role')
    await client.query('analyze')
  } finally {
    client.release()
  }
}, 60_000)

const open = async (): Promise<{ grants: number; tasks: number }> =>
  (
    await t.owner.query(
      `select (select count(*)::int from confidentiality.access_grant where person_id = $1 and ended_at is null) as grants,
        (select count(*)::int from worklist.task where assignee_id = $1) as tasks`,
      [c.people.operator],
    )
  ).rows[0]
const seen = (): Promise<number> =>
  t.app.asActor(operator, async (ctx) => {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from cases.case_record`.execute(ctx.tx)
    return rows[0]!.n
  })

describe('a veto of a person with 5,000 open grants and 500 tasks (6.6.1)', () => {
  test('is one transaction of at most 2 s, and no request begun after it sees a row', async () => {
    expect(await open()).toEqual({ grants: GRANTS, tasks: TASKS })
    expect(await seen()).toBe(TASKS)
    const due = (await t.owner.query('select md5(string_agg(due_at::text, $1 order by id)) as all from worklist.task', [','])).rows[0].all
    const reads: { from: number; until: number; rows: number }[] = []
    let over = false
    const reader = async (): Promise<void> => {
      while (!over) {
        const from = performance.now()
        const rows = await seen()
        reads.push({ from, until: performance.now(), rows })
      }
    }
    const readers = [reader(), reader()]
    const began = performance.now()
    const r = await c.as('management').post(`/workforce/${c.people.operator}/veto`, { reason: '泄露案件信息' })
    const took = performance.now() - began
    const back = performance.now()
    await seen()
    over = true
    await Promise.all(readers)
    expect(r.status, JSON.stringify(r.body)).toBe(200)
    expect(took).toBeLessThan(LIMIT_MS)
    expect(reads.every((x) => x.rows === 0 || x.rows === TASKS)).toBe(true)
    expect(reads.filter((x) => x.from >= back && x.rows > 0)).toEqual([])
    // Once anybody was told nothing, nobody who asks later is told anything.
    const first = Math.min(...reads.filter((x) => x.rows === 0).map((x) => x.until), back)
    expect(reads.filter((x) => x.from > first && x.rows > 0)).toEqual([])
    expect(await open()).toEqual({ grants: 0, tasks: 0 })
    // One transaction: every row carries the same moment; the clocks of the tasks ran on.
    const ends = await t.owner.query(
      'select count(distinct ended_at)::int as n, count(distinct xmin::text)::int as tx from confidentiality.access_grant where person_id = $1',
      [c.people.operator],
    )
    expect(ends.rows[0]).toEqual({ n: 1, tx: 1 })
    expect((await t.owner.query('select md5(string_agg(due_at::text, $1 order by id)) as all from worklist.task', [','])).rows[0].all).toBe(
      due,
    )
    expect((await t.owner.query("select count(*)::int as n from worklist.task where state = 'ready'")).rows[0].n).toBe(TASKS)
  })
  test('shows on the person’s page what it did; the session is gone', async () => {
    const page = (await c.as('management').get(`/workforce/${c.people.operator}`)).body
    expect(page.veto).toMatchObject({ by: 'management甲', reason: '泄露案件信息', effects: { grants: GRANTS, tasks: TASKS, sessions: 1 } })
    expect((await c.as('operator').get('/tasks?scope=mine')).status).toBe(401)
  })
})
