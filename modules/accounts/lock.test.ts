import { beforeAll, describe, expect, it } from 'vitest'
import { testApp, type Visitor } from '../../test/support/app.ts'
import { testCourt, type TestCourt } from '../../test/support/court.ts'
import { TEST_PASSWORD } from './fixtures.ts'

const t = await testApp({ now: '2026-09-21T01:00:00Z' })
const nobody = t.visitor(null)
let c: TestCourt
const as = (answer: { headers: Record<string, unknown> }): Visitor => {
  const cookie = [answer.headers['set-cookie']].flat().join()
  return t.visitor(/bailiwick=([^;]+)/.exec(cookie)?.[1] ?? '')
}
const enter = async (who: string): Promise<Visitor> => {
  const r = await nobody.post('/session', { login: `${who.toLowerCase()}${c.courtId}`, password: TEST_PASSWORD })
  expect(r.status, JSON.stringify(r.body)).toBe(200)
  return as(r)
}
/** The session of the browser, not of the fixture: that one never locks by itself. */
const idOf = async (who: string): Promise<string> =>
  (
    await t.owner.query(
      'select s.id from accounts.session s join accounts.account a on a.id = s.account_id where a.person_id = $1 and s.lock_seconds is not null and s.revoked_at is null',
      [c.people[who]],
    )
  ).rows[0].id
const stage = async (v: Visitor): Promise<string> => {
  const { body } = await v.get('/session')
  return body.signedIn ? body.stage : 'out'
}
const unlock = (v: Visitor, password = TEST_PASSWORD) => v.post('/session/unlock', { password })
const locked = { status: 401, body: { code: 'session-incomplete', detail: { stage: 'locked' } } }

beforeAll(async () => {
  c = await testCourt(t)
})

