import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { testApp } from '../../test/support/app.ts'
import { builtInYears, type HolidayYear, makeCalendar } from '../../platform/calendar/holiday-calendar.ts'
import { buildContractor, buildCourt, buildEngagement } from '../organisations/fixtures.ts'
import { fulfilDuty, onDutyMissed, runDuties } from './public.ts'
import { declareDuties, installDuties } from './registry.ts'
import { type DutyDeclaration, isCadence } from './rules/declaration.ts'
import { markBefore } from './rules/periods.ts'
import { again, openUntil } from './rules/reckon.ts'
import { specimens } from './specimens.ts'

const walked: readonly DutyDeclaration[] = [
  specimens.patrol,
  specimens.inspection,
  specimens.wages,
  specimens.weekly,
  specimens.quarterly,
  specimens.yearly,
]
declareDuties(walked)
const missed: string[] = []
onDutyMissed('wagesLate', async (_ctx, list) => void missed.push(...list.map((m) => `${m.subjectId} ${m.period}`)))

/** Every number from its seed: a run that fails can be run again. */
const dice = (seed: number) => {
  let s = seed
  return (n: number): number => {
    s = (Math.imul(s, 1103515245) + 12345) & 0x7fffffff
    return Math.floor((s / 0x7fffffff) * n) % n
  }
}
/** A notice that moves days around New Year, May and October: working weekends and off weekdays, other ones each year. */
const noticeOf = (year: number, roll: (n: number) => number): HolidayYear => {
  const days = new Map<string, boolean>([[`${year}-01-01`, true]])
  for (const month of [1, 2, 5, 10])
    for (let i = 0; i < 6; i++) days.set(Temporal.PlainDate.from({ year, month, day: 2 + roll(26) }).toString(), roll(3) > 0)
  // A worked Saturday in January, where nobody looks for one.
  const saturday = Temporal.PlainDate.from({ year, month: 1, day: 10 })
  days.set(saturday.add({ days: 6 - Math.min(saturday.dayOfWeek, 6) }).toString(), false)
  return { year, papers: [], days: [...days].map(([date, isOffDay]) => ({ name: '放假', date, isOffDay })) }
}

