import { beforeAll, describe, expect, it } from 'vitest'
import { type Reply, testApp } from '../../test/support/app.ts'
import { buildCourt, buildPerson } from '../organisations/fixtures.ts'
import { signedIn, TEST_PASSWORD } from './fixtures.ts'
import { makeReadyAccount, makeSetupCode } from './public.ts'
import { codeAt } from './second-factor.ts'

const t = await testApp({ now: '2026-09-21T01:00:00Z' })
const NEW = 'Qiufeng-Luoye-73'
const tokenOf = (r: Reply): string | null => /bailiwick=([^;]+)/.exec(String(r.headers['set-cookie'] ?? ''))?.[1] ?? null
const nobody = t.visitor(null)
const as = (r: Reply) => t.visitor(tokenOf(r))

describe('first start', () => {
  const official = (n: number) => ({ name: `管理员${n}`, login: `admin${n}` })
  const body = {
    court: { name: '云川市临溪区人民法院', code: '苏1299', level: 'basic' },
    systemAdmin: official(1),
    securityAdmin: official(2),
    securityAuditor: official(3),
    trialManagement: { name: '审管办主任', login: 'shenguan' },
  }
  let links: { role: string; token: string; login: string }[] = []

  it('offers setup, refuses a wrong code and one person in two of the three posts', async () => {
    expect((await nobody.get('/session/entry')).body).toMatchObject({ state: 'setup', demo: false, demoAccounts: [] })
    // While the demo court is being built nobody sets up another, and the page says how far it is.
    t.app.settings.demoMaking = { day: 23, of: 60 }
    expect((await nobody.get('/session/entry')).body).toMatchObject({ state: 'making', making: { day: 23, of: 60 }, demoAccounts: [] })
    expect((await nobody.post('/setup', { ...body, code: 'AAAA-BBBB-CCCC-DDDD' })).body.code).toBe('setup-done')
    t.app.settings.demoMaking = null
    // A demo whose making was broken off is told as that, not as a court nobody can sign in to.
    await t.owner.query(`insert into bw.setting (court_id, key, value) values (0, 'demo', '{"state":"making"}')`)
    expect((await nobody.get('/session/entry')).body).toMatchObject({ state: 'broken', demoAccounts: [] })
    await t.owner.query("delete from bw.setting where court_id = 0 and key = 'demo'")
    const code = await t.app.asSystem(null, makeSetupCode)
    expect(code).toMatch(/^([2-9A-HJ-NP-Z]{4}-){3}[2-9A-HJ-NP-Z]{4}$/)
    expect(await nobody.post('/setup', { ...body, code: 'AAAA-BBBB-CCCC-DDDD' })).toMatchObject({
      status: 403,
      body: { code: 'setup-code-wrong' },
    })
    expect((await nobody.post('/setup', { ...body, code: 'AAAA' })).body.code).toBe('setup-code-wrong')
    const same = { ...body, code, securityAdmin: { ...official(2), name: official(1).name } }
    expect(await nobody.post('/setup', same)).toMatchObject({ status: 422, body: { code: 'setup-names-equal' } })
    const done = await nobody.post('/setup', { ...body, code: code?.toLowerCase().replaceAll('-', ' ') })
    expect(done.status).toBe(200)
    links = done.body.links
    expect(links.map((l) => l.role)).toEqual(['systemAdmin', 'securityAdmin', 'securityAuditor', 'trialManagement'])
    expect((await nobody.post('/setup', { ...body, code })).body.code).toBe('setup-done')
    expect((await nobody.get('/session/entry')).body.state).toBe('ready')
  })

  it('lets each link be used once; administrators must enrol a second factor before they may do anything', async () => {
    const link = links[0]!
    expect((await nobody.post('/links/inspect', { token: link.token })).body).toMatchObject({ purpose: 'invite', login: 'admin1' })
    expect((await nobody.post('/links/use', { token: link.token, password: 'Admin1-Password-1' })).body.code).toBe('password-personal')
    const used = await nobody.post('/links/use', { token: link.token, password: NEW })
    expect(used.body).toMatchObject({ signedIn: true, stage: 'enrol', roles: [], permissions: [] })
    expect((await nobody.post('/links/use', { token: link.token, password: NEW })).body.code).toBe('link-invalid')
    const me = as(used)
    expect(await me.get('/people')).toMatchObject({ status: 401, body: { code: 'session-incomplete' } })
    expect(await me.get('/session/all')).toMatchObject({ status: 401 })
    const begun = await me.post('/session/enrolment')
    expect(begun.body.qr).toMatch(/^data:image\/png;base64,/)
    expect((await me.post('/session/enrolment/confirm', { code: '000000' })).body.code).toBe('wrong-code')
    const code = codeAt(begun.body.secret, t.clock.now().epochMilliseconds)
    const done = await me.post('/session/enrolment/confirm', { code })
    expect(done.body).toMatchObject({ stage: 'full', roles: ['systemAdmin'] })
    expect(done.body.permissions).toContain('accounts.create')
    // The token of the unfinished session is worth nothing now.
    expect((await me.get('/session')).body).toEqual({ signedIn: false })
    expect((await as(done).get('/people')).status).toBe(200)

    // Next login: password, then a code; the code that was taken is not taken again.
    const first = await nobody.post('/session', { login: 'ADMIN1 ', password: NEW })
    expect(first.body).toMatchObject({ stage: 'totp', roles: [] })
    expect((await as(first).post('/session/code', { code })).body.code).toBe('code-used')
    t.clock.advance({ seconds: 60 })
    const next = codeAt(begun.body.secret, t.clock.now().epochMilliseconds)
    const full = await as(first).post('/session/code', { code: next })
    expect(full.body).toMatchObject({ stage: 'full', login: 'admin1' })
    expect(String(full.headers['set-cookie'])).toMatch(/HttpOnly.*SameSite=Lax|SameSite=Lax.*HttpOnly/)
    expect((await as(full).post('/session/code', { code: next })).body.code).toBe('wrong-stage')
  })
})

