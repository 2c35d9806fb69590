import { z } from 'zod'
import { endpoint, type Permissions } from '../../platform/http/endpoint.ts'
import { line } from '../../platform/http/text.ts'
import { byId, decision, paging } from '../organisations/api.ts'
import { enteredKinds, halves, leaveKinds, leaveStates, markKinds, shiftDays } from './rules.ts'

const leads = ['projectManager', 'teamLead', 'hr'] as const
export const permissions = {
  'attendance.see': ['courtLeader', 'trialManagement', 'commissioner', 'responsibleDepartment', ...leads],
  'attendance.lead': leads,
} as const satisfies Permissions

const id = z.coerce.number().int().positive()
const half = z.enum(halves)
const date = z.iso.date()
const ok = z.object({ ok: z.literal(true) })
const month = z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/)

const leaveRow = {
  id: z.number(),
  personId: z.number(),
  name: z.string(),
  contractor: z.string(),
  kind: z.enum(leaveKinds),
  fromDate: z.string(),
  fromHalf: half,
  untilDate: z.string(),
  untilHalf: half,
  fromAt: z.string(),
  untilAt: z.string(),
  halfDays: z.number(),
  state: z.enum(leaveStates),
  running: z.boolean(),
  askedBy: z.string(),
  askedAt: z.string(),
  decidedBy: z.string().nullable(),
  decidedAt: z.string().nullable(),
  note: z.string().nullable(),
  endedAt: z.string().nullable(),
  revision: z.number(),
  can: z.object({ approve: decision, refuse: decision, withdraw: decision, end: decision }),
}
/** One's own; whoever leads people or supervises them sees theirs. Health is nobody's business but theirs who decide: the reason stands on the record only. */
export const listLeaves = endpoint({
  method: 'GET',
  path: '/attendance/leaves',
  permission: 'signed-in',
  audit: 'none',
  errors: [],
  summary: { zh: '请假', en: 'Leave' },
  query: z.object({
    state: z.enum(leaveStates).optional(),
    mine: z.enum(['yes']).optional(),
    running: z.enum(['yes']).optional(),
    personId: id.optional(),
    ...paging,
  }),
  response: z.object({
    items: z.array(z.object(leaveRow)),
    next: z.string().nullable(),
    can: z.object({ ask: decision, enter: decision }),
  }),
})
export const readLeave = endpoint({
  method: 'GET',
  path: '/attendance/leaves/:id',
  permission: 'signed-in',
  audit: 'leave.read',
  errors: [],
  summary: { zh: '一次请假', en: 'One leave' },
  params: byId,
  response: z.object({ ...leaveRow, reason: z.string().nullable() }),
})
const span = {
  fromDate: date,
  fromHalf: half.default('am'),
  untilDate: date,
  untilHalf: half.default('pm'),
  reason: z.string().trim().min(2).max(500),
}
const spanErrors = ['leave-reversed', 'leave-over', 'leave-begun', 'leave-too-long', 'leave-overlaps', 'not-outsourced', 'person-left']
export const askLeave = endpoint({
  method: 'POST',
  path: '/attendance/leaves',
  permission: 'signed-in',
  audit: 'leave.ask',
  errors: spanErrors,
  summary: { zh: '申请请假', en: 'Ask for leave' },
  body: z.object({ kind: z.enum(leaveKinds), ...span }),
  response: z.object({ id: z.number(), halfDays: z.number() }),
})
/** For somebody who is ill or hurt, by another; it stands at once. */
export const enterLeave = endpoint({
  method: 'POST',
  path: '/attendance/leaves/entered',
  permission: 'attendance.lead',
  audit: 'leave.enter',
  errors: [...spanErrors, 'not-yourself'],
  summary: { zh: '代为登记病假、工伤假', en: 'Enter sick leave for another' },
  body: z.object({ personId: id, kind: z.enum(enteredKinds), ...span }),
  response: z.object({ id: z.number(), halfDays: z.number() }),
})
const turn = (what: string, permission: 'signed-in' | 'attendance.lead', zh: string, en: string, errors: string[] = []) =>
  endpoint({
    method: 'POST',
    path: `/attendance/leaves/:id/${what}`,
    permission,
    audit: `leave.${what}`,
    errors: ['leave-decided', 'leave-not-running', 'leave-over', 'not-yourself', ...errors],
    summary: { zh, en },
    params: byId,
    ifMatch: true,
    body: z.object({ note: z.string().trim().max(500).default('') }),
    response: ok,
  })
export const approveLeave = turn('approve', 'attendance.lead', '准假', 'Approve')
export const refuseLeave = turn('refuse', 'attendance.lead', '不准假', 'Refuse', ['reason-required'])
export const withdrawLeave = turn('withdraw', 'signed-in', '撤回申请', 'Withdraw')
export const endLeave = turn('end', 'attendance.lead', '销假', 'Called off, or back early')

