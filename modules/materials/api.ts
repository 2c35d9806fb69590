import { z } from 'zod'
import { endpoint, type Permissions } from '../../platform/http/endpoint.ts'
import { line } from '../../platform/http/text.ts'
import { channels, handOutWays, kinds, senderAs, shownPapers, states } from './rules/kinds.ts'
import { mailNo, name, phone } from './rules/shape.ts'

const courtDesk = ['courtLeader', 'trialManagement', 'commissioner', 'responsibleDepartment', 'filingOfficer', 'judge', 'clerk'] as const
const desk = ['operator', 'teamLead', 'projectManager'] as const
export const permissions: Permissions = {
  'materials.read': [...courtDesk, ...desk],
  'materials.register': ['operator'],
  'materials.handIn': ['judge', 'clerk'],
  /** Which case it is where facts do not say so: the court's filing desk (4.1). */
  'materials.decide': ['filingOfficer'],
  'materials.work': ['operator'],
  'materials.sign': ['judge', 'clerk'],
  'materials.again': ['clerk'],
  'materials.chase': ['operator', 'teamLead', 'filingOfficer', 'trialManagement', 'commissioner'],
  'materials.statement': [...courtDesk, 'teamLead', 'projectManager'],
  'materials.settings': ['trialManagement'],
}

/** Errors of the engine that any form may meet. */
export const formErrors = [
  'task-closed',
  'not-yours',
  'task-suspended',
  'judgement-is-the-courts',
  'not-claimed',
  'not-admitted',
  'access-denied',
  'service-not-engaged',
  'exposure-cap',
  'denied-veto',
  'denied-freeze',
  'denied-recusal',
  'not-your-role',
  'already-taken',
  'outsourced-task',
  'not-your-service',
  'service-not-in-post',
  'process-process-ended',
  'process-process-suspended',
  'process-no-such-task',
  'process-outcome-missing',
  'process-bad-variable',
  'process-no-path',
  'process-too-many-steps',
  'process-bad-due',
  'process-message-not-awaited',
] as const

const id = z.coerce.number().int().positive()
export const byId = z.object({ id })
const text = (max: number) => z.string().trim().max(max)
const ok = z.object({ ok: z.literal(true) })
const can = z.record(z.string(), z.union([z.literal(true), z.string()]))
export const light = z.enum(['late', 'today', 'soon', 'calm', 'done'])

export const materialRow = z.object({
  id: z.number(),
  number: z.string(),
  direction: z.enum(['in', 'out']),
  channel: z.enum([...channels, 'court']),
  state: z.enum(states),
  urgent: z.boolean(),
  receivedAt: z.string(),
  dueAt: z.string(),
  provisional: z.boolean(),
  poolDueAt: z.string().nullable(),
  light,
  items: z.number(),
  copies: z.number(),
  pages: z.number(),
  /** Only of what the reader may see; the desk sees its work without case and sender. */
  caseId: z.number().nullable(),
  caseNumber: z.string().nullable(),
  senderName: z.string().nullable(),
  recipientId: z.number().nullable(),
  recipientName: z.string().nullable(),
  carriedAt: z.string().nullable(),
  signedAt: z.string().nullable(),
  chasedAt: z.string().nullable(),
  /** The open step, where it is in the reader's own hands. */
  taskId: z.number().nullable(),
})
export type MaterialRow = z.infer<typeof materialRow>

