import { z } from 'zod'
import { endpoint, type Permissions } from '../../platform/http/endpoint.ts'
import { decision, paging } from '../organisations/api.ts'
import { idFaults } from '../organisations/rules/identity.ts'
import {
  correctionFields,
  departureKinds,
  departureStates,
  holdingKeys,
  itemKeys,
  openableKinds,
  requestKinds,
  requestStates,
  type Holding,
} from './rules.ts'

export const permissions = {
  'leaving.see': [
    'hr',
    'projectManager',
    'teamLead',
    'operator',
    'finance',
    'courtLeader',
    'trialManagement',
    'commissioner',
    'responsibleDepartment',
  ],
  'leaving.open': ['hr', 'trialManagement', 'responsibleDepartment'],
  'leaving.keep': ['hr'],
  'leaving.sign': ['trialManagement', 'responsibleDepartment'],
  'leaving.ask': ['hr', 'projectManager', 'teamLead', 'operator', 'finance'],
} as const satisfies Permissions

const id = z.coerce.number().int().positive()
const byId = z.object({ id })
const done = z.object({ id: z.number(), revision: z.number() })
const row = {
  id: z.number(),
  personId: z.number(),
  personName: z.string(),
  contractor: z.string(),
  kind: z.enum(departureKinds),
  lastDay: z.string(),
  state: z.enum(departureStates),
}
export const listDepartures = endpoint({
  method: 'GET',
  path: '/departures',
  permission: 'leaving.see',
  audit: 'none',
  errors: [],
  summary: { zh: '离场交接', en: 'Leavers and their handover' },
  query: z.object({ state: z.enum(departureStates).optional(), ...paging }),
  response: z.object({ items: z.array(z.object(row)), next: z.string().nullable(), can: z.object({ open: decision }) }),
})
export const readDeparture = endpoint({
  method: 'GET',
  path: '/departures/:id',
  permission: 'leaving.see',
  audit: 'departure.read',
  errors: [],
  summary: { zh: '离场交接清单', en: 'Checklist of one leaver' },
  params: byId,
  response: z.object({
    ...row,
    reason: z.string(),
    openedBy: z.string().nullable(),
    openedAt: z.string(),
    items: z.array(z.object({ key: z.enum(itemKeys), done: z.boolean(), left: z.number() })),
    /** Still in his hands, by their labels. */
    volumes: z.array(z.object({ id: z.number(), code: z.string(), place: z.string() })),
    media: z.enum(['returned', 'none']).nullable(),
    mediaNote: z.string().nullable(),
    mediaBy: z.string().nullable(),
    declaredHow: z.enum(['screen', 'paper']).nullable(),
    /** What was signed on screen. */
    declaredText: z.string().nullable(),
    declaredAt: z.string().nullable(),
    /** since when he is bound beyond his leaving. */
    boundSince: z.string().nullable(),
    /** His last day is over: he signs in no more. */
    gone: z.boolean(),
    signedBy: z.string().nullable(),
    signedAt: z.string().nullable(),
    eraseOn: z.string().nullable(),
    erasedAt: z.string().nullable(),
    revision: z.number(),
    can: z.object({ media: decision, declare: decision, paper: decision, sign: decision }),
  }),
})
export const openDeparture = endpoint({
  method: 'POST',
  path: '/departures',
  permission: 'leaving.open',
  audit: 'departure.open',
  errors: ['not-outsourced', 'person-left', 'not-your-people', 'not-yourself', 'leave-in-past', 'departure-open'],
  summary: { zh: '登记离场', en: 'Somebody leaves: today at once, or on a last day to come' },
  body: z.object({
    personId: z.number().int().positive(),
    kind: z.enum(openableKinds),
    /** Last day at work; today: access ends now. */
    lastDay: z.iso.date(),
    reason: z.string().trim().min(1).max(500),
  }),
  response: done,
})
export const confirmMedia = endpoint({
  method: 'POST',
  path: '/departures/:id/media',
  permission: 'leaving.keep',
  audit: 'departure.media',
  ifMatch: true,
  errors: ['departure-over'],
  summary: { zh: '确认介质交回', en: 'Say that media were handed back, or that there were none' },
  params: byId,
  body: z.object({ media: z.enum(['returned', 'none']), note: z.string().trim().max(500).nullable().optional() }),
  response: done,
})
/** On screen by the leaver himself, while he still has access. */
export const declareNothingKept = endpoint({
  method: 'POST',
  path: '/departures/:id/declare',
  permission: 'leaving.ask',
  audit: 'departure.declare',
  ifMatch: true,
  errors: ['departure-over', 'declared-already', 'name-not-as-registered'],
  summary: { zh: '签署离场声明', en: 'Declare that nothing is kept (A-16, A-22)' },
  params: byId,
  body: z.object({ name: z.string().trim().min(1).max(100), language: z.enum(['zh', 'en']).default('zh') }),
  response: done,
})
/** The declaration on paper, scanned. */
export const addDeclaration = endpoint({
  method: 'POST',
  path: '/departures/:id/declaration',
  permission: 'leaving.keep',
  audit: 'departure.declare',
  errors: ['departure-over', 'declared-already', 'file-kind', 'empty-file'],
  summary: { zh: '上传纸质离场声明', en: 'Add the declaration on paper' },
  params: byId,
  bytes: 'upload',
  maxBytes: 10 * 1024 * 1024,
  response: done,
})
/** Whoever signs the handover has seen what was declared. */
export const readDeclaration = endpoint({
  method: 'GET',
  path: '/departures/:id/declaration',
  permission: 'leaving.see',
  audit: 'departure.declaration.read',
  errors: [],
  summary: { zh: '查看纸质离场声明', en: 'The declaration as it was scanned' },
  params: byId,
  bytes: 'file',
  response: z.any(),
})
export const signDeparture = endpoint({
  method: 'POST',
  path: '/departures/:id/sign',
  permission: 'leaving.sign',
  audit: 'departure.sign',
  ifMatch: true,
  errors: ['departure-over', 'items-open', 'second-person-required'],
  summary: { zh: '签收交接', en: 'Sign the handover, by another hand' },
  params: byId,
  response: done,
})

