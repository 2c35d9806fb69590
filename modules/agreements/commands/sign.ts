import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import type { Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { confirmPassword } from '../../accounts/public.ts'
import { fulfilDuty } from '../../duties/public.ts'
import { maskedIdNo, type PersonRow, selectPerson, todayOf } from '../../organisations/public.ts'
import { recordAgreement, selectGate } from '../../workforce/public.ts'
import type * as api from '../api.ts'
import { LETTER } from '../duties.ts'
import { type AgreementRow, engagementOf, selectAgreements, selectKeyPosts, selectTemplates, type TemplateRow } from '../queries.ts'
import { type AgreementKind, askedFor, nameMatches, standOf } from '../rules.ts'
import { readSignature } from '../signature.ts'
import { composeText } from '../text.ts'

/** An outsourced person of the caller's reach. Fail: not-found, not-outsourced. */
export const outsourced = async (ctx: Ctx, id: number, lock = false): Promise<PersonRow & { contractorId: number }> => {
  const p = ctx.actor.courtId === null ? null : await selectPerson(ctx, [ctx.actor.courtId], todayOf(ctx), id, lock)
  if (!p) throw new Fail('not-found', 404)
  if (p.contractorId === null) throw new Fail('not-outsourced', 422)
  return { ...p, contractorId: p.contractorId }
}

export interface Paper {
  template: TemplateRow
  person: PersonRow & { contractorId: number }
  engagementId: number
  keyPost: { id: number; name: string } | null
  body: string
  bodySha256: string
  marks: string[]
}
/** What this person is to sign: the newest approved version, filled for him, with the law as of `on`. Fail: no-engagement, not-found. */
export const paperFor = async (
  ctx: Ctx,
  person: PersonRow & { contractorId: number },
  kind: AgreementKind,
  keyPostId: number | null,
  on: string,
): Promise<Paper> => {
  const template = askedFor(await selectTemplates(ctx, { kind, approved: true }))
  const works = await engagementOf(ctx, person.id)
  if (!template || !works) throw new Fail('no-engagement', 422)
  const post = keyPostId === null ? null : (await selectKeyPosts(ctx, { id: keyPostId, ended: 'no' }, { limit: 1 }))[0]
  if ((kind === 'responsibility') !== (post !== null) || post === undefined || (post && post.ownerId !== person.id))
    throw new Fail('not-found', 404)
  // Before its day a version is signed with the law of its day.
  const day = template.effectiveOn !== null && template.effectiveOn > on ? template.effectiveOn : on
  const text = await composeText(
    ctx,
    template.body,
    {
      服务商: works.contractor,
      姓名: person.name,
      证件号: maskedIdNo(ctx, person) ?? '未登记',
      法院: works.court,
      项目: post?.engagement ?? works.title,
      岗位: post?.name ?? '',
    },
    day,
  )
  return {
    template,
    person,
    engagementId: post?.engagementId ?? works.id,
    keyPost: post ? { id: post.id, name: post.name } : null,
    ...text,
  }
}

/** Same matter: the agreement of a person, or the letter of one key post. */
const same = (a: AgreementRow, kind: AgreementKind, keyPostId: number | null): boolean => a.kind === kind && a.keyPostId === keyPostId
/** Fail: already-signed, agreement-waits. */
export const mustBeOpen = (all: readonly AgreementRow[], p: Pick<Paper, 'template' | 'keyPost'>): void => {
  const mine = all.filter((a) => same(a, p.template.kind, p.keyPost?.id ?? null))
  if (mine.some((a) => a.state === 'signed' && a.templateId === p.template.id)) throw new Fail('already-signed', 409)
  if (mine.some((a) => a.state === 'waiting')) throw new Fail('agreement-waits', 409)
}

export interface Signing {
  route: 'screen' | 'typed' | 'paper'
  state: 'signed' | 'waiting'
  signedOn: string
  typedName?: string
  signatureSha256?: string
  scan?: { sha256: string; type: string; name: string; size: number }
}
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** Printed on the document and looked up in the list; of letters that are not mistaken for one another. */
const newCode = (ctx: Ctx): string =>
  [...Buffer.from(ctx.app.keys.token(12), 'base64url')]
    .map((b) => ALPHABET[b % 32])
    .join('')
    .replace(/(.{4})(.{4})(.{4})/, '$1-$2-$3')

/** Writes the signing; one that stands is the fact of the gate in the same transaction (7.3.2.4). */
export const keepSigning = async (ctx: Ctx, p: Paper, s: Signing): Promise<{ id: number; admitted: boolean | null }> => {
  const code = newCode(ctx)
  const fact =
    s.state === 'signed' && p.template.kind === 'nda'
      ? await recordAgreement(ctx, { personId: p.person.id, onDate: s.signedOn, reference: referenceOf(p.template.label, code) })
      : null
  const made = await sql<{
    id: number
  }>`insert into agreements.agreement (court_id, kind, template_id, person_id, contractor_id, engagement_id, key_post_id, title, person_name, id_no_masked, body, body_sha256, code,
      route, state, signed_on, typed_name, signature_sha256, ip, session_ref, scan_sha256, scan_type, scan_name, scan_size, made_by, fact_id)
    values (${ctx.actor.courtId}, ${p.template.kind}, ${p.template.id}, ${p.person.id}, ${p.person.contractorId}, ${p.engagementId}, ${p.keyPost?.id ?? null}, ${p.template.title}, ${p.person.name},
      ${maskedIdNo(ctx, p.person)}, ${p.body}, ${p.bodySha256}, ${code}, ${s.route}, ${s.state}, ${s.signedOn}, ${s.typedName ?? null}, ${s.signatureSha256 ?? null}, ${ctx.actor.ip},
      ${ctx.actor.sessionId === null ? null : ctx.actor.sessionId.slice(0, 8)}, ${s.scan?.sha256 ?? null}, ${s.scan?.type ?? null}, ${s.scan?.name ?? null}, ${s.scan?.size ?? null},
      ${ctx.actor.personId}, ${fact?.id ?? null}) returning id`.execute(ctx.tx)
  const id = made.rows[0]!.id
  await ctx.audit({
    verb: s.route === 'paper' ? 'agreement.paper' : 'agreement.sign',
    objectType: 'agreement',
    objectId: id,
    after: {
      kind: p.template.kind,
      template: p.template.id,
      bodySha256: p.bodySha256,
      route: s.route,
      state: s.state,
      signedOn: s.signedOn,
      signature: s.signatureSha256 ?? null,
      scan: s.scan?.sha256 ?? null,
    },
    data: { personId: p.person.id, kind: p.template.kind, code },
  })
  if (s.state === 'signed' && p.keyPost) await fulfilDuty(ctx, LETTER, p.keyPost.id, null, { type: 'agreement', id })
  return { id, admitted: fact?.admitted ?? null }
}
export const referenceOf = (label: string, code: string): string => `${label} ${code}`

const me = async (ctx: Ctx, lock: boolean): Promise<PersonRow & { contractorId: number }> => {
  if (ctx.actor.side !== 'contractor' || ctx.actor.personId === null) throw new Fail('not-outsourced', 422)
  return outsourced(ctx, ctx.actor.personId, lock)
}

/** Fail: see api.ts. A wrong password is counted although the call fails. */
export const sign = async (ctx: Ctx, { body }: Input<typeof api.sign>): Promise<Output<typeof api.sign> | Fail> => {
  const person = await me(ctx, true)
  const p = await paperFor(ctx, person, body.kind, body.keyPostId ?? null, todayOf(ctx))
  mustBeOpen(await selectAgreements(ctx, { personId: person.id }), p)
  if (p.bodySha256 !== body.bodySha256) throw new Fail('agreement-changed', 409)
  if (!nameMatches(body.typedName, person.name)) throw new Fail('not-your-name', 422, { field: 'typedName' })
  const image = body.signature === null ? null : await readSignature(body.signature)
  const wrong = await confirmPassword(ctx, body.password)
  if (wrong) return wrong
  const stored = image === null ? null : await ctx.app.files.put(ctx.actor.courtId!, image)
  const state = stored ? 'signed' : 'waiting'
  const done = await keepSigning(ctx, p, {
    route: stored ? 'screen' : 'typed',
    state,
    signedOn: todayOf(ctx),
    typedName: body.typedName.trim(),
    ...(stored ? { signatureSha256: stored.sha256 } : {}),
  })
  return { ...done, state }
}

export const readMine = async (ctx: Ctx): Promise<Output<typeof api.readMine>> => {
  const person = await me(ctx, false)
  const today = todayOf(ctx)
  const all = await selectAgreements(ctx, { personId: person.id })
  const posts = await selectKeyPosts(ctx, { ownerId: person.id, ended: 'no' }, { limit: 50 })
  const gate = (await selectGate(ctx, ctx.actor.courtId!, person.id)).find((g) => g.item === 'nda')
  const papers = (await engagementOf(ctx, person.id)) === null ? [] : [await paperFor(ctx, person, 'nda', null, today)]
  for (const k of posts) papers.push(await paperFor(ctx, person, 'responsibility', k.id, today))
  const toSign = papers.map((p) => {
    const mine = all.filter((a) => same(a, p.template.kind, p.keyPost?.id ?? null))
    const good = p.template.kind === 'nda' && (gate?.met ?? false)
    const signed = mine.find((a) => a.state === 'signed')?.templateId ?? null
    return {
      kind: p.template.kind,
      keyPostId: p.keyPost?.id ?? null,
      keyPost: p.keyPost?.name ?? null,
      title: p.template.title,
      label: p.template.label,
      effectiveOn: p.template.effectiveOn,
      mustBy: good ? (gate?.until ?? null) : null,
      body: p.body,
      bodySha256: p.bodySha256,
      marks: p.marks,
      name: person.name,
      stand: standOf({ signed, waiting: mine.some((a) => a.state === 'waiting'), asked: p.template.id, good }),
    }
  })
  return { toSign: toSign.filter((s) => s.stand !== 'signed'), signed: all }
}
