import { z } from 'zod'
import { endpoint, type Permissions } from '../../platform/http/endpoint.ts'
import { line } from '../../platform/http/text.ts'
import { idFaults, usccFaults } from './rules/identity.ts'
import { courtLevels, divisionKinds, engagementStates } from './rules/structure.ts'
import { roleKeys } from './rules/roles.ts'

/** Who may what; the auditor (三员分立) is on no list: he reads the ledger only. */
export const permissions = {
  'organisations.structure': ['systemAdmin'],
  'organisations.contractors.see': [
    'systemAdmin',
    'securityAdmin',
    'courtLeader',
    'trialManagement',
    'commissioner',
    'responsibleDepartment',
    'projectManager',
    'hr',
    'finance',
  ],
  'organisations.engage': ['trialManagement', 'responsibleDepartment'],
  'organisations.people.see': [
    'systemAdmin',
    'securityAdmin',
    'courtLeader',
    'trialManagement',
    'commissioner',
    'responsibleDepartment',
    'projectManager',
    'teamLead',
    'hr',
  ],
  'organisations.people.manage': ['systemAdmin', 'trialManagement', 'responsibleDepartment', 'hr'],
  /** A post is a grant of rights: the security administrator gives those of court and system, the court and the contractor's hr those of the contractor. */
  'organisations.posts': ['securityAdmin', 'trialManagement', 'responsibleDepartment', 'hr'],
} as const satisfies Permissions

/** A service item of the standard's catalogue (7.2.2–7.2.4), by the key of its process. */
export const serviceKey = z.string().regex(/^[a-z][a-z0-9-]{1,40}$/)
const id = z.coerce.number().int().positive()
export const date = z.iso.date()
export const role = z.enum(roleKeys)
/** What the caller may do now with this record, or the reason code why not; the web never decides again. */
export const decision = z.union([z.object({ ok: z.literal(true) }), z.object({ ok: z.literal(false), code: z.string() })])
/** Cursor of keyset paging: opaque; `next` null: no more. */
export const paging = { after: z.string().max(400).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }
export const idOnly = z.object({ id: z.number(), revision: z.number().int() })
export const byId = z.object({ id })
const name = line
export const reason = z.string().trim().min(1).max(500)

// Courts and divisions ------------------------------------------------------------------------------------------------

export const court = z.object({
  id: z.number(),
  parentId: z.number().nullable(),
  code: z.string(),
  name: z.string(),
  level: z.enum(courtLevels),
  revision: z.number(),
  can: z.object({ change: decision, addCourt: decision, addDivision: decision }),
})
export const listCourts = endpoint({
  method: 'GET',
  path: '/courts',
  permission: 'signed-in',
  audit: 'none',
  errors: [],
  summary: { zh: '法院（树形，按编号）', en: 'Courts the caller works in or under (flat; parentId makes the tree)' },
  query: z.object({ q: z.string().trim().max(100).optional(), ...paging }),
  response: z.object({ items: z.array(court), next: z.string().nullable(), can: z.object({ create: decision }) }),
})
export const createCourt = endpoint({
  method: 'POST',
  path: '/courts',
  permission: 'organisations.structure',
  audit: 'court.create',
  errors: ['court-code-malformed', 'court-code-taken', 'court-parent-level', 'court-parent-unknown'],
  summary: { zh: '新增法院', en: 'Add a court below one of mine' },
  body: z.object({ parentId: z.number().int().positive(), code: name(20), name: name(100), level: z.enum(courtLevels) }),
  response: idOnly,
})
export const changeCourt = endpoint({
  method: 'PATCH',
  path: '/courts/:id',
  permission: 'organisations.structure',
  audit: 'court.change',
  ifMatch: true,
  errors: ['court-parent-level', 'court-parent-unknown', 'court-parent-circle'],
  summary: { zh: '修改法院', en: 'Change a court' },
  params: byId,
  body: z.object({
    name: name(100).optional(),
    level: z.enum(courtLevels).optional(),
    parentId: z.number().int().positive().nullable().optional(),
  }),
  response: idOnly,
})

