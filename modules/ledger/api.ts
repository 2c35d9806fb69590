import { z } from 'zod'
import { endpoint, type Permissions } from '../../platform/http/endpoint.ts'

export const permissions: Permissions = {
  'ledger.read': ['securityAuditor', 'securityAdmin', 'courtLeader', 'trialManagement', 'commissioner', 'projectManager'],
  'ledger.export': ['securityAuditor'],
}
const event = z.object({
  id: z.number(),
  at: z.string(),
  verb: z.string(),
  personName: z.string().nullable(),
  side: z.string().nullable(),
  objectType: z.string(),
  objectId: z.string(),
  objectName: z.string().nullable(),
  caseId: z.number().nullable(),
  caseNumber: z.string().nullable(),
  asked: z.object({ zh: z.string(), en: z.string() }).nullable(),
  grantId: z.number().nullable(),
  code: z.string().nullable(),
})
export const listEvents = endpoint({
  method: 'GET',
  path: '/ledger',
  summary: { zh: '台账：谁在何时对什么做了什么', en: 'Ledger: who did what to what, when' },
  permission: 'ledger.read',
  audit: 'ledger.read',
  errors: [],
  query: z.object({
    verb: z
      .string()
      .regex(/^[a-zA-Z.-]{1,60}$/)
      .optional(),
    personId: z.coerce.number().int().positive().optional(),
    atFrom: z.iso.date().optional(),
    atUntil: z.iso.date().optional(),
    objectType: z
      .string()
      .regex(/^[a-zA-Z-]{1,40}$/)
      .optional(),
    objectId: z.string().max(60).optional(),
    cursor: z.coerce.number().int().positive().optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  response: z.object({ items: z.array(event), next: z.string().nullable() }),
})
export const checkpoint = endpoint({
  method: 'GET',
  path: '/ledger/checkpoint',
  summary: { zh: '最新检查点（签名）', en: 'Latest signed checkpoint' },
  permission: 'ledger.read',
  audit: 'none',
  errors: ['no-seal-yet'],
  response: z.any(),
  bytes: 'file',
})
export const exportEvents = endpoint({
  method: 'GET',
  path: '/ledger/export',
  summary: { zh: '导出全部台账（供离线校验）', en: 'Export the whole ledger, for offline proof' },
  permission: 'ledger.export',
  audit: 'ledger.export',
  errors: ['other-courts-too'],
  response: z.any(),
  bytes: 'file',
})
export const proof = endpoint({
  method: 'GET',
  path: '/ledger/:id/proof',
  summary: { zh: '一条记录的包含证明', en: 'Inclusion proof of one event' },
  permission: 'ledger.read',
  audit: 'none',
  errors: ['not-sealed-yet'],
  params: z.object({ id: z.coerce.number().int().positive() }),
  response: z.any(),
  bytes: 'file',
})
