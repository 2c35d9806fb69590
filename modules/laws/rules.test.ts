import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changeOf, cite, compareLines, inForce, stateOn, type VersionDates } from './rules.ts'
import { lawSeeds } from './seed.ts'

const v = (id: number, o: Partial<VersionDates> = {}): VersionDates => ({
  id,
  year: null,
  effectiveOn: null,
  repealedOn: null,
  replacesId: null,
  ...o,
})

describe('the version that counts on a day', () => {
  const unfair = [v(1, { year: 1993 }), v(2, { year: 2017 }), v(3, { year: 2019 }), v(4, { year: 2025, effectiveOn: '2025-10-15' })]
  it.each([
    ['1992-12-31', null],
    ['1993-01-01', 1],
    ['2018-06-01', 2],
    ['2025-10-14', 3],
    ['2025-10-15', 4],
  ])('on %s it is %s', (on, id) => expect(inForce(unfair, on)?.id ?? null).toBe(id))
  it('ends with a repeal, and a correction is read instead of what it corrects', () => {
    const one = [v(1, { effectiveOn: '2020-01-01', repealedOn: '2026-01-01' })]
    expect(inForce(one, '2025-12-31')?.id).toBe(1)
    expect(inForce(one, '2026-01-01')).toBeNull()
    const corrected = [v(1, { effectiveOn: '2020-01-01' }), v(2, { effectiveOn: '2021-01-01', replacesId: 1 })]
    expect(inForce(corrected, '2020-06-01')).toBeNull()
    expect(corrected.map((x) => stateOn(corrected, x, '2022-01-01'))).toEqual(['replaced', 'in-force'])
  })
  it('never goes back in time, whatever the order of entry', () => {
    const day = fc
      .integer({ min: 0, max: 3000 })
      .map((n) => `${2000 + Math.floor(n / 366)}-${String(1 + (n % 12)).padStart(2, '0')}-${String(1 + (n % 28)).padStart(2, '0')}`)
    fc.assert(
      fc.property(fc.array(day, { minLength: 1, maxLength: 8 }), day, day, (starts, a, b) => {
        const all = starts.map((s, i) => v(i + 1, { effectiveOn: s }))
        const [x, y] = a <= b ? [a, b] : [b, a]
        const at = (on: string): string => inForce(all, on)?.effectiveOn ?? ''
        expect(at(x) <= at(y)).toBe(true)
        expect(at(x) <= x).toBe(true)
        // Nothing that had begun by then is later than what counts.
        expect(all.filter((s) => s.effectiveOn! <= x && s.effectiveOn! > at(x))).toEqual([])
      }),
    )
  })
})

describe('citations', () => {
  const law = { id: 1, zh: '反不正当竞争法', en: 'Anti-Unfair Competition Law' }
  const all = [
    { ...v(1, { year: 1993 }), label: '1993年', articles: [{ topic: '商业秘密', number: '10', certain: true }] },
    { ...v(2, { year: 2019 }), label: '2019年', articles: [{ topic: '商业秘密', number: '9', certain: true }] },
    {
      ...v(3, { year: 2025, effectiveOn: '2025-10-15' }),
      label: '2025年',
      articles: [{ topic: '商业秘密', number: '10', certain: false }],
    },
  ]
  it('of a matter follow the version (domain.md §7-17), and say what is not certain', () => {
    expect(cite(law, all, '商业秘密', '2000-01-01')).toMatchObject({ zh: '《反不正当竞争法》第10条', marks: ['undated'] })
    expect(cite(law, all, '商业秘密', '2025-10-14')).toMatchObject({ zh: '《反不正当竞争法》第9条', versionId: 2 })
    expect(cite(law, all, '商业秘密', '2026-09-21')).toMatchObject({
      zh: '《反不正当竞争法》第10条',
      en: 'Anti-Unfair Competition Law, art. 10',
      marks: ['uncertain'],
    })
  })
  it('of a number are given as they are; of an unknown matter say so', () => {
    expect(cite(law, all, '253之一', '2026-01-01').zh).toBe('《反不正当竞争法》第253条之一')
    expect(cite(law, all, '虚假宣传', '2026-01-01')).toMatchObject({ article: null, marks: ['not-mapped'] })
    expect(cite(law, all, '', '1990-01-01')).toMatchObject({ zh: '《反不正当竞争法》', marks: ['not-in-force'] })
  })
})

it('tells a repeal from a correction and a new version', () => {
  expect(changeOf({ replacesId: null, repealedOn: null }, null)).toBe('version')
  expect(changeOf({ replacesId: 1, repealedOn: null }, { repealedOn: null })).toBe('correction')
  expect(changeOf({ replacesId: 1, repealedOn: '2026-01-01' }, { repealedOn: null })).toBe('repeal')
  expect(changeOf({ replacesId: 1, repealedOn: '2026-02-01' }, { repealedOn: '2026-01-01' })).toBe('correction')
})

it('compares texts so that both can be read back from the lines', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('一', '二', '三', ''), { maxLength: 12 }),
      fc.array(fc.constantFrom('一', '二', '三', ''), { maxLength: 12 }),
      (a, b) => {
        const lines = compareLines(a.join('\n'), b.join('\n'))
        const of = (side: string): string =>
          lines
            .filter((l) => l.side === 'both' || l.side === side)
            .map((l) => l.text)
            .join('\n')
        expect([of('old'), of('new')]).toEqual([a.join('\n'), b.join('\n')])
      },
    ),
  )
})

it('every day of effect in the seed names the paper it stands in; what has none says that the court fills it in', () => {
  const all = lawSeeds.flatMap((s) => s.versions.map((v) => ({ key: s.key, ...v })))
  expect(all.filter((v) => v.effectiveOn && !v.number)).toEqual([])
  expect(all.filter((v) => !v.effectiveOn).map((v) => v.key)).toEqual(['送达19', '保管期限', '立卷', '竞争性磋商', '外包规范'])
  expect(all.filter((v) => !v.effectiveOn && !(v.zh?.includes('待法院核对') && v.en))).toEqual([])
  // A version begins in its own year or, announced late in it, soon after.
  for (const v of all) if (v.effectiveOn && v.year) expect(Number(v.effectiveOn.slice(0, 4)) - v.year, v.key).toBeOneOf([0, 1])
})
