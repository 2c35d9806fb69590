import { sql } from 'kysely'
import type { z } from 'zod'
import type { Ctx } from '../../../platform/http/context.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { completeTask, deliverMessage, notify } from '../../worklist/public.ts'
import type { signList as endpoint } from '../api-lists.ts'
import { putEvent, runningItem } from '../queries.ts'
import { type Answer, maySign, verdictOf } from '../rules/sign.ts'
import { findList, readList } from './lists.ts'

export type Signed = z.output<NonNullable<typeof endpoint.body>>

/**
 * 签收: item by item, a whole material at a time. The recipient's own step closes; a stand-in's signature is told to the process, his name and reason
 * stay beside it and the recipient is told. Fail: item-…, refusal-reason, whole-material, not-a-stand-in, stand-in-reason, stale-revision.
 */
export const signList = async (ctx: Ctx, listId: number, revision: number, b: Signed): Promise<{ signed: number; refused: number }> => {
  const head = await findList(ctx, listId)
  // One signer at a time; the second finds another revision.
  const r =
    await sql`update materials.list set revision = revision + 1 where court_id = ${ctx.actor.courtId} and id = ${listId} and revision = ${revision}`.execute(
      ctx.tx,
    )
  if (!r.numAffectedRows) throw new Fail('stale-revision', 409, { revision: head.revision })
  const list = await readList(ctx, listId)
  if (new Set(b.answers.map((a) => a.itemId)).size !== b.answers.length) throw new Fail('item-answered', 422, { field: 'answers' })
  for (const a of b.answers) {
    const item = list.materials.flatMap((m) => m.items).find((i) => i.id === a.itemId)
    if (!item) throw new Fail('item-unknown', 422, { field: 'answers' })
    if (item.answer || item.state === 'signed') throw new Fail('item-answered', 409)
    if ((a.outcome === 'refused') !== (a.reason !== undefined)) throw new Fail('refusal-reason', 422, { field: 'answers' })
  }
  let [signed, refused] = [0, 0]
  for (const m of list.materials) {
    const answers: Answer[] = b.answers.filter((a) => m.items.some((i) => i.id === a.itemId))
    if (answers.length === 0) continue
    const open = m.items.filter((i) => i.state !== 'signed').map((i) => i.id)
    const verdict = verdictOf(open, answers)
    if (verdict === null) throw new Fail('whole-material', 422, { number: m.number })
    await signMaterial(
      ctx,
      { id: m.id, caseId: m.caseId!, number: m.number },
      head,
      verdict,
      b.answers.filter((a) => open.includes(a.itemId)),
      b.standInBecause,
    )
    if (verdict === 'signed') signed++
    else refused++
  }
  await sql`update materials.list l set signed_at = bw.now() where l.court_id = ${ctx.actor.courtId} and l.id = ${listId} and l.signed_at is null
    and not exists (select from materials.list_line x join materials.intake i on i.court_id = x.court_id and i.id = x.intake_id where x.court_id = l.court_id and x.list_id = l.id and i.state = 'carried')`.execute(
    ctx.tx,
  )
  return { signed, refused }
}

