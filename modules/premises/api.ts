import { z } from 'zod'
import { endpoint, type Permissions } from '../../platform/http/endpoint.ts'
import { line } from '../../platform/http/text.ts'
import { byId, date, decision, paging, reason } from '../organisations/api.ts'
import { cadences, columns, equipmentKinds, equipmentStates, results, rowFaults } from './rules.ts'

const court = [
  'courtLeader',
  'trialManagement',
  'commissioner',
  'responsibleDepartment',
  'filingOfficer',
  'judge',
  'clerk',
  'enforcementOfficer',
  'archivist',
] as const
const contractor = ['projectManager', 'teamLead', 'operator', 'hr', 'finance'] as const
export const permissions = {
  'premises.see': [...court, ...contractor],
  'premises.keep': ['trialManagement', 'responsibleDepartment'],
  'premises.equipment': ['trialManagement', 'responsibleDepartment', 'projectManager', 'teamLead'],
  'premises.count': ['trialManagement', 'responsibleDepartment', 'commissioner', 'projectManager', 'teamLead'],
  'premises.loss': ['trialManagement', 'responsibleDepartment', 'commissioner', 'projectManager'],
} as const satisfies Permissions

const done = z.object({ id: z.number(), revision: z.number() })
const made = z.object({ id: z.number() })
const zone = z.object({
  id: z.number(),
  placeId: z.number(),
  place: z.string(),
  name: z.string(),
  purpose: z.string(),
  engagements: z.array(z.object({ id: z.number(), title: z.string() })),
  equipment: z.number(),
  closedOn: z.string().nullable(),
  revision: z.number(),
  can: z.object({ keep: decision, close: decision }),
})
export const listZones = endpoint({
  method: 'GET',
  path: '/zones',
  permission: 'premises.see',
  audit: 'none',
  errors: [],
  summary: { zh: '场所与区域', en: 'Premises and their zones' },
  query: z.object({ ...paging, placeId: z.coerce.number().int().positive().optional(), state: z.enum(['open', 'closed']).optional() }),
  response: z.object({ items: z.array(zone), next: z.string().nullable() }),
})
export const listPlaces = endpoint({
  method: 'GET',
  path: '/premises',
  permission: 'premises.see',
  audit: 'none',
  errors: [],
  summary: { zh: '场所', en: 'Premises' },
  query: z.object(paging),
  response: z.object({
    items: z.array(
      z.object({
        id: z.number(),
        name: z.string(),
        address: z.string(),
        zones: z.number(),
        closedOn: z.string().nullable(),
        revision: z.number(),
        can: z.object({ close: decision }),
      }),
    ),
    next: z.string().nullable(),
  }),
})
export const makePlace = endpoint({
  method: 'POST',
  path: '/premises',
  permission: 'premises.keep',
  audit: 'premises.make',
  errors: ['premises-known'],
  summary: { zh: '登记场所', en: 'Register premises' },
  body: z.object({ name: line(100), address: line(200) }),
  response: made,
})
export const closePlace = endpoint({
  method: 'POST',
  path: '/premises/:id/close',
  permission: 'premises.keep',
  audit: 'premises.close',
  errors: ['premises-in-use', 'premises-closed'],
  summary: { zh: '停用场所', en: 'Close premises' },
  ifMatch: true,
  params: byId,
  body: z.object({}),
  response: done,
})
const engagementIds = z.array(z.number().int().positive()).max(50)
export const makeZone = endpoint({
  method: 'POST',
  path: '/zones',
  permission: 'premises.keep',
  audit: 'zone.make',
  errors: ['unknown-subject', 'zone-known', 'premises-closed'],
  summary: { zh: '登记区域', en: 'Register a zone' },
  body: z.object({ placeId: z.number().int().positive(), name: line(100), purpose: line(200), engagementIds: engagementIds.default([]) }),
  response: made,
})
export const useZone = endpoint({
  method: 'POST',
  path: '/zones/:id/use',
  permission: 'premises.keep',
  audit: 'zone.use',
  errors: ['unknown-subject', 'premises-closed'],
  summary: { zh: '指定使用区域的入驻关系', en: 'Say which engagements work in a zone' },
  ifMatch: true,
  params: byId,
  body: z.object({ engagementIds }),
  response: done,
})
export const closeZone = endpoint({
  method: 'POST',
  path: '/zones/:id/close',
  permission: 'premises.keep',
  audit: 'zone.close',
  errors: ['zone-in-use', 'premises-closed'],
  summary: { zh: '停用区域', en: 'Close a zone' },
  ifMatch: true,
  params: byId,
  body: z.object({}),
  response: done,
})

