import { z } from 'zod'
import { endpoint, type Permissions } from '../../platform/http/endpoint.ts'
import { decision, paging } from '../organisations/api.ts'
import { hardCodes, listKinds, monthStates, softCodes, statementKinds } from './rules.ts'

/** Months and reminders are known to managers and leaders; what people earn to finance, hr and two offices of the court. */
export const permissions = {
  'wages.see': ['hr', 'finance', 'projectManager', 'courtLeader', 'trialManagement', 'commissioner', 'responsibleDepartment'],
  'wages.amounts': ['hr', 'finance', 'trialManagement', 'responsibleDepartment'],
  'wages.keep': ['hr', 'finance'],
  'wages.ask-cause': ['hr', 'finance', 'projectManager'],
  'wages.decide': ['trialManagement', 'responsibleDepartment'],
} as const satisfies Permissions

export const LIST_BYTES = 5 * 1024 * 1024
export const RECEIPT_BYTES = 20 * 1024 * 1024
export const LIST_ROWS = 2000
const id = z.coerce.number().int().positive()
const byId = z.object({ id })
const monthKey = z.string().regex(/^20\d{2}-(0[1-9]|1[0-2])$/)
const byMonth = z.object({ engagementId: id, month: monthKey })
const date = z.iso.date()
const done = z.object({ id: z.number(), revision: z.number() })
const why = z.string().trim().min(2).max(500)
const fen = z.number().int().min(0).max(1_000_000_000_000)

