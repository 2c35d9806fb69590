import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { toSVG } from 'bwip-js/node'
import { sql } from 'kysely'
import sharp from 'sharp'
import { compilePdf } from '../../platform/documents/typst.ts'
import { bytesSource } from '../../platform/files/byte-source.ts'
import { imageSize } from '../../platform/files/image-size.ts'
import type { AppServices, Ctx } from '../../platform/http/context.ts'
import { pageOf, readCursor } from '../../platform/http/cursor.ts'
import type { FileReply, Input, Output } from '../../platform/http/endpoint.ts'
import { Fail } from '../../platform/http/problems.ts'
import { fulfilDuty, triggerDuty, withdrawSubject } from '../duties/public.ts'
import { selectPerson, todayOf } from '../organisations/public.ts'
import { type Role, roleTitles } from '../organisations/rules/roles.ts'
import { no, yes } from '../organisations/rules/structure.ts'
import { selectGate } from '../workforce/public.ts'
import type * as api from './api.ts'
import { RECALL } from './duties.ts'
import { mayTurnPiece, type PieceAct, type PieceKind, plainNumber, stateOf } from './rules.ts'

/** A telephone's picture; forty times what the card can show. */
const PHOTO_PIXELS = 30_000_000
const card = readFileSync(join(import.meta.dirname, 'documents/card.typ'), 'utf8')
type Shown = Omit<Output<typeof api.listPieces>['items'][number], 'can'>
interface Row extends Shown {
  contractorId: number
  replaced: boolean
  code: string | null
  photoSha256: string | null
}
const columns = sql`p.id, p.kind, p.number, p.name, p.person_id as "personId", w.name as person, c.name as contractor, p.contractor_id as "contractorId", p.recall_because as "recallBecause",
    p.issued_at as "issuedAt", i.name as "issuedBy", p.recall_at as "recallAt", p.lost_at as "lostAt", p.lost_note as "lostNote", p.returned_at as "returnedAt", p.return_note as "returnNote",
    p.photo_sha256 is not null as photo, p.photo_sha256 as "photoSha256", p.code, p.revision,
    exists (select from badges.piece n where n.court_id = p.court_id and n.replaces = p.id and n.replaces is not null) as replaced
  from badges.piece p join organisations.person w on w.id = p.person_id join organisations.contractor c on c.id = p.contractor_id join organisations.person i on i.id = p.issued_by`
const withState = <R extends Row>(r: R): R => ({ ...r, state: stateOf(r) })
const shown = (ctx: Ctx, row: Row) => {
  const { contractorId: _, replaced: __, code: ___, photoSha256: ____, ...r } = row
  const can = (act: PieceAct) => mayTurnPiece(act, row, ctx.actor)
  return { ...r, can: { return: can('return'), lose: can('lose'), replace: can('replace'), print: can('print') } }
}
const inState = {
  held: sql`p.returned_at is null and p.lost_at is null and p.recall_at is null`,
  recalled: sql`p.returned_at is null and p.lost_at is null and p.recall_at is not null`,
  lost: sql`p.returned_at is null and p.lost_at is not null`,
  returned: sql`p.returned_at is not null`,
}
export const listPieces = async (ctx: Ctx, { query }: Input<typeof api.listPieces>): Promise<Output<typeof api.listPieces>> => {
  const [after] = readCursor(query.after, 1) ?? [null]
  const q = query.q ? `%${query.q.replace(/[\\%_]/g, '\\$&')}%` : null
  // Without an office one sees one's own, also among the court's people.
  const own = query.mine === 'yes' || !ctx.may('badges.see') ? ctx.actor.personId : null
  const { rows } =
    await sql<Row>`select ${columns} where p.court_id = ${ctx.actor.courtId} and (${own}::bigint is null or p.person_id = ${own})
      and (${q}::text is null or w.name like ${q} or p.number like upper(${q})) and (${query.kind ?? null}::text is null or p.kind = ${query.kind ?? null})
      and (${query.personId ?? null}::bigint is null or p.person_id = ${query.personId ?? null}) and ${query.state ? inState[query.state] : sql`true`}
      and (${after}::bigint is null or p.id < ${after}::bigint) order by p.id desc limit ${query.limit + 1}`.execute(ctx.tx)
  const page = pageOf(rows.map(withState), query.limit, (r) => [r.id])
  return { next: page.next, items: page.items.map((r) => shown(ctx, r)), can: { issue: ctx.may('badges.keep') ? yes : no('not-allowed') } }
}

