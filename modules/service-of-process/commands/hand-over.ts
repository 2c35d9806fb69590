import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import type { Ctx } from '../../../platform/http/context.ts'
import type { Upload } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { toDate } from '../../../platform/calendar/zoned.ts'
import { findCase, partiesOf } from '../../cases/public.ts'
import { computeDeadline } from '../../deadlines/public.ts'
import { dueAt, parseDue } from '../../processes/public.ts'
import { startItem } from '../../worklist/public.ts'
import { findSet, one, type SetRow } from '../queries.ts'
import type { SetKind } from '../rules/shape.ts'

export interface NewSet {
  caseId: number
  kind: SetKind
  title: string
  hearingOn?: string | null
  evidenceDays?: number | null
  appealable: boolean
}

/** Begins a set of documents of a case; nothing is served before it is handed over. Fail: not-found, hearing-date-missing. */
export const createSet = async (ctx: Ctx, s: NewSet): Promise<SetRow> => {
  const record = await findCase(ctx, s.caseId)
  if (!record) throw new Fail('not-found', 404)
  if (['refused', 'void'].includes(record.status)) throw new Fail('case-closed-to-service', 422)
  if (s.kind === 'summons' && !s.hearingOn) throw new Fail('hearing-date-missing', 422, { field: 'hearingOn' })
  const { rows } = await sql<{
    id: number
  }>`insert into service_of_process.document_set (court_id, case_id, kind, title, hearing_on, evidence_days, appealable, made_by)
    values (${ctx.actor.courtId}, ${s.caseId}, ${s.kind}, ${s.title}, ${s.hearingOn ?? null}::date, ${s.evidenceDays ?? null}, ${s.appealable}, ${ctx.actor.personId}) returning id`.execute(
    ctx.tx,
  )
  const id = one(rows).id
  await ctx.audit({ verb: 'service-set.create', objectType: 'service-set', objectId: id, caseId: s.caseId, data: { kind: s.kind } })
  return findSet(ctx, id)
}

const openSet = async (ctx: Ctx, id: number): Promise<SetRow> => {
  const set = await findSet(ctx, id)
  if (set.handed_over_at) throw new Fail('set-handed-over', 409)
  return set
}
export const addDocument = async (ctx: Ctx, setId: number, file: Upload): Promise<SetRow> => {
  const set = await openSet(ctx, setId)
  if (file.type !== 'application/pdf') throw new Fail('document-not-pdf', 415)
  const name = (file.fields.name ?? file.name).trim().slice(0, 200) || 'document.pdf'
  const { rows } = await sql<{
    id: number
  }>`insert into service_of_process.document (court_id, set_id, case_id, name, sha256, size, uploaded_by) values (${ctx.actor.courtId}, ${setId}, ${set.case_id}, ${name}, ${file.sha256}, ${file.size}, ${ctx.actor.personId}) returning id`.execute(
    ctx.tx,
  )
  await touchSet(ctx, setId)
  await ctx.audit({
    verb: 'service-set.document',
    objectType: 'service-document',
    objectId: one(rows).id,
    caseId: set.case_id,
    data: { sha256: file.sha256, size: file.size },
  })
  return findSet(ctx, setId)
}
export const removeDocument = async (ctx: Ctx, documentId: number): Promise<SetRow> => {
  const { rows } = await sql<{
    set_id: number
  }>`select set_id from service_of_process.document where court_id = ${ctx.actor.courtId} and id = ${documentId}`.execute(ctx.tx)
  const set = await openSet(ctx, one(rows).set_id)
  await sql`delete from service_of_process.document where court_id = ${ctx.actor.courtId} and id = ${documentId}`.execute(ctx.tx)
  await touchSet(ctx, set.id)
  await ctx.audit({ verb: 'service-set.document-remove', objectType: 'service-document', objectId: documentId, caseId: set.case_id })
  return findSet(ctx, set.id)
}
/** Puts away a set that was begun by mistake, with its papers; never one that was handed over. Fail: not-found, set-handed-over. */
export const discardSet = async (ctx: Ctx, id: number): Promise<{ ok: true }> => {
  const set = await openSet(ctx, id)
  await sql`delete from service_of_process.document where court_id = ${ctx.actor.courtId} and set_id = ${id}`.execute(ctx.tx)
  await sql`delete from service_of_process.document_set where court_id = ${ctx.actor.courtId} and id = ${id}`.execute(ctx.tx)
  await ctx.audit({
    verb: 'service-set.discard',
    objectType: 'service-set',
    objectId: id,
    caseId: set.case_id,
    data: { kind: set.kind, documents: set.documents.length },
  })
  return { ok: true }
}
const touchSet = (ctx: Ctx, id: number) =>
  sql`update service_of_process.document_set set revision = revision + 1 where court_id = ${ctx.actor.courtId} and id = ${id}`.execute(
    ctx.tx,
  )

