import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Reply, testApp } from '../../test/support/app.ts'
import { testCourt, type TestCourt } from '../../test/support/court.ts'
import { recallAll } from './commands.ts'
import { heldBy } from './public.ts'
import { mayTurnPiece, plainNumber, stateOf } from './rules.ts'

const t = await testApp({ now: '2026-09-21T01:00:00Z' })
let c: TestCourt
let other: TestCourt
const rev = (n: number): Record<string, string> => ({ 'if-match': `"${n}"` })
// biome-ignore lint/suspicious/noExplicitAny: what came over the wire
type Any = any
const code = (r: Reply): [number, string] => [r.status, r.body.code]
const issue = (personId: number, over: object = {}, who = 'hr'): Promise<Reply> =>
  c.as(who).post('/badges', { personId, kind: 'badge', number: 'wb001', ...over })
const piece = async (id: number, who = 'hr'): Promise<Any> => (await c.as(who).get('/badges')).body.items.find((p: Any) => p.id === id)
const turn = async (who: string, id: number, act: string, body: object = {}): Promise<Reply> =>
  c.as(who).post(`/badges/${id}/${act}`, body, rev((await piece(id)).revision))
const duty = async (id: number): Promise<string[]> =>
  (await t.owner.query("select state from duties.duty where key = 'badges.recall' and subject_id = $1 order by id", [id])).rows.map(
    (r: Any) => r.state,
  )
const held = (personId: number) => t.app.asSystem(c.courtId, (ctx) => heldBy(ctx, personId))

beforeAll(async () => {
  c = await testCourt(t)
  other = await testCourt(t, { code: '苏1298', serial: 77 })
  for (const court of [c, other]) await court.person('hr', 'hr')
})

describe('one badge, one person', () => {
  let id = 0
  it('is issued by another hand, numbered once, of two at once only one', async () => {
    const twice = await Promise.all([issue(c.people.operator!, { number: 'ｗｂ ００１' }), issue(c.people.operator!, { number: 'WB002' })])
    expect(twice.map((r) => r.status).sort(), JSON.stringify(twice.map((r) => r.body))).toEqual([200, 409])
    id = twice.find((r) => r.status === 200)!.body.id
    expect(code(await issue(c.people.operator!, { number: 'WB009' }))).toEqual([409, 'badge-held'])
    const { number } = await piece(id)
    expect(code(await issue(c.people.operator2!, { number }))).toEqual([409, 'number-used'])
    expect(code(await issue(c.people.hr!))).toEqual([403, 'not-yourself'])
    expect((await issue(other.people.operator!)).status).toBe(404)
    expect((await issue(c.people.operator2!, { number: ' ' })).status).toBe(400)
    for (const who of ['teamLead', 'management', 'operator']) expect((await issue(c.people.operator2!, {}, who)).status).toBe(403)
    expect((await c.as('operator').get('/badges')).body.items.map((p: Any) => p.id)).toEqual([id])
    expect((await c.as('operator2').get('/badges')).body.items).toEqual([])
    expect((await other.as('hr').get('/badges')).body.items).toEqual([])
  })
  it('is printed as a card, with a photo, and checked by its code', async () => {
    const png = await sharp({ create: { width: 90, height: 120, channels: 3, background: '#8899aa' } })
      .png()
      .toBuffer()
    expect((await c.as('hr').upload(`/badges/${id}/photo`, { name: '照片.png', bytes: png })).status).toBe(200)
    expect((await c.as('hr').upload(`/badges/${id}/photo`, { name: '照片.png', bytes: Buffer.from('%PDF-1.4\n') })).status).toBe(415)
    // A few kilobytes that claim 3.6 billion points, and a picture that breaks off.
    const huge = Buffer.from(png)
    huge.writeUInt32BE(60_000, 16)
    huge.writeUInt32BE(60_000, 20)
    for (const bytes of [huge, png.subarray(0, 60)])
      expect(code(await c.as('hr').upload(`/badges/${id}/photo`, { name: '照片.png', bytes }))).toEqual([415, 'photo-kind'])
    const card = await c.as('hr').get(`/badges/${id}/card`)
    expect([card.status, Buffer.from(card.body).subarray(0, 5).toString()]).toEqual([200, '%PDF-'])
    expect((await c.as('operator').get(`/badges/${id}/card`)).status).toBe(403)
    const check = async (who: string): Promise<Any> => {
      const { rows } = await t.owner.query('select code from badges.piece where id = $1', [id])
      return (await c.as(who).get(`/badges/check?code=${rows[0].code.toLowerCase()}`)).body
    }
    expect((await check('clerk')).found).toMatchObject({ person: 'operator乙', state: 'held', admitted: true })
    expect((await c.as('clerk').get('/badges/check?code=NONE')).body.found).toBeNull()
    expect((await check('operator2')).code).toBe('not-allowed')
  })
  it('lost it is blocked at once, and replaced by a new number', async () => {
    expect(code(await turn('hr', id, 'replace', { number: 'WB100' }))).toEqual([409, 'piece-not-lost'])
    expect((await turn('operator2', id, 'lose')).status).toBe(404)
    // Whoever holds it finds it on a page of his own: there he reports it.
    const session = (await c.as('operator').get('/session')).body
    expect(session.permissions).toContain('badges.own')
    expect(session.permissions).not.toContain('badges.see')
    expect((await c.as('operator').get('/badges')).body.items).toMatchObject([{ id, can: { lose: { ok: true }, return: { ok: false } } }])
    expect((await turn('operator', id, 'lose', { note: '地铁上丢失' })).status).toBe(200)
    expect(code(await turn('operator', id, 'lose'))).toEqual([409, 'piece-lost'])
    const { rows } = await t.owner.query('select code from badges.piece where id = $1', [id])
    expect((await c.as('clerk').get(`/badges/check?code=${rows[0].code}`)).body.found.state).toBe('lost')
    expect(code(await c.as('hr').get(`/badges/${id}/card`))).toEqual([409, 'badge-blocked'])
    expect(await held(c.people.operator!)).toEqual([])
    const { number } = await piece(id)
    expect(code(await turn('hr', id, 'replace', { number }))).toEqual([409, 'number-used'])
    expect(code(await c.as('hr').post(`/badges/${id}/replace`, { number: 'WB100' }, rev(1)))).toEqual([409, 'stale-revision'])
    const again = await turn('hr', id, 'replace', { number: 'WB100' })
    expect(again.status, JSON.stringify(again.body)).toBe(200)
    expect(code(await turn('hr', id, 'replace', { number: 'WB101' }))).toEqual([409, 'piece-replaced'])
    expect(await held(c.people.operator!)).toMatchObject([{ kind: 'badge', number: 'WB100', recallAt: null }])
  })
})

