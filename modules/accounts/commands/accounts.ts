import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import type { Ctx } from '../../../platform/http/context.ts'
import { pageOf, readCursor } from '../../../platform/http/cursor.ts'
import type { Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { courtsOf, personInScope, selectPerson, selectPostsOf, todayOf } from '../../organisations/public.ts'
import { needsSecondFactor, type Role, type Side } from '../../organisations/rules/roles.ts'
import { type Decision, no, yes } from '../../organisations/rules/structure.ts'
import type * as api from '../api.ts'
import { APPROVAL_HOURS, linkNeedsApproval } from '../rules.ts'
import { type Link, newLink } from '../links.ts'
import { type AccountRow, accountById } from '../queries.ts'
import { endSessions, liveSessions } from '../sessions.ts'
import { isUsable } from './sign-in.ts'

interface Row {
  id: number
  personId: number
  name: string
  login: string
  side: Side
  organisation: string
  roles: Role[]
  state: 'invited' | 'active' | 'locked' | 'disabled' | 'left'
  lockedUntil: string | null
  disabledAt: string | null
  totpOn: boolean
  totpRequired: boolean
  lastSeenAt: string | null
  sessions: number
  everUsed: boolean
  approverExists: boolean
  linkApprovedAt: string | null
  linkApprovedBy: number | null
  approvedByName: string | null
  revision: number
}
const sinceOf = (ctx: Ctx): string => ctx.now.subtract({ hours: APPROVAL_HOURS }).toString()
/** Somebody in use, other than the owner of account `a`, who may approve a link for somebody of his court. */
const approverExists = (ctx: Ctx) => sql`exists (select from organisations.post o join accounts.account b on b.person_id = o.person_id
  where o.role in ('securityAdmin', 'courtLeader') and b.id <> a.id and b.password_hash is not null and b.disabled_at is null
    and o.court_id = any (select x.court_id from organisations.post x where x.person_id = a.person_id)
    and o.from_date <= ${todayOf(ctx)}::date and (o.until_date is null or o.until_date >= ${todayOf(ctx)}::date))`
const select = (ctx: Ctx, where: ReturnType<typeof sql>, limit: number) => {
  const [now, today] = [ctx.now.toString(), todayOf(ctx)]
  return sql<Row>`select * from (select a.id, a.person_id as "personId", p.name, a.login, p.side,
      coalesce((select c.name from organisations.contractor c where c.id = p.contractor_id), (select k.name from organisations.court k where k.id = p.court_id), '') as organisation,
      (select coalesce(array_agg(distinct o.role order by o.role), '{}') from organisations.post o
        where o.person_id = p.id and o.from_date <= ${today}::date and (o.until_date is null or o.until_date >= ${today}::date)) as roles,
      case when a.disabled_at is not null then 'disabled' when p.left_on <= ${today}::date then 'left' when a.locked_until > ${now} then 'locked'
        when a.password_hash is null then 'invited' else 'active' end as state,
      case when a.locked_until > ${now} then a.locked_until end as "lockedUntil", a.disabled_at as "disabledAt",
      a.totp_confirmed_at is not null as "totpOn", a.totp_required as "totpRequired",
      (select max(s.seen_at) from accounts.session s where s.account_id = a.id) as "lastSeenAt",
      (select count(*)::int from accounts.session s where s.account_id = a.id and s.revoked_at is null and s.expires_at > ${now}
        and s.seen_at + make_interval(secs => s.idle_seconds) > ${now}) as sessions, a.password_hash is not null as "everUsed", ${approverExists(ctx)} as "approverExists",
      case when a.link_approved_at > ${sinceOf(ctx)} then a.link_approved_at end as "linkApprovedAt", a.link_approved_by as "linkApprovedBy",
      (select b.name from organisations.person b where b.id = a.link_approved_by) as "approvedByName", a.revision
    from accounts.account a join organisations.person p on p.id = a.person_id) a where ${where} order by a.login limit ${limit}`
}
const inScope = (ctx: Ctx, courts: readonly number[]) =>
  sql`exists (select from organisations.person p where p.id = a."personId" and ${personInScope(ctx, courts)})`

const out = (ctx: Ctx, r: Row): Output<typeof api.listAccounts>['items'][number] => {
  const mine = r.personId === ctx.actor.personId
  const may = (permission: string, state: Decision): Decision =>
    !ctx.may(permission) ? no('not-allowed') : mine ? no('not-yourself') : state
  const { totpOn, totpRequired, everUsed, approverExists, linkApprovedAt, linkApprovedBy, approvedByName, ...rest } = r
  const approved = linkApprovedAt !== null && linkApprovedBy !== ctx.actor.personId
  const usable = r.state === 'disabled' ? no('account-disabled') : r.state === 'left' ? no('person-left') : yes
  const needs = (approvedNow: boolean): boolean => linkNeedsApproval({ roles: r.roles, everUsed, approverExists, approvedNow, totpOn })
  return {
    ...rest,
    totp: { on: totpOn, required: totpRequired },
    linkApproval: linkApprovedAt
      ? { byName: approvedByName ?? '', until: Temporal.Instant.from(linkApprovedAt).add({ hours: APPROVAL_HOURS }).toString() }
      : null,
    can: {
      link: may('accounts.create', usable.ok && needs(approved) ? no('link-needs-approval') : usable),
      approveLink: may('accounts.approve', !usable.ok ? usable : linkApprovedAt === null && needs(false) ? yes : no('approval-not-needed')),
      disable: may('accounts.disable', r.disabledAt ? no('account-disabled') : yes),
      enable: may('accounts.secure', !r.disabledAt ? no('account-not-disabled') : yes),
      unlock: may('accounts.secure', r.state === 'locked' ? yes : no('account-not-locked')),
      resetTotp: may('accounts.secure', totpOn ? yes : no('totp-not-on')),
      requireTotp: may('accounts.secure', totpRequired && needsSecondFactor(r.roles) ? no('totp-role-requires') : yes),
      revokeSessions: may('accounts.secure', yes),
    },
  }
}

export const listAccounts = async (ctx: Ctx, { query }: Input<typeof api.listAccounts>): Promise<Output<typeof api.listAccounts>> => {
  const [after] = readCursor(query.after, 1) ?? [null]
  const q = query.q ? `%${query.q.replace(/[\\%_]/g, '\\$&')}%` : null
  const where = sql`${inScope(ctx, await courtsOf(ctx))} and (${after}::text is null or a.login > ${after})
    and (${q}::text is null or a.login like ${q} or a.name like ${q}) and (${query.state ?? null}::text is null or a.state = ${query.state ?? null})`
  const page = pageOf((await select(ctx, where, query.limit + 1).execute(ctx.tx)).rows, query.limit, (r) => [r.login])
  return {
    next: page.next,
    items: page.items.map((r) => out(ctx, r)),
    can: { create: ctx.may('accounts.create') ? yes : no('not-allowed') },
  }
}

export const readAccount = async (ctx: Ctx, { params }: Input<typeof api.readAccount>): Promise<Output<typeof api.readAccount>> => {
  const found = await select(ctx, sql`${inScope(ctx, await courtsOf(ctx))} and a.id = ${params.id}`, 1).execute(ctx.tx)
  const row = found.rows[0]
  if (!row) throw new Fail('not-found', 404)
  const live = (await liveSessions(ctx, row.id)).map((s) => ({ ...s, current: s.id === ctx.actor.sessionId }))
  return { ...out(ctx, row), live }
}

/** Makes an account without a password. A second factor is required of the roles that need one, unless said otherwise (demo). */
export const makeAccount = async (
  ctx: Ctx,
  o: { personId: number; login: string; totpRequired?: boolean },
): Promise<{ id: number; revision: number }> => {
  const posts = await selectPostsOf(ctx, o.personId, null, todayOf(ctx))
  const open = posts.filter((p) => p.untilDate === null || p.untilDate >= todayOf(ctx)).map((p) => p.role)
  const login = o.login.trim().toLowerCase()
  const taken = await sql<{
    person_id: number
  }>`select person_id from accounts.account where login = ${login} or person_id = ${o.personId}`.execute(ctx.tx)
  if (taken.rows.length) throw new Fail(taken.rows.some((r) => r.person_id === o.personId) ? 'account-exists' : 'login-taken', 409)
  const required = o.totpRequired ?? needsSecondFactor(open)
  const made = await sql<{
    id: number
    revision: number
  }>`insert into accounts.account (person_id, login, totp_required) values (${o.personId}, ${login}, ${required})
    on conflict do nothing returning id, revision`.execute(ctx.tx)
  const row = made.rows[0]
  if (!row) throw new Fail('login-taken', 409)
  await ctx.audit({
    verb: 'account.create',
    objectType: 'account',
    objectId: row.id,
    after: { ...o, login },
    data: { personId: o.personId },
  })
  return row
}

const person = async (ctx: Ctx, id: number): Promise<void> => {
  const p = await selectPerson(ctx, await courtsOf(ctx), todayOf(ctx), id)
  if (!p) throw new Fail('not-found', 404)
  if (p.leftOn !== null && p.leftOn <= todayOf(ctx)) throw new Fail('person-left', 409)
}

export const createAccount = async (ctx: Ctx, { body }: Input<typeof api.createAccount>): Promise<Output<typeof api.createAccount>> => {
  if (body.personId === ctx.actor.personId) throw new Fail('not-yourself', 409)
  await person(ctx, body.personId)
  // What the roles require is not the maker's to waive.
  const row = await makeAccount(ctx, { personId: body.personId, login: body.login, totpRequired: body.totpRequired || undefined })
  return { ...row, link: await newLink(ctx, { id: row.id, passwordHash: null }) }
}

/** The account of another person in my courts. Fail: not-found, not-yourself. */
const anothers = async (ctx: Ctx, id: number): Promise<AccountRow> => {
  const a = await accountById(ctx, id)
  const p = a ? await selectPerson(ctx, await courtsOf(ctx), todayOf(ctx), a.personId) : null
  if (!a || !p) throw new Fail('not-found', 404)
  if (a.personId === ctx.actor.personId) throw new Fail('not-yourself', 409)
  return a
}

/** Does a link for this account still need a second hand, from where the actor stands; and whose approval carries it. */
const approvalOf = async (ctx: Ctx, id: number): Promise<{ needed: boolean; by: number | null }> => {
  const row = (await select(ctx, sql`a.id = ${id}`, 1).execute(ctx.tx)).rows[0]!
  const by = row.linkApprovedAt !== null && row.linkApprovedBy !== ctx.actor.personId ? row.linkApprovedBy : null
  return { needed: linkNeedsApproval({ ...row, approvedNow: by !== null }), by }
}
export const approveLink = async (
  ctx: Ctx,
  { params, body, revision }: Input<typeof api.approveLink>,
): Promise<{ id: number; revision: number }> => {
  const a = await anothers(ctx, params.id)
  if (a.disabledAt) throw new Fail('account-disabled', 409)
  if (!isUsable(ctx, a)) throw new Fail('person-left', 409)
  const row = (await select(ctx, sql`a.id = ${a.id}`, 1).execute(ctx.tx)).rows[0]!
  if (row.linkApprovedAt !== null || !linkNeedsApproval({ ...row, approvedNow: false })) throw new Fail('approval-not-needed', 409)
  const done = await sql<{
    revision: number
  }>`update accounts.account set link_approved_at = ${ctx.now.toString()}, link_approved_by = ${ctx.actor.personId}, revision = revision + 1
    where id = ${a.id} and revision = ${revision} returning revision`.execute(ctx.tx)
  if (!done.rows[0]) throw new Fail('stale-revision', 409)
  await ctx.audit({
    verb: 'account.approveLink',
    objectType: 'account',
    objectId: a.id,
    after: { reason: body.reason },
    data: { personId: a.personId },
  })
  return { id: a.id, revision: done.rows[0].revision }
}

export const makeLink = async (ctx: Ctx, { params }: Input<typeof api.makeLink>): Promise<Link> => {
  const a = await anothers(ctx, params.id)
  if (a.disabledAt) throw new Fail('account-disabled', 409)
  if (!isUsable(ctx, a)) throw new Fail('person-left', 409)
  const approval = await approvalOf(ctx, a.id)
  if (approval.needed) throw new Fail('link-needs-approval', 409)
  // An approval is for one link.
  await sql`update accounts.account set link_approved_at = null, link_approved_by = null where id = ${a.id} and link_approved_at is not null`.execute(
    ctx.tx,
  )
  await ctx.audit({
    verb: 'account.makeLink',
    objectType: 'account',
    objectId: a.id,
    data: { personId: a.personId, approvedBy: approval.by },
  })
  return newLink(ctx, a)
}

type Change = { code: string | null; set: (ctx: Ctx, a: AccountRow) => ReturnType<typeof sql>; ends?: string }
const act =
  (verb: string, change: (ctx: Ctx, a: AccountRow) => Change) =>
  async (
    ctx: Ctx,
    { params, body, revision }: { params: { id: number }; body: { reason: string }; revision: number },
  ): Promise<{ id: number; revision: number }> => {
    const a = await anothers(ctx, params.id)
    const c = change(ctx, a)
    if (c.code) throw new Fail(c.code, 409)
    const done = await sql<{
      revision: number
    }>`update accounts.account set ${c.set(ctx, a)}, revision = revision + 1 where id = ${a.id} and revision = ${revision} returning revision`.execute(
      ctx.tx,
    )
    if (!done.rows[0]) throw new Fail('stale-revision', 409)
    const ended = c.ends ? await endSessions(ctx, { accountId: a.id }, c.ends) : 0
    await ctx.audit({ verb, objectType: 'account', objectId: a.id, after: { reason: body.reason }, data: { personId: a.personId, ended } })
    return { id: a.id, revision: done.rows[0].revision }
  }
export const disableAccount = act('account.disable', (ctx, a) => ({
  code: a.disabledAt ? 'account-disabled' : null,
  set: () => sql`disabled_at = ${ctx.now.toString()}`,
  ends: 'disabled',
}))
export const enableAccount = act('account.enable', (ctx, a) => ({
  code: !a.disabledAt ? 'account-not-disabled' : isUsable(ctx, { ...a, disabledAt: null }) ? null : 'person-left',
  set: () => sql`disabled_at = null`,
}))
export const unlockAccount = act('account.unlock', (_ctx, a) => ({
  code: a.lockedUntil ? null : 'account-not-locked',
  set: () => sql`failed_count = 0, locked_until = null`,
}))
export const resetSecondFactor = act('account.resetTotp', (_ctx, a) => ({
  code: a.totpConfirmedAt ? null : 'totp-not-on',
  set: () => sql`totp_sealed = null, totp_confirmed_at = null, totp_last_step = 0`,
  ends: 'second-factor',
}))
export const revokeSessions = act('session.revoke', () => ({ code: null, set: () => sql`login = login`, ends: 'by-administrator' }))

export const requireSecondFactor = async (
  ctx: Ctx,
  { params, body, revision }: Input<typeof api.requireSecondFactor>,
): Promise<{ id: number; revision: number }> => {
  const a = await anothers(ctx, params.id)
  if (!body.required) {
    const posts = await selectPostsOf(ctx, a.personId, null, todayOf(ctx))
    if (needsSecondFactor(posts.filter((p) => p.current).map((p) => p.role))) throw new Fail('totp-role-requires', 409)
  }
  const done = await sql<{
    revision: number
  }>`update accounts.account set totp_required = ${body.required}, revision = revision + 1 where id = ${a.id} and revision = ${revision} returning revision`.execute(
    ctx.tx,
  )
  if (!done.rows[0]) throw new Fail('stale-revision', 409)
  await ctx.audit({ verb: 'account.requireTotp', objectType: 'account', objectId: a.id, after: body, data: body })
  return { id: a.id, revision: done.rows[0].revision }
}

export const listFailedLogins = async (
  ctx: Ctx,
  { query }: Input<typeof api.listFailedLogins>,
): Promise<Output<typeof api.listFailedLogins>> => {
  const [at, login] = readCursor(query.after, 2) ?? [null, null]
  const found = await sql<{ at: string; ip: string; login: string; known: boolean }>`
    select f.at, f.ip, f.login, exists (select from accounts.account a where a.login = f.login) as known from accounts.failed_login f
    where f.at > ${ctx.now.subtract({ hours: 24 }).toString()} and (${at}::timestamptz is null or (f.at, f.login) < (${at}::timestamptz, ${login}))
    order by f.at desc, f.login desc limit ${query.limit + 1}`.execute(ctx.tx)
  return pageOf(found.rows, query.limit, (r) => [r.at, r.login])
}
