import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import seeds from '../../standard/agreements/agreements.json' with { type: 'json' }
import { lawSeeds } from '../laws/seed.ts'
import { askedFor, citationsOf, countsOn, fields, fill, nameMatches, standOf, unknownHoles } from './rules.ts'

const base = { id: 1, own: false, effectiveOn: null, graceDays: 0 }
const own = (id: number, effectiveOn: string) => ({ id, own: true, effectiveOn, graceDays: 0 })

describe('versions', () => {
  const all = [own(7, '2026-10-01'), base, own(5, '2026-09-01')]
  it.each([
    ['2026-08-31', 1],
    ['2026-09-01', 5],
    ['2026-09-30', 5],
    ['2026-10-01', 7],
  ])('on %s version %i counts, and the newest is asked for', (on, id) => {
    expect(countsOn(all, on)?.id).toBe(id)
    expect(askedFor(all)?.id).toBe(7)
  })
})

it.each([
  [{ signed: null, waiting: false, asked: 1, good: false }, 'none'],
  [{ signed: null, waiting: true, asked: 1, good: false }, 'waiting'],
  [{ signed: 1, waiting: false, asked: 1, good: true }, 'signed'],
  [{ signed: 1, waiting: false, asked: 2, good: true }, 'due'],
  [{ signed: 1, waiting: true, asked: 2, good: true }, 'waiting'],
  [{ signed: 1, waiting: false, asked: 2, good: false }, 'lapsed'],
  [{ signed: null, waiting: false, asked: 1, good: true }, 'recorded'],
] as const)('%j stands as %s', (s, stand) => expect(standOf(s)).toBe(stand))

describe('texts', () => {
  it('are filled whole, and no name opens a hole of its own', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('{', '}', '引', ':', '#', '姓', '名', 'a', '\n', '<'), maxLength: 30 }), (name) => {
        const text = fill(
          '甲：{{服务商}}乙：{{姓名}}依{{引:刑法#商业秘密}}',
          { 姓名: name, 服务商: '甲公司' },
          (c) => `《${c.law}》${c.article}`,
        )
        expect(text).not.toMatch(/\{\{/)
        expect(text.startsWith('甲：甲公司乙：')).toBe(true)
        expect(text.endsWith('依《刑法》商业秘密')).toBe(true)
      }),
    )
  })
  it('say which holes nobody can fill', () => {
    expect(unknownHoles('{{姓名}}{{引:刑法#x}}{{身份证}}{{引:}}')).toEqual(['身份证', '引:'])
    expect(citationsOf('{{引:刑法}}{{引:反法#商业秘密}}{{引:反法#商业秘密}}')).toEqual([
      { law: '刑法', article: '' },
      { law: '反法', article: '商业秘密' },
    ])
  })
  it('of the product have no unknown holes, and cite what the register knows', () => {
    for (const s of seeds) {
      expect(unknownHoles(s.text)).toEqual([])
      expect(s.notes.length).toBeGreaterThan(0)
      for (const c of citationsOf(s.text)) {
        const law = lawSeeds.find((l) => l.key === c.law)
        expect(
          law?.versions.at(-1)?.articles?.some((a) => a.topic === c.article),
          `${c.law}#${c.article}`,
        ).toBe(true)
      }
      expect(fields.filter((f) => !s.text.includes(`{{${f}}}`))).toEqual(s.kind === 'nda' ? ['岗位'] : [])
    }
  })
})

it('a name is one’s own whatever its width, and nobody else’s', () => {
  expect(nameMatches(' 王小录 ', '王小录')).toBe(true)
  expect(nameMatches('ＷＡＮＧ', 'WANG')).toBe(true)
  expect(nameMatches('王小禄', '王小录')).toBe(false)
  expect(nameMatches('', '王小录')).toBe(false)
})
