/** Roles and their titles; the keys stand in the SQL check of organisations.post too. */
export const courtRoles = [
  'courtLeader',
  'trialManagement',
  'commissioner',
  'responsibleDepartment',
  'filingOfficer',
  'judge',
  'clerk',
  'enforcementOfficer',
  'archivist',
] as const
export const contractorRoles = ['projectManager', 'teamLead', 'operator', 'hr', 'finance'] as const
/** 三员: three people, never one in two of these posts. */
export const systemRoles = ['systemAdmin', 'securityAdmin', 'securityAuditor'] as const
export const roleKeys = [...courtRoles, ...contractorRoles, ...systemRoles] as const
export type Role = (typeof roleKeys)[number]
export type Side = 'court' | 'contractor' | 'system'

export const roleTitles: Readonly<Record<Role, { zh: string; en: string }>> = {
  courtLeader: { zh: '院领导', en: 'Court leader' },
  trialManagement: { zh: '审管办', en: 'Trial management office' },
  commissioner: { zh: '监管专员', en: 'Supervision commissioner' },
  responsibleDepartment: { zh: '责任部门', en: 'Responsible department' },
  filingOfficer: { zh: '立案人员', en: 'Filing officer' },
  judge: { zh: '法官/法官助理', en: 'Judge or judge’s assistant' },
  clerk: { zh: '书记员', en: 'Clerk' },
  enforcementOfficer: { zh: '执行员', en: 'Enforcement officer' },
  archivist: { zh: '档案员', en: 'Archivist' },
  projectManager: { zh: '项目经理', en: 'Project manager' },
  teamLead: { zh: '组长', en: 'Team lead' },
  operator: { zh: '操作员', en: 'Operator' },
  hr: { zh: '人事', en: 'Human resources' },
  finance: { zh: '财务', en: 'Finance' },
  systemAdmin: { zh: '系统管理员', en: 'System administrator' },
  securityAdmin: { zh: '安全保密管理员', en: 'Security administrator' },
  securityAuditor: { zh: '安全审计员', en: 'Security auditor' },
}

const among = (list: readonly string[], role: string): boolean => list.includes(role)

/** The side a role belongs to; a person's side is fixed for life (4.1), so this also says who may ever hold it. */
export const sideOfRole = (role: Role): Side => (among(courtRoles, role) ? 'court' : among(contractorRoles, role) ? 'contractor' : 'system')

/** A second factor is required by default of the three administrators and of the project manager. */
export const needsSecondFactor = (roles: readonly string[]): boolean => roles.some((r) => among(systemRoles, r) || r === 'projectManager')

/** Roles the contractor fills by itself; its manager and hr stand against the court and need its hand (7.1.1.3). */
export const rolesByContractor: readonly Role[] = ['teamLead', 'operator', 'finance']

/** 三员分立: refused when the person holds another of the three posts on any day of the new one. Dates 'YYYY-MM-DD', null: open. */
export const threeAdministrators = (
  held: readonly { role: string; fromDate: string; untilDate: string | null }[],
  wanted: { role: Role; fromDate: string; untilDate: string | null },
): { ok: true } | { ok: false; code: 'three-administrators' } => {
  if (sideOfRole(wanted.role) !== 'system') return { ok: true }
  const meets = held.some(
    (h) =>
      among(systemRoles, h.role) &&
      (h.untilDate === null || h.untilDate >= h.fromDate) &&
      (h.untilDate === null || h.untilDate >= wanted.fromDate) &&
      (wanted.untilDate === null || wanted.untilDate >= h.fromDate),
  )
  return meets ? { ok: false, code: 'three-administrators' } : { ok: true }
}
