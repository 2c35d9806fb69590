import { beforeAll, describe, expect, it } from 'vitest'
import { testApp } from '../../test/support/app.ts'
import { testCourt, type TestCourt } from '../../test/support/court.ts'
import { alarmOverdue } from './overdue.ts'

const t = await testApp({ now: '2026-09-21T01:00:00Z' })
let court: TestCourt
let caseId = 0
let shelf = 0
let site = 0
beforeAll(async () => {
  court = await testCourt(t)
  caseId = await court.newCase()
  shelf = (await court.as('clerk').post('/custody/places', { name: '民一庭卷柜', kind: 'shelf' })).body.id
  site = (await court.as('clerk').post('/custody/places', { name: '扫描间', kind: 'site' })).body.id
})
const by = (who: string) => court.as(who)
const make = async (serial: number, kind = 'main'): Promise<{ id: number; code: string }> => {
  const r = await by('clerk').post('/volumes', { caseId, kind, serial, pages: 120, placeId: shelf })
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
    expect((await by('clerk').post('/volumes', { caseId, kind: 'main', serial: 1, pages: 9, placeId: shelf })).body.code).toBe(
      'volume-known',
    )
    const judge = court.people.judge
    expect((await act('judge', v.id, 'hand-over', { receiverId: court.people.clerk, pages: 120 })).body.code).toBe('not-the-holder')
    expect((await act('clerk', v.id, 'hand-over', { receiverId: court.people.clerk, pages: 120 })).body.code).toBe('not-to-oneself')
    expect((await act('clerk', v.id, 'hand-over', { receiverId: judge, pages: 119 })).body.code).toBe('pages-differ')
    expect((await act('clerk', v.id, 'hand-over', { receiverId: judge, pages: 120, returnBy: '2026-09-20' })).body.code).toBe('day-past')
    const twice = await Promise.all(
      [1, 2].map(() => act('clerk', v.id, 'hand-over', { receiverId: judge, pages: 120, returnBy: '2026-09-21' })),
    )
    expect(twice.map((r) => r.status).sort()).toEqual([200, 409])
    expect((await act('clerk', v.id, 'receive', { code: v.code, pages: 120, placeId: shelf })).body.code).toBe('not-the-receiver')
    expect((await act('judge', v.id, 'receive', { code: 'AAAABBBB', pages: 120, placeId: shelf })).body.code).toBe('code-wrong')
    expect((await act('judge', v.id, 'receive', { code: v.code.toLowerCase(), pages: 120, placeId: shelf })).status).toBe(200)
    expect((await by('clerk').get(`/volumes/${v.id}`)).body).toMatchObject({
      holderId: judge,
      state: 'held',
      returnBy: '2026-09-21',
      place: '民一庭卷柜',
    })
    // Before the court closes nobody is alarmed; at its own time once, not each five minutes.
    const alarms = async () =>
      (await t.owner.query("select count(*)::int as n from worklist.notice where kind = 'volume-overdue'")).rows[0].n
    expect((await by('clerk').put('/custody/closing', { closing: '09:00' })).status).toBe(403)
    for (const closing of ['25:00', '9:00', '１７:３０', ''])
      expect((await by('management').put('/custody/closing', { closing })).status, closing).toBe(400)
    await alarmOverdue(t.app)
    expect(await alarms()).toBe(0)
    expect((await by('management').put('/custody/closing', { closing: '09:00' })).status).toBe(200)
    expect((await by('operator').get('/custody/places')).body.closing).toBe('09:00')
    await alarmOverdue(t.app)
    await alarmOverdue(t.app)
    expect(await alarms()).toBe(2)
    expect((await act('judge', v.id, 'hand-over', { receiverId: court.people.clerk, pages: 120 })).status).toBe(200)
    expect((await act('clerk', v.id, 'receive', { code: v.code, pages: 118, placeId: shelf })).status).toBe(200)
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
    expect((await act('operator', v.id, 'receive', { code: v.code, pages: 120, placeId: site })).status).toBe(200)
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
    expect((await act('operator', v.id, 'receive', { code: v.code, pages: 120, placeId: site })).status).toBe(200)
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

describe('places and their counts (5.2)', () => {
  const place = async (id: number, who = 'clerk') => (await by(who).get(`/custody/places/${id}`)).body
  const turn = async (id: number, verb: 'patch' | 'close', body: object = {}) => {
    const h = { 'if-match': `"${(await place(id)).revision}"` }
    return verb === 'patch' ? by('clerk').patch(`/custody/places/${id}`, body, h) : by('clerk').post(`/custody/places/${id}/close`, body, h)
  }
  it('are on record once, empty ones close, and 副卷 lies in no room of a contractor', async () => {
    const both = await Promise.all([1, 2].map(() => by('clerk').post('/custody/places', { name: '第三法庭', kind: 'courtroom' })))
    expect(both.map((r) => r.status).sort()).toEqual([200, 409])
    const room = both.find((r) => r.status === 200)!.body.id
    expect((await by('operator').post('/custody/places', { name: 'x', kind: 'site' })).status).toBe(403)
    expect((await by('clerk').post('/custody/places', { name: '<b>', kind: 'shelf' })).status).toBe(200)
    expect((await by('clerk').post('/custody/places', { name: ' ', kind: 'shelf' })).status).toBe(400)
    expect((await turn(room, 'patch', { name: '扫描间', kind: 'courtroom' })).body.code).toBe('place-known')
    expect((await turn(room, 'patch', { name: '第四法庭', kind: 'courtroom' })).status).toBe(200)
    const secondary = { caseId, kind: 'secondary', serial: 30, pages: 5 }
    expect((await by('clerk').post('/volumes', { ...secondary, placeId: site })).body.code).toBe('secondary-in-court')
    expect((await by('clerk').post('/volumes', { ...secondary, placeId: 999_999 })).body.code).toBe('place-unknown')
    expect((await by('clerk').post('/volumes', { ...secondary, placeId: room })).status).toBe(200)
    expect((await turn(room, 'patch', { name: '第四法庭', kind: 'site' })).body.code).toBe('secondary-in-court')
    expect((await turn(room, 'close')).body.code).toBe('place-in-use')
    const empty = (await by('clerk').post('/custody/places', { name: '旧库房', kind: 'store' })).body.id
    expect((await turn(empty, 'close')).status).toBe(200)
    expect((await by('clerk').post('/volumes', { ...secondary, serial: 31, placeId: empty })).body.code).toBe('place-closed')
    await expect(
      t.owner.query("update custody.volume set place_id = $1 where kind = 'secondary' and serial = 30", [site]),
    ).rejects.toThrow()
  })
  it('a count of a place finds what is there, what is missing, what differs and what belongs elsewhere', async () => {
    const here = (await by('clerk').post('/custody/places', { name: '档案一架', kind: 'shelf' })).body.id
    expect((await by('clerk').post('/custody/inventories', { placeId: here })).body.code).toBe('place-empty')
    const volume = async (serial: number, placeId: number) =>
      (await by('clerk').post('/volumes', { caseId, kind: 'main', serial, pages: 50, placeId })).body
    const [there, short, gone] = [await volume(41, here), await volume(42, here), await volume(43, here)]
    const elsewhere = await volume(44, shelf)
    const both = await Promise.all([1, 2].map(() => by('clerk').post('/custody/inventories', { placeId: here })))
    expect(both.map((r) => r.status).sort()).toEqual([200, 409])
    const id = both.find((r) => r.status === 200)!.body.id
    const found = (code: string, pages = 50, who = 'clerk') => by(who).post(`/custody/inventories/${id}/found`, { code, pages })
    expect((await found(there!.code, 50, 'operator')).status).toBe(403)
    expect((await found('ZZZZZZZZZZ')).body.code).toBe('code-unknown')
    // As the camera reads it: an address with the code in it.
    expect((await found(`http://127.0.0.1:3000/custody/${there!.id}?code=${there!.code}`)).body).toMatchObject({
      expected: true,
      same: true,
    })
    expect((await found(there!.code)).body.code).toBe('counted-already')
    expect((await found(short!.code, 49)).body).toMatchObject({ same: false })
    expect((await found(elsewhere!.code)).body).toMatchObject({ expected: false, same: true })
    const now = (await by('clerk').get(`/custody/inventories/${id}`)).body
    expect(now).toMatchObject({ expected: 3, found: 3, missing: 1, surplus: 1, differs: 1 })
    expect(now.lines[0]).toMatchObject({ code: gone!.code, counted: null })
    const close = (body: object) => by('clerk').post(`/custody/inventories/${id}/close`, body, { 'if-match': `"${now.revision}"` })
    expect((await close({})).body.code).toBe('reason-missing')
    const ends = await Promise.all([close({ remark: '第43册未见' }), close({ remark: '第43册未见' })])
    expect(ends.map((r) => r.status).sort()).toEqual([200, 409])
    expect((await found(gone!.code)).body.code).toBe('count-closed')
    expect((await by('clerk').get(`/volumes/${short!.id}`)).body.state).toBe('differs')
    expect((await by('clerk').get(`/volumes/${elsewhere!.id}`)).body).toMatchObject({ place: '档案一架', state: 'held' })
    expect((await by('clerk').get(`/volumes/${gone!.id}`)).body.events[0]).toMatchObject({ kind: 'missed', text: '档案一架' })
    const told = await t.owner.query("select data from worklist.notice where kind = 'volumes-missing' and person_id = $1", [
      court.people.commissioner,
    ])
    expect(told.rows).toEqual([{ data: { place: '档案一架', n: 1 } }])
    expect((await place(here)).volumes).toBe(4)
    expect((await by('clerk').get(`/custody/inventories?placeId=${here}`)).body.items).toHaveLength(1)
  })
})

describe('a leaver and the volumes in his hands (A-12.3)', () => {
  it('is not signed off before they are back; the court counts them back from hands that are gone, from no others', async () => {
    await court.person('hr', 'hr')
    await court.person('leaver', 'operator')
    const v = await make(61)
    expect((await act('clerk', v.id, 'hand-over', { receiverId: court.people.leaver, pages: 120 })).status).toBe(200)
    expect((await act('leaver', v.id, 'receive', { code: v.code, pages: 120, placeId: site })).status).toBe(200)
    const back = { code: v.code, pages: 120, placeId: shelf }
    expect((await act('clerk', v.id, 'take', back)).body.code).toBe('holder-present')
    const leaves = { personId: court.people.leaver, kind: 'resignation', lastDay: '2026-09-21', reason: '个人原因' }
    const d = (await by('hr').post('/departures', leaves)).body.id
    const departure = async () => (await by('hr').get(`/departures/${d}`)).body
    expect(await departure()).toMatchObject({
      items: expect.arrayContaining([{ key: 'volumes', done: false, left: 1 }]),
      volumes: [{ id: v.id, code: v.code, place: '扫描间' }],
    })
    const sign = async () => by('management').post(`/departures/${d}/sign`, {}, { 'if-match': `"${(await departure()).revision}"` })
    await by('hr').post(`/departures/${d}/media`, { media: 'none' }, { 'if-match': `"${(await departure()).revision}"` })
    await by('hr').upload(`/departures/${d}/declaration`, { name: '声明.pdf', bytes: Buffer.from('%PDF-1.4\ntrailer<<>>\n%%EOF\n') })
    expect((await sign()).body.code).toBe('items-open')
    expect((await act('projectManager', v.id, 'take', back)).status).toBe(403)
    expect((await act('clerk', v.id, 'take', { ...back, code: 'AAAABBBB' })).body.code).toBe('code-wrong')
    const twice = await Promise.all([act('clerk', v.id, 'take', back), act('clerk', v.id, 'take', back)])
    expect(twice.map((r) => r.status).sort()).toEqual([200, 409])
    expect((await by('clerk').get(`/volumes/${v.id}`)).body).toMatchObject({
      holderId: court.people.clerk,
      state: 'held',
      place: '民一庭卷柜',
    })
    expect((await departure()).volumes).toEqual([])
    expect((await sign()).status).toBe(200)
  })
  it('other pages than on record are a difference that the taker does not settle', async () => {
    await court.person('vetoed', 'operator')
    const v = await make(62)
    expect((await act('clerk', v.id, 'hand-over', { receiverId: court.people.vetoed, pages: 120 })).status).toBe(200)
    expect((await act('vetoed', v.id, 'receive', { code: v.code, pages: 120, placeId: site })).status).toBe(200)
    expect((await by('management').post(`/workforce/${court.people.vetoed}/veto`, { reason: '违反纪律' })).status).toBe(200)
    expect((await act('commissioner', v.id, 'take', { code: v.code, pages: 100, placeId: shelf })).status).toBe(200)
    expect((await by('commissioner').get(`/volumes/${v.id}`)).body).toMatchObject({ state: 'differs', holderId: court.people.commissioner })
    expect((await act('commissioner', v.id, 'settle', { pages: 100, reason: '登记有误' })).body.code).toBe('second-person-needed')
    expect((await act('management', v.id, 'settle', { pages: 100, reason: '查明缺页二十' })).status).toBe(200)
  })
})
