import { type RawBuilder, sql, type Transaction } from 'kysely'
import { ZONE } from '../../platform/calendar/clock.ts'
import type { Ctx } from '../../platform/http/context.ts'
import { Fail } from '../../platform/http/problems.ts'
import { pageOf, readCursor } from '../../platform/http/cursor.ts'
import type { Cause } from './rules/causes.ts'
import { type Query, queryGrams, readQuery } from './rules/names.ts'
import type { CasesTables } from './tables.ts'

export const db = (ctx: Ctx): Transaction<CasesTables> => ctx.tx as Transaction<CasesTables>

/** Roles of bw.court_wide(): their scope is the court itself, no list of cases has to be named. */
const courtWide = ['courtLeader', 'trialManagement', 'commissioner', 'responsibleDepartment', 'filingOfficer', 'archivist']
const MAX_CANDIDATES = 5_000

const wide = (ctx: Ctx): boolean => ctx.actor.side === 'court' && ctx.actor.roles.some((r) => courtWide.includes(r))
const granted = sql`c.id = any (array(select case_id from cases.live_grant))`

/**
 * Field levels (7.3.2.2): C1 who the parties are, C2 what the case is about, C3 who decides it. The court reads all of a case in its scope;
 * outsourced staff only what a live grant names. `id`: the case's id in the query around, whose policy has decided whether it is seen at all.
 */
export const holdsLevel = (ctx: Ctx, level: 'C1' | 'C2' | 'C3', id = 'c.id'): RawBuilder<unknown> =>
  ctx.actor.side === 'contractor'
    ? sql`exists (select from cases.live_grant lg where lg.case_id = ${sql.raw(id)} and ${level} = any (lg.levels))`
    : sql`true`
/** The title names the parties, so it is theirs to see who hold level C1. */
export const titleOfCase = (ctx: Ctx, alias = 'c'): RawBuilder<unknown> =>
  ctx.actor.side === 'contractor'
    ? sql`case when ${holdsLevel(ctx, 'C1', `${alias}.id`)} then ${sql.raw(alias)}.title end`
    : sql`${sql.raw(alias)}.title`

/**
 * The actor's scope in words of the query, beside the policy: with the policy alone a list walks every row of the court until it has found
 * fifty that may be seen (performance.md: 0.06 against 0.59). One condition for each way in, each with an index of its own; null: the whole
 * court. A search needs none: its few candidates pass the policy one by one.
 */
const waysIn = (ctx: Ctx): RawBuilder<unknown>[] | null => {
  if (ctx.actor.side === 'contractor') return [granted]
  if (ctx.actor.side !== 'court' || wide(ctx)) return null
  return [
    ...ctx.actor.divisionIds.map((d) => sql`c.division_id = ${d}`),
    sql`c.judge_id = ${ctx.actor.personId}`,
    sql`c.clerk_id = ${ctx.actor.personId}`,
    granted,
  ]
}

/**
 * The ids of a page of something that hangs on a case: which rows it has is decided by the case's scope in indexes, where the policy would ask a
 * function for every row it walks. The rows themselves are then read by id under their policies, in a statement that is always the same and
 * so planned once a connection. `view`: the module's …_in_scope, which carries division, judge and clerk of the case; `table`: the same rows
 * under their policies, for court-wide roles (who are asked nothing per row) and where few are named; `byCase`: named by case alone, which the
 * view carries and answers without a function for each row. `columns`: what the page is
 * ordered by, the id included. Conditions and columns speak of the alias `r`.
 */
