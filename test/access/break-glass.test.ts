import { beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '../../platform/http/context.ts'
import { signedIn } from '../../modules/accounts/fixtures.ts'
import { testApp, type TestApp, type Visitor } from '../support/app.ts'
import { testCourt, type TestCourt } from '../support/court.ts'

// 7.3.2.1, 7.3.2.2: break-glass. Court staff only, one case, opened by somebody else, over at its own microsecond, overridden by every denial.
let t: TestApp
let c: TestCourt
let caseId: number
let other: number
const number = '（2026）苏1299民初88号'
beforeAll(async () => {
  t = await testApp()
  c = await testCourt(t)
  await c.person('judgeElsewhere', 'judge')
  await c.person('securityAdmin', 'securityAdmin')
  caseId = await c.newCase()
  other = await c.newCase('王五', '赵六')
  await t.owner.query('update cases.case_record set number = $2 where id = $1', [caseId, number])
})
const as = async (who: string): Promise<Visitor> => t.visitor(await t.app.asSystem(c.courtId, (ctx) => signedIn(ctx, c.people[who]!)))
const actor = (who: string, over: Partial<Actor> = {}): Actor => ({
  accountId: null,
  personId: c.people[who]!,
  courtId: c.courtId,
  contractorId: null,
  side: 'court',
  roles: ['judge'],
  divisionIds: [],
  engagementIds: [],
  name: who,
  sessionId: null,
  ip: null,
  ...over,
})
const sees = async (id = caseId, who = 'judgeElsewhere'): Promise<[boolean, boolean]> =>
  t.app.asActor(actor(who), async (ctx) => [
    (await ctx.tx.selectFrom('cases.case_record').select('id').where('id', '=', id).execute()).length === 1,
    (await ctx.tx.selectFrom('cases.party').select('id').where('case_id', '=', id).execute()).length === 2,
  ])
const ask = async (over: object = {}, who = 'judgeElsewhere') =>
  (await as(who)).post('/access/break-glass', { number, reason: '当事人到庭急需核对送达情况', hours: 2, ...over })
const decide = async (id: number, open = true, who = 'commissioner', revision = 1) =>
  (await as(who)).post(`/access/break-glass/${id}/decide`, { open }, { 'if-match': `"${revision}"` })
const shifted = (instant: string, microseconds: number): string => {
  const micros = BigInt(Date.parse(`${instant.slice(0, 19)}Z`)) * 1000n + BigInt(instant.slice(20, 26)) + BigInt(microseconds)
  return `${new Date(Number(micros / 1_000_000n) * 1000).toISOString().slice(0, 19)}.${String(micros % 1_000_000n).padStart(6, '0')}Z`
}
const kinds = async (who: string): Promise<string[]> =>
  (await t.owner.query('select kind from worklist.notice where person_id = $1 order by id', [c.people[who]])).rows.map((r) => r.kind)

describe('break-glass', () => {
  test('asked, opened by another, told to everybody concerned, over at its microsecond; this case and no other', async () => {
    t.clock.set('2026-09-21T02:00:00.123457Z')
    expect(await sees()).toEqual([false, false])
    const { status, body } = await ask()
    expect(status, JSON.stringify(body)).toBe(200)
    // Asking opens nothing.
    expect(await sees()).toEqual([false, false])
    expect((await ask()).body.code).toBe('glass-asked-already')
    expect((await decide(body.id, true, 'judgeElsewhere')).status).toBe(403)
    expect((await decide(body.id, true, 'commissioner', 7)).body.code).toBe('stale-revision')
    const both = await Promise.all([decide(body.id), decide(body.id, true, 'management')])
    expect(both.map((r) => r.status).sort()).toEqual([200, 409])
    for (const who of ['commissioner', 'securityAdmin', 'judge', 'judgeElsewhere'])
      expect([who, await kinds(who)]).toEqual([who, expect.arrayContaining(['glass-opened'])])
    const g = (
      await t.owner.query(
        `select id, to_char(from_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as a, to_char(until_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as z
      from confidentiality.access_grant where glass_id = $1`,
        [body.id],
      )
    ).rows[0]
    expect([g.a, g.z]).toEqual(['2026-09-21T02:00:00.123457Z', '2026-09-21T04:00:00.123457Z'])
    // Who reads under it leaves his name, and the grant behind it.
    expect((await (await as('judgeElsewhere')).get(`/cases/${caseId}`)).status).toBe(200)
    const read = await t.owner.query(
      "select grant_id from audit.event where verb = 'case.read' and person_id = $1 order by id desc limit 1",
      [c.people.judgeElsewhere],
    )
    expect(Number(read.rows[0].grant_id)).toBe(Number(g.id))
    const seen: [string, boolean][] = []
    for (const [edge, shift] of [
      ['a', -1],
      ['a', 0],
      ['z', -1],
      ['z', 0],
      ['z', 1],
    ] as const) {
      t.clock.set(shifted(g[edge], shift))
      const [aCase, parties] = await sees()
      expect(parties).toBe(aCase)
      seen.push([`${edge} ${shift}`, aCase])
      expect(await sees(other)).toEqual([false, false])
    }
    expect(seen).toEqual([
      ['a -1', false],
      ['a 0', true],
      ['z -1', true],
      ['z 0', false],
      ['z 1', false],
    ])
    const list = (await (await as('commissioner')).get('/access/break-glass')).body.items
    expect(list[0]).toMatchObject({ id: body.id, state: 'over', caseNumber: number, reads: 1, personName: 'judgeElsewhere' })
    const verbs = await t.owner.query("select verb from audit.event where object_type = 'break-glass' and object_id = $1 order by id", [
      String(body.id),
    ])
    expect(verbs.rows.map((r) => r.verb)).toEqual(['glass.ask', 'glass.open'])
  })

  test('either of the two ends it early, nobody else; a denial ends it and bars the next', async () => {
    for (const [who, status] of [
      ['judgeElsewhere', 200],
      ['commissioner', 200],
    ] as const) {
      t.clock.set(`2026-09-2${who === 'commissioner' ? 3 : 2}T02:00:00Z`)
      const { body } = await ask()
      expect((await decide(body.id)).status).toBe(200)
      expect((await sees())[0]).toBe(true)
      expect((await (await as('management')).post(`/access/break-glass/${body.id}/end`, {})).body.code).toBe('glass-not-yours')
      expect((await (await as('clerk')).post(`/access/break-glass/${body.id}/end`, {})).status).toBe(404)
      expect((await (await as(who)).post(`/access/break-glass/${body.id}/end`, {})).status).toBe(status)
      expect(await sees()).toEqual([false, false])
      expect((await (await as(who)).post(`/access/break-glass/${body.id}/end`, {})).body.code).toBe('glass-not-open')
      expect(await kinds('judge')).toContain('glass-ended')
    }
    t.clock.set('2026-09-24T02:00:00Z')
    const { body } = await ask()
    await decide(body.id)
    expect(
      (await (await as('management')).post('/access/denials', { personId: c.people.judgeElsewhere, caseId, reason: '情况不明' })).status,
    ).toBe(200)
    expect(await sees()).toEqual([false, false])
    expect((await (await as('commissioner')).get('/access/break-glass')).body.items[0]).toMatchObject({ id: body.id, state: 'ended' })
    expect((await ask()).body.code).toBe('access-denied')
    await t.owner.query('update confidentiality.denial set ended_at = bw.now() where person_id = $1', [c.people.judgeElsewhere])
  })

  test('refused, withdrawn, lapsed: nothing opens', async () => {
    t.clock.set('2026-09-25T02:00:00Z')
    const refused = (await ask()).body.id
    expect((await decide(refused, false)).status).toBe(200)
    expect((await decide(refused, true, 'management', 2)).body.code).toBe('glass-decided')
    const withdrawn = (await ask()).body.id
    expect((await (await as('judgeElsewhere')).post(`/access/break-glass/${withdrawn}/end`, {})).status).toBe(200)
    expect((await decide(withdrawn, true, 'commissioner', 2)).status).toBe(409)
    const lapsed = (await ask()).body.id
    t.clock.set('2026-09-26T02:00:00Z')
    expect((await decide(lapsed)).body.code).toBe('glass-lapsed')
    expect(await sees()).toEqual([false, false])
    expect((await ask()).status).toBe(200)
  })

  test('what cannot be asked: too long, too little reason, no such case, what one sees anyway; outsourced staff never', async () => {
    t.clock.set('2026-09-28T02:00:00Z')
    const codes = [] as unknown[]
    for (const over of [{ hours: 5 }, { hours: 9 }, { reason: '急' }, { number: '（2026）苏1299民初999号' }]) {
      const r = await ask(over)
      codes.push([r.status, r.body.code])
    }
    expect(codes).toEqual([
      [422, 'glass-too-long'],
      [400, 'malformed'],
      [400, 'malformed'],
      [422, 'no-such-case'],
    ])
    expect((await ask({}, 'judge')).body.code).toBe('glass-sees-already')
    for (const who of ['operator', 'teamLead', 'projectManager']) {
      expect([who, (await ask({}, who)).status]).toEqual([who, 403])
      expect([who, (await (await as(who)).get('/access/break-glass')).status]).toEqual([who, 403])
    }
    expect((await ask({}, 'securityAdmin')).status).toBe(403)
  })

  test('it is for reading: nothing that hangs on the case is written under it, and the page offers no change', async () => {
    t.clock.set('2026-09-29T02:00:00Z')
    const { body } = await ask()
    await decide(body.id)
    expect((await sees())[0]).toBe(true)
    const mine = await as('judgeElsewhere')
    const page = (await mine.get(`/cases/${caseId}`)).body
    expect(page.can).toMatchObject({ edit: 'not-allowed', changeParties: 'not-allowed' })
    expect((await (await as('judge')).get(`/cases/${caseId}`)).body.can).toMatchObject({ edit: true })
    const seen = { 'if-match': `"${page.revision}"` }
    expect((await mine.patch(`/cases/${caseId}`, { amount: '1.00' }, seen)).status).toBe(403)
    const party = { role: 'plaintiff', kind: 'natural', name: '旁人' }
    expect((await mine.post(`/cases/${caseId}/parties`, party, seen)).status).toBe(403)
    const write = (who: string, statement: string): Promise<number | string> =>
      t.app
        .asActor(actor(who, who === 'judge' ? { divisionIds: [c.divisions.civil] } : {}), async (ctx) => {
          const r = await ctx.tx.executeQuery({ sql: statement, parameters: [caseId] } as never)
          // Undone: what counts is that it would have been let through.
          throw Object.assign(new Error('undone'), { code: Number(r.numAffectedRows) })
        })
        .catch((e: { code: string | number }) => e.code)
    const statements = [
      "insert into service_of_process.document_set (court_id, case_id, kind, title, made_by) select bw.court(), $1, 'complaint', 'x', bw.person()",
      "insert into dossiers.batch (court_id, case_id, number, node, sent_pages, engagement_id, sender_id, handed_over_at) select bw.court(), $1, 'SM20260929-0001', 'filing', 1, e.id, bw.person(), bw.now() from organisations.engagement e where e.court_id = bw.court() limit 1",
      'update cases.case_record set updated_at = bw.now() where id = $1',
    ]
    for (const s of statements) {
      expect([s, await write('judge', s)]).toEqual([s, 1])
      expect([s, await write('judgeElsewhere', s)]).toEqual([s, s.startsWith('update') ? 0 : 'not-allowed'])
    }
    await mine.post(`/access/break-glass/${body.id}/end`, {})
  })

  test('that a case is frozen is told to its own people alone', async () => {
    const frozen = await (await as('management')).post('/access/denials', { caseId: other, kind: 'freeze', reason: '情况不明' })
    expect(frozen.status, JSON.stringify(frozen.body)).toBe(200)
    expect((await (await as('judge')).get(`/cases/${other}`)).body.code).toBe('case-frozen')
    expect((await (await as('judgeElsewhere')).get(`/cases/${other}`)).body.code).toBe('not-found')
    expect((await (await as('operator')).get(`/cases/${other}`)).body.code).toBe('not-found')
  })

  test('SQL: no outsourced person, no second person who is the first, no longer than eight hours, no grant without an opening', async () => {
    const put = (person: number | undefined, more = '', values: unknown[] = []) =>
      t.owner.query(
        `insert into confidentiality.break_glass (court_id, person_id, case_id, case_number, reason, hours${more ? `, ${more}` : ''})
        values ($1, $2, $3, 'x', '测试理由足够长', 2${values.map((_, i) => `, $${i + 4}`).join('')})`,
        [c.courtId, person, caseId, ...values],
      )
    await expect(put(c.people.operator)).rejects.toThrow(/foreign key/)
    await expect(put(c.people.clerk, 'decided_by, decided_at', [c.people.clerk, '2026-09-28T02:00Z'])).rejects.toThrow(
      /break_glass_second_person/,
    )
    await expect(
      put(c.people.clerk, 'decided_by, decided_at, from_at, until_at', [
        c.people.judge,
        '2026-09-28T02:00Z',
        '2026-09-28T02:00Z',
        '2026-09-28T10:00:01Z',
      ]),
    ).rejects.toThrow(/break_glass_hours/)
    await expect(
      t.owner.query(
        `insert into confidentiality.access_grant (court_id, person_id, side, case_id, stage, from_at, until_at) values ($1, $2, 'court', $3, 'x', now(), now() + interval '1 hour')`,
        [c.courtId, c.people.judgeElsewhere, caseId],
      ),
    ).rejects.toThrow(/access_grant_one_cause/)
    // As the application's role: one's own opening is not one's own to decide, and no grant hangs on what nobody opened.
    const { body } = await ask({}, 'judgeElsewhere')
    const tryIt = async (who: Actor, text: string): Promise<string> => {
      try {
        await t.app.asActor(who, async (ctx) => {
          const { sql } = await import('kysely')
          await sql.raw(text).execute(ctx.tx)
        })
        return 'done'
      } catch (e) {
        return (e as { code?: string }).code ?? String(e)
      }
    }
    const open = `update confidentiality.break_glass set decided_by = ${c.people.commissioner}, decided_at = bw.now(), from_at = bw.now(), until_at = bw.now() + interval '1 hour' where id = ${body.id}`
    expect(await tryIt(actor('judgeElsewhere'), open)).not.toBe('done')
    expect(
      await tryIt(
        actor('judgeElsewhere', { roles: ['commissioner'] }),
        open.replace(String(c.people.commissioner), String(c.people.judgeElsewhere)),
      ),
    ).not.toBe('done')
    const grant = `insert into confidentiality.access_grant (court_id, person_id, side, case_id, glass_id, stage, from_at, until_at) values (${c.courtId}, ${c.people.judgeElsewhere}, 'court', ${caseId}, ${body.id}, 'breakGlass', bw.now(), bw.now() + interval '1 hour')`
    expect(await tryIt(actor('commissioner', { roles: ['commissioner'] }), grant)).not.toBe('done')
    expect(await sees()).toEqual([false, false])
    // Open it is for reading only, and nobody makes it longer.
    expect((await decide(body.id)).status).toBe(200)
    expect(await sees()).toEqual([true, true])
    expect(
      await tryIt(
        actor('judgeElsewhere'),
        `insert into cases.party (court_id, case_id, role, kind, name) values (${c.courtId}, ${caseId}, 'plaintiff', 'natural', '王五')`,
      ),
    ).not.toBe('done')
    expect(
      await tryIt(
        actor('commissioner', { roles: ['commissioner'] }),
        `update confidentiality.access_grant set until_at = until_at + interval '10 hours' where glass_id = ${body.id}`,
      ),
    ).not.toBe('done')
  })
})
