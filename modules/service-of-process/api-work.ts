import { z } from 'zod'
import { endpoint } from '../../platform/http/endpoint.ts'
import { evidenceView } from './api.ts'
import { addressKinds, addressSources, consents, methods, outcomes, receivers, returnReasons } from './rules/shape.ts'

const id = z.coerce.number().int().positive()
const byId = z.object({ id })
const date = z.iso.date()
const moment = z.iso.datetime({ offset: true })
const line = (max: number) => z.string().trim().min(1).max(max)
const note = z.string().trim().max(1000).nullish()
const changed = z.object({ id: z.number(), revision: z.number() })
/** `nextTaskId`: the follow-up step, when it is one of the actor's own role. */
const done = z.object({ ok: z.literal(true), nextTaskId: z.number().nullable() })

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
  errors: ['address-known', 'address-shape', 'date-in-future', 'order-closed'],
  body: z.object({ source: z.enum(addressSources), kind: z.enum(addressKinds), address: line(300), confirmedOn: date.nullish() }),
  response: changed,
})
export const addressProvided = endpoint({
  ...work,
  path: '/service-orders/:id/address-provided',
  summary: { zh: '地址已补充，恢复计时', en: 'An address has come; the clock runs again' },
  audit: 'service.address-provided',
  permission: 'service-of-process.decide',
  errors: ['address-shape', 'date-in-future', 'not-awaiting', 'process-message-not-awaited'],
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
    'visit-evidence-missing',
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
    'service-return-missing',
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
  errors: ['pleading-no-deadline', 'pleading-known', 'posted-after-received', 'date-in-future'],
  body: z.object({ kind: z.enum(['defence', 'jurisdictionObjection', 'appeal']), receivedOn: date, postedOn: date.nullish() }),
  response: z.object({ timeliness: z.enum(['in-time', 'posted-before-expiry', 'late']), due: z.string(), goesTo: z.literal('judge') }),
})
