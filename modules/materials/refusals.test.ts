import { beforeAll, describe, expect, test } from 'vitest'
import { brought } from './fixtures.ts'
import { type Desk, etag, testDesk } from './test-desk.ts'

let d: Desk
beforeAll(async () => {
  d = await testDesk()
})
const code = (r: { status: number; body: { code?: string } }) => [r.status, r.body.code]
const item = { kind: 'evidence', title: '借条', copies: 1, pages: 1, original: false } as const

describe('what the counter refuses', () => {
  test('shapes: dates that do not exist, signs nobody sees, floods, wrong kinds', async () => {
    const bad = async (over: object, who = 'operator') => (await d.c.as(who).post('/materials', { ...brought(), ...over })).status
    expect(await bad({ channel: 'mail', mailNo: 'EMS12345678', postmarkedOn: '2027-02-29' })).toBe(400)
    expect(await bad({ items: [] })).toBe(400)
    expect(await bad({ items: Array.from({ length: 201 }, () => item) })).toBe(400)
    expect(await bad({ items: [{ ...item, kind: '保全' }] })).toBe(400)
    expect(await bad({ items: [{ ...item, copies: 0 }] })).toBe(400)
    expect(await bad({ senderName: '' })).toBe(400)
    expect(await bad({ senderName: '张\u202e三' })).toBe(422)
    expect(await bad({ senderName: '张'.repeat(201) })).toBe(400)
    expect(await bad({ channel: 'mail', mailNo: '<script>' })).toBe(400)
    expect(await bad({ phone: '不详' })).toBe(400)
    expect(await bad({ receivedAt: '2026-13-01T00:00:00Z' })).toBe(400)
  })
  test('facts that cannot be: the future, a postmark after the arrival, a postmark without mail', async () => {
    const r = (over: object) => d.c.as('operator').post('/materials', { ...brought(), ...over })
    expect(code(await r({ receivedAt: '2026-09-21T02:00:00Z' }))).toEqual([422, 'received-in-future'])
    expect(code(await r({ receivedAt: '2026-08-01T02:00:00Z' }))).toEqual([422, 'received-too-long-ago'])
    expect(code(await r({ channel: 'mail' }))).toEqual([422, 'mail-number-missing'])
    expect(code(await r({ channel: 'mail', mailNo: 'EMS12345678', postmarkedOn: '2026-09-22' }))).toEqual([422, 'postmark-after-arrival'])
    expect(code(await r({ postmarkedOn: '2026-09-20' }))).toEqual([422, 'postmark-mail-only'])
    expect(code(await r({ engagementId: 999 }))).toEqual([422, 'no-engagement'])
  })
  test('full-width digits become half-width, 𠮷 and a script in a name stay what they are: text', async () => {
    const k = await d.filed('𠮷田<script>alert(1)</script>', '李四')
    const r = await d.register({
      senderName: '𠮷田<script>alert(1)</script>',
      caseNumber: k.number.replaceAll(/\d/g, (n) => String.fromCodePoint(n.codePointAt(0)! + 0xfee0)),
      channel: 'mail',
      mailNo: 'ＥＭＳ－１２３４　５６７８',
      postmarkedOn: '2026-09-18',
    })
    expect(r.body).toMatchObject({ matched: true })
    expect(await d.row('select mail_no, postmarked_on::text, sender_name from materials.intake where id = $1', [r.body.id])).toEqual({
      mail_no: 'EMS12345678',
      postmarked_on: '2026-09-18',
      sender_name: '𠮷田<script>alert(1)</script>',
    })
    expect((await d.c.as('operator').get(`/materials/${r.body.id}/receipt`)).status).toBe(200)
    expect((await d.c.as('clerk').get(`/materials?q=${encodeURIComponent('ems12345678')}`)).body.items).toMatchObject([{ id: r.body.id }])
  })
  test('the same call twice is one receipt', async () => {
    const key = { 'idempotency-key': 'a5f2f6f0-6f0d-4f58-9d28-0a1b2c3d4e5f' }
    const [one, two] = [await d.register({}, 'operator', key), await d.register({}, 'operator', key)]
    expect([one.status, two.body]).toEqual([200, one.body])
    expect((await d.row('select count(*)::int as n from materials.intake where id >= $1', [one.body.id])).n).toBe(1)
  })
  test('uploads: what a file is, is read from its bytes', async () => {
    const m = await d.matched()
    const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
    const up = (name: string, bytes: Uint8Array, who = 'operator') => d.c.as(who).upload(`/materials/${m.id}/scans`, { name, bytes })
    const good = await up('扫描.png', png)
    expect(good.status).toBe(200)
    expect((await up('扫描.pdf', Buffer.from('<html>'))).status).toBe(415)
    expect((await up('扫描.png', png, 'operator2')).status).toBe(404)
    expect((await d.c.as('clerk').get(`/materials/scans/${good.body.id}`)).headers['content-type']).toBe('image/png')
    await d.carry(m.id)
    expect((await d.c.as('operator').get(`/materials/scans/${good.body.id}`)).status).toBe(404)
  })
})

