import { sql, type RawBuilder } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'
import { Fail } from '../../platform/http/problems.ts'
import { titleOfCase } from '../cases/public.ts'

export interface ListedTask {
  id: number
  key: string
  element_id: string
  name_zh: string
  name_en: string
  form: string
  nature: 'procedural' | 'judgement'
  performer: 'outsourced' | 'court'
  role: string
  stage: string
  state: 'ready' | 'claimed' | 'started' | 'suspended' | 'done' | 'returned' | 'cancelled'
  due_at: string
  opened_at: string
  suspended_at: string | null
  assignee_id: number | null
  assignee_name: string | null
  engagement_id: number | null
  case_id: number
  case_number: string | null
  case_title: string | null
  /** The grants through which outsourced staff see the case on a list; for the ledger. */
  grants?: number[] | null
  subject_type: string
  subject_id: number
  returned_from: string | null
  reason: string | null
  revision: number
}

// The case comes through its own policy: a task in the pool shows no case until it is in somebody's hands, and the names of its parties only to level C1.
const columnsFor = (
  ctx: Ctx,
  title = titleOfCase(ctx),
  assignee = sql`p.name`,
): RawBuilder<unknown> => sql`t.id, t.key, t.element_id, e.name_zh, e.name_en, t.form, t.nature, t.performer, t.role, t.stage, t.state, t.due_at, t.opened_at, t.suspended_at, t.assignee_id, ${assignee} as assignee_name,
  t.engagement_id, t.case_id, c.number as case_number, ${title} as case_title, t.subject_type, t.subject_id, t.returned_from, t.reason, t.revision`
const step = sql`join processes.element e on e.definition_id = t.definition_id and e.element_id = t.element_id`
const person = sql`left join organisations.person p on p.id = t.assignee_id`
const ofCase = sql`left join cases.case_record c on c.court_id = t.court_id and c.id = t.case_id`
const joins = sql`${step} ${person} ${ofCase}`
/** For a page of outsourced staff the grants are asked first, once a row: where there is none, no case is looked for. */
const held = sql`left join lateral (select g.case_id, bool_or('C1' = any (g.levels)) as c1, array_agg(g.grant_id) as grants from cases.live_grant g where g.case_id = t.case_id group by 1) held on true
  left join cases.case_record c on c.court_id = t.court_id and c.id = held.case_id`

export interface TaskFilter {
  scope: 'mine' | 'pool' | 'team' | 'court'
  key?: string
  state?: string
  assigneeId?: number
  late?: boolean
  after?: { dueAt: string; id: number }
  limit: number
}

/** One value is asked by `=`: the index then also gives the order of due times, and the page is cut without sorting the pool (measured: 420 ms among 100,000). */
const among = (column: string, values: readonly (string | number)[], type: 'text' | 'int'): RawBuilder<unknown> =>
  values.length === 1 ? sql`${sql.raw(column)} = ${values[0]}` : sql`${sql.raw(column)} = any (${values as unknown[]}::${sql.raw(type)}[])`

const scopeOf = (ctx: Ctx, f: Pick<TaskFilter, 'scope'>): RawBuilder<unknown> => {
  switch (f.scope) {
    case 'mine':
      return sql`t.assignee_id = ${ctx.actor.personId} and t.state in ('claimed', 'started', 'suspended')`
    case 'pool':
      return ctx.actor.side === 'court'
        ? sql`t.state = 'ready' and t.performer = 'court' and ${among('t.role', ctx.actor.roles, 'text')}`
        : OFFERED
    case 'team':
      return OF_TEAM
    case 'court':
      return sql`t.state in ('ready', 'claimed', 'started', 'suspended')`
  }
}

