import { z } from 'zod'
import { endpoint } from '../../platform/http/endpoint.ts'

/** 'self' is matched too, and is declared by nobody: it comes from the person's own record. */
export const relationKinds = ['spouse', 'parent', 'child', 'sibling', 'grandparent', 'inLaw', 'otherKin', 'interest'] as const

export const myRelations = endpoint({
  method: 'GET',
  path: '/access/relations',
  summary: { zh: '我的亲属与利害关系申报', en: 'My declaration of relatives and interests' },
  permission: 'confidentiality.own',
  audit: 'none',
  errors: [],
  response: z.object({
    items: z.array(z.object({ id: z.number(), relation: z.enum(relationKinds), name: z.string(), declaredAt: z.string() })),
    /** When it was last said to be complete, and until when that holds; a year. */
    statedAt: z.string().nullable(),
    renewBy: z.string().nullable(),
    due: z.boolean(),
  }),
})
export const declareRelative = endpoint({
  method: 'POST',
  path: '/access/relations',
  summary: {
    zh: '申报一名亲属或利害关系人（只留存加密比对值）',
    en: 'Declare a relative or interest; of the number only a keyed hash is kept',
  },
  permission: 'confidentiality.own',
  audit: 'relation.declare',
  errors: [
    'relative-known',
    'id-length',
    'id-characters',
    'id-region',
    'id-birth-date',
    'id-birth-future',
    'id-check-digit',
    'paper-empty',
    'paper-shape',
  ],
  // The number is not kept for repeated calls either.
  secret: true,
  body: z.object({ relation: z.enum(relationKinds), name: z.string().trim().min(1).max(60), idNo: z.string().trim().min(5).max(40) }),
  response: z.object({ id: z.number() }),
})
export const removeRelative = endpoint({
  method: 'POST',
  path: '/access/relations/:id/remove',
  summary: { zh: '删除一项申报（已发生的回避不受影响）', en: 'Take a declared relative back; recusals that came of it stay' },
  permission: 'confidentiality.own',
  audit: 'relation.remove',
  errors: ['not-found'],
  params: z.object({ id: z.coerce.number().int().positive() }),
  response: z.object({ ok: z.literal(true) }),
})
export const stateRelations = endpoint({
  method: 'POST',
  path: '/access/relations/statement',
  summary: { zh: '声明申报完整（每年一次）', en: 'State that the declaration is complete, once a year' },
  permission: 'confidentiality.own',
  audit: 'relation.state',
  errors: [],
  response: z.object({ ok: z.literal(true) }),
})
