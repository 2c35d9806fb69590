import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawn, type Judge, messageOf, weigh } from './rules.ts'

const judge = (judgeId: number, over: Partial<Judge> = {}): Judge => ({
  judgeId,
  percent: 100,
  load: 0,
  types: [],
  procedures: [],
  absent: false,
  barred: false,
  before: false,
  ...over,
})
const of = { type: '民初', procedure: 'simple' }
const anyJudge = fc.record({
  percent: fc.integer({ min: 0, max: 200 }),
  load: fc.integer({ min: 0, max: 900 }),
  types: fc.constantFrom<readonly string[]>([], ['民初'], ['执']),
  procedures: fc.constantFrom<readonly string[]>([], ['simple'], ['ordinary']),
  absent: fc.boolean(),
  barred: fc.boolean(),
  before: fc.boolean(),
})
const bench = fc.array(anyJudge, { minLength: 1, maxLength: 12 }).map((all) => all.map((j, i) => ({ ...j, judgeId: i + 1 })))
const hmac = (seed: string, message: string): string => createHmac('sha256', Buffer.from(seed, 'hex')).update(message).digest('hex')

describe('分案: the lots', () => {
  it('are the share times what is missing to the fullest desk, and one', () => {
    expect(
      weigh([judge(2, { load: 10 }), judge(1, { load: 4, percent: 50 }), judge(3, { load: 12 })], of, 'load').map((c) => [
        c.judgeId,
        c.weight,
      ]),
    ).toEqual([
      [1, 450],
      [2, 300],
      [3, 100],
    ])
    expect(weigh([judge(1, { load: 4, percent: 50 }), judge(2, { load: 10 })], of, 'even').map((c) => c.weight)).toEqual([50, 100])
  })
  it('name why a judge takes no part; an absent desk does not raise the others', () => {
    const all = weigh(
      [
        judge(1, { absent: true, load: 500 }),
        judge(2, { barred: true }),
        judge(3, { percent: 0 }),
        judge(4, { types: ['执'] }),
        judge(5, { procedures: ['ordinary'] }),
        judge(6, { before: true }),
        judge(7),
      ],
      of,
      'load',
    )
    expect(all.map((c) => c.excluded)).toEqual(['absent', 'barred', 'noShare', 'otherWork', 'otherWork', 'before', null])
    expect(all.map((c) => c.weight)).toEqual([0, 0, 0, 0, 0, 0, 100])
  })
  it('a case without a type goes to who takes all types', () => {
    expect(weigh([judge(1, { types: ['民初'] }), judge(2)], { type: null, procedure: 'ordinary' }, 'load').map((c) => c.excluded)).toEqual([
      'otherWork',
      null,
    ])
  })
  it('property: none for who is excluded, some for who is not; of two of one share who has fewer cases never has fewer lots', () => {
    fc.assert(
      fc.property(bench, (judges) => {
        const lots = weigh(judges, of, 'load')
        for (const c of lots) expect(c.weight > 0).toBe(c.excluded === null)
        const inIt = lots.filter((c) => c.excluded === null)
        for (const a of inIt)
          for (const b of inIt) if (a.percent === b.percent && a.load < b.load) expect(a.weight).toBeGreaterThan(b.weight)
      }),
    )
  })
})
describe('分案: the draw', () => {
  it('falls on who holds the ticket, by hand', () => {
    const lots = weigh([judge(1, { load: 1 }), judge(2)], of, 'load')
    expect(lots.map((c) => c.weight)).toEqual([100, 200])
    expect(drawn('0'.repeat(64), lots)).toEqual({ judgeId: 1, ticket: 0, total: 300 })
    expect(drawn((99).toString(16).padStart(64, '0'), lots)!.judgeId).toBe(1)
    expect(drawn((100).toString(16).padStart(64, '0'), lots)!.judgeId).toBe(2)
    expect(drawn((299).toString(16).padStart(64, '0'), lots)!.judgeId).toBe(2)
    expect(drawn((300).toString(16).padStart(64, '0'), lots)!.judgeId).toBe(1)
    expect(drawn('f'.repeat(64), weigh([judge(1, { absent: true })], of, 'load'))).toBeNull()
  })
  it('property: only on who takes part, the same for the same seed, another for other lots', () => {
    fc.assert(
      fc.property(bench, fc.stringMatching(/^[0-9a-f]{64}$/), (judges, seed) => {
        const lots = weigh(judges, of, 'load')
        const result = drawn(hmac(seed, messageOf('（2026）苏1204民初1号', 1, lots)), lots)
        if (result === null) return void expect(lots.every((c) => c.excluded)).toBe(true)
        expect(lots.find((c) => c.judgeId === result.judgeId)!.excluded).toBeNull()
        expect(drawn(hmac(seed, messageOf('（2026）苏1204民初1号', 1, lots)), lots)).toEqual(result)
      }),
    )
  })
  it('falls in proportion to the lots (10,000 cases of one seed)', () => {
    const lots = weigh([judge(1, { load: 3 }), judge(2, { load: 1 }), judge(3, { load: 3, percent: 200 })], of, 'load')
    const count = new Map<number, number>()
    for (let n = 1; n <= 10_000; n++) {
      const { judgeId } = drawn(hmac('ab'.repeat(32), messageOf(`（2026）苏1204民初${n}号`, 1, lots)), lots)!
      count.set(judgeId, (count.get(judgeId) ?? 0) + 1)
    }
    for (const c of lots) expect(Math.abs(count.get(c.judgeId)! / 10_000 - c.weight / 600)).toBeLessThan(0.02)
  })
})
