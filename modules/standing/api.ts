import { z } from 'zod'
import { endpoint, type Permissions } from '../../platform/http/endpoint.ts'
import { decision, paging } from '../organisations/api.ts'
import { figureKeys, indicatorKeys, type FigureKey, signed, thresholdKeys } from './rules/indicators.ts'
import { periodKinds, statementStates } from './rules/statements.ts'

/** Statements are the contractor's own matter: its finance keeps them, its manager and the court's supervision see them, nobody else. */
export const permissions = {
  'standing.see': ['finance', 'projectManager', 'courtLeader', 'trialManagement', 'commissioner', 'responsibleDepartment'],
  'standing.keep': ['finance'],
  'standing.report': ['finance', 'projectManager', 'trialManagement', 'commissioner', 'responsibleDepartment'],
  'standing.assess': ['trialManagement', 'commissioner', 'responsibleDepartment'],
  'standing.decide': ['courtLeader', 'trialManagement'],
  'standing.thresholds': ['trialManagement', 'responsibleDepartment'],
} as const satisfies Permissions

export const PAPER_BYTES = 20 * 1024 * 1024
export const id = z.coerce.number().int().positive()
export const byId = z.object({ id })
export const done = z.object({ id: z.number(), revision: z.number() })
const MOST = 999_999_999_999_999
const fen = (k: FigureKey) =>
  z
    .number()
    .int()
    .min(signed.includes(k) ? -MOST : 0)
    .max(MOST)
export const figures = z.object(Object.fromEntries(figureKeys.map((k) => [k, fen(k)])) as Record<FigureKey, ReturnType<typeof fen>>)
const levels = ['none', 'watch', 'serious', 'unknown'] as const
export const finding = z.object({
  key: z.enum(indicatorKeys),
  level: z.enum(levels),
  value: z.number().nullable(),
  note: z.enum(['nothing-below', 'no-comparison']).nullable(),
  watch: z.number(),
  serious: z.number(),
})
export const paper = z.object({
  id: z.number(),
  kind: z.enum(['statement', 'evidence', 'notice', 'cure']),
  name: z.string(),
  size: z.number(),
  addedBy: z.string().nullable(),
  addedAt: z.string(),
})

export const listStandings = endpoint({
  method: 'GET',
  path: '/standing',
  permission: 'standing.see',
  audit: 'none',
  errors: [],
  summary: { zh: '承包单位履约能力一览', en: 'Standing of each contractor: last statements, warnings, open changes (7.1.2, 6.6.3)' },
  query: z.object(paging),
  response: z.object({
    items: z.array(
      z.object({
        contractorId: z.number(),
        contractor: z.string(),
        lastPeriod: z.string().nullable(),
        filedAt: z.string().nullable(),
        serious: z.array(z.enum(indicatorKeys)),
        watch: z.array(z.enum(indicatorKeys)),
        missing: z.array(z.string()),
        openEvents: z.number(),
      }),
    ),
    next: z.string().nullable(),
    can: z.object({ keep: decision, report: decision, thresholds: decision }),
  }),
})
export const readStanding = endpoint({
  method: 'GET',
  path: '/standing/:contractorId',
  permission: 'standing.see',
  audit: 'standing.read',
  errors: [],
  summary: { zh: '财务趋势与预警', en: 'Figures and warnings of a contractor, period by period' },
  params: z.object({ contractorId: id }),
  query: z.object({ kind: z.enum(periodKinds).default('quarter') }),
  response: z.object({
    contractorId: z.number(),
    contractor: z.string(),
    /** Newest first. */
    periods: z.array(
      z.object({
        period: z.string(),
        statementId: z.number().nullable(),
        version: z.number().nullable(),
        state: z.enum(statementStates).nullable(),
        filedAt: z.string().nullable(),
        late: z.boolean(),
        missing: z.boolean(),
        figures: figures.nullable(),
        findings: z.array(finding),
      }),
    ),
    /** Being written, seen by the contractor alone. */
    drafts: z.array(z.object({ id: z.number(), period: z.string(), version: z.number() })),
    can: z.object({ keep: decision, report: decision }),
  }),
})
const threshold = {
  key: z.enum(thresholdKeys),
  fromDate: z.iso.date(),
  watch: z.number().min(0).max(1_000_000),
  serious: z.number().min(0).max(1_000_000).nullable(),
}
export const listThresholds = endpoint({
  method: 'GET',
  path: '/standing/thresholds',
  permission: 'standing.see',
  audit: 'none',
  errors: [],
  summary: { zh: '预警标准', en: 'Thresholds: what holds today, and what was or will be set' },
  response: z.object({
    today: z.array(z.object({ ...threshold, fromDate: z.string().nullable() })),
    set: z.array(z.object({ ...threshold, setBy: z.string().nullable() })),
    can: z.object({ set: decision }),
  }),
})
export const setThreshold = endpoint({
  method: 'POST',
  path: '/standing/thresholds',
  permission: 'standing.thresholds',
  audit: 'standing.threshold.set',
  errors: ['threshold-known', 'threshold-order', 'day-in-past'],
  summary: { zh: '设定预警标准', en: 'Set a threshold from a day on' },
  body: z.object(threshold),
  response: z.object({ ok: z.literal(true) }),
})

