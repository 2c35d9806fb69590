import { sql } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'

/** Tells people something, in the transaction that makes it true: named persons, or all who hold a court role now. */
export const notify = async (
  ctx: Ctx,
  to: { personIds: readonly number[] } | { role: string },
  kind: string,
  data: Record<string, unknown>,
  link: string | null,
): Promise<void> => {
  const who =
    'role' in to
      ? sql`select distinct person_id from organisations.post where court_id = ${ctx.actor.courtId} and role = ${to.role} and from_date <= (bw.now() at time zone 'Asia/Shanghai')::date
          and (until_date is null or until_date >= (bw.now() at time zone 'Asia/Shanghai')::date)`
      : sql`select unnest(${to.personIds as number[]}::bigint[]) as person_id`
  await sql`insert into worklist.notice (court_id, person_id, kind, data, link) select ${ctx.actor.courtId}, person_id, ${kind}, ${JSON.stringify(data)}::jsonb, ${link} from (${who}) w`.execute(
    ctx.tx,
  )
}

/** Many notices in one statement, each with its own words. */
export const notifyEach = async (
  ctx: Ctx,
  notices: readonly { personId: number; kind: string; data: Record<string, unknown>; link: string | null }[],
): Promise<void> => {
  if (!notices.length) return
  await sql`insert into worklist.notice (court_id, person_id, kind, data, link) select ${ctx.actor.courtId}, u.person, u.kind, u.data::jsonb, u.link
    from unnest(${notices.map((n) => n.personId)}::bigint[], ${notices.map((n) => n.kind)}::text[], ${notices.map((n) => JSON.stringify(n.data))}::text[], ${notices.map((n) => n.link)}::text[])
      u(person, kind, data, link)`.execute(ctx.tx)
}

export interface Notice {
  id: number
  kind: string
  data: Record<string, unknown>
  link: string | null
  at: string
  readAt: string | null
  /** The step a notice is about. Its case comes by what the reader may see now; a notice itself keeps no case. */
  task: { nameZh: string; nameEn: string; caseNumber: string | null } | null
}
export const myNotices = async (
  ctx: Ctx,
  after: number | undefined,
  limit: number,
): Promise<{ items: Notice[]; next: number | null; unread: number }> => {
  const { rows } = await sql<Notice>`with page as materialized (
      select n.*, substring(n.link from '^/tasks/([0-9]{1,18})$')::bigint as task_id from worklist.notice n where n.court_id = ${ctx.actor.courtId} and n.person_id = ${ctx.actor.personId}
      ${after ? sql`and (n.at, n.id) < (select l.at, l.id from worklist.notice l where l.court_id = ${ctx.actor.courtId} and l.id = ${after})` : sql``} order by n.at desc, n.id desc limit ${limit + 1})
    select n.id, n.kind, n.data, n.link, n.at, n.read_at as "readAt",
      case when e.element_id is not null then json_build_object('nameZh', e.name_zh, 'nameEn', e.name_en, 'caseNumber', c.number) end as task
    from page n left join worklist.task t on t.court_id = n.court_id and t.id = n.task_id left join processes.element e on e.definition_id = t.definition_id and e.element_id = t.element_id
      left join cases.case_record c on c.court_id = t.court_id and c.id = t.case_id order by n.at desc, n.id desc`.execute(ctx.tx)
  const { rows: count } = await sql<{
    n: number
  }>`select count(*)::int as n from (select 1 from worklist.notice where court_id = ${ctx.actor.courtId} and person_id = ${ctx.actor.personId} and read_at is null limit 100) x`.execute(
    ctx.tx,
  )
  const items = rows.slice(0, limit)
  return { items, next: rows.length > limit ? items.at(-1)!.id : null, unread: count[0]!.n }
}
/** Read up to the notice that stood on top, in the order they are shown. */
export const markRead = async (ctx: Ctx, upTo: number): Promise<void> => {
  await sql`update worklist.notice set read_at = bw.now() where court_id = ${ctx.actor.courtId} and person_id = ${ctx.actor.personId} and read_at is null
    and (at, id) <= (select l.at, l.id from worklist.notice l where l.court_id = ${ctx.actor.courtId} and l.id = ${upTo})`.execute(ctx.tx)
}
/** What the actor was told about a step is read once he has closed it. */
export const readOfTask = async (ctx: Ctx, taskId: number): Promise<void> => {
  await sql`update worklist.notice set read_at = bw.now() where court_id = ${ctx.actor.courtId} and person_id = ${ctx.actor.personId} and read_at is null and link = ${`/tasks/${taskId}`}`.execute(
    ctx.tx,
  )
}
