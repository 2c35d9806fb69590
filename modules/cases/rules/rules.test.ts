import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { caseTypes } from '../data/case-types.ts'
import { courtCodes } from '../data/courts.ts'
import { chineseNumeral, formatCaseNumber, parseCaseNumber, type CaseNumberFault } from './case-number.ts'
import { causeFinder, inForce, seedCauses } from './causes.ts'
import { isRealDate, readResidentId, readUscc, residentCheckDigit, usccCheckDigit } from '../../organisations/rules/identity.ts'
import { guessPaperKind, maskPaper, readPaper } from './identity.ts'
import { nameGrams, nameKey, queryGrams, readQuery, tidyName } from './names.ts'

describe('案号', () => {
  it.each([
    ['（2024）苏1204民初123号', '（2024）苏1204民初123号'],
    ['(2024)苏1204民初123号', '（2024）苏1204民初123号'],
    [' （２０２４）苏１２０４ 民初 １２３ 号 ', '（2024）苏1204民初123号'],
    ['(2026)苏12民终1号', '（2026）苏12民终1号'],
    ['（2026）最高法知民终9号', '（2026）最高法知民终9号'],
    ['（2026）苏1204执恢12号之一', '（2026）苏1204执恢12号之一'],
    ['（2026）苏1204执12号之十二', '（2026）苏1204执12号之十二'],
    ['（2026）苏1204民诉前调99999999号', '（2026）苏1204民诉前调99999999号'],
  ])('reads %s', (input, stored) => {
    expect(parseCaseNumber(input)).toMatchObject({ ok: true, text: stored })
  })
  it('keeps 知 apart from the type', () => {
    expect(parseCaseNumber('（2026）苏12知民初7号')).toMatchObject({ value: { special: '知', type: '民初', number: 7 } })
  })
  it.each<[string, CaseNumberFault]>([
    ['', 'case-number-empty'],
    ['2024苏1204民初123号', 'case-number-brackets'],
    ['（24）苏1204民初123号', 'case-number-year'],
    ['（2124）苏1204民初123号', 'case-number-year'],
    ['（2024）苏120民初1号', 'case-number-court'],
    ['（2024）某1204民初1号', 'case-number-court'],
    ['（2024）苏12045民初1号', 'case-number-court'],
    ['（2024）苏12041号', 'case-number-court'],
    ['（2024）苏1204民初0123号', 'case-number-leading-zero'],
    ['（2024）苏1204民初号', 'case-number-number'],
    ['（2024）苏1204民初123456789号', 'case-number-number'],
    ['（2024）苏1204民初123', 'case-number-ending'],
    ['（2024）苏1204民初123号之', 'case-number-sub'],
    ['（2024）苏1204民初123号之1', 'case-number-sub'],
    ['（2024）苏1204民初123号之十十', 'case-number-sub'],
    ['（2024）苏1204民事第一审普通1号', 'case-number-type'],
  ])('refuses %s: %s', (input, code) => {
    expect(parseCaseNumber(input)).toEqual({ ok: false, code })
  })
  it('format and parse undo each other', () => {
    fc.assert(
      fc.property(
        fc.record({
          year: fc.integer({ min: 1900, max: 2099 }),
          court: fc.constantFrom(...courtCodes.map((c) => c.code)),
          special: fc.constantFrom('' as const, '知' as const),
          type: fc.constantFrom(...caseTypes.map((t) => t.code)),
          number: fc.integer({ min: 1, max: 99_999_999 }),
          sub: fc.option(fc.integer({ min: 1, max: 99 })),
        }),
        (value) => {
          const text = formatCaseNumber(value)
          expect(parseCaseNumber(text)).toEqual({ ok: true, value, text })
          expect(parseCaseNumber(text.replace('（', '(').replace('）', ')'))).toEqual({ ok: true, value, text })
        },
      ),
    )
  })
  it('never throws, and always gives a reason', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'（2024）苏1204民初0号之一() x知') }), (s) => {
        const r = parseCaseNumber(s)
        return r.ok ? parseCaseNumber(r.text).ok : r.code.startsWith('case-number-')
      }),
    )
  })
  it('numerals', () => {
    expect([1, 9, 10, 11, 20, 35, 99].map(chineseNumeral)).toEqual(['一', '九', '十', '十一', '二十', '三十五', '九十九'])
  })
})

