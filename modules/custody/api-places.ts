import { z } from 'zod'
import { endpoint } from '../../platform/http/endpoint.ts'
import { line } from '../../platform/http/text.ts'
import { byId, decision, paging } from '../organisations/api.ts'
import { isTime, placeKinds, volumeKinds, volumeStates } from './rules.ts'

const done = z.object({ id: z.number(), revision: z.number() })
const id = z.coerce.number().int().positive()
const place = z.object({
  id: z.number(),
  name: z.string(),
  kind: z.enum(placeKinds),
  closed: z.boolean(),
  /** That the reader sees. */
  volumes: z.number(),
  countedAt: z.string().nullable(),
  openCount: z.number().nullable(),
  revision: z.number(),
})
export const listPlaces = endpoint({
  method: 'GET',
  path: '/custody/places',
  summary: { zh: '卷宗存放处', en: 'Places where volumes lie' },
  permission: 'custody.use',
  audit: 'none',
  errors: [],
  query: z.object({ ...paging, kind: z.enum(placeKinds).optional(), state: z.enum(['open', 'closed']).optional() }),
  response: z.object({
    items: z.array(place),
    next: z.string().nullable(),
    /** HH:MM: borrowed volumes are back by then. */
    closing: z.string(),
    can: z.object({ make: decision, closing: decision }),
  }),
})
export const readPlace = endpoint({
  method: 'GET',
  path: '/custody/places/:id',
  summary: { zh: '存放处详情', en: 'One place' },
  permission: 'custody.use',
  audit: 'none',
  errors: [],
  params: byId,
  response: place.extend({ can: z.object({ change: decision, close: decision, count: decision }) }),
})
const placeBody = z.object({ name: line(200), kind: z.enum(placeKinds) })
export const makePlace = endpoint({
  method: 'POST',
  path: '/custody/places',
  summary: { zh: '新增存放处', en: 'Add a place' },
  permission: 'custody.keep',
  audit: 'place.make',
  errors: ['place-known'],
  body: placeBody,
  response: done,
})
export const changePlace = endpoint({
  method: 'PATCH',
  path: '/custody/places/:id',
  summary: { zh: '修改存放处', en: 'Change a place' },
  permission: 'custody.keep',
  audit: 'place.change',
  ifMatch: true,
  errors: ['place-known', 'secondary-in-court'],
  params: byId,
  body: placeBody,
  response: done,
})
export const closePlace = endpoint({
  method: 'POST',
  path: '/custody/places/:id/close',
  summary: { zh: '停用存放处', en: 'Close an empty place' },
  permission: 'custody.keep',
  audit: 'place.close',
  ifMatch: true,
  errors: ['place-closed', 'place-in-use'],
  params: byId,
  response: done,
})
export const setClosing = endpoint({
  method: 'PUT',
  path: '/custody/closing',
  summary: { zh: '设置下班时间', en: 'Set the closing time' },
  permission: 'custody.lost',
  audit: 'custody.closing',
  errors: [],
  body: z.object({ closing: z.string().trim().refine(isTime) }),
  response: z.object({ closing: z.string() }),
})

// Counting a place ------------------------------------------------------------------------------------------------------
const inventory = {
  id: z.number(),
  placeId: z.number(),
  place: z.string(),
  state: z.enum(['open', 'closed']),
  by: z.string(),
  madeAt: z.string(),
  closedAt: z.string().nullable(),
  expected: z.number(),
  found: z.number(),
  missing: z.number(),
  surplus: z.number(),
  differs: z.number(),
}
export const listInventories = endpoint({
  method: 'GET',
  path: '/custody/inventories',
  summary: { zh: '卷宗盘点', en: 'Counts of places' },
  permission: 'custody.keep',
  audit: 'none',
  errors: [],
  query: z.object({ ...paging, placeId: id.optional() }),
  response: z.object({ items: z.array(z.object(inventory)), next: z.string().nullable() }),
})
export const startInventory = endpoint({
  method: 'POST',
  path: '/custody/inventories',
  summary: { zh: '开始盘点一处', en: 'Begin to count a place' },
  permission: 'custody.keep',
  audit: 'inventory.start',
  errors: ['place-closed', 'count-open', 'place-empty'],
  body: z.object({ placeId: z.number().int().positive() }),
  response: z.object({ id: z.number() }),
})
export const readInventory = endpoint({
  method: 'GET',
  path: '/custody/inventories/:id',
  summary: { zh: '盘点详情', en: 'One count, volume by volume' },
  permission: 'custody.keep',
  audit: 'inventory.read',
  errors: [],
  params: byId,
  response: z.object({
    ...inventory,
    remark: z.string().nullable(),
    revision: z.number(),
    lines: z.array(
      z.object({
        volumeId: z.number(),
        code: z.string(),
        kind: z.enum(volumeKinds),
        serial: z.number(),
        caseNumber: z.string().nullable(),
        expected: z.boolean(),
        pages: z.number(),
        counted: z.number().nullable(),
        foundAt: z.string().nullable(),
        holder: z.string(),
        state: z.enum(volumeStates),
      }),
    ),
    can: z.object({ find: decision, close: decision }),
  }),
})
export const findInInventory = endpoint({
  method: 'POST',
  path: '/custody/inventories/:id/found',
  summary: { zh: '清点一册', en: 'One volume counted' },
  permission: 'custody.keep',
  audit: 'inventory.find',
  errors: ['count-closed', 'code-unknown', 'counted-already', 'place-closed', 'secondary-in-court'],
  params: byId,
  body: z.object({ code: z.string().trim().min(4).max(300), pages: z.number().int().min(0).max(100_000) }),
  response: z.object({ code: z.string(), expected: z.boolean(), same: z.boolean(), state: z.enum(volumeStates) }),
})
export const closeInventory = endpoint({
  method: 'POST',
  path: '/custody/inventories/:id/close',
  summary: { zh: '结束盘点', en: 'End a count; differences need a word' },
  permission: 'custody.keep',
  audit: 'inventory.close',
  ifMatch: true,
  errors: ['count-closed', 'reason-missing'],
  params: byId,
  body: z.object({ remark: z.string().trim().max(1000).nullable().optional() }),
  response: done,
})