export interface HandOver {
  setId: number
  revision: number
  engagementId?: number | null
  recipients: readonly { partyId: number; abroad: boolean }[]
}

/** Hands the set over: one order for each recipient, with what is known of his addresses; the clocks start. Answers the orders' ids. */
export const handOver = async (ctx: Ctx, h: HandOver): Promise<number[]> => {
  const { rows: locked } = await sql<{
    revision: number
  }>`select revision from service_of_process.document_set where court_id = ${ctx.actor.courtId} and id = ${h.setId} for update`.execute(
    ctx.tx,
  )
  const revision = one(locked).revision
  const set = await openSet(ctx, h.setId)
  if (revision !== h.revision) throw new Fail('stale-revision', 409, { revision })
  if (set.documents.length === 0) throw new Fail('set-empty', 422)
  if (new Set(h.recipients.map((r) => r.partyId)).size !== h.recipients.length) throw new Fail('recipient-twice', 422)
  const record = await findCase(ctx, set.case_id)
  if (!record) throw new Fail('not-found', 404)
  const parties = await partiesOf(ctx, set.case_id)
  const engagementId = await fitEngagement(ctx, h.engagementId ?? null)
  const now = ctx.now.toString()
  const sla = dueAt(parseDue('P2WD')!, { openedAt: ctx.now, variables: {}, closedAt: {} }, ctx.calendar).at.toString()
  const legal = legalLimit(ctx, set, record.filed_on)
  const orders: number[] = []
  for (const r of h.recipients) {
    const party = parties.find((p) => p.id === r.partyId)
    if (!party) throw new Fail('recipient-unknown', 422, { partyId: r.partyId })
    const { rows } = await sql<{
      id: number
    }>`insert into service_of_process.service_order (court_id, set_id, case_id, party_id, recipient, recipient_role, abroad, consent, engagement_id, handed_over_at, sla_due_at, legal_due_on, legal_rule)
      values (${ctx.actor.courtId}, ${set.id}, ${set.case_id}, ${party.id}, ${party.name}, ${party.role}, ${r.abroad}, ${party.e_service_consent ? 'express' : null}, ${engagementId}, ${now}::timestamptz, ${sla}::timestamptz,
        ${legal?.due ?? null}::date, ${legal ? JSON.stringify(legal) : null}::jsonb) returning id`.execute(ctx.tx)
    const id = one(rows).id
    await copyAddresses(ctx, id, set.case_id, party)
    const { instanceId } = await startItem(ctx, {
      key: 'service-of-process',
      caseId: set.case_id,
      subjectType: 'service',
      subjectId: id,
      engagementId,
      variables: { handedOverAt: now },
    })
    await sql`update service_of_process.service_order set instance_id = ${instanceId} where court_id = ${ctx.actor.courtId} and id = ${id}`.execute(
      ctx.tx,
    )
    orders.push(id)
  }
  await sql`update service_of_process.document_set set handed_over_at = ${now}::timestamptz, revision = revision + 1 where court_id = ${ctx.actor.courtId} and id = ${set.id}`.execute(
    ctx.tx,
  )
  await ctx.audit({
    verb: 'service-set.hand-over',
    objectType: 'service-set',
    objectId: set.id,
    caseId: set.case_id,
    data: { orders, engagementId },
  })
  return orders
}

