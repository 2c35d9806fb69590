import { Temporal } from 'temporal-polyfill'
import { compose } from '../../app/compose.ts'
import { loadKeys } from '../../platform/auth/keys.ts'
import { virtualClock } from '../../platform/calendar/clock.ts'
import { builtInCalendar } from '../../platform/calendar/holiday-calendar.ts'
import { openFileStore } from '../../platform/files/store.ts'
import { addSubjects, declareDuties, installDuties, runDuties } from '../../modules/duties/public.ts'
import { specimens } from '../../modules/duties/specimens.ts'
import { buildCourt, buildPerson } from '../../modules/organisations/fixtures.ts'
import { byTurns, median, type Result, result } from './result.ts'
import type { Stand } from './stand.ts'

const KEY = 'bench.daily'
const ROUNDS = 3
const BITE = 5000

/** A working day of the reference: the same rows, events and turns of state, set by set in bites of the engine's size, by the owner and without row scope. */
const referenceDay = async (s: Stand, court: number, day: string, subjects: number): Promise<number> => {
  const began = performance.now()
  const event = (verb: string, from: string) => `insert into audit.event (court_id, side, verb, object_type, object_id, data)
    select ${court}, 'system', '${verb}', 'duty', id::text, jsonb_build_object('key', key, 'period', period, 'dueAt', due_at) from ${from}`
  for (let from = 1; from <= subjects; from += BITE)
    await s.client.query(`with opened as (insert into duties.duty (court_id, key, kind, subject_id, period, period_from, period_until, debtor, opens_at, due_at, remind_at, next_remind_at, state, provisional,
        calendar, basis, opened_at)
      select ${court}, '${KEY}', 'premises', n, '${day}', '${day}', '${day}', 'court', '${day}T00:00:00+08', '${day}T17:30:00+08', array['${day}T15:30:00+08'::timestamptz], '${day}T15:30:00+08', 'open', false,
        'x', '[{"step":"period","value":"${day}"},{"step":"due","value":"${day}T09:30:00Z"}]', now() from generate_series(${from}, ${from + BITE - 1}) n returning id, key, period, due_at),
      moved as (update duties.subject set opened_through = '${day}', next_open_at = '${day}T00:00:00+08'::timestamptz + interval '1 day' where court_id = ${court} and subject_id between ${from} and ${from + BITE - 1} returning 1)
      ${event('duty.open', 'opened')}`)
  for (const [verb, set, due] of [
    [
      'duty.remind',
      'reminded_at = now(), next_remind_at = null',
      `state = 'open' and next_remind_at <= '${day}T15:31:00+08' order by next_remind_at`,
    ],
    [
      'duty.breach',
      "state = 'breached', breached_at = due_at, next_remind_at = null, revision = revision + 1",
      `state = 'open' and due_at < '${day}T17:31:00+08' order by due_at`,
    ],
  ] as const)
    for (let left = subjects; left > 0; left -= BITE)
      await s.client.query(`with turned as (update duties.duty set ${set} where court_id = ${court} and id = any (array(select id from duties.duty where court_id = ${court} and ${due} limit ${BITE}))
        returning id, key, period, due_at) ${event(verb, 'turned')}`)
  return (subjects * 3) / ((performance.now() - began) / 1000)
}

/** Opening, reminding and breaching what is due every working day, with the ledger, against the bare statements. */
export const measureDuties = async (s: Stand, full: boolean): Promise<Result[]> => {
  const subjects = full ? 100_000 : 20_000
  declareDuties([{ ...specimens.patrol, key: KEY, subject: 'premises' }])
  const clock = virtualClock('2026-09-21T00:00:00Z')
  const keys = await loadKeys(s.dataDir)
  const app = await compose({
    connect: s.app,
    keys,
    clock,
    virtual: true,
    calendar: () => builtInCalendar,
    files: openFileStore({ dataDir: s.dataDir, keys }),
    settings: { demo: false, dataDir: s.dataDir, baseUrl: 'http://127.0.0.1', version: 'bench' },
  })
  try {
    const make = (code: string) =>
      app.app
        .asSystem(null, (ctx) => buildCourt(ctx, { code, name: `基准法院${code}` }))
        .then((courtId) =>
          app.app.asSystem(courtId, async (ctx) => {
            await installDuties(ctx)
            await buildPerson(ctx, { name: '监管专员', role: 'commissioner', courtId })
            await addSubjects(
              ctx,
              KEY,
              Array.from({ length: subjects }, (_, i) => ({ id: i + 1, label: `用房${i + 1}`, since: '2026-09-21' })),
            )
            return courtId
          }),
        )
    const [ours, theirs] = [await make('苏1291'), await make('苏1292')]
    await s.client.query('analyze duties.subject')
    let day = Temporal.PlainDate.from('2026-09-20')
    const engineDay = async (): Promise<number> => {
      day = builtInCalendar.addWorkdays(day, 1)
      const began = performance.now()
      for (const time of ['00:01', '15:31', '17:31']) {
        clock.set(day.toZonedDateTime({ timeZone: 'Asia/Shanghai', plainTime: time }).toInstant())
        await runDuties(app.app, ours)
      }
      const rate = (subjects * 3) / ((performance.now() - began) / 1000)
      const { rows } = await s.client.query(
        `select count(*)::int as n from duties.duty where court_id = ${ours} and state = 'breached' and reminded_at is not null and period = '${day}'`,
      )
      if (rows[0].n !== subjects) throw new Error(`of ${subjects} duties ${rows[0].n} were opened, reminded and missed on ${day}`)
      return rate
    }
    let refDay = Temporal.PlainDate.from('2026-09-20')
    const bareDay = (): Promise<number> => {
      refDay = builtInCalendar.addWorkdays(refDay, 1)
      return referenceDay(s, theirs, refDay.toString(), subjects)
    }
    // The first day warms both.
    await engineDay()
    await bareDay()
    const turns = await byTurns(ROUNDS, engineDay, bareDay)
    const rate = median(turns.ours)
    return [
      result('duties opened, reminded and missed (turns/s)', rate, median(turns.reference), '≥ 0.5', [
        `${subjects} duties a day; 1,000,000 a day take ${(3_000_000 / rate / 60).toFixed(1)} min`,
        'reference: the same rows and ledger events by the owner, set by set',
      ]),
    ]
  } finally {
    await app.stop()
  }
}
