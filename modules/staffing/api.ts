import { z } from 'zod'
import { endpoint, type Permissions } from '../../platform/http/endpoint.ts'
import { line } from '../../platform/http/text.ts'
import { byId, decision, paging } from '../organisations/api.ts'
import { causes, requestStates, staffedRoles } from './rules.ts'

const offices = ['courtLeader', 'trialManagement', 'commissioner', 'responsibleDepartment'] as const
export const permissions = {
  'staffing.see': [...offices, 'projectManager', 'hr', 'teamLead'],
  'staffing.keep': ['trialManagement', 'responsibleDepartment'],
  'staffing.requests': [...offices, 'projectManager', 'hr'],
  'staffing.ask': ['trialManagement', 'commissioner', 'responsibleDepartment'],
  'staffing.answer': ['projectManager', 'hr'],
} as const satisfies Permissions

const id = z.coerce.number().int().positive()
const role = z.enum(staffedRoles)
const ok = z.object({ ok: z.literal(true) })
const note = z.string().trim().max(500)

/** Somebody whose post fits; `absent`: why he does not count now. */
const holder = z.object({ id: z.number(), name: z.string(), absent: z.enum(['notAdmitted', 'onLeave']).nullable() })
const postRow = z.object({
  id: z.number(),
  name: z.string(),
  engagementId: z.number(),
  engagement: z.string(),
  contractor: z.string(),
  role,
  services: z.array(z.string()),
  skills: z.string(),
  minimum: z.number(),
  filled: z.number(),
  people: z.array(holder),
  vacantSince: z.string().nullable(),
  missing: z.number(),
  cause: z.enum(causes).nullable(),
  dueAt: z.string().nullable(),
  ended: z.boolean(),
  revision: z.number(),
  can: z.object({ change: decision }),
})
export const listPosts = endpoint({
  method: 'GET',
  path: '/staffing/posts',
  permission: 'staffing.see',
  audit: 'staffing.list',
  errors: [],
  summary: { zh: '合同岗位与在岗人数', en: 'Posts of the contract, who fills them, what is missing' },
  query: z.object({
    engagementId: id.optional(),
    short: z.enum(['yes']).optional(),
    ended: z.enum(['yes', 'no']).default('no'),
    ...paging,
  }),
  response: z.object({ items: z.array(postRow), next: z.string().nullable(), can: z.object({ make: decision }) }),
})
export const listEngagementStaff = endpoint({
  method: 'GET',
  path: '/staffing/engagements',
  permission: 'staffing.see',
  audit: 'none',
  errors: [],
  summary: { zh: '各项目在岗人数与项目经理更换', en: 'Engagements: people present, minimum, changes of the project manager' },
  query: z.object({ ...paging }),
  response: z.object({
    items: z.array(
      z.object({
        id: z.number(),
        title: z.string(),
        contractor: z.string(),
        minStaff: z.number(),
        onRoster: z.number(),
        present: z.number(),
        missing: z.number(),
        since: z.string().nullable(),
        cause: z.enum(causes).nullable(),
        dueAt: z.string().nullable(),
        manager: z.string().nullable(),
        changes: z.array(z.object({ year: z.string(), n: z.number() })),
      }),
    ),
    next: z.string().nullable(),
  }),
})
export const postBody = z.object({
  name: line(100),
  role: role.default('operator'),
  services: z.array(z.string().max(60)).max(30).default([]),
  skills: note.default(''),
  minimum: z.number().int().min(1).max(500),
})
const postErrors = ['post-name-taken', 'post-service-outside', 'service-twice']
export const makePost = endpoint({
  method: 'POST',
  path: '/staffing/posts',
  permission: 'staffing.keep',
  audit: 'staffing.post.make',
  errors: ['engagement-unknown', 'engagement-ended', ...postErrors],
  summary: { zh: '设置合同岗位', en: 'Set up a post of the contract' },
  body: postBody.extend({ engagementId: id }),
  response: z.object({ id: z.number() }),
})
export const changePost = endpoint({
  method: 'PUT',
  path: '/staffing/posts/:id',
  permission: 'staffing.keep',
  audit: 'staffing.post.change',
  errors: ['staffing-post-ended', ...postErrors],
  summary: { zh: '修改合同岗位', en: 'Change a post of the contract' },
  params: byId,
  ifMatch: true,
  body: postBody,
  response: ok,
})
export const endStaffingPost = endpoint({
  method: 'POST',
  path: '/staffing/posts/:id/end',
  permission: 'staffing.keep',
  audit: 'staffing.post.end',
  errors: ['staffing-post-ended'],
  summary: { zh: '取消合同岗位', en: 'End a post of the contract' },
  params: byId,
  ifMatch: true,
  body: z.object({ reason: z.string().trim().min(2).max(500) }),
  response: ok,
})
export const listVacancies = endpoint({
  method: 'GET',
  path: '/staffing/vacancies',
  permission: 'staffing.see',
  audit: 'none',
  errors: [],
  summary: { zh: '缺员记录', en: 'Vacancies, running and past' },
  query: z.object({ engagementId: id.optional(), open: z.enum(['yes', 'no']).optional(), ...paging }),
  response: z.object({
    items: z.array(
      z.object({
        id: z.number(),
        post: z.string().nullable(),
        engagement: z.string(),
        contractor: z.string(),
        cause: z.enum(causes),
        missing: z.number(),
        worst: z.number(),
        openedAt: z.string(),
        closedAt: z.string().nullable(),
        dueAt: z.string().nullable(),
      }),
    ),
    next: z.string().nullable(),
  }),
})

