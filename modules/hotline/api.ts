import { z } from 'zod'
import { endpoint, type Permissions } from '../../platform/http/endpoint.ts'
import { line } from '../../platform/http/text.ts'
import { dangers, forbidden, kindKeys, matters } from './rules/kinds.ts'
import { exclusions } from './rules/judge.ts'
import { facts, PAPER_END } from './rules/levels.ts'
import { lastDigits, phone } from './rules/shape.ts'

const offices = ['courtLeader', 'trialManagement', 'commissioner', 'responsibleDepartment', 'filingOfficer'] as const
export const permissions: Permissions = {
  'hotline.read': [...offices, 'operator', 'teamLead', 'projectManager'],
  'hotline.desk': ['operator'],
  'hotline.enter': ['operator', 'teamLead'],
  'hotline.import': ['trialManagement', 'teamLead'],
  'hotline.alarms': offices,
  'hotline.settings': ['trialManagement'],
  'hotline.tickets': [...offices, 'judge', 'clerk', 'operator', 'teamLead', 'projectManager'],
  /** Replies are the court's (4.1). */
  'hotline.reply': ['courtLeader', 'trialManagement', 'commissioner', 'filingOfficer', 'judge', 'clerk'],
  'hotline.callBack': ['operator'],
  'hotline.sealed': ['operator'],
  'hotline.knowledge': [...offices, 'judge', 'clerk', 'operator', 'teamLead', 'projectManager'],
  'hotline.draft': ['trialManagement', 'filingOfficer', 'teamLead'],
  'hotline.approve': ['trialManagement', 'courtLeader'],
  'hotline.gaps': [...offices, 'operator', 'teamLead', 'projectManager'],
  'hotline.settleGap': ['trialManagement', 'filingOfficer', 'teamLead'],
}

/** Errors of the engine that any form may meet. */
export const formErrors = [
  'task-closed',
  'not-yours',
  'task-suspended',
  'judgement-is-the-courts',
  'not-claimed',
  'not-admitted',
  'access-denied',
  'service-not-engaged',
  'exposure-cap',
  'denied-veto',
  'denied-freeze',
  'denied-recusal',
  'not-your-role',
  'already-taken',
  'outsourced-task',
  'not-your-service',
  'service-not-in-post',
  'process-process-ended',
  'process-process-suspended',
  'process-no-such-task',
  'process-outcome-missing',
  'process-bad-variable',
  'process-no-path',
  'process-too-many-steps',
  'process-bad-due',
  'process-message-not-awaited',
] as const

const id = z.coerce.number().int().positive()
export const byId = z.object({ id })
export const text = (max: number) => z.string().trim().max(max)
export const ok = z.object({ ok: z.literal(true) })
const moment = z.iso.datetime({ offset: true })
const paging = { cursor: text(200).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }

