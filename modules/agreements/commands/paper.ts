import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import type { FileReply, Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { fulfilDuty } from '../../duties/public.ts'
import { todayOf } from '../../organisations/public.ts'
import { type Decision, no, yes } from '../../organisations/rules/structure.ts'
import { recordAgreement } from '../../workforce/public.ts'
import type * as api from '../api.ts'
import { LETTER } from '../duties.ts'
import { paperFields } from '../api.ts'
import { printed } from '../documents/print.ts'
import { type AgreementRow, selectAgreements, selectTemplates } from '../queries.ts'
import { askedFor } from '../rules.ts'
import { sha256 } from '../text.ts'
import { keepSigning, mustBeOpen, outsourced, paperFor, referenceOf } from './sign.ts'

const others = (ctx: Ctx, personId: number): void => {
  if (personId === ctx.actor.personId) throw new Fail('not-yourself', 403)
}

export const printForPaper = async (ctx: Ctx, { query }: Input<typeof api.printAgreement>): Promise<FileReply> => {
  others(ctx, query.personId)
  const person = await outsourced(ctx, query.personId)
  const p = await paperFor(ctx, person, query.kind, query.keyPostId ?? null, todayOf(ctx))
  await ctx.audit({
    verb: 'agreement.print',
    objectType: 'person',
    objectId: person.id,
    data: { template: p.template.id, bodySha256: p.bodySha256 },
  })
  return {
    file: await printed(ctx, { title: p.template.title, label: p.template.label, body: p.body, bodySha256: p.bodySha256, signed: null }),
    type: 'application/pdf',
    name: `${p.template.title} ${person.name}.pdf`,
    inline: true,
  }
}

const SCANS = ['application/pdf', 'image/jpeg', 'image/png']
export const enterPaper = async (
  ctx: Ctx,
  { file }: Pick<Input<typeof api.enterPaper>, 'file'>,
): Promise<Output<typeof api.enterPaper>> => {
  const given = paperFields.safeParse(file.fields)
  if (!given.success) throw new Fail('malformed', 400, { because: 'fields' })
  const f = given.data
  others(ctx, f.personId)
  if (!SCANS.includes(file.type)) throw new Fail('scan-kind', 415)
  const person = await outsourced(ctx, f.personId, true)
  const today = todayOf(ctx)
  if (person.leftOn !== null && person.leftOn <= today) throw new Fail('person-left', 409)
  if (f.signedOn > today) throw new Fail('signed-in-future', 422, { field: 'signedOn' })
  const p = await paperFor(ctx, person, f.kind, f.keyPostId ?? null, f.signedOn)
  // A paper of before the version was approved is a paper of another version.
  if (p.template.approvedOn !== null && f.signedOn < p.template.approvedOn)
    throw new Fail('signed-before-version', 422, { field: 'signedOn' })
  mustBeOpen(await selectAgreements(ctx, { personId: person.id }), p)
  const { id } = await keepSigning(ctx, p, {
    route: 'paper',
    state: 'waiting',
    signedOn: f.signedOn,
    scan: { sha256: file.sha256, type: file.type, name: file.name, size: file.size },
  })
  return { id }
}

/** Maker is not checker, and nobody checks his own. */
const mayCheck = (ctx: Ctx, a: AgreementRow): Decision => {
  if (a.state !== 'waiting') return no('agreement-not-waiting')
  if (a.madeById === ctx.actor.personId || a.personId === ctx.actor.personId) return no('second-person-required')
  return ctx.may('agreements.check') ? yes : no('not-allowed')
}

export const checkAgreement = async (
  ctx: Ctx,
  { params, body, revision }: Input<typeof api.checkAgreement>,
): Promise<Output<typeof api.checkAgreement>> => {
  const seen = (await selectAgreements(ctx, { id: params.id }))[0]
  if (!seen) throw new Fail('not-found', 404)
  const may = mayCheck(ctx, seen)
  if (!may.ok) throw new Fail(may.code, may.code === 'agreement-not-waiting' ? 409 : 403)
  const person = await outsourced(ctx, seen.personId, true)
  const a = (await selectAgreements(ctx, { id: params.id, lock: true }))[0]
  if (!a || a.revision !== revision) throw new Fail('stale-revision', 409)
  if (!body.accepted && !body.note) throw new Fail('reason-required', 422, { field: 'note' })
  let fact: { id: number; admitted: boolean } | null = null
  if (body.accepted) {
    if (person.leftOn !== null && person.leftOn <= todayOf(ctx)) throw new Fail('person-left', 409)
    // Meanwhile a newer version was approved: what was signed is not what is asked for.
    if (askedFor(await selectTemplates(ctx, { kind: a.kind, approved: true }))?.id !== a.templateId)
      throw new Fail('agreement-changed', 409)
    if (a.kind === 'nda')
      fact = await recordAgreement(ctx, { personId: a.personId, onDate: a.signedOn, reference: referenceOf(a.label, a.code) })
  }
  await sql`update agreements.agreement set state = ${body.accepted ? 'signed' : 'refused'}, checked_by = ${ctx.actor.personId}, checked_at = bw.now(), check_note = ${body.note || null}, fact_id = ${fact?.id ?? null},
    revision = revision + 1 where court_id = ${ctx.actor.courtId} and id = ${a.id} and state = 'waiting'`.execute(ctx.tx)
  await ctx.audit({
    verb: 'agreement.check',
    objectType: 'agreement',
    objectId: a.id,
    after: body,
    data: { personId: a.personId, accepted: body.accepted },
  })
  if (body.accepted && a.keyPostId !== null) await fulfilDuty(ctx, LETTER, a.keyPostId, null, { type: 'agreement', id: a.id })
  return { ok: true, admitted: fact?.admitted ?? null }
}

const one = async (ctx: Ctx, id: number): Promise<AgreementRow> => {
  const a = (await selectAgreements(ctx, { id }))[0]
  if (!a) throw new Fail('not-found', 404)
  return a
}
const seen = (ctx: Ctx, a: AgreementRow, verb: string): Promise<void> =>
  ctx.audit({ verb, objectType: 'agreement', objectId: a.id, data: { personId: a.personId } })

export const readAgreement = async (ctx: Ctx, { params }: Input<typeof api.readAgreement>): Promise<Output<typeof api.readAgreement>> => {
  const a = await one(ctx, params.id)
  await seen(ctx, a, 'agreement.read')
  return {
    ...a,
    intact: sha256(a.body) === a.bodySha256,
    signature: a.signatureSha256 !== null,
    scan: a.scanSha256 === null ? null : { name: a.scanName ?? '', size: a.scanSize ?? 0, type: a.scanType ?? '' },
    can: { check: mayCheck(ctx, a) },
  }
}
export const agreementPdf = async (ctx: Ctx, { params }: Pick<Input<typeof api.agreementPdf>, 'params'>): Promise<FileReply> => {
  const a = await one(ctx, params.id)
  await seen(ctx, a, 'agreement.pdf')
  return {
    file: await printed(ctx, { title: a.title, label: a.label, body: a.body, bodySha256: a.bodySha256, signed: a }),
    type: 'application/pdf',
    name: `${a.title} ${a.name} ${a.code}.pdf`,
    inline: true,
  }
}
export const agreementScan = async (ctx: Ctx, { params }: Pick<Input<typeof api.agreementScan>, 'params'>): Promise<FileReply> => {
  const a = await one(ctx, params.id)
  if (a.scanSha256 === null) throw new Fail('not-found', 404)
  await seen(ctx, a, 'agreement.scan')
  return {
    file: await ctx.app.files.open(ctx.actor.courtId!, a.scanSha256),
    type: a.scanType ?? 'application/pdf',
    name: a.scanName ?? 'scan',
    length: a.scanSize ?? undefined,
  }
}
export const agreementSignature = async (
  ctx: Ctx,
  { params }: Pick<Input<typeof api.agreementSignature>, 'params'>,
): Promise<FileReply> => {
  const a = await one(ctx, params.id)
  if (a.signatureSha256 === null) throw new Fail('not-found', 404)
  await seen(ctx, a, 'agreement.read')
  return { file: await ctx.app.files.read(ctx.actor.courtId!, a.signatureSha256), type: 'image/png', name: `${a.code}.png`, inline: true }
}
