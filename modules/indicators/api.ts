import { z } from 'zod'
import { endpoint, type Permissions } from '../../platform/http/endpoint.ts'

export const permissions: Permissions = {
  // Judges and courts are never ranked: figures go by service, team and operator only.
  'indicators.read': ['courtLeader', 'trialManagement', 'commissioner', 'responsibleDepartment', 'projectManager', 'teamLead'],
  'indicators.ask': ['projectManager', 'teamLead'],
  'indicators.decide': ['commissioner'],
}
const figure = z.object({
  numerator: z.number(),
  denominator: z.number(),
  excluded: z.number(),
  pending: z.number(),
  value: z.number().nullable(),
})
const text = z.object({ zh: z.string(), en: z.string() })
const period = z.string().regex(/^\d{4}(-(0[1-9]|1[0-2]|Q[1-4]))?$/)
const by = z.enum(['total', 'service', 'team', 'person']).default('total')

export const board = endpoint({
  method: 'GET',
  path: '/indicators',
  summary: { zh: '考核指标（8.2.3 a–h）', en: 'Indicators of 8.2.3 a–h' },
  permission: 'indicators.read',
  audit: 'none',
  errors: ['bad-period'],
  query: z.object({ period, by }),
  response: z.object({
    period: z.string(),
    from: z.string(),
    until: z.string(),
    closed: z.boolean(),
    items: z.array(
      z.object({
        letter: z.string(),
        version: z.number(),
        nameZh: z.string(),
        nameEn: z.string(),
        kind: z.string(),
        direction: z.string(),
        target: z.number().nullable(),
        numerator: text,
        denominator: text.nullable(),
        clock: text,
        /** null: no service item feeds it yet. */
        figure: figure.nullable(),
        figureVersion: z.number().nullable(),
        groups: z.array(figure.extend({ key: z.string(), name: z.string() })),
        trend: z.array(z.object({ period: z.string(), value: z.number().nullable() })),
      }),
    ),
  }),
})
const letter = z.object({ letter: z.string().regex(/^[a-h]$/) })
export const drill = endpoint({
  method: 'GET',
  path: '/indicators/:letter/items',
  summary: { zh: '指标背后的每一件', en: 'The items behind a figure' },
  permission: 'indicators.read',
  audit: 'indicator.drill',
  errors: ['bad-period'],
  params: letter,
  query: z.object({
    period,
    late: z.enum(['true']).optional(),
    person: z.coerce.number().int().optional(),
    service: z.string().max(60).optional(),
    /** '-': what no team is named for. */ team: z.string().max(60).optional(),
    cursor: z.coerce.number().int().positive().optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  response: z.object({
    items: z.array(
      z.object({
        itemType: z.string(),
        itemId: z.number(),
        /** null: not matched with a case yet (materials). */
        caseId: z.number().nullable(),
        caseNumber: z.string().nullable(),
        caseTitle: z.string().nullable(),
        service: z.string(),
        personName: z.string().nullable(),
        dueAt: z.string().nullable(),
        doneAt: z.string().nullable(),
        exclusion: z.string().nullable(),
        /** Asked for, not yet decided. */ asked: z.boolean(),
        late: z.boolean(),
        counted: z.boolean(),
      }),
    ),
    next: z.number().nullable(),
  }),
})
export const versions = endpoint({
  method: 'GET',
  path: '/indicators/:letter/versions',
  summary: { zh: '数值的历次版本', en: 'Versions of a figure' },
  permission: 'indicators.read',
  audit: 'none',
  errors: ['bad-period'],
  params: letter,
  query: z.object({ period }),
  response: z.object({
    items: z.array(
      z.object({
        version: z.number(),
        value: z.number().nullable(),
        numerator: z.number(),
        denominator: z.number(),
        computedAt: z.string(),
      }),
    ),
  }),
})
export const itemEvents = endpoint({
  method: 'GET',
  path: '/indicators/items/:itemType/:itemId/events',
  summary: { zh: '该件的台账记录', en: 'Ledger events of an item' },
  permission: 'indicators.read',
  audit: 'indicator.drill',
  errors: [],
  params: z.object({ itemType: z.string().max(40), itemId: z.coerce.number().int() }),
  response: z.object({ items: z.array(z.object({ id: z.number(), at: z.string(), verb: z.string(), personName: z.string().nullable() })) }),
})
export const exportBoard = endpoint({
  method: 'GET',
  path: '/indicators/export',
  summary: { zh: '导出 XLSX', en: 'Export as XLSX' },
  permission: 'indicators.read',
  audit: 'indicator.export',
  errors: ['bad-period', 'bulk-export-not-permitted'],
  bulk: true,
  query: z.object({ period, by, language: z.enum(['zh', 'en']).default('zh') }),
  response: z.any(),
  bytes: 'file',
})
const exclusion = z.object({
  id: z.number(),
  letter: z.string(),
  itemType: z.string(),
  itemId: z.number(),
  caseId: z.number().nullable(),
  caseName: z.string().nullable(),
  code: z.string(),
  reason: z.string(),
  askedByName: z.string().nullable(),
  askedAt: z.string(),
  decidedAt: z.string().nullable(),
  approved: z.boolean().nullable(),
})
export const listExclusions = endpoint({
  method: 'GET',
  path: '/indicators/exclusions',
  summary: { zh: '剔除申请', en: 'Exclusions asked for' },
  permission: 'indicators.read',
  audit: 'none',
  errors: [],
  query: z.object({ cursor: z.coerce.number().int().positive().optional() }),
  response: z.object({ items: z.array(exclusion), next: z.number().nullable() }),
})
export const askExclusion = endpoint({
  method: 'POST',
  path: '/indicators/exclusions',
  summary: { zh: '申请剔除', en: 'Ask for an exclusion' },
  permission: 'indicators.ask',
  audit: 'exclusion.ask',
  errors: ['unknown-exclusion', 'duplicate'],
  body: z.object({
    letter: z.string().regex(/^[a-h]$/),
    itemType: z.string().max(40),
    itemId: z.number().int(),
    code: z.string().max(40),
    reason: z.string().trim().min(2).max(500),
  }),
  response: z.object({ id: z.number() }),
})
export const decideExclusion = endpoint({
  method: 'POST',
  path: '/indicators/exclusions/:id/decide',
  summary: { zh: '批准或驳回（监管专员）', en: 'Approve or refuse (commissioner)' },
  permission: 'indicators.decide',
  audit: 'exclusion.decide',
  errors: ['already-decided'],
  params: z.object({ id: z.coerce.number().int() }),
  body: z.object({ approved: z.boolean() }),
  response: z.object({ ok: z.literal(true) }),
})
