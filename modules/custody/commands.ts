import { randomBytes } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'
import { pageOf, readCursor } from '../../platform/http/cursor.ts'
import type { Input, Output } from '../../platform/http/endpoint.ts'
import { Fail } from '../../platform/http/problems.ts'
import { freeze, thaw } from '../confidentiality/public.ts'
import { todayOf } from '../organisations/public.ts'
import { type Decision, no, yes } from '../organisations/rules/structure.ts'
import { notify } from '../worklist/public.ts'
import type * as api from './api.ts'
import { placeFor } from './places.ts'
import { codeIn, mayGive, mayReceive, mayTake, plainCode, type VolumeState } from './rules.ts'

export const courtOf = (ctx: Ctx): number => {
  if (ctx.actor.courtId === null) throw new Fail('not-allowed', 403)
  return ctx.actor.courtId
}
export type VolumeRow = Output<typeof api.listVolumes>['items'][number] & {
  receiverId: number | null
  lostBy: number | null
  revision: number
  state: VolumeState
}
const rowOf = (
  ctx: Ctx,
) => sql`select v.id, v.code, v.case_id as "caseId", c.number as "caseNumber", v.kind, v.serial, v.pages, v.place_id as "placeId", l.name as place, v.holder_id as "holderId", h.name as holder, v.receiver_id as "receiverId",
    r.name as receiver, v.return_by as "returnBy", coalesce(v.return_by < ${todayOf(ctx)}::date, false) as overdue, v.state, v.lost_by as "lostBy", v.revision
  from custody.volume v join custody.place l on l.court_id = v.court_id and l.id = v.place_id join organisations.person h on h.id = v.holder_id left join organisations.person r on r.id = v.receiver_id left join cases.case_record c on c.court_id = v.court_id and c.id = v.case_id`
/** Fail: not-found, stale-revision. */
export const volumeOf = async (ctx: Ctx, id: number, revision?: number): Promise<VolumeRow> => {
  const v = (await sql<VolumeRow>`${rowOf(ctx)} where v.court_id = ${courtOf(ctx)} and v.id = ${id}`.execute(ctx.tx)).rows[0]
  if (!v) throw new Fail('not-found', 404)
  if (revision !== undefined && v.revision !== revision) throw new Fail('stale-revision', 409)
  return v
}
const shown = ({ receiverId: _r, lostBy: _l, revision: _v, ...v }: VolumeRow) => v
export const listVolumes = async (ctx: Ctx, { query: q }: Input<typeof api.listVolumes>): Promise<Output<typeof api.listVolumes>> => {
  const where: RawBuilder<unknown>[] = [sql`v.court_id = ${courtOf(ctx)}`]
  if (q.caseId) where.push(sql`v.case_id = ${q.caseId}`)
  if (q.kind) where.push(sql`v.kind = ${q.kind}`)
  if (q.state) where.push(sql`v.state = ${q.state}`)
  if (q.mine) where.push(sql`(v.holder_id = ${ctx.actor.personId} or v.receiver_id = ${ctx.actor.personId})`)
  if (q.placeId) where.push(sql`v.place_id = ${q.placeId}`)
  if (q.overdue) where.push(sql`v.return_by < ${todayOf(ctx)}::date`)
  const at = readCursor(q.after, 1)
  if (at) where.push(sql`v.id < ${at[0]}::bigint`)
  const { rows } = await sql<VolumeRow>`${rowOf(ctx)} where ${sql.join(where, sql` and `)} order by v.id desc limit ${q.limit + 1}`.execute(
    ctx.tx,
  )
  const page = pageOf(rows, q.limit, (v) => [v.id])
  return { items: page.items.map(shown), next: page.next }
}
export const movesOf = async (ctx: Ctx, id: number) =>
  (
    await sql<
      Output<typeof api.readVolume>['moves'][number]
    >`select m.id, g.name as giver, r.name as receiver, m.given_pages as "givenPages", m.counted_pages as "countedPages", m.state, m.opened_at as "openedAt", m.settled_at as "settledAt"
    from custody.move m join organisations.person g on g.id = m.giver_id join organisations.person r on r.id = m.receiver_id where m.court_id = ${courtOf(ctx)} and m.volume_id = ${id} order by m.id desc limit 500`.execute(
      ctx.tx,
    )
  ).rows
