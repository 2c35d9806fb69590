import { sql } from 'kysely'
import seeds from '../../standard/agreements/agreements.json' with { type: 'json' }
import type { Ctx } from '../../platform/http/context.ts'

/** The product's edition of each template, for every court until it approves its own. A later edition of ours never replaces a text people have signed. */
export const seedTemplates = async (ctx: Ctx): Promise<void> => {
  const rows = seeds.map((s) => ({ kind: s.kind, label: s.label, title: s.title, source: s.source, body: s.text, notes: s.notes }))
  await sql`insert into agreements.template (kind, label, title, source, body, notes, state)
    select t.kind, t.label, t.title, t.source, t.body, t.notes, 'approved' from json_to_recordset(${JSON.stringify(rows)}::json) as t(kind text, label text, title text, source text, body text, notes jsonb)
    where not exists (select from agreements.template x where x.court_id is null and x.kind = t.kind and x.label = t.label)`.execute(ctx.tx)
}
