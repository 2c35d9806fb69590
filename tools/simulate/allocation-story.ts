import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import { findCase } from '../../modules/cases/public.ts'
import { drawCases, seedOf } from '../../modules/scheduling/public.ts'
import { atTime } from '../../platform/calendar/zoned.ts'
import type { Entry, Story } from './clockwork.ts'
import type { Player } from './people.ts'
import { randomOf } from './random.ts'
import { act, anyone, count, type Course, passDays, people, type World } from './world.ts'

/** 分案: every evening but the last the day's new cases are drawn, all in one go; what comes in on the last day waits on the desk. */
export const allocations = (world: World, seed: number, days: readonly Temporal.PlainDate[]): Entry[] =>
  days.slice(0, -1).map((d, n) => {
    const at = atTime(d, '17:20')
    return { at, alone: true, story: evening({ world, random: randomOf(seed, 6_000_000 + n), now: at }) }
  })

async function* evening(c: Course): Story {
  yield c.now
  await act(c, anyone(c, 'trialManagement'), async (ctx) => {
    const { rows } = await sql<{
      id: number
    }>`select id from cases.case_record where court_id = ${ctx.actor.courtId} and judge_id is null and status = 'open' and number is not null
      order by number_type, number_seq limit 100`.execute(ctx.tx)
    if (rows.length === 0) return
    // The same seed, the same story: chance of the machine has no part in it.
    await seedOf(ctx, createHash('sha256').update(`demo ${ctx.now}`).digest())
    const { results } = await drawCases(ctx, { body: { caseIds: rows.map((r) => r.id) } } as never)
    for (const r of results) if (r.code === null) count(c.world, 'allocated')
  })
}

/** Waits until the lot has fallen; the judge it fell on. */
export async function* allocated(c: Course, caseId: number): AsyncGenerator<Temporal.Instant, Player, void> {
  const eyes = anyone(c, 'trialManagement')
  for (;;) {
    yield* passDays(c, 1)
    const judgeId = (await act(c, eyes, (ctx) => findCase(ctx, caseId)))!.judge_id
    const judge = people(c.world, 'judge').find((j) => j.personId === judgeId)
    if (judge) return judge
  }
}
