import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'
import { pageOf, readCursor } from '../../platform/http/cursor.ts'
import { Fail } from '../../platform/http/problems.ts'
import { anyOf, pageInScope, parseCaseNumber, titleOfCase } from '../cases/public.ts'
import { queryGrams } from '../cases/rules/names.ts'
import type { BatchItem, BatchRecord, PageItem } from './api.ts'
import { isBatchNumber } from './rules.ts'

// Where a batch stands is read from its events and its open task, not kept a second time.
const columnsFor = (
  ctx: Ctx,
) => sql`b.id, b.number, b.case_id as "caseId", c.number as "caseNumber", ${titleOfCase(ctx)} as "caseTitle", b.node, b.sent_pages as "sentPages", b.handed_over_at as "handedOverAt", b.note, b.revision,
  b.engagement_id as "engagementId", i.id as "instanceId", (select p.name from organisations.person p where p.id = b.sender_id) as "senderName",
  case when said.kinds @> '{wrongCase,ended}' then 'removed' when said.kinds @> '{ended}' then 'returned' when said.kinds @> '{mounted}' then 'mounted' when said.last in ('clockStopped') then 'stopped' else 'open' end as state,
  said.due as "dueAt", said.mounted as "mountedAt",
  ${ctx.actor.side === 'court' ? sql`said.pages` : sql`(select count(*)::int from dossiers.page p where p.court_id = b.court_id and p.batch_id = b.id and p.state in ('kept', 'rescan'))`} as pages,
  (select json_build_object('nameZh', e.name_zh, 'nameEn', e.name_en, 'who', (select p.name from organisations.person p where p.id = t.assignee_id))
    from worklist.task t join processes.element e on e.definition_id = t.definition_id and e.element_id = t.element_id
    where t.court_id = b.court_id and t.instance_id = i.id and t.state in ('ready', 'claimed', 'started', 'suspended') order by t.id desc limit 1) as step`
// For the court its standing comes from the view of its scope; outsourced staff read events and pages under their own policies.
const joins = (ctx: Ctx) => sql`join cases.case_record c on c.court_id = b.court_id and c.id = b.case_id
  left join processes.instance i on i.court_id = b.court_id and i.subject_type = 'batch' and i.subject_id = b.id
  ${
    ctx.actor.side === 'court'
      ? sql`join dossiers.batch_standing said on said.court_id = b.court_id and said.id = b.id`
      : sql`cross join lateral (select coalesce(array_agg(e.kind), '{}') as kinds, (array_agg(e.kind order by e.id desc))[1] as last, (array_agg(e.due_at order by e.id desc) filter (where e.due_at is not null))[1] as due,
    max(e.at) filter (where e.kind = 'mounted') as mounted from dossiers.event e where e.court_id = b.court_id and e.batch_id = b.id) said`
  }`

export type BatchRow = BatchItem & { note: string; revision: number; engagementId: number; instanceId: number }

