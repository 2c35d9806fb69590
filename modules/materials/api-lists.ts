import { z } from 'zod'
import { endpoint } from '../../platform/http/endpoint.ts'
import { line } from '../../platform/http/text.ts'
import { byId, formErrors, light, materialRow, record } from './api.ts'
import { handOutWays, kinds, refusalReasons } from './rules/kinds.ts'
import { mailNo } from './rules/shape.ts'

const id = z.coerce.number().int().positive()
const text = (max: number) => z.string().trim().max(max)
const ok = z.object({ ok: z.literal(true) })

export const readForm = endpoint({
  method: 'GET',
  path: '/materials/tasks/:id',
  summary: { zh: '材料任务的表单内容', en: 'What a task is done with' },
  permission: 'materials.read',
  audit: 'material.form.read',
  errors: [...formErrors],
  params: byId,
  response: record.extend({ taskId: z.number(), taskRevision: z.number(), form: z.string() }),
})
const form = (verb: string, zh: string, en: string, permission: string, errors: readonly string[] = []) =>
  ({
    method: 'POST',
    path: `/materials/tasks/:id/${verb}`,
    summary: { zh, en },
    permission,
    audit: `material.${verb}`,
    errors: [...formErrors, ...errors],
    params: byId,
    ifMatch: true,
  }) as const

export const findWrong = endpoint({
  ...form('wrong-case', '报告匹配有误', 'Report a wrong match', 'materials.work'),
  body: z.object({ reason: line(500) }),
  response: ok,
})
export const putRight = endpoint({
  ...form('put-right', '核对拒收件', 'Put right what was refused', 'materials.work', ['item-unknown']),
  body: z.object({
    note: line(500),
    items: z
      .array(z.object({ itemId: id, copies: z.number().int().min(1).max(999), pages: z.number().int().min(0).max(99_999) }))
      .max(200)
      .default([]),
  }),
  response: ok,
})
export const countAtDesk = endpoint({
  ...form('desk-count', '窗口清点', 'Count at the desk', 'materials.work', ['item-unknown', 'count-incomplete', 'difference-note']),
  body: z.object({
    counts: z
      .array(z.object({ itemId: id, copies: z.number().int().min(0).max(999), pages: z.number().int().min(0).max(99_999) }))
      .min(1)
      .max(200),
    note: text(500).default(''),
  }),
  response: z.object({ matched: z.boolean() }),
})
export const handInAgain = endpoint({
  ...form('hand-in-again', '补交材料', 'Hand in again', 'materials.again', ['item-unknown']),
  body: z.object({
    note: line(500),
    items: z
      .array(z.object({ itemId: id, copies: z.number().int().min(1).max(999), pages: z.number().int().min(0).max(99_999) }))
      .max(200)
      .default([]),
  }),
  response: ok,
})
export const handOut = endpoint({
  ...form('hand-out', '交付或寄出', 'Hand out or post', 'materials.work', ['mail-number', 'mail-number-missing']),
  body: z.object({ how: z.enum(handOutWays), receiver: line(100), mailNo: mailNo.nullish(), note: text(500).default('') }),
  response: ok,
})