/** Work of outsourced staff is read post by post and service by service (w), each in its own order from an index; see migration 1811. */
const OFFERED = sql`t.engagement_id = w.engagement_id and t.role = w.role and t.key = w.service and t.state = 'ready' and t.performer = 'outsourced'`
const OF_TEAM = sql`t.engagement_id = w.engagement_id and t.key = w.service and t.state in ('ready', 'claimed', 'started', 'suspended')`
const leadingRoles = ['teamLead', 'projectManager']
/** The actor's own posts, by service; for a team only what he leads, each service once. */
const workOf = (ctx: Ctx, scope: 'pool' | 'team'): RawBuilder<unknown> => {
  const work = sql`organisations.work_of(${ctx.actor.courtId}, ${ctx.actor.personId}, (select bw.now()))`
  return scope === 'pool'
    ? sql`${work} w`
    : sql`(select distinct a.engagement_id, a.service from ${work} a where a.role = any (${leadingRoles}::text[])) w`
}
const byPosts = (ctx: Ctx, scope: TaskFilter['scope']): scope is 'pool' | 'team' =>
  scope === 'team' || (scope === 'pool' && ctx.actor.side === 'contractor')

/** Open tasks by due time; pages by (due_at, id). The page is cut from the task index first, then joined. */
export const listTasks = async (ctx: Ctx, f: TaskFilter): Promise<ListedTask[]> => {
  const outsourced = ctx.actor.side === 'contractor'
  const cut = sql`select t.* from worklist.task t where t.court_id = ${ctx.actor.courtId} and ${scopeOf(ctx, f)}
        ${f.key ? sql`and t.key = ${f.key}` : sql``} ${f.state ? sql`and t.state = ${f.state}` : sql``}
        ${f.assigneeId ? sql`and t.assignee_id = ${f.assigneeId}` : sql``} ${f.late ? sql`and t.due_at < (select bw.now()) and t.state <> 'suspended'` : sql``}
        ${f.after ? sql`and (t.due_at, t.id) > (${f.after.dueAt}::timestamptz, ${f.after.id})` : sql``}
      order by t.due_at, t.id limit ${sql.lit(f.limit)}`
  const page = byPosts(ctx, f.scope)
    ? sql`select x.* from ${workOf(ctx, f.scope)} cross join lateral (${cut}) x order by x.due_at, x.id limit ${sql.lit(f.limit)}`
    : cut
  // Whose tasks they are is known when they are one's own: no person is looked for fifty times.
  const own = f.scope === 'mine'
  const columns = columnsFor(
    ctx,
    outsourced ? sql`case when held.c1 then c.title end` : undefined,
    own ? sql`${ctx.actor.name}::text` : undefined,
  )
  const who = own ? sql`` : person
  const { rows } = await sql<ListedTask>`with page as materialized (${page})
    select ${columns}${outsourced ? sql`, case when c.id is not null then held.grants end as grants` : sql``} from page t ${step} ${who} ${outsourced ? held : ofCase} order by t.due_at, t.id`.execute(
    ctx.tx,
  )
  return rows
}

export const findTask = async (
  ctx: Ctx,
  id: number,
): Promise<
  | (ListedTask & {
      instance_id: number
      claimed_at: string | null
      started_at: string | null
      completed_at: string | null
      outcome: string | null
      due_basis: Record<string, unknown>
      suspended_seconds: number
      of_my_posts: boolean
    })
  | null
> => {
  const { rows } =
    await sql<never>`select ${columnsFor(ctx)}, t.instance_id, t.claimed_at, t.started_at, t.completed_at, t.outcome, t.due_basis, t.suspended_seconds,
      (t.performer = 'court' or coalesce(t.work = any ((select worklist.my_work())::text[]), false)) as of_my_posts
    from worklist.task t ${joins} where t.court_id = ${ctx.actor.courtId} and t.id = ${id}`.execute(ctx.tx)
  return rows[0] ?? null
}

/** Steps the item has come through, for the timeline and the choice of where to send it back. */
export const itemHistory = async (ctx: Ctx, instanceId: number): Promise<ListedTask[]> => {
  const { rows } = await sql<
    ListedTask & { completed_at: string | null; outcome: string | null }
  >`select ${columnsFor(ctx)}, t.completed_at, t.outcome, t.claimed_at, d.name as done_by_name
    from worklist.task t ${joins} left join organisations.person d on d.id = t.done_by where t.court_id = ${ctx.actor.courtId} and t.instance_id = ${instanceId} order by t.opened_at, t.id limit 500`.execute(
    ctx.tx,
  )
  return rows
}

