import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { toDate } from '../../../platform/calendar/zoned.ts'
import type { Ctx } from '../../../platform/http/context.ts'
import { pageOf, readCursor } from '../../../platform/http/cursor.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { anyOf } from '../../cases/public.ts'
import { completeTask, notify, taskForForm } from '../../worklist/public.ts'
import type { HandOverList, ListRow } from '../api-lists.ts'
import type { MaterialRow } from '../api.ts'
import { findIntake, listMaterials, nextOfDay } from '../queries.ts'
import { lightOf } from '../rules/due.ts'
import { serialNumber } from '../rules/shape.ts'
import { maySign } from '../rules/sign.ts'

/** What the operator has in hand to be carried, by recipient. */
export const toCarry = async (ctx: Ctx, limit: number): Promise<(MaterialRow & { taskRevision: number })[]> => {
  const { rows } = await sql<{
    id: number
    subject: number
    revision: number
  }>`select t.id, t.subject_id as subject, t.revision from worklist.task t
    where t.court_id = ${ctx.actor.courtId} and t.assignee_id = ${ctx.actor.personId} and t.form = 'material-carry' and t.state in ('claimed', 'started') order by t.due_at, t.id limit ${limit}`.execute(
    ctx.tx,
  )
  if (rows.length === 0) return []
  const { items } = await listMaterials(ctx, { view: 'carry', direction: 'in', limit: 200 })
  const byId = new Map(items.map((m) => [m.id, m]))
  return rows.flatMap((r) => {
    const m = byId.get(r.subject)
    return m ? [{ ...m, taskId: r.id, taskRevision: r.revision }] : []
  })
}

/** 交接清单: one for each recipient; each material's step of carrying closes with it, and the operator's access. Fail: recipient-missing, task-twice. */
export const makeLists = async (
  ctx: Ctx,
  tasks: readonly { id: number; revision: number }[],
): Promise<{ id: number; number: string; recipientName: string; lines: number }[]> => {
  if (new Set(tasks.map((t) => t.id)).size !== tasks.length) throw new Fail('task-twice', 422, { field: 'tasks' })
  const groups = new Map<
    string,
    {
      recipientId: number
      engagementId: number
      lines: { taskId: number; revision: number; intakeId: number; caseId: number; grantId: number | null; number: string }[]
    }
  >()
  for (const t of tasks) {
    const task = await taskForForm(ctx, t.id, 'material-carry')
    const i = await findIntake(ctx, task.subject_id)
    if (!i.recipient_id) throw new Fail('recipient-missing', 422, { number: i.number })
    const key = `${i.recipient_id}/${i.engagement_id}`
    const group = groups.get(key) ?? { recipientId: i.recipient_id, engagementId: i.engagement_id, lines: [] }
    group.lines.push({ taskId: t.id, revision: t.revision, intakeId: i.id, caseId: i.case_id!, grantId: task.grant_id, number: i.number })
    groups.set(key, group)
  }
  const day = toDate(ctx.now).toString()
  const made: { id: number; number: string; recipientName: string; lines: number }[] = []
  for (const g of groups.values()) {
    const number = await nextOfDay(ctx, 'list', (n) => serialNumber('JJ', day, n))
    const { rows } = await sql<{
      id: number
    }>`insert into materials.list (court_id, number, code, engagement_id, recipient_id, made_by) values (${ctx.actor.courtId}, ${number}, ${ctx.app.keys.token(9)}, ${g.engagementId}, ${g.recipientId}, ${ctx.actor.personId}) returning id`.execute(
      ctx.tx,
    )
    const id = rows[0]!.id
    for (const l of g.lines) {
      // Before the step closes: afterwards the material is out of the operator's sight.
      await sql`insert into materials.list_line (court_id, list_id, intake_id) values (${ctx.actor.courtId}, ${id}, ${l.intakeId})`.execute(
        ctx.tx,
      )
      await sql`insert into materials.event (court_id, intake_id, kind, note, by_person) values (${ctx.actor.courtId}, ${l.intakeId}, 'listed', ${number}, ${ctx.actor.personId})`.execute(
        ctx.tx,
      )
      await ctx.audit({
        verb: 'material.list.make',
        objectType: 'material',
        objectId: l.intakeId,
        caseId: l.caseId,
        grantId: l.grantId,
        data: { list: number },
      })
    }
    for (const l of g.lines)
      await completeTask(ctx, { taskId: l.taskId, revision: l.revision, variables: { carry: 'listed' }, outcome: 'listed' })
    await notify(ctx, { personIds: [g.recipientId] }, 'material-list', { number, lines: g.lines.length }, `/materials/lists/${id}`)
    const name = await sql<{ name: string }>`select name from organisations.person where id = ${g.recipientId}`.execute(ctx.tx)
    made.push({ id, number, recipientName: name.rows[0]?.name ?? '', lines: g.lines.length })
  }
  return made
}

type Row = Omit<ListRow, 'light'>
const columns = (
  ctx: Ctx,
) => sql`l.id, l.number, l.recipient_id as "recipientId", (select p.name from organisations.person p where p.id = l.recipient_id) as "recipientName", (select p.name from organisations.person p where p.id = l.made_by) as "madeBy",
  l.made_at as "madeAt", l.signed_at as "signedAt", s.lines, s.open, s.due as "dueAt", s.urgent, l.revision
  from materials.list l cross join lateral (select count(*)::int as lines, count(*) filter (where i.state = 'carried')::int as open, min(i.due_at) filter (where i.state = 'carried') as due, coalesce(bool_or(i.urgent and i.state = 'carried'), false) as urgent
    from ${lines(ctx)} i where i.court_id = l.court_id and i.list_id = l.id) s`
