import { z } from 'zod'
import { endpoint, type Permissions } from '../../platform/http/endpoint.ts'
import { decision, paging, role } from '../organisations/api.ts'
import { factKinds, gateItems, trainingPhases, trainingTopics } from './rules.ts'

/** The court's facts are recorded by the court, the contractor's by its hr; never by the person himself. */
export const permissions = {
  'workforce.see': ['courtLeader', 'trialManagement', 'commissioner', 'responsibleDepartment', 'projectManager', 'teamLead', 'hr'],
  'workforce.record': ['trialManagement', 'commissioner', 'responsibleDepartment', 'hr'],
  'workforce.veto': ['trialManagement', 'commissioner', 'responsibleDepartment'],
} as const satisfies Permissions

const id = z.coerce.number().int().positive()
const date = z.iso.date()
const byPerson = z.object({ id })

/** One line of the checklist. `missing`: why it is not met, null when it is. */
export const gateLine = z.object({
  item: z.enum(gateItems),
  clause: z.string(),
  met: z.boolean(),
  missing: z.enum(['absent', 'failed', 'expired', 'too-few', 'topics-missing', 'vetoed', 'no-engagement', 'left', 'on-leave']).nullable(),
  since: z.string().nullable(),
  until: z.string().nullable(),
  /** Training only: half days done and needed. */
  done: z.number().nullable(),
  needed: z.number().nullable(),
  /** Training only: required topics not yet covered (7.1.1.5). */
  topicsMissing: z.array(z.enum(trainingTopics)),
  /** Who has to act: the court or the contractor. */
  by: z.enum(['court', 'contractor']),
  /** Expires within 30 days. */
  soon: z.boolean(),
})
export const fact = z.object({
  id: z.number(),
  kind: z.enum(factKinds),
  passed: z.boolean(),
  onDate: z.string(),
  validUntil: z.string().nullable(),
  halfDays: z.number().nullable(),
  topics: z.array(z.enum(trainingTopics)).nullable(),
  phase: z.enum(trainingPhases).nullable(),
  /** The module whose evidence this is; null: entered by hand. */
  source: z.string().nullable(),
  reference: z.string().nullable(),
  note: z.string().nullable(),
  recordedBy: z.string().nullable(),
  recordedAt: z.string(),
  revokedAt: z.string().nullable(),
  revokedBy: z.string().nullable(),
  can: z.object({ revoke: decision }),
})
const rosterRow = {
  personId: z.number(),
  name: z.string(),
  staffNo: z.string().nullable(),
  contractorId: z.number(),
  contractorName: z.string(),
  roles: z.array(role),
  team: z.string().nullable(),
  admitted: z.boolean(),
  vetoed: z.boolean(),
  missing: z.array(z.enum(gateItems)),
  expiresOn: z.string().nullable(),
}
export const listRoster = endpoint({
  method: 'GET',
  path: '/workforce',
  permission: 'workforce.see',
  audit: 'workforce.list',
  errors: [],
  summary: { zh: '驻场人员与准入状态', en: 'Roster: outsourced staff with their admission' },
  query: z.object({
    q: z.string().trim().max(100).optional(),
    contractorId: id.optional(),
    engagementId: id.optional(),
    admitted: z.enum(['yes', 'no']).optional(),
    ...paging,
  }),
  response: z.object({ items: z.array(z.object(rosterRow)), next: z.string().nullable() }),
})
export const readGate = endpoint({
  method: 'GET',
  path: '/workforce/:id',
  permission: 'workforce.see',
  audit: 'workforce.read',
  errors: ['not-outsourced'],
  summary: { zh: '准入清单与记录', en: 'Admission checklist and facts of one person' },
  params: byPerson,
  response: z.object({
    ...rosterRow,
    gate: z.array(gateLine),
    facts: z.array(fact),
    /** The veto in force with what it ended (6.6.1). */
    veto: z
      .object({
        onDate: z.string(),
        at: z.string(),
        by: z.string().nullable(),
        reason: z.string().nullable(),
        effects: z.record(z.string(), z.number()).nullable(),
      })
      .nullable(),
    can: z.object({ record: z.record(z.string(), decision), veto: decision, liftVeto: decision }),
  }),
})
export const readMyGate = endpoint({
  method: 'GET',
  path: '/workforce/mine',
  permission: 'signed-in',
  audit: 'none',
  errors: ['not-outsourced'],
  summary: { zh: '我的准入清单', en: 'My own checklist' },
  response: z.object({ admitted: z.boolean(), gate: z.array(gateLine) }),
})
export const recordFact = endpoint({
  method: 'POST',
  path: '/workforce/:id/facts',
  permission: 'workforce.record',
  audit: 'workforce.record',
  errors: [
    'not-outsourced',
    'not-your-people',
    'not-yourself',
    'kind-by-court',
    'kind-by-contractor',
    'nda-by-agreement',
    'fact-in-future',
    'records-check-old',
    'vetting-too-long',
    'half-days-required',
    'half-days-not-here',
    'topics-required',
    'valid-until-reversed',
    'person-left',
    'reference-required',
    'outcome-not-here',
  ],
  summary: { zh: '登记准入事实', en: 'Record a fact of the admission gate' },
  params: byPerson,
  body: z.object({
    kind: z.enum(['education', 'vetting', 'recordsCheck', 'labourContract', 'nda', 'training', 'registration']),
    passed: z.boolean().default(true),
    onDate: date,
    /** Default: vetting one year, others open. */
    validUntil: date.nullable().optional(),
    halfDays: z.number().int().min(1).max(60).nullable().optional(),
    topics: z.array(z.enum(trainingTopics)).max(5).nullable().optional(),
    phase: z.enum(trainingPhases).default('preJob'),
    reference: z.string().trim().max(200).nullable().optional(),
    note: z.string().trim().max(1000).nullable().optional(),
  }),
  response: z.object({ id: z.number(), admitted: z.boolean() }),
})
/** A fact is never changed: it is revoked and recorded anew. */
export const revokeFact = endpoint({
  method: 'POST',
  path: '/workforce/facts/:id/revoke',
  permission: 'workforce.record',
  audit: 'workforce.revoke',
  errors: [
    'not-your-people',
    'not-yourself',
    'kind-by-court',
    'kind-by-contractor',
    'fact-revoked',
    'fact-from-evidence',
    'veto-lift-instead',
  ],
  summary: { zh: '撤销登记', en: 'Revoke a recorded fact' },
  params: byPerson,
  body: z.object({ reason: z.string().trim().min(1).max(500) }),
  response: z.object({ id: z.number(), admitted: z.boolean() }),
})
/** 一票否决 (6.6.1): access and sessions end in the same transaction. */
export const vetoPerson = endpoint({
  method: 'POST',
  path: '/workforce/:id/veto',
  permission: 'workforce.veto',
  audit: 'workforce.veto',
  errors: ['not-outsourced', 'already-vetoed', 'not-yourself'],
  summary: { zh: '一票否决', en: 'Veto: all access ends at once' },
  params: byPerson,
  body: z.object({ reason: z.string().trim().min(1).max(500) }),
  response: z.object({ id: z.number(), sessionsEnded: z.number() }),
})
export const liftVeto = endpoint({
  method: 'POST',
  path: '/workforce/:id/veto/lift',
  permission: 'workforce.veto',
  audit: 'workforce.liftVeto',
  errors: ['not-outsourced', 'not-vetoed', 'second-person-required'],
  summary: { zh: '解除否决（须另一人）', en: 'Lift a veto; not by the person who made it' },
  params: byPerson,
  body: z.object({ reason: z.string().trim().min(1).max(500) }),
  response: z.object({ id: z.number(), admitted: z.boolean() }),
})