export const pageInScope = async (
  ctx: Ctx,
  from: { view: string; table: string },
  page: {
    columns: RawBuilder<unknown>
    where: readonly RawBuilder<unknown>[]
    order: RawBuilder<unknown>
    limit: number
    named?: boolean | 'byCase'
  },
): Promise<number[]> => {
  const cut = (table: string, more: RawBuilder<unknown>) =>
    sql`select ${page.columns} from ${sql.raw(table)} r where ${sql.join([sql`r.court_id = ${ctx.actor.courtId}`, ...page.where, more], sql` and `)} order by ${page.order} limit ${sql.lit(page.limit)}`
  const { personId, divisionIds } = ctx.actor
  // His own cases lie in his division as a rule, whose page holds them already. Those that do not are named first: PostgreSQL takes division
  // and judge for unrelated, expects hundreds, and would walk the whole order of the list for the few or none there are (130 ms).
  const elsewhere = sql`(s.division_id is null or s.division_id <> all (${[...divisionIds]}::int[]))`
  const own = (who: 'judge_id' | 'clerk_id') =>
    sql`r.case_id = any (array(select s.id from cases.case_in_scope s where s.court_id = ${ctx.actor.courtId} and s.${sql.raw(who)} = ${personId} and ${elsewhere}))`
  const ways = [
    ...divisionIds.map((d) => sql`r.division_id = ${d}`),
    own('judge_id'),
    own('clerk_id'),
    sql`r.case_id = any (array(select case_id from cases.live_grant))`,
  ]
  const found =
    page.named === true || ctx.actor.side !== 'court' || wide(ctx)
      ? cut(from.table, sql`true`)
      : page.named
        ? cut(from.view, sql`true`)
        : sql`select * from (${sql.join(
            ways.map((way) => sql`(${cut(from.view, way)})`),
            sql` union `,
          )}) r order by ${page.order} limit ${sql.lit(page.limit)}`
  return (await sql<{ id: number }>`${found}`.execute(ctx.tx)).rows.map((r) => r.id)
}

/**
 * The rows of a page, in the statement that reads them: `r.id = ${anyOf(ids)}`. As an array of the call, a page of one row looked cheaper than the general
 * plan's guess of ten, and PostgreSQL planned the whole statement anew each time (1.5 ms for a row found in 0.3 ms); a sub-select's rows are guessed alike.
 */
export const anyOf = (ids: readonly number[]): RawBuilder<unknown> => sql`any (array(select unnest(${ids}::bigint[])))`

/** Cases whose title or parties match, as ids of the statement itself; outsourced staff find by names only where a live grant opens them (level C1). */
const candidates = (ctx: Ctx, find: { grams?: string[]; latin?: string; paper?: Buffer }): RawBuilder<unknown> => {
  const { grams = null, latin = null, paper = null } = find
  const titles = paper ? sql`` : sql`select t from cases.find_titles(${grams}::text[], ${latin}, ${sql.lit(MAX_CANDIDATES)}) t union `
  return sql`c.id = any (array(select f.t from (${titles}select t from cases.find_by_party(${grams}::text[], ${latin}, ${paper}::bytea, ${sql.lit(MAX_CANDIDATES)}) t) f where ${holdsLevel(ctx, 'C1', 'f.t')}))`
}

/** What the words of the search box mean as a condition; null when there are none. */
const matching = async (ctx: Ctx, q: string | undefined): Promise<RawBuilder<unknown> | null> => {
  const query = readQuery(q ?? '')
  switch (query.kind) {
    case 'empty':
      return null
    case 'case-number':
    case 'case-part':
      return (await numbered(ctx, query)) ?? candidates(ctx, { grams: queryGrams(q!) })
    case 'paper':
      return candidates(ctx, { paper: ctx.app.keys.blindIndex(query.text, { courtId: ctx.actor.courtId, purpose: 'cases.party.id_no' }) })
    case 'pinyin':
      return candidates(ctx, { latin: query.text })
    case 'characters':
      return query.grams.length === 0 ? sql`false` : candidates(ctx, { grams: query.grams })
  }
}

/** The case (alias c) by its number or a part of it; null: its type is not one there is, so the words were meant for a name. */
const numbered = async (ctx: Ctx, query: Extract<Query, { kind: 'case-number' | 'case-part' }>): Promise<RawBuilder<unknown> | null> => {
  if (query.kind === 'case-number') return sql`c.number = ${query.text}`
  const known = query.type === null || (await caseTypes(ctx)).some((t) => query.type === t.code || query.type === `知${t.code}`)
  if (!known) return null
  const parts = [sql`c.number_seq = ${query.number}`]
  if (query.type) parts.push(sql`c.number_type = ${query.type}`)
  if (query.year) parts.push(sql`c.number_year = ${query.year}`)
  if (query.court) parts.push(sql`strpos(c.number, ${`）${query.court}${query.type ?? ''}`}) > 0`)
  return sql.join(parts, sql` and `)
}

