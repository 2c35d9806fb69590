import { sql } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'
import { pageOf, readCursor } from '../../platform/http/cursor.ts'
import type { FileReply, Input, Output } from '../../platform/http/endpoint.ts'
import { Fail } from '../../platform/http/problems.ts'
import { withoutHidden } from '../../platform/http/text.ts'
import { fulfilDuty, triggerDuty } from '../duties/public.ts'
import { date } from '../organisations/api.ts'
import { todayOf } from '../organisations/public.ts'
import { no, yes } from '../organisations/rules/structure.ts'
import { notify } from '../worklist/public.ts'
import type * as api from './api.ts'
import { ACKNOWLEDGE, REVIEW } from './duties.ts'
import { earliestStart, mayServe } from './rules.ts'

const courtOf = (ctx: Ctx): number => {
  if (ctx.actor.courtId === null) throw new Fail('not-allowed', 403)
  return ctx.actor.courtId
}
/** Posts that count today. */
const now = sql`o.from_date <= (bw.now() at time zone 'Asia/Shanghai')::date and (o.until_date is null or o.until_date >= (bw.now() at time zone 'Asia/Shanghai')::date)`
type Rule = Output<typeof api.listRules>['items'][number]
export const listRules = async (
  ctx: Ctx,
  { query: q }: Pick<Input<typeof api.listRules>, 'query'>,
): Promise<Output<typeof api.listRules>> => {
  const at = readCursor(q.after, 1)
  const { rows } = await sql<Rule>`select r.id, r.title, r.side, k.name as contractor, v.version, v.state, v.effective_on as "effectiveOn",
      case when ${ctx.actor.side} = 'contractor' and v.state = 'published' then exists (select from rulebook.reading d where d.court_id = v.court_id and d.version_id = v.id and d.person_id = ${ctx.actor.personId}) end as "readByMe"
    from rulebook.rule r left join organisations.engagement g on g.court_id = r.court_id and g.id = r.engagement_id left join organisations.contractor k on k.id = g.contractor_id
      join lateral (select * from rulebook.version x where x.court_id = r.court_id and x.rule_id = r.id order by x.version desc limit 1) v on true
    where r.court_id = ${courtOf(ctx)} ${q.side ? sql`and r.side = ${q.side}` : sql``} ${q.state ? sql`and v.state = ${q.state}` : sql``} ${at ? sql`and r.id < ${at[0]}::bigint` : sql``}
    order by r.id desc limit ${q.limit + 1}`.execute(ctx.tx)
  return pageOf(rows, q.limit, (r) => [r.id])
}
const KINDS = ['application/pdf', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'text/plain']
const serve = async (
  ctx: Ctx,
  n: {
    kind: 'rule' | 'arrangement'
    engagementId: number
    versionId: number | null
    title: string
    text: string
    startOn: string
    emergencyReason: string | null
  },
): Promise<number> => {
  const { rows } = await sql<{
    id: number
  }>`insert into rulebook.notice (court_id, kind, engagement_id, version_id, title, wording, start_on, emergency_reason, served_by)
    values (${courtOf(ctx)}, ${n.kind}, ${n.engagementId}, ${n.versionId}, ${n.title}, ${n.text}, ${n.startOn}::date, ${n.emergencyReason}, ${ctx.actor.personId}) returning id`.execute(
    ctx.tx,
  )
  const id = rows[0]!.id
  await ctx.audit({
    verb: 'notice.serve',
    objectType: 'court-notice',
    objectId: id,
    data: { kind: n.kind, engagement: n.engagementId, startOn: n.startOn, emergency: n.emergencyReason !== null },
  })
  await triggerDuty(ctx, ACKNOWLEDGE, { id, engagementId: n.engagementId, label: n.title }, ctx.now)
  const people = await sql<{
    id: number
  }>`select distinct o.person_id as id from organisations.post o where o.court_id = ${courtOf(ctx)} and o.engagement_id = ${n.engagementId} and o.role = 'projectManager' and ${now}`.execute(
    ctx.tx,
  )
  await notify(ctx, { personIds: people.rows.map((p) => p.id) }, 'notice-served', { title: n.title }, `/court-notices/${id}`)
  return id
}
/** The contractor's version waits for review; the court's is served at once on everybody engaged, so that none is forgotten (A-10.5). */
export const addVersion = async (
  ctx: Ctx,
  { file }: Pick<Input<typeof api.addVersion>, 'file'>,
): Promise<Output<typeof api.addVersion>> => {
  const courtId = courtOf(ctx)
  const side = ctx.actor.side === 'contractor' ? 'contractor' : 'court'
  const text = (key: string, max: number): string => {
    const value = withoutHidden(file.fields[key] ?? '').trim()
    if (!value || value.length > max) throw new Fail('rule-fields', 422, { field: key })
    return value
  }
  const type = file.type === 'text/csv' ? 'text/plain' : file.type
  if (!KINDS.includes(type)) throw new Fail('text-kind', 415)
  const summary = text('summary', 2000)
  const effectiveOn = text('effectiveOn', 10)
  if (!date.safeParse(effectiveOn).success) throw new Fail('rule-fields', 422, { field: 'effectiveOn' })
  let id = Number(file.fields.ruleId)
  const mine = ctx.actor.engagementIds
  const asked = Number(file.fields.engagementId) || null
  if (side === 'contractor' && !mine.length) throw new Fail('no-engagement-then', 422)
  if (side === 'contractor' && asked !== null && !mine.includes(asked)) throw new Fail('unknown-subject', 422, { field: 'engagementId' })
  let title = ''
  let engagementId: number | null = null
  if (Number.isSafeInteger(id) && id > 0) {
    const known = await sql<{
      title: string
      engagementId: number | null
    }>`select title, engagement_id as "engagementId" from rulebook.rule where court_id = ${courtId} and id = ${id} and side = ${side}`.execute(
      ctx.tx,
    )
    if (!known.rows[0]) throw new Fail('unknown-subject', 422, { field: 'ruleId' })
    title = known.rows[0].title
    engagementId = known.rows[0].engagementId
  } else {
    // A rule belongs to one engagement; which one is not ours to guess.
    if (side === 'contractor' && asked === null && mine.length > 1) throw new Fail('engagement-which', 422, { field: 'engagementId' })
    engagementId = side === 'contractor' ? (asked ?? mine[0]!) : null
    title = text('title', 200).replace(/\s+/g, ' ')
    await sql`insert into rulebook.rule (court_id, side, engagement_id, title, made_by) values (${courtId}, ${side}, ${engagementId}, ${title}, ${ctx.actor.personId}) on conflict do nothing`.execute(
      ctx.tx,
    )
    id = (
      await sql<{
        id: number
      }>`select id from rulebook.rule where court_id = ${courtId} and side = ${side} and engagement_id is not distinct from ${engagementId} and title = ${title}`.execute(
        ctx.tx,
      )
    ).rows[0]!.id
  }
  // One version after the other, also when two are handed in at once.
  await sql`select pg_advisory_xact_lock(hashtext('rulebook.version'), ${id}::int)`.execute(ctx.tx)
  const before = (
    await sql<{
      last: number
      waiting: boolean
    }>`select coalesce(max(version), 0) as last, coalesce(bool_or(state in ('submitted', 'approved')), false) as waiting from rulebook.version where court_id = ${courtId} and rule_id = ${id}`.execute(
      ctx.tx,
    )
  ).rows[0]!
  if (before.waiting) throw new Fail('version-waiting', 409)
  const made = await sql<{
    id: number
  }>`insert into rulebook.version (court_id, rule_id, version, summary, effective_on, sha256, size, type, name, state, made_by)
    values (${courtId}, ${id}, ${before.last + 1}, ${summary}, ${effectiveOn}::date, ${file.sha256}, ${file.size}, ${type}, ${file.name}, ${side === 'court' ? 'issued' : 'submitted'}, ${ctx.actor.personId}) returning id`.execute(
    ctx.tx,
  )
  const versionId = made.rows[0]!.id
  await ctx.audit({
    verb: 'rule.add',
    objectType: 'rule-version',
    objectId: versionId,
    data: { version: before.last + 1, sha256: file.sha256 },
  })
  if (side === 'contractor') {
    await triggerDuty(ctx, REVIEW, { id: versionId, engagementId, label: title }, ctx.now)
    await notify(ctx, { role: 'responsibleDepartment' }, 'rule-submitted', { title }, `/rules/${id}`)
  } else {
    const engaged = await sql<{
      id: number
    }>`select id from organisations.engagement where court_id = ${courtId} and state <> 'ended' and until_date >= ${todayOf(ctx)}::date order by id`.execute(
      ctx.tx,
    )
    for (const e of engaged.rows)
      await serve(ctx, { kind: 'rule', engagementId: e.id, versionId, title, text: summary, startOn: effectiveOn, emergencyReason: null })
  }
  return { id }
}
type Version = Output<typeof api.readRule>['versions'][number] & { engagementId: number | null; ruleId: number; madeById: number }
const versionSelect = sql`select v.id, v.rule_id as "ruleId", v.version, v.summary, v.effective_on as "effectiveOn", v.name, v.state, m.name as "madeBy", v.made_by as "madeById", v.made_at as "madeAt", v.review_text as "reviewText",
    w.name as reviewer, v.published_at as "publishedAt", v.revision, r.engagement_id as "engagementId",
    (select count(*)::int from rulebook.reading d where d.court_id = v.court_id and d.version_id = v.id) as readers
  from rulebook.version v join rulebook.rule r on r.court_id = v.court_id and r.id = v.rule_id join organisations.person m on m.id = v.made_by left join organisations.person w on w.id = v.reviewed_by`
