import { sql } from 'kysely'
import { type Cell, writeXlsx, XLSX_TYPE } from '../../platform/documents/spreadsheet.ts'
import type { AppServices, Ctx } from '../../platform/http/context.ts'
import { pageOf, readCursor } from '../../platform/http/cursor.ts'
import type { FileReply, Input, Output } from '../../platform/http/endpoint.ts'
import { Fail } from '../../platform/http/problems.ts'
import { eraseAccepted } from '../candidates/public.ts'
import { fulfilDuty, triggerDuty } from '../duties/public.ts'
import { forgetPerson, personKept, todayOf } from '../organisations/public.ts'
import { no, yes } from '../organisations/rules/structure.ts'
import { wagesOf } from '../wages/public.ts'
import { notify, notifyEach } from '../worklist/public.ts'
import type * as api from './api.ts'
import { courtOf } from './departures.ts'
import { DATA_REQUEST } from './duties.ts'

interface Row {
  id: number
  personId: number
  personName: string
  kind: 'export' | 'correction'
  text: string
  askedById: number
  askedBy: string | null
  askedAt: string
  state: 'asked' | 'granted' | 'refused'
  decidedBy: string | null
  decidedAt: string | null
  reason: string | null
  revision: number
}
const select = (
  ctx: Ctx,
) => sql`select r.id, r.person_id as "personId", p.name as "personName", r.kind, r.wording as text, r.asked_by as "askedById", a.name as "askedBy", r.asked_at as "askedAt", r.state,
    d.name as "decidedBy", r.decided_at as "decidedAt", r.reason, r.revision from leaving.request r join organisations.person p on p.id = r.person_id left join organisations.person a on a.id = r.asked_by
    left join organisations.person d on d.id = r.decided_by where r.court_id = ${courtOf(ctx)}`
const one = async (ctx: Ctx, id: number): Promise<Row> => {
  const r = (await sql<Row>`${select(ctx)} and r.id = ${id}`.execute(ctx.tx)).rows[0]
  if (!r) throw new Fail('not-found', 404)
  return r
}
/** The file goes to whom it is about, or to who asked in his name. */
const mayHave = (ctx: Ctx, r: Row): boolean =>
  r.kind === 'export' && r.state === 'granted' && (ctx.actor.personId === r.personId || ctx.actor.personId === r.askedById)

export const listRequests = async (ctx: Ctx, { query }: Input<typeof api.listRequests>): Promise<Output<typeof api.listRequests>> => {
  const at = readCursor(query.after, 1)
  const { rows } =
    await sql<Row>`${select(ctx)} ${query.state ? sql`and r.state = ${query.state}` : sql``} ${at ? sql`and r.id < ${at[0]}::bigint` : sql``} order by r.id desc limit ${query.limit + 1}`.execute(
      ctx.tx,
    )
  const page = pageOf(rows, query.limit, (r) => [r.id])
  return {
    items: page.items.map((r) => {
      const { askedById: _a, ...shown } = r
      return {
        ...shown,
        can: {
          decide: !ctx.may('leaving.sign') ? no('not-allowed') : r.state === 'asked' ? yes : no('request-decided'),
          file: mayHave(ctx, r),
        },
      }
    }),
    next: page.next,
    can: { ask: ctx.may('leaving.ask') ? yes : no('not-allowed') },
  }
}
export const askRequest = async (ctx: Ctx, { body }: Input<typeof api.askRequest>): Promise<Output<typeof api.askRequest>> => {
  const personId = body.personId ?? ctx.actor.personId
  if (body.kind === 'correction' && !body.text) throw new Fail('wording-needed', 422, { field: 'text' })
  const p = (
    await sql<{ contractorId: number | null }>`select contractor_id as "contractorId" from organisations.person where id = ${personId}
      and (id = ${ctx.actor.personId} or (${ctx.actor.roles.includes('hr')} and contractor_id = ${ctx.actor.contractorId}))`.execute(ctx.tx)
  ).rows[0]
  if (!p?.contractorId) throw new Fail('not-your-people', 403)
  const { rows } = await sql<{ id: number }>`insert into leaving.request (court_id, person_id, contractor_id, kind, wording, asked_by)
    values (${courtOf(ctx)}, ${personId}, ${p.contractorId}, ${body.kind}, ${body.text}, ${ctx.actor.personId}) on conflict do nothing returning id`.execute(
    ctx.tx,
  )
  const id = rows[0]?.id
  if (id === undefined) throw new Fail('request-waits', 409)
  await ctx.audit({ verb: 'data-request.ask', objectType: 'data-request', objectId: id, data: { kind: body.kind } })
  await triggerDuty(ctx, DATA_REQUEST, { id, label: String(id) }, todayOf(ctx))
  await notify(ctx, { role: 'trialManagement' }, 'data-request-asked', {}, '/personal-data-requests')
  return { id }
}
export const decideRequest = async (
  ctx: Ctx,
  { params, body, revision }: Input<typeof api.decideRequest>,
): Promise<Output<typeof api.decideRequest>> => {
  const r = await one(ctx, params.id)
  if (r.state !== 'asked') throw new Fail('request-decided', 409)
  const done =
    await sql`update leaving.request set state = ${body.grant ? 'granted' : 'refused'}, reason = ${body.reason}, decided_by = ${ctx.actor.personId}, decided_at = bw.now(), revision = revision + 1
    where court_id = ${courtOf(ctx)} and id = ${r.id} and revision = ${revision} and state = 'asked'`.execute(ctx.tx)
  if (!done.numAffectedRows) throw new Fail('stale-revision', 409)
  await ctx.audit({ verb: 'data-request.decide', objectType: 'data-request', objectId: r.id, data: { granted: body.grant } })
  await fulfilDuty(ctx, DATA_REQUEST, r.id, null, { type: 'data-request', id: r.id })
  await notifyEach(ctx, [
    {
      personId: r.askedById,
      kind: body.grant ? 'data-request-granted' : 'data-request-refused',
      data: {},
      link: '/personal-data-requests',
    },
  ])
  return { id: r.id, revision: revision + 1 }
}

