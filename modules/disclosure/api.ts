import { z } from 'zod'
import { endpoint, type Permissions } from '../../platform/http/endpoint.ts'
import { byId, date, decision, paging, reason } from '../organisations/api.ts'
import { capacities, channels, releaseKinds, scopes, shownStates, tellable } from './rules.ts'

export const permissions = {
  /** All entries of the court; everybody sees his own. */
  'disclosure.review': ['commissioner', 'trialManagement', 'courtLeader', 'securityAdmin', 'securityAuditor'],
  'disclosure.supplement': ['commissioner', 'trialManagement', 'securityAdmin'],
  'disclosure.releases': [
    'commissioner',
    'trialManagement',
    'courtLeader',
    'responsibleDepartment',
    'securityAdmin',
    'securityAuditor',
    'projectManager',
    'teamLead',
  ],
  'disclosure.ask': ['projectManager', 'commissioner', 'trialManagement', 'responsibleDepartment'],
  'disclosure.decide': ['courtLeader', 'trialManagement'],
  'disclosure.end': ['courtLeader', 'trialManagement', 'commissioner'],
  'disclosure.permit': ['securityAdmin'],
  'disclosure.disclose': ['projectManager', 'teamLead', 'commissioner'],
} as const satisfies Permissions
export const EXPORT_LIMIT = 20_000

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
const text = (max: number) => z.string().trim().min(1).max(max)
const id = z.number().int().positive()
const language = z.enum(['zh', 'en']).default('zh')

// Contact log -------------------------------------------------------------------------------------------------------------
const contactFilters = {
  capacity: z.enum(capacities).optional(),
  channel: z.enum(channels).optional(),
  happenedFrom: date.optional(),
  happenedUntil: date.optional(),
  mine: z.enum(['yes']).optional(),
}
const contactItem = z.object({
  id: z.number(),
  number: z.string(),
  by: z.string(),
  contractor: z.string().nullable(),
  happenedAt: z.string(),
  asker: z.string(),
  capacity: z.enum(capacities),
  channel: z.enum(channels),
  caseId: z.number().nullable(),
  caseNumber: z.string().nullable(),
  caseSaid: z.string().nullable(),
  toldTo: z.enum(tellable),
  supplements: z.number(),
})
export const listContacts = endpoint({
  method: 'GET',
  path: '/contacts',
  summary: { zh: '接触登记', en: 'Contact log' },
  permission: 'signed-in',
  audit: 'contact.list',
  errors: [],
  query: z.object({ ...paging, ...contactFilters }),
  response: z.object({ items: z.array(contactItem), next: z.string().nullable() }),
})
export const exportContacts = endpoint({
  method: 'GET',
  path: '/contacts/export',
  summary: { zh: '导出接触登记', en: 'Export the contact log' },
  permission: 'disclosure.review',
  audit: 'contact.export',
  errors: ['export-too-large', 'bulk-export-not-permitted'],
  bulk: true,
  query: z.object({ ...contactFilters, language }),
  bytes: 'file',
  response: z.any(),
})
export const recordContact = endpoint({
  method: 'POST',
  path: '/contacts',
  summary: { zh: '登记一次打听、过问', en: 'Record that somebody asked about a case' },
  permission: 'signed-in',
  audit: 'contact.record',
  errors: ['time-in-future', 'unknown-case'],
  body: z.object({
    happenedOn: date,
    happenedAt: time,
    asker: text(200),
    capacity: z.enum(capacities),
    channel: z.enum(channels),
    caseId: id.nullable().optional(),
    caseSaid: text(200).nullable().optional(),
    asked: text(5000),
    answered: text(5000),
    toldTo: z.enum(tellable),
  }),
  response: z.object({ id: z.number(), number: z.string() }),
})
export const readContact = endpoint({
  method: 'GET',
  path: '/contacts/:id',
  summary: { zh: '一条接触登记', en: 'One entry of the contact log' },
  permission: 'signed-in',
  audit: 'contact.read',
  errors: [],
  params: byId,
  response: contactItem.extend({
    madeAt: z.string(),
    asked: z.string(),
    answered: z.string(),
    added: z.array(z.object({ id: z.number(), by: z.string(), at: z.string(), text: z.string() })),
    can: z.object({ supplement: decision }),
  }),
})
export const supplementContact = endpoint({
  method: 'POST',
  path: '/contacts/:id/supplements',
  summary: { zh: '补充或更正接触登记', en: 'Supplement or correct an entry' },
  permission: 'signed-in',
  audit: 'contact.supplement',
  errors: ['not-your-entry'],
  params: byId,
  body: z.object({ text: text(5000) }),
  response: z.object({ id: z.number() }),
})

