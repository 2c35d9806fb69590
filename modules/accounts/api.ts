import { z } from 'zod'
import { line } from '../../platform/http/text.ts'
import { endpoint, type Permissions } from '../../platform/http/endpoint.ts'
import { courtLevels } from '../organisations/rules/structure.ts'
import { decision, paging, role, sides } from '../organisations/api.ts'

/** 三员分立: the system administrator makes accounts, the security administrator locks and unlocks them, the auditor does neither. */
export const permissions = {
  'accounts.see': ['systemAdmin', 'securityAdmin', 'courtLeader'],
  'accounts.create': ['systemAdmin'],
  'accounts.disable': ['systemAdmin', 'securityAdmin'],
  'accounts.secure': ['securityAdmin'],
  /** The second hand before a link for an account in use; the leader for the security administrator’s own. */
  'accounts.approve': ['securityAdmin', 'courtLeader'],
} as const satisfies Permissions

const id = z.coerce.number().int().positive()
const byId = z.object({ id })
const login = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{1,63}$/)
const password = z.string().min(1).max(200)
const code = z
  .string()
  .trim()
  .regex(/^[0-9 ]{6,8}$/)
const token = z.string().min(20).max(100)
const done = z.object({ ok: z.literal(true) })
const language = z.enum(['zh', 'en'])
export const passwordErrors = [
  'password-short',
  'password-long',
  'password-simple',
  'password-common',
  'password-personal',
  'password-repeated',
  'password-same',
] as const

// The session ------------------------------------------------------------------------------------------------------------

