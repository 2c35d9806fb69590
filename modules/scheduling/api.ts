import { z } from 'zod'
import { endpoint, type Permissions } from '../../platform/http/endpoint.ts'
import { byId, date, decision, paging, reason } from '../organisations/api.ts'
import { absenceKinds, balances, changeReasons, designateReasons, exclusions, reasons } from './rules.ts'

export const permissions = {
  'scheduling.see': ['courtLeader', 'trialManagement', 'commissioner', 'responsibleDepartment', 'filingOfficer', 'judge', 'clerk'],
  'scheduling.queue': ['courtLeader', 'trialManagement', 'filingOfficer'],
  'scheduling.draw': ['courtLeader', 'trialManagement', 'filingOfficer'],
  'scheduling.designate': ['courtLeader', 'trialManagement'],
  'scheduling.rules': ['courtLeader', 'trialManagement'],
} as const satisfies Permissions
/** Cases drawn in one go. */
export const MOST_AT_ONCE = 100
export const procedures = ['ordinary', 'simple', 'small', 'special', 'second', 'retrial', 'enforcement', 'other'] as const

const id = z.number().int().positive()
const queryId = z.coerce.number().int().positive()

export const listWaiting = endpoint({
  method: 'GET',
  path: '/allocation-queue',
  summary: { zh: '待分案件', en: 'Cases that wait for a judge' },
  permission: 'scheduling.queue',
  audit: 'allocation.queue',
  errors: [],
  query: z.object({ divisionId: queryId.optional(), procedure: z.enum(procedures).optional(), ...paging }),
  response: z.object({
    items: z.array(
      z.object({
        id: z.number(),
        number: z.string(),
        title: z.string(),
        cause: z.string().nullable(),
        procedure: z.enum(procedures),
        filedOn: z.string().nullable(),
        divisionId: z.number().nullable(),
        division: z.string().nullable(),
      }),
    ),
    next: z.string().nullable(),
    can: z.object({ draw: decision, designate: decision }),
  }),
})
export const drawCases = endpoint({
  method: 'POST',
  path: '/allocations',
  summary: { zh: '电脑随机分案', en: 'Allocate cases by weighted lot' },
  permission: 'scheduling.draw',
  audit: 'allocation.draw',
  errors: [],
  body: z.object({ caseIds: z.array(id).min(1).max(MOST_AT_ONCE) }),
  response: z.object({
    results: z.array(
      z.object({
        caseId: z.number(),
        number: z.string().nullable(),
        allocationId: z.number().nullable(),
        judge: z.string().nullable(),
        /** Why there is none. */
        code: z.enum(['case-not-waiting', 'no-division', 'nobody-takes-part']).nullable(),
      }),
    ),
  }),
})
export const designate = endpoint({
  method: 'POST',
  path: '/allocations/designated',
  summary: { zh: '指定分案', en: 'Allocate a case by designation' },
  permission: 'scheduling.designate',
  audit: 'allocation.designate',
  errors: ['case-not-waiting', 'not-a-judge', 'judge-barred', 'not-to-oneself'],
  body: z.object({ caseId: id, judgeId: id, because: z.enum(designateReasons), reason }),
  response: z.object({ id: z.number(), judge: z.string() }),
})
export const changeAllocation = endpoint({
  method: 'POST',
  path: '/allocations/:id/change',
  summary: { zh: '变更承办法官', en: 'Give a case to another judge' },
  permission: 'scheduling.designate',
  audit: 'allocation.change',
  ifMatch: true,
  errors: [
    'allocation-ended',
    'case-not-waiting',
    'no-division',
    'nobody-takes-part',
    'not-a-judge',
    'judge-barred',
    'not-to-oneself',
    'same-judge',
  ],
  params: byId,
  body: z.object({
    how: z.enum(['draw', 'designate']),
    judgeId: id.nullable().optional(),
    because: z.enum(changeReasons),
    reason,
  }),
  response: z.object({ id: z.number(), judge: z.string() }),
})

