import { z } from 'zod'
import { endpoint, type Permissions } from '../../platform/http/endpoint.ts'
import { partyInput, partyItem } from '../cases/api.ts'
import { procedures } from './rules.ts'

export const permissions: Permissions = {
  'filing.read': ['courtLeader', 'trialManagement', 'commissioner', 'responsibleDepartment', 'filingOfficer', 'judge', 'clerk'],
  'filing.receive': ['filingOfficer'],
  /** Forms: the task itself says whose it is; judgement forms are listed apart, so that outsourced roles are refused before anything is read (4.1). */
  'filing.work': ['filingOfficer', 'operator', 'teamLead', 'judge'],
  'filing.keyIn': ['operator'],
  'filing.check': ['teamLead'],
  'filing.decide': ['filingOfficer'],
  'filing.feeDecide': ['judge'],
  'filing.fee': ['filingOfficer', 'judge', 'clerk'],
  'filing.void': ['trialManagement'],
  'filing.documents': ['courtLeader', 'trialManagement', 'commissioner', 'responsibleDepartment', 'filingOfficer', 'judge', 'clerk', 'operator', 'teamLead'],
}

const id = z.coerce.number().int().positive()
const byId = z.object({ id })
const line = (max: number) => z.string().trim().min(1).max(max)
const text = (max: number) => z.string().trim().max(max)
const amount = z.string().regex(/^\d{1,16}(?:\.\d{1,2})?$/)
const done = z.object({ ok: z.literal(true) })
const kind = z.enum(['natural', 'organisation'])

export const channels = ['window', 'online', 'mail', 'transfer'] as const
export const documentKinds = ['acceptance', 'feeNotice', 'evidenceNotice', 'addressForm', 'supplementNotice', 'refusalRuling', 'receipt'] as const
/** Errors of the engine that any form may meet. */
export const formErrors = [
  'task-closed', 'not-yours', 'task-suspended', 'judgement-is-the-courts', 'not-claimed', 'not-admitted', 'access-denied', 'service-not-engaged', 'exposure-cap', 'denied-veto', 'denied-freeze', 'denied-recusal', 'not-your-role', 'already-taken', 'outsourced-task',
  'process-process-ended', 'process-process-suspended', 'process-no-such-task', 'process-outcome-missing', 'process-bad-variable', 'process-no-path', 'process-too-many-steps', 'process-bad-due',
] as const

const openStep = z.object({ taskId: z.number(), elementId: z.string(), nameZh: z.string(), nameEn: z.string(), form: z.string(), role: z.string(), dueAt: z.string(), state: z.string(), assigneeId: z.number().nullable(), assigneeName: z.string().nullable() })
const light = z.enum(['late', 'today', 'soon', 'calm', 'done'])
export const filingItem = z.object({
  id: z.number(), caseId: z.number(), number: z.string().nullable(), title: z.string(), applicant: z.string(), respondent: z.string(), channel: z.enum(channels), receivedAt: z.string(),
  /** Decision on filing (民诉126): null once the filing is decided or waits for the party. */
  dueOn: z.string().nullable(), provisional: z.boolean(), light,
  state: z.enum(['open', 'awaiting', 'accepted', 'refused', 'returned', 'void']),
  steps: z.array(openStep), officerName: z.string(),
  fee: z.object({ amount: z.string().nullable(), dueOn: z.string().nullable(), noticedOn: z.string().nullable(), paidOn: z.string().nullable(), waived: z.boolean(), light }),
})
export type FilingItem = z.infer<typeof filingItem>

