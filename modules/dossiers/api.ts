import { z } from 'zod'
import { endpoint, type Permissions } from '../../platform/http/endpoint.ts'
import { categories, checkOutcomes, defectCodes, MAX_BYTES, nodes, slipReasons } from './rules.ts'

const court = [
  'courtLeader',
  'trialManagement',
  'commissioner',
  'responsibleDepartment',
  'filingOfficer',
  'judge',
  'clerk',
  'archivist',
] as const
export const permissions: Permissions = {
  'dossiers.read': court,
  'dossiers.handOver': ['filingOfficer', 'clerk'],
  /** Forms and pages: the task in hand says whose; judgement forms apart, so that outsourced roles are refused before anything is read (4.1). */
  'dossiers.work': ['operator', 'teamLead', 'clerk'],
  'dossiers.scan': ['operator'],
  'dossiers.check': ['teamLead'],
  'dossiers.decide': ['clerk'],
  'dossiers.pages': [...court, 'operator', 'teamLead'],
}

const byId = z.object({ id: z.coerce.number().int().positive() })
const text = (max: number) => z.string().trim().max(max)
const line = (max: number) => z.string().trim().min(1).max(max)
const count = z.number().int().min(0).max(100_000)
const done = z.object({ ok: z.literal(true) })
/** Errors of the engine that any form may meet. */
export const formErrors = [
  'task-closed',
  'not-yours',
  'task-suspended',
  'judgement-is-the-courts',
  'not-claimed',
  'process-process-ended',
  'process-process-suspended',
  'process-no-such-task',
  'process-outcome-missing',
  'process-bad-variable',
  'process-no-path',
  'process-too-many-steps',
  'process-bad-due',
  'service-not-engaged',
  'not-admitted',
  'access-denied',
] as const

const upload = z.object({
  id: z.number(),
  name: z.string(),
  size: z.number(),
  type: z.string(),
  state: z.enum(['queued', 'running', 'done', 'failed', 'cancelled']),
  pagesTotal: z.number().nullable(),
  pagesDone: z.number(),
  error: z.string().nullable(),
  at: z.string(),
  replacesPageId: z.number().nullable(),
})
export const entryItem = z.object({
  id: z.number(),
  name: z.string(),
  category: z.string(),
  volume: z.enum(['main', 'doubtful', 'secondary']),
  submitter: z.string(),
  submittedOn: z.string().nullable(),
  /** Numbers among the pages the reader may see; null when all its pages are gone. */
  from: z.number().nullable(),
  to: z.number().nullable(),
})
export const batchItem = z.object({
  id: z.number(),
  number: z.string(),
  caseId: z.number(),
  caseNumber: z.string().nullable(),
  /** Null without field level C1: scanning needs the number, not the names. */
  caseTitle: z.string().nullable(),
  node: z.enum(nodes),
  sentPages: z.number(),
  handedOverAt: z.string(),
  senderName: z.string(),
  state: z.enum(['open', 'stopped', 'mounted', 'returned', 'removed']),
  dueAt: z.string(),
  mountedAt: z.string().nullable(),
  pages: z.number(),
  step: z.object({ nameZh: z.string(), nameEn: z.string(), who: z.string().nullable() }).nullable(),
})
export type BatchItem = z.infer<typeof batchItem>
export const batchRecord = batchItem.extend({
  note: z.string(),
  revision: z.number(),
  rescan: z.number(),
  covers: z.number(),
  foreignCovers: z.number(),
  uploads: z.array(upload),
  entries: z.array(entryItem),
  receipts: z.array(
    z.object({ sentPages: z.number(), countedPages: z.number(), matched: z.boolean(), note: z.string(), by: z.string(), at: z.string() }),
  ),
  slips: z.array(z.object({ id: z.number(), reason: z.enum(slipReasons), note: z.string(), by: z.string(), at: z.string() })),
  /** Handed over again after a slip; given back to whom; where papers of another case went. */
  resubmissions: z.array(z.object({ pages: z.number(), note: z.string(), by: z.string(), at: z.string() })),
  returns: z.array(z.object({ pages: z.number(), receiver: z.string(), note: z.string(), by: z.string(), at: z.string() })),
  disposals: z.array(z.object({ note: z.string(), by: z.string(), at: z.string() })),
  checks: z.array(
    z.object({
      kind: z.enum(['scan', 'self', 'lead', 'volume']),
      outcome: z.string(),
      note: z.string(),
      by: z.string(),
      at: z.string(),
      /** `page`: the number the page has now; null when it was said of the whole batch, or the page is put away. */
      defects: z.array(z.object({ code: z.string(), pageId: z.number().nullable(), page: z.number().nullable(), note: z.string() })),
    }),
  ),
})
export type BatchRecord = z.infer<typeof batchRecord>

