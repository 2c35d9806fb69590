import { Temporal } from 'temporal-polyfill'
import pg from 'pg'
import type { Prepared } from '../../app/serve.ts'
import { systemClock } from '../../platform/calendar/clock.ts'
import { type Simulated, simulate } from './simulate.ts'

export const DEMO = { seed: 20260401, cases: 1000, days: 60 } as const
/** What the installation is: empty, a court of its own, the demo, or a demo whose making was broken off. */
export type Holding = 'empty' | 'court' | 'demo' | 'broken'

const onOwner = async <T>(owner: pg.ClientConfig, fn: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client(owner)
  await client.connect()
  try {
    return await fn(client)
  } finally {
    await client.end()
  }
}
export const holdingOf = (owner: pg.ClientConfig): Promise<Holding> =>
  onOwner(owner, async (client) => {
    const { rows } = await client.query<{ court: boolean; state: string | null }>(
      `select exists (select from organisations.court) as court, (select value ->> 'state' from bw.setting where court_id = 0 and key = 'demo') as state`,
    )
    const { court, state } = rows[0]!
    return state === 'made' ? 'demo' : state ? 'broken' : court ? 'court' : 'empty'
  })
const keep = (owner: pg.ClientConfig, value: Record<string, unknown>): Promise<unknown> =>
  onOwner(owner, (client) =>
    client.query(
      `insert into bw.setting (court_id, key, value) values (0, 'demo', $1) on conflict (court_id, key) do update set value = excluded.value, revision = bw.setting.revision + 1`,
      [JSON.stringify(value)],
    ),
  )

/**
 * Takes a half-made demo away, with all that stands in the database: it is fiction, nobody could sign in to it, and the mark 'making' is set by
 * `makeDemo` alone, on an empty installation. The caller's jobs stand still meanwhile (`quietly`).
 */
const takeAway = async (prepared: Pick<Prepared, 'owner' | 'raise'>): Promise<void> => {
  await onOwner(prepared.owner, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      "select quote_ident(nspname) as name from pg_namespace where nspname !~ '^pg_' and nspname not in ('information_schema', 'public')",
    )
    await client.query(`begin; drop schema ${rows.map((r) => r.name).join(', ')} cascade; drop table public.bailiwick_migration; commit`)
  })
  await prepared.raise()
}

/** Makes the demo court, anew where its making was broken off. Fails with NOT_EMPTY where there is a court or a whole demo. */
export const makeDemo = async (
  prepared: Prepared,
  o: { seed?: number; cases?: number; days?: number; until?: Temporal.Instant; onDay?: (n: number, of: number) => void } = {},
): Promise<Simulated> => {
  const holding = await holdingOf(prepared.owner)
  if (holding === 'broken') await takeAway(prepared)
  else if (holding !== 'empty') throw Object.assign(new Error('not-empty'), { code: 'NOT_EMPTY', holding })
  const options = { ...DEMO, ...o, until: o.until ?? systemClock.now() }
  await keep(prepared.owner, { state: 'making', seed: options.seed })
  const made = await simulate(prepared.composition, { demo: true, dataDir: '', baseUrl: '', version: 'simulate' }, prepared.owner, options)
  await keep(prepared.owner, { state: 'made', seed: options.seed, cases: made.cases, days: made.days, until: made.until })
  return made
}
