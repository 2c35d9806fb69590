import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { ZONE } from '../../../platform/calendar/clock.ts'
import { atTime } from '../../../platform/calendar/zoned.ts'
import { type Cell, writeXlsx, XLSX_TYPE } from '../../../platform/documents/spreadsheet.ts'
import type { Ctx } from '../../../platform/http/context.ts'
import { pageOf } from '../../../platform/http/cursor.ts'
import type { FileReply, Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { todayOf } from '../../organisations/public.ts'
import { no, yes } from '../../organisations/rules/structure.ts'
import { notify } from '../../worklist/public.ts'
import type * as api from '../api.ts'
import { EXPORT_LIMIT } from '../api.ts'
import { exportWords } from '../data/export-words.ts'
import { type ContactRow, courtOf, nextNumber, selectContact, selectContacts, selectSupplements, standCase } from '../queries.ts'

/** Day and minute on the court's clock as a moment that is not ahead. Fail: time-in-future. */
export const momentOf = (ctx: Ctx, on: string, at: string, field: string): Temporal.Instant => {
  const moment = atTime(Temporal.PlainDate.from(on), at)
  if (Temporal.Instant.compare(moment, ctx.now) > 0) throw new Fail('time-in-future', 422, { field })
  return moment
}
/** Day and minute on the court's clock, as a person reads them in a sheet. */
export const onClock = (at: string): string =>
  Temporal.Instant.from(at).toZonedDateTimeISO(ZONE).toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ')
const item = ({ byId: _b, madeAt: _m, asked: _q, answered: _a, ...c }: ContactRow): Output<typeof api.listContacts>['items'][number] => c

export const listContacts = async (ctx: Ctx, { query }: Input<typeof api.listContacts>): Promise<Output<typeof api.listContacts>> => {
  const page = pageOf(await selectContacts(ctx, query, query), query.limit, (c) => [c.happenedAt, c.id])
  await ctx.audit({ verb: 'contact.list', objectType: 'contacts', objectId: '-', data: { rows: page.items.length } })
  return { items: page.items.map(item), next: page.next }
}
export const exportContacts = async (ctx: Ctx, { query }: Input<typeof api.exportContacts>): Promise<FileReply> => {
  const { language, ...filter } = query
  const rows: ContactRow[] = []
  for (let after: string | undefined; ; ) {
    const page = pageOf(await selectContacts(ctx, filter, { limit: 1000, after }), 1000, (c) => [c.happenedAt, c.id])
    rows.push(...page.items)
    if (rows.length > EXPORT_LIMIT) throw new Fail('export-too-large', 422, { limit: EXPORT_LIMIT })
    if (!page.next) break
    after = page.next
  }
  await ctx.audit({ verb: 'contact.export', objectType: 'contacts', objectId: '-', data: { rows: rows.length } })
  const w = exportWords[language]
  const cells = rows.map((c): Cell[] => [
    c.number,
    onClock(c.happenedAt),
    c.by,
    c.contractor,
    c.asker,
    w.capacity[c.capacity],
    w.channel[c.channel],
    c.caseNumber ?? c.caseSaid,
    c.asked,
    c.answered,
    w.toldTo[c.toldTo],
    c.supplements,
  ])
  const file = await writeXlsx([{ name: w.contacts, header: w.contactHeader, rows: cells }])
  return { file, type: XLSX_TYPE, name: `${w.contacts} ${todayOf(ctx)}.xlsx` }
}
export const recordContact = async (ctx: Ctx, { body }: Input<typeof api.recordContact>): Promise<Output<typeof api.recordContact>> => {
  const happened = momentOf(ctx, body.happenedOn, body.happenedAt, 'happenedAt')
  await standCase(ctx, body.caseId)
  const number = await nextNumber(ctx, 'contact', todayOf(ctx).slice(0, 4))
  const { rows } = await sql<{
    id: number
  }>`insert into disclosure.contact (court_id, number, by_id, contractor_id, happened_at, asker, capacity, channel, case_id, case_said, asked, answered, told_to)
    values (${courtOf(ctx)}, ${number}, ${ctx.actor.personId}, ${ctx.actor.contractorId}, ${happened.toString()}, ${body.asker}, ${body.capacity}, ${body.channel},
      ${body.caseId ?? null}, ${body.caseSaid ?? null}, ${body.asked}, ${body.answered}, ${body.toldTo}) returning id`.execute(ctx.tx)
  const id = rows[0]!.id
  await ctx.audit({
    verb: 'contact.record',
    objectType: 'contact',
    objectId: id,
    caseId: body.caseId ?? null,
    after: body,
    data: { capacity: body.capacity, channel: body.channel },
  })
  await notify(ctx, { role: 'commissioner' }, 'contact-recorded', { number }, `/contacts/${id}`)
  return { id, number }
}
export const readContact = async (ctx: Ctx, { params }: Input<typeof api.readContact>): Promise<Output<typeof api.readContact>> => {
  const c = await selectContact(ctx, params.id)
  await ctx.audit({ verb: 'contact.read', objectType: 'contact', objectId: c.id, caseId: c.caseId })
  const { byId, ...shown } = c
  return {
    ...shown,
    added: await selectSupplements(ctx, c.id),
    can: { supplement: byId === ctx.actor.personId || ctx.may('disclosure.supplement') ? yes : no('not-your-entry') },
  }
}
/** What was written stays as it was; a correction stands beside it with its writer and its time. */
export const supplementContact = async (
  ctx: Ctx,
  { params, body }: Input<typeof api.supplementContact>,
): Promise<Output<typeof api.supplementContact>> => {
  const c = await selectContact(ctx, params.id)
  if (c.byId !== ctx.actor.personId && !ctx.may('disclosure.supplement')) throw new Fail('not-your-entry', 403)
  const { rows } = await sql<{ id: number }>`insert into disclosure.supplement (court_id, contact_id, by_id, wording)
    values (${courtOf(ctx)}, ${c.id}, ${ctx.actor.personId}, ${body.text}) returning id`.execute(ctx.tx)
  await ctx.audit({ verb: 'contact.supplement', objectType: 'contact', objectId: c.id, caseId: c.caseId, after: body })
  if (c.byId === ctx.actor.personId)
    await notify(ctx, { role: 'commissioner' }, 'contact-supplemented', { number: c.number }, `/contacts/${c.id}`)
  return { id: rows[0]!.id }
}
