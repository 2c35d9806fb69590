import { sql } from 'kysely'
import type { Ctx } from '../../../platform/http/context.ts'
import type { FileReply, Upload } from '../../../platform/http/endpoint.ts'
import { Fail } from '../../../platform/http/problems.ts'
import { grantOf } from '../../confidentiality/public.ts'
import { findIntake } from '../queries.ts'

const TYPES = ['application/pdf', 'image/jpeg', 'image/png', 'image/tiff']
const MOST = 50

/** A scan of what was received, as long as it lies at the desk. Fail: not-found, file-kind, too-many-scans. */
export const addScan = async (ctx: Ctx, intakeId: number, file: Upload): Promise<number> => {
  const i = await findIntake(ctx, intakeId)
  if (!TYPES.includes(file.type)) throw new Fail('file-kind', 415)
  const { rows: there } = await sql<{
    n: number
  }>`select count(*)::int as n from materials.scan where court_id = ${ctx.actor.courtId} and intake_id = ${intakeId}`.execute(ctx.tx)
  if (there[0]!.n >= MOST) throw new Fail('too-many-scans', 422, { most: MOST })
  const { rows } = await sql<{
    id: number
  }>`insert into materials.scan (court_id, intake_id, sha256, size, name, type, by_person) values (${ctx.actor.courtId}, ${intakeId}, ${file.sha256}, ${file.size}, ${file.name}, ${file.type}, ${ctx.actor.personId}) returning id`.execute(
    ctx.tx,
  )
  await ctx.audit({
    verb: 'material.scan',
    objectType: 'material',
    objectId: intakeId,
    caseId: i.case_id,
    grantId: i.case_id ? ((await grantOf(ctx, i.case_id))?.id ?? null) : null,
    data: { sha256: file.sha256, size: file.size },
  })
  return rows[0]!.id
}
export const readScan = async (ctx: Ctx, id: number): Promise<FileReply> => {
  const { rows } = await sql<{
    intake_id: number
    case_id: number | null
    sha256: string
    size: number
    name: string
    type: string
  }>`select s.intake_id, i.case_id, s.sha256, s.size, s.name, s.type
    from materials.scan s join materials.intake i on i.court_id = s.court_id and i.id = s.intake_id where s.court_id = ${ctx.actor.courtId} and s.id = ${id}`.execute(
    ctx.tx,
  )
  const s = rows[0]
  if (!s) throw new Fail('not-found', 404)
  await ctx.audit({
    verb: 'material.scan.read',
    objectType: 'material',
    objectId: s.intake_id,
    caseId: s.case_id,
    grantId: s.case_id ? ((await grantOf(ctx, s.case_id))?.id ?? null) : null,
    data: { sha256: s.sha256 },
  })
  return { file: await ctx.app.files.open(ctx.actor.courtId!, s.sha256), type: s.type, name: s.name, length: s.size, inline: true }
}
