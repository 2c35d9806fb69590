import { z } from 'zod'
import { endpoint, type Permissions } from '../../platform/http/endpoint.ts'

const courtStaff = [
  'courtLeader',
  'trialManagement',
  'commissioner',
  'responsibleDepartment',
  'filingOfficer',
  'judge',
  'clerk',
  'enforcementOfficer',
  'archivist',
]
export const permissions: Permissions = {
  'confidentiality.review': ['courtLeader', 'trialManagement', 'commissioner', 'responsibleDepartment', 'securityAdmin', 'securityAuditor'],
  'confidentiality.freeze': ['trialManagement', 'commissioner', 'courtLeader'],
  // Break-glass: asked by court staff alone, opened by a second person.
  'confidentiality.glass': [...courtStaff],
  'confidentiality.glassDecide': ['courtLeader', 'trialManagement', 'commissioner'],
  'confidentiality.glassRead': [...courtStaff, 'securityAdmin', 'securityAuditor'],
  'confidentiality.own': [
    'courtLeader',
    'trialManagement',
    'commissioner',
    'responsibleDepartment',
    'filingOfficer',
    'judge',
    'clerk',
    'enforcementOfficer',
    'archivist',
    'projectManager',
    'teamLead',
    'operator',
  ],
}
const id = z.object({ id: z.coerce.number().int().positive() })
const grant = z.object({
  id: z.number(),
  personId: z.number(),
  personName: z.string(),
  side: z.enum(['court', 'contractor']),
  caseId: z.number(),
  caseNumber: z.string().nullable(),
  caseTitle: z.string().nullable(),
  /** null: no task but a broken glass. */
  taskId: z.number().nullable(),
  stage: z.string(),
  categories: z.array(z.string()),
  levels: z.array(z.string()),
  actions: z.array(z.string()),
  fromAt: z.string(),
  untilAt: z.string(),
  endedAt: z.string().nullable(),
  endedBecause: z.string().nullable(),
  reads: z.number(),
})
const page = { cursor: z.coerce.number().int().positive().optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }
const grants = z.object({ items: z.array(grant), next: z.number().nullable() })

export const caseAccess = endpoint({
  method: 'GET',
  path: '/cases/:id/access',
  summary: { zh: '谁看过这件案子', en: 'Who has seen this case' },
  permission: 'confidentiality.review',
  audit: 'access.review',
  errors: [],
  params: id,
  query: z.object(page),
  /** Of outsourced people: stages of the case each has touched, of all stages there are, and the cap of the contract (7.3.2.2). */
  response: grants.extend({
    exposure: z.array(
      z.object({ personId: z.number(), personName: z.string(), touched: z.number(), of: z.number(), cap: z.number().nullable() }),
    ),
  }),
})
export const personAccess = endpoint({
  method: 'GET',
  path: '/access/persons/:id',
  summary: { zh: '此人看过哪些案件', en: 'What has this person seen' },
  permission: 'confidentiality.review',
  audit: 'access.review',
  errors: [],
  params: id,
  query: z.object(page),
  /** Of an outsourced person: the cases of which most stages have been touched, at most twenty (7.3.2.2). */
  response: grants.extend({
    exposure: z.array(
      z.object({ caseId: z.number(), caseNumber: z.string().nullable(), touched: z.number(), of: z.number(), cap: z.number().nullable() }),
    ),
  }),
})
export const myAccess = endpoint({
  method: 'GET',
  path: '/access/mine',
  summary: { zh: '我当前的授权', en: 'My live grants' },
  permission: 'confidentiality.own',
  audit: 'none',
  errors: [],
  query: z.object(page),
  response: grants,
})
const denial = z.object({
  id: z.number(),
  kind: z.enum(['veto', 'freeze', 'recusal']),
  reason: z.string(),
  /** Of a match with a declared relative: the kind of relation, and nothing else. */
  relation: z.string().nullable(),
  personId: z.number().nullable(),
  personName: z.string().nullable(),
  contractorId: z.number().nullable(),
  contractorName: z.string().nullable(),
  caseId: z.number().nullable(),
  caseNumber: z.string().nullable(),
  fromAt: z.string(),
  endedAt: z.string().nullable(),
  /** Whose two hands it passed through; a match by declared relation was made by nobody. */
  madeByName: z.string().nullable(),
  endedByName: z.string().nullable(),
  canLift: z.union([z.literal(true), z.string()]),
})
export const listDenials = endpoint({
  method: 'GET',
  path: '/access/denials',
  summary: { zh: '冻结、否决与回避', en: 'Freezes, vetoes and recusals' },
  permission: 'confidentiality.review',
  audit: 'none',
  errors: [],
  query: z.object(page),
  response: z.object({ items: z.array(denial), next: z.number().nullable() }),
})
const reason = z.string().trim().min(2).max(500)
export const freezeAccess = endpoint({
  method: 'POST',
  path: '/access/denials',
  summary: { zh: '立即冻结（人员、服务商或案件）', en: 'Freeze at once: person, contractor or case' },
  permission: 'confidentiality.freeze',
  audit: 'access.freeze',
  errors: ['nothing-to-freeze', 'freeze-one-thing'],
  body: z.object({
    personId: z.number().int().optional(),
    contractorId: z.number().int().optional(),
    caseId: z.number().int().optional(),
    reason,
  }),
  response: z.object({ id: z.number(), tasks: z.number() }),
})
export const liftDenial = endpoint({
  method: 'POST',
  path: '/access/denials/:id/lift',
  summary: { zh: '解除（须第二人）', en: 'Lift, by a second person' },
  permission: 'confidentiality.freeze',
  audit: 'access.thaw',
  errors: ['second-person-needed', 'already-lifted', 'ends-with-the-veto'],
  params: id,
  response: z.object({ ok: z.literal(true) }),
})
export const myStop = endpoint({
  method: 'GET',
  path: '/access/mine/stop',
  summary: { zh: '我的访问是否被冻结', en: 'Whether my access is frozen' },
  permission: 'confidentiality.own',
  audit: 'none',
  errors: [],
  response: z.object({ stop: z.object({ of: z.enum(['person', 'contractor', 'engagement']), fromAt: z.string().nullable() }).nullable() }),
})
export const declareRecusal = endpoint({
  method: 'POST',
  path: '/cases/:id/recusal',
  summary: { zh: '申报利害关系并回避', en: 'Declare a relation and step back' },
  permission: 'confidentiality.own',
  audit: 'access.recusal',
  errors: ['not-found'],
  params: id,
  body: z.object({ reason }),
  response: z.object({ id: z.number() }),
})
export const refusals = endpoint({
  method: 'GET',
  path: '/access/refusals',
  summary: { zh: '被拒绝的访问', en: 'Refused accesses' },
  permission: 'confidentiality.review',
  audit: 'none',
  errors: [],
  query: z.object(page),
  response: z.object({
    items: z.array(
      z.object({
        id: z.number(),
        at: z.string(),
        personName: z.string().nullable(),
        code: z.string(),
        what: z.object({ zh: z.string(), en: z.string() }).nullable(),
        caseId: z.number().nullable(),
        objectName: z.string().nullable(),
        objectId: z.string(),
      }),
    ),
    next: z.number().nullable(),
  }),
})