export const listFilings = endpoint({
  method: 'GET', path: '/filing/records', summary: { zh: '立案登记列表', en: 'Filings' }, permission: 'filing.read', audit: 'filing.list', errors: [],
  query: z.object({ view: z.enum(['today', 'decide', 'fees', 'all']).default('all'), q: text(100).optional(), caseId: id.optional(), cursor: text(200).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
  response: z.object({ items: z.array(filingItem), next: z.string().nullable() }),
})
export const deskFigures = endpoint({
  method: 'GET', path: '/filing/figures', summary: { zh: '立案台数字', en: 'Figures of the filing desk' }, permission: 'filing.read', audit: 'none', errors: [],
  response: z.object({ today: z.number(), decide: z.number(), late: z.number(), feesLate: z.number() }),
})

const material = z.object({ name: line(200), copies: z.number().int().min(1).max(999), pages: z.number().int().min(0).max(99_999), original: z.boolean().default(false) })
export const receiveFiling = endpoint({
  method: 'POST', path: '/filing/records', summary: { zh: '接收起诉材料（出具收据）', en: 'Receive a complaint, with a dated receipt' }, permission: 'filing.receive', audit: 'filing.receive',
  errors: [...formErrors, 'received-in-future', 'no-engagement', 'division-unknown', 'party-missing'],
  body: z.object({
    applicant: line(200), applicantKind: kind, respondent: line(200), respondentKind: kind, channel: z.enum(channels).default('window'), receivedAt: z.iso.datetime({ offset: true }).optional(), statement: text(4000).default(''),
    typeCode: line(10).default('民初'), divisionId: id.nullish(), engagementId: id.nullish(), materials: z.array(material).min(1).max(200),
    /** complete: the papers are complete, straight to key-in; examine: first examination later. */
    next: z.enum(['examine', 'complete']).default('examine'),
  }),
  /** `taskId`: the step now open; `mine`: it is in the officer's own hands. */
  response: z.object({ id: z.number(), caseId: z.number(), taskId: z.number().nullable(), mine: z.boolean(), documentId: z.number() }),
})

const deadline = z.object({ rule: z.string(), dueOn: z.string(), basis: z.array(z.string()), inputs: z.record(z.string(), z.string()), steps: z.array(z.object({ code: z.string(), zh: z.string(), en: z.string(), date: z.string().optional() })), calendarVersion: z.string(), provisional: z.boolean(), computedAt: z.string() })
const decisionRow = z.object({ kind: z.string(), by: z.string(), at: z.string(), dueOn: z.string().nullable(), inTime: z.boolean().nullable(), article: z.string(), reason: z.string(), number: z.string().nullable() })
const supplementRow = z.object({ id: z.number(), round: z.number(), issuedAt: z.string(), by: z.string(), againReason: z.string(), arrivedAt: z.string().nullable(), items: z.array(z.object({ id: z.number(), what: z.string(), article: z.string(), visibleOn: z.string() })) })
const documentRow = z.object({ id: z.number(), kind: z.enum(documentKinds), name: z.string(), size: z.number(), madeAt: z.string(), by: z.string() })
const markRow = z.object({ field: z.string(), note: z.string() })
const content = filingItem.extend({
  statement: z.string(), divisionId: z.number().nullable(), divisionName: z.string().nullable(),
  materials: z.array(z.object({ id: z.number(), name: z.string(), copies: z.number(), pages: z.number(), original: z.boolean(), receivedAt: z.string(), supplementId: z.number().nullable() })),
  deadlines: z.array(deadline), decisions: z.array(decisionRow), supplements: z.array(supplementRow), documents: z.array(documentRow),
  entries: z.array(z.object({ round: z.number(), by: z.string(), at: z.string(), fields: z.number(), parties: z.number(), warnings: z.number(), passed: z.boolean().nullable(), checkedBy: z.string().nullable(), marks: z.array(markRow) })),
  handover: z.object({ divisionName: z.string(), volumes: z.number(), pages: z.number(), handedBy: z.string(), receivedBy: z.string(), at: z.string() }).nullable(),
  voided: z.object({ reason: z.string(), by: z.string(), at: z.string() }).nullable(),
})
const can = z.record(z.string(), z.union([z.literal(true), z.string()]))
export const readFiling = endpoint({
  method: 'GET', path: '/filing/records/:id', summary: { zh: '立案登记', en: 'A filing' }, permission: 'filing.read', audit: 'filing.read', errors: [], params: byId, response: content.extend({ can }),
})
export type Filing = z.output<typeof readFiling.response>

/** The register's content as the key-in and check screens need it: papers in clear, each look on the ledger. */
const keyed = z.object({
  revision: z.number(), typeCode: z.string().nullable(), procedure: z.string(), cause: z.string().nullable(), causeKnown: z.boolean(), amount: z.string().nullable(),
  parties: z.array(partyItem.extend({ paper: z.string().nullable(), phone: z.string().nullable() })),
})
export const readForm = endpoint({
  method: 'GET', path: '/filing/tasks/:id', summary: { zh: '立案任务的表单内容', en: 'What a filing task is done with' }, permission: 'filing.work', audit: 'filing.form.read', errors: [...formErrors], params: byId,
  response: content.omit({ steps: true }).extend({
    taskId: z.number(), taskRevision: z.number(), form: z.string(), elementId: z.string(), taskDueAt: z.string(), today: z.string(), keyed,
    /** First notice's day: what could be seen then needs reasons in a further one (登记7). */
    firstNoticeOn: z.string().nullable(), suggestedFee: z.string(), requiredDocuments: z.array(z.enum(documentKinds)),
    divisions: z.array(z.object({ id: z.number(), name: z.string() })), receivers: z.array(z.object({ id: z.number(), name: z.string(), role: z.string(), divisionId: z.number() })),
  }),
})
export type FormContent = z.output<typeof readForm.response>

const form = (verb: string, zh: string, en: string, permission: string, errors: readonly string[] = []) =>
  ({ method: 'POST', path: `/filing/tasks/:id/${verb}`, summary: { zh, en }, permission, audit: `filing.${verb}`, errors: [...formErrors, ...errors], params: byId, ifMatch: true }) as const
/** `nextTaskId`: the follow-up step, when it is already in the same person's hands. */
const next = z.object({ ok: z.literal(true), nextTaskId: z.number().nullable() })

export const intake = endpoint({ ...form('intake', '立案初审', 'First examination', 'filing.decide'), body: z.object({ outcome: z.enum(['accept', 'supplement']), note: text(500).default('') }), response: next })
export const keyIn = endpoint({
  ...form('key-in', '录入当事人、案由、标的', 'Key in parties, cause and amount', 'filing.keyIn', [
    'paper-empty', 'id-15-digits', 'id-length', 'id-characters', 'id-region', 'id-birth-date', 'id-birth-future', 'id-check-digit', 'uscc-length', 'uscc-characters', 'uscc-check-digit', 'paper-shape', 'paper-kind-missing', 'phone-shape',
    'party-missing', 'represents-unknown', 'party-represented', 'party-unknown', 'claimant-missing', 'opponent-missing', 'case-type-unknown', 'no-change-since-return',
  ]),
  body: z.object({
    caseRevision: z.number().int(), typeCode: line(10), procedure: z.enum(procedures), cause: line(200), amount: amount.nullish(), warnings: z.number().int().min(0).max(1000).default(0),
    /** `id`: a party already in the register; `agentOf`: place in this list of the party an agent stands for. */
    parties: z.array(partyInput.omit({ representsId: true }).extend({ id: id.nullish(), agentOf: z.number().int().min(0).nullish() })).min(1).max(100),
  }),
  response: next,
})
export const check = endpoint({
  ...form('check', '组长校核', 'Team lead check', 'filing.check', ['marks-missing', 'marks-with-pass', 'own-entry', 'process-not-come-through']),
  body: z.object({ passed: z.boolean(), marks: z.array(z.object({ field: line(100), note: line(300) })).max(100).default([]) }), response: next,
})
export const decide = endpoint({
  ...form('decide', '立案决定', 'Decision on filing', 'filing.decide', ['reason-required', 'fee-required', 'division-required', 'division-unknown', 'cause-required', 'case-number-taken', 'stale-revision']),
  body: z.object({
    decision: z.enum(['accept', 'supplement', 'refuse']), reason: text(1000).default(''), cause: text(200).nullish(), procedure: z.enum(procedures).nullish(), divisionId: id.nullish(), fee: amount.nullish(), waiveFee: z.boolean().default(false),
  }),
  response: next.extend({ number: z.string().nullable() }),
})
export const issueSupplement = endpoint({
  ...form('supplement', '一次性书面告知补正', 'One-time supplement notice', 'filing.decide', ['supplement-empty', 'supplement-item-twice', 'supplement-item-future', 'second-notice-needs-reason']),
  body: z.object({ items: z.array(z.object({ what: line(300), article: text(60).default(''), visibleOn: z.iso.date().optional() })).max(100), againReason: text(500).default('') }),
  response: next.extend({ documentId: z.number() }),
})
export const afterNotice = endpoint({ ...form('not-supplemented', '逾期未补正处理', 'No supplement in time', 'filing.decide'), body: z.object({ outcome: z.enum(['returned', 'insists']), reason: line(1000) }), response: next })
export const refuse = endpoint({ ...form('refuse', '不予受理裁定', 'Ruling of refusal', 'filing.decide'), body: z.object({ article: line(60), reason: line(4000) }), response: next.extend({ documentId: z.number() }) })
export const makeDocuments = endpoint({
  ...form('documents', '生成通知书', 'Make the notices', 'filing.keyIn'), ifMatch: false, body: z.object({ kinds: z.array(z.enum(['acceptance', 'feeNotice', 'evidenceNotice', 'addressForm'])).min(1).max(4) }),
  response: z.object({ items: z.array(z.object({ id: z.number(), kind: z.enum(documentKinds), name: z.string(), size: z.number() })) }),
})
export const giveNotices = endpoint({ ...form('notices', '通知已制发', 'Notices prepared', 'filing.keyIn', ['documents-missing', 'noticed-in-future', 'noticed-before-filing']), body: z.object({ feeNoticedOn: z.iso.date().nullish() }), response: next })
export const handOver = endpoint({
  ...form('handover', '移送审判庭', 'Hand over to the division', 'filing.keyIn', ['receiver-not-of-division', 'division-required']), body: z.object({ volumes: z.number().int().min(1).max(999), pages: z.number().int().min(1).max(99_999), receiverId: id, note: text(300).default('') }), response: next,
})
export const decideFee = endpoint({ ...form('fee-decision', '未交费处理', 'Decision on the unpaid fee', 'filing.feeDecide'), body: z.object({ decision: z.enum(['wait', 'relief', 'withdrawn']), reason: line(1000) }), response: next })

export const supplementArrived = endpoint({
  method: 'POST', path: '/filing/records/:id/supplement', summary: { zh: '登记补正材料（期限重新起算）', en: 'Register a supplement; the period starts anew' }, permission: 'filing.receive', audit: 'filing.supplement.arrive', errors: [...formErrors, 'no-supplement-awaited', 'received-in-future', 'supplement-before-notice', 'process-message-not-awaited'],
  params: byId, body: z.object({ receivedAt: z.iso.datetime({ offset: true }).optional(), materials: z.array(material).min(1).max(200) }), response: z.object({ dueOn: z.string(), taskId: z.number().nullable() }),
})
export const feePaid = endpoint({
  method: 'POST', path: '/filing/records/:id/fee-paid', summary: { zh: '登记交费', en: 'Register the fee as paid' }, permission: 'filing.fee', audit: 'filing.fee.paid', errors: [...formErrors, 'fee-not-due', 'fee-already-paid', 'paid-in-future', 'process-message-not-awaited'],
  params: byId, body: z.object({ paidOn: z.iso.date(), receiptNo: line(60) }), response: z.object({ inTime: z.boolean() }),
})
export const voidFiling = endpoint({
  method: 'POST', path: '/filing/records/:id/void', summary: { zh: '作废（案号保留，不计入）', en: 'Void: the number stays used, the entry no longer counts' }, permission: 'filing.void', audit: 'filing.void', errors: [...formErrors, 'not-filed', 'already-void', 'trial-management-only', 'stale-revision'],
  params: byId, body: z.object({ reason: line(500) }), response: done,
})
export const openDocument = endpoint({
  method: 'GET', path: '/filing/documents/:id', summary: { zh: '通知书 PDF', en: 'A notice as PDF' }, permission: 'filing.documents', audit: 'filing.document.read', errors: [], params: byId, response: z.any(), bytes: 'file',
})

/** A POST though it only reads: paper numbers must not stand in an address, where logs and histories keep them. */
export const lookUp = endpoint({
  method: 'POST', path: '/filing/tasks/:id/lookup', summary: { zh: '重复与关联案件提示（仅提示事实与案号）', en: 'Possible duplicates and related cases: the fact and the number only' }, permission: 'filing.work', audit: 'filing.lookup', errors: [...formErrors], params: byId,
  // What it tells of other cases stands under the grant of this moment: not kept for a repeated call.
  secret: true,
  body: z.object({ cause: text(200).nullish(), parties: z.array(z.object({ role: text(20), name: text(200), paperKind: text(20).nullish(), paper: text(60).nullish() })).max(20) }),
  response: z.object({
    items: z.array(z.object({ number: z.string().nullable(), kind: z.enum(['duplicate', 'samePair', 'sameParty']), byPaper: z.boolean(), status: z.string(), /** Present only when the searcher may open the case. */ caseId: z.number().nullable() })),
  }),
})
export const filingOptions = endpoint({
  method: 'GET', path: '/filing/options', summary: { zh: '审判庭、外包合同、类型代字', en: 'Divisions, engagements and case types to choose from' }, permission: 'filing.work', audit: 'none', errors: [],
  response: z.object({ divisions: z.array(z.object({ id: z.number(), name: z.string() })), engagements: z.array(z.object({ id: z.number(), title: z.string(), contractor: z.string() })), types: z.array(z.object({ code: z.string(), zh: z.string(), en: z.string() })) }),
})
