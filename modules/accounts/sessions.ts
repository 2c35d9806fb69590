import { createHash, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type pg from 'pg'
import { run } from '../../platform/db/connection.ts'
import type { Actor, Ctx } from '../../platform/http/context.ts'
import { Fail } from '../../platform/http/problems.ts'
import type { Enter } from '../../platform/http/server.ts'
import { selectPostsOf, todayOf } from '../organisations/public.ts'
import type { Stage } from './rules.ts'

interface Entered {
  account_id: number
  person_id: number
  court_id: number | null
  contractor_id: number | null
  side: Actor['side']
  roles: string[]
  divisions: number[]
  engagements: number[]
  name: string
  session_id: string
  stage: Stage
  touch: boolean
}

/** From a session token to the actor, with the transaction's row scope set; null: nobody. One statement, now and then a second. */
export const enterSession: Enter = async (client: pg.PoolClient, token: string, at: string | null, unattended = false) => {
  const { rows } = await run<Entered>(client, 'select * from accounts.enter($1, $2)', [createHash('sha256').update(token).digest(), at])
  const s = rows[0]
  if (!s) return null
  // Parallel requests of one session do not wait for each other here.
  if (s.touch && !unattended)
    await run(
      client,
      `update accounts.session set seen_at = coalesce($2::timestamptz, transaction_timestamp())
        where id = (select id from accounts.session where id = $1 for no key update skip locked)`,
      [s.session_id, at],
    )
  return {
    accountId: s.account_id,
    personId: s.person_id,
    courtId: s.court_id,
    contractorId: s.contractor_id,
    side: s.side,
    roles: s.roles,
    divisionIds: s.divisions,
    engagementIds: s.engagements,
    name: s.name,
    sessionId: s.session_id,
    ip: null,
    stage: s.stage,
  }
}

export interface SessionTimes {
  idleSeconds: number
  absoluteSeconds: number
  /** After so long without hands the screen is locked (7.3.2.5): of the court's people, and sooner of the contractor's. */
  lockSeconds: number
  lockSecondsContractor: number
  /** A password older than this is changed at the next login. */
  passwordDays: number
}
/** bw.setting 'accounts.sessions' of the court, else of the installation, else one hour, twelve hours, ten minutes, five minutes, 180 days. */
export const timesOf = async (ctx: Ctx, courtId: number | null): Promise<SessionTimes> => {
  const found = await sql<{
    value: Partial<SessionTimes>
  }>`select value from bw.setting where key = 'accounts.sessions' and court_id in (0, ${courtId ?? 0}) order by court_id`.execute(ctx.tx)
  return Object.assign(
    { idleSeconds: 3600, absoluteSeconds: 43_200, lockSeconds: 600, lockSecondsContractor: 300, passwordDays: 180 },
    ...found.rows.map((r) => r.value),
  )
}

/** What was set out of bounds (half a minute to a day) is brought within them; the contractor's is never the longer one. */
const lockAfter = (t: SessionTimes, contractor: boolean): number =>
  Math.round(Math.min(Math.max(contractor ? Math.min(t.lockSeconds, t.lockSecondsContractor) : t.lockSeconds, 30), 86_400))

/** Courts the person may work in: those of current posts, else of posts that are still to begin. Fail: no-current-post. */
export const workplaces = async (ctx: Ctx, personId: number): Promise<{ id: number; name: string }[]> => {
  const today = todayOf(ctx)
  const posts = await selectPostsOf(ctx, personId, null, today)
  const usable = posts.some((p) => p.current) ? posts.filter((p) => p.current) : posts.filter((p) => p.fromDate > today)
  return [...new Map(usable.map((p) => [p.courtId, { id: p.courtId, name: p.courtName }])).values()].sort((a, b) => a.id - b.id)
}

/** Opens a session in the court worked in last (if the person still has a post there) and hands the token to the browser. */
export const openSession = async (ctx: Ctx, account: { id: number; personId: number }, stage: Stage): Promise<string> => {
  const places = await workplaces(ctx, account.personId)
  if (places.length === 0) throw new Fail('no-current-post', 403)
  const last = await sql<{
    court_id: number | null
  }>`select court_id from accounts.session where account_id = ${account.id} order by created_at desc limit 1`.execute(ctx.tx)
  const courtId = (places.find((p) => p.id === last.rows[0]?.court_id) ?? places[0]!).id
  const times = await timesOf(ctx, courtId)
  const side = (await sql<{ side: Actor['side'] }>`select side from organisations.person where id = ${account.personId}`.execute(ctx.tx))
    .rows[0]?.side
  const lockSeconds = lockAfter(times, side === 'contractor')
  const token = ctx.app.keys.token()
  const id = randomUUID()
  // A browser that signs in again leaves no second session behind.
  if (ctx.actor.sessionId) await endSessions(ctx, { sessionId: ctx.actor.sessionId }, 'replaced')
  await sql`insert into accounts.session (id, token_hash, account_id, court_id, created_at, seen_at, expires_at, idle_seconds, lock_seconds, ip, agent, stage)
    values (${id}, ${ctx.app.keys.tokenHash(token)}, ${account.id}, ${courtId}, ${ctx.now.toString()}, ${ctx.now.toString()},
      ${ctx.now.add({ seconds: times.absoluteSeconds }).toString()}, ${times.idleSeconds}, ${lockSeconds}, ${ctx.actor.ip}, ${ctx.actor.agent ?? null}, ${stage})`.execute(
    ctx.tx,
  )
  ctx.cookies.set(token)
  return id
}

/** A session that rises gets a new token: one seen before the second factor opens nothing after it. */
export const raiseSession = async (ctx: Ctx, sessionId: string, stage: Stage): Promise<void> => {
  const token = ctx.app.keys.token()
  await sql`update accounts.session set stage = ${stage}, token_hash = ${ctx.app.keys.tokenHash(token)}, seen_at = ${ctx.now.toString()} where id = ${sessionId}`.execute(
    ctx.tx,
  )
  ctx.cookies.set(token)
}

/** Ends live sessions of an account or a person, or one session; `except` stays. Answers how many. */
export const endSessions = async (
  ctx: Ctx,
  whose: { accountId?: number; personId?: number; sessionId?: string; except?: string | null },
  because: string,
): Promise<number> => {
  const done = await sql`update accounts.session s set revoked_at = ${ctx.now.toString()}, revoked_because = ${because}
    where s.revoked_at is null and s.expires_at > ${ctx.now.toString()}
      and (${whose.sessionId ?? null}::uuid is null or s.id = ${whose.sessionId ?? null})
      and (${whose.accountId ?? null}::bigint is null or s.account_id = ${whose.accountId ?? null})
      and (${whose.personId ?? null}::bigint is null or s.account_id = (select a.id from accounts.account a where a.person_id = ${whose.personId ?? null}))
      and (${whose.except ?? null}::uuid is null or s.id <> ${whose.except ?? null})
      and ${whose.sessionId !== undefined || whose.accountId !== undefined || whose.personId !== undefined}`.execute(ctx.tx)
  return Number(done.numAffectedRows ?? 0)
}

/** For higher modules (veto, exit): every session of the person ends in this transaction. Answers how many. */
export const revokeSessionsOf = async (ctx: Ctx, personId: number, because: string): Promise<number> => {
  const ended = await endSessions(ctx, { personId }, because)
  if (ended)
    await ctx.audit({
      verb: 'session.revoke',
      objectType: 'person',
      objectId: personId,
      courtId: ctx.actor.courtId,
      data: { because, ended },
    })
  return ended
}

/** The session of this call opens nothing any more until the password is given. */
export const lockSession = async (ctx: Ctx): Promise<void> => {
  await sql`update accounts.session set locked_at = ${ctx.now.toString()} where id = ${ctx.actor.sessionId} and locked_at is null`.execute(
    ctx.tx,
  )
}
export const unlockSession = async (ctx: Ctx): Promise<void> => {
  await sql`update accounts.session set locked_at = null, seen_at = ${ctx.now.toString()} where id = ${ctx.actor.sessionId}`.execute(ctx.tx)
}

export interface SessionRow {
  id: string
  createdAt: string
  seenAt: string
  expiresAt: string
  ip: string | null
  agent: string | null
  stage: string
}
export const liveSessions = async (ctx: Ctx, accountId: number): Promise<SessionRow[]> =>
  (
    await sql<SessionRow>`select id, created_at as "createdAt", seen_at as "seenAt", expires_at as "expiresAt", ip, agent, stage from accounts.session
      where account_id = ${accountId} and revoked_at is null and expires_at > ${ctx.now.toString()}
        and seen_at + make_interval(secs => idle_seconds) > ${ctx.now.toString()} order by seen_at desc limit 100`.execute(ctx.tx)
  ).rows
