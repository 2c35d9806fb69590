import { type RawBuilder, sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { toDate } from '../../platform/calendar/zoned.ts'
import type { Ctx } from '../../platform/http/context.ts'
import { pageOf, readCursor } from '../../platform/http/cursor.ts'
import { Fail } from '../../platform/http/problems.ts'
import { anyOf, openPhone, pageInScope, parseCaseNumber, titleOfCase } from '../cases/public.ts'
import type { MaterialRow, views } from './api.ts'
import { lightOf } from './rules/due.ts'
import { type MaterialSettings, type MaterialState, usual } from './rules/kinds.ts'
import { isSerialNumber, mailNumber } from './rules/shape.ts'

const over: readonly MaterialState[] = ['signed', 'sent', 'returned', 'cancelled']
/** Due and light of a row: in the pool the pool's clock, afterwards the delivery's; none while the court or the party has the word. */
const shown = <R extends { state: MaterialState; dueAt: string; poolDueAt: string | null }>(
  ctx: Ctx,
  r: R,
): R & Pick<MaterialRow, 'light'> => {
  const due = r.state === 'pool' && r.poolDueAt ? r.poolDueAt : r.dueAt
  const at = (text: string): Temporal.Instant => Temporal.Instant.from(text)
  return {
    ...r,
    light: r.state === 'awaiting' || r.state === 'escalated' ? 'calm' : lightOf(at(due), ctx.now, over.includes(r.state), ctx.calendar),
  }
}
const contractor = (ctx: Ctx): boolean => ctx.actor.side === 'contractor'
/** The court reads materials in its scope; the desk reads its own work from a view without content, and the content of what its people hold beside it. */
const columns = (
  ctx: Ctx,
) => sql`d.id, d.number, d.direction, d.channel, d.state, d.urgent, d.received_at as "receivedAt", d.due_at as "dueAt", d.provisional, d.pool_due_at as "poolDueAt", d.items, d.copies, d.pages,
  i.case_id as "caseId", c.number as "caseNumber", i.sender_name as "senderName", d.recipient_id as "recipientId", (select p.name from organisations.person p where p.id = d.recipient_id) as "recipientName",
  d.carried_at as "carriedAt", d.signed_at as "signedAt", d.chased_at as "chasedAt",
  (select t.id from worklist.task t where t.court_id = d.court_id and t.subject_type = 'material' and t.subject_id = d.id and t.assignee_id = ${ctx.actor.personId} and t.state in ('claimed', 'started') order by t.id desc limit 1) as "taskId"`
const base = (ctx: Ctx) => sql`${contractor(ctx) ? sql`materials.desk` : sql`materials.intake`} d
  left join materials.intake i on i.court_id = d.court_id and i.id = d.id
  left join cases.case_record c on c.court_id = i.court_id and c.id = i.case_id`

const viewWhere = (ctx: Ctx, view: (typeof views)[number]): RawBuilder<unknown>[] => {
  switch (view) {
    case 'pool':
      return [sql`r.state in ('pool', 'escalated', 'awaiting')`]
    case 'escalated':
      return [sql`r.state = 'escalated'`]
    case 'carry':
      return [sql`r.state in ('carry', 'refused', 'desk', 'differs', 'handOut')`]
    case 'unsigned':
      return [sql`r.state = 'carried'`]
    case 'urgent':
      return [sql`r.urgent and r.state in ('carry', 'carried', 'refused')`]
    case 'late':
      return [
        sql`((r.state in ('carry', 'carried', 'refused', 'desk', 'differs', 'handOut') and r.due_at < (select bw.now())) or (r.state = 'pool' and r.pool_due_at < (select bw.now())))`,
      ]
    case 'done':
      return [sql`r.state in ('signed', 'sent', 'returned')`]
    case 'all':
      return []
  }
}
export interface MaterialFilter {
  view: (typeof views)[number]
  direction?: 'in' | 'out' | undefined
  q?: string | undefined
  caseId?: number | undefined
  recipientId?: number | undefined
  receivedFrom?: string | undefined
  receivedUntil?: string | undefined
  cursor?: string | undefined
  limit: number
}
const dayStart = (day: string): RawBuilder<unknown> => sql`(${day}::date::timestamp at time zone 'Asia/Shanghai')`
const matching = (ctx: Ctx, q: string): RawBuilder<unknown> => {
  const number = parseCaseNumber(q)
  if (isSerialNumber(q)) return sql`r.number = ${q.normalize('NFKC').trim().toUpperCase()}`
  if (number.ok)
    return sql`r.case_id = any (array(select k.id from cases.case_record k where k.court_id = ${ctx.actor.courtId} and k.number = ${number.text}))`
  const mail = mailNumber(q)
  return mail && !contractor(ctx) ? sql`r.mail_no = ${mail}` : sql`false`
}

/** Newest first; pages by id. */
export const listMaterials = async (ctx: Ctx, f: MaterialFilter): Promise<{ items: MaterialRow[]; next: string | null }> => {
  const where = viewWhere(ctx, f.view)
  if (f.direction) where.push(sql`r.direction = ${f.direction}`)
  if (f.recipientId) where.push(sql`r.recipient_id = ${f.recipientId}`)
  if (f.receivedFrom) where.push(sql`r.received_at >= ${dayStart(f.receivedFrom)}`)
  if (f.receivedUntil) where.push(sql`r.received_at < ${dayStart(f.receivedUntil)} + interval '1 day'`)
  const at = readCursor(f.cursor, 1)
  if (at) where.push(sql`r.id < ${at[0]}::bigint`)
  let ids: number[]
  if (contractor(ctx)) {
    // By case only where the reader holds it; the desk's view has no case.
    if (f.caseId)
      where.push(
        sql`r.id = any (array(select i.id from materials.intake i where i.court_id = ${ctx.actor.courtId} and i.case_id = ${f.caseId}))`,
      )
    if (f.q)
      where.push(
        parseCaseNumber(f.q).ok
          ? sql`r.id = any (array(select i.id from materials.intake i join cases.case_record k on k.court_id = i.court_id and k.id = i.case_id where i.court_id = ${ctx.actor.courtId} and k.number = ${(parseCaseNumber(f.q) as { text: string }).text}))`
          : matching(ctx, f.q),
      )
    const found = await sql<{
      id: number
    }>`select r.id from materials.desk r where ${sql.join([sql`r.court_id = ${ctx.actor.courtId}`, ...where], sql` and `)} order by r.id desc limit ${f.limit + 1}`.execute(
      ctx.tx,
    )
    ids = found.rows.map((r) => r.id)
  } else {
    if (f.caseId) where.push(sql`r.case_id = ${f.caseId}`)
    if (f.q) where.push(matching(ctx, f.q))
    ids = await pageInScope(
      ctx,
      { view: 'materials.intake_in_scope', table: 'materials.intake' },
      { columns: sql`r.id`, where, order: sql`r.id desc`, limit: f.limit + 1, named: Boolean(f.caseId || f.q) },
    )
  }
  const { rows } = await sql<
    Omit<MaterialRow, 'light'>
  >`select ${columns(ctx)} from ${base(ctx)} where d.court_id = ${ctx.actor.courtId} and d.id = ${anyOf(ids)} order by d.id desc`.execute(
    ctx.tx,
  )
  const page = pageOf(rows, f.limit, (r) => [r.id])
  return { items: page.items.map((r) => shown(ctx, r)), next: page.next }
}

const FIGURE_TO = 1000
export const figures = async (
  ctx: Ctx,
): Promise<Record<'pool' | 'poolLate' | 'escalated' | 'carry' | 'unsigned' | 'urgent' | 'late', number>> => {
  const from = contractor(ctx)
    ? sql`materials.desk`
    : ctx.actor.roles.some((r) => r === 'judge' || r === 'clerk')
      ? sql`materials.intake_in_scope`
      : sql`materials.intake`
  const own = ctx.actor.roles.some((r) => r === 'judge' || r === 'clerk') ? sql`and r.recipient_id = ${ctx.actor.personId}` : sql``
  const count = (where: readonly RawBuilder<unknown>[]): RawBuilder<unknown> =>
    sql`(select count(*)::int from (select 1 from ${from} r where r.court_id = ${ctx.actor.courtId} and ${sql.join(where, sql` and `)} ${own} limit ${sql.lit(FIGURE_TO)}) x)`
  const { rows } = await sql<
    Record<'pool' | 'poolLate' | 'escalated' | 'carry' | 'unsigned' | 'urgent' | 'late', number>
  >`select ${count(viewWhere(ctx, 'pool'))} as pool,
    ${count([sql`r.state = 'pool'`, sql`r.pool_due_at < (select bw.now())`])} as "poolLate", ${count(viewWhere(ctx, 'escalated'))} as escalated, ${count(viewWhere(ctx, 'carry'))} as carry,
    ${count(viewWhere(ctx, 'unsigned'))} as unsigned, ${count(viewWhere(ctx, 'urgent'))} as urgent, ${count(viewWhere(ctx, 'late'))} as late`.execute(
    ctx.tx,
  )
  return rows[0]!
}

export interface Intake {
  id: number
  number: string
  direction: 'in' | 'out'
  state: MaterialState
  case_id: number | null
  recipient_id: number | null
  engagement_id: number
  urgent: boolean
  received_at: string
  due_at: string
  pool_due_at: string | null
  revision: number
}
/** The material as the actor's scope shows it. Fail: not-found. */
export const findIntake = async (ctx: Ctx, id: number): Promise<Intake> => {
  const { rows } =
    await sql<Intake>`select i.id, i.number, i.direction, i.state, i.case_id, i.recipient_id, i.engagement_id, i.urgent, i.received_at, i.due_at, i.pool_due_at, i.revision
    from materials.intake i where i.court_id = ${ctx.actor.courtId} and i.id = ${id}`.execute(ctx.tx)
  if (!rows[0]) throw new Fail('not-found', 404)
  return rows[0]
}
/** One writer at a time, and no one who acts on what he saw before. Fail: not-found, stale-revision. */
export const lockIntake = async (ctx: Ctx, id: number, revision: number): Promise<Intake> => {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`materials.intake ${ctx.actor.courtId} ${id}`}, 0))`.execute(ctx.tx)
  const i = await findIntake(ctx, id)
  if (i.revision !== revision) throw new Fail('stale-revision', 409, { revision: i.revision })
  return i
}

/** Everything a material's record shows. Fail: not-found. */
export const recordOf = async (ctx: Ctx, id: number) => {
  const by = sql`(select p.name from organisations.person p where p.id = x.by_person)`
  const of = sql`x.court_id = ${ctx.actor.courtId} and x.intake_id = ${id}`
  const list = (fields: RawBuilder<unknown>, table: string, order = 'id') =>
    sql`coalesce((select json_agg(json_build_object(${fields}) order by x.${sql.raw(order)}) from ${sql.table(`materials.${table}`)} x where ${of}), '[]')`
  // biome-ignore lint/suspicious/noExplicitAny: shaped by the endpoint's schema, which drops what it does not name
  const { rows } =
    await sql<any>`select ${columns(ctx)}, i.revision, i.sender_as as "senderAs", i.shown_paper as "shownPaper", i.phone_sealed, ${titleOfCase(ctx)} as "caseTitle", i.number_stated as "numberStated",
    i.party_stated as "partyStated", i.opponent_stated as "opponentStated", i.mail_no as "mailNo", i.postmarked_on as "postmarkedOn", i.addressee, i.note, (select p.name from organisations.person p where p.id = i.registered_by) as "registeredBy",
    ${list(sql`'id', x.id, 'kind', x.kind, 'title', x.title, 'copies', x.copies, 'pages', x.pages, 'original', x.original, 'state', x.state`, 'item', 'position')} as content,
    ${list(sql`'caseNumber', (select k.number from cases.case_record k where k.court_id = x.court_id and k.id = x.case_id), 'how', x.how, 'facts', x.facts, 'by', ${by}, 'at', x.at, 'undoneAt', x.undone_at, 'undoneBy', (select p.name from organisations.person p where p.id = x.undone_by), 'undoneBecause', x.undone_because`, 'match')} as matches,
    ${list(sql`'kind', x.kind, 'note', x.note, 'by', ${by}, 'at', x.at`, 'event')} as events,
    ${list(sql`'item', (select t.title from materials.item t where t.court_id = x.court_id and t.id = x.item_id), 'outcome', x.outcome, 'reason', x.reason, 'note', x.note, 'by', ${by}, 'standInBecause', x.stand_in_because, 'at', x.at`, 'signature')} as signatures,
    ${list(sql`'id', x.id, 'name', x.name, 'size', x.size, 'type', x.type, 'by', ${by}, 'at', x.at`, 'scan')} as scans,
    ${list(sql`'how', x.how, 'receiver', x.receiver, 'mailNo', x.mail_no, 'note', x.note, 'by', ${by}, 'at', x.at`, 'hand_out')} as "handOuts",
    coalesce((select json_agg(json_build_object('id', l.id, 'number', l.number) order by l.id) from materials.list_line x join materials.list l on l.court_id = x.court_id and l.id = x.list_id where ${of}), '[]') as lists
    from ${base(ctx)} where d.court_id = ${ctx.actor.courtId} and d.id = ${id} and i.id is not null`.execute(ctx.tx)
  const r = rows[0]
  if (!r) throw new Fail('not-found', 404)
  const { phone_sealed: sealed, ...rest } = r
  return shown(ctx, { ...rest, phone: sealed ? openPhone(ctx, ctx.actor.courtId!, sealed) : null })
}

export const settingsOf = async (ctx: Ctx): Promise<MaterialSettings & { revision: number }> => {
  const { rows } = await sql<{
    value: Partial<MaterialSettings>
    revision: number
    own: boolean
  }>`select value, revision, court_id > 0 as own from bw.setting where key = 'materials.rules' and court_id in (0, ${ctx.actor.courtId}) order by court_id desc limit 1`.execute(
    ctx.tx,
  )
  return { ...usual, ...rows[0]?.value, revision: rows[0]?.own ? rows[0].revision : 0 }
}
/** Contractors engaged today for this service; outsourced staff: those at whose desk they work. */
export const engagements = async (ctx: Ctx): Promise<{ id: number; title: string; contractor: string }[]> =>
  (
    await sql<{
      id: number
      title: string
      contractor: string
    }>`select e.id, e.title, k.name as contractor from organisations.engagement e join organisations.contractor k on k.id = e.contractor_id
      where e.court_id = ${ctx.actor.courtId} and e.state = 'active' and 'materials' = any (e.services) and e.from_date <= ${toDate(ctx.now).toString()}::date and e.until_date >= ${toDate(ctx.now).toString()}::date
        ${contractor(ctx) ? sql`and e.id = any ((select materials.desks())::int[])` : sql``} order by e.id`.execute(ctx.tx)
  ).rows
export const courtName = async (ctx: Ctx): Promise<string> =>
  (await sql<{ name: string }>`select name from organisations.court where id = ${ctx.actor.courtId}`.execute(ctx.tx)).rows[0]?.name ?? ''

export const putEvent = async (ctx: Ctx, intakeId: number, kind: string, note = ''): Promise<void> => {
  await sql`insert into materials.event (court_id, intake_id, kind, note, by_person) values (${ctx.actor.courtId}, ${intakeId}, ${kind}, ${note}, ${ctx.actor.personId})`.execute(
    ctx.tx,
  )
}
/** The next number of the day: two at once wait for each other, not for anything else. */
export const nextOfDay = async (ctx: Ctx, table: 'intake' | 'list', make: (n: number) => string): Promise<string> => {
  const prefix = make(0).slice(0, 11)
  await sql`select pg_advisory_xact_lock(hashtextextended(${`materials ${ctx.actor.courtId} ${prefix}`}, 0))`.execute(ctx.tx)
  const { rows } = await sql<{ n: number }>`select materials.last_of_day(${table}, ${prefix}) as n`.execute(ctx.tx)
  return make(rows[0]!.n + 1)
}
export const runningItem = async (ctx: Ctx, intakeId: number): Promise<number | null> =>
  (
    await sql<{
      id: number
    }>`select id from processes.instance where court_id = ${ctx.actor.courtId} and subject_type = 'material' and subject_id = ${intakeId} and state in ('running', 'suspended') order by id desc limit 1`.execute(
      ctx.tx,
    )
  ).rows[0]?.id ?? null