describe('7.3.2.5: a screen that is left is locked, on the server too', () => {
  it('is set by the security administrator alone, within bounds, one after the other', async () => {
    const times = { lockMinutes: 8, lockMinutesContractor: 4, idleMinutes: 30, sessionHours: 10, passwordDays: 90 }
    await c.person('security', 'securityAdmin')
    const put = (o: object = {}, revision = 0, who = 'security') =>
      c.as(who).put('/session-times', { ...times, ...o }, { 'if-match': `"${revision}"` })
    expect((await c.as('security').get('/session-times')).body).toEqual({
      lockMinutes: 10,
      lockMinutesContractor: 5,
      idleMinutes: 60,
      sessionHours: 12,
      passwordDays: 180,
      revision: 0,
    })
    for (const who of ['judge', 'operator', 'management']) expect((await put({}, 0, who)).status, who).toBe(403)
    expect((await put({ lockMinutesContractor: 9 })).body).toMatchObject({
      code: 'contractor-locks-later',
      detail: { field: 'lockMinutesContractor' },
    })
    expect((await put({ idleMinutes: 8 })).body.code).toBe('idle-before-lock')
    expect((await put({ sessionHours: 1, idleMinutes: 90 })).body.code).toBe('session-before-idle')
    for (const o of [{ lockMinutes: 0 }, { lockMinutes: 1.5 }, { lockMinutes: 121 }, { passwordDays: 'x' }])
      expect((await put(o)).status).toBe(400)
    const two = await Promise.all([put(), put({ passwordDays: 60 })])
    expect(two.map((r) => r.status).sort(), JSON.stringify(two.map((r) => r.body))).toEqual([200, 409])
    expect((await put({ lockMinutes: 20 }, 7)).status).toBe(409)
    for (const [who, seconds] of [
      ['judge', 480],
      ['operator', 240],
    ] as const)
      expect((await (await enter(who)).get('/session')).body.lockSeconds).toBe(seconds)
    await t.owner.query("delete from bw.setting where key = 'accounts.sessions'")
  })
  it('by hand: nothing is answered until the password is given, and nothing of a person is told', async () => {
    const desk = await enter('judge')
    const other = await enter('judge')
    expect((await desk.get('/cases')).status).toBe(200)
    expect((await desk.post('/session/lock', { by: 'hand' })).status).toBe(200)
    for (const path of ['/cases', '/people', '/tasks', '/session/all', '/ledger']) expect(await desk.get(path), path).toMatchObject(locked)
    expect(await desk.post('/session/lock', { by: 'hand' })).toMatchObject(locked)
    expect(await desk.put('/session/language', { language: 'en' })).toMatchObject(locked)
    expect((await desk.get('/session')).body).toMatchObject({
      signedIn: true,
      stage: 'locked',
      roles: [],
      permissions: [],
      courts: [],
      divisionIds: [],
    })
    // The session is locked, not the account: another desk goes on.
    expect((await other.get('/cases')).status).toBe(200)
    expect((await unlock(desk, 'wrong-Wrong-12')).body.code).toBe('wrong-credentials')
    expect((await desk.get('/cases')).status).toBe(401)
    const opened = await unlock(desk)
    expect(opened.body).toMatchObject({ stage: 'full', lockSeconds: 600 })
    expect(opened.body.permissions.length).toBeGreaterThan(0)
    expect((await desk.get('/cases')).status).toBe(200)
    const said = await t.owner.query(
      "select verb from audit.event where verb in ('account.lockScreen', 'account.unlockScreen', 'account.loginFailed') order by id",
    )
    expect(said.rows.map((r) => r.verb)).toEqual(['account.lockScreen', 'account.loginFailed', 'account.unlockScreen'])
  })
  it('opens no row in the database itself', async () => {
    const desk = await enter('management')
    const token = await t.owner.query('select token_hash from accounts.session where id = $1', [await idOf('management')])
    const rows = async () => {
      await t.owner.query('begin')
      await t.owner.query('select * from accounts.enter($1, $2)', [token.rows[0].token_hash, t.clock.now().toString()])
      const { rows: found } = await t.owner.query('select bw.side() as side, bw.person() as person, bw.court() as court')
      await t.owner.query('rollback')
      return found[0]
    }
    expect((await rows()).side).toBe('court')
    await desk.post('/session/lock', { by: 'hand' })
    expect(await rows()).toEqual({ side: 'public', person: null, court: null })
  })
  it('by itself after the court’s minutes without hands, sooner for the contractor; polls do not keep it open', async () => {
    const judge = await enter('judge')
    const operator = await enter('operator')
    expect((await operator.get('/session')).body.lockSeconds).toBe(300)
    const poll = { 'x-bailiwick-unattended': '1' }
    for (let i = 0; i < 6; i++) {
      t.clock.advance({ minutes: 1 })
      expect((await operator.get('/session', poll)).body.stage, `${i}`).toBe('full')
    }
    t.clock.advance({ seconds: 59 })
    expect(await stage(operator)).toBe('full')
    // That was a hand: the clock is wound. Five minutes and two of grace from there.
    t.clock.advance({ seconds: 420 })
    expect(await stage(operator)).toBe('locked')
    expect(await operator.get('/tasks')).toMatchObject(locked)
    expect((await judge.get('/session', poll)).body.stage).toBe('locked')
    // Knocking at a locked door winds no clock: after the idle hour the session is over.
    for (let i = 0; i < 5; i++) {
      t.clock.advance({ minutes: 10 })
      await operator.get('/session')
    }
    t.clock.advance({ minutes: 4 })
    expect(await stage(operator)).toBe('out')
    expect((await unlock(operator)).body.code).toBe('not-signed-in')
    expect((await unlock(judge)).body.code).toBe('not-signed-in')
  })
  it('by the setting of the court, within bounds; the contractor’s is never the longer', async () => {
    const set = (value: object) =>
      t.owner.query(
        "insert into bw.setting (court_id, key, value) values ($1, 'accounts.sessions', $2) on conflict (court_id, key) do update set value = excluded.value",
        [c.courtId, value],
      )
    await set({ lockSeconds: 120, lockSecondsContractor: 900 })
    for (const who of ['judge', 'operator']) expect((await (await enter(who)).get('/session')).body.lockSeconds, who).toBe(120)
    await set({ lockSeconds: 1, lockSecondsContractor: 0 })
    expect((await (await enter('judge')).get('/session')).body.lockSeconds).toBe(30)
    await t.owner.query("delete from bw.setting where key = 'accounts.sessions'")
  })
  it('five wrong passwords lock the account and end the session; two at once count twice', async () => {
    const desk = await enter('clerk')
    await desk.post('/session/lock', { by: 'idle' })
    const tries = await Promise.all([0, 1].map(() => unlock(desk, 'wrong-Wrong-12')))
    expect(tries.map((r) => r.status)).toEqual([401, 401])
    for (let i = 0; i < 3; i++) await unlock(desk, 'wrong-Wrong-12')
    expect((await unlock(desk)).body.code).toBe('account-locked')
    expect(await stage(desk)).toBe('out')
    expect((await unlock(nobody)).body.code).toBe('not-signed-in')
    expect((await desk.post('/session/unlock', { password: '' })).status).toBe(400)
  })
  it('who has still to give his code unlocks nothing by the password', async () => {
    const desk = await enter('filingOfficer')
    await t.owner.query("update accounts.session set stage = 'totp' where id = $1", [await idOf('filingOfficer')])
    await desk.post('/session/lock', { by: 'hand' })
    expect(await unlock(desk)).toMatchObject({ status: 409, body: { code: 'wrong-stage' } })
  })
})
