import { z } from 'zod'
import { endpoint, type Permissions } from '../../platform/http/endpoint.ts'
import { line } from '../../platform/http/text.ts'
import { decision, paging } from '../organisations/api.ts'
import { outcomes, stepKinds } from './rules.ts'

/** Health data (个保法28): hr and manager, two offices of the court, and whom it is about; the row's policy says the same. */
export const permissions = {
  'injuries.see': ['hr', 'projectManager', 'trialManagement', 'responsibleDepartment', 'teamLead', 'operator', 'finance'],
  'injuries.keep': ['hr', 'projectManager'],
  'injuries.close': ['trialManagement', 'responsibleDepartment'],
} as const satisfies Permissions

export const PAPER_BYTES = 20 * 1024 * 1024
const id = z.coerce.number().int().positive()
const byId = z.object({ id })
const row = {
  id: z.number(),
  number: z.string(),
  personName: z.string(),
  contractor: z.string(),
  happenedAt: z.string(),
  place: z.string(),
  state: z.enum(['open', 'closed']),
  outcome: z.enum(outcomes).nullable(),
  noticeDueAt: z.string(),
  notifiedAt: z.string().nullable(),
  filingDueOn: z.string(),
  filedAt: z.string().nullable(),
}
export const listInjuries = endpoint({
  method: 'GET',
  path: '/injuries',
  permission: 'injuries.see',
  audit: 'injury.list',
  errors: [],
  summary: { zh: '工伤', en: 'Injuries at work (A-12.5)' },
  query: z.object({ state: z.enum(['open', 'closed']).optional(), ...paging }),
  response: z.object({ items: z.array(z.object(row)), next: z.string().nullable(), can: z.object({ reportOthers: decision }) }),
})
export const readInjury = endpoint({
  method: 'GET',
  path: '/injuries/:id',
  permission: 'injuries.see',
  audit: 'injury.read',
  errors: [],
  summary: { zh: '工伤详情', en: 'One injury with its steps' },
  params: byId,
  response: z.object({
    ...row,
    personId: z.number(),
    engagement: z.string(),
    text: z.string(),
    hospital: z.string().nullable(),
    reportedBy: z.string().nullable(),
    reportedAt: z.string(),
    closedBy: z.string().nullable(),
    closedAt: z.string().nullable(),
    reason: z.string().nullable(),
    noticeLate: z.boolean(),
    filingLate: z.boolean(),
    revision: z.number(),
    steps: z.array(
      z.object({
        id: z.number(),
        kind: z.enum(stepKinds),
        onDate: z.string(),
        text: z.string(),
        file: z.string().nullable(),
        by: z.string().nullable(),
        at: z.string(),
      }),
    ),
    can: z.object({ add: decision, notice: decision, filing: decision, close: decision }),
  }),
})
export const reportInjury = endpoint({
  method: 'POST',
  path: '/injuries',
  permission: 'injuries.see',
  audit: 'injury.report',
  errors: ['day-in-future', 'not-on-duty', 'injury-known'],
  summary: { zh: '报告工伤', en: 'Report an injury of a person on duty; the clock of 24 hours runs from the event' },
  body: z.object({
    /** Without it: oneself. */
    personId: z.number().int().positive().nullable().optional(),
    happenedAt: z.iso.datetime({ offset: true }),
    place: line(200),
    text: z.string().trim().min(1).max(2000),
    hospital: z.string().trim().max(200).nullable().optional(),
  }),
  response: z.object({ id: z.number(), number: z.string() }),
})
const stepErrors = [
  'injury-closed',
  'paper-needed',
  'step-done',
  'filing-first',
  'recognition-first',
  'day-in-future',
  'before-injury',
] as const
export const addStep = endpoint({
  method: 'POST',
  path: '/injuries/:id/steps',
  permission: 'injuries.keep',
  audit: 'injury.step',
  errors: stepErrors,
  summary: { zh: '登记工伤办理步骤', en: 'Record a step of the claim' },
  params: byId,
  body: z.object({ kind: z.enum(stepKinds), onDate: z.iso.date(), text: z.string().trim().min(1).max(1000) }),
  response: z.object({ id: z.number() }),
})
/** Form fields: kind, onDate, text. The written notice and the filing come this way only. */
export const addPaper = endpoint({
  method: 'POST',
  path: '/injuries/:id/papers',
  permission: 'injuries.keep',
  audit: 'injury.paper',
  errors: [...stepErrors, 'file-kind', 'empty-file'],
  summary: { zh: '上传工伤材料（书面告知、认定申请等）', en: 'A step with its paper: written notice, filing, decision' },
  params: byId,
  bytes: 'upload',
  maxBytes: PAPER_BYTES,
  response: z.object({ id: z.number() }),
})
export const readPaper = endpoint({
  method: 'GET',
  path: '/injuries/papers/:id',
  permission: 'injuries.see',
  audit: 'injury.paper.read',
  errors: [],
  summary: { zh: '查看工伤材料', en: 'Read a paper of an injury' },
  params: byId,
  bytes: 'file',
  response: z.any(),
})
export const closeInjury = endpoint({
  method: 'POST',
  path: '/injuries/:id/close',
  permission: 'injuries.close',
  audit: 'injury.close',
  ifMatch: true,
  errors: ['injury-closed', 'notice-missing', 'second-person-required', 'settlement-missing', 'recognised-already'],
  summary: { zh: '办结工伤', en: 'Close an injury, by another hand than reported it' },
  params: byId,
  body: z.object({ outcome: z.enum(outcomes), reason: z.string().trim().min(2).max(500) }),
  response: z.object({ id: z.number(), revision: z.number() }),
})
