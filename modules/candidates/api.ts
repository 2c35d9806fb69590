import { z } from 'zod'
import { endpoint, type Permissions } from '../../platform/http/endpoint.ts'
import { line } from '../../platform/http/text.ts'
import { decision, paging } from '../organisations/api.ts'
import { idFaults } from '../organisations/rules/identity.ts'
import { type Column, columnTitles } from './rules/list.ts'
import { candidateStates, educationLevels, fileKinds, missingCodes, proposableRoles, turnCodes } from './rules/candidate.ts'

/** The contractor's hr enters and proposes; the court reviews and registers, by two hands; the commissioner and leaders read. */
export const permissions = {
  'candidates.see': ['hr', 'projectManager', 'courtLeader', 'trialManagement', 'commissioner', 'responsibleDepartment'],
  'candidates.keep': ['hr'],
  'candidates.review': ['trialManagement', 'responsibleDepartment'],
} as const satisfies Permissions

export const FILE_BYTES = 10 * 1024 * 1024
export const LIST_BYTES = 5 * 1024 * 1024
/** Rows of one list; more is several lists. */
export const LIST_ROWS = 1000
const id = z.coerce.number().int().positive()
const byId = z.object({ id })
const date = z.iso.date()
const text = (max: number) => z.string().trim().max(max).nullable().optional()
const done = z.object({ id: z.number(), revision: z.number() })

