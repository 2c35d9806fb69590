import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Reply, testApp } from '../../test/support/app.ts'
import { testCourt, type TestCourt } from '../../test/support/court.ts'
import { signedIn, TEST_PASSWORD } from '../accounts/fixtures.ts'
import { admit } from '../workforce/fixtures.ts'
import { drawnName, signedAgreement } from './fixtures.ts'

const t = await testApp({ now: '2026-09-21T01:00:00Z' })
let c: TestCourt
let other: TestCourt
let image = ''
// biome-ignore lint/suspicious/noExplicitAny: what came over the wire
type Any = any
const rev = (n: number): Record<string, string> => ({ 'if-match': `"${n}"` })
const PDF = Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF')

/** Somebody who has everything but the agreement. */
const candidate = async (court: TestCourt, who: string): Promise<number> => {
  const id = await court.person(who, 'operator', { admitted: false })
  await t.app.asSystem(court.courtId, (ctx) => admit(ctx, id, { without: ['nda'] }))
  return id
}
const gate = async (court: TestCourt, who: string): Promise<boolean> => (await court.as(who).get('/workforce/mine')).body.admitted
const mine = async (who: string): Promise<Any> => (await c.as(who).get('/agreements/mine')).body
const signing = async (who: string, over: object = {}): Promise<Reply> => {
  const paper = (await mine(who)).toSign[0]
  return c.as(who).post('/agreements/sign', {
    kind: 'nda',
    bodySha256: paper?.bodySha256 ?? '0'.repeat(64),
    typedName: who,
    signature: image,
    password: TEST_PASSWORD,
    ...over,
  })
}
const paper = (as: string, personId: number, o: { signedOn?: string; bytes?: Buffer; court?: TestCourt } = {}): Promise<Reply> =>
  (o.court ?? c)
    .as(as)
    .upload(
      '/agreements/paper',
      { name: '签署件.pdf', bytes: o.bytes ?? PDF },
      { personId: String(personId), kind: 'nda', signedOn: o.signedOn ?? '2026-09-21' },
    )

/** Days later: the sessions have run out, everybody signs in anew. */
const later = async (instant: string): Promise<void> => {
  t.clock.set(instant)
  for (const court of [c, other]) {
    const tokens: Record<string, string> = {}
    for (const who of Object.keys(court.people))
      tokens[who] = await t.app.asSystem(court.courtId, (ctx) => signedIn(ctx, court.people[who]!))
    court.as = (who) => t.visitor(tokens[who]!)
  }
}

beforeAll(async () => {
  c = await testCourt(t)
  other = await testCourt(t, { code: '苏1298', serial: 77 })
  image = (await drawnName()).toString('base64')
  for (const court of [c, other]) {
    await court.person('trialManagement', 'trialManagement')
    await court.person('hr', 'hr')
  }
  await c.person('hr2', 'hr')
})