/** `stage` says what the login still lacks: 'totp' a code, 'enrol' a second factor, 'password' a new password; 'full': nothing. 'locked': the screen is locked, the server refuses all else. */
export const session = z.object({
  signedIn: z.literal(true),
  stage: z.enum(['full', 'totp', 'enrol', 'password', 'locked']),
  accountId: z.number(),
  personId: z.number(),
  login: z.string(),
  name: z.string(),
  side: z.enum(sides),
  roles: z.array(role),
  court: z.object({ id: z.number(), code: z.string(), name: z.string() }).nullable(),
  contractor: z.object({ id: z.number(), name: z.string() }).nullable(),
  /** Courts the person has a post in; more than one: may switch. */
  courts: z.array(z.object({ id: z.number(), name: z.string() })),
  divisionIds: z.array(z.number()),
  /** Permission keys of all modules that the caller holds. */
  permissions: z.array(z.string()),
  language,
  totp: z.object({ on: z.boolean(), required: z.boolean() }),
  idleSeconds: z.number(),
  /** After so long without hands the screen is locked; null: never by itself. */
  lockSeconds: z.number().nullable(),
  expiresAt: z.string(),
  now: z.string(),
  demo: z.boolean(),
  version: z.string(),
})
export const readSession = endpoint({
  method: 'GET',
  path: '/session',
  permission: 'public',
  audit: 'none',
  errors: [],
  summary: { zh: '当前会话', en: 'Who am I' },
  response: z.union([session, z.object({ signedIn: z.literal(false) })]),
})
/** What the first page needs before anyone is signed in. Demo accounts stand here in demo mode only. */
export const readEntry = endpoint({
  method: 'GET',
  path: '/session/entry',
  permission: 'public',
  audit: 'none',
  errors: [],
  summary: { zh: '登录页信息', en: 'What the login page needs' },
  response: z.object({
    /** 'broken': the making of the demo court was broken off; it can only be begun anew. */
    state: z.enum(['setup', 'making', 'broken', 'ready']),
    /** The demo court is being built: working day now and in all. */
    making: z.object({ day: z.number(), of: z.number() }).nullable(),
    demo: z.boolean(),
    version: z.string(),
    demoAccounts: z.array(
      z.object({
        login: z.string(),
        name: z.string(),
        roles: z.array(role),
        organisation: z.string(),
        /** Team of the contractor, division of the court. */
        unit: z.string().nullable(),
        password: z.string(),
      }),
    ),
  }),
})
const loginErrors = ['wrong-credentials', 'account-locked', 'too-many-attempts', 'no-current-post'] as const
export const signIn = endpoint({
  method: 'POST',
  path: '/session',
  permission: 'public',
  audit: 'account.login',
  secret: true,
  errors: [...loginErrors, 'wrong-code'],
  summary: { zh: '登录', en: 'Sign in; the answer may be of an unfinished stage' },
  body: z.object({ login: z.string().trim().toLowerCase().min(1).max(200), password, code: code.optional() }),
  response: session,
})
export const giveCode = endpoint({
  method: 'POST',
  path: '/session/code',
  permission: 'public',
  audit: 'account.login',
  secret: true,
  errors: ['wrong-code', 'code-used', 'account-locked', 'wrong-stage', 'not-signed-in'],
  summary: { zh: '输入动态口令', en: 'Second factor of a login in stage totp' },
  body: z.object({ code }),
  response: session,
})
export const beginEnrolment = endpoint({
  method: 'POST',
  path: '/session/enrolment',
  permission: 'public',
  audit: 'account.enrolBegin',
  secret: true,
  errors: ['wrong-stage', 'totp-already-on', 'not-signed-in'],
  summary: { zh: '绑定动态口令：取二维码', en: 'Begin to enrol a second factor (stage enrol, or full without one)' },
  // What is sent without a body arrives as null.
  body: z.object({}).nullish(),
  /** `qr` is a data: URI of a PNG; `secret` is base32 for typing. */
  response: z.object({ secret: z.string(), uri: z.string(), qr: z.string() }),
})
export const confirmEnrolment = endpoint({
  method: 'POST',
  path: '/session/enrolment/confirm',
  permission: 'public',
  audit: 'account.enrol',
  secret: true,
  errors: ['wrong-stage', 'wrong-code', 'account-locked', 'enrolment-not-begun', 'totp-already-on', 'not-signed-in'],
  summary: { zh: '绑定动态口令：确认', en: 'Confirm the second factor with a first code' },
  body: z.object({ code }),
  response: session,
})
/** Ends all other sessions of the account. Allowed in stage 'password' and 'full'. */
export const changePassword = endpoint({
  method: 'POST',
  path: '/session/password',
  permission: 'public',
  audit: 'account.changePassword',
  secret: true,
  errors: ['wrong-credentials', 'account-locked', 'wrong-stage', 'not-signed-in', ...passwordErrors],
  summary: { zh: '修改密码', en: 'Change my password' },
  body: z.object({ current: password, next: password }),
  response: session,
})
/** From now on the session opens nothing until its password is given (7.3.2.5). */
export const lockScreen = endpoint({
  method: 'POST',
  path: '/session/lock',
  permission: 'signed-in',
  audit: 'account.lockScreen',
  errors: [],
  summary: { zh: '锁定屏幕', en: 'Lock the screen: the session is refused until its password is given' },
  body: z.object({ by: z.enum(['hand', 'idle']) }),
  response: done,
})
/** A wrong password counts and locks like one at the login; an account locked so ends the session. */
export const unlockScreen = endpoint({
  method: 'POST',
  path: '/session/unlock',
  permission: 'public',
  audit: 'account.unlockScreen',
  secret: true,
  errors: ['wrong-credentials', 'account-locked', 'too-many-attempts', 'wrong-stage', 'not-signed-in'],
  summary: { zh: '解除屏幕锁定', en: 'Unlock the screen by the password' },
  body: z.object({ password }),
  response: session,
})
export const signOut = endpoint({
  method: 'DELETE',
  path: '/session',
  permission: 'public',
  audit: 'account.logout',
  errors: [],
  summary: { zh: '退出', en: 'Sign out' },
  response: done,
})
export const switchCourt = endpoint({
  method: 'PUT',
  path: '/session/court',
  permission: 'signed-in',
  audit: 'account.switchCourt',
  errors: ['no-current-post'],
  summary: { zh: '切换法院', en: 'Work in another court where I have a post' },
  body: z.object({ courtId: z.number().int().positive() }),
  response: done,
})
export const setLanguage = endpoint({
  method: 'PUT',
  path: '/session/language',
  permission: 'signed-in',
  audit: 'account.language',
  errors: [],
  summary: { zh: '界面语言', en: 'Language of the interface' },
  body: z.object({ language }),
  response: done,
})
const sessionRow = z.object({
  id: z.string(),
  createdAt: z.string(),
  seenAt: z.string(),
  expiresAt: z.string(),
  ip: z.string().nullable(),
  agent: z.string().nullable(),
  stage: z.string(),
  current: z.boolean(),
})
export const listMySessions = endpoint({
  method: 'GET',
  path: '/session/all',
  permission: 'signed-in',
  audit: 'none',
  errors: [],
  summary: { zh: '我的会话', en: 'My live sessions' },
  response: z.object({ items: z.array(sessionRow) }),
})
/** `id` 'others': all but this one. */
export const revokeMySession = endpoint({
  method: 'DELETE',
  path: '/session/all/:id',
  permission: 'signed-in',
  audit: 'session.revoke',
  errors: [],
  summary: { zh: '结束会话', en: 'End one of my sessions, or all others' },
  params: z.object({ id: z.union([z.uuid(), z.literal('others')]) }),
  response: z.object({ ended: z.number() }),
})
/** Not for the three administrators and whoever else must have a second factor. */
export const removeSecondFactor = endpoint({
  method: 'POST',
  path: '/session/enrolment/remove',
  permission: 'signed-in',
  audit: 'account.removeTotp',
  errors: ['totp-required', 'wrong-credentials', 'account-locked'],
  summary: { zh: '解除动态口令', en: 'Give up my second factor' },
  body: z.object({ password }),
  response: done,
})