export const relation = z.object({ name: line(100), relation: line(40), place: line(100) })
const particulars = {
  phone: z
    .string()
    .trim()
    .regex(/^[0-9+\- ]{5,20}$/)
    .nullable()
    .optional(),
  education: z.enum(educationLevels).nullable().optional(),
  school: text(100),
  major: text(100),
  diplomaNo: text(60),
  xuexin: z.enum(['match', 'mismatch']).nullable().optional(),
  xuexinOn: date.nullable().optional(),
  xuexinNo: text(60),
  lawBackground: z.boolean().optional(),
  courtYears: z.number().int().min(0).max(60).optional(),
  courtExperience: text(1000),
  contractSignedOn: date.nullable().optional(),
  contractFrom: date.nullable().optional(),
  contractUntil: date.nullable().optional(),
  startOn: date.nullable().optional(),
  recordsNo: text(60),
  recordsAuthority: text(100),
  recordsOn: date.nullable().optional(),
  conviction: z.boolean().nullable().optional(),
  background: text(1000),
  relationsDeclared: z.enum(['none', 'list']).nullable().optional(),
  relations: z.array(relation).max(20).optional(),
}
const missing = z.object({ code: z.enum(missingCodes), clause: z.string() })
const row = {
  id: z.number(),
  name: z.string().nullable(),
  contractorId: z.number(),
  contractor: z.string(),
  state: z.enum(candidateStates),
  education: z.enum(educationLevels).nullable(),
  lawBackground: z.boolean(),
  courtYears: z.number(),
  rank: z.number(),
  engagementId: z.number().nullable(),
  engagement: z.string().nullable(),
  role: z.enum(proposableRoles).nullable(),
  fromDate: z.string().nullable(),
  proposedAt: z.string().nullable(),
  reviewPassed: z.boolean().nullable(),
  /** How much keeps it from being proposed. */
  missing: z.number(),
  revision: z.number(),
}
export const listCandidates = endpoint({
  method: 'GET',
  path: '/candidates',
  permission: 'candidates.see',
  audit: 'candidate.list',
  errors: [],
  summary: { zh: '拟派人员', en: 'Candidates; law background and court experience first (7.1.1.3)' },
  query: z.object({
    q: z.string().trim().max(100).optional(),
    state: z
      .string()
      .regex(/^[a-z]+(,[a-z]+)*$/)
      .max(100)
      .optional(),
    contractorId: id.optional(),
    engagementId: id.optional(),
    ...paging,
  }),
  response: z.object({ items: z.array(z.object(row)), next: z.string().nullable(), can: z.object({ create: decision }) }),
})
export const benchCandidates = endpoint({
  method: 'GET',
  path: '/candidates/waiting',
  permission: 'candidates.see',
  audit: 'none',
  errors: [],
  summary: { zh: '待办的拟派人员数', en: 'How many candidates wait for me' },
  response: z.object({ review: z.number(), register: z.number(), drafts: z.number() }),
})
export const review = z.object({
  id: z.number(),
  round: z.number(),
  passed: z.boolean(),
  opinion: z.string(),
  reviewedOn: z.string(),
  validUntil: z.string().nullable(),
  skillsHalfDays: z.number().nullable(),
  skillsContent: z.string().nullable(),
  reviewedBy: z.string().nullable(),
  reviewedAt: z.string(),
})
export const readCandidate = endpoint({
  method: 'GET',
  path: '/candidates/:id',
  permission: 'candidates.see',
  audit: 'candidate.read',
  errors: [],
  summary: { zh: '拟派人员详情', en: 'One candidate with evidence, gaps and reviews' },
  params: byId,
  response: z.object({
    ...row,
    idNoMasked: z.string().nullable(),
    phone: z.string().nullable(),
    school: z.string().nullable(),
    major: z.string().nullable(),
    diplomaNo: z.string().nullable(),
    xuexin: z.enum(['match', 'mismatch']).nullable(),
    xuexinOn: z.string().nullable(),
    xuexinNo: z.string().nullable(),
    courtExperience: z.string().nullable(),
    contractSignedOn: z.string().nullable(),
    contractFrom: z.string().nullable(),
    contractUntil: z.string().nullable(),
    startOn: z.string().nullable(),
    recordsNo: z.string().nullable(),
    recordsAuthority: z.string().nullable(),
    recordsOn: z.string().nullable(),
    conviction: z.boolean().nullable(),
    background: z.string().nullable(),
    relationsDeclared: z.enum(['none', 'list']).nullable(),
    relations: z.array(relation),
    team: z.string().nullable(),
    reason: z.string().nullable(),
    decidedBy: z.string().nullable(),
    decidedAt: z.string().nullable(),
    registrationNo: z.string().nullable(),
    personId: z.number().nullable(),
    eraseOn: z.string().nullable(),
    gaps: z.array(missing),
    files: z.array(
      z.object({ id: z.number(), kind: z.enum(fileKinds), name: z.string(), type: z.string(), size: z.number(), addedAt: z.string() }),
    ),
    reviews: z.array(review),
    /** 6.6.1 skills training: half days of the court's work done by the person, of those the review asks for. */
    skillsDone: z.number().nullable(),
    /** Suggested for the next registration. */
    nextNo: z.string().nullable(),
    can: z.object({
      change: decision,
      propose: decision,
      withdraw: decision,
      close: decision,
      review: decision,
      accept: decision,
      reject: decision,
      renew: decision,
    }),
  }),
})
const idErrors = [...idFaults, 'id-no-taken', 'candidate-twice'] as const
export const createCandidate = endpoint({
  method: 'POST',
  path: '/candidates',
  permission: 'candidates.keep',
  audit: 'candidate.create',
  errors: idErrors,
  summary: { zh: '新增拟派人员', en: 'Enter a candidate' },
  body: z.object({ name: line(100), idNo: z.string().trim().min(1).max(30), ...particulars }),
  response: done,
})
export const changeCandidate = endpoint({
  method: 'PATCH',
  path: '/candidates/:id',
  permission: 'candidates.keep',
  audit: 'candidate.change',
  ifMatch: true,
  errors: [...idErrors, ...turnCodes],
  summary: { zh: '修改拟派人员', en: 'Change a candidate that is not proposed' },
  params: byId,
  body: z.object({ name: line(100).optional(), idNo: z.string().trim().min(1).max(30).optional(), ...particulars }),
  response: done,
})
/** Form field: kind. */
export const addFile = endpoint({
  method: 'POST',
  path: '/candidates/:id/files',
  permission: 'candidates.keep',
  audit: 'candidate.file.add',
  errors: [...turnCodes, 'file-kind', 'empty-file', 'too-many-files'],
  summary: { zh: '上传证明材料', en: 'Add a document to a candidate' },
  params: byId,
  bytes: 'upload',
  maxBytes: FILE_BYTES,
  response: z.object({ id: z.number() }),
})
export const readFile = endpoint({
  method: 'GET',
  path: '/candidates/:id/files/:fileId',
  permission: 'candidates.see',
  audit: 'candidate.file.read',
  errors: [],
  summary: { zh: '查看证明材料', en: 'Read a document of a candidate' },
  params: z.object({ id, fileId: id }),
  bytes: 'file',
  response: z.any(),
})
export const removeFile = endpoint({
  method: 'POST',
  path: '/candidates/:id/files/:fileId/remove',
  permission: 'candidates.keep',
  audit: 'candidate.file.remove',
  errors: turnCodes,
  summary: { zh: '移除证明材料', en: 'Take a document out' },
  params: z.object({ id, fileId: id }),
  response: z.object({ id: z.number() }),
})
/** All or none: refused with every reason of every candidate. */
export const proposeCandidates = endpoint({
  method: 'POST',
  path: '/candidate-proposals',
  permission: 'candidates.keep',
  audit: 'candidate.propose',
  errors: [...turnCodes, 'candidates-not-ready', 'engagement-unknown', 'engagement-ended', 'post-outside-term', 'candidate-listed-twice'],
  summary: { zh: '向法院提请审核', en: 'Propose candidates to the court for an engagement and posts' },
  body: z.object({
    engagementId: z.number().int().positive(),
    candidates: z
      .array(
        z.object({
          id: z.number().int().positive(),
          revision: z.number().int().positive(),
          role: z.enum(proposableRoles),
          team: text(40),
          fromDate: date,
        }),
      )
      .min(1)
      .max(100),
  }),
  response: z.object({ proposed: z.number() }),
})
const hrTurn = (verb: 'withdraw' | 'close', zh: string, en: string) =>
  endpoint({
    method: 'POST',
    path: `/candidates/:id/${verb}`,
    permission: 'candidates.keep',
    audit: `candidate.${verb}`,
    ifMatch: true,
    errors: turnCodes,
    summary: { zh, en },
    params: byId,
    response: done,
  })
