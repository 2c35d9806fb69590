import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import { isBatchNumber } from '../rules.ts'

/** A page whose picture and thumbnail are stored already. */
export interface ReadPage {
  sha256: string
  thumb: string
  width: number
  height: number
  barcode: string | null
}

/**
 * What the reader writes of an upload, for pages that were cut and stored elsewhere (simulate reads one specimen for a thousand batches): all
 * pages of a file in one statement. Runs as the platform, like the reader: nobody's own rights write a page.
 */
export const putReadPages = async (ctx: Ctx, uploadId: number, pages: readonly ReadPage[]): Promise<void> => {
  const cover = pages.map((p) => p.barcode !== null && isBatchNumber(p.barcode))
  // A cover sheet is no page and begins a document: the page after it starts one.
  const starts = pages.map((_, i) => !cover[i] && (i === 0 || cover[i - 1]!))
  await sql`with u as (update dossiers.upload set state = 'done', pages_total = ${pages.length}, pages_done = ${pages.length}
      where court_id = ${ctx.actor.courtId} and id = ${uploadId} and state = 'queued' and replaces_page_id is null returning court_id, id, batch_id, case_id),
    given as (select * from unnest(${pages.map((p) => p.sha256)}::text[], ${pages.map((p) => p.thumb)}::text[], ${pages.map((p) => p.width)}::int[], ${pages.map((p) => p.height)}::int[],
      ${pages.map((p) => p.barcode)}::text[], ${cover}::boolean[], ${starts}::boolean[]) with ordinality g(sha256, thumb, width, height, barcode, cover, starts, n)),
    placed as (insert into dossiers.page (court_id, batch_id, case_id, position, state, starts_document, barcode, upload_id, source_page)
      select u.court_id, u.batch_id, u.case_id, coalesce((select max(p.position) from dossiers.page p where p.court_id = u.court_id and p.batch_id = u.batch_id), 0) + g.n,
        case when g.cover then 'cover' else 'kept' end, g.starts, g.barcode, u.id, g.n from u cross join given g order by g.n returning court_id, id, batch_id, case_id, source_page)
    insert into dossiers.page_version (court_id, page_id, batch_id, case_id, version, sha256, thumb_sha256, width, height)
    select p.court_id, p.id, p.batch_id, p.case_id, 1, g.sha256, g.thumb, g.width, g.height from placed p join given g on g.n = p.source_page`.execute(
    ctx.tx,
  )
}

/** The same for a rescan: the new picture comes into force, the earlier one stays as a version. */
export const putRescan = async (ctx: Ctx, uploadId: number, page: ReadPage): Promise<void> => {
  await sql`with u as (update dossiers.upload set state = 'done', pages_total = 1, pages_done = 1
      where court_id = ${ctx.actor.courtId} and id = ${uploadId} and state = 'queued' returning court_id, replaces_page_id),
    p as (update dossiers.page p set version = p.version + 1, state = 'kept', state_note = '', rotation = 0 from u
      where p.court_id = u.court_id and p.id = u.replaces_page_id returning p.court_id, p.id, p.batch_id, p.case_id, p.version)
    insert into dossiers.page_version (court_id, page_id, batch_id, case_id, version, sha256, thumb_sha256, width, height)
    select p.court_id, p.id, p.batch_id, p.case_id, p.version, ${page.sha256}, ${page.thumb}, ${page.width}::int, ${page.height}::int from p`.execute(
    ctx.tx,
  )
}
