import { sql } from 'kysely'
import type { Ctx } from '../../platform/http/context.ts'
import { readCursor } from '../../platform/http/cursor.ts'
import type { proposableRoles, CandidateState, Education, FileKind } from './rules/candidate.ts'

export interface Relation {
  name: string
  relation: string
  place: string
}
export interface CandidateRow {
  id: number
  name: string | null
  contractorId: number
  contractor: string
  state: CandidateState
  idNoSealed: string | null
  phone: string | null
  education: Education | null
  school: string | null
  major: string | null
  diplomaNo: string | null
  xuexin: 'match' | 'mismatch' | null
  xuexinOn: string | null
  xuexinNo: string | null
  lawBackground: boolean
  courtYears: number
  rank: number
  courtExperience: string | null
  contractSignedOn: string | null
  contractFrom: string | null
  contractUntil: string | null
  startOn: string | null
  recordsNo: string | null
  recordsAuthority: string | null
  recordsOn: string | null
  conviction: boolean | null
  background: string | null
  relationsDeclared: 'none' | 'list' | null
  relations: Relation[]
  engagementId: number | null
  engagement: string | null
  role: (typeof proposableRoles)[number] | null
  team: string | null
  fromDate: string | null
  proposedAt: string | null
  proposedBy: number | null
  reason: string | null
  decidedBy: string | null
  decidedAt: string | null
  registrationNo: string | null
  personId: number | null
  eraseOn: string | null
  reviewPassed: boolean | null
  fileKinds: FileKind[]
  revision: number
}
const columns = sql`c.id, c.name, c.contractor_id as "contractorId", o.name as contractor, c.state, c.id_no_sealed as "idNoSealed", c.phone, c.education, c.school, c.major, c.diploma_no as "diplomaNo",
  c.xuexin, c.xuexin_on as "xuexinOn", c.xuexin_no as "xuexinNo", c.law_background as "lawBackground", c.court_years as "courtYears", c.rank, c.court_experience as "courtExperience",
  c.contract_signed_on as "contractSignedOn", c.contract_from as "contractFrom", c.contract_until as "contractUntil", c.start_on as "startOn", c.records_no as "recordsNo",
  c.records_authority as "recordsAuthority", c.records_on as "recordsOn", c.conviction, c.background, c.relations_declared as "relationsDeclared", c.relations, c.engagement_id as "engagementId",
  e.title as engagement, c.role, c.team, c.from_date as "fromDate", c.proposed_at as "proposedAt", c.proposed_by as "proposedBy", c.reason, d.name as "decidedBy", c.decided_at as "decidedAt",
  c.registration_no as "registrationNo", c.person_id as "personId", c.erase_on as "eraseOn", c.revision,
  (select r.passed from candidates.review r where r.court_id = c.court_id and r.candidate_id = c.id order by r.round desc limit 1) as "reviewPassed",
  (select coalesce(array_agg(distinct f.kind), '{}') from candidates.file f where f.court_id = c.court_id and f.candidate_id = c.id and f.removed_at is null) as "fileKinds"`
const source = sql`candidates.candidate c join organisations.contractor o on o.id = c.contractor_id
  left join organisations.engagement e on e.court_id = c.court_id and e.id = c.engagement_id left join organisations.person d on d.id = c.decided_by`