export const listBatches = endpoint({
  method: 'GET',
  path: '/dossiers/batches',
  summary: { zh: '扫描批次', en: 'Scan batches' },
  permission: 'dossiers.read',
  audit: 'batch.list',
  errors: [],
  query: z.object({
    state: z.enum(['open', 'stopped', 'mounted']).optional(),
    caseId: z.coerce.number().int().positive().optional(),
    q: text(60).optional(),
    cursor: text(200).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  response: z.object({ items: z.array(batchItem), next: z.string().nullable() }),
})
export const handOverOptions = endpoint({
  method: 'GET',
  path: '/dossiers/options',
  summary: { zh: '移交选项', en: 'Options of a hand-over' },
  permission: 'dossiers.handOver',
  audit: 'none',
  errors: [],
  response: z.object({ engagements: z.array(z.object({ id: z.number(), title: z.string(), contractor: z.string() })) }),
})
export const handOver = endpoint({
  method: 'POST',
  path: '/dossiers/batches',
  summary: { zh: '移交一批材料', en: 'Hand over a batch of papers' },
  permission: 'dossiers.handOver',
  audit: 'batch.hand-over',
  errors: ['no-engagement', ...formErrors],
  body: z.object({
    caseId: z.number().int().positive(),
    node: z.enum(nodes),
    pages: z.number().int().min(1).max(100_000),
    note: text(500).default(''),
    engagementId: z.number().int().positive().nullish(),
  }),
  response: z.object({ id: z.number(), number: z.string() }),
})
export const readBatch = endpoint({
  method: 'GET',
  path: '/dossiers/batches/:id',
  summary: { zh: '批次', en: 'Batch' },
  permission: 'dossiers.pages',
  audit: 'batch.read',
  errors: ['not-found'],
  params: byId,
  response: batchRecord,
})
export const coverSheet = endpoint({
  method: 'GET',
  path: '/dossiers/batches/:id/cover',
  summary: { zh: '条码封面（PDF）', en: 'Barcode cover sheet (PDF)' },
  permission: 'dossiers.pages',
  audit: 'batch.cover',
  errors: ['not-found'],
  params: byId,
  response: z.unknown(),
  bytes: 'file',
})
export const printSlip = endpoint({
  method: 'GET',
  path: '/dossiers/batches/:id/slips/:slip',
  summary: { zh: '退回单（PDF）', en: 'Return slip (PDF)' },
  permission: 'dossiers.pages',
  audit: 'batch.slip-print',
  errors: ['not-found'],
  params: byId.extend({ slip: z.coerce.number().int().positive() }),
  response: z.unknown(),
  bytes: 'file',
})
export const resubmit = endpoint({
  method: 'POST',
  path: '/dossiers/batches/:id/resubmit',
  summary: { zh: '补交并恢复计时', en: 'Hand over again; the clock runs' },
  permission: 'dossiers.handOver',
  audit: 'batch.resubmit',
  errors: ['not-returned', 'process-message-not-awaited', ...formErrors],
  params: byId,
  body: z.object({ pages: z.number().int().min(1).max(100_000), note: text(500).default('') }),
  response: done,
})

export const pageItem = z.object({
  id: z.number(),
  position: z.number(),
  state: z.enum(['kept', 'rescan', 'deleted', 'cover']),
  note: z.string(),
  startsDocument: z.boolean(),
  rotation: z.number(),
  version: z.number(),
  width: z.number(),
  height: z.number(),
  barcode: z.string().nullable(),
  entryId: z.number().nullable(),
  category: z.string().nullable(),
})
export type PageItem = z.infer<typeof pageItem>
export const listPages = endpoint({
  method: 'GET',
  path: '/dossiers/batches/:id/pages',
  summary: { zh: '页面清单', en: 'Pages of a batch' },
  permission: 'dossiers.pages',
  audit: 'pages.read',
  errors: ['not-found'],
  params: byId,
  query: z.object({ cursor: text(200).optional(), limit: z.coerce.number().int().min(1).max(500).default(200) }),
  response: z.object({ items: z.array(pageItem), next: z.string().nullable() }),
})
export const pageImage = endpoint({
  method: 'GET',
  path: '/dossiers/pages/:id/image',
  summary: { zh: '页面图像（带水印）', en: 'Page image with watermark' },
  permission: 'dossiers.pages',
  audit: 'page.read',
  errors: ['not-found'],
  params: byId,
  query: z.object({
    width: z.coerce.number().int().min(60).max(4000).default(1200),
    version: z.coerce.number().int().positive().optional(),
    r: text(20).optional(),
  }),
  response: z.unknown(),
  bytes: 'file',
})

export const readForm = endpoint({
  method: 'GET',
  path: '/dossiers/tasks/:id',
  summary: { zh: '任务表单内容', en: 'What a form shows' },
  permission: 'dossiers.work',
  audit: 'batch.form.read',
  errors: ['not-found', ...formErrors],
  params: byId,
  response: batchRecord.extend({ taskId: z.number(), taskRevision: z.number(), form: z.string(), expectedPages: z.number() }),
})
export const uploadPages = endpoint({
  method: 'POST',
  path: '/dossiers/tasks/:id/uploads',
  summary: { zh: '上传扫描件', en: 'Upload a scan' },
  permission: 'dossiers.scan',
  audit: 'upload.add',
  bytes: 'upload',
  maxBytes: MAX_BYTES,
  resumable: true,
  params: byId,
  errors: [
    'file-type-refused',
    'empty-file',
    'too-many-pages',
    'damaged-image',
    'too-many-pixels',
    'page-unknown',
    'disk-full',
    'too-many-uploads',
    ...formErrors,
  ],
  response: z.object({ uploadId: z.number() }),
})
export const cancelUpload = endpoint({
  method: 'POST',
  path: '/dossiers/uploads/:id/cancel',
  summary: { zh: '取消上传处理', en: 'Stop reading an upload' },
  permission: 'dossiers.scan',
  audit: 'upload.cancel',
  errors: ['not-found', 'upload-finished', 'not-yours'],
  params: byId,
  response: done,
})
const pageIds = z.array(z.number().int().positive()).min(1).max(1000)
export const arrangeOp = z.discriminatedUnion('op', [
  z.object({ op: z.literal('rotate'), pageIds, by: z.union([z.literal(90), z.literal(180), z.literal(270)]) }),
  z.object({ op: z.literal('move'), pageIds, before: z.number().int().positive().nullable() }),
  z.object({ op: z.literal('mark'), pageIds, state: z.enum(['kept', 'rescan', 'deleted']), note: text(200).default('') }),
  z.object({ op: z.literal('split'), pageIds }),
  z.object({ op: z.literal('merge'), pageIds }),
])
export const arrange = endpoint({
  method: 'POST',
  path: '/dossiers/tasks/:id/arrange',
  summary: { zh: '整理页面', en: 'Arrange pages' },
  permission: 'dossiers.scan',
  audit: 'pages.arrange',
  errors: ['page-unknown', ...formErrors],
  params: byId,
  ifMatch: true,
  body: arrangeOp,
  response: z.object({ revision: z.number() }),
})

const form = (verb: string, permission: string, zh: string, en: string) =>
  ({
    method: 'POST',
    path: `/dossiers/tasks/:id/${verb}`,
    summary: { zh, en },
    permission,
    audit: `batch.${verb}`,
    params: byId,
    response: done,
    ifMatch: true,
  }) as const
export const receive = endpoint({
  ...form('receive', 'dossiers.scan', '接收清点', 'Receive and count'),
  errors: [...formErrors],
  body: z.object({ pages: count, note: text(500).default('') }),
})
export const returnSlip = endpoint({
  ...form('return-slip', 'dossiers.scan', '出具退回单', 'Return slip'),
  errors: [...formErrors],
  body: z.object({ reason: z.enum(slipReasons), note: line(1000) }),
  /** The slip itself (PDF, base64): whoever issues it prints it with this answer, for his access ends with the task. */
  response: z.object({ number: z.string(), paper: z.string() }),
})
export const finishScan = endpoint({
  ...form('pages', 'dossiers.scan', '扫描完成', 'Scanning is done'),
  errors: ['uploads-running', 'rescans-open', 'no-pages', 'count-unexplained', ...formErrors],
  body: z.object({ note: text(500).default('') }),
})
export const selfCheck = endpoint({
  ...form('self-check', 'dossiers.scan', '自检', 'Self-check'),
  errors: ['rescans-open', ...formErrors],
  body: z.object({ outcome: z.enum(['pass', 'redo']), note: text(500).default('') }),
})
export const check = endpoint({
  ...form('check', 'dossiers.check', '质检', 'Quality check'),
  errors: ['defects-forbid-pass', 'rescans-open', 'defect-missing', 'page-unknown', ...formErrors],
  body: z.object({
    outcome: z.enum(checkOutcomes),
    note: text(500).default(''),
    defects: z
      .array(z.object({ code: z.enum(defectCodes), pageId: z.number().int().positive().nullish(), note: text(200).default('') }))
      .max(500)
      .default([]),
  }),
})
export const wrongCase = endpoint({
  ...form('wrong-case', 'dossiers.decide', '错卷处置', 'Papers of another case'),
  errors: [...formErrors],
  body: z.object({ note: line(1000) }),
})
export const entryInput = z.object({
  name: line(200),
  category: z.enum(categories),
  from: z.number().int().min(1),
  to: z.number().int().min(1),
  submitter: text(100).default(''),
  submittedOn: z.iso.date().nullish(),
  volume: z.enum(['main', 'doubtful']),
})
export const catalogue = endpoint({
  ...form('catalogue', 'dossiers.scan', '编目', 'Catalogue'),
  errors: ['range-wrong', 'range-overlaps', 'range-gap', ...formErrors],
  body: z.object({ entries: z.array(entryInput).min(1).max(500) }),
})
export const decideVolume = endpoint({
  ...form('volume-decision', 'dossiers.decide', '正副卷认定', 'Main or secondary volume'),
  errors: ['entry-unknown', 'entries-undecided', ...formErrors],
  body: z.object({
    outcome: z.enum(['settled', 'recatalogue']),
    note: text(500).default(''),
    decisions: z
      .array(z.object({ entryId: z.number().int().positive(), volume: z.enum(['main', 'secondary']) }))
      .max(500)
      .default([]),
  }),
})
export const returnOriginals = endpoint({
  ...form('return-originals', 'dossiers.scan', '归还原件', 'Return the originals'),
  errors: ['originals-count', ...formErrors],
  body: z.object({ pages: count, receiver: line(100), note: text(500).default('') }),
})
