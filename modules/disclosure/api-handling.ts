import { z } from 'zod'
import { endpoint } from '../../platform/http/endpoint.ts'
import { byId, date, decision, paging, reason } from '../organisations/api.ts'
import { handledPapers, handlings, permitStates } from './rules.ts'

const permit = z.object({
  id: z.number(),
  personId: z.number(),
  person: z.string(),
  contractor: z.string().nullable(),
  reason: z.string(),
  fromAt: z.string(),
  untilAt: z.string(),
  givenBy: z.string(),
  endedAt: z.string().nullable(),
  state: z.enum(permitStates),
  revision: z.number(),
  can: z.object({ end: decision }),
})
export const listPermits = endpoint({
  method: 'GET',
  path: '/export-permits',
  summary: { zh: '批量导出许可', en: 'Permissions to export lists' },
  permission: 'disclosure.review',
  audit: 'export-permit.list',
  errors: [],
  query: z.object({ ...paging, state: z.enum(permitStates).optional() }),
  response: z.object({ items: z.array(permit), next: z.string().nullable() }),
})
export const givePermit = endpoint({
  method: 'POST',
  path: '/export-permits',
  summary: { zh: '许可某人批量导出', en: 'Permit somebody to export lists' },
  permission: 'disclosure.permit',
  audit: 'export-permit.give',
  errors: ['unknown-person', 'second-person-needed', 'until-in-past', 'permit-too-long', 'already-permitted'],
  body: z.object({ personId: z.number().int().positive(), reason, untilOn: date }),
  response: z.object({ id: z.number() }),
})
export const endPermit = endpoint({
  method: 'POST',
  path: '/export-permits/:id/end',
  summary: { zh: '收回批量导出许可', en: 'Withdraw a permission to export' },
  permission: 'disclosure.permit',
  audit: 'export-permit.end',
  errors: ['permit-over'],
  ifMatch: true,
  params: byId,
  body: z.object({}),
  response: z.object({ id: z.number(), revision: z.number() }),
})
export const readHandling = endpoint({
  method: 'GET',
  path: '/handling',
  summary: { zh: '查看、打印、下载和导出次数', en: 'How often papers were seen, printed, downloaded, exported' },
  permission: 'disclosure.review',
  audit: 'handling.read',
  errors: ['period-too-long'],
  query: z.object({
    atFrom: date.optional(),
    atUntil: date.optional(),
    how: z.enum(handlings).optional(),
    personId: z.coerce.number().int().positive().optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  response: z.object({
    items: z.array(
      z.object({
        key: z.string(),
        personId: z.number().nullable(),
        person: z.string().nullable(),
        contractor: z.string().nullable(),
        how: z.enum(handlings),
        what: z.enum(handledPapers),
        caseId: z.number().nullable(),
        caseNumber: z.string().nullable(),
        times: z.number(),
        pieces: z.number(),
        lastAt: z.string(),
      }),
    ),
    next: z.null(),
    from: z.string(),
    until: z.string(),
  }),
})