export const withdrawCandidate = hrTurn('withdraw', '撤回提请', 'Withdraw a proposal before it is decided')
export const closeCandidate = hrTurn('close', '不再拟派', 'Give a candidate up; the data are erased after the retention')
export const rejectCandidate = endpoint({
  method: 'POST',
  path: '/candidates/:id/reject',
  permission: 'candidates.review',
  audit: 'candidate.reject',
  ifMatch: true,
  errors: turnCodes,
  summary: { zh: '不予录用', en: 'Refuse a candidate with a reason (6.6.1)' },
  params: byId,
  body: z.object({ reason: z.string().trim().min(1).max(500) }),
  response: done,
})
const reviewBody = z.object({
  passed: z.boolean(),
  opinion: z.string().trim().min(1).max(1000),
  reviewedOn: date,
  /** Default: one year, which is also the longest. */
  validUntil: date.nullable().optional(),
  skillsHalfDays: z.number().int().min(0).max(60).nullable().optional(),
  skillsContent: text(500),
})
const reviewErrors = [
  ...turnCodes,
  'candidate-gaps',
  'review-in-future',
  'review-before-proposal',
  'review-too-long',
  'valid-until-reversed',
] as const
/** The first political review (政治审核). */
export const reviewCandidate = endpoint({
  method: 'POST',
  path: '/candidates/:id/review',
  permission: 'candidates.review',
  audit: 'candidate.review',
  ifMatch: true,
  errors: reviewErrors,
  summary: { zh: '登记政治审核', en: 'Record the political review (6.6.1)' },
  params: byId,
  body: reviewBody,
  response: done,
})
export const renewReview = endpoint({
  method: 'POST',
  path: '/candidates/:id/renew',
  permission: 'candidates.review',
  audit: 'candidate.renew',
  ifMatch: true,
  errors: [...reviewErrors, 'person-left'],
  summary: { zh: '年度复审', en: 'Review again, each year' },
  params: byId,
  body: reviewBody,
  response: done,
})
/** Another hand than the reviewer's: person, post and the facts of the gate, in one transaction. */
export const acceptCandidate = endpoint({
  method: 'POST',
  path: '/candidates/:id/accept',
  permission: 'candidates.review',
  audit: 'candidate.accept',
  ifMatch: true,
  errors: [
    ...turnCodes,
    'candidate-gaps',
    'registration-taken',
    'id-no-taken',
    'engagement-ended',
    'post-outside-term',
    'role-by-court-only',
    'review-expired',
  ],
  summary: { zh: '同意录用并备案', en: 'Accept and register (A-17)' },
  params: byId,
  body: z.object({ registrationNo: line(60) }),
  response: z.object({ id: z.number(), revision: z.number(), personId: z.number(), admitted: z.boolean() }),
})
export const reviewForm = endpoint({
  method: 'GET',
  path: '/candidates/:id/form',
  permission: 'candidates.see',
  audit: 'candidate.form',
  errors: [],
  summary: { zh: '政治审核表', en: 'Form of the political review as PDF' },
  params: byId,
  bytes: 'file',
  response: z.any(),
})

