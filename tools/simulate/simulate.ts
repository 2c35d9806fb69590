import { Temporal } from 'temporal-polyfill'
import pg from 'pg'
import { compose, type Composition } from '../../app/compose.ts'
import { modules } from '../../app/modules.ts'
import { signerWith } from '../../platform/audit/checkpoint.ts'
import { sealOnce } from '../../platform/audit/seal.ts'
import { builtInCalendar } from '../../platform/calendar/holiday-calendar.ts'
import type { FileStore } from '../../platform/files/store.ts'
import { atTime } from '../../platform/calendar/zoned.ts'
import { type Entry, lastWorkdays, officeLater, play, type Story, storyClock } from './clockwork.ts'
import { allocations } from './allocation-story.ts'
import { demoImage, demoPaper } from './papers.ts'
import { importCaseList } from './case-list.ts'
import { fileCase } from './filing-story.ts'
import { hotline } from './hotline-story.ts'
import { incidents } from './incidents.ts'
import { printer, storingOnce } from './printing.ts'
import { buildDemoCourt, COURT, giveAccounts } from './people.ts'
import { randomOf } from './random.ts'
import { materialsOf } from './materials-story.ts'
import { scanDossier } from './scan-story.ts'
import { serveDocuments } from './service-story.ts'
import { coverSheets, makeBundles } from './specimen.ts'
import { peopleStories } from './people-story.ts'
import { siteStories } from './site-story.ts'
import { trainings } from './training-story.ts'
import type { Course, World } from './world.ts'

export interface SimulateOptions {
  seed: number
  cases: number
  days: number
  /** The demo's "now": the story ends here and what is open stays open. */
  until: Temporal.Instant
  /** A working day of the story begins: the how manieth of how many. */
  onDay?: (n: number, of: number) => void
}
export interface Simulated {
  seed: number
  cases: number
  days: number
  from: string
  until: string
  people: number
  tasks: number
  tasksDone: number
  tasksLate: number
  events: number
  sealed: number
  acts: Record<string, number>
  seconds: number
}

/** Share of the cases that the court had before, registered only: they come with its case list. */
const LISTED = 0.58
/** Documents of the last days are printed for their own case. */
const OWN_PAPERS_DAYS = 4

/** Makes the demo court on an empty installation by calling the product's own commands under a virtual clock; the same seed, the same story. */
export const simulate = async (
  base: Omit<Composition, 'settings'>,
  settings: Composition['settings'],
  owner: pg.ClientConfig,
  o: SimulateOptions,
): Promise<Simulated> => {
  const started = process.hrtime.bigint()
  const calendar = builtInCalendar
  const days = lastWorkdays(o.until, o.days, calendar)
  const firstDay = days[0]!
  const clock = storyClock(atTime(firstDay, '08:30'))
  const files = storingOnce(base.files)
  const composed = await compose({
    ...base,
    files,
    clock,
    calendar: () => calendar,
    virtual: true,
    jobs: false,
    poolSize: 7,
    rateMax: 1_000_000,
    settings: { ...settings, demo: true },
    // Nothing here is anybody's work yet: a crash starts the demo anew, so no commit waits for the disk.
    connect: { ...base.connect, options: '-c synchronous_commit=off -c jit=off -c plan_cache_mode=force_generic_plan' },
  })
  composed.app.print = printer(clock, atTime(days.at(-OWN_PAPERS_DAYS) ?? firstDay, '00:00'))
  try {
    const court = await buildDemoCourt(composed.app, firstDay)
    const world: World = {
      composed,
      clock,
      calendar,
      court,
      until: o.until,
      barred: new Set(),
      tally: {},
      papers: await papersOf(files, court.courtId),
      bundles: await makeBundles(files, court.courtId),
      coverSheet: await coverSheets(COURT.name),
      files,
      pile: pileOf(days),
      spawn: () => {},
    }
    const listed = await importCaseList(world, randomOf(o.seed, 2), Math.floor(o.cases * LISTED), firstDay, atTime(firstDay, '08:35'))
    world.tally.listed = listed
    let day = ''
    await play(
      entriesOf(world, owner, { ...o, cases: o.cases - listed }, days),
      o.until,
      (at) => {
        const now = at.toZonedDateTimeISO('Asia/Shanghai').toPlainDate().toString()
        if (now !== day) o.onDay?.(days.findIndex((d) => d.toString() === now) + 1, days.length)
        day = now
      },
      (spawn) => {
        world.spawn = spawn
      },
    )
    await clock.at(o.until, () => giveAccounts(composed.app, court))
    const sealed = await seal(owner, composed.pool, base.keys, o.until)
    const figures = await figuresOf(owner, o.until)
    return {
      seed: o.seed,
      cases: o.cases,
      days: o.days,
      from: firstDay.toString(),
      until: o.until.toString(),
      people: court.players.length,
      ...figures,
      sealed,
      acts: world.tally,
      seconds: Math.round(Number(process.hrtime.bigint() - started) / 1e8) / 10,
    }
  } finally {
    await composed.stop()
  }
}

/** The issued documents and one photograph, all saying that they are of the demo. */
const papersOf = async (files: FileStore, courtId: number): Promise<World['papers']> => {
  const pdf = await files.put(courtId, demoPaper('complaint'))
  const order = await files.put(courtId, demoPaper('enforcement'))
  const image = await files.put(courtId, demoImage())
  return {
    document: { ...pdf, name: '起诉状副本及应诉通知书.pdf', type: 'application/pdf', fields: {} },
    order: { ...order, name: '执行通知书及报告财产令.pdf', type: 'application/pdf', fields: {} },
    image: { ...image, name: '送达凭证.png', type: 'image/png', fields: {} },
  }
}

