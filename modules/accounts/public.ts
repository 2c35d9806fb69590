import { sql } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'
import { makeAccount } from './commands/accounts.ts'
import { setPassword } from './passwords.ts'
import { accountById } from './queries.ts'

export { enterSession, endSessions, openSession, revokeSessionsOf } from './sessions.ts'
export { makeSetupCode, onDemoRequested } from './commands/set-up.ts'
export { makeAccount } from './commands/accounts.ts'
export { DEMO_PASSWORD } from './commands/demo.ts'
export { confirmPassword } from './confirm-password.ts'

/** An account with a password and without a second factor: for the demo court, tests and the command line, never over HTTP. */
export const makeReadyAccount = async (ctx: Ctx, o: { personId: number; login: string; password: string }): Promise<{ id: number }> => {
  const { id } = await makeAccount(ctx, { personId: o.personId, login: o.login, totpRequired: false })
  const row = await accountById(ctx, id)
  if (row) await setPassword(ctx, row, o.password)
  return { id }
}

/** Logins of these persons, where they have one. */
export const loginsOf = async (ctx: Ctx, personIds: readonly number[]): Promise<Map<number, string>> => {
  const found = await sql<{
    person_id: number
    login: string
  }>`select person_id, login from accounts.account where person_id = any (${personIds}::bigint[])`.execute(ctx.tx)
  return new Map(found.rows.map((r) => [r.person_id, r.login]))
}
