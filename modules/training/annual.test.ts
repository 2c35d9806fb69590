import { expect, it } from 'vitest'
import { testApp } from '../../test/support/app.ts'
import { testCourt } from '../../test/support/court.ts'
import { runDuties } from '../duties/public.ts'
import { recordFact } from '../workforce/public.ts'
import { settleAnnual, settleAnnualOfAll } from './commands/annual.ts'

const t = await testApp({ now: '2026-11-20T02:00:00Z' })
const court = await testCourt(t)

it('is a duty of the year (7.1.1.5), done by the half day that fills it, fallen away for who leaves', async () => {
  const duty = async (personId: number): Promise<string[][]> =>
    (
      await t.owner.query<{ state: string; due: string; evidence: string | null }>(
        "select state, due_at as due, evidence_type as evidence from duties.duty where court_id = $1 and key = 'training.annual' and subject_id = $2",
        [court.courtId, personId],
      )
    ).rows.map((d) => [d.state, d.due, d.evidence ?? ''])
  const id = await court.person('岁末在岗', 'operator')
  await t.app.asSystem(court.courtId, (ctx) => settleAnnual(ctx, id))
  await runDuties(t.app, court.courtId)
  expect(await duty(id)).toEqual([['open', '2026-12-31T15:59:59Z', '']])
  const train = (halfDays: number) =>
    t.app.asSystem(court.courtId, (ctx) =>
      recordFact(ctx, {
        personId: id,
        kind: 'training',
        onDate: '2026-11-20',
        halfDays,
        phase: 'inService',
        topics: ['secrecy'],
        reference: '在岗',
        source: 'test',
      } as never),
    )
  await train(5)
  expect((await duty(id))[0]?.[0]).toBe('open')
  await train(1)
  expect(await duty(id)).toEqual([['done', '2026-12-31T15:59:59Z', 'fact']])
  const leaver = await court.person('年中离岗', 'operator')
  await t.app.asSystem(court.courtId, (ctx) => settleAnnual(ctx, leaver))
  await runDuties(t.app, court.courtId)
  await t.owner.query("update organisations.person set left_on = '2026-11-20' where id = $1", [leaver])
  await settleAnnualOfAll(t.app)
  expect((await duty(leaver))[0]?.[0]).toBe('withdrawn')
})
