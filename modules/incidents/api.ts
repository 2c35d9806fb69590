import { z } from 'zod'
import { endpoint, type Permissions } from '../../platform/http/endpoint.ts'
import { byId, date, decision, paging, reason } from '../organisations/api.ts'
import { containable, drillResults, entryKinds, incidentGrades, incidentKinds, incidentStates, openTo, planStates } from './rules.ts'

export const permissions = {
  'incidents.handle': ['courtLeader', 'trialManagement', 'commissioner', 'responsibleDepartment', 'securityAdmin'],
  /** Who may freeze by one press; as the freeze of confidentiality. */
  'incidents.contain': ['trialManagement', 'commissioner', 'courtLeader'],
  'incidents.acknowledge-contractor': ['projectManager'],
  'incidents.plan': ['projectManager'],
  'incidents.decide-plan': ['courtLeader', 'trialManagement', 'responsibleDepartment'],
} as const satisfies Permissions

const id = z.coerce.number().int().positive()
const whom = z.number().int().positive()
const told = z.string().trim().min(5).max(5000)
const done = z.object({ id: z.number(), revision: z.number() })
const incidentItem = z.object({
  id: z.number(),
  number: z.string(),
  kind: z.enum(incidentKinds),
  grade: z.enum(incidentGrades).nullable(),
  state: z.enum(incidentStates),
  reportedAt: z.string(),
  contractorName: z.string().nullable(),
  anonymous: z.boolean(),
  contained: z.boolean(),
})
export const listIncidents = endpoint({
  method: 'GET',
  path: '/incidents',
  summary: { zh: '泄密事件', en: 'Leak incidents' },
  permission: 'signed-in',
  audit: 'none',
  errors: [],
  query: z.object({
    ...paging,
    kind: z.enum(incidentKinds).optional(),
    grade: z.enum(incidentGrades).optional(),
    state: z.enum(incidentStates).optional(),
    mine: z.enum(['yes']).optional(),
  }),
  response: z.object({ items: z.array(incidentItem), next: z.string().nullable() }),
})
export const reportIncident = endpoint({
  method: 'POST',
  path: '/incidents',
  summary: { zh: '报告泄密事件', en: 'Report a leak incident' },
  permission: 'signed-in',
  audit: 'incident.report',
  errors: ['day-in-future'],
  body: z.object({ kind: z.enum(incidentKinds), happenedOn: date.nullable().optional(), told }),
  response: z.object({ id: z.number(), number: z.string() }),
})
const frozen = z.object({ what: z.enum(containable), live: z.boolean() })
export const readIncident = endpoint({
  method: 'GET',
  path: '/incidents/:id',
  summary: { zh: '查阅泄密事件', en: 'Read a leak incident' },
  permission: 'signed-in',
  audit: 'incident.read',
  errors: [],
  params: byId,
  response: incidentItem.extend({
    happenedOn: z.string().nullable(),
    personId: z.number().nullable(),
    personName: z.string().nullable(),
    contractorId: z.number().nullable(),
    caseId: z.number().nullable(),
    caseNumber: z.string().nullable(),
    deviceId: z.number().nullable(),
    deviceName: z.string().nullable(),
    gradeReason: z.string().nullable(),
    acknowledgedAt: z.string().nullable(),
    toldAt: z.string().nullable(),
    contractorAcknowledgedAt: z.string().nullable(),
    lessons: z.string().nullable(),
    reopened: z.number(),
    revision: z.number(),
    freezes: z.array(frozen),
    entries: z.array(
      z.object({
        id: z.number(),
        kind: z.enum(entryKinds),
        text: z.string(),
        openTo: z.enum(openTo),
        by: z.string().nullable(),
        at: z.string(),
        fileName: z.string().nullable(),
        /** Of the file, as it was received: it is the same file as long as this is. */
        sha256: z.string().nullable(),
      }),
    ),
    /** Live grants at the time: who could see what. */
    reach: z.array(
      z.object({
        id: z.number(),
        personId: z.number(),
        personName: z.string(),
        caseId: z.number(),
        caseNumber: z.string().nullable(),
        stage: z.string(),
        fromAt: z.string(),
        untilAt: z.string(),
      }),
    ),
    can: z.object({
      handle: decision,
      acknowledge: decision,
      tell: decision,
      contractorAcknowledge: decision,
      contain: decision,
      askClosing: decision,
      close: decision,
      reopen: decision,
      add: decision,
    }),
  }),
})
const act = <const B extends z.ZodType>(
  path: string,
  zh: string,
  en: string,
  permission: string,
  audit: string,
  errors: readonly string[],
  body: B,
) =>
  endpoint({
    method: 'POST',
    path: `/incidents/:id/${path}`,
    summary: { zh, en },
    permission,
    audit,
    errors: permission === 'incidents.handle' || permission === 'incidents.contain' ? [...errors, 'incident-concerns-you'] : errors,
    ifMatch: true,
    params: byId,
    body,
    response: done,
  })
