import { z } from 'zod'
import { line } from '../../platform/http/text.ts'
import { endpoint, type Permissions } from '../../platform/http/endpoint.ts'

const court = [
  'courtLeader',
  'trialManagement',
  'commissioner',
  'responsibleDepartment',
  'filingOfficer',
  'judge',
  'clerk',
  'enforcementOfficer',
  'archivist',
] as const
/** Who may ask at all; which cases and which fields come back is the row scope's business (grants, divisions). */
export const permissions: Permissions = {
  'cases.read': [...court, 'projectManager', 'teamLead', 'operator'],
  'cases.edit': ['filingOfficer', 'trialManagement', 'judge', 'clerk', 'enforcementOfficer'],
  'cases.reveal': ['filingOfficer', 'judge', 'clerk', 'enforcementOfficer', 'operator', 'teamLead'],
  'cases.import': ['filingOfficer', 'trialManagement'],
  /** Taking lists along is not the operators' (7.3.2.5, Annex E: no copies); a team lead takes what his grants show him. */
  'cases.export': [...court, 'teamLead'],
  'cases.reference': ['trialManagement'],
}

export const procedures = ['ordinary', 'simple', 'small', 'special', 'second', 'retrial', 'enforcement', 'other'] as const
export const statuses = ['draft', 'open', 'suspended', 'closed', 'refused', 'withdrawn', 'void'] as const
export const partyRoles = [
  'plaintiff',
  'defendant',
  'thirdParty',
  'appellant',
  'appellee',
  'applicant',
  'respondent',
  'debtor',
  'agent',
] as const
export const paperKindKeys = ['idCard', 'uscc', 'passport', 'hkMacauPermit', 'taiwanPermit', 'permanentResident', 'other'] as const

const id = z.coerce.number().int().positive()
const date = z.iso.date()
const text = (max: number) => z.string().trim().max(max)
const amount = z.string().regex(/^\d{1,16}(?:\.\d{1,2})?$/)
const byId = z.object({ id })
const changed = z.object({ id: z.number(), revision: z.number() })
/** true, or the reason code why not. */
const can = z.record(z.string(), z.union([z.literal(true), z.string()]))

export const caseItem = z.object({
  id: z.number(),
  number: z.string().nullable(),
  /** Names the parties: null for outsourced staff whose grant lacks level C1. */
  title: z.string().nullable(),
  typeCode: z.string().nullable(),
  procedure: z.enum(procedures),
  status: z.enum(statuses),
  causeName: z.string().nullable(),
  /** false: the cause stands in no table of its filing date; kept and flagged. */
  causeKnown: z.boolean(),
  amount: z.string().nullable(),
  filedOn: z.string().nullable(),
  divisionId: z.number().nullable(),
  divisionName: z.string().nullable(),
  judgeId: z.number().nullable(),
  judgeName: z.string().nullable(),
  secrecy: z.enum(['normal', 'private', 'secret']),
  revision: z.number(),
})
export type CaseItem = z.infer<typeof caseItem>
export const partyItem = z.object({
  id: z.number(),
  role: z.enum(partyRoles),
  kind: z.enum(['natural', 'organisation']),
  name: z.string(),
  sex: z.enum(['male', 'female']).nullable(),
  birthOn: z.string().nullable(),
  ethnicity: z.string().nullable(),
  job: z.string().nullable(),
  employer: z.string().nullable(),
  residence: z.string().nullable(),
  phoneMasked: z.string().nullable(),
  paperKind: z.enum(paperKindKeys).nullable(),
  paperMasked: z.string().nullable(),
  representative: z.string().nullable(),
  representativeTitle: z.string().nullable(),
  representsId: z.number().nullable(),
  authority: z.enum(['general', 'special']).nullable(),
  firm: z.string().nullable(),
  licence: z.string().nullable(),
  eServiceConsent: z.boolean().nullable(),
  eServiceAddress: z.string().nullable(),
  serviceAddress: z.string().nullable(),
  serviceAddressConfirmedOn: z.string().nullable(),
  serviceAgent: z.string().nullable(),
  revision: z.number(),
})
export type PartyItem = z.infer<typeof partyItem>
export const caseDetail = caseItem.extend({
  receivedOn: z.string().nullable(),
  closedOn: z.string().nullable(),
  clerkId: z.number().nullable(),
  clerkName: z.string().nullable(),
  causeCode: z.string().nullable(),
  source: z.enum(['entry', 'import', 'simulate']),
  createdAt: z.string(),
  updatedAt: z.string(),
  parties: z.array(partyItem),
  can,
})
export type CaseDetail = z.infer<typeof caseDetail>

