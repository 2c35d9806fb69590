import { sql } from 'kysely'
import type { z } from 'zod'
import type { Ctx } from '../../../platform/http/context.ts'
import { pageOf, readCursor } from '../../../platform/http/cursor.ts'
import { Fail } from '../../../platform/http/problems.ts'
import {
  caseAreas,
  type caseTypeBody,
  type caseTypeEntry,
  type caseTypeQuery,
  type causeBody,
  type causeEntry,
  type causeQuery,
} from '../api-register.ts'
import { db } from '../queries.ts'
import { todayOf } from './party-row.ts'

const holding = (q: string): string => `%${q.replace(/[\\%_]/g, '\\$&')}%`
/** A.1.2 before A.1.10: the numbers of a code padded. */
const byCode = sql`regexp_replace(regexp_replace(c.code, '(\\d+)', '00\\1', 'g'), '0*(\\d{3})(?!\\d)', '\\1', 'g') collate "C"`

interface Page<Row> {
  items: Row[]
  next: string | null
}
interface Edition {
  edition: string
  from: string
  until: string | null
}
type CauseEntry = z.output<typeof causeEntry>
/** Newest edition first, each in the order of its codes. */
export const causeRegister = async (ctx: Ctx, f: z.output<typeof causeQuery>): Promise<Page<CauseEntry> & { editions: Edition[] }> => {
  const today = sql`${todayOf(ctx)}::date`
  const state = sql`case when c.until_date <= ${today} then 'ended' when c.from_date > ${today} then 'notYet' else 'inForce' end`
  const where = [sql`true`]
  if (f.q) where.push(sql`(c.name like ${holding(f.q)} or c.code ilike ${holding(f.q).slice(1)})`)
  if (f.edition) where.push(sql`c.edition = ${f.edition}`)
  if (f.state) where.push(sql`${state} = ${f.state}`)
  const at = readCursor(f.cursor, 2)
  if (at) where.push(sql`(c.edition < ${at[0]} or (c.edition = ${at[0]} and ${byCode} > ${at[1]}))`)
  const { rows } = await sql<CauseEntry & { at: string }>`select c.edition, c.code, c.parent, p.name as "parentName", c.level, c.name,
      c.from_date as "from", c.until_date as until, ${state} as state, ${byCode} as at
    from cases.cause c left join cases.cause p on p.edition = c.edition and p.code = c.parent
    where ${sql.join(where, sql` and `)} order by c.edition desc, ${byCode} limit ${sql.lit(f.limit + 1)}`.execute(ctx.tx)
  const page = pageOf(rows, f.limit, (r) => [r.edition, r.at])
  const editions = await sql<Edition>`select edition, min(from_date) as "from",
      case when count(*) = count(until_date) then max(until_date) end as until from cases.cause group by 1 order by 1 desc`.execute(ctx.tx)
  return { items: page.items.map(({ at: _, ...row }) => row), next: page.next, editions: editions.rows }
}

/** Enters or changes a cause. An edition's rows are never taken out: cases filed under them keep them. */
export const writeCause = async (
  ctx: Ctx,
  key: { edition: string; code: string },
  b: z.output<typeof causeBody>,
): Promise<{ ok: true }> => {
  if (b.until !== null && b.until < b.from) throw new Fail('register-dates', 422, { field: 'until' })
  const find = (code: string) =>
    db(ctx).selectFrom('cases.cause').selectAll().where('edition', '=', key.edition).where('code', '=', code).executeTakeFirst()
  if (b.parent !== null && !(await find(b.parent))) throw new Fail('cause-parent-unknown', 422, { field: 'parent' })
  const before = await find(key.code)
  if (b.fresh && before) throw new Fail('cause-taken', 409, { field: 'code' })
  const row = { name: b.name, parent: b.parent, level: b.level, from_date: b.from, until_date: b.until }
  await db(ctx)
    .insertInto('cases.cause')
    .values({ ...key, ...row })
    .onConflict((c) => c.columns(['edition', 'code']).doUpdateSet(row))
    .execute()
  await ctx.audit({
    verb: 'cause.save',
    objectType: 'cause',
    objectId: `${key.edition}/${key.code}`,
    before: before ?? null,
    after: row,
    data: row,
  })
  return { ok: true }
}

type TypeEntry = z.output<typeof caseTypeEntry>
/** By area, then code: a table of some dozens, given whole. */
export const caseTypeRegister = async (ctx: Ctx, f: z.output<typeof caseTypeQuery>): Promise<Page<TypeEntry>> => {
  const state = sql`case when t.until_date <= ${todayOf(ctx)}::date then 'ended' when t.enabled then 'inUse' else 'off' end`
  const where = [sql`true`]
  if (f.q) where.push(sql`(t.code like ${holding(f.q)} or t.name_zh like ${holding(f.q)} or t.name_en ilike ${holding(f.q)})`)
  if (f.area) where.push(sql`t.family = ${f.area}`)
  if (f.state) where.push(sql`${state} = ${f.state}`)
  const { rows } =
    await sql<TypeEntry>`select t.code, t.name_zh as zh, t.name_en as en, t.family as area, t.enabled, t.until_date as until, ${state} as state
    from cases.case_type t where ${sql.join(where, sql` and `)} order by array_position(${[...caseAreas]}::text[], t.family), t.code`.execute(
      ctx.tx,
    )
  return { items: rows, next: null }
}

/** Enters or changes a type; one that goes out of use gets the day, and stays. */
export const writeCaseType = async (ctx: Ctx, code: string, b: z.output<typeof caseTypeBody>): Promise<{ ok: true }> => {
  const before = await db(ctx).selectFrom('cases.case_type').selectAll().where('code', '=', code).executeTakeFirst()
  if (b.fresh && before) throw new Fail('case-type-taken', 409, { field: 'code' })
  const row = {
    name_zh: b.zh,
    name_en: b.en,
    family: b.area,
    enabled: b.enabled,
    until_date: b.until === undefined ? (before?.until_date ?? null) : b.until,
  }
  await db(ctx)
    .insertInto('cases.case_type')
    .values({ code, ...row })
    .onConflict((c) => c.column('code').doUpdateSet(row))
    .execute()
  await ctx.audit({ verb: 'case-type.save', objectType: 'case-type', objectId: code, before: before ?? null, after: row, data: row })
  return { ok: true }
}