async function* caseStory(c: Course): Story {
  yield c.now
  const filed = yield* fileCase(c)
  if (!filed) return
  materialsOf(c, filed)
  // What came over the line is electronic already: nothing to scan.
  if (filed.paper) yield* scanDossier(c, filed)
  yield* serveDocuments(c, filed)
}

/** What is left lying: from day to day a little, in the last two days much; judges, who are asked seldom, keep the last days' worth and now and then something older. */
const pileOf = (days: readonly Temporal.PlainDate[]): World['pile'] => {
  const since = (n: number): number => atTime(days[Math.max(0, days.length - n)]!, '00:00').epochMilliseconds
  const [month, some, lately, many] = [since(20), since(10), since(5), since(2)]
  return (at, role) => {
    const ms = at.epochMilliseconds
    if (days.length <= 20) return ms >= many ? 0.1 : 0
    if (ms >= many && role !== 'judge') return 0.3
    if (role === 'judge') return ms >= lately ? 0.9 : ms >= month ? 0.12 : 0
    return ms >= some ? 0.02 : 0
  }
}

/** Cases come in over the days, more on Mondays and in the last three; every morning the platform's own daily work runs. */
const entriesOf = (world: World, owner: pg.ClientConfig, o: SimulateOptions, days: readonly Temporal.PlainDate[]): Entry[] => {
  const arrivals = randomOf(o.seed, 0)
  const weights = days.map(
    (d, n) => (d.dayOfWeek === 1 ? 1.6 : 1) * (days.length - n <= 3 && days.length > 20 ? 4 : 1) * (0.8 + arrivals.next() * 0.4),
  )
  const total = weights.reduce((a, b) => a + b, 0)
  const entries: Entry[] = []
  for (let i = 0; i < o.cases; i++) {
    let left = arrivals.next() * total
    let d = 0
    while (d < days.length - 1 && left > weights[d]!) left -= weights[d++]!
    const now = officeLater(atTime(days[d]!, '09:00'), arrivals.int(0, 400), world.calendar)
    entries.push({ at: now, story: caseStory({ world, random: randomOf(o.seed, i + 10), now }) })
  }
  for (const [n, d] of days.entries()) {
    const at = atTime(d, '08:40')
    entries.push({ at, alone: true, story: morning(world, at, n === LEARNING_DAY ? owner : null) })
  }
  return [
    ...entries,
    ...incidents(world, randomOf(o.seed, 1), days),
    ...allocations(world, o.seed, days),
    ...trainings(world, randomOf(o.seed, 3), days),
    ...peopleStories(world, randomOf(o.seed, 4), days),
    ...siteStories(world, randomOf(o.seed, 5), days),
    ...hotline(world, randomOf(o.seed, 6), days),
  ]
}

// Plans made on empty tables read them whole later: PostgreSQL is shown the figures once there are some. Each time costs every connection all its plans
// (four times instead of once: six seconds more of seventy).
const LEARNING_DAY = 3
/** Timers that came due, reminders, expiries: the jobs the server runs by itself. */
async function* morning(world: World, at: Temporal.Instant, owner: pg.ClientConfig | null): Story {
  yield at
  if (owner) await analyse(owner)
  for (const job of modules.flatMap((m) => m.jobs ?? []))
    if (job.cron) await world.clock.at(at, async () => void (await job.run(world.composed.app, {} as never)))
}

const analyse = async (owner: pg.ClientConfig): Promise<void> => {
  const client = new pg.Client(owner)
  await client.connect()
  try {
    await client.query('analyze')
  } finally {
    await client.end()
  }
}

/** One batch over all of it, once nothing can still come before it: earlier batches would make the rest look back-dated. */
const seal = async (owner: pg.ClientConfig, pool: pg.Pool, keys: Composition['keys'], now: Temporal.Instant): Promise<number> => {
  const client = new pg.Client(owner)
  await client.connect()
  try {
    for (let i = 0; i < 600; i++) {
      const { rows } = await client.query(
        'select coalesce(max(xid) < pg_snapshot_xmin(pg_current_snapshot()), true) as settled from audit.event',
      )
      if (rows[0].settled) break
      await new Promise((r) => setTimeout(r, 100))
    }
  } finally {
    await client.end()
  }
  const signer = signerWith(`bailiwick/${keys.fingerprint}`, keys.publicKey, (text) => keys.sign(text))
  return (await sealOnce(pool, signer, now, 10_000_000))?.count ?? 0
}

const figuresOf = async (
  owner: pg.ClientConfig,
  until: Temporal.Instant,
): Promise<Pick<Simulated, 'tasks' | 'tasksDone' | 'tasksLate' | 'events'>> => {
  const client = new pg.Client(owner)
  await client.connect()
  try {
    const { rows } = await client.query<{ tasks: string; done: string; late: string; events: string }>(
      `select (select count(*) from worklist.task) as tasks, (select count(*) from worklist.task where state = 'done') as done,
        (select count(*) from worklist.task where state <> 'cancelled' and coalesce(completed_at, $1) > due_at) as late, (select count(*) from audit.event) as events`,
      [until.toString()],
    )
    const r = rows[0]!
    return { tasks: Number(r.tasks), tasksDone: Number(r.done), tasksLate: Number(r.late), events: Number(r.events) }
  } finally {
    await client.end()
  }
}