describe('the agreement of Annex E', () => {
  it('is written for the person with citations of the day, and names what the register is not sure of', async () => {
    await candidate(c, '张签一')
    const { toSign, signed } = await mine('张签一')
    expect(signed).toEqual([])
    expect(toSign).toHaveLength(1)
    expect(toSign[0]).toMatchObject({ kind: 'nda', title: '员工保密协议', label: '附录E 第1版', stand: 'none', mustBy: null })
    expect(toSign[0].body).toContain('乙方：张签一（居民身份证号：未登记）')
    expect(toSign[0].body).toContain('《中华人民共和国刑法》第219条')
    expect(toSign[0].body).toContain('《中华人民共和国反不正当竞争法》第10条')
    expect(toSign[0].body).not.toMatch(/\{\{/)
    expect(toSign[0].marks).toEqual(['《中华人民共和国反不正当竞争法》第10条'])
    expect((await c.as('judge').get('/agreements/mine')).body.code).toBe('not-outsourced')
  })

  it('opens the gate in the transaction of the signature', async () => {
    expect(await gate(c, '张签一')).toBe(false)
    const before = (await mine('张签一')).toSign[0]
    const done = await signing('张签一', { typedName: ' 张签一 ' })
    expect(done).toMatchObject({ status: 200, body: { state: 'signed', admitted: true } })
    expect(await gate(c, '张签一')).toBe(true)
    expect((await mine('张签一')).toSign).toEqual([])
    expect((await signing('张签一', { bodySha256: before.bodySha256 })).body.code).toBe('already-signed')
    const one = (await c.as('张签一').get(`/agreements/${done.body.id}`)).body
    expect(one).toMatchObject({
      intact: true,
      body: before.body,
      bodySha256: before.bodySha256,
      route: 'screen',
      ip: '127.0.0.1',
      typedName: '张签一',
      signature: true,
      code: expect.stringMatching(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/),
    })
    expect(one.sessionRef).toHaveLength(8)
    const { rows } = await t.owner.query(
      "select reference, source, recorded_by from workforce.fact where person_id = $1 and kind = 'nda' and revoked_at is null",
      [c.people.张签一],
    )
    expect(rows).toEqual([{ reference: `附录E 第1版 ${one.code}`, source: 'agreements', recorded_by: null }])
    expect(
      (
        await t.owner.query("select count(*)::int as n from audit.event where verb = 'agreement.sign' and object_id = $1", [
          String(done.body.id),
        ])
      ).rows[0].n,
    ).toBe(1)
    const pdf = await c.as('hr').get(`/agreements/${done.body.id}/pdf`)
    expect([pdf.status, pdf.headers['content-type'], Buffer.from(pdf.body).subarray(0, 5).toString()]).toEqual([
      200,
      'application/pdf',
      '%PDF-',
    ])
    expect((await c.as('张签一').get(`/agreements/${done.body.id}/signature`)).headers['content-type']).toBe('image/png')
  })

  it('refuses what does not bind: another name, another text, no signature, a picture that is none', async () => {
    await candidate(c, '李拒二')
    const code = async (over: object): Promise<[number, string]> => {
      const r = await signing('李拒二', over)
      return [r.status, r.body.code]
    }
    expect(await code({ typedName: '李拒三' })).toEqual([422, 'not-your-name'])
    expect(await code({ typedName: '<script>alert(1)</script>' })).toEqual([422, 'not-your-name'])
    expect(await code({ bodySha256: 'a'.repeat(64) })).toEqual([409, 'agreement-changed'])
    expect(await code({ signature: Buffer.from('<svg onload=alert(1)>').toString('base64') })).toEqual([422, 'signature-kind'])
    expect(await code({ signature: Buffer.alloc(260_000, 7).toString('base64') })).toEqual([422, 'signature-too-large'])
    const bomb = Buffer.concat([
      Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
      Buffer.from([0, 0, 255, 255, 0, 0, 255, 255, 8, 0, 0, 0, 0, 0, 0, 0, 0]),
    ])
    expect(await code({ signature: bomb.toString('base64') })).toEqual([422, 'signature-too-large'])
    const blank = await sharp({ create: { width: 400, height: 120, channels: 3, background: '#fff' } })
      .png()
      .toBuffer()
    expect(await code({ signature: blank.toString('base64') })).toEqual([422, 'signature-empty'])
    expect(await code({ signature: blank.subarray(0, 60).toString('base64') })).toEqual([422, 'signature-kind'])
    expect((await signing('李拒二', { signature: 'x'.repeat(1_600_000) })).status).toBe(400)
    expect((await mine('李拒二')).signed).toEqual([])
    expect(await gate(c, '李拒二')).toBe(false)
  })

  it('counts a wrong password as a failed login, and locks', async () => {
    await candidate(c, '王错三')
    for (let i = 0; i < 5; i++) expect((await signing('王错三', { password: 'falsch' })).body.code).toBe('wrong-credentials')
    const paperBefore = '0'.repeat(64)
    const locked = await c.as('王错三').post('/agreements/sign', {
      kind: 'nda',
      bodySha256: (await mine('王错三')).toSign?.[0]?.bodySha256 ?? paperBefore,
      typedName: '王错三',
      signature: image,
      password: TEST_PASSWORD,
    })
    expect([locked.status, locked.body.code]).toEqual([423, 'account-locked'])
    expect((await c.as('王错三').get('/agreements/mine')).status).toBe(401)
    const { rows } = await t.owner.query('select failed_count from accounts.account where person_id = $1', [c.people.王错三])
    expect(rows[0].failed_count).toBe(5)
  })

  it('by keyboard alone waits for a second person, never for oneself', async () => {
    const id = await candidate(c, '赵键四')
    const typed = await signing('赵键四', { signature: null })
    expect(typed.body).toMatchObject({ state: 'waiting', admitted: null })
    expect(await gate(c, '赵键四')).toBe(false)
    expect((await signing('赵键四')).body.code).toBe('agreement-waits')
    const check = (who: string, body: object, revision = 1) => c.as(who).post(`/agreements/${typed.body.id}/check`, body, rev(revision))
    expect((await check('赵键四', { accepted: true })).status).toBe(403)
    expect((await check('operator', { accepted: true })).status).toBe(403)
    expect((await other.as('hr').post(`/agreements/${typed.body.id}/check`, { accepted: true }, rev(1))).status).toBe(404)
    expect((await check('hr', { accepted: true }, 9)).body.code).toBe('stale-revision')
    expect((await check('hr', { accepted: false })).body.code).toBe('reason-required')
    expect((await check('hr', { accepted: true })).body).toEqual({ ok: true, admitted: true })
    expect((await check('hr2', { accepted: true }, 2)).body.code).toBe('agreement-not-waiting')
    expect(await gate(c, '赵键四')).toBe(true)
    expect((await c.as('hr').get(`/agreements?q=${encodeURIComponent('赵键四')}`)).body.items).toMatchObject([
      { personId: id, stand: 'signed', route: 'typed' },
    ])
  })

  it('on paper is entered by one and checked by another', async () => {
    const id = await candidate(c, '钱纸五')
    expect((await c.as('hr').get(`/agreements/print?personId=${id}`)).headers['content-type']).toBe('application/pdf')
    expect((await other.as('hr').get(`/agreements/print?personId=${id}`)).status).toBe(404)
    expect((await paper('operator', id)).status).toBe(403)
    expect((await paper('hr', id, { bytes: Buffer.from('<html><script>1</script>') })).status).toBe(415)
    expect((await paper('hr', id, { bytes: Buffer.from('纯文本') })).body.code).toBe('scan-kind')
    expect((await paper('hr', id, { signedOn: '2026-09-22' })).body.code).toBe('signed-in-future')
    expect((await paper('hr', c.people.hr!)).body.code).toBe('not-yourself')
    expect((await paper('hr', id, { court: other })).status).toBe(404)
    const entered = await paper('hr', id, { signedOn: '2026-09-18' })
    expect(entered.status).toBe(200)
    expect(await gate(c, '钱纸五')).toBe(false)
    expect((await c.as('hr').post(`/agreements/${entered.body.id}/check`, { accepted: true }, rev(1))).body.code).toBe(
      'second-person-required',
    )
    // Behind the command the database holds the same.
    await expect(
      t.owner.query("update agreements.agreement set state = 'signed', checked_by = made_by where id = $1", [entered.body.id]),
    ).rejects.toThrow(/check/)
    expect((await c.as('hr2').post(`/agreements/${entered.body.id}/check`, { accepted: true }, rev(1))).body.admitted).toBe(true)
    const scan = await c.as('hr2').get(`/agreements/${entered.body.id}/scan`)
    expect(String(scan.headers['content-disposition'])).toMatch(/^attachment/)
    expect(
      (await t.owner.query("select on_date::text from workforce.fact where person_id = $1 and kind = 'nda' and revoked_at is null", [id]))
        .rows[0].on_date,
    ).toBe('2026-09-18')
  })

  it('is seen by its signer, his contractor and the court, by nobody else', async () => {
    const id = (await mine('张签一')).signed[0].id
    for (const who of ['hr', 'projectManager', 'trialManagement', 'commissioner', 'leader'])
      expect((await c.as(who).get(`/agreements/${id}`)).status).toBe(200)
    for (const who of ['operator', 'judge', 'clerk']) expect((await c.as(who).get(`/agreements/${id}`)).status).toBe(404)
    for (const who of ['hr', 'trialManagement', 'operator'])
      for (const part of ['', '/pdf', '/signature', '/scan']) expect((await other.as(who).get(`/agreements/${id}${part}`)).status).toBe(404)
    expect((await c.as('operator').get('/agreements')).status).toBe(403)
    const before = (await mine('operator')).toSign[0]
    // Another's text is not mine to sign.
    await candidate(c, '孙旁六')
    expect((await signing('孙旁六', { bodySha256: before.bodySha256 })).body.code).toBe('agreement-changed')
  })
})

describe('a new version', () => {
  const body = async (): Promise<string> => {
    const list = (await c.as('trialManagement').get('/agreement-templates?kind=nda')).body.items
    return (await c.as('trialManagement').get(`/agreement-templates/${list.at(-1).id}`)).body.body
  }
  it('is drafted by one, approved by another, and refused when its text cannot be filled', async () => {
    const text = await body()
    const draft = (over: object) =>
      c.as('commissioner').post('/agreement-templates', { kind: 'nda', label: '2026年第2版', title: '员工保密协议', body: text, ...over })
    expect((await draft({ body: `${text}{{身份证}}` })).body).toMatchObject({ code: 'template-holes', detail: { holes: '身份证' } })
    expect((await draft({ body: `${text}{{引:刑法#不存在}}` })).body.code).toBe('template-law-unknown')
    expect((await c.as('hr').post('/agreement-templates', { kind: 'nda', label: 'x', title: 'x', body: text })).status).toBe(403)
    const { id } = (await draft({ body: `${text}\n5、<script>alert(1)</script>另有约定从其约定。` })).body
    expect((await draft({})).body.code).toBe('template-label-taken')
    expect((await c.as('hr').get(`/agreement-templates/${id}`)).status).toBe(403)
    expect((await other.as('trialManagement').get(`/agreement-templates/${id}`)).status).toBe(404)
    const base = (await c.as('commissioner').get('/agreement-templates?kind=nda')).body.items.at(-1)
    expect(
      (await c.as('commissioner').put(`/agreement-templates/${base.id}`, { label: 'x', title: 'x', body: text }, rev(1))).body.code,
    ).toBe('template-state')
    expect((await c.as('trialManagement').post(`/agreement-templates/${id}/approve`, {}, rev(1))).body.code).toBe('template-state')
    expect(
      (await c.as('trialManagement').post(`/agreement-templates/${id}/propose`, { effectiveOn: '2026-09-20' }, rev(1))).body.code,
    ).toBe('effective-in-past')
    // Proposed by one, drafted by another: neither approves.
    expect((await c.as('trialManagement').post(`/agreement-templates/${id}/propose`, { effectiveOn: '2026-10-01' }, rev(1))).status).toBe(
      200,
    )
    expect((await c.as('trialManagement').post(`/agreement-templates/${id}/approve`, {}, rev(2))).body.code).toBe('second-person-required')
    expect((await mine('张签一')).toSign).toEqual([])
  })

  it('asks everybody anew, and the gate closes by itself on its day', async () => {
    const late = await candidate(c, '周晚七')
    await t.app.asSystem(c.courtId, (ctx) => signedAgreement(ctx, late))
    const waits = await candidate(c, '吴旧八')
    const old = (await paper('hr', waits)).body.id
    const [newest] = (await c.as('leader').get('/agreement-templates?kind=nda')).body.items
    const answer = await c.as('leader').post(`/agreement-templates/${newest.id}/approve`, {}, rev(newest.revision ?? 2))
    expect(answer.status).toBe(200)
    expect(answer.body.asked).toBeGreaterThan(5)
    // Before its day: still good, with the last day named; signing ahead is possible.
    expect(await gate(c, '周晚七')).toBe(true)
    expect((await mine('周晚七')).toSign[0]).toMatchObject({
      stand: 'due',
      mustBy: '2026-09-30',
      label: '2026年第2版',
      effectiveOn: '2026-10-01',
    })
    expect((await c.as('hr').get('/agreements?stand=due&limit=200')).body.items.map((r: Any) => r.name)).toContain('周晚七')
    expect((await c.as('周晚七').get('/notices')).body.items[0]).toMatchObject({ kind: 'agreement-new', link: '/agreements/mine' })
    expect((await c.as('hr2').post(`/agreements/${old}/check`, { accepted: true }, rev(1))).body.code).toBe('agreement-changed')
    const ahead = await signing('张签一')
    expect(ahead.body).toMatchObject({ state: 'signed', admitted: true })
    expect((await c.as('张签一').get(`/agreements/${ahead.body.id}`)).body.body).toContain('<script>alert(1)</script>')
    const met = async (who: string, at: string): Promise<boolean> =>
      (await t.owner.query('select met from workforce.gate($1, $2, $3) where item = $4', [c.courtId, c.people[who], at, 'nda'])).rows[0].met
    expect([await met('周晚七', '2026-09-30T15:59:59Z'), await met('周晚七', '2026-09-30T16:00:00Z')]).toEqual([true, false])
    expect([await met('张签一', '2026-09-30T16:00:00Z'), await met('张签一', '2027-05-01T00:00:00Z')]).toEqual([true, true])
    // The other court's people are asked nothing.
    expect((await other.as('operator').get('/agreements/mine')).body.toSign[0].label).toBe('附录E 第1版')
    await later('2026-10-01T01:00:00Z')
    expect(await gate(c, '周晚七')).toBe(false)
    expect((await c.as('hr').get(`/agreements?q=${encodeURIComponent('周晚七')}`)).body.items[0]).toMatchObject({
      stand: 'lapsed',
      label: '附录E 第1版',
    })
    expect((await signing('周晚七')).body).toMatchObject({ admitted: true })
    expect(await gate(c, '周晚七')).toBe(true)
  })

  it('closes the gate at once, work in hand included, when it counts today', async () => {
    const text = await body()
    const { id } = (
      await c.as('commissioner').post('/agreement-templates', { kind: 'nda', label: '第3版', title: '员工保密协议', body: text })
    ).body
    await c.as('commissioner').post(`/agreement-templates/${id}/propose`, { effectiveOn: '2026-10-01' }, rev(1))
    expect((await c.as('trialManagement').post(`/agreement-templates/${id}/approve`, {}, rev(2))).body.asked).toBe(2)
    expect(await gate(c, '周晚七')).toBe(false)
    expect(await gate(c, '张签一')).toBe(false)
    const stand = (await c.as('hr').get('/agreements?limit=200')).body
    expect(stand.asked.label).toBe('第3版')
    expect(new Set(stand.items.map((r: Any) => r.stand)).has('signed')).toBe(false)
    expect((await signing('张签一')).body.admitted).toBe(true)
    // The history stays: three signatures, also after he has left.
    expect((await mine('张签一')).signed).toHaveLength(3)
    await t.owner.query("update organisations.person set left_on = '2026-09-30' where id = $1", [c.people.周晚七])
    const gone = (await c.as('hr').get('/agreements?left=yes')).body.items
    expect(gone).toMatchObject([{ name: '周晚七', leftOn: '2026-09-30', agreementId: expect.any(Number) }])
    expect((await c.as('trialManagement').get(`/agreements/${gone[0].agreementId}`)).body).toMatchObject({
      leftOn: '2026-09-30',
      intact: true,
    })
  })

  it('exports who has signed', async () => {
    const file = await c.as('management').get('/agreements/export?language=zh')
    expect([file.status, String(file.headers['content-type'])]).toEqual([200, expect.stringContaining('spreadsheetml')])
    expect((await c.as('operator').get('/agreements/export')).status).toBe(403)
  })
})

describe('key posts (7.3.2.3)', () => {
  it('have one named owner who owes a signed letter by a day', async () => {
    const name = (who: string, ownerId: number, post = '卷宗保管') =>
      c.as(who).post('/key-posts', { engagementId: c.engagementId, name: post, ownerId })
    const sunId = c.people.孙旁六!
    expect((await name('operator', sunId)).status).toBe(403)
    expect((await name('hr', other.people.operator!)).status).toBe(404)
    const { id } = (await name('hr', sunId)).body
    expect((await name('projectManager', sunId)).body.code).toBe('already-owner')
    // Five working days after Thursday 1 October, the first of them the 8th.
    const letters = async (): Promise<Any> =>
      (await c.as('hr').get('/duties?key=agreements.letter&side=ours&limit=50')).body.items.map((d: Any) => [
        d.subjectName,
        d.dueAt,
        d.state,
      ])
    expect(await letters()).toEqual([['卷宗保管', '2026-10-13T09:00:00Z', 'open']])
    const letter = (await mine('孙旁六')).toSign.find((s: Any) => s.kind === 'responsibility')
    expect(letter).toMatchObject({ keyPostId: id, keyPost: '卷宗保管', title: '关键岗位保密责任书' })
    expect(letter.body).toContain('关键岗位：卷宗保管')
    const wrong = await c.as('operator').post('/agreements/sign', {
      kind: 'responsibility',
      keyPostId: id,
      bodySha256: letter.bodySha256,
      typedName: 'operator乙',
      signature: image,
      password: TEST_PASSWORD,
    })
    expect(wrong.status).toBe(404)
    const done = await c.as('孙旁六').post('/agreements/sign', {
      kind: 'responsibility',
      keyPostId: id,
      bodySha256: letter.bodySha256,
      typedName: '孙旁六',
      signature: image,
      password: TEST_PASSWORD,
    })
    expect(done.body).toMatchObject({ state: 'signed', admitted: null })
    expect(await letters()).toEqual([])
    expect((await c.as('commissioner').get('/key-posts')).body.items).toMatchObject([
      { owner: '孙旁六', agreementId: done.body.id, late: false },
    ])
    expect((await other.as('hr').get('/key-posts')).body.items).toEqual([])
    // Handed over: the new owner owes a letter of his own.
    expect((await name('hr', c.people.张签一!)).status).toBe(200)
    expect((await c.as('hr').get('/key-posts?signed=no')).body.items).toMatchObject([{ owner: '张签一' }])
    expect((await c.as('hr').get('/key-posts?ended=yes')).body.items).toMatchObject([{ owner: '孙旁六', agreementId: done.body.id }])
    expect((await c.as('hr').post(`/key-posts/${id}/end`, { reason: '再次取消' })).body.code).toBe('key-post-ended')
  })
})
