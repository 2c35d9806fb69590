import { sql } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'
import { Fail } from '../../platform/http/problems.ts'
import type { Definition } from './rules/definition.ts'
import { rowChanges, type State, type Variables } from './rules/state.ts'

/** A definition never changes once published, so its parsed form is kept in memory by id. */
const parsed = new Map<number, Definition>()
export const definitionOf = async (ctx: Ctx, id: number): Promise<Definition> => {
  const known = parsed.get(id)
  if (known) return known
  const { rows } = await sql<{ parsed: Definition; state: string }>`select parsed, state from processes.definition where id = ${id}`.execute(ctx.tx)
  if (!rows[0]) throw new Fail('not-found', 404)
  if (rows[0].state === 'published' || rows[0].state === 'retired') parsed.set(id, rows[0].parsed)
  return rows[0].parsed
}

/** The version in force for a service item: the court's own edition before the product's. */
export const publishedDefinition = async (ctx: Ctx, key: string): Promise<{ id: number; definition: Definition }> => {
  const { rows } = await sql<{ id: number }>`select id from processes.definition where key = ${key} and state = 'published'
    and (court_id = ${ctx.actor.courtId} or court_id is null) order by court_id nulls last limit 1`.execute(ctx.tx)
  if (!rows[0]) throw new Fail('no-process', 422, { key })
  return { id: rows[0].id, definition: await definitionOf(ctx, rows[0].id) }
}

export interface NewInstance {
  definitionId: number
  key: string
  caseId: number
  subjectType: string
  subjectId: number
  engagementId: number | null
  variables: Variables
}
export const insertInstance = async (ctx: Ctx, i: NewInstance): Promise<number> => {
  const { rows } = await sql<{ id: number }>`insert into processes.instance (court_id, definition_id, key, case_id, subject_type, subject_id, engagement_id, variables, started_at)
    values (${ctx.actor.courtId}, ${i.definitionId}, ${i.key}, ${i.caseId}, ${i.subjectType}, ${i.subjectId}, ${i.engagementId}, ${JSON.stringify(i.variables)}::jsonb, bw.now()) returning id`.execute(ctx.tx)
  return rows[0]!.id
}

/** Writes what changed between two states; `dueAt` tells when each newly opened timer fires. Statements travel together. */
export const saveState = async (ctx: Ctx, instanceId: number, before: State, after: State, dueAt: (timer: { due: string }) => string): Promise<void> => {
  const court = ctx.actor.courtId
  const ended = after.status === 'completed' || after.status === 'terminated' || after.status === 'cancelled'
  const writes: Promise<unknown>[] = [
    sql`update processes.instance set state = ${after.status}, reason_code = ${after.reasonCode}, next_id = ${after.nextId}, variables = ${JSON.stringify(after.variables)}::jsonb,
      ended_at = case when ${ended}::boolean then coalesce(ended_at, bw.now()) end, revision = revision + 1
      where court_id = ${court} and id = ${instanceId}`.execute(ctx.tx),
  ]
  const tokens = rowChanges(before.tokens, after.tokens)
  const gone = [...tokens.deleted, ...tokens.updated.map((t) => t.id)]
  if (gone.length) writes.push(sql`delete from processes.token where court_id = ${court} and instance_id = ${instanceId} and id = any (${gone}::int[])`.execute(ctx.tx))
  const fresh = [...tokens.inserted, ...tokens.updated]
  if (fresh.length)
    writes.push(sql`insert into processes.token (court_id, instance_id, id, element_id, status, flow_id, parent_id, path)
      select ${court}, ${instanceId}, (t->>'id')::int, t->>'elementId', t->>'status', t->>'flowId', (t->>'parentId')::int, array(select jsonb_array_elements_text(t->'path'))
      from jsonb_array_elements(${JSON.stringify(fresh)}::jsonb) t`.execute(ctx.tx))
  const timers = rowChanges(before.timers, after.timers)
  if (timers.deleted.length) writes.push(sql`delete from processes.timer where court_id = ${court} and instance_id = ${instanceId} and id = any (${timers.deleted}::int[])`.execute(ctx.tx))
  for (const t of timers.inserted)
    writes.push(sql`insert into processes.timer (court_id, instance_id, id, token_id, element_id, due, due_at)
      values (${court}, ${instanceId}, ${t.id}, ${t.tokenId}, ${t.elementId}, ${t.due}, ${dueAt(t)}::timestamptz)`.execute(ctx.tx))
  await Promise.all(writes)
}

/** Timers whose time has come, claimed so that two servers never fire one twice. */
export const dueTimers = async (ctx: Ctx, limit: number): Promise<{ instance_id: number; id: number }[]> => {
  const { rows } = await sql<{ instance_id: number; id: number }>`select instance_id, id from processes.timer
    where court_id = ${ctx.actor.courtId} and due_at <= bw.now() order by due_at limit ${limit} for update skip locked`.execute(ctx.tx)
  return rows
}

/** A step or, without one, the whole item stands still from now on, with a reason that is an exclusion code of the indicators (domain notes §4). */
export const beginStandstill = async (ctx: Ctx, s: { instanceId: number; taskId: number | null; reason: string; note?: string }): Promise<void> => {
  await sql`insert into processes.suspension (court_id, instance_id, task_id, reason, note, from_at, by_person)
    values (${ctx.actor.courtId}, ${s.instanceId}, ${s.taskId}, ${s.reason}, ${s.note ?? ''}, bw.now(), ${ctx.actor.personId})`.execute(ctx.tx)
}

/** It goes on; answers since when it stood still, null when it did not. */
export const endStandstill = async (ctx: Ctx, s: { instanceId: number; taskId: number | null }): Promise<string | null> => {
  const { rows } = await sql<{ from_at: string }>`update processes.suspension set until_at = bw.now()
    where court_id = ${ctx.actor.courtId} and instance_id = ${s.instanceId} and task_id is not distinct from ${s.taskId}::bigint and until_at is null returning from_at`.execute(ctx.tx)
  return rows[0]?.from_at ?? null
}
