import { type Role, rolesByContractor, type Side, sideOfRole } from './roles.ts'
import { type Decision, no, yes } from './structure.ts'

/** The part of an actor that decides about people. */
export interface Who {
  personId: number | null
  side: 'court' | 'contractor' | 'system' | 'public'
  roles: readonly string[]
  contractorId: number | null
}
export interface Whom {
  id: number | null
  side: Side
  contractorId: number | null
}
const holds = (who: Who, ...roles: Role[]): boolean => roles.some((r) => who.roles.includes(r))
/** The platform itself (jobs, setup, simulate) acts without a person. */
const isPlatform = (who: Who): boolean => who.side === 'system' && who.personId === null

/**
 * Who keeps the records of a person: the system administrator those of court and system, the court's managing offices those of the
 * contractor's staff, the contractor's hr its own. Whether the person is in the caller's courts is settled by the query.
 */
export const mayManage = (who: Who, whom: Whom): Decision => {
  if (isPlatform(who)) return yes
  if (whom.side !== 'contractor') return holds(who, 'systemAdmin') ? yes : no('not-your-people')
  if (who.side === 'court' && holds(who, 'trialManagement', 'responsibleDepartment')) return yes
  return who.side === 'contractor' && holds(who, 'hr') && who.contractorId === whom.contractorId ? yes : no('not-your-people')
}

/** Who gives a post: rights of court and system come from the security administrator, never from the one who makes accounts (三员分立). */
export const mayGivePost = (who: Who, whom: Whom, role: Role | null): Decision => {
  if (isPlatform(who)) return yes
  if (whom.id !== null && whom.id === who.personId) return no('not-yourself')
  if (whom.side !== 'contractor') return holds(who, 'securityAdmin') ? yes : no('not-your-people')
  if (who.side === 'court' && holds(who, 'trialManagement', 'responsibleDepartment')) return yes
  if (who.side !== 'contractor' || !holds(who, 'hr') || who.contractorId !== whom.contractorId) return no('not-your-people')
  return role === null || rolesByContractor.includes(role) ? yes : no('role-by-court-only')
}

export const roleFits = (side: Side, role: Role): Decision => (sideOfRole(role) === side ? yes : no('role-of-other-side'))