export const eventsOf = async (ctx: Ctx, id: number) =>
  (
    await sql<
      Output<typeof api.readVolume>['events'][number]
    >`select e.id, e.kind, e.pages, e.wording as text, p.name as by, e.at from custody.event e join organisations.person p on p.id = e.by_id
    where e.court_id = ${courtOf(ctx)} and e.volume_id = ${id} order by e.id desc limit 500`.execute(ctx.tx)
  ).rows
export const audit = (ctx: Ctx, v: { id: number; caseId: number }, verb: string, data: Record<string, unknown> = {}): Promise<void> =>
  ctx.audit({ verb, objectType: 'volume', objectId: v.id, caseId: v.caseId, data })
export const readVolume = async (ctx: Ctx, { params }: Input<typeof api.readVolume>): Promise<Output<typeof api.readVolume>> => {
  const v = await volumeOf(ctx, params.id)
  const me = ctx.actor.personId
  const court = (d: Decision): Decision => (ctx.may('custody.lost') ? d : no('not-allowed'))
  await audit(ctx, v, 'volume.read')
  return {
    ...shown(v),
    revision: v.revision,
    moves: await movesOf(ctx, v.id),
    events: await eventsOf(ctx, v.id),
    can: {
      give: mayGive(v, me),
      receive: mayReceive(v, me),
      withdraw: v.state === 'moving' && v.holderId === me ? yes : no('not-the-holder'),
      count: v.state === 'held' || v.state === 'differs' ? yes : no(v.state === 'lost' ? 'volume-lost' : 'volume-moving'),
      settle: court(v.state === 'differs' ? yes : no('nothing-differs')),
      take: ctx.may('custody.keep') ? mayTake(v, await handsGone(ctx, v.holderId)) : no('not-allowed'),
      lose: court(v.state === 'lost' ? no('volume-lost') : yes),
      find: court(v.state !== 'lost' ? no('volume-not-lost') : v.lostBy === me ? no('second-person-needed') : yes),
    },
  }
}
export const event = (ctx: Ctx, id: number, kind: string, wording = '', pages: number | null = null) =>
  sql`insert into custody.event (court_id, volume_id, kind, pages, wording, by_id) values (${courtOf(ctx)}, ${id}, ${kind}, ${pages}, ${wording}, ${ctx.actor.personId})`.execute(
    ctx.tx,
  )
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
export const makeVolume = async (ctx: Ctx, { body: b }: Input<typeof api.makeVolume>): Promise<Output<typeof api.makeVolume>> => {
  const courtId = courtOf(ctx)
  if (!(await sql`select from cases.case_record where court_id = ${courtId} and id = ${b.caseId}`.execute(ctx.tx)).rows.length)
    throw new Fail('unknown-subject', 422, { field: 'caseId' })
  await placeFor(ctx, b.placeId, b.kind)
  const code = Array.from(randomBytes(10), (x) => LETTERS[x % 32]).join('')
  const { rows } = await sql<{
    id: number
  }>`insert into custody.volume (court_id, code, case_id, kind, serial, pages, place_id, holder_id, made_by)
    values (${courtId}, ${code}, ${b.caseId}, ${b.kind}, ${b.serial}, ${b.pages}, ${b.placeId}, ${ctx.actor.personId}, ${ctx.actor.personId}) on conflict (court_id, case_id, kind, serial) do nothing returning id`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw new Fail('volume-known', 409)
  await event(ctx, rows[0].id, 'made', '', b.pages)
  await audit(ctx, { id: rows[0].id, caseId: b.caseId }, 'volume.make', { pages: b.pages })
  return { id: rows[0].id, code }
}
export const findVolume = async (ctx: Ctx, { params }: Input<typeof api.findVolume>): Promise<Output<typeof api.findVolume>> => {
  const { rows } = await sql<{
    id: number
  }>`select id from custody.volume where court_id = ${courtOf(ctx)} and code = ${plainCode(params.code)}`.execute(ctx.tx)
  if (!rows[0]) throw new Fail('not-found', 404)
  return rows[0]
}
export const stand = (d: Decision): void => {
  if (!d.ok) throw new Fail(d.code, 409)
}
export const set = async (ctx: Ctx, v: VolumeRow, columns: Record<string, unknown>): Promise<{ id: number; revision: number }> => {
  const pairs = Object.entries(columns).map(([k, value]) => sql`${sql.ref(k)} = ${value}`)
  const r =
    await sql`update custody.volume set ${sql.join([...pairs, sql`revision = revision + 1`])} where court_id = ${courtOf(ctx)} and id = ${v.id} and revision = ${v.revision}`.execute(
      ctx.tx,
    )
  if (!r.numAffectedRows) throw new Fail('stale-revision', 409)
  return { id: v.id, revision: v.revision + 1 }
}
export const giveVolume = async (
  ctx: Ctx,
  { params, body: b, revision }: Input<typeof api.giveVolume>,
): Promise<Output<typeof api.giveVolume>> => {
  const v = await volumeOf(ctx, params.id, revision)
  stand(mayGive(v, ctx.actor.personId))
  if (b.receiverId === ctx.actor.personId) throw new Fail('not-to-oneself', 422, { field: 'receiverId' })
  if (b.pages !== v.pages) throw new Fail('pages-differ', 422, { field: 'pages' })
  if (b.returnBy && b.returnBy < todayOf(ctx)) throw new Fail('day-past', 422, { field: 'returnBy' })
  if (
    !(
      await sql`select from organisations.post where court_id = ${courtOf(ctx)} and person_id = ${b.receiverId} and (until_date is null or until_date >= ${todayOf(ctx)}::date)`.execute(
        ctx.tx,
      )
    ).rows.length
  )
    throw new Fail('unknown-subject', 422, { field: 'receiverId' })
  // 副卷 never leaves court hands, and nothing is put into the hands of somebody kept away from the case; whoever gives need not see why.
  const { rows } = await sql<{ code: string | null }>`select custody.refuses(${v.id}, ${b.receiverId}) as code`.execute(ctx.tx)
  if (rows[0]?.code) throw new Fail(rows[0].code, 422, { field: 'receiverId' })
  await sql`insert into custody.move (court_id, volume_id, giver_id, receiver_id, given_pages, return_by) values (${courtOf(ctx)}, ${v.id}, ${ctx.actor.personId}, ${b.receiverId}, ${b.pages}, ${b.returnBy ?? null}::date)`.execute(
    ctx.tx,
  )
  const r = await set(ctx, v, { state: 'moving', receiver_id: b.receiverId })
  await notify(ctx, { personIds: [b.receiverId] }, 'volume-given', { code: v.code }, `/custody/${v.id}`)
  await audit(ctx, v, 'volume.give', { to: b.receiverId, pages: b.pages })
  return r
}
/** The receiver's own count decides: another number refuses the hand-over and opens a difference that the court settles. */
export const receiveVolume = async (
  ctx: Ctx,
  { params, body: b, revision }: Input<typeof api.receiveVolume>,
): Promise<Output<typeof api.receiveVolume>> => {
  const v = await volumeOf(ctx, params.id, revision)
  stand(mayReceive(v, ctx.actor.personId))
  if (codeIn(b.code) !== v.code) throw new Fail('code-wrong', 422, { field: 'code' })
  await placeFor(ctx, b.placeId, v.kind)
  const same = b.pages === v.pages
  const move = await sql<{
    returnBy: string | null
  }>`update custody.move set state = ${same ? 'confirmed' : 'refused'}, counted_pages = ${b.pages}, settled_at = bw.now()
    where court_id = ${courtOf(ctx)} and volume_id = ${v.id} and state = 'open' returning return_by as "returnBy"`.execute(ctx.tx)
  const r = same
    ? await set(ctx, v, {
        state: 'held',
        holder_id: ctx.actor.personId,
        receiver_id: null,
        return_by: move.rows[0]?.returnBy ?? null,
        place_id: b.placeId,
        alarmed_on: null,
      })
    : await set(ctx, v, { state: 'differs', receiver_id: null })
  if (!same) await notify(ctx, { role: 'commissioner' }, 'volume-differs', { code: v.code }, `/custody/${v.id}`)
  await audit(ctx, v, 'volume.receive', { counted: b.pages, given: v.pages, confirmed: same })
  return r
}
export const withdrawMove = async (
  ctx: Ctx,
  { params, revision }: Input<typeof api.withdrawMove>,
): Promise<Output<typeof api.withdrawMove>> => {
  const v = await volumeOf(ctx, params.id, revision)
  if (v.state !== 'moving') throw new Fail('no-hand-over', 409)
  if (v.holderId !== ctx.actor.personId) throw new Fail('not-the-holder', 409)
  await sql`update custody.move set state = 'withdrawn', settled_at = bw.now() where court_id = ${courtOf(ctx)} and volume_id = ${v.id} and state = 'open'`.execute(
    ctx.tx,
  )
  const r = await set(ctx, v, { state: 'held', receiver_id: null })
  await audit(ctx, v, 'volume.withdraw')
  return r
}
export const countVolume = async (
  ctx: Ctx,
  { params, body: b, revision }: Input<typeof api.countVolume>,
): Promise<Output<typeof api.countVolume>> => {
  const v = await volumeOf(ctx, params.id, revision)
  if (v.state === 'lost' || v.state === 'moving') throw new Fail(`volume-${v.state}`, 409)
  if (codeIn(b.code) !== v.code) throw new Fail('code-wrong', 422, { field: 'code' })
  const moved = b.placeId && b.placeId !== v.placeId ? await placeFor(ctx, b.placeId, v.kind) : null
  await event(ctx, v.id, 'counted', '', b.pages)
  if (moved) await event(ctx, v.id, 'placed', moved.name)
  const r = await set(ctx, v, { state: b.pages === v.pages ? v.state : 'differs', ...(moved ? { place_id: moved.id } : {}) })
  if (b.pages !== v.pages) await notify(ctx, { role: 'commissioner' }, 'volume-differs', { code: v.code }, `/custody/${v.id}`)
  await audit(ctx, v, 'volume.count', { counted: b.pages, expected: v.pages })
  return r
}
const handsGone = async (ctx: Ctx, personId: number): Promise<boolean> =>
  (await sql<{ gone: boolean }>`select custody.hands_gone(${personId}) as gone`.execute(ctx.tx)).rows[0]?.gone ?? false