// Tables that hold something about a person, by the column that names him, with the heading of the sheet.
const KEPT: readonly (readonly [table: string, column: string, title: string])[] = [
  ['organisations.post', 'person_id', '岗位'],
  ['workforce.fact', 'person_id', '准入事实'],
  ['candidates.candidate', 'person_id', '提请材料'],
  ['agreements.agreement', 'person_id', '保密协议'],
  ['training.credit', 'person_id', '培训'],
  ['injuries.injury', 'person_id', '工伤'],
  ['leaving.departure', 'person_id', '离场'],
  ['leaving.request', 'person_id', '个人信息请求'],
  ['accounts.account', 'person_id', '账号'],
]
/** Secrets and proofs say nothing about him that he could read. */
const HIDDEN = /sealed|hash|sha256|password|totp|signature|token/
const collect = async (ctx: Ctx, personId: number): Promise<Record<string, Record<string, unknown>[]>> => {
  const all: Record<string, Record<string, unknown>[]> = { 基本信息: [(await personKept(ctx, personId)) ?? {}] }
  for (const [table, column, title] of KEPT) {
    const { rows } = await sql<{
      row: Record<string, unknown>
    }>`select to_jsonb(x) as row from ${sql.raw(table)} x where x.${sql.raw(column)} = ${personId} limit 5000`.execute(ctx.tx)
    if (rows.length)
      all[title] = rows.map((r) => Object.fromEntries(Object.entries(r.row).filter(([k, v]) => !HIDDEN.test(k) && v !== null)))
  }
  const wages = await wagesOf(ctx, personId)
  if (wages.length) all.工资与保险 = wages.map((w) => ({ month: w.month, kind: w.kind, ...w.amounts }))
  return all
}
const cell = (v: unknown): Cell =>
  v === null || v === undefined ? null : typeof v === 'string' || typeof v === 'number' || typeof v === 'boolean' ? v : JSON.stringify(v)

/** Everything that is kept about him, gathered at the moment of the reading by the platform itself: his own rights would not reach all of it. */
export const readPersonalFile = async (
  ctx: Ctx,
  { params, query }: Pick<Input<typeof api.readPersonalFile>, 'params' | 'query'>,
): Promise<FileReply> => {
  const r = await one(ctx, params.id)
  if (ctx.actor.personId !== r.personId && ctx.actor.personId !== r.askedById) throw new Fail('not-found', 404)
  if (!mayHave(ctx, r)) throw new Fail('request-not-granted', 409)
  const kept = await ctx.app.asSystem(courtOf(ctx), (job) => collect(job, r.personId))
  await ctx.audit({ verb: 'data-request.file', objectType: 'data-request', objectId: r.id, data: { format: query.format } })
  if (query.format === 'json')
    return { file: Buffer.from(JSON.stringify(kept, null, 1)), type: 'application/json', name: `个人信息 ${r.id}.json` }
  return {
    file: await writeXlsx(
      Object.entries(kept).map(([name, rows]) => {
        const header = [...new Set(rows.flatMap((x) => Object.keys(x)))]
        return { name, header, rows: rows.map((x) => header.map((h) => cell(x[h]))) }
      }),
    ),
    type: XLSX_TYPE,
    name: `个人信息 ${r.id}.xlsx`,
  }
}

/** Daily: the files of those whose retention is over. */
export const eraseDepartures = async (app: AppServices): Promise<void> => {
  const courts = await app.asSystem(
    null,
    async (ctx) => (await sql<{ id: number }>`select id from organisations.court order by id`.execute(ctx.tx)).rows,
  )
  for (const { id: courtId } of courts)
    await app.asSystem(courtId, async (ctx) => {
      const { rows } = await sql<{
        id: number
        personId: number
      }>`update leaving.departure d set erased_at = bw.now(), media_note = null, reason = '—', revision = revision + 1
        where court_id = ${courtId} and erase_on <= ${todayOf(ctx)}::date and erased_at is null
          -- Who works elsewhere, or came back, is somebody's staff.
          and exists (select from organisations.person p where p.id = d.person_id and p.left_on is not null) returning id, person_id as "personId"`.execute(
        ctx.tx,
      )
      for (const d of rows) {
        await eraseAccepted(ctx, d.personId)
        await forgetPerson(ctx, d.personId)
        await ctx.audit({ verb: 'departure.erase', objectType: 'departure', objectId: d.id })
      }
    })
}