// One-time links ---------------------------------------------------------------------------------------------------------

export const inspectLink = endpoint({
  method: 'POST',
  path: '/links/inspect',
  permission: 'public',
  audit: 'none',
  secret: true,
  errors: ['link-invalid'],
  summary: { zh: '查看一次性链接', en: 'What a one-time link is for' },
  body: z.object({ token }),
  response: z.object({ purpose: z.enum(['invite', 'reset']), login: z.string(), name: z.string(), expiresAt: z.string() }),
})
/** Sets the password and signs in; the next stage may be 'enrol' or 'totp'. */
export const redeemLink = endpoint({
  method: 'POST',
  path: '/links/use',
  permission: 'public',
  audit: 'account.useLink',
  secret: true,
  errors: ['link-invalid', 'no-current-post', ...passwordErrors],
  summary: { zh: '使用一次性链接设置密码', en: 'Set the password with a one-time link' },
  body: z.object({ token, password }),
  response: session,
})

// Accounts of others -----------------------------------------------------------------------------------------------------

const link = z.object({ purpose: z.enum(['invite', 'reset']), token: z.string(), path: z.string(), expiresAt: z.string() })
const accountRow = {
  id: z.number(),
  personId: z.number(),
  name: z.string(),
  login: z.string(),
  side: z.enum(sides),
  organisation: z.string(),
  roles: z.array(role),
  state: z.enum(['invited', 'active', 'locked', 'disabled', 'left']),
  lockedUntil: z.string().nullable(),
  disabledAt: z.string().nullable(),
  totp: z.object({ on: z.boolean(), required: z.boolean() }),
  lastSeenAt: z.string().nullable(),
  sessions: z.number(),
  /** Until when an approved link may be made, by whose approval; null: none stands. */
  linkApproval: z.object({ byName: z.string(), until: z.string() }).nullable(),
  revision: z.number(),
  can: z.object({
    link: decision,
    approveLink: decision,
    disable: decision,
    enable: decision,
    unlock: decision,
    resetTotp: decision,
    requireTotp: decision,
    revokeSessions: decision,
  }),
}
export const account = z.object(accountRow)
export const listAccounts = endpoint({
  method: 'GET',
  path: '/accounts',
  permission: 'accounts.see',
  audit: 'account.list',
  errors: [],
  summary: { zh: '账号', en: 'Accounts of my courts and their contractors' },
  query: z.object({
    q: z.string().trim().max(64).optional(),
    state: z.enum(['invited', 'active', 'locked', 'disabled', 'left']).optional(),
    ...paging,
  }),
  response: z.object({ items: z.array(account), next: z.string().nullable(), can: z.object({ create: decision }) }),
})
export const readAccount = endpoint({
  method: 'GET',
  path: '/accounts/:id',
  permission: 'accounts.see',
  audit: 'account.read',
  errors: [],
  summary: { zh: '账号详情', en: 'One account with its live sessions' },
  params: byId,
  response: z.object({ ...accountRow, live: z.array(sessionRow) }),
})
/** The link is shown once; only its hash is kept. */
export const createAccount = endpoint({
  method: 'POST',
  path: '/accounts',
  permission: 'accounts.create',
  audit: 'account.create',
  secret: true,
  errors: ['login-taken', 'account-exists', 'person-left', 'not-your-people', 'not-yourself'],
  summary: { zh: '开通账号（一次性邀请链接）', en: 'Make an account and its one-time invitation' },
  body: z.object({ personId: z.number().int().positive(), login, totpRequired: z.boolean().optional() }),
  response: z.object({ id: z.number(), revision: z.number(), link }),
})
export const makeLink = endpoint({
  method: 'POST',
  path: '/accounts/:id/link',
  permission: 'accounts.create',
  audit: 'account.makeLink',
  secret: true,
  errors: ['not-yourself', 'account-disabled', 'person-left', 'not-your-people', 'link-needs-approval'],
  summary: { zh: '生成一次性重置链接', en: 'Make a one-time link to set a password (72 hours, one use)' },
  params: byId,
  // What is sent without a body arrives as null.
  body: z.object({}).nullish(),
  response: link,
})
const act = (verb: string, auditVerb: string, permission: keyof typeof permissions, zh: string, en: string, errors: readonly string[]) =>
  endpoint({
    method: 'POST',
    path: `/accounts/:id/${verb}`,
    permission,
    audit: auditVerb,
    ifMatch: true,
    errors: ['not-yourself', 'not-your-people', ...errors],
    summary: { zh, en },
    params: byId,
    body: z.object({ reason: z.string().trim().min(1).max(300) }),
    response: z.object({ id: z.number(), revision: z.number() }),
  })