/** Whoever left or was vetoed cannot hand over: the court counts the volume back from where it lies, in its own name (A-12.3). */
export const takeVolume = async (
  ctx: Ctx,
  { params, body: b, revision }: Input<typeof api.takeVolume>,
): Promise<Output<typeof api.takeVolume>> => {
  const v = await volumeOf(ctx, params.id, revision)
  stand(mayTake(v, await handsGone(ctx, v.holderId)))
  if (codeIn(b.code) !== v.code) throw new Fail('code-wrong', 422, { field: 'code' })
  const place = await placeFor(ctx, b.placeId, v.kind)
  await sql`update custody.move set state = 'withdrawn', settled_at = bw.now() where court_id = ${courtOf(ctx)} and volume_id = ${v.id} and state = 'open'`.execute(
    ctx.tx,
  )
  await event(ctx, v.id, 'taken', v.holder, b.pages)
  const same = b.pages === v.pages && v.state !== 'differs'
  const r = await set(ctx, v, {
    state: same ? 'held' : 'differs',
    holder_id: ctx.actor.personId,
    receiver_id: null,
    return_by: null,
    alarmed_on: null,
    place_id: place.id,
  })
  if (!same) await notify(ctx, { role: 'commissioner' }, 'volume-differs', { code: v.code }, `/custody/${v.id}`)
  await audit(ctx, v, 'volume.take', { from: v.holderId, counted: b.pages, expected: v.pages })
  return r
}
/** Whose count made the difference: the receiver who refused, or whoever counted on the spot; the last of them. */
const countedLast = async (ctx: Ctx, id: number): Promise<number | null> =>
  (
    await sql<{ by: number }>`select x.by from (
        select receiver_id as by, settled_at as at from custody.move where court_id = ${courtOf(ctx)} and volume_id = ${id} and state = 'refused'
        union all select by_id, at from custody.event where court_id = ${courtOf(ctx)} and volume_id = ${id} and kind in ('counted', 'taken')
      ) x order by x.at desc limit 1`.execute(ctx.tx)
  ).rows[0]?.by ?? null
