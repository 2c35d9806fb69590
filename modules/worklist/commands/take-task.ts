import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { endGrantsOfTask, exposureOf, isDenied } from '../../confidentiality/public.ts'
import type { NodeOf } from '../../processes/public.ts'
import { loadInstance, type Loaded, type TaskRow, taskOf } from '../load.ts'
import { actorFacts, factsOf } from '../facts.ts'
import { mayAct, type TaskAct } from '../rules.ts'
import { grantFor } from '../step.ts'

export const refuseUnless = (act: TaskAct, task: TaskRow, ctx: Ctx, ofMyPosts?: boolean): void => {
  const v = mayAct(act, factsOf(task), { ...actorFacts(ctx), ofMyPosts })
  if (!v.ok) throw new Fail(v.code, v.code === 'already-taken' || v.code === 'task-closed' ? 409 : 403)
}

/** Puts a task into somebody's hands and opens what he may see for it, in one transaction: gate, denial and exposure are checked first. */
export const giveTask = async (ctx: Ctx, loaded: Loaded, task: TaskRow, personId: number): Promise<void> => {
  const side = task.performer === 'court' ? 'court' : 'contractor'
  const kind = await isDenied(ctx, personId, loaded.caseId)
  if (kind) throw new Fail(`denied-${kind}`, 403)
  if (side === 'contractor') await refuseExposure(ctx, loaded, task, personId)
  const r =
    await sql`update worklist.task set assignee_id = ${personId}, assignee_side = ${side}, state = 'claimed', claimed_at = bw.now(), revision = revision + 1
    where court_id = ${ctx.actor.courtId} and id = ${task.id} and revision = ${task.revision}`.execute(ctx.tx)
  if (!r.numAffectedRows) throw new Fail('stale-revision', 409)
  await endGrantsOfTask(ctx, task.id, 'reassigned')
  const node = loaded.definition.nodes[task.element_id] as NodeOf<'userTask'>
  const grantId = await grantFor(ctx, loaded, { taskId: task.id, personId, side, node, due: task.due_at })
  await ctx.audit({
    verb: 'task.assign',
    objectType: 'task',
    objectId: task.id,
    caseId: loaded.caseId,
    grantId,
    data: { personId, key: task.key, element: task.element_id },
  })
}

/** 7.3.2.2: nobody sees a whole case. Refused when this stage would lift the person's share of the case's stages above the engagement's cap. */
const refuseExposure = async (ctx: Ctx, loaded: Loaded, task: TaskRow, personId: number): Promise<void> => {
  const { rows } = await sql<{
    cap: string
    stages: number
  }>`select (select exposure_cap from organisations.engagement where court_id = ${ctx.actor.courtId} and id = ${task.engagement_id}) as cap,
    (select count(distinct stage)::int from processes.published_stage where court_id is null or court_id = ${ctx.actor.courtId}) as stages`.execute(
    ctx.tx,
  )
  const cap = Number(rows[0]?.cap ?? 1)
  const exposure = await exposureOf(ctx, personId, loaded.caseId, task.stage, rows[0]?.stages ?? 1)
  if (exposure.touched > 1 && exposure.share > cap)
    throw new Fail('exposure-cap', 403, { touched: exposure.touched, of: exposure.of, cap: Math.round(cap * 100) })
}

/** Loads for claiming or assigning. What the row scope hides because no post of the actor names its service is refused in words, not as if it were not there. */
const loadOffered = async (ctx: Ctx, taskId: number): Promise<Loaded> => {
  try {
    return await loadInstance(ctx, { taskId })
  } catch (e) {
    if (!(e instanceof Fail) || e.code !== 'not-found') throw e
    const { rows } = await sql<{ why: string | null }>`select worklist.why_not_offered(${taskId}) as why`.execute(ctx.tx)
    throw rows[0]?.why ? new Fail(rows[0].why, 403) : e
  }
}
/** Do the actor's own posts name the task's service? Court staff have no services. */
const ofMyPosts = async (ctx: Ctx, task: TaskRow): Promise<boolean> => {
  if (task.performer === 'court') return true
  const { rows } = await sql<{
    own: boolean
  }>`select ${task.engagement_id} || '/' || ${task.role} || '/' || ${task.key} = any (worklist.my_work()) as own`.execute(ctx.tx)
  return rows[0]?.own === true
}