// Third-party disclosure --------------------------------------------------------------------------------------------------
const releaseFilters = { kind: z.enum(releaseKinds).optional(), state: z.enum(shownStates).optional() }
const releaseItem = z.object({
  id: z.number(),
  number: z.string(),
  kind: z.enum(releaseKinds),
  state: z.enum(shownStates),
  contractor: z.string(),
  recipient: z.string(),
  caseId: z.number().nullable(),
  caseNumber: z.string().nullable(),
  caseSaid: z.string().nullable(),
  madeAt: z.string(),
  untilOn: z.string(),
  allowedUntil: z.string().nullable(),
  times: z.number(),
})
export const listReleases = endpoint({
  method: 'GET',
  path: '/releases',
  summary: { zh: '第三方披露', en: 'Third-party disclosure' },
  permission: 'signed-in',
  audit: 'release.list',
  errors: [],
  query: z.object({ ...paging, ...releaseFilters }),
  response: z.object({ items: z.array(releaseItem), next: z.string().nullable() }),
})
export const exportReleases = endpoint({
  method: 'GET',
  path: '/releases/export',
  summary: { zh: '导出第三方披露登记', en: 'Export the register of disclosures' },
  permission: 'disclosure.review',
  audit: 'release.export',
  errors: ['export-too-large', 'bulk-export-not-permitted'],
  bulk: true,
  query: z.object({ ...releaseFilters, language }),
  bytes: 'file',
  response: z.any(),
})
const about = {
  engagementId: id.nullable().optional(),
  recipient: text(200),
  caseId: id.nullable().optional(),
  caseSaid: text(200).nullable().optional(),
  scope: z.array(z.enum(scopes)).min(1).max(scopes.length),
  text: text(5000),
  purpose: text(2000),
  untilOn: date,
}
const made = z.object({ id: z.number(), number: z.string() })
export const askRelease = endpoint({
  method: 'POST',
  path: '/releases',
  summary: { zh: '申请向第三方披露', en: 'Ask for permission to disclose' },
  permission: 'disclosure.ask',
  audit: 'release.ask',
  errors: ['unknown-case', 'until-in-past', 'engagement-needed'],
  body: z.object(about),
  response: made,
})
/** Whoever of the contractor a demand reaches enters it; the clock runs from when it arrived. */
export const enterDemand = endpoint({
  method: 'POST',
  path: '/releases/demands',
  summary: { zh: '登记依法要求披露', en: 'Enter a demand by law' },
  permission: 'signed-in',
  audit: 'release.demand',
  errors: ['unknown-case', 'until-in-past', 'engagement-needed', 'time-in-future', 'not-for-this-role'],
  body: z.object({ ...about, paperNo: text(200), receivedOn: date, receivedAt: time, notifyNow: z.boolean().default(true) }),
  response: made,
})
export const readRelease = endpoint({
  method: 'GET',
  path: '/releases/:id',
  summary: { zh: '一件第三方披露', en: 'One disclosure' },
  permission: 'signed-in',
  audit: 'release.read',
  errors: [],
  params: byId,
  response: releaseItem.extend({
    paperNo: z.string().nullable(),
    receivedAt: z.string().nullable(),
    notifiedAt: z.string().nullable(),
    scope: z.array(z.enum(scopes)),
    text: z.string(),
    purpose: z.string(),
    madeBy: z.string(),
    decidedBy: z.string().nullable(),
    decidedAt: z.string().nullable(),
    reason: z.string().nullable(),
    allowed: z.array(z.enum(scopes)).nullable(),
    endedAt: z.string().nullable(),
    endReason: z.string().nullable(),
    revision: z.number(),
    papers: z.array(z.object({ id: z.number(), name: z.string(), by: z.string(), at: z.string() })),
    disclosed: z.array(
      z.object({
        id: z.number(),
        what: z.enum(scopes),
        text: z.string(),
        takenBy: z.string(),
        by: z.string(),
        happenedAt: z.string(),
      }),
    ),
    can: z.object({ addPaper: decision, notify: decision, decide: decision, end: decision, disclose: decision }),
  }),
})
const done = z.object({ id: z.number(), revision: z.number() })
export const notifyCourt = endpoint({
  method: 'POST',
  path: '/releases/:id/notify',
  summary: { zh: '立即通知法院', en: 'Tell the court at once' },
  permission: 'signed-in',
  audit: 'release.notify',
  errors: ['court-already-notified', 'not-for-this-role'],
  ifMatch: true,
  params: byId,
  body: z.object({}),
  response: done,
})
export const decideRelease = endpoint({
  method: 'POST',
  path: '/releases/:id/decide',
  summary: { zh: '书面许可或不予许可', en: 'Permit in writing or refuse' },
  permission: 'disclosure.decide',
  audit: 'release.decide',
  errors: [
    'court-not-notified',
    'release-decided',
    'release-without-paper',
    'second-person-needed',
    'outside-scope',
    'until-in-past',
    'outside-term',
    'scope-needed',
  ],
  ifMatch: true,
  params: byId,
  body: z.object({
    permit: z.boolean(),
    allowed: z.array(z.enum(scopes)).max(scopes.length).default([]),
    allowedUntil: date.nullable().optional(),
    reason,
  }),
  response: done,
})
export const endRelease = endpoint({
  method: 'POST',
  path: '/releases/:id/end',
  summary: { zh: '收回许可', en: 'Withdraw the permission' },
  permission: 'disclosure.end',
  audit: 'release.end',
  errors: ['release-not-permitted', 'release-lapsed'],
  ifMatch: true,
  params: byId,
  body: z.object({ reason }),
  response: done,
})
export const recordDisclosed = endpoint({
  method: 'POST',
  path: '/releases/:id/disclosed',
  summary: { zh: '登记已披露的内容', en: 'Record what was disclosed' },
  permission: 'disclosure.disclose',
  audit: 'release.disclosed',
  errors: ['release-not-permitted', 'release-lapsed', 'outside-scope', 'outside-term', 'time-in-future', 'before-permission'],
  params: byId,
  body: z.object({ what: z.enum(scopes), text: text(5000), takenBy: text(200), happenedOn: date, happenedAt: time }),
  response: z.object({ id: z.number() }),
})
export const addPaper = endpoint({
  method: 'POST',
  path: '/releases/:id/papers',
  summary: { zh: '上传书面材料', en: 'Add the written paper' },
  permission: 'signed-in',
  audit: 'release.paper',
  errors: ['release-decided', 'file-type-refused'],
  params: byId,
  bytes: 'upload',
  response: z.object({ id: z.number() }),
})
export const readPaper = endpoint({
  method: 'GET',
  path: '/release-papers/:id',
  summary: { zh: '查阅书面材料', en: 'Read a paper' },
  permission: 'signed-in',
  audit: 'release.paper.read',
  errors: [],
  params: byId,
  bytes: 'file',
  response: z.unknown(),
})
