import { sql } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'
import { loginsOf, makeReadyAccount, openSession } from './public.ts'
import { accountByLogin } from './queries.ts'

/** A password that stands, for accounts that tests sign in with. */
export const TEST_PASSWORD = 'Nuanyang-Xiwang-88'

/** A full session of a person without going through the login form (no second factor); answers its token. Makes the account when there is none. */
export const signedIn = async (ctx: Ctx, personId: number, login = `p${personId}`): Promise<string> => {
  const known = (await loginsOf(ctx, [personId])).get(personId)
  if (!known) await makeReadyAccount(ctx, { personId, login, password: TEST_PASSWORD })
  const account = await accountByLogin(ctx, known ?? login)
  if (!account) throw new Error(`no account ${login}`)
  let token = ''
  const seen: Ctx = { ...ctx, cookies: { set: (t) => (token = t), clear: () => {} } }
  const id = await openSession(seen, account, 'full')
  // Tests move the clock by days between two calls; what locks by itself has a test of its own.
  await sql`update accounts.session set lock_seconds = null where id = ${id}`.execute(ctx.tx)
  return token
}