/** Claim from the pool. */
export const claimTask = async (ctx: Ctx, taskId: number, revision: number): Promise<void> => {
  const loaded = await loadOffered(ctx, taskId)
  const task = taskOf(loaded, taskId)
  refuseUnless('claim', task, ctx, await ofMyPosts(ctx, task))
  taskOf(loaded, taskId, revision)
  await giveTask(ctx, loaded, task, ctx.actor.personId!)
}

/** Assign by a lead; also takes a task out of somebody's hands (take-over). */
export const assignTask = async (ctx: Ctx, taskId: number, personId: number, revision?: number): Promise<void> => {
  const loaded = await loadOffered(ctx, taskId)
  const task = taskOf(loaded, taskId, revision)
  refuseUnless('assign', task, ctx, await ofMyPosts(ctx, task))
  await refuseWrongRole(ctx, task, personId)
  await giveTask(ctx, loaded, task, personId)
}

/** 转办: from the assignee to a colleague of the same role. */
export const delegateTask = async (ctx: Ctx, taskId: number, personId: number, reason: string, revision: number): Promise<void> => {
  const loaded = await loadInstance(ctx, { taskId })
  const task = taskOf(loaded, taskId, revision)
  refuseUnless('delegate', task, ctx)
  if (personId === ctx.actor.personId) throw new Fail('same-person', 422)
  await refuseWrongRole(ctx, task, personId)
  await giveTask(ctx, loaded, task, personId)
  await sql`update worklist.task set reason = ${reason} where court_id = ${ctx.actor.courtId} and id = ${taskId}`.execute(ctx.tx)
}

/** Back into the pool; the clock runs on. */
export const releaseTask = async (ctx: Ctx, taskId: number, revision?: number, because = 'released'): Promise<void> => {
  const loaded = await loadInstance(ctx, { taskId })
  const task = taskOf(loaded, taskId, revision)
  refuseUnless('release', task, ctx)
  await toPool(ctx, [taskId], because)
}

/** Tasks go back to their pool with their clocks (veto, leave, freeze); their grants end with them. */
export const toPool = async (ctx: Ctx, taskIds: readonly number[], because: string): Promise<void> => {
  if (taskIds.length === 0) return
  await sql`update worklist.task set assignee_id = null, assignee_side = null, state = case when state = 'suspended' then 'suspended' else 'ready' end, claimed_at = null, started_at = null, revision = revision + 1
    where court_id = ${ctx.actor.courtId} and id = any (${taskIds}::bigint[]) and state in ('claimed', 'started', 'suspended')`.execute(
    ctx.tx,
  )
  await sql`update confidentiality.access_grant set ended_at = greatest(bw.now(), from_at), ended_because = ${because}
    where court_id = ${ctx.actor.courtId} and task_id = any (${taskIds}::bigint[]) and ended_at is null`.execute(ctx.tx)
  await ctx.audit({
    verb: 'task.release',
    objectType: 'task',
    objectId: taskIds[0]!,
    data: { because, tasks: taskIds.slice(0, 200), count: taskIds.length },
  })
}

const refuseWrongRole = async (ctx: Ctx, task: TaskRow, personId: number): Promise<void> => {
  const { rows } = await sql<{
    side: string
    role: string
    engagement_id: number | null
    ofService: boolean
  }>`select side, role, engagement_id, (services is null or ${task.key} = any (services)) as "ofService" from organisations.post
    where court_id = ${ctx.actor.courtId} and person_id = ${personId} and from_date <= (bw.now() at time zone 'Asia/Shanghai')::date
      and (until_date is null or until_date >= (bw.now() at time zone 'Asia/Shanghai')::date)`.execute(ctx.tx)
  if (rows.length === 0) throw new Fail('not-found', 404)
  if (task.nature === 'judgement' && rows.every((r) => r.side !== 'court')) throw new Fail('judgement-is-the-courts', 403)
  const fitting = rows.filter((r) => r.role === task.role && (task.engagement_id === null || r.engagement_id === task.engagement_id))
  if (fitting.length === 0) throw new Fail('not-their-role', 422)
  if (!fitting.some((r) => r.ofService)) throw new Fail('not-their-service', 422)
}
