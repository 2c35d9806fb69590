import { expect, it } from 'vitest'
import { testApp } from '../../test/support/app.ts'

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
