import { z } from 'zod'
import { endpoint } from '../../platform/http/endpoint.ts'

const sessionTimes = {
  /** Minutes without hands until the screen is locked: of the court's people, and of the contractor's, never later (7.3.2.5). */
  lockMinutes: z.number().int().min(1).max(120),
  lockMinutesContractor: z.number().int().min(1).max(120),
  idleMinutes: z.number().int().min(5).max(480),
  sessionHours: z.number().int().min(1).max(24),
  passwordDays: z.number().int().min(30).max(365),
}
export const readSessionTimes = endpoint({
  method: 'GET',
  path: '/session-times',
  permission: 'accounts.secure',
  audit: 'none',
  errors: [],
  summary: { zh: '锁屏与登录时限', en: 'When screens lock and sessions end' },
  response: z.object({
    lockMinutes: z.number(),
    lockMinutesContractor: z.number(),
    idleMinutes: z.number(),
    sessionHours: z.number(),
    passwordDays: z.number(),
    revision: z.number(),
  }),
})
export const setSessionTimes = endpoint({
  method: 'PUT',
  path: '/session-times',
  permission: 'accounts.secure',
  audit: 'account.sessionTimes',
  errors: ['contractor-locks-later', 'idle-before-lock', 'session-before-idle'],
  summary: { zh: '设置锁屏与登录时限', en: 'Set when screens lock and sessions end' },
  ifMatch: true,
  body: z.object(sessionTimes),
  response: z.object({ revision: z.number() }),
})