const requestRow = z.object({
  id: z.number(),
  engagementId: z.number(),
  engagement: z.string(),
  contractor: z.string(),
  post: z.string().nullable(),
  person: z.string().nullable(),
  reason: z.string(),
  dueOn: z.string(),
  overdue: z.boolean(),
  state: z.enum(requestStates),
  askedBy: z.string(),
  askedAt: z.string(),
  offered: z.string().nullable(),
  offeredId: z.number().nullable(),
  offeredAdmitted: z.boolean().nullable(),
  offerNote: z.string().nullable(),
  offeredAt: z.string().nullable(),
  refusals: z.number(),
  decisionNote: z.string().nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: z.string().nullable(),
  revision: z.number(),
  can: z.object({ answer: decision, accept: decision, refuse: decision, withdraw: decision }),
})
export const listReplacements = endpoint({
  method: 'GET',
  path: '/staffing/replacements',
  permission: 'staffing.requests',
  audit: 'staffing.list',
  errors: [],
  summary: { zh: '换人要求', en: 'Replacements the court asks for' },
  query: z.object({ state: z.enum(requestStates).optional(), overdue: z.enum(['yes']).optional(), ...paging }),
  response: z.object({ items: z.array(requestRow), next: z.string().nullable(), can: z.object({ ask: decision }) }),
})
const dueOn = z.iso.date()
export const askReplacement = endpoint({
  method: 'POST',
  path: '/staffing/replacements',
  permission: 'staffing.ask',
  audit: 'staffing.replacement.ask',
  errors: [
    'engagement-unknown',
    'engagement-ended',
    'person-not-in-engagement',
    'staffing-post-ended',
    'due-in-past',
    'due-too-far',
    'replacement-open',
  ],
  summary: { zh: '要求换人', en: 'Ask for a replacement' },
  body: z.object({
    engagementId: id,
    postId: id.nullable().optional(),
    personId: id.nullable().optional(),
    reason: z.string().trim().min(2).max(500),
    dueOn,
  }),
  response: z.object({ id: z.number() }),
})
const turn = <B extends z.ZodType>(
  what: string,
  permission: 'staffing.ask' | 'staffing.answer',
  zh: string,
  en: string,
  body: B,
  errors: string[],
) =>
  endpoint({
    method: 'POST',
    path: `/staffing/replacements/:id/${what}`,
    permission,
    audit: `staffing.replacement.${what}`,
    errors: ['request-closed', 'request-offered', 'request-not-offered', ...errors],
    summary: { zh, en },
    params: byId,
    ifMatch: true,
    body,
    response: ok,
  })
export const answerReplacement = turn(
  'answer',
  'staffing.answer',
  '提出人选',
  'Name a person',
  z.object({ personId: id, note: note.default('') }),
  ['person-not-in-engagement', 'same-person'],
)
export const acceptReplacement = turn('accept', 'staffing.ask', '同意人选', 'Accept the person', z.object({ note: note.default('') }), [])
export const refuseReplacement = turn(
  'refuse',
  'staffing.ask',
  '不同意人选',
  'Refuse the person, with a new deadline',
  z.object({ note: z.string().trim().min(2).max(500), dueOn }),
  ['due-in-past', 'due-too-far'],
)
export const withdrawReplacement = turn(
  'withdraw',
  'staffing.ask',
  '撤回换人要求',
  'Withdraw the request',
  z.object({ note: z.string().trim().min(2).max(500) }),
  [],
)
