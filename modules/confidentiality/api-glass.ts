import { z } from 'zod'
import { endpoint } from '../../platform/http/endpoint.ts'

const id = z.object({ id: z.coerce.number().int().positive() })
const can = z.union([z.literal(true), z.string()])
export const glassStates = ['asked', 'lapsed', 'withdrawn', 'refused', 'live', 'ended', 'over'] as const
const glass = z.object({
  id: z.number(),
  personId: z.number(),
  personName: z.string(),
  caseId: z.number(),
  caseNumber: z.string(),
  reason: z.string(),
  hours: z.number(),
  askedAt: z.string(),
  state: z.enum(glassStates),
  decidedByName: z.string().nullable(),
  decidedAt: z.string().nullable(),
  note: z.string().nullable(),
  untilAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  endedByName: z.string().nullable(),
  reads: z.number(),
  revision: z.number(),
  can: z.object({ decide: can, end: can }),
})
const done = z.object({ id: z.number(), revision: z.number() })

export const listGlass = endpoint({
  method: 'GET',
  path: '/access/break-glass',
  summary: { zh: '紧急查阅：申请与记录', en: 'Break-glass: requests and record' },
  permission: 'confidentiality.glassRead',
  audit: 'access.review',
  errors: [],
  query: z.object({ cursor: z.coerce.number().int().positive().optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
  response: z.object({ items: z.array(glass), next: z.number().nullable(), most: z.number(), can: z.object({ ask: can }) }),
})
export const askGlass = endpoint({
  method: 'POST',
  path: '/access/break-glass',
  summary: { zh: '申请紧急查阅一件案件', en: 'Ask for break-glass access to one case' },
  permission: 'confidentiality.glass',
  audit: 'glass.ask',
  errors: ['no-such-case', 'glass-sees-already', 'glass-asked-already', 'glass-too-long', 'access-denied'],
  body: z.object({
    number: z.string().trim().min(1).max(60),
    reason: z.string().trim().min(5).max(500),
    hours: z.number().int().min(1).max(8),
  }),
  response: done,
})
export const decideGlass = endpoint({
  method: 'POST',
  path: '/access/break-glass/:id/decide',
  summary: { zh: '批准或不批准紧急查阅（须第二人）', en: 'Open or refuse break-glass access, by a second person' },
  permission: 'confidentiality.glassDecide',
  audit: 'glass.open',
  errors: ['not-found', 'second-person-needed', 'glass-decided', 'glass-lapsed', 'access-denied'],
  ifMatch: true,
  params: id,
  body: z.object({ open: z.boolean(), note: z.string().trim().max(500).optional() }),
  response: done,
})
export const endGlass = endpoint({
  method: 'POST',
  path: '/access/break-glass/:id/end',
  summary: { zh: '提前结束或撤回紧急查阅', en: 'End break-glass access early, or withdraw the request' },
  permission: 'confidentiality.glass',
  audit: 'glass.end',
  errors: ['not-found', 'glass-not-open', 'glass-not-yours'],
  params: id,
  response: z.object({ ok: z.literal(true) }),
})
export const myGlass = endpoint({
  method: 'GET',
  path: '/access/mine/glass',
  summary: { zh: '我正在进行的紧急查阅', en: 'My break-glass access in force' },
  permission: 'confidentiality.glass',
  audit: 'none',
  errors: [],
  response: z.object({
    items: z.array(z.object({ id: z.number(), caseId: z.number(), caseNumber: z.string(), untilAt: z.string() })),
  }),
})
