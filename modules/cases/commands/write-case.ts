import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import { Fail } from '../../../platform/http/problems.ts'
import type { CaseInput, PartyInput } from '../api.ts'
import { titleOf } from '../import/draft.ts'
import { db, findCase, grantFor } from '../queries.ts'
import { parseCaseNumber } from '../rules/case-number.ts'
import { spell } from '../pinyin.ts'
import { nameGrams, tidyName } from '../rules/names.ts'
import { partyColumns, todayOf } from './party-row.ts'

/** n identities of a table of this schema, drawn before the rows: a creator may write what he cannot yet read. */
export const drawIds = async (ctx: Ctx, table: 'case_record' | 'party', n: number): Promise<number[]> => {
  const { rows } = await sql<{
    id: number
  }>`select nextval(pg_get_serial_sequence(${`cases.${table}`}, 'id')) as id from generate_series(1, ${n}::int)`.execute(ctx.tx)
  return rows.map((r) => Number(r.id))
}

/** Search columns of a case: its title's pieces, and the spelling of the first party, whose name people type first. */
export const titleColumns = (parties: readonly { role: string; name: string; kind: 'natural' | 'organisation' }[]) => {
  const title = titleOf(parties)
  const first = parties.find((p) => ['plaintiff', 'appellant', 'applicant'].includes(p.role)) ?? parties[0]
  const spelling = first ? spell(tidyName(first.name), first.kind) : { full: '', initials: '' }
  return { title, title_grams: nameGrams(title), pinyin: spelling.full, initials: spelling.initials }
}

/** Columns of a 案号 in any spelling. Fail: the reason why it is none. */
export const numberColumns = (number: string) => {
  const read = parseCaseNumber(number)
  if (!read.ok) throw new Fail(read.code, 422, { field: 'number' })
  const { year, special, type, number: seq } = read.value
  return {
    number: read.text,
    number_year: year,
    number_type: special + type,
    number_seq: seq,
    number_sub: read.text.split('号之')[1] ?? null,
    type_code: type,
  }
}

const columnsOf = async (ctx: Ctx, input: CaseInput, before: { filed_on: string | null } | null): Promise<Record<string, unknown>> => {
  const row: Record<string, unknown> = {}
  const plain = {
    typeCode: 'type_code',
    procedure: 'procedure',
    amount: 'amount',
    receivedOn: 'received_on',
    filedOn: 'filed_on',
    closedOn: 'closed_on',
    status: 'status',
    divisionId: 'division_id',
    judgeId: 'judge_id',
    clerkId: 'clerk_id',
    secrecy: 'secrecy',
  } as const
  for (const [key, column] of Object.entries(plain)) {
    const value = input[key as keyof CaseInput]
    if (value !== undefined) row[column] = value === '' ? null : value
  }
  if (input.number) Object.assign(row, numberColumns(input.number))
  const filed = (input.filedOn === undefined ? before?.filed_on : input.filedOn) ?? null
  if (input.closedOn && filed && input.closedOn < filed) throw new Fail('date-closed-before-filed', 422, { field: 'closedOn' })
  if (input.cause !== undefined) {
    const name = input.cause?.trim() || null
    // 应选择最低一级: of causes of one name the deepest; an unknown one is kept and flagged (code null).
    const found = name
      ? await db(ctx)
          .selectFrom('cases.cause')
          .select(['code', 'edition', 'name'])
          .where('name', '=', name)
          .where('from_date', '<=', filed ?? todayOf(ctx))
          .where((e) => e.or([e('until_date', 'is', null), e('until_date', '>', filed ?? todayOf(ctx))]))
          .orderBy('level', 'desc')
          .executeTakeFirst()
      : undefined
    Object.assign(row, { cause_name: name, cause_code: found?.code ?? null, cause_edition: found?.edition ?? null })
  }
  return row
}

