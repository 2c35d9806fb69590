import { sql } from 'kysely'
import { type Cell, writeXlsx, XLSX_TYPE } from '../../platform/documents/spreadsheet.ts'
import type { AppServices, Ctx } from '../../platform/http/context.ts'
import { pageOf, readCursor } from '../../platform/http/cursor.ts'
import type { FileReply, Input, Output } from '../../platform/http/endpoint.ts'
import { Fail } from '../../platform/http/problems.ts'
import { forgetPhotos } from '../badges/public.ts'
import { correctAccepted, eraseAccepted } from '../candidates/public.ts'
import { educationLevels } from '../candidates/rules/candidate.ts'
import { forgetRelations, relationsKept } from '../confidentiality/public.ts'
import { fulfilDuty, triggerDuty } from '../duties/public.ts'
import { correctPerson, forgetPerson, personKept, todayOf } from '../organisations/public.ts'
import { maskResidentId, readResidentId } from '../organisations/rules/identity.ts'
import { no, yes } from '../organisations/rules/structure.ts'
import { wagesOf } from '../wages/public.ts'
import { notify, notifyEach } from '../worklist/public.ts'
import type * as api from './api.ts'
import { courtOf, retentionMonths } from './departures.ts'
import { DATA_REQUEST } from './duties.ts'
import { type CorrectionField, type Holding, holdingKeys, mayApply } from './rules.ts'

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
  field: CorrectionField | null
  wantedSealed: string | null
  appliedAt: string | null
  appliedBy: string | null
  revision: number
}
const select = (
  ctx: Ctx,
) => sql`select r.id, r.person_id as "personId", p.name as "personName", r.kind, r.wording as text, r.asked_by as "askedById", a.name as "askedBy", r.asked_at as "askedAt", r.state,
    d.name as "decidedBy", r.decided_at as "decidedAt", r.reason, r.field, r.wanted_sealed as "wantedSealed", r.applied_at as "appliedAt", y.name as "appliedBy", r.revision from leaving.request r join organisations.person p on p.id = r.person_id left join organisations.person a on a.id = r.asked_by
    left join organisations.person d on d.id = r.decided_by left join organisations.person y on y.id = r.applied_by where r.court_id = ${courtOf(ctx)}`
const one = async (ctx: Ctx, id: number): Promise<Row> => {
  const r = (await sql<Row>`${select(ctx)} and r.id = ${id}`.execute(ctx.tx)).rows[0]
  if (!r) throw new Fail('not-found', 404)
  return r
}
/** The file goes to whom it is about, or to who asked in his name. */
const mayHave = (ctx: Ctx, r: Row): boolean =>
  r.kind === 'export' && r.state === 'granted' && (ctx.actor.personId === r.personId || ctx.actor.personId === r.askedById)