export const readRule = async (ctx: Ctx, { params }: Pick<Input<typeof api.readRule>, 'params'>): Promise<Output<typeof api.readRule>> => {
  const courtId = courtOf(ctx)
  const rule = (
    await sql<{
      id: number
      title: string
      side: 'court' | 'contractor'
      contractor: string | null
    }>`select r.id, r.title, r.side, k.name as contractor from rulebook.rule r
      left join organisations.engagement g on g.court_id = r.court_id and g.id = r.engagement_id left join organisations.contractor k on k.id = g.contractor_id where r.court_id = ${courtId} and r.id = ${params.id}`.execute(
      ctx.tx,
    )
  ).rows[0]
  const { rows } =
    await sql<Version>`${versionSelect} where v.court_id = ${courtId} and v.rule_id = ${params.id} order by v.version desc limit 200`.execute(
      ctx.tx,
    )
  if (!rule || !rows.length) throw new Fail('not-found', 404)
  const last = rows[0]!
  const live = rows.find((v) => v.state === 'published')
  const office = ctx.actor.side === 'court' || ctx.may('rulebook.publish')
  const unread =
    live && office
      ? (
          await sql<{
            id: number
            name: string
          }>`select distinct p.id, p.name from organisations.post o join organisations.person p on p.id = o.person_id where o.court_id = ${courtId} and o.engagement_id = ${live.engagementId} and ${now}
            and not exists (select from rulebook.reading d where d.court_id = o.court_id and d.version_id = ${live.id} and d.person_id = p.id) order by p.name, p.id limit 2000`.execute(
            ctx.tx,
          )
        ).rows
      : null
  const read = live
    ? (
        await sql`select from rulebook.reading where court_id = ${courtId} and version_id = ${live.id} and person_id = ${ctx.actor.personId}`.execute(
          ctx.tx,
        )
      ).rows.length > 0
    : false
  const mine = rule.side === (ctx.actor.side === 'contractor' ? 'contractor' : 'court')
  return {
    ...rule,
    versions: rows.map(({ engagementId: _e, ruleId: _r, madeById: _m, ...v }) => v),
    unread,
    can: {
      add:
        !mine || !ctx.may('rulebook.keep')
          ? no('not-allowed')
          : last.state === 'submitted' || last.state === 'approved'
            ? no('version-waiting')
            : yes,
      review: !ctx.may('rulebook.review') ? no('not-allowed') : last.state === 'submitted' ? yes : no('version-not-waiting'),
      publish: !ctx.may('rulebook.publish') || !mine ? no('not-allowed') : last.state === 'approved' ? yes : no('version-not-approved'),
      confirm:
        !ctx.may('rulebook.read') || rule.side !== 'contractor'
          ? no('not-allowed')
          : !live
            ? no('version-not-published')
            : read
              ? no('already-read')
              : yes,
    },
  }
}
const versionOf = async (ctx: Ctx, id: number, revision?: number): Promise<Version> => {
  const v = (await sql<Version>`${versionSelect} where v.court_id = ${courtOf(ctx)} and v.id = ${id}`.execute(ctx.tx)).rows[0]
  if (!v) throw new Fail('not-found', 404)
  if (revision !== undefined && v.revision !== revision) throw new Fail('stale-revision', 409)
  return v
}
export const readFile = async (ctx: Ctx, { params }: Pick<Input<typeof api.readFile>, 'params'>): Promise<FileReply> => {
  const f = (
    await sql<{
      sha256: string
      size: number
      type: string
      name: string
    }>`select sha256, size, type, name from rulebook.version where court_id = ${courtOf(ctx)} and id = ${params.id}`.execute(ctx.tx)
  ).rows[0]
  if (!f) throw new Fail('not-found', 404)
  await ctx.audit({ verb: 'rule.file', objectType: 'rule-version', objectId: params.id })
  return { file: await ctx.app.files.open(courtOf(ctx), f.sha256), type: f.type, name: f.name, length: f.size }
}
const turn = async (ctx: Ctx, v: Version, columns: Record<string, unknown>): Promise<{ id: number; revision: number }> => {
  const pairs = Object.entries(columns).map(([k, x]) => sql`${sql.ref(k)} = ${x}`)
  const r =
    await sql`update rulebook.version set ${sql.join([...pairs, sql`revision = revision + 1`])} where court_id = ${courtOf(ctx)} and id = ${v.id} and revision = ${v.revision}`.execute(
      ctx.tx,
    )
  if (!r.numAffectedRows) throw new Fail('stale-revision', 409)
  return { id: v.id, revision: v.revision + 1 }
}
/** A-11.1: the reviewer answers one question: is it no laxer than the court's own? If not, it goes back. */
export const reviewVersion = async (
  ctx: Ctx,
  { params, body: b, revision }: Pick<Input<typeof api.reviewVersion>, 'params' | 'body' | 'revision'>,
): Promise<Output<typeof api.reviewVersion>> => {
  const v = await versionOf(ctx, params.id, revision)
  if (v.state !== 'submitted') throw new Fail('version-not-waiting', 409)
  const r = await turn(ctx, v, {
    state: b.notLaxer ? 'approved' : 'returned',
    not_laxer: b.notLaxer,
    review_text: b.text,
    reviewed_by: ctx.actor.personId,
    reviewed_at: ctx.now.toString(),
  })
  await ctx.audit({ verb: 'rule.review', objectType: 'rule-version', objectId: v.id, data: { notLaxer: b.notLaxer } })
  await fulfilDuty(ctx, REVIEW, v.id, null, { type: 'rule-version', id: v.id })
  await notify(ctx, { personIds: [v.madeById] }, b.notLaxer ? 'rule-approved' : 'rule-returned', {}, `/rules/${v.ruleId}`)
  return r
}
export const publishVersion = async (
  ctx: Ctx,
  { params, revision }: Pick<Input<typeof api.publishVersion>, 'params' | 'revision'>,
): Promise<Output<typeof api.publishVersion>> => {
  const v = await versionOf(ctx, params.id, revision)
  if (v.state !== 'approved') throw new Fail('version-not-approved', 409)
  const r = await turn(ctx, v, { state: 'published', published_by: ctx.actor.personId, published_at: ctx.now.toString() })
  const people = await sql<{
    id: number
  }>`select distinct o.person_id as id from organisations.post o where o.court_id = ${courtOf(ctx)} and o.engagement_id = ${v.engagementId} and ${now}`.execute(
    ctx.tx,
  )
  await notify(ctx, { personIds: people.rows.map((p) => p.id) }, 'rule-published', {}, `/rules/${v.ruleId}`)
  await ctx.audit({ verb: 'rule.publish', objectType: 'rule-version', objectId: v.id, data: { people: people.rows.length } })
  return r
}
export const confirmReading = async (
  ctx: Ctx,
  { params }: Pick<Input<typeof api.confirmReading>, 'params'>,
): Promise<Output<typeof api.confirmReading>> => {
  const v = await versionOf(ctx, params.id)
  if (v.state !== 'published') throw new Fail('version-not-published', 409)
  if (v.engagementId === null || !ctx.actor.engagementIds.includes(v.engagementId)) throw new Fail('not-bound', 409)
  const r =
    await sql`insert into rulebook.reading (court_id, version_id, person_id) values (${courtOf(ctx)}, ${v.id}, ${ctx.actor.personId}) on conflict do nothing`.execute(
      ctx.tx,
    )
  if (r.numAffectedRows) await ctx.audit({ verb: 'rule.confirm', objectType: 'rule-version', objectId: v.id })
  return { ok: true }
}

