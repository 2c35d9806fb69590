import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { lintDefinition } from './bpmn/lint.ts'
import { parseBpmn } from './bpmn/parse.ts'
import { forms } from './rules/forms.ts'
import { userTasks } from './rules/definition.ts'

const folder = join(import.meta.dirname, '../../standard/processes')

/**
 * Runs as the owner after each migration: the forms with their nature (the application may only read them, 4.1) and the product's
 * own edition of every process. A changed file becomes a new version; running work finishes on the one it began with (7.2.1).
 */
export const seedProcesses = async (owner: pg.ClientBase): Promise<void> => {
  await owner.query(
    `insert into processes.form (form, nature, title_zh, title_en) select f->>'form', f->>'nature', f->>'zh', f->>'en' from jsonb_array_elements($1::jsonb) f
     on conflict (form) do update set title_zh = excluded.title_zh, title_en = excluded.title_en`,
    [JSON.stringify(Object.entries(forms).map(([form, f]) => ({ form, nature: f.nature, zh: f.titleZh, en: f.titleEn })))],
  )
  for (const file of (await readdir(folder)).filter((f) => f.endsWith('.bpmn')).sort()) {
    const xml = await readFile(join(folder, file), 'utf8')
    const key = file.slice(0, -'.bpmn'.length)
    const hash = createHash('sha256').update(xml).digest('hex')
    const { rows } = await owner.query('select id, version, note from processes.definition where court_id is null and key = $1 order by version desc limit 1', [key])
    if (rows[0]?.note === hash) continue
    const read = await parseBpmn(xml)
    if (!read.ok) throw new Error(`${file}: ${JSON.stringify(read.findings)}`)
    const found = lintDefinition(read.definition, forms)
    if (found.length) throw new Error(`${file}: ${JSON.stringify(found)}`)
    await owner.query("update processes.definition set state = 'retired' where court_id is null and key = $1 and state = 'published'", [key])
    const made = await owner.query<{ id: number }>(
      `insert into processes.definition (court_id, key, version, name_zh, name_en, xml, parsed, state, note, published_at) values (null, $1, $2, $3, $4, $5, $6, 'published', $7, now()) returning id`,
      [key, (rows[0]?.version ?? 0) + 1, read.definition.name, read.definition.nameEn, xml, JSON.stringify(read.definition), hash],
    )
    await insertElements(owner, made.rows[0]!.id, read.definition)
  }
}

/** The user tasks of a definition as rows: tasks refer to them, so nature and performer cannot be changed under running work. */
export const insertElements = async (client: pg.ClientBase, definitionId: number, definition: Parameters<typeof userTasks>[0]): Promise<void> => {
  const rows = userTasks(definition).map((t) => ({ id: t.id, zh: t.name, en: t.nameEn, form: t.mark.form, nature: t.mark.nature, performer: t.mark.performer, role: t.mark.role, stage: t.mark.stage }))
  await client.query(
    `insert into processes.element (definition_id, element_id, name_zh, name_en, form, nature, performer, role, stage)
     select $1, e->>'id', e->>'zh', e->>'en', e->>'form', e->>'nature', e->>'performer', e->>'role', e->>'stage' from jsonb_array_elements($2::jsonb) e`,
    [definitionId, JSON.stringify(rows)],
  )
}
