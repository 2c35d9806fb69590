import { z } from 'zod'
import { endpoint } from '../../platform/http/endpoint.ts'

/** Clause 4.2 covers civil, commercial and enforcement work; the other areas are known, but off until a court switches them on. */
export const caseAreas = ['civil', 'enforcement', 'preservation', 'mediation', 'bankruptcy', 'criminal', 'administrative', 'other'] as const
/** ended: its last day has passed; notYet: its first day lies ahead; off: known, not used by this installation. */
export const causeStates = ['inForce', 'ended', 'notYet'] as const
export const caseTypeStates = ['inUse', 'off', 'ended'] as const

const line = (max: number) => z.string().trim().max(max).min(1)
const date = z.iso.date()
const paging = { cursor: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }

export const causeEntry = z.object({
  edition: z.string(),
  code: z.string(),
  parent: z.string().nullable(),
  parentName: z.string().nullable(),
  level: z.number(),
  name: z.string(),
  from: z.string(),
  until: z.string().nullable(),
  state: z.enum(causeStates),
})
export const causeQuery = z.object({
  q: z.string().trim().max(60).optional(),
  edition: line(10).optional(),
  state: z.enum(causeStates).optional(),
  ...paging,
})
export const listCauseRegister = endpoint({
  method: 'GET',
  path: '/cause-register',
  summary: { zh: '案由表（全部版本，含已停用）', en: 'The register of causes: all editions, ended ones too' },
  permission: 'cases.reference',
  audit: 'none',
  errors: [],
  query: causeQuery,
  response: z.object({
    items: z.array(causeEntry),
    next: z.string().nullable(),
    /** Newest first. */
    editions: z.array(z.object({ edition: z.string(), from: z.string(), until: z.string().nullable() })),
  }),
})
export const causeBody = z.object({
  name: line(100),
  parent: z.string().trim().max(20).nullable(),
  level: z.number().int().min(1).max(4),
  from: date,
  until: date.nullable(),
  /** Set when entering: an entry that is there already is not written over. */
  fresh: z.boolean().optional(),
})
export const saveCause = endpoint({
  method: 'PUT',
  path: '/causes/:edition/:code',
  summary: { zh: '维护案由', en: 'Enter or change a cause' },
  permission: 'cases.reference',
  audit: 'cause.save',
  errors: ['cause-parent-unknown', 'cause-taken', 'register-dates'],
  params: z.object({ edition: line(10), code: line(20) }),
  body: causeBody,
  response: z.object({ ok: z.literal(true) }),
})

export const caseTypeEntry = z.object({
  code: z.string(),
  zh: z.string(),
  en: z.string(),
  area: z.string(),
  /** Switched on in this installation. */
  enabled: z.boolean(),
  until: z.string().nullable(),
  state: z.enum(caseTypeStates),
})
export const caseTypeQuery = z.object({
  q: z.string().trim().max(60).optional(),
  area: z.enum(caseAreas).optional(),
  state: z.enum(caseTypeStates).optional(),
  ...paging,
})
export const listCaseTypeRegister = endpoint({
  method: 'GET',
  path: '/case-type-register',
  summary: { zh: '类型代字表（含未启用、已停用）', en: 'The register of case types, unused and ended ones too' },
  permission: 'cases.reference',
  audit: 'none',
  errors: [],
  query: caseTypeQuery,
  response: z.object({ items: z.array(caseTypeEntry), next: z.string().nullable() }),
})
export const caseTypeCode = z.string().regex(/^[\u4e00-\u9fa5]{1,5}$/u)
export const caseTypeBody = z.object({
  zh: line(60),
  en: line(100),
  area: z.enum(caseAreas),
  enabled: z.boolean(),
  until: date.nullable().optional(),
  fresh: z.boolean().optional(),
})
export const saveCaseType = endpoint({
  method: 'PUT',
  path: '/case-types/:code',
  summary: { zh: '维护类型代字', en: 'Enter or change a case type' },
  permission: 'cases.reference',
  audit: 'case-type.save',
  errors: ['case-type-taken'],
  params: z.object({ code: caseTypeCode }),
  body: caseTypeBody,
  response: z.object({ ok: z.literal(true) }),
})
