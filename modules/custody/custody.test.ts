import { beforeAll, describe, expect, it } from 'vitest'
import { testApp } from '../../test/support/app.ts'
import { testCourt, type TestCourt } from '../../test/support/court.ts'
import { alarmOverdue } from './commands.ts'

const t = await testApp({ now: '2026-09-21T01:00:00Z' })
let court: TestCourt
let caseId = 0
beforeAll(async () => {
  court = await testCourt(t)
  caseId = await court.newCase()
})
const by = (who: string) => court.as(who)
const make = async (serial: number, kind = 'main'): Promise<{ id: number; code: string }> => {
  const r = await by('clerk').post('/volumes', { caseId, kind, serial, pages: 120, place: '民一庭卷柜' })
  expect(r.status, JSON.stringify(r.body)).toBe(200)
  return r.body
}
const act = async (who: string, id: number, path: string, body: object = {}) => {
  const { revision } = (await t.owner.query('select revision from custody.volume where id = $1', [id])).rows[0]
  return by(who).post(`/volumes/${id}/${path}`, body, { 'if-match': `"${revision}"` })
}

describe('chain of custody (5.2)', () => {
  it('takes two people and two counts; a difference refuses and waits for the court', async () => {
    const v = await make(1)
    expect((await by('clerk').post('/volumes', { caseId, kind: 'main', serial: 1, pages: 9, place: 'x' })).body.code).toBe('volume-known')
    const judge = court.people.judge
    expect((await act('judge', v.id, 'hand-over', { receiverId: court.people.clerk, pages: 120 })).body.code).toBe('not-the-holder')
    expect((await act('clerk', v.id, 'hand-over', { receiverId: court.people.clerk, pages: 120 })).body.code).toBe('not-to-oneself')
    expect((await act('clerk', v.id, 'hand-over', { receiverId: judge, pages: 119 })).body.code).toBe('pages-differ')
    expect((await act('clerk', v.id, 'hand-over', { receiverId: judge, pages: 120, returnBy: '2026-09-20' })).body.code).toBe('day-past')
    const twice = await Promise.all(
      [1, 2].map(() => act('clerk', v.id, 'hand-over', { receiverId: judge, pages: 120, returnBy: '2026-09-21' })),
    )
    expect(twice.map((r) => r.status).sort()).toEqual([200, 409])
    expect((await act('clerk', v.id, 'receive', { code: v.code, pages: 120, place: '办公室' })).body.code).toBe('not-the-receiver')
    expect((await act('judge', v.id, 'receive', { code: 'AAAABBBB', pages: 120, place: '办公室' })).body.code).toBe('code-wrong')
    expect((await act('judge', v.id, 'receive', { code: v.code.toLowerCase(), pages: 120, place: '办公室' })).status).toBe(200)
    expect((await by('clerk').get(`/volumes/${v.id}`)).body).toMatchObject({
      holderId: judge,
      state: 'held',
      returnBy: '2026-09-21',
      place: '办公室',
    })
    await alarmOverdue(t.app)
    expect((await t.owner.query("select count(*)::int as n from worklist.notice where kind = 'volume-overdue'")).rows[0].n).toBe(2)
    expect((await act('judge', v.id, 'hand-over', { receiverId: court.people.clerk, pages: 120 })).status).toBe(200)
    expect((await act('clerk', v.id, 'receive', { code: v.code, pages: 118, place: '卷柜' })).status).toBe(200)
    expect((await by('clerk').get(`/volumes/${v.id}`)).body).toMatchObject({ holderId: judge, state: 'differs' })
    expect((await act('judge', v.id, 'hand-over', { receiverId: court.people.clerk, pages: 120 })).body.code).toBe('volume-differs')
    expect((await act('clerk', v.id, 'settle', { pages: 118, reason: '查明缺页' })).status).toBe(403)
    expect((await act('commissioner', v.id, 'settle', { pages: 118, reason: '查明登记有误' })).status).toBe(200)
    expect((await by('clerk').get(`/volumes/${v.id}/history`)).status).toBe(200)
    expect((await by('clerk').get(`/volumes/${v.id}/label`)).status).toBe(200)
  })
  it('is seen by who sees the case; loss stops outsourced work until a second person says otherwise', async () => {
    const v = await make(2)
    expect((await by('operator').get('/volumes')).body.items).toEqual([])
    expect((await by('operator').get(`/volumes/${v.id}`)).status).toBe(404)
    expect((await by('operator').get(`/custody/codes/${v.code}`)).status).toBe(404)
    expect((await act('commissioner', v.id, 'lost', { reason: '盘点未见' })).status).toBe(200)
    const live = async () =>
      (
        await t.owner.query(
          'select count(*)::int as n from confidentiality.denial where case_id = $1 and ended_at is null and person_id is not null',
          [caseId],
        )
      ).rows[0].n
    expect(await live()).toBeGreaterThanOrEqual(4)
    expect((await by('judge').get(`/cases/${caseId}`)).status).toBe(200)
    expect((await act('clerk', v.id, 'count', { code: v.code, pages: 120 })).body.code).toBe('volume-lost')
    expect((await act('commissioner', v.id, 'found', { found: true, reason: '找到' })).body.code).toBe('second-person-needed')
    expect((await act('management', v.id, 'found', { found: true, reason: '在隔壁柜找到' })).status).toBe(200)
    expect(await live()).toBe(0)
    expect((await act('clerk', v.id, 'count', { code: v.code, pages: 119 })).status).toBe(200)
    expect((await by('clerk').get('/volumes?state=differs')).body.items).toHaveLength(1)
  })
  it('a secondary dossier stays in court hands, nobody kept away from the case receives, and who counted does not settle', async () => {
    const secondary = await make(8, 'secondary')
    const given = await act('clerk', secondary.id, 'hand-over', { receiverId: court.people.operator, pages: 120 })
    expect([given.status, given.body.code]).toEqual([422, 'secondary-in-court'])
    const v = await make(9)
    const frozen = await by('commissioner').post('/access/denials', { personId: court.people.operator2, kind: 'freeze', reason: '核查' })
    expect(frozen.status, JSON.stringify(frozen.body)).toBe(200)
    const kept = await act('clerk', v.id, 'hand-over', { receiverId: court.people.operator2, pages: 120 })
    expect([kept.status, kept.body.code]).toEqual([422, 'receiver-kept-away'])
    // Neither does it pass from one outsourced hand to the next, who sees no denial of others.
    expect((await act('clerk', v.id, 'hand-over', { receiverId: court.people.operator, pages: 120 })).status).toBe(200)
    expect((await act('operator', v.id, 'receive', { code: v.code, pages: 120, place: '扫描间' })).status).toBe(200)
    const passed = await act('operator', v.id, 'hand-over', { receiverId: court.people.operator2, pages: 120 })
    expect([passed.status, passed.body.code]).toEqual([422, 'receiver-kept-away'])
    expect((await act('commissioner', v.id, 'count', { code: v.code, pages: 90 })).status).toBe(200)
    expect((await act('commissioner', v.id, 'settle', { pages: 90, reason: '登记有误' })).body.code).toBe('second-person-needed')
    expect((await act('management', v.id, 'settle', { pages: 120, reason: '复点无误' })).status).toBe(200)
  })
  it('two hands also where a statement is written by hand; whoever comes after a loss gets no grant for the case', async () => {
    const sql = (who: string, side: 'court' | 'contractor', text: string, values: unknown[]): Promise<number | string> =>
      t.app
        .asActor(
          {
            accountId: null,
            personId: court.people[who]!,
            courtId: court.courtId,
            contractorId: side === 'contractor' ? court.contractorId : null,
            side,
            roles: [who],
            divisionIds: side === 'court' ? [court.divisions.civil] : [],
            engagementIds: [],
            name: who,
            sessionId: null,
            ip: null,
          },
          async (ctx) => Number((await ctx.tx.executeQuery({ sql: text, parameters: values } as never)).numAffectedRows),
        )
        .catch((e: { code: string }) => e.code)
    const v = await make(12)
    expect((await act('clerk', v.id, 'hand-over', { receiverId: court.people.operator, pages: 120 })).status).toBe(200)
    // The giver does not count for the receiver, and nobody makes himself the holder.
    const confirm =
      "update custody.move set state = 'confirmed', counted_pages = 120, settled_at = bw.now() where volume_id = $1 and state = 'open'"
    expect(await sql('clerk', 'court', confirm, [v.id])).toBe('not-allowed')
    const take = "update custody.volume set state = 'held', receiver_id = null, holder_id = bw.person() where id = $1"
    expect(await sql('operator', 'contractor', take, [v.id])).toBe('not-allowed')
    expect(await sql('judge', 'court', take, [v.id])).toBe('not-allowed')
    expect((await act('operator', v.id, 'receive', { code: v.code, pages: 120, place: '扫描间' })).status).toBe(200)
    expect(await sql('operator', 'contractor', 'update custody.volume set pages = 90 where id = $1', [v.id])).toBe('not-allowed')
    expect(await sql('clerk', 'court', "update custody.move set state = 'open', settled_at = null where volume_id = $1", [v.id])).toBe(
      'not-allowed',
    )

    expect((await act('commissioner', v.id, 'lost', { reason: '盘点未见' })).status).toBe(200)
    await court.person('newcomer', 'operator')
    const grant = (who: string) =>
      t.owner
        .query(
          `insert into confidentiality.access_grant (court_id, person_id, side, case_id, task_id, stage, from_at, until_at)
           values ($1, $2, 'contractor', $3, 1, 'scan', '2026-09-21T01:00:00Z', '2026-10-21T01:00:00Z')`,
          [court.courtId, court.people[who], caseId],
        )
        .then(() => 'granted')
        .catch((e: { code: string }) => e.code)
    expect(await grant('newcomer')).toBe('BW002')
    expect((await act('management', v.id, 'found', { found: true, reason: '在隔壁柜找到' })).status).toBe(200)
    expect(await grant('newcomer')).toBe('granted')
  })
})
