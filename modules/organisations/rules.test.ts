import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mayGivePost, mayManage, roleFits, type Who } from './rules/authority.ts'
import { readResidentId, readUscc, residentCheckDigit, usccCheckDigit } from './rules/identity.ts'
import {
  contractorRoles,
  courtRoles,
  needsSecondFactor,
  roleKeys,
  roleTitles,
  sideOfRole,
  systemRoles,
  threeAdministrators,
} from './rules/roles.ts'
import { courtLevels, isCourtCode, mayStandBelow, mayTurnEngagement, termsStand } from './rules/structure.ts'

describe('papers', () => {
  it('takes the USCC of a real body and refuses each of its one-sign errors', () => {
    expect(readUscc('91110000802100433B').ok).toBe(true)
    expect(readUscc(' 9111 0000-8021 0043 3b ')).toEqual({ ok: true, text: '91110000802100433B' })
    expect(readUscc('91110000802100433C')).toEqual({ ok: false, code: 'uscc-check-digit' })
    expect(readUscc('9111000080210043')).toEqual({ ok: false, code: 'uscc-length' })
    expect(readUscc('91110000802100433O')).toEqual({ ok: false, code: 'uscc-characters' })
  })
  it('finds any single wrong sign in a USCC', () => {
    const signs = [...'0123456789ABCDEFGHJKLMNPQRTUWXY']
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...signs), { minLength: 17, maxLength: 17 }),
        fc.nat(17),
        fc.constantFrom(...signs),
        (first, at, sign) => {
          const text = first.join('') + usccCheckDigit(first.join(''))
          expect(readUscc(text).ok).toBe(true)
          if (text[at] !== sign) expect(readUscc(text.slice(0, at) + sign + text.slice(at + 1)).ok).toBe(false)
        },
      ),
    )
  })
  it('takes the example of GB 11643 and refuses what it must', () => {
    expect(readResidentId('11010519491231002X', '2026-09-21')).toEqual({
      ok: true,
      text: '11010519491231002X',
      resident: { birth: '1949-12-31', sex: 'female' },
    })
    expect(readResidentId('11010519491231002x', '2026-09-21').ok).toBe(true)
    expect(readResidentId('110105491231002', '2026-09-21')).toEqual({ ok: false, code: 'id-15-digits' })
    expect(readResidentId('110105194912310021', '2026-09-21')).toEqual({ ok: false, code: 'id-check-digit' })
    const unborn = `11010520261001002${residentCheckDigit('11010520261001002')}`
    expect(readResidentId(unborn, '2026-09-30')).toEqual({ ok: false, code: 'id-birth-future' })
    expect(readResidentId(unborn, '2026-10-01').ok).toBe(true)
    const noDay = '11010520230229002'
    expect(readResidentId(noDay + residentCheckDigit(noDay), '2026-09-21')).toEqual({ ok: false, code: 'id-birth-date' })
  })
})

describe('roles', () => {
  it('has a title in both languages and exactly one side for each', () => {
    for (const r of roleKeys) {
      expect(roleTitles[r].zh).toBeTruthy()
      expect(roleTitles[r].en).toBeTruthy()
    }
    expect(courtRoles.map(sideOfRole)).toEqual(courtRoles.map(() => 'court'))
    expect(contractorRoles.map(sideOfRole)).toEqual(contractorRoles.map(() => 'contractor'))
    expect(systemRoles.map(sideOfRole)).toEqual(systemRoles.map(() => 'system'))
    expect(new Set(roleKeys).size).toBe(17)
  })
  it('asks a second factor of the three administrators and the project manager only', () => {
    expect(roleKeys.filter((r) => needsSecondFactor([r])).sort()).toEqual([
      'projectManager',
      'securityAdmin',
      'securityAuditor',
      'systemAdmin',
    ])
  })
  it('lets two administrator posts of one person never share a day', () => {
    const day = fc
      .integer({ min: 0, max: 40 })
      .map((n) => `2026-${String(1 + Math.floor(n / 28)).padStart(2, '0')}-${String(1 + (n % 28)).padStart(2, '0')}`)
    const post = fc.record({ role: fc.constantFrom(...systemRoles), fromDate: day, untilDate: fc.option(day) })
    fc.assert(
      fc.property(post, post, (held, wanted) => {
        fc.pre(wanted.untilDate === null || wanted.untilDate >= wanted.fromDate)
        const days = Array.from(
          { length: 41 },
          (_, n) => `2026-${String(1 + Math.floor(n / 28)).padStart(2, '0')}-${String(1 + (n % 28)).padStart(2, '0')}`,
        )
        const on = (p: typeof held, d: string): boolean => p.fromDate <= d && (p.untilDate === null || d <= p.untilDate)
        const shares = days.some((d) => on(held, d) && on(wanted, d))
        expect(threeAdministrators([held], wanted).ok).toBe(!shares)
      }),
    )
  })
})

