import { type Decision, no, yes } from '../organisations/rules/structure.ts'
import type { Who } from '../organisations/rules/authority.ts'

export const factKinds = ['education', 'vetting', 'recordsCheck', 'labourContract', 'nda', 'training', 'registration', 'veto'] as const
export type FactKind = (typeof factKinds)[number]
/** Items of the gate, in the order they are shown; the SQL function workforce.gate answers the same keys. */
export const gateItems = [
  'education',
  'vetting',
  'recordsCheck',
  'labourContract',
  'nda',
  'training',
  'registration',
  'engagement',
  'present',
  'veto',
] as const
export type GateItem = (typeof gateItems)[number]

/** Clause of the standard that asks for each item. */
export const clauseOf: Readonly<Record<GateItem, string>> = {
  education: '7.1.1.3',
  vetting: '6.6.1',
  recordsCheck: '7.1.1.4',
  labourContract: '7.1.1.2',
  nda: '7.3.2.4',
  training: '7.1.1.5',
  registration: 'A-17',
  engagement: '6.4',
  present: '7.1.1.1',
  veto: '6.6.1',
}
/** Who has to act when an item is missing. */
export const sideOfItem: Readonly<Record<GateItem, 'court' | 'contractor'>> = {
  education: 'contractor',
  vetting: 'court',
  recordsCheck: 'contractor',
  labourContract: 'contractor',
  nda: 'contractor',
  training: 'contractor',
  registration: 'court',
  engagement: 'court',
  present: 'contractor',
  veto: 'court',
}
/** What a training is about; the first three are required before the first task (7.1.1.5), 'work' is the court's own affairs. */
export const trainingTopics = ['procedure', 'secrecy', 'health', 'work', 'other'] as const
export type TrainingTopic = (typeof trainingTopics)[number]
export const REQUIRED_TOPICS = ['procedure', 'secrecy', 'health'] as const satisfies readonly TrainingTopic[]
/** 岗前: before the first task; 在岗: in service, each year anew. */
export const trainingPhases = ['preJob', 'inService'] as const
export type TrainingPhase = (typeof trainingPhases)[number]
/** 7.1.1.5: five days before the first task, counted in half days. */
export const TRAINING_HALF_DAYS = 10

const isPlatform = (who: Who): boolean => who.side === 'system' && who.personId === null
const courtOffices = (who: Who): boolean =>
  who.side === 'court' && ['trialManagement', 'commissioner', 'responsibleDepartment'].some((r) => who.roles.includes(r))

/**
 * Who records what: the court vetting, registration and its own training; the contractor's hr the papers it answers for and training;
 * nobody his own.
 */
export const mayRecord = (who: Who, whom: { id: number; contractorId: number | null }, kind: FactKind): Decision => {
  if (isPlatform(who)) return yes
  if (who.personId === whom.id) return no('not-yourself')
  // 7.3.2.4: the agreement is the signature itself, kept by the module of the agreements; nobody types it in.
  if (kind === 'nda') return no('nda-by-agreement')
  if (kind === 'veto') return courtOffices(who) ? yes : no('kind-by-court')
  if (who.side === 'contractor') {
    if (!who.roles.includes('hr') || who.contractorId !== whom.contractorId) return no('not-your-people')
    return sideOfItem[kind] === 'contractor' ? yes : no('kind-by-court')
  }
  if (!courtOffices(who)) return no('not-allowed')
  return sideOfItem[kind] === 'court' || kind === 'training' ? yes : no('kind-by-contractor')
}

export interface NewFact {
  kind: Exclude<FactKind, 'veto'>
  passed: boolean
  onDate: string
  validUntil?: string | null
  halfDays?: number | null
  topics?: readonly TrainingTopic[] | null
  reference?: string | null
}
/** Calendar months or years before or after a date, 'YYYY-MM-DD'; computed by the caller, so that this stays without a clock. */
export interface FactTimes {
  today: string
  /** Earliest date a records check may bear today. */
  recordsCheckFrom: string
  /** Last day of a vetting of `onDate`. */
  vettingUntil: string
}
/** Checks a fact to be recorded and fills in its last day. */
export const factStands = (f: NewFact, t: FactTimes): { ok: true; validUntil: string | null } | { ok: false; code: string } => {
  const fault = (code: string) => ({ ok: false as const, code })
  if (f.onDate > t.today) return fault('fact-in-future')
  if (f.kind === 'training' && !f.halfDays) return fault('half-days-required')
  if (f.kind !== 'training' && (f.halfDays || f.topics?.length)) return fault('half-days-not-here')
  if (f.kind === 'training' && !f.topics?.length) return fault('topics-required')
  // A paper that was not signed and a registration that was not made are no facts.
  if (!f.passed && ['labourContract', 'nda', 'registration'].includes(f.kind)) return fault('outcome-not-here')
  if (f.kind === 'recordsCheck' && f.onDate < t.recordsCheckFrom) return fault('records-check-old')
  if ((f.kind === 'recordsCheck' || f.kind === 'education') && f.passed && !f.reference) return fault('reference-required')
  const validUntil = f.validUntil ?? (f.kind === 'vetting' && f.passed ? t.vettingUntil : null)
  if (validUntil !== null && validUntil < f.onDate) return fault('valid-until-reversed')
  // Rechecked yearly: a vetting never reaches further, whatever was typed.
  if (f.kind === 'vetting' && validUntil !== null && validUntil > t.vettingUntil) return fault('vetting-too-long')
  return { ok: true, validUntil }
}

export type Missing = 'absent' | 'failed' | 'expired' | 'too-few' | 'topics-missing' | 'vetoed' | 'no-engagement' | 'left' | 'on-leave'
/** Why an item is not met. `latest`: the newest fact of its kind that counts today; `backOn`: last day of a leave that runs. */
export const whyMissing = (
  item: GateItem,
  met: boolean,
  latest: { passed: boolean } | null,
  halfDays = 0,
  backOn: string | null = null,
): Missing | null => {
  if (met) return null
  if (item === 'veto') return 'vetoed'
  if (item === 'training') return halfDays >= TRAINING_HALF_DAYS ? 'topics-missing' : 'too-few'
  if (item === 'engagement') return 'no-engagement'
  if (item === 'present') return backOn === null ? 'left' : 'on-leave'
  return latest === null ? 'absent' : latest.passed ? 'expired' : 'failed'
}
