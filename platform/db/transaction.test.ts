import type pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { testDatabase } from '../../test/support/app.ts'
import { openPool, run } from './connection.ts'
import { inTransaction, type Open, saying } from './transaction.ts'

let base: Awaited<ReturnType<typeof testDatabase>>
let pool: pg.Pool
beforeAll(async () => {
  base = await testDatabase()
  await base.owner.query('create table public.said (n int primary key); grant select, insert on public.said to bailiwick_app')
  pool = openPool(base.connect, 4)
})
afterAll(async () => {
  await pool.end()
  await base.drop()
})

const insert = (open: Open, n: number): Promise<unknown> => run(open.client, 'insert into public.said values ($1)', [n])
const act = <T>(fn: (open: Open) => Promise<T>): Promise<T> => inTransaction(pool, async () => null, fn)
const kept = async (): Promise<number[]> => (await base.owner.query('select n from public.said order by 1')).rows.map((r) => r.n)

it('commits what was said without waiting', async () => {
  await act(async (open) => saying(open, insert(open, 1)))
  expect(await kept()).toEqual([1])
})

it('a statement nobody waited for that fails undoes all, and its own cause is told', async () => {
  const last = act(async (open) => {
    await insert(open, 2)
    saying(open, insert(open, 1))
  })
  await expect(last).rejects.toMatchObject({ code: 'duplicate', status: 409 })
  const earlier = act(async (open) => {
    saying(open, insert(open, 1))
    await insert(open, 3)
  })
  await expect(earlier).rejects.toMatchObject({ code: 'duplicate' })
  expect(await kept()).toEqual([1])
})

it('a failure that was swallowed is never answered as done', async () => {
  const swallowed = act(async (open) => {
    await insert(open, 4)
    await insert(open, 1).catch(() => {})
  })
  await expect(swallowed).rejects.toThrow(/was to be committed/)
  await act((open) => insert(open, 5))
  expect(await kept()).toEqual([1, 5])
})