/** Batches of the court, newest first; pages by id. */
export const listBatches = async (
  ctx: Ctx,
  f: { state?: 'open' | 'stopped' | 'mounted'; caseId?: number; q?: string; cursor?: string; limit: number },
): Promise<{ items: BatchRow[]; next: string | null }> => {
  const where: RawBuilder<unknown>[] = []
  if (f.caseId) where.push(sql`r.case_id = ${f.caseId}`)
  const words = f.q?.trim()
  if (words) {
    const number = parseCaseNumber(words)
    const grams = queryGrams(words)
    const cases = (by: RawBuilder<unknown>) =>
      sql`r.case_id = any (array(select c.id from cases.case_record c where c.court_id = ${ctx.actor.courtId} and ${by}))`
    where.push(
      number.ok
        ? cases(sql`c.number = ${number.text}`)
        : isBatchNumber(words)
          ? sql`r.number = ${words}`
          : grams.length
            ? sql`r.case_id = any (array(select t from cases.find_titles(${grams}::text[], null, 2000) t))`
            : sql`false`,
    )
  }
  if (f.state === 'mounted') where.push(sql`r.mounted`)
  if (f.state === 'open') where.push(sql`not r.mounted and not r.ended`)
  if (f.state === 'stopped') where.push(sql`r.stopped`)
  const at = readCursor(f.cursor, 1)
  if (at) where.push(sql`r.id < ${at[0]}::bigint`)
  const ids = await pageInScope(
    ctx,
    { view: 'dossiers.batch_in_scope', table: 'dossiers.batch' },
    { columns: sql`r.id`, where, order: sql`r.id desc`, limit: f.limit + 1, named: Boolean(f.caseId || words) },
  )
  const { rows } =
    await sql<BatchRow>`select ${columnsFor(ctx)} from dossiers.batch b ${joins(ctx)} where b.court_id = ${ctx.actor.courtId} and b.id = ${anyOf(ids)} order by b.id desc`.execute(
      ctx.tx,
    )
  return pageOf(rows, f.limit, (r) => [r.id])
}

/** The batch as the actor's scope shows it. Fail: not-found. */
export const findBatch = async (ctx: Ctx, id: number): Promise<BatchRow> => {
  const { rows } =
    await sql<BatchRow>`select ${columnsFor(ctx)} from dossiers.batch b ${joins(ctx)} where b.court_id = ${ctx.actor.courtId} and b.id = ${id}`.execute(
      ctx.tx,
    )
  if (!rows[0]) throw new Fail('not-found', 404)
  return rows[0]
}

/** Everything a batch's record shows besides its pages, in one round trip. */
export const recordOf = async (ctx: Ctx, batch: BatchRow): Promise<BatchRecord> => {
  const by = sql`(select p.name from organisations.person p where p.id = x.by_person)`
  const of = sql`x.court_id = ${ctx.actor.courtId} and x.batch_id = ${batch.id}`
  const list = (fields: ReturnType<typeof sql>, table: string) =>
    sql`coalesce((select json_agg(json_build_object(${fields}) order by x.id) from ${sql.table(`dossiers.${table}`)} x where ${of}), '[]')`
  const { rows } = await sql<Omit<BatchRecord, keyof BatchRow>>`select
    ${list(sql`'id', x.id, 'name', x.name, 'size', x.size, 'type', x.type, 'state', x.state, 'pagesTotal', x.pages_total, 'pagesDone', x.pages_done, 'error', x.error, 'at', x.at, 'replacesPageId', x.replaces_page_id`, 'upload')} as uploads,
    ${list(sql`'sentPages', x.sent_pages, 'countedPages', x.counted_pages, 'matched', x.matched, 'note', x.note, 'by', ${by}, 'at', x.at`, 'receipt')} as receipts,
    ${list(sql`'id', x.id, 'reason', x.reason, 'note', x.note, 'by', ${by}, 'at', x.at`, 'return_slip')} as slips,
    ${list(sql`'pages', x.sent_pages, 'note', x.note, 'by', ${by}, 'at', x.at`, 'resubmission')} as resubmissions,
    ${list(sql`'pages', x.pages, 'receiver', x.receiver, 'note', x.note, 'by', ${by}, 'at', x.at`, 'originals_return')} as returns,
    ${list(sql`'note', x.note, 'by', ${by}, 'at', x.at`, 'disposal')} as disposals,
    ${list(
      sql`'kind', x.kind, 'outcome', x.outcome, 'note', x.note, 'by', ${by}, 'at', x.at, 'defects', coalesce((select json_agg(json_build_object('code', d.code, 'pageId', d.page_id, 'note', d.note, 'page', (select n.no from (select p.id, row_number() over (order by p.position, p.id)::int as no
          from dossiers.page p where p.court_id = x.court_id and p.batch_id = x.batch_id and p.state in ('kept', 'rescan')) n where n.id = d.page_id)) order by d.id)
        from dossiers.defect d where d.court_id = x.court_id and d.check_id = x.id), '[]')`,
      'quality_check',
    )} as checks,
    (select coalesce(json_agg(json_build_object('id', e.id, 'name', e.name, 'category', e.category, 'volume', e.volume, 'submitter', e.submitter, 'submittedOn', e.submitted_on, 'from', r.first, 'to', r.last) order by r.first nulls last, e.id), '[]')
       from dossiers.entry e left join (select n.entry_id, min(n.no) as first, max(n.no) as last from (select p.entry_id, row_number() over (order by p.position, p.id)::int as no from dossiers.page p
         where p.court_id = ${ctx.actor.courtId} and p.batch_id = ${batch.id} and p.state in ('kept', 'rescan')) n group by 1) r on r.entry_id = e.id
       where e.court_id = ${ctx.actor.courtId} and e.batch_id = ${batch.id}) as entries,
    (select count(*)::int from dossiers.page x where ${of} and x.state = 'rescan') as rescan,
    (select count(*)::int from dossiers.page x where ${of} and x.state = 'cover') as covers,
    (select count(*)::int from dossiers.page x where ${of} and x.state = 'cover' and x.barcode <> ${batch.number}) as "foreignCovers"`.execute(
    ctx.tx,
  )
  const { engagementId: _, instanceId: __, ...item } = batch
  return { ...item, ...rows[0]! }
}

