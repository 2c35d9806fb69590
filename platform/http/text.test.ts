import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { testApp, type TestApp } from '../../test/support/app.ts'
import { testCourt, type TestCourt } from '../../test/support/court.ts'
import { findHidden, hiddenSign, line, withoutHidden } from './text.ts'

const hidden = [
  0x202e, 0x202a, 0x2066, 0x2069, 0x200b, 0x200d, 0x200e, 0x2028, 0x2029, 0x00ad, 0x0007, 0x001b, 0x0085, 0x061c, 0xe0041, 0xd800,
]
const sign = fc.constantFrom(...hidden).map((c) => String.fromCodePoint(c))
/** What people are called: rare characters, the dots between the parts of a name, variants, letters of all scripts. */
const name = fc
  .array(fc.constantFrom(..."张三李四𠮷䶮㐂〇阿不都热合曼·•‧・．買買提آدەم ئەخمەتمرдОДéÑ-'（）葛󠄀"), { minLength: 1, maxLength: 20 })
  .map((signs) => signs.join(''))

describe('hidden signs', () => {
  test('none goes unseen, wherever it stands, and the names of people all pass', () => {
    fc.assert(
      fc.property(name, name, sign, (a, b, s) => {
        expect(hiddenSign(a)).toBeNull()
        const turned = a + s + b
        expect(hiddenSign(turned)).toBe(`U+${s.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`)
        expect(withoutHidden(turned)).toBe(a + b)
        expect(findHidden({ parties: [{ name: a }, { name: turned }] })?.field).toBe('parties.1.name')
        expect(findHidden({ password: turned, note: a })).toBeNull()
      }),
    )
  })
  test('any text: clean exactly when nothing is taken out', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (s) => {
        expect(hiddenSign(s) === null).toBe(withoutHidden(s) === s)
      }),
      { numRuns: 500 },
    )
  })
  test('one line is one line', () => {
    expect(line(20).safeParse(' 古丽·阿依 ').data).toBe('古丽·阿依')
    for (const bad of ['张\n三', '张\t三', '   ', 'x'.repeat(21)]) expect(line(20).safeParse(bad).success).toBe(false)
  })
})

describe('over the API', () => {
  let t: TestApp
  let c: TestCourt
  beforeAll(async () => {
    t = await testApp()
    c = await testCourt(t)
    await c.person('system', 'systemAdmin')
  })
  test('refused wherever it is written, with its place and sign; nothing is kept', async () => {
    const turned = '张\u202e三'
    const people = await c.as('system').post('/people', { side: 'court', name: turned })
    expect([people.status, people.body.code, people.body.detail]).toEqual([422, 'hidden-characters', { field: 'name', sign: 'U+202E' }])
    const place = await c.as('system').post('/divisions', { name: '民\u200b二庭', kind: 'civil' })
    expect([place.status, place.body.detail]).toEqual([422, { field: 'name', sign: 'U+200B' }])
    const found = await c.as('management').get(`/cases?q=${encodeURIComponent(turned)}`)
    expect([found.status, found.body.code]).toEqual([422, 'hidden-characters'])
    expect((await t.owner.query("select from organisations.person where name like '%三%' and name like '张%'")).rows).toEqual([])
  })
  test('names with rare characters and dots are kept as they were written; a line break in one is refused', async () => {
    for (const good of ['𠮷田䶮', '阿不都热合曼·买买提', '古丽•阿依'])
      expect((await c.as('system').post('/people', { side: 'court', name: good })).status).toBe(200)
    expect((await c.as('system').post('/people', { side: 'court', name: '张\n三' })).body.code).toBe('malformed')
  })
})