// Equipment -----------------------------------------------------------------------------------------------------------
const item = z.object({
  id: z.number(),
  code: z.string(),
  name: z.string(),
  kind: z.enum(equipmentKinds),
  serialNo: z.string(),
  owner: z.enum(['court', 'contractor']),
  contractor: z.string().nullable(),
  zoneId: z.number(),
  place: z.string(),
  zone: z.string(),
  state: z.enum(equipmentStates),
})
export type EquipmentItem = z.output<typeof item>
export const listEquipment = endpoint({
  method: 'GET',
  path: '/equipment',
  permission: 'premises.see',
  audit: 'none',
  errors: [],
  summary: { zh: '设备台账', en: 'Equipment' },
  query: z.object({
    ...paging,
    q: z.string().trim().max(100).optional(),
    kind: z.enum(equipmentKinds).optional(),
    owner: z.enum(['court', 'contractor']).optional(),
    state: z.enum(equipmentStates).optional(),
    zoneId: z.coerce.number().int().positive().optional(),
  }),
  response: z.object({ items: z.array(item), next: z.string().nullable() }),
})
export const makeEquipment = endpoint({
  method: 'POST',
  path: '/equipment',
  permission: 'premises.equipment',
  audit: 'equipment.make',
  errors: ['unknown-subject', 'serial-known', 'owner-not-yours'],
  summary: { zh: '登记设备', en: 'Register equipment' },
  body: z.object({
    name: line(100),
    kind: z.enum(equipmentKinds),
    serialNo: line(60),
    owner: z.enum(['court', 'contractor']),
    engagementId: z.number().int().positive().nullable().optional(),
    zoneId: z.number().int().positive(),
  }),
  response: z.object({ id: z.number(), code: z.string() }),
})
export const readEquipment = endpoint({
  method: 'GET',
  path: '/equipment/:id',
  permission: 'premises.see',
  audit: 'none',
  errors: [],
  summary: { zh: '设备', en: 'Equipment' },
  params: byId,
  response: item.extend({
    retiredReason: z.string().nullable(),
    maintainer: z.enum(['court', 'contractor']),
    openFaultId: z.number().nullable(),
    openCountId: z.number().nullable(),
    revision: z.number(),
    plans: z.array(
      z.object({
        id: z.number(),
        every: z.enum(cadences),
        work: z.string(),
        side: z.enum(['court', 'contractor']),
        since: z.string(),
        endedOn: z.string().nullable(),
      }),
    ),
    maintenance: z.array(
      z.object({
        id: z.number(),
        onDate: z.string(),
        work: z.string(),
        result: z.enum(results),
        by: z.string(),
        planned: z.boolean(),
        at: z.string(),
      }),
    ),
    faults: z.array(
      z.object({
        id: z.number(),
        text: z.string(),
        state: z.enum(['open', 'repaired']),
        reportedAt: z.string(),
        reporter: z.string(),
        workMinutes: z.number().nullable(),
      }),
    ),
    can: z.object({ change: decision, plan: decision, maintain: decision, report: decision }),
  }),
})
export const findEquipment = endpoint({
  method: 'GET',
  path: '/equipment/codes/:code',
  permission: 'premises.see',
  audit: 'none',
  errors: [],
  summary: { zh: '扫码找设备', en: 'Find equipment by its label' },
  params: z.object({ code: z.string().min(4).max(300) }),
  response: made,
})
export const changeEquipment = endpoint({
  method: 'POST',
  path: '/equipment/:id/change',
  permission: 'premises.equipment',
  audit: 'equipment.change',
  errors: ['unknown-subject', 'equipment-retired', 'owner-not-yours', 'reason-missing', 'fault-open'],
  summary: { zh: '移动设备或变更状态', en: 'Move equipment or change its state' },
  ifMatch: true,
  params: byId,
  body: z.object({ zoneId: z.number().int().positive(), state: z.enum(['in-use', 'stored', 'retired']), reason: reason.optional() }),
  response: done,
})
export const printLabels = endpoint({
  method: 'GET',
  path: '/equipment/labels',
  permission: 'premises.equipment',
  audit: 'equipment.labels',
  errors: ['no-equipment'],
  summary: { zh: '打印设备标签', en: 'Print labels of equipment' },
  query: z.object({
    zoneId: z.coerce.number().int().positive().optional(),
    ids: z
      .string()
      .regex(/^\d{1,12}(,\d{1,12}){0,199}$/)
      .optional(),
  }),
  bytes: 'file',
  response: z.unknown(),
})
export const importTemplate = endpoint({
  method: 'GET',
  path: '/equipment/template',
  permission: 'premises.equipment',
  audit: 'none',
  errors: [],
  summary: { zh: '设备导入模板', en: 'Template of the equipment list' },
  bytes: 'file',
  response: z.unknown(),
})
export const importEquipment = endpoint({
  method: 'POST',
  path: '/equipment/import',
  permission: 'premises.equipment',
  audit: 'equipment.import',
  errors: [
    'import-wrong-type',
    'import-not-text',
    'import-empty',
    'import-too-long',
    'equipment-columns',
    'empty-file',
    'unsafe-archive',
    'unknown-subject',
  ],
  summary: { zh: '导入设备台账', en: 'Import equipment; check: only say what is wrong' },
  bytes: 'upload',
  maxBytes: 5 * 1024 * 1024,
  response: z.object({
    rows: z.number(),
    good: z.number(),
    made: z.number(),
    faults: z.array(z.object({ row: z.number(), column: z.enum(columns), code: z.enum(rowFaults) })),
  }),
})
export const planMaintenance = endpoint({
  method: 'POST',
  path: '/equipment/:id/plans',
  permission: 'premises.equipment',
  audit: 'maintenance.plan',
  errors: ['equipment-retired', 'plan-known', 'owner-not-yours'],
  summary: { zh: '制定维护计划', en: 'Plan maintenance' },
  params: byId,
  body: z.object({ every: z.enum(cadences), work: line(300) }),
  response: made,
})
export const endPlan = endpoint({
  method: 'POST',
  path: '/maintenance-plans/:id/end',
  permission: 'premises.equipment',
  audit: 'maintenance.end',
  errors: ['plan-ended', 'owner-not-yours'],
  summary: { zh: '终止维护计划', en: 'End a plan of maintenance' },
  params: byId,
  body: z.object({ reason }),
  response: made,
})
export const recordMaintenance = endpoint({
  method: 'POST',
  path: '/equipment/:id/maintenance',
  permission: 'premises.equipment',
  audit: 'maintenance.record',
  errors: ['equipment-retired', 'unknown-subject', 'day-in-future', 'day-too-old', 'owner-not-yours'],
  summary: { zh: '登记维护', en: 'Record maintenance' },
  params: byId,
  body: z.object({
    planId: z.number().int().positive().nullable().optional(),
    onDate: date,
    work: z.string().trim().min(1).max(1000),
    result: z.enum(results),
  }),
  response: made,
})
