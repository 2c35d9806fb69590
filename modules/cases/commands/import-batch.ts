import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import type { LedgerEntry } from '../../../platform/audit/append.ts'
import { diffCase, type Comparable, type Difference } from '../import/diff.ts'
import { partyKey, type CaseDraft, type PartyDraft } from '../import/draft.ts'
import { db } from '../queries.ts'
import { nameGrams } from '../rules/names.ts'
import { spell } from '../pinyin.ts'
import type { Cause } from '../rules/causes.ts'
import { openPhone, sealPaper, sealPhone } from './party-row.ts'
import { drawIds, titleColumns } from './write-case.ts'

/** What a court's list is read and written against, loaded once per run. */
export interface Lookups {
  causes: readonly Cause[]
  courtCode: string
  types: ReadonlySet<string>
  today: string
  divisions: ReadonlyMap<string, number>
  people: ReadonlyMap<string, number>
}

export interface Outcome {
  created: number
  unchanged: number
  changed: number
  updated: number
  rows: { row: number; state: 'changed' | 'updated'; number: string; caseId: number; differences: Difference[] }[]
}
interface Run {
  courtId: number
  importId: number
  /** false: dry run. */
  write: boolean
  chosen: (row: number) => boolean
}

/** What a row said, as 32 bytes: equal means nothing to compare. Keyed, because the hash of a known number would tell it. */
const draftHash = (ctx: Ctx, d: CaseDraft): Buffer => {
  const { row: _row, title: _title, ...said } = d
  return ctx.app.keys.blindIndex(createHash('sha256').update(JSON.stringify(said)).digest('base64'), {
    courtId: ctx.actor.courtId,
    purpose: 'cases.import',
  })
}

const idsOf = (d: CaseDraft, l: Lookups): { divisionId: number | null; judgeId: number | null; clerkId: number | null } => ({
  divisionId: d.division ? (l.divisions.get(d.division) ?? null) : null,
  judgeId: d.judge ? (l.people.get(d.judge) ?? null) : null,
  clerkId: d.clerk ? (l.people.get(d.clerk) ?? null) : null,
})
const editionOf = (d: CaseDraft, l: Lookups): string | null =>
  d.causeCode === null
    ? null
    : (l.causes.find((c) => c.code === d.causeCode && (c.from === null || c.from <= d.filedOn) && (c.until === null || d.filedOn < c.until))
        ?.edition ?? null)

const partyRow = (ctx: Ctx, courtId: number, caseId: number, p: PartyDraft) => {
  const spelling = spell(p.name, p.kind)
  const paper = p.paper && p.paperKind ? sealPaper(ctx, courtId, p.paperKind, p.paper) : null
  const phone = p.phone ? sealPhone(ctx, courtId, p.phone) : null
  return {
    case_id: caseId,
    role: p.role,
    kind: p.kind,
    name: p.name,
    grams: nameGrams(p.name).join(' '),
    pinyin: spelling.full,
    initials: spelling.initials,
    sex: p.sex,
    birth_on: p.birthOn,
    residence: p.residence,
    phone_sealed: phone?.phone_sealed ?? null,
    phone_masked: phone?.phone_masked ?? null,
    id_kind: paper?.id_kind ?? null,
    id_no_sealed: paper?.id_no_sealed ?? null,
    id_no_hash: paper?.id_no_hash ?? null,
    id_no_masked: paper?.id_no_masked ?? null,
  }
}