export const approveLink = act(
  'approve-link',
  'account.approveLink',
  'accounts.approve',
  '同意重置管理员账号',
  'Approve one link for an administrator’s account, within a day',
  ['account-disabled', 'person-left', 'approval-not-needed'],
)
export const disableAccount = act('disable', 'account.disable', 'accounts.disable', '停用账号', 'Disable: all sessions end at once', [
  'account-disabled',
])
export const enableAccount = act('enable', 'account.enable', 'accounts.secure', '启用账号', 'Enable again', [
  'account-not-disabled',
  'person-left',
])
export const unlockAccount = act('unlock', 'account.unlock', 'accounts.secure', '解除锁定', 'Unlock after failed logins', [
  'account-not-locked',
])
export const resetSecondFactor = act(
  'reset-totp',
  'account.resetTotp',
  'accounts.secure',
  '重置动态口令',
  'Reset the second factor (lost device): sessions end',
  ['totp-not-on'],
)
export const revokeSessions = act(
  'revoke-sessions',
  'session.revoke',
  'accounts.secure',
  '结束全部会话',
  'End all sessions of an account',
  [],
)
export const requireSecondFactor = endpoint({
  method: 'POST',
  path: '/accounts/:id/require-totp',
  permission: 'accounts.secure',
  audit: 'account.requireTotp',
  ifMatch: true,
  errors: ['not-yourself', 'not-your-people', 'totp-role-requires'],
  summary: { zh: '要求动态口令', en: 'Require a second factor, or no longer' },
  params: byId,
  body: z.object({ required: z.boolean() }),
  response: z.object({ id: z.number(), revision: z.number() }),
})
export const listFailedLogins = endpoint({
  method: 'GET',
  path: '/accounts/failed-logins',
  permission: 'accounts.secure',
  audit: 'account.failedLogins',
  errors: [],
  summary: { zh: '登录失败记录（一天）', en: 'Failed logins of the last day' },
  query: z.object({ ...paging }),
  response: z.object({
    items: z.array(z.object({ at: z.string(), ip: z.string(), login: z.string(), known: z.boolean() })),
    next: z.string().nullable(),
  }),
})

// First start ------------------------------------------------------------------------------------------------------------

/** Any length is looked at: a code typed short is a wrong code, said and counted as one. */
const setupCode = z.string().trim().min(1).max(100)
const setupErrors = ['setup-done', 'setup-code-wrong', 'too-many-attempts'] as const
const official = z.object({ name: line(100), login })
export const setUp = endpoint({
  method: 'POST',
  path: '/setup',
  permission: 'public',
  audit: 'court.setUp',
  secret: true,
  errors: [...setupErrors, 'setup-names-equal', 'setup-logins-equal', 'court-code-malformed'],
  summary: { zh: '初始化本院', en: 'Set up my court with the one-time code from the console' },
  body: z.object({
    code: setupCode,
    court: z.object({ name: z.string().trim().min(2).max(100), code: z.string().trim().min(1).max(20), level: z.enum(courtLevels) }),
    systemAdmin: official,
    securityAdmin: official,
    securityAuditor: official,
    /** First person of the court itself (审管办), who enters contractors and engagements. */
    trialManagement: official.optional(),
  }),
  response: z.object({
    courtId: z.number(),
    links: z.array(z.object({ role, name: z.string(), login: z.string(), token: z.string(), path: z.string(), expiresAt: z.string() })),
  }),
})
export const setUpDemo = endpoint({
  method: 'POST',
  path: '/setup/demo',
  permission: 'public',
  audit: 'court.setUpDemo',
  secret: true,
  errors: [...setupErrors, 'demo-unavailable'],
  summary: { zh: '生成演示法院', en: 'Make the demo court' },
  body: z.object({ code: setupCode }),
  response: z.object({ started: z.literal(true) }),
})
