import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { commitmentOf, freshSeed, halfOfCode, checkInCode, plainCode, qrSquares } from './codes.ts'
import {
  annualNeed,
  annualState,
  attendanceAt,
  type Attended,
  codeStep,
  codeUntil,
  creditsOf,
  daysInService,
  drawQuestions,
  isPassed,
  isRight,
  mayConfirm,
  mayKeep,
  mayRun,
  optionOrder,
  questionStands,
  sessionStands,
} from './rules.ts'

const day = (n: number): string => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10)

describe('half days that count', () => {
  const came = (sessionId: number, onDate: string, halves = 2): Attended => ({ sessionId, onDate, halves })
  it('attendance alone where there is no test, never more than the course has', () => {
    const course = { phase: 'preJob', halfDays: 3, hasTest: false } as const
    expect(creditsOf(course, [came(2, '2026-03-02'), came(1, '2026-03-01')], [])).toEqual([
      { sessionId: 1, halfDays: 2, onDate: '2026-03-01' },
      { sessionId: 2, halfDays: 1, onDate: '2026-03-02' },
    ])
  })
  it('with a test only when passed, and from that day; a year never grows afterwards', () => {
    const course = { phase: 'inService', halfDays: 2, hasTest: true } as const
    expect(creditsOf(course, [came(1, '2026-12-30')], [])).toEqual([])
    expect(creditsOf(course, [came(1, '2026-12-30')], ['2026-12-31'])).toEqual([{ sessionId: 1, halfDays: 2, onDate: '2026-12-31' }])
    expect(creditsOf(course, [came(1, '2026-12-30')], ['2027-01-01'])).toEqual([{ sessionId: 1, halfDays: 2, onDate: '2027-01-01' }])
    // Last year's test proves nothing about this year's attendance; before the first task there are no years.
    expect(creditsOf(course, [came(1, '2027-02-01')], ['2026-12-31'])).toEqual([])
    expect(creditsOf({ ...course, phase: 'preJob' }, [came(1, '2027-02-01')], ['2026-12-31'])).toHaveLength(1)
  })
  it('a course in service counts again each year, a pre-job course once for all', () => {
    const attended = [came(1, '2026-05-01'), came(2, '2026-06-01'), came(3, '2027-05-01')]
    expect(creditsOf({ phase: 'inService', halfDays: 2, hasTest: false }, attended, []).map((c) => c.sessionId)).toEqual([1, 3])
    expect(creditsOf({ phase: 'preJob', halfDays: 2, hasTest: false }, attended, []).map((c) => c.sessionId)).toEqual([1])
  })
  it('holds for any course: within attendance, within the course, never before the day, whatever the order', () => {
    const attended = fc.uniqueArray(
      fc.record({
        sessionId: fc.integer({ min: 1, max: 40 }),
        onDate: fc.integer({ min: 0, max: 1200 }).map(day),
        halves: fc.constantFrom(1, 2),
      }),
      { selector: (a) => a.sessionId, maxLength: 12 },
    )
    const passes = fc.array(fc.integer({ min: 0, max: 1200 }).map(day), { maxLength: 4 })
    fc.assert(
      fc.property(
        fc.record({
          phase: fc.constantFrom('preJob' as const, 'inService' as const),
          halfDays: fc.integer({ min: 1, max: 8 }),
          hasTest: fc.boolean(),
        }),
        attended,
        passes,
        (course, came, passed) => {
          const credits = creditsOf(course, came, passed)
          expect(creditsOf(course, [...came].reverse(), [...passed].reverse())).toEqual(credits)
          const perCycle = new Map<string, number>()
          for (const c of credits) {
            const a = came.find((x) => x.sessionId === c.sessionId)!
            expect(c.halfDays).toBeLessThanOrEqual(a.halves)
            expect(c.onDate >= a.onDate).toBe(true)
            if (course.hasTest) expect(passed.some((p) => p <= c.onDate)).toBe(true)
            const cycle = course.phase === 'preJob' ? '' : c.onDate.slice(0, 4)
            perCycle.set(cycle, (perCycle.get(cycle) ?? 0) + c.halfDays)
          }
          for (const n of perCycle.values()) expect(n).toBeLessThanOrEqual(course.halfDays)
          // Coming once more never takes anything away.
          const more = creditsOf(course, [...came, { sessionId: 99, onDate: day(1300), halves: 2 }], passed)
          expect(more.reduce((n, c) => n + c.halfDays, 0)).toBeGreaterThanOrEqual(credits.reduce((n, c) => n + c.halfDays, 0))
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe('three days a year', () => {
  it('are owed whole, or by the share of the year, 29 February included', () => {
    expect(annualNeed(2026, [{ from: '2025-03-01', until: null }], true)).toBe(6)
    expect(annualNeed(2026, [{ from: '2026-12-01', until: null }], false)).toBe(6)
    expect(annualNeed(2026, [{ from: '2026-07-01', until: null }], true)).toBe(4)
    // 2028 has 366 days: from 2 July on it is exactly the half.
    expect(daysInService(2028, [{ from: '2028-02-29', until: '2028-02-29' }])).toBe(1)
    expect(annualNeed(2028, [{ from: '2028-07-02', until: null }], true)).toBe(3)
    expect(annualNeed(2028, [{ from: '2028-07-01', until: null }], true)).toBe(4)
    expect(annualNeed(2026, [{ from: '2027-01-01', until: null }], false)).toBe(0)
    expect(annualNeed(2026, [{ from: '2025-01-01', until: '2025-12-31' }], true)).toBe(0)
  })
  it('posts that overlap count a day once, in any order', () => {
    const spans = fc.array(
      fc.tuple(fc.integer({ min: -100, max: 500 }), fc.integer({ min: 0, max: 300 }), fc.boolean()).map(([a, n, open]) => ({
        from: day(a),
        until: open ? null : day(a + n),
      })),
      { maxLength: 6 },
    )
    fc.assert(
      fc.property(spans, (s) => {
        let days = 0
        for (let d = 0; d < 365; d++) if (s.some((x) => x.from <= day(d) && (x.until === null || x.until >= day(d)))) days++
        expect(daysInService(2026, s)).toBe(days)
        expect(daysInService(2026, [...s].reverse())).toBe(days)
      }),
      { numRuns: 100 },
    )
  })
  it('are missed when the year is over, not on its last day', () => {
    expect(annualState(2026, 6, 5, '2026-12-31')).toBe('open')
    expect(annualState(2026, 6, 5, '2027-01-01')).toBe('short')
    expect(annualState(2026, 6, 6, '2027-01-01')).toBe('met')
  })
})

describe('attendance and its code', () => {
  const half = { from: 1_000_000, until: 2_000_000 }
  it('is open from the first millisecond to the last of the tolerance', () => {
    const end = half.until + 15 * 60_000
    expect(
      [half.from - 1, half.from, end, end + 1, half.until + 30 * 86_400_000, half.until + 30 * 86_400_000 + 1].map((n) =>
        attendanceAt(n, half),
      ),
    ).toEqual(['not-begun', 'open', 'open', 'late', 'late', 'too-late'])
  })
  it('a code holds for its half minute and the next, for its session, its half, its court', () => {
    const key = Buffer.alloc(32, 7)
    const keys = { courtKey: (courtId: number | null) => Buffer.concat([key, Buffer.from(String(courtId))]) }
    fc.assert(
      fc.property(fc.integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 }), fc.integer({ min: 0, max: 59_999 }), (now, wait) => {
        const where = { courtId: 1, sessionId: 5 }
        const code = checkInCode(keys, where, 'morning', now)
        const later = now + wait
        const said = halfOfCode(keys, where, `${code.slice(0, 4)}-${code.slice(4)}`.toLowerCase(), later)
        expect(said).toBe(codeStep(later) - codeStep(now) <= 1 ? 'morning' : 'expired')
        expect(halfOfCode(keys, { ...where, sessionId: 6 }, code, now)).toBe(null)
        expect(halfOfCode(keys, { ...where, courtId: 2 }, code, now)).toBe(null)
        expect(codeUntil(now) - now).toBeGreaterThan(0)
        expect(codeUntil(now) - now).toBeLessThanOrEqual(30_000)
      }),
      { numRuns: 60 },
    )
    expect(plainCode('ｏI1l-0o')).toBe('011100')
  })
  it('is drawn as a square', () => {
    const { size, squares } = qrSquares('http://court.local/training/check-in?s=1&c=AAAABBBB')
    expect(squares).toMatch(/^[01]+$/)
    expect(squares.length).toBe(size * size)
  })
})

describe('tests', () => {
  it('the seed says which questions come, each as likely as any other, none twice', () => {
    const bank = [3, 9, 1, 7, 5, 11]
    const drawn = new Map<number, number>()
    for (let i = 0; i < 3000; i++) for (const q of drawQuestions(freshSeed(), bank, 2)) drawn.set(q, (drawn.get(q) ?? 0) + 1)
    for (const q of bank) expect(Math.abs((drawn.get(q) ?? 0) - 1000)).toBeLessThan(160)
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 }), fc.integer({ min: 1, max: 6 }), (n, count) => {
        const seed = n.toString(16).padStart(32, 'a')
        const asked = drawQuestions(seed, bank, count)
        expect(drawQuestions(seed, [...bank].reverse(), count)).toEqual(asked)
        expect(new Set(asked).size).toBe(count)
        expect([...optionOrder(seed, asked[0]!, 4)].sort()).toEqual([0, 1, 2, 3])
      }),
    )
    expect(drawQuestions('0'.repeat(32), bank, 6).length).toBe(6)
    expect(commitmentOf('00')).toBe('f1534392279bddbf9d43dde8701cb5be14b82f76ec6607bf8d6ad557f60f304e')
  })
  it('a question is right as a whole, a mark is not rounded', () => {
    expect([isRight([0, 2], [2, 0]), isRight([0, 2], [0]), isRight([0], [0, 1]), isRight([0], [])]).toEqual([true, false, false, false])
    expect([isPassed(4, 5, 80), isPassed(7, 9, 80), isPassed(0, 0, 1)]).toEqual([true, false, false])
  })
  it('questions are well formed', () => {
    const q = { kind: 'single', options: ['甲', '乙'], answers: [0] } as const
    expect(questionStands(q).ok).toBe(true)
    expect(questionStands({ ...q, options: ['甲', '甲'] })).toEqual({ ok: false, code: 'options-malformed' })
    expect(questionStands({ ...q, answers: [2] })).toEqual({ ok: false, code: 'answers-malformed' })
    expect(questionStands({ ...q, answers: [0, 1] })).toEqual({ ok: false, code: 'one-answer-only' })
    expect(questionStands({ kind: 'multiple', options: ['甲', '乙'], answers: [0, 1] }).ok).toBe(true)
    expect(questionStands({ kind: 'trueFalse', options: [], answers: [1] }).ok).toBe(true)
    expect(questionStands({ kind: 'trueFalse', options: ['对'], answers: [1] }).ok).toBe(false)
  })
})

describe('who may', () => {
  const who = (side: 'court' | 'contractor', role: string, contractorId: number | null = null, personId = 1) => ({
    personId,
    side,
    roles: [role],
    contractorId,
  })
  const ofCourt = { organiser: 'court', contractorId: null } as const
  const ofThree = { organiser: 'contractor', contractorId: 3 } as const
  it('each side keeps its own courses, the teacher runs his session, another hand confirms', () => {
    expect([who('court', 'trialManagement'), who('court', 'judge'), who('contractor', 'hr', 3)].map((w) => mayKeep(w, ofCourt).ok)).toEqual(
      [true, false, false],
    )
    expect(
      [who('contractor', 'hr', 3), who('contractor', 'hr', 4), who('court', 'trialManagement')].map((w) => mayKeep(w, ofThree).ok),
    ).toEqual([true, false, false])
    expect(mayRun(who('court', 'judge'), ofCourt, { teacherId: 1 }).ok).toBe(true)
    expect(mayRun(who('court', 'judge'), ofCourt, { teacherId: 2 }).ok).toBe(false)
    const session = { teacherId: null }
    expect(
      [
        who('contractor', 'projectManager', 3),
        who('contractor', 'projectManager', 4),
        who('court', 'commissioner'),
        who('court', 'judge'),
      ].map((w) => mayConfirm(w, ofThree, session).ok),
    ).toEqual([true, false, true, false])
  })
  it('times of a session are in order', () => {
    expect(sessionStands(null, null)).toEqual({ ok: false, code: 'no-half-day' })
    expect(sessionStands({ from: 1, until: 1 }, null).ok).toBe(false)
    expect(sessionStands({ from: 1, until: 5 }, { from: 4, until: 9 }).ok).toBe(false)
    expect(sessionStands({ from: 1, until: 4 }, { from: 4, until: 9 }).ok).toBe(true)
  })
})
