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
const line = (max: number) => z.string().trim().min(1).max(max)
const worded = z.object({ code: z.string(), zh: z.string(), en: z.string() })
const can = z.record(z.string(), z.union([z.literal(true), z.string()]))

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
export const begunSet = z.object({
  id: z.number(),
  caseId: z.number(),
  caseNumber: z.string().nullable(),
  caseTitle: z.string().nullable(),
  kind: z.enum(setKinds),
  title: z.string(),
  documents: z.number(),
  madeByName: z.string().nullable(),
  createdAt: z.string(),
})
export type BegunSet = z.infer<typeof begunSet>
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
export const evidenceView = z.object({ id: z.number(), kind: z.enum(evidenceKinds), name: z.string(), type: z.string(), at: z.string() })
export const attemptView = z.object({
  id: z.number(),
  round: z.number(),
  method: z.enum(methods),
  addressId: z.number().nullable(),
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
  basis: z.array(z.object({ key: z.string(), zh: z.string(), en: z.string() })),
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
  basis: z.array(z.object({ key: z.string(), zh: z.string(), en: z.string() })),
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
    /** 案号 or a part of it, the recipient (characters, pinyin, initials, whole paper number), or our 送达编号. */
    q: z.string().trim().max(100).optional(),
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
/** Begun and not handed over: they wait for the clerk who began them, or for whoever takes his case over. */
export const listSets = endpoint({
  ...create,
  method: 'GET',
  path: '/service-sets',
  summary: { zh: '未移交的送达文书组', en: 'Sets of documents not handed over yet' },
  audit: 'service-set.list',
  errors: [],
  query: z.object({
    mine: z.enum(['yes']).optional(),
    kind: z.enum(setKinds).optional(),
    cursor: z.string().max(200).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  response: z.object({ items: z.array(begunSet), next: z.string().nullable() }),
})
export const discardSet = endpoint({
  ...create,
  method: 'DELETE',
  path: '/service-sets/:id',
  summary: { zh: '删除未移交的送达文书组', en: 'Delete a set that was not handed over' },
  audit: 'service-set.discard',
  errors: ['set-handed-over'],
  params: byId,
  response: z.object({ ok: z.literal(true) }),
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
