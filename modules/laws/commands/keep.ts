import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import type { FileReply, Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import type * as api from '../api.ts'
import { type LawRow, lawByKey, lawOfVersion, selectLaws, type VersionRow, versionsOf } from '../queries.ts'
import { changeOf, standing } from '../rules.ts'
import { announceChange } from './change.ts'

type Dates = Pick<
  Input<typeof api.addVersion>['body'],
  'label' | 'number' | 'year' | 'promulgatedOn' | 'effectiveOn' | 'repealedOn' | 'note' | 'articles'
>

const insertVersion = async (ctx: Ctx, lawId: number, d: Dates, replacesId: number | null): Promise<number> => {
  if (d.promulgatedOn && d.effectiveOn && d.promulgatedOn > d.effectiveOn)
    throw new Fail('law-dates-reversed', 422, { field: 'effectiveOn' })
  if (d.repealedOn && d.effectiveOn && d.repealedOn < d.effectiveOn) throw new Fail('law-dates-reversed', 422, { field: 'repealedOn' })
  const topics = (d.articles ?? []).map((a) => a.topic)
  if (new Set(topics).size < topics.length) throw new Fail('law-article-twice', 422, { field: 'articles' })
  const made = await sql<{
    id: number
  }>`insert into laws.version (court_id, law_id, label, number, year, promulgated_on, effective_on, repealed_on, note_zh, replaces_id, entered_by)
    values (${ctx.actor.courtId}, ${lawId}, ${d.label}, ${d.number ?? null}, ${d.year ?? null}, ${d.promulgatedOn ?? null}, ${d.effectiveOn ?? null}, ${d.repealedOn ?? null}, ${d.note || null},
      ${replacesId}, ${ctx.actor.personId}) returning id`.execute(ctx.tx)
  const id = made.rows[0]!.id
  for (const a of d.articles ?? [])
    await sql`insert into laws.article (version_id, topic, number, certain) values (${id}, ${a.topic}, ${a.number}, ${a.certain})`.execute(
      ctx.tx,
    )
  return id
}

export const lawById = async (ctx: Ctx, id: number): Promise<LawRow> => {
  const law = (await selectLaws(ctx, { ids: [id] }, { limit: 1 }))[0]
  if (!law) throw new Fail('not-found', 404)
  return law
}

export const createLaw = async (ctx: Ctx, { body }: Input<typeof api.createLaw>): Promise<Output<typeof api.createLaw>> => {
  if (await lawByKey(ctx, body.key)) throw new Fail('law-key-taken', 409, { field: 'key' })
  const made = await sql<{ id: number }>`insert into laws.law (court_id, key, kind, name_zh, name_en, issuer, entered_by)
    values (${ctx.actor.courtId}, ${body.key}, ${body.kind}, ${body.nameZh}, ${body.nameEn || null}, ${body.issuer || null}, ${ctx.actor.personId}) returning id`.execute(
    ctx.tx,
  )
  const id = made.rows[0]!.id
  await insertVersion(ctx, id, body, null)
  await ctx.audit({ verb: 'law.create', objectType: 'law', objectId: id, after: body })
  return { id }
}

/** Two hands that enter a version of one law wait for each other. */
const held = async (ctx: Ctx, lawId: number): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtext('laws.law'), ${lawId}::int)`.execute(ctx.tx)
}
const replaceable = (versions: readonly VersionRow[], id: number): VersionRow => {
  const before = versions.find((v) => v.id === id)
  if (!before) throw new Fail('version-of-other-law', 422)
  if (!standing(versions).some((v) => v.id === id)) throw new Fail('version-replaced', 409)
  return before
}

export const addVersion = async (ctx: Ctx, { params, body }: Input<typeof api.addVersion>): Promise<Output<typeof api.addVersion>> => {
  const law = await lawById(ctx, params.id)
  await held(ctx, law.id)
  const versions = await versionsOf(ctx, [law.id])
  const before = body.replacesId ? replaceable(versions, body.replacesId) : null
  if (!before && standing(versions).some((v) => v.label === body.label)) throw new Fail('law-label-taken', 409, { field: 'label' })
  const id = await insertVersion(ctx, law.id, body, before?.id ?? null)
  await ctx.audit({
    verb: 'law.version',
    objectType: 'law',
    objectId: law.id,
    ...(before ? { before } : {}),
    after: body,
    data: { version: id },
  })
  const kind = changeOf({ replacesId: before?.id ?? null, repealedOn: body.repealedOn ?? null }, before)
  const { reviews, impacts } = await announceChange(ctx, {
    lawId: law.id,
    key: law.key,
    versionId: id,
    kind,
    countsOn: (kind === 'repeal' ? body.repealedOn : body.effectiveOn) ?? null,
    note: body.note || null,
    impact: body.impact,
  })
  return { id, reviews, impacts }
}

export const repealVersion = async (
  ctx: Ctx,
  { params, body }: Input<typeof api.repealVersion>,
): Promise<Output<typeof api.repealVersion>> => {
  const lawId = await lawOfVersion(ctx, params.id)
  if (lawId === null) throw new Fail('not-found', 404)
  await held(ctx, lawId)
  const law = await lawById(ctx, lawId)
  const v = replaceable(await versionsOf(ctx, [lawId]), params.id)
  if (v.repealedOn !== null) throw new Fail('version-repealed', 409)
  const id = await insertVersion(ctx, lawId, { ...v, articles: v.articles, note: v.noteZh, repealedOn: body.repealedOn }, v.id)
  await ctx.audit({
    verb: 'law.repeal',
    objectType: 'law',
    objectId: lawId,
    before: { repealedOn: null },
    after: body,
    data: { version: id },
  })
  // What was attached to the entry goes with it.
  if (v.text)
    await sql`insert into laws.full_text (court_id, version_id, sha256, size, type, name, attached_by) select court_id, ${id}, sha256, size, type, name, attached_by from laws.full_text
      where court_id = ${ctx.actor.courtId} and id = ${v.text.id}`.execute(ctx.tx)
  const { reviews, impacts } = await announceChange(ctx, {
    lawId,
    key: law.key,
    versionId: id,
    kind: 'repeal',
    countsOn: body.repealedOn,
    note: body.note,
    impact: body.impact,
  })
  return { id, reviews, impacts }
}

const KINDS = ['application/pdf', 'text/plain', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document']
/** PDF, DOCX or plain text, as the bytes were judged on arrival (a list of short lines reads as a table and is text all the same). Fail: text-kind. */
export const paperKind = (file: { type: string }): string => {
  const type = file.type === 'text/csv' ? 'text/plain' : file.type
  if (!KINDS.includes(type)) throw new Fail('text-kind', 415)
  return type
}

export const attachText = async (
  ctx: Ctx,
  { params, file }: Pick<Input<typeof api.attachText>, 'params' | 'file'>,
): Promise<Output<typeof api.attachText>> => {
  const lawId = await lawOfVersion(ctx, params.id)
  if (lawId === null) throw new Fail('not-found', 404)
  const type = paperKind(file)
  const made = await sql<{ id: number }>`insert into laws.full_text (court_id, version_id, sha256, size, type, name, attached_by)
    values (${ctx.actor.courtId}, ${params.id}, ${file.sha256}, ${file.size}, ${type}, ${file.name}, ${ctx.actor.personId}) returning id`.execute(
    ctx.tx,
  )
  const id = made.rows[0]!.id
  await ctx.audit({
    verb: 'law.attach',
    objectType: 'law',
    objectId: lawId,
    data: { version: params.id, sha256: file.sha256, name: file.name },
  })
  return { id }
}

export const readText = async (ctx: Ctx, { params }: Pick<Input<typeof api.readText>, 'params'>): Promise<FileReply> => {
  const found = await sql<{
    sha256: string
    size: number
    type: string
    name: string
  }>`select sha256, size, type, name from laws.full_text where court_id = ${ctx.actor.courtId} and id = ${params.id}`.execute(ctx.tx)
  const t = found.rows[0]
  if (!t) throw new Fail('not-found', 404)
  // Never inline: somebody else's file is opened in a program, not in our page.
  return { file: await ctx.app.files.open(ctx.actor.courtId!, t.sha256), type: t.type, name: t.name, length: t.size }
}
