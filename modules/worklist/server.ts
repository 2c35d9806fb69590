import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { ZONE } from '../../platform/calendar/clock.ts'
import type { Ctx } from '../../platform/http/context.ts'
import { bind, type ModuleServer } from '../../platform/http/module.ts'
import { Fail } from '../../platform/http/problems.ts'
import { onEngagementChanged, onPersonChanged } from '../organisations/public.ts'
import { onGateChanged, onVeto } from '../workforce/public.ts'
import { deniedAmong, freeze, grantOf, isDenied, liftVetoOf, onDenied, onGlass, onLifted } from '../confidentiality/public.ts'
import { dueTimers } from '../processes/public.ts'
import * as api from './api.ts'
import * as apiClaims from './api-claims.ts'
import * as apiFirst from './api-first-steps.ts'
import { cancelItem, completeOwnStep, fireTimer, resumeTask, returnTask, suspendTask } from './commands/finish-task.ts'
import { eachTask } from './commands/many.ts'
import { settleAccess, settleLapsed } from './commands/settle-access.ts'
import { assignTask, claimTask, delegateTask, refuseUnless, releaseTask, toPool } from './commands/take-task.ts'
import { whyNoClaim } from './claiming.ts'
import { actorFacts, factsOf } from './facts.ts'
import { tellOfEngagement, tellOfFreeze, tellOfLift } from './freeze-notices.ts'
import { tellOfGlass } from './glass-notices.ts'
import { putFirstStepsAway, readFirstSteps } from './first-steps.ts'
import { loadInstance, taskOf } from './load.ts'
import { markRead, myNotices, notify, readOfTask } from './notices.ts'
import { assignableTo, findTask, itemHistory, type ListedTask, listTasks, summary, teamLoad } from './queries.ts'
import { canOf } from './rules.ts'
import { ownSteps } from './own-steps.ts'
import { onStep } from './step.ts'

