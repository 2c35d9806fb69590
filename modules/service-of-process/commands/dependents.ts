import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { computeDeadline } from '../../deadlines/public.ts'
import { confirmationsOf, deadlinesOf, findSet, type OrderRow } from '../queries.ts'
import { dependentRules } from '../rules/dependents.ts'

interface Served {
  id: number
  case_id: number
  effective_on: string | null
  abroad: boolean
  state: string
}

/**
 * Computes the periods of every served recipient of the set that `order` belongs to (a judgment takes effect when all their periods have run,
 * 解释244). What did not change stays; what did is kept beside the new value with the reason.
 */
export const recomputeSet = async (ctx: Ctx, order: OrderRow, because: 'confirmed' | 'corrected'): Promise<void> => {
  const set = await findSet(ctx, order.set_id)
  const { rows: all } =
    await sql<Served>`select id, case_id, effective_on, abroad, state from service_of_process.service_order where court_id = ${ctx.actor.courtId} and set_id = ${set.id} and state <> 'cancelled' order by id`.execute(
      ctx.tx,
    )
  const served = all.filter((o): o is Served & { effective_on: string } => o.effective_on !== null)
  for (const o of served) {
    const rules = dependentRules({
      kind: set.kind,
      procedure: order.procedure ?? 'ordinary',
      effectiveOn: o.effective_on,
      abroad: o.abroad,
      evidenceDays: set.evidence_days,
      appealable: set.appealable,
      others: served.filter((x) => x.id !== o.id).map((x) => ({ effectiveOn: x.effective_on, abroad: x.abroad })),
      allServed: served.length === all.length,
    })
    await replaceDeadlines(ctx, o, rules, o.id === order.id ? because : 'other-recipient')
  }
}

const replaceDeadlines = async (ctx: Ctx, o: Served, rules: ReturnType<typeof dependentRules>, because: string): Promise<void> => {
  const confirmation = (await confirmationsOf(ctx, o.id)).find((c) => c.effective && c.superseded_at === null)
  if (!confirmation) return
  const inForce = (await deadlinesOf(ctx, o.id)).filter((d) => d.superseded_at === null)
  const supersede = (id: number) =>
    sql`update service_of_process.dependent_deadline set superseded_at = bw.now(), superseded_because = ${because} where court_id = ${ctx.actor.courtId} and id = ${id}`.execute(
      ctx.tx,
    )
  for (const old of inForce) if (!rules.some((r) => r.rule === old.rule)) await supersede(old.id)
  for (const r of rules) {
    const answer = computeDeadline(r.rule, r.inputs, ctx.calendar)
    if (!answer.ok)
      throw new Fail('deadline-refused', 422, {
        rule: r.rule,
        ...(answer.code === 'refused' ? { reason: answer.reason, ...answer.words } : { reason: answer.code }),
      })
    const d = answer.result
    const old = inForce.find((x) => x.rule === r.rule)
    if (old && old.due === d.due && old.version === d.version && old.calendar === d.calendar && isDeepStrictEqual(old.inputs, d.inputs))
      continue
    if (old) await supersede(old.id)
    await sql`insert into service_of_process.dependent_deadline (court_id, order_id, case_id, confirmation_id, rule, version, calendar, inputs, due, also, steps, basis, provisional)
      values (${ctx.actor.courtId}, ${o.id}, ${o.case_id}, ${confirmation.id}, ${d.rule}, ${d.version}, ${d.calendar}, ${JSON.stringify(d.inputs)}::jsonb, ${d.due}, ${JSON.stringify(d.also)}::jsonb, ${JSON.stringify(d.steps)}::jsonb,
        ${d.basis}::text[], ${d.provisional})`.execute(ctx.tx)
  }
}