export const callRow = z.object({
  id: z.number(),
  number: z.string(),
  queuedAt: z.string(),
  answeredAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  waitSeconds: z.number().nullable(),
  talkSeconds: z.number().nullable(),
  agentName: z.string().nullable(),
  source: z.enum(['import', 'entry', 'desk']),
  exclusion: z.enum(exclusions).nullable(),
  result: z.enum(['answered', 'abandoned', 'menu', 'inHand']),
  ticketId: z.number().nullable(),
  ticketNumber: z.string().nullable(),
  calledBackAt: z.string().nullable(),
})
export type CallRow = z.infer<typeof callRow>
export const results = ['answered', 'abandoned', 'menu', 'inHand', 'inLevel', 'counted', 'excluded'] as const
export const listCalls = endpoint({
  method: 'GET',
  path: '/hotline/calls',
  summary: { zh: '通话记录', en: 'Calls' },
  permission: 'hotline.read',
  audit: 'hotline.calls',
  errors: [],
  query: z.object({
    result: z.enum(results).optional(),
    exclusion: z.enum(exclusions).optional(),
    agentId: id.optional(),
    q: text(60).optional(),
    queuedFrom: z.iso.date().optional(),
    queuedUntil: z.iso.date().optional(),
    ...paging,
  }),
  response: z.object({ items: z.array(callRow), next: z.string().nullable() }),
})
export const readCall = endpoint({
  method: 'GET',
  path: '/hotline/calls/:id',
  summary: { zh: '一通来电', en: 'One call' },
  permission: 'hotline.read',
  audit: 'hotline.call.read',
  errors: [],
  params: byId,
  response: callRow.extend({
    revision: z.number(),
    uniqueId: z.string().nullable(),
    extension: z.string().nullable(),
    matter: z.string().nullable(),
    note: z.string().nullable(),
    refused: z.array(z.string()),
    verifications: z.array(z.object({ level: z.number(), outcome: z.enum(['agreed', 'failed']), by: z.string(), at: z.string() })),
    can: z.object({ callBack: z.union([z.literal(true), z.string()]) }),
  }),
})
export const enterCall = endpoint({
  method: 'POST',
  path: '/hotline/calls',
  summary: { zh: '补录一通来电', en: 'Enter a call by hand' },
  permission: 'hotline.enter',
  audit: 'hotline.call.enter',
  errors: ['no-engagement', 'order-wrong', 'future', 'too-long-ago', 'phone-shape', 'agent-unknown'],
  body: z.object({
    number: phone.nullish(),
    queuedAt: moment,
    answeredAt: moment.nullish(),
    endedAt: moment,
    agentId: id.nullish(),
    engagementId: id.nullish(),
  }),
  response: z.object({ id: z.number() }),
})
export const revealNumber = endpoint({
  method: 'POST',
  path: '/hotline/calls/:id/number',
  summary: { zh: '显示回拨号码', en: 'Show the number to call back' },
  permission: 'hotline.callBack',
  audit: 'hotline.number.reveal',
  secret: true,
  errors: ['not-to-call-back', 'number-withheld'],
  params: byId,
  body: z.object({}),
  response: z.object({ number: z.string() }),
})
export const calledBack = endpoint({
  method: 'POST',
  path: '/hotline/calls/:id/called-back',
  summary: { zh: '登记已回拨', en: 'Say that the caller was called back' },
  permission: 'hotline.callBack',
  audit: 'hotline.call.called-back',
  errors: ['not-to-call-back'],
  params: byId,
  ifMatch: true,
  body: z.object({}),
  response: ok,
})
const callback = z.object({
  id: z.number(),
  number: z.string(),
  withheld: z.boolean(),
  queuedAt: z.string(),
  waitSeconds: z.number(),
  times: z.number(),
  revision: z.number(),
})
export const listCallbacks = endpoint({
  method: 'GET',
  path: '/hotline/callbacks',
  summary: { zh: '待回拨', en: 'Abandoned calls to call back' },
  permission: 'hotline.read',
  audit: 'hotline.callbacks',
  errors: [],
  query: z.object(paging),
  response: z.object({ items: z.array(callback), next: z.string().nullable() }),
})

const caseFacts = z.object(
  Object.fromEntries(facts.map((f) => [f, z.string().nullable().optional()])) as Record<
    (typeof facts)[number],
    z.ZodOptional<z.ZodNullable<z.ZodString>>
  >,
)
export const readDesk = endpoint({
  method: 'GET',
  path: '/hotline/desk',
  summary: { zh: '坐席台', en: 'The agent’s desk' },
  permission: 'hotline.desk',
  audit: 'hotline.desk',
  errors: [],
  response: z.object({
    call: z
      .object({
        id: z.number(),
        revision: z.number(),
        number: z.string(),
        queuedAt: z.string(),
        answeredAt: z.string(),
        level: z.number(),
        attemptsLeft: z.number(),
        taskId: z.number().nullable(),
        facts: caseFacts.nullable(),
        alarmed: z.boolean(),
        earlier: z.array(z.object({ number: z.string(), kind: z.string(), state: z.string(), openedAt: z.string() })),
      })
      .nullable(),
    toCallBack: z.number(),
    ticketsToCallBack: z.number(),
  }),
})
export const answerCall = endpoint({
  method: 'POST',
  path: '/hotline/desk/answer',
  summary: { zh: '接起来电', en: 'Take a call' },
  permission: 'hotline.desk',
  audit: 'hotline.call.answer',
  errors: ['call-in-hand', 'no-engagement', 'phone-shape', 'not-admitted'],
  body: z.object({ number: phone.nullish(), waitedSeconds: z.number().int().min(0).max(3600).default(0) }),
  response: z.object({ id: z.number() }),
})
const inHand = (path: `/${string}`, zh: string, en: string, audit: string) =>
  ({ method: 'POST', path, summary: { zh, en }, permission: 'hotline.desk', audit, params: byId, ifMatch: true }) as const