export const division = z.object({
  id: z.number(),
  courtId: z.number(),
  name: z.string(),
  kind: z.enum(divisionKinds),
  closedOn: z.string().nullable(),
  revision: z.number(),
  can: z.object({ change: decision, close: decision }),
})
export const listDivisions = endpoint({
  method: 'GET',
  path: '/divisions',
  permission: 'signed-in',
  audit: 'none',
  errors: [],
  summary: { zh: '庭室', en: 'Divisions of a court (default: mine)' },
  query: z.object({ courtId: id.optional(), closed: z.enum(['yes', 'no']).default('no'), ...paging }),
  response: z.object({ items: z.array(division), next: z.string().nullable(), can: z.object({ create: decision }) }),
})
export const createDivision = endpoint({
  method: 'POST',
  path: '/divisions',
  permission: 'organisations.structure',
  audit: 'division.create',
  errors: ['division-name-taken'],
  summary: { zh: '新增庭室', en: 'Add a division' },
  body: z.object({ courtId: z.number().int().positive().optional(), name: name(60), kind: z.enum(divisionKinds) }),
  response: idOnly,
})
export const changeDivision = endpoint({
  method: 'PATCH',
  path: '/divisions/:id',
  permission: 'organisations.structure',
  audit: 'division.change',
  ifMatch: true,
  errors: ['division-name-taken', 'division-has-posts'],
  summary: { zh: '修改或撤销庭室', en: 'Change or close a division' },
  params: byId,
  body: z.object({ name: name(60).optional(), kind: z.enum(divisionKinds).optional(), closedOn: date.nullable().optional() }),
  response: idOnly,
})

// Contractors and engagements -------------------------------------------------------------------------------------------

export const contractor = z.object({
  id: z.number(),
  name: z.string(),
  uscc: z.string(),
  engagements: z.number(),
  people: z.number(),
  revision: z.number(),
  can: z.object({ change: decision, engage: decision, addPerson: decision }),
})
export const listContractors = endpoint({
  method: 'GET',
  path: '/contractors',
  permission: 'organisations.contractors.see',
  audit: 'none',
  errors: [],
  summary: { zh: '服务商', en: 'Contractors' },
  query: z.object({ q: z.string().trim().max(100).optional(), ...paging }),
  response: z.object({ items: z.array(contractor), next: z.string().nullable(), can: z.object({ create: decision }) }),
})
export const readContractor = endpoint({
  method: 'GET',
  path: '/contractors/:id',
  permission: 'organisations.contractors.see',
  audit: 'none',
  errors: [],
  summary: { zh: '服务商详情', en: 'One contractor' },
  params: byId,
  response: contractor,
})
const usccErrors = [...usccFaults, 'uscc-taken'] as const
export const createContractor = endpoint({
  method: 'POST',
  path: '/contractors',
  permission: 'organisations.engage',
  audit: 'contractor.create',
  errors: usccErrors,
  summary: { zh: '新增服务商', en: 'Add a contractor' },
  body: z.object({ name: name(100), uscc: name(40) }),
  response: idOnly,
})
export const changeContractor = endpoint({
  method: 'PATCH',
  path: '/contractors/:id',
  permission: 'organisations.engage',
  audit: 'contractor.change',
  ifMatch: true,
  errors: [],
  summary: { zh: '修改服务商名称', en: 'Rename a contractor (its USCC never changes)' },
  params: byId,
  body: z.object({ name: name(100) }),
  response: idOnly,
})