const insertParties = async (ctx: Ctx, courtId: number, rows: ReturnType<typeof partyRow>[]): Promise<void> => {
  if (rows.length === 0) return
  const col = <K extends keyof (typeof rows)[number]>(k: K) => rows.map((r) => r[k])
  await sql`insert into cases.party (court_id, case_id, role, kind, name, name_grams, pinyin, initials, sex, birth_on, residence, phone_sealed, phone_masked, id_kind, id_no_sealed, id_no_hash, id_no_masked)
    select ${courtId}, u.case_id, u.role, u.kind, u.name, string_to_array(u.grams, ' '), u.pinyin, u.initials, u.sex, u.birth_on, u.residence, u.phone_sealed, u.phone_masked, u.id_kind, u.id_no_sealed, u.id_no_hash, u.id_no_masked
    from unnest(${col('case_id')}::bigint[], ${col('role')}::text[], ${col('kind')}::text[], ${col('name')}::text[], ${col('grams')}::text[], ${col('pinyin')}::text[], ${col('initials')}::text[], ${col('sex')}::text[],
      ${col('birth_on')}::date[], ${col('residence')}::text[], ${col('phone_sealed')}::text[], ${col('phone_masked')}::text[], ${col('id_kind')}::text[], ${col('id_no_sealed')}::text[], ${col('id_no_hash')}::bytea[], ${col('id_no_masked')}::text[])
      as u(case_id, role, kind, name, grams, pinyin, initials, sex, birth_on, residence, phone_sealed, phone_masked, id_kind, id_no_sealed, id_no_hash, id_no_masked)`.execute(
    ctx.tx,
  )
}

const insertCases = async (ctx: Ctx, run: Run, drafts: readonly { draft: CaseDraft; hash: Buffer }[], l: Lookups): Promise<void> => {
  if (drafts.length === 0) return
  const ids = await drawIds(ctx, 'case_record', drafts.length)
  const rows = drafts.map(({ draft: d, hash }, i) => {
    const title = titleColumns(d.parties)
    return { id: ids[i]!, d, hash, ...title, grams: title.title_grams.join(' '), ...idsOf(d, l), edition: editionOf(d, l) }
  })
  const col = <T>(f: (r: (typeof rows)[number]) => T): T[] => rows.map(f)
  await sql`insert into cases.case_record (court_id, source, id, number, number_year, number_type, number_seq, number_sub, type_code, procedure, title, cause_name, cause_code, cause_edition, amount, received_on, filed_on, closed_on,
      status, division_id, judge_id, clerk_id, title_grams, pinyin, initials, import_hash)
    select ${run.courtId}, 'import', u.id, u.number, u.number_year, u.number_type, u.number_seq, u.number_sub, u.type_code, u.procedure, u.title, u.cause_name, u.cause_code, u.cause_edition, u.amount, u.received_on, u.filed_on, u.closed_on,
      u.status, u.division_id, u.judge_id, u.clerk_id, string_to_array(u.grams, ' '), u.pinyin, u.initials, u.import_hash
    from unnest(${ids}::bigint[], ${col((r) => r.d.number)}::text[], ${col((r) => r.d.year)}::int[], ${col((r) => r.d.special + r.d.typeCode)}::text[], ${col((r) => r.d.seq)}::int[],
      ${col((r) => r.d.sub)}::text[], ${col((r) => r.d.typeCode)}::text[], ${col((r) => r.d.procedure)}::text[], ${col((r) => r.title)}::text[], ${col((r) => r.d.causeName)}::text[], ${col((r) => r.d.causeCode)}::text[],
      ${col((r) => r.edition)}::text[], ${col((r) => r.d.amount)}::numeric[], ${col((r) => r.d.receivedOn)}::date[], ${col((r) => r.d.filedOn)}::date[], ${col((r) => r.d.closedOn)}::date[], ${col((r) => r.d.status)}::text[],
      ${col((r) => r.divisionId)}::int[], ${col((r) => r.judgeId)}::bigint[], ${col((r) => r.clerkId)}::bigint[], ${col((r) => r.grams)}::text[], ${col((r) => r.pinyin)}::text[], ${col((r) => r.initials)}::text[], ${col((r) => r.hash)}::bytea[])
      as u(id, number, number_year, number_type, number_seq, number_sub, type_code, procedure, title, cause_name, cause_code, cause_edition, amount, received_on, filed_on, closed_on, status, division_id, judge_id, clerk_id, grams, pinyin, initials, import_hash)`.execute(
    ctx.tx,
  )
  await insertParties(
    ctx,
    run.courtId,
    rows.flatMap((r) => r.d.parties.map((p) => partyRow(ctx, run.courtId, r.id, p))),
  )
  await ctx.auditAll(
    rows.map(
      (r): LedgerEntry => ({
        verb: 'case.create',
        objectType: 'case',
        objectId: r.id,
        caseId: r.id,
        data: { import: run.importId, row: r.d.row },
      }),
    ),
  )
}

