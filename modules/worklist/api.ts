import { z } from 'zod'
import { endpoint, type Permissions } from '../../platform/http/endpoint.ts'

const everyone = [
  'courtLeader',
  'trialManagement',
  'commissioner',
  'responsibleDepartment',
  'filingOfficer',
  'judge',
  'clerk',
  'enforcementOfficer',
  'archivist',
  'projectManager',
  'teamLead',
  'operator',
] as const
export const permissions: Permissions = {
  'worklist.work': everyone,
  /** The page of the morning: also for those without tasks, who have first steps, notices and what other modules put there. */
  'worklist.bench': [...everyone, 'hr', 'finance', 'systemAdmin', 'securityAdmin'],
  'worklist.firstSteps': ['systemAdmin', 'securityAdmin', 'trialManagement', 'courtLeader', 'responsibleDepartment'],
  'worklist.lead': ['projectManager', 'teamLead', 'trialManagement', 'courtLeader'],
  'worklist.court': ['courtLeader', 'trialManagement', 'commissioner', 'responsibleDepartment'],
}

export const taskItem = z.object({
  id: z.number(),
  key: z.string(),
  elementId: z.string(),
  nameZh: z.string(),
  nameEn: z.string(),
  form: z.string(),
  nature: z.enum(['procedural', 'judgement']),
  performer: z.enum(['outsourced', 'court']),
  role: z.string(),
  stage: z.string(),
  state: z.enum(['ready', 'claimed', 'started', 'suspended', 'done', 'returned', 'cancelled']),
  dueAt: z.string(),
  openedAt: z.string(),
  suspendedAt: z.string().nullable(),
  /** late | today | soon | calm | paused: the traffic light, with its reason in words made by the web. */
  light: z.enum(['late', 'today', 'soon', 'calm', 'paused']),
  workdaysLeft: z.number(),
  assigneeId: z.number().nullable(),
  assigneeName: z.string().nullable(),
  caseId: z.number(),
  caseNumber: z.string().nullable(),
  caseTitle: z.string().nullable(),
  subjectType: z.string(),
  subjectId: z.number(),
  returnedFrom: z.string().nullable(),
  reason: z.string().nullable(),
  /** In the pool: why this one task is not for the reader (he stepped back from its case, its case is frozen). */
  barred: z.string().nullable(),
  revision: z.number(),
})
export type TaskItem = z.infer<typeof taskItem>
const id = z.object({ id: z.coerce.number().int().positive() })
const words = z.object({ zh: z.string(), en: z.string() })
const done = z.object({ ok: z.literal(true) })
export const actErrors = [
  'task-closed',
  'already-taken',
  'judgement-is-the-courts',
  'outsourced-task',
  'not-your-role',
  'not-yours',
  'not-claimed',
  'task-suspended',
  'not-suspended',
  'leads-only',
  'trial-management-only',
  'not-admitted',
  'access-denied',
  'service-not-engaged',
  'exposure-cap',
  'denied-veto',
  'denied-freeze',
  'denied-recusal',
  'on-leave',
  'engagement-not-active',
  'not-their-role',
  'not-your-service',
  'not-their-service',
  'service-not-in-post',
  'same-person',
  'use-form',
  'unknown-reason',
  'process-process-ended',
  'process-process-suspended',
  'process-no-such-task',
  'process-not-come-through',
  'process-outcome-missing',
  'process-bad-variable',
  'process-no-path',
  'process-too-many-steps',
  'process-reason-required',
  'process-message-not-awaited',
  'process-no-such-timer',
  'process-not-suspended',
  'process-not-started',
  'process-already-started',
  'process-nothing-to-withdraw',
  'process-bad-due',
] as const