/** What a person enters of a party (民诉124, 登记6). `paper` and `phone` are in clear on the way in only. */
export const partyInput = z.object({
  role: z.enum(partyRoles),
  kind: z.enum(['natural', 'organisation']),
  name: line(200),
  paperKind: z.enum(paperKindKeys).nullish(),
  paper: text(60).nullish(),
  phone: text(30).nullish(),
  sex: z.enum(['male', 'female']).nullish(),
  birthOn: date.nullish(),
  ethnicity: text(40).nullish(),
  job: text(100).nullish(),
  employer: text(200).nullish(),
  residence: text(300).nullish(),
  representative: text(100).nullish(),
  representativeTitle: text(60).nullish(),
  representsId: id.nullish(),
  authority: z.enum(['general', 'special']).nullish(),
  firm: text(200).nullish(),
  licence: text(60).nullish(),
  eServiceConsent: z.boolean().nullish(),
  eServiceAddress: text(200).nullish(),
  serviceAddress: text(300).nullish(),
  serviceAddressConfirmedOn: date.nullish(),
  serviceAgent: text(100).nullish(),
})
export type PartyInput = z.infer<typeof partyInput>
export const caseInput = z.object({
  number: text(60).nullish(),
  typeCode: text(10).nullish(),
  procedure: z.enum(procedures).optional(),
  cause: text(200).nullish(),
  amount: amount.nullish(),
  receivedOn: date.nullish(),
  filedOn: date.nullish(),
  closedOn: date.nullish(),
  status: z.enum(statuses).optional(),
  divisionId: id.nullish(),
  judgeId: id.nullish(),
  clerkId: id.nullish(),
  secrecy: z.enum(['normal', 'private', 'secret']).optional(),
})
export type CaseInput = z.infer<typeof caseInput>

export const entryErrors = [
  'case-number-empty',
  'case-number-brackets',
  'case-number-year',
  'case-number-court',
  'case-number-type',
  'case-number-leading-zero',
  'case-number-number',
  'case-number-ending',
  'case-number-sub',
  'case-number-taken',
  'case-number-fixed',
  'paper-empty',
  'id-15-digits',
  'id-length',
  'id-characters',
  'id-region',
  'id-birth-date',
  'id-birth-future',
  'id-check-digit',
  'uscc-length',
  'uscc-characters',
  'uscc-check-digit',
  'paper-shape',
  'paper-kind-missing',
  'phone-shape',
  'date-closed-before-filed',
  'party-missing',
  'represents-unknown',
  'division-unknown',
  'person-unknown',
  'judge-allocated',
  'access-denied',
] as const