// The desk counts its lines in its own view; the court in its scope.
const lines = (ctx: Ctx) =>
  ctx.actor.side === 'contractor'
    ? sql`(select x.court_id, x.list_id, d.state, d.due_at, d.urgent from materials.desk_line x join materials.desk d on d.court_id = x.court_id and d.id = x.intake_id)`
    : sql`(select x.court_id, x.list_id, k.state, k.due_at, k.urgent from materials.list_line x join materials.intake k on k.court_id = x.court_id and k.id = x.intake_id)`
const lit = (ctx: Ctx, r: Row): ListRow => ({
  ...r,
  light: r.open === 0 || !r.dueAt ? 'done' : lightOf(Temporal.Instant.from(r.dueAt), ctx.now, false, ctx.calendar),
})

export const listLists = async (
  ctx: Ctx,
  f: { view: 'mine' | 'open' | 'all'; recipientId?: number | undefined; cursor?: string | undefined; limit: number },
): Promise<{ items: ListRow[]; next: string | null }> => {
  const where = [sql`l.court_id = ${ctx.actor.courtId}`]
  if (f.view === 'mine') where.push(sql`l.recipient_id = ${ctx.actor.personId}`)
  if (f.view !== 'all') where.push(sql`l.signed_at is null`)
  // Judges and clerks: their own lists; what a colleague is to sign is opened by the sheet's code.
  else if (ctx.actor.side === 'court' && ctx.actor.roles.every((r) => r === 'judge' || r === 'clerk'))
    where.push(sql`l.recipient_id = ${ctx.actor.personId}`)
  if (f.recipientId) where.push(sql`l.recipient_id = ${f.recipientId}`)
  const at = readCursor(f.cursor, 1)
  if (at) where.push(sql`l.id < ${at[0]}::bigint`)
  const ids = await sql<{
    id: number
  }>`select l.id from materials.list l where ${sql.join(where, sql` and `)} order by l.id desc limit ${f.limit + 1}`.execute(ctx.tx)
  const { rows } =
    await sql<Row>`select ${columns(ctx)} where l.court_id = ${ctx.actor.courtId} and l.id = ${anyOf(ids.rows.map((r) => r.id))} order by l.id desc`.execute(
      ctx.tx,
    )
  const page = pageOf(rows, f.limit, (r) => [r.id])
  return { items: page.items.map((r) => lit(ctx, r)), next: page.next }
}

export interface ListHead {
  id: number
  number: string
  code: string
  recipient_id: number
  revision: number
  made_at: string
  made_by: number
}
export const findList = async (ctx: Ctx, id: number): Promise<ListHead> => {
  const { rows } =
    await sql<ListHead>`select l.id, l.number, l.code, l.recipient_id, l.revision, l.made_at, l.made_by from materials.list l where l.court_id = ${ctx.actor.courtId} and l.id = ${id}`.execute(
      ctx.tx,
    )
  if (!rows[0]) throw new Fail('not-found', 404)
  return rows[0]
}
/** The list with its materials, each as far as the reader may see it. Fail: not-found. */
export const readList = async (ctx: Ctx, id: number): Promise<HandOverList> => {
  const head = await findList(ctx, id)
  const { rows } = await sql<
    Row & { revision: number }
  >`select ${columns(ctx)} where l.court_id = ${ctx.actor.courtId} and l.id = ${id}`.execute(ctx.tx)
  const from =
    ctx.actor.side === 'contractor'
      ? sql`materials.desk_line x join materials.desk d on d.court_id = x.court_id and d.id = x.intake_id left join materials.intake i on i.court_id = d.court_id and i.id = d.id`
      : sql`materials.list_line x join materials.intake d on d.court_id = x.court_id and d.id = x.intake_id join materials.intake i on i.court_id = d.court_id and i.id = d.id`
  const { rows: materials } = await sql<
    HandOverList['materials'][number] & { divisionId: number | null }
  >`select d.id, d.number, d.urgent, d.due_at as "dueAt", i.case_id as "caseId", c.number as "caseNumber", c.division_id as "divisionId", i.sender_name as "senderName", d.received_at as "receivedAt", i.postmarked_on as "postmarkedOn", i.id is null as hidden,
      coalesce((select json_agg(json_build_object('id', t.id, 'kind', t.kind, 'title', t.title, 'copies', t.copies, 'pages', t.pages, 'original', t.original, 'state', t.state,
        'answer', (select json_build_object('outcome', s.outcome, 'reason', s.reason, 'note', s.note, 'by', (select p.name from organisations.person p where p.id = s.by_person), 'standInBecause', s.stand_in_because, 'at', s.at)
          from materials.signature s where s.court_id = t.court_id and s.list_id = ${id} and s.item_id = t.id)) order by t.position) from materials.item t where t.court_id = i.court_id and t.intake_id = i.id), '[]') as items
    from ${from} left join cases.case_record c on c.court_id = i.court_id and c.id = i.case_id where x.court_id = ${ctx.actor.courtId} and x.list_id = ${id} order by d.urgent desc, d.id`.execute(
    ctx.tx,
  )
  const first = materials.find((m) => !m.hidden)
  const may = maySign(
    { personId: ctx.actor.personId ?? 0, side: ctx.actor.side, roles: ctx.actor.roles, divisionIds: ctx.actor.divisionIds },
    { recipientId: head.recipient_id, divisionId: first?.divisionId ?? null },
    '—',
  )
  const sign = typeof may === 'object' ? may.refused : rows[0]!.open === 0 ? 'not-carried' : true
  return { ...lit(ctx, rows[0]!), revision: head.revision, materials, standIn: may === 'standIn', can: { sign } }
}