/** One live badge a person, a number only once; two at once: the second is told. Fail: see api.ts. */
const give = async (
  ctx: Ctx,
  g: { personId: number; kind: PieceKind; number: string; name: string; replaces: number | null },
): Promise<{ id: number }> => {
  if (g.personId === ctx.actor.personId) throw new Fail('not-yourself', 403)
  const p = await selectPerson(ctx, [ctx.actor.courtId!], todayOf(ctx), g.personId, true)
  if (!p) throw new Fail('not-found', 404)
  if (p.contractorId === null) throw new Fail('not-outsourced', 422, { field: 'personId' })
  if (p.leftOn !== null && p.leftOn <= todayOf(ctx)) throw new Fail('person-left', 409, { field: 'personId' })
  if (!p.roles.length) throw new Fail('person-not-in-engagement', 422, { field: 'personId' })
  const gate = await selectGate(ctx, ctx.actor.courtId!, p.id)
  if (gate.some((x) => x.item === 'veto' && !x.met)) throw new Fail('person-vetoed', 409, { field: 'personId' })
  const number = plainNumber(g.number)
  if (g.kind === 'badge') {
    const held =
      await sql`select from badges.piece where court_id = ${ctx.actor.courtId} and person_id = ${p.id} and kind = 'badge' and returned_at is null and lost_at is null`.execute(
        ctx.tx,
      )
    if (held.rows.length) throw new Fail('badge-held', 409, { field: 'personId' })
  }
  const made = await sql<{
    id: number
  }>`insert into badges.piece (court_id, contractor_id, kind, number, name, person_id, code, replaces, issued_by)
    values (${ctx.actor.courtId}, ${p.contractorId}, ${g.kind}, ${number}, ${g.name}, ${p.id}, ${g.kind === 'badge' ? randomBytes(10).toString('hex').toUpperCase() : null}, ${g.replaces},
      ${ctx.actor.personId}) on conflict do nothing returning id`.execute(ctx.tx)
  const row = made.rows[0]
  if (!row) throw new Fail('number-used', 409, { field: 'number' })
  await ctx.audit({
    verb: 'badge.issue',
    objectType: 'badge',
    objectId: row.id,
    after: { kind: g.kind, number, name: g.name },
    data: { personId: p.id, kind: g.kind },
  })
  return row
}
export const issuePiece = (ctx: Ctx, { body }: Pick<Input<typeof api.issuePiece>, 'body'>): Promise<{ id: number }> =>
  give(ctx, { ...body, replaces: null })

