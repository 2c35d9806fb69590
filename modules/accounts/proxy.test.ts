import { expect, it } from 'vitest'
import { testApp } from '../../test/support/app.ts'
import { testCourt } from '../../test/support/court.ts'

const plain = await testApp()
const behind = await testApp({ secure: true })
const failFrom = async (t: typeof plain, forwarded: string): Promise<number> =>
  (
    await t.server.inject({
      method: 'POST',
      url: '/api/session',
      headers: { 'x-bailiwick': '1', 'content-type': 'application/json', 'x-forwarded-for': forwarded },
      payload: JSON.stringify({ login: `nobody${forwarded.replace(/\D/g, '')}`, password: 'wrong' }),
    })
  ).statusCode

it('behind the proxy one address that guesses does not shut out the others; without it the header is not believed', async () => {
  for (let i = 0; i < 30; i++) await failFrom(behind, `1.2.3.${i}, 9.9.9.9`)
  expect(await failFrom(behind, '5.5.5.5, 9.9.9.9')).toBe(429)
  expect(await failFrom(behind, '9.9.9.9, 8.8.8.8')).toBe(401)
  for (let i = 0; i < 30; i++) await failFrom(plain, `1.2.3.${i}`)
  expect(await failFrom(plain, '7.7.7.7')).toBe(429)
})

it('tries made at once do not tell a login that somebody has from one that nobody has', async () => {
  const t = await testApp()
  const c = await testCourt(t)
  const tryAtOnce = async (login: string, from: string): Promise<number[]> => {
    const all = Array.from({ length: 12 }, () =>
      t.server.inject({
        method: 'POST',
        url: '/api/session',
        remoteAddress: from,
        headers: { 'x-bailiwick': '1', 'content-type': 'application/json' },
        payload: JSON.stringify({ login, password: 'wrong-wrong' }),
      }),
    )
    return (await Promise.all(all)).map((r) => r.statusCode).sort()
  }
  const known = await tryAtOnce(`clerk${c.courtId}`, '10.0.0.1')
  expect(known).toEqual([...Array(5).fill(401), ...Array(7).fill(423)])
  expect(await tryAtOnce('nobody-at-all', '10.0.0.2')).toEqual(known)
})

it('no spelling of the address gets round the header that another site cannot send', async () => {
  for (const url of ['/api/session', '/%61pi/session', '/api/%73ession', '//api/session', '/api//session']) {
    const r = await plain.server.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json' },
      payload: JSON.stringify({ login: 'a', password: 'b' }),
    })
    expect([url, r.statusCode]).toEqual([url, 403])
  }
})

it('made-up cookies share the allowance of their address; who has signed in has his own', async () => {
  const t = await testApp({ rateMax: 30 })
  const c = await testCourt(t)
  const ask = (token: string) => t.server.inject({ url: '/api/session', remoteAddress: '10.0.0.9', cookies: { bailiwick: token } })
  const mine = c.as('clerk').token as string
  expect((await ask(mine)).statusCode).toBe(200)
  const guesses: number[] = []
  for (let i = 0; i < 40; i++) guesses.push((await ask(`made-up-${i}`)).statusCode)
  expect(guesses.filter((s) => s === 429).length).toBeGreaterThanOrEqual(10)
  expect((await ask(mine)).statusCode).toBe(200)
})
