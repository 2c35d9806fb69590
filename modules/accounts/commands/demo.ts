import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import type { Role } from '../../organisations/rules/roles.ts'
import { todayOf } from '../../organisations/public.ts'

/** The password of every account of the demo court; it stands on the login page in demo mode and nowhere else. */
export const DEMO_PASSWORD = 'Lianxi-Fating-2026'

/** The making of the demo was broken off: what there is has no end and no accounts. Asked only while nothing is being made here. */
export const demoBroken = async (ctx: Ctx): Promise<boolean> =>
  (await sql`select from bw.setting where court_id = 0 and key = 'demo' and value ->> 'state' = 'making'`.execute(ctx.tx)).rows.length > 0

/** One account for each role and team or division, so that the page stays short. */
export const demoAccounts = async (
  ctx: Ctx,
): Promise<{ login: string; name: string; roles: Role[]; organisation: string; unit: string | null; password: string }[]> => {
  const today = todayOf(ctx)
  const found = await sql<{ login: string; name: string; roles: Role[]; organisation: string; unit: string | null }>`
    select a.login, p.name, array_agg(distinct o.role order by o.role) as roles,
      coalesce((select c.name from organisations.contractor c where c.id = p.contractor_id), max(k.name)) as organisation, coalesce(max(o.team), max(d.name)) as unit
    from accounts.account a join organisations.person p on p.id = a.person_id
      join organisations.post o on o.person_id = p.id and o.from_date <= ${today}::date and (o.until_date is null or o.until_date >= ${today}::date)
      join organisations.court k on k.id = o.court_id left join organisations.division d on d.court_id = o.court_id and d.id = o.division_id
    where a.disabled_at is null and a.password_hash is not null and (p.left_on is null or p.left_on > ${today}::date)
    group by a.id, p.id order by p.id limit 200`.execute(ctx.tx)
  const shown = new Set<string>()
  return found.rows
    .filter((a) => {
      const key = [...a.roles, a.unit].join()
      const first = !shown.has(key)
      shown.add(key)
      return first
    })
    .map((a) => ({ ...a, password: DEMO_PASSWORD }))
}
