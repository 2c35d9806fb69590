import { sql } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'

/** Tells people something, in the transaction that makes it true: named persons, or all who hold a court role now. */
export const notify = async (ctx: Ctx, to: { personIds: readonly number[] } | { role: string }, kind: string, data: Record<string, unknown>, link: string | null): Promise<void> => {
  const who =
    'role' in to
      ? sql`select distinct person_id from organisations.post where court_id = ${ctx.actor.courtId} and role = ${to.role} and from_date <= (bw.now() at time zone 'Asia/Shanghai')::date
          and (until_date is null or until_date >= (bw.now() at time zone 'Asia/Shanghai')::date)`
      : sql`select unnest(${to.personIds as number[]}::bigint[]) as person_id`
  await sql`insert into worklist.notice (court_id, person_id, kind, data, link) select ${ctx.actor.courtId}, person_id, ${kind}, ${JSON.stringify(data)}::jsonb, ${link} from (${who}) w`.execute(ctx.tx)
}

export interface Notice { id: number; kind: string; data: Record<string, unknown>; link: string | null; at: string; readAt: string | null }
export const myNotices = async (ctx: Ctx, after: number | undefined, limit: number): Promise<{ items: Notice[]; next: number | null; unread: number }> => {
  const { rows } = await sql<Notice>`select id, kind, data, link, at, read_at as "readAt" from worklist.notice where court_id = ${ctx.actor.courtId} and person_id = ${ctx.actor.personId}
    ${after ? sql`and id < ${after}` : sql``} order by id desc limit ${limit + 1}`.execute(ctx.tx)
  const { rows: count } = await sql<{ n: number }>`select count(*)::int as n from (select 1 from worklist.notice where court_id = ${ctx.actor.courtId} and person_id = ${ctx.actor.personId} and read_at is null limit 100) x`.execute(ctx.tx)
  const items = rows.slice(0, limit)
  return { items, next: rows.length > limit ? items.at(-1)!.id : null, unread: count[0]!.n }
}
export const markRead = async (ctx: Ctx, upTo: number): Promise<void> => {
  await sql`update worklist.notice set read_at = bw.now() where court_id = ${ctx.actor.courtId} and person_id = ${ctx.actor.personId} and read_at is null and id <= ${upTo}`.execute(ctx.tx)
}