describe('who may not', () => {
  test('default deny: by role, by service, by gate', async () => {
    for (const who of ['clerk', 'judge', 'filingOfficer', 'management', 'teamLead', 'projectManager'])
      expect([who, (await d.c.as(who).post('/materials', brought())).status]).toEqual([who, 403])
    expect((await d.c.as('candidate').post('/materials', brought())).status).toBe(422)
    const m = await d.listed()
    for (const who of ['operator', 'teamLead', 'management', 'filingOfficer', 'commissioner'])
      expect([
        who,
        (await d.c.as(who).post(`/materials/lists/${m.list}/sign`, { answers: [{ itemId: 1, outcome: 'signed' }] }, etag(1))).status,
      ]).toEqual([who, 403])
    await d.t.owner.query("update organisations.post set services = '{scan-catalogue}' where person_id = $1", [d.c.people.operator2])
    expect((await d.c.as('operator2').get('/materials')).body.items).toEqual([])
    expect(code(await d.c.as('operator2').post('/materials', brought()))).toEqual([422, 'no-engagement'])
    await d.t.owner.query('update organisations.post set services = null where person_id = $1', [d.c.people.operator2])
  })
  test('a judge of another division neither sees nor signs; a list of his own shows him nothing else', async () => {
    await d.c.person('judgeElsewhere', 'judge')
    const m = await d.listed()
    expect((await d.c.as('judgeElsewhere').get(`/materials/${m.id}`)).status).toBe(404)
    expect((await d.c.as('judgeElsewhere').get(`/materials/lists/${m.list}`)).status).toBe(404)
    expect((await d.c.as('judgeElsewhere').get('/materials')).body.items).toEqual([])
    expect((await d.c.as('judge').get(`/materials/lists/${m.list}`)).body).toMatchObject({ standIn: true, can: { sign: true } })
  })
  test('frozen on the case: neither matched nor seen; a secret case is the court’s to match', async () => {
    const k = await d.filed('严密', '李四')
    await d.t.owner.query(
      "insert into confidentiality.denial (court_id, person_id, case_id, kind, reason, made_by) values ($1, $2, $3, 'freeze', '测试', $4)",
      [d.c.courtId, d.c.people.operator, k.id, d.c.people.management],
    )
    expect((await d.register({ senderName: '严密', caseNumber: k.number })).body.matched).toBe(false)
    const secret = await d.filed('机要', '李四')
    await d.t.owner.query("update cases.case_record set secrecy = 'secret' where id = $1", [secret.id])
    const r = await d.register({ senderName: '机要', caseNumber: secret.number })
    expect(r.body.matched).toBe(false)
    expect((await d.c.as('operator').get(`/materials/${r.body.id}/candidates`)).body.items).toEqual([])
  })
})