export const sheetRow = z.object({
  personId: z.number(),
  name: z.string(),
  staffNo: z.string().nullable(),
  team: z.string().nullable(),
  shift: z.string().nullable(),
  /** Two signs a day: O off, D owed, P worked, L leave, A absent, T late, X extra. */
  cells: z.string(),
  due: z.number(),
  worked: z.number(),
  leave: z.number(),
  absent: z.number(),
  late: z.number(),
  extra: z.number(),
})
const sheet = { month, engagementId: id.optional(), q: z.string().trim().max(100).optional() }
export const readSheet = endpoint({
  method: 'GET',
  path: '/attendance/month',
  permission: 'attendance.see',
  audit: 'attendance.sheet',
  errors: [],
  summary: { zh: '月度考勤表', en: 'Month sheet' },
  query: z.object({ ...sheet, month: month.optional(), ...paging }),
  response: z.object({ items: z.array(sheetRow), next: z.string().nullable(), month, can: z.object({ mark: decision }) }),
})
export const exportSheet = endpoint({
  method: 'GET',
  path: '/attendance/month/export',
  permission: 'attendance.see',
  audit: 'attendance.export',
  errors: ['export-too-large', 'bulk-export-not-permitted'],
  bulk: true,
  summary: { zh: '导出月度考勤表', en: 'Export the month sheet' },
  query: z.object({ ...sheet, month: month.optional(), language: z.enum(['zh', 'en']).default('zh') }),
  bytes: 'file',
  response: z.any(),
})
export const markDay = endpoint({
  method: 'POST',
  path: '/attendance/marks',
  permission: 'attendance.lead',
  audit: 'attendance.mark',
  errors: [
    'not-yourself',
    'not-outsourced',
    'mark-in-future',
    'mark-too-old',
    'mark-twice',
    'mark-off-day',
    'mark-on-leave',
    'mark-working-time',
  ],
  summary: { zh: '登记缺勤、迟到、加班', en: 'Mark absence, lateness or extra work' },
  body: z.object({ personId: id, onDate: date, half, kind: z.enum(markKinds), note: z.string().trim().max(300).default('') }),
  response: z.object({ id: z.number() }),
})
export const voidMark = endpoint({
  method: 'POST',
  path: '/attendance/marks/:id/void',
  permission: 'attendance.lead',
  audit: 'attendance.mark.void',
  errors: [],
  summary: { zh: '撤销登记', en: 'Take a mark back' },
  params: byId,
  body: z.object({ reason: z.string().trim().min(2).max(300) }),
  response: ok,
})
export const listMarks = endpoint({
  method: 'GET',
  path: '/attendance/marks',
  permission: 'attendance.see',
  audit: 'none',
  errors: [],
  summary: { zh: '考勤登记', en: 'Marks' },
  query: z.object({ personId: id.optional(), ...paging }),
  response: z.object({
    items: z.array(
      z.object({
        id: z.number(),
        personId: z.number(),
        name: z.string(),
        onDate: z.string(),
        half,
        kind: z.enum(markKinds),
        note: z.string(),
        by: z.string(),
        void: z.boolean(),
        can: z.object({ void: decision }),
      }),
    ),
    next: z.string().nullable(),
  }),
})
export const listShifts = endpoint({
  method: 'GET',
  path: '/attendance/shifts',
  permission: 'attendance.see',
  audit: 'none',
  errors: [],
  summary: { zh: '班次', en: 'Shifts' },
  query: z.object({ engagementId: id.optional(), ...paging }),
  response: z.object({
    items: z.array(
      z.object({
        id: z.number(),
        name: z.string(),
        engagementId: z.number(),
        engagement: z.string(),
        am: z.boolean(),
        pm: z.boolean(),
        days: z.enum(shiftDays),
        people: z.number(),
      }),
    ),
    next: z.string().nullable(),
    can: z.object({ make: decision }),
  }),
})
export const makeShift = endpoint({
  method: 'POST',
  path: '/attendance/shifts',
  permission: 'attendance.lead',
  audit: 'attendance.shift.make',
  errors: ['engagement-unknown', 'shift-taken', 'shift-empty'],
  summary: { zh: '设置班次', en: 'Set up a shift' },
  body: z.object({ engagementId: id, name: line(60), am: z.boolean(), pm: z.boolean(), days: z.enum(shiftDays).default('workdays') }),
  response: z.object({ id: z.number() }),
})
export const giveShift = endpoint({
  method: 'POST',
  path: '/attendance/shifts/:id/people',
  permission: 'attendance.lead',
  audit: 'attendance.shift.give',
  errors: ['not-outsourced', 'person-not-in-engagement', 'shift-in-past'],
  summary: { zh: '排班', en: 'Give somebody a shift from a day on' },
  params: byId,
  body: z.object({ personId: id, fromDate: date }),
  response: ok,
})
