import { sql } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'
import type { AccountRow } from './queries.ts'

const HOURS = 72
export interface Link {
  purpose: 'invite' | 'reset'
  token: string
  path: string
  expiresAt: string
}
/** A link to set a password, once, within 72 hours; earlier ones of the account stop working. Only its hash is kept. */
export const newLink = async (ctx: Ctx, a: Pick<AccountRow, 'id' | 'passwordHash'>): Promise<Link> => {
  const purpose = a.passwordHash === null ? 'invite' : 'reset'
  const token = ctx.app.keys.token()
  const expiresAt = ctx.now.add({ hours: HOURS }).toString()
  await sql`delete from accounts.one_time_link where account_id = ${a.id} and used_at is null`.execute(ctx.tx)
  await sql`insert into accounts.one_time_link (token_hash, account_id, purpose, expires_at, made_by)
    values (${ctx.app.keys.tokenHash(token)}, ${a.id}, ${purpose}, ${expiresAt}, ${ctx.actor.personId})`.execute(ctx.tx)
  // After '#': the token reaches no server log and no Referer.
  return { purpose, token, path: `/link#${token}`, expiresAt }
}
/** The open link of a token; `use` takes it, so that of two at once one wins. */
export const openLink = async (
  ctx: Ctx,
  token: string,
  use: boolean,
): Promise<{ accountId: number; purpose: 'invite' | 'reset'; expiresAt: string } | null> => {
  const hash = ctx.app.keys.tokenHash(token)
  const open = sql`token_hash = ${hash} and used_at is null and expires_at > ${ctx.now.toString()} and purpose <> 'setup'`
  const columns = sql`account_id as "accountId", purpose, expires_at as "expiresAt"`
  const q = use
    ? sql<{
        accountId: number
        purpose: 'invite' | 'reset'
        expiresAt: string
      }>`update accounts.one_time_link set used_at = ${ctx.now.toString()} where ${open} returning ${columns}`
    : sql<{
        accountId: number
        purpose: 'invite' | 'reset'
        expiresAt: string
      }>`select ${columns} from accounts.one_time_link where ${open}`
  return (await q.execute(ctx.tx)).rows[0] ?? null
}
