import type { Ctx } from '../../../platform/http/context.ts'
import type { Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import type * as api from '../api.ts'
import { openLink } from '../links.ts'
import { setPassword } from '../passwords.ts'
import { accountById } from '../queries.ts'
import { endSessions, openSession } from '../sessions.ts'
import { sessionView } from '../views.ts'
import { isUsable, stageFor } from './sign-in.ts'

export const inspectLink = async (ctx: Ctx, { body }: Input<typeof api.inspectLink>): Promise<Output<typeof api.inspectLink>> => {
  const link = await openLink(ctx, body.token, false)
  const a = link ? await accountById(ctx, link.accountId) : null
  if (!link || !a || !isUsable(ctx, a)) throw new Fail('link-invalid', 404)
  return { purpose: link.purpose, login: a.login, name: a.name, expiresAt: link.expiresAt }
}

export const redeemLink = async (ctx: Ctx, { body }: Input<typeof api.redeemLink>): Promise<Output<typeof api.redeemLink>> => {
  const link = await openLink(ctx, body.token, true)
  const a = link ? await accountById(ctx, link.accountId) : null
  if (!link || !a || !isUsable(ctx, a)) throw new Fail('link-invalid', 404)
  await setPassword(ctx, a, body.password)
  await endSessions(ctx, { accountId: a.id }, 'password-changed')
  const stage = await stageFor(ctx, { ...a, passwordChangedAt: ctx.now.toString() }, false)
  const id = await openSession(ctx, a, stage)
  await ctx.audit({ verb: 'account.useLink', objectType: 'account', objectId: a.id, data: { purpose: link.purpose, stage } })
  return sessionView(ctx, id)
}
