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

const who = async (client: pg.PoolClient, name: string): Promise<string> => {
  await run(client, "select set_config('bw.person_id', $1, true)", [name])
  return name
}
it('a reading begins with who it was; what a wrong guess asked is thrown away and asked again', async () => {
  const asked: string[] = []
  const read = (guess: string) =>
    inTransaction(
      pool,
      (client) => who(client, '7'),
      async (open, scope) => {
        asked.push(scope)
        const { rows } = await run<{ me: string }>(open.client, "select current_setting('bw.person_id') as me")
        return { scope, me: rows[0]!.me }
      },
      { scope: guess, holds: (found) => found === guess },
    )
  expect(await read('7')).toEqual({ scope: '7', me: '7' })
  expect(await read('8')).toEqual({ scope: '7', me: '7' })
  expect(asked).toEqual(['7', '8', '7'])
  // Nothing of the reader stays on the connection, and none stays inside its transaction.
  const { rows } = await pool.query("select coalesce(current_setting('bw.person_id', true), '') as me")
  expect(rows[0].me).toBe('')
  await expect
    .poll(
      async () =>
        (
          await base.owner.query(
            "select count(*)::int as n from pg_stat_activity where state like 'idle in transaction%' and datname = current_database()",
          )
        ).rows[0].n,
    )
    .toBe(0)
})

it('who is nobody any more gets nothing, whatever was guessed', async () => {
  const read = inTransaction(
    pool,
    async (client): Promise<string> => {
      await who(client, '')
      throw new Error('not signed in')
    },
    async (open) => (await run(open.client, 'select 1 as secret')).rows,
    { scope: '7', holds: () => true },
  )
  await expect(read).rejects.toThrow('not signed in')
  expect(await kept()).toEqual([1, 5])
})
