import { hash, verify } from '@node-rs/argon2'
import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import type { Ctx } from '../../platform/http/context.ts'
import { Fail } from '../../platform/http/problems.ts'
import { type AccountRow, failuresOfLogin, insertFailure, isLocked } from './queries.ts'
import { FAILURES_BEFORE_LOCK, lockMinutes, passwordFault, tidyPassword } from './rules.ts'

// argon2id (the library's default) with OWASP's first choice of cost: about 50 ms of one core.
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
// Of no account: a login that nobody has costs the same time as a wrong password.
const NOBODY = '$argon2id$v=19$m=19456,t=2,p=1$RPV6DkSOxiCh3Fqab8Q8tg$jiwTnG9MYVQfHBHTD+QvRegx9fajJUzapfrlIpU8cpc'

export const passwordIs = async (stored: string | null, given: string): Promise<boolean> => {
  const right = await verify(stored ?? NOBODY, tidyPassword(given))
  return stored !== null && right
}

/** Fail: password-… by the rules, password-same when it is the present one. */
export const setPassword = async (ctx: Ctx, a: AccountRow, next: string): Promise<void> => {
  const fault = passwordFault(next, a)
  if (fault) throw new Fail(fault, 422)
  if (a.passwordHash && (await passwordIs(a.passwordHash, next))) throw new Fail('password-same', 422)
  await sql`update accounts.account set password_hash = ${await hash(tidyPassword(next), COST)}, password_changed_at = ${ctx.now.toString()},
    failed_count = 0, locked_until = null, revision = revision + 1 where id = ${a.id}`.execute(ctx.tx)
}

/** Counts a wrong password or code; the one that is too many locks. The caller returns (not throws) its Fail, so that this stays. */
export const countFailure = async (ctx: Ctx, login: string, a: AccountRow | null): Promise<void> => {
  await insertFailure(ctx, login)
  if (a) {
    const n = a.failedCount + 1
    const until = lockMinutes(n) ? ctx.now.add({ minutes: lockMinutes(n) }).toString() : null
    await sql`update accounts.account set failed_count = ${n}, locked_until = ${until} where id = ${a.id}`.execute(ctx.tx)
    if (until) await ctx.audit({ verb: 'account.lock', objectType: 'account', objectId: a.id, data: { failures: n, until } })
  }
  await ctx.audit({ verb: 'account.loginFailed', objectType: 'account', objectId: a?.id ?? '-' })
}
export const clearFailures = async (ctx: Ctx, a: AccountRow): Promise<void> => {
  if (a.failedCount || a.lockedUntil)
    await sql`update accounts.account set failed_count = 0, locked_until = null where id = ${a.id}`.execute(ctx.tx)
}
/** Locked until when (ISO instant), null: not. Same rule for logins that nobody has. */
export const lockedUntil = async (ctx: Ctx, login: string, a: AccountRow | null): Promise<string | null> => {
  if (a) return isLocked(ctx, a.lockedUntil) ? a.lockedUntil : null
  // A real account is held by its row while a password is tried; a login nobody has waits its turn as well, or many tries at once would tell them apart.
  await sql`select pg_advisory_xact_lock(hashtext('accounts.login'), hashtext(${login}))`.execute(ctx.tx)
  const { n, last } = await failuresOfLogin(ctx, login)
  if (n < FAILURES_BEFORE_LOCK || !last) return null
  const until = Temporal.Instant.from(last)
    .add({ minutes: lockMinutes(n) })
    .toString()
  return isLocked(ctx, until) ? until : null
}
