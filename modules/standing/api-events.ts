import { z } from 'zod'
import { endpoint } from '../../platform/http/endpoint.ts'
import { decision, paging } from '../organisations/api.ts'
import { byId, done, finding, id, PAPER_BYTES, paper } from './api.ts'
import { eventKinds, eventSources, eventStates, outcomes, stepKinds } from './rules/events.ts'

const eventRow = {
  id: z.number(),
  number: z.string(),
  contractorId: z.number(),
  contractor: z.string(),
  kind: z.enum(eventKinds),
  source: z.enum(eventSources),
  state: z.enum(eventStates),
  outcome: z.enum(outcomes).nullable(),
  happenedOn: z.string(),
  knownOn: z.string(),
  /** Last day of the month that runs from the day it was known (6.6.3). */
  assessBy: z.string(),
  decidedAt: z.string().nullable(),
  late: z.boolean(),
}
export const listEvents = endpoint({
  method: 'GET',
  path: '/standing-events',
  permission: 'standing.see',
  audit: 'none',
  errors: [],
  summary: { zh: '重大变化', en: 'Serious changes of contractors (6.6.3)' },
  query: z.object({ contractorId: id.optional(), state: z.enum(eventStates).optional(), kind: z.enum(eventKinds).optional(), ...paging }),
  response: z.object({ items: z.array(z.object(eventRow)), next: z.string().nullable(), can: z.object({ report: decision }) }),
})
export const readEvent = endpoint({
  method: 'GET',
  path: '/standing-events/:id',
  permission: 'standing.see',
  audit: 'standing-event.read',
  errors: [],
  summary: { zh: '查阅重大变化', en: 'One serious change with its assessment and decision' },
  params: byId,
  response: z.object({
    ...eventRow,
    text: z.string(),
    findings: z.array(finding),
    statementId: z.number().nullable(),
    reportedBy: z.string().nullable(),
    reportedAt: z.string(),
    noticedAt: z.string().nullable(),
    proposal: z.enum(outcomes).nullable(),
    assessment: z.string().nullable(),
    conditions: z.string().nullable(),
    cureBy: z.string().nullable(),
    assessedBy: z.string().nullable(),
    reason: z.string().nullable(),
    decidedBy: z.string().nullable(),
    papers: z.array(paper),
    steps: z.array(
      z.object({
        id: z.number(),
        kind: z.enum(stepKinds),
        outcome: z.enum(outcomes).nullable(),
        text: z.string(),
        by: z.string().nullable(),
        at: z.string(),
      }),
    ),
    revision: z.number(),
    can: z.object({ evidence: decision, notice: decision, cure: decision, assess: decision, decide: decision, settle: decision }),
  }),
})
/** Form fields: kind, happenedOn, knownOn (court), text, contractorId (court). With its evidence, from either side. */
export const reportEvent = endpoint({
  method: 'POST',
  path: '/standing-events',
  permission: 'standing.report',
  audit: 'standing-event.report',
  errors: ['contractor-unknown', 'day-in-future', 'known-before-happened', 'statement-file-kind', 'empty-file'],
  summary: { zh: '登记重大变化', en: 'Enter a serious change with its evidence' },
  bytes: 'upload',
  maxBytes: PAPER_BYTES,
  response: z.object({ id: z.number(), number: z.string() }),
})
/** Form fields: kind (evidence, notice, cure), text. A notice and a proof of cure are the contractor's. */
export const addEventPaper = endpoint({
  method: 'POST',
  path: '/standing-events/:id/papers',
  permission: 'standing.report',
  audit: 'standing-event.paper',
  errors: ['event-closed', 'event-noticed', 'not-curing', 'statement-file-kind', 'empty-file', 'papers-too-many'],
  summary: { zh: '上传证据、书面说明或整改证明', en: 'Add evidence, the written notice or the proof of cure' },
  params: byId,
  bytes: 'upload',
  maxBytes: PAPER_BYTES,
  response: z.object({ id: z.number() }),
})
const words = z.string().trim().min(2).max(5000)
export const assessEvent = endpoint({
  method: 'POST',
  path: '/standing-events/:id/assess',
  permission: 'standing.assess',
  audit: 'standing-event.assess',
  ifMatch: true,
  errors: ['event-closed', 'event-assessed', 'cure-day-needed', 'cure-day-past'],
  summary: { zh: '提出履约能力评估', en: 'Write the assessment and what is proposed' },
  params: byId,
  body: z.object({
    proposal: z.enum(outcomes),
    assessment: words,
    conditions: z.string().trim().max(2000).nullable().optional(),
    cureBy: z.iso.date().nullable().optional(),
  }),
  response: done,
})
export const decideEvent = endpoint({
  method: 'POST',
  path: '/standing-events/:id/decide',
  permission: 'standing.decide',
  audit: 'standing-event.decide',
  ifMatch: true,
  errors: ['not-assessed', 'not-the-assessor', 'cure-day-past'],
  summary: { zh: '决定履约能力评估', en: 'Decide as proposed, or send the assessment back; by another hand' },
  params: byId,
  body: z.object({ agree: z.boolean(), reason: z.string().trim().min(2).max(2000) }),
  response: done,
})
export const settleCure = endpoint({
  method: 'POST',
  path: '/standing-events/:id/settle',
  permission: 'standing.decide',
  audit: 'standing-event.settle',
  ifMatch: true,
  errors: ['not-curing', 'cure-proof-missing', 'cure-runs'],
  summary: { zh: '认定整改结果', en: 'Say whether it is cured; if not, another assessment is owed' },
  params: byId,
  body: z.object({ cured: z.boolean(), reason: z.string().trim().min(2).max(2000) }),
  response: done,
})
