import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import { pageOf, readCursor } from '../../../platform/http/cursor.ts'
import type { Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { fulfilDuty, type MissedDuty, triggerDuty } from '../../duties/public.ts'
import { todayOf } from '../../organisations/public.ts'
import { type Decision, no, yes } from '../../organisations/rules/structure.ts'
import { notify, notifyEach } from '../../worklist/public.ts'
import type * as api from '../api.ts'
import { CORRECT_MONTH, MONTHLY } from '../duties.ts'
import {
  courtOf,
  keepersOf,
  lastDayOf,
  type MonthRow,
  openMonth,
  selectLists,
  selectMinimum,
  selectMonth,
  selectMonths,
  selectRoster,
} from '../queries.ts'
import { mayAskCause, mayDecide, maySubmit, mayUpload, terminationRight } from '../rules.ts'

const row = (m: MonthRow) => ({
  engagementId: m.engagementId,
  engagement: m.engagement,
  contractor: m.contractor,
  month: m.month,
  state: m.state,
  dueOn: m.dueOn,
  paidOn: m.paidOn,
  submittedAt: m.submittedAt,
  late: m.late,
  reminders: m.reminders,
  excused: m.excused,
  lists: m.lists,
})
const linkOf = (m: Pick<MonthRow, 'engagementId' | 'month'>): string => `/wages/${m.engagementId}/${m.month}`
const permitted = (permission: string, ctx: Ctx, d: Decision): Decision => (ctx.may(permission) ? d : no('not-allowed'))

export const listMonths = async (ctx: Ctx, { query }: Input<typeof api.listMonths>): Promise<Output<typeof api.listMonths>> => {
  const page = pageOf(
    await selectMonths(ctx, todayOf(ctx), query, { after: readCursor(query.after, 2), limit: query.limit }),
    query.limit,
    (m) => [m.month, m.engagementId],
  )
  return { items: page.items.map(row), next: page.next, can: { minimum: permitted('wages.decide', ctx, yes) } }
}
/** Counted anew each time: an accepted cause, or proof that it was paid in time, takes a reminder back. */
export const standings = async (ctx: Ctx) =>
  (
    await sql<{
      engagementId: number
      engagement: string
      contractor: string
      counted: number
      fourth: string | null
    }>`select e.id as "engagementId", e.title as engagement, k.name as contractor, count(*)::int as counted, (array_agg(r.at order by r.at, r.id))[4] as fourth
      from wages.reminder_counted r join organisations.engagement e on e.court_id = r.court_id and e.id = r.engagement_id join organisations.contractor k on k.id = e.contractor_id
      where r.court_id = ${courtOf(ctx)} group by e.id, e.title, k.name order by counted desc, e.id limit 200`.execute(ctx.tx)
  ).rows
export const wageStandings = async (ctx: Ctx): Promise<Output<typeof api.wageStandings>> => {
  const decide = ctx.may('wages.decide')
  const waiting = decide
    ? await sql<{ n: number }>`select (select count(*)::int from wages.month where court_id = ${courtOf(ctx)} and state = 'submitted')
        + (select count(*)::int from wages.cause where court_id = ${courtOf(ctx)} and approved is null)
        + (select count(*)::int from wages.statement where court_id = ${courtOf(ctx)} and state = 'submitted') as n`.execute(ctx.tx)
    : null
  return {
    items: (await standings(ctx)).map(({ fourth, ...s }) => ({ ...s, right: terminationRight(s.counted), rightSince: fourth })),
    toDecide: waiting?.rows[0]?.n ?? 0,
  }
}
export const readMonth = async (
  ctx: Ctx,
  { params }: Pick<Input<typeof api.readMonth>, 'params'>,
): Promise<Output<typeof api.readMonth>> => {
  const today = todayOf(ctx)
  const m = await selectMonth(ctx, today, params.engagementId, params.month)
  const lists = await selectLists(ctx, m.id)
  const causes = (
    await sql<
      Output<typeof api.readMonth>['causes'][number]
    >`select c.id, c.reason, a.name as "askedBy", c.asked_at as "askedAt", c.approved, c.decision, d.name as "decidedBy", c.decided_at as "decidedAt"
      from wages.cause c left join organisations.person a on a.id = c.asked_by left join organisations.person d on d.id = c.decided_by
      where c.court_id = ${courtOf(ctx)} and c.engagement_id = ${m.engagementId} and c.month = ${m.month} order by c.id limit 50`.execute(
      ctx.tx,
    )
  ).rows
  const reminded = (
    await sql<
      Output<typeof api.readMonth>['reminded'][number] & { onDate: string }
    >`select r.id, r.at, p.name as by, r.note, r.on_date as "onDate",
        (select n.n from (select c.id, (row_number() over (order by c.at, c.id))::int as n from wages.reminder_counted c where c.court_id = r.court_id and c.engagement_id = r.engagement_id) n where n.id = r.id) as counts
      from wages.reminder r left join organisations.person p on p.id = r.by_id
      where r.court_id = ${courtOf(ctx)} and r.engagement_id = ${m.engagementId} and r.month = ${m.month} order by r.at, r.id limit 100`.execute(
      ctx.tx,
    )
  ).rows
  const counted = (await standings(ctx)).find((s) => s.engagementId === m.engagementId)?.counted ?? 0
  const open = causes.some((c) => c.approved === null)
  await ctx.audit({ verb: 'wages.read', objectType: 'wages-month', objectId: `${m.engagementId}/${m.month}` })
  return {
    ...row(m),
    lists: lists.map(({ monthId: _m, type: _t, size: _s, sha256: _h, ...l }) => l),
    note: m.note,
    reason: m.reason,
    submittedBy: m.submittedByName,
    decidedBy: m.decidedBy,
    decidedAt: m.decidedAt,
    onRoster: (await selectRoster(ctx, m.engagementId, m.month)).length,
    minimumFen: await selectMinimum(ctx, m.month),
    causes,
    reminded: reminded.map(({ onDate: _d, ...r }) => r),
    counted,
    right: terminationRight(counted),
    revision: m.revision,
    can: {
      amounts: ctx.may('wages.amounts'),
      upload: permitted('wages.keep', ctx, mayUpload(m)),
      submit: permitted('wages.keep', ctx, maySubmit({ state: m.state, lists, over: today > lastDayOf(m.month) })),
      decide: permitted('wages.decide', ctx, mayDecide(m.state)),
      askCause: permitted('wages.ask-cause', ctx, mayAskCause(m, causes)),
      decideCause: permitted('wages.decide', ctx, open ? yes : no('cause-decided')),
      remind: permitted(
        'wages.decide',
        ctx,
        mayRemind(
          m,
          today,
          reminded.some((r) => r.onDate === today),
        ),
      ),
    },
  }
}
const mayRemind = (m: MonthRow, today: string, already: boolean): Decision =>
  today <= m.dueOn
    ? no('not-due-yet')
    : m.state === 'submitted' || m.state === 'received'
      ? no('wages-submitted')
      : already
        ? no('reminded-today')
        : yes

/** Fulfils the duty of the month, late or in time as the moment says; whether wages themselves were late, the day of payment says. */
export const submitMonth = async (
  ctx: Ctx,
  { params, body, revision }: Input<typeof api.submitMonth>,
): Promise<Output<typeof api.submitMonth>> => {
  const today = todayOf(ctx)
  const m = await selectMonth(ctx, today, params.engagementId, params.month)
  const lists = await selectLists(ctx, m.id)
  const may = maySubmit({ state: m.state, lists, over: today > lastDayOf(m.month) })
  if (!may.ok) throw new Fail(may.code, may.code === 'wages-submitted' ? 409 : 422)
  if (body.paidOn > today) throw new Fail('day-in-future', 422, { field: 'paidOn' })
  if (body.paidOn < `${m.month}-01`) throw new Fail('paid-before-month', 422, { field: 'paidOn' })
  if (lists.some((l) => l.soft > 0) && !body.note) throw new Fail('note-needed', 422, { field: 'note' })
  const locked = await openMonth(ctx, m)
  if (locked.revision !== revision) throw new Fail('stale-revision', 409, { revision: locked.revision })
  const again = locked.state === 'returned'
  await sql`update wages.month set state = 'submitted', paid_on = ${body.paidOn}::date, note = ${body.note || null}, submitted_by = ${ctx.actor.personId}, submitted_at = bw.now(),
    decided_by = null, decided_at = null, revision = revision + 1 where court_id = ${courtOf(ctx)} and id = ${locked.id}`.execute(ctx.tx)
  await ctx.audit({
    verb: 'wages.submit',
    objectType: 'wages-month',
    objectId: locked.id,
    data: { month: m.month, engagementId: m.engagementId, paidOn: body.paidOn },
  })
  const evidence = { type: 'wages-month', id: locked.id }
  if (again) await fulfilDuty(ctx, CORRECT_MONTH, locked.id, null, evidence)
  await fulfilDuty(ctx, MONTHLY, m.engagementId, { period: m.month }, evidence)
  await notify(ctx, { role: 'trialManagement' }, 'wages-submitted', { month: m.month, engagement: m.engagement }, linkOf(m))
  return { id: locked.id, revision: revision + 1 }
}
export const decideMonth = async (
  ctx: Ctx,
  { params, body, revision }: Input<typeof api.decideMonth>,
): Promise<Output<typeof api.decideMonth>> => {
  const m = await selectMonth(ctx, todayOf(ctx), params.engagementId, params.month)
  const may = mayDecide(m.state)
  if (!may.ok) throw new Fail(may.code, 409)
  if (!body.accept && !body.reason) throw new Fail('reason-needed', 422, { field: 'reason' })
  const done =
    await sql`update wages.month set state = ${body.accept ? 'received' : 'returned'}, reason = ${body.reason || null}, decided_by = ${ctx.actor.personId}, decided_at = bw.now(), revision = revision + 1
    where court_id = ${courtOf(ctx)} and id = ${m.id} and revision = ${revision} and state = 'submitted'`.execute(ctx.tx)
  if (!done.numAffectedRows) throw new Fail('stale-revision', 409)
  await ctx.audit({ verb: 'wages.decide', objectType: 'wages-month', objectId: m.id!, data: { month: m.month, accepted: body.accept } })
  if (!body.accept) await triggerDuty(ctx, CORRECT_MONTH, { id: m.id!, engagementId: m.engagementId, label: m.month }, ctx.now)
  await tell(ctx, m, body.accept ? 'wages-received' : 'wages-returned')
  return { id: m.id!, revision: revision + 1 }
}
const tell = async (
  ctx: Ctx,
  m: Pick<MonthRow, 'engagementId' | 'month'>,
  kind: string,
  data: Record<string, unknown> = {},
): Promise<void> =>
  notifyEach(
    ctx,
    (await keepersOf(ctx, m.engagementId)).map((personId) => ({ personId, kind, data: { month: m.month, ...data }, link: linkOf(m) })),
  )

export const askCause = async (ctx: Ctx, { params, body }: Input<typeof api.askCause>): Promise<Output<typeof api.askCause>> => {
  const m = await selectMonth(ctx, todayOf(ctx), params.engagementId, params.month)
  const may = mayAskCause(m, m.excused ? [{ approved: true }] : [])
  if (!may.ok) throw new Fail(may.code, 409)
  const { rows } = await sql<{ id: number }>`insert into wages.cause (court_id, engagement_id, contractor_id, month, reason, asked_by)
    values (${courtOf(ctx)}, ${m.engagementId}, ${m.contractorId}, ${m.month}, ${body.reason}, ${ctx.actor.personId}) on conflict do nothing returning id`.execute(
    ctx.tx,
  )
  const id = rows[0]?.id
  if (id === undefined) throw new Fail('cause-waits', 409)
  await ctx.audit({ verb: 'wages.cause.ask', objectType: 'wages-cause', objectId: id, data: { month: m.month } })
  await notify(ctx, { role: 'trialManagement' }, 'wages-cause-asked', { month: m.month, engagement: m.engagement }, linkOf(m))
  return { id }
}
/** Only the court's acceptance makes a cause objective; the table refuses whoever alleged it. */
export const decideCause = async (ctx: Ctx, { params, body }: Input<typeof api.decideCause>): Promise<Output<typeof api.decideCause>> => {
  const c = (
    await sql<{
      engagementId: number
      month: string
      approved: boolean | null
    }>`select engagement_id as "engagementId", month, approved from wages.cause
      where court_id = ${courtOf(ctx)} and id = ${params.id}`.execute(ctx.tx)
  ).rows[0]
  if (!c) throw new Fail('not-found', 404)
  const done =
    c.approved === null
      ? await sql`update wages.cause set approved = ${body.approved}, decision = ${body.decision}, decided_by = ${ctx.actor.personId}, decided_at = bw.now()
        where court_id = ${courtOf(ctx)} and id = ${params.id} and approved is null`.execute(ctx.tx)
      : null
  if (!done?.numAffectedRows) throw new Fail('cause-decided', 409)
  await ctx.audit({
    verb: 'wages.cause.decide',
    objectType: 'wages-cause',
    objectId: params.id,
    data: { month: c.month, accepted: body.approved },
  })
  await tell(ctx, c, body.approved ? 'wages-cause-accepted' : 'wages-cause-refused')
  return { id: params.id }
}
export const remindMonth = async (ctx: Ctx, { params, body }: Input<typeof api.remindMonth>): Promise<Output<typeof api.remindMonth>> => {
  const today = todayOf(ctx)
  const m = await selectMonth(ctx, today, params.engagementId, params.month)
  const may = mayRemind(m, today, false)
  if (!may.ok) throw new Fail(may.code, may.code === 'not-due-yet' ? 422 : 409)
  const { rows } = await sql<{
    id: number
  }>`insert into wages.reminder (court_id, engagement_id, contractor_id, month, at, on_date, by_id, note)
    values (${courtOf(ctx)}, ${m.engagementId}, ${m.contractorId}, ${m.month}, bw.now(), ${today}::date, ${ctx.actor.personId}, ${body.note}) on conflict do nothing returning id`.execute(
    ctx.tx,
  )
  const id = rows[0]?.id
  if (id === undefined) throw new Fail('reminded-today', 409)
  await ctx.audit({ verb: 'wages.remind', objectType: 'wages-reminder', objectId: id, data: { month: m.month } })
  await tell(ctx, m, 'wages-reminded')
  return { id }
}

/** A month was missed: that is the reminder of, served on the contractor in the transaction that records the miss. */
export const remindMissed = async (ctx: Ctx, missed: readonly MissedDuty[]): Promise<void> => {
  for (const d of missed) {
    const { rows } = await sql<{
      engagementId: number
      month: string
    }>`select engagement_id as "engagementId", month from wages.remind(${d.id})`.execute(ctx.tx)
    for (const r of rows) {
      await ctx.audit({
        verb: 'wages.remind',
        objectType: 'wages-reminder',
        objectId: `${r.engagementId}/${r.month}`,
        data: { month: r.month, itself: true },
      })
      await tell(ctx, r, 'wages-reminded')
    }
  }
}

export const listMinimums = async (ctx: Ctx): Promise<Output<typeof api.listMinimums>> => ({
  items: (
    await sql<{
      fromDate: string
      fen: number
    }>`select from_date as "fromDate", fen from wages.minimum where court_id = ${courtOf(ctx)} order by from_date desc limit 100`.execute(
      ctx.tx,
    )
  ).rows,
  can: { set: permitted('wages.decide', ctx, yes) },
})
export const setMinimum = async (ctx: Ctx, { body }: Input<typeof api.setMinimum>): Promise<Output<typeof api.setMinimum>> => {
  const done =
    await sql`insert into wages.minimum (court_id, from_date, fen, set_by) values (${courtOf(ctx)}, ${body.fromDate}::date, ${body.fen}, ${ctx.actor.personId}) on conflict do nothing`.execute(
      ctx.tx,
    )
  if (!done.numAffectedRows) throw new Fail('minimum-known', 409, { field: 'fromDate' })
  await ctx.audit({ verb: 'wages.minimum.set', objectType: 'minimum-wage', objectId: body.fromDate, after: body })
  return { ok: true }
}
