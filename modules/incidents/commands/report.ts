import { createHash, createHmac, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import type { Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { triggerDuty } from '../../duties/public.ts'
import { todayOf } from '../../organisations/public.ts'
import { notify } from '../../worklist/public.ts'
import type * as api from '../api.ts'
import { ACKNOWLEDGE } from '../duties.ts'
import { addLine, courtOf, selectEntries, selectIncident } from '../queries.ts'
import { type IncidentKind, LOOKS_OF_ONE, placeOf, plainReceipt, receiptCode, REPORTS_OF_ALL, REPORTS_OF_ONE } from '../rules.ts'

interface Told {
  kind: IncidentKind
  happenedOn?: string | null | undefined
  told: string
}
/** The court is told in the transaction that takes the report: people by notice, and by a duty with a clock. */
const enter = async (ctx: Ctx, told: Told, receipt: Buffer | null): Promise<{ id: number; number: string }> => {
  const courtId = courtOf(ctx)
  const today = todayOf(ctx)
  if (told.happenedOn && told.happenedOn > today) throw new Fail('day-in-future', 422, { field: 'happenedOn' })
  const { rows } = await sql<{
    id: number
    number: string
  }>`insert into incidents.incident (court_id, number, kind, happened_on, reporter_id, receipt_hash)
    values (${courtId}, incidents.next_number(${courtId}, ${today.slice(0, 4)}), ${told.kind}, ${told.happenedOn ?? null}::date, ${receipt ? null : ctx.actor.personId}, ${receipt}) returning id, number`.execute(
    ctx.tx,
  )
  const made = rows[0]!
  await addLine(ctx, made.id, { kind: 'reported', text: told.told, openTo: 'court' })
  await ctx.audit({
    verb: 'incident.report',
    objectType: 'incident',
    objectId: made.id,
    data: { kind: told.kind, named: receipt === null },
  })
  return made
}
const tell = async (ctx: Ctx, made: { id: number; number: string }): Promise<void> => {
  for (const role of ['commissioner', 'trialManagement', 'courtLeader', 'securityAdmin'])
    await notify(ctx, { role }, 'incident-reported', { number: made.number }, `/incidents/${made.id}`)
  await triggerDuty(ctx, ACKNOWLEDGE, { id: made.id, label: made.number }, ctx.now)
}
export const reportIncident = async (ctx: Ctx, { body }: Input<typeof api.reportIncident>): Promise<Output<typeof api.reportIncident>> => {
  const made = await enter(ctx, body, null)
  await tell(ctx, made)
  return made
}

// Without a login: nothing of the caller reaches the database, the ledger or a log; his address counts as a keyed hash in memory for an hour.
const key = randomBytes(32)
const seen = new Map<string, { since: number; n: number }>()
const HOUR = 3_600_000
const limit = (ctx: Ctx, what: string, most: number): void => {
  const now = ctx.now.epochMilliseconds
  const place = `${what}:${createHmac('sha256', key)
    .update(placeOf(ctx.actor.ip ?? '-'))
    .digest('base64')}`
  for (const [k, s] of seen) if (now - s.since >= HOUR) seen.delete(k)
  const s = seen.get(place) ?? { since: now, n: 0 }
  if (s.n >= most) throw new Fail('too-many-reports', 429)
  s.n++
  seen.set(place, s)
}
const hashOf = (code: string): Buffer => createHash('sha256').update(plainReceipt(code)).digest()

export const reportDoor = async (ctx: Ctx): Promise<Output<typeof api.reportDoor>> => ({
  courts: (await sql<{ id: number; name: string }>`select id, name from incidents.courts()`.execute(ctx.tx)).rows,
})
export const reportAnonymously = async (
  ctx: Ctx,
  { body }: Input<typeof api.reportAnonymously>,
): Promise<Output<typeof api.reportAnonymously>> => {
  limit(ctx, 'report', REPORTS_OF_ONE)
  const { courts } = await reportDoor(ctx)
  if (!courts.some((c) => c.id === body.courtId)) throw new Fail('not-found', 404)
  const code = receiptCode(randomBytes(16))
  await ctx.app.asSystem(body.courtId, async (system) => {
    const n = await sql<{ n: number }>`select incidents.anonymous_in_hour(${body.courtId}) as n`.execute(system.tx)
    if (n.rows[0]!.n >= REPORTS_OF_ALL) throw new Fail('too-many-reports', 429)
    await tell(system, await enter(system, body, hashOf(code)))
  })
  return { code }
}
const found = async (ctx: Ctx, code: string): Promise<{ courtId: number; id: number }> => {
  limit(ctx, 'look', LOOKS_OF_ONE)
  const { rows } = await sql<{
    courtId: number
    id: number
  }>`select court_id as "courtId", id from incidents.of_receipt(${hashOf(code)})`.execute(ctx.tx)
  if (!rows[0]) throw new Fail('receipt-unknown', 404)
  return rows[0]
}
export const lookUpReport = async (ctx: Ctx, { body }: Input<typeof api.lookUpReport>): Promise<Output<typeof api.lookUpReport>> => {
  const at = await found(ctx, body.code)
  return ctx.app.asSystem(at.courtId, async (system) => {
    const i = await selectIncident(system, at.id)
    const entries = (await selectEntries(system, at.id)).filter((e) => e.openTo === 'reporter' || e.openTo === 'all')
    return {
      number: i.number,
      state: i.state,
      reportedAt: i.reportedAt,
      entries: entries.map((e) => ({ kind: e.kind, text: e.text, at: e.at })),
    }
  })
}
export const addToReport = async (ctx: Ctx, { body }: Input<typeof api.addToReport>): Promise<Output<typeof api.addToReport>> => {
  const at = await found(ctx, body.code)
  await ctx.app.asSystem(at.courtId, async (system) => {
    const i = await selectIncident(system, at.id)
    if (i.state === 'closed') throw new Fail('incident-over', 409)
    await addLine(system, at.id, { kind: 'added', text: body.told, openTo: 'reporter' })
    await notify(system, { role: 'commissioner' }, 'incident-added', { number: i.number }, `/incidents/${at.id}`)
    await system.audit({ verb: 'incident.add', objectType: 'incident', objectId: at.id, data: { kind: 'added' } })
  })
  return { ok: true }
}