// Personal data (个保法 45, 46) -----------------------------------------------------------------------------------------
const request = z.object({
  id: z.number(),
  personId: z.number(),
  personName: z.string(),
  kind: z.enum(requestKinds),
  text: z.string(),
  /** Of a correction: which particular; to what, for the court and whom it is about (a number by its ends). */
  field: z.enum(correctionFields).nullable(),
  wanted: z.string().nullable(),
  appliedAt: z.string().nullable(),
  appliedBy: z.string().nullable(),
  askedBy: z.string().nullable(),
  askedAt: z.string(),
  state: z.enum(requestStates),
  decidedBy: z.string().nullable(),
  decidedAt: z.string().nullable(),
  reason: z.string().nullable(),
  revision: z.number(),
  can: z.object({ decide: decision, apply: decision, file: z.boolean() }),
})
export const listRequests = endpoint({
  method: 'GET',
  path: '/personal-data-requests',
  permission: 'leaving.see',
  audit: 'none',
  errors: [],
  summary: { zh: '个人信息请求', en: 'Requests about personal data' },
  query: z.object({ state: z.enum(requestStates).optional(), ...paging }),
  response: z.object({ items: z.array(request), next: z.string().nullable(), can: z.object({ ask: decision }) }),
})
export const askRequest = endpoint({
  method: 'POST',
  path: '/personal-data-requests',
  permission: 'leaving.ask',
  audit: 'data-request.ask',
  errors: ['not-your-people', 'request-waits', 'wording-needed', 'wanted-needed', 'education-unknown', 'phone-malformed', ...idFaults],
  // A number that is wanted is kept for no repeated call.
  secret: true,
  summary: { zh: '提出个人信息请求', en: 'Ask for one’s data, or their correction; hr asks for who has left' },
  body: z.object({
    personId: z.number().int().positive().nullable().optional(),
    kind: z.enum(requestKinds),
    text: z.string().trim().max(2000).default(''),
    field: z.enum(correctionFields).nullable().optional(),
    /** Empty: to be deleted (telephone alone). */
    wanted: z.string().trim().max(200).nullable().optional(),
  }),
  response: z.object({ id: z.number() }),
})
export const decideRequest = endpoint({
  method: 'POST',
  path: '/personal-data-requests/:id/decide',
  permission: 'leaving.sign',
  audit: 'data-request.decide',
  ifMatch: true,
  errors: ['request-decided'],
  summary: { zh: '答复个人信息请求', en: 'Answer a request with a reason' },
  params: byId,
  body: z.object({ grant: z.boolean(), reason: z.string().trim().min(2).max(500) }),
  response: done,
})
/** The court's hr writes what was granted; the old value stays in the ledger by its hash. */
export const applyRequest = endpoint({
  method: 'POST',
  path: '/personal-data-requests/:id/apply',
  permission: 'leaving.sign',
  audit: 'data-request.apply',
  ifMatch: true,
  errors: ['not-applicable', 'request-not-granted', 'applied-already', 'nothing-kept', 'not-your-people', 'id-no-taken', ...idFaults],
  summary: { zh: '执行更正', en: 'Apply a granted correction' },
  params: byId,
  response: done,
})
export const readHoldings = endpoint({
  method: 'GET',
  path: '/personal-data/holdings',
  permission: 'leaving.see',
  audit: 'data-request.holdings',
  errors: ['not-your-people'],
  summary: { zh: '保存的个人信息及其清除', en: 'What is kept about a person, what can be erased and what retention forbids' },
  query: z.object({ personId: id.optional() }),
  response: z.object({
    personName: z.string(),
    /** The day his file is erased; null while nobody has signed him off. */
    eraseOn: z.string().nullable(),
    erasedAt: z.string().nullable(),
    retentionMonths: z.number(),
    items: z.array(z.object({ key: z.enum(holdingKeys as [Holding, ...Holding[]]), n: z.number() })),
  }),
})
export const readPersonalFile = endpoint({
  method: 'GET',
  path: '/personal-data-requests/:id/file',
  permission: 'leaving.ask',
  audit: 'data-request.file',
  errors: ['request-not-granted'],
  summary: { zh: '下载个人信息', en: 'Everything that is kept about a person, to whom it was granted' },
  params: byId,
  query: z.object({ format: z.enum(['xlsx', 'json']).default('xlsx') }),
  bytes: 'file',
  response: z.any(),
})
