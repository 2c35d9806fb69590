import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { toDate } from '../../platform/calendar/zoned.ts'
import type { Composed } from '../../app/compose.ts'
import type { Calendar } from '../../platform/calendar/workdays.ts'
import type { FileStore } from '../../platform/files/store.ts'
import type { Ctx } from '../../platform/http/context.ts'
import type { Upload } from '../../platform/http/endpoint.ts'
import { Fail } from '../../platform/http/problems.ts'
import { claimTask } from '../../modules/worklist/public.ts'
import { type Entry, officeLater, type Story, type storyClock } from './clockwork.ts'
import type { Court, Player, Team } from './people.ts'
import type { Bundle } from './specimen.ts'
import type { Random } from './random.ts'

export interface World {
  composed: Composed
  clock: ReturnType<typeof storyClock>
  calendar: Calendar
  court: Court
  until: Temporal.Instant
  /** Logins that may not work any more (vetoed). */
  barred: Set<string>
  tally: Record<string, number>
  /** Files that stand for what people would scan or sign; stored once. */
  papers: { document: Upload; order: Upload; image: Upload }
  /** What batches are made of, and the sheet that lies on top of one. */
  bundles: readonly Bundle[]
  coverSheet: (number: string) => Uint8Array
  files: FileStore
  /** Share of steps that stay on the desk at this moment: rare while days go by, many in the last two, so that the demo's morning has a pile. */
  pile: (at: Temporal.Instant, role: string) => number
  /** Adds a course of its own to the play. */
  spawn: (e: Entry) => void
}

/** One course of acts with its own moment and its own chance. */
export interface Course {
  world: World
  random: Random
  now: Temporal.Instant
}

export const count = (w: World, what: string): void => {
  w.tally[what] = (w.tally[what] ?? 0) + 1
}
export const today = (c: Course): string => toDate(c.now).toString()

/** Office minutes pass, a little more or less than said. */
export async function* pass(c: Course, minutes: number): Story {
  c.now = officeLater(c.now, minutes * (0.7 + c.random.next() * 0.6), c.world.calendar)
  yield c.now
}
/** Days pass, then the office opens. */
export async function* passDays(c: Course, days: number): Story {
  c.now = officeLater(c.now.add({ hours: 24 * days }), c.random.int(5, 240), c.world.calendar)
  yield c.now
}

/** One act of a person at the course's moment: his own transaction, his own rights. */
export const act = <T>(c: Course, who: Player, fn: (ctx: Ctx) => Promise<T>): Promise<T> => {
  // A transaction that met a deadlock runs again: with the same chance, or two runs of one seed would part.
  const again = c.random.mark()
  return c.world.clock.at(c.now, () =>
    c.world.composed.app.asActor(who.actor, (ctx) => {
      again()
      return fn(ctx)
    }),
  )
}

export const spawn = (c: Course, story: Story): void => c.world.spawn({ at: c.now, story })

export const people = (w: World, role: string, of: { team?: Team; division?: string } = {}): Player[] =>
  w.court.players.filter(
    (p) => p.role === role && !w.barred.has(p.login) && (!of.team || p.team === of.team) && (!of.division || p.division === of.division),
  )
export const anyone = (c: Course, role: string, of: { team?: Team; division?: string } = {}): Player =>
  c.random.pick(people(c.world, role, of))

export interface OpenTask {
  id: number
  revision: number
  form: string
  elementId: string
  role: string
  assigneeId: number | null
  state: string
  dueAt: string
}
/** The open steps of an item, as the person may see them. */
export const openTasks = async (ctx: Ctx, subjectType: string, subjectId: number): Promise<OpenTask[]> =>
  (
    await sql<OpenTask>`select id, revision, form, element_id as "elementId", role, assignee_id as "assigneeId", state, due_at as "dueAt" from worklist.task
      where court_id = ${ctx.actor.courtId} and subject_type = ${subjectType} and subject_id = ${subjectId} and state in ('ready', 'claimed', 'started', 'suspended') order by id`.execute(
      ctx.tx,
    )
  ).rows

export interface Item {
  type: string
  id: number
}
/** Share of steps that are taken first and done later; the others are taken and done in one go. */
const TAKEN_FIRST = 0.25

/**
 * One step of an item by somebody of the role: claimed, worked on for `minutes`, then done by `finish`. When the person lost the task meanwhile
 * (vetoed, frozen), a colleague takes it up. `begin` is what is done as soon as it is taken. Answers what `finish` answered, and who did it.
 */
export async function* step<T>(
  c: Course,
  item: Item,
  form: string,
  who: () => Player,
  minutes: number,
  finish: (ctx: Ctx, task: OpenTask, player: Player) => Promise<T>,
  begin?: (ctx: Ctx, task: OpenTask) => Promise<void>,
): AsyncGenerator<Temporal.Instant, { done: T; by: Player }, void> {
  let player = who()
  const stays = c.random.chance(c.world.pile(c.now, player.role))
  const taken = c.random.next()
  const take = async (ctx: Ctx): Promise<OpenTask | Player> => {
    const task = (await openTasks(ctx, item.type, item.id)).find((t) => t.form === form)
    if (!task) throw new Error(`no open ${form} of ${item.type} ${item.id}`)
    if (task.assigneeId === player.personId) return task
    // Already in somebody's hands (sent back to its maker, the case's own clerk): it is his to do.
    if (task.assigneeId !== null) return c.world.court.players.find((p) => p.personId === task.assigneeId)!
    await claimTask(ctx, task.id, task.revision)
    return { ...task, revision: task.revision + 1, assigneeId: player.personId, state: 'claimed' }
  }
  const takeAndBegin = async (ctx: Ctx): Promise<OpenTask | Player> => {
    const task = await take(ctx)
    if (begin && !('login' in task)) await begin(ctx, task)
    return task
  }
  if (stays) {
    // Two of three are in somebody's hands, the others wait in the pool.
    if (taken < 0.66) await act(c, player, take)
    yield c.world.until.add({ hours: 24 })
  }
  if (taken < TAKEN_FIRST || begin) {
    const other = await act(c, player, takeAndBegin)
    if ('login' in other) {
      player = other
      if (begin) await act(c, player, takeAndBegin)
    }
  }
  yield* pass(c, minutes)
  if (c.world.barred.has(player.login)) {
    count(c.world, 'takenOver')
    player = who()
  }
  for (;;) {
    const done = await act(c, player, async (ctx) => {
      const task = await take(ctx)
      return 'login' in task ? task : { done: await finish(ctx, task, player), by: player }
    })
    if ('by' in done) {
      count(c.world, 'steps')
      return done
    }
    player = done
  }
}

/** Waits for a step that a timer opens: holidays may carry it on by days. */
export async function* awaited(c: Course, item: Item, form: string): Story {
  const eyes = people(c.world, 'trialManagement')[0]!
  while (!(await act(c, eyes, (ctx) => openTasks(ctx, item.type, item.id))).some((t) => t.form === form)) yield* passDays(c, 1)
}

export const isFail = (e: unknown, code: string): boolean => e instanceof Fail && e.code === code