export const engagement = z.object({
  id: z.number(),
  courtId: z.number(),
  courtName: z.string(),
  contractorId: z.number(),
  contractorName: z.string(),
  title: z.string(),
  fromDate: z.string(),
  untilDate: z.string(),
  services: z.array(z.string()),
  minStaff: z.number(),
  staff: z.number(),
  exposureCap: z.number(),
  state: z.enum(engagementStates),
  stateReason: z.string().nullable(),
  /** Who froze it, while it is frozen: somebody else lifts it. */
  frozenByName: z.string().nullable(),
  revision: z.number(),
  can: z.object({ change: decision, freeze: decision, unfreeze: decision, end: decision, addPost: decision }),
})
const terms = {
  title: name(200),
  fromDate: date,
  untilDate: date,
  services: z.array(serviceKey).min(1).max(40),
  minStaff: z.number().int().min(0).max(2000).default(0),
  exposureCap: z.number().min(0).max(1).default(0.6),
}
export const listEngagements = endpoint({
  method: 'GET',
  path: '/engagements',
  permission: 'organisations.contractors.see',
  audit: 'none',
  errors: [],
  summary: { zh: '入驻关系', en: 'Engagements: a contractor admitted to a court for a term' },
  query: z.object({ contractorId: id.optional(), courtId: id.optional(), state: z.enum(engagementStates).optional(), ...paging }),
  response: z.object({ items: z.array(engagement), next: z.string().nullable(), can: z.object({ create: decision }) }),
})
export const readEngagement = endpoint({
  method: 'GET',
  path: '/engagements/:id',
  permission: 'organisations.contractors.see',
  audit: 'none',
  errors: [],
  summary: { zh: '入驻关系详情', en: 'One engagement' },
  params: byId,
  response: engagement,
})
const termErrors = ['term-reversed', 'service-twice'] as const
export const createEngagement = endpoint({
  method: 'POST',
  path: '/engagements',
  permission: 'organisations.engage',
  audit: 'engagement.create',
  errors: [...termErrors, 'contractor-unknown', 'term-over'],
  summary: { zh: '登记入驻', en: 'Admit a contractor to my court' },
  body: z.object({ contractorId: z.number().int().positive(), ...terms }),
  response: idOnly,
})
export const changeEngagement = endpoint({
  method: 'PATCH',
  path: '/engagements/:id',
  permission: 'organisations.engage',
  audit: 'engagement.change',
  ifMatch: true,
  errors: [...termErrors, 'engagement-ended', 'term-over'],
  summary: { zh: '变更入驻关系', en: 'Change an engagement' },
  params: byId,
  body: z.object({
    title: terms.title.optional(),
    fromDate: date.optional(),
    untilDate: date.optional(),
    services: terms.services.optional(),
    minStaff: z.number().int().min(0).max(2000).optional(),
    exposureCap: z.number().min(0).max(1).optional(),
  }),
  response: idOnly,
})
const turn = (verb: 'freeze' | 'unfreeze' | 'end', zh: string, en: string, errors: readonly string[]) =>
  endpoint({
    method: 'POST',
    path: `/engagements/:id/${verb}`,
    permission: 'organisations.engage',
    audit: `engagement.${verb}`,
    ifMatch: true,
    errors,
    summary: { zh, en },
    params: byId,
    body: z.object({ reason }),
    response: idOnly,
  })
export const freezeEngagement = turn('freeze', '冻结入驻', 'Freeze: all access of the contractor in this court stops at once', [
  'engagement-ended',
  'engagement-frozen',
])
export const unfreezeEngagement = turn('unfreeze', '解除冻结', 'Lift the freeze; not by whoever froze it', [
  'engagement-ended',
  'engagement-not-frozen',
  'frozen-by-yourself',
])
export const endEngagement = turn('end', '终止入驻', 'End: all access ends in the same transaction', ['engagement-ended'])

// People and posts -----------------------------------------------------------------------------------------------------

