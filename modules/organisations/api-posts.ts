import { z } from 'zod'
import { endpoint } from '../../platform/http/endpoint.ts'
import { byId, date, idOnly, reason, role, serviceKey } from './api.ts'

/** Services of its engagement that a post of outsourced staff works on; null or absent: all of them. */
const services = z.array(serviceKey).min(1).max(40).nullable().optional()
const postErrors = [
  'not-your-people',
  'person-left',
  'role-of-other-side',
  'division-unknown',
  'division-closed',
  'engagement-unknown',
  'engagement-ended',
  'engagement-required',
  'post-outside-term',
  'term-reversed',
  'post-service-outside',
  'service-twice',
] as const
export const assignPost = endpoint({
  method: 'POST',
  path: '/people/:id/posts',
  permission: 'organisations.posts',
  audit: 'post.assign',
  errors: [...postErrors, 'three-administrators', 'post-held', 'role-by-court-only', 'not-yourself'],
  summary: { zh: '任岗', en: 'Put a person into a post' },
  params: byId,
  body: z.object({
    role,
    courtId: z.number().int().positive().optional(),
    divisionId: z.number().int().positive().nullable().optional(),
    engagementId: z.number().int().positive().nullable().optional(),
    team: z.string().trim().max(40).nullable().optional(),
    services,
    fromDate: date.optional(),
    untilDate: date.nullable().optional(),
  }),
  response: idOnly,
})
export const changePost = endpoint({
  method: 'PATCH',
  path: '/posts/:id',
  permission: 'organisations.posts',
  audit: 'post.change',
  ifMatch: true,
  errors: [...postErrors, 'post-ended', 'not-yourself', 'role-by-court-only', 'three-administrators'],
  summary: { zh: '调整岗位', en: 'Change division, team, services or end date of a post' },
  params: byId,
  body: z.object({
    divisionId: z.number().int().positive().nullable().optional(),
    team: z.string().trim().max(40).nullable().optional(),
    services,
    untilDate: date.nullable().optional(),
  }),
  response: idOnly,
})
export const endPost = endpoint({
  method: 'POST',
  path: '/posts/:id/end',
  permission: 'organisations.posts',
  audit: 'post.end',
  ifMatch: true,
  errors: ['not-your-people', 'post-ended', 'not-yourself', 'role-by-court-only', 'leave-in-past'],
  summary: { zh: '离岗', en: 'End a post; without a date: at once' },
  params: byId,
  body: z.object({ untilDate: date.optional(), reason }),
  response: idOnly,
})