interface Known {
  id: number
  number: string
  import_hash: Buffer | null
}

const comparableOf = async (
  ctx: Ctx,
  courtId: number,
  ids: readonly number[],
): Promise<Map<number, Comparable & { partyIds: Map<string, number> }>> => {
  const cases = await db(ctx).selectFrom('cases.case_record').selectAll().where('court_id', '=', courtId).where('id', 'in', ids).execute()
  const parties = await db(ctx).selectFrom('cases.party').selectAll().where('court_id', '=', courtId).where('case_id', 'in', ids).execute()
  return new Map(
    cases.map((c) => {
      const mine = parties.filter((p) => p.case_id === c.id)
      return [
        c.id,
        {
          procedure: c.procedure,
          causeName: c.cause_name,
          causeCode: c.cause_code,
          amount: c.amount,
          receivedOn: c.received_on,
          filedOn: c.filed_on,
          closedOn: c.closed_on,
          status: c.status,
          divisionId: c.division_id,
          judgeId: c.judge_id,
          clerkId: c.clerk_id,
          partyIds: new Map(mine.map((p) => [partyKey(p), p.id])),
          parties: mine.map((p) => ({
            role: p.role,
            name: p.name,
            paperMasked: p.id_no_masked,
            paperHash: p.id_no_hash?.toString('hex') ?? null,
            phone: p.phone_sealed ? openPhone(ctx, courtId, p.phone_sealed) : null,
            residence: p.residence,
          })),
        },
      ]
    }),
  )
}

const comparableDraft = (ctx: Ctx, courtId: number, d: CaseDraft, l: Lookups): Comparable => ({
  procedure: d.procedure,
  causeName: d.causeName,
  causeCode: d.causeCode,
  amount: d.amount,
  receivedOn: d.receivedOn,
  filedOn: d.filedOn,
  closedOn: d.closedOn,
  status: d.status,
  ...idsOf(d, l),
  parties: d.parties.map((p) => {
    const paper = p.paper && p.paperKind ? sealPaper(ctx, courtId, p.paperKind, p.paper) : null
    return {
      role: p.role,
      name: p.name,
      paperMasked: paper?.id_no_masked ?? null,
      paperHash: paper?.id_no_hash.toString('hex') ?? null,
      phone: p.phone,
      residence: p.residence,
    }
  }),
})

