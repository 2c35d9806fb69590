import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import type { Ctx } from '../../platform/http/context.ts'
import type { Side } from '../organisations/rules/roles.ts'

export interface AccountRow {
  id: number
  personId: number
  login: string
  name: string
  side: Side
  contractorId: number | null
  leftOn: string | null
  passwordHash: string | null
  passwordChangedAt: string | null
  totpSealed: string | null
  totpConfirmedAt: string | null
  totpRequired: boolean
  totpLastStep: number
  failedCount: number
  lockedUntil: string | null
  disabledAt: string | null
  language: 'zh' | 'en'
  linkApprovedAt: string | null
  linkApprovedBy: number | null
  revision: number
}
const select = sql`select a.id, a.person_id as "personId", a.login, p.name, p.side, p.contractor_id as "contractorId", p.left_on as "leftOn",
    a.password_hash as "passwordHash", a.password_changed_at as "passwordChangedAt", a.totp_sealed as "totpSealed", a.totp_confirmed_at as "totpConfirmedAt",
    a.totp_required as "totpRequired", a.totp_last_step as "totpLastStep", a.failed_count as "failedCount", a.locked_until as "lockedUntil",
    a.disabled_at as "disabledAt", a.language, a.link_approved_at as "linkApprovedAt", a.link_approved_by as "linkApprovedBy", a.revision
  from accounts.account a join organisations.person p on p.id = a.person_id`

/** Locked for the transaction: failures are counted one after another, a code is taken once. */
export const accountByLogin = async (ctx: Ctx, login: string): Promise<AccountRow | null> =>
  (await sql<AccountRow>`${select} where a.login = ${login} for no key update of a`.execute(ctx.tx)).rows[0] ?? null
/** `lock` false only where nothing follows from it: every page load reads its session, and readers must not queue. */
export const accountById = async (ctx: Ctx, id: number, lock = true): Promise<AccountRow | null> =>
  (await sql<AccountRow>`${select} where a.id = ${id} ${lock ? sql`for no key update of a` : sql``}`.execute(ctx.tx)).rows[0] ?? null

export const isLocked = (ctx: Ctx, until: string | null): boolean =>
  until !== null && Temporal.Instant.compare(Temporal.Instant.from(until), ctx.now) > 0

export const recentFailures = async (ctx: Ctx, by: { ip: string; minutes: number }): Promise<number> => {
  const since = ctx.now.subtract({ minutes: by.minutes }).toString()
  return (
    await sql<{ n: number }>`select count(*)::int as n from accounts.failed_login where ip = ${by.ip} and at > ${since}`.execute(ctx.tx)
  ).rows[0]!.n
}
/** Failures of a login within a day: a login nobody has is locked by the same count as a real one, so that locks tell nothing. */
export const failuresOfLogin = async (ctx: Ctx, login: string): Promise<{ n: number; last: string | null }> => {
  const since = ctx.now.subtract({ hours: 24 }).toString()
  return (
    await sql<{
      n: number
      last: string | null
    }>`select count(*)::int as n, max(at) as last from accounts.failed_login where login = ${login} and at > ${since}`.execute(ctx.tx)
  ).rows[0]!
}
export const insertFailure = async (ctx: Ctx, login: string): Promise<void> => {
  await sql`insert into accounts.failed_login (at, ip, login) values (${ctx.now.toString()}, ${ctx.actor.ip ?? ''}, ${login.slice(0, 64)})`.execute(
    ctx.tx,
  )
}
