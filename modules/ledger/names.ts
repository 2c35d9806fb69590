import { sql } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'
import { titleOfCase } from '../cases/public.ts'

interface Named {
  objectType: string
  objectId: string
  caseId: number | null
}

/**
 * Names of the things on one page of the ledger, in one question. A case is named only where its own policy shows it to the reader; of people and
 * accounts a contractor's reader is told his own firm's (7.3.2.2). What was never there, or may not be seen, stays a number.
 */
export const namesOf = async (ctx: Ctx, page: readonly Named[]): Promise<(type: string, id: string) => string | null> => {
  const ids = (type: string): number[] => [
    ...new Set(page.filter((e) => e.objectType === type && /^[1-9]\d{0,14}$/.test(e.objectId)).map((e) => Number(e.objectId))),
  ]
  const cases = [...new Set([...ids('case'), ...page.flatMap((e) => (e.caseId === null ? [] : [e.caseId]))])]
  const mine = ctx.actor.side === 'contractor' ? sql`p.contractor_id = ${ctx.actor.contractorId}` : sql`true`
  const theCourt = ctx.actor.courtId === null ? sql`true` : sql`c.court_id = ${ctx.actor.courtId}`
  const { rows } = await sql<{ type: string; id: string; name: string }>`
    select 'case' as type, c.id::text as id, coalesce(c.number, ${titleOfCase(ctx)}) as name from cases.case_record c where c.id = any (${cases}::bigint[]) and ${theCourt}
    union all select 'person', p.id::text, p.name from organisations.person p where p.id = any (${ids('person')}::bigint[]) and ${mine}
    union all select 'account', a.id::text, concat_ws(' ', a.login, p.name) from accounts.account a join organisations.person p on p.id = a.person_id where a.id = any (${ids('account')}::bigint[]) and ${mine}
    union all select 'post', o.id::text, p.name from organisations.post o join organisations.person p on p.id = o.person_id where o.id = any (${ids('post')}::bigint[]) and ${mine}
    union all select 'fact', f.id::text, p.name from workforce.fact f join organisations.person p on p.id = f.person_id where f.id = any (${ids('fact')}::bigint[]) and ${mine}
    union all select 'contractor', k.id::text, k.name from organisations.contractor k where k.id = any (${ids('contractor')}::bigint[])
    union all select 'division', d.id::text, d.name from organisations.division d where d.id = any (${ids('division')}::bigint[])
    union all select 'court', t.id::text, t.name from organisations.court t where t.id = any (${ids('court')}::bigint[])`.execute(ctx.tx)
  const names = new Map(rows.map((r) => [`${r.type} ${r.id}`, r.name]))
  // A case may have neither, to a reader who holds no level of it.
  return (type, id) => names.get(`${type} ${id}`) ?? null
}
