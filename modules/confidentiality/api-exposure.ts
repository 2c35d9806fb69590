import { z } from 'zod'
import { endpoint } from '../../platform/http/endpoint.ts'

export const views = ['pair', 'person', 'contractor'] as const
/** The longest period one report covers. */
export const REPORT_DAYS = 186
const filters = {
  by: z.enum(views).default('pair'),
  atFrom: z.iso.date().optional(),
  atUntil: z.iso.date().optional(),
  contractorId: z.coerce.number().int().positive().max(2_000_000_000).optional(),
  personId: z.coerce.number().int().positive().max(9_000_000_000_000).optional(),
}
/** Without a period: the last thirty days. Largest share first. */
export const exposureReport = endpoint({
  method: 'GET',
  path: '/access/exposure',
  summary: { zh: '接触面报告', en: 'Exposure in a period: cases and stages touched, by person and case, person, or contractor' },
  permission: 'confidentiality.review',
  audit: 'exposure.report',
  errors: ['period-too-long', 'period-backwards'],
  query: z.object({ ...filters, after: z.string().max(400).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
  response: z.object({
    items: z.array(
      z.object({
        key: z.string(),
        personId: z.number().nullable(),
        personName: z.string().nullable(),
        contractorName: z.string().nullable(),
        caseId: z.number().nullable(),
        /** Null: not for the reader to see. */
        caseNumber: z.string().nullable(),
        people: z.number(),
        cases: z.number(),
        /** Stages touched in the period, over all cases. */
        stages: z.number(),
        /** Of the case that was touched most in the period, and of how many stages. */
        most: z.number(),
        of: z.number(),
        /** Of one person and case: stages touched up to the end of the period; what the cap is held against. */
        total: z.number().nullable(),
        cap: z.number().nullable(),
        /** Pairs of person and case above the cap. */
        over: z.number(),
        reads: z.number(),
      }),
    ),
    next: z.string().nullable(),
    from: z.string(),
    until: z.string(),
  }),
})
export const exportExposure = endpoint({
  method: 'GET',
  path: '/access/exposure/export',
  summary: { zh: '导出接触面报告', en: 'Export the exposure report with its filters' },
  permission: 'confidentiality.review',
  audit: 'exposure.export',
  errors: ['period-too-long', 'period-backwards', 'export-too-large', 'bulk-export-not-permitted'],
  bulk: true,
  query: z.object({ ...filters, language: z.enum(['zh', 'en']).default('zh') }),
  bytes: 'file',
  response: z.any(),
})
