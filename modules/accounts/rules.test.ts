import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lockMinutes, passwordFault, stageOf } from './rules.ts'

const owner = { login: 'zhangwei', name: '张伟' }
const fault = (p: string): string | null => passwordFault(p, owner)

describe('passwords', () => {
  it.each([
    ['Qwer1234!', 'password-short'],
    ['Admin@123', 'password-short'],
    ['Qwer1234!@#$', 'password-common'],
    ['Admin@123456', 'password-common'],
    ['P@ssw0rd2026', 'password-common'],
    ['Passw0rd!!!!', 'password-common'],
    ['1qaz@WSX3edc', 'password-common'],
    ['1qaz2wsx3edc', 'password-common'],
    ['qwertyuiop12', 'password-common'],
    ['abcd12345678', 'password-common'],
    ['Woaini520131', 'password-common'],
    ['Fayuan@2026!', 'password-common'],
    ['1234567890ab', 'password-common'],
    ['aaaaaaaaaaaa', 'password-repeated'],
    ['abcabcabcabc', 'password-repeated'],
    ['zhangwei-Huh9!', 'password-personal'],
    ['张伟的密码很长啊真的哦', 'password-simple'],
    ['张伟的密码很长啊真的很长哦', 'password-personal'],
    ['lowercaseab', 'password-simple'],
    ['Kv7-bqzmwx', null],
    ['correct horse battery', null],
    ['Nuanyang-Xiwang-88', null],
    ['Lianxi-Fating-2026', null],
    ['春眠不觉晓处处闻啼鸟啊', 'password-simple'],
    ['春眠不觉晓，处处闻啼鸟', 'password-simple'],
    ['春眠不觉晓，处处闻啼鸟。夜来', null],
    [`${'Xy7#'.repeat(3)}kLm${'pQ2!'.repeat(40)}`, 'password-long'],
  ])('%s → %s', (p, expected) => expect(fault(p)).toBe(expected))
  it('takes full-width and half-width as one', () => {
    expect(fault('Ｑｗｅｒ１２３４！＠＃＄')).toBe('password-common')
    expect(fault('Ｋｖ７-bqzmwx')).toBe(null)
  })
  it('never takes fewer than ten signs, nor one that holds the login', () => {
    fc.assert(fc.property(fc.string({ maxLength: 9 }), (p) => (p.normalize('NFKC').length > 9 ? true : fault(p) !== null)))
    fc.assert(fc.property(fc.string(), fc.string(), (a, b) => fault(`${a}ZhangWei${b}`) !== null))
  })
  it('takes nearly every random password', () => {
    const sign = fc.constantFrom(...'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789-_.,;:+')
    let refused = 0
    fc.assert(
      fc.property(fc.array(sign, { minLength: 16, maxLength: 24 }), (s) => void (fault(s.join('')) === null || refused++)),
      { numRuns: 500 },
    )
    expect(refused).toBeLessThan(25)
  })
})

describe('lockout', () => {
  it('begins at the fifth failure and grows to a day', () => {
    expect([0, 4, 5, 6, 7, 11, 12, 500].map(lockMinutes)).toEqual([0, 0, 15, 30, 60, 960, 1440, 1440])
  })
  it('never shrinks', () => {
    fc.assert(fc.property(fc.nat(1000), (n) => lockMinutes(n + 1) >= lockMinutes(n)))
  })
})

describe('stages of a login', () => {
  const a = { totpOn: false, totpRequired: false, passwordOld: false }
  it('asks for the code first, then enrolment, then a new password', () => {
    expect(stageOf(a, { code: false })).toBe('full')
    expect(stageOf({ ...a, totpOn: true, passwordOld: true }, { code: false })).toBe('totp')
    expect(stageOf({ ...a, totpOn: true, passwordOld: true }, { code: true })).toBe('password')
    expect(stageOf({ ...a, totpRequired: true, passwordOld: true }, { code: false })).toBe('enrol')
  })
  it('is full only when nothing is missing', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean(), (totpOn, totpRequired, passwordOld, code) => {
        const full = stageOf({ totpOn, totpRequired, passwordOld }, { code }) === 'full'
        expect(full).toBe((!totpOn || code) && (totpOn || !totpRequired) && !passwordOld)
      }),
    )
  })
})
