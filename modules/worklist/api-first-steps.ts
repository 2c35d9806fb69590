import { z } from 'zod'
import { endpoint } from '../../platform/http/endpoint.ts'

/** What a new court needs until its first case can be worked on, in the order in which it is done. */
export const firstStepKeys = [
  'divisions',
  'people',
  'accounts',
  'contractor',
  'engagement',
  'posts',
  'admission',
  'calendar',
  'processes',
  'cases',
  'work',
] as const
export type FirstStep = (typeof firstStepKeys)[number]

export const readFirstSteps = endpoint({
  method: 'GET',
  path: '/first-steps',
  summary: { zh: '启用指引：还差什么', en: 'What remains to be done until the first case can be worked on' },
  permission: 'worklist.firstSteps',
  audit: 'none',
  errors: [],
  response: z.object({
    items: z.array(
      z.object({
        key: z.enum(firstStepKeys),
        done: z.boolean(),
        /** Roles or services that are still lacking; for the calendar the year. */
        missing: z.array(z.string()),
        /** May the caller do it, and where; null: somebody else does. */
        to: z.string().nullable(),
        by: z.array(z.string()),
      }),
    ),
    /** All is there: nothing is shown. */
    done: z.boolean(),
    putAway: z.boolean(),
  }),
})
export const putFirstStepsAway = endpoint({
  method: 'PUT',
  path: '/first-steps',
  summary: { zh: '收起或重新显示启用指引', en: 'Put the list away, or have it back' },
  permission: 'worklist.firstSteps',
  audit: 'none',
  errors: [],
  body: z.object({ putAway: z.boolean() }),
  response: z.object({ ok: z.literal(true) }),
})
