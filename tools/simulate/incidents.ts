import type { Temporal } from 'temporal-polyfill'
import { signedIn } from '../../modules/accounts/fixtures.ts'
import { vetoPerson } from '../../modules/workforce/public.ts'
import { atTime } from '../../platform/calendar/zoned.ts'
import type { Entry, Story } from './clockwork.ts'
import { giveAccount } from './people.ts'
import type { Random } from './random.ts'
import { act, count, type Course, people, type World } from './world.ts'

const VETOED = 'saomiao.jiang'
const CURIOUS = 'songda.sun'

/** What goes wrong with people: one is vetoed in the middle of his work, another asks for cases that are not his. */
export const incidents = (world: World, random: Random, days: readonly Temporal.PlainDate[]): Entry[] => {
  const on = (share: number): Temporal.Instant => atTime(days[Math.min(days.length - 1, Math.floor(days.length * share))]!, '10:50')
  const entry = (at: Temporal.Instant, story: (c: Course) => Story): Entry => ({
    at,
    alone: true,
    story: story({ world, random, now: at }),
  })
  return [entry(on(0.6), veto), entry(on(0.35), curiosity), entry(on(0.8), curiosity)]
}

/** 一票否决 (6.6.1) by the commissioner: his tasks go back to the pool, his grants end, his colleagues go on. */
async function* veto(c: Course): Story {
  yield c.now
  const target = c.world.court.players.find((p) => p.login === VETOED)!
  await act(c, people(c.world, 'commissioner')[0]!, (ctx) =>
    vetoPerson(ctx, {
      params: { id: target.personId },
      body: { reason: '经核实，擅自拍摄卷宗页面并对外发送，依 6.6.1 一票否决。' } as never,
    }),
  )
  c.world.barred.add(VETOED)
  count(c.world, 'vetoed')
}

/** Somebody looks for cases he has no task of: refused, written down, and the commissioner learns of it (7.3.2.1). */
async function* curiosity(c: Course): Story {
  yield c.now
  const { composed, clock, court } = c.world
  const who = court.players.find((p) => p.login === CURIOUS)!
  await clock.at(c.now, () => giveAccount(composed.app, court, who))
  const first = await clock.at(c.now, () =>
    composed.app.asSystem(court.courtId, async (ctx) => ({
      token: await signedIn(ctx, who.personId, who.login),
      ids: (await ctx.tx.selectFrom('cases.case_record').select('id').orderBy('id').limit(2).execute()) as { id: number }[],
    })),
  )
  for (const { id } of first.ids) {
    const reply = await clock.at(c.now, () =>
      composed.server.inject({ method: 'GET', url: `/api/cases/${id}`, cookies: { bailiwick: first.token } }),
    )
    if (reply.statusCode === 200) throw new Error(`case ${id} was open to ${who.login}`)
    count(c.world, 'refusedAccesses')
  }
}
