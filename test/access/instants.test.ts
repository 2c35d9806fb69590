import { beforeAll, describe, expect, test } from 'vitest'
import { nextNumber } from '../../modules/cases/public.ts'
import { buildEngagement } from '../../modules/organisations/fixtures.ts'
import { admit } from '../../modules/workforce/fixtures.ts'
import { signedIn } from '../../modules/accounts/fixtures.ts'
import { settleLapsed } from '../../modules/worklist/commands/settle-access.ts'
import { claimTask, startItem } from '../../modules/worklist/public.ts'
import type { Actor } from '../../platform/http/context.ts'
import { Fail } from '../../platform/http/problems.ts'
import { testApp, type TestApp, type Visitor } from '../support/app.ts'
import { testCourt, type TestCourt } from '../support/court.ts'

// 7.3.2.2: the edges of access. A grant lives from its first microsecond to the one before its end; nothing has to run at midnight for the
// access of yesterday's contract to be over.
let t: TestApp
let c: TestCourt
beforeAll(async () => {
  t = await testApp()
  c = await testCourt(t)
})

const at = (text: string): void => t.clock.set(text)
/** Signed in now: sessions have their own ends. */
const as = async (who: string, court = c): Promise<Visitor> =>
  t.visitor(await t.app.asSystem(court.courtId, (ctx) => signedIn(ctx, court.people[who]!)))
const newTask = async (court = c, engagementId = c.engagementId): Promise<{ caseId: number; taskId: number }> => {
  const caseId = await court.newCase()
  const { opened } = await t.app.asSystem(court.courtId, (ctx) =>
    startItem(ctx, {
      key: 'scan-catalogue',
      caseId,
      subjectType: 'model',
      subjectId: caseId,
      engagementId,
      variables: { handedOverAt: ctx.now.toString() },
    }),
  )
  return { caseId, taskId: opened[0]! }
}
// Whoever is out of his term cannot even sign in; what is asked here is what the database says to him all the same.
const roles: Record<string, string> = { leader: 'courtLeader', management: 'trialManagement' }
const actor = (who: string): Actor => {
  const role = roles[who] ?? (['commissioner', 'filingOfficer', 'judge', 'teamLead'].includes(who) ? who : 'operator')
  const outside = role === 'operator' || role === 'teamLead'
  return {
    accountId: null,
    personId: c.people[who]!,
    courtId: c.courtId,
    contractorId: outside ? c.contractorId : null,
    side: outside ? 'contractor' : 'court',
    roles: [role],
    divisionIds: [],
    engagementIds: outside ? [c.engagementId] : [],
    name: who,
    sessionId: null,
    ip: null,
  }
}
const claim = async (who: string, taskId: number): Promise<string> => {
  try {
    await t.app.asActor(actor(who), (ctx) => claimTask(ctx, taskId, 1))
    return 'claimed'
  } catch (e) {
    if (e instanceof Fail) return e.code
    throw e
  }
}
const sees = async (who: string, caseId: number): Promise<boolean> =>
  (await t.app.asActor(actor(who), async (ctx) => ctx.tx.selectFrom('cases.case_record').select('id').where('id', '=', caseId).execute()))
    .length === 1
const grant = async (taskId: number): Promise<{ from_at: string; until_at: string; ended_because: string | null }> =>
  (
    await t.owner.query(
      'select to_char(from_at at time zone \'UTC\', \'YYYY-MM-DD"T"HH24:MI:SS.US"Z"\') as from_at, to_char(until_at at time zone \'UTC\', \'YYYY-MM-DD"T"HH24:MI:SS.US"Z"\') as until_at, ended_because from confidentiality.access_grant where task_id = $1 order by id desc limit 1',
      [taskId],
    )
  ).rows[0]
const shifted = (instant: string, microseconds: number): string => {
  const micros = BigInt(Date.parse(`${instant.slice(0, 19)}Z`)) * 1000n + BigInt(instant.slice(20, 26)) + BigInt(microseconds)
  return `${new Date(Number(micros / 1_000_000n) * 1000).toISOString().slice(0, 19)}.${String(micros % 1_000_000n).padStart(6, '0')}Z`
}

describe('instants of a grant', () => {
  test('a microsecond before its beginning, at it, before its end, at it, after it', async () => {
    at('2026-09-21T02:00:00.123457Z')
    const { caseId, taskId } = await newTask()
    expect(await claim('operator', taskId)).toBe('claimed')
    const g = await grant(taskId)
    expect(g.from_at).toBe('2026-09-21T02:00:00.123457Z')
    const seen: [string, boolean][] = []
    for (const [when, shift] of [
      ['from', -1],
      ['from', 0],
      ['from', 1],
      ['until', -1],
      ['until', 0],
      ['until', 1],
    ] as const) {
      at(shifted(when === 'from' ? g.from_at : g.until_at, shift))
      seen.push([`${when} ${shift}`, await sees('operator', caseId)])
    }
    expect(seen).toEqual([
      ['from -1', false],
      ['from 0', true],
      ['from 1', true],
      ['until -1', true],
      ['until 0', false],
      ['until 1', false],
    ])
  })
  test('ended now is over now', async () => {
    at('2026-09-22T02:00:00Z')
    const { caseId, taskId } = await newTask()
    await claim('operator', taskId)
    expect(await sees('operator', caseId)).toBe(true)
    await (await as('operator')).post(`/tasks/${taskId}/release`, {}, { 'if-match': '"2"' })
    expect(await sees('operator', caseId)).toBe(false)
  })
})