describe('login', () => {
  let clerk = 0
  let courtId = 0
  beforeAll(async () => {
    courtId = await t.app.asSystem(null, (ctx) => buildCourt(ctx, { code: '苏1298', name: '另一法院' }))
    await t.app.asSystem(courtId, async (ctx) => {
      clerk = await buildPerson(ctx, { name: '柳书记', role: 'clerk', courtId })
      await makeReadyAccount(ctx, { personId: clerk, login: 'liu', password: TEST_PASSWORD })
    })
  })
  const login = (password: string, name = 'liu'): Promise<Reply> => nobody.post('/session', { login: name, password })

  it('takes full-width and half-width spelling of the password, and tells who one is', async () => {
    const r = await login('Ｎｕａｎｙａｎｇ-Xiwang-88')
    expect(r.body).toMatchObject({
      stage: 'full',
      roles: ['clerk'],
      side: 'court',
      court: { id: courtId },
      contractor: null,
      totp: { on: false, required: false },
    })
    expect((await as(r).get('/session')).body.name).toBe('柳书记')
    await as(r).delete('/session')
    expect((await as(r).get('/session')).body).toEqual({ signedIn: false })
  })

  it('locks after five failures, longer each time, and a login nobody has just the same', async () => {
    for (const name of ['liu', 'nobody-at-all']) {
      for (let i = 0; i < 5; i++) expect((await login('wrong', name)).body.code).toBe('wrong-credentials')
      const locked = await login(TEST_PASSWORD, name)
      expect(locked).toMatchObject({ status: 423, body: { code: 'account-locked', detail: { until: '2026-09-21T01:16:00Z' } } })
    }
    t.clock.advance({ minutes: 15 })
    expect((await login('wrong')).body.code).toBe('wrong-credentials')
    t.clock.advance({ minutes: 29 })
    expect((await login(TEST_PASSWORD)).body.code).toBe('account-locked')
    t.clock.advance({ minutes: 1 })
    expect((await login(TEST_PASSWORD)).body.stage).toBe('full')
    const events = await t.owner.query(
      "select verb, count(*)::int as n from audit.event where verb in ('account.lock', 'account.loginFailed') group by 1 order by 1",
    )
    expect(events.rows.find((r) => r.verb === 'account.lock').n).toBe(2)
    expect(events.rows.find((r) => r.verb === 'account.loginFailed').n).toBeGreaterThanOrEqual(11)
  })

  it('ends a session after an idle hour and after twelve hours at all', async () => {
    // The screen lock comes sooner and has its own test (lock.test.ts).
    const lasting = async () => {
      const it = as(await login(TEST_PASSWORD))
      await t.owner.query('update accounts.session set lock_seconds = null')
      return it
    }
    const idle = await lasting()
    t.clock.advance({ minutes: 59 })
    expect((await idle.get('/session')).body.signedIn).toBe(true)
    t.clock.advance({ minutes: 59 })
    expect((await idle.get('/session')).body.signedIn).toBe(true)
    t.clock.advance({ minutes: 60 })
    expect((await idle.get('/session')).body.signedIn).toBe(false)
    // What a page asks by itself, nobody at it, is answered and keeps nothing alive: not the session poll, not a list, not a progress.
    const left = await lasting()
    for (let i = 0; i < 11; i++) {
      t.clock.advance({ minutes: 5 })
      expect((await left.get('/session', { 'x-bailiwick-unattended': '1' })).body.signedIn).toBe(true)
      expect((await left.get('/session/all', { 'x-bailiwick-unattended': '1' })).status).toBe(200)
    }
    t.clock.advance({ minutes: 5 })
    expect((await left.get('/session/all', { 'x-bailiwick-unattended': '1' })).body.code).toBe('not-signed-in')
    const long = await lasting()
    for (let i = 0; i < 14; i++) {
      t.clock.advance({ minutes: 50 })
      expect((await long.get('/session')).body.signedIn).toBe(true)
    }
    t.clock.advance({ minutes: 50 })
    expect((await long.get('/session')).body.signedIn).toBe(false)
  })

  it('changes the password, ends the other sessions and goes on with a new token', async () => {
    const a = as(await login(TEST_PASSWORD))
    const b = as(await login(TEST_PASSWORD))
    expect((await a.get('/session/all')).body.items).toHaveLength(2)
    expect((await a.post('/session/password', { current: 'wrong', next: NEW })).body.code).toBe('wrong-credentials')
    expect((await a.post('/session/password', { current: TEST_PASSWORD, next: TEST_PASSWORD })).body.code).toBe('password-same')
    expect((await a.post('/session/password', { current: TEST_PASSWORD, next: 'Qwer1234!' })).body.code).toBe('password-short')
    const done = await a.post('/session/password', { current: TEST_PASSWORD, next: NEW })
    expect(done.body.stage).toBe('full')
    expect((await b.get('/session')).body.signedIn).toBe(false)
    expect((await a.get('/session')).body.signedIn).toBe(false)
    expect((await as(done).get('/session')).body.signedIn).toBe(true)
    await as(done).post('/session/password', { current: NEW, next: TEST_PASSWORD })
  })

  it('asks for a new password when the old one is older than 180 days', async () => {
    t.clock.advance({ hours: 24 * 181 })
    const r = await login(TEST_PASSWORD)
    expect(r.body.stage).toBe('password')
    expect((await as(r).get('/courts')).status).toBe(401)
    const done = await as(r).post('/session/password', { current: TEST_PASSWORD, next: NEW })
    expect(done.body).toMatchObject({ stage: 'full', roles: ['clerk'] })
    expect((await as(done).get('/courts')).status).toBe(200)
  })

  it('stops trying from one address after thirty failures', async () => {
    for (let i = 0; i < 30; i++) await login('wrong', `guess${i % 10}`)
    expect((await login(NEW)).body.code).toMatch(/too-many-attempts/)
    t.clock.advance({ minutes: 16 })
    expect((await login(NEW)).status).toBe(200)
  })

  describe('accounts of others', async () => {
    it('keeps the three administrators apart', async () => {
      const people = await t.app.asSystem(courtId, async (ctx) => {
        const made: Record<string, number> = {}
        for (const role of ['systemAdmin', 'securityAdmin', 'securityAuditor'] as const)
          made[role] = await buildPerson(ctx, { name: `三员${role}`, role, courtId })
        return made
      })
      const visit = async (role: string) => t.visitor(await t.app.asSystem(courtId, (ctx) => signedIn(ctx, people[role]!)))
      const [system, security, auditor] = [await visit('systemAdmin'), await visit('securityAdmin'), await visit('securityAuditor')]
      const list = await system.get('/accounts?q=liu')
      expect(list.body.items).toHaveLength(1)
      const account = list.body.items[0]
      expect(account).toMatchObject({
        personId: clerk,
        state: 'active',
        can: { link: { ok: false, code: 'link-needs-approval' }, unlock: { ok: false, code: 'not-allowed' } },
      })
      expect((await auditor.get('/accounts')).status).toBe(403)
      expect((await security.post('/accounts', { personId: clerk, login: 'liu2' })).status).toBe(403)
      expect((await system.post(`/accounts/${account.id}/unlock`, { reason: 'x' }, { 'if-match': `"${account.revision}"` })).status).toBe(
        403,
      )

      const approve = async (): Promise<void> => {
        const { rows } = await t.owner.query('select revision from accounts.account where id = $1', [account.id])
        const r = await security.post(
          `/accounts/${account.id}/approve-link`,
          { reason: '本人当面申请' },
          { 'if-match': `"${rows[0].revision}"` },
        )
        expect(r.status).toBe(200)
      }
      await approve()
      const link = await system.post(`/accounts/${account.id}/link`)
      expect(link.body.purpose).toBe('reset')
      await approve()
      const again = await system.post(`/accounts/${account.id}/link`)
      expect((await nobody.post('/links/inspect', { token: link.body.token })).body.code).toBe('link-invalid')
      t.clock.advance({ hours: 73 })
      expect((await nobody.post('/links/use', { token: again.body.token, password: TEST_PASSWORD })).body.code).toBe('link-invalid')

      const fresh = await visit('systemAdmin')
      const mine = (await fresh.get('/session')).body
      expect((await fresh.post(`/accounts/${mine.accountId}/link`)).body.code).toBe('not-yourself')
      const now = (await fresh.get(`/accounts/${account.id}`)).body
      const off = await fresh.post(`/accounts/${account.id}/disable`, { reason: '调离' }, { 'if-match': `"${now.revision}"` })
      expect(off.status).toBe(200)
      expect((await login(NEW)).body.code).toBe('wrong-credentials')
      expect((await fresh.post(`/accounts/${account.id}/disable`, { reason: '调离' }, { 'if-match': `"${now.revision}"` })).body.code).toBe(
        'account-disabled',
      )
    })
  })
})

it('keeps no token, password or code in clear', async () => {
  const dump = await t.owner.query(
    "select string_agg(x::text, ' ') as all from (select to_jsonb(a) as x from accounts.account a union all select to_jsonb(s) from accounts.session s union all select to_jsonb(l) from accounts.one_time_link l union all select to_jsonb(e) from audit.event e union all select to_jsonb(i) from bw.idempotency i) q",
  )
  for (const secret of [NEW, TEST_PASSWORD]) expect(dump.rows[0].all).not.toContain(secret)
  expect(dump.rows[0].all).toContain('$argon2id$')
})
