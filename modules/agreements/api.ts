import { z } from 'zod'
import { endpoint, type Permissions } from '../../platform/http/endpoint.ts'
import { decision, paging } from '../organisations/api.ts'
import { agreementKinds, agreementStates, routes, stands, templateStates } from './rules.ts'

const offices = ['courtLeader', 'trialManagement', 'commissioner', 'responsibleDepartment'] as const
/** Everybody signs his own; paper is entered by hr or a court's office and checked by another; templates are the court's. */
export const permissions = {
  'agreements.see': [...offices, 'projectManager', 'hr'],
  'agreements.paper': ['trialManagement', 'responsibleDepartment', 'hr'],
  'agreements.check': ['trialManagement', 'commissioner', 'responsibleDepartment', 'projectManager', 'hr'],
  'agreements.posts': ['trialManagement', 'responsibleDepartment', 'projectManager', 'hr'],
  'agreements.templates': offices,
  'agreements.draft': ['trialManagement', 'responsibleDepartment', 'commissioner'],
  'agreements.approve': ['courtLeader', 'trialManagement'],
} as const satisfies Permissions

const id = z.coerce.number().int().positive()
const byId = z.object({ id })
const date = z.iso.date()
const ok = z.object({ ok: z.literal(true) })
const kind = z.enum(agreementKinds)
export const SCAN_BYTES = 20 * 1024 * 1024
export const EXPORT_LIMIT = 20_000

const summary = {
  id: z.number(),
  kind,
  title: z.string(),
  label: z.string(),
  state: z.enum(agreementStates),
  route: z.enum(routes),
  signedOn: z.string(),
  signedAt: z.string(),
  code: z.string(),
  keyPost: z.string().nullable(),
}
export const toSign = z.object({
  kind,
  keyPostId: z.number().nullable(),
  keyPost: z.string().nullable(),
  title: z.string(),
  label: z.string(),
  /** First day the version counts; null: it counts already. */
  effectiveOn: z.string().nullable(),
  /** Last day an older signature is good; null: none is. */
  mustBy: z.string().nullable(),
  body: z.string(),
  bodySha256: z.string(),
  /** Matters of the text that the law register marks as not certain. */
  marks: z.array(z.string()),
  name: z.string(),
  stand: z.enum(stands),
})
export const readMine = endpoint({
  method: 'GET',
  path: '/agreements/mine',
  permission: 'signed-in',
  audit: 'none',
  errors: ['not-outsourced'],
  summary: { zh: '我的保密协议', en: 'My own agreements: to read, to sign, signed' },
  response: z.object({ toSign: z.array(toSign), signed: z.array(z.object(summary)) }),
})
export const sign = endpoint({
  method: 'POST',
  path: '/agreements/sign',
  permission: 'signed-in',
  audit: 'agreement.sign',
  errors: [
    'not-outsourced',
    'agreement-changed',
    'already-signed',
    'agreement-waits',
    'not-your-name',
    'signature-too-large',
    'signature-kind',
    'signature-empty',
    'wrong-credentials',
    'account-locked',
    'no-engagement',
  ],
  summary: { zh: '签署', en: 'Sign' },
  body: z.object({
    kind,
    keyPostId: id.nullable().optional(),
    /** Of the text that was read; another one is refused. */
    bodySha256: z.string().regex(/^[0-9a-f]{64}$/),
    typedName: z.string().max(100),
    /** PNG of the drawn name, base64; null: by keyboard, to be checked by a second person. */
    signature: z.string().max(1_500_000).nullable(),
    password: z.string().min(1).max(200),
  }),
  response: z.object({ id: z.number(), state: z.enum(agreementStates), admitted: z.boolean().nullable() }),
  secret: true,
})
const row = z.object({
  personId: z.number(),
  name: z.string(),
  staffNo: z.string().nullable(),
  contractor: z.string(),
  leftOn: z.string().nullable(),
  stand: z.enum(stands),
  agreementId: z.number().nullable(),
  label: z.string().nullable(),
  route: z.enum(routes).nullable(),
  signedOn: z.string().nullable(),
  mustBy: z.string().nullable(),
  waitingId: z.number().nullable(),
})
const filters = {
  q: z.string().trim().max(100).optional(),
  stand: z.enum(stands).optional(),
  contractorId: id.optional(),
  engagementId: id.optional(),
  left: z.enum(['yes', 'no']).default('no'),
}
export const listAgreements = endpoint({
  method: 'GET',
  path: '/agreements',
  permission: 'agreements.see',
  audit: 'agreement.list',
  errors: [],
  summary: { zh: '保密协议签署情况', en: 'Who has signed which version' },
  query: z.object({ ...filters, ...paging }),
  response: z.object({
    items: z.array(row),
    next: z.string().nullable(),
    asked: z.object({ id: z.number(), label: z.string(), effectiveOn: z.string().nullable() }).nullable(),
    can: z.object({ paper: decision }),
  }),
})
export const exportAgreements = endpoint({
  method: 'GET',
  path: '/agreements/export',
  permission: 'agreements.see',
  audit: 'agreement.export',
  errors: ['export-too-large', 'bulk-export-not-permitted'],
  bulk: true,
  summary: { zh: '导出签署情况', en: 'Export who has signed' },
  query: z.object({ ...filters, language: z.enum(['zh', 'en']).default('zh') }),
  bytes: 'file',
  response: z.any(),
})
export const readAgreement = endpoint({
  method: 'GET',
  path: '/agreements/:id',
  permission: 'signed-in',
  audit: 'agreement.read',
  errors: [],
  summary: { zh: '一份协议', en: 'One agreement as it was signed' },
  params: byId,
  response: z.object({
    ...summary,
    personId: z.number(),
    name: z.string(),
    leftOn: z.string().nullable(),
    contractor: z.string(),
    engagement: z.string(),
    body: z.string(),
    bodySha256: z.string(),
    intact: z.boolean(),
    typedName: z.string().nullable(),
    ip: z.string().nullable(),
    sessionRef: z.string().nullable(),
    signature: z.boolean(),
    scan: z.object({ name: z.string(), size: z.number(), type: z.string() }).nullable(),
    madeBy: z.string().nullable(),
    checkedBy: z.string().nullable(),
    checkedAt: z.string().nullable(),
    checkNote: z.string().nullable(),
    revision: z.number(),
    can: z.object({ check: decision }),
  }),
})
const file = (path: `/${string}`, audit: string, zh: string, en: string, errors: string[] = []) =>
  endpoint({
    method: 'GET',
    path,
    permission: 'signed-in',
    audit,
    errors,
    summary: { zh, en },
    params: byId,
    bytes: 'file',
    response: z.any(),
  })
