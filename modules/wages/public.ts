import type { Ctx } from '../../platform/http/context.ts'
import { sql } from 'kysely'
import { courtOf, openLines } from './queries.ts'
import type { Amount, ListKind } from './rules.ts'

export { standings as terminationStanding } from './commands/months.ts'

/** What lists say about one person (个保法45), for the file he may ask for; as the system's own reading. */
export const wagesOf = async (
  ctx: Ctx,
  personId: number,
): Promise<{ month: string; kind: ListKind; amounts: Partial<Record<Amount, number>> }[]> => {
  const { rows } = await sql<{
    id: number
    month: string
    kind: ListKind
  }>`select l.id, m.month, l.kind from wages.list l join wages.month m on m.court_id = l.court_id and m.id = l.month_id
    join organisations.post o on o.court_id = m.court_id and o.engagement_id = m.engagement_id and o.person_id = ${personId}
    where l.court_id = ${courtOf(ctx)} and l.superseded_at is null and l.lines_sealed is not null group by l.id, m.month, l.kind order by m.month, l.id limit 1000`.execute(
    ctx.tx,
  )
  const found = []
  for (const r of rows)
    for (const line of (await openLines(ctx, r.id)).lines)
      if (line.personId === personId) found.push({ month: r.month, kind: r.kind, amounts: line.amounts })
  return found
}
