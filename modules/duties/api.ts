import { z } from 'zod'
import { endpoint, type Permissions } from '../../platform/http/endpoint.ts'
import { dutyStates } from './rules/states.ts'

const everybody = [
  'courtLeader',
  'trialManagement',
  'commissioner',
  'responsibleDepartment',
  'filingOfficer',
  'judge',
  'clerk',
  'enforcementOfficer',
  'archivist',
  'projectManager',
  'teamLead',
  'operator',
  'hr',
  'finance',
]
export const permissions: Permissions = {
  // What of it a person sees is settled row by row in the database.
  'duties.read': [...everybody, 'systemAdmin'],
  'duties.export': ['courtLeader', 'trialManagement', 'commissioner', 'responsibleDepartment', 'projectManager', 'hr'],
  'duties.decide': ['courtLeader', 'trialManagement', 'commissioner'],
  'duties.calendar': ['systemAdmin'],
}

const can = z.union([z.object({ ok: z.literal(true) }), z.object({ ok: z.literal(false), code: z.string() })])
const state = z.enum(dutyStates)
const item = z.object({
  id: z.number(),
  key: z.string(),
  nameZh: z.string(),
  nameEn: z.string(),
  clauses: z.array(z.string()),
  debtor: z.enum(['court', 'contractor']),
  state,
  period: z.string(),
  dueAt: z.string(),
  provisional: z.boolean(),
  workdaysLeft: z.number(),
  kind: z.string(),
  subjectId: z.number(),
  /** null: the reader may not see what it is about. */
  subjectName: z.string().nullable(),
  contractorName: z.string().nullable(),
  fulfilledAt: z.string().nullable(),
  /** An excuse waits for a decision. */
  asked: z.boolean(),
  revision: z.number(),
})
export type DutyItem = z.infer<typeof item>

