import { afterAll, beforeAll, expect, it } from 'vitest'
import type pg from 'pg'
import { testDatabase } from '../../test/support/app.ts'
import { openPool } from '../db/connection.ts'
import type { Act } from './append.ts'
import { groupReadings } from './readings.ts'

let base: Awaited<ReturnType<typeof testDatabase>>
let pool: pg.Pool
beforeAll(async () => {
  base = await testDatabase()
  pool = openPool(base.connect, 4)
})
afterAll(async () => {
  await pool.end()
  await base.drop()
})

const reading = (objectId: string, side: Act['actor']['side'] = 'court'): Act => ({
  actor: { accountId: 1, personId: 2, courtId: 3, contractorId: null, side, sessionId: 's' },
  entry: { verb: 'case.read', objectType: 'reading-test', objectId },
})
const kept = async (): Promise<{ object_id: string; xid: string; at: string }[]> =>
  (await base.owner.query("select object_id, xid::text, at::text from audit.event where object_type = 'reading-test' order by id")).rows

it('each is on disk when it is told so; who comes while a group is written goes together with the next', async () => {
  const write = groupReadings(pool, () => null)
  await Promise.all(
    Array.from({ length: 40 }, async (_, i) => {
      await write([reading(`a${i}`), reading(`b${i}`)])
      expect((await kept()).filter((e) => e.object_id === `a${i}` || e.object_id === `b${i}`)).toHaveLength(2)
    }),
  )
  const all = await kept()
  expect(all).toHaveLength(80)
  expect(new Set(all.map((e) => e.xid)).size).toBeLessThan(10)
})

it('one that cannot be written fails alone', async () => {
  const write = groupReadings(pool, () => null)
  const before = (await kept()).length
  const told = await Promise.allSettled([
    write([reading('first')]),
    write([reading('c1')]),
    write([reading('a\0sign no column holds')]),
    write([reading('c2')]),
  ])
  expect(told.map((t) => t.status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
  expect((await kept()).slice(before).map((e) => e.object_id)).toEqual(['first', 'c1', 'c2'])
})

it('under a virtual clock they bear its time', async () => {
  const write = groupReadings(pool, () => '2026-03-02T01:00:00Z')
  await write([reading('then')])
  expect((await kept()).at(-1)).toMatchObject({ object_id: 'then', at: expect.stringContaining('2026-03-02 ') })
})