export const verifyCaller = endpoint({
  ...inHand('/hotline/calls/:id/verify', '核验来电人（案号与姓名）', 'Verify the caller by case number and name', 'hotline.verify'),
  errors: ['not-in-hand', 'verification-closed', 'already-verified', 'case-number-wrong', ...formErrors],
  body: z.object({ caseNumber: line(60), name: line(100) }),
  response: z.object({ agreed: z.boolean(), level: z.number(), attemptsLeft: z.number() }),
})
export const verifyPaper = endpoint({
  ...inHand('/hotline/calls/:id/verify-paper', '核验证件末六位', 'Verify the last six signs of the paper', 'hotline.verify'),
  errors: ['not-in-hand', 'verification-closed', 'not-verified', 'paper-unknown', ...formErrors],
  body: z.object({
    digits: z
      .string()
      .transform(lastDigits)
      .pipe(
        z
          .string()
          .length(PAPER_END)
          .regex(/^[0-9A-Z]+$/),
      ),
  }),
  response: z.object({ agreed: z.boolean(), level: z.number(), attemptsLeft: z.number() }),
})
export const raiseAlarm = endpoint({
  ...inHand('/hotline/calls/:id/alarm', '紧急情况即时上报', 'Tell the court of danger at once', 'hotline.alarm'),
  errors: ['not-in-hand'],
  body: z.object({ danger: z.enum(dangers), note: line(500) }),
  response: ok,
})
export const finishCall = endpoint({
  ...inHand('/hotline/calls/:id/finish', '结束来电', 'Finish the call', 'hotline.call.finish'),
  errors: ['not-in-hand', 'ticket-needs-case', 'article-unknown', ...formErrors],
  body: z.object({
    matter: z.enum(matters),
    note: text(1000).default(''),
    refused: z.array(z.enum(forbidden)).max(forbidden.length).default([]),
    articleId: id.nullish(),
    ticket: z.object({ kind: z.enum(kindKeys), callerName: text(100).default(''), text: z.string().trim().min(1).max(5000) }).nullish(),
  }),
  response: z.object({ ticketNumber: z.string().nullable(), ticketId: z.number().nullable() }),
})

const figure = z.number().nullable()
export const readWallboard = endpoint({
  method: 'GET',
  path: '/hotline/wallboard',
  summary: { zh: '热线大屏', en: 'Wallboard' },
  permission: 'hotline.read',
  audit: 'none',
  errors: [],
  response: z.object({
    now: z.string(),
    today: z.string(),
    inHours: z.boolean(),
    inHand: z.number(),
    answered: z.number(),
    abandoned: z.number(),
    excluded: z.number(),
    rate: figure,
    level: figure,
    levelSeconds: z.number(),
    toCallBack: z.number(),
    openTickets: z.number(),
    lateTickets: z.number(),
    averageWait: figure,
    hours: z.array(z.object({ hour: z.number(), answered: z.number(), abandoned: z.number() })),
    agents: z.array(z.object({ name: z.string(), answered: z.number(), talkSeconds: z.number(), busy: z.boolean() })),
    alarms: z.array(
      z.object({
        id: z.number(),
        danger: z.enum(dangers),
        note: z.string(),
        by: z.string(),
        at: z.string(),
        takenAt: z.string().nullable(),
      }),
    ),
  }),
})
export const takeAlarm = endpoint({
  method: 'POST',
  path: '/hotline/alarms/:id/take',
  summary: { zh: '接手紧急情况', en: 'Take over an alarm' },
  permission: 'hotline.alarms',
  audit: 'hotline.alarm.take',
  errors: ['already-taken'],
  params: byId,
  body: z.object({ note: line(500) }),
  response: ok,
})

