import { z } from 'zod'
import { endpoint, type Permissions } from '../../platform/http/endpoint.ts'
import {
  addressKinds,
  addressSources,
  attemptStates,
  consents,
  evidenceKinds,
  methods,
  orderStates,
  outcomes,
  receivers,
  returnReasons,
  setKinds,
} from './rules/shape.ts'

const court = ['courtLeader', 'trialManagement', 'commissioner', 'responsibleDepartment', 'filingOfficer', 'judge', 'clerk'] as const
/** Who may ask at all; which orders come back is the row scope's business (visible case, or a live grant of this very order). */
export const permissions: Permissions = {
  'service-of-process.read': [...court, 'operator', 'teamLead'],
  'service-of-process.create': ['clerk', 'judge', 'trialManagement'],
  'service-of-process.work': ['operator', 'teamLead', 'clerk'],
  'service-of-process.check': ['teamLead'],
  'service-of-process.decide': ['clerk', 'judge'],
}

const id = z.coerce.number().int().positive()
const byId = z.object({ id })
const date = z.iso.date()
const moment = z.iso.datetime({ offset: true })
const line = (max: number) => z.string().trim().min(1).max(max)
const note = z.string().trim().max(1000).nullish()
const worded = z.object({ code: z.string(), zh: z.string(), en: z.string() })
const can = z.record(z.string(), z.union([z.literal(true), z.string()]))
const changed = z.object({ id: z.number(), revision: z.number() })
const done = z.object({ ok: z.literal(true) })

export const documentView = z.object({ id: z.number(), name: z.string(), size: z.number(), uploadedAt: z.string() })
export const setView = z.object({
  id: z.number(),
  caseId: z.number(),
  kind: z.enum(setKinds),
  title: z.string(),
  hearingOn: z.string().nullable(),
  evidenceDays: z.number().nullable(),
  appealable: z.boolean(),
  handedOverAt: z.string().nullable(),
  documents: z.array(documentView),
  revision: z.number(),
})
export type SetView = z.infer<typeof setView>
export const orderItem = z.object({
  id: z.number(),
  recipient: z.string(),
  recipientRole: z.string(),
  caseId: z.number(),
  caseNumber: z.string().nullable(),
  caseTitle: z.string().nullable(),
  setTitle: z.string(),
  kind: z.enum(setKinds),
  method: z.enum(methods).nullable(),
  state: z.enum(orderStates),
  nextDueAt: z.string().nullable(),
  slaDueAt: z.string(),
  legalDueOn: z.string().nullable(),
  dispatchedAt: z.string().nullable(),
  handedOverAt: z.string(),
  effectiveOn: z.string().nullable(),
  /** What is late now: the next step, the first dispatch, the legal limit. */
  late: z.array(z.enum(['step', 'dispatch', 'legal'])),
  abroad: z.boolean(),
  revision: z.number(),
})
export type OrderItem = z.infer<typeof orderItem>
export const addressView = z.object({
  id: z.number(),
  source: z.enum(addressSources),
  kind: z.enum(addressKinds),
  address: z.string(),
  confirmedOn: z.string().nullable(),
})
const evidenceView = z.object({ id: z.number(), kind: z.enum(evidenceKinds), name: z.string(), type: z.string(), at: z.string() })
export const attemptView = z.object({
  id: z.number(),
  round: z.number(),
  method: z.enum(methods),
  address: z.string().nullable(),
  addressSource: z.enum(addressSources).nullable(),
  ground: z.string().nullable(),
  state: z.enum(attemptStates),
  dispatchedAt: z.string().nullable(),
  mailNo: z.string().nullable(),
  carrier: z.string().nullable(),
  channel: z.string().nullable(),
  courtMember: z.string().nullable(),
  publishedOn: z.array(z.string()),
  tries: z.array(z.string()),
  outcome: z.enum(outcomes).nullable(),
  happenedOn: z.string().nullable(),
  happenedAt: z.string().nullable(),
  readOn: z.string().nullable(),
  acknowledgedOn: z.string().nullable(),
  receiver: z.enum(receivers).nullable(),
  receiverName: z.string().nullable(),
  receiverIsOpponent: z.boolean(),
  returnReason: z.enum(returnReasons).nullable(),
  witness: z.string().nullable(),
  recorded: z.boolean(),
  note: z.string().nullable(),
  carrierStatus: z.string().nullable(),
  byName: z.string().nullable(),
  evidence: z.array(evidenceView),
  revision: z.number(),
})
export type AttemptView = z.infer<typeof attemptView>
const ladderStep = z.object({
  method: z.enum(methods),
  lawful: z.boolean(),
  suggested: z.boolean(),
  reasons: z.array(worded.extend({ basis: z.string() })),
  gate: worded.nullable(),
})
const step = worded.extend({ date: z.string().optional() })
export const effectView = z.object({
  served: z.boolean(),
  effective: z.string().nullable(),
  closingOn: z.string().nullable(),
  expected: z.string().nullable(),
  provisional: z.boolean(),
  refusal: worded.nullable(),
  steps: z.array(step),
  basis: z.array(z.object({ key: z.string(), zh: z.string(), en: z.string() })),
  warnings: z.array(z.string()),
})
export type EffectView = z.infer<typeof effectView>
export const deadlineView = z.object({
  id: z.number(),
  rule: z.string(),
  title: z.object({ zh: z.string(), en: z.string() }),
  version: z.string(),
  calendar: z.string(),
  inputs: z.record(z.string(), z.unknown()),
  due: z.string(),
  also: z.array(step),
  steps: z.array(step),
  basis: z.array(z.string()),
  provisional: z.boolean(),
  computedAt: z.string(),
  supersededAt: z.string().nullable(),
  supersededBecause: z.string().nullable(),
})
const decisionView = z.object({
  id: z.number(),
  effective: z.boolean(),
  effectiveOn: z.string().nullable(),
  closingOn: z.string().nullable(),
  basis: z.array(z.string()),
  reason: z.string().nullable(),
  corrects: z.number().nullable(),
  byName: z.string().nullable(),
  decidedAt: z.string(),
  supersededAt: z.string().nullable(),
})
export const orderDetail = orderItem.extend({
  set: setView,
  procedure: z.string().nullable(),
  consent: z.enum(consents).nullable(),
  directDifficult: z.boolean(),
  otherCourt: z.boolean(),
  institution: z.boolean(),
  whereaboutsUnknown: z.boolean(),
  closingOn: z.string().nullable(),
  addresses: z.array(addressView),
  attempts: z.array(attemptView),
  ladder: z.array(ladderStep),
  effect: effectView.nullable(),
  approvals: z.array(
    z.object({
      id: z.number(),
      method: z.enum(methods),
      approved: z.boolean(),
      reason: z.string(),
      byName: z.string().nullable(),
      decidedAt: z.string(),
    }),
  ),
  confirmations: z.array(decisionView),
  deadlines: z.array(deadlineView),
  pleadings: z.array(
    z.object({
      id: z.number(),
      kind: z.string(),
      receivedOn: z.string(),
      postedOn: z.string().nullable(),
      due: z.string(),
      timeliness: z.string(),
    }),
  ),
  can,
})
export type OrderDetail = z.infer<typeof orderDetail>