/** Pages in order, deleted ones too (the original is kept); pages by (position, id). */
export const listPages = async (
  ctx: Ctx,
  batchId: number,
  f: { cursor?: string; limit: number },
): Promise<{ items: PageItem[]; next: string | null }> => {
  const at = readCursor(f.cursor, 2)
  const { rows } =
    await sql<PageItem>`select p.id, p.position, p.state, p.state_note as note, p.starts_document as "startsDocument", p.rotation, p.version, v.width, v.height, p.barcode, p.entry_id as "entryId", p.category
    from dossiers.page p join dossiers.page_version v on v.court_id = p.court_id and v.page_id = p.id and v.version = p.version
    where p.court_id = ${ctx.actor.courtId} and p.batch_id = ${batchId} ${at ? sql`and (p.position, p.id) > (${at[0]}::int, ${at[1]}::bigint)` : sql``} order by p.position, p.id limit ${f.limit + 1}`.execute(
      ctx.tx,
    )
  return pageOf(rows, f.limit, (r) => [r.position, r.id])
}

export interface ImageRow {
  caseId: number
  batchId: number
  sha256: string
  thumb: string
  rotation: number
  width: number
  version: number
}
/** One version of a page's image; null when the page is not there for the actor. */
export const findImage = async (ctx: Ctx, pageId: number, version?: number): Promise<ImageRow | null> => {
  const { rows } =
    await sql<ImageRow>`select p.case_id as "caseId", p.batch_id as "batchId", v.sha256, v.thumb_sha256 as thumb, p.rotation, v.width, v.version
    from dossiers.page p join dossiers.page_version v on v.court_id = p.court_id and v.page_id = p.id and v.version = coalesce(${version ?? null}::int, p.version)
    where p.court_id = ${ctx.actor.courtId} and p.id = ${pageId}`.execute(ctx.tx)
  return rows[0] ?? null
}

/** Ids of the pages that count (kept or waiting for a rescan), in order, as the actor sees them. */
export const countingPages = async (ctx: Ctx, batchId: number): Promise<number[]> =>
  (
    await sql<{
      id: number
    }>`select id from dossiers.page where court_id = ${ctx.actor.courtId} and batch_id = ${batchId} and state in ('kept', 'rescan') order by position, id`.execute(
      ctx.tx,
    )
  ).rows.map((r) => r.id)

