import { z } from 'zod'
import { endpoint, type Permissions } from '../../platform/http/endpoint.ts'
import { line } from '../../platform/http/text.ts'
import { byId, decision, paging } from '../organisations/api.ts'
import { pieceKinds, pieceStates } from './rules.ts'

export const permissions = {
  'badges.see': ['courtLeader', 'trialManagement', 'commissioner', 'responsibleDepartment', 'projectManager', 'teamLead', 'hr'],
  'badges.keep': ['projectManager', 'hr'],
  /** What one holds oneself, to report it lost at once. */
  'badges.own': ['projectManager', 'teamLead', 'operator', 'hr', 'finance'],
} as const satisfies Permissions

const id = z.coerce.number().int().positive()
const ok = z.object({ ok: z.literal(true) })
export const PHOTO_BYTES = 5 * 1024 * 1024

const piece = {
  id: z.number(),
  kind: z.enum(pieceKinds),
  number: z.string(),
  name: z.string(),
  personId: z.number(),
  person: z.string(),
  contractor: z.string(),
  state: z.enum(pieceStates),
  recallBecause: z.enum(['veto', 'left', 'postEnded', 'incident']).nullable(),
  issuedAt: z.string(),
  issuedBy: z.string(),
  recallAt: z.string().nullable(),
  lostAt: z.string().nullable(),
  lostNote: z.string().nullable(),
  returnedAt: z.string().nullable(),
  returnNote: z.string().nullable(),
  photo: z.boolean(),
  revision: z.number(),
  can: z.object({ return: decision, lose: decision, replace: decision, print: decision }),
}
/** One's own; whoever keeps or supervises sees theirs. */
export const listPieces = endpoint({
  method: 'GET',
  path: '/badges',
  permission: 'signed-in',
  audit: 'none',
  errors: [],
  summary: { zh: '工牌、服装、设备', en: 'Badges, uniforms, devices' },
  query: z.object({
    q: z.string().trim().max(100).optional(),
    kind: z.enum(pieceKinds).optional(),
    state: z.enum(pieceStates).optional(),
    mine: z.enum(['yes']).optional(),
    personId: id.optional(),
    ...paging,
  }),
  response: z.object({ items: z.array(z.object(piece)), next: z.string().nullable(), can: z.object({ issue: decision }) }),
})
const number = line(40)
const issueErrors = ['number-used', 'badge-held']
export const issuePiece = endpoint({
  method: 'POST',
  path: '/badges',
  permission: 'badges.keep',
  audit: 'badge.issue',
  errors: [...issueErrors, 'not-outsourced', 'person-left', 'not-yourself', 'person-not-in-engagement', 'person-vetoed'],
  summary: { zh: '发放', en: 'Issue' },
  body: z.object({ personId: id, kind: z.enum(pieceKinds), number, name: z.string().trim().max(100).default('') }),
  response: z.object({ id: z.number() }),
})
const turn = <B extends z.ZodType>(
  what: string,
  permission: 'signed-in' | 'badges.keep',
  zh: string,
  en: string,
  body: B,
  errors: string[] = [],
) =>
  endpoint({
    method: 'POST',
    path: `/badges/:id/${what}`,
    permission,
    audit: `badge.${what}`,
    errors: ['piece-returned', 'piece-lost', 'not-yourself', ...errors],
    summary: { zh, en },
    params: byId,
    ifMatch: true,
    body,
    response: ok,
  })
const note = z.object({ note: z.string().trim().max(500).default('') })
export const returnPiece = turn('return', 'badges.keep', '归还', 'Returned', note)
/** Blocked in this transaction: whoever checks its code is told so. */
export const losePiece = turn('lose', 'signed-in', '挂失', 'Lost', note)
export const replacePiece = endpoint({
  method: 'POST',
  path: '/badges/:id/replace',
  permission: 'badges.keep',
  audit: 'badge.replace',
  errors: [
    'piece-not-lost',
    'piece-replaced',
    'not-yourself',
    ...issueErrors,
    'person-left',
    'person-not-in-engagement',
    'person-vetoed',
    'not-outsourced',
  ],
  summary: { zh: '补发', en: 'Replace what was lost' },
  params: byId,
  ifMatch: true,
  body: z.object({ number }),
  response: z.object({ id: z.number() }),
})
export const addPhoto = endpoint({
  method: 'POST',
  path: '/badges/:id/photo',
  permission: 'badges.keep',
  audit: 'badge.photo',
  errors: ['not-a-badge', 'badge-blocked', 'not-yourself', 'photo-kind', 'empty-file'],
  summary: { zh: '上传工牌照片', en: 'Photo for the badge' },
  params: byId,
  bytes: 'upload',
  maxBytes: PHOTO_BYTES,
  response: ok,
})
export const printCard = endpoint({
  method: 'GET',
  path: '/badges/:id/card',
  permission: 'badges.keep',
  audit: 'badge.print',
  errors: ['not-a-badge', 'badge-blocked', 'not-yourself'],
  summary: { zh: '打印工牌', en: 'Print the badge card' },
  params: byId,
  bytes: 'file',
  response: z.any(),
})
export const checkBadge = endpoint({
  method: 'GET',
  path: '/badges/check',
  permission: 'signed-in',
  audit: 'badge.check',
  errors: [],
  summary: { zh: '核验工牌', en: 'Check a badge by the code of its QR' },
  query: z.object({ code: z.string().trim().max(40) }),
  response: z.object({
    found: z
      .object({
        number: z.string(),
        person: z.string(),
        contractor: z.string(),
        state: z.enum(pieceStates),
        /** May he work here now: admitted, not vetoed, not on leave. */
        admitted: z.boolean(),
      })
      .nullable(),
  }),
})