const sealedIn = (ctx: Ctx) => ({ courtId: courtOf(ctx), purpose: 'leaving.request.wanted' })
const wantedOf = (ctx: Ctx, r: Row, shown: boolean): string | null => {
  if (!r.wantedSealed) return null
  const text = ctx.app.keys.decryptText(Buffer.from(r.wantedSealed, 'base64'), sealedIn(ctx))
  return shown && r.field === 'idNo' ? maskResidentId(text) : text
}
export const listRequests = async (ctx: Ctx, { query }: Input<typeof api.listRequests>): Promise<Output<typeof api.listRequests>> => {
  const at = readCursor(query.after, 1)
  const { rows } =
    await sql<Row>`${select(ctx)} ${query.state ? sql`and r.state = ${query.state}` : sql``} ${at ? sql`and r.id < ${at[0]}::bigint` : sql``} order by r.id desc limit ${query.limit + 1}`.execute(
      ctx.tx,
    )
  const page = pageOf(rows, query.limit, (r) => [r.id])
  return {
    items: page.items.map((r) => {
      const { askedById: _a, wantedSealed: _w, ...shown } = r
      return {
        ...shown,
        wanted: wantedOf(ctx, r, true),
        can: {
          decide: !ctx.may('leaving.sign') ? no('not-allowed') : r.state === 'asked' ? yes : no('request-decided'),
          apply: !ctx.may('leaving.sign') ? no('not-allowed') : mayApply(r),
          file: mayHave(ctx, r),
        },
      }
    }),
    next: page.next,
    can: { ask: ctx.may('leaving.ask') ? yes : no('not-allowed') },
  }
}
/** What it should be, as it would be kept. Only a telephone number may be wanted away. Fail: wanted-needed, education-unknown, phone-malformed, id-…. */
const wantedValue = (ctx: Ctx, field: CorrectionField, wanted: string | null): string | null => {
  if (wanted === null) {
    if (field === 'phone') return null
    throw new Fail('wanted-needed', 422, { field: 'wanted' })
  }
  if (field === 'education' && !(educationLevels as readonly string[]).includes(wanted))
    throw new Fail('education-unknown', 422, { field: 'wanted' })
  if (field !== 'idNo') {
    // As on the person's own page: full-width digits are digits, and a telephone number is one.
    const plain = wanted.normalize('NFKC')
    if (field === 'phone' && !/^[0-9+\- ]{5,20}$/.test(plain)) throw new Fail('phone-malformed', 422, { field: 'wanted' })
    return plain
  }
  const read = readResidentId(wanted, todayOf(ctx))
  if (!read.ok) throw new Fail(read.code, 422, { field: 'wanted' })
  return read.text
}
export const askRequest = async (ctx: Ctx, { body }: Input<typeof api.askRequest>): Promise<Output<typeof api.askRequest>> => {
  const personId = body.personId ?? ctx.actor.personId
  if (body.kind === 'correction' && !body.text) throw new Fail('wording-needed', 422, { field: 'text' })
  const field = body.kind === 'correction' ? (body.field ?? 'other') : null
  const wanted = field === null || field === 'other' ? null : wantedValue(ctx, field, body.wanted || null)
  const p = (
    await sql<{ contractorId: number | null }>`select contractor_id as "contractorId" from organisations.person where id = ${personId}
      and (id = ${ctx.actor.personId} or (${ctx.actor.roles.includes('hr')} and contractor_id = ${ctx.actor.contractorId}))`.execute(ctx.tx)
  ).rows[0]
  if (!p?.contractorId) throw new Fail('not-your-people', 403)
  const { rows } = await sql<{
    id: number
  }>`insert into leaving.request (court_id, person_id, contractor_id, kind, wording, asked_by, field, wanted_sealed)
    values (${courtOf(ctx)}, ${personId}, ${p.contractorId}, ${body.kind}, ${body.text}, ${ctx.actor.personId}, ${field},
      ${wanted === null ? null : ctx.app.keys.encrypt(wanted, sealedIn(ctx)).toString('base64')}) on conflict do nothing returning id`.execute(
    ctx.tx,
  )
  const id = rows[0]?.id
  if (id === undefined) throw new Fail('request-waits', 409)
  await ctx.audit({ verb: 'data-request.ask', objectType: 'data-request', objectId: id, data: { kind: body.kind, field } })
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
    await sql`update leaving.request set state = ${body.grant ? 'granted' : 'refused'}, reason = ${body.reason}, wanted_sealed = case when ${body.grant} then wanted_sealed end, decided_by = ${ctx.actor.personId}, decided_at = bw.now(), revision = revision + 1
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

/** Written where it is kept, once; the sealed wish goes with it. Fail: see api.ts. */
export const applyRequest = async (
  ctx: Ctx,
  { params, revision }: Pick<Input<typeof api.applyRequest>, 'params' | 'revision'>,
): Promise<Output<typeof api.applyRequest>> => {
  const r = await one(ctx, params.id)
  const may = mayApply(r)
  if (!may.ok) throw new Fail(may.code, 409)
  const value = wantedOf(ctx, r, false)
  const done =
    await sql`update leaving.request set applied_by = ${ctx.actor.personId}, applied_at = bw.now(), wanted_sealed = null, revision = revision + 1
    where court_id = ${courtOf(ctx)} and id = ${r.id} and revision = ${revision} and state = 'granted' and applied_at is null`.execute(
      ctx.tx,
    )
  if (!done.numAffectedRows) throw new Fail('stale-revision', 409)
  const field = r.field!
  if (field === 'name' || field === 'phone' || field === 'idNo') await correctPerson(ctx, r.personId, field, value)
  else if (field !== 'other') await correctAccepted(ctx, r.personId, field, value)
  await ctx.audit({ verb: 'data-request.apply', objectType: 'data-request', objectId: r.id, data: { field } })
  await notifyEach(ctx, [{ personId: r.askedById, kind: 'data-request-applied', data: {}, link: '/personal-data-requests' }])
  return { id: r.id, revision: revision + 1 }
}

/** What is kept and what becomes of it: of oneself, of one's contractor's people, of everybody for the court that answers requests. */
export const readHoldings = async (
  ctx: Ctx,
  { query }: Pick<Input<typeof api.readHoldings>, 'query'>,
): Promise<Output<typeof api.readHoldings>> => {
  const personId = query.personId ?? ctx.actor.personId ?? 0
  const p = (
    await sql<{
      name: string
      contractorId: number | null
    }>`select name, contractor_id as "contractorId" from organisations.person where id = ${personId}
      and (id = ${ctx.actor.personId} or (${ctx.actor.roles.includes('hr')} and contractor_id = ${ctx.actor.contractorId}) or ${ctx.may('leaving.sign')})`.execute(
      ctx.tx,
    )
  ).rows[0]
  if (!p?.contractorId) throw new Fail('not-your-people', 403)
  // Counted by the platform itself: his own rights would not reach all of it.
  const found = await ctx.app.asSystem(courtOf(ctx), async (job) => {
    const count = async (table: string, column = 'person_id', where = sql`true`): Promise<number> =>
      (
        await sql<{
          n: number
        }>`select count(*)::int as n from ${sql.raw(table)} x where x.${sql.raw(column)} = ${personId} and ${where}`.execute(job.tx)
      ).rows[0]?.n ?? 0
    const here = sql`x.court_id = ${courtOf(ctx)}`
    const n: Record<Holding, number> = {
      identity: await count('organisations.person', 'id', sql`x.id_no_sealed is not null`),
      phone: await count('organisations.person', 'id', sql`x.phone is not null`),
      proposal: await count(
        'candidates.candidate',
        'person_id',
        sql`${here} and (x.school is not null or x.phone is not null or x.id_no_sealed is not null)`,
      ),
      relations: await relationsKept(job, personId),
      photos: await count('badges.piece', 'person_id', sql`${here} and x.photo_sha256 is not null`),
      requests: await count('leaving.request', 'person_id', here),
      name: 1,
      facts: await count('workforce.fact', 'person_id', here),
      agreements: await count('agreements.agreement', 'person_id', here),
      training: await count('training.credit', 'person_id', here),
      wages: (await wagesOf(job, personId)).length,
      injuries: await count('injuries.injury', 'person_id', here),
      account: await count('accounts.account'),
      ledger: await count('audit.event', 'person_id', here),
    }
    const d = (
      await sql<{
        eraseOn: string | null
        erasedAt: string | null
      }>`select erase_on as "eraseOn", erased_at as "erasedAt" from leaving.departure
        where court_id = ${courtOf(ctx)} and person_id = ${personId} and state <> 'withdrawn' order by id desc limit 1`.execute(job.tx)
    ).rows[0]
    return { n, d, months: await retentionMonths(job) }
  })
  await ctx.audit({ verb: 'data-request.holdings', objectType: 'person', objectId: personId })
  return {
    personName: p.name,
    eraseOn: found.d?.eraseOn ?? null,
    erasedAt: found.d?.erasedAt ?? null,
    retentionMonths: found.months,
    items: holdingKeys.filter((k) => found.n[k] > 0).map((key) => ({ key, n: found.n[key] })),
  }
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
        await forgetRelations(ctx, d.personId)
        await forgetPhotos(ctx, d.personId)
        await sql`update leaving.request set wording = '—', wanted_sealed = null, revision = revision + 1 where court_id = ${courtId} and person_id = ${d.personId}`.execute(
          ctx.tx,
        )
        await ctx.audit({ verb: 'departure.erase', objectType: 'departure', objectId: d.id })
      }
    })
}