const monthRow = {
  engagementId: z.number(),
  engagement: z.string(),
  contractor: z.string(),
  month: z.string(),
  state: z.enum(monthStates),
  dueOn: z.string(),
  paidOn: z.string().nullable(),
  submittedAt: z.string().nullable(),
  /** Not paid by the 15th, as far as this shows. */
  late: z.boolean(),
  /** Which reminders that count fell on this month: their numbers within the engagement. */
  reminders: z.array(z.number()),
  excused: z.boolean(),
  lists: z.number(),
}
export const listMonths = endpoint({
  method: 'GET',
  path: '/wages',
  permission: 'wages.see',
  audit: 'none',
  errors: [],
  summary: { zh: '工资月度报送', en: 'Wages by month (A-9.5, A-12.8)' },
  query: z.object({ engagementId: id.optional(), late: z.enum(['yes']).optional(), waiting: z.enum(['yes']).optional(), ...paging }),
  response: z.object({ items: z.array(z.object(monthRow)), next: z.string().nullable(), can: z.object({ minimum: decision }) }),
})
export const wageStandings = endpoint({
  method: 'GET',
  path: '/wages/standings',
  permission: 'wages.see',
  audit: 'none',
  errors: [],
  summary: { zh: '欠薪提醒次数', en: 'Reminders that count, by engagement; more than three give the right to end the contract (A-9.5)' },
  response: z.object({
    items: z.array(
      z.object({
        engagementId: z.number(),
        engagement: z.string(),
        contractor: z.string(),
        counted: z.number(),
        right: z.boolean(),
        rightSince: z.string().nullable(),
      }),
    ),
    toDecide: z.number(),
  }),
})
const cause = z.object({
  id: z.number(),
  reason: z.string(),
  askedBy: z.string().nullable(),
  askedAt: z.string(),
  approved: z.boolean().nullable(),
  decision: z.string().nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: z.string().nullable(),
})
const list = z.object({
  id: z.number(),
  kind: z.enum(listKinds),
  name: z.string(),
  rows: z.number(),
  hard: z.number(),
  soft: z.number(),
  addedAt: z.string(),
  addedBy: z.string().nullable(),
})
export const readMonth = endpoint({
  method: 'GET',
  path: '/wages/:engagementId/:month',
  permission: 'wages.see',
  audit: 'wages.read',
  errors: ['engagement-unknown'],
  summary: { zh: '一个月的工资报送', en: 'Wages of one month of an engagement' },
  params: byMonth,
  response: z.object({
    ...monthRow,
    lists: z.array(list),
    note: z.string().nullable(),
    reason: z.string().nullable(),
    submittedBy: z.string().nullable(),
    decidedBy: z.string().nullable(),
    decidedAt: z.string().nullable(),
    onRoster: z.number(),
    minimumFen: z.number().nullable(),
    causes: z.array(cause),
    reminded: z.array(
      z.object({ id: z.number(), at: z.string(), by: z.string().nullable(), note: z.string().nullable(), counts: z.number().nullable() }),
    ),
    counted: z.number(),
    right: z.boolean(),
    revision: z.number(),
    can: z.object({
      amounts: z.boolean(),
      upload: decision,
      submit: decision,
      decide: decision,
      askCause: decision,
      decideCause: decision,
      remind: decision,
    }),
  }),
})
/** Form field: kind. The list that was there before counts no more. */
export const uploadList = endpoint({
  method: 'POST',
  path: '/wages/:engagementId/:month/lists',
  permission: 'wages.keep',
  audit: 'wages.list.add',
  errors: [
    'engagement-unknown',
    'month-outside',
    'wages-submitted',
    'import-wrong-type',
    'import-not-text',
    'import-empty',
    'import-too-long',
    'wages-columns',
    'empty-file',
    'unsafe-archive',
  ],
  summary: { zh: '上传工资、社保、公积金清单', en: 'Upload a list of the month; it is checked against the roster' },
  params: byMonth,
  bytes: 'upload',
  maxBytes: LIST_BYTES,
  response: list,
})
export const readList = endpoint({
  method: 'GET',
  path: '/wages/lists/:id',
  permission: 'wages.amounts',
  audit: 'wages.list.read',
  errors: [],
  summary: { zh: '清单逐人核对', en: 'A list person by person' },
  params: byId,
  response: z.object({
    id: z.number(),
    kind: z.enum(listKinds),
    lines: z.array(
      z.object({ row: z.number(), personId: z.number().nullable(), name: z.string(), amounts: z.record(z.string(), z.number()) }),
    ),
    totals: z.record(z.string(), z.number()),
    faults: z.array(z.object({ row: z.number(), column: z.string(), code: z.enum([...hardCodes, ...softCodes]), name: z.string() })),
  }),
})
export const listFile = endpoint({
  method: 'GET',
  path: '/wages/lists/:id/file',
  permission: 'wages.amounts',
  audit: 'wages.list.file',
  errors: [],
  summary: { zh: '下载清单原件', en: 'The list as it was uploaded' },
  params: byId,
  bytes: 'file',
  response: z.any(),
})
export const listFaults = endpoint({
  method: 'GET',
  path: '/wages/lists/:id/faults',
  permission: 'wages.amounts',
  audit: 'wages.list.faults',
  errors: [],
  summary: { zh: '下载核对问题', en: 'What is wrong with a list, row by row, as XLSX' },
  params: byId,
  query: z.object({ language: z.enum(['zh', 'en']).default('zh') }),
  bytes: 'file',
  response: z.any(),
})
export const listTemplate = endpoint({
  method: 'GET',
  path: '/wages/templates/:kind',
  permission: 'wages.keep',
  audit: 'none',
  errors: [],
  summary: { zh: '清单模板（可按当月名册填好姓名）', en: 'Template of a list; of a month, with the names of its roster' },
  params: z.object({ kind: z.enum(listKinds) }),
  query: z.object({ engagementId: id.optional(), month: monthKey.optional() }),
  bytes: 'file',
  response: z.any(),
})
export const submitMonth = endpoint({
  method: 'POST',
  path: '/wages/:engagementId/:month/submit',
  permission: 'wages.keep',
  audit: 'wages.submit',
  ifMatch: true,
  errors: ['wages-submitted', 'month-not-over', 'lists-missing', 'lists-faulty', 'note-needed', 'day-in-future', 'paid-before-month'],
  summary: { zh: '报送', en: 'Hand the month in with the day of payment' },
  params: byMonth,
  body: z.object({ paidOn: date, note: z.string().trim().max(1000).nullable().optional() }),
  response: done,
})
const decideBody = z.object({ accept: z.boolean(), reason: z.string().trim().max(500).nullable().optional() })
export const decideMonth = endpoint({
  method: 'POST',
  path: '/wages/:engagementId/:month/decide',
  permission: 'wages.decide',
  audit: 'wages.decide',
  ifMatch: true,
  errors: ['not-submitted', 'reason-needed'],
  summary: { zh: '接收或退回', en: 'Receive, or return with a reason' },
  params: byMonth,
  body: decideBody,
  response: done,
})
export const askCause = endpoint({
  method: 'POST',
  path: '/wages/:engagementId/:month/causes',
  permission: 'wages.ask-cause',
  audit: 'wages.cause.ask',
  errors: ['engagement-unknown', 'month-outside', 'cause-waits', 'cause-accepted', 'paid-in-time'],
  summary: { zh: '申请认定客观原因', en: 'Allege an objective cause of late payment' },
  params: byMonth,
  body: z.object({ reason: z.string().trim().min(2).max(1000) }),
  response: z.object({ id: z.number() }),
})
export const decideCause = endpoint({
  method: 'POST',
  path: '/wages/causes/:id/decide',
  permission: 'wages.decide',
  audit: 'wages.cause.decide',
  errors: ['cause-decided'],
  summary: { zh: '认定客观原因', en: 'Accept or refuse an objective cause' },
  params: byId,
  body: z.object({ approved: z.boolean(), decision: why }),
  response: z.object({ id: z.number() }),
})
export const remindMonth = endpoint({
  method: 'POST',
  path: '/wages/:engagementId/:month/reminders',
  permission: 'wages.decide',
  audit: 'wages.remind',
  errors: ['engagement-unknown', 'not-due-yet', 'wages-submitted', 'reminded-today'],
  summary: { zh: '再次提醒', en: 'Remind again of wages that are still not paid' },
  params: byMonth,
  body: z.object({ note: why }),
  response: z.object({ id: z.number() }),
})