/** Pages the sender says there are, by the last hand-over. */
export const expectedPages = async (ctx: Ctx, batch: { id: number; sentPages: number }): Promise<number> =>
  (
    await sql<{
      n: number
    }>`select sent_pages as n from dossiers.resubmission where court_id = ${ctx.actor.courtId} and batch_id = ${batch.id} order by id desc limit 1`.execute(
      ctx.tx,
    )
  ).rows[0]?.n ?? batch.sentPages

/** Engagements in force that may do scanning. */
export const engagements = async (ctx: Ctx): Promise<{ id: number; title: string; contractor: string }[]> =>
  (
    await sql<{
      id: number
      title: string
      contractor: string
    }>`select e.id, e.title, c.name as contractor from organisations.engagement e join organisations.contractor c on c.id = e.contractor_id
      where e.court_id = ${ctx.actor.courtId} and e.state = 'active' and 'scan-catalogue' = any (e.services) and e.from_date <= (bw.now() at time zone 'Asia/Shanghai')::date
        and e.until_date >= (bw.now() at time zone 'Asia/Shanghai')::date order by e.id`.execute(ctx.tx)
  ).rows

export const courtName = async (ctx: Ctx): Promise<string> =>
  (await sql<{ name: string }>`select name from organisations.court where id = ${ctx.actor.courtId}`.execute(ctx.tx)).rows[0]?.name ?? ''

type Table =
  | 'receipt'
  | 'return_slip'
  | 'resubmission'
  | 'upload'
  | 'quality_check'
  | 'defect'
  | 'volume_decision'
  | 'disposal'
  | 'originals_return'
  | 'entry'
/** Inserts one row of a batch; answers its id. */
export const put = async (
  ctx: Ctx,
  table: Table,
  batch: { id: number; caseId: number },
  values: Record<string, unknown>,
): Promise<number> => {
  const row = {
    court_id: ctx.actor.courtId,
    batch_id: batch.id,
    case_id: batch.caseId,
    ...(table === 'defect' ? {} : { by_person: ctx.actor.personId }),
    ...values,
  }
  const { id } = await (
    ctx.tx as never as {
      withSchema: (s: string) => {
        insertInto: (t: string) => {
          values: (v: unknown) => { returning: (c: string) => { executeTakeFirstOrThrow: () => Promise<{ id: number }> } }
        }
      }
    }
  )
    .withSchema('dossiers')
    .insertInto(table)
    .values(row)
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** The mount due in force and, while the papers are with the sender, since when the clock stands. */
export const clockOf = async (ctx: Ctx, batchId: number): Promise<{ dueAt: string; stoppedAt: string | null }> => {
  const { rows } = await sql<{ dueAt: string; stoppedAt: string | null }>`select
    (select e.due_at from dossiers.event e where e.court_id = ${ctx.actor.courtId} and e.batch_id = ${batchId} and e.due_at is not null order by e.id desc limit 1) as "dueAt",
    (select case when e.kind = 'clockStopped' then e.at end from dossiers.event e where e.court_id = ${ctx.actor.courtId} and e.batch_id = ${batchId} and e.kind in ('clockStopped', 'clockResumed') order by e.id desc limit 1) as "stoppedAt"`.execute(
    ctx.tx,
  )
  return rows[0]!
}

export const senderOf = async (ctx: Ctx, batchId: number): Promise<number> =>
  (await sql<{ id: number }>`select dossiers.sender_of(${batchId}) as id`.execute(ctx.tx)).rows[0]!.id

/** An event needs no sight of the batch: it is written also when the actor's access has just ended. */
export const putEvent = async (ctx: Ctx, e: { batchId: number; caseId: number; kind: string; dueAt?: string | null }): Promise<void> => {
  await sql`insert into dossiers.event (court_id, batch_id, case_id, kind, due_at, by_person) values (${ctx.actor.courtId}, ${e.batchId}, ${e.caseId}, ${e.kind}, ${e.dueAt ?? null}::timestamptz, ${ctx.actor.personId})`.execute(
    ctx.tx,
  )
}
