import { z } from 'zod'
import { endpoint, type Permissions } from '../../platform/http/endpoint.ts'
import { decision, paging } from '../organisations/api.ts'
import { roleKeys } from '../organisations/rules/roles.ts'
import { changeKinds, citationMarks, impactStates, lawKinds, versionStates } from './rules.ts'

/** The register is read by everybody; kept by the offices of 5.1; what a change asks of a contractor is answered by its manager and hr (7.3.1). */
export const permissions = {
  'laws.read': roleKeys,
  'laws.keep': ['trialManagement', 'responsibleDepartment'],
  'laws.review': ['trialManagement', 'commissioner', 'responsibleDepartment'],
  'laws.impacts': ['courtLeader', 'trialManagement', 'commissioner', 'responsibleDepartment', 'projectManager', 'hr'],
  'laws.act': ['projectManager', 'hr'],
} as const satisfies Permissions

const id = z.coerce.number().int().positive()
const byId = z.object({ id })
const date = z.iso.date()
const text = (max: number) => z.string().trim().min(1).max(max)
const ok = z.object({ ok: z.literal(true) })
/** Texts of laws are read in a program of one's own: PDF, DOCX or plain text, never a page a browser would run. */
export const TEXT_BYTES = 20 * 1024 * 1024

export const place = z.object({
  module: z.string(),
  place: z.string(),
  title: z.object({ zh: z.string(), en: z.string() }),
  link: z.string().nullable(),
  articles: z.array(z.string()),
})
const lawRow = {
  id: z.number(),
  key: z.string(),
  kind: z.enum(lawKinds),
  name: z.object({ zh: z.string(), en: z.string().nullable() }),
  issuer: z.string().nullable(),
  /** Entered by this court; else it came with the product. */
  own: z.boolean(),
  version: z.string().nullable(),
  number: z.string().nullable(),
  effectiveOn: z.string().nullable(),
  state: z.enum(versionStates).nullable(),
  /** A day is still to be entered. */
  incomplete: z.boolean(),
  cited: z.number(),
  openReviews: z.number(),
}
export const listLaws = endpoint({
  method: 'GET',
  path: '/laws',
  permission: 'laws.read',
  audit: 'none',
  errors: [],
  summary: { zh: '法规登记', en: 'Register of laws, rules and standards' },
  query: z.object({
    q: z.string().trim().max(100).optional(),
    kind: z.enum(lawKinds).optional(),
    incomplete: z.enum(['yes', 'no']).optional(),
    cited: z.enum(['yes', 'no']).optional(),
    ...paging,
  }),
  response: z.object({ items: z.array(z.object(lawRow)), next: z.string().nullable(), can: z.object({ create: decision }) }),
})
const article = z.object({
  topic: z.string(),
  number: z.string(),
  certain: z.boolean(),
  note: z.object({ zh: z.string(), en: z.string() }).nullable(),
})
export const version = z.object({
  id: z.number(),
  own: z.boolean(),
  label: z.string(),
  number: z.string().nullable(),
  year: z.number().nullable(),
  promulgatedOn: z.string().nullable(),
  effectiveOn: z.string().nullable(),
  repealedOn: z.string().nullable(),
  note: z.object({ zh: z.string().nullable(), en: z.string().nullable() }),
  replacesId: z.number().nullable(),
  state: z.enum(versionStates),
  articles: z.array(article),
  text: z
    .object({ id: z.number(), name: z.string(), type: z.string(), size: z.number(), attachedBy: z.string().nullable(), at: z.string() })
    .nullable(),
  enteredBy: z.string().nullable(),
  enteredAt: z.string(),
  can: z.object({ correct: decision, repeal: decision, attach: decision }),
})
const changeRow = z.object({
  id: z.number(),
  kind: z.enum(changeKinds),
  version: z.string(),
  noticedOn: z.string(),
  countsOn: z.string().nullable(),
  note: z.string().nullable(),
  madeBy: z.string().nullable(),
  /** The court's own reviews; null for who does not see them. */
  reviews: z.object({ open: z.number(), all: z.number() }).nullable(),
  impacts: z.object({ open: z.number(), all: z.number() }).nullable(),
})
export const readLaw = endpoint({
  method: 'GET',
  path: '/laws/:id',
  permission: 'laws.read',
  audit: 'none',
  errors: [],
  summary: { zh: '一部法规及其版本、引用处、变动', en: 'One law: versions, where it is cited, changes' },
  params: byId,
  response: z.object({
    ...lawRow,
    versions: z.array(version),
    places: z.array(place),
    changes: z.array(changeRow),
    can: z.object({ addVersion: decision }),
  }),
})
const dates = {
  label: text(100),
  number: z.string().trim().max(100).nullable().optional(),
  year: z.number().int().min(1900).max(2200).nullable().optional(),
  promulgatedOn: date.nullable().optional(),
  effectiveOn: date.nullable().optional(),
  repealedOn: date.nullable().optional(),
  note: z.string().trim().max(1000).nullable().optional(),
  articles: z
    .array(z.object({ topic: text(60), number: text(40), certain: z.boolean().default(true) }))
    .max(200)
    .optional(),
}
const dateFaults = ['law-dates-reversed', 'law-article-twice', 'law-label-taken'] as const
export const createLaw = endpoint({
  method: 'POST',
  path: '/laws',
  permission: 'laws.keep',
  audit: 'law.create',
  errors: ['law-key-taken', ...dateFaults],
  summary: { zh: '登记法规', en: 'Enter a law, rule or standard' },
  body: z.object({
    key: text(40),
    kind: z.enum(lawKinds),
    nameZh: text(200),
    nameEn: z.string().trim().max(300).nullable().optional(),
    issuer: z.string().trim().max(200).nullable().optional(),
    ...dates,
  }),
  response: z.object({ id: z.number() }),
})
/** A new version, or (with `replacesId`) one entered anew; both open reviews wherever the law is cited. */
export const addVersion = endpoint({
  method: 'POST',
  path: '/laws/:id/versions',
  permission: 'laws.keep',
  audit: 'law.version',
  errors: [...dateFaults, 'version-replaced', 'version-of-other-law'],
  summary: { zh: '登记新版本或更正', en: 'Enter a new version or correct one' },
  params: byId,
  body: z.object({
    ...dates,
    replacesId: id.nullable().optional(),
    /** Contractors are asked what they do about it. */ impact: z.boolean().default(true),
  }),
  response: z.object({ id: z.number(), reviews: z.number(), impacts: z.number() }),
})
export const repealVersion = endpoint({
  method: 'POST',
  path: '/laws/versions/:id/repeal',
  permission: 'laws.keep',
  audit: 'law.repeal',
  errors: ['version-replaced', 'law-dates-reversed', 'version-repealed'],
  summary: { zh: '登记废止', en: 'Enter a repeal' },
  params: byId,
  body: z.object({ repealedOn: date, note: text(1000), impact: z.boolean().default(true) }),
  response: z.object({ id: z.number(), reviews: z.number(), impacts: z.number() }),
})
export const attachText = endpoint({
  method: 'POST',
  path: '/laws/versions/:id/text',
  permission: 'laws.keep',
  audit: 'law.attach',
  errors: ['empty-file', 'text-kind'],
  summary: { zh: '附全文', en: 'Attach the full text' },
  params: byId,
  bytes: 'upload',
  maxBytes: TEXT_BYTES,
  response: z.object({ id: z.number() }),
})
export const readText = endpoint({
  method: 'GET',
  path: '/laws/texts/:id',
  permission: 'laws.read',
  audit: 'none',
  errors: [],
  summary: { zh: '下载全文', en: 'Download a full text' },
  params: byId,
  bytes: 'file',
  response: z.any(),
})
export const compareVersions = endpoint({
  method: 'GET',
  path: '/laws/:id/compare',
  permission: 'laws.read',
  audit: 'none',
  errors: [],
  summary: { zh: '版本对照', en: 'Two versions side by side' },
  params: byId,
  query: z.object({ from: id, until: id }),
  response: z.object({
    from: version,
    until: version,
    articles: z.array(z.object({ topic: z.string(), from: z.string().nullable(), until: z.string().nullable(), certain: z.boolean() })),
    /** Line by line where both have a plain text; null otherwise. */
    lines: z.array(z.object({ side: z.enum(['both', 'old', 'new']), text: z.string() })).nullable(),
  }),
})
export const readCitation = endpoint({
  method: 'GET',
  path: '/laws/citation',
  permission: 'laws.read',
  audit: 'none',
  errors: ['law-unknown'],
  summary: { zh: '按日期查引用', en: 'How a matter of a law is cited on a day' },
  query: z.object({ law: text(40), article: z.string().trim().max(60).default(''), on: date }),
  response: z.object({
    zh: z.string(),
    en: z.string(),
    lawId: z.number(),
    versionId: z.number().nullable(),
    label: z.string().nullable(),
    article: z.string().nullable(),
    marks: z.array(z.enum(citationMarks)),
  }),
})

