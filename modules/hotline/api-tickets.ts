import { z } from 'zod'
import { endpoint } from '../../platform/http/endpoint.ts'
import { line } from '../../platform/http/text.ts'
import { byId, formErrors, ok, text } from './api.ts'
import { kindKeys, routes } from './rules/kinds.ts'

const can = z.union([z.literal(true), z.string()])
export const ticketRow = z.object({
  id: z.number(),
  number: z.string(),
  kind: z.enum(kindKeys),
  state: z.enum(['open', 'answered', 'closed']),
  route: z.enum(routes),
  sealed: z.boolean(),
  late: z.boolean(),
  openedAt: z.string(),
  dueAt: z.string(),
  provisional: z.boolean(),
  answeredAt: z.string().nullable(),
  closedAt: z.string().nullable(),
  escalatedAt: z.string().nullable(),
  score: z.number().nullable(),
  openedBy: z.string(),
  caseId: z.number().nullable(),
  caseNumber: z.string().nullable(),
})
export type TicketRow = z.infer<typeof ticketRow>
export const ticketViews = ['all', 'mine', 'open', 'late', 'answered', 'closed'] as const
export const listTickets = endpoint({
  method: 'GET',
  path: '/hotline/tickets',
  summary: { zh: '工单', en: 'Tickets' },
  permission: 'hotline.tickets',
  audit: 'hotline.tickets',
  errors: [],
  query: z.object({
    view: z.enum(ticketViews).default('all'),
    kind: z.enum(kindKeys).optional(),
    q: text(60).optional(),
    caseId: z.coerce.number().int().positive().optional(),
    cursor: text(200).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  response: z.object({ items: z.array(ticketRow), next: z.string().nullable() }),
})
export const readTicket = endpoint({
  method: 'GET',
  path: '/hotline/tickets/:id',
  summary: { zh: '一张工单', en: 'One ticket' },
  permission: 'hotline.tickets',
  audit: 'hotline.ticket.read',
  errors: [],
  params: byId,
  response: ticketRow.extend({
    revision: z.number(),
    callId: z.number(),
    inProcess: z.boolean(),
    attempts: z.number(),
    taskId: z.number().nullable(),
    contentHidden: z.boolean(),
    callerName: z.string().nullable(),
    text: z.string().nullable(),
    reply: z.string().nullable(),
    callerNumber: z.string(),
    events: z.array(z.object({ kind: z.string(), note: z.string(), by: z.string().nullable(), at: z.string() })),
    can: z.object({ reply: can, reroute: can, callBack: can }),
    routes: z.array(z.enum(routes)),
  }),
})
export type Ticket = z.output<typeof readTicket.response>
const act = (verb: string, zh: string, en: string, permission: string) =>
  ({
    method: 'POST',
    path: `/hotline/tickets/:id/${verb}`,
    summary: { zh, en },
    permission,
    audit: `hotline.ticket.${verb}`,
    params: byId,
    ifMatch: true,
  }) as const
export const replyTicket = endpoint({
  ...act('reply', '答复工单', 'Reply to a ticket', 'hotline.reply'),
  errors: ['ticket-not-open', 'not-your-ticket', ...formErrors],
  body: z.object({ reply: z.string().trim().min(1).max(5000) }),
  response: ok,
})
export const rerouteTicket = endpoint({
  ...act('reroute', '改派工单', 'Hand a ticket on', 'hotline.reply'),
  errors: ['ticket-not-open', 'not-your-ticket', 'route-not-possible', ...formErrors],
  body: z.object({ route: z.enum(routes), reason: line(500) }),
  response: ok,
})
export const callBackTicket = endpoint({
  ...act('call-back', '登记回访', 'Record a call-back', 'hotline.callBack'),
  errors: ['ticket-not-answered', 'not-your-ticket', 'score-missing', 'attempts-missing', ...formErrors],
  body: z.object({
    outcome: z.enum(['satisfied', 'again', 'notReached', 'closeUnreached']),
    score: z.number().int().min(1).max(5).nullish(),
    note: text(1000).default(''),
  }),
  response: z.object({ ok: z.literal(true), state: z.string() }),
})
/** Sealed reports the agent took: number and day, nothing else. */
export const mySealed = endpoint({
  method: 'GET',
  path: '/hotline/sealed',
  summary: { zh: '我登记的密封举报', en: 'Sealed reports I took' },
  permission: 'hotline.sealed',
  audit: 'none',
  errors: [],
  response: z.object({ items: z.array(z.object({ number: z.string(), openedAt: z.string() })) }),
})
/** Which call and ticket a task is about: its page shows them. */
export const ticketOfTask = endpoint({
  method: 'GET',
  path: '/hotline/tasks/:id',
  summary: { zh: '任务的工单', en: 'The ticket of a task' },
  permission: 'hotline.tickets',
  audit: 'none',
  errors: formErrors,
  params: byId,
  response: z.object({ callId: z.number(), ticketId: z.number().nullable(), form: z.string(), inHand: z.boolean() }),
})
/** A step left over: released or taken over while its call went on and ended without it. */
export const closeAnswer = endpoint({
  method: 'POST',
  path: '/hotline/tasks/:id/close',
  summary: { zh: '办结遗留的来电任务', en: 'Close a step whose call is over' },
  permission: 'hotline.desk',
  audit: 'hotline.step.close',
  errors: ['call-in-hand', ...formErrors],
  params: byId,
  ifMatch: true,
  body: z.object({}),
  response: ok,
})
