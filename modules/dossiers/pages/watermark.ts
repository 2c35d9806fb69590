import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { ZONE } from '../../../platform/calendar/clock.ts'
import type { Ctx } from '../../../platform/http/context.ts'
import type { Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import type * as api from '../api-watermark.ts'
import { readToken, shownToken, tokenOf } from '../rules-watermark.ts'

/** The token of this viewer, bundle and minute: one for all pages turned in it. */
const tokenFor = async (ctx: Ctx, of: { caseId: number; batchId: number }): Promise<string> => {
  const minute = ctx.now.round({ smallestUnit: 'minute', roundingMode: 'floor' }).toString()
  const known = async (): Promise<string | undefined> =>
    (
      await sql<{
        token: string
      }>`select token from dossiers.watermark where court_id = ${ctx.actor.courtId} and person_id = ${ctx.actor.personId}
        and batch_id = ${of.batchId} and minute = ${minute}::timestamptz`.execute(ctx.tx)
    ).rows[0]?.token
  const found = await known()
  if (found) return found
  // A token that is taken already (one in a million millions) is drawn anew.
  for (;;) {
    const { rows } = await sql<{
      token: string
    }>`insert into dossiers.watermark (court_id, token, person_id, case_id, batch_id, batch_number, minute)
      values (${ctx.actor.courtId}, ${tokenOf(randomBytes(5))}, ${ctx.actor.personId}, ${of.caseId}, ${of.batchId},
        coalesce((select b.number from dossiers.batch b where b.court_id = ${ctx.actor.courtId} and b.id = ${of.batchId}), '—'), ${minute}::timestamptz)
      on conflict do nothing returning token`.execute(ctx.tx)
    const made = rows[0]?.token ?? (await known())
    if (made) return made
  }
}
/** What is burned into a page: who, when, and the token that finds both again where the rest is cut away. */
export const markText = async (ctx: Ctx, of: { caseId: number; batchId: number }): Promise<string> => {
  const at = ctx.now.toZonedDateTimeISO(ZONE)
  const time = `${at.toPlainDate()} ${String(at.hour).padStart(2, '0')}:${String(at.minute).padStart(2, '0')}`
  return `${ctx.actor.name} ${time} ${shownToken(await tokenFor(ctx, of))}`
}

interface Found {
  personId: number
  person: string
  contractor: string | null
  minute: string
  caseId: number
  caseNumber: string | null
  batchId: number
  batchNumber: string
}
/** Whose copy is this: the token as somebody read it from a photograph or a print. The look-up is itself an event. */
export const lookUpWatermark = async (
  ctx: Ctx,
  { query }: Input<typeof api.lookUpWatermark>,
): Promise<Output<typeof api.lookUpWatermark>> => {
  const token = readToken(query.token)
  if (token === null) throw new Fail('watermark-malformed', 422, { field: 'token' })
  if (token === false) throw new Fail('watermark-mistyped', 422, { field: 'token' })
  const { rows } =
    await sql<Found>`select w.person_id as "personId", p.name as person, k.name as contractor, w.minute, w.case_id as "caseId", c.number as "caseNumber",
      w.batch_id as "batchId", w.batch_number as "batchNumber"
    from dossiers.watermark w join organisations.person p on p.id = w.person_id left join organisations.contractor k on k.id = p.contractor_id
      left join cases.case_record c on c.court_id = w.court_id and c.id = w.case_id
    where w.court_id = ${ctx.actor.courtId} and w.token = ${token}`.execute(ctx.tx)
  const found = rows[0]
  await ctx.audit({
    verb: 'watermark.look-up',
    objectType: 'watermark',
    objectId: shownToken(token),
    caseId: found?.caseId ?? null,
    data: { found: Boolean(found) },
  })
  if (!found) return { token: shownToken(token), found: null, readings: [] }
  const { rows: readings } = await sql<{
    eventId: number
    at: string
    grantId: number | null
    position: number | null
  }>`select e.id as "eventId", e.at, e.grant_id as "grantId",
      (select x.position from dossiers.page x where x.court_id = e.court_id and e.object_id ~ '^[0-9]{1,15}$' and x.id = e.object_id::bigint) as position
    from audit.event e where e.court_id = ${ctx.actor.courtId} and e.person_id = ${found.personId} and e.verb = 'page.read' and e.case_id = ${found.caseId}
      and e.at >= ${found.minute}::timestamptz and e.at < ${found.minute}::timestamptz + interval '1 minute' order by e.id limit 200`.execute(
    ctx.tx,
  )
  return { token: shownToken(token), found, readings }
}