/**
 * The same words for what is about one party of a case (an order of service): by the number of its case, or by that party's own name or paper. Speaks of
 * r.case_id and r.party_id; ids only, what of them is seen the policies of the query around decide. null: no words.
 */
export const aboutParty = async (ctx: Ctx, q: string | undefined): Promise<RawBuilder<unknown> | null> => {
  const query = readQuery(q ?? '')
  const called = (grams: string[] | null, latin: string | null, paper: Buffer | null) =>
    sql`r.party_id = any (array(select p.party_id from cases.find_parties(${grams}::text[], ${latin}, ${paper}::bytea, ${sql.lit(MAX_CANDIDATES)}) p))`
  switch (query.kind) {
    case 'empty':
      return null
    case 'case-number':
    case 'case-part': {
      const by = await numbered(ctx, query)
      if (!by) return called(queryGrams(q!), null, null)
      return sql`r.case_id = any (array(select c.id from cases.case_record c where c.court_id = ${ctx.actor.courtId} and ${by}))`
    }
    case 'paper':
      return called(null, null, ctx.app.keys.blindIndex(query.text, { courtId: ctx.actor.courtId, purpose: 'cases.party.id_no' }))
    case 'pinyin':
      return called(null, query.text, null)
    case 'characters':
      return query.grams.length === 0 ? sql`false` : called(query.grams, null, null)
  }
}

export interface CaseFilters {
  q?: string
  divisionId?: number
  judgeId?: number
  type?: string
  status?: string
  filedFrom?: string
  filedUntil?: string
  causeUnknown?: string
}
const conditions = (ctx: Ctx, f: CaseFilters, words: RawBuilder<unknown> | null): RawBuilder<unknown> => {
  const all = [sql`c.court_id = ${ctx.actor.courtId}`]
  if (words) all.push(words)
  if (f.divisionId) all.push(sql`c.division_id = ${f.divisionId}`)
  // A filter answers a question too: only whoever may see the panel may ask by it.
  if (f.judgeId) all.push(sql`c.judge_id = ${f.judgeId} and ${holdsLevel(ctx, 'C3')}`)
  if (f.type) all.push(sql`c.type_code = ${f.type}`)
  // As a literal: the plan made for a status serves every later call; as a parameter it was planned anew each time, four ways in at once.
  if (f.status) all.push(sql`c.status = ${sql.lit(f.status)}`)
  if (f.filedFrom) all.push(sql`c.filed_on >= ${f.filedFrom}::date`)
  if (f.filedUntil) all.push(sql`c.filed_on <= ${f.filedUntil}::date`)
  if (f.causeUnknown) all.push(sql`c.cause_code is null and c.cause_name is not null`)
  return sql.join(all, sql` and `)
}

export interface CaseRow {
  id: number
  number: string | null
  title: string | null
  type_code: string | null
  procedure: string
  status: string
  cause_name: string | null
  cause_code: string | null
  amount: string | null
  received_on: string | null
  filed_on: string | null
  closed_on: string | null
  division_id: number | null
  division_name: string | null
  judge_id: number | null
  judge_name: string | null
  clerk_id: number | null
  clerk_name: string | null
  secrecy: string
  source: string
  created_at: string
  updated_at: string
  revision: number
}
/** For outsourced staff each row is asked once which levels their live grants open. */
const levelsOf = (ctx: Ctx): RawBuilder<unknown> =>
  ctx.actor.side === 'contractor'
    ? sql`cross join lateral (select bool_or('C1' = any (g.levels)) as c1, bool_or('C2' = any (g.levels)) as c2, bool_or('C3' = any (g.levels)) as c3
        from cases.live_grant g where g.case_id = c.id) held`
    : sql``