const about = {
  changeId: z.number(),
  lawId: z.number(),
  law: z.object({ zh: z.string(), en: z.string().nullable() }),
  change: z.enum(changeKinds),
  version: z.string(),
  countsOn: z.string().nullable(),
}
export const reviewRow = z.object({
  id: z.number(),
  ...about,
  module: z.string(),
  title: z.object({ zh: z.string(), en: z.string() }),
  link: z.string().nullable(),
  articles: z.array(z.string()),
  dueAt: z.string(),
  outcome: z.enum(['unchanged', 'changed']).nullable(),
  note: z.string().nullable(),
  doneBy: z.string().nullable(),
  doneAt: z.string().nullable(),
  can: z.object({ close: decision }),
})
export const listReviews = endpoint({
  method: 'GET',
  path: '/law-reviews',
  permission: 'laws.review',
  audit: 'none',
  errors: [],
  summary: { zh: '引用复核', en: 'Reviews of places that cite a changed law' },
  query: z.object({ state: z.enum(['open', 'done', 'late']).optional(), lawId: id.optional(), ...paging }),
  response: z.object({ items: z.array(reviewRow), next: z.string().nullable() }),
})
export const closeReview = endpoint({
  method: 'POST',
  path: '/law-reviews/:id/close',
  permission: 'laws.review',
  audit: 'law.review.close',
  errors: ['review-done'],
  summary: { zh: '完成复核', en: 'Close a review' },
  params: byId,
  body: z.object({ outcome: z.enum(['unchanged', 'changed']), note: z.string().trim().min(2).max(1000) }),
  response: ok,
})
const impactRow = {
  id: z.number(),
  ...about,
  contractor: z.string(),
  engagement: z.string(),
  dueAt: z.string(),
  state: z.enum(impactStates),
  late: z.boolean(),
  revision: z.number(),
}
export const listImpacts = endpoint({
  method: 'GET',
  path: '/law-impacts',
  permission: 'laws.impacts',
  audit: 'none',
  errors: [],
  summary: { zh: '法规变动落实', en: 'What law changes ask of contractors' },
  query: z.object({ state: z.enum(impactStates).optional(), late: z.enum(['yes', 'no']).optional(), lawId: id.optional(), ...paging }),
  response: z.object({ items: z.array(z.object(impactRow)), next: z.string().nullable() }),
})
export const readImpact = endpoint({
  method: 'GET',
  path: '/law-impacts/:id',
  permission: 'laws.impacts',
  audit: 'none',
  errors: [],
  summary: { zh: '一项落实任务', en: 'One impact task with its proofs' },
  params: byId,
  response: z.object({
    ...impactRow,
    note: z.string().nullable(),
    proofs: z.array(
      z.object({
        id: z.number(),
        file: z.object({ name: z.string(), size: z.number(), type: z.string() }).nullable(),
        ruleVersion: z.string().nullable(),
        words: z.string(),
        submittedBy: z.string(),
        submittedAt: z.string(),
        accepted: z.boolean().nullable(),
        decision: z.string().nullable(),
        decidedBy: z.string().nullable(),
        decidedAt: z.string().nullable(),
      }),
    ),
    ruleVersions: z.array(z.object({ id: z.number(), title: z.string() })),
    can: z.object({ submit: decision, decide: decision }),
  }),
})
const impactFaults = ['impact-accepted', 'impact-waits'] as const
export const proveByFile = endpoint({
  method: 'POST',
  path: '/law-impacts/:id/files',
  permission: 'laws.act',
  audit: 'law.impact.submit',
  errors: [...impactFaults, 'empty-file', 'text-kind', 'proof-words'],
  summary: { zh: '以文件证明已落实', en: 'Prove the action by a file' },
  params: byId,
  bytes: 'upload',
  maxBytes: TEXT_BYTES,
  response: z.object({ id: z.number() }),
})
export const proveByRule = endpoint({
  method: 'POST',
  path: '/law-impacts/:id/rule-versions',
  permission: 'laws.act',
  audit: 'law.impact.submit',
  errors: [...impactFaults, 'rule-version-unknown'],
  summary: { zh: '以制度版本证明已落实', en: 'Prove the action by a version of the contractor’s rules' },
  params: byId,
  body: z.object({ ruleVersionId: z.number().int().positive(), words: z.string().trim().min(2).max(1000) }),
  response: z.object({ id: z.number() }),
})
export const decideImpact = endpoint({
  method: 'POST',
  path: '/law-impacts/:id/decide',
  permission: 'laws.review',
  audit: 'law.impact.decide',
  errors: ['impact-nothing-submitted', 'reason-required'],
  summary: { zh: '采纳或退回', en: 'Accept or return a proof' },
  params: byId,
  ifMatch: true,
  body: z.object({ accepted: z.boolean(), note: z.string().trim().max(1000).nullable().optional() }),
  response: ok,
})
export const readProof = endpoint({
  method: 'GET',
  path: '/law-impacts/proofs/:id',
  permission: 'laws.impacts',
  audit: 'law.impact.read',
  errors: [],
  summary: { zh: '下载证明文件', en: 'Download a proof' },
  params: byId,
  bytes: 'file',
  response: z.any(),
})
