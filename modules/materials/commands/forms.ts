import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { completeTask, type FormTask, taskForForm } from '../../worklist/public.ts'
import { putEvent, recordOf } from '../queries.ts'
import { mailNumber } from '../rules/shape.ts'
import type { handOutWays } from '../rules/kinds.ts'

export const forms = [
  'material-carry',
  'material-sign',
  'material-put-right',
  'material-desk-count',
  'material-hand-out',
  'material-hand-in-again',
] as const

/** The task of a form, in the actor's hands, with its material. Fail: not-found, task-closed, not-yours, task-suspended. */
export const loadForm = async (
  ctx: Ctx,
  taskId: number,
  form: string | readonly string[],
): Promise<{ task: FormTask; material: Awaited<ReturnType<typeof recordOf>> }> => {
  const task = await taskForForm(ctx, taskId, form)
  return { task, material: await recordOf(ctx, task.subject_id) }
}
interface Counted {
  itemId: number
  copies: number
  pages: number
}
const known = (material: { content: { id: number }[] }, items: readonly Counted[]): void => {
  const ids = new Set(material.content.map((i) => i.id))
  if (items.some((i) => !ids.has(i.itemId)) || new Set(items.map((i) => i.itemId)).size !== items.length)
    throw new Fail('item-unknown', 422, { field: 'items' })
}
const recount = async (ctx: Ctx, items: readonly Counted[]): Promise<void> => {
  for (const i of items)
    await sql`update materials.item set copies = ${i.copies}, pages = ${i.pages} where court_id = ${ctx.actor.courtId} and id = ${i.itemId}`.execute(
      ctx.tx,
    )
}
const note = (
  ctx: Ctx,
  verb: string,
  task: FormTask,
  material: { id: number; caseId: number | null },
  data: Record<string, unknown> = {},
): Promise<void> =>
  ctx.audit({ verb, objectType: 'material', objectId: material.id, caseId: material.caseId, grantId: task.grant_id, data })

/** The operator finds that it does not belong to the case: back into the pool, for the court to say. */
export const findWrong = async (ctx: Ctx, taskId: number, revision: number, reason: string): Promise<void> => {
  const { task, material } = await loadForm(ctx, taskId, 'material-carry')
  await putEvent(ctx, material.id, 'unmatched', reason)
  await note(ctx, 'material.wrong-case', task, material)
  await completeTask(ctx, { taskId, revision, variables: { carry: 'wrongCase' }, outcome: 'wrongCase' })
}
/** What the recipient refused is counted again; then it is carried once more. */
export const putRight = async (
  ctx: Ctx,
  taskId: number,
  revision: number,
  b: { note: string; items: readonly Counted[] },
): Promise<void> => {
  const { task, material } = await loadForm(ctx, taskId, 'material-put-right')
  known(material, b.items)
  await recount(ctx, b.items)
  await sql`update materials.item set state = 'open' where court_id = ${ctx.actor.courtId} and intake_id = ${material.id} and state = 'refused'`.execute(
    ctx.tx,
  )
  await putEvent(ctx, material.id, 'putRight', b.note)
  await note(ctx, 'material.put-right', task, material, { items: b.items.length })
  await completeTask(ctx, { taskId, revision })
}
/** 窗口清点 of what the court hands in: whether it agrees is the server's arithmetic. */
export const countAtDesk = async (
  ctx: Ctx,
  taskId: number,
  revision: number,
  b: { counts: readonly Counted[]; note: string },
): Promise<boolean> => {
  const { task, material } = await loadForm(ctx, taskId, 'material-desk-count')
  known(material, b.counts)
  if (b.counts.length !== material.content.length) throw new Fail('count-incomplete', 422, { field: 'counts' })
  const matched = b.counts.every((c) =>
    material.content.some((i: Counted & { id: number }) => i.id === c.itemId && i.copies === c.copies && i.pages === c.pages),
  )
  if (!matched && b.note === '') throw new Fail('difference-note', 422, { field: 'note' })
  await putEvent(ctx, material.id, matched ? 'counted' : 'differs', b.note)
  await note(ctx, 'material.desk-count', task, material, { matched })
  await completeTask(ctx, {
    taskId,
    revision,
    variables: { desk: matched ? 'matched' : 'differs' },
    outcome: matched ? 'matched' : 'differs',
  })
  return matched
}
export const handInAgain = async (
  ctx: Ctx,
  taskId: number,
  revision: number,
  b: { note: string; items: readonly Counted[] },
): Promise<void> => {
  const { task, material } = await loadForm(ctx, taskId, 'material-hand-in-again')
  known(material, b.items)
  await recount(ctx, b.items)
  await putEvent(ctx, material.id, 'handedIn', b.note)
  await note(ctx, 'material.hand-in-again', task, material, { items: b.items.length })
  await completeTask(ctx, { taskId, revision })
}
export const handOut = async (
  ctx: Ctx,
  taskId: number,
  revision: number,
  b: { how: (typeof handOutWays)[number]; receiver: string; mailNo?: string | null | undefined; note: string },
): Promise<void> => {
  const { task, material } = await loadForm(ctx, taskId, 'material-hand-out')
  if (b.how === 'mail' && !b.mailNo) throw new Fail('mail-number-missing', 422, { field: 'mailNo' })
  const mail = b.how === 'mail' ? mailNumber(b.mailNo!) : null
  await sql`insert into materials.hand_out (court_id, intake_id, how, receiver, mail_no, note, by_person) values (${ctx.actor.courtId}, ${material.id}, ${b.how}, ${b.receiver}, ${mail}, ${b.note}, ${ctx.actor.personId})`.execute(
    ctx.tx,
  )
  await putEvent(ctx, material.id, 'handedOut', b.note)
  await note(ctx, 'material.hand-out', task, material, { how: b.how })
  await completeTask(ctx, { taskId, revision, outcome: b.how })
}