const ok = { ok: true as const }
/** What a reader of the list gets: names as people use them and the traffic light. A page of a list asks for few days but many tasks: days are counted once. */
export const shownTo = (ctx: Ctx): ((t: ListedTask) => api.TaskItem) => {
  const now = ctx.now.epochMilliseconds
  const here = ctx.now.toZonedDateTimeISO(ZONE)
  const today = here.toPlainDate()
  // One offset for all days: China has kept UTC+8 without summer time since 1992.
  const dayNumber = (ms: number) => Math.floor((ms + here.offsetNanoseconds / 1e6) / 86_400_000)
  const todayNumber = dayNumber(now)
  const days = new Map<number, { ahead: number; behind: number }>()
  const countTo = (number: number) => {
    let day = days.get(number)
    if (!day) {
      const due = today.add({ days: number - todayNumber })
      day = { ahead: ctx.calendar.workdaysBetween(today, due), behind: -ctx.calendar.workdaysBetween(due, today) }
      days.set(number, day)
    }
    return day
  }
  return (t) => {
    const at = Date.parse(t.due_at)
    const number = dayNumber(at)
    const day = countTo(number)
    const late = at < now
    const workdaysLeft = late ? day.behind : day.ahead
    return {
      id: t.id,
      key: t.key,
      elementId: t.element_id,
      nameZh: t.name_zh,
      nameEn: t.name_en,
      form: t.form,
      nature: t.nature,
      performer: t.performer,
      role: t.role,
      stage: t.stage,
      state: t.state,
      dueAt: t.due_at,
      openedAt: t.opened_at,
      suspendedAt: t.suspended_at,
      light: t.state === 'suspended' ? 'paused' : late ? 'late' : number === todayNumber ? 'today' : workdaysLeft <= 1 ? 'soon' : 'calm',
      workdaysLeft,
      assigneeId: t.assignee_id,
      assigneeName: t.assignee_name,
      caseId: t.case_id,
      caseNumber: t.case_number,
      caseTitle: t.case_title,
      subjectType: t.subject_type,
      subjectId: t.subject_id,
      returnedFrom: t.returned_from,
      reason: t.reason,
      barred: null,
      revision: t.revision,
    }
  }
}
const cursorOf = (t: ListedTask): string => Buffer.from(JSON.stringify([t.due_at, t.id])).toString('base64url')
const afterOf = (cursor: string | undefined): { dueAt: string; id: number } | undefined => {
  if (!cursor) return undefined
  try {
    const [dueAt, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [string, number]
    return { dueAt: Temporal.Instant.from(dueAt).toString(), id: Number(id) }
  } catch {
    throw new Fail('malformed', 400)
  }
}

onEngagementChanged(async (ctx, e) => {
  if (e.kind === 'changed') {
    // A last day was moved: what is in hand reaches as far as the term does.
    const { rows } = await sql<{
      id: number
    }>`select distinct assignee_id as id from worklist.task where court_id = ${ctx.actor.courtId} and engagement_id = ${e.engagementId} and state in ('claimed', 'started', 'suspended') and assignee_id is not null`.execute(
      ctx.tx,
    )
    for (const { id } of rows) await settleAccess(ctx, id, 'engagement-changed')
  }
  if (e.kind !== 'frozen' && e.kind !== 'ended') return
  // Freeze or end: everyone of the contractor loses access in this transaction; the work goes back to the pool with its clocks.
  const { rows } = await sql<{
    id: number
  }>`select id from worklist.task where court_id = ${ctx.actor.courtId} and engagement_id = ${e.engagementId} and state in ('claimed', 'started', 'suspended') and assignee_id is not null`.execute(
    ctx.tx,
  )
  await toPool(
    ctx,
    rows.map((r) => r.id),
    `engagement-${e.kind}`,
  )
})
onEngagementChanged(tellOfEngagement)
onPersonChanged(async (ctx, e) => {
  // Leaving: access ends in the same transaction in every court he works for, the tasks wait for somebody else; a day to come cuts the grants to it.
  if (e.kind === 'left' || e.kind === 'postEnded' || e.kind === 'postChanged') await settleAccess(ctx, e.personId, e.kind)
})
// A veto denies everything; a denial of any kind sends the tasks it covers back to the pool with their clocks.
onVeto(async (ctx, v) => {
  if (v.kind === 'lifted') {
    await liftVetoOf(ctx, v.personId)
    return
  }
  const held = await sql<{
    n: number
  }>`select count(*)::int as n from worklist.task where court_id = ${ctx.actor.courtId} and assignee_id = ${v.personId} and state in ('claimed', 'started', 'suspended')`.execute(
    ctx.tx,
  )
  // One grant answers one cause: as many as causes lost it.
  const { tasks } = await freeze(ctx, { personId: v.personId, kind: 'veto', reason: v.reason })
  return { grants: tasks.length, tasks: held.rows[0]?.n ?? 0 }
})
onGateChanged(async (ctx, e) => {
  // A fact that lapsed or was revoked closes the gate: what he holds goes back, his grants end with it.
  // A last day was set, or a leave begins: what he holds ends there in every court, before anything has to run at that moment.
  if (e.until) await settleAccess(ctx, e.personId, 'lapsed')
  if (e.admitted) return
  const { rows } = await sql<{
    id: number
  }>`select id from worklist.task where court_id = ${ctx.actor.courtId} and assignee_id = ${e.personId} and assignee_side = 'contractor' and state in ('claimed', 'started', 'suspended')`.execute(
    ctx.tx,
  )
  await toPool(
    ctx,
    rows.map((r) => r.id),
    'not-admitted',
  )
})
onDenied(async (ctx, d) => {
  const { rows } = await sql<{
    id: number
  }>`select t.id from worklist.task t where t.court_id = ${ctx.actor.courtId} and t.state in ('claimed', 'started', 'suspended') and t.assignee_id is not null
    ${d.personId ? sql`and t.assignee_id = ${d.personId}` : sql``} ${d.caseId ? sql`and t.case_id = ${d.caseId}` : sql``}
    ${d.contractorId ? sql`and t.assignee_id in (select id from organisations.person where contractor_id = ${d.contractorId})` : sql``}`.execute(
    ctx.tx,
  )
  await toPool(
    ctx,
    rows.map((r) => r.id),
    d.kind,
  )
  if (d.kind === 'recusal')
    await tellOfRecusal(
      ctx,
      d,
      rows.map((r) => r.id),
    )
})
onDenied(tellOfFreeze)
onLifted(tellOfLift)
onGlass(tellOfGlass)
/** The commissioner learns of a declared relation; whoever leads the work learns that it waits for somebody else. The reason stays in the register. */
const tellOfRecusal = async (ctx: Ctx, d: { personId?: number | null }, tasks: readonly number[]): Promise<void> => {
  await notify(ctx, { role: 'commissioner' }, 'recusal-declared', { by: ctx.actor.name }, '/access')
  const { rows } = await sql<{ id: number; leads: number[] }>`select t.id, array_agg(distinct p.person_id) as leads from worklist.task t
      join organisations.post p on p.court_id = t.court_id and p.engagement_id = t.engagement_id and p.role = 'teamLead' and p.person_id <> ${d.personId ?? 0}
      cross join lateral organisations.work_of(t.court_id, p.person_id, (select bw.now())) w
    where t.court_id = ${ctx.actor.courtId} and t.id = any (${tasks as number[]}::bigint[]) and w.role = 'teamLead' and w.engagement_id = t.engagement_id and w.service = t.key
    group by t.id`.execute(ctx.tx)
  for (const r of rows) await notify(ctx, { personIds: r.leads }, 'recusal-task-free', { by: ctx.actor.name }, `/tasks/${r.id}`)
}

onStep(async (ctx, e) => {
  // What has been done needs no further reading: else the bell of a diligent clerk says 99+ for ever.
  if (e.type === 'closed' && e.by) await readOfTask(ctx, e.taskId)
  // Work that came into somebody's hands without his asking, and work that came back.
  if (e.type !== 'opened') return
  if (e.assigneeId)
    await notify(
      ctx,
      { personIds: [e.assigneeId] },
      e.returnedFrom ? 'task-returned' : 'task-waiting',
      { form: e.form },
      `/tasks/${e.taskId}`,
    )
})

export const worklist: ModuleServer = {
  name: 'worklist',
  dependsOn: ['processes', 'confidentiality', 'workforce', 'cases', 'organisations'],
  permissions: api.permissions,
  bindings: [
    bind(api.listTasks, async (ctx, { query }) => {
      if (query.scope === 'court' && !ctx.may('worklist.court')) throw new Fail('not-allowed', 403)
      if (query.scope === 'team' && !ctx.may('worklist.lead')) throw new Fail('not-allowed', 403)
      const rows = await listTasks(ctx, { ...query, late: query.late === 'true', after: afterOf(query.cursor), limit: query.limit + 1 })
      const page = rows.slice(0, query.limit)
      // A pool shows no case; what shows one is a reading of it (7.3.2.2–3), under the grants behind it.
      const shown = page.filter((t) => t.case_number !== null || t.case_title !== null)
      if (shown.length > 0) {
        const grants = [...new Set(shown.flatMap((t) => t.grants ?? []))].sort((a, b) => a - b)
        await ctx.auditReading({
          verb: 'task.list',
          objectType: 'task',
          objectId: '-',
          data: { scope: query.scope, rows: shown.length, ...(ctx.actor.side === 'contractor' && { grants }) },
        })
      }
      // Whose pool it is knows of himself what he stepped back from: it is marked, not offered.
      const barred =
        query.scope === 'pool' && ctx.actor.personId !== null
          ? await deniedAmong(ctx, ctx.actor.personId, [...new Set(page.map((t) => t.case_id))])
          : new Map<number, string>()
      const items = page.map(shownTo(ctx)).map((item, n) => {
        const kind = barred.get(page[n]!.case_id)
        return kind ? { ...item, barred: `denied-${kind}` } : item
      })
      return { items, next: rows.length > query.limit ? cursorOf(page.at(-1)!) : null }
    }),
    bind(api.taskSummary, (ctx) =>
      summary(
        ctx,
        ctx.now.toZonedDateTimeISO(ZONE).startOfDay().add({ days: 1 }).toInstant().toString(),
        ctx.actor.roles.some((r) => (api.permissions['worklist.court'] as readonly string[]).includes(r)),
      ),
    ),
    bind(api.teamLoad, async (ctx) => ({ items: await teamLoad(ctx) })),
    bind(api.readTask, async (ctx, { params }) => {
      const t = await findTask(ctx, params.id)
      if (!t) throw new Fail('not-found', 404)
      const history = (await itemHistory(ctx, t.instance_id)) as (ListedTask & {
        completed_at: string | null
        outcome: string | null
        done_by_name: string | null
      })[]
      const own = await ownSteps(ctx, t, history)
      const grant = ctx.actor.side === 'contractor' ? await grantOf(ctx, t.case_id) : null
      await ctx.audit({
        verb: 'task.read',
        objectType: 'task',
        objectId: t.id,
        caseId: t.case_number || t.case_title || grant ? t.case_id : null,
        grantId: grant?.id ?? null,
      })
      return {
        ...shownTo(ctx)(t),
        can: {
          ...canOf(factsOf(t), {
            ...actorFacts(ctx),
            ofMyPosts: t.of_my_posts,
            // Who stepped back or is frozen is not offered what the server would refuse him.
            denied: t.state === 'ready' && ctx.actor.personId !== null ? await isDenied(ctx, ctx.actor.personId, t.case_id) : null,
            shut: t.state === 'ready' ? await whyNoClaim(ctx) : null,
          }),
          // What the court's own people do about a relation is procedural law, not a matter of this register.
          recuse:
            (ctx.actor.side === 'contractor' &&
              t.assignee_id === ctx.actor.personId &&
              !['done', 'returned', 'cancelled'].includes(t.state)) ||
            'not-yours',
        },
        instanceId: t.instance_id,
        claimedAt: t.claimed_at,
        startedAt: t.started_at,
        completedAt: t.completed_at,
        outcome: t.outcome,
        dueRule: String(t.due_basis.rule ?? ''),
        suspendedSeconds: t.suspended_seconds,
        history: history.map((h) => ({
          taskId: h.id,
          elementId: h.element_id,
          nameZh: h.name_zh,
          nameEn: h.name_en,
          state: h.state,
          openedAt: h.opened_at,
          completedAt: h.completed_at,
          outcome: h.outcome,
          byName: h.done_by_name ?? h.assignee_name,
          // A note is about the case: outsourced staff read it with the case, not from the pool.
          reason: h.state === 'done' && ctx.actor.side === 'contractor' && !grant ? null : h.reason,
          answer: own.answerOf(h),
        })),
        own: own.step,
      }
    }),
    bind(api.claim, async (ctx, { params, revision }) => (await claimTask(ctx, params.id, revision), ok)),
    bind(api.start, async (ctx, { params, revision }) => {
      const task = taskOf(await loadInstance(ctx, { taskId: params.id }), params.id, revision)
      refuseUnless('start', task, ctx)
      await sql`update worklist.task set state = 'started', started_at = bw.now(), revision = revision + 1 where court_id = ${ctx.actor.courtId} and id = ${params.id}`.execute(
        ctx.tx,
      )
      return ok
    }),
    bind(api.release, async (ctx, { params, revision }) => (await releaseTask(ctx, params.id, revision), ok)),
    bind(api.complete, async (ctx, { params, revision, body }) => {
      await completeOwnStep(ctx, { taskId: params.id, revision, outcome: body.outcome, note: body.note })
      return ok
    }),
    bind(api.giveBack, async (ctx, { params, revision, body }) => (await returnTask(ctx, params.id, revision, body.to, body.reason), ok)),
    bind(
      api.delegate,
      async (ctx, { params, revision, body }) => (await delegateTask(ctx, params.id, body.personId, body.reason, revision), ok),
    ),
    bind(api.suspend, async (ctx, { params, revision, body }) => (await suspendTask(ctx, params.id, revision, body.reason, body.note), ok)),
    bind(api.resume, async (ctx, { params, revision }) => (await resumeTask(ctx, params.id, revision), ok)),
    bind(api.cancel, async (ctx, { params, body }) => (await cancelItem(ctx, params.id, body.reason), ok)),
    bind(api.assign, async (ctx, { body }) => {
      const refused = await eachTask(ctx, body.taskIds, (id) => assignTask(ctx, id, body.personId))
      return { assigned: new Set(body.taskIds).size - refused.length, refused }
    }),
    bind(apiClaims.readClaiming, async (ctx) => ({ can: (await whyNoClaim(ctx)) ?? (true as const) })),
    bind(apiClaims.claimMany, async (ctx, { body }) => {
      const seen = new Map(body.tasks.map((x) => [x.id, x.revision]))
      const refused = await eachTask(ctx, [...seen.keys()], (id) => claimTask(ctx, id, seen.get(id)!))
      return { claimed: seen.size - refused.length, refused }
    }),
    bind(apiFirst.readFirstSteps, readFirstSteps),
    bind(apiFirst.putFirstStepsAway, putFirstStepsAway),
    bind(api.listNotices, (ctx, { query }) => myNotices(ctx, query.cursor, query.limit)),
    bind(api.readNotices, async (ctx, { body }) => (await markRead(ctx, body.upTo), ok)),
    bind(api.assignable, async (ctx, { params }) => {
      const t = await findTask(ctx, params.id)
      if (!t) throw new Fail('not-found', 404)
      return { items: await assignableTo(ctx, t) }
    }),
  ],
  jobs: [
    {
      name: 'worklist-lapsed',
      cron: '10 0 * * *',
      run: async (app) => {
        const courts = await app.db.selectFrom('organisations.court').select('id').execute()
        for (const { id } of courts as { id: number }[]) await app.asSystem(id, settleLapsed)
      },
    },
    {
      name: 'worklist-timers',
      cron: '* * * * *',
      run: async (app) => {
        const courts = await app.db.selectFrom('organisations.court').select('id').execute()
        for (const { id } of courts as { id: number }[]) {
          const due = await app.asSystem(id, (ctx) => dueTimers(ctx, 500))
          // Each timer in its own transaction: one that cannot fire must not hold the others.
          for (const t of due) await app.asSystem(id, (ctx) => fireTimer(ctx, t.instance_id, t.id))
        }
      },
    },
  ],
}