const filters = {
  q: text(100).optional(),
  divisionId: id.optional(),
  judgeId: id.optional(),
  type: text(10).optional(),
  status: z.enum(statuses).optional(),
  filedFrom: date.optional(),
  filedUntil: date.optional(),
  causeUnknown: z.enum(['true']).optional(),
}
export const listCases = endpoint({
  method: 'GET',
  path: '/cases',
  summary: {
    zh: '案件列表与检索（案号、姓名、拼音、首字母、证件号）',
    en: 'Cases: list and search (number, name, pinyin, initials, paper number)',
  },
  permission: 'cases.read',
  audit: 'case.list',
  errors: [],
  query: z.object({
    ...filters,
    sort: z.enum(['-filed', 'filed']).default('-filed'),
    cursor: z.string().max(200).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  response: z.object({ items: z.array(caseItem), next: z.string().nullable() }),
})
export const countCases = endpoint({
  method: 'GET',
  path: '/cases/count',
  summary: { zh: '案件数量（最多数到一万）', en: 'How many cases, counted up to ten thousand' },
  permission: 'cases.read',
  audit: 'case.count',
  errors: [],
  query: z.object(filters),
  response: z.object({ count: z.number(), more: z.boolean() }),
})
/** More than this is no list for a desk any more: the filters must say which part is meant. */
export const EXPORT_LIMIT = 20_000
export const exportCases = endpoint({
  method: 'GET',
  path: '/cases/export',
  summary: { zh: '导出案件列表（按当前筛选）', en: 'Export the list of cases, with its filters' },
  permission: 'cases.export',
  audit: 'case.export',
  errors: ['export-too-large', 'bulk-export-not-permitted'],
  bulk: true,
  bytes: 'file',
  query: z.object({ ...filters, format: z.enum(['xlsx', 'csv']).default('xlsx'), language: z.enum(['zh', 'en']).default('zh') }),
  response: z.unknown(),
})
export const readCase = endpoint({
  method: 'GET',
  path: '/cases/:id',
  summary: { zh: '案件与当事人', en: 'A case with its parties' },
  permission: 'cases.read',
  audit: 'case.read',
  errors: ['case-frozen'],
  params: byId,
  response: caseDetail,
})
export const createCase = endpoint({
  method: 'POST',
  path: '/cases',
  summary: { zh: '新建案件', en: 'Create a case' },
  permission: 'cases.edit',
  audit: 'case.create',
  errors: entryErrors,
  body: caseInput.extend({ parties: z.array(partyInput).min(1).max(200) }),
  response: changed,
})
export const editCase = endpoint({
  method: 'PATCH',
  path: '/cases/:id',
  summary: { zh: '修改案件', en: 'Change a case' },
  permission: 'cases.edit',
  audit: 'case.change',
  errors: entryErrors,
  ifMatch: true,
  params: byId,
  body: caseInput,
  response: changed,
})
/** The revision of these three is the case's: parties are part of it. */
export const addParty = endpoint({
  method: 'POST',
  path: '/cases/:id/parties',
  summary: { zh: '增加当事人或代理人', en: 'Add a party or an agent' },
  permission: 'cases.edit',
  audit: 'party.create',
  errors: entryErrors,
  ifMatch: true,
  params: byId,
  body: partyInput,
  response: changed,
})
export const editParty = endpoint({
  method: 'PATCH',
  path: '/cases/:id/parties/:partyId',
  summary: { zh: '修改当事人', en: 'Change a party' },
  permission: 'cases.edit',
  audit: 'party.change',
  errors: entryErrors,
  ifMatch: true,
  params: z.object({ id, partyId: id }),
  body: partyInput.partial(),
  response: changed,
})
export const removeParty = endpoint({
  method: 'DELETE',
  path: '/cases/:id/parties/:partyId',
  summary: { zh: '移除当事人', en: 'Remove a party' },
  permission: 'cases.edit',
  audit: 'party.remove',
  errors: [...entryErrors, 'party-represented'],
  ifMatch: true,
  params: z.object({ id, partyId: id }),
  response: changed,
})
export const revealParty = endpoint({
  method: 'POST',
  path: '/cases/:id/parties/:partyId/reveal',
  summary: { zh: '查看完整证件号与电话（记入台账）', en: 'Full paper number and phone; written to the ledger' },
  permission: 'cases.reveal',
  audit: 'party.reveal',
  // Each look is asked and recorded anew: the answer is not kept for a repeated call.
  secret: true,
  errors: [],
  params: z.object({ id, partyId: id }),
  body: z.object({ reason: line(200) }),
  response: z.object({ paper: z.string().nullable(), phone: z.string().nullable() }),
})

// Reference data ----------------------------------------------------------------------------------------------------

const causeRow = z.object({
  edition: z.string(),
  code: z.string(),
  parent: z.string().nullable(),
  level: z.number(),
  name: z.string(),
  from: z.string(),
  until: z.string().nullable(),
})
export const listCauses = endpoint({
  method: 'GET',
  path: '/causes',
  summary: { zh: '案由（按立案日期的版本）', en: 'Causes in the table of a filing date' },
  permission: 'signed-in',
  audit: 'none',
  errors: [],
  query: z.object({ on: date.optional(), q: text(60).optional() }),
  response: z.object({ items: z.array(causeRow) }),
})
const typeRow = z.object({ code: z.string(), zh: z.string(), en: z.string(), area: z.string(), enabled: z.boolean() })
export const listCaseTypes = endpoint({
  method: 'GET',
  path: '/case-types',
  summary: { zh: '类型代字', en: 'Case types' },
  permission: 'signed-in',
  audit: 'none',
  errors: [],
  response: z.object({ items: z.array(typeRow) }),
})