const columnsFor = (ctx: Ctx): RawBuilder<unknown> => {
  const at = (level: 'c1' | 'c2' | 'c3', column: string) =>
    ctx.actor.side === 'contractor' ? sql`case when held.${sql.raw(level)} then c.${sql.raw(column)} end` : sql`c.${sql.raw(column)}`
  const person = (id: string) => sql`(select p.name from organisations.person p where p.id = ${at('c3', id)})`
  return sql`c.id, c.number, ${at('c1', 'title')} as title, c.type_code, c.procedure, c.status, c.cause_name, c.cause_code, ${at('c2', 'amount')} as amount, c.received_on, c.filed_on, c.closed_on, c.division_id,
  (select d.name from organisations.division d where d.court_id = c.court_id and d.id = c.division_id) as division_name,
  ${at('c3', 'judge_id')} as judge_id, ${person('judge_id')} as judge_name, ${at('c3', 'clerk_id')} as clerk_id, ${person('clerk_id')} as clerk_name,
  c.secrecy, c.source, c.created_at, c.updated_at, c.revision`
}

/** One page, newest filing first (undated drafts before them) or oldest first. */
export const listCases = async (
  ctx: Ctx,
  f: CaseFilters & { sort: '-filed' | 'filed'; cursor?: string; limit: number },
): Promise<{ items: CaseRow[]; next: string | null }> => {
  const words = await matching(ctx, f.q)
  const where = conditions(ctx, f, null)
  const ways = words ? null : waysIn(ctx)
  const at = readCursor(f.cursor, 2)
  const down = f.sort === '-filed'
  let after = sql`true`
  if (at) {
    const [filed, id] = at
    // Descending, PostgreSQL puts nulls first; ascending, last: the index serves both.
    if (down)
      after =
        filed === null
          ? sql`((c.filed_on is null and c.id < ${id}) or c.filed_on is not null)`
          : sql`(c.filed_on, c.id) < (${filed}::date, ${id}::bigint)`
    else
      after =
        filed === null
          ? sql`(c.filed_on is null and c.id > ${id})`
          : sql`((c.filed_on, c.id) > (${filed}::date, ${id}::bigint) or c.filed_on is null)`
  }
  const page = sql`order by ${down ? sql`c.filed_on desc, c.id desc` : sql`c.filed_on, c.id`} limit ${sql.lit(f.limit + 1)}`
  // Each way in fills the page from its own index; of the pages together the first rows are the page. Where the cases are named one by one
  // (a search, grants), `offset 0` keeps the order out: PostgreSQL would rather walk the index of filing days until it has met enough of them.
  const named = (by: RawBuilder<unknown>) =>
    sql`(select * from cases.case_record c where c.court_id = ${ctx.actor.courtId} and ${by} offset 0) c`
  const rowsOf = (way: RawBuilder<unknown>) =>
    way === granted ? sql`${named(granted)} where ${where} and ${after}` : sql`cases.case_record c where ${where} and ${after} and ${way}`
  const found = ways
    ? named(
        sql`c.id = any (array(select c.id from (${sql.join(
          ways.map((way) => sql`(select c.filed_on, c.id from ${rowsOf(way)} ${page})`),
          sql` union `,
        )}) c ${page}))`,
      )
    : words
      ? sql`${named(words)} ${levelsOf(ctx)} where ${where} and ${after}`
      : sql`cases.case_record c where ${where} and ${after}`
  const { rows } = await sql<CaseRow>`select ${columnsFor(ctx)} from ${found} ${ways ? levelsOf(ctx) : sql``} ${page}`.execute(ctx.tx)
  return pageOf(rows, f.limit, (r) => [r.filed_on, r.id])
}