export const sides = ['court', 'contractor', 'system'] as const
export const post = z.object({
  id: z.number(),
  courtId: z.number(),
  courtName: z.string(),
  role,
  divisionId: z.number().nullable(),
  divisionName: z.string().nullable(),
  engagementId: z.number().nullable(),
  engagementTitle: z.string().nullable(),
  team: z.string().nullable(),
  /** Services of the engagement the post works on; null: all of them. */
  services: z.array(z.string()).nullable(),
  fromDate: z.string(),
  untilDate: z.string().nullable(),
  current: z.boolean(),
  revision: z.number(),
  can: z.object({ change: decision, end: decision }),
})
const personRow = {
  id: z.number(),
  side: z.enum(sides),
  courtId: z.number().nullable(),
  contractorId: z.number().nullable(),
  organisation: z.string(),
  name: z.string(),
  staffNo: z.string().nullable(),
  roles: z.array(role),
  /** What the posts of outsourced staff work on now. */
  services: z.array(z.string()),
  login: z.string().nullable(),
  leftOn: z.string().nullable(),
  revision: z.number(),
}
export const person = z.object({
  ...personRow,
  phone: z.string().nullable(),
  idNoMasked: z.string().nullable(),
  posts: z.array(post),
  can: z.object({ change: decision, assignPost: decision, leave: decision, createAccount: decision }),
})
export const listPeople = endpoint({
  method: 'GET',
  path: '/people',
  permission: 'organisations.people.see',
  audit: 'person.list',
  errors: [],
  summary: { zh: '人员', en: 'People of my court and its contractors, or of my contractor' },
  query: z.object({
    q: z.string().trim().max(100).optional(),
    side: z.enum(sides).optional(),
    role: role.optional(),
    contractorId: id.optional(),
    engagementId: id.optional(),
    divisionId: id.optional(),
    left: z.enum(['yes', 'no']).default('no'),
    ...paging,
  }),
  response: z.object({
    items: z.array(z.object(personRow)),
    next: z.string().nullable(),
    can: z.object({ createCourt: decision, createContractor: decision, createSystem: decision }),
  }),
})
/** For pickers: names only, at most 20, nobody who has left. Outsourced staff see their own contractor's people only. */
export const pickPeople = endpoint({
  method: 'GET',
  path: '/people/pick',
  permission: 'signed-in',
  audit: 'none',
  errors: [],
  summary: { zh: '选择人员', en: 'Pick a person by name' },
  query: z.object({
    q: z.string().trim().max(50).default(''),
    side: z.enum(sides).optional(),
    role: role.optional(),
    engagementId: id.optional(),
    divisionId: id.optional(),
    /** Somebody chosen before (an address kept): named also when not among the first found, or gone since. */
    chosen: id.optional(),
  }),
  response: z.object({
    items: z.array(z.object({ id: z.number(), name: z.string(), side: z.enum(sides), organisation: z.string(), roles: z.array(role) })),
  }),
})
export const readPerson = endpoint({
  method: 'GET',
  path: '/people/:id',
  permission: 'organisations.people.see',
  audit: 'person.read',
  errors: [],
  summary: { zh: '人员详情', en: 'One person with posts' },
  params: byId,
  response: person,
})
const idErrors = [...idFaults, 'id-no-taken', 'id-no-refused'] as const
const particulars = {
  staffNo: z.string().trim().max(40).nullable().optional(),
  phone: z
    .string()
    .trim()
    .regex(/^[0-9+\- ]{5,20}$/)
    .nullable()
    .optional(),
  idNo: z.string().trim().max(30).nullable().optional(),
}
export const createPerson = endpoint({
  method: 'POST',
  path: '/people',
  permission: 'organisations.people.manage',
  audit: 'person.create',
  errors: [...idErrors, 'organisation-unknown', 'not-your-people'],
  summary: { zh: '新增人员', en: 'Add a person; the side is fixed for life (4.1)' },
  body: z.object({
    side: z.enum(sides),
    name: name(100),
    /** side 'court'/'system': default my court. */
    courtId: z.number().int().positive().optional(),
    /** side 'contractor': required, for the contractor's own hr default its own. */
    contractorId: z.number().int().positive().optional(),
    ...particulars,
  }),
  response: idOnly,
})
export const changePerson = endpoint({
  method: 'PATCH',
  path: '/people/:id',
  permission: 'organisations.people.manage',
  audit: 'person.change',
  ifMatch: true,
  errors: [...idErrors, 'not-your-people', 'person-left'],
  summary: { zh: '修改人员', en: 'Change a person' },
  params: byId,
  body: z.object({ name: name(100).optional(), ...particulars }),
  response: idOnly,
})
export const personLeaves = endpoint({
  method: 'POST',
  path: '/people/:id/leave',
  permission: 'organisations.people.manage',
  audit: 'person.leave',
  ifMatch: true,
  errors: ['not-your-people', 'person-left', 'not-yourself', 'leave-in-past'],
  summary: { zh: '人员离职', en: 'A person leaves: posts, sessions and grants end on that day (today: at once)' },
  params: byId,
  body: z.object({ onDate: date.optional(), reason }),
  response: idOnly,
})
