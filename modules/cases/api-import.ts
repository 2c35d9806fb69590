import { z } from 'zod'
import { endpoint } from '../../platform/http/endpoint.ts'
import { importFields } from './rules/headers.ts'

const id = z.coerce.number().int().positive()
const byId = z.object({ id })
const field = z.enum(importFields)
export const importStates = ['mapping', 'checking', 'checked', 'running', 'done', 'cancelled', 'failed'] as const

export const importJob = z.object({
  id: z.number(),
  fileName: z.string(),
  fileSize: z.number(),
  format: z.enum(['csv', 'xlsx']),
  encoding: z.string().nullable(),
  headers: z.array(z.string()),
  headerRow: z.number(),
  mapping: z.array(field.nullable()),
  state: z.enum(importStates),
  totalRows: z.number().nullable(),
  doneRows: z.number(),
  created: z.number(),
  unchanged: z.number(),
  changed: z.number(),
  updated: z.number(),
  errors: z.number(),
  flags: z.number(),
  cancelRequested: z.boolean(),
  failure: z.string().nullable(),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
  revision: z.number(),
})
export type ImportJob = z.infer<typeof importJob>
/** Faults carry the header, a code and a safe value; differences name the field with masked values. */
export const importRow = z.object({
  row: z.number(),
  state: z.enum(['error', 'changed', 'updated', 'flagged']),
  number: z.string().nullable(),
  caseId: z.number().nullable(),
  faults: z.array(z.object({ column: z.string(), field: z.string(), code: z.string(), value: z.string() })),
  differences: z.array(z.object({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() })),
})
export type ImportRow = z.infer<typeof importRow>

const errors = [
  'import-not-text',
  'import-wrong-type',
  'import-empty',
  'import-busy',
  'import-state',
  'mapping-number-missing',
  'mapping-twice',
  'mapping-no-party',
  'mapping-length',
  'empty-file',
  'disk-full',
  'unsafe-archive',
] as const
const common = { permission: 'cases.import', errors } as const

export const uploadImport = endpoint({
  ...common,
  method: 'POST',
  path: '/case-imports',
  summary: { zh: '上传案件清单（CSV、XLSX）', en: 'Upload a case list (CSV, XLSX)' },
  audit: 'import.upload',
  bytes: 'upload',
  maxBytes: 64 * 1024 * 1024,
  response: importJob,
})
export const listImports = endpoint({
  ...common,
  method: 'GET',
  path: '/case-imports',
  summary: { zh: '导入记录', en: 'Imports' },
  audit: 'none',
  response: z.object({ items: z.array(importJob) }),
})
export const readImport = endpoint({
  ...common,
  method: 'GET',
  path: '/case-imports/:id',
  summary: { zh: '导入进度', en: 'An import and its progress' },
  audit: 'none',
  params: byId,
  response: importJob,
})
export const sampleImport = endpoint({
  ...common,
  method: 'GET',
  path: '/case-imports/:id/sample',
  summary: { zh: '前二十行（证件号、电话已遮蔽）', en: 'The first twenty rows, papers and phones masked' },
  audit: 'import.sample',
  params: byId,
  response: z.object({ rows: z.array(z.object({ row: z.number(), cells: z.array(z.string()) })) }),
})
export const mapImport = endpoint({
  ...common,
  method: 'PUT',
  path: '/case-imports/:id/mapping',
  summary: { zh: '确定列的含义（记住同样的表头）', en: 'Say what the columns are; remembered for the same headers' },
  audit: 'import.map',
  ifMatch: true,
  params: byId,
  body: z.object({ mapping: z.array(field.nullable()).max(512) }),
  response: importJob,
})
export const checkImport = endpoint({
  ...common,
  method: 'POST',
  path: '/case-imports/:id/check',
  summary: { zh: '试运行：只检查，不写入', en: 'Dry run: checks everything, writes no case' },
  audit: 'import.check',
  params: byId,
  response: importJob,
})
export const runImport = endpoint({
  ...common,
  method: 'POST',
  path: '/case-imports/:id/run',
  summary: { zh: '导入；有变化的案件按选择更新', en: 'Import; changed cases are updated as chosen' },
  audit: 'import.run',
  params: byId,
  body: z.object({ update: z.union([z.enum(['none', 'all']), z.array(z.number().int().positive()).max(10_000)]).default('none') }),
  response: importJob,
})
export const cancelImport = endpoint({
  ...common,
  method: 'POST',
  path: '/case-imports/:id/cancel',
  summary: { zh: '停止导入（已写入的保留）', en: 'Stop an import; what is written stays' },
  audit: 'import.cancel',
  params: byId,
  response: importJob,
})
export const listImportRows = endpoint({
  ...common,
  method: 'GET',
  path: '/case-imports/:id/rows',
  summary: { zh: '需要看的行：错误、变化、提示', en: 'Rows to look at: errors, differences, flags' },
  audit: 'import.rows',
  params: byId,
  query: z.object({
    state: z.enum(['error', 'changed', 'updated', 'flagged']),
    after: z.coerce.number().int().min(0).default(0),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  response: z.object({ items: z.array(importRow), next: z.number().nullable() }),
})
export const importErrors = endpoint({
  ...common,
  method: 'GET',
  path: '/case-imports/:id/errors',
  summary: { zh: '下载错误清单', en: 'Download the errors' },
  audit: 'import.errors',
  bytes: 'file',
  params: byId,
  query: z.object({ format: z.enum(['xlsx', 'csv']).default('xlsx'), language: z.enum(['zh', 'en']).default('zh') }),
  response: z.unknown(),
})
