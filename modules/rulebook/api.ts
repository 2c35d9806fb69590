import { z } from 'zod'
import { endpoint, type Permissions } from '../../platform/http/endpoint.ts'
import { line } from '../../platform/http/text.ts'
import { byId, date, decision, paging, reason } from '../organisations/api.ts'
import { noticeKinds, versionStates } from './rules.ts'

const managers = ['projectManager', 'hr'] as const
export const permissions = {
  'rulebook.see': [
    'courtLeader',
    'trialManagement',
    'commissioner',
    'responsibleDepartment',
    ...managers,
    'teamLead',
    'operator',
    'finance',
  ],
  'rulebook.keep': ['trialManagement', 'responsibleDepartment', ...managers],
  'rulebook.review': ['trialManagement', 'responsibleDepartment', 'commissioner'],
  'rulebook.serve': ['trialManagement', 'responsibleDepartment'],
  'rulebook.publish': managers,
  'rulebook.read': [...managers, 'teamLead', 'operator', 'finance'],
  'rulebook.acknowledge': ['projectManager'],
} as const satisfies Permissions

const done = z.object({ id: z.number(), revision: z.number() })
const rule = z.object({
  id: z.number(),
  title: z.string(),
  side: z.enum(['court', 'contractor']),
  contractor: z.string().nullable(),
  version: z.number(),
  state: z.enum(versionStates),
  effectiveOn: z.string(),
  /** Of the version in force, for people of the contractor: whether I have read it. */
  readByMe: z.boolean().nullable(),
})
export const listRules = endpoint({
  method: 'GET',
  path: '/rules',
  permission: 'rulebook.see',
  audit: 'none',
  errors: [],
  summary: { zh: '管理制度', en: 'Rules of either side, each with its last version' },
  query: z.object({ ...paging, side: z.enum(['court', 'contractor']).optional(), state: z.enum(versionStates).optional() }),
  response: z.object({ items: z.array(rule), next: z.string().nullable() }),
})
export const addVersion = endpoint({
  method: 'POST',
  path: '/rules',
  permission: 'rulebook.keep',
  audit: 'rule.add',
  errors: ['empty-file', 'text-kind', 'rule-fields', 'unknown-subject', 'version-waiting', 'no-engagement-then', 'engagement-which'],
  summary: { zh: '报送或发布制度版本', en: 'A new version: the contractor’s goes to review, the court’s is served on every contractor' },
  bytes: 'upload',
  maxBytes: 20 * 1024 * 1024,
  response: z.object({ id: z.number() }),
})
export const readRule = endpoint({
  method: 'GET',
  path: '/rules/:id',
  permission: 'rulebook.see',
  audit: 'none',
  errors: [],
  summary: { zh: '制度', en: 'A rule with its versions' },
  params: byId,
  response: z.object({
    id: z.number(),
    title: z.string(),
    side: z.enum(['court', 'contractor']),
    contractor: z.string().nullable(),
    versions: z.array(
      z.object({
        id: z.number(),
        version: z.number(),
        summary: z.string(),
        effectiveOn: z.string(),
        name: z.string(),
        state: z.enum(versionStates),
        madeBy: z.string(),
        madeAt: z.string(),
        reviewText: z.string().nullable(),
        reviewer: z.string().nullable(),
        publishedAt: z.string().nullable(),
        readers: z.number(),
        revision: z.number(),
      }),
    ),
    /** Who of those the published version binds has not read it; for the offices of both sides. */
    unread: z.array(z.object({ id: z.number(), name: z.string() })).nullable(),
    can: z.object({ add: decision, review: decision, publish: decision, confirm: decision }),
  }),
})
export const readFile = endpoint({
  method: 'GET',
  path: '/rule-versions/:id/file',
  permission: 'rulebook.see',
  audit: 'rule.file',
  errors: [],
  summary: { zh: '制度原文', en: 'The text of a version' },
  params: byId,
  bytes: 'file',
  response: z.unknown(),
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
    path: `/rule-versions/:id/${path}`,
    summary: { zh, en },
    permission,
    audit,
    errors,
    ifMatch: true,
    params: byId,
    body,
    response: done,
  })
export const reviewVersion = act(
  'review',
  '审核制度',
  'Review the contractor’s rules',
  'rulebook.review',
  'rule.review',
  ['version-not-waiting'],
  z.object({ notLaxer: z.boolean(), text: reason }),
)
export const publishVersion = act(
  'publish',
  '向员工公示',
  'Publish to the staff',
  'rulebook.publish',
  'rule.publish',
  ['version-not-approved'],
  z.object({}),
)
export const confirmReading = endpoint({
  method: 'POST',
  path: '/rule-versions/:id/read',
  permission: 'rulebook.read',
  audit: 'rule.confirm',
  errors: ['version-not-published', 'not-bound'],
  summary: { zh: '确认已阅', en: 'Confirm to have read' },
  params: byId,
  body: z.object({}),
  response: z.object({ ok: z.boolean() }),
})

const notice = z.object({
  id: z.number(),
  kind: z.enum(noticeKinds),
  title: z.string(),
  contractor: z.string(),
  engagement: z.string(),
  startOn: z.string(),
  emergency: z.boolean(),
  servedAt: z.string(),
  servedBy: z.string(),
  acknowledgedAt: z.string().nullable(),
})
export const listNotices = endpoint({
  method: 'GET',
  path: '/court-notices',
  permission: 'rulebook.see',
  audit: 'none',
  errors: [],
  summary: { zh: '书面告知', en: 'Written notices of the court' },
  query: z.object({ ...paging, kind: z.enum(noticeKinds).optional(), state: z.enum(['waiting', 'acknowledged']).optional() }),
  response: z.object({ items: z.array(notice), next: z.string().nullable(), earliest: z.string() }),
})
export const readNotice = endpoint({
  method: 'GET',
  path: '/court-notices/:id',
  permission: 'rulebook.see',
  audit: 'none',
  errors: [],
  summary: { zh: '书面告知', en: 'A written notice' },
  params: byId,
  response: notice.extend({
    text: z.string(),
    emergencyReason: z.string().nullable(),
    ruleId: z.number().nullable(),
    acknowledgedBy: z.string().nullable(),
    remark: z.string().nullable(),
    revision: z.number(),
    can: z.object({ acknowledge: decision }),
  }),
})
export const serveArrangement = endpoint({
  method: 'POST',
  path: '/court-notices',
  permission: 'rulebook.serve',
  audit: 'notice.serve',
  errors: ['notice-too-short', 'day-past', 'unknown-subject'],
  summary: { zh: '告知工作安排调整', en: 'Notice of a changed arrangement, a week before (A-10.3)' },
  body: z.object({
    engagementId: z.number().int().positive(),
    title: line(200),
    text: z.string().trim().min(1).max(5000),
    startOn: date,
    emergencyReason: reason.nullable().optional(),
  }),
  response: z.object({ id: z.number() }),
})
export const acknowledgeNotice = endpoint({
  method: 'POST',
  path: '/court-notices/:id/acknowledge',
  permission: 'rulebook.acknowledge',
  audit: 'notice.acknowledge',
  errors: ['already-acknowledged'],
  summary: { zh: '签收', en: 'Acknowledge' },
  ifMatch: true,
  params: byId,
  body: z.object({ remark: z.string().trim().max(1000).optional() }),
  response: done,
})