export const listTasks = endpoint({
  method: 'GET',
  path: '/tasks',
  summary: { zh: '任务列表（按到期时间）', en: 'Tasks by due time' },
  permission: 'worklist.work',
  audit: 'none',
  errors: [],
  query: z.object({
    scope: z.enum(['mine', 'pool', 'team', 'court']).default('mine'),
    key: z.string().max(60).optional(),
    state: z.string().max(20).optional(),
    assigneeId: z.coerce.number().int().optional(),
    late: z.enum(['true']).optional(),
    cursor: z.string().max(100).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  response: z.object({ items: z.array(taskItem), next: z.string().nullable() }),
})
export const taskSummary = endpoint({
  method: 'GET',
  path: '/tasks/summary',
  summary: { zh: '工作台数字', en: 'Workbench figures' },
  permission: 'worklist.work',
  audit: 'none',
  errors: [],
  response: z.object({
    mine: z.number(),
    mineLate: z.number(),
    mineToday: z.number(),
    pool: z.number(),
    team: z.number(),
    teamLate: z.number(),
    suspended: z.number(),
    /** Of the whole court, for whoever oversees it; null for all others. */
    courtOpen: z.number().nullable(),
    courtLate: z.number().nullable(),
    courtToday: z.number().nullable(),
  }),
})
export const teamLoad = endpoint({
  method: 'GET',
  path: '/tasks/team-load',
  summary: { zh: '班组负荷', en: 'Load of the team' },
  permission: 'worklist.lead',
  audit: 'none',
  errors: [],
  response: z.object({ items: z.array(z.object({ personId: z.number(), name: z.string(), open: z.number(), late: z.number() })) }),
})
export const readTask = endpoint({
  method: 'GET',
  path: '/tasks/:id',
  summary: { zh: '任务', en: 'Task' },
  permission: 'worklist.work',
  audit: 'task.read',
  errors: ['not-found'],
  params: id,
  response: taskItem.extend({
    /** Per act: true, or the code of the reason why not. */
    can: z.record(z.string(), z.union([z.literal(true), z.string()])),
    instanceId: z.number(),
    claimedAt: z.string().nullable(),
    startedAt: z.string().nullable(),
    completedAt: z.string().nullable(),
    outcome: z.string().nullable(),
    dueRule: z.string(),
    suspendedSeconds: z.number(),
    history: z.array(
      z.object({
        taskId: z.number(),
        elementId: z.string(),
        nameZh: z.string(),
        nameEn: z.string(),
        state: z.string(),
        openedAt: z.string(),
        completedAt: z.string().nullable(),
        outcome: z.string().nullable(),
        byName: z.string().nullable(),
        reason: z.string().nullable(),
        /** What was answered at a step of the court's own, in the words of its drawing. */
        answer: words.nullable(),
      }),
    ),
    /** Of a step that the court has drawn itself: what is to be done and which answers there are, from the file. */
    own: z
      .object({
        documentation: z.string(),
        answers: z.array(words.extend({ value: z.string(), next: z.array(words) })),
        next: z.array(words),
      })
      .nullable(),
  }),
})
const act = (verb: string, zh: string, en: string) =>
  ({
    method: 'POST',
    path: `/tasks/:id/${verb}`,
    summary: { zh, en },
    permission: 'worklist.work',
    audit: `task.${verb}`,
    errors: actErrors,
    params: id,
    response: done,
    ifMatch: true,
  }) as const
const reason = z.string().trim().min(1).max(500)
export const claim = endpoint({ ...act('claim', '领取', 'Claim') })
export const start = endpoint({ ...act('start', '开始', 'Start') })
export const release = endpoint({ ...act('release', '放回任务池', 'Back to the pool') })
export const complete = endpoint({
  ...act('complete', '完成（本院自设环节）', 'Complete a step of the court’s own'),
  body: z.object({
    /** One of the answers the step asks for; a step that asks nothing takes none. */
    outcome: z.string().max(64).optional(),
    /** For whoever comes after: stands in the course of the item. */
    note: z.string().trim().max(500).default(''),
  }),
})
export const giveBack = endpoint({
  ...act('return', '退回', 'Return to an earlier step'),
  body: z.object({ to: z.string().max(100), reason }),
})
export const delegate = endpoint({ ...act('delegate', '转办', 'Delegate'), body: z.object({ personId: z.number().int(), reason }) })
export const suspend = endpoint({
  ...act('suspend', '暂停计时', 'Stop the clock'),
  body: z.object({ reason: z.string().max(40), note: z.string().trim().max(500).default('') }),
})
export const resume = endpoint({ ...act('resume', '恢复计时', 'Resume the clock') })
export const cancel = endpoint({ ...act('cancel', '终止事项', 'Cancel the item'), body: z.object({ reason }) })
export const assign = endpoint({
  method: 'POST',
  path: '/tasks/assign',
  summary: { zh: '分派（可批量）', en: 'Assign, one or many' },
  permission: 'worklist.lead',
  audit: 'task.assign',
  errors: actErrors,
  body: z.object({ personId: z.number().int(), taskIds: z.array(z.number().int()).min(1).max(200) }),
  response: z.object({
    assigned: z.number(),
    refused: z.array(z.object({ taskId: z.number(), code: z.string(), detail: z.record(z.string(), z.unknown()).optional() })),
  }),
})
export const assignable = endpoint({
  method: 'GET',
  path: '/tasks/:id/assignable',
  summary: { zh: '可分派人员', en: 'Who could do this task' },
  permission: 'worklist.work',
  audit: 'none',
  errors: ['not-found'],
  params: id,
  response: z.object({ items: z.array(z.object({ personId: z.number(), name: z.string(), open: z.number(), admitted: z.boolean() })) }),
})
export const listNotices = endpoint({
  method: 'GET',
  path: '/notices',
  summary: { zh: '我的通知', en: 'My notices' },
  permission: 'signed-in',
  audit: 'none',
  errors: [],
  query: z.object({ cursor: z.coerce.number().int().positive().optional(), limit: z.coerce.number().int().min(1).max(100).default(20) }),
  response: z.object({
    items: z.array(
      z.object({
        id: z.number(),
        kind: z.string(),
        data: z.record(z.string(), z.unknown()),
        link: z.string().nullable(),
        at: z.string(),
        readAt: z.string().nullable(),
        task: z.object({ nameZh: z.string(), nameEn: z.string(), caseNumber: z.string().nullable() }).nullable(),
      }),
    ),
    next: z.number().nullable(),
    unread: z.number(),
  }),
})
export const readNotices = endpoint({
  method: 'POST',
  path: '/notices/read',
  summary: { zh: '标为已读', en: 'Mark as read' },
  permission: 'signed-in',
  audit: 'none',
  errors: [],
  body: z.object({ upTo: z.number().int() }),
  response: done,
})