describe('who may', () => {
  const who = (side: Who['side'], role: string, contractorId: number | null = null): Who => ({
    personId: 1,
    side,
    roles: [role],
    contractorId,
  })
  it('keeps the making of people and the giving of rights in different hands (三员分立)', () => {
    const clerk = { id: 2, side: 'court' as const, contractorId: null }
    for (const r of systemRoles) {
      const both = mayManage(who('system', r), clerk).ok && mayGivePost(who('system', r), clerk, 'clerk').ok
      expect(both).toBe(false)
    }
    expect(mayManage(who('system', 'systemAdmin'), clerk).ok).toBe(true)
    expect(mayGivePost(who('system', 'securityAdmin'), clerk, 'judge').ok).toBe(true)
    for (const r of roleKeys) if (r !== 'securityAdmin') expect(mayGivePost(who(sideOfRole(r), r, 7), clerk, 'judge').ok).toBe(false)
  })
  it('gives the auditor nothing to change', () => {
    for (const side of ['court', 'contractor', 'system'] as const) {
      expect(mayManage(who('system', 'securityAuditor'), { id: 2, side, contractorId: 7 }).ok).toBe(false)
      expect(mayGivePost(who('system', 'securityAuditor'), { id: 2, side, contractorId: 7 }, null).ok).toBe(false)
    }
  })
  it('lets hr keep its own contractor’s people, not name the manager, not touch others', () => {
    const own = { id: 2, side: 'contractor' as const, contractorId: 7 }
    expect(mayManage(who('contractor', 'hr', 7), own)).toEqual({ ok: true })
    expect(mayManage(who('contractor', 'hr', 8), own)).toEqual({ ok: false, code: 'not-your-people' })
    expect(mayGivePost(who('contractor', 'hr', 7), own, 'operator').ok).toBe(true)
    expect(mayGivePost(who('contractor', 'hr', 7), own, 'projectManager')).toEqual({ ok: false, code: 'role-by-court-only' })
    expect(mayGivePost(who('contractor', 'hr', 7), { ...own, id: 1 }, 'operator')).toEqual({ ok: false, code: 'not-yourself' })
  })
  it('fits a role to one side only', () => {
    for (const r of roleKeys)
      for (const side of ['court', 'contractor', 'system'] as const) expect(roleFits(side, r).ok).toBe(side === sideOfRole(r))
  })
})

describe('structure', () => {
  it('knows court codes', () => {
    for (const c of ['苏', '苏12', '苏1204', '京0105', '兵08']) expect(isCourtCode(c)).toBe(true)
    for (const c of ['', '苏1', '苏120', '苏12045', '江苏1204', '苏１２０４', 'S1204']) expect(isCourtCode(c)).toBe(false)
  })
  it('hangs a court below a higher level only', () => {
    for (const a of courtLevels)
      for (const b of courtLevels) expect(mayStandBelow(a, b).ok).toBe(courtLevels.indexOf(b) < courtLevels.indexOf(a))
  })
  it('freezes what is active, unfreezes what is frozen, and never brings back what has ended', () => {
    const table = (['freeze', 'unfreeze', 'end'] as const).map((v) =>
      (['active', 'frozen', 'ended'] as const).map((s) => mayTurnEngagement(v, s).ok),
    )
    expect(table).toEqual([
      [true, false, false],
      [false, true, false],
      [true, true, false],
    ])
  })
  it('checks the terms', () => {
    const t = { fromDate: '2026-01-01', untilDate: '2026-12-31', services: ['filing-entry'] }
    expect(termsStand(t, '2026-09-21')).toEqual({ ok: true })
    expect(termsStand(t, '2026-12-31').ok).toBe(true)
    expect(termsStand(t, '2027-01-01')).toEqual({ ok: false, code: 'term-over' })
    expect(termsStand({ ...t, fromDate: '2027-01-01' }, '2026-09-21')).toEqual({ ok: false, code: 'term-reversed' })
    expect(termsStand({ ...t, services: ['a', 'a'] }, '2026-09-21')).toEqual({ ok: false, code: 'service-twice' })
  })
})