const fault = z.object({ row: z.number(), column: z.string(), code: z.string() })
export const imported = z.object({
  rows: z.number(),
  calls: z.number(),
  added: z.number(),
  known: z.number(),
  joined: z.number(),
  failed: z.number(),
  format: z.enum(['asterisk', 'plain']),
  errors: z.array(fault),
  dryRun: z.boolean(),
})
export type Imported = z.infer<typeof imported>
/** Fields beside the file: engagementId, dryRun=1, mapping={"callId":0,…} where the columns are not recognised by their names. */
export const importCalls = endpoint({
  method: 'POST',
  path: '/hotline/imports',
  summary: { zh: '导入话务记录', en: 'Import the telephone system’s records' },
  permission: 'hotline.import',
  audit: 'hotline.import',
  bytes: 'upload',
  maxBytes: 20 * 1024 * 1024,
  errors: [
    'no-engagement',
    'import-wrong-type',
    'import-not-text',
    'import-empty',
    'columns-unknown',
    'mapping-wrong',
    'import-too-many-rows',
  ],
  response: imported,
})
export const listImports = endpoint({
  method: 'GET',
  path: '/hotline/imports',
  summary: { zh: '导入记录', en: 'Imports' },
  permission: 'hotline.import',
  audit: 'none',
  errors: [],
  query: z.object(paging),
  response: z.object({
    items: z.array(
      z.object({
        id: z.number(),
        name: z.string(),
        format: z.string(),
        rows: z.number(),
        added: z.number(),
        known: z.number(),
        joined: z.number(),
        failed: z.number(),
        by: z.string(),
        at: z.string(),
        errors: z.array(fault),
      }),
    ),
    next: z.string().nullable(),
  }),
})

const hhmm = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
export const settings = z
  .object({
    shortSeconds: z.number().int().min(0).max(60),
    opensAt: hhmm,
    closesAt: hhmm,
    levelSeconds: z.number().int().min(1).max(300),
    clocks: z.partialRecord(z.enum(kindKeys), z.number().int().min(1).max(30)).default({}),
  })
  .refine((s) => s.opensAt < s.closesAt, { path: ['closesAt'], message: 'order-wrong' })
export const readSettings = endpoint({
  method: 'GET',
  path: '/hotline/settings',
  summary: { zh: '热线设置', en: 'Settings of the hotline' },
  permission: 'hotline.read',
  audit: 'none',
  errors: [],
  response: z.object({
    settings,
    revision: z.number(),
    testNumbers: z.array(z.object({ masked: z.string(), by: z.string(), at: z.string() })),
    extensions: z.array(z.object({ extension: z.string(), personId: z.number(), name: z.string() })),
    engagements: z.array(z.object({ id: z.number(), title: z.string(), contractor: z.string() })),
    agents: z.array(z.object({ id: z.number(), name: z.string() })),
  }),
})
export const changeSettings = endpoint({
  method: 'PUT',
  path: '/hotline/settings',
  summary: { zh: '设定热线时间与口径', en: 'Set hours and times' },
  permission: 'hotline.settings',
  audit: 'hotline.settings',
  errors: [],
  ifMatch: true,
  body: settings,
  response: z.object({ ok: z.literal(true), judged: z.number() }),
})
export const setTestNumber = endpoint({
  method: 'POST',
  path: '/hotline/test-numbers',
  summary: { zh: '登记测试号码', en: 'Name a test number' },
  permission: 'hotline.settings',
  audit: 'hotline.test-number',
  errors: ['phone-shape'],
  body: z.object({ number: phone, test: z.boolean().default(true) }),
  response: z.object({ ok: z.literal(true), judged: z.number() }),
})
export const setExtension = endpoint({
  method: 'PUT',
  path: '/hotline/extensions',
  summary: { zh: '登记坐席分机', en: 'Say whose an extension is' },
  permission: 'hotline.settings',
  audit: 'hotline.extension',
  errors: ['agent-unknown'],
  body: z.object({
    extension: z
      .string()
      .trim()
      .regex(/^\w{1,20}$/),
    personId: id,
  }),
  response: ok,
})
