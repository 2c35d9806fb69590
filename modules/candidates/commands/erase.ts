import { sql } from 'kysely'
import type { AppServices, Ctx } from '../../../platform/http/context.ts'
import { todayOf } from '../../organisations/public.ts'

/** Forgets who was refused or given up once the retention is over: name, number, particulars and documents; that there was somebody stays in figures. */
export const eraseDue = async (ctx: Ctx): Promise<number> => {
  const courtId = ctx.actor.courtId!
  const { rows } = await sql<{
    id: number
  }>`update candidates.candidate set state = 'erased', name = null, id_no_sealed = null, id_no_hash = null, phone = null, education = null, school = null, major = null,
      diploma_no = null, xuexin = null, xuexin_on = null, xuexin_no = null, court_experience = null, law_background = false, court_years = 0, contract_signed_on = null, contract_from = null,
      contract_until = null, start_on = null, records_no = null, records_authority = null, records_on = null, conviction = null, background = null, relations_declared = null, relations = '[]',
      reason = null, revision = revision + 1
    where court_id = ${courtId} and erase_on <= ${todayOf(ctx)}::date and state in ('rejected', 'closed') returning id`.execute(ctx.tx)
  const ids = rows.map((r) => r.id)
  if (ids.length) {
    await sql`update candidates.file set removed_at = coalesce(removed_at, bw.now()), name = '-' where court_id = ${courtId} and candidate_id = any (${ids}::bigint[])`.execute(
      ctx.tx,
    )
    await ctx.auditAll(ids.map((id) => ({ verb: 'candidate.erase', objectType: 'candidate', objectId: id })))
  }
  // Good rows of a list nobody entered are not kept longer than a week.
  await sql`update candidates.import set drafts_sealed = null where court_id = ${courtId} and drafts_sealed is not null and made_at < bw.now() - interval '7 days'`.execute(
    ctx.tx,
  )
  return ids.length
}
/** Content that was taken out, here or long ago, and that nothing else in the product refers to. */
const removeContent = async (ctx: Ctx): Promise<void> => {
  const courtId = ctx.actor.courtId!
  const { rows } = await sql<{
    sha256: string
  }>`select distinct f.sha256 from candidates.file f where f.court_id = ${courtId} and f.removed_at is not null and f.gone_at is null
    and not exists (select from candidates.file o where o.court_id = f.court_id and o.sha256 = f.sha256 and o.removed_at is null) limit 500`.execute(
    ctx.tx,
  )
  for (const { sha256 } of rows) {
    const wanted = (await sql<{ w: boolean }>`select candidates.file_wanted(${sha256}) as w`.execute(ctx.tx)).rows[0]!.w
    await sql`update candidates.file set gone_at = bw.now() where court_id = ${courtId} and sha256 = ${sha256} and removed_at is not null`.execute(
      ctx.tx,
    )
    if (!wanted) ctx.afterCommit(() => ctx.app.files.remove(courtId, sha256))
  }
}
export const eraseAll = async (app: AppServices): Promise<void> => {
  const courts = await app.asSystem(
    null,
    async (ctx) => (await sql<{ id: number }>`select id from organisations.court order by id`.execute(ctx.tx)).rows,
  )
  for (const { id } of courts)
    await app.asSystem(id, async (ctx) => {
      await eraseDue(ctx)
      await removeContent(ctx)
    })
}

/** A member of staff has left and the retention of his file is over: particulars and documents of his proposal go, name and registration stay. */
export const eraseAccepted = async (ctx: Ctx, personId: number): Promise<void> => {
  const courtId = ctx.actor.courtId!
  const { rows } = await sql<{
    id: number
  }>`update candidates.candidate set id_no_sealed = null, id_no_hash = null, phone = null, school = null, major = null, diploma_no = null, xuexin_no = null, court_experience = null,
      records_no = null, records_authority = null, background = null, relations = '[]', revision = revision + 1
    where court_id = ${courtId} and person_id = ${personId} and state = 'accepted' returning id`.execute(ctx.tx)
  for (const { id } of rows) {
    await sql`update candidates.file set removed_at = coalesce(removed_at, bw.now()), name = '-' where court_id = ${courtId} and candidate_id = ${id}`.execute(
      ctx.tx,
    )
    await ctx.audit({ verb: 'candidate.erase', objectType: 'candidate', objectId: id })
  }
}
