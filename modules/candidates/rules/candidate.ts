import type { Role } from '../../organisations/rules/roles.ts'

export const candidateStates = ['draft', 'proposed', 'reviewed', 'accepted', 'rejected', 'closed', 'erased'] as const
export type CandidateState = (typeof candidateStates)[number]
export const educationLevels = ['below', 'college', 'bachelor', 'master', 'doctor'] as const
export type Education = (typeof educationLevels)[number]
export const fileKinds = ['diploma', 'contract', 'records', 'other'] as const
export type FileKind = (typeof fileKinds)[number]
/** Posts a candidate may be proposed for. */
export const proposableRoles = ['projectManager', 'teamLead', 'operator', 'hr', 'finance'] as const satisfies readonly Role[]

export interface Particulars {
  idNo: boolean
  education: Education | null
  school: string | null
  diplomaNo: string | null
  xuexin: 'match' | 'mismatch' | null
  xuexinOn: string | null
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
  relations: readonly unknown[]
  files: readonly FileKind[]
}
/** What the calendar says; computed by the caller, so that this stays without a clock. */
export interface CandidateTimes {
  today: string
  /** Earliest date a records certificate may bear today. */
  recordsFrom: string
  /** Last day for a written contract: one month after work began (劳动合同法10). */
  contractBy: string | null
}

export const missingCodes = [
  'no-id',
  'no-education',
  'education-low',
  'no-diploma',
  'no-diploma-file',
  'no-xuexin',
  'xuexin-mismatch',
  'no-contract',
  'contract-reversed',
  'contract-late',
  'contract-over',
  'no-contract-file',
  'no-records',
  'records-future',
  'records-old',
  'no-records-file',
  'conviction',
  'no-background',
  'no-relations',
  'relations-empty',
] as const
export type MissingCode = (typeof missingCodes)[number]
export interface MissingLine {
  code: MissingCode
  clause: string
}
export const clauseOfMissing: Readonly<Record<MissingCode, string>> = {
  'no-id': '7.1.1.1',
  'no-education': '7.1.1.3',
  'education-low': '7.1.1.3',
  'no-diploma': '7.1.1.3',
  'no-diploma-file': '7.1.1.3',
  'no-xuexin': '7.1.1.3',
  'xuexin-mismatch': '7.1.1.3',
  'no-contract': '7.1.1.2',
  'contract-reversed': '7.1.1.2',
  'contract-late': '劳动合同法10',
  'contract-over': '7.1.1.2',
  'no-contract-file': '7.1.1.2',
  'no-records': '7.1.1.4',
  'records-future': '7.1.1.4',
  'records-old': '7.1.1.4',
  'no-records-file': '7.1.1.4',
  conviction: '6.6.1',
  'no-background': '7.1.1.4',
  'no-relations': '7.3.2.4',
  'relations-empty': '7.3.2.4',
}

/** Everything that keeps a candidate from being proposed, or from being taken on; empty: nothing. In the order of the form. */
export const missingOf = (c: Particulars, t: CandidateTimes): MissingLine[] => {
  const found: MissingCode[] = []
  const when = (bad: boolean, code: MissingCode): boolean => {
    if (bad) found.push(code)
    return bad
  }
  when(!c.idNo, 'no-id')
  // 7.1.1.3: 大专 or above; nothing makes up for it.
  if (!when(c.education === null, 'no-education')) when(c.education === 'below', 'education-low')
  when(!c.school || !c.diplomaNo, 'no-diploma')
  when(!c.files.includes('diploma'), 'no-diploma-file')
  if (!when(c.xuexin === null || c.xuexinOn === null || c.xuexinOn > t.today, 'no-xuexin')) when(c.xuexin === 'mismatch', 'xuexin-mismatch')
  const contracted = c.contractSignedOn && c.contractFrom && c.startOn && c.contractSignedOn <= t.today
  if (!when(!contracted, 'no-contract')) {
    when(c.contractUntil !== null && c.contractUntil < c.contractFrom!, 'contract-reversed')
    when(t.contractBy !== null && c.contractSignedOn! > t.contractBy, 'contract-late')
    when(c.contractUntil !== null && c.contractUntil >= c.contractFrom! && c.contractUntil < t.today, 'contract-over')
  }
  when(!c.files.includes('contract'), 'no-contract-file')
  if (!when(!c.recordsNo || !c.recordsAuthority || !c.recordsOn || c.conviction === null, 'no-records')) {
    if (!when(c.recordsOn! > t.today, 'records-future')) when(c.recordsOn! < t.recordsFrom, 'records-old')
  }
  when(!c.files.includes('records'), 'no-records-file')
  // 6.6.1: 有违法犯罪前科人员不应录用.
  when(c.conviction === true, 'conviction')
  when(!c.background, 'no-background')
  if (!when(c.relationsDeclared === null, 'no-relations'))
    when(c.relationsDeclared === 'list' && c.relations.length === 0, 'relations-empty')
  return found.map((code) => ({ code, clause: clauseOfMissing[code] }))
}

/** 7.1.1.3: 优先录用法律教育背景及有法院从业经历的员工: both, one of the two, none; then the years at a court. */
export const rankOf = (c: { lawBackground: boolean; courtYears: number }): number => (c.lawBackground ? 1 : 0) + (c.courtYears > 0 ? 1 : 0)

export type Turn = 'change' | 'propose' | 'withdraw' | 'close' | 'review' | 'accept' | 'reject' | 'renew'
const from: Readonly<Record<Turn, readonly CandidateState[]>> = {
  change: ['draft'],
  propose: ['draft'],
  withdraw: ['proposed', 'reviewed'],
  close: ['draft'],
  review: ['proposed'],
  accept: ['reviewed'],
  reject: ['proposed', 'reviewed'],
  renew: ['accepted'],
}
const byCourt: readonly Turn[] = ['review', 'accept', 'reject', 'renew']
export const turnCodes = ['not-allowed', 'candidate-state', 'review-failed', 'second-person-required'] as const
export type TurnCode = (typeof turnCodes)[number]
export interface TurnActor {
  side: string
  roles: readonly string[]
  personId: number | null
}
/** Who may do what with a candidate now. `review`: the last one. */
export const mayTurn = (
  turn: Turn,
  c: { state: CandidateState; review: { passed: boolean; reviewedById: number | null } | null },
  who: TurnActor,
): { ok: true } | { ok: false; code: TurnCode } => {
  const no = (code: TurnCode) => ({ ok: false as const, code })
  const mine = byCourt.includes(turn)
    ? who.side === 'court' && who.roles.some((r) => r === 'trialManagement' || r === 'responsibleDepartment')
    : who.side === 'contractor' && who.roles.includes('hr')
  if (!mine) return no('not-allowed')
  if (!from[turn].includes(c.state)) return no('candidate-state')
  if (turn === 'accept') {
    if (!c.review?.passed) return no('review-failed')
    // Maker ≠ checker: who reviewed does not register.
    if (c.review.reviewedById === null || c.review.reviewedById === who.personId) return no('second-person-required')
  }
  return { ok: true }
}