const read = { permission: 'service-of-process.read' } as const
export const listOrders = endpoint({
  ...read,
  method: 'GET',
  path: '/service-orders',
  summary: { zh: '送达任务列表', en: 'Service orders' },
  audit: 'service.list',
  errors: [],
  query: z.object({
    due: z.enum(['late', 'today', 'soon']).optional(),
    method: z.enum(methods).optional(),
    state: z.enum([...orderStates, 'open']).optional(),
    caseId: id.optional(),
    cursor: z.string().max(200).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  response: z.object({ items: z.array(orderItem), next: z.string().nullable() }),
})
export const readOrder = endpoint({
  ...read,
  method: 'GET',
  path: '/service-orders/:id',
  summary: { zh: '送达任务', en: 'A service order' },
  audit: 'service.read',
  errors: [],
  params: byId,
  response: orderDetail,
})
export const readDocument = endpoint({
  ...read,
  method: 'GET',
  path: '/service-documents/:id/file',
  summary: { zh: '送达文书', en: 'A document to be served' },
  audit: 'service.document-read',
  errors: [],
  params: byId,
  response: z.any(),
  bytes: 'file',
})
export const readEvidence = endpoint({
  ...read,
  method: 'GET',
  path: '/service-evidence/:id/file',
  summary: { zh: '送达凭证', en: 'A piece of evidence' },
  audit: 'service.evidence-read',
  errors: [],
  params: byId,
  response: z.any(),
  bytes: 'file',
})
export const readReceipt = endpoint({
  ...read,
  method: 'GET',
  path: '/service-orders/:id/receipt',
  summary: { zh: '送达回证（PDF）', en: 'Proof of service, PDF' },
  audit: 'service.receipt-print',
  errors: ['receipt-no-attempt'],
  params: byId,
  response: z.any(),
  bytes: 'file',
})

// The clerk puts a set together and hands it over -----------------------------------------------------------------------

const create = { permission: 'service-of-process.create' } as const
const setErrors = ['set-handed-over', 'case-closed-to-service', 'hearing-date-missing'] as const
export const createSet = endpoint({
  ...create,
  method: 'POST',
  path: '/service-sets',
  summary: { zh: '新建送达文书组', en: 'Begin a set of documents' },
  audit: 'service-set.create',
  errors: setErrors,
  body: z.object({
    caseId: id,
    kind: z.enum(setKinds),
    title: line(200),
    hearingOn: date.nullish(),
    evidenceDays: z.number().int().min(1).max(365).nullish(),
    appealable: z.boolean().default(false),
  }),
  response: setView,
})
export const readSet = endpoint({
  ...read,
  method: 'GET',
  path: '/service-sets/:id',
  summary: { zh: '送达文书组', en: 'A set of documents' },
  audit: 'service-set.read',
  errors: [],
  params: byId,
  response: setView,
})
export const uploadDocument = endpoint({
  ...create,
  method: 'POST',
  path: '/service-sets/:id/documents',
  summary: { zh: '上传已签发文书（PDF）', en: 'Upload an issued document, PDF' },
  audit: 'service-set.document',
  errors: [...setErrors, 'document-not-pdf', 'empty-file', 'disk-full'],
  params: byId,
  bytes: 'upload',
  maxBytes: 50 * 1024 * 1024,
  response: setView,
})
export const removeDocument = endpoint({
  ...create,
  method: 'DELETE',
  path: '/service-documents/:id',
  summary: { zh: '移除文书（移交前）', en: 'Take a document out, before hand-over' },
  audit: 'service-set.document-remove',
  errors: setErrors,
  params: byId,
  response: setView,
})
export const handOver = endpoint({
  ...create,
  method: 'POST',
  path: '/service-sets/:id/hand-over',
  summary: { zh: '选定受送达人并移交送达', en: 'Choose recipients and hand over' },
  audit: 'service-set.hand-over',
  ifMatch: true,
  params: byId,
  errors: [
    ...setErrors,
    'set-empty',
    'recipient-unknown',
    'recipient-twice',
    'engagement-unfit',
    'no-published-process',
    'process-not-published',
    'access-denied',
    'not-admitted',
  ],
  body: z.object({
    engagementId: id.nullish(),
    recipients: z
      .array(z.object({ partyId: id, abroad: z.boolean().default(false) }))
      .min(1)
      .max(100),
  }),
  response: z.object({ orderIds: z.array(z.number()) }),
})

// Work ------------------------------------------------------------------------------------------------------------------

const taskErrors = [
  'task-closed',
  'not-yours',
  'task-suspended',
  'judgement-is-the-courts',
  'not-claimed',
  'access-denied',
  'not-admitted',
  'process-no-path',
  'process-bad-variable',
  'process-outcome-missing',
  'service-not-engaged',
  'denied-veto',
  'denied-freeze',
  'denied-recusal',
] as const
const work = { permission: 'service-of-process.work', method: 'POST', params: byId } as const
export const addAddress = endpoint({
  ...work,
  path: '/service-orders/:id/addresses',
  summary: { zh: '增加地址线索', en: 'Add an address' },
  audit: 'service.address-add',
  errors: ['address-known', 'order-closed'],
  body: z.object({ source: z.enum(addressSources), kind: z.enum(addressKinds), address: line(300), confirmedOn: date.nullish() }),
  response: changed,
})
export const addressProvided = endpoint({
  ...work,
  path: '/service-orders/:id/address-provided',
  summary: { zh: '地址已补充，恢复计时', en: 'An address has come; the clock runs again' },
  audit: 'service.address-provided',
  permission: 'service-of-process.decide',
  errors: ['not-awaiting', 'process-message-not-awaited'],
  body: z.object({ source: z.enum(addressSources), kind: z.enum(addressKinds), address: line(300), confirmedOn: date.nullish() }),
  response: changed,
})
export const chooseMethod = endpoint({
  ...work,
  path: '/service-of-process/tasks/:id/address',
  summary: { zh: '选择地址与方式', en: 'Choose address and method' },
  audit: 'service.method',
  ifMatch: true,
  errors: [...taskErrors, 'method-not-lawful', 'address-missing', 'address-unknown', 'ground-missing'],
  body: z.object({
    method: z.enum(methods),
    addressId: id.nullish(),
    ground: z.string().trim().max(1000).nullish(),
    consent: z.enum(consents).nullish(),
    directDifficult: z.boolean().optional(),
    otherCourt: z.boolean().optional(),
    institution: z.boolean().optional(),
    whereaboutsUnknown: z.boolean().optional(),
  }),
  response: done,
})
export const decideMethod = endpoint({
  ...work,
  permission: 'service-of-process.decide',
  path: '/service-of-process/tasks/:id/approval',
  summary: { zh: '送达方式审批', en: 'Approve or refuse the method' },
  audit: 'service.method-decide',
  ifMatch: true,
  errors: [...taskErrors, 'method-not-lawful', 'judge-decides'],
  body: z.object({ approval: z.enum(['approved', 'rejected']), reason: line(1000) }),
  response: done,
})
export const recordAttempt = endpoint({
  ...work,
  path: '/service-of-process/tasks/:id/attempt',
  summary: { zh: '登记送达经过', en: 'Record the dispatch' },
  audit: 'service.attempt',
  ifMatch: true,
  errors: [
    ...taskErrors,
    'mail-number-shape',
    'mail-number-missing',
    'mail-number-used',
    'publication-missing',
    'court-member-missing',
    'date-in-future',
    'date-before-hand-over',
  ],
  body: z.object({
    dispatchedAt: moment,
    mailNo: z.string().max(40).nullish(),
    carrier: z.string().trim().max(60).nullish(),
    channel: z.string().trim().max(60).nullish(),
    courtMember: z.string().trim().max(60).nullish(),
    publishedOn: z.array(date).max(20).default([]),
    note,
  }),
  response: done,
})
export const addEvidence = endpoint({
  ...work,
  path: '/service-of-process/tasks/:id/evidence',
  summary: { zh: '上传送达凭证（照片、回执）', en: 'Upload evidence' },
  audit: 'service.evidence',
  bytes: 'upload',
  maxBytes: 100 * 1024 * 1024,
  errors: [...taskErrors, 'evidence-kind', 'evidence-type', 'evidence-no-attempt', 'empty-file', 'disk-full'],
  response: evidenceView,
})
const report = {
  outcome: z.enum(outcomes),
  happenedOn: date.nullish(),
  happenedAt: moment.nullish(),
  readOn: date.nullish(),
  acknowledgedOn: date.nullish(),
  receiver: z.enum(receivers).nullish(),
  receiverName: z.string().trim().max(100).nullish(),
  receiverIsOpponent: z.boolean().default(false),
  returnReason: z.enum(returnReasons).nullish(),
  tries: z.array(date).max(20).default([]),
  witness: z.string().trim().max(100).nullish(),
  recorded: z.boolean().default(false),
  note,
}
export const reportResult = endpoint({
  ...work,
  path: '/service-of-process/tasks/:id/feedback',
  summary: { zh: '反馈送达结果', en: 'Report the result' },
  audit: 'service.feedback',
  ifMatch: true,
  errors: [
    ...taskErrors,
    'outcome-not-of-method',
    'date-missing',
    'date-in-future',
    'date-before-dispatch',
    'return-reason-missing',
    'evidence-missing',
    'receiver-missing',
  ],
  body: z.object(report),
  response: done,
})
export const checkResult = endpoint({
  ...work,
  permission: 'service-of-process.check',
  path: '/service-of-process/tasks/:id/check',
  summary: { zh: '组长校核', en: 'Team lead check' },
  audit: 'service.check',
  ifMatch: true,
  errors: [...taskErrors, 'note-missing', 'own-work'],
  body: z.object({ check: z.enum(['pass', 'return']), note }),
  response: done,
})
const decideErrors = [
  'effect-reason-missing',
  'effect-impossible',
  'date-in-future',
  'date-missing',
  'date-before-dispatch',
  'deadline-refused',
] as const
export const confirmService = endpoint({
  ...work,
  permission: 'service-of-process.decide',
  path: '/service-of-process/tasks/:id/confirm',
  summary: { zh: '确认送达效力与日期', en: 'Confirm validity and date' },
  audit: 'service.confirm',
  ifMatch: true,
  errors: [...taskErrors, ...decideErrors],
  body: z.object({
    validity: z.enum(['effective', 'notEffective']),
    effectiveOn: date.nullish(),
    closingOn: date.nullish(),
    reason: z.string().trim().max(1000).nullish(),
  }),
  response: done,
})
export const correctService = endpoint({
  ...work,
  permission: 'service-of-process.decide',
  path: '/service-orders/:id/correct',
  summary: { zh: '更正送达日期（保留原值）', en: 'Correct the day of service; the old value stays' },
  audit: 'service.correct',
  ifMatch: true,
  errors: ['not-served', ...decideErrors],
  body: z.object({ effectiveOn: date, closingOn: date.nullish(), reason: line(1000) }),
  response: changed,
})
export const receivePleading = endpoint({
  ...work,
  path: '/service-orders/:id/pleadings',
  summary: { zh: '登记收到的答辩、异议、上诉', en: 'Register an answer received' },
  audit: 'service.pleading',
  errors: ['pleading-no-deadline', 'date-in-future'],
  body: z.object({ kind: z.enum(['defence', 'jurisdictionObjection', 'appeal']), receivedOn: date, postedOn: date.nullish() }),
  response: z.object({ timeliness: z.enum(['in-time', 'posted-before-expiry', 'late']), due: z.string(), goesTo: z.literal('judge') }),
})

// The carrier's list ----------------------------------------------------------------------------------------------------

export const carrierRow = z.object({
  row: z.number(),
  mailNo: z.string(),
  status: z.string(),
  at: z.string(),
  state: z.enum(['ready', 'unchanged', 'error', 'applied']),
  code: z.string().nullable(),
  orderId: z.number().nullable(),
  outcome: z.enum(outcomes).nullable(),
  returnReason: z.enum(returnReasons).nullable(),
})
export const carrierImport = z.object({
  id: z.number(),
  fileName: z.string(),
  encoding: z.string(),
  ready: z.number(),
  unchanged: z.number(),
  errors: z.number(),
  madeAt: z.string(),
  appliedAt: z.string().nullable(),
  rows: z.array(carrierRow),
  revision: z.number(),
})
export type CarrierImport = z.infer<typeof carrierImport>
const imports = { permission: 'service-of-process.work' } as const
export const rowErrors = [
  'mail-number-shape',
  'mail-number-unknown',
  'mail-number-twice',
  'carrier-status-unknown',
  'carrier-time',
  'carrier-time-in-future',
  'attempt-closed',
  'date-before-dispatch',
] as const
const importErrors = [
  'import-not-text',
  'import-wrong-type',
  'import-empty',
  'carrier-columns-missing',
  'carrier-too-many-rows',
  'empty-file',
  'disk-full',
  'zip-bomb',
  'not-a-zip',
  ...rowErrors,
] as const
export const uploadCarrierList = endpoint({
  ...imports,
  method: 'POST',
  path: '/service-imports',
  summary: { zh: '上传邮政结果清单（先试运行）', en: "Upload the carrier's list; a dry run" },
  audit: 'service-import.check',
  bytes: 'upload',
  maxBytes: 16 * 1024 * 1024,
  errors: importErrors,
  response: carrierImport,
})
export const scanResults = endpoint({
  ...imports,
  method: 'POST',
  path: '/service-imports/scan',
  summary: { zh: '扫描邮件号批量登记（先试运行）', en: 'Scanned mail numbers with one result; a dry run' },
  audit: 'service-import.check',
  errors: importErrors,
  body: z.object({ mailNos: z.array(z.string().max(40)).min(1).max(1000), status: line(60), at: z.string().max(40) }),
  response: carrierImport,
})
export const listCarrierImports = endpoint({
  ...imports,
  method: 'GET',
  path: '/service-imports',
  summary: { zh: '我的批量登记', en: 'My bulk entries' },
  audit: 'none',
  errors: [],
  response: z.object({ items: z.array(carrierImport.omit({ rows: true })) }),
})
export const readCarrierImport = endpoint({
  ...imports,
  method: 'GET',
  path: '/service-imports/:id',
  summary: { zh: '批量登记', en: 'A bulk entry' },
  audit: 'none',
  errors: [],
  params: byId,
  response: carrierImport,
})
export const applyCarrierImport = endpoint({
  ...imports,
  method: 'POST',
  path: '/service-imports/:id/apply',
  summary: { zh: '写入结果', en: 'Write the results' },
  audit: 'service-import.apply',
  ifMatch: true,
  errors: ['import-state'],
  params: byId,
  response: carrierImport,
})