export const views = ['all', 'pool', 'escalated', 'carry', 'unsigned', 'urgent', 'late', 'done'] as const
export const listMaterials = endpoint({
  method: 'GET',
  path: '/materials',
  summary: { zh: '材料列表', en: 'Materials' },
  permission: 'materials.read',
  audit: 'material.list',
  errors: [],
  query: z.object({
    view: z.enum(views).default('all'),
    direction: z.enum(['in', 'out']).optional(),
    q: text(100).optional(),
    caseId: id.optional(),
    recipientId: id.optional(),
    receivedFrom: z.iso.date().optional(),
    receivedUntil: z.iso.date().optional(),
    cursor: text(200).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  response: z.object({ items: z.array(materialRow), next: z.string().nullable() }),
})
export const readFigures = endpoint({
  method: 'GET',
  path: '/materials/figures',
  summary: { zh: '收转台数字', en: 'Figures of the desk' },
  permission: 'materials.read',
  audit: 'none',
  errors: [],
  response: z.object({
    pool: z.number(),
    poolLate: z.number(),
    escalated: z.number(),
    carry: z.number(),
    unsigned: z.number(),
    urgent: z.number(),
    late: z.number(),
  }),
})
const settings = z.object({
  urgentKinds: z.array(z.enum(kinds)).max(kinds.length),
  workdays: z.number().int().min(1).max(10),
  poolHours: z.number().int().min(1).max(240),
})
export const readOptions = endpoint({
  method: 'GET',
  path: '/materials/options',
  summary: { zh: '登记选项', en: 'Choices of the form' },
  permission: 'materials.read',
  audit: 'none',
  errors: [],
  response: z.object({
    engagements: z.array(z.object({ id: z.number(), title: z.string(), contractor: z.string() })),
    settings,
    settingsRevision: z.number(),
    now: z.string(),
  }),
})
export const changeSettings = endpoint({
  method: 'PUT',
  path: '/materials/settings',
  summary: { zh: '设定急件种类与期限', en: 'Set urgent kinds and times' },
  permission: 'materials.settings',
  audit: 'material.settings',
  errors: [],
  ifMatch: true,
  body: settings,
  response: ok,
})

const item = z.object({
  kind: z.enum(kinds),
  title: line(200),
  copies: z.number().int().min(1).max(999),
  pages: z.number().int().min(0).max(99_999),
  original: z.boolean().default(false),
})
const registerErrors = [
  'received-in-future',
  'received-too-long-ago',
  'no-engagement',
  'mail-number',
  'postmark-after-arrival',
  'postmark-mail-only',
  'mail-number-missing',
  'phone-shape',
] as const
export const registerMaterial = endpoint({
  method: 'POST',
  path: '/materials',
  summary: { zh: '登记收到的材料（出具收据）', en: 'Register material received, with a receipt' },
  permission: 'materials.register',
  audit: 'material.register',
  errors: [...formErrors, ...registerErrors],
  body: z.object({
    channel: z.enum(channels),
    receivedAt: z.iso.datetime({ offset: true }).optional(),
    senderName: name,
    senderAs: z.enum(senderAs),
    shownPaper: z.enum(shownPapers).default('none'),
    phone: phone.nullish(),
    /** What the sender or the paper says; the match is the server's. */
    caseNumber: text(60).default(''),
    partyName: text(200).default(''),
    opponentName: text(200).default(''),
    mailNo: mailNo.nullish(),
    postmarkedOn: z.iso.date().nullish(),
    items: z.array(item).min(1).max(200),
    note: text(500).default(''),
    engagementId: id.nullish(),
  }),
  /** `matched`: number and a name agreed with one case, the step is in the operator's hands. */
  response: z.object({
    id: z.number(),
    number: z.string(),
    matched: z.boolean(),
    taskId: z.number().nullable(),
    urgent: z.boolean(),
    dueAt: z.string(),
  }),
})
export const handInMaterial = endpoint({
  method: 'POST',
  path: '/materials/outgoing',
  summary: { zh: '交收转窗口发出', en: 'Hand papers to the desk to be sent' },
  permission: 'materials.handIn',
  audit: 'material.hand-in',
  errors: [...formErrors, 'no-engagement', 'case-closed-to-desk'],
  body: z.object({
    caseId: id,
    addressee: name,
    items: z.array(item).min(1).max(200),
    note: text(500).default(''),
    engagementId: id.nullish(),
  }),
  response: z.object({ id: z.number(), number: z.string() }),
})

const itemRow = z.object({
  id: z.number(),
  kind: z.enum(kinds),
  title: z.string(),
  copies: z.number(),
  pages: z.number(),
  original: z.boolean(),
  state: z.enum(['open', 'signed', 'refused']),
})
export const record = materialRow.extend({
  revision: z.number(),
  senderAs: z.enum([...senderAs, 'court']),
  shownPaper: z.enum(shownPapers),
  phone: z.string().nullable(),
  caseTitle: z.string().nullable(),
  numberStated: z.string(),
  partyStated: z.string(),
  opponentStated: z.string(),
  mailNo: z.string().nullable(),
  postmarkedOn: z.string().nullable(),
  addressee: z.string(),
  note: z.string(),
  registeredBy: z.string(),
  content: z.array(itemRow),
  matches: z.array(
    z.object({
      caseNumber: z.string().nullable(),
      how: z.enum(['facts', 'court']),
      facts: z.array(z.string()),
      by: z.string(),
      at: z.string(),
      undoneAt: z.string().nullable(),
      undoneBy: z.string().nullable(),
      undoneBecause: z.string().nullable(),
    }),
  ),
  events: z.array(z.object({ kind: z.string(), note: z.string(), by: z.string().nullable(), at: z.string() })),
  signatures: z.array(
    z.object({
      item: z.string(),
      outcome: z.enum(['signed', 'refused']),
      reason: z.string().nullable(),
      note: z.string(),
      by: z.string(),
      standInBecause: z.string(),
      at: z.string(),
    }),
  ),
  scans: z.array(z.object({ id: z.number(), name: z.string(), size: z.number(), type: z.string(), by: z.string(), at: z.string() })),
  handOuts: z.array(
    z.object({
      how: z.enum(handOutWays),
      receiver: z.string(),
      mailNo: z.string().nullable(),
      note: z.string(),
      by: z.string(),
      at: z.string(),
    }),
  ),
  lists: z.array(z.object({ id: z.number(), number: z.string() })),
})
export const readMaterial = endpoint({
  method: 'GET',
  path: '/materials/:id',
  summary: { zh: '一份材料', en: 'One material' },
  permission: 'materials.read',
  audit: 'material.read',
  errors: [],
  params: byId,
  response: record.extend({ can }),
})
export type Material = z.output<typeof readMaterial.response>
export const printReceipt = endpoint({
  method: 'GET',
  path: '/materials/:id/receipt',
  summary: { zh: '材料收据', en: 'Receipt for material' },
  permission: 'materials.read',
  audit: 'material.receipt',
  errors: [],
  params: byId,
  bytes: 'file',
  response: z.unknown(),
})
export const addScan = endpoint({
  method: 'POST',
  path: '/materials/:id/scans',
  summary: { zh: '上传材料扫描件', en: 'Attach a scan' },
  permission: 'materials.work',
  audit: 'material.scan',
  errors: ['file-kind', 'too-many-scans'],
  params: byId,
  bytes: 'upload',
  maxBytes: 30 * 1024 * 1024,
  response: z.object({ id: z.number() }),
})
export const readScan = endpoint({
  method: 'GET',
  path: '/materials/scans/:id',
  summary: { zh: '查看材料扫描件', en: 'A scan of material' },
  permission: 'materials.read',
  audit: 'material.scan.read',
  errors: [],
  params: byId,
  bytes: 'file',
  response: z.unknown(),
})

/** What the server found. Outsourced staff are told a number only where two facts agree; by one name alone they learn that there is such a case. */
export const candidates = endpoint({
  method: 'GET',
  path: '/materials/:id/candidates',
  summary: { zh: '可能的案件', en: 'Cases it may belong to' },
  permission: 'materials.read',
  audit: 'material.candidates',
  errors: [],
  params: byId,
  response: z.object({
    items: z.array(z.object({ caseId: z.number().nullable(), number: z.string().nullable(), facts: z.array(z.string()) })),
  }),
})
const pooled = (path: `/${string}`, zh: string, en: string, permission: string, audit: string, errors: readonly string[] = []) =>
  ({
    method: 'POST',
    path,
    summary: { zh, en },
    permission,
    audit,
    errors: [...formErrors, 'not-in-pool', 'material-given-back', ...errors],
    params: byId,
    ifMatch: true,
  }) as const
export const matchMaterial = endpoint({
  ...pooled('/materials/:id/match', '匹配案件', 'Match with a case', 'materials.register', 'material.match', ['facts-do-not-agree']),
  body: z.object({ caseId: id }),
  response: z.object({ taskId: z.number().nullable() }),
})
export const decideMatch = endpoint({
  ...pooled('/materials/:id/court-match', '认定所属案件', 'Say which case it belongs to', 'materials.decide', 'material.court-match', [
    'no-such-case',
  ]),
  body: z.object({ caseId: id, reason: text(500).default('') }),
  response: ok,
})
export const supplementFacts = endpoint({
  ...pooled('/materials/:id/facts', '补充案号、当事人', 'Add number or names', 'materials.register', 'material.facts'),
  body: z.object({ caseNumber: text(60).default(''), partyName: text(200).default(''), opponentName: text(200).default('') }),
  response: z.object({ matched: z.boolean(), taskId: z.number().nullable() }),
})
export const escalate = endpoint({
  ...pooled('/materials/:id/escalate', '提请立案人员认定', 'Put before the filing officer', 'materials.register', 'material.escalate', [
    'already-escalated',
  ]),
  body: z.object({ reason: line(500) }),
  response: ok,
})
export const decidePool = endpoint({
  ...pooled('/materials/:id/pool-decision', '待匹配材料处理', 'Decide on unmatched material', 'materials.decide', 'material.pool-decision'),
  body: z.object({ outcome: z.enum(['askParty', 'backToDesk', 'returned']), reason: line(500) }),
  response: ok,
})
export const correctMatch = endpoint({
  method: 'POST',
  path: '/materials/:id/correct',
  summary: { zh: '更正错误匹配', en: 'Take a wrong match back' },
  permission: 'materials.sign',
  audit: 'material.correct',
  errors: [...formErrors, 'not-signed-yet'],
  params: byId,
  ifMatch: true,
  body: z.object({ reason: line(500) }),
  response: ok,
})
