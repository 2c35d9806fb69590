/** A task as the rules see it. */
export interface TaskFacts {
  state: 'ready' | 'claimed' | 'started' | 'suspended' | 'done' | 'returned' | 'cancelled'
  nature: 'procedural' | 'judgement'
  performer: 'outsourced' | 'court'
  role: string
  assigneeId: number | null
  engagementId: number | null
}
export interface ActorFacts {
  personId: number | null
  side: string
  roles: readonly string[]
  engagementIds: readonly number[]
  /** Do the actor's posts name the task's service for him to work on or to lead; absent: not asked, the row scope has settled it. */
  ofMyPosts?: boolean
  /** What denies the actor the case (veto, freeze, recusal); absent or null: nothing. */
  denied?: string | null
  /** Why the actor can take no task at all now (leave, gate, engagement); absent or null: nothing. */
  shut?: string | null
}
export const taskActs = ['claim', 'assign', 'start', 'complete', 'return', 'delegate', 'release', 'suspend', 'resume', 'cancel'] as const
export type TaskAct = (typeof taskActs)[number]
export type Verdict = { ok: true } | { ok: false; code: string }
const yes: Verdict = { ok: true }
const no = (code: string): Verdict => ({ ok: false, code })

/** Why work may stand still; each is an exclusion code of the indicators and must be approved there (domain.md §4). */
export const suspendReasons = ['courtApproval', 'partySupplement', 'systemFault', 'forceMajeure', 'returnedToParty', 'judgeHold'] as const

const open = ['claimed', 'started', 'suspended']
const leads = (task: TaskFacts, actor: ActorFacts): boolean =>
  task.performer === 'outsourced'
    ? actor.side === 'contractor' &&
      actor.roles.some((r) => r === 'teamLead' || r === 'projectManager') &&
      task.engagementId !== null &&
      actor.engagementIds.includes(task.engagementId)
    : actor.side === 'court' && actor.roles.some((r) => r === 'trialManagement' || r === 'courtLeader')

/** May this actor do this act on this task now? 4.1 comes first: judgement belongs to the court, whoever asks. */
export const mayAct = (act: TaskAct, task: TaskFacts, actor: ActorFacts): Verdict => {
  if (actor.personId === null) return no('not-allowed')
  const side = task.performer === 'court' ? 'court' : 'contractor'
  if (task.nature === 'judgement' && actor.side !== 'court') return no('judgement-is-the-courts')
  if (task.state === 'done' || task.state === 'returned' || task.state === 'cancelled') return no('task-closed')
  const mine = task.assigneeId === actor.personId
  switch (act) {
    case 'claim':
      if (task.state !== 'ready') return no('already-taken')
      if (actor.side !== side) return no(side === 'court' ? 'judgement-is-the-courts' : 'outsourced-task')
      if (!actor.roles.includes(task.role)) return no('not-your-role')
      if (actor.denied) return no(`denied-${actor.denied}`)
      if (actor.shut) return no(actor.shut)
      return actor.ofMyPosts === false ? no('not-your-service') : yes
    case 'assign':
      if (leads(task, actor) && actor.ofMyPosts === false) return no('not-your-service')
      return leads(task, actor) ? (task.state === 'suspended' ? no('task-suspended') : yes) : no('leads-only')
    case 'start':
      return !mine ? no('not-yours') : task.state === 'claimed' ? yes : no('not-claimed')
    case 'complete':
    case 'return':
    case 'delegate':
      return !mine
        ? no('not-yours')
        : task.state === 'suspended'
          ? no('task-suspended')
          : open.includes(task.state)
            ? yes
            : no('not-claimed')
    case 'release':
      return !mine && !leads(task, actor) ? no('not-yours') : task.state === 'claimed' || task.state === 'started' ? yes : no('not-claimed')
    case 'suspend':
      return !mine && !leads(task, actor) ? no('not-yours') : task.state === 'claimed' || task.state === 'started' ? yes : no('not-claimed')
    case 'resume':
      return !mine && !leads(task, actor) ? no('not-yours') : task.state === 'suspended' ? yes : no('not-suspended')
    case 'cancel':
      return actor.side === 'court' && actor.roles.includes('trialManagement') ? yes : no('trial-management-only')
  }
}

/** Everything the actor may do now, with the reason where not: replies carry it, so that the web never decides again. */
export const canOf = (task: TaskFacts, actor: ActorFacts): Record<TaskAct, true | string> => {
  const can = {} as Record<TaskAct, true | string>
  for (const act of taskActs) {
    const v = mayAct(act, task, actor)
    can[act] = v.ok ? true : v.code
  }
  return can
}
