import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import type { z } from 'zod'
import { toDate } from '../../../platform/calendar/zoned.ts'
import type { Ctx } from '../../../platform/http/context.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { findCase } from '../../cases/public.ts'
import { tidyName } from '../../cases/rules/names.ts'
import { maskPhone } from '../../cases/rules/identity.ts'
import { triggerDuty } from '../../duties/public.ts'
import { startItem } from '../../worklist/public.ts'
import type { handInMaterial, registerMaterial } from '../api.ts'
import { MATCH_DUTY } from '../duties.ts'
import { engagements, nextOfDay, putEvent, settingsOf } from '../queries.ts'
import { deliveryDue, poolDue } from '../rules/due.ts'
import { statedNumber, wantedNames } from '../rules/facts.ts'
import { isUrgent } from '../rules/kinds.ts'
import { mailNumber, phoneNumber, serialNumber } from '../rules/shape.ts'
import { matchByFacts } from './match.ts'

export type Registered = z.output<NonNullable<typeof registerMaterial.body>>
export type HandedIn = z.output<NonNullable<typeof handInMaterial.body>>
/** As cases keeps telephones, so that one look-up opens both. */
const PHONE = 'cases.party.phone'
const engagementFor = async (ctx: Ctx, wanted: number | null | undefined): Promise<number> => {
  const engaged = await engagements(ctx)
  const one = wanted ? engaged.find((e) => e.id === wanted) : engaged.length === 1 ? engaged[0] : undefined
  if (!one) throw new Fail('no-engagement', 422, { field: 'engagementId', count: engaged.length })
  return one.id
}
const putItems = async (ctx: Ctx, intakeId: number, items: Registered['items']): Promise<void> => {
  await sql`insert into materials.item (court_id, intake_id, position, kind, title, copies, pages, original)
    select ${ctx.actor.courtId}, ${intakeId}, (x.at)::int, x.item->>'kind', x.item->>'title', (x.item->>'copies')::int, (x.item->>'pages')::int, (x.item->>'original')::boolean
    from jsonb_array_elements(${JSON.stringify(items)}::jsonb) with ordinality x(item, at)`.execute(ctx.tx)
}
const sums = (items: Registered['items']) => ({
  items: items.length,
  copies: items.reduce((n, i) => n + i.copies, 0),
  pages: items.reduce((n, i) => n + i.copies * i.pages, 0),
})
const insert = async (ctx: Ctx, values: Record<string, unknown>): Promise<number> => {
  const row: Record<string, unknown> = { court_id: ctx.actor.courtId, registered_by: ctx.actor.personId, ...values }
  // Drawn first, because a writer need not be able to read what he wrote.
  const { rows } = await sql<{ id: number }>`select nextval(pg_get_serial_sequence('materials.intake', 'id')) as id`.execute(ctx.tx)
  row.id = Number(rows[0]!.id)
  await sql`insert into materials.intake (${sql.join(Object.keys(row).map((k) => sql.ref(k)))}) values (${sql.join(Object.values(row))})`.execute(
    ctx.tx,
  )
  return row.id as number
}

/**
 * What arrived, with its number. Matched at once where number and a name agree with one case, else it waits in the pool with the pool's clock.
 * Whether it is in time or admissible is never asked here (4.1). Fail: received-in-future, received-too-long-ago, no-engagement, postmark-…, mail-number-missing.
 */
