import { z } from 'zod'
import { endpoint } from '../../platform/http/endpoint.ts'
import { outcomes, returnReasons } from './rules/shape.ts'

const id = z.coerce.number().int().positive()
const byId = z.object({ id })
const line = (max: number) => z.string().trim().min(1).max(max)

// The list that goes to the carrier ------------------------------------------------------------------------------------

export const MAIL_LIST_MOST = 200
export const mailList = endpoint({
  permission: 'service-of-process.work',
  method: 'GET',
  path: '/service-mail-list',
  summary: { zh: '交寄清单（打印或交邮政系统）', en: 'Outgoing mail list, to print or for the carrier’s system' },
  audit: 'service.mail-list',
  bytes: 'file',
  errors: ['mail-list-too-long', 'order-not-for-mail'],
  query: z.object({
    /** Order ids with commas. */
    ids: z
      .string()
      .regex(/^\d{1,15}(?:,\d{1,15})*$/)
      .max(8_000),
    format: z.enum(['pdf', 'xlsx', 'csv']).default('pdf'),
  }),
  response: z.unknown(),
})

// The carrier's list ----------------------------------------------------------------------------------------------------

export const carrierRow = z.object({
  row: z.number(),
  mailNo: z.string(),
  orderNo: z.string().nullable(),
  caseNumber: z.string().nullable(),
  status: z.string(),
  at: z.string(),
  state: z.enum(['ready', 'unchanged', 'error', 'applied']),
  code: z.string().nullable(),
  orderId: z.number().nullable(),
  outcome: z.enum(outcomes).nullable(),
  returnReason: z.enum(returnReasons).nullable(),
})
export const carrierImport = z.object({
  id: z.number(),
  fileName: z.string(),
  encoding: z.string(),
  ready: z.number(),
  unchanged: z.number(),
  errors: z.number(),
  madeAt: z.string(),
  appliedAt: z.string().nullable(),
  rows: z.array(carrierRow),
  revision: z.number(),
})
export type CarrierImport = z.infer<typeof carrierImport>
const imports = { permission: 'service-of-process.work' } as const
export const rowErrors = [
  'mail-number-shape',
  'mail-number-unknown',
  'mail-number-twice',
  'mail-number-missing',
  'mail-number-other',
  'mail-number-used',
  'order-number-shape',
  'order-number-unknown',
  'attempt-not-dispatched',
  'attempt-not-in-hand',
  'date-before-hand-over',
  'carrier-status-unknown',
  'carrier-time',
  'carrier-time-in-future',
  'attempt-closed',
  'date-before-dispatch',
] as const
const importErrors = [
  'import-not-text',
  'import-wrong-type',
  'import-empty',
  'carrier-columns-missing',
  'carrier-too-many-rows',
  'empty-file',
  'disk-full',
  'unsafe-archive',
  ...rowErrors,
] as const
export const uploadCarrierList = endpoint({
  ...imports,
  method: 'POST',
  path: '/service-imports',
  summary: { zh: '上传邮政结果清单，CSV 或 XLSX（先试运行）', en: "Upload the carrier's list, CSV or XLSX; a dry run" },
  audit: 'service-import.check',
  bytes: 'upload',
  maxBytes: 16 * 1024 * 1024,
  errors: importErrors,
  response: carrierImport,
})
export const scanResults = endpoint({
  ...imports,
  method: 'POST',
  path: '/service-imports/scan',
  summary: { zh: '扫描邮件号批量登记（先试运行）', en: 'Scanned mail numbers with one result; a dry run' },
  audit: 'service-import.check',
  errors: importErrors,
  body: z.object({ mailNos: z.array(z.string().max(40)).min(1).max(1000), status: line(60), at: z.string().max(40) }),
  response: carrierImport,
})
export const listCarrierImports = endpoint({
  ...imports,
  method: 'GET',
  path: '/service-imports',
  summary: { zh: '我的批量登记', en: 'My bulk entries' },
  audit: 'none',
  errors: [],
  response: z.object({ items: z.array(carrierImport.omit({ rows: true })) }),
})
export const readCarrierImport = endpoint({
  ...imports,
  method: 'GET',
  path: '/service-imports/:id',
  summary: { zh: '批量登记', en: 'A bulk entry' },
  audit: 'none',
  errors: [],
  params: byId,
  response: carrierImport,
})
export const applyCarrierImport = endpoint({
  ...imports,
  method: 'POST',
  path: '/service-imports/:id/apply',
  summary: { zh: '写入结果', en: 'Write the results' },
  audit: 'service-import.apply',
  ifMatch: true,
  errors: ['import-state'],
  params: byId,
  response: carrierImport,
})