export const agreementPdf = file('/agreements/:id/pdf', 'agreement.pdf', '协议 PDF', 'The agreement as PDF')
export const agreementScan = file('/agreements/:id/scan', 'agreement.scan', '签署扫描件', 'Scan of the signed paper')
export const agreementSignature = file('/agreements/:id/signature', 'agreement.read', '签名图样', 'The drawn signature')
const whom = { personId: id, kind: kind.default('nda'), keyPostId: id.optional() }
export const printAgreement = endpoint({
  method: 'GET',
  path: '/agreements/print',
  permission: 'agreements.paper',
  audit: 'agreement.print',
  errors: ['not-outsourced', 'no-engagement', 'not-yourself'],
  summary: { zh: '打印待签协议', en: 'Print an agreement to be signed on paper' },
  query: z.object(whom),
  bytes: 'file',
  response: z.any(),
})
export const paperFields = z.object({ ...whom, signedOn: date })
/** Fields of the form: `paperFields`. */
export const enterPaper = endpoint({
  method: 'POST',
  path: '/agreements/paper',
  permission: 'agreements.paper',
  audit: 'agreement.paper',
  errors: [
    'not-outsourced',
    'no-engagement',
    'not-yourself',
    'already-signed',
    'agreement-waits',
    'signed-in-future',
    'signed-before-version',
    'empty-file',
    'scan-kind',
    'person-left',
  ],
  summary: { zh: '登记纸质签署', en: 'Enter an agreement signed on paper' },
  bytes: 'upload',
  maxBytes: SCAN_BYTES,
  response: z.object({ id: z.number() }),
})
/** By another person than who entered it, and than who signed. */
export const checkAgreement = endpoint({
  method: 'POST',
  path: '/agreements/:id/check',
  permission: 'agreements.check',
  audit: 'agreement.check',
  errors: ['second-person-required', 'agreement-not-waiting', 'agreement-changed', 'reason-required', 'person-left'],
  summary: { zh: '核对签署', en: 'Check a signing as the second person' },
  params: byId,
  ifMatch: true,
  body: z.object({ accepted: z.boolean(), note: z.string().trim().max(500).nullable().optional() }),
  response: z.object({ ok: z.literal(true), admitted: z.boolean().nullable() }),
})