const COUNT_TO = 10_000
/** How many, up to ten thousand: nobody reads further, and the database need not. */
export const countCases = async (ctx: Ctx, f: CaseFilters): Promise<{ count: number; more: boolean }> => {
  const words = await matching(ctx, f.q)
  const ways = words ? null : waysIn(ctx)
  const where = conditions(ctx, f, words)
  const cut = sql`limit ${sql.lit(COUNT_TO + 1)}`
  // A case that is the actor's in two ways counts once; each way is counted from its own index.
  const found = ways
    ? sql`select from (${sql.join(
        ways.map((way) => sql`(select c.id from cases.case_record c where ${where} and ${way} ${cut})`),
        sql` union `,
      )}) y`
    : sql`select from cases.case_record c where ${where}`
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from (${found} ${cut}) x`.execute(ctx.tx)
  const n = rows[0]!.n
  return { count: Math.min(n, COUNT_TO), more: n > COUNT_TO }
}

/** The case as the actor's scope shows it; null when it is not there for him. */
export const findCase = async (ctx: Ctx, id: number): Promise<CaseRow | null> => {
  const { rows } =
    await sql<CaseRow>`select ${columnsFor(ctx)} from cases.case_record c ${levelsOf(ctx)} where c.court_id = ${ctx.actor.courtId} and c.id = ${id}`.execute(
      ctx.tx,
    )
  return rows[0] ?? null
}

/** Its parties and agents; none when the actor's grant lacks level C1. */
export const partiesOf = async (ctx: Ctx, caseId: number) =>
  db(ctx)
    .selectFrom('cases.party')
    .selectAll()
    .where('court_id', '=', ctx.actor.courtId!)
    .where('case_id', '=', caseId)
    .orderBy('id')
    .execute()

export const findParty = async (ctx: Ctx, caseId: number, partyId: number) => {
  const party = await db(ctx)
    .selectFrom('cases.party')
    .selectAll()
    .where('court_id', '=', ctx.actor.courtId!)
    .where('id', '=', partyId)
    .where('case_id', '=', caseId)
    .executeTakeFirst()
  if (!party) throw new Fail('not-found', 404)
  return party
}

/** The live grants under which outsourced staff read these cases, for the ledger of lists and exports; the court reads by its own scope. */
export const grantsBehind = async (ctx: Ctx, caseIds: readonly number[]): Promise<{ grants?: number[] }> => {
  if (ctx.actor.side !== 'contractor' || caseIds.length === 0) return {}
  const { rows } = await sql<{
    id: number
  }>`select grant_id as id from cases.my_grants() where case_id = any (${[...new Set(caseIds)]}::bigint[]) order by 1`.execute(ctx.tx)
  return { grants: rows.map((r) => Number(r.id)) }
}

/** The live grant that lets the actor in, for the ledger; null when the court's own scope does. */
export const grantFor = async (ctx: Ctx, caseId: number): Promise<{ grant_id: number; levels: string[]; actions: string[] } | null> => {
  const { rows } = await sql<{
    grant_id: number
    levels: string[]
    actions: string[]
  }>`select grant_id, levels, actions from cases.my_grants() where case_id = ${caseId} order by grant_id desc limit 1`.execute(ctx.tx)
  return rows[0] ?? null
}

/** The register of types; `enabled`: a case may be filed under it today. */
export const caseTypes = async (ctx: Ctx) => {
  const today = ctx.now.toZonedDateTimeISO(ZONE).toPlainDate().toString()
  const rows = await db(ctx).selectFrom('cases.case_type').selectAll().orderBy('code').execute()
  return rows.map((t) => ({ ...t, enabled: t.enabled && (t.until_date === null || t.until_date > today) }))
}

/** The register of causes, all editions or the one of a filing date. */
export const causes = async (ctx: Ctx, on?: string, q?: string): Promise<Cause[]> => {
  let query = db(ctx).selectFrom('cases.cause').selectAll().orderBy('edition').orderBy('code')
  if (on) query = query.where('from_date', '<=', on).where((e) => e.or([e('until_date', 'is', null), e('until_date', '>', on)]))
  if (q) query = query.where('name', 'like', `%${q.replace(/[\\%_]/g, '\\$&')}%`)
  const rows = await query.execute()
  return rows.map((r) => ({
    code: r.code,
    name: r.name,
    level: r.level,
    parent: r.parent,
    from: r.from_date,
    until: r.until_date,
    edition: r.edition,
  }))
}