const listRow = z.object({
  id: z.number(),
  number: z.string(),
  recipientId: z.number(),
  recipientName: z.string(),
  madeBy: z.string(),
  madeAt: z.string(),
  signedAt: z.string().nullable(),
  lines: z.number(),
  open: z.number(),
  dueAt: z.string().nullable(),
  light,
  urgent: z.boolean(),
})
export type ListRow = z.infer<typeof listRow>
export const listLists = endpoint({
  method: 'GET',
  path: '/materials/lists',
  summary: { zh: '交接清单', en: 'Hand-over lists' },
  permission: 'materials.read',
  audit: 'material.list.list',
  errors: [],
  query: z.object({
    view: z.enum(['mine', 'open', 'all']).default('open'),
    recipientId: id.optional(),
    cursor: text(200).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  response: z.object({ items: z.array(listRow), next: z.string().nullable() }),
})
export const makeLists = endpoint({
  method: 'POST',
  path: '/materials/lists',
  summary: { zh: '制作交接清单', en: 'Make hand-over lists' },
  permission: 'materials.work',
  audit: 'material.list.make',
  errors: [...formErrors, 'recipient-missing', 'task-twice'],
  body: z.object({
    tasks: z
      .array(z.object({ id, revision: z.number().int() }))
      .min(1)
      .max(200),
  }),
  response: z.object({ lists: z.array(z.object({ id: z.number(), number: z.string(), recipientName: z.string(), lines: z.number() })) }),
})
/** What waits in the actor's hands to be put on a list. */
export const toCarry = endpoint({
  method: 'GET',
  path: '/materials/to-carry',
  summary: { zh: '待分送', en: 'Waiting to be carried' },
  permission: 'materials.work',
  audit: 'material.list',
  errors: [],
  query: z.object({ limit: z.coerce.number().int().min(1).max(200).default(200) }),
  response: z.object({ items: z.array(materialRow.extend({ taskRevision: z.number() })), next: z.null() }),
})
const lineItem = z.object({
  id: z.number(),
  kind: z.enum(kinds),
  title: z.string(),
  copies: z.number(),
  pages: z.number(),
  original: z.boolean(),
  state: z.enum(['open', 'signed', 'refused']),
  answer: z
    .object({
      outcome: z.enum(['signed', 'refused']),
      reason: z.string().nullable(),
      note: z.string(),
      by: z.string(),
      standInBecause: z.string(),
      at: z.string(),
    })
    .nullable(),
})
export const readList = endpoint({
  method: 'GET',
  path: '/materials/lists/:id',
  summary: { zh: '一份交接清单', en: 'One hand-over list' },
  permission: 'materials.read',
  audit: 'material.list.read',
  errors: [],
  params: byId,
  response: listRow.extend({
    revision: z.number(),
    /** The desk that made it sees its lines by number; names and cases come by each reader's own scope. */
    materials: z.array(
      z.object({
        id: z.number(),
        number: z.string(),
        urgent: z.boolean(),
        dueAt: z.string(),
        caseId: z.number().nullable(),
        caseNumber: z.string().nullable(),
        senderName: z.string().nullable(),
        receivedAt: z.string(),
        postmarkedOn: z.string().nullable(),
        items: z.array(lineItem),
        hidden: z.boolean(),
      }),
    ),
    can: z.record(z.string(), z.union([z.literal(true), z.string()])),
    standIn: z.boolean(),
  }),
})
export type HandOverList = z.output<typeof readList.response>
export const printList = endpoint({
  method: 'GET',
  path: '/materials/lists/:id/sheet',
  summary: { zh: '打印交接清单', en: 'Print a hand-over list' },
  permission: 'materials.read',
  audit: 'material.list.print',
  errors: [],
  params: byId,
  bytes: 'file',
  response: z.unknown(),
})
export const signList = endpoint({
  method: 'POST',
  path: '/materials/lists/:id/sign',
  summary: { zh: '签收或拒收', en: 'Sign for or refuse' },
  permission: 'materials.sign',
  audit: 'material.sign',
  params: byId,
  ifMatch: true,
  errors: [
    ...formErrors,
    'signature-is-the-courts',
    'not-a-stand-in',
    'stand-in-reason',
    'item-unknown',
    'item-answered',
    'refusal-reason',
    'whole-material',
    'not-carried',
  ],
  body: z.object({
    answers: z
      .array(
        z.object({
          itemId: id,
          outcome: z.enum(['signed', 'refused']),
          reason: z.enum(refusalReasons).optional(),
          note: text(300).default(''),
        }),
      )
      .min(1)
      .max(2000),
    standInBecause: text(200).default(''),
  }),
  response: z.object({ signed: z.number(), refused: z.number() }),
})
export const chase = endpoint({
  method: 'POST',
  path: '/materials/chase',
  summary: { zh: '催签', en: 'Chase signatures' },
  permission: 'materials.chase',
  audit: 'material.chase',
  errors: ['nothing-to-chase'],
  body: z.object({ ids: z.array(id).min(1).max(200) }),
  response: z.object({ people: z.number() }),
})

const tally = {
  sent: z.number(),
  sentItems: z.number(),
  sentPages: z.number(),
  arrived: z.number(),
  arrivedItems: z.number(),
  arrivedPages: z.number(),
  refused: z.number(),
  open: z.number(),
  late: z.number(),
}
const period = z.object({ from: z.iso.date(), until: z.iso.date(), direction: z.enum(['in', 'out']).default('in') })
export const readStatement = endpoint({
  method: 'GET',
  path: '/materials/statement',
  summary: { zh: '收发对账', en: 'Statement of sent against arrived' },
  permission: 'materials.statement',
  audit: 'material.statement',
  errors: ['period-order', 'period-too-long'],
  query: period,
  response: z.object({
    rows: z.array(z.object({ recipientId: z.number(), recipientName: z.string(), ...tally, differs: z.boolean() })),
    sum: z.object(tally),
    /** Indicator a in the period: received, delivered, average hours of work from arrival to signature. */
    received: z.number(),
    delivered: z.number(),
    averageHours: z.number().nullable(),
    unmatched: z.number(),
  }),
})
export const exportStatement = endpoint({
  method: 'GET',
  path: '/materials/statement/export',
  summary: { zh: '导出收发对账表', en: 'Export the statement' },
  permission: 'materials.statement',
  audit: 'material.statement.export',
  errors: ['period-order', 'period-too-long'],
  query: period,
  bytes: 'file',
  bulk: true,
  response: z.unknown(),
})