const note = z.object({ place: z.string().max(60), clause: z.string().max(60), zh: z.string().max(1000), en: z.string().max(1000) })
export const templateRow = z.object({
  id: z.number(),
  own: z.boolean(),
  kind,
  label: z.string(),
  title: z.string(),
  state: z.enum(templateStates),
  counts: z.enum(['now', 'coming', 'past', 'not']),
  effectiveOn: z.string().nullable(),
  graceDays: z.number(),
  draftedBy: z.string().nullable(),
  proposedBy: z.string().nullable(),
  approvedBy: z.string().nullable(),
})
export const listTemplates = endpoint({
  method: 'GET',
  path: '/agreement-templates',
  permission: 'agreements.templates',
  audit: 'none',
  errors: [],
  summary: { zh: '协议模板', en: 'Agreement templates' },
  query: z.object({ kind: kind.optional(), ...paging }),
  response: z.object({ items: z.array(templateRow), next: z.string().nullable(), can: z.object({ draft: decision }) }),
})
export const readTemplate = endpoint({
  method: 'GET',
  path: '/agreement-templates/:id',
  permission: 'agreements.templates',
  audit: 'none',
  errors: [],
  summary: { zh: '一版模板', en: 'One version of a template' },
  params: byId,
  response: z.object({
    ...templateRow.shape,
    source: z.string(),
    body: z.string(),
    /** Filled with a specimen, citations as of today. */
    specimen: z.string(),
    marks: z.array(z.string()),
    notes: z.array(note),
    reason: z.string().nullable(),
    /** What differs from the version that counts now; empty for itself. */
    lines: z.array(z.object({ side: z.enum(['both', 'old', 'new']), text: z.string() })),
    signatures: z.number(),
    revision: z.number(),
    can: z.object({ edit: decision, propose: decision, approve: decision, refuse: decision }),
  }),
})
const draftBody = {
  label: z.string().trim().min(1).max(100),
  title: z.string().trim().min(1).max(100),
  body: z.string().trim().min(50).max(40_000),
}
export const draftTemplate = endpoint({
  method: 'POST',
  path: '/agreement-templates',
  permission: 'agreements.draft',
  audit: 'template.draft',
  errors: ['template-label-taken', 'template-holes', 'template-law-unknown'],
  summary: { zh: '起草新版模板', en: 'Draft a new version' },
  body: z.object({ kind, ...draftBody }),
  response: z.object({ id: z.number() }),
})
export const editTemplate = endpoint({
  method: 'PUT',
  path: '/agreement-templates/:id',
  permission: 'agreements.draft',
  audit: 'template.draft',
  errors: ['template-label-taken', 'template-holes', 'template-law-unknown', 'template-state'],
  summary: { zh: '修改草稿', en: 'Edit a draft' },
  params: byId,
  ifMatch: true,
  body: z.object(draftBody),
  response: ok,
})
export const proposeTemplate = endpoint({
  method: 'POST',
  path: '/agreement-templates/:id/propose',
  permission: 'agreements.draft',
  audit: 'template.propose',
  errors: ['template-state', 'template-one-proposed', 'effective-in-past'],
  summary: { zh: '提请批准', en: 'Propose a version for approval' },
  params: byId,
  ifMatch: true,
  body: z.object({ effectiveOn: date, graceDays: z.number().int().min(0).max(90).default(0) }),
  response: ok,
})
export const approveTemplate = endpoint({
  method: 'POST',
  path: '/agreement-templates/:id/approve',
  permission: 'agreements.approve',
  audit: 'template.approve',
  errors: ['template-state', 'second-person-required', 'effective-in-past'],
  summary: { zh: '批准模板', en: 'Approve a version: everybody is asked anew' },
  params: byId,
  ifMatch: true,
  response: z.object({ ok: z.literal(true), asked: z.number() }),
})
export const refuseTemplate = endpoint({
  method: 'POST',
  path: '/agreement-templates/:id/refuse',
  permission: 'agreements.approve',
  audit: 'template.refuse',
  errors: ['template-state', 'second-person-required'],
  summary: { zh: '不批准', en: 'Refuse a version' },
  params: byId,
  ifMatch: true,
  body: z.object({ reason: z.string().trim().min(2).max(500) }),
  response: ok,
})

export const listKeyPosts = endpoint({
  method: 'GET',
  path: '/key-posts',
  permission: 'agreements.see',
  audit: 'none',
  errors: [],
  summary: { zh: '关键岗位保密责任人', en: 'Key posts and their confidentiality owners' },
  query: z.object({
    q: z.string().trim().max(100).optional(),
    signed: z.enum(['yes', 'no']).optional(),
    ended: z.enum(['yes', 'no']).default('no'),
    ...paging,
  }),
  response: z.object({
    items: z.array(
      z.object({
        id: z.number(),
        name: z.string(),
        contractor: z.string(),
        engagementId: z.number(),
        engagement: z.string(),
        ownerId: z.number(),
        owner: z.string(),
        namedAt: z.string(),
        dueAt: z.string(),
        agreementId: z.number().nullable(),
        signedAt: z.string().nullable(),
        late: z.boolean(),
        endedAt: z.string().nullable(),
        can: z.object({ end: decision }),
      }),
    ),
    next: z.string().nullable(),
    can: z.object({ name: decision }),
  }),
})
/** A post that has an owner gets the new one; the former letter ends with the hand-over (7.3.2.3). */
export const nameKeyPost = endpoint({
  method: 'POST',
  path: '/key-posts',
  permission: 'agreements.posts',
  audit: 'key-post.name',
  errors: ['not-outsourced', 'owner-of-other-engagement', 'already-owner', 'person-left', 'engagement-unknown'],
  summary: { zh: '确定关键岗位保密责任人', en: 'Name the confidentiality owner of a key post' },
  body: z.object({ engagementId: id, name: z.string().trim().min(1).max(100), ownerId: id }),
  response: z.object({ id: z.number() }),
})
export const endKeyPost = endpoint({
  method: 'POST',
  path: '/key-posts/:id/end',
  permission: 'agreements.posts',
  audit: 'key-post.end',
  errors: ['key-post-ended'],
  summary: { zh: '取消关键岗位', en: 'End a key post' },
  params: byId,
  body: z.object({ reason: z.string().trim().min(2).max(500) }),
  response: ok,
})