type Notice = Omit<Output<typeof api.readNotice>, 'can'>
const noticeSelect = sql`select n.id, n.kind, n.title, k.name as contractor, g.title as engagement, n.start_on as "startOn", n.emergency_reason is not null as emergency, n.served_at as "servedAt", s.name as "servedBy",
    n.acknowledged_at as "acknowledgedAt", n.wording as text, n.emergency_reason as "emergencyReason", v.rule_id as "ruleId", a.name as "acknowledgedBy", n.remark, n.revision
  from rulebook.notice n join organisations.engagement g on g.court_id = n.court_id and g.id = n.engagement_id join organisations.contractor k on k.id = g.contractor_id join organisations.person s on s.id = n.served_by
    left join rulebook.version v on v.court_id = n.court_id and v.id = n.version_id left join organisations.person a on a.id = n.acknowledged_by`
export const listNotices = async (
  ctx: Ctx,
  { query: q }: Pick<Input<typeof api.listNotices>, 'query'>,
): Promise<Output<typeof api.listNotices>> => {
  const at = readCursor(q.after, 1)
  const { rows } = await sql<Notice>`${noticeSelect} where n.court_id = ${courtOf(ctx)} ${q.kind ? sql`and n.kind = ${q.kind}` : sql``}
    ${q.state ? (q.state === 'waiting' ? sql`and n.acknowledged_at is null` : sql`and n.acknowledged_at is not null`) : sql``} ${at ? sql`and n.id < ${at[0]}::bigint` : sql``}
    order by n.id desc limit ${q.limit + 1}`.execute(ctx.tx)
  const page = pageOf(rows, q.limit, (n) => [n.id])
  const items = page.items.map(({ text: _t, emergencyReason: _e, ruleId: _r, acknowledgedBy: _a, remark: _m, revision: _v, ...n }) => n)
  return { items, next: page.next, earliest: earliestStart(todayOf(ctx)) }
}
const noticeOf = async (ctx: Ctx, id: number, revision?: number): Promise<Notice> => {
  const n = (await sql<Notice>`${noticeSelect} where n.court_id = ${courtOf(ctx)} and n.id = ${id}`.execute(ctx.tx)).rows[0]
  if (!n) throw new Fail('not-found', 404)
  if (revision !== undefined && n.revision !== revision) throw new Fail('stale-revision', 409)
  return n
}
export const readNotice = async (
  ctx: Ctx,
  { params }: Pick<Input<typeof api.readNotice>, 'params'>,
): Promise<Output<typeof api.readNotice>> => {
  const n = await noticeOf(ctx, params.id)
  return {
    ...n,
    can: { acknowledge: !ctx.may('rulebook.acknowledge') ? no('not-allowed') : n.acknowledgedAt ? no('already-acknowledged') : yes },
  }
}
/** A-10.3: refused when short, unless the emergency is told with its reason. */
export const serveArrangement = async (
  ctx: Ctx,
  { body: b }: Pick<Input<typeof api.serveArrangement>, 'body'>,
): Promise<Output<typeof api.serveArrangement>> => {
  const may = mayServe(todayOf(ctx), b.startOn, b.emergencyReason ?? null)
  if (!may.ok) throw new Fail(may.code, 422, { field: 'startOn', earliest: earliestStart(todayOf(ctx)) })
  const known =
    await sql`select from organisations.engagement where court_id = ${courtOf(ctx)} and id = ${b.engagementId} and state <> 'ended'`.execute(
      ctx.tx,
    )
  if (!known.rows.length) throw new Fail('unknown-subject', 422, { field: 'engagementId' })
  // Told in time, an arrangement is no emergency, whatever was written there.
  const short = b.startOn < earliestStart(todayOf(ctx))
  return {
    id: await serve(ctx, { kind: 'arrangement', versionId: null, ...b, emergencyReason: short ? (b.emergencyReason ?? null) : null }),
  }
}
export const acknowledgeNotice = async (
  ctx: Ctx,
  { params, body, revision }: Pick<Input<typeof api.acknowledgeNotice>, 'params' | 'body' | 'revision'>,
): Promise<Output<typeof api.acknowledgeNotice>> => {
  const n = await noticeOf(ctx, params.id, revision)
  if (n.acknowledgedAt) throw new Fail('already-acknowledged', 409)
  const r =
    await sql`update rulebook.notice set acknowledged_by = ${ctx.actor.personId}, acknowledged_at = bw.now(), remark = ${body.remark ?? null}, revision = revision + 1
    where court_id = ${courtOf(ctx)} and id = ${n.id} and revision = ${n.revision} and acknowledged_at is null`.execute(ctx.tx)
  if (!r.numAffectedRows) throw new Fail('stale-revision', 409)
  await ctx.audit({ verb: 'notice.acknowledge', objectType: 'court-notice', objectId: n.id })
  await fulfilDuty(ctx, ACKNOWLEDGE, n.id, null, { type: 'court-notice', id: n.id })
  return { id: n.id, revision: n.revision + 1 }
}
/** A-11: reviewed versions of a contractor's own rules, as far as the caller sees them. */
export const provingVersions = async (ctx: Ctx, contractorId: number): Promise<{ id: number; title: string }[]> =>
  (
    await sql<{ id: number; title: string }>`select v.id, r.title || ' · ' || v.version as title from rulebook.version v
      join rulebook.rule r on r.court_id = v.court_id and r.id = v.rule_id join organisations.engagement e on e.court_id = r.court_id and e.id = r.engagement_id
      where v.court_id = ${courtOf(ctx)} and e.contractor_id = ${contractorId} and v.state in ('approved', 'published') order by v.id desc limit 200`.execute(
      ctx.tx,
    )
  ).rows