describe('papers', () => {
  it('身份证: the vector of GB 11643', () => {
    expect(readPaper('idCard', '11010519491231002X')).toEqual({
      ok: true,
      kind: 'idCard',
      text: '11010519491231002X',
      resident: { birth: '1949-12-31', sex: 'female' },
    })
    expect(readResidentId(' １１０１０５ 19491231 002x ')).toMatchObject({ ok: true, text: '11010519491231002X' })
  })
  it.each([
    ['', 'paper-empty'],
    ['110105491231002', 'id-15-digits'],
    ['1101051949123100', 'id-length'],
    ['11010519491231002A', 'id-characters'],
    ['99010519491231002X', 'id-region'],
    ['110105194902300021', 'id-birth-date'],
    ['110105190002290021', 'id-birth-date'],
    ['110105194912310021', 'id-check-digit'],
  ])('身份证 %s: %s', (input, code) => {
    expect(readResidentId(input)).toEqual({ ok: false, code })
  })
  it('leap day, future birth', () => {
    const first = '32128420000229001'
    expect(readResidentId(first + residentCheckDigit(first))).toMatchObject({ ok: true, resident: { birth: '2000-02-29', sex: 'male' } })
    const later = '32128420270101001'
    expect(readResidentId(later + residentCheckDigit(later), '2026-11-23')).toEqual({ ok: false, code: 'id-birth-future' })
    expect([isRealDate(1900, 2, 29), isRealDate(2024, 2, 29), isRealDate(2026, 4, 31)]).toEqual([false, true, false])
  })
  it('one wrong digit, or two neighbours swapped, is always found', () => {
    const id = fc
      .tuple(
        fc.constantFrom('321284', '110105'),
        fc.integer({ min: 1950, max: 2020 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 28 }),
        fc.integer({ min: 0, max: 999 }),
      )
      .map(([r, y, m, d, s]) => {
        const first = `${r}${y}${String(m).padStart(2, '0')}${String(d).padStart(2, '0')}${String(s).padStart(3, '0')}`
        return first + residentCheckDigit(first)
      })
    fc.assert(
      fc.property(id, fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 9 }), (text, at, add) => {
        expect(readResidentId(text).ok).toBe(true)
        const digit = (Number(text[at]) + add) % 10
        expect(readResidentId(text.slice(0, at) + digit + text.slice(at + 1)).ok).toBe(false)
        const swapped = text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2)
        if (swapped !== text) expect(readResidentId(swapped).ok).toBe(false)
      }),
    )
  })
  it('统一社会信用代码: the vectors of domain.md §3', () => {
    expect(readUscc('91350100M000100Y43')).toMatchObject({ ok: true })
    expect(readUscc('91350100m000100y43')).toMatchObject({ ok: true, text: '91350100M000100Y43' })
    expect(readUscc('91350100M000100Y4A')).toEqual({ ok: false, code: 'uscc-check-digit' })
    expect(readUscc('91350100I000100Y43')).toEqual({ ok: false, code: 'uscc-characters' })
    expect(readUscc('9135')).toEqual({ ok: false, code: 'uscc-length' })
    expect(usccCheckDigit('91350100M000100Y4')).toBe('3')
  })
  it('other papers go by their shape', () => {
    expect(readPaper('passport', 'E12345678')).toMatchObject({ ok: true })
    expect(readPaper('hkMacauPermit', 'H01234567')).toMatchObject({ ok: true })
    expect(readPaper('hkMacauPermit', 'X01234567')).toEqual({ ok: false, code: 'paper-shape' })
    expect(readPaper('taiwanPermit', '00012345')).toMatchObject({ ok: true })
    expect(readPaper('permanentResident', 'USA110105800101')).toMatchObject({ ok: true })
    expect(guessPaperKind('H01234567', 'natural')).toBe('hkMacauPermit')
    expect(guessPaperKind('11010519491231002X', 'natural')).toBe('idCard')
    expect(guessPaperKind('E12345678', 'natural')).toBe('passport')
    expect(guessPaperKind('USA110105800101', 'natural')).toBe('permanentResident')
  })
  it('masks birth and sequence', () => {
    expect(maskPaper('idCard', '11010519491231002X')).toBe('1101**********002X')
    expect(maskPaper('passport', 'E12345678')).toBe('E1*****78')
    expect(maskPaper('uscc', '91350100M000100Y43')).toBe('91350100M000100Y43')
    expect(maskPaper('other', 'AB')).toBe('**')
  })
})

