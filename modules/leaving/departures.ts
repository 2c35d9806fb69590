import { type RawBuilder, sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { sniff } from '../../platform/files/sniff.ts'
import type { Ctx } from '../../platform/http/context.ts'
import { pageOf, readCursor } from '../../platform/http/cursor.ts'
import type { FileReply, Input, Output } from '../../platform/http/endpoint.ts'
import { Fail } from '../../platform/http/problems.ts'
import { volumesHeldBy } from '../custody/public.ts'
import { fulfilDuty, triggerDuty, withdrawSubject } from '../duties/public.ts'
import { courtsOf, personLeaves, selectPerson, todayOf } from '../organisations/public.ts'
import { type Decision, no, yes } from '../organisations/rules/structure.ts'
import { notify } from '../worklist/public.ts'
import type * as api from './api.ts'
import { HANDOVER } from './duties.ts'
import { DECLARATION, type DepartureKind, type Held, itemsOf, maySign } from './rules.ts'

const TYPES = ['application/pdf', 'image/jpeg', 'image/png']
export const courtOf = (ctx: Ctx): number => {
  if (ctx.actor.courtId === null) throw new Fail('not-allowed', 403)
  return ctx.actor.courtId
}
interface Row {
  id: number
  personId: number
  personName: string
  contractorId: number
  contractor: string
  kind: DepartureKind
  lastDay: string
  state: 'open' | 'withdrawn' | 'signed'
  reason: string
  openedById: number | null
  openedBy: string | null
  openedAt: string
  media: 'returned' | 'none' | null
  mediaNote: string | null
  mediaById: number | null
  mediaBy: string | null
  declaredHow: 'screen' | 'paper' | null
  declaredAt: string | null
  declaredText: string | null
  boundSince: string | null
  signedBy: string | null
  signedAt: string | null
  eraseOn: string | null
  erasedAt: string | null
  revision: number
}
const select = async (ctx: Ctx, where: RawBuilder<unknown>[], limit: number): Promise<Row[]> =>
  (
    await sql<Row>`select d.id, d.person_id as "personId", p.name as "personName", d.contractor_id as "contractorId", k.name as contractor, d.kind, d.last_day as "lastDay", d.state, d.reason,
        d.opened_by as "openedById", o.name as "openedBy", d.opened_at as "openedAt", d.media, d.media_note as "mediaNote", d.media_by as "mediaById", m.name as "mediaBy", d.declared_how as "declaredHow", d.declared_text as "declaredText",
        d.declared_at as "declaredAt", (select max(f.on_date)::text from workforce.fact f where f.court_id = d.court_id and f.person_id = d.person_id and f.kind = 'nda' and f.passed) as "boundSince",
        s.name as "signedBy", d.signed_at as "signedAt", d.erase_on as "eraseOn", d.erased_at as "erasedAt", d.revision
      from leaving.departure d join organisations.person p on p.id = d.person_id join organisations.contractor k on k.id = d.contractor_id left join organisations.person o on o.id = d.opened_by
        left join organisations.person m on m.id = d.media_by left join organisations.person s on s.id = d.signed_by
      where d.court_id = ${courtOf(ctx)} and ${sql.join(where, sql` and `)} order by d.last_day desc, d.id desc limit ${limit}`.execute(
      ctx.tx,
    )
  ).rows
const one = async (ctx: Ctx, id: number, revision?: number): Promise<Row> => {
  const [row] = await select(ctx, [sql`d.id = ${id}`], 1)
  if (!row) throw new Fail('not-found', 404)
  if (revision !== undefined && row.revision !== revision) throw new Fail('stale-revision', 409, { revision: row.revision })
  return row
}
const itemsFor = async (ctx: Ctx, d: Row) =>
  itemsOf((await sql<Held>`select * from leaving.held(${d.personId})`.execute(ctx.tx)).rows[0]!, d)
const permitted = (permission: string, ctx: Ctx, d: Decision): Decision => (ctx.may(permission) ? d : no('not-allowed'))

const hasGone = async (ctx: Ctx, personId: number): Promise<boolean> =>
  (await sql`select from organisations.person where id = ${personId} and left_on <= ${todayOf(ctx)}::date`.execute(ctx.tx)).rows.length > 0

export const listDepartures = async (ctx: Ctx, { query }: Input<typeof api.listDepartures>): Promise<Output<typeof api.listDepartures>> => {
  const at = readCursor(query.after, 2)
  const where: RawBuilder<unknown>[] = [query.state ? sql`d.state = ${query.state}` : sql`true`]
  if (at) where.push(sql`(d.last_day, d.id) < (${at[0]}::date, ${at[1]}::bigint)`)
  const page = pageOf(await select(ctx, where, query.limit + 1), query.limit, (d) => [d.lastDay, d.id])
  return {
    items: page.items.map(({ id, personId, personName, contractor, kind, lastDay, state }) => ({
      id,
      personId,
      personName,
      contractor,
      kind,
      lastDay,
      state,
    })),
    next: page.next,
    can: { open: permitted('leaving.open', ctx, yes) },
  }
}
export const readDeparture = async (
  ctx: Ctx,
  { params }: Pick<Input<typeof api.readDeparture>, 'params'>,
): Promise<Output<typeof api.readDeparture>> => {
  const d = await one(ctx, params.id)
  const items = await itemsFor(ctx, d)
  await ctx.audit({ verb: 'departure.read', objectType: 'departure', objectId: d.id })
  const { contractorId: _c, openedById: _o, mediaById: _m, ...shown } = d
  const open: Decision = d.state === 'open' ? yes : no('departure-over')
  const undeclared: Decision = d.state !== 'open' ? open : d.declaredAt ? no('declared-already') : yes
  return {
    ...shown,
    items,
    gone: await hasGone(ctx, d.personId),
    volumes: d.state === 'open' ? await volumesHeldBy(ctx, d.personId) : [],
    can: {
      media: permitted('leaving.keep', ctx, open),
      declare: ctx.actor.personId === d.personId ? undeclared : no('not-allowed'),
      paper: permitted('leaving.keep', ctx, undeclared),
      sign: permitted('leaving.sign', ctx, maySign(d, items, ctx.actor.personId)),
    },
  }
}
/** The handover is owed from the last day on, in every court he works in; told once however his place ended. */
const opened = async (
  ctx: Ctx,
  personId: number,
  o: { kind: DepartureKind; lastDay: string; reason: string; allCourts: boolean },
): Promise<{ id: number; courtId: number }[]> => {
  const { rows } = await sql<{
    id: number
    courtId: number
  }>`select id, court_id as "courtId" from leaving.open(${personId}, ${o.kind}, ${o.lastDay}::date, ${o.reason}, ${o.allCourts})`.execute(
    ctx.tx,
  )
  const here = rows.find((r) => r.courtId === ctx.actor.courtId)
  if (here) {
    await ctx.audit({
      verb: 'departure.open',
      objectType: 'departure',
      objectId: here.id,
      data: { personId, kind: o.kind, lastDay: o.lastDay },
    })
    const post = await sql<{
      e: number | null
    }>`select engagement_id as e from organisations.post where court_id = ${courtOf(ctx)} and person_id = ${personId} order by id desc limit 1`.execute(
      ctx.tx,
    )
    await triggerDuty(ctx, HANDOVER, { id: here.id, engagementId: post.rows[0]?.e ?? null, label: o.lastDay }, o.lastDay)
  }
  return rows
}
/** Today: access, tasks, sessions end in this transaction (organisations and those who listen to it); later: on that day. */
export const openDeparture = async (ctx: Ctx, { body }: Input<typeof api.openDeparture>): Promise<Output<typeof api.openDeparture>> => {
  const today = todayOf(ctx)
  const p = await selectPerson(ctx, await courtsOf(ctx), today, body.personId, true)
  if (!p) throw new Fail('not-found', 404)
  if (p.side !== 'contractor') throw new Fail('not-outsourced', 422, { field: 'personId' })
  if (body.lastDay < today) throw new Fail('leave-in-past', 422, { field: 'lastDay' })
  const made = (await opened(ctx, p.id, { ...body, allCourts: true })).find((d) => d.courtId === ctx.actor.courtId)
  if (!made) throw new Fail('departure-open', 409)
  const onDate = body.lastDay === today ? today : Temporal.PlainDate.from(body.lastDay).add({ days: 1 }).toString()
  await personLeaves(ctx, { params: { id: p.id }, body: { onDate, reason: body.reason }, revision: p.revision } as Parameters<
    typeof personLeaves
  >[1])
  await notify(ctx, { role: 'trialManagement' }, 'departure-opened', { person: p.name }, `/departures/${made.id}`)
  return { id: made.id, revision: 1 }
}
/** However else somebody left (his record, a veto, the end of the engagement): the checklist opens with it. */
export const onLeft = async (ctx: Ctx, personId: number, kind: DepartureKind, from: string, now: boolean): Promise<void> => {
  const lastDay = now ? todayOf(ctx) : Temporal.PlainDate.from(from).subtract({ days: 1 }).toString()
  await opened(ctx, personId, { kind, lastDay, reason: '—', allCourts: kind !== 'veto' })
}
/** A veto was lifted and nobody left: there is nothing to hand over. */
export const onLifted = async (ctx: Ctx, personId: number): Promise<void> => {
  const { rows } = await sql<{
    id: number
  }>`update leaving.departure d set state = 'withdrawn', revision = revision + 1 where d.court_id = ${courtOf(ctx)} and d.person_id = ${personId} and d.state = 'open'
    and d.kind = 'veto' and exists (select from organisations.person p where p.id = d.person_id and p.left_on is null) returning d.id`.execute(
    ctx.tx,
  )
  for (const { id } of rows) {
    await ctx.audit({ verb: 'departure.withdraw', objectType: 'departure', objectId: id })
    await withdrawSubject(ctx, 'departure', id, { because: 'veto' })
  }
}
export const onEngagementEnded = async (ctx: Ctx, engagementId: number): Promise<void> => {
  const { rows } = await sql<{
    id: number
  }>`select distinct o.person_id as id from organisations.post o join organisations.person p on p.id = o.person_id and p.left_on is null
    where o.court_id = ${courtOf(ctx)} and o.engagement_id = ${engagementId} and coalesce(o.until_date, 'infinity') >= ${todayOf(ctx)}::date - 1 order by 1`.execute(
    ctx.tx,
  )
  for (const { id } of rows) await opened(ctx, id, { kind: 'engagementEnd', lastDay: todayOf(ctx), reason: '—', allCourts: false })
}
const turn = async (ctx: Ctx, d: Row, set: RawBuilder<unknown>): Promise<{ id: number; revision: number }> => {
  const done =
    await sql`update leaving.departure set ${set}, revision = revision + 1 where court_id = ${courtOf(ctx)} and id = ${d.id} and revision = ${d.revision} and state = 'open'`.execute(
      ctx.tx,
    )
  if (!done.numAffectedRows) throw new Fail('stale-revision', 409)
  return { id: d.id, revision: d.revision + 1 }
}
const needOpen = (d: Row): void => {
  if (d.state !== 'open') throw new Fail('departure-over', 409)
}
export const confirmMedia = async (
  ctx: Ctx,
  { params, body, revision }: Input<typeof api.confirmMedia>,
): Promise<Output<typeof api.confirmMedia>> => {
  const d = await one(ctx, params.id, revision)
  needOpen(d)
  await ctx.audit({ verb: 'departure.media', objectType: 'departure', objectId: d.id, data: { media: body.media } })
  return turn(ctx, d, sql`media = ${body.media}, media_note = ${body.note || null}, media_by = ${ctx.actor.personId}, media_at = bw.now()`)
}
const needUndeclared = (d: Row): void => {
  needOpen(d)
  if (d.declaredAt) throw new Fail('declared-already', 409)
}
export const declareNothingKept = async (
  ctx: Ctx,
  { params, body, revision }: Input<typeof api.declareNothingKept>,
): Promise<Output<typeof api.declareNothingKept>> => {
  const d = await one(ctx, params.id, revision)
  if (ctx.actor.personId !== d.personId) throw new Fail('not-allowed', 403)
  if (body.name.normalize('NFKC') !== d.personName.normalize('NFKC')) throw new Fail('name-not-as-registered', 422, { field: 'name' })
  needUndeclared(d)
  await ctx.audit({
    verb: 'departure.declare',
    objectType: 'departure',
    objectId: d.id,
    after: { text: DECLARATION[body.language] },
    data: { how: 'screen' },
  })
  return turn(
    ctx,
    d,
    sql`declared_how = 'screen', declared_text = ${DECLARATION[body.language]}, declared_by = ${ctx.actor.personId}, declared_at = bw.now()`,
  )
}
export const addDeclaration = async (
  ctx: Ctx,
  { params, file }: Pick<Input<typeof api.addDeclaration>, 'params' | 'file'>,
): Promise<Output<typeof api.addDeclaration>> => {
  const d = await one(ctx, params.id)
  needUndeclared(d)
  if (!TYPES.includes(file.type)) throw new Fail('file-kind', 415)
  await ctx.audit({ verb: 'departure.declare', objectType: 'departure', objectId: d.id, data: { how: 'paper', sha256: file.sha256 } })
  return turn(
    ctx,
    d,
    sql`declared_how = 'paper', declared_sha256 = ${file.sha256}, declared_by = ${ctx.actor.personId}, declared_at = bw.now()`,
  )
}
export const readDeclaration = async (ctx: Ctx, { params }: Pick<Input<typeof api.readDeclaration>, 'params'>): Promise<FileReply> => {
  const d = await one(ctx, params.id)
  const { rows } = await sql<{
    sha256: string | null
  }>`select declared_sha256 as sha256 from leaving.departure where court_id = ${courtOf(ctx)} and id = ${d.id}`.execute(ctx.tx)
  const sha256 = rows[0]?.sha256
  if (!sha256) throw new Fail('not-found', 404)
  await ctx.audit({ verb: 'departure.declaration.read', objectType: 'departure', objectId: d.id, data: { sha256 } })
  const bytes = await ctx.app.files.read(courtOf(ctx), sha256)
  const found = sniff(bytes)
  return { file: bytes, type: found.type, name: `离场声明.${found.kind}`, length: bytes.length }
}
/** Months a leaver's file is kept: outsourcing records three years (网络数据条例12). */
export const retentionMonths = async (ctx: Ctx): Promise<number> =>
  (
    await sql<{
      n: number | null
    }>`select (value ->> 'retentionMonths')::int as n from bw.setting where key = 'leaving.rules' and court_id in (0, ${courtOf(ctx)}) order by court_id desc limit 1`.execute(
      ctx.tx,
    )
  ).rows[0]?.n ?? 36
export const signDeparture = async (
  ctx: Ctx,
  { params, revision }: Pick<Input<typeof api.signDeparture>, 'params' | 'revision'>,
): Promise<Output<typeof api.signDeparture>> => {
  const d = await one(ctx, params.id, revision)
  const may = maySign(d, await itemsFor(ctx, d), ctx.actor.personId)
  if (!may.ok) throw new Fail(may.code, may.code === 'second-person-required' ? 403 : may.code === 'items-open' ? 422 : 409)
  const eraseOn = Temporal.PlainDate.from(todayOf(ctx))
    .add({ months: await retentionMonths(ctx) })
    .toString()
  const signed = await turn(
    ctx,
    d,
    sql`state = 'signed', signed_by = ${ctx.actor.personId}, signed_at = bw.now(), erase_on = ${eraseOn}::date`,
  )
  await ctx.audit({ verb: 'departure.sign', objectType: 'departure', objectId: d.id, data: { eraseOn } })
  await fulfilDuty(ctx, HANDOVER, d.id, null, { type: 'departure', id: d.id })
  return signed
}
