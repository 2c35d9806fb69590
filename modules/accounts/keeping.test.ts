import { beforeAll, describe, expect, it } from 'vitest'
import { type Reply, testApp, type Visitor } from '../../test/support/app.ts'
import { testCourt, type TestCourt } from '../../test/support/court.ts'
import { buildCourt, buildPerson } from '../organisations/fixtures.ts'
import type { Role } from '../organisations/rules/roles.ts'
import { signedIn, TEST_PASSWORD } from './fixtures.ts'
import { makeSetupCode, onDemoRequested } from './public.ts'
import { codeAt } from './second-factor.ts'

const NEW = 'Qiufeng-Luoye-73'
const t = await testApp({ now: '2026-09-21T01:00:00Z' })
const nobody = t.visitor(null)
const said = (r: Reply): unknown[] => [r.status, r.body.code]
const as = (r: Reply): Visitor => t.visitor(/bailiwick=([^;]+)/.exec(String(r.headers['set-cookie'] ?? ''))?.[1] ?? null)
let c: TestCourt
const account = async (who: string, by = 'securityAdmin') => {
  const login = (await c.as(who).get('/session')).body.login as string
  return (await c.as(by).get(`/accounts?q=${login}`)).body.items[0]
}
/** An act on the account of `who`, with the revision it has now. */
const act = async (by: string, who: string, verb: string, body: object = { reason: '核实' }): Promise<Reply> => {
  const a = await account(who)
  return c.as(by).post(`/accounts/${a.id}/${verb}`, body, { 'if-match': `"${a.revision}"` })
}

describe('before there is a court', () => {
  it('offers the demo by the one-time code, once; a wrong code starts nothing', async () => {
    let asked = 0
    expect(said(await nobody.post('/setup/demo', { code: 'AAAA-BBBB-CCCC-DDDD' }))).toEqual([503, 'demo-unavailable'])
    onDemoRequested(() => void asked++)
    const code = await t.app.asSystem(null, makeSetupCode)
    expect(said(await nobody.post('/setup/demo', { code: 'AAAA-BBBB-CCCC-DDDD' }))).toEqual([403, 'setup-code-wrong'])
    expect(asked).toBe(0)
    expect((await nobody.post('/setup/demo', { code })).body.started).toBe(true)
    expect(asked).toBe(1)
    // The code is used up, for either way.
    expect(said(await nobody.post('/setup/demo', { code }))).toEqual([403, 'setup-code-wrong'])
    // A restart gives a new one and ends the old.
    const [older, newer] = [await t.app.asSystem(null, makeSetupCode), await t.app.asSystem(null, makeSetupCode)]
    expect(said(await nobody.post('/setup/demo', { code: older }))).toEqual([403, 'setup-code-wrong'])
    expect((await nobody.post('/setup/demo', { code: newer })).status).toBe(200)
  })
})