const nothing = z.object({})
export const acknowledge = act(
  'acknowledge',
  '签收并开始处置',
  'Acknowledge and begin to handle',
  'incidents.handle',
  'incident.acknowledge',
  ['already-acknowledged'],
  nothing,
)
export const concern = act(
  'concern',
  '登记涉及的人员、服务商、案件和设备',
  'Person, contractor, case and device concerned',
  'incidents.handle',
  'incident.concern',
  ['incident-over', 'unknown-subject', 'contractor-already-told'],
  z.object({
    personId: whom.nullable().optional(),
    contractorId: whom.nullable().optional(),
    caseId: whom.nullable().optional(),
    deviceId: whom.nullable().optional(),
  }),
)
export const contain = act(
  'contain',
  '立即控制（冻结涉及的人员、服务商和案件，收回设备）',
  'Contain at once: freeze person, contractor and case, call the device back',
  'incidents.contain',
  'incident.contain',
  ['incident-over', 'nothing-to-contain'],
  z.object({
    what: z.array(z.enum(containable)).min(1).max(4),
    reason,
  }),
)
export const gradeIncident = act(
  'grade',
  '定级',
  'Grade',
  'incidents.handle',
  'incident.grade',
  ['incident-over'],
  z.object({ grade: z.enum(incidentGrades), reason }),
)
export const tellContractor = act(
  'tell',
  '通知服务商',
  'Tell the contractor',
  'incidents.handle',
  'incident.tell',
  ['incident-over', 'no-contractor-concerned', 'already-told'],
  z.object({ text: told }),
)
export const contractorAcknowledge = act(
  'contractor-acknowledge',
  '服务商签收',
  'The contractor acknowledges',
  'incidents.acknowledge-contractor',
  'incident.contractor-acknowledge',
  ['already-acknowledged'],
  nothing,
)
export const addEntry = act(
  'entries',
  '补充经过、措施或答复',
  'Add to the course',
  'signed-in',
  'incident.add',
  ['incident-over'],
  z.object({ kind: z.enum(['note', 'answer', 'measure', 'added']), text: z.string().trim().min(1).max(5000) }),
)
export const askClosing = act(
  'ask-closing',
  '提请结案',
  'Ask for the closing',
  'incidents.handle',
  'incident.ask-closing',
  ['incident-over', 'incident-not-acknowledged', 'incident-not-graded', 'incident-without-measure', 'other-side-not-told'],
  z.object({ lessons: told }),
)
export const closeIncident = act(
  'close',
  '结案（须第二人）',
  'Close, by a second person',
  'incidents.handle',
  'incident.close',
  ['closing-not-asked', 'second-person-needed'],
  z.object({ agree: z.boolean(), reason }),
)
export const reopenIncident = act(
  'reopen',
  '再次发生，重新处置',
  'Reopen: it happened again',
  'incidents.handle',
  'incident.reopen',
  ['incident-not-closed'],
  z.object({ reason }),
)
export const addEvidence = endpoint({
  method: 'POST',
  path: '/incidents/:id/evidence',
  summary: { zh: '上传证据', en: 'Add evidence' },
  permission: 'signed-in',
  audit: 'incident.evidence',
  errors: ['incident-over', 'file-type-refused'],
  params: byId,
  bytes: 'upload',
  response: z.object({ id: z.number() }),
})
export const readEvidence = endpoint({
  method: 'GET',
  path: '/incident-evidence/:id',
  summary: { zh: '查阅证据', en: 'Read evidence' },
  permission: 'signed-in',
  audit: 'incident.evidence.read',
  errors: [],
  params: byId,
  bytes: 'file',
  response: z.unknown(),
})
export const printIncident = endpoint({
  method: 'GET',
  path: '/incidents/:id/report',
  summary: { zh: '泄密事件处置报告（PDF）', en: 'Report of an incident (PDF)' },
  permission: 'incidents.handle',
  audit: 'incident.print',
  errors: [],
  params: byId,
  bytes: 'file',
  response: z.unknown(),
})