/** Takes over what the row says and the register lacks or says otherwise; what the row leaves open stays. */
const updateCase = async (
  ctx: Ctx,
  run: Run,
  id: number,
  d: CaseDraft,
  hash: Buffer,
  known: { partyIds: Map<string, number> },
  differences: Difference[],
  l: Lookups,
): Promise<void> => {
  const set: Record<string, unknown> = { import_hash: hash, updated_at: sql`bw.now()`, revision: sql`revision + 1` }
  const ids = idsOf(d, l)
  const values: Record<string, [string, unknown]> = {
    procedure: ['procedure', d.procedure],
    causeName: ['cause_name', d.causeName],
    causeCode: ['cause_code', d.causeCode],
    amount: ['amount', d.amount],
    receivedOn: ['received_on', d.receivedOn],
    filedOn: ['filed_on', d.filedOn],
    closedOn: ['closed_on', d.closedOn],
    status: ['status', d.status],
    divisionId: ['division_id', ids.divisionId],
    clerkId: ['clerk_id', ids.clerkId],
  }
  for (const { field } of differences) {
    const change = values[field]
    // The judge of an allocated case is changed by an allocation alone.
    if (field === 'judgeId') set.judge_id = sql`case when judge_fixed then judge_id else ${ids.judgeId}::bigint end`
    else if (change) set[change[0]] = change[1]
    // A cause is name, code and table together.
    if (field === 'causeName' || field === 'causeCode')
      Object.assign(set, { cause_name: d.causeName, cause_code: d.causeCode, cause_edition: editionOf(d, l) })
  }
  const fresh: ReturnType<typeof partyRow>[] = []
  for (const p of d.parties) {
    const old = known.partyIds.get(partyKey(p))
    const row = partyRow(ctx, run.courtId, id, p)
    if (old === undefined) {
      fresh.push(row)
      continue
    }
    const said = Object.fromEntries(
      Object.entries(row).filter(
        ([k, v]) =>
          v !== null &&
          [
            'residence',
            'phone_sealed',
            'phone_masked',
            'id_kind',
            'id_no_sealed',
            'id_no_hash',
            'id_no_masked',
            'birth_on',
            'sex',
          ].includes(k),
      ),
    )
    if (Object.keys(said).length && differences.some((x) => x.field.startsWith(`party:${p.name}.`)))
      await db(ctx)
        .updateTable('cases.party')
        .set({ ...said, revision: sql`revision + 1` } as never)
        .where('court_id', '=', run.courtId)
        .where('id', '=', old)
        .execute()
  }
  await insertParties(ctx, run.courtId, fresh)
  await db(ctx)
    .updateTable('cases.case_record')
    .set(set as never)
    .where('court_id', '=', run.courtId)
    .where('id', '=', id)
    .execute()
  if (fresh.length) {
    const parties = await db(ctx)
      .selectFrom('cases.party')
      .select(['role', 'name', 'kind'])
      .where('court_id', '=', run.courtId)
      .where('case_id', '=', id)
      .orderBy('id')
      .execute()
    await db(ctx)
      .updateTable('cases.case_record')
      .set(titleColumns(parties as never) as never)
      .where('court_id', '=', run.courtId)
      .where('id', '=', id)
      .execute()
  }
  await ctx.audit({
    verb: 'case.change',
    objectType: 'case',
    objectId: id,
    caseId: id,
    data: {
      import: run.importId,
      row: d.row,
      fields: [...new Set(differences.map((x) => (x.field.startsWith('party:') ? 'party' : x.field)))],
    },
  })
}

/** Sorts a batch into new, unchanged, changed and updated cases, and writes what the run may write. */
export const writeDrafts = async (ctx: Ctx, run: Run, drafts: readonly CaseDraft[], l: Lookups): Promise<Outcome> => {
  const outcome: Outcome = { created: 0, unchanged: 0, changed: 0, updated: 0, rows: [] }
  if (drafts.length === 0) return outcome
  // A join, so that every number is one look into the unique index; `= any` of thousands makes the planner read the whole court.
  const { rows: known } =
    await sql<Known>`select c.id, c.number, c.import_hash from unnest(${drafts.map((d) => d.number)}::text[]) as n(number)
    join cases.case_record c on c.court_id = ${run.courtId} and c.number = n.number`.execute(ctx.tx)
  const byNumber = new Map(known.map((k) => [k.number, k]))
  const fresh: { draft: CaseDraft; hash: Buffer }[] = []
  const compare: { draft: CaseDraft; hash: Buffer; id: number }[] = []
  for (const draft of drafts) {
    const hash = draftHash(ctx, draft)
    const old = byNumber.get(draft.number)
    if (!old) fresh.push({ draft, hash })
    else if (old.import_hash?.equals(hash)) outcome.unchanged++
    else compare.push({ draft, hash, id: old.id })
  }
  outcome.created = fresh.length
  if (run.write) await insertCases(ctx, run, fresh, l)
  if (compare.length === 0) return outcome
  const existing = await comparableOf(
    ctx,
    run.courtId,
    compare.map((c) => c.id),
  )
  for (const { draft, hash, id } of compare) {
    const old = existing.get(id)!
    const differences = diffCase(old, comparableDraft(ctx, run.courtId, draft, l))
    if (differences.length === 0) {
      outcome.unchanged++
      continue
    }
    const update = run.write && run.chosen(draft.row)
    if (update) await updateCase(ctx, run, id, draft, hash, old, differences, l)
    outcome[update ? 'updated' : 'changed']++
    outcome.rows.push({ row: draft.row, state: update ? 'updated' : 'changed', number: draft.number, caseId: id, differences })
  }
  return outcome
}