const signMaterial = async (
  ctx: Ctx,
  m: { id: number; caseId: number; number: string },
  list: { id: number; recipient_id: number; made_by: number },
  verdict: 'signed' | 'refused' | 'wrongCase',
  answers: Signed['answers'],
  because: string,
): Promise<void> => {
  const { rows: of } = await sql<{
    division_id: number | null
    state: string
  }>`select c.division_id, i.state from materials.intake i join cases.case_record c on c.court_id = i.court_id and c.id = i.case_id where i.court_id = ${ctx.actor.courtId} and i.id = ${m.id}`.execute(
    ctx.tx,
  )
  if (of[0]?.state !== 'carried') throw new Fail('not-carried', 409, { number: m.number })
  const may = maySign(
    { personId: ctx.actor.personId!, side: ctx.actor.side, roles: ctx.actor.roles, divisionIds: ctx.actor.divisionIds },
    { recipientId: list.recipient_id, divisionId: of[0].division_id },
    because,
  )
  if (typeof may === 'object')
    throw new Fail(
      may.refused,
      may.refused === 'stand-in-reason' ? 422 : 403,
      may.refused === 'stand-in-reason' ? { field: 'standInBecause' } : undefined,
    )
  for (const a of answers) {
    await sql`insert into materials.signature (court_id, intake_id, list_id, item_id, outcome, reason, note, by_person, for_person, stand_in_because)
      values (${ctx.actor.courtId}, ${m.id}, ${list.id}, ${a.itemId}, ${a.outcome}, ${a.reason ?? null}, ${a.note}, ${ctx.actor.personId}, ${list.recipient_id}, ${may === 'standIn' ? because : ''})`.execute(
      ctx.tx,
    )
    await sql`update materials.item set state = ${a.outcome} where court_id = ${ctx.actor.courtId} and id = ${a.itemId}`.execute(ctx.tx)
  }
  const reasons = [...new Set(answers.flatMap((a) => a.reason ?? []))]
  await ctx.audit({
    verb: 'material.sign',
    objectType: 'material',
    objectId: m.id,
    caseId: m.caseId,
    data: { verdict, items: answers.length, standIn: may === 'standIn', reasons },
  })
  await putEvent(
    ctx,
    m.id,
    verdict === 'signed' ? 'signed' : verdict === 'refused' ? 'refused' : 'unmatched',
    answers
      .map((a) => a.note)
      .filter(Boolean)
      .join(' '),
  )
  if (verdict !== 'signed') await notify(ctx, { personIds: [list.made_by] }, 'material-refused', { number: m.number }, `/materials/${m.id}`)
  const { rows } = await sql<{
    id: number
    revision: number
    assignee_id: number | null
  }>`select id, revision, assignee_id from worklist.task
    where court_id = ${ctx.actor.courtId} and subject_type = 'material' and subject_id = ${m.id} and form = 'material-sign' and state in ('ready', 'claimed', 'started') order by id desc limit 1`.execute(
    ctx.tx,
  )
  const task = rows[0]
  if (task && task.assignee_id === ctx.actor.personId) {
    await completeTask(ctx, { taskId: task.id, revision: task.revision, variables: { sign: verdict }, outcome: verdict })
    return
  }
  await deliverMessage(ctx, (await runningItem(ctx, m.id)) ?? 0, 'signedByStandIn', { sign: verdict })
  if (may === 'standIn')
    await notify(
      ctx,
      { personIds: [list.recipient_id] },
      'material-stand-in',
      { number: m.number, by: ctx.actor.name },
      `/materials/${m.id}`,
    )
}

/** 催签: whoever has been carried something and has not signed is told once more, once for all that is named. Answers how many people. */
export const chase = async (ctx: Ctx, ids: readonly number[]): Promise<number> => {
  const from = ctx.actor.side === 'contractor' ? sql`materials.desk` : sql`materials.intake`
  const { rows } = await sql<{
    id: number
    recipient_id: number
    number: string
  }>`select r.id, r.recipient_id, r.number from ${from} r where r.court_id = ${ctx.actor.courtId} and r.id = any (${[...new Set(ids)]}::bigint[]) and r.state = 'carried' and r.recipient_id is not null`.execute(
    ctx.tx,
  )
  if (rows.length === 0) throw new Fail('nothing-to-chase', 422)
  const people = [...new Set(rows.map((x) => x.recipient_id))]
  for (const person of people) {
    const his = rows.filter((x) => x.recipient_id === person)
    await notify(ctx, { personIds: [person] }, 'material-chased', { number: his[0]!.number, n: his.length }, '/materials/lists?view=mine')
  }
  await sql`select materials.chased(${rows.map((x) => x.id)}::bigint[])`.execute(ctx.tx)
  for (const x of rows) {
    await putEvent(ctx, x.id, 'chased')
    await ctx.audit({ verb: 'material.chase', objectType: 'material', objectId: x.id, data: { number: x.number } })
  }
  return people.length
}
