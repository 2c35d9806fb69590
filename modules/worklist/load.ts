import { sql } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'
import { Fail } from '../../platform/http/problems.ts'
import { type Definition, definitionOf, type State } from '../processes/public.ts'

export interface TaskRow {
  id: number
  instance_id: number
  definition_id: number
  element_id: string
  local_id: number
  token_id: number
  key: string
  case_id: number
  subject_type: string
  subject_id: number
  form: string
  nature: 'procedural' | 'judgement'
  performer: 'outsourced' | 'court'
  role: string
  stage: string
  division_id: number | null
  engagement_id: number | null
  state: 'ready' | 'claimed' | 'started' | 'suspended' | 'done' | 'returned' | 'cancelled'
  assignee_id: number | null
  assignee_side: 'court' | 'contractor' | null
  opened_at: string
  due_at: string
  suspended_at: string | null
  suspended_seconds: number
  revision: number
}
export interface Loaded {
  instanceId: number
  definitionId: number
  definition: Definition
  key: string
  caseId: number
  subjectType: string
  subjectId: number
  engagementId: number | null
  state: State
  /** Open task rows of the instance. */
  tasks: TaskRow[]
  judgeId: number | null
  clerkId: number | null
  divisionId: number | null
}

interface LiveRow {
  id: number
  definition_id: number
  key: string
  case_id: number
  subject_type: string
  subject_id: number
  engagement_id: number | null
  state: State['status']
  reason_code: string | null
  next_id: number
  variables: State['variables']
  tokens: State['tokens']
  timers: State['timers']
  tasks: TaskRow[] | null
  judge_id: number | null
  clerk_id: number | null
  division_id: number | null
}

/** Locks the instance and reads all that a step needs. The lock and the read travel together; the read sees what the lock waited for. */
export const loadInstance = async (ctx: Ctx, of: { taskId: number } | { instanceId: number }): Promise<Loaded> => {
  const court = ctx.actor.courtId
  const id =
    'taskId' in of
      ? sql`(select instance_id from worklist.task where court_id = ${court} and id = ${of.taskId})`
      : sql`${of.instanceId}::bigint`
  const locking = sql`select id from processes.instance where court_id = ${court} and id = ${id} for update`.execute(ctx.tx)
  const reading = sql<LiveRow>`select l.*, c.judge_id, c.clerk_id, c.division_id,
      (select json_agg(t.*) from worklist.task t where t.court_id = l.court_id and t.instance_id = l.id and t.state in ('ready', 'claimed', 'started', 'suspended')) as tasks
    from processes.live l left join cases.case_record c on c.court_id = l.court_id and c.id = l.case_id
    where l.court_id = ${court} and l.id = ${id}`.execute(ctx.tx)
  const [, { rows }] = await Promise.all([locking, reading])
  const row = rows[0]
  if (!row) throw new Fail('not-found', 404)
  const tasks = (row.tasks ?? []).sort((a, b) => a.local_id - b.local_id)
  return {
    instanceId: row.id,
    definitionId: row.definition_id,
    definition: await definitionOf(ctx, row.definition_id),
    key: row.key,
    caseId: row.case_id,
    subjectType: row.subject_type,
    subjectId: row.subject_id,
    engagementId: row.engagement_id,
    judgeId: row.judge_id,
    clerkId: row.clerk_id,
    divisionId: row.division_id,
    tasks,
    state: {
      status: row.state,
      reasonCode: row.reason_code,
      nextId: row.next_id,
      variables: row.variables,
      tokens: row.tokens,
      timers: row.timers,
      tasks: tasks.map((t) => ({ id: t.local_id, tokenId: t.token_id, elementId: t.element_id })),
    },
  }
}

/** The task among the open ones of a loaded instance; a closed or foreign one is refused. */
export const taskOf = (loaded: Loaded, taskId: number, revision?: number): TaskRow => {
  const task = loaded.tasks.find((t) => t.id === taskId)
  if (!task) throw new Fail('task-closed', 409)
  if (revision !== undefined && revision !== task.revision) throw new Fail('stale-revision', 409, { revision: task.revision })
  return task
}