describe('called back', () => {
  it('a veto recalls everything in its transaction, with a clock; lifted it is free again', async () => {
    const ids = [
      (await issue(c.people.operator2!, { number: 'WB200' })).body.id,
      (await issue(c.people.operator2!, { kind: 'device', number: 'PDA-7', name: '扫描终端' })).body.id,
    ]
    expect((await c.as('management').post(`/workforce/${c.people.operator2}/veto`, { reason: '保密问题' })).status).toBe(200)
    expect((await piece(ids[0])).state).toBe('recalled')
    expect([await duty(ids[0]), await duty(ids[1])]).toEqual([['open'], ['open']])
    expect((await c.as('management').get(`/workforce/${c.people.operator2}`)).body.veto.effects.badges).toBe(2)
    expect(code(await issue(c.people.operator2!, { kind: 'uniform', number: 'F-1' }))).toEqual([409, 'person-vetoed'])
    expect((await turn('hr', ids[1], 'return', { note: '完好' })).status).toBe(200)
    expect(await duty(ids[1])).toEqual(['done'])
    expect((await c.as('commissioner').post(`/workforce/${c.people.operator2}/veto/lift`, { reason: '查明无误' })).status).toBe(200)
    expect((await piece(ids[0])).state).toBe('held')
    expect(await duty(ids[0])).toEqual(['withdrawn'])
    // What came back may be given again, under its number.
    expect((await issue(c.people.operator!, { kind: 'device', number: 'pda-7' })).status).toBe(200)
  })
  it('leaving does, on its day; the end of the last post too', async () => {
    const id = (await issue(c.people.teamLead!, { number: 'WB300' })).body.id
    const p = (await c.as('hr').get(`/people/${c.people.teamLead}`)).body
    expect(
      (await c.as('hr').post(`/people/${c.people.teamLead}/leave`, { reason: '离职', onDate: '2026-09-23' }, rev(p.revision))).status,
    ).toBe(200)
    await recallAll(t.app)
    expect((await piece(id)).state).toBe('held')
    const own = (await issue(c.people.candidate!, { number: 'WB400' })).body.id
    const post = (await c.as('hr').get(`/people/${c.people.candidate}`)).body.posts[0]
    expect((await c.as('hr').post(`/posts/${post.id}/end`, { reason: '不再任岗' }, rev(post.revision))).status).toBe(200)
    expect(await piece(own)).toMatchObject({ state: 'recalled', recallBecause: 'postEnded' })
    t.clock.set('2026-09-22T16:16:00Z')
    await recallAll(t.app)
    await recallAll(t.app)
    expect((await t.owner.query('select recall_because from badges.piece where id = $1', [id])).rows).toEqual([{ recall_because: 'left' }])
    expect(await duty(id)).toEqual(['open'])
  })
})

describe('rules', () => {
  it('returned before lost before recalled before held', () => {
    expect(stateOf({ returnedAt: 'x', lostAt: 'x', recallAt: 'x' })).toBe('returned')
    expect(stateOf({ returnedAt: null, lostAt: 'x', recallAt: 'x' })).toBe('lost')
    expect(stateOf({ returnedAt: null, lostAt: null, recallAt: 'x' })).toBe('recalled')
    expect(stateOf({ returnedAt: null, lostAt: null, recallAt: null })).toBe('held')
  })
  it('numbers are kept in one form', () => expect(plainNumber(' ｗｂ－００ 1')).toBe('WB-001'))
  it('nobody takes back or prints his own, a uniform has no card', () => {
    const hr = { personId: 1, side: 'contractor', roles: ['hr'], contractorId: 7 } as const
    const own = { state: 'held', kind: 'badge', personId: 1, contractorId: 7, replaced: false } as const
    expect(mayTurnPiece('return', own, hr)).toEqual({ ok: false, code: 'not-yourself' })
    expect(mayTurnPiece('print', own, hr)).toEqual({ ok: false, code: 'not-yourself' })
    expect(mayTurnPiece('lose', own, hr)).toEqual({ ok: true })
    expect(mayTurnPiece('print', { ...own, personId: 2, kind: 'uniform' }, hr)).toEqual({ ok: false, code: 'not-a-badge' })
    expect(mayTurnPiece('return', { ...own, personId: 2, state: 'returned' }, hr)).toEqual({ ok: false, code: 'piece-returned' })
  })
})
