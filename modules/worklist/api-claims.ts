import { z } from 'zod'
import { endpoint } from '../../platform/http/endpoint.ts'
import { actErrors } from './api.ts'

/** As many as a carrier's list of one day brings back to one desk. */
export const CLAIM_MOST = 200
export const readClaiming = endpoint({
  method: 'GET',
  path: '/tasks/claiming',
  summary: { zh: '我现在能否领取任务', en: 'May I claim tasks now, and why not' },
  permission: 'worklist.work',
  audit: 'none',
  errors: [],
  response: z.object({ can: z.union([z.literal(true), z.string()]) }),
})
export const claimMany = endpoint({
  method: 'POST',
  path: '/tasks/claim',
  summary: { zh: '批量领取', en: 'Claim many' },
  permission: 'worklist.work',
  audit: 'task.claim',
  errors: actErrors,
  body: z.object({
    tasks: z
      .array(z.object({ id: z.number().int().positive(), revision: z.number().int() }))
      .min(1)
      .max(CLAIM_MOST),
  }),
  response: z.object({
    claimed: z.number(),
    refused: z.array(z.object({ taskId: z.number(), code: z.string(), detail: z.record(z.string(), z.unknown()).optional() })),
  }),
})
