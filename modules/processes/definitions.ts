import { sql } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'
import { Fail } from '../../platform/http/problems.ts'
import { lintDefinition } from './bpmn/lint.ts'
import { parseBpmn } from './bpmn/parse.ts'
import { recommendedFindings } from './bpmn/recommended.ts'
import { type Definition, userTasks } from './rules/definition.ts'
import type { Finding } from './rules/findings.ts'
import { forms } from './rules/forms.ts'

/** Everything that keeps a file from being published: what we cannot run, and what the standard does not allow (4.1 first). */
export const findingsIn = async (xml: string): Promise<{ findings: Finding[]; definition: Definition | null }> => {
  const read = await parseBpmn(xml)
  if (!read.ok) return { findings: read.findings, definition: null }
  const own = lintDefinition(read.definition, forms)
  // One fault is said once: where both find it, our own words stay.
  const modelled = (await recommendedFindings(xml)).filter((f) => !own.some((o) => o.elementId === f.elementId && (o.code === f.code || f.elementId !== null)))
  return { findings: [...own, ...modelled], definition: read.definition }
}

export interface DefinitionView {
  id: number; key: string; version: number; nameZh: string; nameEn: string; state: 'draft' | 'proposed' | 'published' | 'retired' | 'refused'; own: boolean; uploadedByName: string | null; approvedByName: string | null
  uploadedAt: string; publishedAt: string | null; note: string | null; open: number; late: number; revision: number
}
const view = sql`d.id, d.key, d.version, d.name_zh as "nameZh", d.name_en as "nameEn", d.state, d.court_id is not null as own, u.name as "uploadedByName", a.name as "approvedByName", d.uploaded_at as "uploadedAt",
  d.published_at as "publishedAt", case when d.court_id is null then null else d.note end as note, d.revision,
  (select count(*)::int from worklist.open_work w where w.court_id = (select bw.court()) and w.definition_id = d.id) as open,
  (select count(*)::int from worklist.open_work w where w.court_id = (select bw.court()) and w.definition_id = d.id and w.due_at < (select bw.now()) and w.state <> 'suspended') as late`
const joins = sql`left join organisations.person u on u.id = d.uploaded_by left join organisations.person a on a.id = d.approved_by`

export const listDefinitions = async (ctx: Ctx, key?: string): Promise<DefinitionView[]> => {
  const { rows } = await sql<DefinitionView>`select ${view} from processes.definition d ${joins} where (d.court_id is null or d.court_id = ${ctx.actor.courtId})
    ${key ? sql`and d.key = ${key}` : sql`and (d.state in ('draft', 'proposed', 'published'))`} order by d.key, d.court_id nulls last, d.version desc limit 300`.execute(ctx.tx)
  return rows
}

export interface StepView { elementId: string; nameZh: string; nameEn: string; nature: string; performer: string; role: string; stage: string; open: number; late: number; oldestAt: string | null }
export const readDefinition = async (ctx: Ctx, id: number): Promise<DefinitionView & { xml: string; inForceId: number | null; steps: StepView[]; uploadedBy: number | null }> => {
  const { rows } = await sql<DefinitionView & { xml: string; inForceId: number | null; uploadedBy: number | null }>`select ${view}, d.xml, d.uploaded_by as "uploadedBy",
      (select f.id from processes.definition f where f.key = d.key and f.state = 'published' and (f.court_id is null or f.court_id = ${ctx.actor.courtId}) order by f.court_id nulls last limit 1) as "inForceId"
    from processes.definition d ${joins} where d.id = ${id} and (d.court_id is null or d.court_id = ${ctx.actor.courtId})`.execute(ctx.tx)
  if (!rows[0]) throw new Fail('not-found', 404)
  const steps = await sql<StepView>`select e.element_id as "elementId", e.name_zh as "nameZh", e.name_en as "nameEn", e.nature, e.performer, e.role, e.stage, count(w.id)::int as open,
      count(w.id) filter (where w.due_at < (select bw.now()) and w.state <> 'suspended')::int as late, min(w.opened_at) as "oldestAt"
    from processes.element e left join worklist.open_work w on w.court_id = ${ctx.actor.courtId} and w.definition_id = e.definition_id and w.element_id = e.element_id
    where e.definition_id = ${id} group by 1, 2, 3, 4, 5, 6, 7 order by 1`.execute(ctx.tx)
  // In the order of the file, which is the order of the work.
  const { xml } = rows[0]
  const place = (s: StepView): number => xml.indexOf(`id="${s.elementId}"`)
  return { ...rows[0], steps: steps.rows.sort((a, b) => place(a) - place(b)) }
}