/** Figures of the workbench are counted up to here; the page then shows "999+". Nobody plans his morning by the difference, and each figure is asked by every page. */
export const FIGURE_TO = 1000
export interface TaskSummary {
  mine: number
  mineLate: number
  mineToday: number
  pool: number
  team: number
  teamLate: number
  suspended: number
  courtOpen: number | null
  courtLate: number | null
  courtToday: number | null
}
export const summary = async (ctx: Ctx, endOfDay: string, overseer: boolean): Promise<TaskSummary> => {
  const court = ctx.actor.courtId
  const count = (where: RawBuilder<unknown>): RawBuilder<unknown> =>
    sql`(select count(*)::int from (select 1 from worklist.task t where t.court_id = ${court} and ${where} limit ${sql.lit(FIGURE_TO)}) x)`
  const byPost = (scope: 'pool' | 'team', where: RawBuilder<unknown>): RawBuilder<unknown> =>
    sql`(select count(*)::int from (select 1 from ${workOf(ctx, scope)} cross join lateral (select 1 from worklist.task t where t.court_id = ${court} and ${where} limit ${sql.lit(FIGURE_TO)}) x limit ${sql.lit(FIGURE_TO)}) y)`
  const mine = sql`t.assignee_id = ${ctx.actor.personId} and t.state in ('claimed', 'started', 'suspended')`
  const pool = byPosts(ctx, 'pool') ? byPost('pool', OFFERED) : count(scopeOf(ctx, { scope: 'pool' }))
  const open = sql`t.state in ('ready', 'claimed', 'started', 'suspended')`
  const running = sql`${open} and t.state <> 'suspended'`
  // Overseers see the whole court (bw.court_wide), so that nothing is asked of a row and the index answers.
  const all = (where: RawBuilder<unknown>): RawBuilder<unknown> =>
    sql`(select count(*)::int from (select 1 from worklist.task_of_court t where t.court_id = ${court} and ${where} limit ${sql.lit(FIGURE_TO)}) x)`
  const ofCourt = overseer
    ? sql`${all(open)} as "courtOpen", ${all(sql`${running} and t.due_at < (select bw.now())`)} as "courtLate", ${all(sql`${running} and t.due_at >= (select bw.now()) and t.due_at <= (select ${endOfDay}::timestamptz)`)} as "courtToday"`
    : sql`null::int as "courtOpen", null::int as "courtLate", null::int as "courtToday"`
  const team = ctx.actor.roles.some((r) => leadingRoles.includes(r))
    ? sql`${byPost('team', OF_TEAM)} as team, ${byPost('team', sql`${OF_TEAM} and t.due_at < (select bw.now())`)} as "teamLate"`
    : sql`0 as team, 0 as "teamLate"`
  // What is mine is read once for its four figures; pool and team each from the index of their list.
  const { rows } = await sql<TaskSummary>`select own.*, ${pool} as pool, ${team}, ${ofCourt}
    from (select count(*)::int as mine, count(*) filter (where state <> 'suspended' and due_at < (select bw.now()))::int as "mineLate", count(*) filter (where due_at >= (select bw.now()) and due_at <= ${endOfDay}::timestamptz)::int as "mineToday",
      count(*) filter (where state = 'suspended')::int as suspended from (select t.state, t.due_at from worklist.task t where t.court_id = ${court} and ${mine} limit ${sql.lit(FIGURE_TO)}) m) own`.execute(
    ctx.tx,
  )
  return rows[0]!
}

/** Load by person for leads: open, late, due today. */
export const teamLoad = async (ctx: Ctx): Promise<{ personId: number; name: string; open: number; late: number }[]> => {
  const { rows } = await sql<{
    personId: number
    name: string
    open: number
    late: number
  }>`select p.id as "personId", p.name, count(t.id)::int as open, count(t.id) filter (where t.due_at < (select bw.now()))::int as late
    from organisations.post o join organisations.person p on p.id = o.person_id and p.left_on is null
    left join worklist.task t on t.court_id = o.court_id and t.assignee_id = p.id and t.state in ('claimed', 'started', 'suspended')
    where o.court_id = ${ctx.actor.courtId} and o.engagement_id = any (${ctx.actor.engagementIds as number[]}::int[]) and o.role in ('operator', 'teamLead')
      and (o.until_date is null or o.until_date >= (bw.now() at time zone 'Asia/Shanghai')::date)
      and exists (select from ${workOf(ctx, 'team')} where w.engagement_id = o.engagement_id and (o.services is null or w.service = any (o.services)))
    group by 1, 2 order by 3 desc, 2 limit 500`.execute(ctx.tx)
  return rows
}

