import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import type { Ctx } from '../../../platform/http/context.ts'
import type { Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { todayOf } from '../../organisations/public.ts'
import type * as api from '../api.ts'
import { clearFailures, countFailure, lockedUntil, passwordIs, setPassword } from '../passwords.ts'
import { type AccountRow, accountById, accountByLogin, recentFailures } from '../queries.ts'
import { ADDRESS_WINDOW_MINUTES, FAILURES_PER_ADDRESS, type Stage, stageOf } from '../rules.ts'
import { newSecret, takeCode } from '../second-factor.ts'
import { endSessions, openSession, raiseSession, timesOf } from '../sessions.ts'
import { sessionView } from '../views.ts'

type Session = Output<typeof api.signIn>

export const isUsable = (ctx: Ctx, a: AccountRow): boolean => a.disabledAt === null && (a.leftOn === null || a.leftOn > todayOf(ctx))

/** What is missing next for this account; the password's age is looked at last. */
export const stageFor = async (ctx: Ctx, a: AccountRow, code: boolean): Promise<Stage> => {
  const { passwordDays } = await timesOf(ctx, ctx.actor.courtId)
  const since = a.passwordChangedAt === null ? null : Temporal.Instant.from(a.passwordChangedAt).add({ hours: passwordDays * 24 })
  const passwordOld = since === null || Temporal.Instant.compare(since, ctx.now) <= 0
  return stageOf({ totpOn: a.totpConfirmedAt !== null, totpRequired: a.totpRequired, passwordOld }, { code })
}

export const signIn = async (ctx: Ctx, { body }: Pick<Input<typeof api.signIn>, 'body'>): Promise<Session | Fail> => {
  if ((await recentFailures(ctx, { ip: ctx.actor.ip ?? '', minutes: ADDRESS_WINDOW_MINUTES })) >= FAILURES_PER_ADDRESS)
    throw new Fail('too-many-attempts', 429, { minutes: ADDRESS_WINDOW_MINUTES })
  const a = await accountByLogin(ctx, body.login)
  const until = await lockedUntil(ctx, body.login, a)
  if (until) throw new Fail('account-locked', 423, { until })
  // The hash is computed in every case: time tells no one which logins exist.
  const right = await passwordIs(a && isUsable(ctx, a) ? a.passwordHash : null, body.password)
  if (!a || !right) {
    await countFailure(ctx, body.login, a)
    return new Fail('wrong-credentials', 401)
  }
  const asksCode = a.totpConfirmedAt !== null
  if (asksCode && body.code !== undefined && (await takeCode(ctx, a, body.code)) !== 'ok') {
    await countFailure(ctx, body.login, a)
    return new Fail('wrong-code', 401)
  }
  const stage = await stageFor(ctx, a, asksCode && body.code !== undefined)
  // A right password alone does not forgive failures where a code is still to come: codes could be tried without end.
  if (stage !== 'totp') await clearFailures(ctx, a)
  const id = await openSession(ctx, a, stage)
  await ctx.audit({ verb: 'account.login', objectType: 'account', objectId: a.id, data: { stage } })
  return sessionView(ctx, id)
}

/** The account of the present session, which must be in one of these stages. Fail: not-signed-in, wrong-stage. */
const present = async (ctx: Ctx, stages: readonly Stage[]): Promise<{ a: AccountRow; sessionId: string; stage: Stage }> => {
  const { accountId, sessionId } = ctx.actor
  const stage = ctx.actor.stage ?? 'full'
  const a = accountId === null || sessionId === null ? null : await accountById(ctx, accountId)
  if (!a || sessionId === null) throw new Fail('not-signed-in', 401)
  if (!stages.includes(stage)) throw new Fail('wrong-stage', 409, { stage })
  return { a, sessionId, stage }
}
/** A locked account ends the session that was being finished. */
const refuseLocked = async (ctx: Ctx, a: AccountRow, sessionId: string): Promise<Fail | null> => {
  const until = await lockedUntil(ctx, a.login, a)
  if (!until) return null
  await endSessions(ctx, { sessionId }, 'locked')
  ctx.cookies.clear()
  return new Fail('account-locked', 423, { until })
}

export const giveCode = async (ctx: Ctx, { body }: Input<typeof api.giveCode>): Promise<Session | Fail> => {
  const { a, sessionId } = await present(ctx, ['totp'])
  const locked = await refuseLocked(ctx, a, sessionId)
  if (locked) return locked
  const taken = await takeCode(ctx, a, body.code)
  if (taken !== 'ok') {
    await countFailure(ctx, a.login, a)
    return new Fail(taken, 401)
  }
  await clearFailures(ctx, a)
  const stage = await stageFor(ctx, a, true)
  await raiseSession(ctx, sessionId, stage)
  await ctx.audit({ verb: 'account.login', objectType: 'account', objectId: a.id, data: { stage, factor: 'totp' } })
  return sessionView(ctx, sessionId)
}

export const beginEnrolment = async (ctx: Ctx): Promise<Output<typeof api.beginEnrolment>> => {
  const { a } = await present(ctx, ['enrol', 'full'])
  if (a.totpConfirmedAt !== null) throw new Fail('totp-already-on', 409)
  await ctx.audit({ verb: 'account.enrolBegin', objectType: 'account', objectId: a.id })
  return newSecret(ctx, a)
}

export const confirmEnrolment = async (ctx: Ctx, { body }: Input<typeof api.confirmEnrolment>): Promise<Session | Fail> => {
  const { a, sessionId } = await present(ctx, ['enrol', 'full'])
  if (a.totpConfirmedAt !== null) throw new Fail('totp-already-on', 409)
  if (!a.totpSealed) throw new Fail('enrolment-not-begun', 409)
  const locked = await refuseLocked(ctx, a, sessionId)
  if (locked) return locked
  if ((await takeCode(ctx, a, body.code)) !== 'ok') {
    await countFailure(ctx, a.login, a)
    return new Fail('wrong-code', 401)
  }
  await sql`update accounts.account set totp_confirmed_at = ${ctx.now.toString()}, failed_count = 0, locked_until = null, revision = revision + 1 where id = ${a.id}`.execute(
    ctx.tx,
  )
  await raiseSession(ctx, sessionId, await stageFor(ctx, { ...a, totpConfirmedAt: ctx.now.toString() }, true))
  // Sessions that were opened without the second factor do not outlive it.
  await endSessions(ctx, { accountId: a.id, except: sessionId }, 'second-factor')
  await ctx.audit({ verb: 'account.enrol', objectType: 'account', objectId: a.id })
  return sessionView(ctx, sessionId)
}

export const changePassword = async (ctx: Ctx, { body }: Input<typeof api.changePassword>): Promise<Session | Fail> => {
  const { a, sessionId } = await present(ctx, ['password', 'full'])
  const locked = await refuseLocked(ctx, a, sessionId)
  if (locked) return locked
  if (!(await passwordIs(a.passwordHash, body.current))) {
    await countFailure(ctx, a.login, a)
    return new Fail('wrong-credentials', 401)
  }
  await setPassword(ctx, a, body.next)
  await endSessions(ctx, { accountId: a.id, except: sessionId }, 'password-changed')
  await raiseSession(ctx, sessionId, 'full')
  await ctx.audit({ verb: 'account.changePassword', objectType: 'account', objectId: a.id })
  return sessionView(ctx, sessionId)
}

export const removeSecondFactor = async (ctx: Ctx, { body }: Input<typeof api.removeSecondFactor>): Promise<{ ok: true } | Fail> => {
  const { a, sessionId } = await present(ctx, ['full'])
  if (a.totpRequired) throw new Fail('totp-required', 409)
  const locked = await refuseLocked(ctx, a, sessionId)
  if (locked) return locked
  if (!(await passwordIs(a.passwordHash, body.password))) {
    await countFailure(ctx, a.login, a)
    return new Fail('wrong-credentials', 401)
  }
  await sql`update accounts.account set totp_sealed = null, totp_confirmed_at = null, totp_last_step = 0, revision = revision + 1 where id = ${a.id}`.execute(
    ctx.tx,
  )
  await ctx.audit({ verb: 'account.removeTotp', objectType: 'account', objectId: a.id })
  return { ok: true }
}
