import { sql } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'
import type { Output } from '../../platform/http/endpoint.ts'
import { Fail } from '../../platform/http/problems.ts'
import { selectCourt, selectPostsOf, todayOf } from '../organisations/public.ts'
import type * as api from './api.ts'
import { accountById } from './queries.ts'
import type { Stage } from './rules.ts'
import { workplaces } from './sessions.ts'

/** Who the session belongs to and what it may; an unfinished or locked one shows no roles and no permissions. */
export const sessionView = async (ctx: Ctx, sessionId: string): Promise<Output<typeof api.signIn>> => {
  const found = await sql<{
    accountId: number
    courtId: number | null
    stage: Stage
    idleSeconds: number
    lockSeconds: number | null
    expiresAt: string
  }>`
    select account_id as "accountId", court_id as "courtId", accounts.stage_at(stage, locked_at, seen_at, lock_seconds, ${ctx.now.toString()}::timestamptz) as stage, idle_seconds as "idleSeconds", lock_seconds as "lockSeconds", expires_at as "expiresAt"
    from accounts.session where id = ${sessionId}`.execute(ctx.tx)
  const s = found.rows[0]
  const a = s ? await accountById(ctx, s.accountId, false) : null
  if (!s || !a) throw new Fail('not-signed-in', 401)
  const posts = (await selectPostsOf(ctx, a.personId, null, todayOf(ctx))).filter((p) => p.current && p.courtId === s.courtId)
  const full = s.stage === 'full'
  const roles = full ? [...new Set(posts.map((p) => p.role))].sort() : []
  const court = s.courtId === null ? null : await selectCourt(ctx, s.courtId)
  const contractor =
    a.contractorId === null
      ? null
      : (
          await sql<{ id: number; name: string }>`select id, name from organisations.contractor where id = ${a.contractorId}`.execute(
            ctx.tx,
          )
        ).rows[0]
  return {
    signedIn: true,
    stage: s.stage,
    accountId: a.id,
    personId: a.personId,
    login: a.login,
    name: a.name,
    side: a.side,
    roles,
    court: court && { id: court.id, code: court.code, name: court.name },
    contractor: contractor ?? null,
    courts: full ? await workplaces(ctx, a.personId) : [],
    divisionIds: full ? [...new Set(posts.flatMap((p) => p.divisionId ?? []))] : [],
    permissions: ctx.permissionsOf(roles),
    language: a.language,
    totp: { on: a.totpConfirmedAt !== null, required: a.totpRequired },
    idleSeconds: s.idleSeconds,
    lockSeconds: s.lockSeconds,
    expiresAt: s.expiresAt,
    now: ctx.now.toString(),
    demo: ctx.app.settings.demo,
    version: ctx.app.settings.version,
  }
}