/** Whoever holds the volume does not settle what is missing from it, nor does whose count it rests on: one hand would write pages away. */
export const settleVolume = async (
  ctx: Ctx,
  { params, body: b, revision }: Input<typeof api.settleVolume>,
): Promise<Output<typeof api.settleVolume>> => {
  const v = await volumeOf(ctx, params.id, revision)
  if (v.state !== 'differs') throw new Fail('nothing-differs', 409)
  if (v.holderId === ctx.actor.personId || (await countedLast(ctx, v.id)) === ctx.actor.personId)
    throw new Fail('second-person-needed', 409)
  const r = await set(ctx, v, { state: 'held', pages: b.pages })
  await event(ctx, v.id, 'settled', b.reason, b.pages)
  await audit(ctx, v, 'volume.settle', { from: v.pages, to: b.pages })
  return r
}
/** 5.2: outsourced work on the case stands still, for everybody outsourced who has a post here; the court keeps the case in sight. */
export const loseVolume = async (
  ctx: Ctx,
  { params, body: b, revision }: Input<typeof api.loseVolume>,
): Promise<Output<typeof api.loseVolume>> => {
  const v = await volumeOf(ctx, params.id, revision)
  if (v.state === 'lost') throw new Fail('volume-lost', 409)
  await sql`update custody.move set state = 'withdrawn', settled_at = bw.now() where court_id = ${courtOf(ctx)} and volume_id = ${v.id} and state = 'open'`.execute(
    ctx.tx,
  )
  const r = await set(ctx, v, { state: 'lost', receiver_id: null, lost_by: ctx.actor.personId })
  await event(ctx, v.id, 'lost', b.reason)
  const { rows } = await sql<{
    person: number
  }>`select distinct o.person_id as person from organisations.post o join organisations.person p on p.id = o.person_id
    where o.court_id = ${courtOf(ctx)} and p.contractor_id is not null and (o.until_date is null or o.until_date >= ${todayOf(ctx)}::date)`.execute(
    ctx.tx,
  )
  for (const { person } of rows) {
    const { id } = await freeze(ctx, { personId: person, caseId: v.caseId, kind: 'freeze', reason: b.reason })
    await sql`insert into custody.standstill (court_id, volume_id, denial_id) values (${courtOf(ctx)}, ${v.id}, ${id})`.execute(ctx.tx)
  }
  for (const role of ['commissioner', 'courtLeader']) await notify(ctx, { role }, 'volume-lost', { code: v.code }, `/custody/${v.id}`)
  await audit(ctx, v, 'volume.lose', { frozen: rows.length })
  return r
}
export const findAgain = async (
  ctx: Ctx,
  { params, body: b, revision }: Input<typeof api.findAgain>,
): Promise<Output<typeof api.findAgain>> => {
  const v = await volumeOf(ctx, params.id, revision)
  if (v.state !== 'lost') throw new Fail('volume-not-lost', 409)
  if (v.lostBy === ctx.actor.personId) throw new Fail('second-person-needed', 409)
  const { rows } = await sql<{
    id: number
  }>`select denial_id as id from custody.standstill where court_id = ${courtOf(ctx)} and volume_id = ${v.id}`.execute(ctx.tx)
  for (const { id } of rows) await thaw(ctx, id)
  // What stays missing by the court's decision still differs: nobody hands it on.
  const r = await set(ctx, v, { state: b.found ? 'held' : 'differs', lost_by: null })
  await event(ctx, v.id, b.found ? 'found' : 'given-up', b.reason)
  await audit(ctx, v, 'volume.find', { found: b.found })
  return r
}