const tab = z.enum(['mine', 'ours', 'theirs'])
const filters = {
  tab: tab.default('mine'),
  /** Several joined by commas; without it what is not settled. */
  state: z
    .string()
    .regex(/^[a-z]+(,[a-z]+)*$/)
    .max(80)
    .optional(),
  clause: z.string().max(40).optional(),
  key: z.string().max(80).optional(),
  kind: z
    .string()
    .regex(/^[a-zA-Z-]{1,40}$/)
    .optional(),
  subjectId: z.coerce.number().int().positive().optional(),
  dueFrom: z.iso.date().optional(),
  dueUntil: z.iso.date().optional(),
  asked: z.enum(['yes']).optional(),
}
export const listDuties = endpoint({
  method: 'GET',
  path: '/duties',
  summary: { zh: '履责清单：我的、本方的、对方的', en: 'Duties: mine, ours, the other side’s' },
  permission: 'duties.read',
  audit: 'none',
  errors: ['unknown-state'],
  query: z.object({
    ...filters,
    sort: z.enum(['due', '-due']).default('due'),
    cursor: z.string().max(200).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  response: z.object({ items: z.array(item), next: z.string().nullable() }),
})
export const exportDuties = endpoint({
  method: 'GET',
  path: '/duties/export',
  summary: { zh: '导出履责清单（按当前筛选）', en: 'Export the duties, with their filters' },
  permission: 'duties.export',
  audit: 'duty.export',
  errors: ['unknown-state', 'export-too-large', 'bulk-export-not-permitted'],
  bulk: true,
  query: z.object({ ...filters, sort: z.enum(['due', '-due']).default('due'), language: z.enum(['zh', 'en']).default('zh') }),
  response: z.unknown(),
  bytes: 'file',
})
export const monthOfDuties = endpoint({
  method: 'GET',
  path: '/duties/month',
  summary: { zh: '按月历查看履责期限', en: 'Due times of a month' },
  permission: 'duties.read',
  audit: 'none',
  errors: [],
  query: z.object({ tab: tab.default('mine'), month: z.string().regex(/^2\d{3}-(0[1-9]|1[0-2])$/) }),
  response: z.object({
    month: z.string(),
    published: z.boolean(),
    /** What recurs, falls due in the month and opens by itself later. */
    coming: z.array(
      z.object({ date: z.string(), key: z.string(), nameZh: z.string(), nameEn: z.string(), n: z.number(), provisional: z.boolean() }),
    ),
    days: z.array(
      z.object({
        date: z.string(),
        workday: z.boolean(),
        duties: z.array(z.object({ key: z.string(), nameZh: z.string(), nameEn: z.string(), state, n: z.number() })),
      }),
    ),
  }),
})
export const declaredDuties = endpoint({
  method: 'GET',
  path: '/duties/declared',
  summary: { zh: '履责事项目录', en: 'Catalogue of duties' },
  permission: 'duties.read',
  audit: 'none',
  errors: [],
  response: z.object({
    items: z.array(
      z.object({
        key: z.string(),
        nameZh: z.string(),
        nameEn: z.string(),
        clauses: z.array(z.string()),
        kind: z.string(),
        debtor: z.string(),
      }),
    ),
  }),
})

const byId = z.object({ id: z.coerce.number().int().positive() })
const step = z.object({ step: z.string(), value: z.string(), n: z.number().optional() })
export const readDuty = endpoint({
  method: 'GET',
  path: '/duties/:id',
  summary: { zh: '一项履责：期限依据、证据、经过', en: 'A duty: how its time was reckoned, its evidence, its course' },
  permission: 'duties.read',
  audit: 'duty.read',
  errors: [],
  params: byId,
  response: item.extend({
    textZh: z.string(),
    textEn: z.string(),
    roles: z.array(z.string()),
    /** Evidence by hand is allowed, and why nothing in the system could show it. */
    tick: z.object({ zh: z.string(), en: z.string() }).nullable(),
    evidenceTypes: z.array(z.string()),
    opensAt: z.string(),
    basis: z.array(step),
    calendar: z.string(),
    remindAt: z.array(z.string()),
    evidence: z.object({ type: z.string(), id: z.string() }).nullable(),
    note: z.string().nullable(),
    history: z.array(
      z.object({
        kind: z.enum(['opened', 'reminded', 'breached', 'fulfilled', 'withdrawn', 'excuse-asked', 'excuse-approved', 'excuse-refused']),
        at: z.string(),
        by: z.string().nullable(),
        note: z.string().nullable(),
      }),
    ),
    excuse: z.object({ id: z.number(), reason: z.string(), askedByName: z.string(), askedAt: z.string() }).nullable(),
    can: z.object({ ask: can, decide: can, tick: can }),
  }),
})
const reason = z.string().trim().min(2).max(1000)
export const askExcuse = endpoint({
  method: 'POST',
  path: '/duties/:id/excuse',
  summary: { zh: '申请免责（须由他人决定）', en: 'Ask to be excused (somebody else decides)' },
  permission: 'duties.read',
  audit: 'duty.excuse-ask',
  errors: ['not-your-duty', 'duty-settled', 'excuse-waits'],
  params: byId,
  body: z.object({ reason }),
  response: z.object({ id: z.number() }),
  ifMatch: true,
})
export const decideExcuse = endpoint({
  method: 'POST',
  path: '/duties/:id/excuse/decide',
  summary: { zh: '决定是否免责', en: 'Decide on an excuse' },
  permission: 'duties.decide',
  audit: 'duty.excuse-decide',
  errors: ['not-your-decision', 'second-person-required', 'duty-settled', 'no-excuse-asked'],
  params: byId,
  body: z.object({ approved: z.boolean(), reason }),
  response: z.object({ ok: z.literal(true) }),
  ifMatch: true,
})
export const tickDuty = endpoint({
  method: 'POST',
  path: '/duties/:id/tick',
  summary: { zh: '确认已履行（仅限系统内无法留存证据的事项）', en: 'Confirm by hand, only where no evidence is possible' },
  permission: 'duties.read',
  audit: 'duty.tick',
  errors: ['not-your-duty', 'duty-settled', 'evidence-needed'],
  params: byId,
  body: z.object({ note: reason }),
  response: z.object({ ok: z.literal(true) }),
  ifMatch: true,
})

export const readFeedState = endpoint({
  method: 'GET',
  path: '/duties/feed',
  summary: { zh: '我的日历订阅', en: 'My calendar feed' },
  permission: 'duties.read',
  audit: 'none',
  errors: [],
  response: z.object({ madeAt: z.string().nullable(), readAt: z.string().nullable() }),
})
export const makeFeed = endpoint({
  method: 'POST',
  path: '/duties/feed',
  summary: { zh: '生成日历订阅地址（只显示一次，旧地址作废）', en: 'Make the address of a calendar feed (shown once; the old one ends)' },
  permission: 'duties.read',
  audit: 'duty.feed-make',
  errors: [],
  body: z.object({ language: z.enum(['zh', 'en']).default('zh') }),
  response: z.object({ url: z.string() }),
  secret: true,
})
export const revokeFeed = endpoint({
  method: 'POST',
  path: '/duties/feed/revoke',
  summary: { zh: '停用日历订阅', en: 'Revoke the calendar feed' },
  permission: 'duties.read',
  audit: 'duty.feed-revoke',
  errors: ['no-feed'],
  body: z.object({}),
  response: z.object({ ok: z.literal(true) }),
})
export const calendarFeed = endpoint({
  method: 'GET',
  path: '/duties/feed/:token/duties.ics',
  summary: { zh: '日历订阅内容（iCalendar，凭地址读取）', en: 'The calendar feed (iCalendar), read by its address' },
  permission: 'public',
  audit: 'none',
  errors: [],
  params: z.object({ token: z.string().regex(/^[A-Za-z0-9_-]{43}$/) }),
  response: z.unknown(),
  bytes: 'file',
})

export const listCalendarYears = endpoint({
  method: 'GET',
  path: '/duties/calendar',
  summary: { zh: '已公布的年度日历', en: 'Years whose calendar is published' },
  permission: 'duties.calendar',
  audit: 'none',
  errors: [],
  response: z.object({ years: z.array(z.object({ year: z.number(), imported: z.boolean() })), next: z.number() }),
})
export const importCalendarYear = endpoint({
  method: 'POST',
  path: '/duties/calendar',
  summary: { zh: '导入国务院办公厅年度放假安排', en: 'Import the State Council’s calendar of a year' },
  permission: 'duties.calendar',
  audit: 'calendar.import',
  errors: ['calendar-malformed', 'calendar-empty', 'calendar-wrong-year', 'year-published'],
  body: z.object({ notice: z.string().min(2).max(100_000) }),
  response: z.object({ year: z.number(), days: z.number() }),
})