export const register = async (
  ctx: Ctx,
  b: Registered,
): Promise<{ id: number; number: string; matched: boolean; taskId: number | null; urgent: boolean; dueAt: string }> => {
  const received = b.receivedAt ? Temporal.Instant.from(b.receivedAt) : ctx.now
  if (Temporal.Instant.compare(received, ctx.now) > 0) throw new Fail('received-in-future', 422, { field: 'receivedAt' })
  // The drop box over a long holiday: nothing lies longer without being a matter for the court.
  if (Temporal.Instant.compare(received, ctx.now.subtract({ hours: 24 * 15 })) < 0)
    throw new Fail('received-too-long-ago', 422, { field: 'receivedAt' })
  if (b.channel === 'mail' ? !b.mailNo : false) throw new Fail('mail-number-missing', 422, { field: 'mailNo' })
  if (b.channel !== 'mail' && b.postmarkedOn) throw new Fail('postmark-mail-only', 422, { field: 'postmarkedOn' })
  if (b.postmarkedOn && b.postmarkedOn > toDate(received).toString())
    throw new Fail('postmark-after-arrival', 422, { field: 'postmarkedOn' })
  const engagementId = await engagementFor(ctx, b.engagementId)
  const settings = await settingsOf(ctx)
  const urgent = isUrgent(b.items, settings)
  const due = deliveryDue(received, urgent, settings, ctx.calendar)
  const day = toDate(ctx.now).toString()
  const number = await nextOfDay(ctx, 'intake', (n) => serialNumber('SZ', day, n))
  const phone = b.phone ? phoneNumber(b.phone)! : null
  const id = await insert(ctx, {
    number,
    direction: 'in',
    channel: b.channel,
    engagement_id: engagementId,
    received_at: received.toString(),
    sender_name: tidyName(b.senderName),
    sender_as: b.senderAs,
    shown_paper: b.shownPaper,
    phone_sealed: phone && ctx.app.keys.encrypt(phone, { courtId: ctx.actor.courtId, purpose: PHONE }).toString('base64'),
    phone_masked: phone && maskPhone(phone),
    number_stated: statedNumber(b.caseNumber),
    party_stated: tidyName(b.partyName),
    opponent_stated: tidyName(b.opponentName),
    wanted: JSON.stringify(wantedNames(b)),
    mail_no: b.mailNo ? mailNumber(b.mailNo) : null,
    postmarked_on: b.postmarkedOn ?? null,
    ...sums(b.items),
    urgent,
    due_at: due.at.toString(),
    provisional: due.provisional,
    pool_due_at: poolDue(received, settings).toString(),
    state: 'pool',
    note: b.note,
  })
  await putItems(ctx, id, b.items)
  await putEvent(ctx, id, 'registered')
  await ctx.audit({
    verb: 'material.register',
    objectType: 'material',
    objectId: id,
    data: { number, channel: b.channel, items: b.items.length, urgent, mail: Boolean(b.mailNo) },
  })
  const match = await matchByFacts(ctx, id)
  if (!match) await triggerDuty(ctx, MATCH_DUTY, { id, engagementId }, ctx.now)
  return { id, number, matched: match !== null, taskId: match?.taskId ?? null, urgent, dueAt: due.at.toString() }
}

/** 发出: a judge or clerk hands papers of his case to the desk. What has to be served with legal effect goes the way of service, not this one. */
export const handIn = async (ctx: Ctx, b: HandedIn): Promise<{ id: number; number: string }> => {
  const record = await findCase(ctx, b.caseId)
  if (!record) throw new Fail('not-found', 404)
  if (record.secrecy === 'secret') throw new Fail('case-closed-to-desk', 422, { field: 'caseId' })
  const engagementId = await engagementFor(ctx, b.engagementId)
  const settings = await settingsOf(ctx)
  const due = deliveryDue(ctx.now, false, settings, ctx.calendar)
  const day = toDate(ctx.now).toString()
  const number = await nextOfDay(ctx, 'intake', (n) => serialNumber('FZ', day, n))
  const id = await insert(ctx, {
    number,
    direction: 'out',
    channel: 'court',
    engagement_id: engagementId,
    received_at: ctx.now.toString(),
    sender_name: ctx.actor.name,
    sender_as: 'court',
    shown_paper: 'none',
    addressee: tidyName(b.addressee),
    ...sums(b.items),
    case_id: b.caseId,
    recipient_id: ctx.actor.personId,
    urgent: false,
    due_at: due.at.toString(),
    provisional: due.provisional,
    state: 'desk',
    note: b.note,
  })
  await putItems(ctx, id, b.items)
  await putEvent(ctx, id, 'handedIn')
  await ctx.audit({
    verb: 'material.hand-in',
    objectType: 'material',
    objectId: id,
    caseId: b.caseId,
    data: { number, items: b.items.length },
  })
  await startItem(ctx, {
    key: 'materials',
    caseId: b.caseId,
    subjectType: 'material',
    subjectId: id,
    engagementId,
    variables: { direction: 'out', pace: 'ordinary', receivedAt: ctx.now.toString(), dueAt: due.at.toString() },
  })
  return { id, number }
}