const turning = async (ctx: Ctx, id: number, act: PieceAct, revision?: number): Promise<Row> => {
  await sql`select from badges.piece where court_id = ${ctx.actor.courtId} and id = ${id} for no key update`.execute(ctx.tx)
  const { rows } = await sql<Row>`select ${columns} where p.court_id = ${ctx.actor.courtId} and p.id = ${id}`.execute(ctx.tx)
  if (!rows[0]) throw new Fail('not-found', 404)
  const r = withState(rows[0])
  const may = mayTurnPiece(act, r, ctx.actor)
  if (!may.ok) throw new Fail(may.code, may.code === 'not-allowed' || may.code === 'not-yourself' ? 403 : 409)
  if (revision !== undefined && r.revision !== revision) throw new Fail('stale-revision', 409)
  return r
}
const settled = (ctx: Ctx, id: number) => fulfilDuty(ctx, RECALL, id, null, { type: 'piece', id })
export const returnPiece = async (ctx: Ctx, { params, body, revision }: Input<typeof api.returnPiece>): Promise<{ ok: true }> => {
  const r = await turning(ctx, params.id, 'return', revision)
  await sql`update badges.piece set returned_at = bw.now(), returned_to = ${ctx.actor.personId}, return_note = ${body.note || null}, revision = revision + 1
    where court_id = ${ctx.actor.courtId} and id = ${r.id}`.execute(ctx.tx)
  await ctx.audit({ verb: 'badge.return', objectType: 'badge', objectId: r.id, after: body, data: { personId: r.personId, kind: r.kind } })
  await settled(ctx, r.id)
  return { ok: true }
}
export const losePiece = async (ctx: Ctx, { params, body, revision }: Input<typeof api.losePiece>): Promise<{ ok: true }> => {
  const r = await turning(ctx, params.id, 'lose', revision)
  await sql`update badges.piece set lost_at = bw.now(), lost_by = ${ctx.actor.personId}, lost_note = ${body.note || null}, revision = revision + 1
    where court_id = ${ctx.actor.courtId} and id = ${r.id}`.execute(ctx.tx)
  await ctx.audit({ verb: 'badge.lose', objectType: 'badge', objectId: r.id, after: body, data: { personId: r.personId, kind: r.kind } })
  await settled(ctx, r.id)
  return { ok: true }
}
export const replacePiece = async (ctx: Ctx, { params, body, revision }: Input<typeof api.replacePiece>): Promise<{ id: number }> => {
  const r = await turning(ctx, params.id, 'replace', revision)
  const made = await give(ctx, { personId: r.personId, kind: r.kind, number: body.number, name: r.name, replaces: r.id })
  await ctx.audit({ verb: 'badge.replace', objectType: 'badge', objectId: r.id, data: { personId: r.personId, by: made.id } })
  return made
}
/** Judged by its header before anything is decoded, then decoded once: the card is set in the server's own process. Fail: photo-kind. */
const standPhoto = async (bytes: Buffer, kind: 'png' | 'jpg'): Promise<void> => {
  try {
    await imageSize(bytesSource(bytes), kind, { maxPixels: PHOTO_PIXELS })
    await sharp(bytes, { limitInputPixels: PHOTO_PIXELS, failOn: 'error' }).stats()
  } catch {
    throw new Fail('photo-kind', 415, { field: 'file' })
  }
}
export const addPhoto = async (ctx: Ctx, { params, file }: Input<typeof api.addPhoto>): Promise<{ ok: true }> => {
  if (file.type !== 'image/png' && file.type !== 'image/jpeg') throw new Fail('photo-kind', 415, { field: 'file' })
  const r = await turning(ctx, params.id, 'print')
  await standPhoto(Buffer.from(await ctx.app.files.read(ctx.actor.courtId!, file.sha256)), file.type === 'image/png' ? 'png' : 'jpg')
  await sql`update badges.piece set photo_sha256 = ${file.sha256}, photo_type = ${file.type}, revision = revision + 1 where court_id = ${ctx.actor.courtId} and id = ${r.id}`.execute(
    ctx.tx,
  )
  await ctx.audit({ verb: 'badge.photo', objectType: 'badge', objectId: r.id, data: { sha256: file.sha256 } })
  return { ok: true }
}
export const printCard = async (ctx: Ctx, { params }: Input<typeof api.printCard>): Promise<FileReply> => {
  const r = await turning(ctx, params.id, 'print')
  const p = await selectPerson(ctx, [ctx.actor.courtId!], todayOf(ctx), r.personId)
  const { rows } = await sql<{ name: string }>`select name from organisations.court where id = ${ctx.actor.courtId}`.execute(ctx.tx)
  await ctx.audit({ verb: 'badge.print', objectType: 'badge', objectId: r.id })
  const file = compilePdf(card, {
    court: rows[0]?.name ?? '',
    name: r.person,
    role: (p?.roles ?? []).map((x) => roleTitles[x as Role].zh).join('、'),
    contractor: r.contractor,
    number: r.number,
    photo: r.photoSha256 ? [...(await ctx.app.files.read(ctx.actor.courtId!, r.photoSha256))] : null,
    qr: toSVG({ bcid: 'qrcode', text: `${ctx.app.settings.baseUrl}/badges/check?code=${r.code}`, scale: 3, backgroundcolor: 'FFFFFF' }),
  })
  return { file, type: 'application/pdf', name: `工牌-${r.number}.pdf`, inline: true }
}
/** For the court's people, and for those who keep the badges: whoever stands at the door with a phone. */
export const checkBadge = async (ctx: Ctx, { query }: Input<typeof api.checkBadge>): Promise<Output<typeof api.checkBadge>> => {
  if (ctx.actor.side !== 'court' && !ctx.may('badges.see')) throw new Fail('not-allowed', 403)
  const { rows } = await sql<
    Row & { admitted: boolean }
  >`select x.*, workforce.admitted(${ctx.actor.courtId}::int, x."personId", bw.now()) as admitted from (select ${columns}
    where p.court_id = ${ctx.actor.courtId} and p.code = ${query.code.trim().toUpperCase()}) x`.execute(ctx.tx)
  const r = rows[0]
  await ctx.audit({ verb: 'badge.check', objectType: 'badge', objectId: r?.id ?? '-', data: { found: Boolean(r) } })
  if (!r) return { found: null }
  return { found: { number: r.number, person: r.person, contractor: r.contractor, state: stateOf(r), admitted: r.admitted } }
}

