import { z } from 'zod'
import { endpoint, type Permissions } from '../../platform/http/endpoint.ts'

export const watermarkPermissions = {
  'dossiers.watermark': ['securityAdmin', 'securityAuditor', 'commissioner', 'trialManagement', 'courtLeader'],
} as const satisfies Permissions

export const lookUpWatermark = endpoint({
  method: 'GET',
  path: '/watermarks/look-up',
  summary: { zh: '水印查询：这份复制件是谁在何时看的', en: 'Look up a watermark: whose copy is it, and from when' },
  permission: 'dossiers.watermark',
  audit: 'watermark.look-up',
  errors: ['watermark-malformed', 'watermark-mistyped'],
  query: z.object({ token: z.string().trim().min(1).max(60) }),
  response: z.object({
    token: z.string(),
    found: z
      .object({
        personId: z.number(),
        person: z.string(),
        contractor: z.string().nullable(),
        minute: z.string(),
        caseId: z.number(),
        caseNumber: z.string().nullable(),
        batchId: z.number(),
        batchNumber: z.string(),
      })
      .nullable(),
    readings: z.array(z.object({ eventId: z.number(), at: z.string(), grantId: z.number().nullable(), position: z.number().nullable() })),
  }),
})