describe('three years under a virtual clock', () => {
  for (const seed of [7, 11, 2027, 20261123])
    it(`no duty is lost, doubled or moved: random pauses, two engines at once, calendars imported in the middle (seed ${seed})`, async () => {
      const roll = dice(seed)
      const t = await testApp({ now: '2026-09-20T16:00:00Z' })
      const courtId = await t.app.asSystem(null, async (ctx) => {
        await installDuties(ctx)
        return buildCourt(ctx)
      })
      const engage = (serial: number, fromDate: string) =>
        t.app.asSystem(courtId, async (ctx) =>
          buildEngagement(ctx, { contractorId: await buildContractor(ctx, { serial }), fromDate, untilDate: '2030-12-31' }),
        )
      const since = new Map<number, string>([[await engage(1, '2026-09-21'), '2026-09-21']])
      const notices = [2027, 2028, 2029].map((year) => noticeOf(year, roll))
      // Each year is published some time between the November before and its own March: late, as a server that nobody looked after.
      const imports = notices.map((n) => ({
        n,
        at: Temporal.PlainDate.from(`${n.year - 1}-11-05`)
          .add({ days: n.year === 2027 ? 100 + roll(30) : roll(130) })
          .toString(),
      }))
      const fulfilled = new Map<string, string>()
      const end = Temporal.Instant.from('2029-09-21T00:00:00Z')
      let joined = false
      missed.length = 0
      while (Temporal.Instant.compare(t.clock.now(), end) < 0) {
        t.clock.advance({ minutes: 1 + roll(60 * 24 * (roll(6) === 0 ? 60 : 9)) })
        const now = t.clock.now()
        const today = now.toZonedDateTimeISO('Asia/Shanghai').toPlainDate().toString()
        for (const i of imports)
          if (i.at <= today && i.n.days.length) {
            await t.owner.query('insert into bw.setting (court_id, key, value) values (0, $1, $2)', [
              `calendar.year.${i.n.year}`,
              JSON.stringify(i.n),
            ])
            i.at = '9999-12-31'
            await t.app.reloadCalendar?.()
          }
        if (!joined && today >= '2027-12-20') {
          since.set(await engage(2, today), today)
          joined = true
        }
        // Sometimes two servers at the same minute.
        await Promise.all(roll(4) === 0 ? [runDuties(t.app, courtId), runDuties(t.app, courtId)] : [runDuties(t.app, courtId)])
        for (let i = roll(4); i > 0; i--) {
          const d = walked[roll(walked.length)]!
          const [subject] = [...since.keys()].slice(roll(since.size))
          await t.app.asSystem(courtId, async (ctx) => {
            const id = await fulfilDuty(ctx, d.key, subject!, null, {
              type: 'objects' in d.evidence ? d.evidence.objects[0]! : 'tick',
              id: 1,
            })
            if (id !== null) fulfilled.set(String(id), now.toString({ smallestUnit: 'millisecond' }))
          })
        }
      }
      await runDuties(t.app, courtId)
      const now = t.clock.now()
      const calendar = makeCalendar([...builtInYears, ...notices])
      const { rows } = await t.owner.query("select * from duties.duty where key like 'specimen.%' order by key, subject_id, due_at, id")
      const seen = rows.filter((r) => r.state !== 'withdrawn')
      const expected: string[] = []
      for (const d of walked)
        for (const [subject, from] of since) {
          if (!isCadence(d.when)) continue
          const all = openUntil(d, markBefore(d.when.every, Temporal.PlainDate.from(from)).toString(), now, calendar, 5000).occurrences
          expected.push(...all.filter((o) => o.until >= from).map((o) => `${d.key} ${subject} ${o.period} ${o.dueAt}`))
        }
      const iso = (at: Date | string) =>
        Temporal.Instant.from(typeof at === 'string' ? at.replace(' ', 'T').replace(/\+00$/, 'Z') : at.toISOString()).toString()
      // Done on a day that turned out to be off: stays, beside what is owed.
      const kept = seen.filter((r) => !(r.fulfilled_at && again(walked.find((d) => d.key === r.key)!, r.period, calendar) === null))
      expect(kept.map((r) => `${r.key} ${r.subject_id} ${r.period} ${iso(r.due_at)}`).sort()).toEqual(expected.sort())
      for (const r of kept) {
        const due = iso(r.due_at)
        const at = fulfilled.get(String(r.id))
        const late = Temporal.Instant.compare(at ?? now, due) > 0
        expect([r.id, r.state]).toEqual([r.id, at ? (late ? 'late' : 'done') : late ? 'breached' : 'open'])
        // To the minute, and below it: whenever the engine came, the miss is as old as the due time.
        expect(r.breached_at === null ? null : iso(r.breached_at)).toBe(late ? due : null)
        expect(r.provisional, `${r.key} ${r.period}`).toBe(again(walked.find((d) => d.key === r.key)!, r.period, calendar)!.provisional)
      }
      for (const r of rows.filter((x) => x.state === 'withdrawn'))
        expect(calendar.isWorkday(Temporal.PlainDate.from(r.period)), r.period).toBe(false)
      // One opening in the ledger for each, and a miss told once unless the calendar moved it.
      const { rows: opened } = await t.owner.query(
        "select object_id, count(*)::int as n from audit.event where verb = 'duty.open' group by 1 having count(*) > 1",
      )
      expect(opened).toEqual([])
      // The run has met what it is about: days that fell away and days that came in when a calendar was published.
      const { rows: met } = await t.owner.query(
        "select verb, count(*)::int as n from audit.event where data ->> 'because' = 'calendar' group by 1 order by 1",
      )
      expect(met.map((m) => m.verb)).toEqual(['duty.open', 'duty.withdraw'])
      expect(new Set(missed).size).toBeGreaterThan(5)
      expect(rows.length).toBeGreaterThan(1500)
    }, 120_000)
})