describe('names', () => {
  it('keys and pieces', () => {
    expect(nameKey(' 阿依古丽•买买提 ')).toBe(nameKey('阿依古丽·买买提'))
    expect(nameKey('泰州（江苏）有限公司')).toBe('泰州(江苏)有限公司')
    expect(tidyName(' 张　三 ')).toBe('张三')
    expect(tidyName('John  Smith')).toBe('John Smith')
    expect(nameGrams('𠮷田太')).toEqual(['𠮷', '田', '太', '𠮷田', '田太'])
    expect(queryGrams('䶮')).toEqual(['䶮'])
    expect(queryGrams('张三丰')).toEqual(['张三', '三丰'])
  })
  it('every substring of a name is found by its pieces', () => {
    const han = fc.array(fc.constantFrom(...'张王李赵𠮷䶮单仇区明华有限公司（）·'), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(han, fc.nat(12), fc.nat(12), (signs, a, b) => {
        const from = Math.min(a, b)
        const part = signs.slice(from, Math.max(a, b) + 1).join('')
        const grams = new Set(nameGrams(signs.join('')))
        return queryGrams(part).every((g) => grams.has(g))
      }),
    )
  })
  it.each([
    ['', { kind: 'empty' }],
    ['(2026)苏1204民初12号', { kind: 'case-number', text: '（2026）苏1204民初12号' }],
    ['苏1204民初12', { kind: 'case-part', court: '苏1204', type: '民初', year: null, number: 12 }],
    ['（2026）民初12号', { kind: 'case-part', court: null, type: '民初', year: 2026, number: 12 }],
    ['123', { kind: 'case-part', court: null, type: null, year: null, number: 123 }],
    ['11010519491231002x', { kind: 'paper', text: '11010519491231002X' }],
    ['91350100M000100Y43', { kind: 'paper', text: '91350100M000100Y43' }],
    ['Zhang San', { kind: 'pinyin', text: 'zhangsan' }],
    ['lü bu', { kind: 'pinyin', text: 'lvbu' }],
    ['张三', { kind: 'characters', text: '张三', grams: ['张三'] }],
  ])('reads the query %s', (input, query) => {
    expect(readQuery(input)).toEqual(query)
  })
})

describe('案由', () => {
  const find = causeFinder(seedCauses)
  it('is a tree of four levels, each code once', () => {
    const codes = new Set(seedCauses.map((c) => c.code))
    expect(codes.size).toBe(seedCauses.length)
    expect(seedCauses.length).toBeGreaterThanOrEqual(120)
    expect(new Set(seedCauses.map((c) => c.level))).toEqual(new Set([1, 2, 3, 4]))
    for (const c of seedCauses) if (c.parent) expect(codes.has(c.parent), c.code).toBe(true)
  })
  it('goes by the filing date', () => {
    expect(find('民间借贷纠纷', '2025-12-31')).toMatchObject({ known: true, cause: { code: 'D.1.18.2', level: 4 } })
    expect(find('劳动争议', '2025-12-31')).toMatchObject({ known: true, cause: { code: 'F.1' } })
    expect(find('劳动争议', '2026-01-01')).toMatchObject({ known: true, cause: { code: 'L.1' } })
    expect(find('数据权属纠纷', '2026-01-01')).toMatchObject({ known: true })
    expect(find('数据权属纠纷', '2025-12-31')).toMatchObject({ known: false, code: 'cause-other-table' })
    expect(find('人格权纠纷', '2026-03-01')).toMatchObject({ known: true, cause: { code: 'A.1' } })
  })
  it('keeps and flags what it does not know', () => {
    expect(find(' 外星人侵权纠纷 ', '2026-03-01')).toEqual({
      known: false,
      name: '外星人侵权纠纷',
      code: 'cause-unknown',
      suggestion: null,
    })
    expect(find('民间借贷', '2026-03-01')).toMatchObject({ known: false, suggestion: { name: '民间借贷纠纷' } })
    expect(find('生命权,身体权，健康权纠纷', '2026-03-01')).toMatchObject({ known: true })
  })
  it('a cause is never in both tables at once', () => {
    for (const c of seedCauses) expect(inForce(c, '2025-06-01') || inForce(c, '2026-06-01')).toBe(true)
  })
})