const words: Record<PieceKind, string> = { badge: '工牌', uniform: '服装', device: '设备' }
/** Everything he holds here is called back, each with the contractor's clock. Answers how many. */
export const recall = async (ctx: Ctx, personId: number, because: 'veto' | 'left' | 'postEnded'): Promise<number> => {
  if (ctx.actor.courtId === null) return 0
  const { rows } = await sql<{
    id: number
    kind: PieceKind
    number: string
  }>`select id, kind, number from badges.recall(${personId}, ${because})`.execute(ctx.tx)
  if (!rows.length) return 0
  await calledBack(ctx, personId, because, rows)
  return rows.length
}
const calledBack = async (
  ctx: Ctx,
  personId: number,
  because: string,
  pieces: readonly { id: number; kind: PieceKind; number: string }[],
): Promise<void> => {
  const { rows: posts } = await sql<{
    id: number
  }>`select engagement_id as id from organisations.post where court_id = ${ctx.actor.courtId} and person_id = ${personId}
    and engagement_id is not null order by from_date desc, id desc limit 1`.execute(ctx.tx)
  for (const r of pieces) {
    await ctx.audit({ verb: 'badge.recall', objectType: 'badge', objectId: r.id, data: { personId, because, kind: r.kind } })
    await triggerDuty(ctx, RECALL, { id: r.id, engagementId: posts[0]?.id ?? null, label: `${words[r.kind]} ${r.number}` }, ctx.now)
  }
}
/** A device that an incident concerns: its holder gives it back, on the contractor's clock as after a veto. Answers who held it; null: nobody any more. */
export const impound = async (ctx: Ctx, pieceId: number): Promise<number | null> => {
  const { rows } = await sql<{
    personId: number
    number: string
  }>`select person_id as "personId", number from badges.impound(${pieceId})`.execute(ctx.tx)
  const piece = rows[0]
  if (!piece) return null
  await calledBack(ctx, piece.personId, 'incident', [{ id: pieceId, kind: 'device', number: piece.number }])
  return piece.personId
}
export const unrecall = async (ctx: Ctx, personId: number): Promise<void> => {
  const { rows } = await sql<{ id: number }>`select id from badges.unrecall(${personId})`.execute(ctx.tx)
  for (const r of rows) {
    await ctx.audit({ verb: 'badge.unrecall', objectType: 'badge', objectId: r.id, data: { personId } })
    await withdrawSubject(ctx, 'piece', r.id, { because: 'veto-lifted' })
  }
}
/** Without a post here today, or gone. */
export const recallIfGone = async (ctx: Ctx, personId: number): Promise<number> => {
  const today = todayOf(ctx)
  const { rows } = await sql<{ left: boolean; posts: boolean }>`select p.left_on is not null and p.left_on <= ${today}::date as left,
      exists (select from organisations.post o where o.court_id = ${ctx.actor.courtId} and o.person_id = p.id and (o.until_date is null or o.until_date >= ${today}::date)) as posts
    from organisations.person p where p.id = ${personId} and p.side = 'contractor'`.execute(ctx.tx)
  const w = rows[0]
  if (!w || (!w.left && w.posts)) return 0
  return recall(ctx, personId, w.left ? 'left' : 'postEnded')
}
/** A day of leaving that has come, a post that ran out over night, and what another court's act left behind here. */
export const recallAll = async (app: AppServices): Promise<void> => {
  const courts = await app.asSystem(
    null,
    async (ctx) => (await sql<{ id: number }>`select id from organisations.court order by id`.execute(ctx.tx)).rows,
  )
  for (const court of courts)
    await app.asSystem(court.id, async (ctx) => {
      const { rows } = await sql<{
        id: number
      }>`select distinct p.person_id as id from badges.piece p where p.court_id = ${court.id} and p.returned_at is null and p.lost_at is null
        and p.recall_at is null order by 1`.execute(ctx.tx)
      for (const { id } of rows) await recallIfGone(ctx, id)
    })
}
