import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fillPosts, type Holding, managerChanges, mayTurnRequest, type Place, shortOf } from './rules.ts'

const place = (id: number, minimum: number, services: string[] = [], role = 'operator'): Place => ({ id, role, services, minimum })
const holds = (personId: number, services: string[] | null = null, role = 'operator'): Holding => ({ personId, role, services })

describe('who fills which post', () => {
  it('one who can do both stands where nobody else can', () => {
    const filled = fillPosts([place(1, 1, ['scan']), place(2, 1, ['filing'])], [holds(1, null), holds(2, ['scan'])])
    expect([filled.get(1), filled.get(2)]).toEqual([[2], [1]])
  })
  it('one person counts once', () => {
    const both = [place(1, 1, ['scan']), place(2, 1, ['filing'])]
    expect(shortOf(both, [holds(1, ['scan']), holds(1, ['filing'])], 2)).toEqual([
      { post: 2, missing: 1 },
      { post: null, missing: 1 },
    ])
  })
  it('role and services must fit; whoever is over the minimum still stands there', () => {
    expect(shortOf([place(1, 1, [], 'teamLead')], [holds(1)], 1)).toEqual([{ post: 1, missing: 1 }])
    expect(fillPosts([place(1, 1)], [holds(1), holds(2)]).get(1)).toEqual([1, 2])
  })
  const services = fc.subarray(['a', 'b', 'c'])
  const places = fc
    .array(fc.record({ minimum: fc.integer({ min: 1, max: 3 }), services }), { maxLength: 4 })
    .map((all) => all.map((p, i) => place(i + 1, p.minimum, p.services)))
  const people = fc
    .array(fc.record({ personId: fc.integer({ min: 1, max: 6 }), services: fc.option(services) }), { maxLength: 8 })
    .map((all) => all.map((h) => holds(h.personId, h.services)))
  it('nobody stands twice, only where he fits, and no other placing misses fewer', () => {
    fc.assert(
      fc.property(places, people, (ps, hs) => {
        const filled = fillPosts(ps, hs)
        const seated = [...filled.values()].flat()
        expect(new Set(seated).size).toBe(seated.length)
        const fits = (person: number, p: Place) =>
          hs.some((h) => h.personId === person && p.services.every((s) => h.services === null || h.services.includes(s)))
        for (const p of ps) for (const person of filled.get(p.id)!) expect(fits(person, p)).toBe(true)
        // Every placing tried, person by person: the most seats below a minimum that can be taken.
        const ids = [...new Set(hs.map((h) => h.personId))]
        const best = (i: number, left: number[]): number =>
          i === ids.length
            ? 0
            : Math.max(
                best(i + 1, left),
                ...ps.map((p, k) =>
                  left[k]! > 0 && fits(ids[i]!, p)
                    ? 1 +
                      best(
                        i + 1,
                        left.map((n, x) => (x === k ? n - 1 : n)),
                      )
                    : 0,
                ),
              )
        const most = best(
          0,
          ps.map((p) => p.minimum),
        )
        expect(ps.reduce((n, p) => n + Math.min(p.minimum, filled.get(p.id)!.length), 0)).toBe(most)
      }),
      { numRuns: 150 },
    )
  })
})

describe('7.1.1.3: changes of the project manager', () => {
  const held = (personId: number, fromDate: string, untilDate: string | null = null) => ({ personId, fromDate, untilDate })
  it('the first is none, the same person again is none, another is one in the year he begins', () => {
    expect(managerChanges([held(1, '2025-01-01')], '2026-09-21')).toEqual({})
    expect(managerChanges([held(2, '2026-03-01'), held(1, '2025-01-01', '2026-02-28'), held(1, '2025-06-01')], '2026-09-21')).toEqual({
      '2026': 1,
    })
    expect(managerChanges([held(1, '2025-01-01'), held(2, '2025-02-01'), held(1, '2026-02-01')], '2026-09-21')).toEqual({
      '2025': 1,
      '2026': 1,
    })
  })
  it('what is still to come and what was taken back before it began is none', () => {
    expect(managerChanges([held(1, '2025-01-01'), held(2, '2026-10-01'), held(3, '2026-02-01', '2026-01-31')], '2026-09-21')).toEqual({})
  })
})

describe('A-9.3: who turns a request', () => {
  const court = { personId: 1, side: 'court', roles: ['commissioner'], contractorId: null } as const
  const hr = { personId: 2, side: 'contractor', roles: ['hr'], contractorId: 7 } as const
  it.each([
    ['answer', 'asked', hr, true],
    ['answer', 'offered', hr, 'request-offered'],
    ['answer', 'asked', court, 'not-allowed'],
    ['answer', 'asked', { ...hr, contractorId: 8 }, 'not-allowed'],
    ['accept', 'offered', court, true],
    ['accept', 'offered', hr, 'not-allowed'],
    ['refuse', 'asked', court, 'request-not-offered'],
    ['withdraw', 'asked', court, true],
    ['withdraw', 'accepted', court, 'request-closed'],
  ] as const)('%s when %s', (act, state, who, expected) => {
    const v = mayTurnRequest(act, { state, contractorId: 7 }, who)
    expect(v.ok ? true : v.code).toBe(expected)
  })
})
