import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import type { Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import type * as api from '../api.ts'
import { confirmPassword } from '../confirm-password.ts'
import { recentFailures } from '../queries.ts'
import { ADDRESS_WINDOW_MINUTES, FAILURES_PER_ADDRESS } from '../rules.ts'
import { endSessions, liveSessions, lockSession, unlockSession, workplaces } from '../sessions.ts'
import { sessionView } from '../views.ts'
import { demoAccounts, demoBroken } from './demo.ts'

export const readSession = async (ctx: Ctx): Promise<Output<typeof api.readSession>> =>
  ctx.actor.sessionId === null ? { signedIn: false } : sessionView(ctx, ctx.actor.sessionId)

export const readEntry = async (ctx: Ctx): Promise<Output<typeof api.readEntry>> => {
  const { demo, demoMaking: making = null, version } = ctx.app.settings
  if (making) return { state: 'making', making, demo: true, version, demoAccounts: [] }
  if (await demoBroken(ctx)) return { state: 'broken', making: null, demo: true, version, demoAccounts: [] }
  const court = await sql`select from organisations.court limit 1`.execute(ctx.tx)
  return { state: court.rows.length ? 'ready' : 'setup', making, demo, version, demoAccounts: demo ? await demoAccounts(ctx) : [] }
}

export const lockScreen = async (ctx: Ctx, { body }: Input<typeof api.lockScreen>): Promise<{ ok: true }> => {
  await lockSession(ctx)
  await ctx.audit({ verb: 'account.lockScreen', objectType: 'account', objectId: ctx.actor.accountId ?? '-', data: { by: body.by } })
  return { ok: true }
}
export const unlockScreen = async (ctx: Ctx, { body }: Input<typeof api.unlockScreen>): Promise<Output<typeof api.unlockScreen> | Fail> => {
  const { sessionId, accountId, stage = 'full' } = ctx.actor
  if (sessionId === null) throw new Fail('not-signed-in', 401)
  // A second factor or a new password that is due is no matter of the lock.
  if (stage !== 'locked' && stage !== 'full') throw new Fail('wrong-stage', 409, { stage })
  if ((await recentFailures(ctx, { ip: ctx.actor.ip ?? '', minutes: ADDRESS_WINDOW_MINUTES })) >= FAILURES_PER_ADDRESS)
    throw new Fail('too-many-attempts', 429, { minutes: ADDRESS_WINDOW_MINUTES })
  const wrong = await confirmPassword(ctx, body.password)
  if (wrong) return wrong
  await unlockSession(ctx)
  await ctx.audit({ verb: 'account.unlockScreen', objectType: 'account', objectId: accountId ?? '-' })
  return sessionView(ctx, sessionId)
}

export const signOut = async (ctx: Ctx): Promise<{ ok: true }> => {
  ctx.cookies.clear()
  if (ctx.actor.sessionId !== null) await endSessions(ctx, { sessionId: ctx.actor.sessionId }, 'signed-out')
  await ctx.audit({ verb: 'account.logout', objectType: 'account', objectId: ctx.actor.accountId ?? '-' })
  return { ok: true }
}

export const switchCourt = async (ctx: Ctx, { body }: Input<typeof api.switchCourt>): Promise<{ ok: true }> => {
  const { personId, sessionId } = ctx.actor
  const places = personId === null ? [] : await workplaces(ctx, personId)
  if (!places.some((p) => p.id === body.courtId)) throw new Fail('no-current-post', 403)
  await sql`update accounts.session set court_id = ${body.courtId} where id = ${sessionId}`.execute(ctx.tx)
  await ctx.audit({ verb: 'account.switchCourt', objectType: 'account', objectId: ctx.actor.accountId ?? '-', courtId: body.courtId })
  return { ok: true }
}

export const setLanguage = async (ctx: Ctx, { body }: Input<typeof api.setLanguage>): Promise<{ ok: true }> => {
  await sql`update accounts.account set language = ${body.language} where id = ${ctx.actor.accountId}`.execute(ctx.tx)
  return { ok: true }
}

export const listMySessions = async (ctx: Ctx): Promise<Output<typeof api.listMySessions>> => ({
  items: (await liveSessions(ctx, ctx.actor.accountId ?? 0)).map((s) => ({ ...s, current: s.id === ctx.actor.sessionId })),
})

export const revokeMySession = async (ctx: Ctx, { params }: Input<typeof api.revokeMySession>): Promise<{ ended: number }> => {
  const accountId = ctx.actor.accountId ?? 0
  const ended = await endSessions(
    ctx,
    params.id === 'others' ? { accountId, except: ctx.actor.sessionId } : { accountId, sessionId: params.id },
    'by-owner',
  )
  if (params.id !== 'others' && ended === 0) throw new Fail('not-found', 404)
  if (params.id === ctx.actor.sessionId) ctx.cookies.clear()
  await ctx.audit({ verb: 'session.revoke', objectType: 'account', objectId: accountId, data: { ended } })
  return { ended }
}