/** Law background and court experience first, then the years, then the newest (7.1.1.3). */
export const selectCandidates = async (
  ctx: Ctx,
  f: { q?: string; state?: string; contractorId?: number; engagementId?: number },
  page: { after?: string; limit: number },
): Promise<CandidateRow[]> => {
  const after = readCursor(page.after, 3)
  const where = [sql`c.court_id = ${ctx.actor.courtId}`]
  if (f.q) where.push(sql`c.name like ${`%${f.q.replace(/[\\%_]/g, '\\$&')}%`}`)
  if (f.state) where.push(sql`c.state = any (${f.state.split(',')}::text[])`)
  else where.push(sql`c.state not in ('closed', 'erased')`)
  if (f.contractorId) where.push(sql`c.contractor_id = ${f.contractorId}`)
  if (f.engagementId) where.push(sql`c.engagement_id = ${f.engagementId}`)
  if (after) where.push(sql`(c.rank, c.court_years, c.id) < (${after[0]}::int, ${after[1]}::int, ${after[2]}::bigint)`)
  return (
    await sql<CandidateRow>`select ${columns} from ${source} where ${sql.join(where, sql` and `)}
      order by c.rank desc, c.court_years desc, c.id desc limit ${page.limit + 1}`.execute(ctx.tx)
  ).rows
}
export const selectCandidate = async (ctx: Ctx, id: number, lock = false): Promise<CandidateRow | null> => {
  if (lock)
    await sql`select from candidates.candidate where court_id = ${ctx.actor.courtId} and id = ${id} for no key update`.execute(ctx.tx)
  return (
    (await sql<CandidateRow>`select ${columns} from ${source} where c.court_id = ${ctx.actor.courtId} and c.id = ${id}`.execute(ctx.tx))
      .rows[0] ?? null
  )
}
export interface FileRow {
  id: number
  candidateId: number
  kind: FileKind
  sha256: string
  type: string
  name: string
  size: number
  addedAt: string
}
export const selectFiles = async (ctx: Ctx, candidateId: number, fileId: number | null = null): Promise<FileRow[]> =>
  (
    await sql<FileRow>`select id, candidate_id as "candidateId", kind, sha256, type, name, size, added_at as "addedAt" from candidates.file
      where court_id = ${ctx.actor.courtId} and candidate_id = ${candidateId} and removed_at is null and (${fileId}::bigint is null or id = ${fileId}) order by id limit 100`.execute(
      ctx.tx,
    )
  ).rows
export interface ReviewRow {
  id: number
  round: number
  passed: boolean
  opinion: string
  reviewedOn: string
  validUntil: string | null
  skillsHalfDays: number | null
  skillsContent: string | null
  reviewedById: number | null
  reviewedBy: string | null
  reviewedAt: string
}
/** Newest first. */
export const selectReviews = async (ctx: Ctx, candidateId: number): Promise<ReviewRow[]> =>
  (
    await sql<ReviewRow>`select r.id, r.round, r.passed, r.opinion, r.reviewed_on as "reviewedOn", r.valid_until as "validUntil", r.skills_half_days as "skillsHalfDays", r.skills_content as "skillsContent",
        r.reviewed_by as "reviewedById", p.name as "reviewedBy", r.reviewed_at as "reviewedAt"
      from candidates.review r left join organisations.person p on p.id = r.reviewed_by where r.court_id = ${ctx.actor.courtId} and r.candidate_id = ${candidateId} order by r.round desc limit 60`.execute(
      ctx.tx,
    )
  ).rows
/** Half days of training in the court's own work that count for a person (6.6.1: skills training). */
export const skillsDoneOf = async (ctx: Ctx, personId: number): Promise<number> =>
  (
    await sql<{
      n: number
    }>`select coalesce(sum(half_days), 0)::int as n from workforce.fact where court_id = ${ctx.actor.courtId} and person_id = ${personId} and kind = 'training' and passed
      and revoked_at is null and 'work' = any (topics)`.execute(ctx.tx)
  ).rows[0]?.n ?? 0
/** The number after the last of this year that the court gave by itself: 备〔2026〕0001号. */
export const nextRegistration = async (ctx: Ctx, year: string): Promise<string> => {
  const { rows } = await sql<{
    n: number
  }>`select coalesce(max(substring(registration_no from '〕([0-9]{1,6})号$')::int), 0) + 1 as n from candidates.candidate
    where court_id = ${ctx.actor.courtId} and registration_no like ${`备〔${year}〕%号`}`.execute(ctx.tx)
  return `备〔${year}〕${String(rows[0]!.n).padStart(4, '0')}号`
}