// Statements ----------------------------------------------------------------------------------------------------------
export const readFinancialStatement = endpoint({
  method: 'GET',
  path: '/financial-statements/:id',
  permission: 'standing.see',
  audit: 'financial-statement.read',
  errors: [],
  summary: { zh: '查阅财务报表', en: 'One version of a period’s statements' },
  params: byId,
  response: z.object({
    id: z.number(),
    contractorId: z.number(),
    contractor: z.string(),
    period: z.string(),
    version: z.number(),
    state: z.enum(statementStates),
    newest: z.boolean(),
    /** Null: not owed, handed in all the same. */
    dueOn: z.string().nullable(),
    late: z.boolean(),
    figures,
    restates: z.string().nullable(),
    filedBy: z.string().nullable(),
    filedAt: z.string().nullable(),
    reviewedBy: z.string().nullable(),
    reviewedAt: z.string().nullable(),
    review: z.string().nullable(),
    findings: z.array(finding),
    /** Of the version before: what was restated. */
    before: figures.nullable(),
    papers: z.array(paper),
    revision: z.number(),
    can: z.object({ change: decision, file: decision, review: decision, restate: decision }),
  }),
})
const restates = z.string().trim().min(2).max(500).nullable().optional()
export const beginStatement = endpoint({
  method: 'POST',
  path: '/financial-statements',
  permission: 'standing.keep',
  audit: 'financial-statement.begin',
  errors: [
    'contractor-unknown',
    'period-unknown',
    'period-not-over',
    'period-too-old',
    'financial-statement-known',
    'restatement-reason',
    'figures-contradict',
  ],
  summary: { zh: '填报财务报表', en: 'Key in a period’s figures; over one that counts: a restatement with its reason' },
  body: z.object({ period: z.string().trim().max(10), figures, restates }),
  response: done,
})
export const changeFigures = endpoint({
  method: 'PATCH',
  path: '/financial-statements/:id',
  permission: 'standing.keep',
  audit: 'financial-statement.change',
  ifMatch: true,
  errors: ['statement-filed', 'restatement-reason', 'figures-contradict'],
  summary: { zh: '修改未报送的报表', en: 'Change figures that are not handed in' },
  params: byId,
  body: z.object({ figures, restates }),
  response: done,
})
export const addStatementPaper = endpoint({
  method: 'POST',
  path: '/financial-statements/:id/papers',
  permission: 'standing.keep',
  audit: 'financial-statement.paper',
  errors: ['statement-filed', 'statement-file-kind', 'empty-file', 'papers-too-many'],
  summary: { zh: '上传报表文件', en: 'Add the statements themselves' },
  params: byId,
  bytes: 'upload',
  maxBytes: PAPER_BYTES,
  response: z.object({ id: z.number() }),
})
export const fileStatement = endpoint({
  method: 'POST',
  path: '/financial-statements/:id/file',
  permission: 'standing.keep',
  audit: 'financial-statement.file',
  ifMatch: true,
  errors: ['statement-filed', 'statement-file-missing'],
  summary: { zh: '报送财务报表', en: 'Hand the statements in; warnings are reckoned at once' },
  params: byId,
  response: z.object({ id: z.number(), revision: z.number(), eventId: z.number().nullable() }),
})
export const reviewStatement = endpoint({
  method: 'POST',
  path: '/financial-statements/:id/review',
  permission: 'standing.assess',
  audit: 'financial-statement.review',
  ifMatch: true,
  errors: ['statement-not-filed', 'version-superseded', 'reason-needed'],
  summary: { zh: '审阅或退回财务报表', en: 'Review, or send back with a reason' },
  params: byId,
  body: z.object({ accept: z.boolean(), note: z.string().trim().max(1000).nullable().optional() }),
  response: done,
})
export const readStandingPaper = endpoint({
  method: 'GET',
  path: '/standing-papers/:id',
  permission: 'standing.see',
  audit: 'standing.paper.read',
  errors: [],
  summary: { zh: '查看报表或证据文件', en: 'Read a statement’s file or a piece of evidence' },
  params: byId,
  bytes: 'file',
  response: z.any(),
})