describe('midnights in Shanghai', () => {
  test('contract end: the last day counts to its last microsecond, the next has neither reading nor claiming', async () => {
    at('2026-09-23T02:00:00Z')
    await t.owner.query("update organisations.engagement set until_date = '2026-09-30' where id = $1", [c.engagementId])
    const { caseId, taskId } = await newTask()
    const second = await newTask()
    const third = await newTask()
    await claim('operator', taskId)
    expect((await grant(taskId)).until_at).toBe('2026-09-30T16:00:00.000000Z')
    at('2026-09-30T15:59:59.999999Z')
    expect(await sees('operator', caseId)).toBe(true)
    expect(await claim('operator', second.taskId)).toBe('claimed')
    at('2026-09-30T16:00:00Z')
    expect([await sees('operator', caseId), await sees('operator', second.caseId)]).toEqual([false, false])
    expect(await claim('operator', third.taskId)).toBe('not-admitted')
    // The night's job brings the work back to its pool, where the next contractor's people find it.
    expect(await t.app.asSystem(c.courtId, settleLapsed)).toBeGreaterThan(0)
    expect((await t.owner.query('select state, assignee_id from worklist.task where id = $1', [taskId])).rows).toEqual([
      { state: 'ready', assignee_id: null },
    ])
    await t.owner.query("update organisations.engagement set until_date = '2027-09-21' where id = $1", [c.engagementId])
  })
  test('a term made longer carries the work in hand with it, one made shorter cuts it', async () => {
    at('2026-10-08T02:00:00Z')
    const { taskId } = await newTask()
    await claim('operator', taskId)
    const full = (await grant(taskId)).until_at
    const change = async (untilDate: string): Promise<number> => {
      const e = (await t.owner.query('select revision, services from organisations.engagement where id = $1', [c.engagementId])).rows[0]
      return (await (await as('management')).patch(`/engagements/${c.engagementId}`, { untilDate }, { 'if-match': `"${e.revision}"` }))
        .status
    }
    expect(await change('2026-10-09')).toBe(200)
    expect((await grant(taskId)).until_at).toBe('2026-10-09T16:00:00.000000Z')
    expect(await change('2027-09-21')).toBe(200)
    expect((await grant(taskId)).until_at).toBe(full)
  })
  test('vetting that runs out ends access at that midnight by itself', async () => {
    at('2026-10-12T02:00:00Z')
    await c.person('dated', 'operator')
    await t.owner.query("update workforce.fact set valid_until = '2026-10-13' where person_id = $1 and kind = 'vetting'", [c.people.dated])
    const { caseId, taskId } = await newTask()
    expect(await claim('dated', taskId)).toBe('claimed')
    at('2026-10-13T15:59:59.999999Z')
    expect(await sees('dated', caseId)).toBe(true)
    at('2026-10-13T16:00:00Z')
    expect(await sees('dated', caseId)).toBe(false)
  })
})

