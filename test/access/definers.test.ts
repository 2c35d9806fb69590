import { beforeAll, expect, test } from 'vitest'
import { buildContractor, buildEngagement } from '../../modules/organisations/fixtures.ts'
import { admittedOperator } from '../../modules/workforce/fixtures.ts'
import { actorOf, buildWorld, type World } from './world.ts'

// Functions that work as the owner of the schema are called by whoever writes a statement: with the ids of others they say and do nothing.
let w: World
let theirs: number
let contractorId: number
beforeAll(async () => {
  w = await buildWorld()
  ;({ theirs, contractorId } = await w.t.app.asSystem(w.c.courtId, async (ctx) => {
    const contractor = await buildContractor(ctx, { serial: 31 })
    const engagementId = await buildEngagement(ctx, { contractorId: contractor, fromDate: '2026-08-01', untilDate: '2027-08-01' })
    return {
      contractorId: contractor,
      theirs: await admittedOperator(ctx, {
        name: '别家员工',
        contractorId: contractor,
        engagementId,
        courtId: w.c.courtId,
        role: 'operator',
      }),
    }
  }))
})
const count = (actor: ReturnType<typeof actorOf>, text: string, values: unknown[]): Promise<number> =>
  w.t.app.asActor(actor, async (ctx) => (await ctx.tx.executeQuery({ sql: text, parameters: values } as never)).rows.length)

test('another contractor’s people are neither called back from nor made to leave', async () => {
  await w.t.owner.query(
    "insert into badges.piece (court_id, contractor_id, person_id, kind, number, code, issued_by) values ($1, $2, $3, 'badge', 'X1', 'XCODE00001', $4)",
    [w.c.courtId, contractorId, theirs, w.c.people.management],
  )
  const operator = actorOf(w, 'operator', 'operator')
  const court = actorOf(w, 'management', 'trialManagement')
  const recall = "select * from badges.recall($1, 'veto')"
  const leave = "select * from leaving.open($1, 'resignation', '2026-10-01', '测试', true)"
  expect([await count(operator, recall, [theirs]), await count(operator, leave, [theirs])]).toEqual([0, 0])
  expect([await count(court, recall, [theirs]), await count(court, leave, [theirs])]).toEqual([1, 1])
})

test('addresses of other suits are told of the parties of a case one sees', async () => {
  const other = await w.c.newCase('王五', '赵六')
  const hash = (await w.t.owner.query('select id_no_hash as h from cases.party where id = $1', [w.partyId])).rows[0].h
  expect(hash).not.toBeNull()
  await w.t.owner.query(
    "update cases.party set id_no_hash = $2, service_address = '某市某路 1 号', service_address_confirmed_on = '2026-09-01' where case_id = $1 and role = 'plaintiff'",
    [other, hash],
  )
  const asked = "select * from service_of_process.other_suit_addresses($1, '2026-09-21')"
  expect(await count(actorOf(w, 'judge', 'judge'), asked, [w.partyId])).toBe(1)
  expect(await count(actorOf(w, 'judgeElsewhere', 'judge'), asked, [w.partyId])).toBe(0)
  expect(await count(actorOf(w, 'operator', 'operator'), asked, [w.partyId])).toBe(0)
})

test('settings are the court’s to write', async () => {
  const set = (who: Parameters<typeof actorOf>[1], role: Parameters<typeof actorOf>[2], court = w.c.courtId): Promise<number | string> =>
    count(
      actorOf(w, who, role),
      `insert into bw.setting (court_id, key, value) values ($1, 'disclosure.exports', '{"freeRoles": []}') on conflict (court_id, key) do update set revision = bw.setting.revision + 1 returning 1`,
      [court],
    ).catch((e: { code: string }) => e.code)
  expect(await set('operator', 'operator')).toBe('not-allowed')
  expect(await set('securityAuditor', 'securityAuditor')).toBe('not-allowed')
  expect(await set('management', 'trialManagement', w.c.courtId + 1)).toBe('not-allowed')
  expect([await set('management', 'trialManagement'), await set('management', 'trialManagement')]).toEqual([1, 1])
})

test('tasks are turned by those who do them; outsourced work is opened for the pool', async () => {
  const turn = (who: Parameters<typeof actorOf>[1], role: Parameters<typeof actorOf>[2], text: string): Promise<number | string> =>
    w.t.app
      .asActor(actorOf(w, who, role), async (ctx) => {
        const r = await ctx.tx.executeQuery({ sql: text, parameters: [] } as never)
        throw Object.assign(new Error('undone'), { code: Number(r.numAffectedRows) })
      })
      .catch((e: { code: number | string }) => e.code)
  // Without a condition nothing asks for the right to read: only these policies stand.
  const all = 'update worklist.task set due_at = due_at'
  expect(await turn('hr', 'hr', all)).toBe(0)
  expect(await turn('securityAuditor', 'securityAuditor', all)).toBe(0)
  const outsourced = Number((await w.t.owner.query("select count(*) as n from worklist.task where performer = 'outsourced'")).rows[0].n)
  expect(await turn('operator', 'operator', all)).toBe(outsourced)
  expect(Number(await turn('management', 'trialManagement', all))).toBeGreaterThan(outsourced)
  const open = `insert into worklist.task (court_id, instance_id, definition_id, element_id, local_id, token_id, key, case_id, subject_type, subject_id, form, nature, performer, role, stage,
      engagement_id, state, assignee_id, assignee_side, opened_at, due_at)
    select court_id, instance_id, definition_id, element_id, 999, 999, key, case_id, subject_type, subject_id, form, nature, performer, role, stage,
      engagement_id, 'claimed', bw.person(), 'contractor', bw.now(), bw.now() from worklist.task where performer = 'outsourced' limit 1`
  expect(await turn('operator', 'operator', open)).toBe('not-allowed')
  expect(await turn('operator', 'operator', open.replace("'claimed', bw.person(), 'contractor'", "'ready', null, null"))).toBe(1)
})
