import { z } from 'zod'
import { endpoint } from '../../platform/http/endpoint.ts'
import { byId, decision, paging, reason } from '../organisations/api.ts'
import { bearers, equipmentKinds } from './rules.ts'

const done = z.object({ id: z.number(), revision: z.number() })
const made = z.object({ id: z.number() })
// Faults ---------------------------------------------------------------------------------------------------------------
const fault = z.object({
  id: z.number(),
  equipmentId: z.number(),
  equipment: z.string(),
  owner: z.enum(['court', 'contractor']),
  zone: z.string(),
  text: z.string(),
  state: z.enum(['open', 'repaired']),
  reportedAt: z.string(),
  reporter: z.string(),
  repairedAt: z.string().nullable(),
  /** Office hours from report to repair, or to now while it is open. */
  workMinutes: z.number(),
  lossSide: z.enum(bearers).nullable(),
  answer: z.enum(['accepted', 'contested']).nullable(),
})
export const listFaults = endpoint({
  method: 'GET',
  path: '/faults',
  permission: 'premises.see',
  audit: 'none',
  errors: [],
  summary: { zh: '设备故障', en: 'Faults of equipment' },
  query: z.object({
    ...paging,
    state: z.enum(['open', 'repaired']).optional(),
    owner: z.enum(['court', 'contractor']).optional(),
    loss: z.enum(['waiting', 'accepted', 'contested']).optional(),
  }),
  response: z.object({ items: z.array(fault), next: z.string().nullable() }),
})
export const reportFault = endpoint({
  method: 'POST',
  path: '/equipment/:id/faults',
  permission: 'premises.see',
  audit: 'fault.report',
  errors: ['fault-open', 'equipment-retired'],
  summary: { zh: '报修', en: 'Report a fault' },
  params: byId,
  body: z.object({ text: z.string().trim().min(1).max(1000) }),
  response: made,
})
export const readFault = endpoint({
  method: 'GET',
  path: '/faults/:id',
  permission: 'premises.see',
  audit: 'none',
  errors: [],
  summary: { zh: '故障', en: 'A fault' },
  params: byId,
  response: fault.extend({
    repairText: z.string().nullable(),
    repairer: z.string().nullable(),
    lossFen: z.number().nullable(),
    lossText: z.string().nullable(),
    lossFrom: z.enum(['court', 'contractor']).nullable(),
    lossBy: z.string().nullable(),
    lossAt: z.string().nullable(),
    answerText: z.string().nullable(),
    answeredBy: z.string().nullable(),
    answeredAt: z.string().nullable(),
    revision: z.number(),
    can: z.object({ repair: decision, loss: decision, answer: decision }),
  }),
})
export const repairFault = endpoint({
  method: 'POST',
  path: '/faults/:id/repair',
  permission: 'premises.see',
  audit: 'fault.repair',
  errors: ['fault-repaired', 'moment-outside', 'repair-not-yours'],
  summary: { zh: '登记修复', en: 'Record the repair' },
  ifMatch: true,
  params: byId,
  body: z.object({ repairedAt: z.iso.datetime({ offset: true }), text: z.string().trim().min(1).max(1000) }),
  response: done,
})
export const proposeLoss = endpoint({
  method: 'POST',
  path: '/faults/:id/loss',
  permission: 'premises.loss',
  audit: 'fault.loss',
  errors: ['loss-proposed'],
  summary: { zh: '提出损失及承担方', en: 'Propose the loss and who bears it' },
  ifMatch: true,
  params: byId,
  body: z.object({ side: z.enum(bearers), fen: z.number().int().min(0).max(100_000_000_000), text: z.string().trim().min(1).max(1000) }),
  response: done,
})
export const answerLoss = endpoint({
  method: 'POST',
  path: '/faults/:id/answer',
  permission: 'premises.loss',
  audit: 'fault.answer',
  errors: ['no-loss-proposed', 'loss-answered', 'other-side-answers'],
  summary: { zh: '认可或异议', en: 'Accept or contest the loss' },
  ifMatch: true,
  params: byId,
  body: z.object({ accept: z.boolean(), text: reason }),
  response: done,
})

// Counts on the spot ---------------------------------------------------------------------------------------------------
const count = z.object({
  id: z.number(),
  zoneId: z.number(),
  place: z.string(),
  zone: z.string(),
  state: z.enum(['open', 'closed']),
  by: z.string(),
  madeAt: z.string(),
  closedAt: z.string().nullable(),
  expected: z.number(),
  found: z.number(),
  missing: z.number(),
  surplus: z.number(),
})
export const listCounts = endpoint({
  method: 'GET',
  path: '/spot-counts',
  permission: 'premises.see',
  audit: 'none',
  errors: [],
  summary: { zh: '现场盘点', en: 'Counts on the spot' },
  query: z.object({ ...paging, state: z.enum(['open', 'closed']).optional() }),
  response: z.object({ items: z.array(count), next: z.string().nullable() }),
})
export const startCount = endpoint({
  method: 'POST',
  path: '/spot-counts',
  permission: 'premises.count',
  audit: 'count.start',
  errors: ['unknown-subject', 'zone-count-open', 'no-equipment'],
  summary: { zh: '开始盘点', en: 'Begin a count' },
  body: z.object({ zoneId: z.number().int().positive() }),
  response: made,
})
export const readCount = endpoint({
  method: 'GET',
  path: '/spot-counts/:id',
  permission: 'premises.see',
  audit: 'none',
  errors: [],
  summary: { zh: '盘点', en: 'A count' },
  params: byId,
  response: count.extend({
    remark: z.string().nullable(),
    revision: z.number(),
    lines: z.array(
      z.object({
        equipmentId: z.number(),
        code: z.string(),
        name: z.string(),
        kind: z.enum(equipmentKinds),
        serialNo: z.string(),
        home: z.string(),
        expected: z.boolean(),
        foundAt: z.string().nullable(),
        foundBy: z.string().nullable(),
      }),
    ),
    can: z.object({ find: decision, close: decision }),
  }),
})
export const countOne = endpoint({
  method: 'POST',
  path: '/spot-counts/:id/found',
  permission: 'premises.count',
  audit: 'count.found',
  errors: ['count-closed', 'equipment-code-unknown', 'equipment-counted-already'],
  summary: { zh: '扫码计入', en: 'Count one by its label' },
  params: byId,
  body: z.object({ code: z.string().min(4).max(300) }),
  response: z.object({ id: z.number(), name: z.string(), expected: z.boolean() }),
})
export const closeCount = endpoint({
  method: 'POST',
  path: '/spot-counts/:id/close',
  permission: 'premises.count',
  audit: 'count.close',
  errors: ['count-closed', 'reason-missing'],
  summary: { zh: '结束盘点', en: 'End a count' },
  ifMatch: true,
  params: byId,
  body: z.object({ remark: z.string().trim().max(1000).optional() }),
  response: done,
})
export const printCount = endpoint({
  method: 'GET',
  path: '/spot-counts/:id/print',
  permission: 'premises.see',
  audit: 'count.print',
  errors: [],
  summary: { zh: '打印盘点结果', en: 'Print a count' },
  params: byId,
  bytes: 'file',
  response: z.unknown(),
})
