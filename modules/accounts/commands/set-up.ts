import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import type { Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { assignPost, createPerson, insertCourt } from '../../organisations/public.ts'
import { type Role, sideOfRole } from '../../organisations/rules/roles.ts'
import type * as api from '../api.ts'
import { newLink } from '../links.ts'
import { insertFailure, recentFailures } from '../queries.ts'
import { ADDRESS_WINDOW_MINUTES, FAILURES_PER_ADDRESS } from '../rules.ts'
import { makeAccount } from './accounts.ts'
import { demoBroken } from './demo.ts'

// Without 0/O, 1/I: the code is read off a console and typed.
const SIGNS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
const bare = (code: string): string =>
  code
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')

const untouched = async (ctx: Ctx): Promise<boolean> =>
  (await sql`select from organisations.court limit 1`.execute(ctx.tx)).rows.length === 0

/** A one-time setup code for the console ('ABCD-EFGH-JKLM-NPQR', 80 bits), replacing an earlier one; null when a court exists (a half-made demo is none). */
export const makeSetupCode = async (ctx: Ctx): Promise<string | null> => {
  if (!(await untouched(ctx)) && !(await demoBroken(ctx))) return null
  const bytes = Buffer.from(ctx.app.keys.token(16), 'base64url')
  const code = [...bytes].map((b) => SIGNS[b % 32]).join('')
  await sql`delete from accounts.one_time_link where purpose = 'setup'`.execute(ctx.tx)
  await sql`insert into accounts.one_time_link (token_hash, purpose, expires_at)
    values (${ctx.app.keys.tokenHash(code)}, 'setup', ${ctx.now.add({ hours: 24 * 30 }).toString()})`.execute(ctx.tx)
  return code.match(/.{4}/g)!.join('-')
}

/**
 * Takes the code. A wrong one is returned, not thrown, so that it is counted. `again`: a half-made demo may be begun anew, with the very code
 * that began it too, since the console shows no other one before the next start.
 */
const takeSetupCode = async (ctx: Ctx, code: string, again = false): Promise<Fail | null> => {
  // Two set-ups at once: the second waits here and finds a court.
  await sql`select pg_advisory_xact_lock(hashtext('bailiwick.setup'))`.execute(ctx.tx)
  if (ctx.app.settings.demoMaking || !(again || (await untouched(ctx)))) throw new Fail('setup-done', 409)
  if ((await recentFailures(ctx, { ip: ctx.actor.ip ?? '', minutes: ADDRESS_WINDOW_MINUTES })) >= FAILURES_PER_ADDRESS)
    throw new Fail('too-many-attempts', 429)
  const taken = await sql`update accounts.one_time_link set used_at = ${ctx.now.toString()}
    where token_hash = ${ctx.app.keys.tokenHash(bare(code))} and purpose = 'setup' and (used_at is null or ${again}) and expires_at > ${ctx.now.toString()}`.execute(
    ctx.tx,
  )
  if (taken.numAffectedRows === 1n) return null
  await insertFailure(ctx, '(setup)')
  return new Fail('setup-code-wrong', 403)
}

export const setUp = async (ctx: Ctx, { body }: Input<typeof api.setUp>): Promise<Output<typeof api.setUp> | Fail> => {
  const wanted: [Role, { name: string; login: string } | undefined][] = [
    ['systemAdmin', body.systemAdmin],
    ['securityAdmin', body.securityAdmin],
    ['securityAuditor', body.securityAuditor],
    ['trialManagement', body.trialManagement],
  ]
  const people = wanted.flatMap(([role, who]) => (who ? [{ role, ...who }] : []))
  // 三员分立: three people; the same name thrice is what a hurried set-up would type.
  if (new Set(people.slice(0, 3).map((p) => p.name.replace(/\s/g, ''))).size < 3) throw new Fail('setup-names-equal', 422)
  if (new Set(people.map((p) => p.login)).size < people.length) throw new Fail('setup-logins-equal', 422)
  const wrong = await takeSetupCode(ctx, body.code)
  if (wrong) return wrong
  const court = await insertCourt(ctx, { parentId: null, ...body.court })
  // Nobody is signed in yet: the platform makes the first people, on the strength of the code.
  const platform: Ctx = { ...ctx, may: () => true, actor: { ...ctx.actor, side: 'system', personId: null, courtId: court.id } }
  const links = []
  for (const p of people) {
    const side = sideOfRole(p.role)
    const made = await createPerson(platform, { body: { side, name: p.name, courtId: court.id } })
    await assignPost(platform, { params: { id: made.id }, body: { role: p.role, courtId: court.id } })
    const account = await makeAccount(platform, { personId: made.id, login: p.login })
    const { token, path, expiresAt } = await newLink(platform, { id: account.id, passwordHash: null })
    links.push({ role: p.role, name: p.name, login: p.login, token, path, expiresAt })
  }
  await ctx.audit({ verb: 'court.setUp', objectType: 'court', objectId: court.id, courtId: court.id })
  return { courtId: court.id, links }
}

let demo: (() => void | Promise<void>) | null = null
/** Given by app: what makes the demo court; started after the code was taken, not waited for. */
export const onDemoRequested = (fn: () => void | Promise<void>): void => {
  demo = fn
}
export const setUpDemo = async (ctx: Ctx, { body }: Input<typeof api.setUpDemo>): Promise<{ started: true } | Fail> => {
  const start = demo
  if (!start) throw new Fail('demo-unavailable', 503)
  const wrong = await takeSetupCode(ctx, body.code, await demoBroken(ctx))
  if (wrong) return wrong
  ctx.afterCommit(() => void start())
  return { started: true }
}
