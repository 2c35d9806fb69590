/** Decisions about logins: no I/O; used by both sides. Times in minutes and seconds as named. */

/** `locked`: finished, and left alone; the password opens it again. */
export type Stage = 'full' | 'totp' | 'enrol' | 'password' | 'locked'

/** What a login still lacks after the password was right; `code` true: the second factor was given in this session. */
export const stageOf = (a: { totpOn: boolean; totpRequired: boolean; passwordOld: boolean }, given: { code: boolean }): Stage => {
  if (a.totpOn && !given.code) return 'totp'
  if (!a.totpOn && a.totpRequired) return 'enrol'
  return a.passwordOld ? 'password' : 'full'
}

export const FAILURES_BEFORE_LOCK = 5
/** The fifth failure locks for 15 minutes, each further one for twice as long, a day at most. */
export const lockMinutes = (failures: number): number =>
  failures < FAILURES_BEFORE_LOCK ? 0 : Math.min(15 * 2 ** Math.min(failures - FAILURES_BEFORE_LOCK, 10), 1440)

/** A court is behind one address: many may err, one machine may not try a list. */
export const FAILURES_PER_ADDRESS = 30
export const ADDRESS_WINDOW_MINUTES = 15

export type PasswordFault =
  | 'password-short'
  | 'password-long'
  | 'password-simple'
  | 'password-common'
  | 'password-personal'
  | 'password-repeated'

/** Full-width and half-width signs are one password: input methods switch between them unseen. */
export const tidyPassword = (password: string): string => password.normalize('NFKC')

// Words people build passwords on, Chinese habits included; compared after 0→o, 1→i, 3→e, 4→a, 5→s, 7→t, @→a, $→s.
const WORDS = new Set(
  (
    'password passwd pass admin administrator root user guest test welcome letmein login system super manager master changeme iloveyou dragon monkey sunshine ' +
    'qwer qwert qwerty qwertyuiop asdf asdfg asdfgh asdfghjkl zxcv zxcvb zxcvbn zxcvbnm qwerasdf qwerasdfzxcv qaz qazwsx qazwsxedc wsx edc ' +
    'a aa aaa ab abc abcd abcde abcdef abcdefg aabb ' +
    'woaini woaini woaizhongguo nihao zhongguo china beijing shanghai jiangsu taobao wechat weixin huawei xiaomi tencent baidu alibaba ' +
    'fayuan fating faguan renminfayuan court judge lawyer shujiyuan lian zhixing shenpan bailiwick mima wodemima'
  ).split(' '),
)
const LEET: Readonly<Record<string, string>> = { '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '@': 'a', $: 's', '!': 'i' }
const SEQUENCES = [
  '01234567890123456789',
  '98765432109876543210',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  '1qaz2wsx3edc4rfv5tgb6yhn',
  '!@#$%^&*()',
  'qazwsxedcrfv',
]

/** Length of what is left when runs of four or more along a keyboard row or a count are taken away. */
const outsideSequences = (text: string): string => {
  let rest = ''
  for (let i = 0; i < text.length; ) {
    let run = 0
    for (const s of SEQUENCES) {
      let n = 0
      while (i + n < text.length && s.includes(text.slice(i, i + n + 1))) n++
      run = Math.max(run, n)
    }
    if (run >= 4) i += run
    else rest += text[i++]
  }
  return rest
}

const isCommon = (text: string): boolean => {
  const bare = text.toLowerCase().replace(/\s/g, '')
  if (outsideSequences(bare).length <= 3) return true
  // A known word with figures and signs around it is a known password: Qwer1234!, Admin@123, P@ssw0rd2026.
  const core = bare.replace(/^[^a-z@$]+|[^a-z]+$/g, '')
  const folded = [...core].map((c) => LEET[c] ?? c).join('')
  const around = bare.length - core.length
  return around <= 9 && (WORDS.has(folded) || WORDS.has(folded.replace(/[^a-z]/g, '')) || WORDS.has(core.replace(/[^a-z]/g, '')))
}

/** How long the approval of a link stands. */
export const APPROVAL_HOURS = 24
const administrators: readonly string[] = ['systemAdmin', 'securityAdmin', 'securityAuditor']
/**
 * 三员分立: a link for the account of an administrator is made by one and approved by another; else whoever makes links could be any
 * administrator who has no second factor yet. Not asked while nobody could give it and the account was never used: the first start, where
 * one hand passes out all links anyway. Likewise for every account in use that the password alone opens: with a link for a judge's account the
 * system administrator, who sees no case, would see all of the judge's (7.3.2.2).
 */
export const linkNeedsApproval = (a: {
  roles: readonly string[]
  everUsed: boolean
  approvedNow: boolean
  approverExists: boolean
  totpOn: boolean
}): boolean =>
  !a.approvedNow &&
  (a.roles.some((r) => administrators.includes(r)) ? a.everUsed || a.approverExists : a.everUsed && a.approverExists && !a.totpOn)

/** At least 12 characters, or 10 of three classes; not a habit, not the owner's name or login. Null: it stands. */
export const passwordFault = (input: string, owner: { login: string; name: string }): PasswordFault | null => {
  const text = tidyPassword(input)
  const signs = [...text]
  if (signs.length > 128) return 'password-long'
  const classes = [/\p{Ll}|\p{Lo}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{L}\p{Nd}]/u].filter((c) => c.test(text)).length
  if (signs.length < 10) return 'password-short'
  if (signs.length < 12 && classes < 3) return 'password-simple'
  const low = text.toLowerCase()
  if (new Set(low).size < 5 || /^(.{1,5})\1+.?$/u.test(low)) return 'password-repeated'
  const login = owner.login.toLowerCase()
  const name = owner.name.normalize('NFKC').toLowerCase().replace(/\s/g, '')
  if ((login.length >= 3 && low.includes(login)) || ([...name].length >= 2 && low.replace(/\s/g, '').includes(name)))
    return 'password-personal'
  return isCommon(text) ? 'password-common' : null
}

/** 7.3.2.5: a screen locks before its session ends, and the contractor's never later than the court's. */
export const timesStand = (t: {
  lockMinutes: number
  lockMinutesContractor: number
  idleMinutes: number
  sessionHours: number
}): { ok: true } | { ok: false; code: 'contractor-locks-later' | 'idle-before-lock' | 'session-before-idle'; field: keyof typeof t } => {
  if (t.lockMinutesContractor > t.lockMinutes) return { ok: false, code: 'contractor-locks-later', field: 'lockMinutesContractor' }
  if (t.idleMinutes <= t.lockMinutes) return { ok: false, code: 'idle-before-lock', field: 'idleMinutes' }
  return t.sessionHours * 60 < t.idleMinutes ? { ok: false, code: 'session-before-idle', field: 'sessionHours' } : { ok: true }
}
