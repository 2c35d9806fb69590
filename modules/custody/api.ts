import { z } from 'zod'
import { endpoint, type Permissions } from '../../platform/http/endpoint.ts'
import { byId, date, decision, paging, reason } from '../organisations/api.ts'
import { eventKinds, moveStates, volumeKinds, volumeStates } from './rules.ts'

export const permissions = {
  'custody.keep': ['trialManagement', 'commissioner', 'filingOfficer', 'judge', 'clerk', 'enforcementOfficer', 'archivist'],
  'custody.use': [
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
  ],
  /** Loss freezes the case's outsourced work, as the freeze of confidentiality does. */
  'custody.lost': ['trialManagement', 'commissioner', 'courtLeader'],
} as const satisfies Permissions

const pages = z.number().int().min(1).max(100_000)
const counted = z.number().int().min(0).max(100_000)
const code = z.string().min(4).max(300)
const placeId = z.number().int().positive()
const placeErrors = ['place-unknown', 'place-closed', 'secondary-in-court'] as const
const done = z.object({ id: z.number(), revision: z.number() })
const item = z.object({
  id: z.number(),
  code: z.string(),
  caseId: z.number(),
  caseNumber: z.string().nullable(),
  kind: z.enum(volumeKinds),
  serial: z.number(),
  pages: z.number(),
  placeId: z.number(),
  place: z.string(),
  holderId: z.number(),
  holder: z.string(),
  receiver: z.string().nullable(),
  returnBy: z.string().nullable(),
  overdue: z.boolean(),
  state: z.enum(volumeStates),
})
export const listVolumes = endpoint({
  method: 'GET',
  path: '/volumes',
  summary: { zh: '纸质卷宗', en: 'Paper volumes' },
  permission: 'custody.use',
  audit: 'none',
  errors: [],
  query: z.object({
    ...paging,
    caseId: z.coerce.number().int().positive().optional(),
    kind: z.enum(volumeKinds).optional(),
    state: z.enum(volumeStates).optional(),
    mine: z.enum(['yes']).optional(),
    overdue: z.enum(['yes']).optional(),
    placeId: z.coerce.number().int().positive().optional(),
  }),
  response: z.object({ items: z.array(item), next: z.string().nullable() }),
})
export const makeVolume = endpoint({
  method: 'POST',
  path: '/volumes',
  summary: { zh: '登记卷宗', en: 'Register a volume' },
  permission: 'custody.keep',
  audit: 'volume.make',
  errors: ['unknown-subject', 'volume-known', ...placeErrors],
  body: z.object({
    caseId: z.number().int().positive(),
    kind: z.enum(volumeKinds),
    serial: z.number().int().min(1).max(999),
    pages,
    placeId,
  }),
  response: z.object({ id: z.number(), code: z.string() }),
})
export const readVolume = endpoint({
  method: 'GET',
  path: '/volumes/:id',
  summary: { zh: '查阅卷宗保管', en: 'Read a volume’s custody' },
  permission: 'custody.use',
  audit: 'volume.read',
  errors: [],
  params: byId,
  response: item.extend({
    revision: z.number(),
    moves: z.array(
      z.object({
        id: z.number(),
        giver: z.string(),
        receiver: z.string(),
        givenPages: z.number(),
        countedPages: z.number().nullable(),
        state: z.enum(moveStates),
        openedAt: z.string(),
        settledAt: z.string().nullable(),
      }),
    ),
    events: z.array(
      z.object({
        id: z.number(),
        kind: z.enum(eventKinds),
        pages: z.number().nullable(),
        text: z.string(),
        by: z.string(),
        at: z.string(),
      }),
    ),
    can: z.object({
      give: decision,
      receive: decision,
      withdraw: decision,
      count: decision,
      settle: decision,
      take: decision,
      lose: decision,
      find: decision,
    }),
  }),
})
export const findVolume = endpoint({
  method: 'GET',
  path: '/custody/codes/:code',
  summary: { zh: '扫码找卷宗', en: 'Find a volume by its label' },
  permission: 'custody.use',
  audit: 'none',
  errors: [],
  params: z.object({ code: z.string().min(4).max(40) }),
  response: z.object({ id: z.number() }),
})
const act = <const B extends z.ZodType>(
  path: string,
  zh: string,
  en: string,
  permission: string,
  audit: string,
  errors: readonly string[],
  body: B,
) =>
  endpoint({
    method: 'POST',
    path: `/volumes/:id/${path}`,
    summary: { zh, en },
    permission,
    audit,
    errors,
    ifMatch: true,
    params: byId,
    body,
    response: done,
  })
const busy = ['volume-lost', 'volume-differs', 'volume-moving', 'not-the-holder'] as const
export const giveVolume = act(
  'hand-over',
  '移交卷宗',
  'Hand a volume over',
  'custody.use',
  'volume.give',
  [...busy, 'not-to-oneself', 'unknown-subject', 'pages-differ', 'day-past', 'secondary-in-court', 'receiver-kept-away'],
  z.object({ receiverId: z.number().int().positive(), pages, returnBy: date.nullable().optional() }),
)
export const receiveVolume = act(
  'receive',
  '扫码清点接收',
  'Receive by label and count',
  'custody.use',
  'volume.receive',
  ['no-hand-over', 'not-the-receiver', 'code-wrong', ...placeErrors],
  z.object({ code, pages: counted, placeId }),
)
export const withdrawMove = act(
  'withdraw',
  '撤回移交',
  'Take a hand-over back',
  'custody.use',
  'volume.withdraw',
  ['no-hand-over', 'not-the-holder'],
  z.object({}),
)
export const countVolume = act(
  'count',
  '盘点',
  'Count on the spot',
  'custody.use',
  'volume.count',
  ['volume-lost', 'volume-moving', 'code-wrong', ...placeErrors],
  /** With a place: it was found there. */
  z.object({ code, pages: counted, placeId: placeId.nullable().optional() }),
)
export const takeVolume = act(
  'take',
  '从离场人员处清点收回',
  'Count back from somebody who left or was vetoed',
  'custody.keep',
  'volume.take',
  ['volume-lost', 'holder-present', 'code-wrong', ...placeErrors],
  z.object({ code, pages: counted, placeId }),
)
export const settleVolume = act(
  'settle',
  '处理页数差异',
  'Settle a difference of pages',
  'custody.lost',
  'volume.settle',
  ['nothing-differs', 'second-person-needed'],
  z.object({ pages, reason }),
)
export const loseVolume = act(
  'lost',
  '登记遗失并冻结外包工作',
  'Lost: outsourced work on the case stands still',
  'custody.lost',
  'volume.lose',
  ['volume-lost'],
  z.object({ reason }),
)
export const findAgain = act(
  'found',
  '找到或由法院决定恢复',
  'Found, or decided by the court',
  'custody.lost',
  'volume.find',
  ['volume-not-lost', 'second-person-needed'],
  z.object({ found: z.boolean(), reason }),
)
export const printLabel = endpoint({
  method: 'GET',
  path: '/volumes/:id/label',
  summary: { zh: '打印卷宗标签', en: 'Print a volume’s label' },
  permission: 'custody.keep',
  audit: 'volume.label',
  errors: [],
  params: byId,
  bytes: 'file',
  response: z.unknown(),
})
export const printHistory = endpoint({
  method: 'GET',
  path: '/volumes/:id/history',
  summary: { zh: '打印保管记录', en: 'Print a volume’s history' },
  permission: 'custody.keep',
  audit: 'volume.history',
  errors: [],
  params: byId,
  bytes: 'file',
  response: z.unknown(),
})