// Minimum wage --------------------------------------------------------------------------------------------------------
export const listMinimums = endpoint({
  method: 'GET',
  path: '/wages/minimums',
  permission: 'wages.see',
  audit: 'none',
  errors: [],
  summary: { zh: '最低工资标准', en: 'Minimum wages by date' },
  response: z.object({ items: z.array(z.object({ fromDate: z.string(), fen: z.number() })), can: z.object({ set: decision }) }),
})
export const setMinimum = endpoint({
  method: 'POST',
  path: '/wages/minimums',
  permission: 'wages.decide',
  audit: 'wages.minimum.set',
  errors: ['minimum-known'],
  summary: { zh: '登记最低工资标准', en: 'Enter a minimum wage from a day on' },
  body: z.object({ fromDate: date, fen: z.number().int().min(1).max(10_000_000) }),
  response: z.object({ ok: z.literal(true) }),
})

// Statements ----------------------------------------------------------------------------------------------------------
const statementRow = {
  id: z.number(),
  kind: z.enum(statementKinds),
  period: z.string(),
  engagementId: z.number(),
  engagement: z.string(),
  contractor: z.string(),
  state: z.enum(monthStates),
  submittedAt: z.string().nullable(),
  files: z.number(),
}
export const listStatements = endpoint({
  method: 'GET',
  path: '/expense-statements',
  permission: 'wages.see',
  audit: 'none',
  errors: [],
  summary: { zh: '费用说明与调薪方案', en: 'Expense statements and pay plans (A-12.8, A-12.9)' },
  query: z.object({ kind: z.enum(statementKinds).optional(), state: z.enum(monthStates).optional(), ...paging }),
  response: z.object({ items: z.array(z.object(statementRow)), next: z.string().nullable(), can: z.object({ create: decision }) }),
})
export const readStatement = endpoint({
  method: 'GET',
  path: '/expense-statements/:id',
  permission: 'wages.see',
  audit: 'expense-statement.read',
  errors: [],
  summary: { zh: '费用说明或调薪方案详情', en: 'One statement or plan with its receipts' },
  params: byId,
  response: z.object({
    ...statementRow,
    text: z.string(),
    fen: z.number().nullable(),
    reason: z.string().nullable(),
    decidedBy: z.string().nullable(),
    decidedAt: z.string().nullable(),
    revision: z.number(),
    receipts: z.array(z.object({ id: z.number(), name: z.string(), size: z.number(), addedAt: z.string() })),
    can: z.object({ change: decision, submit: decision, decide: decision }),
  }),
})
const content = { text: z.string().trim().min(1).max(10_000), fen: fen.nullable().optional() }
export const createStatement = endpoint({
  method: 'POST',
  path: '/expense-statements',
  permission: 'wages.keep',
  audit: 'expense-statement.create',
  errors: ['engagement-unknown', 'period-malformed', 'period-outside', 'statement-known'],
  summary: { zh: '新建费用说明或调薪方案', en: 'Begin a statement or plan' },
  body: z.object({
    engagementId: z.number().int().positive(),
    kind: z.enum(statementKinds),
    period: z.string().trim().max(10),
    ...content,
  }),
  response: done,
})
export const changeStatement = endpoint({
  method: 'PATCH',
  path: '/expense-statements/:id',
  permission: 'wages.keep',
  audit: 'expense-statement.change',
  ifMatch: true,
  errors: ['statement-submitted'],
  summary: { zh: '修改费用说明或调薪方案', en: 'Change a statement that is not handed in' },
  params: byId,
  body: z.object(content),
  response: done,
})
export const addReceipt = endpoint({
  method: 'POST',
  path: '/expense-statements/:id/receipts',
  permission: 'wages.keep',
  audit: 'expense-statement.receipt.add',
  errors: ['statement-submitted', 'file-kind', 'empty-file', 'too-many-files'],
  summary: { zh: '上传票据', en: 'Add a receipt' },
  params: byId,
  bytes: 'upload',
  maxBytes: RECEIPT_BYTES,
  response: z.object({ id: z.number() }),
})
export const readReceipt = endpoint({
  method: 'GET',
  path: '/expense-statements/:id/receipts/:receiptId',
  permission: 'wages.see',
  audit: 'expense-statement.receipt.read',
  errors: [],
  summary: { zh: '查看票据', en: 'Read a receipt' },
  params: z.object({ id, receiptId: id }),
  bytes: 'file',
  response: z.any(),
})
export const submitStatement = endpoint({
  method: 'POST',
  path: '/expense-statements/:id/submit',
  permission: 'wages.keep',
  audit: 'expense-statement.submit',
  ifMatch: true,
  errors: ['statement-submitted', 'receipts-missing', 'amount-needed'],
  summary: { zh: '报送费用说明或调薪方案', en: 'Hand a statement in' },
  params: byId,
  response: done,
})
export const decideStatement = endpoint({
  method: 'POST',
  path: '/expense-statements/:id/decide',
  permission: 'wages.decide',
  audit: 'expense-statement.decide',
  ifMatch: true,
  errors: ['not-submitted', 'reason-needed'],
  summary: { zh: '接收或退回费用说明', en: 'Receive a statement, or return it with a reason' },
  params: byId,
  body: decideBody,
  response: done,
})
