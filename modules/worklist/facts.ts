import type { Ctx } from '../../platform/http/context.ts'
import type { TaskRow } from './load.ts'
import type { ActorFacts, TaskFacts } from './rules.ts'

export const factsOf = (t: Pick<TaskRow, 'state' | 'nature' | 'performer' | 'role' | 'assignee_id' | 'engagement_id'>): TaskFacts => ({
  state: t.state,
  nature: t.nature,
  performer: t.performer,
  role: t.role,
  assigneeId: t.assignee_id,
  engagementId: t.engagement_id,
})
export const actorFacts = (ctx: Ctx): ActorFacts => ({
  personId: ctx.actor.personId,
  side: ctx.actor.side,
  roles: ctx.actor.roles,
  engagementIds: ctx.actor.engagementIds,
})