const row = {
  id: z.number(),
  caseId: z.number(),
  number: z.string().nullable(),
  title: z.string().nullable(),
  turn: z.number(),
  kind: z.enum(['drawn', 'designated']),
  judgeId: z.number(),
  judge: z.string(),
  because: z.enum(reasons).nullable(),
  madeBy: z.string(),
  madeAt: z.string(),
  endedAt: z.string().nullable(),
}
export const listAllocations = endpoint({
  method: 'GET',
  path: '/allocations',
  summary: { zh: '分案登记', en: 'Register of allocations' },
  permission: 'scheduling.see',
  audit: 'allocation.list',
  errors: [],
  query: z.object({
    judgeId: queryId.optional(),
    caseId: queryId.optional(),
    kind: z.enum(['drawn', 'designated']).optional(),
    state: z.enum(['live', 'ended']).optional(),
    ...paging,
  }),
  response: z.object({ items: z.array(z.object(row)), next: z.string().nullable() }),
})
export const readAllocation = endpoint({
  method: 'GET',
  path: '/allocations/:id',
  summary: { zh: '查阅分案结果及其依据', en: 'One allocation, explained' },
  permission: 'scheduling.see',
  audit: 'allocation.read',
  errors: [],
  params: byId,
  response: z.object({
    ...row,
    reason: z.string().nullable(),
    revision: z.number(),
    balance: z.enum(balances).nullable(),
    ruleVersion: z.number().nullable(),
    candidates: z.array(
      z.object({
        judgeId: z.number(),
        judge: z.string(),
        percent: z.number(),
        load: z.number(),
        excluded: z.enum(exclusions).nullable(),
        weight: z.number(),
      }),
    ),
    ticket: z.number().nullable(),
    total: z.number().nullable(),
    message: z.string().nullable(),
    seed: z.object({ day: z.string(), commitment: z.string(), revealed: z.string().nullable() }).nullable(),
    others: z.array(
      z.object({
        id: z.number(),
        turn: z.number(),
        judge: z.string(),
        kind: z.enum(['drawn', 'designated']),
        madeAt: z.string(),
        endedAt: z.string().nullable(),
      }),
    ),
    can: z.object({ change: decision }),
  }),
})

export const listJudges = endpoint({
  method: 'GET',
  path: '/allocation-judges',
  summary: { zh: '分案名册', en: 'Judges who take cases, their share and absences' },
  permission: 'scheduling.see',
  audit: 'none',
  errors: [],
  query: z.object({ divisionId: queryId.optional() }),
  response: z.object({
    items: z.array(
      z.object({
        judgeId: z.number(),
        judge: z.string(),
        divisionId: z.number(),
        division: z.string(),
        percent: z.number(),
        types: z.array(z.string()),
        procedures: z.array(z.enum(procedures)),
        load: z.number(),
        version: z.number(),
        absences: z.array(z.object({ id: z.number(), fromDate: z.string(), untilDate: z.string(), kind: z.enum(absenceKinds) })),
      }),
    ),
    rule: z.object({
      version: z.number(),
      balance: z.enum(balances),
      note: z.string().nullable(),
      setBy: z.string().nullable(),
      setAt: z.string().nullable(),
    }),
    can: z.object({ set: decision }),
  }),
})
export const setShare = endpoint({
  method: 'PUT',
  path: '/allocation-judges/:id',
  summary: { zh: '设定分案比例与范围', en: 'Set what a judge takes' },
  permission: 'scheduling.rules',
  audit: 'allocation.share',
  ifMatch: true,
  errors: ['not-a-judge', 'type-unknown'],
  params: byId,
  body: z.object({
    percent: z.number().int().min(0).max(200),
    types: z.array(z.string().trim().min(1).max(10)).max(50),
    procedures: z.array(z.enum(procedures)).max(8),
    reason,
  }),
  response: z.object({ version: z.number() }),
})
export const addAbsence = endpoint({
  method: 'POST',
  path: '/allocation-judges/:id/absences',
  summary: { zh: '登记停分', en: 'Enter days without new cases' },
  permission: 'scheduling.rules',
  audit: 'allocation.absence',
  errors: ['not-a-judge', 'absence-days', 'absence-overlaps'],
  params: byId,
  body: z.object({ fromDate: date, untilDate: date, kind: z.enum(absenceKinds) }),
  response: z.object({ id: z.number() }),
})
export const endAbsence = endpoint({
  method: 'POST',
  path: '/allocation-absences/:id/end',
  summary: { zh: '取消停分', en: 'End days without new cases' },
  permission: 'scheduling.rules',
  audit: 'allocation.absence-end',
  errors: [],
  params: byId,
  body: z.object({}),
  response: z.object({ id: z.number() }),
})
export const setRule = endpoint({
  method: 'POST',
  path: '/allocation-rules',
  summary: { zh: '设定分案规则', en: 'Set the rule of allocation' },
  permission: 'scheduling.rules',
  audit: 'allocation.rule',
  ifMatch: true,
  errors: [],
  body: z.object({ balance: z.enum(balances), note: reason }),
  response: z.object({ version: z.number() }),
})
