import { beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../test/support/app.ts'
import type { TestCourt } from '../../test/support/court.ts'
import { desk, etag, hotlineCourt, onCall, take } from './test-desk.ts'

let t: TestApp
let c: TestCourt
beforeAll(async () => {
  t = await testApp({ now: '2026-09-22T01:00:00Z' })
  c = await hotlineCourt(t)
})
const head =
  'calldate,clid,src,dst,dcontext,channel,dstchannel,lastapp,lastdata,duration,billsec,disposition,amaflags,accountcode,uniqueid,userfield'
let serial = 0
/** One record: when, seconds in all, seconds of talk (null: nobody picked up). */
const record = (
  when: string,
  duration: number,
  talk: number | null,
  o: { src?: string; app?: string; ext?: string; id?: string } = {},
): string =>
  `${when},"""张<script>三"" <${o.src ?? '13912345678'}>",${o.src ?? '13912345678'},12368,hotline,SIP/in-1,${talk === null ? '' : `SIP/${o.ext ?? '8001'}-0001`},${o.app ?? 'Queue'},,${duration},${talk ?? 0},${talk === null ? 'NO ANSWER' : 'ANSWERED'},3,,${o.id ?? `t.${++serial}`},`
const send = (
  lines: string[],
  fields: Record<string, string> = {},
  who = 'management',
  encode: (text: string) => Buffer = (x) => Buffer.from(x),
) => c.as(who).upload('/hotline/imports', { name: '话务.csv', bytes: encode([head, ...lines].join('\r\n')) }, fields)
const figure = async (who = 'management', period = '2026-09') => (await c.as(who).get(`/indicators?period=${period}`)).body

describe('records of the telephone system', () => {
  test('A10 c through an import: 420 to agents, 12 short, 8 out of hours, 391 answered → 97.75 %; again changes nothing', async () => {
    const lines = [
      ...Array.from({ length: 391 }, (_, i) =>
        record('2026-09-21 10:00:00', 40, i % 2 ? 25 : 24, { src: `1390000${String(i).padStart(4, '0')}` }),
      ),
      ...Array.from({ length: 9 }, () => record('2026-09-21 17:30:00', 6, null)),
      ...Array.from({ length: 12 }, () => record('2026-09-21 11:00:00', 5, null, { src: '13700000000' })),
      ...Array.from({ length: 8 }, () => record('2026-09-21 17:30:01', 30, null, { src: '13600000000' })),
      record('2026-09-21 12:00:00', 30, null, { app: 'Playback' }),
    ]
    const dry = await send(lines, { dryRun: '1' })
    expect(dry.body).toMatchObject({ rows: 421, added: 421, known: 0, failed: 0, format: 'asterisk', dryRun: true })
    expect((await c.as('management').get('/hotline/calls')).body.items).toEqual([])
    const first = await send(lines)
    expect([first.status, first.body.added]).toEqual([200, 421])
    const again = await send(lines)
    expect(again.body).toMatchObject({ added: 0, known: 421, joined: 0 })
    const gbk = await send([record('2026-09-21 10:00:00', 40, 24, { id: 't.1' })], {}, 'management', (x) =>
      Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(x)]),
    )
    expect(gbk.body).toMatchObject({ added: 0, known: 1 })
    const i = (await figure()).items.find((x: { letter: string }) => x.letter === 'c')
    expect(i.figure).toMatchObject({ numerator: 391, denominator: 400, excluded: 21, value: 97.75 })
    // From the figure to its calls; who was not answered comes by `late`.
    const late = (await c.as('management').get('/indicators/c/items?period=2026-09&late=true&limit=200')).body
    expect(late.items).toHaveLength(9)
    expect(late.items[0]).toMatchObject({ itemType: 'call', caseId: null })
    expect((await c.as('management').get(`/hotline/calls/${late.items[0].itemId}`)).body).toMatchObject({
      result: 'abandoned',
      waitSeconds: 6,
      exclusion: null,
      number: '139****5678',
    })
    // 15 s: 391 waited 15 or 16 s.
    expect(
      (await c.as('teamLead').get('/hotline/calls?result=inLevel&limit=200')).body.items.every(
        (x: { waitSeconds: number }) => x.waitSeconds <= 15,
      ),
    ).toBe(true)
    const { rows } = await t.owner.query(
      "select count(*)::int as n from hotline.call where number_masked like '%13912345678%' or number_sealed like '%13912345678%'",
    )
    expect(rows[0].n).toBe(0)
    // Found by the whole number however it is typed, and by nothing less.
    expect((await c.as('commissioner').get(`/hotline/calls?q=${encodeURIComponent('１３７-0000-0000')}`)).body.items).toHaveLength(12)
    expect((await c.as('commissioner').get('/hotline/calls?q=1370000')).body.items).toEqual([])
  })
  test('rows that cannot be read are named by row and column, the others are taken', async () => {
    const r = await send([
      record('2026-02-30 10:00:00', 5, null),
      record('2026-09-21 10:00:00', 30, 20, { id: 'good.1' }),
      record('2026-09-21 10:00:00', 30, 31),
      record('2026-09-21 10:00:00', 30, 20, { id: '<b>' }),
    ])
    expect(r.body).toMatchObject({ rows: 4, added: 1, failed: 3 })
    expect(r.body.errors).toEqual([
      { row: 2, column: 'calldate', code: 'time-wrong' },
      { row: 4, column: 'billsec', code: 'order-wrong' },
      { row: 5, column: 'uniqueid', code: 'id-shape' },
    ])
    expect((await c.as('management').get('/hotline/imports')).body.items[0]).toMatchObject({ failed: 3, name: '话务.csv' })
  })
  test('GB18030, other columns by their names or by the page’s mapping; nonsense is refused', async () => {
    // 主叫号码 etc. as GB18030 bytes of a file saved by Excel.
    const gb = Buffer.from('cda8bbb0b1e0bac52cd6f7bdd0bac5c2eb2cc0b4b5e7cab1bce42cbdd3ccfdcab1bce42cb9d2b6cfcab1bce40a', 'hex')
    const bytes = Buffer.concat([gb, Buffer.from('p1,05231234567,2026-09-21 09:00:00,2026-09-21 09:00:03,2026-09-21 09:01:00\n')])
    const up = (b: Buffer, fields: Record<string, string> = {}) =>
      c.as('management').upload('/hotline/imports', { name: 'a.csv', bytes: b }, fields)
    expect((await up(bytes)).body).toMatchObject({ added: 1, format: 'plain' })
    const own = Buffer.from('x,y,z\nq1,2026-09-21 09:00:00,2026-09-21 09:00:30\n')
    expect((await up(own)).body.code).toBe('columns-unknown')
    expect((await up(own, { mapping: '{"callId":0,"queuedAt":1,"endedAt":2}' })).body).toMatchObject({ added: 1 })
    expect((await up(own, { mapping: '{"callId":"a"}' })).body.code).toBe('mapping-wrong')
    expect((await up(Buffer.from(`${head}\n`))).body.code).toBe('import-empty')
    expect((await up(Buffer.from('%PDF-1.4 x'))).status).toBeGreaterThan(399)
    const huge = Buffer.from(`${head}\n${'x,y\n'.repeat(100_001)}`)
    expect((await up(huge)).body.code).toBe('import-too-many-rows')
    for (const who of ['operator', 'projectManager', 'judge', 'commissioner'])
      expect([who, (await send([record('2026-09-21 10:00:00', 5, null)], {}, who)).status]).toEqual([who, 403])
  })
  test('a call the agent took is joined with its record, not counted twice; his extension says whose the others are', async () => {
    expect((await c.as('management').put('/hotline/extensions', { extension: '8007', personId: c.people.operator })).status).toBe(200)
    expect((await c.as('management').put('/hotline/extensions', { extension: '8008', personId: c.people.judge })).body.code).toBe(
      'agent-unknown',
    )
    const call = await take(c, 'operator', '13811112222', 0)
    await onCall(c, 'operator', 'finish', { matter: 'enquiry' })
    await t.owner.query(
      "update hotline.call set queued_at = '2026-09-21T02:00:00Z', answered_at = '2026-09-21T02:00:00Z', ended_at = '2026-09-21T02:03:00Z' where id = $1",
      [call.id],
    )
    const r = await send([
      record('2026-09-21 09:59:50', 200, 188, { src: '13811112222', ext: '8007', id: 'join.1' }),
      record('2026-09-21 11:00:00', 60, 50, { src: '13811112222', ext: '8007', id: 'join.2' }),
    ])
    expect(r.body).toMatchObject({ added: 1, joined: 1 })
    expect((await c.as('teamLead').get(`/hotline/calls/${call.id}`)).body).toMatchObject({
      uniqueId: 'join.1',
      waitSeconds: 12,
      talkSeconds: 188,
      matter: 'enquiry',
      source: 'desk',
    })
    expect((await c.as('teamLead').get('/hotline/calls?q=13811112222')).body.items[0]).toMatchObject({ agentName: 'operator乙' })
  })
})

