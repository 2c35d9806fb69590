import { sql } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'
import { caseTypes } from './data/case-types.ts'
import { causeEditions, inForce, seedCauses } from './rules/causes.ts'

/** Fills what is missing of the reference data; what a court has edited stays as it is. */
export const seedReference = async (ctx: Ctx): Promise<void> => {
  await sql`insert into cases.case_type (code, name_zh, name_en, family, enabled) select * from json_to_recordset(${JSON.stringify(
    caseTypes.map((t) => ({ code: t.code, name_zh: t.zh, name_en: t.en, family: t.area, enabled: t.inScope })),
  )}::json) as t(code text, name_zh text, name_en text, family text, enabled boolean) on conflict (code) do nothing`.execute(ctx.tx)
  for (const e of causeEditions) {
    const rows = seedCauses
      .filter((c) => inForce(c, e.from))
      .map((c) => ({
        code: c.code,
        edition: e.edition,
        parent: c.parent,
        level: c.level,
        name: c.name,
        from_date: e.from,
        until_date: e.until,
      }))
    await sql`insert into cases.cause (code, edition, parent, level, name, from_date, until_date)
      select * from json_to_recordset(${JSON.stringify(rows)}::json) as c(code text, edition text, parent text, level int, name text, from_date date, until_date date)
      on conflict (edition, code) do nothing`.execute(ctx.tx)
  }
}