describe('accounts of others', () => {
  beforeAll(async () => {
    c = await testCourt(t)
    for (const role of ['systemAdmin', 'securityAdmin', 'securityAuditor', 'hr'] as Role[]) await c.person(role, role, { admitted: false })
  })

  it('makes an account with an invitation that works once; not for oneself, not twice, not with a login somebody has', async () => {
    const system = c.as('systemAdmin')
    const id = (await system.post('/people', { side: 'court', name: '新书记', courtId: c.courtId })).body.id
    expect(said(await c.as('securityAdmin').post('/accounts', { personId: id, login: 'xin' }))).toEqual([403, 'not-allowed'])
    expect(said(await system.post('/accounts', { personId: c.people.systemAdmin, login: 'ich' }))).toEqual([409, 'not-yourself'])
    expect(said(await system.post('/accounts', { personId: 999_999, login: 'xin' }))).toEqual([404, 'not-found'])
    expect(said(await system.post('/accounts', { personId: id, login: 'x y' }))).toEqual([400, 'malformed'])
    const taken = (await account('clerk')).login
    expect(said(await system.post('/accounts', { personId: id, login: taken }))).toEqual([409, 'login-taken'])
    const made = await system.post('/accounts', { personId: id, login: 'xin' })
    expect(said(await system.post('/accounts', { personId: id, login: 'xin2' }))).toEqual([409, 'account-exists'])
    const token = made.body.link.token
    // Without a post there is no court to work in; the link is kept for the day when there is.
    expect(said(await nobody.post('/links/use', { token, password: NEW }))).toEqual([403, 'no-current-post'])
    expect((await c.as('securityAdmin').post(`/people/${id}/posts`, { role: 'clerk' })).status).toBe(200)
    expect((await nobody.post('/links/use', { token, password: NEW })).body.stage).toBe('full')
    expect(said(await nobody.post('/links/use', { token, password: NEW }))).toEqual([404, 'link-invalid'])
    expect(said(await nobody.post('/links/inspect', { token }))).toEqual([404, 'link-invalid'])
    // A reset ends the sessions opened with the old password.
    const before = await nobody.post('/session', { login: 'xin', password: NEW })
    const { rows } = await t.owner.query('select revision from accounts.account where id = $1', [made.body.id])
    const seen = { 'if-match': `"${rows[0].revision}"` }
    await c.as('securityAdmin').post(`/accounts/${made.body.id}/approve-link`, { reason: '本人当面申请' }, seen)
    const reset = await system.post(`/accounts/${made.body.id}/link`)
    expect((await nobody.post('/links/use', { token: reset.body.token, password: `${NEW}-2` })).status).toBe(200)
    expect((await as(before).get('/session')).body.signedIn).toBe(false)
    expect(said(await nobody.post('/links/use', { token: reset.body.token, password: `${NEW}-3` }))).toEqual([404, 'link-invalid'])
  })

  it('unlocks by the security administrator alone, and only what is locked', async () => {
    const login = (await account('clerk')).login
    for (let i = 0; i < 5; i++) await nobody.post('/session', { login, password: 'wrong' })
    expect(said(await nobody.post('/session', { login, password: TEST_PASSWORD }))).toEqual([423, 'account-locked'])
    expect(await account('clerk')).toMatchObject({ state: 'locked' })
    expect((await c.as('securityAdmin').get('/accounts?state=locked')).body.items).toHaveLength(1)
    expect(said(await act('systemAdmin', 'clerk', 'unlock'))).toEqual([403, 'not-allowed'])
    expect((await act('securityAdmin', 'clerk', 'unlock')).status).toBe(200)
    expect((await nobody.post('/session', { login, password: TEST_PASSWORD })).body.stage).toBe('full')
    expect(said(await act('securityAdmin', 'clerk', 'unlock'))).toEqual([409, 'account-not-locked'])
    expect(said(await act('securityAdmin', 'securityAdmin', 'unlock'))).toEqual([409, 'not-yourself'])
    const a = await account('clerk')
    expect(
      said(
        await c.as('securityAdmin').post(`/accounts/${a.id}/revoke-sessions`, { reason: '核实' }, { 'if-match': `"${a.revision - 1}"` }),
      ),
    ).toEqual([409, 'stale-revision'])
    expect(said(await c.as('securityAdmin').post(`/accounts/${a.id}/revoke-sessions`, { reason: '核实' }))).toEqual([
      428,
      'revision-required',
    ])
    const failed = (await c.as('securityAdmin').get('/accounts/failed-logins')).body.items
    expect(failed.filter((f: { login: string; known: boolean }) => f.login === login && f.known)).toHaveLength(5)
    for (const who of ['systemAdmin', 'securityAuditor', 'judge']) expect((await c.as(who).get('/accounts/failed-logins')).status).toBe(403)
  })

  it('requires a second factor, takes it away for a lost device, never from a role that needs one', async () => {
    expect((await act('securityAdmin', 'judge', 'require-totp', { required: true })).status).toBe(200)
    const login = (await account('judge')).login
    const first = await nobody.post('/session', { login, password: TEST_PASSWORD })
    expect(first.body.stage).toBe('enrol')
    const secret = (await as(first).post('/session/enrolment')).body.secret
    const full = await as(first).post('/session/enrolment/confirm', { code: codeAt(secret, t.clock.now().epochMilliseconds) })
    expect(full.body).toMatchObject({ stage: 'full', totp: { on: true, required: true } })
    expect(said(await as(full).post('/session/enrolment'))).toEqual([409, 'totp-already-on'])
    expect(said(await as(full).post('/session/enrolment/remove', { password: TEST_PASSWORD }))).toEqual([409, 'totp-required'])
    const find = async (by: string) => (await c.as(by).get(`/accounts?q=${login}`)).body.items[0]
    const a = await find('securityAdmin')
    const relaxed = await c
      .as('securityAdmin')
      .post(`/accounts/${a.id}/require-totp`, { required: false }, { 'if-match': `"${a.revision}"` })
    expect(relaxed.status).toBe(200)
    expect(said(await as(full).post('/session/enrolment/remove', { password: 'wrong' }))).toEqual([401, 'wrong-credentials'])
    expect(
      said(
        await c
          .as('systemAdmin')
          .post(`/accounts/${a.id}/reset-totp`, { reason: '丢失手机' }, { 'if-match': `"${relaxed.body.revision}"` }),
      ),
    ).toEqual([403, 'not-allowed'])
    const again = await find('securityAdmin')
    expect(
      (await c.as('securityAdmin').post(`/accounts/${a.id}/reset-totp`, { reason: '丢失手机' }, { 'if-match': `"${again.revision}"` }))
        .status,
    ).toBe(200)
    expect((await as(full).get('/session')).body.signedIn).toBe(false)
    expect((await nobody.post('/session', { login, password: TEST_PASSWORD })).body.stage).toBe('full')
    expect(
      said(await c.as('securityAdmin').post(`/accounts/${a.id}/reset-totp`, { reason: '再次' }, { 'if-match': `"${again.revision + 1}"` })),
    ).toEqual([409, 'totp-not-on'])
    // The project manager's role asks for one (accounts of the test court were made without).
    expect((await act('securityAdmin', 'projectManager', 'require-totp', { required: true })).status).toBe(200)
    expect(said(await act('securityAdmin', 'projectManager', 'require-totp', { required: false }))).toEqual([409, 'totp-role-requires'])
  })

  it('lists the sessions of an account and ends them; disables and enables', async () => {
    const login = (await account('filingOfficer')).login
    const desk = as(await nobody.post('/session', { login, password: TEST_PASSWORD }))
    const phone = as(await nobody.post('/session', { login, password: TEST_PASSWORD }))
    const mine = (await desk.get('/session/all')).body.items
    expect(mine.filter((s: { current: boolean }) => s.current)).toHaveLength(1)
    const other = as(await nobody.post('/session', { login: (await account('clerk')).login, password: TEST_PASSWORD }))
    // Nobody ends a session of somebody else by its number.
    expect(said(await other.delete(`/session/all/${mine[0].id}`))).toEqual([404, 'not-found'])
    expect((await desk.delete('/session/all/others')).body.ended).toBe(mine.length - 1)
    expect((await phone.get('/session')).body.signedIn).toBe(false)
    const own = (await desk.get('/session/all')).body.items
    expect(own).toHaveLength(1)
    expect((await desk.delete(`/session/all/${own[0].id}`)).body.ended).toBe(1)
    expect((await desk.get('/session')).body.signedIn).toBe(false)

    const third = as(await nobody.post('/session', { login, password: TEST_PASSWORD }))
    const found = (await c.as('securityAdmin').get(`/accounts?q=${login}`)).body.items[0]
    expect((await c.as('securityAdmin').get(`/accounts/${found.id}`)).body.live).toHaveLength(1)
    expect(
      said(
        await c.as('systemAdmin').post(`/accounts/${found.id}/revoke-sessions`, { reason: '核实' }, { 'if-match': `"${found.revision}"` }),
      ),
    ).toEqual([403, 'not-allowed'])
    const ended = await c
      .as('securityAdmin')
      .post(`/accounts/${found.id}/revoke-sessions`, { reason: '核实' }, { 'if-match': `"${found.revision}"` })
    expect(ended.status).toBe(200)
    expect((await third.get('/session')).body.signedIn).toBe(false)
    const head = { 'if-match': `"${ended.body.revision}"` }
    expect(said(await c.as('securityAdmin').post(`/accounts/${found.id}/enable`, { reason: '误停' }, head))).toEqual([
      409,
      'account-not-disabled',
    ])
    const off = await c.as('systemAdmin').post(`/accounts/${found.id}/disable`, { reason: '借调' }, head)
    expect(off.status).toBe(200)
    expect(said(await c.as('systemAdmin').post(`/accounts/${found.id}/link`))).toEqual([409, 'account-disabled'])
    expect(said(await nobody.post('/session', { login, password: TEST_PASSWORD }))).toEqual([401, 'wrong-credentials'])
    expect(
      said(await c.as('systemAdmin').post(`/accounts/${found.id}/enable`, { reason: '归来' }, { 'if-match': `"${off.body.revision}"` })),
    ).toEqual([403, 'not-allowed'])
    expect(
      (await c.as('securityAdmin').post(`/accounts/${found.id}/enable`, { reason: '归来' }, { 'if-match': `"${off.body.revision}"` }))
        .status,
    ).toBe(200)
    expect((await nobody.post('/session', { login, password: TEST_PASSWORD })).body.stage).toBe('full')
  })

  it('accounts of another court are not there', async () => {
    const { token } = await t.app.asSystem(null, async (ctx) => {
      const courtId = await buildCourt(ctx, { code: '浙0197', name: '远方法院' })
      const p = await buildPerson({ ...ctx, actor: { ...ctx.actor, courtId } }, { name: '远方管理员', role: 'systemAdmin', courtId })
      return { token: await signedIn(ctx, p) }
    })
    const a = await account('clerk')
    expect((await t.visitor(token).get(`/accounts/${a.id}`)).status).toBe(404)
    expect((await t.visitor(token).get('/accounts')).body.items.map((x: { name: string }) => x.name)).toEqual(['远方管理员'])
  })
})

