import { beforeAll, describe, expect, test } from 'vitest'
import { type Reply, testApp } from '../../test/support/app.ts'
import { testCourt, type TestCourt } from '../../test/support/court.ts'
import type { Role } from '../organisations/rules/roles.ts'
import { linkNeedsApproval } from './rules.ts'

// 三员分立: nobody makes himself another administrator. Whoever makes links has none for an administrator's account without a second hand.
const t = await testApp({ now: '2026-09-21T01:00:00Z' })
let c: TestCourt
const account: Record<string, number> = {}
const said = (r: Reply): unknown[] => [r.status, r.body.code]
const read = async (by: string, whose: string) => (await c.as(by).get(`/accounts/${account[whose]}`)).body
// As the page sends it: without a body.
const link = (by: string, whose: string) => c.as(by).post(`/accounts/${account[whose]}/link`)
const approve = async (by: string, whose: string) => {
  const { rows } = await t.owner.query('select revision from accounts.account where id = $1', [account[whose]])
  return c.as(by).post(`/accounts/${account[whose]}/approve-link`, { reason: '本人当面申请' }, { 'if-match': `"${rows[0].revision}"` })
}
beforeAll(async () => {
  c = await testCourt(t)
  for (const [who, role] of [
    ['systemAdmin', 'systemAdmin'],
    ['systemAdmin2', 'systemAdmin'],
    ['securityAdmin', 'securityAdmin'],
    ['auditor', 'securityAuditor'],
  ] as [string, Role][])
    await c.person(who, role)
  // In use, and without a second factor: what the hole was.
  await t.owner.query("update accounts.account set password_hash = coalesce(password_hash, 'x')")
  for (const who of Object.keys(c.people))
    account[who] = Number((await t.owner.query('select id from accounts.account where person_id = $1', [c.people[who]])).rows[0].id)
})

describe('a link for an administrator', () => {
  test.each(['systemAdmin2', 'securityAdmin', 'auditor'])(
    '%s: refused without a second hand, in words, and no link is made',
    async (whose) => {
      expect(said(await link('systemAdmin', whose))).toEqual([409, 'link-needs-approval'])
      expect((await read('systemAdmin', whose)).can.link).toEqual({ ok: false, code: 'link-needs-approval' })
      expect((await t.owner.query('select from accounts.one_time_link where account_id = $1', [account[whose]])).rows).toEqual([])
    },
  )
  test('nor does he get into a judge’s cases by a judge’s account; the first link of an account is one hand’s', async () => {
    expect(said(await link('systemAdmin', 'judge'))).toEqual([409, 'link-needs-approval'])
    expect((await t.owner.query('select from accounts.one_time_link where account_id = $1', [account.judge])).rows).toEqual([])
    expect((await approve('securityAdmin', 'judge')).status).toBe(200)
    expect((await link('systemAdmin', 'judge')).status).toBe(200)
    await t.owner.query('update accounts.account set password_hash = null where id = $1', [account.clerk])
    expect((await link('systemAdmin', 'clerk')).status).toBe(200)
    expect(said(await approve('securityAdmin', 'clerk'))).toEqual([409, 'approval-not-needed'])
  })
  test('approved by the security administrator: one link, and one only', async () => {
    expect(said(await approve('systemAdmin', 'systemAdmin2'))).toEqual([403, 'not-allowed'])
    expect((await read('securityAdmin', 'systemAdmin2')).can.approveLink).toEqual({ ok: true })
    expect((await approve('securityAdmin', 'systemAdmin2')).status).toBe(200)
    expect(await read('systemAdmin', 'systemAdmin2')).toMatchObject({
      can: { link: { ok: true } },
      linkApproval: { byName: 'securityAdmin' },
    })
    const made = await link('systemAdmin', 'systemAdmin2')
    expect([made.status, made.body.purpose]).toEqual([200, 'reset'])
    expect(said(await link('systemAdmin', 'systemAdmin2'))).toEqual([409, 'link-needs-approval'])
    const { rows } = await t.owner.query(
      "select verb, data from audit.event where object_type = 'account' and object_id = $1 and verb in ('account.approveLink', 'account.makeLink') order by id",
      [String(account.systemAdmin2)],
    )
    expect(rows.map((r) => r.verb)).toEqual(['account.approveLink', 'account.makeLink'])
    expect(rows[1].data).toMatchObject({ approvedBy: c.people.securityAdmin })
  })
  test('nobody approves his own; the security administrator’s is the leader’s', async () => {
    expect(said(await approve('securityAdmin', 'securityAdmin'))).toEqual([409, 'not-yourself'])
    expect((await approve('leader', 'securityAdmin')).status).toBe(200)
    expect((await link('systemAdmin', 'securityAdmin')).status).toBe(200)
  })
  test('an approval stands a day', async () => {
    expect((await approve('securityAdmin', 'auditor')).status).toBe(200)
    await t.owner.query("update accounts.account set link_approved_at = link_approved_at - interval '24 hours' where id = $1", [
      account.auditor,
    ])
    expect(said(await link('systemAdmin', 'auditor'))).toEqual([409, 'link-needs-approval'])
    expect((await read('securityAdmin', 'auditor')).linkApproval).toBeNull()
  })
  test('the rule: administrators, and accounts in use that a password opens; at the first start an unused account has its link', () => {
    const a = { roles: ['systemAdmin'], everUsed: true, approvedNow: false, approverExists: true, totpOn: false }
    expect(linkNeedsApproval(a)).toBe(true)
    expect(linkNeedsApproval({ ...a, approverExists: false })).toBe(true)
    expect(linkNeedsApproval({ ...a, everUsed: false })).toBe(true)
    expect(linkNeedsApproval({ ...a, everUsed: false, approverExists: false })).toBe(false)
    expect(linkNeedsApproval({ ...a, approvedNow: true })).toBe(false)
    const judge = { ...a, roles: ['judge'] }
    expect(linkNeedsApproval(judge)).toBe(true)
    expect(linkNeedsApproval({ ...judge, totpOn: true })).toBe(false)
    expect(linkNeedsApproval({ ...judge, everUsed: false })).toBe(false)
    expect(linkNeedsApproval({ ...judge, approverExists: false })).toBe(false)
  })
})
