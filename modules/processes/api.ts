import { z } from 'zod'
import { endpoint, type Permissions } from '../../platform/http/endpoint.ts'

export const permissions: Permissions = {
  'processes.read': ['courtLeader', 'trialManagement', 'commissioner', 'responsibleDepartment', 'filingOfficer', 'judge', 'clerk', 'enforcementOfficer', 'archivist', 'projectManager', 'teamLead', 'operator'],
  'processes.draft': ['trialManagement', 'responsibleDepartment'],
  'processes.approve': ['trialManagement', 'courtLeader'],
}
const id = z.object({ id: z.coerce.number().int().positive() })
const finding = z.object({ code: z.string(), elementId: z.string().nullable(), elementName: z.string().nullable(), detail: z.string().optional() })
const state = z.enum(['draft', 'proposed', 'published', 'retired', 'refused'])
const summary = z.object({
  id: z.number(), key: z.string(), version: z.number(), nameZh: z.string(), nameEn: z.string(), state, own: z.boolean(), uploadedByName: z.string().nullable(), approvedByName: z.string().nullable(), uploadedAt: z.string(), publishedAt: z.string().nullable(),
  note: z.string().nullable(), open: z.number(), late: z.number(), revision: z.number(),
})
export const listProcesses = endpoint({
  method: 'GET', path: '/processes', summary: { zh: '流程：现行版本与历次版本', en: 'Processes and their versions' }, permission: 'processes.read', audit: 'none', errors: [], query: z.object({ key: z.string().max(60).optional() }), response: z.object({ items: z.array(summary) }),
})
export const readProcess = endpoint({
  method: 'GET', path: '/processes/:id', summary: { zh: '流程图与各环节在办数', en: 'Process with live counts of work on each step' }, permission: 'processes.read', audit: 'none', errors: [], params: id,
  response: summary.extend({
    xml: z.string(), findings: z.array(finding), inForceId: z.number().nullable(), can: z.object({ propose: z.union([z.literal(true), z.string()]), approve: z.union([z.literal(true), z.string()]) }),
    steps: z.array(z.object({ elementId: z.string(), nameZh: z.string(), nameEn: z.string(), nature: z.string(), performer: z.string(), role: z.string(), stage: z.string(), open: z.number(), late: z.number(), oldestAt: z.string().nullable() })),
  }),
})
/** For whoever draws processes: playing a large file through takes seconds of the server. */
export const checkProcess = endpoint({
  method: 'POST', path: '/processes/check', summary: { zh: '检查流程文件', en: 'Check a BPMN file' }, permission: 'processes.draft', audit: 'none', errors: [], body: z.object({ xml: z.string().max(1_048_576) }), response: z.object({ findings: z.array(finding) }),
})
export const uploadProcess = endpoint({
  method: 'POST', path: '/processes', summary: { zh: '上传新版本（草稿）', en: 'Upload a new version as a draft' }, permission: 'processes.draft', audit: 'process.upload', errors: ['process-cannot-run', 'no-process'],
  body: z.object({ key: z.string().regex(/^[a-z][a-z-]{1,58}$/), xml: z.string().min(1).max(1_048_576), note: z.string().trim().max(500).default('') }), response: z.object({ id: z.number(), version: z.number(), findings: z.array(finding) }),
})
const decide = (verb: string, zh: string, en: string, permission: string) =>
  ({ method: 'POST', path: `/processes/:id/${verb}`, summary: { zh, en }, permission, audit: `process.${verb}`, errors: ['process-state', 'second-person-needed', 'process-cannot-run'], params: id, response: z.object({ ok: z.literal(true) }), ifMatch: true }) as const
export const propose = endpoint({ ...decide('propose', '提请审批', 'Propose', 'processes.draft') })
export const approve = endpoint({ ...decide('approve', '批准并发布（须第二人）', 'Approve and publish, by a second person', 'processes.approve') })
export const refuse = endpoint({ ...decide('refuse', '不予批准', 'Refuse', 'processes.approve'), body: z.object({ reason: z.string().trim().min(2).max(500) }) })