describe('my own session', () => {
  it('works in another court only where a post is held, and keeps the language', async () => {
    const second = await t.app.asSystem(null, (ctx) => buildCourt(ctx, { code: '苏1294', name: '第二法院' }))
    const judge = await t.app.asSystem(c.courtId, async (ctx) => signedIn(ctx, c.people.leader!))
    expect(said(await t.visitor(judge).put('/session/court', { courtId: second }))).toEqual([403, 'no-current-post'])
    await t.app.asSystem(second, async (ctx) => {
      const { assignPost } = await import('../organisations/commands/posts.ts')
      const { rows } = await t.owner.query('select id from organisations.person where id = $1', [c.people.leader])
      // A leader of the court who helps out in the other one.
      await assignPost(
        { ...ctx, actor: { ...ctx.actor, courtId: null } },
        { params: { id: rows[0].id }, body: { role: 'clerk', courtId: second } },
      )
    })
    expect((await t.visitor(judge).put('/session/court', { courtId: second })).status).toBe(200)
    const now = (await t.visitor(judge).get('/session')).body
    expect(now).toMatchObject({ court: { id: second }, roles: ['clerk'] })
    expect(now.courts.map((k: { id: number }) => k.id).sort()).toEqual([c.courtId, second].sort())
    expect((await t.visitor(judge).put('/session/language', { language: 'en' })).status).toBe(200)
    expect((await t.visitor(judge).get('/session')).body.language).toBe('en')
    expect(said(await t.visitor(judge).put('/session/language', { language: 'de' }))).toEqual([400, 'malformed'])
    expect(said(await nobody.put('/session/court', { courtId: second }))).toEqual([401, 'not-signed-in'])
  })

  it('the sweep forgets failed logins after a day and keeps what the law wants kept', async () => {
    const sweep = t.parts.modules.find((m) => m.name === 'accounts')?.jobs?.find((j) => j.name === 'accounts.sweep')
    const count = async (table: string): Promise<number> =>
      (await t.owner.query(`select count(*)::int as n from accounts.${table}`)).rows[0].n
    const sessions = await count('session')
    expect(await count('failed_login')).toBeGreaterThan(0)
    await sweep?.run(t.app, {})
    expect(await count('failed_login')).toBeGreaterThan(0)
    t.clock.advance({ hours: 25 })
    await sweep?.run(t.app, {})
    expect(await count('failed_login')).toBe(0)
    expect(await count('session')).toBe(sessions)
    t.clock.advance({ hours: 24 * 190 })
    await sweep?.run(t.app, {})
    expect(await count('session')).toBe(0)
    expect(await count('one_time_link')).toBe(0)
  })
})