/** Division, judge and clerk are of this court. Fail: division-unknown, person-unknown. */
const checkDesk = async (ctx: Ctx, input: CaseInput): Promise<void> => {
  const { divisionId, judgeId, clerkId } = input
  if (!divisionId && !judgeId && !clerkId) return
  const court = ctx.actor.courtId
  const { rows } = await sql<{
    division: boolean
    people: number[]
  }>`select exists (select from organisations.division where court_id = ${court} and id = ${divisionId ?? null}) as division,
    array(select id from organisations.person where court_id = ${court} and side = 'court' and id in (${judgeId ?? null}, ${clerkId ?? null})) as people`.execute(
    ctx.tx,
  )
  const found = rows[0]!
  if (divisionId && !found.division) throw new Fail('division-unknown', 422, { field: 'divisionId' })
  for (const [field, id] of Object.entries({ judgeId, clerkId }))
    if (id && !found.people.includes(id)) throw new Fail('person-unknown', 422, { field })
}

/**
 * A number is given by the filing desk (4.1; an import writes the lists it is handed): whoever else types one learns nothing, also not whether
 * a case outside his scope bears it.
 */
const refuseForeignNumber = (ctx: Ctx, number: string | null | undefined, before: string | null): void => {
  if (!number || ctx.actor.personId === null || ['filingOfficer', 'trialManagement'].some((r) => ctx.actor.roles.includes(r as never)))
    return
  if (numberColumns(number).number === before) return
  throw before === null ? new Fail('not-allowed', 403, { field: 'number' }) : new Fail('case-number-fixed', 403, { field: 'number' })
}

const takenAs = (e: unknown): unknown =>
  (e as { code?: string; constraint?: string }).code === '23505' ? new Fail('case-number-taken', 409, { field: 'number' }) : e

/** A case with its parties, in one transaction. `source` as in the register. Answers id and revision 1. Fail: entryErrors. */
export const createCase = async (
  ctx: Ctx,
  input: CaseInput & { parties: readonly PartyInput[] },
  source: 'entry' | 'simulate' = 'entry',
): Promise<{ id: number; revision: number }> => {
  if (!input.parties.some((p) => p.role !== 'agent')) throw new Fail('party-missing', 422, { field: 'parties' })
  refuseForeignNumber(ctx, input.number, null)
  const courtId = ctx.actor.courtId!
  const [columns, [id]] = await Promise.all([columnsOf(ctx, input, null), drawIds(ctx, 'case_record', 1), checkDesk(ctx, input)])
  const row = {
    ...columns,
    ...titleColumns(input.parties),
    court_id: courtId,
    source,
    status: input.status ?? (input.number ? 'open' : 'draft'),
  }
  const parties = input.parties.map((p) => ({ ...partyColumns(ctx, p, p.kind), court_id: courtId }))
  const party = (p: (typeof parties)[number]) =>
    ({ ...(p as never as { role: string; kind: string; name: string; court_id: number }), case_id: id! }) as never
  // Sent together, answered in their order; the first to fail fails the transaction.
  await Promise.all([
    db(ctx)
      .insertInto('cases.case_record')
      .values({ ...row, id: id! })
      .execute(),
    // One statement a party: each names only what was entered.
    ...parties.map((p) => db(ctx).insertInto('cases.party').values(party(p)).execute()),
    ctx.audit({
      verb: 'case.create',
      objectType: 'case',
      objectId: id!,
      caseId: id!,
      after: row,
      data: { parties: parties.length, source },
    }),
  ]).catch((e) => {
    throw takenAs(e)
  })
  return { id: id!, revision: 1 }
}

/** Why an update met no row: gone, seen too long ago, or not in the actor's hands. */
const refusal = async (ctx: Ctx, id: number, revision: number): Promise<Fail> => {
  const now = await findCase(ctx, id)
  if (!now) return new Fail('not-found', 404)
  return now.revision !== revision ? new Fail('stale-revision', 409, { revision: now.revision }) : new Fail('not-allowed', 403)
}

const refuseFixedJudge = async (ctx: Ctx, id: number): Promise<void> => {
  const { rows } = await sql<{
    fixed: boolean
  }>`select judge_fixed as fixed from cases.case_record where court_id = ${ctx.actor.courtId} and id = ${id}`.execute(ctx.tx)
  if (rows[0]?.fixed) throw new Fail('judge-allocated', 409, { field: 'judgeId' })
}