/** The contractor's engagement that does the work: the one named, or the only one admitted to this service. Fail: engagement-unfit. */
const fitEngagement = async (ctx: Ctx, wanted: number | null): Promise<number> => {
  const { rows } = await sql<{
    id: number
  }>`select id from organisations.engagement where court_id = ${ctx.actor.courtId} and state = 'active' and 'service-of-process' = any (services)
    and (bw.now() at time zone 'Asia/Shanghai')::date between from_date and until_date and (${wanted}::int is null or id = ${wanted}::int) order by id limit 2`.execute(
    ctx.tx,
  )
  if (rows.length !== 1) throw new Fail('engagement-unfit', 422, { field: 'engagementId', candidates: rows.length })
  return rows[0]!.id
}

/** The limit the law sets for having served; kept with rule, version and inputs. */
const legalLimit = (
  ctx: Ctx,
  set: SetRow,
  filedOn: string | null,
): { due: string; rule: string; version: string; calendar: string; inputs: Record<string, unknown> } | null => {
  if (set.kind === 'complaint' && filedOn) {
    const answer = computeDeadline('complaint-copy', { from: filedOn }, ctx.calendar)
    if (answer.ok)
      return {
        due: answer.result.due,
        rule: answer.result.rule,
        version: answer.result.version,
        calendar: answer.result.calendar,
        inputs: answer.result.inputs,
      }
  }
  if (set.kind === 'summons' && set.hearing_on) {
    // 民诉139: three days before the hearing; counted back, so nothing rolls.
    const due = Temporal.PlainDate.from(set.hearing_on).subtract({ days: 3 }).toString()
    return { due, rule: 'hearing-notice', version: '2024-01-01', calendar: ctx.calendar.version, inputs: { from: set.hearing_on } }
  }
  return null
}

type Party = Awaited<ReturnType<typeof partiesOf>>[number]
/** What the court knows of the addressee, each with where it comes from (送达19 §8–9). */
const copyAddresses = async (ctx: Ctx, orderId: number, caseId: number, p: Party): Promise<void> => {
  const found: { source: string; kind: string; address: string; confirmedOn: string | null }[] = []
  const add = (source: string, kind: string, address: string | null, confirmedOn: string | null = null): void => {
    const text = address?.trim()
    if (text && !found.some((f) => f.kind === kind && f.address === text))
      found.push({ source, kind, address: text.slice(0, 300), confirmedOn })
  }
  add(p.service_address_confirmed_on ? 'confirmed' : 'ownPapers', 'postal', p.service_address, p.service_address_confirmed_on)
  add(
    p.e_service_consent ? 'confirmed' : 'ownPapers',
    'electronic',
    p.e_service_address,
    p.e_service_consent ? (p.service_address_confirmed_on ?? null) : null,
  )
  const { rows } = await sql<{
    address: string
    confirmed_on: string
  }>`select address, confirmed_on from service_of_process.other_suit_addresses(${p.id}, ${toDate(ctx.now).toString()}::date)`.execute(
    ctx.tx,
  )
  for (const r of rows) add('otherSuits', 'postal', r.address, r.confirmed_on)
  add('registered', 'postal', p.residence)
  // The number itself stays sealed in the register of parties; opening it there is written to the ledger.
  add('ownPapers', 'telephone', p.phone_masked)
  for (const f of found) await insertAddress(ctx, orderId, caseId, f)
}
export const insertAddress = async (
  ctx: Ctx,
  orderId: number,
  caseId: number,
  f: { source: string; kind: string; address: string; confirmedOn: string | null },
): Promise<number> => {
  const { rows } = await sql<{
    id: number
  }>`insert into service_of_process.address (court_id, order_id, case_id, source, kind, address, confirmed_on, added_by)
    values (${ctx.actor.courtId}, ${orderId}, ${caseId}, ${f.source}, ${f.kind}, ${f.address}, ${f.confirmedOn}::date, ${ctx.actor.personId}) returning id`.execute(
    ctx.tx,
  )
  return one(rows).id
}