describe('by hand, and called back', () => {
  test('a call is entered with its moments in order, not in the future, by whoever may', async () => {
    const body = {
      number: '13500000000',
      queuedAt: '2026-09-21T09:00:00+08:00',
      answeredAt: '2026-09-21T09:00:10+08:00',
      endedAt: '2026-09-21T09:02:00+08:00',
    }
    const enter = (who: string, o: object) => c.as(who).post('/hotline/calls', { ...body, ...o })
    expect((await enter('operator', {})).status).toBe(200)
    expect((await enter('operator', { endedAt: '2026-09-21T09:00:05+08:00' })).body.code).toBe('order-wrong')
    expect((await enter('operator', { endedAt: '2027-09-21T09:00:05+08:00' })).body.code).toBe('future')
    expect((await enter('operator', { queuedAt: '2026-09-01T09:00:00+08:00' })).body.code).toBe('too-long-ago')
    expect((await enter('operator', { number: 'abc' })).status).toBe(400)
    expect((await enter('operator', { queuedAt: '2026-02-30T09:00:00+08:00' })).status).toBe(400)
    expect((await enter('teamLead', { agentId: c.people.judge })).body.code).toBe('agent-unknown')
    expect((await enter('management', {})).status).toBe(403)
  })
  test('who gave up waits to be called back until he is, or gets through; the number is shown then and each time recorded', async () => {
    await send([
      record('2026-09-22 08:40:00', 60, null, { src: '13444440000' }),
      record('2026-09-22 08:50:00', 50, null, { src: '13444440000' }),
      record('2026-09-22 08:41:00', 40, null, { src: '13444441111' }),
      record('2026-09-22 08:45:00', 60, 30, { src: '13444441111' }),
    ])
    const queue = async () =>
      (await c.as('operator').get('/hotline/callbacks?limit=200')).body.items.filter(
        (x: { number: string }) => x.number === '134****0000' || x.number === '134****1111',
      )
    const [waiting, ...more] = await queue()
    expect([waiting.number, waiting.times, more]).toEqual(['134****0000', 2, []])
    expect((await c.as('operator').post(`/hotline/calls/${waiting.id}/number`, {})).body).toEqual({ number: '13444440000' })
    expect((await c.as('commissioner').post(`/hotline/calls/${waiting.id}/number`, {})).status).toBe(403)
    const shown = await t.owner.query(
      "select count(*)::int as n from audit.event where verb = 'hotline.number.reveal' and object_id = $1",
      [String(waiting.id)],
    )
    expect(shown.rows[0].n).toBe(1)
    const both = await Promise.all(
      ['operator', 'operator2'].map((who) => c.as(who).post(`/hotline/calls/${waiting.id}/called-back`, {}, etag(waiting.revision))),
    )
    expect(both.map((r) => r.status).sort()).toEqual([200, 409])
    expect(await queue()).toEqual([])
    expect((await c.as('operator').post(`/hotline/calls/${waiting.id}/number`, {})).body.code).toBe('not-to-call-back')
  })
  test('test numbers and hours are the court’s to set; this month is judged anew, months before stay', async () => {
    const counted = async () => (await c.as('management').get('/hotline/calls?result=counted&q=13700000000&limit=200')).body.items.length
    const s = (await c.as('management').get('/hotline/settings')).body
    expect((await c.as('commissioner').put('/hotline/settings', s.settings, etag(s.revision))).status).toBe(403)
    expect((await c.as('management').put('/hotline/settings', { ...s.settings, closesAt: '08:00' }, etag(s.revision))).status).toBe(400)
    expect(await counted()).toBe(0)
    expect((await c.as('management').put('/hotline/settings', { ...s.settings, shortSeconds: 4 }, etag(s.revision))).body.judged).toBe(12)
    expect([await counted(), (await c.as('management').put('/hotline/settings', s.settings, etag(s.revision))).body.code]).toEqual([
      12,
      'stale-revision',
    ])
    expect((await c.as('management').post('/hotline/test-numbers', { number: '１３７ 0000 0000' })).body.judged).toBe(12)
    expect([await counted(), (await c.as('management').get('/hotline/settings')).body.testNumbers[0].masked]).toEqual([0, '137****0000'])
  })
  test('the board of the day agrees with its calls', async () => {
    const b = (await c.as('operator').get('/hotline/wallboard')).body
    expect([b.today, b.inHours, b.answered, b.abandoned]).toEqual(['2026-09-22', true, 1, 3])
    expect([b.rate, b.level, b.levelSeconds]).toEqual([25, 0, 15])
    expect(await desk(c, 'operator')).toBeNull()
    for (const who of ['judge', 'clerk']) expect((await c.as(who).get('/hotline/wallboard')).status).toBe(403)
  })
})