/** Stores a file as the court's next version of a service item, a draft until a second person approves. A file that cannot be read is refused. */
export const uploadDefinition = async (ctx: Ctx, key: string, xml: string, note: string): Promise<{ id: number; version: number; findings: Finding[] }> => {
  const { findings, definition } = await findingsIn(xml)
  if (!definition) throw new Fail('process-cannot-run', 422, { findings })
  const known = await sql`select 1 from processes.definition where key = ${key} limit 1`.execute(ctx.tx)
  if (known.rows.length === 0) throw new Fail('no-process', 422)
  const { rows } = await sql<{ id: number; version: number }>`insert into processes.definition (court_id, key, version, name_zh, name_en, xml, parsed, note, uploaded_by)
    values (${ctx.actor.courtId}, ${key}, (select coalesce(max(version), 0) + 1 from processes.definition where court_id = ${ctx.actor.courtId} and key = ${key}), ${definition.name}, ${definition.nameEn}, ${xml},
      ${JSON.stringify(definition)}::jsonb, ${note}, ${ctx.actor.personId}) returning id, version`.execute(ctx.tx)
  await ctx.audit({ verb: 'process.upload', objectType: 'process', objectId: rows[0]!.id, data: { key, version: rows[0]!.version, findings: findings.length } })
  return { ...rows[0]!, findings }
}

const change = async (ctx: Ctx, id: number, revision: number, from: string, to: string, note?: string): Promise<void> => {
  const r = await sql`update processes.definition set state = ${to}, revision = revision + 1 ${note === undefined ? sql`` : sql`, note = ${note}`}
    where id = ${id} and court_id = ${ctx.actor.courtId} and state = ${from} and revision = ${revision}`.execute(ctx.tx)
  if (!r.numAffectedRows) throw new Fail('process-state', 409)
  await ctx.audit({ verb: `process.${to}`, objectType: 'process', objectId: id })
}

export const proposeDefinition = async (ctx: Ctx, id: number, revision: number): Promise<void> => {
  const d = await readDefinition(ctx, id)
  const { findings } = await findingsIn(d.xml)
  if (findings.length) throw new Fail('process-cannot-run', 422, { findings })
  await change(ctx, id, revision, 'draft', 'proposed')
}

/** Publishes by a second person; the version before retires, running work finishes on it. The database refuses a judgement step given away (4.1). */
export const approveDefinition = async (ctx: Ctx, id: number, revision: number): Promise<void> => {
  const d = await readDefinition(ctx, id)
  if (d.uploadedBy === ctx.actor.personId) throw new Fail('second-person-needed', 403)
  const { findings, definition } = await findingsIn(d.xml)
  if (findings.length || !definition) throw new Fail('process-cannot-run', 422, { findings })
  await sql`update processes.definition set state = 'retired', revision = revision + 1 where court_id = ${ctx.actor.courtId} and key = ${d.key} and state = 'published'`.execute(ctx.tx)
  const elements = userTasks(definition).map((t) => ({ id: t.id, zh: t.name, en: t.nameEn, ...t.mark }))
  await sql`insert into processes.element (definition_id, element_id, name_zh, name_en, form, nature, performer, role, stage)
    select ${id}, e->>'id', e->>'zh', e->>'en', e->>'form', e->>'nature', e->>'performer', e->>'role', e->>'stage' from jsonb_array_elements(${JSON.stringify(elements)}::jsonb) e`.execute(ctx.tx)
  await sql`update processes.definition set approved_by = ${ctx.actor.personId}, published_at = bw.now() where id = ${id}`.execute(ctx.tx)
  await change(ctx, id, revision, 'proposed', 'published')
}
export const refuseDefinition = (ctx: Ctx, id: number, revision: number, reason: string): Promise<void> => change(ctx, id, revision, 'proposed', 'refused', reason)