export interface FormTask {
  id: number
  instance_id: number
  case_id: number
  subject_type: string
  subject_id: number
  form: string
  stage: string
  due_at: string
  opened_at: string
  assignee_id: number | null
  state: string
  revision: number
  key: string
  element_id: string
  engagement_id: number | null
  grant_id: number | null
}
/** Was the task in the actor's hands before? Then somebody was faster, or it was given on: told as such, and no attempt at what is not his. */
export const heldBefore = async (ctx: Ctx, taskId: number): Promise<boolean> =>
  (
    await sql`select from confidentiality.access_grant g where g.court_id = ${ctx.actor.courtId} and g.task_id = ${taskId} and g.person_id = ${ctx.actor.personId} limit 1`.execute(
      ctx.tx,
    )
  ).rows.length > 0
/** The task a form is about to be done with: open, of this form, in the actor's hands, and locked: the same form sent twice is told so the second time. Modules call it before they write their own rows. */
export const taskForForm = async (ctx: Ctx, taskId: number, form: string | readonly string[]): Promise<FormTask> => {
  const { rows } =
    await sql<FormTask>`select t.id, t.instance_id, t.case_id, t.subject_type, t.subject_id, t.form, t.stage, t.due_at, t.opened_at, t.assignee_id, t.state, t.revision, t.key, t.element_id, t.engagement_id,
      (select g.id from confidentiality.access_grant g where g.court_id = t.court_id and g.task_id = t.id and g.person_id = ${ctx.actor.personId} and g.ended_at is null limit 1) as grant_id
    from worklist.task t where t.court_id = ${ctx.actor.courtId} and t.id = ${taskId} for no key update of t`.execute(ctx.tx)
  const task = rows[0]
  const forms = typeof form === 'string' ? [form] : form
  if (!task || !forms.includes(task.form)) throw new Fail('not-found', 404)
  if (['done', 'returned', 'cancelled'].includes(task.state)) throw new Fail('task-closed', 409)
  if (task.assignee_id !== ctx.actor.personId)
    throw (await heldBefore(ctx, taskId)) ? new Fail('task-closed', 409) : new Fail('not-yours', 403)
  if (task.state === 'suspended') throw new Fail('task-suspended', 409)
  return task
}

/** People who hold the task's role now, with their load and whether the gate lets them in. */
export const assignableTo = async (
  ctx: Ctx,
  t: Pick<ListedTask, 'role' | 'performer' | 'engagement_id' | 'key'>,
): Promise<{ personId: number; name: string; open: number; admitted: boolean }[]> => {
  const { rows } = await sql<{ personId: number; name: string; open: number; admitted: boolean }>`select p.id as "personId", p.name,
      (select count(*)::int from worklist.task w where w.court_id = o.court_id and w.assignee_id = p.id and w.state in ('claimed', 'started', 'suspended')) as open,
      (p.side = 'court' or coalesce(workforce.admitted(o.court_id, p.id, bw.now()), false)) as admitted
    from organisations.post o join organisations.person p on p.id = o.person_id and p.left_on is null
    where o.court_id = ${ctx.actor.courtId} and o.role = ${t.role} and (${t.engagement_id}::int is null or o.engagement_id = ${t.engagement_id})
      and (o.services is null or ${t.key} = any (o.services))
      and o.from_date <= (bw.now() at time zone 'Asia/Shanghai')::date and (o.until_date is null or o.until_date >= (bw.now() at time zone 'Asia/Shanghai')::date)
    order by 3, 2 limit 200`.execute(ctx.tx)
  return rows
}
