import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import { pageOf, readCursor } from '../../../platform/http/cursor.ts'
import type { Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { citationAt } from '../../laws/public.ts'
import { compareLines } from '../../laws/rules.ts'
import { todayOf } from '../../organisations/public.ts'
import { type Decision, no, yes } from '../../organisations/rules/structure.ts'
import { endAgreements } from '../../workforce/public.ts'
import { notifyEach } from '../../worklist/public.ts'
import type * as api from '../api.ts'
import { selectTemplates, type TemplateRow } from '../queries.ts'
import { citationsOf, countsOn, unknownHoles } from '../rules.ts'
import { composeText } from '../text.ts'

type Row = Output<typeof api.listTemplates>['items'][number]
const rowOf = (t: TemplateRow, approved: readonly TemplateRow[], today: string): Row => ({
  ...t,
  counts:
    t.state !== 'approved'
      ? 'not'
      : t.effectiveOn !== null && t.effectiveOn > today
        ? 'coming'
        : countsOn(
              approved.filter((a) => a.kind === t.kind),
              today,
            )?.id === t.id
          ? 'now'
          : 'past',
})
const approvedOf = (all: readonly TemplateRow[]): TemplateRow[] => all.filter((t) => t.state === 'approved')

export const listTemplates = async (ctx: Ctx, { query }: Input<typeof api.listTemplates>): Promise<Output<typeof api.listTemplates>> => {
  const all = await selectTemplates(ctx, query.kind ? { kind: query.kind } : {})
  const [last] = readCursor(query.after, 1) ?? [null]
  const rows = all.filter((t) => last === null || t.id < Number(last)).slice(0, query.limit + 1)
  return {
    ...pageOf(
      rows.map((t) => rowOf(t, approvedOf(all), todayOf(ctx))),
      query.limit,
      (r) => [r.id],
    ),
    can: { draft: ctx.may('agreements.draft') ? yes : no('not-allowed') },
  }
}

const held = async (ctx: Ctx, id: number, revision: number): Promise<TemplateRow> => {
  const t = (await selectTemplates(ctx, { id }))[0]
  if (!t) throw new Fail('not-found', 404)
  // The product's edition is nobody's to change; a court drafts its own.
  if (!t.own) throw new Fail('template-state', 409)
  const now = (await selectTemplates(ctx, { id, lock: true }))[0]
  // What is approved or refused is closed for good, and so out of reach of the lock.
  if (!now) throw new Fail('template-state', 409)
  if (now.revision !== revision) throw new Fail('stale-revision', 409)
  return now
}
const may = (ctx: Ctx, t: TemplateRow, act: 'edit' | 'propose' | 'approve' | 'refuse'): Decision => {
  const drafting = act === 'edit' || act === 'propose'
  if (!t.own || t.state !== (drafting ? 'draft' : 'proposed')) return no('template-state')
  if (!ctx.may(drafting ? 'agreements.draft' : 'agreements.approve')) return no('not-allowed')
  return !drafting && (t.draftedById === ctx.actor.personId || t.proposedById === ctx.actor.personId) ? no('second-person-required') : yes
}
const must = (d: Decision): void => {
  if (!d.ok) throw new Fail(d.code, d.code === 'template-state' ? 409 : 403)
}

export const readTemplate = async (ctx: Ctx, { params }: Input<typeof api.readTemplate>): Promise<Output<typeof api.readTemplate>> => {
  const t = (await selectTemplates(ctx, { id: params.id }))[0]
  if (!t) throw new Fail('not-found', 404)
  const today = todayOf(ctx)
  const approved = await selectTemplates(ctx, { kind: t.kind, approved: true })
  const now = countsOn(approved, today)
  const text = await composeText(
    ctx,
    t.body,
    { 服务商: '某某外包机构', 姓名: '某某', 证件号: '3212**********0000', 法院: '某某人民法院', 项目: '某某项目', 岗位: '某某岗位' },
    t.effectiveOn !== null && t.effectiveOn > today ? t.effectiveOn : today,
  )
  const signed = await sql<{
    n: number
  }>`select count(*)::int as n from agreements.agreement where court_id = ${ctx.actor.courtId} and template_id = ${t.id} and state = 'signed'`.execute(
    ctx.tx,
  )
  return {
    ...rowOf(t, approved, today),
    source: t.source,
    body: t.body,
    specimen: text.body,
    marks: text.marks,
    notes: t.notes,
    reason: t.reason,
    lines: now && now.id !== t.id ? compareLines(now.body, t.body) : [],
    signatures: signed.rows[0]?.n ?? 0,
    revision: t.revision,
    can: { edit: may(ctx, t, 'edit'), propose: may(ctx, t, 'propose'), approve: may(ctx, t, 'approve'), refuse: may(ctx, t, 'refuse') },
  }
}

/** Fail: template-holes { holes }, template-law-unknown { law }, template-label-taken. */
const stands = async (ctx: Ctx, kind: TemplateRow['kind'], body: { label: string; body: string }, self: number | null): Promise<void> => {
  const holes = unknownHoles(body.body)
  if (holes.length) throw new Fail('template-holes', 422, { field: 'body', holes: holes.join('、') })
  for (const c of citationsOf(body.body)) {
    const cited = await citationAt(ctx, c.law, c.article, todayOf(ctx))
    if (!cited || cited.marks.includes('not-mapped'))
      throw new Fail('template-law-unknown', 422, { field: 'body', law: c.article ? `${c.law}#${c.article}` : c.law })
  }
  if ((await selectTemplates(ctx, { kind })).some((t) => t.own && t.id !== self && t.state !== 'refused' && t.label === body.label))
    throw new Fail('template-label-taken', 409, { field: 'label' })
}
export const draftTemplate = async (ctx: Ctx, { body }: Input<typeof api.draftTemplate>): Promise<Output<typeof api.draftTemplate>> => {
  await stands(ctx, body.kind, body, null)
  // The notes on what the source has wrong stay with the text that was made from it.
  const base = countsOn(await selectTemplates(ctx, { kind: body.kind, approved: true }), todayOf(ctx))
  const made = await sql<{
    id: number
  }>`insert into agreements.template (court_id, kind, label, title, source, body, notes, state, drafted_by)
    values (${ctx.actor.courtId}, ${body.kind}, ${body.label}, ${body.title}, ${base?.source ?? ''}, ${body.body}, ${JSON.stringify(base?.notes ?? [])}::jsonb, 'draft', ${ctx.actor.personId}) returning id`.execute(
    ctx.tx,
  )
  const id = made.rows[0]!.id
  await ctx.audit({ verb: 'template.draft', objectType: 'template', objectId: id, after: body })
  return { id }
}
export const editTemplate = async (ctx: Ctx, { params, body, revision }: Input<typeof api.editTemplate>): Promise<{ ok: true }> => {
  const t = await held(ctx, params.id, revision)
  must(may(ctx, t, 'edit'))
  await stands(ctx, t.kind, body, t.id)
  await sql`update agreements.template set label = ${body.label}, title = ${body.title}, body = ${body.body}, revision = revision + 1 where id = ${t.id}`.execute(
    ctx.tx,
  )
  await ctx.audit({
    verb: 'template.draft',
    objectType: 'template',
    objectId: t.id,
    before: { label: t.label, title: t.title, body: t.body },
    after: body,
  })
  return { ok: true }
}
export const proposeTemplate = async (ctx: Ctx, { params, body, revision }: Input<typeof api.proposeTemplate>): Promise<{ ok: true }> => {
  const t = await held(ctx, params.id, revision)
  must(may(ctx, t, 'propose'))
  if (body.effectiveOn < todayOf(ctx)) throw new Fail('effective-in-past', 422, { field: 'effectiveOn' })
  if ((await selectTemplates(ctx, { kind: t.kind })).some((x) => x.state === 'proposed')) throw new Fail('template-one-proposed', 409)
  await sql`update agreements.template set state = 'proposed', effective_on = ${body.effectiveOn}, grace_days = ${body.graceDays}, proposed_by = ${ctx.actor.personId}, proposed_at = bw.now(), revision = revision + 1
    where id = ${t.id}`.execute(ctx.tx)
  await ctx.audit({ verb: 'template.propose', objectType: 'template', objectId: t.id, after: body })
  return { ok: true }
}

/** bw.setting 'agreements.gate' { graceDays }: days an older signature stays good after a new version counts; none by default. The version's own days win when longer. */
const graceOf = async (ctx: Ctx, own: number): Promise<number> => {
  const found = await sql<{
    days: number | null
  }>`select (value ->> 'graceDays')::int as days from bw.setting where key = 'agreements.gate' and court_id in (0, ${ctx.actor.courtId}) order by court_id desc limit 1`.execute(
    ctx.tx,
  )
  return Math.max(own, found.rows[0]?.days ?? 0)
}
/** Everybody is asked anew: what was signed before is good until the version counts (and its days of grace), the gate closes by itself at that midnight. */
export const approveTemplate = async (
  ctx: Ctx,
  { params, revision }: Pick<Input<typeof api.approveTemplate>, 'params' | 'revision'>,
): Promise<Output<typeof api.approveTemplate>> => {
  const t = await held(ctx, params.id, revision)
  must(may(ctx, t, 'approve'))
  const today = todayOf(ctx)
  if (t.effectiveOn === null || t.effectiveOn < today) throw new Fail('effective-in-past', 409)
  await sql`update agreements.template set state = 'approved', approved_by = ${ctx.actor.personId}, approved_at = bw.now(), revision = revision + 1 where id = ${t.id}`.execute(
    ctx.tx,
  )
  let asked = 0
  if (t.kind === 'nda') {
    const days = await graceOf(ctx, t.graceDays)
    const from = (await sql<{ from: string }>`select (${t.effectiveOn}::date + ${days}::int)::date as "from"`.execute(ctx.tx)).rows[0]!.from
    asked = await endAgreements(ctx, from, t.label)
    await ctx.audit({ verb: 'agreement.supersede', objectType: 'template', objectId: t.id, data: { asked, from } })
    const people = await sql<{
      id: number
    }>`select distinct o.person_id as id from organisations.post o join organisations.person p on p.id = o.person_id where o.court_id = ${ctx.actor.courtId} and o.side = 'contractor'
      and (o.until_date is null or o.until_date >= ${today}::date) and (p.left_on is null or p.left_on > ${today}::date)`.execute(ctx.tx)
    await notifyEach(
      ctx,
      people.rows.map((p) => ({ personId: p.id, kind: 'agreement-new', data: { by: from }, link: '/agreements/mine' })),
    )
  }
  await ctx.audit({
    verb: 'template.approve',
    objectType: 'template',
    objectId: t.id,
    data: { label: t.label, effectiveOn: t.effectiveOn, asked },
  })
  return { ok: true, asked }
}
export const refuseTemplate = async (ctx: Ctx, { params, body, revision }: Input<typeof api.refuseTemplate>): Promise<{ ok: true }> => {
  const t = await held(ctx, params.id, revision)
  must(may(ctx, t, 'refuse'))
  await sql`update agreements.template set state = 'refused', reason = ${body.reason}, revision = revision + 1 where id = ${t.id}`.execute(
    ctx.tx,
  )
  await ctx.audit({ verb: 'template.refuse', objectType: 'template', objectId: t.id, after: body })
  return { ok: true }
}
