import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import type { Input, Output } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { idNoTaken, todayOf } from '../../organisations/public.ts'
import { readResidentId } from '../../organisations/rules/identity.ts'
import type * as api from '../api.ts'
import { courtOf, idNoOf, toTurn } from './facts-of.ts'

const columnOf = {
  phone: 'phone',
  education: 'education',
  school: 'school',
  major: 'major',
  diplomaNo: 'diploma_no',
  xuexin: 'xuexin',
  xuexinOn: 'xuexin_on',
  xuexinNo: 'xuexin_no',
  lawBackground: 'law_background',
  courtYears: 'court_years',
  courtExperience: 'court_experience',
  contractSignedOn: 'contract_signed_on',
  contractFrom: 'contract_from',
  contractUntil: 'contract_until',
  startOn: 'start_on',
  recordsNo: 'records_no',
  recordsAuthority: 'records_authority',
  recordsOn: 'records_on',
  conviction: 'conviction',
  background: 'background',
  relationsDeclared: 'relations_declared',
  relations: 'relations',
} as const
export type Entry = Partial<Record<keyof typeof columnOf, unknown>>

/** Sealed, and known again by its keyed hash. Fail: id-…, id-no-taken, candidate-twice. */
export const sealedId = async (ctx: Ctx, idNo: string, except: number | null): Promise<{ sealed: string; hash: Buffer }> => {
  const read = readResidentId(idNo, todayOf(ctx))
  if (!read.ok) throw new Fail(read.code, 422, { field: 'idNo' })
  if (await idNoTaken(ctx, read.text)) throw new Fail('id-no-taken', 409, { field: 'idNo' })
  const hash = ctx.app.keys.blindIndex(read.text, idNoOf(courtOf(ctx)))
  // Two hands at once: the second waits here and is then told.
  await sql`select pg_advisory_xact_lock(hashtextextended(${hash.toString('hex')}, 0))`.execute(ctx.tx)
  const twin =
    await sql`select from candidates.candidate where court_id = ${ctx.actor.courtId} and contractor_id = ${ctx.actor.contractorId} and id_no_hash = ${hash}
    and state in ('draft', 'proposed', 'reviewed') and (${except}::bigint is null or id <> ${except}) limit 1`.execute(ctx.tx)
  if (twin.rows.length) throw new Fail('candidate-twice', 409, { field: 'idNo' })
  return { sealed: ctx.app.keys.encrypt(read.text, idNoOf(courtOf(ctx))).toString('base64'), hash }
}
const valueOf = (key: string, v: unknown): unknown => (key === 'relations' ? JSON.stringify(v) : v === '' ? null : v)

export const enterCandidate = async (ctx: Ctx, e: { name: string; idNo: string } & Entry): Promise<{ id: number; revision: number }> => {
  const paper = await sealedId(ctx, e.idNo, null)
  const given = (Object.keys(columnOf) as (keyof typeof columnOf)[]).filter((k) => e[k] !== undefined)
  const made = await sql<{
    id: number
    revision: number
  }>`insert into candidates.candidate (court_id, contractor_id, name, id_no_sealed, id_no_hash, made_by
      ${given.length ? sql`, ${sql.join(given.map((k) => sql.ref(columnOf[k])))}` : sql``})
    values (${courtOf(ctx)}, ${ctx.actor.contractorId}, ${e.name}, ${paper.sealed}, ${paper.hash}, ${ctx.actor.personId}
      ${given.length ? sql`, ${sql.join(given.map((k) => sql`${valueOf(k, e[k])}`))}` : sql``}) returning id, revision`.execute(ctx.tx)
  const row = made.rows[0]!
  await ctx.audit({ verb: 'candidate.create', objectType: 'candidate', objectId: row.id, after: e, data: { fields: given } })
  return row
}
export const createCandidate = async (
  ctx: Ctx,
  { body }: Pick<Input<typeof api.createCandidate>, 'body'>,
): Promise<Output<typeof api.createCandidate>> => {
  if (ctx.actor.side !== 'contractor' || ctx.actor.contractorId === null) throw new Fail('not-allowed', 403)
  return enterCandidate(ctx, body)
}

export const changeCandidate = async (
  ctx: Ctx,
  { params, body, revision }: Input<typeof api.changeCandidate>,
): Promise<Output<typeof api.changeCandidate>> => {
  const before = await toTurn(ctx, params.id, 'change', revision)
  const paper = body.idNo ? await sealedId(ctx, body.idNo, before.id) : null
  const given = (Object.keys(columnOf) as (keyof typeof columnOf)[]).filter((k) => body[k] !== undefined)
  const sets = [
    sql`revision = revision + 1`,
    ...given.map((k) => sql`${sql.ref(columnOf[k])} = ${valueOf(k, body[k])}`),
    ...(body.name ? [sql`name = ${body.name}`] : []),
    ...(paper ? [sql`id_no_sealed = ${paper.sealed}`, sql`id_no_hash = ${paper.hash}`] : []),
  ]
  const done = await sql<{ id: number; revision: number }>`update candidates.candidate set ${sql.join(sets)}
    where court_id = ${courtOf(ctx)} and id = ${before.id} and revision = ${revision} returning id, revision`.execute(ctx.tx)
  if (!done.rows[0]) throw new Fail('stale-revision', 409)
  await ctx.audit({
    verb: 'candidate.change',
    objectType: 'candidate',
    objectId: before.id,
    before,
    after: body,
    data: { fields: Object.keys(body) },
  })
  return done.rows[0]
}