/** The judge of an allocation (分案); from then on nothing else changes him. Fail: not-found, not-allowed. */
export const setJudge = async (ctx: Ctx, id: number, judgeId: number): Promise<void> => {
  const before = await findCase(ctx, id)
  if (!before) throw new Fail('not-found', 404)
  await touchCase(ctx, id, before.revision, { judge_id: judgeId, judge_fixed: true })
  await ctx.audit({
    verb: 'case.change',
    objectType: 'case',
    objectId: id,
    caseId: id,
    before: { judge_id: before.judge_id },
    after: { judge_id: judgeId },
    data: { fields: ['judge_id'] },
  })
}

/** Changes what the input names and nothing else. Fail: entryErrors, stale-revision. */
export const editCase = async (ctx: Ctx, id: number, revision: number, input: CaseInput): Promise<{ id: number; revision: number }> => {
  const before = await findCase(ctx, id)
  if (!before) throw new Fail('not-found', 404)
  refuseForeignNumber(ctx, input.number, before.number)
  const [row] = await Promise.all([columnsOf(ctx, input, before), checkDesk(ctx, input)])
  // An issued number names the case in every document sent: only the filing desk corrects it.
  if (input.number !== undefined && before.number !== null && row.number !== before.number && !ctx.actor.roles.includes('filingOfficer'))
    throw new Fail('case-number-fixed', 403, { field: 'number' })
  if (input.judgeId !== undefined && input.judgeId !== before.judge_id) await refuseFixedJudge(ctx, id)
  if (input.number === null && before.number !== null) throw new Fail('case-number-fixed', 422, { field: 'number' })
  const r = await db(ctx)
    .updateTable('cases.case_record')
    .set({ ...row, revision: revision + 1, updated_at: sql`bw.now()` } as never)
    .where('court_id', '=', ctx.actor.courtId!)
    .where('id', '=', id)
    .where('revision', '=', revision)
    .executeTakeFirst()
    .catch((e) => {
      throw takenAs(e)
    })
  if (!r.numUpdatedRows) throw await refusal(ctx, id, revision)
  await ctx.audit({
    verb: 'case.change',
    objectType: 'case',
    objectId: id,
    caseId: id,
    grantId: (await grantFor(ctx, id))?.grant_id ?? null,
    before,
    after: row,
    data: { fields: Object.keys(row) },
  })
  return { id, revision: revision + 1 }
}

/** Takes the case's next revision: parties are part of the case, so that two people never overwrite each other. */
export const touchCase = async (ctx: Ctx, id: number, revision: number, set: Record<string, unknown> = {}): Promise<void> => {
  const r = await db(ctx)
    .updateTable('cases.case_record')
    .set({ ...set, revision: revision + 1, updated_at: sql`bw.now()` } as never)
    .where('court_id', '=', ctx.actor.courtId!)
    .where('id', '=', id)
    .where('revision', '=', revision)
    .executeTakeFirst()
  if (!r.numUpdatedRows) throw await refusal(ctx, id, revision)
}

/** The next number of a year and type: sequential per court (法〔2015〕137号). The advisory lock makes two officers wait for each other, not collide. */
export const nextNumber = async (ctx: Ctx, year: number, type: string): Promise<string> => {
  const courtId = ctx.actor.courtId!
  await sql`select pg_advisory_xact_lock(${courtId}, hashtext(${`cases.number ${year} ${type}`}))`.execute(ctx.tx)
  // Over the whole court, also past the officer's own scope (a frozen case still holds its number); only the count leaves.
  const { rows } = await sql<{
    code: string
    seq: number
  }>`select o.code, cases.last_number(${year}::int, ${type}) + 1 as seq from organisations.court o where o.id = ${courtId}`.execute(ctx.tx)
  return `（${year}）${rows[0]!.code}${type}${rows[0]!.seq}号`
}