describe('what agents may say', () => {
  const text = { title: '网上立案需要哪些材料', body: '起诉状、身份证明、证据目录。𠮷', basis: '民诉122' }
  test('drafted, approved by a second person, in force from its day; agents find approved words only', async () => {
    expect((await c.as('operator').post('/hotline/articles', { topic: 'filing', ...text })).status).toBe(403)
    const { id } = (await c.as('teamLead').post('/hotline/articles', { topic: 'filing', ...text })).body
    const find = async (who: string, q: string) =>
      (await c.as(who).get(`/hotline/articles?q=${encodeURIComponent(q)}`)).body.items.map((a: { id: number }) => a.id)
    expect([await find('operator', '立案'), (await c.as('operator').get(`/hotline/articles/${id}`)).status]).toEqual([[], 404])
    const v = (await c.as('management').get(`/hotline/articles/${id}`)).body.versions[0]
    expect((await c.as('commissioner').post(`/hotline/versions/${v.id}/decide`, { approve: true }, etag(v.revision))).status).toBe(403)
    const decide = (body: object, revision = v.revision) =>
      c.as('management').post(`/hotline/versions/${v.id}/decide`, body, etag(revision))
    expect((await decide({ approve: false })).body.code).toBe('reason-missing')
    expect((await decide({ approve: true, fromDate: '2026-09-21' })).body.code).toBe('date-past')
    const both = await Promise.all([decide({ approve: true }), decide({ approve: true })])
    expect(both.map((r) => r.status).sort()).toEqual([200, 409])
    for (const q of ['立案', '材料', '网上立案', '𠮷', '身份证明']) expect([q, await find('operator', q)]).toEqual([q, [id]])
    expect(await find('operator', '上诉')).toEqual([])
    // A new version is not in force before its day; its writer does not approve it.
    const next = await c.as('management').post(`/hotline/articles/${id}/versions`, { ...text, title: '网上立案材料清单' })
    expect(next.body.version).toBe(2)
    expect((await c.as('teamLead').post(`/hotline/articles/${id}/versions`, text)).body.code).toBe('draft-waits')
    const draft = (await c.as('leader').get(`/hotline/articles/${id}`)).body.versions[0]
    expect((await c.as('management').post(`/hotline/versions/${draft.id}/decide`, { approve: true }, etag(draft.revision))).body.code).toBe(
      'same-person',
    )
    expect(
      (await c.as('leader').post(`/hotline/versions/${draft.id}/decide`, { approve: true, fromDate: '2026-10-08' }, etag(draft.revision)))
        .status,
    ).toBe(200)
    expect(
      (await c.as('operator').get(`/hotline/articles/${id}`)).body.versions.map((x: { version: number; inForce: boolean }) => [
        x.version,
        x.inForce,
      ]),
    ).toEqual([[1, true]])
    expect((await c.as('leader').post(`/hotline/versions/${v.id}/end`, { reason: '规定有变' }, etag(2))).status).toBe(200)
    expect(await find('operator', '立案')).toEqual([])
  })
  test('no answer found becomes the next article, or is laid aside with a reason; once', async () => {
    const gap = (await c.as('operator').post('/hotline/gaps', { question: '能否<script>用支付宝交费' })).body.id
    expect((await c.as('operator2').get('/hotline/gaps')).body.items).toEqual([])
    expect((await c.as('teamLead').get('/hotline/gaps?open=yes')).body.items).toHaveLength(1)
    const made = await c.as('teamLead').post('/hotline/articles', { topic: 'fees', ...text, gapId: gap })
    expect(made.status).toBe(200)
    expect((await c.as('filingOfficer').post(`/hotline/gaps/${gap}/settle`, { reason: '重复' }, etag(2))).body.code).toBe('gap-settled')
    expect((await c.as('teamLead').get('/hotline/gaps?open=no')).body.items[0]).toMatchObject({ articleId: made.body.id })
  })
})