describe('at once, stale, out of order', () => {
  test('two sign at once: one signature, one 409', async () => {
    const m = await d.listed({ items: [{ ...item, kind: 'jurisdiction' }] })
    const a = await d.answers('judge', m.list, 'signed')
    const both = await Promise.all([
      d.c.as('judge').post(`/materials/lists/${m.list}/sign`, { answers: a.answers }, etag(a.revision)),
      d.c.as('clerk').post(`/materials/lists/${m.list}/sign`, { answers: a.answers, standInBecause: '代签' }, etag(a.revision)),
    ])
    expect(both.map((r) => r.status).sort()).toEqual([200, 409])
    expect((await d.row('select count(*)::int as n from materials.signature where intake_id = $1', [m.id])).n).toBe(1)
    expect(code(await d.c.as('judge').post(`/materials/lists/${m.list}/sign`, { answers: a.answers }, etag(a.revision)))).toEqual([
      409,
      'stale-revision',
    ])
    expect(code(await d.c.as('judge').post(`/materials/lists/${m.list}/sign`, { answers: a.answers }, etag(a.revision + 1)))).toEqual([
      409,
      'item-answered',
    ])
  })
  test('two match at once: one case; two list at once: one list', async () => {
    await d.filed('双倍', '对方一')
    const k = await d.filed('双倍二', '对方二')
    const r = await d.register({ senderName: '双倍二', opponentName: '对方二' })
    const go = () => d.c.as('operator').post(`/materials/${r.body.id}/match`, { caseId: k.id }, etag(1))
    expect((await Promise.all([go(), go()])).map((x) => x.status).sort()).toEqual([200, 409])
    const task = await d.taskOf(r.body.id)
    const list = () => d.c.as('operator').post('/materials/lists', { tasks: [{ id: task.id, revision: task.revision }] })
    expect((await Promise.all([list(), list()])).map((x) => x.status).sort()).toEqual([200, 409])
    expect(
      code(
        await d.c.as('operator').post('/materials/lists', {
          tasks: [
            { id: task.id, revision: 1 },
            { id: task.id, revision: 1 },
          ],
        }),
      ),
    ).toEqual([422, 'task-twice'])
  })
  test('half an answer, an item of another list, a signature before the carrying', async () => {
    const m = await d.listed({ items: [item, { ...item, title: '收条' }] })
    const other = await d.listed()
    const a = await d.answers('clerk', m.list, 'signed')
    const b = await d.answers('clerk', other.list, 'signed')
    const sign = (answers: unknown) => d.c.as('clerk').post(`/materials/lists/${m.list}/sign`, { answers }, etag(a.revision))
    expect(code(await sign([a.answers[0]]))).toEqual([422, 'whole-material'])
    expect(code(await sign([...a.answers, b.answers[0]]))).toEqual([422, 'item-unknown'])
    expect(code(await sign([a.answers[0], a.answers[0]]))).toEqual([422, 'item-answered'])
    expect((await sign([])).status).toBe(400)
    // Nothing of a refused call stays.
    expect((await d.row('select count(*)::int as n from materials.signature where intake_id = $1', [m.id])).n).toBe(0)
    const waiting = await d.matched()
    expect(code(await d.act('clerk', waiting.id, 'correct', { reason: '还没有签收' }))).toEqual([409, 'not-signed-yet'])
    expect(code(await d.act('filingOfficer', waiting.id, 'court-match', { caseId: waiting.caseId }))).toEqual([409, 'not-in-pool'])
  })
  test('the wall below: a signature of outsourced staff is refused by the database itself', async () => {
    const m = await d.listed()
    const it = (await d.row('select id from materials.item where intake_id = $1', [m.id])).id
    const write = (by: number) =>
      d.t.owner.query(
        "insert into materials.signature (court_id, intake_id, list_id, item_id, outcome, by_person, for_person) values ($1, $2, $3, $4, 'signed', $5, $5)",
        [d.c.courtId, m.id, m.list, it, by],
      )
    await expect(write(d.c.people.operator!)).rejects.toThrow(/signature_by_person/)
    // The functions that move a material move nothing for whoever did not.
    const moved = await d.t.app.asSystem(d.c.courtId, async () => d.row('select state from materials.intake where id = $1', [m.id]))
    expect(moved.state).toBe('carried')
  })
})

describe('indicator a: September as it is counted (8.2.3 a; A10 by its own dates)', () => {
  test('168 due, 3 excluded, 160 in time: 96.97 %', async () => {
    const { t, c } = d
    await t.owner.query(
      'delete from materials.event; delete from materials.signature; delete from materials.list_line; delete from materials.scan; delete from materials.match; delete from materials.hold; delete from materials.item; delete from materials.intake',
    )
    const k = await d.filed()
    // 160 signed in time, 5 late (3 signed late, 2 still open), 3 given back for want of the party's word; what is due in October is not of the month.
    await t.owner.query(
      `insert into materials.intake (court_id, number, direction, channel, engagement_id, received_at, registered_by, sender_name, sender_as, shown_paper, items, copies, pages, case_id, recipient_id, urgent, due_at, state, signed_at)
       select $1, 'SZ20260901-' || lpad(n::text, 4, '0'), 'in', 'counter', $2, '2026-09-01T01:00:00Z', $3, '张三', 'party', 'none', 1, 1, 1, case when n between 166 and 168 then null else $4::bigint end, $5, false,
         case when n > 168 then '2026-10-08T09:00:00Z' when n = 160 then '2026-09-30T09:00:00Z' else '2026-09-02T09:00:00Z' end::timestamptz,
         case when n <= 163 or n > 168 then 'signed' when n <= 165 then 'carried' else 'returned' end,
         case when n = 160 then '2026-09-30T09:00:00Z' when n <= 160 then '2026-09-02T08:59:59Z' when n <= 163 then '2026-09-02T09:00:01Z' when n > 168 then '2026-10-08T01:00:00Z' end::timestamptz
       from generate_series(1, 172) n`,
      [c.courtId, c.engagementId, c.people.operator, k.id, c.people.clerk],
    )
    await d.at('2026-10-09T01:00:00Z')
    const r = await c.as('management').get('/indicators?period=2026-09')
    expect(r.body.items.find((x: { letter: string }) => x.letter === 'a')).toMatchObject({
      figure: { numerator: 160, denominator: 165, excluded: 3, value: 96.97 },
    })
    const late = await c.as('management').get('/indicators/a/items?period=2026-09&late=true&limit=50')
    expect([late.status, late.body.items?.length]).toEqual([200, 5])
    // The contractor reads the same of its own share.
    const share = await c.as('projectManager').get('/indicators?period=2026-09')
    expect(share.body.items.find((x: { letter: string }) => x.letter === 'a')).toMatchObject({
      figure: { numerator: 160, denominator: 165 },
    })
  })
})