// Lists ---------------------------------------------------------------------------------------------------------------
export const listTemplate = endpoint({
  method: 'GET',
  path: '/candidate-imports/template',
  permission: 'candidates.keep',
  audit: 'none',
  errors: [],
  summary: { zh: '导入模板', en: 'Template of the list' },
  bytes: 'file',
  response: z.any(),
})
export const rowFault = z.object({ row: z.number(), column: z.enum(Object.keys(columnTitles) as [Column, ...Column[]]), code: z.string() })
const imported = z.object({
  id: z.number(),
  fileName: z.string(),
  state: z.enum(['checked', 'done']),
  rows: z.number(),
  good: z.number(),
  faults: z.array(rowFault),
  revision: z.number(),
})
const importErrors = [
  'import-wrong-type',
  'import-not-text',
  'import-empty',
  'import-too-long',
  'import-columns',
  'empty-file',
  'unsafe-archive',
] as const
/** Always a dry run first: what would come of each row. */
export const checkList = endpoint({
  method: 'POST',
  path: '/candidate-imports',
  permission: 'candidates.keep',
  audit: 'candidate.import.check',
  errors: importErrors,
  summary: { zh: '校验名单', en: 'Check a list of candidates (dry run)' },
  bytes: 'upload',
  maxBytes: LIST_BYTES,
  response: imported,
})
export const runList = endpoint({
  method: 'POST',
  path: '/candidate-imports/:id/run',
  permission: 'candidates.keep',
  audit: 'candidate.import.run',
  ifMatch: true,
  errors: ['import-state'],
  summary: { zh: '导入名单', en: 'Enter the good rows of a checked list' },
  params: byId,
  response: imported,
})
export const listFaults = endpoint({
  method: 'GET',
  path: '/candidate-imports/:id/faults',
  permission: 'candidates.keep',
  audit: 'candidate.import.faults',
  errors: [],
  summary: { zh: '下载错误清单', en: 'Errors of a list, row by row, as XLSX' },
  params: byId,
  query: z.object({ language: z.enum(['zh', 'en']).default('zh') }),
  bytes: 'file',
  response: z.any(),
})