describe('who leaves', () => {
  test('active in two courts: everything ends in both, in the same act', async () => {
    at('2026-10-14T02:00:00Z')
    const other = await testCourt(t, { code: '苏1298', name: '云川市南浦区人民法院', serial: 2 })
    const both = await c.person('both', 'operator')
    const engagementId = await t.app.asSystem(other.courtId, async (ctx) => {
      const id = await buildEngagement(ctx, {
        contractorId: c.contractorId,
        fromDate: '2026-09-01',
        untilDate: '2027-08-31',
        exposureCap: 1,
      })
      return id
    })
    await t.owner.query(
      "insert into organisations.post (court_id, person_id, side, role, engagement_id, from_date) values ($1, $2, 'contractor', 'operator', $3, '2026-09-01')",
      [other.courtId, both, engagementId],
    )
    await t.app.asSystem(other.courtId, (ctx) => admit(ctx, both))
    const here = await newTask()
    const there = await newTask(other, engagementId)
    expect(await claim('both', here.taskId)).toBe('claimed')
    const inOther = {
      accountId: null,
      personId: both,
      courtId: other.courtId,
      contractorId: c.contractorId,
      side: 'contractor' as const,
      roles: ['operator'],
      divisionIds: [],
      engagementIds: [engagementId],
      name: 'both',
      sessionId: null,
      ip: null,
    }
    await t.app.asActor(inOther, (ctx) => claimTask(ctx, there.taskId, 1))
    const seesThere = async () =>
      (
        await t.app.asActor(inOther, async (ctx) =>
          ctx.tx.selectFrom('cases.case_record').select('id').where('id', '=', there.caseId).execute(),
        )
      ).length
    expect(await seesThere()).toBe(1)

    const revision = (await t.owner.query('select revision from organisations.person where id = $1', [both])).rows[0].revision
    const left = await (await as('management')).post(`/people/${both}/leave`, { reason: '离职' }, { 'if-match': `"${revision}"` })
    expect([left.status, left.body.code]).toEqual([200, undefined])
    expect(await seesThere()).toBe(0)
    const { rows } = await t.owner.query('select court_id, state, assignee_id from worklist.task where id = any ($1) order by court_id', [
      [here.taskId, there.taskId],
    ])
    expect(rows).toEqual(
      [c.courtId, other.courtId].sort((a, b) => a - b).map((court_id) => ({ court_id, state: 'ready', assignee_id: null })),
    )
    const kept = await t.owner.query(
      "select court_id from audit.event where verb = 'task.release' and data->>'because' = 'left' and data->>'personId' = $1 order by 1",
      [String(both)],
    )
    expect(kept.rows.map((r) => r.court_id)).toEqual([c.courtId, other.courtId].sort((a, b) => a - b))
    expect(
      (await t.owner.query('select count(*)::int as n from confidentiality.access_grant where person_id = $1 and ended_at is null', [both]))
        .rows,
    ).toEqual([{ n: 0 }])
  })
  test('a last day to come: until that midnight and not longer', async () => {
    at('2026-10-15T02:00:00Z')
    const who = await c.person('leaving', 'operator')
    const { caseId, taskId } = await newTask()
    await claim('leaving', taskId)
    const revision = (await t.owner.query('select revision from organisations.person where id = $1', [who])).rows[0].revision
    expect(
      (
        await (
          await as('management')
        ).post(`/people/${who}/leave`, { onDate: '2026-10-17', reason: '离职' }, { 'if-match': `"${revision}"` })
      ).status,
    ).toBe(200)
    at('2026-10-16T15:59:59.999999Z')
    expect(await sees('leaving', caseId)).toBe(true)
    at('2026-10-16T16:00:00Z')
    expect(await sees('leaving', caseId)).toBe(false)
  })
})

describe('denials override grants, each as far as it reaches', () => {
  const held = async (): Promise<{ caseId: number }> => {
    at('2026-10-19T02:00:00Z')
    const { caseId, taskId } = await newTask()
    expect(await claim('operator', taskId)).toBe('claimed')
    return { caseId }
  }
  test('a frozen case is closed to everyone, and its number is not given twice', async () => {
    const { caseId } = await held()
    await t.owner.query(
      "update cases.case_record set number = '（2026）苏1299民初900号', number_year = 2026, number_type = '民初', number_seq = 900 where id = $1",
      [caseId],
    )
    const frozen = await (await as('commissioner')).post('/access/denials', { caseId, reason: '疑似泄露，先行冻结' })
    expect(frozen.status).toBe(200)
    for (const who of ['operator', 'judge', 'leader', 'filingOfficer', 'commissioner'])
      expect([who, await sees(who, caseId)]).toEqual([who, false])
    expect(await t.app.asActor(actor('filingOfficer'), (ctx) => nextNumber(ctx, 2026, '民初'))).toBe('（2026）苏1299民初901号')
    expect((await (await as('commissioner')).post(`/access/denials/${frozen.body.id}/lift`)).body.code).toBe('second-person-needed')
    expect((await (await as('management')).post(`/access/denials/${frozen.body.id}/lift`)).status).toBe(200)
    // Lifted: the court sees it again; the operator has to be given the work again.
    expect([await sees('judge', caseId), await sees('operator', caseId)]).toEqual([true, false])
  })
  test('a contractor frozen: its people see nothing, the court all', async () => {
    const { caseId } = await held()
    const frozen = await (await as('management')).post('/access/denials', { contractorId: c.contractorId, reason: '安全事件处置' })
    expect([await sees('operator', caseId), await sees('judge', caseId), await sees('teamLead', caseId)]).toEqual([false, true, false])
    expect(await claim('operator2', (await newTask()).taskId)).toBe('denied-freeze')
    await (await as('commissioner')).post(`/access/denials/${frozen.body.id}/lift`)
    expect(await claim('operator2', (await newTask()).taskId)).toBe('claimed')
  })
  test('a contractor is frozen as a whole: on one case it would close the case to the court', async () => {
    const { caseId } = await held()
    const frozen = await (await as('management')).post('/access/denials', { contractorId: c.contractorId, caseId, reason: '本案暂停外包' })
    expect([frozen.status, frozen.body.code]).toEqual([422, 'freeze-one-thing'])
    await expect(
      t.owner.query(
        "insert into confidentiality.denial (court_id, contractor_id, case_id, kind, reason) values ($1, $2, $3, 'freeze', 'x')",
        [c.courtId, c.contractorId, caseId],
      ),
    ).rejects.toThrow(/denial_contractor_or_case/)
    expect([await sees('operator', caseId), await sees('judge', caseId)]).toEqual([true, true])
  })
  test('recusal: this person, this case, at once', async () => {
    const { caseId } = await held()
    expect((await (await as('operator')).post(`/cases/${caseId}/recusal`, { reason: '与被告系亲属' })).status).toBe(200)
    expect([await sees('operator', caseId), await sees('judge', caseId)]).toEqual([false, true])
  })
})
