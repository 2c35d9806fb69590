import type { Ctx } from '../../platform/http/context.ts'
import { createDivision, insertCourt } from './commands/courts.ts'
import { createContractor, createEngagement } from './commands/engagements.ts'
import { createPerson } from './commands/people.ts'
import { assignPost } from './commands/posts.ts'
import { residentCheckDigit, usccCheckDigit } from './rules/identity.ts'
import { type Role, sideOfRole } from './rules/roles.ts'
import type { CourtLevel, DivisionKind } from './rules/structure.ts'

/**
 * Builders for tests and the demo; they go through the same commands. `ctx` is the platform's (app.asSystem(courtId, …)) or that of an
 * actor who may. All names and numbers are made up; numbers bear valid check digits.
 */
export const buildCourt = async (
  ctx: Ctx,
  o: { name?: string; code?: string; level?: CourtLevel; parentId?: number | null } = {},
): Promise<number> =>
  (
    await insertCourt(ctx, {
      parentId: o.parentId ?? null,
      code: o.code ?? '苏1299',
      name: o.name ?? '云川市临溪区人民法院',
      level: o.level ?? 'basic',
    })
  ).id

export const buildDivision = async (ctx: Ctx, o: { name?: string; kind?: DivisionKind; courtId?: number } = {}): Promise<number> =>
  (
    await createDivision(ctx, {
      body: { name: o.name ?? '立案庭', kind: o.kind ?? 'filing', courtId: o.courtId },
    })
  ).id

/** A USCC that stands, from a serial number. */
export const usccOf = (serial: number): string => {
  const first = `91321200${String(serial).padStart(9, '0')}`
  return first + usccCheckDigit(first)
}
/** An ID number that stands, of a made-up person; region 321299 exists nowhere. */
export const idNoOf = (serial: number, birth = '19950101'): string => {
  const first = `321299${birth}${String(serial % 1000).padStart(3, '0')}`
  return first + residentCheckDigit(first)
}

export const buildContractor = async (ctx: Ctx, o: { name?: string; serial?: number } = {}): Promise<number> =>
  (
    await createContractor(ctx, {
      body: { name: o.name ?? '云川诚达司法辅助服务有限公司', uscc: usccOf(o.serial ?? 1) },
    })
  ).id

export const buildEngagement = async (
  ctx: Ctx,
  o: {
    contractorId: number
    fromDate: string
    untilDate: string
    services?: string[]
    title?: string
    minStaff?: number
    exposureCap?: number
  },
): Promise<number> =>
  (
    await createEngagement(ctx, {
      body: {
        title: '辅助事务外包服务',
        services: ['filing-entry', 'scan-catalogue', 'service-of-process'],
        minStaff: 0,
        exposureCap: 0.6,
        ...o,
      },
    })
  ).id

/** A person with one post; the side follows from the role. Answers the person's id. */
export const buildPerson = async (
  ctx: Ctx,
  o: {
    name: string
    role: Role
    courtId?: number
    contractorId?: number
    engagementId?: number
    divisionId?: number
    team?: string
    services?: string[]
    staffNo?: string
    fromDate?: string
  },
): Promise<number> => {
  const side = sideOfRole(o.role)
  const made = await createPerson(ctx, {
    body: {
      side,
      name: o.name,
      staffNo: o.staffNo,
      ...(side === 'contractor' ? { contractorId: o.contractorId } : { courtId: o.courtId }),
    },
  })
  await assignPost(ctx, {
    params: { id: made.id },
    body: {
      role: o.role,
      courtId: o.courtId,
      divisionId: o.divisionId,
      engagementId: o.engagementId,
      team: o.team,
      services: o.services,
      fromDate: o.fromDate,
    },
  })
  return made.id
}