// Without a login ---------------------------------------------------------------------------------------------------------
export const reportDoor = endpoint({
  method: 'GET',
  path: '/leak-report',
  summary: { zh: '匿名报告：可选法院', en: 'Anonymous report: courts' },
  permission: 'public',
  audit: 'none',
  errors: [],
  response: z.object({ courts: z.array(z.object({ id: z.number(), name: z.string() })) }),
})
export const reportAnonymously = endpoint({
  method: 'POST',
  path: '/leak-report',
  summary: { zh: '匿名报告泄密', en: 'Report a leak without a name' },
  permission: 'public',
  audit: 'incident.report',
  errors: ['too-many-reports', 'day-in-future'],
  body: z.object({ courtId: id, kind: z.enum(incidentKinds), happenedOn: date.nullable().optional(), told }),
  secret: true,
  response: z.object({ code: z.string() }),
})
const receipt = z.string().min(16).max(40)
export const lookUpReport = endpoint({
  method: 'POST',
  path: '/leak-report/state',
  summary: { zh: '凭回执查询', en: 'Look up by receipt' },
  permission: 'public',
  audit: 'none',
  errors: ['receipt-unknown', 'too-many-reports'],
  body: z.object({ code: receipt }),
  secret: true,
  response: z.object({
    number: z.string(),
    state: z.enum(incidentStates),
    reportedAt: z.string(),
    entries: z.array(z.object({ kind: z.enum(entryKinds), text: z.string(), at: z.string() })),
  }),
})
export const addToReport = endpoint({
  method: 'POST',
  path: '/leak-report/more',
  summary: { zh: '凭回执补充', en: 'Add by receipt' },
  permission: 'public',
  audit: 'incident.add',
  errors: ['receipt-unknown', 'too-many-reports', 'incident-over'],
  body: z.object({ code: receipt, told }),
  secret: true,
  response: z.object({ ok: z.literal(true) }),
})

// Plans and drills --------------------------------------------------------------------------------------------------------
const plan = z.object({
  id: z.number(),
  contractorName: z.string(),
  version: z.number(),
  title: z.string(),
  state: z.enum(planStates),
  madeAt: z.string(),
  decidedAt: z.string().nullable(),
  reads: z.number(),
  readByMe: z.boolean(),
})
export const listPlans = endpoint({
  method: 'GET',
  path: '/emergency-plans',
  summary: { zh: '泄密应急预案', en: 'Emergency plans' },
  permission: 'signed-in',
  audit: 'none',
  errors: [],
  query: z.object({ ...paging, state: z.enum(planStates).optional() }),
  response: z.object({ items: z.array(plan), next: z.string().nullable() }),
})
export const readPlan = endpoint({
  method: 'GET',
  path: '/emergency-plans/:id',
  summary: { zh: '查阅应急预案', en: 'Read an emergency plan' },
  permission: 'signed-in',
  audit: 'plan.read',
  errors: [],
  params: byId,
  response: plan.extend({
    text: z.string(),
    reason: z.string().nullable(),
    revision: z.number(),
    can: z.object({ decide: decision, confirm: decision }),
  }),
})
export const submitPlan = endpoint({
  method: 'POST',
  path: '/emergency-plans',
  summary: { zh: '报送应急预案', en: 'Hand in an emergency plan' },
  permission: 'incidents.plan',
  audit: 'plan.submit',
  errors: ['plan-waiting'],
  body: z.object({ title: z.string().trim().min(1).max(200), text: z.string().trim().min(20).max(50000) }),
  response: z.object({ id: z.number() }),
})
export const decidePlan = endpoint({
  method: 'POST',
  path: '/emergency-plans/:id/decide',
  summary: { zh: '批准或退回应急预案', en: 'Approve or refuse a plan' },
  permission: 'incidents.decide-plan',
  audit: 'plan.decide',
  errors: ['plan-decided'],
  ifMatch: true,
  params: byId,
  body: z.object({ approve: z.boolean(), reason }),
  response: done,
})
export const confirmPlan = endpoint({
  method: 'POST',
  path: '/emergency-plans/:id/confirm',
  summary: { zh: '确认已阅预案', en: 'Confirm the plan was read' },
  permission: 'signed-in',
  audit: 'plan.confirm',
  errors: ['plan-not-approved'],
  params: byId,
  body: nothing,
  response: z.object({ ok: z.literal(true) }),
})
export const listDrills = endpoint({
  method: 'GET',
  path: '/drills',
  summary: { zh: '应急演练', en: 'Drills' },
  permission: 'signed-in',
  audit: 'none',
  errors: [],
  query: z.object({ ...paging, result: z.enum(drillResults).optional() }),
  response: z.object({
    items: z.array(
      z.object({
        id: z.number(),
        onDate: z.string(),
        contractorName: z.string(),
        scenario: z.string(),
        participants: z.string(),
        result: z.enum(drillResults),
        improvements: z.string(),
      }),
    ),
    next: z.string().nullable(),
  }),
})
export const recordDrill = endpoint({
  method: 'POST',
  path: '/drills',
  summary: { zh: '登记应急演练', en: 'Record a drill' },
  permission: 'incidents.plan',
  audit: 'drill.record',
  errors: ['day-in-future', 'no-engagement-then'],
  body: z.object({
    onDate: date,
    scenario: z.string().trim().min(1).max(1000),
    participants: z.string().trim().min(1).max(1000),
    result: z.enum(drillResults),
    improvements: z.string().trim().max(2000).default(''),
  }),
  response: z.object({ id: z.number() }),
})
