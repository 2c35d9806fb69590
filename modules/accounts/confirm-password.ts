import type { Ctx } from '../../platform/http/context.ts'
import { Fail } from '../../platform/http/problems.ts'
import { clearFailures, countFailure, lockedUntil, passwordIs } from './passwords.ts'
import { accountById } from './queries.ts'
import { endSessions } from './sessions.ts'

/**
 * Who sits there gives the password once more before an act that binds (a signature). Null: right. A Fail is to be *returned* by the use case,
 * not thrown: the failure counts and locks like one at the login. Fail: wrong-credentials, account-locked, not-signed-in.
 */
export const confirmPassword = async (ctx: Ctx, password: string): Promise<Fail | null> => {
  const { accountId, sessionId } = ctx.actor
  const a = accountId === null || sessionId === null ? null : await accountById(ctx, accountId)
  if (!a || sessionId === null) return new Fail('not-signed-in', 401)
  const until = await lockedUntil(ctx, a.login, a)
  if (until) {
    await endSessions(ctx, { sessionId }, 'locked')
    ctx.cookies.clear()
    return new Fail('account-locked', 423, { until })
  }
  if (!(await passwordIs(a.passwordHash, password))) {
    await countFailure(ctx, a.login, a)
    return new Fail('wrong-credentials', 401)
  }
  await clearFailures(ctx, a)
  return null
}
